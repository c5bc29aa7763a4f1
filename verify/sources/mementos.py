"""Captures by their own address, byte for byte: `{prefix}{timestamp}id_/{url}`, believed only with `Memento-Datetime`.

A captured redirect is followed inside the archive, at the same time, and never out of it: its `Location` is the
live web's. One that leads back to itself is returned as it is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from urllib.parse import urljoin

from verify.core import archive_urls
from verify.core.archive_urls import ArchiveUrl
from verify.model import Answer, Capture, Exchange, Hop, Miss, MissReason, Request
from verify.sources.archive_host import MEMENTO_DATETIME, ArchiveHost
from verify.sources.bodies import GZIP_MAGIC, BrokenBodyError, TooLargeError, codings, unpacked
from verify.sources.exchanges import REDIRECTS
from verify.sources.headers import Headers, first, joined, media_type, moment_of
from verify.sources.rates import Rate

LEADS_AWAY = "has a capture that redirects to"
MAX_STEPS = 8  # captured redirects and the archive's own steering to the nearest capture
_ORIGINAL = "x-archive-orig-"
# What an archive says of itself, where it does not mark the page's own headers with the prefix above.
_ARCHIVE_HEADERS = frozenset({
    "memento-datetime", "link", "content-location", "preference-applied", "vary", "server", "date", "connection",
    "transfer-encoding", "content-length", "x-archive-src", "x-ts", "x-cache", "x-page-cache", "server-timing",
    "x-app-server", "x-tr", "x-location", "x-rl", "x-na", "permissions-policy", "referrer-policy",
})  # fmt: skip
_LINK_ORIGINAL = re.compile(r"<([^>]+)>\s*;[^<]*\brel=\"?original\"?", re.IGNORECASE)


class Mementos:
    """Answers requests for a memento (`uri_m`). `prefix` is where this archive replays: `https://host/web/`.

    With `stands_in` addresses of the Wayback Machine are asked under `prefix`, for a mirror or a test.
    """

    def __init__(self, host: ArchiveHost, prefix: str, *, rate: Rate | None = None, stands_in: bool = False) -> None:
        self._host = host
        self._prefix = prefix
        self._rate = rate
        self._stands_in = stands_in

    def owns(self, uri_m: str) -> bool:
        """Whether a capture's address belongs to this archive."""
        found = archive_urls.parse(uri_m)
        return found is not None and self._home(found) is not None

    def canonical(self, request: Request) -> Request:
        """The same request in this archive's own spelling, so that one capture is asked for and kept once."""
        found = archive_urls.parse(request.uri_m or "")
        if found is None or not found.exact or self._home(found) is None:
            return request
        return Request(uri_r=found.uri_r, uri_m=f"{self._prefix}{found.timestamp}/{found.uri_r}")

    def get(self, request: Request) -> Answer:
        found = archive_urls.parse(request.uri_m or "")
        home = self._home(found) if found else None
        if found is None or home is None:
            return self._host.miss(request, MissReason.NOT_ARCHIVED, "has no capture at this address")
        at = replace(found, prefix=home)
        hops: list[Hop] = []
        exchanges: list[Exchange] = []
        seen: set[ArchiveUrl] = set()
        budget = self._host.budget()
        for _ in range(MAX_STEPS):
            answer = self._host.ask(request, at.raw(), rate=self._rate, budget=budget)
            if isinstance(answer, Miss):
                return answer
            exchanges.extend(answer.exchanges)
            vouched = first(answer.headers, MEMENTO_DATETIME)
            location = first(answer.headers, "Location") if answer.status in REDIRECTS else None
            if vouched is None:
                steered = self._steered(at, location)
                if steered is None:
                    return self._no_memento(request, answer, location, at if hops else None)
                exchanges.pop()  # the archive's own redirect is no evidence of the page
                at = steered
                continue
            moment = moment_of(vouched)
            if moment is None:
                return self._host.miss(request, MissReason.UNAVAILABLE, f"sends a time that is none: {vouched[:60]}")
            at = ArchiveUrl(
                prefix=at.prefix, timestamp=archive_urls.timestamp(moment), uri_r=_original(answer.headers) or at.uri_r
            )
            # To an archive http and https are one address: a redirect between them can lead back to itself.
            if location is None or at in seen:
                return self._capture(request, answer, at, moment, hops, exchanges)
            seen.add(at)
            hops.append(Hop(status=answer.status, uri=at.uri_r))
            at = replace(at, uri_r=_redirected(at.uri_r, location))
        return self._host.miss(request, MissReason.UNAVAILABLE, "redirects without end")

    def _home(self, found: ArchiveUrl) -> str | None:
        if found.wayback and (self._stands_in or archive_urls.is_wayback(self._prefix)):
            return self._prefix
        return self._prefix if _same_place(found.prefix, self._prefix) else None

    def _steered(self, at: ArchiveUrl, location: str | None) -> ArchiveUrl | None:
        """Where the archive says the capture really is: another time, or its own spelling of the address."""
        target = archive_urls.parse(urljoin(at.raw(), location)) if location else None
        if target is None or self._home(target) is None or not target.exact:
            return None
        moved = replace(target, prefix=at.prefix)
        return None if moved == at else moved

    def _no_memento(
        self, request: Request, answer: Capture, location: str | None, redirected: ArchiveUrl | None
    ) -> Miss:
        if answer.status == 404 and redirected:
            detail = f"{LEADS_AWAY} {redirected.uri_r[:200]}, of which it has no capture"
            return self._host.miss(request, MissReason.NOT_ARCHIVED, detail)
        if answer.status == 404:
            return self._host.nothing(request, self._prefix, self._rate)
        where = f" to {location[:100]}" if location else ""
        detail = f"answers {answer.status}{where} without saying when the page was captured"
        return self._host.miss(request, MissReason.UNAVAILABLE, detail)

    def _capture(
        self,
        request: Request,
        answer: Capture,
        at: ArchiveUrl,
        moment: datetime,
        hops: list[Hop],
        exchanges: list[Exchange],
    ) -> Answer:
        headers = _own_headers(answer.headers)
        body = answer.body
        if body.startswith(GZIP_MAGIC) and "gzip" in codings(joined(headers, "Content-Encoding")):
            try:  # the archive sends what it captured, compressed, without saying so itself
                body = unpacked(body, "gzip", self._host.max_bytes)
            except TooLargeError as error:
                return self._host.miss(request, MissReason.TOO_LARGE, str(error))
            except BrokenBodyError as error:
                return self._host.miss(request, MissReason.UNAVAILABLE, f"the capture cannot be read: {error}")
        kind, charset = media_type(headers)
        return replace(
            answer,
            request=request,
            uri_r=at.uri_r,
            uri_m=f"{at.prefix}{at.timestamp}/{at.uri_r}",
            memento_datetime=moment,
            headers=headers,
            media_type=kind,
            charset=charset,
            body=body,
            sha256=sha256(body).hexdigest(),
            redirects=tuple(hops),
            exchanges=tuple(exchanges),
        )


def _same_place(one: str, other: str) -> bool:
    """Addresses with http and https of one host are one archive."""
    return one.partition("://")[2].lower() == other.partition("://")[2].lower()


def _original(headers: Headers) -> str | None:
    """The page's own address as the archive keeps it."""
    found = _LINK_ORIGINAL.search(joined(headers, "Link"))
    return found[1] if found else None


def _redirected(uri_r: str, location: str) -> str:
    """The page that a captured redirect leads to, whether the archive rewrote its address or not."""
    found = archive_urls.parse(location) or archive_urls.parse(urljoin("https://web.archive.org/", location))
    return found.uri_r if found else urljoin(uri_r, location)


def _own_headers(headers: Headers) -> Headers:
    """The headers of the page when it was captured."""
    marked = tuple((name[len(_ORIGINAL) :], value) for name, value in headers if name.lower().startswith(_ORIGINAL))
    if not marked:
        return tuple((name, value) for name, value in headers if name.lower() not in _ARCHIVE_HEADERS)
    content_type = first(marked, "Content-Type") or first(headers, "Content-Type")
    rest = tuple((name, value) for name, value in marked if name.lower() != "content-type")
    return (*((("Content-Type", content_type),) if content_type else ()), *rest)
