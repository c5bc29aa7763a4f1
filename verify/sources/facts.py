"""A capture as JSON and back: what the evidence cache keeps of it beside its bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from verify.model import Capture, Exchange, Hop, MissReason, Record, Request
from verify.sources.warc_index import AnswerRow, RecordRow

LISTING = "listing"


def key(scope: str, request: Request) -> str:
    """The text under which an answer is found: the box that was asked, and everything of the request."""
    start, end = (moment.isoformat() if moment else None for moment in request.window)
    accept = request.accept_datetime.isoformat() if request.accept_datetime else None
    parts = [scope, request.uri_r, request.uri_m, accept, request.prefer.value, start, end]
    return json.dumps([*parts, LISTING] if request.listing else parts)


def same_request(name: str, scopes: str, request: Request) -> bool:
    """Whether a key is that of a request to any box whose scope begins like `scopes`."""
    with suppress(ValueError):
        parts: Any = json.loads(name)
        return str(parts[0]).startswith(scopes) and parts[1:] == json.loads(key("", request))[1:]
    return False


def is_listing(name: str) -> bool:
    """Whether a key is that of a list of captures."""
    with suppress(ValueError):
        parts: Any = json.loads(name)
        return isinstance(parts, list) and parts[7:] == [LISTING]
    return False


def facts_of(capture: Capture) -> dict[str, object]:
    """All of a capture that its response record does not tell, or tells in the words of an archive."""
    return {
        "uri_r": capture.uri_r,
        "uri_m": capture.uri_m,
        "memento_datetime": capture.memento_datetime.isoformat() if capture.memento_datetime else None,
        "retrieved": capture.retrieved.isoformat(),
        "status": capture.status,
        "headers": capture.headers,
        "media_type": capture.media_type,
        "charset": capture.charset,
        "sha256": capture.sha256,
        "redirects": [(hop.status, hop.uri) for hop in capture.redirects],
    }


def capture_of(facts: Mapping[str, Any], request: Request, body: bytes, record: RecordRow) -> Capture:
    """The capture that facts and bytes make. Raises `KeyError`, `ValueError` or `TypeError` for facts that are none."""
    memento = facts["memento_datetime"]
    return Capture(
        request=request,
        uri_r=facts["uri_r"],
        uri_m=facts["uri_m"],
        memento_datetime=datetime.fromisoformat(memento) if memento else None,
        retrieved=datetime.fromisoformat(facts["retrieved"]),
        status=facts["status"],
        headers=tuple((str(name), str(value)) for name, value in facts["headers"]),
        media_type=facts["media_type"],
        charset=facts["charset"],
        sha256=facts["sha256"],
        body=body,
        redirects=tuple(Hop(status=status, uri=uri) for status, uri in facts["redirects"]),
        record=record_of(record),
    )


def answer_row(told: Mapping[str, str], facts: Mapping[str, object], record_id: str) -> AnswerRow:
    """The row of an answer: `told` holds its key, the URL it is `for`, and when it was `asked`."""
    return AnswerRow(
        key=told["key"],
        uri_r=told["for"],
        asked=datetime.fromisoformat(told["asked"]),
        record_id=record_id,
        facts=as_json(facts).decode(),
    )


def absence_facts(row: AnswerRow) -> dict[str, object]:
    """What is kept in a WARC file of an archive's "no"."""
    asked = row.asked.isoformat()
    return {"key": row.key, "for": row.uri_r, "asked": asked, "reason": row.reason, "detail": row.detail}


def absence_of(facts: Mapping[str, Any]) -> AnswerRow:
    """The "no" that facts tell of. Raises `KeyError`, `ValueError` or `TypeError` for facts that are none."""
    return AnswerRow(
        key=str(facts["key"]),
        uri_r=str(facts["for"]),
        asked=datetime.fromisoformat(facts["asked"]),
        reason=MissReason(facts["reason"]).value,
        detail=str(facts["detail"]),
    )


def record_of(row: RecordRow) -> Record:
    """Where a record is kept, as findings name it."""
    return Record(file=row.place.file, offset=row.place.offset, record_id=row.record_id)


def as_json(facts: Mapping[str, object]) -> bytes:
    """Facts on one line."""
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def synthesised(capture: Capture) -> Exchange:
    """The exchange of a capture whose box tells of none: its body is no longer coded, so no header may say so."""
    coded = {"content-encoding", "transfer-encoding", "content-length"}
    return Exchange(
        uri=capture.uri_m or capture.uri_r,
        retrieved=capture.retrieved,
        status=capture.status,
        headers=tuple((name, value) for name, value in capture.headers if name.lower() not in coded),
        body=capture.body,
    )
