"""Styles of an OpenDocument text (ODF 1.3 part 3, 16): what they make of a paragraph, a stretch of text or a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from verify.core.patterns import regex
from verify.model import RegionKind
from verify.readers.container import attribute, child, local
from verify.readers.docx_styles import number
from verify.readers.quote_styles import is_quotation, region_of

# Left margins from which a paragraph counts as indented, in centimetres.
INDENTED = 1.0
_CHAIN = 20
_UNITS = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "pc": 2.54 / 6, "px": 2.54 / 96}
_LENGTH = regex(r"(-?\d{1,6}(?:\.\d{1,6})?)([a-z]{2})")
_RAISED = regex(r"(super|sub|-?\d{1,3}(?:\.\d+)?)%?\b")
_FORMATS = {"1": "decimal", "i": "lowerRoman", "I": "upperRoman", "a": "lowerLetter", "A": "upperLetter"}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its numbers are written, with those of how many levels above."""

    format: str
    prefix: str
    suffix: str
    start: int
    shown: int


class Styles:
    """The styles of a text by family and name, those of its own content before the common ones."""

    def __init__(self, *roots: Element | None) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        self.language: str | None = None
        for root in roots:
            for element in root.iter() if root is not None else ():
                kind = local(element.tag)
                name = attribute(element, "name") or ""
                if kind == "style":
                    self._styles.setdefault((attribute(element, "family") or "", name), element)
                elif kind == "list-style":
                    self._lists.setdefault(name, _levels(element))
                elif kind == "default-style" and attribute(element, "family") == "paragraph" and self.language is None:
                    language = attribute_of(element, "text-properties", "language")
                    self.language = language if language not in {"zxx", "none"} else None

    def _chain(self, family: str, name: str | None) -> list[Element]:
        found: list[Element] = []
        while name and len(found) < _CHAIN:
            style = self._styles.get((family, name))
            if style is None:
                break
            found.append(style)
            name = attribute(style, "parent-style-name")
        return found

    def names(self, name: str | None) -> list[str]:
        """The names of a paragraph's style and of those it is made from."""
        named = [name or ""]
        for style in self._chain("paragraph", name):
            named += [attribute(style, "display-name") or "", attribute(style, "name") or ""]
            named += [attribute(style, "parent-style-name") or ""]
        return [one for one in named if one]

    def quoted(self, name: str | None) -> bool:
        """Whether a paragraph style is for quotations."""
        return any(is_quotation(one, self.language) for one in self.names(name))

    def region(self, name: str | None) -> RegionKind | None:
        """The region that a paragraph style tells."""
        return next((found for one in self.names(name) if (found := region_of(one))), None)

    def indented(self, name: str | None) -> bool:
        """Whether a paragraph style sets its paragraphs in on the left."""
        for style in self._chain("paragraph", name):
            margin = attribute_of(style, "paragraph-properties", "margin-left")
            length = _LENGTH.fullmatch(margin or "")
            if length:
                return float(length[1]) * _UNITS.get(length[2], 0) >= INDENTED
        return False

    def hides(self, family: str, name: str | None) -> bool:
        """Whether a style keeps its text from being seen."""
        shown = (attribute_of(style, "text-properties", "display") for style in self._chain(family, name))
        return next((one for one in shown if one), "") == "none"

    def raised(self, name: str | None) -> str:
        """Whether a style sets its text above ("sup") or below ("sub") the line."""
        for style in self._chain("text", name):
            position = _RAISED.match(attribute_of(style, "text-properties", "text-position") or "")
            if position:
                below = position[1].startswith(("-", "sub"))
                return "" if position[1] == "0" else "sub" if below else "sup"
        return ""

    def level(self, name: str | None, depth: int) -> Level | None:
        """A level of a list style, from 1 on."""
        return self._lists.get(name or "", {}).get(depth)

    def label(self, name: str | None, counts: list[int]) -> str:
        """The number of an item whose counts on all levels are `counts`; empty for a bullet."""
        own = self.level(name, len(counts))
        if own is None or not own.format:
            return ""
        levels = [(self.level(name, depth) or own, count) for depth, count in enumerate(counts, 1)]
        numbers = (number(count, level.format or "decimal") for level, count in levels[-own.shown :])
        return own.prefix + ".".join(numbers) + own.suffix


def attribute_of(element: Element, inner: str, name: str) -> str | None:
    """An attribute of a child."""
    found = child(element, inner)
    return attribute(found, name) if found is not None else None


def _levels(style: Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in style:
        depth = whole(attribute(element, "level"), 0)
        numbered = local(element.tag) == "list-level-style-number"
        levels[depth] = Level(
            format=_FORMATS.get(attribute(element, "num-format") or "", "") if numbered else "",
            prefix=attribute(element, "num-prefix") or "",
            suffix=attribute(element, "num-suffix") or "",
            start=whole(attribute(element, "start-value"), 1),
            shown=max(whole(attribute(element, "display-levels"), 1), 1),
        )
    return levels


def whole(text: str | None, otherwise: int) -> int:
    """A number of an attribute."""
    return int(text) if text is not None and re.fullmatch(r"\d{1,6}", text) else otherwise
