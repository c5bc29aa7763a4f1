"""Where the pieces of an inline run of Markdown stand in the file.

markdown-it gives the lines of a block and no columns. Its inline content is a known part of those lines, and the
children cover the content from left to right, markup included, so that walking both together gives exact offsets.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

from markdown_it import MarkdownIt
from markdown_it.token import Token

from verify.core.patterns import regex

_LABEL = regex(r"\[(?:\\.|[^\[\]\\])*\]", re.DOTALL)
_SPACE = regex(r"[ \t\n]*")
_PLAIN_DESTINATION = regex(r"[^\s<>()\\\x00-\x1f\x7f]+\)")  # without what the parser would have to look at


class BlockSource:
    """Maps the content of inline tokens to offsets in the file; keeps a cursor for the cells that share a line."""

    def __init__(self, source: str, starts: Sequence[int]) -> None:
        self._source = source
        self._starts = starts
        self._cursors: dict[int, int] = {}

    def line_map(self, content: str, first_line: int) -> list[tuple[int, int, int]]:
        """(offset in `content`, offset in the file, length) of each stretch of `content`; `first_line` counts from 0."""
        stretches: list[tuple[int, int, int]] = []
        done = 0
        for number, part in enumerate(content.split("\n"), first_line):
            words = part.strip()
            lead = len(part) - len(part.lstrip())
            begin = max(self._starts[number], self._cursors.get(number, 0)) if number < len(self._starts) else None
            if words and begin is not None:
                end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._source)
                line = self._source[begin:end]
                whole = line.rstrip()
                found = (
                    len(whole) - len(words)
                    if whole.endswith(words) and begin == self._starts[number]
                    else line.find(words)
                )
                if found >= 0:
                    stretches.append((done + lead, begin + found, len(words)))
                    self._cursors[number] = begin + found + len(words)
                else:
                    stretches.extend(self._cell(words, done + lead, line, begin, number))
            done += len(part) + 1
        return stretches

    def _cell(self, words: str, done: int, line: str, begin: int, number: int) -> list[tuple[int, int, int]]:
        """A table cell whose bars were escaped."""
        match = re.search(r"\\?\|".join(map(re.escape, words.split("|"))), line)
        if match is None:
            return []
        stretches: list[tuple[int, int, int]] = []
        position = begin + match.start()
        for index, part in enumerate(words.split("|")):
            if index:
                position += 1 if self._source[position] == "\\" else 0
            text = part if not index else "|" + part
            stretches.append((done, position, len(text)))
            done += len(text)
            position += len(text)
        self._cursors[number] = position
        return stretches


def to_source(stretches: Sequence[tuple[int, int, int]], offset: int) -> int | None:
    """The offset in the file of `offset` in the content that `stretches` map, in order."""
    index = bisect_right(stretches, offset, key=itemgetter(0)) - 1
    if index < 0:
        return None
    start, source, length = stretches[index]
    return source + offset - start if offset < start + length else None


def child_offsets(content: str, children: Sequence[Token], md: MarkdownIt) -> list[int]:
    """For each child, the offset in `content` where its own characters begin."""
    offsets: list[int] = []
    cursor = 0
    for index, child in enumerate(children):
        following = children[index + 1] if index + 1 < len(children) else None
        start, cursor = _step(content, cursor, child, following, md)
        offsets.append(start)
    return offsets


def _step(content: str, cursor: int, child: Token, following: Token | None, md: MarkdownIt) -> tuple[int, int]:
    """Where `child` begins in `content`, and where the next one may."""
    kind = child.type
    if kind in {"text", "html_inline"}:
        return _past(content, cursor, child.content)
    if kind == "text_special":
        return _past(content, cursor, child.markup)
    if kind in {"softbreak", "hardbreak"}:
        start = content.find("\n", cursor)
        start = cursor if start < 0 else start
        return start, _SPACE.match(content, start + 1).end()  # type: ignore[union-attr]  # matches anywhere
    if kind == "code_inline":
        return _code(content, cursor, child.markup)
    if kind == "footnote_ref":
        start = content.find("[^", cursor)
        end = content.find("]", max(start, cursor))
        return (cursor, cursor) if start < 0 or end < 0 else (start, end + 1)
    if kind == "link_open":
        return _past(content, cursor, "<" if child.markup == "autolink" else "[")
    if kind == "link_close":
        if child.markup == "autolink":
            return _past(content, cursor, ">")
        return cursor, _link_end(content, cursor, following, md)
    if kind == "image":
        start, inside = _past(content, cursor, "![")
        return start, _link_end(content, inside + len(child.content), following, md)
    return _past(content, cursor, child.markup)


def _past(content: str, cursor: int, piece: str) -> tuple[int, int]:
    """Start and end of `piece`, which stands at the cursor but for white space that was trimmed."""
    if content.startswith(piece, cursor):
        return cursor, cursor + len(piece)
    found = content.find(piece, cursor)
    return (cursor, cursor) if found < 0 else (found, found + len(piece))


def _code(content: str, cursor: int, fence: str) -> tuple[int, int]:
    start, inside = _past(content, cursor, fence)
    closing = re.compile(rf"(?<!`){re.escape(fence)}(?!`)").search(content, inside)
    if closing is None:
        return start, inside
    padded = content[inside : closing.start()]
    if len(padded) > 2 and padded[0] in " \n" and padded[-1] in " \n" and padded.strip():
        inside += 1
    return inside, closing.end()


def _link_end(content: str, cursor: int, following: Token | None, md: MarkdownIt) -> int:
    """After `](destination "title")`, `][label]`, `][]` or `]`: the reading after which the next child still fits."""
    if not content.startswith("]", cursor):
        cursor = max(content.find("]", cursor), cursor)
    end = cursor + 1
    candidates: list[int] = []
    if content.startswith("(", end):
        inline = _inline_end(content, end + 1, md)
        if inline is not None:
            candidates.append(inline)
    label = _LABEL.match(content, end)
    if label:
        candidates.append(label.end())
    candidates.append(end)
    expected = following.content if following is not None and following.type == "text" else None
    for candidate in candidates:
        if expected is None or content.startswith(expected, candidate):
            return candidate
    return candidates[0]


def _inline_end(content: str, position: int, md: MarkdownIt) -> int | None:
    plain = _PLAIN_DESTINATION.match(content, position)
    if plain:
        return plain.end()
    limit = len(content)
    position = _skip(content, position)
    destination = md.helpers.parseLinkDestination(content, position, limit)
    if destination.ok:
        position = _skip(content, destination.pos)
        title = md.helpers.parseLinkTitle(content, position, limit)
        if title.ok:
            position = _skip(content, title.pos)
    return position + 1 if content.startswith(")", position) else None


def _skip(content: str, position: int) -> int:
    match = _SPACE.match(content, position)
    return match.end() if match else position
