"""Documents: the text a person reads, and where its pieces stand in the original.

Offsets count code points of the text and are half open.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from verify.model.claims import Claim, Quotation, ReferenceData
from verify.model.verdicts import Reason

# Characters in which line ends are counted one by one; in more, they are looked up: places of a long text would
# otherwise take time by its length each.
_COUNTED = 20_000


class RegionKind(StrEnum):
    """Where on a page a stretch of text stands. Text that no region covers is `MAIN`."""

    MAIN = "main"
    HEADING = "heading"
    CAPTION = "caption"
    ASIDE = "aside"  # pull quotes, advertisements, related links, sidebars
    COMMENT = "comment"  # what readers wrote under the article
    NAVIGATION = "navigation"
    FOOTER = "footer"
    NOTE_MARK = "note-mark"  # [1], superscript note numbers: seen, but no words of the text
    HIDDEN = "hidden"  # display:none, hidden, aria-hidden copies, alt texts, meta descriptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A stretch of a document's text with its kind. Regions are sorted and do not overlap."""

    kind: RegionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Text that leads somewhere: [start, end) is the link's own text, `href` absolute where the base is known."""

    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMark:
    """A footnote marker in the running text, and the span of the note it leads to (None: not in the document)."""

    start: int
    end: int
    label: str
    note_start: int | None = None
    note_end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockQuote:
    """A block quotation (`>`, `<blockquote>`), its words without the marks; `cite` as the markup gives it."""

    start: int
    end: int
    cite: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where the text at `start` stands in the original file; `place` says what the fields mean."""

    start: int
    line: int
    column: int
    page: int | None = None
    paragraph: int | None = None
    part: str | None = None
    cell: str | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A position a person can look up. `line` and `column` are 1-based, in code points.

    `page` and `paragraph` are 1-based. `part` is the sheet, the chapter's file or the kind of notes inside a compound
    file, `cell` a cell's name (`B7`), `time` a time code (`00:01:02.500`). None where the format has no such thing.
    """

    line: int
    column: int
    page: int | None = None
    paragraph: int | None = None
    part: str | None = None
    cell: str | None = None
    time: str | None = None

    def __str__(self) -> str:
        """`p. 2 ¶ 3`, `Sheet1 B7`, `00:01:02.500` where the original has such things, else `line 20`, `one.xhtml line 20`."""
        page = f"p. {self.page}" if self.page is not None else None
        paragraph = f"¶ {self.paragraph}" if self.paragraph is not None else None
        within = [one for one in (page, paragraph, self.cell, self.time) if one] or [f"line {self.line}"]
        return " ".join([self.part, *within] if self.part else within)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a reader left out or could not read, and where in the text: no silence."""

    start: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A part of the original whose words we could not read: scanned pages, fonts without letters, pages beyond a limit.

    Words that are not found may stand there, so they are not absent. `detail` says in words which part and why.
    """

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One input or one captured page, as the text a person reads, in reading order.

    Blocks (paragraphs, headings, cells) are separated by newlines; inline markup leaves no trace in `text`.
    `anchors` say where pieces of the text stand in the original; empty when the text is the original.
    """

    name: str
    media_type: str
    text: str = field(repr=False)
    sha256: str  # of the original bytes, lower-case hex
    title: str | None = None
    language: str | None = None
    regions: tuple[Region, ...] = field(default=(), repr=False)
    links: tuple[Link, ...] = field(default=(), repr=False)
    note_marks: tuple[NoteMark, ...] = field(default=(), repr=False)
    block_quotes: tuple[BlockQuote, ...] = field(default=(), repr=False)
    anchors: tuple[Anchor, ...] = field(default=(), repr=False)
    claims: tuple[Claim, ...] = field(default=(), repr=False)  # not empty: the format says what is quoted, from where
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    reference_data: tuple[ReferenceData, ...] = field(default=(), repr=False)
    notices: tuple[Notice, ...] = field(default=(), repr=False)
    unread: Unread | None = None
    rows: tuple[tuple[int, int], ...] = field(default=(), repr=False)  # of tables, in order
    size: int | None = None  # how long the text is where it is not at hand: sources of a finding, all of a saved run

    @property
    def characters(self) -> int:
        """Code points of the text."""
        return len(self.text) if self.size is None else self.size

    def place(self, offset: int) -> Place:
        """Where the character at `offset` stands in the original."""
        anchor = _last_anchor(self.anchors, offset)
        between = _line_ends_between(self.text, anchor.start, offset)
        column = offset - self.text.rfind("\n", 0, offset) if between else anchor.column + offset - anchor.start
        return Place(
            line=anchor.line + between,
            column=column,
            page=anchor.page,
            paragraph=anchor.paragraph,
            part=anchor.part,
            cell=anchor.cell,
            time=anchor.time,
        )

    def _region_after(self, offset: int) -> int:
        """The index of the first region that ends after `offset`."""
        low, high = 0, len(self.regions)
        while low < high:
            middle = (low + high) // 2
            if self.regions[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return low

    def words(self, quotation: Quotation) -> str:
        """A quotation of this document with the note marks inside it as spaces: they are no words, and offsets stay."""
        text = quotation.exact
        for region in self.regions[self._region_after(quotation.start) :]:
            if region.start >= quotation.end:
                break
            if region.kind is RegionKind.NOTE_MARK:
                first = max(region.start - quotation.start, 0)
                last = min(region.end - quotation.start, len(text))
                text = text[:first] + " " * (last - first) + text[last:]
        return text

    def region(self, offset: int) -> RegionKind:
        """The kind of region the character at `offset` stands in."""
        low = self._region_after(offset)
        if low < len(self.regions) and self.regions[low].start <= offset:
            return self.regions[low].kind
        return RegionKind.MAIN


def _line_ends_between(text: str, start: int, end: int) -> int:
    if end - start < _COUNTED:
        return text.count("\n", start, end)
    ends = _line_ends(text)
    return bisect_left(ends, end) - bisect_left(ends, start)


@lru_cache(maxsize=2)  # the document whose places are told, and the source it is held against
def _line_ends(text: str) -> list[int]:
    return [match.start() for match in re.finditer("\n", text)]


def _last_anchor(anchors: tuple[Anchor, ...], offset: int) -> Anchor:
    low, high = 0, len(anchors)
    while low < high:
        middle = (low + high) // 2
        if anchors[middle].start <= offset:
            low = middle + 1
        else:
            high = middle
    return anchors[low - 1] if low else Anchor(start=0, line=1, column=1)
