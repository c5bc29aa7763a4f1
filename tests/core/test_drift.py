"""When words left a page: every history is searched with few questions, and nothing is said that was not seen."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify.core import drift, listings
from verify.core.snapshots import Snapshot
from verify.model import Answer, Capture, Drift, Miss, MissReason, Request

URL = "http://example.org/page"
START = datetime(2020, 1, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def listing(rows: Sequence[Snapshot]) -> Capture:
    return listings.capture(Request(uri_r=URL, listing=True), rows, "archive", START)


def rows_of(digests: str, statuses: dict[int, int] | None = None) -> list[Snapshot]:
    """A capture a day, its letter the digest; `.` has none."""
    return [
        Snapshot(moment=day(n), uri_r=URL, status=(statuses or {}).get(n, 200), digest="" if letter == "." else letter)
        for n, letter in enumerate(digests)
    ]


def answered(request: Request, body: bytes = b"") -> Capture:
    return Capture(
        request=request,
        uri_r=URL,
        uri_m="m",
        memento_datetime=request.accept_datetime,
        retrieved=START,
        sha256=sha256(body).hexdigest(),
        body=body,
    )


def search(rows: Sequence[Snapshot], there: dict[datetime, bool | None], known: list[int]) -> tuple[Drift | None, int]:
    """What comes out when `there` tells of each moment, and how many captures were asked for."""
    asked: list[datetime] = []

    def stands(answer: Answer) -> bool | None:
        moment = answer.request.accept_datetime
        assert moment is not None
        return there[moment]

    flow = drift.bisected(listing(rows), URL, {day(n): there[day(n)] for n in known}, stands)
    try:
        request = next(flow)
        while True:
            assert request.accept_datetime
            assert request.window == (request.accept_datetime, request.accept_datetime)
            asked.append(request.accept_datetime)
            request = flow.send(answered(request))
    except StopIteration as stop:
        assert len(set(asked)) == len(asked)
        return stop.value, len(asked)


@pytest.mark.parametrize(
    ("digests", "there", "known", "last_with", "first_without", "asked"),
    [
        ("AABBCC", "++++--", [0], 3, 4, 2),  # the last, then the one between
        ("AAAAAA", "++++++", [2], 5, None, 0),  # one state: nothing to ask
        ("AB", "+-", [0], 0, 1, 1),
        ("AB", "+-", [0, 1], 0, 1, 0),  # known already
        ("ABCD", "++++", [0], 3, None, 1),
        ("ABCDEFGH", "+++-----", [0], 2, 3, 4),
        ("A??D".replace("?", "."), "+  -", [0], 0, 3, 3),  # unreadable in between
        ("ABC", "+- ", [0], 0, 1, 2),  # the last cannot be read
        ("ABC", "+  ", [0], 0, None, 2),
        ("XXAB", "--+-", [0, 2], 2, 3, 1),  # words that came later
    ],
)
def test_histories(
    digests: str, there: str, known: list[int], last_with: int, first_without: int | None, asked: int
) -> None:
    told = {day(n): {"+": True, "-": False, " ": None}[mark] for n, mark in enumerate(there)}
    found, questions = search(rows_of(digests), told, known)
    assert found
    assert found.last_with == day(last_with)
    assert found.first_without == (None if first_without is None else day(first_without))
    assert questions == asked
    assert found.unread <= there.count(" ")


@given(st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=80), st.data())
def test_whatever_the_history_both_ends_were_seen(marks: list[bool | None], data: st.DataObject) -> None:
    marks[data.draw(st.integers(0, len(marks) - 1))] = True
    start = next(index for index, mark in enumerate(marks) if mark)
    there = {day(n): mark for n, mark in enumerate(marks)}
    found, asked = search(rows_of("." * len(marks)), there, [start])
    assert asked <= drift.MOST_ASKED
    assert found
    assert there[found.last_with]
    assert found.last_with >= day(start)
    if found.first_without:
        assert there[found.first_without] is False
        assert found.first_without > found.last_with
        between = [mark for moment, mark in there.items() if found.last_with < moment < found.first_without]
        if None not in marks:
            assert len(between) == found.between == 0
    elif None not in marks:
        assert marks[-1]


@given(st.integers(1, 3000), st.integers(0, 3000))
def test_a_long_history_needs_few_questions(count: int, change: int) -> None:
    change = min(change, count - 1)
    there = {day(n): n <= change for n in range(count)}
    found, asked = search(rows_of("." * count), there, [0])
    assert found
    assert found.last_with == day(change)
    assert found.first_without == (day(change + 1) if change + 1 < count else None)
    assert asked <= 1 + count.bit_length()
    assert found.captures == count


def test_redirects_and_error_pages_are_no_states() -> None:
    rows = rows_of("ABAC", {1: 404, 3: 301})
    assert [(state.first, state.last) for state in drift.states(rows)] == [(day(0), day(2))]


def test_without_a_listing_nothing_is_said() -> None:
    miss = Miss(request=Request(uri_r=URL, listing=True), reason=MissReason.THROTTLED)
    flow: Generator[Request, Answer, Drift | None] = drift.bisected(miss, URL, {day(0): True}, lambda _: None)
    with pytest.raises(StopIteration) as stop:
        next(flow)
    assert stop.value.value is None
    assert drift.nearby(miss, URL, [day(0)]) == ()


@pytest.mark.parametrize(
    ("digests", "seen", "asked"),
    [
        ("AAAA", [1], []),
        ("ABCDEFG", [3], [2, 4, 1, 5]),
        ("AABBCC", [2], [1, 4]),
        ("ABABA", [2], [1]),  # the page as it was seen is not asked for again: 0 and 4 are 2
        ("ABAC", [2], [1, 3]),
        ("....", [1], [0, 2, 3]),
    ],
)
def test_captures_close_by_that_differ(digests: str, seen: list[int], asked: list[int]) -> None:
    found = drift.nearby(listing(rows_of(digests)), URL, [day(n) for n in seen])
    moments = [request.accept_datetime for request in found]
    assert len(found) <= drift.NEARBY
    assert moments == [day(n) for n in asked]


SPOKEN = [
    ((3, 19, 0), "In the captures up to 4 January 2020, gone from 20 January 2020 (2 of 9 captures read)."),
    ((3, None, 0), "In the captures up to 4 January 2020, the last there is (2 of 9 captures read)."),
    (
        (3, 19, 5),
        "In the captures up to 4 January 2020, gone from 20 January 2020 (2 of 9 captures read, 5 states of the page in between not asked).",
    ),
]


@pytest.mark.parametrize(("told", "sentence"), SPOKEN)
def test_in_words(told: tuple[int, int | None, int], sentence: str) -> None:
    last, gone, between = told
    found = Drift(
        last_with=day(last),
        first_without=None if gone is None else day(gone),
        read=2,
        unread=0,
        captures=9,
        between=between,
    )
    assert drift.sentence(found) == sentence


def test_on_one_day_the_clock_is_told() -> None:
    found = Drift(last_with=day(3), first_without=day(3) + timedelta(hours=2), read=2, unread=1, captures=3)
    assert drift.sentence(found) == (
        "In the captures up to 4 January 2020, 00:00:00 UTC, gone from 4 January 2020, 02:00:00 UTC "
        "(2 of 3 captures read, 1 could not be)."
    )
