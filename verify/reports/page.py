"""Lines on a terminal or in a plain file: wrapped to a width with a hanging indent, coloured only where that is wanted."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console
from rich.text import Text

from verify.model import ReportOptions
from verify.reports.plain import plain

# A file has no width; this one reads well in an editor and in a mail.
FILE_WIDTH = 100
MINIMUM_WIDTH = 20


class Page:
    """Writes lines that are never wider than `width` terminal cells and hold nothing that a terminal obeys."""

    def __init__(self, stream: TextIO, options: ReportOptions) -> None:
        if options.color is None:
            self._console = Console(file=stream, highlight=False, soft_wrap=True)
        elif options.color:
            self._console = Console(file=stream, highlight=False, soft_wrap=True, force_terminal=True, no_color=False)
        else:
            self._console = Console(
                file=stream, highlight=False, soft_wrap=True, force_terminal=False, color_system=None
            )
        # Without colours rich would take a line through a dozen steps and write it as it is.
        self._bare = stream if self._console.color_system is None else None
        isatty = getattr(stream, "isatty", None)
        on_terminal = bool(isatty and isatty())
        width = options.width or (self._console.width if on_terminal else FILE_WIDTH)
        self.width = max(MINIMUM_WIDTH, width)

    def blank(self) -> None:
        """An empty line."""
        self._console.print()

    def line(self, *parts: str | tuple[str, str], indent: int = 0, label: Text | None = None) -> None:
        """Parts, plain or with a style, wrapped; all lines begin at `indent`, which `label` fills on the first one."""
        indent = min(indent, self.width // 3)
        body = styled(*parts)
        if _fits(body, self.width - indent):
            wrapped = [body]
        else:
            wrapped = [line for line in body.wrap(self._console, self.width - indent) if line.cell_len] or [Text()]
        head = label if label is not None else Text()
        if head.cell_len >= indent and head.cell_len:
            for part in head.wrap(self._console, self.width):
                self._put(part)
            head = Text()
        for number, line in enumerate(wrapped):
            margin = head.copy() if number == 0 else Text()
            margin.append(" " * (indent - margin.cell_len))
            self._put(margin + line)

    def _put(self, line: Text) -> None:
        line.rstrip()
        if self._bare is not None and line.plain.isprintable():
            self._bare.write(f"{line.plain}\n")
        else:
            self._console.print(line)


def _fits(text: Text, width: int) -> bool:
    """Whether there is nothing to wrap: one line, no wider than `width`."""
    return text.plain.isprintable() and 0 < text.cell_len <= width


def styled(*parts: str | tuple[str, str]) -> Text:
    """Text of parts, plain or with a style; each is stripped of what a terminal would obey."""
    text = Text()
    for part in parts:
        words, style = (part, "") if isinstance(part, str) else part
        text.append(plain(words), style=style or None)
    return text
