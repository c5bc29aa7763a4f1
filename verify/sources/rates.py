"""How many requests in how much time: a limit that all threads of a run share, and all processes if they can.

A token bucket: `burst` requests may begin at once, then they are spaced so that in no stretch of `seconds` more than
`count` begin. Without the spacing, requests that are on their way longer than others would meet those of the next
burst at the server, and it would count more.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from verify.sources.waiting import Later, Queue, current


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` requests in any `seconds`, `burst` of them at once."""

    count: int
    seconds: float
    burst: int

    def draw(self, level: float, elapsed: float) -> tuple[float, float]:
        """The level of the bucket after `elapsed` seconds and one more request, and 0.0; or the level as it is and
        how many seconds are missing.
        """
        # One is kept back: a request may be on its way longer than the ones after it, and the server counts arrivals.
        refill = (self.count - 1 - self.burst) / self.seconds
        level = min(float(self.burst), level + max(0.0, elapsed) * refill)
        # Half a microsecond short is a rounding error, and would be waited for in ever smaller steps.
        return (level - 1.0, 0.0) if level >= 1.0 - 1e-6 else (level, (1.0 - level) / refill)


# limit -> 0.0 when a request of those that several processes share may begin, else seconds to wait
Turn = Callable[[Limit], float]


class Rate:
    """Lets requests begin within a limit. `turn` asks whoever else shares it, in place of our own count; `landed` tells
    them that the request of this thread is over.

    No lock is held while a thread sleeps. Of the asks (see `waiting`) only the first in the queue looks for its turn.
    """

    def __init__(
        self,
        limit: Limit,
        *,
        turn: Turn | None = None,
        landed: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._limit = limit
        self._turn = turn or self._own_turn
        self.landed = landed
        self._clock = clock
        self._sleep = sleep
        self._stopped = stopped
        self._lock = Lock()
        self._queue = Queue()
        self._level = float(limit.burst)
        self._moment = clock()

    def take(self) -> None:
        """Wait until one more request may begin, or until the run ends. Raises `Later` for an ask."""
        ask = current()
        if ask:
            self._queue.enter(ask)
        while not self._stopped() and (wait := self._turn(self._limit)) > 0:
            if ask:
                raise Later(wait)
            self._sleep(wait)
        if ask:
            self._queue.leave(ask)

    def _own_turn(self, limit: Limit) -> float:
        with self._lock:
            now = self._clock()
            self._level, wait = limit.draw(self._level, now - self._moment)
            self._moment = now
            return wait
