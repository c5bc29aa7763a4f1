"""Subtitles: running prose over the cues, with speakers and time codes."""

from __future__ import annotations

import pytest

from verify import match_quotation
from verify.errors import UnreadableError
from verify.model import RegionKind
from verify.readers import read

_VTT = """WEBVTT - a title
Kind: captions

NOTE
made by hand

STYLE
::cue { color: red }

1
00:01.000 --> 00:00:03.500 align:start position:0%
<v Mary Brown>We have <i>never</i> seen the

2
00:00:03.500 --> 00:00:05.000
river so high &amp; so fast.

00:00:05.000 --> 00:00:07.000
<v.loud Tom>Nor have I.</v>
[LOUD APPLAUSE]

01:00:20.000 --> 01:00:27.000
- Who said that?
- I did.
"""


def test_cues_are_one_text() -> None:
    document = read(_VTT.encode(), name="x.vtt")
    assert document.text == (
        "Mary Brown: We have never seen the river so high & so fast.\n\nTom: Nor have I. [LOUD APPLAUSE]\n\nWho said that?\n\nI did."
    )
    places = {word: document.place(document.text.index(word)) for word in ("We have", "river", "Nor", "I did")}
    assert {word: (place.line, place.time) for word, place in places.items()} == {
        "We have": (12, "00:00:01.000"), "river": (16, "00:00:03.500"), "Nor": (19, "00:00:05.000"), "I did": (24, "01:00:20.000"),
    }  # fmt: skip
    assert document.region(document.text.index("APPLAUSE")) is RegionKind.NOTE_MARK


def test_a_quotation_is_found_across_cues() -> None:
    judged = match_quotation("never seen the river so high", _VTT.encode(), media_type="text/vtt")
    assert judged.verdict == "verbatim"
    assert judged.start is not None
    assert judged.source.place(judged.start).time == "00:00:01.000"


def test_subrip() -> None:
    source = (
        '\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\n{\\an8}<font color="#fff">Hello</font>\r\nthere, if a < b.\r\n\r\n'
        "2\r\n00:00:02,600 --> 00:00:04,000\r\n2013 was late.\r\n3\r\n00:00:10,000 --> 00:00:12,000\r\nAfter a silence."
    )  # fmt: skip
    document = read(source.encode(), name="x.srt")
    assert document.text == "Hello there, if a < b. 2013 was late.\n\nAfter a silence."
    assert document.place(document.text.index("2013")).time == "00:00:02.600"
    latin = "1\n00:00:01,000 --> 00:00:02,500\nDas Mädchen hörte gar nichts.\n"
    assert read(latin.encode("cp1252"), name="x.srt").text == "Das Mädchen hörte gar nichts."


def test_captions_that_scroll_show_each_line_once() -> None:
    source = """WEBVTT

00:00:00.000 --> 00:00:02.000

no<00:00:00.500><c> no</c>

00:00:02.000 --> 00:00:02.010
no no


00:00:02.010 --> 00:00:04.000
no no
never<00:00:03.000><c> again</c>
"""
    assert read(source.encode(), name="x.vtt").text == "no no never again"


def test_words_that_are_said_twice_stay_twice() -> None:
    source = "1\n00:00:01,000 --> 00:00:02,000\nNo.\n\n2\n00:00:02,000 --> 00:00:03,000\nNo.\n"
    assert read(source.encode(), name="x.srt").text == "No. No."


@pytest.mark.parametrize(("name", "source"), [("x.srt", "words without times"), ("x.vtt", "WEBVTT\n\nwords\n")])
def test_a_file_without_cues_is_no_empty_success(name: str, source: str) -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        read(source.encode(), name=name)


def test_an_empty_file_is_an_empty_document() -> None:
    assert read(b"WEBVTT\n", name="x.vtt").text == ""
