"""Manners: few requests at a time to one host, a pause between them, and silence for as long as a host asks.

Only the thread that wants a busy host waits; hosts do not know of one another, and no lock is held while waiting.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Condition, Event, Lock

# What browsers do is 6 connections a host; link checkers that are not complained about keep 50 to 100 ms between starts.
CONCURRENCY = 4
DELAY = 0.05
PATIENCE = 5.0  # seconds worth waiting for a host that asked for a pause; beyond, the request is given up for now


class HeldError(Exception):
    """The host asked to be left alone for longer than we wait."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} asked to be left alone for {math.ceil(seconds)} s more")
        self.seconds = seconds


@dataclass(slots=True)
class _Host:
    turn: Condition = field(default_factory=lambda: Condition(Lock()))
    active: int = 0
    next_start: float = 0.0
    held_until: float = 0.0


class Polite:
    """Turns for hosts. `delay` is in seconds between the starts of two requests to one host."""

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

    @contextmanager
    def turn(self, host: str) -> Generator[None]:
        """Wait until it is this thread's turn at `host`, and keep the turn inside the block. Raises `HeldError`."""
        state = self._state(host)
        with state.turn:
            self._refuse_if_held(host, state)
            state.turn.wait_for(lambda: state.active < self._concurrency or self._stopping.is_set())
            self._refuse_if_held(host, state)
            start = max(self._clock(), state.next_start, state.held_until)
            state.next_start = start + self._delay
            state.active += 1
        try:
            wait = start - self._clock()
            if wait > 0:
                self._sleep(wait)
            yield
        finally:
            with state.turn:
                state.active -= 1
                state.turn.notify()

    def hold(self, host: str, seconds: float) -> None:
        """Leave the host alone for that long."""
        state = self._state(host)
        with state.turn:
            state.held_until = max(state.held_until, self._clock() + seconds)

    def stop(self) -> None:
        """Let nobody wait any more: the run ends."""
        self._stopping.set()
        with self._lock:
            hosts = list(self._hosts.values())
        for state in hosts:
            with state.turn:
                state.turn.notify_all()

    def _wait(self, seconds: float) -> None:
        self._stopping.wait(seconds)

    def _state(self, host: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host, _Host())

    def _refuse_if_held(self, host: str, state: _Host) -> None:
        held = state.held_until - self._clock()
        if held > self._patience:
            raise HeldError(host, held)


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
