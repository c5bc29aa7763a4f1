"""What fails a run, and the baseline: the findings that somebody has seen and left, which fail no run until they worsen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from verify.model import Availability, Finding, Known, Report, Severity, Verdict

# States in which nothing is known of a reference that no quotation uses.
_UNDECIDED = (
    *(Availability.BLOCKED, Availability.UNREACHABLE),
    *(Availability.UNRESOLVED, Availability.NOT_REQUESTED),
)
_NAMED = 3  # findings that a notice names


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A finding as the baseline has it: found again by `id`; the words are there for the people who review it.

    `rules` are those of its differences that alter the words. Until the end of the day `until` it fails no run.
    """

    id: str
    document: str
    verdict: str
    availability: str
    rules: tuple[str, ...] = ()
    exact: str = ""
    source: str = ""
    summary: str = ""
    reason: str = ""
    until: date | None = None


def failing(finding: Finding, fail_on: Collection[str]) -> frozenset[str]:
    """Those of the named verdicts and availabilities that the finding has.

    A reference without a quotation has no verdict on words: it is `unchecked` when nobody could tell whether it is there.
    """
    states = {finding.verdict.value, finding.availability.value}
    if not undecided(finding):
        states.discard(Verdict.UNCHECKED.value)
    return frozenset(states & set(fail_on))


def fails(finding: Finding, fail_on: Collection[str]) -> bool:
    """Whether the finding makes exit code 1: it is in a named state, and no baseline knows it so."""
    return finding.known is None and bool(failing(finding, fail_on))


def undecided(finding: Finding) -> bool:
    """Whether nothing was decided: on the words, or of a reference that no quotation uses."""
    if finding.citation.quotation is None:
        return finding.availability in _UNDECIDED
    return finding.verdict is Verdict.UNCHECKED


def altering_rules(finding: Finding) -> tuple[str, ...]:
    """The rules of the differences that make words `altered`, sorted."""
    return tuple(sorted({item.rule for item in finding.differences if item.severity is Severity.ALTERED}))


def compare(report: Report, entries: Sequence[Entry], fail_on: Collection[str], *, whole: bool = True) -> Report:
    """The report with its known findings marked, and notices of what became of the others.

    `whole` is False for a run that looked at the references alone, which tells nothing about quotations.
    """
    today = report.finished.date()
    by_id = {entry.id: entry for entry in entries}
    findings: list[Finding] = []
    worse: list[Entry] = []
    expired: list[Entry] = []
    mended: list[Entry] = []
    seen: set[str] = set()
    for finding in report.findings:
        entry = by_id.get(finding.citation.fingerprint)
        if entry is not None:
            seen.add(entry.id)
            if not failing(finding, fail_on):
                mended += [] if undecided(finding) else [entry]
            elif _worse(finding, entry, fail_on):
                worse.append(entry)
            elif entry.until and today > entry.until:
                expired.append(entry)
            else:
                until = entry.until.isoformat() if entry.until else None
                finding = replace(finding, known=Known(reason=entry.reason, until=until))
        findings.append(finding)
    read = {extraction.document.name for extraction in report.extractions}
    gone = [entry for entry in entries if whole and entry.id not in seen and entry.document in read]
    notices = (
        *_told(worse, "is worse than the baseline knows it", "are worse than the baseline knows them"),
        *_told(expired, "was left until a day that is past", "were left until a day that is past"),
        *_told([*mended, *gone], *(_PAST,) * 2),
    )
    return replace(report, findings=tuple(findings), notices=(*report.notices, *notices))


_PAST = "of the baseline no longer there; --write-baseline drops what is gone"


def updated(
    report: Report, entries: Sequence[Entry], fail_on: Collection[str], *, whole: bool = True
) -> tuple[Entry, ...]:
    """The baseline of this run: all that fails it, with the reasons and days that were given before.

    Entries about documents that were not read this time, and about what could not be checked, stay.
    """
    by_id = {entry.id: entry for entry in entries}
    read = {extraction.document.name for extraction in report.extractions}
    out: dict[str, Entry] = {}
    unchecked: set[str] = set()
    seen: set[str] = set()
    for finding in report.findings:
        id = finding.citation.fingerprint
        seen.add(id)
        old = by_id.get(id)
        if failing(finding, fail_on):
            known = old if old and not _worse(finding, old, fail_on) else None
            out[id] = _entry(finding, known)
        elif undecided(finding):
            unchecked.add(id)
    for entry in entries:
        unseen = entry.document not in read or (not whole and entry.id not in seen)
        if entry.id not in out and (unseen or entry.id in unchecked):
            out[entry.id] = entry
    return tuple(sorted(out.values(), key=lambda entry: entry.document))


def _worse(finding: Finding, entry: Entry, fail_on: Collection[str]) -> bool:
    """Whether it is in a failing state, or altered by a rule, that the entry does not have."""
    if not failing(finding, fail_on) <= {entry.verdict, entry.availability}:
        return True
    return not set(altering_rules(finding)) <= set(entry.rules)


def _entry(finding: Finding, old: Entry | None) -> Entry:
    citation = finding.citation
    quotations = (citation.quotation, *citation.pieces) if citation.quotation else ()
    return Entry(
        id=citation.fingerprint,
        document=citation.document.name,
        verdict=finding.verdict.value,
        availability=finding.availability.value,
        rules=altering_rules(finding),
        exact=" ".join(part.exact for part in quotations),
        source=citation.reference.raw if citation.reference else "",
        summary=finding.summary,
        reason=old.reason if old else "",
        until=old.until if old else None,
    )


def _told(entries: Iterable[Entry], one: str, many: str) -> Iterator[str]:
    """A line for these entries, the first of them by name; none where there are none."""
    listed = list(entries)
    if not listed:
        return
    names = "; ".join(f"{entry.document}: {_short(entry.exact or entry.source)}" for entry in listed[:_NAMED])
    more = f"; and {len(listed) - _NAMED} more" if len(listed) > _NAMED else ""
    noun = "1 finding" if len(listed) == 1 else f"{len(listed)} findings"
    yield f"{noun} {one if len(listed) == 1 else many} ({names}{more})"


def _short(words: str) -> str:
    words = " ".join(words.split())
    return f"“{words}”" if len(words) <= 60 else f"“{words[:56].rsplit(' ', 1)[0]} …”"
