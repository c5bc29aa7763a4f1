"""Words, their folded hashes and their exact places."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from verify.core import markup
from verify.core.characters import fold, strict
from verify.core.quoted_words import tokenise_quotation
from verify.core.tokens import tokenise


def words(text):
    tokens = tokenise(text)
    return [text[a:b] for a, b in zip(tokens.start.tolist(), tokens.end.tolist(), strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. don't know", ["The", "U", "S", "don't", "know"]),
        ("re-\nsign", ["re-\nsign"]),
        ("Anglo-\nSaxon", ["Anglo", "Saxon"]),
        ("well-known", ["well", "known"]),
        ("com\u00ad\nmittee", ["com\u00ad\nmittee"]),
        ("1,000.5 and 3,7", ["1,000.5", "and", "3,7"]),
        ("-5 °C, 12-15", ["-", "5", "°", "C", "12", "15"]),
        ("40% of €5", ["40", "%", "of", "€", "5"]),
        ("x½ m²", ["x", "½", "m", "²"]),
        ("五十二人", ["五", "十", "二", "人"]),
        ("كتاب‌ها", ["كتاب‌ها"]),
        ("cafe\u0301 ok", ["cafe\u0301", "ok"]),
        ("<p>a<b>b</b>c</p>d", ["a<b>b</b>c", "d"]),
        ("x&rsquo;s", ["x&rsquo;s"]),
        ("people.[1] Then", ["people", "1", "Then"]),
    ],
)
def test_what_is_a_word(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("don’t", "DON'T"),
        ("Straße", "strasse"),
        ("ﬁnden", "finden"),
        ("１２", "12"),
        ("كتاب", "کتاب"),
        ("re-\nsign", "resign"),
        ("1,000", "1000"),
        ("naïve", "nai\u0308ve"),
        ("regimeâ€™s", "regime's"),
        ("−5", "-5"),
    ],
)
def test_words_that_are_looked_up_alike(one, other):
    assert tokenise(one).hash.tolist() == tokenise(other).hash.tolist()


@pytest.mark.parametrize("minus", ["-", "−", "–", "－"])
@pytest.mark.parametrize("before", ["", "at ", "Málaga had "])
def test_a_minus_is_one_sign_in_every_shape_and_text(before, minus):
    assert tokenise(f"{before}{minus}5 degrees").hash[-3:].tolist() == tokenise("-5 degrees").hash.tolist()


@pytest.mark.parametrize(("one", "other"), [("й", "и"), ("½", "12"), ("3.5", "35"), ("m²", "m2"), ("1.5", "15")])
def test_words_that_are_not(one, other):
    assert tokenise(one).hash.tolist() != tokenise(other).hash.tolist()


def test_spans_without_words_are_left_out():
    text = "killed12 people"
    tokens = tokenise(text, blanks=((6, 8),))
    assert [text[a:b] for a, b in zip(tokens.start.tolist(), tokens.end.tolist(), strict=True)] == ["killed", "people"]


def test_a_long_text_is_cut_between_words():
    text = "lighthouse keeper " * 40_000
    tokens = tokenise(text)
    assert len(tokens) == 80_000
    assert len(np.unique(tokens.hash)) == 2


@given(st.text(alphabet=st.sampled_from("ab A1.,'’-–\n\u00adéß五كن [](<>&;"), max_size=60))
@settings(deadline=None, max_examples=200)
def test_offsets_are_ascending_and_inside(text):
    tokens = tokenise(text)
    assert (tokens.start < tokens.end).all()
    assert (tokens.start[1:] >= tokens.start[:-1]).all()
    assert not len(tokens) or int(tokens.end[-1]) <= len(text)


@given(
    st.lists(
        st.text(
            alphabet=st.sampled_from("abcZ 09.,'’‘-–—\n\r\t\f!?()[]“”\"\u00ad\u200b\u2028\u00a0éß́ك五<>&;/_*%"),
            max_size=40,
        )
    )
)
@example(["x-\n5", "a -5", "<a", "b>", "7 -5\f-5"])
@settings(deadline=None, max_examples=500)
def test_the_fast_way_for_a_quotation_gives_the_same(texts):
    for text in texts:
        slow = tokenise(text)
        assert tokenise_quotation(text) == (slow.hash.tolist(), slow.start.tolist(), slow.end.tolist())


@given(st.text(alphabet=st.sampled_from("ab1 <>/&;[]()#:hpi.€™©Ãâ\x80\xa9ÂãS"), max_size=60))
@example("a<b>b</b> x[12](http://x) â€™Ã©ÃÃ©Â© &amp;&#39;&lt;<<i>[[1]<sup>[2]</sup>")
@settings(deadline=None, max_examples=400)
def test_markup_is_what_its_pattern_finds(text):
    by_signs = list(markup.marks(text, 0, len(text)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "_matches", markup._MARKUP.finditer)
        assert list(markup.marks(text, 0, len(text))) == by_signs


@pytest.mark.parametrize(("word", "folded"), [("Dvořák", "dvorak"), ("Æsir", "aesir"), ("don’t", "dont"), ("٢٥", "25")])
def test_fold(word, folded):
    assert fold(word) == folded


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("café", "cafe", False),
        ("café", "cafe\u0301", True),
        ("Sana’a", "Sana'a", True),
        ("Sanaa", "Sana'a", False),
        ("وَصَلَ", "وصل", True),
        ("Fluß", "Fluss", False),
        ("ofﬁce", "office", True),
    ],
)
def test_strict_forgives_typography_only(one, other, same):
    assert (strict(one) == strict(other)) is same
