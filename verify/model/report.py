"""The report: all findings of a run, what they amount to, and how they are shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from verify.model.citations import Extraction
from verify.model.fetching import Capture
from verify.model.findings import CrossFinding, Finding
from verify.model.verdicts import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much could be checked: quotations to check and decided; references and those that led to a copy."""

    quotations: int
    checked: int
    references: int
    resolved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All findings of a run, in document order. `problems` are inputs that could not be read, a line each."""

    version: str
    started: datetime
    finished: datetime
    extractions: tuple[Extraction, ...]
    findings: tuple[Finding, ...]
    cross_document: tuple[CrossFinding, ...] = ()
    problems: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()  # about the run as a whole: "nothing could be fetched (…)"
    interrupted: bool = False
    bugs: tuple[str, ...] = ()  # tracebacks of citations that we stumbled over; the others are decided
    config_digest: str = ""

    def counts(self) -> Counter[Verdict]:
        """Findings by verdict; every verdict has an entry."""
        counts = Counter(dict.fromkeys(Verdict, 0))
        counts.update(finding.verdict for finding in self.findings)
        return counts

    def coverage(self) -> Coverage:
        """Quotations and references of all documents, and how many of each led to a decision."""
        quotations = {
            (finding.citation.document.name, finding.citation.quotation.id): False
            for finding in self.findings
            if finding.citation.quotation
        }
        resolved: set[tuple[str, str]] = set()
        for finding in self.findings:
            citation = finding.citation
            if citation.quotation and finding.verdict is not Verdict.UNCHECKED:
                quotations[citation.document.name, citation.quotation.id] = True
            if citation.reference and any(isinstance(evidence.answer, Capture) for evidence in finding.evidence):
                resolved.add((citation.document.name, citation.reference.id))
        return Coverage(
            quotations=len(quotations),
            checked=sum(quotations.values()),
            references=sum(len(extraction.references) for extraction in self.extractions),
            resolved=len(resolved),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """How a report is shown; every writer ignores what does not concern it."""

    verbose: int = 0
    quiet: bool = False
    fail_on: tuple[str, ...] = ("altered", "absent", "dead")  # what fails a run, for formats that say so
    color: bool | None = None  # None: as the stream and NO_COLOR / FORCE_COLOR say
    width: int | None = None
