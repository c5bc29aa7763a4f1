"""Every behaviour of the fault server in one run: each finding is the one of the table, in bounded time and memory.

The table is `servers/behaviours.toml`; docs/faults.md shows it. UPDATE_GOLDEN=1 rewrites the page.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from servers.site import ARTICLE, BEHAVIOURS, SENTENCE, Site
from servers.wayback import FakeArchive

HERE = Path(__file__).parent
ROOT = HERE.parent
TABLE: dict[str, Any] = tomllib.loads((HERE / "servers/behaviours.toml").read_text("utf-8"))
ROWS: dict[str, list[str]] = TABLE["behaviour"]
MISSING = "The treasurer conceded that four invoices had never been sent to the auditors"
TIMEOUT = 6
MOST_MEGABYTES = 300
# Behaviours that need a server of their own kind, or none.
OTHERS = ("tls-untrusted", "tls-on-plain", "nothing-listens", "private-address", "metadata-address")


@dataclass(frozen=True)
class Run:
    """What the one run gave: for each behaviour the findings on words that are there and on words that are not."""

    findings: dict[tuple[str, bool], dict[str, Any]]
    seconds: dict[str, float]
    megabytes: float


def words(name: str) -> str:
    found: str = TABLE["words"].get(name, SENTENCE)
    return found


def said(finding: dict[str, Any]) -> str:
    """`verdict (reason), availability`, as the table writes it."""
    reason = f" ({finding['reason']})" if finding["reason"] else ""
    return f"{finding['verdict']}{reason}, {finding['availability']}"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("faults")
    with ExitStack() as stack:
        archive = stack.enter_context(FakeArchive())
        addresses = {name: address(name, stack) for name in ROWS}
        draft = folder / "draft.txt"
        draft.write_text(document(addresses), "utf-8")
        record = folder / "record.json"
        command = [sys.executable, str(HERE / "servers/measured.py"), str(record), "check", str(draft), "-f", "json"]
        options = ["--cache", str(folder / "cache"), "--archive", archive.base, "--timeout", str(TIMEOUT)]
        ran = subprocess.run([*command, *options], capture_output=True, text=True, cwd=folder, timeout=400, check=False)
    assert "Traceback" not in ran.stderr, ran.stderr
    report = json.loads(ran.stdout)
    (document_read,) = report["documents"]
    urls = {reference["id"]: reference["item"]["URL"] for reference in document_read["references"]}
    quoted = {quotation["id"]: quotation["exact"] for quotation in document_read["quotations"]}
    names = {url: name for name, url in addresses.items()}
    findings = {
        (names[urls[finding["reference"]]], quoted[finding["quotation"]].rstrip(".") != MISSING): finding
        for finding in report["findings"]
        if finding["quotation"]
    }
    measured = json.loads(record.read_text("utf-8"))
    return Run(findings, measured["seconds"], measured["megabytes"])


def address(name: str, stack: ExitStack) -> str:
    """Each behaviour has a host of its own, as it would on the web: what a host asks of us is asked for all of it."""
    fixed = {
        "private-address": "http://10.0.0.1/report",
        "metadata-address": "http://169.254.169.254/latest/meta-data/",
    }
    if name in fixed:
        return fixed[name]
    site = stack.enter_context(Site(tls=name == "tls-untrusted"))
    for path in ("/index.html", "/b/", "/search", "/account/login", "/errors/404.html"):
        site.page(path, ARTICLE.replace("Committee report", "The Herald").replace(SENTENCE, "The weather was fine"))
    site.page(
        "/cookie-wall", "<title>The Herald</title><p>We and our partners store cookies.</p><button>Accept all</button>"
    )
    site.everywhere = name if name in TABLE["everywhere"] else None
    if name == "nothing-listens":
        site.__exit__()
    if name == "tls-on-plain":
        return site.url("/b/ok").replace("http:", "https:")
    return site.url("/b/ok" if name in OTHERS else f"/b/{name}")


def document(addresses: dict[str, str]) -> str:
    body, entries = [], []
    for number, (name, url) in enumerate(addresses.items(), 1):
        body.append(f"Ann Smith wrote: “{words(name)}”. [{number}]\n\nTom Jones added: “{MISSING}”. [{number}]\n\n")
        entries.append(
            f'  {number}. Smith, Ann (3 May 2013). "Committee report on the bridge". The Herald. {url} Retrieved 20 December 2013.\n'
        )
    return f"The report\n\n{''.join(body)}References\n\n{''.join(entries)}"


def test_the_table_names_every_behaviour() -> None:
    assert set(ROWS) == {*BEHAVIOURS, *OTHERS}
    assert len(ROWS) >= 60
    assert set(TABLE["everywhere"]) | set(TABLE["words"]) <= set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_each_behaviour_has_its_finding(run: Run, name: str) -> None:
    _, there, missing = ROWS[name]
    assert said(run.findings[name, True]) == there, run.findings[name, True]["summary"]
    assert said(run.findings[name, False]) == missing, run.findings[name, False]["summary"]


@pytest.mark.parametrize("name", ROWS)
def test_each_finding_says_why(run: Run, name: str) -> None:
    for there in (True, False):
        finding = run.findings[name, there]
        assert finding["summary"]
        if finding["verdict"] == "unchecked":
            assert any(item["detail"] for item in finding["evidence"]) or finding["reason"] == "language"


def test_no_source_takes_more_than_its_time(run: Run) -> None:
    assert len(run.seconds) > len(ROWS)
    slow = {url: took for url, took in run.seconds.items() if took > 1.1 * TIMEOUT}
    assert not slow


def test_all_of_them_together_stay_below_the_limit_of_memory(run: Run) -> None:
    assert run.megabytes < MOST_MEGABYTES


def test_the_documents_show_the_table() -> None:
    page = ROOT / "docs/faults.md"
    head, mark, _ = page.read_text("utf-8").partition("<!-- the table is made from tests/servers/behaviours.toml -->\n")
    assert mark
    rows = "".join(f"| `{name}` | {does} | {there} | {missing} |\n" for name, (does, there, missing) in ROWS.items())
    made = f"{head}{mark}\n| behaviour | what it does | words that are there | words that are not |\n|---|---|---|---|\n{rows}"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        page.write_text(made, "utf-8")
    assert page.read_text("utf-8") == made
