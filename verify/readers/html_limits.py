"""Pages made to hang their reader, made harmless before they are parsed; other pages come back as they are.

The HTML algorithm looks through all open elements at each block, and through all attributes at each attribute, so its time
grows with the square of both: lexbor takes 11 seconds for a hundred thousand nested `<div>`, 5 for a tag of sixty thousand
attributes. Browsers cut the tree at a depth of 512. Here tags deeper than `DEEPEST` and attributes of endless tags are
taken out, and the text stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final, cast

import stringzilla  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]

from verify.core.patterns import regex

_count: Final = cast("Callable[[str, str], int]", stringzilla.count)  # pyright: ignore[reportUnknownMemberType]


DEEPEST = 1000
# With fewer tags than this, the worst nesting is parsed in half a second, and nobody need look.
_HARMLESS_TAGS = 20_000
# A picture may be written into its tag, so that length alone is no harm; attributes are.
_LONG_TAG = 20_000
_MOST_ATTRIBUTES = 2000
_TAG = regex(r"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>?")
_TAG_NAME = regex(r"<(/?)([a-zA-Z][^\s/<>]*)")
_SPACE = regex(r"\s+|/")
# Elements without content, and those that the next of their kind closes.
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option tbody thead tfoot".split()
)
_INLINE = frozenset(
    "a abbr acronym b big cite code em font i ins kbd label mark s small span strike strong sub sup tt u".split()
)


# In XHTML any element may be closed at once; to HTML `<title/>` and `<a id="p5"/>` are open to the end of the page.
_CLOSED = regex(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)([a-zA-Z][\w:.-]*)((?:\s[^<>]*?)?)/>"
)


def as_html(xhtml: str) -> str:
    """XHTML with its empty elements written as HTML has them; text and order stay."""
    return _CLOSED.sub(r"<\1\2></\1>", xhtml)


def bounded(source: str) -> str:
    """`source` itself, or what is left of it when it nests too deep or has tags without end."""
    if any(map(_is_endless, _long_stretches(source))):
        source = _short_tags(source)
    if len(source) < 3 * _HARMLESS_TAGS or _count(source, "<") < _HARMLESS_TAGS:
        return source
    deepest = depth = 0
    for closing, tag in _TAG_NAME.findall(source):
        if tag.lower() not in _FLAT:
            depth = max(depth - 1, 0) if closing else depth + 1
            deepest = max(deepest, depth)
    return _TAG.sub(_Cut(), source) if deepest > DEEPEST else source


def _long_stretches(source: str) -> Iterator[str]:
    """What stands between two ">" and is longer than two steps; some of what is longer than one."""
    position = 0
    # Most steps end at their first characters.
    while position < len(source) - _LONG_TAG:
        if source.find(">", position, position + _LONG_TAG) < 0:
            begin = source.rfind(">", 0, position) + 1
            position = source.find(">", position)
            yield source[begin : position if position >= 0 else len(source)]
            if position < 0:
                return
        position += _LONG_TAG


def _is_endless(part: str) -> bool:
    tag = _TAG_NAME.search(part)
    return tag is not None and any(islice(_SPACE.finditer(part, tag.end()), _MOST_ATTRIBUTES, None))


def _short_tags(source: str) -> str:
    parts = source.split(">")
    for index, part in enumerate(parts):
        if len(part) > _LONG_TAG and _is_endless(part):
            tag = _TAG_NAME.search(part)
            parts[index] = part[: tag.end()] if tag else part
    return ">".join(parts)


class _Cut:
    """Replaces the tags beyond `DEEPEST`, block elements by a line break; called for each tag in order."""

    def __init__(self) -> None:
        self.depth = 0

    def __call__(self, match: re.Match[str]) -> str:
        tag = match[2].lower()
        if tag in _FLAT:
            return match[0] if self.depth <= DEEPEST else "<br>"
        if match[1]:
            depth, self.depth = self.depth, max(self.depth - 1, 0)
        else:
            depth = self.depth = self.depth + 1
        if depth <= DEEPEST:
            return match[0]
        return "" if tag in _INLINE else "<br>"
