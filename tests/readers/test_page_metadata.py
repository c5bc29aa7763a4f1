"""What a page says of itself."""

from __future__ import annotations

import json

import pytest

from verify.readers import read


def facts(head: str, body: str = "<p>Words</p>") -> dict[str, str]:
    source = f"<html><head>{head}</head><body>{body}</body></html>"
    return dict(read(source.encode(), name="x", media_type="text/html", base_url="https://e.org/").metadata)


def schema(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


@pytest.mark.parametrize(
    ("head", "key", "value"),
    [
        ("<title> A  title </title>", "title", "A title"),
        ("<meta property=og:title content='Open'><title>T</title>", "headline", "Open"),
        ("<meta property='article:published_time' content='2013-12-17T10:00:00Z'>", "published", "2013-12-17T10:00:00Z"),
        ("<meta name=date content=2012><meta name=DC.date.issued content=2013-12>", "published", "2013-12"),
        ("<meta property='article:modified_time' content='2014-01-01'>", "modified", "2014-01-01"),
        ("<meta name=author content='A. Smith'>", "author", "A. Smith"),
        ("<meta name=citation_author content='A. Smith'><meta name=citation_author content='B. Jones'>", "author", "A. Smith; B. Jones"),
        ("<meta property=og:site_name content='The News'>", "site_name", "The News"),
        ("<link rel=canonical href='https://e.org/c'>", "canonical", "https://e.org/c"),
        ("<meta name=description content='In short'>", "description", "In short"),
        ("<meta name=robots content='noarchive'>", "robots", "noarchive"),
        ("<meta http-equiv=refresh content='0;url=/x'>", "refresh", "0;url=/x"),
        (schema({"@type": "NewsArticle", "datePublished": "2013-12-17", "author": [{"@type": "Person", "name": "A. Smith"}, {"name": "B"}]}), "author", "A. Smith; B"),
        (schema({"@graph": [{"@type": "WebSite", "name": "S"}, {"@type": ["Article"], "headline": "H"}]}), "headline", "H"),
        (schema([{"@type": "ReportageNewsArticle", "publisher": {"@type": "Organization", "name": "The News"}}]), "site_name", "The News"),
        (schema({"@type": "Article", "isAccessibleForFree": "False"}), "accessible_for_free", "false"),
        (schema({"@type": "Article", "isAccessibleForFree": True}), "accessible_for_free", "true"),
        (schema({"@type": "Article", "hasPart": {"isAccessibleForFree": False}}), "accessible_for_free", "false"),
        (schema({"@type": "Article", "wordCount": "812"}), "word_count", "812"),
        (schema({"@graph": [{"@type": "WebPage"}, {"@type": ["Article", "https://schema.org/ScholarlyArticle"]}, {"@type": "WebPage"}]}), "schema_type", "WebPage; Article; ScholarlyArticle"),
        ("<meta name=date content=2012>" + schema({"@type": "Article", "datePublished": "2013"}), "published", "2013"),
    ],
)  # fmt: skip
def test_fact(head: str, key: str, value: str) -> None:
    assert facts(head)[key] == value


@pytest.mark.parametrize(
    "broken", ["{", "[" * 5000, '"text"', "null", '{"@type": {}}', '{"@type":"Article","author":[null,3,[]]}', ""]
)
def test_broken_json_ld_is_passed_over(broken: str) -> None:
    found = facts(f'<title>T</title><script type="application/ld+json">{broken}</script>')
    assert {key: value for key, value in found.items() if key != "schema_type"} == {"title": "T"}


def test_dates_in_the_text_stand_in() -> None:
    assert facts("", "<p><time datetime=2013-12-17>Tuesday</time>")["published"] == "2013-12-17"


def test_title_prefers_what_the_page_shows() -> None:
    document = read(b"<title>Story | The News</title><h1>Story</h1>", name="x", media_type="text/html")
    assert document.title == "Story"
