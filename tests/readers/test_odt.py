"""OpenDocument texts: what a person reads who accepts all changes, with notes, links and quotations."""

from __future__ import annotations

import pytest
from made_files import odt

from verify.core.citations import extract
from verify.model import Document, RegionKind
from verify.readers import read

_STYLES = (
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>'
    '<style:style style:name="P2" style:family="paragraph"><style:paragraph-properties fo:margin-left="1in"/></style:style>'
    '<style:style style:name="up" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="no" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/>'
    '<text:list-level-style-number text:level="2" style:num-suffix=")" style:num-format="a" text:display-levels="2"/></text:list-style>'
)


def _read(body: str) -> Document:
    return read(odt(body, automatic=_STYLES), name="x.odt")


def _note(number: int, text: str, kind: str = "footnote") -> str:
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation>{number}</text:note-citation>'
        f"<text:note-body><text:p>{text}</text:p></text:note-body></text:note>"
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:p>a <text:span>b</text:span>c\n   d<text:s text:c='2'/>e</text:p>", "a bc d  e"),
        ("<text:p>a<text:tab/>b<text:line-break/>c</text:p>", "a\tb\nc"),
        ("<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>kept<text:change-start/> new<text:change-end/></text:p>", "kept new"),
        ("<text:p>a<office:annotation><text:p>comment</text:p></office:annotation>b</text:p>", "ab"),
        ("<text:p>10<text:span text:style-name='up'>2</text:span> m</text:p>", "10² m"),
        ("<text:section><text:h>Head</text:h><text:p>words</text:p></text:section>", "Head\n\nwords"),
        ("<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>", "a\nb"),
        ("<text:list text:style-name='L'><text:list-item><text:p>x</text:p></text:list-item><text:list-item><text:p>y</text:p><text:list><text:list-item><text:p>z</text:p></text:list-item></text:list></text:list-item></text:list>", "1. x\n\n2. y\n\n2.a) z"),
        ("<text:p>host<draw:frame><svg:desc>a picture</svg:desc><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame> on</text:p>", "host on\n\nboxed\n\na picture"),
        ("<text:p>seen<text:span text:style-name='no'> unseen</text:span></text:p>", "seen\n\nunseen"),
    ],
)  # fmt: skip
def test_text(body: str, text: str) -> None:
    assert _read(body).text == text


def test_notes_links_and_quotations() -> None:
    document = _read(
        f"<text:h>Report</text:h><text:p>The judge wrote:</text:p>"
        f"<text:p text:style-name='P1'>There is no evidence that he was there.{_note(1, 'Judgment of 3 March 2014, https://example.org/j')}</text:p>"
        f"<text:p>She said: “It was never so high.”{_note(2, 'Brown, Mary (2001). “River”. The Times. https://example.org/r')} "
        f"See <text:a xlink:href='https://a.example/'>the <text:span>page</text:span></text:a>.{_note(1, 'At the end.', 'endnote')}</text:p>"
        "<text:p>He went on:</text:p><text:p text:style-name='P2'>Indented words.</text:p>"
    )
    assert [document.text[one.start : one.end] for one in document.block_quotes] == [
        "There is no evidence that he was there.",
        "Indented words.",
    ]
    assert [(document.text[one.start : one.end], one.href) for one in document.links] == [
        ("the page", "https://a.example/")
    ]
    extraction = extract(document)
    rules = {one.quotation: one.rule for one in extraction.joins}
    words = {one.exact: one.id for one in extraction.quotations}
    assert rules[words["There is no evidence that he was there."]] == "note-mark"
    assert rules[words["It was never so high."]] == "note-mark"
    assert str(document.place(document.text.index("At the end."))) == "endnotes ¶ 1"
    assert document.region(0) is RegionKind.HEADING


def test_headers_are_no_text_of_the_article() -> None:
    master = "<style:master-page><style:header><text:p>Running head</text:p></style:header></style:master-page>"
    document = read(odt("<text:p>words</text:p>", masters=master), name="x.odt")
    assert document.text == "words\n\nRunning head"
    assert document.region(len(document.text) - 1) is RegionKind.FOOTER
