"""The nouns: places in long texts, and the references of a quotation."""

from __future__ import annotations

import inspect
import pickle
import pkgutil
from importlib import import_module

import pytest

from verify import model
from verify.model import Anchor, Check, Document, Extraction, Join, Quotation

LINES = [f"line {number} " + "x" * (number % 50) for number in range(3000)]
TEXT = "\n".join(LINES)


@pytest.mark.parametrize("anchors", [(), (Anchor(start=0, line=5, column=3), Anchor(start=60_000, line=70, column=9))])
@pytest.mark.parametrize("offset", [0, 7, 19_999, 20_000, 20_001, 59_999, 60_000, 60_005, 81_000, len(TEXT)])
def test_a_place_is_counted_from_the_anchor_before_it(anchors, offset):
    document = Document(name="long", media_type="text/plain", text=TEXT, sha256="", anchors=anchors)
    anchor = max(
        (one for one in anchors if one.start <= offset),
        key=lambda one: one.start,
        default=Anchor(start=0, line=1, column=1),
    )
    between = TEXT[anchor.start : offset]
    column = len(between.rpartition("\n")[2]) + (1 if "\n" in between else anchor.column)
    place = document.place(offset)
    assert (place.line, place.column) == (anchor.line + between.count("\n"), column)


def test_the_references_of_a_quotation_come_in_the_order_of_the_joins():
    quotation = Quotation(id="q1", exact="words", start=0, end=5, check=Check.REQUIRED)
    joins = [("q2", "r1"), ("q1", "r3"), ("q1", "r2")]
    extraction = Extraction(
        document=Document(name="d", media_type="text/plain", text="words", sha256=""),
        quotations=(quotation,),
        references=(),
        joins=tuple(Join(quotation=one, reference=other, rule="") for one, other in joins),
        citations=(),
    )
    assert extraction.references_of(quotation) == ("r3", "r2")


def test_every_noun_is_imported_from_one_place():
    modules = [import_module(found.name) for found in pkgutil.iter_modules(model.__path__, "verify.model.")]
    nouns = {
        name
        for module in modules
        for name, noun in inspect.getmembers(module, inspect.isclass)
        if noun.__module__ == module.__name__ and not name.startswith("_")
    }
    assert len(modules) > 5
    assert {*nouns, "Answer"} == set(model.__all__)
    assert all(hasattr(model, name) for name in model.__all__)


@pytest.mark.parametrize("name", [name for name in model.__all__ if name != "Answer"])
def test_a_noun_goes_to_another_process_and_back(name):
    noun = getattr(model, name)
    assert pickle.loads(pickle.dumps(noun)) is noun
