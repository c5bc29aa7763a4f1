"""Court decisions and statutes as references, by eyecite."""

from __future__ import annotations

import sys

import pytest

from verify import extract, read_document

ROE = "The court held in Roe v. Wade, 410 U.S. 113, 120 (1973), that “the right of privacy is broad enough to go on.”"
BROWN = (
    "The Court wrote: “Separate educational facilities are inherently unequal.” Brown v. Board of Education, "
    "347 U.S. 483, 495 (1954)."
)


def extracted(text: str):
    return extract(read_document(text.encode(), media_type="text/plain"))


@pytest.mark.parametrize(
    ("text", "title", "container", "issued"),
    [
        (ROE, "Roe v. Wade", "410 U.S. 113", "1973"),
        (BROWN, "Brown v. Board of Education", "347 U.S. 483", "1954"),
        (
            "The statute says “every person who subjects another shall be liable for it.” 42 U.S.C. § 1983.",
            "42 U.S.C. § 1983",
            None,
            None,
        ),
        (
            "It held “that the searches were reasonable as a matter of law.” (United States v. Jones, 565 U.S. 400 (2012))",
            "United States v. Jones",
            "565 U.S. 400",
            "2012",
        ),
    ],
)
def test_the_case_beside_the_words_is_their_reference(text, title, container, issued):
    extraction = extracted(text)
    (quotation,) = extraction.quotations
    (reference,) = extraction.references
    assert quotation.check == "required"
    assert [join.rule for join in extraction.joins] == ["case"]
    assert (reference.item.title, reference.item.container_title, reference.item.issued) == (title, container, issued)
    assert text[reference.start : reference.end] == reference.raw


def test_a_short_form_stands_for_the_full_citation():
    extraction = extracted(f"{BROWN} It said “we conclude that the doctrine has no place” there. Id. at 495.")
    of = {join.quotation: join.reference for join in extraction.joins}
    by_id = {reference.id: reference for reference in extraction.references}
    titles = [by_id[of[quotation.id]].item.title for quotation in extraction.quotations]
    assert titles == ["Brown v. Board of Education"] * 2


def test_a_case_of_another_sentence_is_no_source_of_the_words():
    extraction = extracted(f"{BROWN} Later that year the mayor said: “The schools will open in the autumn as planned.”")
    assert [join.quotation for join in extraction.joins] == ["q1"]


def test_without_eyecite_the_document_is_read_all_the_same(monkeypatch):
    monkeypatch.setitem(sys.modules, "eyecite", None)
    assert [quotation.exact for quotation in extracted(BROWN).quotations] == [
        "Separate educational facilities are inherently unequal."
    ]
