"""SARIF 2.1.0 for code scanning: a result for each finding that is not faithful, with its rule and its level.

Services open an alert for every result, so faithful findings stand in the property bag of the run and not among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TextIO
from urllib.parse import quote

from verify.core.rules import AVAILABILITIES, FLAGS, RULES, VERDICTS
from verify.core.summaries import worst_difference
from verify.model import (
    Availability,
    CrossFinding,
    Document,
    Evidence,
    Finding,
    Report,
    ReportOptions,
    Severity,
    Verdict,
)
from verify.reports import copies, mapping, summary
from verify.reports.arrangement import BROKEN, by_document, place_in_words, position, source_name, words
from verify.reports.grading import Grade, grade_of
from verify.reports.json import encoded
from verify.reports.markup import uri, web_address
from verify.reports.passages import shown
from verify.reports.plain import plain

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE = "%SRCROOT%"
_CROSS = "cross-document"
_WARNED = (Availability.SOFT_404, Availability.FAILING, Availability.DRIFTED, _CROSS)
_LEVELS = {Severity.ALTERED: "error", Severity.NOTE: "warning", Severity.MARKED: "note", Severity.SILENT: "note"}
_ABSENT_OR_DEAD = (Verdict.ABSENT.value, Availability.DEAD.value)

Json = dict[str, Any]


def write(report: Report, stream: TextIO, options: ReportOptions) -> None:
    """Write the log with one run; `options` do not concern it."""
    del options
    results = list(_results(report))
    names = sorted({result["ruleId"] for result in results})
    index = {name: number for number, name in enumerate(names)}
    for result in results:
        result["ruleIndex"] = index[result["ruleId"]]
    driver = {
        "name": "verify",
        "version": plain(report.version),
        "rules": [_rule(name) for name in names],
    }
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {_BASE: {"description": {"text": "The folder in which verify ran."}}},
                "artifacts": [_artifact(extraction.document) for extraction in report.extractions],
                "invocations": [_invocation(report)],
                "results": results,
                "properties": _properties(report),
            }
        ],
    }
    stream.write(f"{encoded(log, indent=1)}\n")


# --- rules ---------------------------------------------------------------------------------------------------------


def rule_of(item: Finding) -> str:
    """The rule that a finding falls under: the worst difference, else the caution, the verdict, or the source's state."""
    if item.citation.quotation is None or (item.verdict is Verdict.UNCHECKED and item.availability in BROKEN):
        return item.availability.value
    worst = worst_difference([entry for entry in item.differences if entry.severity is not Severity.SILENT])
    if worst and item.verdict in (Verdict.ALTERED, Verdict.VARIANT):
        return worst.rule
    if item.verdict in (Verdict.VERBATIM, Verdict.EDITED):
        return min(item.flags, default=item.availability.value)
    return item.verdict.value


def _rule(name: str) -> Json:
    rule = RULES.get(name)
    if rule:
        title, told, page = rule.name, rule.sentence, rule.anchor
        level = _LEVELS[rule.severity] if rule.severity else "note"
    else:
        title, told, page = _word(name)
        level = "error" if name in _ABSENT_OR_DEAD else "warning" if name in (*_WARNED, *FLAGS) else "note"
    explained = f"Explained in docs/{page}."
    return {
        "id": plain(name),
        "name": "".join(part.capitalize() for part in plain(title).replace("-", " ").split()) or "Rule",
        "shortDescription": {"text": plain(title)},
        "fullDescription": {"text": plain(told)},
        "help": {"text": f"{plain(told)} {explained}", "markdown": f"{plain(told)} {explained}"},
        "defaultConfiguration": {"level": level},
    }


def _word(name: str) -> tuple[str, str, str]:
    """Title, sentence and page of a verdict, a state of a source, or a flag."""
    for verdict, sentence in VERDICTS.items():
        if verdict == name:
            return f"{name} quotation", sentence, f"verdicts.md#{name}"
    for state, sentence in AVAILABILITIES.items():
        if state == name:
            return f"{name} source", sentence, "availability.md"
    if name == _CROSS:
        return "documents contradict each other", "Two of the documents tell the same thing differently.", "reports.md"
    return name, FLAGS.get(name, "No sentence is known."), "verdicts.md"


# --- results -------------------------------------------------------------------------------------------------------


def _results(report: Report) -> Iterator[Json]:
    for group in by_document(report):
        for item in sorted(group.findings, key=lambda finding: position(finding.citation)):
            if grade_of(item) is not Grade.NONE:
                yield _result(item)
    for conflict in report.cross_document:
        yield _conflict(conflict, report)


def _result(item: Finding) -> Json:
    citation = item.citation
    related = [_related(entry, number) for number, entry in enumerate(item.evidence, 1) if _opens(entry)]
    result: Json = {
        "ruleId": plain(rule_of(item)),
        "level": grade_of(item).value,
        "message": {"text": _message(item)},
        "locations": [_location(citation.document, position(citation), words(citation))],
        "partialFingerprints": {"verifyFinding/v1": plain(citation.fingerprint)},
        "properties": mapping.finding(item),
    }
    if related:
        result["relatedLocations"] = related
    if item.known:
        why = plain(summary.known(item.known))
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    return result


def _message(item: Finding) -> str:
    citation = item.citation
    judged = shown(item)
    lines = [
        item.summary,
        f"Quoted: “{words(citation)}”" if citation.quotation else "",
        f"The source has: “{judged.match.exact}”" if judged and judged.match else "",
        f"Credited to: {source_name(citation.reference)}",
        *(f"{entry.rule}: {entry.message}" for entry in item.differences if entry.severity is not Severity.SILENT),
        *(f"{flag}: {FLAGS.get(flag, '')}" for flag in sorted(item.flags)),
        f"Looked at: {copies.all_in_words(item)}" if item.evidence else "",
    ]
    return _text(lines)


def _text(lines: Iterable[str]) -> str:
    """Plain lines. SARIF reads `[words](address)` as a link, which words of a document must not become."""
    return "\n".join(plain(line).replace("](", "] (") for line in lines if line)


def _location(document: Document, offset: int, exact: str) -> Json:
    place = document.place(offset)
    region: Json = {"startLine": max(place.line, 1), "startColumn": max(place.column, 1)}
    if exact:
        region["snippet"] = {"text": "\n".join(plain(line) for line in exact.split("\n"))}
    location: Json = {"physicalLocation": {"artifactLocation": _artifact_location(document.name), "region": region}}
    told = place_in_words(document, offset)
    if not told.startswith("line "):  # a page, a cell, a chapter: the lines are those of the text that was read
        location["logicalLocations"] = [{"fullyQualifiedName": plain(told)}]
    return location


def _related(evidence: Evidence, number: int) -> Json:
    address = copies.public_address(evidence)
    location: Json = {
        "id": number,
        "message": {"text": _text([copies.in_words(evidence)])},
        "physicalLocation": {"artifactLocation": {"uri": uri(address)}},
    }
    if evidence.judged and evidence.judged.match:
        location["message"]["text"] += f": “{_text([evidence.judged.match.exact])}”"
    return location


def _opens(evidence: Evidence) -> bool:
    return web_address(copies.public_address(evidence)) is not None


def _conflict(conflict: CrossFinding, report: Report) -> Json:
    documents = {extraction.document.name: extraction.document for extraction in report.extractions}
    places = [
        _location(documents[place.document], place.start, place.text)
        if place.document in documents
        else {"physicalLocation": {"artifactLocation": _artifact_location(place.document)}}
        for place in conflict.places
    ]
    told = [f"{place.document}: “{place.text}”" for place in conflict.places]
    return {
        "ruleId": _CROSS,
        "level": "warning",
        "message": {"text": _text([conflict.message, *told])},
        "locations": places[:1],
        "relatedLocations": [{"id": number, **place} for number, place in enumerate(places[1:], 1)],
        "properties": mapping.cross_finding(conflict, report),
    }


# --- the run -------------------------------------------------------------------------------------------------------


def _artifact(document: Document) -> Json:
    return {
        "location": _artifact_location(document.name),
        "mimeType": document.media_type,
        "hashes": {"sha-256": document.sha256},
        "roles": ["analysisTarget"],
    }


def _artifact_location(name: str) -> Json:
    if web_address(name):
        return {"uri": uri(name)}
    if name.startswith("/"):
        return {"uri": f"file://{quote(name, errors='replace')}"}
    return {"uri": quote(name.replace("\\", "/"), safe="/", errors="replace"), "uriBaseId": _BASE}


def _invocation(report: Report) -> Json:
    levels = [("error", line) for line in (*report.problems, *report.bugs)]
    levels += [("note", line) for line in report.notices]
    levels += [("note", f"{item.document.name}: {line}") for item in report.extractions for line in item.notices]
    if report.interrupted:
        levels.append(("error", "The run was interrupted; what it had found is here."))
    return {
        "executionSuccessful": not (report.problems or report.bugs or report.interrupted),
        "startTimeUtc": mapping.instant(report.started),
        "endTimeUtc": mapping.instant(report.finished),
        "toolExecutionNotifications": [{"level": level, "message": {"text": _text([line])}} for level, line in levels],
    }


def _properties(report: Report) -> Json:
    """What is no result: the totals, and the faithful findings."""
    totals = mapping.totals(report)
    return {
        "coverage": totals["coverage"],
        "counts": totals["counts"],
        "configDigest": report.config_digest,
        "faithful": [mapping.finding(item) for item in report.findings if grade_of(item) is Grade.NONE],
        "setAside": [
            {"document": group.name, "exact": entry.exact, "why": summary.why_set_aside(entry)}
            for group in by_document(report)
            for entry in group.set_aside
        ],
    }
