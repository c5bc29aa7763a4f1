"""Where the words of a page stand in its source, for pages that are a user's file.

The tree keeps no positions, but its text nodes hold the same characters in the same order as the source between the
tags. The source's text is decoded with a map back, and each text node is looked up after the one before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from html import unescape

from verify.core.patterns import regex

_NO_TEXT = regex(
    r"<!--.*?(?:-->|\Z)|<(?:script|style|template|iframe|noembed)\b[^<>]*/>|<(script|style|template|iframe|noembed)\b.*?(?:</\1\s*>|\Z)|</?[a-zA-Z!?][^>]*(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = regex(r"&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[a-zA-Z][a-zA-Z0-9]{1,31};?)|\r\n?")
_WORDS = regex(r"[^ \t\n\r\f][^\n\r]*")
# Characters of a text node that are looked for, and how far ahead: markup that parsers reorder (text in tables) is
# skipped, and one node that is not found must not cost a scan to the end.
_KEY = 40
_REACH = 20_000


class SourceText:
    """The characters of a page's source outside its tags, entities read, with the offset each came from."""

    def __init__(self, source: str) -> None:
        pieces: list[str] = []
        self._starts: list[int] = []
        self._offsets: list[int] = []
        self._length = 0

        def add(text: str, offset: int) -> None:
            if text:
                pieces.append(text)
                self._starts.append(self._length)
                self._offsets.append(offset)
                self._length += len(text)

        position = 0
        for start, end in [*((m.start(), m.end()) for m in _NO_TEXT.finditer(source)), (len(source), len(source))]:
            for entity in _ENTITY.finditer(source, position, start):
                add(source[position : entity.start()], position)
                add("\n" if entity[0][0] == "\r" else unescape(entity[0]), entity.start())
                position = entity.end()
            add(source[position:start], position)
            position = end
        self.text = "".join(pieces)

    def seams(self, start: int, end: int) -> Iterator[int]:
        """`start`, and where between it and `end` an entity begins or ends, so that offsets jump."""
        yield start
        for index in range(bisect_right(self._starts, start), bisect_right(self._starts, end - 1)):
            yield self._starts[index]

    def offset(self, position: int) -> int:
        """The offset in the source of the character at `position`."""
        index = max(bisect_right(self._starts, position) - 1, 0)
        return self._offsets[index] + position - self._starts[index] if self._offsets else 0


def positions(source: str, traced: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Pairs of a position in the document's text and an offset in `source`, for the lines of each text node.

    `traced` holds for each text node the position where its words begin, and its characters as they were.
    """
    plain = SourceText(source)
    cursor = 0
    for position, raw in traced:
        first = _WORDS.search(raw)
        if first is None:
            continue
        key = first[0][:_KEY]
        found = plain.text.find(key, cursor, cursor + _REACH + len(key))
        if found < 0:
            continue
        written = 0
        for line in _WORDS.finditer(raw):
            words = line[0].rstrip(_SPACES)  # a no-break space is text
            begin = found + line.start() - first.start()
            for seam in plain.seams(begin, begin + len(words)):
                at = seam - begin
                while words[at] in _SPACES:
                    at += 1
                shown = len(_COLLAPSED.sub(" ", words[:at]))
                if plain.text.startswith(words[at], begin + at):  # hidden text comes later than it stands
                    yield position + written + shown, plain.offset(begin + at)
            written += len(_COLLAPSED.sub(" ", words)) + 1
        cursor = found + len(raw.rstrip()) - first.start()


_SPACES = " \t\n\r\f"
_COLLAPSED = regex(r"[ \t\n\r\f]+")
