"""The project's own labelled set: a quotation, a source, the verdict it deserves, and why.

Every pair is judged against its text as it is and, unless line ends matter, inside three web pages read by the HTML
reader. Pairs with markup of their own are judged as such a page.
"""

import hashlib
import html
import tomllib
from pathlib import Path

import pytest

from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.core.rules import FLAGS, RULES
from verify.model import Document, Judged, Severity
from verify.readers import read

HERE = Path(__file__).parent
PAIRS = [
    {**pair, "id": f"{path.stem}-{number}-{pair['rule']}"}
    for path in sorted((HERE / "pairs").glob("*.toml"))
    for number, pair in enumerate(tomllib.loads(path.read_text("utf-8"))["pair"], 1)
]
PAGES = sorted((HERE / "pages").glob("*.html"))
IN_PAGES = [pair for pair in PAIRS if "source" in pair and not pair.get("plain_only")]
OWN_MARKUP = [pair for pair in PAIRS if "html" in pair]
ORDER = list(Severity)


def plain(text: str) -> Document:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(name="source", media_type="text/plain", text=text, sha256=digest)


def check(pair: dict, document: Document) -> None:
    judged = judge(
        pair["quote"],
        SourceText(document),
        continued=tuple(pair.get("continued", ())),
        speaker=pair.get("speaker"),
    )
    shown = [(d.rule, d.severity.value, d.message) for d in judged.differences], sorted(judged.flags), judged.exact
    assert judged.verdict == pair["verdict"], shown
    assert set(pair.get("flags", ())) <= judged.flags, shown
    if pair.get("no_flags"):
        assert not judged.flags, shown
    if "others" in pair:
        assert len(judged.others) == pair["others"], shown
    consistent(pair, document, judged)


def consistent(pair: dict, document: Document, judged: Judged) -> None:
    """What holds for every judgement: offsets slice exactly, severities are the table's, messages are sentences."""
    quoted = "\n".join((pair["quote"], *pair.get("continued", ())))
    for difference in judged.differences:
        assert quoted[difference.start : difference.end] == difference.quoted
        assert document.text[difference.source_start : difference.source_end] == difference.source
        assert difference.severity is RULES[difference.rule].severity
        assert len(difference.message) > 10
    if judged.match is not None:
        assert document.text[judged.match.start : judged.match.end] == judged.match.exact
        for piece in judged.match.pieces:
            assert 0 <= piece.start < piece.end <= len(quoted)
            assert judged.match.start <= piece.source_start < piece.source_end <= judged.match.end
    assert judged.flags <= FLAGS.keys()
    if judged.match is not None and judged.verdict not in ("absent", "unchecked"):
        worst = max((d.severity for d in judged.differences), key=ORDER.index, default=Severity.SILENT)
        expected = {"silent": "verbatim", "marked": "edited", "note": "variant", "altered": "altered"}[worst]
        assert judged.verdict == expected


@pytest.mark.parametrize("pair", [p for p in PAIRS if "source" in p], ids=lambda pair: pair["id"])
def test_plain_text(pair):
    check(pair, plain(pair["source"]))


@pytest.mark.parametrize("pair", IN_PAGES, ids=lambda pair: pair["id"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_inside_a_page(pair, page):
    passage = "\n".join(f"<p>{html.escape(line)}</p>" for line in pair["source"].split("\n") if line.strip())
    text = page.read_text("utf-8").replace("LANGUAGE", pair.get("language", "en")).replace("PASSAGE", passage)
    check(pair, read(text.encode("utf-8"), name="page.html", media_type="text/html"))


@pytest.mark.parametrize("pair", OWN_MARKUP, ids=lambda pair: pair["id"])
def test_own_markup(pair):
    text = pair["html"]
    if "<html" not in text:
        text = f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{text}</body></html>"
    check(pair, read(text.encode("utf-8"), name="page.html", media_type="text/html"))


def test_the_set_is_large_enough():
    assert len(PAIRS) >= 150
    assert len({pair.get("language", "en") for pair in PAIRS}) >= 12
    assert len(IN_PAGES) + len(OWN_MARKUP) >= 100
    assert all(pair["why"] for pair in PAIRS)


def test_every_rule_that_words_can_break_has_a_pair():
    # H2, I2, I4, I6 to I9, C6 and F11 are decided elsewhere: by extraction, by availability, or by markup
    elsewhere = {"H2", "I2", "I4", "I6", "I7", "I8", "I9", "C6", "F11"}
    assert RULES.keys() - elsewhere <= {pair["rule"] for pair in PAIRS}
