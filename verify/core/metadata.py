"""What a reference says of its source against what the source says of itself: title, date, author, publisher.

A field is compared only when both sides give it. Dates agree as far as the less precise of the two goes; titles agree when one
holds the words of the other, since pages add their site's name and citations leave subtitles out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from verify.core.dates import iso_date
from verify.core.patterns import regex
from verify.core.publishers import known_publisher
from verify.model import Document, MetadataCheck, Name, Reference

# A title agrees when this share of the shorter one's words stands in the longer: room for one changed word in five.
TITLE_SHARE = 0.8
_WORD = regex(r"\w+")
_ISO = regex(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)")


def checks(reference: Reference, document: Document) -> tuple[MetadataCheck, ...]:
    """The fields of the reference that the page also gives, in the order title, date, author, publisher."""
    return tuple(check for check in (
        _title(reference, document),
        _date(reference, document),
        _author(reference, document),
        _publisher(reference, document),
    ) if check is not None)  # fmt: skip


def _title(reference: Reference, document: Document) -> MetadataCheck | None:
    cited = reference.item.title
    facts = document.metadata
    found = [title for title in (document.title, facts.get("headline"), facts.get("h1"), facts.get("title")) if title]
    if not cited or not found:
        return None
    agreeing = next((title for title in found if _titles_agree(cited, title)), None)
    return MetadataCheck(field="title", cited=cited, found=agreeing or found[0], agrees=agreeing is not None)


def _titles_agree(cited: str, found: str) -> bool:
    first, second = words_in(cited), words_in(found)
    shorter, longer = sorted((first, second), key=len)
    if not shorter:
        return False
    # One word is no title: "News" stands in many.
    if len(shorter) == 1 and len(longer) > 1:
        return False
    numbers = {word for word in shorter if word.isdecimal()}
    return numbers <= set(longer) and sum(word in longer for word in shorter) >= TITLE_SHARE * len(shorter)


def words_in(text: str) -> list[str]:
    """Words without case, diacritics and apostrophes."""
    return _WORD.findall(_plain(text).replace("'", "").replace("’", ""))


def _plain(text: str) -> str:
    """Without case and diacritics."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _date(reference: Reference, document: Document) -> MetadataCheck | None:
    cited = reference.item.issued
    facts = document.metadata
    found = [iso for iso in (iso_in(facts.get("published")), iso_in(facts.get("modified"))) if iso]
    if not cited or not _ISO.match(cited) or not found:
        return None
    agreeing = next((iso for iso in found if dates_agree(cited, iso)), None)
    return MetadataCheck(field="date", cited=cited, found=agreeing or found[0], agrees=agreeing is not None)


def iso_in(text: str | None) -> str | None:
    """The ISO date that a page gives, with or without a time, or in words."""
    if not text:
        return None
    match = _ISO.match(text.strip())
    return match.group() if match else iso_date(text)


def dates_agree(cited: str, found: str) -> bool:
    """Whether two ISO dates agree as far as the less precise goes, or are a day apart."""
    length = min(len(cited), len(found))
    if cited[:length] == found[:length]:
        return True
    # A page dates itself in one time zone, its readers live in others.
    try:
        apart = date.fromisoformat(cited[:10]) - date.fromisoformat(found[:10])
    except ValueError:
        return False
    return abs(apart) <= timedelta(days=1)


def _author(reference: Reference, document: Document) -> MetadataCheck | None:
    found = document.metadata.get("author")
    names = [name for name in reference.item.author if name.family or name.literal]
    if not names or not found:
        return None
    words = set(words_in(found))
    agrees = all(_named(name, words) for name in names)
    return MetadataCheck(field="author", cited="; ".join(map(_written, names)), found=found, agrees=agrees)


def _named(name: Name, words: set[str]) -> bool:
    parts = words_in(name.family or name.literal or "")
    return bool(parts) and all(part in words for part in parts)


def _written(name: Name) -> str:
    return name.literal or " ".join(part for part in (name.given, name.family) if part)


def _publisher(reference: Reference, document: Document) -> MetadataCheck | None:
    cited = [name for name in (reference.item.container_title, reference.item.publisher) if name]
    site = document.metadata.get("site_name")
    if not cited or not site:
        return None
    candidates = [site, *_hosts(document)]
    agrees = any(same_publisher(name, candidate) for name in cited for candidate in candidates)
    return MetadataCheck(field="publisher", cited=cited[0], found=site, agrees=agrees)


def _hosts(document: Document) -> Iterator[str]:
    for address in (document.metadata.get("canonical"), document.name):
        if address and "://" in address:
            try:
                host = urlsplit(address).hostname or ""
            except ValueError:
                continue
            yield host.removeprefix("www.")


def same_publisher(cited: str, found: str) -> bool:
    """Whether two names, or a name and a host, are one publisher's."""
    first, second = known_publisher(cited), known_publisher(found)
    if first and second:
        return first == second
    one, other = (
        words_in(re.sub(r"^the\s", "", cited, flags=re.IGNORECASE)),
        words_in(re.sub(r"^the\s", "", found, flags=re.IGNORECASE)),
    )
    if not one or not other:
        return False
    if "".join(one) == "".join(other) or "".join(one) == found.split(".", maxsplit=1)[0].replace("-", "").casefold():
        return True
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) > 1 and " ".join(shorter) in " ".join(longer)
