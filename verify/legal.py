"""Citations of court decisions and statutes in an input document, where eyecite is installed (`verify[legal]`).

A full citation becomes reference data, with the case as its title and the reporter's volume and page as its container.
Short forms ("Roe, 410 U.S. at 121", "Id.", "Roe, supra") stand for the full citation that they repeat. Reporters have
no addresses, so such a reference is checked in the file that `--source` names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from verify.core.reference_data import DECISION, STATUTE
from verify.model import Document, Item, ReferenceData

if TYPE_CHECKING:
    from eyecite.models import CitationBase

# A citation has a section sign, or a volume, a reporter with a capital and a page.
_MAY_CITE: Final = re.compile(r"§|\b\d{1,4} [A-Z][\w.]*\.? ?(?:[\w.]+ ){0,3}\d")


def with_legal_citations(document: Document) -> Document:
    """The document with its legal citations as reference data; as it is when it has none or eyecite is not installed.

    What the document's markup says of a reference already stays as it is.
    """
    if document.claims or not _MAY_CITE.search(document.text):
        return document
    try:
        from eyecite import get_citations, resolve_citations
    except ImportError:
        return document
    found: list[ReferenceData] = []
    for citations in resolve_citations(get_citations(document.text)).values():
        item = next(iter(filter(None, map(_item, citations))), None)  # the full citation comes first
        if item is not None:
            found += [ReferenceData(start=start, end=end, item=item) for start, end in _spans(citations)]
    data = _beside(document.reference_data, found)
    return replace(document, reference_data=data) if data != document.reference_data else document


def _item(citation: CitationBase) -> Item | None:
    cited = str(citation.corrected_citation())  # type: ignore[no-untyped-call]  # eyecite leaves it without types
    known = citation.metadata
    year = getattr(known, "year", None)
    issued = year if isinstance(year, str) and re.fullmatch(r"\d{4}", year) else None
    kind = type(citation).__name__
    if kind == "FullCaseCitation":
        parties = [getattr(known, name, None) for name in ("plaintiff", "defendant")]
        title = " v. ".join(party for party in parties if party) or None
        return Item(type=DECISION, title=title, container_title=cited, issued=issued)
    if kind == "FullLawCitation":
        return Item(type=STATUTE, title=cited, issued=issued)
    return None  # journals are read by the ordinary rules


def _spans(citations: Iterable[CitationBase]) -> list[tuple[int, int]]:
    return [citation.full_span() for citation in citations]


def _beside(known: Sequence[ReferenceData], found: Iterable[ReferenceData]) -> tuple[ReferenceData, ...]:
    """Both, sorted, without those found that overlap another."""
    data = sorted(known, key=lambda one: one.start)
    for one in sorted(found, key=lambda one: one.start):
        at = bisect_left(data, one.start, key=lambda other: other.start)
        before_ends = data[at - 1].end if at else 0
        after_starts = data[at].start if at < len(data) else one.end
        if before_ends <= one.start and one.end <= after_starts:
            data.insert(at, one)
    return tuple(data)
