"""When words left a page: its history searched by halves, and the captures near one that lacks them.

Captures with equal digests are one state of the page, of which one is asked. A capture that cannot be read says neither
that the words were there nor that they were not.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from verify.core import listings
from verify.core.snapshots import Snapshot
from verify.core.summaries import day
from verify.model import Answer, Capture, Drift, Prefer, Request

# Further captures that are asked for when those of the cited dates lack the words: the page's other states close by.
NEARBY = 4
# Enough to halve 30,000 states of a page, more than the index tells of any.
MOST_ASKED = 16


@dataclass(frozen=True, slots=True)
class State:
    """Captures in a row with one digest: the page as it was from the first to the last of them."""

    rows: tuple[Snapshot, ...]

    @property
    def first(self) -> datetime:
        return self.rows[0].moment

    @property
    def last(self) -> datetime:
        return self.rows[-1].moment

    def holds(self, moments: Iterable[datetime]) -> bool:
        """Whether a capture of one of these moments shows this state."""
        mine = {row.moment for row in self.rows}
        return any(moment in mine for moment in moments)


# Whether the words stand in a capture; None: it cannot be read.
Stands = Callable[[Answer], bool | None]


def states(rows: Iterable[Snapshot]) -> tuple[State, ...]:
    """The states of a page in the order of time, without redirects and error pages."""
    found: list[list[Snapshot]] = []
    for row in sorted(rows, key=lambda row: row.moment):
        if row.status is not None and not 200 <= row.status < 300:
            continue
        if found and row.digest and found[-1][-1].digest == row.digest:
            found[-1].append(row)
        else:
            found.append([row])
    return tuple(State(tuple(each)) for each in found)


def listed(uri_r: str, around: datetime) -> Request:
    """The request for what captures of a page there are, and near that time if they are too many."""
    return Request(uri_r=uri_r, accept_datetime=around, listing=True)


def of_moment(uri_r: str, moment: datetime) -> Request:
    """The request for the very capture of a moment."""
    return Request(uri_r=uri_r, accept_datetime=moment, prefer=Prefer.CLOSEST, window=(moment, moment))


def nearby(answer: Answer, uri_r: str, seen: Sequence[datetime]) -> tuple[Request, ...]:
    """The captures nearest to the first one seen that show the page in another state than all that were seen."""
    if not isinstance(answer, Capture) or not seen:
        return ()
    rows = listings.rows(answer)
    shown = {row.digest for row in rows if row.digest and row.moment in set(seen)}
    nearest = sorted(
        (
            min(state.rows, key=lambda row: abs(row.moment - seen[0]))
            for state in states(rows)
            if not state.holds(seen) and state.rows[0].digest not in shown
        ),
        key=lambda row: abs(row.moment - seen[0]),
    )
    different = {row.digest or row.moment: row for row in reversed(nearest)}  # of one digest the nearest
    chosen = sorted(different.values(), key=lambda row: (abs(row.moment - seen[0]), row.moment))
    return tuple(of_moment(uri_r, row.moment) for row in chosen[:NEARBY])


def bisected(
    answer: Answer, uri_r: str, known: dict[datetime, bool | None], stands: Stands
) -> Generator[Request, Answer, Drift | None]:
    """When the words left a page, from its listing and what is known of some captures; None when nothing can be said.

    `stands` judges an answer. A page whose words came and went several times has several such moments: the one that is
    found has the words right before it and lacks them right after.
    """
    if not isinstance(answer, Capture):
        return None
    have = [moment for moment, there in known.items() if there]
    if not have:
        return None
    rows = listings.rows(answer)
    line = list(states(rows))
    if not any(state.holds(have) for state in line):  # a capture of another archive, or one that led elsewhere
        line = list(states([*(row for state in line for row in state.rows), Snapshot(moment=max(have), uri_r=uri_r)]))
    low = max(index for index, state in enumerate(line) if state.holds(have))
    captures = sum(len(state.rows) for state in line)
    read, unread = sum(there is not None for there in known.values()), 0
    high: int | None = None
    for index in range(len(line) - 1, low, -1):
        if line[index].holds([moment for moment, there in known.items() if there is False]):
            high = index
    asked = 0
    while asked < MOST_ASKED and low + 1 < (len(line) if high is None else high):
        middle = len(line) - 1 if high is None else (low + high) // 2
        given = yield of_moment(uri_r, line[middle].last if high is None else line[middle].first)
        asked += 1
        there = stands(given)
        if there is None:
            del line[middle]
            unread += 1
            high = high if high is None else high - 1
            continue
        read += 1
        if there:
            low = middle
        else:
            high = middle
    return Drift(
        last_with=line[low].last,
        first_without=None if high is None else line[high].first,
        read=read,
        unread=unread,
        captures=captures,
        between=0 if high is None else high - low - 1,
    )


def sentence(drift: Drift) -> str:
    """The finding in words: `In the captures up to 3 May 2022, gone from 19 May 2022 (6 of 212 captures read).`"""
    count = f"{drift.read} of {drift.captures} captures read"
    if drift.unread:
        count += f", {drift.unread} could not be"
    if drift.first_without is None:
        return f"In the captures up to {day(drift.last_with)}, the last there is ({count})."
    clock = drift.last_with.date() == drift.first_without.date()
    last, gone = (
        day(moment) + (f", {moment:%H:%M:%S} UTC" if clock else "") for moment in (drift.last_with, drift.first_without)
    )
    if drift.between:
        count += f", {drift.between} states of the page in between not asked"
    return f"In the captures up to {last}, gone from {gone} ({count})."
