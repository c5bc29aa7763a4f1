"""The words around a passage: the rest of its sentence and the sentence next to it, for a reader who must judge."""

from __future__ import annotations

import re
from dataclasses import replace

from verify.model import Citation, Document, Match

# About three lines of a column on either side; a longer sentence is cut at a word.
_REACH = 280
# No end: an initial or a title before the stop ("U.S. officials", "Mr. Karim"), or a small letter after it.
_SENTENCE_END = re.compile(
    r"(?:[!?…。！？؟]|(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bSt)\.)[”\"’»)\]]*\s+(?=[^a-z]|$)"
)
# What may stand between a passage and the end of its paragraph without being words.
_MARKS = " \t\n\u00a0“”\"'‘’«»„‚.,;:!?…()[]–—"
_CLOSED = re.compile(r"[.!?。！？؟][”\"’»)\]]*$")
_PARAGRAPH_END = re.compile(r"\s*\n\s*")


def of_quotation(citation: Citation) -> tuple[str, str]:
    """The words of the document around a quotation and its pieces; of a saved run the few that were kept."""
    quotation, text = citation.quotation, citation.document.text
    if quotation is None:
        return "", ""
    last = max((quotation, *citation.pieces), key=lambda part: part.end)
    if not text:
        return quotation.prefix, last.suffix
    return before(text, quotation.start), after(text, last.end)


def of_passage(source: Document, match: Match) -> tuple[str, str]:
    """The words of the source around a passage; of a saved run those that were kept."""
    if match.around is not None:
        text, start = match.exact.join(match.around), len(match.around[0])
        begins, ends = match.start <= _REACH, match.end + _REACH >= source.characters
        return before(text, start, begins=begins), after(text, start + len(match.exact), ends=ends)
    if source.text[match.start : match.end] != match.exact:
        return match.before, match.after
    return before(source.text, match.start), after(source.text, match.end)


def with_its_context(match: Match, text: str) -> Match:
    """The passage with as much of the source's text as `of_passage` looks at, for when the text is let go."""
    low, high = max(0, match.start - _REACH), match.end + _REACH
    return replace(match, around=(text[low : match.start], text[match.end : high]))


def before(text: str, start: int, *, begins: bool = True) -> str:
    """What stands before `start`: to the beginning of the sentence before the one that holds it.

    A paragraph's beginning ends it, unless the passage begins the paragraph: then the last sentence above is shown.
    `begins` says whether `text` is the beginning of what it is taken from.
    """
    low = max(0, start - _REACH)
    window = text[low:start]
    breaks = [found.end() for found in _PARAGRAPH_END.finditer(window)]
    if breaks and not window[breaks[-1] :].strip(_MARKS):
        breaks.pop()
    whole = bool(breaks) or (begins and not low)
    window = window[breaks[-1] :] if breaks else window
    starts = [found.end() for found in _SENTENCE_END.finditer(window)]
    if len(starts) > 1:
        return window[starts[-2] :]
    return window if whole else f"… {window[window.find(' ') + 1 :]}"


def after(text: str, end: int, *, ends: bool = True) -> str:
    """What stands after `end`: to the end of the sentence after the one that holds it, by the same rule."""
    window = text[end : end + _REACH]
    breaks = [found.start() for found in _PARAGRAPH_END.finditer(window)]
    if breaks and not window[: breaks[0]].strip(_MARKS):
        breaks.pop(0)
    whole = bool(breaks) or (ends and end + _REACH >= len(text))
    window = window[: breaks[0]] if breaks else window
    stops = [found.end() for found in _SENTENCE_END.finditer(window)]
    needed = 1 if _CLOSED.search(text[max(0, end - 4) : end]) else 2
    if len(stops) >= needed:
        return window[: stops[needed - 1]].rstrip()
    if whole:
        return window.rstrip()
    cut = window.rfind(" ")
    return f"{window[:cut] if cut > 0 else window} …"
