"""Marks of the quoter, taken out of the words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.core.quotation_syntax import MarkKind, parse


def pieces(quoted):
    return [[quoted.word(i) for i in range(low, high)] for low, high in quoted.pieces]


@pytest.mark.parametrize(
    "mark", ["…", " ... ", " . . . ", "[...]", " […] ", "(…)", "[. . .]", "....", ". . . .", "……", " * * * "]
)
def test_every_form_of_ellipsis_splits(mark):
    quoted = parse(f"One two{mark}three four")
    assert pieces(quoted) == [["One", "two"], ["three", "four"]]
    assert quoted.joints[0].ellipsis


@pytest.mark.parametrize(
    ("text", "head", "inner", "tail"),
    [
        ("[T]he ship", "", "T", "he"),
        ("need[ed]", "need", "ed", ""),
        ("walk[]", "walk", "", ""),
        ("un[re]lated", "un", "re", "lated"),
    ],
)
def test_brackets_inside_a_word(text, head, inner, tail):
    (pattern,) = parse(text).patterns.values()
    assert (pattern.head, pattern.inner, pattern.tail) == (head, inner, tail)


@pytest.mark.parametrize("text", ["that d--- rope", "that d***n rope", "that d— — rope d——"])
def test_masks(text):
    assert any(pattern.inner is None for pattern in parse(text).patterns.values())


def test_a_dash_between_words_is_no_mask():
    assert not parse("the camp--or what is left--burns, I--we all").patterns


@pytest.mark.parametrize(
    "remark",
    ["[sic]", "[emphasis added]", "(italics mine)", "[laughter]", "[12]", "[citation needed]", "[Hervorhebung d. V.]"],
)
def test_remarks_are_no_words(remark):
    quoted = parse(f"One two {remark} three")
    assert pieces(quoted) == [["One", "two", "three"]]
    assert len(quoted.notes) == 1


def test_a_bracket_beside_words_is_a_joint():
    quoted = parse("One [two] three")
    assert quoted.joints[0].bracket.inner == "two"
    assert pieces(quoted) == [["One"], ["three"]]


def test_marks_outside_the_words():
    quoted = parse("… one two […]")
    assert quoted.lead.ellipsis
    assert quoted.trail.ellipsis
    assert not quoted.joints


def test_an_interrupted_quotation_has_seams():
    quoted = parse("One two,", ["three four"])
    assert quoted.text == "One two,\nthree four"
    assert quoted.joints[0].seam
    assert quoted.text[quoted.start[2] : quoted.end[3]] == "three four"


@pytest.mark.parametrize(
    ("text", "body"),
    [("“One two.”", "One two."), (" «One» ", "One"), ("One “two”", "One “two”"), ("“One two", "One two"), ("“", "“")],
)
def test_stray_outer_marks(text, body):
    quoted = parse(text)
    assert text[slice(*quoted.body)] == body


def test_literally_nothing_is_a_mark():
    quoted = parse("One [two] … three[d]", literally=True)
    assert not quoted.joints
    assert not quoted.patterns


@given(st.text(alphabet=st.sampled_from("ab .…[]()*-–“”‘’\"'\n f1五"), max_size=60))
@settings(deadline=None, max_examples=200)
def test_any_text_can_be_taken_apart(text):
    quoted = parse(text)
    covered = [i for low, high in quoted.pieces for i in range(low, high)]
    assert covered == list(range(quoted.size))
    assert len(quoted.joints) == max(0, len(quoted.pieces) - 1)
    for joint in quoted.joints:
        assert all(mark.kind in (MarkKind.ELLIPSIS, MarkKind.BRACKET) for mark in joint.marks)
    assert all(0 <= a < b <= len(text) for a, b in zip(quoted.start, quoted.end, strict=True))
