"""Response bodies: taken off the wire and unpacked within limits, or a reason why not."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Protocol, cast

CHUNK = 1 << 16
# A page of text shrinks 3 to 20 times, a repetitive one 100 times; DEFLATE itself ends at 1,032.
MAX_RATIO = 200
RATIO_FROM = 1 << 20  # bytes unpacked before the ratio counts: small pages of spaces are harmless

# No packed body begins so.
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,1000}<(?:!doctype|!--|html|head|body|\?xml)", re.IGNORECASE)
GZIP_MAGIC = b"\x1f\x8b"
_NO_CODING = ("", "identity", "none", "utf-8", "utf8")  # the last two: charsets some servers announce here


class TooLargeError(Exception):
    """More bytes than are read."""


class BrokenBodyError(Exception):
    """The body cannot be unpacked, or ended before its time."""


class _Engine(Protocol):
    """What `zlib.decompressobj` makes."""

    @property
    def eof(self) -> bool: ...
    @property
    def unconsumed_tail(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Brotli(Protocol):
    """What `brotli.Decompressor` makes."""

    def process(self, data: bytes, *, output_buffer_limit: int) -> bytes: ...
    def is_finished(self) -> bool: ...
    def can_accept_more_data(self) -> bool: ...


def read_limited(read: Callable[[int], bytes | None], limit: int) -> bytes:
    """All that `read` gives. Raises `TooLargeError` as soon as it is more than `limit` bytes."""
    parts: list[bytes] = []
    size = 0
    while part := read(CHUNK):
        size += len(part)
        if size > limit:
            raise TooLargeError(f"more than {limit} bytes")
        parts.append(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def codings(header: str | None) -> tuple[str, ...]:
    """The codings of a `Content-Encoding` header, in the order they were applied."""
    names = (name.strip().lower() for name in (header or "").split(","))
    return tuple(name.removeprefix("x-") for name in names if name not in _NO_CODING)


def dechunked(body: bytes) -> bytes:
    """A body without chunking (RFC 9112, 7.1), or as it is when it is not chunked: some tools undo it and keep the header.

    Raises `BrokenBodyError` when it ends before its last chunk.
    """
    parts: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\n", at, at + 1024)
        size = body[at:end].partition(b";")[0].strip() if end >= 0 else b""
        if not size or len(size) > 8 or size.translate(None, b"0123456789abcdefABCDEF"):
            if not parts:
                return body
            raise BrokenBodyError("it ends in the middle of its chunks")
        count = int(size, 16)
        if count == 0:
            return b"".join(parts)
        part = body[end + 1 : end + 1 + count]
        if len(part) < count:
            if not parts and body[end - 1 : end] != b"\r":
                return body  # its first line only looks like a size
            raise BrokenBodyError("it ends in the middle of its chunks")
        parts.append(part)
        at = end + 1 + count
        at += 2 if body[at : at + 2] == b"\r\n" else 1


def unpacked(body: bytes, header: str | None, limit: int) -> bytes:
    """The body without its content coding. Raises `TooLargeError` or `BrokenBodyError`.

    A body that is announced as coded but is plain markup is taken as it is: such servers exist, and readers see
    their pages.
    """
    applied = codings(header)
    if len(applied) > 2:
        raise BrokenBodyError(f"coded {len(applied)} times")
    for coding in reversed(applied):
        if _MARKUP.match(body):
            return body
        if coding == "gzip":
            body = _gunzipped(body, limit) if body.startswith(GZIP_MAGIC) else body
        elif coding == "deflate":
            body = _inflated(body, limit)
        elif coding == "br":
            body = _unbrotlied(body, limit)
        else:
            raise BrokenBodyError(f"coded as {coding[:20]}, which was not asked for")
    return body


def _gunzipped(body: bytes, limit: int) -> bytes:
    """All members of a gzip body; padding after the last member is ignored."""
    parts: list[bytes] = []
    size, rest = 0, body
    while rest.startswith(GZIP_MAGIC):
        engine = zlib.decompressobj(31)
        part = _drained(engine, rest, limit - size, len(body))
        size += len(part)
        parts.append(part)
        rest = engine.unused_data
    return b"".join(parts)


def _inflated(body: bytes, limit: int) -> bytes:
    """`deflate` means zlib (RFC 9110), and servers that send bare DEFLATE are many."""
    if not body:
        return body
    try:
        return _drained(zlib.decompressobj(), body, limit, len(body))
    except BrokenBodyError:
        return _drained(zlib.decompressobj(-15), body, limit, len(body))


def _unbrotlied(body: bytes, limit: int) -> bytes:
    """Brotli (RFC 7932), whose 52 bytes can stand for a gigabyte. An empty body is what some servers send with a 304."""
    if not body:
        return body
    import brotli  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]

    failure = cast("type[Exception]", brotli.error)  # pyright: ignore[reportUnknownMemberType]
    engine = cast("_Brotli", brotli.Decompressor())  # pyright: ignore[reportUnknownMemberType]
    parts: list[bytes] = []
    size, data = 0, body
    try:
        while not engine.is_finished():
            part = engine.process(data, output_buffer_limit=CHUNK * 4)
            size += len(part)
            _check_size(size, limit, len(body))
            parts.append(part)
            if not part and engine.can_accept_more_data():
                raise BrokenBodyError("it ends in the middle of its compressed data")
            data = b""
    except failure as error:
        raise BrokenBodyError(f"its compression is broken ({error})") from None
    return b"".join(parts)


def _check_size(size: int, limit: int, packed: int) -> None:
    if size > limit:
        raise TooLargeError(f"more than {limit} bytes unpacked")
    if size > RATIO_FROM and size > packed * MAX_RATIO:
        raise TooLargeError(f"unpacks to more than {MAX_RATIO} times its size")


def _drained(engine: _Engine, data: bytes, limit: int, packed: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while not engine.eof:
        try:
            part = engine.decompress(data, CHUNK * 4)
        except zlib.error as error:
            raise BrokenBodyError(f"its compression is broken ({error})") from None
        data = engine.unconsumed_tail
        size += len(part)
        _check_size(size, limit, packed)
        parts.append(part)
        if not (part or data or engine.eof):
            raise BrokenBodyError("it ends in the middle of its compressed data")
    return b"".join(parts)
