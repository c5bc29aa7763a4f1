"""Pages of today's web, judged as citations: a wall never accuses, an ordinary page does, and found words beat every sign."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from core.unlisted_pages import LATER_PAGES, LATER_WALLS, UNEXPLAINED_WALLS, UNLISTED_PAGES, UNLISTED_WALLS
from core.web_pages import ABSENT, FURTHER_PAGES, FURTHER_WALLS, PAGES, WALLS, WebPage

from verify.core import identity
from verify.core.flow import decide
from verify.core.resolve import Target
from verify.driving import drive
from verify.model import (
    Answer,
    Availability,
    Capture,
    Check,
    Citation,
    Document,
    Finding,
    Hop,
    Item,
    Miss,
    MissReason,
    Quotation,
    Reason,
    Reference,
    ReferenceKind,
    Request,
    Verdict,
)
from verify.reading import Reading

MISSING = "<title>404</title><h1>Not found</h1>"
FOUND = (Verdict.VERBATIM, Verdict.EDITED, Verdict.VARIANT)
SIBLINGS = ("the same page", "404", "none")
# Ordinary pages that are taken for something else when words are missing on them: no accusation, but silence.
NOT_BELIEVED = {
    "about cookies, short, with a banner": Reason.BLOCKED,
    "product page with logins": Reason.BLOCKED,
    "post of a micro blog": Reason.SOFT_404,
}


@dataclass
class Host:
    """One page under one address; `sibling` is what every other address answers, None for a network that fails."""

    page: WebPage
    sibling: tuple[int, str] | None
    archived: bool = False

    def __post_init__(self) -> None:
        self.asked: list[Request] = []

    def get(self, request: Request) -> Answer:
        self.asked.append(request)
        if not request.live and not self.archived:
            return Miss(request=request, reason=MissReason.NOT_ARCHIVED)
        if request.uri_r == self.page.url:
            return self._capture(request, self.page.status, self.page.html, self.page.final)
        if self.sibling is None:
            return Miss(request=request, reason=MissReason.OFFLINE)
        return self._capture(request, *self.sibling)

    def _capture(self, request: Request, status: int, html: str, final: str | None = None) -> Capture:
        body = html.encode()
        return Capture(
            request=request,
            uri_r=final or request.uri_r,
            uri_m=None if request.live else f"https://archive.example/web/20190601000000id_/{request.uri_r}",
            retrieved=datetime(2026, 1, 1, tzinfo=UTC),
            status=status,
            media_type="text/html",
            sha256=sha256(body).hexdigest(),
            body=body,
            redirects=(Hop(status=301, uri=request.uri_r),) if final else (),
        )


def host(page: WebPage, sibling: str) -> Host:
    return Host(page, {"the same page": (200, page.html), "404": (404, MISSING), "none": None}[sibling])


def finding(source: Host, words: str, *, direct: bool = False) -> Finding:
    page = source.page
    citation = Citation(
        document=Document(name="draft", media_type="text/plain", text=words, sha256="0" * 64),
        quotation=Quotation(id="q1", exact=words, start=0, end=len(words), check=Check.REQUIRED),
        reference=Reference(
            id="r1", kind=ReferenceKind.LINK, raw="", start=0, end=0, item=Item(title=page.title, URL=page.url)
        ),
        fingerprint="f",
    )
    random = identity.siblings([page.url])
    flow = decide(
        citation,
        (Target(uri_r=page.url, decided_by="the document"),),
        read=Reading(),
        direct=direct,
        sibling=lambda uri: identity.beside(random, uri),
    )
    return drive(flow, source)


def addressed(page: WebPage) -> WebPage:
    """An ordinary page under an address made of its heading, as content systems make them."""
    heading = re.search("<h1>(.*?)</h1>", page.html)
    slug = re.sub(r"\W+", "-", (heading[1] if heading else page.name).lower()).strip("-")
    return replace(page, url=f"https://news.example/2019/{slug}")


@pytest.mark.parametrize("sibling", SIBLINGS)
@pytest.mark.parametrize(
    "page", [*WALLS, *FURTHER_WALLS, *UNLISTED_WALLS, *LATER_WALLS, *UNEXPLAINED_WALLS], ids=lambda page: page.name
)
def test_a_wall_is_never_used_against_a_quotation(page: WebPage, sibling: str) -> None:
    found = finding(host(page, sibling), ABSENT[page.lang])
    assert found.verdict is Verdict.UNCHECKED
    assert str(found.reason) in str(page.reason).split("|"), found.evidence[0].detail
    assert found.evidence[0].detail or found.reason is Reason.LANGUAGE


@pytest.mark.parametrize("sibling", SIBLINGS)
@pytest.mark.parametrize("page", [*PAGES, *FURTHER_PAGES, *UNLISTED_PAGES, *LATER_PAGES], ids=lambda page: page.name)
def test_words_that_an_ordinary_page_lacks_are_absent(page: WebPage, sibling: str) -> None:
    found = finding(host(addressed(page), sibling), ABSENT[page.lang])
    if page.name in NOT_BELIEVED:
        assert (found.verdict, found.reason) == (Verdict.UNCHECKED, NOT_BELIEVED[page.name])
    else:
        assert found.verdict is Verdict.ABSENT, found.summary


@pytest.mark.parametrize("page", [p for p in (*WALLS, *PAGES) if p.said], ids=lambda page: page.name)
def test_words_that_are_found_beat_every_sign(page: WebPage) -> None:
    source = host(page, "the same page")
    found = finding(source, page.said or "")
    assert found.verdict in FOUND, found.summary
    assert all(request.uri_r == page.url for request in source.asked)


# --- the random sibling

NOTE = WebPage(
    "note",
    "<!doctype html><html lang=en><title>The Harbour News</title><p>The ferries run every twenty minutes from the eastern quay until midnight, and every hour after that. "
    "Bicycles are carried free of charge. Dogs are welcome on the upper deck, where there is room for forty of them and a bowl of water for each.</p></html>",
    url="https://news.example/n/4711",
)


@pytest.mark.parametrize(
    ("sibling", "verdict", "availability", "told"),
    [
        ((200, NOTE.html), Verdict.UNCHECKED, Availability.SOFT_404, "answers with the same text"),
        ((200, NOTE.html.replace("midnight", "noon")), Verdict.UNCHECKED, Availability.SOFT_404, "the same text"),
        ((404, MISSING), Verdict.ABSENT, Availability.LIVE, "answers with status 404"),
        ((410, MISSING), Verdict.ABSENT, Availability.LIVE, "answers with status 410"),
        ((200, MISSING), Verdict.ABSENT, Availability.LIVE, "answers with another text"),
        ((503, MISSING), Verdict.UNCHECKED, Availability.LIVE, "tells nothing"),
        (None, Verdict.UNCHECKED, Availability.LIVE, "could not be asked (offline)"),
    ],
)
def test_a_random_sibling_decides_about_a_page_that_nothing_identifies(
    sibling: tuple[int, str] | None, verdict: Verdict, availability: Availability, told: str
) -> None:
    source = Host(NOTE, sibling)
    found = finding(source, ABSENT["en"])
    assert (found.verdict, found.availability) == (verdict, availability), found.summary
    assert any(told in item.detail for item in found.evidence)
    assert len({request.uri_r for request in source.asked}) == 2


def test_a_page_that_the_person_named_is_not_doubted() -> None:
    source = Host(NOTE, (200, NOTE.html))
    assert finding(source, ABSENT["en"], direct=True).verdict is Verdict.ABSENT
    assert {request.uri_r for request in source.asked} == {NOTE.url}


def test_an_archived_copy_is_doubted_without_a_sibling() -> None:
    source = Host(replace(NOTE, status=404), None, archived=True)
    assert finding(source, ABSENT["en"]).verdict is Verdict.UNCHECKED
    assert {request.uri_r for request in source.asked} == {NOTE.url}


def test_another_page_under_the_address() -> None:
    page = replace(PAGES[0], title="Minister admits secret talks with rebel leaders")
    found = finding(host(page, "404"), ABSENT["en"])
    assert (found.verdict, found.reason, found.availability) == (
        Verdict.UNCHECKED,
        Reason.SOFT_404,
        Availability.LIVE,
    )
    assert "next to nothing of the cited title" in found.evidence[0].detail


def test_one_random_address_for_each_host_beside_its_first_page() -> None:
    made = identity.siblings(
        [
            "https://a.example/x/one.html",
            "https://a.example/y/two",
            "file:///tmp/x",
            "http://b.example/?p=7",
            "nonsense",
        ]
    )
    assert set(made) == {"a.example", "b.example"}
    assert re.fullmatch(r"https://a\.example/x/no-such-page-[0-9a-f]{12}\.html", made["a.example"])
    assert re.fullmatch(r"http://b\.example/\?p=no-such-page-[0-9a-f]{12}", made["b.example"])
    assert identity.beside(made, "https://A.example/y/two") == made["a.example"]
    assert identity.beside(made, "file:///tmp/x") is None
