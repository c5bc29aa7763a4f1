"""Turns for hosts, with a clock that only moves when somebody sleeps."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from servers.site import Site

from verify.model import Capture, Request
from verify.sources.archive_host import Budget
from verify.sources.live import Fetcher
from verify.sources.polite import HeldError, Polite, pause, retry_after
from verify.sources.rates import Limit, Rate
from verify.sources.waiting import Ask, Later, asking

NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_starts_at_one_host_are_apart_and_hosts_do_not_know_of_one_another() -> None:
    clock = Clock()
    polite = Polite(delay=2.0, clock=clock, sleep=clock.sleep)
    starts: list[float] = []
    for host in ("a", "b", "a", "b", "a"):
        with polite.turn(host):
            starts.append(clock.now)
    assert starts == [0.0, 0.0, 2.0, 2.0, 4.0]


def test_no_more_than_so_many_at_once(site: Site) -> None:
    fetcher = Fetcher(allow_private_addresses=True, polite=Polite(concurrency=3, delay=0))
    urls = [site.url(f"/b/slow-then-ok?{number}") for number in range(9)]
    answers: list[object] = []
    threads = [
        threading.Thread(target=lambda url=url: answers.append(fetcher.fetch(Request(uri_r=url), url))) for url in urls
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(isinstance(answer, Capture) for answer in answers)
    assert len(answers) == 9
    assert site.most_active <= 3
    fetcher.close()


def test_waiting_for_a_turn_is_not_charged_to_the_source(site: Site) -> None:
    """Nine pages of 0.3 s one after the other, with a limit of 1 s for each."""
    fetcher = Fetcher(allow_private_addresses=True, timeout=1.0, polite=Polite(concurrency=1, delay=0))
    urls = [site.url(f"/b/slow-then-ok?{number}") for number in range(6)]
    answers: list[object] = []
    threads = [
        threading.Thread(target=lambda url=url: answers.append(fetcher.fetch(Request(uri_r=url), url))) for url in urls
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(answer) for answer in answers] == [Capture] * 6
    fetcher.close()


def test_a_busy_host_does_not_hold_another() -> None:
    polite = Polite(concurrency=1, delay=0)
    inside, leave = threading.Event(), threading.Event()

    def stay() -> None:
        with polite.turn("busy"):
            inside.set()
            leave.wait(10)

    threads = [threading.Thread(target=stay) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert inside.wait(5)
    with polite.turn("free"):
        pass
    leave.set()
    for thread in threads:
        thread.join()


def test_a_short_hold_is_waited_for_a_long_one_refused() -> None:
    clock = Clock()
    polite = Polite(delay=0, patience=5.0, clock=clock, sleep=clock.sleep)
    polite.hold("a", 4.0)
    with polite.turn("a"):
        assert clock.now == 4.0
    polite.hold("a", 100.0)
    with pytest.raises(HeldError, match="100 s") as held, polite.turn("a"):
        pass
    assert held.value.seconds == 100.0
    with polite.turn("b"):
        pass
    clock.now += 100.0
    with polite.turn("a"):
        pass


def test_a_turn_is_given_back_after_an_error() -> None:
    polite = Polite(concurrency=1, delay=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), polite.turn("a"):
            raise ZeroDivisionError


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("0", 0.0),
        (" 120 ", 120.0),
        ("9" * 50, 999_999_999.0),
        ("1.5", None),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), 0.0),
        ("Sat, 21 Nov 2026 12:01:00 -0000", 60.0),
        ("Sat, 99 Nov 2026 12:01:00 GMT", None),
        ("²", None),
    ],
)
def test_both_forms_of_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_pauses_grow_and_are_not_all_alike() -> None:
    assert [pause(attempt, asked=None, chance=lambda: 0.5) for attempt in range(3)] == [0.5, 1.0, 2.0]
    assert pause(0, asked=3.0, chance=lambda: 0.0) == 3.0
    assert 0.375 <= pause(0, asked=None) <= 0.625


# --- asks: waiting without a thread (verify/sources/waiting.py) -------------------------------------------------------


def _ask() -> tuple[Ask, list[str]]:
    woken: list[str] = []
    return Ask(lambda: woken.append("woken")), woken


def _tries(polite: Polite, ask: Ask, host: str = "a") -> float | str | None:
    """`in` when the turn was had, else the seconds to wait."""
    try:
        with asking(ask), polite.turn(host):
            return "in"
    except Later as later:
        return later.seconds


def test_an_ask_keeps_its_place_in_the_queue_of_a_host() -> None:
    clock = Clock()
    polite = Polite(concurrency=1, delay=2.0, clock=clock)
    (first, first_woken), (second, second_woken) = _ask(), _ask()
    with polite.turn("a"):
        assert (_tries(polite, first), _tries(polite, second), _tries(polite, first)) == (None, None, None)
        assert (first_woken, second_woken) == ([], [])
    assert (first_woken, second_woken) == (["woken"], [])
    assert _tries(polite, first) == 2.0
    assert _tries(polite, second) is None
    clock.now = 2.0
    assert _tries(polite, first) == "in"
    assert second_woken == ["woken"]
    clock.now = 4.0
    assert _tries(polite, second) == "in"


def test_an_ask_that_needs_its_turn_no_more_gives_it_back() -> None:
    clock = Clock()
    polite = Polite(concurrency=1, delay=0, clock=clock)
    (queued, queued_woken), (granted, _), (last, last_woken) = _ask(), _ask(), _ask()
    with polite.turn("a"):
        assert _tries(polite, granted) is None
        assert _tries(polite, queued) is None
        assert _tries(polite, last) is None
        queued.end()
    granted.end()
    assert (queued_woken, last_woken) == ([], ["woken"])
    assert _tries(polite, last) == "in"


def test_an_ask_in_the_queue_of_a_host_that_wants_silence_is_refused() -> None:
    clock = Clock()
    polite = Polite(concurrency=1, delay=0, patience=5.0, clock=clock)
    ask, woken = _ask()
    with polite.turn("a"):
        assert _tries(polite, ask) is None
        polite.hold("a", 60.0)
    assert woken == ["woken"]
    with pytest.raises(HeldError):
        _tries(polite, ask)


def test_of_asks_that_a_rate_holds_only_the_first_looks_at_the_clock() -> None:
    clock = Clock()
    asked: list[float] = []

    def turn(_: Limit) -> float:
        asked.append(clock.now)
        return 0.0 if clock.now >= 3.0 else 3.0 - clock.now

    rate = Rate(Limit(10, 60.0, burst=1), turn=turn, clock=clock)
    (first, _), (second, second_woken) = _ask(), _ask()

    def tries(ask: Ask) -> float | str | None:
        try:
            with asking(ask):
                rate.take()
        except Later as later:
            return later.seconds
        return "taken"

    assert (tries(first), tries(second), tries(second)) == (3.0, None, None)
    assert asked == [0.0]
    clock.now = 3.0
    assert (tries(first), second_woken, tries(second)) == ("taken", ["woken"], "taken")


def test_an_ask_that_is_given_up_lets_the_next_one_take_its_turn() -> None:
    rate = Rate(Limit(10, 60.0, burst=1), turn=lambda _: 1.0)
    (first, _), (second, woken) = _ask(), _ask()
    for ask in (first, second):
        with pytest.raises(Later), asking(ask):
            rate.take()
    first.end()
    assert woken == ["woken"]


def test_a_step_that_was_taken_before_the_ask_was_put_aside_still_counts() -> None:
    """The time that one capture may take is not given again each time its question is taken up."""
    ask, _ = _ask()
    budget = Budget(20.0)
    with asking(ask), budget.spending(None):
        ask.spent += 15.0  # what a fetch adds that was answered before
    assert 4.0 < budget.left <= 5.0


class Told:
    """What another process tells, and how often it was looked up."""

    def __init__(self) -> None:
        self.held: dict[str, float] = {}
        self.looks = 0

    def hosts_held(self) -> dict[str, float]:
        self.looks += 1
        return self.held

    def hold_host(self, name: str, seconds: float) -> None:
        self.held[name] = seconds


def test_pauses_are_shared_and_looked_up_once_a_second() -> None:
    clock, told = Clock(), Told()
    polite = Polite(delay=0.0, clock=clock, sleep=clock.sleep)
    polite.share(told)
    for _ in range(50):
        with polite.turn("a"):
            clock.now += 0.1
    assert told.looks == 5
    told.held["a"] = 100.0
    clock.now += 1.0
    with pytest.raises(HeldError, match="100 s"), polite.turn("a"):
        pass
    with polite.turn("b"):
        pass
    polite.hold("b", 30.0)
    polite.hold("c", 0.5)
    assert told.held == {"a": 100.0, "b": 30.0}
