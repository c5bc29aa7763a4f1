"""Two spellings of one word, or two words? Folded words go in, a rule of VERDICTS.md comes out.

Without a dictionary a misprint can only be told from another word by its kind: letters swapped, doubled or lost inside a
long word that the source does not use otherwise. What is doubtful counts as another word, which is never green.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from verify.core.characters import fold
from verify.core.patterns import regex
from verify.core.words import words_of
from verify.data import table

_SHORTEST_MISPRINT: Final = 5  # shorter words are one letter away from too many others
_LONGEST_ENDING: Final = 4  # letters by which inflected forms of a word differ
_SHORTEST_STEM: Final = 3
Words = tuple[str, ...]
_NONE: Final[frozenset[Words]] = frozenset()
_POWER: Final = regex(r"(?:[kcdmhµμn]?m|ft|yd|mi|in|sec|s|[a-zA-Z]{1,2})[23]")
_LENGTHS: Final = frozenset({"m", "km", "cm", "dm", "mm", "hm", "µm", "μm", "nm", "ft", "yd", "mi", "in"})
_ISOTOPE: Final = regex(r"\d{1,3}[A-Z][a-z]?")
_OLD_ENDING: Final = regex(r"(?<=[a-z]{3})ick$")  # musick, publick
_UMLAUTS: Final = (("ae", "ä"), ("ae", "æ"), ("oe", "ö"), ("oe", "ø"), ("ue", "ü"), ("aa", "å"))
_ENDINGS: Final = ("s", "es", "ed", "d", "ing", "er", "est", "ly", "en", "e", "n", "em", "t", "st", "te", "ten", "a", "o", "as", "os", "i", "y", "ies", "ied", "é", "ée", "és", "ent", "ons", "ez", "ais", "ait", "й", "я", "ю", "ы", "и", "ов", "ам", "ть", "л", "ла", "ли")  # fmt: skip


@cache
def _pairs(name: str) -> frozenset[tuple[str, str]]:
    entries: Sequence[Sequence[str]] = table("spelling")[name]
    both = [(fold(a), fold(b)) for a, b in entries]
    return frozenset(both + [(b, a) for a, b in both])


@cache
def _abbreviations() -> Mapping[tuple[str, ...], frozenset[tuple[str, ...]]]:
    found: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for short, long in table("spelling")["abbreviations"]:
        a, b = tuple(words_of(short)) or (short,), tuple(words_of(long)) or (long,)
        found.setdefault(a, set()).add(b)
        found.setdefault(b, set()).add(a)
    return {key: frozenset(value) for key, value in found.items()}


@cache
def pointed() -> frozenset[str]:
    """Abbreviations whose full stop ends no sentence."""
    return frozenset(fold(word) for word in table("spelling")["pointed"])


@cache
def apostrophe_pairs() -> frozenset[str]:
    """Folded words that are two words, with and without an apostrophe: its, were."""
    return frozenset(fold(word) for word in table("spelling")["apostrophe_pairs"])


@cache
def scanned() -> frozenset[tuple[str, str]]:
    """(letters of a scan, letters that were printed)."""
    return frozenset((a, b) for a, b in table("spelling")["scanned"])


@cache
def printed_for(slip: str) -> tuple[str, ...]:
    """What may have been printed where a scan has these letters."""
    return tuple(sorted(printed for letters, printed in scanned() if letters == slip))


@cache
def _british_forms() -> frozenset[tuple[str, str]]:
    """The pairs of the table with the endings that both words of a pair may take: tyres and tires."""
    endings: Sequence[str] = table("spelling")["british_inflections"]
    forms = set(_pairs("british_pairs"))
    for a, b in _pairs("british_pairs"):
        for ending in endings:
            forms.add((_inflected(a, ending), _inflected(b, ending)))
    return frozenset(forms)


def _inflected(word: str, ending: str) -> str:
    return (word[:-1] if word.endswith("e") and ending[0] in "aei" else word) + ending


def british(a: str, b: str) -> bool:
    """Whether two folded words differ as British and American spelling do (F5)."""
    if (a, b) in _british_forms():
        return True
    if min(len(a), len(b)) < 5 or a[0] != b[0] or (a, b) in _pairs("not_british"):
        return False
    for x, y in table("spelling")["british"]:
        for one, other in ((a, b), (b, a)):
            at = one.find(x)
            while at >= 0:
                if one[:at] + y + one[at + len(x) :] == other:
                    return True
                at = one.find(x, at + 1)
    return False


@cache
def _listed_spellings() -> Mapping[str, frozenset[str]]:
    """The other spellings that the tables have of a word."""
    found: dict[str, set[str]] = {}
    for a, b in _british_forms() | _pairs("archaic_pairs"):
        found.setdefault(a, set()).add(b)
    groups: Sequence[Sequence[str]] = table("spelling")["names"]
    for group in groups:
        single = {fold(name) for name in group if name.isalpha()}
        for name in single:
            found.setdefault(name, set()).update(single - {name})
    return {word: frozenset(others) for word, others in found.items()}


@lru_cache(maxsize=4096)
def respellings(word: str) -> tuple[str, ...]:
    """Other spellings that a folded word may have in a source: British or American, of an early print, of a name."""
    if len(word) < 4 or not word.isalpha():
        return ()
    found = set(_listed_spellings().get(word, ()))
    for x, y in table("spelling")["british"]:
        for old, new in ((x, y), (y, x)):
            at = word.find(old)
            while at >= 0:
                found.add(word[:at] + new + word[at + len(old) :])
                at = word.find(old, at + 1)
    if word.endswith("ic"):
        found.add(word + "k")
    return tuple(sorted(found - {word}))


def abbreviated(words: Words, joined: str) -> frozenset[Words]:
    """What a run of folded words abbreviates or is abbreviated to; `joined` are the same words without spaces."""
    known = _abbreviations()
    return known.get(words, _NONE) | known.get((joined,), _NONE)


def abbreviation(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether one run of folded words abbreviates the other (F8): [us] and [united, states]."""
    one, other = tuple(a), tuple(b)
    return other in abbreviated(one, "".join(one)) or one in abbreviated(other, "".join(other))


def contracted(words: Words) -> frozenset[Words]:
    """What one folded word contracts: [havent] stands for [have, not]; nothing for several words."""
    return _contracted(words[0]) if len(words) == 1 else _NONE


@lru_cache(maxsize=16384)
def _contracted(word: str) -> frozenset[Words]:
    found = {
        (word.removesuffix(ending), full) for ending, full in table("spelling")["contractions"] if word.endswith(ending)
    }
    found |= {tuple(full.split()) for short, full in table("spelling")["irregular_contractions"] if short == word}
    if word == "cannot":
        found.add(("can", "not"))
    return frozenset(found)


def contraction(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether one run of folded words contracts the other (F13): [havent] and [have, not]."""
    one, other = tuple(a), tuple(b)
    return other in contracted(one) or one in contracted(other)


def umlauts(a: str, b: str) -> bool:
    """Whether two words as printed differ by an accepted substitute: ue for ü (H5). “Larva” is not “larvae”."""
    one, other = (unicodedata.normalize("NFC", word).casefold() for word in (a, b))
    letters = set(one + other)
    for substitute, letter in _UMLAUTS:
        if letter in letters:
            one, other = one.replace(letter, substitute), other.replace(letter, substitute)
    return fold(one) == fold(other)


def old_letters(a: str, b: str) -> bool:
    """Whether two folded words differ as early prints do from later ones (F12): u for v, i for j, vv for w, musick."""
    if len(a) < 3:
        return False
    if (a, b) in _pairs("archaic_pairs"):
        return True

    def modern(word: str) -> str:
        return _OLD_ENDING.sub("ic", word.replace("vv", "w").replace("v", "u").replace("j", "i"))

    return modern(a) == modern(b)


@cache
def shortened() -> frozenset[str]:
    """Folded words of abbreviations and of what they stand for, and the words of names with several spellings."""
    groups: Sequence[Sequence[str]] = table("spelling")["names"]
    parts = {fold(part) for group in groups for name in group if len(name.split()) > 1 for part in name.split()}
    return frozenset(word for run in _abbreviations() for word in run) | parts


def lookalikes(a: str, b: str) -> bool:
    """Whether both folded words are known words one slip apart: form and from."""
    return (a, b) in _pairs("lookalikes")


def misprint(a: str, b: str, *, name: bool = False) -> bool:
    """Whether one folded word is a slip of the other: letters swapped, doubled, or one lost inside a long word.

    A letter replaced by another counts only in words of eight letters or more. In a name neither that nor a lost letter
    counts: Andersen is not Anderson, Johnston not Johnson.
    """
    short = min(len(a), len(b))
    if short < _SHORTEST_MISPRINT or lookalikes(a, b) or not (a.isalpha() and b.isalpha()):
        return False
    if DamerauLevenshtein.distance(a, b) != 1 or inflection(a, b):
        return False
    if len(a) == len(b):
        swapped = Levenshtein.distance(a, b) == 2
        first = next(i for i in range(len(a)) if a[i] != b[i])
        return swapped or (not name and short >= 8 and 0 < first < len(a) - 1)
    long, less = (a, b) if len(a) > len(b) else (b, a)
    at = next((i for i in range(len(less)) if long[i] != less[i]), len(less))
    doubled = at > 0 and long[at] == long[at - 1]
    if doubled:
        return 0 < at < len(long) - 1 or short >= 6
    return not name and short >= 7 and 1 < at < len(long) - 2


def power(a: str, b: str) -> bool:
    """Whether two texts write the same raised figure in two ways: m2, m², m^2; 14C, ¹⁴C."""
    return raised(a) is not None and raised(a) == raised(b)


def raised(text: str) -> str | None:
    """A unit with its power or an isotope in plain characters: m2 for m² and m^2, 14C for ¹⁴C; None for other text."""
    plain = unicodedata.normalize("NFKC", text).replace("^", "").replace(" ", "")
    return plain if _POWER.fullmatch(plain) or _ISOTOPE.fullmatch(plain) else None


def is_length(word: str) -> bool:
    """Whether a folded word is a unit whose square and cube are measures too: m, km, ft."""
    return word in _LENGTHS


def other_unit(a: str, b: str) -> bool:
    """Whether two units that differ in case alone are different ones: mW and MW, Mb and MB."""
    return (a.casefold() in table("spelling")["case_units"] and a[1:] == b[1:]) or frozenset(
        (a, b)
    ) in _bits_and_bytes()


@cache
def _bits_and_bytes() -> tuple[frozenset[str], ...]:
    return tuple(frozenset({f"{prefix}b{rest}", f"{prefix}B{rest}"}) for prefix in "kKMGT" for rest in ("", "ps", "/s"))


@cache
def written_apart() -> frozenset[str]:
    """Folded words that say something else than the two words they are made of: already, sometime, maybe."""
    return frozenset(fold(word) for word in table("spelling")["written_apart"])


def inflection(a: str, b: str) -> bool:
    """Whether two folded words are forms of one word (F14): same stem, other ending."""
    same = 0
    while same < min(len(a), len(b)) and a[same] == b[same]:
        same += 1
    rest_a, rest_b = a[same:], b[same:]
    if same < _SHORTEST_STEM or max(len(rest_a), len(rest_b)) > _LONGEST_ENDING:
        return False
    if not rest_a or not rest_b:
        return (rest_a or rest_b) in _ENDINGS or same >= 5
    return same >= 4 and same >= 0.5 * max(len(a), len(b)) and len(rest_a) + len(rest_b) <= 6
