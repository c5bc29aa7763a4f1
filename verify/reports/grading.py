"""How loudly a finding is told where there are three levels and silence: annotations and static analysis."""

from __future__ import annotations

from enum import StrEnum

from verify.model import Availability, Finding, Verdict
from verify.reports.arrangement import BROKEN, faithful

_DOUBTFUL = (Availability.FAILING, Availability.DRIFTED)


class Grade(StrEnum):
    """Loudest first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NONE = "none"


def grade(finding: Finding) -> Grade:
    """Errors are defects of the document, warnings need a person, notes could not be checked; the rest is fine or known."""
    if finding.known:
        return Grade.NONE
    return grade_of(finding)


def grade_of(finding: Finding) -> Grade:
    """The same without regard to a baseline."""
    if finding.verdict in (Verdict.ALTERED, Verdict.ABSENT) or finding.availability is Availability.DEAD:
        return Grade.ERROR
    quoted = finding.citation.quotation is not None and finding.verdict is not Verdict.UNCHECKED
    if (quoted and not faithful(finding)) or finding.availability in (*BROKEN, *_DOUBTFUL):
        return Grade.WARNING
    return Grade.NONE if faithful(finding) else Grade.NOTE
