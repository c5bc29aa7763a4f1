"""Runs that share a cache ask for a page once: one asks, the others wait for its answer, and nobody waits for the dead."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from servers.site import ARTICLE, Handler, Site

from verify.model import Answer, Capture, Miss, MissReason, Request
from verify.sources import leases
from verify.sources.cache import Cache
from verify.sources.cached import Cached
from verify.sources.index_connection import Connection
from verify.sources.leases import Leases
from verify.sources.shared_state import SharedState

REQUEST = Request(uri_r="http://example.org/page")


class Slow:
    """A source whose answer comes when the test says so."""

    def __init__(self, answer: Callable[[Request], Answer]) -> None:
        self.answer = answer
        self.asked = 0
        self.begun = threading.Event()
        self.go_on = threading.Event()

    def get(self, request: Request) -> Answer:
        self.asked += 1
        self.begun.set()
        assert self.go_on.wait(20)
        return self.answer(request)


def page(request: Request) -> Capture:
    body = ARTICLE.encode()
    return Capture(
        request=request,
        uri_r=request.uri_r,
        retrieved=datetime(2026, 11, 21, tzinfo=UTC),
        body=body,
        sha256=sha256(body).hexdigest(),
    )


def timeout(request: Request) -> Miss:
    return Miss(request=request, reason=MissReason.TIMEOUT, detail="no full answer in 20 s", retry_after=7.0)


def absent(request: Request) -> Miss:
    return Miss(request=request, reason=MissReason.NOT_ARCHIVED)


@pytest.mark.parametrize("answer", [page, timeout, absent])
@pytest.mark.parametrize("caches", [1, 6])
@pytest.mark.parametrize("refresh", [False, True])
def test_one_asks_and_the_others_take_its_answer(
    tmp_path: Path, answer: Callable[[Request], Answer], caches: int, refresh: bool
) -> None:
    """With one cache they are threads of a run, with six each is a run of its own."""
    source = Slow(answer)
    opened = [Cache(tmp_path) for _ in range(caches)]
    waiting = threading.Semaphore(0)

    def ask(number: int) -> Answer:
        waiting.release()
        return Cached(source, opened[number % caches], scope="live", refresh=refresh).get(REQUEST)

    with ThreadPoolExecutor(6) as pool:
        first = pool.submit(ask, 0)
        assert source.begun.wait(20)
        others = [pool.submit(ask, number) for number in range(1, 6)]
        for _ in range(6):
            assert waiting.acquire(timeout=20)
        until = time.monotonic() + 20
        while len(_waiters()) < 5:
            assert time.monotonic() < until, "somebody does not wait"
            threading.Event().wait(0.001)
        source.go_on.set()
        answers = [future.result(20) for future in (first, *others)]
    for cache in opened:
        cache.close()
    assert source.asked == 1
    assert answers == [answers[0]] * 6
    if answer is page:
        assert all(isinstance(each, Capture) and each.record for each in answers)


def _waiters() -> list[str]:
    """Frames that wait for a lease."""
    return [name for frame in sys._current_frames().values() for name in _names(frame) if name == "Lease.wait"]


def _names(frame: object) -> list[str]:
    found = []
    while frame is not None:
        found.append(frame.f_code.co_qualname)  # type: ignore[attr-defined]
        frame = frame.f_back  # type: ignore[attr-defined]
    return found


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_a_lease_that_is_not_renewed_runs_out(tmp_path: Path) -> None:
    clock = Clock()
    connection = Connection(tmp_path)
    shared = SharedState(connection)
    gone, heir = Leases(shared, clock=clock), Leases(shared, clock=clock)
    gone.started = lambda: None  # type: ignore[method-assign]  # a killed process renews nothing
    heir.started = lambda: None  # type: ignore[method-assign]
    assert gone.lease("k", REQUEST).take()
    waiting = heir.lease("k", REQUEST)
    clock.now += leases.LEASE_SECONDS - 1
    assert not waiting.take()
    clock.now += 2
    assert waiting.wait() is None
    assert waiting.take()
    connection.close()


def test_a_clock_that_was_set_back_keeps_nobody_waiting(tmp_path: Path) -> None:
    clock = Clock()
    connection = Connection(tmp_path)
    shared = SharedState(connection)
    first, second = Leases(shared, clock=clock), Leases(shared, clock=clock)
    first.started = second.started = lambda: None  # type: ignore[method-assign]
    assert first.lease("k", REQUEST).take()
    clock.now -= 3600
    assert second.lease("k", REQUEST).take()
    connection.close()


def test_a_living_holder_renews(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "RENEWAL_SECONDS", 0.001)
    connection = Connection(tmp_path)
    shared = SharedState(connection)
    mine = Leases(shared)
    assert mine.lease("k", REQUEST).take()
    row = shared.leased("k")
    assert row is not None
    while (now := shared.leased("k")) and now.until <= row.until:
        threading.Event().wait(0.001)
    assert now is not None
    mine.close()
    assert shared.leased("k") is None
    connection.close()


def test_nobody_waits_longer_than_it_is_worth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "PATIENCE", 0.0)
    connection = Connection(tmp_path)
    shared = SharedState(connection)
    first, second = Leases(shared), Leases(shared)
    holder = first.lease("k", REQUEST)
    assert holder.take()
    with second.lease("k", REQUEST) as impatient:
        assert not impatient.take()
        assert impatient.wait() is None
        assert impatient.take()
    held = shared.leased("k")
    assert held is not None
    assert held.owner == first.owner  # who lost patience gives back nothing that is not his
    first.close()
    second.close()
    connection.close()


_ASKER = """
import sys
from pathlib import Path
from verify.model import Capture, Request
from verify.sources.cache import Cache
from verify.sources.cached import Cached
from verify.sources.live import Fetcher, Live
with Cache(Path(sys.argv[1])) as cache:
    print("ready", flush=True)
    sys.stdin.readline()
    fetcher = Fetcher(allow_private_addresses=True)
    for url in sys.argv[2:]:
        answer = Cached(Live(fetcher), cache, scope="live").get(Request(uri_r=url))
        assert isinstance(answer, Capture), answer
        print(answer.record.record_id, flush=True)
    fetcher.close()
"""


def start(folder: Path, *urls: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _ASKER, str(folder), *urls], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_processes_that_start_together_ask_once(site: Site, tmp_path: Path) -> None:
    urls = [site.page(f"/{number}", f"<p>{number}</p>") for number in range(20)]
    running = [start(tmp_path, *urls) for _ in range(4)]
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate(timeout=60)[0].split() for process in running]
    assert [process.returncode for process in running] == [0] * 4
    assert [site.asked(f"/{number}") for number in range(20)] == [1] * 20
    assert told == [told[0]] * 4
    assert len(set(told[0])) == 20


def test_a_killed_process_keeps_nobody_from_asking(site: Site, tmp_path: Path) -> None:
    begun = threading.Event()

    def hang_once(handler: Handler) -> None:
        if not begun.is_set():
            begun.set()
            handler.wait(60)
        handler.answer(200, ARTICLE.encode())

    url = site.does("/hang", hang_once)
    holder = start(tmp_path, url)
    assert holder.stdin is not None
    holder.stdin.write("go\n")
    holder.stdin.flush()
    assert begun.wait(20)
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    assert _owner(tmp_path)
    heir = start(tmp_path, url)
    told, _ = heir.communicate("go\n", timeout=leases.LEASE_SECONDS - 3)
    assert heir.returncode == 0
    assert told.startswith("<urn:uuid:")


def _owner(folder: Path) -> str:
    import sqlite3

    connection = sqlite3.connect(folder / "index.sqlite")
    ((owner,),) = connection.execute("select owner from lease").fetchall()
    connection.close()
    return str(owner)
