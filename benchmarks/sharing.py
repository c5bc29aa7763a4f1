"""Several processes share one evidence cache and one archive's limits: is anything lost, doubled, corrupt or too much?

    python benchmarks/sharing.py                  # 8 processes for 5 seconds
    python benchmarks/sharing.py --long           # for a minute
    python benchmarks/sharing.py --processes 4 --seconds 20

A site and an archive on the loopback interface count what they are asked. Each process has 8 threads that ask for pages
of the site, mostly the same as the others ask for, and for captures of the archive, within the limits that the Internet
Archive publishes. Then everything is held against everything: answers, server logs, index, WARC files.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
THREADS = 8
CAPTURES = 4000  # of the archive: more than may be asked for in a minute
STAMP = "20131220101112"
LIMITS = {"replay": (8, 1.0), "index": (24, 60.0)}  # as the Internet Archive publishes them, at 80 %


def body(name: str) -> bytes:
    """The page of that name: between 2 and 60 KB, every tenth the same as nine others."""
    seed = random.Random(name)
    if seed.random() < 0.1:
        seed = random.Random(f"shared {seed.randrange(10)}")
    return b"<p>" + seed.randbytes(seed.randrange(2_000, 60_000)).replace(b"<", b"_") + b"</p>"


@dataclass
class Shared:
    """What happened. `faults` is empty when all is well."""

    processes: int
    seconds: float
    answers: int = 0
    fetched: int = 0
    archived: int = 0
    records: int = 0
    files: int = 0
    most: dict[str, int] = field(default_factory=dict)  # requests to the archive in any stretch of the limit
    faults: list[str] = field(default_factory=list)


def share(folder: Path, *, processes: int = 8, seconds: float = 5.0, pages: int = 100_000) -> Shared:
    """Run the processes and hold everything against everything."""
    sys.path.insert(0, str(ROOT / "tests"))
    from servers.captures import Kept
    from servers.site import Handler, Site
    from servers.wayback import FakeArchive

    done = Shared(processes, seconds)
    with Site() as site, FakeArchive() as archive:

        class Pages(dict[str, Any]):
            def get(self, path: str, _: object = None) -> object:
                return lambda handler: Handler.answer(handler, 200, body(path.strip("/")))

        site.pages = Pages()
        archive.of = lambda url: [Kept(url, STAMP, body(url.rpartition("/")[2]))]  # type: ignore[method-assign]
        running = [
            subprocess.Popen(
                [
                    *(sys.executable, __file__, "--work", str(folder), archive.base, site.base),
                    *(str(seconds), str(number), str(pages)),
                ],
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, "PYTHONPATH": str(ROOT)},  # this tree's code, whichever is installed
            )
            for number in range(processes)
        ]
        told = [(process.communicate()[0], process.returncode) for process in running]
        asked = Counter(path for _, path, _ in site.log)
        arrived = list(zip(archive.log, archive.moments, strict=True))
    records: dict[str, set[str]] = {}
    for output, code in told:
        if code:
            done.faults.append(f"a process ended with code {code}")
            continue
        work = json.loads(output)
        done.answers += work["answers"]
        done.faults += work["faults"]
        for url, name in work["records"]:
            records.setdefault(url, set()).add(name)
    done.fetched, done.archived = sum(asked.values()), len(arrived)
    done.faults += [f"{path} was asked for {count} times" for path, count in asked.items() if count > 1]
    done.faults += [f"{url} has {len(names)} records" for url, names in records.items() if len(names) > 1]
    for kind, (count, stretch) in LIMITS.items():
        moments = sorted(moment for path, moment in arrived if path.startswith("/cdx") == (kind == "index"))
        most = max((sum(at <= each < at + stretch for each in moments) for at in moments), default=0)
        done.most[kind] = most
        if most > count:
            done.faults.append(f"{most} requests of the archive's {kind} in {stretch:g} s, and {count} are allowed")
    _audit(folder, records, done)
    return done


def _audit(folder: Path, records: dict[str, set[str]], done: Shared) -> None:
    """Every record that was told is there, once, with its bytes, in files that are whole."""
    from warcio.archiveiterator import ArchiveIterator

    from verify.sources.cache import Cache

    with Cache(folder) as cache:
        rows = {str(name) for (name,) in cache.index.rows("select record_id from record")}
        told = {name for names in records.values() for name in names}
        done.faults += [f"{name} is lost" for name in sorted(told - rows)]
        done.records = len(rows)
        for name in rows:
            row = cache.index.record(name)
            assert row is not None
            if sha256(cache.payload(row)).hexdigest() != row.payload:
                done.faults.append(f"{name} is corrupt")
    written: Counter[str] = Counter()
    files = sorted(folder.glob("*.warc.gz"))
    for path in files:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.raw_stream.read()
                if record.rec_type in ("response", "revisit"):
                    written[str(record.rec_headers["WARC-Record-ID"])] += 1
    done.files = len(files)
    done.faults += [f"{name} is written {count} times" for name, count in written.items() if count > 1]
    done.faults += [f"{name} is in no row" for name in set(written) - rows]
    done.faults += [f"{name} is in no file" for name in rows - set(written)]
    if done.records == 0:
        done.faults.append("nothing was kept")


def work(folder: Path, archive: str, site: str, seconds: float, number: int, pages: int) -> None:
    """One of the processes."""
    from verify.model import Answer, Capture, Request
    from verify.ports import Source
    from verify.sources.cache import Cache
    from verify.sources.cached import Cached
    from verify.sources.live import Fetcher, Live
    from verify.sources.wayback import Wayback

    fetcher = Fetcher(allow_private_addresses=True)
    faults: list[str] = []
    records: list[tuple[str, str]] = []
    until = time.monotonic() + seconds
    answers = 0
    lock = threading.Lock()
    with Cache(folder) as cache:
        live = Cached(Live(fetcher), cache, scope="live")

        def wrap(inner: Source) -> Source:
            return Cached(inner, cache, scope=archive)

        wayback = Wayback(
            archive, fetcher, limited=True, stands_in=True, wrap=wrap, turns=cache.turn, landed=cache.landed
        )

        def ask(thread: int) -> None:
            nonlocal answers
            chance = random.Random(f"{number} {thread}")
            at = 0
            while time.monotonic() < until:
                at = min(at + chance.choice((0, 0, 1, 1, 2)), pages)
                answer: Answer
                if thread == 0:  # the limits make it wait most of the time
                    name = f"captured-{chance.randrange(CAPTURES)}"
                    uri = f"http://example.org/{name}"
                    answer = wayback.get(Request(uri_r=uri, uri_m=f"{archive}/web/{STAMP}/{uri}"))
                else:
                    name = f"page-{max(0, at - chance.randrange(20))}"
                    uri = f"{site}/{name}"
                    answer = live.get(Request(uri_r=uri))
                with lock:
                    answers += 1
                    if not isinstance(answer, Capture) or answer.record is None:
                        faults.append(f"{name}: {answer}")
                    elif answer.body != body(name):
                        faults.append(f"{name} has the body of something else")
                    else:
                        records.append((uri, answer.record.record_id))

        threads = [threading.Thread(target=ask, args=(thread,)) for thread in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        faults += cache.problems
    fetcher.close()
    print(json.dumps({"answers": answers, "faults": faults, "records": sorted(set(records))}))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--long", action="store_true", help="a minute")
    parser.add_argument("--work", nargs=6, metavar="X", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        folder, archive, site, seconds, number, pages = given.work
        work(Path(folder), archive, site, float(seconds), int(number), int(pages))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        done = share(Path(folder), processes=given.processes, seconds=60.0 if given.long else given.seconds)
    most = ", ".join(
        f"{count} of {LIMITS[kind][0]} {kind} in {LIMITS[kind][1]:g} s" for kind, count in done.most.items()
    )
    print(
        f"{done.processes} processes, {done.seconds:g} s: {done.answers:,} answers, {done.fetched:,} pages fetched once each,"
    )
    print(f"{done.archived:,} requests to the archive (most: {most}), {done.records:,} records in {done.files} files")
    for fault in done.faults[:20]:
        print(f"FAULT {fault}")
    print(f"{len(done.faults)} faults")
    return 1 if done.faults else 0


if __name__ == "__main__":
    sys.exit(main())
