"""Blocks where the words of a quotation and of its source are not the same, each with its rule and a sentence.

Words that say the same in another shape come first (numbers, dates, abbreviations, spellings); what remains is a
dropped, added, moved or replaced word. Negations, numbers and words of degree are looked for at every step.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from verify.core import brackets, damage, omissions, pairing
from verify.core.align import Block
from verify.core.amounts import amounts, number_changed, other_words
from verify.core.characters import HYPHENS, fold
from verify.core.comparison import Comparison
from verify.core.quotation_syntax import QUOTES
from verify.core.spacing import cut_number, spacing
from verify.core.word_differences import word

_TURNS: Final = {
    "G7": "words of two speakers in one quotation",
    "G8": "question and answer run together",
}
_LETTERS: Final = 40  # letters of a word or two that a scan sets apart


def differ(comparison: Comparison, block: Block) -> None:
    """Record how the words of a block differ."""
    if block.q0 == block.q1 and block.s0 == block.s1:
        return
    if block.q0 == block.q1:
        _left_out(comparison, block)
    elif block.s0 == block.s1:
        _added(comparison, block)
    elif not _same_otherwise(comparison, block):
        for part in pairing.pairs(comparison.view, comparison.quoted, block, comparison.numbers):
            _part(comparison, part)


def _left_out(c: Comparison, block: Block) -> None:
    q, s = (block.q0, block.q1), (block.s0, block.s1)
    found = omissions.excuse(c.view, *s, c.lexicon)
    if found is not None:
        if omissions.may_be_exponent(c.view, block.s0):
            c.flags.add("raised-figure")
        if found[0] == "D16" and omissions.may_be_a_line(c.view, *s):
            c.flags.add("line-left-out")
        c.add_words(*found, q, s)
        return
    raw = c.view.words(*s)
    shown = _shown(c.view.passage(*s))
    if len(raw) == 1 and _is_and(fold(raw[0])):
        between = c.quoted.gaps[q[0] - 1] if 0 < q[0] < c.quoted.size else ""
        if "&" in between:
            c.add_words("F8", f"The quotation has “&” for “{raw[0]}”.", q, s)
            return
        if (
            c.numbers.is_magnitude(fold(c.view.word(s[0] - 1)))
            and c.numbers.value([fold(c.view.word(s[1]))]) is not None
        ):
            c.add_words("F6", f"“{raw[0]}” inside a number is left out.", q, s)
            return
    turn = omissions.speaker_turn(c.view, *s)
    if turn is not None:
        c.add_words(turn, f"{_TURNS[turn]}: the source has “{shown}” here.", q, s)
    elif c.lexicon.negates(raw):
        c.add_words("F17", f"negation left out: the source has “{shown}” here.", q, s)
    elif any(c.numbers.is_number(fold(word)) and not damage.is_impossible(word) for word in raw) and len(raw) <= 3:
        c.add_words("F7", f"number left out: the source has “{shown}” here.", q, s)
    elif len(raw) <= 3 and c.lexicon.quantities.find([fold(word) for word in raw]):
        c.add_words("F17", f"word of degree left out: the source has “{shown}” here.", q, s)
    elif _only_damage(c, raw):
        c.forgiven += 1
        c.flags.add("damaged-source")  # the letter may be a word after all: an option, a variable, an item of a list
        c.add_words("F15", f"“{shown}” of the damaged source is passed over.", q, s)
    else:
        words = "word" if len(raw) == 1 else "words"
        c.add_words("D4", f"{words} left out without a mark: the source has “{shown}” here.", q, s)


def _is_and(word: str) -> bool:
    """Whether the folded word joins the parts of a list, of a firm's name or of a number."""
    return word in ("and", "und", "et", "y", "e", "en", "och", "i", "и")


def _only_damage(c: Comparison, raw: list[str]) -> bool:
    """A stray letter of a damaged scan that stands alone and is no word of the language."""
    return (
        len(raw) == 1
        and len(raw[0]) == 1
        and raw[0].isascii()
        and raw[0].isalpha()
        and raw[0].lower() not in "aiouyes"
        and c.damaged()
    )


def _added(c: Comparison, block: Block) -> None:
    q, s = (block.q0, block.q1), (block.s0, block.s1)
    raw = [c.quoted.word(i) for i in range(*q)]
    shown = _shown(c.quoted.phrase(*q))
    low, high = c.quoted.span(*q)
    if len(raw) == 1 and _is_and(fold(raw[0])) and q[0] > 0 and q[1] < c.quoted.size:
        rule = "F8" if "&" in c.view.gap(s[0] - 1, s[0]) else ""
        before, after = fold(c.quoted.word(q[0] - 1)), fold(c.quoted.word(q[1]))
        rule = "F6" if c.numbers.is_magnitude(before) and c.numbers.value([after]) is not None else rule
        if rule:
            c.add_words(rule, f"“{raw[0]}” stands for “&”, or inside a number: the source does not have it.", q, s)
            c.credit[q[0]] = 1.0
            return
    negates = c.lexicon.negates(raw)
    if negates:
        c.add_words("F17", f"negation added: the source does not have “{shown}”.", q, s)
    elif c.quoted.text[:low].rstrip().endswith(("(", "（")) and c.quoted.text[high:].lstrip(" .,").startswith(
        (")", "）")
    ):
        rule, message = brackets.inserted(c, raw, f"“({shown})”", block.s0)
        if rule not in ("E3", "F7", "F17"):
            rule, message = "E5", f"An explanation is added in parentheses: “{shown}”."
        c.add_words(rule, message, q, s)
        for i in range(*q):
            c.credit[i] = 1.0
    elif any(c.numbers.is_number(fold(word)) for word in raw) and len(raw) <= 3:
        c.add_words("F7", f"number added: the source does not have “{shown}”.", q, s)
    elif len(raw) <= 3 and c.lexicon.quantities.find([fold(word) for word in raw]):
        c.add_words("F17", f"word of degree added: the source does not have “{shown}”.", q, s)
    else:
        words = "word" if len(raw) == 1 else "words"
        c.add_words("E12", f"{words} added without a mark: the source does not have “{shown}”.", q, s)


def _broken_over_page(c: Comparison, q: tuple[int, int], s: tuple[int, int]) -> bool:
    """One word of the quotation that a hyphen and page furniture cut in two: contem- | running head | plate."""
    if q[1] - q[0] != 1 or not 3 <= s[1] - s[0] <= 26:
        return False
    head, tail = fold(c.view.word(s[0])), fold(c.view.word(s[1] - 1))
    after = c.view.gap(s[0], s[0] + 1)
    if head + tail != fold(c.quoted.word(q[0])) or after[:1] not in HYPHENS | {"\u00ad"} or "\n" not in after:
        return False
    found = omissions.excuse(c.view, s[0] + 1, s[1] - 1, c.lexicon)
    if found is None:
        return False
    c.credit[q[0]] = 1.0
    c.add_words(*found, (q[1], q[1]), (s[0] + 1, s[1] - 1))
    c.add_words("F2", "A hyphen at a line end is read as part of the word.", q, s)
    return True


def _same_otherwise(c: Comparison, block: Block) -> bool:
    """Whether the whole block says the same in another shape; records it when so."""
    q, s = (block.q0, block.q1), (block.s0, block.s1)
    if _broken_over_page(c, q, s):
        return True
    if q[1] - q[0] > 12 or s[1] - s[0] > (_LETTERS if c.damaged() else 12):
        return _moved(c, q, s)
    if _has_these_brackets(c, q, s):
        c.add_words("E13", "The brackets are in the source.", q, s)
        for i in range(*q):
            c.credit[i] = 1.0
        return True
    a = [fold(c.quoted.word(i)) for i in range(*q)]
    b = [fold(word) for word in c.view.words(*s)]
    written = c.quoted.phrase(*q), c.view.passage(*s)
    shown = f"“{_shown(written[0])}”, the source has “{_shown(written[1])}”."
    rule: tuple[str, str] | None = None
    if cut_number(c, s, written):
        rule = ("F2", "A number runs on over a line end.")
    elif "".join(a) == "".join(b) and not any(i in c.quoted.patterns for i in range(*q)):
        rule = spacing(c, q, s, a, b, shown)
    elif c.numbers.tells_amount(a) and c.numbers.tells_amount(b):
        rule = amounts(c, q, s, a, b, written, shown)
    else:
        rule = other_words(a, b, shown)
    if rule is None:
        return _moved(c, q, s)
    c.add_words(*rule, q, s)
    for i in range(*q):
        # the month and year of another date still tell where it stands
        c.credit[i] = 1.0 if rule[0] != "F7" or fold(c.quoted.word(i)) in b else 0.3
    return True


def _has_these_brackets(c: Comparison, q: tuple[int, int], s: tuple[int, int]) -> bool:
    """Whether brackets that look like a change inside a word stand in the source letter for letter: sshd[1147]."""
    if not any(i in c.quoted.patterns for i in range(*q)):
        return False
    start, _ = c.view.span(*s)
    phrase = c.quoted.phrase(*q)
    return "[" in phrase and c.view.text.startswith(phrase, start - phrase.startswith("["))


def _moved(c: Comparison, q: tuple[int, int], s: tuple[int, int]) -> bool:
    if q[1] - q[0] < 2 or Counter(c.quoted.hash[q[0] : q[1]].tolist()) != Counter(c.view.hash[s[0] : s[1]].tolist()):
        return False
    shown = f"“{_shown(c.quoted.phrase(*q))}”, the source has “{_shown(c.view.passage(*s))}”."
    c.add_words("G5", f"word order: {shown}", q, s)
    for i in range(*q):
        c.credit[i] = 0.7
    return True


def _part(c: Comparison, part: Block) -> None:
    if part.q0 == part.q1:
        _left_out(c, part)
    elif part.s0 == part.s1:
        _added(c, part)
    elif part.q1 - part.q0 == 1 and part.s1 - part.s0 == 1:
        word(c, part.q0, part.s0)
    elif not _same_otherwise(c, part):
        _several(c, part)


def _several(c: Comparison, part: Block) -> None:
    q, s = (part.q0, part.q1), (part.s0, part.s1)
    quoted, source = _shown(c.quoted.phrase(*q)), _shown(c.view.passage(*s))
    shown = f"“{quoted}”, the source has “{source}”."
    raw_q, raw_s = [c.quoted.word(i) for i in range(*q)], c.view.words(*s)
    a, b = "".join(map(fold, raw_q)), "".join(map(fold, raw_s))
    if c.lexicon.negates(raw_q) != c.lexicon.negates(raw_s):
        c.add_words("F17", f"negation: {shown}", q, s)
    elif len(b) <= 60 and damage.is_slip(a, b, frequency=0, quoted_frequency=3, damaged=c.damaged(), whole=False):
        c.forgiven += 1
        c.flags.add("damaged-source")
        c.add_words("F15", f"The damaged source has “{source}”.", q, s)
        for i in range(*q):
            c.credit[i] = 1.0
    elif number_changed(c, raw_q, raw_s):
        c.add_words("F7", f"number: {shown}", q, s)
    else:
        c.add_words("F16", f"other words: {shown}", q, s)


def _shown(text: str) -> str:
    flat = " ".join(text.split())
    flat = flat.strip("".join(QUOTES)) or flat
    return flat if len(flat) <= 160 else flat[:157] + "…"
