"""Words left out at an ellipsis that limit the words kept (VERDICTS.md D9; "What decides", 4).

Omitted words limit the kept ones when they share their sentence and no clause of their own shuts them in. A word shut
in on both sides, by points or by words that open a clause, denies only what was left out with it; a hedge that is a
parenthesis by itself (", in theory,") limits the clause it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from verify.core.characters import fold
from verify.core.comparison import Comparison
from verify.core.normalize import View
from verify.core.punctuation import points
from verify.core.quotation_syntax import QUOTES
from verify.core.words import Phrases, clause_phrases, clause_words, word_set

LOOKED_AT: Final = 160  # words at each end of a gap; longer gaps lie over many sentences anyway
_SHORT_GAP: Final = 4  # a negation in a gap this short always touches the kept words
_MODAL_REACH: Final = 2
_GOVERNOR_REACH: Final = 3
_EMBEDDED: Final = 14  # "thought to be the man who |": words by which what governs may be further away
_PORTION_REACH: Final = 3  # "some of the older | patients"
_PARENTHESIS: Final = 3  # words that a parenthesis may have besides its hedge
_CLAIM: Final = 6  # words of ", critics of the dam argue,"
_CONCESSION: Final = 4  # ", if somewhat late," concedes; a longer one supposes
_ATTRIBUTION: Final = 14  # words of ", according to the minister of …,"
_FIGURES: Final = str.maketrans("015|!", "olsll")
_CLAUSE_POINTS: Final = frozenset(",;:-()…")


def limit(c: Comparison, low: int, high: int, ends: Sequence[int]) -> str:
    """The omitted words among [low, high) that limit the kept ones; "" when none do. `ends` are sentence ends there."""
    short = high - low <= _SHORT_GAP
    if not ends:
        return _limit_in(c, low, high, left=True, right=True, short=short)
    left = _limit_in(c, low, ends[0] + 1, left=True, right=False, short=short)
    return left or _limit_in(c, ends[-1] + 1, high, left=False, right=True, short=short)


def _limit_in(c: Comparison, low: int, high: int, *, left: bool, right: bool, short: bool) -> str:
    """What limits in the words [low, high), which share a sentence with kept words on the given sides."""
    if low >= high or high - low > 2 * LOOKED_AT:
        return ""
    view, lexicon = c.view, c.lexicon
    raw = view.words(low, high)
    read = [_as_letters(word) for word in raw]
    folded = [fold(word) for word in read]
    harmless = _harmless(c, low, folded)

    def touches(a: int, b: int) -> bool:
        return (
            short
            or (left and not _shut(view, low - 1, low + a, folded[:a]))
            or (right and not _shut(view, low + b - 1, high, folded[b:] + [fold(view.word(high))] * (high < view.size)))
        )

    def find(phrases: Phrases) -> Iterator[tuple[int, int]]:
        return ((a, b) for a, b in phrases.find(folded) if not harmless & set(range(a, b)))

    def said(a: int, b: int) -> str:
        return " ".join(raw[a:b])

    parts = _parentheses(view, low, high, left=left, right=right)
    relative = [part for part in parts if folded[part[0]] in clause_words("relatives")]  # ", who never slept,"
    parts = [part for part in parts if part not in relative]
    short = short and (0, len(folded)) not in relative
    for a, b in [*lexicon.negations(read, literally=True), *find(lexicon.hedges)]:
        if touches(a, b) or _alone(a, b, parts):
            return said(a, b)
    for a, b in find(lexicon.conditions):
        return said(a, b)
    for start, end in parts:
        if folded[start] in clause_words("suppositions") and end - start > _CONCESSION:
            return said(start, end)
        own = folded[start] not in clause_words("openers") | clause_words("prepositions") | clause_words("joining")
        if folded[start] == "so" and end - start <= _CLAIM and set(folded[start:end]) & word_set("speech", "verbs"):
            return said(start, end)
        if (
            (own or folded[start] == "so")
            and end - start <= _CLAIM
            and set(folded[start:end]) & clause_words("asserting")
        ):
            return said(start, end)
    spoken = bool(set(view.gap(low - 1, low)) & QUOTES)
    for a, b in () if spoken else _attributions(c, folded, parts):
        return said(a, b)
    for a, b in _restrictions(c, low, folded) if left else ():
        return said(a, b)
    for a, b in _before(c, low, folded, harmless) if right else ():
        return said(a, b)
    return ""


def _as_letters(word: str) -> str:
    """A word that a scan printed with figures, as it was: "n0t" must not hide that it denies."""
    if word.isalpha() or not any(map(str.isalpha, word)):
        return word
    return word.translate(_FIGURES)


def _harmless(c: Comparison, low: int, folded: list[str]) -> set[int]:
    """Words that limit nothing where they stand: "a little", "the last few"; the kept word before them may be part."""
    around = [*(fold(word) for word in c.view.words(max(0, low - 1), low)), *folded]
    shift = len(around) - len(folded)
    return {k - shift for a, b in c.lexicon.not_limiting.find(around) for k in range(a, b)}


def _shut(view: View, low: int, high: int, words: Sequence[str]) -> bool:
    """Whether a clause begins or ends between word `low` and word `high` of the source."""
    if any(word in clause_words("openers") for word in words):
        return True
    return any(_stops(view, k) for k in range(max(low, 0), min(high, view.size - 1)))


def _stops(view: View, k: int) -> bool:
    """Whether a clause ends behind word `k` by its points."""
    between = view.gap(k, k + 1)
    if between == " ":
        return False
    marks, quotes = points(between)
    return bool(quotes) or bool(_CLAUSE_POINTS & set(marks.replace("-", "") if " " not in between else marks))


def _parentheses(view: View, low: int, high: int, *, left: bool, right: bool) -> list[tuple[int, int]]:
    """Stretches of the words [low, high) between points that stand beside a kept word, counted from `low`."""
    stops = [k for k in range(max(low - 1, 0), min(high, view.size - 1)) if _stops(view, k)]
    edges = [k + 1 - low for k in stops]
    parts: list[tuple[int, int]] = []
    if left and edges and edges[0] == 0 and len(edges) > 1:
        parts.append((0, edges[1]))
    if right and edges and edges[-1] == high - low and len(edges) > 1:
        parts.append((edges[-2], high - low))
    return parts


def _alone(a: int, b: int, parts: Sequence[tuple[int, int]]) -> bool:
    """Whether the words [a, b) are, but for a few, a parenthesis by themselves: ", in certain cases,"."""
    return any(start <= a and b <= end and end - start - (b - a) <= _PARENTHESIS for start, end in parts)


def _attributions(c: Comparison, folded: list[str], parts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Phrases that say whose word the kept ones are: ", according to the prosecution,"."""
    for a, b in c.lexicon.attributions.find(folded):
        for start, end in parts:
            inside = start <= a and b <= end <= start + _ATTRIBUTION
            if inside and not set(folded[start:end]) & clause_words("not_attributed"):
                yield a, b


def _restrictions(c: Comparison, low: int, folded: list[str]) -> Iterator[tuple[int, int]]:
    """Paid | only in rare cases; smoking | alone | does not."""
    if not low or _stops(c.view, low - 1):
        return
    for a, b in c.lexicon.restrictors.find(folded):
        following = folded[b : b + 3]
        dated = any(c.numbers.is_number(word) for word in following)
        if a == 0 and following[:1] and following[0] in clause_words("prepositions") and not dated:
            yield a, b
    after = fold(c.view.word(low + len(folded))) if low + len(folded) < c.view.size else ""
    if folded == ["alone"] and (after in word_set("small", "auxiliaries") or after == "cannot"):
        yield 0, 1


def _before(c: Comparison, low: int, folded: list[str], harmless: set[int]) -> Iterator[tuple[int, int]]:
    """What limits the kept words right behind the gap: "failed to |", "some of the older |", "nearly |"."""
    lexicon, size = c.lexicon, len(folded)
    following = fold(c.view.word(low + size)) if low + size < c.view.size else ""
    counted = c.numbers.is_number(following) or bool(lexicon.quantities.find([following]))
    noun = bool(following) and following not in clause_words("openers") | clause_words("prepositions")
    embedding = clause_words("embedding")
    reaches = (
        (lexicon.governors, _GOVERNOR_REACH, True),
        (lexicon.narrowers, 0, True),
        (lexicon.weak_modals, _MODAL_REACH, True),
        (clause_phrases("degrees"), 0, counted),
        (lexicon.portions, _PORTION_REACH, noun),
    )
    for phrases, reach, fits in reaches:
        for a, b in phrases.find(folded) if fits else ():
            if phrases is lexicon.portions and folded[b - 1] not in clause_words("partitives"):
                reach = 0
            tail = set(folded[b:])
            deep = reach and size - b <= _EMBEDDED and tail & embedding and not tail & clause_words("joining")
            joined = reach and {folded[-1], following} & clause_words("joining")
            plain = (
                (size - b <= reach or deep)
                and not joined
                and not any(
                    _CLAUSE_POINTS & set(points(c.view.gap(low + k, low + k + 1))[0]) for k in range(b - 1, size)
                )
            )
            if plain and not harmless & set(range(a, b)):
                yield a, b
    for k in range(max(1, size - _PORTION_REACH), size) if noun else ():
        if (
            folded[k] in clause_words("partitives")
            and c.numbers.is_number(folded[k - 1])
            and not _shut(c.view, low + k, low + size, folded[k + 1 :])
        ):
            yield k - 1, k + 1
