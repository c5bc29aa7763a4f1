"""From the bytes of a PDF to its text, its spans and what it says of itself; runs in the child process.

The order is: pages into runs, furniture out, columns, lines, footnotes out, paragraphs, text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict
from typing import Any, Final

from verify.core.patterns import regex
from verify.readers.pdf import furniture, notes
from verify.readers.pdf.columns import in_reading_order
from verify.readers.pdf.lines import Line, lines_of
from verify.readers.pdf.notes import Note
from verify.readers.pdf.pages import MOST_GLYPHS, Page, Pdf, PdfError
from verify.readers.pdf.paragraphs import Kind, Paragraph, column_of, paragraphs_of
from verify.readers.pdf.writing import Writer, heads, pages_of, stamps

MOST_PAGES: Final = 2_000
_FEW_GLYPHS: Final = 200  # a page with fewer under a picture may be a scan with a stamp
_PICTURE: Final = 0.5  # share of the page
_LETTERS_DRAWN: Final = 300  # paths on a page without text: letters turned into outlines
_NAMELESS: Final = 0.3  # share of glyphs without letters that makes a page unreadable
_SOME_NAMELESS: Final = 0.002  # share that damages words: ligatures without letters
_MOST_LOOKS: Final = 20  # pages that are looked at from afar; the rest count as scans
_TITLE_PAGE: Final = 4000  # characters in which a title or an author of the file's information must be printed
_NO_TITLE: Final = regex(
    r"(?:microsoft |untitled|document\d*$|slide \d)|\.(?:docx?|pdf|indd|qxd|tex|pptx?|xlsx?|rtf|wpd|dvi|p65)$",
    re.IGNORECASE,
)
_DATE: Final = regex(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?")

Json = dict[str, Any]


def assemble(data: bytes) -> Json:
    """The document as plain values, or `{"error": …, "detail": …}` in words that follow the file's name."""
    try:
        pdf = Pdf(data)
    except PdfError as error:
        return {"error": error.kind}
    try:
        return _read(pdf, data)
    finally:
        pdf.close()


def _read(pdf: Pdf, data: bytes) -> Json:
    pages: list[Page] = []
    glyphs = 0
    for index in range(min(pdf.pages, MOST_PAGES)):
        page = pdf.page(index)
        glyphs += page.glyphs
        if glyphs > MOST_GLYPHS:
            break
        pages.append(page)
    if not pages:
        return {"error": "too-large" if glyphs else "damaged"}
    unread = _unread(pdf, pages)
    for page in pages:
        if page.number in unread.get("letters", ()):
            page.runs, page.aslant = [], []
    if not any(run.text.strip() for page in pages for run in (*page.runs, *page.aslant)):
        return {"error": "no-text", "pages": pdf.pages, **{kind: len(numbers) for kind, numbers in unread.items()}}
    whole = _text(pages)
    return {**whole, **_facts(pdf, whole), "unread": _told(unread, pdf, len(pages), data), "pages": pdf.pages}


# --- what cannot be read


def _unread(pdf: Pdf, pages: list[Page]) -> dict[str, list[int]]:
    """Pages by why they hold words that we cannot read: `picture`, `letters` or `some` (fonts without names), `broken`."""
    found: dict[str, list[int]] = {}
    looks = 0
    written = [page for page in pages if page.glyphs >= _FEW_GLYPHS]
    for page in pages:
        if page.broken:
            found.setdefault("broken", []).append(page.number)
        elif page.nameless > max(_NAMELESS * page.glyphs, 20):
            found.setdefault("letters", []).append(page.number)
        elif page.nameless > max(_SOME_NAMELESS * page.glyphs, 4):
            found.setdefault("some", []).append(page.number)
        elif page.glyphs < _FEW_GLYPHS and (
            page.pictures >= _PICTURE or (not page.glyphs and page.drawn >= _LETTERS_DRAWN)
        ):
            looks += 1
            # A photograph that fills a page is no scan; where nothing else is written there is no need to look.
            if not written or looks > _MOST_LOOKS or pdf.looks_like_text(page.number - 1):
                found.setdefault("picture", []).append(page.number)
    return found


def _told(unread: dict[str, list[int]], pdf: Pdf, read: int, data: bytes) -> list[str] | None:
    """The reason and a sentence about what of the file is not in the text; None when all is."""
    said: list[str] = []
    for kind, words in (
        ("picture", "without a text layer (scanned or drawn)"),
        ("letters", "in fonts that do not say which letters they show"),
        ("some", "some letters in fonts that do not say which they show"),
        ("broken", "damaged"),
    ):
        if kind in unread:
            said.append(f"{_numbers(unread[kind])} of {pdf.pages}: {words}")
    if read < pdf.pages:
        return ["too-large", "; ".join([*said, f"only the first {read:,} of {pdf.pages:,} pages were read"])]
    if pdf.is_form_shell:
        said.append("a form that only its own program fills in (XFA)")
    if b"%%EOF" not in data[-4096:] and b"startxref" not in data[-4096:]:
        said.append("the file is cut short")
    return ["not-text", "; ".join(said)] if said else None


def _numbers(pages: list[int]) -> str:
    """`page 3`, `pages 3, 5–9`."""
    spans: list[list[int]] = []
    for page in pages:
        if spans and spans[-1][1] == page - 1:
            spans[-1][1] = page
        else:
            spans.append([page, page])
    told = [f"{low}" if low == high else f"{low}–{high}" for low, high in spans]
    more = f" and {len(told) - 12} more stretches" if len(told) > 12 else ""
    return f"page{'s' if len(pages) > 1 else ''} {', '.join(told[:12])}{more}"


# --- the text


def _text(pages: list[Page]) -> Json:
    unseen = [piece for page in pages for piece in stamps([run for run in page.runs if run.hidden], page.number)]
    for page in pages:
        page.runs = [run for run in page.runs if not run.hidden]
    taken = furniture.take_out(pages)
    gutters: list[float] = []
    columns_of: list[list[list[Line]]] = []
    for page in pages:
        columns = [lines_of(runs, page.number) for runs in in_reading_order(page.runs, gutters)]
        columns_of.append(columns)
    body = _body_size(columns_of)
    noted: list[Note] = []
    for columns in columns_of:
        noted += notes.take_out(columns, body, noted[-1] if noted else None)
    for page, columns in zip(pages, columns_of, strict=True):
        here = [note for note in noted if note.page == page.number]
        lines = [line for column in columns for line in column] + [line for note in here for line in note.lines]
        for number, line in enumerate((line for line in lines if line.page == page.number), 1):
            line.number = number
    writer = Writer(pages_of(pages))
    for paragraph in _joined(columns_of, body):
        writer.paragraph(paragraph)
    for note in noted:
        writer.note(note)
    aslant = [piece for page in pages for piece in stamps([run for run in page.aslant if not run.hidden], page.number)]
    unseen += [piece for page in pages for piece in stamps([run for run in page.aslant if run.hidden], page.number)]
    writer.beside("aside", aslant)
    writer.beside("footer", heads(taken))
    writer.beside("hidden", unseen)
    return asdict(writer.finish())


def _body_size(columns_of: list[list[list[Line]]]) -> float:
    """The size in which most of the document is set."""
    sizes: Counter[float] = Counter()
    for columns in columns_of:
        for lines in columns:
            for line in lines:
                sizes[round(line.size * 4) / 4] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _joined(columns_of: list[list[list[Line]]], body: float) -> list[Paragraph]:
    """All paragraphs, those that run on in the next column or on the next page in one."""
    found: list[Paragraph] = []
    last: Paragraph | None = None
    for columns in columns_of:
        for lines in columns:
            if not lines:
                continue
            for index, paragraph in enumerate(paragraphs_of(column_of(lines), body)):
                if index == 0 and last is not None and _runs_on(last, paragraph):
                    last.lines += paragraph.lines
                    last.open = paragraph.open
                    continue
                found.append(paragraph)
                # A caption between two columns does not part the paragraph that runs around it.
                if paragraph.kind is not Kind.CAPTION:
                    last = paragraph
    return found


def _runs_on(last: Paragraph, following: Paragraph) -> bool:
    before, after = last.lines[-1], following.lines[0]
    if {last.kind, following.kind} - {Kind.TEXT, Kind.QUOTE} or abs(before.size - after.size) > 0.08 * before.size:
        return False
    end, begin = before.text[-1:], after.text[:1]
    if end in "-‐" and begin.islower():
        return True
    return last.open and not following.opens_indented and (begin.islower() or not end.isdigit())


# --- what the file says of itself


def _facts(pdf: Pdf, whole: Json) -> Json:
    """Title, language and metadata. Titles and authors count only where the first pages print them: programs fill in others."""
    text: str = whole["text"]
    printed = _letters(text[:_TITLE_PAGE] + text[-_TITLE_PAGE // 2 :])
    facts: dict[str, str] = {"pages": str(pdf.pages)}
    title = pdf.fact("Title")
    if title and not _NO_TITLE.search(title) and _letters(title) in printed:
        facts["title"] = title
    heading = next(
        (text[start:end] for kind, start, end in whole["regions"] if kind == "heading" and end < _TITLE_PAGE), None
    )
    if heading:
        facts["h1"] = " ".join(heading.split())
    author = pdf.fact("Author")
    if author and _letters(author) in printed:
        facts["author"] = author
    for name, key in (("created", "CreationDate"), ("changed", "ModDate")):
        date = _DATE.match(pdf.fact(key))
        if date:
            facts[name] = "-".join(part for part in date.groups() if part)
    return {
        "title": facts.get("title") or facts.get("h1"),
        "language": pdf.language() or None,
        "metadata": facts,
    }


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
