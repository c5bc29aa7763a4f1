"""A quotation read in two ways: its brackets and ellipses as the quoter's, and as words of the source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from verify.core.characters import fold
from verify.core.normalize import View
from verify.core.placing import Outcome, Reading, exact, place
from verify.core.punctuation import points
from verify.core.quotation_syntax import MarkKind, Quoted, parse
from verify.core.scan import needle
from verify.core.words import common_of, common_words, languages
from verify.model import Severity

_EVERYDAY: Final = 4
_SHORTEST_TELLING: Final = 4  # letters; shorter words stand inside others everywhere
_COMMON_SHARE: Final = 0.15  # of the weight of a telling word: common words count for a third and are found everywhere
_KEPT_LENGTH: Final = 4000


@dataclass(frozen=True, slots=True)
class Telling:
    """The words by which a reading of a quotation is recognised: folded, longest first, with their bytes in a scan;
    and for each of its pieces which of them it has and its length in characters. Each weighs 1; `others` are all other
    words with their weights, `rest` the sum of those.
    """

    words: tuple[tuple[str, bytes], ...]
    pieces: tuple[tuple[frozenset[str], int], ...]
    others: tuple[tuple[str, float], ...]
    rest: float


@dataclass(frozen=True)
class Asked:
    """What is asked of a source. `literal` is the second reading; None when the quotation has no marks."""

    marked: Quoted
    literal: Quoted | None
    speaker: str | None

    @cached_property
    def telling(self) -> tuple[Telling, ...]:
        """What each reading of the quotation can be recognised by."""
        return tuple(_telling(quoted) for quoted in (self.marked, self.literal) if quoted is not None)

    @cached_property
    def everyday(self) -> tuple[str, ...]:
        """A few common words of the quotation's language; none when it cannot be told."""
        spoken = languages(self.marked.text)
        if len(spoken) != 1:
            return ()
        words = {self.marked.word(i) for i in range(self.marked.size)}
        return tuple(sorted(word for word in words if word in common_of(spoken[0])))[:_EVERYDAY]


def _telling(quoted: Quoted) -> Telling:
    pieces: list[tuple[frozenset[str], int]] = []
    others: list[tuple[str, float]] = []
    for low, high in quoted.pieces:
        words: set[str] = set()
        for i in range(low, high):
            raw = quoted.word(i)
            word = fold(raw)
            if word in common_words():
                others.append((word, _COMMON_SHARE))
            elif i in quoted.patterns or len(word) < _SHORTEST_TELLING or not raw.isalpha() or not word.isalpha():
                others.append((word, 1.0))
            else:
                words.add(word)
        pieces.append((frozenset(words), quoted.end[high - 1] - quoted.start[low]))
    every = {word for words, _ in pieces for word in words}
    wanted = tuple((word, needle(word)) for word in sorted(every, key=_longest_first))
    return Telling(wanted, tuple(pieces), tuple(others), sum(weight for _, weight in others))


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def ask(exact: str, continued: Sequence[str], speaker: str | None) -> Asked:
    """A quotation ready to be looked for. The last ones are kept: one quotation is often asked of many sources."""
    if len(exact) > _KEPT_LENGTH:
        return _ask.__wrapped__(exact, tuple(continued), speaker)
    return _ask(exact, tuple(continued), speaker)


@lru_cache(maxsize=512)
def _ask(exact: str, continued: tuple[str, ...], speaker: str | None) -> Asked:
    marked = parse(exact, continued)
    changed = bool(marked.joints or marked.patterns or marked.lead or marked.trail)
    literal = parse(exact, continued, literally=True) if changed and not continued else None
    return Asked(marked, literal, speaker)


def exactly(view: View, asked: Asked, languages: tuple[str, ...]) -> list[Outcome]:
    """Placings of a quotation without marks where it stands word for word; empty when there are none."""
    return exact(view, Reading(asked.marked, languages, asked.speaker)) if view.size else []


def outcomes(view: View, asked: Asked, languages: tuple[str, ...]) -> list[Outcome]:
    """The better reading of the quotation in a view, as `placing.place` gives it."""
    if asked.literal is None:
        return place(view, Reading(asked.marked, languages, asked.speaker))
    literal = place(view, Reading(asked.literal, languages, asked.speaker))
    if literal and (not literal[0].found or not _has_outer_marks(literal[0], asked.marked)):
        literal = []
    if literal and literal[0].severity is Severity.SILENT:
        return literal
    marked = place(view, Reading(asked.marked, languages, asked.speaker))
    if not marked or not marked[0].found:
        return literal or marked
    if literal and literal[0].rank() < marked[0].rank() and _has_inner_marks(literal[0], asked.marked):
        return literal
    return marked


def _has_inner_marks(literal: Outcome, quoted: Quoted) -> bool:
    """Whether what stands in the quotation's brackets was found in the source, read literally."""
    brackets = [mark for joint in quoted.joints for mark in joint.marks if mark.kind is MarkKind.BRACKET]
    grave = [d for d in literal.comparison.differences if d.severity is Severity.ALTERED]
    return bool(brackets) and not any(d.start < mark.end and d.end > mark.start for d in grave for mark in brackets)


def _has_outer_marks(literal: Outcome, quoted: Quoted) -> bool:
    """Whether marks before the first and after the last word of a quotation stand in the source too."""
    view = literal.comparison.view
    before, after = view.gap(literal.first - 1, literal.first), view.gap(literal.last - 1, literal.last)
    for joint, text in ((quoted.lead, before), (quoted.trail, after)):
        if joint is None:
            continue
        if joint.ellipsis and "…" not in points(text)[0]:
            return False
        if joint.bracket is not None and not any(character in "[]［］" for character in text):
            return False
    return True
