"""Archives on disk, WARC or WACZ: what captures a file holds, and each of them by its place.

A WACZ is a zip of WARC files with their index (CDXJ) and pages. Its index is used where it names a WARC file; a WARC
file that no row names is read through.
"""

from __future__ import annotations

import gzip
import json
import re
import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from verify.core.archive_urls import moment
from verify.sources.warc import CorruptError
from verify.sources.warc_reading import Damage, Entry, entries
from verify.sources.warc_tape import HARMLESS, MAX_RATIO, Spot

SUFFIXES = (".warc", ".warc.gz", ".wacz")
MOST_MEMBERS = 20_000  # files in one WACZ; what writes them makes a WARC file a gigabyte
MOST_LINE = 1 << 20
_UNREADABLE = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error)
_ROW = re.compile(r"(\S+) (\d{14}) (\{.*\})\s*\Z")


@dataclass(frozen=True, slots=True)
class Holding:
    """A capture in a file. `member`: the WARC file inside a WACZ, "" for a WARC file itself."""

    member: str
    entry: Entry


def is_archive(path: Path) -> bool:
    """Whether a file's name is that of a WARC or WACZ."""
    return path.name.lower().endswith(SUFFIXES)


def holdings(path: Path) -> Generator[Holding | Damage]:
    """The captures in a file, in its order, and what is damaged. Raises `CorruptError` for no archive, `OSError`."""
    if not path.name.lower().endswith(".wacz"):
        with path.open("rb") as file:
            for item in entries(file):
                yield item if isinstance(item, Damage) else Holding("", item)
        return
    with _zip(path) as package:
        warcs = _warcs(package)
        named: set[str] = set()
        for index in [name for name in package.namelist() if _is_index(name)]:
            for holding in _rows(package, index, warcs):
                if isinstance(holding, Holding):
                    named.add(holding.member)
                yield holding
        for member in warcs.values():
            if member not in named:
                with _member(package, member) as file:
                    for item in entries(file):
                        yield item if isinstance(item, Damage) else Holding(member, item)


@contextmanager
def opened(path: Path, member: str) -> Generator[BinaryIO]:
    """A WARC file, or the one that is a member of a WACZ, open for reading. Raises `CorruptError`, `OSError`."""
    if not member:
        with path.open("rb") as file:
            yield file
        return
    with _zip(path) as package, _member(package, member) as file:
        yield file


@contextmanager
def _zip(path: Path) -> Generator[zipfile.ZipFile]:
    try:
        package = zipfile.ZipFile(path)
    except _UNREADABLE as error:
        raise CorruptError(f"no readable WACZ ({error})") from error
    with package:
        if len(package.infolist()) > MOST_MEMBERS:
            raise CorruptError(f"more than {MOST_MEMBERS} files")
        yield package


def _warcs(package: zipfile.ZipFile) -> dict[str, str]:
    """The WARC files of a WACZ: the last part of the name, as the index has it, and the whole."""
    inside = [name for name in package.namelist() if name.startswith("archive/") and not name.endswith("/")]
    return {name.rpartition("/")[2]: name for name in inside if name.lower().endswith((".warc", ".warc.gz"))}


def _is_index(name: str) -> bool:
    return name.startswith("indexes/") and name.lower().endswith((".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz"))


def _member(package: zipfile.ZipFile, name: str) -> BinaryIO:
    told = package.getinfo(name)
    if told.file_size > HARMLESS and told.file_size > MAX_RATIO * max(1, told.compress_size):
        raise CorruptError(f"{name} unpacks to more than {MAX_RATIO} times its size")
    try:
        return cast("BinaryIO", package.open(told))
    except _UNREADABLE as error:  # encrypted, or packed in a way nobody knows
        raise CorruptError(f"{name} cannot be read ({error})") from error


def _rows(package: zipfile.ZipFile, index: str, warcs: dict[str, str]) -> Generator[Holding | Damage]:
    """The rows of an index that name a WARC file of the package."""
    lost: set[str] = set()
    with _member(package, index) as file:
        for line in _lines(gzip.GzipFile(fileobj=file) if index.lower().endswith(".gz") else file):
            found = _ROW.match(line)
            row = _row(found[2], found[3]) if found else None
            if row is None:
                if not line.startswith("!") and line.strip() and "rows" not in lost:
                    lost.add("rows")
                    yield Damage(0, f"{index} has rows that are none")
                continue
            name, entry = row
            member = warcs.get(name.rpartition("/")[2])
            if member:
                yield Holding(member, entry)
            elif name not in lost:
                lost.add(name)
                yield Damage(0, f"{index} names {name[:100]}, which is missing")


def _lines(file: IO[bytes] | gzip.GzipFile) -> Generator[str]:
    """The lines of an index, bounded. Raises `CorruptError`."""
    try:
        while line := file.readline(MOST_LINE):
            yield line.decode("utf-8", "replace").rstrip("\r\n")
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise CorruptError(f"its index is broken ({error})") from error


def _row(stamp: str, fields: str) -> tuple[str, Entry] | None:
    """The WARC file and the entry that a row of CDXJ tells; None for a row without what is needed."""
    try:
        told = cast("dict[str, object]", json.loads(fields))
        name, uri, offset = str(told["filename"]), str(told["url"]), int(str(told["offset"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    at = moment(stamp)
    if at is None or offset < 0 or not uri.lower().startswith(("http://", "https://")):
        return None
    mime, status, digest = (str(told.get(key) or "") for key in ("mime", "status", "digest"))
    revisit = mime == "warc/revisit"
    return name, Entry(
        spot=Spot(offset),
        type="revisit" if revisit else "response",
        uri=uri,
        moment=at,
        status=int(status) if status.isascii() and status.isdigit() else None,
        media_type="" if revisit else mime,
        digest=digest if ":" in digest or not digest else f"sha1:{digest}",
    )
