"""What of a page is not read for quotations and references (navigation, footers, hidden text), and what was passed over there."""

from __future__ import annotations

from bisect import bisect_left

from verify.core.patterns import regex
from verify.core.reference_headings import REFERENCE_HEADING
from verify.model import Document, RegionKind

UNREAD = frozenset({RegionKind.NAVIGATION, RegionKind.FOOTER, RegionKind.HIDDEN})
_WITH_LISTS = frozenset({RegionKind.FOOTER, RegionKind.NAVIGATION})
_LINE = regex(r"[^\n]+")
_LONGEST_HEADING = 60
# Three words in marks: fewer are the name of a button.
_QUOTED = regex(r"[“„«\"](?:[^\s“”„«»\"]+\s+){2,200}[^\s“”„«»\"]+[”“»\"]")
_NAMES = {
    RegionKind.NAVIGATION: "navigation",
    RegionKind.FOOTER: "a footer",
    RegionKind.HIDDEN: "hidden text",
    RegionKind.ASIDE: "an aside",
}


def unread_spans(document: Document) -> tuple[tuple[int, int], ...]:
    """Spans that quote nobody. What follows the heading of a reference list in a footer is read, and so is what notes lead to."""
    notes = sorted(mark.note_start for mark in document.note_marks if mark.note_start is not None)
    spans: list[tuple[int, int]] = []
    for region in document.regions:
        if region.kind not in UNREAD:
            continue
        end = region.end
        if region.kind in _WITH_LISTS:
            for line in _LINE.finditer(document.text, region.start, region.end):
                words = line[0].strip()
                noted = bisect_left(notes, line.start()) < bisect_left(notes, line.end())
                if noted or (len(words) <= _LONGEST_HEADING and REFERENCE_HEADING.fullmatch(words)):
                    end = line.start()
                    break
        if region.start < end:
            spans.append((region.start, end))
    return tuple(spans)


def unread_notices(document: Document, unread: tuple[tuple[int, int], ...]) -> list[tuple[int, str]]:
    """For each kind of place one notice: how many quotations and links stand there, at the first of them."""
    kinds = [(start, end, document.region(start)) for start, end in unread]
    # Quotations of asides are read; their links are not taken for references.
    kinds += [(one.start, one.end, one.kind) for one in document.regions if one.kind is RegionKind.ASIDE]
    links = [link.start for link in document.links]
    quotations: dict[RegionKind, list[int]] = {}
    linked: dict[RegionKind, list[int]] = {}
    for start, end, kind in kinds:
        if kind is not RegionKind.ASIDE:
            quotations.setdefault(kind, []).extend(one.start() for one in _QUOTED.finditer(document.text, start, end))
        for index in range(bisect_left(links, start), bisect_left(links, end)):
            if document.links[index].href.lower().startswith(("http://", "https://")):
                linked.setdefault(kind, []).append(links[index])
    notices: list[tuple[int, str]] = []
    for kind, name in _NAMES.items():
        said, led = quotations.get(kind, []), linked.get(kind, [])
        counted = [_count(said, "quotation"), _count(led, "link")]
        told = " and ".join(one for one in counted if one)
        if told:
            verb = "is" if len(said) + len(led) == 1 else "are"
            notices.append((min([*said, *led]), f"{told} in {name} {verb} not read"))
    return notices


def _count(places: list[int], noun: str) -> str:
    return f"{len(places)} {noun}{'s' if len(places) > 1 else ''}" if places else ""
