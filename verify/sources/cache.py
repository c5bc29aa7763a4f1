"""The evidence cache: what was fetched, kept as WARC files, and found again by the request it answered.

A capture that comes out of it equals the one that went in, to the byte, and names its record. A record that is
damaged does not exist. docs/cache.md describes the files.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, Self

from verify.errors import VerifyError
from verify.model import Capture, Exchange, Hop, Miss, MissReason, Record, Request
from verify.sources import warc
from verify.sources.bodies import GZIP_MAGIC, BrokenBodyError, TooLargeError, unpacked
from verify.sources.headers import joined
from verify.sources.rates import Limit
from verify.sources.warc import CorruptError, Original, Packed, Place, Read
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
        self._index = Index(folder, read_only=read_only)
        self._writer = warc.Writer(folder)
        if not read_only:
            self._mend()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._writer.close()
            self._index.close()

    def get(self, scope: str, request: Request) -> tuple[Capture | Miss, datetime] | None:
        """The last answer to a request and when it was asked; None when there is none or its record is damaged."""
        row = self._index.answer(key(scope, request))
        if row is None:
            return None
        if row.reason:
            return Miss(request=request, reason=MissReason(row.reason), detail=row.detail), row.asked
        try:
            return self._rebuilt(request, row), row.asked
        except (CorruptError, BrokenBodyError, TooLargeError, KeyError, ValueError, TypeError):
            return None

    def keep(self, scope: str, request: Request, answer: Capture | Miss) -> Capture | Miss:
        """Remember an answer; a capture comes back naming its record.

        When the disk takes no more, the capture comes back as it is and `problems` says so.
        """
        if self.read_only:
            return answer
        name = key(scope, request)
        if isinstance(answer, Miss):
            row = AnswerRow(
                key=name,
                uri_r=request.uri_r,
                asked=self._now(),
                reason=answer.reason.value,
                detail=answer.detail,
            )
            self._index.add((), row)
            return answer
        with self._keeping():
            return self._kept(name, answer)
        return answer

    def confirm(self, scope: str, request: Request, known: Capture, answer: Capture) -> Capture:
        """Remember that a site said (304) that a capture still is its page, and return that capture.

        It keeps its time and its record, because that is when its bytes were had.
        """
        record = self._index.record(known.record.record_id) if known.record else None
        if self.read_only or record is None:
            return known
        original = Original(record.record_id, record.target, record.date)
        packed: list[Packed] = []
        for exchange in answer.exchanges:
            name = warc.record_id()
            packed += [warc.request(exchange, of=name), warc.response(exchange, name, original)]
        with self._keeping(), self._lock:
            places = self._writer.append(packed, self._now())
            self._index.add((), None, last=places[-1])
        self.keep(scope, request, known)
        return known

    def turn(self, name: str, limit: Limit) -> float:
        """Begin one of the requests that all processes with this cache may make together: see `Index.turn`."""
        return 0.0 if self.read_only else self._index.turn(name, limit, time.time())

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

    def _kept(self, name: str, capture: Capture) -> Capture:
        asked = self._now()
        told = {"key": name, "for": capture.request.uri_r, "asked": asked.isoformat()}
        known = self._index.record(capture.record.record_id) if capture.record else None
        if known:
            facts = _facts(capture)
            about = warc.metadata(known.target, capture.retrieved, _json({**told, **facts}), of=known.record_id)
            with self._lock:
                (place,) = self._writer.append([about], asked)
                self._index.add((), _answer(told, facts, known.record_id), last=place)
            return capture
        exchanges = capture.exchanges or (_synthesised(capture),)
        facts = _facts(capture)
        packed: list[Packed] = []
        kept: list[tuple[int, Exchange, str, str | None]] = []  # place in `packed`, payload, original of a revisit
        for exchange in exchanges:
            record_id = warc.record_id()
            packed.append(warc.request(exchange, of=record_id))
            if exchange is exchanges[-1]:
                body = _json({**told, **facts})
                packed.append(warc.metadata(exchange.uri, exchange.retrieved, body, of=record_id))
            payload, original = sha256(exchange.body).hexdigest(), None
            if len(exchange.body) >= SMALLEST_SHARED:
                original = self._index.original(payload, len(exchange.body))
            kept.append((len(packed), exchange, payload, original.record_id if original else None))
            packed.append(warc.response(exchange, record_id, original))
        with self._lock:
            places = self._writer.append(packed, asked)
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
            self._index.add(rows, _answer(told, facts, rows[-1].record_id), last=places[-1])
        return replace(capture, record=_record(rows[-1]), exchanges=())

    def _rebuilt(self, request: Request, row: AnswerRow) -> Capture:
        record = self._index.record(row.record_id or "")
        if record is None or row.facts is None:
            raise CorruptError("no record")
        facts: dict[str, Any] = json.loads(row.facts)
        body = unpacked(self._payload(record), record.coding, UNPACKED_LIMIT)
        if body.startswith(GZIP_MAGIC) and sha256(body).hexdigest() != facts["sha256"]:
            body = unpacked(body, "gzip", UNPACKED_LIMIT)  # a capture that its archive sent as it was captured
        if sha256(body).hexdigest() != facts["sha256"]:
            raise CorruptError("its content is not what was read")
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
            record=_record(record),
        )

    def _payload(self, record: RecordRow) -> bytes:
        if record.type == "response":
            return warc.payload(self.folder, record.place, record.record_id)
        original = self._index.record(record.refers_to or "")
        if original is None or original.type != "response":
            raise CorruptError("the record it refers to is missing")
        return self._payload(original)

    def _mend(self) -> None:
        """Enter what a killed process had written but not yet entered, and cut off what it left half written."""
        ends = self._index.ends()
        for path in sorted(self.folder.glob(f"{warc.PREFIX}*{warc.SUFFIX}")):
            if path.stat().st_size <= ends.get(path.name, 0):
                continue
            with warc.unowned(path) as file:
                if file is not None:
                    torn = self._entered(warc.members(file, path.name, self._index.ends().get(path.name, 0)))
                    if torn is not None:
                        file.truncate(torn)

    def _entered(self, members: Generator[tuple[Place, Read], None, int | None]) -> int | None:
        """Enter records into the index; returns where a torn one begins."""
        told: dict[str, Any] = {}
        while True:
            try:
                place, record = next(members)
            except StopIteration as end:
                torn: int | None = end.value
                return torn
            row = self._row(place, record)
            if record.type == "metadata" and record.payload.startswith(warc.FIELD):
                with contextlib.suppress(ValueError):
                    facts = json.loads(record.payload[len(warc.FIELD) :])
                    told = {**facts, "record_id": record.headers.get("warc-concurrent-to", "")}
            answer = None
            about = row.record_id if row else ""
            if told and (told["record_id"] == about or self._index.record(told["record_id"])):
                answer = self._answer_told(told)
                told = {}
            self._index.add([row] if row else [], answer, last=place)

    def _row(self, place: Place, record: Read) -> RecordRow | None:
        if record.type not in ("response", "revisit"):
            return None
        refers_to = record.headers.get("warc-refers-to") if record.type == "revisit" else None
        original = self._index.record(refers_to) if refers_to else None
        if record.type == "revisit" and original is None:
            return None
        return RecordRow(
            record_id=record.record_id,
            type=record.type,
            target=record.target,
            date=datetime.fromisoformat(record.headers["warc-date"]),
            status=record.status,
            payload=original.payload if original else sha256(record.payload).hexdigest(),
            size=original.size if original else len(record.payload),
            coding=record.coding,
            refers_to=refers_to,
            place=place,
        )

    def _answer_told(self, told: dict[str, Any]) -> AnswerRow | None:
        """The answer that a metadata record tells of, unless a later one is known."""
        with contextlib.suppress(KeyError, ValueError, TypeError):
            row = AnswerRow(
                key=told.pop("key"),
                uri_r=told.pop("for"),
                asked=datetime.fromisoformat(told.pop("asked")),
                record_id=told.pop("record_id"),
                facts=json.dumps(told, ensure_ascii=False),
            )
            known = self._index.answer(row.key)
            return row if known is None or known.asked <= row.asked else None
        return None


def key(scope: str, request: Request) -> str:
    """The text under which an answer is found: the box that was asked, and everything of the request."""
    start, end = (moment.isoformat() if moment else None for moment in request.window)
    accept = request.accept_datetime.isoformat() if request.accept_datetime else None
    return json.dumps([scope, request.uri_r, request.uri_m, accept, request.prefer.value, start, end])


def _facts(capture: Capture) -> dict[str, object]:
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


def _answer(told: dict[str, str], facts: dict[str, object], record_id: str) -> AnswerRow:
    return AnswerRow(
        key=told["key"],
        uri_r=told["for"],
        asked=datetime.fromisoformat(told["asked"]),
        record_id=record_id,
        facts=_json(facts).decode(),
    )


def _record(row: RecordRow) -> Record:
    return Record(file=row.place.file, offset=row.place.offset, record_id=row.record_id)


def _json(facts: Mapping[str, object]) -> bytes:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _synthesised(capture: Capture) -> Exchange:
    """The exchange of a capture whose box tells of none: its body is no longer coded, so no header may say so."""
    coded = {"content-encoding", "transfer-encoding", "content-length"}
    return Exchange(
        uri=capture.uri_m or capture.uri_r,
        retrieved=capture.retrieved,
        status=capture.status,
        headers=tuple((name, value) for name, value in capture.headers if name.lower() not in coded),
        body=capture.body,
    )
