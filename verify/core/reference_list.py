"""Where a document lists its references: numbered lists, notes, bibliographies, and lone entries.

A list begins under a heading that names it, or is a run of numbered paragraphs that read like references, or is what
note marks lead to. Each entry is one paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from verify.core.host import URL, Host, cue_words
from verify.core.patterns import regex
from verify.core.quotations import is_title_case
from verify.core.reference_data import STYLE as DATA
from verify.core.reference_data import DataIndex, overlaid
from verify.core.reference_headings import REFERENCE_HEADING
from verify.core.reference_styles import Parsed, parse_reference
from verify.model import NoteMark, ReferenceData, ReferenceKind

_LABEL = regex(
    r"\[\^?(?P<bracket>[\w*.-]{1,12})\](?!\():?\s*(?=\S)|(?P<number>\d{1,3})[.)]\s+(?=\S)|\^\s*(?:[a-z]\b[ ,]*){0,12}(?=\S)|(?P<plain>\d{1,3})\s+(?=[A-Z“\"‘])|[•*]\s+(?=\S)"
)
_TELLING = regex(
    r"https?://|www\.|\b(?:Retrieved|Accessed|Archived|ISBN|doi|n\.d\.)\b"
    r"|\((?:[^()]{0,20})?(?:1[5-9]|20)\d\d[a-z]?(?:, [A-Z]\w+\.?(?: \d{1,2})?)?\)|^\s*[“\"«][^\n]{3,300}[”\"»][.,]?\s\S"
)
_ENDS_DATED = regex(r"\b(?:1[5-9]|20)\d\d[a-z]?[.)]{0,2}$")
_LONGEST_SUBHEADING = 60
_LONGEST_NAME = 14  # words of an author or a container
_SMALL_IN_NAMES = frozenset(
    "of and the for in on at to de la le du des del della van von der den di da al et y e à en & l’".split()
)
# `Ibid., p. 5`; `Smith, op. cit., p. 7`; `Smith, Short Title, 12`.
_IBID = regex(r"(?:ibid(?:em)?\b|id\.|ebd\b|ebenda\b|там же|a\. ?a\. ?O\.)", re.IGNORECASE)
_SHORT = regex(
    r"(?P<family>[^\W\d_][\w’'-]{1,40})(?: \((?:19|20)\d\d\))?,? (?:op\. ?cit\.|loc\. ?cit\.|(?P<title>[“\"]?[^\W\d_][^,.;]{2,60}[”\"]?)),? (?:pp?\. ?)?\d[\d–-]*\.?$"
)
LONGEST_SHORT_FORM = 120
_LONE = regex(r"https?://|www\.|\b(?:Retrieved|Accessed|Archived|ISBN|doi)\b|\b(?:1[5-9]|20)\d\d\b")
_ENDS_WITH_SOURCE = regex(
    r"(?:(?:https?://|www\.|[a-z0-9-]{2,40}\.[a-z]{2,10}/)\S{0,290}|\b(?:Retrieved|Accessed|Archived from the original on)\b[^.]{3,40}\.?|[\d-]\d\.)$"
)
_OPENING = '“"«„ \t\xa0'  # what may stand between the colon and the words
# A paragraph longer than this is prose that cites, not a citation.
LONGEST_ENTRY = 1200


@dataclass(frozen=True, slots=True)
class Entry:
    """One listed reference: its span without the label, the label, and what it says."""

    start: int
    end: int
    marker: str | None
    kind: ReferenceKind
    parsed: Parsed
    title_end: int  # quoted words up to here are part of the reference, later ones are quoted from it
    raw: str


def find_entries(host: Host) -> list[Entry]:
    """The listed references of a document, by their place."""
    found: dict[int, Entry] = {}
    index = DataIndex(host.document)

    def add(start: int, end: int, marker: str | None, kind: ReferenceKind) -> None:
        for begin, until, data in index.pieces(start, end):
            entry = _entry(host, begin, until, marker, kind, data)
            if entry is not None:
                found.setdefault(entry.start, entry)

    for mark in host.document.note_marks:
        if mark.note_start is not None and mark.note_end is not None and mark.note_start < mark.note_end:
            add(mark.note_start, mark.note_end, mark.label, _kind(host, mark))
    covered = sorted((entry.start, entry.end) for entry in found.values())
    for start, end, marker, kind in _listed(host):
        if not _overlaps(covered, start, end):
            add(start, end, marker, kind)
    covered = sorted((entry.start, entry.end) for entry in found.values())
    for data in index.all:
        if not _overlaps(covered, data.start, data.end):
            add(data.start, data.end, data.label, ReferenceKind.NUMBERED if data.label else ReferenceKind.WORK)
    return _without_short_forms([found[start] for start in sorted(found)])


def _kind(host: Host, mark: NoteMark) -> ReferenceKind:
    """What a note is, by its mark: [1], (Smith 2020), or a raised figure."""
    opening = host.text[mark.start : mark.start + 1]
    if opening == "(":
        return ReferenceKind.WORK
    bracketed = opening == "[" and host.document.media_type != "text/markdown"
    return ReferenceKind.NUMBERED if bracketed else ReferenceKind.FOOTNOTE


def _without_short_forms(entries: list[Entry]) -> list[Entry]:
    """Entries with `ibid.`, `op. cit.` and short titles read as the entry they stand for."""
    resolved: list[Entry] = []
    by_family: dict[str, list[Entry]] = {}
    for entry in entries:
        full = _stands_for(entry, resolved, by_family)
        if full is None:
            for name in entry.parsed.item.author[:1]:
                by_family.setdefault((name.family or name.literal or "").casefold(), []).append(entry)
        resolved.append(entry if full is None else replace(entry, parsed=full.parsed))
    return resolved


def _stands_for(entry: Entry, before: list[Entry], by_family: dict[str, list[Entry]]) -> Entry | None:
    if entry.end - entry.start > LONGEST_SHORT_FORM or not before:
        return None
    if _IBID.match(entry.raw):
        return before[-1]
    match = _SHORT.match(entry.raw)
    if match is None:
        return None
    earlier = by_family.get(match["family"].casefold(), [])
    title = (match["title"] or "").strip(' ,.“”"').casefold()
    if not title:
        return earlier[-1] if earlier else None
    return next((one for one in earlier if (one.parsed.item.title or "").casefold().startswith(title)), None)


def _overlaps(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    index = bisect_right(spans, (end, -1)) - 1
    return index >= 0 and spans[index][1] > start


def _listed(host: Host) -> list[tuple[int, int, str | None, ReferenceKind]]:
    """Spans of entries with their labels: those under a heading, then the paragraphs that are references by themselves."""
    found: list[tuple[int, int, str | None, ReferenceKind]] = []
    in_list, numbered, last = False, False, 0
    for start, end in host.layout.paragraphs:
        if end - start <= 60 and REFERENCE_HEADING.fullmatch(host.text, start, end):
            in_list, numbered, last = True, False, 0
            continue
        if host.is_unread(start):
            continue
        label = _LABEL.match(host.text, start, end)
        marker = (label["bracket"] or label["number"] or (label["plain"] if in_list else None)) if label else None
        body = label.end() if label and (marker or in_list) else start
        if in_list:
            follows = marker is not None and marker.isdigit() and int(marker) == last + 1
            if (follows and 3 <= end - body <= 2 * LONGEST_ENTRY) or _continues_list(
                host, body, end, numbered and not marker
            ):
                numbered = numbered or marker is not None
                last = int(marker) if marker is not None and marker.isdigit() else last
                found.append((body, end, marker, ReferenceKind.NUMBERED if marker else ReferenceKind.WORK))
                continue
            if end - start <= _LONGEST_SUBHEADING:
                continue
            in_list = False
        if _is_lone(host, body, end):
            found.append((body, end, marker, ReferenceKind.NUMBERED if marker else ReferenceKind.WORK))
    return found


def _continues_list(host: Host, start: int, end: int, unlabelled_in_numbered: bool) -> bool:
    """Whether a paragraph of a list is an entry by its looks."""
    text = host.text
    if _IBID.match(text, start, end) or (end - start <= LONGEST_SHORT_FORM and _SHORT.match(text, start, end)):
        return True
    if not 8 <= end - start <= LONGEST_ENTRY:
        return False
    if unlabelled_in_numbered:
        return _is_lone(host, start, end) or text.startswith("^", start)
    if _TELLING.search(text, start, end):
        return True
    titled = host.text[start] in '“"«„'
    dated = _ENDS_DATED.search(text, max(start, end - 40), end) is not None
    return (titled or dated) and not _reports(host, start, end)


def _reports(host: Host, start: int, end: int) -> bool:
    return any(cue_words(token) and not token.capital for token in host.tokens(start, end))


def _is_lone(host: Host, start: int, end: int) -> bool:
    """A paragraph that is a reference outside any list: it has several of a reference's parts and reports nothing."""
    text = host.text
    if not 20 <= end - start <= LONGEST_ENTRY or not _LONE.search(text, start, end):
        return False
    url = URL.match(text, start, end)
    if url and url.end() >= end:
        return False  # a bare URL
    parsed = parse_reference(text[start:end], _links_in(host, start, end))
    item = parsed.item
    if parsed.style in ("plain", "prose") or not item.title:
        return False
    # A host sentence that reports cites its source in prose. APA and its like set titles without marks, so the words
    # before the date alone are looked at.
    marked = parsed.style in ("cs1", "bibliography", "note")
    if marked and (_reports(host, start, end) or not _credible(parsed) or _quotes(text, start, end, parsed)):
        return False
    parts = [item.issued, item.accessed, item.URL or item.DOI, parsed.archived, item.author, item.container_title]
    enough = sum(bool(part) for part in parts)
    ends_with_source = _ENDS_WITH_SOURCE.search(text, max(start, end - 300), end) is not None
    if parsed.style in ("bibliography", "note"):
        opens = text[start] in '“"«' or bool(item.author)
        return opens and (enough >= 3 or ends_with_source)
    if parsed.style in ("apa", "bluebook"):
        return item.URL is not None or (enough >= 2 and any(name.given for name in item.author))
    return enough >= 2 or (enough == 1 and ends_with_source and text[start] in '“"[')


def _quotes(text: str, start: int, end: int, parsed: Parsed) -> bool:
    """Whether the words in marks are what somebody says, and no title: `Ann Smith: “we will go” http://…`.

    A title has the capitals of one, or the date or publisher of a publication beside it and no colon before it.
    """
    item = parsed.item
    at = text.find((item.title or "")[:40], start, end)
    if at < 0 or item.container_title or item.publisher or is_title_case((item.title or "").split()):
        return False
    spoken = text[start:at].rstrip(_OPENING).endswith(":")
    return spoken or not (item.issued or item.accessed or parsed.archived)


def _credible(parsed: Parsed) -> bool:
    """Whether what was taken for authors and container can be names: prose with a phrase in marks has neither."""
    container = parsed.item.container_title or ""
    if container[:1] in ("(", "[", "“", '"') or len(container.split()) > _LONGEST_NAME:
        return False
    for name in parsed.item.author:
        words = (name.literal or f"{name.given or ''} {name.family or ''}").split()
        if len(words) > _LONGEST_NAME or any(word[0].islower() and word not in _SMALL_IN_NAMES for word in words):
            return False
    return not container or container[0].isupper() or container[0].isdigit() or "." in container


def _links_in(host: Host, start: int, end: int) -> tuple[tuple[str, str], ...]:
    links = host.document.links
    first = bisect_right(links, start - 1, key=lambda link: link.start)
    found: list[tuple[str, str]] = []
    for link in links[first:]:
        if link.start >= end:
            break
        if not link.href.startswith("#"):
            found.append((host.text[link.start : link.end], link.href))
    return tuple(found)


def _entry(
    host: Host, start: int, end: int, marker: str | None, kind: ReferenceKind, data: ReferenceData | None = None
) -> Entry | None:
    text = host.text
    while start < end and (text[start].isspace() or text[start] in "^↑"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == "↩"):
        end -= 1
    if start >= end:
        return None
    raw = text[start:end]
    parsed = parse_reference(raw, _links_in(host, start, end))
    if data is not None:
        parsed = overlaid(parsed, data)
    return Entry(start, end, marker, kind, parsed, _title_end(host, start, end, parsed, data), raw)


def _title_end(host: Host, start: int, end: int, parsed: Parsed, data: ReferenceData | None) -> int:
    if data is not None and data.quote_start is not None:
        return data.quote_start
    if parsed.item.title and parsed.style in ("cs1", "bibliography", "note", DATA):
        at = host.text.find(parsed.item.title[:40], start, end)
        if at >= 0:
            return at + len(parsed.item.title)
    return end
