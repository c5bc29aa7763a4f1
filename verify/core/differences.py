"""Blocks where the words of a quotation and of its source are not the same, each with its rule and a sentence.

Words that say the same in another shape come first (numbers, dates, abbreviations, spellings); what remains is a
dropped, added, moved or replaced word. Negations, numbers and words of degree are looked for at every step.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

from verify.core import brackets, damage, omissions, pairing, spelling
from verify.core.align import Block
from verify.core.characters import HYPHENS, fold, is_unspaced
from verify.core.comparison import Comparison
from verify.core.numbers import Numbers, clock, figures_date, has_digit, numbers
from verify.core.quotation_syntax import QUOTES
from verify.core.tokens import tokenise
from verify.core.words import common_of, common_words, languages

_TURNS: Final = {
    "G7": "words of two speakers in one quotation",
    "G8": "question and answer run together",
}
_LINE: Final = 40  # characters of a line
_KNOWN_WORD: Final = 2  # uses that show a run of letters to be a word of the text
_LONG_NUMBER: Final = 5  # letters of a number word from which a slip is no other word
_LETTERS: Final = 40  # letters of a word or two that a scan sets apart
_THOUSANDS: Final = 3  # figures from which a number may be grouped
_NUMBERED: Final = frozenset(  # what has numbers like 2.10, which is not 2.1
    {"version", "v", "release", "edition", "section", "sec", "chapter", "article", "table", "figure", "fig", "paragraph", "clause", "abschnitt", "kapitel", "artikel", "tabelle", "chapitre", "versión", "capítulo"}
)  # fmt: skip
_CURRENCIES: Final = frozenset("$€£¥₹₽₩₪")
_COUNTED: Final = frozenset({"people", "men", "women", "children", "euro", "yen"})
_MINUS: Final = frozenset({"minus", "negative"})
_DENYING_STARTS: Final = frozenset({"a", "an", "un", "non", "no", "not", "now", "im", "il", "ir", "dis", "anti"})
_POINTED: Final = re.compile(r"\d{1,3}\.\d{3}(?:,\d+)?")
_TOLD: Final = 2400  # characters of a source that tell its language
_TWO_WORDS: Final = ("re", "un")  # re-sign is not resign, un-ionised not unionised


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
    if "".join(a) == "".join(b) and not any(i in c.quoted.patterns for i in range(*q)):
        rule = _spacing(c, q, s, a, b, shown)
    elif c.numbers.tells_amount(a) and c.numbers.tells_amount(b):
        rule = _amounts(c, q, s, a, b, written, shown)
    else:
        rule = _other_words(a, b, shown)
    if rule is None:
        return _moved(c, q, s)
    c.add_words(*rule, q, s)
    for i in range(*q):
        # the month and year of another date still tell where it stands
        c.credit[i] = 1.0 if rule[0] != "F7" or fold(c.quoted.word(i)) in b else 0.3
    return True


def _amounts(
    c: Comparison,
    q: tuple[int, int],
    s: tuple[int, int],
    a: list[str],
    b: list[str],
    written: tuple[str, str],
    shown: str,
) -> tuple[str, str] | None:
    """The rule for words that are dates, times or numbers as a whole, the same or others."""
    if c.numbers.date(a) is not None and c.numbers.date(b) is not None:
        same = c.numbers.date(a) == c.numbers.date(b)
        return ("F18", f"style of a date: {shown}") if same else ("F7", f"date: {shown}")
    grouped = _ungrouped(_figures_of(c, a))
    if grouped is not None and grouped == _ungrouped(_figures_of(c, b)):
        return "F6", f"grouping of a number: {shown}"
    if spelling.power(written[0], written[1]):
        return "F6", f"style of a power: {shown}"
    words = _other_words(a, b, shown)
    if words is not None and words[0] != "F13":
        return words
    if figures_date(written[0]) is not None and figures_date(written[0]) == figures_date(written[1]):
        return "F18", f"style of a date: {shown}"
    if clock(written[0]) is not None and clock(written[1]) is not None:
        same = clock(written[0]) == clock(written[1])
        return ("F18", f"style of a time: {shown}") if same else ("F7", f"time: {shown}")
    if pairing.is_rank(a, b, c.numbers):
        return "F6", f"number in another style: {shown}"
    values = _values(c, q, s, a, b, written)
    if None not in values:
        same = values[0] == values[1] and not _is_counted(c, s[0], a, b)
        return ("F6", f"number in another style: {shown}") if same else ("F7", f"number: {shown}")
    return words


def _other_words(a: list[str], b: list[str], shown: str) -> tuple[str, str] | None:
    """The rule for words that are one name, an abbreviation or a contraction of others."""
    if spelling.known_name("".join(a), "".join(b)):
        return "F9", f"name in another spelling: {shown}"
    if spelling.abbreviation(a, b):
        return "F8", f"abbreviation: {shown}"
    if spelling.contraction(a, b):
        return "F13", f"contraction: {shown}"
    return None


def _has_these_brackets(c: Comparison, q: tuple[int, int], s: tuple[int, int]) -> bool:
    """Whether brackets that look like a change inside a word stand in the source letter for letter: sshd[1147]."""
    if not any(i in c.quoted.patterns for i in range(*q)):
        return False
    start, _ = c.view.span(*s)
    phrase = c.quoted.phrase(*q)
    return "[" in phrase and c.view.text.startswith(phrase, start - phrase.startswith("["))


def _values(
    c: Comparison, q: tuple[int, int], s: tuple[int, int], a: list[str], b: list[str], written: tuple[str, str]
) -> tuple[float | None, float | None]:
    """What both sides are as numbers; 1.5m is millions where money or many are spoken of, not metres."""
    before = {c.view.word(s[0] - 1) if s[0] else "", c.quoted.word(q[0] - 1) if q[0] else ""}
    after = fold(c.view.word(s[1])) if s[1] < c.view.size else ""
    money = bool(before & _CURRENCIES) or after in _COUNTED or (len(after) > 3 and after.endswith("s"))
    known = _numbers_for_points(c, a + b)
    return known.value(a, written[0], money=money), known.value(b, written[1], money=money)


def _numbers_for_points(c: Comparison, words: list[str]) -> Numbers:
    """The numbers of the likeliest language where 2.500 may be two and a half or two thousand and a half."""
    if not any(_POINTED.fullmatch(word) for word in words):
        return c.numbers
    return numbers(languages(f"{c.view.text[:_TOLD]} {c.quoted.text}")[:1])


def _figures_of(c: Comparison, words: list[str]) -> list[str]:
    """The words with what groups the thousands of their figures left out."""
    known = _numbers_for_points(c, words)
    return [plain if (plain := known.figures(word)).isdigit() else word for word in words]


def _spacing(
    c: Comparison, q: tuple[int, int], s: tuple[int, int], a: list[str], b: list[str], shown: str
) -> tuple[str, str]:
    """Same letters, other word boundaries."""
    quoted_gaps = c.quoted.gaps[q[0] : q[1] - 1]
    source_gaps = c.view.gaps(s[0], s[1] - 1)
    joined = c.quoted.phrase(*q) + c.view.passage(*s)
    if len(a) == len(b) == 1 and c.quoted.phrase(*q) == c.view.passage(*s):
        return "D14", "A note mark of the source is quoted as the figure it is."
    if c.lexicon.negates([c.quoted.word(i) for i in range(*q)]) != c.lexicon.negates(c.view.words(*s)):
        return "F17", f"negation: {shown}"
    if _cut_by_a_line(c, s, source_gaps) and "".join(c.quoted.phrase(*q).split()) == "".join(
        c.view.passage(*s).split()
    ):
        return "F2", "A word of Latin letters or figures runs on over a line end."
    if any(character.isdigit() for character in "".join(a)):
        grouped = all(not gap.strip() for gap in quoted_gaps + source_gaps) and _is_grouped(a) and _is_grouped(b)
        letters_apart = any(not word.isdigit() for word in a + b)
        if grouped:
            return "F6", f"style of a number: {shown}"
        return (
            ("F4", f"spacing: {shown}") if letters_apart and _figures(a) == _figures(b) else ("F7", f"number: {shown}")
        )
    if any("." in gap for gap in quoted_gaps + source_gaps):
        if c.damaged() and min(map(len, b)) > 1:
            c.forgiven += 1
            return "F15", f"A stray point of the damaged source is passed over: {shown}"
        return "F8", f"abbreviation: {shown}"
    if "\n" in joined and any(character in HYPHENS or character == "\u00ad" for character in joined):
        return "F2", "A hyphen at a line end is read as part of the word."
    if _unquoted(c.quoted.phrase(*q)) == _unquoted(c.view.passage(*s)):
        return "C2", "Quotation marks have another shape."
    first = c.view.word(s[0])
    if len(b) > len(a) and len(first) == 1 and first.isupper() and not source_gaps[0].strip():
        return "G4", "An ornamental initial is read as the first letter of the word."
    if any(character in HYPHENS for gap in quoted_gaps + source_gaps for character in gap):
        longer = min(a, b, key=len)
        split = max(a, b, key=len)
        if len(split) == 2 and split[0] in _TWO_WORDS and len(longer) == 1:
            return "F16", f"other word: {shown}"
        return "B6", f"hyphen: {shown}"
    raw_q, raw_s = [c.quoted.word(i) for i in range(*q)], c.view.words(*s)
    if c.lexicon.negates(raw_q) != c.lexicon.negates(raw_s) and not c.damaged():
        return "F17", f"negation: {shown}"
    apart = spelling.written_apart() & {*a, *b} or max(a, b, key=len)[0] in _DENYING_STARTS
    if len(a) != len(b) and apart and not c.damaged():
        return "F16", f"other word: {shown}"
    if c.damaged():
        c.forgiven += 1
        return "F15", f"The damaged source has other word boundaries: {shown}"
    return "F4", f"spacing: {shown}"


def _cut_by_a_line(c: Comparison, s: tuple[int, int], gaps: list[str]) -> bool:
    """Whether a text without spaces between its words breaks its lines inside foreign words too, as here."""
    if not any("\n" in gap for gap in gaps) or any(gap.strip() and "\n" not in gap for gap in gaps):
        return False
    low, high = c.view.span(*s)
    return (
        sum(is_unspaced(ord(character)) for character in c.view.text[max(0, low - _LINE) : high + _LINE]) > _LINE // 3
    )


def _unquoted(text: str) -> str:
    """The text with every mark in one shape, for scripts that write words up to the mark."""
    return "".join("'" if character in QUOTES else character for character in text)


def _is_grouped(words: list[str]) -> bool:
    """Whether figures are split into thousands: 1 000 000."""
    return all(word.isdigit() for word in words) and all(len(word) == 3 for word in words[1:]) and len(words[0]) <= 9


def _is_counted(c: Comparison, at: int, a: list[str], b: list[str]) -> bool:
    """Whether figures with a point number a version or a part: version 2.10 is not 2.1."""
    return at > 0 and any("." in word for word in a + b) and fold(c.view.word(at - 1)) in _NUMBERED


def _ungrouped(words: list[str]) -> str | None:
    """The figures of one whole number, however its thousands are set apart; None for anything else."""
    parts = [part for word in words for part in re.split(r"[,'’ ]", word)]
    return "".join(parts) if _is_grouped(parts) and len("".join(parts)) > _THOUSANDS else None


def _figures(words: list[str]) -> list[str]:
    return ["".join(c for c in word if c.isdigit()) for word in words if any(c.isdigit() for c in word)]


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
        _word(c, part.q0, part.s0)
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
    elif _number_changed(c, raw_q, raw_s):
        c.add_words("F7", f"number: {shown}", q, s)
    else:
        c.add_words("F16", f"other words: {shown}", q, s)


def _number_changed(c: Comparison, quoted: list[str], source: list[str]) -> bool:
    def found(words: list[str]) -> Counter[str]:
        return Counter(word for word in map(fold, words) if c.numbers.is_number(word))

    return len(quoted) <= 6 and len(source) <= 6 and found(quoted) != found(source)


def _word(c: Comparison, i: int, j: int) -> None:
    """One word against one other."""
    raw, source_raw = c.quoted.word(i), c.view.word(j)
    a, b = fold(raw), fold(source_raw)
    q, s = (i, i + 1), (j, j + 1)
    shown = f"“{raw}”, the source has “{source_raw}”."
    pattern = c.quoted.patterns.get(i)
    if a == b:
        c.credit[i] = 1.0
        c.same_word(i, j)
    elif pattern is not None and pairing.fits(pattern, b):
        c.credit[i] = 1.0
        c.changed_word(i, j)
    else:
        rule, message, credit = _rule_for_words(c, i, j, raw, source_raw, a, b)
        c.credit[i] = credit
        c.add_words(rule, f"{message}: {shown}", q, s)


def _rule_for_words(c: Comparison, i: int, j: int, raw: str, source_raw: str, a: str, b: str) -> tuple[str, str, float]:
    negates = c.lexicon.negates([raw]) or c.lexicon.negates([source_raw])
    frequency = c.view.count(int(c.view.hash[j]))
    quoted_frequency = c.view.count(c.quoted.hashes[i])

    def slip() -> bool:
        return damage.is_slip(
            a,
            b,
            frequency=frequency,
            quoted_frequency=quoted_frequency,
            damaged=c.damaged(),
            whole=True,
            common=_is_common_word(c, a) and not _is_common_word(c, b),
        )

    if has_digit(a) or has_digit(b):
        if not has_digit(a) and not negates and not b.isdigit() and slip():
            c.forgiven += 1
            return "F15", "slip of the damaged source", 1.0
        if not has_digit(a) and b.rstrip("0123456789") == a and len(a) > 2:
            if c.damaged():
                c.flags.add("damaged-source")  # the figure may be a letter: bird5 for birds
            return "D14", "A note number glued to the word is left out", 1.0
        if spelling.abbreviation([a], [b]):
            return "F8", "abbreviation", 1.0
        if pairing.is_rank([a], [b], c.numbers) or _is_one_before_many(c, i, j, a, b) or _is_power(c, i, j):
            return "F6", "number in another style", 1.0
        values = _values(c, (i, i + 1), (j, j + 1), [a], [b], (raw, source_raw))
        if values[0] is not None and values[0] == values[1]:
            if _is_counted(c, j, [a], [b]):
                return "F7", "number of a version or a part", 0.3
            return "F6", "number in another style", 1.0
        return "F7", "number", 0.3
    if _is_minus(raw, source_raw):
        return "F6", "sign in another style", 1.0
    if negates:
        return "F17", "negation", 0.3
    if _glued(c, i, a, b):
        c.forgiven += 1
        c.flags.add("damaged-source")
        return "F15", "A word of the damaged source has lost its space", 1.0
    if not c.numbers.is_number(b) and (not c.numbers.is_number(a) or len(a) >= _LONG_NUMBER) and slip():
        c.forgiven += 1
        if not damage.is_impossible(b):
            c.flags.add("damaged-source")  # the odd word may be the author's: heerd for heard
        return "F15", "slip of the damaged source", 1.0
    if c.numbers.is_number(a) or c.numbers.is_number(b):
        value = c.numbers.value([a])
        if _is_one_before_many(c, i, j, a, b) or (value is not None and value == c.numbers.value([b])):
            return "F6", "number in another style", 1.0
        return "F7", "number", 0.3
    if spelling.british(a, b):
        return "F5", "British or American spelling", 1.0
    if spelling.abbreviation([a], [b]):
        return "F8", "abbreviation", 1.0
    degree = c.lexicon.quantities.find([a]) + c.lexicon.quantities.find([b])
    modal = c.lexicon.modals.find([a]) + c.lexicon.modals.find([b])
    if (degree or modal) and not (spelling.misprint(a, b) and not quoted_frequency):
        return "F17", "word of degree or likelihood", 0.3
    if spelling.umlauts(raw, source_raw):
        return "H5", "equivalent letters", 1.0
    if spelling.contraction([a], [b]):
        return "F13", "contraction", 0.7
    named = raw[:1].isupper() and source_raw[:1].isupper() and a not in common_words() and b not in common_words()
    used_otherwise = quoted_frequency > 0
    nouns = c.lexicon.languages == ("de",)  # a capital letter is no sign of a name there
    if j + 1 < c.view.size and c.view.gap(j, j + 1) in HYPHENS and _is_article(c, j, a, b):
        return "F9", "name in another spelling", 1.0
    if spelling.misprint(a, b, name=named and not nouns) and not used_otherwise:
        return ("F4", "misprint", 0.8) if frequency != 1 else ("F3" if _mended(a, b) else "F4", "misprint", 0.8)
    if named and spelling.transliteration(a, b) and not used_otherwise:
        return "F9", "name in another spelling", 0.8
    if spelling.old_letters(a, b) and not used_otherwise:
        return "F12", "old letters", 0.8
    if named and not spelling.inflection(a, b):
        return "F16", "name", 0.2
    if spelling.inflection(a, b):
        return "F14", "grammatical form", 0.7
    return "F16", "other word", 0.0


def _is_article(c: Comparison, j: int, a: str, b: str) -> bool:
    """Whether both words are the Arabic article before one name: al-Sadr, as-Sadr."""
    following = c.view.word(j + 1)
    return following[:1].isupper() and spelling.article(a, b, fold(following))


def _is_minus(quoted: str, source: str) -> bool:
    """Whether a minus before a number is a sign on one side and a word on the other."""
    return any(sign in HYPHENS and fold(word) in _MINUS for sign, word in ((quoted, source), (source, quoted)))


def _is_one_before_many(c: Comparison, i: int, j: int, a: str, b: str) -> bool:
    """Whether “a” stands for “one” or 1 before million or third."""
    if j + 1 >= c.view.size or not any(map(c.numbers.is_article, (a, b))):
        return False
    following = fold(c.view.word(j + 1))
    other = b if c.numbers.is_article(a) else a
    same = i + 1 < c.quoted.size and fold(c.quoted.word(i + 1)) == following
    return (
        same and c.numbers.value([other]) == 1 and (c.numbers.is_magnitude(following) or c.numbers.is_part(following))
    )


def _is_power(c: Comparison, i: int, j: int) -> bool:
    """Whether the words are the raised figure of one number written as 10³ and 10^3."""
    if not i or not j:
        return False
    signs = c.quoted.gaps[i - 1].strip(), c.view.gap(j - 1, j).strip()
    return sorted(signs) == ["", "^"] and unicodedata.normalize("NFKC", c.quoted.word(i)) == unicodedata.normalize(
        "NFKC", c.view.word(j)
    )


def _is_common_word(c: Comparison, word: str) -> bool:
    """Whether the folded word is among the commonest of a language the text may be in."""
    return any(word in common_of(language) for language in c.lexicon.languages)


def _glued(c: Comparison, i: int, quoted: str, source: str) -> bool:
    """Whether a word at an edge of the quotation is glued to its neighbour outside, in a damaged source."""
    first, last = i == 0, i == c.quoted.size - 1
    rest = source.removesuffix(quoted) if first and source.endswith(quoted) else ""
    rest = source.removeprefix(quoted) if last and source.startswith(quoted) else rest
    if len(rest) < 2 or c.lexicon.negates([rest]) or not c.damaged():
        return False
    return sum(map(c.view.count, tokenise(rest).hash[:1].tolist())) >= _KNOWN_WORD


def _mended(quoted: str, source: str) -> bool:
    """Whether the quotation restores a letter that the source lost: massacre for masacre."""
    return len(quoted) > len(source)


def _shown(text: str) -> str:
    flat = " ".join(text.split())
    flat = flat.strip("".join(QUOTES)) or flat
    return flat if len(flat) <= 160 else flat[:157] + "…"
