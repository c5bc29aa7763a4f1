"""A first look at a text that is not indexed yet: the words as they are, and whether the passage can be there at all.

Indexing a long text costs a hundred times what reading through it costs. One quotation asked of many texts mostly
stands in none of them, and a verbatim one is found by plain search; neither needs the index.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from verify.core.normalize import SourceText, View
from verify.core.placing import Outcome
from verify.core.readings import Asked, outcomes

SMALL: Final = 20_000  # characters that are indexed as fast as they are looked at
PATIENCE: Final = 3  # questions to one text after which an index pays
_MOST_HITS: Final = 8
_AROUND: Final = 1500  # characters around a hit: its sentence and the sentences beside it
_TOGETHER: Final = 3  # of eight probes that must stand near one another; a passage changed in every fourth word has six
_SLACK: Final = 300
_SHARED: Final = 0.5  # of the weight of a quotation's words; accidental common words make up for changed ones
_WORD: Final = re.compile(r"[a-z]+")
_LIKELY: Final = 0.36  # coverage from which a passage is looked at with the whole text
_TOO_COMMON: Final = 400  # places of one probe in a text: it tells nothing then
_UPPER_SAMPLE: Final = 2000


def verbatim(asked: Asked, source: SourceText) -> list[Outcome]:
    """Placings at places where the quotation's words stand letter for letter; empty when there are none."""
    quoted = asked.marked
    if asked.literal is not None or quoted.notes or len(quoted.pieces) != 1:
        return []
    words = quoted.text[quoted.start[0] : quoted.end[-1]]
    spans: list[tuple[int, int]] = []
    at = source.text.find(words)
    while at >= 0 and len(spans) < _MOST_HITS:
        spans.append((at, at + len(words)))
        at = source.text.find(words, at + len(words))
    found: list[Outcome] = []
    for view in _windows(source, spans):
        found += [outcome for outcome in outcomes(view, asked, source.languages()) if outcome.found and outcome.exact]
    if not found:
        return []
    best = min(outcome.rank() for outcome in found)
    return [outcome for outcome in found if outcome.rank() == best]


def _windows(source: SourceText, spans: list[tuple[int, int]], around: int = _AROUND) -> Iterator[View]:
    """Views of the text around spans; spans close to one another share a view."""
    low = high = -1
    for start, end in [*spans, (len(source.text) + 3 * around, 0)]:
        if low >= 0 and start - high > 2 * around:
            view = source.window(_cut(source.text, low - around), _cut(source.text, high + around))
            view.noise = 0.0  # a few sentences cannot be measured
            yield view
            low = -1
        low = start if low < 0 else low
        high = max(end, high)


def _cut(text: str, at: int) -> int:
    """The nearest place at or after `at` where no word is cut."""
    if at <= 0:
        return 0
    space = text.find(" ", at, at + 200)
    return space if space >= 0 else min(at, len(text))


def is_out_of_the_question(asked: Asked, source: SourceText) -> bool:
    """Whether the text surely has no passage that the quotation may mean.

    Decided by its longest words, some of which would have to stand near one another. False when this cannot be told:
    for short quotations, other scripts, texts in capitals or full of soft hyphens.
    """
    text = source.text
    if not asked.probes or not asked.everyday or len(asked.marked.pieces) > 1:
        return False
    if (not text.isascii() and "\u00ad" in text) or text[:_UPPER_SAMPLE].isupper():
        return False
    if not all(f" {word} " in text for word in asked.everyday):
        return False  # perhaps another language
    places: list[tuple[int, int]] = []
    for number, probe in enumerate(asked.probes):
        at = text.find(probe)
        count = 0
        while at >= 0:
            places.append((at, number))
            count += 1
            if count > _TOO_COMMON:
                return False
            at = text.find(probe, at + len(probe))
    if len({number for _, number in places}) < _TOGETHER:
        return True
    length = asked.marked.end[-1] - asked.marked.start[0]
    spans = [span for span in _clusters(sorted(places), length + _SLACK) if _shares_words(asked, text, *span, length)]
    return not any(
        outcome.coverage > _LIKELY
        for view in _windows(source, spans, around=length)
        for outcome in outcomes(view, asked, ("en",))
    )


def _shares_words(asked: Asked, text: str, low: int, high: int, around: int) -> bool:
    """Whether enough of the quotation's weight stands around a span, in whatever order."""
    here = set(_WORD.findall(text[max(0, low - around) : high + around].lower()))
    return sum(weight for word, weight in asked.weights if word in here) >= _SHARED


def _clusters(places: list[tuple[int, int]], reach: int) -> Iterator[tuple[int, int]]:
    """Spans in which enough different probes stand."""
    first = 0
    for last, (at, _) in enumerate(places):
        while at - places[first][0] > reach:
            first += 1
        if last - first + 1 >= _TOGETHER and len({number for _, number in places[first : last + 1]}) >= _TOGETHER:
            yield places[first][0], at
