"""What was not checked and why, source by source: the list an editor hands to somebody who can fetch the sources."""

from __future__ import annotations

from collections.abc import Sequence

from verify.core.rules import REASONS
from verify.core.summaries import remedy
from verify.model import Availability, Finding, Reason, Reference, Verdict
from verify.reports import copies
from verify.reports.arrangement import faithful, places_in_words, position, source_name
from verify.reports.markup import Markup, anchor, el, join

# Reasons for which another copy of the source changes nothing.
_NO_REMEDY = (Reason.NOT_VERBATIM, Reason.LANGUAGE, Reason.INTERRUPTED)


def section(findings: Sequence[Finding]) -> Markup | None:
    """The list, or None when everything was checked."""
    unchecked = [item for item in findings if item.verdict is Verdict.UNCHECKED and item.citation.quotation]
    lone = [item for item in findings if not item.citation.quotation and not faithful(item)]
    if not unchecked and not lone:
        return None
    return el(
        "section",
        el("h2", "Not checked, and why", id="not-checked"),
        _quotations(unchecked),
        _references(lone),
        aria_labelledby="not-checked",
        class_="open-questions",
    )


def _quotations(findings: Sequence[Finding]) -> Markup | None:
    if not findings:
        return None
    batches: dict[tuple[str, str], list[Finding]] = {}
    for item in findings:
        reference = item.citation.reference
        batches.setdefault((_why(item), source_name(reference)), []).append(item)
    rows = [_row(name, why, batch) for (why, name), batch in sorted(batches.items(), key=lambda entry: -len(entry[1]))]
    return join(
        el("p", "Nothing is said here about these quotations, for or against. Somebody must look at the source."),
        _table(
            ("Source", "Why it was not read", "Needed for", "To settle it"), rows, "Sources of unchecked quotations"
        ),
    )


def _why(item: Finding) -> str:
    return REASONS[item.reason] if item.reason else "Not decided."


def _row(name: str, why: str, batch: Sequence[Finding]) -> Markup:
    first = batch[0]
    reference = first.citation.reference
    details = list(dict.fromkeys(entry.detail for item in batch for entry in item.evidence if entry.detail))
    return el(
        "tr",
        el("th", el("bdi", name), *_address(reference, first), scope="row"),
        el("td", why, el("span", f" {'; '.join(details)}", class_="quiet") if details else None),
        el("td", _places(batch)),
        el("td", _remedy(reference, first)),
    )


def _address(reference: Reference | None, item: Finding) -> list[Markup]:
    url = reference.item.URL if reference else None
    if not url and item.evidence:
        url = copies.address(item.evidence[0])
    return [el("br"), anchor(url, url, class_="quiet")] if url else []


def _places(batch: Sequence[Finding]) -> Markup:
    """The places by document: `draft.txt: lines 4, 20`."""
    places: dict[str, list[Finding]] = {}
    for item in batch:
        places.setdefault(item.citation.document.name, []).append(item)
    listed = [
        el(
            "li",
            el("bdi", name),
            f": {places_in_words(items[0].citation.document, [position(item.citation) for item in items])}",
        )
        for name, items in sorted(places.items())
    ]
    return el("ul", *listed, class_="plain")


def _remedy(reference: Reference | None, item: Finding) -> Markup:
    if item.reason in _NO_REMEDY:
        return el("span", "a person who compares them", class_="quiet")
    if reference is None:
        return join("Name a source: ", el("code", '--source "SPEAKER=FILE"'))
    return el("code", remedy(item.citation.document.name, reference))


def _references(findings: Sequence[Finding]) -> Markup | None:
    if not findings:
        return None
    rows = [
        el(
            "tr",
            el(
                "th",
                el("bdi", source_name(item.citation.reference)),
                *_address(item.citation.reference, item),
                scope="row",
            ),
            el("td", el("strong", item.availability.value)),
            el("td", _places([item])),
            el("td", item.summary if item.availability is not Availability.UNRESOLVED else "It has no address."),
        )
        for item in findings
    ]
    return join(
        el("h3", "References without a quotation that could not be had"),
        _table(("Reference", "State", "Stands in", "What happened"), rows, "References that could not be had"),
    )


def _table(heads: Sequence[str], rows: Sequence[Markup], label: str) -> Markup:
    return el(
        "div",
        el("table", el("thead", el("tr", *(el("th", head, scope="col") for head in heads))), el("tbody", *rows)),
        class_="wide",
        tabindex=0,
        role="region",
        aria_label=label,
    )
