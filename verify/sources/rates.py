"""How many requests in how much time: a limit that all threads of a run share, and all processes if they can."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

# (count, seconds) -> 0.0 when one of the turns that several processes share was taken, else seconds to wait
Turn = Callable[[int, float], float]


class Rate:
    """At most `count` requests begin in any `seconds`. A thread gets its moment at once and sleeps without a lock.

    `turn` asks whoever else shares the limit when that moment has come.
    """

    def __init__(
        self,
        count: int,
        seconds: float,
        *,
        turn: Turn | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._count = count
        self._seconds = seconds
        self._turn = turn
        self._clock = clock
        self._sleep = sleep
        self._stopped = stopped
        self._lock = Lock()
        self._starts: deque[float] = deque(maxlen=count)

    def take(self) -> None:
        """Wait until one more request may begin, or until the run ends."""
        with self._lock:
            now = self._clock()
            start = now
            if len(self._starts) == self._count:
                start = max(now, self._starts[0] + self._seconds)
            self._starts.append(start)
        if start > now:
            self._sleep(start - now)
        while self._turn and not self._stopped():
            wait = self._turn(self._count, self._seconds)
            if wait <= 0:
                return
            self._sleep(wait)
