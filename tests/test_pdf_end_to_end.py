"""Whole runs with PDFs on a site on loopback: what is cited is found with its page, and a scan is never an accusation."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pdfs import Sheet, pages, scanned
from servers.site import Site
from servers.wayback import FakeArchive

TOWN = "Several of them had warned the municipality during the preceding summer, and nobody at all had answered their letters."


def report_of_three(sheet: Sheet, number: int) -> None:
    sheet.line(72, 800, "THE NORTHERN REVIEW", size=9)
    sheet.line(500, 800, str(number), size=9)
    y = sheet.column(72, 760, 440, f"Page {number} begins here. {TOWN.replace('preceding', f'{number}th')} And so on.")
    if number == 2:
        y = sheet.column(
            72, y, 440, "The collapse killed fifty people at dawn, and the province mourned them for a week."
        )
        sheet.line(
            72, y, "The engineers wrote that the bridge had not been inspected by anybody since the very", wide=440
        )
    if number == 3:
        sheet.column(72, 700, 440, "A third page holds nothing that anybody ever quoted.")


def split_report(sheet: Sheet, number: int) -> None:
    """A sentence that begins at the foot of one page and ends at the head of the next, below the running head."""
    sheet.line(72, 800, "THE NORTHERN REVIEW", size=9)
    sheet.line(500, 800, str(number), size=9)
    if number == 1:
        y = sheet.column(72, 760, 440, TOWN)
        sheet.line(72, y, "The engineers wrote that the bridge had never been inspected by anybody from the", wide=440)
    else:
        sheet.column(72, 760, 440, "ministry since the year in which it was opened. " + TOWN)


def partly_scanned() -> bytes:
    from io import BytesIO

    from PIL import Image, ImageDraw
    from reportlab.lib.utils import ImageReader

    picture = Image.new("L", (425, 600), 245)
    pen = ImageDraw.Draw(picture)
    for row in range(50, 550, 12):
        pen.rectangle((45, row, 370, row + 4), fill=40)
    kept = BytesIO()
    picture.save(kept, "PNG")

    def draw(sheet: Sheet, number: int) -> None:
        if number == 1:
            sheet.column(72, 760, 440, f"{TOWN} " * 6)
        else:
            sheet.canvas.drawImage(ImageReader(kept), 0, 0, 595, 842)

    return pages(2, draw)


@pytest.fixture
def run(site: Site, fake_archive: FakeArchive, tmp_path: Path) -> dict[str, Any]:
    """The report on one document that quotes three PDFs."""
    files = {
        "report": pages(3, report_of_three),
        "split": pages(2, split_report),
        "scan": scanned(count=2),
        "partly": partly_scanned(),
    }
    urls = {name: site.page(f"/{name}.pdf", data, media_type="application/pdf") for name, data in files.items()}
    quoted = [
        ("report", "The collapse killed fifty people at dawn, and the province mourned them for a week."),
        ("report", "The collapse killed eighty people at dawn, and the province mourned them for a week."),
        ("report", "Nobody in the capital had ever seen such clouds of yellow butterflies over the harbour."),
        (
            "split",
            "the bridge had never been inspected by anybody from the ministry since the year in which it was opened",
        ),
        ("scan", "Nobody in the capital had ever seen such clouds of yellow butterflies over the harbour."),
        ("partly", "Nobody in the capital had ever seen such clouds of yellow butterflies over the harbour."),
        ("partly", "had warned the municipality during the preceding summer"),
        (
            "partly",
            "had warned the municipality during the preceding winter, and nobody at all had answered their letters",
        ),
    ]
    names = list(files)
    text = "".join(f"Ann Smith wrote: “{words}” [{names.index(name) + 1}]\n\n" for name, words in quoted)
    entries = "".join(
        f'{number}. Smith, Ann (3 May 2013). "The {name}". The Herald. {urls[name]}\n'
        for number, name in enumerate(names, 1)
    )
    path = tmp_path / "draft.txt"
    path.write_text(f"{text}References\n\n{entries}", "utf-8")
    command = [
        sys.executable,
        "-m",
        "verify",
        "check",
        str(path),
        "--cache",
        str(tmp_path / "cache"),
        "--archive",
        fake_archive.base,
    ]
    command += [
        "--allow-private-addresses",
        "-f",
        "json",
        "-o",
        "-",
        "-f",
        "html",
        "-o",
        "report.html",
        "-f",
        "terminal",
        "-o",
        "report.txt",
    ]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=120, check=False)
    assert ran.returncode == 1, ran.stderr
    report: dict[str, Any] = json.loads(ran.stdout)
    return {
        "json": report,
        "html": (tmp_path / "report.html").read_text(),
        "text": (tmp_path / "report.txt").read_text(),
        "urls": urls,
    }


def test_words_in_pdfs(run: dict[str, Any]) -> None:
    findings = run["json"]["findings"]
    told = [(found["verdict"], found["reason"], found["flags"]) for found in findings]
    assert told == [
        ("verbatim", None, []),
        ("altered", None, []),
        ("absent", None, []),
        ("verbatim", None, []),
        ("unchecked", "not-text", []),
        ("unchecked", "not-text", []),
        ("verbatim", None, []),
        ("altered", None, ["partly-read"]),
    ]
    matches = [found["evidence"][0]["match"] for found in findings]
    assert [match and match["page"] for match in matches] == [2, 2, None, 1, None, None, 1, 1]
    assert findings[0]["evidence"][0]["link"] == f"{run['urls']['report']}#page=2"
    assert "a PDF without text: its 2 pages are pictures" in findings[4]["summary"]
    assert "page 2 of 2: without a text layer" in findings[5]["summary"]


def test_reports_name_the_page(run: dict[str, Any]) -> None:
    words = " ".join(run["text"].split())
    assert "live page of " in words
    assert ", p. 2" in words
    assert ", p. 2" in run["html"]
    assert "#page=2" in run["html"]
    assert ", pp. 1–2" in run["html"]
