"""Which copies could settle a citation."""

from __future__ import annotations

import pytest

from verify.core.resolve import Decision, Target, ambiguous, means, targets
from verify.model import Citation, Document, Item, Name, Quotation, Reference, ReferenceKind

DOCUMENT = Document(name="d", media_type="text/plain", text="", sha256="0" * 64)
TIMES = Reference(
    id="r3",
    kind=ReferenceKind.NUMBERED,
    marker="3",
    raw='Smith, J. (3 May 2019). "A story of fire". The Times. Retrieved 4 May 2019.',
    start=0,
    end=0,
    item=Item(title="A story of fire", container_title="The Times", author=(Name(family="Smith", given="J."),)),
)


def citation(reference: Reference | None = TIMES, speaker: str | None = "Ann Smith") -> Citation:
    quotation = Quotation(id="q1", exact="words", start=0, end=5, speaker=speaker)
    return Citation(document=DOCUMENT, quotation=quotation, reference=reference, fingerprint="f00dfeed")


def reference(**fields: object) -> Reference:
    archive_url = fields.pop("archive_url", None)
    return Reference(
        id="r1",
        kind=ReferenceKind.LINK,
        raw="raw",
        start=0,
        end=3,
        item=Item(**fields),
        archive_url=archive_url,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("The Times", True),
        ("the  times", True),
        ("[3]", True),
        ("3", True),
        ("d#r3", True),
        ("d#3", True),
        ("other#3", False),
        ("r3", False),
        ("f00dfeed", True),
        ("“A story of fire”", True),
        ("story of fire", True),
        ("Ann Smith", True),
        ("Times", False),
        ("The Times of Israel", False),
        ("story of fir", False),
        ("33", False),
        ("", False),
    ],
)
def test_what_a_name_means(name: str, meant: bool) -> None:
    assert means(name, citation()) is meant


def test_the_times_is_not_the_times_of_israel() -> None:
    israel = Reference(
        id="r1",
        kind=ReferenceKind.PROSE,
        raw="The Times of Israel, 3 May",
        start=0,
        end=0,
        item=Item(container_title="The Times of Israel"),
    )
    assert not means("The Times", citation(israel))


def test_a_name_that_means_two_works_settles_none_and_the_same_work_twice_is_one() -> None:
    other = reference(title="Another story of fire", container_title="The Times")
    again = reference(title="A story of fire", container_title="The Times")
    decision = Decision(name="The Times", uri="file:///story.html")
    assert len(ambiguous(decision, [citation(), citation(other)])) == 2
    assert ambiguous(decision, [citation(), citation(again)]) == ()


MEMENTO = "https://web.archive.org/web/20131220101112/http://example.org/page?x=1"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, ()),
        ({"URL": "https://example.org/a"}, (Target(uri_r="https://example.org/a"),)),
        ({"URL": "mailto:a@example.org"}, ()),
        ({"DOI": "10.1000/182(x)<y>"}, (Target(uri_r="https://doi.org/10.1000/182(x)%3Cy%3E"),)),
        ({"URL": MEMENTO}, (Target(uri_r="http://example.org/page?x=1", archive_url=MEMENTO),)),
        ({"archive_url": MEMENTO}, (Target(uri_r="http://example.org/page?x=1", archive_url=MEMENTO),)),
        (
            {"URL": "http://example.org/other", "archive_url": MEMENTO},
            (Target(uri_r="http://example.org/other", archive_url=MEMENTO),),
        ),
        (
            {"archive_url": "https://perma.cc/AB12-CD34"},
            (Target(uri_r="https://perma.cc/AB12-CD34", archive_url="https://perma.cc/AB12-CD34"),),
        ),
    ],
)
def test_what_a_reference_says(given: dict[str, object], wanted: tuple[Target, ...]) -> None:
    assert targets(citation(reference(**given))) == wanted


def test_no_reference_leads_nowhere() -> None:
    assert targets(citation(None)) == ()


def test_a_decision_replaces_what_the_reference_says() -> None:
    decision = Decision(name="[3]", uri="file:///story.html")
    assert targets(citation(), [decision]) == (
        Target(uri_r="file:///story.html", decided_by="--source", archives=False),
    )
    assert targets(citation(), [Decision(name="other", uri="file:///x")]) == ()


def test_a_decision_settles_words_without_a_reference_by_their_speaker() -> None:
    assert (
        targets(citation(None), [Decision(name="Ann Smith", uri="https://example.org/s")])[0].uri_r
        == "https://example.org/s"
    )
