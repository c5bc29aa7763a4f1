"""Many flows over one source: nobody's waiting is another's, and nothing is asked twice or for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from servers.site import ARTICLE, Handler, Site

from verify import driving
from verify.driving import Driver
from verify.model import Answer, Capture, Miss, MissReason, Request
from verify.sources.assembly import assemble
from verify.sources.cache import Cache
from verify.sources.live import Fetcher
from verify.sources.polite import Polite
from verify.sources.waiting import Ask, Later, current
from verify.stepping import Threads


def page(request: Request, body: bytes = b"page") -> Capture:
    return Capture(
        request=request, uri_r=request.uri_r, retrieved=datetime(2026, 11, 21, tzinfo=UTC), sha256="", body=body
    )


def flow(*urls: str) -> Any:
    """A flow whose finding is what it was answered."""
    answers: list[Answer] = []
    for url in urls:
        answer = yield Request(uri_r=url)
        answers.append(answer)
    return [answer.reason if isinstance(answer, Miss) else answer.body for answer in answers]


class Fake:
    """Answers with `get`, and notes what it was asked."""

    def __init__(self, get: Callable[[Request], Answer]) -> None:
        self._get = get
        self.asked: list[str] = []

    def get(self, request: Request) -> Answer:
        self.asked.append(request.uri_r)
        return self._get(request)


def driven(source: Any, flows: list[Any], workers: int = 1, **options: Any) -> list[tuple[int, Any]]:
    return list(Driver(source, workers=workers, **options).run(Threads(flows)))


def test_every_flow_ends_with_its_own_finding() -> None:
    source = Fake(lambda request: page(request, request.uri_r.encode()))
    flows = [flow(*(f"http://h/{number}/{step}" for step in range(number % 4))) for number in range(40)]
    found = dict(driven(source, flows, workers=7))
    assert found == {n: [f"http://h/{n}/{step}".encode() for step in range(n % 4)] for n in range(40)}


def test_one_thread_goes_on_while_a_question_waits() -> None:
    waiting: list[Ask] = []

    def get(request: Request) -> Answer:
        ask = current()
        assert ask is not None
        if request.uri_r == "http://slow/" and not ask.steps:
            ask.steps["asked"] = True
            waiting.append(ask)
            raise Later(None)
        if request.uri_r == "http://quick/4":
            waiting[0].wake()
        return page(request)

    source = Fake(get)
    found = driven(source, [flow("http://slow/"), *(flow(f"http://quick/{number}") for number in range(5))])
    assert source.asked == ["http://slow/", *(f"http://quick/{number}" for number in range(5)), "http://slow/"]
    assert found[-1] == (0, [b"page"])


def test_what_waits_for_a_time_is_asked_again_then() -> None:
    def get(request: Request) -> Answer:
        ask = current()
        assert ask is not None
        if len(ask.steps) < 3:
            ask.steps[len(ask.steps)] = True
            raise Later(0.001)
        return page(request)

    source = Fake(get)
    assert driven(source, [flow("http://a/")]) == [(0, [b"page"])]
    assert source.asked == ["http://a/"] * 4


def test_identical_questions_are_one() -> None:
    source = Fake(page)
    assert len(driven(source, [flow("http://a/", f"http://a/{number}") for number in range(30)], workers=8)) == 30
    assert source.asked.count("http://a/") < 30
    slow = threading.Event()

    def get(request: Request) -> Answer:
        assert slow.wait(10)
        return page(request)

    source = Fake(get)
    running = Driver(source, workers=8).run(Threads([flow("http://a/") for _ in range(30)]))
    threading.Timer(0.05, slow.set).start()
    assert len(list(running)) == 30
    assert source.asked == ["http://a/"]


def test_an_error_ends_the_flows_that_met_it_and_no_other() -> None:
    def get(request: Request) -> Answer:
        if request.uri_r == "http://bug/":
            raise ZeroDivisionError
        return page(request)

    found = dict(driven(Fake(get), [flow("http://bug/"), flow("http://a/"), flow("http://bug/")], workers=2))
    assert isinstance(found[0], ZeroDivisionError)
    assert isinstance(found[2], ZeroDivisionError)
    assert found[1] == [b"page"]


def test_a_question_that_nobody_wakes_does_not_hang_the_run() -> None:
    def get(request: Request) -> Answer:
        ask = current()
        assert ask is not None
        if not ask.steps:
            ask.steps["asked"] = True
            raise Later(None)
        return page(request)

    assert driven(Fake(get), [flow("http://a/")]) == [(0, [b"page"])]


def test_a_run_that_is_left_asks_nothing_more_and_reads_what_has_come() -> None:
    begun, reading, go_on, read_on = (threading.Event() for _ in range(4))

    def get(request: Request) -> Answer:
        if request.uri_r == "http://a/2":
            begun.set()
            assert go_on.wait(10)
        if request.uri_r == "http://a/0":
            assert begun.wait(10)
            assert reading.wait(10)
        return page(request)

    def slowly_read() -> Any:
        answer = yield Request(uri_r="http://a/1")
        reading.set()
        assert read_on.wait(10)
        return answer.body

    source = Fake(get)
    driver = Driver(source, workers=3)
    running: Iterator[tuple[int, Any]] = driver.run(
        Threads([flow("http://a/0"), slowly_read(), flow("http://a/2", "http://a/3")])
    )
    assert next(running) == (0, [b"page"])
    running.close()  # type: ignore[attr-defined]
    read_on.set()
    assert list(driver.fetched_already(10)) == [(1, b"page")]
    go_on.set()
    assert sorted(source.asked) == ["http://a/0", "http://a/1", "http://a/2"]


def test_quick_answers_need_few_threads_and_slow_ones_get_all() -> None:
    driver = Driver(Fake(page), workers=64)
    assert len(list(driver.run(Threads([flow(f"http://a/{number}") for number in range(300)])))) == 300
    assert driver.threads < 64
    together = threading.Barrier(64)  # nobody is answered before so many are asked at a time

    def get(request: Request) -> Answer:
        together.wait(20)
        return page(request)

    driver = Driver(Fake(get), workers=64)
    assert len(list(driver.run(Threads([flow(f"http://a/{number}") for number in range(128)])))) == 128
    assert driver.threads == 64


def test_a_thread_that_waits_keeps_no_page() -> None:
    """Else hundreds of threads keep hundreds of pages that were read long ago."""
    together, end, gone = threading.Barrier(6), threading.Event(), threading.Semaphore(0)

    class Body(bytes):
        def __del__(self) -> None:
            gone.release()

    def get(request: Request) -> Answer:
        if request.uri_r == "http://last/":
            assert end.wait(60)
            return page(request)
        together.wait(60)
        return page(request, Body(b"page"))

    def read(url: str) -> Any:
        answer = yield Request(uri_r=url)
        return len(answer.body)

    found = Driver(Fake(get), workers=7).run(
        Threads([read("http://last/"), *(read(f"http://{number}/") for number in range(6))])
    )
    assert sum(next(found)[1] for _ in range(6)) == 6 * len("page")
    freed = [gone.acquire(timeout=10) for _ in range(6)]
    end.set()
    assert all(freed)
    assert [*found] == [(0, 4)]


def test_what_the_run_waits_for_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driving, "TOLD_SECONDS", 0.0)
    monkeypatch.setattr(driving, "TICK", 0.01)
    seen = threading.Event()
    told: list[str] = []

    def get(request: Request) -> Answer:
        assert seen.wait(10)
        return page(request)

    def tell(text: str) -> None:
        told.append(text)
        if text == "waiting for slow.example and 1 more 0 s":
            seen.set()

    urls = ("http://slow.example/", "http://slow.example/2", "http://other.example/")
    driven(Fake(get), [flow(url) for url in urls], workers=3, on_waiting=tell)
    assert seen.is_set(), told


def test_pages_that_are_slow_are_asked_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driving, "SLOW_SECONDS", 0.0)
    source = Fake(page)
    urls = ["http://slow/1", *(f"http://host{number}/" for number in range(6)), "http://slow/2"]
    driven(source, [flow(url) for url in urls])
    assert source.asked.index("http://slow/2") < 6


@pytest.fixture
def fetcher(site: Site) -> Iterator[Fetcher]:
    running = Fetcher(
        allow_private_addresses=True, resolve=site.resolve, polite=Polite(concurrency=1, delay=0), timeout=20
    )
    yield running
    running.close()


def test_a_host_that_asks_to_wait_costs_no_other_any_time(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    """One thread: everybody else is asked between the refusal and the second attempt."""

    def refuses_once(handler: Handler) -> None:
        if site.asked("/wait") <= 1:
            handler.answer(429, b"", (("Retry-After", "1"),))
        else:
            handler.answer(200, ARTICLE.encode())

    site.does("/wait", refuses_once)
    for number in range(5):
        site.page(f"/{number}")
    urls = ["http://busy.example/wait", *(f"http://h{number}.example/{number}" for number in range(5))]
    with Cache(tmp_path) as cache:
        found = driven(assemble(fetcher, cache, archives=()), [flow(url) for url in urls])
    assert [path for _, path, _ in site.log] == ["/wait", "/0", "/1", "/2", "/3", "/4", "/wait"]
    assert found[-1] == (0, [ARTICLE.encode()])


def test_pages_of_a_busy_host_hold_no_thread(site: Site, fetcher: Fetcher) -> None:
    """Two threads, and a host that answers one at a time, and only after the other host has answered all."""
    others = threading.Event()

    def slow(handler: Handler) -> None:
        assert others.wait(10)
        handler.answer(200, b"slow")

    def other(handler: Handler) -> None:
        if sum(path.startswith("/other") for _, path, _ in site.log) == 6:
            others.set()
        handler.answer(200, b"other")

    urls: list[str] = []
    for number in range(6):
        site.does(f"/slow{number}", slow)
        site.does(f"/other{number}", other)
        urls.append(f"http://slow.example/slow{number}")
    urls += [f"http://other.example/other{number}" for number in range(6)]

    class Plain:
        def get(self, request: Request) -> Answer:
            return fetcher.fetch(request, request.uri_r)

    found = dict(driven(Plain(), [flow(url) for url in urls], workers=2))
    assert [found[number] for number in range(12)] == [[b"slow"]] * 6 + [[b"other"]] * 6


def test_a_redirect_to_a_busy_host_is_taken_up_where_it_stopped(site: Site, fetcher: Fetcher) -> None:
    """The first host is not asked again when the second one has time."""
    release = threading.Event()

    def busy(handler: Handler) -> None:
        assert release.wait(10)
        handler.answer(200, b"busy")

    def leads(handler: Handler) -> None:
        handler.answer(302, b"", (("Location", "http://busy.example/target"),))

    def last(handler: Handler) -> None:
        release.set()
        handler.answer(200, b"last")

    site.does("/busy", busy)
    site.does("/from", leads)
    site.does("/last", last)
    site.page("/target", "target")
    urls = ["http://busy.example/busy", "http://a.example/from", "http://b.example/last"]

    class Plain:
        def get(self, request: Request) -> Answer:
            return fetcher.fetch(request, request.uri_r)

    found = dict(driven(Plain(), [flow(url) for url in urls], workers=2))
    assert [found[number] for number in range(3)] == [[b"busy"], [b"target"], [b"last"]]
    assert (site.asked("/from"), site.asked("/target")) == (1, 1)


def test_a_page_that_nobody_serves_is_a_miss(fetcher: Fetcher) -> None:
    class Plain:
        def get(self, request: Request) -> Answer:
            return fetcher.fetch(request, request.uri_r)

    assert driven(Plain(), [flow("http://nowhere.invalid/")]) == [(0, [MissReason.UNREACHABLE])]
