"""The order in which the parts of a page are read: columns one after the other, what spans them between.

A gutter is a white strip beside which lines begin at one place. What crosses it (a headline, a wide table) parts the page into
bands; within a band the left column is read before the right one, on pages of right-to-left scripts the right one first.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import Final

from verify.readers.pdf.pages import Run

_FEWEST_LINES: Final = 3  # beside a gutter that is not yet known; tables and lists have columns too
_STARTS: Final = 2.0  # points within which lines begin at the same place
_GUTTER: Final = 0.6  # of the size: the narrowest white strip
_NARROWEST: Final = 7.0  # of the size: the narrowest column of running text
_FILLED: Final = 0.5  # share of its column that half the lines fill; cells of tables are emptier
_LETTERS: Final = 14  # characters that half the lines of running text have
_DEEPEST: Final = 12
_MOST_RUNS: Final = 6_000  # more is a drawing with labels, not columns


@dataclass(frozen=True, slots=True)
class _Split:
    x: float
    bottom: float
    top: float


def in_reading_order(runs: list[Run], known: list[float]) -> list[list[Run]]:
    """The runs of a page by the column they stand in, in reading order; `known` collects the gutters that were found."""
    if len(runs) > _MOST_RUNS:
        return [runs]
    mirrored = reads_leftwards(runs)
    boxes = [_Box(run, -run.x1, -run.x0) if mirrored else _Box(run, run.x0, run.x1) for run in runs]
    return [[box.run for box in group] for group in _ordered(boxes, known, 0)]


def reads_leftwards(runs: list[Run]) -> bool:
    """Whether most letters are of a script that is written from right to left."""
    sample = "".join(run.text for run in runs[:200])
    kinds = Counter(unicodedata.bidirectional(character) for character in sample)
    return kinds["R"] + kinds["AL"] > kinds["L"]


@dataclass(slots=True)
class _Box:
    run: Run
    x0: float
    x1: float

    @property
    def bottom(self) -> float:
        return self.run.y - 0.2 * self.run.size

    @property
    def top(self) -> float:
        return self.run.y + 0.7 * self.run.size


def _ordered(boxes: list[_Box], known: list[float], depth: int) -> list[list[_Box]]:
    split = _best_split(boxes, known) if depth < _DEEPEST else None
    if split is None:
        return [boxes] if boxes else []
    if not any(abs(split.x - x) < 2 * _STARTS for x in known):
        known.append(split.x)
    above = [box for box in boxes if box.run.y >= split.top]
    below = [box for box in boxes if box.run.y <= split.bottom]
    middle = [box for box in boxes if split.bottom < box.run.y < split.top]
    left = [box for box in middle if box.x0 < split.x - _STARTS]
    right = [box for box in middle if box.x0 >= split.x - _STARTS]
    return [group for part in (above, left, right, below) for group in _ordered(part, known, depth + 1)]


def _best_split(boxes: list[_Box], known: list[float]) -> _Split | None:
    """The gutter beside which most lines stand, with the band that it parts."""
    if len(boxes) < 2:
        return None
    starts = sorted(box.x0 for box in boxes)
    candidates: list[float] = []
    for index, x in enumerate(starts):
        familiar = any(abs(x - old) < 2 * _STARTS for old in known)
        enough = index + _FEWEST_LINES - 1 < len(starts) and starts[index + _FEWEST_LINES - 1] - x <= _STARTS
        if (enough or familiar) and (not candidates or x - candidates[-1] > _STARTS):
            candidates.append(x)
    size = median(box.run.size for box in boxes)
    best: tuple[float, _Split] | None = None
    for x in candidates[1:]:
        familiar = any(abs(x - old) < 2 * _STARTS for old in known)
        edge = x - _GUTTER * size
        crossing = sorted(
            (box for box in boxes if box.x0 < x - _STARTS and box.x1 > edge + 0.1), key=lambda box: -box.run.y
        )
        ceilings = [float("inf"), *(box.run.y for box in crossing)]
        floors = [*(box.run.y for box in crossing), float("-inf")]
        for ceiling, floor in zip(ceilings, floors, strict=True):
            if floor >= ceiling:
                continue
            inside = [box for box in boxes if floor < box.run.y < ceiling]
            left = [box for box in inside if box.x0 < x - _STARTS]
            right = [box for box in inside if box.x0 >= x - _STARTS]
            shared = _beside(left, right, size, familiar=familiar)
            if shared and (best is None or shared > best[0]):
                best = shared, _Split(x, floor, ceiling)
    return best[1] if best else None


def _beside(left: list[_Box], right: list[_Box], size: float, *, familiar: bool) -> float:
    """The height over which two columns of running text stand side by side; 0 when they are none."""
    if not left or not right:
        return 0.0
    shared = min(max(box.top for box in side) for side in (left, right)) - max(
        min(box.bottom for box in side) for side in (left, right)
    )
    if shared <= 0 or (not familiar and shared < (_FEWEST_LINES - 1) * size):
        return 0.0
    for side in (left, right):
        lines: dict[int, list[_Box]] = {}
        for box in side:
            lines.setdefault(round(box.run.y / (0.5 * size)), []).append(box)
        if not familiar and len(lines) < _FEWEST_LINES:
            return 0.0
        width = max(box.x1 for box in side) - min(box.x0 for box in side)
        filled = median(sum(box.x1 - box.x0 for box in line) for line in lines.values())
        letters = median(sum(len(box.run.text) for box in line) for line in lines.values())
        if not familiar and (width < _NARROWEST * size or filled < _FILLED * width or letters < _LETTERS):
            return 0.0
    return shared
