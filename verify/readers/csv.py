"""Tables as text: CSV and TSV, with any of the usual separators (RFC 4180 and what programs make of it).

Nothing is refused: a mark without a partner is a character, and rows may have any number of cells. Anchors lead to cell, line and column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from verify.core.patterns import regex
from verify.model import Anchor, Document
from verify.readers.encoding import decode
from verify.readers.source_lines import SourceLines
from verify.readers.tables import Cell, Sheet, cell_name, compose
from verify.readers.text import require_text

_SEPARATORS = ",;\t|"
# Excel's own line that names the separator.
_NAMED = regex(r"sep=(.)(?:\r\n?|\n)", re.IGNORECASE)
_QUOTED = regex(r'"(?P<text>[^"]*+(?:""[^"]*+)*+)" *(?=(?P<end>.?))', re.DOTALL)
_LINE_END = regex(r"\r\n?|\n")
_LOOKED_AT = 40  # rows from which the separator is told


def read(
    data: bytes, *, name: str, media_type: str, charset: str | None = None, base_url: str | None = None
) -> Document:
    """A table in a text file. Raises `UnreadableError` for binary bytes."""
    del base_url
    source = decode(data, charset=charset).text
    require_text(source, name)
    named = _NAMED.match(source)
    separator = named[1] if named else _separator(source, "\t" if media_type == "text/tab-separated-values" else ",")
    lines = SourceLines(source)
    rows: list[dict[int, Cell]] = []
    for row in _rows(source, named.end() if named else 0, separator):
        cells: dict[int, Cell] = {}
        for column, (start, text, seams) in enumerate(row):
            kept = text.strip(" \t\r\n\f\v")
            if kept:
                lead = len(text) - len(text.lstrip(" \t\r\n\f\v"))
                cells[column] = Cell(
                    kept, cell_name(len(rows) + bool(named), column), tuple(_places(lines, start, lead, seams, kept))
                )
        rows.append(cells)
    return compose([Sheet(None, rows)], name=name, media_type=media_type, digest=sha256(data).hexdigest(), metadata={})


def _places(lines: SourceLines, start: int, lead: int, seams: list[int], text: str) -> Iterator[tuple[int, Anchor]]:
    """The anchors of a cell: where it begins, and behind each doubled mark and line end that the file writes in two characters."""
    yield 0, lines.anchor(0, start + lead + sum(1 for seam in seams if seam <= lead))
    for count, seam in enumerate(seams, 1):
        if lead < seam < lead + len(text):
            yield seam - lead, lines.anchor(0, start + seam + count)


_Field = tuple[int, str, list[int]]  # where it begins in the file, its text, positions behind characters written in two


def _rows(source: str, position: int, separator: str) -> Iterator[list[_Field]]:
    row: list[_Field] = []
    plain = re.compile(rf"[^{re.escape(separator)}\r\n]*")
    while position < len(source):
        lead = position
        while source.startswith(" ", lead):
            lead += 1
        quoted = _QUOTED.match(source, lead)
        if quoted and quoted["end"] in ("", "\r", "\n", separator):
            row.append(_unquoted(quoted["text"], quoted.start("text")))
            position = quoted.end()
        else:
            found = plain.match(source, position)
            end = found.end() if found else position
            row.append((position, source[position:end], []))
            position = end
        if source.startswith(separator, position):
            position += 1
            if position == len(source):
                row.append((position, "", []))
            continue
        ended = _LINE_END.match(source, position)
        if ended:
            position = ended.end()
        yield row
        row = []
    if row:
        yield row


def _unquoted(text: str, start: int) -> _Field:
    seams: list[int] = []
    out: list[str] = []
    position = length = 0
    for match in re.finditer(r'""|\r\n', text):
        out += (text[position : match.start()], '"' if match[0] == '""' else "\n")
        length += match.start() - position + 1
        seams.append(length)
        position = match.end()
    out.append(text[position:])
    return start, "".join(out), seams


def _separator(source: str, usual: str) -> str:
    """The separator that gives most rows the same number of cells, more than one."""
    head = source[:200_000]

    def quality(separator: str) -> tuple[float, int]:
        widths: Counter[int] = Counter()
        for row in _rows(head, 0, separator):
            if any(text.strip() for _, text, _ in row):
                widths[len(row)] += 1
            if widths.total() >= _LOOKED_AT:
                break
        if not widths:
            return 0.0, 0
        width, count = max(widths.items(), key=lambda pair: (pair[1] if pair[0] > 1 else 0, pair[0]))
        return (count / widths.total() if width > 1 else 0.0), width

    ranked = sorted(_SEPARATORS, key=lambda one: (quality(one), one == usual), reverse=True)
    return ranked[0] if quality(ranked[0])[0] > 0 else usual
