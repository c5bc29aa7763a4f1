"""Open Library: books by title and author, with the copies that the Internet Archive has of them.

What it gives is a catalogue's record, not the words of the book: `Candidate.record`.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlencode

from verify.core.names import csl_name
from verify.core.titles import title_words
from verify.model import Candidate, Item, Miss, Reference, Request
from verify.ports import Source
from verify.resolvers.told import content, field, items, text, texts

BASE = "https://openlibrary.org"
ROWS = 5
_LONGEST = 200  # characters of a title that are asked with
BOOKS = frozenset({"book", "chapter"})
_FIELDS = "key,title,subtitle,author_name,first_publish_year,publish_year,publisher,isbn,ia"
_MOST_ISBN = 200  # of a much printed work


class OpenLibrary:
    """Asks `/search.json`."""

    def __init__(self, base: str) -> None:
        self._base = base

    def resolve(self, reference: Reference, source: Source) -> Iterator[Candidate | Miss]:
        item = reference.item
        # Of a chapter the book is looked for only by who wants the book.
        title = item.title if item.type == "book" else None
        if not title:
            return
        head = title.partition(":")[0].strip()
        query = {"title": (head if len(title_words(head)) > 1 else title)[:_LONGEST]}
        family = next((name.family or name.literal for name in item.author if name.family or name.literal), None)
        if family:
            query["author"] = family
        query |= {"limit": str(ROWS), "fields": _FIELDS}
        answer = source.get(Request(uri_r=f"{self._base}/search.json?{urlencode(query)}"))
        if isinstance(answer, Miss):
            yield answer
            return
        for work in items(field(content(answer), "docs"))[:ROWS]:
            found = self._candidate(work)
            if found:
                yield found

    def _candidate(self, work: object) -> Candidate | None:
        key, title, subtitle = (text(field(work, name)) for name in ("key", "title", "subtitle"))
        if not key or not key.startswith("/works/") or not title:
            return None
        years = [
            year for year in (text(field(work, "first_publish_year")), *texts(field(work, "publish_year"))) if year
        ]
        copy = text(field(work, "ia"))
        return Candidate(
            item=Item(
                type="book",
                title=f"{title}: {subtitle}" if subtitle else title,
                author=tuple(csl_name(name) for name in texts(field(work, "author_name"))),
                publisher=text(field(work, "publisher")),
                issued=years[0] if years else None,
                URL=f"https://archive.org/details/{quote(copy, safe='')}" if copy else f"{self._base}{quote(key)}",
                ISBN=" ".join(texts(field(work, "isbn"))[:_MOST_ISBN]) or None,
            ),
            origin=f"openlibrary {key.removeprefix('/works/')}",
            where=f"{self._base}{key}",
            dates=tuple(dict.fromkeys(years[1:])),
            record=True,
        )


def make(base: str, contact: str | None) -> OpenLibrary:
    """The resolver of the Open Library at `base`."""
    del contact  # goes along in the User-Agent
    return OpenLibrary(base)
