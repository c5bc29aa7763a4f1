"""Crossref: scholarly works by what a bibliography says of them, and their DOI.

A DOI leads to a landing page, which often holds the abstract alone: `Candidate.record`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from verify.core.publishers import known_publisher
from verify.model import Candidate, Item, Miss, Name, Reference, Request
from verify.ports import Source
from verify.resolvers.told import content, field, items, text, texts

BASE = "https://api.crossref.org"
ROWS = 5
_LONGEST = 400  # characters that are asked with
# What nobody registers a DOI for is not asked for.
SCHOLARLY = frozenset("article-journal paper-conference chapter book thesis report dataset article document".split())
_TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "dissertation": "thesis",
    "posted-content": "article",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
}
_DATES = ("issued", "published", "published-print", "published-online")
_TAG = re.compile(r"<[^<>]*>")  # titles come with JATS markup


class Crossref:
    """Asks `/works` for the bibliographic words of a reference."""

    def __init__(self, base: str, contact: str | None) -> None:
        self._base = base
        self._contact = contact

    def resolve(self, reference: Reference, source: Source) -> Iterator[Candidate | Miss]:
        item = reference.item
        if not item.title or not _scholarly(item):
            return
        names = [name.family or name.literal or "" for name in item.author[:3]]
        words = [item.title, *names, item.container_title or "", (item.issued or "")[:4]]
        query = {"query.bibliographic": " ".join(filter(None, words))[:_LONGEST], "rows": str(ROWS)}
        if self._contact and "@" in self._contact:
            query["mailto"] = self._contact.removeprefix("mailto:")
        answer = source.get(Request(uri_r=f"{self._base}/works?{urlencode(query)}"))
        if isinstance(answer, Miss):
            yield answer
            return
        for work in items(field(content(answer), "message", "items"))[:ROWS]:
            found = _candidate(work)
            if found:
                yield found


def make(base: str, contact: str | None) -> Crossref:
    """The resolver of Crossref, or of what speaks its language, at `base`."""
    return Crossref(base, contact)


def _scholarly(item: Item) -> bool:
    """By its type; or dated by the year alone, which newspapers are not."""
    if item.type in SCHOLARLY:
        return True
    return bool(item.issued and len(item.issued) == 4 and item.container_title) and not known_publisher(
        item.container_title or ""
    )


def _candidate(work: object) -> Candidate | None:
    doi, titles = text(field(work, "DOI")), texts(field(work, "title"))
    if not doi or not titles:
        return None
    title = _plain(titles[0])
    subtitle = text(field(work, "subtitle"))
    if subtitle and _plain(subtitle).casefold() not in title.casefold():
        title = f"{title}: {_plain(subtitle)}"
    kind = text(field(work, "type")) or ""
    dates = [date for name in _DATES if (date := _date(field(work, name, "date-parts")))]
    return Candidate(
        item=Item(
            type=_TYPES.get(kind, kind or "document"),
            title=title,
            author=tuple(name for one in items(field(work, "author")) if (name := _name(one))),
            container_title=text(field(work, "container-title")),
            publisher=text(field(work, "publisher")),
            issued=dates[0] if dates else None,
            URL=f"https://doi.org/{quote(doi, safe='/:;()._-')}",
            DOI=doi,
            ISBN=" ".join(texts(field(work, "ISBN"))) or None,
        ),
        origin=f"crossref {doi}",
        where=text(field(work, "container-title")) or "",
        dates=tuple(dict.fromkeys(dates[1:])),
        record=True,
    )


def _name(one: object) -> Name | None:
    family, given, literal = (text(field(one, key)) for key in ("family", "given", "name"))
    return Name(family=family, given=given) if family else Name(literal=literal) if literal else None


def _date(parts: object) -> str | None:
    """`[[2013, 9, 1]]` as `2013-09-01`; `[[null]]` stands where nothing is known."""
    first = next(iter(items(parts)), None)
    numbers = [int(one) for each in items(first) if (one := text(each)) and one.isascii() and one.isdecimal()][:3]
    if not numbers or not 1000 <= numbers[0] <= 9999:
        return None
    return "-".join([f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:])])


def _plain(title: str) -> str:
    return " ".join(_TAG.sub("", title).split())
