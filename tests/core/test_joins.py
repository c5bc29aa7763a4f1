"""Which reference a quotation is joined to, by which rule: one case a rule, and the cases that must not join."""

from __future__ import annotations

import pytest

from verify.core.citations import extract
from verify.model import BlockQuote, Document, Extraction, Link, NoteMark, Region, RegionKind

LIST = (
    "\n\nReferences\n\n"
    '1. Hale, Mary (5 May 2012). "The Pool". The Gazette. Retrieved 6 June 2013.\n'
    '2. Ito, Ken (2014). "The Bath". BBC News. Retrieved 6 June 2015.\n'
)


def extracted(text: str, **fields: object) -> Extraction:
    return extract(Document(name="x", media_type="text/plain", text=text, sha256="", **fields))  # type: ignore[arg-type]


def joined(extraction: Extraction) -> list[tuple[str, str, str]]:
    """Quotation words, reference words and rule of each join."""
    quotations = {one.id: one.exact for one in extraction.quotations}
    references = {one.id: one.marker or one.item.URL or one.raw for one in extraction.references}
    return [(quotations[one.quotation][:12], references[one.reference], one.rule) for one in extraction.joins]


ONE = "“The water was never clean enough to drink,”"
TEXTS = [
    (f"{ONE} said Hale. [1]{LIST}", [("The water wa", "1", "marker-scope")]),
    (f"{ONE} said Hale. [1] [2]{LIST}", [("The water wa", "1", "marker-scope"), ("The water wa", "2", "marker-scope")]),
    (f"{ONE} said Hale. [1, 2]{LIST}", [("The water wa", "1", "marker-scope"), ("The water wa", "2", "marker-scope")]),
    (
        f"{ONE} said Hale.[1] He said: “All of that is simply not true.”[2]{LIST}",
        [("The water wa", "1", "marker-scope"), ("All of that ", "2", "marker-scope")],
    ),
    (
        f"In 2012 Hale wrote[1] that “the water was never clean enough to drink”.{LIST}",
        [("the water wa", "1", "marker-sentence")],
    ),
    (f"Nothing was quoted. [1]\n\n{ONE} said Hale.{LIST}", []),
    (f"{ONE} said Hale, who [as ever] wore a hat.{LIST}", []),
    (f"The “bath” is closed, and {ONE} said Hale.¹{LIST}", [("The water wa", "1", "marker-scope")]),
    (
        (
            "The water was “never clean enough to drink” (Hale 2012, p. 3).\n\nWorks Cited\n\n"
            "Hale, M. (2012). The pool. The Gazette. https://gazette.example/pool"
        ),
        [("never clean ", "https://gazette.example/pool", "author-date")],
    ),
    (
        (
            "Hale (2012) wrote that the water was “never clean enough to drink”.\n\nWorks Cited\n\n"
            "Hale, M. (2012). The pool. The Gazette. https://gazette.example/pool"
        ),
        [("never clean ", "https://gazette.example/pool", "author-date")],
    ),
    (f"{ONE} said Hale (https://gazette.example/pool).", [("The water wa", "https://gazette.example/pool", "url")]),
    (f"{ONE} said Hale.\n\nhttps://gazette.example/pool", []),
    (
        "The Guardian on May 5, 2012, wrote: “The water was never clean enough to drink.”",
        [("The water wa", "The Guardian on May 5, 2012", "introduced")],
    ),
    (
        (
            "On 5 May 2012, The Guardian reported that the water was “never clean enough to drink”.\n\nReferences\n\n"
            '1. Hale, Mary (5 May 2012). "The Pool". The Guardian. Retrieved 6 June 2013.\n'
        ),
        [("never clean ", "1", "publisher-date")],
    ),
    (
        "Mary Hale tells all in her book “The Pool and Its People”.\n\nHale argues: “The water was never clean enough to drink.”",
        [("The water wa", "book “The Pool and Its People”", "author")],
    ),
    (
        'Intro.\n\nReferences\n\n1. Hale, Mary (2012). "The Pool". The Gazette. "The water was never clean enough to drink."\n',
        [("The water wa", "1", "entry-quote")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS, ids=[str(number) for number in range(len(TEXTS))])
def test_join(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert joined(extracted(text)) == expected


def _link(text: str, words: str, href: str) -> Link:
    start = text.index(words)
    return Link(start=start, end=start + len(words), href=href)


def test_the_sentence_link_is_joined_and_not_the_link_on_the_speaker() -> None:
    text = f"{ONE} Mary Hale told the Gazette. She left."
    links = (
        _link(text, "Mary Hale", "https://a.example/hale"),
        _link(text, "told the Gazette", "https://a.example/pool"),
    )
    assert joined(extracted(text, links=links)) == [("The water wa", "https://a.example/pool", "link")]


def test_a_link_around_the_quotation_wins() -> None:
    text = f"As reported, {ONE} said Hale."
    links = (_link(text, "reported", "https://a.example/one"), _link(text, ONE, "https://a.example/two"))
    assert joined(extracted(text, links=links)) == [("The water wa", "https://a.example/two", "link")]


def test_the_only_link_of_the_paragraph() -> None:
    text = f"The Gazette has the story. {ONE} said Hale."
    links = (_link(text, "The Gazette", "https://a.example/pool"),)
    assert joined(extracted(text, links=links)) == [("The water wa", "https://a.example/pool", "paragraph-link")]


def test_a_link_of_another_paragraph_is_not_joined() -> None:
    text = f"The Gazette has the story.\n\n{ONE} said Hale."
    links = (_link(text, "The Gazette", "https://a.example/pool"),)
    assert joined(extracted(text, links=links)) == []


def test_cite_attribute_of_a_block_quotation() -> None:
    text = "He spoke.\n\nWe shall fight on the beaches.\n\nThen he left."
    start = text.index("We")
    block = BlockQuote(start=start, end=start + 30, cite="https://a.example/speech")
    assert joined(extracted(text, block_quotes=(block,))) == [("We shall fig", "https://a.example/speech", "cite")]


def test_note_mark_leads_to_its_note() -> None:
    text = f'{ONE} said Hale.7\n\nHale, Mary (2012). "The Pool". The Gazette.'
    mark = text.index("7")
    note = text.index("Hale, Mary")
    marks = (NoteMark(start=mark, end=mark + 1, label="7", note_start=note, note_end=len(text)),)
    extraction = extracted(text, note_marks=marks)
    assert joined(extraction) == [("The water wa", "7", "note-mark")]
    assert extraction.references[0].kind == "footnote"


def test_nested_quotation_shares_the_reference() -> None:
    text = f"She said: “I remember that Tom Mill said, ‘Never sign what you have not read,’ and left.” [1]{LIST}"
    assert [(one.quotation, one.rule) for one in extracted(text).joins] == [("q1", "marker-scope"), ("q2", "enclosing")]


def test_both_pieces_share_the_reference() -> None:
    text = f"“The bridge,” said Mary Hale, “was never safe at all.” [1]{LIST}"
    assert [(one.quotation, one.rule) for one in extracted(text).joins] == [
        ("q1", "marker-scope"),
        ("q2", "marker-scope"),
    ]


def test_words_with_a_reference_are_verified_though_nobody_is_named() -> None:
    alone = extracted("It was “the largest group in the whole country”.")
    cited = extracted(f"It was “the largest group in the whole country”. [1]{LIST}")
    assert alone.quotations[0].check == "unsourced"
    assert cited.quotations[0].check == "required"


def test_dangling_marker_is_reported() -> None:
    assert extracted(f"{ONE} said Hale. [7]{LIST}").notices == ("line 1: marker [7] leads to no reference",)


def test_ibid_reads_as_the_note_before() -> None:
    text = f'{ONE} said Hale. [2]\n\nReferences\n\n1. Hale, Mary (2012). "The Pool". The Gazette.\n2. Ibid., p. 5.\n'
    extraction = extracted(text)
    assert [one.item.title for one in extraction.references] == ["The Pool", "The Pool"]
    assert extraction.references[1].raw == "Ibid., p. 5."


def test_a_link_on_a_mere_name_is_not_the_source() -> None:
    text = f"{ONE} said Mary Hale, who works at Acme Widgets."
    links = (_link(text, "Mary Hale", "https://a.example/hale"), _link(text, "Acme Widgets", "https://acme.example"))
    assert joined(extracted(text, links=links)) == []


def test_a_link_on_other_words_of_the_sentence_is_joined() -> None:
    text = f"{ONE} said Mary Hale when the pool was shut."
    links = (_link(text, "the pool was shut", "https://a.example/pool"),)
    assert joined(extracted(text, links=links)) == [("The water wa", "https://a.example/pool", "link")]


def test_the_only_link_of_the_paragraph_on_a_name_is_not_joined() -> None:
    text = f"Acme Widgets is to close. {ONE} said Hale."
    links = (_link(text, "Acme Widgets", "https://acme.example"),)
    assert joined(extracted(text, links=links)) == []


def test_what_an_author_says_is_not_looked_for_in_the_book() -> None:
    text = "Mary Hale tells all in her book “The Pool and Its People”.\n\n“The water was never clean,” Hale told the crowd."
    assert joined(extracted(text)) == []


PARTS = (
    "Ann said: “The water was never clean enough to drink.” [1]\n\nReferences\n\n"
    '1. Hale, Mary (5 May 2012). "The Pool". The Gazette. Retrieved 6 June 2013.\n\n'
    "Part two\n\nBob said: “Nobody ever asked us about the baths.” [1]{more}\n\nReferences\n\n"
    '1. Ito, Ken (2014). "The Bath". BBC News. Retrieved 6 June 2015.\n'
)


def joined_titles(extraction: Extraction) -> list[tuple[str, str | None]]:
    quotations = {one.id: one.exact for one in extraction.quotations}
    references = {one.id: one.item.title for one in extraction.references}
    return [(quotations[one.quotation].split()[0], references[one.reference]) for one in extraction.joins]


def test_numbering_that_starts_again_belongs_to_its_own_part() -> None:
    assert joined_titles(extracted(PARTS.format(more=""))) == [("The", "The Pool"), ("Nobody", "The Bath")]


def test_a_label_that_the_list_of_its_part_lacks_is_not_taken_from_another_part() -> None:
    text = PARTS.format(more=" Cy said: “We have all been very patient.” [2]").replace(
        "\n\nPart two", '\n2. Orr, Jo (7 May 2012). "The Well". The Gazette. Retrieved 6 June 2013.\n\nPart two'
    )
    extraction = extracted(text)
    assert joined_titles(extraction) == [("The", "The Pool"), ("Nobody", "The Bath")]
    assert [notice for notice in extraction.notices if "marker [2] leads to no reference" in notice]


def test_lists_side_by_side_with_the_same_number_join_none_and_say_so() -> None:
    text = (
        f"{ONE} said Hale. [1]\n\nNotes\n\n"
        '1. Hale, Mary (5 May 2012). "The Pool". The Gazette. Retrieved 6 June 2013.\n\nReferences\n\n'
        '1. Ito, Ken (2014). "The Bath". BBC News. Retrieved 6 June 2015.\n'
    )
    extraction = extracted(text)
    assert extraction.joins == ()
    assert extraction.notices == (
        "line 1: marker [1] may mean more than one entry that bears its number, so it is joined to none",
    )


def test_numbering_that_goes_on_in_a_second_list_is_one_numbering() -> None:
    text = PARTS.format(more=" [2]").replace("\n1. Ito", "\n2. Ito").replace("baths.” [1]", "baths.”")
    assert joined_titles(extracted(text)) == [("The", "The Pool"), ("Nobody", "The Bath")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\n  "])
@pytest.mark.parametrize(("opening", "closing"), ["“”", '""', "«»"])
def test_a_newline_within_the_marks_breaks_no_quotation(newline: str, opening: str, closing: str) -> None:
    text = f"Ann said {opening}we will all go{newline}to the war in the west{closing} (http://a.example/w)."
    extraction = extracted(text)
    assert joined(extraction) == [("we will all ", "http://a.example/w", "url")]
    (quotation,) = extraction.quotations
    assert quotation.exact == f"we will all go{newline}to the war in the west"
    assert (quotation.check, quotation.speaker, extraction.notices) == ("required", "Ann", ())


def test_a_mark_that_the_next_line_does_not_close_ends_with_its_line() -> None:
    lines = ("Ann said “we will all go", "Bob said “to the war in the west” and left.")
    assert [one.exact for one in extracted("\n".join(lines)).quotations] == ["we will all go", "to the war in the west"]
    listed = extracted("Ann said “we will all go\n- to the war in the west” and left.")
    assert [one.exact for one in listed.quotations] == ["we will all go"]


@pytest.mark.parametrize("item", ["- Ann Smith: ", "* Bob: ", "• Ann Smith, 3 May 2019: ", "1. Ann Smith: ", "- "])
def test_a_list_item_that_quotes_is_no_reference(item: str) -> None:
    extraction = extracted(f"{item}“we will all go to the war in the west” http://a.example/w")
    assert joined(extraction) == [("we will all ", "http://a.example/w", "url")]
    assert [(one.check, one.reason) for one in extraction.quotations] == [("required", None)]


@pytest.mark.parametrize(
    "item",
    [
        "- Ann Smith: “The War in the West” http://a.example/w",
        "- Ann Smith. “We will all go to the war.” The Gazette, 3 May 2019. http://a.example/w",
        "References\n\n- Ann Smith: “We will all go to the war” http://a.example/w",
    ],
)
def test_a_list_item_in_the_shape_of_a_reference_is_one(item: str) -> None:
    assert [one.kind for one in extracted(item).references] == ["work"]


def test_a_marker_closes_a_quotation_that_began_paragraphs_earlier() -> None:
    words = "There is no evidence at all.\n\nHe was not there that night."
    text = f"The judge wrote:\n\n{words} [1]\n\nAfter that nobody spoke.{LIST}"
    start = text.index(words)
    extraction = extracted(text, block_quotes=(BlockQuote(start=start, end=start + len(words)),))
    assert joined(extraction) == [("There is no ", "1", "marker-scope")]


def test_the_note_mark_at_the_end_of_a_block_quotation_is_none_of_its_words() -> None:
    text = "The judge wrote:\n\nThere is no evidence at all.2\n\n“The Court”, The Gazette, 5 May 2012, https://gazette.example/x"
    mark, start, note = text.index("2\n"), text.index("There"), text.index("“The Court")
    extraction = extracted(
        text,
        block_quotes=(BlockQuote(start=start, end=mark + 1),),
        regions=(Region(kind=RegionKind.NOTE_MARK, start=mark, end=mark + 1),),
        note_marks=(NoteMark(start=mark, end=mark + 1, label="2", note_start=note, note_end=len(text)),),
    )
    assert next(one.exact for one in extraction.quotations) == "There is no evidence at all."
    assert joined(extraction) == [("There is no ", "2", "note-mark")]


def test_a_marker_on_the_credit_of_a_block_quotation() -> None:
    words = "They told us to measure it and then to stop measuring."
    text = f"Boe remembered it:\n\n{words}\n\n— Anders Boe, surveyor [2]{LIST}"
    start = text.index(words)
    extraction = extracted(text, block_quotes=(BlockQuote(start=start, end=text.index("[2]") + 3),))
    assert joined(extraction) == [("They told us", "2", "credit")]
