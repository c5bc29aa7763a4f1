"""Services that may know where a reference is: one module a service, asked in the order of the settings.

Each has the `resolve` of `ports.Resolver` and is made by `make(base, contact)`. Packages of other people add services by entry
points of the group `verify.resolvers` that lead to such a `make`, or to an object with `resolve`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any, cast

from verify.errors import ConfigError
from verify.ports import Resolver

__all__ = ["ENTRY_POINTS", "RESOLVERS", "Named", "opened"]

ENTRY_POINTS = "verify.resolvers"

RESOLVERS: dict[str, str] = {
    "mediawiki": "verify.resolvers.mediawiki",
    "wayback": "verify.resolvers.wayback_domain",
    "crossref": "verify.resolvers.crossref",
    "openlibrary": "verify.resolvers.open_library",
}
_ENTRY = re.compile(r"([\w-]+)(?:\+(https?://\S+))?")


@dataclass(frozen=True, slots=True)
class Named:
    """A resolver with its name in the settings and the address of its service (None: a plug-in's own affair)."""

    name: str
    resolver: Resolver
    base: str | None


def opened(entry: str, contact: str | None = None) -> Named:
    """The resolver that an entry of the settings names: `mediawiki`, `mediawiki+https://wiki.example/w/api.php`.

    Raises `ConfigError` for a name that is neither built in nor installed.
    """
    found = _ENTRY.fullmatch(entry)
    name, base = (found[1], found[2]) if found else (entry, None)
    if name in RESOLVERS:
        module: Any = import_module(RESOLVERS[name])
        at = (base or str(module.BASE)).rstrip("/")
        return Named(name, cast("Resolver", module.make(at, contact)), at)
    for point in entry_points(group=ENTRY_POINTS, name=name):
        loaded: Any = point.load()
        made = loaded if hasattr(loaded, "resolve") else loaded(base, contact)
        return Named(name, cast("Resolver", made), base)
    known = ", ".join([*RESOLVERS, *sorted(point.name for point in entry_points(group=ENTRY_POINTS))])
    raise ConfigError(f"no resolver {name!r}. Choose from {known}, with an address as in mediawiki+https://…/api.php")
