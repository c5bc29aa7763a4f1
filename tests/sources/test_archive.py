"""The same questions to the fake archive and to pywb."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from servers.captures import ALWAYS_GONE, FIRST, MOVED, NEVER, NEW, PACKED, PAGE, QUERY, SECOND, THIRD
from servers.pywb import Pywb
from servers.site import Site

from verify.model import Capture, Miss, MissReason, Prefer, Request
from verify.sources.live import Fetcher
from verify.sources.wayback import Wayback


@pytest.fixture
def wayback(archive: str) -> Wayback:
    return Wayback(archive, Fetcher(allow_private_addresses=True, timeout=10), stands_in=True)


def at(year: int, month: int = 1, day: int = 1) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "prefer", "body", "captured"),
    [
        (at(2013, 11, 15), Prefer.BEFORE, FIRST, "2013-10-30T12:00:00+00:00"),
        (at(2013, 11, 15), Prefer.AFTER, SECOND, "2013-12-20T10:11:12+00:00"),
        (at(2013, 11, 15), Prefer.CLOSEST, FIRST, "2013-10-30T12:00:00+00:00"),
        (at(2013, 12, 15), Prefer.CLOSEST, SECOND, "2013-12-20T10:11:12+00:00"),
        (at(2014, 2, 28), Prefer.AFTER, SECOND, "2014-03-01T00:00:00+00:00"),
        (at(1999), Prefer.CLOSEST, FIRST, "2013-10-30T12:00:00+00:00"),
    ],
)
def test_the_capture_that_was_meant(
    wayback: Wayback, moment: datetime, prefer: Prefer, body: bytes, captured: str
) -> None:
    request = Request(uri_r=PAGE, accept_datetime=moment, prefer=prefer)
    answer = wayback.get(request)
    assert isinstance(answer, Capture)
    assert answer.body == body
    assert answer.request == request
    assert answer.memento_datetime is not None
    assert answer.memento_datetime.isoformat() == captured
    assert answer.uri_r == PAGE
    assert answer.uri_m is not None
    assert answer.uri_m.endswith(f"/web/{answer.memento_datetime:%Y%m%d%H%M%S}/{PAGE}")
    assert (answer.status, answer.media_type, answer.charset) == (200, "text/html", "utf-8")
    assert ("Server", "example") in answer.headers


def test_a_window_without_a_capture(wayback: Wayback) -> None:
    request = Request(uri_r=PAGE, accept_datetime=at(2013, 6), window=(at(2013, 5), at(2013, 7)))
    answer = wayback.get(request)
    assert isinstance(answer, Miss)
    assert answer.reason is MissReason.NOT_ARCHIVED
    assert "in that time" in answer.detail


def test_a_page_that_was_never_captured(wayback: Wayback) -> None:
    for request in (
        Request(uri_r=NEVER, accept_datetime=at(2013)),
        Request(uri_r=NEVER, uri_m=f"https://web.archive.org/web/20131220101112/{NEVER}"),
    ):
        answer = wayback.get(request)
        assert isinstance(answer, Miss)
        assert answer.reason is MissReason.NOT_ARCHIVED
        assert answer.request == request


def test_a_capture_by_its_own_address(wayback: Wayback) -> None:
    for address in (
        f"https://web.archive.org/web/20131220101112/{PAGE}",
        f"http://web.archive.org/web/20131220101112if_/{PAGE}",
        f"https://web.archive.org/web/20131220/{PAGE}",
        f"https://web.archive.org/web/20131221000000/{PAGE}",
    ):
        answer = wayback.get(Request(uri_r=PAGE, uri_m=address))
        assert isinstance(answer, Capture), answer
        assert answer.body == SECOND
        assert answer.memento_datetime == datetime(2013, 12, 20, 10, 11, 12, tzinfo=UTC)


def test_a_captured_redirect_is_followed_inside_the_archive(wayback: Wayback) -> None:
    for uri in (PAGE, MOVED):
        answer = wayback.get(Request(uri_r=uri, uri_m=f"https://web.archive.org/web/20150601000000/{uri}"))
        assert isinstance(answer, Capture), answer
        assert answer.body == THIRD
        assert answer.uri_r == NEW
        assert [hop.uri for hop in answer.redirects] == [uri]
        assert answer.redirects[0].status in (301, 302)


def test_a_captured_error_page_is_no_copy(wayback: Wayback) -> None:
    answer = wayback.get(Request(uri_r=PAGE, accept_datetime=at(2016, 1, 2), prefer=Prefer.CLOSEST))
    assert isinstance(answer, Capture)
    assert answer.status == 200
    gone = wayback.get(Request(uri_r=ALWAYS_GONE, accept_datetime=at(2013)))
    assert isinstance(gone, Miss) or gone.status == 404


def test_a_packed_capture_is_unpacked(wayback: Wayback) -> None:
    answer = wayback.get(Request(uri_r=PACKED, accept_datetime=at(2014)))
    assert isinstance(answer, Capture)
    assert answer.body == SECOND


def test_a_query_stays_in_the_address(wayback: Wayback) -> None:
    answer = wayback.get(Request(uri_r=QUERY, accept_datetime=at(2014)))
    assert isinstance(answer, Capture)
    assert answer.body == FIRST


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/memo", "http://wiki.corp/memo", "http://intranet/memo"])
def test_the_public_archive_is_not_told_of_addresses_inside_a_network(url: str) -> None:
    def nobody(*_: object) -> list[tuple[str, int]]:
        raise AssertionError("asked the network")

    public = Wayback("https://web.archive.org", Fetcher(resolve=nobody))
    answer = public.get(Request(uri_r=url, accept_datetime=datetime(2013, 12, 20, tzinfo=UTC)))
    assert isinstance(answer, Miss)
    assert answer.reason is MissReason.NOT_ARCHIVED


@pytest.mark.parametrize("base", ["", "/typo"])
def test_what_is_no_archive_never_says_not_archived(site: Site, base: str) -> None:
    fetcher = Fetcher(allow_private_addresses=True)
    asked = Wayback(site.base + base, fetcher)
    dated = asked.get(Request(uri_r=PAGE, accept_datetime=datetime(2013, 12, 20, tzinfo=UTC)))
    own = asked.get(Request(uri_r=PAGE, uri_m=f"{site.base}{base or '/web'}/20131220101112/{PAGE}"))
    fetcher.close()
    for answer in (dated, own):
        assert isinstance(answer, Miss)
        assert answer.reason is MissReason.UNAVAILABLE
        assert "does not answer like an archive" in answer.detail


def test_pywb_vouches_for_itself_before_its_404_is_believed(pywb: Pywb) -> None:
    fetcher = Fetcher(allow_private_addresses=True)
    answer = Wayback(pywb.base, fetcher).get(Request(uri_r=NEVER, accept_datetime=datetime(2013, 12, 20, tzinfo=UTC)))
    fetcher.close()
    assert isinstance(answer, Miss)
    assert answer.reason is MissReason.NOT_ARCHIVED
