"""Which capture belongs to a citation: the order of asking, the choice among rows, and addresses of captures."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.core import archive_urls
from verify.core.snapshots import LATEST, Snapshot, choose, period, ranking, settled, wanted
from verify.model import Item, Prefer, Reference, ReferenceKind, Request

URI = "http://example.org/page"

# The archive: what was captured when. Errors and redirects included.
ROWS = (
    ("20130601120000", 200),
    ("20131217090000", 404),
    ("20131217180000", 200),
    ("20131219120000", 200),
    ("20131220101112", 200),
    ("20131220200000", 302),
    ("20131225000000", 503),
    ("20140110000000", 200),
    ("20160301000000", 301),
    ("20190505050505", 200),
)


def moment(stamp: str) -> datetime:
    found = archive_urls.moment(stamp)
    assert found is not None
    return found


HISTORY = tuple(Snapshot(moment=moment(stamp), uri_r=URI, status=status) for stamp, status in ROWS)


def reference(**fields: str | None) -> Reference:
    item = Item(
        URL=fields.get("url", URI),
        issued=fields.get("issued"),
        accessed=fields.get("accessed"),
    )
    return Reference(
        id="r1",
        kind=ReferenceKind.NUMBERED,
        raw="",
        start=0,
        end=0,
        item=item,
        archived=fields.get("archived"),
        archive_url=fields.get("archive_url"),
    )


def first_found(requests: tuple[Request, ...]) -> str | None:
    """The timestamp that asking in order ends with."""
    for request in requests:
        if request.uri_m:
            found = archive_urls.parse(request.uri_m)
            assert found is not None
            return found.timestamp
        chosen = choose(HISTORY, request)
        if chosen:
            return archive_urls.timestamp(chosen.moment)
    return None


@pytest.mark.parametrize(
    ("fields", "document_date", "expected"),
    [
        # 1. the citation's own archive address
        (
            {"archive_url": f"https://web.archive.org/web/20140110000000/{URI}", "accessed": "2013-12-20"},
            None,
            "20140110000000",
        ),
        ({"url": f"http://web.archive.org/web/20131219120000id_/{URI}"}, None, "20131219120000"),
        ({"archive_url": f"https://web.archive.org/web/20131219/{URI}"}, None, "20131219120000"),
        ({"archive_url": f"https://web.archive.org/web/2014/{URI}"}, None, "20140110000000"),
        ({"archive_url": f"https://web.archive.org/web/*/{URI}"}, None, "20190505050505"),
        # 2. a capture on its "Archived on" day
        ({"archived": "2013-12-20", "accessed": "2014-01-10"}, None, "20131220101112"),
        ({"archived": "2013-12-19", "issued": "2013-12-17"}, None, "20131219120000"),
        ({"archived": "2013-12", "issued": "2013-12-17"}, None, "20131220101112"),
        ({"archived": "2013-12-24"}, None, "20131220101112"),
        ({"archived": "2012-05-05"}, None, "20130601120000"),
        # 3. the last at or before "Retrieved", then the first after it
        ({"accessed": "2013-12-19"}, None, "20131219120000"),
        ({"accessed": "2013-12-18"}, None, "20131217180000"),
        ({"accessed": "2013-12-31"}, None, "20131220101112"),
        ({"accessed": "2013-12"}, None, "20131220101112"),
        ({"accessed": "2013"}, None, "20131220101112"),
        ({"accessed": "2014"}, None, "20140110000000"),
        ({"accessed": "2013-05-31"}, None, "20130601120000"),
        ({"accessed": "2016-03-02", "issued": "2013-12-17"}, None, "20140110000000"),
        ({"accessed": "2026-11-21", "issued": "2013-12-17"}, None, "20190505050505"),
        # 4. the first after publication
        ({"issued": "2013-12-17"}, None, "20131217180000"),
        ({"issued": "2013-12-18"}, None, "20131219120000"),
        ({"issued": "2013-12"}, None, "20131217180000"),
        ({"issued": "2014"}, None, "20140110000000"),
        ({"issued": "2013-12-20T23:00:00Z"}, None, "20131220101112"),
        ({"issued": "2013-12-18/2013-12-20"}, None, "20131219120000"),
        ({"issued": "2020-01-01"}, None, "20190505050505"),
        # 5. without a date: nearest to the document's own, or the latest
        ({}, date(2013, 12, 19), "20131219120000"),
        ({}, date(2014, 2, 1), "20140110000000"),
        ({}, date(1999, 1, 1), "20130601120000"),
        ({}, None, "20190505050505"),
        ({"issued": "no date"}, date(2014, 1, 1), "20140110000000"),
        ({"accessed": "2013-13-45"}, None, "20190505050505"),
        # dates of the reference go before the document's
        ({"issued": "2013-12-17"}, date(2019, 5, 5), "20131217180000"),
    ],
)
def test_the_capture_that_belongs_to_a_citation(
    fields: dict[str, str], document_date: date | None, expected: str
) -> None:
    assert first_found(wanted(reference(**fields), URI, document_date)) == expected


def test_the_order_of_asking() -> None:
    cited = reference(
        archive_url=f"https://web.archive.org/web/20131220101112/{URI}",
        archived="2013-12-20",
        accessed="2013-12-19",
        issued="2013-12-17",
    )
    asked = wanted(cited, URI)
    assert [request.uri_m is not None for request in asked] == [True, False, False, False, False]
    assert [request.prefer for request in asked[1:]] == [Prefer.BEFORE, Prefer.BEFORE, Prefer.AFTER, Prefer.AFTER]
    assert asked[1].window == (moment("20131220"), datetime(2013, 12, 20, 23, 59, 59, tzinfo=UTC))
    assert asked[2].accept_datetime == datetime(2013, 12, 19, 23, 59, 59, tzinfo=UTC)
    assert not any(request.live for request in asked)


def test_a_decision_goes_first_and_nothing_is_asked_twice() -> None:
    own = f"https://web.archive.org/web/20131220101112/{URI}"
    other = f"https://web.archive.org/web/20140110000000/{URI}"
    asked = wanted(reference(archive_url=own, url=own), URI, archive_url=other)
    assert [request.uri_m for request in asked if request.uri_m] == [other, own]
    assert len(set(asked)) == len(asked)


def test_without_a_reference() -> None:
    assert wanted(None, URI) == (Request(uri_r=URI, accept_datetime=LATEST, prefer=Prefer.BEFORE),)


def test_a_capture_that_is_no_evidence_is_asked_so_that_the_refusal_is_told() -> None:
    asked = wanted(reference(archive_url="https://archive.ph/AbC12", issued="2013"), URI)
    assert asked[0] == Request(uri_r=URI, uri_m="https://archive.ph/AbC12")
    assert len(asked) > 1


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2013", "20130101000000", "20131231235959"),
        ("2013-02", "20130201000000", "20130228235959"),
        ("2012-02", "20120201000000", "20120229235959"),
        ("2013-12", "20131201000000", "20131231235959"),
        ("2013-09-01", "20130901000000", "20130901235959"),
        ("2013-9-1", "20130901000000", "20130901235959"),
        ("2013-09-01T10:00:00Z", "20130901000000", "20130901235959"),
        ("2013-09/2013-10", "20130901000000", "20130930235959"),
        ("9999-12-31", "99991231000000", "99991231235959"),
    ],
)
def test_the_period_of_a_date(text: str, start: str, end: str) -> None:
    found = period(text)
    assert found is not None
    assert (archive_urls.timestamp(found.start), archive_urls.timestamp(found.end)) == (start, end)


@pytest.mark.parametrize(
    "text", [None, "", "soon", "2013-13", "2013-02-30", "13", "20130901", "0000-01-01", "2013-00-99"]
)
def test_what_is_no_date(text: str | None) -> None:
    assert period(text) is None or text == "2013-00-99"


def test_a_page_goes_before_a_redirect_and_an_error_is_never_chosen() -> None:
    on = moment("20131220")
    window = (on, datetime(2013, 12, 25, 23, 0, tzinfo=UTC))
    asked = Request(uri_r=URI, accept_datetime=window[1], prefer=Prefer.CLOSEST, window=window)
    assert [archive_urls.timestamp(row.moment) for row in ranking(HISTORY, asked)] == [
        "20131220101112",
        "20131220200000",
    ]
    late = Request(
        uri_r=URI, accept_datetime=moment("2016"), prefer=Prefer.AFTER, window=(moment("2016"), moment("2017"))
    )
    chosen = choose(HISTORY, late)
    assert chosen is not None
    assert chosen.status == 301
    assert (
        choose(
            HISTORY,
            Request(uri_r=URI, accept_datetime=moment("20131225"), window=(moment("20131225"), moment("20131226"))),
        )
        is None
    )


def test_a_revisit_has_the_status_of_its_twin() -> None:
    rows = (
        Snapshot(moment=moment("2013"), uri_r=URI, status=404, digest="A"),
        Snapshot(moment=moment("2014"), uri_r=URI, status=None, digest="A"),
        Snapshot(moment=moment("2015"), uri_r=URI, status=None, digest="B"),
    )
    assert [row.status for row in settled(rows)] == [404, 404, None]
    assert choose(settled(rows), Request(uri_r=URI, accept_datetime=moment("2014"))) == rows[2]


@settings(deadline=None, max_examples=100)
@given(
    rows=st.lists(
        st.builds(
            Snapshot,
            moment=st.datetimes(timezones=st.just(UTC)),
            uri_r=st.just(URI),
            status=st.sampled_from([200, 200, 301, 404, None]),
        )
    ),
    at=st.datetimes(timezones=st.just(UTC)),
    prefer=st.sampled_from(Prefer),
)
def test_the_choice_keeps_its_promise(rows: list[Snapshot], at: datetime, prefer: Prefer) -> None:
    chosen = choose(rows, Request(uri_r=URI, accept_datetime=at, prefer=prefer))
    if chosen is None:
        return
    assert chosen.status is None or chosen.status < 400
    pages = [row for row in rows if row.status in (200, None)]
    if prefer is Prefer.BEFORE:
        assert chosen.moment <= at
        assert all(row.moment <= chosen.moment or row.moment > at for row in pages) or chosen.status == 301
    if prefer is Prefer.AFTER:
        assert chosen.moment >= at


@pytest.mark.parametrize(
    ("url", "timestamp", "uri_r"),
    [
        (f"https://web.archive.org/web/20131220101112/{URI}", "20131220101112", URI),
        (f"http://web.archive.org/web/20131220101112id_/{URI}", "20131220101112", URI),
        (f"https://web.archive.org/web/20131220101112if_/{URI}?a=1&b=2#x", "20131220101112", f"{URI}?a=1&b=2#x"),
        ("https://web.archive.org/web/20131220101112/http:/example.org/page", "20131220101112", URI),
        ("https://web.archive.org/web/20131220101112/http%3A%2F%2Fexample.org%2Fpage", "20131220101112", URI),
        ("https://web.archive.org/web/20131220101112/example.org/page", "20131220101112", URI),
        (f"https://web.archive.org/web/2013/{URI}", "2013", URI),
        (f"https://web.archive.org/web/*/{URI}", "", URI),
        (f"https://web.archive.org/web/{URI}", "", URI),
        (f"https://archive.org/web/20131220101112/{URI}", "20131220101112", URI),
        (f"https://arquivo.pt/wayback/20131220101112/{URI}", "20131220101112", URI),
        (f"https://wayback.archive-it.org/1234/20131220101112/{URI}", "20131220101112", URI),
        (f"https://www.webarchive.org.uk/wayback/archive/20131220101112mp_/{URI}", "20131220101112", URI),
        (f"http://127.0.0.1:8080/web/20131220101112/{URI}", "20131220101112", URI),
    ],
)
def test_addresses_of_captures(url: str, timestamp: str, uri_r: str) -> None:
    found = archive_urls.parse(url)
    assert found is not None
    assert (found.timestamp, found.uri_r) == (timestamp, uri_r)


@pytest.mark.parametrize(
    "url",
    [
        URI,
        "https://web.archive.org/",
        "https://web.archive.org/web/",
        "https://example.org/share?u=http://other.example/",
        "https://example.org/go/http://other.example/",
        "https://archive.today/20131220101112/http://example.org/page",
        "https://archive.org/details/book",
        "ftp://web.archive.org/web/2013/http://example.org/",
        "https://[bad",
        "",
    ],
)
def test_what_is_no_address_of_a_capture(url: str) -> None:
    assert archive_urls.parse(url) is None


def test_raw_addresses() -> None:
    found = archive_urls.parse(f"https://web.archive.org/web/20131220101112/{URI}")
    assert found is not None
    assert found.raw() == f"https://web.archive.org/web/20131220101112id_/{URI}"
    assert found.raw("http://127.0.0.1:1/web/") == f"http://127.0.0.1:1/web/20131220101112id_/{URI}"
    assert found.moment == datetime(2013, 12, 20, 10, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize("host", ["archive.today", "archive.ph", "archive.is", "www.archive.li"])
def test_captures_that_are_no_evidence(host: str) -> None:
    told = archive_urls.refusal(f"https://{host}/AbC12")
    assert told is not None
    assert "not accepted as evidence" in told
    assert archive_urls.refusal(f"https://web.archive.org/web/2013/{URI}") is None
