"""The JSON contract, written by hand so that it stays when the model changes: docs/json.md describes it.

Keys come in a fixed order and are always there, null where nothing is known. Fields may be added under
`SCHEMA_VERSION`; one that is renamed or removed makes a new version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from verify.model import (
    Capture,
    CrossFinding,
    Difference,
    Document,
    Drift,
    Evidence,
    Extraction,
    Finding,
    Item,
    Known,
    Match,
    Place,
    Quotation,
    Reference,
    Report,
    Request,
)
from verify.reports.arrangement import position, words

SCHEMA_VERSION = "1"
Json = dict[str, Any]
# Stands for a document whose text is not at hand: everything is on its first line.
_NOWHERE = Document(name="", media_type="text/plain", text="", sha256="")


def check(report: Report) -> Json:
    """The report of a run, kind `check`."""
    return {key: list(value) if isinstance(value, Items) else value for key, value in check_in_parts(report)}


class Items(Iterator[Json]):
    """The items of a list, made when they are asked for: the findings may be thousands."""

    def __init__(self, items: Iterable[Json]) -> None:
        self._items = iter(items)

    def __next__(self) -> Json:
        return next(self._items)


def check_in_parts(report: Report) -> Iterator[tuple[str, object]]:
    """Key and value of the report of a run; a list comes as `Items`."""
    yield from head("check", report.version).items()
    yield from run(report).items()
    yield "documents", Items(map(document, report.extractions))
    yield "findings", Items(map(finding, report.findings))
    yield "cross_document", Items(cross_finding(item, report) for item in report.cross_document)
    yield from totals(report).items()


def extract(extractions: Sequence[Extraction], version: str) -> Json:
    """What would be checked, kind `extract`."""
    return {**head("extract", version), "documents": [document(extraction) for extraction in extractions]}


def head(kind: str, version: str) -> Json:
    """What every output begins with."""
    return {"schema_version": SCHEMA_VERSION, "kind": kind, "tool": {"name": "verify", "version": version}}


def run(report: Report) -> Json:
    """When and how the run was made."""
    return {
        "started": instant(report.started),
        "finished": instant(report.finished),
        "config_digest": report.config_digest,
        "interrupted": report.interrupted,
    }


def totals(report: Report) -> Json:
    """What a run comes to, and what it could not do."""
    coverage = report.coverage()
    counts = report.counts()
    return {
        "problems": list(report.problems),
        "notices": list(report.notices),
        "coverage": {
            "quotations": coverage.quotations,
            "checked": coverage.checked,
            "references": coverage.references,
            "resolved": coverage.resolved,
        },
        "counts": {verdict.value: count for verdict, count in counts.items()},
    }


def instant(moment: datetime) -> str:
    """ISO 8601 in UTC to the second: 2026-11-21T07:20:00Z."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def document(extraction: Extraction) -> Json:
    """One document with all that it claims."""
    source = extraction.document
    return {
        "path": source.name,
        "media_type": source.media_type,
        "sha256": source.sha256,
        "characters": source.characters,
        "title": source.title,
        "language": source.language,
        "quotations": [quotation(item, extraction) for item in extraction.quotations],
        "references": [reference(item, source) for item in extraction.references],
        "joins": [
            {"quotation": join.quotation, "reference": join.reference, "rule": join.rule} for join in extraction.joins
        ],
        "notices": list(extraction.notices),
    }


def quotation(item: Quotation, extraction: Extraction) -> Json:
    """One quotation of a document."""
    return {
        "id": item.id,
        "exact": item.exact,
        "prefix": item.prefix,
        "suffix": item.suffix,
        "start": item.start,
        "end": item.end,
        **where(extraction.document.place(item.start)),
        "kind": item.kind.value,
        "check": item.check.value,
        "reason": item.reason,
        "continues": item.continues,
        "nested_in": item.nested_in,
        "speaker": item.speaker,
        "cue": item.cue,
        "date": item.date,
        "references": list(extraction.references_of(item)),
    }


def where(place: Place) -> Json:
    """A place that a person can look up."""
    return {
        "line": place.line,
        "column": place.column,
        "page": place.page,
        "paragraph": place.paragraph,
        "part": place.part,
        "cell": place.cell,
        "time": place.time,
    }


def reference(item: Reference, source: Document) -> Json:
    """One reference of a document."""
    return {
        "id": item.id,
        "kind": item.kind.value,
        "marker": item.marker,
        "raw": item.raw,
        "start": item.start,
        "end": item.end,
        **where(source.place(item.start)),
        "item": work(item.item),
        "archived": item.archived,
        "archive_url": item.archive_url,
    }


def work(item: Item) -> Json:
    """The cited work in CSL-JSON's names; dates are ISO 8601 text, as precise as the document is."""
    return {
        "type": item.type,
        "title": item.title,
        "author": [
            {
                key: value
                for key, value in (("family", name.family), ("given", name.given), ("literal", name.literal))
                if value is not None
            }
            for name in item.author
        ],
        "container-title": item.container_title,
        "publisher": item.publisher,
        "issued": item.issued,
        "accessed": item.accessed,
        "URL": item.URL,
        "DOI": item.DOI,
        "ISBN": item.ISBN,
        "language": item.language,
        "format": item.format,
    }


def finding(item: Finding) -> Json:
    """One decision. `exact` and `raw` repeat what `quotation` and `reference` name, so that a finding reads alone."""
    citation = item.citation
    return {
        "id": citation.fingerprint,
        "document": citation.document.name,
        **where(citation.document.place(position(citation))),
        "quotation": citation.quotation.id if citation.quotation else None,
        "pieces": [piece.id for piece in citation.pieces],
        "reference": citation.reference.id if citation.reference else None,
        "exact": words(citation) if citation.quotation else None,
        "raw": citation.reference.raw if citation.reference else None,
        "verdict": item.verdict.value,
        "reason": item.reason.value if item.reason else None,
        "availability": item.availability.value,
        "summary": item.summary,
        "differences": [difference(entry) for entry in item.differences],
        "flags": sorted(item.flags),
        "evidence": [evidence(entry) for entry in item.evidence],
        "metadata": [
            {"field": entry.field, "cited": entry.cited, "found": entry.found, "agrees": entry.agrees}
            for entry in item.metadata
        ],
        "drift": _drift(item.drift) if item.drift else None,
        "known": known(item.known) if item.known else None,
    }


def _drift(item: Drift) -> Json:
    """When the words left the page, as far as captures tell."""
    return {
        "last_with": instant(item.last_with),
        "first_without": instant(item.first_without) if item.first_without else None,
        "captures": item.captures,
        "read": item.read,
        "unread": item.unread,
        "between": item.between,
    }


def known(item: Known) -> Json:
    """Why a baseline leaves a finding, and until which day."""
    return {"reason": item.reason, "until": item.until}


def difference(item: Difference) -> Json:
    """One departure from the source; `start` and `end` count in the finding's `exact`."""
    return {
        "rule": item.rule,
        "severity": item.severity.value,
        "quoted": item.quoted,
        "source": item.source,
        "start": item.start,
        "end": item.end,
        "source_start": item.source_start,
        "source_end": item.source_end,
        "message": item.message,
    }


def evidence(item: Evidence) -> Json:
    """One copy of the source that was asked for, and what it showed. A miss has `miss` and no `retrieved`."""
    answer = item.answer
    capture = answer if isinstance(answer, Capture) else None
    record = capture.record if capture else None
    judged = item.judged
    return {
        "uri_r": capture.uri_r if capture else answer.request.uri_r,
        "uri_m": capture.uri_m if capture else answer.request.uri_m,
        "memento_datetime": instant(capture.memento_datetime) if capture and capture.memento_datetime else None,
        "retrieved": instant(capture.retrieved) if capture else None,
        "status": capture.status if capture else None,
        "media_type": capture.media_type if capture else None,
        "sha256": capture.sha256 if capture else None,
        "warc": {"file": record.file, "offset": record.offset, "record_id": record.record_id} if record else None,
        "miss": None
        if isinstance(answer, Capture)
        else {"reason": answer.reason.value, "detail": answer.detail, "retry_after": answer.retry_after},
        "request": _request(answer.request),
        "redirects": [{"status": hop.status, "uri": hop.uri} for hop in capture.redirects] if capture else [],
        "availability": item.availability.value if item.availability else None,
        "unreadable": item.unreadable.value if item.unreadable else None,
        "detail": item.detail,
        "characters": judged.source.characters if judged else None,
        "verdict": judged.verdict.value if judged else None,
        "region": judged.match.region.value if judged and judged.match else None,
        "match": match(judged.match, judged.source) if judged and judged.match else None,
        "others": [match(other, judged.source) for other in judged.others] if judged else [],
        "link": item.link,
    }


def match(item: Match, source: Document) -> Json:
    """A passage of the source and its place there; offsets count in the source's text as a person reads it."""
    return {
        "exact": item.exact,
        **where(source.place(item.start)),
        "page_end": source.place(max(item.end - 1, item.start)).page,
        "start": item.start,
        "end": item.end,
        "before": item.before,
        "after": item.after,
        "region": item.region.value,
        "pieces": [
            {
                "start": piece.start,
                "end": piece.end,
                "source_start": piece.source_start,
                "source_end": piece.source_end,
            }
            for piece in item.pieces
        ],
    }


def cross_finding(item: CrossFinding, report: Report) -> Json:
    """Places of the documents that contradict each other."""
    documents = {extraction.document.name: extraction.document for extraction in report.extractions}
    return {
        "kind": item.kind,
        "message": item.message,
        "places": [
            {
                "document": place.document,
                **where(documents.get(place.document, _NOWHERE).place(place.start)),
                "start": place.start,
                "end": place.end,
                "text": place.text,
            }
            for place in item.places
        ],
    }


def _request(request: Request) -> Json:
    return {
        "uri_r": request.uri_r,
        "accept_datetime": instant(request.accept_datetime) if request.accept_datetime else None,
        "live": request.live,
    }
