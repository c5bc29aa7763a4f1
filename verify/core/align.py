"""Where in a source a quotation stands: exact runs of words first, then the best alignment of what is left.

Everything here counts in words of a `View` and of a `Quoted`. An alignment is a list of `Block`s in the order of
the quotation: equal runs, and blocks where words of the quotation face other words of the source, or none.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, cast

import edlib  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports]
import numpy as np

from verify.core.normalize import Positions, View
from verify.core.patterns import regex
from verify.core.quotation_syntax import Joint, Quoted
from verify.core.spelling import respellings
from verify.core.tokens import Hashes, tokenise

MAX_BRACKET_GAP: Final = 40  # a bracket stands for a few words, an ellipsis for any number
MAX_VOTES: Final = 1500  # positions of rare words that vote for a place: enough for any page, bounded for a word list
MAX_VOTERS: Final = 16  # rarest words of a piece that vote
MAX_RUNS: Final = 20000  # places kept of a run that is found over and over
LONG: Final = 3000  # words; aligning so much is tried only where rare words agree on a place
_LONG_SHARE: Final = 0.2
_WIDEST: Final = 400  # words by which the parts of one passage may be shifted and still vote together
_FEW: Final = 8  # places that are compared one by one
_SHORT: Final = 12  # words of a piece in which most may be spelt otherwise
_MAX_COMMON: Final = 60000  # a word found more often than this does not vote
_COMMON: Final = 0.35  # what the, of, was tell about a place, against a rare word
_ALPHABET: Final = 253  # letters that edlib's alphabet leaves for words


@dataclass(frozen=True, slots=True)
class Block:
    """Words [q0, q1) of the quotation against words [s0, s1) of the source."""

    equal: bool
    q0: int
    q1: int
    s0: int
    s1: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of the quotation at a place of the source: the words [s0, s1), block by block."""

    blocks: tuple[Block, ...]
    s0: int
    s1: int
    gain: float


def exact_runs(view: View, quoted: Quoted, low: int, high: int) -> Positions:
    """Where the words [low, high) of the quotation stand in the source word for word; patterns match any word."""
    fixed = [i for i in range(low, high) if i not in quoted.patterns]
    size = high - low
    patterned = len(fixed) < size
    none = np.zeros(0, np.int64)
    if not fixed or size > view.size:
        return none
    hashes = quoted.hashes[low:high]
    known = view.places(hashes)
    counts = [known[i - low][1] for i in fixed]
    rarest = fixed[counts.index(min(counts))] - low
    begin, count = known[rarest]
    if not count:
        return none
    places = view.positions(begin, count)
    if rarest:
        places -= rarest
    if count > _FEW or patterned:
        places = places[(places >= 0) & (places + size <= view.size)]
        for j in sorted((i - low for i in fixed), key=lambda j: known[j][1])[1:]:
            if len(places) <= _FEW and not patterned:
                break
            places = places[view.hash[places + j] == hashes[j]]
        else:
            return places
    wanted = quoted.hash[low:high].tobytes()
    same = [p for p in places.tolist() if p >= 0 and view.hash[p : p + size].tobytes() == wanted]
    return np.array(same, np.int64)


def chain_exact(found: Sequence[Positions], sizes: Sequence[int], joints: Sequence[Joint]) -> list[list[int]]:
    """Ways to place all pieces in order, tightest first: each a position per piece. Empty when there is none."""
    pivot = min(range(len(found)), key=lambda k: len(found[k]))
    here = found[pivot][:MAX_RUNS]
    columns: list[Positions] = [here] * len(found)
    alive = np.ones(len(here), np.bool_)
    edge = here + sizes[pivot]
    for k in range(pivot + 1, len(found)):
        at = np.searchsorted(found[k], edge)
        alive &= at < len(found[k])
        columns[k] = found[k][np.minimum(at, len(found[k]) - 1)]
        if not joints[k - 1].ellipsis and not joints[k - 1].seam:
            alive &= columns[k] - edge <= MAX_BRACKET_GAP
        edge = columns[k] + sizes[k]
    edge = here
    for k in range(pivot - 1, -1, -1):
        at = np.searchsorted(found[k] + sizes[k], edge, "right") - 1
        alive &= at >= 0
        columns[k] = found[k][np.maximum(at, 0)]
        if not joints[k].ellipsis and not joints[k].seam:
            alive &= edge - columns[k] - sizes[k] <= MAX_BRACKET_GAP
        edge = columns[k]
    good = np.flatnonzero(alive)
    if not len(good):
        return []
    spans = (columns[-1] + sizes[-1] - columns[0])[good]
    order = good[np.argsort(spans, kind="stable")]
    return [[int(column[i]) for column in columns] for i in order[:64].tolist()]


def weights(view: View, quoted: Quoted) -> list[float]:
    """How much each word tells about a place: rare words much, common words little."""
    size = view.size
    return [
        math.log1p(size / (max(count, 1) + 0.5))
        * (_COMMON if common else 1.0)  # an unknown word weighs as one found once
        for (_, count), common in zip(view.places(quoted.hashes), quoted.common, strict=True)
    ]


def candidates(
    view: View, quoted: Quoted, low: int, high: int, *, limit: int, within: tuple[int, int] | None = None
) -> list[int]:
    """Word numbers of the source where the piece [low, high) may begin, likeliest first: rare words vote."""
    fixed = [i for i in range(low, high) if i not in quoted.patterns]
    if not fixed or not view.size:
        return []
    hashes = quoted.hashes
    known = [
        (count, begin, i) for i, (begin, count) in zip(fixed, view.places([hashes[i] for i in fixed]), strict=True)
    ]
    voters: list[tuple[int, int, int]] = []
    total = 0
    for number, begin, i in sorted(known, key=_rarity):
        if not number:
            continue
        if len(voters) >= MAX_VOTERS or number > _MAX_COMMON or (len(voters) >= 2 and total + number > MAX_VOTES):
            break
        voters.append((number, begin, i - low))
        total += number
    if not total:
        return []
    index = view.index()[2]
    numbers = [number for number, _, _ in voters]
    places = np.concatenate([index[begin : begin + number] for number, begin, _ in voters])
    diagonal = places.astype(np.int64) + np.repeat([high - low - shift for _, _, shift in voters], numbers)
    value = np.repeat([math.log1p(view.size / number) for number in numbers], numbers)
    if within is not None:
        near = (places >= within[0]) & (places < within[1])
        diagonal, value = diagonal[near], value[near]
    if not len(diagonal):
        return []
    width = max(4, min((high - low) // 6, _WIDEST))
    key = diagonal // width
    order = np.argsort(key, kind="stable")
    key, value = key[order], value[order]
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    keys, score = key[first], np.add.reduceat(value, first)
    both = score.copy()
    adjacent = np.flatnonzero(keys[1:] == keys[:-1] + 1)
    both[adjacent] += score[adjacent + 1]
    if high - low > LONG and both.max() < _LONG_SHARE * sum(math.log1p(view.size / number) for number in numbers):
        return []
    chosen: list[int] = []
    for i in np.argsort(-both, kind="stable")[: 4 * limit].tolist():
        if all(abs(int(keys[i]) - other) > 1 for other in chosen):
            chosen.append(int(keys[i]))
            if len(chosen) == limit:
                break
    return [k * width - (high - low) for k in chosen]


def _rarity(voter: tuple[int, int, int]) -> int:
    return voter[0]


def respelled(view: View, quoted: Quoted, low: int, high: int) -> list[tuple[Block, ...]]:
    """A short piece [low, high) where the source has each of its words, some of them in another spelling."""
    if high - low > _SHORT or any(low <= i < high for i in quoted.patterns):
        return []
    forms = [respellings(word) for word in quoted.folded[low:high]]
    if not any(forms):
        return []
    known: list[Hashes] = []
    for i, others in zip(range(low, high), forms, strict=True):
        hashes = tokenise(" ".join(others)).hash if others else np.zeros(0, np.uint32)
        known.append(np.append(hashes, np.uint32(quoted.hash[i])))
    counts = [int(view.frequencies(hashes)[1].sum()) for hashes in known]
    rarest = min(range(len(counts)), key=counts.__getitem__)
    if not 0 < counts[rarest] <= MAX_VOTES:
        return []
    begins, numbers = view.frequencies(known[rarest])
    found = [view.positions(int(a), int(n)) - rarest for a, n in zip(begins, numbers, strict=True) if n]
    placed: list[tuple[Block, ...]] = []
    for s in np.unique(np.concatenate(found)).tolist():
        if s < 0 or s + high - low > view.size:
            continue
        if all(view.hash[s + k] in hashes for k, hashes in enumerate(known)):
            same = quoted.hash[low:high] == view.hash[s : s + high - low]
            edges = [0, *(np.flatnonzero(same[1:] != same[:-1]) + 1).tolist(), high - low]
            placed.append(
                tuple(
                    Block(equal=bool(same[a]), q0=low + a, q1=low + b, s0=s + a, s1=s + b) for a, b in pairwise(edges)
                )
            )
    return placed[:_FEW]


_edlib: Final = cast("Callable[..., dict[str, Any]]", edlib.align)  # pyright: ignore[reportUnknownMemberType]
_RUN: Final = regex(r"(\d+)([=XID])")


def align(
    view: View, quoted: Quoted, low: int, high: int, s_low: int, s_high: int, most: int = -1
) -> tuple[Block, ...] | None:
    """The piece [low, high) laid against the best stretch of the source words [s_low, s_high).

    None when there is none with at most `most` words changed; -1 for any number.
    """
    s_low, s_high = max(0, s_low), min(view.size, s_high)
    if s_high <= s_low or high <= low:
        return None
    wanted = quoted.hash[low:high]
    window = view.hash[s_low:s_high]
    distinct, codes = np.unique(wanted, return_inverse=True)
    letters = (codes % _ALPHABET + 1).astype(np.uint8)
    for i in quoted.patterns:
        if low <= i < high:
            letters[i - low] = 0
    at = np.searchsorted(distinct, window)
    at[at == len(distinct)] = 0
    text = np.where(distinct[at] == window, at % _ALPHABET + 1, _ALPHABET + 2).astype(np.uint8)
    found = _edlib(letters.tobytes(), text.tobytes(), mode="HW", task="path", k=most)
    if found["editDistance"] < 0 or not found["locations"]:
        return None
    s0 = found["locations"][0][0]
    s = s_low + int(s0 if s0 is not None else found["locations"][0][1])
    return _blocks(view, quoted, low, s, _RUN.findall(found["cigar"] or ""))


def _blocks(view: View, quoted: Quoted, q: int, s: int, runs: list[tuple[str, str]]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    q0, s0 = q, s  # where the differing block begins
    for count, kind in runs:
        length = int(count)
        if kind == "=":
            for begin, size, same in _equal_runs(view, quoted, q, s, length):
                if same:
                    if (q0, s0) != (q + begin, s + begin):
                        blocks.append(Block(equal=False, q0=q0, q1=q + begin, s0=s0, s1=s + begin))
                    blocks.append(
                        Block(equal=True, q0=q + begin, q1=q + begin + size, s0=s + begin, s1=s + begin + size)
                    )
                    q0, s0 = q + begin + size, s + begin + size
        if kind != "D":
            q += length
        if kind != "I":
            s += length
    if (q0, s0) != (q, s):
        blocks.append(Block(equal=False, q0=q0, q1=q, s0=s0, s1=s))
    return tuple(blocks)


def _equal_runs(view: View, quoted: Quoted, q: int, s: int, length: int) -> list[tuple[int, int, bool]]:
    """Split a run that edlib's small alphabet calls equal into runs that are and runs that only share a letter."""
    same = quoted.hash[q : q + length] == view.hash[s : s + length]
    if same.all():
        return [(0, length, True)]
    edges = [0, *(np.flatnonzero(same[1:] != same[:-1]) + 1).tolist(), length]
    return [(a, b - a, bool(same[a])) for a, b in pairwise(edges)]
