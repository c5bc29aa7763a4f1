"""What is printed on the pages besides the text: running heads and feet, page numbers, numbers of lines.

They are known by where they stand and by coming again: the outermost lines of a page, at one height on several pages,
with the page's number or without.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from verify.core.patterns import regex
from verify.readers.pdf.pages import Page, Run

_ZONE: Final = 0.22  # of the page's height, at its top and at its bottom
_DEPTH: Final = 4  # lines from the edge
_HEIGHTS: Final = 8.0  # points by which a running head moves from page to page
_LONGEST: Final = 120  # characters of a running head
_FEWEST_NUMBERS: Final = 8  # of a column of line numbers
_APART: Final = 1.8  # sizes from one line to the next that set off a page number
_GAP: Final = 1.35  # times the usual distance of lines, which sets off a running head from the text
_DIGITS: Final = regex(r"\d+")
_ROMAN: Final = regex(r"[ivxlc]{1,7}", re.IGNORECASE)
_NUMBER_LINE: Final = regex(r"(?:page|seite|p\.?|s\.?)?\W*#\W*(?:(?:of|von|de|sur|/)\W*#)?\W*", re.IGNORECASE)
_END_NUMBER: Final = regex(r"^(\d{1,4})(?!\S)|(?<!\S)(\d{1,4})(?: ?/ ?\d{1,4})?$")


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line that is no text, with the page on which it stands first."""

    text: str
    page: int


@dataclass(slots=True)
class _Row:
    page: Page
    y: float
    runs: list[Run]
    text: str
    shape: str

    @property
    def number(self) -> int | None:
        """The number with which the line begins or ends."""
        match = _END_NUMBER.search(self.text)
        return int(match[1] or match[2]) if match else None


def take_out(pages: list[Page]) -> list[Furniture]:
    """Remove furniture from the pages' runs; give each running head once, and page numbers not at all."""
    found: dict[str, Furniture] = {}
    taken: list[tuple[Page, set[int]]] = []
    tops = {page.number: _rows(page, top=True) for page in pages}
    bottoms = {page.number: _rows(page, top=False) for page in pages}
    for rows_of in (tops, bottoms):
        heights: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for rows in rows_of.values():
            for row in rows:
                heights[row.text.casefold()].append((row.y, row.page.number))
        step = _numbering(rows_of)
        for page in pages:
            gone: set[int] = set()
            for row in _furniture(rows_of[page.number], heights, step, len(pages)):
                gone.update(id(run) for run in row.runs)
                if not _NUMBER_LINE.fullmatch(row.shape):
                    found.setdefault(row.shape, Furniture(row.text, page.number))
            taken.append((page, gone))
    for page, gone in taken:
        if gone:
            page.runs = [run for run in page.runs if id(run) not in gone]
    for page in pages:
        _take_line_numbers(page)
    return list(found.values())


def _rows(page: Page, *, top: bool) -> list[_Row]:
    """The outermost lines of one end of a page, the outermost first."""
    _, bottom, _, ceiling = page.box
    zone = _ZONE * (ceiling - bottom)
    runs = [run for run in page.runs if not run.hidden and (run.y > ceiling - zone if top else run.y < bottom + zone)]
    runs.sort(key=lambda run: -run.y if top else run.y)
    rows: list[_Row] = []
    for run in runs:
        if rows and abs(rows[-1].y - run.y) < 0.35 * max(run.size, 1):
            rows[-1].runs.append(run)
        elif len(rows) == _DEPTH:
            break
        else:
            rows.append(_Row(page, run.y, [run], "", ""))
    for row in rows:
        row.text = " ".join(run.text.strip() for run in sorted(row.runs, key=lambda run: run.x0))
        shape = _DIGITS.sub("#", row.text.casefold())
        row.shape = "#" if _ROMAN.fullmatch(shape) else shape
    return rows


def _numbering(rows_of: dict[int, list[_Row]]) -> int | None:
    """By how much the printed page numbers differ from the count of pages; None when no page tells."""
    steps = Counter(
        row.number - row.page.number for rows in rows_of.values() for row in rows[:2] if row.number is not None
    )
    if not steps:
        return None
    step, count = steps.most_common(1)[0]
    return step if count >= max(2, 0.3 * len(rows_of)) else None


def _furniture(
    rows: list[_Row], heights: dict[str, list[tuple[float, int]]], step: int | None, pages: int
) -> list[_Row]:
    """The outermost lines of a page that are furniture; white or a page number sets them off from the text."""
    surely = count = 0
    for index, row in enumerate(rows):
        if _is_numbered(row, rows, index, step, pages) or all(run.artifact for run in row.runs):
            surely = count = index + 1
        elif _comes_again(row, heights, pages):
            count = index + 1
        else:
            break
    while count > surely and not _set_off(rows, count):
        count -= 1
    return rows[:count]


def _is_numbered(row: _Row, rows: list[_Row], index: int, step: int | None, pages: int) -> bool:
    """Whether a line is the page's number, or bears it."""
    if len(row.text) > _LONGEST:
        return False
    if step is not None and row.number is not None and row.number - row.page.number == step:
        return True
    if not _NUMBER_LINE.fullmatch(row.shape):
        return False
    if row.shape.strip(" -–—|/.·") != "#":
        return True  # "Page 3 of 10"
    following = rows[index + 1] if index + 1 < len(rows) else None
    size = max(run.size for run in (*row.runs, *(following.runs if following else ())))
    apart = following is None or abs(following.y - row.y) > _APART * size
    return apart and len(row.text) < 8 and (pages == 1 or step is None or _ROMAN.fullmatch(row.text) is not None)


def _comes_again(row: _Row, heights: dict[str, list[tuple[float, int]]], pages: int) -> bool:
    """Whether the same words stand at the same height on other pages."""
    if len(row.text) > _LONGEST or sum(character.isalpha() for character in row.text) < 3:
        return False
    same = {number for y, number in heights[row.text.casefold()] if abs(y - row.y) <= _HEIGHTS}
    return len(same) >= (2 if pages < 12 else 3)


def _set_off(rows: list[_Row], count: int) -> bool:
    """Whether white, or another size, lies between the line before `count` and the next."""
    if count >= len(rows):
        return len(rows) < _DEPTH
    last, following = rows[count - 1], rows[count]
    size = max(run.size for run in following.runs)
    usual = 1.2 * size
    if count + 1 < len(rows):
        usual = min(max(abs(rows[count + 1].y - following.y), size), 1.6 * size)
    return abs(following.y - last.y) > _GAP * usual


def _take_line_numbers(page: Page) -> None:
    """Remove the numbers that count lines in the margin: 1, 2, 3 or 5, 10, 15, one below the other, evenly spaced."""
    columns: dict[tuple[str, int], list[Run]] = defaultdict(list)
    others: list[Run] = []
    for run in page.runs:
        if run.text.strip().isdecimal() and len(run.text.strip()) < 5:
            columns["left", round(run.x0 / 2)].append(run)
            columns["right", round(run.x1 / 2)].append(run)
        else:
            others.append(run)
    for side, at in list(columns):
        numbers = sorted(columns[side, at] + columns.get((side, at + 1), []), key=lambda run: -run.y)
        if len(numbers) < _FEWEST_NUMBERS:
            continue
        values = [int(run.text) for run in numbers]
        steps = Counter(after - before for before, after in pairwise(values))
        step, count = steps.most_common(1)[0]
        edge = max(run.x1 for run in numbers)
        outside = all(run.x0 > edge for run in others) or all(run.x1 < min(n.x0 for n in numbers) for run in others)
        gaps = [before.y - after.y for before, after in pairwise(numbers)]
        even = max(gaps) <= 1.1 * min(gaps) + 0.5
        if step in (1, 5) and count >= 0.8 * (len(values) - 1) and outside and even:
            gone = {id(run) for run in numbers}
            page.runs = [run for run in page.runs if id(run) not in gone]
            return
