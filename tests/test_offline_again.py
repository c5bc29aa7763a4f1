"""A run that is repeated offline from a copied cache finds the same, when the site and the archives are gone."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from servers.captures import Kept, write_warc
from servers.pywb import Pywb
from servers.site import Site
from servers.wayback import FakeArchive, Fault
from sources.kept import checked, warcs

from verify import reports, run
from verify.config import Config
from verify.model import ReportOptions
from verify.sources import catalogue
from verify.sources.cache import Cache
from verify.sources.export import export, of_report
from verify.sources.imports import import_file

WORDS = "The attack killed 50 people at dawn, and nobody came to help"
FILLER = "".join(
    f"<p>The correspondent wrote paragraph {n} about the town, its river and its market.</p>" for n in range(20)
)
PAGE = "<!doctype html><html lang=en><head><title>The attack at dawn</title></head><body><article><h1>The attack at dawn</h1>{}<p>{}.</p><p>Edition {}.</p></article></body></html>"
OTHERS = "Nothing of note happened in the market on that day"
DAYS = [f"2022{month:02}03" for month in range(1, 13)]
Put = Callable[[tuple[Kept, ...]], None]


def page(words: str, edition: str) -> bytes:
    return PAGE.format(FILLER, words, edition).encode()


def history(url: str, last_with: str = "20220503") -> tuple[Kept, ...]:
    return tuple(Kept(url, f"{day}120000", page(WORDS if day <= last_with else OTHERS, day)) for day in DAYS)


def draft(folder: Path, *cited: str) -> Path:
    path = folder / "draft.txt"
    text = "".join(f"Ann Smith wrote: “{WORDS}.” [{n}]\n\n" for n, _ in enumerate(cited, 1))
    entries = "".join(
        f'  {n}. Smith, Ann. "The attack at dawn". The Morning Herald. {one}\n' for n, one in enumerate(cited, 1)
    )
    path.write_text(f"The attack\n\n{text}References\n\n{entries}", "utf-8")
    return path


def found(path: Path, cache: Path, *archives: str, **more: object) -> list[dict[str, Any]]:
    """The findings of a run, as JSON."""
    named = {"archive": archives} if archives else {}
    settings = Config(cache=cache, allow_private_addresses=True, timeout=10, jobs=2, **named, **more)  # type: ignore[arg-type]
    out = StringIO()
    reports.write("json", run.check([path], config=settings), out, ReportOptions())
    (cache.parent / f"{cache.name}.json").write_text(out.getvalue(), "utf-8")
    return [dict(finding) for finding in json.loads(out.getvalue())["findings"]]


@contextmanager
def running(kind: str, folder: Path) -> Iterator[tuple[str, Put]]:
    """An archive that is gone after the block."""
    if kind == "fake":
        with FakeArchive() as fake:
            yield fake.base, fake.captures.extend
        return
    folder.mkdir()
    real = Pywb(folder)
    try:
        yield f"timegate+{real.base}/web" if kind == "timegate" else f"{real.base}/web", real.add
    finally:
        real.stop()


@pytest.fixture(params=["fake", pytest.param("pywb", marks=pytest.mark.pywb), pytest.param("timegate", marks=pytest.mark.pywb)])  # fmt: skip
def kind(request: pytest.FixtureRequest) -> str:
    if request.param != "fake":
        request.getfixturevalue("pywb")  # skips, or fails, where it is not installed
    return str(request.param)


def test_drift_is_found_again_without_archive(kind: str, tmp_path: Path) -> None:
    with running(kind, tmp_path / "archive") as (base, put), Site() as site:
        url, lost = site.page("/2022/a", page(OTHERS, "now").decode()), site.page("/2022/b", page(OTHERS, "n").decode())
        put((*history(url), *history(lost, "20210101"), Kept(lost, "20180101000000", page(WORDS, "first"))))
        path = draft(tmp_path, f"{url} Retrieved 10 January 2022.", f"{lost} Retrieved 10 November 2022.")
        first = found(path, tmp_path / "cache", base, drift=True)
        plain = found(path, tmp_path / "plain", base)
    assert [(one["verdict"], bool(one["drift"])) for one in first] == [("verbatim", True), ("absent", False)]
    assert first[0]["drift"]["last_with"].startswith("2022-05-03")
    assert [one["drift"] for one in plain] == [None, None]
    shutil.copytree(tmp_path / "cache", tmp_path / "copy")
    shutil.rmtree(tmp_path / "cache")
    assert found(path, tmp_path / "copy", base, drift=True, offline=True) == first
    assert found(path, tmp_path / "plain", base, offline=True) == plain


def test_lists_of_captures_go_with_an_exported_report(tmp_path: Path, fake_archive: FakeArchive, site: Site) -> None:
    url = site.page("/2022/a", page(OTHERS, "now").decode())
    fake_archive.captures.extend(history(url))
    path = draft(tmp_path, f"{url} Retrieved 10 January 2022.")
    first = found(path, tmp_path / "cache", fake_archive.base, drift=True)
    with Cache(tmp_path / "cache", read_only=True) as cache:
        export(cache, tmp_path / "out.wacz", of_report(tmp_path / "cache.json"))
    with Cache(tmp_path / "other") as cache:
        import_file(cache, tmp_path / "out.wacz")
        assert [entry.uri_r[0] for entry in catalogue.entries(cache) if entry.kind == "listing"] == [url]
    (again,) = found(path, tmp_path / "other", fake_archive.base, drift=True, offline=True)
    assert (again["summary"], again["drift"]) == (first[0]["summary"], first[0]["drift"])


@pytest.mark.parametrize(
    ("more", "asked"),
    [({}, 0), ({"max_age": timedelta(0)}, 1), ({"refresh": True}, 1)],
    ids=["fresh", "stale", "refresh"],
)
def test_lists_of_captures_are_asked_for_again_as_they_age(
    tmp_path: Path, fake_archive: FakeArchive, site: Site, more: dict[str, Any], asked: int
) -> None:
    url = site.page("/2022/a", page(OTHERS, "now").decode())
    fake_archive.captures.extend(history(url))
    path = draft(tmp_path, f"{url} Retrieved 10 January 2022.")
    found(path, tmp_path / "cache", fake_archive.base, drift=True)
    fake_archive.captures[:] = history(url, "20220803")
    fake_archive.log.clear()
    (again,) = found(path, tmp_path / "cache", fake_archive.base, drift=True, **more)
    assert fake_archive.counts()["index"] == asked
    assert again["verdict"] == "verbatim"


@pytest.mark.parametrize("fault", [{"status": 503}, {"status": 200, "body": "<html>sorry", "media_type": "text/plain"}])
def test_what_is_no_list_of_captures_is_not_kept(
    tmp_path: Path, fake_archive: FakeArchive, site: Site, fault: dict[str, Any]
) -> None:
    url = site.page("/2022/a", page(OTHERS, "now").decode())
    fake_archive.captures.extend(history(url))
    fake_archive.faults.append(Fault("/cdx", times=9, **fault))
    path = draft(tmp_path, f"{url} Retrieved 10 January 2022.")
    assert found(path, tmp_path / "cache", fake_archive.base)[0]["verdict"] == "unchecked"
    fake_archive.faults.clear()
    assert found(path, tmp_path / "cache", fake_archive.base)[0]["verdict"] == "verbatim"


def gist(findings: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    """What was found and on which captures, without what other archives did not say."""
    return [
        (
            *(one[name] for name in ("id", "verdict", "availability", "reason", "differences", "drift", "flags")),
            one["verdict"] == "unchecked" or one["summary"],  # which else tells who said "no"
            [each for each in one["evidence"] if each["miss"] is None],
        )
        for one in findings
    ]


@pytest.fixture
def on_disk(tmp_path: Path, site: Site) -> tuple[Path, Path]:
    """A folder with captures, and a draft: words that left a page, words that nobody has, a capture of a wall, a redirect."""
    drifted, absent = (
        site.page("/2022/a", page(OTHERS, "now").decode()),
        site.page("/2022/b", page(OTHERS, "n").decode()),
    )
    empty, moved = (site.page(f"/2022/{name}", "gone", status=404) for name in ("c", "d"))
    folder = tmp_path / "mine"
    folder.mkdir()
    to = (("Location", f"{moved}/new"), ("Content-Type", "text/html"))
    packed = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    plain = (("Content-Type", "text/html"), ("Content-Encoding", "br"))  # as recorders in browsers keep pages
    write_warc(
        folder / "mine.warc.gz",
        (
            *history(drifted),
            Kept(absent, "20220103120000", gzip.compress(page(OTHERS, "old")), headers=packed),
            Kept(empty, "20220103120000", b"<html><body><script>load()</script></body></html>"),
            Kept(moved, "20220103120000", b"moved", 301, to),
            Kept(f"{moved}/new", "20220103120001", page(WORDS, "new"), headers=plain),
        ),
    )
    cited = [f"{url} Retrieved 10 January 2022." for url in (drifted, absent, empty, moved)]
    return folder, draft(tmp_path, *cited)


VERDICTS = ["verbatim", "absent", "unchecked", "verbatim"]


def test_findings_on_an_archive_on_disk_stay_without_it(on_disk: tuple[Path, Path], tmp_path: Path) -> None:
    folder, path = on_disk
    first = found(path, tmp_path / "cache", str(folder), drift=True)
    assert [one["verdict"] for one in first] == VERDICTS
    assert first[0]["drift"]["first_without"].startswith("2022-06-03")
    captures = [each for one in first for each in one["evidence"] if each["memento_datetime"]]
    assert all(each["uri_m"].startswith(f"{folder.as_uri()}/mine.warc.gz#") for each in captures)
    assert {each["warc"]["file"] for each in captures} == {file.name for file in warcs(tmp_path / "cache")}
    assert found(path, tmp_path / "cache", str(folder), drift=True, offline=True) == first
    shutil.copytree(tmp_path / "cache", tmp_path / "copy")
    shutil.rmtree(tmp_path / "cache")
    folder.rename(tmp_path / "elsewhere")
    assert found(path, tmp_path / "copy", str(folder), drift=True, offline=True) == first
    assert gist(found(path, tmp_path / "copy", drift=True, offline=True)) == gist(first)
    checked(*warcs(tmp_path / "copy"))
    with Cache(tmp_path / "copy", read_only=True) as cache:
        kept = {(entry.url[-2:], f"{entry.date:%Y%m%d%H%M%S}") for entry in catalogue.entries(cache) if entry.uri_m}
    assert {("/b", "20220103120000"), ("ew", "20220103120001"), ("/a", "20220503120000")} <= kept


def test_copies_of_an_archive_go_with_an_exported_report(on_disk: tuple[Path, Path], tmp_path: Path) -> None:
    folder, path = on_disk
    first = found(path, tmp_path / "cache", str(folder), drift=True)
    with Cache(tmp_path / "cache", read_only=True) as cache:
        assert export(cache, tmp_path / "out.wacz", of_report(tmp_path / "cache.json")).missing == ()
    folder.rename(tmp_path / "elsewhere")
    with Cache(tmp_path / "other") as cache:
        done = import_file(cache, tmp_path / "out.wacz")
        assert not done.damage
        assert not done.skipped
    again = found(path, tmp_path / "other", str(folder), drift=True, offline=True)
    assert [one["verdict"] for one in again] == VERDICTS
    assert [(one["summary"], one["drift"]) for one in again] == [(one["summary"], one["drift"]) for one in first]


def test_a_changed_archive_answers_anew_and_an_unchanged_one_is_copied_once(
    on_disk: tuple[Path, Path], tmp_path: Path
) -> None:
    folder, path = on_disk
    first = found(path, tmp_path / "cache", str(folder), drift=True)
    size = sum(file.stat().st_size for file in warcs(tmp_path / "cache"))
    assert found(path, tmp_path / "cache", str(folder), drift=True) == first
    assert sum(file.stat().st_size for file in warcs(tmp_path / "cache")) == size
    url = first[1]["evidence"][0]["request"]["uri_r"]
    write_warc(folder / "more.warc", (Kept(url, "20220109120000", page(WORDS, "found")),))
    second = found(path, tmp_path / "cache", str(folder), drift=True)
    assert [one["verdict"] for one in second] == ["verbatim", "verbatim", "unchecked", "verbatim"]
    folder.rename(tmp_path / "elsewhere")
    assert found(path, tmp_path / "cache", str(folder), drift=True, offline=True) == second


def test_a_record_of_one_id_and_other_bytes_is_not_taken_for_the_copy(tmp_path: Path, site: Site) -> None:
    url = site.page("/2022/a", "gone", status=404)
    path = draft(tmp_path, f"{url} Retrieved 10 January 2022.")
    write_warc(tmp_path / "mine.warc.gz", (Kept(url, "20220103120000", page(WORDS, "one")),))
    archive = str(tmp_path / "mine.warc.gz")
    data = gzip.decompress((tmp_path / "mine.warc.gz").read_bytes())
    assert found(path, tmp_path / "cache", archive)[0]["verdict"] == "verbatim"
    digests = re.compile(rb"WARC-(?:Payload|Block)-Digest: [^\r]*\r\n")
    changed = digests.sub(b"", data).replace(b"killed 50 people", b"killed 60 people")
    (tmp_path / "mine.warc.gz").write_bytes(gzip.compress(changed, mtime=1))
    (other,) = found(path, tmp_path / "cache", archive)
    assert other["verdict"] == "altered"
    (again,) = found(path, tmp_path / "cache", archive, offline=True)
    assert again == other
