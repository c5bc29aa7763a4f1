"""Text fragments: what is selected is the passage and nothing else."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.core.fragments import directive, link
from verify.model import Document, Region, RegionKind


def document(text: str, *regions: Region) -> Document:
    return Document(name="d", media_type="text/html", text=text, sha256="0" * 64, regions=regions)


def select(text: str, found: str) -> list[tuple[int, int]]:
    """The places a directive selects, by a second and simpler reading of the draft: a regular expression a part."""
    parts = found.removeprefix(":~:text=").split(",")
    prefix = unquote(parts.pop(0)[:-1]) if parts[0].endswith("-") else ""
    suffix = unquote(parts.pop()[1:]) if parts[-1].startswith("-") else ""
    terms = [unquote(part) for part in parts]

    def words(term: str) -> str:
        return r"[^\S\n]+".join(re.escape(word) for word in term.split())

    before = rf"(?<!\w){words(prefix)}\s*" if prefix else ""
    after = rf"\s*{words(suffix)}(?!\w)" if suffix else ""
    inner = rf"(?<!\w){words(terms[0])}(?!\w)"
    if len(terms) == 2:
        inner += rf"(?s:.)*?(?<!\w){words(terms[1])}(?!\w)"
    return [match.span("hit") for match in re.finditer(rf"{before}(?P<hit>{inner}){after}", text, re.IGNORECASE)]


TEXT = (
    "The camp was attacked at dawn, witnesses said.\nThe camp was attacked again on Monday, and 52 people died.\n"
    "A long paragraph stands here - with a dash, a comma & an ampersand - so that all is encoded.\nThe end of the page."
)


@pytest.mark.parametrize(
    "words",
    [
        "The camp was attacked at dawn",
        "attacked again on Monday, and 52 people",
        "with a dash, a comma & an ampersand - so",
        "witnesses said.\nThe camp was attacked again",
        "52 people died.\nA long paragraph stands here - with a dash, a comma & an ampersand - so that all is encoded.\nThe end",
        "the page",
    ],
)
def test_the_fragment_selects_the_passage_and_nothing_else(words: str) -> None:
    start = TEXT.index(words)
    found = directive(document(TEXT), start, start + len(words))
    assert found is not None
    assert select(TEXT, found) == [(start, start + len(words))]


def test_a_repeated_sentence_gets_context() -> None:
    text = "One said: we will not leave this place today.\nTwo said: we will not leave this place today.\nThree left."
    words = "we will not leave this place today"
    start = text.index(words, 40)
    found = directive(document(text), start, start + len(words))
    assert found is not None
    assert "Two%20said" in found
    assert select(text, found) == [(start, start + len(words))]


def test_no_fragment_where_none_is_unique() -> None:
    text = "same words here\n" * 5
    assert directive(document(text), 16, 31) is None
    assert link("https://example.org/#old", document(text), 16, 31) == "https://example.org/#old"


def test_a_fragment_replaces_the_one_of_the_address() -> None:
    start = TEXT.index("attacked again on Monday")
    assert link("https://example.org/a#top", document(TEXT), start, start + 24).startswith(
        "https://example.org/a#:~:text="
    )


def test_hidden_words_are_not_on_the_page() -> None:
    text = "Visible words of the article.\nA hidden copy of the words."
    hidden = Region(kind=RegionKind.HIDDEN, start=30, end=len(text))
    assert directive(document(text, hidden), 32, 50) is None
    assert directive(
        document("A hidden copy of the words.\n" + "x" * 30, Region(kind=RegionKind.HIDDEN, start=28, end=58)), 0, 26
    )


WORDS = st.sampled_from("the camp was attacked at dawn - and, nobody & everybody 52 died über-all Énorme".split())


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=12), min_size=1, max_size=8), st.data())
def test_whatever_is_offered_selects_the_passage(blocks: list[list[str]], data: st.DataObject) -> None:
    text = "\n".join(" ".join(block) for block in blocks)
    spans = [match.span() for match in re.finditer(r"\S+", text)]
    first = data.draw(st.integers(0, len(spans) - 1))
    last = data.draw(st.integers(first, len(spans) - 1))
    start, end = spans[first][0], spans[last][1]
    found = directive(document(text), start, end)
    if found is not None:
        places = select(text, found)
        assert places[0] == (start, end)
