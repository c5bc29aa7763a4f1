"""WARC 1.1 (ISO 28500): records written whole, files never shared by two writers, and read back with proof.

A process writes only to files of its own. The records of one capture are packed in memory, one gzip member each, and
handed to the system in a single write; the writer holds a lock on its file for as long as it lives. So a torn tail
can only stand at the end of a file whose lock is free, and `mend` cuts it off.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import io
import os
import re
import uuid
import zlib
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from verify.model import Exchange
from verify.sources.headers import joined, media_type

try:
    import fcntl
except ImportError:  # no flock on Windows: unfinished files of crashed runs are then left as they are
    fcntl = None  # type: ignore[assignment]

PREFIX = "verify-"
SUFFIX = ".warc.gz"
SOFTWARE = "verify 0.1"
FIELD = b"verify-capture: "  # of our metadata records
ABSENCE = b"verify-absence: "  # of those that tell of an archive's "no"
# 60 KB of HTML pack in 0.9 ms at level 1 and 2.5 ms at level 6, which saves another eighth.
LEVEL = 1
GZIP = 31  # zlib's window bits for a gzip member
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_RECORD_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{8,200}>")
# A header that no longer tells the truth about the body as it is kept, under the name that replay tools know.
_RENAMED = {"transfer-encoding": "X-Orig-Transfer-Encoding"}


class CorruptError(Exception):
    """The bytes at that place are not the record that was written there."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A record ready to be written."""

    record_id: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: a file name within the folder, and the bytes of its gzip member."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Original:
    """An earlier response with the same payload, for a revisit record."""

    record_id: str
    uri: str
    date: datetime


@dataclass(frozen=True, slots=True)
class Read:
    """A record that was read back."""

    record_id: str
    type: str
    target: str
    headers: Mapping[str, str]  # of the record, names in lower case
    status: int  # of the HTTP response, 0 for other records
    coding: str  # its Content-Encoding
    payload: bytes  # without the HTTP headers
    media_type: str = ""


def record_id() -> str:
    """A new name for a record, unique everywhere."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def is_record_id(name: str) -> bool:
    """Whether a name of a record in somebody's file can be that of one of ours."""
    return _RECORD_ID.fullmatch(name) is not None


def date(moment: datetime) -> str:
    """A moment as WARC writes it, to the second, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def request(exchange: Exchange, *, of: str) -> Packed:
    """The request of an exchange; `of` is the id of its response record."""
    target = exchange.uri.partition("://")[2].partition("/")
    lines = [f"GET /{target[2]} {exchange.version}", f"Host: {target[0]}"]
    lines += [f"{name}: {value}" for name, value in exchange.request_headers]
    return _pack(
        record_id(),
        {
            "WARC-Type": "request",
            "WARC-Target-URI": exchange.uri,
            "WARC-Date": date(exchange.retrieved),
            "WARC-Concurrent-To": of,
        },
        _block(lines),
        "application/http; msgtype=request",
    )


def response(exchange: Exchange, name: str, original: Original | None = None) -> Packed:
    """The response of an exchange under the id `name`; only its headers when `original` has the same payload, or when
    it says (304) that `original` still is the page.
    """
    lines = [f"{exchange.version} {exchange.status} {exchange.phrase}".rstrip()]
    lines += [f"{_RENAMED.get(key.lower(), key)}: {value}" for key, value in exchange.headers]
    headers = {
        "WARC-Type": "revisit" if original else "response",
        "WARC-Target-URI": exchange.uri,
        "WARC-Date": date(exchange.retrieved),
    }
    if exchange.status != 304:
        headers["WARC-Payload-Digest"] = digest(exchange.body)
    if exchange.address:
        headers["WARC-IP-Address"] = exchange.address
    if exchange.truncated:
        headers["WARC-Truncated"] = exchange.truncated
    if original:
        headers |= {
            "WARC-Profile": NOT_MODIFIED if exchange.status == 304 else IDENTICAL,
            "WARC-Refers-To": original.record_id,
            "WARC-Refers-To-Target-URI": original.uri,
            "WARC-Refers-To-Date": date(original.date),
        }
    block = _block(lines) + (b"" if original else exchange.body)
    return _pack(name, headers, block, "application/http; msgtype=response")


def metadata(uri: str, moment: datetime, told: bytes, *, of: str) -> Packed:
    """What we know of a response beside its bytes, as JSON on one line of WARC fields.

    As a record of its own type, replay tools would take it for the page.
    """
    headers = {
        "WARC-Type": "metadata",
        "WARC-Target-URI": uri,
        "WARC-Date": date(moment),
        "WARC-Concurrent-To": of,
    }
    return _pack(record_id(), headers, FIELD + told + b"\r\n", "application/warc-fields")


def absence(uri: str, moment: datetime, told: bytes) -> Packed:
    """That an archive has no capture of `uri`, or may not show it, as JSON on one line of WARC fields."""
    headers = {"WARC-Type": "metadata", "WARC-Target-URI": uri, "WARC-Date": date(moment)}
    return _pack(record_id(), headers, ABSENCE + told + b"\r\n", "application/warc-fields")


def digest(data: bytes) -> str:
    """SHA-1 in base 32, the form that archives and their indexes share. Evidence rests on SHA-256, kept beside it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def warcinfo(name: str, moment: datetime, about: str = "") -> Packed:
    """The first record of a file; `about` says what the file is."""
    headers = {"WARC-Type": "warcinfo", "WARC-Date": date(moment), "WARC-Filename": name}
    told = f"description: {_line(about)}\r\n" if about else ""
    block = f"software: {SOFTWARE}\r\nformat: WARC File Format 1.1\r\n{told}".encode()
    return _pack(record_id(), headers, block, "application/warc-fields")


def _block(lines: Sequence[str]) -> bytes:
    return b"".join(_bytes(line) + b"\r\n" for line in lines) + b"\r\n"


def _bytes(text: str) -> bytes:
    """Header text as it came: bytes that were read as latin-1."""
    text = text.replace("\r", " ").replace("\n", " ")
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


def _pack(name: str, headers: Mapping[str, str], block: bytes, content_type: str) -> Packed:
    lines = [
        "WARC/1.1",
        f"WARC-Record-ID: {name}",
        *(f"{key}: {value}" for key, value in headers.items()),
        f"WARC-Block-Digest: {digest(block)}",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(block)}",
    ]
    head = "".join(f"{_line(line)}\r\n" for line in lines).encode()
    # In one call: each one hands the interpreter to another thread, and getting it back is what takes time.
    data = zlib.compress(b"".join((head, b"\r\n", block, b"\r\n\r\n")), LEVEL, GZIP)
    return Packed(name, data)


def _line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")


def file_name(moment: datetime, kind: str = "") -> str:
    """A new name for a WARC file; `kind` ("import-") is part of it."""
    stamp = moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return f"{PREFIX}{kind}{stamp}-{os.getpid()}-{uuid.uuid4().hex[:6]}{SUFFIX}"


class Writer:
    """The WARC file of this process. Not safe for threads: the cache calls it under its lock.

    `kind` becomes part of the file's name, and `about` of its first record.
    """

    def __init__(self, folder: Path, *, kind: str = "", about: str = "") -> None:
        self._folder = folder
        self._kind = kind
        self._about = about
        self._descriptor: int | None = None
        self._process = 0
        self._name = ""
        self._end = 0

    def append(self, records: Sequence[Packed], moment: datetime) -> list[Place]:
        """Write the records side by side in one piece. Raises `OSError`, and then nothing of them stays."""
        descriptor = self._descriptor
        if descriptor is None or self._process != os.getpid():
            descriptor = self._open(moment)
            self._write(descriptor, [warcinfo(self._name, moment, self._about)])
        return self._write(descriptor, records)

    def _write(self, descriptor: int, records: Sequence[Packed]) -> list[Place]:
        data = b"".join(record.data for record in records)
        written = 0
        try:
            written = os.write(descriptor, data)
            if written != len(data):
                raise OSError(errno.ENOSPC, "no space left")
        finally:
            if written != len(data):
                os.ftruncate(descriptor, self._end)
        places: list[Place] = []
        for record in records:
            places.append(Place(self._name, self._end, len(record.data)))
            self._end += len(record.data)
        return places

    def close(self) -> None:
        """Let go of the file; the next record begins a new one."""
        if self._descriptor is not None and self._process == os.getpid():
            os.close(self._descriptor)
        self._descriptor = None

    def _open(self, moment: datetime) -> int:
        self._process = os.getpid()  # a forked child must not write where its parent does
        self._name = file_name(moment, self._kind)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        self._descriptor = os.open(self._folder / self._name, flags, 0o644)
        if fcntl:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)  # who looks whether it is free holds it for a moment
        self._end = 0
        return self._descriptor


def payload(folder: Path, place: Place, name: str) -> bytes:
    """The body of the response record `name` that `response` wrote at a place; empty for a revisit.

    Raises `CorruptError` when anything else stands there. The check sum of the gzip member covers all of it. Written
    out because this is the way of every page that is not fetched again: 0.2 ms, where a general reader takes 1 ms.
    """
    where = f"{place.file} at {place.offset}"
    try:
        with (folder / place.file).open("rb") as file:
            file.seek(place.offset)
            data = file.read(place.length)
        engine = zlib.decompressobj(GZIP)
        raw = engine.decompress(data)
    except (OSError, ValueError, zlib.error) as error:
        raise CorruptError(f"{where}: {error}") from error
    head, _, block = raw.partition(b"\r\n\r\n")
    if not engine.eof or engine.unused_data or f"WARC-Record-ID: {name}\r\n".encode() not in head:
        raise CorruptError(f"{where}: not the record that was written there")
    return block.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")


def _parsed(raw: bytes, where: str) -> Read:
    from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
    from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

    failed: type[Exception] = ArchiveLoadFailed
    try:
        record: Any = next(iter(ArchiveIterator(io.BytesIO(raw), check_digests="raise")))  # pyright: ignore[reportArgumentType]
        payload: bytes = record.raw_stream.read()
    except (failed, StopIteration, EOFError, ValueError) as error:
        raise CorruptError(f"{where}: {error}") from error
    headers = {str(name).lower(): str(value) for name, value in record.rec_headers.headers}
    if headers.get("warc-type") == "response" and digest(payload) != headers.get("warc-payload-digest"):
        raise CorruptError(f"{where}: its payload is not what was written")
    fields = [(str(name), str(value)) for name, value in record.http_headers.headers] if record.http_headers else []
    status = str(record.http_headers.get_statuscode()) if record.http_headers else ""
    return Read(
        record_id=headers.get("warc-record-id", ""),
        type=headers.get("warc-type", ""),
        target=headers.get("warc-target-uri", ""),
        headers=headers,
        status=int(status) if status.isdigit() else 0,
        coding=joined(tuple(fields), "Content-Encoding"),
        payload=payload,
    )


def headed(raw: bytes, where: str) -> Read:
    """A record of ours by its headers alone, and its payload when it is metadata: a tenth of the time of a full look.

    Raises `CorruptError` when it is none.
    """
    head, _, block = raw.partition(b"\r\n\r\n")
    lines = head.decode("utf-8", "replace").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    if not lines[0].startswith("WARC/") or int(headers.get("content-length", "-1")) != len(block) - 4:
        raise CorruptError(f"{where}: not a record")
    kind = headers.get("warc-type", "")
    http = block.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n") if kind in ("response", "revisit") else [""]
    first = http[0].split(" ")
    fields = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in http[1:]))
    return Read(
        record_id=headers.get("warc-record-id", ""),
        type=kind,
        target=headers.get("warc-target-uri", ""),
        headers=headers,
        status=int(first[1]) if len(first) > 1 and first[1].isdigit() else 0,
        coding="",
        payload=block[:-4] if kind == "metadata" else b"",
        media_type=media_type(fields)[0],
    )


@contextmanager
def unowned(path: Path) -> Generator[BinaryIO | None]:
    """The file open for mending while no writer has it; None when one has, or when that cannot be told."""
    if fcntl is None:
        yield None
        return
    with path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield None
            return
        yield file


def members(
    file: BinaryIO, name: str, start: int, *, parsed: Callable[[bytes, str], Read] | None = None
) -> Generator[tuple[Place, Read], None, int | None]:
    """The whole records from `start` on, up to the first that is torn or broken, checked unless `parsed` reads them.

    Returns where a torn record begins, one that the end of the file cuts off; None when there is none.
    """
    file.seek(start)
    offset, rest = start, b""
    while True:
        engine = zlib.decompressobj(GZIP)
        raw, used = bytearray(), 0
        while not engine.eof:
            chunk = rest or file.read(1 << 18)
            rest = b""
            if not chunk:
                return offset if used else None
            try:
                raw += engine.decompress(chunk)
            except zlib.error:
                return None
            used += len(chunk)
        rest = engine.unused_data
        used -= len(rest)
        place = Place(name, offset, used)
        offset += used
        try:
            record = (parsed or _parsed)(bytes(raw), name)
        except (CorruptError, ValueError):
            return None
        yield place, record
