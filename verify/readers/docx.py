"""Word documents (.docx, .docm): what a person reads who accepts all changes and shows no comments.

Text is that of the body in its order, with tables, text boxes and content controls, then the notes that it leads to, then headers
and footers. Deleted text, comments, macros and what is embedded or linked are not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from xml.etree.ElementTree import Element

from verify.model import Document, RegionKind
from verify.readers.container import Container, attribute, child, local, value
from verify.readers.docx_styles import INDENTED, Numbering, Styles, number
from verify.readers.fields import Fields, address
from verify.readers.paragraphs import Paragraph, Piece, Target, compose
from verify.readers.relationships import Relationship, main_part, relationships

_GONE = frozenset({"del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sectPr", "tblPr", "tcPr"})
_AROUND = frozenset(
    "ins moveTo smartTag customXml sdt sdtContent bdo dir tbl tc fldSimple hyperlink ruby rubyBase oMath oMathPara "
    "r e num den sub sup deg fName lim f d rad nary acc bar box func sSub sSup sSubSup m mr".split()
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_JUNK_TITLE = re.compile(r"(?:microsoft word\b.*|(?:document|dokument|doc)\s?\d*|untitled|.*\.docx?)", re.IGNORECASE)


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
    """Walks through the parts, and keeps what reaches from one paragraph to others: fields, counts, deleted ends."""

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
        self._notes: dict[str, dict[str, Element]] = {}
        self._cited: list[tuple[str, str]] = []  # kind and id, in the order of the text
        self._labels: dict[str, str] = {}
        self._formats: dict[str, tuple[str, int]] = {"footnote": ("decimal", 1), "endnote": ("lowerRoman", 1)}
        self._story: str | None = None
        self._targets = self._rels
        self._fields = Fields()
        self._boxes: list[Element] = []
        self._carried: list[Piece] = []
        self._custom: str | None = None  # the note whose mark is the text that comes next

    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs: of the body, of the notes in the order of their marks, of headers and footers."""
        self._number_notes(self._related("settings"), self.body)
        for kind in ("footnote", "endnote"):
            self._notes[kind] = {attribute(note, "id") or "": note for note in self._related(f"{kind}s") or ()}
        yield from self._blocks(self.body)
        yield from self._rest()
        for kind in ("footnote", "endnote"):
            yield from self._noted(kind)
        for one in self._rels.values():
            if one.kind in {"header", "footer"} and not one.external and one.target in self._container:
                yield from self._framing(one)

    def _related(self, kind: str) -> Element | None:
        for one in self._rels.values():
            if one.kind == kind and not one.external and one.target in self._container:
                return self._container.xml(one.target)
        return None

    def _number_notes(self, *roots: Element | None) -> None:
        for root in roots:
            for properties in root.iter() if root is not None else ():
                kind = local(properties.tag).removesuffix("Pr")
                if kind in self._formats and local(properties.tag).endswith("Pr"):
                    form, start = self._formats[kind]
                    first = value(properties, "numStart") or ""
                    self._formats[kind] = (
                        value(properties, "numFmt") or form,
                        int(first) if first.isdecimal() else start,
                    )

    def _begin(self, story: str, part: str | None) -> None:
        self._story = story
        self._fields = Fields()
        self._targets = relationships(self._container, part) if part else self._rels

    def _noted(self, kind: str) -> Iterator[Paragraph]:
        part = next((one.target for one in self._rels.values() if one.kind == f"{kind}s"), None)
        self._begin(f"{kind}s", part)
        for cited, identifier in list(self._cited):
            note = self._notes[kind].get(identifier)
            if cited == kind and note is not None:
                for paragraph in (*self._blocks(note), *self._rest()):
                    paragraph.note = f"{kind} {identifier}"
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
                yield from self._blocks(_alternative(element), cell=cell)
            elif kind in _AROUND:
                yield from self._blocks(element, cell=cell)

    def _paragraph(self, element: Element, *, cell: bool) -> Iterator[Paragraph]:
        properties = child(element, "pPr")
        style = value(properties, "pStyle")
        pieces = [*self._carried, *self._pieces(element, style, None)]
        boxes, self._boxes, self._carried = self._boxes, [], []
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            # Its end is deleted: its words begin the next paragraph.
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

    # --- the pieces of a paragraph

    def _pieces(self, parent: Element, style: str | None, link: Target | None) -> Iterator[Piece]:
        for element in parent:
            kind = local(element.tag)
            if kind == "r" and not _is_mathematics(element):
                yield from self._run(element, style, link)
            elif kind == "hyperlink":
                yield from self._pieces(element, style, self._linked(element) or link)
            elif kind == "fldSimple":
                href = address(attribute(element, "instr") or "")
                yield from self._pieces(element, style, Target(href) if href else link)
            elif kind == "AlternateContent":
                yield from self._pieces(_alternative(element), style, link)
            elif kind == "t":
                yield Piece(element.text or "", link=link)
            elif kind in {"sup", "sub"}:
                yield from (replace(piece, raised=kind) for piece in self._pieces(element, style, link))
            elif kind in _AROUND:
                if kind == "den":
                    yield Piece("/", link=link)
                yield from self._pieces(element, style, link)

    def _linked(self, element: Element) -> Target | None:
        related = self._targets.get(next((v for k, v in element.items() if k.endswith("}id")), ""))
        anchor = attribute(element, "anchor")
        if related is not None:
            return Target(related.target + (f"#{anchor}" if anchor and "#" not in related.target else ""))
        return Target(f"#{anchor}") if anchor else None

    def _run(self, run: Element, style: str | None, link: Target | None) -> Iterator[Piece]:
        properties = child(run, "rPr")
        character = value(properties, "rStyle")
        raised = self.styles.raised(properties, character)
        hidden = self.styles.hides(properties, character, style)
        for element in _flat(run):
            kind = local(element.tag)
            if kind == "fldChar":
                self._fields.mark(attribute(element, "fldCharType") or "")
            elif kind == "instrText":
                self._fields.instruct(element.text or "")
            elif kind in _GONE or self._fields.instructing:
                continue
            elif kind in {"footnoteReference", "endnoteReference"}:
                yield from self._note_mark(element, kind.removesuffix("Reference"), hidden=hidden)
            elif kind == "ruby":
                yield from self._ruby(element, style, link)
            elif kind in {"drawing", "pict", "object"}:
                self._boxes.extend(one for one in _drawn(element) if local(one.tag) == "txbxContent")
                yield from (Piece(f" {said} ", hidden=True) for said in _descriptions(element))
            elif (text := _text(element)) and self._custom is not None and text.strip():
                yield Piece(text, note=self._custom, hidden=hidden)
                self._custom = None
            elif text:
                yield Piece(text, raised=raised, link=self._fields.link or link, hidden=hidden)

    def _ruby(self, element: Element, style: str | None, link: Target | None) -> Iterator[Piece]:
        base, reading = child(element, "rubyBase"), child(element, "rt")
        if base is not None:
            yield from self._pieces(base, style, link)
        if reading is not None:
            yield from (replace(piece, mark=True, raised="") for piece in self._pieces(reading, style, link))

    def _note_mark(self, element: Element, kind: str, *, hidden: bool) -> Iterator[Piece]:
        identifier = attribute(element, "id") or ""
        if identifier not in self._notes.get(kind, {}):
            return
        key = f"{kind} {identifier}"
        label = self._labels.get(key)
        if label is None:
            custom = (attribute(element, "customMarkFollows") or "0").lower() in {"1", "true", "on"}
            form, start = self._formats[kind]
            count = sum(1 for other, one in self._cited if other == kind and self._labels[f"{other} {one}"])
            label = self._labels[key] = "" if custom else number(start + count, form)
            self._cited.append((kind, identifier))
        if label:
            yield Piece(label, note=key, hidden=hidden)
        else:
            self._custom = key


def _flat(run: Element) -> Iterator[Element]:
    """The children of a run, with those of the alternative that is shown."""
    for element in run:
        if local(element.tag) == "AlternateContent":
            yield from _flat(_alternative(element))
        else:
            yield element


def _alternative(element: Element) -> Element:
    """The first of several renderings of the same thing."""
    for one in element:
        if local(one.tag) in {"Choice", "Fallback"} and len(one):
            return one
    return Element("none")


def _drawn(drawing: Element) -> Iterator[Element]:
    """The elements of a drawing, without what is in its text boxes, which are read as text."""
    for element in drawing:
        kind = local(element.tag)
        if kind == "AlternateContent":
            yield from _drawn(_alternative(element))
            continue
        yield element
        if kind != "txbxContent":
            yield from _drawn(element)


def _descriptions(drawing: Element) -> Iterator[str]:
    for element in _drawn(drawing):
        said = (attribute(element, "descr") or "").strip() if local(element.tag) == "docPr" else ""
        if said:
            yield said


def _text(element: Element) -> str:
    kind = local(element.tag)
    if kind == "t":
        return element.text or ""
    if kind == "sym":
        code = attribute(element, "char") or ""
        return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) and code[0] not in "dD" else ""
    return _CHARACTERS.get(kind, "")


def _is_mathematics(run: Element) -> bool:
    return run.tag.rpartition("}")[0].endswith("/math")
