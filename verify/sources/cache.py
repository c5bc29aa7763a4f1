"""The evidence cache: what was fetched, kept as WARC files, and found again by the request it answered.

A capture that comes out of it equals the one that went in, to the byte, and names its record. A record that is
damaged does not exist. docs/cache.md describes the files.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, Self

from verify.errors import VerifyError
from verify.model import Capture, Exchange, Miss, MissReason, Request
from verify.sources import warc
from verify.sources.bodies import GZIP_MAGIC, BrokenBodyError, TooLargeError, unpacked
from verify.sources.breakers import LONGEST_HOLD, Held
from verify.sources.facts import (
    absence_facts,
    answer_row,
    as_json,
    capture_of,
    facts_of,
    key,
    record_of,
    same_request,
    synthesised,
)
from verify.sources.headers import joined
from verify.sources.index_connection import Connection
from verify.sources.leases import Lease, Leases
from verify.sources.mending import mend
from verify.sources.rates import Limit
from verify.sources.shared_state import SharedState
from verify.sources.warc import CorruptError, Original, Packed, Place
from verify.sources.warc_index import AnswerRow, Index, RecordRow

# A revisit record costs about 700 bytes, so smaller bodies are simply kept again.
SMALLEST_SHARED = 1024
UNPACKED_LIMIT = 1 << 30  # what was kept was within the limits of its run


class Cache:
    """An open cache folder, made when it is missing. Safe for threads; several processes may have it open.

    Raises `VerifyError` when the folder cannot be used. `read_only` opens what is there and writes nothing, which an
    offline run needs; a missing folder is then an empty cache. `problems` tells what could not be kept.
    """

    def __init__(
        self, folder: Path, *, read_only: bool = False, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.folder = folder
        self.read_only = read_only
        self.problems: list[str] = []
        self._now = now
        self._lock = RLock()
        if not read_only:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise VerifyError(
                    f"cannot make the cache folder {folder} ({error.strerror}): name another one with --cache"
                ) from error
        self._connection = Connection(folder, read_only=read_only)
        self.index = Index(self._connection)
        self.shared = SharedState(self._connection)
        self._writer = warc.Writer(folder)
        self._leases = Leases(self.shared)
        if not read_only:
            mend(folder, self.index)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._leases.close()
        with self._lock:
            self._writer.close()
            self._connection.close()

    def get(self, scope: str, request: Request) -> tuple[Capture | Miss, datetime] | None:
        """The last answer to a request and when it was asked; None when there is none or its record is damaged."""
        row = self.index.answer(key(scope, request))
        if row is None:
            return None
        if row.reason:
            return Miss(request=request, reason=MissReason(row.reason), detail=row.detail), row.asked
        capture = self._read(request, row)
        return (capture, row.asked) if capture else None

    def get_from(self, scopes: str, request: Request) -> Capture | None:
        """The last capture that a request was answered with by any box whose scope begins like `scopes`."""
        rows = self.index.captures(request.uri_r)
        found = (self._read(request, row) for row in rows if same_request(row.key, scopes, request))
        return next((capture for capture in found if capture), None)

    def _read(self, request: Request, row: AnswerRow) -> Capture | None:
        """The capture of an answer; None when its record is damaged."""
        for _ in range(2):  # a record may be moved just after its place was read
            with contextlib.suppress(CorruptError, BrokenBodyError, TooLargeError, KeyError, ValueError, TypeError):
                return self.rebuilt(request, row)
        return None

    def keep(
        self, scope: str, request: Request, answer: Capture | Miss, *, lease: Lease | None = None
    ) -> Capture | Miss:
        """Remember an answer; a capture comes back naming its record. The `lease` under which it was asked for is then over.

        When the disk takes no more, the capture comes back as it is and `problems` says so.
        """
        if self.read_only:
            return answer
        name = key(scope, request)
        if isinstance(answer, Miss):
            with self._keeping(), self._lock:
                self._keep_absence(name, answer, lease)
            return answer
        with self._keeping():
            return self._kept(name, answer, lease)
        return answer

    def confirm(self, scope: str, request: Request, known: Capture, answer: Capture) -> Capture:
        """Remember that a site said (304) that a capture still is its page, and return that capture.

        It keeps its time and its record, because that is when its bytes were had.
        """
        record = self.index.record(known.record.record_id) if known.record else None
        if self.read_only or record is None:
            return known
        original = Original(record.record_id, record.target, record.date)
        packed: list[Packed] = []
        for exchange in answer.exchanges:
            name = warc.record_id()
            packed += [warc.request(exchange, of=name), warc.response(exchange, name, original)]
        with self._keeping(), self._lock:
            places = self._writer.append(packed, self._now())
            self.index.add((), None, last=places[-1], rests_on=(original.record_id,))
        self.keep(scope, request, known)
        return known

    def lease(self, scope: str, request: Request) -> Lease:
        """The right to ask, which one of all threads and processes with this cache has at a time."""
        return self._leases.lease(key(scope, request), request)

    def turn(self, name: str, limit: Limit) -> float:
        """Begin one of the requests that all processes with this cache may make together: see `SharedState.turn`."""
        return 0.0 if self.read_only else self.shared.turn(name, limit, time.time())

    def landed(self, name: str) -> None:
        """The request that this thread began with `turn` is over."""
        if not self.read_only:
            self.shared.landed(name, time.time())

    def held(self, name: str) -> Held | None:
        """Why some process with this cache leaves an archive alone now: see `breakers.Breaker`."""
        held = None if self.read_only else self.shared.held(name)
        # One that ends later than any can was written before the clock was set back.
        return held if held and time.time() < held.until <= time.time() + LONGEST_HOLD else None

    def hold(self, name: str, reason: str, detail: str, seconds: float) -> None:
        """Let all processes with this cache leave an archive alone for so long."""
        if not self.read_only:
            self.shared.hold(name, Held(reason, detail, time.time() + seconds))

    def hold_host(self, name: str, seconds: float) -> None:
        """Let all processes with this cache keep a pause that a host asked for: see `polite.Holds`."""
        if not self.read_only:
            self.shared.hold_host(name, time.time() + seconds, time.time())

    def hosts_held(self) -> dict[str, float]:
        """For how many more seconds hosts are left alone for their asking."""
        return {} if self.read_only else self.shared.hosts_held(time.time())

    @contextlib.contextmanager
    def _keeping(self) -> Generator[None]:
        """A disk that takes no more costs the evidence, not the answer."""
        try:
            yield
        except OSError as error:
            problem = f"the evidence cache {self.folder} takes no more ({error.strerror or error})"
            with self._lock:
                if problem not in self.problems:
                    self.problems.append(problem)

    def _keep_absence(self, name: str, miss: Miss, lease: Lease | None) -> None:
        row = AnswerRow(
            key=name, uri_r=miss.request.uri_r, asked=self._now(), reason=miss.reason.value, detail=miss.detail
        )
        told = warc.absence(miss.request.uri_r, row.asked, as_json(absence_facts(row)))
        (place,) = self._writer.append([told], row.asked)
        self._enter((), row, lease, last=place)

    def _enter(
        self,
        records: Sequence[RecordRow],
        answer: AnswerRow,
        lease: Lease | None,
        *,
        last: Place,
        rests_on: Collection[str] = (),
    ) -> bool:
        """Enter an answer, and end its lease with it: one transaction instead of two."""
        entered = self.index.add(records, answer, last=last, rests_on=rests_on, ends=lease.held if lease else None)
        if lease and entered:
            lease.over()
        return entered

    def _kept(self, name: str, capture: Capture, lease: Lease | None) -> Capture:
        asked = self._now()
        told = {"key": name, "for": capture.request.uri_r, "asked": asked.isoformat()}
        facts = facts_of(capture)
        known = self._record_of(capture)
        if known:
            about = warc.metadata(known.target, capture.retrieved, as_json({**told, **facts}), of=known.record_id)
            with self._lock:
                (place,) = self._writer.append([about], asked)
                row = answer_row(told, facts, known.record_id)
                if self._enter((), row, lease, last=place, rests_on=(known.record_id,)):
                    return replace(capture, record=record_of(known), exchanges=())
        for share in (True, False):
            written = self._written(capture, told, facts, lease, share=share)
            if written:
                return written
        return capture

    def _record_of(self, capture: Capture) -> RecordRow | None:
        """The record of a capture that is here already; of a copy, the one of its id that holds the same."""
        row = self.index.record(capture.record.record_id) if capture.record else None
        if row is None or not capture.exchanges:
            return row
        (*before, last) = capture.exchanges
        same = not before and row.target == last.uri and row.coding == joined(last.headers, "Content-Encoding")
        with contextlib.suppress(CorruptError):
            return row if same and row.date == last.retrieved and self.payload(row) == last.body else None
        return None

    def _whole(self, original: Original | None, body: bytes) -> Original | None:
        """A record that has these bytes, None when it is damaged: sharing it would damage what is kept now."""
        record = self.index.record(original.record_id) if original else None
        with contextlib.suppress(CorruptError):
            return original if record and self.payload(record) == body else None
        return None

    def _written(
        self, capture: Capture, told: dict[str, str], facts: dict[str, object], lease: Lease | None, *, share: bool
    ) -> Capture | None:
        """Write the records of a capture. None when one whose payload it should `share` was pruned meanwhile."""
        exchanges = capture.exchanges or (synthesised(capture),)
        packed: list[Packed] = []
        kept: list[tuple[int, Exchange, str, str | None]] = []  # place in `packed`, payload, original of a revisit
        names = [warc.record_id() for _ in exchanges]
        own = capture.record.record_id if capture.record else ""  # of a copy
        if warc.is_record_id(own) and self.index.record(own) is None:
            names[-1] = own
        for exchange, record_id in zip(exchanges, names, strict=True):
            if exchange.request_headers:
                packed.append(warc.request(exchange, of=record_id))
            if exchange is exchanges[-1]:
                through = {} if exchange.request_headers or len(names) == 1 else {"through": names[:-1]}
                body = as_json({**told, **facts, **through})
                packed.append(warc.metadata(exchange.uri, exchange.retrieved, body, of=record_id))
            payload, original = sha256(exchange.body).hexdigest(), None
            if share and len(exchange.body) >= SMALLEST_SHARED:
                original = self._whole(self.index.original(payload, len(exchange.body)), exchange.body)
            kept.append((len(packed), exchange, payload, original.record_id if original else None))
            packed.append(warc.response(exchange, record_id, original))
        with self._lock:
            places = self._writer.append(packed, datetime.fromisoformat(told["asked"]))
            rows = [
                RecordRow(
                    record_id=packed[position].record_id,
                    type="revisit" if refers_to else "response",
                    target=exchange.uri,
                    date=exchange.retrieved,
                    status=exchange.status,
                    payload=payload,
                    size=len(exchange.body),
                    coding=joined(exchange.headers, "Content-Encoding"),
                    refers_to=refers_to,
                    place=places[position],
                )
                for position, exchange, payload, refers_to in kept
            ]
            originals = {row.refers_to for row in rows if row.refers_to}
            answer = answer_row(told, facts, rows[-1].record_id)
            if not self._enter(rows, answer, lease, last=places[-1], rests_on=originals):
                return None
        return replace(capture, record=record_of(rows[-1]), exchanges=())

    def rebuilt(self, request: Request, row: AnswerRow) -> Capture:
        """The capture of an answer. Raises `CorruptError` and others when its record is not what it was."""
        record = self.index.record(row.record_id or "")
        if record is None or row.facts is None:
            raise CorruptError("no record")
        facts: dict[str, Any] = json.loads(row.facts)
        body = unpacked(self.payload(record), record.coding, UNPACKED_LIMIT)
        if body.startswith(GZIP_MAGIC) and sha256(body).hexdigest() != facts["sha256"]:
            body = unpacked(body, "gzip", UNPACKED_LIMIT)  # a capture that its archive sent as it was captured
        if sha256(body).hexdigest() != facts["sha256"]:
            raise CorruptError("its content is not what was read")
        return capture_of(facts, request, body, record)

    def payload(self, record: RecordRow) -> bytes:
        """The body of a record as it was sent. Raises `CorruptError`."""
        if record.type == "response":
            return warc.payload(self.folder, record.place, record.record_id)
        original = self.index.record(record.refers_to or "")
        if original is None or original.type != "response":
            raise CorruptError("the record it refers to is missing")
        return self.payload(original)
