"""What words that differ say in numbers, dates and times: the same in another style, or something else."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

from verify.core import name_spellings, pairing, spelling
from verify.core.characters import HYPHENS, fold
from verify.core.comparison import Comparison
from verify.core.numbers import Numbers, clock, figures_date, full_date, money, numbers, ratio
from verify.core.patterns import regex
from verify.core.words import languages

_THOUSANDS: Final = 3  # figures from which a number may be grouped
_NUMBERED: Final = frozenset(  # what has numbers like 2.10, which is not 2.1
    {"version", "v", "release", "edition", "section", "sec", "chapter", "article", "table", "figure", "fig", "paragraph", "clause", "abschnitt", "kapitel", "artikel", "tabelle", "chapitre", "versión", "capítulo"}
)  # fmt: skip
_CURRENCIES: Final = frozenset("$€£¥₹₽₩₪")
_COUNTED: Final = frozenset({"people", "men", "women", "children", "euro", "yen"})
_MINUS: Final = frozenset({"minus", "negative"})
_POINTED: Final = regex(r"\d{1,3}\.\d{3}(?:,\d+)?")
_TOLD: Final = 2400  # characters of a source that tell its language


def amounts(
    c: Comparison,
    q: tuple[int, int],
    s: tuple[int, int],
    a: list[str],
    b: list[str],
    written: tuple[str, str],
    shown: str,
) -> tuple[str, str] | None:
    """The rule for words that are dates, times or numbers as a whole, the same or others."""
    if c.numbers.date(a) is not None and c.numbers.date(b) is not None:
        same = c.numbers.date(a) == c.numbers.date(b)
        return ("F18", f"style of a date: {shown}") if same else ("F7", f"date: {shown}")
    grouped = _ungrouped(_figures_of(c, a))
    if grouped is not None and grouped == _ungrouped(_figures_of(c, b)):
        return "F6", f"grouping of a number: {shown}"
    if spelling.power(written[0], written[1]):
        return "F6", f"style of a power: {shown}"
    words = other_words(a, b, shown)
    if words is not None and words[0] != "F13":
        return words
    if figures_date(written[0]) is not None and figures_date(written[0]) == figures_date(written[1]):
        return "F18", f"style of a date: {shown}"
    dates = full_date(c.numbers, a, written[0]), full_date(c.numbers, b, written[1])
    if None not in dates:
        return ("F18", f"style of a date: {shown}") if dates[0] == dates[1] else ("F7", f"date: {shown}")
    if ratio(written[0]) is not None and ratio(written[0]) == ratio(written[1]):
        return "F6", f"number in another style: {shown}"
    if money(c.numbers, a) is not None and money(c.numbers, a) == money(c.numbers, b):
        return "F8", f"sum of money in another style: {shown}"
    if clock(written[0]) is not None and clock(written[1]) is not None:
        same = clock(written[0]) == clock(written[1])
        return ("F18", f"style of a time: {shown}") if same else ("F7", f"time: {shown}")
    if pairing.is_rank(a, b, c.numbers):
        return "F6", f"number in another style: {shown}"
    values = both_values(c, q, s, a, b, written)
    if None not in values:
        same = values[0] == values[1] and not is_counted(c, s[0], a, b)
        return ("F6", f"number in another style: {shown}") if same else ("F7", f"number: {shown}")
    return words


def other_words(a: list[str], b: list[str], shown: str) -> tuple[str, str] | None:
    """The rule for words that are one name, an abbreviation or a contraction of others."""
    if name_spellings.known_name("".join(a), "".join(b)):
        return "F9", f"name in another spelling: {shown}"
    if spelling.abbreviation(a, b):
        return "F8", f"abbreviation: {shown}"
    if spelling.contraction(a, b):
        return "F13", f"contraction: {shown}"
    return None


def both_values(
    c: Comparison, q: tuple[int, int], s: tuple[int, int], a: list[str], b: list[str], written: tuple[str, str]
) -> tuple[float | None, float | None]:
    """What both sides are as numbers; 1.5m is millions where money or many are spoken of, not metres."""
    before = {c.view.word(s[0] - 1) if s[0] else "", c.quoted.word(q[0] - 1) if q[0] else ""}
    after = fold(c.view.word(s[1])) if s[1] < c.view.size else ""
    money = bool(before & _CURRENCIES) or after in _COUNTED or (len(after) > 3 and after.endswith("s"))
    known = _numbers_for_points(c, a + b)
    return known.value(a, written[0], money=money), known.value(b, written[1], money=money)


def _numbers_for_points(c: Comparison, words: list[str]) -> Numbers:
    """The numbers of the likeliest language where 2.500 may be two and a half or two thousand and a half."""
    if not any(_POINTED.fullmatch(word) for word in words):
        return c.numbers
    return numbers(languages(f"{c.view.text[:_TOLD]} {c.quoted.text}")[:1])


def _figures_of(c: Comparison, words: list[str]) -> list[str]:
    """The words with what groups the thousands of their figures left out."""
    known = _numbers_for_points(c, words)
    return [plain if (plain := known.figures(word)).isdigit() else word for word in words]


def is_grouped(words: list[str]) -> bool:
    """Whether figures are split into thousands: 1 000 000."""
    return all(word.isdigit() for word in words) and all(len(word) == 3 for word in words[1:]) and len(words[0]) <= 9


def is_counted(c: Comparison, at: int, a: list[str], b: list[str]) -> bool:
    """Whether figures with a point number a version or a part: version 2.10 is not 2.1."""
    return at > 0 and any("." in word for word in a + b) and fold(c.view.word(at - 1)) in _NUMBERED


def _ungrouped(words: list[str]) -> str | None:
    """The figures of one whole number, however its thousands are set apart; None for anything else."""
    parts = [part for word in words for part in re.split(r"[,'’ ]", word)]
    return "".join(parts) if is_grouped(parts) and len("".join(parts)) > _THOUSANDS else None


def figures(words: list[str]) -> list[str]:
    """The figures of each word that has some."""
    return ["".join(c for c in word if c.isdigit()) for word in words if any(c.isdigit() for c in word)]


def number_changed(c: Comparison, quoted: list[str], source: list[str]) -> bool:
    """Whether a few words have other numbers among them than those they stand for."""

    def found(words: list[str]) -> Counter[str]:
        return Counter(word for word in map(fold, words) if c.numbers.is_number(word))

    return len(quoted) <= 6 and len(source) <= 6 and found(quoted) != found(source)


def is_one_before_many(c: Comparison, i: int, j: int, a: str, b: str) -> bool:
    """Whether “a” stands for “one” or 1 before million or third."""
    if j + 1 >= c.view.size or not any(map(c.numbers.is_article, (a, b))):
        return False
    following = fold(c.view.word(j + 1))
    other = b if c.numbers.is_article(a) else a
    same = i + 1 < c.quoted.size and fold(c.quoted.word(i + 1)) == following
    return (
        same and c.numbers.value([other]) == 1 and (c.numbers.is_magnitude(following) or c.numbers.is_part(following))
    )


def is_power(c: Comparison, i: int, j: int) -> bool:
    """Whether the words are the raised figure of one number written as 10³ and 10^3."""
    if not i or not j:
        return False
    signs = c.quoted.gaps[i - 1].strip(), c.view.gap(j - 1, j).strip()
    return sorted(signs) == ["", "^"] and unicodedata.normalize("NFKC", c.quoted.word(i)) == unicodedata.normalize(
        "NFKC", c.view.word(j)
    )


def is_minus(quoted: str, source: str) -> bool:
    """Whether a minus before a number is a sign on one side and a word on the other."""
    return any(sign in HYPHENS and fold(word) in _MINUS for sign, word in ((quoted, source), (source, quoted)))
