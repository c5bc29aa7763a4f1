"""The table a person reads at a terminal: by document, worst first, and what could not be checked with its remedy.

Faithful quotations are only counted unless `verbose`; nothing is left out without a line that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO

from rich.text import Text

from verify.core.rules import AVAILABILITIES, FLAGS
from verify.core.summaries import remedy
from verify.model import Availability, Difference, Finding, Known, Quotation, Report, ReportOptions, Severity, Verdict
from verify.reports import copies, summary
from verify.reports.arrangement import (
    BROKEN,
    CAUTION_RANK,
    DocumentFindings,
    by_document,
    conflict_place,
    faithful,
    place_in_words,
    places_in_words,
    position,
    rank,
    source_name,
    words,
    wrong,
)
from verify.reports.page import Page, styled
from verify.reports.passages import Stretch, passages
from verify.reports.plain import plain, shortened

MARKS = {
    Verdict.VERBATIM: ("✓", "green"),
    Verdict.EDITED: ("✓", "green"),
    Verdict.VARIANT: ("!", "yellow"),
    Verdict.ALTERED: ("✗", "bold red"),
    Verdict.ABSENT: ("✗", "bold red"),
    Verdict.UNCHECKED: ("?", "cyan"),
}
# States of a lone reference in which a file or another address would help.
_SETTLED_BY_FILE = (Availability.UNRESOLVED, Availability.BLOCKED, Availability.UNREACHABLE, Availability.DEAD)
_CAUTION = ("!", "yellow")  # faithful words that somebody must look at all the same
_INDENT = 16  # behind "  ? unreachable "
_WORDS = 160  # of a quotation: enough to know it by
_FEW_WORDS = 48  # where several stand in one entry
_NAMED = 3  # places of an entry that are shown with their words, the others as line numbers only
_DIFFERENCES = 4  # of an entry, without -v


def write(report: Report, stream: TextIO, options: ReportOptions) -> None:
    """Write the table; `quiet` keeps what is wrong and the line of totals."""
    page = Page(stream, options)
    for group in by_document(report):
        _document(page, group, options)
    if not options.quiet:
        _across(page, report)
    for problem in report.problems:
        page.line(problem, indent=_INDENT, label=_label("✗", "not read", "bold red"))
    if not options.quiet:
        for notice in report.notices:
            page.line(notice, indent=_INDENT, label=_label("·", "note", ""))
        if report.problems or report.notices:
            page.blank()
    page.line((summary.totals(report), "bold"))
    page.line(summary.coverage(report))
    if report.interrupted:
        page.line(("Interrupted: the findings above are those made before.", "bold"))


def _document(page: Page, group: DocumentFindings, options: ReportOptions) -> None:
    chosen = [finding for finding in group.findings if wrong(finding)] if options.quiet else list(group.findings)
    if options.quiet and not chosen:
        return
    page.line((group.name, "bold"), ("   " + _size(group) if group.extraction else "", ""))
    listed = [finding for finding in chosen if options.verbose or not faithful(finding)]
    for batch in _batches(listed):
        if batch[0].known:
            _known(page, batch)
        elif len(batch) == 1 and batch[0].verdict is not Verdict.UNCHECKED:
            _finding(page, batch[0], options)
        elif batch[0].citation.quotation:
            _unchecked(page, batch)
        else:
            _references(page, batch)
    if not options.quiet:
        _uneventful(page, group, options)
    page.blank()


def _size(group: DocumentFindings) -> str:
    if group.extraction is None:
        return ""
    quotations = len(group.extraction.quotations) - len(group.set_aside)
    return (
        f"{summary.counted(quotations, 'quotation')}, {summary.counted(len(group.extraction.references), 'reference')}"
    )


def _batches(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    """One by one; what could not be checked together by reason and reference, references by what became of them."""

    def key(finding: Finding) -> tuple[object, ...]:
        if finding.known:
            return ("known", finding.known)
        if finding.citation.quotation is None:
            return ("reference", finding.availability)
        if finding.verdict is Verdict.UNCHECKED:
            reference = finding.citation.reference
            return ("unchecked", finding.reason, finding.summary, reference and source_name(reference))
        return ("one", id(finding))

    batches: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        batches.setdefault(key(finding), []).append(finding)
    yield from batches.values()


def _finding(page: Page, finding: Finding, options: ReportOptions) -> None:
    mark, style = MARKS[finding.verdict] if rank(finding) != CAUTION_RANK else _CAUTION
    citation = finding.citation
    place = place_in_words(citation.document, position(citation))
    page.line(
        (place, "bold"),
        f"  “{shortened(plain(words(citation)), _WORDS)}”",
        indent=_INDENT,
        label=_label(mark, finding.verdict, style),
    )
    _cited(page, finding)
    loud = [item for item in finding.differences if item.severity is not Severity.SILENT or options.verbose > 1]
    shown = loud if options.verbose else loud[:_DIFFERENCES]
    for difference in shown:
        page.line(*_difference(difference), indent=_INDENT)
    if len(loud) > len(shown):
        page.line(f"and {summary.counted(len(loud) - len(shown), 'more difference')} (-v shows them)", indent=_INDENT)
    if not loud or finding.availability is Availability.DRIFTED:
        page.line(finding.summary, indent=_INDENT)
    for flag in sorted(finding.flags):
        page.line((f"{flag}: ", "yellow"), FLAGS.get(flag, "no sentence is known"), indent=_INDENT)
    for check in finding.metadata:
        if not check.agrees:
            page.line(f"the reference says {check.field} “{check.cited}”, the source “{check.found}”", indent=_INDENT)
    if options.verbose:
        _passages(page, finding)
    _where(page, finding)


def _cited(page: Page, finding: Finding) -> None:
    if finding.citation.reference is None and finding.evidence:
        return  # the person named the place; `_where` shows it
    page.line((f"→ {shortened(plain(source_name(finding.citation.reference)), _WORDS)}", "dim"), indent=_INDENT)


def _difference(difference: Difference) -> Iterator[str | tuple[str, str]]:
    """The sentence, what it is about in colour, and the rule by which `verify rules` explains it."""
    style = {Severity.ALTERED: "red", Severity.NOTE: "yellow"}.get(difference.severity, "")
    subject, colon, rest = shortened(plain(difference.message), 2 * _WORDS).partition(": ")
    yield (f"{subject}{colon}", style)
    yield rest
    yield (f" ({difference.rule})", "dim")


def _where(page: Page, finding: Finding) -> None:
    told = copies.all_in_words(finding)
    if finding.evidence and copies.kind(finding.evidence[0]) == "file":
        page.line(told, indent=_INDENT)
        return
    page.line(f"{finding.availability}: {told}" if told else str(finding.availability), indent=_INDENT)
    if finding.evidence:
        page.line((copies.address(finding.evidence[0]), "dim"), indent=_INDENT)


def _passages(page: Page, finding: Finding) -> None:
    sides = passages(finding)
    page.line(("document  ", "dim"), *_stretches(sides.quoted), indent=_INDENT)
    if sides.match:
        page.line(
            ("source    ", "dim"),
            (f"… {sides.before}", "dim"),
            *_stretches(sides.source),
            (f"{sides.after} …", "dim"),
            indent=_INDENT,
        )


def _stretches(side: Sequence[Stretch]) -> Iterator[str | tuple[str, str]]:
    """Words that differ stand in ⟦ ⟧, so that they show without colour too."""
    for stretch in side:
        yield (f"⟦{stretch.text}⟧", "bold") if stretch.difference else stretch.text


def _unchecked(page: Page, batch: Sequence[Finding]) -> None:
    first = batch[0]
    mark, style = MARKS[Verdict.UNCHECKED]
    broken = first.availability in BROKEN
    why = first.reason or "unchecked"
    page.line(
        (f"{first.availability}: " if broken else f"{why}: ", "bold red" if broken else "bold"),
        first.summary,
        indent=_INDENT,
        label=_label(mark, Verdict.UNCHECKED, style),
    )
    if first.citation.reference:
        _cited(page, first)
    _places(page, batch, lambda finding: f"“{shortened(plain(_exact(finding)), _FEW_WORDS)}”")


def _known(page: Page, batch: Sequence[Finding]) -> None:
    """What a baseline leaves with the same words: why, and where."""
    page.line(summary.known(batch[0].known or Known()), indent=_INDENT, label=_label("·", "known", ""))
    for finding in batch:
        state = finding.verdict if finding.citation.quotation else finding.availability
        told = f"“{shortened(plain(_exact(finding)), _FEW_WORDS)}”" if finding.citation.quotation else "→"
        source = shortened(plain(source_name(finding.citation.reference)), _FEW_WORDS)
        place = place_in_words(finding.citation.document, position(finding.citation))
        page.line((place, "bold"), f"  {state}: {told} {source}", indent=_INDENT)


def _references(page: Page, batch: Sequence[Finding]) -> None:
    state = batch[0].availability
    mark, style = _reference_mark(state)
    page.line(
        (f"{summary.counted(len(batch), 'reference')} without a quotation: ", "bold"),
        AVAILABILITIES[state],
        indent=_INDENT,
        label=_label(mark, state, style),
    )
    for finding in batch:
        citation = finding.citation
        page.line(
            (place_in_words(citation.document, position(citation)), "bold"),
            f"  → {shortened(plain(source_name(citation.reference)), _WORDS)}",
            indent=_INDENT,
        )
        if state is not Availability.UNRESOLVED:
            page.line(finding.summary, indent=_INDENT + 2)
    first = batch[0].citation.reference
    if first and state in _SETTLED_BY_FILE:
        page.line(f"Have one as a file or a URL? {remedy(batch[0].citation.document.name, first)}", indent=_INDENT)


def _reference_mark(state: Availability) -> tuple[str, str]:
    if state in BROKEN:
        return "✗", "bold red"
    fine = state in (Availability.LIVE, Availability.MOVED, Availability.ARCHIVED)
    return ("✓", "green") if fine else ("?", "cyan")


def _places(page: Page, batch: Sequence[Finding], shown: Callable[[Finding], str]) -> None:
    """Where the findings of an entry stand: the first with their words, the others by place only."""
    for finding in batch[:_NAMED]:
        place = place_in_words(finding.citation.document, position(finding.citation))
        page.line((place, "bold"), f"  {shown(finding)}", indent=_INDENT)
    rest = batch[_NAMED:]
    if rest:
        where = places_in_words(rest[0].citation.document, [position(finding.citation) for finding in rest])
        page.line(f"and {len(rest)} more: {where}", indent=_INDENT)


def _uneventful(page: Page, group: DocumentFindings, options: ReportOptions) -> None:
    """What there is nothing to say about, counted."""
    fine = [finding for finding in group.findings if faithful(finding)]
    if fine and not options.verbose:
        page.line(_fine(fine), indent=_INDENT, label=styled("  ", ("✓", "green")))
    if group.set_aside:
        _set_aside(page, group.set_aside, group, options)
    if group.extraction and group.extraction.notices:
        _notices(page, group.extraction.notices, options)
    if not group.findings and not group.set_aside:
        page.line("nothing to check: no quotation and no reference found", indent=_INDENT, label=styled("  ·"))


def _fine(findings: Sequence[Finding]) -> str:
    quoted = [finding for finding in findings if finding.citation.quotation]
    verbatim = sum(finding.verdict is Verdict.VERBATIM for finding in quoted)
    edited = len(quoted) - verbatim
    archived = sum(finding.availability is Availability.ARCHIVED for finding in quoted)
    references = len(findings) - len(quoted)
    parts = [
        f"{verbatim} verbatim" if verbatim else "",
        f"{edited} edited (marked changes only)" if edited else "",
        f"{archived} of these in an archived copy only" if archived else "",
        f"{summary.counted(references, 'reference')} without a quotation still to be had" if references else "",
    ]
    return ", ".join(part for part in parts if part)


def _set_aside(page: Page, quotations: Sequence[Quotation], group: DocumentFindings, options: ReportOptions) -> None:
    told = summary.set_aside(quotations)
    page.line(told if options.verbose else f"{told} (-v lists them)", indent=_INDENT, label=styled("  ·"))
    if options.verbose and group.extraction:
        for quotation in quotations:
            place = place_in_words(group.extraction.document, quotation.start)
            page.line(
                (place, "bold"),
                f"  “{shortened(plain(quotation.exact), _FEW_WORDS)}”  {summary.why_set_aside(quotation)}",
                indent=_INDENT,
            )


def _notices(page: Page, notices: Sequence[str], options: ReportOptions) -> None:
    if options.verbose:
        for notice in notices:
            page.line(notice, indent=_INDENT, label=_label("·", "note", ""))
    else:
        told = f"{summary.counted(len(notices), 'note')} on how the document was read (-v shows them)"
        page.line(told, indent=_INDENT, label=styled("  ·"))


def _across(page: Page, report: Report) -> None:
    if not report.cross_document:
        return
    page.line(("Across documents", "bold"))
    for item in report.cross_document:
        page.line(item.message, indent=_INDENT, label=_label("!", item.kind, "yellow"))
        for place in item.places:
            page.line(
                (conflict_place(report, place), "bold"), f"  “{shortened(plain(place.text), _WORDS)}”", indent=_INDENT
            )
    page.blank()


def _exact(finding: Finding) -> str:
    return words(finding.citation)


def _label(mark: str, word: str, style: str) -> Text:
    return styled("  ", (f"{mark} {word}", style))
