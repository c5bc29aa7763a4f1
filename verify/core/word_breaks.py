"""An alignment put right where spaces break the words of the source: "in quiry", "c o m m o n".

The parts of a broken word may be words themselves, so that the cheapest alignment takes them for others. Nothing is
forgiven here: whether the difference counts is for the comparison to say.
"""

from __future__ import annotations

from typing import Final

from verify.core.align import Block
from verify.core.characters import fold
from verify.core.normalize import View
from verify.core.quotation_syntax import Quoted

_PARTS: Final = 40  # parts into which one word of a scan may fall
_SHORTEST: Final = 4  # letters of a word that is looked for in parts


def rejoin(view: View, quoted: Quoted, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with each broken word laid against all its parts."""
    if all(block.equal for block in blocks):
        return blocks
    out = list(blocks)
    _at_edges(view, quoted, out)
    k = 0
    while k + 2 < len(out):
        found = _around(view, quoted, out[k], out[k + 1], out[k + 2])
        if found is not None:
            out[k : k + 3] = found
        k += 1
    return tuple(out)


def _at_edges(view: View, quoted: Quoted, blocks: list[Block]) -> None:
    """The outer words of the quotation, when they stand in parts beside the rest of it."""
    for count in (1, 3):  # with an equal run between that is a part of one of them
        if len(blocks) <= count:
            return
        head, tail = blocks[:count], blocks[-count:]
        if not head[0].equal and not head[-1].equal:
            joined = Block(equal=False, q0=head[0].q0, q1=head[-1].q1, s0=head[0].s0, s1=head[-1].s1)
            start = _backwards(view, _letters(quoted, joined), joined.s1)
            if start is not None:
                blocks[:count] = [Block(equal=False, q0=joined.q0, q1=joined.q1, s0=start, s1=joined.s1)]
        if len(blocks) > count and not tail[0].equal and not tail[-1].equal:
            joined = Block(equal=False, q0=tail[0].q0, q1=tail[-1].q1, s0=tail[0].s0, s1=tail[-1].s1)
            end = _forwards(view, _letters(quoted, joined), joined.s0)
            if end is not None:
                blocks[-count:] = [Block(equal=False, q0=joined.q0, q1=joined.q1, s0=joined.s0, s1=end)]


def _around(view: View, quoted: Quoted, one: Block, run: Block, two: Block) -> list[Block] | None:
    """A broken word beside a run whose words also stand among its parts: “inquiry in” against “in quiry in”."""
    if one.equal or not run.equal or two.equal:
        return None
    size = run.q1 - run.q0
    wanted = view.hash[run.s0 : run.s1]
    if two.q0 == two.q1:  # the broken word comes first
        end = _forwards(view, _letters(quoted, one), one.s0)
        if end is None or end + size != two.s1 or not (view.hash[end : end + size] == wanted).all():
            return None
        return [
            Block(equal=False, q0=one.q0, q1=one.q1, s0=one.s0, s1=end),
            Block(equal=True, q0=run.q0, q1=run.q1, s0=end, s1=end + size),
        ]
    if one.q0 == one.q1:
        start = _backwards(view, _letters(quoted, two), two.s1)
        if start is None or start - size != one.s0 or not (view.hash[start - size : start] == wanted).all():
            return None
        return [
            Block(equal=True, q0=run.q0, q1=run.q1, s0=start - size, s1=start),
            Block(equal=False, q0=two.q0, q1=two.q1, s0=start, s1=two.s1),
        ]
    return None


def _letters(quoted: Quoted, block: Block) -> str:
    return "".join(fold(quoted.word(i)) for i in range(block.q0, block.q1))


def _forwards(view: View, letters: str, at: int) -> int | None:
    """The end of the words from `at` on that together are the letters; None when they are not."""
    if len(letters) < _SHORTEST:
        return None
    for end in range(at, min(view.size, at + _PARTS)):
        part = fold(view.word(end))
        if not part or not letters.startswith(part):
            return None
        letters = letters[len(part) :]
        if not letters:
            return end + 1
    return None


def _backwards(view: View, letters: str, at: int) -> int | None:
    """The start of the words up to `at` that together are the letters; None when they are not."""
    if len(letters) < _SHORTEST:
        return None
    for start in range(at - 1, max(-1, at - 1 - _PARTS), -1):
        part = fold(view.word(start))
        if not part or not letters.endswith(part):
            return None
        letters = letters[: -len(part)]
        if not letters:
            return start
    return None
