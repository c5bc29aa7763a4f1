"""Memo, files, names, headers, TimeMaps: the boxes of a few lines."""

from __future__ import annotations

import socket
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from verify.model import Answer, Capture, Miss, MissReason, Record, Request
from verify.sources import timemap
from verify.sources.files import Files, file_path
from verify.sources.headers import first, joined, media_type, moment_of, unfolded, user_agent
from verify.sources.memo import Memo
from verify.sources.names import FRESH_SECONDS, Names, ResolutionError

# --- memo ------------------------------------------------------------------------------------------------------------


class Slow:
    def __init__(self) -> None:
        self.asked = 0
        self.go = threading.Event()
        self.lock = threading.Lock()

    def get(self, request: Request) -> Answer:
        with self.lock:
            self.asked += 1
        self.go.wait(10)
        return Miss(request=request, reason=MissReason.TIMEOUT)


def test_a_request_is_asked_once_however_many_threads_want_it() -> None:
    slow = Slow()
    memo = Memo(slow)
    found: list[Answer] = []
    threads = [
        threading.Thread(target=lambda number=number: found.append(memo.get(Request(uri_r=f"http://{number % 2}/"))))
        for number in range(20)
    ]
    for thread in threads:
        thread.start()
    slow.go.set()
    for thread in threads:
        thread.join()
    assert (len(found), slow.asked) == (20, 2)


def test_an_error_is_no_answer() -> None:
    class Broken:
        asked = 0

        def get(self, request: Request) -> Answer:
            self.asked += 1
            if self.asked == 1:
                raise KeyboardInterrupt
            return Miss(request=request, reason=MissReason.TIMEOUT)

    memo = Memo(Broken())
    with pytest.raises(KeyboardInterrupt):
        memo.get(Request(uri_r="http://a/"))
    assert isinstance(memo.get(Request(uri_r="http://a/")), Miss)


def test_what_the_cache_has_need_not_stay_in_memory() -> None:
    class Web:
        def __init__(self) -> None:
            self.asked: list[str] = []

        def get(self, request: Request) -> Answer:
            self.asked.append(request.uri_r)
            record = None if "loose" in request.uri_r else Record(file="f", offset=0, record_id="r")
            return Capture(
                request=request,
                uri_r=request.uri_r,
                retrieved=datetime(2026, 1, 1, tzinfo=UTC),
                sha256="",
                body=b"x" * 100,
                record=record,
            )

    web = Web()
    memo = Memo(web, kept_bytes=350)
    for name in ("loose", "a", "b", "c", "a", "d", "a", "b", "loose"):
        memo.get(Request(uri_r=name))
    assert web.asked == ["loose", "a", "b", "c", "d", "b"]


# --- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.html", "text/html"),
        ("a.md", "text/markdown"),
        ("a.TXT", "text/plain"),
        ("a.pdf", "application/pdf"),
        ("a", ""),
    ],
)
def test_a_file_is_a_capture(tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"words")
    for uri in (str(path), path.as_uri()):
        answer = Files().get(Request(uri_r=uri))
        assert isinstance(answer, Capture)
        assert (answer.body, answer.media_type, answer.status, answer.uri_r) == (b"words", kind, 200, uri)


def test_a_name_with_spaces_and_letters(tmp_path: Path) -> None:
    path = tmp_path / "ein Büchlein [1].txt"
    path.write_bytes(b"words")
    assert isinstance(Files().get(Request(uri_r=path.as_uri())), Capture)


def test_files_that_cannot_be_had(tmp_path: Path) -> None:
    big = tmp_path / "big"
    big.write_bytes(b"x" * 101)
    cases = [
        (Files(), str(tmp_path / "none.txt"), MissReason.NO_FILE),
        (Files(), str(tmp_path), MissReason.NO_FILE),
        (Files(), "a\0b", MissReason.NO_FILE),
        (Files(max_bytes=100), str(big), MissReason.TOO_LARGE),
        (Files(allowed=[tmp_path / "other"]), str(big), MissReason.REFUSED),
        (Files(), "file://elsewhere.example/etc/passwd", MissReason.REFUSED),
        (Files(), "http://example.org/", MissReason.REFUSED),
    ]
    for files, uri, reason in cases:
        answer = files.get(Request(uri_r=uri))
        assert isinstance(answer, Miss), uri
        assert answer.reason is reason, answer


def test_only_named_files_are_read(tmp_path: Path) -> None:
    named, other = tmp_path / "named.txt", tmp_path / "other.txt"
    for path in (named, other):
        path.write_text("words")
    (tmp_path / "sub").mkdir()
    files = Files(allowed=[named])
    assert isinstance(files.get(Request(uri_r=named.as_uri())), Capture)
    assert isinstance(files.get(Request(uri_r=f"{tmp_path}/sub/../named.txt")), Capture)
    assert isinstance(files.get(Request(uri_r=other.as_uri())), Miss)


def test_paths() -> None:
    assert file_path("file:///a/b%20c.txt") == Path("/a/b c.txt")
    assert file_path("a/b.txt") == Path("a/b.txt")
    assert file_path("http://example.org/") is None
    assert file_path("mailto:x@y") is None


# --- names -----------------------------------------------------------------------------------------------------------


def test_a_name_is_looked_up_once_a_minute_and_failures_are_not_kept() -> None:
    now = [0.0]
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[tuple[str, int]]:
        asked.append(host)
        if len(asked) == 1:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return [("192.0.2.1", port)]

    names = Names(resolve, clock=lambda: now[0])
    with pytest.raises(ResolutionError, match="Temporary failure"):
        names.addresses("a.example", 80, 5)
    assert list(names.addresses("a.example", 80, 5)) == [("192.0.2.1", 80)]
    now[0] = FRESH_SECONDS - 1
    names.addresses("a.example", 80, 5)
    assert len(asked) == 2
    now[0] = FRESH_SECONDS + 1
    names.addresses("a.example", 80, 5)
    assert len(asked) == 3


def test_addresses_are_not_looked_up() -> None:
    names = Names(lambda _host, _port: pytest.fail("asked"))
    assert list(names.addresses("192.0.2.1", 80, 5)) == [("192.0.2.1", 80)]
    assert list(names.addresses("::1", 80, 5)) == [("::1", 80)]


def test_a_name_without_addresses() -> None:
    with pytest.raises(ResolutionError, match="no address"):
        Names(lambda _host, _port: []).addresses("a.example", 80, 5)


# --- headers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contact", "agent"),
    [
        (None, "verify/0.1"),
        ("", "verify/0.1"),
        ("desk@example.org", "verify/0.1 (+mailto:desk@example.org)"),
        ("https://example.org/bot", "verify/0.1 (+https://example.org/bot)"),
        ("desk@Linked.example", "verify/0.1 (+mailto:desk@%4Cinked.example)"),
        ("a@b.example\r\nX-Evil: 1", "verify/0.1 (+a@b.exampleX-Evil:1)"),
    ],
)
def test_who_we_say_we_are(contact: str | None, agent: str) -> None:
    assert user_agent(contact) == agent
    assert "link" not in user_agent(contact).lower()


def test_headers() -> None:
    headers = (("A", "1"), ("b", "2"), ("a", "3"))
    assert (first(headers, "a"), first(headers, "c"), joined(headers, "A")) == ("1", None, "1,3")
    assert unfolded("a;\r\n  b ") == "a; b"
    assert media_type((("content-type", 'TEXT/Html ;charset = "UTF-8" '),)) == ("text/html", "utf-8")
    assert media_type((("Content-Type", "text/html, text/html"),)) == ("text/html", None)
    assert media_type(()) == ("", None)
    assert media_type((("Content-Type", "text/html\x1b[31m; charset=\x1b"),)) == ("", None)
    assert media_type((("Content-Type", "nonsense"),)) == ("", None)
    assert media_type((("Content-Type", "application/vnd.oasis.opendocument.text"),))[0].endswith(".text")


# --- TimeMaps --------------------------------------------------------------------------------------------------------

_TIMEMAP = """<http://a.example/x,y?q=<1>>; rel="original",
<http://archive.example/web/timemap/link/http://a.example/>; rel="self"; type="application/link-format",
<http://archive.example/web/20130101000000/http://a.example/x,y>; rel="first memento"; datetime="Tue, 01 Jan 2013 00:00:00 GMT",
<http://archive.example/web/20140101000000/http://a.example/x,y>; rel=memento; datetime="nonsense",
<http://archive.example/web/20150101000000/http://a.example/x,y>; datetime="Thu, 01 Jan 2015 00:00:00 GMT"; rel="last memento"
"""


def test_a_timemap_is_read() -> None:
    found = timemap.snapshots(_TIMEMAP, "http://a.example/")
    assert found is not None
    assert [(row.moment, row.uri_r) for row in found] == [
        (datetime(2013, 1, 1, tzinfo=UTC), "http://a.example/x,y"),
        (datetime(2015, 1, 1, tzinfo=UTC), "http://a.example/x,y"),
    ]


@pytest.mark.parametrize("text", ["<html><body>down</body></html>", "nonsense", "{}"])
def test_what_is_no_timemap(text: str) -> None:
    assert timemap.snapshots(text, "http://a.example/") is None


def test_an_empty_timemap() -> None:
    assert timemap.snapshots("", "http://a.example/") == ()
    assert timemap.snapshots('<http://a.example/>; rel="original"', "http://a.example/") == ()


@pytest.mark.parametrize(
    ("header", "moment"),
    [
        ("Fri, 20 Dec 2013 10:11:12 GMT", "2013-12-20T10:11:12+00:00"),
        ("Tue, 31 Dec 2013 23:30:00 -0100", "2014-01-01T00:30:00+00:00"),
        ("Fri, 20 Dec 0000 10:11:12 GMT", None),
        ("Fri, 20 Dec 0 10:11:12 GMT", None),
        ("Fri, 20 Dec 13 10:11:12 GMT", None),
        ("Fri, 20 Dec 0013 10:11:12 GMT", None),
        ("Mon, 01 Jan 0001 00:00:00 +0100", None),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_the_time_of_a_memento(header: str | None, moment: str | None) -> None:
    found = moment_of(header)
    assert (found.isoformat() if found else None) == moment
