"""One reference, as a style writes it, to what it says: CS1 (Wikipedia), APA, MLA, Chicago, Bluebook, Markdown, prose.

Nobody says which style a list follows, so the marks decide: quoted titles with the closing mark before the full stop are
CS1, with the comma or stop inside the marks MLA or Chicago; a date in parentheses without a quoted title is APA or
Bluebook, a title that is a link is Markdown. What stands around title and container (dates of archiving and access,
URLs, identifiers, language, format) reads the same in all of them and is taken out first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from verify.core.continental_styles import read_continental
from verify.core.dates import DATE, iso_date
from verify.core.names import csl_name
from verify.core.patterns import regex
from verify.core.publishers import known_publisher, publisher_of
from verify.core.reference_parts import (
    APA_NAME,
    BARE_URL,
    RESTORE_DOT,
    Fields,
    apa_authors,
    inverted_first_authors,
    natural_authors,
    segments_of,
    semicolon_authors,
    strip_dot,
    take_common,
)
from verify.model import Item

# Longer "references" are paragraphs of prose; parsing stops being meaningful and the bound keeps it linear.
LONGEST = 4000

_FORMAT = regex(r"^\s*(?:\[[^\]]{1,300}\]\s*)?[(\[](?P<format>[A-Z][\w /-]{1,30})[)\]]\s*(?=[.,]|$)\.?")
_FORMATS = frozenset(
    {"PDF", "DOC", "DOCX", "XLS", "XLSX", "TXT", "RTF", "PPT", "PPTX", "HTML", "MP3", "MP4", "CSV", "XML"}
)
_TRANSLATION = regex(r"^\s*\[[^\]]{1,400}\]")
_LABEL = regex(
    r"^\s*(?:\[\^?[\w.-]{1,12}\](?!\():?|\(?\d{1,4}[.)](?=\s)|\^(?:\s?[a-z]\b,?){0,12}|↑|↩︎?|[•*†‡-](?=\s))\s*"
)
_PAREN_DATE = regex(
    rf"\((?P<date>(?:c\. ?)?(?:{DATE}|(?:1[5-9]|20)\d\d[a-z]?(?:, [A-Z][a-z]+\.?(?:[-–/][A-Z][a-z]+)?(?: \d{{1,2}})?)?)|n\.\s?d\.|forthcoming|in press)\)"
)
_NOT_CONTAINER = regex(
    r"^(?:pp?\.? ?\d|p\.|pp\.|vol\.|no\.|issue|ISSN|ISBN|OCLC|doi|PMID|\d+(?: ?\(\d+\))?(?::|$)|para?\.|ed\.|eds\.|\d+(?:st|nd|rd|th) ed|quote|cited in)",
    re.IGNORECASE,
)
_ENDS_DATED = regex(rf"\s*\((?P<date>(?:c\. ?)?{DATE}[a-z]?|n\.d\.)\)[.,:]?\s*$")
_DATE_IN_TAIL = regex(
    rf"(?:^|, |\. | \()(?P<date>{DATE})\)?[.,]?\s*(?P<rest>(?:[,;]? ?(?:pp?\. ?)?[A-Z]?\d[\w–-]*|sec\. \w+|, .*)?)$"
)
_BY_NAME = regex(rf"{APA_NAME.pattern}(?:,? .*)?")
_PUBLISHED = regex(rf"^(?:(?P<place>[A-Z][\w .,’'-]{{1,60}}): )?(?P<publisher>.{{2,100}}), (?P<date>{DATE})$")
_PLACE_PUBLISHER = regex(r"^(?P<place>[A-Z][\w .,’'-]{1,60}): (?P<publisher>[A-Z].{1,100})$")
_PROSE = regex(
    rf"^(?P<publisher>[^“\"]{{1,120}}?),? (?:on|in|of) (?P<date>{DATE}),?(?:,? in an? [\w -]{{1,40}}? by (?P<authors>[^“\"]{{1,300}}?))?,? (?:en)?titled:? [“\"](?P<title>.+?)[”\"]?$"
)
_BLUEBOOK = regex(
    rf"^(?P<head>.{{1,600}}), (?P<container>[^,]{{2,80}}) \((?P<date>{DATE})(?:, [\d:]+ [AaPp]\.?[Mm]\.?(?: E[SD]T)?)?\)[,.]?\s*$"
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a reference says, and in which style."""

    item: Item
    archived: str | None = None
    archive_url: str | None = None
    style: str = "plain"


@lru_cache(maxsize=1024)
def parse_reference(raw: str, links: tuple[tuple[str, str], ...] = ()) -> Parsed:
    """Read one reference. `links` are the (text, URL) pairs of the markup inside it, in order.

    Fields that the text does not show stay None; nothing is guessed from a URL but its archive stamp.
    """
    fields = Fields(links=links)
    text = " ".join(raw[:LONGEST].split())
    text = _LABEL.sub("", text, count=1)
    text = take_common(text, fields)
    for reader in (_markdown, _prose, read_continental, _quoted, _parenthesised, _bluebook, _plain):
        if reader(text, fields):
            break
    return _finished(fields)


# --- styles --------------------------------------------------------------------------------------------------------


def _markdown(text: str, fields: Fields) -> bool:
    """`[Title](url), Container, 3 May 2019`, raw or rendered."""
    match = re.match(r"^\[(.{1,700}?)\]\(\)", text)
    if match:
        title, tail = match[1], text[match.end() :]
    else:
        first = next(
            ((words, href) for words, href in fields.links if len(words.split()) > 1 and text.startswith(words)), None
        )
        if first is None or not re.match(r"\s*(?:,|\.|[–—-]|$)", text[len(first[0]) :]):
            return False
        title, tail = first[0], text[len(first[0]) :]
    fields.title = title.strip('*_“”" ')
    _comma_tail(tail.strip(" ,.–—-*_"), fields, places=False)
    fields.style = "markdown"
    return True


def _prose(text: str, fields: Fields) -> bool:
    """`The New York Times on March 4, 2009, in an article by X entitled “Title”`."""
    match = _PROSE.match(text.rstrip(" .,")) if "titled" in text else None
    if not match:
        return False
    fields.title, fields.issued = match["title"].strip(" .,"), iso_date(match["date"])
    _set_container(re.sub(r"^the (?=[A-Z])", "", match["publisher"].strip()), fields)
    if match["authors"]:
        fields.author = natural_authors(match["authors"])
    fields.style = "prose"
    return True


def _quoted(text: str, fields: Fields) -> bool:
    """Titles in quotation marks: CS1, MLA, Chicago."""
    span = _quoted_title(text)
    if span is None:
        return False
    start, end = span
    head, inner, tail = text[: start - 1].strip(), text[start:end].strip(), text[end + 1 :]
    inside = inner.endswith((",", ".")) and not inner.endswith("...")
    comma = inner.endswith(",") or (inside is False and tail.startswith(","))
    fields.title = (
        inner.rstrip(",") if comma else (inner[:-1] if inside and not re.search(r"\b[A-Z]\.[A-Z]\.$", inner) else inner)
    )
    dated = _ENDS_DATED.search(head) if ")" in head else None
    if dated:
        fields.issued = iso_date(re.sub(r"(?<=\d{4})[a-z]$", "", dated["date"]))
        head = head[: dated.start()]
    if inside or comma or (tail[:1] not in ".,;" and not dated and not re.match(r"\s*[(\[]", tail)):
        fields.style = "note" if comma else "bibliography"
        if comma:
            fields.author = natural_authors(head.strip(" ,"))
        else:
            fields.author = inverted_first_authors(
                head.removesuffix(".") if not re.search(r"\b[A-Z]\.$", head) else head
            )
        _comma_tail(tail.strip(" ,"), fields, places=not comma)
        return True
    fields.style = "cs1"
    fields.author = semicolon_authors(head)
    _cs1_tail(tail, fields)
    return True


def _quoted_title(text: str) -> tuple[int, int] | None:
    """[start, end) of the first quoted words whose closing mark ends a segment and balances the marks inside."""
    opening = re.search(r"[“\"«„]", text)
    if not opening or opening.start() > 700:
        return None
    straight = opening[0] == '"'
    closers = {"“": "”", '"': '"', "«": "»", "„": "“”"}[opening[0]]
    depth, last, tried = 0, None, 0
    for match in re.finditer(r"[“”\"«»„]", text[:LONGEST]):
        if match.start() <= opening.start():
            continue
        at, mark = match.start(), match[0]
        ends = text[at - 1] in ".,?!" or re.match(r"\s*(?:[.,;(\[]|$)|\s+[A-Z0-9]", text[at + 1 : at + 4]) is not None
        tried += 1
        if straight:
            if mark != '"':
                continue
            depth += 1
            if depth % 2 and ends:  # marks inside the title come in pairs
                return opening.end(), at
            last = at if ends else last
        elif mark in closers:
            if depth == 0 and ends:
                return opening.end(), at
            depth = max(0, depth - 1)
            last = at if ends else last
        elif mark == opening[0]:
            depth += 1
        if tried > 60:
            break
    return (opening.end(), last) if last is not None else None


def _cs1_tail(tail: str, fields: Fields) -> None:
    """`[Translated title] (PDF). Container. Place. Publisher. 3 May 2019. p. 3. "Quoted words"`."""
    tail = _TRANSLATION.sub("", tail)
    formatted = _FORMAT.match(tail)
    if formatted:
        fields.format = formatted["format"] if formatted["format"] in _FORMATS else fields.format
        tail = tail[formatted.end() :]
    quote = re.search(r"(?:^|[.,]) ?[“\"]", tail)
    if quote:
        tail = tail[: quote.start() + 1]
    names: list[str] = []
    for segment in segments_of(tail):
        cleaned = re.sub(r"\s*\((?:Press release|PDF|Blog|Video|Podcast|Interview)\)$", "", segment).strip(" ,;")
        date = iso_date(cleaned)
        if date:
            fields.issued = fields.issued or date
        elif cleaned and not _NOT_CONTAINER.match(cleaned):
            names.append(cleaned)
    _name_the_rest(names, fields)


def _name_the_rest(names: list[str], fields: Fields) -> None:
    if not names:
        return
    placed = _PLACE_PUBLISHER.match(names[0])
    if placed and len(names) == 1 and len(placed["place"].split()) < 4 and " of " not in placed["place"]:
        _set_container(placed["publisher"], fields)
        return
    _set_container(re.sub(r",? \d+ ?\(\d+\)(?:[:,]? ?\d*[-–]?\d*)?$", "", names[0]) or names[0], fields)
    for name in names[1:]:
        placed = _PLACE_PUBLISHER.match(name)
        if placed:
            fields.publisher = placed["publisher"]
        elif publisher_of(names[0]).kind not in ("newspaper", "magazine", "wire") or known_publisher(name):
            fields.publisher = name


def _comma_tail(tail: str, fields: Fields, *, places: bool) -> None:
    """`Container, Publisher, 3 May 2019.` of MLA and Chicago; `places`: a second name is a publisher (MLA)."""
    tail = tail.strip(" ,")
    formatted = _FORMAT.match(tail)
    if formatted:
        fields.format = formatted["format"] if formatted["format"] in _FORMATS else fields.format
        tail = tail[formatted.end() :].strip(" ,")
    tail = re.sub(r"^\.\s*|[.,]\s*\.?$", "", tail) if not re.search(r"\b[A-Z]\.[A-Z]\.$", tail) else tail
    dated = _DATE_IN_TAIL.search(tail)
    if dated:
        fields.issued = fields.issued or iso_date(dated["date"])
        tail = tail[: dated.start()]
    tail = re.sub(r",? (?:vol\.|no\.|pp?\.) ?[\w–-]+", "", tail).strip(" ,")
    tail = re.sub(r",? \d+ ?\(\d+\)(?:[:,] ?[\d–-]+)?$", "", tail)
    if tail.endswith("..") or (tail.endswith(".") and not RESTORE_DOT.search(tail[:-1])):
        tail = tail[:-1]
    if not tail:
        return
    parts = tail.split(", ")
    if places and len(parts) > 1 and parts[1][0].isupper() and not known_publisher(tail):
        _set_container(parts[0], fields)
        fields.publisher = ", ".join(parts[1:])
    else:
        _set_container(tail, fields)


def _parenthesised(text: str, fields: Fields) -> bool:
    """`Flett, D. (2009, May 14). Title. Container.` of APA, `Author (2015). Title. Place: Publisher.` of books."""
    match = _PAREN_DATE.search(text, 0, 700)
    if not match or not re.match(r"\s*[.:,]", text[match.end() :] or "."):
        return False
    head, tail = text[: match.start()].strip(), text[match.end() :].lstrip(" .:,").strip()
    if match.end() >= len(text.rstrip(" .,")) and "," in head and match["date"][0] != "n" and not head.endswith("."):
        return False  # Bluebook closes with the date
    fields.issued = iso_date(re.sub(r"(?<=\d{4})[a-z]$", "", match["date"]))
    fields.style = "apa"
    tail = strip_dot(tail)
    segments = segments_of(tail)
    authors = apa_authors(head)
    asked = re.match(r"(.+[?!]) (?=[A-Z])(.+)$", segments[-1]) if segments else None
    if asked and (known_publisher(asked[2]) or len(asked[2].split()) <= 4):
        segments[-1:] = [asked[1], asked[2]]
    by_name = _BY_NAME.fullmatch(head) is not None
    if not by_name and (len(segments) < 2 and not (segments and _is_author(strip_dot(head), segments[0]))):
        fields.title = strip_dot(head)
        if tail:
            _set_container(tail, fields)
        return True
    fields.author = authors
    if len(segments) < 2:
        fields.title = tail
        return True
    placed = _PLACE_PUBLISHER.match(segments[-1])
    if placed and not known_publisher(segments[-1]):
        fields.title, fields.publisher, fields.book = ". ".join(segments[:-1]), placed["publisher"], True
        return True
    fields.title = ". ".join(segments[:-1])
    bracketed = re.search(r"\s*\[([^\[\]]{1,60})\]$", fields.title)
    if bracketed and bracketed.start():
        fields.title = fields.title[: bracketed.start()]
    _set_container(re.sub(r",\s\d+(?:\(\d+(?:[-–]\d+)?\))?(?:,\s(?:[\d–-]+|e\d+))?$", "", segments[-1]), fields)
    return True


def _is_author(head: str, tail: str) -> bool:
    """Of `Head. (2005). Tail.`: whether an organisation wrote Tail, or else Tail published the work called Head."""
    if known_publisher(tail) or BARE_URL.fullmatch(tail) or not tail or publisher_of(tail).kind != "site":
        return False
    if head.isupper() or known_publisher(head) or re.fullmatch(r"[^\W\d_][\w’'-]+, [^\W\d_][\w. ]{0,30}", head):
        return True
    return len(head.split()) <= 8 and publisher_of(head).kind != "site" and len(tail.split()) > 2


def _bluebook(text: str, fields: Fields) -> bool:
    """`Carol J. Williams, Title of the Piece, L.A. TIMES (Sept. 19, 2013), https://…`."""
    match = _BLUEBOOK.match(text.strip(" ,."))
    if not match:
        return False
    head, container = match["head"], match["container"]
    if not any(character.isalpha() for character in container):
        return False
    author, comma, rest = head.partition(", ")
    if (
        comma
        and 1 < len(author.split()) <= 5
        and all(word[0].isupper() or word in ("de", "van", "von", "&") for word in author.split())
    ):
        fields.author = tuple(csl_name(one) for one in author.split(" & "))
        fields.title = rest
    else:
        fields.title = head
    _set_container(container.title() if container.isupper() and len(container) > 5 else container, fields)
    fields.issued = iso_date(match["date"])
    fields.style = "bluebook"
    return True


def _plain(text: str, fields: Fields) -> bool:
    """Without marks or parentheses: `Author. Title. Place: Publisher, 2015.`, or a mere title."""
    segments = segments_of(text.strip(" ,"))
    if not segments:
        return True
    last = _PUBLISHED.match(segments[-1])
    if last and len(segments) > 1:
        fields.issued = iso_date(last["date"])
        if last["place"]:
            fields.publisher, fields.book = last["publisher"], True
        else:
            _set_container(last["publisher"], fields)
        segments = segments[:-1]
    elif len(segments) > 1 and iso_date(segments[-1]):
        fields.issued = iso_date(segments.pop())
    if len(segments) > 2 and not last:
        _set_container(segments.pop(), fields)
    if len(segments) > 1 and re.match(r"^[^\W\d_][\w’'-]+, [^\W\d_]", segments[0]):
        fields.author = inverted_first_authors(segments[0])
        segments = segments[1:]
    fields.title = ". ".join(segments) or None
    return True


def _set_container(name: str, fields: Fields) -> None:
    name = name.strip(" ,;*_")
    if name:
        fields.container = name


def _finished(fields: Fields) -> Parsed:
    kind = publisher_of(fields.container) if fields.container else None
    publisher = fields.publisher
    item_type = "webpage"
    if fields.book or (fields.isbn and not fields.container):
        item_type = "book"
    elif kind is not None:
        item_type = kind.item_type if kind.kind != "site" or known_publisher(kind.name) else "webpage"
        if publisher is None and item_type == "webpage":
            publisher = fields.container
    item = Item(
        type=item_type,
        title=fields.title or None,
        author=fields.author,
        container_title=fields.container,
        publisher=publisher,
        issued=fields.issued,
        accessed=fields.accessed,
        URL=fields.url,
        DOI=fields.doi,
        ISBN=fields.isbn,
        language=fields.language,
        format=fields.format,
    )
    return Parsed(item, fields.archived, fields.archive_url, fields.style)
