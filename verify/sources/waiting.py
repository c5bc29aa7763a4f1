"""Waiting without a thread: a question that must wait is put aside, and taken up again where it stopped.

A driver asks a source inside `asking(Ask(…))`. Whatever would have to sleep there (for a host's turn, a `Retry-After`,
a rate limit, the answer that another thread is fetching) raises `Later` instead, after noting in the ask what is done
already. The driver lets the thread do other work and asks again when the time has come. Outside of `asking` the same
code sleeps.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Hashable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any


class Later(BaseException):
    """The question on this thread goes on in `seconds`; with None, when somebody calls its ask's `wake`."""

    def __init__(self, seconds: float | None) -> None:
        super().__init__()
        self.seconds = seconds


@dataclass(eq=False, slots=True)
class Ask:
    """One question to a source, however often it is taken up again.

    `wake` may be called from any thread, more than once and too early. `steps` are the parts that are done or under
    way, `host` is the one that is asked or waited for.
    """

    wake: Callable[[], None]
    steps: dict[Hashable, Any] = field(default_factory=dict[Hashable, Any])
    host: str = ""
    spent: float = 0.0  # seconds that the steps answered from `steps` took when they were made
    _after: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])

    def finally_(self, undo: Callable[[], None]) -> None:
        """Have `undo` called when the question is answered or given up."""
        self._after.append(undo)

    def end(self) -> None:
        """Give back what was reserved for this question and not used."""
        while self._after:
            self._after.pop()()
        self.steps.clear()  # pages, which a cycle of references would keep for a while


class _Current(threading.local):
    ask: Ask | None = None


_current = _Current()


def current() -> Ask | None:
    """The ask that this thread works on; None when it may sleep."""
    return _current.ask


@contextmanager
def asking(ask: Ask | None) -> Generator[None]:
    """Let waiting inside the block raise `Later`."""
    before = _current.ask
    _current.ask = ask
    try:
        yield
    finally:
        _current.ask = before


class Queue:
    """Asks and threads in the order in which they came; only the first one goes on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Ask] = []

    def enter(self, ask: Ask) -> None:
        """Return when `ask` is the first. Raises `Later`."""
        with self._lock:
            if ask not in self._waiting:
                self._waiting.append(ask)
                ask.finally_(lambda: self.leave(ask))
            if self._waiting[0] is ask:
                return
        raise Later(None)

    def leave(self, ask: Ask) -> None:
        """Let the next one go on."""
        with self._lock:
            before = self._waiting[0] if self._waiting else None
            with suppress(ValueError):
                self._waiting.remove(ask)
            first = self._waiting[0] if self._waiting else None
        if first and first is not before:
            first.wake()
