"""The Wayback Machine's index below a publisher's domain: addresses made of the title's words, captured after its date.

An address alone proves nothing. The captures of the likeliest are read, and what the pages say of themselves is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import unquote, urlencode, urlsplit

from verify import readers
from verify.core.metadata import iso_in
from verify.core.names import csl_name
from verify.core.publishers import hosts_of, known_publisher
from verify.core.search_words import rare_words
from verify.core.titles import likeness, same_title, title_words
from verify.core.url_keys import url_key
from verify.errors import InputError
from verify.model import Candidate, Capture, Document, Item, Miss, Reference, Request
from verify.ports import Source
from verify.resolvers.told import content, items, text, web_address
from verify.sources.headers import printable

BASE = "https://web.archive.org"
ROWS = 50
READ = 3  # captures of one reference that are fetched
EARLIER, LATER = timedelta(days=2), timedelta(days=366)
# Share of the title's words that an address has which is worth a look: stop words are left out of most.
SLUG_SHARE = 0.4
_NOT_NEWS = frozenset("book chapter article-journal paper-conference thesis legal_case bill legislation".split())
_SEVERAL = re.compile(r"\s*(?:;|,|\band\b|\bund\b|\bet\b|&)\s*")
_BY = re.compile(r"^\s*(?:by|von|par|por|di)\s+", re.IGNORECASE)


class WaybackDomain:
    """Asks the index at `base` for captures under the hosts of a reference's publisher."""

    def __init__(self, base: str) -> None:
        self._base = base.removesuffix("/web")

    def resolve(self, reference: Reference, source: Source) -> Iterator[Candidate | Miss]:
        item = reference.item
        words = rare_words(item.title or "")
        if not item.title or item.type in _NOT_NEWS or len(words) < 2:
            return
        span = _span(item.issued)
        if span is None:
            return
        tried: set[str] = set()
        for host in _hosts(item):
            for query in _queries(host, item.issued or "", span, words):
                answer = source.get(Request(uri_r=f"{self._base}/cdx/search/cdx?{urlencode(query)}"))
                if isinstance(answer, Miss):
                    yield answer
                    return
                for address, stamp in _likely(answer, item.title):
                    if len(tried) >= READ or url_key(address) in tried:
                        continue
                    tried.add(url_key(address))
                    found = self._seen(address, stamp, item, source)
                    if found:
                        yield found
                if tried:
                    return

    def _seen(self, address: str, stamp: str, item: Item, source: Source) -> Candidate | Miss | None:
        """What the capture says of itself."""
        uri_m = f"{self._base}/web/{stamp}/{address}"
        page = source.get(Request(uri_r=address, uri_m=uri_m))
        if isinstance(page, Miss):
            return page
        if page.status != 200:
            return None
        try:
            document = readers.read(
                page.body, name=address, media_type=page.media_type, charset=page.charset, base_url=address
            )
        except InputError:
            return None
        return Candidate(
            item=replace(_described(document, item), URL=address),
            origin=f"wayback {stamp}",
            where=uri_m,
            archive_url=page.uri_m or uri_m,
        )


def make(base: str, contact: str | None) -> WaybackDomain:
    """The resolver of the index at `base`, the Wayback Machine's or one that speaks its language."""
    del contact
    return WaybackDomain(base)


def _hosts(item: Item) -> tuple[str, ...]:
    names = [item.container_title, item.publisher, *(name.literal for name in item.author)]
    known = [publisher for name in names if name and (publisher := known_publisher(name))]
    return tuple(dict.fromkeys(host for publisher in known for host in hosts_of(publisher)))[:2]


def _span(issued: str | None) -> tuple[date, date] | None:
    """When a page of that date may have been captured first."""
    found = re.match(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?", issued or "")
    if found is None:
        return None
    try:
        first = date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        last = first if found[3] else date(int(found[1]), int(found[2] or 12), 28) + timedelta(days=3)
        return first - EARLIER, last + LATER
    except (ValueError, OverflowError):
        return None


def _queries(
    host: str, issued: str, span: tuple[date, date], words: tuple[str, ...]
) -> Iterator[list[tuple[str, str]]]:
    """The folder of the day first: an index of a whole domain takes its time."""
    common = [
        ("from", f"{span[0]:%Y%m%d}"),
        ("to", f"{span[1]:%Y%m%d}"),
        ("filter", f"urlkey:.*{'.*'.join(map(re.escape, words))}.*"),
        ("filter", "statuscode:200"),
        ("collapse", "urlkey"),
        ("fl", "original,timestamp,mimetype"),
        ("output", "json"),
        ("limit", str(ROWS)),
    ]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", issued):
        yield [("url", f"{host}/{issued.replace('-', '/')}/"), ("matchType", "prefix"), *common]
    yield [("url", host), ("matchType", "domain"), *common]


def _likely(answer: Capture, title: str) -> list[tuple[str, str]]:
    """Addresses with the timestamps of their captures, those with the most of the title first."""
    rows = items(content(answer))
    head, rows = rows[:1], rows[1:]
    names = [text(name) for one in head for name in items(one)]
    found: list[tuple[float, str, str]] = []
    for row in rows:
        told = dict(zip(names, map(text, items(row)), strict=False))
        address, stamp = web_address(told.get("original")), told.get("timestamp") or ""
        if address and "html" in (told.get("mimetype") or "html") and re.fullmatch(r"\d{14}", stamp):
            share = _share(address, title)
            if share >= SLUG_SHARE:
                found.append((share, address, stamp))
    found.sort(key=lambda each: (-each[0], each[2]))
    return [(address, stamp) for _, address, stamp in found]


def _share(address: str, title: str) -> float:
    slug = set(title_words(printable(unquote(urlsplit(address).path)).replace("_", " ").replace("-", " ")))
    wanted = set(title_words(title))
    return len(slug & wanted) / len(wanted) if wanted else 0.0


def _described(document: Document, wanted: Item) -> Item:
    """What a page says of itself; of its titles that which is nearest to the wanted one."""
    facts = document.metadata
    site = facts.get("site_name")
    titles = [
        title
        for title in (facts.get("headline"), document.title, facts.get("h1"), facts.get("title"))
        if title
    ]  # fmt: skip
    sites = (site,) if site else ()
    best = max(
        titles,
        key=lambda title: (
            same_title(wanted.title or "", title, sites) is not None,
            likeness(wanted.title or "", title),
        ),
        default=None,
    )
    authors = [part for part in _SEVERAL.split(_BY.sub("", facts.get("author") or "")) if part.strip()]
    return Item(
        type=wanted.type,
        title=best and " ".join(best.split()),
        author=tuple(csl_name(printable(name)) for name in authors),
        container_title=site and printable(site),
        issued=iso_in(facts.get("published")),
    )
