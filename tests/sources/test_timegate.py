"""Archives that speak Memento: pywb, and a small one with the ways in which archives differ."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from servers.captures import FIRST, MOVED, NEVER, NEW, PAGE, SECOND, THIRD, Kept, html
from servers.pywb import Pywb
from servers.site import Handler, Page, Site
from servers.timegate import Gate

from verify.core import listings
from verify.model import Answer, Capture, Miss, MissReason, Prefer, Request
from verify.sources.live import Fetcher
from verify.sources.timegate import TimeGate

HISTORY = [
    Kept(PAGE, "20110101000000", html("Old", "eleven")),
    Kept(PAGE, "20131030120000", FIRST),
    Kept(PAGE, "20131220101112", SECOND),
    Kept(PAGE, "20160101000000", html("Not found", "no such page"), 404),
]


def at(*date: int) -> datetime:
    return datetime(*date, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    running = Fetcher(allow_private_addresses=True, timeout=5, sleep=lambda _: None)
    yield running
    running.close()


def miss(answer: Answer) -> Miss:
    assert isinstance(answer, Miss), answer
    return answer


CHOICES = [
    (Request(uri_r=PAGE, accept_datetime=at(2013, 12, 24), prefer=Prefer.BEFORE), SECOND),
    (Request(uri_r=PAGE, accept_datetime=at(2013, 12, 15), prefer=Prefer.BEFORE), FIRST),
    (Request(uri_r=PAGE, accept_datetime=at(2013, 11, 5), prefer=Prefer.AFTER), SECOND),
    (Request(uri_r=PAGE, accept_datetime=at(2013, 12, 15)), SECOND),
    (
        Request(
            uri_r=PAGE,
            accept_datetime=at(2013, 12, 1),
            prefer=Prefer.BEFORE,
            window=(at(2013, 10, 1), at(2013, 12, 1)),
        ),
        FIRST,
    ),
    (Request(uri_r=PAGE, accept_datetime=at(2013, 6, 1), window=(at(2013, 5, 1), at(2013, 7, 1))), None),
]


@pytest.mark.pywb
@pytest.mark.parametrize(("request_", "body"), CHOICES)
def test_pywb_by_its_timegate(pywb: Pywb, fetcher: Fetcher, request_: Request, body: bytes | None) -> None:
    answer = TimeGate(f"{pywb.base}/web", fetcher).get(request_)
    if body is None:
        assert miss(answer).reason is MissReason.NOT_ARCHIVED
        return
    assert isinstance(answer, Capture), answer
    assert answer.body == body
    assert answer.request == request_
    assert answer.memento_datetime
    assert answer.uri_m == f"{pywb.base}/web/{answer.memento_datetime:%Y%m%d%H%M%S}/{PAGE}"


@pytest.mark.pywb
def test_pywb_redirects_absences_and_listings(pywb: Pywb, fetcher: Fetcher) -> None:
    gate = TimeGate(f"{pywb.base}/web", fetcher)
    moved = gate.get(Request(uri_r=MOVED, accept_datetime=at(2015, 6, 2)))
    assert isinstance(moved, Capture)
    assert (moved.body, moved.uri_r) == (THIRD, NEW)
    assert miss(gate.get(Request(uri_r=NEVER, accept_datetime=at(2013, 1, 1)))).reason is (MissReason.NOT_ARCHIVED)
    listing = gate.get(Request(uri_r=PAGE, listing=True))
    assert isinstance(listing, Capture)
    assert [f"{row.moment:%Y%m%d}" for row in listings.rows(listing)][:3] == ["20131030", "20131220", "20140301"]


@pytest.mark.parametrize("shape", [
    {}, {"raw": False}, {"negotiates": "direct"}, {"negotiates": "opaque"}, {"neighbours": False}, {"pages": 3, "neighbours": False},
])  # fmt: skip
@pytest.mark.parametrize(("request_", "body"), CHOICES)
def test_every_shape_of_archive(
    site: Site, fetcher: Fetcher, shape: dict[str, Any], request_: Request, body: bytes | None
) -> None:
    gate = Gate(site, PAGE, HISTORY, **shape)
    answer = TimeGate(gate.base, fetcher).get(request_)
    if body is None:
        assert miss(answer).reason is MissReason.NOT_ARCHIVED, answer
        return
    assert isinstance(answer, Capture), answer
    assert answer.body.endswith(body)
    assert answer.uri_r == PAGE
    assert len(site.log) <= 8  # TimeGate, TimeMap in parts, captures


def test_the_date_is_asked_for_and_never_one_to_come(site: Site, fetcher: Fetcher) -> None:
    gate = Gate(site, PAGE, HISTORY)
    box = TimeGate(gate.base, fetcher)
    box.get(Request(uri_r=PAGE, accept_datetime=at(2013, 12, 24), prefer=Prefer.BEFORE))
    assert gate.asked == ["Tue, 24 Dec 2013 00:00:00 GMT"]
    answer = box.get(Request(uri_r=PAGE, accept_datetime=at(9999, 12, 31), prefer=Prefer.BEFORE))
    assert not gate.asked[-1].endswith("9999 00:00:00 GMT")
    assert isinstance(answer, Capture)
    assert (answer.status, answer.body) == (200, SECOND)  # the error page after it makes room


def test_without_neighbours_and_timemap_nothing_is_ruled_out(site: Site, fetcher: Fetcher) -> None:
    gate = Gate(site, PAGE, HISTORY, neighbours=False, timemap=False)
    box = TimeGate(gate.base, fetcher)
    answer = miss(box.get(Request(uri_r=PAGE, accept_datetime=at(2013, 12, 15), prefer=Prefer.BEFORE)))
    assert answer.reason is MissReason.UNAVAILABLE
    assert "TimeMap" in answer.detail


def test_a_page_that_does_not_say_when_is_no_capture(site: Site, fetcher: Fetcher) -> None:
    gate = Gate(site, PAGE, HISTORY, dated=False)
    assert miss(TimeGate(gate.base, fetcher).get(CHOICES[0][0])).reason is MissReason.UNAVAILABLE


def test_a_404_counts_only_from_what_negotiates(site: Site, fetcher: Fetcher) -> None:
    request = Request(uri_r=NEVER, accept_datetime=at(2013, 1, 1))
    assert miss(TimeGate(site.url("/gate"), fetcher).get(request)).reason is MissReason.UNAVAILABLE
    site.pages[f"/gate/{NEVER}"] = Page(b"none", 404, (("Vary", "Accept-Datetime"),))
    assert miss(TimeGate(site.url("/gate"), fetcher).get(request)).reason is MissReason.NOT_ARCHIVED


@pytest.mark.parametrize(
    ("status", "headers", "reason"),
    [
        (429, (), MissReason.THROTTLED),
        (503, (), MissReason.UNAVAILABLE),
        (403, (), MissReason.BLOCKED),
        (451, (), MissReason.EXCLUDED),
        (200, (), MissReason.UNAVAILABLE),
        (400, (), MissReason.UNAVAILABLE),
        (302, (("Location", "http://other.invalid/20130101000000/http://example.org/page"),), MissReason.UNAVAILABLE),
    ],
)
def test_trouble_is_told_apart(
    site: Site, status: int, headers: tuple[tuple[str, str], ...], reason: MissReason
) -> None:
    ours = Fetcher(timeout=5, sleep=lambda _: None, resolve=site.resolve, check_address=lambda _: None)
    site.pages[f"/gate/{PAGE}"] = Page(b"<p>x</p>", status, headers)
    answer = miss(TimeGate("http://archive.example/gate", ours).get(CHOICES[0][0]))
    ours.close()
    assert answer.reason in (reason, MissReason.UNREACHABLE)
    assert answer.reason is reason or status == 302


def test_a_capture_is_never_followed_out_of_its_archive(site: Site, fetcher: Fetcher) -> None:
    def away(handler: Handler) -> None:
        handler.answer(
            302, b"", (("Location", "http://live.invalid/page"), ("Memento-Datetime", "Fri, 20 Dec 2013 10:11:12 GMT"))
        )

    gate = Gate(site, PAGE, HISTORY, negotiates="opaque")
    for index in range(len(HISTORY)):
        site.does(f"/opaque/{index}", away)
    answer = miss(TimeGate(gate.base, fetcher).get(CHOICES[0][0]))
    assert answer.reason is MissReason.UNAVAILABLE


def test_a_second_question_asks_only_what_is_new(site: Site, fetcher: Fetcher) -> None:
    gate = Gate(site, PAGE, HISTORY, neighbours=False)
    box = TimeGate(gate.base, fetcher)
    for _ in range(2):
        for request, _body in CHOICES:
            box.get(request)
    assert site.asked(f"/map/0/{PAGE}") == 1
    assert len(gate.asked) == len(CHOICES)
    assert all(site.asked(f"/at/{kept.timestamp}id_/{PAGE}") <= 1 for kept in HISTORY)


def test_a_page_is_listed_once(site: Site, fetcher: Fetcher) -> None:
    gate = Gate(site, PAGE, HISTORY, pages=2)
    box = TimeGate(gate.base, fetcher)
    for year in (2013, 2014):
        answer = box.get(Request(uri_r=PAGE, accept_datetime=at(year, 1, 1), listing=True))
        assert isinstance(answer, Capture)
        assert len(listings.rows(answer)) == len(HISTORY)
    assert (len(gate.asked), site.asked(f"/map/0/{PAGE}"), site.asked(f"/map/1/{PAGE}")) == (1, 1, 1)


def test_a_capture_by_its_own_address(site: Site, fetcher: Fetcher) -> None:
    gate = Gate(site, PAGE, HISTORY)
    box = TimeGate(gate.base, fetcher)
    answer = box.get(Request(uri_r=PAGE, uri_m=site.url(f"/at/20131030120000/{PAGE}")))
    assert isinstance(answer, Capture)
    assert answer.body == FIRST
    assert box.owns(f"{gate.base}/20131030120000/{PAGE}")
    assert not box.owns(site.url(f"/at/20131030120000/{PAGE}"))
