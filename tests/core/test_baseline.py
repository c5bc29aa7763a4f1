"""The baseline: what is known fails no run, what is worse does, and what is gone is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from verify.core.baseline import Entry, compare, failing, fails, updated
from verify.model import (
    Availability,
    Citation,
    Difference,
    Document,
    Extraction,
    Finding,
    Known,
    Quotation,
    Reference,
    ReferenceKind,
    Report,
    Severity,
    Verdict,
)

FAIL_ON = ("altered", "absent", "dead")
DOCUMENT = Document(name="draft.txt", media_type="text/plain", text="He said “the words”.", sha256="0" * 64)
QUOTATION = Quotation(id="q1", exact="the words", start=9, end=18)
REFERENCE = Reference(id="r1", kind=ReferenceKind.NUMBERED, raw="Example Wire", start=0, end=0)


def difference(rule: str) -> Difference:
    spans = {"start": 0, "end": 0, "source_start": 0, "source_end": 0}
    return Difference(rule=rule, severity=Severity.ALTERED, quoted="a", source="b", message="m", **spans)


def finding(verdict: str, availability: str = "live", *rules: str, id: str = "f1", quoted: bool = True) -> Finding:
    return Finding(
        citation=Citation(
            document=DOCUMENT, quotation=QUOTATION if quoted else None, reference=REFERENCE, fingerprint=id
        ),
        verdict=Verdict(verdict),
        availability=Availability(availability),
        summary="A sentence.",
        differences=tuple(difference(rule) for rule in rules),
    )


def report(*findings: Finding) -> Report:
    extraction = Extraction(document=DOCUMENT, quotations=(QUOTATION,), references=(REFERENCE,), joins=(), citations=())
    when = datetime(2026, 11, 21, tzinfo=UTC)
    return Report(version="0", started=when, finished=when, extractions=(extraction,), findings=findings)


def entry(verdict: str, availability: str = "live", *rules: str, **fields: object) -> Entry:
    told = {"id": "f1", "document": "draft.txt", "exact": "the words", "rules": rules, **fields}
    return Entry(verdict=verdict, availability=availability, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "fail_on", "expected"),
    [
        (finding("altered"), FAIL_ON, {"altered"}),
        (finding("altered", "dead"), FAIL_ON, {"altered", "dead"}),
        (finding("variant"), FAIL_ON, set()),
        (finding("unchecked", "unreachable"), FAIL_ON, set()),
        (finding("unchecked", "unreachable"), ("unchecked",), {"unchecked"}),
        (finding("unchecked", "live", quoted=False), ("unchecked",), set()),
        (finding("unchecked", "blocked", quoted=False), ("unchecked",), {"unchecked"}),
        (finding("unchecked", "dead", quoted=False), FAIL_ON, {"dead"}),
        (finding("verbatim", "drifted"), ("drifted",), {"drifted"}),
    ],
)
def test_what_fails_a_run(found: Finding, fail_on: tuple[str, ...], expected: set[str]) -> None:
    assert failing(found, fail_on) == expected
    assert fails(found, fail_on) == bool(expected)
    assert not fails(replace(found, known=Known()), fail_on)


@pytest.mark.parametrize(
    ("now", "then", "known", "told"),
    [
        (finding("altered", "live", "F7"), entry("altered", "live", "F7"), True, ""),
        (finding("altered", "archived", "F7"), entry("altered", "live", "F7"), True, ""),
        (finding("altered", "live", "F7", "F17"), entry("altered", "live", "F7"), False, "worse than the baseline"),
        (finding("absent"), entry("altered", "live", "F7"), False, "worse than the baseline"),
        (finding("altered", "dead", "F7"), entry("altered", "live", "F7"), False, "worse than the baseline"),
        (finding("verbatim"), entry("altered", "live", "F7"), False, "no longer there"),
        (finding("unchecked", "unreachable"), entry("altered"), False, ""),
        (finding("altered", "live", "F7", id="f2"), entry("altered", "live", "F7"), False, "no longer there"),
        (
            finding("altered", "live", "F7"),
            entry("altered", "live", "F7", until=date(2026, 11, 20)),
            False,
            "until a day that is past",
        ),
        (finding("altered", "live", "F7"), entry("altered", "live", "F7", until=date(2026, 11, 21)), True, ""),
    ],
)
def test_what_is_known(now: Finding, then: Entry, known: bool, told: str) -> None:
    found = compare(report(now), [then], FAIL_ON)
    assert (found.findings[0].known is not None) is known
    assert told in " ".join(found.notices)
    assert bool(found.notices) is bool(told)


def test_reason_and_day_are_carried_to_the_finding() -> None:
    then = entry("absent", reason="heard on the telephone", until=date(2027, 1, 31))
    found = compare(report(finding("absent")), [then], FAIL_ON).findings[0]
    assert found.known == Known(reason="heard on the telephone", until="2027-01-31")


def test_documents_that_were_not_read_are_not_gone() -> None:
    assert compare(report(), [entry("absent", document="other.txt")], FAIL_ON).notices == ()
    assert compare(report(), [entry("absent")], FAIL_ON, whole=False).notices == ()
    assert "no longer there" in compare(report(), [entry("absent")], FAIL_ON).notices[0]


def test_writing_keeps_reasons_and_what_this_run_cannot_tell() -> None:
    old = [
        entry("altered", "live", "F7", reason="confirmed", until=date(2027, 1, 31)),
        entry("absent", id="gone"),
        entry("absent", id="unread", document="other.txt"),
        entry("absent", id="offline"),
    ]
    now = report(
        finding("altered", "live", "F7"),
        finding("absent", id="new"),
        finding("verbatim", id="fine"),
        finding("unchecked", "unreachable", id="offline"),
    )
    fresh = {item.id: item for item in updated(now, old, FAIL_ON)}
    assert set(fresh) == {"f1", "new", "unread", "offline"}
    assert (fresh["f1"].reason, fresh["f1"].until) == ("confirmed", date(2027, 1, 31))
    assert (fresh["new"].reason, fresh["new"].exact, fresh["new"].source) == ("", "the words", "Example Wire")


def test_a_run_of_references_alone_drops_what_it_saw_mended() -> None:
    old = [entry("unchecked", "dead", id="mended"), entry("absent", id="of words")]
    now = report(finding("unchecked", "live", id="mended", quoted=False))
    assert [item.id for item in updated(now, old, FAIL_ON, whole=False)] == ["of words"]


def test_a_reason_is_not_kept_for_what_became_worse() -> None:
    (fresh,) = updated(report(finding("absent")), [entry("altered", reason="confirmed")], FAIL_ON)
    assert (fresh.verdict, fresh.reason) == ("absent", "")


def test_what_was_just_written_fails_nothing() -> None:
    now = report(finding("altered", "dead", "F7", "D4"), finding("unchecked", "dead", id="f2", quoted=False))
    found = compare(now, updated(now, (), FAIL_ON), FAIL_ON)
    assert not any(fails(item, FAIL_ON) for item in found.findings)
    assert found.notices == ()
