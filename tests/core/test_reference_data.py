"""References that the markup gives in fields: the fields are taken, and the words around them still joined."""

from __future__ import annotations

from verify.core.citations import extract
from verify.model import Document, Item, Name, NoteMark, Notice, ReferenceData, ReferenceKind

WORK = Item(
    type="article-newspaper",
    title="On Pools",
    author=(Name(family="Hale", given="Mary"),),
    container_title="The Gazette",
    issued="2019-05-03",
)


def document(text: str, *data: ReferenceData, marks: tuple[NoteMark, ...] = ()) -> Document:
    return Document(name="x", media_type="text/x", text=text, sha256="", reference_data=data, note_marks=marks)


def test_a_stretch_by_itself_is_an_entry_with_its_fields() -> None:
    text = "On Pools, by somebody we cannot parse"
    [reference] = extract(document(text, ReferenceData(start=0, end=len(text), item=WORK, label="hale"))).references
    assert (reference.item, reference.marker, reference.raw) == (WORK, "hale", text)


def test_the_words_complete_what_the_markup_leaves_out() -> None:
    text = "On Pools. http://p.example/1. Archived from the original on 1 July 2020. Retrieved 4 May 2019."
    [reference] = extract(document(text, ReferenceData(start=0, end=len(text), item=WORK))).references
    assert (reference.item.URL, reference.item.accessed, reference.archived) == (
        "http://p.example/1",
        "2019-05-04",
        "2020-07-01",
    )
    assert reference.item.title == "On Pools"


def test_a_note_of_two_references_has_two_entries_under_one_mark() -> None:
    text = "“We will close it in the spring,” said Hale.[1]\n\nOn Pools, A; On Baths, B"
    note, second = text.index("On Pools"), text.index("On Baths")
    mark = text.index("[1]")
    extraction = extract(
        document(
            text,
            ReferenceData(start=note, end=note + 11, item=WORK),
            ReferenceData(start=second, end=len(text), item=Item(type="book", title="On Baths")),
            marks=(NoteMark(start=mark, end=mark + 3, label="1", note_start=note, note_end=len(text)),),
        )
    )
    assert [(one.raw, one.marker, one.kind) for one in extraction.references] == [
        ("On Pools, A", "1", ReferenceKind.NUMBERED),
        ("On Baths, B", "1", ReferenceKind.NUMBERED),
    ]
    assert [(join.reference, join.rule) for join in extraction.joins] == [("r1", "note-mark"), ("r2", "note-mark")]
    assert extraction.notices == ()


def test_words_quoted_in_the_reference_are_verified_in_it() -> None:
    text = "Hale, “On Pools”. “The water was cold in every winter.”"
    quoted = text.index("“The")
    [quotation] = [
        one
        for one in extract(
            document(text, ReferenceData(start=0, end=len(text), item=WORK, quote_start=quoted))
        ).citations
        if one.quotation
    ]
    assert quotation.quotation is not None
    assert quotation.quotation.exact == "The water was cold in every winter."
    assert quotation.reference is not None
    assert quotation.reference.item == WORK


def test_what_the_reader_left_out_is_told_with_its_line() -> None:
    text = "First line.\n\nSecond paragraph."
    told = Document(name="x", media_type="text/x", text=text, sha256="", notices=(Notice(start=13, message="a chart"),))
    assert extract(told).notices == ("line 3: a chart",)
