"""One word of a quotation against one other word of its source: which rule the change falls under."""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from verify.core import damage, name_spellings, pairing, spelling
from verify.core.amounts import both_values, is_counted, is_minus, is_one_before_many, is_power
from verify.core.characters import HYPHENS, fold
from verify.core.comparison import Comparison
from verify.core.numbers import has_digit
from verify.core.tokens import tokenise
from verify.core.words import common_of, common_words

_ALIKE_LETTERS: Final = 5  # letters of a word that may look like another
_ALIKE_CREDIT: Final = 0.5
_KNOWN_WORD: Final = 2  # uses that show a run of letters to be a word of the text
_LONG_NUMBER: Final = 5  # letters of a number word from which a slip is no other word


def word(c: Comparison, i: int, j: int) -> None:
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
        if pairing.is_rank([a], [b], c.numbers) or is_one_before_many(c, i, j, a, b) or is_power(c, i, j):
            return "F6", "number in another style", 1.0
        values = both_values(c, (i, i + 1), (j, j + 1), [a], [b], (raw, source_raw))
        if values[0] is not None and values[0] == values[1]:
            if is_counted(c, j, [a], [b]):
                return "F7", "number of a version or a part", 0.3
            return "F6", "number in another style", 1.0
        return "F7", "number", 0.3
    if is_minus(raw, source_raw):
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
        if is_one_before_many(c, i, j, a, b) or (value is not None and value == c.numbers.value([b])):
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
    if named and name_spellings.transliteration(a, b) and not used_otherwise:
        return "F9", "name in another spelling", 0.8
    if spelling.old_letters(a, b) and not used_otherwise:
        return "F12", "old letters", 0.8
    if named and not spelling.inflection(a, b):
        return "F16", "name", 0.2
    if spelling.inflection(a, b):
        return "F14", "grammatical form", 0.7
    return "F16", "other word", _ALIKE_CREDIT if _look_alike(a, b) else 0.0


def _look_alike(a: str, b: str) -> bool:
    """Whether another word is written so much alike that it tells of the same place: untied, united."""
    longer = max(len(a), len(b))
    return longer >= _ALIKE_LETTERS and DamerauLevenshtein.distance(a, b) <= longer // 4


def _is_article(c: Comparison, j: int, a: str, b: str) -> bool:
    """Whether both words are the Arabic article before one name: al-Sadr, as-Sadr."""
    following = c.view.word(j + 1)
    return following[:1].isupper() and name_spellings.article(a, b, fold(following))


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
