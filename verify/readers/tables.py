"""Tables as documents: the cells as text, and in a table of quotations, each row as what it claims.

A table with a column of quotations is one quotation a row, whether or not it stands in marks, joined to the source of its row.
Any other table is the text of its cells: cells are separated by a newline, rows by a blank line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from types import MappingProxyType

from verify.core.dates import iso_date
from verify.core.patterns import regex
from verify.core.reference_parts import archived_copy, trim_url
from verify.core.reference_styles import Parsed, parse_reference
from verify.model import Anchor, Claim, Document, Item, Link, Quotation, Reference, ReferenceKind
from verify.readers.sniff import EXTENSIONS
from verify.readers.source_lines import in_order
from verify.readers.table_columns import HEAD_WITHIN, Columns, columns

_URL = regex(r"https?://\S+", re.IGNORECASE)
_WITHOUT_SCHEME = regex(r"www\.[\w-]+(?:\.[\w-]+)*\.[a-z]{2,24}(?:/\S*)?", re.IGNORECASE)
_LONGEST_PATH = 300
_DOI = regex(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(?P<doi>10\.\d{4,9}/\S+)", re.IGNORECASE)
_PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    '"': '"',
    "‘": "’",
    "‚": "‘’",
    "「": "」",
    "『": "』",
    "”": "”",
    "‹": "›",
}
_CONTEXT = 32


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows. `name` as in `B7`; `places` are (position in the text, anchor), the first at 0."""

    text: str
    name: str
    places: tuple[tuple[int, Anchor], ...] = ()
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one table; cells by their column, from 0, those without text left out."""

    name: str | None
    rows: Sequence[Mapping[int, Cell]]


def compose(
    sheets: Iterable[Sheet], *, name: str, media_type: str, digest: str, metadata: Mapping[str, str]
) -> Document:
    """The document of some tables."""
    writer = _Writer()
    for sheet in sheets:
        writer.sheet(sheet)
    text = "".join(writer.out)
    claims = tuple(
        replace(claim, quotation=_in_context(claim.quotation, text)) if claim.quotation else claim
        for claim in writer.claims
    )
    return Document(
        name=name,
        media_type=media_type,
        text=text,
        sha256=digest,
        title=metadata.get("title"),
        links=tuple(writer.links),
        anchors=in_order(writer.anchors),
        claims=claims,
        metadata=MappingProxyType(dict(metadata)),
    )


def _in_context(quotation: Quotation, text: str) -> Quotation:
    return replace(
        quotation,
        prefix=text[max(0, quotation.start - _CONTEXT) : quotation.start],
        suffix=text[quotation.end : quotation.end + _CONTEXT],
    )


class _Writer:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.anchors: list[Anchor] = []
        self.links: list[Link] = []
        self.claims: list[Claim] = []
        self._position = 0
        self._line = 1
        self._quotations = 0
        self._references = 0

    def sheet(self, sheet: Sheet) -> None:
        """All rows; those below a head that names a column of quotations are claims."""
        head: Columns | None = None
        for number, row in enumerate(sheet.rows):
            if not row:
                continue
            starts = dict(self._row(row, sheet.name))
            if head is not None:
                self._claim(head, row, starts)
            elif number < HEAD_WITHIN:
                head = columns([row[index].text if index in row else "" for index in range(max(row) + 1)])

    def _row(self, row: Mapping[int, Cell], sheet: str | None) -> Iterator[tuple[int, int]]:
        """Writes a row; yields for each column where its text begins."""
        for order, (index, cell) in enumerate(sorted(row.items())):
            if self._position:
                self._write("\n" if order else "\n\n")
            begin = self._position
            # Not `replace`, which takes ten times as long, for each of a hundred thousand cells.
            self.anchors += [
                Anchor(start=begin + offset, line=at.line, column=at.column, part=sheet, cell=cell.name)
                for offset, at in cell.places or ((0, Anchor(start=0, line=self._line, column=1)),)
            ]
            if cell.href:
                self.links.append(Link(start=begin, end=begin + len(cell.text), href=cell.href))
            self._write(cell.text)
            yield index, begin

    def _write(self, text: str) -> None:
        self.out.append(text)
        self._position += len(text)
        self._line += text.count("\n")

    def _claim(self, head: Columns, row: Mapping[int, Cell], starts: Mapping[int, int]) -> None:
        quotation = None
        if head.quotation is not None and head.quotation in row:
            words = row[head.quotation].text
            start, end = within_marks(words)
            if start < end:
                self._quotations += 1
                begin = starts[head.quotation]
                quotation = Quotation(
                    id=f"q{self._quotations}",
                    exact=words[start:end],
                    start=begin + start,
                    end=begin + end,
                    speaker=_text(row, head.speaker),
                )
        reference = self._reference(head, row, starts)
        if quotation or reference:
            self.claims.append(Claim(quotation=quotation, reference=reference))

    def _reference(self, head: Columns, row: Mapping[int, Cell], starts: Mapping[int, int]) -> Reference | None:
        """The source of a row: its address, what is said of it, or both."""
        cited = [one for one in (head.reference, head.source, head.archive) if one is not None and one in row]
        if not cited:
            return None
        raw = row[cited[0]].text
        only_address = _address(raw) == raw or bool(_file(raw) or _DOI.fullmatch(raw))
        parsed = Parsed(Item()) if only_address else parse_reference(raw)
        item, archive_url, archived = parsed.item, parsed.archive_url, parsed.archived
        cells = [row[one] for one in (head.source, head.reference) if one is not None and one in row]
        written = [one.href or _address(one.text) or _file(one.text) for one in cells]
        address = next((one for one in written if one), None)
        if address is not None:
            page, stored, day = archived_copy(address)
            item, archive_url, archived = replace(item, URL=page), stored or archive_url, day or archived
        doi = _DOI.fullmatch(_text(row, head.source) or "")
        if doi is not None:
            item = replace(item, DOI=doi["doi"], URL=None, title=None if only_address else item.title)
        in_archive = _address(_text(row, head.archive) or "")
        if in_archive is not None:
            page, stored, day = archived_copy(in_archive)
            archive_url, archived = stored or in_archive, day or archived
            if item.URL is None and page != in_archive:
                item = replace(item, URL=page)
        self._references += 1
        return Reference(
            id=f"r{self._references}",
            kind=ReferenceKind.URL if only_address else ReferenceKind.WORK,
            raw=raw,
            start=starts[cited[0]],
            end=starts[cited[0]] + len(raw),
            marker=_text(row, head.marker),
            item=replace(item, issued=item.issued or iso_date(_text(row, head.date) or "")),
            archived=archived,
            archive_url=archive_url,
        )


def _text(row: Mapping[int, Cell], column: int | None) -> str | None:
    return (" ".join(row[column].text.split()) or None) if column is not None and column in row else None


def _address(text: str) -> str | None:
    """The address that a text is, or that stands in it."""
    text = text.strip()
    if _WITHOUT_SCHEME.fullmatch(text):
        return f"https://{text}"
    found = _URL.search(text)
    return trim_url(found[0].rstrip('>"')) if found else None


def _file(text: str) -> str | None:
    """The path that a text is: a name with an extension of documents."""
    text = text.strip()
    if "\n" in text or "://" in text or len(text) > _LONGEST_PATH:
        return None
    return text if PurePath(text).suffix.lower().lstrip(".") in EXTENSIONS else None


def within_marks(words: str) -> tuple[int, int]:
    """The span of a quotation without white space, and without the marks around the whole of it."""
    start, end = len(words) - len(words.lstrip()), len(words.rstrip())
    while end - start > 2 and words[end - 1] in _PAIRS.get(words[start], ""):
        inner = words[start + 1 : end - 1]
        if words[start] in inner or words[end - 1] in inner.replace("’", "" if words[end - 1] == "’" else "’"):
            break  # “one” and “two”: the marks at the ends are not partners
        start, end = start + 1, end - 1
        while start < end and words[start].isspace():
            start += 1
        while start < end and words[end - 1].isspace():
            end -= 1
    return start, end


def cell_name(row: int, column: int) -> str:
    """`B7` for row 6, column 1, both counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
