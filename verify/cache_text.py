"""What an evidence cache holds, and what was done with it, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version

from verify.reports.summary import counted
from verify.sources.catalogue import Entry, Summary
from verify.sources.export import Exported
from verify.sources.imports import Imported
from verify.sources.prune import Pruned

MOST_SHOWN = 10  # places of damage in one file
DIGEST = 12  # characters of a SHA-256 in a list; all of them are in the JSON


def summary(told: Summary) -> str:
    """A few lines on the cache."""
    kinds = ", ".join(f"{count} {kind}" for kind, count in told.kinds.items())
    imported = f"; {told.imported} imported" if told.imported else ""
    rows = [
        ("cache", str(told.folder)),
        ("size", f"{size(told.bytes)} in {counted(told.files, 'WARC file')}, index {size(told.index_bytes)}"),
        ("captures", f"{told.records}{f' ({kinds}{imported})' if kinds else ''}"),
        ("misses", ", ".join(f"{count} {reason}" for reason, count in told.misses.items()) or "none"),
    ]
    if told.oldest and told.newest:
        rows.append(("dates", f"{_shown(told.oldest)} to {_shown(told.newest)}"))
    return "".join(f"{name:<10}{value}\n" for name, value in rows)


def summary_json(told: Summary) -> str:
    """The same for programs."""
    return _json(
        {
            "kind": "cache-info",
            "path": str(told.folder),
            "files": told.files,
            "bytes": told.bytes,
            "index_bytes": told.index_bytes,
            "records": told.records,
            "captures": told.kinds,
            "imported": told.imported,
            "misses": told.misses,
            "oldest": _iso(told.oldest),
            "newest": _iso(told.newest),
        }
    )


def listing(entries: Sequence[Entry]) -> str:
    """A line for each capture."""
    lines: list[str] = []
    for entry in entries:
        digest = (entry.sha256 or "-")[:DIGEST]
        kind = entry.media_type or entry.kind
        captured = f" (captured {entry.memento_datetime[:10]})" if entry.memento_datetime else ""
        lines.append(
            f"{_shown(entry.date)}  {entry.status:>3}  {kind:<16}  {size(entry.size):>9}  {digest:<{DIGEST}}  "
            f"{_visible(entry.url)}{captured}\n"
        )
    return "".join(lines)


def listing_json(entries: Sequence[Entry]) -> str:
    """The same for programs, with the place of each record."""
    return _json({"kind": "cache-list", "captures": [_entry(entry) for entry in entries]})


def imported(done: Imported) -> str:
    """What came of a file."""
    absences = f", {counted(done.absences, 'answer')} “not archived”" if done.absences else ""
    what = f"{counted(done.captures, 'capture')} imported, {counted(done.answers, 'request')} answered{absences}"
    lines = [f"{_visible(str(done.path))}: {what}"]
    lines += [f"  skipped: {count} {reason}" for reason, count in sorted(done.skipped.items())]
    lines += [f"  damaged: {_visible(line)}" for line in done.damage[:MOST_SHOWN]]
    if len(done.damage) > MOST_SHOWN:
        lines.append(f"  damaged: {counted(len(done.damage) - MOST_SHOWN, 'place')} more")
    return "".join(f"{line}\n" for line in lines)


def exported(done: Exported) -> str:
    """What was written."""
    return f"{counted(done.captures, 'capture')}, {size(done.bytes)}"


def pruned(done: Pruned, *, dry_run: bool) -> str:
    """What went, and what stays."""
    went, stays = ("would go", "would stay") if dry_run else ("went", "stay")
    absences = f" and {counted(done.absences, 'answer')} “not archived”" if done.absences else ""
    return f"{counted(done.captures, 'capture')}{absences} {went}, {size(done.freed)}; {size(done.kept)} {stays}"


def size(count: int) -> str:
    """A number of bytes as people read it: 1.2 MB."""
    amount = float(count)
    for unit in ("B", "KB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} B" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "date": _iso(entry.date),
        "kind": entry.kind,
        "imported": entry.imported,
        "status": entry.status,
        "media_type": entry.media_type,
        "size": entry.size,
        "sha256": entry.sha256,
        "url": entry.url,
        "uri_r": list(entry.uri_r),
        "uri_m": entry.uri_m,
        "memento_datetime": entry.memento_datetime,
        "asked": _iso(entry.asked),
        "warc": {"file": entry.file, "offset": entry.offset, "record_id": entry.record_id, "type": entry.type},
    }


def _visible(text: str) -> str:
    """Text of others for a terminal: nothing in it moves the cursor or changes the direction of writing."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def _shown(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _json(told: dict[str, object]) -> str:
    head = {"schema_version": "1", "tool": {"name": "verify", "version": version("verify")}}
    return json.dumps({**head, **told}, ensure_ascii=False, indent=2) + "\n"
