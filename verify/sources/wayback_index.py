"""The Wayback Machine's index (CDX server), by waybackpy: the only module that imports it.

waybackpy builds the query and reads the rows. What it lacks is put around it: our fetcher with its limits instead of
its own `requests.get`, any address of the index, a 429 that stays one, and rows it would stumble over left out.
Its `near`, `newest` and `oldest` are not used: they rest on `closest=` and `limit=-1`, whose answers are wrong at
times. The whole history is asked and chosen from here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from datetime import UTC

from waybackpy import WaybackMachineCDXServerAPI
from waybackpy.cdx_snapshot import CDXSnapshot
from waybackpy.cdx_utils import full_url

from verify.core.archive_urls import moment
from verify.core.snapshots import Snapshot

# 1.5 MB of rows, more than nearly every page has. A page with more is asked again for the time that matters.
ROW_LIMIT = 12_000
# Error pages are no copies of a page. Collapsing the rows of a day would keep the first, which is often the redirect
# to https, and hide the page.
_FILTER = "!statuscode:[45].."
# urlkey timestamp original mimetype statuscode digest length
_ROW = re.compile(r"\S+ (\d{14}) \S+ \S+ (?:\d{3}|-) \S{3,} \S+")


class NonsenseError(Exception):
    """The answer is not that of an index."""


class _Query(WaybackMachineCDXServerAPI):
    """One query whose answer `ask` fetches. Afterwards `more` tells whether rows were left out."""

    def __init__(self, ask: Callable[[str], str], endpoint: str, url: str, start: str | None, end: str | None) -> None:
        super().__init__(
            url,
            start_timestamp=start,
            end_timestamp=end,
            filters=[_FILTER],
            limit=str(ROW_LIMIT),
        )
        self.endpoint = endpoint
        self.more = False
        self._ask = ask

    def cdx_api_manager(
        self,
        payload: dict[str, str],
        headers: dict[str, str],  # noqa: ARG002  the library passes its own
    ) -> Generator[str, None, None]:
        """The rows, as one text. Overrides the method that would send the requests."""
        query = {**payload, "limit": str(self.limit), "showResumeKey": "true"}
        text = self._ask(full_url(self.endpoint, query))
        lines, rows = text.splitlines(), index_rows(text)
        self.more = len(lines) >= 2 and not lines[-2].strip() and bool(lines[-1].strip())
        yield "\n".join(rows)


def index_rows(text: str) -> list[str]:
    """The rows of an answer of the index. Raises `NonsenseError` when it holds something else."""
    lines = text.splitlines()
    rows = [line for line in lines if _ROW.fullmatch(line) and moment(line.split(" ", 2)[1])]
    if not rows and any(line.strip() for line in lines):
        raise NonsenseError(lines[0][:80])
    return rows


def query(
    ask: Callable[[str], str], endpoint: str, url: str, start: str | None = None, end: str | None = None
) -> tuple[tuple[Snapshot, ...], bool]:
    """The captures of a URL in the index at `endpoint`, and whether there are more than were told.

    `ask` returns the text at an address, and what it raises comes through. `start` and `end` are timestamps of 4 to
    14 digits. Raises `NonsenseError` when the answer holds no rows but something else.
    """
    asked = _Query(ask, endpoint, url, start, end)
    return tuple(_snapshot(row) for row in asked.snapshots()), asked.more


def _snapshot(row: CDXSnapshot) -> Snapshot:
    return Snapshot(
        moment=row.datetime_timestamp.replace(tzinfo=UTC),
        uri_r=row.original,
        status=int(row.statuscode) if row.statuscode.isdigit() else None,
        media_type="" if row.mimetype in ("warc/revisit", "unk") else row.mimetype,
        digest=row.digest,
    )
