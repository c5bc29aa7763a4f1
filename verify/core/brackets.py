"""What a bracket adds or stands for (VERDICTS.md E1 to E4, E10, E11, E13, E14; "What decides", 5)."""

from __future__ import annotations

from typing import Final

from verify.core.characters import fold
from verify.core.comparison import Comparison
from verify.core.normalize import View
from verify.core.numbers import has_digit
from verify.core.quotation_syntax import Mark, is_expletive
from verify.core.spelling import inflection
from verify.core.words import Phrases, common_words, word_set, words_of

_BRACKET_WORDS: Final = 12  # more words than this are hardly what one bracket stands for
_BRACKET_LIMIT: Final = 25
_SHOWN: Final = 400


def shown_words(view: View, low: int, high: int) -> str:
    """The words [low, high) on one line, shortened in the middle."""
    flat = " ".join(view.passage(low, high).split())
    return flat if len(flat) <= _SHOWN else f"{flat[: _SHOWN // 2]} […] {flat[-_SHOWN // 2 :]}"


def bracket(c: Comparison, mark: Mark, s_end: int, s_next: int) -> None:
    """Inspect a bracket that stands between the source's words `s_end` - 1 and `s_next`."""
    spot = (mark.start, mark.end)
    where = c.view.span(s_end, s_next)
    inner_raw = [word for word in mark.inner.split() if any(character.isalnum() for character in word)]
    inner = words_of(mark.inner)
    replaced_raw = c.view.words(s_end, s_next)
    replaced = [fold(word) for word in replaced_raw]
    shown = shown_words(c.view, s_end, s_next)
    if not replaced:
        rule, message = _inserted(c, mark, inner, inner_raw)
        c.add(rule, message, spot, where)
        return
    if "".join(inner) == "".join(replaced):
        around = c.view.gap(s_end - 1, s_end) + c.view.gap(s_next - 1, s_next)
        own = any(character in "[(（［" for character in around)
        c.add("E13" if own else "E1", "The bracketed words are in the source.", spot, where)
        return
    rule, message = _replaced(c, mark, inner, inner_raw, replaced, replaced_raw, shown)
    c.add(rule, message, spot, where)


def _inserted(c: Comparison, mark: Mark, inner: list[str], inner_raw: list[str]) -> tuple[str, str]:
    shown = f"“[{mark.inner}]”"
    if c.lexicon.negates(inner_raw):
        return "F17", f"negation added in brackets: {shown}."
    if c.lexicon.conditions.find(inner) or c.lexicon.hedges.find(inner):
        return "E3", f"A bracket adds a limit of its own: {shown}."
    if any(has_digit(word) for word in inner):
        return "E11", f"A figure is added in brackets: {shown}."
    if len(inner) > 1:
        return "E10", f"An explanation is added in brackets: {shown}."
    return "E1", f"A word is added in brackets: {shown}."


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
    if set(replaced) <= small or (len(replaced) <= 2 and set(replaced) <= common_words() and not figures):
        return "E2", f"{said}"
    if len(replaced) > _BRACKET_WORDS:
        return "E3", f"A bracket stands for {len(replaced)} words: {said}"
    return "E3", f"Bracketed words stand for words that carry the content: {said}"
