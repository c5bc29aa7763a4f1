"""What an archive has of a URL: its whole history, asked once per run however many threads and citations want it.

The index is that of waybackpy; an archive without one is asked for its TimeMap. What either answers is evidence: it may
be kept, and is asked for as `Request(uri_r=page, uri_m=address of the answer, listing=True)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from verify.core import archive_urls, listings, snapshots
from verify.core.snapshots import Snapshot
from verify.model import Answer, Miss, MissReason, Prefer, Request
from verify.ports import Source
from verify.sources import timemap, wayback_index
from verify.sources.archive_host import ArchiveHost
from verify.sources.once import Once
from verify.sources.rates import Rate

FIRST = datetime(1996, 1, 1, tzinfo=UTC)  # before the first web archive
# How far from the wanted date captures of an overlong history are looked for.
AROUND = (timedelta(days=730), timedelta(days=20))


class _NotHadError(Exception):
    """The index could not be had; carries the miss."""

    def __init__(self, miss: Miss) -> None:
        super().__init__(miss.detail)
        self.miss = miss


@dataclass(frozen=True, slots=True)
class _History:
    """What the index says of a URL. `whole` False: there is more than it told."""

    rows: tuple[Snapshot, ...]
    whole: bool = True


class Histories:
    """The captures that an archive lists. `endpoint` is its CDX index, None when it has none; `prefix` its replay.

    `wrap` may put a cache before what its index and its TimeMaps answer.
    """

    def __init__(
        self,
        host: ArchiveHost,
        *,
        endpoint: str | None,
        prefix: str,
        rate: Rate | None,
        now: Callable[[], datetime],
        wrap: Callable[[Source], Source] = lambda inner: inner,
    ) -> None:
        self._host = host
        self._endpoint = endpoint
        self._prefix = prefix
        self._index = wrap(_Index(host, rate))
        self._timemaps = wrap(_TimeMaps(host, prefix, rate))
        self._now = now
        self._histories: Once[tuple[str, str | None, str | None], _History | Miss] = Once()

    def ranked(self, request: Request) -> tuple[Snapshot, ...] | Miss:
        """The captures that would do for a dated request, best first; empty when it has some, but none that would."""
        history, whole = self._known(request)
        if isinstance(history, Miss):
            return history
        found = snapshots.ranking(snapshots.settled(history.rows), request)
        if not found and not whole:
            return self._host.miss(request, MissReason.UNAVAILABLE, "lists too many captures to be sure of them all")
        if not history.rows:
            return self._host.miss(request, MissReason.NOT_ARCHIVED, "has no capture of this page")
        return found

    def listing(self, request: Request) -> Answer:
        """What there is, as a listing; of an overlong history what is near the date of the request."""
        history, _ = self._known(request)
        if isinstance(history, Miss):
            return replace(history, request=request)
        if not history.rows:
            return self._host.miss(request, MissReason.NOT_ARCHIVED, "has no capture of this page")
        return listings.capture(request, snapshots.settled(history.rows), self._prefix, self._now())

    def _known(self, request: Request) -> tuple[_History | Miss, bool]:
        """The history of a page, or of an overlong one what is near the date; and whether that is all of it."""
        history = first = self._history(request, None, None)
        for around in AROUND:
            if isinstance(history, Miss) or history.whole:
                break
            near = self._history(request, *self._near(request, around))
            history = near if isinstance(near, Miss) else _History((*history.rows, *near.rows), whole=near.whole)
        return history, isinstance(first, Miss) or first.whole

    def _near(self, request: Request, around: timedelta) -> tuple[str, str | None]:
        """Where to look again when the index cut a history off at its end."""
        moment = max(FIRST, min(request.accept_datetime or snapshots.LATEST, self._now()))
        if request.prefer is Prefer.AFTER:
            return archive_urls.timestamp(moment), None
        end = moment if request.prefer is Prefer.BEFORE else moment + around
        return archive_urls.timestamp(moment - around), archive_urls.timestamp(end)

    def _history(self, request: Request, start: str | None, end: str | None) -> _History | Miss:
        """The index of a URL, asked once per run however many threads want it."""
        key = request.uri_r, start, end
        return self._histories.get(key, lambda: self._ask_index(request, start, end))

    def _ask_index(self, request: Request, start: str | None, end: str | None) -> _History | Miss:
        if self._endpoint is None:
            return self._ask_timemap(request)

        def ask(url: str) -> str:
            answer = self._index.get(Request(uri_r=request.uri_r, uri_m=url, listing=True))
            if isinstance(answer, Miss):
                raise _NotHadError(answer)
            return answer.body.decode("utf-8", "replace")

        try:
            rows, more = wayback_index.query(ask, self._endpoint, request.uri_r, start, end)
        except _NotHadError as error:
            if error.miss.reason is MissReason.NOT_ARCHIVED:  # there is no index here, which says nothing of the page
                return self._ask_timemap(request)
            if error.miss.reason is MissReason.TOO_LARGE:
                return _History((), whole=False)
            return error.miss
        self._host.vouch()
        return _History(rows, whole=not more)

    def _ask_timemap(self, request: Request) -> _History | Miss:
        url = f"{self._prefix}timemap/link/{request.uri_r}"
        answer = self._timemaps.get(Request(uri_r=request.uri_r, uri_m=url, listing=True))
        if isinstance(answer, Miss):
            return answer
        self._host.vouch()
        return _History(timemap.snapshots(answer.body.decode("utf-8", "replace"), request.uri_r) or ())


class _Index:
    """Answers what the CDX index says at an address, or why that is none."""

    def __init__(self, host: ArchiveHost, rate: Rate | None) -> None:
        self._host = host
        self._rate = rate

    def get(self, request: Request) -> Answer:
        answer = self._host.ask(request, request.uri_m or "", rate=self._rate)
        if isinstance(answer, Miss):
            return answer
        if answer.status != 200 or "html" in answer.media_type:
            detail = f"its index answers {answer.status} {answer.media_type}"
            reason = MissReason.NOT_ARCHIVED if answer.status == 404 else MissReason.UNAVAILABLE
            return self._host.miss(request, reason, detail)
        try:
            wayback_index.index_rows(answer.body.decode("utf-8", "replace"))
        except wayback_index.NonsenseError as error:
            return self._host.miss(request, MissReason.UNAVAILABLE, f"its index answers what is no index ({error})")
        return answer


class _TimeMaps:
    """Answers what the TimeMap at an address says, or why that is none."""

    def __init__(self, host: ArchiveHost, prefix: str, rate: Rate | None) -> None:
        self._host = host
        self._prefix = prefix
        self._rate = rate

    def get(self, request: Request) -> Answer:
        answer = self._host.ask(request, request.uri_m or "", rate=self._rate)
        if isinstance(answer, Miss):
            return answer
        if answer.status == 404:
            return self._host.nothing(request, self._prefix, self._rate)
        if answer.status != 200 or timemap.snapshots(answer.body.decode("utf-8", "replace"), "") is None:
            detail = f"its TimeMap answers {answer.status} {answer.media_type}"
            return self._host.miss(request, MissReason.UNAVAILABLE, detail)
        return answer
