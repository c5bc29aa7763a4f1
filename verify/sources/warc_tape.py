"""The unpacked bytes of a WARC file in their order, plain or gzip, with the place where each record begins."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

CHUNK = 1 << 16
GZIP = 31  # zlib's window bits for a gzip member
MAGIC = b"\x1f\x8b\x08"
BOM = b"\xef\xbb\xbf"  # what editors put before the first record
# What a record may begin with: a gzip member, or the version after the end of a line.
_MARKS = re.compile(rb"\x1f\x8b\x08|\nWARC/")
_MARK_LENGTH = 6
_LINE_ENDS = 2  # after every record
_CONTENT = re.compile(rb"[^\r\n]")
# A record that is no bomb: pages shrink 3 to 20 times, and what is under this size does no harm.
HARMLESS = 64 << 20
MAX_RATIO = 200


class BrokenError(Exception):
    """No whole record stands here."""


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Where a record begins: the byte of its gzip member (or of itself in a plain file), and how many unpacked bytes of
    that member come before it.
    """

    offset: int
    skip: int = 0


class Tape:
    """A file, read forward. Raises `BrokenError` for what cannot be unpacked or ends too early.

    A record may not run over the end of its gzip member: the length of a damaged one would swallow its neighbours.
    """

    def __init__(self, file: BinaryIO, start: Spot = Spot(0)) -> None:
        self._file = file
        file.seek(0)
        head = self._read(CHUNK)
        self._at = 0
        mark = len(BOM) if head.startswith(BOM) else 0
        self._packed = MAGIC in head and not head[mark:].lstrip().startswith(b"WARC/")
        self._move(Spot(mark) if mark and start == Spot(0) else start)

    def spot(self) -> Spot:
        """Where the next byte stands."""
        return Spot(self._member, self._taken) if self._packed else Spot(self._member + self._taken)

    def blank(self) -> bool:
        """Pass over the empty lines between records, into the next member; False at the end of the file."""
        while True:
            found = _CONTENT.search(self._buffer, self._at)
            self._advance(found.start() if found else len(self._buffer))
            if found and not self._packed and self._buffer.startswith(MAGIC, self._at):
                self._move(Spot(self._member + self._taken))
                continue
            if found:
                return True
            if not self._fill() and not self._next():
                return False

    def finish(self) -> None:
        """Pass over the empty lines after a record. When it ends its gzip member, the check sum there is held against it.

        Raises `BrokenError` where the record goes on instead: its length is not that of what it holds.
        """
        ends = 0
        while not (found := _CONTENT.search(self._buffer, self._at)):
            ends += self._buffer.count(b"\n", self._at)
            self._advance(len(self._buffer))
            if not self._fill():
                return
        ends += self._buffer.count(b"\n", self._at, found.start())
        self._advance(found.start())
        while len(self._buffer) - self._at < _MARK_LENGTH and self._fill():
            pass
        if ends < _LINE_ENDS and not self._buffer.startswith((b"WARC/", MAGIC), self._at):
            raise BrokenError("its length is not that of what it holds")

    def line(self, limit: int) -> bytes:
        """The next line with its end."""
        while (end := self._buffer.find(b"\n", self._at)) < 0:
            if len(self._buffer) - self._at > limit:
                raise BrokenError("a line without end")
            if not self._fill():
                raise BrokenError("cut off")
        return self.take(end + 1 - self._at)

    def take(self, count: int) -> bytes:
        """The next `count` bytes."""
        parts: list[bytes] = []
        while count > (ready := len(self._buffer) - self._at):
            parts.append(self._buffer[self._at :])
            count -= ready
            self._advance(len(self._buffer))
            if not self._fill():
                raise BrokenError("cut off")
        parts.append(self._buffer[self._at : self._at + count])
        self._advance(self._at + count)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def skip(self, count: int) -> None:
        """Pass over the next `count` bytes."""
        while count > (ready := len(self._buffer) - self._at):
            count -= ready
            self._advance(len(self._buffer))
            if not self._fill():
                raise BrokenError("cut off")
        self._advance(self._at + count)

    def _advance(self, at: int) -> None:
        self._taken += at - self._at
        self._at = at

    def resume(self, broken: Spot) -> bool:
        """Go to the next place after a broken one where a record seems to begin; False when there is none."""
        at = broken.offset + 1
        self._file.seek(at)
        kept = b""
        while chunk := self._read(1 << 20):
            data = kept + chunk
            base = at - len(kept)
            for found in _MARKS.finditer(data):
                place = base + found.start() + (found[0] != MAGIC)
                if self._begins(place, packed=found[0] == MAGIC):
                    self._move(Spot(place))
                    return True
            at += len(chunk)
            self._file.seek(at)
            kept = data[-_MARK_LENGTH + 1 :]
        return False

    def _begins(self, place: int, *, packed: bool) -> bool:
        self._file.seek(place)
        head = self._read(512)
        if packed:
            try:
                head = zlib.decompressobj(GZIP).decompress(head, 16)
            except zlib.error:
                return False
        return head.startswith(b"WARC/")

    def _move(self, to: Spot) -> None:
        self._file.seek(to.offset)
        if to.offset:  # files are put together of packed and plain ones
            self._packed = self._read(len(MAGIC)) == MAGIC
            self._file.seek(to.offset)
        self._begin(to.offset, b"")
        self.skip(to.skip)

    def _begin(self, offset: int, rest: bytes) -> None:
        """Start at a member, whose first bytes `rest` have been read already."""
        self._member = offset
        self._taken = 0
        self._buffer = b""
        self._at = 0  # of the buffer, what has not been taken yet begins here
        self._rest = rest
        self._used = 0  # packed bytes handed to the engine
        self._unpacked = 0
        self._engine = zlib.decompressobj(GZIP)

    def _fill(self) -> bool:
        """Put more bytes of this member (or plain file) into the buffer; False at its end."""
        if not self._packed:
            chunk = self._read(CHUNK)
            self._append(chunk)
            return bool(chunk)
        while not self._engine.eof:
            chunk = self._rest or self._read(CHUNK)
            self._rest = b""
            if not chunk:
                if self._used:
                    raise BrokenError("cut off")
                return False
            self._used += len(chunk)
            try:
                data = self._engine.decompress(chunk, CHUNK * 4)
            except zlib.error as error:
                raise BrokenError(f"its compression is broken ({error})") from error
            self._rest = self._engine.unused_data or self._engine.unconsumed_tail
            self._used -= len(self._rest)
            self._unpacked += len(data)
            if self._unpacked > HARMLESS and self._unpacked > MAX_RATIO * self._used:
                raise BrokenError(f"unpacks to more than {MAX_RATIO} times its size")
            if data:
                self._append(data)
                return True
        return False

    def _append(self, data: bytes) -> None:
        self._buffer = self._buffer[self._at :] + data
        self._at = 0

    def _read(self, size: int) -> bytes:
        """More of the file. What a zip holds may be broken in the middle."""
        try:
            return self._file.read(size)
        except (zlib.error, zipfile.BadZipFile, EOFError) as error:
            raise BrokenError(f"cannot be read further ({error})") from error

    def _next(self) -> bool:
        """Go on to the next member; False at the end of the file. Padding with zeros is passed over."""
        if not self._packed or not self._engine.eof:
            return False
        at = self._member + self._used
        rest = self._rest or self._read(CHUNK)
        while rest and not rest.strip(b"\0"):
            at += len(rest)
            rest = self._read(CHUNK)
        padding = len(rest) - len(rest.lstrip(b"\0"))
        if not rest:
            return False
        if rest.startswith(b"WARC/", padding):
            self._move(Spot(at + padding))
        else:
            self._begin(at + padding, rest[padding:])
        return True
