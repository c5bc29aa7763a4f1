"""Untrusted text made fit for a terminal line: it can move no cursor, change no colour and reorder no words."""

from __future__ import annotations

import re

# Whole escape sequences (CSI, OSC and other strings, two-byte ones), so that no "[31m" is left behind.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)"
    r"|\x1b[ -/]*[0-~]"
)
_BREAK = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
# Controls, marks of writing direction (an override shows words in another order), soft hyphens, byte order marks,
# invisible tag characters. Joiners stay: Persian and emoji need them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
# Below this many characters the end of the words is too short to help.
_TAIL_FROM = 80
_SURROGATE = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    """The text on one line, without anything a terminal obeys."""
    if text.isprintable():  # most text: nothing to strip
        return text
    text = _INVISIBLE.sub("", _BREAK.sub(" ", _SEQUENCE.sub("", text)))
    return _SURROGATE.sub("\ufffd", text)


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters: the start and the end of the words, cut between words where there are some."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    tail = (limit - 3) // 4 if limit >= _TAIL_FROM else 0
    head = limit - 3 - tail
    start, end = text[:head], text[-tail:] if tail else ""
    if " " in start[head // 2 :]:
        start = start[: start.rindex(" ")]
    if " " in end:
        end = end[end.index(" ") + 1 :]
    return f"{start} … {end}".strip()
