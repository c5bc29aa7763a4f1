"""What a document's markup says of its references in fields (`Document.reference_data`), laid over what their words say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from verify.core.patterns import regex
from verify.core.reference_styles import Parsed
from verify.model import Document, ReferenceData

STYLE = "data"
# CSL types of what is cited in the running text, without a list.
DECISION, STATUTE = "legal_case", "legislation"
# What may stand between two references of one note.
_JOINING = regex(r"[\s;,&]*(?:\b(?:and|see|also|und|et|y|e)\b[\s;,&]*)*$", re.IGNORECASE)
# Fields that read alike in every style: what the markup leaves out of these, the words may tell (COinS has no dates of access).
_FROM_WORDS = ("accessed", "URL", "DOI", "ISBN", "language", "format")


class DataIndex:
    """The reference data of a document, looked up by place."""

    def __init__(self, document: Document) -> None:
        self.all = sorted(document.reference_data, key=lambda data: data.start)
        self._starts = [data.start for data in self.all]
        self._text = document.text

    def within(self, start: int, end: int) -> list[ReferenceData]:
        """What begins in [start, end)."""
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, ReferenceData | None]]:
        """A note or list item as its references: one, unless the markup says that it holds several."""
        inside = self.within(start, end)
        if not inside:
            yield start, end, None
        for number, data in enumerate(inside):
            begin = data.start if number else start
            until = end
            if number + 1 < len(inside):
                until = inside[number + 1].start
                between = self._text[max(data.end, begin) : until]
                until -= len(between) - len(_JOINING.sub("", between))
            yield begin, until, data


def overlaid(parsed: Parsed, data: ReferenceData) -> Parsed:
    """The fields of the markup; title, authors, container, publisher and date of the words are guesses, and give way."""
    missing = {name: getattr(parsed.item, name) for name in _FROM_WORDS if getattr(data.item, name) is None}
    return Parsed(
        replace(data.item, **missing),
        data.archived or parsed.archived,
        data.archive_url or parsed.archive_url,
        STYLE,
    )
