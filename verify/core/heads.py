"""A quotation read from the head of the source's sentence, where a nearer word would hide what its ellipsis leaves out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from verify.core import context
from verify.core.normalize import Positions, View
from verify.core.quotation_syntax import Quoted
from verify.core.sentences import sentence_ends


def earlier(view: View, quoted: Quoted, found: Sequence[Positions], chain: Sequence[int]) -> list[int] | None:
    """The same pieces with what stands before an ellipsis moved to the head of the source's sentence.

    "The … ship sank" stands in "The only witness claimed that the ship sank" with nothing left out, if "the" is the
    second one. An ellipsis says that words are left out, and a capital that the sentence begins with the first.
    """
    for k in range(len(chain) - 1):
        if not quoted.joints[k].ellipsis:
            continue
        size = quoted.pieces[k][1] - quoted.pieces[k][0]
        empty = chain[k] + size == chain[k + 1]
        raised = k == 0 and quoted.word(0)[:1].isupper() and not context.opens_sentence(view, chain[0])
        if not (empty or raised):
            continue
        moved = list(chain)
        for i in range(k, -1, -1):
            limit = min(
                moved[i + 1] - (quoted.pieces[i][1] - quoted.pieces[i][0]), chain[i] - 1 if i == k else chain[i]
            )
            before = found[i][: int(np.searchsorted(found[i], limit, "right"))]
            if not len(before):
                break
            moved[i] = int(before[-1])
        else:
            heads = context.opens_sentence(view, moved[0])
            if not sentence_ends(view, moved[0], moved[k + 1]) and (heads or (empty and not raised)):
                return moved
    return None
