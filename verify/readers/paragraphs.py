"""Paragraphs of an office document put together to one text, with its links, notes, quotations, regions and anchors.

The readers of formats say what each paragraph holds; here it gets its place. Paragraphs are separated by a blank line, cells of a
table by a newline. What nobody sees follows at the end as a `HIDDEN` region. Anchors count the paragraphs that have words, from
1 in each part; their lines are those of the text, since the original has none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from verify.model import Anchor, BlockQuote, Document, Link, NoteMark, Notice, Region, RegionKind
from verify.readers.raised import Height, height, written
from verify.readers.regions import Span, flatten

_SPACES = " \t\n\r\f\v"


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A link of the original: neighbouring pieces with the same target are one link."""

    href: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one kind. `note` is the key of the note they lead to; `mark` says that they are no words of the text."""

    text: str
    raised: str = ""  # "sup", "sub"
    link: Target | None = None
    note: str | None = None
    mark: bool = False
    hidden: bool = False


@dataclass(slots=True)
class Paragraph:
    """`label` is the number of a list; `cell` says that it stands in a table; `note` is the key of the note it belongs to."""

    pieces: list[Piece] = field(default_factory=list[Piece])
    kind: RegionKind | None = None
    quoted: bool = False
    indented: bool = False
    label: str = ""
    cell: bool = False
    titled: bool = False
    part: str | None = None
    note: str | None = None

    @property
    def words(self) -> str:
        """What is seen of it."""
        return "".join(piece.text for piece in self.pieces if not piece.hidden).strip(_SPACES)


def compose(
    paragraphs: Iterable[Paragraph],
    *,
    name: str,
    media_type: str,
    digest: str,
    title: str | None = None,
    language: str | None = None,
    metadata: Mapping[str, str] | None = None,
    notices: Iterable[str] = (),
) -> Document:
    """The document of some paragraphs, in their order."""
    writer = _Writer()
    for paragraph in paragraphs:
        writer.add(paragraph)
    writer.unseen()
    text = "".join(writer.out)
    return Document(
        name=name,
        media_type=media_type,
        text=text,
        sha256=digest,
        title=title,
        language=language,
        regions=writer.regions(text),
        links=tuple(sorted(writer.links, key=lambda link: link.start)),
        note_marks=writer.note_marks(),
        block_quotes=tuple(writer.block_quotes(text)),
        anchors=tuple(writer.anchors),
        metadata=MappingProxyType(dict(metadata or {})),
        notices=tuple(Notice(start=0, message=message) for message in notices),
    )


class _Writer:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.anchors: list[Anchor] = []
        self.links: list[Link] = []
        self._position = 0
        self._line = 1
        self._numbers: Counter[str | None] = Counter()
        self._last: Paragraph | None = None
        self._last_quoted = False
        self._last_ends = ""
        self._spans: list[Span] = []
        self._marks: list[tuple[int, int, str, str]] = []  # start, end, label, note
        self._notes: dict[str, tuple[int, int]] = {}
        self._quotes: list[list[int]] = []
        self._hidden: list[tuple[str, Anchor]] = []

    def add(self, paragraph: Paragraph) -> None:
        line = _Line()
        if paragraph.label:
            line.write(f"{paragraph.label} ", Piece(""))
        pieces = [piece for piece in paragraph.pieces if piece.text]
        for index, piece in enumerate(pieces):
            if not piece.hidden:
                following = next((other.text for other in pieces[index + 1 :] if not other.hidden), "")
                line.add(piece, following)
        text, lead = line.trimmed()
        unseen = "".join(piece.text for piece in pieces if piece.hidden).strip(_SPACES)
        if not text and not unseen:
            return
        self._numbers[paragraph.part] += 1
        number = self._numbers[paragraph.part]
        if text:
            if self._last is not None:
                self._write("\n" if paragraph.cell and self._last.cell else "\n\n")
            anchor = Anchor(start=self._position, line=self._line, column=1, paragraph=number, part=paragraph.part)
            self.anchors.append(anchor)
            self._place(line, paragraph, text, lead)
        else:
            anchor = Anchor(start=0, line=self._line, column=1, paragraph=number, part=paragraph.part)
        if unseen:
            self._hidden.append((unseen, anchor))

    def _is_quoted(self, paragraph: Paragraph) -> bool:
        """By its style, or as in plain text: an indented paragraph that a colon leads up to, and those that follow it."""
        if paragraph.quoted or not paragraph.indented or paragraph.label or self._last is None:
            return paragraph.quoted
        return self._last_ends == ":" or (self._last.indented and self._last_quoted)

    def _write(self, text: str) -> None:
        self.out.append(text)
        self._position += len(text)
        self._line += text.count("\n")

    def _place(self, line: _Line, paragraph: Paragraph, text: str, lead: int) -> None:
        begin = self._position

        def at(offset: int) -> int:
            return begin + min(max(offset - lead, 0), len(text))

        end = at(len(text) + lead)
        if paragraph.kind is not None:
            self._spans.append(Span(paragraph.kind, begin, end, soft=False))
        body = begin
        for start, stop, piece, label in line.marks:
            if at(start) < at(stop):
                self._spans.append(Span(RegionKind.NOTE_MARK, at(start), at(stop), soft=False))
                if piece.note is not None:
                    self._marks.append((at(start), at(stop), label, piece.note))
                elif at(start) == body:
                    body = at(stop)
        for start, stop, href in line.linked():
            while start < stop and line.characters(start, start + 1) in _SPACES:
                start += 1
            if at(start) < at(stop):
                self.links.append(Link(start=at(start), end=at(stop), href=href))
        self._write(text)
        while body < end and text[body - begin] in _SPACES:
            body += 1
        if paragraph.note is not None and body < end:
            first, _ = self._notes.get(paragraph.note, (body, end))
            self._notes[paragraph.note] = first, end
        quoted = self._is_quoted(paragraph)
        if quoted and self._last_quoted:
            self._quotes[-1][1] = end
        elif quoted:
            self._quotes.append([body, end])
        self._last, self._last_quoted, self._last_ends = paragraph, quoted, text[-1]

    # --- the end

    def unseen(self) -> None:
        """What is set not to be seen, at the places it has."""
        for text, anchor in self._hidden:
            if self._position:
                self._write("\n\n")
            start = self._position
            self.anchors.append(
                Anchor(start=start, line=self._line, column=1, paragraph=anchor.paragraph, part=anchor.part)
            )
            self._write(text)
            self._spans.append(Span(RegionKind.HIDDEN, start, self._position, soft=False))

    def regions(self, text: str) -> tuple[Region, ...]:
        """The regions, sorted."""
        return flatten(sorted(self._spans, key=lambda span: (span.start, -span.end)), text, len(text))

    def note_marks(self) -> tuple[NoteMark, ...]:
        """The marks with the spans of their notes."""
        marks: list[NoteMark] = []
        for start, end, label, note in sorted(self._marks):
            note_start, note_end = self._notes.get(note, (None, None))
            marks.append(NoteMark(start=start, end=end, label=label, note_start=note_start, note_end=note_end))
        return tuple(marks)

    def block_quotes(self, text: str) -> Iterable[BlockQuote]:
        """The block quotations without the note marks at their end."""
        marks = {span.end: span.start for span in self._spans if span.kind is RegionKind.NOTE_MARK}
        for start, end in self._quotes:
            while end in marks or text[end - 1] in _SPACES:
                end = marks[end] if end in marks else end - 1
            if start < end:
                yield BlockQuote(start=start, end=end)


class _Line:
    """The characters of one paragraph, with spans that count from its start."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._position = 0
        self.marks: list[tuple[int, int, Piece, str]] = []
        self._links: list[tuple[int, int, Target]] = []

    def add(self, piece: Piece, following: str) -> None:
        text = piece.text
        if piece.note is not None or piece.mark:
            shown = text
            if piece.note is not None or piece.raised:
                # Figures stand above the line; letters, which would run into the word, get brackets.
                shown = written(text, Height.ABOVE) if text.isdecimal() else f"[{text.strip('[]')}]"
            self.marks.append((self._position, self._position + len(shown), piece, text.strip("[] ")))
            text = shown
        elif piece.raised:
            before = self._out[-1][-1:] if self._out else ""
            before = " " if before and before in _SPACES else before
            text = written(text, height(piece.raised, before, following))
        self.write(text, piece)

    def write(self, text: str, piece: Piece) -> None:
        if piece.link is not None:
            self._links.append((self._position, self._position + len(text), piece.link))
        self._out.append(text)
        self._position += len(text)

    def trimmed(self) -> tuple[str, int]:
        """The text without the white space at its ends, and how much was taken from its start."""
        text = "".join(self._out)
        kept = text.lstrip(_SPACES)
        self._text = text
        return kept.rstrip(_SPACES), len(text) - len(kept)

    def characters(self, start: int, end: int) -> str:
        return self._text[start:end]

    def linked(self) -> Iterable[tuple[int, int, str]]:
        """The links, those of neighbouring pieces as one."""
        merged: list[tuple[int, int, Target]] = []
        for start, end, target in self._links:
            if merged and merged[-1][2] is target and merged[-1][1] == start:
                merged[-1] = merged[-1][0], end, target
            else:
                merged.append((start, end, target))
        return [(start, end, target.href) for start, end, target in merged]
