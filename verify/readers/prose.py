"""Where a page's running text stands, told by its lines: an element with an odd class may hold some of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from verify.core.page_signs import PROSE_LINE, word_count
from verify.core.patterns import regex

# Ten words take at least as many characters, also in scripts without spaces.
_SHORTEST = 20
_LINE = regex(rf"[^\n]{{{_SHORTEST},}}")
# "Share on Facebook Twitter WhatsApp …" has words enough, and no sentence.
_SENTENCE = regex(r"\w\W{0,3}[.!?…。！？؟।۔](?:[\s\"'”’»)\]]|$)|[。！？]")
# Legal notices are sentences of the page's frame wherever they stand.
_RIGHTS = regex(r"©|\(c\)|\bcopyright\b|all rights reserved", re.IGNORECASE)


class Prose:
    """Lines of ten words or more that hold a sentence and are not mostly links; looked for where somebody asks."""

    def __init__(self, text: str, links: Iterable[tuple[int, int]]) -> None:
        """`links` are sorted by their start, and read when they are first wanted."""
        self._text = text
        self._given = links
        self._links: list[tuple[int, int]] | None = None
        # Lines of text[_from:_until], the last stretch that was asked for. Stretches come in order, one in another or apart.
        self._lines: list[tuple[int, int]] = []
        self._from = self._until = 0
        self._link = 0  # the first that ends after the stretch begins

    def within(self, start: int, end: int) -> bool:
        """Whether such a line stands whole in text[start:end]."""
        if end - start < _SHORTEST:
            return False
        if not self._from <= start <= end <= self._until:
            self._lines, self._from, self._until = list(self._found(start, end)), start, end
        index = bisect_left(self._lines, (start, start))
        return index < len(self._lines) and self._lines[index][1] <= end

    def _found(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        if self._links is None:
            self._links = list(self._given)
        links = self._links
        at = self._link if first >= self._from else 0
        while at < len(links) and links[at][1] <= first:
            at += 1
        self._link = at
        if first and self._text[first - 1] != "\n":
            first = self._text.find("\n", first, last)
        for line in _LINE.finditer(self._text, first, last + 1) if first >= 0 else ():
            start, end = line.span()
            if end > last:
                break
            while at < len(links) and links[at][1] <= start:
                at += 1
            linked, link = 0, at
            while link < len(links) and links[link][0] < end:
                linked += max(min(links[link][1], end) - max(links[link][0], start), 0)
                link += 1
            if 2 * linked > end - start or word_count(line[0]) < PROSE_LINE:
                continue
            if _SENTENCE.search(line[0]) and not _RIGHTS.search(line[0]):
                yield start, end
