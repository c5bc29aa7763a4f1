"""What an evidence cache holds, from its index: the captures one by one, and what they come to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import urldefrag, urlsplit

from verify.errors import InputError
from verify.sources import warc
from verify.sources.cache import Cache
from verify.sources.exchanges import REDIRECTS
from verify.sources.facts import is_listing
from verify.sources.index_connection import NAME

IMPORTED = f"{warc.PREFIX}import-"  # how the names of files with imported records begin

_ROWS = """
select r.record_id, r.type, r.target, r.date, r.status, r.payload, r.size, r.file, r.offset, a.uri_r, a.asked, a.facts, a.key
from record r left join answer a on a.record_id = r.record_id order by r.date, r.file, r.offset, a.key
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A response that is kept.

    `kind`: live, memento, listing (of captures), redirect (to another), or unused (no present answer rests on it). `sha256` is that of
    the body as findings show it, None where no answer rests on it; `size` that of the body as it was sent.
    """

    record_id: str
    file: str
    offset: int
    type: str
    kind: str
    imported: bool
    url: str
    uri_r: tuple[str, ...]  # the addresses that it answers
    uri_m: str | None
    memento_datetime: str | None
    date: datetime
    asked: datetime | None
    status: int
    media_type: str
    size: int
    sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a cache comes to. `misses` are the archives' "no", by reason."""

    folder: Path
    files: int
    bytes: int
    index_bytes: int
    records: int
    kinds: dict[str, int]
    imported: int
    misses: dict[str, int]
    oldest: datetime | None
    newest: datetime | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which captures are meant: a record id, a host with its subdomains, a URL, or all that begin like one (`…*`)."""

    text: str

    def __post_init__(self) -> None:
        if not self.text.strip("* "):
            raise InputError("name a URL (a * at its end for all that begin so), a host or a record id")

    def means(self, record_id: str, urls: Iterator[str] | tuple[str, ...]) -> bool:
        if "urn:uuid:" in self.text.lower():
            return record_id.strip("<>").lower() == self.text.strip("<> ").lower()
        return any(self._means(url) for url in urls)

    def _means(self, url: str) -> bool:
        if self.text.endswith("*"):
            return url.startswith(self.text[:-1])
        if "://" in self.text:
            return url == urldefrag(self.text).url
        with suppress(ValueError):
            parts = urlsplit(url)
            host = self.text.lower().rstrip("/")
            return host in (parts.hostname, parts.netloc.lower()) or (parts.hostname or "").endswith(f".{host}")
        return False


def existing(folder: Path, *, read_only: bool) -> Cache:
    """The cache in a folder. Raises `InputError` when there is none."""
    if not (folder / NAME).exists() and not any(folder.glob(f"{warc.PREFIX}*{warc.SUFFIX}")):
        raise InputError(f"no evidence cache in {folder}. Name its folder with --cache; `verify check` makes one")
    return Cache(folder, read_only=read_only)


def entries(cache: Cache, wanted: Wanted | None = None) -> Iterator[Entry]:
    """The responses that are kept, by their dates."""
    last: Entry | None = None
    for row in cache.index.rows(_ROWS):
        entry = _entry(row)
        if last and entry.record_id == last.record_id:  # it answers several requests
            uri_r = tuple(dict.fromkeys((*last.uri_r, *entry.uri_r)))
            asked = max((each for each in (last.asked, entry.asked) if each), default=None)
            last = _merged(last, entry, uri_r, asked)
            continue
        if last and _is_meant(last, wanted):
            yield last
        last = entry
    if last and _is_meant(last, wanted):
        yield last


def summary(cache: Cache) -> Summary:
    """What the cache comes to."""
    kinds: Counter[str] = Counter()
    imported = records = 0
    oldest: datetime | None = None
    newest: datetime | None = None
    for entry in entries(cache):
        records += 1
        kinds[entry.kind] += 1
        imported += entry.imported
        oldest, newest = oldest or entry.date, entry.date
    sizes = [path.stat().st_size for path in cache.folder.glob(f"{warc.PREFIX}*{warc.SUFFIX}")]
    misses = cache.index.rows("select reason, count(*) from answer where reason is not null group by reason order by 1")
    return Summary(
        folder=cache.folder,
        files=len(sizes),
        bytes=sum(sizes),
        index_bytes=sum(path.stat().st_size for path in cache.folder.glob(f"{NAME}*")),
        records=records,
        kinds={kind: kinds[kind] for kind in ("live", "memento", "listing", "redirect", "unused") if kinds[kind]},
        imported=imported,
        misses={str(reason): int(count) for reason, count in misses},
        oldest=oldest,
        newest=newest,
    )


def _is_meant(entry: Entry, wanted: Wanted | None) -> bool:
    return wanted is None or wanted.means(entry.record_id, (entry.url, *entry.uri_r))


def _entry(row: tuple[Any, ...]) -> Entry:
    record_id, kind, target, date, status, _, size, file, offset, uri_r, asked, told, answered = row
    facts: dict[str, Any] = {}
    if told:
        with suppress(ValueError):
            facts = cast("dict[str, Any]", json.loads(told))
    answers = tuple(dict.fromkeys(str(each) for each in (uri_r, facts.get("uri_r")) if each))
    return Entry(
        record_id=record_id,
        file=file,
        offset=offset,
        type=kind,
        kind=_kind(facts, status, answered),
        imported=file.startswith(IMPORTED),
        url=target,
        uri_r=answers,
        uri_m=facts.get("uri_m"),
        memento_datetime=facts.get("memento_datetime"),
        date=datetime.fromisoformat(date),
        asked=datetime.fromisoformat(asked) if asked else None,
        status=int(facts.get("status", status)),
        media_type=facts.get("media_type", ""),
        size=size,
        sha256=facts.get("sha256"),
    )


def _kind(facts: dict[str, Any], status: int, answered: str | None) -> str:
    if not facts:
        return "redirect" if status in REDIRECTS else "unused"
    if is_listing(answered or ""):
        return "listing"
    return "memento" if facts.get("uri_m") else "live"


def _merged(one: Entry, other: Entry, uri_r: tuple[str, ...], asked: datetime | None) -> Entry:
    from dataclasses import replace

    memento = one if one.uri_m else other
    return replace(memento, uri_r=uri_r, asked=asked)
