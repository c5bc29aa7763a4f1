"""A first look at a text that is not indexed yet: the words as they are, and whether the passage can be there at all.

Indexing a long text costs a hundred times what reading through it costs. One quotation asked of many texts mostly
stands in none of them, and a verbatim one is found by plain search; neither needs the index.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from verify.core.normalize import SourceText, View
from verify.core.placing import Outcome
from verify.core.readings import Asked, outcomes
from verify.core.words import common_of, common_words, languages, words_of

SMALL: Final = 20_000  # characters that are indexed as fast as they are looked at
PATIENCE: Final = 3  # questions to one text after which an index pays
_MOST_HITS: Final = 8
_AROUND: Final = 1500  # characters around a hit: its sentence and the sentences beside it
_PROBES: Final = 8  # longest words of the quotation that are looked for
_SHORTEST_PROBE: Final = 5
_TOGETHER: Final = 2  # probes that must stand near one another; a passage with half its words changed keeps four
_TOO_COMMON: Final = 200  # places of one probe in a text: it tells nothing then
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


def _windows(source: SourceText, spans: list[tuple[int, int]]) -> Iterator[View]:
    """Views of the text around spans; spans close to one another share a view."""
    low = high = -1
    for start, end in [*spans, (len(source.text) + 3 * _AROUND, 0)]:
        if low >= 0 and start - high > 2 * _AROUND:
            yield source.window(_cut(source.text, low - _AROUND), _cut(source.text, high + _AROUND))
            low = -1
        low = start if low < 0 else low
        high = end


def _cut(text: str, at: int) -> int:
    """The nearest place at or after `at` where no word is cut."""
    if at <= 0:
        return 0
    space = text.find(" ", at, at + 200)
    return space if space >= 0 else min(at, len(text))


def is_out_of_the_question(asked: Asked, source: SourceText) -> bool:
    """Whether the text surely has no passage that the quotation may mean.

    Decided by its longest words, two of which would have to stand near one another. False when this cannot be told:
    for short quotations, other scripts, texts in capitals or full of soft hyphens.
    """
    quoted, text = asked.marked, source.text
    words = {quoted.word(i) for i in range(quoted.size)}
    probes = sorted((w for w in words if len(w) >= _SHORTEST_PROBE and w.isascii() and w.isalpha()), key=len)[-_PROBES:]
    if len(probes) < _PROBES or (not text.isascii() and "\u00ad" in text) or text[:_UPPER_SAMPLE].isupper():
        return False
    places: list[tuple[int, int]] = []
    for number, probe in enumerate(probes):
        # the first letter may be a capital in one of the two texts
        stem = probe[1:]
        at = text.find(stem)
        count = 0
        while at >= 0:
            places.append((at, number))
            count += 1
            if count > _TOO_COMMON:
                return False
            at = text.find(stem, at + 1)
    reach = 2 * (quoted.end[-1] - quoted.start[0]) + 400
    if quoted.joints:
        return len({number for _, number in places}) < _TOGETHER and _same_language(asked, source)
    spans = list(_clusters(sorted(places), reach))
    if any(outcome.coverage > 0.3 for view in _windows(source, spans) for outcome in outcomes(view, asked, ("en",))):
        return False
    return _same_language(asked, source)


def _clusters(places: list[tuple[int, int]], reach: int) -> Iterator[tuple[int, int]]:
    """Spans in which enough different probes stand."""
    first = 0
    for last, (at, _) in enumerate(places):
        while at - places[first][0] > reach:
            first += 1
        if len({number for _, number in places[first : last + 1]}) >= _TOGETHER:
            yield places[first][0], at


def _same_language(asked: Asked, source: SourceText) -> bool:
    """Whether the text has the commonest words of the quotation's language, so that absence means absence."""
    words = {word for word in words_of(asked.marked.text) if word in common_words()}
    known = [language for language in languages(asked.marked.text) if words & common_of(language)]
    if len(known) != 1:
        return False
    return sum(f" {word} " in source.text for word in list(words)[:6]) >= min(3, len(words))
