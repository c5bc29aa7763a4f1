"""An archive on disk: WARC and WACZ files, or folders of them, answer like any other archive, without a network.

A revisit gets the bytes of the capture it repeats. A captured redirect is followed inside the archive, at the same time.
Each capture brings what was captured as its exchanges, to be kept as evidence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from sqlite3 import DatabaseError
from threading import Lock
from urllib.parse import urljoin

from verify.core import listings, snapshots
from verify.core.archive_urls import moment as moment_of
from verify.core.archive_urls import timestamp
from verify.core.snapshots import Snapshot
from verify.core.url_keys import url_key
from verify.model import Answer, Capture, Exchange, Hop, Miss, MissReason, Record, Request
from verify.sources.bodies import BrokenBodyError, TooLargeError, codings, unpacked
from verify.sources.disk_index import DiskIndex, Found
from verify.sources.exchanges import REDIRECTS
from verify.sources.headers import first, joined, media_type, printable
from verify.sources.wacz import opened
from verify.sources.warc import CorruptError
from verify.sources.warc_reading import read

MOST_TRIED = 3
MAX_STEPS = 8  # captured redirects
# Where its listings are said to be: archive tools take no addresses but those of the web, and this host never exists (RFC 2606).
ON_DISK = "http://on-disk.invalid"
_KNOWN_CODINGS = frozenset({"gzip", "deflate"})
# Of a body that is kept unpacked, the header that says otherwise.
_RENAMED = {"content-encoding": "X-Orig-Content-Encoding"}


class DiskArchive:
    """Answers dated requests, requests for its own mementos (`file:///…/x.warc.gz#20131220101112/http://…`) and for
    listings.

    `path` is indexed with the first request; `kept` and `tell` are those of `DiskIndex`.
    """

    def __init__(
        self,
        path: Path,
        *,
        max_bytes: int,
        kept: Path | None = None,
        tell: Callable[[str], None] = lambda _: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._path = path.expanduser().absolute()
        self._max_bytes = max_bytes
        self._kept = kept
        self._tell = tell
        self._now = now
        self._lock = Lock()
        self._index: DiskIndex | None = None

    def owns(self, uri_m: str) -> bool:
        """Whether a capture's address is one that this archive gave."""
        file = uri_m.partition("#")[0]
        own = self._path.as_uri()
        return file == own or file.startswith(own.rstrip("/") + "/")

    def get(self, request: Request) -> Answer:
        try:
            index = self._opened()
            if request.listing:
                return self._listing(index, request)
            return self._memento(index, request) if request.uri_m else self._dated(index, request)
        except (OSError, DatabaseError) as error:
            why = (error.strerror if isinstance(error, OSError) else None) or str(error)
            return self._miss(request, MissReason.UNAVAILABLE, f"cannot be read ({why})")

    def _opened(self) -> DiskIndex:
        with self._lock:
            if self._index is None:
                self._index = DiskIndex(self._path, self._kept, tell=self._tell)
            return self._index

    def _listing(self, index: DiskIndex, request: Request) -> Answer:
        rows = [_row(found) for found in index.captures(request.uri_r) if not found.entry.truncated]
        if not rows:
            return self._none(index, request, "has no capture of this page")
        where = f"{ON_DISK}{self._path.as_uri().removeprefix('file://')}/*/{request.uri_r}"
        return listings.capture(request, snapshots.settled(rows), where, self._now())

    def _dated(self, index: DiskIndex, request: Request) -> Answer:
        captures = index.captures(request.uri_r)
        if not captures:
            return self._none(index, request, "has no capture of this page")
        by_row = {_row(found): found for found in captures if not found.entry.truncated}
        if not by_row:
            return self._miss(request, MissReason.UNAVAILABLE, "has only truncated captures of this page")
        settled = dict(zip(snapshots.settled(by_row), by_row.values(), strict=True))
        answer: Answer = self._none(index, request, "has no capture of this page in that time")
        for row in snapshots.ranking(settled, request)[:MOST_TRIED]:
            answer = self._followed(index, request, settled[row])
            if isinstance(answer, Capture) and answer.status < 300:
                return answer
        return answer

    def _memento(self, index: DiskIndex, request: Request) -> Answer:
        stamp, _, uri = (request.uri_m or "").partition("#")[2].partition("/")
        for found in index.captures(uri):
            if found.entry.moment == moment_of(stamp) and self._uri_m(found) == request.uri_m:
                return self._followed(index, request, found)
        return self._none(index, request, "has no capture at this address")

    def _followed(self, index: DiskIndex, request: Request, found: Found) -> Answer:
        """The capture, with redirects followed to what was captured nearest in time."""
        hops: list[Hop] = []
        exchanges: list[Exchange] = []
        seen: set[str] = set()
        for _ in range(MAX_STEPS):
            answer = self._capture(index, request, found)
            location = first(answer.headers, "Location") if isinstance(answer, Capture) else None
            if isinstance(answer, Miss) or location is None or answer.status not in REDIRECTS:
                return answer if isinstance(answer, Miss) else _chained(answer, hops, exchanges)
            exchanges += answer.exchanges
            hops.append(Hop(status=answer.status, uri=found.entry.uri))
            seen.add(found.entry.uri)
            target = urljoin(found.entry.uri, location)
            at = Request(uri_r=target, accept_datetime=found.entry.moment)
            rows = {
                _row(each): each
                for each in index.captures(target)
                if each.entry.uri not in seen and not each.entry.truncated
            }
            best = snapshots.choose(rows, at)
            if best is None:
                if url_key(target) in {url_key(uri) for uri in seen}:
                    return _chained(answer, hops[:-1], exchanges[:-1])
                detail = f"has a capture that redirects to {target[:200]}, of which it has none"
                return self._none(index, request, detail)
            found = rows[best]
        return self._miss(request, MissReason.UNAVAILABLE, "redirects without end")

    def _capture(self, index: DiskIndex, request: Request, found: Found) -> Answer:
        try:
            exchange, record_id = self._exchange(index, found)
            if exchange.truncated:
                return self._miss(
                    request, MissReason.UNAVAILABLE, f"its capture of {found.entry.moment:%Y-%m-%d} is cut"
                )
            body = self._unpacked(exchange)
        except (CorruptError, BrokenBodyError) as error:
            detail = f"its capture of {found.entry.moment:%Y-%m-%d} cannot be read ({error})"
            return self._miss(request, MissReason.UNAVAILABLE, detail)
        except TooLargeError as error:
            return self._miss(request, MissReason.TOO_LARGE, str(error))
        kind, charset = media_type(exchange.headers)
        if not _KNOWN_CODINGS.issuperset(codings(joined(exchange.headers, "Content-Encoding"))):
            plain = tuple((_RENAMED.get(name.lower(), name), value) for name, value in exchange.headers)
            kept = replace(exchange, headers=plain)
        else:
            kept = exchange
        return Capture(
            request=request,
            uri_r=found.entry.uri,
            uri_m=self._uri_m(found),
            memento_datetime=found.entry.moment,
            retrieved=self._now().replace(microsecond=0),
            status=exchange.status,
            headers=exchange.headers,
            media_type=kind,
            charset=charset,
            sha256=sha256(body).hexdigest(),
            body=body,
            record=Record(
                file=f"{found.path}{'#' if found.member else ''}{found.member}",
                offset=found.entry.spot.offset,
                record_id=record_id,
            ),
            exchanges=(kept,),
        )

    def _exchange(self, index: DiskIndex, found: Found) -> tuple[Exchange, str]:
        """What was captured, and the id of its record; of a revisit with the headers and bytes that it repeats."""
        limit = self._max_bytes + (1 << 17)  # a block has headers too
        with opened(found.path, found.member) as file:
            record = read(file, found.entry.spot, limit)
        entry = record.entry
        if url_key(entry.uri) != url_key(found.entry.uri) or entry.moment != found.entry.moment:
            raise CorruptError("the index leads to another record")
        if entry.type != "revisit":
            return record.exchange, entry.record_id
        originals = [*index.record(entry.refers_to or "")]
        if entry.refers_to_uri and entry.refers_to_moment:
            near = index.captures(entry.refers_to_uri)
            originals += [each for each in near if each.entry.moment == entry.refers_to_moment]
        originals += index.same_payload(entry.digest)
        for original in originals:
            if original.entry.type == "revisit" or original.entry.truncated:
                continue
            with opened(original.path, original.member) as file:
                source = read(file, original.entry.spot, limit)
            if not (entry.digest and source.entry.digest) or entry.digest.lower() == source.entry.digest.lower():
                return replace(source.exchange, uri=entry.uri, retrieved=entry.moment), entry.record_id
        raise CorruptError("it repeats a capture that is not here")

    def _unpacked(self, exchange: Exchange) -> bytes:
        header = joined(exchange.headers, "Content-Encoding")
        if not _KNOWN_CODINGS.issuperset(codings(header)):
            # Browsers' recorders keep the page unpacked and its headers as they were.
            try:
                exchange.body.decode()
            except UnicodeDecodeError:
                raise BrokenBodyError(f"coded as {header[:40]}") from None
            return exchange.body
        return unpacked(exchange.body, header, self._max_bytes)

    def _uri_m(self, found: Found) -> str:
        return f"{found.path.as_uri()}#{timestamp(found.entry.moment)}/{found.entry.uri}"

    def _none(self, index: DiskIndex, request: Request, detail: str) -> Miss:
        """That there is no capture; what is damaged cannot say that."""
        if not index.torn:
            return self._miss(request, MissReason.NOT_ARCHIVED, detail)
        first, *others = index.torn
        damaged = f"{first} and {len(others)} more files are" if others else f"{first} is"
        return self._miss(request, MissReason.UNAVAILABLE, f"{detail} in what could be read ({damaged} damaged)")

    def _miss(self, request: Request, reason: MissReason, detail: str) -> Miss:
        return Miss(request=request, reason=reason, detail=printable(f"{self._path.name}: {detail}"))


def _chained(answer: Capture, hops: list[Hop], exchanges: list[Exchange]) -> Capture:
    """The capture at the end of captured redirects."""
    return replace(answer, redirects=tuple(hops), exchanges=(*exchanges, *answer.exchanges))


def _row(found: Found) -> Snapshot:
    entry = found.entry
    return Snapshot(
        moment=entry.moment,
        uri_r=entry.uri,
        status=entry.status,
        media_type=entry.media_type,
        digest=entry.digest,
    )
