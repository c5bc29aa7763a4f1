"""The history of a page as a body of text: what an archive has of it, one capture a line, to be asked for like a page.

`20131220101112 200 sha1:ABC http://example.org/page`, with `-` for a status or digest that the archive does not tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from verify.core.archive_urls import moment, timestamp
from verify.core.patterns import regex
from verify.core.snapshots import Snapshot
from verify.model import Capture, Request

MEDIA_TYPE = "application/x-capture-listing"
_LINE = regex(r"(\d{14}) (\d{3}|-) (\S+) (\S.*)")


def capture(request: Request, rows: Iterable[Snapshot], where: str, now: datetime) -> Capture:
    """The listing as the answer of an archive; `where` is what was asked, `now` when."""
    body = "".join(
        f"{timestamp(row.moment)} {row.status or '-'} {row.digest or '-'} {row.uri_r}\n"
        for row in sorted(rows, key=lambda row: row.moment)
    ).encode("utf-8", "replace")
    return Capture(
        request=request,
        uri_r=where,
        retrieved=now.replace(microsecond=0),
        headers=(("Content-Type", MEDIA_TYPE),),
        media_type=MEDIA_TYPE,
        sha256=sha256(body).hexdigest(),
        body=body,
    )


def rows(listing: Capture) -> tuple[Snapshot, ...]:
    """The captures that a listing names, in the order of time; of those of one second the first."""
    found: dict[datetime, Snapshot] = {}
    for line in listing.body.decode("utf-8", "replace").splitlines():
        fields = _LINE.fullmatch(line)
        at = moment(fields[1]) if fields else None
        if fields and at:
            row = Snapshot(
                moment=at,
                uri_r=fields[4],
                status=int(fields[2]) if fields[2] != "-" else None,
                digest="" if fields[3] == "-" else fields[3],
            )
            found.setdefault(at, row)
    return tuple(found[at] for at in sorted(found))
