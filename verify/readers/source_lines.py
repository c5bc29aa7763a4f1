"""Lines and columns of an original, and the anchors that lead from a document's text to them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from verify.core.patterns import regex
from verify.model import Anchor

_LINE_END = regex(r"\r\n?|\n")


class SourceLines:
    """Where the lines of a decoded source begin; offsets, lines and columns count code points, the latter two from 1."""

    def __init__(self, source: str) -> None:
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(source))]

    def anchor(self, start: int, offset: int) -> Anchor:
        """The anchor of the text at `start`, which stands at `offset` in the source."""
        line = bisect_right(self.starts, offset)
        return Anchor(start=start, line=line, column=offset - self.starts[line - 1] + 1)


def in_order(anchors: Iterable[Anchor]) -> tuple[Anchor, ...]:
    """Anchors by position in the text, one each."""
    by_start: dict[int, Anchor] = {}
    for anchor in anchors:
        by_start.setdefault(anchor.start, anchor)
    return tuple(by_start[start] for start in sorted(by_start))


def first_word(text: str, start: int, end: int) -> int:
    """`start` moved over the white space of the text, at most to `end`: a span begins where its words do."""
    while start < end and text[start] in " \n":
        start += 1
    return start
