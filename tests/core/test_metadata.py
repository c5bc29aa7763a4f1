"""What a reference says of its source against what the source says of itself."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from verify.core.metadata import checks
from verify.model import Document, Item, MetadataCheck, Name, Reference, ReferenceKind


def check(item: Item, title: str | None = None, name: str = "x", **facts: str) -> tuple[MetadataCheck, ...]:
    reference = Reference(id="r1", kind=ReferenceKind.NUMBERED, raw="", start=0, end=0, item=item)
    document = Document(
        name=name, media_type="text/html", text="", sha256="", title=title, metadata=MappingProxyType(facts)
    )
    return checks(reference, document)


@pytest.mark.parametrize(
    ("cited", "found", "agrees"),
    [
        ("Blood on the river", "Blood on the River", True),
        ("Blood on the river", "Blood on the River | The News", True),
        ("Blood on the river: a report", "Blood on the river", True),
        ("“Blood” on the river’s edge", '"Blood" on the river\'s edge', True),
        ("Nuri al-Maliki speaks", "Nūrī al-Mālikī speaks", True),
        ("Blood on the river", "Ministers meet in Geneva", False),
        ("52 killed in camp raid", "50 killed in camp raid", False),
        ("News", "News from the river and the sea", False),
        ("Camp", "Camp", True),
    ],
)
def test_title(cited: str, found: str, agrees: bool) -> None:
    (result,) = check(Item(title=cited), title=found)
    assert result == MetadataCheck(field="title", cited=cited, found=found, agrees=agrees)


def test_any_title_of_the_page_will_do() -> None:
    (result,) = check(Item(title="Blood on the river"), title="The News", h1="Blood on the river")
    assert result.agrees
    assert result.found == "Blood on the river"


@pytest.mark.parametrize(
    ("cited", "published", "agrees"),
    [
        ("2013-12-17", "2013-12-17T23:30:00-05:00", True),
        ("2013-12", "2013-12-17", True),
        ("2013", "2013-12-17", True),
        ("2013-12-17", "2013", True),
        ("2013-12-17", "2013-12-18T01:00:00Z", True),
        ("2013-12-17", "2013-12-19", False),
        ("2013-12-17", "2012-12-17", False),
        ("2013-12-17", "17 December 2013", True),
    ],
)
def test_date(cited: str, published: str, agrees: bool) -> None:
    (result,) = check(Item(issued=cited), published=published)
    assert (result.field, result.agrees) == ("date", agrees)


def test_a_date_of_change_agrees_too() -> None:
    (result,) = check(Item(issued="2014-01-02"), published="2013-12-17", modified="2014-01-02T08:00:00Z")
    assert (result.found, result.agrees) == ("2014-01-02", True)


@pytest.mark.parametrize(
    ("names", "found", "agrees"),
    [
        ((Name(family="Arango", given="Tim"),), "By TIM ARANGO", True),
        ((Name(family="Arango"), Name(family="Gordon")), "Michael R. Gordon; Tim Arango", True),
        ((Name(family="Arango"), Name(family="Gordon")), "Tim Arango", False),
        ((Name(literal="Human Rights Watch"),), "Human Rights Watch", True),
        ((Name(family="Gyorgy"),), "György Nagy", True),
        ((Name(family="Lee"),), "Leeds Staff", False),
    ],
)
def test_author(names: tuple[Name, ...], found: str, agrees: bool) -> None:
    (result,) = check(Item(author=names), author=found)
    assert (result.field, result.found, result.agrees) == ("author", found, agrees)


@pytest.mark.parametrize(
    ("cited", "site", "name", "agrees"),
    [
        ("The New York Times", "nytimes.com", "x", True),
        ("NYT", "The New York Times", "x", True),
        ("New York Times", "Home", "https://www.nytimes.com/2013/x.html", True),
        ("Harbour Gazette", "The Harbour Gazette Online", "x", True),
        ("The Guardian", "The New York Times", "x", False),
        ("Harbour Gazette", "Other Paper", "https://other.example/x", False),
    ],
)
def test_publisher(cited: str, site: str, name: str, agrees: bool) -> None:
    (result,) = check(Item(container_title=cited), name=name, site_name=site)
    assert (result.field, result.cited, result.agrees) == ("publisher", cited, agrees)


def test_fields_that_one_side_does_not_give_are_not_compared() -> None:
    assert check(Item(title="T", issued="2013", container_title="P", author=(Name(family="A"),))) == ()
    assert check(Item(), title="T", published="2013", site_name="P", author="A") == ()
    assert check(Item(issued="in press"), published="2013") == ()
    assert check(Item(issued="2013"), published="yesterday") == ()
