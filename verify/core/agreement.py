"""Whether a work that a service knows is the one that a reference means: the fields that agree, those that differ, the choice.

The title must agree and at least one field more; a field that both give and that differs refuses the candidate, however
alike the rest. Two candidates that are as good as each other settle nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from verify.core import archive_urls
from verify.core.metadata import dates_agree, same_publisher, words_in
from verify.core.patterns import regex
from verify.core.publishers import known_publisher, publisher_of
from verify.core.titles import TitleMatch, likeness, same_title, title_words
from verify.core.url_keys import url_key
from verify.model import Candidate, Item, Name, Proposal, Reference

# What is dated by its year: online, in print, and in its editions it bears several days.
BY_YEAR = frozenset("book chapter article-journal paper-conference thesis report".split())
# Titles of so many words are hardly those of a series ("World Economic Outlook").
OWN_WORDS = 5
# Titles this much alike are near enough to be told when nothing agrees.
NEAR = 0.75
# Of two candidates that agree in the same fields, the titles' likeness decides from this difference on.
CLEAR = 0.05
_DATE = regex(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a candidate compares: `agrees` in words to be shown, `differs` with what it says instead. `enough` to propose it."""

    title: TitleMatch | None
    agrees: tuple[str, ...]
    differs: tuple[str, ...]
    enough: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What the candidates come to: the one `proposed`, or several that are `ambiguous`, and the `nearest` that was refused."""

    proposed: Proposal | None = None
    ambiguous: tuple[Proposal, ...] = ()
    nearest: str = ""


def agreement(reference: Reference, candidate: Candidate) -> Agreement:
    """The fields in which reference and candidate agree and differ."""
    cited, found = reference.item, candidate.item
    sites = tuple(name for name in (found.container_title, found.publisher, cited.container_title) if name)
    title = same_title(cited.title, found.title, sites) if cited.title and found.title else None
    agrees: list[str] = []
    differs: list[str] = []
    if cited.title and found.title and title is None:
        differs.append(f"another title, “{found.title}”")
    date = _date(cited, candidate)
    author = _author(cited, found)
    publisher = _publisher(cited, found)
    isbn = _isbn(cited.ISBN, found.ISBN)
    archived = reference.archived and candidate.archived == reference.archived
    for name, verdict, told in (
        ("date", date, found.issued),
        ("author", author, "; ".join(map(_written, found.author))),
        ("publisher", publisher, found.container_title or found.publisher or _host(found.URL)),
        ("ISBN", isbn, found.ISBN),
    ):
        if verdict:
            agrees.append("year" if name == "date" and _year_alone(cited, candidate) else name)
        elif verdict is False and not (name == "ISBN" and author and title):  # editions have their own
            differs.append(f"another {name}, {told}")
    if archived:
        agrees.append("archive date")
    enough = title is not None and not differs and _sufficient(title, agrees, cited, candidate)
    return Agreement(title, (*([str(title)] if title else []), *agrees), tuple(differs), enough)


def choose(reference: Reference, candidates: Iterable[Candidate]) -> Choice:
    """The candidate that the reference means, if one is clearly it."""
    by_address: dict[str, tuple[Candidate, Agreement]] = {}
    refused: list[tuple[float, str]] = []
    for candidate in map(_evident, candidates):
        compared = agreement(reference, candidate)
        address = candidate.item.URL or candidate.archive_url
        if not compared.enough or not address:
            refused += _told(reference, candidate, compared)
            continue
        known = by_address.get(url_key(address))
        by_address[url_key(address)] = (
            _better(reference, known, (candidate, compared)) if known else (candidate, compared)
        )
    ranked = sorted(by_address.values(), key=lambda pair: _rank(pair[1]), reverse=True)
    if not ranked:
        return Choice(nearest=max(refused)[1] if refused else "")
    first, *others = ranked
    close = [other for other in others if not _clearly(first[1], other[1])]
    if close:
        return Choice(ambiguous=tuple(_proposal(*pair) for pair in (first, *close)))
    return Choice(proposed=_proposal(*first))


def _evident(candidate: Candidate) -> Candidate:
    """The candidate without addresses at archives whose captures are no evidence."""
    if candidate.archive_url and archive_urls.refusal(candidate.archive_url):
        candidate = replace(candidate, archive_url=None)
    if candidate.item.URL and archive_urls.refusal(candidate.item.URL):
        candidate = replace(candidate, item=replace(candidate.item, URL=None))
    return candidate


def _proposal(candidate: Candidate, compared: Agreement) -> Proposal:
    return Proposal(candidate=candidate, agrees=compared.agrees)


def _rank(compared: Agreement) -> tuple[int, float]:
    return len(compared.agrees), compared.title.similarity if compared.title else 0.0


def _clearly(first: Agreement, second: Agreement) -> bool:
    """Whether the first agrees in all that the second does, and in more, or its title is clearly nearer."""
    ours, theirs = set(first.agrees[1:]), set(second.agrees[1:])
    if ours > theirs:
        return True
    return ours == theirs and _rank(first)[1] - _rank(second)[1] >= CLEAR


def _better(
    reference: Reference, one: tuple[Candidate, Agreement], other: tuple[Candidate, Agreement]
) -> tuple[Candidate, Agreement]:
    """One address told twice: the entry that agrees in more, with the capture that either names."""
    best, second = (other, one) if _rank(other[1]) > _rank(one[1]) else (one, other)
    capture = best[0].archive_url
    if second[0].archive_url and (not capture or second[0].archived == reference.archived != best[0].archived):
        best = (replace(best[0], archive_url=second[0].archive_url, archived=second[0].archived), best[1])
    return best


def _told(reference: Reference, candidate: Candidate, compared: Agreement) -> list[tuple[float, str]]:
    """The refused candidate in words, when it is near enough to be worth a look."""
    title = candidate.item.title or ""
    alike = compared.title.similarity if compared.title else likeness(reference.item.title or "", title)
    if alike < NEAR:
        return []
    if compared.enough:
        why = "without an address"
    elif compared.differs:
        why = "; ".join(compared.differs)
    else:
        why = "nothing but the title agrees" if len(compared.agrees) < 2 else f"only {', '.join(compared.agrees)}"
    return [(alike, f"{candidate.origin}: {why}")]


# --- how much it takes


def _sufficient(title: TitleMatch, agrees: Sequence[str], cited: Item, candidate: Candidate) -> bool:
    """One field beside the title, two where the title is short. A title in part wants more: the same authors write a second
    part for the same journal, and the same publisher has another book of that name in the same year.
    """
    weight = _weight(agrees, cited, candidate) - _unlike(cited, candidate.item)
    if title.part:
        dated = "date" in agrees and ("author" in agrees or not _by_year(cited, candidate))
        return weight >= 1.5 and (dated or "ISBN" in agrees or "archive date" in agrees)
    return weight >= (2.0 if title.short else 1.0)


def _unlike(cited: Item, found: Item) -> float:
    """What it takes more where both name a publisher, and not the same: another paper's copy, or another name of it."""
    ours, theirs = (one.container_title or one.publisher for one in (cited, found))
    return 1.0 if ours and theirs and not _publisher(cited, found) else 0.0


def _weight(agrees: Sequence[str], cited: Item, candidate: Candidate) -> float:
    """A year alone is half a field. So is a publisher where only one of both is dated: the same title may come every year."""
    ours, theirs = cited.issued is not None, bool(_dates(candidate))
    many = len(title_words(cited.title or "")) >= OWN_WORDS
    doubted = (ours and not theirs) or (theirs and not ours and not many)
    half = {"year": True, "date": _by_year(cited, candidate), "publisher": doubted}
    return sum(0.5 if half.get(name) else 1.0 for name in agrees)


# --- the fields: True agrees, False differs, None where one of both says nothing


def _dates(candidate: Candidate) -> tuple[str, ...]:
    return tuple(date for date in (candidate.item.issued, *candidate.dates) if date)


def _parts(date: str) -> str | None:
    """The part of an ISO date that is a day, a month or a year: seasons and spans of months count as their year."""
    found = _DATE.match(date)
    if found is None:
        return None
    if "/" in date or (found[2] and not 1 <= int(found[2]) <= 12):
        return found[1]
    return found[0]


def _date(cited: Item, candidate: Candidate) -> bool | None:
    ours = _parts(cited.issued or "")
    theirs = [part for date in _dates(candidate) if (part := _parts(date))]
    if not ours or not theirs:
        return None
    if _by_year(cited, candidate):
        return any(ours[:4] == one[:4] for one in theirs)
    return any(dates_agree(ours, one) for one in theirs)


def _by_year(cited: Item, candidate: Candidate) -> bool:
    return cited.type in BY_YEAR or candidate.item.type in BY_YEAR


def _year_alone(cited: Item, candidate: Candidate) -> bool:
    """Whether the dates agree as far as their year only, of a work that is dated by its day."""
    if _by_year(cited, candidate):
        return False
    ours = _parts(cited.issued or "") or ""
    return len(ours) == 4 or all(len(_parts(date) or "") <= 4 for date in _dates(candidate))


def _author(cited: Item, found: Item) -> bool | None:
    ours = [name for name in cited.author if (name.family or name.literal) and not _institution(name)]
    theirs = [name for name in found.author if (name.family or name.literal) and not _institution(name)]
    if not ours or not theirs:
        return None
    matched = [any(_same_person(name, other) for other in theirs) for name in ours]
    # A list that is cut short ("et al.") names the first.
    return all(matched) or (matched[0] and len(theirs) < len(ours) and sum(matched) == len(theirs))


def _institution(name: Name) -> bool:
    words = name.literal or ""
    return bool(words) and (known_publisher(words) is not None or publisher_of(words).institution)


def _same_person(one: Name, other: Name) -> bool:
    """The same family name, and given names that can be one person's: J. and John, not John and Jane."""
    first, second = _split(one), _split(other)
    if first is None or second is None:
        return set(_all_words(one)) == set(_all_words(other))
    (family, given), (their_family, their_given) = first, second
    if family != their_family:
        return set(_all_words(one)) == set(_all_words(other))  # Kumar Sen, Ashish and Ashish Kumar Sen
    if not given or not their_given:
        return True
    a, b = given[0], their_given[0]
    return a == b or (a[0] == b[0] and 1 in (len(a), len(b)))  # Jan is not Jane


def _split(name: Name) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Family and given names as words; the last word of a name in one piece is the family name."""
    if name.family:
        return tuple(words_in(name.family)), tuple(words_in(name.given or ""))
    words = tuple(words_in(name.literal or ""))
    return (words[-1:], words[:-1]) if words else None


def _all_words(name: Name) -> list[str]:
    return words_in(_written(name))


def _written(name: Name) -> str:
    return name.literal or " ".join(part for part in (name.given, name.family) if part)


def _publisher(cited: Item, found: Item) -> bool | None:
    ours = [name for name in (cited.container_title, cited.publisher, *map(_institution_name, cited.author)) if name]
    theirs = [name for name in (found.container_title, found.publisher, *map(_institution_name, found.author)) if name]
    theirs += [host for host in (_host(found.URL),) if host]
    if not ours or not theirs:
        return None
    if any(same_publisher(one, other) for one in ours for other in theirs):
        return True
    known = {publisher for name in ours if (publisher := known_publisher(name))}
    other = {publisher for name in theirs if (publisher := known_publisher(name))}
    # Names that the table lacks may be another name of the same.
    return False if known and other else None


def _institution_name(name: Name) -> str | None:
    return name.literal if _institution(name) else None


def _host(url: str | None) -> str:
    """The host of an address as publishers are known by: without www, and without what stands before the name."""
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        name = ".".join(labels[start:])
        if known_publisher(name):
            return name
    return host


def _isbn(cited: str | None, found: str | None) -> bool | None:
    """`found` may be several, separated by spaces."""
    ours = _thirteen(cited or "")
    theirs = {each for one in (found or "").split() if (each := _thirteen(one))}
    if not ours or not theirs:
        return None
    return ours in theirs


def _thirteen(isbn: str) -> str:
    digits = re.sub(r"[^0-9Xx]", "", isbn)
    if len(digits) == 10:
        body = f"978{digits[:9]}"
        check = (10 - sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body)) % 10) % 10
        return f"{body}{check}"
    return digits if len(digits) == 13 else ""
