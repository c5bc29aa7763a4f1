"""The evidence of a saved run read back: which copies were asked for, and what each showed."""

from __future__ import annotations

from dataclasses import replace

from verify.model import (
    Anchor,
    Availability,
    Capture,
    Difference,
    Document,
    Drift,
    Evidence,
    Hop,
    Judged,
    Match,
    MetadataCheck,
    Miss,
    MissReason,
    Piece,
    Reason,
    Record,
    RegionKind,
    Request,
    Severity,
    Verdict,
)
from verify.reports.fields import Fields
from verify.reports.saved_documents import anchored


def evidence(entry: Fields) -> Evidence:
    """One copy that was asked for."""
    return Evidence(
        answer=_answer(entry),
        availability=entry.word_or_none("availability", Availability),
        unreadable=entry.word_or_none("unreadable", Reason),
        detail=entry.text_or_none("detail") or "",
        judged=_judged(entry),
        link=entry.text_or_none("link"),
    )


def difference(entry: Fields) -> Difference:
    """One departure from the source."""
    return Difference(
        rule=entry.text("rule"),
        severity=entry.word("severity", Severity),
        quoted=entry.text("quoted"),
        source=entry.text("source"),
        start=entry.number("start"),
        end=entry.number("end"),
        source_start=entry.number("source_start"),
        source_end=entry.number("source_end"),
        message=entry.text("message"),
    )


def metadata(entry: Fields) -> MetadataCheck:
    """A field of the reference against the source."""
    return MetadataCheck(
        field=entry.text("field"), cited=entry.text("cited"), found=entry.text("found"), agrees=entry.truth("agrees")
    )


def drift(entry: Fields) -> Drift:
    """When the words left the page."""
    return Drift(
        last_with=entry.moment("last_with"),
        first_without=entry.moment_or_none("first_without"),
        captures=entry.number("captures"),
        read=entry.number("read"),
        unread=entry.number("unread"),
        between=entry.number("between"),
    )


def _answer(entry: Fields) -> Capture | Miss:
    request = _request(entry)
    missing = entry.part_or_none("miss")
    if missing:
        return Miss(
            request=request,
            reason=missing.word("reason", MissReason),
            detail=missing.text_or_none("detail") or "",
            retry_after=missing.seconds_or_none("retry_after"),
        )
    kept = entry.part_or_none("warc")
    return Capture(
        request=request,
        uri_r=entry.text("uri_r"),
        uri_m=entry.text_or_none("uri_m"),
        memento_datetime=entry.moment_or_none("memento_datetime"),
        retrieved=entry.moment("retrieved"),
        status=entry.number("status"),
        media_type=entry.text_or_none("media_type") or "",
        sha256=entry.text("sha256"),
        body=b"",
        redirects=tuple(Hop(status=hop.number("status"), uri=hop.text("uri")) for hop in entry.parts("redirects")),
        record=Record(file=kept.text("file"), offset=kept.number("offset"), record_id=kept.text("record_id"))
        if kept
        else None,
    )


def _request(entry: Fields) -> Request:
    """What was asked. The JSON says of a memento asked for by its address only that it was not the live page."""
    asked = entry.part("request")
    when = asked.moment_or_none("accept_datetime")
    by_address = when is None and not asked.truth("live")
    return Request(
        uri_r=asked.text("uri_r"),
        accept_datetime=when,
        uri_m=(entry.text_or_none("uri_m") or asked.text("uri_r"))
        if by_address
        else (entry.text_or_none("uri_m") if when and entry.value.get("miss") else None),
    )


def _judged(entry: Fields) -> Judged | None:
    verdict = entry.word_or_none("verdict", Verdict)
    if verdict is None:
        return None
    found = entry.part_or_none("match")
    passages = [item for item in (found, *entry.parts("others")) if item]
    source = Document(
        name=entry.text("uri_r"),
        media_type=entry.text_or_none("media_type") or "",
        text="",
        sha256="",
        anchors=_anchors(passages),
        size=entry.number_or_none("characters") or 0,
    )
    return Judged(
        verdict=verdict,
        source=source,
        match=_match(found) if found else None,
        others=tuple(_match(item) for item in entry.parts("others")),
    )


def _anchors(passages: list[Fields]) -> tuple[Anchor, ...]:
    """The places where passages begin, and the pages on which they end."""
    begins = {anchor.start: anchor for anchor in anchored((item.number("start"), item) for item in passages)}
    ends = {
        last: replace(begins[item.number("start")], start=last, page=item.number_or_none("page_end"))
        for item in passages
        if (last := item.number("end") - 1) > item.number("start")
    }
    return tuple(anchor for _, anchor in sorted({**ends, **begins}.items()))


def _match(entry: Fields) -> Match:
    return Match(
        start=entry.number("start"),
        end=entry.number("end"),
        exact=entry.text("exact"),
        before=entry.text_or_none("before") or "",
        after=entry.text_or_none("after") or "",
        pieces=tuple(
            Piece(
                start=piece.number("start"),
                end=piece.number("end"),
                source_start=piece.number("source_start"),
                source_end=piece.number("source_end"),
            )
            for piece in entry.parts("pieces")
        ),
        region=entry.word("region", RegionKind),
    )
