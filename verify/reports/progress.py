"""How far a run is, on one line of stderr that disappears when the run ends."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TextIO

from verify.model import Finding, Verdict


@contextmanager
def progress(stream: TextIO) -> Generator[Callable[[int, int, Finding | None], None]]:
    """A function to call with (done, total, finding); what it draws is gone when the context ends."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[wrong]}"),
    )
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task("checking", total=None, wrong="")
        wrong = 0

        def show(done: int, total: int, finding: Finding | None) -> None:
            nonlocal wrong
            if finding and finding.verdict in (Verdict.ALTERED, Verdict.ABSENT):
                wrong += 1
            bar.update(task, completed=done, total=total, wrong=f"{wrong} wrong" if wrong else "")

        yield show
