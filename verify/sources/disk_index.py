"""What captures the WARC and WACZ files of a folder hold: an index in SQLite, kept between runs where it may be.

A file is read through once, and again when its size or time changes. Memory stays small however large the files are.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

from verify.core.url_keys import url_key
from verify.sources.wacz import Holding, holdings, is_archive
from verify.sources.warc import CorruptError
from verify.sources.warc_reading import Damage, Entry
from verify.sources.warc_tape import Spot

FORMAT = 2
BUSY_SECONDS = 30.0
MOST_FILES = 100_000
MOST_ROWS = 20_000  # captures of one page that are looked at

_SCHEMA = """
create table file(name text primary key, size integer not null, time integer not null, damage text not null,
    whole integer not null) without rowid;
create table capture(
    key text not null, moment text not null, uri text not null, type text not null, status integer, media_type text not null,
    digest text not null, file text not null, member text not null, offset integer not null, skip integer not null,
    record_id text not null, truncated integer not null
);
create index capture_page on capture(key, moment);
create index capture_file on capture(file);
create index capture_record on capture(record_id);
create index capture_digest on capture(digest);
"""
_COLUMNS = "uri, type, moment, status, media_type, digest, file, member, offset, skip, record_id, truncated"


@dataclass(frozen=True, slots=True)
class Found:
    """A capture and where it stands: the file, and the WARC file inside it when it is a WACZ."""

    path: Path
    member: str
    entry: Entry


class DiskIndex:
    """The captures of `path`, a file or folder. `kept`: where the index stays between runs; None for this run only.

    `tell` is given a line for each file that is damaged. Safe for threads. Raises `OSError` when the path is not there.
    """

    def __init__(self, path: Path, kept: Path | None = None, *, tell: Callable[[str], None] = lambda _: None) -> None:
        self._path = path
        self._tell = tell
        self._lock = RLock()
        self._torn: tuple[str, ...] = ()
        try:
            self._connection = _opened(kept)
            self._refresh()
        except (sqlite3.DatabaseError, OSError):
            if kept is None or not path.exists():
                raise
            # Broken, busy or not writable: an index for this run answers the same.
            self._connection = _opened(None)
            self._refresh()

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def captures(self, uri: str) -> tuple[Found, ...]:
        """The captures of a page, in the order of time."""
        return self._select("key = ? order by moment limit ?", url_key(uri), MOST_ROWS)

    def record(self, record_id: str) -> tuple[Found, ...]:
        """The records of this id."""
        return self._select("record_id = ? limit 2", record_id) if record_id else ()

    def same_payload(self, digest: str) -> tuple[Found, ...]:
        """Whole responses with this payload."""
        return self._select("digest = ? and type != 'revisit' and not truncated limit 4", digest) if digest else ()

    def _select(self, where: str, *values: object) -> tuple[Found, ...]:
        with self._lock:
            rows = self._connection.execute(f"select {_COLUMNS} from capture where {where}", values).fetchall()  # noqa: S608  our own text
        return tuple(
            Found(
                self._root / file,
                member,
                Entry(
                    spot=Spot(offset, skip),
                    type=kind,
                    uri=uri,
                    moment=datetime.fromisoformat(moment).replace(tzinfo=UTC),
                    record_id=record_id,
                    status=status,
                    media_type=media_type,
                    digest=digest,
                    truncated=bool(truncated),
                ),
            )
            for uri, kind, moment, status, media_type, digest, file, member, offset, skip, record_id, truncated in rows
        )

    @property
    def _root(self) -> Path:
        return self._path if self._path.is_dir() else self._path.parent

    def _refresh(self) -> None:
        """Enter what is new or changed, forget what is gone."""
        present = {str(path.relative_to(self._root)): path.stat() for path in self._files()}
        with self._lock:
            self._connection.execute("begin immediate")
            with self._connection:
                rows = self._connection.execute("select name, size, time from file").fetchall()
                known = {name: (size, time) for name, size, time in rows}
                current = {name: (stat.st_size, stat.st_mtime_ns) for name, stat in present.items()}
                for name in [name for name in known if known[name] != current.get(name)]:
                    self._connection.execute("delete from capture where file = ?", (name,))
                    self._connection.execute("delete from file where name = ?", (name,))
                for name in [name for name in current if known.get(name) != current[name]]:
                    damage, whole = self._enter(name)
                    values = (name, *current[name], damage, whole)
                    self._connection.execute("insert into file values (?, ?, ?, ?, ?)", values)
            damaged = self._connection.execute(
                "select name, damage, whole from file where damage != '' order by name"
            ).fetchall()
        self._torn = tuple(name for name, _, whole in damaged if not whole)
        for name, damage, _ in damaged:
            self._tell(f"{self._root / name}: {damage}")

    @property
    def torn(self) -> tuple[str, ...]:
        """The files of which a part could not be read: what is not found may stand there."""
        return self._torn

    def _files(self) -> list[Path]:
        if self._path.is_dir():
            found = (path for path in self._path.rglob("*") if is_archive(path) and path.is_file())
            return sorted(path for path, _ in zip(found, range(MOST_FILES), strict=False))
        self._path.stat()
        return [self._path]

    def _enter(self, name: str) -> tuple[str, bool]:
        """Enter the captures of a file; what is damaged in it, in words, or nothing, and whether all of it was read."""
        damages: list[Damage] = []
        halves = [0]
        try:
            self._connection.executemany(
                "insert into capture values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                _rows(name, holdings(self._root / name), damages, halves),
            )
        except (CorruptError, OSError) as error:
            damages.append(Damage(0, str(error)))
        told: list[str] = []
        if damages:
            first = damages[0]
            more = f" and at {len(damages) - 1} more places" if len(damages) > 1 else ""
            told.append(f"damaged at byte {first.offset}{more} ({first.why}); what is whole is used")
        if halves[0]:
            told.append(f"{halves[0]} truncated captures are left out")
        return "; ".join(told), not damages


def _rows(
    name: str, found: Iterator[Holding | Damage], damages: list[Damage], halves: list[int]
) -> Generator[tuple[object, ...]]:
    for item in found:
        if isinstance(item, Damage):
            damages.append(item)
            continue
        entry = item.entry
        halves[0] += entry.truncated
        yield (
            *(url_key(entry.uri), entry.moment.strftime("%Y-%m-%dT%H:%M:%S"), entry.uri, entry.type, entry.status),
            *(entry.media_type, entry.digest, name, item.member, entry.spot.offset, entry.spot.skip),
            *(entry.record_id, entry.truncated),
        )


def _opened(kept: Path | None) -> sqlite3.Connection:
    """The kept index, or a temporary one (in a file that SQLite removes by itself)."""
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(kept or "", timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)
    try:
        (version,) = connection.execute("pragma user_version").fetchone()
        if version != FORMAT:
            connection.execute("begin immediate")
            with connection:
                for table in ("capture", "file"):
                    connection.execute(f"drop table if exists {table}")
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    connection.execute(statement)
                connection.execute(f"pragma user_version = {FORMAT}")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.close()
        raise
    return connection
