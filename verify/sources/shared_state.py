"""What runs that share a cache agree on: turns within rate limits, archives left alone, and who asks for what.

None of it is evidence: without it, somebody asks twice or too soon.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from verify.sources.breakers import LONGEST_HOLD, Held
from verify.sources.index_connection import BUSY_SECONDS, Connection
from verify.sources.rates import Limit
from verify.sources.waiting import current

MOST_ON_WAY = 60.0  # seconds that a request of a killed process counts
SHORTEST_WAIT = 0.02

_HOST = "host"  # the reason of a row that is about any host, not an archive

_LEASE = "select token, owner, until, reason, detail, seconds from lease where key = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseRow:
    """Who asks for `key` just now, until when at most (seconds since the epoch), or the miss (reason, detail, seconds
    to wait) that came of it.
    """

    key: str
    token: str
    owner: str
    until: float
    miss: tuple[str, str, float | None] | None = None


class SharedState:
    """The turns, holds and leases in the file of a cache."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def turn(self, name: str, limit: Limit, now: float) -> float:
        """Begin one of the requests that all processes together may make within a limit.

        Returns 0.0 when it may begin, else how long to wait before asking again. `now` is in seconds since the epoch.
        A request may be on its way for long, and the server counts when it arrives: so it counts from here until the
        limit's time after `landed`, and whenever it arrived, no stretch of that time has seen too many.
        """
        with self._connection.transaction() as connection:
            run = connection.execute
            _land(connection, name, now)
            run(
                "delete from passing where name = ? and not moment between ? and ?",
                # `now` may be from before a wait for the lock; beyond that, the clock was set back
                (name, now - limit.seconds, now + MOST_ON_WAY + BUSY_SECONDS),
            )
            passing, first = run("select count(*), min(moment) from passing where name = ?", (name,)).fetchone()
            if passing >= limit.count:
                return float(max(SHORTEST_WAIT, min(first + limit.seconds - now, limit.seconds)))
            row = run("select level, moment from bucket where name = ?", (name,)).fetchone()
            level, moment = row or (float(limit.burst), now)
            level, wait = limit.draw(level, now - moment)
            run("insert or replace into bucket values (?, ?, ?)", (name, level, now))
            if wait == 0.0:
                run("insert into passing values (?, ?, ?)", (name, _who(), now + MOST_ON_WAY))
            return wait

    def landed(self, name: str, now: float) -> None:
        """The request that this thread began with `turn` is over."""
        with self._connection.transaction() as connection:
            _land(connection, name, now)

    def hold(self, name: str, held: Held) -> None:
        """Let all processes leave an archive alone; the longest time told holds."""
        with self._connection.transaction() as connection:
            connection.execute(
                "insert into held values (?, ?, ?, ?) on conflict(name) do update set reason = excluded.reason,"
                " detail = excluded.detail, until = max(until, excluded.until)",
                (name, held.reason, held.detail, held.until),
            )

    def held(self, name: str) -> Held | None:
        """Why an archive is left alone, over or not."""
        row = self._connection.one("select reason, detail, until from held where name = ?", name)
        return Held(*row) if row else None

    def hold_host(self, name: str, until: float, now: float) -> None:
        """Let all processes keep a pause that a host asked for; the longest one told holds."""
        with self._connection.transaction() as connection:
            # One that ends later than any can was written before the clock was set back.
            late = now + LONGEST_HOLD + 1.0
            connection.execute("delete from held where reason = ? and until not between ? and ?", (_HOST, now, late))
            connection.execute(
                "insert into held values (?, ?, '', ?) on conflict(name) do update set until = max(until, excluded.until)",
                (f"{_HOST} {name}", _HOST, until),
            )

    def hosts_held(self, now: float) -> dict[str, float]:
        """For how many more seconds hosts that asked for a pause are left alone."""
        row = self._connection.one(
            "select json_group_object(name, until - ?) from held where reason = ? and until between ? and ?",
            *(now, _HOST, now, now + LONGEST_HOLD + 1.0),
        )
        held: dict[str, float] = json.loads(row[0]) if row else {}
        return {name.removeprefix(f"{_HOST} "): seconds for name, seconds in held.items()}

    def claim(self, wanted: LeaseRow, now: float, is_dead: Callable[[str], bool] = lambda _: False) -> LeaseRow | None:
        """Enter a lease, unless somebody else has one that is neither over nor expired: then that one is returned.

        `is_dead` tells of an owner whether it is gone.
        """
        with self._connection.transaction() as connection:
            other = _lease(wanted.key, connection.execute(_LEASE, (wanted.key,)).fetchone())
            # One that ends later than any can was written before the clock was set back.
            holds = other and other.miss is None and now <= other.until <= wanted.until + 1.0
            if other and holds and not is_dead(other.owner):
                return other
            connection.execute(
                "insert or replace into lease values (?, ?, ?, ?, null, null, null)",
                (wanted.key, wanted.token, wanted.owner, wanted.until),
            )
            return None

    def leased(self, key: str) -> LeaseRow | None:
        """The lease on a key, over or not."""
        return _lease(key, self._connection.one(_LEASE, key))

    def renew(self, owner: str, until: float) -> None:
        """Let all leases of an owner hold longer."""
        with self._connection.transaction() as connection:
            connection.execute("update lease set until = ? where owner = ? and reason is null", (until, owner))

    def release(
        self, owner: str, token: str = "", miss: tuple[str, str, float | None] | None = None, until: float = 0.0
    ) -> None:
        """End one lease of an owner, or all; a `miss` stays until then for those who wait."""
        with self._connection.transaction() as connection:
            if miss:
                connection.execute(
                    "update lease set until = ?, reason = ?, detail = ?, seconds = ? where owner = ? and token = ?",
                    (until, *miss, owner, token),
                )
            else:
                connection.execute("delete from lease where owner = ? and ? in (token, '')", (owner, token))


def end_lease(connection: sqlite3.Connection, owner: str, token: str) -> None:
    """End a lease within the transaction that enters its answer."""
    connection.execute("delete from lease where owner = ? and token = ?", (owner, token))


def _land(connection: sqlite3.Connection, name: str, now: float) -> None:
    connection.execute(
        "update passing set moment = ? where name = ? and who = ? and moment > ?", (now, name, _who(), now)
    )


def _lease(key: str, row: tuple[Any, ...] | None) -> LeaseRow | None:
    if row is None:
        return None
    token, owner, until, reason, detail, seconds = row
    miss = (str(reason), str(detail), seconds) if reason else None
    return LeaseRow(key=key, token=token, owner=owner, until=until, miss=miss)


def _who() -> str:
    """The name of this thread, or of the ask that it works on, among those of all processes."""
    ask = current()  # which may begin on one thread and end on another
    return f"{os.getpid()}/{f'ask {id(ask)}' if ask else threading.get_ident()}"
