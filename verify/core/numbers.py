"""Numbers and dates in words and figures: which value they have, so that "fifty-two" equals 52 and 50 does not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from verify.core.characters import fold
from verify.core.patterns import regex
from verify.data import table

_FIGURES: Final = regex(r"\d+(?:\.\d+)?|\.\d+")
_ORDINAL: Final = regex(r"(\d{1,4})(?:st|nd|rd|th|er|re|e|a|o)")
_VULGAR: Final = regex(r"(?:(\d{1,6})[\s-]+)?(\d{1,4})\s?[/⁄∕]\s?(\d{1,4})")
_SHORT_MAGNITUDE: Final = regex(r"(\d+(?:[.,]\d+)?)([a-z]{1,3})")
_FIGURES_DATE: Final = regex(r"(\d{1,4})([./-])\s?(\d{1,2})\2\s?(\d{1,4})")
_CLOCK: Final = regex(r"(\d{1,2})(?:[:.](\d\d))?\s?(?:([aApP])\.?\s?[mM]\.?)?")
_JOINERS: Final = frozenset({"and", "und", "et", "y", "e", "и", "و"})
# The comma is the decimal sign of these languages, and a point groups thousands.
_DECIMAL_COMMA: Final = frozenset({"de", "fr", "es", "it", "pt", "nl", "tr", "pl", "sv", "ru", "el"})
_HAN_UNITS: Final = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}  # fmt: skip
_HAN_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_HAN_MYRIADS: Final = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_DATE_FILLERS: Final = frozenset({"of", "the", "de", "del", "di", "den", "der", "am", "on", "le", "года", "г"})


_RATIO: Final = regex(r"(\d+)(?:\s?:\s?|\s(?:to|zu|bis|à|на|до)\s|\s?[–—]\s?|-|\s-\s)(\d+)")
_CURRENCIES: Final = {
    word: code
    for code, words in {
        "EUR": ("€", "euro", "euros", "eur", "евро", "євро", "ευρώ"),
        "USD": ("$", "dollar", "dollars", "usd", "dólares", "dollari", "dólar", "долларов", "доларів"),
        "GBP": ("£", "pound", "pounds", "gbp", "libras", "livres", "sterline", "pfund"),
        "JPY": ("yen",),
        "RUB": ("₽", "rubles", "roubles", "рублей", "rubel"),
        "INR": ("₹", "rupees"),
        "UAH": ("₴", "гривень", "hryvnias"),
        "ILS": ("₪", "shekels"),
    }.items()
    for word in map(fold, words)
}


class Numbers:
    """Number words and months of some languages. All words are folded."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self._languages = languages
        self._units = _values("units", languages)
        self._multipliers = _values("multipliers", languages)
        self._ordinals = _values("ordinals", languages)
        self._parts = _values("parts", languages)
        articles: Mapping[str, Sequence[str]] = table("numbers")["articles"]
        self._articles = frozenset(fold(word) for language in languages for word in articles.get(language, ()))
        self._short: Mapping[str, int] = table("numbers")["short_multipliers"]
        self._points_group = bool(languages) and _DECIMAL_COMMA.issuperset(languages)
        months: Mapping[str, Sequence[str]] = table("numbers")["months"]
        self._months = {fold(name): number for number, names in enumerate(months.values(), 1) for name in names}
        other: Mapping[str, Sequence[str]] = table("numbers")["other"]
        self._counting: dict[str, bool] = {}  # words that were asked for; threads write the same values
        self._other = frozenset(fold(word) for language in languages for word in other.get(language, ()))

    def is_number(self, word: str) -> bool:
        """Whether the word is a number in figures or in words."""
        return (
            has_digit(word)
            or word in self._units
            or word in self._multipliers
            or word in self._other
            or _is_fraction(word)
        )

    def is_magnitude(self, word: str) -> bool:
        """Whether the word multiplies the number before it: hundred, million."""
        return word in self._multipliers

    def is_month(self, word: str) -> bool:
        """Whether the word names a month."""
        return word in self._months

    def is_date_word(self, word: str) -> bool:
        """Whether the word may stand in a date with a month's name."""
        return word in self._months or word in _DATE_FILLERS or word.isdecimal() or _ORDINAL.fullmatch(word) is not None

    def is_article(self, word: str) -> bool:
        """Whether the word stands for one before a number word: a million, ein Drittel."""
        return word in self._articles

    def is_part(self, word: str) -> bool:
        """Whether the word is the lower half of a fraction: thirds, Viertel."""
        return word in self._parts

    def opens_amount(self, words: Sequence[str]) -> bool:
        """Whether words may be a number, a rank, a date in figures or a time of day as a whole: most surely are not."""
        first = words[0]
        return self._counts(first) and (has_digit(first) or _is_fraction(first) or all(map(self._counts, words)))

    def tells_amount(self, words: Sequence[str]) -> bool:
        """Whether one of the words may be a part of a number, a date or a time of day."""
        return any(self._counts(word) or word in self._months for word in words)

    def _counts(self, word: str) -> bool:
        """Whether the word may be a part of an amount."""
        known = self._counting.get(word)
        if known is None:
            known = self._counting[word] = (
                self.is_number(word)
                or any(word in words for words in (self._ordinals, self._parts, self._articles, self._short))
                or word in _JOINERS
                or _is_han_number(word)
                or self._compound(word) is not None
            )
        return known

    def value(self, words: Sequence[str], text: str = "", *, money: bool = False) -> float | None:
        """The value of words that are one number as a whole: ["fifty", "two"], ["3.5", "million"]; else None.

        `text` is how the words are written, for the fraction 1/2; `money` reads 1.5m as millions.
        """
        fraction = _VULGAR.fullmatch(_spelled(text).strip()) if text else None
        if fraction is not None and int(fraction[3]):
            return int(fraction[1] or 0) + int(fraction[2]) / int(fraction[3])
        if words and all(map(_is_han_number, words)) and not all(map(str.isdecimal, words)):
            return _han(words)
        total = current = 0.0
        seen = joined = False
        words = [self._short_form(word) if money else word for word in words]
        words = [part for word in words for part in word.split()]
        for index, word in enumerate(words):
            if word in _JOINERS and seen:
                joined = True
                continue
            if self._opens_part(words, index):
                return total + current + 1 / self._parts[words[index + 1]] if joined or not seen else None
            plain = self.figures(word)
            if _FIGURES.fullmatch(plain):
                if current:
                    return None
                current = float(plain)
            elif _is_fraction(word):
                if index + 1 < len(words) or current % 1:
                    return None
                current += unicodedata.numeric(word)
            elif word in self._parts and index + 1 == len(words) and (current or not seen):
                if not current and self._parts[word] != 2:
                    return None  # "a third" without its article may be the third of several
                current = current + 1 / self._parts[word] if joined else (current or 1.0) / self._parts[word]
            elif word in self._units:
                unit = self._units[word]
                if word in ("vingt", "vingts") and current == 4:
                    current = 80.0
                elif current in (60.0, 80.0) and 10 <= unit < 20 and "fr" in self._languages:
                    current += unit
                else:
                    room = 10 if unit < 10 else 100  # "fifty two" and "hundred fifty" go together, "five two" does not
                    if current % room:
                        return None
                    current += unit
            elif word in self._multipliers:
                current = max(current, 1.0) * self._multipliers[word]
                if self._multipliers[word] >= 1000:
                    total += current
                    current = 0.0
            elif index == 0 and len(words) > 1 and word in self._articles and words[1] in self._multipliers:
                current = 1.0
            else:
                compound = self._compound(word)
                if compound is None or current:
                    return None
                current = compound
            seen = True
            joined = False
        return total + current if seen else None

    def _opens_part(self, words: Sequence[str], index: int) -> bool:
        """Whether "a third" or "a half" begins here."""
        return words[index] in self._articles and index + 2 == len(words) and words[index + 1] in self._parts

    def ordinal(self, words: Sequence[str]) -> int | None:
        """The rank that words name: ["3rd"], ["twenty", "first"]; None when they name none."""
        if not words:
            return None
        figures = _RANK.fullmatch(words[-1])
        if len(words) == 1 and figures is not None:
            return int(figures[1])
        last = self._ordinals.get(words[-1])
        if last is None:
            return None
        if len(words) == 1:
            return last
        before = self.value(words[:-1])
        if before is None or before % 1 or last >= 10 or before % 10:
            return None
        return int(before) + last

    def _short_form(self, word: str) -> str:
        """1.5m as "1.5 million", m alone as what it multiplies by."""
        short = _SHORT_MAGNITUDE.fullmatch(word)
        if short is not None and short[2] in self._short:
            return f"{short[1]} {self._magnitude(short[2])}"
        return self._magnitude(word) if word in self._short else word

    def _magnitude(self, short: str) -> str:
        wanted = self._short[short]
        return next((word for word, value in self._multipliers.items() if value == wanted), short)

    def figures(self, word: str) -> str:
        """Figures without what groups their thousands, and with a point before their decimals."""
        if not word[:1].isdigit():
            return word
        grouped = _GROUPED.fullmatch(word)
        if grouped is not None and (grouped[1] != "." or self._points_group or word.count(".") > 1):
            whole, separator, rest = word, "", ""
            if grouped[2]:
                whole, separator, rest = word[: -len(grouped[2])], ".", grouped[2][1:]
            return re.sub(r"\D", "", whole) + separator + rest
        if word.count(",") == 1 and "." not in word:
            return word.replace(",", ".")
        return word

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


def figures_date(text: str) -> tuple[int, ...] | None:
    """The numbers of a date in figures alone, in their order: 01/09/2004; None for any other text."""
    found = _FIGURES_DATE.fullmatch(text.strip())
    return None if found is None else (int(found[1]), int(found[3]), int(found[4]))


def full_date(known: Numbers, words: Sequence[str], text: str) -> tuple[int | None, int, int | None] | None:
    """(day, month, year) of one date with a month's name, or in figures whose order is beyond doubt; else None.

    3.10.1990 has the day first wherever points are written; 1990-10-03 the year; 10/13/1990 has only one reading.
    """
    named = known.date(words)
    found = _FIGURES_DATE.fullmatch(text.strip()) if named is None else None
    if found is None:
        return named
    first, mark, second, third = int(found[1]), found[2], int(found[3]), int(found[4])
    if len(found[1]) == 4 and mark == "-":
        day, month, year = third, second, first
    elif len(found[4]) != 4 or (mark != "." and first <= 12 and second <= 12):
        return None
    else:
        day, month, year = (second, first, third) if second > 12 and mark != "." else (first, second, third)
    return (day, month, year) if 1 <= day <= 31 and 1 <= month <= 12 else None


def ratio(text: str) -> tuple[str, str] | None:
    """The two numbers of a ratio, a score or a range: 3:1, 3 to 1, 3–1; None for any other text, times of day included."""
    found = _RATIO.fullmatch(text.strip())
    if found is None or (clock(text) is not None and ":" in text):
        return None
    return found[1], found[2]


def money(known: Numbers, words: Sequence[str]) -> tuple[str, float] | None:
    """(currency, amount) of words that are one sum of money, the currency in front or behind: €4.2 billion; else None."""
    if len(words) < 2:
        return None
    for currency, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
        if currency in _CURRENCIES:
            value = known.value(rest, money=True)
            return None if value is None else (_CURRENCIES[currency], value)
    return None


def is_currency(word: str) -> bool:
    """Whether the folded word is a currency's sign or name."""
    return word in _CURRENCIES


def clock(text: str) -> tuple[int, int] | None:
    """(hour, minute) of a time of day with a.m. or p.m., or with a colon; None for any other text."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None or not (found[3] or (found[2] and ":" in text)):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if minute > 59 or hour > 24 or (found[3] and not 1 <= hour <= 12):
        return None
    if found[3]:
        hour = hour % 12 + (12 if found[3] in "pP" else 0)
    return hour, minute


def _values(section: str, languages: tuple[str, ...]) -> Mapping[str, int]:
    entries: Mapping[str, Mapping[str, int]] = table("numbers")[section]
    return {fold(word): value for language in languages for word, value in entries.get(language, {}).items()}


def has_digit(word: str) -> bool:
    """Whether a figure stands in the word."""
    return not word.isalpha() and any(map(str.isdigit, word))


_GROUPED: Final = regex(r"\d{1,3}([,'.])\d{3}(?:\1\d{3})*([.,]\d{1,2}|[.,]\d{4,})?")
_RANK: Final = regex(r"(\d{1,4})(?:st|nd|rd|th|er|re|ere|e|eme|ieme|o|a|й|я|го)")


def _spelled(text: str) -> str:
    """The text with ½ and ¹/₂ written as 1/2."""
    if text.isascii():
        return text
    apart = "".join(f" {c} " if _is_fraction(c) else c for c in text)
    return unicodedata.normalize("NFKC", apart).replace("\u2044", "/")


def _is_fraction(word: str) -> bool:
    """Whether the word is one character for a fraction: ½."""
    return len(word) == 1 and not word.isascii() and unicodedata.numeric(word, 1.0) % 1 != 0


def _is_han_number(word: str) -> bool:
    """Whether the word is a Chinese numeral or a figure that may stand before one."""
    return word in _HAN_UNITS or word in _HAN_TENS or word in _HAN_MYRIADS or word.isdecimal()


def _han(words: Sequence[str]) -> float:
    """The value of Chinese numerals: 三百二十五, 3万."""
    if all(word in _HAN_UNITS or word.isdecimal() for word in words):
        return float("".join(str(_HAN_UNITS.get(word, word)) for word in words))
    total = section = digit = 0
    for word in words:
        if word in _HAN_MYRIADS:
            total += (section + digit or 1) * _HAN_MYRIADS[word]
            section = digit = 0
        elif word in _HAN_TENS:
            section += (digit or 1) * _HAN_TENS[word]
            digit = 0
        else:
            digit = digit * 10 + int(_HAN_UNITS.get(word, word)) if word.isdecimal() else _HAN_UNITS[word]
    return float(total + section + digit)
