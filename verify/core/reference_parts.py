"""The parts of a reference that read alike in every style: URLs, archives, identifiers, dates of access, authors.

They are taken out of the text into `Fields`, so that what is left is title, container and publisher.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from verify.core.dates import DATE, iso_date
from verify.core.names import csl_name
from verify.core.patterns import regex
from verify.model import Name

LANGUAGES = {
    "arabic": "ar", "catalan": "ca", "chinese": "zh", "czech": "cs", "danish": "da", "dutch": "nl", "english": "en",
    "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu",
    "indonesian": "id", "italian": "it", "japanese": "ja", "korean": "ko", "norwegian": "no", "persian": "fa",
    "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru", "serbian": "sr", "spanish": "es",
    "swedish": "sv", "turkish": "tr", "ukrainian": "uk", "vietnamese": "vi",
}  # fmt: skip
_URL = regex(r"(?:https?|ftp)://[^\s<>\"“”«»\]]+", re.IGNORECASE)
BARE_URL = regex(
    r"(?<![\w@/.])(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}(?:/[^\s<>\"“”]*|(?=[.,]?\s|[.,]?$))", re.IGNORECASE
)
_SCHEMELESS_ARCHIVE = regex(r"(?<![\w/.-])((?:[\w-]{1,20}\.)?archive\.org/web/\d{4,14}/https?://)")
_ARCHIVE = regex(
    r"^https?://(?:(?:classic-)?web\.archive\.org/(?:web/)?|(?:www\.)?webcitation\.org/|archive\.(?:is|ph|today|md|li|vn|fo)/|"
    r"(?:www\.)?webarchive\.[\w.]+/[\w/]*?|arquivo\.pt/wayback/|perma\.cc/)(?P<stamp>\d{4,14})?(?:[a-z]{2}_)?/?(?P<uri>https?:/{1,2}\S+)?",
    re.IGNORECASE,
)
_ARCHIVED = regex(
    rf"\bArchived(?: \([\w /]{{1,20}}\))?(?: copy)?(?: from the original)?(?: \([\w /]{{1,20}}\))?(?: on| at the Wayback Machine on|,)? (?P<date>{DATE})\.?"
)
_ACCESSED = regex(
    rf"[(\[]?\b(?:Retrieved|Accessed|Last accessed|Last visited|Last retrieved|Last checked|Access date|Viewed|Consulted|Abgerufen am|"
    rf"Consulté le|Consultado el|Visitato il|visited)(?: on)?:? (?P<date>{DATE})(?:,? from\b)?[)\]]?\.?",
    re.IGNORECASE,
)
_VIA = regex(r"\s*[–—-] via [^.]{1,80}\.?")
_DOI = regex(r"(?:\bdoi\s?:?\s?|https?://(?:dx\.)?doi\.org/)(?P<doi>10\.\d{4,9}/[^\s\"”]{1,200})", re.IGNORECASE)
_ISBN = regex(r"\bISBN(?:-1[03])?:?\s?(?P<isbn>[\d][\d -]{8,16}[\dXx])")
_OTHER_IDS = regex(r"\b(?:ISSN|OCLC|PMID|PMC|JSTOR|Bibcode|S2CID|arXiv)\s?:?\s?[\w./:-]{3,40}\.?")
_LANGUAGE = regex(r"\s?\(in (?P<names>[A-Z][a-z]+(?:(?:, | and |, and )[A-Z][a-z]+){0,5})\)")
_LEADING_LINK = regex(
    r"^\[(?P<title>(?:[^\[\]]|\[[^\[\]]{0,300}\]){1,600})\]\((?P<url>[^()\s]{1,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,200}){0,3})(?:\s+\"[^\"]{0,300}\")?\)"
)
_INITIALS = r"(?:[^\W\d_]\.(?:[ -]?[^\W\d_]\.?){0,4}|(?:[^\W\d_]\. ?){1,4}(?:[a-z]{1,3}\. ?[A-Z]\.)?)"
APA_NAME = regex(
    rf"(?:(?:van|von|de|der|den|del|della|di|du|la|le|al|el|ter)[ -]){{0,3}}[^\W\d_][\w’'‐-]*(?: [^\W\d_][\w’'‐-]*){{0,2}}, {_INITIALS}(?:, (?:Jr|Sr|I{{2,3}}|IV)\.?)?"
)
_INVERTED = regex(r"[^\W\d_][\w’'-]+, [^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*)?")
_ABBREVIATED = regex(
    r"(?:\b[A-Z]|\b(?:St|Mt|Ft|Dr|Mr|Mrs|Ms|Jr|Sr|Prof|No|Vol|Nos|pp|p|Dept|Univ|vs|v|ed|eds|trans|U\.S|al|Rev|Gen|Sen|Gov|Col))$"
)
_DATED = regex(rf"{DATE}(?:\.|$)")
RESTORE_DOT = regex(r"(?:\b[A-Z]\.[A-Z]|\b(?:Inc|Ltd|Co|Corp|Bros|Jr|Sr))$")


@dataclass(slots=True)
class Fields:
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


def take_common(text: str, fields: Fields) -> str:
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
        dated = pattern.search(text) if name == "accessed" or "Archived" in text else None
        if dated:
            setattr(fields, name, iso_date(dated["date"]))
            text = text[: dated.start()] + " " + text[dated.end() :]
    isbn = _ISBN.search(text)
    if isbn:
        fields.isbn = re.sub(r"[ -]", "", isbn["isbn"])
        text = text[: isbn.start()] + text[isbn.end() :]
    language = _LANGUAGE.search(text)
    if language:
        codes = [LANGUAGES.get(name.lower()) for name in re.split(r", and | and |, ", language["names"])]
        if all(codes):
            fields.language = codes[0]
            text = text[: language.start()] + text[language.end() :]
    text = _OTHER_IDS.sub(" ", _VIA.sub(" ", text))
    if fields.url is None:
        bare = [match for match in BARE_URL.finditer(text) if "/" in match[0] or match[0].lower().startswith("www.")]
        cs1_container = bare and "/" not in bare[-1][0] and text[: bare[-1].start()].endswith(('". ', "”. "))
        if bare and not cs1_container:
            fields.url = "https://" + trim_url(bare[-1][0])
            text = text[: bare[-1].start()] + text[bare[-1].start() + len(trim_url(bare[-1][0])) :]
    text = re.sub(r"\bArchived(?: from the original)?(?=[\s.]*$)", "", text)
    text = re.sub(r"\[\s*\]|\(\s*\)(?<!\]\(\))|<\s*>", " ", text)
    return re.sub(r"\s+([.,])", r"\1", " ".join(text.split()))


def _take_url(url: str, fields: Fields) -> None:
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


def segments_of(text: str) -> list[str]:
    """`text` split at full stops that end an element, not at those of abbreviations and initials."""
    found: list[str] = []
    start = 0
    for match in re.finditer(r"\.(?=\s|$)", text):
        piece = text[start : match.start()].strip()
        following = text[match.end() :].lstrip()
        if following and _ABBREVIATED.search(piece) and not _DATED.match(following):
            continue
        if following and following[0].islower() and not re.match(r"pp?\.|doi|[\w-]{2,40}\.[a-z]{2,6}\b", following):
            continue
        if piece:
            found.append(piece + "." if RESTORE_DOT.search(piece) else piece)
        start = match.end()
    rest = text[start:].strip(" .")
    if rest:
        found.append(rest)
    return found


def strip_dot(text: str) -> str:
    return text[:-1] if text.endswith(".") and not re.search(r"(?<!\.)\b[A-Z]\.[A-Z]\.$", text) else text


def semicolon_authors(head: str) -> tuple[Name, ...]:
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


def apa_authors(head: str) -> tuple[Name, ...]:
    """APA: `Flett, D., & Smith, J.`, or an organisation."""
    head = head.strip()
    names: list[Name] = []
    position = 0
    for match in APA_NAME.finditer(head):
        gap = head[position : match.start()].strip(" ,&.…")
        if gap and gap != "and":
            names = []
            break
        names.append(csl_name(match[0]))
        position = match.end()
    if names and not head[position:].strip(" ,.&").replace("et al", "").strip():
        return tuple(names)
    if ";" in head or _INVERTED.fullmatch(head):
        return semicolon_authors(head)
    parts = re.split(r",? & ", strip_dot(head))
    return tuple(Name(literal=part.strip(" ,")) for part in parts if part.strip(" ,"))


def inverted_first_authors(head: str) -> tuple[Name, ...]:
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


def natural_authors(head: str) -> tuple[Name, ...]:
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
