"""The reporter's words between two pieces of speech: ", he said," may be passed over, a change of speaker may not.

One aside between two pieces is no omission while the same person goes on (VERDICTS.md D17). Where the second piece has an
attribution of its own, to somebody else, the words of two speakers are joined (G7). An aside that denies the words or
limits them belongs to what is said and may not be passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from verify.core.characters import fold
from verify.core.normalize import View
from verify.core.patterns import regex
from verify.core.punctuation import ends_sentence, points
from verify.core.quotation_syntax import QUOTES
from verify.core.words import Lexicon, common_words, word_set, words_of

_LONGEST: Final = 18  # words of ", said the minister of …,"
_LONGEST_LIFE: Final = 60  # words of an aside whose speaker is described: ", said Wilk, a farmer of 58 who …,"
_VERB_WITHIN: Final = 8  # first words of a long aside among which its verb of speech stands
_DENIED_WITHIN: Final = 4  # words behind the verb of speech that may deny the speech: "said, without conviction,"
_LONGEST_SPEECH: Final = 300  # words in which the end of the second piece is looked for
_REACH: Final = 400  # characters before an aside without marks of its own in which its speech begins
_KNOWN: Final = 4000  # characters on both sides in which a speaker's name and description are looked for
_DESCRIBED: Final = 6  # words between a name and what describes it: "Lund has been mayor"
_SUBJECT: Final = 10  # words behind the verb of speech that may name its subject
_NEAR_SUBJECT: Final = 3  # first words of a sentence among which its subject stands: "Then he turned"
_ARTICLES: Final = frozenset(
    {"der", "die", "das", "dem", "den", "ein", "eine", "sein", "seine", "ihr", "ihre"}
)  # German nouns have capitals
_PART: Final = regex(r"[.!?;“”\"«»„\n]+")
_INNER: Final = frozenset("'’‘`´‚‛‹›")  # marks of a quotation inside the speech
_DASHED_BEFORE: Final = regex(r"\s*[,.!?…]?\s*[–—―]\s*")
_DASHED_AFTER: Final = regex(r"\s*[,.:]?\s*[–—―]\s*[,.]?\s*")
_COMMA: Final = regex(r"\s*[,!?]\s*")
_SPEECH_OPENS: Final = regex(r"«[^»]*$|[“„][^”“]*$|(?:^|\n)[ \t]*[–—―-][^\n]*$")


@dataclass(frozen=True, slots=True)
class _Speaker:
    """The folded words that say who speaks; those of them that are names; whether the verb says that speech goes on."""

    words: frozenset[str]
    names: frozenset[str]
    goes_on: bool


_NOBODY: Final = _Speaker(frozenset(), frozenset(), goes_on=False)


def aside(view: View, low: int, high: int, lexicon: Lexicon) -> str | None:
    """D17 when the words [low, high) only say who speaks, G7 when the speech after them is another person's."""
    if high - low > _LONGEST_LIFE:
        return None
    before, after = view.gap(low - 1, low), view.gap(high - 1, high)
    marked = bool(set(before) & QUOTES and set(after) & QUOTES)
    if not (marked or _inside_speech(view, low, high, before, after)):
        return None
    raw = view.words(low, high)
    words = [fold(word) for word in raw]
    verbs = word_set("speech", "verbs")
    said = next((k for k, word in enumerate(words) if word in verbs), None)
    if said is None or (len(words) > _LONGEST and not (said < _VERB_WITHIN and _one_sentence(view, low, high))):
        return None
    if marked and _changes_speaker(view, low, high, before):
        return "G7"
    if marked and not _only_credits(view, low, high):
        credited = _credited_after(view, high, before)
        if credited.words <= word_set("small", "pronouns") and not credited.goes_on:
            return None  # “…,” said Prado. The mayor shrugged. “…,” he said.
    if lexicon.conditions.find(words):
        return None
    near = min(len(words), said + 1 + _DENIED_WITHIN)
    limits = (lexicon.denials, lexicon.governors, lexicon.hedges)
    found = [words[a:b] for phrases in limits for a, b in phrases.find(words[:near])]
    if lexicon.negates(raw[:near]) or any(not set(phrase) <= verbs for phrase in found):
        return None
    return "D17"


def _one_sentence(view: View, low: int, high: int) -> bool:
    return not any(
        view.paragraph_ends(view.gap(k, k + 1)) or ends_sentence(view.word(k), view.gap(k, k + 1), view.word(k + 1))
        for k in range(low, high - 1)
    )


def _inside_speech(view: View, low: int, high: int, before: str, after: str) -> bool:
    """«…, — said he, — …» and «…, a expliqué le maire, …», where the marks do not close for the aside."""
    dashed = _DASHED_BEFORE.fullmatch(before) and _DASHED_AFTER.fullmatch(after)
    if not dashed and not (_COMMA.fullmatch(before) and _COMMA.fullmatch(after)):
        return False
    verbs = word_set("speech", "verbs")
    head = [fold(word) for word in view.words(low, min(low + 2, high))]
    inverted = head[0] in verbs or (head[0] in word_set("speech", "auxiliaries") and head[-1] in verbs)
    if not inverted or high - low > _LONGEST:
        return False
    end = int(view.end[low - 1]) if low else 0
    return _SPEECH_OPENS.search(view.text[max(0, end - _REACH) : end]) is not None


def _changes_speaker(view: View, low: int, high: int, before: str) -> bool:
    """Whether the piece after the aside is credited to somebody whom the aside does not name."""
    ends = [k for k in range(low, high - 1) if ends_sentence(view.word(k), view.gap(k, k + 1), view.word(k + 1))]
    first = _speaker(view, low, ends[0] + 1 if ends else high)
    second = _speaker(view, ends[-1] + 1, high) if ends else _NOBODY
    if ends and not second.words:
        second = _introduced(view, ends[-1] + 1, high)
    if not second.words:
        second = _credited_after(view, high, before)
    if not first.words or not second.words or first.words & second.words:
        return False
    pronouns = word_set("small", "pronouns")
    if second.words <= pronouns:
        return first.words <= pronouns
    if first.names and second.names:
        return True
    return not second.goes_on and not _described(view, low, first, second)


def _only_credits(view: View, low: int, high: int) -> bool:
    """Whether every sentence of the aside says who speaks, or what the same person does: “…,” he said. He paused. “…”"""
    ends = [k for k in range(low, high - 1) if ends_sentence(view.word(k), view.gap(k, k + 1), view.word(k + 1))]
    verbs, pronouns = word_set("speech", "verbs"), word_set("small", "pronouns") & _SUBJECTS
    starts = [low, *(k + 1 for k in ends)]
    for start, stop in pairwise([*starts[1:], high]):
        words = [fold(word) for word in view.words(start, stop)]
        if not verbs & set(words) and not pronouns & set(words[:_NEAR_SUBJECT]):
            return False
    return True


def _introduced(view: View, low: int, high: int) -> _Speaker:
    """Whom the last sentence of an aside names that opens the next speech with a colon: “Holt disagreed: ‘…’”."""
    if ":" not in points(view.gap(high - 1, high))[0]:
        return _NOBODY
    raw = view.words(low, high)
    words = [fold(word) for word in raw]
    small = set(words[:_NEAR_SUBJECT]) & word_set("small", "pronouns") & _SUBJECTS
    if small:
        return _Speaker(frozenset(small), frozenset(), goes_on=False)
    told = [k for k, word in enumerate(words[:_SUBJECT]) if word not in common_words() and len(word) > 1]
    names = frozenset(words[k] for k in told if raw[k][:1].isupper() and k)
    return _Speaker(frozenset(words[k] for k in told), names, goes_on=False)


def _described(view: View, at: int, one: _Speaker, other: _Speaker) -> bool:
    """Whether the text calls one by the words of the other somewhere near: "Mayor Lund", "Lund, the mayor"."""
    names, nouns = (one.names, other.words) if one.names else (other.names, one.words)
    if not names or not nouns:
        return False
    start = int(view.start[at])
    for part in _PART.split(view.text[max(0, start - _KNOWN) : start + _KNOWN]):
        text = words_of(part)
        for k, word in enumerate(text):
            if word in names and nouns & set(text[max(0, k - _DESCRIBED) : k + _DESCRIBED + 1]):
                return True
    return False


def _credited_after(view: View, start: int, before: str) -> _Speaker:
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
            return _NOBODY
        return _speaker(view, low, high)
    return _NOBODY


def _speaker(view: View, low: int, high: int) -> _Speaker:
    """Who speaks in [low, high): names or nouns beside the first verb of speech, or the pronoun there."""
    verbs, pronouns = word_set("speech", "verbs"), word_set("small", "pronouns")
    raw = view.words(low, high)
    words = [fold(word) for word in raw]
    at = next((k for k, word in enumerate(words) if word in verbs), None)
    if at is None:
        return _NOBODY
    goes_on = bool({*words[at : at + 3]} & word_set("speech", "continuing"))
    beside = {words[k] for k in (at - 1, at + 1) if 0 <= k < len(words)}
    small = beside & pronouns & _SUBJECTS
    if small:
        return _Speaker(frozenset(small), frozenset(), goes_on)
    told = [k for k, word in enumerate(words) if word not in verbs and word not in common_words() and len(word) > 1]
    near = [k for k in told if k < at + _SUBJECT] or told
    names = frozenset(words[k] for k in near if raw[k][:1].isupper() and words[max(0, k - 1)] not in _ARTICLES)
    return _Speaker(frozenset(words[k] for k in near), names, goes_on)


_SUBJECTS: Final = frozenset(
    fold(word)
    for word in (
        "i", "he", "she", "they", "we", "you", "er", "sie", "ich", "wir", "il", "elle", "ils", "elles", "él", "ella", "ellos",
        "ellas", "egli", "lei", "loro", "ele", "ela", "eles", "elas", "hij", "zij", "ze", "он", "она", "они", "мы", "я", "هو", "هي", "او",
    )
)  # fmt: skip
