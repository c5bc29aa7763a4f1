"""Lines of one column from its runs: what stands on one base line, with figures above and below it.

Raised figures are written as superscript characters, as the HTML reader does, so that they join no number or word.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from verify.readers.pdf.columns import reads_leftwards
from verify.readers.pdf.directions import Glyph, as_read, has_leftward_letters
from verify.readers.pdf.pages import Run
from verify.readers.raised import Height, height, written

_INITIAL: Final = 1.9  # times the usual size
_SAME: Final = 0.15  # of the size: base lines that differ less are one
_SMALL: Final = 0.87  # of the line's size: figures set above or below are at most this large
_TINY: Final = 0.35
_REACH: Final = 0.75  # of the size: how far a raised figure stands above the base line at most
_RAISED: Final = 0.14
_LOWERED: Final = 0.05
_SPACE: Final = 0.17  # of the size: a gap that is a space
_GAP: Final = 1.2  # of the size: how far a raised figure may stand from the words


@dataclass(slots=True)
class Line:
    """One line of a column. `lefts` and `rights` are the edges of each character; `raised` the spans of what stands above."""

    page: int
    y: float
    size: float
    text: str = ""
    lefts: list[float] = field(default_factory=list[float])
    rights: list[float] = field(default_factory=list[float])
    raised: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    number: int = 0  # of the line on its page, from 1
    leftwards: bool = False

    @property
    def x0(self) -> float:
        return min(self.lefts, default=0.0)

    @property
    def x1(self) -> float:
        return max(self.rights, default=0.0)

    @property
    def begins(self) -> float:
        """Where the line begins, growing in the direction of reading."""
        return -self.x1 if self.leftwards else self.x0

    @property
    def ends(self) -> float:
        return -self.x0 if self.leftwards else self.x1


@dataclass(slots=True)
class _Row:
    y: float
    size: float
    runs: list[Run]


def lines_of(runs: list[Run], page: int) -> list[Line]:
    """The lines of a column from top to bottom."""
    initials = _initials(runs)
    rows: list[_Row] = []
    for run in sorted((run for run in runs if run not in initials), key=lambda run: (-round(run.size, 1), -run.y)):
        row = _row_for(run, rows)
        if row is None:
            rows.append(_Row(run.y, run.size, [run]))
        else:
            row.runs.append(run)
    rows.sort(key=lambda row: -row.y)
    leftwards = reads_leftwards(runs)
    lines = [line for row in rows if (line := _line(row, page, leftwards=leftwards)).text]
    for initial in initials:
        _set_before(initial, lines, page)
    return lines


def _initials(runs: list[Run]) -> list[Run]:
    """Ornamental initials: one or two letters much larger than most."""
    sizes = sorted(run.size for run in runs for _ in range(len(run.text)))
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    return [
        run for run in runs if run.size > _INITIAL * usual and len(run.text.strip()) <= 2 and run.text.strip().isalpha()
    ]


def _set_before(initial: Run, lines: list[Line], page: int) -> None:
    """Put an initial before the first line that stands beside it."""
    text = initial.text.strip()
    beside = [
        line
        for line in lines
        if initial.y - 2 <= line.y <= initial.y + initial.size and -2 < line.x0 - initial.x1 < 2 * line.size
    ]
    if not beside:
        lines.append(
            Line(
                page, initial.y, initial.size, text, list(initial.lefts[: len(text)]), list(initial.rights[: len(text)])
            )
        )
        lines.sort(key=lambda line: -line.y)
        return
    first = max(beside, key=lambda line: line.y)
    first.text = text + first.text
    first.lefts[:0] = initial.lefts[: len(text)]
    first.rights[:0] = initial.rights[: len(text)]
    first.raised = [(start + len(text), end + len(text)) for start, end in first.raised]


def _row_for(run: Run, rows: list[_Row]) -> _Row | None:
    best: tuple[float, _Row] | None = None
    x0, x1 = run.x0, run.x1
    for row in reversed(rows):
        apart = abs(run.y - row.y)
        if apart > _REACH * row.size:
            continue
        if apart > _SAME * min(row.size, run.size) and not (
            _TINY * row.size <= run.size <= _SMALL * row.size
            and any(other.x0 - _GAP * row.size <= x1 and x0 <= other.x1 + _GAP * row.size for other in row.runs)
        ):
            continue
        if best is None or apart < best[0]:
            best = apart, row
    return best[1] if best else None


def _line(row: _Row, page: int, *, leftwards: bool) -> Line:
    line = Line(page=page, y=row.y, size=row.size, leftwards=leftwards)
    if any(has_leftward_letters(run.text) for run in row.runs):
        _read_both_ways(line, row)
        return line
    runs = sorted(row.runs, key=lambda run: run.x0)
    for index, run in enumerate(runs):
        text = run.text.rstrip()
        at = _height(run, row)
        if line.text and not line.text.endswith(" ") and not run.text.startswith(" "):
            gap = max(run.lefts[0] - line.rights[-1], line.lefts[-1] - run.rights[0])
            small = at is not Height.LINE and _figures(text)
            if gap > (2 if small else 1) * _SPACE * row.size:
                line.text += " "
                line.lefts.append(line.rights[-1])
                line.rights.append(line.rights[-1])
        if at is not Height.LINE:
            before_character = line.text[-1:]
            following = runs[index + 1].text if index + 1 < len(runs) else ""
            tag = "sup" if at is Height.ABOVE else "sub"
            text = written(text, height(tag, before_character, following if _touches(run, runs, index) else " "))
            if at is Height.ABOVE:
                line.raised.append((len(line.text), len(line.text) + len(text)))
        trailing = run.text.endswith(" ") and index + 1 < len(runs)
        line.text += text + (" " if trailing else "")
        kept = len(text) + trailing
        line.lefts.extend(run.lefts[:kept])
        line.rights.extend(run.rights[:kept])
    return line


def _read_both_ways(line: Line, row: _Row) -> None:
    """Fill a line in which letters run to the left."""
    glyphs: list[Glyph] = []
    word = 0
    for run in sorted(row.runs, key=lambda run: run.order):
        text = run.text if _height(run, row) is not Height.ABOVE else written(run.text, Height.ABOVE)
        for character, left, right in zip(text, run.lefts, run.rights, strict=True):
            if character == " ":
                word += 1
            else:
                glyphs.append(Glyph(character, left, right, word))
    glyphs.sort(key=lambda glyph: glyph.left + glyph.right)
    spaces = [
        Glyph(" ", before.right, max(after.left, before.right), before.word)
        for before, after in pairwise(glyphs)
        if after.left - before.right > (_SPACE / 2 if after.word != before.word else 1.5 * _SPACE) * row.size
    ]
    # A Persian line among English ones is read from its own right.
    for glyph in as_read(glyphs + spaces, leftwards=line.leftwards or reads_leftwards(row.runs)):
        line.text += glyph.text
        line.lefts.append(glyph.left)
        line.rights.append(glyph.right)


def _height(run: Run, row: _Row) -> Height:
    if run.size > _SMALL * row.size:
        return Height.LINE
    if run.y - row.y > _RAISED * row.size:
        return Height.ABOVE
    return Height.BELOW if row.y - run.y > _LOWERED * row.size else Height.LINE


def _figures(text: str) -> bool:
    return text.strip("[](),;–-").isdecimal()


def _touches(run: Run, runs: list[Run], index: int) -> bool:
    return index + 1 < len(runs) and not run.text.endswith(" ") and runs[index + 1].x0 - run.x1 < _SPACE * run.size
