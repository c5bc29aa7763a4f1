"""A process that reads and judges pages: a plan and answers come in, questions and findings go out.

Started by `processes.py`, it ends when its standard input does. Ctrl-C is for the process that started it.
"""

from __future__ import annotations

import gc
import os
import signal
import time
from contextlib import suppress
from threading import Thread
from traceback import format_exception
from typing import IO, Final

from verify import readers
from verify.core.flow import Flow
from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.deciding import Plan
from verify.errors import VerifyError
from verify.messages import READY, StepError, packed, receive
from verify.model import Answer, Request
from verify.reading import Reading
from verify.stepping import size, stepped

LOOK_SECONDS: Final = 2.0  # between two looks whether anybody still waits
_SELDOM: Final = 50_000, 20, 100  # looks for cycles: a page makes thousands of objects, and none of them
_PAGE: Final = (
    b"<html lang=en><title>A page</title><p>He wrote of <a href=/>the words that were said</a> there.</p></html>"
)


def main() -> None:
    """Serve until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    given = os.fdopen(os.dup(0), "rb", 1 << 17)
    told = os.fdopen(os.dup(1), "wb", 1 << 17)
    os.dup2(2, 1)  # what a library prints is no message
    _warm()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    with suppress(EOFError, BrokenPipeError):  # the run is over
        serve(given, told)
    os._exit(0)  # nothing here is worth waiting for


def _end_with(parent: int) -> None:
    """End when the process that started this one is gone, though a page is still being read."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(0)


def _warm() -> None:
    """Load what a page needs while there is no plan yet: tables, patterns, the reader of HTML."""
    page = readers.read(_PAGE, name="", media_type="text/html")
    judge("the words that were said there", SourceText(page))


def serve(given: IO[bytes], told: IO[bytes]) -> None:
    """Take steps until `given` ends. Raises `EOFError` then, `BrokenPipeError` when nobody listens."""
    plan: Plan = receive(given)
    told.write(packed(READY))
    told.flush()
    reading = Reading()
    flows: dict[int, Flow] = {}
    while True:
        number, answer = receive(given)
        _step(plan, reading, flows, number, answer, told)


def _step(
    plan: Plan, reading: Reading, flows: dict[int, Flow], number: int, answer: Answer | None, told: IO[bytes]
) -> None:
    if answer is None:
        flows[number] = plan.flow(number, reading)
    outcome = stepped(flows[number], answer)
    if not isinstance(outcome, Request):
        del flows[number]
    if isinstance(outcome, BaseException) and not isinstance(outcome, VerifyError):
        outcome = StepError("".join(format_exception(outcome)), bug=True)
    told.write(packed((number, size(answer), outcome), of=number))
    told.flush()
