"""A text as words with a hash each and exact offsets; the text itself is never copied in another form.

A word is a run of letters and digits; apostrophes and accents inside it do not count, a decimal point or comma
between digits does. A character of a script without spaces, a sign (%, €, a minus before a number) and a superscript
number are words by themselves. A hyphen separates, save at the end of a line, where the two halves are one word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from verify.core import markup
from verify.core.characters import (
    APOSTROPHE,
    ASCII_CLASS,
    COMMA,
    DIGIT,
    DOT,
    DROP,
    EXPANDS,
    EXPANSION,
    FOLD,
    HYPHEN,
    LETTER,
    RAISED,
    RAISED_BASE,
    SEP,
    SINGLE,
    SOFT_HYPHEN,
    read,
)

Hashes = NDArray[np.uint32]
Offsets = NDArray[np.int32]
_Codes = NDArray[np.uint32]

LONGEST_ALONE: Final = 40  # characters of a word that is hashed by itself
_ALL: Final = (1 << 64) - 1
# Working arrays of one chunk stay in the processor's second-level cache.
_LONGEST_TAG: Final = 420
_CHUNK: Final = 1 << 17
_SEED: Final = np.uint64(0x51ED27)
_BASE: Final = 0x9E3779B97F4A7C15 | 1
_MINUS: Final = 0x2212
_MINUS_SHAPES: Final = (0x2D, 0x2212, 0x2013, 0xFF0D)
_LOWEST: Final = 0x2080  # subscript zero
_FREE: Final = (0x20, 0x0A, 0x09, 0x28, 0xA0, 0x202F, 0x2009)  # before a sign or a point that belongs to a figure
_HANGUL: Final = (0xAC00, 0xD7A3)
_BLANKS: Final = (0x20, 0x09, 0x0D)
_LINE_ENDS: Final = (0x0A, 0x2028)
_LONG_DASHES: Final = (0x2013, 0x2014, 0x2015)


def _powers(base: int) -> NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        steps = np.full(_CHUNK * 3, base, np.uint64)
        steps[0] = 1
        return np.cumprod(steps, dtype=np.uint64)


_POWERS: Final = _powers(_BASE)
_INVERSES: Final = _powers(pow(_BASE, -1, 1 << 64))


def _mix(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        x = x * np.uint64(0xBF58476D1CE4E5B9)
        x ^= x >> np.uint64(29)
        x *= np.uint64(0x94D049BB133111EB)
        x ^= x >> np.uint64(32)
    return x


_ASCII_MIX: Final = _mix(FOLD[:128].astype(np.uint64) + _SEED)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words in order: `text[start:end]` is the word as the text has it, `hash` that of its folded form."""

    hash: Hashes
    start: Offsets
    end: Offsets

    def __len__(self) -> int:
        return len(self.hash)


_MIX_OF: Final = {chr(code): int(_ASCII_MIX[code]) for code in range(128)}
_POWER_OF: Final[list[int]] = _POWERS[:LONGEST_ALONE].tolist()


def hash_of(word: str) -> int:
    """The hash that `tokenise` gives a word of ASCII letters and digits, no more than `LONGEST_ALONE` of them."""
    total = len(word) + sum(_MIX_OF[character] * power for character, power in zip(word, _POWER_OF, strict=False))
    total = (total & _ALL) * 0xBF58476D1CE4E5B9 & _ALL
    total = (total ^ total >> 29) * 0x94D049BB133111EB & _ALL
    return (total ^ total >> 32) >> 32


def empty() -> Tokens:
    """No words."""
    return Tokens(np.zeros(0, np.uint32), np.zeros(0, np.int32), np.zeros(0, np.int32))


def tokenise(text: str, start: int = 0, end: int | None = None, *, blanks: Sequence[tuple[int, int]] = ()) -> Tokens:
    """The words of text[start:end]; offsets count in `text`. `blanks` are sorted spans that hold no words."""
    end = len(text) if end is None else end
    parts = [_chunk(text, low, high, blanks) for low, high in _chunks(text, start, end)]
    parts = [part for part in parts if len(part)]
    if not parts:
        return empty()
    if len(parts) == 1:
        return parts[0]
    return Tokens(
        np.concatenate([part.hash for part in parts]),
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.end for part in parts]),
    )


def _chunks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans that end at white space, so that no word and no line-end hyphen is cut."""
    spans: list[tuple[int, int]] = []
    low = start
    while low < end:
        high = min(end, low + _CHUNK)
        if high < end:
            cut = text.rfind(" ", low + _CHUNK // 2, high)
            if cut > low and text[cut - 1] not in "-‐\u00ad":
                tag = text.rfind("<", max(low, cut - _LONGEST_TAG), cut)
                high = tag if tag > low and ">" not in text[tag:cut] else cut
        spans.append((low, high))
        low = high
    return spans


def _chunk(text: str, low: int, high: int, blanks: Sequence[tuple[int, int]]) -> Tokens:
    piece = text[low:high]
    blanks = _overlapping(blanks, low, high)
    if piece.isascii():
        codes: NDArray[np.uint32] | NDArray[np.uint8] = np.frombuffer(piece.encode("ascii"), np.uint8)
        classes = ASCII_CLASS[codes]
        marked = "&" in piece or "<" in piece or "[" in piece
        if not marked and not blanks:
            return _words(codes, classes, None, None, low)
        codes = codes.astype(np.uint32)
    else:
        codes = np.frombuffer(piece.encode("utf-32-le", "surrogatepass"), np.uint32)
    codes, forced = _read_markup(text, low, high, codes)
    if blanks:
        codes = codes.copy()
        for blank_start, blank_end in blanks:
            codes[max(0, blank_start - low) : max(0, blank_end - low)] = 0x20
    classes, folded = read(codes)
    _set_apart(codes, classes, folded)
    if forced is not None:
        spots, values = forced
        classes[spots] = RAISED
        folded[spots] = values
    positions: NDArray[np.intp] | None = None
    if (classes == EXPANDS).any():
        codes, classes, folded, positions = _expand(codes, classes, folded)
    if SOFT_HYPHEN in piece:
        _join_soft_hyphens(codes, classes)
    if (classes == DROP).any():
        kept = np.flatnonzero(classes != DROP)
        codes, classes, folded = codes[kept], classes[kept], folded[kept]
        positions = kept if positions is None else positions[kept]
    tokens = _words(codes, classes, folded, positions, low)
    return _with_accents(text, high, tokens)


def _set_apart(codes: _Codes, classes: NDArray[np.uint8], folded: _Codes) -> None:
    """Subscript digits behind a figure are words by themselves: 10₂ is not 102."""
    lowered = (codes >= _LOWEST) & (codes <= _LOWEST + 9)
    if not lowered.any():
        return
    for spot in np.flatnonzero(lowered).tolist():
        if spot and (classes[spot - 1] == SINGLE or (classes[spot - 1] == DIGIT and not lowered[spot - 1])):
            classes[spot], folded[spot] = SINGLE, codes[spot]


def _overlapping(spans: Sequence[tuple[int, int]], low: int, high: int) -> Sequence[tuple[int, int]]:
    if not spans:
        return ()
    first = max(0, bisect_left(spans, (low, low)) - 1)
    return spans[first : bisect_left(spans, (high, high))]


def _read_markup(
    text: str, low: int, high: int, codes: _Codes
) -> tuple[_Codes, tuple[NDArray[np.intp], NDArray[np.uint32]] | None]:
    found = list(markup.marks(text, low, high))
    if not found:
        return codes, None
    codes = codes.copy()
    spots: list[int] = []
    values: list[int] = []
    for mark in found:
        start, end = mark.start - low, mark.end - low
        codes[start:end] = 0x200B
        if mark.raised:
            digits = [int(c) for c in mark.character if c.isdecimal()] or [0]
            for offset, digit in enumerate(digits[: end - start]):
                spots.append(start + offset)
                values.append(RAISED_BASE + digit)
        elif mark.character:
            codes[start] = ord(mark.character)
    return codes, (np.array(spots, np.intp), np.array(values, np.uint32))


def _expand(
    codes: _Codes, classes: NDArray[np.uint8], folded: _Codes
) -> tuple[_Codes, NDArray[np.uint8], _Codes, NDArray[np.intp]]:
    """Characters that fold to several letters, spread out; `positions` lead back to the character they came from."""
    lengths = np.ones(len(codes), np.int64)
    spots = np.flatnonzero(classes == EXPANDS).tolist()
    for spot in spots:
        lengths[spot] = len(EXPANSION[int(codes[spot])])
    positions = np.repeat(np.arange(len(codes)), lengths)
    offsets = np.cumsum(lengths) - lengths
    letters = [EXPANSION[int(codes[spot])] for spot in spots]
    codes, classes, folded = codes[positions], classes[positions], folded[positions]
    for spot, expansion in zip(spots, letters, strict=True):
        at = int(offsets[spot])
        folded[at : at + len(expansion)] = expansion
        classes[at : at + len(expansion)] = LETTER
    return codes, classes, folded, positions


def _skip(codes: NDArray[np.uint32] | NDArray[np.uint8], at: int) -> int:
    while at < len(codes) and codes[at] in _BLANKS:
        at += 1
    return at


def _join_soft_hyphens(codes: _Codes, classes: NDArray[np.uint8]) -> None:
    for spot in np.flatnonzero(codes == 0xAD).tolist():
        line_end = _skip(codes, spot + 1)
        if line_end < len(codes) and codes[line_end] in _LINE_ENDS:
            classes[spot : _skip(codes, line_end + 1)] = DROP


def _words(
    codes: NDArray[np.uint32] | NDArray[np.uint8],
    classes: NDArray[np.uint8],
    folded: _Codes | None,
    positions: NDArray[np.intp] | None,
    low: int,
) -> Tokens:
    """Words of a chunk; `folded` None means that the codes are ASCII."""
    size = len(classes)
    if size == 0:
        return empty()
    letter = classes == LETTER
    digit = classes == DIGIT
    dropped = False
    spots = _inside(classes, APOSTROPHE)
    if len(spots):
        inner = spots[letter[spots - 1] & letter[spots + 1]]
        if folded is not None:  # Hangul has no apostrophe: there it is a mark
            beside = codes[inner + 1]
            inner = inner[(beside < _HANGUL[0]) | (beside > _HANGUL[1])]
        classes[inner] = DROP
        dropped = len(inner) > 0
    for kind in (DOT, COMMA):
        spots = _inside(classes, kind)
        if not len(spots):
            continue
        inner = spots[digit[spots - 1] & digit[spots + 1]]
        if kind == COMMA and len(inner):
            padded = np.concatenate([digit, np.zeros(5, np.bool_)])
            thousands = padded[inner + 2] & padded[inner + 3] & ~padded[inner + 4]
            classes[inner[thousands]] = DROP
            dropped = dropped or bool(thousands.any())
            inner = inner[~thousands]
        classes[inner] = DIGIT
    _leading_points(codes, classes, digit)
    dropped = _hyphens(codes, classes, letter, digit) or dropped
    if dropped:
        kept = np.flatnonzero(classes != DROP)
        classes = classes[kept]
    else:
        kept = None
    kind_of = _kinds(classes)
    previous = np.empty_like(kind_of)
    previous[0] = 0
    previous[1:] = kind_of[:-1]
    following = np.empty_like(kind_of)
    following[-1] = 0
    following[:-1] = kind_of[1:]
    single = kind_of == 3
    starts = np.flatnonzero(((kind_of > 0) & (previous != kind_of)) | single)
    if len(starts) == 0:
        return empty()
    ends = np.flatnonzero(((kind_of > 0) & (following != kind_of)) | single)
    if folded is None:
        mixed = _ASCII_MIX[codes if kept is None else codes[kept]]
    else:
        values = folded if kept is None else folded[kept]
        signs = np.flatnonzero(single & (values == 0))  # of all signs only hyphens fold to nothing
        if len(signs):
            values = values.copy()
            values[signs] = _MINUS
        mixed = _mix(values.astype(np.uint64) + _SEED)
    if folded is None and single.any():
        spots = np.flatnonzero(single & ((codes if kept is None else codes[kept]) == 0x2D))
        mixed[spots] = _MINUS_MIX
    with np.errstate(over="ignore"):
        sums = np.empty(len(mixed) + 1, np.uint64)
        sums[0] = 0
        np.cumsum(mixed * _POWERS[: len(mixed)], out=sums[1:])
        hashes = _mix((sums[ends + 1] - sums[starts]) * _INVERSES[starts] + (ends + 1 - starts).astype(np.uint64))
    if kept is not None:
        starts, ends = kept[starts], kept[ends]
    if positions is not None:
        starts, ends = positions[starts], positions[ends]
    return Tokens(
        (hashes >> np.uint64(32)).astype(np.uint32),
        (starts + low).astype(np.int32),
        (ends + (low + 1)).astype(np.int32),
    )


def _kinds(classes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """1 for what makes words of several characters, 2 for raised digits, 3 for words by themselves, 0 for the rest."""
    kinds: NDArray[np.uint8] = ((classes == LETTER) | (classes == DIGIT)).view(np.uint8)
    kinds += 2 * (classes == RAISED).view(np.uint8)
    kinds += 3 * (classes == SINGLE).view(np.uint8)
    return kinds


_MINUS_MIX: Final = _mix(np.array([_MINUS], np.uint64) + _SEED)[0]


def _leading_points(
    codes: NDArray[np.uint32] | NDArray[np.uint8], classes: NDArray[np.uint8], digit: NDArray[np.bool_]
) -> None:
    """The point of .5 belongs to the figure when nothing stands before it."""
    spots = np.flatnonzero(classes[:-1] == DOT)
    if not len(spots):
        return
    spots = spots[digit[spots + 1]]
    if len(spots):
        free = (spots == 0) | np.isin(codes[np.maximum(spots - 1, 0)], _FREE)
        classes[spots[free]] = DIGIT


def _inside(classes: NDArray[np.uint8], kind: int) -> NDArray[np.intp]:
    """Where a class occurs, the first and the last character left out."""
    return np.flatnonzero(classes[1:-1] == kind) + 1


def _hyphens(
    codes: NDArray[np.uint32] | NDArray[np.uint8],
    classes: NDArray[np.uint8],
    letter: NDArray[np.bool_],
    digit: NDArray[np.bool_],
) -> bool:
    """Join words at a line end, keep the minus of a number, and let every other hyphen separate."""
    spots = np.flatnonzero(classes == HYPHEN)
    if not len(spots):
        return False
    classes[spots] = SEP
    size = len(classes)
    following = spots[spots + 1 < size]
    after = codes[following + 1]
    joins = following[((after == 0x0A) | (after == 0x20) | (after == 0x0D) | (after == 0x2028)) & (following > 0)]
    joins = joins[letter[joins - 1]]
    dropped = False
    for spot in joins.tolist():
        line_end = _skip(codes, spot + 1)
        if line_end >= size or codes[line_end] not in _LINE_ENDS or codes[spot] in _LONG_DASHES:
            continue
        head = _skip(codes, line_end + 1)
        if head < size and letter[head] and not chr(codes[head]).isupper():
            classes[spot:head] = DROP
            dropped = True
    signs = following[digit[following + 1]]
    signs = signs[np.isin(codes[signs], _MINUS_SHAPES)]
    if len(signs):
        before = codes[np.maximum(signs - 1, 0)]
        free = (signs == 0) | np.isin(before, _FREE)
        classes[signs[free]] = SINGLE
    return dropped


def _with_accents(text: str, high: int, tokens: Tokens) -> Tokens:
    """Combining accents after a word's last letter belong to it."""
    if not len(tokens):
        return tokens
    last = int(tokens.end[-1])
    codes = np.frombuffer(
        text[int(tokens.start[0]) : min(high, last + 4)].encode("utf-32-le", "surrogatepass"), np.uint32
    )
    base = int(tokens.start[0])
    ends = tokens.end.copy()
    for _ in range(3):
        at = np.minimum(ends - base, len(codes) - 1)
        following = codes[at]
        accents = (following >= 0x300) & (following <= 0x36F) & (ends - base < len(codes))
        accents |= (following >= 0x64B) & (following <= 0x655) & (ends - base < len(codes))
        if not accents.any():
            break
        ends = ends + accents.astype(np.int32)
    return Tokens(tokens.hash, tokens.start, ends)
