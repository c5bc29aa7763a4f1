"""Pages that a browser saved in one file: the words of the page, whatever the file makes of its lines."""

from __future__ import annotations

import base64
import quopri

import pytest

from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.errors import UnreadableError
from verify.model import Verdict
from verify.readers import read

WORDS = "The harbour bridge will stay closed for the rest of the year = 365 days, the “port authority” said on Friday, after inspectors found corrosion in nine of its cables"
PAGE = f"<!doctype html><html><head><title>Bridge</title></head><body><p>{WORDS}.</p><p><a href=more.html>Más</a></p></body></html>"
HEAD = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example/2019/bridge.html\r\nSubject: Bridge\r\n"
    'Date: Fri, 3 May 2019 10:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n'
    '\tboundary="----MultipartBoundary--x.+1"\r\n\r\n\r\n'
)
MARK = "------MultipartBoundary--x.+1"


def part(kind: str, body: bytes, coding: str = "quoted-printable", more: str = "") -> bytes:
    packed = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": bytes}[coding](body)
    return (
        f"{MARK}\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\n{more}\r\n".encode()
        + packed
        + b"\r\n"
    )


def saved(*parts: bytes, head: str = HEAD) -> bytes:
    return head.encode() + b"".join(parts) + f"{MARK}--\r\n".encode()


FRAME = part("text/html", b"<p>An advertisement in a frame.</p>", more="Content-Location: https://ads.example/\r\n")
PICTURE = part("image/png", bytes(range(256)) * 50, "base64", "Content-Location: https://news.example/a.png\r\n")
LOCATION = "Content-Location: https://news.example/2019/bridge.html\r\n"
INNER = (
    f'{MARK}\r\nContent-Type: multipart/alternative; boundary="in"\r\n\r\n--in\r\nContent-Type: text/plain\r\n\r\nOther words.\r\n'
    f"--in\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{PAGE}\r\n--in--\r\n"
).encode()
FORMS = {
    "quoted-printable": saved(part("text/html", PAGE.encode(), more=LOCATION), PICTURE),
    "base64": saved(PICTURE, part("text/html; charset=utf-8", PAGE.encode(), "base64", LOCATION)),
    "8bit": saved(part("text/html", PAGE.encode(), "8bit", LOCATION)),
    "windows-1252": saved(part("text/html; charset=windows-1252", PAGE.encode("cp1252"), more=LOCATION)),
    "a frame first": saved(FRAME, part("text/html", PAGE.encode(), more=LOCATION)),
    "alternatives": saved(PICTURE, INNER),
    "cut off": saved(part("text/html", PAGE.encode(), more=LOCATION))[: -len(MARK) - 4],
    "line feeds": saved(part("text/html", PAGE.encode(), more=LOCATION)).replace(b"\r\n", b"\n"),
    "without headers of its own": saved(part("text/html", PAGE.encode(), more=LOCATION), head=""),
    "start": saved(
        FRAME,
        part("text/html", PAGE.encode(), more="Content-ID: <main@page>\r\n"),
        head=HEAD.replace('type="text/html";', 'start="<main@page>";').replace("2019/bridge", "other"),
    ),
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("kind", ["multipart/related", "message/rfc822", "application/x-mimearchive", "text/plain", "text/html", "application/octet-stream", ""])  # fmt: skip
def test_the_page_is_read(name: str, kind: str) -> None:
    if name.startswith("without") and not kind.startswith(("multipart", "message", "application/x-")):
        kind = "multipart/related"
    document = read(
        FORMS[name], name="https://news.example/saved", media_type=kind, base_url="https://news.example/saved"
    )
    assert document.text.strip().removesuffix("\n\nBridge") == f"{WORDS}.\n\nMás"
    assert document.title == "Bridge"
    assert judge(WORDS, SourceText(document)).verdict is Verdict.VERBATIM
    links = [link.href for link in document.links]
    assert links == ["https://news.example/2019/more.html"] or name in ("alternatives", "start")


@pytest.mark.parametrize("extension", ["mht", "mhtml"])
def test_a_file_of_the_user(extension: str) -> None:
    document = read(FORMS["quoted-printable"], name=f"page.{extension}")
    assert WORDS in document.text
    assert document.place(document.text.index("The")).line == 1


@pytest.mark.parametrize(
    "data",
    [
        saved(PICTURE),
        HEAD.encode(),
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n",
        b"--\n" * 1000,
        ('Content-Type: multipart/related; boundary="a"\n\n' + '--a\nContent-Type: multipart/mixed; boundary="a"\n\n' * 2000).encode(),
    ],
    ids=["no page", "headers alone", "no boundary", "marks alone", "parts in parts"],
)  # fmt: skip
def test_what_has_no_page_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="no part with a page"):
        read(data, name="page.mhtml", media_type="multipart/related")


def test_a_text_about_mail_stays_a_text() -> None:
    text = "Subject: the harbour\n\nHe wrote “MIME-Version: 1.0” in the letter, and then “Content-Type: multipart/related”.\n"
    assert read(text.encode(), name="letter.txt", media_type="text/plain").text == text
