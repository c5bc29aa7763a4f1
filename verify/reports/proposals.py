"""The outcomes of `verify resolve`: a few lines per reference, or JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, TextIO

from verify.model import Proposal, Resolved
from verify.reports.mapping import head, work

FORMATS = ("terminal", "json")
# In the order in which they are counted.
OUTCOMES = {
    "proposed": "proposed",
    "ambiguous": "ambiguous",
    "record": "in catalogues only",
    "none": "not found",
    "unanswered": "not answered",
    "untitled": "without a title",
    "decided": "decided already",
}
_LONGEST = 100  # characters of a reference that are shown


def lines(item: Resolved) -> str:
    """One outcome: the reference, then each proposed address with its resolver and what agrees, or why there is none."""
    out = [f"{_place(item)}  {_short(item)}"]
    if item.outcome not in ("proposed", "decided"):
        out.append(f"    {item.outcome}: {item.detail}" if item.proposals else f"    {item.detail}")
    if item.outcome == "decided":
        out.append(f"    decided already: {item.detail}")
    for proposal in item.proposals:
        candidate = proposal.candidate
        out.append(f"    {proposal.url or candidate.archive_url}")
        where = "" if candidate.where in ("", proposal.url, candidate.archive_url) else f"; in {candidate.where}"
        out.append(f"        {proposal.decided_by}{where}")
        if candidate.archive_url and proposal.url:
            out.append(f"        archived: {candidate.archive_url}")
    return "\n".join(out)


def counted(items: Sequence[Resolved]) -> str:
    """How many of each: `9 references without an address: 7 proposed, 2 not found`."""
    counts = Counter(item.outcome for item in items)
    parts = [f"{counts[name]} {words}" for name, words in OUTCOMES.items() if counts[name]]
    noun = "reference" if len(items) == 1 else "references"
    return f"{len(items)} {noun} without an address{': ' if parts else ''}{', '.join(parts)}"


def write_json(items: Sequence[Resolved], notices: Sequence[str], version: str, stream: TextIO) -> None:
    """All outcomes as one JSON object."""
    counts = Counter(item.outcome for item in items)
    told = {
        **head("resolve", version),
        "references": [_reference(item) for item in items],
        "notices": list(notices),
        "counts": {name: counts[name] for name in OUTCOMES},
    }
    json.dump(told, stream, ensure_ascii=False, indent=1)
    stream.write("\n")


def _reference(item: Resolved) -> dict[str, Any]:
    reference = item.citation.reference
    place = item.citation.document.place(reference.start) if reference else None
    return {
        "document": item.citation.document.name,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "id": reference.id if reference else None,
        "marker": reference.marker if reference else None,
        "raw": reference.raw if reference else None,
        "item": work(reference.item) if reference else None,
        "outcome": item.outcome,
        "detail": item.detail or None,
        "proposals": [_proposal(one) for one in item.proposals],
    }


def _proposal(one: Proposal) -> dict[str, Any]:
    candidate = one.candidate
    return {
        "url": one.url,
        "archive_url": candidate.archive_url,
        "title": candidate.item.title,
        "issued": candidate.item.issued,
        "agrees": list(one.agrees),
        "decided_by": one.decided_by,
        "where": candidate.where or None,
        "record": candidate.record,
    }


def _place(item: Resolved) -> str:
    reference = item.citation.reference
    name = item.citation.document.name
    if reference is None:
        return name
    place = item.citation.document.place(reference.start)
    marker = f" [{reference.marker.strip('[]')}]" if reference.marker else ""
    return f"{name} {place}{marker}"


def _short(item: Resolved) -> str:
    """The reference on one line: title, then publication and date, or the words that stand there."""
    reference = item.citation.reference
    if reference is None:
        return ""
    fields = reference.item
    told = [part for part in (fields.container_title or fields.publisher, fields.issued) if part]
    text = f"{fields.title} ({', '.join(told)})" if fields.title and told else fields.title or reference.raw
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
