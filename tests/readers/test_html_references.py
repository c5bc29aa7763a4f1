"""References of pages: COinS, notes without links, credits of block quotations, table rows, footers that list sources."""

from __future__ import annotations

from pathlib import Path
from time import process_time
from urllib.parse import urlencode

import pytest

from verify.core.citations import extract
from verify.model import Document, Extraction, Item, Name
from verify.readers import read

POOL = Path(__file__).parent / "pages" / "pool.html"


def page(body: str) -> Document:
    return read(f"<html><body>{body}</body></html>".encode(), name="x.html")


def joins(extraction: Extraction) -> list[tuple[str, str, str]]:
    words = {one.id: one.exact for one in extraction.quotations}
    sources = {one.id: one.item.URL or one.item.title or "" for one in extraction.references}
    return [(words[one.quotation].split()[-1], sources[one.reference], one.rule) for one in extraction.joins]


def test_a_page_with_all_of_them() -> None:
    document = read(POOL.read_bytes(), name="pool.html")
    extraction = extract(document)
    assert joins(extraction) == [
        ("drink", "https://herald.example/1", "link"),
        ("year,", "https://gazette.example/pool", "note-mark"),
        ("had", "On Baths", "note-mark"),
        ("why.", "https://coach.example/b", "credit"),
        ("night.", "https://herald.example/n", "credit"),
        ("us,", "https://low.example/1", "row"),
        ("on,", "https://fay.example/1", "row"),
    ]
    assert extraction.notices == (
        "line 1: 1 quotation and 2 links in navigation are not read",
        "line 11: 1 link in an aside is not read",
        "line 12: 1 quotation and 1 link in a footer are not read",
    )
    lines = POOL.read_text("utf-8").split("\n")
    for quotation in extraction.quotations:
        place = document.place(quotation.start)
        assert lines[place.line - 1][place.column - 1 :].startswith(quotation.exact[:12])


@pytest.mark.parametrize(
    ("fields", "beside", "item"),
    [
        (
            {"rft.genre": "book", "rft.btitle": "Swim", "rft.pub": "Aire", "rft.date": "2001-05", "rft.isbn": "978-0-306-40615-7",
             "rft.aulast": "Smith", "rft.aufirst": "Jane", "rft.au": "Roe, Ann", "rft_id": "https://swim.example"},
            "book",
            Item(type="book", title="Swim", author=(Name(family="Smith", given="Jane"), Name(family="Roe", given="Ann")), publisher="Aire",
                 issued="2001-05", ISBN="9780306406157", URL="https://swim.example"),
        ),
        (
            {"rft.genre": "article", "rft.atitle": "Baths", "rft.jtitle": "Water", "rft.date": "2003", "rft_id": "info:doi/10.1/x", "rft.aulast": "Poe"},
            "journal",
            Item(type="article-journal", title="Baths", author=(Name(literal="Poe"),), container_title="Water", issued="2003", DOI="10.1/x"),
        ),
        (
            {"rft.genre": "unknown", "rft.jtitle": "The Gazette", "rft.atitle": "Fire", "rft.language": "de"},
            "news",
            Item(type="article-newspaper", title="Fire", container_title="The Gazette", language="de"),
        ),
    ],
)  # fmt: skip
def test_coins_give_the_fields(fields: dict[str, str], beside: str, item: Item) -> None:
    title = urlencode({"ctx_ver": "Z39.88-2004", **fields}).replace("&", "&amp;")
    document = page(
        f'<p>See <cite class="citation {beside}">some words.</cite><span title="{title}" class="Z3988"></span></p>' * 2
    )
    assert [data.item for data in document.reference_data] == [item, item]
    assert [reference.item for reference in extract(document).references] == [item, item]


def test_coins_alone_describe_the_page_and_are_no_reference() -> None:
    document = page(
        '<span class="Z3988" title="ctx_ver=Z39.88-2004&amp;rft.btitle=Swim"></span><p>Some words of the page.</p>'
    )
    assert document.reference_data == ()


WIKIPEDIA = (
    '<p>Hale said: “The water was never clean enough to drink.”<sup class="reference">[2]</sup></p>'
    '<h2>References</h2><ol class="references"><li><span>^</span> Ann Lee, “On Pools,” The Gazette, May 5, 2012.</li>'
    "<li><b>^</b> Ben Roe, “On Baths,” The Gazette, May 6, 2012.</li></ol>"
)


@pytest.mark.parametrize(
    ("mark", "titles"),
    [
        ('<sup class="reference">[2]</sup>', ["On Baths"]),
        ("<sup>2</sup>", ["On Baths"]),
        ("<sup>1, 2</sup>", ["On Pools", "On Baths"]),
        ("<sup>1–2</sup>", ["On Pools", "On Baths"]),
    ],
)
def test_marks_without_links_lead_to_the_list_of_notes(mark: str, titles: list[str]) -> None:
    extraction = extract(page(WIKIPEDIA.replace('<sup class="reference">[2]</sup>', mark)))
    assert [(source, rule) for _, source, rule in joins(extraction)] == [(title, "note-mark") for title in titles]
    assert extraction.notices == ()


def test_a_mark_that_the_list_lacks_is_told() -> None:
    extraction = extract(page(WIKIPEDIA.replace("[2]", "[7]")))
    assert extraction.joins == ()
    assert extraction.notices == ("line 1: marker [7] leads to no reference",)


def test_a_power_behind_a_bracket_is_no_mark() -> None:
    assert extract(page("<p>He wrote (x + 1)<sup>2</sup> on the wall.</p>")).notices == ()


@pytest.mark.parametrize(
    "body",
    [
        "<blockquote><p>We swam every morning.</p><cite>Tom Okafor</cite></blockquote>",
        "<blockquote><p>We swam every morning.</p><footer>Tom Okafor</footer></blockquote>",
        "<blockquote>We swam every morning.<br><cite>— Tom Okafor</cite></blockquote>",
    ],
)
def test_the_credit_is_no_word_of_the_quotation(body: str) -> None:
    [quotation] = extract(page(body)).quotations
    assert (quotation.exact, quotation.speaker) == ("We swam every morning.", "Tom Okafor")


def test_a_title_within_the_quotation_is_a_word_of_it() -> None:
    [quotation] = extract(page("<blockquote><p>We read <cite>The Coach</cite> aloud.</p></blockquote>")).quotations
    assert quotation.exact == "We read The Coach aloud."


def test_a_row_with_two_links_joins_none() -> None:
    row = '<tr><td>“It was a terrible thing to do,” said Low.</td><td><a href="https://a.example">Ann</a> <a href="https://b.example">Bob</a></td></tr>'
    assert extract(page(f"<table>{row}</table>")).joins == ()


@pytest.mark.parametrize(
    "unit",
    [
        "<sup>1</sup>.",
        "<ol class=notes><li>a",
        '<span class="Z3988" title="rft.btitle=a&rft_val_fmt=b">x</span><br>',
        "<tr><td>a",
        "<blockquote>b<br><cite>a</cite></blockquote>",
    ],
)
def test_time_grows_with_the_length_alone(unit: str) -> None:
    def seconds(count: int) -> float:
        data = f"<table>{unit * count}".encode() if unit.startswith("<tr") else (unit * count).encode()
        best = 9e9
        for _ in range(2):
            start = process_time()
            extract(read(data, name="x.html"))
            best = min(best, process_time() - start)
        return best

    seconds(20)
    assert seconds(3200) < 8 * (seconds(800) + 0.03)  # quadratic would be 16
