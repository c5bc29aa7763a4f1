"""Word documents (.docx, .docm): what a person reads who accepts all changes and shows no comments.

Text is that of the body in its order, with tables, text boxes and content controls, then the notes that it leads to, then headers
and footers. Deleted text, comments, macros and what is embedded or linked are not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from xml.etree.ElementTree import Element

from verify.core.patterns import regex
from verify.model import Document, RegionKind
from verify.readers.container import Container, attribute, child, local, value
from verify.readers.docx_notes import KINDS, Notes
from verify.readers.docx_runs import AROUND, Runs, alternative
from verify.readers.docx_styles import INDENTED, Numbering, Styles
from verify.readers.paragraphs import Paragraph, Piece, compose
from verify.readers.relationships import Relationship, main_part, relationships

_JUNK_TITLE = regex(r"(?:microsoft word\b.*|(?:document|dokument|doc)\s?\d*|untitled|.*\.docx?)", re.IGNORECASE)


def read(
    data: bytes, *, name: str, media_type: str, charset: str | None = None, base_url: str | None = None
) -> Document:
    """A Word document. Raises `UnreadableError` in one line when it is damaged, locked or beyond the bounds."""
    del charset, base_url
    container = Container(data, name=name, what="Word document")
    reader = _Reader(container)
    paragraphs = list(reader.paragraphs())
    facts = _facts(container)
    titled = next((one.words for one in paragraphs if one.titled and one.words), None)
    return compose(
        paragraphs,
        name=name,
        media_type=media_type,
        digest=sha256(data).hexdigest(),
        title=titled or facts.get("title"),
        language=reader.styles.language,
        metadata=facts,
        notices=_left_out(reader.body),
    )


def _left_out(body: Element) -> Iterator[str]:
    """What a reader of the file may miss in the text."""
    found = Counter(local(element.tag) for element in body.iter())
    if found["del"] or found["ins"] or found["moveFrom"]:
        yield "read as if all tracked changes were accepted"
    if found["commentReference"]:
        yield f"comments were left alone: {found['commentReference']}"
    if found["altChunk"] or found["subDoc"]:
        yield f"documents inside this one were not read: {found['altChunk'] + found['subDoc']}"


def _facts(container: Container) -> dict[str, str]:
    """What the file says of itself. Its dates are those of the file, not of a publication."""
    part = next((one.target for one in relationships(container).values() if one.kind == "core-properties"), "")
    if part not in container:
        return {}
    names = {"title": "title", "creator": "author", "description": "description", "modified": "saved"}
    facts: dict[str, str] = {}
    for element in container.xml(part):
        key = names.get(local(element.tag))
        text = (element.text or "").strip()
        if key and text and not (key == "title" and _JUNK_TITLE.fullmatch(text)):
            facts[key] = text
    return facts


class _Reader:
    """Walks through the parts, and keeps what reaches from one paragraph to the next."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._part = main_part(container, "word/document.xml")
        body = child(container.xml(self._part), "body")
        if body is None:
            raise container.damaged("it has no body")
        self.body = body
        self._rels = relationships(container, self._part)
        self.styles = Styles(self._related("styles"))
        self._numbering = Numbering.of(self._related("numbering"))
        settings = [root for root in (self._related("settings"), body) if root is not None]
        self._notes = Notes(
            {kind: self._related(f"{kind}s") for kind in KINDS}, (one for root in settings for one in root.iter())
        )
        self._runs = Runs(self.styles, self._notes)
        self._story: str | None = None
        self._carried: list[Piece] = []

    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs: of the body, of the notes in the order of their marks, of headers and footers."""
        self._runs.begin(self._rels)
        yield from self._blocks(self.body)
        yield from self._rest()
        for kind in KINDS:
            yield from self._noted(kind)
        for one in self._rels.values():
            if one.kind in {"header", "footer"} and not one.external and one.target in self._container:
                yield from self._framing(one)

    def _related(self, kind: str) -> Element | None:
        for one in self._rels.values():
            if one.kind == kind and not one.external and one.target in self._container:
                return self._container.xml(one.target)
        return None

    def _begin(self, story: str, part: str | None) -> None:
        self._story = story
        self._runs.begin(relationships(self._container, part) if part else {})

    def _noted(self, kind: str) -> Iterator[Paragraph]:
        self._begin(f"{kind}s", next((one.target for one in self._rels.values() if one.kind == f"{kind}s"), None))
        for key, note in self._notes.cited(kind):
            for paragraph in (*self._blocks(note), *self._rest()):
                paragraph.note = key
                yield paragraph

    def _framing(self, one: Relationship) -> Iterator[Paragraph]:
        self._begin(one.kind, one.target)
        for paragraph in (*self._blocks(self._container.xml(one.target)), *self._rest()):
            paragraph.kind = RegionKind.FOOTER
            yield paragraph

    # --- blocks

    def _blocks(self, parent: Element, *, cell: bool = False) -> Iterator[Paragraph]:
        for element in parent:
            kind = local(element.tag)
            if kind == "p":
                yield from self._paragraph(element, cell=cell)
            elif kind == "tr":
                if child(element, "trPr", "del") is None:
                    yield from self._blocks(element, cell=True)
            elif kind == "AlternateContent":
                yield from self._blocks(alternative(element), cell=cell)
            elif kind in AROUND:
                yield from self._blocks(element, cell=cell)

    def _paragraph(self, element: Element, *, cell: bool) -> Iterator[Paragraph]:
        properties = child(element, "pPr")
        style = value(properties, "pStyle")
        pieces, boxes = self._runs.of(element, style)
        pieces, self._carried = [*self._carried, *pieces], []
        mark, frame = child(properties, "rPr"), child(properties, "framePr")
        ended = child(mark, "del") is None and child(mark, "moveFrom") is None
        if not ended or (frame is not None and (attribute(frame, "dropCap") or "none") != "none"):
            # Its end is deleted, or it is the large letter that the next one begins with.
            self._carried = pieces
        else:
            yield self._made(pieces, properties, style, cell=cell)
        for box in boxes:
            yield from self._blocks(box)

    def _made(self, pieces: list[Piece], properties: Element | None, style: str | None, *, cell: bool) -> Paragraph:
        kind = self.styles.region(style)
        level = value(properties, "outlineLvl")
        if kind is None and level is not None and level.isdecimal() and int(level) < 9:
            kind = RegionKind.HEADING
        made = Paragraph(pieces=pieces, kind=kind, quoted=self.styles.quoted(style), cell=cell, part=self._story)
        if made.words:
            made.label = self._label(properties, style)
        made.indented = not made.label and not cell and self.styles.indent(properties, style) >= INDENTED
        made.titled = any(one.name.casefold() == "title" for one in self.styles.chain(style))
        return made

    def _rest(self) -> Iterator[Paragraph]:
        """What is left when the mark of the last paragraph is deleted."""
        if self._carried:
            yield Paragraph(pieces=self._carried, part=self._story)
            self._carried = []

    def _label(self, properties: Element | None, style: str | None) -> str:
        for place in (properties, *(one.paragraph for one in self.styles.chain(style))):
            settings = child(place, "numPr")
            if settings is not None:
                identifier = value(settings, "numId") or "0"
                depth = value(settings, "ilvl") or "0"
                return self._numbering.next(identifier, int(depth) if depth.isdecimal() else 0)
        return ""
