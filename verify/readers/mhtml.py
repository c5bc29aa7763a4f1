"""MHTML (RFC 2557), the page that a browser saves in one file: its HTML part, decoded, read as the page.

Only the part that is the page is decoded; pictures, styles and frames are passed over. Positions are those of the text, since the
file has the words in pieces (`=` at the end of a line, base64).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from hashlib import sha256

from verify.errors import UnreadableError
from verify.model import Document, Reason
from verify.ports import Reader
from verify.readers import html, text

# A saved page has some hundreds of parts, its headers some lines.
MOST_PARTS = 20_000
MOST_HEADERS = 1 << 16
# multipart/alternative within multipart/related within a mail.
DEEPEST = 4
_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n")
_FIRST_LINE = re.compile(rb"\s{0,1000}--([^\r\n]{1,200}?)[ \t]*\r?\n")
_PAGES = ("text/html", "application/xhtml+xml")


def read(
    data: bytes, *, name: str, media_type: str, charset: str | None = None, base_url: str | None = None
) -> Document:
    """The page in `data`. Links are resolved against the address that the file gives the page, if any.

    Raises `UnreadableError` when there is no page in it.
    """
    del charset  # of the whole; each part has its own
    bare = _FIRST_LINE.match(data)  # an answer whose headers are those of HTTP begins with its first boundary
    head = _head(data) if bare is None else Message()
    start = str(head.get_param("start") or "").strip("<> ")
    wanted = (head.get("Snapshot-Content-Location") or "").strip()
    boundary = bare[1] if bare else (head.get_boundary() or "").encode("utf-8", "surrogateescape")
    parts = list(_leaves(data, boundary, 0))
    if head.keys() and not boundary:
        parts = [(head, data)]
    pages = [part for part in parts if part[0].get_content_type() in _PAGES]
    named = (part for part in pages if _is_named(part[0], start, wanted))
    chosen = next(named, None) or next(iter(pages), None)
    chosen = chosen or next((part for part in parts if part[0].get_content_type() == "text/plain"), None)
    if chosen is None:
        raise UnreadableError(
            f"{name}: the saved page (MHTML) is damaged: it has no part with a page. Save it as HTML.",
            reason=Reason.NOT_TEXT,
        )
    header, raw = chosen
    payload = BytesParser().parsebytes(raw).get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    location = (header.get("Content-Location") or wanted).strip()
    reader: Reader = html if header.get_content_type() in _PAGES else text
    document = reader.read(
        body,
        name=name,
        media_type=header.get_content_type(),
        charset=header.get_content_charset(),
        base_url=location if location.lower().startswith(("http://", "https://")) else base_url,
    )
    return replace(document, media_type=media_type, sha256=sha256(data).hexdigest(), anchors=())


def _is_named(header: Message, start: str, location: str) -> bool:
    if start and str(header.get("Content-ID") or "").strip("<> ") == start:
        return True
    return bool(location) and str(header.get("Content-Location") or "").strip() == location


def _head(data: bytes) -> Message:
    found = _BLANK.search(data, 0, MOST_HEADERS)
    return BytesHeaderParser().parsebytes(data[: found.end() if found else 0])


def _leaves(data: bytes, boundary: bytes, depth: int) -> Iterator[tuple[Message, bytes]]:
    """The parts that hold no parts, with their headers, in order."""
    if not boundary or depth > DEEPEST:
        return
    mark = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
    begin = None
    for count, found in enumerate(mark.finditer(data)):
        if begin is not None:
            yield from _part(data[begin : found.start()], depth)
        begin = found.end()
        if found[1] or count >= MOST_PARTS:
            return
    if begin is not None:  # cut off: its beginning is better than nothing
        yield from _part(data[begin:], depth)


def _part(data: bytes, depth: int) -> Iterator[tuple[Message, bytes]]:
    header = _head(data)
    if header.get_content_maintype() == "multipart":
        yield from _leaves(data, (header.get_boundary() or "").encode("utf-8", "surrogateescape"), depth + 1)
    else:
        yield header, data
