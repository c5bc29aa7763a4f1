"""What kind of document some bytes are: by declaration, by name, by the bytes themselves.

Servers and file names are often wrong, but bytes that begin as a PDF or an image does are one whatever is declared.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from verify.core.patterns import regex

EXTENSIONS = {
    "txt": "text/plain",
    "text": "text/plain",
    "md": "text/markdown",
    "markdown": "text/markdown",
    "mdown": "text/markdown",
    "mkd": "text/markdown",
    "wiki": "text/x-wiki",
    "wikitext": "text/x-wiki",
    "mediawiki": "text/x-wiki",
    "html": "text/html",
    "htm": "text/html",
    "xhtml": "application/xhtml+xml",
    "xht": "application/xhtml+xml",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "epub": "application/epub+zip",
    "docm": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "dotx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsm": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ott": "application/vnd.oasis.opendocument.text",
    "xls": "application/vnd.ms-excel",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "bib": "application/x-bibtex",
    "srt": "application/x-subrip",
    "vtt": "text/vtt",
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "mht": "multipart/related",
    "mhtml": "multipart/related",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "xml": "application/xml",
    "svg": "image/svg+xml",
}
_ALIASES = {
    "text/x-markdown": "text/markdown",
    "text/x-web-markdown": "text/markdown",
    "text/vnd.wikimedia.wikitext": "text/x-wiki",
    "text/x-mediawiki": "text/x-wiki",
    "text/xhtml": "application/xhtml+xml",
    "application/x-pdf": "application/pdf",
    "text/json": "application/json",
    "text/xml": "application/xml",
    "application/x-mimearchive": "multipart/related",
    "message/rfc822": "multipart/related",
    "multipart/mixed": "multipart/related",
    "multipart/alternative": "multipart/related",
    "text/rtf": "application/rtf",
    "application/csv": "text/csv",
    "text/x-csv": "text/csv",
    "text/comma-separated-values": "text/csv",
    "text/tsv": "text/tab-separated-values",
    "text/x-bibtex": "application/x-bibtex",
    "application/bibtex": "application/x-bibtex",
    "text/srt": "application/x-subrip",
    "text/x-srt": "application/x-subrip",
    "application/srt": "application/x-subrip",
    "application/vnd.ms-word.document.macroenabled.12": EXTENSIONS["docx"],
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template": EXTENSIONS["docx"],
    "application/vnd.ms-excel.sheet.macroenabled.12": EXTENSIONS["xlsx"],
    "application/vnd.oasis.opendocument.text-template": EXTENSIONS["odt"],
}
# Declarations that say nothing: the defaults of servers and of programs.
_SAYS_NOTHING = frozenset(
    {"", "application/octet-stream", "binary/octet-stream", "application/x-download", "application/force-download",
     "application/unknown", "unknown/unknown", "*/*", "content/unknown"}
)  # fmt: skip
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"\x7fELF", "application/x-executable"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "application/ogg"),
    (b"\x00\x00\x01\x00", "image/vnd.microsoft.icon"),
)
_ZIPPED = (
    (b"word/document.xml", EXTENSIONS["docx"]),
    (b"xl/workbook.xml", EXTENSIONS["xlsx"]),
    (b"ppt/presentation.xml", EXTENSIONS["pptx"]),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", EXTENSIONS["odt"]),
    (b"mimetypeapplication/epub+zip", EXTENSIONS["epub"]),
    (b"META-INF/container.xml", EXTENSIONS["epub"]),
)
# Documents in a zip file: their signature tells no more than that when their parts have other names or another order.
_IN_ZIP = frozenset(kind for _, kind in _ZIPPED)
# The tags by which the WHATWG MIME Sniffing Standard (section 7.1) knows HTML, and XML that is XHTML.
_HTML = regex(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|article|section|main|meta|link)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_CUES = regex(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:(?P<vtt>WEBVTT)(?=[ \t\r\n])|\s{0,10}\d{1,6}[ \t]*\r?\n[ \t]*(?:\d{1,3}:)?\d\d:\d\d[.,]\d{1,3}[ \t]*-->)"
)
# What nobody writes but as the source of a page: servers that give it as plain text mean the page.
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_XML = frozenset({"application/xml", "application/rdf+xml"})
_FEED = regex(rb"(?:\xef\xbb\xbf)?\s*(?:<\?.{0,500}?\?>\s*|<!--.{0,2000}?-->\s*)*<(rss|feed|rdf:RDF)[\s>]", re.DOTALL)
# The headers of a page that a browser saved in one file (MHTML), which servers call plain text.
_SAVED = re.compile(
    rb"\s{0,100}(?:from|mime-version|content-type|subject|date|snapshot-content-location|x-[\w-]{1,40}):", re.IGNORECASE
)
_MULTIPART = re.compile(rb"^content-type:\s{0,20}multipart/related\b", re.IGNORECASE | re.MULTILINE)
_SNIFFED = 4096


def essence(declared: str) -> str:
    """`Text/HTML; charset=x` as `text/html`, under its usual name."""
    kind = declared.split(";", 1)[0].strip().lower()
    return _ALIASES.get(kind, kind)


def media_type_of(name: str, data: bytes, declared: str | None = None) -> str:
    """The media type of `data`: as declared, else by the extension of `name` (a path or URL), else by the bytes.

    Bytes that begin with the signature of a binary format are that format, and a page that arrives as "application/pdf"
    is a page.
    """
    magic = _by_signature(data)
    kind = essence(declared or "")
    if magic == "application/zip":
        stated = (kind, EXTENSIONS.get(_extension(name), ""))
        return next((one for one in stated if one in _IN_ZIP), magic)
    if magic:
        return magic
    if _SAVED.match(data) and _MULTIPART.search(data, 0, _SNIFFED):
        return EXTENSIONS["mhtml"]
    if kind.startswith(("image/", "audio/", "video/", "application/")) and kind != "application/xhtml+xml":
        if _looks_like_html(data) and kind not in {"application/xml", "image/svg+xml"}:
            return "text/html"
        if kind in _XML and (feed := _FEED.match(data)):
            return "application/atom+xml" if feed[1] == b"feed" else "application/rss+xml"
        if kind == "application/xml" and b"http://www.w3.org/1999/xhtml" in data[:_SNIFFED]:
            return "application/xhtml+xml"
    if kind in _SAYS_NOTHING:
        kind = EXTENSIONS.get(_extension(name), "")
    # Servers call subtitles plain text. Their times between the words would hide what cues share.
    if kind in {"", "text/plain"} and (cues := _CUES.match(data[:_SNIFFED].replace(b"\0", b""))):
        return EXTENSIONS["vtt" if cues["vtt"] else "srt"]
    if kind == "text/plain" and _PAGE.match(data[:_SNIFFED]):
        return "text/html"
    if kind:
        return kind
    return "text/html" if _looks_like_html(data) else "text/plain"


def _by_signature(data: bytes) -> str | None:
    head = data[:16]
    for signature, kind in _MAGIC:
        if head.startswith(signature):
            return kind
    if head.startswith(b"PK\x03\x04"):
        for part, kind in _ZIPPED:
            if part in data:
                return kind
        return "application/zip"
    if head[4:8] == b"ftyp":
        return "video/mp4"
    if head.startswith(b"RIFF") and head[8:12] in {b"WEBP", b"WAVE", b"AVI "}:
        return "image/webp" if head[8:12] == b"WEBP" else "audio/wav"
    return None


def _looks_like_html(data: bytes) -> bool:
    head = data[:_SNIFFED]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        head = head.removeprefix(mark)
    return _HTML.match(head) is not None


def _extension(name: str) -> str:
    path = urlsplit(name).path if "://" in name else name.replace("\\", "/")
    return PurePosixPath(path).suffix.lstrip(".").lower()
