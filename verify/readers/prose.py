"""Where a page's running text stands, told by its lines: an element with an odd class may hold some of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from verify.core.page_signs import PROSE_LINE, word_count
from verify.core.patterns import regex

# Ten words take at least as many characters, also in scripts without spaces.
_LINE = regex(r"[^\n]{20,}")
# "Share on Facebook Twitter WhatsApp …" has words enough, and no sentence.
_SENTENCE = regex(r"\w\W{0,3}[.!?…。！？؟।۔](?:[\s\"'”’»)\]]|$)|[。！？]")
# Legal notices are sentences of the page's frame wherever they stand.
_RIGHTS = regex(r"©|\(c\)|\bcopyright\b|all rights reserved", re.IGNORECASE)


class Prose:
    """Lines of ten words or more that hold a sentence and are not mostly links; found once, on first use."""

    def __init__(self, text: str, links: Sequence[tuple[int, int]]) -> None:
        """`links` are sorted by their start."""
        self._text = text
        self._links = links
        self._lines: list[tuple[int, int]] | None = None

    def within(self, start: int, end: int) -> bool:
        """Whether such a line stands whole in text[start:end]."""
        if self._lines is None:
            self._lines = self._found()
        index = bisect_left(self._lines, (start, start))
        return index < len(self._lines) and self._lines[index][1] <= end

    def _found(self) -> list[tuple[int, int]]:
        lines: list[tuple[int, int]] = []
        links, at = self._links, 0
        for line in _LINE.finditer(self._text):
            start, end = line.span()
            while at < len(links) and links[at][1] <= start:
                at += 1
            linked, link = 0, at
            while link < len(links) and links[link][0] < end:
                linked += max(min(links[link][1], end) - max(links[link][0], start), 0)
                link += 1
            if 2 * linked > end - start or word_count(line[0]) < PROSE_LINE:
                continue
            if _SENTENCE.search(line[0]) and not _RIGHTS.search(line[0]):
                lines.append((start, end))
        return lines
