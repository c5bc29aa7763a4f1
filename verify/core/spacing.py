"""The same letters with other spaces, hyphens or points between them: one word or two."""

from __future__ import annotations

from typing import Final

from verify.core import spelling
from verify.core.amounts import figures, is_grouped
from verify.core.characters import HYPHENS, is_unspaced
from verify.core.comparison import Comparison
from verify.core.numbers import has_digit
from verify.core.quotation_syntax import QUOTES

_GERESH: Final = frozenset("׳״")  # Hebrew marks inside abbreviations, typed as apostrophe and quotation mark
_LINE: Final = 40  # characters of a line
_DENYING_STARTS: Final = frozenset({"a", "an", "un", "non", "no", "not", "now", "im", "il", "ir", "dis", "anti"})
_TWO_WORDS: Final = ("re", "un")  # re-sign is not resign, un-ionised not unionised


def spacing(
    c: Comparison, q: tuple[int, int], s: tuple[int, int], a: list[str], b: list[str], shown: str
) -> tuple[str, str]:
    """Same letters, other word boundaries."""
    quoted_gaps = c.quoted.gaps[q[0] : q[1] - 1]
    source_gaps = c.view.gaps(s[0], s[1] - 1)
    joined = c.quoted.phrase(*q) + c.view.passage(*s)
    if len(a) == len(b) == 1 and c.quoted.phrase(*q) == c.view.passage(*s):
        return "D14", "A note mark of the source is quoted as the figure it is."
    if c.lexicon.negates([c.quoted.word(i) for i in range(*q)]) != c.lexicon.negates(c.view.words(*s)):
        return "F17", f"negation: {shown}"
    if _cut_by_a_line(c, s, source_gaps) and "".join(c.quoted.phrase(*q).split()) == "".join(
        c.view.passage(*s).split()
    ):
        return "F2", "A word of Latin letters or figures runs on over a line end."
    if any(character.isdigit() for character in "".join(a)):
        grouped = all(not gap.strip() for gap in quoted_gaps + source_gaps) and is_grouped(a) and is_grouped(b)
        letters_apart = any(not word.isdigit() for word in a + b)
        if grouped:
            return "F6", f"style of a number: {shown}"
        return ("F4", f"spacing: {shown}") if letters_apart and figures(a) == figures(b) else ("F7", f"number: {shown}")
    if any("." in gap for gap in quoted_gaps + source_gaps):
        if c.damaged() and min(map(len, b)) > 1:
            c.forgiven += 1
            return "F15", f"A stray point of the damaged source is passed over: {shown}"
        return "F8", f"abbreviation: {shown}"
    if "\n" in joined and any(character in HYPHENS or character == "\u00ad" for character in joined):
        return "F2", "A hyphen at a line end is read as part of the word."
    if _unquoted(c.quoted.phrase(*q)) == _unquoted(c.view.passage(*s)):
        return "C2", "Quotation marks have another shape."
    first = c.view.word(s[0])
    if len(b) > len(a) and len(first) == 1 and first.isupper() and not source_gaps[0].strip():
        return "G4", "An ornamental initial is read as the first letter of the word."
    if any(character in HYPHENS for gap in quoted_gaps + source_gaps for character in gap):
        longer = min(a, b, key=len)
        split = max(a, b, key=len)
        if len(split) == 2 and split[0] in _TWO_WORDS and len(longer) == 1:
            return "F16", f"other word: {shown}"
        return "B6", f"hyphen: {shown}"
    raw_q, raw_s = [c.quoted.word(i) for i in range(*q)], c.view.words(*s)
    if c.lexicon.negates(raw_q) != c.lexicon.negates(raw_s) and not c.damaged():
        return "F17", f"negation: {shown}"
    apart = spelling.written_apart() & {*a, *b} or max(a, b, key=len)[0] in _DENYING_STARTS
    if len(a) != len(b) and apart and not c.damaged():
        return "F16", f"other word: {shown}"
    if c.damaged():
        c.forgiven += 1
        return "F15", f"The damaged source has other word boundaries: {shown}"
    return "F4", f"spacing: {shown}"


def _cut_by_a_line(c: Comparison, s: tuple[int, int], gaps: list[str]) -> bool:
    """Whether a text without spaces between its words breaks its lines inside foreign words too, as here."""
    if not any("\n" in gap for gap in gaps) or any(gap.strip() and "\n" not in gap for gap in gaps):
        return False
    low, high = c.view.span(*s)
    return (
        sum(is_unspaced(ord(character)) for character in c.view.text[max(0, low - _LINE) : high + _LINE]) > _LINE // 3
    )


def cut_number(c: Comparison, s: tuple[int, int], written: tuple[str, str]) -> bool:
    """Whether figures with a point are cut at a line end of a text without spaces between its words: 21. | 6 for 21.6."""
    return (
        has_digit(written[0])
        and not any(character.isspace() for character in written[0])
        and written[0] == "".join(written[1].split())
        and _cut_by_a_line(c, s, c.view.gaps(s[0], s[1] - 1))
    )


def _unquoted(text: str) -> str:
    """The text with every mark in one shape, for scripts that write words up to the mark."""
    return "".join("'" if character in QUOTES or character in _GERESH else character for character in text)
