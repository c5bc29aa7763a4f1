"""The JSON contract: valid against the published schema, complete, in order, and safe to print."""

from __future__ import annotations

import io
import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from verify import reports
from verify.model import (
    Availability,
    Citation,
    Document,
    Finding,
    Item,
    Name,
    Quotation,
    Reason,
    Report,
    Verdict,
)
from verify.reports import json as json_report
from verify.reports import mapping
from verify.reports.json import encoded

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"


def written(report: Report, format: str = "json") -> str:
    stream = io.StringIO()
    reports.write(format, report, stream)
    return stream.getvalue()


def extracted(report: Report, format: str = "json") -> str:
    stream = io.StringIO()
    reports.write_extractions(format, report.extractions, report.version, stream)
    return stream.getvalue()


def schema(kind: str) -> dict:
    """The published schema, closed: a key that it does not name is an error, so that none goes undocumented."""
    found = json.loads((SCHEMAS / f"{kind}.schema.json").read_text("utf-8"))

    def close(node):
        if isinstance(node, dict):
            if "properties" in node:
                node["additionalProperties"] = False
            for value in node.values():
                close(value)
        elif isinstance(node, list):
            for value in node:
                close(value)

    close(found)
    return found


def validate(instance: dict) -> None:
    jsonschema.validate(instance, schema(instance["kind"]), cls=jsonschema.Draft202012Validator)


def test_a_full_report_is_valid(full_report):
    validate(json.loads(written(full_report)))


def test_an_extraction_is_valid(full_report):
    found = json.loads(extracted(full_report))
    validate(found)
    assert found["kind"] == "extract"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("findings", 0, "verdict"), "faithful"),
        (("findings", 0, "evidence", 0, "retrieved"), "21 November 2026"),
        (("documents", 0, "sha256"), "abc"),
        (("schema_version",), "2"),
    ],
)
def test_the_schema_refuses_what_is_wrong(altered_report, path, value):
    found = json.loads(written(altered_report))
    broken = deepcopy(found)
    *way, last = path
    node = broken
    for key in way:
        node = node[key]
    node[last] = value
    with pytest.raises(jsonschema.ValidationError):
        validate(broken)


def test_the_contract_of_one_finding(altered_report):
    finding = json.loads(written(altered_report))["findings"][0]
    words = "the assault killed 250 people and wounded dozens more"
    difference, evidence = finding["differences"][0], finding["evidence"][0]
    assert finding["exact"] == words
    assert (finding["document"], finding["line"], finding["column"]) == ("altered-1.txt", 1, 29)
    assert (finding["quotation"], finding["reference"]) == ("q1", "r1")
    assert (finding["verdict"], finding["reason"], finding["availability"]) == ("altered", None, "live")
    assert words[difference["start"] : difference["end"]] == difference["quoted"] == "250"
    assert (difference["rule"], difference["severity"], difference["source"]) == ("F7", "altered", "50")
    assert evidence["warc"] == {"file": "verify-20261121.warc.gz", "offset": 1432, "record_id": "<urn:uuid:1>"}
    assert evidence["retrieved"] == "2026-11-21T07:03:20Z"
    assert (evidence["uri_m"], evidence["memento_datetime"], evidence["miss"]) == (None, None, None)
    assert evidence["match"]["exact"] == "the assault killed 50 people and wounded dozens more"
    assert evidence["region"] == "main"
    assert finding["evidence"][1]["memento_datetime"] == "2013-12-20T11:05:00Z"


def test_the_keys_keep_their_order(full_report):
    found = json.loads(written(full_report))
    assert list(found)[:6] == ["schema_version", "kind", "tool", "started", "finished", "config_digest"]
    assert list(found["documents"][0]["references"][0]["item"])[:8] == [
        *("type", "title", "author", "container-title", "publisher", "issued", "accessed", "URL")
    ]
    assert list(found["counts"]) == ["verbatim", "edited", "variant", "altered", "absent", "unchecked"]


def test_every_verdict_reason_and_availability_is_written(full_report):
    findings = json.loads(written(full_report))["findings"]
    assert {finding["verdict"] for finding in findings} == {verdict.value for verdict in Verdict}
    assert {finding["reason"] for finding in findings} == {None, *(reason.value for reason in Reason)}
    assert {finding["availability"] for finding in findings} == {state.value for state in Availability}


def test_findings_keep_document_order(full_report):
    findings = json.loads(written(full_report))["findings"]
    assert [finding["id"] for finding in findings] == [f.citation.fingerprint for f in full_report.findings]


def test_an_item_speaks_csl(factory):
    from verify.reports import mapping

    item = Item(
        type="book",
        title="Self-Sacrifice",
        author=(Name(family="Stevenson", given="Struan"), Name(literal="The Press")),
        ISBN="1780272898",
    )
    found = mapping.work(item)
    assert found["author"] == [{"family": "Stevenson", "given": "Struan"}, {"literal": "The Press"}]
    assert found["ISBN"] == "1780272898"
    assert found["URL"] is None


def test_a_quotation_without_a_document_is_written(factory):
    document = Document(name="<quotation>", media_type="text/plain", text="the words", sha256="0" * 64)
    quotation = Quotation(id="q1", exact="the words", start=0, end=9)
    citation = Citation(document=document, quotation=quotation, reference=None, fingerprint="f")
    finding = Finding(
        citation=citation,
        verdict=Verdict.UNCHECKED,
        availability=Availability.UNRESOLVED,
        reason=Reason.UNRESOLVED,
        summary="No source.",
    )
    report = factory.report(findings=(finding,))
    found = json.loads(written(report))
    validate(found)
    assert found["documents"] == []
    assert found["findings"][0]["exact"] == "the words"


def test_an_interrupted_quotation_is_one_text(factory):
    from verify.reports import mapping

    paper = factory.Paper("two.txt")
    paper.say("", "One two", ", he said.")
    paper.say("", "three four", ".", continues="q1")
    paper.find("q1", None, verdict=Verdict.VERBATIM)
    extraction, (finding,) = paper.build()
    whole = Citation(
        document=extraction.document,
        quotation=extraction.quotations[0],
        pieces=(extraction.quotations[1],),
        reference=None,
        fingerprint="f",
    )
    found = mapping.finding(
        Finding(citation=whole, verdict=finding.verdict, availability=finding.availability, summary="s")
    )
    assert found["exact"] == "One two\nthree four"
    assert found["pieces"] == ["q2"]


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_output_survives_any_stream_and_obeys_no_terminal(factory, format):
    paper = factory.Paper("caf\udce9\x1b[31m.txt")
    paper.say("He said: ", "a\u2028b\x85c\x9b31md\x00e\x7f", ".")
    paper.find("q1", None, verdict=Verdict.UNCHECKED, reason=Reason.UNRESOLVED)
    text = written(factory.report(paper), format)
    assert text.encode("utf-8")
    assert not set(text) & set("\x1b\x9b\x85\u2028\x00\x7f\udce9")
    lines = [json.loads(line) for line in (text.splitlines() if format == "jsonl" else [text])]
    found = lines[0]["findings"][0] if format == "json" else next(x for x in lines if x["kind"] == "finding")
    assert found["exact"] == "a\u2028b\x85c\x9b31md\x00e\x7f"


def test_the_same_report_gives_the_same_text(factory):
    assert written(factory.full()) == written(factory.full())


def test_lines_carry_what_the_report_carries(full_report):
    whole = json.loads(written(full_report))
    lines = [json.loads(line) for line in written(full_report, "jsonl").splitlines()]
    assert [line["kind"] for line in (lines[0], lines[-1])] == ["header", "summary"]
    assert lines[0]["report"] == "check"

    def of(kind):
        return [{k: v for k, v in line.items() if k != "kind"} for line in lines if line["kind"] == kind]

    assert of("document") == whole["documents"]
    assert sorted(of("finding"), key=str) == sorted(whole["findings"], key=str)
    assert lines[-1]["counts"] == whole["counts"]
    assert lines[-1]["coverage"] == whole["coverage"]
    conflict = of("cross_document")[0]
    assert conflict.pop("about") == "date"
    assert conflict["places"] == whole["cross_document"][0]["places"]


def test_extracted_lines_name_their_document(full_report):
    lines = [json.loads(line) for line in extracted(full_report, "jsonl").splitlines()]
    quotations = [line for line in lines if line["kind"] == "quotation"]
    assert {line["document"] for line in quotations} == {"draft.txt", "unchecked.md"}
    assert lines[-1] == {
        "kind": "summary",
        "documents": 3,
        "quotations": len(quotations),
        "references": sum(line["kind"] == "reference" for line in lines),
    }
    assert [line["message"] for line in lines if line["kind"] == "notice"] == ["line 9: opening mark never closed"]


@pytest.mark.parametrize(
    "value",
    [
        *({}, [], [[]], {"a": {}, "b": []}, "x", 1, None, True, [False, [None]]),
        {"deep": [{"b": [{"c": [[[["  two spaces, and \n  after a line break"]]]]}]}], "z": 1, "a": 2},
        [1.0, 0.5, 30.25, 1e15, 0.0001, -0.0, 2**63, -(2**63), 2**70],
        {"controls": "\x00\x1f\b\f\n\r\t", "marks": "\"\\/<>&'", "wide": "ünï – “q” 😀 中"},
        *(
            {"deleted": "\x7f"},
            {"next line": "a\x85b"},
            {"separators": "\u2028 \u2029"},
            {"surrogate \udcff": "\ud800"},
        ),
    ],
)
def test_an_indented_report_is_written_as_the_standard_library_would(value):
    expected = json.dumps(value, ensure_ascii=False, indent=1)
    for bare in ("\x7f", "\x85", "\u2028", "\u2029", "\ud800", "\udcff"):
        expected = expected.replace(bare, f"\\u{ord(bare):04x}")
    assert encoded(value, indent=1) == expected


@pytest.mark.parametrize("together", [1, 2, 100])
@pytest.mark.parametrize("findings", [0, 1, 2, 3])
def test_a_report_in_pieces_is_the_same_text(
    findings: int, together: int, monkeypatch: pytest.MonkeyPatch, full_report: Report
) -> None:
    monkeypatch.setattr(json_report, "TOGETHER", together)
    some = replace(full_report, findings=full_report.findings[:findings])
    assert len(some.findings) == findings
    assert written(some) == json.dumps(mapping.check(some), ensure_ascii=False, indent=1) + "\n"
