"""Pieces of a Word document: paragraphs, runs, tables, links, and the styles they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from verify.reports.markup import uri, web_address
from verify.reports.package import OFFICE, Links
from verify.reports.plain import plain
from verify.reports.xml import Xml, el, join

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = {"xmlns__w": MAIN, "xmlns__r": OFFICE}
_WIDTH = 9_638  # twentieths of a point between the margins of A4
_QUOTED_FILL, _SOURCE_FILL, _HEAD_FILL = "FFE0B2", "CFE2F3", "E7E6E6"


def run(
    words: str,
    *,
    bold: bool = False,
    quiet: bool = False,
    quoted: bool = False,
    source: bool = False,
    link: bool = False,
) -> Xml:
    """Words of one look. `quoted` sets off words of the document that differ (underlined), `source` the source's (struck)."""
    look = join(
        el("w:rStyle", w__val="Hyperlink") if link else None,
        el("w:b") if bold or quoted or source else None,
        el("w:strike") if source else None,
        el("w:color", w__val="595959") if quiet else None,
        el("w:u", w__val="single") if quoted else None,
        el("w:shd", w__val="clear", w__color="auto", w__fill=_QUOTED_FILL if quoted else _SOURCE_FILL)
        if quoted or source
        else None,
    )
    lines: list[Xml] = []
    for number, line in enumerate(words.split("\n")):
        if number:
            lines.append(el("w:br"))
        lines.append(el("w:t", plain(line), xml__space="preserve"))
    return el("w:r", el("w:rPr", look) if look else None, *lines)


def paragraph(*runs: str, style: str | None = None) -> Xml:
    """A paragraph; text that is no run yet becomes one."""
    look = el("w:pPr", el("w:pStyle", w__val=style)) if style else None
    return el("w:p", look, *(part if isinstance(part, Xml) else run(part) for part in runs if part))


def bullet(*runs: str) -> Xml:
    """An entry of a list."""
    return paragraph(*runs, style="ListBullet")


def linked(words: str, address: str | None, links: Links) -> Xml:
    """A link where the address leads to a web page, else the words alone."""
    target = web_address(address)
    if target is None:
        return run(words)
    base, _, fragment = uri(target).partition("#")
    id = links.to(f"{OFFICE}/hyperlink", base, outside=True)
    return el("w:hyperlink", run(words, link=True), r__id=id, w__anchor=fragment or None)


def table(heads: Sequence[str], rows: Iterable[Sequence[Xml | str]], widths: Sequence[int]) -> Xml:
    """A table with a heading row that is repeated on each page; `widths` are parts of the whole."""
    parts = [_WIDTH * width // sum(widths) for width in widths]
    sides = [
        el(f"w:{side}", w__val="single", w__sz=4, w__color="BFBFBF")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ]
    look = el(
        "w:tblPr",
        el("w:tblW", w__w=_WIDTH, w__type="dxa"),
        el("w:tblBorders", *sides),
        el("w:tblLayout", w__type="fixed"),
    )
    head = el(
        "w:tr",
        el("w:trPr", el("w:tblHeader")),
        *(_cell(paragraph(run(name, bold=True)), width, _HEAD_FILL) for name, width in zip(heads, parts, strict=True)),
    )
    body = [
        el(
            "w:tr",
            el("w:trPr", el("w:cantSplit")) if sum(map(len, row)) < 4_000 else None,
            *(
                _cell(entry if isinstance(entry, Xml) else paragraph(entry), width)
                for entry, width in zip(row, parts, strict=True)
            ),
        )
        for row in rows
    ]
    grid = el("w:tblGrid", *(el("w:gridCol", w__w=width) for width in parts))
    return join(el("w:tbl", look, grid, head, *body), paragraph())


def _cell(content: Xml, width: int, fill: str | None = None) -> Xml:
    shade = el("w:shd", w__val="clear", w__color="auto", w__fill=fill) if fill else None
    return el("w:tc", el("w:tcPr", el("w:tcW", w__w=width, w__type="dxa"), shade), content)


def document(parts: Iterable[Xml]) -> Xml:
    """The main part, on A4."""
    page = el("w:pgSz", w__w=11_906, w__h=16_838)
    margin = el(
        "w:pgMar",
        w__top=1_134,
        w__right=1_134,
        w__bottom=1_134,
        w__left=1_134,
        w__header=709,
        w__footer=709,
        w__gutter=0,
    )
    return el("w:document", el("w:body", *parts, el("w:sectPr", page, margin)), **SPACES)


def numbering() -> Xml:
    """The one kind of list: bullets."""
    level = el(
        "w:lvl",
        el("w:start", w__val=1),
        el("w:numFmt", w__val="bullet"),
        el("w:lvlText", w__val="•"),
        el("w:lvlJc", w__val="left"),
        el("w:pPr", el("w:ind", w__left=360, w__hanging=360)),
        w__ilvl=0,
    )
    return el(
        "w:numbering",
        el("w:abstractNum", el("w:multiLevelType", w__val="singleLevel"), level, w__abstractNumId=0),
        el("w:num", el("w:abstractNumId", w__val=0), w__numId=1),
        **SPACES,
    )


def styles() -> Xml:
    """Word's own names, so that the navigation pane and a table of contents find the headings."""
    defaults = el(
        "w:docDefaults",
        el(
            "w:rPrDefault",
            el("w:rPr", el("w:rFonts", w__ascii="Calibri", w__hAnsi="Calibri", w__cs="Arial"), el("w:sz", w__val=21)),
        ),
        el("w:pPrDefault", el("w:pPr", el("w:spacing", w__after=80, w__line=264, w__lineRule="auto"))),
    )
    headings = [_heading(f"heading {level}", f"Heading{level}", level - 1, size) for level, size in ((1, 30), (2, 25))]
    list_ = el("w:pPr", el("w:numPr", el("w:ilvl", w__val=0), el("w:numId", w__val=1)), el("w:contextualSpacing"))
    return el(
        "w:styles",
        defaults,
        el(
            "w:style",
            el("w:name", w__val="Normal"),
            el("w:qFormat"),
            w__type="paragraph",
            w__default=1,
            w__styleId="Normal",
        ),
        _heading("Title", "Title", None, 40),
        *headings,
        el(
            "w:style",
            el("w:name", w__val="List Bullet"),
            el("w:basedOn", w__val="Normal"),
            list_,
            w__type="paragraph",
            w__styleId="ListBullet",
        ),
        el(
            "w:style",
            el("w:name", w__val="Hyperlink"),
            el("w:rPr", el("w:color", w__val="0563C1"), el("w:u", w__val="single")),
            w__type="character",
            w__styleId="Hyperlink",
        ),
        **SPACES,
    )


def _heading(name: str, id: str, level: int | None, size: int) -> Xml:
    look = el(
        "w:pPr",
        el("w:keepNext"),
        el("w:spacing", w__before=240, w__after=80),
        el("w:outlineLvl", w__val=level) if level is not None else None,
    )
    letters = el("w:rPr", el("w:b"), el("w:sz", w__val=size))
    return el(
        "w:style",
        el("w:name", w__val=name),
        el("w:basedOn", w__val="Normal"),
        el("w:next", w__val="Normal"),
        el("w:qFormat"),
        look,
        letters,
        w__type="paragraph",
        w__styleId=id,
    )
