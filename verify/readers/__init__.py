"""Bytes to documents: one module a format, chosen by media type. A captured page and an input document are read alike.

Modules are imported when their first document comes. Packages of other people add formats by entry points of the
group `verify.readers`, named by media type, that lead to a module (or object) with the `read` of `ports.Reader`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import cast

from verify.errors import UnreadableError
from verify.model import Document, Reason
from verify.ports import Reader
from verify.readers.sniff import EXTENSIONS, media_type_of

__all__ = ["ENTRY_POINTS", "READERS", "media_type_of", "read"]

ENTRY_POINTS = "verify.readers"

READERS: dict[str, str] = {
    "text/plain": "verify.readers.text",
    "text/markdown": "verify.readers.markdown",
    "text/html": "verify.readers.html",
    "text/x-wiki": "verify.readers.wikitext",
    "application/xhtml+xml": "verify.readers.html",
    "application/pdf": "verify.readers.pdf",
    EXTENSIONS["docx"]: "verify.readers.docx",
    EXTENSIONS["odt"]: "verify.readers.odt",
    EXTENSIONS["epub"]: "verify.readers.epub",
    EXTENSIONS["xlsx"]: "verify.readers.xlsx",
    EXTENSIONS["csv"]: "verify.readers.csv",
    EXTENSIONS["tsv"]: "verify.readers.csv",
    EXTENSIONS["bib"]: "verify.readers.bibtex",
    EXTENSIONS["srt"]: "verify.readers.subtitles",
    EXTENSIONS["vtt"]: "verify.readers.subtitles",
    EXTENSIONS["mhtml"]: "verify.readers.mhtml",
    "application/rss+xml": "verify.readers.feed",
    "application/atom+xml": "verify.readers.feed",
    "application/x-ole-storage": "verify.readers.ole",
}


def read(
    data: bytes,
    *,
    name: str,
    media_type: str | None = None,
    charset: str | None = None,
    base_url: str | None = None,
) -> Document:
    """The document that `data` is.

    `media_type` and `charset` are what its origin declares, and may be wrong; `base_url` is the address it came from,
    against which its links are resolved. Without `base_url` it is a file of the user, and its anchors lead to lines
    and columns of that file. Raises `UnreadableError` (reason "not-text") for bytes that hold no text we can read.
    """
    kind = media_type_of(name, data, media_type)
    reader = _reader(kind)
    if reader is None:
        raise UnreadableError(f"{name}: {_unknown(kind)}", reason=Reason.NOT_TEXT)
    return reader.read(data, name=name, media_type=kind, charset=charset, base_url=base_url)


@cache
def _reader(kind: str) -> Reader | None:
    """The reader of a media type: ours, then one that is installed; any other text is read as plain text."""
    module = READERS.get(kind)
    if module is not None:
        return cast("Reader", import_module(module))
    from importlib.metadata import entry_points

    for entry_point in entry_points(group=ENTRY_POINTS, name=kind):
        return cast("Reader", entry_point.load())
    if kind.startswith("text/") and kind not in _CODE:
        return cast("Reader", import_module(READERS["text/plain"]))
    return None


# Text for machines: nobody quotes it.
_CODE = frozenset({"text/css", "text/javascript", "text/ecmascript", "text/vcard", "text/calendar"})
# How people call formats that are not read.
_NAMES = {
    "application/msword": "Word (.doc)",
    "application/rtf": "RTF",
    "application/epub+zip": "EPUB",
    "application/zip": "ZIP archives",
    "application/json": "JSON",
    "application/xml": "XML",
}
_FAMILIES = (
    ("wordprocessingml", "Word (.docx)"),
    ("spreadsheetml", "Excel (.xlsx)"),
    ("presentationml", "PowerPoint (.pptx)"),
    ("opendocument", "OpenDocument"),
    ("image/", "images"),
    ("audio/", "sound"),
    ("video/", "films"),
)


def _unknown(kind: str) -> str:
    called = _NAMES.get(kind) or next((name for part, name in _FAMILIES if part in kind), None)
    what = f"{called} ({kind})" if called and len(kind) < 30 else called or kind
    return f"the format is not read yet: {what}. Give the document as text, Markdown or HTML."
