"""The whole extraction: citations, fingerprints, and what holds for any text."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.core.citations import extract
from verify.model import BlockQuote, Check, Document, Extraction

ARTICLE = (
    "Mary Hale wrote a book, “The Pool and Its People”. “The water was never clean enough,” Hale wrote.\n\n"
    "Reuters on May 5, 2012, reported that it was “closed for good by the council”. Nobody knows the “experts”.\n\n"
    "https://pool.example/x\n"
)


def extracted(text: str) -> Extraction:
    return extract(Document(name="x", media_type="text/plain", text=text, sha256=""))


def test_every_required_quotation_and_every_reference_has_a_citation() -> None:
    extraction = extracted(ARTICLE)
    cited = [
        (one.quotation.exact[:9] if one.quotation else None, one.reference.raw[:12] if one.reference else None)
        for one in extraction
    ]
    assert cited == [
        ("The water", "book, “The P"),
        ("closed fo", "Reuters on M"),
        (None, "https://pool"),
    ]


def test_a_quotation_without_a_reference_is_not_silent() -> None:
    citation = next(iter(extracted("“The water was never clean enough,” Hale wrote.")))
    assert citation.quotation is not None
    assert citation.reference is None


def test_pieces_are_one_citation() -> None:
    citations = extracted("“The bridge,” said Mary Hale, “was never safe,” she said, “at all.”").citations
    assert len(citations) == 1
    assert [one.exact for one in citations[0].pieces] == ["was never safe,", "at all."]


def test_fingerprints_stay_while_the_words_stay() -> None:
    one = [citation.fingerprint for citation in extracted(ARTICLE)]
    moved = [
        citation.fingerprint
        for citation in extracted("A new first paragraph.\n\n" + ARTICLE.replace("“", '"').replace("”", '"'))
    ]
    assert set(one) == set(moved)
    assert len(set(one)) == len(one)
    changed = [citation.fingerprint for citation in extracted(ARTICLE.replace("never clean", "ever clean"))]
    assert len(set(one) & set(changed)) == len(one) - 1


def test_the_same_pair_twice_has_two_fingerprints() -> None:
    text = "“The water was never clean enough,” Hale said.\n\n“The water was never clean enough,” Hale said."
    one, two = extracted(text)
    assert one.fingerprint != two.fingerprint


def test_place_in_the_document() -> None:
    extraction = extracted(ARTICLE)
    quotation = next(one for one in extraction.quotations if one.exact.startswith("closed"))
    assert extraction.document.place(quotation.start).line == 3


_WORDS = [
    "“", "”", '"', "‘", "’", "'", "«", "»", "「", "」", "said ", "he ", "It read: ", "according to ", "Mary Hale ", "Mr. ",
    "the ", "a report ", "in his book ", "by ", "who ", ", ", ". ", ": ", "\n", "\n\n", "(", ")", "[1] ", "[2]", "2013 ",
    "1 May 2013 ", "Reuters ", "The New York Times ", "told ", "References\n\n", "1. ", "http://a.example/b ", "entitled ",
    "Retrieved ", "& ", "- ", "—", "was ", "quoted ", "as ", "saying ", "never ", "if ", "中文", "\ue000", "\r\n", "\x0b", "<b>",
    "</b>", '="', "(Hale 2013) ", "Ibid. ", "…", "a b c d e ", "\ud800",
]  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(_WORDS), max_size=50).map("".join))
def test_any_text_is_extracted(text: str) -> None:
    extraction = extracted(text)
    ids = {one.id for one in extraction.quotations}
    references = {one.id for one in extraction.references}
    for quotation in extraction.quotations:
        assert text[quotation.start : quotation.end] == quotation.exact
        assert quotation.exact == quotation.exact.strip() != ""
        assert quotation.continues is None or quotation.continues in ids
        assert quotation.nested_in is None or quotation.nested_in in ids
        assert (quotation.reason is None) == (quotation.check is Check.REQUIRED)
    for reference in extraction.references:
        assert text[reference.start : reference.end] == reference.raw
    for join in extraction.joins:
        assert join.quotation in ids
        assert join.reference in references
    seen = {one.reference.id for one in extraction.citations if one.reference}
    assert seen == references
    required = {one.id for one in extraction.quotations if one.check is Check.REQUIRED}
    reported = {part.id for one in extraction.citations if one.quotation for part in (one.quotation, *one.pieces)}
    assert required <= reported
    prints = [one.fingerprint for one in extraction.citations]
    assert len(set(prints)) == len(prints)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=120))
def test_any_characters_are_extracted(text: str) -> None:
    extracted(text)


REPEATED = [
    "“", "”", '"', "'", "‘", "«", "„", "「", "[", "[1]", "(", "(2013", "1", "1 ", ".", ". ", "\n", "\n\n", "“a", "“a” ", "“\n\n",
    "<", "<a ", "http://", "http://a.b/ ", "A ", "Ab, ", "said ", "he said, “a” ", "“A,” said B. ", "“A.” ", "Mr. ",
    "in his report ", "Jan 1, 2013 ", "U.S. ", "According to ", "Reuters said ", " ", ",", "of A ", "!", ":", "`", "_", "中",
    "(Smith 2020) ", "[a](b)", "doi:10.1/", "www.", "a.", "\r\n", 'X, Y (2013). "T". P. Retrieved 1 May 2013.\n\n',
    "References\n\n1. A. “B”. C. 2013.\n\n", "he wrote:\n\n“a\n\n", "Smith, the ", "who said ", "titled “A” ", "> ",
]  # fmt: skip


def _calls(text: str) -> int:
    """How many functions are called to extract `text`: work that does not depend on the machine's speed."""
    count = 0

    def counting(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    sys.setprofile(counting)
    try:
        extracted(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("unit", REPEATED)
def test_work_grows_with_the_text_alone(unit: str) -> None:
    short, long = (unit * (size // len(unit) + 1) for size in (1000, 4000))
    extracted(long)  # patterns compiled and tables read once are no work of the text
    assert _calls(long) <= 6 * _calls(short) + 2000


def test_block_quotations_nested_deeply_are_checked_with_what_encloses_them() -> None:
    text = "the word that she said\n" * 40
    quotes = tuple(BlockQuote(start=23 * number, end=len(text)) for number in range(40))
    extraction = extract(Document(name="x", media_type="text/html", text=text, sha256="", block_quotes=quotes))
    assert [quotation.start for quotation in extraction.quotations] == [23 * number for number in range(12)]
    assert extraction.quotations[0].exact.count("word") == 40
