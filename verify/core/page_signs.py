"""What is countable about a fetched page: its title's parts, its lines and how many of its words are running text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, cast

from verify.core.patterns import regex
from verify.data import table
from verify.model import Capture, Document, RegionKind

# Lines of at least this many words are running text; shorter ones are menus, buttons, labels, headings.
PROSE_LINE = 10
# A phrase in a longer line is part of what the page tells, not what the page is.
SHORT_LINE = 25
# Challenge pages and shells show what they are in their first part.
_MARKUP_READ = 600_000
# Kana, Han, Thai, Lao, Khmer; written as escapes, since some Han letters look like others far away. Korean has spaces.
NO_SPACES = regex(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f\u0e81-\u0eff\u1780-\u17ff]")
_PARTS = regex(r"\s+[|–—·•:»«/-]+\s+|\s*[|｜»]\s*|:\s+")
_OUTSIDE = frozenset({RegionKind.NAVIGATION, RegionKind.FOOTER, RegionKind.COMMENT, RegionKind.ASIDE})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page with the region that its first character stands in, and the offset of that character."""

    text: str
    words: int
    region: RegionKind
    start: int


@dataclass(frozen=True, slots=True)
class Signs:
    """`titles` are the parts of the title and of the headings, without case; `lines` what is seen, in order."""

    titles: tuple[str, ...]
    lines: tuple[Line, ...]
    hidden: str
    prose: int  # words of running text outside navigation, footers, comments and asides
    main: int  # all words there
    visible: int
    markup: str  # the source without case; empty where the page is no HTML

    def short_lines(self, *, everywhere: bool = True) -> Iterable[str]:
        """What buttons, labels and boxes say, without case; `everywhere` includes navigation, footers and comments."""
        for line in self.lines:
            if line.words <= SHORT_LINE and (everywhere or line.region not in _OUTSIDE - {RegionKind.ASIDE}):
                yield line.text.casefold()

    def main_lines(self) -> Iterable[str]:
        """What stands outside navigation, footers, comments and asides, in order."""
        return (line.text for line in self.lines if line.region not in _OUTSIDE)


def signs(capture: Capture, document: Document) -> Signs:
    """Count a page."""
    lines: list[Line] = []
    hidden: list[str] = []
    position = 0
    regions = iter(document.regions)
    region = next(regions, None)
    for text in document.text.split("\n"):
        start = position + len(text) - len(text.lstrip())
        position += len(text) + 1
        stripped = text.strip()
        if not stripped:
            continue
        while region is not None and region.end <= start:
            region = next(regions, None)
        kind = region.kind if region is not None and region.start <= start else RegionKind.MAIN
        if kind is RegionKind.HIDDEN:
            hidden.append(text)
        else:
            lines.append(Line(text=stripped, words=word_count(text), region=kind, start=start))
    inside = [line for line in lines if line.region not in _OUTSIDE]
    html = document.media_type in {"text/html", "application/xhtml+xml"}
    titles = [document.title or "", document.metadata.get("title", ""), document.metadata.get("h1", "")]
    titles += [line.text for line in lines if line.region is RegionKind.HEADING][:3]
    return Signs(
        titles=tuple(dict.fromkeys(part for title in titles for part in _parts(title))),
        lines=tuple(lines),
        hidden="\n".join(hidden).casefold(),
        prose=sum(line.words for line in inside if line.words >= PROSE_LINE),
        main=sum(line.words for line in inside),
        visible=sum(line.words for line in lines),
        markup=capture.body[:_MARKUP_READ].decode("utf-8", "replace").lower() if html else "",
    )


def untitled(page: Signs) -> Signs:
    """The page without its titles and headings."""
    lines = tuple(line for line in page.lines if line.region is not RegionKind.HEADING)
    return replace(page, titles=(), lines=lines)


def unlinked_prose(page: Signs, document: Document) -> int:
    """Words of running text in lines that are not mostly links: lists of headlines say nothing of the page."""
    total = 0
    for line in page.lines:
        if line.region in _OUTSIDE or line.words < PROSE_LINE:
            continue
        end = line.start + len(line.text)
        spans = ((max(link.start, line.start), min(link.end, end)) for link in document.links)
        if 2 * sum(high - low for low, high in spans if low < high) <= len(line.text):
            total += line.words
    return total


def word_count(text: str) -> int:
    """Words of a line; scripts without spaces count two characters to a word."""
    return len(text.split()) + (0 if text.isascii() else len(NO_SPACES.findall(text)) // 2)


def pieces(title: str) -> list[str]:
    """What stands between the bars, dashes and colons of a title, without case and surrounding punctuation."""
    return [piece for piece in _parts(title)[1:] if piece]


def _parts(title: str) -> list[str]:
    """A title and its pieces."""
    whole = " ".join(title.split()).casefold()
    parts = [whole, *_PARTS.split(whole)] if whole else []
    return [part.strip(" .!…:;,'\"“”‘’¡¿。！") or part for part in parts]


class Phrases:
    """Listed phrases; `_` in them stands for a few more words. Texts are given without case."""

    def __init__(self, words: Iterable[str]) -> None:
        listed = sorted({word.casefold().replace("’", "'") for word in words}, key=len, reverse=True)
        # Looking for each literal in all the text at once is a hundred times faster than the pattern, line by line.
        self._literals = tuple({max(word.split("_"), key=len).strip() for word in listed})
        self._pattern = re.compile("|".join(_pattern(word) for word in listed))

    def first(self, texts: Iterable[str]) -> str | None:
        """The first words in `texts` that are one of the phrases."""
        lines = [text.replace("’", "'") for text in texts]
        together = "\n".join(lines)
        if not any(literal in together for literal in self._literals):
            return None
        return next((found.group() for text in lines if (found := self._pattern.search(text))), None)

    def opening(self, texts: Iterable[str]) -> str | None:
        """The first phrase that one of `texts` begins with."""
        found = (self._pattern.match(text.replace("’", "'")) for text in texts)
        return next((match.group() for match in found if match), None)

    def whole(self, texts: Iterable[str]) -> str | None:
        """The first of `texts` that is nothing but a phrase."""
        return next((text for text in texts if self._pattern.fullmatch(text.replace("’", "'"))), None)


@cache
def phrases(*path: str) -> Phrases:
    """The phrases under `path` in the table of availability, of all its languages."""
    entry: Any = table("availability")
    for key in path:
        entry = entry[key]
    groups = cast("dict[str, list[str]]", entry).values() if isinstance(entry, dict) else [cast("list[str]", entry)]
    return Phrases(word for group in groups for word in group)


def _pattern(phrase: str) -> str:
    escaped = re.escape(phrase).replace("_", ".{0,60}")
    before = r"(?<!\w)" if phrase[0].isalnum() and not NO_SPACES.match(phrase[0]) else ""
    after = r"(?!\w)" if phrase[-1].isalnum() and not NO_SPACES.match(phrase[-1]) else ""
    return before + escaped + after


@cache
def stems(*path: str) -> re.Pattern[str]:
    """Listed beginnings and middles of words, as one pattern."""
    entry: Any = table("availability")
    for key in path:
        entry = entry[key]
    return re.compile("|".join(re.escape(word.casefold()) for word in cast("list[str]", entry)))
