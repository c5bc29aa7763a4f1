"""Annotations for GitHub Actions: a workflow command for each finding that needs a person, worst first, and the totals.

Faithful and known findings are debug lines, which a job shows when it is run again with debug logging.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from verify.model import Finding, Report, ReportOptions, Severity
from verify.reports import copies, summary
from verify.reports.arrangement import by_document, conflict_place, place_in_words, position, source_name, words
from verify.reports.grading import Grade, grade
from verify.reports.plain import plain, shortened

_WORDS = 300
_COMMANDS = {Grade.ERROR: "error", Grade.WARNING: "warning", Grade.NOTE: "notice", Grade.NONE: "debug"}


def write(report: Report, stream: TextIO, options: ReportOptions) -> None:
    """Write the commands; `quiet` keeps errors and warnings. GitHub shows ten of a kind for each step: the first ones."""
    quiet = options.quiet
    for name, properties, message in _commands(report):
        if not quiet or name in ("error", "warning"):
            stream.write(f"{command(name, properties, message)}\n")
    # The runner looks for ##[commands] anywhere in a line.
    told = f"verify: {summary.totals(report)} {summary.coverage(report)}"
    stream.write(f"{plain(told).replace('##[', '# [')}\n")


def command(name: str, properties: dict[str, str | int], message: str) -> str:
    """A workflow command in one line. Nothing in the message or a property can end it and begin another."""
    told = ",".join(f"{key}={_escaped(str(value), inside=True)}" for key, value in properties.items())
    return f"::{name}{f' {told}' if told else ''}::{_escaped(message)}"


def _escaped(text: str, *, inside: bool = False) -> str:
    lines = (plain(line) for line in text.split("\n"))
    out = "\n".join(lines).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return out.replace(":", "%3A").replace(",", "%2C") if inside else out


def _commands(report: Report) -> Iterator[tuple[str, dict[str, str | int], str]]:
    for problem in report.problems:
        yield "error", {"title": "not read"}, problem
    graded = [(grade(item), item) for group in by_document(report) for item in group.findings]
    for wanted in Grade:
        for found, item in graded:
            if found is wanted:
                yield _COMMANDS[found], _properties(item), _message(item)
        if wanted is Grade.WARNING:
            yield from _conflicts(report)
    for notice in report.notices:
        yield "notice", {"title": "about this run"}, notice
    for extraction in report.extractions:
        for notice in extraction.notices:
            yield "debug", {}, f"{extraction.document.name}: {notice}"
    if report.interrupted:
        yield "warning", {"title": "interrupted"}, "The run was stopped; what it had found is here."


def _conflicts(report: Report) -> Iterator[tuple[str, dict[str, str | int], str]]:
    for conflict in report.cross_document:
        places = "\n".join(f"{conflict_place(report, place)}: “{place.text}”" for place in conflict.places)
        first = {"file": conflict.places[0].document} if conflict.places else {}
        yield "warning", {**first, "title": f"documents differ: {conflict.kind}"}, f"{conflict.message}\n{places}"


def _properties(item: Finding) -> dict[str, str | int]:
    if grade(item) is Grade.NONE:
        return {}  # a debug line has none
    citation = item.citation
    place = citation.document.place(position(citation))
    told: dict[str, str | int] = {"file": citation.document.name}
    if not any(value is not None for value in (place.page, place.cell, place.time, place.part)):
        told |= {"line": place.line, "col": max(place.column, 1)}
    return {**told, "title": _title(item)}


def _title(item: Finding) -> str:
    if item.citation.quotation is None:
        return f"{item.availability} reference"
    return f"{item.verdict} quotation" if item.availability.value != "drifted" else f"{item.verdict} quotation, drifted"


def _message(item: Finding) -> str:
    citation = item.citation
    place = place_in_words(citation.document, position(citation))
    lines: list[str] = []
    if citation.quotation:
        lines.append(f"{place}: “{shortened(words(citation), _WORDS)}”")
    lines.append(f"{'' if citation.quotation else f'{place}: '}→ {shortened(source_name(citation.reference), _WORDS)}")
    lines.append(item.summary)
    lines += [f"{entry.rule}: {entry.message}" for entry in item.differences if entry.severity is not Severity.SILENT]
    lines += [
        f"the reference says {entry.field} “{entry.cited}”, the source “{entry.found}”"
        for entry in item.metadata
        if not entry.agrees
    ]
    lines += [", ".join(sorted(item.flags))] if item.flags else []
    lines += [copies.all_in_words(item)] if item.evidence else []
    lines += [copies.public_address(item.evidence[0])] if item.evidence else []
    lines += [summary.known(item.known)] if item.known else []
    if grade(item) is Grade.NONE:
        state = item.verdict if citation.quotation else item.availability
        return f"{state}, {citation.document.name}, {' | '.join(lines)}"
    return "\n".join(lines)
