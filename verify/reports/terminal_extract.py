"""What `verify extract` shows at a terminal: what would be checked, what was set aside and why, and the references."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from verify.model import Check, Extraction, Item, Name, Quotation, Reference, ReportOptions
from verify.reports.arrangement import place_in_words
from verify.reports.page import Page, styled
from verify.reports.plain import plain, shortened
from verify.reports.summary import counted, why_set_aside

_INDENT = 13
_WORDS = 240


def write_extractions(extractions: Sequence[Extraction], version: str, stream: TextIO, options: ReportOptions) -> None:
    """Write one section a document; `quiet` leaves only the totals, `verbose` shows long quotations in full."""
    del version
    page = Page(stream, options)
    checked = aside = references = 0
    for extraction in extractions:
        wanted, others = _sorted(extraction)
        checked, aside = checked + len(wanted), aside + len(others)
        references += len(extraction.references)
        if not options.quiet:
            _document(page, extraction, wanted, others, options)
    told = f"{counted(checked, 'quotation')} to check, {counted(aside, 'passage')} in marks set aside"
    told = f"{counted(len(extractions), 'document')}: {told}, {counted(references, 'reference')}."
    page.line((told, "bold"))


def _sorted(extraction: Extraction) -> tuple[list[Quotation], list[Quotation]]:
    """Those that are checked, and those set aside: an optional one is checked only where it has a reference."""
    wanted: list[Quotation] = []
    others: list[Quotation] = []
    for quotation in extraction.quotations:
        named = bool(extraction.references_of(quotation))
        takes_part = quotation.check is Check.REQUIRED or (quotation.check is Check.OPTIONAL and named)
        (wanted if takes_part else others).append(quotation)
    return wanted, others


def _document(
    page: Page,
    extraction: Extraction,
    wanted: Sequence[Quotation],
    others: Sequence[Quotation],
    options: ReportOptions,
) -> None:
    source = extraction.document
    page.line((source.name, "bold"), f"   {source.media_type}, {counted(len(source.text), 'character')}")
    names = {reference.id: reference for reference in extraction.references}
    page.line((_heading("quotation", len(wanted), "to check"), "bold"), indent=2)
    for quotation in wanted:
        _quotation(page, extraction, quotation, names, options)
    if others:
        page.line((_heading("passage", len(others), "in marks set aside"), "bold"), indent=2)
    for quotation in others:
        page.line(
            f"“{_words(quotation, options)}”  ",
            (why_set_aside(quotation), "dim"),
            indent=_INDENT,
            label=styled(f"  {place_in_words(source, quotation.start)} "),
        )
    if extraction.references:
        page.line((_heading("reference", len(extraction.references), ""), "bold"), indent=2)
    for reference in extraction.references:
        _reference(page, extraction, reference)
    for notice in extraction.notices:
        page.line(notice, indent=_INDENT, label=styled("  note "))
    if not extraction.quotations and not extraction.references:
        page.line("nothing found: no marks, no reference, no link", indent=_INDENT)
    page.blank()


def _heading(noun: str, number: int, rest: str) -> str:
    return f"{counted(number, noun)} {rest}".strip()


def _quotation(
    page: Page,
    extraction: Extraction,
    quotation: Quotation,
    names: dict[str, Reference],
    options: ReportOptions,
) -> None:
    page.line(
        f"“{_words(quotation, options)}”",
        indent=_INDENT,
        label=styled("  ", (f"{place_in_words(extraction.document, quotation.start)} ", "bold")),
    )
    told = [
        f"continues {quotation.continues}" if quotation.continues else "",
        f"inside {quotation.nested_in}" if quotation.nested_in else "",
        f"said by {quotation.speaker}" if quotation.speaker else "",
        f"dated {quotation.date}" if quotation.date else "",
        f"after “{shortened(plain(quotation.cue), 80)}”" if quotation.cue else "",
    ]
    page.line((f"{quotation.id}  {quotation.kind}  {'; '.join(part for part in told if part)}", "dim"), indent=_INDENT)
    for id in extraction.references_of(quotation):
        page.line(f"→ {id}  {_named(names[id])}" if id in names else f"→ {id}", indent=_INDENT)
    if not extraction.references_of(quotation):
        page.line(("→ no source named", "yellow"), indent=_INDENT)


def _words(quotation: Quotation, options: ReportOptions) -> str:
    words = plain(quotation.exact)
    return words if options.verbose else shortened(words, _WORDS)


def _named(reference: Reference) -> str:
    return shortened(plain(reference.item.title or reference.item.container_title or reference.raw), 120)


def _reference(page: Page, extraction: Extraction, reference: Reference) -> None:
    marker = f" {reference.marker}" if reference.marker else ""
    page.line(
        shortened(plain(reference.raw), _WORDS),
        indent=_INDENT,
        label=styled("  ", (f"{reference.id}{marker} ", "bold")),
    )
    fields = list(_fields(reference))
    place = place_in_words(extraction.document, reference.start)
    page.line((f"{place}; {reference.kind}; {reference.item.type}", "dim"), indent=_INDENT)
    for name, value in fields:
        page.line((f"{name}: ", "dim"), value, indent=_INDENT)


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    """The fields that are known, under their CSL-JSON names."""
    item: Item = reference.item
    fields = (
        ("title", item.title),
        ("author", "; ".join(_name(name) for name in item.author)),
        ("container-title", item.container_title),
        ("publisher", item.publisher),
        ("issued", item.issued),
        ("accessed", item.accessed),
        ("URL", item.URL),
        ("DOI", item.DOI),
        ("ISBN", item.ISBN),
        ("archived", reference.archived),
        ("archive_url", reference.archive_url),
    )
    yield from ((name, value) for name, value in fields if value)


def _name(name: Name) -> str:
    return name.literal or ", ".join(part for part in (name.family, name.given) if part)
