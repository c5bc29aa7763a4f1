"""A wiki that cites the same work: its search finds the page, the page's cite templates give the address and its capture.

`BASE` is the address of `api.php`; `{language}` in it stands for the language editions that are asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote, urlencode, urlsplit

from verify.core.search_words import editions, phrase
from verify.core.titles import same_title
from verify.errors import InputError
from verify.model import Candidate, Item, Miss, Reference, ReferenceData, Request
from verify.ports import Source
from verify.readers import wikitext
from verify.resolvers.told import content, field, items, text, web_address

BASE = "https://{language}.wikipedia.org/w/api.php"
PAGES = 5  # hits whose text is read: the same citation is copied from page to page
_JSON = {"format": "json", "formatversion": "2"}


class MediaWiki:
    """Asks the search, then the text of the hits, of one wiki or of the editions of a language."""

    def __init__(self, base: str) -> None:
        self._base = base

    def resolve(self, reference: Reference, source: Source) -> Iterator[Candidate | Miss]:
        title = reference.item.title
        wanted = phrase(title) if title else ""
        if not title or not wanted:
            return
        for edition in self._editions(reference.item):
            base = self._base.replace("{language}", edition)
            # A wiki of one's own may lack the search that knows `insource:` (CirrusSearch): a phrase then finds what is shown.
            searches = [f'insource:"{wanted}"'] + ([] if edition else [f'"{wanted}"'])
            yield from _cited(base, title, searches, source)

    def _editions(self, item: Item) -> tuple[str, ...]:
        return editions(item.title or "", item.language) if "{language}" in self._base else ("",)


def make(base: str, contact: str | None) -> MediaWiki:
    """The resolver of the wiki at `base`."""
    del contact  # goes along in the User-Agent, as Wikimedia asks
    return MediaWiki(base)


def _cited(base: str, title: str, searches: list[str], source: Source) -> Iterator[Candidate | Miss]:
    pages: list[str] = []
    for search in searches:
        asked = {"action": "query", "list": "search", "srsearch": search, "srnamespace": "0"}
        asked |= {"srlimit": str(PAGES), "srinfo": "", "srprop": "", **_JSON}
        answer = source.get(Request(uri_r=f"{base}?{urlencode(asked)}"))
        if isinstance(answer, Miss):
            yield answer
            return
        numbers = [text(field(hit, "pageid")) for hit in items(field(content(answer), "query", "search"))]
        pages = [number for number in numbers if number and number.isdigit()][:PAGES]
        if pages:
            break
    if not pages:
        return
    wished = {"action": "query", "pageids": "|".join(pages), "prop": "revisions", "rvprop": "ids|content"}
    wished |= {"rvslots": "main", **_JSON}
    answer = source.get(Request(uri_r=f"{base}?{urlencode(wished)}"))
    if isinstance(answer, Miss):
        yield answer
        return
    for page in items(field(content(answer), "query", "pages")):
        revision = next(iter(items(field(page, "revisions"))), None)
        source_text = field(revision, "slots", "main", "content")
        number, name = text(field(revision, "revid")), text(field(page, "title"))
        if isinstance(source_text, str) and number:
            where = f"{name or 'a page'} ({urlsplit(base).hostname or base})"
            yield from _candidates(source_text, title, f"mediawiki rev {number}", where)


def _candidates(page: str, title: str, origin: str, where: str) -> Iterator[Candidate]:
    """The works that cite templates of a page give, as far as their titles are near the wanted one."""
    try:
        document = wikitext.read(page.encode("utf-8", "replace"), name=where, media_type="text/x-wiki", charset="utf-8")
    except InputError:
        return
    wanted = set(_words(title))
    for data in document.reference_data:
        found = data.item.title
        if not found:
            continue
        shared = wanted & set(_words(found))
        if same_title(title, found) or 2 * len(shared) > len(wanted):
            yield _candidate(data, origin, where)


def _candidate(data: ReferenceData, origin: str, where: str) -> Candidate:
    item = data.item
    address = web_address(item.URL) or (f"https://doi.org/{quote(item.DOI, safe='/:;()._-')}" if item.DOI else None)
    return Candidate(
        item=replace(item, URL=address),
        origin=origin,
        where=where,
        archived=data.archived,
        archive_url=web_address(data.archive_url),
    )


_WORD = re.compile(r"\w+")


def _words(title: str) -> list[str]:
    return _WORD.findall(title.casefold())
