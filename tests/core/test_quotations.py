"""Which quotations are to be verified, and why the others are not."""

from __future__ import annotations

import pytest

from verify.core.citations import extract
from verify.model import BlockQuote, Check, Document, Quotation, QuotationKind, Region, RegionKind


def quotations_of(text: str, **fields: object) -> tuple[Quotation, ...]:
    document = Document(name="x", media_type="text/plain", text=text, sha256="", **fields)  # type: ignore[arg-type]
    return extract(document).quotations


CHECKS = [
    ("He said, “We will never go back to that.”", "required", None),
    ("“Never,” he said.", "required", None),
    ("The minister vowed to “put an end” to it.", "required", None),
    ("At one point it was “the largest armed group in the country”.", "unsourced", "unattributed"),
    ("Gen. David Petraeus insisted that they were “protected persons” and stayed.", "optional", "term"),
    ("The government called it a “criminal and terrorist” attack.", "optional", "term"),
    ("They used force to “disperse” the crowd.", "optional", "scare"),
    ("The “kill or capture” strategy was adopted in 2007.", "optional", "term"),
    ("They were used as a “Free Iran” force.", "optional", "name"),
    ("He wrote it in his book, “Life with the Iranian Mojahedin.”", "optional", "title"),
    ("The song “Blue Lamp Over Water” was a hit.", "optional", "title"),
    ("An article entitled “what we know of the war so far” appeared.", "optional", "title"),
    ("He never said “the war is over for all of us”.", "optional", "denied"),
    ("She denied saying “the war is over for all of us”.", "optional", "denied"),
    ("If he said “the war is over for all of us”, nobody heard.", "optional", "hypothetical"),
    ("Speaking in Persian, he said: “We will never go back to that.”", "required", None),
    ("He said in Persian: “We will never go back to that.”", "optional", "translated"),
    ("“We will never go back to that,” he said (translated from Persian).", "optional", "translated"),
    ("She had a status of ‘protected persons’, he said. He added: “Nobody protects us here.”", "optional", "term"),
    ("The mark “—” is a dash.", "optional", "term"),
]


@pytest.mark.parametrize(("text", "check", "reason"), CHECKS, ids=[row[0][:45] for row in CHECKS])
def test_check(text: str, check: str, reason: str | None) -> None:
    quotation = quotations_of(text)[0]
    assert (str(quotation.check), quotation.reason) == (check, reason)


def test_interrupted_quotation_continues() -> None:
    text = "“The bridge,” said the engineer, “was never safe at all.” “We wrote three times about it,” he added."
    first, second, third = quotations_of(text)
    assert second.continues == first.id
    assert third.continues is None
    assert {first.speaker, second.speaker} == {"engineer"}


def test_a_new_quotation_of_another_speaker_does_not_continue() -> None:
    text = "“The bridge was never safe at all,” said Smith. “Nonsense, it was quite safe,” said Jones."
    first, second = quotations_of(text)
    assert second.continues is None
    assert (first.speaker, second.speaker) == ("Smith", "Jones")


def test_nested_quotation_knows_its_outer_one() -> None:
    text = "She said: “I remember that Tom Mill said, ‘Never sign what you have not read,’ and left.”"
    outer, inner = quotations_of(text)
    assert inner.kind is QuotationKind.NESTED
    assert inner.nested_in == outer.id
    assert inner.speaker == "Tom Mill"


def test_context_is_beside_the_words() -> None:
    text = "He said, “We will never go back to that.” Then he left."
    quotation = quotations_of(text)[0]
    assert quotation.prefix == "He said, “"
    assert quotation.suffix == "” Then he left."


def test_navigation_footer_and_hidden_text_quote_nobody() -> None:
    text = "Menu “one two three four five” end\n\nHe said, “We will never go back.”\n\nFoot “six seven eight nine ten”"
    regions = (
        Region(kind=RegionKind.NAVIGATION, start=0, end=34),
        Region(kind=RegionKind.FOOTER, start=text.index("Foot"), end=len(text)),
    )
    assert [one.exact for one in quotations_of(text, regions=regions)] == ["We will never go back."]


def test_comments_of_readers_are_not_verified() -> None:
    text = "He said, “We will never go back to that.”"
    found = quotations_of(text, regions=(Region(kind=RegionKind.COMMENT, start=0, end=len(text)),))
    assert (found[0].check, found[0].reason) == (Check.OPTIONAL, "comment")


def test_block_quotation_with_introduction_and_credit() -> None:
    block = "We shall fight on the beaches.\n\n— Winston Churchill, 1940"
    text = f"He told the House:\n\n{block}\n\nIt was June."
    start = text.index("We shall")
    found = quotations_of(text, block_quotes=(BlockQuote(start=start, end=start + len(block)),))
    assert [(one.kind, one.exact) for one in found] == [(QuotationKind.BLOCK, "We shall fight on the beaches.")]
    assert found[0].speaker == "Winston Churchill"


def test_block_quotation_in_marks_is_one_quotation() -> None:
    block = "“We shall fight on the beaches.”"
    text = f"Churchill said:\n\n{block}\n\nIt was June."
    start = text.index(block)
    found = quotations_of(text, block_quotes=(BlockQuote(start=start, end=start + len(block)),))
    assert [one.exact for one in found] == ["We shall fight on the beaches."]
    assert found[0].speaker == "Churchill"


def test_block_quotation_of_nobody_is_unsourced() -> None:
    text = "Intro ends here.\n\nThese words stand in a block.\n\nMore text."
    start = text.index("These")
    found = quotations_of(text, block_quotes=(BlockQuote(start=start, end=start + 30),))
    assert (found[0].check, found[0].speaker) == (Check.UNSOURCED, None)


def test_date_of_the_introduction() -> None:
    text = "On September 2, 2017, Maria Lopez said, “We will always remember what they did for us.”"
    assert quotations_of(text)[0].date == "2017-09-02"


REPORTED = [
    "A man who could not be named said: “We will never go back to that.”",
    "If nothing else, he said, “we will never go back to that”.",
    "She denied the claim as “baseless and politically motivated from start to end”.",
    "He said he would “never go back to that old house”.",
    "Asked if he was sorry, Mr Hale said: “I would do it again tomorrow.”",
]


@pytest.mark.parametrize("text", REPORTED)
def test_a_negation_that_is_not_of_the_report_denies_nothing(text: str) -> None:
    assert quotations_of(text)[0].check is Check.REQUIRED


def test_contracted_negation_denies() -> None:
    quotation = quotations_of("He didn’t say “the war is over for all of us”.")[0]
    assert (quotation.reason, quotation.speaker) == ("denied", "he")


def test_indented_paragraph_after_a_colon_is_a_block_quotation() -> None:
    text = "Mary Hale wrote in 1940:\n\n    We shall go to the end. We shall never surrender.\n\nShe was right."
    found = quotations_of(text)
    assert [(one.kind, one.exact, one.speaker) for one in found] == [
        (QuotationKind.BLOCK, "We shall go to the end. We shall never surrender.", "Mary Hale")
    ]


def test_dialogue_by_dashes_is_reported_and_not_verified() -> None:
    text = "Buck called up.\n\n— Come up, Kinch! Come up!\n\n— I am coming, said Stephen.\n\nThey left."
    found = quotations_of(text)
    assert [(one.exact, one.check, one.reason) for one in found] == [
        ("Come up, Kinch! Come up!", Check.OPTIONAL, "dialogue"),
        ("I am coming, said Stephen.", Check.OPTIONAL, "dialogue"),
    ]


def test_one_dash_is_no_dialogue() -> None:
    assert quotations_of("He left.\n\n— From our own correspondent.\n\nShe stayed.") == ()


TWO_REPORTS = [
    "“It is greenwash, plain and simple,” said Hale, while Ito described it as “the best we can do for now”.",
    "“It is greenwash, plain and simple,” said Hale, and added that it was “the worst she had ever seen”.",
]


@pytest.mark.parametrize("text", TWO_REPORTS)
def test_a_second_report_in_the_sentence_does_not_continue(text: str) -> None:
    assert [one.continues for one in quotations_of(text)] == [None, None]


def test_an_address_in_marks_is_nobodys_words() -> None:
    text = "Retrieved from “https://en.wikipedia.org/w/index.php?title=Hermitian_matrix&oldid=942”"
    (quotation,) = extract(Document(name="x", media_type="text/plain", text=text, sha256="")).quotations
    assert (quotation.check, quotation.reason) == (Check.OPTIONAL, "term")
