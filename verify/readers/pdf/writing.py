"""The text of a PDF from its paragraphs, with the spans in it: one string, and where each piece stands on the pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from verify.core.characters import is_unspaced
from verify.core.patterns import regex
from verify.readers.pdf.furniture import Furniture
from verify.readers.pdf.lines import Line
from verify.readers.pdf.notes import LABELS, Note
from verify.readers.pdf.pages import Box, Page, Run
from verify.readers.pdf.paragraphs import Kind, Paragraph
from verify.readers.raised import plain

_URL_TAIL: Final = regex(r"(?:https?://|www\.)\S*$", re.IGNORECASE)
_URL_HEAD: Final = regex(r"[\w%&=?#/.~+:;,@!$'()*-]+")
_BREAKS_BEFORE: Final = "/-_=&?#%~+:"  # what a line of an address ends with when it is broken
_BREAKS_AFTER: Final = "/-_.=&?#%~+"
_AFTER_WORDS: Final = regex(r"[.,;:!?…\"'”’»)\]]$")
_POWER: Final = regex(r"(?:\d|\b(?:[kcmd]?m|ft|mi|in|ha))$")
_HYPHENS: Final = "-‐\u2011"
_DASHES: Final = "—–"
_REGIONS: Final = {Kind.HEADING: "heading", Kind.CAPTION: "caption"}
Json = dict[str, Any]


@dataclass(slots=True)
class Written:
    """The document as it grows; spans are half open, in code points of the text."""

    text: str = ""
    regions: list[tuple[str, int, int]] = field(default_factory=list[tuple[str, int, int]])
    links: list[tuple[int, int, str]] = field(default_factory=list[tuple[int, int, str]])
    marks: list[tuple[int, int, str, int | None, int | None]] = field(
        default_factory=list[tuple[int, int, str, int | None, int | None]]
    )
    quotes: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    anchors: list[tuple[int, int, int]] = field(default_factory=list[tuple[int, int, int]])  # start, line, page


class Writer:
    """Writes paragraphs, then notes, then what stands beside the text, each under its own kind of region."""

    def __init__(self, links: dict[int, list[tuple[Box, str]]]) -> None:
        self._links_of = links
        self._parts: list[str] = []
        self._length = 0
        self._out = Written()
        self._raised: dict[tuple[int, str], list[tuple[int, int]]] = {}  # by page and label
        self._notes: dict[tuple[int, str], tuple[int, int]] = {}

    def paragraph(self, paragraph: Paragraph) -> None:
        """One paragraph, set apart by a blank line from what precedes."""
        self._apart()
        start = self._length
        self._lines(paragraph.lines)
        if paragraph.kind in _REGIONS:
            self._out.regions.append((_REGIONS[paragraph.kind], start, self._length))
        elif paragraph.kind is Kind.QUOTE:
            self._out.quotes.append((start, self._length))

    def note(self, note: Note) -> None:
        """One footnote, as `[1] words`; the label is no part of the span that marks lead to."""
        self._apart()
        self._add(f"[{note.label}] ")
        start = self._length
        first = note.lines[0]
        shortened = Line(
            page=first.page, y=first.y, size=first.size, text=first.text[note.skip :], lefts=first.lefts[note.skip :], rights=first.rights[note.skip :],
            number=first.number, leftwards=first.leftwards,
            raised=[(a - note.skip, b - note.skip) for a, b in first.raised if a >= note.skip],
        )  # fmt: skip
        self._lines([shortened, *note.lines[1:]])
        if self._length > start:
            self._notes.setdefault((note.page, note.label), (start, self._length))

    def beside(self, kind: str, pieces: Sequence[tuple[str, int]]) -> None:
        """Text with the page it stands on, in a region of its own: furniture, stamps, what is not seen."""
        for text, page in pieces:
            self._apart()
            start = self._length
            self._out.anchors.append((start, 1, page))
            self._add(text)
            self._out.regions.append((kind, start, self._length))

    def finish(self) -> Written:
        """The whole, with the marks led to their notes."""
        out = self._out
        out.text = "".join(self._parts)
        for (page, label), note in self._notes.items():
            mark = self._mark(out.text, page, label) or self._mark(out.text, page - 1, label)
            if mark is not None:
                out.marks.append((*mark, label, *note))
                out.regions.append(("note-mark", *mark))
        out.regions = _flat(out.regions)
        return out

    def _mark(self, text: str, page: int, label: str) -> tuple[int, int] | None:
        """The raised figure that leads to a note: behind punctuation rather than behind a word, never a power (km², 10³)."""
        found = [
            (_AFTER_WORDS.search(text, max(0, start - 1), start) is None, start, end)
            for start, end in self._raised.get((page, label), ())
            if not _POWER.search(text, max(0, start - 6), start)
        ]
        return min(found)[1:] if found else None

    def _apart(self) -> None:
        if self._length:
            self._add("\n\n")

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _lines(self, lines: Sequence[Line]) -> None:
        before: Line | None = None
        for line in lines:
            links = self._linked(line)
            if before is not None:
                same = (
                    bool(links and self._out.links)
                    and links[0][0] == 0
                    and self._out.links[-1][1:] == (self._length, links[0][2])
                )
                self._add(_seam(before, line, same_link=same))
            start = self._length
            self._out.anchors.append((start, line.number, line.page))
            self._add(line.text)
            for low, high in line.raised:
                for label in LABELS.finditer(plain(line.text[low:high])):
                    span = start + low + label.start(), start + low + label.end()
                    self._raised.setdefault((line.page, label[0]), []).append(span)
            for a, b, href in links:
                self._link(start + a, start + b, href)
            before = line

    def _link(self, start: int, end: int, href: str) -> None:
        """A link, joined with the one before when that ends on the line before and leads to the same place."""
        links = self._out.links
        if links and links[-1][2] == href and start - links[-1][1] <= 1:
            links[-1] = links[-1][0], end, href
        else:
            links.append((start, end, href))

    def _linked(self, line: Line) -> list[tuple[int, int, str]]:
        """Spans of the line that lie under a link."""
        height = line.y + 0.3 * line.size
        found: list[tuple[int, int, str]] = []
        for (x0, y0, x1, y1), href in self._links_of.get(line.page, ()):
            if not y0 <= height <= y1:
                continue
            under = [
                index
                for index, (left, right) in enumerate(zip(line.lefts, line.rights, strict=True))
                if x0 <= (left + right) / 2 <= x1
            ]
            if under:
                start, end = under[0], under[-1] + 1
                while start < end and line.text[start] == " ":
                    start += 1
                while start < end and line.text[end - 1] == " ":
                    end -= 1
                if start < end:
                    found.append((start, end, href))
        return sorted(found)


def _flat(regions: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Sorted, without overlaps: a note mark in a heading parts it in two."""
    marks = sorted(region for region in regions if region[0] == "note-mark")
    flat = list(marks)
    for kind, start, end in regions:
        if kind == "note-mark":
            continue
        for _, low, high in marks:
            if start <= low < end:
                if start < low:
                    flat.append((kind, start, low))
                start = high
        if start < end:
            flat.append((kind, start, end))
    return sorted(flat, key=lambda region: region[1:])


def _seam(before: Line, line: Line, *, same_link: bool) -> str:
    """What stands between two lines of a paragraph: a space; a line end after a hyphen that may part a word; nothing within
    an address, after a hyphen before a capital or a figure, and in scripts without spaces.
    """
    left, right = before.text, line.text
    if not left or not right:
        return ""
    address = _URL_TAIL.search(left)
    if address and _goes_on(address[0], right, same_link=same_link, full=True):
        return ""
    last, first = left[-1], right[0]
    if last in _HYPHENS and len(left) > 1 and left[-2].isalnum():
        return (
            "\n" if left[-2].isalpha() and first.isalpha() and not first.isupper() else "" if first.isalnum() else " "
        )
    if last in _DASHES and not left[-2:-1].isspace():
        return ""
    return "" if is_unspaced(ord(last)) and is_unspaced(ord(first)) else " "


def _goes_on(address: str, following: str, *, same_link: bool, full: bool) -> bool:
    """Whether a web address is broken over the line end."""
    head = _URL_HEAD.match(following)
    if head is None or not full:
        return False
    token = head[0]
    if same_link or token[0] in _BREAKS_AFTER or address[-1] in _BREAKS_BEFORE:
        return not token[0].isupper() or same_link or "/" in token or address[-1] in "/-_=&?"
    if address[-1] == ".":
        return token[0].islower() and ("/" in token or "." in token[:-1])
    if address[-1] in ",;)]>":
        return False
    return "/" in token or re.search(r"\.(?:html?|pdf|aspx?|php|jsp|shtml|stm|ece)\b", token) is not None


def stamps(runs: Sequence[Run], page: int) -> list[tuple[str, int]]:
    """Runs that belong to no line of the text, one after the other as the file has them."""
    words = " ".join(" ".join(run.text for run in sorted(runs, key=lambda run: run.order)).split())
    return [(words, page)] if words else []


def pages_of(pages: Sequence[Page]) -> dict[int, list[tuple[Box, str]]]:
    """The links of each page."""
    return {page.number: page.links for page in pages if page.links}


def heads(furniture: Sequence[Furniture]) -> list[tuple[str, int]]:
    """Furniture as pieces beside the text."""
    return [(item.text, item.page) for item in furniture]
