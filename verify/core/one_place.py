"""The one place of a page where a plain quotation can stand word for word, judged without indexing the page.

A word that the running text has once tells where the whole quotation stands, if it stands there at all. The words
around that place say the same of it as the index of the whole page, which takes ten times as long to make.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from verify.core.normalize import SourceText, Spans
from verify.core.placing import Outcome
from verify.core.readings import Asked, exactly
from verify.core.scan import Scan
from verify.core.surroundings import around

_TRIED: Final = 16  # words of the quotation that may be the rare one, longest first
_MOST: Final = 8  # places of a word that are looked at: boxes and menus may have it too
_AROUND: Final = 700  # characters of running text on either side
# Words on either side that must be there unless the text ends: nothing that is told of a passage looks further.
_WORDS_AROUND: Final = 64


def only_place(asked: Asked, source: SourceText) -> list[Outcome]:
    """The placing that the running text as a whole would give; empty when that takes the whole to tell."""
    quoted = asked.marked
    if asked.literal is not None or quoted.notes or quoted.lead or quoted.trail or len(quoted.pieces) != 1:
        return []
    scan = source.scan()
    if not scan.plain:
        return []
    skipped = source.left_out
    found = _rare_word(asked, scan, skipped)
    if found is None:
        return []
    at, before, after = found
    low, high = around(source, at - before, at + after, _AROUND)
    view = source.part(low, high)
    outcomes = exactly(view, asked, source.languages())
    if len(outcomes) != 1:
        return []
    (one,) = outcomes
    enough = (not low or one.first >= _WORDS_AROUND) and (
        high == len(source.text) or view.size - one.last >= _WORDS_AROUND
    )
    return outcomes if enough else []


def _rare_word(asked: Asked, scan: Scan, skipped: Spans) -> tuple[int, int, int] | None:
    """Where the running text has a word of the quotation that it has once, and the quotation's length before and after it."""
    telling = asked.telling[0]
    for word, wanted in telling.words[:_TRIED]:
        if any(letters in word for letters in scan.expansions):
            continue
        places = scan.places(wanted, _MOST)
        if len(places) > _MOST:
            continue
        running = [at for at in map(scan.offset, places) if not _is_inside(skipped, at)]
        if not running:
            return None
        if len(running) == 1:
            length = telling.pieces[0][1]
            return running[0], length, length
    return None


def _is_inside(spans: Spans, at: int) -> bool:
    before = bisect_right(spans, (at, len(spans) and spans[-1][1])) - 1
    return before >= 0 and at < spans[before][1]
