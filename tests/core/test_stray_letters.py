"""A lone letter that a damaged scan may have left behind is passed over, and a person is sent to look."""

from __future__ import annotations

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
_PASSAGE = "Nobody had asked the engineers v about the cracks in the northern pier."


def test_a_passed_over_letter_is_flagged() -> None:
    text = f"{_SCAN} {_PASSAGE} {_SCAN}"
    source = SourceText(Document(name="scan", media_type="text/plain", text=text, sha256="0" * 64))
    judged = judge("Nobody had asked the engineers about the cracks in the northern pier.", source)
    assert judged.verdict is Verdict.VERBATIM
    assert "damaged-source" in judged.flags


def test_in_a_clean_text_a_letter_left_out_is_a_word_left_out() -> None:
    clean = " ".join(" ".join(_WORDS) + "." for _ in range(60))
    source = SourceText(
        Document(name="page", media_type="text/plain", text=f"{clean} {_PASSAGE} {clean}", sha256="0" * 64)
    )
    judged = judge("Nobody had asked the engineers about the cracks in the northern pier.", source)
    assert judged.verdict is Verdict.ALTERED
