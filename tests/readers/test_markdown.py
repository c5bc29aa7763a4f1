"""Markdown: what a person reads, and where each piece of it stands in the file."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from verify.model import Document, RegionKind
from verify.readers import markdown as reader
from verify.readers import markdown_source, read

_PLAIN_ADDRESS = re.compile(reader._PLAIN_ADDRESS.pattern)
_PLAIN_DESTINATION = re.compile(markdown_source._PLAIN_DESTINATION.pattern)


def markdown(source: str, base_url: str | None = None) -> Document:
    return read(source.encode(), name="x.md", base_url=base_url)


def shown(document: Document) -> str:
    """The text without what is unseen."""
    end = next((region.start for region in document.regions if region.kind is RegionKind.HIDDEN), len(document.text))
    return document.text[:end].rstrip()


def words_of(document: Document, kind: RegionKind) -> list[str]:
    return [document.text[region.start : region.end] for region in document.regions if region.kind is kind]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# Title\n\nOne *two* **three** `four` ~~five~~.", "Title\n\nOne two three four five."),
        ("One\ntwo  \nthree\\\nfour", "One two\nthree\nfour"),
        ("in*frag*ment", "infragment"),
        ("a \\* b &amp; c &eacute;", "a * b & c é"),
        ("[link *text*](http://e.org 'title') end", "link text end"),
        ("<http://e.org/x> end", "http://e.org/x end"),
        ("- one\n- two\n\n  more\n", "one\n\ntwo\n\nmore"),
        ("- one\n- two", "one\ntwo"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("7) one", "7) one"),
        ("| a | b |\n|---|---|\n| c \\| d | e |", "a\nb\n\nc | d\ne"),
        ("> quoted\n> words\n\nafter", "quoted words\n\nafter"),
        ("one\n\n---\n\ntwo", "one\n\ntwo"),
        ("    code here\n\ntext", "code here\n\ntext"),
        ("```py\nx = 1\n\ny = 2\n```", "x = 1\n\ny = 2"),
        ("a<br>b <b>c</b>d<sup>2</sup>", "a\nb cd²"),
        ("He said <q>yes <q>no</q> well</q>.", "He said “yes ‘no’ well”."),
        ("He said <q>*yes*</q>, <q>no\n\nand</q> more", "He said “yes”, “no”\n\nand more"),
        ("<div>\n<p>in <b>ht</b>ml</p>\n</div>\n\ntext", "in html\n\ntext"),
        ("<script>\nno()\n</script>\n\ntext", "text"),
        ("![a picture](p.png) text", "text"),
        ("“Quoted” -- as it is...", "“Quoted” -- as it is..."),
        ("a\xa0b", "a\xa0b"),
    ],
)
def test_text(source: str, text: str) -> None:
    assert shown(markdown(source)) == text


def test_links_with_and_without_a_base() -> None:
    source = "[one](/a) [two][t] [t] <http://x.y>\n\n[t]: b/c 'title'\n"
    without = markdown(source)
    assert [(without.text[link.start : link.end], link.href) for link in without.links] == [
        ("one", "/a"),
        ("two", "b/c"),
        ("t", "b/c"),
        ("http://x.y", "http://x.y"),
    ]
    based = markdown(source, base_url="https://e.org/d/x.md")
    assert [link.href for link in based.links][:2] == ["https://e.org/a", "https://e.org/d/b/c"]


def test_footnotes_lead_to_their_notes() -> None:
    document = markdown("Said[^1] so[^b].\n\n[^1]: First *note*\n    goes on.\n\n[^b]: Second.\n\n[^c]: Never named.\n")
    found = [
        (document.text[mark.start : mark.end], mark.label, document.text[mark.note_start : mark.note_end])
        for mark in document.note_marks
    ]
    assert found == [("[1]", "1", "First note goes on."), ("[b]", "b", "Second.")]
    assert words_of(document, RegionKind.NOTE_MARK) == ["[1]", "[b]"]
    assert "Never named." in document.text


def test_numbered_links_are_note_marks() -> None:
    document = markdown("As reported [1] and [[2]](http://e.org/2).\n\n[1]: http://e.org/1\n")
    assert document.text == "As reported 1 and [2]."
    assert words_of(document, RegionKind.NOTE_MARK) == ["1", "[2]"]
    assert [(mark.label, mark.note_start) for mark in document.note_marks] == [("1", None), ("2", None)]
    assert [link.href for link in document.links] == ["http://e.org/1", "http://e.org/2"]


def test_block_quotes_nest_and_may_be_html() -> None:
    document = markdown(
        '> outer\n>\n> > inner\n\n<blockquote cite="http://e.org">\n\nfrom *html*\n\n</blockquote>\n\nend'
    )
    assert [(document.text[q.start : q.end], q.cite) for q in document.block_quotes] == [
        ("outer\n\ninner", None),
        ("inner", None),
        ("from html", "http://e.org"),
    ]


def test_inline_quotations_with_a_source() -> None:
    document = markdown("He said <q cite='http://e.org/x'>so it is</q> and <q>no</q>.")
    assert [(document.text[q.start : q.end], q.cite) for q in document.block_quotes] == [("so it is", "http://e.org/x")]


def test_regions() -> None:
    document = markdown("# Head *ing*\n\ntext ![alt text](x.png) <!-- unseen -->\n\n```\ncode\n```\n\nend")
    assert words_of(document, RegionKind.HEADING) == ["Head ing"]
    assert words_of(document, RegionKind.ASIDE) == ["code"]
    assert words_of(document, RegionKind.HIDDEN) == ["alt text\n\nunseen"]
    assert document.region(document.text.index("end")) is RegionKind.MAIN


@pytest.mark.parametrize(
    ("head", "facts"),
    [
        ("---\ntitle: 'A title'\ndate: 2020-01-02\nauthor: Jo Smith\nlang: en\n---\n", {"title": "A title", "published": "2020-01-02", "author": "Jo Smith", "language": "en"}),
        ('+++\ntitle = "A title"\ndate = 2020-01-02\nauthors = ["A B", "C D"]\n+++\n', {"title": "A title", "published": "2020-01-02", "author": "A B; C D"}),
    ],
)  # fmt: skip
def test_front_matter_is_metadata(head: str, facts: dict[str, str]) -> None:
    document = markdown(head + "# Heading\n\nWords\n")
    assert document.text == "Heading\n\nWords"
    assert dict(document.metadata) == facts | {"h1": "Heading"}
    assert document.title == "A title"
    words = document.place(document.text.index("Words"))
    assert words.line == head.count("\n") + 3


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert markdown("---\n\nWords\n\n---\n\nmore").text == "Words\n\nmore"


SAMPLE = """\
# Ti*tle* of it #

First *em* and **bold** with `code one` end,
  wrapped \\* line &amp; more [link text](http://e.org/a_(b) "ti)tle") after
then <http://auto.example> and ![pic](p.png) tail[^1] mark.

> quoted **words** here
> > nested quote

1. numbered [ref one][r] item
2. second [r] item

   - deep item

| cell a | cell \\| b |
|---|---|
| c<b>d</b>e | *f* |

<div class="x">
<p>inside <i>html</i> caf&eacute; fin
second row</p>
</div>

    indented code

~~~
fenced code
~~~

[^1]: Note text
    continued *note*

[r]: http://e.org/r
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_anchors_lead_to_line_and_column(line_end: str) -> None:
    source = SAMPLE.replace("\n", line_end)
    document = markdown(source)
    lines = SAMPLE.split("\n")
    for word in (
        "Ti", "tle", "First", "em", "and", "bold", "code one", "wrapped", "line", "more", "link text", "after", "http://auto", "tail", "mark", "quoted",
        "words", "nested", "numbered", "ref one", "item", "second", "deep", "cell a", "inside", "html", "fin", "second row", "indented", "fenced", "Note", "continued", "note",
    ):  # fmt: skip
        at = document.text.index(word)
        place = document.place(at)
        assert lines[place.line - 1][place.column - 1 :].startswith(word), (word, place)
    star = document.place(document.text.index("* line"))
    assert lines[star.line - 1][star.column - 1 :].startswith("\\*")
    assert [a.start for a in document.anchors] == sorted({a.start for a in document.anchors})


@settings(deadline=None)
@given(st.from_regex(_PLAIN_ADDRESS, fullmatch=True))
def test_a_plain_address_is_as_the_library_writes_it(address):
    assert MarkdownIt("commonmark").normalizeLink(address) == address


@settings(deadline=None)
@given(st.text(alphabet="ab/:.()<>\\ \t\n\"'[]\u00a0é#", max_size=14))
def test_a_plain_destination_ends_where_the_library_ends_it(content):
    library = MarkdownIt("commonmark").helpers.parseLinkDestination(content, 0, len(content))
    plain = _PLAIN_DESTINATION.match(content)
    if plain:
        assert library.ok
        assert plain.end() == library.pos + 1
