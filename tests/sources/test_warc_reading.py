"""WARC and WACZ files of other people: every form that is about, and every damage that costs only what it hit."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
from pathlib import Path

import pytest
from servers.captures import CAPTURES, PAGE, SECOND, write_warc
from servers.warcs import cdxj, warc_record, write_wacz

from verify.sources.bodies import BrokenBodyError, TooLargeError, dechunked
from verify.sources.wacz import Holding, holdings, opened
from verify.sources.warc import CorruptError
from verify.sources.warc_reading import Damage, Entry, entries, moment_of, read
from verify.sources.warc_tape import Spot

LIMIT = 1 << 24


def listed(data: bytes) -> list[Entry | Damage]:
    return list(entries(io.BytesIO(data)))


def body_of(data: bytes, entry: Entry | Damage) -> bytes:
    assert isinstance(entry, Entry), entry
    return read(io.BytesIO(data), entry.spot, LIMIT).exchange.body


THREE = [warc_record(f"http://example.org/{name}", f"<p>page {name}</p>".encode()) for name in "abc"]
INFO = b"WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Date: 2013-12-20T10:11:12Z\r\nContent-Length: 4\r\n\r\nx: y\r\n\r\n"


@pytest.mark.parametrize(
    "data",
    [
        b"".join([INFO, *THREE]),
        b"".join(gzip.compress(each) for each in [INFO, *THREE]),
        gzip.compress(b"".join([INFO, *THREE])),
        b"\r\n\r\n" + b"\r\n".join(THREE),
        b"".join(gzip.compress(each) for each in THREE) + b"\0" * 100_000,
        b"".join(each.replace(b"\r\n", b"\n") if b"Length" not in each else each for each in THREE),
    ],
    ids=["plain", "a member each", "one member", "more blank lines", "padded", "bare"],
)
def test_every_packing(data: bytes) -> None:
    found = listed(data)
    assert [item.uri for item in found if isinstance(item, Entry)] == [f"http://example.org/{name}" for name in "abc"]
    assert [body_of(data, item) for item in reversed(found)] == [f"<p>page {name}</p>".encode() for name in "cba"]


@pytest.mark.parametrize("packed", [(1,), (0, 2), (2,), (0, 1)])
def test_files_put_together_of_plain_and_packed_records(packed: tuple[int, ...]) -> None:
    data = b"".join(gzip.compress(each) if number in packed else each for number, each in enumerate(THREE))
    found = [item for item in listed(data) if isinstance(item, Entry)]
    assert [body_of(data, item) for item in found] == [f"<p>page {name}</p>".encode() for name in "abc"]
    assert len(found) == len(listed(data))


def test_what_a_record_tells() -> None:
    data = warc_record(
        "<http://example.org/a>", fields="WARC-Payload-Digest: sha1:ABC\r\nWARC-IP-Address: 192.0.2.1\r\n"
    )
    (entry,) = listed(data)
    assert isinstance(entry, Entry)
    assert (entry.type, entry.uri, entry.status, entry.media_type) == (
        "response",
        "http://example.org/a",
        200,
        "text/html",
    )
    assert (entry.moment.isoformat(), entry.digest) == ("2013-12-20T10:11:12+00:00", "sha1:ABC")
    exchange = read(io.BytesIO(data), entry.spot, LIMIT).exchange
    assert exchange.headers == (("Content-Type", "text/html; charset=utf-8"),)
    assert (exchange.status, exchange.phrase, exchange.address) == (200, "OK", "192.0.2.1")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2013-12-20T10:11:12Z", "2013-12-20T10:11:12+00:00"),
        ("2013-12-20T10:11:12.987654Z", "2013-12-20T10:11:12+00:00"),
        ("2013-12-20T10:11:12+02:00", "2013-12-20T08:11:12+00:00"),
        ("2013-12-20", "2013-12-20T00:00:00+00:00"),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(text: str, moment: str | None) -> None:
    found = moment_of(text)
    assert (found.isoformat() if found else None) == moment


@pytest.mark.parametrize(
    ("record", "body"),
    [
        (warc_record(body=b"words", kind="resource"), b"words"),
        (
            warc_record(
                head="HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", body=b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"
            ),
            b"abcde",
        ),
        (warc_record(head="HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", body=b"<p>x</p>"), b"<p>x</p>"),
        (warc_record(head="HTTP/2 200\r\nX-Long: a\r\n  b\r\n", body=b"x"), b"x"),
        (warc_record(head="HTTP/1.1 200 OK\nContent-Type: text/html\n", block=b"HTTP/1.1 200 OK\nA: b\n\nx"), b"x"),
        (warc_record(version="0.18"), b"<p>Twelve violations.</p>"),
    ],
    ids=["resource", "chunked", "said to be chunked", "folded header", "bare line ends", "old version"],
)
def test_forms_of_a_record(record: bytes, body: bytes) -> None:
    (entry,) = listed(record)
    assert body_of(record, entry) == body


def test_what_is_no_page_is_not_listed() -> None:
    others = [
        warc_record(kind="request", block=b"GET / HTTP/1.1\r\n\r\n"),
        warc_record(kind="metadata", block=b"a: b"),
        warc_record("dns:example.org", block=b"20131220101112\nexample.org. A 192.0.2.1"),
        warc_record("ftp://example.org/a", date="soon"),
    ]
    assert listed(b"".join(others)) == []


@pytest.mark.parametrize("record", [warc_record(block=b"no HTTP at all"), warc_record(date="soon")])
def test_a_response_without_status_or_date_is_damage(record: bytes) -> None:
    damage, entry = listed(record + THREE[0])
    assert isinstance(damage, Damage)
    assert isinstance(entry, Entry)


@pytest.mark.parametrize("packed", [False, True])
def test_a_byte_order_mark_before_the_first_record_costs_nothing(packed: bool) -> None:
    data = b"\xef\xbb\xbf" + b"".join(gzip.compress(each) if packed else each for each in THREE)
    assert "".join(item.uri[-1] if isinstance(item, Entry) else "!" for item in listed(data)) == "abc"
    assert body_of(data, listed(data)[0]) == body_of(THREE[0], listed(THREE[0])[0])


def test_a_revisit_names_what_it_repeats() -> None:
    data = warc_record(
        kind="revisit",
        body=b"",
        fields="WARC-Refers-To: <urn:uuid:1>\r\nWARC-Refers-To-Target-URI: http://example.org/b\r\n"
        "WARC-Refers-To-Date: 2012-01-02T03:04:05Z\r\n",
    )
    (entry,) = listed(data)
    assert isinstance(entry, Entry)
    assert (entry.type, entry.refers_to, entry.refers_to_uri) == ("revisit", "<urn:uuid:1>", "http://example.org/b")
    assert entry.refers_to_moment is not None


@pytest.mark.parametrize(
    "record",
    [
        warc_record(fields="WARC-Truncated: length\r\n"),
        warc_record(fields="WARC-Segment-Number: 1\r\n"),
        warc_record(head="HTTP/1.1 200 OK\r\nContent-Length: 99\r\n", body=b"half"),
    ],
)
def test_a_body_that_is_not_whole_says_so(record: bytes) -> None:
    (entry,) = listed(record)
    assert isinstance(entry, Entry)
    assert entry.truncated or read(io.BytesIO(record), entry.spot, LIMIT).exchange.truncated


def test_digests_are_held_against_the_bytes() -> None:
    block = b"HTTP/1.1 200 OK\r\n\r\nwords"
    sha1 = hashlib.sha1(block)
    good = [
        f"sha1:{base64.b32encode(sha1.digest()).decode()}",
        f"SHA-1:{sha1.hexdigest().upper()}",
        f"sha256:{hashlib.sha256(block).hexdigest()}",
        "blake3:whatever",
    ]
    for digest in good:
        data = warc_record(block=block, fields=f"WARC-Block-Digest: {digest}\r\n")
        assert body_of(data, listed(data)[0]) == b"words"
    data = warc_record(block=block + b"!", fields=f"WARC-Block-Digest: {good[0]}\r\n")
    with pytest.raises(CorruptError, match="not what was written"):
        body_of(data, listed(data)[0])


def _lying(record: bytes, by: int) -> bytes:
    """The record with another length than its own."""
    length = int(record.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
    return record.replace(f"Content-Length: {length}".encode(), f"Content-Length: {length + by}".encode())


def _broken_gzip() -> bytes:
    packed = [bytearray(gzip.compress(each)) for each in THREE]
    packed[1][-6] ^= 0xFF
    return b"".join(packed)


@pytest.mark.parametrize(
    ("data", "left"),
    [
        (_broken_gzip(), "ac"),
        (b"".join(gzip.compress(each) for each in THREE)[:-20], "ab"),
        (b"".join(THREE)[:-20], "ab"),
        (THREE[0] + THREE[1].replace(b"Content-Length: ", b"Content-Length: x") + THREE[2], "ac"),
        (b"garbage\n" + b"".join(THREE), "abc"),
        (b"garbage" + b"".join(gzip.compress(each) for each in THREE), "abc"),
        (gzip.compress(THREE[0]) + b"garbage" * 1000 + gzip.compress(THREE[1]), "ab"),
        (gzip.compress(THREE[0].replace(b"Length: ", b"Length: 9")) + gzip.compress(THREE[1]), "b"),
        (gzip.compress(THREE[0])[:-20] + b"\n" + THREE[1] + gzip.compress(THREE[2]), "bc"),
        (THREE[0] + _lying(THREE[1], -9) + THREE[2], "ac"),
        (THREE[0] + _lying(THREE[1], 40) + THREE[2], "ac"),
        (gzip.compress(THREE[0]) + gzip.compress(_lying(THREE[1], -9)) + gzip.compress(THREE[2]), "ac"),
        (
            gzip.compress(THREE[0])
            + gzip.compress(THREE[1][:120])
            + gzip.compress(THREE[1][120:])
            + gzip.compress(THREE[2]),
            "ac",
        ),
        (b"", ""),
        (b"nothing of the kind", ""),
    ],
    ids=[
        "crc",
        "cut gzip",
        "cut plain",
        "length",
        "before",
        "before gzip",
        "between",
        "too long",
        "cut, then plain",
        "length too short",
        "length within the next",
        "length too short, packed",
        "over two members",
        "empty",
        "no WARC",
    ],
)
def test_damage_costs_what_it_hit(data: bytes, left: str) -> None:
    found = listed(data)
    assert "".join(item.uri[-1] for item in found if isinstance(item, Entry)) == left
    assert any(isinstance(item, Damage) for item in found) == bool(data)


def test_a_bomb_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verify.sources.warc_tape.HARMLESS", 1 << 20)
    bomb = gzip.compress(warc_record(body=b" " * (8 << 20)))
    found = listed(bomb + gzip.compress(THREE[0]))
    assert [type(item) for item in found] == [Damage, Entry]
    assert "200 times" in str(found[0])


def test_a_large_record_is_not_read() -> None:
    data = warc_record(body=b"x" * 5000)
    with pytest.raises(TooLargeError):
        read(io.BytesIO(data), Spot(0), 4000)


@pytest.mark.parametrize("cut", [b"5\r\nab", b"2\r\nab\r\n5\r\nab", b"2\r\nab\r\n"])
def test_half_a_chunked_body_is_none(cut: bytes) -> None:
    with pytest.raises(BrokenBodyError):
        dechunked(cut)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("index", [None, "cdx", "cdx.gz", "cdxj"])
def test_a_wacz_with_and_without_its_index(tmp_path: Path, packed: bool, index: str | None) -> None:
    warc = tmp_path / "data.warc.gz"
    write_warc(warc)
    rows = ["!meta 0 {}", *cdxj(warc)] if index else None
    write_wacz(tmp_path / "x.wacz", warc, rows=rows, packed=packed, index=index or "")
    found = list(holdings(tmp_path / "x.wacz"))
    assert len(found) == len(CAPTURES)
    (wanted,) = [
        each for each in found if isinstance(each, Holding) and f"{each.entry.moment:%Y%m%d%H%M%S}" == "20131220101112"
    ]
    assert (wanted.member, wanted.entry.uri, wanted.entry.status) == ("archive/data.warc.gz", PAGE, 200)
    with opened(tmp_path / "x.wacz", wanted.member) as file:
        assert read(file, wanted.entry.spot, LIMIT).exchange.body == SECOND


def test_a_wacz_whose_index_names_what_is_missing(tmp_path: Path) -> None:
    warc = tmp_path / "data.warc.gz"
    write_warc(warc)
    rows = [row.replace("data.warc.gz", "other.warc.gz") for row in cdxj(warc)] + ["nonsense", "more nonsense"]
    write_wacz(tmp_path / "x.wacz", warc, rows=rows)
    found = list(holdings(tmp_path / "x.wacz"))
    assert sum(isinstance(each, Holding) for each in found) == len(CAPTURES)  # read through instead
    assert sorted(each.why for each in found if isinstance(each, Damage)) == [
        "indexes/index.cdx has rows that are none",
        "indexes/index.cdx names other.warc.gz, which is missing",
    ]


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04" + b"x" * 100])
def test_a_wacz_that_is_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.wacz").write_bytes(data)
    with pytest.raises(CorruptError, match="no readable WACZ"):
        list(holdings(tmp_path / "x.wacz"))


def test_a_wacz_that_is_broken_inside(tmp_path: Path) -> None:
    warc = tmp_path / "data.warc.gz"
    write_warc(warc)
    write_wacz(tmp_path / "x.wacz", warc, packed=True)
    data = bytearray((tmp_path / "x.wacz").read_bytes())
    data[600:700] = b"\xff" * 100
    (tmp_path / "x.wacz").write_bytes(data)
    found = list(holdings(tmp_path / "x.wacz"))
    assert any(isinstance(each, Damage) for each in found)
    assert len(found) < len(CAPTURES)
