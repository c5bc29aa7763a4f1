"""The words of a Word paragraph: its runs, with links, fields, note marks, formulas and what is drawn beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from verify.readers.container import attribute, child, local, value
from verify.readers.docx_notes import Notes
from verify.readers.docx_styles import Styles
from verify.readers.fields import Fields, address
from verify.readers.paragraphs import Piece, Target
from verify.readers.relationships import Relationship

_GONE = frozenset({"del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sectPr", "tblPr", "tcPr"})
AROUND = frozenset(
    "ins moveTo smartTag customXml sdt sdtContent bdo dir tbl tc fldSimple hyperlink ruby rubyBase oMath oMathPara "
    "r e num den sub sup deg fName lim f d rad nary acc bar box func sSub sSup sSubSup m mr".split()
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}


class Runs:
    """Reads the paragraphs of one part after the other; fields and marks reach over runs and paragraphs."""

    def __init__(self, styles: Styles, notes: Notes) -> None:
        self._styles = styles
        self._notes = notes
        self._targets: Mapping[str, Relationship] = {}
        self._fields = Fields()
        self._boxes: list[Element] = []
        self._custom: str | None = None  # the note whose mark is the text that comes next

    def begin(self, targets: Mapping[str, Relationship]) -> None:
        """Another part begins, whose links are `targets`."""
        self._targets = targets
        self._fields = Fields()
        self._custom = None

    def of(self, paragraph: Element, style: str | None) -> tuple[list[Piece], list[Element]]:
        """The pieces of a paragraph in that style, and the text boxes that stand in it."""
        pieces = list(self._pieces(paragraph, style, None))
        boxes, self._boxes = self._boxes, []
        return pieces, boxes

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
                yield from self._pieces(alternative(element), style, link)
            elif kind == "t":
                yield Piece(element.text or "", link=link)
            elif kind in {"sup", "sub"}:
                yield from (replace(piece, raised=kind) for piece in self._pieces(element, style, link))
            elif kind in AROUND:
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
        raised = self._styles.raised(properties, character)
        hidden = self._styles.hides(properties, character, style)
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
        key = self._notes.key(kind, element)
        if key is None:
            return
        label = self._notes.label(key, custom=(attribute(element, "customMarkFollows") or "0") in {"1", "true", "on"})
        if label:
            yield Piece(label, note=key, hidden=hidden)
        else:
            self._custom = key


def _flat(run: Element) -> Iterator[Element]:
    """The children of a run, with those of the alternative that is shown."""
    for element in run:
        if local(element.tag) == "AlternateContent":
            yield from _flat(alternative(element))
        else:
            yield element


def alternative(element: Element) -> Element:
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
            yield from _drawn(alternative(element))
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
