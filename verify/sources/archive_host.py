"""Talking to one archive: its rate limits, its refusals told apart, and leaving it alone when it has had enough.

A rate limit, a firewall, an exclusion and an outage must never read as "not archived".
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from threading import Lock
from urllib.parse import urlsplit

from verify.core import archive_urls
from verify.model import Answer, Capture, Miss, MissReason, Request
from verify.sources import breakers
from verify.sources.breakers import Breaker
from verify.sources.failures import CONNECTION_REFUSED
from verify.sources.headers import first, printable
from verify.sources.live import Fetcher
from verify.sources.polite import retry_after
from verify.sources.rates import Rate
from verify.sources.waiting import Later, current

MEMENTO_DATETIME = "Memento-Datetime"
# In a row, until the archive is left alone for the rest of the run.
MOST_THROTTLED = 3
MOST_FAILURES = 5
RETRIES = 1
_EXCLUDED = (
    "AdministrativeAccessControlException",
    "RobotAccessControlException",
    "AccessControlException",
    "Blocked Site Error",
    "has been excluded from the Wayback Machine",
    "URL has been excluded",
)
_PEEK = 20_000  # bytes of an error page that are looked at
# What the home page of a replay says of itself, whatever the software: one of these. The last is pywb's search form.
_CALLS_ITSELF = (
    "wayback",
    "memento",
    "pywb",
    "web archive",
    "webarchive",
    "search the web collection by url",
    "date/time range",
)


class Budget:
    """The time that all steps towards one capture may take together; waiting for the rate limit is not counted."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    @contextmanager
    def spending(self, rate: Rate | None) -> Generator[Callable[[], None]]:
        """Count the time inside the block, without what the returned function waits."""
        started = time.monotonic()
        ask = current()
        answered_before = ask.spent if ask else 0.0
        waited = 0.0

        def take() -> None:
            nonlocal waited
            if rate:
                asked = time.monotonic()
                rate.take()
                waited += time.monotonic() - asked

        aside = False
        try:
            yield take
        except Later:
            aside = True  # the request is still to come
            raise
        finally:
            if rate and not aside:
                rate.landed()
            replayed = ask.spent - answered_before if ask else 0.0
            self.left -= time.monotonic() - started - waited + replayed


class ArchiveHost:
    """One archive, as all threads of a run ask it. Every answer is a fact or a `Miss` that says whose fault it is.

    `breaker` shares with other processes when the archive is to be left alone.
    """

    def __init__(
        self, fetcher: Fetcher, base: str, *, timeout: float | None = None, breaker: Breaker | None = None
    ) -> None:
        self.name = urlsplit(base).netloc or base
        self.max_bytes = fetcher.max_bytes
        self._fetcher = fetcher
        self._timeout = timeout or fetcher.timeout
        self._breaker = breaker
        self._looked = float("-inf")  # when what others tell was looked up
        self._held: breakers.Held | None = None
        self._lock = Lock()
        self._throttled = 0
        self._failures = 0
        self._was_throttled = False
        self._given_up: Miss | None = None
        self._is_archive: bool | None = archive_urls.is_wayback(base) or None

    def vouch(self) -> None:
        """Note that it has answered as only an archive does: a memento, a well-formed index or TimeMap."""
        self._is_archive = True

    def is_archive(self, request: Request, home: str, rate: Rate | None) -> bool:
        """Whether its 404 means that it has no capture, and not that a mistyped address is no archive at all."""
        if self._is_archive is None:
            answer = self.ask(request, home, rate=rate)
            page = answer.body[:_PEEK].decode("utf-8", "replace").lower() if isinstance(answer, Capture) else ""
            found = isinstance(answer, Capture) and answer.status == 200 and any(word in page for word in _CALLS_ITSELF)
            if found or isinstance(answer, Capture):
                self._is_archive = found
            return found
        return self._is_archive

    def nothing(self, request: Request, home: str, rate: Rate | None) -> Miss:
        """The miss that a 404 stands for."""
        if self.is_archive(request, home, rate):
            return self.miss(request, MissReason.NOT_ARCHIVED, "has no capture of this page")
        detail = f"does not answer like an archive (404). Is {home} its address?"
        return self.miss(request, MissReason.UNAVAILABLE, detail)

    def budget(self) -> Budget:
        """Time for one capture."""
        return Budget(self._timeout)

    def ask(
        self,
        request: Request,
        url: str,
        *,
        rate: Rate | None = None,
        budget: Budget | None = None,
        headers: Mapping[str, str] | None = None,
        data: bytes | None = None,
    ) -> Answer:
        """What the archive says at `url`. A capture is a response to interpret: a memento, a redirect, 200 or 404."""
        with self._lock:
            given_up = self._given_up
        if given_up:
            return replace(given_up, request=request)
        held = self._left_alone()
        if held:
            until = datetime.fromtimestamp(held.until, UTC)
            detail = f"{held.detail}; left alone by all runs until {until:%H:%M:%S} UTC (--refresh asks again)"
            return Miss(request=request, reason=MissReason(held.reason), detail=detail)
        budget = budget or self.budget()
        if budget.left <= 0:
            return self.miss(request, MissReason.UNAVAILABLE, f"no capture in {self._timeout:g} s")
        with budget.spending(rate) as take:
            answer = self._fetcher.fetch(
                request,
                url,
                headers=headers,
                follow=False,
                retries=RETRIES,
                timeout=budget.left,
                before=take,
                data=data,
            )
        answer = self._told(answer)
        # A question that is taken up again gets the answers of before again: they say nothing new of the archive.
        ask, counted = current(), ("counted", url, tuple((headers or {}).items()), data)
        if ask is None or counted not in ask.steps:
            self._count(answer)
        if ask:
            ask.steps[counted] = True
        return answer

    def miss(self, request: Request, reason: MissReason, detail: str, seconds: float | None = None) -> Miss:
        """A miss that names this archive."""
        return Miss(request=request, reason=reason, detail=printable(f"{self.name}: {detail}"), retry_after=seconds)

    def _left_alone(self) -> breakers.Held | None:
        """What another process tells of this archive, looked up now and then."""
        if self._breaker is None:
            return None
        now = time.monotonic()
        with self._lock:
            due = now - self._looked >= breakers.LOOK_SECONDS
            if due:
                self._looked = now
        if due:
            self._held = self._breaker.held(self.name)
        held = self._held
        return held if held and time.time() < held.until else None

    def _told(self, answer: Answer) -> Answer:
        if isinstance(answer, Miss):
            return self._translated(answer)
        if first(answer.headers, MEMENTO_DATETIME):
            self.vouch()
            return answer
        request = answer.request
        if answer.status == 429:
            seconds = retry_after(first(answer.headers, "Retry-After"), self._fetcher.now())
            return self.miss(request, MissReason.THROTTLED, "too many requests (429)", seconds)
        error = first(answer.headers, "X-Archive-Wayback-Runtime-Error") or ""
        page = (
            answer.body[:_PEEK].decode("utf-8", "replace")
            if "html" in answer.media_type or answer.status >= 400
            else ""
        )
        if answer.status == 451 or any(sign in error or sign in page for sign in _EXCLUDED):
            return self.miss(request, MissReason.EXCLUDED, "the page is excluded from the archive")
        if answer.status in (401, 403):
            return self.miss(request, MissReason.BLOCKED, f"refuses to answer us ({answer.status})")
        if answer.status >= 500:
            seconds = retry_after(first(answer.headers, "Retry-After"), self._fetcher.now())
            return self.miss(request, MissReason.UNAVAILABLE, f"has trouble of its own ({answer.status})", seconds)
        return answer

    def _translated(self, miss: Miss) -> Miss:
        """No response at all: the archive's fault, unless it is our network's."""
        with self._lock:
            was_throttled = self._was_throttled
        match miss.reason:
            case MissReason.UNREACHABLE if miss.detail == CONNECTION_REFUSED and was_throttled:
                return self.miss(miss.request, MissReason.BLOCKED, "refuses the connection after too many requests")
            case MissReason.UNREACHABLE if not miss.detail.startswith("name resolution"):
                return self.miss(miss.request, MissReason.UNAVAILABLE, miss.detail)
            case MissReason.TIMEOUT:
                return self.miss(miss.request, MissReason.UNAVAILABLE, miss.detail)
            case _:
                return self.miss(miss.request, miss.reason, miss.detail, miss.retry_after)

    def _count(self, answer: Answer) -> None:
        reason = answer.reason if isinstance(answer, Miss) else None
        with self._lock:
            self._throttled = self._throttled + 1 if reason is MissReason.THROTTLED else 0
            self._was_throttled = self._was_throttled or reason is MissReason.THROTTLED
            failed = reason in (MissReason.UNAVAILABLE, MissReason.UNREACHABLE)
            self._failures = self._failures + 1 if failed else 0
            enough = (
                reason is MissReason.BLOCKED or self._throttled >= MOST_THROTTLED or self._failures >= MOST_FAILURES
            )
            if enough and isinstance(answer, Miss) and self._given_up is None:
                self._given_up = replace(answer, detail=f"{answer.detail}; left alone for the rest of this run")
                told = answer
            else:
                told = None
        # Without a network the archive is not to blame.
        if told and self._breaker and told.reason is not MissReason.UNREACHABLE:
            wait = breakers.seconds(told.reason, told.retry_after)
            self._breaker.hold(self.name, told.reason.value, told.detail, wait)
