"""An alignment put right where the cheapest one is not what a reader sees.

Words at the edge of a piece are found again a few words away, or laid against their neighbours; omitted words are
shifted to where they begin a line; a date is one block, however its words are shuffled.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from typing import Final

from rapidfuzz.distance import Levenshtein

from verify.core import composites, pairing, spelling
from verify.core.align import Block
from verify.core.alike import Run
from verify.core.characters import fold
from verify.core.normalize import View
from verify.core.numbers import Numbers
from verify.core.omissions import is_note_mark
from verify.core.quotation_syntax import Quoted
from verify.core.sentences import sentence_ends
from verify.core.word_breaks import rejoin

_EDGE: Final = 4  # words at an edge that may have been moved away from their passage by omitted ones
_LONG_EDGE: Final = 8  # words at an edge that may say the same as others
_EDGE_REACH: Final = 14
_SLID: Final = 24  # omitted words that may be page furniture
_BROKEN: Final = 8  # words of a page head that may stand inside a word at a line end
_LONELY: Final = 2  # words between two omissions that may as well stand behind the second


def settle(view: View, quoted: Quoted, blocks: tuple[Block, ...], known: Numbers) -> tuple[Block, ...]:
    """Words at the edges that face nothing: found again a few words away, or laid against their neighbours."""
    blocks = rejoin(view, quoted, blocks)
    blocks = _edge(view, quoted, blocks, known, head=True)
    blocks = _edge(view, quoted, blocks, known, head=False)
    blocks = _past_note_marks(view, quoted, blocks)
    return _slide(view, composites.gather(view, quoted, _dates(view, quoted, blocks, known), known))


def _past_note_marks(view: View, quoted: Quoted, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The first words of a piece found right before its second run, when only note marks stand between them there.

    "Network Manager | connections. Network[3] Manager | knows": the words nearest to “knows” are meant.
    """
    if len(blocks) < 3 or not (blocks[0].equal and blocks[2].equal) or blocks[1].q0 != blocks[1].q1:
        return blocks
    first, left_out = blocks[0], blocks[1]
    if all(is_note_mark(view, j) for j in range(left_out.s0, min(left_out.s1, left_out.s0 + _SLID))):
        return blocks
    moved: list[Block] = []
    j = left_out.s1
    for i in range(first.q1 - 1, first.q0 - 1, -1):
        end = j
        while j > left_out.s0 and is_note_mark(view, j - 1):
            j -= 1
        if j <= left_out.s0 or view.hash[j - 1] != quoted.hash[i]:
            return blocks
        if j < end:
            moved.append(Block(equal=False, q0=i + 1, q1=i + 1, s0=j, s1=end))
        moved.append(Block(equal=True, q0=i, q1=i + 1, s0=j - 1, s1=j))
        j -= 1
    return (*moved[::-1], *blocks[2:])


def _slide(view: View, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Omitted words shifted to where they begin a line, when the alignment may as well lie there.

    "the | THE RUNNING HEAD 27 | exception" aligns as well with "the" before as with "the" after what is left out.
    """
    out = _gather(view, list(blocks))
    for k in range(1, len(out) - 1):
        block, before, after = out[k], out[k - 1], out[k + 1]
        if block.q0 != block.q1 or not (before.equal and after.equal) or block.s1 - block.s0 > _SLID:
            continue
        shift = 0
        while shift < before.q1 - before.q0 - 1 and view.hash[block.s0 - shift - 1] == view.hash[block.s1 - shift - 1]:
            shift += 1
            if "\n" in view.gap(block.s0 - shift - 1, block.s0 - shift) and "\n" in view.gap(
                block.s1 - shift - 1, block.s1 - shift
            ):
                q = block.q0 - shift
                out[k - 1] = Block(equal=True, q0=before.q0, q1=q, s0=before.s0, s1=before.s1 - shift)
                out[k] = Block(equal=False, q0=q, q1=q, s0=block.s0 - shift, s1=block.s1 - shift)
                out[k + 1] = Block(equal=True, q0=q, q1=after.q1, s0=after.s0 - shift, s1=after.s1)
                break
    return tuple(out)


def _gather(view: View, blocks: list[Block]) -> list[Block]:
    """Two omissions around a word or two that stand as well behind the second become one."""
    k = 0
    while k + 2 < len(blocks):
        one, run, two = blocks[k : k + 3]
        size = run.q1 - run.q0
        lonely = not one.equal and not two.equal and one.q0 == one.q1 and two.q0 == two.q1
        if lonely and run.equal and size <= _LONELY and two.s1 - two.s0 >= size:
            end = two.s1
            if (view.hash[run.s0 : run.s1] == view.hash[end - size : end]).all():
                blocks[k : k + 3] = [
                    Block(equal=False, q0=one.q0, q1=one.q0, s0=one.s0, s1=end - size),
                    Block(equal=True, q0=run.q0, q1=run.q1, s0=end - size, s1=end),
                ]
                continue
        k += 1
    return blocks


def _edge(view: View, quoted: Quoted, blocks: tuple[Block, ...], known: Numbers, *, head: bool) -> tuple[Block, ...]:
    if len(blocks) < 2:
        return blocks
    edge = blocks[0] if head else blocks[-1]
    if edge.equal:
        return _with_article(view, quoted, blocks, known) if head else blocks
    if edge.q0 == edge.q1:
        return blocks[1:] if head else blocks[:-1]
    size = edge.q1 - edge.q0
    if size > _LONG_EDGE:
        return blocks
    same = _reading_alike(view, quoted, edge, known, head=head)
    if same is not None:
        return (same, *blocks[1:]) if head else (*blocks[:-1], same)
    if size > _EDGE:
        return blocks
    broken = _broken_word(view, quoted, edge, head=head)
    if broken is not None:
        return (broken, *blocks[1:]) if head else (*blocks[:-1], broken)
    inner = edge.s1 if head else edge.s0
    beside = range(inner - size, inner) if head else range(inner, inner + size)
    alike = beside[0] >= 0 and beside[-1] < view.size
    alike = alike and all(_resembles(view, quoted, i, j) for i, j in zip(range(edge.q0, edge.q1), beside, strict=True))
    if alike and (edge.s0 == edge.s1 or edge.s1 - edge.s0 == size):
        faced = Block(equal=False, q0=edge.q0, q1=edge.q1, s0=beside[0], s1=beside[-1] + 1)
        return (faced, *blocks[1:]) if head else (*blocks[:-1], faced)
    if edge.s0 != edge.s1:
        moved = _found_nearby(view, quoted, edge, inner, head=head)
        if moved and moved[0 if head else -1].q1 - moved[0 if head else -1].q0 == size:
            return (*moved, *blocks[1:]) if head else (*blocks[:-1], *moved)
        narrow = _narrow(view, quoted, edge, known, head=head)
        return (narrow, *blocks[1:]) if head else (*blocks[:-1], narrow)
    moved = _found_nearby(view, quoted, edge, inner, head=head)
    if moved:
        return (*moved, *blocks[1:]) if head else (*blocks[:-1], *moved)
    if (
        head
        and inner - size >= 0
        and (not sentence_ends(view, inner - size, inner) or _resembles(view, quoted, edge.q1 - 1, inner - 1))
    ):
        return (Block(equal=False, q0=edge.q0, q1=edge.q1, s0=inner - size, s1=inner), *blocks[1:])
    if (
        not head
        and inner + size <= view.size
        and (not sentence_ends(view, inner - 1, inner + size - 1) or _resembles(view, quoted, edge.q0, inner))
    ):
        return (*blocks[:-1], Block(equal=False, q0=edge.q0, q1=edge.q1, s0=inner, s1=inner + size))
    return blocks


def _resembles(view: View, quoted: Quoted, i: int, j: int) -> bool:
    a, b = fold(quoted.word(i)), fold(view.word(j))
    return Levenshtein.distance(a, b) <= (max(1, max(len(a), len(b)) // 3) if min(len(a), len(b)) > 1 else 0)


def _found_nearby(view: View, quoted: Quoted, edge: Block, inner: int, *, head: bool) -> tuple[Block, ...]:
    """The outermost words of an edge block found a few words further out; what lies between faces the rest."""
    for length in range(edge.q1 - edge.q0, 0, -1):
        q0, q1 = (edge.q0, edge.q0 + length) if head else (edge.q1 - length, edge.q1)
        rest = edge.q1 - edge.q0 - length
        reach = _EDGE_REACH if rest == 0 else 2 * rest + 3
        wanted = quoted.hash[q0:q1]
        if head:
            spots = range(inner - length, max(-1, inner - length - reach), -1)
        else:
            spots = range(inner, min(view.size - length + 1, inner + reach))
        for spot in spots:
            if not (view.hash[spot : spot + length] == wanted).all():
                continue
            run = Block(equal=True, q0=q0, q1=q1, s0=spot, s1=spot + length)
            if head:
                between = Block(equal=False, q0=q1, q1=edge.q1, s0=spot + length, s1=inner)
                return (run, between) if (between.q0, between.s0) != (between.q1, between.s1) else (run,)
            between = Block(equal=False, q0=edge.q0, q1=q0, s0=inner, s1=spot)
            return (between, run) if (between.q0, between.s0) != (between.q1, between.s1) else (run,)
    return ()


def _reading_alike(view: View, quoted: Quoted, edge: Block, known: Numbers, *, head: bool) -> Block | None:
    """An edge block against as many words of the source as say the same: 52 and fifty-|two, 6 p.m. and 6pm."""
    count = edge.q1 - edge.q0
    most = count + _EDGE
    low, high = (max(0, edge.s1 - most), edge.s1) if head else (edge.s0, min(view.size, edge.s0 + most))
    words, source = quoted.folded[edge.q0 : edge.q1], list(map(fold, view.words(low, high)))
    whole = Run(words, partial(quoted.phrase, edge.q0, edge.q1), known, money=False)
    composed = any(known.is_number(word) or word in spelling.shortened() for word in words + source)
    sizes: frozenset[int] = _composed_sizes(view, quoted, edge, known, head=head) if composed else frozenset()
    for size in range(1, min(most, high - low + 1)):
        s0, s1 = (high - size, high) if head else (low, low + size)
        block = Block(equal=False, q0=edge.q0, q1=edge.q1, s0=s0, s1=s1)
        faced = source[len(source) - size :] if head else source[:size]
        if whole.says(Run(faced, partial(view.passage, s0, s1), known, money=False)):
            return block
        if size in sizes and all(
            _says_the_same(view, quoted, part, known) for part in pairing.pairs(view, quoted, block, known)
        ):
            return block
    return None


def _composed_sizes(view: View, quoted: Quoted, edge: Block, known: Numbers, *, head: bool) -> frozenset[int]:
    """How many words of the source may say the same part by part, so that a closer look pays; mostly none."""
    count = edge.q1 - edge.q0
    most = count + _EDGE
    reached = {(0, 0)}
    queue = [(0, 0)]
    for i, j in queue:
        for di in range(1, min(pairing.MOST_ALIKE, count - i) + 1):
            for dj in range(1, min(pairing.MOST_ALIKE, most - j) + 1):
                if (i + di, j + dj) in reached:
                    continue
                if head:
                    part = Block(equal=False, q0=edge.q1 - i - di, q1=edge.q1 - i, s0=edge.s1 - j - dj, s1=edge.s1 - j)
                else:
                    part = Block(equal=False, q0=edge.q0 + i, q1=edge.q0 + i + di, s0=edge.s0 + j, s1=edge.s0 + j + dj)
                if part.s0 >= 0 and part.s1 <= view.size and _says_the_same(view, quoted, part, known):
                    reached.add((i + di, j + dj))
                    queue.append((i + di, j + dj))
    return frozenset(j for i, j in reached if i == count and j > 1)


def _broken_word(view: View, quoted: Quoted, edge: Block, *, head: bool) -> Block | None:
    """The edge block of one word that stands in the source in two parts, with a page head between them."""
    if edge.q1 - edge.q0 != 1:
        return None
    word = fold(quoted.word(edge.q0))
    for size in range(3, _BROKEN):
        s0, s1 = (edge.s1 - size, edge.s1) if head else (edge.s0, edge.s0 + size)
        if s0 >= 0 and s1 <= view.size and fold(view.word(s0)) + fold(view.word(s1 - 1)) == word:
            return Block(equal=False, q0=edge.q0, q1=edge.q1, s0=s0, s1=s1)
    return None


def _says_the_same(view: View, quoted: Quoted, part: Block, known: Numbers) -> bool:
    if part.q0 == part.q1 or part.s0 == part.s1:
        return False
    words = quoted.folded[part.q0 : part.q1]
    source = list(map(fold, view.words(part.s0, part.s1)))
    one = Run(words, partial(quoted.phrase, part.q0, part.q1), known, money=False)
    return one.says(Run(source, partial(view.passage, part.s0, part.s1), known, money=False))


def _with_article(view: View, quoted: Quoted, blocks: tuple[Block, ...], known: Numbers) -> tuple[Block, ...]:
    """A number that opens the quotation in one block with its article: a hundred against 100."""
    first, second = blocks[0], blocks[1]
    if first.q1 - first.q0 != 1 or second.equal or not known.is_article(fold(quoted.word(first.q0))):
        return blocks
    joined = Block(equal=False, q0=first.q0, q1=second.q1, s0=second.s0, s1=second.s1)
    same = _reading_alike(view, quoted, joined, known, head=True) if joined.q1 - joined.q0 <= _EDGE else None
    return blocks if same is None else (same, *blocks[2:])


def _narrow(view: View, quoted: Quoted, edge: Block, known: Numbers, *, head: bool) -> Block:
    """An edge block without the outer words of the source that no word of the quotation faces."""
    parts = pairing.pairs(view, quoted, edge, known)
    while len(parts) > 1 and parts[0 if head else -1].q0 == parts[0 if head else -1].q1:
        parts = parts[1:] if head else parts[:-1]
    return Block(equal=False, q0=edge.q0, q1=edge.q1, s0=parts[0].s0, s1=parts[-1].s1)


def _dates(view: View, quoted: Quoted, blocks: tuple[Block, ...], known: Numbers) -> tuple[Block, ...]:
    """Blocks that cut through a date with a month's name become one block of that date."""
    if all(block.equal for block in blocks):
        return blocks
    low, high = blocks[0].q0, blocks[-1].q1
    folded = quoted.folded[low:high]
    if not any(map(known.is_month, folded)):
        return blocks
    i = 0
    while i < len(folded):
        if not known.is_month(folded[i]):
            i += 1
            continue
        a, b = i, i + 1
        while a > 0 and known.is_date_word(folded[a - 1]):
            a -= 1
        while b < len(folded) and known.is_date_word(folded[b]):
            b += 1
        blocks = _one_date(view, quoted, blocks, low + a, low + b, known)
        i = b
    return blocks


def _end(block: Block) -> int:
    return block.q1


def _one_date(
    view: View, quoted: Quoted, blocks: tuple[Block, ...], a: int, b: int, known: Numbers
) -> tuple[Block, ...]:
    touched: list[int] = []
    for k in range(bisect_left(blocks, a, key=_end), len(blocks)):
        block = blocks[k]
        if block.q0 >= b:
            break
        if block.q1 > a or block.q0 == block.q1:
            touched.append(k)
    if not touched or all(blocks[k].equal for k in touched):
        return blocks
    first, last = blocks[touched[0]], blocks[touched[-1]]
    q0, s0 = (a, first.s0 + a - first.q0) if first.equal else (min(a, first.q0), first.s0)
    q1, s1 = (b, last.s0 + b - last.q0) if last.equal else (max(b, last.q1), last.s1)
    while touched[-1] + 1 < len(blocks) and blocks[touched[-1] + 1].q0 == blocks[touched[-1] + 1].q1:
        touched.append(touched[-1] + 1)
        s1 = blocks[touched[-1]].s1
    words = [fold(word) for word in view.words(s0, s1)]
    spoken = known.date([fold(quoted.word(i)) for i in range(q0, q1)])
    while spoken is not None and known.date(words) != spoken and s1 < view.size and s1 - s0 < 6:
        if not known.is_date_word(fold(view.word(s1))) or touched[-1] + 1 < len(blocks):
            break
        s1 += 1
        words = [fold(word) for word in view.words(s0, s1)]
    while spoken is not None and known.date(words) != spoken and s0 > 0 and s1 - s0 < 6 and touched[0] == 0:
        if not known.is_date_word(fold(view.word(s0 - 1))):
            break
        s0 -= 1
        words = [fold(word) for word in view.words(s0, s1)]
    if spoken is None or known.date(words) is None:
        return blocks
    before = blocks[: touched[0]]
    after = blocks[touched[-1] + 1 :]
    if first.equal and first.q0 < q0:
        before = (*before, Block(equal=True, q0=first.q0, q1=q0, s0=first.s0, s1=first.s0 + q0 - first.q0))
    if last.equal and last.q1 > q1:
        after = (Block(equal=True, q0=q1, q1=last.q1, s0=last.s1 - (last.q1 - q1), s1=last.s1), *after)
    return (*before, Block(equal=False, q0=q0, q1=q1, s0=s0, s1=s1), *after)
