"""Captures out of the evidence cache: one WARC file, or a WACZ that archive players open.

What a capture rests on goes with it: redirects, the record whose payload it shares, what we know of it. The bytes of the
records are copied as they are.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from verify.errors import ConfigError, InputError, VerifyError
from verify.sources import catalogue, groups, selection, wacz_writing, warc
from verify.sources.cache import Cache
from verify.sources.catalogue import Wanted
from verify.sources.facts import is_listing
from verify.sources.groups import Group
from verify.sources.wacz_writing import Page, Row

WACZ = ".wacz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export holds. `missing`: captures that a report names and the cache does not have."""

    captures: int
    bytes: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Captures by URL, host or record id, or those that a report rests on. Empty: all."""

    wanted: tuple[Wanted, ...] = ()
    records: frozenset[str] | None = None
    absences: frozenset[str] = frozenset()  # addresses that a report says an archive has not
    listed: frozenset[str] = frozenset()  # addresses whose captures were chosen from lists

    def means(self, group: Group) -> bool:
        if self.records is None and not self.wanted:
            return True
        if group.ids & (self.records or frozenset()):
            return True
        if group.is_absence and any(member.record.target in self.absences for member in group.members):
            return True
        if any(is_listing(name) for name in group.keys) and any(
            member.facts.get("for") in self.listed for member in group.members
        ):
            return True
        return any(
            wanted.means(member.record_id, member.urls)
            for wanted in self.wanted
            for member in group.members
            if member.record.type != "request"
        )


def of_report(path: Path) -> Choice:
    """The captures that the JSON report in a file rests on. Raises `InputError`."""
    try:
        report: Any = json.loads(path.read_text("utf-8"))
        evidence = [item for finding in report["findings"] for item in finding["evidence"]]
        records = frozenset(str(item["warc"]["record_id"]) for item in evidence if item.get("warc"))
        absences = frozenset(str(item["uri_r"]) for item in evidence if not item.get("warc"))
        listed = frozenset(str((item.get("request") or item)["uri_r"]) for item in evidence)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(f"{path} is no JSON report of `verify check` (-f json)") from error
    return Choice(records=records, absences=absences, listed=listed)


def export(
    cache: Cache,
    out: Path,
    choice: Choice,
    *,
    replace: bool = False,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Exported:
    """Write the chosen captures to `out`, whose ending says the form. Raises `VerifyError`; then nothing is written."""
    if not out.name.lower().endswith((WACZ, warc.SUFFIX)):
        raise ConfigError(f"{out}: the name must end in {WACZ} or {warc.SUFFIX}")
    if out.exists() and not replace:
        raise ConfigError(f"{out} is there already. Name another file, or use --force")
    if not out.parent.is_dir():
        raise ConfigError(f"no folder {out.parent}. Make it, or name another file")
    moment = now()
    try:
        chosen = selection.closure(
            [group for path in selection.files(cache.folder) for group in groups.read(path)], choice.means
        )
        ids = frozenset[str]().union(*(group.ids for group in chosen if not group.is_confirmation))
        if not ids:
            raise InputError("the cache holds no such capture. `verify cache list` shows what it holds")
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".verify-export-") as folder:
            name = out.name if out.name.lower().endswith(warc.SUFFIX) else f"{out.name[: -len(WACZ)]}{warc.SUFFIX}"
            copy = Path(folder) / name
            offsets = _copied(cache.folder, chosen, copy, moment)
            made = copy
            if out.name.lower().endswith(WACZ):
                made = Path(folder) / out.name
                pages = _pages(cache, ids)
                title = f"{len(pages)} captures of verify"
                wacz_writing.write(made, copy, _rows(chosen, offsets), pages, title=title, now=moment)
            size = made.stat().st_size
            made.replace(out)
    except FileNotFoundError as error:
        raise VerifyError(f"{error.filename} went away while it was read: run the export again") from error
    except OSError as error:
        raise VerifyError(f"cannot write {out} ({error.strerror or error})") from error
    missing = sorted((choice.records or frozenset()) - ids)
    return Exported(captures=len(ids), bytes=size, missing=tuple(missing))


def _copied(folder: Path, chosen: Sequence[Group], copy: Path, moment: datetime) -> dict[str, int]:
    """Write the records side by side; returns where each stands."""
    offsets: dict[str, int] = {}
    with copy.open("wb") as out:
        out.write(warc.warcinfo(copy.name, moment, "captures from an evidence cache of verify").data)
        for group in chosen:
            with (folder / group.file).open("rb") as file:
                for member in group.members:
                    file.seek(member.place.offset)
                    offsets[member.record_id] = out.tell()
                    out.write(file.read(member.place.length))
    return offsets


def _rows(chosen: Iterable[Group], offsets: dict[str, int]) -> Iterable[Row]:
    for group in chosen:
        for member in group.members:
            if member.is_response and not member.is_confirmation:
                yield Row(
                    url=member.record.target,
                    moment=datetime.fromisoformat(member.record.headers["warc-date"]),
                    mime="warc/revisit" if member.record.type == "revisit" else member.record.media_type or "unk",
                    status=member.record.status,
                    digest=member.record.headers.get("warc-payload-digest", ""),
                    offset=offsets[member.record_id],
                    length=member.place.length,
                )


def _pages(cache: Cache, ids: frozenset[str]) -> list[Page]:
    """The captures that answer something, by their dates; a memento is called by the address that was archived."""
    pages: list[Page] = []
    for entry in catalogue.entries(cache):
        if entry.record_id in ids and entry.kind in ("live", "memento"):
            archived = f" (archived {entry.memento_datetime[:10]})" if entry.memento_datetime else ""
            title = f"{entry.uri_r[-1] if entry.uri_r else entry.url}{archived}"
            pages.append(Page(id=entry.record_id.strip("<>"), url=entry.url, moment=entry.date, title=title))
    return pages
