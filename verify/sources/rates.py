"""How many requests in how much time: a limit that all threads of a run share."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock


class Rate:
    """At most `count` requests begin in any `seconds`. A thread gets its moment at once and sleeps without a lock."""

    def __init__(
        self,
        count: int,
        seconds: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._lock = Lock()
        self._starts: deque[float] = deque(maxlen=count)

    def take(self) -> None:
        """Wait until one more request may begin."""
        with self._lock:
            now = self._clock()
            start = now
            if len(self._starts) == self._starts.maxlen:
                start = max(now, self._starts[0] + self._seconds)
            self._starts.append(start)
        if start > now:
            self._sleep(start - now)
