"""Addresses of captures: what `https://web.archive.org/web/20131220101112/http://example.org/` says.

The form comes from the Wayback Machine; pywb and most national archives share it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from verify.core.patterns import regex

# The Wayback Machine under the names it has had.
WAYBACK_HOSTS = frozenset({
    "web.archive.org", "www.web.archive.org", "wayback.archive.org", "archive.org", "www.archive.org",
    "liveweb.archive.org", "web-beta.archive.org",
})  # fmt: skip
# Captures of this archive were found altered in 2026.
_ALTERED = frozenset({
    "archive.today", "archive.is", "archive.ph", "archive.li", "archive.vn", "archive.md", "archive.fo",
})  # fmt: skip

_PATH = regex(
    r"(?P<prefix>/(?:[^/]+/)*?)(?:(?P<stamp>\d{1,14}|\*)?(?P<modifier>[a-z]{2}_)?\*?/)?(?P<uri>[a-z][a-z0-9+.-]*(?::|%3a).+)$",
    re.IGNORECASE | re.DOTALL,
)
_BARE = regex(r"(?P<prefix>/web/)(?P<stamp>\d{1,14})(?P<modifier>[a-z]{2}_)?/(?P<uri>[^/:]+\.[^/:]+.*)$", re.DOTALL)
_SLASH = regex(r"^([a-z][a-z0-9+.-]*):/+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveUrl:
    """The parts of a capture's address. `prefix` ends with a slash: `https://web.archive.org/web/`."""

    prefix: str
    timestamp: str  # 14 digits for one capture, fewer for the nearest to a date, "" for any
    uri_r: str

    @property
    def wayback(self) -> bool:
        """Whether it is one of the Wayback Machine itself."""
        return is_wayback(self.prefix)

    @property
    def exact(self) -> bool:
        """Whether it names one capture."""
        return len(self.timestamp) == 14

    @property
    def moment(self) -> datetime | None:
        """When the capture was made, or the beginning of the period that a short timestamp names; UTC."""
        return moment(self.timestamp)

    def raw(self, prefix: str | None = None) -> str:
        """The address of the bytes as they were captured, here or under another archive's prefix."""
        return f"{prefix or self.prefix}{self.timestamp or '2'}id_/{self.uri_r}"


def parse(url: str) -> ArchiveUrl | None:
    """The parts of an address that leads to a capture; None for any other address."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or host in _ALTERED:
        return None
    rest = url.strip()[len(parts.scheme) + 3 + len(parts.netloc) :]
    found = _PATH.match(rest) or (_BARE.match(rest) if host in WAYBACK_HOSTS else None)
    if found is None:
        return None
    stamp = (found["stamp"] or "").strip("*")
    if host not in WAYBACK_HOSTS and len(stamp) < 4:
        return None  # any site may have a path with an address in it
    if host in WAYBACK_HOSTS and not found["prefix"].startswith(("/web/", "/wayback/")) and len(stamp) < 4:
        return None
    uri = found["uri"]
    if re.match(r"[a-z]+%3a", uri, re.IGNORECASE):
        uri = unquote(uri)
    uri = _SLASH.sub(r"\1://", uri) if ":" in uri.partition("/")[0] else f"http://{uri}"
    if not uri.lower().startswith(("http://", "https://", "ftp://")):
        return None
    return ArchiveUrl(prefix=f"{parts.scheme}://{parts.netloc}{found['prefix']}", timestamp=stamp, uri_r=uri)


def is_wayback(url: str) -> bool:
    """Whether an address is on the Wayback Machine."""
    try:
        return (urlsplit(url).hostname or "") in WAYBACK_HOSTS
    except ValueError:
        return False


def refusal(url: str) -> str | None:
    """Why a capture at this address is no evidence, or None."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    if host.removeprefix("www.") in _ALTERED:
        return f"captures of {host} are not accepted as evidence: some were found altered in 2026"
    return None


def timestamp(moment: datetime) -> str:
    """A moment as archives write it: 14 digits, UTC."""
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def moment(stamp: str) -> datetime | None:
    """The beginning of the period that 4 to 14 digits name, in UTC; None when there is no such date."""
    padded = stamp + "00000101000000"[len(stamp) :]
    if not (4 <= len(stamp) <= 14 and stamp.isascii() and stamp.isdigit()):
        return None
    try:
        return datetime.strptime(padded, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
