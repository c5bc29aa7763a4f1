"""Captures leave the cache as WARC and WACZ, and come in from those of anyone."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from servers import captures as archived
from servers.pywb import Pywb
from servers.site import ARTICLE, Site
from sources import kept
from warcio.archiveiterator import ArchiveIterator

from verify.errors import ConfigError, InputError
from verify.model import Capture, Request
from verify.sources import warc
from verify.sources.cache import Cache
from verify.sources.catalogue import Wanted, entries
from verify.sources.export import Choice, export, of_report
from verify.sources.imports import Imported, import_file
from verify.sources.index_connection import Connection
from verify.sources.live import Fetcher
from verify.sources.warc_index import Index
from verify.sources.wayback import Wayback


@pytest.fixture
def full(site: Site, tmp_path: Path) -> Path:
    kept.fill(site, tmp_path / "full")
    return tmp_path / "full"


def out(folder: Path, name: str, *wanted: str, choice: Choice | None = None) -> Path:
    path = folder.parent / name
    with Cache(folder, read_only=True) as cache:
        export(cache, path, choice or Choice(wanted=tuple(Wanted(each) for each in wanted)))
    return path


def taken(path: Path, folder: Path) -> Imported:
    with Cache(folder) as cache:
        return import_file(cache, path)


# --- out and in again ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["out.wacz", "out.warc.gz"])
@pytest.mark.parametrize("lost", [False, True], ids=["", "then the index is lost"])
def test_what_goes_out_and_in_answers_the_same(full: Path, tmp_path: Path, name: str, lost: bool) -> None:
    path = out(full, name)
    done = taken(path, tmp_path / "other")
    assert (dict(done.skipped), done.damage) in (({}, []), ({"say only that a page was not modified": 1}, []))
    assert done.absences == 1
    if lost:
        for index in (tmp_path / "other").glob("index.sqlite*"):
            index.unlink()
        Cache(tmp_path / "other").close()
    assert kept.answers(tmp_path / "other") == kept.answers(full)
    assert None not in kept.answers(full)
    kept.checked(*kept.warcs(tmp_path / "other"))
    again = out(tmp_path / "other", "again.wacz")
    taken(again, tmp_path / "third")
    assert kept.answers(tmp_path / "third") == kept.answers(full)


def test_importing_twice_changes_nothing(full: Path, tmp_path: Path) -> None:
    path = out(full, "out.wacz")
    first = taken(path, tmp_path / "other")
    before = kept.answers(tmp_path / "other")
    size = sum(each.stat().st_size for each in kept.warcs(tmp_path / "other"))
    second = taken(path, tmp_path / "other")
    assert (second.captures, second.answers, second.absences) == (0, 0, 0)
    assert second.skipped["already here"] == first.captures
    assert sum(each.stat().st_size for each in kept.warcs(tmp_path / "other")) == size
    assert kept.answers(tmp_path / "other") == before


def test_an_export_by_url_brings_what_it_rests_on(full: Path, tmp_path: Path) -> None:
    """A redirect its chain, a shared body its original, a memento its page."""
    for wanted, request in (
        ("http://kept.example/b/redirect-chain", ("live", kept.LIVE[1])),
        ("http://kept.example/long?again", ("live", kept.LIVE[3])),
        ("http://kept.example/old", (kept.ARCHIVE, kept.OLD)),
        ("http://kept.example/never*", (kept.ARCHIVE, kept.NEVER)),
    ):
        folder = tmp_path / wanted.rpartition("/")[2].strip("*?")
        try:
            path = out(full, f"{folder.name}.wacz", wanted)
        except InputError:
            assert wanted.endswith("never*")  # only a "no": nothing to show
            continue
        taken(path, folder)
        place = kept.ASKED.index(request)
        assert kept.answers(folder)[place] == kept.answers(full)[place]
        assert kept.answers(folder).count(None) >= len(kept.ASKED) - 3


def test_an_export_of_a_report_holds_its_evidence(full: Path, tmp_path: Path) -> None:
    with Cache(full, read_only=True) as cache:
        found = cache.get("live", kept.LIVE[3])
    assert found
    assert isinstance(found[0], Capture)
    assert found[0].record
    evidence = [
        {"uri_r": kept.NEVER.uri_r, "warc": None},
        {"uri_r": "x", "warc": {"file": "f", "offset": 0, "record_id": found[0].record.record_id}},
        {"uri_r": "x", "warc": {"file": "f", "offset": 0, "record_id": "<urn:uuid:lost>"}},
    ]
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"findings": [{"evidence": evidence}]}))
    with Cache(full, read_only=True) as cache:
        done = export(cache, tmp_path / "out.wacz", of_report(report))
    assert done.missing == ("<urn:uuid:lost>",)
    taken(tmp_path / "out.wacz", tmp_path / "other")
    answers = kept.answers(tmp_path / "other")
    assert answers[3] == kept.answers(full)[3]
    assert answers[-1] == kept.answers(full)[-1]
    assert answers[0] is None


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"findings": [{}]}', '{"findings": [3]}', "\udcff"])
def test_a_report_that_is_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError, match="no JSON report"):
        of_report(path)


@pytest.mark.parametrize(
    ("name", "words"), [("out.zip", "must end in"), ("there.wacz", "--force"), ("none/out.wacz", "no folder")]
)
def test_an_export_that_cannot_be_written_changes_nothing(full: Path, tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "there.wacz").write_text("mine")
    before = sorted(tmp_path.iterdir())
    with Cache(full, read_only=True) as cache, pytest.raises(ConfigError, match=words):
        export(cache, tmp_path / name, Choice())
    assert (tmp_path / "there.wacz").read_text() == "mine"
    assert sorted(tmp_path.iterdir()) == before


# --- for others ----------------------------------------------------------------------------------------------------


def test_a_wacz_is_what_its_standard_says(full: Path) -> None:
    path = out(full, "out.wacz")
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        told = json.loads(package.read("datapackage.json"))
        proof = json.loads(package.read("datapackage-digest.json"))
        assert proof == {
            "path": "datapackage.json",
            "hash": f"sha256:{hashlib.sha256(package.read('datapackage.json')).hexdigest()}",
        }
        assert (told["profile"], told["wacz_version"]) == ("data-package", "1.1.1")
        named = {item["path"]: item for item in told["resources"]}
        assert set(named) == set(package.namelist()) - {"datapackage.json", "datapackage-digest.json"}
        for name, item in named.items():
            data = package.read(name)
            assert item["bytes"] == len(data)
            assert item["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        for info in package.infolist():
            if info.filename.startswith(("archive/", "indexes/")):
                assert info.compress_type == zipfile.ZIP_STORED
        data = package.read("archive/out.warc.gz")
        lines = package.read("indexes/index.cdx").decode().splitlines()
        pages = [json.loads(line) for line in package.read("pages/pages.jsonl").decode().splitlines()]
    assert lines == sorted(lines)
    rows = [(line.split(" ", 2)[1], json.loads(line.split(" ", 2)[2])) for line in lines]
    for stamp, row in rows:
        assert row["filename"] == "out.warc.gz"
        piece = data[int(row["offset"]) : int(row["offset"]) + int(row["length"])]
        (record,) = ArchiveIterator(io.BytesIO(piece))
        assert record.rec_headers["WARC-Target-URI"] == row["url"]
        assert record.rec_headers["WARC-Payload-Digest"] == row["digest"]
        assert record.http_headers.get_statuscode() == row["status"]
        assert record.rec_headers["WARC-Date"] == datetime.strptime(stamp, "%Y%m%d%H%M%S").strftime(
            "%Y-%m-%dT%H:%M:%SZ"
        )
    assert pages[0] == {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}
    assert {page["url"] for page in pages[1:]} <= {row["url"] for _, row in rows}
    assert len(pages) == 10


@pytest.mark.pywb
@pytest.mark.parametrize("name", ["out.wacz", "out.warc.gz"])
def test_pywb_takes_what_goes_out(full: Path, pywb: Pywb, name: str) -> None:
    path = out(full, name)
    pywb.add_warc(path)
    reader = Fetcher(allow_private_addresses=True)
    with Cache(full, read_only=True) as cache:
        for scope, request in kept.ASKED[:4]:
            known = cache.get(scope, request)
            assert known
            assert isinstance(known[0], Capture)
            stamp = known[0].retrieved.strftime("%Y%m%d%H%M%S")
            answer = Wayback(pywb.base, reader, stands_in=True).get(
                Request(uri_r=request.uri_r, uri_m=f"{pywb.base}/web/{stamp}/{request.uri_r}")
            )
            assert isinstance(answer, Capture), answer
            assert answer.body == known[0].body
    reader.close()


# --- of others -----------------------------------------------------------------------------------------------------


def record(fields: dict[str, str], block: bytes, version: str = "WARC/1.0") -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"{version}\r\n{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def response(
    url: str,
    body: bytes = ARTICLE.encode(),
    *,
    id: str = "",
    date: str = "2020-02-03T04:05:06Z",
    http: str = "HTTP/1.1 200 OK\r\nContent-Type: text/html",
    **fields: str,
) -> bytes:
    told = {
        "WARC-Type": "response",
        "WARC-Record-ID": id or f"<urn:uuid:{hashlib.md5(url.encode()).hexdigest()}>",
        "WARC-Target-URI": url,
        "WARC-Date": date,
        "Content-Type": "application/http; msgtype=response",
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    return record(told, http.encode() + b"\r\n\r\n" + body)


def foreign(folder: Path, *records: bytes, packed: bool = True) -> Path:
    path = folder / ("foreign.warc.gz" if packed else "foreign.warc")
    path.write_bytes(b"".join(gzip.compress(each) if packed else each for each in records))
    return path


def live(folder: Path, url: str) -> Capture | None:
    with Cache(folder, read_only=True) as cache:
        found = cache.get("live", Request(uri_r=url))
    if found is None:
        return None
    assert isinstance(found[0], Capture)
    return found[0]


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_of_another_tool_answers_with_its_own_date(tmp_path: Path, packed: bool) -> None:
    path = foreign(tmp_path, response("http://a.example/page"), packed=packed)
    assert taken(path, tmp_path / "c").answers == 1
    found = live(tmp_path / "c", "http://a.example/page")
    assert found is not None
    assert found.body == ARTICLE.encode()
    assert found.retrieved == datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert found.record is not None
    assert found.record.file.startswith("verify-import-")
    kept.checked(*kept.warcs(tmp_path / "c"))


def test_captures_of_an_archive_come_in(tmp_path: Path) -> None:
    path = tmp_path / "archive.warc.gz"
    archived.write_warc(path)
    done = taken(path, tmp_path / "c")
    assert done.captures == len(archived.CAPTURES)
    assert not done.skipped
    with Cache(tmp_path / "c", read_only=True) as cache:
        listed = list(entries(cache))
    assert [(each.url, each.type) for each in listed if each.type == "revisit"] == [(archived.PAGE, "revisit")]
    found = live(tmp_path / "c", archived.PAGE)
    assert found is not None
    assert found.status == 404  # the newest
    packed = live(tmp_path / "c", archived.PACKED)
    assert packed is not None
    assert packed.body == archived.SECOND
    kept.checked(*kept.warcs(tmp_path / "c"))


def redirecting(url: str, to: str, date: str = "2020-02-03T04:05:06Z") -> bytes:
    return response(url, b"", http=f"HTTP/1.1 301 Moved\r\nLocation: {to}", date=date)


REVISIT = {
    "WARC-Type": "revisit",
    "WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
    "WARC-Record-ID": "<urn:uuid:00000000-revisit>",
    "WARC-Target-URI": "http://a.example/again",
    "WARC-Date": "2020-02-04T00:00:00Z",
    "Content-Type": "application/http; msgtype=response",
}


@pytest.mark.parametrize(
    ("records", "url", "expected"),
    [
        pytest.param(
            [
                redirecting("http://a.example/1", "/2"),
                redirecting("http://a.example/2", "/3"),
                response("http://a.example/3"),
            ],
            "http://a.example/1",
            ARTICLE.encode(),
            id="a chain of redirects",
        ),
        pytest.param(
            [redirecting("http://a.example/1", "/2", "2014-01-01T00:00:00Z"), response("http://a.example/2")],
            "http://a.example/1",
            None,
            id="a redirect of another time",
        ),
        pytest.param([redirecting("http://a.example/1", "/2")], "http://a.example/1", None, id="a redirect to nothing"),
        pytest.param(
            [redirecting("http://a.example/1", "/2"), redirecting("http://a.example/2", "/1")],
            "http://a.example/1",
            None,
            id="redirects in a circle",
        ),
        pytest.param(
            [
                record(
                    {
                        **REVISIT,
                        "WARC-Refers-To-Target-URI": "http://a.example/p",
                        "WARC-Refers-To-Date": "2020-02-03T04:05:06Z",
                    },
                    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
                ),
                response("http://a.example/p"),
            ],
            "http://a.example/again",
            ARTICLE.encode(),
            id="a revisit before its original",
        ),
        pytest.param(
            [
                response("http://a.example/p", WARC_Payload_Digest="sha1:AAAA"),
                record({**REVISIT, "WARC-Payload-Digest": "sha1:AAAA"}, b""),
            ],
            "http://a.example/again",
            ARTICLE.encode(),
            id="a revisit by digest, without headers",
        ),
        pytest.param([record(REVISIT, b"")], "http://a.example/again", None, id="a revisit of nothing"),
        pytest.param(
            [response("http://a.example/p", b"plain", http="HTTP/1.1 200 OK\r\nContent-Encoding: gzip")],
            "http://a.example/p",
            b"plain",
            id="kept unpacked under the header of the packed body",
        ),
        pytest.param(
            [response("http://a.example/p", WARC_Truncated="length")], "http://a.example/p", None, id="cut off"
        ),
        pytest.param(
            [response("http://a.example/p", http="HTTP/1.1 206 Part")],
            "http://a.example/p",
            None,
            id="a part of a page",
        ),
        pytest.param(
            [response("http://a.example/p", date="2999-01-01T00:00:00Z")],
            "http://a.example/p",
            None,
            id="of the future",
        ),
        pytest.param(
            [response("http://a.example/p#top")], "http://a.example/p", ARTICLE.encode(), id="with a fragment"
        ),
        pytest.param(
            [response("http://me:secret@a.example/p")], "http://a.example/p", ARTICLE.encode(), id="with a password"
        ),
        pytest.param(
            [response("http://10.0.0.1/p")], "http://10.0.0.1/p", ARTICLE.encode(), id="a private address is data"
        ),
        pytest.param(
            [
                response("http://a.example/p", b"new", id="<urn:uuid:00000001>"),
                response("http://a.example/p", b"old", id="<urn:uuid:00000002>", date="2019-01-01T00:00:00Z"),
            ],
            "http://a.example/p",
            b"new",
            id="the newest of several",
        ),
        pytest.param(
            [
                response("http://a.example/p", b"one", id="<x y>\x1b[2J"),
                response("http://a.example/q", b"two", id="<x y>\x1b[2J"),
            ],
            "http://a.example/q",
            b"two",
            id="ids that are none",
        ),
        pytest.param(
            [
                response("http://a.example/p", b"one", id="<urn:uuid:00000001>"),
                response("http://a.example/q", b"two", id="<urn:uuid:00000001>"),
            ],
            "http://a.example/q",
            None,
            id="another record under the same id",
        ),
    ],
)
def test_what_an_imported_file_answers(tmp_path: Path, records: list[bytes], url: str, expected: bytes | None) -> None:
    done = taken(foreign(tmp_path, *records), tmp_path / "c")
    found = live(tmp_path / "c", url)
    assert (found.body if found else None) == expected
    assert done.captures + sum(done.skipped.values()) == len(records)
    assert b"secret" not in b"".join(gzip.decompress(path.read_bytes()) for path in kept.warcs(tmp_path / "c"))
    if kept.warcs(tmp_path / "c"):
        kept.checked(*kept.warcs(tmp_path / "c"))


def test_what_we_fetched_later_is_not_replaced(site: Site, tmp_path: Path) -> None:
    kept.fill(site, tmp_path / "c")
    before = kept.answers(tmp_path / "c")
    taken(foreign(tmp_path, response(kept.LIVE[0].uri_r, b"older")), tmp_path / "c")
    assert kept.answers(tmp_path / "c") == before


def spoilt(**changes: object) -> Callable[[dict[str, object]], dict[str, object]]:
    return lambda facts: {**facts, **changes}


@pytest.mark.parametrize(
    "change",
    [
        spoilt(sha256="0" * 64),
        spoilt(key='["live","http://bank.example/",null,null,"nearest",null,null]', **{"for": "http://bank.example/"}),
        spoilt(**{"for": "http://bank.example/"}),
        spoilt(uri_r="http://bank.example/"),
        spoilt(redirects=[[301, "http://bank.example/"]]),
        spoilt(key="[]"),
        spoilt(redirects=3),
        spoilt(asked="2999-01-01T00:00:00+00:00"),
        spoilt(headers=[["a"]]),
        spoilt(uri_m="http://other.example/web/2013/x"),
    ],
)
def test_metadata_is_believed_as_far_as_it_fits_its_record(
    tmp_path: Path, change: Callable[[dict[str, object]], dict[str, object]]
) -> None:
    url, name = "http://a.example/p", "<urn:uuid:00000001>"
    body = ARTICLE.encode()
    facts: dict[str, object] = {
        "key": f'["live","{url}",null,null,"nearest",null,null]',
        "for": url,
        "asked": "2020-02-03T04:05:06+00:00",
        "uri_r": url,
        "uri_m": None,
        "memento_datetime": None,
        "retrieved": "2020-02-03T04:05:06+00:00",
        "status": 200,
        "headers": [["Content-Type", "text/html"]],
        "media_type": "text/html",
        "charset": None,
        "sha256": hashlib.sha256(body).hexdigest(),
        "redirects": [],
    }

    def file(told: dict[str, object]) -> Path:
        fields = {"WARC-Type": "metadata", "WARC-Record-ID": "<urn:uuid:00000002>", "WARC-Target-URI": url}
        fields |= {
            "WARC-Date": "2020-02-03T04:05:06Z",
            "WARC-Concurrent-To": name,
            "Content-Type": "application/warc-fields",
        }
        return foreign(tmp_path, record(fields, warc.FIELD + json.dumps(told).encode()), response(url, id=name))

    assert taken(file(facts), tmp_path / "good").answers == 1
    assert taken(file(change(facts)), tmp_path / "c").answers == 0
    connection = Connection(tmp_path / "c", read_only=True)
    assert Index(connection).answers() == []
    connection.close()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.wacz", b"no zip", "no readable WACZ"),
        ("a.txt", b"", "no WARC or WACZ"),
        ("none.warc", None, "No such file"),
    ],
)
def test_a_file_that_cannot_be_imported(tmp_path: Path, name: str, content: bytes | None, words: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=words) as told:
        taken(tmp_path / name, tmp_path / "c")
    assert "\n" not in str(told.value)
    assert kept.warcs(tmp_path / "c") == []


def test_damage_costs_what_it_hits(tmp_path: Path) -> None:
    path = foreign(tmp_path, *(response(f"http://a.example/{number}") for number in range(5)))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    done = taken(path, tmp_path / "c")
    assert done.captures == 4
    assert done.damage


def test_a_body_that_is_here_already_is_kept_once(tmp_path: Path) -> None:
    body = bytes(range(256)) * 400
    first = foreign(tmp_path, response("http://a.example/1", body))
    taken(first, tmp_path / "c")
    second = foreign(tmp_path, response("http://b.example/2", body, date="2021-01-01T00:00:00Z"))
    taken(second, tmp_path / "c")
    found = live(tmp_path / "c", "http://b.example/2")
    assert found is not None
    assert found.body == body
    with Cache(tmp_path / "c", read_only=True) as cache:
        assert [each.type for each in entries(cache)] == ["response", "revisit"]


def test_ages_of_imported_pages_count(tmp_path: Path) -> None:
    """A page of 2020 is not fresh today: a run with a network asks again."""
    taken(foreign(tmp_path, response("http://a.example/p")), tmp_path / "c")
    with Cache(tmp_path / "c", read_only=True) as cache:
        found = cache.get("live", Request(uri_r="http://a.example/p"))
    assert found is not None
    assert datetime.now(UTC) - found[1] > timedelta(days=1000)
