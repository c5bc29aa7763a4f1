"""Pages: what a person sees, in reading order, with the regions of the page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify import match_quotation
from verify.model import Document, RegionKind, Verdict
from verify.readers import read

BASE = "https://news.example/2019/05/story.html"


def page(body: str, base_url: str | None = BASE) -> Document:
    return read(body.encode(), name="x.html", media_type="text/html", base_url=base_url)


def seen(document: Document) -> str:
    """The text without what is unseen."""
    end = next((region.start for region in document.regions if region.kind is RegionKind.HIDDEN), len(document.text))
    return document.text[:end].rstrip()


def words_of(document: Document, kind: RegionKind) -> list[str]:
    return [document.text[region.start : region.end] for region in document.regions if region.kind is kind]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        # inline elements neither split nor glue
        ("<p>in<b>fra</b>g<i>men</i>t</p>", "infragment"),
        ("<p>one <b>two</b> <i> three</i>, four</p>", "one two three, four"),
        ("<p>one<span> </span>two</p>", "one two"),
        ("<p><span>D</span>rop cap", "Drop cap"),
        ("<p>super<wbr>cali\xadfragil", "supercali\xadfragil"),
        ("<p>one\n   two\t three</p>", "one two three"),
        ("<p>no&nbsp;break&#160;space", "no\xa0break\xa0space"),
        ("<p>a<!-- c -->b", "ab"),
        ("<p>a<font>b</font><u>c</u><blink>d</blink>", "abcd"),
        # blocks always separate
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<div>two</div>three", "one\n\ntwo\n\nthree"),
        ("one<br>two<br><br>three", "one\ntwo\nthree"),
        ("<ul><li>one<li>two</ul>three", "one\ntwo\n\nthree"),
        ("<dl><dt>one<dd>two</dl>", "one\ntwo"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><th>c<td>d</table>e", "a\nb\nc\nd\n\ne"),
        ("one<hr>two", "one\n\ntwo"),
        ("<h1>one</h1>two", "one\n\ntwo"),
        ("<select><option>one<option>two</select>", "one\ntwo"),
        ("one<img src=x>two<img src=x>, three", "one two, three"),
        ("<button>Share</button><button>Print</button>", "Share Print"),
        ("<x-one>a</x-one><x-two>b</x-two>", "a b"),
        # characters
        ("<p>&lt;b&gt; &amp;amp; &eacute;&#8217;&hellip;", "<b> &amp; é’…"),
        ("<p>AT&T &copy 2019", "AT&T © 2019"),
        ("<pre>  one\n    two\n\n  three\n</pre>four", "  one\n    two\n\n  three\n\nfour"),
        ("<textarea> a\n b</textarea>", " a\n b"),
        ("<p>She said <q>yes <q>no</q> well</q>.", "She said “yes ‘no’ well”."),
        # what is no text
        ("<script>var a='words'</script><style>p{}</style><template><p>no</template>text", "text"),
        ("text<iframe>no</iframe><noembed>no</noembed>", "text"),
        ("<p hidden>no</p><p style='color:red; DISPLAY : none'>no</p>text", "text"),
        ("<p>text<span class='sr-only'> (opens elsewhere)</span></p>", "text"),
        ("<p aria-hidden=true>text</p>", "text"),
        ("text<noscript>no</noscript>", "text"),
        ("<noscript>only this</noscript>", "only this"),
        ("text<svg><title>icon</title></svg><object>no</object>", "text"),
        # broken markup
        ("<p>one<div>two</p>three", "one\n\ntwo\n\nthree"),
        ("<b><p>one</b>two", "onetwo"),
        ("<table>lost<tr><td>cell</table>", "lost\n\ncell"),
        ("one</body></html>two", "onetwo"),
        ("<p>one <a href=x>two", "one two"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", "漢kan字"),
    ],
)
def test_text(body: str, text: str) -> None:
    assert seen(page(body)) == text


def test_whole_page_with_its_regions() -> None:
    document = page("""<!doctype html><html lang="en-GB"><head><title>Bridge | News</title><meta name=description content="In short"></head><body>
<header><nav><ul><li><a href=/>Home</a><li><a href=/w>World</a></ul></nav></header>
<div class="breadcrumbs">News &gt; World</div>
<main><article><h1>The <em>bridge</em></h1><p>First words.</p>
<figure><img src=x alt="A bridge"><figcaption>The bridge in May</figcaption></figure>
<div class="related-articles"><a href=/o>Other story</a></div>
<p>Last words.</p><footer>Written by Jo</footer></article></main>
<aside>From our partners</aside>
<section id=comments><p>I do not agree</p></section>
<footer>All rights reserved</footer><!-- build 7 --></body></html>""")
    assert document.language == "en-GB"
    assert document.title == "The bridge"
    assert words_of(document, RegionKind.NAVIGATION) == ["Home\nWorld", "News > World"]
    assert words_of(document, RegionKind.HEADING) == ["The bridge"]
    assert words_of(document, RegionKind.CAPTION) == ["The bridge in May"]
    assert words_of(document, RegionKind.ASIDE) == ["Other story", "From our partners"]
    assert words_of(document, RegionKind.COMMENT) == ["I do not agree"]
    assert words_of(document, RegionKind.FOOTER) == ["All rights reserved"]
    assert words_of(document, RegionKind.HIDDEN) == ["Bridge | News\n\nIn short\n\nA bridge\n\nbuild 7"]
    for words in ("First words.", "Last words.", "Written by Jo"):
        assert document.region(document.text.index(words)) is RegionKind.MAIN


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        ("class=sidebar", RegionKind.ASIDE),
        ("class='c-related__list'", RegionKind.ASIDE),
        ("class='story-ad'", RegionKind.ASIDE),
        ("class='pull-quote'", RegionKind.ASIDE),
        ("role=complementary", RegionKind.ASIDE),
        ("id=main-menu", RegionKind.NAVIGATION),
        ("role=navigation", RegionKind.NAVIGATION),
        ("class='social-share'", RegionKind.NAVIGATION),
        ("class='comments-area'", RegionKind.COMMENT),
        ("id=disqus_thread", RegionKind.COMMENT),
        ("class='site-footer'", RegionKind.FOOTER),
        ("class='wp-caption-text'", RegionKind.CAPTION),
        ("class='has-sidebar'", RegionKind.MAIN),
        ("class='with-ads'", RegionKind.MAIN),
        ("class='no-comments'", RegionKind.MAIN),
        ("class='article-body'", RegionKind.MAIN),
        ("class='article-footer'", RegionKind.MAIN),
        ("class='advice'", RegionKind.MAIN),
        ("class='address header-ship'", RegionKind.MAIN),
        ("class='shared-history'", RegionKind.MAIN),
    ],
)
def test_names_of_regions(names: str, kind: RegionKind) -> None:
    document = page(f"<p>{'Many other words stand here. ' * 5}</p><div {names}>These words</div>")
    assert document.region(document.text.index("These words")) is kind


def test_wrapper_with_an_odd_name_that_holds_the_page_is_the_page() -> None:
    document = page(f"<div class=sidebar><p>{'Many words stand here. ' * 20}</p></div><p>Few here.</p>")
    assert document.region(0) is RegionKind.MAIN


ARTICLE = "<p>The minister said on Friday that the harbour bridge would stay closed until the winter comes.</p>" * 8
WORDS = "Engineers had warned the council about the cracks for eleven years before anybody listened."


@pytest.mark.parametrize(
    ("inner", "kind"),
    [
        (f"<div class=nav-content><p>{WORDS}</p></div>", RegionKind.MAIN),
        (f"<div class=article-share><p>{WORDS}</p><p>Share</p></div>", RegionKind.MAIN),
        (f"<div id=menu><p>Engineers had <a href=/w>warned</a> {WORDS[21:]}</p></div>", RegionKind.MAIN),
        (f"<div class=copyright><p>{WORDS}</p></div>", RegionKind.MAIN),
        # what the element or the role says holds
        (f"<nav class=nav-content><p>{WORDS}</p></nav>", RegionKind.NAVIGATION),
        (f"<div role=navigation class=nav-content><p>{WORDS}</p></div>", RegionKind.NAVIGATION),
        # menus, buttons and notices are no running text
        (f"<div class=nav-content><p><a href=/w>{WORDS}</a></p></div>", RegionKind.NAVIGATION),
        ("<div class=article-share>Engineers Share Facebook Twitter WhatsApp Email Print Copy Link Save Comments Gift Listen</div>", RegionKind.NAVIGATION),
        ("<div class=article-share><p>Engineers share this.</p></div>", RegionKind.NAVIGATION),
        ("<div class=copyright><p>© 2019 Engineers. All rights reserved. No part of this page may be copied without leave.</p></div>", RegionKind.FOOTER),
        # words in a box are found there, and the text around it goes on
        (f"<div class=newsletter><p>{WORDS}</p></div>", RegionKind.ASIDE),
        (f"<div class=comments><p>{WORDS}</p></div>", RegionKind.COMMENT),
    ],
)  # fmt: skip
def test_running_text_in_an_element_with_an_odd_class_is_main(inner: str, kind: RegionKind) -> None:
    document = page(f"<article><h1>Bridge</h1>{ARTICLE}{inner}</article>")
    assert document.region(document.text.index("Engineers")) is kind


def test_footer_of_the_page_stays_a_footer_whatever_it_says() -> None:
    document = page(f"<article>{ARTICLE}</article><div class=footer><p>{WORDS}</p></div>")
    assert document.region(document.text.index("Engineers")) is RegionKind.FOOTER


def test_words_in_an_odd_class_are_not_called_absent() -> None:
    source = f"<article>{ARTICLE}<div class=article-share><p>{WORDS}</p></div></article>".encode()
    assert match_quotation(WORDS, source, media_type="text/html").verdict is Verdict.VERBATIM


def test_page_that_a_script_reveals_is_read() -> None:
    document = page(f"<main style='visibility:hidden'><p>{'Words to be revealed. ' * 60}</p></main>")
    assert document.region(document.text.index("Words")) is RegionKind.MAIN


def test_body_is_never_hidden() -> None:
    assert seen(page("<body style='display:none'><p>Words</p>")) == "Words"


def test_hidden_words_stay_at_the_end() -> None:
    document = page("<p>one <span style='display:none'>secret</span>two</p><img alt='A cat'><p>three")
    assert seen(document) == "one two\n\nthree"
    assert words_of(document, RegionKind.HIDDEN) == ["secret\n\nA cat"]


@pytest.mark.parametrize(
    ("href", "absolute"),
    [
        ("/a", "https://news.example/a"),
        ("a.html", "https://news.example/2019/05/a.html"),
        ("../a", "https://news.example/2019/a"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("?q=1", "https://news.example/2019/05/story.html?q=1"),
        ("#part", "https://news.example/2019/05/story.html#part"),
        (" HTTP://Other.example/x ", "HTTP://Other.example/x"),
        ("mailto:a@e.org", "mailto:a@e.org"),
    ],
)
def test_links_are_absolute(href: str, absolute: str) -> None:
    document = page(f"<p>see <a href='{href}'> here </a> and</p>")
    (link,) = document.links
    assert (document.text[link.start : link.end], link.href) == ("here", absolute)


def test_titles_of_drawings_are_unseen_words_and_no_titles_of_the_page() -> None:
    document = page("<title>Page</title><p>one<svg><title>An icon</title><text>drawn</text></svg> two")
    assert document.metadata["title"] == "Page"
    assert seen(document) == "one two"
    assert words_of(document, RegionKind.HIDDEN) == ["An icondrawn\n\nPage"]


def test_links_without_words_or_pages_are_none() -> None:
    assert page("<a href=/x><img src=y></a><a href='javascript:void(0)'>x</a><a name=y>z</a>").links == ()


def test_base_element() -> None:
    document = page("<head><base href='https://other.example/dir/'></head><a href=x>y</a>")
    assert document.links[0].href == "https://other.example/dir/x"


def test_links_of_a_file_stay_as_written() -> None:
    assert page("<a href='../x'>y</a>", base_url=None).links[0].href == "../x"


WIKIPEDIA = """<p>Fact<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup> and year 10<sup>2</sup>,
dubious<sup class="noprint Inline-Template">[<i><a href="/wiki/CN">citation needed</a></i>]</sup> claim.<sup>3</sup></p>
<ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink"><b><a href="#cite_ref-1">^</a></b></span>
<span class="reference-text">A. Smith (2013). <a href="http://e.org">Title</a>.</span></li></ol>"""


def test_note_marks_lead_to_their_notes() -> None:
    document = page(WIKIPEDIA)
    assert document.text.startswith("Fact[1] and year 10², dubious[citation needed] claim.3\n\n")
    assert words_of(document, RegionKind.NOTE_MARK) == ["[1]", "[citation needed]", "3", "^"]
    mark, unlinked = document.note_marks
    assert (unlinked.label, unlinked.note_start) == ("3", None)
    assert (mark.label, document.text[mark.start : mark.end]) == ("1", "[1]")
    assert document.text[mark.note_start : mark.note_end] == "^ A. Smith (2013). Title."


def test_note_without_a_block_of_its_own_is_its_line() -> None:
    document = page(
        "<p>Fact<a href=#_ftn1 name=_ftnref1>[1]</a>.</p><p><a href=#_ftnref1 name=_ftn1>[1]</a> The note.</p><p>More</p>"
    )
    assert [(mark.label, document.text[mark.note_start : mark.note_end]) for mark in document.note_marks] == [
        ("1", "[1] The note.")
    ]


def test_block_quotes() -> None:
    document = page(
        "<p>a</p><blockquote cite=http://e.org><p>one</p><p>two</p></blockquote><p>He said <q cite=u>so</q>, <q>no</q>"
    )
    assert [(document.text[q.start : q.end], q.cite) for q in document.block_quotes] == [
        ("one\n\ntwo", "http://e.org"),
        ("so", "u"),
    ]


def test_anchors_of_a_file_lead_to_line_and_column() -> None:
    source = """<!doctype html>
<title>Story</title>
<style>p { color: First }</style>
<body>
  <h1>Head <em>line</em></h1>
  <p class="First">First words of the
     paragraph &amp; more &eacute;t <b>bold</b>ly said</p>
  <!-- First -->
  <table><tr><td>cell</td></tr></table>
</body>"""
    document = page(source, base_url=None)
    lines = source.split("\n")
    for word in ("Head", "line", "First words", "paragraph", "more", "bold", "ly said", "cell"):
        place = document.place(document.text.index(word))
        assert lines[place.line - 1][place.column - 1 :].startswith(word), (word, place)
    assert page(source).anchors == ()


@given(
    words=st.lists(st.text("abcdeé’&<", min_size=1, max_size=8), min_size=1, max_size=12),
    seed=st.lists(st.sampled_from(["<b>{}</b>", "<i>{}</i>", "<span class=x>{}</span>", "<a href=/x>{}</a>", "{}", "<em><u>{}</u></em>", "<font>{}</font>{{}}"]), min_size=12, max_size=12),
    cuts=st.lists(st.integers(0, 8), min_size=12, max_size=12),
)  # fmt: skip
@settings(deadline=None, max_examples=150)
def test_inline_markup_leaves_no_trace(words: list[str], seed: list[str], cuts: list[int]) -> None:
    def escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;")

    marked: list[str] = []
    for word, wrap, cut in zip(words, seed, cuts, strict=False):
        before, inside, after = word[: cut // 2], word[cut // 2 : cut], word[cut:]
        marked.append(escaped(before) + wrap.split("{{}}")[0].replace("{}", escaped(inside)) + escaped(after))
    assert seen(page(f"<p>{' '.join(marked)}</p>")) == " ".join(words)


@given(
    texts=st.lists(st.text("ab c\n", max_size=6), max_size=8),
    tag=st.sampled_from(["p", "div", "li", "td", "h2", "section"]),
)
@settings(deadline=None, max_examples=100)
def test_blocks_separate_and_lose_no_word(texts: list[str], tag: str) -> None:
    body = "".join(f"<{tag}>{text}</{tag}>" for text in texts)
    wrapped = f"<table>{body}</table>" if tag == "td" else body
    assert seen(page(wrapped)).split() == " ".join(texts).split()


def test_a_page_of_nothing_but_a_no_break_space_has_a_place() -> None:
    document = read("<p>\xa0</p><p>Words</p>".encode(), name="x.html")
    assert document.place(document.text.index("Words")).column == 12


@pytest.mark.parametrize(("name", "text"), [("x.xhtml", "one two\n\nthree"), ("x.html", "one")])
def test_elements_closed_at_once_are_empty_in_xhtml_only(name: str, text: str) -> None:
    source = '<html xmlns="http://www.w3.org/1999/xhtml"><head/><body><p>one<script src="x.js"/> two<br/></p><p>three</p></body></html>'
    document = read(source.encode(), name=name)
    assert document.text.split("\n\n</")[0] == text
    if name == "x.xhtml":
        assert document.place(document.text.index("three")).column == source.index("three") + 1
