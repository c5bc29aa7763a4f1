"""A quotation placed in a source: every passage that may be meant, compared, and the best of them.

Pieces that stand in the source word for word are chained in order. Where that fails, each piece is laid against the
places its rare words vote for, and a passage is accepted as meant when enough of the quotation's weight is found there.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, cast

import numpy as np

from verify.core import align, context, differences, edges, gaps, heads, interruptions, pairing
from verify.core.align import Block, Placed
from verify.core.characters import fold
from verify.core.comparison import Comparison
from verify.core.normalize import Positions, View
from verify.core.numbers import numbers
from verify.core.omissions import is_note_mark
from verify.core.patterns import regex
from verify.core.quotation_syntax import Joint, Quoted
from verify.core.words import Lexicon, common_of, languages, lexicon
from verify.model import Severity

# Share of the quotation's weight that must be found for a passage to be meant, and the share above which nothing
# else is asked; calibrated on generated pairs: changed quotations lie above, foreign text of the same author below.
_FLOOR: Final = 0.42
_SURE: Final = 0.6
_SHORT: Final = ((3, 0.62, 0.8), (6, 0.5, 0.7))
_RUN: Final = 3  # equal words in a row that a doubtful passage needs
_COMPARED: Final = 8  # exact placings that are compared in full
_COMMON_SHARE: Final = 0.2  # a fifth of the words of a sentence are among the commonest of its language
_FITTED: Final = 2000  # exact placings whose bracketed words are looked at
_PLAINLY: Final = 0.8  # share of its weight with which the first place tried is taken without trying others
_ALTERNATIVES: Final = 5  # places tried for a piece
_LONG_PIECE: Final = 200  # words of a piece that, found plainly, is not also meant where half of them differ
_NOTE_MARKS: Final = 2  # words, such as note marks, between parts that stand side by side
_ACCENTED: Final = regex(r"[^\W\d_a-zA-Z]")  # hardly ever in an English sentence
_FEWEST: Final = 3  # words of a quotation that may stand in another order
_MOST_TURNED: Final = 12
_ONE_OTHER: Final = 5  # words of which one may be another
_KEPT: Final = 60
_MISORDERED: Final = 6.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to read the quotation in the source: where its pieces stand and what differs."""

    comparison: Comparison
    placed: tuple[tuple[int, int, int, int], ...]  # q0, q1, s0, s1 of each piece that has a place
    coverage: float
    found: bool
    sure: bool
    exact: bool  # every piece stands in the source word for word

    @property
    def severity(self) -> Severity:
        return self.comparison.severity

    @property
    def first(self) -> int:
        return min(s0 for _, _, s0, _ in self.placed)

    @property
    def last(self) -> int:
        return max(s1 for _, _, _, s1 in self.placed)

    def rank(self) -> tuple[int, int, int]:
        """Smaller is better."""
        kinds = [Severity.ALTERED, Severity.NOTE, Severity.MARKED]
        counts = [sum(d.severity is kind for d in self.comparison.differences) for kind in kinds]
        return counts[0], counts[1], counts[2] + len(self.comparison.flags)


@dataclass(frozen=True)
class Reading:
    """A quotation to be placed, with what a comparison needs to know."""

    quoted: Quoted
    languages: tuple[str, ...]
    speaker: str | None

    @cached_property
    def lexicon(self) -> Lexicon:
        """The lists of the source's languages, and of the quotation's own where something is left out or differs."""
        if self._sounds_like_the_source():
            return lexicon(self.languages)
        own = languages(self.quoted.text)
        if len(own) > 1:
            words = set(self.quoted.folded)
            known = tuple(language for language in own if len(common_of(language)) == 0 or words & common_of(language))
            own = known or (() if self.quoted.text.isascii() else own)
        return lexicon((*self.languages, *own))

    def _sounds_like_the_source(self) -> bool:
        """Whether enough of the quotation's words are common ones of the source's language."""
        if len(self.languages) != 1 or (self.languages == ("en",) and _ACCENTED.search(self.quoted.text)):
            return False
        common = common_of(self.languages[0])
        known = sum(map(common.__contains__, self.quoted.folded[:40]))
        return known >= _COMMON_SHARE * min(self.quoted.size, 40)


def place(view: View, reading: Reading) -> list[Outcome]:
    """The best reading first, then readings that are equally good. Empty when the view or the quotation has no words.

    An outcome that is not `found` is the nearest passage, shown to a person at most.
    """
    if not view.size or not reading.quoted.size:
        return []
    found = exact(view, reading)
    if found:
        return found
    approximate = _approximate(view, reading)
    return [approximate] if approximate is not None else []


# --- word for word -------------------------------------------------------------------------------------------------


def exact(view: View, reading: Reading) -> list[Outcome]:
    """The best of the placings where every piece stands word for word, and those that are equally good."""
    quoted = reading.quoted
    found: list[Positions] = []
    for low, high in quoted.pieces:
        places = _fitting(view, quoted, low, align.exact_runs(view, quoted, low, high))
        if not len(places):
            return []
        found.append(places)
    sizes = [high - low for low, high in quoted.pieces]
    chains = align.chain_exact(found, sizes, quoted.joints) if len(found) > 1 else [[int(p)] for p in found[0][:64]]
    turned = _turned(quoted, found)
    outcomes: list[Outcome] = []
    for chain in chains[:_COMPARED]:
        outcome = _at(view, reading, chain)
        earlier = heads.earlier(view, quoted, found, chain)
        if earlier is not None:
            wider = _at(view, reading, earlier)
            if wider.severity is Severity.ALTERED or wider.rank() < outcome.rank():
                outcome = wider
        if turned:
            outcome.comparison.flags.add("order-doubtful")
        outcomes.append(outcome)
        if len(found) == 1 and len(chains) == 1:
            break
    if len(outcomes) < 2:
        return outcomes
    best = min(outcome.rank() for outcome in outcomes)
    equal = [outcome for outcome in outcomes if outcome.rank() == best]
    equal.sort(key=lambda outcome: outcome.last - outcome.first)
    tightest = equal[0].last - equal[0].first
    return [outcome for outcome in equal if outcome.last - outcome.first == tightest]


def _turned(quoted: Quoted, found: Sequence[Positions]) -> bool:
    """Whether two pieces around an ellipsis also stand side by side in the other order: A … B where the source has B A."""
    for k, joint in enumerate(quoted.joints):
        sizes = [high - low for low, high in quoted.pieces[k : k + 2]]
        if joint.ellipsis and min(sizes) >= _RUN:
            after = found[k + 1] + sizes[1]
            if any(bool(np.isin(after + between, found[k]).any()) for between in range(_NOTE_MARKS + 1)):
                return True
    return False


def _at(view: View, reading: Reading, chain: Sequence[int]) -> Outcome:
    """The comparison of pieces that stand word for word at the given words of the source."""
    pieces = [
        (Block(equal=True, q0=low, q1=high, s0=s, s1=s + high - low),)
        for (low, high), s in zip(reading.quoted.pieces, chain, strict=True)
    ]
    return _compare(view, reading, pieces, None)


def _fitting(view: View, quoted: Quoted, low: int, places: Positions) -> Positions:
    """Places where the words that brackets or a mask change in part fit the source's words."""
    here = {i: pattern for i, pattern in quoted.patterns.items() if i >= low}
    if not here or not len(places):
        return places
    size = next(high for start, high in quoted.pieces if start == low) - low
    here = {i - low: pattern for i, pattern in here.items() if i - low < size}
    kept = [
        p
        for p in places[:_FITTED].tolist()
        if all(pairing.fits(pattern, fold(view.word(p + i))) for i, pattern in here.items())
    ]
    return np.array(kept, np.int64)


def _compare(
    view: View, reading: Reading, pieces: Sequence[Sequence[Block]], weights: Sequence[float] | None
) -> Outcome:
    """Compare placed pieces, in the order of the quotation; pieces without blocks have no place.

    `weights` of the words tell how much of the quotation is found; None when all of it stands there word for word.
    """
    quoted = reading.quoted
    c = Comparison(view, quoted, reading.lexicon)
    placed: list[tuple[int, int, int, int]] = []
    last_index = -1
    for index, blocks in enumerate(pieces):
        if not blocks:
            low, high = quoted.pieces[index]
            differences.differ(c, Block(equal=False, q0=low, q1=high, s0=0, s1=0))
            continue
        s0, s1 = blocks[0].s0, blocks[-1].s1
        if placed:
            spanning = (
                quoted.joints[last_index]
                if index == last_index + 1
                else Joint(tuple(mark for joint in quoted.joints[last_index:index] for mark in joint.marks))
            )
            gaps.joint(c, spanning, placed[-1][3], s0)
        _walk(c, blocks)
        placed.append((quoted.pieces[index][0], quoted.pieces[index][1], s0, s1))
        last_index = index
    if placed:
        s_first, s_last = min(p[2] for p in placed), max(p[3] for p in placed)
        gaps.outer(c, quoted.lead, quoted.trail, placed[0][2], placed[-1][3])
        gaps.remarks(c)
        context.edges(c, s_first, s_last, reading.speaker)
    exact = weights is None
    covered = 1.0 if weights is None else _coverage(weights, c)
    longest = max((b.q1 - b.q0 for blocks in pieces for b in blocks if b.equal), default=0)
    matched = sum(b.q1 - b.q0 for blocks in pieces for b in blocks if b.equal)
    floor, sure = next(((lo, hi) for size, lo, hi in _SHORT if quoted.size <= size), (_FLOOR, _SURE))
    found = bool(placed) and (
        exact
        or (
            covered >= floor
            and (matched >= 2 or covered >= sure)
            and (longest >= _RUN or covered >= sure or quoted.size <= 4 or _compact(matched, quoted.size, placed))
        )
    )
    if placed and not found and len(quoted.pieces) == 1:
        found = _same_words(view, quoted, placed[0][2], placed[0][3])
    return Outcome(c, tuple(placed), covered, found, exact or covered >= sure, exact)


def _compact(matched: int, size: int, placed: Sequence[tuple[int, int, int, int]]) -> bool:
    """Whether most words stand in order within hardly more words of the source than the quotation has."""
    return matched >= 0.66 * size and sum(s1 - s0 for _, _, s0, s1 in placed) <= 1.5 * size + 2


def _same_words(view: View, quoted: Quoted, s0: int, s1: int) -> bool:
    """Whether the words of a short quotation stand at the place in another order: who sued whom."""
    size = quoted.size
    if not _FEWEST <= size <= _MOST_TURNED or all(quoted.common):
        return False
    wanted: Counter[int] = Counter(cast("list[int]", quoted.hash.tolist()))
    for start in range(max(0, s0 - size), min(view.size - size, s1) + 1):
        lacking = wanted - Counter(cast("list[int]", view.hash[start : start + size].tolist()))
        if lacking.total() <= size // _ONE_OTHER:
            return True
    return False


def _walk(c: Comparison, blocks: Sequence[Block]) -> None:
    """Compare the blocks of a piece, and the points where two equal runs meet without a block between."""
    for index, block in enumerate(blocks):
        if block.equal:
            c.equal(block)
        else:
            differences.differ(c, block)
        if index + 1 < len(blocks):
            _meeting(c, block, blocks[index + 1])


def _meeting(c: Comparison, one: Block, other: Block) -> None:
    """Points between two neighbouring blocks, when words on both sides face words of the source one to one."""
    if one.q1 == one.q0 or one.s1 == one.s0 or other.q1 == other.q0 or other.s1 == other.s0:
        return
    if one.s1 - one.s0 > one.q1 - one.q0 and is_note_mark(c.view, one.s1 - 1):
        return  # the text behind a note mark begins with the bracket that closes it
    c.between(one.q1 - 1, one.s1 - 1)


def _coverage(weights: Sequence[float], c: Comparison) -> float:
    total = sum(weights)
    return sum(w * credit for w, credit in zip(weights, c.credit, strict=True)) / total if total else 0.0


# --- nearest passage -----------------------------------------------------------------------------------------------


def _approximate(view: View, reading: Reading) -> Outcome | None:
    quoted = reading.quoted
    weights = align.weights(view, quoted)
    order = sorted(range(len(quoted.pieces)), key=lambda k: -sum(weights[slice(*quoted.pieces[k])]))
    options: list[list[Placed]] = [[] for _ in quoted.pieces]
    anchors: list[int] = []
    known = numbers(reading.lexicon.languages)
    for k in order:
        options[k] = _options(view, reading, k, weights, anchors)
        if options[k] and not anchors:
            anchors = [p.s0 for p in sorted(options[k], key=lambda p: -p.gain)[:20]]
    chain = _chain(options, quoted.joints)
    if all(p is None for p in chain):
        return None
    pieces = [() if p is None else edges.settle(view, quoted, p.blocks, known) for p in chain]
    return _compare(view, reading, pieces, weights)


def _options(view: View, reading: Reading, k: int, weights: Sequence[float], anchors: Sequence[int]) -> list[Placed]:
    quoted = reading.quoted
    low, high = quoted.pieces[k]
    size = high - low
    places = _fitting(view, quoted, low, align.exact_runs(view, quoted, low, high))
    if len(places):
        if anchors and len(places) > _KEPT:
            near = np.unique(np.concatenate([places[max(0, i - 6) : i + 6] for i in np.searchsorted(places, anchors)]))
            places = near
        gain = sum(weights[low:high])
        return [
            Placed((Block(equal=True, q0=low, q1=high, s0=s, s1=s + size),), s, s + size, gain)
            for s in places[:_KEPT].tolist()
        ]
    whole = interruptions.follow(view, quoted, low, high, reading.lexicon)
    if whole is not None:
        return [Placed(whole, whole[0].s0, whole[-1].s1, sum(weights[low:high]))]
    spelt = align.respelled(view, quoted, low, high)
    if spelt:
        return [Placed(blocks, blocks[0].s0, blocks[-1].s1, sum(weights[low:high])) for blocks in spelt]
    starts = align.candidates(view, quoted, low, high, limit=_ALTERNATIVES)
    if anchors and size <= 8:
        for anchor in anchors[:3]:
            starts += align.candidates(view, quoted, low, high, limit=2, within=(anchor - 400, anchor + 400))
        if not starts:
            starts = [anchors[0]]
    slack = max(12, size // 3)
    most = -1
    total = sum(weights[low:high])
    found: dict[tuple[int, int], Placed] = {}
    for start in starts:
        blocks = align.align(view, quoted, low, high, start - slack, start + size + slack, most)
        if blocks is None:
            continue
        gain = sum(sum(weights[b.q0 : b.q1]) for b in blocks if b.equal)
        gain -= 0.3 * sum(max(b.q1 - b.q0, b.s1 - b.s0) for b in blocks if not b.equal)
        placed = Placed(blocks, blocks[0].s0, blocks[-1].s1, gain)
        found[placed.s0, placed.s1] = placed
        if gain >= _PLAINLY * total:
            if len(quoted.pieces) == 1:
                break
            most = size // 2 if size >= _LONG_PIECE else most
    matching = [p for p in found.values() if any(b.equal for b in p.blocks)]
    return sorted(matching or list(found.values())[:1], key=lambda p: -p.gain)


def _chain(options: Sequence[Sequence[Placed]], joints: Sequence[Joint]) -> list[Placed | None]:
    """One place for each piece: the most weight, in order, close together."""
    states: list[tuple[float, list[Placed | None], int | None]] = [(0.0, [], None)]
    for k, choices in enumerate(options):
        if not choices:
            states = [(gain, [*path, None], last) for gain, path, last in states]
            continue
        following: list[tuple[float, list[Placed | None], int | None]] = []
        tight = k > 0 and not joints[k - 1].ellipsis and not joints[k - 1].seam
        for choice in choices:
            best: tuple[float, list[Placed | None], int | None] | None = None
            for gain, path, last in states:
                cost = 0.0 if last is None else _distance(choice.s0 - last, tight=tight)
                if best is None or gain - cost > best[0]:
                    best = (gain - cost, path, last)
            if best is not None:
                following.append((best[0] + choice.gain, [*best[1], choice], choice.s1))
        following.sort(key=lambda state: -state[0])
        states = following[:40]
    return max(states, key=lambda state: state[0])[1]


def _distance(gap: int, *, tight: bool) -> float:
    if gap < -1:
        return _MISORDERED + 0.35 * math.log1p(-gap)
    cost = 0.35 * math.log1p(max(gap, 0))
    return cost + 1.0 + 0.5 * math.log1p(gap) if tight and gap > 12 else cost
