"""What the walk over a page notes beside its text, and what it has to do at the end of each element."""

from __future__ import annotations

from dataclasses import dataclass

from verify.readers.raised import Height
from verify.readers.regions import Span


@dataclass(slots=True)
class Mark:
    """A note mark: its span, its label, and the id of the element that holds the note."""

    start: int
    end: int
    label: str
    target: str


@dataclass(slots=True)
class Unlinked:
    """A raised mark that leads nowhere by itself: numbers of the notes in a list further on."""

    start: int
    end: int
    labels: tuple[str, ...]


@dataclass(slots=True)
class Quoted:
    start: int
    end: int
    cite: str | None


@dataclass(slots=True)
class Anchored:
    """A link before its address is made absolute."""

    start: int
    end: int
    href: str


@dataclass(slots=True)
class Frame:
    """What closing an element does."""

    breaks: int = 0
    span: Span | None = None
    link: Anchored | None = None
    quoted: Quoted | None = None
    mark: Mark | Unlinked | None = None
    target: str | None = None
    preserved: bool = False
    suffix: str = ""
    outer: Height | None = None  # where figures were set before this element


# Newlines to set, a link to end, or all that an element may need.
Closing = int | Anchored | Frame
