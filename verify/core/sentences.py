"""Where the sentences of a text end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verify.core.normalize import View
from verify.core.punctuation import ends_sentence


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
        if between == " ":
            continue
        k = low + i
        if view.paragraph_ends(between) or ends_sentence(view.word(k), between, view.word(k + 1)):
            yield k
