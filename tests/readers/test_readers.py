"""The dict of media types: what some bytes are, and who reads them."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from verify import readers
from verify.errors import UnreadableError
from verify.model import Document

PAGE = b"<!doctype html><html><head><title>T</title></head><body><p>Words</p></body></html>"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.mark.parametrize(
    ("name", "data", "declared", "expected"),
    [
        ("x.txt", b"words", None, "text/plain"),
        ("x.md", b"words", None, "text/markdown"),
        ("X.HTML", b"words", None, "text/html"),
        ("x", PAGE, None, "text/html"),
        ("x", b"\xef\xbb\xbf" + PAGE, None, "text/html"),
        ("x", b"  <!-- c -->\n<P>words", None, "text/html"),
        ("x", b"<?xml version='1.0'?><!DOCTYPE html><html>", None, "text/html"),
        ("x", b"if a < b then", None, "text/plain"),
        ("x", b"words", "text/html; charset=utf-8", "text/html"),
        ("x.md", b"words", "Text/Plain", "text/plain"),
        ("x.md", b"words", "application/octet-stream", "text/markdown"),
        ("https://e.org/a.md?x=1.txt", b"words", None, "text/markdown"),
        ("https://e.org/page.php", PAGE, "", "text/html"),
        ("https://e.org/", b"words", "text/x-markdown", "text/markdown"),
        ("x.html", PDF, "text/html", "application/pdf"),
        ("x.txt", PNG, None, "image/png"),
        ("report.pdf", PAGE, "application/pdf", "text/html"),
        ("x", b"{}", "application/json", "application/json"),
        ("x", b"\n<!DOCTYPE html><p>words", "text/plain", "text/html"),
        ("x", b"<p>is how a paragraph begins", "text/plain", "text/plain"),
        ("x.docx", b"PK\x03\x04....word/document.xml", None, readers.media_type_of("x.docx", b"", None)),
        ("x", b"PK\x03\x04...", "text/plain", "application/zip"),
        ("https://e.org/x.srt", b"1\n00:00:01,000 --> 00:00:02,000\nwords", "text/plain", "application/x-subrip"),
        ("x.txt", "1\r\n00:00:01,000 --> 00:00:02,000\r\nwords".encode("utf-16"), None, "application/x-subrip"),
        ("https://e.org/x", b"\xef\xbb\xbfWEBVTT\n\n00:01.000 --> 00:02.000\nwords", "text/plain", "text/vtt"),
        ("x.txt", b"WEBVTTs are a format", None, "text/plain"),
        ("x.txt", b"1\n00:00:01 it began", None, "text/plain"),
    ],
)
def test_media_type(name: str, data: bytes, declared: str | None, expected: str) -> None:
    assert readers.media_type_of(name, data, declared) == expected


@pytest.mark.parametrize(
    ("name", "data", "declared", "says"),
    [
        ("x.pptx", b"PK\x03\x04....ppt/presentation.xml", None, "PowerPoint"),
        ("x.png", PNG, None, "images"),
        ("x", b"{}", "application/json", "JSON"),
        ("x", b"body{}", "text/css", "text/css"),
        ("x.txt", b"\x00\x01\x02\x03" * 50, None, "binary"),
        ("x.md", b"\x07\x08\x01" * 50, None, "binary"),
        ("x.html", b"\x00\x01\x02\x03" * 50, None, "binary"),
    ],
)
def test_unreadable_in_one_line(name: str, data: bytes, declared: str | None, says: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        readers.read(data, name=name, media_type=declared)
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    assert says in message
    assert "Give the document as" in message
    assert "\n" not in message
    assert caught.value.reason == "not-text"


def test_other_text_is_read_as_plain_text() -> None:
    document = readers.read(b"Title\n=====\n", name="x.rst", media_type="text/x-rst")
    assert (document.text, document.media_type) == ("Title\n=====\n", "text/x-rst")


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.html", "x.csv", "x.bib", "x.srt", "x.vtt"])
def test_empty_file_is_an_empty_document(name: str) -> None:
    document = readers.read(b"", name=name)
    assert document.text == ""
    assert document.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


class Shouting:
    """A reader from elsewhere."""

    @staticmethod
    def read(data: bytes, *, name: str, media_type: str, charset: str | None, base_url: str | None) -> Document:
        return Document(name=name, media_type=media_type, text=data.decode().upper(), sha256="")


def test_entry_points_add_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def entry_points(*, group: str, name: str) -> tuple[EntryPoint, ...]:
        asked.append((group, name))
        return (EntryPoint(name=name, group=group, value=f"{__name__}:Shouting"),)

    monkeypatch.setattr("importlib.metadata.entry_points", entry_points)
    monkeypatch.setattr(EntryPoint, "load", lambda self: Shouting)
    document = readers.read(b"words", name="x", media_type="application/x-shout-once")
    assert document.text == "WORDS"
    assert readers.read(b"words", name="x", media_type="text/plain").text == "words"
    assert asked == [("verify.readers", "application/x-shout-once")]


@given(
    data=st.binary(max_size=400),
    kind=st.sampled_from([*readers.READERS, None]),
    charset=st.sampled_from([None, "utf-8", "utf-16", "shift_jis", "rot13", "nonsense", "base64"]),
)
@settings(deadline=None, max_examples=150)
def test_any_bytes_are_read_or_refused(data: bytes, kind: str | None, charset: str | None) -> None:
    try:
        document = readers.read(data, name="x", media_type=kind, charset=charset)
    except UnreadableError:
        return
    spans = [*document.regions, *document.links, *document.block_quotes, *document.note_marks]
    assert all(0 <= span.start < span.end <= len(document.text) for span in spans)


@given(
    pieces=st.lists(
        st.sampled_from(
            ["<div>", "</div>", "<p>", "<b>", "</b>", "<i", "<table>", "<td>", "</table>", "<a href=x>", "</a>", "<!--", "-->", "<script>",
             "</script>", "<pre>", "</pre>", "word ", " & ", "&amp;", "\n", "<blockquote>", "</blockquote>", "<sup>[1]</sup>", "> ", "* ", "`", "```\n",
             "[a](b)", "[^1]", "\n[^1]: note\n", "<q>", "</q>", "<aside>", "<svg>", "<title>", "|a|b|\n|-|-|\n", "1. ", "é", "“", "\t", "<p hidden>"]
        ),
        max_size=40,
    ),
    kind=st.sampled_from(["text/markdown", "text/html"]),
)  # fmt: skip
@example(pieces=["<p hidden>", "word ", "\n[^1]: note\n", "<div>", "word "], kind="text/html")
@settings(deadline=None, max_examples=200)
def test_broken_markup_keeps_the_promises_of_a_document(pieces: list[str], kind: str) -> None:
    source = "".join(pieces)
    document = readers.read(source.encode(), name="x", media_type=kind)
    text = document.text
    for span in (*document.regions, *document.links, *document.block_quotes, *document.note_marks):
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start] not in " \n"
    for before, after in zip(document.regions, document.regions[1:], strict=False):
        assert before.end <= after.start
    for mark in document.note_marks:
        if mark.note_start is not None and mark.note_end is not None:
            assert 0 <= mark.note_start < mark.note_end <= len(text)
    lines = source.splitlines() or [""]
    for anchor in document.anchors:
        assert 0 <= anchor.start < len(text)
        assert 1 <= anchor.line <= len(lines)
        assert 1 <= anchor.column <= len(lines[anchor.line - 1]) + 1
