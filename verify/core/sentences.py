"""Where the sentences of a text end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from verify.core.characters import fold
from verify.core.normalize import View
from verify.core.punctuation import ends_sentence, may_end_sentence


def sentence_ends(view: View, low: int, high: int) -> list[int]:
    """Word numbers k with low <= k < high after which a sentence ends."""
    low, high = max(low, 0), min(high, view.size - 1)
    return list(_ends(view, low, view.gaps(low, high), range(max(0, high - low))))


def last_sentence_end(view: View, low: int, high: int) -> int | None:
    """The last of the `sentence_ends`; None when there is none."""
    low, high = max(low, 0), min(high, view.size - 1)
    return next(_ends(view, low, view.gaps(low, high), reversed(range(max(0, high - low)))), None)


def _ends(view: View, low: int, gaps: list[str], order: Iterable[int]) -> Iterator[int]:
    for i in order:
        between = gaps[i]
        if between == " " or not may_end_sentence(between):
            continue
        k = low + i
        if view.paragraph_ends(between) or ends_sentence(view.word(k), between, view.word(k + 1)):
            yield k


@dataclass(frozen=True, slots=True)
class Opening:
    """How a sentence begins: its words from `low` up to a word inside it. `whole` when none of them is left out."""

    low: int
    whole: bool
    raw: list[str]
    folded: list[str]


def opening(view: View, at: int, reach: int) -> Opening | None:
    """The words of a sentence before word `at`, no more than `reach`; None when the sentence begins at `at`."""
    low = max(0, at - reach)
    end = last_sentence_end(view, low, at)
    if not at or end == at - 1:
        return None
    first = low if end is None else end + 1
    raw = view.words(first, at)
    return Opening(first, end is not None or low == 0, raw, list(map(fold, raw)))
