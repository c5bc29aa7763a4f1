"""From what the user names to documents."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from verify import inputs
from verify.errors import InputError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        "docs/b.md",
        "docs/a.txt",
        "docs/deep/c.html",
        "docs/photo.png",
        "docs/.hidden/d.txt",
        "docs/odd.bin",
        "docs/~$b.docx",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    (tmp_path / "empty").mkdir()
    return tmp_path


def names(found: inputs.Inputs) -> list[str]:
    return [item.name for item in found.documents]


def test_a_folder_gives_its_documents_and_says_what_it_leaves_out(folder: Path) -> None:
    found = inputs.collect(["docs"])
    assert names(found) == ["docs/a.txt", "docs/b.md", "docs/odd.bin", "docs/deep/c.html"]
    assert found.notices == ("left out as no documents: 1 .png",)
    assert found.problems == ()


def test_each_document_comes_once(folder: Path) -> None:
    assert names(inputs.collect(["docs/b.md", "docs", "docs/*.md"])) == [
        "docs/b.md",
        "docs/a.txt",
        "docs/odd.bin",
        "docs/deep/c.html",
    ]


def test_globs(folder: Path) -> None:
    assert names(inputs.collect(["docs/**/*.html"])) == ["docs/deep/c.html"]
    assert inputs.collect(["docs/*.pdf"]).problems == ("docs/*.pdf: no file matches this pattern",)


def test_include_and_exclude_apply_to_folders_and_are_told(folder: Path) -> None:
    found = inputs.collect(["docs"], include=["*.md", "*.txt"], exclude=["docs/b*"])
    assert names(found) == ["docs/a.txt"]
    assert found.notices == ("left out by include/exclude: 4 files",)
    assert names(inputs.collect(["docs/b.md"], exclude=["docs/b*"])) == ["docs/b.md"]


def test_problems_are_one_line_each_and_the_rest_goes_on(folder: Path) -> None:
    found = inputs.collect(["docs/bb.md", "empty", "docs/a.txt"])
    assert names(found) == ["docs/a.txt"]
    assert found.problems == ("no such file: docs/bb.md. Did you mean docs/b.md?", "empty: no documents in this folder")


def test_addresses_and_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"bytes")))
    found = inputs.collect(["-", "https://example.org/a"], stdin_name="draft.md")
    assert [(item.name, item.data, item.url) for item in found.documents] == [
        ("draft.md", b"bytes", None),
        ("https://example.org/a", None, "https://example.org/a"),
    ]


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        inputs.load(inputs.Input(name="gone.txt", path=tmp_path / "gone.txt"))
