"""Each service's dialect, without a server: what is asked, what is made of an answer, and of answers of any shape."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verify.core.agreement import choose
from verify.model import (
    Answer,
    Candidate,
    Capture,
    Item,
    Miss,
    MissReason,
    Name,
    Reference,
    ReferenceKind,
    Request,
)
from verify.resolvers import RESOLVERS, opened

BOOK = Item(type="book", title="Self-Sacrifice: Life with the Iranian Mojahedin", author=(Name(family="Stevenson"),))
PAPER = Item(type="article-journal", title="Graph kernels for words", author=(Name(family="Smith"),), issued="2013")
STORY = Item(
    type="article-newspaper", title="Dozens killed in camp raid", container_title="The Guardian", issued="2013-09-01"
)


@dataclass
class Answers:
    """A source that answers with what a function makes of the address."""

    make: Callable[[str], Any]
    asked: list[str] = field(default_factory=list)

    def get(self, request: Request) -> Answer:
        self.asked.append(request.uri_m or request.uri_r)
        made = self.make(self.asked[-1])
        if isinstance(made, MissReason):
            return Miss(request=request, reason=made, detail="no")
        kind = "text/html" if isinstance(made, bytes) else "application/json"
        body = made if isinstance(made, bytes) else json.dumps(made).encode()
        return Capture(
            request=request,
            uri_r=request.uri_r,
            retrieved=datetime(2026, 1, 1, tzinfo=UTC),
            media_type=kind,
            sha256="",
            body=body,
        )


def asked(name: str, item: Item, make: Callable[[str], Any]) -> tuple[list[Candidate | Miss], list[str]]:
    source = Answers(make)
    reference = Reference(id="r1", kind=ReferenceKind.NUMBERED, raw="", start=0, end=0, item=item)
    return list(opened(name, "desk@example.org").resolver.resolve(reference, source)), source.asked


def query(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def test_mediawiki_asks_the_search_and_then_the_text() -> None:
    def wiki(address: str) -> Any:
        if "list=search" in address:
            return {"query": {"search": [{"pageid": 7, "title": "Camp"}, {"pageid": "8"}, {"title": "no number"}]}}
        text = "<ref>{{cite news|title=Dozens killed in camp raid|url=https://g.example/1|date=1 September 2013}}</ref>"
        return {"query": {"pages": [
            {"pageid": 7, "title": "Camp", "revisions": [{"revid": 99, "slots": {"main": {"content": text}}}]},
            {"pageid": 8, "title": "Gone", "missing": True},
        ]}}  # fmt: skip

    found, addresses = asked("mediawiki", STORY, wiki)
    (candidate,) = found
    assert isinstance(candidate, Candidate)
    assert (candidate.origin, candidate.where) == ("mediawiki rev 99", "Camp (en.wikipedia.org)")
    assert (candidate.item.URL, candidate.item.issued) == ("https://g.example/1", "2013-09-01")
    search, text = map(query, addresses)
    assert search["srsearch"] == ['insource:"Dozens killed in camp raid"']
    assert (text["pageids"], text["rvslots"], text["formatversion"]) == (["7|8"], ["main"], ["2"])


def test_crossref_dates_names_and_markup() -> None:
    work = {
        "DOI": "10.5555/A<b>", "title": ["Graph <i>kernels</i>\n for words"], "subtitle": ["A study"],
        "type": "journal-article", "author": [{"family": "Smith", "given": "A."}, {"name": "The Group"}, {}],
        "issued": {"date-parts": [[None]]}, "published-print": {"date-parts": [[2013, 4]]},
        "published-online": {"date-parts": [[2012, 11, 3]]}, "container-title": ["Journal of Words"],
    }  # fmt: skip
    found, (address,) = asked("crossref", PAPER, lambda _: {"status": "ok", "message": {"items": [work, {}]}})
    (candidate,) = found
    assert isinstance(candidate, Candidate)
    assert candidate.item.title == "Graph kernels for words: A study"
    assert candidate.item.author == (Name(family="Smith", given="A."), Name(literal="The Group"))
    assert (candidate.item.issued, candidate.dates) == ("2013-04", ("2012-11-03",))
    assert candidate.item.URL == "https://doi.org/10.5555/A%3Cb%3E"
    assert query(address)["query.bibliographic"] == ["Graph kernels for words Smith 2013"]


@pytest.mark.parametrize(
    ("parts", "issued"),
    [
        ([[2013]], "2013"),
        ([["2013", "4"]], "2013-04"),
        ([[2013, 4, 9, 1]], "2013-04-09"),
        ([[None]], None),
        ([["²"]], None),
        ([[99999]], None),
        ([[True]], None),
        ([[[2013]]], "2013"),
        ("2013", None),
        ({}, None),
    ],
)
def test_dates_of_crossref(parts: Any, issued: str | None) -> None:
    work = {"DOI": "10.5555/x", "title": ["x"], "issued": {"date-parts": parts}}
    ((candidate,), _) = asked("crossref", PAPER, lambda _: {"message": {"items": [work]}})
    assert isinstance(candidate, Candidate)
    assert candidate.item.issued == issued


def test_open_library_looks_for_the_main_title_and_names_a_copy() -> None:
    book = {"key": "/works/OL1W", "title": "Self-Sacrifice", "author_name": ["Struan Stevenson"], "ia": ["copy_1"]}
    found, (address,) = asked("openlibrary", BOOK, lambda _: {"docs": [book, {"key": "/books/OL2M", "title": "x"}]})
    (candidate,) = found
    assert isinstance(candidate, Candidate)
    assert candidate.record
    assert candidate.item.URL == "https://archive.org/details/copy_1"
    assert (query(address)["title"], query(address)["author"]) == (["Self-Sacrifice"], ["Stevenson"])


def test_the_archive_s_index_is_asked_for_the_day_and_then_for_the_domain() -> None:
    found, addresses = asked("wayback", STORY, lambda _: [])
    assert found == []
    assert [(query(each)["url"], query(each)["matchType"]) for each in addresses] == [
        (["guardian.co.uk/2013/09/01/"], ["prefix"]),
        (["guardian.co.uk"], ["domain"]),
        (["theguardian.com/2013/09/01/"], ["prefix"]),
        (["theguardian.com"], ["domain"]),
    ]
    first = query(addresses[0])
    assert first["filter"] == ["urlkey:.*dozens.*killed.*", "statuscode:200"]
    assert (first["from"], first["to"]) == (["20130830"], ["20140902"])


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("crossref", STORY),
        ("openlibrary", STORY),
        ("openlibrary", PAPER),
        ("wayback", BOOK),
        ("wayback", Item(title="Dozens killed in camp raid", container_title="The Guardian")),
        ("wayback", Item(title="Dozens killed in camp raid", container_title="Some Gazette", issued="2013-09-01")),
        ("mediawiki", Item(title="…")),
        *((name, Item()) for name in RESOLVERS),
    ],
)
def test_what_a_service_cannot_know_it_is_not_asked(name: str, item: Item) -> None:
    assert asked(name, item, lambda _: MissReason.UNAVAILABLE) == ([], [])


@pytest.mark.parametrize(("name", "item"), [("mediawiki", STORY), ("crossref", PAPER), ("openlibrary", BOOK), ("wayback", STORY)])  # fmt: skip
def test_a_miss_is_handed_on_and_ends_the_questions(name: str, item: Item) -> None:
    found, addresses = asked(name, item, lambda _: MissReason.THROTTLED)
    assert [one.reason for one in found if isinstance(one, Miss)] == [MissReason.THROTTLED]
    assert len(addresses) == 1


NAMES = (
    "query search pageid pages title revisions revid slots main content message items DOI author family given name issued "
    "date-parts container-title publisher docs key author_name first_publish_year publish_year isbn ia subtitle type ISBN"
).split()
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=20),
    st.sampled_from([
        "/works/OL1W", "7", "²", "http://g.example/dozens-killed-camp-raid", "20130901000000", "original", "timestamp",
        "10.5555/x", "{{cite news|title=Dozens killed in camp raid|url=http://[::1|date=2013", "\x1b[31m", "[[" * 50,
        STORY.title, PAPER.title, "Self-Sacrifice",
    ]),
)  # fmt: skip
SHAPES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)),
    max_leaves=25,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SHAPES, st.sampled_from(["query", "message", "docs", "rows"]))
def test_an_answer_of_any_shape_is_no_bug(shape: Any, around: str) -> None:
    rows = [["original", "timestamp"], shape, ["http://g.example/dozens-killed-camp-raid", "20130901000000"]]
    told = {
        "query": {"query": {"search": [{"pageid": 7}, shape], "pages": [shape, {"pageid": 7, "revisions": [shape]}]}},
        "message": {"message": {"items": [shape, {"DOI": "10.5555/x", "title": [PAPER.title], "issued": shape}]}},
        "docs": {"docs": [shape, {"key": "/works/OL1W", "title": "Self-Sacrifice", "ia": shape, "isbn": shape}]},
        "rows": rows,
    }[around]
    for name, item in (("mediawiki", STORY), ("crossref", PAPER), ("openlibrary", BOOK), ("wayback", STORY)):
        for answer in (told, shape):
            found, _ = asked(name, item, lambda _, answer=answer: answer)
            candidates = [one for one in found if isinstance(one, Candidate)]
            reference = Reference(id="r1", kind=ReferenceKind.NUMBERED, raw="", start=0, end=0, item=item)
            choose(reference, candidates)
            for one in candidates:
                assert all(letter.isprintable() for letter in (one.item.URL or "") + one.where + one.origin)
