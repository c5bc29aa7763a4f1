"""Styles and list numbers of a Word document (ECMA-376 part 1, 17.7 and 17.9): what they make of a paragraph or a run."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from verify.model import RegionKind
from verify.readers.container import attribute, child, local, switched_on, value
from verify.readers.quote_styles import is_quotation, region_of

# Twentieths of a point from which a paragraph counts as indented: a centimetre.
INDENTED = 560
_CHAIN = 20  # styles based on styles; a circle ends here
_HEADINGS = 9


@dataclass(frozen=True, slots=True)
class Style:
    """One style with the id of that which it is based on."""

    name: str
    based_on: str | None
    paragraph: Element | None
    run: Element | None


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self.language: str | None = None
        for element in root if root is not None else ():
            if local(element.tag) == "docDefaults":
                self.language = value(element, "rPrDefault", "rPr", "lang")
            elif local(element.tag) == "style":
                identifier = attribute(element, "styleId") or ""
                self._styles[identifier] = Style(
                    name=value(element, "name") or identifier,
                    based_on=value(element, "basedOn"),
                    paragraph=child(element, "pPr"),
                    run=child(element, "rPr"),
                )

    def chain(self, identifier: str | None) -> list[Style]:
        """A style and those it is based on, the nearest first."""
        found: list[Style] = []
        while identifier and len(found) < _CHAIN:
            style = self._styles.get(identifier) or Style(identifier, None, None, None)
            found.append(style)
            identifier = style.based_on
        return found

    def quoted(self, identifier: str | None) -> bool:
        """Whether a style, or one it is based on, is for quotations; by its name or its id."""
        names = [style.name for style in self.chain(identifier)]
        return any(is_quotation(name, self.language) for name in (*names, identifier or ""))

    def region(self, identifier: str | None) -> RegionKind | None:
        """The region that a style makes of its paragraphs."""
        chain = self.chain(identifier)
        for style in chain:
            found = region_of(style.name)
            if found is not None:
                return found
            level = value(style.paragraph, "outlineLvl")
            if level is not None and level.isdecimal() and int(level) < _HEADINGS:
                return RegionKind.HEADING
        return region_of(identifier or "")

    def indent(self, properties: Element | None, identifier: str | None) -> int:
        """How far a paragraph is indented on the left, in twentieths of a point."""
        for place in (properties, *(style.paragraph for style in self.chain(identifier))):
            found = child(place, "ind")
            for name in ("left", "start"):
                width = attribute(found, name) if found is not None else None
                if width is not None and re.fullmatch(r"-?\d{1,6}", width):
                    return int(width)
        return 0

    def hides(self, run: Element | None, character: str | None, paragraph: str | None) -> bool:
        """Whether a run is set not to be seen."""
        for properties in (run, *(style.run for style in (*self.chain(character), *self.chain(paragraph)))):
            if child(properties, "vanish") is not None:
                return switched_on(properties, "vanish")
        return False

    def raised(self, run: Element | None, character: str | None) -> str:
        """Whether a run stands above ("sup") or below ("sub") the line."""
        for properties in (run, *(style.run for style in self.chain(character))):
            align = value(properties, "vertAlign")
            if align is not None:
                return {"superscript": "sup", "subscript": "sub"}.get(align, "")
        return ""


@dataclass(slots=True)
class _Level:
    format: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts the items of lists, and says how each number is written. Bullets are no numbers."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict[str, dict[int, _Level]])
    _abstract: dict[str, str] = field(default_factory=dict[str, str])
    _overrides: dict[str, dict[int, int]] = field(default_factory=dict[str, dict[int, int]])
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict[str, dict[int, int]](dict))
    _begun: set[str] = field(default_factory=set[str])

    @classmethod
    def of(cls, root: Element | None) -> Numbering:
        """The lists that `numbering.xml` defines."""
        made = cls()
        for element in root if root is not None else ():
            if local(element.tag) == "abstractNum":
                made._levels[attribute(element, "abstractNumId") or ""] = {
                    _whole(attribute(level, "ilvl"), 0): _Level(
                        value(level, "numFmt") or "decimal",
                        value(level, "lvlText") or "",
                        _whole(value(level, "start"), 1),
                    )
                    for level in element
                    if local(level.tag) == "lvl"
                }
            elif local(element.tag) == "num":
                identifier = attribute(element, "numId") or ""
                made._abstract[identifier] = value(element, "abstractNumId") or ""
                made._overrides[identifier] = {
                    _whole(attribute(one, "ilvl"), 0): _whole(value(one, "startOverride"), 1)
                    for one in element
                    if local(one.tag) == "lvlOverride" and child(one, "startOverride") is not None
                }
        return made

    def next(self, identifier: str, depth: int) -> str:
        """The number of the next item of a list, as it is written; empty for a bullet."""
        abstract = self._abstract.get(identifier, "")
        levels = self._levels.get(abstract, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts[abstract]
        if identifier not in self._begun:
            self._begun.add(identifier)
            for at, start in self._overrides.get(identifier, {}).items():
                counts[at] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        if level.format in {"bullet", "none"}:
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = levels.get(at, level)
            return number(counts.get(at, other.start), other.format)

        return re.sub(r"%([1-9])", shown, level.text).strip()


def number(count: int, form: str) -> str:
    """A count as Word writes it in a format of numbers."""
    if form in {"lowerRoman", "upperRoman"}:
        written = _roman(count)
        return written if form == "lowerRoman" else written.upper()
    if form in {"lowerLetter", "upperLetter"} and count > 0:
        written = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return written if form == "lowerLetter" else written.upper()
    if form == "chicago" and count > 0:
        return "*†‡§"[(count - 1) % 4] * ((count - 1) // 4 + 1)
    return f"{count:02}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    written = ""
    for size, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True
    ):
        written += letters * (count // size)
        count %= size
    return written


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text) else otherwise
