"""Fetching: a request for one copy of a source, and the capture or the miss that answers it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Prefer(StrEnum):
    """Which capture of a window is wanted, seen from `Request.accept_datetime`."""

    CLOSEST = "closest"
    BEFORE = "before"  # the last at or before it
    AFTER = "after"  # the first after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One copy of a source, in the words of RFC 7089.

    `accept_datetime` None and `uri_m` None asks for the live copy; `uri_m` for that very memento; otherwise for the
    memento that `prefer` picks in `window` (both ends inclusive, None = open). `listing` asks for what captures there
    are instead: `core/listings.py`.
    """

    uri_r: str
    accept_datetime: datetime | None = None
    prefer: Prefer = Prefer.CLOSEST
    window: tuple[datetime | None, datetime | None] = (None, None)
    uri_m: str | None = None
    listing: bool = False

    @property
    def live(self) -> bool:
        return self.accept_datetime is None and self.uri_m is None and not self.listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Where a capture is kept: a WARC file (name within the cache, or the path of an archive on disk) and the byte offset
    of its record.
    """

    file: str
    offset: int
    record_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirect that was followed: its status and the URL it came from."""

    status: int
    uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its response as they went over the wire, for the evidence cache.

    `body` is without chunking but still content-encoded; `headers` are those received, in their order.
    """

    uri: str
    retrieved: datetime
    request_headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    version: str = "HTTP/1.1"
    status: int
    phrase: str = ""
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)
    address: str | None = None  # the IP address that answered
    truncated: str | None = None  # "length" or "time" when the body is not whole, which only happens to redirects


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """An HTTP response that was obtained, whatever its status, or a file. A memento when `uri_m` is not None."""

    request: Request
    uri_r: str  # the URL that answered, after redirects
    uri_m: str | None = None
    memento_datetime: datetime | None = None
    retrieved: datetime
    status: int = 200
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    media_type: str = ""
    charset: str | None = None  # as the headers give it
    sha256: str
    body: bytes = field(repr=False)
    redirects: tuple[Hop, ...] = ()
    record: Record | None = None
    exchanges: tuple[Exchange, ...] = field(default=(), repr=False, compare=False)  # not yet in the cache, last decides


class MissReason(StrEnum):
    """Why there is no response to look at. Expected, so a value and not an exception."""

    UNREACHABLE = "unreachable"  # no network, name not resolved, connection refused or reset, TLS fault
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    REFUSED = "refused"  # we will not ask: scheme, private address, robots.txt
    OFFLINE = "offline"  # not in the cache, and the network is not to be used
    NOT_ARCHIVED = "not-archived"  # the archive says positively that it has none
    EXCLUDED = "excluded"  # the archive may not show it
    THROTTLED = "throttled"  # 429
    BLOCKED = "blocked"  # the archive refuses our address
    UNAVAILABLE = "unavailable"  # the archive's own trouble: 5xx, nonsense, no answer
    NO_FILE = "no-file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """No response, and why. `retry_after` in seconds."""

    request: Request
    reason: MissReason
    detail: str = ""
    retry_after: float | None = None


Answer = Capture | Miss
