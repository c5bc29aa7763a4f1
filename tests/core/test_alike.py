"""Runs of words that say the same, one by one and looked up together."""

import pytest

from verify.core.alike import Run, Runs
from verify.core.characters import fold
from verify.core.numbers import numbers
from verify.core.tokens import tokenise

TEXTS = [
    "25", "twenty-five", "vingt-cinq", "25th", "twenty-fifth", "ten pm", "10 p.m.", "22:00", "10:00 pm", "01/02/2003",
    "1.2.2003", "per cent", "%", "percent", "don't", "do not", "cannot", "can not", "U.S.", "United States", "2,500",
    "2500", "½", "1/2", "a half", "house", "houses", "Kyiv", "Kiev", "Mao Zedong", "Mao Tse-tung", "五十", "50", "m", "1m",
]  # fmt: skip
SAME = [
    ("25", "twenty-five"), ("25", "vingt-cinq"), ("25th", "twenty-fifth"), ("10 p.m.", "10:00 pm"), ("22:00", "10 p.m."),
    ("01/02/2003", "1.2.2003"), ("%", "per cent"), ("per cent", "percent"), ("do not", "don't"), ("can not", "cannot"),
    ("U.S.", "United States"), ("2,500", "2500"), ("½", "1/2"), ("Kyiv", "Kiev"), ("五十", "50"),
]  # fmt: skip
OTHER = [("25", "twenty-six"), ("house", "houses"), ("10 p.m.", "10 a.m."), ("do not", "do"), ("25", "25th")]


def run(text: str) -> Run:
    tokens = tokenise(text)
    words = [fold(text[low:high]) for low, high in zip(tokens.start.tolist(), tokens.end.tolist(), strict=True)]
    return Run(words, lambda: text, numbers(("en", "fr")))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_says_the_same(one, other):
    assert run(one).says(run(other))
    assert run(other).says(run(one))


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_says_something_else(one, other):
    assert not run(one).says(run(other))


def test_looked_up_together_as_one_by_one():
    runs = [((i, 1), run(text)) for i, text in enumerate(TEXTS)]
    known = Runs(runs)
    for _, one in runs:
        assert set(known.saying(one)) == {place for place, other in runs if one.says(other)}
