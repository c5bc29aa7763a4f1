"""Figures set above or below the line: they are no digits of the number or word before them.

`10<sup>2</sup>` is not 102, and `2013<sup>1</sup>` is not 20131: the figures are written as the superscript and subscript
characters, of which the matcher makes words of their own. Each stands for one character, so that offsets stay.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from verify.core.patterns import regex

_MINUS = regex(r"^\s*[-−](?=\d)")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_STYLE = regex(r"vertical-align\s*:\s*(?:super|text-top)\b", re.IGNORECASE)
_FRACTION = ("/", "⁄", "∕")


class Height(Enum):
    """Where figures are set."""

    LINE = 0
    ABOVE = 1
    BELOW = 2


@lru_cache(maxsize=4096)
def raised_style(style: str) -> bool:
    """Whether an inline style does what `<sup>` does."""
    return _STYLE.search(style) is not None


def height(tag: str, before: str, following: str) -> Height:
    """How the figures of an element are written between the characters `before` and `following`.

    `before` is empty at the start of a line, and a space where white space precedes. A subscript of a letter is written
    in the line, as people write it (CO2, H2O), and so are halves of fractions and numbers before a letter (14C) that nothing precedes.
    """
    if tag == "sub":
        return Height.BELOW if before.isalnum() and not before.isalpha() else Height.LINE
    if following[:1].isdigit():
        return Height.ABOVE
    if not before:
        return Height.LINE
    if before.isspace():
        return Height.LINE if following.startswith(_FRACTION) or following[:1].isalpha() else Height.ABOVE
    return Height.LINE if before in _FRACTION else Height.ABOVE


def written(text: str, at: Height) -> str:
    """`text` with its figures, and a minus before the first, at a height; as long as before. `[1]` stays: it joins nothing."""
    if at is Height.LINE or text.startswith("["):
        return text
    if at is Height.BELOW:
        return text.translate(_SUBSCRIPTS)
    return _MINUS.sub(lambda minus: minus[0][:-1] + "⁻", text).translate(_SUPERSCRIPTS)


def plain(text: str) -> str:
    """Superscript figures as digits: the label of a note mark."""
    return text.translate(_PLAIN)
