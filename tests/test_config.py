"""Settings: precedence, places of mistakes, and the written template."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from verify.config import Config, find, load, split_source, template
from verify.errors import ConfigError


def test_later_layers_win(tmp_path: Path) -> None:
    (tmp_path / "verify.toml").write_text('jobs = 2\ntimeout = 5\nmax-age = "7d"\n')
    settings, file = load({"jobs": 4, "timeout": None}, folder=tmp_path, environment={"VERIFY_TIMEOUT": "9"})
    assert (settings.jobs, settings.timeout, settings.max_age) == (4, 9.0, timedelta(days=7))
    assert file == tmp_path / "verify.toml"


def test_paths_of_a_file_are_relative_to_it(tmp_path: Path) -> None:
    (tmp_path / "verify.toml").write_text(
        'cache = "c"\nreports = "r"\nsource = ["The Times=a.html", "B=https://x.org/a=b"]'
    )
    inner = tmp_path / "inner"
    inner.mkdir()
    settings, _ = load(folder=inner, environment={})
    assert settings.cache == tmp_path / "c"
    assert settings.reports == tmp_path / "r"
    assert settings.source == (f"The Times={tmp_path / 'a.html'}", "B=https://x.org/a=b")


def test_pyproject_table_and_nearest_file_win(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.verify]\njobs = 3\n")
    assert load(folder=tmp_path, environment={})[0].jobs == 3
    (tmp_path / "verify.toml").write_text("jobs = 5\n")
    assert load(folder=tmp_path, environment={})[0].jobs == 5


def test_the_search_stops_at_the_repository(tmp_path: Path) -> None:
    (tmp_path / "verify.toml").write_text("jobs = 5\n")
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    assert find(repository) is None


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("jobs = ", "not valid TOML"),
        ("job = 3", "unknown key job. Did you mean jobs?"),
        ("jobs = 0", "jobs:"),
        ('max_age = "soon"', "give a number with a unit"),
        ('fail_on = ["wrong"]', "'wrong' is none of"),
        ('archive = ["ftp://x"]', "neither an http(s) address"),
        ('source = ["nothing"]', "not REF=FILE_OR_URL"),
    ],
)
def test_a_mistake_is_named_with_its_file(tmp_path: Path, content: str, told: str) -> None:
    file = tmp_path / "verify.toml"
    file.write_text(content)
    with pytest.raises(ConfigError) as caught:
        load(folder=tmp_path, environment={})
    assert str(file) in str(caught.value)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_archive_that_is_not_there_is_a_mistake_unless_its_copies_will_do(tmp_path: Path) -> None:
    (tmp_path / "verify.toml").write_text('archive = ["mine.warc.gz"]\noffline = false\n')
    with pytest.raises(ConfigError, match="nor a file or folder"):
        load(folder=tmp_path, environment={})
    settings, _ = load({"offline": True}, folder=tmp_path, environment={})
    assert settings.archive == (str(tmp_path / "mine.warc.gz"),)
    with pytest.raises(ConfigError, match="neither an http"):
        load({"offline": True, "archive": ["ftp://x"]}, folder=tmp_path, environment={})


def test_a_mistake_in_a_variable_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^VERIFY_JOBS: jobs:"):
        load(folder=tmp_path, environment={"VERIFY_JOBS": "many", "VERIFY_UNRELATED": "x"})


def test_a_config_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such config file"):
        load(folder=tmp_path, file=tmp_path / "none.toml", environment={})


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "verify.toml").write_bytes(b'contact = "\xff"')
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(folder=tmp_path, environment={})


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("30m", 1800), ("12h", 43200), ("1.5d", 129600), (60, 60), ("0", 0)]
)
def test_durations(text: str | int, seconds: int) -> None:
    assert Config.model_validate({"max_age": text}).max_age == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("pair", "halves"),
    [
        ("The Times=a.html", ("The Times", "a.html")),
        ("[3]=https://x.org/?a=b&c=d", ("[3]", "https://x.org/?a=b&c=d")),
        ("https://a.org/story=b.html", ("https://a.org/story", "b.html")),
        ("E=mc2=paper.txt", ("E=mc2", "paper.txt")),
        ("=a", ("", "")),
        ("a=", ("", "")),
    ],
)
def test_a_source_is_split_where_the_place_begins(pair: str, halves: tuple[str, str]) -> None:
    assert split_source(pair) == halves


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("altered", {"altered"}),
        ("absent", {"absent"}),
        ("variant", {"variant", "altered", "absent"}),
        ("edited", {"edited", "variant", "altered", "absent"}),
        ("unchecked", {"unchecked", "altered", "absent"}),
        ("failing", {"failing", "dead"}),
        ("dead", {"dead"}),
        ("none", set()),
    ],
)
def test_what_is_worse_fails_a_run_too(given: str, meant: set[str]) -> None:
    assert set(Config.model_validate({"fail_on": given}).fail_on) == meant


def test_none_empties_a_list() -> None:
    assert Config.model_validate({"archive": "none", "fail_on": ("none",)}).archive == ()


def test_the_template_says_every_key_and_can_be_opened_as_it_is(tmp_path: Path) -> None:
    written = template()
    assert tomllib.loads(written) == {"cache": "cache", "reports": "reports"}
    opened = "\n".join(
        line.removeprefix("# ") if re.match(r"# [a-z_]+ = ", line) else line for line in written.splitlines()
    )
    assert set(tomllib.loads(opened)) == set(Config.model_fields)
    (tmp_path / "verify.toml").write_text(opened)
    (tmp_path / "sources.toml").write_text("")
    loaded, _ = load(folder=tmp_path, environment={})
    example = {"host", "cache", "reports", "sources", "baseline", "at", "contact"}
    assert loaded.model_dump(exclude=example) == Config().model_dump(exclude=example)


def test_the_digest_changes_with_what_can_change_a_finding() -> None:
    assert Config(offline=True).digest() != Config().digest()
    assert Config(verbose=2).digest() == Config().digest()


def test_archives_on_disk_are_relative_to_the_config_file(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "captures").mkdir()
    bases = ["https://web.archive.org/", "timegate+https://arquivo.pt/wayback/", "captures"]
    (tmp_path / "verify.toml").write_text(f"archive = {bases}".replace("'", '"'))
    settings, _ = load(folder=tmp_path / "sub", environment={})
    assert settings.archive == (
        "https://web.archive.org",
        "timegate+https://arquivo.pt/wayback",
        str(tmp_path / "captures"),
    )
    (tmp_path / "captures").rmdir()
    with pytest.raises(ConfigError, match="nor a file or folder"):
        load(folder=tmp_path, environment={})
