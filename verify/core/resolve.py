"""Which copies could settle a citation: what a person decided, then what the reference itself says. Best first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from verify.core import archive_urls
from verify.model import Citation, Item, Reference

# A shorter name ("AP") stands inside too many references to be looked for there; it must equal a field.
NAME_FLOOR = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody decided about references: those that `name` means are to be found at `uri`."""

    name: str
    uri: str | None = None
    archive_url: str | None = None
    decided_by: str = "--source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A place to look. `decided_by` is None for what the reference itself says. `archives` False: only this very copy."""

    uri_r: str
    archive_url: str | None = None
    decided_by: str | None = None
    archives: bool = True


def targets(citation: Citation, decisions: Iterable[Decision] = ()) -> tuple[Target, ...]:
    """Where to look for the source of a citation; a decision replaces what the reference says. Empty: unresolved."""
    for decision in decisions:
        if means(decision.name, citation):
            return tuple(_decided(decision))
    return tuple(_stated(citation.reference)) if citation.reference else ()


def means(name: str, citation: Citation) -> bool:
    """Whether a person who writes `name` means this citation.

    A name is a marker ("[3]"), a marker or id within a document ("draft.txt#3"), a fingerprint, a URL or DOI, or words
    of the title, publication, publisher or speaker. Words count whole: "The Times" is not "The Times of Israel".
    """
    wanted = _folded(name)
    if not wanted:
        return False
    fields = {_folded(field) for field in _fields(citation) if field}
    if wanted in fields or wanted.strip("[]") in {field.strip("[]") for field in fields if len(field) <= 6}:
        return True
    reference = citation.reference
    if reference is None or len(wanted) < NAME_FLOOR:
        return False
    if any(field.startswith(f"{wanted} ") for field in _publications(reference.item)):
        return False
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", _folded(reference.raw)) is not None


def ambiguous(decision: Decision, citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """One citation of each different work that a decision's name means, when it means several: it settles none then.

    The file of one article must not be held against quotations from another of the same newspaper.
    """
    works = {
        _work(citation.reference): citation
        for citation in citations
        if citation.reference and means(decision.name, citation)
    }
    return tuple(works.values()) if len(works) > 1 else ()


def _work(reference: Reference) -> tuple[str | None, ...]:
    """What makes two references the same work."""
    item = reference.item
    if item.DOI or item.title:
        return (item.DOI, _folded(item.title or ""))
    if item.URL:
        return (item.URL,)
    authors = ", ".join(name.literal or name.family or "" for name in item.author)
    return (item.container_title, item.publisher, item.issued, authors)


def _fields(citation: Citation) -> Iterator[str | None]:
    yield citation.fingerprint
    if citation.quotation:
        yield citation.quotation.speaker
        if citation.reference is None:
            yield f"{citation.document.name}#{citation.quotation.id}"
    if citation.reference:
        item = citation.reference.item
        place = citation.document.name
        marker = citation.reference.marker
        yield from (f"{place}#{citation.reference.id}", marker, marker and f"{place}#{marker.strip('[]')}")
        yield from (citation.reference.raw, citation.reference.archive_url)
        yield from (item.title, item.container_title, item.publisher, item.URL, item.DOI, item.ISBN)


def _publications(item: Item) -> list[str]:
    return [_folded(field) for field in (item.container_title, item.publisher) if field]


@lru_cache(maxsize=16384)
def _folded(text: str) -> str:
    straight = text.translate({0x2018: "'", 0x2019: "'", 0x201C: None, 0x201D: None, ord('"'): None})
    return " ".join(straight.casefold().split()).strip(" .,;:")


def _decided(decision: Decision) -> Iterator[Target]:
    if decision.uri:
        local = decision.uri.startswith("file:")
        yield Target(
            uri_r=decision.uri,
            archive_url=decision.archive_url,
            decided_by=decision.decided_by,
            archives=not local or decision.archive_url is not None,
        )
    elif decision.archive_url:
        yield _from_memento(decision.archive_url, decision.decided_by)


def _stated(reference: Reference) -> Iterator[Target]:
    item = reference.item
    if item.URL and item.URL.startswith(("http://", "https://")):
        if archive_urls.parse(item.URL) and not reference.archive_url:
            yield _from_memento(item.URL, None)
        else:
            yield Target(uri_r=item.URL, archive_url=reference.archive_url)
    elif reference.archive_url:
        yield _from_memento(reference.archive_url, None)
    if item.DOI:
        resolver = "https://doi.org/" + quote(item.DOI, safe="/:;()._-")
        if resolver != item.URL:
            yield Target(uri_r=resolver)


def _from_memento(archive_url: str, decided_by: str | None) -> Target:
    """A URI-M alone: the archived address is written in it, or else the URI-M stands for both."""
    found = archive_urls.parse(archive_url)
    return Target(uri_r=found.uri_r if found else archive_url, archive_url=archive_url, decided_by=decided_by)
