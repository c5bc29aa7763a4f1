"""Where a document lists its references: numbered lists, notes, bibliographies, and lone entries.

A list begins under a heading that names it, or is a run of numbered paragraphs that read like references, or is what
note marks lead to. Each entry is one paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from verify.core.host import URL, Host, cue_words
from verify.core.reference_styles import Parsed, parse_reference
from verify.model import ReferenceKind

_HEADING = re.compile(
    r"(?:#{1,6}\s*)?(?:\d{1,2}[.)]?\s+)?(?:references?(?: list)?|notes?|notes and references|references and notes|footnotes|endnotes|sources?|bibliography|"
    r"works cited|citations?|further reading|literature(?: cited)?|list of references|"
    r"literatur(?:verzeichnis)?|einzelnachweise|quellen|anmerkungen|fußnoten|références|notes et références|bibliographie|sources et références|"
    r"referencias|bibliografía|notas|fuentes|note|bibliografia|fonti|riferimenti|referências|notas e referências|"
    r"bronnen|referenties|voetnoten|källor|referenser|noter|kilder|referanser|przypisy|bibliografia|"
    r"примечания|источники|литература|ссылки|参考文献|脚注|出典|参考资料|注释|المراجع|منابع)\s*:?\s*(?:\[edit\])?",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\[\^?(?P<bracket>[\w*.-]{1,12})\]:?\s*(?=\S)|(?P<number>\d{1,3})[.)]\s+(?=\S)|\^\s*(?:[a-z]\b[ ,]*){0,12}(?=\S)|(?P<plain>\d{1,3})\s+(?=[A-Z“\"‘])|[•*]\s+(?=\S)"
)
_TELLING = re.compile(
    r"https?://|www\.|\b(?:Retrieved|Accessed|Archived|ISBN|doi|n\.d\.)\b|\((?:[^()]{0,20})?(?:1[5-9]|20)\d\d[a-z]?(?:, [A-Z]\w+\.?(?: \d{1,2})?)?\)|[”\"]\.?\s|\b(?:1[89]|20)\d\d\b",
)
# `Ibid., p. 5`; `Smith, op. cit., p. 7`; `Smith, Short Title, 12`.
_IBID = re.compile(r"(?:ibid(?:em)?\b|id\.|ebd\b|ebenda\b|там же|a\. ?a\. ?O\.)", re.IGNORECASE)
_SHORT = re.compile(
    r"(?P<family>[^\W\d_][\w’'-]{1,40})(?: \((?:19|20)\d\d\))?,? (?:op\. ?cit\.|loc\. ?cit\.|(?P<title>[“\"]?[^\W\d_][^,.;]{2,60}[”\"]?)),? (?:pp?\. ?)?\d[\d–-]*\.?$"
)
LONGEST_SHORT_FORM = 120
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
    for mark in host.document.note_marks:
        if mark.note_start is not None and mark.note_end is not None and mark.note_start < mark.note_end:
            bracketed = host.text[mark.start : mark.start + 1] == "[" and host.document.media_type != "text/markdown"
            kind = ReferenceKind.NUMBERED if bracketed else ReferenceKind.FOOTNOTE
            entry = _entry(host, mark.note_start, mark.note_end, mark.label, kind)
            if entry is not None:
                found.setdefault(entry.start, entry)
    covered = sorted((entry.start, entry.end) for entry in found.values())
    for start, end, marker, kind in _listed(host):
        if not _overlaps(covered, start, end):
            entry = _entry(host, start, end, marker, kind)
            if entry is not None:
                found.setdefault(entry.start, entry)
    return _without_short_forms([found[start] for start in sorted(found)])


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
    paragraphs = host.layout.paragraphs
    found: list[tuple[int, int, str | None, ReferenceKind]] = []
    in_list, numbered, run = False, False, 0
    for start, end in paragraphs:
        if end - start <= 60 and _HEADING.fullmatch(host.text, start, end):
            in_list, numbered, run = True, False, 0
            continue
        if host.is_unread(start):
            continue
        label = _LABEL.match(host.text, start, end)
        marker = (label["bracket"] or label["number"] or label["plain"]) if label else None
        if label is not None and label["plain"] and not in_list:
            marker = None
        body = label.end() if label and (marker or in_list) else start
        if in_list:
            if not _is_entry_like(host.text, body, end) or (
                numbered and marker is None and not host.text.startswith("^", start)
            ):
                if run or not marker:
                    in_list = bool(run == 0 and end - start <= 60)
                    if not in_list and not _is_lone(host, start, end):
                        continue
                    if in_list:
                        continue
            else:
                numbered = numbered or marker is not None
                run += 1
                found.append((body, end, marker, ReferenceKind.NUMBERED if marker else ReferenceKind.WORK))
                continue
        follows = marker is not None and label is not None and (label["number"] or label["bracket"])
        if follows and _is_lone(host, body, end):
            found.append((body, end, marker, ReferenceKind.NUMBERED))
        elif marker is None and _is_lone(host, start, end):
            found.append((start, end, None, ReferenceKind.WORK))
    return found


def _is_entry_like(text: str, start: int, end: int) -> bool:
    if _IBID.match(text, start, end) or (end - start <= LONGEST_SHORT_FORM and _SHORT.match(text, start, end)):
        return True
    return 8 <= end - start <= LONGEST_ENTRY * 2 and _TELLING.search(text, start, end) is not None


def _is_lone(host: Host, start: int, end: int) -> bool:
    """A paragraph that is a reference outside any list: it has several of a reference's parts and reports nothing."""
    if not 20 <= end - start <= LONGEST_ENTRY or not _TELLING.search(host.text, start, end):
        return False
    url = URL.match(host.text, start, end)
    if url and url.end() >= end:
        return False  # a bare URL
    parsed = parse_reference(host.text[start:end], _links_in(host, start, end))
    item = parsed.item
    if parsed.style == "plain" or not item.title:
        return False
    # A host sentence that reports cites its source in prose; only words outside the quoted title count.
    if any(cue_words(token) and not token.capital for token in host.tokens(start, end) if token.kind == "word"):
        outside = parsed.style in ("apa", "bluebook", "markdown")  # their titles stand without marks
        if not outside:
            return False
    parts = [item.issued, item.accessed, item.URL, parsed.archived, item.author, item.DOI, item.container_title]
    enough = sum(bool(part) for part in parts)
    if parsed.style in ("bibliography", "note"):
        opens = host.text[start] in '“"«' or bool(item.author)
        return opens and enough >= 3 and (item.URL is not None or item.accessed is not None or item.issued is not None)
    if parsed.style in ("apa", "bluebook"):
        return enough >= 2 and (item.URL is not None or any(name.given for name in item.author))
    return enough >= 2


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


def _entry(host: Host, start: int, end: int, marker: str | None, kind: ReferenceKind) -> Entry | None:
    text = host.text
    while start < end and (text[start].isspace() or text[start] in "^↑"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == "↩"):
        end -= 1
    if start >= end:
        return None
    raw = text[start:end]
    parsed = parse_reference(raw, _links_in(host, start, end))
    title_end = end
    if parsed.item.title and parsed.style in ("cs1", "bibliography", "note"):
        at = text.find(parsed.item.title[:40], start, end)
        if at >= 0:
            title_end = at + len(parsed.item.title)
    return Entry(start, end, marker, kind, parsed, title_end, raw)
