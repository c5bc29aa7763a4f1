"""JSON Lines for streams: each line an object with its `kind`, in the shapes of the JSON report.

`check`: a header; for each document its `document` line and its `finding` lines; then `cross_document` lines and a
`summary`. `extract`: a header, `quotation`, `reference` and `notice` lines that name their document, and a `summary`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from verify.model import Extraction, Report, ReportOptions
from verify.reports import mapping
from verify.reports.arrangement import by_document, position
from verify.reports.json import encoded


def write(report: Report, stream: TextIO, options: ReportOptions) -> None:
    """Write a report; `options` do not concern it."""
    del options
    stream.writelines(f"{encoded(line)}\n" for line in _check_lines(report))


def write_extractions(extractions: Sequence[Extraction], version: str, stream: TextIO, options: ReportOptions) -> None:
    """Write what would be checked."""
    del options
    stream.writelines(f"{encoded(line)}\n" for line in _extract_lines(extractions, version))


def _check_lines(report: Report) -> Iterator[mapping.Json]:
    yield {**mapping.head("header", report.version), "report": "check", **mapping.run(report)}
    for group in by_document(report):
        if group.extraction:
            yield {"kind": "document", **mapping.document(group.extraction)}
        for item in sorted(group.findings, key=lambda finding: position(finding.citation)):
            yield {"kind": "finding", **mapping.finding(item)}
    for conflict in report.cross_document:
        found = mapping.cross_finding(conflict, report)
        yield {"kind": "cross_document", "about": found.pop("kind"), **found}
    yield {"kind": "summary", **mapping.totals(report)}


def _extract_lines(extractions: Sequence[Extraction], version: str) -> Iterator[mapping.Json]:
    yield {**mapping.head("header", version), "report": "extract"}
    quotations = references = 0
    for extraction in extractions:
        path = extraction.document.name
        for item in extraction.quotations:
            found = mapping.quotation(item, extraction)
            yield {"kind": "quotation", "document": path, "type": found.pop("kind"), **found}
        for reference in extraction.references:
            found = mapping.reference(reference, extraction.document)
            yield {"kind": "reference", "document": path, "type": found.pop("kind"), **found}
        for notice in extraction.notices:
            yield {"kind": "notice", "document": path, "message": notice}
        quotations += len(extraction.quotations)
        references += len(extraction.references)
    yield {"kind": "summary", "documents": len(extractions), "quotations": quotations, "references": references}
