"""Quotations and references that belong together by where they stand: the credit of a block quotation, a row of a
table, a legal citation behind the words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from verify.core.host import Host
from verify.core.patterns import regex
from verify.core.quotations import Found
from verify.core.reference_data import DECISION, STATUTE
from verify.core.references import Cited
from verify.model import QuotationKind, ReferenceKind

_DASH = regex(r"\s{0,4}(?:[—–―]|--)\s?[^\n]{2,200}")
# A longer row, or one with paragraphs, lays out a page.
LONGEST_ROW = 1500


class Links:
    """The links and addresses of a document by their place."""

    def __init__(self, cited: Sequence[Cited]) -> None:
        self._all = [
            one.reference
            for one in cited
            if one.reference.kind in (ReferenceKind.LINK, ReferenceKind.URL) and one.reference.start < one.reference.end
        ]
        self._starts = [one.start for one in self._all]

    def within(self, start: int, end: int) -> list[str]:
        """Ids of those that begin in [start, end)."""
        return [one.id for one in self._all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]]


def by_credit(
    host: Host, found: Sequence[Found], links: Links, marked: Sequence[tuple[int, str]]
) -> Iterator[tuple[Found, str]]:
    """Block quotations with what their credit has: the last line within, or the line after that a dash opens.

    That is its links, and the references that its markers lead to: `marked` has them by the sorted places of the markers.
    """
    blocks = {block.start: block.end for block in host.document.block_quotes}
    starts = sorted(blocks)
    for one in found:
        if one.quotation.kind is not QuotationKind.BLOCK:
            continue
        index = bisect_right(starts, one.span.start) - 1
        end = max(blocks[starts[index]], one.span.end) if index >= 0 else one.span.end
        after = _DASH.match(host.text, end)
        last = after.end() if after and "\n" in host.text[end : after.start() + 5] else end
        for reference in links.within(one.span.end, last):
            yield one, reference
        first, stop = (bisect_left(marked, (place, "")) for place in (one.span.end, last))
        for _, reference in marked[first:stop]:
            yield one, reference


def by_row(host: Host, found: Sequence[Found], links: Links) -> Iterator[tuple[Found, str]]:
    """Quotations of a table row that has exactly one link."""
    rows = host.document.rows
    starts = [start for start, _ in rows]
    for one in found:
        index = bisect_right(starts, one.span.opens) - 1
        if index < 0 or one.span.closes > rows[index][1]:
            continue
        start, end = rows[index]
        if end - start > LONGEST_ROW or "\n\n" in host.text[start:end]:
            continue
        inside = links.within(start, end)
        if len(inside) == 1:
            yield one, inside[0]


# What stands between a sentence and the legal citation that supports it: closing marks, a signal, an opening bracket.
_SIGNAL = regex(r"[\s.,;”’\"'»)\]]*(?:\((?:see )?|see |accord |citing )?", re.IGNORECASE)

_PARTS = regex(r"[.!?…]\s|\n")  # a sentence or a line ends; the point of "v." makes sentences hard to tell


def by_case(host: Host, found: Sequence[Found], cited: Sequence[Cited]) -> Iterator[tuple[Found, str]]:
    """Quotations with the decision or statute cited behind them, or else before them in their sentence.

    The Bluebook (rule B1.1) puts the citation in a sentence of its own behind the sentence that it supports.
    """
    cases = sorted(
        (one.reference for one in cited if one.reference.item.type in (DECISION, STATUTE)), key=lambda one: one.start
    )
    starts = [case.start for case in cases]
    opens = [one.span.opens for one in found]
    for one in found if cases else ():
        end = max(host.sentence_at(one.span.opens)[1], one.span.closes)
        index = bisect_left(starts, one.span.closes)
        if index < len(cases):
            signal = _SIGNAL.match(host.text, end)
            reach = max(end, signal.end() if signal else end)
            following = opens[bisect_left(opens, one.span.closes)] if opens[-1] >= one.span.closes else len(host.text)
            if starts[index] <= min(reach, following):
                yield one, cases[index].id
                continue
        if index and not _PARTS.search(host.text, cases[index - 1].end, one.span.opens):
            yield one, cases[index - 1].id
