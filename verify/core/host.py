"""The text around the quotations: what the document says in its own words.

`masked` has the length of the text. Quotations, with their marks, are blanked out by a filler but for the closing
punctuation of the quoted words; tags, URLs, note marks and what nobody sees are blanked by spaces.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from verify.core.cues import cues
from verify.core.dates import DateMention, find_dates, iso_date
from verify.core.layout import Layout, lay_out, sentences
from verify.core.marks import Marked, Marks, pair_marks
from verify.core.patterns import regex
from verify.core.unread import unread_spans
from verify.model import BlockQuote, Document, RegionKind

FILLER = "\ue000"
URL = regex(
    r"(?:https?|ftp)://[^\s\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65،؛؟<>\"“”«»‘’{}|\\^`\ue000]+",
    re.IGNORECASE,
)
_TAG = regex(r"</?[a-zA-Z][^<>\n]{0,1000}>|<!--[^<>\n]{0,1000}-->")
_TOKEN = regex(
    r"(?P<filler>\ue000+[.!?…,;:]?)"
    r"|(?P<word>(?:Mrs?|Ms|Dr|Prof|Gen|Col|Capt|Lt|Sgt|Maj|Sen|Rep|Gov|Rev|Hon|Adm|Brig|Messrs|Jr|Sr|St|Dept)\."
    r"|(?:[^\W\d_]\.){2,}(?:-\w+|[^\W\d_]?(?!\w))|[^\W\d_a-z]\.(?=\s[^\W\d_a-z])|\w+(?:[’'\-‐‑.&/]\w+)*)"
    r"|(?P<mark>[^\w\s])"
)
_DATELINE = regex(
    r"^[^\S\n]{0,4}(?=[A-Z]{3})[A-Z][A-Z.’' -]{2,30}(?:, [A-Z][\w.]{1,14}(?: \d{1,2})?)?(?: \([A-Z][\w ]{1,20}\))?[^\S\n]{0,2}(?:[—–]|--| - )",
    re.MULTILINE,
)
_INVERTED = regex(r"-t-(?:il|elle|ils|elles|on)$|[aeit]-(?:il|elle)s?$")  # ajoute-t-il, dit-elle
_PUBLISHED = regex(r"\b(?:published|posted|updated|date)\b(?: on)?:?\s{0,3}(?:on:?)?\s?(?=[\w])", re.IGNORECASE)
# Where a page says when it appeared: its first lines.
DATELINE_REACH = 600


class Token(NamedTuple):
    """A word, a mark, or a blanked quotation (`filler`) of the host text. A tuple, because a text has so many."""

    start: int
    end: int
    text: str
    lower: str
    kind: str  # word, mark, filler

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def tokenize(masked: str, start: int, end: int) -> list[Token]:
    """The tokens of masked[start:end]."""
    return [
        Token(match.start(), match.end(), match[0], match[0].lower(), match.lastgroup or "mark")
        for match in _TOKEN.finditer(masked, start, end)
    ]


@dataclass
class Host:
    """A document with its layout, its marks and its own words. Built once, read by every step of the extraction."""

    document: Document
    layout: Layout
    marks: Marks
    masked: str
    unread: tuple[tuple[int, int], ...]
    _sentences: dict[int, list[tuple[int, int]]] = field(default_factory=dict[int, list[tuple[int, int]]])

    @property
    def text(self) -> str:
        return self.document.text

    @cached_property
    def published(self) -> str | None:
        """The day the document says it appeared."""
        for key in ("date", "published", "article:published_time", "citation_publication_date", "dc.date", "issued"):
            value = self.document.metadata.get(key)
            if value and iso_date(value[:10]):
                return iso_date(value[:10])
        for match in _PUBLISHED.finditer(self.text, 0, DATELINE_REACH):
            dates = find_dates(self.text[match.end() : match.end() + 40])
            if dates and dates[0].start == 0:
                return dates[0].iso
        return None

    @cached_property
    def dates(self) -> list[DateMention]:
        """The dates of the document's own words."""
        return find_dates(self.masked, self.published)

    @cached_property
    def _date_starts(self) -> list[int]:
        return [mention.start for mention in self.dates]

    @cached_property
    def _spans_by_mark(self) -> dict[int, Marked]:
        return {span.opens: span for span in self.marks.spans}

    @cached_property
    def _notes_by_end(self) -> dict[int, int]:
        return {one.end: one.start for one in self.document.regions if one.kind is RegionKind.NOTE_MARK}

    def note_ending_at(self, offset: int) -> int | None:
        """Where the note mark begins that ends at `offset`."""
        return self._notes_by_end.get(offset)

    def span_opening_at(self, offset: int) -> Marked | None:
        """The quotation whose opening mark stands at `offset`."""
        return self._spans_by_mark.get(offset)

    def dates_in(self, start: int, end: int) -> list[DateMention]:
        """The dates that begin in [start, end)."""
        first = bisect_left(self._date_starts, start)
        return self.dates[first : bisect_left(self._date_starts, end, first)] if start < end else []

    def sentences_of(self, index: int) -> list[tuple[int, int]]:
        """The sentences of a paragraph of the layout."""
        if index not in self._sentences:
            self._sentences[index] = sentences(self.masked, *self.layout.paragraphs[index])
        return self._sentences[index]

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """The sentence `offset` stands in, or an empty span."""
        index = self.layout.paragraph_index(offset)
        if index < 0:
            return offset, offset
        spans = self.sentences_of(index)
        number = bisect_left(spans, (offset + 1,)) - 1
        return spans[max(number, 0)]

    def sentences_back(self, offset: int, limit: int) -> Iterator[tuple[int, int]]:
        """The sentences that start before `offset`, the last first, at most `limit`, over paragraphs."""
        index = self.layout.paragraph_index(offset)
        while index >= 0 and limit > 0:
            spans = self.sentences_of(index)
            number = bisect_left(spans, (offset,)) - 1
            while number >= 0 and limit > 0:
                yield spans[number]
                number -= 1
                limit -= 1
            index -= 1

    def tokens(self, start: int, end: int) -> list[Token]:
        return tokenize(self.masked, start, end)

    def is_unread(self, offset: int) -> bool:
        """Whether `offset` stands in navigation, a footer or hidden text, which quotes nobody."""
        number = bisect_left(self.unread, (offset + 1,)) - 1
        return number >= 0 and offset < self.unread[number][1]


def read_host(document: Document) -> Host:
    """Pair the marks of a document and blank out what is not its own words."""
    text = document.text
    layout = lay_out(text)
    unread = unread_spans(document)
    notes = [(region.start, region.end) for region in document.regions if region.kind is RegionKind.NOTE_MARK]
    blanks = [match.span() for match in _TAG.finditer(text)] if "<" in text else []
    blanks += [match.span() for match in URL.finditer(text)] if "://" in text else []
    blanks += [match.span() for match in _DATELINE.finditer(text)]
    blanks = _merged(sorted([*blanks, *notes, *unread]))
    marks = pair_marks(text, layout, blanks, frozenset(start for start, _ in notes))
    if marks.run_over:
        layout = layout.without_ends(marks.run_over)
    return Host(document, layout, marks, _masked(text, layout, marks.spans, blanks, document.block_quotes), unread)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


def _masked(
    text: str,
    layout: Layout,
    spans: tuple[Marked, ...],
    blanks: list[tuple[int, int]],
    blocks: tuple[BlockQuote, ...],
) -> str:
    covers = [(start, end, " ") for start, end in blanks]
    covers += [(block.start, block.end, FILLER) for block in blocks]
    covers += [(span.opens, span.closes, FILLER) for span in spans if span.parent is None]
    pieces: list[str] = []
    position = 0
    for start, end, filler in sorted(covers):
        if start < position:
            continue
        pieces.append(text[position:start])
        if filler == FILLER:
            last = _closing_punctuation(text, start, end)
            pieces.append(FILLER * (end - start - len(last)) + last)
        else:
            pieces.append(" " * (end - start))
        position = end
    pieces.append(text[position:])
    masked = "".join(pieces)
    return masked.replace("\n", " ") if layout.wrapped else masked


def _closing_punctuation(text: str, start: int, end: int) -> str:
    last = text[end - 2 : end - 1] if end - start > 2 else ""
    return last if last in ".!?…" else ""


def cue_words(token: Token) -> bool:
    """Whether a token is a verb that reports words, as far as its form tells."""
    table = cues()
    return token.kind == "word" and (
        token.lower in table.verbs or token.lower in table.foreign or _INVERTED.search(token.lower) is not None
    )
