"""Words of a sentence that limit what comes after them, for a quotation that begins after them.

"If the pumps run, | the town is safe", "Few of | the engineers", "more than | 50": the words quoted stand in the source,
and what they are quoted for may not. It is a flag, never a change of verdict (VERDICTS.md, "What decides", 6).
"""

from __future__ import annotations

from typing import Final

from verify.core.characters import fold
from verify.core.comparison import Comparison
from verify.core.punctuation import points
from verify.core.sentences import Opening
from verify.core.words import clause_phrases, clause_words, words_of

REACH: Final = 30  # words of a clause of condition before the match
_NEAR: Final = 3  # words by which "whether", "if" may stand before the clause they open
_LINKS: Final = frozenset({"of", "the", "these", "those", "our", "their", "its", "his", "her", "a", "an", "der", "des", "den", "die", "von", "de", "les", "los", "las", "du"})  # fmt: skip
_WHOLE: Final = frozenset({"all", "every", "each", "both", "always", "any", "everyone", "everybody", "alle", "allen", "aller", "alles", "jeder", "tous", "todos"})  # fmt: skip
_CLAUSE_POINTS: Final = frozenset(",;:")
_INVERTED: Final = frozenset({"should", "had", "were"})  # a condition at the head of a sentence only
_FRAME_GAP: Final = 2  # "wrong to say | that the town"


def begins_after_limit(c: Comparison, s_first: int, before: Opening | None, speaker: str | None = None) -> bool:
    """Whether the words `before` word `s_first` in its sentence limit, count or make conditional what follows.

    Words that put it into another's mouth limit it too, unless they name the `speaker` it is credited to.
    """
    if before is None:
        return False
    words, low, opens = before.folded, before.low, before.whole
    return (
        _counted(c, words, s_first)
        or _conditional(c, words, low, s_first, opens=opens)
        or _framed(words)
        or (_claimed(c, words, s_first, opens=opens) and not _names(words, speaker))
    )


def _counted(c: Comparison, words: list[str], s_first: int) -> bool:
    """Few of | the engineers; only | members; about | 40."""
    size = len(words)
    while size and len(words) - size < len(_LINKS) and words[size - 1] in _LINKS:
        size -= 1
    bare = not points(c.view.gap(s_first - 1, s_first))[0]
    if not bare or not size:
        return False
    near = words[max(0, size - 4) : size]
    following = fold(c.view.word(s_first))
    linked = words[size : size + 1]
    for phrases in (c.lexicon.narrowers, c.lexicon.quantities):
        for a, b in phrases.find(near):
            whole = set(near[a:b]) <= _WHOLE
            partitive = not linked or linked[0] in ("of", "der", "des", "von", "de") or phrases is c.lexicon.narrowers
            if b == len(near) and not whole and partitive:
                return True
    counts = c.numbers.is_number(following) or bool(c.lexicon.quantities.find([following]))
    return counts and size == len(words) and any(b == len(near) for _, b in clause_phrases("degrees").find(near))


def _conditional(c: Comparison, words: list[str], low: int, s_first: int, *, opens: bool) -> bool:
    """If the pumps run, | the town is safe; whether | the town is safe."""
    for a, b in c.lexicon.before.find(words):
        inverted = set(words[a:b]) <= _INVERTED
        if a == 0 and opens:
            comma = "," in points(c.view.gap(s_first - 1, s_first))[0]
            if not inverted or comma:
                return comma or len(words) - b < _NEAR
        if inverted or len(words) - b >= _NEAR:
            continue
        if not any(set(points(between)[0]) & _CLAUSE_POINTS for between in c.view.gaps(low + b - 1, s_first)):
            return True
    return False


def _framed(words: list[str]) -> bool:
    """It would be wrong to say that | the town is safe."""
    return any(len(words) - b <= _FRAME_GAP for _, b in clause_phrases("frames").find(words))


def _claimed(c: Comparison, words: list[str], s_first: int, *, opens: bool) -> bool:
    """Critics claim that | the town is safe; allegedly | took the money; according to defectors, | the town is safe."""
    size = len(words)
    while size and words[size - 1] in clause_words("complementisers"):
        size -= 1
    comma = bool(points(c.view.gap(s_first - 1, s_first))[0])
    if size and (size < len(words) or not comma):
        for phrases in (clause_phrases("claims"), c.lexicon.governors, c.lexicon.hedges):
            if any(b >= size for _, b in phrases.find(words)):
                return True
    if not (opens and comma) or set(words) & clause_words("not_attributed"):
        return False
    return any(a == 0 for a, _ in c.lexicon.attributions.find(words))


def _names(words: list[str], speaker: str | None) -> bool:
    return speaker is not None and bool(set(words_of(speaker)) & set(words))
