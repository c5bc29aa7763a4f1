"""What is told of a page that is not indexed is what its index would tell."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify import readers
from verify.core import damage, glance, one_place
from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.core.quoted_words import tokenise_quotation
from verify.core.readings import ask
from verify.core.tokens import tokenise
from verify.core.words import _words_of_sample, words_of
from verify.model import Document, Region, RegionKind, Verdict

PAGES = sorted(Path(__file__).parent.glob("pages/*.html"))
PASSAGE = "The surveyor asked the harbour commission to see the accounts of the northern lighthouse before the flood"
FILLER = (
    "Nothing in this line resembles the rest, for it speaks of orchards, of bees and of the first apples in June.\n"
)


def indexed(document):
    source = SourceText(document)
    source.running()
    return source


def changes(words):
    parts = words.split()
    yield words
    yield words.replace("'", "’").replace('"', "”")
    yield words.replace("’", "'").replace("–", "-")
    yield words.upper()
    yield words[:1].swapcase() + words[1:] + "."
    yield " ".join([*parts[:3], "…", *parts[-3:]])
    yield " ".join(["[sic]" if i == len(parts) // 2 else part for i, part in enumerate(parts)])
    yield " ".join(["elephant" if i == len(parts) // 2 else part for i, part in enumerate(parts)])
    yield " ".join([*parts[: len(parts) // 2], "not", *parts[len(parts) // 2 :]])
    yield " ".join(reversed(parts))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_that_is_not_indexed_is_judged_alike(path, monkeypatch):
    document = readers.read(path.read_bytes(), name=path.name, media_type="text/html")
    rng = random.Random(path.name)
    lines = [line for line in document.text.split("\n") if len(line.split()) > 3]
    for line in rng.sample(lines, min(20, len(lines))):
        words = line.split()
        start = rng.randrange(len(words))
        for quotation in changes(" ".join(words[start : start + rng.choice((4, 9, 25))])):
            seen = judge(quotation, SourceText(document))
            with monkeypatch.context() as whole:
                whole.setattr(glance, "may_touch", lambda *_: True)
                assert seen == judge(quotation, indexed(document)), quotation


def page(*parts):
    """A document of pieces of text, each with its kind of region or None."""
    regions, text = [], ""
    for kind, part in parts:
        if kind is not None:
            regions.append(Region(kind=kind, start=len(text), end=len(text) + len(part)))
        text += part
    return Document(name="page", media_type="text/html", text=text, sha256="0" * 64, regions=tuple(regions))


NAVIGATION, ASIDE, HIDDEN = RegionKind.NAVIGATION, RegionKind.ASIDE, RegionKind.HIDDEN
HALVES = PASSAGE[:50], PASSAGE[50:]
NOT = "It is not true that "
LAYOUTS = {
    "in the middle": page((None, FILLER * 40 + PASSAGE + ".\n" + FILLER * 40)),
    "at the beginning": page((None, PASSAGE + ".\n" + FILLER * 40)),
    "at the end": page((None, FILLER * 40 + PASSAGE)),
    "behind a long menu": page((None, "Report\n"), (NAVIGATION, FILLER * 30), (None, PASSAGE + ".\n" + FILLER * 30)),
    "before a long box": page((None, FILLER * 9 + PASSAGE), (ASIDE, "\n" + FILLER * 30), (None, FILLER * 9)),
    "denied in front of a box": page((None, FILLER * 9 + NOT), (ASIDE, FILLER * 30), (None, PASSAGE + ".\n" + FILLER)),
    "denied in front of a box of a long page": page(
        (None, FILLER * 200 + NOT), (ASIDE, FILLER * 30), (None, PASSAGE + ".\n" + FILLER * 30)
    ),
    "in the heading of a long page and, in other signs, in its text": page(
        (None, FILLER * 200),
        (RegionKind.HEADING, PASSAGE),
        (None, "\n" + PASSAGE.replace(" ", "\n", 9) + ".\n" + FILLER),
    ),
    "denied in a long page and, in other signs, told": page(
        (None, FILLER * 200 + NOT + PASSAGE + ".\n" + FILLER * 30 + PASSAGE.replace(" the ", " the\u00a0") + ".\n")
    ),
    "in a menu too": page((NAVIGATION, PASSAGE + "\n"), (None, FILLER * 20 + PASSAGE + ".\n" + FILLER * 20)),
    "in a menu alone": page((NAVIGATION, PASSAGE + "\n"), (None, FILLER * 40)),
    "in a box alone": page((None, FILLER * 40), (ASIDE, PASSAGE + "\n"), (None, FILLER * 9)),
    "hidden": page((None, FILLER * 40), (HIDDEN, PASSAGE + "\n")),
    "half in a box": page((None, FILLER * 30 + HALVES[0]), (ASIDE, HALVES[1] + "\n"), (None, FILLER * 9)),
    "half hidden": page((None, FILLER * 30 + HALVES[0]), (HIDDEN, HALVES[1]), (None, ".\n" + FILLER * 9)),
    "around a box": page((None, FILLER * 9 + HALVES[0]), (ASIDE, FILLER * 40), (None, HALVES[1] + ".\n" + FILLER * 9)),
    "around what is hidden": page((None, FILLER * 9 + HALVES[0]), (HIDDEN, FILLER * 40), (None, HALVES[1] + ".\n")),
    "half in one box, half in the next": page(
        (None, FILLER * 30), (ASIDE, HALVES[0]), (HIDDEN, FILLER * 20), (ASIDE, HALVES[1]), (None, FILLER * 9)
    ),
    "twice": page((None, FILLER * 20 + PASSAGE + ".\n" + FILLER * 9 + NOT + PASSAGE + ".\n" + FILLER * 20)),
    "nowhere": page((None, FILLER * 40), (ASIDE, FILLER * 3), (HIDDEN, FILLER)),
}


@pytest.mark.parametrize("document", LAYOUTS.values(), ids=LAYOUTS.keys())
@pytest.mark.parametrize("quotation", [*changes(PASSAGE), *HALVES], ids=str)
def test_boxes_and_hidden_text_change_nothing(document, quotation, monkeypatch):
    seen = judge(quotation, SourceText(document))
    monkeypatch.setattr(glance, "may_touch", lambda *_: True)
    assert seen == judge(quotation, indexed(document))


@pytest.mark.parametrize(
    "name", ["in the middle", "at the beginning", "at the end", "behind a long menu", "in a menu too"]
)
def test_words_that_stand_once_need_no_index(name):
    source = SourceText(LAYOUTS[name])
    assert judge(PASSAGE, source).verdict is Verdict.VERBATIM
    assert not source.prepared


def test_what_stands_twice_needs_the_index():
    source = SourceText(LAYOUTS["twice"])
    assert not one_place.only_place(ask(PASSAGE, (), None), source)


def test_boxes_without_the_words_are_not_looked_into():
    source = SourceText(LAYOUTS["nowhere"])
    assert judge(PASSAGE, source).verdict is Verdict.ABSENT
    asked = ask(PASSAGE, (), None)
    assert not glance.may_touch(asked, source, source.beside, source.hidden)
    for name in ("in a box alone", "half in a box", "half in one box, half in the next"):
        other = SourceText(LAYOUTS[name])
        assert glance.may_touch(asked, other, other.beside, other.hidden), name


@given(st.text(st.sampled_from("ab1058| .,\n\u00a0é-еو'’"), max_size=80))
def test_short_cuts_give_what_the_long_way_gives(text):
    assert damage._impossible(text) == [found.group() for found in damage.IMPOSSIBLE.finditer(text)]
    assert list(_words_of_sample(text)) == words_of(text)
    words = tokenise(text)
    assert tokenise_quotation(text) == (words.hash.tolist(), words.start.tolist(), words.end.tolist())
