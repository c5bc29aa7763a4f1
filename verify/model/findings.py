"""Findings: the decision on one citation, and where documents contradict each other."""

from __future__ import annotations

from dataclasses import dataclass

from verify.model.citations import Citation
from verify.model.judging import Difference, Drift, Evidence, MetadataCheck
from verify.model.verdicts import Availability, Reason, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a baseline says of a finding that fails no run: why it is left, and the last day on which that holds."""

    reason: str = ""
    until: str | None = None  # ISO 8601


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The decision on one citation, with everything needed to contest it."""

    citation: Citation
    verdict: Verdict
    availability: Availability
    reason: Reason | None = None
    summary: str
    differences: tuple[Difference, ...] = ()
    flags: frozenset[str] = frozenset()
    evidence: tuple[Evidence, ...] = ()  # the one that decided comes first
    metadata: tuple[MetadataCheck, ...] = ()
    drift: Drift | None = None
    known: Known | None = None  # named by a baseline, and no worse than there


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossPlace:
    """A place in one of the documents that disagree."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossFinding:
    """Documents that contradict each other: kind is wording, date, number or attribution."""

    kind: str
    message: str
    places: tuple[CrossPlace, ...]
