"""The SQLite file of an evidence cache: opened, made or refused, its transactions, and its errors in words.

Several processes share it (write-ahead log); what a transaction enters is there whole or not at all.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from verify.errors import VerifyError

NAME = "index.sqlite"
APPLICATION = 0x76657266  # "verf": tells our files from other SQLite files
SCHEMA_VERSION = 1
BUSY_SECONDS = 30.0

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


class Connection:
    """The open file in `folder`. Safe for threads. Raises `VerifyError` when the file is not one of ours or of another version."""

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

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection]:
        """The right to write, of one thread of all processes at a time; an error takes back what the block entered."""
        with self._lock, _explaining(self._path):
            self._connection.execute("begin immediate")
            with self._connection:
                yield self._connection

    def one(self, query: str, *values: object) -> tuple[Any, ...] | None:
        """The first row of a query, without waiting for who writes."""
        with self._looking_lock, _explaining(self._path):
            row: tuple[Any, ...] | None = self._looking.execute(query, values).fetchone()
        return row

    def all(self, query: str, *values: object) -> list[Any]:
        """All rows of a query, fetched at once."""
        with self._lock, _explaining(self._path):
            rows: list[Any] = self._connection.execute(query, values).fetchall()
        return rows

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
