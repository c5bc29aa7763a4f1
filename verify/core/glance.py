"""A first look at a text that is not indexed yet: the words as they are, and whether the passage can be there at all.

Indexing a long text costs a hundred times what reading through it costs. One quotation asked of many texts mostly
stands in none of them, and a verbatim one is found by plain search; neither needs the index. A look that cannot be
sure says so, and the index decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from verify.core import surroundings
from verify.core.normalize import SourceText, Spans, View
from verify.core.placing import Outcome
from verify.core.readings import Asked, Telling, outcomes
from verify.core.scan import Scan, find
from verify.model import Severity

SMALL: Final = 20_000  # characters that are indexed as fast as they are looked at
PATIENCE: Final = 3  # questions to one text after which an index pays
_LONG: Final = 400_000  # characters that are searched for the very words before they are scanned
_MOST_HITS: Final = 8
_LONG_WORDS: Final = 120  # characters of words that may be cut before they are looked for
_COMMON_LETTERS: Final = 12
_ENDS_TRIED: Final = 60
_AROUND: Final = 1500  # characters around a hit: its sentence and the sentences beside it
# Share of a reading's weight that must be possible at one place. `placing` accepts no passage under 0.42, and here
# every word that is common, short, or a number counts as found.
POSSIBLE: Final = 0.36
_FEWEST: Final = 4  # telling words of a reading; two or three may all be damaged in a scan
_MOST_WORDS: Final = 400  # that are looked for: so many sample a long quotation well enough
_EVERYWHERE: Final = 200  # places of one word after which it counts as standing beside everything
_BITS: Final = 10
_NUMBER: Final = (1 << _BITS) - 1
_SLACK: Final = 600  # characters by which page furniture and notes may stretch a passage
_BESIDE: Final = (
    100  # characters by which a passage may be longer than the quotation on either side of its telling words
)
_MOST_BLANK: Final = 0.5
_BLANK: Final = 6.0  # for the share of long blanks: they are not spread evenly
_STRETCH: Final = 1.8  # `placing` aligns a piece with at most 1.67 times its words


@dataclass(frozen=True, slots=True)
class Glance:
    """What a first look tells: placings to accept, or that nothing can be found; neither when it cannot tell."""

    found: list[Outcome]
    absent: bool = False


_UNSURE: Final = Glance([])


def look(asked: Asked, source: SourceText) -> Glance:
    """Placings at places where the words stand, or the certainty that the index would find no passage either."""
    words_first = source.text.isascii() or len(source.text) > _LONG
    if words_first and (found := verbatim(asked, source)):
        return Glance(found)
    seen = _scanned(asked, source)
    if not words_first and not seen.absent and not seen.found:
        return Glance(verbatim(asked, source))
    return seen


def verbatim(asked: Asked, source: SourceText) -> list[Outcome]:
    """Placings at places where the quotation's words stand letter for letter; empty when there are none."""
    quoted = asked.marked
    if asked.literal is not None or quoted.notes or len(quoted.pieces) != 1:
        return []
    words = quoted.text[quoted.start[0] : quoted.end[-1]]
    return _best(asked, source, _letter_for_letter(source.text, words))


def _letter_for_letter(text: str, words: str) -> list[tuple[int, int]]:
    """Where the words stand; in an ASCII text, whose bytes need no copy, at the speed of memory."""
    ascii_only = text.isascii() and words.isascii()
    search = partial(find, text) if ascii_only else text.find
    wanted = words if ascii_only else words[: _fastest_end(words)]
    places: list[int] = []
    at = search(wanted)
    while at >= 0 and len(places) < _MOST_HITS:
        whole = text.startswith(words, at)
        if whole:
            places.append(at)
        at = search(wanted, at + (len(words) if whole else 1))
    return [(at, at + len(words)) for at in places]


def _fastest_end(words: str) -> int:
    """Where to cut long words that `str.find` looks for: it skips as far as the letter it sees stands from their end.

    So they had better end with a letter that is rare, and far behind the last of each common one: five times as fast.
    """
    size = len(words)
    if size < _LONG_WORDS:
        return size
    common = Counter(words).most_common(_COMMON_LETTERS)
    ends = range(size // 2, size + 1, max(1, size // _ENDS_TRIED))
    return max(ends, key=lambda end: sum(count * (end - 1 - words.rfind(letter, 0, end)) for letter, count in common))


def _best(asked: Asked, source: SourceText, spans: list[tuple[int, int]]) -> list[Outcome]:
    found: list[Outcome] = []
    for view in _windows(source, spans):
        found += [outcome for outcome in outcomes(view, asked, source.languages()) if outcome.found and outcome.exact]
    if not found:
        return []
    best = min(outcome.rank() for outcome in found)
    return [outcome for outcome in found if outcome.rank() == best]


def _windows(source: SourceText, spans: list[tuple[int, int]]) -> Iterator[View]:
    """Views of the running text around spans, which are in order; spans close to one another share a view."""
    windows: list[tuple[int, int]] = []
    for span in spans:
        low, high = surroundings.around(source, *span, _AROUND)
        if windows and low <= windows[-1][1]:
            windows[-1] = windows[-1][0], max(high, windows[-1][1])
        else:
            windows.append((low, high))
    for low, high in windows:
        view = source.window(low, high)
        view.noise = 0.0  # a few sentences cannot be measured
        yield view


# --- what cannot be there ------------------------------------------------------------------------------------------


def is_out_of_the_question(asked: Asked, source: SourceText) -> bool:
    """Whether the text surely has no passage that the quotation may mean.

    False when this cannot be told: for quotations of few telling words, and texts whose words are cut by markup.
    """
    return _scanned(asked, source).absent


def _scanned(asked: Asked, source: SourceText) -> Glance:
    if any(len(telling.words) < _FEWEST for telling in asked.telling):
        return _UNSURE
    scan = source.scan()
    if not scan.plain or scan.blank > _MOST_BLANK:
        return _UNSURE
    spans: list[tuple[int, int]] = []
    for telling in asked.telling:
        places = _places(telling, scan)
        if places is None:
            continue
        if source.has_regions:
            return _UNSURE  # boxes may stand between the words of a passage
        here = _clusters(telling, places, scan)
        if here is None or len(telling.pieces) > 1:
            return _UNSURE
        around = sum(length for _, length in telling.pieces) + _SLACK
        spans += [span for span in here if _is_possible(telling, scan, span[0] - around, span[1] + around)]
    if not spans:
        return Glance([], absent=True)
    if len(spans) > _MOST_HITS:
        return _UNSURE
    spans = sorted((scan.offset(low), scan.offset(high)) for low, high in spans)
    found: list[Outcome] = []
    for view in _windows(source, spans):
        found += outcomes(view, asked, source.languages())
    if all(outcome.coverage < POSSIBLE for outcome in found):
        return Glance([], absent=True)
    exact = [outcome for outcome in found if outcome.found and outcome.exact]
    return Glance([outcome for outcome in exact if outcome.severity is Severity.SILENT])


def may_touch(asked: Asked, source: SourceText, spans: Spans, hidden: Spans) -> bool:
    """Whether a passage that the quotation may mean can reach into one of the spans, in the text without what is `hidden`.

    True when this cannot be told.
    """
    scan = source.scan()
    if not scan.plain or scan.blank > _MOST_BLANK:
        return True
    passed_over = sum(end - start for start, end in hidden if end < len(source.text))
    for telling in asked.telling:
        if len(telling.words) < _FEWEST or len(telling.pieces) != 1:
            return True
        places = _places(telling, scan)
        if places is None:
            continue
        here = _clusters(telling, places, scan, passed_over)
        if here is None:
            return True
        around = telling.pieces[0][1] + _BESIDE
        for low, high in here:
            if _is_possible(telling, scan, low - around, high + around):
                low, high = scan.offset(max(0, low)) - around, scan.offset(high) + around
                if any(start < high and end > low for start, end in spans):
                    return True
    return False


def _places(telling: Telling, scan: Scan) -> Mapping[str, Sequence[int] | None] | None:
    """Where each word stands, None for everywhere; None instead of all when so few stand anywhere that no passage can be."""
    words = telling.words[:: len(telling.words) // _MOST_WORDS + 1]
    needed = _needed(telling, len(words))
    possible = len(words)
    places: dict[str, Sequence[int] | None] = {}
    for word, wanted in words:
        here = None if scan.expansions and _expands(word, scan) else scan.places(wanted, _EVERYWHERE)
        if here is not None and not here:
            possible -= 1
            if possible < needed:
                return None
            continue
        places[word] = None if here is None or len(here) > _EVERYWHERE else here
    return places


def _needed(telling: Telling, words: int) -> float:
    """How many of the words that are looked for must stand near one another for a passage to be possible."""
    whole = len(telling.words) + telling.rest
    return (POSSIBLE * whole - telling.rest) * words / len(telling.words)


def _clusters(
    telling: Telling, places: Mapping[str, Sequence[int] | None], scan: Scan, passed_over: int = 0
) -> list[tuple[int, int]] | None:
    """Spans where enough words stand together, for a quotation of one piece. None for more pieces when they may be there.

    `passed_over` characters may stand between the words besides.
    """
    words = telling.words[:: len(telling.words) // _MOST_WORDS + 1]
    needed = _needed(telling, len(words))
    sums = 0
    spans: list[tuple[int, int]] = []
    for own, length in telling.pieces:
        known = [here for word, here in places.items() if word in own]
        everywhere = known.count(None)
        # place and number of the word in one integer: sorted and taken apart fastest
        hits = sorted(at << _BITS | number for number, here in enumerate(known) if here is not None for at in here)
        reach = round((_STRETCH + _BLANK * scan.blank) * length + _SLACK + scan.markup + passed_over) << _BITS
        counts = [0] * len(known)
        most = together = first = 0
        for hit in hits:
            number = hit & _NUMBER
            counts[number] += 1
            together += counts[number] == 1
            while hit - hits[first] > reach:
                gone = hits[first] & _NUMBER
                counts[gone] -= 1
                together -= counts[gone] == 0
                first += 1
            most = max(most, together)
            if together + everywhere >= needed and len(telling.pieces) == 1:
                _extend(spans, hits[first] >> _BITS, hit >> _BITS)
        if everywhere >= needed:
            return None
        sums += most + everywhere
    if len(telling.pieces) > 1 and sums >= needed:
        return None
    return spans


def _is_possible(telling: Telling, scan: Scan, low: int, high: int) -> bool:
    """Whether enough of the weight may stand in data[low:high]; words that are not plain ASCII letters count as found."""
    here = scan.words(low, high)
    found: float = sum(wanted in here or not word.isascii() or _expands(word, scan) for word, wanted in telling.words)
    found += sum(
        weight for word, weight in telling.others if not word.isascii() or not word.isalpha() or word.encode() in here
    )
    return found >= POSSIBLE * (len(telling.words) + telling.rest)


def _expands(word: str, scan: Scan) -> bool:
    return any(letters in word for letters in scan.expansions)


def _extend(spans: list[tuple[int, int]], low: int, high: int) -> None:
    if spans and low <= spans[-1][1]:
        spans[-1] = spans[-1][0], high
    else:
        spans.append((low, high))
