"""Whether a text is a damaged scan, and whether a difference is one of its slips (VERDICTS.md F15).

Slips are forgiven only in a text that measures as damaged: it has words that cannot be words ("1raq"), or many
words it uses once that are one look-alike letter away from words it uses often. Digits and negations are never
forgiven, and a word that the text uses elsewhere is taken for the word it is.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

import numpy as np
from rapidfuzz.distance import Levenshtein

from verify.core.characters import fold
from verify.core.normalize import View
from verify.core.patterns import regex
from verify.core.spelling import lookalikes, printed_for, scanned
from verify.core.tokens import tokenise

_SAMPLE: Final = 12000  # words: the share of words used once falls as texts grow, so the sample has a fixed size
_READ: Final = 5000  # words of the sample that are read for impossible ones
_TESTED: Final = 300
_FREQUENT: Final = 3
_SHORT: Final = 60
_NOISY: Final = 0.022  # share of odd words; clean prose in eight languages stays under 0.012, 1 % noise reaches 0.03
_IMPOSSIBLE_RATE: Final = 1.5  # impossible words in a thousand that alone tell a damaged text
_REPEATED: Final = 2  # times that one slip of a common word is found by chance: "thc" for one "the" in a hundred
_WELL_KNOWN: Final = 12  # uses of a short word in the text that make a look-alike beside it a slip
_GENDERS: Final = frozenset("aeo")  # endings that tell forms of a word: sencilla is not a scanned sencillo
IMPOSSIBLE: Final = regex(
    r"(?<![\w.])(?:[^\W\d_]+[01589|][^\W\d_]+|[01|][^\W\d_]{3,}|[^\W\d_]{4,}[015]"
    r"|[\u0400-\u06ff\u0900-\u0dff]+[a-z][\u0400-\u06ff\u0900-\u0dff]+)(?![\w.])"
)
_FIGURE: Final = regex(r"[01589|]")
_OTHER_SCRIPTS: Final = regex(r"[\u0400-\u06ff\u0900-\u0dff]")
_ORDINARY: Final = regex(r"\d(?:st|nd|rd|th|er|km|kg|cm|mm|am|pm|mph|ème|fach|mal|jährig\w*|year\w*)", re.IGNORECASE)


def is_impossible(word: str) -> bool:
    """Whether a digit or a bar stands inside a word where only a letter can."""
    return IMPOSSIBLE.fullmatch(word) is not None and _ORDINARY.match(word) is None


def noise(view: View) -> float:
    """How damaged the text is: about 0 for clean text. Measured once for a view."""
    if view.noise is None:
        view.noise = _measure(view) if view.whole is view else noise(view.whole)
    return view.noise


def _measure(view: View) -> float:
    low = max(0, view.size // 2 - _SAMPLE // 2)
    high = min(view.size, low + _SAMPLE)
    if high - low < _SHORT:
        # too few words for shares: one word that cannot be a word tells as much
        return float(any(is_impossible(word) for word in view.words(low, high)))
    hashes = view.hash[low:high]
    ordered = np.sort(hashes)
    distinct, counts = np.unique(hashes, return_counts=True)
    once = np.isin(hashes, distinct[counts == 1])
    lengths = view.end[low:high] - view.start[low:high]
    rare = np.flatnonzero(once & (lengths >= 4) & (lengths <= 14)) + low
    rare = rare[:: len(rare) // _TESTED + 1]
    variants: list[str] = []
    owners: list[int] = []
    tested = 0
    for i in rare.tolist():
        word = fold(view.word(i))
        if not word.isalpha():
            continue
        tested += 1
        for at in range(len(word)):
            for length in (1, 2):
                for printed in printed_for(word[at : at + length]):
                    variants.append(word[:at] + printed + word[at + length :])
                    owners.append(i)
    hits = 0
    if variants:
        found = tokenise(" ".join(variants))
        if len(found) == len(variants):
            frequency = np.searchsorted(ordered, found.hash, "right") - np.searchsorted(ordered, found.hash)
            hits = len({owner for owner, n in zip(owners, frequency.tolist(), strict=True) if n >= _FREQUENT})
    middle = min(high, low + _READ)
    sample = view.text[int(view.start[low]) : int(view.end[middle - 1])]
    impossible = sum(_ORDINARY.match(word) is None for word in _impossible(sample))
    rate = impossible * 1000 / (middle - low) / _IMPOSSIBLE_RATE if impossible >= 3 else 0.0
    return max(hits / max(40, tested), _NOISY * rate)


def _impossible(text: str) -> list[str]:
    """What `IMPOSSIBLE` finds, many times faster: it would try every word, and in few a figure or a bar touches a letter."""
    if not text.isascii() and _OTHER_SCRIPTS.search(text) is not None:
        return [found.group() for found in IMPOSSIBLE.finditer(text)]
    runs: list[str] = []
    free = 0
    for figure in _FIGURE.finditer(text):
        at = figure.start()
        if at >= free and (text[at - 1 : at].isalpha() or text[at + 1 : at + 2].isalpha()):
            end = text.find(" ", at)
            free = end if end >= 0 else len(text)
            runs.append(text[text.rfind(" ", 0, at) + 1 : free])
    return [found.group() for found in IMPOSSIBLE.finditer(" ".join(runs))]


def is_damaged(view: View) -> bool:
    """Whether slips of this text may be forgiven."""
    return noise(view) >= _NOISY


def _looks_like(quoted: str, source: str) -> bool:
    """Whether every letter that differs is one that scanning mistakes for the other."""
    pairs = scanned()
    i = j = 0
    while i < len(quoted) or j < len(source):
        if i < len(quoted) and j < len(source) and quoted[i] == source[j]:
            i, j = i + 1, j + 1
            continue
        for printed, slip in ((2, 1), (1, 2), (1, 1)):
            a, b = quoted[i : i + printed], source[j : j + slip]
            if len(a) == printed and len(b) == slip and (b, a) in pairs:
                i, j = i + printed, j + slip
                break
        else:
            return False
    return True


def is_slip(
    quoted: str,
    source: str,
    *,
    frequency: int,
    quoted_frequency: int,
    damaged: bool,
    whole: bool,
    common: bool = False,
) -> bool:
    """Whether the folded word(s) `source` may be a damaged `quoted`.

    `frequency` is how often the text uses the source's word, `quoted_frequency` the quotation's; `whole` says that
    one word stands against one; `common` that the quotation's word is one of the commonest of the language and the
    source's is none.
    """
    if not quoted or not source or any(c.isdigit() for c in quoted) or ord(quoted[0]) > 0x2E80:
        return False
    if is_impossible(source) and _looks_like(quoted, source):
        return True
    if not damaged or (whole and lookalikes(quoted, source)):
        return False
    longest = max(len(quoted), len(source))
    if whole and quoted[:-1] == source[:-1] and {quoted[-1], source[-1]} <= _GENDERS:
        return False
    if common and whole and quoted_frequency >= 2 and frequency <= max(_REPEATED, quoted_frequency // 30):
        return _looks_like(quoted, source)
    if frequency > max(1, quoted_frequency // (30 if longest < 4 else 12)):
        return False
    if not whole and longest < 6:
        return False
    if _looks_like(quoted, source):
        return longest >= 4 or (quoted_frequency >= _WELL_KNOWN and frequency <= 1)
    edits = Levenshtein.editops(quoted, source)
    allowed = (1 if longest < 8 else 2 if longest < 14 else 3) + (0 if whole else 1)
    if len(edits) > allowed:
        return False
    if whole and (quoted_frequency < 3 or longest < 5):
        return False
    # a changed ending is an inflection, a changed beginning or a run of letters may be a prefix or a word: un-, not
    places = [edit.src_pos for edit in edits if edit.tag != "replace"]
    apart = all(b - a > 1 for a, b in pairwise(places))
    return apart and all(0 < edit.src_pos < len(quoted) - 1 for edit in edits)


def may_be(quoted: str, source: str, rule: str) -> bool:
    """Whether a difference that was not forgiven may still be damage, so that a person should look at the scan."""
    if rule in ("F17", "G5", "G6", "D11", "D9") or any(c.isdigit() for c in quoted):
        return False
    a, b = "".join(fold(quoted).split()), "".join(fold(source).split())
    if not a or not b:
        return len(a + b) <= 2
    return Levenshtein.distance(a, b) <= max(1, max(len(a), len(b)) // 3)


def is_only_here(view: View, quoted: str, source: str) -> bool:
    """Whether the text has the source's words nowhere else, and the quotation's elsewhere."""
    here, there = tokenise(source), tokenise(quoted)
    if not len(here) or not len(there):
        return False
    counted = view.whole
    return bool((counted.frequencies(here.hash)[1] <= 1).any()) and bool(
        (counted.frequencies(there.hash)[1] >= 1).all()
    )
