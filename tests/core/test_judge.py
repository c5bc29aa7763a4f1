"""What must hold for every quotation and every source."""

import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.core import glance
from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.core.readings import ask
from verify.model import Document, Region, RegionKind, Verdict
from verify.readers import read

GREEN = (Verdict.VERBATIM, Verdict.EDITED)
PROSE = (
    "The harbour commission met in the old customs house on the first Monday of every month. It did not publish its minutes, "
    "and hardly anyone in the town could have said who sat on it. In the winter of 1893 a surveyor named Inger Holm asked to see "
    "the accounts of the northern lighthouse. She was told that the ledger had been lost in a flood, although no flood was remembered. "
    "Some of the keepers had kept copies of their own. They showed that 214 barrels of oil had been paid for, and that 140 had never arrived. "
    "The commission rejected her report without a vote. Two years later the lamp failed for three nights, and eleven boats were lost on the reef. "
    "Nobody was ever charged. The ledger was found in 1931, behind a stove, quite dry."
)  # fmt: skip
WORDS = PROSE.split()


def source(text, **kind):
    return SourceText(Document(name="source", media_type="text/plain", text=text, sha256="0" * 64, **kind))


MARKS = "[]()…*“”‘’\"'.,;:!?-–—\n\u00ad\u200b\u202e"
ODD = st.text(alphabet=st.sampled_from("ab notThe12 éßйقك五不ไ½²&<>;/" + MARKS), max_size=80)


@given(ODD, ODD, st.lists(ODD, max_size=2))
@settings(deadline=None, max_examples=250)
def test_never_raises_and_offsets_slice(quote, text, continued):
    judged = judge(quote, source(text), continued=continued, speaker="Holm")
    quoted = "\n".join((quote, *continued))
    for difference in judged.differences:
        assert quoted[difference.start : difference.end] == difference.quoted
        assert text[difference.source_start : difference.source_end] == difference.source
    if judged.match is not None:
        assert text[judged.match.start : judged.match.end] == judged.match.exact


@given(st.integers(0, len(WORDS) - 4), st.integers(3, 30))
@settings(deadline=None, max_examples=100)
def test_words_of_the_source_stand_in_it(first, count):
    words = WORDS[first : first + count]
    judged = judge(" ".join(words), source(PROSE))
    assert judged.verdict in (*GREEN, Verdict.VARIANT)
    assert not [d for d in judged.differences if d.rule[0] in "FG"]


@given(st.integers(0, len(WORDS) - 12), st.integers(10, 30), st.data())
@settings(deadline=None, max_examples=100)
def test_one_negation_more_is_never_green(first, count, data):
    words = WORDS[first : first + count]
    at = data.draw(st.integers(1, len(words) - 1))
    judged = judge(
        " ".join([*words[:at], data.draw(st.sampled_from(["not", "never", "no"])), *words[at:]]), source(PROSE)
    )
    assert judged.verdict is Verdict.ALTERED


@given(st.integers(0, len(WORDS) - 12), st.integers(10, 40))
@settings(deadline=None, max_examples=100)
def test_a_word_less_or_moved_is_never_green(first, count):
    words = WORDS[first : first + count]
    middle = len(words) // 2
    if words[middle].lower() != words[middle - 1].lower():
        dropped = judge(" ".join(words[:middle] + words[middle + 1 :]), source(PROSE))
        assert dropped.verdict not in GREEN
        moved = [*words[: middle - 1], words[middle], words[middle - 1], *words[middle + 1 :]]
        assert judge(" ".join(moved), source(PROSE)).verdict not in GREEN


@pytest.mark.parametrize("negation", ["did not publish", "hardly anyone", "had never arrived", "no flood"])
def test_an_ellipsis_over_a_negation_is_altered(negation):
    at = PROSE.index(negation)
    before, after = PROSE[:at].split()[-6:], PROSE[at + len(negation) :].split()[:5]
    judged = judge(" ".join([*before, "…", *after]), source(PROSE))
    assert judged.verdict is Verdict.ALTERED
    assert "D9" in {d.rule for d in judged.differences}


def test_two_equal_passages_are_both_reported():
    judged = judge("eleven boats were lost", source(f"{PROSE}\n\n{PROSE}"))
    assert len(judged.others) == 1
    assert judged.others[0].exact == judged.exact
    assert judged.others[0].start != judged.start


def test_a_caption_inside_a_sentence_is_passed_over():
    text = "They showed that 214 barrels\nThe lamp room in 1890\nhad been paid for."
    low, high = text.index("The lamp"), text.index("\nhad")
    document = source(text, regions=(Region(kind=RegionKind.CAPTION, start=low, end=high),))
    assert judge("They showed that 214 barrels had been paid for.", document).verdict is Verdict.VERBATIM


def test_an_empty_source_is_not_absence():
    assert judge("any words at all", source("")).verdict is Verdict.UNCHECKED


def test_the_same_answer_before_and_after_indexing():
    text = PROSE * 60
    quotes = [" ".join(WORDS[i : i + 14]) for i in range(0, len(WORDS) - 14, 9)]
    quotes += [quote.replace("the", "a", 1) for quote in quotes]
    indexed = source(text)
    indexed.running().index()
    for quote in quotes:
        cold, warm = judge(quote, source(text)), judge(quote, indexed)
        assert cold.verdict is warm.verdict
        assert cold.exact == warm.exact


def test_a_glance_does_not_miss_a_changed_passage():
    filler = "Nothing in this paragraph resembles the accounts, for it speaks of orchards and of bees in June. " * 300
    text = f"{filler}{PROSE}{filler}"
    quote = PROSE[PROSE.index("In the winter") : PROSE.index("Some of")].replace("northern", "southern")
    assert not glance.is_out_of_the_question(ask(quote, (), None), source(text))
    assert judge(quote, source(text)).verdict is Verdict.ALTERED
    assert judge(quote, source(filler * 2)).verdict is Verdict.ABSENT


def test_threads_share_a_source():
    shared = source(PROSE * 40)
    quotes = [" ".join(WORDS[i : i + 9]) for i in range(0, len(WORDS) - 9, 4)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda quote: judge(quote, shared).verdict, quotes))
    assert together == [judge(quote, source(PROSE * 40)).verdict for quote in quotes]


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("the " * 40, "the " * 200_000),
        ("the quick brown fox " * 10, "the " * 200_000),
        ("the … " * 60, "the " * 100_000),
        (" ".join(f"w{i % 977}" for i in range(20_000)), " ".join(f"w{i % 983}" for i in range(40_000))),
        ("[" * 3000 + "a b" + "]" * 3000, PROSE),
        ("a . . . b " * 1500, PROSE * 20),
        ("-\n" * 20_000 + "a", PROSE),
        ("'a" * 10_000, PROSE),
    ],
    ids=["same word", "one known word", "ellipses", "long quotation", "brackets", "dots", "hyphens", "apostrophes"],
)
def test_hostile_input_ends_and_stays_small(quote, text):
    tracemalloc.start()
    judge(quote, source(text))  # without its bounds, minutes or hours
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 400e6


def test_an_index_is_small():
    text = PROSE * 400
    tracemalloc.start()
    indexed = source(text)
    indexed.running().index()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 12 * len(text)


def test_the_text_around_a_match_ends_where_hidden_text_begins():
    page = b"""<html><body><p>It rained.</p><p>The chair thanked everybody.</p>
        <div style='display:none'>Hidden words</div><p>They left.</p></body></html>"""
    source = SourceText(read(page, name="page.html", media_type="text/html"))
    match = judge("The chair thanked everybody.", source).match
    last = judge("They left.", source).match
    assert match is not None
    assert match.before == "It rained.\n\n"
    assert "They left" in match.after
    assert last is not None
    assert "Hidden" not in last.before + last.after
