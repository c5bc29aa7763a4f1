"""TimeMaps (RFC 7089, section 5) and `Link` headers: what captures a Memento archive has, in link format (RFC 6690)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from verify.core import archive_urls
from verify.core.snapshots import Snapshot
from verify.sources.headers import moment_of

_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~-]+\s*=\s*(?:\"[^\"]*\"|[^\s\";,]+))*)")
_PARAMETER = re.compile(r";\s*([\w-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s\";,]+))")


@dataclass(frozen=True, slots=True)
class Memento:
    """A capture that an archive names: when, and its address."""

    moment: datetime
    uri_m: str


def snapshots(text: str, uri_r: str) -> tuple[Snapshot, ...] | None:
    """The captures that a TimeMap lists; None when the text is no TimeMap."""
    found = mementos(text, "")
    if found is None:
        return None
    parsed = ((each, archive_urls.parse(each.uri_m)) for each in found)
    return tuple(Snapshot(moment=each.moment, uri_r=at.uri_r if at else uri_r) for each, at in parsed)


def mementos(text: str, base: str) -> tuple[Memento, ...] | None:
    """The mementos that a TimeMap or `Link` header at `base` names; None when the text is neither."""
    links = list(_links(text))
    if not links and text.strip():
        return None
    found: list[Memento] = []
    for target, parameters in links:
        if "memento" not in _relations(parameters):
            continue
        at = moment_of(parameters.get("datetime"))
        if at is not None:
            found.append(Memento(at, urljoin(base, target)))
    return tuple(found)


def targets(text: str, relation: str, base: str) -> list[str]:
    """The addresses that stand in a relation ("timemap", "original")."""
    return [urljoin(base, target) for target, parameters in _links(text) if relation in _relations(parameters)]


def target(text: str, relation: str, base: str) -> str | None:
    """The first address that stands in a relation."""
    return next(iter(targets(text, relation, base)), None)


def _relations(parameters: dict[str, str]) -> list[str]:
    return parameters.get("rel", "").lower().split()


def _links(text: str) -> list[tuple[str, dict[str, str]]]:
    return [
        (link[1], {part[1].lower(): part[2] or part[3] or "" for part in _PARAMETER.finditer(link[2])})
        for link in _LINK.finditer(text)
        if link[2]
    ]
