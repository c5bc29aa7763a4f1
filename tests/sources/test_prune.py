"""What is pruned is gone, what stays answers as before, and whatever happens no row is without its record."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from servers.site import Site
from sources import kept

from verify.errors import VerifyError
from verify.model import Capture, Miss, MissReason, Request
from verify.sources import mending
from verify.sources.cache import Cache
from verify.sources.catalogue import entries
from verify.sources.prune import Pruned, Rule, prune
from verify.sources.warc_index import Index

NOON = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


def request(number: int) -> Request:
    return Request(uri_r=f"http://example.org/{number}")


def page(number: int, *, at: datetime = NOON, seed: int | None = None) -> Capture:
    body = random.Random(number if seed is None else seed).randbytes(20_000)
    return Capture(
        request=request(number), uri_r=request(number).uri_r, retrieved=at, body=body, sha256=sha256(body).hexdigest()
    )


def keep(folder: Path, number: int, *, at: datetime = NOON, seed: int | None = None) -> None:
    """A run that keeps one page."""
    with Cache(folder, now=lambda: at) as cache:
        cache.keep("live", request(number), page(number, at=at, seed=seed))


def there(folder: Path) -> list[int]:
    with Cache(folder, read_only=True) as cache:
        found = [cache.get("live", request(number)) for number in range(10)]
    return [number for number, each in enumerate(found) if each]


def sound(folder: Path) -> None:
    """Every row names a record that can be read, every answer and every revisit another row; each file is whole."""
    with Cache(folder) as cache:
        for (record_id,) in cache.index.rows("select record_id from record"):
            row = cache.index.record(record_id)
            assert row is not None
            assert sha256(cache.payload(row)).hexdigest() == row.payload
        for query in (
            "select key from answer where record_id is not null and record_id not in (select record_id from record)",
            "select record_id from record where refers_to is not null and refers_to not in (select record_id from record)",
            "select file from record where file not in (select name from file)",
        ):
            assert list(cache.index.rows(query)) == []
        assert cache.index.doomed() == []
        ends = cache.index.ends()
    for path in kept.warcs(folder):
        assert ends[path.name] == path.stat().st_size
    if kept.warcs(folder):
        kept.checked(*kept.warcs(folder))


def pruned(folder: Path, rule: Rule, *, dry_run: bool = False) -> Pruned:
    with Cache(folder) as cache:
        return prune(cache, rule, dry_run=dry_run, now=lambda: NOON)


def test_nothing_unused_of_a_full_cache_goes(site: Site, tmp_path: Path) -> None:
    kept.fill(site, tmp_path)
    before = [path.read_bytes() for path in kept.warcs(tmp_path)]
    done = pruned(tmp_path, Rule(unused=True))
    assert (done.captures, done.absences, done.files) == (0, 0, 0)
    assert [path.read_bytes() for path in kept.warcs(tmp_path)] == before


def test_a_page_that_was_asked_again_lets_the_old_capture_go(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        for seed in range(5):
            cache.keep("live", request(1), page(1, seed=100 + seed))
        cache.keep("live", request(2), page(2))
    size = sum(path.stat().st_size for path in kept.warcs(tmp_path))
    would = pruned(tmp_path, Rule(unused=True), dry_run=True)
    assert sum(path.stat().st_size for path in kept.warcs(tmp_path)) == size
    done = pruned(tmp_path, Rule(unused=True))
    assert done == would
    assert done.captures == 4
    assert sum(path.stat().st_size for path in kept.warcs(tmp_path)) == done.kept == size - done.freed
    assert there(tmp_path) == [1, 2]
    sound(tmp_path)


def test_old_captures_go_and_those_that_were_confirmed_stay(tmp_path: Path) -> None:
    for number, days in enumerate((200, 100, 10)):
        keep(tmp_path, number, at=NOON - timedelta(days=days))
    with Cache(tmp_path, now=lambda: NOON - timedelta(days=1)) as cache:
        found = cache.get("live", request(0))
        assert found
        assert isinstance(found[0], Capture)
        cache.keep("live", request(0), found[0])  # as after a 304
    done = pruned(tmp_path, Rule(older_than=timedelta(days=90)))
    assert done.captures == 1
    assert there(tmp_path) == [0, 2]
    assert len(kept.warcs(tmp_path)) == 3
    sound(tmp_path)


def test_an_original_stays_as_long_as_a_revisit_of_it(tmp_path: Path) -> None:
    keep(tmp_path, 0, at=NOON - timedelta(days=200), seed=7)
    keep(tmp_path, 1, at=NOON - timedelta(days=1), seed=7)
    with Cache(tmp_path, read_only=True) as cache:
        assert [each.type for each in entries(cache)] == ["response", "revisit"]
    pruned(tmp_path, Rule(older_than=timedelta(days=90)))
    assert there(tmp_path) == [0, 1]
    sound(tmp_path)
    with Cache(tmp_path) as cache:
        done = prune(cache, Rule(older_than=timedelta(days=90)), now=lambda: NOON + timedelta(days=100))
    assert done.captures == 2
    assert there(tmp_path) == []
    assert kept.warcs(tmp_path) == []


def test_the_oldest_go_until_the_size_is_met(tmp_path: Path) -> None:
    for number in range(6):
        keep(tmp_path, number, at=NOON - timedelta(days=number))
    done = pruned(tmp_path, Rule(max_size=70_000))
    assert there(tmp_path) == [0, 1, 2]
    assert sum(path.stat().st_size for path in kept.warcs(tmp_path)) == done.kept <= 70_000
    sound(tmp_path)
    pruned(tmp_path, Rule(max_size=0))
    assert there(tmp_path) == []
    assert kept.warcs(tmp_path) == []


def test_old_absences_go(tmp_path: Path) -> None:
    for number, days in enumerate((100, 10)):
        with Cache(tmp_path, now=lambda days=days: NOON - timedelta(days=days)) as cache:  # type: ignore[misc]
            cache.keep("live", request(number), Miss(request=request(number), reason=MissReason.NOT_ARCHIVED))
    done = pruned(tmp_path, Rule(older_than=timedelta(days=90)))
    assert (done.captures, done.absences) == (0, 1)
    assert there(tmp_path) == [1]
    sound(tmp_path)


def test_a_lost_index_brings_nothing_back(tmp_path: Path) -> None:
    for number, days in enumerate((200, 100, 10)):
        keep(tmp_path, number, at=NOON - timedelta(days=days))
    pruned(tmp_path, Rule(older_than=timedelta(days=90)))
    for path in tmp_path.glob("index.sqlite*"):
        path.unlink()
    Cache(tmp_path).close()
    assert there(tmp_path) == [2]
    sound(tmp_path)


def test_the_file_of_a_living_run_is_left_alone(tmp_path: Path) -> None:
    keep(tmp_path, 0, at=NOON - timedelta(days=200))
    with Cache(tmp_path, now=lambda: NOON - timedelta(days=200)) as living:
        living.keep("live", request(1), page(1, at=NOON - timedelta(days=200)))
        done = pruned(tmp_path, Rule(older_than=timedelta(days=90)))
        assert (done.captures, len(done.skipped)) == (1, 1)
        living.keep("live", request(2), page(2, at=NOON))
    assert there(tmp_path) == [1, 2]
    sound(tmp_path)


def test_a_damaged_file_is_left_alone(tmp_path: Path) -> None:
    keep(tmp_path, 0, at=NOON - timedelta(days=200))
    (path,) = kept.warcs(tmp_path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    done = pruned(tmp_path, Rule(older_than=timedelta(days=90)))
    assert done.captures == 0
    assert "damaged" in done.skipped[0]
    assert path.read_bytes() == bytes(data)


@pytest.mark.parametrize("what", ["asked again", "shared"])
def test_what_comes_into_use_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    keep(tmp_path, 0, at=NOON - timedelta(days=200))
    real = Index.replace

    def late(self: Index, *arguments: object) -> bool:
        monkeypatch.setattr(Index, "replace", real)
        with Cache(tmp_path, now=lambda: NOON) as other:
            if what == "asked again":
                found = other.get("live", request(0))
                assert found
                assert isinstance(found[0], Capture)
                other.keep("live", request(0), found[0])
            else:
                other.keep("live", request(1), page(1, seed=0))
        return real(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Index, "replace", late)
    with pytest.raises(VerifyError, match="used meanwhile"):
        pruned(tmp_path, Rule(older_than=timedelta(days=90)))
    assert 0 in there(tmp_path)
    sound(tmp_path)


@pytest.mark.parametrize("seed", [0, 1], ids=["the capture itself", "its body"])
def test_a_run_that_still_has_what_was_pruned_keeps_it_anew(tmp_path: Path, seed: int) -> None:
    keep(tmp_path, 0, at=NOON - timedelta(days=200))
    with Cache(tmp_path, now=lambda: NOON) as living:
        found = living.get("live", request(0))
        assert found
        assert isinstance(found[0], Capture)
        original = living.index.original
        if seed:  # it was found before the prune, and is used after it
            known = original(page(0).sha256, 20_000)
            living.index.original = lambda *_: known  # type: ignore[method-assign]
        pruned(tmp_path, Rule(max_size=0))
        number = seed and 3
        living.keep("live", request(number), page(3, seed=0) if seed else found[0])
    assert there(tmp_path) == [number]
    sound(tmp_path)


def test_two_do_not_prune_at_once(tmp_path: Path) -> None:
    keep(tmp_path, 0)
    with mending.lock(tmp_path) as mine, Cache(tmp_path) as cache:
        assert mine
        with pytest.raises(VerifyError, match="another process"):
            prune(cache, Rule(max_size=0))


_PRUNER = """
import os, signal, sys
from pathlib import Path
from datetime import UTC, datetime, timedelta
from verify.sources import prune, warc
from verify.sources.cache import Cache
from verify.sources.warc_index import Index
calls = 0
def dying(function):
    def called(*arguments, **named):
        global calls
        calls += 1
        if calls == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        try:
            return function(*arguments, **named)
        finally:
            calls += 1
            if calls == int(sys.argv[2]):
                os.kill(os.getpid(), signal.SIGKILL)
    return called
prune._copied = dying(prune._copied)
for name in ("doom", "replace", "doomed", "forget"):
    setattr(Index, name, dying(getattr(Index, name)))
Path.unlink = dying(Path.unlink)
prune.os.fsync = dying(prune.os.fsync)
with Cache(Path(sys.argv[1])) as cache:
    prune.prune(cache, prune.Rule(older_than=timedelta(days=90)), now=lambda: datetime(2026, 11, 21, 12, tzinfo=UTC))
"""


def test_kill_9_at_every_step_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    step = killed = 0
    while step == killed:
        step += 1
        folder = tmp_path / str(step)
        with Cache(folder, now=lambda: NOON - timedelta(days=200)) as cache:
            cache.keep("live", request(0), page(0, at=NOON - timedelta(days=200)))
        with Cache(folder) as cache:
            for number, days in ((1, 200), (2, 10)):
                at = NOON - timedelta(days=days)
                cache._now = lambda at=at: at  # type: ignore[misc]
                cache.keep("live", request(number), page(number, at=at))
        ran = subprocess.run([sys.executable, "-c", _PRUNER, str(folder), str(step)], check=False, timeout=60)
        killed += ran.returncode == -signal.SIGKILL
        sound(folder)
        assert there(folder) in ([0, 1, 2], [2])
        assert len(kept.warcs(folder)) == (2 if 0 in there(folder) else 1)
    assert ran.returncode == 0
    assert there(folder) == [2]
    assert killed > 10
