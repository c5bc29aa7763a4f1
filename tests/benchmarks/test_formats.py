"""The labelled files of other formats: every quotation is found as labelled, none beside, with the source given."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from verify import read_document
from verify.core.citations import extract
from verify.model import Check

FOLDER = Path(__file__).parents[2] / "benchmarks" / "data" / "extraction" / "formats"
LABELS = tomllib.loads((FOLDER / "labels.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", LABELS)
def test_labels(name: str) -> None:
    extraction = extract(read_document(FOLDER / name))
    addresses = {one.id: one.item.URL for one in extraction.references}
    joined = {one.quotation: addresses[one.reference] for one in extraction.joins}
    found = [
        (one.exact, joined.get(one.continues or one.id))
        for one in extraction.quotations
        if one.check is Check.REQUIRED and one.nested_in is None
    ]
    assert found == [(words, address) for words, _, address in LABELS[name]["quotations"]]


def test_every_file_is_labelled() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*LABELS, "labels.toml"}
