"""Paragraphs from the lines of columns: where one ends, and which stand apart from the running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from statistics import median
from typing import Final

from verify.core.patterns import regex
from verify.readers.pdf.lines import Line

_LEADING: Final = 1.3  # times the usual distance of lines: more is a gap between paragraphs
_OTHER_SIZE: Final = 0.08  # relative change of size that ends a paragraph
_INDENT: Final = 0.8  # sizes
_QUOTE_INDENT: Final = 1.2
_SHORT: Final = 0.25  # of the column's width: a line that ends so far from the edge ends a paragraph after a full stop
_HEADING: Final = 1.18  # times the size of the running text
_LONGEST_HEADING: Final = 200
_ENDS: Final = regex(r"[.!?…:;。！？؟۔][\"”’»)\]]*[⁰¹²³⁴-⁹]*$")
_CAPTION: Final = regex(
    r"(?:fig(?:ure|\.)?|table|tabelle|abbildung|abb\.|chart|graph|map|photo(?:graph)?|image|plate|tableau|figura|tabla|cuadro|gráfico)\s*[\dIVX]{1,4}\b",
    re.IGNORECASE,
)
_ITEM: Final = regex(r"(?:[•▪▸‣◦·*–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|\[\d{1,3}\])\s")


class Kind(Enum):
    """What a paragraph is on the page."""

    TEXT = "text"
    HEADING = "heading"
    CAPTION = "caption"
    QUOTE = "quote"
    NOTE = "note"


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together. `label` is that of a note; `open` says that its last line may run on elsewhere."""

    lines: list[Line]
    kind: Kind = Kind.TEXT
    label: str = ""
    opens_indented: bool = False
    open: bool = False
    skip: int = field(default=0)  # characters of the first line that are the note's label


@dataclass(frozen=True, slots=True)
class Column:
    """The lines of one column; the edges within which most lines stand; the usual distance of lines."""

    lines: list[Line]
    begins: float
    ends: float
    leading: float


def column_of(lines: list[Line]) -> Column:
    """Measure a column."""
    starts = Counter(round(line.begins) for line in lines)
    most = starts.most_common(1)[0][1] if starts else 0
    begins = min(
        (start for start, count in starts.items() if count >= max(2, 0.25 * most)),
        default=min((line.begins for line in lines), default=0.0),
    )
    steps = [one.y - two.y for one, two in pairwise(lines) if abs(one.size - two.size) < 0.6 and one.y > two.y]
    leading = min(median(steps), 2.5 * lines[0].size) if steps else 1.2 * (lines[0].size if lines else 10)
    return Column(lines, begins, max((line.ends for line in lines), default=0.0), leading)


def paragraphs_of(column: Column, body: float) -> list[Paragraph]:
    """The paragraphs of a column; `body` is the size of the document's running text."""
    lines = column.lines
    hanging = _hangs(column)
    groups: list[list[Line]] = []
    for index, line in enumerate(lines):
        if index and not _parts(lines[index - 1], line, column, groups[-1], hanging=hanging):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(group, column, body) for group in groups]


def _hangs(column: Column) -> bool:
    """Whether entries hang out to the left, as in bibliographies: most lines are indented, by one amount."""
    inner = [line.begins - column.begins for line in column.lines if line.begins - column.begins > _INDENT * line.size]
    if len(inner) < max(3, 0.4 * len(column.lines)) or len(inner) == len(column.lines):
        return False
    usual = median(inner)
    return usual < 6 * column.lines[0].size and sum(abs(value - usual) < 2 for value in inner) >= 0.8 * len(inner)


def _parts(before: Line, line: Line, column: Column, group: Sequence[Line], *, hanging: bool) -> bool:
    """Whether a paragraph ends between two lines."""
    size = max(before.size, line.size)
    if abs(before.size - line.size) > _OTHER_SIZE * size and not (len(before.text) < 3 or len(line.text) < 3):
        return True
    distance = before.y - line.y
    steps = [one.y - two.y for one, two in pairwise(group)]
    usual = min([column.leading, *steps])
    if distance > _LEADING * max(usual, size) or distance < -0.3 * size:
        return True
    indent = line.begins - before.begins
    short = column.ends - before.ends > _SHORT * (column.ends - column.begins)
    if hanging:
        return line.begins - column.begins < _INDENT * size * 0.5 and (
            before.begins - column.begins > _INDENT * size * 0.5 or short
        )
    if indent > _INDENT * size and len(group) > 1 and abs(before.begins - group[-2].begins) < 2:
        return True
    if indent > _INDENT * size and (_ENDS.search(before.text) or short):
        return not _ITEM.match(before.text)
    if _ITEM.match(line.text) and (short or _ITEM.match(group[0].text)) and abs(line.begins - group[0].begins) < 2:
        return True
    return short and _ENDS.search(before.text) is not None and not line.text[:1].islower()


def _paragraph(lines: list[Line], column: Column, body: float) -> Paragraph:
    text = " ".join(line.text for line in lines)
    size = median(line.size for line in lines)
    width = column.ends - column.begins
    last = lines[-1]
    paragraph = Paragraph(
        lines, opens_indented=len(lines) > 1 and lines[0].begins - lines[1].begins > _INDENT * size * 0.5
    )
    paragraph.open = column.ends - last.ends < _SHORT * width and not _ENDS.search(last.text)
    if _CAPTION.match(text) and size <= 1.02 * body and len(text) < 800:
        paragraph.kind = Kind.CAPTION
    elif size >= _HEADING * body and len(text) <= _LONGEST_HEADING and not re.search(r"[.!;,][\"”’]?$", text):
        paragraph.kind = Kind.HEADING
    elif _is_quote(lines, column, body):
        paragraph.kind = Kind.QUOTE
    return paragraph


def _is_quote(lines: list[Line], column: Column, body: float) -> bool:
    """Lines that all stand in from the edge, at the right too or smaller: a quotation that the layout marks."""
    if len(lines) < 2 or _ITEM.match(lines[0].text):
        return False
    size = lines[0].size
    indents = [line.begins - column.begins for line in lines]
    if (
        min(indents) < _QUOTE_INDENT * size
        or max(indents) > 8 * size
        or max(indents[1:]) - min(indents[1:]) > 0.5 * size
    ):
        return False
    full = [line for line in column.lines if line.begins - column.begins < 2]
    inset = column.ends - max(line.ends for line in lines) > 0.7 * size
    return len(full) >= 3 and (inset or size <= 0.95 * body)
