"""Fifty runs killed with SIGKILL at any moment: the next run starts, uses what was captured, and every file is whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import pytest
from servers.site import Site
from sources import kept

from verify.sources import warc
from verify.sources.cache import Cache
from verify.sources.warc import CorruptError

RUNS = 50
PAGES = 8
WORDS = "The committee found 12 violations, and it said so in its report of 3 May."

# Loads everything once, then forks a run for each line, so that starting one takes no time.
_RUNS = """
import os, sys
from pathlib import Path
from verify import run
from verify.config import Config
import verify.sources.assembly, verify.sources.live, verify.sources.cache, verify.reading, verify.readers.markdown, verify.readers.html
import platformdirs, warcio.archiveiterator
while line := sys.stdin.readline():
    child = os.fork()
    if not child:
        config = Config(cache=Path(sys.argv[1]), archive=(), allow_private_addresses=True)
        report = run.check([line.strip()], config=config)
        verdicts = {str(finding.verdict) for finding in report.findings}
        os._exit(0 if verdicts == {"verbatim"} and not (report.bugs or report.problems) else 9)
    print(child, flush=True)
    sys.stdin.readline()
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Runner:
    """Runs of `verify check` with one cache."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _RUNS, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdin
        assert self._process.stdout
        self._in: IO[str] = self._process.stdin
        self._out: IO[str] = self._process.stdout

    def run(self, document: Path, kill_after: float | None = None) -> int:
        """The exit status of a run, or minus the signal that ended it."""
        self._in.write(f"{document}\n")
        self._in.flush()
        child = int(self._out.readline())
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(child, signal.SIGKILL)  # before the next line nobody reaps it, so the number is still its own
        self._in.write("\n")
        self._in.flush()
        return os.waitstatus_to_exitcode(int(self._out.readline()))

    def close(self) -> None:
        self._in.close()
        self._process.wait(20)
        self._out.close()


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    running = Runner(tmp_path / "cache")
    yield running
    running.close()


@pytest.fixture
def sites() -> Iterator[list[Site]]:
    """Several, because requests to one are spaced out."""
    with ExitStack() as stack:
        yield [stack.enter_context(Site()) for _ in range(PAGES)]


def document(sites: list[Site], folder: Path, name: str) -> Path:
    """A document with quotations from pages of its own, one on each site, each with a body of its own."""
    lines = []
    for number, site in enumerate(sites):
        noise = random.Random(f"{name} {number}").randbytes(15_000).hex()
        url = site.page(f"/{name}/{number}", f"<title>Page</title><p>{WORDS}</p><!--{noise}-->")
        lines.append(f"As [the paper]({url}) wrote: “{WORDS}”\n")
    path = folder / f"{name}.md"
    path.write_text("\n".join(lines), "utf-8")
    return path


def captured(files: Iterable[Path]) -> set[str]:
    """The addresses of the captures that stand whole in WARC files, whether the index knows them or not."""
    found: set[str] = set()
    for path in files:
        told = ""
        with path.open("rb") as file:
            for _, record in warc.members(file, path.name, 0):
                if record.type == "metadata":
                    told = record.headers["warc-concurrent-to"]
                elif record.record_id == told:
                    found.add(record.target)
    return found


def asked(sites: list[Site]) -> Counter[str]:
    """How often each address was asked for."""
    return Counter(site.url(path) for site in sites for _, path, _ in list(site.log))


def settled(sites: list[Site]) -> Counter[str]:
    """What was asked, once the requests that a killed run left behind are noted, too."""
    before, same = asked(sites), 0
    while same < 4:
        time.sleep(0.02)
        now = asked(sites)
        before, same = now, same + 1 if now == before else 0
    return before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_fifty_runs_killed_at_any_moment(sites: list[Site], runner: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    long = 0.0
    for name in ("first", "second", "third"):
        began = time.monotonic()
        assert runner.run(document(sites, tmp_path, name)) == 0
        long = time.monotonic() - began
    chance = random.Random(50)
    killed = partly = 0
    for number in range(RUNS):
        path = document(sites, tmp_path, f"run-{number}")
        older = set(kept.warcs(folder))
        ended = runner.run(path, kill_after=chance.uniform(0, long))
        assert ended in (0, -signal.SIGKILL)
        killed += ended != 0
        before = settled(sites)
        mine = captured(set(kept.warcs(folder)) - older)
        partly += 0 < len(mine) < PAGES
        assert runner.run(path) == 0
        after = asked(sites)
        assert [each for each in mine if after[each] != before[each]] == []
        assert all(count <= before[each] + 1 for each, count in after.items())
    assert killed >= RUNS // 2
    assert partly >= 3, "no run was killed in the middle of its captures"
    kept.checked(*kept.warcs(folder))
    with Cache(folder) as cache:
        rows = [cache.index.record(name) for (name,) in cache.index.rows("select record_id from record")]
        for row in rows:
            assert row is not None
            try:
                cache.payload(row)
            except CorruptError as error:
                pytest.fail(str(error))
        targets = Counter(row.target for row in rows if row)
    assert len(targets) == PAGES * (RUNS + 3)
    assert max(targets.values()) == 1  # what was captured before the kill was not captured again
