"""An Excel workbook: one row for each finding with filters and links, and sheets for all else the run has to say.

Every cell is a text or a number, never a formula, and stays one when the sheet is edited or saved as CSV.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from verify.core.rules import AVAILABILITIES, VERDICTS
from verify.model import Report, ReportOptions, Verdict
from verify.reports import copies, html_summary, package, rows, summary
from verify.reports.mapping import instant
from verify.reports.markup import uri, web_address
from verify.reports.package import OFFICE, Links
from verify.reports.plain import plain
from verify.reports.xml import Xml, el

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# What Excel holds: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
_CELL, _URL, _LINKS = 32_767, 2_079, 65_000
_CUT = " … [cut: a cell holds 32,767 characters; the JSON has all of it]"
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_WIDTHS = {
    "document": 24,
    "place": 12,
    "verdict": 11,
    "availability": 13,
    "reason": 13,
    "quotation": 60,
    "source_words": 60,
    "summary": 50,
    "differences": 50,
    "flags": 20,
    "speaker": 18,
    "reference": 40,
    "evidence": 36,
    "evidence_url": 36,
    "link": 36,
    "cited_url": 36,
    "sha256": 20,
    "metadata": 36,
    "known": 24,
}
_NUMBERS = ("status", "characters", "quotations", "references")
_LINKED = ("cited_url", "evidence_url", "link")
# Styles of cells, in the order of `_styles`.
_TEXT, _HEAD, _LINK = 0, 1, 2
_TONES = {
    Verdict.ALTERED.value: 3,
    Verdict.ABSENT.value: 3,
    Verdict.VARIANT.value: 4,
    Verdict.UNCHECKED.value: 5,
    Verdict.EDITED.value: 6,
    Verdict.VERBATIM.value: 6,
}
_NUMBER = 7
_FILLS = ("FFC7CE", "FFEB9C", "E0E0E0", "C6EFCE")


def write(report: Report, stream: BinaryIO, options: ReportOptions) -> None:
    """Write the workbook; `options` do not concern it."""
    del options
    columns = rows.COLUMNS[1:]
    found = [[row.get(column, "") for column in columns] for row in rows.findings(report)]
    others = ("row", "document", "place", "quotation", "speaker", "summary")
    else_ = [[row.get(column, "") for column in others] for row in rows.others(report)]
    documents = [
        [
            item.document.name,
            item.document.media_type,
            str(item.document.characters),
            str(len(item.quotations)),
            str(len(item.references)),
            item.document.sha256,
        ]
        for item in report.extractions
    ]
    heads = ("document", "media_type", "characters", "quotations", "references", "sha256")
    sheets = {
        "Findings": _sheet(columns, found),
        "Everything else": _sheet(others, else_),
        "Documents": _sheet(heads, documents),
        "About": _sheet(("what", "value"), _about(report)),
    }
    parts: dict[str, tuple[str, Xml]] = {}
    book = Links()
    ids = [book.to(f"{OFFICE}/worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    book.to(f"{OFFICE}/styles", "styles.xml")
    ranges = (len(found), len(else_), len(documents), 0)
    parts["xl/workbook.xml"] = (
        f"{_TYPE}.sheet.main+xml",
        _workbook(list(sheets), ids, ranges, (columns, others, heads)),
    )
    parts["xl/_rels/workbook.xml.rels"] = ("", book.xml())
    parts["xl/styles.xml"] = (f"{_TYPE}.styles+xml", _styles())
    for number, (sheet, links) in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = (f"{_TYPE}.worksheet+xml", sheet)
        parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = ("", links.xml())
    core = package.properties(f"Quotation report: {plain(html_summary.title(report))}", instant(report.finished))
    package.write(stream, "xl/workbook.xml", parts, core)


def _about(report: Report) -> list[list[str]]:
    lines = [
        ["checked", f"{copies.moment(report.started)} to {copies.moment(report.finished)}"],
        ["verify", report.version],
        ["settings", report.config_digest],
        ["result", " ".join(summary.headline(report))],
        ["totals", summary.totals(report)],
        ["coverage", summary.coverage(report)],
    ]
    lines += [[f"verdict {verdict}", VERDICTS[verdict]] for verdict in summary.ORDER]
    return [*lines, *([f"availability {state}", sentence] for state, sentence in AVAILABILITIES.items())]


# --- sheets --------------------------------------------------------------------------------------------------------


def _sheet(columns: Sequence[str], content: Sequence[Sequence[str]]) -> tuple[Xml, Links]:
    """A sheet with a frozen heading and filters, and its links."""
    links = Links()
    linked: list[Xml] = []
    lines = [_line(1, columns, [_HEAD] * len(columns))]
    for number, row in enumerate(content, 2):
        styles = [_style(name, value) for name, value in zip(columns, row, strict=True)]
        for index, (name, value) in enumerate(zip(columns, row, strict=True)):
            target = web_address(value) if name in _LINKED else None
            if target and len(target) <= _URL and len(linked) < _LINKS:
                base, _, fragment = uri(target).partition("#")
                id = links.to(f"{OFFICE}/hyperlink", base, outside=True)
                linked.append(el("hyperlink", ref=f"{_letters(index)}{number}", r__id=id, location=fragment or None))
                styles[index] = _LINK
        lines.append(_line(number, row, styles))
    last = f"{_letters(len(columns) - 1)}{len(content) + 1}"
    pane = el("pane", ySplit=1, topLeftCell="A2", activePane="bottomLeft", state="frozen")
    widths = [_WIDTHS.get(name, 90 if name == "value" else 16) for name in columns]
    sheet = el(
        "worksheet",
        el("sheetViews", el("sheetView", pane, workbookViewId=0)),
        el("sheetFormatPr", defaultRowHeight=15),
        el("cols", *(el("col", min=at, max=at, width=width, customWidth=1) for at, width in enumerate(widths, 1))),
        el("sheetData", *lines),
        el("autoFilter", ref=f"A1:{last}"),
        el("hyperlinks", *linked) if linked else None,
        xmlns=_MAIN,
        xmlns__r=OFFICE,
    )
    return sheet, links


def _style(column: str, value: str) -> int:
    if column in _NUMBERS and value.isdecimal():
        return _NUMBER
    return _TONES.get(value, _TEXT) if column == "verdict" else _TEXT


def _line(number: int, values: Iterable[str], styles: Iterable[int]) -> Xml:
    cells = [
        _cell(f"{_letters(index)}{number}", value, style)
        for index, (value, style) in enumerate(zip(values, styles, strict=True))
    ]
    return el("row", *cells, r=number)


def _cell(name: str, value: str, style: int) -> Xml | None:
    if not value:
        return None
    if style == _NUMBER:
        return el("c", el("v", value), r=name, s=style)
    return el("c", el("is", el("t", cell_text(value), xml__space="preserve")), r=name, s=style, t="inlineStr")


def cell_text(value: str) -> str:
    """Text as a cell holds it: no control characters, not too long, and `_x0041_` not read as a letter."""
    text = _ESCAPE.sub("_x005F_", "\n".join(plain(line) for line in value.split("\n")))
    return text if len(text) <= _CELL else text[: _CELL - len(_CUT)] + _CUT


def _letters(index: int) -> str:
    """The name of a column, 0 is A."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _workbook(
    names: Sequence[str], ids: Sequence[str], lengths: Sequence[int], columns: Sequence[Sequence[str]]
) -> Xml:
    """The list of sheets. Excel wants a hidden name for the range of every filter."""
    filters = [
        el(
            "definedName",
            f"'{names[at]}'!$A$1:${_letters(len(columns[at]) - 1)}${lengths[at] + 1}",
            name="_xlnm._FilterDatabase",
            localSheetId=at,
            hidden=1,
        )
        for at in range(len(columns))
    ]
    sheets = [
        el("sheet", name=name, sheetId=number, r__id=id)
        for number, (name, id) in enumerate(zip(names, ids, strict=True), 1)
    ]
    return el(
        "workbook",
        el("bookViews", el("workbookView", activeTab=0)),
        el("sheets", *sheets),
        el("definedNames", *filters),
        xmlns=_MAIN,
        xmlns__r=OFFICE,
    )


def _styles() -> Xml:
    """Cells wrap, stand at the top, and are quoted, so that editing one makes no formula of it."""
    solid = [
        el("fill", el("patternFill", el("fgColor", rgb=f"FF{colour}"), patternType="solid"))
        for colour in ("D9D9D9", *_FILLS)
    ]
    fills = [
        el("fill", el("patternFill", patternType="none")),
        el("fill", el("patternFill", patternType="gray125")),
        *solid,
    ]
    name, size = el("name", val="Calibri"), el("sz", val=11)
    fonts = [
        el("font", size, name),
        el("font", el("b"), size, name),
        el("font", el("u"), size, el("color", rgb="FF0563C1"), name),
    ]
    looks = [(0, 0), (1, 2), (2, 0), *((1, fill) for fill in range(3, 3 + len(_FILLS))), (0, 0)]
    formats = [
        el(
            "xf",
            el("alignment", vertical="top", wrapText=1),
            numFmtId=0,
            fontId=font,
            fillId=fill,
            borderId=0,
            xfId=0,
            quotePrefix=None if at == _NUMBER else 1,
            applyFont=1,
            applyFill=1,
            applyAlignment=1,
        )
        for at, (font, fill) in enumerate(looks)
    ]
    border = el("border", *(el(side) for side in ("left", "right", "top", "bottom", "diagonal")))
    return el(
        "styleSheet",
        el("fonts", *fonts, count=len(fonts)),
        el("fills", *fills, count=len(fills)),
        el("borders", border, count=1),
        el("cellStyleXfs", el("xf", numFmtId=0, fontId=0, fillId=0, borderId=0), count=1),
        el("cellXfs", *formats, count=len(formats)),
        el("cellStyles", el("cellStyle", name="Normal", xfId=0, builtinId=0), count=1),
        xmlns=_MAIN,
    )
