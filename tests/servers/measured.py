"""`python measured.py RECORD check …`: the command itself, with its own record of how long each fetch took and of its memory.

Only 127.0.0.1 may be asked; every other address that is not public is refused, as it is for users.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from verify.sources import addresses

_refusal = addresses.refusal
addresses.refusal = lambda address: None if address == "127.0.0.1" else _refusal(address)

from verify.cli import main  # noqa: E402  its sources take the refusal of addresses when they are imported
from verify.sources.live import Fetcher  # noqa: E402

_fetch = Fetcher.fetch
seconds: dict[str, float] = {}


def fetch(self: Fetcher, request, url, **more):
    started = time.monotonic()
    try:
        return _fetch(self, request, url, **more)
    finally:
        seconds[url] = max(seconds.get(url, 0.0), time.monotonic() - started)


Fetcher.fetch = fetch  # type: ignore[method-assign]


def most_kilobytes() -> int:
    """The most memory this program had. What getrusage tells is also that of the process it was forked from."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text("ascii"))[1])


def kilobytes_of_all() -> int:
    """The memory that this program and those it started have now, shared pages counted once; 0 where that is not told."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text("latin-1").rpartition(")")[2].split()[1])
    ours = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in ours} - ours:
        ours |= more
    total = 0
    for process in ours:
        with suppress(OSError, TypeError):
            text = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
            total += int(re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)[1])
    return total


seen = [0]


def watch() -> None:
    while True:
        seen.append(kilobytes_of_all())
        time.sleep(0.25)


threading.Thread(target=watch, daemon=True).start()


record = Path(sys.argv.pop(1))
try:
    main()
finally:
    record.write_text(json.dumps({"seconds": seconds, "megabytes": max(most_kilobytes(), *seen) / 1024}), "utf-8")
