"""`verify cache` as its users meet it, and what a copied or exported cache is good for."""

from __future__ import annotations

import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from servers.site import Site

from verify import cli


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("VERIFY_"):
            monkeypatch.delenv(name)

    def ran(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["verify", *arguments])
        code = cli.main()
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return ran


WORDS = "The attack killed 50 people at dawn, and nobody came."


@pytest.fixture
def checked(run: Run, site: Site, tmp_path: Path) -> dict[str, Any]:
    """A document with three references was checked into the cache `mine`; its JSON report."""
    lines = []
    for number, words in enumerate((WORDS, WORDS.replace("50", "250"), "Nothing of the kind. " * 30)):
        url = site.page(f"/{number}", f"<title>Page {number}</title><p>{words}</p>")
        lines.append(f"As [the paper]({url}) wrote: “{WORDS}”\n")
    lines.append(f"See [elsewhere]({site.redirect('/old', site.url('/0'))}).\n")
    (tmp_path / "article.md").write_text("\n".join(lines), "utf-8")
    ran = run(*CHECK, "--cache", "mine", "--allow-private-addresses")
    assert ran.code == 1, ran.err
    report: dict[str, Any] = json.loads(ran.out)
    assert len({finding["verdict"] for finding in report["findings"]}) >= 3
    return report


CHECK = ("check", "article.md", "--archive", "none", "-f", "json")


def same(report: dict[str, Any]) -> object:
    """The findings without what tells where on this machine a record is."""
    for finding in report["findings"]:
        for item in finding["evidence"]:
            if item["warc"]:
                item["warc"] = item["warc"]["record_id"]
    return report["findings"]


def test_a_copied_cache_gives_the_same_findings(run: Run, checked: dict[str, Any], site: Site, tmp_path: Path) -> None:
    shutil.copytree(tmp_path / "mine", tmp_path / "copy")
    shutil.rmtree(tmp_path / "mine")
    asked = len(site.log)
    ran = run(*CHECK, "--cache", "copy", "--offline")
    assert ran.code == 1
    assert json.loads(ran.out)["findings"] == checked["findings"]
    assert len(site.log) == asked


def test_an_exported_report_gives_the_same_findings(run: Run, checked: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text(json.dumps(checked))
    assert run("cache", "export", "out.wacz", "--report", "report.json", "--cache", "mine").code == 0
    ran = run("cache", "import", "out.wacz", "--cache", "theirs")
    assert ran.code == 0
    assert ran.out.startswith("out.wacz: ")
    ran = run(*CHECK, "--cache", "theirs", "--offline")
    assert same(json.loads(ran.out)) == same(checked)


def test_the_record_of_a_finding_is_found(run: Run, checked: dict[str, Any]) -> None:
    told = [item for finding in checked["findings"] for item in finding["evidence"] if item["warc"]]
    assert len(told) >= 4
    for item in told:
        ran = run("cache", "list", item["warc"]["record_id"], "-f", "json", "--cache", "mine")
        assert ran.code == 0
        (found,) = json.loads(ran.out)["captures"]
        assert found["warc"] == {**item["warc"], "type": found["warc"]["type"]}
        assert (found["sha256"], found["status"]) == (item["sha256"], item["status"])
        assert item["uri_r"] in found["uri_r"]


def count(run: Run, *what: str) -> int:
    """How many captures the cache lists."""
    return len(run("cache", "list", *what, "--cache", "mine").out.splitlines())


def test_info_counts(run: Run, checked: dict[str, Any], site: Site, tmp_path: Path) -> None:
    ran = run("cache", "info", "-f", "json", "--cache", "mine")
    told = json.loads(ran.out)
    (path,) = (tmp_path / "mine").glob("*.warc.gz")
    assert (told["schema_version"], told["kind"]) == ("1", "cache-info")
    assert (told["files"], told["bytes"]) == (1, path.stat().st_size)
    pages = {path for _, path, _ in site.log}
    assert told["captures"] == {"live": len(pages), "redirect": 1}  # where the redirect led was asked for itself too
    assert told["records"] == len(pages) + 1 == count(run)
    assert told["oldest"] <= told["newest"]
    ran = run("cache", "info", "--cache", "mine")
    assert f"{len(pages) + 1} ({len(pages)} live, 1 redirect)" in ran.out


def test_list_by_host_url_and_beginning(run: Run, checked: dict[str, Any], site: Site) -> None:
    every = count(run)
    assert every >= 5
    for what, expected in (
        (f"127.0.0.1:{site.port}", every),
        ("127.0.0.1", every),
        (site.url("/0"), 2),
        (site.url("/old"), 2),
        (site.url("/*"), every),
    ):
        assert count(run, what) == expected, what
    assert run("cache", "list", "--cache", "mine").out == run("cache", "list", "127.0.0.1", "--cache", "mine").out
    ran = run("cache", "list", "nowhere.example", "--cache", "mine")
    assert (ran.code, ran.out) == (1, "")


def test_prune_says_what_it_would_do(run: Run, checked: dict[str, Any]) -> None:
    every = count(run)
    ran = run("cache", "prune", "--max-size", "1", "--dry-run", "--cache", "mine")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith(f"{every} captures would go, ")
    assert count(run) == every
    assert run("cache", "prune", "--max-size", "1", "--cache", "mine").err.startswith(f"{every} captures went, ")
    assert run("cache", "list", "--cache", "mine").code == 1


def test_the_cache_of_the_settings_is_meant(run: Run, checked: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "verify.toml").write_text('cache = "mine"\n')
    assert str(tmp_path / "mine") in run("cache", "info").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("info", "--cache", "none"), "no evidence cache in none"),
        (("list", "--cache", "none"), "no evidence cache in none"),
        (("export", "o.wacz", "--cache", "none"), "no evidence cache in none"),
        (("prune", "--unused", "--cache", "none"), "no evidence cache in none"),
        (("info", "-f", "html", "--cache", "mine"), "no format 'html'"),
        (("list", "*", "--cache", "mine"), "name a URL"),
        (("prune", "--cache", "mine"), "say what is to go"),
        (("prune", "--older-than", "old", "--cache", "mine"), "no age"),
        (("prune", "--max-size", "big", "--cache", "mine"), "no size"),
        (("export", "o.wacz", "--url", "http://nowhere.example/", "--cache", "mine"), "no such capture"),
        (("export", "o.wacz", "--report", "article.md", "--cache", "mine"), "no JSON report"),
        (("export", "o.zip", "--cache", "mine"), "must end in"),
        (("import", "article.md", "--cache", "mine"), "no WARC or WACZ"),
        (("import", "none.wacz", "--cache", "mine"), "No such file"),
        (("import", "mine", "--cache", "mine"), "no WARC or WACZ"),
    ],
)
def test_bad_input_is_one_line(
    run: Run, checked: dict[str, Any], tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    def files() -> list[Path]:  # SQLite's own come and go
        return sorted(path for path in tmp_path.rglob("*") if not path.name.startswith("index.sqlite-"))

    before = files()
    ran = run("cache", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert ran.err.count("\n") == 1
    assert files() == before


def test_one_bad_file_costs_no_other(run: Run, checked: dict[str, Any], tmp_path: Path) -> None:
    assert run("cache", "export", "good.wacz", "--cache", "mine").code == 0
    (tmp_path / "bad.wacz").write_bytes(b"no zip")
    ran = run("cache", "import", "bad.wacz", "good.wacz", "--cache", "theirs")
    assert ran.code == 2
    assert "bad.wacz" in ran.err
    assert f"{count(run)} captures imported" in ran.out
    assert zipfile.is_zipfile(tmp_path / "good.wacz")
