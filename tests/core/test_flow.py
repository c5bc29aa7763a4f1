"""The order of attempts and what follows from the answers, driven by a dictionary instead of a network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from verify.core.flow import decide, interrupted
from verify.core.resolve import Target, targets
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

URL = "https://news.example/2013/story"
WORDS = "The attack killed fifty people at dawn"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
CAPTURED = datetime(2013, 12, 20, 10, 11, 12, tzinfo=UTC)
FILLER = " ".join(
    f"The correspondent wrote sentence number {number} about the town and its river." for number in range(30)
)


def page(words: str, title: str = "Attack on the town") -> bytes:
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p>{FILLER}</p><p>On Sunday, {words}, and nobody came to help.</p><p>{FILLER}</p></article></body></html>"
    ).encode()


WITH = page(WORDS)
WITHOUT = page("nothing of note happened in the market")
CHANGED = page("The attack killed sixty people at dawn")
LOGIN = (
    b"<html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1>"
    b"<form action=/login method=post><input name=email><input type=password name=p><button>Sign in</button></form></body></html>"
)


def capture(request: Request, body: bytes, status: int = 200, uri_r: str | None = None) -> Capture:
    when = None if request.live else CAPTURED
    return Capture(
        request=request,
        uri_r=uri_r or request.uri_r,
        uri_m=f"https://web.archive.org/web/20131220101112id_/{request.uri_r}" if when else None,
        memento_datetime=when,
        retrieved=NOW,
        status=status,
        media_type="text/html",
        sha256=sha256(body).hexdigest(),
        body=body,
        redirects=(Hop(status=301, uri=request.uri_r),) if uri_r else (),
    )


class Web:
    """Answers live requests from `live` and all others from `archive`; remembers what was asked."""

    def __init__(self, live: object, archive: object = MissReason.NOT_ARCHIVED) -> None:
        self.live, self.archive = live, archive
        self.asked: list[Request] = []

    def get(self, request: Request) -> Answer:
        self.asked.append(request)
        return self._answer(request, self.live if request.live else self.archive)

    def _answer(self, request: Request, given: object) -> Answer:
        match given:
            case MissReason():
                return Miss(request=request, reason=given)
            case bytes():
                return capture(request, given)
            case int():
                return capture(request, b"<title>Not found</title><h1>Not found</h1>", given)
            case Mapping():
                return self._answer(request, given[request.uri_r])
            case _:
                assert callable(given)
                return given(request)


def cited(
    *, url: str | None = URL, words: str | None = WORDS, accessed: str | None = "2013-12-20", reason: str | None = None
) -> Citation:
    quotation = None
    if words is not None:
        quotation = Quotation(id="q1", exact=words, start=0, end=len(words), check=Check.REQUIRED, reason=reason)
    reference = Reference(
        id="r1",
        kind=ReferenceKind.NUMBERED,
        raw="raw",
        start=0,
        end=3,
        marker="1",
        item=Item(URL=url, accessed=accessed),
    )
    document = Document(name="draft", media_type="text/plain", text=words or "", sha256="0" * 64)
    return Citation(document=document, quotation=quotation, reference=reference, fingerprint="f")


def decided(web: Web, citation: Citation | None = None, *, direct: bool = False) -> Finding:
    about = citation or cited()
    return drive(decide(about, targets(about), read=Reading(), direct=direct), web)


THROTTLED = MissReason.THROTTLED


@pytest.mark.parametrize(
    ("live", "archive", "verdict", "availability", "reason"),
    [
        (WITH, WITH, Verdict.VERBATIM, Availability.LIVE, None),
        (404, WITH, Verdict.VERBATIM, Availability.ARCHIVED, None),
        (MissReason.UNREACHABLE, WITH, Verdict.VERBATIM, Availability.ARCHIVED, None),
        (LOGIN, WITH, Verdict.VERBATIM, Availability.ARCHIVED, None),
        (WITHOUT, WITH, Verdict.VERBATIM, Availability.DRIFTED, None),
        (CHANGED, WITH, Verdict.VERBATIM, Availability.DRIFTED, None),
        (CHANGED, CHANGED, Verdict.ALTERED, Availability.LIVE, None),
        (CHANGED, THROTTLED, Verdict.ALTERED, Availability.LIVE, None),
        (404, CHANGED, Verdict.ALTERED, Availability.ARCHIVED, None),
        (WITHOUT, WITHOUT, Verdict.ABSENT, Availability.LIVE, None),
        (WITHOUT, MissReason.NOT_ARCHIVED, Verdict.ABSENT, Availability.LIVE, None),
        (404, MissReason.NOT_ARCHIVED, Verdict.UNCHECKED, Availability.DEAD, Reason.UNREACHABLE),
        (410, MissReason.NOT_ARCHIVED, Verdict.UNCHECKED, Availability.DEAD, Reason.UNREACHABLE),
        # What an archive could not say is never "not archived", and never makes words absent.
        (404, THROTTLED, Verdict.UNCHECKED, Availability.FAILING, Reason.UNREACHABLE),
        (404, MissReason.UNAVAILABLE, Verdict.UNCHECKED, Availability.FAILING, Reason.UNREACHABLE),
        (WITHOUT, THROTTLED, Verdict.UNCHECKED, Availability.LIVE, Reason.BLOCKED),
        (WITHOUT, MissReason.UNREACHABLE, Verdict.UNCHECKED, Availability.LIVE, Reason.UNREACHABLE),
        (WITHOUT, MissReason.OFFLINE, Verdict.UNCHECKED, Availability.LIVE, Reason.OFFLINE),
        # A page that shows something else than the article is never read as the article.
        (LOGIN, MissReason.NOT_ARCHIVED, Verdict.UNCHECKED, Availability.BLOCKED, Reason.BLOCKED),
        (403, MissReason.NOT_ARCHIVED, Verdict.UNCHECKED, Availability.BLOCKED, Reason.BLOCKED),
        (429, MissReason.NOT_ARCHIVED, Verdict.UNCHECKED, Availability.BLOCKED, Reason.BLOCKED),
        (503, MissReason.NOT_ARCHIVED, Verdict.UNCHECKED, Availability.FAILING, Reason.UNREACHABLE),
        (
            MissReason.UNREACHABLE,
            MissReason.UNREACHABLE,
            Verdict.UNCHECKED,
            Availability.UNREACHABLE,
            Reason.UNREACHABLE,
        ),
        (MissReason.TIMEOUT, MissReason.NOT_ARCHIVED, Verdict.UNCHECKED, Availability.UNREACHABLE, Reason.UNREACHABLE),
        (MissReason.TOO_LARGE, MissReason.NOT_ARCHIVED, Verdict.UNCHECKED, Availability.LIVE, Reason.TOO_LARGE),
        (MissReason.OFFLINE, MissReason.OFFLINE, Verdict.UNCHECKED, Availability.NOT_REQUESTED, Reason.OFFLINE),
    ],
)
def test_what_follows(
    live: object, archive: object, verdict: Verdict, availability: Availability, reason: Reason | None
) -> None:
    finding = decided(Web(live, archive))
    assert (finding.verdict, finding.availability, finding.reason) == (verdict, availability, reason)
    assert finding.summary.endswith(".")
    assert finding.evidence[0].answer is not None


def test_faithful_words_on_the_live_page_ask_no_archive() -> None:
    web = Web(WITH)
    decided(web)
    assert [request.live for request in web.asked] == [True]


def test_an_altered_quotation_shows_the_words_of_the_source() -> None:
    finding = decided(Web(CHANGED))
    assert [
        (difference.quoted, difference.source) for difference in finding.differences if difference.rule == "F7"
    ] == [("fifty", "sixty")]
    judged = finding.evidence[0].judged
    assert judged is not None
    assert judged.match is not None
    assert judged.source.text[judged.match.start : judged.match.end] == judged.match.exact


def test_an_unchecked_finding_names_every_obstacle() -> None:
    finding = decided(Web(404, THROTTLED))
    assert "slow down" in finding.summary
    assert len(finding.evidence) >= 2


def test_a_redirect_to_another_page_is_moved_and_to_https_is_not() -> None:
    def moved_to(where: str) -> Callable[[Request], Capture]:
        return lambda request: capture(request, WITH, uri_r=where)

    assert decided(Web(moved_to("https://news.example/archive/story"))).availability is Availability.MOVED
    assert decided(Web(moved_to("https://www.news.example/2013/story/"))).availability is Availability.LIVE


def test_no_source_is_unresolved_with_the_reference_shown() -> None:
    finding = decided(Web(WITH), cited(url=None))
    assert (finding.verdict, finding.availability, finding.reason) == (
        Verdict.UNCHECKED,
        Availability.UNRESOLVED,
        Reason.UNRESOLVED,
    )
    assert '--source "draft#1=FILE"' in finding.summary


@pytest.mark.parametrize("reason", ["denied", "hypothetical", "translated"])
def test_what_nobody_said_in_these_words_is_not_checked_word_for_word(reason: str) -> None:
    web = Web(WITHOUT)
    finding = decided(web, cited(reason=reason))
    assert (finding.verdict, finding.reason, web.asked) == (Verdict.UNCHECKED, Reason.NOT_VERBATIM, [])


def test_what_the_person_named_is_the_answer_even_without_the_archive() -> None:
    assert decided(Web(WITHOUT, THROTTLED), direct=True).verdict is Verdict.ABSENT


def test_a_file_is_the_only_copy_asked() -> None:
    web = Web(WITHOUT, WITH)
    flow = decide(cited(), [Target(uri_r="file:///story.html", archives=False)], read=Reading())
    finding = drive(flow, web)
    assert (finding.verdict, finding.availability) == (Verdict.ABSENT, Availability.NOT_REQUESTED)
    assert len(web.asked) == 1


def test_the_best_of_several_sources_decides() -> None:
    other = "https://other.example/"
    web = Web({URL: WITHOUT, other: WITH})
    finding = drive(decide(cited(), [Target(uri_r=URL), Target(uri_r=other)], read=Reading()), web)
    assert finding.verdict is Verdict.VERBATIM
    assert finding.evidence[0].answer.request.uri_r == other


@pytest.mark.parametrize(
    ("live", "archive", "availability", "reason"),
    [
        (WITH, WITH, Availability.LIVE, Reason.NO_QUOTATION),
        (404, WITH, Availability.ARCHIVED, Reason.NO_QUOTATION),
        (404, MissReason.NOT_ARCHIVED, Availability.DEAD, Reason.UNREACHABLE),
        (404, THROTTLED, Availability.FAILING, Reason.UNREACHABLE),
        (LOGIN, MissReason.NOT_ARCHIVED, Availability.BLOCKED, Reason.BLOCKED),
        (MissReason.UNREACHABLE, MissReason.UNREACHABLE, Availability.UNREACHABLE, Reason.UNREACHABLE),
    ],
)
def test_a_reference_without_a_quotation(
    live: object, archive: object, availability: Availability, reason: Reason
) -> None:
    finding = decided(Web(live, archive), cited(words=None))
    assert (finding.verdict, finding.availability, finding.reason) == (Verdict.UNCHECKED, availability, reason)


def test_bytes_that_hold_no_text_are_never_absent() -> None:
    def picture(request: Request) -> Capture:
        body = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
        return capture(request, body)

    finding = decided(Web(picture))
    assert (finding.verdict, finding.reason) == (Verdict.UNCHECKED, Reason.NOT_TEXT)


def test_a_part_of_a_page_is_never_the_whole(  # 206, an answer to a question nobody asked
) -> None:
    finding = decided(Web(lambda request: capture(request, WITHOUT, 206)))
    assert (finding.verdict, finding.reason) == (Verdict.UNCHECKED, Reason.UNREACHABLE)
    assert decided(Web(lambda request: capture(request, WITH, 206))).verdict is Verdict.VERBATIM


@pytest.mark.parametrize(
    ("archived", "availability", "reason"),
    [
        (b"<title>Page not found</title><h1>Page not found</h1><p>Sorry.</p>", Availability.DEAD, Reason.UNREACHABLE),
        (LOGIN, Availability.DEAD, Reason.UNREACHABLE),
        (b"%PDF-1.4 \x00\x01\x02\x03 stream", Availability.ARCHIVED, Reason.NOT_TEXT),
    ],
)
def test_a_capture_of_an_error_page_is_no_copy(archived: bytes, availability: Availability, reason: Reason) -> None:
    finding = decided(Web(404, archived))
    assert (finding.verdict, finding.availability, finding.reason) == (Verdict.UNCHECKED, availability, reason)


def test_an_excluded_page_is_not_known_to_be_dead() -> None:
    assert decided(Web(404, MissReason.EXCLUDED)).availability is Availability.FAILING


def test_a_quotation_without_words_is_told_as_that() -> None:
    finding = decided(Web(WITH), cited(words="…"))
    assert (finding.verdict, finding.reason) == (Verdict.UNCHECKED, Reason.NOT_VERBATIM)
    assert "no words" in finding.summary


def test_an_interrupted_citation_says_so() -> None:
    finding = interrupted(cited())
    assert (finding.verdict, finding.reason) == (Verdict.UNCHECKED, Reason.INTERRUPTED)
