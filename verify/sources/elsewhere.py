"""Captures at archives that nobody configured: a citation names them by their own address.

They are asked for that one capture only, in the same way and with the same proof as any other.
"""

from __future__ import annotations

from dataclasses import replace
from threading import Lock

from verify.core import archive_urls
from verify.model import Answer, Miss, MissReason, Request
from verify.sources.archive_host import MEMENTO_DATETIME, ArchiveHost
from verify.sources.headers import first, moment_of
from verify.sources.live import Fetcher
from verify.sources.mementos import Mementos


class Elsewhere:
    """Answers requests for mementos at any address."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._lock = Lock()
        self._archives: dict[str, Mementos] = {}

    def get(self, request: Request) -> Answer:
        uri_m = request.uri_m or ""
        refusal = archive_urls.refusal(uri_m)
        if refusal or not uri_m:
            return Miss(request=request, reason=MissReason.REFUSED, detail=refusal or "no address of a capture")
        found = archive_urls.parse(uri_m)
        if found is None:
            return self._as_it_is(request, uri_m)
        with self._lock:
            archive = self._archives.get(found.prefix)
            if archive is None:
                archive = Mementos(ArchiveHost(self._fetcher, found.prefix), found.prefix)
                self._archives[found.prefix] = archive
        return archive.get(request)

    def _as_it_is(self, request: Request, uri_m: str) -> Answer:
        """An archive without Wayback addresses: its page as it shows it, if it says that this is a memento."""
        host = ArchiveHost(self._fetcher, uri_m)
        answer = self._fetcher.fetch(request, uri_m)
        if isinstance(answer, Miss):
            return answer
        moment = moment_of(first(answer.headers, MEMENTO_DATETIME))
        if moment is None:
            detail = "does not say that this is a capture (no Memento-Datetime)"
            return host.miss(request, MissReason.UNAVAILABLE, detail)
        return replace(answer, uri_r=request.uri_r, uri_m=answer.uri_r, memento_datetime=moment)
