"""JUnit XML as continuous integration reads it: a suite for each document, a test case for each finding.

A finding in a state of `--fail-on` is a failure; what could not be checked, or is known from a baseline, is skipped; an
input that could not be read is an error; all else passes, with what there is to say in `system-out`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TextIO

from verify.core.baseline import failing, fails, undecided
from verify.model import Finding, Report, ReportOptions
from verify.reports import copies, summary
from verify.reports.arrangement import (
    DocumentFindings,
    by_document,
    conflict_place,
    place_in_words,
    position,
    source_name,
    words,
)
from verify.reports.mapping import instant
from verify.reports.passages import passages
from verify.reports.plain import plain, shortened
from verify.reports.xml import DECLARATION, Xml, el, join

_NAME = 100


def write(report: Report, stream: TextIO, options: ReportOptions) -> None:
    """Write the suites; `fail_on` says what is a failure."""
    suites = [_document(group, report, options.fail_on) for group in by_document(report)]
    if report.cross_document:
        suites.append(
            _suite("across documents", [_conflict(report, index) for index in range(len(report.cross_document))])
        )
    if report.problems or report.bugs:
        suites.append(_suite("inputs", [_problem(line) for line in (*report.problems, *report.bugs)]))
    totals = Counter[str]()
    for _, counts in suites:
        totals.update(counts)
    whole = el(
        "testsuites",
        *(join("\n", suite) for suite, _ in suites),
        "\n",
        name="verify",
        **_attributes(totals),
        time=_seconds(report),
    )
    stream.write(f"{DECLARATION}{whole}\n")


def _seconds(report: Report) -> str:
    return f"{max(0.0, (report.finished - report.started).total_seconds()):.3f}"


_Case = tuple[Xml, str]


def _suite(
    name: str, cases: Sequence[_Case], *, inside: Iterable[Xml | None] = (), **attributes: str
) -> tuple[Xml, Counter[str]]:
    counts = Counter(kind for _, kind in cases)
    counts["tests"] = len(cases)
    before, *after = [*inside] or [None]
    suite = el(
        "testsuite",
        before,
        *(join("\n ", case) for case, _ in cases),
        *after,
        "\n",
        name=plain(name),
        **_attributes(counts),
        **attributes,
    )
    return suite, counts


def _attributes(counts: Counter[str]) -> dict[str, int]:
    return {name: counts[name] for name in ("tests", "failures", "errors", "skipped")}


def _document(group: DocumentFindings, report: Report, fail_on: tuple[str, ...]) -> tuple[Xml, Counter[str]]:
    source = group.extraction.document if group.extraction else None
    about = {
        "verify": report.version,
        "sha256": source.sha256 if source else "",
        "settings": report.config_digest,
        "coverage of the run": summary.coverage(report),
    }
    properties = el("properties", *(el("property", name=name, value=value) for name, value in about.items() if value))
    told = [*(group.extraction.notices if group.extraction else ()), *report.notices]
    told += [summary.set_aside(group.set_aside)] if group.set_aside else []
    told += ["interrupted: the findings are those made before"] if report.interrupted else []
    cases = [_case(item, fail_on) for item in sorted(group.findings, key=lambda item: position(item.citation))]
    return _suite(
        group.name,
        cases,
        inside=(properties, join("\n ", el("system-out", "\n".join(told))) if told else None),
        timestamp=instant(report.started).removesuffix("Z"),
        time="0.000",
    )


def _case(item: Finding, fail_on: tuple[str, ...]) -> _Case:
    citation = item.citation
    place = citation.document.place(position(citation))
    about = f"“{words(citation)}”" if citation.quotation else source_name(citation.reference)
    outcome, kind = _outcome(item, fail_on)
    case = el(
        "testcase",
        outcome,
        el("system-out", details(item)) if kind != "failures" else None,
        name=plain(
            f"{shortened(plain(about), _NAME)} ({citation.fingerprint[:8]})"
        ),  # no line: it stays when lines move
        classname=plain(citation.document.name),
        file=plain(citation.document.name),
        line=place.line,
        time="0.000",
    )
    return case, kind


def _outcome(item: Finding, fail_on: tuple[str, ...]) -> tuple[Xml | None, str]:
    if fails(item, fail_on):
        states = "+".join(sorted(failing(item, fail_on)))
        return el("failure", details(item), type=states, message=plain(item.summary)), "failures"
    if item.known:
        return el("skipped", message=plain(summary.known(item.known))), "skipped"
    if undecided(item):
        why = item.reason if item.citation.quotation else item.availability
        return el("skipped", message=plain(f"{why or 'unchecked'}: {item.summary}")), "skipped"
    return None, "passed"


def details(item: Finding) -> str:
    """All that a person needs to judge the finding, in lines of plain text."""
    citation = item.citation
    sides = passages(item)
    lines = [
        f"place: {place_in_words(citation.document, position(citation))}",
        f"verdict: {item.verdict}" if citation.quotation else "",
        f"availability: {item.availability}",
        f"quoted: {words(citation)}" if citation.quotation else "",
        f"credited to: {source_name(citation.reference)}",
        f"source has: {sides.match.exact}" if sides.match else "",
        *(f"{entry.rule} {entry.severity}: {entry.message}" for entry in item.differences),
        *(f"flag: {flag}" for flag in sorted(item.flags)),
        *(
            f"the reference says {entry.field} “{entry.cited}”, the source “{entry.found}”"
            for entry in item.metadata
            if not entry.agrees
        ),
        *(f"{copies.in_words(entry)}: {copies.public_address(entry)}" for entry in item.evidence),
        item.summary,
        summary.known(item.known) if item.known else "",
    ]
    return "\n".join(plain(line) for line in lines if line)


def _conflict(report: Report, index: int) -> _Case:
    conflict = report.cross_document[index]
    told = [f"{conflict_place(report, place)}: “{place.text}”" for place in conflict.places]
    name = f"{index + 1}: {conflict.kind}: {shortened(plain(conflict.message), _NAME)}"
    output = el("system-out", "\n".join(plain(line) for line in (conflict.message, *told)))
    return el("testcase", output, name=name, classname="across documents", time="0.000"), "passed"


def _problem(line: str) -> _Case:
    first = plain(line.strip().splitlines()[-1]) if line.strip() else "unknown"
    error = el("error", "\n".join(plain(part) for part in line.splitlines()), message=first, type="not read")
    return el("testcase", error, name=shortened(first, _NAME), classname="inputs", time="0.000"), "errors"
