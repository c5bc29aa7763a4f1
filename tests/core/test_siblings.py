"""One quotation, several references."""

from __future__ import annotations

import pytest

from verify.core.siblings import settle
from verify.model import (
    Availability,
    Citation,
    Document,
    Finding,
    Item,
    Quotation,
    Reason,
    Reference,
    ReferenceKind,
    Verdict,
)

DOCUMENT = Document(name="d", media_type="text/plain", text="words", sha256="0" * 64)


def finding(verdict: Verdict, marker: str, quotation: str | None = "q1", reason: Reason | None = None) -> Finding:
    quoted = Quotation(id=quotation, exact="words", start=0, end=5) if quotation else None
    reference = Reference(
        id=f"r{marker}", kind=ReferenceKind.NUMBERED, raw="raw", start=0, end=0, marker=marker, item=Item()
    )
    return Finding(
        citation=Citation(document=DOCUMENT, quotation=quoted, reference=reference, fingerprint=marker),
        verdict=verdict,
        availability=Availability.LIVE,
        reason=reason,
        summary="As it is.",
    )


V, E, A, X, U = Verdict.VERBATIM, Verdict.EDITED, Verdict.ALTERED, Verdict.ABSENT, Verdict.UNCHECKED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((V, X), (V, U)),
        ((X, V), (U, V)),
        ((A, E), (U, E)),
        ((X, U), (U, U)),
        ((A, U), (A, U)),
        ((A, X), (A, U)),
        ((X, X), (X, X)),
        ((V, U), (V, U)),
        ((V, V), (V, V)),
    ],
)
def test_what_one_reference_says_decides_what_the_others_may(
    before: tuple[Verdict, ...], after: tuple[Verdict, ...]
) -> None:
    findings = [
        finding(verdict, str(number), reason=Reason.UNREACHABLE if verdict is U else None)
        for number, verdict in enumerate(before, 1)
    ]
    settled = settle(findings)
    assert tuple(one.verdict for one in settled) == after
    assert [one.citation.fingerprint for one in settled] == [one.citation.fingerprint for one in findings]


def test_the_reason_is_told() -> None:
    found, other = settle([finding(V, "1"), finding(X, "2")])
    assert found.summary == "As it is."
    assert other.reason is Reason.NO_QUOTATION
    assert "[1], where the words are found" in other.summary
    unread, absent = settle([finding(U, "1", reason=Reason.PAYWALLED), finding(X, "2")])
    assert (unread.reason, absent.reason) == (Reason.PAYWALLED, Reason.PAYWALLED)
    assert "[1], which could not be read" in absent.summary


def test_other_quotations_and_lone_references_are_left_alone() -> None:
    findings = (finding(V, "1"), finding(X, "2", "q2"), finding(U, "3", None, Reason.NO_QUOTATION))
    assert settle(findings) == findings
