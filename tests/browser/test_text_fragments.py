"""A browser follows the links that lead to a passage: it scrolls there and marks these words and no others."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image

from verify import readers
from verify.core.fragments import link

pytestmark = pytest.mark.browser

MARK = (255, 0, 0)
FILLER = "".join(
    f"<p id=f{n}>Paragraph {n} of the report speaks about the river, the market and the weather on day {n}.</p>"
    for n in range(120)
)
REPEATED = "The witnesses said that they would not leave the camp, whatever happened there."
PAGE = (
    (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Report</title>"
        "<style>body{{font:16px serif;width:600px}}::target-text{{background:#f00;color:#000}}</style></head><body>"
        f"{FILLER}<p id=a>One man spoke first. {REPEATED}</p>{FILLER}<p id=b>Another man spoke later. {REPEATED}</p>"
        "<p id=c>An <em>inline</em> mark, a da<b>sh</b> - with commas, &amp; ampersands, 52 % and “quotes” — all encoded.</p>"
        "<p id=d>The delegation saw several damaged buildings, including one burnt.</p><p id=e>It was shown quantities of "
        f"explosives, and left.</p><p id=long>{' '.join(f'Word{n}' for n in range(200))}</p>"
        f"<p id=fr>Énorme différence à l’école où naître était un droit.</p>{FILLER}</body></html>"
    )
    .replace("{{", "{")
    .replace("}}", "}")
)

PASSAGES = [
    ("One man spoke first", "a", "a"),
    (f"later. {REPEATED}", "b", "b"),
    (REPEATED, "b", "b"),
    ("inline mark, a dash - with commas, & ampersands, 52 % and “quotes” — all", "c", "c"),
    ("including one burnt.\nIt was shown quantities of explosives", "d", "e"),
    (" ".join(f"Word{n}" for n in range(20, 150)), "long", "long"),
    ("différence à l’école où naître", "fr", "fr"),
]


def _marked(driver, element) -> bool:
    """Whether any pixel of an element has the colour of a mark."""
    image = Image.open(io.BytesIO(element.screenshot_as_png)).convert("RGB")
    return any(colour == MARK for _, colour in image.getcolors(1 << 20))


@pytest.mark.parametrize(("words", "first", "last"), PASSAGES)
def test_the_browser_scrolls_to_the_passage_and_marks_it(browser, site, words, first, last):
    url = site.page("/report", PAGE)
    document = readers.read(PAGE.encode(), name=url, media_type="text/html")
    lines = words.split("\n")
    # the last place, so that a repeated sentence needs its context
    start = document.text.rindex(lines[0])
    end = document.text.index(lines[-1], start) + len(lines[-1])
    address = link(url, document, start, end)
    assert "#:~:text=" in address
    browser.get("about:blank")
    browser.get(address)
    until = time.monotonic() + 10
    while not browser.execute_script("return window.scrollY") and time.monotonic() < until:
        time.sleep(0.05)
    top = browser.execute_script(
        "const r = document.getElementById(arguments[0]).getBoundingClientRect(); return [r.bottom > 0 && r.top < innerHeight]",
        first,
    )
    assert top == [True]
    marked = {
        name for name in ("a", "b", "c", "d", "e", "long", "fr") if _marked(browser, browser.find_element("id", name))
    }
    assert marked == {first, last}
