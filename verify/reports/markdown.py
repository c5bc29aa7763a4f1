"""Markdown for a pull request: what is wrong in a sentence, a table of what needs a person, then each finding to open.

At most 60,000 characters, since forges refuse comments of more than 65,536; what is cut is said at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from verify.core.rules import FLAGS, RULES
from verify.model import Finding, Report, ReportOptions, Severity, Verdict
from verify.reports import copies, summary
from verify.reports.arrangement import (
    BROKEN,
    DocumentFindings,
    by_document,
    conflict_place,
    faithful,
    place_in_words,
    position,
    source_name,
    words,
)
from verify.reports.grading import Grade, grade
from verify.reports.markdown_text import block, cell, escaped, html, link, quoted
from verify.reports.passages import Stretch, passages
from verify.reports.plain import shortened

LIMIT = 60_000
_REMARK = 600  # characters kept free for the remark on what is cut
_ROW_WORDS, _ROW_SOURCE, _LONG = 90, 60, 2_000
_MARKS = {
    Verdict.ALTERED: "❌",
    Verdict.ABSENT: "❌",
    Verdict.VARIANT: "⚠️",
    Verdict.UNCHECKED: "❔",
    Verdict.EDITED: "✅",
    Verdict.VERBATIM: "✅",
}


def write(report: Report, stream: TextIO, options: ReportOptions) -> None:
    """Write the comment; `quiet` leaves out the faithful findings."""
    groups = by_document(report)
    blocks = [part for part in _blocks(report, groups, quiet=options.quiet) if part]
    end = f"{block(escaped(_footer(report)))}\n"
    room = LIMIT - _REMARK - len(end)
    kept = 0
    for part in blocks:
        if len(part) + 2 > room:
            break
        room -= len(part) + 2
        stream.write(f"{part}\n\n")
        kept += 1
    if kept < len(blocks):
        stream.write(
            f"**Cut at {LIMIT:,} characters:** {summary.counted(len(blocks) - kept, 'block')} of {len(blocks):,} "
            "are left out here. `-f html` or `-f json` has everything.\n\n"
        )
    stream.write(end)


def _footer(report: Report) -> str:
    settings = f", settings {report.config_digest}" if report.config_digest else ""
    return f"verify {report.version}, {copies.moment(report.finished)}{settings}"


def _blocks(report: Report, groups: tuple[DocumentFindings, ...], *, quiet: bool) -> Iterator[str]:
    """Blocks of the comment, the most important first; each is sound Markdown by itself."""
    yield "## Quotation report"
    yield "\n".join(f"**{escaped(sentence)}**" for sentence in summary.headline(report))
    yield f"{block(escaped(summary.totals(report)))} {escaped(summary.coverage(report))}"
    yield "\n".join(_notes(report))
    open_ = [item for group in groups for item in group.findings if not faithful(item) and not item.known]
    told = [item for item in open_ if grade(item) is not Grade.NOTE]
    yield from _table(told)
    yield from (_conflicts(report),)
    yield from (_detail(item) for item in told)
    unchecked = [item for item in open_ if grade(item) is Grade.NOTE]
    if unchecked:
        yield f"### Not checked ({len(unchecked):,})"
        yield from (_detail(item) for item in unchecked)
    known = [item for group in groups for item in group.findings if item.known]
    if known:
        yield f"### Known from the baseline ({len(known):,})"
        yield from (_detail(item) for item in known)
    if not quiet:
        fine = [item for group in groups for item in group.findings if faithful(item) and not item.known]
        yield from ([f"### Faithful ({len(fine):,})"] if fine else [])
        yield from (_detail(item) for item in fine)
        yield from (_aside(group) for group in groups)


def _notes(report: Report) -> Iterator[str]:
    for problem in report.problems:
        yield f"- **Not read:** {escaped(problem)}"
    for notice in report.notices:
        yield f"- {block(escaped(notice))}"
    if report.interrupted:
        yield "- **Interrupted:** the run was stopped; what it had found is here."


_ROWS = 50  # of one block, so that a long table is cut between rows and not lost


def _table(findings: list[Finding]) -> Iterator[str]:
    """What needs a person, in rows; a long table in several blocks, each with its heading."""
    for first in range(0, len(findings), _ROWS):
        rows = [_row(item) for item in findings[first : first + _ROWS]]
        yield "\n".join(["| | Where | Words | Credited to | What |", "|---|---|---|---|---|", *rows])


def _row(item: Finding) -> str:
    citation = item.citation
    where = f"{citation.document.name} {place_in_words(citation.document, position(citation))}"
    exact = shortened(words(citation), _ROW_WORDS)
    cells = (
        _state(item),
        escaped(where),
        f"“{escaped(exact)}”" if exact else "",
        escaped(shortened(source_name(citation.reference), _ROW_SOURCE)),
        escaped(item.summary),
    )
    return f"| {' | '.join(cell(entry) for entry in cells)} |"


def _state(item: Finding) -> str:
    """A mark and a word: `❌ altered`; of a lone reference the state of the source."""
    if item.citation.quotation is None:
        mark = "✅" if faithful(item) else "❌" if item.availability in BROKEN else "❔"
        return f"{mark} {item.availability}"
    mark = "⚠️" if item.verdict in (Verdict.EDITED, Verdict.VERBATIM) and not faithful(item) else _MARKS[item.verdict]
    return f"{mark} {item.verdict}"


def _conflicts(report: Report) -> str:
    if not report.cross_document:
        return ""
    lines = ["### Across documents", ""]
    for conflict in report.cross_document:
        lines.append(f"- **{escaped(conflict.kind)}:** {escaped(conflict.message)}")
        lines += [
            f"  - {escaped(conflict_place(report, place))}: “{escaped(shortened(place.text, _LONG))}”"
            for place in conflict.places
        ]
    return "\n".join(lines)


def _detail(item: Finding) -> str:
    """A finding that opens: both texts with what differs set off, the differences, and the copies looked at."""
    citation = item.citation
    where = f"{citation.document.name}, {place_in_words(citation.document, position(citation))}"
    about = words(citation) or source_name(citation.reference)
    head = html(f"{_state(item)}: {where}: {shortened(about, _ROW_WORDS)}")
    lines = ["<details>", f"<summary>{head}</summary>", "", block(escaped(item.summary)), ""]
    sides = passages(item)
    if citation.quotation:
        lines += ["In the document:", "", quoted(_marked(sides.quoted, "ins")), ""]
    if sides.match:
        lines += ["In the source:", "", quoted(_marked(sides.source, "del")), ""]
    lines += [f"- {entry}" for entry in _facts(item)]
    return "\n".join([*lines, "", "</details>"])


def _marked(side: tuple[Stretch, ...], tag: str) -> str:
    """The words, those that differ underlined or struck; `‸` where words are missing."""
    out: list[str] = []
    for stretch in side:
        words_ = escaped(stretch.text) if len(stretch.text) <= _LONG else escaped(shortened(stretch.text, _LONG))
        if stretch.difference is None:
            out.append(words_)
        else:
            out.append(f"<{tag}>{words_}</{tag}>" if words_ else "‸")
    return "".join(out)


def _facts(item: Finding) -> Iterator[str]:
    for entry in item.differences:
        if entry.severity is not Severity.SILENT:
            rule = RULES.get(entry.rule)
            named = f"{entry.rule} {rule.name}" if rule else entry.rule
            yield f"**{escaped(named)}:** {escaped(entry.message)}"
    for flag in sorted(item.flags):
        yield f"**{escaped(flag)}:** {escaped(FLAGS.get(flag, 'no sentence is known'))}"
    quotation = item.citation.quotation
    if quotation and quotation.speaker:
        yield f"speaker: {escaped(quotation.speaker)}"
    yield f"credited to: {escaped(source_name(item.citation.reference))}"
    for check in item.metadata:
        if not check.agrees:
            yield escaped(f"the reference says {check.field} “{check.cited}”, the source “{check.found}”")
    yield f"availability: {item.availability}"
    for evidence in item.evidence:
        yield link(copies.in_words(evidence), copies.public_address(evidence))
    if item.known:
        yield escaped(summary.known(item.known))
    yield f"id: {escaped(item.citation.fingerprint)}"


def _aside(group: DocumentFindings) -> str:
    """What was set aside in a document, and how it was read."""
    extraction = group.extraction
    lines = [
        f"- {escaped(place_in_words(extraction.document, entry.start))}: “{escaped(shortened(entry.exact, _ROW_WORDS))}” "
        f"({escaped(summary.why_set_aside(entry))})"
        for entry in group.set_aside
        if extraction
    ]
    lines += [f"- {block(escaped(notice))}" for notice in (extraction.notices if extraction else ())]
    if not lines:
        return ""
    head = html(f"{group.name}: set aside, and how it was read ({len(lines):,})")
    return "\n".join(["<details>", f"<summary>{head}</summary>", "", *lines, "", "</details>"])
