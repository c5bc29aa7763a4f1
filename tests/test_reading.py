"""What a finding lets go of, and what every report still says."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from verify import readers
from verify.core.citations import extract
from verify.core.flow import decide
from verify.core.resolve import Target
from verify.model import Capture, Finding, Record, Report, ReportOptions, Request
from verify.reading import Reading, lightened
from verify.reports import write

NOW = datetime(2026, 11, 21, tzinfo=UTC)
PAGE = (
    "<html><body>\n<nav>\n<a href=/x>Home</a>\n</nav>\n<h1>Report</h1>\n\n<p>Nothing here.</p>\n"
    "<div>\n\n<p>She said that the committee found\n12 violations, and it said so.</p></div>\n<p>Later the committee\n"
    "found 12 violations, and it said so.</p>\n<p>The end.</p></body></html>"
)


def found(words: str, record: Record | None) -> Finding:
    document = readers.read(f"He said “{words}” ([story](http://a.example/)).".encode(), name="a.md")
    (citation,) = extract(document).citations
    flow = decide(citation, (Target(uri_r="http://a.example/", decided_by="the test"),), read=Reading())
    answer: Request = next(flow)
    body = PAGE.encode()
    try:
        while True:
            answer = flow.send(
                Capture(
                    request=answer,
                    uri_r=answer.uri_r,
                    retrieved=NOW,
                    media_type="text/html",
                    headers=(("Content-Type", "text/html"),),
                    sha256=sha256(body).hexdigest(),
                    body=body,
                    record=record,
                )
            )
    except StopIteration as stop:
        finding: Finding = stop.value
        return finding


def told(finding: Finding, form: str) -> str:
    report = Report(version="0", started=NOW, finished=NOW, extractions=(), findings=(finding,))
    stream = io.StringIO()
    write(form, report, stream, ReportOptions(verbose=2, quiet=False))
    return stream.getvalue()


@pytest.mark.parametrize("form", ["json", "html", "terminal"])
@pytest.mark.parametrize(
    "words",
    [
        "the committee found 12 violations, and it said so",
        "the committee found 13 violations, and it said so",
        "an elephant crossed the river at night with its young",
    ],
)
def test_every_report_says_of_a_light_finding_what_it_says_of_the_whole_one(words: str, form: str) -> None:
    whole = found(words, Record(file="a.warc.gz", offset=7, record_id="urn:uuid:1"))
    light = lightened(whole)
    assert told(light, form) == told(whole, form)
    assert whole.evidence[0].answer.body == PAGE.encode()  # type: ignore[union-attr]
    assert light.evidence[0].answer.body == b""  # type: ignore[union-attr]


def test_what_no_cache_keeps_stays() -> None:
    finding = lightened(found("the committee found 12 violations, and it said so", None))
    assert finding.evidence[0].answer.body == PAGE.encode()  # type: ignore[union-attr]
