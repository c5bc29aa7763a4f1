"""Caches with one of everything, for the tests of what goes in and out of them."""

from __future__ import annotations

import io
from argparse import Namespace
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from servers.site import ARTICLE, Site
from warcio.checker import Checker

from verify.model import Answer, Capture, Miss, MissReason, Request
from verify.sources.cache import Cache
from verify.sources.cached import Cached
from verify.sources.live import Fetcher, Live

ARCHIVE = "https://archive.example"
MEMENTO = f"{ARCHIVE}/web/20131220101112/http://kept.example/old"
OLD = Request(uri_r="http://kept.example/old", accept_datetime=datetime(2013, 12, 20, tzinfo=UTC))
NEVER = Request(uri_r="http://kept.example/never", accept_datetime=datetime(2013, 12, 20, tzinfo=UTC))
PATHS = ("/b/gzip", "/b/redirect-chain", "/long", "/long?again", "/b/not-found", "/b/etag", "/b/pdf", "/b/redirect-301")
LIVE = tuple(Request(uri_r=f"http://kept.example{path}") for path in PATHS)
ASKED = (*(("live", request) for request in LIVE), (ARCHIVE, OLD), (ARCHIVE, NEVER))


def fill(site: Site, folder: Path) -> None:
    """Redirects, a page that shares its body with another, one that was not modified, a memento, an archive's "no"."""
    site.page("/long", ARTICLE + "x" * 5000)
    fetcher = Fetcher(allow_private_addresses=True, resolve=site.resolve)
    live = Live(fetcher)
    with Cache(folder) as cache:
        source = Cached(live, cache, scope="live")
        for request in LIVE:
            source.get(request)
        etag = LIVE[PATHS.index("/b/etag")]
        Cached(live, cache, scope="live", refresh=True, revalidate=live.revalidate).get(etag)
        kept = cache.keep(ARCHIVE, Request(uri_r=OLD.uri_r, uri_m=MEMENTO), memento())
        assert isinstance(kept, Capture)
        cache.keep(ARCHIVE, OLD, replace(kept, request=OLD))
        cache.keep(ARCHIVE, NEVER, Miss(request=NEVER, reason=MissReason.NOT_ARCHIVED, detail="none of 0"))
    fetcher.close()


def memento() -> Capture:
    body = b"<p>The committee found 12 violations.</p>" * 40
    return Capture(
        request=Request(uri_r=OLD.uri_r, uri_m=MEMENTO),
        uri_r=OLD.uri_r,
        uri_m=MEMENTO,
        memento_datetime=datetime(2013, 12, 20, 10, 11, 12, tzinfo=UTC),
        retrieved=datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1),
        headers=(("Content-Type", "text/html"),),
        media_type="text/html",
        sha256=sha256(body).hexdigest(),
        body=body,
    )


def answers(folder: Path) -> list[Answer | None]:
    """What the cache answers to everything, without the place of its record."""
    with Cache(folder, read_only=True) as cache:
        found = [cache.get(scope, request) for scope, request in ASKED]
    return [bare(each[0]) if each else None for each in found]


def bare(answer: Answer) -> Answer:
    if isinstance(answer, Miss) or answer.record is None:
        return answer
    return replace(answer, record=replace(answer.record, file="", offset=0))


def checked(*paths: Path) -> None:
    """`warcio check` accepts every file."""
    assert paths
    told = io.StringIO()
    with redirect_stdout(told):
        code = Checker(Namespace(inputs=[str(path) for path in paths], verbose=True)).process_all()
    assert code == 0, told.getvalue()


def warcs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.warc.gz"))
