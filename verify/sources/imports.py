"""Captures of other tools and people into the evidence cache, from WARC and WACZ files.

Nothing in them is obeyed or asked for: an address is text, a body is bytes. Each record is written anew, under its own
id, into a WARC file whose name says that it was imported; what the file says of itself is believed as far as it can be
held against the bytes. docs/cache.md says what an imported capture answers.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import urldefrag, urlsplit

from verify.errors import InputError
from verify.model import Exchange, Hop, Request
from verify.sources import wacz, warc, warc_reading
from verify.sources.bodies import BrokenBodyError, TooLargeError
from verify.sources.cache import SMALLEST_SHARED, UNPACKED_LIMIT, Cache
from verify.sources.cached import DEFINITIVE
from verify.sources.disk_archive import ON_DISK
from verify.sources.exchanges import REDIRECTS, captured, public, target
from verify.sources.facts import absence_facts, absence_of, answer_row, as_json, facts_of, is_listing, key
from verify.sources.failures import FetchError
from verify.sources.headers import joined
from verify.sources.wacz import Holding
from verify.sources.warc import CorruptError, Original, Packed, Writer
from verify.sources.warc_index import AnswerRow, RecordRow
from verify.sources.warc_reading import Damage, Entry

MOST_BYTES = 1 << 28  # of one record
# A redirect and its target were seen together when a crawler met them within a day.
TOGETHER = timedelta(days=1)
MOST_HOPS = 10
_RENAMED = {"content-encoding": "X-Orig-Content-Encoding"}
# Statuses of answers that are not the page itself.
_PARTIAL = frozenset({100, 101, 102, 103, 206, 304})


@dataclass(slots=True)
class Imported:
    """What came of one file: records written, requests that they answer now, and what was left out, by reason."""

    path: Path
    captures: int = 0
    answers: int = 0
    absences: int = 0
    skipped: Counter[str] = field(default_factory=Counter[str])
    damage: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class _Redirect:
    """A redirect that was imported: where it stands in time, its record and where it leads."""

    moment: datetime
    record_id: str
    hop: Hop
    to: str


def import_file(cache: Cache, path: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Imported:
    """Import one file. Raises `InputError` when it cannot be read as a WARC or WACZ, `VerifyError` for the cache."""
    if not wacz.is_archive(path):
        raise InputError(f"{path} is no WARC or WACZ by its name ({', '.join(wacz.SUFFIXES)})")
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        work = _Import(cache, path, digest, now())
        try:
            work.run()
        finally:
            work.writer.close()
    except CorruptError as error:
        raise InputError(f"{path}: {error}") from error
    except OSError as error:
        raise InputError(f"{path} cannot be imported ({error.strerror or error})") from error
    return work.done


class _Import:
    """The import of one file."""

    def __init__(self, cache: Cache, path: Path, digest: str, now: datetime) -> None:
        self.cache = cache
        self.path = path
        self.now = now
        self.done = Imported(path)
        self.writer = Writer(cache.folder, kind="import-", about=f"imported from {path.name}, sha256:{digest}")
        self.told: list[tuple[str, dict[str, Any]]] = []  # metadata of ours: the record it is about, and the facts
        self.told_about: set[str] = set()
        self.places: dict[tuple[str, datetime], str] = {}  # records by address and moment
        self.digests: dict[str, str] = {}  # responses by the digest that their file gives
        self.heads: dict[str, Exchange] = {}  # responses without their bodies, by id
        self.redirects: dict[str, _Redirect] = {}

    def run(self) -> None:
        listed: dict[str, list[Entry]] = {}
        revisits: dict[str, list[Entry]] = {}
        for item in wacz.holdings(self.path):
            if isinstance(item, Damage):
                self.done.damage.append(f"byte {item.offset}: {item.why}")
            else:
                _listed(item, listed, revisits)
        for member in dict.fromkeys((*listed, *revisits)):
            with self._opened(member) as file:
                self._read_told(file)
                for entry in listed.get(member, ()):
                    self._take(file, entry)
        for member, entries in revisits.items():  # whose originals may stand in any file of a WACZ
            with self._opened(member) as file:
                for entry in entries:
                    self._take(file, entry)
        self._follow_redirects()
        self._believe()

    @contextmanager
    def _opened(self, member: str) -> Generator[BinaryIO]:
        """A WARC file; out of a zip it is unpacked first, because going back in what is packed begins anew each time."""
        with wacz.opened(self.path, member) as file:
            if not member:
                yield file
                return
            with tempfile.TemporaryFile() as copy:
                shutil.copyfileobj(file, copy, 1 << 20)
                copy.seek(0)
                yield cast("BinaryIO", copy)

    def _read_told(self, file: BinaryIO) -> None:
        for headers, block in warc_reading.metadata(file):
            for prefix in (warc.FIELD, warc.ABSENCE):
                if block.startswith(prefix):
                    with contextlib.suppress(ValueError, RecursionError):
                        facts = json.loads(block[len(prefix) :])
                        if isinstance(facts, dict):
                            about = headers.get("warc-concurrent-to", "") if prefix == warc.FIELD else ""
                            self.told.append((about, cast("dict[str, Any]", facts)))
                            self.told_about.add(about)

    def _take(self, file: BinaryIO, entry: Entry) -> None:
        """Write one record, unless it is here already or is of no use."""
        try:
            record = warc_reading.read(file, entry.spot, MOST_BYTES)
        except TooLargeError:
            self.done.skipped["larger than 256 MB"] += 1
            return
        except CorruptError as error:
            self.done.damage.append(f"byte {error}".replace("byte at", "byte"))
            return
        entry = record.entry
        exchange = replace(record.exchange, uri=urldefrag(public(entry.uri)).url)
        original: Original | None = None
        if entry.type == "revisit":
            if entry.status == 304:
                self.done.skipped["say only that a page was not modified"] += 1
                return
            original = self._original(entry)
            if original is None:
                self.done.skipped["revisits whose original is missing"] += 1
                return
            if entry.status is None and original.record_id in self.heads:
                head = self.heads[original.record_id]
                exchange = replace(exchange, status=head.status, headers=head.headers)
        record_id = entry.record_id if warc.is_record_id(entry.record_id) else warc.record_id()
        known = self.cache.index.record(record_id)
        if known:
            same = known.target == exchange.uri and (
                entry.type == "revisit" or known.payload == sha256(exchange.body).hexdigest()
            )
            self.done.skipped["already here" if same else "of the same id as another record here"] += 1
            if same:
                self._remember(record_id, entry, exchange)
            return
        self._write(record_id, exchange, original)
        self._remember(record_id, entry, exchange)

    def _original(self, entry: Entry) -> Original | None:
        """The response with the payload of a revisit."""
        place = (urldefrag(public(entry.refers_to_uri)).url, entry.refers_to_moment) if entry.refers_to_uri else None
        found = (
            entry.refers_to,
            self.places.get((place[0], place[1])) if place and place[1] else None,
            self.digests.get(entry.digest),
        )
        for name in found:
            row = self.cache.index.record(name) if name else None
            if row and row.type == "revisit":
                row = self.cache.index.record(row.refers_to or "")
            if row:
                return Original(row.record_id, row.target, row.date)
        return None

    def _remember(self, record_id: str, entry: Entry, exchange: Exchange) -> None:
        self.places[exchange.uri, entry.moment] = record_id
        if entry.type != "revisit":
            self.heads[record_id] = replace(exchange, body=b"")
            if entry.digest:
                self.digests.setdefault(entry.digest, record_id)
        with contextlib.suppress(FetchError):
            to = target(exchange)
            known = self.redirects.get(exchange.uri)
            if to and (known is None or known.moment < entry.moment):
                hop = Hop(status=exchange.status, uri=exchange.uri)
                self.redirects[exchange.uri] = _Redirect(entry.moment, record_id, hop, to)

    def _write(self, record_id: str, exchange: Exchange, original: Original | None) -> None:
        body, of = exchange.body, original
        refers = self.cache.index.record(original.record_id) if original else None
        payload, size = (refers.payload, refers.size) if refers else (sha256(body).hexdigest(), len(body))
        if of is None and size >= SMALLEST_SHARED:
            of = self.cache.index.original(payload, size)
        facts, exchange = self._facts(exchange, refers)
        request = Request(uri_r=exchange.uri)
        told = {"key": key("live", request), "for": exchange.uri, "asked": exchange.retrieved.isoformat()}
        answer: AnswerRow | None = None
        packed: list[Packed] = []
        if facts and self._is_newest(told["key"], exchange.retrieved) and record_id not in self.told_about:
            answer = answer_row(told, facts, record_id)
            packed.append(warc.metadata(exchange.uri, exchange.retrieved, as_json({**told, **facts}), of=record_id))
        packed.append(warc.response(exchange, record_id, of))
        places = self.writer.append(packed, self.now)
        row = RecordRow(
            record_id=record_id,
            type="revisit" if of else "response",
            target=exchange.uri,
            date=exchange.retrieved,
            status=exchange.status,
            payload=payload,
            size=size,
            coding=refers.coding if refers else joined(exchange.headers, "Content-Encoding"),
            refers_to=of.record_id if of else None,
            place=places[-1],
        )
        if self.cache.index.add([row], answer, last=places[-1], rests_on={of.record_id} if of else ()):
            self.done.captures += 1
            self.done.answers += answer is not None
        else:
            self.done.skipped["revisits whose original is missing"] += 1

    def _facts(self, exchange: Exchange, original: RecordRow | None) -> tuple[dict[str, object] | None, Exchange]:
        """What a response tells of a page, None when it is none or not whole; and the exchange as it can be unpacked."""
        if exchange.status in _PARTIAL or exchange.truncated or exchange.retrieved > self.now:
            return None, exchange
        if exchange.status in REDIRECTS and any(name.lower() == "location" for name, _ in exchange.headers):
            return None, exchange  # its target decides
        whole = exchange
        try:
            if original:
                whole = replace(exchange, body=self.cache.payload(original))
            return facts_of(captured(Request(uri_r=exchange.uri), [whole], UNPACKED_LIMIT)), exchange
        except BrokenBodyError:
            if original:
                return None, exchange
        except (CorruptError, TooLargeError):
            return None, exchange
        # Tools that record what a browser shows keep the body unpacked under the header of the packed one.
        plain = tuple((_RENAMED.get(name.lower(), name), value) for name, value in exchange.headers)
        exchange = replace(exchange, headers=plain)
        return facts_of(captured(Request(uri_r=exchange.uri), [exchange], UNPACKED_LIMIT)), exchange

    def _is_newest(self, name: str, asked: datetime) -> bool:
        known = self.cache.index.answer(name)
        return known is None or known.asked < asked

    def _follow_redirects(self) -> None:
        """Answer for the addresses that led elsewhere, when where they led was seen at the time."""
        for start in self.redirects.values():
            hops: list[_Redirect] = [start]
            while len(hops) < MOST_HOPS and (further := self.redirects.get(hops[-1].to)) and further not in hops:
                hops.append(further)
            found = self.cache.index.answer(key("live", Request(uri_r=hops[-1].to)))
            if found is None or not found.facts or not found.record_id or start.moment > self.now:
                continue
            facts: dict[str, Any] = json.loads(found.facts)
            apart = datetime.fromisoformat(facts["retrieved"]) - start.moment
            if facts["redirects"] or abs(apart) > TOGETHER:
                continue
            facts["redirects"] = [(each.hop.status, each.hop.uri) for each in hops]
            request = Request(uri_r=start.hop.uri)
            told = {"key": key("live", request), "for": request.uri_r, "asked": facts["retrieved"]}
            if self._is_newest(told["key"], datetime.fromisoformat(told["asked"])):
                through = [each.record_id for each in hops]
                self._tell(answer_row(told, facts, found.record_id), {**told, **facts, "through": through})

    def _believe(self) -> None:
        """Take over what the metadata of a cache of ours says, as far as it fits its record."""
        for about, facts in self.told:
            if not about:
                self._believe_absence(facts)
                continue
            record = self.cache.index.record(about)
            if record is None:
                continue
            try:
                rest = {name: value for name, value in facts.items() if name not in ("key", "for", "asked", "through")}
                told = {name: str(facts[name]) for name in ("key", "for", "asked")}
                row = answer_row(told, rest, about)
                fits = _fits(row, rest, record) and row.asked <= self.now
                if fits and self._is_newest(row.key, row.asked):
                    capture = self.cache.rebuilt(Request(uri_r=row.uri_r), row)
                    hops = [self.redirects.get(hop.uri) for hop in capture.redirects]
                    through = [hop.record_id for hop in hops if hop]
                    self._tell(row, {**told, **facts_of(capture), "through": through})
                elif not fits:
                    self.done.skipped["metadata that does not fit its record"] += 1
            except (CorruptError, BrokenBodyError, TooLargeError, KeyError, ValueError, TypeError, AttributeError):
                self.done.skipped["metadata that does not fit its record"] += 1

    def _believe_absence(self, facts: dict[str, Any]) -> None:
        row = _absence(facts)
        if row is None:
            self.done.skipped["metadata that does not fit its record"] += 1
            return
        if row.asked <= self.now and self._is_newest(row.key, row.asked):
            (place,) = self.writer.append([warc.absence(row.uri_r, row.asked, as_json(absence_facts(row)))], self.now)
            self.cache.index.add((), row, last=place)
            self.done.absences += 1

    def _tell(self, row: AnswerRow, told: dict[str, Any]) -> None:
        """Write what an address was answered by a record that is there."""
        record = self.cache.index.record(row.record_id or "")
        if record is None:
            return
        about = warc.metadata(record.target, record.date, as_json(told), of=record.record_id)
        (place,) = self.writer.append([about], self.now)
        if self.cache.index.add((), row, last=place, rests_on={record.record_id}):
            self.done.answers += 1


def _listed(item: Holding, listed: dict[str, list[Entry]], revisits: dict[str, list[Entry]]) -> None:
    (revisits if item.entry.type == "revisit" else listed).setdefault(item.member, []).append(item.entry)


def _absence(facts: dict[str, Any]) -> AnswerRow | None:
    """An archive's "no", None for anything else."""
    with contextlib.suppress(KeyError, ValueError, TypeError, RecursionError):
        row = absence_of(facts)
        scope, uri_r = json.loads(row.key)[:2]
        if row.reason in DEFINITIVE and uri_r == row.uri_r and str(scope).startswith(("http", "file:")):
            return row
    return None


def _fits(row: AnswerRow, facts: dict[str, Any], record: RecordRow) -> bool:
    """Whether what metadata says of a request and its answer agrees with itself and with the record."""
    scope, uri_r, uri_m = json.loads(row.key)[:3]
    if uri_r != row.uri_r:
        return False
    chain = [str(uri) for _, uri in facts["redirects"]]
    if str(scope).startswith("file:"):  # a copy out of an archive on disk
        if record.target != facts["uri_r"]:
            return False
        if is_listing(row.key):
            return facts["uri_m"] is None and record.target.startswith(f"{ON_DISK}/")
        at = datetime.fromisoformat(facts["memento_datetime"])
        return str(facts["uri_m"]).startswith(str(scope)) and at == record.date
    if is_listing(row.key):  # as it came from an archive
        return str(scope).startswith("http") and facts["uri_m"] is None and record.target == facts["uri_r"]
    if facts["uri_m"] is None:
        begins = chain[0] if chain else facts["uri_r"]
        return bool(
            scope == "live" and uri_m is None and record.target == facts["uri_r"] and begins == public(row.uri_r)
        )
    asked = str(scope).startswith("http") or scope == "elsewhere"
    return asked and urlsplit(record.target).netloc == urlsplit(str(facts["uri_m"])).netloc
