"""Files in containers that are damaged, locked, or made to harm: one clear line, never a crash or an empty success."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import docx, epub, odt, para, rows, xlsx, zipped

from verify.errors import UnreadableError
from verify.model import Document
from verify.readers import container, media_type_of, read
from verify.readers import xlsx as xlsx_reader

DOCX = docx(
    para("One “word” here", '<w:r><w:footnoteReference w:id="1"/></w:r>'),
    footnotes='<w:footnote w:id="1">' + para("A note.") + "</w:footnote>",
    styles="<w:style w:styleId='a'/>",
)
ODT = odt("<text:p>One <text:a xlink:href='http://e.org'>word</text:a> here</text:p>")
EPUB = epub([("a.xhtml", "<p>One word here</p>"), ("b.xhtml", "<p>Two</p>")])
XLSX = xlsx({"S": rows(("quote", "source"), ("One word here", "http://e.org"))})
FILES = {"x.docx": DOCX, "x.odt": ODT, "x.epub": EPUB, "x.xlsx": XLSX}


def _refused(data: bytes, name: str, says: str) -> None:
    with pytest.raises(UnreadableError, match=says) as caught:
        read(data, name=name)
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    assert message.endswith(".")
    assert "\n" not in message
    assert caught.value.reason == "not-text"


def _without(data: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return zipped({name: file.read(name) for name in file.namelist() if name != part})


def _with(data: bytes, part: str, change: Callable[[bytes], bytes | str]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return zipped({name: change(file.read(name)) if name == part else file.read(name) for name in file.namelist()})


@pytest.mark.parametrize("name", FILES)
def test_a_whole_file_is_read(name: str) -> None:
    assert "One" in read(FILES[name], name=name).text


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_file_cut_short(name: str, share: float) -> None:
    data = FILES[name]
    _refused(data[: int(len(data) * share)], name, "is damaged: its directory")


@pytest.mark.parametrize("name", FILES)
def test_an_empty_file(name: str) -> None:
    _refused(b"", name, "is damaged")


@pytest.mark.parametrize("name", FILES)
def test_text_under_a_wrong_name(name: str) -> None:
    _refused(b"These are words.", name, "is damaged")


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (DOCX, "x.txt", "wordprocessingml"),
        (ODT, "x.docx", "opendocument"),
        (XLSX, "x", "spreadsheetml"),
        (EPUB, "x.zip", "epub"),
        (docx("", main="word/other.xml"), "x.docx", "wordprocessingml"),
        (zipped({"a": "b"}), "x.docx", "wordprocessingml"),
        (zipped({"a": "b"}), "x", "application/zip"),
    ],
)
def test_the_bytes_tell_the_format(data: bytes, name: str, kind: str) -> None:
    assert kind in media_type_of(name, data)


@pytest.mark.parametrize(
    ("name", "part", "says"),
    [
        ("x.docx", "word/document.xml", "no part word/document.xml"),
        ("x.odt", "content.xml", "no part content.xml"),
        ("x.xlsx", "xl/worksheets/sheet1.xml", "its sheet S is missing"),
        ("x.epub", "OEBPS/content.opf", "no package document"),
        ("x.epub", "OEBPS/b.xhtml", "chapter OEBPS/b.xhtml is missing"),
    ],
)
def test_a_part_is_missing(name: str, part: str, says: str) -> None:
    _refused(_without(FILES[name], part), name, says)


_MAIN = {
    "x.docx": "word/document.xml",
    "x.odt": "content.xml",
    "x.xlsx": "xl/workbook.xml",
    "x.epub": "OEBPS/content.opf",
}


@pytest.mark.parametrize(("name", "part"), _MAIN.items())
def test_a_part_is_no_xml(name: str, part: str) -> None:
    _refused(_with(FILES[name], part, lambda xml: xml[:-5]), name, "no well-formed XML")
    _refused(_with(FILES[name], part, lambda _: b""), name, "no well-formed XML")


@pytest.mark.parametrize(("name", "part"), _MAIN.items())
@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">',
    ],
)
def test_entities_are_refused(name: str, part: str, declaration: str) -> None:
    def declared(xml: bytes) -> str:
        text = xml.decode().partition("?>")[2] or xml.decode()
        body = text.partition("]>")[2] or text[text.index("<package") :] if "<package" in text else text
        return f"<!DOCTYPE x [{declaration}]>{body}"

    _refused(_with(FILES[name], part, declared), name, "declares entities")


def test_a_doctype_without_entities_is_harmless_and_never_fetched() -> None:
    data = _with(ODT, "content.xml", lambda xml: '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/office.dtd">' + xml.decode())
    assert read(data, name="x.odt").text == "One word here"


@pytest.mark.parametrize(("name", "part"), [("x.docx", "word/document.xml"), ("x.odt", "content.xml")])
def test_elements_nest_too_deep(name: str, part: str) -> None:
    deep = "<a>" * 100_000 + "</a>" * 100_000
    _refused(_with(FILES[name], part, lambda xml: xml.decode().replace("One", f"One{deep}")), name, "nests deeper")


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zipped({"word/document.xml": b" " * 60_000_000})
    assert len(bomb) < 100_000
    _refused(bomb, "x.docx", "many hundred times its size")


def test_the_sum_of_the_parts_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_BYTES", 1000)
    _refused(_with(ODT, "styles.xml", lambda xml: xml + b"<!--" + b"x" * 900 + b"-->"), "x.odt", "unpacks to more than")


def test_the_number_of_parts_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_PARTS", 50)
    _refused(
        zipped({"word/document.xml": "", **{f"p{number}": "" for number in range(60)}}), "x.docx", "more than 50 parts"
    )


def test_a_size_that_lies_is_not_believed() -> None:
    data = bytearray(DOCX)
    # The directory's uncompressed size of every part, set to next to nothing.
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 24 : at + 28] = (7).to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 4)
    _refused(bytes(data), "x.docx", "is damaged")


@pytest.mark.parametrize(
    ("stream", "says"),
    [
        ("EncryptedPackage", "protected by a password"),
        ("WordDocument", r"Word 97-2003 \(\.doc\)"),
        ("Workbook", r"Excel 97-2003 \(\.xls\)"),
        ("Other", "older office document"),
    ],
)
def test_older_containers(stream: str, says: str) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 600
    _refused(data, "x.docx", says)


def test_a_locked_zip_part() -> None:
    data = bytearray(DOCX)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    _refused(bytes(data), "x.docx", "protected by a password")


def test_a_locked_opendocument_text() -> None:
    manifest = "<m:manifest xmlns:m='m'><m:file-entry m:full-path='content.xml'><m:encryption-data/></m:file-entry></m:manifest>"
    _refused(odt("", manifest=manifest), "x.odt", "protected by a password")


def test_a_book_with_protection_against_copying() -> None:
    locked = (
        '<encryption xmlns:e="e"><e:EncryptedData><e:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>'
        '<e:CipherData><e:CipherReference URI="OEBPS/a.xhtml"/></e:CipherData></e:EncryptedData></encryption>'
    )
    _refused(epub([("a.xhtml", "noise")], encryption=locked), "x.epub", "DRM")


def test_cells_beyond_the_last_row() -> None:
    _refused(xlsx({"S": '<row r="9999999"><c r="A9999999"><v>1</v></c></row>'}), "x.xlsx", "beyond the last row")
    _refused(xlsx({"S": '<row><c r="ZZZ1"><v>1</v></c></row>'}), "x.xlsx", "beyond the last row")


def test_one_string_in_many_cells_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_reader, "MOST_CHARACTERS", 10_000)
    cells = "".join(f'<row><c r="A{number}" t="s"><v>0</v></c></row>' for number in range(1, 50))
    _refused(xlsx({"S": cells}, strings=f"<si><t>{'x' * 1000}</t></si>"), "x.xlsx", "more than 10000 characters")


def test_abbreviations_that_double_are_bounded() -> None:
    source = '@string{a0 = "xxxxxxxxxx"}\n' + "".join(f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 40))
    text = read((source + "@book{b, title = a39}").encode(), name="x.bib").text
    assert 100_000 < len(text) < 300_000


def _promises(document: Document) -> None:
    text = document.text
    starts = [anchor.start for anchor in document.anchors]
    assert starts == sorted(set(starts))
    assert all(0 <= start < len(text) for start in starts)
    for span in (*document.regions, *document.links, *document.block_quotes, *document.note_marks):
        assert 0 <= span.start < span.end <= len(text)
    for before, after in zip(document.regions, document.regions[1:], strict=False):
        assert before.end <= after.start


@given(name=st.sampled_from(sorted(FILES)), at=st.floats(0, 1), byte=st.integers(0, 255), cut=st.integers(0, 30))
@settings(deadline=None, max_examples=300)
def test_any_damage_is_read_or_refused(name: str, at: float, byte: int, cut: int) -> None:
    data = FILES[name]
    position = int(at * (len(data) - 1))
    try:
        document = read(data[:position] + bytes([byte]) + data[position + cut :], name=name)
    except UnreadableError:
        return
    _promises(document)


_WORDS = st.lists(
    st.sampled_from(
        ["<w:t>word </w:t>", "<w:t xml:space='preserve'>  </w:t>", "<w:tab/>", "<w:br/>", "<w:rPr><w:vanish/></w:rPr>", "<w:t>“said”</w:t>",
         "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t>", "<w:footnoteReference w:id='1'/>", "<w:footnoteReference w:id='1' w:customMarkFollows='1'/>",
         "<w:fldChar w:fldCharType='begin'/>", '<w:instrText>HYPERLINK "http://e.org"</w:instrText>', "<w:fldChar w:fldCharType='separate'/>",
         "<w:fldChar w:fldCharType='end'/>"]
    ),
    max_size=12,
)  # fmt: skip


@given(
    st.lists(
        st.tuples(
            _WORDS,
            st.sampled_from(
                [
                    "",
                    "<w:pStyle w:val='Quote'/>",
                    "<w:pStyle w:val='Heading1'/>",
                    "<w:rPr><w:del/></w:rPr>",
                    "<w:ind w:left='900'/>",
                ]
            ),
        ),
        max_size=6,
    )
)
@settings(deadline=None, max_examples=200)
def test_any_paragraphs_keep_the_promises_of_a_document(paragraphs: list[tuple[list[str], str]]) -> None:
    body = "".join(
        f"<w:p><w:pPr>{properties}</w:pPr>{''.join(f'<w:r>{one}</w:r>' for one in words)}</w:p>"
        for words, properties in paragraphs
    )
    _promises(read(docx(body, footnotes='<w:footnote w:id="1">' + para("A note.") + "</w:footnote>"), name="x.docx"))
