"""What answers the resolvers' questions: JSON of services, each left alone for the rest of the run once it fails.

Inside `Cached` with the scope "resolve" only answers that are answers are kept: HTML where JSON was asked for, an error in
JSON and every status but 200 are a `Miss` that says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from threading import Lock
from urllib.parse import urlsplit

from verify.core import archive_urls
from verify.model import Answer, Miss, MissReason, Request
from verify.resolvers.told import content, field, text
from verify.sources.archive_host import ArchiveHost
from verify.sources.breakers import Breaker
from verify.sources.headers import printable
from verify.sources.live import Fetcher
from verify.sources.rates import Limit, Rate
from verify.sources.wayback import INDEX_LIMIT

# In a row; a refusal or a rate limit is enough by itself.
MOST_FAILURES = 2
_AT_ONCE = frozenset({MissReason.THROTTLED, MissReason.BLOCKED})


class Services:
    """Answers live requests with JSON. `turns` shares an archive's limits with other processes (`Cache.turn`, `Cache.landed`).

    `problems` has a line for each service that was given up; a service is its host.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        breaker: Breaker | None = None,
        turns: Callable[[str, Limit], float] | None = None,
        landed: Callable[[str], None] | None = None,
    ) -> None:
        self._fetcher = fetcher
        self._breaker = breaker
        self._turns = turns
        self._landed = landed
        self._lock = Lock()
        self._hosts: dict[str, ArchiveHost] = {}
        self._rates: dict[str, Rate] = {}
        self._failures: dict[str, int] = {}
        self._given_up: dict[str, Miss] = {}

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(
            f"{miss.detail or miss.reason.value}; not asked again in this run" for miss in self._given_up.values()
        )

    def get(self, request: Request) -> Answer:
        name = urlsplit(request.uri_r).netloc
        with self._lock:
            given_up = self._given_up.get(name)
        if given_up:
            return replace(given_up, request=request)
        answer = self._asked(name, request)
        with self._lock:
            failures = self._failures.get(name, 0) + 1 if isinstance(answer, Miss) else 0
            self._failures[name] = failures
            if isinstance(answer, Miss) and (failures >= MOST_FAILURES or answer.reason in _AT_ONCE):
                self._given_up.setdefault(name, answer)
        return answer

    def _asked(self, name: str, request: Request) -> Answer:
        host, rate = self._host(name, request.uri_r)
        answer = host.ask(request, request.uri_r, rate=rate, headers={"Accept": "application/json"})
        if isinstance(answer, Miss):
            return answer
        if answer.status != 200:
            home = request.uri_r.partition("?")[0]
            return host.miss(
                request, MissReason.UNAVAILABLE, f"answers with status {answer.status}. Is {home} its address?"
            )
        told = content(answer)
        if told is None:
            kind = "a web page" if "html" in answer.media_type else f"data that cannot be read ({answer.media_type})"
            return host.miss(request, MissReason.UNAVAILABLE, f"answers with {kind}, not with JSON")
        complaint = _complaint(told)
        if complaint is not None:
            busy = any(sign in complaint for sign in ("ratelimited", "maxlag", "rate limit"))
            reason = MissReason.THROTTLED if busy else MissReason.UNAVAILABLE
            return host.miss(request, reason, f"answers with an error ({printable(complaint)[:200]})")
        return answer

    def _host(self, name: str, url: str) -> tuple[ArchiveHost, Rate | None]:
        """The Internet Archive's own limits hold for its index, shared with whoever else asks it."""
        with self._lock:
            host = self._hosts.get(name)
            if host is None:
                host = self._hosts[name] = ArchiveHost(self._fetcher, url, breaker=self._breaker)
                if archive_urls.is_wayback(url):
                    named = f"{host.name} {INDEX_LIMIT.count}/{INDEX_LIMIT.seconds:g}s"
                    self._rates[name] = Rate(
                        INDEX_LIMIT,
                        turn=partial(self._turns, named) if self._turns else None,
                        landed=partial(self._landed, named) if self._landed else lambda: None,
                        sleep=self._fetcher.wait,
                        stopped=lambda: self._fetcher.closed,
                    )
            return host, self._rates.get(name)


def _complaint(told: object) -> str | None:
    """What an answer says went wrong: MediaWiki and Open Library with 200 and `error`, Crossref with `status`."""
    error = field(told, "error")
    if error:
        parts = [text(field(error, "code")), text(field(error, "info")), text(error)]
        return ": ".join(part for part in parts if part) or "no reason given"
    if text(field(told, "status")) in ("failed", "error"):
        return text(field(told, "message")) or text(field(told, "message-type")) or "failed"
    return None
