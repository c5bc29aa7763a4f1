"""Words of the source that the quotation passes over without a mark, where passing over them is no omission.

Note marks, page furniture, the reporter's ", he said,", fillers of speech and citations in parentheses
(VERDICTS.md D14 to D18, G9).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from verify.core import asides
from verify.core.characters import CLASS, RAISED, fold
from verify.core.normalize import View
from verify.core.patterns import regex
from verify.core.punctuation import ends_sentence
from verify.core.spelling import is_length
from verify.core.words import Lexicon, phrases

_LONGEST_HEADING: Final = 14
_LONGEST_FURNITURE: Final = 24
_LONGEST_PAGE_HEAD: Final = 10
_LONGEST_FILLER: Final = 8
_BREAKS: Final = 3  # line breaks around a page number that stands by itself
_LONGEST_LINE: Final = 90  # characters of a running head or foot
_PAGE: Final = 800  # characters that a page has at least, and at most
_LONGEST_PAGE: Final = 12_000
_LONGEST_PAGE_NUMBER: Final = 4
_RECURS: Final = 2  # a short line that stands this often, figures aside, is a running head
_NEARBY: Final = 200_000  # characters on both sides in which a running head is looked for
_BEFORE_MARK: Final = regex(r"(?:<sup\b[^<>]*>\s*\[?|\[)[\d,–\- \]\[]*$", re.IGNORECASE)
_MARK: Final = regex(r"[\d,–\-\]\[ ]+|[a-z]", re.IGNORECASE)
_LINE_BREAK: Final = regex("[\n\f]")
_NUMBERED: Final = regex(r"\(?(?:\d{1,3}|[ivxlc]{1,5}|[a-z])[.)]", re.IGNORECASE)
# Words that good prose says twice in a row: "he had had enough", "bei der der Host liegt", "nous nous levons".
_SAID_TWICE: Final = frozenset({"that", "had", "is", "do", "her", "you", "der", "die", "das", "den", "dem", "sie", "nous", "vous"})  # fmt: skip
_LONGEST_TURN: Final = 40  # words of a question that is left out with its speaker
_LONGEST_NAME: Final = 5
_YEAR: Final = regex(r"\b(?:1[5-9]|20)\d\d[a-z]?\b|\bibid\b|\bop\. cit|^see\b|^cf\b|^vgl\b", re.IGNORECASE)

Excuse = tuple[str, str]


def is_note_mark(view: View, i: int) -> bool:
    """Whether word `i` of the source is a note number: superscript, [12], or a letter in brackets."""
    start = int(view.start[i])
    raw = view.text[start : int(view.end[i])]
    if CLASS[ord(raw[0])] == RAISED:
        return True
    return _MARK.fullmatch(raw) is not None and _BEFORE_MARK.search(view.text[max(0, start - 80) : start]) is not None


def may_be_exponent(view: View, i: int) -> bool:
    """Whether word `i` of the source is a raised figure right behind a figure: 10² is a power, 2013² has a note."""
    start = int(view.start[i])
    return start > 0 and CLASS[ord(view.text[start])] == RAISED and view.text[start - 1].isdecimal()


def is_power(view: View, i: int) -> bool:
    """Whether word `i` of the source is surely a power: raised behind a minus, or behind a unit that follows a figure."""
    start = int(view.start[i])
    if not i or CLASS[ord(view.text[start])] != RAISED:
        return False
    if view.text[start - 1] == "⁻":
        return True
    unit = fold(view.word(i - 1))
    square = view.word(i) in ("²", "³") and int(view.end[i - 1]) == start and is_length(unit)
    return square and i > 1 and view.word(i - 2)[-1:].isdigit()


@dataclass(frozen=True, slots=True)
class _Omitted:
    """The source's words [low, high) with the text on both sides of them."""

    view: View
    low: int
    high: int
    before: str
    after: str
    words: list[str]
    negates: bool

    @property
    def size(self) -> int:
        return self.high - self.low

    @property
    def text(self) -> str:
        return self.view.passage(self.low, self.high)


def excuse(view: View, low: int, high: int, lexicon: Lexicon) -> Excuse | None:
    """Why the source's words [low, high) may be passed over: a rule and a sentence; None when they may not."""
    if (
        all(is_note_mark(view, i) and not is_power(view, i) for i in range(low, min(high, low + 12)))
        and high - low <= 12
    ):
        return "D14", "Note marks of the source are left out."
    omitted = _Omitted(
        view=view,
        low=low,
        high=high,
        before=view.gap(low - 1, low),
        after=view.gap(high - 1, high),
        words=[fold(word) for word in view.words(low, min(high, low + 40))],
        negates=high - low <= _LONGEST_FURNITURE and lexicon.negates(view.words(low, high)),
    )
    shown = _short(view.passage(low, high))
    spoken = asides.aside(view, low, high, lexicon)
    if spoken is not None:
        return spoken, _SENTENCES[spoken].format(shown)
    for test in (_furniture, _filler, _citation):
        found = test(omitted)
        if found is not None:
            return found, _SENTENCES[found].format(shown)
    return None


_SENTENCES: Final = {
    "D16": "Page furniture is passed over: “{}”.",
    "G9": "A heading or number inside the passage is left out: “{}”.",
    "D17": "The source's own words between two pieces of speech are left out: “{}”.",
    "G7": "words of two speakers in one quotation: between them the source has “{}”.",
    "D18": "Fillers or repeated words are left out: “{}”.",
    "D15": "A citation in parentheses is left out: “{}”.",
}


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 120 else flat[:117] + "…"


def _furniture(omitted: _Omitted) -> str | None:
    """Whole lines between the lines of a passage."""
    view, before, after, words = omitted.view, omitted.before, omitted.after, omitted.words
    if not (_LINE_BREAK.search(before) and _LINE_BREAK.search(after)) or omitted.size > _LONGEST_FURNITURE:
        return None
    lines = [line.strip() for line in _LINE_BREAK.split(omitted.text) if line.strip()]
    known = phrases("furniture", "lines")
    if all(_is_known(line, known.at) for line in lines):
        return "D16"
    if omitted.negates:
        return None
    if all(_recurs(view, line, int(view.start[omitted.low])) for line in lines):
        return "D16"
    last_line = _LINE_BREAK.split(before)[0] + " "
    mid_sentence = not ends_sentence(view.word(omitted.low - 1) if omitted.low else "", last_line, "X")
    if len(lines) == 1 and _paginates(view, lines[0], int(view.start[omitted.low])):
        return "D16"
    number = words[0].isdigit() or words[-1].isdigit()
    page_break = "\f" in before or "\f" in after
    blank_lines = before.count("\n") + after.count("\n") + 2 * page_break >= _BREAKS
    if number and (page_break or (mid_sentence and blank_lines and omitted.size <= _LONGEST_PAGE_HEAD)):
        return "D16"
    if mid_sentence or omitted.size > _LONGEST_HEADING or len(lines) > 1:
        return None
    heading = _NUMBERED.match(lines[0]) is not None or lines[0][-1:] not in ".!?…,;:”\"'"
    following = view.word(omitted.high) if omitted.high < view.size else ""
    return "G9" if heading and not following[:1].islower() else None


def may_be_a_line(view: View, low: int, high: int) -> bool:
    """Whether passed-over furniture [low, high) has nothing of a page's head: no figure, no capitals, no page break.

    Then it may be a line of the text that recurs: a speaker, a refrain, a heading.
    """
    before, after = view.gap(low - 1, low), view.gap(high - 1, high)
    passed = view.passage(low, high)
    if "\f" in before + passed + after or passed.isupper() or any(character.isdigit() for character in passed):
        return False
    if not ends_sentence(view.word(low - 1) if low else "", _LINE_BREAK.split(before)[0] + " ", "X"):
        kept = view.word(high) if high < view.size else ""
        if kept[:1].islower():
            return False
    known = phrases("furniture", "lines")
    return not all(_is_known(line, known.at) for line in _LINE_BREAK.split(passed) if line.strip())


def _is_known(line: str, at: Callable[[list[str], int], int]) -> bool:
    words = [fold(word) for word in re.findall(r"[^\W_]+", line)]
    return bool(words) and at(words, 0) == len(words)


def _recurs(view: View, line: str, near: int) -> bool:
    if len(line) > _LONGEST_LINE:
        return False

    def shape(text: str) -> str:
        return re.sub(r"\d+", "#", text.strip().casefold())

    region = view.text[max(0, near - _NEARBY) : near + _NEARBY]
    if shape(line) == "#":
        return False
    counts = Counter(shape(other) for other in _LINE_BREAK.split(region) if len(other) <= _LONGEST_LINE)
    words = re.sub(r"#", "", shape(line)).strip()
    return counts[shape(line)] >= _RECURS or (len(words) > 3 and counts[words] >= _RECURS)


def _paginates(view: View, line: str, near: int) -> bool:
    """Whether a number alone on its line is a page's: the number before or after it stands so a page away."""
    if not line.isdecimal() or len(line) > _LONGEST_PAGE_NUMBER:
        return False
    for other, low, high in (
        (int(line) - 1, near - _LONGEST_PAGE, near - _PAGE),
        (int(line) + 1, near + _PAGE, near + _LONGEST_PAGE),
    ):
        beside = view.text[max(0, low) : max(0, high)]
        if re.search(rf"[\n\f](?:[^\n\f\d]{{0,60}}[ \t])?{other}[ \t]*[\n\f]", beside):
            return True
    return False


def speaker_turn(view: View, low: int, high: int) -> str | None:
    """G7 when the omitted words are the name before another speaker's turn, G8 when they hold a question; else None."""
    before, after = view.gap(low - 1, low), view.gap(high - 1, high)
    if not after.startswith(":") or high - low > _LONGEST_TURN or "\n" not in before + view.passage(low, high):
        return None
    label = _LINE_BREAK.split(view.passage(low, high))[-1]
    if len(label.split()) > _LONGEST_NAME or not label[:1].isupper():
        return None
    return "G8" if "?" in before + view.passage(low, high) else "G7"


def _filler(omitted: _Omitted) -> str | None:
    """Um, you know, and words said twice: "I, uh, I think"."""
    if omitted.size > _LONGEST_FILLER:
        return None
    taken = {i for a, b in phrases("speech", "fillers").find(omitted.words) for i in range(a, b)}
    if omitted.before.strip() or omitted.after.strip():
        taken |= {i for a, b in phrases("speech", "fillers_set_off").find(omitted.words) for i in range(a, b)}
    rest = [word for i, word in enumerate(omitted.words) if i not in taken]
    if not rest:
        return "D18"
    view, size = omitted.view, len(rest)
    following = [fold(word) for word in view.words(omitted.high, omitted.high + size)]
    preceding = [fold(word) for word in view.words(omitted.low - size, omitted.low)] if omitted.low >= size else []
    if rest not in (following, preceding) or omitted.negates:
        return None
    plain = not taken and not (omitted.before + omitted.after).strip()
    return None if plain and rest[-1] in _SAID_TWICE else "D18"


def _citation(omitted: _Omitted) -> str | None:
    if not (omitted.before.rstrip().endswith(("(", "[")) and omitted.after.lstrip().startswith((")", "]"))):
        return None
    return "D15" if _YEAR.search(omitted.text) else None
