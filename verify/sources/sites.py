"""What the settings say of single hosts: headers and credentials that go to them alone, and a proxy to ask them by.

A secret stands in an environment variable; the settings name it. It is sent to the host it belongs to and to no other,
redirects included, and only over TLS unless its entry says `http://`. It is kept neither in captures nor in messages.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from verify.errors import ConfigError

_VARIABLE = re.compile(r"\$\{(\w+)\}|\$(\w+)", re.ASCII)
_ALWAYS_PRIVATE = frozenset({"authorization", "proxy-authorization"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """An entry as it is written. `$NAME` in a value is the environment variable of that name."""

    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    proxy: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """What one request takes along. `private` are the names, in lower case, of headers that are not kept."""

    secrets: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    proxies: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    private: frozenset[str] = _ALWAYS_PRIVATE


@dataclass(frozen=True, slots=True)
class _Entry:
    plain: bool  # also without TLS
    host: str
    port: int | None
    below: bool  # hosts below this one too
    site: Site

    def means(self, scheme: str, host: str, port: int | None) -> bool:
        named = host == self.host or (self.below and host.endswith(f".{self.host}")) or not self.host
        return named and (scheme == "https" or self.plain or not self.site.secrets) and self.port in (None, port)


class Sites:
    """Entries by host: `example.org`, `*.example.org` (the hosts below it as well), `*`, with a port, with `http://`.

    Of several that mean a host the longest one counts. Raises `ConfigError` for what cannot be used.
    """

    def __init__(
        self, settings: Mapping[str, SiteSettings] | None = None, *, environment: Mapping[str, str] | None = None
    ) -> None:
        known = os.environ if environment is None else environment
        entries = [_entry(name, one, known) for name, one in (settings or {}).items()]
        self._entries = sorted(entries, key=lambda entry: (len(entry.host), entry.port or 0), reverse=True)

    def of(self, url: str) -> Site:
        """What a request to `url` takes along."""
        if not self._entries:
            return Site()
        parts = urlsplit(url)
        scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".").lower()
        port = parts.port or (443 if scheme == "https" else 80)
        found = [entry.site for entry in self._entries if entry.means(scheme, host, port)]
        nothing: dict[str, str] = {}
        secrets = next((site.secrets for site in found if site.secrets), nothing)
        proxies = next((site.proxies for site in found if site.proxies), nothing)
        return Site(secrets, proxies, _ALWAYS_PRIVATE | {name.lower() for name in secrets})


def _entry(name: str, settings: SiteSettings, environment: Mapping[str, str]) -> _Entry:
    found = re.fullmatch(r"(?P<plain>http://)?(?:https://)?(?P<below>\*\.?)?(?P<host>[^*/:]*)(?::(?P<port>\d+))?", name)
    if found is None or not (found["host"] or found["below"]):
        raise ConfigError(f"host.{name!r}: name a host: example.org, *.example.org, * or http://localhost:8080")
    secrets: dict[str, str] = {}
    for key, value in settings.headers.items():
        secrets[key] = _expanded(name, value, environment)
    if settings.token:
        secrets["Authorization"] = f"Bearer {_expanded(name, settings.token, environment)}"
    if settings.user is not None:
        pair = f"{settings.user}:{_expanded(name, settings.password or '', environment)}"
        secrets["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    if secrets and not found["host"]:
        raise ConfigError("host.*: headers and passwords for every host would be given to strangers; name the host")
    for key, value in secrets.items():
        if not re.fullmatch(r"[!#$%&'*+.^_`|~\w-]+", key, re.ASCII) or not re.fullmatch(r"[\t -~\x80-\xff]*", value):
            raise ConfigError(f"host.{name}: {key!r} is no header that can be sent")
    proxies: dict[str, str] = {}
    if settings.proxy:
        proxy = _expanded(name, settings.proxy, environment)
        if not re.fullmatch(r"https?://[^\s/]+/?", proxy):
            raise ConfigError(f"host.{name}: proxy must be http://host:port")
        proxies = {"http": proxy, "https": proxy}
    return _Entry(
        plain=bool(found["plain"]),
        host=found["host"].lower(),
        port=int(found["port"]) if found["port"] else None,
        below=bool(found["below"]),
        site=Site(secrets, proxies),
    )


def _expanded(name: str, value: str, environment: Mapping[str, str]) -> str:
    """The value with its variables filled in. Raises `ConfigError` for one that is not set, so that nobody is asked
    without the password in silence.
    """

    def filled(found: re.Match[str]) -> str:
        variable = found[1] or found[2]
        if variable not in environment:
            raise ConfigError(f"host.{name}: the environment variable {variable} is not set")
        return environment[variable]

    return _VARIABLE.sub(filled, value)
