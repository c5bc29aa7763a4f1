"""Where the sentences of a text end."""

from __future__ import annotations

from verify.core.normalize import View
from verify.core.punctuation import ends_sentence


def sentence_ends(view: View, low: int, high: int) -> list[int]:
    """Word numbers k with low <= k < high after which a sentence ends."""
    ends: list[int] = []
    for k in range(max(low, 0), min(high, view.size - 1)):
        between = view.gap(k, k + 1)
        if between == " ":
            continue
        if view.paragraph_ends(between) or ends_sentence(view.word(k), between, view.word(k + 1)):
            ends.append(k)
    return ends
