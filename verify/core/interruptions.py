"""A piece of a quotation that the source has word for word, but for words that say who speaks, and for page heads.

A short speech around a long ", said Tomasz Wilk, a farmer of 58, " costs an aligner more to keep whole than to replace;
here its words are followed from one side of the aside to the other.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from verify.core import asides, omissions
from verify.core.align import Block, exact_runs
from verify.core.normalize import Positions, View
from verify.core.quotation_syntax import QUOTES, Quoted
from verify.core.words import Lexicon

_FIRST: Final = 2  # words at the head of the piece that are looked for
_STARTS: Final = 64  # places of them that are followed
_LONGEST: Final = 60  # words of an interruption
_POINTS: Final = frozenset(",.!?;:-–—―([\n") | QUOTES  # one of them stands where the source interrupts itself


def follow(view: View, quoted: Quoted, low: int, high: int, lexicon: Lexicon) -> tuple[Block, ...] | None:
    """The piece [low, high) over the asides of the source; None when it is not whole."""
    if high - low <= _FIRST or any(low <= i < high for i in quoted.patterns):
        return None
    if not all(count for _, count in view.places(quoted.hashes[low:high])):
        return None
    for start in _within_reach(view, quoted, low, high, exact_runs(view, quoted, low, low + _FIRST)[:_STARTS]):
        blocks = _from(view, quoted, low, high, start, lexicon)
        if blocks is not None:
            return blocks
    return None


def _within_reach(view: View, quoted: Quoted, low: int, high: int, starts: Positions) -> list[int]:
    """The starts behind which the rarest word of the piece stands, however long the asides between are."""
    known = view.places(quoted.hashes[low:high])
    counts = [count for _, count in known]
    rarest = counts.index(min(counts))
    begin, count = known[rarest]
    if not count or not len(starts):
        return []
    places = view.positions(begin, count)
    following = np.searchsorted(places, starts + rarest)
    reached = places[np.minimum(following, count - 1)]
    near = (following < count) & (reached <= starts + rarest * (1 + _LONGEST))
    found: list[int] = starts[near].tolist()
    return found


def _from(view: View, quoted: Quoted, low: int, high: int, start: int, lexicon: Lexicon) -> tuple[Block, ...] | None:
    blocks: list[Block] = []
    i, s = low, start
    while True:
        size = _run(view, quoted, i, high, s)
        blocks.append(Block(equal=True, q0=i, q1=i + size, s0=s, s1=s + size))
        i, s = i + size, s + size
        if i == high:
            return tuple(blocks)
        goes_on = _resumes(view, quoted, i, high, s, lexicon)
        if goes_on is None:
            return None
        blocks.append(Block(equal=False, q0=i, q1=i, s0=s, s1=goes_on))
        s = goes_on


def _run(view: View, quoted: Quoted, i: int, high: int, s: int) -> int:
    size = min(high - i, view.size - s)
    same = quoted.hash[i : i + size] == view.hash[s : s + size]
    return size if same.all() else int(same.argmin())


def _passes(view: View, s: int, t: int, lexicon: Lexicon) -> bool:
    """Whether the words [s, t) only say who speaks, or are lines of a page's head between the lines of the text."""
    if asides.aside(view, s, t, lexicon) is not None:
        return True
    if "\n" not in view.gap(s - 1, s):
        return False
    found = omissions.excuse(view, s, t, lexicon)
    return found is not None and found[0] == "D16"


def _resumes(view: View, quoted: Quoted, i: int, high: int, s: int, lexicon: Lexicon) -> int | None:
    """Where word `i` of the quotation stands behind an interruption that begins at word `s`."""
    if s >= view.size or not _POINTS & set(view.gap(s - 1, s)):
        return None
    for t in range(s + 1, min(s + _LONGEST, view.size - 1) + 1):
        alike = view.hash[t] == quoted.hash[i] and (i + 1 == high or _run(view, quoted, i, high, t) >= min(2, high - i))
        if alike and _POINTS & set(view.gap(t - 1, t)) and _passes(view, s, t, lexicon):
            return t
    return None
