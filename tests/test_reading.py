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
RECORD = Record(file="a.warc.gz", offset=7, record_id="urn:uuid:1")
PAGE = (
    "<html><body>\n<nav>\n<a href=/x>Home</a>\n</nav>\n<h1>Report</h1>\n\n<p>Nothing here.</p>\n"
    "<div>\n\n<p>She said that the committee found\n12 violations, and it said so.</p></div>\n<p>Later the committee\n"
    "found 12 violations, and it said so.</p>\n<p>The end.</p></body></html>"
)


def found(words: str, record: Record | None, page: str = PAGE) -> Finding:
    document = readers.read(f"He said “{words}” ([story](http://a.example/)).".encode(), name="a.md")
    (citation,) = extract(document).citations
    flow = decide(citation, (Target(uri_r="http://a.example/", decided_by="the test"),), read=Reading())
    answer: Request = next(flow)
    body = page.encode()
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


LONG_AROUND = "<html><body>" + "".join(
    f"<p>Before passage {number} Mr. Karim spoke of the river, the town and its many bridges. The council met again, and "
    f"said what number {number} of its members had seen; nobody else was asked. More was not to be had.</p>"
    for number in range(40)
) + "</body></html>"  # fmt: skip


@pytest.mark.parametrize("form", ["json", "html", "terminal", "markdown", "csv", "sarif", "junit", "github", "jsonl"])
@pytest.mark.parametrize(
    "words",
    [
        "the committee found 12 violations, and it said so",
        "the committee found 13 violations, and it said so",
        "an elephant crossed the river at night with its young",
    ],
)
def test_every_report_says_of_a_light_finding_what_it_says_of_the_whole_one(words: str, form: str) -> None:
    whole = found(words, RECORD)
    light = lightened(whole)
    assert told(light, form) == told(whole, form)
    assert whole.evidence[0].answer.body == PAGE.encode()  # type: ignore[union-attr]
    assert light.evidence[0].answer.body == b""  # type: ignore[union-attr]


@pytest.mark.parametrize("form", ["html", "markdown"])
@pytest.mark.parametrize(
    "words",
    [
        "Before passage 0 Mr. Karim spoke of the river",
        "said what number 20 of its members had seen",
        "The council met again, and said what number 7 of its members saw",
        "number 39 of its members had seen; nobody else was asked. More was not to be had",
    ],
)
def test_the_words_around_a_passage_do_not_need_the_text(words: str, form: str) -> None:
    whole = found(words, RECORD, LONG_AROUND)
    light = lightened(whole)
    assert whole.evidence[0].judged is not None
    assert whole.evidence[0].judged.match is not None
    assert told(light, form) == told(whole, form)
    assert told(lightened(light), form) == told(whole, form)


@pytest.mark.parametrize(
    "words", ["said what number 20 of its members had seen", "an elephant crossed the river at night"]
)
def test_a_light_finding_does_not_grow_with_its_page(words: str) -> None:
    light = [
        lightened(found(words, RECORD, LONG_AROUND.replace("</body>", more + "</body>"))) for more in ("", PAGE * 9)
    ]
    for finding in light:
        judged = finding.evidence[0].judged
        assert judged is not None
        assert not judged.source.text
        assert len(repr(finding)) - len(repr(finding.citation)) < 4000
    small, large = (finding.evidence[0].judged for finding in light)
    assert small is not None
    assert large is not None
    assert large.source.characters > small.source.characters


def test_what_no_cache_keeps_stays() -> None:
    finding = lightened(found("the committee found 12 violations, and it said so", None))
    assert finding.evidence[0].answer.body == PAGE.encode()  # type: ignore[union-attr]
