"""Characters of a page in the order they are read: white space collapsed as browsers do, blocks and lines parted by newlines.

Positions are noted before the white space that may follow, and trimmed to the words by `html.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from verify.core.patterns import regex
from verify.readers.html_tags import PARAGRAPH
from verify.readers.raised import Height, written

SPACES = " \t\n\r\f"  # what HTML collapses; a no-break space stays
_RUN = regex(r"[ \t\n\r\f]+")
_NEWLINES = ("", "\n", "\n\n")
_NO_SPACE_BEFORE = frozenset(",.;:!?)]}’”»…،؛؟。、，")


@dataclass(slots=True)
class Flow:
    """The text as far as it is written, and what is to stand before the next word."""

    traced: list[tuple[int, str]] | None = None  # position and raw characters of each text node, for anchors
    out: list[str] = field(default_factory=list[str])
    position: int = 0
    breaks: int = 0  # newlines
    space: int = 0  # 1 for white space, 2 for a box in the line
    preserved: int = 0  # how many elements say that white space stays
    raised_to: Height | None = None  # None: in the line

    def wants(self, newlines: int) -> None:
        """At least so many newlines before the next word."""
        if newlines > self.breaks:  # noqa: PLR1730  a call costs more, a hundred thousand times
            self.breaks = newlines

    def add(self, raw: str, text: str) -> None:
        """Characters of a text node; `text` is `raw` without the white space around it, and not empty unless `preserved`."""
        if self.preserved:
            self._add_preserved(raw)
            return
        out, position = self.out, self.position
        breaks = self.breaks
        if breaks:
            if position:
                out.append(_NEWLINES[breaks])
                position += breaks
            self.breaks = 0
        elif (self.space or raw[0] != text[0]) and position and (self.space != 2 or text[0] not in _NO_SPACE_BEFORE):
            out.append(" ")
            position += 1
        if "\n" in text or "  " in text or "\t" in text:
            text = _RUN.sub(" ", text)
        if self.traced is not None:
            self.traced.append((position, raw))
        out.append(text if self.raised_to is None else written(text, self.raised_to))
        self.position = position + len(text)
        self.space = 1 if raw[-1] in SPACES else 0

    def _add_preserved(self, raw: str) -> None:
        text = raw.rstrip("\n")
        if text:
            if self.breaks or (self.space and self.position):
                separator = _NEWLINES[self.breaks] if self.breaks else " "
                if self.position:
                    self.out.append(separator)
                    self.position += len(separator)
                self.breaks = 0
            if self.traced is not None:
                self.traced.append((self.position, raw))
            self.out.append(text if self.raised_to is None else written(text, self.raised_to))
            self.position += len(text)
            self.space = 0
        self.breaks = max(self.breaks, min(len(raw) - len(text), PARAGRAPH))

    def add_mark(self, mark: str, *, closing: bool = False) -> None:
        """A mark that the page shows and its source does not hold; closing ones stand close to the word before."""
        space = self.space
        if closing:
            self.space = self.breaks = 0
        traced, self.traced = self.traced, None
        self.add(mark, mark)
        self.traced = traced
        self.space = space if closing else 0

    def before(self) -> str:
        """The character before the next word: empty at the start of a line."""
        if self.breaks or not self.out:
            return ""
        return " " if self.space else self.out[-1][-1:]
