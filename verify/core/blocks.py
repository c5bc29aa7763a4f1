"""Quotations that the layout marks: block quotations, indented paragraphs, and speech introduced by a dash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verify.core.host import Host
from verify.core.marks import BLOCK, Marked
from verify.core.patterns import regex
from verify.model import BlockQuote

# The "mark" of speech introduced by a dash: reported, but not verified, since nothing shows where it ends.
DIALOGUE = "—"
# One paragraph with a dash is a credit or an aside; two are a dialogue.
FEWEST_DIALOGUES = 2
# Replies quoted in replies go some levels deep; each level repeats the words of all below it.
_DEEPEST = 12
# Code points of white space that indent a paragraph of plain text into a block quotation.
INDENT = 4

_CREDIT = regex(r"\n[^\S\n]{0,20}(?:[—–―]|--)[^\S\n]{0,20}(?P<name>[^\n]{2,160})$")
_SPEECH = regex(r"[—―]\s?(?=[^\W\d_a-zß-öø-ÿ¿¡])")
_SENTENCE_END = regex(r"[.!?…][\s\"”»]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A quotation of the layout; `credit` is the line under it that names the speaker."""

    span: Marked
    credit: str | None = None


def find_blocks(host: Host) -> list[Block]:
    """The quotations of the layout, but for those wholly inside quotation marks, which the marks delimit."""
    candidates = (_block(host, one.start, one.end) for one in _shallow(host.document.block_quotes))
    found = [block for block in candidates if block is not None]
    found += _indented(host, found)
    return found + _dialogue(host)


def _shallow(quotes: Sequence[BlockQuote]) -> Iterator[BlockQuote]:
    """Those within fewer than `_DEEPEST` others; the words of deeper ones are checked with what encloses them."""
    open_until: list[int] = []
    for quote in sorted(quotes, key=lambda one: (one.start, -one.end)):
        while open_until and open_until[-1] <= quote.start:
            open_until.pop()
        if len(open_until) < _DEEPEST:
            yield quote
            open_until.append(quote.end)


def _block(host: Host, start: int, end: int) -> Block | None:
    start, end = _trimmed(host.text, start, end)
    while (mark := host.note_ending_at(end)) is not None and mark > start:
        start, end = _trimmed(host.text, start, mark)
    credit = _CREDIT.search(host.text, start, end)
    if credit:
        start, end = _trimmed(host.text, start, credit.start())
    if start >= end:
        return None
    marked = host.span_opening_at(start)
    if marked is not None and marked.closes >= end - 1:
        return None
    return Block(Marked(start, end, start, end, BLOCK), credit["name"] if credit else None)


def _indented(host: Host, blocks: list[Block]) -> list[Block]:
    """Indented paragraphs of plain text that a colon leads up to."""
    if host.document.media_type != "text/plain" or blocks:
        return []
    text = host.text
    found: list[Block] = []
    previous = (0, 0)
    for start, end in host.layout.paragraphs:
        indent = text[max(0, start - INDENT) : start]
        led_up_to = text[max(0, previous[1] - 1) : previous[1]] == ":"
        if led_up_to and len(indent) == INDENT and not indent.strip(" \t") and _SENTENCE_END.search(text, start, end):
            block = _block(host, start, end)
            if block is not None:
                found.append(block)
        previous = start, end
    return found


def _dialogue(host: Host) -> list[Block]:
    """Paragraphs that a dash opens as speech: "— Come up, Kinch!"."""
    text = host.text
    quoted = [(block.start, block.end) for block in host.document.block_quotes]
    found: list[Block] = []
    position = 0
    for start, end in host.layout.paragraphs:
        while position < len(quoted) and quoted[position][1] <= start:
            position += 1
        if position < len(quoted) and quoted[position][0] <= start:
            continue
        dash = _SPEECH.match(text, start, end)
        if dash and dash.end() < end and _SENTENCE_END.search(text, dash.end(), end):
            found.append(Block(Marked(dash.end(), end, start, end, DIALOGUE)))
    return found if len(found) >= FEWEST_DIALOGUES else []


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
