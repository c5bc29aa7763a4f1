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


class Numbers:
    """Number words and months of some languages. All words are folded."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self._units = _values("units", languages)
        self._multipliers = _values("multipliers", languages)
        months: Mapping[str, Sequence[str]] = table("numbers")["months"]
        self._months = {fold(name): number for number, names in enumerate(months.values(), 1) for name in names}
        other: Mapping[str, Sequence[str]] = table("numbers")["other"]
        self._other = frozenset(fold(word) for language in languages for word in other.get(language, ()))

    def is_number(self, word: str) -> bool:
        """Whether the word is a number in figures or in words."""
        return has_digit(word) or word in self._units or word in self._multipliers or word in self._other

    def is_magnitude(self, word: str) -> bool:
        """Whether the word multiplies the number before it: hundred, million."""
        return word in self._multipliers

    def is_month(self, word: str) -> bool:
        """Whether the word names a month."""
        return word in self._months

    def is_date_word(self, word: str) -> bool:
        """Whether the word may stand in a date with a month's name."""
        return word in self._months or word in _DATE_FILLERS or word.isdecimal() or _ORDINAL.fullmatch(word) is not None

    def value(self, words: Sequence[str]) -> float | None:
        """The value of words that are one number as a whole: ["fifty", "two"], ["3.5", "million"]; else None."""
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
            elif word in self._units:
                unit = self._units[word]
                room = 10 if unit < 10 else 100  # "fifty two" and "hundred fifty" go together, "five two" does not
                if current % room:
                    return None
                current += unit
            elif word in self._multipliers:
                current = max(current, 1.0) * self._multipliers[word]
                if self._multipliers[word] >= 1000:
                    total += current
                    current = 0.0
            else:
                compound = self._compound(word)
                if compound is None or current:
                    return None
                current = compound
            seen = True
        return total + current if seen else None

    def _compound(self, word: str) -> float | None:
        """zweiundfünfzig, tweeënvijftig: unit, "and", ten in one word."""
        for joiner in ("und", "en"):
            unit, found, ten = word.partition(joiner)
            one = 1 if unit in ("ein", "een") else self._units.get(unit, 0)
            if found and 0 < one < 10 and self._units.get(ten, 0) >= 20:
                return float(self._units[ten] + one)
        return None

    def date(self, words: Sequence[str]) -> tuple[int | None, int, int | None] | None:
        """(day, month, year) of words that are one date with a month's name; None when they are not."""
        day = month = year = None
        for word in words:
            if word in _DATE_FILLERS:
                continue
            if word in self._months:
                if month is not None:
                    return None
                month = self._months[word]
                continue
            ordinal = _ORDINAL.fullmatch(word)
            digits = ordinal.group(1) if ordinal else word
            if not digits.isdecimal() or len(digits) == 3 or len(digits) > 4:
                return None
            number = int(digits)
            if len(digits) == 4 and year is None:
                year = number
            elif len(digits) < 3 and day is None and 1 <= number <= 31:
                day = number
            else:
                return None
        if month is None or (day is None and year is None):
            return None
        return day, month, year


@cache
def numbers(languages: tuple[str, ...]) -> Numbers:
    """The number words of some languages together."""
    return Numbers(languages)


def _values(section: str, languages: tuple[str, ...]) -> Mapping[str, int]:
    entries: Mapping[str, Mapping[str, int]] = table("numbers")[section]
    return {fold(word): value for language in languages for word, value in entries.get(language, {}).items()}


def has_digit(word: str) -> bool:
    """Whether a figure stands in the word."""
    return any(character.isdigit() for character in word)


def _plain(word: str) -> str:
    return re.sub(r"(?<=\d)[,'](?=\d{3}(?!\d))", "", word)
