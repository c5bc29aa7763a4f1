"""Many flows over one source: no thread waits for what is not ready, and no reading holds up the fetching.

The calling thread hands out work. Some threads ask the source; a question that must wait (see `sources.waiting`) is
put aside and asked again when its time has come. What came is read and judged elsewhere (`stepping`).
"""

from __future__ import annotations

import heapq
import itertools
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import urlsplit

from verify.core.flow import Flow
from verify.model import Answer, Finding, Request
from verify.ports import Source
from verify.sources.waiting import Ask, Later, asking
from verify.stepping import Again, Outcome, Steps, size

UNREAD_BYTES = 24 << 20  # bodies that wait for a reader; beyond, nothing more is asked for
SLOW_SECONDS = 2.0  # a host that takes this long is asked early, so that nobody waits for it at the end
TOLD_SECONDS = 3.0  # waiting that is worth telling
AFTERWARDS_SECONDS = 2.0  # for reading what has come when a run is stopped
TICK = 0.5  # seconds between two looks at what is slow
FIRST_WORKERS = 8  # questions at a time at first: what the cache answers is had no sooner with more
GROWING_SECONDS = 0.02  # for as many answers as questions are under way; without them twice as many are asked

OnWaiting = Callable[[str], None]


def drive(flow: Flow, source: Source) -> Finding:
    """Answer a flow's requests until it has a finding."""
    try:
        request = next(flow)
        while True:
            request = flow.send(source.get(request))
    except StopIteration as stop:
        finding: Finding = stop.value
        return finding


@dataclass(eq=False, slots=True)
class _Question:
    """A request that flows wait for."""

    request: Request
    ask: Ask
    flows: list[int] = field(default_factory=list[int])
    begun: float | None = None  # when a thread began to work on it
    since: float = 0.0  # when a thread first did
    aside: bool = False
    woken: bool = False
    turns: int = 0  # how often it was put aside; an alarm set for an earlier time is void


@dataclass(frozen=True, slots=True)
class _Woken:
    question: _Question


@dataclass(frozen=True, slots=True)
class _Later:
    question: _Question
    seconds: float | None


@dataclass(frozen=True, slots=True)
class _Answered:
    question: _Question
    answer: Answer | BaseException


@dataclass(frozen=True, slots=True)
class _Stepped:
    flow: int
    unread: int
    outcome: Request | Outcome | Again


_Event = _Woken | _Later | _Answered | _Stepped


class Driver:
    """Drives flows to their findings. `workers` questions are under way at most, identical ones once."""

    def __init__(self, source: Source, *, workers: int, on_waiting: OnWaiting | None = None) -> None:
        self._source = source
        self._workers = workers
        self._on_waiting = on_waiting
        self._events: SimpleQueue[_Event] = SimpleQueue()
        self._to_ask: SimpleQueue[_Question | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._ready: deque[_Question] = deque()
        self._asked: dict[Request, _Question] = {}
        self._alarms: list[tuple[float, int, _Question, int]] = []
        self._numbers = itertools.count()
        self._under_way = 0
        self._allowed = min(FIRST_WORKERS, workers)
        self._allowed_since = 0.0
        self._answered = 0  # since then
        self._reading = 0
        self._unread = 0
        self._slow: set[str] = set()
        self._look = 0.0

    def run(self, steps: Steps) -> Iterator[tuple[int, Outcome]]:
        """The number of each flow with its finding or the error that ended it, as they come.

        Left before its end, for instance by Ctrl-C, it asks nothing more, and what is being fetched is not waited for;
        call `fetched_already` then.
        """
        self._steps = steps
        left = len(steps)
        try:
            steps.begin(self._stepped)
            for number in range(left):
                self._read(number, None)
            while left:
                for event in self._next_events():
                    ended = self._take(event)
                    if ended:
                        left -= 1
                        yield ended
                self._hand_out()
        finally:
            for _ in self._threads:
                self._to_ask.put(None)
            if not left:
                steps.end()

    def fetched_already(self, seconds: float = AFTERWARDS_SECONDS) -> Iterator[tuple[int, Outcome]]:
        """After a run that was left: the findings of what had come by then, read and judged for so long at most."""
        until = time.monotonic() + seconds
        try:
            while (self._reading or not self._events.empty()) and (wait := until - time.monotonic()) > 0:
                try:
                    event = self._events.get(timeout=wait)
                except Empty:
                    return
                ended = self._take(event) if isinstance(event, _Answered | _Stepped) else None
                if ended:
                    yield ended
        finally:
            self._steps.end()

    @property
    def threads(self) -> int:
        """How many threads ask the source."""
        return len(self._threads)

    # --- the calling thread --------------------------------------------------------------------------------------

    def _next_events(self) -> list[_Event]:
        """What has happened, waited for until the next alarm."""
        now = time.monotonic()
        wait = self._alarms[0][0] - now if self._alarms else None
        if self._on_waiting and (wait is None or wait > TICK):
            wait = TICK
        if self._ready and self._allowed < self._workers and (wait is None or wait > GROWING_SECONDS):
            wait = GROWING_SECONDS
        if not (self._alarms or self._under_way or self._reading) and self._events.empty():
            # Everybody waits for somebody: asking again costs little, and hanging is the one thing that must not be.
            for question in [*self._asked.values()]:
                if question.aside:
                    self._make_ready(question)
            return []
        found: list[_Event] = []
        try:
            found.append(self._events.get(timeout=None if wait is None else max(0.0, wait)))
            while True:
                found.append(self._events.get_nowait())
        except Empty:
            pass
        if self._on_waiting and time.monotonic() >= self._look:
            self._look = time.monotonic() + TICK
            self._on_waiting(self._told())
        return found

    def _take(self, event: _Event) -> tuple[int, Outcome] | None:
        match event:
            case _Woken(question):
                question.woken = True
                if question.aside:
                    self._make_ready(question)
            case _Later(question, seconds):
                self._put_aside(question, seconds)
            case _Answered(question, answer):
                self._under_way -= 1
                self._answered += 1
                self._learn(question)
                del self._asked[question.request]
                for flow in question.flows:
                    if isinstance(answer, BaseException):
                        self._events.put(_Stepped(flow, 0, answer))
                        self._reading += 1
                    else:
                        self._read(flow, answer)
            case _Stepped(flow, unread, outcome):
                self._reading -= 1
                self._unread -= unread
                if isinstance(outcome, Again):
                    self._read(flow, None)
                elif isinstance(outcome, Request):
                    self._ask(flow, outcome)
                else:
                    return flow, outcome
        return None

    def _ask(self, flow: int, request: Request) -> None:
        question = self._asked.get(request)
        if question is None:
            question = self._question(request)
            (self._ready.appendleft if question.ask.host in self._slow else self._ready.append)(question)
        question.flows.append(flow)

    def _question(self, request: Request) -> _Question:
        question = _Question(request, Ask(lambda: self._events.put(_Woken(question))))
        question.ask.host = _host(request)
        self._asked[request] = question
        return question

    def _put_aside(self, question: _Question, seconds: float | None) -> None:
        self._under_way -= 1
        question.aside, question.begun = True, None
        question.turns += 1
        if question.woken:
            self._make_ready(question)
        elif seconds is not None:
            due = time.monotonic() + seconds
            heapq.heappush(self._alarms, (due, next(self._numbers), question, question.turns))

    def _make_ready(self, question: _Question) -> None:
        """What was put aside goes first: it has waited already."""
        question.aside = False
        self._ready.appendleft(question)

    def _hand_out(self) -> None:
        now = time.monotonic()
        while self._alarms and self._alarms[0][0] <= now:
            _, _, question, turns = heapq.heappop(self._alarms)
            if question.aside and question.turns == turns:
                self._make_ready(question)
        self._allow(now)
        while self._ready and self._under_way < self._allowed and self._unread < UNREAD_BYTES:
            question = self._ready.popleft()
            question.begun, question.woken = now, False
            question.since = question.since or now
            self._under_way += 1
            if len(self._threads) < self._under_way:
                self._start()
            self._to_ask.put(question)

    def _allow(self, now: float) -> None:
        """Ask more at a time when answers take their time."""
        if self._allowed < self._workers and now - self._allowed_since >= GROWING_SECONDS:
            if self._ready and self._under_way >= self._allowed and self._answered < self._allowed:
                self._allowed = min(2 * self._allowed, self._workers)
            self._allowed_since, self._answered = now, 0

    def _learn(self, question: _Question) -> None:
        """Ask the other pages of a slow host first."""
        host = question.ask.host
        if question.begun is None or time.monotonic() - question.begun < SLOW_SECONDS or host in self._slow:
            return
        self._slow.add(host)
        first = [each for each in self._ready if each.ask.host == host]
        if first:
            self._ready = deque((*first, *(each for each in self._ready if each.ask.host != host)))

    def _read(self, flow: int, answer: Answer | None) -> None:
        self._reading += 1
        self._unread += size(answer)
        self._steps.take(flow, answer)

    def _stepped(self, flow: int, unread: int, outcome: Request | Outcome | Again) -> None:
        """Called by the threads that take the steps."""
        self._events.put(_Stepped(flow, unread, outcome))

    def _told(self) -> str:
        """What keeps the run waiting, in a few words; empty when it goes on well."""
        now = time.monotonic()
        slow = [(now - each.since, each) for each in self._asked.values() if each.begun or each.aside]
        slow = [(seconds, each) for seconds, each in slow if seconds >= TOLD_SECONDS]
        if not slow:
            return ""
        seconds, longest = max(slow, key=lambda pair: pair[0])
        others = len({each.ask.host for _, each in slow} - {longest.ask.host})
        more = f" and {others} more" if others else ""
        return f"waiting for {longest.ask.host}{more} {seconds:.0f} s"

    # --- the other threads ---------------------------------------------------------------------------------------

    def _start(self) -> None:
        thread = Thread(target=self._asker, name=f"verify-{len(self._threads)}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _asker(self) -> None:
        while question := self._to_ask.get():
            try:
                with asking(question.ask):
                    answer: Answer | BaseException = self._source.get(question.request)
            except Later as later:
                self._events.put(_Later(question, later.seconds))
                continue
            except BaseException as error:  # noqa: BLE001  told in the report
                answer = error
            question.ask.end()
            self._events.put(_Answered(question, answer))
            del answer  # hundreds of threads that wait for their next question would keep a page each


def _host(request: Request) -> str:
    try:
        return urlsplit(request.uri_m or request.uri_r).hostname or ""
    except ValueError:
        return ""
