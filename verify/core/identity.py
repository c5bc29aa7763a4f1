"""Whether a page that answers is the cited one: what names it, where it was redirected to, and what a random sibling shows.

Asked only when a page would otherwise be used to call a quotation absent. A page is identified by what it says of itself: its
titles against the cited title and the words of the address, or an author and a date. Of a page that nothing
identifies, a random address of the same host tells whether the host answers everything alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import SplitResult, urlsplit

from verify.core.page_signs import Signs, phrases, signs
from verify.core.patterns import regex
from verify.model import Answer, Capture, Document, Miss, Reference, RegionKind

# Words of running text below which a page that nothing identifies is no witness by itself, below which it is none though
# the host tells missing pages, and up to which a sibling is asked.
THIN_PROSE = 150
FEW_PROSE = 30
DOUBTED_PROSE = 600
FRONT_HEADINGS = 3
# Shares of the longer text's words that stand in the other: an error page repeats itself but for an address or a list.
SAME_SHARE = 0.8
OTHER_SHARE = 0.5
# Share of a cited title's words that the text of the right page has, whatever it is called now.
TITLE_SHARE = 0.34
_TITLE_WORDS = 3
_GONE = (404, 410)

_WORD = regex(r"[^\W\d_]{4,}")
_TOKEN = regex(r"[^\W\d_]+")
_GENERIC = frozenset(
    "html index article articles story stories news post posts page pages view content item default print amp https http www blog archive archives node details".split()
)
_SEARCH = frozenset(
    {"search", "suche", "recherche", "buscar", "busqueda", "ricerca", "zoeken", "sok", "szukaj", "hledat"}
)
_QUERY = regex(r"(?:^|&)(?:q|s|query|search|keyword|keywords|term)=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a page may not be the cited one. `certain`: no sibling is needed; `grave`: without one it is not used either.

    `stays`: no sibling makes it the cited one. `missing`: the host has led us away, as it does from pages that it does not have.
    """

    detail: str
    certain: bool = False
    missing: bool = False
    stays: bool = False
    grave: bool = True


def doubt(capture: Capture, document: Document, reference: Reference | None, page: Signs | None = None) -> Doubt | None:
    """What speaks against a readable page being the cited one; None when it is identified, or long enough to speak for itself.

    `page` is what was counted of it already.
    """
    if capture.request.uri_r.startswith("file:"):
        return None
    page = page or signs(capture, document)
    if not page.markup:
        return None
    asked, answered = _split(capture.request.uri_r), _split(capture.uri_r)
    if asked is None or answered is None or (capture.uri_m is None and not _segments(asked)):
        return None
    cited = reference.item.title if reference else None
    slug = _slug(asked)
    named = _shares(page, document, cited, slug)
    hits = phrases("search", "words").opening(page.titles)
    if hits and not _SEARCH.intersection(_segments(asked)) and not _QUERY.search(asked.query):
        return Doubt(f"a list of hits (“{hits}”), which was not asked for", certain=True, missing=True)
    if capture.redirects and not named:
        away = _led_away(asked, answered, slug)
        if away:
            return Doubt(f"redirected to {away}: {capture.uri_r}", certain=True, missing=True)
    wrong = _wrong_title(page, document, cited)
    if wrong:
        return Doubt(wrong, stays=True)
    if not named and _headlines(page, document) >= FRONT_HEADINGS:
        return Doubt("a front of other pages: its headings are links, and no title names the cited page", stays=True)
    if named or _signed(document) or page.prose >= DOUBTED_PROSE:
        return None
    detail = f"the page shows {page.prose} words of running text, and neither its titles nor its author and date say that it is the cited one"
    thin = page.prose < THIN_PROSE
    return Doubt(detail, grave=thin, stays=thin and _renamed(slug, _said(page, document)))


def _renamed(slug: frozenset[str], said: set[str]) -> bool:
    """Whether titles that could name a speaking address do not: such a page is a notice, though its host knows how to say 404."""
    return len(slug) > 1 and sum(word.isascii() for word in said) > 1


# --- what names a page


def named(capture: Capture, document: Document, page: Signs, reference: Reference | None) -> bool:
    """Whether the page's titles share two words with the cited title, or with the address that was asked for.

    One word is too little to take what the titles say besides for the page's subject: `/maintenance` may be under maintenance.
    """
    asked = _split(capture.request.uri_r)
    cited = reference.item.title if reference else None
    said = _said(page, document)
    names = (set(_WORD.findall(cited.casefold())) if cited else set[str](), _slug(asked) if asked else frozenset[str]())
    return any(len(name & said) > 1 for name in names)


def _shares(page: Signs, document: Document, cited: str | None, slug: frozenset[str]) -> bool:
    said = _said(page, document)
    wanted = set(_WORD.findall(cited.casefold())) if cited else set[str]()
    return _share(wanted, said) or _share(set(slug), said)


def _said(page: Signs, document: Document) -> set[str]:
    return set(_WORD.findall(" ".join((*page.titles, (document.metadata.get("headline") or "").casefold()))))


def _share(wanted: set[str], said: set[str]) -> bool:
    """One word of a name of two, two of a longer one: a site's own name has one of them often enough."""
    return bool(wanted) and len(wanted & said) >= min(2, max(1, len(wanted) - 1))


def _signed(document: Document) -> bool:
    """Whether the page declares an article: its type, or a date with an author or a count of words."""
    facts = document.metadata
    if facts.get("type", "").casefold().startswith("article"):
        return True
    return "published" in facts and ("author" in facts or "word_count" in facts)


def _headlines(page: Signs, document: Document) -> int:
    """How many headings lead to other pages."""
    links = [(link.start, link.end) for link in document.links]
    headings = [line for line in page.lines if line.region is RegionKind.HEADING]
    return sum(
        any(low <= line.start and line.start + len(line.text) <= high for low, high in links) for line in headings
    )


def _wrong_title(page: Signs, document: Document, cited: str | None) -> str | None:
    """Another page under the address: next to no word of the cited title in its titles, and few in its text."""
    wanted = set(_WORD.findall(cited.casefold())) if cited else set[str]()
    if len(wanted) < _TITLE_WORDS or not page.titles:
        return None
    text = f"{document.metadata.get('headline') or ''}\n{document.text}".casefold()
    if _share(wanted, set(_WORD.findall(" ".join(page.titles)))):
        return None
    if sum(word in text for word in wanted) >= TITLE_SHARE * len(wanted):
        return None
    return f"another page: it is called “{page.titles[0]}” and has next to nothing of the cited title “{cited}”"


# --- where it was redirected to


def _led_away(asked: SplitResult, answered: SplitResult, slug: frozenset[str]) -> str | None:
    """A search, a folder above the page, or an address that has none of the words of the one asked for."""
    before, after = _segments(asked), _segments(answered)
    if (_SEARCH.intersection(after) and not _SEARCH.intersection(before)) or (
        _QUERY.search(answered.query) and not _QUERY.search(asked.query)
    ):
        return "a search"
    if len(after) < len(before) and after == before[: len(after)]:
        return "the section above"
    if len(slug) >= _TITLE_WORDS - 1 and len(after) <= 1 and not slug & frozenset(_words(answered)):
        return "an address without a word of the one that was asked for"
    return None


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _segments(address: SplitResult) -> list[str]:
    return [segment.casefold() for segment in address.path.split("/") if segment]


def _words(address: SplitResult) -> list[str]:
    return [word for segment in _segments(address)[-2:] for word in _WORD.findall(segment)]


def _slug(address: SplitResult) -> frozenset[str]:
    """The words with which an address names its page."""
    return frozenset(word for word in _words(address) if word not in _GENERIC)


# --- what a random address of the host shows


def sibling(uri: str) -> str | None:
    """An address beside `uri` that nobody has made: the last part of the path, or the query's last value, is replaced."""
    parts = _split(uri)
    if parts is None or parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    token = f"no-such-page-{sha256(uri.encode()).hexdigest()[:12]}"
    if parts.query and "=" in parts.query:
        head, _, _ = parts.query.rpartition("=")
        return parts._replace(query=f"{head}={token}", fragment="").geturl()
    folder, _, last = parts.path.rstrip("/").rpartition("/")
    _, dot, ending = last.rpartition(".")
    ending = f".{ending}" if dot and len(ending) <= 5 else ""
    return parts._replace(path=f"{folder}/{token}{ending}", query="", fragment="").geturl()


def siblings(uris: Iterable[str]) -> dict[str, str]:
    """For each host of `uris` one random address, beside the first of its pages: so that a run asks each host once."""
    found: dict[str, str] = {}
    for uri in uris:
        host = _host(uri)
        beside = sibling(uri) if host and host not in found else None
        if host and beside:
            found[host] = beside
    return found


def _host(uri: str) -> str | None:
    parts = _split(uri)
    return parts.netloc.casefold() or None if parts else None


def beside(found: dict[str, str], uri: str) -> str | None:
    """The random address of the host of `uri`."""
    return found.get(_host(uri) or "")


def compared(page: Capture, ours: Document, answer: Answer, theirs: Document | None) -> tuple[str, bool | None]:
    """What the random address answers, in words, and whether it answers like `page`; None when that tells nothing."""
    name = f"a random address of this host ({answer.request.uri_r})"
    if isinstance(answer, Miss):
        return f"{name} could not be asked ({answer.reason})", None
    if answer.status in _GONE:
        # A notice that a page was taken away is a page of its own, too; a page of a few words may be one.
        enough = signs(page, ours).prose >= FEW_PROSE
        return f"{name} answers with status {answer.status}", False if enough else None
    if not 200 <= answer.status < 300 or theirs is None:
        return f"{name} answers with status {answer.status}, which tells nothing", None
    share = _likeness(signs(page, ours), signs(answer, theirs))
    if share >= SAME_SHARE:
        return f"{name} answers with the same text", True
    return f"{name} answers with another text", False if share < OTHER_SHARE else None


def _likeness(one: Signs, other: Signs) -> float:
    """The share of the longer page's words, menus and footers apart, that the other page has too; 1 for two empty ones."""
    first, second = Counter(_shown(one)), Counter(_shown(other))
    longer = max(first.total(), second.total())
    return (first & second).total() / longer if longer else 1.0


def _shown(page: Signs) -> list[str]:
    """Words without numbers: error pages print times, addresses and identifiers."""
    return [word for line in page.main_lines() for word in _TOKEN.findall(line.casefold())]
