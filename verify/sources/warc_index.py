"""The index of the evidence cache: which record answers which request, and in which files the records are.

A row is written after its record, so what it names exists. It holds nothing that cannot be made again from the WARC
files, except when an archive said "no".
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from verify.sources.index_connection import Connection
from verify.sources.shared_state import end_lease
from verify.sources.warc import Original, Place

UNFINISHED = 1 << 62  # the end of a file that nobody but its writer may look at


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


@dataclass(frozen=True, slots=True)
class Moved:
    """The file that stands for an old one: its length, and the places of the records in it by their ids."""

    name: str
    end: int
    places: Mapping[str, Place]


class Index:
    """The records, answers and files of a cache."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def answer(self, key: str) -> AnswerRow | None:
        """What the request with this key was answered last."""
        row = self._connection.one(
            "select key, uri_r, asked, reason, detail, record_id, facts from answer where key = ?", key
        )
        return _answer(row) if row else None

    def captures(self, uri_r: str) -> list[AnswerRow]:
        """All captures that requests for an address were answered with, the last one first."""
        rows = self._connection.rows(
            "select key, uri_r, asked, reason, detail, record_id, facts from answer"
            " where uri_r = ? and record_id is not null order by asked desc",
            uri_r,
        )
        return [_answer(row) for row in rows]

    def record(self, record_id: str) -> RecordRow | None:
        """The record of this id."""
        row = self._connection.one(
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
        row = self._connection.one(
            "select record_id, target, date from record where payload = ? and type = 'response' and size = ? limit 1",
            payload,
            size,
        )
        return Original(row[0], row[1], datetime.fromisoformat(row[2])) if row else None

    def rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, fetched a thousand at a time."""
        return self._connection.rows(query, *values)

    def ends(self) -> dict[str, int]:
        """For each WARC file, up to where its records are entered."""
        return {str(file): int(end) for file, end in self._connection.all("select name, end from file")}

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
        with self._connection.transaction() as connection:
            if not all(_entered(connection, name) for name in rests_on):
                return False
            _enter(connection, records, answer, last)
            if ends:
                end_lease(connection, *ends)
            return True

    def doom(self, name: str) -> None:
        """Announce a file that is written in place of another: until `replace` it counts for nothing."""
        with self._connection.transaction() as connection:
            connection.execute("insert or replace into doomed values (?)", (name,))
            connection.execute("insert or replace into file values (?, ?)", (name, UNFINISHED))

    def doomed(self) -> list[str]:
        """The files that may be deleted."""
        return [str(name) for (name,) in self._connection.all("select name from doomed")]

    def forget(self, names: Collection[str]) -> None:
        """The doomed files of these names are deleted."""
        with self._connection.transaction() as connection:
            connection.executemany("delete from doomed where name = ?", [(name,) for name in names])
            connection.executemany("delete from file where name = ?", [(name,) for name in names])

    def answers(self) -> list[tuple[str, str, str | None]]:
        """Key, time of asking and record (None: an absence) of every answer."""
        return self._connection.all("select key, asked, record_id from answer")

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
        with self._connection.transaction() as connection:
            connection.execute("create temp table if not exists gone(record_id text primary key) without rowid")
            run = connection.execute
            run("delete from gone")
            connection.executemany("insert into gone values (?)", [(name,) for name in gone])
            used = run("select key, asked from answer where record_id in (select record_id from gone)").fetchall()
            shared = run(
                "select 1 from record where refers_to in (select record_id from gone)"
                " and record_id not in (select record_id from gone) limit 1"
            ).fetchone()
            if shared or any(forgotten.get(key) != asked for key, asked in used):
                return False
            connection.executemany("delete from answer where key = ? and asked = ?", forgotten.items())
            run("delete from record where record_id in (select record_id from gone)")
            for new in moved.values():
                connection.executemany(
                    "update record set file = ?, offset = ?, length = ? where record_id = ?",
                    [(place.file, place.offset, place.length, name) for name, place in new.places.items()],
                )
                run("update file set end = ? where name = ?", (new.end, new.name))
                run("delete from doomed where name = ?", (new.name,))
            connection.executemany("insert or replace into doomed values (?)", [(name,) for name in (*moved, *deleted)])
            return True


def _answer(row: tuple[Any, ...]) -> AnswerRow:
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


def _entered(connection: sqlite3.Connection, record_id: str) -> bool:
    return bool(connection.execute("select 1 from record where record_id = ?", (record_id,)).fetchone())


def _enter(
    connection: sqlite3.Connection, records: Sequence[RecordRow], answer: AnswerRow | None, last: Place | None
) -> None:
    connection.executemany(
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
        connection.execute(
            "insert into file values (?, ?) on conflict(name) do update set end = max(end, excluded.end)",
            (last.file, last.offset + last.length),
        )
    if answer:
        connection.execute(
            "insert or replace into answer values (?, ?, ?, ?, ?, ?, ?)",
            (
                *(answer.key, answer.uri_r, answer.asked.isoformat(), answer.reason, answer.detail),
                *(answer.record_id, answer.facts),
            ),
        )
