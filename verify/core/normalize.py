"""A source, indexed once and asked many times.

A page is read in three ways: its running text (what an article says, captions and page furniture passed over), all that
is visible, and everything, hidden text included. Each way is a `View`: the words in order, with offsets into the
document's text and, once something asks for it, an index of where each word stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from verify.core.markup import readable
from verify.core.patterns import regex
from verify.core.scan import Scan
from verify.core.tokens import Hashes, Tokens, tokenise
from verify.core.words import languages
from verify.model import Document, RegionKind

_BLANK_LINE: Final = regex(r"\n[ \t\r\u00a0]*\n")
_LINES_ARE_BLOCKS: Final = frozenset({"text/html", "application/xhtml+xml", "application/epub+zip"})

Positions = NDArray[np.int64]
Spans = tuple[tuple[int, int], ...]

_PASSED_OVER: Final = frozenset(
    {
        RegionKind.CAPTION,
        RegionKind.ASIDE,
        RegionKind.COMMENT,
        RegionKind.NAVIGATION,
        RegionKind.FOOTER,
        RegionKind.HIDDEN,
        RegionKind.NOTE_MARK,
    }
)
_BESIDE: Final = _PASSED_OVER - {RegionKind.NOTE_MARK}
_INVISIBLE: Final = frozenset({RegionKind.HIDDEN, RegionKind.NOTE_MARK})


class View:
    """Words of a text in order, with offsets into it; `skipped` spans hold words that are passed over."""

    def __init__(self, text: str, tokens: Tokens, skipped: Spans = (), *, blocks: bool = False) -> None:
        self.text = text
        self._blocks = blocks
        self.hash = tokens.hash
        self.start = tokens.start
        self.end = tokens.end
        self.size = len(tokens)
        self.skipped = skipped
        self.noise: float | None = None  # how damaged the text is, once measured
        self.whole_of: Callable[[], View] | None = None  # of a part: what measures and counts the whole text
        self._places: dict[int, tuple[int, int]] = {}
        self._index: tuple[Hashes, NDArray[np.int32], NDArray[np.int32]] | None = None

    @property
    def whole(self) -> View:
        """The view of the whole text, for what is counted there."""
        return self if self.whole_of is None else self.whole_of()

    def word(self, i: int) -> str:
        """The word as the text has it, without markup inside."""
        raw = self.text[self.start[i] : self.end[i]]
        return readable(raw) if _holds_markup(raw) else raw

    def words(self, low: int, high: int) -> list[str]:
        """The words [low, high)."""
        low, high = max(low, 0), min(high, self.size)
        if low >= high:
            return []
        text, starts, ends = self.text, self.start[low:high].tolist(), self.end[low:high].tolist()
        found = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        if _holds_markup(text[starts[0] : ends[-1]]):
            found = [readable(raw) if _holds_markup(raw) else raw for raw in found]
        return found

    def span(self, low: int, high: int) -> tuple[int, int]:
        """Offsets of the words [low, high) in the text; an empty range stands before word `low`."""
        if low >= high:
            at = int(self.start[low]) if low < self.size else len(self.text) if not self.size else int(self.end[-1])
            return at, at
        return int(self.start[low]), int(self.end[high - 1])

    def passage(self, low: int, high: int) -> str:
        """The text of the words [low, high), skipped spans left out."""
        return self._without_skipped(*self.span(low, high))

    def gap(self, i: int, j: int) -> str:
        """The text between the end of word `i` and the start of word `j`, skipped spans left out.

        `i` of -1 is the start of the text, `j` of `size` its end.
        """
        low = int(self.end[i]) if i >= 0 else 0
        high = int(self.start[j]) if j < self.size else len(self.text)
        return self._without_skipped(low, high)

    def gaps(self, low: int, high: int) -> list[str]:
        """The texts behind the words [low, high), each up to the next word; both ends must be words of the text."""
        starts, ends = self.start[low + 1 : high + 1].tolist(), self.end[low:high].tolist()
        if starts and self._skips_between(ends[0], starts[-1]):
            return [self._without_skipped(end, start) for end, start in zip(ends, starts, strict=True)]
        text = self.text
        return [text[end:start] for end, start in zip(ends, starts, strict=True)]

    def _skips_between(self, low: int, high: int) -> bool:
        """Whether a skipped span ends behind `low` and begins before `high`."""
        at = bisect_left(self.skipped, (high, high))
        return at > 0 and self.skipped[at - 1][1] > low

    def _without_skipped(self, low: int, high: int) -> str:
        if not self.skipped:
            return self.text[low:high]
        out: list[str] = []
        first = max(0, bisect_left(self.skipped, (low, low)) - 1)
        for start, end in self.skipped[first : bisect_left(self.skipped, (high, high))]:
            if end <= low:
                continue
            if start > low:
                out.append(self.text[low:start])
            low = max(low, end)
        if low < high:
            out.append(self.text[low:high])
        return "".join(out)

    def paragraph_ends(self, between: str) -> bool:
        """Whether a paragraph ends in a piece of the text: at a line end where lines are blocks, else a blank line."""
        if "\n" not in between:
            return False
        return self._blocks or _BLANK_LINE.search(between) is not None

    @property
    def indexed(self) -> bool:
        return self._index is not None

    def index(self) -> tuple[Hashes, NDArray[np.int32], NDArray[np.int32]]:
        """Distinct hashes, sorted; where each one's positions begin; positions, ascending for each hash."""
        if self._index is None:
            packed = self.hash.astype(np.uint64)
            packed <<= np.uint64(32)
            packed |= np.arange(self.size, dtype=np.uint64)
            packed.sort()
            positions = packed.astype(np.uint32).view(np.int32)
            packed >>= np.uint64(32)
            first = np.ones(self.size, np.bool_)
            np.not_equal(packed[1:], packed[:-1], out=first[1:])
            starts = np.flatnonzero(first)
            vocabulary = packed[starts].astype(np.uint32)
            self._index = vocabulary, np.append(starts, self.size).astype(np.int32), positions
        return self._index

    def frequencies(self, hashes: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each hash: where its positions begin in the index, and how many there are."""
        vocabulary, starts, _ = self.index()
        if not len(vocabulary):
            return np.zeros(len(hashes), np.int64), np.zeros(len(hashes), np.int64)
        at = np.searchsorted(vocabulary, hashes)
        at[at == len(vocabulary)] = 0
        known = vocabulary[at] == hashes
        begin = starts[at].astype(np.int64)
        return begin, np.where(known, starts[at + 1] - begin, 0)

    def places(self, hashes: Sequence[int]) -> list[tuple[int, int]]:
        """`frequencies` as pairs; what was looked up once is remembered."""
        known = self._places
        missing = [value for value in hashes if value not in known]
        if missing:
            begin, count = self.frequencies(np.array(missing, np.uint32))
            known.update(zip(missing, zip(begin.tolist(), count.tolist(), strict=True), strict=True))
        return [known[value] for value in hashes]

    def count(self, value: int) -> int:
        """How often the text has the word of this hash."""
        return self.places((value,))[0][1]

    def positions(self, begin: int, count: int) -> Positions:
        """Ascending word numbers that the index holds from `begin` on."""
        return self.index()[2][begin : begin + count].astype(np.int64)

    def at(self, offset: int) -> int:
        """The number of the first word that ends after `offset`."""
        return int(np.searchsorted(self.end, offset, "right"))


def _holds_markup(raw: str) -> bool:
    return "<" in raw or "&" in raw or "â" in raw or "Ã" in raw


def _spans(document: Document, kinds: frozenset[RegionKind]) -> Spans:
    spans = [(region.start, region.end) for region in document.regions if region.kind in kinds]
    spans += [(mark.start, mark.end) for mark in document.note_marks]
    spans.sort()
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


_LINE: Final = regex(r"[^\n\f]+")
_LONGEST_HEAD: Final = 90  # characters of a running head
_HEAD_RECURS: Final = 2


def furniture(text: str) -> Spans:
    """Lines that are page numbers between blank lines, or running heads: in capitals or with a number, and recurring."""
    candidates: list[tuple[str, int, int]] = []
    for line in _LINE.finditer(text):
        raw = line.group()
        bare = raw.strip()
        if not bare or len(bare) > _LONGEST_HEAD or not (bare.isupper() or bare[0].isdigit() or bare[-1].isdigit()):
            continue
        candidates.append((re.sub(r"\d+", "#", bare.casefold()), line.start(), line.end()))
    shapes = Counter(shape for shape, _, _ in candidates)
    words = Counter(shape.replace("#", "").strip() for shape, _, _ in candidates)
    spans: list[tuple[int, int]] = []
    for shape, start, end in candidates:
        around = text[max(0, start - 3) : start], text[end : end + 3]
        apart = any("\n\n" in side or "\f" in side for side in around)
        head = shape.replace("#", "").strip()
        beside = bool(spans) and start - spans[-1][1] <= 2
        if (apart and (shape == "#" or shapes[shape] >= _HEAD_RECURS or words[head] >= _HEAD_RECURS)) or (
            beside and shape == "#"
        ):
            spans.append((start, end))
    return tuple(spans)


def _outside(tokens: Tokens, spans: Spans) -> Tokens:
    """The words that begin outside the spans."""
    gone = np.zeros(len(tokens), np.bool_)
    for start, end in np.searchsorted(tokens.start, np.array(spans, np.int32)).tolist():
        gone[start:end] = True
    kept = np.flatnonzero(~gone)
    return Tokens(tokens.hash[kept], tokens.start[kept], tokens.end[kept])


class SourceText:
    """A document as the text to find quotations in. Tokenised on first use; safe to share between threads.

    Threads that ask at the same moment may tokenise twice; both get the same values.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._views: dict[str, View] = {}
        self._by_spans: dict[Spans, View] = {}  # those views by what they leave out
        self.marks: Spans = _spans(document, frozenset({RegionKind.NOTE_MARK}))
        self.hidden: Spans = tuple(sorted((r.start, r.end) for r in document.regions if r.kind is RegionKind.HIDDEN))
        self._languages: tuple[str, ...] | None = None
        self._scan: Scan | None = None
        self.asked = 0  # how many quotations this source has been asked for: an index pays from the second on

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def prepared(self) -> bool:
        """Whether the running text is already there as words."""
        return "running" in self._views

    @cached_property
    def has_regions(self) -> bool:
        """Whether parts of the page do not belong to the running text."""
        return any(region.kind in _BESIDE for region in self.document.regions)

    def scan(self) -> Scan:
        """The text as it is looked at before it is indexed; kept until it is."""
        scan = self._scan
        if scan is None:
            scan = self._scan = Scan(self.text)
        return scan

    def languages(self) -> tuple[str, ...]:
        """Languages the text may be in, likeliest first; what the document says of itself counts as possible."""
        if self._languages is None:
            found = languages(self.text)
            declared = self.declared_language
            self._languages = found if declared is None or declared in found else (*found, declared)
        return self._languages

    @property
    def declared_language(self) -> str | None:
        """The language the document says it is in: "en" for "en-GB"."""
        language = self.document.language
        return language.replace("_", "-").split("-")[0].lower() if language else None

    @cached_property
    def furniture(self) -> Spans:
        """Running heads and page numbers."""
        return furniture(self.text) if "\n" in self.text else ()

    @cached_property
    def passed_over(self) -> Spans:
        """What the running text does not have, and running heads and page numbers."""
        return tuple(sorted((*self.running().skipped, *self.furniture)))

    def without_furniture(self) -> View | None:
        """The running text without running heads and page numbers; None when it has none."""
        if "bare" not in self._views:
            view, spans = self.running(), self.furniture
            if spans:
                tokens = _outside(Tokens(view.hash, view.start, view.end), spans)
                view = View(self.text, tokens, self.passed_over)
            self._views["bare"] = view
        bare = self._views["bare"]
        return None if bare.size == self.running().size else bare

    def running(self) -> View:
        """What the article says: main text and headings."""
        return self._view("running", _PASSED_OVER)

    def visible(self) -> View:
        """All that a reader of the page can see."""
        return self._view("visible", _INVISIBLE)

    def everything(self) -> View:
        """The whole text, hidden parts included."""
        return self._view("everything", frozenset({RegionKind.NOTE_MARK}))

    def _view(self, name: str, left_out: frozenset[RegionKind]) -> View:
        view = self._views.get(name)
        if view is None:
            skipped = self.left_out if left_out is _PASSED_OVER else _spans(self.document, left_out)
            # What leaves out the same is the same view: a page without hidden text shows everything.
            view = self._by_spans.get(skipped)
            if view is None:
                view = self._by_spans[skipped] = self._view_of(self._tokens, skipped)
            self._views[name] = view
            if not self.has_regions:
                self._scan = None  # else it tells where the other views need not be made
        return view

    def _view_of(self, tokens: Tokens, skipped: Spans) -> View:
        if skipped:
            tokens = _outside(tokens, skipped)
        return View(self.text, tokens, skipped, blocks=self.document.media_type in _LINES_ARE_BLOCKS)

    @cached_property
    def _tokens(self) -> Tokens:
        """The words of the whole text; its views leave some of them out."""
        return tokenise(self.text, blanks=self.marks)

    @cached_property
    def left_out(self) -> Spans:
        """What of the page the running text does not have."""
        return _spans(self.document, _PASSED_OVER)

    @cached_property
    def beside(self) -> Spans:
        """What a reader of the page sees beside the running text."""
        kinds = _BESIDE - {RegionKind.HIDDEN}
        return tuple((region.start, region.end) for region in self.document.regions if region.kind in kinds)

    def part(self, low: int, high: int) -> View:
        """The running text between two offsets, which leaves to the whole of it what is counted there."""
        view = self.window(low, high)
        view.whole_of = self.running
        return view

    def window(self, low: int, high: int) -> View:
        """A view of text[low:high] alone; offsets count in the whole text."""
        return self._view_of(tokenise(self.text, low, high, blanks=self.marks), self.left_out)
