"""The boxes put together: what a run asks.

Memo( Route( Files,
             Cached(Live),
             Cached(Wayback(… Cached(Mementos) …)) for each archive,
             Cached(Elsewhere) ))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from verify.core import archive_urls
from verify.ports import Source
from verify.sources.cache import Cache
from verify.sources.cached import Cached, Revalidate
from verify.sources.elsewhere import Elsewhere
from verify.sources.files import Files
from verify.sources.live import Fetcher, Live
from verify.sources.memo import Memo
from verify.sources.route import Archive, Route
from verify.sources.wayback import WAYBACK, Wayback


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
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Source:
    """One source that answers every request of a run, each once.

    `archives` are base addresses, asked in this order. When none of them is the Wayback Machine, its addresses are
    looked up in them. `files` are the only local files that may be read (None: any). `limited` overrides whether the
    Internet Archive's rate limits are kept. The caller closes fetcher and cache.
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

        wayback = Wayback(base, fetcher, limited=limited, stands_in=stands_in, wrap=wrap, turns=cache.turn)
        return Archive(source=wayback, owns=wayback.owns)

    stands_in = not any(archive_urls.is_wayback(base) for base in archives)
    live = Live(fetcher)
    return Route(
        files=Memo(Files(allowed=files, now=now)),
        live=Memo(cached(live, "live", live.revalidate)),
        archives=[box(base) for base in archives],
        elsewhere=Memo(cached(Elsewhere(fetcher), "elsewhere")),
    )
