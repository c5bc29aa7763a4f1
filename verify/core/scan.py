"""A text folded to one byte a character, so that words are looked for at the speed of memory.

Folding is the same as that of the index (`characters.fold`): a word whose letters do not stand in the scan is not
among the words of the text either. Letters beyond ASCII share bytes, so that a word may seem to be there when it is not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import pairwise
from typing import Final, cast

import numpy as np
import stringzilla  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]
from numpy.typing import NDArray

from verify.core.characters import CLASS, DROP, EXPANDS, EXPANSION, FOLD, HYPHEN, SOFT_HYPHEN, learn
from verify.core.patterns import regex

find: Final = cast("Callable[..., int]", stringzilla.find)  # pyright: ignore[reportUnknownMemberType]
_count: Final = cast("Callable[[bytes, bytes], int]", stringzilla.count)  # pyright: ignore[reportUnknownMemberType]
_translate: Final = cast("Callable[[bytes, bytes], bytes]", stringzilla.translate)  # pyright: ignore[reportUnknownMemberType]
_CHUNK: Final = 1 << 18  # characters whose working arrays stay in the processor's cache
_LOWER: Final = bytes(c + 32 if 65 <= c <= 90 else c for c in range(256))
_LINE_ENDS: Final = (0x2028, 0x2029, 0x85)
_SHY: Final = 1  # stands for a soft hyphen until the line it ends is known
_BROKEN: Final = (b"-\n", b"-\r", b"- \n", b"-  ")
_JOIN: Final = regex(rb"-[ \t\r]*\n[ \t\r]*")
_JOIN_SOFT: Final = regex(rb"[-\x01][ \t\r]*\n[ \t\r]*|\x01")
_ENTITY: Final = regex(rb"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});")
_SEPARATING: Final = frozenset(
    b"&amp; &nbsp; &quot; &lt; &gt; &ndash; &mdash; &ldquo; &rdquo; &lsquo; &rsquo; &apos; &hellip; &#39; &#160; &#34;".split()
)  # entities that are no letters and join none; apostrophes do, but no word is looked for that has one
_BETWEEN_WORDS: Final = frozenset(b" \n\r\t\f\x00.,;:!?()[]{}\"'/|=<>*_")
_LONGEST_TAG: Final = 420
_LONGEST_LINK: Final = 320
_MOST_PIECES: Final = 500  # that are put together faster by slicing
_MOST_SIGNS: Final = 2000  # signs of markup that are looked at
_MOST_MARKUP: Final = 6000  # characters of markup in the whole text: all of it may stand inside one passage
_WORD: Final = regex(rb"[a-z]+")
_MOJIBAKE: Final = ("Ã", "Â", "â€")  # UTF-8 that was read as cp1252: Ã©, Â«, â€™
_BLANKS: Final = b"    "
_BLANK_RUN: Final = 4


class Scan:
    """The folded bytes of a text.

    `plain` says that no word of the text is cut by markup; `markup` is by how many characters tags and links may
    stretch a passage, `blank` the share of the text that is long blanks. Words that a line end parts are joined.
    """

    def __init__(self, text: str) -> None:
        self._removed: list[int] = []  # places of the text that left no byte
        self.expansions: set[str] = set()  # what characters of the text stand for that fold to several letters
        self._mojibake = False
        self._soft = False
        parts = [self._fold(text, low) for low in range(0, len(text), _CHUNK)]
        self.data = parts[0] if len(parts) == 1 else b"".join(parts)
        self._cuts: list[int] = []  # where pieces were cut out of the data, and how much had gone by then
        self._gone: list[int] = []
        if self._soft:
            self._cut(_JOIN_SOFT)
        elif any(find(self.data, sign) >= 0 for sign in _BROKEN):
            self._cut(_JOIN)
        self.markup = 0
        self.blank = _BLANK_RUN * _count(self.data, _BLANKS) / max(1, len(self.data))
        self.plain = (
            not self._mojibake
            and not self._entities_in_words()
            and not self._tags_in_words()
            and self.markup <= _MOST_MARKUP
        )

    def _fold(self, text: str, low: int) -> bytes:
        piece = text if len(text) <= _CHUNK else text[low : low + _CHUNK]
        if piece.isascii():
            return _translate(piece.encode("ascii"), _LOWER)
        codes = _codes(piece)
        folded = codes.astype(np.uint8)
        spots = np.flatnonzero(codes > 0x7F)
        values = codes[spots]
        shapes = _shapes(values)
        folded[spots] = shapes & 0xFF
        signs = int(np.bitwise_or.reduce(shapes)) if len(shapes) else 0
        if signs & _EXPANDING:
            for code in np.unique(values[shapes & _EXPANDING > 0]).tolist():
                self.expansions.add("".join(map(chr, EXPANSION[code])))
        if signs & _MISREAD:
            self._mojibake = self._mojibake or any(sign in piece for sign in _MOJIBAKE)
        if signs & _SOFT:
            self._soft = True
        if signs & _DROPPED:
            gone = spots[shapes & _DROPPED > 0]
            self._removed += (gone + low).tolist()
            if len(gone) > _MOST_PIECES:
                folded = np.delete(folded, gone)
            else:
                whole, cuts = folded.tobytes(), [-1, *gone.tolist(), len(folded)]
                return _translate(b"".join(whole[a + 1 : b] for a, b in pairwise(cuts)), _LOWER)
        return _translate(folded.tobytes(), _LOWER)

    def _cut(self, pattern: re.Pattern[bytes]) -> None:
        parts: list[bytes] = []
        at = size = 0
        for cut in pattern.finditer(self.data):
            parts.append(self.data[at : cut.start()])
            size += cut.start() - at
            at = cut.end()
            self._cuts.append(size)
            self._gone.append(at - size)
        parts.append(self.data[at:])
        self.data = b"".join(parts)

    def _entities_in_words(self) -> bool:
        at = find(self.data, b"&")
        seen = 0
        while at >= 0:
            seen += 1
            entity = _ENTITY.match(self.data, at)
            if seen > _MOST_SIGNS or (entity is not None and entity.group() not in _SEPARATING):
                return True
            at = find(self.data, b"&", at + 1)
        return False

    def _tags_in_words(self) -> bool:
        """Whether a tag joins the letters on both sides; counts the characters of tags and links on the way."""
        data = self.data
        size = len(data)
        seen = 0
        at = find(data, b"<")
        while at >= 0:
            seen += 1
            end = find(data, b">", at, min(size, at + _LONGEST_TAG))
            if end >= 0:
                self.markup += end + 1 - at
                cut = at and end + 1 < size and data[at - 1] not in _BETWEEN_WORDS
                if seen > _MOST_SIGNS or (cut and data[end + 1] not in _BETWEEN_WORDS):
                    return True
                if cut and data[end + 1] == 0x3C:
                    return True  # several tags in a row
            at = find(data, b"<", at + 1)
        at = find(data, b"](http")
        while at >= 0:
            self.markup += _LONGEST_LINK
            at = find(data, b"](http", at + 1)
        return False

    def places(self, wanted: bytes, most: int) -> list[int]:
        """Where the bytes of a word (`needle`) stand, alone or inside a longer word; no more than `most` and one."""
        data, size = self.data, len(wanted)
        found: list[int] = []
        at = find(data, wanted)
        while at >= 0 and len(found) <= most:
            found.append(at)
            at = find(data, wanted, at + size)
        return found

    def words(self, low: int, high: int) -> set[bytes]:
        """The words of data[low:high] that are ASCII letters."""
        return set(_WORD.findall(self.data, max(0, low), high))

    def offset(self, at: int) -> int:
        """The place in the text that a byte of the data stands for."""
        cut = bisect_right(self._cuts, at)
        if cut:
            at += self._gone[cut - 1]
        if not self._removed:
            return at
        low, high = 0, len(self._removed)
        while low < high:  # the number of removed places before this one
            middle = (low + high) // 2
            if self._removed[middle] - middle <= at:
                low = middle + 1
            else:
                high = middle
        return at + low


# The byte of each character that was met, and above it what else must be done with the character.
_MET: Final = 0x100
_EXPANDING: Final = 0x200
_MISREAD: Final = 0x400
_SOFT: Final = 0x800
_DROPPED: Final = 0x1000
_shape: NDArray[np.uint16] = np.zeros(0x110000, np.uint16)


def _shapes(codes: NDArray[np.uint16] | NDArray[np.uint32]) -> NDArray[np.uint16]:
    """What the characters are in a scan. Threads may race to fill the table: each writes the same values."""
    shapes = _shape[codes]
    if len(shapes) and not int(np.bitwise_and.reduce(shapes)) & _MET:
        for code in np.unique(codes[shapes == 0]).tolist():
            _shape[code] = _shape_of(code)
        shapes = _shape[codes]
    return shapes


def _shape_of(code: int) -> int:
    learn(np.array([code], np.uint32))
    kind = int(CLASS[code])
    shape = _MET | (_MISREAD if chr(code) in "ÃÂâ" else 0)
    if chr(code) == SOFT_HYPHEN:
        return shape | _SOFT | _SHY
    if kind == DROP:
        return shape | _DROPPED
    if kind == EXPANDS:
        return shape | _EXPANDING
    return shape | (0x2D if kind == HYPHEN else 0x0A if code in _LINE_ENDS else int(FOLD[code]) & 0xFF)


def _codes(text: str) -> NDArray[np.uint16] | NDArray[np.uint32]:
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    if len(codes) == len(text):
        return codes
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def needle(word: str) -> bytes:
    """The bytes of a folded word in a scan."""
    return bytes(ord(letter) & 0xFF for letter in word).translate(_LOWER)
