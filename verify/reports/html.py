"""One self-contained page: opens offline, needs no script to be read, loads nothing, and holds no foreign markup.

The Content-Security-Policy allows the page's own style and script by their hashes and nothing else. The script only
filters, groups and opens what is there already. The same report always gives the same bytes.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.resources import files
from typing import TextIO

from verify.core.rules import RULES, VERDICTS
from verify.model import Finding, Report, ReportOptions
from verify.reports import copies, html_finding, html_open, html_summary, summary
from verify.reports.arrangement import (
    DocumentFindings,
    by_document,
    conflict_place,
    credited_to,
    place_in_words,
)
from verify.reports.markup import Markup, el, join
from verify.reports.plain import shortened

_WORDS = 140


def write(report: Report, stream: TextIO, options: ReportOptions) -> None:
    """Write the page; `options` do not concern it."""
    del options
    style = _asset("page.css") + html_summary.bar_widths(report)
    script = _asset("page.js")
    groups = by_document(report)
    sources = _numbered(credited_to(finding) for group in groups for finding in group.findings)
    stream.write("<!doctype html>\n")
    stream.write('<html lang="en">\n')
    stream.write(_head(report, style, script))
    stream.write("\n<body>\n")
    stream.writelines(f"{part}\n" for part in _body(report, groups, sources) if part)
    stream.write(f"<script>{script}</script>\n</body>\n</html>\n")


def _asset(name: str) -> str:
    return files("verify.reports").joinpath("assets", name).read_text("utf-8")


def _numbered(names: Iterator[str]) -> dict[str, int]:
    """Numbers for names in the order of their first occurrence."""
    return {name: number for number, name in enumerate(dict.fromkeys(names), 1)}


# --- head ----------------------------------------------------------------------------------------------------------


def _head(report: Report, style: str, script: str) -> Markup:
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="referrer", content="no-referrer"),
        el("meta", name="generator", content=f"verify {report.version}"),
        el("link", rel="icon", href="data:,"),
        el("title", f"{html_summary.title(report)} – quotation report"),
        Markup(f"<style>{style}</style>"),
    )


def _digest(code: str) -> str:
    return f"sha256-{b64encode(sha256(code.encode()).digest()).decode()}"


# --- body ----------------------------------------------------------------------------------------------------------


def _body(report: Report, groups: Sequence[DocumentFindings], sources: dict[str, int]) -> Iterator[Markup | None]:
    yield el("a", "Skip to the findings", href="#findings", class_="skip")
    yield html_summary.masthead(report)
    yield Markup("<main>")
    yield html_summary.section(report)
    yield _notes(report)
    yield _across(report)
    yield Markup('<section id="findings" aria-labelledby="findings-heading">')
    yield el("h2", "Findings", id="findings-heading")
    yield _toolbar(groups, sources)
    number = 0
    for index, group in enumerate(groups, 1):
        yield _document(group, index, sources, number)
        number += len(group.findings)
    yield el("p", "Nothing here matches the filter.", class_="none", id="none", hidden=True)
    yield Markup("</section>")
    yield html_open.section(report.findings)
    yield _set_aside(groups)
    yield _inputs(report)
    yield _legend(report)
    yield Markup("</main>")
    yield _footer(report)


def _notes(report: Report) -> Markup | None:
    lines = [*(el("li", el("strong", "Not read: "), problem) for problem in report.problems)]
    lines += [el("li", notice) for notice in report.notices]
    if report.interrupted:
        lines.append(el("li", el("strong", "Interrupted: "), "the run was stopped; what it had found is here."))
    if not lines:
        return None
    return el(
        "section",
        el("h2", "About this run", id="run-heading"),
        el("ul", *lines, class_="notes"),
        aria_labelledby="run-heading",
        class_="run",
    )


def _across(report: Report) -> Markup | None:
    if not report.cross_document:
        return None
    items = [
        el(
            "li",
            el("p", el("strong", item.kind), " – ", el("span", item.message, dir="auto")),
            el(
                "ul",
                *(
                    el(
                        "li",
                        el("bdi", conflict_place(report, place)),
                        ": ",
                        el("q", place.text, dir="auto"),
                        class_="place",
                    )
                    for place in item.places
                ),
            ),
        )
        for item in report.cross_document
    ]
    return el(
        "section",
        el("h2", "Across documents", id="across-heading"),
        el("ul", *items, class_="across"),
        aria_labelledby="across-heading",
    )


def _toolbar(groups: Sequence[DocumentFindings], sources: dict[str, int]) -> Markup:
    documents = [el("option", group.name, value=number) for number, group in enumerate(groups, 1)]
    names = [el("option", name, value=number) for name, number in sources.items()]
    return el(
        "form",
        _field("Search", el("input", type="search", id="search", autocomplete="off"), "search"),
        _field("Document", el("select", el("option", "All", value=""), *documents, id="document"), "document")
        if len(groups) > 1
        else None,
        _field("Source", el("select", el("option", "All", value=""), *names, id="source"), "source")
        if len(sources) > 1
        else None,
        _field(
            "Group by",
            el(
                "select", el("option", "Document", value="document"), el("option", "Source", value="source"), id="group"
            ),
            "group",
        )
        if len(sources) > 1
        else None,
        el(
            "div",
            el("button", "Open all", type="button", id="open"),
            el("button", "Close all", type="button", id="close"),
            el("button", "Show everything", type="button", id="reset"),
            class_="actions",
        ),
        el("p", id="shown", role="status"),
        class_="toolbar",
        aria_label="Filter the findings",
        hidden=True,
    )


def _field(label: str, control: Markup, name: str) -> Markup:
    return el("div", el("label", label, for_=name), control, class_="field")


def _document(group: DocumentFindings, index: int, sources: dict[str, int], number: int) -> Markup:
    findings = [
        html_finding.finding(item, number=number + offset, document=index, source=sources[credited_to(item)])
        for offset, item in enumerate(group.findings, 1)
    ]
    extraction = group.extraction
    return el(
        "section",
        el(
            "h3", el("bdi", group.name), " ", el("span", _tally(group.findings), class_="tally"), id=f"document-{index}"
        ),
        *findings,
        None if findings else el("p", "No quotation and no reference to check was found.", class_="none"),
        el("ul", *(el("li", notice) for notice in extraction.notices), class_="notes")
        if extraction and extraction.notices
        else None,
        class_="group",
        aria_labelledby=f"document-{index}",
    )


def _tally(findings: Sequence[Finding]) -> str:
    quoted, alone = summary.split(findings)
    counts = Counter(finding.verdict for finding in quoted)
    parts = [f"{counts[verdict]} {verdict}" for verdict in summary.ORDER if counts[verdict]]
    if alone:
        parts.append(f"{summary.counted(len(alone), 'reference')} alone")
    return ", ".join(parts)


def _set_aside(groups: Sequence[DocumentFindings]) -> Markup | None:
    """What stands in marks and was not checked on purpose, so that nothing is passed over in silence."""
    items = [
        el(
            "li",
            el("bdi", group.name),
            f", {place_in_words(group.extraction.document, quotation.start)}: ",
            el("q", shortened(quotation.exact, _WORDS), dir="auto"),
            el("span", f" {summary.why_set_aside(quotation)}", class_="quiet"),
        )
        for group in groups
        if group.extraction
        for quotation in group.set_aside
    ]
    if not items:
        return None
    told = "Passages in quotation marks that were not checked, because nobody is quoted in them or no source is named."
    return el(
        "section",
        el("h2", f"Set aside ({len(items):,})", id="aside-heading"),
        el("p", told),
        el("details", el("summary", "Show them"), el("ul", *items, class_="plain"), class_="fold"),
        aria_labelledby="aside-heading",
    )


def _inputs(report: Report) -> Markup | None:
    if not report.extractions:
        return None
    rows = [
        el(
            "tr",
            el("th", el("bdi", item.document.name), scope="row"),
            el("td", item.document.media_type),
            el("td", f"{item.document.characters:,}", class_="number"),
            el("td", el("code", item.document.sha256)),
        )
        for item in report.extractions
    ]
    heads = [el("th", word, scope="col") for word in ("Document", "Media type", "Characters", "SHA-256")]
    return el(
        "section",
        el("h2", "The documents", id="documents-heading"),
        el(
            "div",
            el("table", el("thead", el("tr", *heads)), el("tbody", *rows)),
            class_="wide",
            tabindex=0,
            role="region",
            aria_labelledby="documents-heading",
        ),
        aria_labelledby="documents-heading",
    )


def _legend(report: Report) -> Markup:
    rows = [
        join(
            el("dt", html_finding.badge(verdict.value, verdict.value, html_finding.MARKS[verdict.value])),
            el("dd", VERDICTS[verdict]),
        )
        for verdict in summary.ORDER
    ]
    told = (
        "A verdict is about the words, and the worst difference decides it. Whether the source can still be had is "
        "told apart from it. In the passages, words that differ are underlined on the document’s side and struck "
        "through on the source’s, with dots where an ellipsis or brackets announce it; where there are several, numbers lead to the list of differences."
    )
    used = {difference.rule for finding in report.findings for difference in finding.differences}
    rules = [rule for rule in RULES.values() if rule.id in used]
    return el(
        "section",
        el("h2", "How to read this", id="legend-heading"),
        el("p", told),
        el("dl", *rows, class_="legend"),
        el("h3", "The rules named in this report") if rules else None,
        el(
            "dl",
            *(join(el("dt", f"{rule.id} {rule.name}"), el("dd", rule.sentence)) for rule in rules),
            class_="legend",
        )
        if rules
        else None,
        aria_labelledby="legend-heading",
    )


def _footer(report: Report) -> Markup:
    told = (
        f"Made by verify {report.version}, from {copies.moment(report.started)} to {copies.moment(report.finished)}."
        f"{f' Settings {report.config_digest}.' if report.config_digest else ''}"
        " No language model took part. This page loads nothing and sends nothing."
    )
    return el("footer", el("p", told))
