"""Which capture a citation is judged on, and when words left a page: whole runs against the fake archive, pywb and a WARC.

The page is gone from the live web, or has changed; each capture says when it was made, so that the report shows which one
was judged.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from servers.captures import Kept, write_warc
from servers.pywb import Pywb
from servers.site import Site
from servers.wayback import FakeArchive, Fault

from verify import reports, run
from verify.config import Config
from verify.model import ReportOptions

WORDS = "The attack killed 50 people at dawn, and nobody came to help"
FILLER = "".join(
    f"<p>The correspondent wrote paragraph {n} about the town, its river and its market.</p>" for n in range(20)
)
PAGE = "<!doctype html><html lang=en><head><title>The attack at dawn</title></head><body><article><h1>The attack at dawn</h1>{}<p>{}.</p><p>Edition {}.</p></article></body></html>"
NOT_FOUND = "<html><head><title>Page not found</title></head><body><h1>Page not found</h1><p>Sorry, the page you are looking for does not exist.</p></body></html>"


def with_words(edition: str = "one") -> str:
    return PAGE.format(FILLER, WORDS, edition)


def without(edition: str = "two") -> str:
    return PAGE.format(FILLER, "Nothing of note happened in the market on that day", edition)


Put = Callable[[tuple[Kept, ...]], None]


@pytest.fixture(params=["fake", pytest.param("pywb", marks=pytest.mark.pywb), "disk", "timegate"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Put]:
    """What `--archive` is given, and a function that puts captures into it."""
    match request.param:
        case "fake":
            fake: FakeArchive = request.getfixturevalue("fake_archive")
            return fake.base, fake.captures.extend
        case "disk":
            path = tmp_path / "mine.warc.gz"
            write_warc(path, ())
            return str(path), lambda captures: write_warc(path, captures)
        case kind:
            real: Pywb = request.getfixturevalue("pywb")
            return (f"timegate+{real.base}/web" if kind == "timegate" else real.base), real.add


def draft(folder: Path, url: str, dates: str, archive_url: str = "") -> Path:
    path = folder / "draft.txt"
    entry = f'1. Smith, Ann. "The attack at dawn". The Morning Herald. {url} {archive_url} {dates}'
    path.write_text(f"The attack\n\nAnn Smith wrote: “{WORDS}.” [1]\n\nReferences\n\n  {entry}\n", "utf-8")
    return path


def shown(path: Path, archive: str, kind: str, *, drift: bool = False) -> str:
    """The report of a run in this process."""
    settings = Config(
        cache=path.parent / "cache",
        archive=(archive,),
        allow_private_addresses=True,
        timeout=10,
        jobs=2,
        drift=drift,
    )
    out = StringIO()
    reports.write(kind, run.check([path], config=settings), out, ReportOptions(verbose=1, width=300))
    return out.getvalue()


def check(path: Path, archive: str, *, drift: bool = False) -> dict[str, Any]:
    (finding,) = json.loads(shown(path, archive, "json", drift=drift))["findings"]
    return dict(finding)


def captured(finding: dict[str, Any]) -> str:
    return str(finding["evidence"][0]["memento_datetime"])[:10]


# Captures before, on and after the dates; which of them has the words; the dates cited; the capture that is judged.
SITUATIONS = [
    ("archived on", {"20131101": 0, "20131220": 1, "20140301": 0}, "Archived from the original on 20 December 2013.", "2013-12-20"),
    ("retrieved, that day", {"20131101": 0, "20131220": 1, "20140301": 0}, "Retrieved 20 December 2013.", "2013-12-20"),
    ("retrieved, before it", {"20131101": 1, "20140301": 0}, "Retrieved 20 December 2013.", "2013-11-01"),
    ("retrieved, only after it", {"20140301": 1, "20150301": 0}, "Retrieved 20 December 2013.", "2014-03-01"),
    ("published", {"20130101": 0, "20130504": 1, "20200301": 0}, "(3 May 2013)", "2013-05-04"),
    ("undated", {"20130504": 0, "20200301": 1}, "", "2020-03-01"),
    ("an error page that day", {"20131101": 1, "20131220": 404, "20140301": 0}, "Retrieved 20 December 2013.", "2013-11-01"),
    ("a soft 404 that day", {"20131101": 1, "20131220": 2, "20140301": 0}, "Retrieved 20 December 2013.", "2013-11-01"),
    ("two years away, nearby", {"20111101": 1, "20131220": 0, "20140301": 0}, "Retrieved 20 December 2013.", "2011-11-01"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("captures", "dates", "judged"), [each[1:] for each in SITUATIONS], ids=[e[0] for e in SITUATIONS]
)
def test_a_page_that_is_gone_is_judged_on_the_right_capture(
    site: Site, archive: tuple[str, Put], tmp_path: Path, captures: dict[str, int], dates: str, judged: str
) -> None:
    base, put = archive
    url = site.page(f"/2013/{tmp_path.name}", NOT_FOUND, status=404)
    bodies = {0: without(), 1: with_words(), 2: NOT_FOUND, 404: NOT_FOUND}
    put(
        tuple(
            Kept(url, f"{day}120000", (bodies[kind] + f"<!-- {day} -->").encode(), kind if kind > 2 else 200)
            for day, kind in captures.items()
        )
    )
    found = check(draft(tmp_path, url, dates), base)
    assert (found["verdict"], found["availability"], captured(found)) == ("verbatim", "archived", judged)


def test_the_archive_address_of_the_citation_goes_first(site: Site, fake_archive: FakeArchive, tmp_path: Path) -> None:
    url = site.page("/gone", NOT_FOUND, status=404)
    for day in ("20131101", "20131220", "20140301"):
        fake_archive.add(url, f"{day}120000", with_words(day))
    path = draft(
        tmp_path,
        url,
        "Retrieved 20 December 2013.",
        f"Archived at https://web.archive.org/web/20140301120000/{url}",
    )
    assert captured(check(path, fake_archive.base)) == "2014-03-01"


def test_captures_of_other_spellings_of_the_address(archive: tuple[str, Put], tmp_path: Path, site: Site) -> None:
    base, put = archive
    site.page(f"/v/{tmp_path.name}/", NOT_FOUND, status=404)
    put((Kept(site.url(f"/v/{tmp_path.name}"), "20131220120000", with_words().encode()),))
    found = check(draft(tmp_path, site.url(f"/v/{tmp_path.name}/"), "Retrieved 20 December 2013."), base)
    assert (found["verdict"], captured(found)) == ("verbatim", "2013-12-20")


@pytest.mark.parametrize(
    ("times", "judged"),
    [
        (("20131220000000", "20131220235959"), "2013-12-20T23:59:59"),  # several on one day: as it was left
        (("20131219235959", "20131221000000"), "2013-12-19T23:59:59"),  # days are those of UTC
        (("20131221000000", "20140101000000"), "2013-12-21T00:00:00"),
    ],
)
def test_captures_about_midnight(
    site: Site, archive: tuple[str, Put], tmp_path: Path, times: tuple[str, ...], judged: str
) -> None:
    base, put = archive
    url = site.page(f"/m/{tmp_path.name}", NOT_FOUND, status=404)
    put(tuple(Kept(url, stamp, with_words(stamp).encode()) for stamp in times))
    found = check(draft(tmp_path, url, "Retrieved 20 December 2013."), base)
    assert found["verdict"] == "verbatim"
    assert found["evidence"][0]["memento_datetime"][:19] == judged


@pytest.mark.parametrize(
    ("match", "status", "live", "expected"),
    [
        ("/cdx", 429, 404, ("unchecked", "failing")),  # a rate limit is no absence
        ("/cdx", 403, 404, ("unchecked", "failing")),
        ("/cdx", 503, 404, ("unchecked", "failing")),
        ("/cdx", 451, 404, ("unchecked", "failing")),  # excluded: nobody can say
        ("id_/", 429, 404, ("unchecked", "failing")),
        ("/cdx", 429, 200, ("unchecked", "live")),  # the live page lacks the words
        ("/none", 429, 404, ("verbatim", "archived")),
    ],
)
def test_an_archive_that_cannot_say_accuses_nobody(
    site: Site, fake_archive: FakeArchive, tmp_path: Path, match: str, status: int, live: int, expected: tuple[str, str]
) -> None:
    url = site.page("/gone", NOT_FOUND if live == 404 else without(), status=live)
    fake_archive.add(url, "20131220120000", with_words())
    fake_archive.faults.append(Fault(match, status, times=99))
    found = check(draft(tmp_path, url, "Retrieved 20 December 2013."), fake_archive.base)
    assert (found["verdict"], found["availability"]) == expected


def test_an_archive_on_disk_answers_offline_and_its_damage_is_told(site: Site, tmp_path: Path) -> None:
    url = site.page("/gone", NOT_FOUND, status=404)
    write_warc(tmp_path / "mine.warc.gz", (Kept(url, "20131220120000", with_words().encode()),))
    with (tmp_path / "mine.warc.gz").open("ab") as file:
        file.write(b"\x1f\x8b\x08 no more than the beginning of a record")
    path = draft(tmp_path, url, "Retrieved 20 December 2013.")
    settings = Config(cache=tmp_path / "cache", archive=(str(tmp_path / "mine.warc.gz"),), offline=True)
    report = run.check([path], config=settings)
    assert [finding.verdict for finding in report.findings] == ["verbatim"]
    assert [notice for notice in report.notices if "mine.warc.gz" in notice and "damaged" in notice]
    assert not site.log
    assert not (tmp_path / "cache").exists()


HISTORY = [
    *(f"2022{month:02}03" for month in range(1, 6)),
    "20220519",
    *(f"2022{month:02}03" for month in range(6, 13)),
]


def test_when_words_left_a_page(site: Site, archive: tuple[str, Put], tmp_path: Path) -> None:
    base, put = archive
    url = site.page(f"/2022/{tmp_path.name}", without())
    put(
        tuple(
            Kept(url, f"{day}120000", (with_words(day) if day <= "20220503" else without(day)).encode())
            for day in HISTORY
        )
    )
    path = draft(tmp_path, url, "Retrieved 10 January 2022.")
    plain = check(path, base)
    assert (plain["verdict"], plain["availability"], plain["drift"]) == ("verbatim", "drifted", None)
    found = check(path, base, drift=True)
    assert (found["verdict"], found["availability"], captured(found)) == ("verbatim", "drifted", "2022-01-03")
    assert found["drift"]["last_with"].startswith("2022-05-03")
    assert found["drift"]["first_without"].startswith("2022-05-19")
    assert found["drift"]["captures"] == len(HISTORY)
    assert found["drift"]["read"] <= 6
    assert "In the captures up to 3 May 2022, gone from 19 May 2022 (" in found["summary"]
    assert "; the live page no longer has it so." in found["summary"]


def test_equal_digests_save_requests(site: Site, fake_archive: FakeArchive, tmp_path: Path) -> None:
    url = site.page("/page", without())
    for month in range(1, 13):
        fake_archive.add(url, f"2021{month:02}03120000", with_words())
        fake_archive.add(url, f"2022{month:02}03120000", without())
    found = check(draft(tmp_path, url, "Retrieved 10 January 2021."), fake_archive.base, drift=True)
    assert (found["drift"]["last_with"][:10], found["drift"]["first_without"][:10]) == ("2021-12-03", "2022-01-03")
    assert fake_archive.counts()["replay"] == 2
    assert fake_archive.counts()["index"] == 1
    absent = draft(tmp_path, site.page("/other", without()), "Retrieved 10 January 2021.")
    for month in range(1, 13):
        fake_archive.add(site.url("/other"), f"2021{month:02}03120000", without())
    fake_archive.log.clear()
    assert check(absent, fake_archive.base)["verdict"] == "absent"
    assert fake_archive.counts()["replay"] == 2  # before and after the date; no other state to look into


def test_a_history_that_cannot_be_had_is_no_drift(site: Site, fake_archive: FakeArchive, tmp_path: Path) -> None:
    url = site.page("/page", without())
    fake_archive.add(url, "20220103120000", with_words())
    fake_archive.faults.append(Fault("/cdx", 503, times=99))
    path = draft(tmp_path, url, "", f"Archived at https://web.archive.org/web/20220103120000/{url}")
    found = check(path, fake_archive.base, drift=True)
    assert (found["verdict"], found["drift"]) == ("verbatim", None)


@pytest.mark.parametrize("kind", ["html", "terminal"])
def test_reports_show_when_words_left(site: Site, fake_archive: FakeArchive, tmp_path: Path, kind: str) -> None:
    url = site.page("/page", without())
    fake_archive.add(url, "20220103120000", with_words())
    fake_archive.add(url, "20220503120000", without())
    path = draft(tmp_path, url, "Retrieved 10 January 2022.")
    assert "In the captures up to 3 January 2022, gone from 3 May 2022" in shown(
        path, fake_archive.base, kind, drift=True
    )
