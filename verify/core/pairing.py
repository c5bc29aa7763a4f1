"""Which words of a quotation face which words of the source inside a block that differs, and what counts as alike."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from rapidfuzz.distance import Levenshtein

from verify.core import spelling
from verify.core.align import Block
from verify.core.characters import fold
from verify.core.normalize import View
from verify.core.numbers import Numbers, clock, figures_date
from verify.core.quotation_syntax import Pattern, Quoted
from verify.core.words import word_set

_LONGEST_ENDING: Final = 4  # letters a bracket may stand for inside or at the end of a word
_CHANGED_ENDINGS: Final = frozenset({"y", "e", "ies", "ied", "ier", "ing", "ying", "es", "ed", "f", "fe", "ves"})
_MAX_WORDS: Final = 16  # of both sides together, in which a few words are tried against a few others
_MOST_ALIKE: Final = 4  # words that may say the same as others
_NO_AMOUNTS: Final = (None, None, None, None)
_MAX_CELLS: Final = 900  # a larger block is one replaced passage, not pairs of words


def pairs(view: View, quoted: Quoted, block: Block, known: Numbers) -> list[Block]:
    """The block cut into pairs of words that resemble one another, words without a partner left alone."""
    n, m = block.q1 - block.q0, block.s1 - block.s0
    if n == m == 1 or n * m > _MAX_CELLS:
        return [block]
    a = [fold(quoted.word(i)) for i in range(block.q0, block.q1)]
    b = [fold(word) for word in view.words(block.s0, block.s1)]
    alike = _alike_steps(view, quoted, block, known, a, b) if n + m <= _MAX_WORDS else {}
    infinite = float("inf")
    cost = [[infinite] * (m + 1) for _ in range(n + 1)]
    step: list[list[tuple[int, int]]] = [[(0, 0)] * (m + 1) for _ in range(n + 1)]
    cost[0][0] = 0.0

    def reach(i: int, j: int, value: float, di: int, dj: int) -> None:
        if value < cost[i + di][j + dj]:
            cost[i + di][j + dj] = value
            step[i + di][j + dj] = (di, dj)

    for i in range(n + 1):
        for j in range(m + 1):
            here = cost[i][j]
            if here == infinite:
                continue
            if i < n:
                reach(i, j, here + len(a[i]), 1, 0)
            if j < m:
                reach(i, j, here + len(b[j]), 0, 1)
            if i < n and j < m:
                apart = 0.0 if a[i] == b[j] else min(Levenshtein.distance(a[i], b[j]), 0.95 * max(len(a[i]), len(b[j])))
                if block.q0 + i in quoted.patterns and fits(quoted.patterns[block.q0 + i], b[j]):
                    apart = 0.0
                reach(i, j, here + apart, 1, 1)
                for di, dj in ((1, 2), (2, 1), (2, 2)):
                    if i + di <= n and j + dj <= m:
                        x, y = "".join(a[i : i + di]), "".join(b[j : j + dj])
                        distance = Levenshtein.distance(x, y)
                        if distance <= max(1, len(x) // 5):
                            reach(i, j, here + distance + 0.3, di, dj)
                for di, dj in alike.get((i, j), ()):
                    reach(i, j, here + 0.3, di, dj)
    parts: list[Block] = []
    i, j = n, m
    while i or j:
        di, dj = step[i][j]
        parts.append(Block(equal=False, q0=block.q0 + i - di, q1=block.q0 + i, s0=block.s0 + j - dj, s1=block.s0 + j))
        i, j = i - di, j - dj
    return _merge_lonely(parts[::-1])


def _alike_steps(
    view: View, quoted: Quoted, block: Block, known: Numbers, a: list[str], b: list[str]
) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """Where a few words say the same as a few others, by the words before both: 25 and vingt-cinq, % and per cent."""
    if not any(known.is_number(word) or word in spelling.shortened() for word in a + b):
        return {}
    ours = [
        (i, size, _Run(a[i : i + size], quoted.phrase(block.q0 + i, block.q0 + i + size), known))
        for i in range(len(a))
        for size in range(1, min(_MOST_ALIKE, len(a) - i) + 1)
    ]
    theirs = [
        (j, size, _Run(b[j : j + size], view.passage(block.s0 + j, block.s0 + j + size), known))
        for j in range(len(b))
        for size in range(1, min(_MOST_ALIKE, len(b) - j) + 1)
    ]
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for i, di, one in ours:
        for j, dj, other in theirs:
            if di + dj > 2 and _says_the_same(one, other):
                found.setdefault((i, j), []).append((di, dj))
    return found


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


def reads_alike(
    quoted: list[str], source: list[str], known: Numbers, texts: tuple[str, str] = ("", ""), *, money: bool = True
) -> bool:
    """Whether two runs of folded words are the same word, name, number or abbreviation in another shape.

    `texts` are the runs as they are written.
    """
    return _says_the_same(_Run(quoted, texts[0], known, money=money), _Run(source, texts[1], known, money=money))


class _Run:
    """A few folded words with what they say as a whole, each found out when it is first asked for."""

    def __init__(self, words: list[str], text: str, known: Numbers, *, money: bool = True) -> None:
        self.words = words
        self.joined = "".join(words)
        self._text = text
        self._known = known
        self._money = money

    @cached_property
    def amounts(self) -> tuple[object, ...]:
        """The time of day, the date in figures, the value and the rank of the words; None for what they are not."""
        known, words = self._known, self.words
        value = known.value(words, self._text, money=self._money)
        return clock(self._text), figures_date(self._text), value, known.ordinal(words)


def _says_the_same(one: _Run, other: _Run) -> bool:
    if one.joined == other.joined or spelling.abbreviation(one.words, other.words):
        return True
    if spelling.known_name(one.joined, other.joined) or spelling.contraction(one.words, other.words):
        return True
    if _NO_AMOUNTS in (one.amounts, other.amounts):
        return False
    return any(a is not None and a == b for a, b in zip(one.amounts, other.amounts, strict=True))


def is_rank(quoted: list[str], source: list[str], known: Numbers) -> bool:
    """Whether two runs of folded words are one ordinal number: 21st and twenty-first."""
    rank = known.ordinal(quoted)
    return rank is not None and rank == known.ordinal(source)
