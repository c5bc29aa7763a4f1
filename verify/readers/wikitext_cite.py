"""Cite templates: what they say in fields, and the line of words that Wikipedia shows of them (Citation Style 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from verify.core.dates import iso_date
from verify.core.names import csl_name
from verify.core.patterns import regex
from verify.core.reference_parts import LANGUAGES, archived_copy
from verify.model import Item, Name
from verify.readers.wikitext_tables import numbered, tables

_SEVERAL = regex(r"\s*;\s*|\s+(?:and|und|et|y|e|&)\s+|\s*,\s*(?:and|und)\s+")
_YEAR = regex(r"\b(\d{4})([a-z]?)\b")
_CODE = regex(r"[a-z]{2,3}(?:-[A-Za-z]{2,8})?")
_WHOLE_WORKS = frozenset({"book", "motion_picture", "report", "thesis", "map", "document"})
_PERIODICALS = (("newspaper", "article-newspaper"), ("journal", "article-journal"), ("magazine", "article-magazine"))
_MOST_AUTHORS = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """A stretch of the line: its words, and the parameter they come from."""

    words: str
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Cite:
    item: Item
    archived: str | None
    archive_url: str | None
    line: tuple[Shown, ...]  # without the quotation
    quote: str | None  # the parameter that holds the words quoted from the work
    keys: tuple[tuple[str, ...], ...]  # what short references call it: family names and year


def cite(kind: str, values: Mapping[str, str]) -> Cite:
    """A cite template by its CSL type and the plain text of its parameters, names in lower case."""
    reading = _Reading(values)
    authors = _authors(values)
    title, title_from = reading.first("title")
    chapter, chapter_from = reading.first("chapter")
    container, container_from = reading.first("container")
    publisher, publisher_from = reading.first("publisher")
    whole = kind in _WHOLE_WORKS
    if chapter and title and (whole or kind in ("chapter", "entry-encyclopedia")):
        kind = "chapter" if kind == "book" else kind
        title, container, title_from, container_from = chapter, title, chapter_from, title_from
        whole = False
    elif chapter and not title:
        title, title_from = chapter, chapter_from
    if kind == "article":
        kind = _kind_of(values, container)
        whole = kind == "book"
    title = title and _inner_marks(title)
    date, date_from = _date(reading)
    accessed, accessed_from = reading.first("accessed")
    archived, archived_from = reading.first("archived")
    archive_url = _address(reading.value("archive_url"))
    url, of_archive, stamp = archived_copy(_address(reading.value("url")) or "")
    archive_url = archive_url or of_archive
    stamp = stamp or (archived_copy(archive_url)[2] if archive_url else None)
    language, language_from = reading.first("language")
    doi, doi_from = reading.first("doi")
    isbn, isbn_from = reading.first("isbn")
    form, form_from = reading.first("format")
    arxiv, arxiv_from = reading.first("arxiv")
    item = Item(
        type=kind,
        title=title,
        author=tuple(authors),
        container_title=container,
        publisher=publisher,
        issued=iso_date(date) if date else None,
        accessed=iso_date(accessed) if accessed else None,
        URL=url or (f"https://arxiv.org/abs/{arxiv}" if arxiv else None),
        DOI=doi,
        ISBN=re.sub(r"[ -]", "", isbn) if isbn else None,
        language=_language(language),
        format=form,
    )
    line: list[Shown] = []
    if authors:
        line.append(Shown("; ".join(_shown(name) for name in authors)))
        line += [Shown(f"({date})", date_from)] if date else []
        line[-1] = Shown(line[-1].words + ("" if line[-1].words.endswith(".") else "."), line[-1].parameter)
    head = [Shown(title if whole else f"“{title}”", title_from)] if title else []
    head += [Shown(f"({form})", form_from)] if form else []
    head += [Shown(f"(in {language})", language_from)] if language else []
    line += [*head[:-1], *(Shown(f"{last.words}.", last.parameter) for last in head[-1:])]
    for words, parameter in ((container, container_from), (publisher, publisher_from)):
        line += [Shown(f"{words}.", parameter)] if words else []
    line += [Shown(f"{date}.", date_from)] if date and not authors else []
    pages, pages_from = reading.first("pages")
    volume, issue = reading.value("volume"), reading.value("issue")
    if volume:
        line.append(Shown(f"{volume}{f' ({issue})' if issue else ''}{f': {pages}' if pages else ''}.", pages_from))
    elif pages:
        line.append(Shown(f"{'pp' if re.search('[–,-]', pages) else 'p'}. {pages}.", pages_from))
    line += [Shown(f"doi:{doi}.", doi_from)] if doi else []
    line += [Shown(f"arXiv:{arxiv}.", arxiv_from)] if arxiv else []
    line += [Shown(f"ISBN {isbn}.", isbn_from)] if isbn else []
    line += [Shown(f"Archived from the original on {archived}.", archived_from)] if archived else []
    line += [Shown(f"Retrieved {accessed}.", accessed_from)] if accessed else []
    return Cite(
        item,
        (iso_date(archived) if archived else None) or stamp,
        archive_url,
        tuple(line),
        reading.first("quote")[1] or None,
        tuple(_keys(authors, reading, date)),
    )


def short_key(names: list[str], year: str) -> tuple[str, ...]:
    """What a short reference calls its entry: family names in lower case, then the year with its letter."""
    return (*(name.casefold().strip() for name in names if name.strip()), year.strip().casefold())


class _Reading:
    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def first(self, field: str) -> tuple[str | None, str]:
        """The value of a field and its parameter; (None, "") when none of its parameters says anything."""
        for alias in tables().parameters[field]:
            for name in (alias, f"{alias}1"):
                value = self._values.get(name, "").strip(" ,")
                if value:
                    return value, name
        return None, ""

    def value(self, field: str) -> str | None:
        return self.first(field)[0]


def _date(reading: _Reading) -> tuple[str | None, str]:
    date, parameter = reading.first("issued")
    if date:
        return date, parameter
    year, parameter = reading.first("year")
    month = reading.value("month")
    return (f"{month} {year}" if year and month else year), parameter


def _authors(values: Mapping[str, str]) -> list[Name]:
    """Authors in order of their numbers, or else the editors."""
    table = tables().parameters
    by_number: dict[int, dict[str, str]] = {}
    for parameter, value in values.items():
        base, number = numbered(parameter)
        for role in ("author", "last", "first"):
            if base in table[role] and value.strip():
                by_number.setdefault(number, {}).setdefault(role, value.strip(" ,"))
    found: list[Name] = []
    for number in sorted(by_number)[:_MOST_AUTHORS]:
        one = by_number[number]
        if "last" in one:
            found.append(Name(family=one["last"], given=one["first"]) if "first" in one else Name(literal=one["last"]))
        elif "author" in one:
            found += _vancouver(one["author"]) if "vauthors" in values else _split(one["author"])
    if not found:
        for parameter in table["editor_last"]:
            if values.get(parameter, "").strip():
                return _split(values[parameter])
    return found


def _split(value: str) -> list[Name]:
    """`Hans Meier, Anna Klein` are two; `Meier, Hans` and `Hughes, Jr.` are one."""
    names: list[Name] = []
    for part in _SEVERAL.split(value):
        commas = [one.strip() for one in part.split(",") if one.strip()]
        several = len(commas) > 1 and all(len(one.split()) > 1 for one in commas)
        names += [csl_name(one) for one in (commas if several else [part.strip()]) if one]
    return names


def _vancouver(value: str) -> list[Name]:
    """`Roe AB, Poe C`: the family name, then initials without stops."""
    names: list[Name] = []
    for one in re.split(r",\s*", value):
        family, _, initials = one.strip().rpartition(" ")
        if family and initials.isupper():
            names.append(Name(family=family, given=initials))
        elif one.strip() and one.strip() != "et al":
            names.append(Name(literal=one.strip()))
    return names


def _keys(authors: list[Name], reading: _Reading, date: str | None) -> Iterator[tuple[str, ...]]:
    year = _YEAR.search(reading.value("year") or date or "")
    if year is None:
        return
    names = [name.family or name.literal or "" for name in authors]
    for dated in dict.fromkeys((year[0], year[1])):
        if names:
            yield short_key(names[:4], dated)
        title = reading.value("title")
        for other in (reading.value("container"), reading.value("publisher"), title):
            if not names and other:
                yield short_key([other], dated)


def _kind_of(values: Mapping[str, str], container: str | None) -> str:
    for parameter, kind in _PERIODICALS:
        if values.get(parameter):
            return kind
    if not container and (values.get("isbn") or (values.get("publisher") and not values.get("url"))):
        return "book"
    return "webpage"


def _language(value: str | None) -> str | None:
    if not value:
        return None
    first = re.split(r"[,;/]| and ", value.strip(), maxsplit=1)[0].strip()
    if _CODE.fullmatch(first):
        return first
    return LANGUAGES.get(first.lower(), first)


def _address(value: str | None) -> str | None:
    if not value:
        return None
    word = value.split()[0]
    return "https:" + word if word.startswith("//") else word


def _shown(name: Name) -> str:
    return name.literal or ", ".join(part for part in (name.family, name.given) if part)


def _inner_marks(title: str) -> str:
    """Double marks within a title become single ones, as Citation Style 1 sets them."""
    title = re.sub(r'"([^"]*)"', r"‘\1’", title)
    return title.translate(str.maketrans("“”", "‘’"))
