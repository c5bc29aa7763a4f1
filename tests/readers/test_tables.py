"""CSV, TSV and Excel: tables of quotations are claims row by row, other tables are text; each cell keeps its place."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import rows, xlsx

from verify.core.citations import extract
from verify.model import Check, Document
from verify.readers import read


def _csv(text: str, name: str = "t.csv") -> Document:
    return read(text.encode(), name=name)


@pytest.mark.parametrize(
    ("source", "cells"),
    [
        ("a,b\n1,2\n", ["A1 a", "B1 b", "A2 1", "B2 2"]),
        ("a;b\n1,5;2\n3;4\n", ["A1 a", "B1 b", "A2 1,5", "B2 2", "A3 3", "B3 4"]),
        ("a\tb\nx\ty z", ["A1 a", "B1 b", "A2 x", "B2 y z"]),
        ("sep=|\r\na|b\r\n1|2\r\n", ["A2 a", "B2 b", "A3 1", "B3 2"]),
        ('"a,1", "b ""c"""\n"two\nlines",x', ["A1 a,1", 'B1 b "c"', "A2 two\nlines", "B2 x"]),
        ('say "no", she\nx,y', ['A1 say "no"', "B1 she", "A2 x", "B2 y"]),
        ('"open, b\nx,y', ['A1 "open', "B1 b", "A2 x", "B2 y"]),
        ("a,,c\n,,\n,b", ["A1 a", "C1 c", "B3 b"]),
        ("only\nwords\n", ["A1 only", "A2 words"]),
        ("", []),
    ],
)  # fmt: skip
def test_cells_of_text_tables(source: str, cells: list[str]) -> None:
    document = _csv(source)
    starts = sorted({anchor.start: anchor.cell for anchor in document.anchors}.items())
    firsts = [(start, cell) for index, (start, cell) in enumerate(starts) if index == 0 or starts[index - 1][1] != cell]
    ends = [*(start for start, _ in firsts[1:]), len(document.text) + 1][: len(firsts)]
    assert [
        f"{cell} {document.text[start:end].rstrip()}" for (start, cell), end in zip(firsts, ends, strict=True)
    ] == cells


@given(
    st.lists(st.lists(st.text(alphabet='ab ,;"\n|é“', max_size=6), min_size=1, max_size=4), max_size=6),
    st.sampled_from(",;\t|"),
)
@settings(deadline=None, max_examples=150)
def test_no_cell_is_lost_and_each_word_has_its_place(table: list[list[str]], separator: str) -> None:
    import csv

    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator).writerows(table)
    source = f"sep={separator}\n" + buffer.getvalue()
    document = _csv(source)
    shown = [cell.strip() for row in table for cell in row if cell.strip()]
    assert "".join(document.text.split()) == "".join("".join(shown).split())
    lines = source.replace("\r\n", "\n").split("\n")
    for offset, character in enumerate(document.text):
        if character.isalpha():
            place = document.place(offset)
            assert lines[place.line - 1][place.column - 1] == character
    assert [one.start for one in document.anchors] == sorted({one.start for one in document.anchors})


_TABLE = """id;Quotation;Source URL;Speaker;Date;Archive URL
1;"He said ""never"" twice";https://example.org/a.;Ann Smith;4 May 2015;
2;“The water was safe”;https://web.archive.org/web/20140102030405/http://example.org/b;;;
3;scare quotes;;;;
4;;https://example.org/only;;;
5;kept;Brown, Mary (2001). “River Days”. The Times.;;;https://web.archive.org/web/20150102030405/http://example.org/c
6;word;doi:10.1000/xyz;;;
7;‘One’ and ‘two’;books/self.pdf;;;
"""


def test_a_row_is_a_quotation_with_its_source() -> None:
    document = _csv(_TABLE)
    extraction = extract(document)
    assert [(one.exact, one.speaker, one.check) for one in extraction.quotations] == [
        ('He said "never" twice', "Ann Smith", Check.REQUIRED),
        ("The water was safe", None, Check.REQUIRED),
        ("scare quotes", None, Check.REQUIRED),
        ("kept", None, Check.REQUIRED),
        ("word", None, Check.REQUIRED),
        ("‘One’ and ‘two’", None, Check.REQUIRED),
    ]
    items = {one.marker: (one.item.URL, one.item.DOI, one.item.issued, one.archived) for one in extraction.references}
    assert items == {
        "1": ("https://example.org/a", None, "2015-05-04", None),
        "2": ("http://example.org/b", None, None, "2014-01-02"),
        "4": ("https://example.org/only", None, None, None),
        "5": ("http://example.org/c", None, "2001", "2015-01-02"),
        "6": (None, "10.1000/xyz", None, None),
        "7": ("books/self.pdf", None, None, None),
    }
    assert next(one for one in extraction.references if one.marker == "5").item.title == "River Days"
    assert {one.rule for one in extraction.joins} == {"row"}
    assert len(extraction.citations) == 7
    for quotation in extraction.quotations:
        assert document.text[quotation.start : quotation.end] == quotation.exact
        assert str(document.place(quotation.start))[0] == "B"
    for reference in extraction.references:
        assert document.text[reference.start : reference.end] == reference.raw
    # Behind a doubled mark, too, the column is that of the file.
    place = document.place(document.text.index("twice"))
    assert (place.line, place.column, place.cell) == (2, _TABLE.splitlines()[1].index("twice") + 1, "B2")


@pytest.mark.parametrize(
    ("head", "quotation", "source"),
    [
        ("quote,url", "w", "https://e.org/s"),
        ("Zitat,Quelle", "w", "https://e.org/s"),
        ("Цитата,Источник", "w", "https://e.org/s"),
        ("引用,出典", "w", "https://e.org/s"),
        ("text,link", "w", "https://e.org/s"),
        ("quotation,citation", "w", "https://e.org/s"),
        ("citation,source", "w", "https://e.org/s"),
        ("exact_words,ArchiveUrl", "w", "https://e.org/s"),
        ("text,number", None, None),
        ("name,age", None, None),
    ],
)
def test_heads_of_columns(head: str, quotation: str | None, source: str | None) -> None:
    claims = _csv(f"Some title\n\n{head}\nw,https://e.org/s\n").claims
    if quotation is None:
        assert not claims
        return
    claim = claims[0]
    assert claim.quotation is not None
    assert claim.reference is not None
    assert (claim.quotation.exact, claim.reference.item.URL or claim.reference.archive_url) == (quotation, source)


def test_another_table_is_text_that_may_quote() -> None:
    document = _csv('when,what\nMonday,"Ann Smith said: “We will not leave the treaty.”"\n')
    assert [one.exact for one in extract(document).quotations] == ["We will not leave the treaty."]


def test_encodings_of_text_tables() -> None:
    assert "Müller" in read("quote;source\nMüller über alles gesagt;x".encode("cp1252"), name="t.csv").text
    assert read("quote\tsource\nw\thttps://e.org".encode("utf-16"), name="t.tsv").claims


def test_a_workbook_of_quotations() -> None:
    strings = "<si><t>quote</t></si><si><r><t>We will </t></r><r><t>not go.</t></r><rPh><t>x</t></rPh></si>"
    first = (
        '<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><t>source</t></is></c><c r="D2" t="inlineStr"><is><t>date</t></is></c></row>'
        '<row r="4"><c r="B4" t="s"><v>1</v></c><c r="C4" t="inlineStr"><is><t>the page</t></is></c><c r="D4" s="1"><v>42128</v></c></row>'
        '<row r="5"><c r="B5" t="str"><f>A1</f><v>computed words</v></c><c r="C5" t="str"><f>HYPERLINK("https://e.org/f","here")</f><v>here</v></c></row>'
        '|<hyperlinks><hyperlink ref="C4" r:id="h"/></hyperlinks>'
    )
    styles = '<numFmts><numFmt numFmtId="170" formatCode="[$-409]d/mmm/yyyy;@"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    data = xlsx(
        {"Sheet1": first, "Other": rows(("plain", "cells"))},
        strings=strings,
        styles=styles,
        links={"Sheet1": {"h": "https://e.org/p"}},
    )
    document = read(data, name="t.xlsx")
    extraction = extract(document)
    assert [(one.exact, str(document.place(one.start))) for one in extraction.quotations] == [
        ("We will not go.", "Sheet1 B4"),
        ("computed words", "Sheet1 B5"),
    ]
    assert [(one.item.URL, one.item.issued) for one in extraction.references] == [
        ("https://e.org/p", "2015-05-04"),
        ("https://e.org/f", None),
    ]
    assert document.text.endswith("plain\ncells")
    assert str(document.place(len(document.text) - 1)) == "Other B1"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A1"><v>1.5</v></c>', "1.5"),
        ('<c r="A1"><v>0.1</v></c>', "0.1"),
        ('<c r="A1"><v>12000</v></c>', "12000"),
        ('<c r="A1"><v>1E+3</v></c>', "1000"),
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="A1" t="s"><v>99</v></c>', ""),
        ('<c r="A1" s="1"><v>44197.75</v></c>', "2021-01-01 18:00:00"),
        ('<c r="A1" s="1"><v>0.25</v></c>', "06:00:00"),
        ('<c t="inlineStr"><is><t>a_x000D_b</t></is></c>', "a\nb"),
    ],
)
def test_values(cell: str, text: str) -> None:
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>'
    assert read(xlsx({"S": f"<row>{cell}</row>"}, styles=styles), name="t.xlsx").text == text


def test_a_workbook_that_a_program_wrote() -> None:
    from datetime import date

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Quotes"
    sheet.append(["Quotation", "Source", "Date"])
    sheet.append(["We will not go.", "https://e.org/a", date(2015, 5, 4)])
    buffer = io.BytesIO()
    book.save(buffer)
    document = read(buffer.getvalue(), name="t.xlsx")
    claim = document.claims[0]
    assert claim.quotation is not None
    assert claim.reference is not None
    assert (claim.quotation.exact, claim.reference.item.URL, claim.reference.item.issued) == (
        "We will not go.", "https://e.org/a", "2015-05-04",
    )  # fmt: skip
