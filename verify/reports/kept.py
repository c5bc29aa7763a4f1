"""The outcomes of `verify archive`: one line per address, or JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TextIO

from verify.core.summaries import day
from verify.model import Kept
from verify.reports.mapping import SCHEMA_VERSION, instant

FORMATS = ("terminal", "json")
_WORDS = {
    "captured": "captured",
    "already": "already captured",
    "refused": "refused",
    "pending": "begun",
    "unknown": "not asked: it may be captured already",
    "missing": "would be asked for",
}


def line(item: Kept) -> str:
    """One outcome: `captured on 21 November 2026  http://…  https://web.archive.org/web/…`."""
    told = _WORDS[item.outcome]
    if item.captured:
        told += f" on {day(item.captured)}"
    if item.detail:
        told += f" ({item.detail})"
    return "  ".join(filter(None, (item.url, told, item.uri_m)))


def counted(items: Sequence[Kept]) -> str:
    """How many of each: `12 addresses: 3 captured, 9 already captured`."""
    counts = Counter(item.outcome for item in items)
    parts = [f"{counts[name]} {words.partition(':')[0]}" for name, words in _WORDS.items() if counts[name]]
    return f"{len(items)} {'address' if len(items) == 1 else 'addresses'}{': ' if parts else ''}{', '.join(parts)}"


def write_json(items: Sequence[Kept], version: str, archive: str, stream: TextIO) -> None:
    """All outcomes as one JSON object."""
    counts = Counter(item.outcome for item in items)
    told = {
        "schema_version": SCHEMA_VERSION,
        "kind": "archive",
        "tool": {"name": "verify", "version": version},
        "archive": archive,
        "urls": [
            {
                "url": item.url,
                "outcome": item.outcome,
                "detail": item.detail,
                "captured": instant(item.captured) if item.captured else None,
                "uri_m": item.uri_m,
            }
            for item in items
        ],
        "counts": {name: counts[name] for name in _WORDS},
    }
    json.dump(told, stream, ensure_ascii=False, indent=1)
    stream.write("\n")
