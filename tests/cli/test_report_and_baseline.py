"""`verify report`, `--baseline` and the formats that are files, as their users meet them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
from servers.site import Site

from verify import cli

ARTICLE = """The Camp

Ann Smith wrote in The Morning Herald on 3 May 2019: “The attack killed 50 people at dawn, and nobody came.” [1]
{}
References

  1. Smith, Ann (3 May 2019). "The attack at dawn". The Morning Herald. Retrieved 4 May 2019.
"""
PAGE = "<html><head><title>The attack at dawn</title></head><body><p>{}</p></body></html>"
FAITHFUL = PAGE.format("The attack killed 50 people at dawn, and nobody came. It was over by noon.")
CHANGED = PAGE.format("The attack killed 250 people at dawn, and nobody came. It was over by noon.")
OTHER = PAGE.format("The market opened late on Tuesday, and the price of bread rose again. " * 12)
CHECK = ("check", "article.txt", "--source", "[1]=story.html", "--archive", "none")


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs the command line in a folder of its own that holds an article and a source that differs from it."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("VERIFY_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("VERIFY_CACHE", str(tmp_path / "cache"))
    (tmp_path / "article.txt").write_text(ARTICLE.format(""), "utf-8")
    (tmp_path / "story.html").write_text(CHANGED, "utf-8")

    def ran(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["verify", *arguments])
        code = cli.main()
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return ran


# --- verify report -------------------------------------------------------------------------------------------------


def test_a_saved_run_is_shown_in_every_format(run: Run, tmp_path: Path) -> None:
    from verify import reports

    assert run(*CHECK, "-f", "json", "-o", "run.json").code == 1
    for format in reports.WRITERS:
        ran = run("report", "run.json", "-f", format, "-o", f"out.{format}")
        assert (ran.code, ran.out) == (0, ""), ran.err
        assert ran.err == f"Report: out.{format}\n"
    assert (tmp_path / "out.json").read_bytes() == (tmp_path / "run.json").read_bytes()
    assert "✗ altered" in run("report", "run.json").out
    assert run("report", "run.json", "-q").out != run("report", "run.json", "-v").out


def test_lines_and_standard_input_are_read_too(run: Run, tmp_path: Path) -> None:
    lines = run(*CHECK, "-f", "jsonl").out
    ran = subprocess.run(
        [sys.executable, "-m", "verify", "report", "-", "-f", "json"],
        input=lines.encode(),
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["findings"][0]["verdict"] == "altered"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("report", "rum.json"), "no such file: rum.json. Did you mean run.json?"),
        (("report", "run.json"), "run.json: damaged: "),
        (("report", "article.txt"), "article.txt: damaged: "),
        (("report", "."), "a folder, not a saved run"),
        (("report", "run.json", "-f", "pdf"), "no format 'pdf' here"),
        ((*CHECK, "-f", "xlsx"), "the format xlsx is no text for stdout. Give it a file: -f xlsx -o REPORT.xlsx"),
        ((*CHECK, "-f", "docx", "-o", "-"), "the format docx is no text for stdout"),
        ((*CHECK, "--baseline", "none.json"), "no such baseline: none.json. Write it with --write-baseline"),
        ((*CHECK, "--baseline", "run.json"), "run.json: damaged: "),
        ((*CHECK, "--baseline", "story.html"), "story.html: damaged: "),
        ((*CHECK, "--baseline", "other.json"), "other.json: not a baseline of version 1"),
        ((*CHECK, "--baseline", "key.json"), "key.json: damaged: findings[0].reson: unknown key"),
        ((*CHECK, "--baseline", "day.json"), "findings[0].until: 'soon' is no day such as 2027-01-31"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_exit_2(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    entry = {"id": "a", "document": "b", "verdict": "absent", "availability": "live"}
    head = {"schema_version": "1", "kind": "baseline"}
    (tmp_path / "run.json").write_text('{"schema_version": "1", "kind": "check", "too')
    (tmp_path / "other.json").write_text("{}")
    (tmp_path / "key.json").write_text(json.dumps({**head, "findings": [{**entry, "reson": "x"}]}))
    (tmp_path / "day.json").write_text(json.dumps({**head, "findings": [{**entry, "until": "soon"}]}))
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert ran.err.startswith("verify: ")
    assert told in ran.err


# --- baselines -----------------------------------------------------------------------------------------------------


def test_a_known_finding_fails_no_run_until_it_is_worse(run: Run, tmp_path: Path) -> None:
    baseline = tmp_path / "verify-baseline.json"
    wrote = run(*CHECK, "--baseline", baseline.name, "--write-baseline")
    assert wrote.code == 0
    assert "1 in it, 1 of them new, 0 dropped" in wrote.out + wrote.err
    content = json.loads(baseline.read_text("utf-8"))
    (entry,) = content["findings"]
    assert (entry["document"], entry["verdict"], entry["rules"]) == ("article.txt", "altered", ["F7"])
    assert entry["exact"] == "The attack killed 50 people at dawn, and nobody came."

    entry["reason"] = "the wire corrected itself"
    baseline.write_text(json.dumps(content), "utf-8")
    known = run(*CHECK, "--baseline", baseline.name)
    assert known.code == 0
    assert "known: the wire corrected itself" in known.out
    assert "1 altered. 1 of these known from the baseline." in known.out
    assert run(*CHECK).code == 1

    article = tmp_path / "article.txt"
    article.write_text("A line more, so that everything moves.\n\n" + article.read_text("utf-8"), "utf-8")
    assert run(*CHECK, "--baseline", baseline.name).code == 0

    (tmp_path / "story.html").write_text(OTHER, "utf-8")
    worse = run(*CHECK, "--baseline", baseline.name)
    assert worse.code == 1
    assert "worse than the baseline knows it" in " ".join(worse.out.split()) + worse.err

    (tmp_path / "story.html").write_text(FAITHFUL, "utf-8")
    mended = run(*CHECK, "--baseline", baseline.name)
    assert mended.code == 0
    assert "no longer there" in mended.err
    run(*CHECK, "--baseline", baseline.name, "--write-baseline")
    assert json.loads(baseline.read_text("utf-8"))["findings"] == []


def test_the_json_says_what_is_known(run: Run) -> None:
    run(*CHECK, "--write-baseline")
    found = json.loads(run(*CHECK, "--baseline", "verify-baseline.json", "-f", "json").out)["findings"][0]
    assert found["known"] == {"reason": "", "until": None}


def test_a_baseline_that_cannot_be_written_costs_no_report(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    ran = run(*CHECK, "--baseline", "b.json", "--write-baseline")
    assert (ran.code, "✗ altered" in ran.out) == (2, True)
    assert "cannot write b.json: No space left on device" in ran.err


def test_a_baseline_that_cannot_be_read_stops_before_anything_is_asked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    ran = run(*CHECK, "--baseline", "taken/b.json", "--write-baseline")
    assert (ran.code, ran.out) == (2, "")
    assert "taken/b.json: Not a directory" in ran.err


def test_the_baseline_of_a_config_is_relative_to_it(run: Run, tmp_path: Path) -> None:
    run(*CHECK, "--write-baseline", "--baseline", "base/known.json")
    (tmp_path / "base/verify.toml").write_text('baseline = "known.json"\n')
    assert run(*CHECK, "--config", "base/verify.toml").code == 0


# --- formats that follow --fail-on -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fail_on", "code", "outcome"), [("altered", 1, "failure"), ("dead", 0, None), ("none", 0, None)]
)
def test_junit_fails_what_the_run_fails(run: Run, fail_on: str, code: int, outcome: str | None) -> None:
    ran = run(*CHECK, "-f", "junit", "--fail-on", fail_on)
    assert ran.code == code
    case = ET.fromstring(ran.out).find(".//testcase")
    assert case is not None
    assert [child.tag for child in case if child.tag != "system-out"] == ([outcome] if outcome else [])


def test_a_job_writes_sarif_and_annotations_at_once(run: Run, tmp_path: Path) -> None:
    ran = run(*CHECK, "-f", "sarif", "-o", "verify.sarif", "-f", "github")
    assert ran.code == 1
    assert ran.out.startswith("::error file=article.txt,line=3,")
    results = json.loads((tmp_path / "verify.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == ["F7"]


def test_one_link_in_two_documents_is_two_findings(run: Run, tmp_path: Path, site: Site) -> None:
    dead = site.page("/dead", "no such page", status=404)
    text = f"The [report]({dead}) was shown.\n\nIt was [shown]({dead}) twice.\n"
    (tmp_path / "one.md").write_text(text, "utf-8")
    (tmp_path / "two.md").write_text(f"# Two\n\nSee the [report]({dead}).\n", "utf-8")
    links = ("--links-only", "--archive", "none", "--allow-private-addresses", "--baseline", "known.json")

    def ids(*arguments: str) -> list[str]:
        return [found["id"] for found in json.loads(run("check", *arguments, "-f", "json").out)["findings"]]

    first = ids("one.md", "two.md", *links, "--write-baseline")
    assert len({*first}) == len(first) == 3
    assert ids("two.md", *links) == first[2:]
    assert ids("two.md", *links[1:]) == first[2:]  # a reference without a quotation, whichever run looks at it
    (tmp_path / "one.md").write_text(f"A line before.\n\n{text}", "utf-8")
    assert ids("one.md", *links) == first[:2]
    assert run("check", "one.md", "two.md", *links).code == 0
    (tmp_path / "three.md").write_text(text, "utf-8")
    assert run("check", "one.md", "two.md", "three.md", *links).code == 1  # nobody knows of it there
    site.page("/dead", "<html><title>Report</title><body><p>The report of the committee, as it was.</p></body></html>")
    told = run("check", "one.md", *links, "--refresh", "--write-baseline").err
    assert "1 in it, 0 of them new, 2 dropped" in told
