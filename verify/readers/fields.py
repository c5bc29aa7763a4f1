"""Fields of a Word document: the instruction is not text, the result is, and some results are links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from verify.core.patterns import regex
from verify.readers.paragraphs import Target

_HYPERLINK = regex(r"\s*HYPERLINK\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_ARGUMENT = regex(r"\\(?P<switch>[a-zA-Z])|\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s\"\\]+)")


def address(instruction: str) -> str | None:
    """Where `HYPERLINK "https://…"` leads, with the place that its switch `l` names; None for other fields."""
    found = _HYPERLINK.match(instruction)
    if not found:
        return None
    href, place, switch = "", "", ""
    for argument in _ARGUMENT.finditer(found["rest"]):
        if argument["switch"]:
            switch = argument["switch"].lower()
            continue
        text = argument["quoted"] if argument["quoted"] is not None else argument["bare"]
        if switch == "l":
            place = text
        elif not switch and not href:
            href = text
        switch = ""
    return (href + (f"#{place}" if place else "")) or None


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    target: Target | None = None
    result: bool = False


@dataclass(slots=True)
class Fields:
    """The fields that are open, the innermost last. They nest, and run over paragraphs."""

    _open: list[_Field] = field(default_factory=list[_Field])

    def mark(self, kind: str) -> None:
        """A field begins, its instruction ends, or it ends."""
        if kind == "begin":
            self._open.append(_Field())
        elif self._open and kind == "separate":
            self._open[-1].result = True
            href = address(self._open[-1].instruction)
            self._open[-1].target = Target(href) if href else None
        elif self._open and kind == "end":
            self._open.pop()

    def instruct(self, text: str) -> None:
        """Text of the innermost instruction."""
        if self._open and not self._open[-1].result:
            self._open[-1].instruction += text

    @property
    def instructing(self) -> bool:
        """Whether text that comes now is part of an instruction."""
        return any(not one.result for one in self._open)

    @property
    def link(self) -> Target | None:
        """The link that text which comes now stands in."""
        return next((one.target for one in reversed(self._open) if one.target), None)
