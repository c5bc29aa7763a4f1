"""What a run comes to, in sentences: totals, coverage, and what was set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from verify.model import Check, Finding, Known, Quotation, Report, Verdict
from verify.reports.arrangement import BROKEN, source_name

ORDER = (
    *(Verdict.ALTERED, Verdict.ABSENT, Verdict.VARIANT),
    *(Verdict.UNCHECKED, Verdict.EDITED, Verdict.VERBATIM),
)

_WHY_SET_ASIDE = {
    "title": "a title",
    "term": "a term",
    "scare": "scare quotes",
    "name": "a name",
    "attribute": "an attribute of the markup",
    "denied": "said not to have been said",
    "hypothetical": "a supposed saying",
    "translation": "a translation",
    "translated": "a translation",
    "indirect": "indirect speech",
    "reference-title": "the title of a reference",
    "comment": "in the readers’ comments",
    "nested": "part of another quotation",
    "unattributed": "names no source",
}


def counted(number: int, noun: str) -> str:
    """`1 quotation`, `14 quotations`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def totals(report: Report) -> str:
    """The verdicts on quotations counted, worst first, then the references that stand alone."""
    quoted, alone = split(report.findings)
    counts = Counter(finding.verdict for finding in quoted)
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in ORDER if counts[verdict]) or "No quotations to check"
    if alone:
        states = Counter(finding.availability for finding in alone)
        listed = ", ".join(f"{number} {state}" for state, number in sorted(states.items()))
        told += f"; {counted(len(alone), 'reference')} without a quotation: {listed}"
    known = sum(finding.known is not None for finding in report.findings)
    return f"{told}. {known} of these known from the baseline." if known else f"{told}."


def coverage(report: Report) -> str:
    """How much was checked: `11 of 14 quotations checked, 3 could not be. 5 of 9 references led to a copy.`"""
    figures = report.coverage()
    left = figures.quotations - figures.checked
    told = f"{figures.checked} of {counted(figures.quotations, 'quotation')} checked"
    told += f", {left} could not be." if left else "."
    if figures.references:
        told += f" {figures.resolved} of {counted(figures.references, 'reference')} led to a copy of the source."
    return told


def split(findings: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Findings on quotations, and findings on references that stand alone."""
    quoted = [finding for finding in findings if finding.citation.quotation]
    return quoted, [finding for finding in findings if not finding.citation.quotation]


def known(item: Known) -> str:
    """What a baseline says of a finding: `known: the wire confirmed it by telephone; until 2027-01-31`."""
    told = f"known: {item.reason}" if item.reason else "known from the baseline, which gives no reason"
    return f"{told}; until {item.until}" if item.until else told


def set_aside(quotations: Sequence[Quotation]) -> str:
    """How many passages in marks were not checked on purpose, and as what: `5 set aside: 3 titles, 2 terms`."""
    reasons = Counter(why_set_aside(quotation) for quotation in quotations)
    listed = ", ".join(f"{number} × {why}" for why, number in reasons.most_common())
    return f"{counted(len(quotations), 'passage')} in marks set aside: {listed}"


def why_set_aside(quotation: Quotation) -> str:
    """Why a passage in marks is no quotation to verify, in a few words."""
    if quotation.reason:
        return _WHY_SET_ASIDE.get(quotation.reason, quotation.reason)
    return {
        Check.REQUIRED: "joined to no citation",
        Check.OPTIONAL: "a term, title or name",
        Check.UNSOURCED: "names no source",
    }[quotation.check]


def headline(report: Report) -> list[str]:
    """One or two sentences that a reader must not miss: what is wrong, and how much was not looked at."""
    quoted, _ = split(report.findings)
    counts = Counter(finding.verdict for finding in quoted)
    broken = len({source_name(f.citation.reference) for f in report.findings if f.availability in BROKEN})
    wrong = [
        _clause(counts[Verdict.ALTERED], "quotation differs from its source", "quotations differ from their sources"),
        _clause(counts[Verdict.ABSENT], "is not in its source", "are not in their sources"),
        _clause(broken, "cited source is gone", "cited sources are gone"),
    ]
    checked = len(quoted) - counts[Verdict.UNCHECKED]
    told = _listed([clause for clause in wrong if clause])
    if not told and checked:
        told = f"Of the {counted(checked, 'quotation')} checked, none differs from its source beyond small changes."
    sentences = [told] if told else []
    if counts[Verdict.UNCHECKED]:
        number = counts[Verdict.UNCHECKED]
        share = f"{number:,} of {counted(len(quoted), 'quotation')}"
        if not checked:
            share = "The one quotation" if number == 1 else f"None of the {counted(number, 'quotation')}"
        sentences.append(f"{share} could {'not ' if checked or number == 1 else ''}be checked.")
    return [" ".join(sentences)] if sentences else ["There was no quotation to check."]


def _clause(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}" if number else ""


def _listed(clauses: Sequence[str]) -> str:
    if len(clauses) < 2:
        return f"{clauses[0]}." if clauses else ""
    return f"{', '.join(clauses[:-1])} and {clauses[-1]}."
