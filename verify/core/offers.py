"""What offers the rest of a text to those who pay or join, told by its concepts: no list has the words of every newspaper.

An offer says some of five things: that there is more, whom that is for, how much was free, what it costs, what to do. Below a
text of a few lines one of the first four is enough. Below a longer one it takes several in one box, the first or second
among them, since "subscribe from 2 € a month" and "already a subscriber?" stand under whole articles too; or a choice of prices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from verify.core.page_signs import NO_SPACES, PROSE_LINE, Line, Signs, stems
from verify.core.patterns import regex
from verify.data import table
from verify.model import RegionKind

# Words of running text above the box: below the first, a teaser of a paragraph or two; up to the second, of half a dozen.
BRIEF_PROSE = 150
TEASER_PROSE = 450
# What runs on below a box as long as the text above it is the text, or at least this long; shorter, it tells of other pages.
_BELOW = 150
# A box is a few lines, at least one of them a label, a button or a heading.
_BOX_LINES = 5
_MOST_LINES = 500
_LINE_WORDS = 20
_LABEL_WORDS = 8
_OFFER_WORDS = 16
_PRICE = regex(r"[€£$¥₽₹]\s?\d|\d\s?(?:[€£$¥円₽₹]|p\b|euros?\b|kr\b|zł\b|eur\b|usd\b|元|文字|字)")
_ELSEWHERE = frozenset({RegionKind.NAVIGATION, RegionKind.FOOTER, RegionKind.COMMENT, RegionKind.HIDDEN})


@dataclass(frozen=True, slots=True)
class _Mark:
    """A listed word of a concept; `literal` is looked for first, since most pages have few of them."""

    concept: str
    literal: str
    pattern: re.Pattern[str]


def offered(page: Signs) -> str | None:
    """What a box below the text offers, in words; None when there is none, or the text is long."""
    shown = [line for line in page.lines if line.region not in _ELSEWHERE][:_MOST_LINES]
    running = [line.words if line.words >= PROSE_LINE and line.region is not RegionKind.ASIDE else 0 for line in shown]
    first = next((index for index, words in enumerate(running) if words), len(shown))
    said = _said(shown)
    above, below = 0, sum(running)
    for index, words in enumerate(running):
        if index > first and above < TEASER_PROSE and below <= max(above, _BELOW):
            offer = _box(shown, index, said, brief=page.prose < BRIEF_PROSE)
            if offer:
                return offer
        above, below = above + words, below - words
    return None


def _said(shown: Sequence[Line]) -> Mapping[int, frozenset[str]]:
    """The concepts of each short line that has any, by its place."""
    texts = {index: line.text.casefold() for index, line in enumerate(shown) if line.words <= _LINE_WORDS}
    together = "\n".join(texts.values())
    marks = [mark for mark in _marks() if mark.literal in together]
    said = {
        index: frozenset(mark.concept for mark in marks if mark.literal in text and mark.pattern.search(text))
        | ({"terms"} if _PRICE.search(text) else set[str]())
        for index, text in texts.items()
    }
    other = stems("paywall", "not_stems")
    return {index: concepts for index, concepts in said.items() if concepts and not other.search(texts[index])}


def _box(shown: Sequence[Line], start: int, said: Mapping[int, frozenset[str]], *, brief: bool) -> str | None:
    found: set[str] = set()
    labelled = False
    for index in _lines(shown, start):
        line, concepts = shown[index], said.get(index, frozenset[str]())
        if brief and line.region is not RegionKind.ASIDE and line.words <= _OFFER_WORDS and concepts - {"act"}:
            return line.text
        found |= concepts
        labelled = labelled or line.words <= _LABEL_WORDS
        enough = len(found) > (1 if found & {"rest", "who"} else 2)
        spelled_out = len(concepts - {"act"}) > 1 and line.words <= _OFFER_WORDS
        if (labelled or spelled_out) and enough and found & {"rest", "who", "quota"}:
            places = (at for at in range(start, index + 1) if said.get(at, frozenset[str]()) & {"rest", "who", "quota"})
            return shown[next(places)].text
        priced = [at for at in range(start, index + 1) if "terms" in said.get(at, frozenset[str]())]
        if labelled and "act" in found and len(priced) > 1:
            return shown[priced[0]].text
    return None


def _lines(shown: Sequence[Line], start: int) -> Iterator[int]:
    """The places of the lines of the box that may begin at `start`."""
    for index in range(start, min(start + _BOX_LINES, len(shown))):
        if shown[index].words > _LINE_WORDS:
            return
        yield index


@cache
def _marks() -> tuple[_Mark, ...]:
    listed = cast("dict[str, dict[str, list[str]]]", cast("Any", table("availability"))["offer"])
    words = {
        (concept, word.casefold()) for concept, groups in listed.items() for group in groups.values() for word in group
    }
    return tuple(_Mark(concept, max(word.split("_"), key=len), _pattern(word)) for concept, word in sorted(words))


def _pattern(words: str) -> re.Pattern[str]:
    """Beginnings of words; Arabic and Hebrew write articles and prepositions before them without a space."""
    joined = NO_SPACES.match(words) or "\u0590" <= words[0] <= "\u06ff"
    escaped = ".{0,30}".join(re.escape(part) for part in words.split("_"))
    return re.compile(escaped if joined else rf"(?<!\w){escaped}")
