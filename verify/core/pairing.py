"""Which words of a quotation face which words of the source inside a block that differs, and what counts as alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import accumulate
from typing import Final

from rapidfuzz.distance import Levenshtein

from verify.core import spelling
from verify.core.align import Block
from verify.core.alike import Run, Runs
from verify.core.characters import fold
from verify.core.normalize import View
from verify.core.numbers import Numbers
from verify.core.quotation_syntax import Pattern, Quoted
from verify.core.words import word_set

_LONGEST_ENDING: Final = 4  # letters a bracket may stand for inside or at the end of a word
_CHANGED_ENDINGS: Final = frozenset({"y", "e", "ies", "ied", "ier", "ing", "ying", "es", "ed", "f", "fe", "ves"})
_MAX_WORDS: Final = 16  # of both sides together, in which a few words are tried against a few others
MOST_ALIKE: Final = 4  # words that may say the same as others
_INFINITE: Final = float("inf")
_Step = tuple[int, int]  # over so many words of the quotation and of the source
_JOINED: Final[tuple[_Step, ...]] = ((1, 2), (2, 1), (2, 2))
_MAX_CELLS: Final = 900  # a larger block is one replaced passage, not pairs of words


def pairs(view: View, quoted: Quoted, block: Block, known: Numbers) -> list[Block]:
    """The block cut into pairs of words that resemble one another, words without a partner left alone."""
    n, m = block.q1 - block.q0, block.s1 - block.s0
    if n == m == 1 or n * m > _MAX_CELLS:
        return [block]
    a = [fold(quoted.word(i)) for i in range(block.q0, block.q1)]
    b = [fold(word) for word in view.words(block.s0, block.s1)]
    alike = _alike_steps(view, quoted, block, known, a, b) if n + m <= _MAX_WORDS else {}
    step = _cheapest_steps(a, b, _pattern_fits(quoted, block, b), alike)
    parts: list[Block] = []
    i, j = n, m
    while i or j:
        di, dj = step[i][j]
        parts.append(Block(equal=False, q0=block.q0 + i - di, q1=block.q0 + i, s0=block.s0 + j - dj, s1=block.s0 + j))
        i, j = i - di, j - dj
    return _merge_lonely(parts[::-1])


def _pattern_fits(quoted: Quoted, block: Block, source: list[str]) -> frozenset[tuple[int, int]]:
    """Which words of the block that brackets or a mask change in part fit which words of the source."""
    patterns = [(i - block.q0, pattern) for i, pattern in quoted.patterns.items() if block.q0 <= i < block.q1]
    return frozenset((i, j) for i, pattern in patterns for j, word in enumerate(source) if fits(pattern, word))


def _cheapest_steps(
    a: list[str], b: list[str], fitting: frozenset[tuple[int, int]], alike: Mapping[tuple[int, int], list[_Step]]
) -> list[list[_Step]]:
    """The last step of the cheapest way to lay the first words of `a` against the first of `b`, for each two numbers.

    A step goes over a word of one side at the cost of its letters, over one of each side at that of the letters that
    differ, or over one or two of each side that are written apart or together.
    """
    n, m = len(a), len(b)
    distance = Levenshtein.distance
    ends_a, ends_b = [0, *accumulate(map(len, a))], [0, *accumulate(map(len, b))]
    cost = [[_INFINITE] * (m + 1) for _ in range(n + 1)]
    step: list[list[_Step]] = [[(0, 0)] * (m + 1) for _ in range(n + 1)]
    cost[0][0] = 0.0

    def reach(i: int, j: int, value: float, by: _Step) -> None:
        if value < cost[i][j]:
            cost[i][j] = value
            step[i][j] = by

    for i in range(n + 1):
        row = cost[i]
        for j in range(m + 1):
            here = row[j]
            if i < n:
                reach(i + 1, j, here + len(a[i]), (1, 0))
            if j < m and here + len(b[j]) < row[j + 1]:
                row[j + 1] = here + len(b[j])
                step[i][j + 1] = (0, 1)
            if i == n or j == m:
                continue
            one, other = a[i], b[j]
            if one == other or (i, j) in fitting:
                apart = 0.0
            else:
                apart = min(distance(one, other), 0.95 * max(len(one), len(other)))
            if here + apart < cost[i + 1][j + 1]:
                cost[i + 1][j + 1] = here + apart
                step[i + 1][j + 1] = (1, 1)
            for di, dj in _JOINED:
                if i + di > n or j + dj > m:
                    continue
                letters = ends_a[i + di] - ends_a[i]
                most = max(1, letters // 5)
                if abs(letters - ends_b[j + dj] + ends_b[j]) <= most:
                    x, y = "".join(a[i : i + di]), "".join(b[j : j + dj])
                    differing = distance(x, y, score_cutoff=most)
                    if differing <= most:
                        reach(i + di, j + dj, here + differing + 0.3, (di, dj))
            for di, dj in alike.get((i, j), ()):
                reach(i + di, j + dj, here + 0.3, (di, dj))
    return step


def _alike_steps(
    view: View, quoted: Quoted, block: Block, known: Numbers, a: list[str], b: list[str]
) -> dict[tuple[int, int], list[_Step]]:
    """Where a few words say the same as a few others, by the words before both: 25 and vingt-cinq, % and per cent."""
    if not any(known.is_number(word) or word in spelling.shortened() for word in a + b):
        return {}
    theirs = Runs(_runs(b, known, lambda j, end: view.passage(block.s0 + j, block.s0 + end)))
    found: dict[tuple[int, int], list[_Step]] = {}
    for (i, di), run in _runs(a, known, lambda i, end: quoted.phrase(block.q0 + i, block.q0 + end)):
        for j, dj in theirs.saying(run):
            if di + dj > 2:
                found.setdefault((i, j), []).append((di, dj))
    return found


def _runs(words: list[str], known: Numbers, written: Callable[[int, int], str]) -> list[tuple[tuple[int, int], Run]]:
    """Every run of a few of the words with its first word and its size."""
    return [
        ((i, size), Run(words[i : i + size], partial(written, i, i + size), known))
        for i in range(len(words))
        for size in range(1, min(MOST_ALIKE, len(words) - i) + 1)
    ]


def _merge_lonely(parts: list[Block]) -> list[Block]:
    """Neighbouring words without a partner become one block, so that a person reads one sentence about them."""
    merged: list[Block] = []
    for part in parts:
        last = merged[-1] if merged else None
        alone_q, alone_s = part.s0 == part.s1, part.q0 == part.q1
        if (last is not None and alone_q and last.s0 == last.s1) or (
            last is not None and alone_s and last.q0 == last.q1
        ):
            merged[-1] = Block(equal=False, q0=last.q0, q1=part.q1, s0=last.s0, s1=part.s1)
        else:
            merged.append(part)
    return merged


def fits(pattern: Pattern, source: str) -> bool:
    """Whether a word of the source may stand where brackets or a mask change part of a word."""
    head, tail = pattern.head, pattern.tail
    if pattern.inner is None:
        return source.startswith(head) and source.endswith(tail) and len(source) > len(head) + len(tail)
    if not head:
        # only its case, or one small word for another ([y]our), may change in front: [s]afe is not unsafe
        word = fold(pattern.inner) + tail
        return word == source or {word, source} <= word_set("small", "pronouns")
    if source.startswith(head) and source.endswith(tail) and len(head) + len(tail) <= len(source):
        return len(source) <= 3 or (
            len(head) + len(tail) >= 2 and len(source) <= len(head) + len(tail) + _LONGEST_ENDING
        )
    # a stem may lose or change its last letter before the bracket: study[ing] for studies, make[s] for making
    return len(head) >= 3 and not tail and source.startswith(head[:-1]) and source[len(head) - 1 :] in _CHANGED_ENDINGS


def is_rank(quoted: list[str], source: list[str], known: Numbers) -> bool:
    """Whether two runs of folded words are one ordinal number: 21st and twenty-first."""
    rank = known.ordinal(quoted)
    return rank is not None and rank == known.ordinal(source)
