"""The baseline as a file: a reviewed list of findings that are known, with a reason and a day on which each comes back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from verify.config import Config
from verify.core.baseline import Entry, compare, updated
from verify.errors import ConfigError
from verify.model import Report
from verify.reports.fields import DamagedError, Fields
from verify.reports.json import encoded

FILE_NAME = "verify-baseline.json"
SCHEMA_VERSION = "1"
_KEYS = ("id", "document", "verdict", "availability", "rules", "exact", "source", "summary", "reason", "until")


def read(settings: Config) -> tuple[Entry, ...]:
    """The entries of the file that the settings name; none where they name none, or one that is yet to be written.

    Raises `ConfigError` naming the place of a mistake.
    """
    path = _path(settings)
    if path is None:
        return ()
    try:
        found = Fields.of(json.loads(path.read_text("utf-8-sig")), "")
        if found.text_or_none("kind") != "baseline" or found.text_or_none("schema_version") != SCHEMA_VERSION:
            raise ConfigError(f"{path}: not a baseline of version {SCHEMA_VERSION}. `--write-baseline` writes one")
        return tuple(_entry(item) for item in found.parts("findings"))
    except FileNotFoundError:
        if settings.write_baseline:
            return ()
        raise ConfigError(f"no such baseline: {path}. Write it with --write-baseline") from None
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except (DamagedError, ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: damaged: {str(error) or 'nested too deeply'}. Mend it, or write it anew") from None


def applied(report: Report, entries: Sequence[Entry], settings: Config) -> Report:
    """The report with its known findings marked; written first where the settings ask for that.

    An interrupted run writes nothing. A file that cannot be written is one of the report's problems.
    """
    path = _path(settings)
    if path is None:
        return report
    whole = not settings.links_only
    notices: tuple[str, ...] = ()
    if settings.write_baseline and report.interrupted:
        notices = (f"{path} is as it was: the run was interrupted",)
    elif settings.write_baseline:
        fresh = updated(report, entries, settings.fail_on, whole=whole)
        try:
            _write(path, fresh)
        except ConfigError as error:  # costs no report
            return replace(
                compare(report, entries, settings.fail_on, whole=whole), problems=(*report.problems, str(error))
            )
        before, after = {entry.id for entry in entries}, {entry.id for entry in fresh}
        told = f"{len(after)} in it, {len(after - before)} of them new, {len(before - after)} dropped"
        notices, entries = (f"baseline written to {path}: {told}",), fresh
    compared = compare(report, entries, settings.fail_on, whole=whole)
    return replace(compared, notices=(*compared.notices, *notices))


def _path(settings: Config) -> Path | None:
    return settings.baseline or (Path(FILE_NAME) if settings.write_baseline else None)


def _entry(item: Fields) -> Entry:
    unknown = [key for key in item.value if key not in _KEYS]
    if unknown:
        raise item.damaged(unknown[0], "unknown key")
    until = item.text_or_none("until")
    try:
        day = date.fromisoformat(until) if until else None
    except ValueError:
        raise item.damaged("until", f"{until!r} is no day such as 2027-01-31") from None
    return Entry(
        id=item.text("id"),
        document=item.text("document"),
        verdict=item.text("verdict"),
        availability=item.text("availability"),
        rules=item.texts("rules"),
        exact=item.text_or_none("exact") or "",
        source=item.text_or_none("source") or "",
        summary=item.text_or_none("summary") or "",
        reason=item.text_or_none("reason") or "",
        until=day,
    )


def _write(path: Path, entries: Sequence[Entry]) -> None:
    content = {
        "schema_version": SCHEMA_VERSION,
        "kind": "baseline",
        "findings": [
            {
                "id": entry.id,
                "document": entry.document,
                "verdict": entry.verdict,
                "availability": entry.availability,
                "rules": list(entry.rules),
                "exact": entry.exact,
                "source": entry.source,
                "summary": entry.summary,
                "reason": entry.reason,
                "until": entry.until.isoformat() if entry.until else None,
            }
            for entry in entries
        ],
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(encoded(content, indent=1) + "\n", "utf-8", newline="\n")
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror}. Name another place with --baseline") from error
