"""Captures that are no longer wanted leave the evidence cache: their WARC files are written anew without them.

Files of runs that are under way are left as they are, and so is whatever a capture that stays rests on. New files are
whole before the index names them, and the old ones are deleted after it no longer does: a killed process leaves files
that the next one deletes, never a row without its record.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from verify.errors import VerifyError
from verify.sources import groups, selection, warc
from verify.sources.cache import Cache
from verify.sources.groups import Group
from verify.sources.mending import clear, lock
from verify.sources.warc import Place
from verify.sources.warc_index import Moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is to go. `older_than`: not asked for or confirmed for that long; `unused`: what no present answer rests on;
    `max_size`: of the rest the oldest, until the WARC files have no more bytes.
    """

    older_than: timedelta | None = None
    unused: bool = False
    max_size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What went, or would go. `skipped`: files that were left as they are, each with why."""

    captures: int
    absences: int
    freed: int
    kept: int  # bytes
    files: int  # written anew or deleted
    skipped: tuple[str, ...]


@dataclass(slots=True)
class _Plan:
    """The groups of each file that can be written anew, what of them goes, and the answers that go with it."""

    found: dict[str, list[Group]]
    pinned: list[Group]  # in files that are left as they are
    skipped: list[str]
    going: set[int]  # ids of Group objects

    def goes(self, group: Group) -> bool:
        return id(group) in self.going


def prune(
    cache: Cache, rule: Rule, *, dry_run: bool = False, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Pruned:
    """Let go of what the rule says. Raises `VerifyError` when that cannot be done now; then nothing has changed."""
    with nullcontext(True) if dry_run else lock(cache.folder) as mine:
        if not mine:
            raise VerifyError(
                f"{cache.folder} cannot be pruned: another process does, or this system has no file locks. Try again later"
            )
        answers = cache.index.answers()
        plan = _plan(cache.folder, rule, answers, now())
        gone = frozenset[str]().union(*(group.ids for group in _leaving(plan)))
        forgotten = _forgotten(plan, gone, answers, rule, now())
        touched = [name for name, found in plan.found.items() if any(plan.goes(group) for group in found)]
        freed = sum(group.size for group in _leaving(plan))
        if not dry_run:
            _rewritten(cache, plan, touched, gone, forgotten)
        sizes = sum(path.stat().st_size for path in selection.files(cache.folder))
    if not dry_run:
        clear(cache.folder, cache.index)
    absences = {key for key, _, record in answers if record is None}
    return Pruned(
        captures=len(gone),
        absences=len(absences & forgotten.keys()),
        freed=freed,
        kept=sizes - freed if dry_run else sum(path.stat().st_size for path in selection.files(cache.folder)),
        files=len(touched),
        skipped=tuple(plan.skipped),
    )


def _leaving(plan: _Plan) -> list[Group]:
    return [group for found in plan.found.values() for group in found if plan.goes(group)]


def _plan(folder: Path, rule: Rule, answers: list[tuple[str, str, str | None]], now: datetime) -> _Plan:
    plan = _Plan({}, [], [], set())
    for path in selection.files(folder):
        with warc.unowned(path) as file:
            free = file is not None
        found, end = _read(path)
        if path.stat().st_size == 0:
            continue  # a run that is just beginning, or was killed then
        if not free:
            plan.skipped.append(f"{path.name} is being written")
            plan.pinned += found
        elif end != path.stat().st_size:
            plan.skipped.append(f"{path.name} is damaged at byte {end}")
            plan.pinned += found
        else:
            plan.found[path.name] = found
    every = [group for found in plan.found.values() for group in found]
    latest = {key: asked for key, asked, _ in answers}
    used: dict[str, str] = {}
    for _, asked, record in answers:
        if record:
            used[record] = max(asked, used.get(record, ""))
    rests = selection.Rests([*every, *plan.pinned])
    staying = rests.needed(plan.pinned)
    wanted = [group for group in every if not (group.is_confirmation or _is_chosen(group, rule, used, latest, now))]
    if rule.max_size is None:
        staying |= rests.needed(wanted, staying)
    else:
        size = sum(path.stat().st_size for path in selection.files(folder)) - sum(group.size for group in every)
        size += sum(group.size for group in staying.values()) - sum(group.size for group in plan.pinned)
        for group in sorted(wanted, key=lambda group: _last_use(group, used), reverse=True):
            more = rests.needed([group], staying)
            size += sum(each.size for each in more.values())
            if size > rule.max_size:
                break
            staying |= more
    remaining = frozenset[str]().union(*(group.ids for group in staying.values()))
    staying |= {id(group): group for group in every if group.is_confirmation and group.needs <= remaining}
    plan.going = {id(group) for group in every if id(group) not in staying}
    return plan


def _read(path: Path) -> tuple[list[Group], int]:
    found: list[Group] = []
    reading = groups.read(path)
    while True:
        try:
            found.append(next(reading))
        except StopIteration as stop:
            return found, stop.value


def _last_use(group: Group, used: dict[str, str]) -> datetime:
    """When it was last asked for or confirmed; what tells of other records is as old as it says."""
    asked = [used[name] for name in (*group.ids, *(group.needs if group.is_telling else ())) if name in used]
    asked += [str(member.facts["asked"]) for member in group.members if "asked" in member.facts]
    moments = [datetime.fromisoformat(each) for each in asked]
    moments += [datetime.fromisoformat(member.record.headers["warc-date"]) for member in group.members]
    return max(moments)


def _is_chosen(group: Group, rule: Rule, used: dict[str, str], latest: dict[str, str], now: datetime) -> bool:
    if rule.older_than is not None and now - _last_use(group, used) > rule.older_than:
        return True
    if not rule.unused:
        return False
    told = [member.facts for member in group.members if "key" in member.facts]
    if group.is_absence or (group.is_telling and told):
        return not any(latest.get(str(facts["key"])) == facts.get("asked") for facts in told)
    return not group.is_telling and not group.ids & used.keys()


def _forgotten(
    plan: _Plan, gone: frozenset[str], answers: list[tuple[str, str, str | None]], rule: Rule, now: datetime
) -> dict[str, str]:
    """The answers that go: those of records that go, of absences that go, and of old ones that no file tells of."""
    keys = {key for group in _leaving(plan) if group.is_absence for key in group.keys}
    told = {key for found in plan.found.values() for group in found for key in group.keys}
    told |= {key for group in plan.pinned for key in group.keys}
    out: dict[str, str] = {}
    for key, asked, record in answers:
        old = rule.older_than is not None and now - datetime.fromisoformat(asked) > rule.older_than
        if record in gone or (record is None and (key in keys or (old and key not in told))):
            out[key] = asked
    return out


def _rewritten(cache: Cache, plan: _Plan, touched: list[str], gone: frozenset[str], forgotten: dict[str, str]) -> None:
    moved: dict[str, Moved] = {}
    deleted: list[str] = []
    done = False
    try:
        for name in touched:
            staying = [group for group in plan.found[name] if not plan.goes(group)]
            if staying:
                new = f"{name[: -len(warc.SUFFIX) - 6]}{uuid.uuid4().hex[:6]}{warc.SUFFIX}"
                cache.index.doom(new)
                moved[name] = _copied(cache.folder, name, new, staying)
            else:
                deleted.append(name)
        done = cache.index.replace(moved, deleted, gone, forgotten)
    except OSError as error:
        raise VerifyError(
            f"{cache.folder} cannot be pruned ({error.strerror or error}): nothing was changed"
        ) from error
    if not done:
        raise VerifyError(f"{cache.folder} was used meanwhile, and nothing was pruned: run it again")


def _copied(folder: Path, old: str, new: str, staying: list[Group]) -> Moved:
    """Write the first record of a file and the groups that stay into a new one."""
    places: dict[str, Place] = {}
    with (folder / old).open("rb") as source, (folder / new).open("xb") as out:
        for place, record in warc.members(source, old, 0, parsed=warc.headed):
            if record.type == "warcinfo":
                source.seek(place.offset)
                out.write(source.read(place.length))
            break
        for group in staying:
            for member in group.members:
                source.seek(member.place.offset)
                if member.is_response:
                    places[member.record_id] = Place(new, out.tell(), member.place.length)
                out.write(source.read(member.place.length))
        out.flush()
        os.fsync(out.fileno())
        return Moved(new, out.tell(), places)
