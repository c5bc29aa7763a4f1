"""The reporter's words between two pieces of speech: ", he said," may be passed over, a change of speaker may not.

One aside between two pieces is no omission while the same person goes on (VERDICTS.md D17). Where the second piece has an
attribution of its own, to somebody else, the words of two speakers are joined (G7). An aside that denies the words or
limits them belongs to what is said and may not be passed over.
"""

from __future__ import annotations

import re
from typing import Final

from verify.core.characters import fold
from verify.core.normalize import View
from verify.core.punctuation import ends_sentence, points
from verify.core.quotation_syntax import QUOTES
from verify.core.words import Lexicon, common_words, word_set

_LONGEST: Final = 18  # words of ", said the minister of …,"
_LONGEST_SPEECH: Final = 300  # words in which the end of the second piece is looked for
_REACH: Final = 400  # characters before an aside between dashes in which its speech begins
_INNER: Final = frozenset("'’‘`´‚‛‹›")  # marks of a quotation inside the speech
_DASHED_BEFORE: Final = re.compile(r"[,.!?…]\s*[–—―]\s*")
_DASHED_AFTER: Final = re.compile(r"[,.]?\s*[–—―]\s*")
_SPEECH_OPENS: Final = re.compile(r"«[^»]*$|(?:^|\n)[ \t]*[–—―][^\n]*$")


def aside(view: View, low: int, high: int, lexicon: Lexicon) -> str | None:
    """D17 when the words [low, high) only say who speaks, G7 when the speech after them is another person's."""
    before, after = view.gap(low - 1, low), view.gap(high - 1, high)
    marked = bool(set(before) & QUOTES and set(after) & QUOTES)
    if high - low > _LONGEST or not (marked or _between_dashes(view, low, before, after)):
        return None
    raw = view.words(low, high)
    words = [fold(word) for word in raw]
    verbs = word_set("speech", "verbs")
    if not any(word in verbs for word in words):
        return None
    if marked and _changes_speaker(view, low, high, before):
        return "G7"
    if not marked and words[0] not in verbs:
        return None
    limits = (lexicon.denials, lexicon.governors, lexicon.hedges, lexicon.conditions)
    found = [words[a:b] for phrases in limits for a, b in phrases.find(words)]
    if lexicon.negates(raw) or any(not set(phrase) <= verbs for phrase in found):
        return None
    return "D17"


def _between_dashes(view: View, low: int, before: str, after: str) -> bool:
    """«…, — said he, — …», where the marks do not close for the aside."""
    if not (_DASHED_BEFORE.fullmatch(before) and _DASHED_AFTER.fullmatch(after)):
        return False
    end = int(view.end[low - 1]) if low else 0
    return _SPEECH_OPENS.search(view.text[max(0, end - _REACH) : end]) is not None


def _changes_speaker(view: View, low: int, high: int, before: str) -> bool:
    """Whether the piece after the aside is credited to somebody whom the aside does not name."""
    ends = [k for k in range(low, high - 1) if ends_sentence(view.word(k), view.gap(k, k + 1), view.word(k + 1))]
    first = _speaker(view, low, ends[0] + 1 if ends else high)
    second = _speaker(view, ends[-1] + 1, high) if ends else frozenset[str]()
    if not second:
        second = _credited_after(view, high, before)
    if not first or not second or first & second:
        return False
    pronouns = word_set("small", "pronouns")
    return not second <= pronouns or first <= pronouns


def _credited_after(view: View, start: int, before: str) -> frozenset[str]:
    """Who is said to speak right after the speech that begins at word `start` is closed."""
    closing = QUOTES - _INNER if set(before) & (QUOTES - _INNER) else QUOTES
    for k in range(start, min(view.size - 1, start + _LONGEST_SPEECH)):
        between = view.gap(k, k + 1)
        if between == " " or not set(between) & closing:
            continue
        low = k + 1
        high = low + 1
        while high < min(view.size, low + _LONGEST):
            following = view.gap(high - 1, high)
            if set(following) & closing or "\n" in following:
                break
            if ends_sentence(view.word(high - 1), following, view.word(high)):
                break
            high += 1
        opens_another = any(mark in between for mark in "“«„") or points(between)[0].endswith(".")
        if opens_another and not view.word(low)[:1].islower():
            return frozenset()
        return _speaker(view, low, high)
    return frozenset()


def _speaker(view: View, low: int, high: int) -> frozenset[str]:
    """The folded words that name who speaks in [low, high): names or nouns, or the pronoun beside the verb."""
    verbs, pronouns = word_set("speech", "verbs"), word_set("small", "pronouns")
    words = [fold(word) for word in view.words(low, high)]
    said = [k for k, word in enumerate(words) if word in verbs]
    if not said:
        return frozenset()
    at = said[0]
    beside = {words[k] for k in (at - 1, at + 1) if 0 <= k < len(words)}
    small = beside & pronouns & _SUBJECTS
    if small:
        return frozenset(small)
    return frozenset(word for word in words if word not in verbs and word not in common_words() and len(word) > 1)


_SUBJECTS: Final = frozenset(
    fold(word)
    for word in (
        "i", "he", "she", "they", "we", "you", "er", "sie", "ich", "wir", "il", "elle", "ils", "elles", "él", "ella", "ellos",
        "ellas", "egli", "lei", "loro", "ele", "ela", "eles", "elas", "hij", "zij", "ze", "он", "она", "они", "мы", "я", "هو", "هي", "او",
    )
)  # fmt: skip
