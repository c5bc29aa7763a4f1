"""Words of a damaged scan: broken by spaces, or a look-alike letter away from the word that was printed."""

from __future__ import annotations

import pytest

from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.model import Document, Verdict

_WORDS = "the committee found that the bridge was closed in the winter and the ferry went from the old quay".split()
# Letters taken for others all over the text: what a scan looks like.
_SCAN = " ".join(
    " ".join(
        word.replace("e", "c", 1).replace("i", "1").replace("o", "0", 1)
        if len(word) > 3 and (line + at) % 3 == 0
        else word
        for at, word in enumerate(_WORDS)
    )
    + f" in ycar {1800 + line}."
    for line in range(60)
)

READ = [
    ("They resolved to hold the inquiry in public.", "They res olved to hold the in quiry in public."),
    ("They resolved to hold the inquiry in public.", "They resolved to hold the in quiry in public."),
    ("the commissioners had not been told of it", "the c o m m i s s i o n e r s had not been told of it"),
    ("They went up to the hall in silence", "They went up to thc hall in silence"),
    ("They went up to the hall in silence", "They went up to thc hall ln silence"),
    ("Nobody was there from the village", "Nobody wos there from the village"),
]
OTHER_WORDS = [
    ("They resolved to hold the inquiry in public.", "They resolved not to hold the inquiry in public."),
    ("They resolved now to hold the inquiry in public.", "They resolved n ot to hold the inquiry in public."),
    ("They were able to hold the inquiry.", "They were un able to hold the inquiry."),
    ("some 47 witnesses were heard that day", "some 4l witnesses were heard that day"),
    ("some 47 witnesses were heard that day", "some 41 witnesses were heard that day"),
    ("They took the fold out of the house", "They took the told out of the house"),
    ("She was dear to the whole village", "She was clear to the whole village"),
    ("They could hear the dogs of the town", "They could bear the dogs of the town"),
    ("The harbour was far from the village", "The harbour was for from the village"),
]


def _judged(quote: str, passage: str) -> Verdict:
    text = f"{_SCAN} {passage}. {_SCAN}"
    return judge(quote, SourceText(Document(name="scan", media_type="text/plain", text=text, sha256="0" * 64))).verdict


@pytest.mark.parametrize(("quote", "passage"), READ)
def test_a_slip_of_the_scan_is_read_as_the_word(quote: str, passage: str) -> None:
    assert _judged(quote, passage) is Verdict.VERBATIM


@pytest.mark.parametrize(("quote", "passage"), OTHER_WORDS)
def test_another_word_is_no_slip(quote: str, passage: str) -> None:
    assert _judged(quote, passage) is Verdict.ALTERED


@pytest.mark.parametrize(("quote", "passage"), READ[:2])
def test_in_a_clean_text_a_broken_word_is_said(quote: str, passage: str) -> None:
    judged = judge(quote, SourceText(Document(name="page", media_type="text/plain", text=passage, sha256="0" * 64)))
    assert judged.verdict is Verdict.VARIANT
