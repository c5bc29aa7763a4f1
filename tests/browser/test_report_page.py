"""The HTML report in a real browser: it filters, groups, opens, prints, reads in the dark, and runs nothing foreign."""

from __future__ import annotations

import base64
import re
import zlib

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

pytestmark = pytest.mark.browser


@pytest.fixture
def page(opened, factory):
    return opened(factory.full())


def clean(page) -> None:
    assert page.complaints() == []
    assert page.requested() == set()


def test_it_opens_from_disk_without_a_complaint_or_a_request(page):
    assert page.driver.title == "3 documents – quotation report"
    assert page.one("h1").text == "3 documents"
    assert page.js("return document.querySelector('.toolbar').hidden") is False
    clean(page)


def test_a_verdict_filters_when_clicked_and_comes_back(page):
    before = page.shown()
    assert len(before) == 35
    page.one(".chip.altered").click()
    assert page.shown() == ["altered"]
    assert page.one(".chip.altered").get_attribute("aria-pressed") == "true"
    assert page.one("#shown").text == "Showing 1 of 35 findings."
    page.one(".chip.absent").click()
    assert page.shown() == ["altered", "absent"]
    page.one(".chip.altered").click()
    page.one(".chip.absent").click()
    assert page.shown() == before
    assert page.one("#shown").text == "35 findings."
    clean(page)


def test_the_bar_filters_too(page):
    page.one(".bar .unchecked").click()
    assert set(page.shown()) == {"unchecked"}
    assert len(page.shown()) == 17
    assert page.one(".chip.unchecked").get_attribute("aria-pressed") == "true"


def test_documents_sources_and_words_filter_together(page):
    Select(page.one("#document")).select_by_visible_text("draft.txt")
    assert len(page.shown()) == 7
    page.one("#search").send_keys("KILLED 250")
    assert page.shown() == ["altered"]
    Select(page.one("#source")).select_by_visible_text("The Times")
    assert page.shown() == []
    assert page.one("#none").is_displayed()
    page.one("#reset").click()
    assert len(page.shown()) == 35
    assert not page.one("#none").is_displayed()


def test_a_document_without_a_hit_is_hidden_with_its_heading(page):
    page.one(".chip.altered").click()
    headings = [heading.text for heading in page.all("#findings h3") if heading.is_displayed()]
    assert headings == ["draft.txt 1 altered, 1 absent, 1 variant, 1 edited, 3 verbatim"]


def test_findings_can_be_grouped_by_source_and_back(page):
    before = page.js("return Array.from(document.querySelectorAll('.finding')).map(f => f.id)")
    Select(page.one("#group")).select_by_visible_text("Source")
    headings = [heading.text for heading in page.all("#findings h3") if heading.is_displayed()]
    assert headings == ["Example Wire", "The Times", "Press"]
    assert len(page.shown()) == 35
    page.one(".chip.altered").click()
    assert [heading.text for heading in page.all("#findings h3") if heading.is_displayed()] == ["Example Wire"]
    page.one("#reset").click()
    Select(page.one("#group")).select_by_visible_text("Document")
    assert page.js("return Array.from(document.querySelectorAll('.finding')).map(f => f.id)") == before
    assert len(page.shown()) == 35
    clean(page)


def test_details_open_and_close(page):
    finding = page.one('.finding[data-status="verbatim"]:not([open])')
    assert not finding.find_element("css selector", ".sides").is_displayed()
    finding.find_element("css selector", "summary").click()
    assert finding.find_element("css selector", ".sides").is_displayed()
    page.one("#close").click()
    assert page.all(".finding[open]") == []
    page.one("#open").click()
    assert len(page.all(".finding[open]")) == 35


def test_the_keyboard_reaches_everything(page):
    body = page.one("body")
    reached = []
    for _ in range(24):
        (page.driver.switch_to.active_element if reached else body).send_keys(Keys.TAB)
        reached.append(page.js("const e = document.activeElement; return e.id || e.className || e.tagName"))
    assert reached[0] == "skip"
    chips = ("altered", "absent", "variant", "unchecked", "edited", "verbatim", "reference")
    assert [f"chip {name}" for name in chips] == [name for name in reached if name.startswith("chip")]
    for name in ("search", "document", "source", "group", "open", "close", "reset", "SUMMARY"):
        assert name in reached
    page.js("document.querySelector('.chip.altered').focus()")
    page.driver.switch_to.active_element.send_keys(Keys.SPACE)
    assert page.shown() == ["altered"]
    outline = page.js("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.js("document.querySelector('.finding[data-status=altered] summary').focus()")
    page.driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert page.all('.finding[data-status="altered"][open]') == []


def test_a_hostile_document_runs_no_script(opened, factory):
    page = opened(factory.hostile())
    page.one("#open").click()
    Select(page.one("#group")).select_by_visible_text("Source")
    page.one("#search").send_keys("window.pwned")
    for name in ("mouseover", "error", "load"):
        page.js("for (const e of document.querySelectorAll('*')) e.dispatchEvent(new Event(arguments[0]))", name)
    assert page.js("return window.pwned === undefined")
    assert page.js("return document.scripts.length") == 1
    assert page.all("img, svg, iframe, object, embed, [onmouseover], [onerror], [onload]") == []
    schemes = page.js("return Array.from(document.links).map(a => a.protocol)")
    assert set(schemes) <= {"https:", "http:", "file:"}
    outside = page.js(
        "return Array.from(document.links).filter(a => !a.getAttribute('href').startsWith('#')).map(a => a.protocol)"
    )
    assert set(outside) <= {"https:", "http:"}
    clean(page)


def test_the_policy_stops_a_script_that_gets_in(page):
    """The second line of defence: were markup to slip through, the browser would not run it."""
    page.js(
        "const s = document.createElement('script'); s.textContent = 'window.pwned = 1'; document.body.append(s);"
        "const d = document.createElement('div'); d.innerHTML = '<img src=x onerror=\"window.pwned = 1\">';"
        "document.body.append(d);"
    )
    assert page.js("return window.pwned === undefined")
    assert any("Content Security Policy" in message for message in page.complaints())


def test_without_a_script_everything_is_there(opened, factory):
    page = opened(factory.full(), script=False)
    texts = [finding.text for finding in page.all(".finding")]
    assert len(texts) == 35
    assert any("the assault killed" in text for text in texts)
    assert not page.one(".toolbar").is_displayed()
    closed = page.one('.finding[data-status="verbatim"]:not([open])')
    closed.find_element("css selector", "summary").click()
    assert closed.find_element("css selector", ".evidence").is_displayed()


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_it_follows_the_colours_of_the_system(page, scheme, dark):
    page.emulate(prefers_color_scheme=scheme)
    ground, ink = page.js("const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]")

    def brightness(colour: str) -> float:
        return sum(int(part) for part in re.findall(r"\d+", colour)[:3]) / 3

    assert (brightness(ground) < brightness(ink)) is dark
    assert abs(brightness(ground) - brightness(ink)) > 150


@pytest.mark.parametrize("width", [320, 390, 768, 1600])
def test_nothing_runs_off_the_side(opened, factory, width):
    for report in (factory.full(), factory.hostile()):
        page = opened(report, width=width)
        page.one("#open").click()
        assert page.js("return document.documentElement.scrollWidth") <= width


def sheets(data: bytes) -> int:
    """How many pages a PDF has, which needs no reader of PDF: its page objects are counted, compressed ones too."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)
    whole = data
    for stream in streams:
        try:
            whole += zlib.decompress(stream)
        except zlib.error:
            continue
    return len(re.findall(rb"/Type\s*/Page\b", whole))


def test_paper_shows_what_is_closed_and_where_links_lead(page):
    page.one("#close").click()
    page.js(
        "window.opened = 0; addEventListener('beforeprint',"
        " () => { window.opened = document.querySelectorAll('.finding[open]').length })"
    )
    data = base64.b64decode(page.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"])
    assert page.js("return window.opened") == 35
    assert page.all(".finding[open]") == []
    assert sheets(data) > 10
    page.emulate(media="print")
    assert not page.one(".toolbar").is_displayed()
    link = "const a = document.querySelector('a.named'); return getComputedStyle(a, '::after').content"
    assert "attr(href)" in page.js(link) or "https://example.org/story" in page.js(link)
    assert page.js("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_paper_shows_what_is_closed_without_a_script_too(opened, factory):
    """Thirty closed findings are one line each on the screen; opened they fill many sheets."""
    found = factory.judged(factory.Verdict.VERBATIM, factory.STORY, "We did not expect to survive the night")
    evidence = (factory.Evidence(answer=factory.capture(), judged=found),) * 3
    paper = factory.Paper("draft.txt")
    for _ in range(30):
        quotation = paper.say("He said: ", "We did not expect to survive the night", ".")
        paper.find(quotation, None, verdict=factory.Verdict.VERBATIM, evidence=evidence)
    page = opened(factory.report(paper), script=False)
    assert page.all(".finding[open]") == []
    data = base64.b64decode(page.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    assert sheets(data) > 10


def test_a_passage_from_right_to_left_stands_so(opened, factory):
    from verify.model import Verdict

    paper = factory.Paper("fa.txt", language="fa")
    quotation = paper.say("او گفت: ", "من این کار را دوباره انجام می‌دهم", ".")
    paper.find(quotation, None, verdict=Verdict.ABSENT)
    page = opened(factory.report(paper))
    assert page.js("return getComputedStyle(document.querySelector('.side blockquote')).direction") == "rtl"
    assert page.js("return getComputedStyle(document.querySelector('.masthead')).direction") == "ltr"


def test_two_thousand_findings_still_answer(opened, factory):
    page = opened(factory.many(2_000))
    assert len(page.all(".finding")) == 2_000
    page.one(".chip.altered").click()
    altered = len(page.shown())
    assert 0 < altered < 2_000
    page.one("#search").send_keys("finding 7")
    assert 0 < len(page.shown()) < altered
    page.one("#reset").click()
    Select(page.one("#group")).select_by_visible_text("Source")
    assert len(page.shown()) == 2_000
    clean(page)
