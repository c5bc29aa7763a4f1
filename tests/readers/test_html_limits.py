"""Pages made to hang their reader."""

from __future__ import annotations

import pytest

from verify.readers import read
from verify.readers.html_limits import DEEPEST, bounded


def deep(tag: str, count: int) -> str:
    return f"<{tag}>" * count


@pytest.mark.parametrize("tag", ["div", "section", "span", "ul", "table", "blockquote"])
def test_nesting_without_end_keeps_the_text(tag: str) -> None:
    source = f"<p>before</p>{deep(tag, 60_000)}inside{deep('/' + tag, 60_000)}<p>after</p>"
    assert bounded(source).count(f"<{tag}>") == DEEPEST
    document = read(source.encode(), name="x.html", media_type="text/html", base_url="https://e.org/")
    assert document.text.split() == ["before", "inside", "after"]


def test_attributes_without_end_are_cut() -> None:
    attributes = " ".join(f"a{number}=1" for number in range(50_000))
    source = f"<p>before</p><p {attributes}>after</p>"
    assert bounded(source) == "<p>before</p><p>after</p>"


def test_a_picture_in_a_tag_stays() -> None:
    source = f"<p>before</p><img alt=words src='data:image/png;base64,{'A' * 200_000}'>"
    assert bounded(source) == source


def test_a_long_flat_page_stays() -> None:
    source = "<p>One <b>word</b><br>" * 20_000
    assert bounded(source) == source


@pytest.mark.parametrize(
    "source",
    ["<" * 300_000, "<a " * 100_000, "<!-- " * 100_000, "</p>" * 100_000, "<select>" + "<option>x" * 50_000, "<b><p>" * 20_000, "<a href=#x>[1]" * 20_000],
)  # fmt: skip
def test_other_ways_to_hang_end(source: str) -> None:
    document = read(source.encode(), name="x.html", media_type="text/html", base_url="https://e.org/")
    assert document.media_type == "text/html"
