"""The fields of a BibTeX entry in the terms of CSL-JSON."""

from __future__ import annotations

import re

from verify.core.dates import iso_date
from verify.core.patterns import regex
from verify.core.reference_parts import archived_copy
from verify.model import Item, Name
from verify.readers.bibtex_entries import Entry
from verify.readers.tex import address, plain

_TYPES = {
    "article": "article-journal",
    "book": "book",
    "mvbook": "book",
    "collection": "book",
    "proceedings": "book",
    "booklet": "book",
    "manual": "book",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "unpublished": "manuscript",
}
_URL = regex(r"(?:\\url\s*\{\s*)?(https?://[^\s{}]+)\}?")
_AND = regex(r"\s+and\s+", re.IGNORECASE)
_JUNIOR = regex(r"(?:jr|sr|i{2,3}|iv)\.?", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def item_of(entry: Entry) -> Item:
    """What an entry says of its work."""
    fields = entry.fields

    def text(*names: str) -> str | None:
        return next((found for name in names if (found := plain(fields.get(name, "")))), None)

    title, subtitle = text("title", "booktitle" if entry.kind != "inbook" else "title"), text("subtitle")
    how = text("howpublished")
    how = None if how and _URL.search(how) else how
    kind = _TYPES.get(entry.kind, "webpage")
    if (text("entrysubtype") or "").lower() in {"newspaper", "magazine"}:
        kind = f"article-{(text('entrysubtype') or '').lower()}"
    container = text("journaltitle", "journal", "maintitle")
    if container is None and (kind in {"chapter", "paper-conference"} or "title" in fields):
        container = text("booktitle")
    return Item(
        type=kind,
        title=f"{title}: {subtitle}" if title and subtitle else title,
        author=_names(fields.get("author") or fields.get("editor") or ""),
        container_title=container,
        publisher=text("publisher", "institution", "school", "organization") or how,
        issued=_date(entry),
        accessed=_day(text("urldate", "lastchecked", "accessed", "lastaccessed") or ""),
        URL=archived_copy(_url(entry) or "")[0] or None,
        DOI=_doi(fields.get("doi", "")),
        ISBN=text("isbn"),
        language=text("langid", "language"),
    )


def stored_copy(entry: Entry) -> tuple[str | None, str | None]:
    """The address in an archive, and the day of the capture."""
    for name in ("archiveurl", "archive-url", "url-archive", "urlarchive"):
        stored = _URL.search(entry.fields.get(name, ""))
        if stored:
            _, archive_url, day = archived_copy(address(stored[1]))
            return archive_url or address(stored[1]), day or _day(plain(entry.fields.get("archivedate", "")))
    _, archive_url, day = archived_copy(_url(entry) or "")
    return archive_url, day


def _url(entry: Entry) -> str | None:
    for name in ("url", "howpublished", "note", "link", "ee"):
        found = _URL.search(entry.fields.get(name, ""))
        if found:
            return address(found[1]).rstrip(".,;")
    eprint = entry.fields.get("eprint", "").strip()
    kind = entry.fields.get("archiveprefix", entry.fields.get("eprinttype", "")).strip().lower()
    return f"https://arxiv.org/abs/{eprint}" if eprint and kind == "arxiv" and "doi" not in entry.fields else None


def _doi(text: str) -> str | None:
    found = re.search(r"10\.\d{4,9}/\S+", address(text))
    return found[0].rstrip("}.,; ") if found else None


def _date(entry: Entry) -> str | None:
    stated = _day(plain(entry.fields.get("date", "")))
    if stated:
        return stated
    year = re.search(r"\b\d{4}\b", entry.fields.get("year", ""))
    if not year:
        return None
    month = plain(entry.fields.get("month", "")).strip(". ").lower()
    names = (number for number, name in enumerate(_MONTHS, 1) if month[:3] == name)
    number = int(month) if month.isdecimal() else next(names, 0)
    day = plain(entry.fields.get("day", ""))
    if not 1 <= number <= 12:
        return year[0]
    return f"{year[0]}-{number:02}" + (f"-{int(day):02}" if day.isdecimal() and 1 <= int(day) <= 31 else "")


def _day(text: str) -> str | None:
    """A date of biblatex, the first of a range, or a date as people write it."""
    iso = re.match(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?=\D|$)", text.strip())
    return iso[0] if iso else iso_date(text)


def _names(text: str) -> tuple[Name, ...]:
    names: list[Name] = []
    for one in _AND.split(" ".join(text.split())):
        whole = one.strip()
        if not whole or whole.lower() == "others":
            continue
        if whole.startswith("{") and whole.endswith("}") and "}" not in whole[1:-1]:
            names.append(Name(literal=plain(whole)))
            continue
        parts = [plain(part) for part in whole.split(",")]
        if len(parts) == 3 and _JUNIOR.fullmatch(parts[1]):
            parts = [f"{parts[0]} {parts[1]}", parts[2]]
        if len(parts) >= 2:
            names.append(Name(family=parts[0], given=", ".join(parts[1:]) or None))
        else:
            names.append(_in_order(parts[0]))
    return tuple(names)


def _in_order(name: str) -> Name:
    """`Ludwig van Beethoven`: the family name begins with the first word in small letters, else it is the last word."""
    words = name.split()
    if len(words) < 2:
        return Name(literal=name)
    small = next((index for index, word in enumerate(words[1:-1], 1) if word[0].islower()), len(words) - 1)
    return Name(family=" ".join(words[small:]), given=" ".join(words[:small]))
