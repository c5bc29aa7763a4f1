"""The order in which people read findings: by document, and in it the worst first. Programs get document order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from verify.model import (
    Availability,
    Citation,
    CrossPlace,
    Document,
    Extraction,
    Finding,
    Quotation,
    Reference,
    Report,
    Verdict,
)

# Availabilities that are a defect of the document by themselves, whatever became of the words.
BROKEN = (Availability.DEAD, Availability.SOFT_404)
_WRONG = (Verdict.ALTERED, Verdict.ABSENT)
_GREEN = (Verdict.VERBATIM, Verdict.EDITED)

# Worst first. Faithful words with a caution stand before what could not be checked, since somebody must look at them.
_VERDICT_RANK = {
    Verdict.ALTERED: 0,
    Verdict.ABSENT: 1,
    Verdict.VARIANT: 3,
    Verdict.UNCHECKED: 5,
    Verdict.EDITED: 8,
    Verdict.VERBATIM: 9,
}
CAUTION_RANK = 4
_BROKEN_RANK, _REFERENCE_RANK, _KNOWN_RANK, _REFERENCE_FINE_RANK = 2, 6, 7, 10
_FINE = (Availability.LIVE, Availability.MOVED, Availability.ARCHIVED, Availability.DRIFTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFindings:
    """The findings of one document, worst first; `extraction` is None for a quotation that came without a document."""

    name: str
    extraction: Extraction | None
    findings: tuple[Finding, ...]

    @property
    def set_aside(self) -> tuple[Quotation, ...]:
        """Quotations no finding speaks of: terms, titles, names, and words that name no source."""
        if self.extraction is None:
            return ()
        decided = {
            quotation.id
            for finding in self.findings
            if finding.citation.quotation
            for quotation in (finding.citation.quotation, *finding.citation.pieces)
        }
        return tuple(quotation for quotation in self.extraction.quotations if quotation.id not in decided)


def by_document(report: Report) -> tuple[DocumentFindings, ...]:
    """Every document of the report, also those without findings, in the order of the report."""
    extractions = {extraction.document.name: extraction for extraction in report.extractions}
    findings: dict[str, list[Finding]] = {name: [] for name in extractions}
    for finding in report.findings:
        findings.setdefault(finding.citation.document.name, []).append(finding)
    return tuple(
        DocumentFindings(name=name, extraction=extractions.get(name), findings=worst_first(group))
        for name, group in findings.items()
    )


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sorted by how soon a person should look, then by where they stand."""
    return tuple(sorted(findings, key=lambda finding: (rank(finding), position(finding.citation))))


def rank(finding: Finding) -> int:
    """How soon a person should look: 0 is first. What a baseline knows has been looked at."""
    if finding.known:
        return _KNOWN_RANK
    if finding.citation.quotation is None:
        if finding.availability in BROKEN:
            return _BROKEN_RANK
        return _REFERENCE_FINE_RANK if finding.availability in _FINE else _REFERENCE_RANK
    if finding.verdict is Verdict.UNCHECKED and finding.availability in BROKEN:
        return _BROKEN_RANK
    if finding.verdict in _GREEN and not faithful(finding):
        return CAUTION_RANK
    return _VERDICT_RANK[finding.verdict]


def wrong(finding: Finding) -> bool:
    """Whether it is a defect of the document that no baseline knows: words that differ or are not there, a dead reference."""
    if finding.known:
        return False
    return finding.verdict in _WRONG or finding.availability in BROKEN


def faithful(finding: Finding) -> bool:
    """Whether there is nothing to look at: the words stand as quoted, or the reference answers, without a caution.

    Words that the live page has lost are no such case: somebody should cite the capture.
    """
    if finding.citation.quotation is None:
        return finding.availability in _FINE
    drifted = finding.availability is Availability.DRIFTED
    return finding.verdict in _GREEN and not finding.flags and not drifted


def position(citation: Citation) -> int:
    """Where a citation stands in its document: at its quotation, or else at its reference."""
    if citation.quotation:
        return citation.quotation.start
    return citation.reference.start if citation.reference else 0


def words(citation: Citation) -> str:
    """The quotation and the pieces that continue it, a line each; offsets of differences count in this text."""
    quotations = (citation.quotation, *citation.pieces) if citation.quotation else ()
    return "\n".join(quotation.exact for quotation in quotations)


def place_in_words(document: Document, offset: int) -> str:
    """Where a person finds the character at `offset` in the original: `p. 2 ¶ 3`, `Sheet1 B7`, `line 20`."""
    return str(document.place(offset))


def places_in_words(document: Document, offsets: Iterable[int]) -> str:
    """Several places: `lines 1, 3, 20`."""
    places = list(dict.fromkeys(place_in_words(document, offset) for offset in offsets))
    numbers = [place.removeprefix("line ") for place in places]
    if len(places) > 1 and all(number.isdigit() for number in numbers):
        return f"lines {', '.join(numbers)}"
    return ", ".join(places)


def conflict_place(report: Report, place: CrossPlace) -> str:
    """`draft.txt, line 20`; the document alone where its text is not at hand."""
    for extraction in report.extractions:
        if extraction.document.name == place.document:
            return f"{place.document}, {place_in_words(extraction.document, place.start)}"
    return place.document


def source_name(reference: Reference | None) -> str:
    """A short name of what is cited: `[3] Foreign Policy, "…", 17 December 2013`; the raw text when it has no fields."""
    if reference is None:
        return "no source named"
    item = reference.item
    authors = ", ".join(name.literal or name.family or name.given or "" for name in item.author[:2])
    title = f"“{item.title}”" if item.title else ""
    publication = item.container_title or item.publisher
    if not (authors or title or publication):
        publication = item.URL
    parts = (authors, title, publication, item.issued)
    named = (
        ", ".join(dict.fromkeys(part for part in parts if part))
        or item.URL
        or reference.raw
        or item.DOI
        or reference.id
    )
    marker = reference.marker.strip("[] ") if reference.marker else ""
    return f"[{marker}] {named}" if marker else named


def credited_to(finding: Finding) -> str:
    """The publication or site a finding is credited to, for grouping everything that is said to stand there."""
    reference = finding.citation.reference
    if reference is None:
        return "no source named"
    item = reference.item
    return item.container_title or item.publisher or _host(item.URL) or item.title or reference.raw or reference.id


def _host(url: str | None) -> str:
    if not url or "://" not in url:  # a file that a table names
        return ""
    return url.split("://", 1)[-1].split("/", 1)[0].removeprefix("www.")
