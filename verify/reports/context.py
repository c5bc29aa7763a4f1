"""The words around a passage: the rest of its sentence and the sentence next to it, for a reader who must judge."""

from __future__ import annotations

import re

# About three lines of a column on either side; a longer sentence is cut at a word.
_REACH = 280
_SENTENCE_END = re.compile(r"[.!?…。！？؟][”\"’»)\]]*\s+|\n\s*\n")


def before(text: str, start: int) -> str:
    """What stands before `start`: to the beginning of the sentence before the one that holds it."""
    window = text[max(0, start - _REACH) : start]
    starts = [found.end() for found in _SENTENCE_END.finditer(window) if found.end() < len(window.rstrip())]
    if len(starts) >= 2:
        return window[starts[-2] :]
    if start > _REACH:
        cut = window.find(" ") + 1 or 0
        return f"… {window[cut:]}"
    return window


def after(text: str, end: int) -> str:
    """What stands after `end`: to the end of the sentence after the one that holds it."""
    window = text[end : end + _REACH]
    ends = [found.end() for found in _SENTENCE_END.finditer(window) if window[: found.end()].strip()]
    if len(ends) >= 2:
        return window[: ends[1]].rstrip()
    if end + _REACH < len(text):
        cut = window.rfind(" ")
        return f"{window[:cut] if cut > 0 else window} …"
    return window.rstrip()
