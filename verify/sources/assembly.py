"""The boxes put together: what a run asks.

Memo( Route( Files,
             Cached(Live),
             Cached(Wayback(… Cached(Mementos) …)) for each archive,
             DiskCopies(DiskArchive) for each path,
             Cached(Elsewhere) ))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from verify.core import archive_urls
from verify.ports import Source
from verify.sources.cache import Cache
from verify.sources.cached import Cached, Revalidate
from verify.sources.disk_archive import DiskArchive
from verify.sources.disk_copies import DiskCopies, OtherCopies
from verify.sources.elsewhere import Elsewhere
from verify.sources.files import Files
from verify.sources.live import Fetcher, Live
from verify.sources.memo import Memo
from verify.sources.robots import Robots
from verify.sources.route import Archive, Route
from verify.sources.timegate import TimeGate
from verify.sources.wayback import WAYBACK, Wayback

TIMEGATE = "timegate+"


def assemble(
    fetcher: Fetcher,
    cache: Cache,
    *,
    archives: Sequence[str] = (WAYBACK,),
    offline: bool = False,
    refresh: bool = False,
    max_age: timedelta = timedelta(days=1),
    files: Iterable[Path] | None = None,
    limited: bool | None = None,
    robots: bool = False,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    tell: Callable[[str], None] = lambda _: None,
) -> Source:
    """One source that answers every request of a run, each once.

    `archives` are base addresses (`https://web.archive.org`), TimeGates (`timegate+https://arquivo.pt/wayback`) and paths
    of WARC and WACZ files or folders, asked in this order. `tell` is given a line for each that is damaged. When none of them is the Wayback Machine, its addresses are
    looked up in them. `files` are the only local files that may be read (None: any). `limited` overrides whether the
    Internet Archive's rate limits are kept, `robots` asks the robots.txt of live sites. The caller closes fetcher and cache.
    """

    def cached(inner: Source, scope: str, revalidate: Revalidate | None = None) -> Source:
        return Cached(
            inner,
            cache,
            scope=scope,
            offline=offline,
            refresh=refresh,
            max_age=max_age,
            revalidate=revalidate,
            now=now,
        )

    def box(base: str) -> Archive:
        def wrap(inner: Source) -> Source:
            return Memo(cached(inner, base))

        breaker = None if offline or refresh else cache
        if base.startswith(TIMEGATE):
            gate = TimeGate(base.removeprefix(TIMEGATE), fetcher, wrap=wrap, breaker=breaker)
            return Archive(source=gate, owns=gate.owns)
        if not base.startswith(("http://", "https://")):
            path = Path(base).expanduser().absolute()
            kept = None if cache.read_only else cache.folder / "archives" / f"{_name(path)}.sqlite"
            disk = DiskArchive(path, max_bytes=fetcher.max_bytes, kept=kept, tell=tell, now=now)
            on_disk.append(path)
            return Archive(source=Memo(DiskCopies(disk, path, cache, offline=offline)), owns=disk.owns)
        wayback = Wayback(
            base,
            fetcher,
            limited=limited,
            stands_in=stands_in,
            wrap=wrap,
            turns=cache.turn,
            landed=cache.landed,
            breaker=breaker,
        )
        return Archive(source=wayback, owns=wayback.owns)

    on_disk: list[Path] = []
    stands_in = not any(archive_urls.is_wayback(base) for base in archives)
    if not (offline or refresh):
        fetcher.share(cache)
    live = Live(fetcher, permit=Robots(fetcher).permit if robots else None)
    boxes = [box(base) for base in archives]
    return Route(
        files=Memo(Files(allowed=files, now=now)),
        live=Memo(cached(live, "live", live.revalidate)),
        archives=boxes,
        elsewhere=Memo(cached(Elsewhere(fetcher), "elsewhere")),
        copies=Memo(OtherCopies(cache)) if offline and not on_disk else None,
    )


def _name(path: Path) -> str:
    """A short name for the kept index of an archive on disk."""
    return sha256(str(path).encode("utf-8", "surrogatepass")).hexdigest()[:16]
