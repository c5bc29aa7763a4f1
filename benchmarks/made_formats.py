"""Files of other formats, made of the labelled sources whenever the benchmark runs, with the place of each label in them.

A source in Markdown uses headings, block quotations, links, notes `[^1]`, `~~deleted~~`, rows `| a | b |` and `----` (a page
break); `make(source, format, offsets)` gives the bytes of the file and, for each offset of the source, the fields of the
`Place` where it stands. Offsets count code points.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from io import StringIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from made_files import docx, epub, odt, rows, xlsx

Places = list[dict[str, object]]

_INLINE = re.compile(r"~~(?P<deleted>.+?)~~|\[\^(?P<note>\w+)\]|\[(?P<text>[^\]]+)\]\((?P<url>[^)]+)\)")
_DEFINITION = re.compile(r"\[\^(\w+)\]: (.*)", re.DOTALL)


@dataclass
class _Block:
    start: int
    end: int
    kind: str  # text, heading, quote, row, break
    text: str


@dataclass
class _Source:
    blocks: list[_Block] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


def make(source: str, format: str, offsets: Sequence[int]) -> tuple[bytes, Places]:
    """The file, and where the characters at `offsets` of the source stand in it."""
    if format == "xlsx":
        return _workbook(source, offsets)
    if format == "vtt":
        return _subtitles(source, offsets)
    if format == "srt":
        return source.encode(), [{"time": _time(source, offset)} for offset in offsets]
    if format in _MAKERS:
        return _MAKERS[format](_parse(source), offsets)
    encoded = source.encode()
    if format == "csv":
        return encoded, [{"cell": _cell(source, offset)} for offset in offsets]
    return encoded, [{"line": source.count("\n", 0, offset) + 1} for offset in offsets]


def _parse(source: str) -> _Source:
    parsed = _Source()
    for match in re.finditer(r"[^\n](?:.|\n(?!\n))*", source):
        start, text = match.start(), match.group()
        note = _DEFINITION.match(text)
        if note:
            parsed.notes[note[1]] = note[2]
        elif text.startswith("----"):
            parsed.blocks.append(_Block(start, match.end(), "break", ""))
        elif text.startswith("#"):
            parsed.blocks.append(_Block(start, match.end(), "heading", text.lstrip("# ")))
        elif text[0] in ">|":
            for line in re.finditer(r".+", text):
                kind = "quote" if text[0] == ">" else "row"
                parsed.blocks.append(_Block(start + line.start(), start + line.end(), kind, line[0].removeprefix("> ")))
        else:
            parsed.blocks.append(_Block(start, match.end(), "text", text.replace("\n", " ")))
    return parsed


def _number(blocks: Sequence[_Block], offset: int) -> int:
    return next(number for number, block in enumerate(blocks) if block.start <= offset < block.end)


def _runs(text: str) -> list[tuple[str, str, str]]:
    """Kind (text, deleted, note, link), words and target of each piece of a paragraph."""
    pieces: list[tuple[str, str, str]] = []
    position = 0
    for match in _INLINE.finditer(text):
        pieces.append(("text", text[position : match.start()], ""))
        if match["deleted"]:
            pieces.append(("deleted", match["deleted"], ""))
        elif match["note"]:
            pieces.append(("note", "", match["note"]))
        else:
            pieces.append(("link", match["text"], match["url"]))
        position = match.end()
    return [*pieces, ("text", text[position:], "")]


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("| ").split("|")]


def _word(source: _Source, offsets: Sequence[int]) -> tuple[bytes, Places]:
    links: dict[str, str] = {}

    def run(kind: str, words: str, target: str) -> str:
        inner = f'<w:t xml:space="preserve">{escape(words, quote=False)}</w:t>'
        if kind == "deleted":
            inner = inner.replace("w:t", "w:delText")
            return f'<w:del w:id="9" w:author="x"><w:r>{inner}</w:r></w:del>'
        if kind == "note":
            return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{target}"/></w:r>'
        if kind == "link":
            identifier = f"h{len(links)}"
            links[identifier] = target
            return f'<w:hyperlink r:id="{identifier}"><w:r>{inner}</w:r></w:hyperlink>'
        return f"<w:r>{inner}</w:r>"

    styles = {"heading": '<w:pStyle w:val="Heading1"/>', "quote": '<w:pStyle w:val="Quote"/>'}
    body: list[str] = []
    for block in source.blocks:
        if block.kind == "break":
            body.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
        elif block.kind == "row":
            cells = "".join(
                f"<w:tc><w:p><w:r><w:t>{escape(cell)}</w:t></w:r></w:p></w:tc>" for cell in _cells(block.text)
            )
            body.append(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
        else:
            inner = "".join(run(*piece) for piece in _runs(block.text))
            body.append(f"<w:p><w:pPr>{styles.get(block.kind, '')}</w:pPr>{inner}</w:p>")
    notes = "".join(
        f'<w:footnote w:id="{key}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
        for key, text in source.notes.items()
    )
    named = "".join(
        f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/></w:style>'
        for identifier, name in (("Heading1", "heading 1"), ("Quote", "Quote"))
    )
    parts = {"styles": named} | ({"footnotes": notes} if notes else {})
    return docx("".join(body), links=links, **parts), _paragraphs(source, offsets)


def _paragraphs(source: _Source, offsets: Sequence[int]) -> Places:
    """The number of the paragraph among those with words; each cell of a table is one."""
    numbers: list[int] = []
    number = 0
    for block in source.blocks:
        numbers.append(number + 1)
        number += {"row": len(_cells(block.text)), "break": 0}.get(block.kind, 1)
    return [{"paragraph": numbers[_number(source.blocks, offset)]} for offset in offsets]


def _open_document(source: _Source, offsets: Sequence[int]) -> tuple[bytes, Places]:
    changes: list[str] = []

    def piece(kind: str, words: str, target: str) -> str:
        if kind == "deleted":
            changes.append(words)
            return f'<text:change text:change-id="c{len(changes)}"/>'
        if kind == "note":
            return (
                f'<text:note text:id="n{target}" text:note-class="footnote"><text:note-citation>{target}</text:note-citation>'
                f"<text:note-body><text:p>{escape(source.notes[target])}</text:p></text:note-body></text:note>"
            )
        if kind == "link":
            return f'<text:a xlink:type="simple" xlink:href="{escape(target)}">{escape(words)}</text:a>'
        return escape(words, quote=False)

    body: list[str] = []
    for block in source.blocks:
        if block.kind == "row":
            cells = "".join(
                f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in _cells(block.text)
            )
            body.append(f"<table:table><table:table-row>{cells}</table:table-row></table:table>")
            continue
        inner = "".join(piece(*one) for one in _runs(block.text))
        if block.kind == "heading":
            body.append(f'<text:h text:outline-level="1">{inner}</text:h>')
        else:
            body.append(
                f'<text:p text:style-name="{"Quotations" if block.kind == "quote" else "Standard"}">{inner}</text:p>'
            )
    deleted = "".join(
        f'<text:changed-region text:id="c{number}"><text:deletion><text:p>{escape(words)}</text:p></text:deletion></text:changed-region>'
        for number, words in enumerate(changes, 1)
    )
    head = f"<text:tracked-changes>{deleted}</text:tracked-changes>" if deleted else ""
    return odt(head + "".join(body)), _paragraphs(source, offsets)


def _book(source: _Source, offsets: Sequence[int]) -> tuple[bytes, Places]:
    """A chapter for each stretch between page breaks, and one of notes."""

    def piece(kind: str, words: str, target: str) -> str:
        if kind == "note":
            return f'<sup><a epub:type="noteref" href="notes.xhtml#n{target}">{target}</a></sup>'
        if kind == "link":
            return f'<a href="{escape(target)}">{escape(words)}</a>'
        return "" if kind == "deleted" else escape(words, quote=False)

    chapters: list[list[str]] = [[]]
    part: list[int] = []
    for block in source.blocks:
        if block.kind == "break":
            chapters.append([])
        inner = "".join(piece(*one) for one in _runs(block.text))
        part.append(len(chapters))
        tag = "h1" if block.kind == "heading" else "p"
        if block.kind == "quote" and chapters[-1] and chapters[-1][-1].endswith("</blockquote>"):
            chapters[-1][-1] = chapters[-1][-1].removesuffix("</blockquote>") + f"<p>{inner}</p></blockquote>"
        elif block.kind == "quote":
            chapters[-1].append(f"<blockquote><p>{inner}</p></blockquote>")
        elif block.kind != "break":
            chapters[-1].append(f"<{tag}>{inner}</{tag}>")
    named = [(f"c{number}.xhtml", "\n".join(inner)) for number, inner in enumerate(chapters, 1)]
    if source.notes:
        notes = "".join(f'<li id="n{key}"><p>{escape(text)}</p></li>' for key, text in source.notes.items())
        named.append(("notes.xhtml", f'<section epub:type="footnotes"><ol>{notes}</ol></section>'))
    named = [
        (path, body.replace("epub:type", 'xmlns:epub="http://www.idpf.org/2007/ops" epub:type')) for path, body in named
    ]
    return epub(named), [{"part": f"c{part[_number(source.blocks, offset)]}.xhtml"} for offset in offsets]


def _pdf(source: _Source, offsets: Sequence[int]) -> tuple[bytes, Places]:
    """Justified paragraphs with broken words and links; the notes at the foot of the page that has their marks."""
    from pdfs import FONT, HEIGHT, Sheet, wrapped
    from reportlab.pdfbase.pdfmetrics import stringWidth

    sheet = Sheet()
    y, page = HEIGHT - 90, 1
    pages: list[int] = []
    waiting: list[str] = []

    def turn() -> None:
        at = 150.0
        for note in waiting:
            at = sheet.column(72, at, 440, f"^{note} {source.notes[note]}", size=9) - 3
        waiting.clear()
        sheet.line(290, 40, str(page), size=9)
        sheet.page()

    def column(x: float, y: float, width: float, size: float, text: str, links: Sequence[tuple[str, str]]) -> float:
        linked = [(text.index(words), text.index(words) + len(words), target) for words, target in links]
        position = 0
        for line, last in wrapped(text, width, size, hyphens=True):
            wide = 0 if last else width
            sheet.line(x, y, line, size=size, wide=wide)
            stretch = (width - stringWidth(line.replace("^", ""), FONT, size)) / max(1, line.count(" ")) if wide else 0
            while text[position] == " ":
                position += 1
            kept = line.removesuffix("-") if not text.startswith(line, position) else line
            for start, end, target in linked:
                first, final = max(start - position, 0), min(end - position, len(kept))
                if first < final:
                    left, right = (
                        x + stringWidth(line[:at].replace("^", ""), FONT, size) + stretch * line[:at].count(" ")
                        for at in (first, final)
                    )
                    sheet.canvas.linkURL(target, (left, y - 2, right, y + size), relative=0)
            position += len(kept)
            y -= 1.2 * size
        return y - 8

    for block in source.blocks:
        if block.kind == "break":
            turn()
            y, page = HEIGHT - 90, page + 1
            pages.append(page)
            continue
        pages.append(page)
        runs = _runs(block.text)
        text = "".join({"note": f"^{target}", "deleted": ""}.get(kind, words) for kind, words, target in runs)
        waiting += [target for kind, _, target in runs if kind == "note"]
        if block.kind == "heading":
            sheet.line(72, y, text, size=16, font="Times-Bold")
            y -= 28
            continue
        links = [(words, target) for kind, words, target in runs if kind == "link"]
        y = column(100, y, 380, 10, text, links) if block.kind == "quote" else column(72, y, 440, 11, text, links)
    turn()
    return sheet.data(), [{"page": pages[_number(source.blocks, offset)]} for offset in offsets]


_MAKERS = {"docx": _word, "odt": _open_document, "epub": _book, "pdf": _pdf}


def _delimiter(source: str) -> str:
    return ";" if source.splitlines()[0].count(";") > source.splitlines()[0].count(",") else ","


def _cell(source: str, offset: int) -> str:
    """The name of the cell that the offset stands in, counted by separators outside quotation marks of CSV."""
    row = source.count("\n", 0, offset)
    line = source[source.rfind("\n", 0, offset) + 1 : offset]
    column, quoted, fresh = 0, False, True
    for character in line:
        if character == '"' and (quoted or fresh):
            quoted = not quoted
        if character == _delimiter(source) and not quoted:
            column += 1
        fresh = character == _delimiter(source)
    return f"{chr(65 + column)}{row + 1}"


def _workbook(source: str, offsets: Sequence[int]) -> tuple[bytes, Places]:
    table = [[escape(cell) for cell in row] for row in csv.reader(StringIO(source), delimiter=_delimiter(source))]
    return xlsx({"Sheet1": rows(*table)}), [{"part": "Sheet1", "cell": _cell(source, offset)} for offset in offsets]


def _time(source: str, offset: int) -> str:
    return re.findall(r"(\S+) -->", source[:offset])[-1].replace(",", ".")


def _subtitles(source: str, offsets: Sequence[int]) -> tuple[bytes, Places]:
    made = "WEBVTT\n\n" + re.sub(r"(\d),(\d{3})", r"\1.\2", source)
    return made.encode(), [{"time": _time(source, offset)} for offset in offsets]
