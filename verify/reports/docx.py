"""A Word memo for an editor: what came of the run, then each document, worst first, with both texts side by side.

Words that differ are underlined on the document's side and struck through on the source's; `‸` marks where words miss.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from verify.core.rules import AVAILABILITIES, FLAGS, REASONS, RULES, VERDICTS
from verify.model import Capture, Evidence, Finding, Report, ReportOptions, Severity
from verify.reports import context, copies, html_summary, package, summary
from verify.reports.arrangement import (
    DocumentFindings,
    by_document,
    conflict_place,
    faithful,
    place_in_words,
    position,
    source_name,
    words,
)
from verify.reports.docx_parts import bullet, document, linked, numbering, paragraph, run, styles, table
from verify.reports.mapping import instant
from verify.reports.package import OFFICE, Links
from verify.reports.passages import Stretch, passages, shown
from verify.reports.plain import plain, shortened
from verify.reports.xml import Xml

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD_WORDS = 70


def write(report: Report, stream: BinaryIO, options: ReportOptions) -> None:
    """Write the memo; `options` do not concern it."""
    del options
    links = Links()
    links.to(f"{OFFICE}/styles", "styles.xml")
    links.to(f"{OFFICE}/numbering", "numbering.xml")
    body = document(_body(report, links))
    parts = {
        "word/document.xml": (f"{_TYPE}.document.main+xml", body),
        "word/_rels/document.xml.rels": ("", links.xml()),
        "word/styles.xml": (f"{_TYPE}.styles+xml", styles()),
        "word/numbering.xml": (f"{_TYPE}.numbering+xml", numbering()),
    }
    core = package.properties(f"Quotation report: {plain(html_summary.title(report))}", instant(report.finished))
    package.write(stream, "word/document.xml", parts, core)


def _body(report: Report, links: Links) -> Iterator[Xml]:
    yield paragraph(f"Quotation report: {html_summary.title(report)}", style="Title")
    settings = f", settings {report.config_digest}" if report.config_digest else ""
    yield paragraph(
        run(f"Checked on {copies.moment(report.finished)} by verify {report.version}{settings}", quiet=True)
    )
    for sentence in summary.headline(report):
        yield paragraph(run(sentence, bold=True))
    yield paragraph(f"{summary.totals(report)} {summary.coverage(report)}")
    for problem in report.problems:
        yield bullet(run("Not read: ", bold=True), problem)
    for notice in report.notices:
        yield bullet(notice)
    if report.interrupted:
        yield bullet(run("Interrupted: ", bold=True), "the run was stopped; what it had found is here.")
    yield _counts(report)
    yield from _across(report)
    for group in by_document(report):
        yield from _document(group, links)
    yield from _legend(report)


def _counts(report: Report) -> Xml:
    quoted, _ = summary.split(report.findings)
    counts = Counter(finding.verdict for finding in quoted)
    rows = [[verdict.value, f"{counts[verdict]:,}", VERDICTS[verdict]] for verdict in summary.ORDER]
    return table(("Verdict", "Quotations", "The words"), rows, (2, 2, 9))


def _across(report: Report) -> Iterator[Xml]:
    if report.cross_document:
        yield paragraph("Across documents", style="Heading1")
    for conflict in report.cross_document:
        yield paragraph(run(f"{conflict.kind}: ", bold=True), conflict.message)
        for place in conflict.places:
            yield bullet(run(conflict_place(report, place), quiet=True), f": “{place.text}”")


# --- a document ----------------------------------------------------------------------------------------------------


def _document(group: DocumentFindings, links: Links) -> Iterator[Xml]:
    yield paragraph(group.name, style="Heading1")
    if group.extraction:
        source = group.extraction.document
        told = f"{source.media_type}, {summary.counted(source.characters, 'character')}, SHA-256 {source.sha256}"
        yield paragraph(run(told, quiet=True))
    fine = [item for item in group.findings if faithful(item)]
    for item in group.findings:
        if not faithful(item):
            yield from _finding(item, links)
    if fine:
        yield paragraph(f"Faithful ({len(fine):,})", style="Heading2")
        yield table(("Where", "Words", "Source and copies"), [_fine(item, links) for item in fine], (2, 6, 6))
    aside = group.set_aside
    if aside and group.extraction:
        yield paragraph(f"Set aside ({len(aside):,})", style="Heading2")
        for quotation in aside:
            place = place_in_words(group.extraction.document, quotation.start)
            yield bullet(
                run(f"{place}: ", quiet=True),
                f"“{quotation.exact}” ",
                run(summary.why_set_aside(quotation), quiet=True),
            )
    if group.extraction and group.extraction.notices:
        yield paragraph("How the document was read", style="Heading2")
        for notice in group.extraction.notices:
            yield bullet(notice)
    if not group.findings and not aside:
        yield paragraph("No quotation and no reference to check was found.")


def _finding(item: Finding, links: Links) -> Iterator[Xml]:
    citation = item.citation
    state = item.verdict.value if citation.quotation else f"{item.availability} reference"
    where = place_in_words(citation.document, position(citation))
    about = shortened(plain(words(citation) or source_name(citation.reference)), _HEAD_WORDS)
    yield paragraph(f"{state}{', known' if item.known else ''}, {where}: {about}", style="Heading2")
    yield paragraph(item.summary)
    if citation.quotation:
        yield table(("In the document", "In the source"), [(_quoted_side(item), _source_side(item))], (1, 1))
    yield from _facts(item)
    for evidence in item.evidence:
        yield bullet(*_copy(evidence, links))


def _quoted_side(item: Finding) -> Xml:
    before, after = context.of_quotation(item.citation)
    return paragraph(run(before, quiet=True), *_runs(passages(item).quoted, quoted=True), run(after, quiet=True))


def _source_side(item: Finding) -> Xml:
    sides = passages(item)
    judged = shown(item)
    if judged is None:
        return paragraph(REASONS[item.reason] if item.reason else "Not compared.")
    if sides.match is None:
        return paragraph(f"Read in full ({judged.source.characters:,} characters). It has no such passage.")
    before, after = context.of_passage(judged.source, sides.match)
    return paragraph(run(before, quiet=True), *_runs(sides.source, quoted=False), run(after, quiet=True))


def _runs(side: Sequence[Stretch], *, quoted: bool) -> Iterator[Xml]:
    for stretch in side:
        differs = stretch.difference is not None
        yield run(stretch.text or "‸", quoted=differs and quoted, source=differs and not quoted)


def _facts(item: Finding) -> Iterator[Xml]:
    if item.known:
        yield bullet(run(summary.known(item.known), bold=True))
    for entry in item.differences:
        if entry.severity is not Severity.SILENT:
            rule = RULES.get(entry.rule)
            yield bullet(
                run(f"{entry.severity}: ", bold=True),
                entry.message,
                run(f" {entry.rule} {rule.name if rule else ''}", quiet=True),
            )
    for flag in sorted(item.flags):
        yield bullet(run(f"{flag}: ", bold=True), FLAGS.get(flag, "no sentence is known"))
    citation = item.citation
    if citation.quotation and citation.quotation.speaker:
        yield bullet(run("Speaker: ", bold=True), citation.quotation.speaker)
    yield bullet(run("Reference: ", bold=True), citation.reference.raw if citation.reference else "none is named")
    yield bullet(run(f"{item.availability}: ", bold=True), AVAILABILITIES[item.availability])
    for check in item.metadata:
        if not check.agrees:
            yield bullet(
                run(f"{check.field}: ", bold=True), f"the reference has “{check.cited}”, the source “{check.found}”"
            )


def _copy(evidence: Evidence, links: Links) -> Iterator[Xml]:
    """A copy that was looked at: its address as a link, when it was had, and the digest of its bytes."""
    name = copies.in_words(evidence)
    yield linked(name, copies.public_address(evidence), links)
    answer = evidence.answer
    if isinstance(answer, Capture):
        address = "" if copies.kind(evidence) == "file" else f"; {copies.address(evidence)}"
        status = "" if copies.kind(evidence) == "file" else f", status {answer.status}"
        told = f"{address}; retrieved {copies.moment(answer.retrieved)}{status}; SHA-256 {answer.sha256}"
        yield run(told, quiet=True)


def _fine(item: Finding, links: Links) -> Sequence[Xml | str]:
    citation = item.citation
    exact = words(citation)
    state = item.verdict.value if citation.quotation else item.availability.value
    copy = item.evidence[0] if item.evidence else None
    source = paragraph(
        f"{source_name(citation.reference)} ",
        linked(copies.in_words(copy), copies.public_address(copy), links) if copy else "",
    )
    where = f"{place_in_words(citation.document, position(citation))}, {state}"
    loud = [entry.message for entry in item.differences if entry.severity is not Severity.SILENT]
    quoted = paragraph(f"“{exact}”" if exact else "", run(f" {' '.join(loud)}", quiet=True) if loud else "")
    return (where, quoted, source)


def _legend(report: Report) -> Iterator[Xml]:
    used = {entry.rule for item in report.findings for entry in item.differences}
    rules = [rule for rule in RULES.values() if rule.id in used]
    yield paragraph("How to read this", style="Heading1")
    yield paragraph(
        "A verdict is about the words, and the worst difference decides it. Words that differ are ",
        run("underlined", quoted=True),
        " in the document’s text and ",
        run("struck through", source=True),
        " in the source’s; ‸ marks where words are missing. No language model took part.",
    )
    for rule in rules:
        yield bullet(run(f"{rule.id} {rule.name}: ", bold=True), rule.sentence)
