"""WARC and WACZ files as an archive: the same captures as any archive would give, without a network."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from servers.captures import (
    ALWAYS_GONE,
    CAPTURES,
    FIRST,
    MOVED,
    NEVER,
    NEW,
    PACKED,
    PAGE,
    QUERY,
    SECOND,
    THIRD,
    Kept,
    write_warc,
)
from servers.warcs import cdxj, warc_record, write_wacz

from verify.core import listings
from verify.core.flow import Flow, decide
from verify.core.resolve import Target
from verify.core.url_keys import url_key
from verify.driving import drive
from verify.model import (
    Answer,
    Capture,
    Citation,
    Document,
    Miss,
    MissReason,
    Prefer,
    Quotation,
    Reference,
    ReferenceKind,
    Request,
)
from verify.reading import Reading
from verify.sources import disk_index
from verify.sources.disk_archive import DiskArchive


def at(*date: int) -> datetime:
    return datetime(*date, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.fixture(params=["file", "folder", "wacz", "wacz without index", "plain", "one member"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The captures of `servers.captures` in every form."""
    warc = tmp_path / "in" / "deep" / "fixture.warc.gz"
    warc.parent.mkdir(parents=True)
    write_warc(warc)
    data = gzip.decompress(warc.read_bytes())
    match request.param:
        case "file":
            return warc
        case "folder":
            return tmp_path / "in"
        case "plain":
            (tmp_path / "plain.warc").write_bytes(data)
            return tmp_path / "plain.warc"
        case "one member":
            (tmp_path / "one.warc.gz").write_bytes(gzip.compress(data))
            return tmp_path / "one.warc.gz"
        case _:
            wacz = tmp_path / "web.wacz"
            write_wacz(wacz, warc, rows=cdxj(warc) if request.param == "wacz" else None)
            return wacz


def opened(path: Path, **more: object) -> DiskArchive:
    return DiskArchive(path, max_bytes=1 << 20, **more)  # type: ignore[arg-type]


def miss(answer: Answer) -> Miss:
    assert isinstance(answer, Miss), answer
    return answer


@pytest.mark.parametrize(
    ("moment", "prefer", "body", "captured"),
    [
        (at(2013, 11, 15), Prefer.BEFORE, FIRST, "2013-10-30T12:00:00+00:00"),
        (at(2013, 11, 15), Prefer.AFTER, SECOND, "2013-12-20T10:11:12+00:00"),
        (at(2013, 12, 15), Prefer.CLOSEST, SECOND, "2013-12-20T10:11:12+00:00"),
        (at(2014, 2, 28), Prefer.AFTER, SECOND, "2014-03-01T00:00:00+00:00"),  # a revisit
        (at(1999, 1, 1), Prefer.CLOSEST, FIRST, "2013-10-30T12:00:00+00:00"),
    ],
)
def test_the_capture_that_was_meant(path: Path, moment: datetime, prefer: Prefer, body: bytes, captured: str) -> None:
    archive = opened(path)
    request = Request(uri_r=PAGE, accept_datetime=moment, prefer=prefer)
    answer = archive.get(request)
    assert isinstance(answer, Capture), answer
    assert answer.body == body
    assert answer.request == request
    assert answer.memento_datetime
    assert answer.memento_datetime.isoformat() == captured
    assert (answer.uri_r, answer.status, answer.media_type, answer.charset) == (PAGE, 200, "text/html", "utf-8")
    assert answer.uri_m
    assert archive.owns(answer.uri_m)
    assert answer.record
    again = archive.get(Request(uri_r=PAGE, uri_m=answer.uri_m))
    assert isinstance(again, Capture)
    assert again.body == body


def test_redirects_errors_codings_and_queries(path: Path) -> None:
    archive = opened(path)
    for uri in (MOVED, PAGE):
        moved = archive.get(Request(uri_r=uri, accept_datetime=at(2015, 6, 1), window=(at(2015, 6, 1), at(2015, 6, 2))))
        assert isinstance(moved, Capture), moved
        assert (moved.body, moved.uri_r, [hop.uri for hop in moved.redirects]) == (THIRD, NEW, [uri])
    packed = archive.get(Request(uri_r=PACKED, accept_datetime=at(2014, 1, 1)))
    assert isinstance(packed, Capture)
    assert packed.body == SECOND
    other = archive.get(Request(uri_r="https://www.example.org/find/?a=1&b=2", accept_datetime=at(2014, 1, 1)))
    assert isinstance(other, Capture)
    assert (other.body, other.uri_r) == (FIRST, QUERY)
    assert (
        miss(archive.get(Request(uri_r=ALWAYS_GONE, accept_datetime=at(2013, 1, 1)))).reason is MissReason.NOT_ARCHIVED
    )
    for request in (
        Request(uri_r=NEVER, accept_datetime=at(2013, 1, 1)),
        Request(uri_r=NEVER, listing=True),
        Request(uri_r=PAGE, accept_datetime=at(2013, 6, 1), window=(at(2013, 5, 1), at(2013, 7, 1))),
        Request(uri_r=PAGE, uri_m=f"{path.as_uri()}#20121220101112/{PAGE}"),
    ):
        assert miss(archive.get(request)).reason is MissReason.NOT_ARCHIVED


def test_the_listing_names_status_and_digest(path: Path) -> None:
    answer = opened(path).get(Request(uri_r=PAGE, listing=True))
    assert isinstance(answer, Capture)
    rows = listings.rows(answer)
    assert [row.status for row in rows] == [200, 200, 200, 301, 404]
    assert rows[1].digest == rows[2].digest != rows[0].digest


def test_the_index_is_kept_and_made_again_when_a_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = disk_index.holdings
    monkeypatch.setattr(disk_index, "holdings", lambda path: read.append(path.name) or real(path))
    folder, kept = tmp_path / "captures", tmp_path / "kept" / "x.sqlite"
    folder.mkdir()
    write_warc(folder / "a.warc.gz", CAPTURES[:1])
    write_warc(folder / "b.warc.gz", CAPTURES[1:2])
    wanted = Request(uri_r=PAGE, accept_datetime=at(2013, 12, 24), prefer=Prefer.BEFORE)

    def body() -> bytes:
        answer = opened(folder, kept=kept).get(wanted)
        assert isinstance(answer, Capture), answer
        return answer.body

    assert (body(), read) == (SECOND, ["a.warc.gz", "b.warc.gz"])
    assert (body(), len(read)) == (SECOND, 2)
    write_warc(folder / "b.warc.gz", (Kept(PAGE, "20131221000000", THIRD),))
    os.utime(folder / "b.warc.gz", ns=(1, 1))
    assert (body(), read[2:]) == (THIRD, ["b.warc.gz"])
    (folder / "b.warc.gz").unlink()
    assert (body(), len(read)) == (FIRST, 3)
    kept.write_bytes(b"no index at all" * 100)
    assert (body(), len(read)) == (FIRST, 4)


def test_damage_is_told_and_the_rest_answers(tmp_path: Path) -> None:
    told: list[str] = []
    write_warc(tmp_path / "a.warc.gz")
    data = bytearray((tmp_path / "a.warc.gz").read_bytes())
    data[60] ^= 0xFF  # in the first record
    (tmp_path / "a.warc.gz").write_bytes(data)
    (tmp_path / "b.wacz").write_bytes(b"no zip")
    (tmp_path / "c.warc").write_bytes(warc_record(PAGE, fields="WARC-Truncated: time\r\n"))
    archive = opened(tmp_path, tell=told.append)
    answer = archive.get(Request(uri_r=PAGE, accept_datetime=at(2013, 10, 31)))
    assert isinstance(answer, Capture)
    assert answer.body == SECOND
    assert [line.partition(": ")[0].rpartition("/")[2] for line in told] == ["a.warc.gz", "b.wacz", "c.warc"]
    assert "damaged at byte 0" in told[0]
    assert "1 truncated" in told[2]


@pytest.mark.parametrize(
    ("packed", "torn"),
    [
        (lambda data: gzip.compress(data)[:-30], True),
        (lambda data: gzip.compress(data[:150]) + gzip.compress(data[150:]), True),
        (lambda data: data.replace(b"Content-Length: ", b"Content-Length: 9"), True),
        (lambda data: b"no zip" + data, True),
        (gzip.compress, False),
        (lambda data: b"\xef\xbb\xbf" + data, False),
        (lambda _: warc_record("http://half.example/", fields="WARC-Truncated: time\r\n"), False),
    ],
    ids=["cut", "over two members", "length", "garbage", "whole", "byte order mark", "half of another page"],
)
def test_what_is_damaged_cannot_say_that_there_is_nothing(
    tmp_path: Path, packed: Callable[[bytes], bytes], torn: bool
) -> None:
    """Also not that a page is dead or a quotation absent; a capture that it has is one."""
    (tmp_path / "a.warc.gz").write_bytes(packed(warc_record("http://other.example/")))
    write_warc(tmp_path / "b.warc.gz")
    for kept in (None, tmp_path / "index", tmp_path / "index"):
        archive = opened(tmp_path, kept=kept)
        for request in (
            Request(uri_r=NEVER, accept_datetime=at(2013, 12, 20)),
            Request(uri_r=NEVER, listing=True),
            Request(uri_r=NEVER, uri_m=f"{(tmp_path / 'b.warc.gz').as_uri()}#20131220101112/{NEVER}"),
            Request(uri_r=PAGE, accept_datetime=at(2001, 1, 1), window=(at(2001, 1, 1), at(2001, 1, 2))),
        ):
            answer = miss(archive.get(request))
            assert answer.reason is (MissReason.UNAVAILABLE if torn else MissReason.NOT_ARCHIVED)
            assert ("a.warc.gz is damaged" in answer.detail) is torn
        assert isinstance(archive.get(Request(uri_r=PAGE, accept_datetime=at(2013, 12, 20))), Capture)


@pytest.mark.parametrize(("status", "torn", "sound"), [(404, "failing", "dead"), (200, "unchecked", "absent")])
def test_neither_dead_nor_absent_by_a_damaged_archive(tmp_path: Path, status: int, torn: str, sound: str) -> None:
    warc = tmp_path / "a.warc.gz"
    whole = gzip.compress(warc_record("http://other.example/"))
    found: list[str] = []
    for data in (whole[:-30], whole):
        warc.write_bytes(data)
        finding = drive(_decided(status), _WebAnd(status, opened(warc)))
        found.append(str(finding.availability if status == 404 else finding.verdict))
    assert found == [torn, sound]


class _WebAnd:
    """A live web of one page, and an archive."""

    def __init__(self, status: int, archive: DiskArchive) -> None:
        self._status = status
        self._archive = archive

    def get(self, request: Request) -> Answer:
        if not request.live:
            return self._archive.get(request)
        body = f"<title>Harbour bridge report</title><p>{'The bridge stays closed, the port authority said. ' * 60}</p>".encode()
        return Capture(
            request=request,
            uri_r=request.uri_r,
            retrieved=at(2024, 1, 1),
            status=self._status,
            headers=(),
            media_type="text/html",
            sha256=sha256(body).hexdigest(),
            body=body,
        )


def _decided(status: int) -> Flow:
    words = "Four invoices were never sent to the auditors"
    quotation = Quotation(id="q1", exact=words, start=0, end=len(words)) if status == 200 else None
    citation = Citation(
        document=Document(name="draft", media_type="text/plain", text=words, sha256="0" * 64),
        quotation=quotation,
        reference=Reference(id="r1", kind=ReferenceKind.LINK, raw="", start=0, end=0),
        fingerprint="f",
    )
    return decide(citation, (Target(uri_r=f"{NEVER}harbour-bridge-report", decided_by="the document"),), read=Reading())


def test_a_page_of_which_only_half_was_captured_is_no_absence(tmp_path: Path) -> None:
    (tmp_path / "c.warc").write_bytes(warc_record(PAGE, fields="WARC-Truncated: time\r\n"))
    answer = miss(opened(tmp_path).get(Request(uri_r=PAGE, accept_datetime=at(2013, 12, 20))))
    assert answer.reason is MissReason.UNAVAILABLE
    (tmp_path / "c.warc").write_bytes(
        warc_record(PAGE, head="HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n", body=b"<p>half")
    )
    assert miss(opened(tmp_path).get(Request(uri_r=PAGE, accept_datetime=at(2013, 12, 20)))).reason is (
        MissReason.UNAVAILABLE
    )


def test_a_revisit_of_what_is_not_here(tmp_path: Path) -> None:
    revisit = warc_record(PAGE, kind="revisit", body=b"", fields="WARC-Payload-Digest: sha1:NOWHERE\r\n")
    (tmp_path / "c.warc").write_bytes(revisit)
    answer = miss(opened(tmp_path).get(Request(uri_r=PAGE, accept_datetime=at(2013, 12, 20))))
    assert answer.reason is MissReason.UNAVAILABLE
    assert "not here" in answer.detail


def test_a_revisit_by_digest_from_another_file(tmp_path: Path) -> None:
    fields = "WARC-Payload-Digest: sha1:ABCDEF\r\n"
    (tmp_path / "a.warc").write_bytes(warc_record("http://elsewhere.example/", b"<p>same</p>", fields=fields))
    (tmp_path / "b.warc").write_bytes(
        warc_record(PAGE, kind="revisit", body=b"", fields=fields, date="2014-01-01T00:00:00.5Z", version="1.1")
    )
    answer = opened(tmp_path).get(Request(uri_r=PAGE, accept_datetime=at(2014, 1, 1)))
    assert isinstance(answer, Capture)
    assert (answer.body, answer.uri_r) == (b"<p>same</p>", PAGE)


@pytest.mark.parametrize(
    ("coding", "body", "expected"),
    [
        ("br", "<p>kept unpacked: é</p>".encode(), "<p>kept unpacked: é</p>".encode()),
        ("br", b"\x8b\x02\x80\xff\xfe", None),
        ("gzip", b"\x1f\x8b\x08broken", None),
        ("gzip", gzip.compress(b" " * (4 << 20)), None),
    ],
    ids=["unpacked by a browser", "brotli", "broken", "bomb"],
)
def test_content_codings(tmp_path: Path, coding: str, body: bytes, expected: bytes | None) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Type: text/html\r\n"
    (tmp_path / "c.warc").write_bytes(warc_record(PAGE, body, head=head))
    answer = opened(tmp_path).get(Request(uri_r=PAGE, accept_datetime=at(2013, 12, 20)))
    if expected is None:
        assert miss(answer).reason in (MissReason.UNAVAILABLE, MissReason.TOO_LARGE)
    else:
        assert isinstance(answer, Capture)
        assert answer.body == expected


def test_what_is_not_there(tmp_path: Path) -> None:
    answer = miss(opened(tmp_path / "gone").get(Request(uri_r=PAGE, accept_datetime=at(2013, 12, 20))))
    assert answer.reason is MissReason.UNAVAILABLE


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://example.org/a", "https://www.example.org/a/", True),
        ("http://example.org", "http://EXAMPLE.org:80/", True),
        ("http://example.org/?b=2&a=1", "http://example.org/?a=1&b=2", True),
        ("http://example.org/%7Euser", "http://example.org/~user", True),
        ("http://example.org/é", "http://example.org/%c3%a9", True),
        ("http://www.org/a", "http://org/a", False),
        ("http://example.org/A", "http://example.org/a", False),
        ("http://example.org/a?x=1", "http://example.org/a", False),
        ("http://example.org:8080/a", "http://example.org/a", False),
        ("http://example.org/a%2Fb", "http://example.org/a/b", False),
    ],
)
def test_which_addresses_are_one_page(one: str, other: str, same: bool) -> None:
    assert (url_key(one) == url_key(other)) is same
