"""Footnotes and endnotes of a Word document: which are cited, in which order, under which label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from verify.readers.container import attribute, local, value
from verify.readers.docx_styles import number

KINDS = ("footnote", "endnote")


class Notes:
    """The notes by their kind and id; `settings` are the places that may say how they are numbered, the last decides."""

    def __init__(self, parts: Mapping[str, Element | None], settings: Iterator[Element]) -> None:
        self._notes = {
            f"{kind} {attribute(note, 'id') or ''}": note for kind in KINDS for note in parts.get(kind) or ()
        }
        self._formats = {"footnote": ("decimal", 1), "endnote": ("lowerRoman", 1)}
        self._labels: dict[str, str] = {}  # in the order of the text
        for element in settings:
            kind = local(element.tag).removesuffix("Pr")
            if kind in self._formats and local(element.tag) != kind:
                form, start = self._formats[kind]
                first = value(element, "numStart") or ""
                self._formats[kind] = value(element, "numFmt") or form, int(first) if first.isdecimal() else start

    def key(self, kind: str, mark: Element) -> str | None:
        """What the note is called here that a mark leads to; None when there is no such note."""
        key = f"{kind} {attribute(mark, 'id') or ''}"
        return key if key in self._notes else None

    def label(self, key: str, *, custom: bool) -> str:
        """The number of a note by the order of the marks; empty for a mark that the text itself sets."""
        if key not in self._labels:
            kind = key.split(" ", maxsplit=1)[0]
            form, start = self._formats[kind]
            counted = sum(1 for other, label in self._labels.items() if label and other.startswith(kind))
            self._labels[key] = "" if custom else number(start + counted, form)
        return self._labels[key]

    def cited(self, kind: str) -> list[tuple[str, Element]]:
        """The notes that marks lead to, in the order of the marks."""
        return [(key, self._notes[key]) for key in self._labels if key.startswith(f"{kind} ")]
