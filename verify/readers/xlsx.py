"""Excel workbooks (.xlsx, .xlsm): the sheets as tables, with the values that were last computed.

Formulas are not computed, macros and links to other workbooks not followed. What is hidden is read too: a filter hides rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from xml.etree.ElementTree import Element

from verify.core.patterns import regex
from verify.model import Document
from verify.readers.container import Container, attribute, child, local
from verify.readers.relationships import main_part, relationships
from verify.readers.tables import Cell, Sheet, cell_name, compose

# Excel's limits; a file that names a cell beyond them is made to exhaust its reader.
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
# Many cells may show one long string, so that a small file has endless text.
MOST_CHARACTERS = 100_000_000
_NAME = regex(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_HYPERLINK = regex(r"\s*=?\s*HYPERLINK\(\s*\"([^\"]+)\"", re.IGNORECASE)
# Formats of numbers that show a date or a time (ECMA-376 part 1, 18.8.30).
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_LITERAL = regex(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|\*.")
_DATE_CODE = regex(r"[ymdhs]", re.IGNORECASE)
_LATEST = 2_958_466  # 1 January 10000


def read(
    data: bytes, *, name: str, media_type: str, charset: str | None = None, base_url: str | None = None
) -> Document:
    """A workbook. Raises `UnreadableError` in one line when it is damaged, locked or beyond the bounds."""
    del charset, base_url
    book = _Book(Container(data, name=name, what="Excel workbook"))
    return compose(book.sheets(), name=name, media_type=media_type, digest=sha256(data).hexdigest(), metadata={})


class _Book:
    def __init__(self, container: Container) -> None:
        self._container = container
        self._left = MOST_CHARACTERS
        self._part = main_part(container, "xl/workbook.xml")
        self._root = container.xml(self._part)
        self._rels = relationships(container, self._part)
        self._strings = [_rich_text(item) for item in self._related("sharedStrings") or () if local(item.tag) == "si"]
        self._dates = _date_styles(self._related("styles"))
        settings = child(self._root, "workbookPr")
        since_1904 = settings is not None and attribute(settings, "date1904") in {"1", "true"}
        # Excel counts a 29 February 1900, so that the days from March 1900 on count from the 30th of December.
        self._epoch = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001

    def _related(self, kind: str) -> Element | None:
        for one in self._rels.values():
            if one.kind == kind and not one.external and one.target in self._container:
                return self._container.xml(one.target)
        return None

    def sheets(self) -> Iterator[Sheet]:
        """The sheets in the order of their tabs."""
        for sheet in child(self._root, "sheets") or ():
            related = self._rels.get(next((v for k, v in sheet.items() if k.endswith("}id")), ""))
            if related is None or related.external or related.kind != "worksheet":
                continue
            if related.target not in self._container:
                raise self._container.damaged(f"its sheet {attribute(sheet, 'name') or ''} is missing")
            root = self._container.xml(related.target)
            yield Sheet(attribute(sheet, "name"), self._rows(root, self._links(root, related.target)))

    def _links(self, root: Element, part: str) -> dict[str, str]:
        rels = relationships(self._container, part)
        links: dict[str, str] = {}
        for one in child(root, "hyperlinks") or ():
            related = rels.get(next((v for k, v in one.items() if k.endswith("}id")), ""))
            cell = attribute(one, "ref")
            if related is not None and related.external and cell:
                links[cell.split(":")[0]] = related.target
        return links

    def _rows(self, root: Element, links: dict[str, str]) -> list[dict[int, Cell]]:
        rows: list[dict[int, Cell]] = []
        number = 0
        for row in child(root, "sheetData") or ():
            written = attribute(row, "r") or ""
            number = int(written) if re.fullmatch(r"[1-9]\d{0,6}", written) else number + 1
            cells: dict[int, Cell] = {}
            column = -1
            for element in row:
                named = _NAME.fullmatch(attribute(element, "r") or "")
                column = _column(named[1]) if named else column + 1
                if number > MOST_ROWS or column >= MOST_COLUMNS:
                    raise self._container.refused("it names cells beyond the last row or column")
                text = self._shown(element).strip()
                self._left -= len(text)
                if self._left < 0:
                    raise self._container.refused(f"its cells show more than {MOST_CHARACTERS} characters")
                name = cell_name(number - 1, column)
                if text:
                    cells[column] = Cell(text, name, href=links.get(name) or _linked(child(element, "f")))
            if cells:
                rows.append(cells)
        return rows

    def _shown(self, cell: Element) -> str:
        """What a cell shows: text as it is, dates in ISO form, numbers without trailing zeros."""
        kind = attribute(cell, "t") or "n"
        if kind == "inlineStr":
            inner = child(cell, "is")
            return _rich_text(inner) if inner is not None else ""
        found = child(cell, "v")
        text = (found.text or "") if found is not None else ""
        if kind == "s":
            return self._strings[int(text)] if text.isdecimal() and int(text) < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if text == "1" else "FALSE" if text else ""
        if kind == "n" and text:
            return self._number(text, attribute(cell, "s") or "0")
        return _unescaped(text)

    def _number(self, text: str, style: str) -> str:
        try:
            number = float(text)
        except ValueError:
            return text
        if style.isdecimal() and int(style) in self._dates and 0 <= number < _LATEST:
            moment = self._epoch + timedelta(seconds=round(number * 86_400))
            if number < 1:
                return f"{moment:%H:%M:%S}"
            return f"{moment:%Y-%m-%d}" if number == int(number) else f"{moment:%Y-%m-%d %H:%M:%S}"
        return str(int(number)) if number == int(number) and abs(number) < 1e15 else f"{number:.15g}"


def _linked(formula: Element | None) -> str | None:
    found = _HYPERLINK.match(formula.text or "") if formula is not None else None
    return found[1] if found else None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _rich_text(item: Element) -> str:
    """The text of a string whatever its runs; readings over characters are no part of it."""
    parts: list[str] = []
    for element in item:
        if local(element.tag) == "t":
            parts.append(element.text or "")
        elif local(element.tag) == "r":
            parts.append("".join(one.text or "" for one in element if local(one.tag) == "t"))
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written `_x000D_`."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", _character, text).replace("\r\n", "\n").replace("\r", "\n")


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code < 0xE000 else chr(code)


def _date_styles(root: Element | None) -> frozenset[int]:
    """The numbers of the cell styles that show dates."""
    codes: dict[str, str] = {}
    for one in child(root, "numFmts") or ():
        codes[attribute(one, "numFmtId") or ""] = attribute(one, "formatCode") or ""
    dated: set[int] = set()
    for index, one in enumerate(child(root, "cellXfs") or ()):
        form = attribute(one, "numFmtId") or "0"
        code = codes.get(form)
        if (code is not None and _DATE_CODE.search(_LITERAL.sub("", code.split(";")[0]))) or (
            code is None and form.isdecimal() and int(form) in _BUILT_IN_DATES
        ):
            dated.add(index)
    return frozenset(dated)
