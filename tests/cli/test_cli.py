"""The command line as its users meet it: what they type, what they see, the exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from verify import cli, cli_options

ROOT = Path(__file__).parents[2]
ARTICLE = """The Camp

Ann Smith wrote in The Morning Herald on 3 May 2019: “The attack killed 50 people at dawn, and nobody came.” [1]

References

  1. Smith, Ann (3 May 2019). "The attack at dawn". The Morning Herald. Retrieved 4 May 2019.
"""
SOURCE = "<html><head><title>The attack at dawn</title></head><body><p>{}</p></body></html>"
FAITHFUL = SOURCE.format("The attack killed 50 people at dawn, and nobody came. It was over by noon. " * 1)
CHANGED = SOURCE.format("The attack killed 250 people at dawn, and nobody came. It was over by noon.")
OTHER = SOURCE.format("The market opened late on Tuesday, and the price of bread rose again. " * 12)


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs the command line in a folder of its own, with no settings from outside."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("VERIFY_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("VERIFY_CACHE", str(tmp_path / "cache"))

    def ran(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["verify", *arguments])
        code = cli.main()
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return ran


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def put(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


@pytest.mark.parametrize(
    ("page", "code", "verdict"), [(FAITHFUL, 0, "verbatim"), (CHANGED, 1, "altered"), (OTHER, 1, "absent")]
)
def test_a_file_settles_a_reference(
    run: Run, article: Path, tmp_path: Path, page: str, code: int, verdict: str
) -> None:
    put(tmp_path, "story.html", page)
    ran = run("check", "article.txt", "--source", "[1]=story.html", "--archive", "none", "-f", "json")
    assert ran.code == code
    finding = json.loads(ran.out)["findings"][0]
    assert (finding["verdict"], finding["availability"]) == (verdict, "not-requested")
    assert ran.err == ""


def test_exit_zero_and_fail_on(run: Run, article: Path, tmp_path: Path) -> None:
    put(tmp_path, "story.html", CHANGED)
    told = ("check", "article.txt", "--source", "The Morning Herald=story.html", "-f", "json")
    assert run(*told).code == 1
    assert run(*told, "--exit-zero").code == 0
    assert run(*told, "--fail-on", "absent").code == 0
    assert run("check", "article.txt", "-f", "json", "--fail-on", "unchecked").code == 1


def test_a_reference_without_an_address_is_shown_and_fails_nothing(run: Run, article: Path) -> None:
    ran = run("check", "article.txt", "-f", "json")
    finding = json.loads(ran.out)["findings"][0]
    assert ran.code == 0
    assert (finding["verdict"], finding["reason"], finding["availability"]) == ("unchecked", "unresolved", "unresolved")
    table = run("check", "article.txt")
    assert "unresolved" in table.out
    assert "--source" in table.out


def test_no_network_is_one_line_and_fails_nothing(run: Run, tmp_path: Path) -> None:
    put(
        tmp_path,
        "a.md",
        "He said “the attack killed fifty people at dawn” ([story](http://no-such-host.invalid/story)).\n",
    )
    ran = run("check", "a.md", "-f", "json")
    assert ran.code == 0
    finding = json.loads(ran.out)["findings"][0]
    assert (finding["verdict"], finding["reason"], finding["availability"]) == (
        "unchecked",
        "unreachable",
        "unreachable",
    )
    assert ran.err.count("\n") == 1
    assert "nothing could be fetched (name resolution failed" in ran.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("check", "artcle.txt"), "no such file: artcle.txt. Did you mean article.txt?"),
        (("check", "empty"), "empty: no documents in this folder"),
        (("check", "*.nope"), "*.nope: no file matches this pattern"),
        (("extract", "noise.bin"), "noise.bin"),
        (("check", "noise.bin"), "noise.bin"),
        (("check", "article.txt", "-f", "pdf"), "no format 'pdf' here. Choose from terminal, json"),
        (("check", "article.txt", "-f", "json", "-f", "html"), "two formats would both go to stdout"),
        (("check", "article.txt", "-o", "a", "-o", "b"), "2 outputs for 1 formats"),
        (("check", "article.txt", "-f", "json", "-o", "a", "-f", "html", "-o", "a"), "written to the same file"),
        (("check", "article.txt", "--source", "[1]=nowhere.html"), "no such file: nowhere.html"),
        (("check", "article.txt", "--source", "nothing"), "not REF=FILE_OR_URL"),
        (("check", "article.txt", "--max-age", "soon"), "max_age: give a number with a unit"),
        (("check", "article.txt", "--at", "yesterday"), "command line: at:"),
        (("check", "article.txt", "--sources", "none.toml"), "none.toml: No such file"),
        (("check", "article.txt", "--config", "none.toml"), "no such config file: none.toml"),
        (("quote", "words", "--in", "nowhere.html"), "no such file: nowhere.html"),
        (("quote", "words", "--in", "empty"), "a folder, not a file: empty"),
        (("quote", "  ", "--in", "article.txt"), "the quotation is empty"),
        (("rules", "Z99"), "no rule 'Z99'"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(
    run: Run, article: Path, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    (tmp_path / "empty").mkdir()
    put(tmp_path, "noise.bin", bytes(range(256)) * 4)
    ran = run(*arguments)
    assert ran.code == 2
    lines = [line for line in ran.err.splitlines() if not line.startswith("verify: note:")]
    assert len(lines) == 1
    assert lines[0].startswith("verify: ")
    assert told in lines[0]


def test_a_broken_config_is_one_line_and_exit_2(run: Run, article: Path, tmp_path: Path) -> None:
    put(tmp_path, "verify.toml", "jobs = ")
    ran = run("check", "article.txt")
    assert (ran.code, ran.out) == (2, "")
    assert re.fullmatch(r"verify: .*verify\.toml: not valid TOML: .*\n", ran.err)


def test_usage_errors_exit_2(run: Run) -> None:
    ran = run("check", "--no-such-option", "x")
    assert ran.code == 2
    assert "No such option" in ran.err


def test_in_a_folder_the_other_files_are_still_checked(run: Run, tmp_path: Path) -> None:
    put(tmp_path, "docs/article.txt", ARTICLE)
    put(tmp_path, "docs/noise.bin", bytes(range(256)) * 4)
    put(tmp_path, "docs/photo.png", b"\x89PNG\r\n\x1a\n")
    ran = run("check", "docs", "-f", "json")
    report = json.loads(ran.out)
    assert ran.code == 2
    assert [document["path"] for document in report["documents"]] == ["docs/article.txt"]
    assert report["findings"][0]["verdict"] == "unchecked"
    problem, note = ran.err.splitlines()
    assert "docs/noise.bin" in problem
    assert note == "verify: note: left out as no documents: 1 .png"


def test_with_a_config_check_writes_html_and_json_beside_the_table(run: Run, article: Path, tmp_path: Path) -> None:
    put(tmp_path, "verify.toml", 'reports = "out"\ncache = "c"\n')
    ran = run("check", "article.txt")
    assert ran.code == 0
    assert "article.txt" in ran.out
    assert (tmp_path / "out/article.html").read_text("utf-8").startswith("<!doctype html>")
    assert json.loads((tmp_path / "out/article.json").read_text("utf-8"))["kind"] == "check"
    assert "out/article.html" in ran.err


def test_without_a_config_no_report_file_is_written(run: Run, article: Path, tmp_path: Path) -> None:
    run("check", "article.txt")
    assert sorted(path.name for path in tmp_path.iterdir()) in (["article.txt"], ["article.txt", "cache"])


def test_formats_and_outputs_pair_in_order(run: Run, article: Path, tmp_path: Path) -> None:
    ran = run("check", "article.txt", "-f", "json", "-o", "out/a.json", "-f", "jsonl")
    assert json.loads((tmp_path / "out/a.json").read_text("utf-8"))["kind"] == "check"
    assert all(json.loads(line) for line in ran.out.splitlines())


def test_a_place_that_cannot_be_written_costs_no_other_report(run: Run, article: Path, tmp_path: Path) -> None:
    put(tmp_path, "taken", "a file, not a folder")
    ran = run("check", "article.txt", "-f", "json", "-o", "taken/x.json", "-f", "html", "-o", "good.html")
    assert ran.code == 2
    assert "cannot write taken/x.json" in ran.err
    assert (tmp_path / "good.html").is_file()


def test_standard_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "verify", "extract", "-", "--stdin-name", "draft.md", "-f", "json"],
        input=ARTICLE.encode(),
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )
    document = json.loads(ran.stdout)["documents"][0]
    assert (ran.returncode, document["path"], document["media_type"]) == (0, "draft.md", "text/markdown")


@pytest.mark.parametrize(
    ("redirections", "code", "says"),
    [
        ("-f json > /dev/full", 2, "cannot write to standard output: No space left on device"),
        ("> /dev/full", 2, "cannot write to standard output: No space left on device"),
        ("-f json -o out.json <&- >&- 2>&-", 0, ""),
        ("-f json >&-", 0, ""),
    ],
)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_streams_that_are_full_or_closed(article: Path, redirections: str, code: int, says: str) -> None:
    """What is closed leads nowhere, and no file that is opened later gets its number."""
    ran = subprocess.run(
        f"{sys.executable} -m verify check {article.name} --offline --cache cache --exit-zero {redirections}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        cwd=article.parent,
        check=False,
    )
    assert ran.returncode == code, ran.stderr
    assert says in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "-o" not in redirections or json.loads((article.parent / "out.json").read_text("utf-8"))["findings"]


@pytest.mark.skipif(sys.platform == "win32", reason="a directory in use is not removed there")
def test_a_working_directory_that_was_removed_is_told(tmp_path: Path) -> None:
    ran = subprocess.run(
        f"mkdir gone && cd gone && rmdir ../gone && {sys.executable} -P -m verify check /nowhere.txt",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(str(Path(each).absolute()) for each in sys.path)},
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (2, "verify: the working directory was removed: change to another one\n")


@pytest.mark.parametrize("command", ["rules", "extract long.txt", "extract long.txt -f json"])
def test_a_closed_pipe_is_no_error(article: Path, command: str) -> None:
    put(article.parent, "long.txt", ARTICLE * 400)
    ran = subprocess.run(
        f"{sys.executable} -m verify {command} | head -1; echo ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        cwd=article.parent,
        check=False,
    )
    assert ran.stdout.splitlines()[-1] == "0"
    assert ran.stderr == ""


@pytest.mark.parametrize(
    ("words", "page", "code", "verdict"),
    [
        ("nobody came", FAITHFUL, 0, "verbatim"),
        ("The attack … nobody came", FAITHFUL, 0, "edited"),
        ("killed 50 people at dawn", CHANGED, 1, "altered"),
        ("a flock of birds flew over the ancient monastery", OTHER, 1, "absent"),
    ],
)
def test_quote(run: Run, tmp_path: Path, words: str, page: str, code: int, verdict: str) -> None:
    put(tmp_path, "story.html", page)
    ran = run("quote", words, "--in", "story.html", "-f", "json")
    report = json.loads(ran.out)
    assert ran.code == code
    assert report["documents"] == []
    assert [finding["verdict"] for finding in report["findings"]] == [verdict]


def test_quote_shows_the_passage(run: Run, tmp_path: Path) -> None:
    put(tmp_path, "story.html", FAITHFUL)
    assert "It was over by noon" in " ".join(run("quote", "nobody came", "--in", "story.html").out.split())
    assert "It was over by noon" not in run("quote", "nobody came", "--in", "story.html", "-q").out


def test_quote_gives_the_best_of_several_sources(run: Run, tmp_path: Path) -> None:
    put(tmp_path, "a.html", OTHER)
    put(tmp_path, "b.html", FAITHFUL)
    ran = run("quote", "nobody came", "--in", "a.html", "--in", "b.html", "-f", "json")
    finding = json.loads(ran.out)["findings"][0]
    assert finding["verdict"] == "verbatim"
    assert finding["evidence"][0]["uri_r"].endswith("/b.html")


def test_links_only_asks_for_the_references_alone(run: Run, article: Path) -> None:
    report = json.loads(run("check", "article.txt", "--links-only", "-f", "json").out)
    assert [finding["quotation"] for finding in report["findings"]] == [None]


def test_a_decision_that_means_nothing_is_told(run: Run, article: Path, tmp_path: Path) -> None:
    put(tmp_path, "story.html", FAITHFUL)
    ran = run("check", "article.txt", "--source", "The Evening Herald=story.html")
    assert "'The Evening Herald' means no reference" in ran.err


def test_a_file_of_one_article_is_not_held_against_another_of_the_same_newspaper(run: Run, tmp_path: Path) -> None:
    put(tmp_path, "story.html", FAITHFUL)
    put(tmp_path, "one.txt", ARTICLE)
    put(tmp_path, "two.txt", ARTICLE.replace("The attack at dawn", "The siege at noon").replace("50", "51"))
    ran = run("check", "one.txt", "two.txt", "--source", "The Morning Herald=story.html", "-f", "json")
    assert ran.code == 2
    assert "means 2 different sources and was not used" in ran.err
    assert "one.txt#1, two.txt#1" in ran.err
    assert {found["verdict"] for found in json.loads(ran.out)["findings"]} == {"unchecked"}
    named = run("check", "one.txt", "two.txt", "--source", "two.txt#1=story.html", "-f", "json")
    assert [found["verdict"] for found in json.loads(named.out)["findings"]] == ["unchecked", "altered"]


def test_sources_toml(run: Run, article: Path, tmp_path: Path) -> None:
    put(tmp_path, "books/story.html", FAITHFUL)
    put(tmp_path, "books/sources.toml", '[[source]]\nreference = "The attack at dawn"\nfile = "story.html"\n')
    ran = run("check", "article.txt", "--sources", "books/sources.toml", "-f", "json")
    assert json.loads(ran.out)["findings"][0]["verdict"] == "verbatim"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("x = 1", "expected [[source]] tables only"),
        ("[[source]]\nreference = 'a'", "needs `reference` and one of"),
        ("[[source]]\nreference = 'a'\nurl = 3", "every value is a text"),
        ("[[source]]\nreference = 'a'\nfile = 'gone'", "no such file"),
        ("[[source]]\nreferense = 'a'", "unknown key referense"),
        ("[[source", "not valid TOML"),
    ],
)
def test_a_broken_sources_toml(run: Run, article: Path, tmp_path: Path, content: str, told: str) -> None:
    put(tmp_path, "sources.toml", content)
    ran = run("check", "article.txt", "--sources", "sources.toml")
    assert ran.code == 2
    assert told in ran.err
    assert ran.err.count("\n") == 1


def test_init_writes_once(run: Run, tmp_path: Path) -> None:
    assert run("init").code == 0
    assert "max_age" in (tmp_path / "verify.toml").read_text("utf-8")
    ran = run("init")
    assert ran.code == 2
    assert "is there already" in ran.err
    assert run("init", "--force").code == 0


def test_rules_explain_everything_and_one(run: Run) -> None:
    everything = run("rules").out
    assert all(name in everything for name in ("verbatim", "drifted", "paywalled", "long-elision", "F7"))
    assert "number" in run("rules", "f7").out.lower()
    assert "blocked (availability): " in run("rules", "blocked").out


def test_a_bug_is_exit_3_with_a_traceback(run: Run, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        message = "oops"
        raise RuntimeError(message)

    monkeypatch.setattr("verify.run.check", broken)
    ran = run("check", "article.txt")
    assert ran.code == 3
    assert "RuntimeError: oops" in ran.err
    assert "please report" in ran.err


def test_a_bug_in_one_citation_saves_everything_else(
    run: Run, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from verify.core import flow
    from verify.core.judge import judge

    put(tmp_path, "story.html", FAITHFUL)
    put(tmp_path, "second.txt", ARTICLE.replace("50", "51"))

    def stumbling(exact: str, *rest: object, **named: object) -> object:
        if "51" in exact:
            raise RuntimeError("oops")
        return judge(exact, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(flow, "judge", stumbling)
    ran = run("check", "article.txt", "second.txt", "--source", "[1]=story.html", "-f", "json")
    verdicts = [(found["verdict"], found["reason"]) for found in json.loads(ran.out)["findings"]]
    assert ran.code == 3
    assert verdicts == [("verbatim", None), ("unchecked", "interrupted")]
    assert "RuntimeError: oops" in ran.err


def test_a_cache_that_breaks_during_the_run_is_one_line_and_exit_2(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from verify.errors import VerifyError
    from verify.sources.cached import Cached

    def broken(*_: object) -> None:
        raise VerifyError("the cache cannot be used: name another one with --cache")

    monkeypatch.setattr(Cached, "get", broken)
    put(
        tmp_path,
        "a.md",
        "He said “the attack killed fifty people at dawn” ([story](http://no-such-host.invalid/story)).\n",
    )
    ran = run("check", "a.md", "-f", "json")
    assert ran.code == 2
    assert ran.err.count("the cache cannot be used") == 1
    assert json.loads(ran.out)["findings"][0]["reason"] == "interrupted"


def test_nothing_heavy_is_imported_at_start_up() -> None:
    heavy = "requests bs4 rich pydantic numpy waybackpy warcio selectolax rapidfuzz edlib markdown_it".split()
    code = f"import sys, verify, verify.cli; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_every_command_and_option_is_documented() -> None:
    documented = (ROOT / "docs/cli.md").read_text("utf-8")
    readme = (ROOT / "README.md").read_text("utf-8")
    for command in ("archive", "check", "extract", "quote", "report", "resolve", "rules", "init"):
        shown = subprocess.run(
            [sys.executable, "-m", "verify", command, "--help"],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "COLUMNS": "200"},
        ).stdout
        assert f"verify {command}" in documented
        assert f"verify {command}" in readme
        options = set(re.findall(r"(?<!\S)(--[a-z-]+)", shown)) - {"--help"}
        assert {option for option in options if f"`{option}" not in documented and option not in documented} == set()


def test_options_and_config_keys_have_the_same_names() -> None:
    from verify.config import Config

    assert set(Config.model_fields) - {"host"} == cli_options.SETTINGS  # a table, which is no option
