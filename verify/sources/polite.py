"""Manners: few requests at a time to one host, a pause between them, and silence for as long as a host asks.

Only who wants a busy host waits; hosts do not know of one another, and no lock is held while waiting.
"""

from __future__ import annotations

import math
import random
import time
from collections import deque
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Event, Lock
from typing import Protocol

from verify.sources.waiting import Ask, Later, current

# What browsers do is 6 connections a host; link checkers that are not complained about keep 50 to 100 ms between starts.
CONCURRENCY = 4
DELAY = 0.05
PATIENCE = 10.0  # seconds worth waiting for a host that asked for a pause; beyond, the request is given up for now

LOOK_SECONDS = 1.0  # how often it is looked up which hosts other processes leave alone


class Holds(Protocol):
    """Where the processes of one user tell one another which hosts asked for a pause."""

    def hosts_held(self) -> Mapping[str, float]:
        """For how many more seconds hosts are left alone."""
        ...

    def hold_host(self, name: str, seconds: float) -> None:
        """Tell that a host asked for a pause."""
        ...


class HeldError(Exception):
    """The host asked to be left alone for longer than we wait."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} asked to be left alone for {math.ceil(seconds)} s more")
        self.seconds = seconds


@dataclass(eq=False, slots=True)
class _Ticket:
    """A place in a host's queue. `start` is set when its turn has come, `refused` when the host must be left alone."""

    called: Callable[[], None]
    start: float | None = None
    refused: HeldError | None = None


@dataclass(eq=False, slots=True)
class _Host:
    name: str
    lock: Lock = field(default_factory=Lock)
    queue: deque[_Ticket] = field(default_factory=deque[_Ticket])
    active: int = 0
    next_start: float = 0.0
    held_until: float = 0.0


class Polite:
    """Turns for hosts. `delay` is in seconds between the starts of two requests to one host.

    Who waits keeps the place in the host's queue: a thread sleeps, an ask (see `waiting`) is put aside.
    """

    def __init__(
        self,
        *,
        concurrency: int = CONCURRENCY,
        delay: float = DELAY,
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self._concurrency = concurrency
        self._delay = delay
        self._patience = patience
        self._clock = clock
        self._stopping = Event()
        self._sleep = sleep or self._wait
        self._lock = Lock()
        self._hosts: dict[str, _Host] = {}
        self._shared: Holds | None = None
        self._looked = float("-inf")

    def share(self, holds: Holds) -> None:
        """Keep the pauses that hosts ask for together with other processes."""
        self._shared = holds

    @contextmanager
    def turn(self, name: str) -> Generator[None]:
        """Wait until it is this thread's turn at the host, and keep the turn inside the block.

        Raises `HeldError`, and `Later` for an ask.
        """
        self._look()
        host = self._host(name)
        ask = current()
        if ask:
            self._claim(host, ask)
        else:
            self._wait_for_turn(host)
        try:
            yield
        finally:
            self._leave(host)

    def hold(self, name: str, seconds: float) -> None:
        """Leave the host alone for that long."""
        self._held(name, seconds)
        if self._shared and seconds >= LOOK_SECONDS:  # shorter ones are over before others look
            self._shared.hold_host(name, seconds)

    def _held(self, name: str, seconds: float) -> None:
        host = self._host(name)
        with host.lock:
            host.held_until = max(host.held_until, self._clock() + seconds)

    def _look(self) -> None:
        """Learn now and then which pauses other processes were asked for."""
        if self._shared is None:
            return
        with self._lock:
            now = self._clock()
            due = now - self._looked >= LOOK_SECONDS
            if due:
                self._looked = now
        if due:
            for name, seconds in self._shared.hosts_held().items():
                self._held(name, seconds)

    def stop(self) -> None:
        """Let nobody wait any more: the run ends."""
        self._stopping.set()
        with self._lock:
            hosts = list(self._hosts.values())
        for host in hosts:
            with host.lock:
                waiting = list(host.queue)
            for ticket in waiting:
                ticket.called()

    def _claim(self, host: _Host, ask: Ask) -> None:
        """Take the turn that has come for `ask`, or a place in the queue. Raises `Later` and `HeldError`."""
        key = "turn", host.name
        ticket: _Ticket | None = ask.steps.get(key)
        if ticket is None:
            ticket = self._enter(host, ask.wake)
            ask.steps[key] = ticket
            ask.finally_(lambda: self._give_back(host, ask))
        if ticket.refused:
            del ask.steps[key]
            raise ticket.refused
        if ticket.start is None:
            raise Later(None)
        wait = ticket.start - self._clock()
        if wait > 0:
            raise Later(wait)
        del ask.steps[key]

    def _give_back(self, host: _Host, ask: Ask) -> None:
        """Free the place or the turn of an ask that has found its answer elsewhere."""
        ticket: _Ticket | None = ask.steps.pop(("turn", host.name), None)
        if ticket is None:
            return
        with host.lock:
            queued = ticket in host.queue
            if queued:
                host.queue.remove(ticket)
        if not queued and ticket.start is not None:
            self._leave(host)

    def _wait_for_turn(self, host: _Host) -> None:
        called = Event()
        ticket = self._enter(host, called.set)
        while ticket.start is None and ticket.refused is None and not self._stopping.is_set():
            called.wait()
        with host.lock:
            if ticket.start is None and ticket.refused is None:  # the run ends
                host.queue.remove(ticket)
                host.active += 1
                return
        if ticket.refused:
            raise ticket.refused
        wait = (ticket.start or 0.0) - self._clock()
        if wait > 0:
            self._sleep(wait)

    def _enter(self, host: _Host, called: Callable[[], None]) -> _Ticket:
        ticket = _Ticket(called)
        with host.lock:
            host.queue.append(ticket)
            self._admit(host)
        return ticket

    def _leave(self, host: _Host) -> None:
        with host.lock:
            host.active -= 1
            admitted = self._admit(host)
        for ticket in admitted:
            ticket.called()

    def _admit(self, host: _Host) -> list[_Ticket]:
        """Give turns to the first in the queue, each at its time; those that would wait too long are refused."""
        admitted: list[_Ticket] = []
        while host.queue:
            now = self._clock()
            held = host.held_until - now
            if held > self._patience:
                host.queue[0].refused = HeldError(host.name, held)
            elif host.active < self._concurrency:
                host.queue[0].start = max(now, host.next_start, host.held_until)
                host.next_start = host.queue[0].start + self._delay
                host.active += 1
            else:
                break
            admitted.append(host.queue.popleft())
        return admitted

    def _wait(self, seconds: float) -> None:
        self._stopping.wait(seconds)

    def _host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name, _Host(name))


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds asked for by a `Retry-After` header, in either form (RFC 9110, 10.2.3); None when it says nothing."""
    if not value:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max(0.0, (then - now).total_seconds())


def pause(attempt: int, *, asked: float | None, chance: Callable[[], float] = random.random) -> float:
    """Seconds before trying again: what the host asked, or 0.5, 1, 2 … with jitter so that threads do not march."""
    if asked is not None:
        return asked + 0.1 * chance()
    return 0.5 * (1 << attempt) * (0.75 + 0.5 * chance())
