"""Plain text stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.readers import read


def test_text_is_kept_with_its_line_ends_and_spaces() -> None:
    source = "One  two\r\n\r\n\tthree\xa0four \n"
    document = read(source.encode(), name="x.txt")
    assert document.text == source
    assert document.anchors == ()
    assert (document.place(source.index("three")).line, document.place(source.index("three")).column) == (3, 2)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
@settings(deadline=None, max_examples=100)
def test_any_text_is_its_document(text: str) -> None:
    assert read(text.encode(), name="x.txt").text == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("source", "quotes"),
    [
        ("a\n> one\n> two\n\nb", ["one\n> two"]),
        ("> one\n\nb\n\n>> two\n", ["one", "two"]),
        ("a > b\n", []),
        (">\n", []),
        ("> one\r\n> two\r\nb", ["one\r\n> two"]),
    ],
)
def test_quoted_lines(source: str, quotes: list[str]) -> None:
    document = read(source.encode(), name="x.txt")
    assert [document.text[quote.start : quote.end] for quote in document.block_quotes] == quotes
