"""Where flows take their steps (reading what came, judging it) so that no fetching waits: in threads, or elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from queue import SimpleQueue
from threading import Thread
from typing import Final, Protocol

from verify.core.flow import Flow
from verify.model import Answer, Capture, Finding, Request

THREADS: Final = 2  # one reads while another waits for the process that reads PDFs

# What a flow's step led to: the next question, the finding, or the error that ended the flow.
Outcome = Finding | BaseException


class Again(Enum):
    """The flow is lost and must begin anew: what it was answered is asked for again."""

    AGAIN = "again"


# Called with the number of a flow, the bytes that wait no more, and what the step led to; from any thread.
OnStep = Callable[[int, int, Request | Outcome | Again], None]


class Steps(Protocol):
    """Takes the steps of as many flows as `len` says."""

    def __len__(self) -> int: ...

    def begin(self, on_step: OnStep) -> None:
        """Be ready for `take`; each call of it leads to one of `on_step`."""

    def take(self, flow: int, answer: Answer | None) -> None:
        """Let a flow go on with the answer to its question, or with None begin. Returns at once."""

    def end(self) -> None:
        """Take no more steps. May be called again."""


class Threads:
    """Steps in threads of this process."""

    def __init__(self, flows: Sequence[Flow], *, threads: int = THREADS) -> None:
        self._flows = flows
        self._threads = min(threads, len(flows))
        self._to_read: SimpleQueue[tuple[int, Answer | None] | None] = SimpleQueue()

    def __len__(self) -> int:
        return len(self._flows)

    def begin(self, on_step: OnStep) -> None:
        for number in range(self._threads):
            Thread(target=self._work, args=(on_step,), name=f"verify-reader-{number}", daemon=True).start()

    def take(self, flow: int, answer: Answer | None) -> None:
        self._to_read.put((flow, answer))

    def end(self) -> None:
        for _ in range(self._threads):
            self._to_read.put(None)

    def _work(self, on_step: OnStep) -> None:
        while work := self._to_read.get():
            number, answer = work
            on_step(number, size(answer), stepped(self._flows[number], answer))
            del work, answer  # not to be kept until the next one comes


def stepped(flow: Flow, answer: Answer | None) -> Request | Outcome:
    """What a flow says to an answer; with None it begins."""
    try:
        return next(flow) if answer is None else flow.send(answer)
    except StopIteration as stop:
        finding: Finding = stop.value
        return finding
    except BaseException as error:  # noqa: BLE001  told in the report
        return error


def size(answer: Answer | None) -> int:
    """The bytes of a body that waits to be read."""
    return len(answer.body) if isinstance(answer, Capture) else 0
