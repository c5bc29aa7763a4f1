"""Two spellings of one name: known ones, and names of the same sound (VERDICTS.md F9). Folded words go in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from rapidfuzz.distance import Levenshtein

from verify.core.characters import fold
from verify.core.patterns import regex
from verify.core.spelling import lookalikes
from verify.data import table

_VOWELS: Final = regex(r"[aeiouy]+")
_SAME_SOUND: Final = (("x", "ks"), ("kh", "h"), ("gh", "g"), ("q", "k"), ("ph", "f"), ("sch", "sh"), ("tch", "ch"), ("dj", "j"), ("zh", "j"), ("ts", "c"), ("w", "v"), ("ck", "k"), ("c", "k"), ("z", "s"))  # fmt: skip
_SUN_LETTERS: Final = frozenset({"s", "sh", "n", "r", "t", "d", "z", "th", "dh", "l"})
_VOWELS_ALIKE: Final = {"a": "ae", "e": "eaiy", "i": "iey", "y": "yie", "o": "ou", "u": "uo"}
_LAST_VOWELS: Final = {"a": "a", "e": "ey", "i": "iy", "y": "yie", "o": "ou", "u": "uo"}


def _skeleton(word: str) -> str:
    word = re.sub(r"(?<=[oe])(?:ff|w)$", "v", word)  # Rachmaninoff
    for x, y in _SAME_SOUND:
        word = word.replace(x, y)
    word = re.sub(r"(.)\1+", r"\1", word)
    head = "a" if word[:1] in "aeiouy" else ""
    return head + _VOWELS.sub("", word).replace("h", "")


@cache
def _names() -> Mapping[str, int]:
    groups: Sequence[Sequence[str]] = table("spelling")["names"]
    return {fold(name): number for number, group in enumerate(groups) for name in group}


def name_group(name: str) -> int | None:
    """Which names with several known spellings a folded name, its words run together, is one of; None for none."""
    return _names().get(name)


def known_name(a: str, b: str) -> bool:
    """Whether two folded names, their words run together, are known spellings of one name: zedong, tsetung."""
    return a in _names() and _names()[a] == _names().get(b)


def transliteration(a: str, b: str) -> bool:
    """Whether two folded names sound alike or are known as one (F9): same consonants, other vowels; Kyiv, Kiev.

    Latin letters only.
    """
    if a in _names() and _names()[a] == _names().get(b):
        return True
    if not (a.isascii() and b.isascii() and a.isalpha() and b.isalpha()) or min(len(a), len(b)) < 4 or lookalikes(a, b):
        return False
    one, other = _skeleton(a), _skeleton(b)
    if one != other or len(one.lstrip("a")) < 2 or not _same_vowels(a, b):
        return False
    return Levenshtein.distance(a, b) <= max(1, max(len(a), len(b)) // 3)


def _same_vowels(a: str, b: str) -> bool:
    """Whether the vowels of two names are those that spellings of one name exchange: Moqtada and Muqtada, not Mario and Maria."""
    if a[-1] in _LAST_VOWELS and b[-1] in _LAST_VOWELS and b[-1] not in _LAST_VOWELS[a[-1]]:
        return False  # Mario, Maria
    runs_a, runs_b = _VOWELS.findall(_servant(a).rstrip("h")), _VOWELS.findall(_servant(b).rstrip("h"))
    open_a, open_b = a.rstrip("h")[-1:] in "aeiouy", b.rstrip("h")[-1:] in "aeiouy"
    if open_a != open_b:
        return False  # Robert, Roberta
    if len(runs_a) != len(runs_b):
        return True
    return all(
        any(y in _VOWELS_ALIKE[x] for x in one for y in other) for one, other in zip(runs_a, runs_b, strict=True)
    )


def _servant(name: str) -> str:
    """The name with its Abdel, Abdul, Abdol in one spelling."""
    return re.sub(r"^abd[aeiou]l", "abdul", name)


def article(a: str, b: str, following: str) -> bool:
    """Whether two folded words are the Arabic article before `following`, spelt or spoken: al-Sadr, as-Sadr, el-Sadr."""

    def fits(word: str) -> bool:
        if word in ("al", "el", "ul", "il"):
            return True
        return word[:1] in ("a", "e") and word[1:] in _SUN_LETTERS and following.startswith(word[1:])

    return fits(a) and fits(b)
