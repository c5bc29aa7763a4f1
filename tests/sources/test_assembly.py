"""The boxes together: which one answers, and that a second run asks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from servers.captures import FIRST, NEVER, PAGE, SECOND, THIRD, Kept, write_warc
from servers.site import ARTICLE, Site
from servers.timegate import Gate
from servers.wayback import FakeArchive, Fault

from verify.core import listings
from verify.model import Answer, Capture, Miss, MissReason, Prefer, Request
from verify.ports import Source
from verify.sources import breakers
from verify.sources.assembly import assemble
from verify.sources.cache import Cache
from verify.sources.live import Fetcher
from verify.sources.polite import Polite
from verify.sources.route import Archive, Route

AT = datetime(2013, 12, 24, tzinfo=UTC)


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    running = Fetcher(allow_private_addresses=True, timeout=5, sleep=lambda _: None)
    yield running
    running.close()


def test_a_second_run_asks_nothing_and_says_the_same(
    site: Site, fake_archive: FakeArchive, fetcher: Fetcher, tmp_path: Path
) -> None:
    requests = [
        Request(uri_r=site.url("/b/ok")),
        Request(uri_r=site.url("/b/redirect-chain")),
        Request(uri_r=site.url("/b/not-found")),
        Request(uri_r=PAGE, accept_datetime=AT, prefer=Prefer.BEFORE),
        Request(uri_r=PAGE, accept_datetime=AT, prefer=Prefer.AFTER),
        Request(uri_r=PAGE, uri_m=f"https://web.archive.org/web/20131220101112/{PAGE}"),
        Request(uri_r=NEVER, accept_datetime=AT),
    ]
    runs: list[list[Answer]] = []
    for offline in (False, False, True):
        with Cache(tmp_path / "cache", read_only=offline) as cache:
            source = assemble(fetcher, cache, archives=[fake_archive.base], offline=offline)
            runs.append([source.get(request) for request in requests])
        asked = len(site.log), len(fake_archive.log)
        if len(runs) == 1:
            first = asked
    assert asked == first
    assert runs[0] == runs[1] == runs[2]
    kinds = [answer.status if isinstance(answer, Capture) else answer.reason for answer in runs[0]]
    assert kinds == [200, 200, 404, 200, 200, 200, MissReason.NOT_ARCHIVED]
    mementos = [answer for answer in runs[0] if isinstance(answer, Capture) and answer.uri_m]
    assert mementos[0].record == mementos[2].record  # the same capture under two requests is kept once
    assert all(answer.record for answer in runs[0] if isinstance(answer, Capture))


def test_a_fragment_is_the_same_page(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        source = assemble(fetcher, cache, archives=[])
        answers = [source.get(Request(uri_r=site.url(f"/b/ok{end}"))) for end in ("", "#one", "#:~:text=two")]
    assert len(site.log) == 1
    assert [answer.request.uri_r for answer in answers] == [
        site.url(f"/b/ok{end}") for end in ("", "#one", "#:~:text=two")
    ]


def test_archives_in_their_order(fetcher: Fetcher, tmp_path: Path) -> None:
    with FakeArchive(captures=[]) as empty, FakeArchive() as full, Cache(tmp_path) as cache:
        source = assemble(fetcher, cache, archives=[empty.base, full.base])
        answer = source.get(Request(uri_r=PAGE, accept_datetime=AT, prefer=Prefer.BEFORE))
        assert isinstance(answer, Capture)
        assert answer.body == SECOND
        assert answer.uri_m is not None
        assert answer.uri_m.startswith(full.base)
        never = source.get(Request(uri_r=NEVER, accept_datetime=AT))
        assert isinstance(never, Miss)
        assert never.reason is MissReason.NOT_ARCHIVED
        assert empty.base.removeprefix("http://") in never.detail
        assert full.base.removeprefix("http://") in never.detail


def test_disk_timegate_and_wayback_in_their_order(
    fake_archive: FakeArchive, site: Site, fetcher: Fetcher, tmp_path: Path
) -> None:
    page = "http://disk.example/only"
    write_warc(tmp_path / "mine.warc.gz", (Kept(page, "20131220000000", THIRD),))
    gate = Gate(site, "http://gate.example/only", [Kept("http://gate.example/only", "20131220000000", FIRST)])
    archives = [str(tmp_path / "mine.warc.gz"), f"timegate+{gate.base}", fake_archive.base]
    requests = [Request(uri_r=uri, accept_datetime=AT) for uri in (page, "http://gate.example/only", PAGE)]
    runs: list[list[Answer]] = []
    for offline in (False, True):
        with Cache(tmp_path / "cache", read_only=offline) as cache:
            source = assemble(fetcher, cache, archives=archives, offline=offline)
            runs.append([source.get(request) for request in requests])
            asked = len(site.log), len(fake_archive.log)
            if not offline:
                before = asked
    assert asked == before
    bodies = [[answer.body for answer in run if isinstance(answer, Capture)] for run in runs]
    assert bodies == [[THIRD, FIRST, SECOND]] * 2
    assert [path.suffix for path in (tmp_path / "cache" / "archives").iterdir()] == [".sqlite"]


def test_a_listing_is_that_of_all_archives(fetcher: Fetcher, fake_archive: FakeArchive, tmp_path: Path) -> None:
    write_warc(tmp_path / "mine.warc.gz", (Kept(PAGE, "20120101000000", FIRST),))
    with Cache(tmp_path / "cache") as cache:
        source = assemble(fetcher, cache, archives=[fake_archive.base, str(tmp_path / "mine.warc.gz")])
        answer = source.get(Request(uri_r=PAGE, listing=True))
    assert isinstance(answer, Capture)
    years = [row.moment.year for row in listings.rows(answer)]
    assert years == [2012, 2013, 2013, 2014, 2015]


def test_an_archive_that_refuses_is_left_alone_by_the_next_run_too(
    fetcher: Fetcher, fake_archive: FakeArchive, tmp_path: Path
) -> None:
    request = Request(uri_r=PAGE, accept_datetime=AT)
    fake_archive.faults.append(Fault(status=403, body="no", times=1))
    for refresh, told in ((False, "refuses to answer us"), (False, "left alone by all runs until"), (True, None)):
        with Cache(tmp_path) as cache:
            answer = assemble(fetcher, cache, archives=[fake_archive.base], refresh=refresh).get(request)
        if told:
            assert isinstance(answer, Miss)
            assert answer.reason is MissReason.BLOCKED
            assert len(fake_archive.log) == 1
            assert told in answer.detail
        else:
            assert isinstance(answer, Capture)


def test_how_long_an_archive_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr("verify.sources.cache.time.time", lambda: now[0])
    with Cache(tmp_path) as one, Cache(tmp_path) as other:
        one.hold("archive", "throttled", "429", breakers.seconds(MissReason.THROTTLED, None))
        one.hold("archive", "blocked", "403", breakers.seconds(MissReason.BLOCKED, 7.0))
        one.hold("archive", "unavailable", "503", breakers.seconds(MissReason.UNAVAILABLE, 1e9))
        assert other.held("another") is None
        held = other.held("archive")
        assert held
        assert held.until == now[0] + 3600
        now[0] += 3601
        assert other.held("archive") is None
        now[0] -= 1_000_000  # the clock is set back
        assert other.held("archive") is None


def test_a_pause_that_a_host_asked_for_is_kept_by_the_next_run_too(site: Site, tmp_path: Path) -> None:
    busy = site.page("/busy", "slow down", status=429, headers=(("Retry-After", "60"),))
    answers: list[Answer] = []
    for url, refresh in ((busy, False), (site.url("/b/ok"), False), (site.url("/b/ok"), True)):
        fetcher = Fetcher(allow_private_addresses=True, polite=Polite())
        with Cache(tmp_path) as cache:
            answers.append(assemble(fetcher, cache, archives=[], refresh=refresh).get(Request(uri_r=url)))
        fetcher.close()
        assert len(site.log) == (2 if refresh else 1)
    first, second, third = answers
    assert isinstance(first, Capture)
    assert isinstance(second, Miss)
    assert second.reason is MissReason.THROTTLED
    assert "asked to be left alone for" in second.detail
    assert isinstance(third, Capture)


def test_how_long_the_pause_of_a_host_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr("verify.sources.cache.time.time", lambda: now[0])
    with Cache(tmp_path) as one, Cache(tmp_path) as other, Cache(tmp_path, read_only=True) as reader:
        one.hold_host("a.example", 60.0)
        one.hold_host("a.example", 30.0)  # the longest holds
        one.hold("b.example", "blocked", "403", 60.0)  # an archive that is left alone asked for no pause
        assert other.hosts_held() == {"a.example": 60.0}
        assert reader.hosts_held() == {}
        now[0] += 61
        assert other.hosts_held() == {}
        one.hold_host("a.example", 3600.0)
        now[0] -= 500_000  # the clock is set back
        assert other.hosts_held() == {}
        one.hold_host("a.example", 5.0)
        assert other.hosts_held() == {"a.example": 5.0}


def test_trouble_at_one_archive_outranks_the_absence_at_another(fetcher: Fetcher, tmp_path: Path) -> None:
    with FakeArchive(captures=[]) as empty, FakeArchive() as busy, Cache(tmp_path) as cache:
        busy.faults.append(Fault(status=429, times=99))
        for archives in ([empty.base, busy.base], [busy.base, empty.base]):
            source = assemble(fetcher, cache, archives=archives)
            answer = source.get(Request(uri_r=PAGE, accept_datetime=AT))
            assert isinstance(answer, Miss)
            assert answer.reason is MissReason.THROTTLED


def test_a_capture_at_an_archive_nobody_configured(
    site: Site, fake_archive: FakeArchive, fetcher: Fetcher, tmp_path: Path
) -> None:
    with Cache(tmp_path) as cache:
        source = assemble(fetcher, cache, archives=["http://archive.invalid"])
        answer = source.get(Request(uri_r=PAGE, uri_m=f"{fake_archive.base}/web/20131030120000/{PAGE}"))
        assert isinstance(answer, Capture)
        assert answer.body == FIRST
        dated = (("Memento-Datetime", "Fri, 20 Dec 2013 10:11:12 GMT"),)
        kept = site.page("/AbC-12", ARTICLE, headers=dated)
        plain = site.page("/plain", ARTICLE)
        odd = source.get(Request(uri_r=PAGE, uri_m=kept))
        assert isinstance(odd, Capture)
        assert odd.memento_datetime == datetime(2013, 12, 20, 10, 11, 12, tzinfo=UTC)
        none = source.get(Request(uri_r=PAGE, uri_m=plain))
        assert isinstance(none, Miss)
        assert none.reason is MissReason.UNAVAILABLE


def test_archive_today_is_never_evidence(fetcher: Fetcher, tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        answer = assemble(fetcher, cache, archives=[]).get(Request(uri_r=PAGE, uri_m="https://archive.today/AbC12"))
    assert isinstance(answer, Miss)
    assert answer.reason is MissReason.REFUSED
    assert "not accepted as evidence" in answer.detail


def test_files_go_to_files(fetcher: Fetcher, tmp_path: Path) -> None:
    named = tmp_path / "named.txt"
    named.write_text("words")
    with Cache(tmp_path / "cache") as cache:
        source = assemble(fetcher, cache, files=[named])
        assert isinstance(source.get(Request(uri_r=named.as_uri())), Capture)
        assert isinstance(source.get(Request(uri_r="file:///etc/passwd")), Miss)


class Fixed:
    def __init__(self, reason: MissReason) -> None:
        self.reason = reason

    def get(self, request: Request) -> Answer:
        return Miss(request=request, reason=self.reason, detail=self.reason)


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        ([], MissReason.REFUSED),
        ([MissReason.NOT_ARCHIVED], MissReason.NOT_ARCHIVED),
        ([MissReason.NOT_ARCHIVED, MissReason.NOT_ARCHIVED], MissReason.NOT_ARCHIVED),
        *(([MissReason.NOT_ARCHIVED, other], other) for other in MissReason if other is not MissReason.NOT_ARCHIVED),
        ([MissReason.EXCLUDED, MissReason.UNAVAILABLE], MissReason.UNAVAILABLE),
        ([MissReason.UNAVAILABLE, MissReason.BLOCKED], MissReason.BLOCKED),
        ([MissReason.THROTTLED, MissReason.OFFLINE], MissReason.THROTTLED),
    ],
)
def test_the_most_telling_miss(reasons: list[MissReason], told: MissReason) -> None:
    nothing: Source = Fixed(MissReason.NO_FILE)
    archives = [Archive(source=Fixed(reason), owns=lambda _: True) for reason in reasons]
    answer = Route(files=nothing, live=nothing, archives=archives, elsewhere=nothing).get(
        Request(uri_r=PAGE, accept_datetime=AT)
    )
    assert isinstance(answer, Miss)
    assert answer.reason is told
    assert all(reason in answer.detail for reason in reasons)
