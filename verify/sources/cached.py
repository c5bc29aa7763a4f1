"""Ask the evidence cache first, and keep what the box behind it answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock

from verify.model import Answer, Capture, Miss, MissReason, Request
from verify.ports import Source
from verify.sources.cache import Cache
from verify.sources.leases import Lease
from verify.sources.waiting import current

# What an archive states as a fact. Everything else that keeps us from a copy may be over in a minute.
DEFINITIVE = frozenset({MissReason.NOT_ARCHIVED, MissReason.EXCLUDED})
TRANSIENT_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
NOT_MODIFIED = 304
TRANSIENT_AGE = timedelta(minutes=5)  # a status of these is evidence, but not for long


# Ask whether a capture still is the page: the capture of a 304, or the page as it is now, or a miss.
Revalidate = Callable[[Request, Capture], Answer]


class Cached:
    """Answers from `cache` what it knows and is fresh, and keeps the rest.

    `scope` tells apart boxes that may answer the same request differently: "live", or the address of an archive.
    Live pages, lists of captures and definitive misses are fresh for `max_age`, mementos for ever. `offline` takes what is there,
    however old, and answers `OFFLINE` otherwise; `refresh` asks again. What was asked in this run is not asked again,
    and what another run with the same cache is asking for is waited for.
    """

    def __init__(
        self,
        inner: Source,
        cache: Cache,
        *,
        scope: str,
        max_age: timedelta = timedelta(days=1),
        offline: bool = False,
        refresh: bool = False,
        revalidate: Revalidate | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._inner = inner
        self._cache = cache
        self._scope = scope
        self._max_age = max_age
        self._offline = offline
        self._refresh = refresh
        self._revalidate = revalidate
        self._now = now
        self._lock = Lock()
        self._asked: set[Request] = set()

    def get(self, request: Request) -> Answer:
        began, ask = self._now(), current()
        if ask:  # what another run has kept since the question was first asked will do
            began = ask.steps.setdefault(("began", self._scope, request), began)
        known = self._cache.get(self._scope, request)
        if known and (self._offline or self._fresh(request, *known)):
            return known[0]
        if self._offline:
            return Miss(request=request, reason=MissReason.OFFLINE, detail="not in the cache")
        with self._cache.lease(self._scope, request) as lease:
            mine = False
            while not mine:
                mine = lease.take()
                missed = None if mine else lease.wait()
                if missed:
                    return missed
                known = self._cache.get(self._scope, request)
                if known and (known[1] >= began or self._fresh(request, *known)):
                    return known[0]  # what another run was asking for
            answer = self._asked_and_kept(request, known[0] if known else None, lease)
            if isinstance(answer, Miss) and answer.reason not in DEFINITIVE:
                lease.failed = answer
            return answer

    def _asked_and_kept(self, request: Request, known: Answer | None, lease: Lease) -> Answer:
        answer = self._ask(request, known)
        with self._lock:
            self._asked.add(request)
        if isinstance(answer, Capture) and answer.status == NOT_MODIFIED and isinstance(known, Capture):
            return self._cache.confirm(self._scope, request, known, answer)
        if isinstance(answer, Capture) or answer.reason in DEFINITIVE:
            return self._cache.keep(self._scope, request, answer, lease=lease)
        return answer

    def _ask(self, request: Request, known: Answer | None) -> Answer:
        if self._revalidate and isinstance(known, Capture) and known.status == 200:
            return self._revalidate(request, known)
        return self._inner.get(request)

    def _fresh(self, request: Request, answer: Answer, asked: datetime) -> bool:
        with self._lock:
            if request in self._asked:
                return True
        if self._refresh and (request.uri_m is None or request.listing):
            return False
        if isinstance(answer, Capture) and answer.uri_m is not None:
            return True
        age = self._now() - asked
        if isinstance(answer, Capture) and answer.status in TRANSIENT_STATUS:
            return age <= min(TRANSIENT_AGE, self._max_age)
        return age <= self._max_age
