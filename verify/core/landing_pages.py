"""What shows that a page tells of a work and does not hold it: the landing page of an article, the record of a book.

A work has more words than its page in a catalogue. So a page is such a record when it declares a work of that kind, or the
reference names one, and its running text is short once lists of references and of other works are left out.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from verify.core.page_signs import PROSE_LINE, Line, Signs, phrases
from verify.core.patterns import regex
from verify.core.reference_headings import REFERENCE_HEADING
from verify.data import table
from verify.model import Capture, Document, Item, Reference, RegionKind

# Words of running text up to which a page that declares an article holds its abstract alone: abstracts end at 400, and
# publishers show highlights and the first lines of sections beside them. Papers have thousands.
ABSTRACT_PROSE = 800
# Blurbs, tables of contents and lives of the author are longer.
BOOK_PROSE = 1500
# Only the reference says that the cited work is a long one, and nothing on the page does.
CITED_PROSE = 400
# Words of headings above the lists that stand below a text.
_HEADING_WORDS = 6

_META = regex(
    r"""<meta\b[^>]{0,400}?\b(?:name|property)\s*=\s*["']?(?:bepress_)?(?:citation_|prism\.|eprints\.)(\w+)"""
)
# What beside a title and an author only published papers have.
_PAPER = frozenset(
    "abstract abstract_html_url journal_title journal_abbrev conference_title inbook_title dissertation_institution doi issn volume "
    "technical_report_institution pdf_url firstpage arxiv_id pmid publicationname startingpage document_url".split()
)
_DUBLIN_CORE = regex(
    r"""<meta\b(?=[^>]{0,300}\bname\s*=\s*["']?dc(?:terms)?\.(?:identifier|type|source))[^>]{0,300}\bcontent\s*=\s*["']?(?:(?:doi:?\s?|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/|text\.serial\.journal)"""
)
_BOOK = regex(
    r"""<meta\b[^>]{0,200}\bproperty\s*=\s*["']?(?:og:type["']?\s[^>]{0,40}content\s*=\s*["']?books?\b|books?:isbn)"""
)
_PRODUCT = regex(
    r"""<meta\b[^>]{0,200}\bproperty\s*=\s*["']?og:type["']?\s[^>]{0,40}content\s*=\s*["']?product\b|itemtype\s*=\s*["']?https?://schema\.org/(?:product|book)\b"""
)
_DOI_HOSTS = frozenset({"doi.org", "dx.doi.org", "www.doi.org", "hdl.handle.net"})
_DOI_PATH = regex(r"/10\.\d{4,9}/")
_DOI = regex(r"\b10\.\d{4,9}/\S")
_TEXT_ELSEWHERE = regex(r"\.pdf\b|/pdf/|//(?:dx\.)?doi\.org/10\.", re.IGNORECASE)
_ARTICLES = frozenset({"scholarlyarticle", "medicalscholarlyarticle", "thesis", "chapter"})
# Pages of texts about works and not of works.
_NEWS = regex(r"news|blog|posting|review|reportage|opinion")
_BOOK_TYPES = frozenset({"book", "chapter", "thesis"})
_LONG_TYPES = _BOOK_TYPES | {"article-journal", "paper-conference"}
# An entry of a list of references, wherever it stands.
_ENTRY = regex(r"\bdoi[:.]|https?://|crossref|google scholar|\bpp?\.\s?\d|\bvol\.\s?\d")
_OUTSIDE = frozenset({RegionKind.NAVIGATION, RegionKind.FOOTER, RegionKind.COMMENT, RegionKind.ASIDE})


def record(capture: Capture, document: Document, page: Signs, reference: Reference | None) -> str | None:
    """What shows that the page is the record of a work that it does not hold, in words."""
    if not page.markup:
        return None
    item = reference.item if reference else Item()
    kinds = frozenset(filter(None, document.metadata.get("schema_type", "").casefold().split("; ")))
    asked, answered = _split(capture.request.uri_r), _split(capture.uri_r)
    catalogue = _listed("books", answered)
    if catalogue:
        return f"the page is the record of a book and does not hold its text: {catalogue} is a catalogue"
    book = _book(page, kinds, item)
    article = _article(page, document, kinds, reference, asked, answered)
    cited = None if _is_news(kinds) else _cited(item)
    if not (book or article or cited):
        return None
    prose = _own_prose(page, document)
    shows = f"and it shows {prose} words of running text"
    if article and prose <= ABSTRACT_PROSE:
        return f"the page holds the abstract only: {article}, {shows} beside its references"
    if book and prose <= BOOK_PROSE:
        return f"the page is the record of a book and does not hold its text: {book}, {shows}"
    if cited and prose <= CITED_PROSE:
        return f"the page holds no more than an abstract: what is cited is {cited}, {shows}"
    return None


def _is_news(kinds: frozenset[str]) -> bool:
    return not kinds & _ARTICLES and any(_NEWS.search(kind) for kind in kinds)


def _article(
    page: Signs,
    document: Document,
    kinds: frozenset[str],
    reference: Reference | None,
    asked: SplitResult | None,
    answered: SplitResult | None,
) -> str | None:
    """What shows that the page is that of a paper, in words."""
    for address in (answered, asked):
        host = _listed("articles", address)
        if host:
            return f"{host} holds records of papers"
    if _is_news(kinds):
        return None
    declared = kinds & _ARTICLES
    if declared:
        return f"it declares a {min(declared)}"
    found = next((match[1] for match in _META.finditer(page.markup) if match[1] in _PAPER), None)
    if found:
        return f"it declares a paper (“{found}”)"
    if _DUBLIN_CORE.search(page.markup):
        return "it declares a paper (Dublin Core)"
    for address in (asked, answered):
        if address and ((address.hostname or "") in _DOI_HOSTS or _DOI_PATH.search(address.path)):
            return "its address is a DOI"
    if reference and (reference.item.DOI or _DOI.search(reference.raw)):
        return "the reference states a DOI"
    labels = _labels(page)
    heading = phrases("landing", "abstract").whole(labels)
    if heading is None and any(_TEXT_ELSEWHERE.search(link.href) for link in document.links):
        heading = phrases("landing", "summary").whole(labels)
    return f"its heading is “{heading}”" if heading else None


def _book(page: Signs, kinds: frozenset[str], item: Item) -> str | None:
    """What shows that the page is that of a book, in words."""
    if _is_news(kinds):
        return None
    if "book" in kinds or _BOOK.search(page.markup):
        return "it declares a book"
    is_cited = item.type in _BOOK_TYPES or item.type == "report" or item.ISBN is not None
    return (
        "it declares a book or product" if is_cited and ("product" in kinds or _PRODUCT.search(page.markup)) else None
    )


def _cited(item: Item) -> str | None:
    """A work that is longer than its record, as the reference calls it."""
    if item.ISBN:
        return f"the book with the ISBN {item.ISBN}"
    return f"a work of the type {item.type}" if item.type in _LONG_TYPES else None


def _listed(kind: str, address: SplitResult | None) -> str | None:
    """The host of an address that is one of records: `jstor.org/stable`, `books.google.` with any ending.

    What stands behind the slash stands somewhere in the path.
    """
    if address is None:
        return None
    host, path = (address.hostname or "").removeprefix("www."), address.path.casefold()
    for listed in table("availability")["landing"][kind]:
        name, slash, folder = listed.partition("/")
        named = f".{name}" in f".{host}" if name.endswith(".") else host == name or host.endswith(f".{name}")
        if named and (not slash or f"/{folder}" in path):
            return host
    return None


def _labels(page: Signs) -> list[str]:
    """Headings and lines as short, without case and final colon."""
    return [
        line.text.casefold().rstrip(" :.")
        for line in page.lines
        if line.words <= _HEADING_WORDS and line.region not in _OUTSIDE
    ]


def _own_prose(page: Signs, document: Document) -> int:
    """Words of running text, without lists of references and of other works."""
    others = phrases("landing", "others")
    total, below = 0, False
    for line in page.lines:
        if line.region in _OUTSIDE:
            continue
        label = line.text.casefold().rstrip(" :.") if line.words <= _HEADING_WORDS else ""
        if label and (REFERENCE_HEADING.fullmatch(label) or others.whole([label])):
            below = True
        elif line.region is RegionKind.HEADING and below:
            below = _is_linked(line, document)  # the titles of other works lead to them
        elif line.words >= PROSE_LINE and not below and not _ENTRY.search(line.text.lower()):
            total += 0 if _is_linked(line, document) else line.words
    return total


def _is_linked(line: Line, document: Document) -> bool:
    """Whether most of a line leads elsewhere."""
    end = line.start + len(line.text)
    spans = ((max(link.start, line.start), min(link.end, end)) for link in document.links)
    return 2 * sum(high - low for low, high in spans if low < high) > len(line.text)


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None
