"""The index of the evidence cache: which record answers which request, in SQLite.

Several processes share it (write-ahead log). A row is written after its record, so what it names exists. It holds
nothing that cannot be made again from the WARC files, except when an archive said "no".
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from verify.errors import VerifyError
from verify.sources.breakers import Held
from verify.sources.rates import Limit
from verify.sources.waiting import current
from verify.sources.warc import Original, Place

NAME = "index.sqlite"
APPLICATION = 0x76657266  # "verf": tells our files from other SQLite files
SCHEMA_VERSION = 1
BUSY_SECONDS = 30.0
MOST_ON_WAY = 60.0  # seconds that a request of a killed process counts
SHORTEST_WAIT = 0.02
UNFINISHED = 1 << 62  # the end of a file that nobody but its writer may look at

_SCHEMA = """
create table if not exists record(
    record_id text primary key, type text not null, target text not null, date text not null, status integer not null,
    payload text not null, size integer not null, coding text not null, refers_to text, file text not null, offset integer not null,
    length integer not null
) without rowid;
create index if not exists record_response on record(payload) where type = 'response';
create table if not exists file(name text primary key, end integer not null) without rowid;
create table if not exists answer(
    key text primary key, uri_r text not null, asked text not null, reason text, detail text not null default '',
    record_id text, facts text
) without rowid;
create index if not exists answer_uri on answer(uri_r);
create table if not exists bucket(name text primary key, level real not null, moment real not null) without rowid;
create table if not exists lease(
    key text primary key, token text not null, owner text not null, until real not null, reason text, detail text, seconds real
) without rowid;
create table if not exists held(name text primary key, reason text not null, detail text not null, until real not null) without rowid;
create table if not exists passing(name text not null, who text not null, moment real not null);
create table if not exists doomed(name text primary key) without rowid;
"""
_TABLES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """A response or revisit record. `payload` is the SHA-256 of the body as it was sent, `size` its length,
    `coding` its content coding.
    """

    record_id: str
    type: str
    target: str
    date: datetime
    status: int
    payload: str
    size: int
    coding: str
    refers_to: str | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """What a request was answered, and when: the facts of a capture as JSON, or the reason of a definitive miss."""

    key: str
    uri_r: str
    asked: datetime
    reason: str | None = None
    detail: str = ""
    record_id: str | None = None
    facts: str | None = None


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


@dataclass(frozen=True, slots=True)
class Moved:
    """The file that stands for an old one: its length, and the places of the records in it by their ids."""

    name: str
    end: int
    places: Mapping[str, Place]


class Index:
    """An open index. Raises `VerifyError` when the file is not one of ours or of another version."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._path = folder / NAME
        self._lock = threading.RLock()
        with _explaining(self._path):
            self._connection = _opened(self._path, read_only=read_only)
            # Looking up waits for no writer: it sees what is committed.
            self._looking = self._connection if read_only else _connected(str(self._path))
        self._looking_lock = self._lock if read_only else threading.RLock()

    def close(self) -> None:
        with self._lock, self._looking_lock:
            self._looking.close()
            self._connection.close()

    def answer(self, key: str) -> AnswerRow | None:
        """What the request with this key was answered last."""
        row = self._one("select key, uri_r, asked, reason, detail, record_id, facts from answer where key = ?", key)
        if row is None:
            return None
        key, uri_r, asked, reason, detail, record_id, facts = row
        return AnswerRow(
            key=key,
            uri_r=uri_r,
            asked=datetime.fromisoformat(asked),
            reason=reason,
            detail=detail,
            record_id=record_id,
            facts=facts,
        )

    def record(self, record_id: str) -> RecordRow | None:
        """The record of this id."""
        row = self._one(
            "select record_id, type, target, date, status, payload, size, coding, refers_to, file, offset, length"
            " from record where record_id = ?",
            record_id,
        )
        if row is None:
            return None
        name, kind, target, date, status, payload, size, coding, refers_to, file, offset, length = row
        return RecordRow(
            record_id=name,
            type=kind,
            target=target,
            date=datetime.fromisoformat(date),
            status=status,
            payload=payload,
            size=size,
            coding=coding,
            refers_to=refers_to,
            place=Place(file, offset, length),
        )

    def original(self, payload: str, size: int) -> Original | None:
        """A response record with this payload."""
        row = self._one(
            "select record_id, target, date from record where payload = ? and type = 'response' and size = ? limit 1",
            payload,
            size,
        )
        return Original(row[0], row[1], datetime.fromisoformat(row[2])) if row else None

    def rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, fetched a thousand at a time."""
        with self._lock, _explaining(self._path):
            cursor = self._connection.execute(query, values)
        while True:
            with self._lock, _explaining(self._path):
                rows = cursor.fetchmany(1000)
            if not rows:
                return
            yield from rows

    def ends(self) -> dict[str, int]:
        """For each WARC file, up to where its records are entered."""
        with self._lock, _explaining(self._path):
            rows = self._connection.execute("select name, end from file").fetchall()
        return {str(file): int(end) for file, end in rows}

    def add(
        self,
        records: Sequence[RecordRow] = (),
        answer: AnswerRow | None = None,
        *,
        last: Place | None = None,
        rests_on: Collection[str] = (),
        ends: tuple[str, str] | None = None,
    ) -> bool:
        """Enter records and the answer that rests on them, all or nothing; `last` is the last record written. `ends` is
        the lease (owner, token) that was taken for the answer and is over with it.

        False, and nothing is entered, when a record of `rests_on` is no longer there: it was pruned meanwhile.
        """
        with self._lock, _explaining(self._path):
            self._connection.execute("begin immediate")
            with self._connection:
                if not all(self._entered(name) for name in rests_on):
                    return False
                self._enter(records, answer, last)
                if ends:
                    self._connection.execute("delete from lease where owner = ? and token = ?", ends)
                return True

    def _entered(self, record_id: str) -> bool:
        return bool(self._connection.execute("select 1 from record where record_id = ?", (record_id,)).fetchone())

    def _enter(self, records: Sequence[RecordRow], answer: AnswerRow | None, last: Place | None) -> None:
        self._connection.executemany(
            "insert or ignore into record values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(row.record_id, row.type, row.target, row.date.isoformat(), row.status, row.payload, row.size),
                    *(row.coding, row.refers_to, row.place.file, row.place.offset, row.place.length),
                )
                for row in records
            ],
        )
        if last:
            self._connection.execute(
                "insert into file values (?, ?) on conflict(name) do update set end = max(end, excluded.end)",
                (last.file, last.offset + last.length),
            )
        if answer:
            self._connection.execute(
                "insert or replace into answer values (?, ?, ?, ?, ?, ?, ?)",
                (
                    *(answer.key, answer.uri_r, answer.asked.isoformat(), answer.reason, answer.detail),
                    *(answer.record_id, answer.facts),
                ),
            )

    def turn(self, name: str, limit: Limit, now: float) -> float:
        """Begin one of the requests that all processes together may make within a limit.

        Returns 0.0 when it may begin, else how long to wait before asking again. `now` is in seconds since the epoch.
        A request may be on its way for long, and the server counts when it arrives: so it counts from here until the
        limit's time after `landed`, and whenever it arrived, no stretch of that time has seen too many.
        """
        with self._lock, _explaining(self._path):
            self._connection.execute("begin immediate")
            with self._connection:
                run = self._connection.execute
                self._land(name, now)
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
        with self._lock, _explaining(self._path), self._connection:
            self._land(name, now)

    def _land(self, name: str, now: float) -> None:
        self._connection.execute(
            "update passing set moment = ? where name = ? and who = ? and moment > ?", (now, name, _who(), now)
        )

    def hold(self, name: str, held: Held) -> None:
        """Let all processes leave an archive alone; the longest time told holds."""
        with self._lock, _explaining(self._path), self._connection:
            self._connection.execute(
                "insert into held values (?, ?, ?, ?) on conflict(name) do update set reason = excluded.reason,"
                " detail = excluded.detail, until = max(until, excluded.until)",
                (name, held.reason, held.detail, held.until),
            )

    def held(self, name: str) -> Held | None:
        """Why an archive is left alone, over or not."""
        row = self._one("select reason, detail, until from held where name = ?", name)
        return Held(*row) if row else None

    def doom(self, name: str) -> None:
        """Announce a file that is written in place of another: until `replace` it counts for nothing."""
        with self._lock, _explaining(self._path), self._connection:
            self._connection.execute("insert or replace into doomed values (?)", (name,))
            self._connection.execute("insert or replace into file values (?, ?)", (name, UNFINISHED))

    def doomed(self) -> list[str]:
        """The files that may be deleted."""
        with self._lock, _explaining(self._path):
            return [str(name) for (name,) in self._connection.execute("select name from doomed").fetchall()]

    def forget(self, names: Collection[str]) -> None:
        """The doomed files of these names are deleted."""
        with self._lock, _explaining(self._path), self._connection:
            self._connection.executemany("delete from doomed where name = ?", [(name,) for name in names])
            self._connection.executemany("delete from file where name = ?", [(name,) for name in names])

    def answers(self) -> list[tuple[str, str, str | None]]:
        """Key, time of asking and record (None: an absence) of every answer."""
        with self._lock, _explaining(self._path):
            return self._connection.execute("select key, asked, record_id from answer").fetchall()

    def replace(
        self,
        moved: Mapping[str, Moved],
        deleted: Collection[str],
        gone: Collection[str],
        forgotten: Mapping[str, str],
    ) -> bool:
        """Make new files stand for old ones, all at once. False, and nothing is changed, when what is to go has come into
        use meanwhile.

        `moved`: for each old file the new one; `deleted`: old files of which nothing stays; `gone`:
        the records that go; `forgotten`: keys of the answers that go, with the times they were asked.
        """
        with self._lock, _explaining(self._path):
            self._connection.execute("create temp table if not exists gone(record_id text primary key) without rowid")
            self._connection.execute("begin immediate")
            with self._connection:
                run = self._connection.execute
                run("delete from gone")
                self._connection.executemany("insert into gone values (?)", [(name,) for name in gone])
                used = run("select key, asked from answer where record_id in (select record_id from gone)").fetchall()
                shared = run(
                    "select 1 from record where refers_to in (select record_id from gone)"
                    " and record_id not in (select record_id from gone) limit 1"
                ).fetchone()
                if shared or any(forgotten.get(key) != asked for key, asked in used):
                    return False
                self._connection.executemany("delete from answer where key = ? and asked = ?", forgotten.items())
                run("delete from record where record_id in (select record_id from gone)")
                for new in moved.values():
                    self._connection.executemany(
                        "update record set file = ?, offset = ?, length = ? where record_id = ?",
                        [(place.file, place.offset, place.length, name) for name, place in new.places.items()],
                    )
                    run("update file set end = ? where name = ?", (new.end, new.name))
                    run("delete from doomed where name = ?", (new.name,))
                self._connection.executemany(
                    "insert or replace into doomed values (?)", [(name,) for name in (*moved, *deleted)]
                )
                return True

    def claim(self, wanted: LeaseRow, now: float, is_dead: Callable[[str], bool] = lambda _: False) -> LeaseRow | None:
        """Enter a lease, unless somebody else has one that is neither over nor expired: then that one is returned.

        `is_dead` tells of an owner whether it is gone.
        """
        with self._lock, _explaining(self._path):
            self._connection.execute("begin immediate")
            with self._connection:
                other = _lease(wanted.key, self._connection.execute(_LEASE, (wanted.key,)).fetchone())
                # One that ends later than any can was written before the clock was set back.
                holds = other and other.miss is None and now <= other.until <= wanted.until + 1.0
                if other and holds and not is_dead(other.owner):
                    return other
                self._connection.execute(
                    "insert or replace into lease values (?, ?, ?, ?, null, null, null)",
                    (wanted.key, wanted.token, wanted.owner, wanted.until),
                )
                return None

    def leased(self, key: str) -> LeaseRow | None:
        """The lease on a key, over or not."""
        return _lease(key, self._one(_LEASE, key))

    def renew(self, owner: str, until: float) -> None:
        """Let all leases of an owner hold longer."""
        with self._lock, _explaining(self._path), self._connection:
            self._connection.execute("update lease set until = ? where owner = ? and reason is null", (until, owner))

    def release(
        self, owner: str, token: str = "", miss: tuple[str, str, float | None] | None = None, until: float = 0.0
    ) -> None:
        """End one lease of an owner, or all; a `miss` stays until then for those who wait."""
        with self._lock, _explaining(self._path), self._connection:
            if miss:
                self._connection.execute(
                    "update lease set until = ?, reason = ?, detail = ?, seconds = ? where owner = ? and token = ?",
                    (until, *miss, owner, token),
                )
            else:
                self._connection.execute("delete from lease where owner = ? and ? in (token, '')", (owner, token))

    def _one(self, query: str, *values: object) -> tuple[Any, ...] | None:
        with self._looking_lock, _explaining(self._path):
            row: tuple[Any, ...] | None = self._looking.execute(query, values).fetchone()
        return row


_LEASE = "select token, owner, until, reason, detail, seconds from lease where key = ?"


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


def _opened(path: Path, *, read_only: bool) -> sqlite3.Connection:
    connection = _read_only(path) if read_only else _connected(str(path))
    try:
        if not read_only:
            _patiently(connection, "pragma journal_mode = wal")
            connection.execute("pragma synchronous = normal")  # a power cut may lose rows; the files give them back
        _check(connection, path, read_only=read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def _read_only(path: Path) -> sqlite3.Connection:
    if not path.exists():
        return _connected(":memory:")
    for option in ("mode=ro", "immutable=1"):  # a folder that cannot be written to has no room for the shared memory
        connection = _connected(f"{path.resolve().as_uri()}?{option}", uri=True)
        try:
            connection.execute("select count(*) from sqlite_master").fetchone()
        except sqlite3.OperationalError:
            connection.close()
            if option == "immutable=1":
                raise
        else:
            return connection
    raise AssertionError


def _connected(name: str, *, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(name, timeout=BUSY_SECONDS, check_same_thread=False, uri=uri)


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    """Run what SQLite does not wait for a lock for, until it goes through."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(statement)
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _check(connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    """Make the tables that are missing; refuse an index that is not ours or not of this version."""
    if not _tables(connection):
        connection.execute("begin immediate")
        with connection:
            if not _tables(connection):  # another process may have been first
                for statement in _SCHEMA.split(";"):
                    connection.execute(statement)
                connection.execute(f"pragma application_id = {APPLICATION}")
                connection.execute(f"pragma user_version = {SCHEMA_VERSION}")
    (application,) = connection.execute("pragma application_id").fetchone()
    (version,) = connection.execute("pragma user_version").fetchone()
    if application != APPLICATION:
        raise VerifyError(f"{path} is not an index of verify: choose another folder with --cache")
    if version != SCHEMA_VERSION:
        raise VerifyError(
            f"{path} was written by another version of verify (format {version}, this one reads {SCHEMA_VERSION}): "
            "delete it, and it is made again from the WARC files beside it"
        )
    if not read_only and _tables(connection) < _TABLES:
        connection.executescript(_SCHEMA)


def _tables(connection: sqlite3.Connection) -> int:
    (tables,) = connection.execute("select count(*) from sqlite_master where type = 'table'").fetchone()
    return int(tables)


@contextmanager
def _explaining(path: Path) -> Generator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise VerifyError(
            f"the cache {path} cannot be used ({error}): make the folder writable or name another one with --cache"
        ) from error
    except sqlite3.ProgrammingError as error:
        raise VerifyError(f"the cache {path} was closed before the run was over ({error})") from error
    except sqlite3.DatabaseError as error:
        raise VerifyError(
            f"the cache index {path} is broken ({error}): delete it, and it is made again from the WARC files beside it"
        ) from error
