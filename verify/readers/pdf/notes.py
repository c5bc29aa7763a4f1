"""Footnotes: small lines at the foot of a column that begin with a number or a sign, taken out of the running text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from verify.core.patterns import regex
from verify.readers.pdf.lines import Line
from verify.readers.raised import plain

_SMALLER: Final = 0.94  # of the size of the running text
_LABEL: Final = regex(r"(?P<number>\d{1,3})[.)]?\s+(?=\S)|(?P<sign>[*†‡§¶]{1,3})\s?(?=\S)")
_RAISED_LABEL: Final = regex(r"[⁰¹²³⁴-⁹\d]{1,3}|[*†‡§¶]{1,3}|[a-z]")
_SENTENCE_END: Final = regex(r"[.!?”\"’)]\s*$")
LABELS: Final = regex(r"\d{1,3}|[*†‡§¶]{1,3}|[a-z]")


@dataclass(slots=True)
class Note:
    """A footnote: its label, its lines, and how many characters of the first are the label."""

    label: str
    page: int
    lines: list[Line]
    skip: int


def labels_of(line: Line) -> set[str]:
    """The labels of the note marks in a line: what stands raised behind words."""
    return {label for start, end in line.raised if start for label in LABELS.findall(plain(line.text[start:end]))}


def take_out(columns: list[list[Line]], body: float, last: Note | None) -> list[Note]:
    """Remove the footnotes of one page from its columns, and give them.

    `last` is the note before: lines without a label at the head of the notes run it on, and are added to it.
    """
    found: list[Note] = []
    marks = {label for lines in columns for line in lines for label in labels_of(line)}
    has_text = any(line.size > _SMALLER * body for lines in columns for line in lines)
    for lines in columns:
        start = _foot(lines, body, marks)
        if start == len(lines) or (start == 0 and not has_text):
            continue
        before = found[-1] if found else last
        notes, first = _notes(lines, start, marks, before)
        if first > start and _runs_on(before, lines[start:first], start, found_here=bool(found), labelled=bool(notes)):
            assert before is not None  # noqa: S101  `_runs_on` saw it
            before.lines.extend(lines[start:first])
            first = start
        if notes or first == start:
            del lines[first:]
        found += notes
    return found


def _foot(lines: list[Line], body: float, marks: set[str]) -> int:
    """Where the small lines at the foot of a column begin, or the first line of any size whose raised label is marked above."""
    start = len(lines)
    while start and lines[start - 1].size <= _SMALLER * body:
        start -= 1
    for index, line in enumerate(lines[:start]):
        if index and line.raised and line.raised[0][0] == 0:
            label = plain(line.text[: line.raised[0][1]])
            if label in marks and all(label not in labels_of(later) for later in lines[index:]):
                return index
    return start


def _notes(lines: list[Line], start: int, marks: set[str], before: Note | None) -> tuple[list[Note], int]:
    """The notes from line `start` on, and the index of the first."""
    notes: list[Note] = []
    first = len(lines)
    for index in range(start, len(lines)):
        label, skip = _label(lines[index], marks, notes[-1] if notes else before, begun=bool(notes))
        if label:
            notes.append(Note(label, lines[index].page, [lines[index]], skip))
            first = min(first, index)
        elif notes:
            notes[-1].lines.append(lines[index])
    return notes, first


def _label(line: Line, marks: set[str], before: Note | None, *, begun: bool) -> tuple[str, int]:
    """The label with which a line opens a note, and its length; empty when it opens none."""
    if line.raised and line.raised[0][0] == 0:
        end = line.raised[0][1]
        if _RAISED_LABEL.fullmatch(line.text[:end]):
            return plain(line.text[:end]), _after_space(line.text, end)
    match = _LABEL.match(line.text)
    if match is None:
        return "", 0
    label = match["number"] or match["sign"]
    follows = before is not None and before.label.isdigit() and label.isdigit() and int(label) == int(before.label) + 1
    # Within a note a line may begin with a number; the next note has the next one.
    if follows or (label in marks and not (begun and label.isdigit())):
        return label, match.end()
    return "", 0


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def _runs_on(before: Note | None, block: list[Line], start: int, *, found_here: bool, labelled: bool) -> bool:
    """Whether small lines without a label carry on the last note of the page or column before."""
    if before is None or not block:
        return False
    if not found_here and before.page + 1 != block[0].page:
        return False
    unfinished = not _SENTENCE_END.search(before.lines[-1].text)
    return start > 0 and (unfinished or (labelled and block[0].text[:1].islower()))
