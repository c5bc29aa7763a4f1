"""Excel and Word, read back by openpyxl and python-docx: everything is there, nothing is a formula or a stray link."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pytest

from verify import reports
from verify.model import Known, Verdict
from verify.reports import rows
from verify.reports.xlsx import cell_text


def made(report, format) -> bytes:
    stream = io.BytesIO()
    reports.write(format, report, stream)
    return stream.getvalue()


def book(report):
    return openpyxl.load_workbook(io.BytesIO(made(report, "xlsx")))


def memo(report):
    return docx.Document(io.BytesIO(made(report, "docx")))


def all_text(document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("format", sorted(reports.BINARY))
def test_the_same_report_gives_the_same_bytes(factory, format):
    assert made(factory.full(), format) == made(factory.full(), format)


@pytest.mark.parametrize("format", sorted(reports.BINARY))
@pytest.mark.parametrize("which", ["full", "hostile", "empty"])
def test_every_part_is_sound_and_named(factory, format, which):
    report = factory.report() if which == "empty" else getattr(factory, which)()
    with zipfile.ZipFile(io.BytesIO(made(report, format))) as file:
        assert file.testzip() is None
        names = set(file.namelist())
        parts = {name: ET.fromstring(file.read(name)) for name in names}
    typed = {item.get("PartName").lstrip("/") for item in parts["[Content_Types].xml"] if item.get("PartName")}
    assert {name for name in names if not name.endswith(".rels")} - {"[Content_Types].xml"} == typed
    for name, links in parts.items():
        if name.endswith(".rels"):
            folder = name.replace("_rels/", "").rpartition("/")[0]
            for link in links:
                target = link.get("Target")
                if link.get("TargetMode") == "External":
                    assert target.startswith(("http://", "https://"))
                    assert not set(target) & set(' "<>\\^`{|}#')
                else:
                    assert f"{folder}/{target}".lstrip("/") in names


# --- Excel ---------------------------------------------------------------------------------------------------------


def test_a_row_for_each_finding(full_report):
    sheet = book(full_report)["Findings"]
    heads = [cell.value for cell in sheet[1]]
    assert tuple(heads) == rows.COLUMNS[1:]
    table = [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]
    assert {row["id"] for row in table} == {finding.citation.fingerprint for finding in full_report.findings}
    assert (table[0]["verdict"], table[0]["place"], table[0]["status"]) == ("altered", "line 1", 200)
    assert table[0]["source_words"] == "the assault killed 50 people and wounded dozens more"
    assert "F7 altered: The quotation has “250”" in table[0]["differences"]


def test_the_heading_is_frozen_and_filters(full_report):
    for name in ("Findings", "Everything else", "Documents"):
        sheet = book(full_report)[name]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
    sheet = book(full_report)["Findings"]
    assert sheet["C2"].fill.fgColor.rgb != sheet["C4"].fill.fgColor.rgb
    assert sheet["F2"].alignment.wrap_text


def test_links_lead_to_the_passage(full_report):
    sheet = book(full_report)["Findings"]
    column = rows.COLUMNS[1:].index("link") + 1
    link = sheet.cell(row=2, column=column).hyperlink
    assert f"{link.target}#{link.location}" == sheet.cell(row=2, column=column).value


def test_the_other_sheets_hold_the_rest(full_report):
    found = book(full_report)
    rest = "\n".join(str(cell.value) for row in found["Everything else"].iter_rows() for cell in row)
    for told in (
        "scan.pdf: encrypted",
        "freedom fighters",
        "different dates",
        "opening mark never closed",
        "17 unchecked",
    ):
        assert told in rest
    assert [row[0].value for row in found["Documents"].iter_rows(min_row=2)] == [
        "draft.txt",
        "unchecked.md",
        "empty.txt",
    ]
    about = {row[0].value: row[1].value for row in found["About"].iter_rows(min_row=2)}
    assert about["coverage"].startswith("7 of 24 quotations checked")


def test_no_cell_is_a_formula_or_a_number_that_was_a_quotation(factory):
    paper = factory.Paper("=1+1.txt")
    for words in ("=HYPERLINK(1)", "+1", "-5", "@x", "1984", "007", "_x0041_"):
        paper.find(paper.say("", words, "."), None, verdict=Verdict.ABSENT, summary="=2")
    sheet = book(factory.report(paper))["Findings"]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "inlineStr", "n"}
    column = rows.COLUMNS[1:].index("quotation") + 1
    values = [sheet.cell(row=number, column=column).value for number in range(2, 8)]
    assert values == ["=HYPERLINK(1)", "+1", "-5", "@x", "1984", "007"]
    assert sheet.cell(row=2, column=column).quotePrefix


@pytest.mark.parametrize(
    ("text", "held"), [("a\x00\x1b[31mb", "ab"), ("_x0041_", "_x005F_x0041_"), ("one\ntwo", "one\ntwo"), ("_x_", "_x_")]
)
def test_what_a_cell_holds(text, held):
    assert cell_text(text) == held


def test_a_long_cell_is_cut_and_says_so():
    held = cell_text("word " * 20_000)
    assert len(held) == 32_767
    assert held.endswith("the JSON has all of it]")


# --- Word ----------------------------------------------------------------------------------------------------------


def test_the_memo_goes_by_documents_worst_first(full_report):
    found = memo(full_report)
    heads = [
        (item.style.name, item.text) for item in found.paragraphs if item.style.name.startswith(("Title", "Heading"))
    ]
    assert heads[0] == ("Title", "Quotation report: 3 documents")
    first = heads.index(("Heading 1", "draft.txt"))
    told = [text.split(",")[0] for style, text in heads[first + 1 : first + 6] if style == "Heading 2"]
    assert told == ["altered", "absent", "variant", "verbatim", "verbatim"]
    assert [text for style, text in heads if style == "Heading 1"] == [
        *("Across documents", "draft.txt", "unchecked.md", "empty.txt", "How to read this")
    ]


def test_the_memo_holds_everything(full_report):
    text = all_text(memo(full_report))
    for finding in full_report.findings:
        if finding.citation.quotation:
            assert finding.citation.quotation.exact in text
        for difference in finding.differences:
            assert difference.message in text
        for check in finding.metadata:
            assert check.agrees or check.found in text
    for told in ("scan.pdf: encrypted", "freedom fighters", "different dates", "opening mark never closed", "SHA-256"):
        assert told in text
    assert full_report.extractions[0].document.sha256 in text


def test_changed_words_are_marked_without_colour_alone(full_report):
    found = memo(full_report)
    table = next(table for table in found.tables if table.rows[0].cells[0].text == "In the document")
    quoted, source = table.rows[1].cells
    assert [run.text for run in quoted.paragraphs[0].runs if run.font.underline] == ["250"]
    assert [run.text for run in source.paragraphs[0].runs if run.font.strike] == ["50"]
    assert "According to Example Wire, “the assault killed 250 people" in quoted.text
    assert "BAGHDAD – Gunmen stormed the camp" in source.text


def test_the_memo_links_to_the_passage(full_report):
    links = [link.url for item in memo(full_report).paragraphs for link in item.hyperlinks]
    assert links[0] == "https://example.org/story#:~:text=the%20assault%20killed,dozens%20more"


def test_only_web_addresses_are_links(factory):
    found = memo(factory.hostile())
    links = {link.address for item in found.paragraphs for link in item.hyperlinks}
    links |= {
        link.address
        for t in found.tables
        for row in t.rows
        for c in row.cells
        for p in c.paragraphs
        for link in p.hyperlinks
    }
    assert links == {"https://evil.example/%22onmouseover=%22window.pwned=1"}


def test_what_is_known_says_so(full_report):
    left = Known(reason="seen by the desk")
    report = replace(full_report, findings=(replace(full_report.findings[0], known=left), *full_report.findings[1:]))
    assert "known: seen by the desk" in all_text(memo(report))
    assert "known: seen by the desk" in [cell.value for row in book(report)["Findings"].iter_rows() for cell in row]
