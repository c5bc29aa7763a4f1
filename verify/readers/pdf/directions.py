"""The order in which a line is read whose letters run to the left, or in both directions, from where its glyphs stand.

The order in the file does not tell: some programs write as one reads, others as it stands on the paper, and pdfium turns only
some of the latter. This undoes what the Unicode Bidirectional Algorithm does for display, as far as one line shows it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

_LEFTWARDS: Final = frozenset({"R", "AL"})
_RIGHTWARDS: Final = frozenset({"L"})
_NUMBERS: Final = frozenset({"EN", "AN"})
_IN_NUMBERS: Final = frozenset({"EN", "AN", "ES", "CS", "ET"})
_PAIRS: Final = ("()", "[]", "{}", "«»", "‹›")


@dataclass(frozen=True, slots=True)
class Glyph:
    """What one glyph says and where; `word` counts the spaces of the file before it."""

    text: str
    left: float
    right: float
    word: int

    @property
    def kind(self) -> str:
        """The bidirectional class; figures of Arabic and Persian, though numbers, belong to no Latin words."""
        kind = unicodedata.bidirectional(self.text[:1])
        return "AN" if kind == "EN" and not self.text.isascii() else kind


def has_leftward_letters(text: str) -> bool:
    """Whether some letters are of a script that is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(character) in _LEFTWARDS for character in text)


def as_read(glyphs: list[Glyph], *, leftwards: bool) -> list[Glyph]:
    """The glyphs of a line in the order in which they are read; `leftwards` is the direction of the page."""
    shown = sorted(glyphs, key=lambda glyph: glyph.left + glyph.right)
    if leftwards:
        shown = _turned(shown[::-1], _RIGHTWARDS, _RIGHTWARDS | {"EN"})
    else:
        shown = _turned(shown, _LEFTWARDS, _LEFTWARDS)
    return _paired(_numbers(shown))


def _turned(glyphs: list[Glyph], kinds: frozenset[str], outer: frozenset[str]) -> list[Glyph]:
    """Stretches that begin and end with a letter of `kinds` (or `outer`), turned round, with what is neutral between."""
    against = (_LEFTWARDS | _RIGHTWARDS) - kinds
    out: list[Glyph] = []
    at = 0
    while at < len(glyphs):
        if glyphs[at].kind not in outer:
            out.append(glyphs[at])
            at += 1
            continue
        end = last = at
        letters = False
        while end < len(glyphs) and glyphs[end].kind not in against:
            if glyphs[end].kind in outer:
                last = end
            letters = letters or glyphs[end].kind in kinds
            end += 1
        stretch = glyphs[at : last + 1]
        # Numbers alone are turned one by one: `_numbers`.
        out += stretch[::-1] if letters else stretch
        at = last + 1
    return out


def _numbers(glyphs: list[Glyph]) -> list[Glyph]:
    """Numbers read from their left, also within letters that run to the left."""
    out: list[Glyph] = []
    at = 0
    while at < len(glyphs):
        end = at
        while end < len(glyphs) and glyphs[end].kind in _IN_NUMBERS and glyphs[end].word == glyphs[at].word:
            end += 1
        while end > at and glyphs[end - 1].kind not in _NUMBERS:
            end -= 1
        number = glyphs[at:end]
        if len(number) > 1 and number[0].kind in _NUMBERS and number[0].left > number[-1].left:
            number = number[::-1]
        out += number or [glyphs[at]]
        at = max(end, at + 1)
    return out


def _paired(glyphs: list[Glyph]) -> list[Glyph]:
    """Brackets in the order in which they are read: the first opens. Files hold them as shown or as read."""
    if not any(has_leftward_letters(glyph.text) for glyph in glyphs):
        return glyphs
    out = list(glyphs)
    for pair in _PAIRS:
        places = [index for index, glyph in enumerate(out) if glyph.text in pair]
        if places and len(places) % 2 == 0:
            for number, index in enumerate(places):
                glyph = out[index]
                out[index] = Glyph(pair[number % 2], glyph.left, glyph.right, glyph.word)
    return out
