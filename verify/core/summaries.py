"""One sentence a person can act on, for each finding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from verify.core.rules import REASONS
from verify.model import (
    Availability,
    Capture,
    Citation,
    Difference,
    Evidence,
    Judged,
    Miss,
    MissReason,
    Reason,
    Reference,
    Severity,
    Verdict,
)

_ORDER = (Severity.SILENT, Severity.MARKED, Severity.NOTE, Severity.ALTERED)
_FOUND = {
    Verdict.VERBATIM: "Stands word for word",
    Verdict.EDITED: "Stands with marked changes only",
    Verdict.VARIANT: "Stands with small changes",
    Verdict.ALTERED: "The words differ",
    Verdict.ABSENT: "Was read in full and has no such passage",
}


def day(moment: datetime) -> str:
    """A capture's day as people write it: 20 December 2013 (UTC)."""
    return f"{moment.day} {moment:%B %Y}"


def judged_summary(judged: Judged, evidence: Evidence, availability: Availability, live: Evidence | None) -> str:
    """What was found where, with the worst difference in the source's own words."""
    where = _where(evidence)
    if judged.verdict is Verdict.ABSENT:
        head = f"{where[0].upper()}{where[1:]} was read in full and has no such passage"
    else:
        head = f"{_FOUND[judged.verdict]} {_in(evidence)}"
        worst = worst_difference(judged.differences)
        if worst and judged.verdict is not Verdict.VERBATIM:
            head += f": {worst.message.rstrip('.')}"
    tail = ""
    if availability is Availability.DRIFTED:
        tail = "; the live page no longer has it so"
    elif availability is Availability.ARCHIVED and live is not None:
        tail = f"; the live page: {live.detail or _live_state(live)}"
    return f"{head}{tail}."


def worst_difference(differences: Sequence[Difference]) -> Difference | None:
    """The difference that decided; the first of several."""
    return max(differences, key=lambda difference: _ORDER.index(difference.severity), default=None)


def unchecked_summary(citation: Citation, reason: Reason, evidence: Sequence[Evidence]) -> str:
    """Why nothing was decided, and what the person can do."""
    reference = citation.reference
    if reason is Reason.UNRESOLVED:
        if reference is None:
            return "No source is named for these words. Give one with --source."
        return f"The reference has no address. Have it as a file or a URL? {remedy(citation.document.name, reference)}"
    details = [item.detail for item in evidence if item.detail]
    told = f"{REASONS[reason].rstrip('.')}"
    if details:
        told += f" ({'; '.join(dict.fromkeys(details))})"
    if reference is not None and reason is not Reason.NOT_VERBATIM:
        told += f". Have it as a file? {remedy(citation.document.name, reference)}"
    return f"{told.rstrip('.')}."


def remedy(document: str, reference: Reference) -> str:
    """The flag that settles a reference from a file: by its title or address, else by its place, which are never another's."""
    item = reference.item
    name = item.title or item.URL or item.DOI
    if not name or '"' in name:
        name = f"{document}#{reference.marker.strip('[]') if reference.marker else reference.id}"
    return f'--source "{name}=FILE"'


def reference_summary(availability: Availability, evidence: Sequence[Evidence]) -> str:
    """What became of a reference that no quotation uses."""
    captured = next((e.answer for e in evidence if isinstance(e.answer, Capture) and e.answer.memento_datetime), None)
    details = "; ".join(dict.fromkeys(item.detail for item in evidence if item.detail))
    if availability is Availability.ARCHIVED and captured and captured.memento_datetime:
        head = f"An archive has it as of {day(captured.memento_datetime)}"
    elif availability is Availability.MOVED and evidence and isinstance(evidence[0].answer, Capture):
        head = f"The address leads to {evidence[0].answer.uri_r}"
    else:
        head = _STATES.get(availability, "The reference was looked at")
    return f"{head} ({details})." if details else f"{head}."


_STATES = {
    Availability.LIVE: "The cited address answers",
    Availability.FAILING: "The address fails now, but not yet often enough to be called dead",
    Availability.DEAD: "The page is gone, and no archive has a capture",
    Availability.SOFT_404: "The address answers, but with an error page, the home page or a parked domain",
    Availability.BLOCKED: "The site does not let us look",
    Availability.UNREACHABLE: "The address could not be reached",
    Availability.NOT_REQUESTED: "The web was not asked",
    Availability.UNRESOLVED: "The reference has no address",
}


def miss_detail(miss: Miss) -> str:
    """A miss in words."""
    words = {
        MissReason.UNREACHABLE: "no connection",
        MissReason.TIMEOUT: "the time ran out",
        MissReason.TOO_LARGE: "larger than --max-bytes",
        MissReason.REFUSED: "not asked",
        MissReason.OFFLINE: "not in the cache, and --offline is set",
        MissReason.NOT_ARCHIVED: "no capture in the archive",
        MissReason.EXCLUDED: "excluded from the archive",
        MissReason.THROTTLED: "the archive asks us to slow down",
        MissReason.BLOCKED: "the archive refuses us",
        MissReason.UNAVAILABLE: "the archive does not answer",
        MissReason.NO_FILE: "no such file",
    }[miss.reason]
    return f"{words}: {miss.detail}" if miss.detail and miss.detail != words else words


def _where(evidence: Evidence) -> str:
    answer = evidence.answer
    if isinstance(answer, Capture) and answer.memento_datetime:
        return f"the capture of {day(answer.memento_datetime)}"
    return "the file" if answer.request.uri_r.startswith("file:") else "the live page"


def _in(evidence: Evidence) -> str:
    where = _where(evidence)
    return f"on {where}" if where == "the live page" else f"in {where}"


def _live_state(live: Evidence) -> str:
    if isinstance(live.answer, Miss):
        return miss_detail(live.answer)
    return f"status {live.answer.status}"
