"""Marks to spans: which words stand between marks, and what is said when the marks do not pair."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.core.layout import lay_out
from verify.core.marks import pair_marks

PAIRED = [
    ("curly", "He said “one two” and “three”.", ["one two", "three"]),
    ("straight", 'He said "one two" and "three".', ["one two", "three"]),
    ("German", "Er sagte: „Guten Tag“ und ging.", ["Guten Tag"]),
    ("German with a raised note number", "Er sagte: „Guten Tag.“¹ Sein Buch „Bögen“ kam.", ["Guten Tag.", "Bögen"]),
    ("Polish", "Powiedział: „Dzień dobry” i wyszedł.", ["Dzień dobry"]),
    ("French, spaced", "Il a dit « bonjour » hier.", ["bonjour"]),
    ("Swiss", "Er sagte «guten Tag» zu ihr.", ["guten Tag"]),
    ("German books", "»Guten Tag«, sagte er. »Auf Wiedersehen.«", ["Guten Tag", "Auf Wiedersehen."]),
    ("Swedish", "”God dag”, sade han. ”Adjö.”", ["God dag", "Adjö."]),
    ("Swedish guillemets", "»God dag», sade han och gick.", ["God dag"]),
    ("Japanese", "彼は「はい」と言い、『本』を閉じた。", ["はい", "本"]),
    ("full width", "He said ＂one＂ twice.", ["one"]),
    ("LaTeX", "He said ``one two'' and left.", ["one two"]),
    ("British", "‘It’s the dogs’ dinner,’ he said.", ["It’s the dogs’ dinner,"]),
    ("straight single", "'It's the dogs' dinner,' he said.", ["It's the dogs' dinner,"]),
    ("curly closed straight", 'He said “one two" there.', ["one two"]),
    ("nested", "“He said ‘no’ twice,” she said.", ["He said ‘no’ twice,", "no"]),
    ("nested guillemets", "« Il a dit “non” deux fois »", ["Il a dit “non” deux fois", "non"]),
    ("in brackets", '("one two")', ["one two"]),
    ("after a dash", "the MEK—“one two”—once", ["one two"]),
    ("apostrophes are none", "Rock ’n’ roll in the ’90s wasn’t the boys’ thing.", []),
    ("elisions are none", "'Twas the season, get 'em.", []),
    ("feet and inches are none", 'A 5\'11" man and a 12" disc.', []),
    ("attribute values are none", '<a class="x" href="y">text</a>', []),
    ("over paragraphs, mark repeated", "“One.\n\n“Two.”", ["One.\n\n“Two."]),
    ("over three paragraphs", "“One.\n\n“Two.\n\n“Three.” End.", ["One.\n\n“Two.\n\n“Three."]),
    ("over wrapped lines", f"{'He said, “one' + ' word' * 9}\n{'two' + ' word' * 14}\nthree.” Then.", None),
]


@pytest.mark.parametrize(("name", "text", "expected"), PAIRED, ids=[case[0] for case in PAIRED])
def test_paired(name: str, text: str, expected: list[str] | None) -> None:
    from verify.core.host import read_host
    from verify.model import Document

    marks = read_host(Document(name="x", media_type="text/plain", text=text, sha256="")).marks
    found = [text[span.start : span.end] for span in marks.spans]
    if expected is None:
        expected = [text[text.index("“") + 1 : text.index("”")]]
    assert found == expected
    assert not marks.notices


RECOVERED = [
    ("unclosed", "He said, “one two.\n\nNext “three”.", ["one two.", "three"], "never closed"),
    ("stray closing", "One two” he said.\n\n“Three.”", ["Three."], "without an opening"),
    ("stranded", "She said, “\n\nOne two.”\n\nNext.", ["One two."], "stranded"),
    ("stranded, repeated", "She said, “\n\n“One two.”\n\nNext.", ["One two."], "stranded"),
    (
        "one closing for two",
        "She said, “one, he said “two.”\n\nNext.",
        ["one, he said “two.", "two."],
        "one closing mark",
    ),
    ("not repeated", "He wrote: “One.\n\nTwo.”\n\nNext.", ["One.\n\nTwo."], "does not repeat"),
    ("mismatched", "He said «one two” there.", ["one two"], "does not match"),
]


@pytest.mark.parametrize(("name", "text", "expected", "notice"), RECOVERED, ids=[case[0] for case in RECOVERED])
def test_recovered_and_reported(name: str, text: str, expected: list[str], notice: str) -> None:
    marks = pair_marks(text, lay_out(text))
    assert [text[span.start : span.end] for span in marks.spans] == expected
    assert any(notice in words for _, words in marks.notices), marks.notices


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet="“”„«»\"'‘’「」``'' aA.,\n1", max_size=80))
def test_spans_are_proper(text: str) -> None:
    marks = pair_marks(text, lay_out(text))
    for index, span in enumerate(marks.spans):
        assert 0 <= span.opens <= span.start < span.end <= span.closes <= len(text)
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        if span.parent is not None:
            parent = marks.spans[span.parent]
            assert span.parent < index
            assert parent.start <= span.start
            assert span.end <= parent.end


def test_a_note_mark_is_no_word_that_a_mark_opens() -> None:
    text = "Er sagte: „Guten Tag.“1 Sein Buch „Bögen“ kam."
    marks = pair_marks(text, lay_out(text), [], frozenset({text.index("1")}))
    assert [text[span.start : span.end] for span in marks.spans] == ["Guten Tag.", "Bögen"]
