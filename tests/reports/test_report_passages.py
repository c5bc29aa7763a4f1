"""Both sides cut into stretches: they join to the texts, and no difference is drawn over other words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.model import Availability, Difference, Evidence, Finding, Severity, Verdict
from verify.reports import context
from verify.reports.passages import passages


def finding(factory, words: str, source: str, passage: str | None, differences=(), *, pieces=()) -> Finding:
    paper = factory.Paper("draft.txt")
    quotation = paper.say("He said: ", words, ".")
    for piece in pieces:
        paper.say("And: ", piece, ".")
    judged = factory.judged(Verdict.ALTERED, source, passage, differences)
    paper.find(
        quotation,
        None,
        verdict=Verdict.ALTERED,
        differences=tuple(differences),
        evidence=(Evidence(answer=factory.capture(), availability=Availability.LIVE, judged=judged),),
    )
    return paper.build()[1][0]


def drawn(side) -> list[str]:
    return [stretch.text for stretch in side if stretch.difference]


def test_differences_are_set_off_on_both_sides(factory):
    words, source = "it killed 250 people", "Police said it killed 50 people."
    change = factory.difference("F7", Severity.ALTERED, words, "250", source, "50", "number")
    sides = passages(finding(factory, words, source, "it killed 50 people", [change]))
    assert [stretch.text for stretch in sides.quoted] == ["it killed ", "250", " people"]
    assert drawn(sides.quoted) == ["250"]
    assert drawn(sides.source) == ["50"]
    assert sides.before == "Police said "


def test_words_left_out_leave_a_gap_where_they_are_missing(factory):
    words, source = "it is safe", "it is not safe"
    change = Difference(
        rule="F17",
        severity=Severity.ALTERED,
        quoted="",
        source="not",
        start=6,
        end=6,
        source_start=6,
        source_end=9,
        message="negation left out",
    )
    sides = passages(finding(factory, words, source, source, [change]))
    assert [(stretch.text, bool(stretch.difference)) for stretch in sides.quoted] == [
        *(("it is ", False), ("", True), ("safe", False))
    ]
    assert drawn(sides.source) == ["not"]


def test_a_silent_difference_is_not_drawn(factory):
    words, source = "the camp", "The camp"
    change = factory.difference("A1", Severity.SILENT, words, "the", source, "The", "first letter")
    assert drawn(passages(finding(factory, words, source, source, [change])).quoted) == []


def test_a_remark_on_the_whole_passage_sets_off_no_words(factory):
    words = "the camp was quiet"
    change = factory.difference("I3", Severity.NOTE, words, words, words, words, "in a caption")
    sides = passages(finding(factory, words, words, words, [change]))
    assert drawn(sides.quoted) == drawn(sides.source) == []


@pytest.mark.parametrize(("start", "end"), [(0, 3), (90, 93), (-3, 0), (12, 10)])
def test_a_span_that_does_not_hold_its_words_is_not_drawn(factory, start, end):
    words, source = "it killed 250 people", "it killed 50 people"
    change = Difference(
        rule="F7",
        severity=Severity.ALTERED,
        quoted="250",
        source="50",
        start=start,
        end=end,
        source_start=10,
        source_end=12,
        message="number",
    )
    sides = passages(finding(factory, words, source, source, [change]))
    assert drawn(sides.quoted) == []
    assert drawn(sides.source) == ["50"]


def test_of_overlapping_differences_the_worst_has_the_words(factory):
    words = source = "one two three"
    note = factory.difference("A5", Severity.NOTE, words, "one two", source, "one two", "note")
    worse = factory.difference("F7", Severity.ALTERED, words, "two", source, "two", "worse")
    sides = passages(finding(factory, words, source, source, [note, worse]))
    assert [(s.text, s.difference and s.difference.rule) for s in sides.quoted] == [
        *(("one ", "A5"), ("two", "F7"), (" three", None))
    ]


def test_no_source_gives_no_source_side(factory):
    sides = passages(finding(factory, "some words", "other text", None))
    assert sides.source == ()
    assert [stretch.text for stretch in sides.quoted] == ["some words"]


spans = st.tuples(st.integers(-2, 40), st.integers(-2, 40), st.sampled_from(list(Severity)))


@settings(deadline=None, max_examples=150)
@given(words=st.text(min_size=1, max_size=36), marks=st.lists(spans, max_size=6))
def test_the_stretches_join_to_the_texts(factory, words, marks):
    changes = [
        Difference(
            rule="F16",
            severity=severity,
            quoted=words[max(low, 0) : max(high, 0)],
            source=words[max(low, 0) : max(high, 0)],
            start=low,
            end=high,
            source_start=low,
            source_end=high,
            message="m",
        )
        for low, high, severity in marks
    ]
    sides = passages(finding(factory, words, words, words, changes))
    assert "".join(stretch.text for stretch in sides.quoted) == words
    assert "".join(stretch.text for stretch in sides.source) == words


@pytest.mark.parametrize(
    ("words", "quoted", "source"),
    [
        ("the assault killed 250 people", ["250"], ["50"]),
        ("The camp's residents had asked for protection …, and nobody came", ["…"], ["for months"]),
        ("The government denied every part in the attack", ["every"], ["any"]),
    ],
)
def test_the_spans_of_the_matcher_are_those_that_are_drawn(factory, words, quoted, source):
    text = SourceText(factory.document("story", factory.STORY))
    judged = judge(words, text)
    sides = passages(finding(factory, words, factory.STORY, judged.exact, judged.differences))
    assert drawn(sides.quoted) == quoted
    assert drawn(sides.source) == source


TEXT = "First one. Second one here. The third says words and goes on. The fourth follows. A fifth.\n\nNext paragraph. More."


def test_context_is_the_rest_of_the_sentence_and_its_neighbour():
    start = TEXT.index("words")
    assert context.before(TEXT, start) == "Second one here. The third says "
    assert context.after(TEXT, start + 5) == " and goes on. The fourth follows."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. The U.S. officials said: words", "One. The U.S. officials said: "),
        ("One. Two. Mr. Karim said: words", "Two. Mr. Karim said: "),
        ("One. Two, e.g. this. He said: words", "Two, e.g. this. He said: "),
        ("One? Two! “He left.” She said: words", "“He left.” She said: "),
    ],
)
def test_a_stop_that_ends_no_sentence_is_none(text, expected):
    assert context.before(text, text.index("words")) == expected


def test_context_of_a_whole_sentence_is_one_sentence_on_each_side():
    start, end = TEXT.index("The third"), TEXT.index("The fourth") - 1
    assert context.before(TEXT, start) == "Second one here. "
    assert context.after(TEXT, end) == " The fourth follows."


def test_context_stays_in_the_paragraph_where_it_can():
    start = TEXT.index("A fifth")
    assert context.after(TEXT, start + 1) == " fifth."
    assert context.before(TEXT, TEXT.index("More")) == "Next paragraph. "
    alone = "He wrote:\n\nThe block quotation.\n\nHe stopped."
    begin = alone.index("The block")
    assert context.before(alone, begin) == "He wrote:\n\n"
    assert context.after(alone, begin + len("The block quotation.")) == "\n\nHe stopped."


@settings(deadline=None, max_examples=150)
@given(text=st.text(alphabet="ab .\n“”", max_size=900), data=st.data())
def test_context_is_text_that_stands_there(text, data):
    at = data.draw(st.integers(0, len(text)))
    before, after = context.before(text, at), context.after(text, at)
    assert text[:at].endswith(before.removeprefix("… "))
    assert text[at:].startswith(after.removesuffix(" …"))
    assert len(before) <= 300
    assert len(after) <= 300
