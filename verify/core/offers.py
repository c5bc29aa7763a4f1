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
from verify.model import Document, RegionKind

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
# A sentence of an offer and its button.
_SENTENCE_WORDS = 3
_BUTTON_WORDS = 5
_ADDRESS = re.compile(r"://|\bwww\.")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SENTENCE = re.compile(r"[.!?…。！？।؟]\W{0,2}$")
# Behind the first digit of a price: millions are what an article tells of.
NO_MILLIONS = r"(?![\d.,]*\s?(?:k|m|b|bn|mn|mln|mrd|mio|million|billion|trillion|crore|lakh)\b)"
_PRICE = regex(rf"[€£$¥₽₹]\s?\d{NO_MILLIONS}|\d\s?(?:[€£$¥円₽₹]|p\b|euros?\b|kr\b|zł\b|eur\b|usd\b|元|文字|字)")
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


def unexplained(page: Signs, document: Document) -> str | None:
    """A sentence right below a short text with a button or a link of a few words, that no list takes for something else.

    It may offer the rest in words of its own. What else stands there is known better: tags, shares, authors, letters.
    """
    shown = [line for line in page.lines if line.region not in _ELSEWHERE][:_MOST_LINES]
    above = 0
    for at, line in enumerate(shown[:-1]):
        if at and 0 < above < TEASER_PROSE and shown[at - 1].words >= PROSE_LINE and _is_sentence(line, document):
            below = sum(each.words for each in shown[at + 1 :] if each.words > _LINE_WORDS)
            label = shown[at + 1]
            if below <= _BELOW // 2 and _is_pressed(label, document, page) and _is_unknown(line.text, label.text):
                return f"{line.text} [{label.text}]"
        if line.words >= PROSE_LINE:
            above += line.words
    return None


def _is_sentence(line: Line, document: Document) -> bool:
    """A line of its own that leads nowhere."""
    if not _SENTENCE_WORDS <= line.words <= _LINE_WORDS or _is_link(line, document):
        return False
    doubtful = line.region is RegionKind.HEADING or _YEAR.search(line.text)  # a date line is none
    return not doubtful or _SENTENCE.search(line.text) is not None


def _is_pressed(line: Line, document: Document, page: Signs) -> bool:
    """A button, or a link of a few words."""
    if line.words > _BUTTON_WORDS or _SENTENCE.search(line.text) or _ADDRESS.search(line.text):
        return False
    button = r"<(?:a|button)\b[^>]{0,300}>\s*" + re.escape(line.text.lower())
    return _is_link(line, document) or re.search(button, page.markup) is not None


def _is_unknown(sentence: str, label: str) -> bool:
    """Neither what stands below whole texts too, nor an offer that `offered` has looked at."""
    said, texts = sentence.casefold(), f"{sentence}\n{label}".casefold()
    if stems("furniture", "words").search(texts) or stems("paywall", "not_stems").search(texts) or _PRICE.search(said):
        return False
    return not any(mark.literal in said and mark.pattern.search(said) for mark in _marks())


def _is_link(line: Line, document: Document) -> bool:
    end = line.start + len(line.text)
    return any(link.start <= line.start and end <= link.end for link in document.links)


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
