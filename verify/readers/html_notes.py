"""Which links and superscripts of a page are note marks: seen, but no words of the sentence."""

from __future__ import annotations

import re

from verify.core.patterns import regex
from verify.core.reference_headings import REFERENCE_HEADING

# Longer labels are words.
MARK_LENGTH = 24
_MARK = regex(
    r"\[?\s*(\d{1,4}|[a-z]{1,2}|[ivxlc]{1,6}|[*†‡§¶]{1,3}|(?:note|nb|n|lower-alpha)\.? ?\d{1,3})\s*\]?", re.IGNORECASE
)
_BRACKETED = regex(r"\s*\[[^\[\]]{1,40}\]\s*")
_NUMBERS = regex(r"\d{1,3}(?:\s*[,–-]\s*\d{1,3}){0,6}")
_TO_A_NOTE = regex(r"note|fn|ftn|cite|ref|\bn\d|footnote|endnote|bib", re.IGNORECASE)
_BACK = regex(r"(?:ftn|fn|foot|note|cite|end)[a-z]*[-_:]?ref|ref[-_]?back|back[-_]?ref|^(?:back|return)", re.IGNORECASE)
_BACK_ARROWS = frozenset({"^", "↩", "↩︎", "↑", "⏎", "↵", "⤴", "^ jump up", "jump up", "jump up to:"})
_ENDS = frozenset(".,;:!?”’\"'»)")
_CLASSES = ("reference", "footnote", "noteref", "noprint")


def leads_back(label: str) -> bool:
    """Whether a link is the arrow of a note back to its mark."""
    return label.lower() in _BACK_ARROWS


def note_label(label: str, target: str) -> str | None:
    """The label of a link to the id `target`, when the link is a note mark."""
    found = _MARK.fullmatch(label)
    if not found or _BACK.search(target) or not (label[0] == "[" or _TO_A_NOTE.search(target)):
        return None
    return found.group(1)


def is_raised_mark(label: str, classes: str, after: str) -> bool:
    """Whether a superscript is a note mark and no exponent: bracketed, classed so, or a number after punctuation."""
    if any(name in classes for name in _CLASSES):
        return True
    if len(label) > 2 * MARK_LENGTH:
        return False
    return _BRACKETED.fullmatch(label) is not None or (after in _ENDS and _NUMBERS.fullmatch(label) is not None)


_NOTE_LIST = regex(r"(?:^|[\s_-])(?:references?|reflist|footnotes?|endnotes?|notes)(?:[\s_-]|$)", re.IGNORECASE)


def lists_notes(names: str, heading: str) -> bool:
    """Whether an ordered list holds notes: by its class or id, or by the heading it stands under."""
    return _NOTE_LIST.search(names) is not None or REFERENCE_HEADING.fullmatch(" ".join(heading.split())) is not None


def unlinked_labels(label: str, after: str) -> tuple[str, ...]:
    """The numbers of a raised mark that is no link: `1`, `[2]`, `1, 3–5`. None behind a closing bracket: `(x + 1)²`."""
    bare = label.strip().removeprefix("[").removesuffix("]").strip()
    if not _NUMBERS.fullmatch(bare) or (after == ")" and not label.strip().startswith("[")):
        return ()
    numbers: list[str] = []
    for part in re.split(r"\s*,\s*", bare):
        ends = [int(end) for end in re.split(r"\s*[–-]\s*", part)]
        numbers += [str(number) for number in range(ends[0], min(ends[-1], ends[0] + 30) + 1)]
    return tuple(numbers)
