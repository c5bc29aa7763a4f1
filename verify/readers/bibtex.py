"""BibTeX and biblatex files: each entry is a reference, written as a line that people read, with its fields as data.

The words of a field `quote` or `quotation`, which some reference managers keep, are a quotation from that entry. Other fields
are not checked, but for what stands between marks in a note. Fields are TeX: accents, dashes and braces are read as the characters they stand for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256

from verify.core.patterns import regex
from verify.model import Anchor, Claim, Document, Item, Quotation, Reference, ReferenceKind
from verify.readers.bibtex_entries import Entry, entries
from verify.readers.bibtex_fields import item_of, stored_copy
from verify.readers.encoding import decode
from verify.readers.source_lines import SourceLines
from verify.readers.tables import within_marks
from verify.readers.tex import plain
from verify.readers.text import require_text

_QUOTES = ("quote", "quotation", "quotes")
_NOTES = ("note", "annote", "annotation", "addendum")
_IN_MARKS = regex(r"[“„«\"]\s?(?P<words>[^“”„«»\"]+?)\s?[”“»\"]")
# Fewer spaces than this between marks of a note are a title or a term.
FEWEST_SPACES = 4


def read(
    data: bytes, *, name: str, media_type: str, charset: str | None = None, base_url: str | None = None
) -> Document:
    """A bibliography. Raises `UnreadableError` for binary bytes; what is no entry is passed over, as BibTeX does."""
    del base_url
    source = decode(data, charset=charset).text
    require_text(source, name)
    writer = _Writer(SourceLines(source))
    for entry in entries(source):
        writer.entry(entry)
    return Document(
        name=name,
        media_type=media_type,
        text="".join(writer.out),
        sha256=sha256(data).hexdigest(),
        anchors=tuple(writer.anchors),
        claims=tuple(writer.claims),
    )


class _Writer:
    def __init__(self, lines: SourceLines) -> None:
        self.out: list[str] = []
        self.anchors: list[Anchor] = []
        self.claims: list[Claim] = []
        self._lines = lines
        self._position = 0
        self._quotations = 0
        self._references = 0

    def entry(self, entry: Entry) -> None:
        """One entry, its quotations below it."""
        item = item_of(entry)
        archive_url, archived = stored_copy(entry)
        label = f"[{entry.key}] " if entry.key else ""
        self._references += 1
        line = label + (". ".join(_parts(item)) or entry.kind) + "."
        start = self._write(line, entry.start) + len(label)
        reference = Reference(
            id=f"r{self._references}",
            kind=ReferenceKind.WORK,
            raw=line[len(label) :],
            start=start,
            end=self._position,
            marker=entry.key or None,
            item=item,
            archived=archived,
            archive_url=archive_url,
        )
        quotations: list[Quotation | None] = list(self._quoted(entry.fields, entry.places))
        self.claims += [Claim(quotation=one, reference=reference) for one in quotations or [None]]

    def _quoted(self, fields: Mapping[str, str], places: Mapping[str, int]) -> Iterator[Quotation]:
        for name in _QUOTES:
            words = plain(fields.get(name, ""))
            first, last = within_marks(words)
            if first < last:
                start = self._write(words, places[name]) + first
                self._quotations += 1
                yield Quotation(
                    id=f"q{self._quotations}", exact=words[first:last], start=start, end=start + last - first
                )
        for name in _NOTES:
            words = plain(fields.get(name, ""))
            spans = [
                match.span("words") for match in _IN_MARKS.finditer(words) if match["words"].count(" ") >= FEWEST_SPACES
            ]
            start = self._write(words, places[name]) if spans else 0
            for first, last in spans:
                self._quotations += 1
                yield Quotation(
                    id=f"q{self._quotations}", exact=words[first:last], start=start + first, end=start + last
                )

    def _write(self, text: str, offset: int) -> int:
        if self._position:
            self.out.append("\n\n")
            self._position += 2
        start = self._position
        self.anchors.append(self._lines.anchor(start, offset))
        self.out.append(text)
        self._position += len(text)
        return start


def _parts(item: Item) -> Iterator[str]:
    names = [one.literal or ", ".join(part for part in (one.family, one.given) if part) for one in item.author]
    if names:
        yield "; ".join(names).rstrip(".")
    if item.title:
        yield f"“{item.title}”"
    for part in (item.container_title, item.publisher, item.issued):
        if part:
            yield part.rstrip(".")
    if item.DOI:
        yield f"doi:{item.DOI}"
    if item.URL:
        yield item.URL
