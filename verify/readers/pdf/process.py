"""Child processes that parse PDFs: started when needed, used again, ended when one takes too long or dies.

A file that hangs, crashes or fills the memory costs its own process, never ours.
"""

from __future__ import annotations

import atexit
import json
import os
from contextlib import suppress
from threading import BoundedSemaphore, Lock, Timer
from typing import Any, Final

from verify import interpreter
from verify.readers.pdf.child import LENGTH

SECONDS: Final = 120.0  # for one file: two thousand full pages take forty
MEMORY = 2 << 30  # bytes of address space of one process; python, numpy and pdfium take a quarter
MOST: Final = min(4, os.cpu_count() or 1)  # processes at a time
_START: Final = "from verify.readers.pdf.child import main; main(int(sys.argv[1]))"


class ReaderLostError(Exception):
    """The process gave no answer; `late` when the time ran out, otherwise it died."""

    def __init__(self, *, late: bool) -> None:
        super().__init__("late" if late else "died")
        self.late = late


class _Child:
    """One process. Not to be shared between threads while it works."""

    def __init__(self) -> None:
        self._process = interpreter.started(_START, str(MEMORY))

    def ask(self, data: bytes, seconds: float) -> dict[str, Any]:
        late = False

        def kill() -> None:
            nonlocal late
            late = True
            self._process.kill()

        timer = Timer(seconds, kill)
        timer.daemon = True
        timer.start()
        try:
            answer = self._exchange(data)
        except (OSError, EOFError, ValueError):
            timer.cancel()
            self.end()
            raise ReaderLostError(late=late) from None
        finally:
            timer.cancel()
        return answer

    def _exchange(self, data: bytes) -> dict[str, Any]:
        assert self._process.stdin is not None  # noqa: S101
        assert self._process.stdout is not None  # noqa: S101
        self._process.stdin.write(LENGTH.pack(len(data)))
        self._process.stdin.write(data)
        self._process.stdin.flush()
        header = self._process.stdout.read(LENGTH.size)
        if len(header) < LENGTH.size:
            raise EOFError
        answer: dict[str, Any] = json.loads(self._process.stdout.read(LENGTH.unpack(header)[0]))
        return answer

    def end(self) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError, ValueError):
                if pipe is not None:
                    pipe.close()
        self._process.wait()


_room = BoundedSemaphore(MOST)
_lock = Lock()
_idle: list[_Child] = []


def parse(data: bytes, *, seconds: float = SECONDS) -> dict[str, Any]:
    """What `assembly.assemble` makes of a file. Raises `ReaderLostError`. Safe to call from several threads."""
    with _room:
        with _lock:
            child = _idle.pop() if _idle else None
        if child is None:
            child = _Child()
        answer = child.ask(data, seconds)
        with _lock:
            _idle.append(child)
        return answer


def end_all() -> None:
    """End the processes that wait for work."""
    with _lock:
        while _idle:
            _idle.pop().end()


def _forget() -> None:
    """A forked process leaves its parent's children alone: two that ask one child would get each other's answers."""
    _idle.clear()


atexit.register(end_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
