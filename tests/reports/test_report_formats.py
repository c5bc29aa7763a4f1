"""Markdown, JUnit, SARIF, GitHub annotations and CSV: golden files, completeness, and text that stays text."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from verify import reports
from verify.model import Known, ReportOptions, Verdict
from verify.reports import rows
from verify.reports.csv import cell
from verify.reports.github import command
from verify.reports.markdown import LIMIT
from verify.reports.markdown_text import block, escaped, html, link

GOLDEN = Path(__file__).parent / "golden"
TEXT = ("markdown", "junit", "sarif", "github", "csv")
ENDINGS = {"markdown": "md", "junit": "xml", "sarif": "sarif.json", "github": "txt", "csv": "csv"}


def written(report, format, **options) -> str:
    stream = io.StringIO(newline="")
    reports.write(format, report, stream, ReportOptions(**options))
    return stream.getvalue()


def known(report, reason="seen"):
    """The report with everything wrong known from a baseline."""
    left = Known(reason=reason, until="2027-01-31")
    wrong = (Verdict.ALTERED, Verdict.ABSENT)
    return replace(
        report, findings=tuple(replace(f, known=left if f.verdict in wrong else None) for f in report.findings)
    )


@pytest.mark.parametrize("format", TEXT)
def test_the_text_is_as_in_the_golden_file(full_report, format):
    name = f"{format}-full.{ENDINGS[format]}"
    text = written(full_report, format)
    if os.environ.get("UPDATE_GOLDEN") == "1":
        (GOLDEN / name).write_text(text, "utf-8")
    assert text == (GOLDEN / name).read_text("utf-8")


@pytest.mark.parametrize("format", TEXT)
def test_nothing_is_lost(full_report, format):
    """Every finding with its words, its place and its summary, what differs, and what was not read."""
    text = written(full_report, format)
    plain = re.sub(r"\\(?=\W)|\u200b", "", text).replace("%25", "%").replace("&quot;", '"').replace('""', '"')
    for finding in full_report.findings:
        citation = finding.citation
        if citation.quotation:
            assert citation.quotation.exact in plain
        assert finding.summary.replace('"', '\\"') in text or finding.summary in plain
        for difference in finding.differences:
            assert difference.message in plain
        for flag in finding.flags:
            assert flag in plain
    assert "scan.pdf: encrypted" in plain
    assert "nothing could be fetched from times.example" in plain
    assert "These two documents give different dates for the same report." in plain
    assert "opening mark never closed" in plain
    assert "https://example.org/story" in plain
    assert "20 December 2013" in plain
    assert "interrupted" in plain.casefold()


@pytest.mark.parametrize("format", TEXT)
def test_no_terminal_obeys_what_documents_say(factory, format):
    text = written(factory.hostile(), format)
    obeyed = "\x00\x1b\x7f\x85\x9b\r\ud800" + (
        "" if format == "sarif" else "\u202e"
    )  # JSON keeps the words as they are
    assert not set(text) & set(obeyed)
    assert text.encode("utf-8")


@pytest.mark.parametrize("format", [*TEXT, "terminal", "html"])
def test_known_findings_are_told_as_known(full_report, format):
    assert "known: seen; until 2027-01-31" in written(known(full_report), format).replace("\\", "")


# --- Markdown ------------------------------------------------------------------------------------------------------

NASTY = (
    "*a* _b_ **c** `d` [e](http://evil.example) ![f](x) <b>g</b> <script>h</script> ~~i~~ | j \\ $k$ &amp; https://l.example "
    "www.m.example @someone (@someone else) #12 GH-12 <!-- n"
)


def shown(markdown: str) -> str:
    return MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(markdown)


def test_markdown_shows_the_words_and_nothing_else():
    page = shown(block(escaped(NASTY)))
    assert not re.search(r"<(?!/?p>)", page)
    words = page.removeprefix("<p>").removesuffix("</p>\n").replace("\u200b", "")
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        words = words.replace(entity, character)
    assert words == NASTY


@given(st.text())
def test_any_text_stays_text_in_markdown(text):
    page = shown(block(escaped(text)))
    assert not re.search(r"<(?!/?p>)", page)


@pytest.mark.parametrize(
    "text", ["- a", "+ a", "1. a", "1) a", "# a", "=== a", "> a", "    a", "---", "a\n# b", "- [ ] a"]
)
def test_a_line_begins_no_block(text):
    assert re.fullmatch(r"<p>[^<]*</p>\n", shown(block(escaped(text))))


@pytest.mark.parametrize(
    ("text", "called"),
    [("@someone", 0), ("see (@someone)", 0), ("#12", 0), ("GH-12", 0), ('--source "draft.txt#r3=FILE"', None)],
)
def test_nobody_is_called_and_no_issue_told(text, called):
    for made in (escaped(text), html(text)):
        assert len(re.findall(r"(?:^|[^\w&])(?:@\w|#\d)|\bGH-\d", made)) == (called or 0)
        assert ("\u200b" in made) is (called is not None)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//evil.example", "https:///x", None]
)
def test_only_web_addresses_become_links(address):
    assert "](" not in link("words", address)


def test_an_address_cannot_leave_its_link():
    page = shown(link("words", "https://e.org/a>)<script>x</script>|[b](c)"))
    assert page.count("<a ") == 1
    assert "<script" not in page


def test_a_comment_is_never_too_long(factory):
    report = factory.many(2_000)
    text = written(report, "markdown")
    assert LIMIT - 3_000 < len(text) <= LIMIT
    assert re.search(r"\*\*Cut at 60,000 characters:\*\* [\d,]+ blocks of [\d,]+ are left out here", text)
    assert text.count("<details>") == text.count("</details>")
    assert "**Cut" not in written(factory.full(), "markdown")


def test_what_needs_a_person_stands_in_the_table(full_report):
    text = written(full_report, "markdown")
    table = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line][1:]
    assert [line.split("|")[1].strip() for line in table][:3] == ["❌ altered", "❌ absent", "⚠️ variant"]
    assert all(line.count("|") - line.count("\\|") == 6 for line in table)
    assert "<ins>250</ins>" in text
    assert "<del>50</del>" in text
    assert "We did not expect" not in written(full_report, "markdown", quiet=True)


# --- JUnit ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fail_on", "failures"), [(("altered", "absent", "dead"), 3), (("variant",), 1), (("unchecked",), 21), ((), 0)]
)
def test_junit_counts_what_it_holds(full_report, fail_on, failures):
    root = ET.fromstring(written(full_report, "junit", fail_on=fail_on))
    cases = root.findall(".//testcase")
    found = {kind: len(root.findall(f".//testcase/{kind}")) for kind in ("failure", "error", "skipped")}
    assert found["failure"] == failures
    assert found["error"] == 1
    assert len(cases) == len(full_report.findings) + 2  # a contradiction, and an input that could not be read
    for element in (root, *root.findall("testsuite")):
        inside = element.findall(".//testcase")
        assert int(element.get("tests")) == len(inside)
        for name, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(element.get(name)) == sum(case.find(kind) is not None for case in inside)


def test_junit_names_are_unique_and_hold_no_line(full_report):
    root = ET.fromstring(written(full_report, "junit"))
    names = [(case.get("classname"), case.get("name")) for case in root.findall(".//testcase")]
    assert len(set(names)) == len(names)
    assert not any("line " in name for file, name in names if file == "draft.txt")
    first = root.find(".//testcase")
    assert (first.get("file"), first.get("line")) == ("draft.txt", "1")


def test_junit_skips_what_is_known_and_what_nobody_could_tell(full_report):
    root = ET.fromstring(written(known(full_report), "junit"))
    skipped = [
        case.find("skipped").get("message") for case in root.findall(".//testcase") if case.find("skipped") is not None
    ]
    assert sum(message.startswith("known: seen") for message in skipped) == 2
    assert any(message.startswith("paywalled: ") for message in skipped)
    assert [failure.get("type") for failure in root.findall(".//failure")] == ["dead"]


def test_junit_survives_any_text(factory):
    ET.fromstring(written(factory.hostile(), "junit"))


# --- SARIF ---------------------------------------------------------------------------------------------------------


def log(report) -> dict:
    return json.loads(written(report, "sarif"))


@pytest.mark.parametrize("which", ["full", "hostile"])
def test_sarif_has_the_structure_of_2_1_0(factory, which):
    found = log(getattr(factory, which)())
    (run,) = found["runs"]
    assert (found["version"], run["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(rule["help"]["text"] and rule["fullDescription"]["text"] for rule in rules)
    for result in run["results"]:
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        for location in [*result["locations"], *result.get("relatedLocations", [])]:
            physical = location["physicalLocation"]
            uri = physical["artifactLocation"]["uri"]
            assert re.fullmatch(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+", uri)
            assert urlsplit(uri).scheme in ("", "http", "https")
            assert physical.get("region", {}).get("startLine", 1) >= 1
    for note in run["invocations"][0]["toolExecutionNotifications"]:
        assert note["level"] in ("error", "warning", "note")
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_levels_follow_the_severity(full_report):
    levels = {(result["ruleId"], result["level"]) for result in log(full_report)["runs"][0]["results"]}
    assert {
        ("F7", "error"),
        ("absent", "error"),
        ("dead", "error"),
        ("A5", "warning"),
        ("context-negated", "warning"),
        ("drifted", "warning"),
        ("soft-404", "warning"),
        ("failing", "warning"),
        ("cross-document", "warning"),
        ("unchecked", "note"),
        ("unresolved", "note"),
    } <= levels


def test_sarif_fingerprints_do_not_move_with_the_lines(factory):
    def prints(before: str):
        paper = factory.article()
        paper.text = before + paper.text
        paper.quotations = [replace(q, start=q.start + len(before), end=q.end + len(before)) for q in paper.quotations]
        results = log(factory.report(paper))["runs"][0]["results"]
        lines = [result["locations"][0]["physicalLocation"]["region"]["startLine"] for result in results]
        return [result["partialFingerprints"] for result in results], lines

    (here, lines), (there, moved) = prints(""), prints("One line.\nAnother.\n")
    assert here == there
    assert moved == [line + 2 for line in lines]


def test_sarif_keeps_the_faithful_apart_and_the_known_suppressed(full_report):
    run = log(known(full_report))["runs"][0]
    ids = [
        result["partialFingerprints"]["verifyFinding/v1"]
        for result in run["results"]
        if "partialFingerprints" in result
    ]
    faithful = [item["id"] for item in run["properties"]["faithful"]]
    assert sorted(ids + faithful) == sorted(finding.citation.fingerprint for finding in full_report.findings)
    suppressed = [result for result in run["results"] if result.get("suppressions")]
    assert {result["ruleId"] for result in suppressed} == {"F7", "absent"}
    assert suppressed[0]["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "known: seen; until 2027-01-31"}
    ]


def test_words_of_a_document_become_no_link_in_sarif(factory):
    paper = factory.Paper("a.txt")
    paper.find(paper.say("", "see [this](https://evil.example)", "."), None, verdict=Verdict.ABSENT)
    (result,) = log(factory.report(paper))["runs"][0]["results"]
    assert "](" not in result["message"]["text"]


# --- GitHub --------------------------------------------------------------------------------------------------------


@given(st.text(), st.text())
def test_a_command_is_one_line_with_its_own_properties(message, title):
    line = command("error", {"file": "a.txt", "title": title}, message)
    assert len(line.splitlines()) == 1
    name, properties, _ = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line).groups()
    assert name == "error"
    assert [part.split("=")[0] for part in properties.split(",")][:2] == ["file", "title"]
    assert properties.count(",") == 1


def test_every_line_but_the_last_is_a_command(factory):
    for report in (factory.full(), factory.hostile()):
        lines = written(report, "github").splitlines()
        assert all(re.match(r"::(?:error|warning|notice|debug)(?: |::)", line) for line in lines[:-1])
        assert lines[-1].startswith("verify: ")
        assert "##[" not in lines[-1]


def test_the_worst_annotation_is_first(full_report):
    kinds = [line.split(" ")[0].split(":")[2] for line in written(full_report, "github").splitlines()[:-1]]
    told = [kind for kind in kinds if kind != "debug"]
    assert told[:4] == ["error"] * 4
    loud = written(full_report, "github", quiet=True)
    assert "::notice" not in loud
    assert "::error" in loud
    assert written(known(full_report), "github").count("::error") == kinds.count("error") - 2


# --- CSV -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-5 degrees", "'-5 degrees"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("  =1", "'  =1"),
        ("\uff1d1", "'\uff1d1"),
        ("a=1", "a=1"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_no_cell_is_a_formula(text, kept):
    assert cell(text) == kept


def test_csv_rows_are_the_report(full_report):
    table = list(csv.DictReader(io.StringIO(written(full_report, "csv"), newline="")))
    assert tuple(table[0]) == rows.COLUMNS
    findings = [row for row in table if row["row"] == "finding"]
    assert {row["id"] for row in findings} == {finding.citation.fingerprint for finding in full_report.findings}
    first = findings[0]
    assert (first["document"], first["place"], first["verdict"]) == ("draft.txt", "line 1", "altered")
    assert first["source_words"] == "the assault killed 50 people and wounded dozens more"
    assert first["link"] == "https://example.org/story#:~:text=the%20assault%20killed,dozens%20more"
    kinds = {row["row"] for row in table}
    assert kinds == {"finding", "set-aside", "cross-document", "problem", "notice", "totals"}
