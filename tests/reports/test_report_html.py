"""The HTML page as a parser sees it: complete, self-contained, accessible, and without foreign markup."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from verify import reports
from verify.core.rules import FLAGS, REASONS
from verify.model import Availability, Evidence, Reason, Verdict
from verify.reports import markup
from verify.reports.arrangement import source_name

# Everything that the page is made of; an element beyond these would have come from a document.
ELEMENTS = set(
    "html head meta link title style body a header p h1 h2 h3 h4 main section div span ul ol li button form label input "
    "select option details summary bdi figure figcaption blockquote ins del strong dl dt dd table thead tbody tr th td "
    "code q br footer script".split()
)
ATTRIBUTES = set(
    "lang charset http-equiv content name rel href class id aria-labelledby aria-label aria-hidden aria-pressed type "
    "disabled hidden for value role tabindex dir open scope target autocomplete data-filter data-status data-document "
    "data-source data-n".split()
)


def written(report) -> str:
    stream = io.StringIO()
    reports.write("html", report, stream)
    return stream.getvalue()


def parsed(report) -> BeautifulSoup:
    return BeautifulSoup(written(report), "html.parser")


@pytest.fixture(scope="module")
def page(full_report) -> BeautifulSoup:
    return parsed(full_report)


@pytest.fixture(scope="module")
def attacked(factory) -> BeautifulSoup:
    return parsed(factory.hostile())


def words(node) -> str:
    return " ".join(node.get_text().split())


def test_every_finding_is_on_the_page(page, full_report):
    assert len(page.select("details.finding")) == len(full_report.findings)
    shown = words(page)
    for finding in full_report.findings:
        assert finding.summary in shown
        if finding.citation.quotation:
            assert finding.citation.quotation.exact in shown
        for evidence in finding.evidence:
            assert getattr(evidence.answer, "sha256", evidence.detail) in shown


def test_the_summary_counts_and_covers(page, full_report):
    chips = {chip["data-filter"]: int(chip.select_one(".count").string) for chip in page.select(".chip")}
    assert chips == {
        "altered": 1,
        "absent": 1,
        "variant": 1,
        "unchecked": 17,
        "edited": 1,
        "verbatim": 3,
        "reference": 11,
    }
    assert "7 of 24 quotations checked, 17 could not be." in words(page.select_one("#summary"))
    assert "1 quotation differs from its source" in words(page.select_one(".lead"))


def test_the_worst_comes_first_in_each_document(page):
    order = ["altered", "absent", "variant", "unchecked", "edited", "verbatim"]
    for group in page.select(".group"):
        plain = [f["data-status"] for f in group.select(".finding:not(.caution)") if f["data-status"] in order]
        ranks = [order.index(status) for status in plain if status != "unchecked"]
        assert ranks == sorted(ranks)


def test_what_needs_a_person_is_open_and_the_rest_is_closed(page):
    for finding in page.select(".finding"):
        wrong = finding["data-status"] in ("altered", "absent", "variant") or "caution" in finding["class"]
        assert finding.has_attr("open") is wrong


def test_both_texts_stand_side_by_side_with_their_differences(page):
    body = page.select_one('.finding[data-status="altered"]')
    mine, theirs = body.select(".side")
    assert [words(node) for node in mine.select("ins")] == ["[difference: 250]"]
    assert [words(node) for node in theirs.select("del")] == ["[difference: 50]"]
    assert "According to Example Wire, “the assault killed" in words(mine)
    assert "Gunmen stormed the camp before dawn on Sunday. Officials said" in words(theirs)
    assert "The camp's residents had asked" in words(theirs)
    assert "number" in words(body.select_one(".differences"))


def test_the_evidence_can_be_contested(page):
    evidence = words(page.select_one('.finding[data-status="altered"] .evidence'))
    for part in (
        "Live page of 21 November 2026",
        "21 November 2026, 07:03:20 UTC, status 200, text/html",
        "20 December 2013, 11:05:00 UTC",
        "verify-20261121.warc.gz at byte 1,432",
        "SHA-256",
    ):
        assert part in evidence
    link = page.find("a", string="see the passage")
    assert link["href"].startswith("https://example.org/story#:~:text=")
    assert page.find("a", string="open the capture")["href"] == (
        "https://web.archive.org/web/20131220110500/https://example.org/story"
    )


def test_flags_come_with_their_sentences(page):
    assert f"context-negated: {FLAGS['context-negated']}" in words(page.select_one(".caution .flags"))


def test_what_was_not_checked_is_a_list_to_hand_over(page):
    section = page.select_one(".open-questions")
    for reason in set(Reason) - {Reason.NO_QUOTATION}:
        assert REASONS[reason] in words(section)
    rows = [words(row) for row in section.select("tbody tr")]
    assert any("lines 1, 3, 5, 7, 9, 11" in row and '--source "Quiet night=FILE"' in row for row in rows)
    assert "A work that is dead" in words(section)
    assert "A work that is live" not in words(section)


def test_nothing_is_left_out_in_silence(page):
    text = words(page)
    for part in (
        "scan.pdf: encrypted. Give a copy without a password",
        "nothing could be fetched from times.example",
        "Interrupted",
        "line 9: opening mark never closed",
        "freedom fighters",
        "names no source",
        "No quotation and no reference to check was found.",
        "These two documents give different dates for the same report.",
    ):
        assert part in text


def test_an_absent_quotation_says_how_much_was_read(page):
    sides = page.select_one('.finding[data-status="absent"]').select(".side")
    assert "Read in full (" in words(sides[1])


def test_the_documents_are_named_with_their_digests(page, full_report):
    for extraction in full_report.extractions:
        assert extraction.document.sha256 in words(page)


# --- self-contained -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["page", "attacked"])
def test_nothing_is_loaded_from_anywhere(which, request):
    soup = request.getfixturevalue(which)
    assert {node["href"] for node in soup.select("link")} == {"data:,"}
    assert not soup.select("[src], [srcset], [style], iframe, object, embed, base, form[action], [background], [ping]")
    css = soup.style.string
    assert not re.search(r"url\(|@import|@font-face", css)
    assert not re.search(
        r"fetch|XMLHttp|import\(|innerHTML|outerHTML|insertAdjacent|document\.write|eval", soup.script.string
    )


@pytest.mark.parametrize("which", ["page", "attacked"])
def test_the_policy_allows_this_style_and_this_script_only(which, request):
    soup = request.getfixturevalue(which)
    policy = soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none';")
    for node in (soup.style, soup.script):
        digest = base64.b64encode(hashlib.sha256(node.string.encode()).digest()).decode()
        assert f"{node.name}-src 'sha256-{digest}';" in policy
    assert "unsafe" not in policy
    assert len(soup.select("style")) == len(soup.select("script")) == 1


def test_the_same_report_gives_the_same_bytes(factory):
    assert written(factory.full()) == written(factory.full())


# --- foreign text ---------------------------------------------------------------------------------------------------


def test_foreign_text_becomes_no_markup(attacked):
    assert {node.name for node in attacked.find_all(True)} <= ELEMENTS
    assert {name for node in attacked.find_all(True) for name in node.attrs} <= ATTRIBUTES
    assert "<script>window.pwned=1</script>" in words(attacked.select_one(".finding"))


def test_foreign_text_is_text_wherever_it_stands(attacked):
    """Each place that shows foreign text shows the tags in it: none was eaten by the parser."""
    places = "h3, .teaser, .sentence, .flags, .words, .around, .message, .facts, .evidence, #document option, "
    places += "#source option, .notes, .across, .open-questions th, .fold li, tbody td, footer"
    for selector in places.split(", "):
        texts = [node.get_text() for node in attacked.select(selector)]
        assert any("<script>window.pwned=1</script>" in text for text in texts), selector


def test_only_web_addresses_become_links(attacked):
    for anchor in attacked.select("a"):
        assert re.match(r"https?://[^/]|#", anchor["href"])
        if not anchor["href"].startswith("#"):
            assert anchor["rel"] == ["noopener", "noreferrer"]


def test_controls_and_overrides_are_shown_and_do_nothing(attacked):
    text = attacked.get_text()
    assert not set(text) & set("\x00\x1b\u202e\x85\ud800\ufffe")
    assert "␛[31m" in text
    assert "[U+202E]txet" in text


def test_a_hostile_report_can_be_written_to_a_file(factory, tmp_path):
    path = tmp_path / "report.html"
    with path.open("w", encoding="utf-8") as stream:
        reports.write("html", factory.hostile(), stream)
    assert path.stat().st_size > 10_000


def test_a_quotation_of_a_hundred_thousand_characters(factory):
    long = "No end of <words> & " * 5_000
    paper = factory.Paper("long.txt")
    quotation = paper.say("He said: ", long, ".")
    found = factory.judged(Verdict.VERBATIM, long, long)
    paper.find(
        quotation,
        None,
        verdict=Verdict.VERBATIM,
        evidence=(Evidence(answer=factory.capture(), availability=Availability.LIVE, judged=found),),
    )
    soup = parsed(factory.report(paper))
    assert soup.select_one(".side .words").get_text() == long
    assert len(soup.select_one(".teaser").get_text()) < 200
    assert soup.select_one(".side blockquote")["tabindex"] == "0"


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80))
def test_text_goes_in_and_comes_out(words):
    element = markup.el("p", f"x{words}", title=words)
    found = BeautifulSoup(element, "html.parser")
    assert [node.name for node in found.find_all(True)] == ["p"]
    assert found.p.get_text() == f"x{markup.visible(words)}"
    assert found.p["title"] == markup.visible(words)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=c#:~:text=d", True),
        ("http://example.org", True),
        ("HTTPS://EXAMPLE.ORG/", True),
        ("ftp://example.org/", False),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("http://[::1", False),
        ("https://example.org/a b", False),
        ("", False),
        (None, False),
    ],
)
def test_which_addresses_are_web_addresses(url, linked):
    assert (markup.web_address(url) == url and url is not None) is linked


# --- accessible -----------------------------------------------------------------------------------------------------


def test_headings_landmarks_and_labels(page):
    assert page.html["lang"] == "en"
    assert len(page.select("h1")) == len(page.select("main")) == 1
    assert page.select_one("header")
    assert page.select_one("footer")
    levels = [int(node.name[1]) for node in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [node["id"] for node in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for node in page.select("[aria-labelledby]"):
        assert node["aria-labelledby"] in ids
    for control in page.select("input, select"):
        assert page.find("label", {"for": control["id"]})
    for link in page.select('a[href^="#"]'):
        assert link["href"][1:] in ids


def test_quoted_text_finds_its_own_direction(page):
    for quoted in page.select("blockquote, .teaser, .sentence, .message, q"):
        assert quoted["dir"] == "auto"


def test_the_language_of_the_document_is_given_where_it_is_known(page, attacked):
    assert {node["lang"] for node in page.select('.finding[data-document="2"] .teaser')} == {"en"}
    assert {node["lang"] for node in attacked.select(".teaser")} == {""}


def test_without_a_script_the_filters_do_not_pretend(page):
    assert page.select_one(".toolbar").has_attr("hidden")
    assert all(chip.has_attr("disabled") and chip["aria-pressed"] == "false" for chip in page.select(".chip"))


COLOURS = re.compile(r"--([a-z]+):\s*(#[0-9a-f]{3,6})")


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_stands_out_from_what_it_stands_on(page, theme):
    """WCAG AA, 4.5 to 1, for every pair of colours that the page sets as text on ground."""
    blocks = re.findall(r":root \{(.*?)\}", page.style.string, re.DOTALL)
    colours = dict(COLOURS.findall(blocks[theme]))
    verdicts = ("altered", "absent", "variant", "caution", "unchecked", "edited", "verbatim", "reference")
    pairs = [(text, ground) for text in ("ink", "soft", "link", *verdicts) for ground in ("paper", "card", "faint")]
    pairs += [("on", verdict) for verdict in verdicts]
    pairs += [("ink", ground) for ground in ("ins", "del", "note", "marked")]
    for text, ground in pairs:
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)


def test_a_source_is_named_by_what_is_known_of_it(factory):
    reference = factory.reference(marker="[3]", title="Quiet night", container_title="The Times", issued="2020-06-07")
    assert source_name(reference) == "[3] “Quiet night”, The Times, 2020-06-07"
    assert source_name(factory.reference(raw="as the wire wrote")) == "as the wire wrote"
    assert source_name(None) == "no source named"
