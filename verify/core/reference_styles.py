"""One reference, as a style writes it, to what it says: CS1 (Wikipedia), APA, MLA, Chicago, Bluebook, Markdown, prose.

Nobody says which style a list follows, so the marks decide: quoted titles with the closing mark before the full stop are
CS1, with the comma or stop inside the marks MLA or Chicago; a date in parentheses without a quoted title is APA or
Bluebook, a title that is a link is Markdown. What stands around title and container (dates of archiving and access,
URLs, identifiers, language, format) reads the same in all of them and is taken out first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from verify.core.dates import DATE, iso_date
from verify.core.names import csl_name
from verify.core.publishers import known_publisher, publisher_of
from verify.model import Item, Name

# Longer "references" are paragraphs of prose; parsing stops being meaningful and the bound keeps it linear.
LONGEST = 4000

_LANGUAGES = {
    "arabic": "ar", "catalan": "ca", "chinese": "zh", "czech": "cs", "danish": "da", "dutch": "nl", "english": "en",
    "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu",
    "indonesian": "id", "italian": "it", "japanese": "ja", "korean": "ko", "norwegian": "no", "persian": "fa",
    "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru", "serbian": "sr", "spanish": "es",
    "swedish": "sv", "turkish": "tr", "ukrainian": "uk", "vietnamese": "vi",
}  # fmt: skip
_URL = re.compile(r"(?:https?|ftp)://[^\s<>\"“”«»\]]+", re.IGNORECASE)
_BARE_URL = re.compile(
    r"(?<![\w@/.])(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}(?:/[^\s<>\"“”]*|(?=[.,]?\s|[.,]?$))", re.IGNORECASE
)
_SCHEMELESS_ARCHIVE = re.compile(r"(?<![\w/.-])((?:[\w-]{1,20}\.)?archive\.org/web/\d{4,14}/https?://)")
_ARCHIVE = re.compile(
    r"^https?://(?:(?:classic-)?web\.archive\.org/(?:web/)?|(?:www\.)?webcitation\.org/|archive\.(?:is|ph|today|md|li|vn|fo)/|"
    r"(?:www\.)?webarchive\.[\w.]+/[\w/]*?|arquivo\.pt/wayback/|perma\.cc/)(?P<stamp>\d{4,14})?(?:[a-z]{2}_)?/?(?P<uri>https?:/{1,2}\S+)?",
    re.IGNORECASE,
)
_ARCHIVED = re.compile(
    rf"\bArchived(?: \([\w /]{{1,20}}\))?(?: copy)?(?: from the original)?(?: \([\w /]{{1,20}}\))?(?: on| at the Wayback Machine on|,)? (?P<date>{DATE})\.?"
)
_ACCESSED = re.compile(
    rf"[(\[]?\b(?:Retrieved|Accessed|Last accessed|Last visited|Last retrieved|Last checked|Access date|Viewed|Consulted|Abgerufen am|"
    rf"Consulté le|Consultado el|Visitato il|visited)(?: on)?:? (?P<date>{DATE})(?:,? from\b)?[)\]]?\.?",
    re.IGNORECASE,
)
_VIA = re.compile(r"\s*[–—-] via [^.]{1,80}\.?")
_DOI = re.compile(r"(?:\bdoi\s?:?\s?|https?://(?:dx\.)?doi\.org/)(?P<doi>10\.\d{4,9}/[^\s\"”]{1,200})", re.IGNORECASE)
_ISBN = re.compile(r"\bISBN(?:-1[03])?:?\s?(?P<isbn>[\d][\d -]{8,16}[\dXx])")
_OTHER_IDS = re.compile(r"\b(?:ISSN|OCLC|PMID|PMC|JSTOR|Bibcode|S2CID|arXiv)\s?:?\s?[\w./:-]{3,40}\.?")
_LANGUAGE = re.compile(r"\s?\(in (?P<names>[A-Z][a-z]+(?:(?:, | and |, and )[A-Z][a-z]+){0,5})\)")
_FORMAT = re.compile(r"^\s*(?:\[[^\]]{1,300}\]\s*)?[(\[](?P<format>[A-Z][\w /-]{1,30})[)\]]\s*(?=[.,]|$)\.?")
_FORMATS = frozenset(
    {"PDF", "DOC", "DOCX", "XLS", "XLSX", "TXT", "RTF", "PPT", "PPTX", "HTML", "MP3", "MP4", "CSV", "XML"}
)
_TRANSLATION = re.compile(r"^\s*\[[^\]]{1,400}\]")
_LABEL = re.compile(
    r"^\s*(?:\[\^?[\w.-]{1,12}\](?!\():?|\(?\d{1,4}[.)](?=\s)|\^(?:\s?[a-z]\b,?){0,12}|↑|↩︎?|[•*†‡-](?=\s))\s*"
)
_LEADING_LINK = re.compile(
    r"^\[(?P<title>(?:[^\[\]]|\[[^\[\]]{0,300}\]){1,600})\]\((?P<url>[^()\s]{1,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,200}){0,3})(?:\s+\"[^\"]{0,300}\")?\)"
)
_PAREN_DATE = re.compile(
    rf"\((?P<date>(?:c\. ?)?(?:{DATE}|(?:1[5-9]|20)\d\d[a-z]?(?:, [A-Z][a-z]+\.?(?:[-–/][A-Z][a-z]+)?(?: \d{{1,2}})?)?)|n\.\s?d\.|forthcoming|in press)\)"
)
_INITIALS = r"(?:[^\W\d_]\.(?:[ -]?[^\W\d_]\.?){0,4}|(?:[^\W\d_]\. ?){1,4}(?:[a-z]{1,3}\. ?[A-Z]\.)?)"
_APA_NAME = re.compile(
    rf"(?:(?:van|von|de|der|den|del|della|di|du|la|le|al|el|ter)[ -]){{0,3}}[^\W\d_][\w’'‐-]*(?: [^\W\d_][\w’'‐-]*){{0,2}}, {_INITIALS}(?:, (?:Jr|Sr|I{{2,3}}|IV)\.?)?"
)
_INVERTED = re.compile(r"[^\W\d_][\w’'-]+, [^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*)?")
_NOT_CONTAINER = re.compile(
    r"^(?:pp?\.? ?\d|p\.|pp\.|vol\.|no\.|issue|ISSN|ISBN|OCLC|doi|PMID|\d+(?: ?\(\d+\))?(?::|$)|para?\.|ed\.|eds\.|\d+(?:st|nd|rd|th) ed|quote|cited in)",
    re.IGNORECASE,
)
_PLACE_PUBLISHER = re.compile(r"^(?P<place>[A-Z][\w .,’'-]{1,60}): (?P<publisher>[A-Z].{1,100})$")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:St|Mt|Ft|Dr|Mr|Mrs|Ms|Jr|Sr|Prof|No|Vol|Nos|pp|p|Dept|Univ|vs|v|ed|eds|trans|U\.S|al|Rev|Gen|Sen|Gov|Col))$"
)
_RESTORE_DOT = re.compile(r"(?:\b[A-Z]\.[A-Z]|\b(?:Inc|Ltd|Co|Corp|Bros|Jr|Sr))$")
_PROSE = re.compile(
    rf"^(?P<publisher>[^“\"]{{1,120}}?),? (?:on|in|of) (?P<date>{DATE}),?(?:,? in an? [\w -]{{1,40}}? by (?P<authors>[^“\"]{{1,300}}?))?,? (?:en)?titled:? [“\"](?P<title>.+?)[”\"]?$"
)
_BLUEBOOK = re.compile(
    rf"^(?P<head>.{{1,600}}), (?P<container>[^,]{{2,80}}) \((?P<date>{DATE})(?:, [\d:]+ [AaPp]\.?[Mm]\.?(?: E[SD]T)?)?\)[,.]?\s*$"
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a reference says, and in which style."""

    item: Item
    archived: str | None = None
    archive_url: str | None = None
    style: str = "plain"


@dataclass(slots=True)
class _Fields:
    """What has been read so far."""

    title: str | None = None
    author: tuple[Name, ...] = ()
    container: str | None = None
    publisher: str | None = None
    issued: str | None = None
    accessed: str | None = None
    archived: str | None = None
    url: str | None = None
    archive_url: str | None = None
    doi: str | None = None
    isbn: str | None = None
    language: str | None = None
    format: str | None = None
    book: bool = False
    style: str = "plain"
    links: tuple[tuple[str, str], ...] = field(default=())


@lru_cache(maxsize=1024)
def parse_reference(raw: str, links: tuple[tuple[str, str], ...] = ()) -> Parsed:
    """Read one reference. `links` are the (text, URL) pairs of the markup inside it, in order.

    Fields that the text does not show stay None; nothing is guessed from a URL but its archive stamp.
    """
    fields = _Fields(links=links)
    text = " ".join(raw[:LONGEST].split())
    text = _LABEL.sub("", text, count=1)
    text = _take_common(text, fields)
    for reader in (_markdown, _prose, _quoted, _parenthesised, _bluebook, _plain):
        if reader(text, fields):
            break
    return _finished(fields)


# --- what all styles share -----------------------------------------------------------------------------------------


def archived_copy(url: str) -> tuple[str, str | None, str | None]:
    """A URL as (the page's own URL, the archive's URL, date of the capture); the last two None when it is no archive's."""
    match = _ARCHIVE.match(url)
    if not match:
        return url, None, None
    stamp = match["stamp"] or ""
    date = None
    if len(stamp) >= 8:
        date = iso_date(f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}")
    original = re.sub(r"^(https?):/(?!/)", r"\1://", match["uri"]) if match["uri"] else url
    return original, url, date


def trim_url(url: str) -> str:
    """A URL without the punctuation of the sentence around it; a closing bracket stays when the URL opened it."""
    while url:
        last = url[-1]
        if last in ".,;:!?'*_" or (last in ")]}" and url.count(last) > url.count({")": "(", "]": "[", "}": "{"}[last])):
            url = url[:-1]
        else:
            break
    return url


def _take_common(text: str, fields: _Fields) -> str:
    """Take out of `text` what reads the same in every style."""
    link = _LEADING_LINK.match(text)
    if link:  # kept for the Markdown reader: its URL is the title's
        _take_url(link["url"], fields)
        text = f"[{link['title']}]()" + text[link.end() :]
    text = _SCHEMELESS_ARCHIVE.sub(r"https://\1", text)
    for match in list(_URL.finditer(text)):
        _take_url(trim_url(match[0]), fields)
    identifier = _DOI.search(text)
    if identifier:
        fields.doi = trim_url(identifier["doi"])
    for _, href in fields.links:
        _take_url(href, fields)
    text = _DOI.sub(" ", text)
    text = _URL.sub(lambda match: match[0][len(trim_url(match[0])) :], text)
    for pattern, name in ((_ARCHIVED, "archived"), (_ACCESSED, "accessed")):
        dated = pattern.search(text)
        if dated:
            setattr(fields, name, iso_date(dated["date"]))
            text = text[: dated.start()] + " " + text[dated.end() :]
    isbn = _ISBN.search(text)
    if isbn:
        fields.isbn = re.sub(r"[ -]", "", isbn["isbn"])
        text = text[: isbn.start()] + text[isbn.end() :]
    language = _LANGUAGE.search(text)
    if language:
        codes = [_LANGUAGES.get(name.lower()) for name in re.split(r", and | and |, ", language["names"])]
        if all(codes):
            fields.language = codes[0]
            text = text[: language.start()] + text[language.end() :]
    text = _OTHER_IDS.sub(" ", _VIA.sub(" ", text))
    if fields.url is None:
        bare = [match for match in _BARE_URL.finditer(text) if "/" in match[0] or match[0].lower().startswith("www.")]
        cs1_container = bare and "/" not in bare[-1][0] and text[: bare[-1].start()].endswith(('". ', "”. "))
        if bare and not cs1_container:
            fields.url = "https://" + trim_url(bare[-1][0])
            text = text[: bare[-1].start()] + text[bare[-1].start() + len(trim_url(bare[-1][0])) :]
    text = re.sub(r"\bArchived(?: from the original)?(?=[\s.]*$)", "", text)
    text = re.sub(r"\[\s*\]|\(\s*\)(?<!\]\(\))|<\s*>", " ", text)
    return re.sub(r"\s+([.,])", r"\1", " ".join(text.split()))


def _take_url(url: str, fields: _Fields) -> None:
    if re.match(r"https?://(?:dx\.)?doi\.org/", url):
        return
    original, archive_url, date = archived_copy(url)
    if archive_url is not None:
        fields.archive_url = fields.archive_url or archive_url
        fields.archived = fields.archived or date
        if original != url:
            fields.url = fields.url or original
    elif re.match(r"(?:https?|ftp)://", url):
        fields.url = fields.url or url


# --- styles --------------------------------------------------------------------------------------------------------


def _markdown(text: str, fields: _Fields) -> bool:
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


def _prose(text: str, fields: _Fields) -> bool:
    """`The New York Times on March 4, 2009, in an article by X entitled “Title”`."""
    match = _PROSE.match(text.rstrip(" .,"))
    if not match:
        return False
    fields.title, fields.issued = match["title"].strip(" .,"), iso_date(match["date"])
    _set_container(match["publisher"].strip(), fields)
    if match["authors"]:
        fields.author = _natural_authors(match["authors"])
    fields.style = "prose"
    return True


def _quoted(text: str, fields: _Fields) -> bool:
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
    dated = re.search(rf"\s*\((?P<date>(?:c\. ?)?{DATE}|n\.d\.)\)[.,:]?\s*$", head)
    if dated:
        fields.issued = iso_date(dated["date"])
        head = head[: dated.start()]
    if inside or comma or (tail[:1] not in ".,;" and not dated and not re.match(r"\s*[(\[]", tail)):
        fields.style = "note" if comma else "bibliography"
        if comma:
            fields.author = _natural_authors(head.strip(" ,"))
        else:
            fields.author = _inverted_first_authors(
                head.removesuffix(".") if not re.search(r"\b[A-Z]\.$", head) else head
            )
        _comma_tail(tail.strip(" ,"), fields, places=not comma)
        return True
    fields.style = "cs1"
    fields.author = _semicolon_authors(head)
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


def _cs1_tail(tail: str, fields: _Fields) -> None:
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
    for segment in _segments(tail):
        cleaned = re.sub(r"\s*\((?:Press release|PDF|Blog|Video|Podcast|Interview)\)$", "", segment).strip(" ,;")
        date = iso_date(cleaned)
        if date:
            fields.issued = fields.issued or date
        elif cleaned and not _NOT_CONTAINER.match(cleaned):
            names.append(cleaned)
    _name_the_rest(names, fields)


def _name_the_rest(names: list[str], fields: _Fields) -> None:
    if not names:
        return
    placed = _PLACE_PUBLISHER.match(names[0])
    if placed and len(names) == 1 and len(placed["place"].split()) < 4 and " of " not in placed["place"]:
        _set_container(placed["publisher"], fields)
        return
    _set_container(re.sub(r",? \d+ ?\(\d+\)(?::? ?\d*[-–]?\d*)?$", "", names[0]) or names[0], fields)
    for name in names[1:]:
        placed = _PLACE_PUBLISHER.match(name)
        if placed:
            fields.publisher = placed["publisher"]
        elif publisher_of(names[0]).kind not in ("newspaper", "magazine", "wire") or known_publisher(name):
            fields.publisher = name


def _comma_tail(tail: str, fields: _Fields, *, places: bool) -> None:
    """`Container, Publisher, 3 May 2019.` of MLA and Chicago; `places`: a second name is a publisher (MLA)."""
    tail = tail.strip(" ,")
    formatted = _FORMAT.match(tail)
    if formatted:
        fields.format = formatted["format"] if formatted["format"] in _FORMATS else fields.format
        tail = tail[formatted.end() :].strip(" ,")
    tail = re.sub(r"^\.\s*|[.,]\s*\.?$", "", tail) if not re.search(r"\b[A-Z]\.[A-Z]\.$", tail) else tail
    dated = re.search(
        rf"(?:^|, |\. | \()(?P<date>{DATE})\)?[.,]?\s*(?P<rest>(?:[,;]? ?(?:pp?\. ?)?[A-Z]?\d[\w–-]*|sec\. \w+|, .*)?)$",
        tail,
    )
    if dated:
        fields.issued = fields.issued or iso_date(dated["date"])
        tail = tail[: dated.start()]
    tail = re.sub(r",? (?:vol\.|no\.|pp?\.) ?[\w–-]+", "", tail).strip(" ,")
    if tail.endswith("..") or (tail.endswith(".") and not _RESTORE_DOT.search(tail[:-1])):
        tail = tail[:-1]
    if not tail:
        return
    parts = tail.split(", ")
    if places and len(parts) > 1 and parts[1][0].isupper() and not known_publisher(tail):
        _set_container(parts[0], fields)
        fields.publisher = ", ".join(parts[1:])
    else:
        _set_container(tail, fields)


def _parenthesised(text: str, fields: _Fields) -> bool:
    """`Flett, D. (2009, May 14). Title. Container.` of APA, `Author (2015). Title. Place: Publisher.` of books."""
    match = _PAREN_DATE.search(text, 0, 700)
    if not match or not re.match(r"\s*[.:,]", text[match.end() :] or "."):
        return False
    head, tail = text[: match.start()].strip(), text[match.end() :].lstrip(" .:,").strip()
    if match.end() >= len(text.rstrip(" .,")) and "," in head and match["date"][0] != "n" and not head.endswith("."):
        return False  # Bluebook closes with the date
    fields.issued = iso_date(re.sub(r"(?<=\d{4})[a-z]$", "", match["date"]))
    fields.style = "apa"
    tail = _strip_dot(tail)
    segments = _segments(tail)
    authors = _apa_authors(head)
    asked = re.match(r"(.+[?!]) (?=[A-Z])(.+)$", segments[-1]) if segments else None
    if asked and (known_publisher(asked[2]) or len(asked[2].split()) <= 4):
        segments[-1:] = [asked[1], asked[2]]
    by_name = re.fullmatch(rf"{_APA_NAME.pattern}(?:,? .*)?", head) is not None
    if not by_name and (len(segments) < 2 and not (segments and _is_author(_strip_dot(head), segments[0]))):
        fields.title = _strip_dot(head)
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
    if known_publisher(tail) or re.fullmatch(_BARE_URL, tail) or not tail or publisher_of(tail).kind != "site":
        return False
    if head.isupper() or known_publisher(head) or re.fullmatch(r"[^\W\d_][\w’'-]+, [^\W\d_][\w. ]{0,30}", head):
        return True
    return len(head.split()) <= 8 and publisher_of(head).kind != "site" and len(tail.split()) > 2


def _bluebook(text: str, fields: _Fields) -> bool:
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


def _plain(text: str, fields: _Fields) -> bool:
    """Without marks or parentheses: `Author. Title. Place: Publisher, 2015.`, or a mere title."""
    segments = _segments(text.strip(" ,"))
    if not segments:
        return True
    last = re.match(
        rf"^(?:(?P<place>[A-Z][\w .,’'-]{{1,60}}): )?(?P<publisher>.{{2,100}}), (?P<date>{DATE})$", segments[-1]
    )
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
        fields.author = _inverted_first_authors(segments[0])
        segments = segments[1:]
    fields.title = ". ".join(segments) or None
    return True


# --- parts ---------------------------------------------------------------------------------------------------------


def _segments(text: str) -> list[str]:
    """`text` split at full stops that end an element, not at those of abbreviations and initials."""
    found: list[str] = []
    start = 0
    for match in re.finditer(r"\.(?=\s|$)", text):
        piece = text[start : match.start()].strip()
        following = text[match.end() :].lstrip()
        if following and _ABBREVIATED.search(piece) and not re.match(rf"{DATE}(?:\.|$)", following):
            continue
        if following and following[0].islower() and not re.match(r"pp?\.|doi|[\w-]{2,40}\.[a-z]{2,6}\b", following):
            continue
        if piece:
            found.append(piece + "." if _RESTORE_DOT.search(piece) else piece)
        start = match.end()
    rest = text[start:].strip(" .")
    if rest:
        found.append(rest)
    return found


def _strip_dot(text: str) -> str:
    return text[:-1] if text.endswith(".") and not re.search(r"(?<!\.)\b[A-Z]\.[A-Z]\.$", text) else text


def _semicolon_authors(head: str) -> tuple[Name, ...]:
    """CS1: `Flett, Dave; Smith, J. et al.`"""
    head = re.sub(r"[,;]?\s+et al\.?$", "", head.strip(" ,;"))
    head = re.sub(r",? \(?eds?\.?\)?$", "", head)
    if head.endswith(".") and not re.search(r"\b[^\W\d_]\.$|\b(?:Jr|Sr|Inc|Ltd)\.$", head):
        head = head[:-1]
    names: list[Name] = []
    for one in re.split(r";\s*(?:and |& )?", head):
        one = one.strip()
        if one:
            names.append(csl_name(one) if "," in one else Name(literal=one))
    return tuple(names)


def _apa_authors(head: str) -> tuple[Name, ...]:
    """APA: `Flett, D., & Smith, J.`, or an organisation."""
    head = head.strip()
    names: list[Name] = []
    position = 0
    for match in _APA_NAME.finditer(head):
        gap = head[position : match.start()].strip(" ,&.…")
        if gap and gap != "and":
            names = []
            break
        names.append(csl_name(match[0]))
        position = match.end()
    if names and not head[position:].strip(" ,.&").replace("et al", "").strip():
        return tuple(names)
    if ";" in head or _INVERTED.fullmatch(head):
        return _semicolon_authors(head)
    parts = re.split(r",? & ", _strip_dot(head))
    return tuple(Name(literal=part.strip(" ,")) for part in parts if part.strip(" ,"))


def _inverted_first_authors(head: str) -> tuple[Name, ...]:
    """MLA and Chicago bibliographies: `Flett, Dave, and John Smith`, `Flett, Dave, et al`."""
    head = re.sub(r",? et al\.?$", "", head.strip(" ,"))
    if not head:
        return ()
    *others, last = (
        re.split(r",? and (?=[A-Z]|de |van |von )", head)
        if ", and " in head or re.search(r",.* and ", head)
        else [head]
    )
    chunks = [*others, last]
    parts = chunks[0].split(", ")
    if len(parts) == 1:
        names = [Name(literal=parts[0])]
    else:
        names = [csl_name(", ".join(parts[:2]))]
        names += [csl_name(part) for part in parts[2:] if part not in ("Jr.", "Sr.", "Jr", "Sr")]
    names += [csl_name(part) for part in chunks[1:]]
    return tuple(names)


def _natural_authors(head: str) -> tuple[Name, ...]:
    """Notes and prose: `Dave Flett and John Smith`, `A. Orton, B. Simon`."""
    head = re.sub(r",? et al\.?$", "", head.strip(" ,"))
    if not head:
        return ()
    parts = [part.strip() for part in re.split(r",? and (?=[A-Z])|,? & |, ", head) if part.strip()]
    if (
        " and " in head
        and not any("," in one for one in head.split(" and ")[:1])
        and len(parts) == 2
        and any(len(part.split()) < 2 for part in parts)
    ):
        return (Name(literal=head),)
    if len(parts) == 2 and all(len(part.split()) == 1 for part in parts):
        return (Name(family=parts[0], given=parts[1]),)
    return tuple(csl_name(part) for part in parts)


def _set_container(name: str, fields: _Fields) -> None:
    name = name.strip(" ,;*_")
    if name:
        fields.container = name


def _finished(fields: _Fields) -> Parsed:
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
