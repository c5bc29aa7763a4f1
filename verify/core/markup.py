"""Markup and damage of encodings that a text may still carry: read as what it stands for (VERDICTS.md F19, D14).

A text that a reader has prepared has none of it, but a plain text file, a wiki page or an old capture may hold tags,
entities, note marks such as [12], or UTF-8 that was decoded as cp1252. Nothing is rewritten: each piece is found by
its span, with the character it stands for, so that offsets keep counting in the text as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from verify.core.patterns import regex

_TAGS = (
    "a abbr address article aside b big blockquote body br caption center cite code dd del div dl dt em figcaption figure font "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html i img ins kbd label li link main mark meta nav ol p pre q s samp "
    "section small span strike strong style sub sup table tbody td tfoot th thead time title tr tt u ul var wbr"
)
_INLINE = frozenset(
    "a abbr b big cite code del em font i ins kbd mark q s samp small span strike strong sub sup time tt u var wbr".split()
)
_MARKUP = regex(
    r"<sup\b[^<>]{0,200}>\s*\[?(?P<raised>\d{1,3})\]?\s*</sup>"
    r"|</?(?P<tag>" + "|".join(sorted(_TAGS.split(), key=len, reverse=True)) + r")(?:\s[^<>]{0,400})?/?>"
    r"|&(?:\#\d{1,7}|\#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d{0,2});"
    r"|(?<=[^\s\[()*])\[(?P<note>\d{1,3}(?:[,–-] ?\d{1,3})*|[a-z]|note \d{1,2}|citation needed|clarification needed|who\?|when\?)\]"
    r"|\]\(https?://[^)\s]{1,300}\)"
    r"|(?P<mojibake>â€.|Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[\xa0-\xbf])",
    re.IGNORECASE,
)  # fmt: skip
_SIGNS_OF_MARKUP = ("<", "&", "[", "](", "â€", "Ã", "Â")  # what each alternative begins with


@dataclass(frozen=True, slots=True)
class Mark:
    """A span that is markup. `character` is what it stands for: a space between blocks, "" for no trace, or the
    character of an entity. `raised` spans are note numbers.
    """

    start: int
    end: int
    character: str
    raised: bool = False


def marks(text: str, start: int, end: int) -> Iterator[Mark]:
    """Markup between `start` and `end`, in order; offsets count in `text`."""
    for match in _matches(text, start, end):
        found = match.group(0)
        if match["raised"]:
            yield Mark(match.start("raised"), match.end("raised"), match["raised"], raised=True)
            yield Mark(match.start(), match.start("raised"), "")
            yield Mark(match.end("raised"), match.end(), "")
        elif match["note"]:
            yield Mark(match.start("note"), match.end("note"), match["note"], raised=True)
            yield Mark(match.start(), match.start("note"), "")
            yield Mark(match.end("note"), match.end(), "")
        elif match["tag"]:
            yield Mark(match.start(), match.end(), "" if match["tag"].lower() in _INLINE else "\n")
        elif match["mojibake"]:
            character = _decode(found)
            if character:
                yield Mark(match.start(), match.end(), character)
        elif found.startswith("&"):
            character = unescape(found)
            if len(character) == 1:
                yield Mark(match.start(), match.end(), character)
        else:
            yield Mark(match.start(), match.end(), " ")


def _matches(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What `_MARKUP.finditer` gives, forty times faster where signs are few: it would try every character."""
    signs: list[int] = []
    for sign in _SIGNS_OF_MARKUP:
        at = text.find(sign, start, end)
        while at >= 0:
            signs.append(at)
            at = text.find(sign, at + 1, end)
    signs.sort()
    free = start
    for at in signs:
        if at >= free and (match := _MARKUP.match(text, at, end)) is not None:
            yield match
            free = match.end()


def _decode(damaged: str) -> str:
    try:
        character = damaged.encode("cp1252").decode("utf-8")
    except UnicodeError:
        # cp1252 leaves five bytes undefined, and many decoders keep those as control characters
        try:
            character = bytes(ord(c) if ord(c) < 0x100 else c.encode("cp1252")[0] for c in damaged).decode("utf-8")
        except UnicodeError:
            return ""
    return character if len(character) == 1 else ""


def readable(text: str) -> str:
    """The text with its markup read: tags gone, entities and mojibake as characters, note marks gone."""
    out: list[str] = []
    position = 0
    for mark in sorted(marks(text, 0, len(text)), key=lambda mark: mark.start):
        out.append(text[position : mark.start])
        if not mark.raised:
            out.append(mark.character)
        position = mark.end
    out.append(text[position:])
    return "".join(out)
