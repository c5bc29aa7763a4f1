"""`verify archive`: what has no capture is asked for once, and each address gets its outcome."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers.save_page_now import KEYS, FakeSavePageNow
from servers.wayback import FakeArchive, Fault
from typer.testing import CliRunner

from verify.cli import app, main
from verify.cli_output import CANNOT_RUN, FOUND
from verify.sources import save_page_now
from verify.sources.rates import Limit

NEW, OLD, TWICE = "http://example.org/new-page", "http://example.org/page", "https://www.example.org/new-page/"


@pytest.fixture
def spn(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSavePageNow]:
    monkeypatch.setenv("TEST_ACCESS", KEYS[0])
    monkeypatch.setenv("TEST_SECRET", KEYS[1])
    monkeypatch.setattr(save_page_now.SavePageNow.__init__, "__kwdefaults__", {
        "turns": None, "poll": 0.001, "patience": 0.05, "limit": Limit(100, 1.0, burst=90),
    })  # fmt: skip
    with FakeSavePageNow() as running:
        yield running


def draft(folder: Path, *urls: str) -> str:
    entries = "".join(
        f'{n}. Smith, Ann (3 May 2013). "Title {n}". The Herald. {url}\n' for n, url in enumerate(urls, 1)
    )
    body = " ".join(f"“Some words that stand there, number {n}.” [{n}]" for n in range(1, len(urls) + 1))
    (folder / "draft.txt").write_text(f"{body}\n\nReferences\n\n{entries}", "utf-8")
    return str(folder / "draft.txt")


def archive(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    archives: str,
    spn: str,
    *more: str,
) -> tuple[int, str, str]:
    command = ["verify", "archive", *more, "--archive", archives, "--cache", str(folder / "cache"), "--save-to", spn]
    command += ["--save-keys", "TEST_ACCESS,TEST_SECRET", "--allow-private-addresses"]
    monkeypatch.setattr("sys.argv", command)
    try:
        code = main()
    except SystemExit as stop:
        code = int(stop.code or 0)
    told = capsys.readouterr()
    assert not any(key in told.out + told.err for key in KEYS)
    return code, told.out, told.err


def test_each_address_and_its_outcome(
    spn: FakeSavePageNow,
    fake_archive: FakeArchive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    refused = "http://example.org/refused"
    spn.ends[refused] = {"status": "error", "message": "Too large."}
    path = draft(tmp_path, NEW, OLD, TWICE, refused)
    run = archive(monkeypatch, capsys, tmp_path, fake_archive.base, spn.base, path, "--yes")
    assert run[0] == FOUND, run
    assert run[1].splitlines() == [
        f"{NEW}  captured on 21 November 2026  {spn.base}/web/20261121101112/{NEW}",
        f"{OLD}  already captured on 1 June 2015",
        f"{refused}  refused (Too large.)",
    ]
    assert "3 addresses: 1 captured, 1 already captured, 1 refused" in run[2]
    assert spn.asked == [NEW, refused]


def test_json(
    spn: FakeSavePageNow,
    fake_archive: FakeArchive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = draft(tmp_path, NEW, OLD)
    code, out, _ = archive(monkeypatch, capsys, tmp_path, fake_archive.base, spn.base, path, "-y", "-f", "json")
    told = json.loads(out)
    assert (code, told["kind"], told["archive"]) == (0, "archive", spn.base)
    assert [(each["url"], each["outcome"]) for each in told["urls"]] == [(NEW, "captured"), (OLD, "already")]
    assert told["counts"]["captured"] == told["counts"]["already"] == 1


def test_a_dry_run_asks_for_nothing_and_needs_no_keys(
    spn: FakeSavePageNow,
    fake_archive: FakeArchive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("TEST_ACCESS")
    path = draft(tmp_path, NEW, OLD)
    code, out, _ = archive(monkeypatch, capsys, tmp_path, fake_archive.base, spn.base, path, "--dry-run")
    assert (code, spn.asked) == (0, [])
    assert out.splitlines()[0] == f"{NEW}  would be asked for"


@pytest.mark.parametrize(("more", "words"), [((), "Use --yes"), (("--yes",), "no keys for")])
def test_without_a_yes_or_keys_nothing_is_asked(
    spn: FakeSavePageNow,
    fake_archive: FakeArchive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    more: tuple[str, ...],
    words: str,
) -> None:
    if more:
        monkeypatch.delenv("TEST_SECRET")
    path = draft(tmp_path, NEW)
    code, _, err = archive(monkeypatch, capsys, tmp_path, fake_archive.base, spn.base, path, *more)
    assert (code, spn.asked) == (CANNOT_RUN, [])
    assert words in err
    assert ("TEST_SECRET" in err) == bool(more)


def test_what_an_archive_cannot_say_is_not_asked_for(
    spn: FakeSavePageNow,
    fake_archive: FakeArchive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fake_archive.faults.append(Fault("/cdx", 429, times=99))
    path = draft(tmp_path, NEW)
    code, out, _ = archive(monkeypatch, capsys, tmp_path, fake_archive.base, spn.base, path, "-y")
    assert (code, spn.asked) == (FOUND, [])
    assert "may be captured already" in out


def test_a_citation_that_names_its_capture_is_left(
    spn: FakeSavePageNow,
    fake_archive: FakeArchive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = draft(tmp_path, f"https://web.archive.org/web/20131220101112/{NEW}")
    code, out, _ = archive(monkeypatch, capsys, tmp_path, fake_archive.base, spn.base, path, "-y")
    assert (code, spn.asked) == (0, [])
    assert "the citation names its capture" in out


def test_keys_themselves_are_no_names_and_are_not_shown() -> None:
    ran = CliRunner().invoke(app, ["archive", "x.txt", "--save-keys", "AbC/d+1,se/cret"])
    assert ran.exit_code != 0
    assert "se/cret" not in ran.output + str(ran.exception)
