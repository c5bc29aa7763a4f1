"""Paragraphs and sentences of a text, as spans.

A paragraph ends at a blank line. A single newline ends one too, unless it parts a word after a hyphen, or the text is
hard-wrapped (lines of one narrow range of lengths that break in mid-sentence), where it is a space. Sentences never
cross paragraphs.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from verify.core.patterns import regex

# A line that breaks within these lengths looks wrapped by a program, not ended by a writer.
WRAP_SHORTEST, WRAP_LONGEST = 45, 100
# A line of words longer than this is a paragraph: the text is not wrapped.
WRITTEN_LONGEST = 240
# Share of lines that must look wrapped before newlines count as spaces; prose with hard newlines stays under 0.3.
WRAP_SHARE = 0.7

ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen col lt maj capt sgt cpl cmdr adm brig gov sen rep rev hon st jr sr messrs mme mlle "
    "jan feb mar apr jun jul aug sept sep oct nov dec no nos vol ed eds trans pp p cf vs viz etc al inc ltd co corp "
    "bros dept univ assn est fig approx ca e.g i.e a.m p.m u.s u.k u.n e.u u.s.a d.c ph.d m.d b.a m.a art sec par "
    "ave blvd rd mt ft bzw usw z.b d.h nr hr fr str bd dra sra srta av ste".split()
)

_BOUNDARY = regex(
    r"[.!?…؟۔]{1,8}[\"”“’»«)\]』」]{0,4}(?:\s{0,3}\[\^?\w{1,4}(?:\s?[,–-]\s?\d{1,3}){0,8}\]){0,8}[⁰¹²³⁴-⁹]{0,3}\s+(?=\S)|[。！？][』」”]{0,2}(?=\S)"
)
_ITEM = regex(r"(?:\d{1,3}[.)]|\[\^?\w{1,4}\]:?|[-*•–])\s")
_HYPHENS = "-‐\u00ad"
_LAST_WORD = regex(r"[^\W_][\w.’'-]{0,40}$")


@dataclass(frozen=True, slots=True)
class Layout:
    """Spans of paragraphs (without surrounding white space) and whether single newlines are spaces."""

    paragraphs: tuple[tuple[int, int], ...]
    wrapped: bool
    _starts: tuple[int, ...]

    def paragraph_index(self, offset: int) -> int:
        """Index of the last paragraph that starts at or before `offset`; -1 before the first."""
        return bisect_right(self._starts, offset) - 1

    def paragraph_at(self, offset: int) -> tuple[int, int]:
        """The paragraph `offset` stands in, or an empty span at `offset`."""
        index = self.paragraph_index(offset)
        if index >= 0 and offset <= self.paragraphs[index][1]:
            return self.paragraphs[index]
        return offset, offset

    def without_ends(self, ends: frozenset[int]) -> Layout:
        """The layout in which no paragraph ends at `ends`, the offsets of ends of paragraphs."""
        spans: list[tuple[int, int]] = []
        for start, end in self.paragraphs:
            if spans and spans[-1][1] in ends:
                spans[-1] = spans[-1][0], end
            else:
                spans.append((start, end))
        return Layout(tuple(spans), self.wrapped, tuple(start for start, _ in spans))


def opens_item(text: str, start: int, end: int) -> bool:
    """Whether the line [start, end) is an item of a list by its label."""
    return _ITEM.match(text, start, end) is not None


def lay_out(text: str) -> Layout:
    """The paragraphs of `text`, in one pass over its lines."""
    lines = _lines(text)
    wrapped = _is_wrapped(lines) and not any(
        end - start > WRITTEN_LONGEST and text.count(" ", start, end) > WRITTEN_LONGEST // 12 for start, end in lines
    )
    spans: list[tuple[int, int]] = []
    open_paragraph = False
    for start, end in lines:
        if start == end:
            open_paragraph = False
        elif open_paragraph and (
            (wrapped and not opens_item(text, start, end)) or _parts_a_word(text, spans[-1][1], start)
        ):
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
            open_paragraph = True
    return Layout(tuple(spans), wrapped, tuple(start for start, _ in spans))


def _parts_a_word(text: str, end: int, start: int) -> bool:
    """Whether a line that ends at `end` and the next, from `start`, are parted within a word: govern-|ment."""
    return text[end - 1] in _HYPHENS and text[end - 2 : end - 1].isalpha() and text[start].islower()


def _lines(text: str) -> list[tuple[int, int]]:
    """Spans of the lines without their white space at both ends; an empty span for a blank line."""
    spans: list[tuple[int, int]] = []
    position = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        start = position + (len(line) - len(line.lstrip()) if stripped else 0)
        spans.append((start, start + len(stripped)))
        position += len(line)
    return spans


def _is_wrapped(lines: list[tuple[int, int]]) -> bool:
    followed = [one for one, two in pairwise(lines) if one[0] != one[1] and two[0] != two[1]]
    if len(followed) < 2:
        return False
    fitting = sum(WRAP_SHORTEST <= end - start <= WRAP_LONGEST for start, end in followed)
    longest = max(end - start for start, end in followed)
    return fitting >= WRAP_SHARE * len(followed) and longest <= WRAP_LONGEST


_MONTH_DE = regex(r" (?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b")


def sentences(masked: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences in the paragraph [start, end).

    `masked` is the text with quoted words blanked out but for their closing punctuation, so that a full stop
    inside a quotation ends no sentence of the host.
    """
    spans: list[tuple[int, int]] = []
    last = start
    for match in _BOUNDARY.finditer(masked, start, end):
        following = masked[match.end() : match.end() + 1]
        if match.end() >= end or not _starts_sentence(following) or _is_abbreviation(masked, match.start(), last):
            continue
        spans.append((last, match.end()))
        last = match.end()
    if last < end:
        spans.append((last, end))
    return spans


def _starts_sentence(character: str) -> bool:
    return not character.islower() and character not in ",;:)]–—-"


def _is_abbreviation(masked: str, dot: int, floor: int) -> bool:
    if masked[dot] != "." or masked[dot : dot + 2] == "..":
        return False
    word = _LAST_WORD.search(masked, max(floor, dot - 40), dot)
    if not word:
        return False
    letters = word[0]
    if letters.isdigit() and len(letters) < 3 and _MONTH_DE.match(masked, dot + 1):
        return True  # am 4. Mai
    initial = len(letters) == 1 and letters.isupper()
    return initial or letters.lower() in ABBREVIATIONS
