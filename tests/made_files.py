"""Office documents, e-books and workbooks from literal XML, for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

_WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"), ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"), ("meta", "meta"),
    )
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these parts, in their order."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content, ZIP_STORED if name == "mimetype" else ZIP_DEFLATED)
    return buffer.getvalue()


def relations(*rows: tuple[str, str, str]) -> str:
    """A `.rels` part of (id, kind, target); addresses are external."""
    inner = "".join(
        f'<Relationship Id="{identifier}" Type="{_TYPE}{kind}" Target="{target}"'
        + (' TargetMode="External"' if "://" in target else "")
        + "/>"
        for identifier, kind, target in rows
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def run(text: str, properties: str = "") -> str:
    """A run of a Word document."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*content: str, properties: str = "") -> str:
    """A paragraph of a Word document; what is no element is a run."""
    inner = "".join(one if one.startswith("<") else run(one) for one in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def docx(body: str, *, links: Mapping[str, str] | None = None, main: str = "word/document.xml", **parts: str) -> bytes:
    """A Word document; `parts` are further parts by the kind of their relationship: footnotes, styles, header…"""
    rows = [(identifier, "hyperlink", target) for identifier, target in (links or {}).items()]
    rows += [(f"p{kind}", kind, f"{kind}.xml") for kind in parts]
    folder, _, file = main.rpartition("/")
    roots = {"header": "hdr", "footer": "ftr"}
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(("r1", "officeDocument", f"/{main}")),
            main: f"<w:document {_WORD}><w:body>{body}</w:body></w:document>",
            f"{folder}/_rels/{file}.rels": relations(*rows),
            **{
                f"{folder}/{kind}.xml": f"<w:{roots.get(kind, kind)} {_WORD}>{inner}</w:{roots.get(kind, kind)}>"
                for kind, inner in parts.items()
            },
        }
    )


def odt(body: str, *, automatic: str = "", styles: str = "", masters: str = "", manifest: str | None = None) -> bytes:
    """An OpenDocument text."""
    content = (
        f"<office:document-content {_ODF}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    common = (
        f"<office:document-styles {_ODF}><office:styles>{styles}</office:styles>"
        f"<office:master-styles>{masters}</office:master-styles></office:document-styles>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, "styles.xml": common}
    if manifest is not None:
        parts["META-INF/manifest.xml"] = manifest
    return zipped(parts)


def epub(chapters: Sequence[tuple[str, str]], *, encryption: str = "", head: str = "<title/>") -> bytes:
    """An e-book of (path, body) pairs."""
    items = "".join(
        f'<item id="c{number}" href="{path}" media-type="application/xhtml+xml"/>'
        for number, (path, _) in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    package = (
        '<!DOCTYPE package PUBLIC "-//x//y" "http://127.0.0.1:9/nothing.dtd">'
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        "<dc:title>The Book</dc:title><dc:creator>Ann Smith</dc:creator><dc:creator>Bo Li</dc:creator>"
        f"<dc:language>en</dc:language></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": (
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'
        ),
        "OEBPS/content.opf": package,
    }
    if encryption:
        parts["META-INF/encryption.xml"] = encryption
    for path, body in chapters:
        parts[f"OEBPS/{path}"] = (
            f'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head>{head}</head>\n<body>{body}</body></html>'
        )
    return zipped(parts)


def xlsx(
    sheets: Mapping[str, str],
    *,
    strings: str = "",
    styles: str = "",
    links: Mapping[str, Mapping[str, str]] | None = None,
) -> bytes:
    """A workbook of sheets by name: the XML within `sheetData`, and what follows it after a `|`; `links` by sheet and id."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="s{number}"/>' for number, name in enumerate(sheets, 1)
    )
    rows = [(f"s{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    rows += [("t", "sharedStrings", "sharedStrings.xml"), ("y", "styles", "styles.xml")]
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f"<workbook {space}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(*rows),
        "xl/sharedStrings.xml": f"<sst {space}>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet {space}>{styles}</styleSheet>",
    }
    for number, (name, content) in enumerate(sheets.items(), 1):
        data, _, after = content.partition("|")
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f"<worksheet {space}><sheetData>{data}</sheetData>{after}</worksheet>"
        )
        targets = [(identifier, "hyperlink", target) for identifier, target in (links or {}).get(name, {}).items()]
        parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = relations(*targets)
    return zipped(parts)


def rows(*rows_: Sequence[str]) -> str:
    """The rows of a sheet, with their text in the cells."""
    return "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(64 + column)}{number}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
            for column, text in enumerate(row, 1)
            if text
        )
        + "</row>"
        for number, row in enumerate(rows_, 1)
    )
