"""How far a run is and what it waits for, on one line of stderr that disappears when the run ends."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from verify.model import Finding, Verdict

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Bar:
    """The line. Both methods are to be called from one thread."""

    def __init__(self, line: Progress, task: TaskID) -> None:
        self._line = line
        self._task = task
        self._wrong = 0

    def show(self, done: int, total: int, finding: Finding | None) -> None:
        """So many citations are done; `finding` is the one just made."""
        if finding and finding.verdict in (Verdict.ALTERED, Verdict.ABSENT):
            self._wrong += 1
        wrong = f"{self._wrong} wrong" if self._wrong else ""
        self._line.update(self._task, completed=done, total=total, wrong=wrong)

    def waiting(self, what: str) -> None:
        """What is slow, or "" when nothing is."""
        self._line.update(self._task, waiting=what)


@contextmanager
def progress(stream: TextIO) -> Generator[Bar]:
    """A line on `stream`; what it draws is gone when the context ends."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[wrong]}"),
        TextColumn("{task.fields[waiting]}", markup=False),
    )
    with Progress(*columns, console=Console(file=stream), transient=True) as line:
        yield Bar(line, line.add_task("checking", total=None, wrong="", waiting=""))
