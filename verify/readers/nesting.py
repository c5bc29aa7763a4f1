"""Pages that nest without end, made shallow: parsing takes a time that grows with the square of the depth.

A hundred thousand nested `<div>` take lexbor 11 seconds. Browsers cut the tree at a depth of 512; here tags beyond
`DEEPEST` are taken out, and the text stays.
"""

from __future__ import annotations

import re

DEEPEST = 1000
# With fewer tags than this, the worst nesting is parsed in half a second, and nobody need look.
_HARMLESS = 20_000
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>")
# Elements without content, and those that the next of their kind closes.
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option tbody thead tfoot !doctype".split()
)
_INLINE = frozenset(
    "a abbr acronym b big cite code em font i ins kbd label mark s small span strike strong sub sup tt u".split()
)


def shallow(source: str) -> str:
    """`source` itself, or without the tags that lie deeper than `DEEPEST`."""
    if source.count("<") < _HARMLESS:
        return source
    deepest = depth = 0
    for closing, tag in _TAG.findall(source):
        if tag.lower() not in _FLAT:
            depth = max(depth - 1, 0) if closing else depth + 1
            deepest = max(deepest, depth)
    return _TAG.sub(_Cut(), source) if deepest > DEEPEST else source


class _Cut:
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
