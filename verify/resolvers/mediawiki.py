"""A wiki that cites the same work: its search finds the page, the page's cite templates give the address and its capture.

`BASE` is the address of `api.php`; `{language}` in it stands for the language editions that are asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
# Addresses of works that cite templates give, and that hold an entry, a cover or an abstract.
_NO_WORDS = re.compile(
    r"//(?:[\w-]+\.)*(?:books\.google\.|worldcat\.org/|openlibrary\.org/|archive\.org/details/|goodreads\.com/|amazon\.|"
    r"doi\.org/|jstor\.org/|pubmed\.ncbi\.|ncbi\.nlm\.nih\.gov/pubmed/|semanticscholar\.org/|imdb\.com/)"
)
_JSON = {"format": "json", "formatversion": "2"}


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page of a wiki cites, in which revision."""

    origin: str
    where: str
    cited: tuple[ReferenceData, ...]


class MediaWiki:
    """Asks the search, then the text of the hits, of one wiki or of the editions of a language. A page is read once."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._read: dict[tuple[str, str], _Page] = {}

    def resolve(self, reference: Reference, source: Source) -> Iterator[Candidate | Miss]:
        title = reference.item.title
        wanted = phrase(title) if title else ""
        if not title or not wanted:
            return
        for edition in self._editions(reference.item):
            base = self._base.replace("{language}", edition)
            # A wiki of one's own may lack the search that knows `insource:` (CirrusSearch): a phrase then finds what is shown.
            searches = [f'insource:"{wanted}"'] + ([] if edition else [f'"{wanted}"'])
            yield from self._cited(base, title, searches, source)

    def _editions(self, item: Item) -> tuple[str, ...]:
        return editions(item.title or "", item.language) if "{language}" in self._base else ("",)

    def _cited(self, base: str, title: str, searches: list[str], source: Source) -> Iterator[Candidate | Miss]:
        hits: list[str] = []
        for search in searches:
            asked = {"action": "query", "list": "search", "srsearch": search, "srnamespace": "0"}
            asked |= {"srlimit": str(PAGES), "srinfo": "", "srprop": "", **_JSON}
            answer = source.get(Request(uri_r=f"{base}?{urlencode(asked)}"))
            if isinstance(answer, Miss):
                yield answer
                return
            numbers = [text(field(hit, "pageid")) for hit in items(field(content(answer), "query", "search"))]
            hits = [number for number in numbers if number and number.isdigit()][:PAGES]
            if hits:
                break
        unread = [number for number in hits if (base, number) not in self._read]
        if unread:
            miss = self._fetched(base, unread, source)
            if miss:
                yield miss
        for number in hits:
            page = self._read.get((base, number))
            if page:
                yield from _candidates(page, title)

    def _fetched(self, base: str, numbers: list[str], source: Source) -> Miss | None:
        """Read pages by their numbers."""
        wished = {"action": "query", "pageids": "|".join(numbers), "prop": "revisions", "rvprop": "ids|content"}
        wished |= {"rvslots": "main", **_JSON}
        answer = source.get(Request(uri_r=f"{base}?{urlencode(wished)}"))
        if isinstance(answer, Miss):
            return answer
        for page in items(field(content(answer), "query", "pages")):
            revision = next(iter(items(field(page, "revisions"))), None)
            words = field(revision, "slots", "main", "content")
            number, name = text(field(page, "pageid")), text(field(page, "title"))
            revised = text(field(revision, "revid"))
            if isinstance(words, str) and number and revised:
                where = f"{name or 'a page'} ({urlsplit(base).hostname or base})"
                self._read[base, number] = _Page(f"mediawiki rev {revised}", where, _data(words, where))
        return None


def make(base: str, contact: str | None) -> MediaWiki:
    """The resolver of the wiki at `base`."""
    del contact  # goes along in the User-Agent, as Wikimedia asks
    return MediaWiki(base)


def _data(page: str, where: str) -> tuple[ReferenceData, ...]:
    """What the cite templates of a page say."""
    try:
        document = wikitext.read(page.encode("utf-8", "replace"), name=where, media_type="text/x-wiki", charset="utf-8")
    except InputError:
        return ()
    return document.reference_data


def _candidates(page: _Page, title: str) -> Iterator[Candidate]:
    """The works that a page cites, as far as their titles are near the wanted one."""
    wanted = set(_words(title))
    for data in page.cited:
        found = data.item.title
        if found and (2 * len(wanted & set(_words(found))) > len(wanted) or same_title(title, found)):
            yield _candidate(data, page.origin, page.where)


def _candidate(data: ReferenceData, origin: str, where: str) -> Candidate:
    item = data.item
    own = web_address(item.URL)
    address = own or (f"https://doi.org/{quote(item.DOI, safe='/:;()._-')}" if item.DOI else None)
    return Candidate(
        item=replace(item, URL=address),
        origin=origin,
        where=where,
        archived=data.archived,
        archive_url=web_address(data.archive_url),
        record=(own is None and data.archive_url is None) or bool(own and _NO_WORDS.search(own)),
    )


_WORD = re.compile(r"\w+")


def _words(title: str) -> list[str]:
    return _WORD.findall(title.casefold())
