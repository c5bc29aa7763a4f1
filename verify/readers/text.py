"""Plain text: the document is its characters, and nothing is rewritten.

Offsets count code points of the decoded text, line ends as they are. A run of lines that begin with `>` (mail,
plain-text drafts) is a block quotation; its span takes in the marks of the lines between.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Final, cast

import stringzilla  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]

from verify.core.patterns import regex
from verify.errors import UnreadableError
from verify.model import BlockQuote, Document, Reason, Unread
from verify.readers.encoding import decode
from verify.readers.false_charsets import garbled

_find_first_of: Final = cast("Callable[[bytes, bytes], int]", stringzilla.find_first_of)  # pyright: ignore[reportUnknownMemberType]

# Of the first characters; a text file has none but tabs, line and page feeds, and an escape here and there.
_CONTROL = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_LOOKED_AT = 65_536
_CONTROL_SHARE = 0.01
_FAULT_SHARE = 0.3

_QUOTED_LINES = regex(r"(?:^[ \t]{0,3}>.*(?:\n|\r\n?|\Z))+", re.MULTILINE)
_OPENING = regex(r"[ \t]{0,3}(?:>[ \t]?)+[ \t]*")


def read(
    data: bytes, *, name: str, media_type: str, charset: str | None = None, base_url: str | None = None
) -> Document:
    """Text as it is, which has no links to resolve against `base_url`. Raises `UnreadableError` for binary bytes."""
    del base_url
    decoded = decode(data, charset=charset)
    text = decoded.text
    require_text(text, name)
    why = garbled(text)
    return Document(
        name=name,
        media_type=media_type,
        text=text,
        sha256=sha256(data).hexdigest(),
        block_quotes=_block_quotes(text),
        unread=Unread(reason=Reason.NOT_TEXT, detail=why) if why else None,
    )


def require_text(text: str, name: str, *, nul: bool = True) -> None:
    """Raises `UnreadableError` when characters are no text: NUL, many control characters, or mostly undecodable.

    `nul` False lets single NUL pass, which pages hold by accident.
    """
    head = text[:_LOOKED_AT]
    controls = _controls(head.encode("utf-8", "surrogatepass"))
    if controls > _CONTROL_SHARE * len(head) or head.count("�") > _FAULT_SHARE * len(head) or (nul and "\0" in text):
        raise UnreadableError(
            f"{name}: binary data, not text. Give the document as text, Markdown or HTML.", reason=Reason.NOT_TEXT
        )


def _controls(head: bytes) -> int:
    # Nearly every text has none, which is seen two hundred times faster than they are counted.
    return 0 if _find_first_of(head, _CONTROL) < 0 else len(head) - len(head.translate(None, _CONTROL))


def _block_quotes(text: str) -> tuple[BlockQuote, ...]:
    if ">" not in text:
        return ()
    quotes: list[BlockQuote] = []
    for match in _QUOTED_LINES.finditer(text):
        opening = _OPENING.match(text, match.start(), match.end())
        start = opening.end() if opening else match.start()
        end = match.start() + len(match.group().rstrip(" \t\r\n>"))
        if start < end:
            quotes.append(BlockQuote(start=start, end=end))
    return tuple(quotes)
