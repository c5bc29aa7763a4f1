"""The evidence cache: the same captures come out as went in, whatever happens to process and files."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from servers.pywb import Pywb
from servers.site import ARTICLE, Site

from verify.errors import VerifyError
from verify.model import Answer, Capture, Hop, Miss, MissReason, Prefer, Request
from verify.sources.cache import Cache
from verify.sources.cached import Cached
from verify.sources.live import Fetcher, Live
from verify.sources.wayback import Wayback

NOON = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)
REQUEST = Request(uri_r="http://example.org/page")


def capture(body: bytes = ARTICLE.encode(), request: Request = REQUEST, **changes: object) -> Capture:
    made = Capture(
        request=request,
        uri_r=request.uri_r,
        retrieved=NOON,
        headers=(("Content-Type", "text/html; charset=utf-8"), ("ETag", '"one"')),
        media_type="text/html",
        charset="utf-8",
        sha256=sha256(body).hexdigest(),
        body=body,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


class Web:
    """A source that answers from a table and counts."""

    def __init__(self, answer: Callable[[Request], Answer]) -> None:
        self.answer = answer
        self.asked: list[Request] = []

    def get(self, request: Request) -> Answer:
        self.asked.append(request)
        return self.answer(request)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def checked(folder: Path) -> None:
    """`warcio check` accepts every WARC file of the folder."""
    files = [str(path) for path in sorted(folder.glob("*.warc.gz"))]
    assert files
    done = subprocess.run(
        [sys.executable, "-c", "from warcio.cli import main; main()", "check", "-v", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


# --- what goes in comes out ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    (
        "ok gzip gzip-twice gzip-announced-only deflate deflate-bare chunked http-1.0 empty redirect-chain"
        " redirect-not-ascii not-found throttled-long folded-header windows-1252 pdf utf-16-bom huge-page"
        " big-redirect redirect-hanging-body no-media-type linkedin-999 no-phrase no-content redirect-without-location"
    ).split(),
)
def test_a_page_from_the_web_is_the_same_offline(site: Site, tmp_path: Path, name: str) -> None:
    request = Request(uri_r=site.url(f"/b/{name}"))
    fetcher = Fetcher(allow_private_addresses=True, sleep=lambda _: None)
    with Cache(tmp_path) as cache:
        online = Cached(Live(fetcher), cache, scope="live").get(request)
    fetcher.close()
    assert isinstance(online, Capture)
    assert online.record is not None
    assert online.exchanges == ()
    with Cache(tmp_path, read_only=True) as cache:
        offline = Cached(Web(lambda _: pytest.fail("asked")), cache, scope="live", offline=True).get(request)
    assert offline == online
    assert isinstance(offline, Capture)
    assert offline.body == online.body
    assert offline.headers == online.headers
    checked(tmp_path)


def test_a_memento_comes_back_with_all_it_is(tmp_path: Path) -> None:
    request = Request(
        uri_r="http://example.org/page",
        accept_datetime=NOON,
        prefer=Prefer.BEFORE,
        window=(NOON - timedelta(days=1), None),
    )
    put = capture(
        request=request,
        uri_r="http://example.org/new",
        uri_m="http://archive.example/web/20131220101112/http://example.org/new",
        memento_datetime=datetime(2013, 12, 20, 10, 11, 12, tzinfo=UTC),
        redirects=(Hop(status=301, uri="http://example.org/page"),),
    )
    with Cache(tmp_path) as cache:
        kept = cache.keep("archive", request, put)
        found = cache.get("archive", request)
    assert isinstance(kept, Capture)
    assert found is not None
    assert found[0] == kept == replace(put, record=kept.record)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=3000),
    headers=st.lists(
        st.tuples(st.sampled_from(["Content-Type", "X-A", "Set-Cookie"]), st.text(max_size=20)), max_size=4
    ),
    path=st.text(max_size=20),
    status=st.integers(100, 999),
    coding=st.sampled_from([(), (("Content-Encoding", "gzip"),), (("Transfer-Encoding", "chunked"),)]),
)
def test_anything_comes_back(
    tmp_path: Path,
    body: bytes,
    headers: list[tuple[str, str]],
    path: str,
    status: int,
    coding: tuple[tuple[str, str], ...],
) -> None:
    request = Request(uri_r=f"http://example.org/{path}")
    put = capture(body, request, headers=(*headers, *coding), status=status)
    with Cache(tmp_path) as cache:
        kept = cache.keep("live", request, put)
        found = cache.get("live", request)
    assert found is not None
    assert found[0] == kept
    assert isinstance(kept, Capture)
    assert (kept.body, kept.headers, kept.record is not None) == (body, put.headers, True)


def test_the_same_body_is_kept_once(tmp_path: Path) -> None:
    body = random.Random(5).randbytes(200_000)
    with Cache(tmp_path) as cache:
        for number in range(10):
            request = Request(uri_r=f"http://example.org/{number}")
            cache.keep("live", request, capture(body, request))
        for number in range(10):
            found = cache.get("live", Request(uri_r=f"http://example.org/{number}"))
            assert found is not None
            assert isinstance(found[0], Capture)
            assert found[0].body == body
    assert sum(path.stat().st_size for path in tmp_path.glob("*.warc.gz")) < 250_000
    checked(tmp_path)


def test_a_capture_that_has_a_record_is_not_written_again(tmp_path: Path) -> None:
    other = Request(uri_r=REQUEST.uri_r, accept_datetime=NOON)
    with Cache(tmp_path) as cache:
        kept = cache.keep("live", REQUEST, capture())
        assert isinstance(kept, Capture)
        again = cache.keep("live", other, replace(kept, request=other))
        assert isinstance(again, Capture)
        assert again.record == kept.record
    with Cache(tmp_path) as cache:
        found = cache.get("live", other)
    assert found is not None
    assert found[0] == again


def test_scopes_do_not_mix(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.keep("one", REQUEST, capture())
        assert cache.get("two", REQUEST) is None


# --- how long an answer holds --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "age", "asked"),
    [
        (lambda request: capture(request=request), timedelta(hours=1), 1),
        (lambda request: capture(request=request), timedelta(days=2), 2),
        (lambda request: capture(request=request, status=404), timedelta(hours=1), 1),
        (lambda request: capture(request=request, status=503), timedelta(minutes=1), 1),
        (lambda request: capture(request=request, status=503), timedelta(hours=1), 2),
        (lambda request: capture(request=request, status=429), timedelta(hours=1), 2),
        (lambda request: capture(request=request, uri_m="http://a/web/2013/http://b/"), timedelta(days=9000), 1),
        (lambda request: Miss(request=request, reason=MissReason.NOT_ARCHIVED), timedelta(hours=1), 1),
        (lambda request: Miss(request=request, reason=MissReason.NOT_ARCHIVED), timedelta(days=2), 2),
        (lambda request: Miss(request=request, reason=MissReason.EXCLUDED), timedelta(hours=1), 1),
        (lambda request: Miss(request=request, reason=MissReason.THROTTLED), timedelta(0), 2),
        (lambda request: Miss(request=request, reason=MissReason.TIMEOUT), timedelta(0), 2),
        (lambda request: Miss(request=request, reason=MissReason.UNREACHABLE), timedelta(0), 2),
        (lambda request: Miss(request=request, reason=MissReason.UNAVAILABLE), timedelta(0), 2),
        (lambda request: Miss(request=request, reason=MissReason.BLOCKED), timedelta(0), 2),
        (lambda request: Miss(request=request, reason=MissReason.TOO_LARGE), timedelta(0), 2),
    ],
)
def test_how_long_an_answer_holds(
    tmp_path: Path, answer: Callable[[Request], Answer], age: timedelta, asked: int
) -> None:
    clock = Clock()
    web = Web(answer)
    with Cache(tmp_path, now=clock) as cache:
        first = Cached(web, cache, scope="s", max_age=timedelta(days=1), now=clock).get(REQUEST)
        clock.now += age
        second = Cached(web, cache, scope="s", max_age=timedelta(days=1), now=clock).get(REQUEST)
    assert len(web.asked) == asked
    if asked == 1:
        assert second == first


def test_refresh_asks_again_but_once_in_a_run(tmp_path: Path) -> None:
    web = Web(lambda request: capture(request=request))
    with Cache(tmp_path) as cache:
        Cached(web, cache, scope="s").get(REQUEST)
        fresh = Cached(web, cache, scope="s", refresh=True)
        fresh.get(REQUEST)
        fresh.get(REQUEST)
    assert len(web.asked) == 2


def test_refresh_leaves_mementos_alone(tmp_path: Path) -> None:
    request = Request(uri_r="http://b/", uri_m="http://a/web/2013/http://b/")
    web = Web(lambda request: capture(request=request, uri_m=request.uri_m))
    with Cache(tmp_path) as cache:
        Cached(web, cache, scope="s").get(request)
        Cached(web, cache, scope="s", refresh=True).get(request)
    assert len(web.asked) == 1


def test_offline_never_asks_and_takes_what_is_there_however_old(tmp_path: Path) -> None:
    clock = Clock()
    with Cache(tmp_path, now=clock) as cache:
        kept = Cached(Web(lambda request: capture(request=request)), cache, scope="s").get(REQUEST)
    clock.now += timedelta(days=9000)
    web = Web(lambda _: pytest.fail("asked"))
    with Cache(tmp_path, read_only=True, now=clock) as cache:
        source = Cached(web, cache, scope="s", offline=True, now=clock)
        assert source.get(REQUEST) == kept
        missing = source.get(Request(uri_r="http://example.org/other"))
    assert isinstance(missing, Miss)
    assert missing.reason is MissReason.OFFLINE


@pytest.mark.parametrize("name", ["etag", "last-modified"])
def test_a_page_that_did_not_change_is_not_sent_again(site: Site, tmp_path: Path, name: str) -> None:
    request = Request(uri_r=site.url(f"/b/{name}"))
    fetcher = Fetcher(allow_private_addresses=True)
    live = Live(fetcher)
    clock = Clock()
    with Cache(tmp_path, now=clock) as cache:
        first = Cached(live, cache, scope="live", now=clock, revalidate=live.revalidate).get(request)
        clock.now += timedelta(days=2)
        second = Cached(live, cache, scope="live", now=clock, revalidate=live.revalidate).get(request)
        third = Cached(live, cache, scope="live", now=clock, revalidate=live.revalidate).get(request)
    fetcher.close()
    assert first == second == third
    assert isinstance(first, Capture)
    assert first.status == 200
    assert len(site.log) == 2
    checked(tmp_path)
    for path in tmp_path.glob("index.sqlite*"):
        path.unlink()
    with Cache(tmp_path) as cache:
        found = cache.get("live", request)
    assert found == (first, NOON + timedelta(days=2))


def test_a_page_that_changed_is_taken_anew(site: Site, tmp_path: Path) -> None:
    request = Request(uri_r=site.page("/story", "<p>one</p>", headers=(("ETag", '"one"'),)))
    fetcher = Fetcher(allow_private_addresses=True)
    live = Live(fetcher)
    with Cache(tmp_path) as cache:
        Cached(live, cache, scope="live").get(request)
        site.page("/story", "<p>two</p>", headers=(("ETag", '"two"'),))
        answer = Cached(live, cache, scope="live", refresh=True, revalidate=live.revalidate).get(request)
    fetcher.close()
    assert isinstance(answer, Capture)
    assert (answer.body, answer.status) == (b"<p>two</p>", 200)
    assert site.log[-1][2]["If-None-Match"] == '"one"'


# --- damage --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["start", "middle", "end", "cut", "gone"])
def test_a_damaged_record_does_not_exist(tmp_path: Path, where: str) -> None:
    body = random.Random(7).randbytes(50_000)
    with Cache(tmp_path) as cache:
        kept = cache.keep("s", REQUEST, capture(body))
    assert isinstance(kept, Capture)
    assert kept.record is not None
    path = tmp_path / kept.record.file
    data = bytearray(path.read_bytes())
    position = {"start": kept.record.offset + 1, "middle": kept.record.offset + 20_000, "end": len(data) - 3}.get(where)
    if position:
        data[position] ^= 0xFF
    if where == "cut":
        del data[-100:]
    if where == "gone":
        path.unlink()
    else:
        path.write_bytes(bytes(data))
    web = Web(lambda request: capture(body, request))
    with Cache(tmp_path) as cache:
        again = Cached(web, cache, scope="s").get(REQUEST)
    assert len(web.asked) == 1
    assert isinstance(again, Capture)
    assert again.body == body


def test_a_lost_index_is_made_again(tmp_path: Path) -> None:
    requests = [Request(uri_r=f"http://example.org/{number}") for number in range(5)]
    with Cache(tmp_path) as cache:
        kept = [cache.keep("s", request, capture(ARTICLE.encode() * 9, request)) for request in requests]
    for path in tmp_path.glob("index.sqlite*"):
        path.unlink()
    with Cache(tmp_path) as cache:
        found = [cache.get("s", request) for request in requests]
    assert [each[0] for each in found if each] == kept


def test_a_torn_tail_is_cut_off_and_whole_records_before_it_are_used(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        kept = cache.keep("s", REQUEST, capture())
    (path,) = tmp_path.glob("*.warc.gz")
    whole = path.read_bytes()
    (tmp_path / "index.sqlite").unlink()
    path.write_bytes(whole + whole[:150])
    with Cache(tmp_path) as cache:
        found = cache.get("s", REQUEST)
    assert found is not None
    assert found[0] == kept
    assert path.read_bytes() == whole
    checked(tmp_path)


def test_a_warc_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    foreign = tmp_path / "somebody.warc.gz"
    foreign.write_bytes(b"not even a WARC")
    Cache(tmp_path).close()
    assert foreign.read_bytes() == b"not even a WARC"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.write_bytes(b"this is no database at all, " * 50), "is broken"),
        (lambda path: _pragma(path, "pragma user_version = 99"), "another version"),
        (lambda path: _pragma(path, "pragma application_id = 5"), "not an index of verify"),
    ],
)
def test_an_index_that_is_not_ours_is_one_clear_line(tmp_path: Path, spoil: Callable[[Path], None], words: str) -> None:
    Cache(tmp_path).close()
    spoil(tmp_path / "index.sqlite")
    with pytest.raises(VerifyError) as told:
        Cache(tmp_path)
    assert words in str(told.value)
    assert "\n" not in str(told.value)
    assert "delete it" in str(told.value) or "--cache" in str(told.value)


def _pragma(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(VerifyError, match="--cache"):
        Cache(tmp_path / "file" / "cache")


def test_offline_without_a_cache_is_an_empty_one(tmp_path: Path) -> None:
    with Cache(tmp_path / "none", read_only=True) as cache:
        assert cache.get("s", REQUEST) is None
    assert not (tmp_path / "none").exists()


def test_a_full_disk_costs_the_evidence_but_not_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write

    def full(descriptor: int, data: bytes) -> int:
        return real(descriptor, data[: len(data) // 2]) if len(data) > 10_000 else real(descriptor, data)

    body = random.Random(3).randbytes(50_000)
    with Cache(tmp_path) as cache:
        cache.keep("s", REQUEST, capture())
        monkeypatch.setattr(os, "write", full)
        other = Request(uri_r="http://example.org/big")
        kept = cache.keep("s", other, capture(body, other))
        monkeypatch.undo()
        third = Request(uri_r="http://example.org/third")
        cache.keep("s", third, capture(request=third))
        assert isinstance(kept, Capture)
        assert kept.record is None
        assert kept.body == body
        assert len(cache.problems) == 1
        assert cache.get("s", third) is not None
    checked(tmp_path)


# --- several processes, and sudden death -----------------------------------------------------------------------------

_WRITER = """
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from verify.model import Capture, Request
from verify.sources.cache import Cache
folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
cache = Cache(folder)
print("ready", flush=True)
for number in range(count):
    request = Request(uri_r=f"http://example.org/{name}/{number}")
    body = Random(request.uri_r).randbytes(40_000)
    cache.keep("s", request, Capture(
        request=request, uri_r=request.uri_r, retrieved=datetime(2026, 11, 21, tzinfo=UTC), body=body,
        sha256=sha256(body).hexdigest()))
    print(number, flush=True)
cache.close()
"""


def _start(folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(folder), name, str(count)], stdout=subprocess.PIPE, text=True
    )


def _all_there(folder: Path, name: str, numbers: range) -> None:
    with Cache(folder, read_only=True) as cache:
        for number in numbers:
            request = Request(uri_r=f"http://example.org/{name}/{number}")
            found = cache.get("s", request)
            assert found is not None, request
            assert isinstance(found[0], Capture)
            assert found[0].body == random.Random(request.uri_r).randbytes(40_000)


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    running = [_start(tmp_path, name, 60) for name in ("a", "b", "c")]
    for process in running:
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        assert output.split()[-1] == "59"
    for name in ("a", "b", "c"):
        _all_there(tmp_path, name, range(60))
    assert len(list(tmp_path.glob("*.warc.gz"))) == 3
    checked(tmp_path)


@pytest.mark.parametrize("round_", range(5))
def test_what_was_kept_survives_kill_9(tmp_path: Path, round_: int) -> None:
    process = _start(tmp_path, "a", 100_000)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    for _ in range(5 + 7 * round_):
        process.stdout.readline()
    time.sleep(0.0013 * round_)
    os.kill(process.pid, signal.SIGKILL)
    told = process.stdout.read().split()
    process.stdout.close()
    process.wait()
    last = int(told[-1]) if told else 4 + 7 * round_
    Cache(tmp_path).close()
    _all_there(tmp_path, "a", range(last + 1))
    checked(tmp_path)


def test_the_file_of_a_living_writer_is_not_mended(tmp_path: Path) -> None:
    with Cache(tmp_path) as writer:
        writer.keep("s", REQUEST, capture())
        (path,) = tmp_path.glob("*.warc.gz")
        with path.open("ab") as file:
            file.write(path.read_bytes()[:150])
        torn = path.stat().st_size
        Cache(tmp_path).close()
        assert path.stat().st_size == torn


# --- for others ------------------------------------------------------------------------------------------------------


@pytest.mark.pywb
def test_pywb_replays_what_was_kept(site: Site, tmp_path: Path, pywb: Pywb) -> None:
    fetcher = Fetcher(allow_private_addresses=True, resolve=site.resolve)
    reader = Fetcher(allow_private_addresses=True)
    with Cache(tmp_path) as cache:
        source = Cached(Live(fetcher), cache, scope="live")
        first = source.get(Request(uri_r="http://kept.example/b/gzip"))
        source.get(Request(uri_r="http://kept.example/b/redirect-301"))
        site.page("/long", ARTICLE + "x" * 5000)
        source.get(Request(uri_r="http://kept.example/long"))
        source.get(Request(uri_r="http://kept.example/long?again"))
    fetcher.close()
    (path,) = tmp_path.glob("*.warc.gz")
    pywb.add_warc(path)
    assert isinstance(first, Capture)
    stamp = first.retrieved.strftime("%Y%m%d%H%M%S")
    for page, expected in (
        ("/b/gzip", ARTICLE),
        ("/b/redirect-301", ARTICLE),
        ("/long", ARTICLE + "x" * 5000),
        ("/long?again", ARTICLE + "x" * 5000),
    ):
        answer = Wayback(pywb.base, reader, stands_in=True).get(
            Request(uri_r=f"http://kept.example{page}", uri_m=f"{pywb.base}/web/{stamp}/http://kept.example{page}")
        )
        assert isinstance(answer, Capture), answer
        assert answer.body.decode() == expected
    reader.close()
    assert [row["status"] for row in pywb.index("http://kept.example/b/redirect-301")] == ["301"]


def test_a_page_whose_record_is_damaged_is_fetched_again_once(site: Site, tmp_path: Path) -> None:
    fetcher = Fetcher(allow_private_addresses=True)
    request = Request(uri_r=site.page("/long", ARTICLE + "x" * 5000))

    def asked() -> Answer:
        with Cache(tmp_path) as cache:
            return Cached(Live(fetcher), cache, scope="live").get(request)

    first = asked()
    assert isinstance(first, Capture)
    assert first.record is not None
    path = tmp_path / first.record.file
    data = bytearray(path.read_bytes())
    data[first.record.offset + 60] ^= 0xFF
    path.write_bytes(data)
    again = [asked() for _ in range(3)]
    assert len(site.log) == 2
    assert again[0] == again[1] == again[2]
    fetcher.close()
