"""TimeMaps (RFC 7089, section 5): the list of captures that every Memento archive has, in link format (RFC 6690)."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime

from verify.core import archive_urls
from verify.core.snapshots import Snapshot

_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~-]+\s*=\s*(?:\"[^\"]*\"|[^\s\";,]+))*)")
_PARAMETER = re.compile(r";\s*([\w-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s\";,]+))")


def snapshots(text: str, uri_r: str) -> tuple[Snapshot, ...] | None:
    """The captures that a TimeMap lists; None when the text is no TimeMap."""
    found: list[Snapshot] = []
    links = list(_links(text))
    if not links and text.strip():
        return None
    for target, parameters in links:
        if "memento" not in parameters.get("rel", "").lower().split():
            continue
        address = archive_urls.parse(target)
        try:
            moment = parsedate_to_datetime(parameters.get("datetime", "")).astimezone(UTC)
        except (ValueError, TypeError):
            continue
        found.append(Snapshot(moment=moment, uri_r=address.uri_r if address else uri_r))
    return tuple(found)


def _links(text: str) -> list[tuple[str, dict[str, str]]]:
    return [
        (link[1], {part[1].lower(): part[2] or part[3] or "" for part in _PARAMETER.finditer(link[2])})
        for link in _LINK.finditer(text)
        if link[2]
    ]
