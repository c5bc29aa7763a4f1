"""Records of works, which hold an abstract or a blurb, accuse nobody; the same works shown whole do."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from verify.core.flow import decide
from verify.core.resolve import Target
from verify.driving import drive
from verify.model import (
    Answer,
    Capture,
    Check,
    Citation,
    Document,
    Finding,
    Hop,
    Item,
    Miss,
    MissReason,
    Quotation,
    Reason,
    Reference,
    ReferenceKind,
    Request,
    Verdict,
)
from verify.reading import Reading

ABSENT = "The treasurer conceded that four invoices had never been sent to the auditors"
TITLE = "Corrosion of stay cables in harbour bridges"
SHOWN = "Nine of the cables had lost a tenth of their section"
ABSTRACT = (
    "<p>Stay cables of bridges near the sea corrode where their sheaths are cut, and inspections from the deck do not see it. "
    f"{SHOWN}, two of them without a trace on the sheath. We measured the field of each cable with coils along its whole "
    "length, in nights without wind, and compared the loss with what was found when three of them were opened.</p>"
    "<p>The method finds losses from four hundredths on, in cables of up to two hundred metres, with a false alarm in one of "
    "sixty. We conclude that a survey of this kind should come before a bridge is closed, and that the limits of the present "
    "code, which counts broken wires at the anchors only, are not on the safe side for sheaths of the first generation.</p>"
)
SECTIONS = ("Introduction", "Materials and methods", "Results", "Discussion", "Conclusions")


def section(name: str, paragraphs: int = 8) -> str:
    said = "The cables of the {} span were measured in the {} night, and the loss of section was written down beside the wind, the load of the deck and the temperature of the coil, as table {} shows for each of them in turn."
    lines = "".join(f"<p>{said.format(name.lower(), number, number)}</p>" for number in range(paragraphs))
    return f"<h2>{name}</h2>{lines}"


BODY = "".join(map(section, SECTIONS))
REFERENCES = (
    "<h2>References</h2><ol>"
    + "".join(
        f"<li>Berg I, Lund P, Marsh T. Loss of section in stay cables of the {n} kind after years by the sea and without care. Journal of Bridges {1990 + n}"
        for n in range(60)
    )
    + "</ol>"
)
SIMILAR = "<h2>Similar articles</h2>" + "".join(
    f"<h3><a href=/{n}/>Coils and the loss of section in cables, part {n}</a></h3><p>Berg I, Lund P. We opened {n} cables of footbridges by the sea and compared what was lost with what coils had told in the year before.</p>"
    for n in range(40)
)


def highwire(**more: str) -> str:
    given = {
        "citation_title": TITLE,
        "citation_author": "Berg, Inge",
        "citation_publication_date": "2019/05/03",
        **more,
    }
    return "".join(f'<meta name="{name}" content="{value}">' for name, value in given.items())


def ld(kind: str, **more: object) -> str:
    told = {"@context": "https://schema.org", "@type": kind, "name": TITLE, "headline": TITLE, **more}
    return f'<script type="application/ld+json">{json.dumps(told)}</script>'


def page(head: str, text: str = ABSTRACT, title: str = TITLE) -> str:
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head><body>"
        f"<nav><a href=/>Journal of Bridges</a></nav><main><h1>{title}</h1><p>Inge Berg, Per Lund</p>{text}</main>"
        "<footer><p>© 2019 The publisher</p></footer></body></html>"
    )


@dataclass(frozen=True)
class Case:
    name: str
    html: str
    url: str = "https://journal.example/articles/corrosion-stay-cables-harbour"
    item: Item = field(default_factory=Item)
    raw: str = ""
    final: str | None = None
    evidence: str = "abstract"


JOURNAL = highwire(citation_journal_title="Journal of Bridges", citation_pdf_url="https://journal.example/a.pdf")
PAPER = f"<h2>Abstract</h2>{ABSTRACT}"
BLURB = "<p>A history of the bridges of the northern harbours and of those who built, painted and closed them, told from the letters of three families of engineers.</p>"
NOVEL = "".join(section(f"Chapter {n}", 10) for n in range(8))

RECORDS = (
    Case("Highwire tags", page(JOURNAL)),
    Case("Highwire, abstract in a tag", page(highwire(citation_abstract=SHOWN))),
    Case("bepress", page('<meta name="bepress_citation_title" content="x"><meta name="bepress_citation_dissertation_institution" content="Harbour University">')),
    Case("PRISM", page('<meta name="prism.publicationName" content="Journal of Bridges"><meta name="prism.doi" content="10.1000/182">')),
    Case("Dublin Core with a DOI", page('<meta name="DC.Identifier" content="doi:10.1000/182"><meta name="DC.Title" content="x">')),
    Case("EPrints", page('<meta name="eprints.document_url" content="https://repository.example/1.pdf"><meta name="eprints.title" content="x">')),
    Case("JSON-LD ScholarlyArticle", page(ld("ScholarlyArticle", abstract=SHOWN))),
    Case("JSON-LD with several types in a graph", page(f'<script type="application/ld+json">{json.dumps({"@graph": [{"@type": "WebPage"}, {"@type": ["Article", "https://schema.org/ScholarlyArticle"], "name": TITLE}]})}</script>')),
    Case("JSON-LD thesis", page(ld("Thesis"))),
    Case("heading alone", page("", PAPER)),
    Case("German heading", page("", f"<h3>Zusammenfassung:</h3>{ABSTRACT}<a href=/files/1.pdf>Volltext</a>")),
    Case("Japanese heading", page("", f"<h3>要旨</h3>{ABSTRACT}")),
    Case("arXiv", page("", f"<blockquote>Abstract: {ABSTRACT}</blockquote>"), "https://arxiv.org/abs/1905.01234"),
    Case("PubMed", page(highwire(citation_pmid="1234567"), PAPER + SIMILAR + REFERENCES), "https://pubmed.ncbi.nlm.nih.gov/1234567/"),
    Case("SSRN", page("", ABSTRACT), "https://papers.ssrn.com/sol3/papers.cfm?abstract_id=1234567"),
    Case("JSTOR", page("", ABSTRACT), "https://www.jstor.org/stable/1234567"),
    Case("OpenAlex", page("", ABSTRACT), "https://openalex.org/W1234567"),
    Case("ScienceDirect with snippets", page(JOURNAL, PAPER + "<h2>Section snippets</h2>" + "".join(section(name, 2) for name in SECTIONS[:3]) + REFERENCES), "https://www.sciencedirect.com/science/article/abs/pii/S0000000000000001"),
    Case("Springer with references", page(JOURNAL + ld("ScholarlyArticle"), PAPER + REFERENCES + "<h2>Author information</h2>" + section("Rights and permissions", 4)), "https://link.springer.com/article/10.1007/s00000-019-0001-2"),
    Case("Wiley", page("", ABSTRACT), "https://onlinelibrary.wiley.com/doi/abs/10.1111/abcd.12345"),
    Case("behind doi.org", page("", ABSTRACT), "https://doi.org/10.1000/182", final="https://press.example/corrosion-stay-cables"),
    Case("reference states a DOI", page("", ABSTRACT), item=Item(DOI="10.1000/182")),
    Case("reference with a DOI in its text", page("", ABSTRACT), raw="Berg, I. (2019). Corrosion. Journal of Bridges, 4(2). https://doi.org/10.1000/182"),
    Case("reference to a journal", page("", ABSTRACT), item=Item(type="article-journal")),
    Case("Google Books", page("", BLURB), "https://books.google.com/books?id=abcdEFGH", evidence="record of a book"),
    Case("Google Books with opinions", page("", BLURB + NOVEL), "https://books.google.de/books?id=abcdEFGH", evidence="record of a book"),
    Case("Open Library", page("", BLURB), "https://openlibrary.org/works/OL1W/Bridges", evidence="record of a book"),
    Case("WorldCat", page("", BLURB), "https://search.worldcat.org/title/1234567", evidence="record of a book"),
    Case("Amazon", page("", BLURB), "https://www.amazon.co.uk/Bridges-North-Inge-Berg/dp/0123456789", evidence="record of a book"),
    Case("JSON-LD Book", page(ld("Book", isbn="9780123456786"), BLURB), evidence="record of a book"),
    Case("Open Graph book", page('<meta property="og:type" content="books.book">', BLURB), evidence="record of a book"),
    Case("a publisher's product, cited as a book", page(ld("Product"), BLURB), item=Item(type="book"), evidence="record of a book"),
    Case("a product in microdata, cited as a chapter", page("", f'<div itemscope itemtype="https://schema.org/Product">{BLURB}</div>'), item=Item(type="chapter"), evidence="record of a book"),
    Case("a product, cited with an ISBN", page('<meta property="og:type" content="product">', BLURB), item=Item(ISBN="9780123456786"), evidence="record of a book"),
    Case("a report's product page", page(ld("Product"), BLURB), item=Item(type="report"), evidence="record of a book"),
    Case("a page of a publisher, cited as a book", page("", BLURB), item=Item(type="book")),
)  # fmt: skip

WORKS = (
    Case("whole paper, Highwire tags", page(JOURNAL, PAPER + BODY + REFERENCES)),
    Case("whole paper, JSON-LD", page(ld("ScholarlyArticle", abstract=SHOWN), PAPER + BODY + REFERENCES)),
    Case("whole paper, PRISM and Dublin Core", page('<meta name="prism.doi" content="10.1000/182"><meta name="dc.identifier" content="10.1000/182">', PAPER + BODY + REFERENCES)),
    Case("whole paper at a listed host", page(JOURNAL, PAPER + BODY + REFERENCES), "https://link.springer.com/chapter/10.1007/978-3-000-00000-0_1"),
    Case("whole paper below related articles", page(JOURNAL, PAPER + SIMILAR + BODY + REFERENCES)),
    Case("whole paper behind doi.org", page("", PAPER + BODY), "https://doi.org/10.1000/182", final="https://press.example/corrosion-stay-cables"),
    Case("whole paper, reference states a DOI", page(JOURNAL, PAPER + BODY), item=Item(DOI="10.1000/182", type="article-journal")),
    Case("whole book", page(ld("Book", isbn="9780123456786"), NOVEL), item=Item(type="book", ISBN="9780123456786")),
    Case("news about a paper", page(ld("NewsArticle"), ABSTRACT)),
    Case("news in a journal", page(JOURNAL + ld("NewsArticle"), ABSTRACT), item=Item(title=TITLE)),
    Case("review of a book", page(ld("Review", itemReviewed={"@type": "Book", "name": "Bridges"}), ABSTRACT)),
    Case("a product that is cited as a page", page(ld("Product"), BLURB + ABSTRACT)),
    Case("Dublin Core of a newspaper", page('<meta name="DC.title" content="x"><meta name="DC.date.issued" content="2019-05-03"><meta name="DC.type" content="Text">', ABSTRACT)),
    Case("news with a summary", page("", f"<h2>Zusammenfassung</h2>{ABSTRACT}")),
    Case("encyclopedia with an overview", page("", f"<h2>概要</h2>{ABSTRACT}")),
    Case("article of 200 words", page("", ABSTRACT)),
    Case("article that speaks of an abstract", page("", ABSTRACT + "<h2>Abstract art on the quay</h2>" + ABSTRACT)),
    Case("quotations of a book shop", page("", ABSTRACT), "https://www.goodreads.com/quotes/harbour-bridges-cables"),
)  # fmt: skip


def finding(case: Case, words: str) -> Finding:
    body = case.html.encode()
    reference = Reference(id="r1", kind=ReferenceKind.PROSE, raw=case.raw, start=0, end=len(case.raw), item=case.item)
    citation = Citation(
        document=Document(name="draft", media_type="text/plain", text=words, sha256="0" * 64),
        quotation=Quotation(id="q1", exact=words, start=0, end=len(words), check=Check.REQUIRED),
        reference=reference,
        fingerprint="f",
    )

    class Host:
        def get(self, request: Request) -> Answer:
            if not request.live:
                return Miss(request=request, reason=MissReason.NOT_ARCHIVED, detail="no capture")
            return Capture(
                request=request,
                uri_r=case.final or case.url,
                retrieved=datetime(2026, 1, 1, tzinfo=UTC),
                status=200,
                headers=(),
                media_type="text/html",
                sha256=sha256(body).hexdigest(),
                body=body,
                redirects=(Hop(status=302, uri=case.url),) if case.final else (),
            )

    target = Target(uri_r=case.url, decided_by="the document")
    return drive(decide(citation, (target,), read=Reading()), Host())


@pytest.mark.parametrize("case", RECORDS, ids=lambda case: case.name)
def test_a_record_of_a_work_accuses_nobody(case: Case) -> None:
    found = finding(case, ABSENT)
    assert (found.verdict, found.reason) == (Verdict.UNCHECKED, Reason.UNREACHABLE), found.summary
    assert case.evidence in (found.evidence[0].detail or "")


@pytest.mark.parametrize("case", WORKS, ids=lambda case: case.name)
def test_words_that_a_whole_work_lacks_are_absent(case: Case) -> None:
    assert finding(case, ABSENT).verdict is Verdict.ABSENT, finding(case, ABSENT).evidence[0].detail


@pytest.mark.parametrize("case", [case for case in (*RECORDS, *WORKS) if SHOWN in case.html.partition("<body>")[2]], ids=lambda case: case.name)  # fmt: skip
def test_words_of_an_abstract_are_found(case: Case) -> None:
    assert finding(case, SHOWN).verdict is Verdict.VERBATIM


def test_an_altered_abstract_is_not_accused_either() -> None:
    """The body may say it in these words."""
    found = finding(RECORDS[0], SHOWN.replace("tenth", "fifth"))
    assert found.verdict is Verdict.UNCHECKED
