"""Figures above and below the line are no digits of the number or word before them."""

from __future__ import annotations

import pytest

from verify import match_quotation
from verify.model import RegionKind, Verdict
from verify.readers import read

GREEN = {Verdict.VERBATIM, Verdict.EDITED, Verdict.VARIANT}

CASES = [
    # (as it is written, the words that stand there, words that do not)
    ("a farm with an area of 10<sup>2</sup> hectares in all", "an area of 10² hectares", "an area of 102 hectares"),
    ("they gave it a value of 10<sup>3</sup> units then", "a value of 10³ units", "a value of 103 units"),
    ("they gave it a value of 10<sup>-3</sup> units then", "a value of 10⁻³ units", "a value of 10-3 units"),
    ("they said it killed 50<sup>12</sup> people there", "it killed 50 people", "it killed 5012 people"),
    ("it was said that 2013<sup>1</sup> people came", "that 2013 people came", "that 20131 people came"),
    ("it was said that 2013<sup>1,2</sup> people came", "that 2013 people came", "that 20131 people came"),
    ("it was said that 2013<sup><a href='/notes'>1</a></sup> people came", "that 2013 people came", "that 20131 people came"),
    ("a walk of 3<sup>1</sup>/<sub>2</sub> miles or more", "a walk of 3¹/2 miles", "a walk of 31/2 miles"),
    ("it holds 1<sub>2</sub> such units at least", "it holds 1₂ such units", "it holds 12 such units"),
    ("all the people<sup>1</sup> said no to it", "all the people said no", "all the people1 said no"),
    ("all the people <sup>1</sup> said no to it", "all the people said no", "all the people 1 said so"),
    ("and then <sup>1</sup>2013 people came here", "then 2013 people came", "then 12013 people came"),
]  # fmt: skip


@pytest.mark.parametrize("kind", ["text/html", "text/markdown"])
@pytest.mark.parametrize(("source", "true", "false"), CASES)
def test_figures_join_no_number(source: str, true: str, false: str, kind: str) -> None:
    page = source.encode() if kind == "text/markdown" else f"<p>{source}</p>".encode()
    assert match_quotation(true, page, media_type=kind).verdict in GREEN
    assert match_quotation(false, page, media_type=kind).verdict not in GREEN


@pytest.mark.parametrize(
    "source",
    [
        "2013<span style='vertical-align: super; font-size: 70%'>1</span> people came",
        "2013<sup class=reference>1</sup> people came",
        "2013<sup><a href='#fn1'>1</a></sup> people came</p><p id=fn1>A note",
    ],
)
def test_note_numbers_of_pages(source: str) -> None:
    page = f"<p>It was said that {source}</p>".encode()
    assert match_quotation("that 2013 people came", page, media_type="text/html").verdict in GREEN
    assert match_quotation("that 20131 people came", page, media_type="text/html").verdict not in GREEN


@pytest.mark.parametrize("kind", ["text/html", "text/markdown"])
@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("CO<sub>2</sub> and H<sub>2</sub>O", "CO2 and H2O"),
        ("a <sup>1</sup>/<sub>2</sub> mile", "a 1/2 mile"),
        ("by <sup>14</sup>C dating", "by 14C dating"),
        ("the 19<sup>th</sup> century, 5 km<sup>2</sup>", "the 19th century, 5 km²"),
        ("x<sup>2</sup>3 and y<sup>a1</sup>", "x²3 and ya¹"),
        ("a<sup>[1]</sup> b", "a[1] b"),
    ],
)
def test_text(source: str, text: str, kind: str) -> None:
    assert read(source.encode(), name="x", media_type=kind).text == text


def test_linked_number_of_markdown_stays_a_note_mark() -> None:
    document = read(b"It was 2013<sup>[1](#n)</sup> then", name="x.md")
    assert document.text == "It was 20131 then"
    assert [(m.label, document.text[m.start : m.end]) for m in document.note_marks] == [("1", "1")]
    assert document.region(document.note_marks[0].start) is RegionKind.NOTE_MARK
    assert match_quotation("it was 2013 then", document).verdict in GREEN


def test_unclosed_element_ends_with_its_paragraph() -> None:
    assert read(b"a 1<sup>2\n\n34", name="x.md").text == "a 1²\n\n34"


def test_places_lead_to_the_figures() -> None:
    source = "<p>one 10<sup>-23</sup> two</p>"
    document = read(source.encode(), name="x.html")
    assert document.text == "one 10⁻²³ two"
    for words, written in (("⁻²³", "-23"), ("two", "two")):
        place = document.place(document.text.index(words))
        assert source[place.column - 1 :].startswith(written)


def test_a_power_left_out_is_never_green_without_a_flag() -> None:
    page = b"<p>An area of 10<sup>2</sup> hectares was burnt in the dry summer.</p>"
    judged = match_quotation("An area of 10 hectares was burnt", source=page, media_type="text/html")
    assert "raised-figure" in judged.flags
    plain = b"<p>An area of ten hectares<sup>2</sup> was burnt in the dry summer.</p>"
    judged = match_quotation("An area of ten hectares was burnt", source=plain, media_type="text/html")
    assert "raised-figure" not in judged.flags
