"""WARC files of anybody (ISO 28500, versions 0.17 to 1.1): what records they hold and where, and each record by its place.

Plain or gzip, a member a record or one for the whole file. Only headers are kept in memory while a file is listed. After
a torn or broken record the next one that begins like a record is looked for, so that damage costs what it hit.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from verify.model import Exchange
from verify.sources.bodies import BrokenBodyError, TooLargeError, dechunked
from verify.sources.headers import Headers, first, joined, media_type, unfolded
from verify.sources.warc import CorruptError
from verify.sources.warc_tape import BrokenError, Spot, Tape

MOST_HEADERS = 1 << 16  # bytes of the headers of a record, or of a response
LISTED = frozenset({"response", "revisit", "resource"})
_VERSION = re.compile(rb"WARC/\d+\.\d+\s*\Z")
_STATUS = re.compile(r"HTTP/(\d(?:\.\d)?)\s+(\d{3})(?:\s+(.*))?\Z", re.DOTALL)
_ALGORITHMS = {"sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256", "md5": "md5"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a record holds, as its headers tell. `status` None: it does not say (revisits may not).

    `truncated`: the body is not whole, so that nothing can be said of what it lacks.
    """

    spot: Spot
    type: str  # response, revisit or resource
    uri: str
    moment: datetime
    record_id: str = ""
    status: int | None = None
    media_type: str = ""
    digest: str = ""  # of the payload: "sha1:…"
    refers_to: str | None = None
    refers_to_uri: str | None = None
    refers_to_moment: datetime | None = None
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of a file that holds no whole record."""

    offset: int
    why: str


@dataclass(frozen=True, slots=True)
class Record:
    """A record with its bytes, as an exchange: the body is without chunking but still content-coded; empty for a revisit."""

    entry: Entry
    exchange: Exchange


@dataclass(frozen=True, slots=True)
class _Head:
    """The headers of a record, names in lower case."""

    fields: dict[str, str]
    length: int

    @property
    def type(self) -> str:
        return self.fields.get("warc-type", "").lower()


@dataclass(frozen=True, slots=True)
class _Http:
    """The head of an HTTP response."""

    version: str = "1.1"
    status: int | None = None
    phrase: str = ""
    headers: Headers = ()


def entries(file: BinaryIO) -> Generator[Entry | Damage]:
    """The responses, revisits and resources of a file with web addresses, in their order, and what is damaged."""
    try:
        tape = Tape(file)
    except BrokenError as error:
        yield Damage(0, str(error))
        return
    while True:
        spot = tape.spot()
        try:
            if not tape.blank():
                return
            spot = tape.spot()
            entry = _listed(tape, spot)
        except BrokenError as error:
            yield Damage(spot.offset, str(error))
            try:
                if not tape.resume(spot):
                    return
            except BrokenError:
                return
            continue
        if entry:
            yield entry


def metadata(file: BinaryIO, limit: int = MOST_HEADERS * 16) -> Generator[tuple[dict[str, str], bytes]]:
    """The headers (names in lower case) and the block of each metadata record of at most `limit` bytes.

    Ends at the first record that is damaged: what tells of others is of no use without them.
    """
    try:
        tape = Tape(file)
        while tape.blank():
            head = _head(tape)
            if head.type == "metadata" and head.length <= limit:
                yield head.fields, tape.take(head.length)
            else:
                tape.skip(head.length)
            tape.finish()
    except BrokenError:
        return


def read(file: BinaryIO, spot: Spot, limit: int) -> Record:
    """The record at a place. `limit` bounds its block. Raises `CorruptError` or `TooLargeError`."""
    try:
        tape = Tape(file, spot)
        head = _head(tape)
        if head.length > limit:
            raise TooLargeError(f"{head.length} bytes, and {limit} are read at most")
        block = tape.take(head.length)
        tape.finish()
    except BrokenError as error:
        raise CorruptError(f"at {spot.offset}: {error}") from error
    if not _proven(block, head.fields.get("warc-block-digest", "")):
        raise CorruptError(f"at {spot.offset}: its content is not what was written")
    http, body = _split(head, block)
    entry = _entry(head, http, spot)
    if entry is None:
        raise CorruptError(f"at {spot.offset}: no response")
    if "chunked" in joined(http.headers, "Transfer-Encoding").lower():
        try:
            body = dechunked(body)
        except BrokenBodyError as error:
            raise CorruptError(f"at {spot.offset}: {error}") from error
    exchange = Exchange(
        uri=entry.uri,
        retrieved=entry.moment,
        version=f"HTTP/{http.version}",
        status=http.status or 200,
        phrase=http.phrase,
        headers=http.headers,
        body=b"" if entry.type == "revisit" else body,
        address=head.fields.get("warc-ip-address"),
        truncated=head.fields.get("warc-truncated") or _cut(entry, http, body),
    )
    return Record(entry, exchange)


def _listed(tape: Tape, spot: Spot) -> Entry | Damage | None:
    """The entry of the record that begins here, with the tape moved to its end; None for one of no interest.

    Damage: the response of a web address that does not tell when, or what was answered.
    """
    head = _head(tape)
    http, used = _Http(), 0
    if head.type in ("response", "revisit") and "http" in head.fields.get("content-type", "http"):
        start = tape.take(0)
        while b"\r\n\r\n" not in start and b"\n\n" not in start and used < min(head.length, MOST_HEADERS):
            part = tape.take(min(4096, head.length - used))
            used += len(part)
            start += part
        http = _http(start)[0]
    tape.skip(head.length - used)
    tape.finish()
    entry = _entry(head, http, spot)
    if entry is None and head.type in LISTED and _is_web(head.fields.get("warc-target-uri", "")):
        dated = moment_of(head.fields.get("warc-date", "")) is not None
        return Damage(spot.offset, "a response without its status" if dated else "a record without its date")
    return entry


def _is_web(uri: str) -> bool:
    return uri.strip("<> ").lower().startswith(("http://", "https://"))


def _head(tape: Tape) -> _Head:
    version = tape.line(64)
    if not _VERSION.match(version):
        raise BrokenError("no record begins here")
    fields: dict[str, str] = {}
    name, size = "", 0
    while (line := tape.line(MOST_HEADERS)).strip():
        size += len(line)
        if size > MOST_HEADERS:
            raise BrokenError("headers without end")
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[:1] in " \t" and name:  # a folded line
            fields[name] += " " + text.strip()
            continue
        name, colon, value = text.partition(":")
        name = name.strip().lower()
        if not colon:
            raise BrokenError("a header without a colon")
        fields.setdefault(name, value.strip())
    length = fields.get("content-length", "")
    if not (length.isascii() and length.isdigit()) or len(length) > 15:
        raise BrokenError("a record without its length")
    return _Head(fields, int(length))


def _entry(head: _Head, http: _Http, spot: Spot) -> Entry | None:
    fields = head.fields
    uri = fields.get("warc-target-uri", "").strip("<> ")
    moment = moment_of(fields.get("warc-date", ""))
    if head.type not in LISTED or moment is None or not _is_web(uri):
        return None
    if "warc-segment-number" in fields and "warc-truncated" not in fields:
        fields = {**fields, "warc-truncated": "unspecified"}  # the rest stands in other records
    kind = fields.get("content-type", "").partition(";")[0].strip().lower()
    resource = head.type == "resource"
    if head.type == "response" and http.status is None:
        return None  # not HTTP
    return Entry(
        spot=spot,
        type=head.type,
        uri=uri,
        moment=moment,
        record_id=fields.get("warc-record-id", ""),
        status=200 if resource else http.status,
        media_type=kind if resource else media_type(http.headers)[0],
        digest=fields.get("warc-payload-digest", "") or (fields.get("warc-block-digest", "") if resource else ""),
        refers_to=fields.get("warc-refers-to"),
        refers_to_uri=fields.get("warc-refers-to-target-uri", "").strip("<> ") or None,
        refers_to_moment=moment_of(fields.get("warc-refers-to-date", "")),
        truncated=bool(fields.get("warc-truncated")),
    )


def moment_of(text: str) -> datetime | None:
    """A `WARC-Date`, to the second: version 1.1 allows fractions. None for what is no date."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)


def _split(head: _Head, block: bytes) -> tuple[_Http, bytes]:
    if head.type == "resource":
        kind = head.fields.get("content-type", "")
        return _Http(status=200, headers=(("Content-Type", kind),) if kind else ()), block
    return _http(block)


def _http(block: bytes) -> tuple[_Http, bytes]:
    """The head of a response and what follows it."""
    found = re.search(rb"\r?\n\r?\n", block[: MOST_HEADERS + 4])
    head, body = (block[: found.start()], block[found.end() :]) if found else (block[:MOST_HEADERS], b"")
    first_line, *lines = re.split(r"\r?\n(?![ \t])", head.decode("latin-1"))
    status = _STATUS.match(first_line.strip())
    if status is None:
        return _Http(), block
    pairs = (line.partition(":") for line in lines if ":" in line)
    headers = tuple((name.strip(), unfolded(value)) for name, _, value in pairs)
    return _Http(status[1], int(status[2]), (status[3] or "").strip(), headers), body


def _cut(entry: Entry, http: _Http, body: bytes) -> str | None:
    """What `WARC-Truncated` would say ("length") when a body ends before its announced length and nothing says so.

    Of a body that browsers' tools kept unpacked the announced length is that of the packed one, and smaller.
    """
    announced = first(http.headers, "Content-Length") or ""
    plain = not joined(http.headers, "Content-Encoding") and not joined(http.headers, "Transfer-Encoding")
    if entry.type == "response" and plain and announced.isascii() and announced.isdigit():
        return "length" if len(body) < int(announced[:15]) else None
    return None


def _proven(block: bytes, digest: str) -> bool:
    """Whether the block is what its digest says; a digest in an unknown form proves nothing and refutes nothing."""
    algorithm, _, value = digest.partition(":")
    name = _ALGORITHMS.get(algorithm.strip().lower())
    if name is None:
        return True
    found = hashlib.new(name, block, usedforsecurity=False)
    value = value.strip()
    if len(value) == len(found.hexdigest()):
        return value.lower() == found.hexdigest()
    return value.rstrip("=").upper() == base64.b32encode(found.digest()).decode().rstrip("=")


def whole(listing: Iterator[Entry | Damage]) -> Iterator[Entry]:
    """The entries alone."""
    return (item for item in listing if isinstance(item, Entry))
