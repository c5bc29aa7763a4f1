"""The report as rows of a table, for spreadsheets: a row for each finding, and for whatever else the run has to say."""

from __future__ import annotations

from collections.abc import Iterator

from verify.model import Capture, Evidence, Finding, Report, Severity
from verify.reports import copies, summary
from verify.reports.arrangement import (
    by_document,
    conflict_place,
    place_in_words,
    position,
    source_name,
    words,
)
from verify.reports.mapping import instant
from verify.reports.passages import shown

Row = dict[str, str]

# The columns of a finding, in their order. `row` says what a row is: finding, set-aside, cross-document, problem, notice.
COLUMNS = (
    *("row", "document", "place", "verdict", "availability", "reason", "quotation", "source_words"),
    *("summary", "differences", "flags", "speaker", "reference", "cited_url", "evidence", "evidence_url", "link"),
    *("memento_datetime", "retrieved", "status", "sha256", "metadata", "known", "id"),
)


def findings(report: Report) -> Iterator[Row]:
    """A row for each finding: document by document, and in each from the top."""
    for group in by_document(report):
        for item in sorted(group.findings, key=lambda finding: position(finding.citation)):
            yield finding(item)


def others(report: Report) -> Iterator[Row]:
    """Rows for what is no finding: passages set aside, contradictions, what could not be read, notices, and the totals."""
    for group in by_document(report):
        for quotation in group.set_aside:
            document = group.extraction.document if group.extraction else None
            yield {
                "row": "set-aside",
                "document": group.name,
                "place": place_in_words(document, quotation.start) if document else "",
                "quotation": quotation.exact,
                "speaker": quotation.speaker or "",
                "summary": summary.why_set_aside(quotation),
            }
        for notice in group.extraction.notices if group.extraction else ():
            yield {"row": "notice", "document": group.name, "summary": notice}
    for conflict in report.cross_document:
        for place in conflict.places:
            yield {
                "row": "cross-document",
                "document": place.document,
                "place": conflict_place(report, place).removeprefix(place.document).lstrip(", "),
                "quotation": place.text,
                "summary": f"{conflict.kind}: {conflict.message}",
            }
    for problem in report.problems:
        yield {"row": "problem", "summary": problem}
    for notice in report.notices:
        yield {"row": "notice", "summary": notice}
    if report.interrupted:
        yield {"row": "notice", "summary": "the run was interrupted; what it had found is here"}
    yield {"row": "totals", "summary": f"{summary.totals(report)} {summary.coverage(report)}"}


def finding(item: Finding) -> Row:
    """One finding; columns of which nothing is known are left out."""
    citation = item.citation
    reference = citation.reference
    decided = item.evidence[0] if item.evidence else None
    judged = shown(item)
    return {
        "row": "finding",
        "document": citation.document.name,
        "place": place_in_words(citation.document, position(citation)),
        "verdict": item.verdict.value if citation.quotation else "",
        "availability": item.availability.value,
        "reason": item.reason.value if item.reason else "",
        "quotation": words(citation),
        "source_words": judged.match.exact if judged and judged.match else "",
        "summary": item.summary,
        "differences": "\n".join(
            f"{entry.rule} {entry.severity}: {entry.message}"
            for entry in item.differences
            if entry.severity is not Severity.SILENT
        ),
        "flags": ", ".join(sorted(item.flags)),
        "speaker": (citation.quotation.speaker or "") if citation.quotation else "",
        "reference": source_name(reference) if reference else "",
        "cited_url": (reference.item.URL or "") if reference else "",
        "evidence": copies.all_in_words(item),
        **(_copy(decided) if decided else {}),
        "metadata": "\n".join(
            f"{entry.field}: the reference has “{entry.cited}”, the source “{entry.found}”"
            for entry in item.metadata
            if not entry.agrees
        ),
        "known": summary.known(item.known) if item.known else "",
        "id": citation.fingerprint,
    }


def _copy(evidence: Evidence) -> Row:
    """The copy that decided."""
    answer = evidence.answer
    file = copies.kind(evidence) == "file"
    row = {
        "evidence_url": copies.public_address(evidence) if file else copies.address(evidence),
        "link": "" if file else evidence.link or "",
    }
    if isinstance(answer, Capture):
        row |= {
            "memento_datetime": instant(answer.memento_datetime) if answer.memento_datetime else "",
            "retrieved": instant(answer.retrieved),
            "status": str(answer.status),
            "sha256": answer.sha256,
        }
    return row
