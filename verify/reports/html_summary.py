"""The top of the HTML report: what was checked, what came of it, and how much was not looked at."""

from __future__ import annotations

from collections import Counter

from verify.core.rules import VERDICTS
from verify.model import Report, Verdict
from verify.reports import copies, html_finding, summary
from verify.reports.arrangement import BROKEN, words
from verify.reports.markup import Markup, el
from verify.reports.plain import shortened

_TITLE = 120


def title(report: Report) -> str:
    """The document, or how many, or the words of a quotation that came without one."""
    names = [extraction.document.name for extraction in report.extractions]
    if len(names) == 1:
        return shortened(names[0], _TITLE)
    if names:
        return summary.counted(len(names), "document")
    quoted = next((words(finding.citation) for finding in report.findings if finding.citation.quotation), "")
    return f"“{shortened(quoted, _TITLE)}”" if quoted else "Nothing was read"


def masthead(report: Report) -> Markup:
    """What was checked and when, and in a sentence what came of it."""
    figures = report.coverage()
    quotations = summary.counted(figures.quotations, "quotation")
    references = summary.counted(figures.references, "reference")
    documents = summary.counted(len(report.extractions), "document")
    meta = [f"Checked on {copies.moment(report.finished)}", f"{quotations} and {references} in {documents}"]
    return el(
        "header",
        el("p", "Quotation report", class_="kicker"),
        el("h1", el("bdi", title(report))),
        el("p", " · ".join(meta), class_="meta"),
        *(el("p", sentence, class_="lead") for sentence in summary.headline(report)),
        class_="masthead",
    )


def bar_widths(report: Report) -> str:
    """How long each part of the bar is; a style attribute would need a weaker policy."""
    counts = _verdicts(report)
    return "".join(f".bar .{verdict}{{flex-grow:{count}}}\n" for verdict, count in counts.items() if count)


def section(report: Report) -> Markup:
    """The verdicts as a bar and as buttons that filter, the coverage, and the reasons for what was not checked."""
    counts = {verdict: count for verdict, count in _verdicts(report).items() if count}
    _, alone = summary.split(report.findings)
    bar = [el("span", str(count), class_=verdict.value, data_filter=verdict.value) for verdict, count in counts.items()]
    chips = [
        _chip(verdict.value, count, html_finding.MARKS[verdict.value], VERDICTS[verdict])
        for verdict, count in counts.items()
    ]
    if alone:
        dead = sum(finding.availability in BROKEN for finding in alone)
        told = "References that no quotation uses; only whether they can still be had is judged."
        told += f" {dead} cannot." if dead else ""
        chips.append(_chip(html_finding.REFERENCE, len(alone), "§", told))
    return el(
        "section",
        el("h2", "Summary", id="summary-heading"),
        el("div", *bar, class_="bar", aria_hidden="true") if bar else None,
        el("ul", *chips, class_="chips", aria_label="Findings by verdict; press to show only these"),
        el("p", summary.coverage(report), class_="coverage"),
        _reasons(report),
        aria_labelledby="summary-heading",
        id="summary",
    )


def _verdicts(report: Report) -> dict[Verdict, int]:
    """Findings on quotations by verdict, worst first."""
    quoted, _ = summary.split(report.findings)
    counts = Counter(finding.verdict for finding in quoted)
    return {verdict: counts[verdict] for verdict in summary.ORDER}


def _chip(name: str, count: int, mark: str, sentence: str) -> Markup:
    return el(
        "li",
        el(
            "button",
            el("span", mark, class_="mark", aria_hidden="true"),
            el("span", f"{count:,}", class_="count"),
            el("span", "references alone" if name == html_finding.REFERENCE else name, class_="name"),
            type="button",
            class_=f"chip {name}",
            data_filter=name,
            aria_pressed="false",
            disabled=True,
        ),
        el("span", sentence, class_="gloss"),
    )


def _reasons(report: Report) -> Markup | None:
    quoted, _ = summary.split(report.findings)
    reasons = Counter(f.reason.value for f in quoted if f.verdict is Verdict.UNCHECKED and f.reason)
    if not reasons:
        return None
    listed = ", ".join(f"{count} {reason}" for reason, count in reasons.most_common())
    return el(
        "p",
        el("strong", "Not checked: "),
        f"{listed}. ",
        el("a", "What is missing, and what would settle it", href="#not-checked"),
        class_="coverage",
    )
