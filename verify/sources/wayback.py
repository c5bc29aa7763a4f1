"""An archive that speaks the Wayback Machine's language: its index says what there is, its replay gives the bytes.

Its index is at `{base}/cdx/search/cdx` and its replay at `{base}/web/`. A base with a path (`https://arquivo.pt/wayback`, a pywb collection) replays right below it and has only TimeMaps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from verify.core import archive_urls
from verify.model import Answer, Capture, Miss, MissReason, Request
from verify.ports import Source
from verify.sources import addresses
from verify.sources.archive_host import ArchiveHost
from verify.sources.breakers import Breaker
from verify.sources.histories import Histories
from verify.sources.live import Fetcher
from verify.sources.mementos import LEADS_AWAY, Mementos
from verify.sources.memo import Memo
from verify.sources.rates import Limit, Rate

WAYBACK = "https://web.archive.org"
# Four fifths of what the Internet Archive publishes as its limits.
INDEX_LIMIT = Limit(24, 60.0, burst=4)
REPLAY_LIMIT = Limit(8, 1.0, burst=2)
# A capture that turns out to be no page, or is in the index but cannot be had, makes room for the next.
MOST_TRIED = 3


class Wayback:
    """Answers dated requests and requests for mementos from one archive.

    `wrap` may put a cache before its questions (what captures there are, which one, and the bytes of one). `limited` puts the Internet
    Archive's published limits in force, by default for the Wayback Machine itself. `stands_in` takes addresses of the
    Wayback Machine as this archive's own, for a mirror or a test. `turns` shares the limits with other processes
    (`Cache.turn`, `Cache.landed`), `breaker` when the archive is to be left alone. In a run neither the index of a URL nor a capture is
    asked for twice.
    """

    def __init__(
        self,
        base: str,
        fetcher: Fetcher,
        *,
        limited: bool | None = None,
        stands_in: bool = False,
        timeout: float | None = None,
        wrap: Callable[[Source], Source] = Memo,
        turns: Callable[[str, Limit], float] | None = None,
        landed: Callable[[str], None] | None = None,
        breaker: Breaker | None = None,
    ) -> None:
        base = base.rstrip("/").removesuffix("/web") if archive_urls.is_wayback(base) else base.rstrip("/")
        limited = archive_urls.is_wayback(base) if limited is None else limited
        inside = bool(urlsplit(base).path)
        prefix = f"{base}/" if inside else f"{base}/web/"
        host = ArchiveHost(fetcher, base, timeout=timeout, breaker=breaker)

        def rate(limit: Limit) -> Rate | None:
            if not limited:
                return None
            name = f"{host.name} {limit.count}/{limit.seconds:g}s"
            turn = partial(turns, name) if turns else None
            over = partial(landed, name) if landed else lambda: None
            return Rate(limit, turn=turn, landed=over, sleep=fetcher.wait, stopped=lambda: fetcher.closed)

        histories = Histories(
            host,
            endpoint=None if inside else f"{base}/cdx/search/cdx",
            prefix=prefix,
            rate=rate(INDEX_LIMIT),
            now=fetcher.now,
            wrap=wrap,
        )
        self._host = host
        self._histories = histories
        self._public = archive_urls.is_wayback(base)
        self._own = Mementos(host, prefix, rate=rate(REPLAY_LIMIT), stands_in=stands_in)
        self._mementos = wrap(self._own)
        self._dated = wrap(_Dated(host, prefix, histories, self._mementos))

    def owns(self, uri_m: str) -> bool:
        """Whether a capture's address belongs to this archive."""
        return self._own.owns(uri_m)

    def get(self, request: Request) -> Answer:
        if self._public and not addresses.public_name(request.uri_r):
            # The public archive never saw it, and must not learn of it from us.
            return self._host.miss(request, MissReason.NOT_ARCHIVED, "is not asked for an address inside a network")
        if request.listing:
            return self._histories.listing(request)
        if request.uri_m is None:
            return self._dated.get(request)
        return replace(self._mementos.get(self._own.canonical(request)), request=request)


class _Dated:
    """Answers dated requests: chooses from the history, then asks for the bytes."""

    def __init__(self, host: ArchiveHost, prefix: str, histories: Histories, mementos: Source) -> None:
        self._host = host
        self._prefix = prefix
        self._histories = histories
        self._mementos = mementos

    def get(self, request: Request) -> Answer:
        found = self._histories.ranked(request)
        if isinstance(found, Miss):
            return replace(found, request=request)
        answer: Answer = self._host.miss(request, MissReason.NOT_ARCHIVED, "has no capture of this page in that time")
        for row in found[:MOST_TRIED]:
            uri_m = f"{self._prefix}{archive_urls.timestamp(row.moment)}/{row.uri_r}"
            answer = self._mementos.get(Request(uri_r=row.uri_r, uri_m=uri_m))
            if isinstance(answer, Capture) and answer.status < 300:
                return replace(answer, request=request)
            if isinstance(answer, Miss) and answer.reason is not MissReason.NOT_ARCHIVED:
                break
        if found and _is_absence(answer):
            answer = self._host.miss(request, MissReason.UNAVAILABLE, "lists a capture that it does not give out")
        return replace(answer, request=request)


def _is_absence(answer: Answer) -> bool:
    """Whether the archive says that it lacks the very capture it was asked for."""
    return isinstance(answer, Miss) and answer.reason is MissReason.NOT_ARCHIVED and LEADS_AWAY not in answer.detail
