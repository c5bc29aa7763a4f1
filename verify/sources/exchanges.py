"""What an exchange with a web server says: where it was asked, where it leads, what page it holds."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from hashlib import sha256
from urllib.parse import urldefrag, urljoin, urlsplit

from verify.model import Capture, Exchange, Hop, MissReason, Request
from verify.sources.bodies import unpacked
from verify.sources.failures import FetchError
from verify.sources.headers import first, joined, media_type

REDIRECTS = frozenset({301, 302, 303, 307, 308})


def host_of(url: str) -> str:
    """Host and port that a URL is asked at. Raises `FetchError` for what is no web address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchError(MissReason.REFUSED, f"not a web address: {url[:200]} ({error})") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise FetchError(MissReason.REFUSED, f"only http and https are fetched, not {url[:200]}")
    if not parts.hostname:
        raise FetchError(MissReason.REFUSED, f"no host in {url[:200]}")
    return f"{parts.hostname}:{port}" if port else parts.hostname


def public(url: str) -> str:
    """The address without a password in it: it goes into evidence and reports."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() if "@" in parts.netloc else url


def target(exchange: Exchange) -> str | None:
    """Where a redirect leads, without its fragment; None when this is none. Raises `FetchError`."""
    location = first(exchange.headers, "Location")
    if exchange.status not in REDIRECTS or not location:
        return None
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")  # bytes beyond ASCII are read as latin-1
    if location[:1] in "/\\" or location[:4].lower() == "http":
        path, mark, query = location.partition("?")
        location = path.replace("\\", "/") + mark + query  # as browsers read it (WHATWG URL, "special" schemes)
    try:
        return urldefrag(urljoin(exchange.uri, location)).url
    except ValueError as error:
        raise FetchError(MissReason.REFUSED, f"redirected to what is no address: {location[:200]}") from error


def captured(request: Request, exchanges: Sequence[Exchange], limit: int) -> Capture:
    """The capture that a chain of redirects and its last response make. `limit` bounds the unpacked body.

    Raises `TooLargeError` or `BrokenBodyError`.
    """
    *before, last = exchanges
    body = unpacked(last.body, joined(last.headers, "Content-Encoding"), limit)
    kind, charset = media_type(last.headers)
    return Capture(
        request=request,
        uri_r=last.uri,
        retrieved=last.retrieved,
        status=last.status,
        headers=last.headers,
        media_type=kind,
        charset=charset,
        sha256=sha256(body).hexdigest(),
        body=body,
        redirects=tuple(Hop(status=each.status, uri=each.uri) for each in before),
        exchanges=tuple(exchanges),
    )
