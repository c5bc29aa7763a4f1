"""A saved run read back: nothing is lost on the way, and a damaged file is one line that names the place."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verify import reports
from verify.errors import InputError
from verify.model import (
    Anchor,
    Availability,
    Check,
    CrossFinding,
    CrossPlace,
    Difference,
    Drift,
    Evidence,
    Judged,
    Known,
    Match,
    MissReason,
    Name,
    Piece,
    QuotationKind,
    Reason,
    RegionKind,
    Request,
    Severity,
    Verdict,
)
from verify.reports.saved import load


def written(report, format="json") -> str:
    stream = io.StringIO()
    reports.write(format, report, stream)
    return stream.getvalue()


@pytest.mark.parametrize("saved", ["json", "jsonl"])
@pytest.mark.parametrize("which", ["full", "hostile"])
def test_a_run_read_back_is_the_same_run(factory, which, saved):
    report = getattr(factory, which)()
    back = load(written(report, saved).encode(), "run")
    assert written(back, saved) == written(report, saved)
    assert written(back) == written(report)
    for format in ("terminal", "markdown", "junit", "sarif", "github", "csv"):
        assert written(back, format) == written(report, format), format


def test_the_page_of_a_saved_run_has_both_texts(factory):
    page = written(load(written(factory.full()).encode(), "run"), "html")
    assert "643" in page  # characters of a document whose text is not at hand
    assert "the assault killed <ins" in page
    assert "According to Example Wire, " in page


words = st.text(st.characters(codec="utf-8"), max_size=40)
some = words.filter(str.strip)
maybe = st.none() | words
number = st.integers(0, 10**6)
place_fields = {
    "page": st.none() | st.integers(1, 999),
    "paragraph": st.none() | st.integers(1, 999),
    "part": maybe,
    "cell": maybe,
    "time": maybe,
}
anchors = st.lists(
    st.builds(Anchor, start=st.integers(0, 500), line=st.integers(1, 99), column=st.integers(1, 99), **place_fields),
    max_size=4,
    unique_by=lambda anchor: anchor.start,
).map(lambda found: tuple(sorted(found, key=lambda anchor: anchor.start)))
differences = st.builds(
    Difference,
    rule=words,
    severity=st.sampled_from(Severity),
    quoted=words,
    source=words,
    start=number,
    end=number,
    source_start=number,
    source_end=number,
    message=words,
)


@st.composite
def evidences(draw, factory):
    made = factory.document("https://e.org/", draw(words) + "\n" + draw(words), anchors=draw(anchors))

    def passage():
        start = draw(st.integers(0, len(made.text)))
        end = draw(st.integers(start, len(made.text)))
        piece = Piece(start=draw(number), end=draw(number), source_start=draw(number), source_end=draw(number))
        region = draw(st.sampled_from(RegionKind))
        return Match(
            start=start,
            end=end,
            exact=draw(words),
            before=draw(words),
            after=draw(words),
            pieces=(piece,),
            region=region,
        )

    judged = None
    if draw(st.booleans()):
        match = passage() if draw(st.booleans()) else None
        others = (passage(),) if draw(st.booleans()) else ()
        judged = Judged(verdict=draw(st.sampled_from(Verdict)), source=made, match=match, others=others)
    moment = draw(st.none() | st.datetimes(timezones=st.just(factory.ARCHIVED.tzinfo)))
    if draw(st.booleans()):
        answer = factory.capture(at=factory.ARCHIVED if draw(st.booleans()) else None)
        answer = replace(
            answer, memento_datetime=moment, uri_r=draw(words), media_type=draw(words), status=draw(number)
        )
        by_address = Request(uri_r=draw(words), uri_m=answer.uri_m)
        answer = replace(answer, request=by_address if answer.uri_m and draw(st.booleans()) else answer.request)
    else:
        answer = factory.miss(draw(st.sampled_from(MissReason)), draw(words), draw(words), moment).answer
        answer = replace(answer, retry_after=draw(st.none() | st.floats(0, 1e6)))
        judged = None
    return Evidence(
        answer=answer,
        availability=draw(st.none() | st.sampled_from(Availability)),
        unreadable=draw(st.none() | st.sampled_from(Reason)),
        detail=draw(words),
        judged=judged,
        link=draw(maybe),
    )


def drifts(factory):
    moments = st.datetimes(timezones=st.just(factory.ARCHIVED.tzinfo))
    counted = dict.fromkeys(("read", "unread", "captures", "between"), number)
    return st.builds(Drift, last_with=moments, first_without=st.none() | moments, **counted)


@st.composite
def runs(draw, factory):
    papers = []
    for name in draw(st.lists(some, min_size=1, max_size=2, unique=True)):
        paper = factory.Paper(name, anchors=draw(anchors), language=draw(maybe), title=draw(maybe))
        for _ in range(draw(st.integers(0, 2))):
            paper.say(
                draw(words),
                draw(some),
                draw(words),
                kind=draw(st.sampled_from(QuotationKind)),
                check=draw(st.sampled_from(Check)),
                reason=draw(maybe),
                speaker=draw(maybe),
                cue=draw(maybe),
                date=draw(maybe),
            )
        paper.cite(
            marker=draw(maybe), raw=draw(some), title=draw(maybe), URL=draw(maybe), author=(Name(literal=draw(words)),)
        )
        paper.notices.append(draw(words))
        for id in [*(quotation.id for quotation in paper.quotations), None]:
            paper.find(
                id,
                "r1" if id is None or draw(st.booleans()) else None,
                verdict=draw(st.sampled_from(Verdict)),
                availability=draw(st.sampled_from(Availability)),
                reason=draw(st.none() | st.sampled_from(Reason)),
                summary=draw(words),
                differences=tuple(draw(st.lists(differences, max_size=2))),
                flags=frozenset(draw(st.lists(words, max_size=2))),
                evidence=tuple(draw(st.lists(evidences(factory), max_size=2))),
                drift=draw(st.none() | drifts(factory)),
                known=draw(st.none() | st.builds(Known, reason=words, until=maybe)),
            )
        papers.append(paper)
    place = CrossPlace(document=papers[0].name, start=draw(st.integers(0, 20)), end=draw(number), text=draw(words))
    return factory.report(
        *papers,
        cross_document=(CrossFinding(kind=draw(words), message=draw(words), places=(place,)),),
        problems=(draw(words),),
        interrupted=draw(st.booleans()),
    )


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_run_survives_the_round_trip(factory, data):
    report = data.draw(runs(factory))
    once = written(report)
    back = load(once.encode(), "run")
    assert written(back) == once
    assert written(load(written(back, "jsonl").encode(), "run")) == once


def change(path, value):
    def changed(found):
        node = found
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = value

    return changed


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (change(("schema_version",), "2"), "schema_version is '2', and this version reads '1'"),
        (change(("kind",), "extract"), "of kind 'extract', not a run of `check`"),
        (change(("findings", 0, "verdict"), "faithful"), "findings[0].verdict: 'faithful' is none of verbatim"),
        (change(("findings", 0, "quotation"), "q99"), "findings[0].quotation: no quotation 'q99'"),
        (change(("findings", 0, "reference"), "r99"), "findings[0].reference: no reference 'r99'"),
        (change(("findings", 0, "differences", 0, "start"), -1), "differences[0].start: not a whole number"),
        (change(("findings", 0, "evidence", 0, "retrieved"), "soon"), "evidence[0].retrieved: 'soon' is no moment"),
        (change(("findings", 0, "evidence", 0, "request"), None), "evidence[0].request: not an object"),
        (change(("documents", 0, "path"), None), "documents[0].path: missing"),
        (change(("documents", 0, "characters"), "many"), "documents[0].characters: not a whole number"),
        (change(("documents",), {}), "documents: not a list"),
        (change(("tool",), []), "tool: not an object"),
        (change(("started",), "0001-01-01T00:00:00+14:00"), "started: "),
    ],
)
def test_damage_is_named_by_its_place(full_report, edit, told):
    found = json.loads(written(full_report))
    edit(found)
    with pytest.raises(InputError) as caught:
        load(json.dumps(found).encode(), "run.json")
    message = str(caught.value)
    assert message.startswith("run.json: ")
    assert told in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "damaged: Expecting value at line 1"),
        (b"\xff\xfe\x00", "no UTF-8 text at byte 0"),
        (b"[]", "not an object"),
        (b"{}", "not a saved run"),
        (b'{"schema_version": "1", "kind": "check", "tool"', "damaged: Expecting"),
        (b"[" * 100_000, "damaged: nested too deeply"),
        (b'{"schema_version": "1", "kind": "check", "x": ' + b"9" * 5_000 + b"}", "damaged: "),
        (b'{"schema_version":"1","kind":"header","report":"check"}\n{"kind":"fin', "line 2: "),
        (b'{"schema_version":"1","kind":"header","report":"check"}\n{"kind":"finding"}\n', "the summary line"),
        (b'{"schema_version":"1","kind":"header","report":"extract"}\n{"kind":"summary"}\n', "of kind 'extract'"),
    ],
)
def test_what_is_no_run_is_said_in_a_line(data, told):
    with pytest.raises(InputError) as caught:
        load(data, "run.json")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_run_of_an_earlier_version_has_fewer_fields(full_report):
    found = json.loads(written(full_report))
    for document in found["documents"]:
        for reference in document["references"]:
            for key in ("line", "column", "page", "paragraph", "part", "cell", "time"):
                del reference[key]
    for finding in found["findings"]:
        del finding["known"]
        for evidence in finding["evidence"]:
            del evidence["characters"]
            if evidence["match"]:
                del evidence["match"]["line"], evidence["match"]["page_end"]
    back = load(json.dumps(found).encode(), "run.json")
    assert [item.verdict for item in back.findings] == [item.verdict for item in full_report.findings]
