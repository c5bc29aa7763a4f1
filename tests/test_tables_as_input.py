"""A table of quotations as an input document: its rows are checked in the files that it names, and in no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from verify import Config, check
from verify.decisions import files_named_in
from verify.readers import read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "work"
    (inside / "books").mkdir(parents=True)
    (inside / "books" / "a.txt").write_text("He wrote that we will not leave the treaty, ever.", "utf-8")
    (tmp_path / "secret.txt").write_text("the secret words", "utf-8")
    table = (
        "id,quotation,source\n1,we will not leave the treaty,books/a.txt\n2,we will leave the treaty,books/a.txt\n"
        f"3,the secret words,../secret.txt\n4,the secret words,{tmp_path}/secret.txt\n5,any words,books/none.txt\n"
    )
    (inside / "t.csv").write_text(table, "utf-8")
    return inside


def test_rows_are_checked_in_the_files_beside_the_table(folder: Path, tmp_path: Path) -> None:
    report = check([folder / "t.csv"], config=Config(offline=True, cache=tmp_path / "cache"))
    verdicts = {
        finding.citation.reference.marker: str(finding.verdict)
        for finding in report.findings
        if finding.citation.reference
    }
    assert verdicts == {"1": "verbatim", "2": "altered", "3": "unchecked", "4": "unchecked", "5": "unchecked"}
    assert not report.problems
    places = [
        str(finding.citation.document.place(finding.citation.quotation.start))
        for finding in report.findings
        if finding.citation.quotation
    ]
    assert places == ["B2", "B3", "B4", "B5", "B6"]


def test_no_file_outside_the_folder_is_named(folder: Path) -> None:
    table = folder / "t.csv"
    document = read(table.read_bytes(), name=str(table))
    assert {decision.uri for decision in files_named_in(document)} == {(folder / "books" / "a.txt").as_uri()}
