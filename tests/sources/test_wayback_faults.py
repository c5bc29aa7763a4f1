"""What an archive does when it does not simply answer: each outcome is told apart, and none reads as "not archived"."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from servers.captures import FIRST, NEVER, PAGE, SECOND, Kept
from servers.site import Handler, Site
from servers.wayback import FakeArchive, Fault

from verify.model import Answer, Capture, Miss, MissReason, Prefer, Request
from verify.sources import wayback as module
from verify.sources.archive_host import MOST_FAILURES, ArchiveHost
from verify.sources.cache import Cache
from verify.sources.live import Fetcher
from verify.sources.rates import Limit, Rate
from verify.sources.waiting import Ask, asking
from verify.sources.wayback import Wayback

AT = datetime(2013, 12, 24, tzinfo=UTC)
DATED = Request(uri_r=PAGE, accept_datetime=AT, prefer=Prefer.BEFORE)
EXACT = Request(uri_r=PAGE, uri_m=f"https://web.archive.org/web/20131220101112/{PAGE}")


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    running = Fetcher(allow_private_addresses=True, timeout=2.0, sleep=lambda _: None)
    yield running
    running.close()


@pytest.fixture
def wayback(fake_archive: FakeArchive, fetcher: Fetcher) -> Wayback:
    return Wayback(fake_archive.base, fetcher, stands_in=True)


def miss(answer: Answer) -> Miss:
    assert isinstance(answer, Miss), answer
    return answer


INDEX, REPLAY = "/cdx", "id_/"


@pytest.mark.parametrize("where", [INDEX, REPLAY])
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(status=429, body="slow"), MissReason.THROTTLED),
        (Fault(status=429, body="", headers={"Retry-After": "60"}), MissReason.THROTTLED),
        (Fault(status=429, body="x" * 100, media_type="text/plain"), MissReason.THROTTLED),
        (Fault(status=500), MissReason.UNAVAILABLE),
        (Fault(status=502), MissReason.UNAVAILABLE),
        (Fault(status=503), MissReason.UNAVAILABLE),
        (Fault(status=504), MissReason.UNAVAILABLE),
        (Fault(status=400), MissReason.UNAVAILABLE),
        (Fault(status=401), MissReason.BLOCKED),
        (Fault(status=403, body="<html>go away</html>"), MissReason.BLOCKED),
        (Fault(status=451), MissReason.EXCLUDED),
        (Fault(status=200, body="<html>We are down for maintenance</html>"), MissReason.UNAVAILABLE),
        (Fault(status=200, body="This URL has been excluded from the Wayback Machine."), MissReason.EXCLUDED),
        (
            Fault(status=403, headers={"X-Archive-Wayback-Runtime-Error": "AdministrativeAccessControlException: x"}),
            MissReason.EXCLUDED,
        ),
        (Fault(status=302, headers={"Location": "https://login.example/"}), MissReason.UNAVAILABLE),
        (Fault(drop=True), MissReason.UNAVAILABLE),
        (Fault(delay=30), MissReason.UNAVAILABLE),
    ],
)
def test_trouble_is_told_apart(
    wayback: Wayback, fake_archive: FakeArchive, where: str, fault: Fault, reason: MissReason
) -> None:
    fake_archive.faults.append(
        Fault(where, fault.status, fault.body, fault.headers, fault.media_type, 9, fault.delay, fault.drop)
    )
    answer = miss(wayback.get(DATED))
    assert answer.reason is reason, answer
    assert answer.request == DATED
    assert answer.detail.startswith("127.0.0.1:")


def test_a_short_retry_after_is_waited_for(wayback: Wayback, fake_archive: FakeArchive) -> None:
    fake_archive.faults.append(Fault("/cdx", 429, "slow", {"Retry-After": "0"}))
    fake_archive.faults.append(Fault("id_/", 503, "busy", {"Retry-After": "0"}))
    answer = wayback.get(DATED)
    assert isinstance(answer, Capture)
    assert answer.body == SECOND


def test_the_seconds_asked_for_are_told(wayback: Wayback, fake_archive: FakeArchive) -> None:
    fake_archive.faults.append(Fault("/cdx", 429, "slow", {"Retry-After": "3600"}, times=9))
    assert miss(wayback.get(DATED)).retry_after == 3600


def test_excluded_pages(wayback: Wayback, fake_archive: FakeArchive) -> None:
    fake_archive.excluded.add(PAGE)
    assert miss(wayback.get(DATED)).reason is MissReason.EXCLUDED
    assert miss(wayback.get(EXACT)).reason is MissReason.EXCLUDED


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", MissReason.NOT_ARCHIVED),
        ("\n\n", MissReason.NOT_ARCHIVED),
        ("garbage\nmore garbage\n", MissReason.UNAVAILABLE),
        ("[]", MissReason.UNAVAILABLE),
        ("org,example)/page 20139999999999 http://example.org/page text/html 200 AAAA 1\n", MissReason.UNAVAILABLE),
    ],
)
def test_only_an_empty_index_answer_is_an_absence(
    wayback: Wayback, fake_archive: FakeArchive, body: str, reason: MissReason
) -> None:
    fake_archive.faults.append(Fault("/cdx", 200, body, media_type="text/plain", times=9))
    assert miss(wayback.get(DATED)).reason is reason


def test_bad_rows_among_good_ones_are_passed_over(wayback: Wayback, fake_archive: FakeArchive) -> None:
    row = "org,example)/page {} http://example.org/page text/html {} ABCDEFGHIJKLMNOPQRSTUVWXYZ234567 1234\n"
    body = "too few fields\n" + row.format("20131220101112", "200") + row.format("nonsense", "200") + "org,exa"
    fake_archive.faults.append(Fault("/cdx", 200, body, media_type="text/plain"))
    answer = wayback.get(DATED)
    assert isinstance(answer, Capture)
    assert answer.body == SECOND


def test_without_an_index_the_timemap_is_asked(wayback: Wayback, fake_archive: FakeArchive) -> None:
    fake_archive.has_index = False
    answer = wayback.get(DATED)
    assert isinstance(answer, Capture)
    assert answer.body == SECOND
    assert fake_archive.counts()["timemap"] == 1
    assert miss(wayback.get(Request(uri_r=NEVER, accept_datetime=AT))).reason is MissReason.NOT_ARCHIVED


def test_a_capture_whose_time_the_archive_does_not_say_is_not_believed(
    wayback: Wayback, fake_archive: FakeArchive
) -> None:
    fake_archive.faults.append(Fault("id_/", 200, SECOND.decode()))
    assert miss(wayback.get(EXACT)).reason is MissReason.UNAVAILABLE
    fake_archive.faults.append(Fault("id_/", 200, SECOND.decode(), {"Memento-Datetime": "yesterday"}))
    assert miss(wayback.get(EXACT)).reason is MissReason.UNAVAILABLE


def test_an_archived_404_is_a_capture_of_a_404(wayback: Wayback) -> None:
    answer = wayback.get(Request(uri_r=PAGE, uri_m=f"https://web.archive.org/web/20160101000000/{PAGE}"))
    assert isinstance(answer, Capture)
    assert answer.status == 404
    assert answer.uri_m is not None


def test_a_listed_capture_that_is_not_given_out_makes_room_for_the_next(
    wayback: Wayback, fake_archive: FakeArchive
) -> None:
    fake_archive.faults.append(Fault("20131220101112id_/", 404))
    answer = wayback.get(DATED)
    assert isinstance(answer, Capture)
    assert answer.body == FIRST
    fake_archive.faults.append(Fault("id_/", 404, times=99))
    again = Wayback(fake_archive.base, Fetcher(allow_private_addresses=True), stands_in=True)
    assert miss(again.get(DATED)).reason is MissReason.UNAVAILABLE


def test_a_redirect_out_of_the_archive_is_not_followed(wayback: Wayback, fake_archive: FakeArchive, site: Site) -> None:
    """A captured redirect keeps the live web's address; what is asked is the archive's copy of its target."""
    fake_archive.captures.append(
        Kept("http://a.example/", "20131220101112", b"", 302, (("Location", site.url("/b/ok")),))
    )
    answer = wayback.get(
        Request(uri_r="http://a.example/", uri_m="https://web.archive.org/web/20131220101112/http://a.example/")
    )
    assert miss(answer).reason is MissReason.NOT_ARCHIVED
    assert not site.log
    assert fake_archive.log[-1] == f"/web/20131220101112id_/{site.url('/b/ok')}"
    dated = miss(wayback.get(Request(uri_r="http://a.example/", accept_datetime=AT)))
    assert dated.reason is MissReason.NOT_ARCHIVED
    assert "redirects to" in dated.detail


def test_a_captured_redirect_to_itself_makes_room_for_the_page(wayback: Wayback, fake_archive: FakeArchive) -> None:
    """To the index http and https are one address, and the redirect is nearest to its own time."""
    to_https = (("Location", "https://b.example/"),)
    fake_archive.captures += [
        Kept("http://b.example/", "20131220101112", b"", 301, to_https),
        Kept("https://b.example/", "20131220101115", SECOND),
    ]
    answer = wayback.get(Request(uri_r="http://b.example/", accept_datetime=AT, prefer=Prefer.BEFORE))
    assert isinstance(answer, Capture)
    assert (answer.status, answer.body, answer.uri_r) == (200, SECOND, "https://b.example/")


def test_captured_redirects_in_a_circle_end(wayback: Wayback, fake_archive: FakeArchive) -> None:
    headers = (("Location", "http://b.example/"),)
    fake_archive.captures.append(Kept("http://b.example/", "20131220101112", b"", 302, headers))
    answer = wayback.get(Request(uri_r="http://b.example/", accept_datetime=AT))
    assert isinstance(answer, Capture)
    assert (answer.status, answer.body) == (302, b"")
    assert len(fake_archive.log) < 5


def test_an_index_too_long_to_search_is_no_absence(
    wayback: Wayback, fake_archive: FakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verify.sources.wayback_index.ROW_LIMIT", 3)
    for second in range(60):
        fake_archive.add("http://long.example/", f"201306010000{second:02}", "<p>x</p>")
    far = datetime(2013, 6, 1, 0, 0, 30, tzinfo=UTC)
    request = Request(uri_r="http://long.example/", accept_datetime=far, prefer=Prefer.BEFORE, window=(far, far))
    assert miss(wayback.get(request)).reason is MissReason.UNAVAILABLE


def test_one_index_query_for_a_page_even_under_threads(wayback: Wayback, fake_archive: FakeArchive) -> None:
    found: list[Answer] = []
    days = [datetime(2013, 12, day, tzinfo=UTC) for day in range(1, 31)]
    requests = [Request(uri_r=PAGE, accept_datetime=day, prefer=Prefer.BEFORE) for day in days]
    threads = [threading.Thread(target=lambda each=each: found.append(wayback.get(each))) for each in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(answer, Capture) for answer in found) == 30
    assert fake_archive.counts()["index"] == 1
    assert fake_archive.counts()["replay"] == 2


def test_the_index_is_asked_as_it_must_be(wayback: Wayback, fake_archive: FakeArchive) -> None:
    wayback.get(DATED)
    query = next(path for path in fake_archive.log if path.startswith("/cdx"))
    assert "closest" not in query
    assert "limit=-" not in query
    assert "url=http%3A%2F%2Fexample.org%2Fpage" in query
    assert fake_archive.agents == {"verify/0.1"}


def test_a_history_too_long_for_one_answer_is_asked_around_the_date(
    fake_archive: FakeArchive, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verify.sources.wayback_index.ROW_LIMIT", 3)
    for year in range(1998, 2026):
        fake_archive.add("http://long.example/", f"{year}0601000000", f"<p>{year}</p>")
    wayback = Wayback(fake_archive.base, fetcher, stands_in=True)
    for year, prefer, expected in (
        (2013, Prefer.BEFORE, 2012),
        (2013, Prefer.AFTER, 2013),
        (2020, Prefer.CLOSEST, 2020),
        (1998, Prefer.CLOSEST, 1998),
        (9999, Prefer.BEFORE, 2025),
    ):
        request = Request(uri_r="http://long.example/", accept_datetime=datetime(year, 1, 1, tzinfo=UTC), prefer=prefer)
        answer = wayback.get(request)
        assert isinstance(answer, Capture), (year, answer)
        assert answer.body == f"<p>{expected}</p>".encode()


# --- leaving an archive alone -----------------------------------------------------------------------------------------


def _pages(count: int) -> list[Request]:
    return [Request(uri_r=f"http://example.org/{number}", accept_datetime=AT) for number in range(count)]


def test_after_repeated_429_the_archive_is_left_alone(wayback: Wayback, fake_archive: FakeArchive) -> None:
    fake_archive.faults.append(Fault(status=429, body="slow", times=999))
    answers = [miss(wayback.get(request)) for request in _pages(10)]
    assert {answer.reason for answer in answers} == {MissReason.THROTTLED}
    assert [answer.request for answer in answers] == _pages(10)
    assert "left alone for the rest of this run" in answers[-1].detail
    assert len(fake_archive.log) <= 2 * 3  # three questions, each tried twice


def test_after_a_block_the_archive_is_left_alone(wayback: Wayback, fake_archive: FakeArchive) -> None:
    fake_archive.faults.append(Fault(status=403, body="no", times=999))
    assert [miss(wayback.get(request)).reason for request in _pages(5)] == [MissReason.BLOCKED] * 5
    assert len(fake_archive.log) == 1


def test_a_dead_archive_is_left_alone(wayback: Wayback, fake_archive: FakeArchive) -> None:
    fake_archive.faults.append(Fault(status=503, times=999))
    assert {miss(wayback.get(request)).reason for request in _pages(20)} == {MissReason.UNAVAILABLE}
    assert len(fake_archive.log) <= 2 * 5


def test_an_answer_in_between_starts_the_count_again(wayback: Wayback, fake_archive: FakeArchive) -> None:
    for request in _pages(12):
        fake_archive.faults.append(Fault(status=503, times=2))
        wayback.get(request)
        stamp = f"201312201011{request.uri_r[-1]:0>2}"
        wayback.get(Request(uri_r=PAGE, uri_m=f"https://web.archive.org/web/{stamp}/{PAGE}"))
    assert "left alone" not in str(wayback.get(Request(uri_r=NEVER, accept_datetime=AT)))


def test_a_refused_connection_after_429_is_a_block(fetcher: Fetcher) -> None:
    with FakeArchive() as running:
        wayback = Wayback(running.base, fetcher, stands_in=True)
        running.faults.append(Fault(status=429, times=2))
        assert miss(wayback.get(_pages(1)[0])).reason is MissReason.THROTTLED
    fetcher._adapter.close()  # a firewall ends open connections too
    assert miss(wayback.get(_pages(2)[1])).reason is MissReason.BLOCKED


def test_a_refused_connection_alone_is_no_block(fetcher: Fetcher) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{free.getsockname()[1]}"
    assert miss(Wayback(base, fetcher).get(DATED)).reason is MissReason.UNAVAILABLE


def test_no_network_is_our_trouble(fetcher: Fetcher, site: Site) -> None:
    ours = Fetcher(resolve=site.resolve)
    answer = miss(Wayback("http://archive.invalid", ours).get(DATED))
    assert answer.reason is MissReason.UNREACHABLE
    assert "name resolution failed" in answer.detail
    ours.close()


# --- limits -----------------------------------------------------------------------------------------------------------


def never_more(starts: list[float], count: int, seconds: float) -> bool:
    """No stretch of `seconds` has more than `count` starts."""
    assert len(starts) > count
    return all(later - earlier >= seconds - 1e-3 for earlier, later in zip(starts, starts[count:], strict=False))


@pytest.mark.parametrize("limit", [Limit(24, 60.0, burst=4), Limit(8, 1.0, burst=2), Limit(3, 10.0, burst=1)])
def test_a_rate_is_never_exceeded(limit: Limit) -> None:
    now = [0.0]
    starts: list[float] = []
    rate = Rate(limit, clock=lambda: now[0], sleep=lambda seconds: now.__setitem__(0, now[0] + seconds))
    for _ in range(100):
        rate.take()
        starts.append(now[0])
    assert never_more(starts, limit.count, limit.seconds)
    assert starts[limit.burst - 1] == 0.0
    assert starts[-1] == pytest.approx((100 - limit.burst) * limit.seconds / (limit.count - 1 - limit.burst))


def test_a_limit_is_shared_by_all_who_open_the_cache(tmp_path: Path) -> None:
    """Two caches on one folder are what two processes see; time passes only by sleeping."""
    now = [1_000_000.0]
    starts: list[float] = []
    limit = Limit(4, 10.0, burst=2)
    with Cache(tmp_path) as one, Cache(tmp_path) as other:
        turns = [cache.shared.turn for cache in (one, other)]
        for number in range(12):
            while (wait := turns[number % 2]("archive", limit, now[0])) > 0:
                now[0] += wait
            starts.append(now[0])
        assert never_more(starts, 4, 10.0)
        assert now[0] == pytest.approx(1_000_100)
        assert turns[0]("another archive", limit, now[0]) == 0.0
        now[0] -= 100_000  # the clock is set back
        assert 0 <= turns[0]("archive", limit, now[0]) <= 10.0


def test_a_rate_waits_for_the_turn_of_others_and_gives_up_when_the_run_ends() -> None:
    told = [0.5, 0.25, 0.0]
    slept: list[float] = []
    limit = Limit(5, 1.0, burst=1)
    Rate(limit, turn=lambda _: told.pop(0), sleep=slept.append).take()
    assert (told, slept) == ([], [0.5, 0.25])
    Rate(limit, turn=lambda _: 9.0, stopped=lambda: True).take()


def test_every_request_counts_retries_too(fake_archive: FakeArchive, fetcher: Fetcher) -> None:
    taken: list[str] = []

    def turns(name: str, _: Limit) -> float:
        taken.append(name)
        return 0.0

    fake_archive.faults.append(Fault("/cdx", 503))
    wayback = Wayback(fake_archive.base, fetcher, limited=True, stands_in=True, turns=turns)
    assert isinstance(wayback.get(DATED), Capture)
    host = fake_archive.base.removeprefix("http://")
    assert taken == [f"{host} 24/60s", f"{host} 24/60s", f"{host} 8/1s"]
    assert len(fake_archive.log) == 3


def test_the_published_limits_hold_for_the_wayback_machine_only(
    fake_archive: FakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Limit] = []

    class Counting(Rate):
        def __init__(self, limit: Limit, **more: Any) -> None:
            made.append(limit)
            super().__init__(limit, **more)

    monkeypatch.setattr(module, "Rate", Counting)
    Wayback(fake_archive.base, Fetcher())
    assert made == []
    Wayback("https://web.archive.org/", Fetcher())
    assert {(limit.count, limit.seconds) for limit in made} == {(8, 1.0), (24, 60.0)}


def test_addresses_of_a_base(site: Site, fetcher: Fetcher) -> None:
    asked: Callable[[Handler], None] = lambda handler: handler.answer(404, b"")
    for path in ("/wayback/timemap/link/http://example.org/page", "/web/timemap/link/http://example.org/page"):
        site.does(path, asked)
    Wayback(f"{site.base}/wayback/", fetcher).get(DATED)
    assert site.log[0][1] == "/wayback/timemap/link/http://example.org/page"
    assert {path.split("/")[1] for _, path, _ in site.log} == {"wayback"}


def test_a_time_with_an_offset_is_read_as_utc(site: Site, fetcher: Fetcher) -> None:
    when = format_datetime(datetime(2013, 12, 20, 10, 11, 12, tzinfo=UTC), usegmt=True).replace("GMT", "+0200")
    site.page(f"/web/20131220081112id_/{PAGE}", SECOND, headers=(("Memento-Datetime", when),))
    answer = Wayback(site.base, fetcher, stands_in=True).get(
        Request(uri_r=PAGE, uri_m=f"https://web.archive.org/web/20131220081112/{PAGE}")
    )
    assert isinstance(answer, Capture)
    assert answer.memento_datetime == datetime(2013, 12, 20, 8, 11, 12, tzinfo=UTC)


def test_an_answer_counts_once_however_often_its_question_is_taken_up(
    fake_archive: FakeArchive, fetcher: Fetcher
) -> None:
    fake_archive.faults.append(Fault("/failing", 501, times=99))
    host = ArchiveHost(fetcher, fake_archive.base)

    def taken_up(ask: Ask, path: str) -> str:
        with asking(ask):  # as after a `Later` of a further step
            answer = host.ask(DATED, f"{fake_archive.base}/{path}")
        return answer.detail if isinstance(answer, Miss) else str(answer.status)

    first = Ask(lambda: None)
    told = [taken_up(first, "failing/1") for _ in range(2 * MOST_FAILURES)]
    assert not any("left alone" in each for each in told)
    assert len(fake_archive.log) == 1
    assert taken_up(Ask(lambda: None), "web/") == "200"
    well = Ask(lambda: None)
    for number in range(MOST_FAILURES):
        assert taken_up(well, "web/") == "200"  # an answer of before, and no sign that the archive is well again
        taken_up(Ask(lambda: None), f"failing/{number}")
    assert "left alone" in taken_up(Ask(lambda: None), "web/")
