"""All references of a document: listed entries, prose, works, links and bare URLs, each with what it says."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import merge

from verify.core.host import URL, Host
from verify.core.patterns import regex
from verify.core.prose_references import ProseReference
from verify.core.reference_list import Entry
from verify.core.reference_parts import archived_copy, trim_url
from verify.model import Item, Reference, ReferenceKind, RegionKind

_CITING = frozenset({RegionKind.MAIN, RegionKind.CAPTION, RegionKind.HEADING})
# What is no URL and leads to one: a DOI, an arXiv number, an address without its scheme.
_IDENTIFIER = regex(
    r"(?<![\w@/.:-])(?:doi:?\s?(?P<doi>10\.\d{4,9}/[^\s\"“”«»<>]{1,200})|arxiv:\s?(?P<arxiv>\d{4}\.\d{4,5}(?:v\d{1,2})?|[a-z-]{2,20}(?:\.[A-Z]{2})?/\d{7})"
    r"|www\.(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}(?![\w-])(?:/[^\s\"“”«»<>()]{0,1000})?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A reference with where it came from: the entry, the prose or neither."""

    reference: Reference
    entry: Entry | None = None
    prose: ProseReference | None = None


def find_references(host: Host, entries: list[Entry], prose: list[ProseReference]) -> list[Cited]:
    """The references of a document by their place, with ids r1, r2, … in that order."""
    text = host.text
    cited = [
        Cited(
            Reference(
                id="",
                kind=entry.kind,
                raw=text[entry.start : entry.end],
                start=entry.start,
                end=entry.end,
                marker=entry.marker,
                item=entry.parsed.item,
                archived=entry.parsed.archived,
                archive_url=entry.parsed.archive_url,
            ),
            entry=entry,
        )
        for entry in entries
    ]
    taken = [(entry.start, entry.end) for entry in entries]
    cited += [
        Cited(
            Reference(id="", kind=one.kind, raw=text[one.start : one.end], start=one.start, end=one.end, item=one.item),
            prose=one,
        )
        for one in prose
    ]
    links = _links(host, taken)
    cited, links = _merge(cited, links)
    cited += links
    cited += _bare_urls(host, taken, {one.reference.item.URL for one in links})
    cited.sort(key=lambda one: (one.reference.start, one.reference.end))
    return [replace(one, reference=replace(one.reference, id=f"r{number}")) for number, one in enumerate(cited, 1)]


def _merge(cited: list[Cited], links: list[Cited]) -> tuple[list[Cited], list[Cited]]:
    """Prose that is a link ("as the BBC reported") is one reference: the link, with what the prose says of it."""
    starts = [link.reference.start for link in links]
    kept: list[Cited] = []
    for one in cited:
        index = bisect_left(starts, one.reference.end) - 1
        if one.prose is not None and index >= 0 and links[index].reference.end > one.reference.start:
            link = links[index].reference
            item = replace(one.reference.item, URL=link.item.URL)
            links[index] = Cited(replace(link, item=item), prose=one.prose)
        else:
            kept.append(one)
    return kept, links


def _links(host: Host, taken: list[tuple[int, int]]) -> list[Cited]:
    """Inline links of the running text that lead to another page."""
    found: list[Cited] = []
    position = 0
    for link in host.document.links:
        while position < len(taken) and taken[position][1] <= link.start:
            position += 1
        inside = position < len(taken) and taken[position][0] <= link.start
        if inside or not link.href.lower().startswith(("http://", "https://")):
            continue
        if host.document.region(link.start) not in _CITING:
            continue
        bare = host.text[link.start : link.end].strip() in (link.href, link.href.split("://", 1)[1].rstrip("/"))
        found.append(
            Cited(
                _url_reference(host, link.start, link.end, link.href, ReferenceKind.URL if bare else ReferenceKind.LINK)
            )
        )
    found += [
        Cited(_url_reference(host, block.start, block.start, block.cite, ReferenceKind.LINK))
        for block in host.document.block_quotes
        if block.cite and block.cite.lower().startswith(("http://", "https://"))
    ]
    return found


def _bare_urls(host: Host, taken: list[tuple[int, int]], linked: set[str | None]) -> list[Cited]:
    """URLs that stand in the text as such, and identifiers that are one: `doi:10…`, `arXiv:…`, `www.…`."""
    found: list[Cited] = []
    position = 0
    for match in _addresses(host.text):
        while position < len(taken) and taken[position][1] <= match.start():
            position += 1
        inside = position < len(taken) and taken[position][0] <= match.start()
        if inside or host.is_unread(match.start()) or (match.start() and host.text[match.start() - 1] in "\"'="):
            continue
        shown = trim_url(match[0])
        url, identifier = _resolved(shown, match)
        if url in linked or "." not in url or _within_link(host, match.start()):
            continue
        reference = _url_reference(host, match.start(), match.start() + len(shown), url, ReferenceKind.URL)
        if identifier:
            reference = replace(reference, item=replace(reference.item, DOI=identifier))
        found.append(Cited(reference))
    return found


def _addresses(text: str) -> Iterator[re.Match[str]]:
    if "://" in text:
        yield from merge(URL.finditer(text), _IDENTIFIER.finditer(text), key=lambda match: match.start())
    else:
        yield from _IDENTIFIER.finditer(text)


def _resolved(shown: str, match: re.Match[str]) -> tuple[str, str | None]:
    """The address that a URL or an identifier leads to, and the DOI it is."""
    if match.re.pattern != _IDENTIFIER.pattern:
        return shown, None
    start = match.start()
    if match["doi"]:
        doi = shown[match.start("doi") - start :]
        return "https://doi.org/" + doi, doi
    if match["arxiv"]:
        return "https://arxiv.org/abs/" + shown[match.start("arxiv") - start :], None
    return "https://" + shown, None


def _within_link(host: Host, offset: int) -> bool:
    """Whether a link of the markup covers `offset`: it says itself where it leads."""
    links = host.document.links
    index = bisect_right(links, offset, key=lambda link: link.start) - 1
    return index >= 0 and links[index].end > offset


def _url_reference(host: Host, start: int, end: int, url: str, kind: ReferenceKind) -> Reference:
    original, archive_url, archived = archived_copy(url)
    return Reference(
        id="",
        kind=kind,
        raw=host.text[start:end],
        start=start,
        end=end,
        item=Item(type="webpage", URL=original),
        archived=archived,
        archive_url=archive_url,
    )
