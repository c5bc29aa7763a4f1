"""Which captures belong to a citation, best first, and which rows of an archive's index they are.

The order is: the archive address that the citation gives; a capture of its "Archived on" day; the last one at or
before "Retrieved", then the first after it; the first after publication; without any date the one nearest to the
document's own date, or the latest. Days are those of UTC, since a citation does not say where its author was.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from verify.core import archive_urls
from verify.core.patterns import regex
from verify.model import Prefer, Reference, Request

# What "the latest" is asked as: no capture is later.
LATEST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)

_DATE = regex(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?=$|T|\s|/)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A row of an archive's index. `status` None: the index does not say."""

    moment: datetime
    uri_r: str
    status: int | None = None
    media_type: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """What a date of some precision covers, first and last second, in UTC."""

    start: datetime
    end: datetime


def period(text: str | None) -> Period | None:
    """The period of an ISO 8601 date as precise as it is (`2013`, `2013-09`, `2013-09-01`); None for anything else.

    Of an interval (`2013-09/2013-10`) the first part counts, of a date with a time the day.
    """
    found = _DATE.match((text or "").strip())
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    try:
        start = datetime(year, month or 1, day or 1, tzinfo=UTC)
    except ValueError:
        return None
    if day:
        return Period(start, start + timedelta(days=1, seconds=-1))
    last = monthrange(year, month)[1] if month else 31
    return Period(start, datetime(year, month or 12, last, 23, 59, 59, tzinfo=UTC))


def wanted(
    reference: Reference | None, uri_r: str, document_date: date | None = None, *, archive_url: str | None = None
) -> tuple[Request, ...]:
    """The captures of `uri_r` to ask for, best first, none twice.

    `archive_url` is that of a decision about the reference and goes before the reference's own.
    """
    return tuple(dict.fromkeys(_wanted(reference, uri_r, document_date, archive_url)))


def _wanted(
    reference: Reference | None, uri_r: str, document_date: date | None, archive_url: str | None
) -> Iterator[Request]:
    item = reference.item if reference else None
    for own in (archive_url, reference.archive_url if reference else None, item.URL if item else None):
        if own:
            yield from _own(own, uri_r)
    archived = period(reference.archived if reference else None)
    accessed = period(item.accessed if item else None)
    issued = period(item.issued if item else None)
    if archived:
        yield _asked(uri_r, archived.end, Prefer.BEFORE, start=archived.start, end=archived.end)
    # "Archived on" stands in for a missing "Retrieved": its author had the page before him that day.
    seen = accessed or archived
    if seen:
        yield _asked(uri_r, seen.end, Prefer.BEFORE, end=seen.end)
        yield _asked(uri_r, seen.end, Prefer.AFTER, start=seen.end)
    if issued:
        yield _asked(uri_r, issued.start, Prefer.AFTER, start=issued.start)
        if not seen:
            # Sites move and pages are captured late: what stood there before still beats nothing.
            yield _asked(uri_r, issued.end, Prefer.CLOSEST)
    if not (seen or issued):
        if document_date:
            noon = datetime(document_date.year, document_date.month, document_date.day, 12, tzinfo=UTC)
            yield _asked(uri_r, noon, Prefer.CLOSEST)
        else:
            yield _asked(uri_r, LATEST, Prefer.BEFORE)


def _own(url: str, uri_r: str) -> Iterator[Request]:
    """The capture that a citation names itself. One that is no evidence is asked too, so that the refusal is told."""
    found = archive_urls.parse(url)
    if archive_urls.refusal(url):
        yield Request(uri_r=uri_r, uri_m=url)
    elif found and found.exact:
        yield Request(uri_r=found.uri_r, uri_m=url)
    elif found and found.moment:
        yield _asked(found.uri_r, found.moment, Prefer.CLOSEST)
    elif found:
        yield _asked(found.uri_r, LATEST, Prefer.BEFORE)


def _asked(
    uri_r: str, moment: datetime, prefer: Prefer, *, start: datetime | None = None, end: datetime | None = None
) -> Request:
    return Request(uri_r=uri_r, accept_datetime=moment, prefer=prefer, window=(start, end))


def choose(snapshots: Iterable[Snapshot], request: Request) -> Snapshot | None:
    """The capture that a dated request asks for: a page if there is one, else a redirect; never an error page.

    None when the window holds neither.
    """
    ranked = ranking(snapshots, request)
    return ranked[0] if ranked else None


def ranking(snapshots: Iterable[Snapshot], request: Request) -> tuple[Snapshot, ...]:
    """All captures that would do for a dated request, best first."""
    at = request.accept_datetime or LATEST
    start, end = request.window
    found = [
        each
        for each in snapshots
        if (each.status is None or 200 <= each.status < 400)
        and (start is None or each.moment >= start)
        and (end is None or each.moment <= end)
        and (request.prefer is not Prefer.BEFORE or each.moment <= at)
        and (request.prefer is not Prefer.AFTER or each.moment >= at)
    ]
    return tuple(sorted(found, key=lambda each: (_is_redirect(each), abs(each.moment - at), each.moment)))


def settled(snapshots: Iterable[Snapshot]) -> tuple[Snapshot, ...]:
    """The rows with the status of a revisit filled in from the capture with the same digest."""
    rows = tuple(snapshots)
    known = {row.digest: row for row in rows if row.digest and row.status is not None}
    return tuple(_filled(row, known.get(row.digest)) if row.status is None else row for row in rows)


def _filled(row: Snapshot, twin: Snapshot | None) -> Snapshot:
    if twin is None:
        return row
    return Snapshot(
        moment=row.moment, uri_r=row.uri_r, status=twin.status, media_type=twin.media_type, digest=row.digest
    )


def _is_redirect(row: Snapshot) -> bool:
    return row.status is not None and row.status >= 300
