"""Steps of flows in processes of their own, so that reading pages takes other processors than fetching them.

A process that dies or does not end a step costs no other flow anything: another one is started, the flows that it had
begin anew, and the flow that it worked on ends with an error when that happens a second time.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections import Counter, deque
from collections.abc import Collection
from contextlib import suppress
from queue import SimpleQueue
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Final, Self
from zlib import crc32

from verify import interpreter, memory
from verify.core.flow import Flow
from verify.deciding import Plan
from verify.messages import READY, StepError, packed, receive
from verify.model import Answer, Citation, Request
from verify.reading import Reading
from verify.stepping import Again, OnStep, Outcome, size, stepped

FEWEST_PAGES: Final = 150  # for each process: starting one takes as long as reading some two hundred
MOST: Final = 2  # fetching keeps no more busy, and each takes 60 MB
STEP_SECONDS: Final = 180.0  # for one step; the longest allowed, reading a PDF, takes 120
START_SECONDS: Final = 60.0
DYING_SECONDS: Final = 1.0
TRIES: Final = 2
LARGE_PAGE: Final = 2 << 20  # bytes; reading takes some ten times as much
JOIN_SECONDS: Final = 5.0  # for a thread to see that its process is no more
_ADDRESS: Final = re.compile(rb"""https?://[^\s<>"'()\[\]{}|]+""")
_START: Final = "from verify.judging import main; main()"


def processes_for(pages: Collection[str] | Collection[bytes]) -> int:
    """How many processes are worth starting to read so many different pages; 0: read them in this one."""
    return min(MOST, _processors(), len(set(pages)) // FEWEST_PAGES)


class Spares:
    """Processes started before there is a plan: by then they have loaded what they need. As a context it ends the rest."""

    def __init__(self) -> None:
        self._idle: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._idle:
            process.kill()
            _reaped(process)
        self._idle.clear()

    def expect(self, document: bytes) -> None:
        """Start as many as the addresses in the bytes of a document are worth."""
        count = processes_for(set(_ADDRESS.findall(document)))
        while len(self._idle) < count and (process := _started()):
            self._idle.append(process)

    def take(self) -> subprocess.Popen[bytes] | None:
        """One that is started already, or now."""
        return self._idle.pop() if self._idle else _started()


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Processes:
    """Takes the steps of a plan's flows in `count` processes; quotations from one page go to the same."""

    def __init__(
        self, plan: Plan, count: int, *, spares: Spares | None = None, step_seconds: float = STEP_SECONDS
    ) -> None:
        self._plan = plan
        self._spares = spares or Spares()
        numbers: list[list[int]] = [[] for _ in range(count)]
        self._worker_of: dict[int, int] = {}
        for number, (_, places, _) in plan.jobs.items():
            worker = crc32(places[0].uri_r.encode("utf-8", "surrogatepass")) % count if places else number % count
            self._worker_of[number] = worker
            numbers[worker].append(number)
        self.workers = [_Worker(plan.part(each), step_seconds) for each in numbers]
        self._lock = Lock()
        self._large: deque[tuple[int, Answer]] = deque()  # the first is being read

    def __len__(self) -> int:
        return len(self._plan.jobs)

    def begin(self, on_step: OnStep) -> None:
        self._on_step = on_step
        for worker in self.workers:
            worker.begin(self._stepped, self._spares.take())

    def take(self, flow: int, answer: Answer | None) -> None:
        if answer and size(answer) >= LARGE_PAGE:
            with self._lock:
                self._large.append((flow, answer))
                if len(self._large) > 1:
                    return
        self.workers[self._worker_of[flow]].take(flow, answer)

    def _stepped(self, flow: int, read: int, outcome: Request | Outcome | Again) -> None:
        """Pages of which one takes much memory are read one after the other."""
        self._on_step(flow, read, outcome)
        if read >= LARGE_PAGE:
            with self._lock:
                self._large.popleft()
                following = self._large[0] if self._large else None
            if following:
                self.workers[self._worker_of[following[0]]].take(*following)

    def end(self) -> None:
        for worker in self.workers:
            worker.end()


class _Worker:
    """One process at a time, with a thread that writes to it, one that reads from it, and one that watches it.

    What cannot be done in a process, because none can be started, is done in the writing thread.
    """

    def __init__(self, plan: Plan, step_seconds: float) -> None:
        self._plan = plan
        self._step_seconds = step_seconds
        self._lock = Lock()
        self._to_send: SimpleQueue[tuple[int, Answer | None] | None] = SimpleQueue()
        self.process: subprocess.Popen[bytes] | None = None
        self._sent: deque[tuple[int, int]] = deque()  # flows and bytes that the process has not answered, in order
        self._since = 0.0  # when the process began what it works on
        self._ready = False  # whether it has the plan
        self._begun: set[int] = set()  # flows that the process has
        self._lost: set[int] = set()  # flows that a process had that is no more
        self._deaths: Counter[int] = Counter()
        self._ended = Event()
        self._threads: list[Thread] = []

    def begin(self, on_step: OnStep, process: subprocess.Popen[bytes] | None) -> None:
        self._on_step = on_step
        self.process = process
        for work in (self._write, self._read, self._watch):
            thread = Thread(target=work, name=f"verify-reader{work.__name__}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def take(self, flow: int, answer: Answer | None) -> None:
        self._to_send.put((flow, answer))

    def end(self) -> None:
        self._ended.set()
        self._to_send.put(None)
        with self._lock:
            if self.process:
                self.process.kill()
        for thread in self._threads:
            thread.join(JOIN_SECONDS)
        if self.process:  # perhaps another one, started for the one that has died meanwhile
            self.process.kill()
            _reaped(self.process)

    # --- to the process ------------------------------------------------------------------------------------------

    def _write(self) -> None:
        planned: subprocess.Popen[bytes] | None = None  # the process that has the plan
        flows: dict[int, Flow] = {}
        reading = Reading()
        while work := self._to_send.get():
            flow, answer = work
            with self._lock:
                process = self.process
                lost = flow in self._lost
                self._lost.discard(flow)
                if process and not lost:
                    self._since = self._since if self._sent else time.monotonic()
                    self._sent.append((flow, size(answer)))
                    self._begun.add(flow)
            if lost:
                self._on_step(flow, size(answer), Again.AGAIN)
            elif process is None:
                if answer is None:
                    flows[flow] = self._plan.flow(flow, reading)
                self._on_step(flow, size(answer), stepped(flows[flow], answer))
            else:
                try:
                    data = packed(work) if planned is process else packed(self._plan) + packed(work)
                except Exception as error:  # noqa: BLE001  what cannot be sent must not hold up the run
                    with self._lock:
                        mine = (flow, size(answer)) in self._sent  # else the process died, and the flow begins anew
                        if mine:
                            self._sent.remove((flow, size(answer)))
                            self._begun.discard(flow)
                    if mine:
                        self._on_step(flow, size(answer), error)
                    continue
                planned = process
                with suppress(OSError, ValueError):  # it is no more, and who reads from it sees that
                    assert process.stdin  # noqa: S101
                    process.stdin.write(data)
                    process.stdin.flush()
                del data
            del work, answer  # the page is in the process

    # --- from the process ----------------------------------------------------------------------------------------

    def _read(self) -> None:
        while (process := self.process) and not self._ended.is_set():
            self._ready = False
            try:
                assert process.stdout  # noqa: S101
                self._ready = receive(process.stdout) == READY
                self._since = time.monotonic()
                while True:
                    flow, read, outcome = receive(process.stdout, self._citation)
                    with self._lock:
                        self._sent.popleft()
                        self._since = time.monotonic()
                        if not isinstance(outcome, Request):
                            self._begun.discard(flow)
                    self._on_step(flow, read, outcome)
            except Exception:  # noqa: BLE001  it ended, or says what nobody understands; waiting for more would hang
                if not self._ended.is_set():
                    self._replace(process, worked=self._ready)

    def _citation(self, number: int) -> Citation:
        return self._plan.jobs[number][0]

    def _replace(self, process: subprocess.Popen[bytes], *, worked: bool) -> None:
        """Start another process for one that died, and have begun anew what it had."""
        _reaped(process)
        with self._lock:
            self.process = _started() if worked else None
            sent = list(self._sent)
            self._sent.clear()
            self._lost |= self._begun.difference(flow for flow, _ in sent)
            self._begun.clear()
        for place, (flow, read) in enumerate(sent):
            self._deaths[flow] += worked and place == 0
            ended = _how(process.returncode)
            told = f"reading its page ended the process that reads, twice ({ended})"
            self._on_step(flow, read, StepError(told) if self._deaths[flow] >= TRIES else Again.AGAIN)

    def _watch(self) -> None:
        """End a process that does not end its step."""
        while not self._ended.wait(min(1.0, self._step_seconds / 2)):
            with self._lock:
                most = self._step_seconds if self._ready else START_SECONDS
                late = self._sent and time.monotonic() - self._since > most
                if late and self.process:
                    self.process.kill()


def _started() -> subprocess.Popen[bytes] | None:
    """A new process; None when the system gives none."""
    allocator = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": str(memory.LARGE)}
    try:
        return interpreter.started(_START, **allocator)
    except OSError:
        return None


def _reaped(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process that ends, or end it."""
    try:
        process.wait(DYING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError, ValueError):
            if pipe is not None:
                pipe.close()


def _how(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"
