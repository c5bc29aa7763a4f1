"""One quotation with several references: it stands if it stands in one of them, and none of the others is accused.

`“…” [1][2]` gives a citation, and so a finding, for each reference. What one of them says about the words decides what
the others may say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from verify.model import Finding, Reason, Verdict

_STANDS = (Verdict.VERBATIM, Verdict.EDITED, Verdict.VARIANT)


def settle(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings in the same order, with those of one quotation reconciled."""
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, finding in enumerate(findings):
        quotation = finding.citation.quotation
        if quotation and finding.citation.reference:
            groups[finding.citation.document.name, quotation.id].append(index)
    settled = list(findings)
    for indexes in groups.values():
        if len(indexes) > 1:
            for index, finding in zip(indexes, _reconciled([findings[i] for i in indexes]), strict=True):
                settled[index] = finding
    return tuple(settled)


def _reconciled(group: Sequence[Finding]) -> list[Finding]:
    stands = [finding for finding in group if finding.verdict in _STANDS]
    if stands:
        place = _name(stands[0])
        return [
            finding if finding.verdict in (*_STANDS, Verdict.UNCHECKED) else _elsewhere(finding, place)
            for finding in group
        ]
    unread = [finding for finding in group if finding.verdict is Verdict.UNCHECKED]
    if unread:
        return [_open(finding, unread[0]) if finding.verdict is Verdict.ABSENT else finding for finding in group]
    altered = [finding for finding in group if finding.verdict is Verdict.ALTERED]
    if altered:
        place = _name(altered[0])
        return [_elsewhere(finding, place) if finding.verdict is Verdict.ABSENT else finding for finding in group]
    return list(group)


def _elsewhere(finding: Finding, place: str) -> Finding:
    """The words are found in another reference: of this one only its availability is judged."""
    return replace(
        finding,
        verdict=Verdict.UNCHECKED,
        reason=Reason.NO_QUOTATION,
        summary=f"Cited together with {place}, where the words are found. {finding.summary}",
        differences=(),
        flags=frozenset(),
    )


def _open(finding: Finding, unread: Finding) -> Finding:
    """Another reference that could not be read may hold the words: nobody can say that they stand nowhere."""
    return replace(
        finding,
        verdict=Verdict.UNCHECKED,
        reason=unread.reason,
        summary=f"{finding.summary} Cited together with {_name(unread)}, which could not be read.",
    )


def _name(finding: Finding) -> str:
    reference = finding.citation.reference
    if reference is None:
        return "another source"
    item = reference.item
    marker = reference.marker and f"[{reference.marker.strip('[]')}]"
    return marker or item.title or item.container_title or item.publisher or item.URL or reference.raw
