"""Times, dates, ratios and sums of money as one block of an alignment, however many words they have on either side.

"5:30 p.m." shares a word with "17:30", and "€4.2 billion" two with "4.2 billion euros": an alignment cuts them there, and
what is left of each says something else. Nothing is forgiven here: whether the difference counts is for the comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from verify.core.align import Block
from verify.core.alike import Run, same_composite
from verify.core.characters import fold
from verify.core.normalize import View
from verify.core.numbers import Numbers, has_digit, is_currency
from verify.core.patterns import regex
from verify.core.quotation_syntax import Quoted

_LONGEST: Final = 8  # words of a date or a sum of money
_SIGNED: Final = regex(r"(?:^|[\s(])[-−–]$")  # −€5 million
_REACH: Final = 5  # words by which the source's side may be longer, where no equal word bounds it
_INSIDE: Final = frozenset(
    {"to", "zu", "bis", "à", "a", "p", "m", "am", "pm", "uhr", "h", "of", "de", "the", "на", "до"}
)


def gather(view: View, quoted: Quoted, blocks: tuple[Block, ...], known: Numbers) -> tuple[Block, ...]:
    """The blocks with each composed number that one of them cuts through as one block of its own."""
    if all(block.equal for block in blocks):
        return blocks
    for a, b in _runs(quoted, blocks[0].q0, blocks[-1].q1, known):
        touched = [k for k, block in enumerate(blocks) if block.q0 < b and block.q1 > a]
        lonely = {k for k, block in enumerate(blocks) if block.q0 == block.q1 and a <= block.q0 <= b}
        if len(touched) + len(lonely) < 2 or all(blocks[k].equal for k in {*touched, *lonely}):
            continue
        found = _facing(view, quoted, blocks, a, b, known)
        if found is not None:
            blocks = _with_block(blocks, found)
    return blocks


def _runs(quoted: Quoted, low: int, high: int, known: Numbers) -> list[tuple[int, int]]:
    """Words of the quotation that may together be a time, a date, a ratio or a sum of money."""
    words = [fold(quoted.word(i)) for i in range(low, high)]
    parts = [known.is_number(word) or known.is_month(word) or is_currency(word) for word in words]
    found: list[tuple[int, int]] = []
    i = 0
    while i < len(words):
        if not parts[i]:
            i += 1
            continue
        j = i + 1
        while j < len(words) and (parts[j] or words[j] in _INSIDE):
            j += 1
        while j > i + 1 and not parts[j - 1] and words[j - 1] not in ("m", "am", "pm", "uhr", "h"):
            j -= 1
        if j - i <= _LONGEST and any(map(has_digit, words[i:j])):
            found.append((low + i, low + j))
        i = j
    return found


def _facing(view: View, quoted: Quoted, blocks: Sequence[Block], a: int, b: int, known: Numbers) -> Block | None:
    """The source's words that say what the quotation's words [a, b) say, beside the words that face their neighbours."""
    before, after = _source_of(blocks, a - 1), _source_of(blocks, b)
    around = [block for block in blocks if block.q1 >= a and block.q0 <= b]
    low = around[0].s0 if around[0].q0 >= a else around[0].s0 + (a - around[0].q0 if around[0].equal else 0)
    high = around[-1].s1 if around[-1].q1 <= b else around[-1].s1 - (around[-1].q1 - b if around[-1].equal else 0)
    at_head, at_tail = a == blocks[0].q0, b == blocks[-1].q1
    starts = [before + 1] if before is not None else range(max(0, low - _REACH * at_head), high + 1)
    ends = [after] if after is not None else range(low, min(view.size, high + _REACH * at_tail) + 1)
    spans = [(s0, s1) for s0 in starts for s1 in ends if 0 < s1 - s0 <= _LONGEST]
    said = Run([fold(quoted.word(i)) for i in range(a, b)], partial(quoted.phrase, a, b), known)
    for s0, s1 in sorted(spans, key=lambda span: abs(span[0] - low) + abs(span[1] - high)):
        if _SIGNED.search(view.text[max(0, int(view.start[s0]) - 2) : int(view.start[s0])]):
            continue
        source = [fold(word) for word in view.words(s0, s1)]
        if same_composite(said, Run(source, partial(view.passage, s0, s1), known)):
            return Block(equal=False, q0=a, q1=b, s0=s0, s1=s1)
    return None


def _source_of(blocks: Sequence[Block], i: int) -> int | None:
    """The word of the source that is equal to word `i` of the quotation; None when it has none."""
    for block in blocks:
        if block.equal and block.q0 <= i < block.q1:
            return block.s0 + i - block.q0
    return None


def _with_block(blocks: tuple[Block, ...], found: Block) -> tuple[Block, ...]:
    """The blocks cut at both ends of a block that takes the place of what they had between."""
    out: list[Block] = []
    for block in blocks:
        if block.q1 <= found.q0 and block.s1 <= found.s0:
            out.append(block)
        elif block.q0 < found.q0:
            stop = block.s0 + found.q0 - block.q0 if block.equal else found.s0
            out.append(Block(equal=block.equal, q0=block.q0, q1=found.q0, s0=block.s0, s1=stop))
    left = out[-1].s1 if out else found.s0
    if left < found.s0:
        out.append(Block(equal=False, q0=found.q0, q1=found.q0, s0=left, s1=found.s0))
    out.append(found)
    rest: list[Block] = []
    for block in blocks:
        if block.q0 >= found.q1 and block.s0 >= found.s1:
            rest.append(block)
        elif block.q1 > found.q1:
            start = block.s1 - (block.q1 - found.q1) if block.equal else found.s1
            rest.append(Block(equal=block.equal, q0=found.q1, q1=block.q1, s0=start, s1=block.s1))
    if rest and rest[0].s0 > found.s1:
        out.append(Block(equal=False, q0=found.q1, q1=found.q1, s0=found.s1, s1=rest[0].s0))
    return (*out, *rest)
