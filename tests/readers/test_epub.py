"""E-books: chapters in their order, notes across files, places in the chapter's file."""

from __future__ import annotations

from made_files import epub

from verify.core.citations import extract
from verify.model import RegionKind
from verify.readers import read

_ONE = (
    '<h1>One</h1>\n<p><a id="p1"/>Mary Brown wrote: “The river had never been so high.”'
    '<sup><a href="../notes.xhtml#n1" id="r1">1</a></sup></p>\n<blockquote><p>Words &amp; more.</p></blockquote>'
)
_NOTES = '<p id="n1"><a href="text/one.xhtml#r1">1</a>. Brown, Mary (2001). “River Days”. The Times. https://example.org/river</p>'


def test_chapters_follow_the_spine() -> None:
    book = read(
        epub([("b.xhtml", "<p>second <i>chap</i>ter"), ("a.xhtml", "<p>first</p>"), ("c.xhtml", "third")]),
        name="x.epub",
    )
    assert book.text == "second chapter\n\nfirst\n\nthird"
    assert (book.title, book.metadata["author"], book.language) == ("The Book", "Ann Smith; Bo Li", "en")


def test_a_mark_leads_to_its_note_in_another_file() -> None:
    book = read(
        epub([("text/one.xhtml", _ONE), ("text/two.xhtml", "<p id='n1'>Not this.</p>"), ("notes.xhtml", _NOTES)]),
        name="x.epub",
    )
    mark = book.note_marks[0]
    assert (mark.label, book.text[mark.note_start : mark.note_end]) == (
        "1",
        "1. Brown, Mary (2001). “River Days”. The Times. https://example.org/river",
    )
    extraction = extract(book)
    assert [(one.rule, extraction.references[0].item.URL) for one in extraction.joins] == [
        ("note-mark", "https://example.org/river")
    ]


def test_places_are_lines_of_the_chapter() -> None:
    book = read(epub([("text/one.xhtml", _ONE), ("notes.xhtml", _NOTES)]), name="x.epub")
    place = book.place(book.text.index("Words"))
    assert (place.part, place.line, str(place)) == ("OEBPS/text/one.xhtml", 5, "OEBPS/text/one.xhtml line 5")
    assert book.place(book.text.index("Brown, Mary")).part == "OEBPS/notes.xhtml"
    assert [one.start for one in book.anchors] == sorted({one.start for one in book.anchors})


def test_an_element_closed_at_once_holds_nothing() -> None:
    body = '<p>one<a id="x"/> two</p><div class="sidebar"/><script src="x.js"/><p>three</p>'
    book = read(epub([("a.xhtml", body)], head='<title/><script src="y.js"/>'), name="x.epub")
    assert book.text == "one two\n\nthree"
    assert not book.links
    assert book.region(len(book.text) - 1) is RegionKind.MAIN


def test_scrambled_fonts_lock_nothing() -> None:
    fonts = (
        '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/>'
        '<e:CipherData><e:CipherReference URI="OEBPS/a.xhtml"/></e:CipherData></e:EncryptedData></encryption>'
    )
    assert read(epub([("a.xhtml", "<p>words</p>")], encryption=fonts), name="x.epub").text == "words"
