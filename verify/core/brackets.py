"""What a bracket adds or stands for (VERDICTS.md E1 to E4, E10, E11, E13, E14; "What decides", 5)."""

from __future__ import annotations

from typing import Final

from verify.core.characters import fold
from verify.core.comparison import Comparison
from verify.core.normalize import View
from verify.core.numbers import has_digit
from verify.core.omissions import is_note_mark
from verify.core.punctuation import points
from verify.core.quotation_syntax import Mark, is_expletive
from verify.core.sentences import sentence_ends
from verify.core.spelling import inflection
from verify.core.words import Phrases, clause_phrases, clause_words, common_words, word_set, words_of

_BRACKET_WORDS: Final = 12  # more words than this are hardly what one bracket stands for
_BRACKET_LIMIT: Final = 25
_SHOWN: Final = 400
_EDGE_WORDS: Final = 8  # words beside the match that a bracket at its edge may stand for
_DENIED: Final = 3  # words at an edge among which a negation is replaced by the bracket
_CLAUSE: Final = frozenset(",;:.()…")
_ADDING: Final = frozenset(
    fold(word)
    for word in ("and", "or", "but", "plus", "including", "also", "und", "oder", "sowie", "et", "ou", "y", "o", "e", "ed", "en", "и", "или")
)  # fmt: skip


def shown_words(view: View, low: int, high: int) -> str:
    """The words [low, high) on one line, shortened in the middle."""
    flat = " ".join(view.passage(low, high).split())
    return flat if len(flat) <= _SHOWN else f"{flat[: _SHOWN // 2]} […] {flat[-_SHOWN // 2 :]}"


def bracket(c: Comparison, mark: Mark, s_end: int, s_next: int) -> None:
    """Inspect a bracket that stands between the source's words `s_end` - 1 and `s_next`."""
    spot = (mark.start, mark.end)
    while s_end < s_next and is_note_mark(c.view, s_end):
        s_end += 1
    where = c.view.span(s_end, s_next)
    inner_raw = [word for word in mark.inner.split() if any(character.isalnum() for character in word)]
    inner = words_of(mark.inner)
    replaced_raw = c.view.words(s_end, s_next)
    replaced = [fold(word) for word in replaced_raw]
    shown = shown_words(c.view, s_end, s_next)
    if not replaced:
        rule, message = inserted(c, inner_raw, f"“[{mark.inner}]”", s_end)
        c.add(rule, message, spot, where)
        return
    if _letters(inner) == _letters(replaced):
        around = c.view.gap(s_end - 1, s_end) + c.view.gap(s_next - 1, s_next)
        own = any(character in "[(（［" for character in around)
        c.add("E13" if own else "E1", "The bracketed words are in the source.", spot, where)
        return
    rule, message = _replaced(c, mark, inner, inner_raw, replaced, replaced_raw, shown)
    c.add(rule, message, spot, where)


def _letters(words: list[str]) -> str:
    return "".join(character for character in "".join(words) if character.isalnum())


def inserted(c: Comparison, inner_raw: list[str], shown: str, at: int) -> tuple[str, str]:
    """The rule and the sentence for words added in brackets or parentheses before the source's word `at`."""
    inner = words_of(" ".join(inner_raw))
    if c.lexicon.negates(inner_raw):
        return "F17", f"negation added in brackets: {shown}."
    beside = [fold(word) for word in (*c.view.words(at - 1, at), *c.view.words(at, at + 1))]
    if inner and any(c.numbers.is_number(word) for word in beside):
        grown = c.numbers.is_magnitude(inner[0]) and at > 0 and c.numbers.is_number(beside[0])
        if grown or c.numbers.value(inner) is not None:
            return "F7", f"A number is added in brackets beside a number: {shown}."
    if c.lexicon.conditions.find(inner) or c.lexicon.hedges.find(inner):
        return "E3", f"A bracket adds a limit of its own: {shown}."
    if len(inner) > 1 and inner[0] in _ADDING and not set(inner) <= word_set("small", "pronouns") | _ADDING:
        return "E3", f"A bracket adds something to what is said: {shown}."
    if any(has_digit(word) for word in inner):
        return "E11", f"A figure is added in brackets: {shown}."
    if len(inner) > 1:
        return "E10", f"An explanation is added in brackets: {shown}."
    return "E1", f"A word is added in brackets: {shown}."


def after_omission(c: Comparison, mark: Mark, s_end: int, s_next: int) -> None:
    """Inspect a bracket beside an ellipsis: which of the omitted words [s_end, s_next) it stands for is not known."""
    spot, where = (mark.start, mark.end), c.view.span(s_end, s_next)
    inner, inner_raw = words_of(mark.inner), mark.inner.split()
    omitted_raw = c.view.words(s_end, s_next)
    omitted = [fold(word) for word in omitted_raw]
    said = f"“[{mark.inner}]” stands beside an omission; the source has “{shown_words(c.view, s_end, s_next)}”."
    plain = word_set("small", "pronouns") | word_set("small", "connectives") | word_set("small", "plain_auxiliaries")
    if c.lexicon.negates(inner_raw) and not c.lexicon.negates(omitted_raw):
        c.add("F17", f"negation added in brackets: {said}", spot, where)
    elif (
        any(" ".join(inner) == " ".join(omitted[k : k + len(inner)]) for k in range(len(omitted)))
        or set(inner) <= plain
    ):
        c.add("E4", f"Small or omitted words stand in brackets: {said}", spot, where)
    elif omitted[-1:] and omitted[-1] in word_set("small", "pronouns"):
        c.add("E2", said, spot, where)
    else:
        c.add("E3", f"Bracketed words may stand for words that carry the content: {said}", spot, where)


def at_edge(c: Comparison, mark: Mark, s_first: int, s_last: int, *, leads: bool) -> tuple[str, str]:
    """The rule and the sentence for a bracket before the match [s_first, s_last), or after it.

    Nothing tells how many words of the source it stands for; those of the same sentence are shown.
    """
    inner, inner_raw = words_of(mark.inner), mark.inner.split()
    shown = f"“[{mark.inner}]”"
    low, high = _beside(c.view, s_first, s_last, leads=leads)
    if c.lexicon.negates(inner_raw):
        return "F17", f"negation added in brackets: {shown}."
    near_raw = c.view.words(low, high)
    near = [fold(word) for word in near_raw]
    if not near:
        return inserted(c, inner_raw, shown, s_first if leads else s_last)
    if inner == (near[-len(inner) :] if leads else near[: len(inner)]):
        return "E1", f"The bracketed words are in the source: {shown}."
    if _denied(c, low, high, leads=leads):
        return "F17", f"{shown} stands where the source has a negation: “{shown_words(c.view, low, high)}”."
    facing = near[-max(2, len(inner)) :] if leads else near[: max(2, len(inner))]
    said = f"{shown} stands for words beside “{shown_words(c.view, low, high)}”."
    next_word = near[-1] if leads else near[0]
    if _degree(c, inner) != _degree(c, facing) and (_degree(c, inner) or _degree_at(c, near, leads=leads)):
        return "F17", f"A bracket replaces or adds a word of degree: {said}"
    if leads and _completes_a_name(c, mark, s_first):
        return "E1", f"A name is completed in brackets: {shown}."
    figures = [word for word in facing if c.numbers.is_number(word)]
    own = [word for word in inner if c.numbers.is_number(word)]
    if figures and own and c.numbers.value(figures) != c.numbers.value(own):
        return "F7", f"A bracket changes a number: {said}"
    if next_word in word_set("small", "pronouns"):
        return "E2", f"{shown} stands for “{near_raw[-1 if leads else 0]}”."
    small = word_set("small", "pronouns") | word_set("small", "connectives") | word_set("small", "plain_auxiliaries")
    if set(inner) <= small:
        return "E1", f"A small word is added in brackets: {shown}."
    if set(near) <= small | (c.everyday() - word_set("speech", "verbs")):
        return "E2", f"{shown} stands for words beside “{shown_words(c.view, low, high)}”."
    return "E3", f"Bracketed words may stand for words that carry the content: {said}"


def _completes_a_name(c: Comparison, mark: Mark, s_first: int) -> bool:
    """Whether a title or a first name is set before a name that the source gives without: [Mr] Aas."""
    words = [word for word in mark.inner.split() if word[:1].isalpha()]
    beside = (c.view.word(s_first), *words)
    own = not c.view.word(s_first - 1)[:1].isupper() or bool(sentence_ends(c.view, s_first - 2, s_first - 1))
    return (
        own
        and 0 < len(words) <= 3
        and all(word[:1].isupper() for word in beside)
        and fold(words[0]) not in common_words()
    )


def _denied(c: Comparison, low: int, high: int, *, leads: bool) -> bool:
    """Whether the words a bracket at the edge may stand for negate, with no clause end towards the match."""
    low, high = (max(low, high - _DENIED), high) if leads else (low, min(high, low + _DENIED))
    for a, b in c.lexicon.negations(c.view.words(low, high)):
        towards = range(low + b - 1, high) if leads else range(low - 1, low + a)
        if not any(_CLAUSE & set(points(c.view.gap(k, k + 1))[0]) for k in towards):
            return True
    return False


def _beside(view: View, s_first: int, s_last: int, *, leads: bool) -> tuple[int, int]:
    """The words of the same sentence before or after the match, a few at most."""
    if leads:
        low = max(0, s_first - _EDGE_WORDS)
        ends = sentence_ends(view, low, s_first)
        return (ends[-1] + 1 if ends else low), s_first
    high = min(view.size, s_last + _EDGE_WORDS)
    ends = sentence_ends(view, s_last - 1, high)
    return s_last, (ends[0] + 1 if ends else high)


def _degree(c: Comparison, words: list[str]) -> set[str]:
    kinds = (c.lexicon.quantities, c.lexicon.narrowers, clause_phrases("degrees"))
    return {" ".join(words[a:b]) for phrases in kinds for a, b in phrases.find(words)}


def _degree_at(c: Comparison, near: list[str], *, leads: bool) -> bool:
    """Whether the very next word of the source is one of degree."""
    kinds = (c.lexicon.quantities, c.lexicon.narrowers, clause_phrases("degrees"))
    return any((b == len(near) if leads else a == 0) for phrases in kinds for a, b in phrases.find(near))


def _limiters(c: Comparison, words: list[str]) -> set[str]:
    kinds: tuple[Phrases, ...] = (
        c.lexicon.hedges,
        c.lexicon.conditions,
        c.lexicon.governors,
        c.lexicon.narrowers,
        c.lexicon.weak_modals,
    )
    return {" ".join(words[a:b]) for phrases in kinds for a, b in phrases.find(words)}


def _modals(c: Comparison, words: list[str]) -> set[str]:
    return {" ".join(words[a:b]) for a, b in c.lexicon.modals.find(words)}


def _refuses(words: list[str]) -> bool:
    return not clause_words("refusals").isdisjoint(words)


def _replaced(
    c: Comparison,
    mark: Mark,
    inner: list[str],
    inner_raw: list[str],
    replaced: list[str],
    replaced_raw: list[str],
    shown: str,
) -> tuple[str, str]:
    said = f"“[{mark.inner}]” stands for “{shown}”."
    if c.lexicon.negates(replaced_raw) != c.lexicon.negates(inner_raw):
        return "F17", f"A bracket replaces or adds a negation: {said}"
    lost = _limiters(c, replaced) - _limiters(c, inner)
    if lost:
        return "F17", f"A bracket replaces a word that limits ({', '.join(sorted(lost))}): {said}"
    figures = [word for word in replaced if c.numbers.is_number(word)]
    other_figures = [word for word in inner if c.numbers.is_number(word)]
    if figures and other_figures and c.numbers.value(figures) != c.numbers.value(other_figures):
        return "F7", f"A bracket changes a number: {said}"
    digits = ["".join(character for character in "".join(words) if character.isdigit()) for words in (inner, replaced)]
    if all(digits) and digits[0] != digits[1] and (not figures or c.numbers.value(figures) is None):
        return "F7", f"A bracket changes a number: {said}"
    if is_expletive(mark) and len(replaced) <= 2:
        return "E14", f"An expletive is masked: {said}"
    if len(replaced) > _BRACKET_LIMIT:
        return "D4", f"A bracket stands for {len(replaced)} words: {said}"
    if _modals(c, inner) != _modals(c, replaced) and _modals(c, inner) and _modals(c, replaced):
        return "F17", f"A bracket changes how certain it is: {said}"
    plain = word_set("small", "plain_auxiliaries")
    if set(replaced) <= plain and set(inner) <= plain:
        return "E4", f"A verb form is changed in brackets: {said}"
    if len(inner) == len(replaced) == 1 and inflection(inner[0], replaced[0]):
        return "E4", f"A word form is changed in brackets: {said}"
    small = word_set("small", "pronouns") | word_set("small", "connectives")
    if (c.lexicon.denials.find(inner) and not c.lexicon.denials.find(replaced)) or _refuses(inner) != _refuses(
        replaced
    ):
        return "F17", f"A bracket brings in a denial, or takes one away: {said}"
    if _limiters(c, inner):
        return "E3", f"A bracket adds a limit of its own: {said}"
    little = c.everyday() - word_set("speech", "verbs")
    if set(replaced) <= small or (len(replaced) <= 2 and set(replaced) <= little and not figures):
        return "E2", f"{said}"
    if len(replaced) > _BRACKET_WORDS:
        return "E3", f"A bracket stands for {len(replaced)} words: {said}"
    return "E3", f"Bracketed words stand for words that carry the content: {said}"
