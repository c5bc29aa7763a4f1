"""How a quotation marks its own changes: ellipses, brackets, [sic], masked words, remarks on emphasis and sound.

Whether such a mark is the quoter's or stands in the source is not decided here: the marks are taken out of the
words, and what the source has at their places decides later (VERDICTS.md D13, E13).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

import numpy as np

from verify.core.characters import fold, is_unspaced
from verify.core.patterns import regex
from verify.core.quoted_words import tokenise_quotation
from verify.core.tokens import Hashes
from verify.core.words import common_words


class MarkKind(StrEnum):
    ELLIPSIS = "ellipsis"
    BRACKET = "bracket"
    NOTE = "note"  # a remark: [sic], [emphasis added], (applause), [1]
    SEAM = "seam"  # the document interrupts the quotation with words of its own


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of the quoter: [start, end) in the quotation's text; `inner` is what stands between brackets."""

    kind: MarkKind
    start: int
    end: int
    inner: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word that brackets or a mask change in part: `head` and `tail` are quoted, what lies between may differ.

    `inner` is what the brackets hold; None for a masked word (f---).
    """

    head: str
    tail: str
    inner: str | None


@dataclass(frozen=True, slots=True)
class Joint:
    """What stands between two pieces of a quotation: at least one mark."""

    marks: tuple[Mark, ...]

    @property
    def ellipsis(self) -> bool:
        return any(mark.kind is MarkKind.ELLIPSIS for mark in self.marks)

    @property
    def seam(self) -> bool:
        return any(mark.kind is MarkKind.SEAM for mark in self.marks)

    @property
    def bracket(self) -> Mark | None:
        return next((mark for mark in self.marks if mark.kind is MarkKind.BRACKET), None)

    @property
    def start(self) -> int:
        return self.marks[0].start

    @property
    def end(self) -> int:
        return self.marks[-1].end


@dataclass(frozen=True)
class Quoted:
    """A quotation taken apart. Word numbers count in `start`, `end` and `hash`; offsets count in `text`.

    `pieces` are half-open ranges of word numbers, `joints[i]` stands between pieces i and i + 1. `lead` and `trail`
    are the joints before the first and after the last piece, if marks stand there. `notes` are remarks taken out.
    """

    text: str
    hash: Hashes
    start: tuple[int, ...]
    end: tuple[int, ...]
    pieces: tuple[tuple[int, int], ...]
    joints: tuple[Joint, ...]
    lead: Joint | None
    trail: Joint | None
    notes: tuple[Mark, ...]
    patterns: Mapping[int, Pattern]
    body: tuple[int, int]  # the words without white space and stray outer marks
    own_marks: bool  # the quotation came with its outer marks

    @cached_property
    def size(self) -> int:
        return len(self.start)

    @cached_property
    def words(self) -> list[str]:
        """The words as the quotation has them, brackets taken out."""
        text = self.text
        found = [text[low:high] for low, high in zip(self.start, self.end, strict=True)]
        for i in self.patterns:
            found[i] = found[i].replace("[", "").replace("]", "")
        return found

    @cached_property
    def folded(self) -> list[str]:
        """The words folded."""
        return list(map(fold, self.words))

    @cached_property
    def common(self) -> list[bool]:
        """Whether each word is among the commonest of some language."""
        known = common_words()
        return [word in known for word in self.folded]

    @cached_property
    def hashes(self) -> list[int]:
        found: list[int] = self.hash.tolist()
        return found

    @cached_property
    def gaps(self) -> list[str]:
        """The text behind each word but the last, remarks of the quoter taken out."""
        if self.notes:
            return [self._gap(i) for i in range(self.size - 1)]
        text = self.text
        return [text[low:high] for low, high in zip(self.end, self.start[1:], strict=False)]

    def word(self, i: int) -> str:
        """Word `i` as the quotation has it, brackets taken out."""
        return self.words[i]

    def _gap(self, i: int) -> str:
        low, high = self.end[i], self.start[i + 1]
        for note in self.notes:
            if low <= note.start and note.end <= high:
                return self.text[low : note.start].rstrip() + self.text[note.end : high]
        return self.text[low:high]

    def span(self, low: int, high: int) -> tuple[int, int]:
        """Offsets of the words [low, high); an empty range stands before word `low`."""
        if low < high:
            return self.start[low], self.end[high - 1]
        at = self.start[low] if low < self.size else self.end[-1] if self.size else 0
        return at, at

    def phrase(self, low: int, high: int) -> str:
        """The text of the words [low, high)."""
        return self.text[self.start[low] : self.end[high - 1]] if low < high else ""


OPENING: Final = "“„‟«‹‘‚‛「『\"'`〝＂"
CLOSING: Final = "”“«»›‹’‘」』\"'´〞＂"
QUOTES: Final = frozenset("\"“”„‟«»‹›「」『』〝〞＂‘’‚‛'`´″")

_ELLIPSIS: Final = regex(
    r"[\[(（［〔]\s*(?:[…⋯]+|\.(?:\s?\.){1,5})\s*[\])）］〕]"
    r"|[…⋯]+(?:[ \u00a0\u2009\u202f]?\.)?"
    r"|(?<!\.)\.(?:[ \u00a0\u2009\u202f]?\.){2,}"
    r"|(?<!\S)(?:\*[ \u00a0]?){3,}(?!\S)"
)
_ELLIPTIC: Final = regex(r"[…⋯]|\.\s?\.|\*\s?\*")  # without which there is no ellipsis
_BRACKET: Final = regex(r"[\[［〔]([^\[\]［］〔〕]{0,400})[\]］〕]")
_MASK: Final = regex(
    r"(?<![\w*])(?P<head>[A-Za-zÀ-ɏЀ-ӿ]{1,3})(?:\*{2,}|[-–—_]{3,}|-{2,}(?![\w-])|[—―]{2,})(?P<tail>[A-Za-zÀ-ɏЀ-ӿ]{0,4})(?![\w*])"
)
_MASKED: Final = regex(r"[*\-–—―_]{2}")  # without which no word is masked
_SOUND_WORDS: Final = (
    r"laugh(?:s|ing|ter)?|applau(?:se|ds)|cheer(?:s|ing)|crosstalk|inaudible|unintelligible|indistinct|pause[sd]?|sighs?|"
    r"cough(?:s|ing)?|crying|cries|sobs?|music|silence|interruption|boos?|booing|gasps?|chuckl(?:es|ing)|whispers?|"
    r"lachen|lacht|beifall|applaus|rires?|applaudissements|risas|aplausos|risate|applausi|gelach|смех|аплодисменты"
)
_NOTE_WORDS: Final = (
    r"(?:\s*sic[!.?]?|recte\b.*|(?:my|our|added) (?:emphasis|italics)|(?:emphasis|italics|bold|underlining|translation|trans\.|"
    r"footnotes?|notes?|citations?|brackets?|capitali[sz]ation|hervorhebung\w*|herv\.|énfasis|cursivas?|souligné|italiques|corsivo|"
    r"nadruk|grifo)\b.*(?:added|mine|ours?|omitted|original|author|supplied|removed|d\. ?v\.|añadid\w+|nuestr[ao]s?|m[ií][ao]s?|"
    r"ajouté\w*|nous|aggiunt\w+|toegevoegd|nosso)|emphasis|italics|footnotes?|citations?|(?:my|author.s) translation|footnotes? omitted|citations? omitted|"
    r"internal quotation marks omitted|(?:emphasis|italics) (?:in|is in) (?:the )?original|\d{1,3}(?:[,–-] ?\d{1,3})*|"
    r"notes? \d{1,3}|citation needed|" + _SOUND_WORDS + r")"
)
_NOTE: Final = regex(_NOTE_WORDS, re.IGNORECASE)
_PARENTHESIS: Final = regex(r"\(([^()]{1,60})\)")
_SOUND: Final = regex(r"(?:" + _SOUND_WORDS + r")(?: .{0,20})?", re.IGNORECASE)
_PARENTHESIS_NOTE: Final = regex(
    r"sic[!.?]?|(?:emphasis|italics) (?:added|mine|ours|in (?:the )?original|supplied)|(?:my|our) (?:emphasis|italics)|"
    r"hervorhebung .*|énfasis .*|(?:" + _SOUND_WORDS + r")",
    re.IGNORECASE,
)
_EXPLETIVE: Final = regex(
    r"(?:expletive|profanity|obscenity|swear ?word|bleep(?:ed)?)(?: deleted| removed)?", re.IGNORECASE
)
_GLUED_INNER: Final = regex(r"[^\W_]*(?:['’][^\W_]+)*")


def is_sic(mark: Mark) -> bool:
    """Whether a remark is [sic]."""
    return mark.inner.strip().lower().startswith("sic")


def is_sound(mark: Mark) -> bool:
    """Whether a remark describes a sound or a pause."""
    return _SOUND.fullmatch(mark.inner.strip()) is not None


def is_expletive(mark: Mark) -> bool:
    """Whether a bracket masks an expletive."""
    return _EXPLETIVE.fullmatch(mark.inner.strip()) is not None


def parse(exact: str, continued: Sequence[str] = (), *, literally: bool = False) -> Quoted:
    """Take a quotation apart. Never fails: what is no mark is text.

    Offsets count in `exact` followed by each piece of `continued` after a newline. `literally` takes every bracket
    and ellipsis for words and points of the source.
    """
    text = "\n".join((exact, *continued))
    body = _body(text)
    marks = [] if literally else _marks(text)
    position = len(exact)
    for piece in continued:
        marks.append(Mark(MarkKind.SEAM, position, position + 1))
        position += 1 + len(piece)
    marks.sort(key=lambda mark: (mark.start, mark.end))
    words, glued, loose, masks = _plain(text, marks, literally=literally)
    hashes, start, end = tokenise_quotation(words)
    patterns = _patterns(text, start, end, glued, masks) if glued or masks else {}
    return _assemble(text, hashes, start, end, loose, patterns, body)


def _plain(text: str, marks: list[Mark], *, literally: bool) -> tuple[str, list[Mark], list[Mark], list[re.Match[str]]]:
    """The text with its marks blanked out; marks that change part of a word, other marks, and masked words."""
    masked = not literally and _MASKED.search(text) is not None
    if not marks and not masked:
        return text, [], [], []
    plain = list(text)
    glued: list[Mark] = []
    loose: list[Mark] = []
    for mark in marks:
        if mark.kind is MarkKind.BRACKET and _is_glued(text, mark):
            plain[mark.start] = plain[mark.end - 1] = "\u200b"
            glued.append(mark)
        else:
            plain[mark.start : mark.end] = " " * (mark.end - mark.start)
            if text[mark.end : mark.end + 1] == "-" and text[mark.start - 1 : mark.start] == "-":
                plain[mark.end - 1] = ","  # the hyphen of easy-[setup]-5694 is no minus behind a point
            loose.append(mark)
    masks = [match for match in _MASK.finditer("".join(plain)) if match.end() - match.start() > 2] if masked else []
    for mask in masks:
        plain[mask.end("head") : mask.start("tail")] = "\u200b" * (mask.start("tail") - mask.end("head"))
    return "".join(plain), glued, loose, masks


def _body(text: str) -> tuple[int, int]:
    """The span without white space and without marks that embrace it or that have no partner inside."""
    low, high = 0, len(text)
    while True:
        while low < high and text[low].isspace():
            low += 1
        while high > low and text[high - 1].isspace():
            high -= 1
        if high - low < 2:
            return low, high
        first, last = text[low], text[high - 1]
        inside = text[low + 1 : high - 1]
        if first in OPENING and last in CLOSING and first not in inside and last not in inside:
            low, high = low + 1, high - 1
        elif first in "“„«「『" and not any(c in inside + last for c in "”»」』"):
            low += 1
        elif last in "”»」』" and not any(c in first + inside for c in "“„«「『"):
            high -= 1
        else:
            return low, high


def _marks(text: str) -> list[Mark]:
    if not any(c in text for c in "[.…⋯(*（［〔"):
        return []
    marks: list[Mark] = []
    if _ELLIPTIC.search(text) is not None:
        marks = [Mark(MarkKind.ELLIPSIS, m.start(), m.end(), m.group(0)) for m in _ELLIPSIS.finditer(text)]
    taken = [(mark.start, mark.end) for mark in marks]
    for match in _BRACKET.finditer(text) if any(c in text for c in "[［〔") else ():
        inside = [(start, end) for start, end in taken if start < match.end() and end > match.start()]
        if any(start <= match.start() and end >= match.end() for start, end in inside):
            continue
        inner = match.group(1).strip()
        kind = MarkKind.NOTE if _NOTE.fullmatch(inner) else MarkKind.BRACKET
        marks = [mark for mark in marks if (mark.start, mark.end) not in inside]
        marks.append(Mark(kind, match.start(), match.end(), inner))
    for match in _PARENTHESIS.finditer(text):
        if _PARENTHESIS_NOTE.fullmatch(match.group(1).strip()):
            marks.append(Mark(MarkKind.NOTE, match.start(), match.end(), match.group(1).strip()))
    return marks


def _is_glued(text: str, mark: Mark) -> bool:
    """Whether brackets change part of a word ([T]he, need[ed]) rather than stand beside it."""
    if _GLUED_INNER.fullmatch(mark.inner) is None or mark.end - mark.start != len(mark.inner) + 2:
        return False
    before = text[mark.start - 1] if mark.start else " "
    after = text[mark.end] if mark.end < len(text) else " "
    if is_unspaced(ord(before)) or is_unspaced(ord(after)):
        return False
    return before.isalpha() or (after.isalpha() and bool(mark.inner))


def _patterns(
    text: str, start: list[int], end: list[int], glued: list[Mark], masks: list[re.Match[str]]
) -> dict[int, Pattern]:
    """Patterns by word number; the spans of their words are widened to take in the brackets or the mask."""
    patterns: dict[int, Pattern] = {}
    for mark in glued:
        inside = mark.start > 0 and text[mark.start - 1].isalpha()
        i = bisect_left(end, mark.start if inside else mark.start + 1)
        if i >= len(start) or start[i] >= mark.end:
            continue
        low, high = start[i], end[i]
        known = patterns.get(i)
        head = known.head if known else fold(text[low : mark.start])
        inner = mark.inner if known is None or known.inner is None else known.inner + mark.inner
        patterns[i] = Pattern(head, fold(text[mark.end : high].partition("[")[0]), inner)
        start[i], end[i] = min(low, mark.start), max(high, mark.end)
    for mask in masks:
        i = bisect_left(end, mask.start() + 1)
        if i < len(start):
            patterns[i] = Pattern(fold(mask["head"]), fold(mask["tail"]), None)
            end[i] = max(end[i], mask.end())
    return patterns


def _assemble(
    text: str,
    hashes: list[int],
    start: list[int],
    end: list[int],
    marks: list[Mark],
    patterns: dict[int, Pattern],
    body: tuple[int, int],
) -> Quoted:
    size = len(start)
    pieces: list[tuple[int, int]] = []
    joints: list[Joint] = []
    lead: Joint | None = None
    trail: Joint | None = None
    notes = tuple(mark for mark in marks if mark.kind is MarkKind.NOTE)
    pending: list[Mark] = []
    begin = 0
    for mark in (mark for mark in marks if mark.kind is not MarkKind.NOTE):
        here = bisect_left(start, mark.start)
        if here > begin:
            lead, pending = _close(pieces, joints, lead, pending, begin, here)
            begin = here
        pending.append(mark)
    if begin < size:
        lead, pending = _close(pieces, joints, lead, pending, begin, size)
    if pending:
        trail = Joint(tuple(pending))
    outer = body[0] > 0 and text[: body[0]].strip() != "" and text[body[1] :].strip() != ""
    return Quoted(
        text, np.array(hashes, np.uint32), tuple(start), tuple(end), tuple(pieces), tuple(joints), lead, trail, notes,
        patterns, body, outer,
    )  # fmt: skip


def _close(
    pieces: list[tuple[int, int]],
    joints: list[Joint],
    lead: Joint | None,
    pending: list[Mark],
    begin: int,
    end: int,
) -> tuple[Joint | None, list[Mark]]:
    if pending and pieces:
        joints.append(Joint(tuple(pending)))
    elif pending:
        lead = Joint(tuple(pending))
    pieces.append((begin, end))
    return lead, []
