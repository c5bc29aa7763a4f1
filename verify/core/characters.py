"""What each character is to the matcher: part of a word, a digit, a mark, or nothing; and what it folds to.

Two forms of a word are compared. `fold` is what words are looked up by: no case, no diacritics, no apostrophes, one
shape for each Arabic letter, digits as 0 to 9. `strict` is what decides whether two words that fold alike are the
same word: it forgives typography only (Unicode compatibility forms, invisible characters, harakat and niqqud, the
shape of an apostrophe) and keeps diacritics and the apostrophe itself. Case is kept by `strict` when asked.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from verify.core.patterns import regex

SEP: Final = 0  # separates words
LETTER: Final = 1
DIGIT: Final = 2
DROP: Final = 3  # leaves no trace: soft hyphens, zero-width characters, combining accents, tatweel
APOSTROPHE: Final = 4
DOT: Final = 5
COMMA: Final = 6
HYPHEN: Final = 7
SINGLE: Final = 8  # a word by itself: scripts written without spaces, and signs such as % and €
RAISED: Final = 9  # superscript digits: note marks and exponents
EXPANDS: Final = 10  # folds to several letters: ß, æ, ﬁ

APOSTROPHES: Final = frozenset("'’‘ʼ＇´`ʹ‛ʿʾʻ′׳״")
HYPHENS: Final = frozenset("-‐‑‒–—―−﹣－⁃")
SOFT_HYPHEN: Final = "\u00ad"
_IGNORED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u0640\u180e\u2061\u2062\u2063\u2064")
_SIGNS = frozenset("%‰$€£¥₹¢§°±×÷≈≠≤≥№％＄￡￥₽₩₪")
_LETTER_SHAPES = {
    "ي": "ی", "ى": "ی", "ك": "ک", "ۀ": "ه", "ة": "ه", "ٱ": "ا", "ہ": "ه", "ھ": "ه",
    "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ё": "е", "ħ": "h", "ŋ": "n",
    "æ": "ae", "œ": "oe", "ß": "ss", "ſ": "s", "þ": "th", "ð": "d",
}  # fmt: skip
# Composed letters that are letters of their own, not accented forms of another: й is not и.
_OWN_LETTERS = frozenset("йЙўЎїЇґҐ")
_CODE_POINTS = 0x110000
RAISED_BASE: Final = 0x200000
_RAISED_SHAPES: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"

CLASS: NDArray[np.uint8] = np.zeros(_CODE_POINTS, np.uint8)
FOLD: NDArray[np.uint32] = np.zeros(_CODE_POINTS, np.uint32)
_known: NDArray[np.bool_] = np.zeros(_CODE_POINTS, np.bool_)
_both: NDArray[np.uint32] = np.zeros(_CODE_POINTS, np.uint32)  # FOLD, CLASS above it, and whether the code was met
_MET: Final = 1 << 31
_CLASS_AT: Final = 24
EXPANSION: dict[int, tuple[int, ...]] = {}


def _is_accent(code: int) -> bool:
    """Combining marks that are typography or vocalisation; vowel signs of Indic scripts are letters and stay."""
    return (
        0x300 <= code <= 0x36F
        or 0x591 <= code <= 0x5C7
        or 0x610 <= code <= 0x61A
        or 0x64B <= code <= 0x65F
        or code == 0x670
        or 0x6D6 <= code <= 0x6DC
        or 0xFE00 <= code <= 0xFE0F
    )


def is_unspaced(code: int) -> bool:
    """Whether the character belongs to a script that does not separate its words: each character is a unit."""
    return (
        0x3005 <= code <= 0x3007
        or 0x3040 <= code <= 0x30FF
        or 0x31F0 <= code <= 0x31FF
        or 0x3400 <= code <= 0x4DBF
        or 0x4E00 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFF66 <= code <= 0xFF9D
        or 0x20000 <= code <= 0x323AF
        or 0x0E01 <= code <= 0x0E3A
        or 0x0E40 <= code <= 0x0E4E
        or 0x0E81 <= code <= 0x0ECD
        or 0x1000 <= code <= 0x103F
        or 0x1780 <= code <= 0x17D3
    )


def is_lowered(code: int) -> bool:
    """Whether the character is a subscript digit."""
    return 0x2080 <= code <= 0x2089


def _classify(code: int) -> tuple[int, int]:
    character = chr(code)
    category = unicodedata.category(character)
    if character in _IGNORED or _is_accent(code) or category == "Cf":
        return DROP, 0
    if character in APOSTROPHES:
        return APOSTROPHE, 0
    if character in HYPHENS:
        return HYPHEN, 0
    if character in ".٫":
        return DOT, ord(".")
    if character in ",٬":
        return COMMA, ord(",")
    if character in _SIGNS:
        return SINGLE, ord(unicodedata.normalize("NFKC", character)[0])
    if category == "No":
        plain = unicodedata.normalize("NFKC", character)
        if unicodedata.decomposition(character).startswith("<super>") and plain.isdigit():
            return RAISED, RAISED_BASE + int(plain)
        if is_lowered(code):
            return DIGIT, ord(plain)  # CO₂ is CO2; behind a figure the tokens keep it apart
        return SINGLE, code  # fractions and circled figures are units of their own: ½ is not 12
    if category == "Nd":
        return DIGIT, ord("0") + unicodedata.digit(character)
    if is_unspaced(code):
        return SINGLE, ord(unicodedata.normalize("NFKC", character).casefold()[0])
    if category[0] in "LM" or category == "Nl":
        return _letter(code, character)
    return SEP, 0


def _letter(code: int, character: str) -> tuple[int, int]:
    folded = unicodedata.normalize("NFKC", character).casefold()
    hangul = 0xAC00 <= code <= 0xD7A3
    if character not in _OWN_LETTERS and not hangul:
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not _is_accent(ord(c)))
    folded = "".join(_LETTER_SHAPES.get(c, c) for c in folded if c.isalnum() or unicodedata.category(c)[0] in "LM")
    if len(folded) == 1:
        return LETTER, ord(folded)
    if not folded:
        return DROP, 0
    EXPANSION[code] = tuple(map(ord, folded))
    return EXPANDS, 0


def learn(codes: NDArray[np.uint32]) -> None:
    """Fill the tables for code points seen for the first time. Threads may race: each writes the same values."""
    unknown = ~_known[codes]
    if unknown.any():
        for code in np.unique(codes[unknown]).tolist():
            _learn_one(code)


def read(codes: NDArray[np.uint32]) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """The classes of characters and what they fold to."""
    both = _both[codes]
    if len(both) and not int(np.bitwise_and.reduce(both)) & _MET:
        learn(codes)
        both = _both[codes]
    classes = (both >> np.uint32(_CLASS_AT)).astype(np.uint8)
    classes &= 0x7F
    both &= np.uint32((1 << _CLASS_AT) - 1)
    return classes, both


def _learn_one(code: int) -> None:
    kind, folded = _classify(code)
    FOLD[code] = folded
    CLASS[code] = kind
    _both[code] = _MET | kind << _CLASS_AT | folded
    _known[code] = True


for _code in range(0x250):
    _learn_one(_code)
ASCII_CLASS: Final = CLASS[:128].copy()


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """What a word is looked up by. Digits keep the points and commas between them."""
    if word.isascii() and word.isalnum():
        return word.lower()
    out: list[str] = []
    for index, character in enumerate(word):
        code = ord(character)
        if not _known[code]:
            _learn_one(code)
        kind = CLASS[code]
        if kind == EXPANDS:
            out.extend(map(chr, EXPANSION[code]))
        elif kind == DIGIT and not index and is_lowered(code):
            out.append(character)
        elif kind in (LETTER, DIGIT, SINGLE):
            out.append(chr(FOLD[code]))
        elif kind == RAISED:
            out.append(_RAISED_SHAPES[int(FOLD[code]) - RAISED_BASE])
        elif kind in (DOT, COMMA) and index < len(word) - 1 and (word[index - 1].isdigit() if index else kind == DOT):
            out.append(chr(FOLD[code]))
    return "".join(out)


_INVISIBLE = regex(
    "[-‐\u00ad][ \t\r]*\n\\s*|[\u00ad\u0640\u180e\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    "\u0591-\u05c7\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\ufe00-\ufe0f]|<[^<>]*>|[*_]"
)
# Zeros of the scripts that have figures of their own, Arabic to Mongolian.
_ZEROS: Final = (0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x17E0, 0x1810)  # fmt: skip
_STRICT_SHAPES = str.maketrans(
    dict.fromkeys(APOSTROPHES, "'")
    | dict.fromkeys(HYPHENS, "-")
    | {"ي": "ی", "ى": "ی", "ك": "ک", "٫": ".", "٬": ","}
    | {chr(base + digit): str(digit) for base in _ZEROS for digit in range(10)}
)


@lru_cache(maxsize=65536)
def strict(word: str, *, case: bool = False) -> str:
    """The word without its typography: what must agree for two words to be the same. Keeps diacritics."""
    if word.isascii() and word.isalnum():
        return word if case else word.lower()
    plain = _INVISIBLE.sub("", word)
    plain = unicodedata.normalize("NFKC", plain).translate(_STRICT_SHAPES)
    return plain if case else plain.casefold() if "ß" not in plain and "ẞ" not in plain else plain.lower()
