"""Whole runs: a document, a web site and an archive on loopback, and the JSON that comes out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from servers.captures import Kept
from servers.pywb import Pywb
from servers.site import Site
from servers.wayback import FakeArchive, Fault

WORDS = "The attack killed 50 people at dawn, and nobody came to help"
FILLER = "".join(
    f"<p>The correspondent wrote paragraph {n} about the town, its river and its market.</p>" for n in range(20)
)
PAGE = "<!doctype html><html lang=en><head><title>The attack at dawn</title></head><body><article><h1>The attack at dawn</h1>{}<p>{}.</p>{}</article></body></html>"
WITH = PAGE.format(FILLER, WORDS, FILLER)
WITHOUT = PAGE.format(FILLER, "Nothing of note happened in the market on that day", FILLER)
CHANGED = PAGE.format(FILLER, WORDS.replace("50", "250"), FILLER)
NEGATED = PAGE.format(
    FILLER, "It is not true that the attack killed 50 people at dawn, and somebody came to help", FILLER
)
LOGIN = (
    "<html><head><title>Sign in - The Morning Herald</title></head><body><h1>Sign in</h1><p>Please sign in to continue reading.</p>"
    "<form action='/login' method='post'><input type='email' name='e'><input type='password' name='p'><button>Sign in</button></form></body></html>"
)
CAPTURED = "20131220101112"


@pytest.fixture(params=["fake", pytest.param("pywb", marks=pytest.mark.pywb)])
def keep(request: pytest.FixtureRequest) -> Iterator[tuple[str, Callable[[str, str], None]]]:
    """An archive's base and a function that puts a capture of 20 December 2013 into it; fake and real."""
    if request.param == "fake":
        fake: FakeArchive = request.getfixturevalue("fake_archive")
        yield fake.base, lambda url, body: fake.add(url, CAPTURED, body)
    else:
        real: Pywb = request.getfixturevalue("pywb")
        yield real.base, lambda url, body: real.add((Kept(url, CAPTURED, body.encode()),))


def draft(folder: Path, *urls: str, words: str = WORDS) -> Path:
    """A document that quotes the same words from each address."""
    body = "".join(f"Ann Smith wrote: “{words}.” [{number}]\n\n" for number in range(1, len(urls) + 1))
    entries = "".join(
        f'  {number}. Smith, Ann (3 May 2013). "The attack at dawn". The Morning Herald. {url} '
        "Archived from the original on 20 December 2013. Retrieved 20 December 2013.\n"
        for number, url in enumerate(urls, 1)
    )
    path = folder / "draft.txt"
    path.write_text(f"The attack\n\n{body}References\n\n{entries}", "utf-8")
    return path


def check(path: Path, archive: str, *more: str, code: int | None = None) -> dict[str, Any]:
    command = [sys.executable, "-m", "verify", "check", str(path), "-f", "json", "--cache", str(path.parent / "cache")]
    ran = subprocess.run(
        [*command, "--allow-private-addresses", "--archive", archive, "--timeout", "10", *more],
        capture_output=True,
        text=True,
        cwd=path.parent,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in ran.stderr, ran.stderr
    if code is not None:
        assert ran.returncode == code, ran.stderr
    report: dict[str, Any] = json.loads(ran.stdout)
    return report


def finding(report: dict[str, Any], index: int = 0) -> tuple[str, str, str | None]:
    found = report["findings"][index]
    return found["verdict"], found["availability"], found["reason"]


@pytest.mark.parametrize(
    ("live", "status", "capture", "expected", "code"),
    [
        (WITH, 200, None, ("verbatim", "live", None), 0),
        (LOGIN, 404, WITH, ("verbatim", "archived", None), 0),
        (WITHOUT, 200, WITH, ("verbatim", "drifted", None), 0),
        (LOGIN, 200, WITH, ("verbatim", "archived", None), 0),
        (CHANGED, 200, None, ("altered", "live", None), 1),
        (CHANGED, 200, CHANGED, ("altered", "live", None), 1),
        (WITHOUT, 200, None, ("absent", "live", None), 1),
        (WITHOUT, 200, WITHOUT, ("absent", "live", None), 1),
        (LOGIN, 200, None, ("unchecked", "blocked", "blocked"), 0),
        ("<h1>Not found</h1>", 404, None, ("unchecked", "dead", "unreachable"), 1),
        ("<h1>Gone</h1>", 410, None, ("unchecked", "dead", "unreachable"), 1),
    ],
)
def test_live_and_archived(
    site: Site,
    keep: tuple[str, Callable[[str, str], None]],
    tmp_path: Path,
    live: str,
    status: int,
    capture: str | None,
    expected: tuple[str, str, str | None],
    code: int,
) -> None:
    base, put = keep
    url = site.page(f"/2013/{tmp_path.name}", live, status=status)
    if capture:
        put(url, capture)
    assert finding(check(draft(tmp_path, url), base, code=code)) == expected


def test_the_evidence_of_a_capture_names_its_time_and_record(
    site: Site, fake_archive: FakeArchive, tmp_path: Path
) -> None:
    url = site.page("/story", "gone", status=404)
    fake_archive.add(url, CAPTURED, WITH)
    evidence = check(draft(tmp_path, url), fake_archive.base)["findings"][0]["evidence"][0]
    assert evidence["memento_datetime"] == "2013-12-20T10:11:12Z"
    assert evidence["uri_m"].endswith(url)
    assert evidence["match"]["exact"].startswith("The attack killed 50 people")
    assert (tmp_path / "cache" / evidence["warc"]["file"]).is_file()
    assert len(evidence["sha256"]) == 64


@pytest.mark.parametrize("status", [429, 503])
def test_an_archive_that_refuses_is_never_not_archived(
    site: Site, fake_archive: FakeArchive, tmp_path: Path, status: int
) -> None:
    gone, changed = site.page("/gone", "gone", status=404), site.page("/changed", WITHOUT)
    fake_archive.faults.append(Fault(status=status, times=1000))
    report = check(draft(tmp_path, gone, changed), fake_archive.base, code=0)
    for index in range(2):
        verdict, availability, _ = finding(report, index)
        assert verdict == "unchecked"
        assert availability in ("failing", "live")
        assert "no capture" not in report["findings"][index]["summary"]


def test_a_negation_before_the_words_is_flagged(site: Site, fake_archive: FakeArchive, tmp_path: Path) -> None:
    url = site.page("/story", NEGATED)
    report = check(draft(tmp_path, url, words="The attack killed 50 people at dawn"), fake_archive.base)
    found = report["findings"][0]
    assert found["verdict"] == "altered" or "context-negated" in found["flags"]


def test_a_second_run_asks_nothing_and_offline_finds_the_same(
    site: Site, fake_archive: FakeArchive, tmp_path: Path
) -> None:
    urls = [
        site.page("/one", WITH),
        site.page("/two", "gone", status=404),
        site.page("/three", WITHOUT),
        site.page("/four", CHANGED),
    ]
    fake_archive.add(urls[1], CAPTURED, WITH)
    path = draft(tmp_path, *urls)
    first = check(path, fake_archive.base)
    asked = (len(site.log), len(fake_archive.log))
    second = check(path, fake_archive.base)
    assert (len(site.log), len(fake_archive.log)) == asked
    offline = check(path, fake_archive.base, "--offline")
    assert (len(site.log), len(fake_archive.log)) == asked
    assert first["findings"] == second["findings"] == offline["findings"]
    check(path, fake_archive.base, "--refresh")
    assert len(site.log) > asked[0]


def test_offline_without_a_cache_is_unchecked(site: Site, tmp_path: Path) -> None:
    url = site.page("/story", WITH)
    report = check(draft(tmp_path, url), "none", "--offline", code=0)
    assert finding(report) == ("unchecked", "not-requested", "offline")
    assert site.log == []


def test_private_addresses_are_refused_unless_allowed(site: Site, tmp_path: Path) -> None:
    path = draft(tmp_path, site.page("/story", WITH))
    ran = subprocess.run(
        [sys.executable, "-m", "verify", "check", str(path), "-f", "json", "--archive", "none", "--cache", "cache"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    found = json.loads(ran.stdout)["findings"][0]
    assert found["verdict"] == "unchecked"
    assert "private" in found["summary"] or "loopback" in found["summary"]
    assert site.log == []


def test_one_bad_source_costs_no_other_its_finding(site: Site, tmp_path: Path) -> None:
    urls = [
        site.url("/b/hangs"),
        site.page("/one", WITH),
        site.url("/b/gzip-bomb"),
        site.page("/two", CHANGED),
        site.url("/b/resets"),
        site.page("/three", WITH),
    ]
    report = check(draft(tmp_path, *urls), "none", "--timeout", "2")
    assert [found["verdict"] for found in report["findings"]] == [
        *("unchecked", "verbatim", "unchecked", "altered", "unchecked", "verbatim"),
    ]


def test_a_document_can_be_an_address(site: Site, tmp_path: Path) -> None:
    source = site.page("/source", WITH)
    document = site.page(
        "/article",
        f"<html><body><p>Smith wrote: “{WORDS}” (<a href='{source}'>The Morning Herald</a>).</p></body></html>",
    )
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "verify",
            "check",
            document,
            "-f",
            "json",
            "--archive",
            "none",
            "--cache",
            "c",
            "--allow-private-addresses",
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    report = json.loads(ran.stdout)
    assert [document["path"] for document in report["documents"]] == [document]
    assert report["findings"][0]["verdict"] == "verbatim"


@pytest.fixture
def other_site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.mark.parametrize(
    ("sent", "more"), [(signal.SIGINT, 6), (signal.SIGTERM, 6), (signal.SIGINT, 150), (signal.SIGTERM, 150)]
)
def test_an_interrupted_run_writes_what_was_found_so_far(
    site: Site, other_site: Site, tmp_path: Path, sent: signal.Signals, more: int
) -> None:
    """With 150 pages more, pages are read in another process."""
    unknown = "<html lang=en><title>Weather</title><p>Rain in the north, sun in the south.</p></html>"
    urls = [
        site.page("/one", WITH),
        site.page("/two", unknown),
        *(other_site.url(f"/b/hangs?{number}") for number in range(more)),
    ]
    path = draft(tmp_path, *urls)
    command = [
        sys.executable,
        "-m",
        "verify",
        "check",
        str(path),
        "-f",
        "json",
        "-o",
        "out.json",
        "-j",
        "20",
        "--archive",
        "none",
    ]
    running = subprocess.Popen(
        [*command, "--cache", "cache", "--allow-private-addresses", "--timeout", "60"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )
    until = time.monotonic() + 30
    # Who asks for a random page has read the second page, and so the first.
    while not any("no-such-page" in str(entry) for entry in site.log) and time.monotonic() < until:
        time.sleep(0.05)
    running.send_signal(sent)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "interrupted" in err
    report = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert report["interrupted"] is True
    verdicts = [(found["verdict"], found["reason"]) for found in report["findings"]]
    assert verdicts[0] == ("verbatim", None)
    assert verdicts[-1] == ("unchecked", "interrupted")
    assert len(verdicts) == len(urls)
