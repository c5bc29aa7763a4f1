"""Numbers and dates in words and figures: which value they have, so that "fifty-two" equals 52 and 50 does not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from verify.core.characters import fold
from verify.data import table

_FIGURES: Final = re.compile(r"\d+(?:\.\d+)?")
_ORDINAL: Final = re.compile(r"(\d{1,4})(?:st|nd|rd|th|er|re|e|a|o)")
_JOINERS: Final = frozenset({"and", "und", "et", "y", "e", "и", "و"})
_DATE_FILLERS: Final = frozenset({"of", "the", "de", "del", "di", "den", "der", "am", "on", "le", "года", "г"})


@cache
def _values(section: str) -> Mapping[str, int]:
    return {fold(word): value for entries in table("numbers")[section].values() for word, value in entries.items()}


@cache
def _other() -> frozenset[str]:
    return frozenset(fold(word) for word in table("numbers")["other"]["words"])


@cache
def _months() -> Mapping[str, int]:
    months: Mapping[str, Sequence[str]] = table("numbers")["months"]
    return {fold(name): number for number, names in enumerate(months.values(), 1) for name in names}


def has_digit(word: str) -> bool:
    """Whether a figure stands in the word."""
    return any(character.isdigit() for character in word)


def is_number(word: str) -> bool:
    """Whether a folded word is a number in figures or in words."""
    return has_digit(word) or word in _values("units") or word in _values("multipliers") or word in _other()


def is_magnitude(word: str) -> bool:
    """Whether a folded word multiplies the number before it: hundred, million."""
    return word in _values("multipliers")


def _plain(word: str) -> str:
    return re.sub(r"(?<=\d)[,'](?=\d{3}(?!\d))", "", word)


def value(words: Sequence[str]) -> float | None:
    """The value of folded words that are one number as a whole: ["fifty", "two"], ["3.5", "million"]; else None."""
    units, multipliers = _values("units"), _values("multipliers")
    total = current = 0.0
    seen = False
    for word in words:
        if word in _JOINERS and seen:
            continue
        plain = _plain(word)
        if _FIGURES.fullmatch(plain):
            if current:
                return None
            current = float(plain)
        elif word in units:
            if current and (units[word] >= 10 or current % 10):
                if current % 100 and units[word] >= 10:
                    return None
                if current % 10:
                    return None
            current += units[word]
        elif word in multipliers:
            factor = multipliers[word]
            current = max(current, 1.0) * factor
            if factor >= 1000:
                total += current
                current = 0.0
        else:
            compound = _german(word, units)
            if compound is None or current:
                return None
            current = compound
        seen = True
    return total + current if seen else None


def _german(word: str, units: Mapping[str, int]) -> float | None:
    """zweiundfünfzig, tweeënvijftig: unit, "and", ten in one word."""
    for joiner in ("und", "en"):
        unit, found, ten = word.partition(joiner)
        one = 1 if unit in ("ein", "een") else units.get(unit, 0)
        if found and 0 < one < 10 and units.get(ten, 0) >= 20:
            return float(units[ten] + one)
    return None


def date(words: Sequence[str]) -> tuple[int | None, int, int | None] | None:
    """(day, month, year) of folded words that are one date with a month's name; None when they are not."""
    day = month = year = None
    for word in words:
        if word in _DATE_FILLERS:
            continue
        if word in _months():
            if month is not None:
                return None
            month = _months()[word]
            continue
        ordinal = _ORDINAL.fullmatch(word)
        digits = ordinal.group(1) if ordinal else word
        if not digits.isdigit() or len(digits) == 3 or len(digits) > 4:
            return None
        number = int(digits)
        if len(digits) == 4:
            if year is not None:
                return None
            year = number
        elif day is None and 1 <= number <= 31:
            day = number
        else:
            return None
    if month is None or (day is None and year is None):
        return None
    return day, month, year


def is_date_word(word: str) -> bool:
    """Whether a folded word may stand in a date with a month's name."""
    return word in _months() or word in _DATE_FILLERS or _ORDINAL.fullmatch(word) is not None or word.isdigit()


def is_month(word: str) -> bool:
    """Whether a folded word names a month."""
    return word in _months()
