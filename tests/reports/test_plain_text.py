"""Stripping and shortening of foreign text for a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.reports.plain import plain, shortened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x1b[1;31mb\x1b[0mc", "abc"),
        ("a\x1b]0;window title\x07b", "ab"),
        ("a\x1b]8;;https://evil.example\x1b\\b", "ab"),
        ("a\x1b(Bb", "ab"),
        ("a\x9b31mb", "ab"),
        ("a\x1bcb", "ab"),
        ("a\n\tb", "a b"),
        ("a\u202eb\u2066c\u200f", "abc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("a\udc80b", "a\ufffdb"),
        ("a\u00adb\ufeff", "ab"),
        ("“plain” – text…", "“plain” – text…"),
    ],
)
def test_only_text_is_left(text, expected):
    assert plain(text) == expected


@settings(deadline=None, max_examples=200)
@given(st.text())
def test_stripping_leaves_nothing_to_strip(text):
    once = plain(text)
    assert plain(once) == once


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 20, "short"),
        ("one two three four five six", 20, "one two three …"),
        ("a  b\n c", 20, "a b c"),
        ("x" * 30, 10, "xxxxxxx …"),
    ],
)
def test_words_are_shortened_between_words(text, limit, expected):
    assert shortened(text, limit) == expected


def test_the_end_of_long_words_stays():
    text = " ".join(f"word{number}" for number in range(100))
    cut = shortened(text, 100)
    assert cut.startswith("word0 word1")
    assert cut.endswith("word99")
    assert " … " in cut


@settings(deadline=None, max_examples=200)
@given(st.text(), st.integers(8, 200))
def test_shortened_is_never_longer(text, limit):
    assert len(shortened(text, limit)) <= max(limit, 0)
