"""The table at the terminal: what is shown, in which order, how wide, and that foreign text moves no cursor."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from verify import reports
from verify.core.rules import FLAGS
from verify.errors import ConfigError
from verify.model import Availability, Check, Reason, ReportOptions, Verdict

GOLDEN = Path(__file__).parent / "golden"
ESCAPE = "\x1b"


def written(report, **options) -> str:
    stream = io.StringIO()
    reports.write("terminal", report, stream, ReportOptions(**options))
    return stream.getvalue()


def extracted(report, **options) -> str:
    stream = io.StringIO()
    reports.write_extractions("terminal", report.extractions, report.version, stream, ReportOptions(**options))
    return stream.getvalue()


def one(factory, words: str, verdict=Verdict.UNCHECKED, *, reference: dict | None = None, **fields):
    """A report with one finding."""
    paper = factory.Paper(fields.pop("name", "draft.txt"))
    quotation = paper.say("He said: ", words, ".")
    ref = paper.cite(**reference) if reference else None
    if verdict is Verdict.UNCHECKED:
        fields.setdefault("reason", Reason.UNRESOLVED)
    paper.find(quotation, ref, verdict=verdict, **fields)
    return factory.report(paper)


def same_as_golden(name, text):
    """Compare with the file, or write it when UPDATE_GOLDEN=1 is set; the change is then reviewed as a diff."""
    if os.environ.get("UPDATE_GOLDEN") == "1":
        (GOLDEN / name).write_text(text, "utf-8")
    assert text == (GOLDEN / name).read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "options"),
    [("full", {}), ("quiet", {"quiet": True}), ("verbose", {"verbose": 1}), ("narrow", {"width": 50})],
)
def test_the_table_is_as_in_the_golden_file(full_report, name, options):
    same_as_golden(f"terminal-{name}.txt", written(full_report, **options))


def test_the_extraction_is_as_in_the_golden_file(full_report):
    same_as_golden("terminal-extract.txt", extracted(full_report))


def test_the_worst_stands_first(full_report):
    text = written(full_report)
    order = [text.index(mark) for mark in ("✗ altered", "✗ absent", "! variant", "! verbatim", "? unchecked")]
    assert order == sorted(order)


def test_every_reason_is_shown_with_its_remedy(full_report):
    text = " ".join(written(full_report).split())
    for reason in set(Reason) - {Reason.NO_QUOTATION}:
        assert f"{reason}: The source is {reason}" in text
    assert '--source "[1]=FILE"' in text


def test_all_findings_are_shown_or_counted(factory):
    """Of two hundred quotations of one unread source the table needs few lines, and still names every place."""
    paper = factory.Paper("long.txt")
    ids = [paper.say("He said: ", f"these are the words number {number}", ".") for number in range(200)]
    for id in ids:
        paper.find(id, None, verdict=Verdict.UNCHECKED, reason=Reason.UNRESOLVED, summary="No source is named.")
    text = written(factory.report(paper))
    assert len(text.splitlines()) < 30
    numbers = {int(number) for number in re.findall(r"\d+", text.split("lines", 1)[1].split(".")[0])}
    assert {2 * number + 1 for number in range(3, 200)} <= numbers
    assert "200 unchecked" in text
    assert "0 of 200 quotations checked, 200 could not be." in text


def test_a_caution_is_never_only_counted(factory):
    text = " ".join(written(one(factory, "the words", Verdict.VERBATIM, flags=frozenset({"context-negated"}))).split())
    assert "! verbatim" in text
    assert FLAGS["context-negated"] in text


def test_a_faithful_quotation_is_counted_and_listed_when_asked(factory):
    report = one(factory, "the very words", Verdict.VERBATIM)
    assert "the very words" not in written(report)
    assert "✓             1 verbatim" in written(report)
    assert "✓ verbatim" in written(report, verbose=1)
    assert "the very words" in written(report, verbose=1)


def test_words_that_only_the_capture_has_are_listed(factory):
    report = one(factory, "the words", Verdict.VERBATIM, availability=Availability.DRIFTED, summary="Only the capture.")
    assert "! verbatim" in written(report)
    assert "Only the capture." in written(report)


def test_further_differences_are_counted(factory):
    words = " ".join(f"a{number}" for number in range(9))
    source = " ".join(f"b{number}" for number in range(9))
    found = tuple(
        factory.difference("F16", "altered", words, f"a{n}", source, f"b{n}", f"other word: a{n}, b{n}.")
        for n in range(9)
    )
    report = one(factory, words, Verdict.ALTERED, differences=found)
    assert "and 5 more differences (-v shows them)" in written(report)
    assert "other word: a8, b8." not in written(report)
    assert "other word: a8, b8." in written(report, verbose=1)


def test_quiet_keeps_what_fails_a_run(factory):
    dead = one(factory, "words", reference={"title": "Gone"}, availability=Availability.DEAD, summary="Gone for good.")
    assert "Gone for good." in written(dead, quiet=True)
    fine = written(one(factory, "the words", Verdict.VERBATIM), quiet=True)
    assert fine.splitlines() == ["1 verbatim.", "1 of 1 quotation checked."]


def test_an_empty_run_says_so(factory):
    text = written(factory.report(factory.Paper("empty.txt")))
    assert "nothing to check: no quotation and no reference found" in text
    assert "No quotations to check." in text


@pytest.mark.parametrize(
    ("check", "reason", "told"),
    [
        (Check.OPTIONAL, "title", "1 × a title"),
        (Check.OPTIONAL, None, "1 × a term, title or name"),
        (Check.UNSOURCED, None, "1 × names no source"),
        (Check.OPTIONAL, "something new", "1 × something new"),
    ],
)
def test_what_is_set_aside_is_counted_with_its_reason(factory, check, reason, told):
    paper = factory.Paper("draft.txt")
    paper.say("The book ", "Silence", " is out.", check=check, reason=reason)
    report = factory.report(paper)
    assert told in written(report)
    assert "“Silence”" not in written(report)
    assert "“Silence”" in written(report, verbose=1)


HOSTILE = (
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07after",
    "\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "\x9b2Jcleared",
    "left\u202eright\u202c",
    "bell\x07 back\x08space \x7f",
    "one\r\ntwo\u2028three",
    "\udce9",
    "\x1bP1$r\x1b\\dcs",
    "\U000e0041tag",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_foreign_text_moves_no_cursor(factory, words):
    report = one(
        factory,
        words,
        name=f"{words}.txt",
        reference={"title": words, "marker": "[1]"},
        summary=words,
        flags=frozenset({words}),
    )
    for text in (written(report, verbose=2, color=False), extracted(report, verbose=1, color=False)):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]", text)
        assert text.encode("utf-8")
    coloured = written(report, verbose=2, color=True)
    assert set(re.findall(r"\x1b\[[0-9;]*(.)", coloured)) <= {"m"}
    assert coloured.count(ESCAPE) == len(re.findall(r"\x1b\[[0-9;]*m", coloured))


@settings(deadline=None, max_examples=40)
@given(words=st.text(max_size=300), width=st.integers(20, 140))
def test_no_line_is_wider_than_the_width(factory, words, width):
    report = one(factory, words or "x", reference={"title": words, "URL": "https://example.org/" + "a" * 200})
    for text in (written(report, width=width, verbose=1), extracted(report, width=width)):
        assert max(cell_len(line) for line in text.split("\n")) <= width


def test_a_file_gets_no_colour_and_a_fixed_width(full_report, monkeypatch):
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    text = written(full_report)
    assert ESCAPE not in text
    assert max(cell_len(line) for line in text.split("\n")) <= 100


@pytest.mark.parametrize(
    ("environment", "color", "coloured"),
    [
        ({"FORCE_COLOR": "1", "TERM": "xterm-256color"}, None, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1", "TERM": "xterm-256color"}, None, False),
        ({"NO_COLOR": "1"}, None, False),
        ({"TERM": "xterm-256color"}, True, True),
        ({"FORCE_COLOR": "1", "TERM": "xterm-256color"}, False, False),
    ],
)
def test_colour_is_as_the_environment_and_the_options_say(full_report, monkeypatch, environment, color, coloured):
    for name in ("FORCE_COLOR", "NO_COLOR", "TERM", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    text = written(full_report, color=color)
    assert bool(re.search(r"\x1b\[[0-9;]*3[0-9]", text)) is coloured


def test_an_unknown_format_is_a_clear_error(full_report):
    with pytest.raises(ConfigError, match=r"no format 'pdf' here\. Choose from terminal, json"):
        reports.write("pdf", full_report, io.StringIO())
    with pytest.raises(ConfigError, match="no format 'html' for extract"):
        reports.write_extractions("html", (), "1", io.StringIO())


def test_a_writer_of_another_package_is_found_by_entry_point(full_report, monkeypatch):
    class Point:
        @staticmethod
        def load():
            class Writer:
                @staticmethod
                def write(report, stream, options):
                    stream.write(f"{len(report.findings)} findings")

            return Writer

    def entry_points(*, group, name):
        return [Point] if (group, name) == ("verify.writers", "mine") else []

    monkeypatch.setattr("importlib.metadata.entry_points", entry_points)
    stream = io.StringIO()
    reports.write("mine", full_report, stream)
    assert stream.getvalue() == f"{len(full_report.findings)} findings"


def file_report(factory):
    """A quotation that was found in a file somebody gave."""
    uri = "file:///home/me/my%20book.txt"
    paper = factory.Paper("draft.txt")
    quotation = paper.say("He said: ", "any part in the attack", ".")
    found = factory.judged(Verdict.VERBATIM, factory.STORY, "any part in the attack")
    evidence = factory.Evidence(answer=factory.capture(uri, record=None), judged=found)
    state = Availability.NOT_REQUESTED
    paper.find(quotation, None, verdict=Verdict.VERBATIM, availability=state, evidence=(evidence,))
    return factory.report(paper)


def test_a_file_is_named_and_is_no_address(factory):
    text = written(file_report(factory), verbose=1)
    assert "file my book.txt" in text
    assert "not-requested" not in text
    stream = io.StringIO()
    reports.write("html", file_report(factory), stream)
    page = stream.getvalue()
    assert '<span class="state">file</span>' in page
    assert "status 200" not in page
    assert 'href="file:' not in page
