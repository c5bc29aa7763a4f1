"""PDF: columns in reading order, footnotes behind the text, running heads aside, every passage with its page.

The file is parsed in a child process with limits of time and memory (`process`), since such files come from strangers.
What of a file cannot be read (scanned pages, fonts without letters) is told in `Document.unread`, so that words that were
not found there are not called absent.
"""

from __future__ import annotations

from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final

from verify.errors import UnreadableError
from verify.model import Anchor, BlockQuote, Document, Link, NoteMark, Notice, Reason, Region, RegionKind, Unread
from verify.readers.pdf.process import ReaderLostError, parse

MOST_BYTES: Final = 300_000_000
_REMEDY: Final = "Give the document as text, Markdown or HTML"
_OCR: Final = "Run text recognition (OCR) on it first"


def read(
    data: bytes, *, name: str, media_type: str, charset: str | None = None, base_url: str | None = None
) -> Document:
    """A PDF as a document. Raises `UnreadableError` for a scan, a file that is protected, damaged or too large."""
    del charset, base_url
    if len(data) > MOST_BYTES:
        raise UnreadableError(
            f"{name}: more than {MOST_BYTES:,} bytes, which is more than is read of a PDF.", reason=Reason.TOO_LARGE
        )
    try:
        found = parse(data)
    except ReaderLostError as lost:
        if lost.late:
            raise UnreadableError(
                f"{name}: this PDF takes too long to read. {_REMEDY}.", reason=Reason.TOO_LARGE
            ) from None
        raise UnreadableError(
            f"{name}: this PDF cannot be read: it needs too much memory or is damaged. {_REMEDY}.",
            reason=Reason.NOT_TEXT,
        ) from None
    if "error" in found:
        raise _refusal(name, found)
    unread = found["unread"]
    return Document(
        name=name,
        media_type=media_type,
        text=found["text"],
        sha256=sha256(data).hexdigest(),
        title=found["title"],
        language=found["language"],
        regions=tuple(Region(kind=RegionKind(kind), start=start, end=end) for kind, start, end in found["regions"]),
        links=tuple(Link(start=start, end=end, href=href) for start, end, href in sorted(found["links"])),
        note_marks=tuple(
            NoteMark(start=start, end=end, label=label, note_start=note_start, note_end=note_end)
            for start, end, label, note_start, note_end in sorted(found["marks"])
        ),
        block_quotes=tuple(BlockQuote(start=start, end=end) for start, end in found["quotes"]),
        anchors=tuple(Anchor(start=start, line=line, column=1, page=page) for start, line, page in found["anchors"]),
        metadata=MappingProxyType(dict(found["metadata"])),
        notices=(Notice(start=0, message=f"not read of this file: {unread[1]}"),) if unread else (),
        unread=Unread(reason=Reason(unread[0]), detail=unread[1]) if unread else None,
    )


def _refusal(name: str, found: dict[str, Any]) -> UnreadableError:
    kind = found["error"]
    if kind == "no-text":
        count = found["pages"]
        pages = "its one page has" if count == 1 else f"none of its {count:,} pages has"
        if found.get("letters"):
            why = f"its fonts do not say which letters they show. {_OCR}"
        elif found.get("broken"):
            why = f"{pages} text that can be read; the file is damaged. {_REMEDY}"
        elif count == 1:
            why = f"a PDF without text: its one page is a picture (a scan?) or empty. {_OCR}"
        else:
            why = f"a PDF without text: its {count:,} pages are pictures (a scan?) or empty. {_OCR}"
        return UnreadableError(f"{name}: {why}.", reason=Reason.NOT_TEXT)
    if kind == "password":
        return UnreadableError(
            f"{name}: this PDF is protected with a password. Give a copy without one.", reason=Reason.NOT_TEXT
        )
    if kind in ("too-large", "memory"):
        return UnreadableError(f"{name}: this PDF is too large to be read. {_REMEDY}.", reason=Reason.TOO_LARGE)
    if kind == "damaged":
        return UnreadableError(f"{name}: a damaged PDF, or none at all. {_REMEDY}.", reason=Reason.NOT_TEXT)
    return UnreadableError(
        f"{name}: this PDF cannot be read ({found.get('detail', kind)}). {_REMEDY}.", reason=Reason.NOT_TEXT
    )
