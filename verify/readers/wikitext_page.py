"""What a wikitext page shows, as it is written: words with their anchors, breaks between blocks, regions, links, quotations."""

from __future__ import annotations

from dataclasses import dataclass, field

from verify.core.patterns import regex
from verify.model import Anchor, BlockQuote, Link, RegionKind
from verify.readers.regions import Span
from verify.readers.source_lines import SourceLines

_RUN = regex(r"[^ \t\n\r]+(?: [^ \t\n\r]+)*")


@dataclass(slots=True)
class Page:
    """Text under way. A span begins where its words do, so white space never belongs to one."""

    lines: SourceLines
    out: list[str] = field(default_factory=list[str])
    position: int = 0
    anchors: list[Anchor] = field(default_factory=list[Anchor])
    spans: list[Span] = field(default_factory=list[Span])
    links: list[Link] = field(default_factory=list[Link])
    quotes: list[BlockQuote] = field(default_factory=list[BlockQuote])
    rows: list[tuple[int, int]] = field(
        default_factory=list[tuple[int, int]]
    )  # of tables, from before their first word
    _row: int = -1
    _breaks: int = 0
    _space: bool = False
    _begun: bool = False  # the break before the next word is written

    def write(self, raw: str, offset: int) -> None:
        """Words that stand at `offset` in the source; white space of any length is one space."""
        if not raw:
            return
        position = 0
        for run in _RUN.finditer(raw):
            if run.start() > position or (run.start() and not position):
                self._space = True
            self._separate()
            self.anchors.append(self.lines.anchor(self.position, offset + run.start()))
            self.out.append(run[0])
            self.position += len(run[0])
            position = run.end()
        if position < len(raw):
            self._space = True

    def fixed(self, words: str, offset: int) -> None:
        """Words that the source does not spell out: breaks and spaces stay as they are."""
        for number, line in enumerate(words.split("\n")):
            if number:
                self.separate(min(words.count("\n"), 2))
            if line:
                lead = len(line) - len(line.lstrip(" "))
                self._space = self._space or lead > 0
                if line.strip(" "):
                    self._separate()
                    self.anchors.append(self.lines.anchor(self.position, offset))
                    self.out.append(line.strip(" "))
                    self.position += len(line.strip(" "))
                    self._space = line.endswith(" ")

    def space(self) -> None:
        self._space = True

    def separate(self, newlines: int) -> None:
        """Begin a line (1) or a block (2) before the next words."""
        if not self._begun:
            self._breaks = max(self._breaks, newlines)

    def row(self, *, opens: bool) -> None:
        """A row of a table ends here, and perhaps the next begins."""
        if 0 <= self._row < self.position:
            self.rows.append((self._row, self.position))
        self._row = self.position if opens else -1

    def next_word(self) -> int:
        """Writes the break that is due, so that what comes next begins at the returned position."""
        self._separate()
        self._begun = True
        return self.position

    def begin(self, kind: RegionKind) -> Span:
        span = Span(kind, self.next_word(), self.position, soft=False)
        self.spans.append(span)
        return span

    def end(self, span: Span) -> None:
        span.end = self.position
        self._begun = False

    @property
    def last(self) -> str:
        """The character before the next word: empty at the start of a line."""
        return "" if self._breaks or not self.out else " " if self._space else self.out[-1][-1:]

    def _separate(self) -> None:
        if self.position and not self._begun:
            separator = "\n" * self._breaks if self._breaks else " " if self._space else ""
            if separator:
                self.out.append(separator)
                self.position += len(separator)
        self._breaks, self._space, self._begun = 0, False, False
