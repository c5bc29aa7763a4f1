"""Citations: which quotation and which reference of a document belong together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from verify.model.claims import Quotation, Reference
from verify.model.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A quotation and a reference that belong together, by which rule of `core/citations.py`."""

    quotation: str
    reference: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The unit of work and of report: a quotation with its reference, or either alone. Never neither.

    `pieces` are the further quotations that continue this one ("…," he said, "…"): one quotation in several spans.
    """

    document: Document
    quotation: Quotation | None
    reference: Reference | None
    pieces: tuple[Quotation, ...] = ()
    fingerprint: str  # stable while document, words and reference stay, wherever in the document they move


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that one document claims. Iterates over its citations, in document order."""

    document: Document
    quotations: tuple[Quotation, ...]
    references: tuple[Reference, ...]
    joins: tuple[Join, ...]
    citations: tuple[Citation, ...]
    notices: tuple[str, ...] = ()  # recoveries a person should know of: "line 76: opening mark never closed"
    _joined: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        joined: dict[str, tuple[str, ...]] = {}
        for join in self.joins:
            joined[join.quotation] = (*joined.get(join.quotation, ()), join.reference)
        object.__setattr__(self, "_joined", joined)

    def __iter__(self) -> Iterator[Citation]:
        return iter(self.citations)

    def references_of(self, quotation: Quotation) -> tuple[str, ...]:
        """Ids of the references joined to a quotation."""
        return self._joined.get(quotation.id, ())
