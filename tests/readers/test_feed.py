"""Feeds: the words of their entries are found, and what they lack accuses nobody."""

from __future__ import annotations

import pytest

from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.errors import UnreadableError
from verify.model import Reason, Verdict
from verify.readers import read

WORDS = "the harbour bridge will stay closed for the rest of the year"
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News &amp; views</title><link>https://news.example/</link>
<item><title>Bridge</title><guid>secret words of no reader</guid><description>&lt;p&gt;They said that <![CDATA[<b>the harbour</b> bridge will stay]]> closed for the rest of the year.&lt;/p&gt;</description></item>
<item><title>Ferries</title><content:encoded><![CDATA[<p>Nine ferries.</p><script>no words</script>]]></content:encoded></item></channel></rss>"""
ATOM = f"""<?xml version="1.0"?><!-- made -->
<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
<entry><title>Bridge &lt;closed&gt;</title><id>secret words of no reader</id><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>They said: <b>{WORDS}</b>.</p><p>Nine ferries.</p></div></content></entry></feed>"""
RDF = f"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item><title>Bridge</title><description>{WORDS}. Nine ferries.</description></item></rdf:RDF>"""


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        *[(RSS, kind) for kind in ("application/rss+xml", "text/xml", "application/xml; charset=utf-8")],
        *[(ATOM, kind) for kind in ("application/atom+xml", "application/xml")],
        *[(RDF, kind) for kind in ("application/rdf+xml", "text/xml")],
    ],
)
def test_the_words_of_the_entries_are_read(source: str, kind: str) -> None:
    document = read(
        source.encode(), name="https://news.example/feed", media_type=kind, base_url="https://news.example/feed"
    )
    assert judge(WORDS, SourceText(document)).verdict is Verdict.VERBATIM
    assert "Nine ferries." in document.text
    assert "secret words" not in document.text
    assert document.unread is not None
    assert document.unread.reason is Reason.NOT_TEXT


def test_titles_are_characters() -> None:
    assert "Bridge <closed>" in read(ATOM.encode(), name="a.atom").text
    assert "News & views" in read(RSS.encode(), name="a.rss").text


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ('<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa">]><rss><channel><title>&a;</title></channel></rss>', "entities of its own"),
        (RSS[:-30], "no well-formed XML"),
        ("<rss>" + "<a>" * 500 + "</a>" * 500 + "</rss>", "deeper than 150"),
    ],
)  # fmt: skip
def test_what_is_refused(source: str, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        read(source.encode(), name="feed.rss")


def test_other_xml_is_not_read() -> None:
    with pytest.raises(UnreadableError):
        read(b"<?xml version='1.0'?><catalogue/>", name="x", media_type="text/xml")
