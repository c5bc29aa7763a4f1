"""One finding of the HTML report: a line that opens to both texts side by side, what differs, and the evidence."""

from __future__ import annotations

from collections.abc import Iterator

from verify.core.rules import AVAILABILITIES, FLAGS, REASONS, RULES
from verify.model import (
    Difference,
    Document,
    Finding,
    Reference,
    RegionKind,
    Severity,
    Verdict,
)
from verify.reports import context, copies, html_evidence, summary
from verify.reports.arrangement import (
    BROKEN,
    CAUTION_RANK,
    faithful,
    place_in_words,
    position,
    rank,
    source_name,
)
from verify.reports.arrangement import words as quoted_words
from verify.reports.markup import Markup, anchor, el, join, language
from verify.reports.passages import Passages, Stretch, passages, shown
from verify.reports.plain import shortened

_TEASER = 180
_SOURCE = 110
# Beyond this many characters a passage scrolls in its column instead of filling screens.
_LONG = 4_000
MARKS = {"altered": "✗", "absent": "✗", "variant": "!", "unchecked": "?", "edited": "✓", "verbatim": "✓"}
_REGIONS = {
    RegionKind.MAIN: "the running text",
    RegionKind.HEADING: "a heading",
    RegionKind.CAPTION: "a caption",
    RegionKind.ASIDE: "an aside: a pull quote, advertisement or list of links",
    RegionKind.COMMENT: "the readers’ comments",
    RegionKind.NAVIGATION: "the navigation",
    RegionKind.FOOTER: "the footer",
    RegionKind.NOTE_MARK: "a note mark",
    RegionKind.HIDDEN: "text that the page does not show",
}
REFERENCE = "reference"


def status(finding: Finding) -> str:
    """The class by which findings are filtered: the verdict on the words, or `reference` for one that stands alone."""
    return finding.verdict.value if finding.citation.quotation else REFERENCE


def finding(item: Finding, *, number: int, document: int, source: int) -> Markup:
    """The finding as a `<details>`; open where a person has to look. The numbers say which filters it belongs to."""
    return el(
        "details",
        _headline(item),
        el("div", *_body(item), class_="body"),
        class_=f"finding {_tone(item)}",
        id=f"finding-{number}",
        data_status=status(item),
        data_document=document,
        data_source=source,
        open=not faithful(item) and item.verdict is not Verdict.UNCHECKED and not item.known,
    )


def badge(word: str, tone: str, mark: str) -> Markup:
    """A verdict as mark, word and colour, so that it needs no colour to be understood."""
    return el("span", el("span", mark, aria_hidden="true"), Markup(" "), word, class_=f"badge {tone}")


def _tone(item: Finding) -> str:
    if item.citation.quotation:
        return "caution" if rank(item) == CAUTION_RANK else item.verdict.value
    if item.availability in BROKEN:
        return "altered"
    return "verbatim" if faithful(item) else "unchecked"


def _headline(item: Finding) -> Markup:
    citation = item.citation
    word = item.verdict.value if citation.quotation else item.availability.value
    mark = "!" if _tone(item) == "caution" else MARKS[_tone(item)]
    words = quoted_words(citation)
    document = citation.document
    return el(
        "summary",
        badge(word, _tone(item), mark),
        " ",
        el("span", place_in_words(document, position(citation)), class_="where"),
        " ",
        el(
            "span",
            el("span", f"“{shortened(words, _TEASER)}”", class_="teaser", dir="auto", lang=language(document.language))
            if words
            else None,
            " ",
            el("span", "credited to " if words else "", el("bdi", shortened(source_name(citation.reference), _SOURCE)))
            if citation.reference
            else el("span", "no source named"),
            class_="gist",
        ),
        " ",
        el(
            "span",
            f"{'known, ' if item.known else ''}{_state(item) if citation.quotation else 'reference'}",
            class_="state",
        ),
    )


def _state(item: Finding) -> str:
    """The state of the source in a word; `file` for one that was given as a file."""
    file = item.evidence and copies.kind(item.evidence[0]) == "file"
    return "file" if file else item.availability.value


def _body(item: Finding) -> Iterator[Markup | None]:
    yield el("p", item.summary, class_="sentence", dir="auto")
    yield el("p", summary.known(item.known), class_="sentence", dir="auto") if item.known else None
    yield _flags(item)
    if item.citation.quotation:
        sides = passages(item)
        loud = _loud(item)
        order = {id(difference): number for number, difference in enumerate(loud, 1)} if len(loud) > 1 else {}
        yield el("div", _document_side(item, sides, order), _source_side(item, sides, order), class_="sides")
        yield _differences(item)
    yield _facts(item)
    yield html_evidence.metadata(item.metadata)
    yield html_evidence.evidence(item.evidence)


def _loud(item: Finding) -> list[Difference]:
    return [difference for difference in item.differences if difference.severity is not Severity.SILENT]


# --- both texts ----------------------------------------------------------------------------------------------------


def _document_side(item: Finding, sides: Passages, order: dict[int, int]) -> Markup:
    citation = item.citation
    document, quotation = citation.document, citation.quotation
    start, end = (quotation.start, quotation.end) if quotation else (0, 0)
    before, after = context.of_quotation(citation)
    words = [_stretch(stretch, "ins", order) for stretch in sides.quoted]
    return _side(
        "In the document",
        join(el("bdi", document.name), f", {place_in_words(document, start)}"),
        document,
        before,
        join(*words),
        after,
        length=end - start,
    )


def _source_side(item: Finding, sides: Passages, order: dict[int, int]) -> Markup:
    judged = shown(item)
    if judged is None:
        return _no_source_side(item)
    where = copies.in_words(next(entry for entry in item.evidence if entry.judged))
    source, match = judged.source, sides.match
    if match is None:
        told = f"Read in full ({source.characters:,} characters). It has no such passage."
        return el(
            "figure",
            el("figcaption", el("strong", "In the source"), el("span", where, class_="at")),
            el("p", told, class_="nothing"),
            class_="side",
        )
    place = "" if match.region is RegionKind.MAIN else f", in {_REGIONS[match.region]}"
    words = [_stretch(stretch, "del", order) for stretch in sides.source]
    before, after = context.of_passage(source, match)
    return _side(
        "In the source" if item.verdict is not Verdict.ABSENT else "Nearest in the source",
        join(f"{where}{place}"),
        source,
        before,
        join(*words),
        after,
        length=len(match.exact),
    )


def _no_source_side(item: Finding) -> Markup:
    told = REASONS[item.reason] if item.reason else "Not compared."
    return el(
        "figure",
        el("figcaption", el("strong", "In the source"), el("span", "not compared", class_="at")),
        el("p", told, class_="nothing"),
        class_="side",
    )


def _side(
    heading: str, at: Markup, document: Document, before: str, words: Markup, after: str, *, length: int
) -> Markup:
    return el(
        "figure",
        el("figcaption", el("strong", heading), el("span", at, class_="at")),
        el(
            "blockquote",
            el("span", before, class_="around") if before.strip() else None,
            el("span", words, class_="words"),
            el("span", after, class_="around") if after.strip() else None,
            dir="auto",
            lang=language(document.language),
            class_="long" if length > _LONG else None,
            tabindex=0 if length > _LONG else None,
        ),
        class_="side",
    )


def _stretch(stretch: Stretch, tag: str, order: dict[int, int]) -> Markup:
    """Words, set off when they differ: underlined or struck, numbered, and named for a screen reader."""
    difference = stretch.difference
    if difference is None:
        return join(stretch.text)
    number = order.get(id(difference))
    told = f"[difference {number}: " if number else "[difference: "
    if not stretch.text:
        return el(
            "span",
            el("span", f"{told}words are missing here]", class_="unseen"),
            class_=f"gap {difference.severity}",
            data_n=number,
        )
    return el(
        tag,
        el("span", told, class_="unseen"),
        stretch.text,
        el("span", "]", class_="unseen"),
        class_=difference.severity.value,
        data_n=number,
    )


# --- what differs, and what else there is to say --------------------------------------------------------------------


def _differences(item: Finding) -> Markup | None:
    loud = _loud(item)
    silent = [difference for difference in item.differences if difference.severity is Severity.SILENT]
    if not loud and not silent:
        return None
    names = dict.fromkeys(_rule_name(difference) for difference in silent)
    return el(
        "div",
        el("h4", "Differences"),
        el("ol", *(_difference(difference) for difference in loud), class_="differences") if loud else None,
        el("p", f"Silent, by convention: {', '.join(names)}.", class_="quiet") if silent else None,
        class_="part",
    )


def _difference(item: Difference) -> Markup:
    return el(
        "li",
        el("span", item.severity.value, class_=f"severity {item.severity}"),
        el("span", item.message, class_="message", dir="auto"),
        el("span", f" {item.rule} {_rule_name(item)}", class_="quiet"),
    )


def _rule_name(item: Difference) -> str:
    rule = RULES.get(item.rule)
    return rule.name if rule else item.rule


def _flags(item: Finding) -> Markup | None:
    if not item.flags:
        return None
    return el(
        "ul",
        *(el("li", el("strong", flag), ": ", FLAGS.get(flag, "no sentence is known")) for flag in sorted(item.flags)),
        class_="flags",
    )


def _facts(item: Finding) -> Markup:
    quotation, reference = item.citation.quotation, item.citation.reference
    rows: list[tuple[str, Markup]] = []
    if quotation and quotation.speaker:
        rows.append(("Speaker", el("bdi", quotation.speaker)))
    if quotation and quotation.cue:
        rows.append(("Introduced by", el("bdi", quotation.cue)))
    if quotation and quotation.date:
        rows.append(("Said", join(quotation.date)))
    rows.append(("Reference", _reference(reference) if reference else join("None is named.")))
    state = item.availability
    rows.append(("Availability", join(el("strong", state.value), f": {_lower(AVAILABILITIES[state])}")))
    return el("dl", *(join(el("dt", name), el("dd", value)) for name, value in rows), class_="facts")


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _reference(reference: Reference) -> Markup:
    item = reference.item
    marker = f"{reference.marker} " if reference.marker else ""
    addresses = [url for url in (item.URL, reference.archive_url) if url and url not in reference.raw]
    dates = [
        f"{name} {value}"
        for name, value in (("issued", item.issued), ("accessed", item.accessed), ("archived", reference.archived))
        if value
    ]
    return join(
        el("bdi", f"{marker}{reference.raw or source_name(reference)}"),
        el("span", f" ({'; '.join(dates)})", class_="quiet") if dates else None,
        *(join(el("br"), anchor(url, url)) for url in addresses),
    )
