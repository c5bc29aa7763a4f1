"""Word documents: what a person reads who accepts all changes, with notes, links and quotations."""

from __future__ import annotations

import io

import pytest
from made_files import docx, para, run

from verify.core.citations import extract
from verify.model import Document, RegionKind
from verify.readers import read

_NOTE = '<w:footnote w:id="{}">{}</w:footnote>'
_MARK = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
_QUOTE_STYLE = '<w:style w:styleId="Zitat"><w:name w:val="Quote"/></w:style>'


def _read(data: bytes) -> Document:
    return read(data, name="x.docx")


def _field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (para("one ", "<w:ins>" + run("two ") + "</w:ins>", "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>", "three"), "one two three"),
        (para("a", "<w:moveFrom>" + run("gone") + "</w:moveFrom>", "<w:moveTo>" + run("b") + "</w:moveTo>"), "ab"),
        (para("first ", properties="<w:rPr><w:del/></w:rPr>") + para("second"), "first second"),
        (para("last", properties="<w:rPr><w:del/></w:rPr>"), "last"),
        (para("D", properties="<w:framePr w:dropCap='drop'/>") + para("rop cap"), "Drop cap"),
        (para("in", run("fra", "<w:b/>"), "gment"), "infragment"),
        (para("10", run("2", '<w:vertAlign w:val="superscript"/>'), " m"), "10² m"),
        (para("CO", run("2", '<w:vertAlign w:val="subscript"/>')), "CO2"),
        (para("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/><w:t>e</w:t></w:r>"), "a\tb\nc\u2011d\u00ade"),
        ("<w:sdt><w:sdtPr><w:alias w:val='no'/></w:sdtPr><w:sdtContent>" + para("control") + "</w:sdtContent></w:sdt>", "control"),
        (para("<w:sdt><w:sdtContent>" + run("inline") + "</w:sdtContent></w:sdt>", "<w:smartTag>" + run(" tag") + "</w:smartTag>"), "inline tag"),
        ("<w:tbl><w:tr><w:tc>" + para("a") + "</w:tc><w:tc>" + para("b") + "</w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + para("gone") + "</w:tc></w:tr></w:tbl>" + para("after"), "a\nb\n\nafter"),
        (para("see ", _field(" PAGEREF x ", "12"), " end"), "see 12 end"),
        (para("word", "<w:r><w:commentReference w:id='1'/></w:r>", "s"), "words"),
        (para("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"), "1/2"),
        (para("<w:r><w:sym w:font='x' w:char='2192'/></w:r>"), "→"),
        (para("<w:r><w:ruby><w:rt>" + run("kan") + "</w:rt><w:rubyBase>" + run("漢") + "</w:rubyBase></w:ruby></w:r>"), "漢kan"),
        (para("") + para("  ") + para("only"), "only"),
        ("", ""),
    ],
)  # fmt: skip
def test_text(body: str, text: str) -> None:
    assert _read(docx(body)).text == text


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = "<w:txbxContent>" + para("boxed") + "</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wp:docPr descr='A drawing'/><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = _read(docx(para("host", drawing, " paragraph") + para("next")))
    assert document.text == "host paragraph\n\nboxed\n\nnext\n\nA drawing"
    assert document.region(len(document.text) - 1) is RegionKind.HIDDEN


def test_notes_follow_the_text_and_their_marks_lead_to_them() -> None:
    body = para("He said: “We will go.”", _MARK.format(7), " More", _MARK.format(9), ".") + para(
        "End", '<w:r><w:endnoteReference w:id="1"/></w:r>'
    )
    notes = (
        _NOTE.format('0" w:type="separator', para("line"))
        + _NOTE.format(9, para("Second note."))
        + _NOTE.format(
            7, para("<w:r><w:footnoteRef/></w:r>", " Smith, John (2015). “Go”. The Times. https://example.org/go")
        )
    )
    endnotes = '<w:endnote w:id="1">' + para("The end.") + "</w:endnote>"
    document = _read(docx(body, footnotes=notes, endnotes=endnotes))
    assert document.text == (
        "He said: “We will go.”¹ More².\n\nEnd[i]\n\n"
        "Smith, John (2015). “Go”. The Times. https://example.org/go\n\nSecond note.\n\nThe end."
    )
    found = [(one.label, document.text[one.note_start : one.note_end]) for one in document.note_marks]
    assert [label for label, _ in found] == ["1", "2", "i"]
    assert found[1][1] == "Second note."
    assert found[2][1] == "The end."
    assert str(document.place(document.text.index("Second"))) == "footnotes ¶ 2"
    assert str(document.place(document.text.index("The end."))) == "endnotes ¶ 1"
    assert str(document.place(document.text.index("End"))) == "¶ 2"
    extraction = extract(document)
    join = extraction.joins[0]
    assert join.rule == "note-mark"
    assert next(one for one in extraction.references if one.id == join.reference).item.URL == "https://example.org/go"


def test_a_custom_mark_is_the_text_that_follows() -> None:
    mark = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="3"/><w:t>*</w:t></w:r>'
    document = _read(
        docx(
            para("Words", mark, " go on", _MARK.format(4)),
            footnotes=_NOTE.format(3, para("Star.")) + _NOTE.format(4, para("One.")),
        )
    )
    assert document.text == "Words[*] go on¹\n\nStar.\n\nOne."
    assert [(one.label, document.text[one.note_start : one.note_end]) for one in document.note_marks] == [("*", "Star."), ("1", "One.")]  # fmt: skip


def test_links() -> None:
    body = para(
        "the ", '<w:hyperlink r:id="h1">' + run("two") + run(" runs") + "</w:hyperlink>", " and ",
        _field(' HYPERLINK "https://b.example/x" \\l "part" ', "complex"), ", ",
        '<w:fldSimple w:instr="HYPERLINK &quot;https://c.example/&quot;">' + run("simple") + "</w:fldSimple>",
    )  # fmt: skip
    document = _read(docx(body, links={"h1": "https://a.example/?q=1"}))
    assert document.text == "the two runs and complex, simple"
    assert [(document.text[one.start : one.end], one.href) for one in document.links] == [
        ("two runs", "https://a.example/?q=1"),
        ("complex", "https://b.example/x#part"),
        ("simple", "https://c.example/"),
    ]


@pytest.mark.parametrize(
    ("styles", "properties", "quoted"),
    [
        ('<w:style w:styleId="a"><w:name w:val="Quote"/></w:style>', '<w:pStyle w:val="a"/>', True),
        ('<w:style w:styleId="a"><w:name w:val="Intense Quote"/></w:style>', '<w:pStyle w:val="a"/>', True),
        ('<w:style w:styleId="a"><w:name w:val="My own"/><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:name w:val="Block Text"/></w:style>', '<w:pStyle w:val="a"/>', True),
        ('<w:style w:styleId="IntensivesZitat"><w:name w:val="x"/></w:style>', '<w:pStyle w:val="IntensivesZitat"/>', True),
        ("", '<w:pStyle w:val="Cita"/>', True),
        ("", '<w:pStyle w:val="Normal"/>', False),
        ('<w:style w:styleId="a"><w:name w:val="Citation"/></w:style>', '<w:pStyle w:val="a"/>', False),
        ('<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="fr-FR"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:styleId="a"><w:name w:val="Citation"/></w:style>', '<w:pStyle w:val="a"/>', True),
        ('<w:style w:styleId="a"><w:name w:val="a"/><w:basedOn w:val="a"/></w:style>', '<w:pStyle w:val="a"/>', False),
    ],
)  # fmt: skip
def test_quote_styles(styles: str, properties: str, quoted: bool) -> None:
    document = _read(docx(para("Before.") + para("The words.", properties=properties), styles=styles or "<w:x/>"))
    assert [document.text[one.start : one.end] for one in document.block_quotes] == (["The words."] if quoted else [])


def test_a_block_quotation_spans_its_paragraphs_and_leaves_out_its_note_mark() -> None:
    style = '<w:pStyle w:val="Zitat"/>'
    body = para("The judge wrote:") + para("There is no evidence at all.", properties=style)
    body += para("He was not there that night.", _MARK.format(1), properties=style) + para("After.")
    document = _read(
        docx(body, styles=_QUOTE_STYLE, footnotes=_NOTE.format(1, para("Judgment, https://example.org/j")))
    )
    quoted = [document.text[one.start : one.end] for one in document.block_quotes]
    assert quoted == ["There is no evidence at all.\n\nHe was not there that night."]
    extraction = extract(document)
    assert [(one.exact, one.speaker) for one in extraction.quotations] == [(quoted[0], "judge")]
    assert [one.rule for one in extraction.joins] == ["note-mark"]


def test_an_indented_paragraph_that_a_colon_leads_up_to_is_a_quotation() -> None:
    wide = '<w:ind w:left="720"/>'
    document = _read(docx(para("She wrote:") + para("One.", properties=wide) + para("Two.", properties=wide) + para("No.") + para("Aside.", properties=wide)))  # fmt: skip
    assert [document.text[one.start : one.end] for one in document.block_quotes] == ["One.\n\nTwo."]


def test_numbers_of_lists_stay() -> None:
    def level(depth: int, form: str, text: str) -> str:
        return (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        )

    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "[%1]")}{level(1, "lowerLetter", "%1.%2)")}{level(2, "bullet", "·")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )

    def item(text: str, depth: int = 0, list_: int = 1) -> str:
        return para(text, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_}"/></w:numPr>')

    body = (
        item("one")
        + item("in", 1)
        + item("in", 1)
        + item("dot", 2)
        + item("two")
        + item("in", 1)
        + item("five", list_=2)
    )
    assert _read(docx(body, numbering=numbering)).text.split("\n\n") == [
        "[1] one", "1.a) in", "1.b) in", "dot", "[2] two", "2.a) in", "[5] five",
    ]  # fmt: skip


def test_regions_and_what_is_hidden() -> None:
    styles = (
        '<w:style w:styleId="Title"><w:name w:val="Title"/></w:style><w:style w:styleId="h"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="c"><w:name w:val="caption"/></w:style><w:style w:styleId="t"><w:name w:val="toc 1"/></w:style>'
        '<w:style w:styleId="v"><w:name w:val="secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = para("Name", properties='<w:pStyle w:val="Title"/>') + para("Part", properties='<w:pStyle w:val="h"/>')
    body += para("Picture", properties='<w:pStyle w:val="c"/>') + para("Part 3", properties='<w:pStyle w:val="t"/>')
    body += para(
        "seen ", run("unseen", "<w:vanish/>"), run("kept", '<w:vanish w:val="0"/>'), run("too", '<w:rStyle w:val="v"/>')
    )
    document = _read(docx(body, styles=styles, header=para("Running head")))
    kinds = {document.text[one.start : one.end]: one.kind for one in document.regions}
    assert kinds == {
        "Name": RegionKind.HEADING, "Part": RegionKind.HEADING, "Picture": RegionKind.CAPTION, "Part 3": RegionKind.NAVIGATION,
        "Running head": RegionKind.FOOTER, "unseentoo": RegionKind.HIDDEN,
    }  # fmt: skip
    assert document.title == "Name"
    assert "seen kept" in document.text


def test_the_main_part_may_have_another_name() -> None:
    assert _read(docx(para("words"), main="word/document2.xml")).text == "words"


def test_what_was_left_out_is_told() -> None:
    body = para("a", "<w:ins>" + run("b") + "</w:ins>", "<w:r><w:commentReference w:id='1'/></w:r>") + "<w:altChunk/>"
    told = " ".join(extract(_read(docx(body))).notices)
    assert "all tracked changes were accepted" in told
    assert "comments were left alone: 1" in told
    assert "not read: 1" in told


def test_a_file_that_a_program_wrote() -> None:
    from docx import Document as Written

    written = Written()
    written.core_properties.title = "Draft"
    written.add_heading("Report", 0)
    written.add_paragraph("The mayor said: “Nobody expected it.”")
    written.add_paragraph("Words of the judge.", style="Intense Quote")
    written.add_paragraph("first", style="List Number")
    table = written.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    buffer = io.BytesIO()
    written.save(buffer)
    document = _read(buffer.getvalue())
    assert (
        document.text
        == "Report\n\nThe mayor said: “Nobody expected it.”\n\nWords of the judge.\n\n1. first\n\nleft\nright"
    )
    assert [document.text[one.start : one.end] for one in document.block_quotes] == ["Words of the judge."]
    assert document.title == "Report"
    assert [one.paragraph for one in document.anchors] == [1, 2, 3, 4, 5, 6]
