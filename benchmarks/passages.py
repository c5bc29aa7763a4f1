"""Passages of prose and the changes that are made to them: each change has a kind, and each kind a label.

faithful   the words as they stand, or with marked or silent changes only: verbatim or edited
noted      a change that VERDICTS calls a note (a bracket for content words, another end mark): variant at worst
hides      an ellipsis that hides a negation: altered
changed    one word or more is another, missing, added or moved: never green without a flag
remade     a paraphrase set in marks: altered or absent
foreign    words of another text, or of no text: absent
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from verify.core.characters import fold
from verify.core.numbers import numbers
from verify.core.words import Lexicon, languages

_CJK = "\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+(?:['’\u200c][^\W{_CJK}]+|(?<=\d)[.,:][^\W{_CJK}]+)*")
ELLIPSES = ("…", " … ", "...", " ... ", " . . . ", " [...] ", " […] ", " (…) ", " .... ")
LOOK_ODD = re.compile(r"[\[\]<>*…|=#$\\{}]|\.\.|\. \.|--+|\+-|(?<!\w)/|/(?!\w)")
QUOTES = frozenset("\"“”„«»‘’'「」『』")
_SENTENCE_END = re.compile(r"[.!?。！？؟]")


def is_unspaced(text: str) -> bool:
    """Whether a text is in a script without spaces between words."""
    letters = [c for c in text[:4000] if c.isalpha()]
    return sum(0x3000 < ord(c) < 0xA000 for c in letters) > len(letters) // 3


@dataclass(frozen=True)
class Passage:
    """A passage of a slice, the spans of its words, and what belongs to the slice's language and text."""

    text: str
    words: list[tuple[int, int]]
    rng: random.Random
    lexicon: Lexicon
    vocabulary: list[str]
    frequent: frozenset[str]
    names: list[str]
    whole: str
    foreign: str

    @cached_property
    def language(self) -> str:
        """The language of the passage; "" when it cannot be told."""
        return next(iter(languages(self.text)), "")

    @cached_property
    def space(self) -> str:
        return "" if is_unspaced(self.text) else " "

    def word(self, i: int) -> str:
        return self.text[slice(*self.words[i])]

    def low(self, i: int) -> int:
        return self.words[i][0]

    def high(self, i: int) -> int:
        return self.words[i][1]

    def without(self, i: int, j: int) -> str:
        """The passage without the words [i, j), with one space where they stood."""
        return f"{self.text[: self.high(i - 1)]}{self.space}{self.text[self.low(j) :]}"

    def replaced(self, i: int, new: str) -> str:
        return self.text[: self.low(i)] + new + self.text[self.high(i) :]

    def inserted(self, i: int, new: str) -> str:
        return f"{self.text[: self.low(i)]}{new}{self.space}{self.text[self.low(i) :]}"

    def inner(self, test: Callable[[str], bool]) -> int | None:
        """A word inside the passage that passes a test, picked at random."""
        found = [i for i in range(2, len(self.words) - 2) if test(self.word(i))]
        return self.rng.choice(found) if found else None

    def negates(self, low: int, high: int) -> bool:
        return bool(self.lexicon.negations([self.word(i) for i in range(low, high)], literally=True))

    def counts(self, i: int) -> bool:
        return any(c.isdigit() for c in self.word(i)) or numbers(self.lexicon.languages).is_number(fold(self.word(i)))

    def is_cut(self, i: int) -> bool:
        """Whether word i can be cut from the one before: white space between, or a script without spaces."""
        between = self.text[self.high(i - 1) : self.low(i)]
        return any(c.isspace() for c in between) or not self.space

    def limits(self, low: int, high: int) -> bool:
        """Whether words that negate or weaken a statement stand in [low, high): then the label is open."""
        return _limits(self.lexicon, [self.word(k) for k in range(low, high)])


def _limits(known: Lexicon, words: list[str]) -> bool:
    lists = (known.hedges, known.modals, known.weak_modals, known.governors, known.conditions, known.narrowers, known.quantities)  # fmt: skip
    folded = [fold(word) for word in words]
    return bool(known.negations(words, literally=True)) or any(phrases.find(folded) for phrases in lists)


def is_limiter(p: Passage, word: str) -> bool:
    return _limits(p.lexicon, [word])


# --- faithful and noted --------------------------------------------------------------------------------------------


def verbatim(p: Passage) -> str:
    return p.text


def typography(p: Passage) -> str:
    changes: list[Callable[[str], str]] = [
        lambda s: s.translate(str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'"})),
        lambda s: s.replace("—", p.rng.choice(["--", " – ", " — "])),
        lambda s: s.replace("-", "‐"),
        lambda s: s.replace(" ", "\u00a0", 2),
        lambda s: s.replace("fi", "ﬁ").replace("fl", "ﬂ"),
        lambda s: unicodedata.normalize("NFD", s),
        lambda s: f"“{s}”",
        lambda s: s.replace(" ", "\n", 1),
        lambda s: re.sub(r"(?<=[a-z]{3})(?=[a-z]{3})", "\u00ad", s, count=1),
    ]
    text = p.text
    for change in p.rng.sample(changes, 3):
        text = change(text)
    return text


def line_end_hyphen(p: Passage) -> str | None:
    i = p.inner(lambda word: len(word) > 6 and word.isalpha() and word.islower() and word.isascii())
    if i is None:
        return None
    cut = p.low(i) + p.rng.randint(3, len(p.word(i)) - 3)
    return f"{p.text[:cut]}-\n{p.text[cut:]}"


def ellipsis(p: Passage) -> str | None:
    """One to three ellipses, none of which hides a word that negates or limits."""
    out, done = "", 0
    gaps = p.rng.choice([1, 1, 1, 2, 3])
    for _ in range(gaps):
        if len(p.words) - done < 8:
            break
        i = p.rng.randrange(done + 3, max(done + 4, len(p.words) - 4))
        j = i + p.rng.randint(1, 14)
        if j > len(p.words) - 2 or p.limits(max(0, i - 1), j + 1) or not (p.is_cut(i) and p.is_cut(j)):
            return None
        out += p.text[p.low(done) if done else 0 : p.high(i - 1)] + p.rng.choice(ELLIPSES)
        done = j
    return out + p.text[p.low(done) :] if done else None


def bracketed_word(p: Passage) -> str | None:
    i = p.rng.randrange(1, len(p.words) - 1)
    added = p.rng.choice(p.vocabulary)
    if is_limiter(p, added) or not p.is_cut(i) or p.counts(i) or p.counts(i - 1):
        return None
    return p.inserted(i, f"[{added}]")


def bracket_for_words(p: Passage) -> str | None:
    i = p.rng.randrange(2, len(p.words) - 2)
    j = min(len(p.words) - 1, i + p.rng.randint(1, 3))
    new = p.rng.choice(p.vocabulary)
    if p.limits(i, j) or is_limiter(p, new) or any(map(p.counts, range(i, j))) or not (p.is_cut(i) and p.is_cut(j)):
        return None
    if _SENTENCE_END.search(p.text[p.high(i - 1) : p.low(j)]):
        return None
    return f"{p.text[: p.low(i)]}[{new}]{p.text[p.high(j - 1) :]}"


def bracketed_case(p: Passage) -> str | None:
    first = p.text[0]
    if not first.isalpha() or len(first.swapcase()) != 1 or first.swapcase() == first or len(p.word(0)) < 2:
        return None
    return f"[{first.swapcase()}]{p.text[1:]}"


def bracketed_ending(p: Passage) -> str | None:
    i = p.inner(lambda word: re.fullmatch(r"[a-z]{4,}(?:s|ed|ing)", word) is not None)
    if i is None or p.language != "en" or p.counts(i):
        return None
    stem = re.sub(r"(?:s|ed|ing)$", "", p.word(i))
    new = p.rng.choice([ending for ending in ("s", "ed", "ing") if stem + ending != p.word(i)])
    if len(stem) < 3 or stem.endswith("s") or any(is_limiter(p, word) for word in (p.word(i), stem + new, stem)):
        return None
    return p.replaced(i, f"{stem}[{new}]")


def remark(p: Passage) -> str:
    if p.rng.random() < 0.3:
        return p.text + " [emphasis added]"
    i = p.rng.randrange(1, len(p.words))
    return f"{p.text[: p.high(i - 1)]} [sic]{p.text[p.high(i - 1) :]}" if p.is_cut(i) else p.text + " [sic]"


def first_letter(p: Passage) -> str | None:
    return p.text[0].swapcase() + p.text[1:] if len(p.text[0].swapcase()) == 1 and p.text[0].isalpha() else None


def end_comma(p: Passage) -> str:
    return p.text[: p.high(-1)] + ("，" if not p.space else ",")


def end_mark(p: Passage) -> str:
    return p.text[: p.high(-1)] + p.rng.choice("!?.")


def several(p: Passage) -> str | None:
    """An ellipsis and a bracket in one quotation."""
    shortened = ellipsis(p)
    return None if shortened is None or bracketed_case(p) is None else f"[{shortened[0].swapcase()}]{shortened[1:]}"


def hidden_negation(p: Passage) -> str | None:
    for i in p.rng.sample(range(3, len(p.words) - 3), len(p.words) - 6):
        j = min(i + p.rng.randint(1, 3), len(p.words) - 2)
        between = p.text[p.high(i - 1) : p.low(j)]
        if p.negates(i, i + 1) and not _SENTENCE_END.search(between) and p.is_cut(i) and p.is_cut(j):
            return p.text[: p.high(i - 1)] + p.rng.choice(ELLIPSES) + p.text[p.low(j) :]
    return None


# --- changed -------------------------------------------------------------------------------------------------------


def dropped_negation(p: Passage) -> str | None:
    for i in p.rng.sample(range(2, len(p.words) - 2), len(p.words) - 4):
        if not p.negates(i, i + 1):
            continue
        contracted = re.fullmatch(r"(\w+)n['’]t", p.word(i))
        if contracted is None:
            return p.without(i, i + 1)
        stem = {"wo": "will", "ca": "can", "sha": "shall"}.get(contracted.group(1).lower(), contracted.group(1))
        return p.replaced(i, stem)
    return None


def added_negation(p: Passage) -> str | None:
    negator = {"en": "not", "de": "nicht", "es": "no", "fr": "pas", "it": "non", "nl": "niet", "pt": "não", "ru": "не", "ar": "لا", "fa": "نه", "zh": "不"}  # fmt: skip
    word = negator.get(p.language)
    i = p.rng.randrange(2, len(p.words) - 2)
    return None if word is None or p.negates(i - 1, i + 2) or not p.is_cut(i) else p.inserted(i, word)


def number(p: Passage) -> str | None:
    i = p.inner(lambda word: any(c.isdigit() for c in word))
    if i is None:
        return None
    word = p.word(i)
    at = p.rng.choice([k for k, c in enumerate(word) if c.isdigit()])
    digit = p.rng.choice([d for d in "123456789" if d != word[at]])
    return p.replaced(i, word[:at] + digit + word[at + 1 :])


def number_word(p: Passage) -> str | None:
    known = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred".split()
    i = p.inner(lambda word: word.lower() in known)
    return None if i is None else p.replaced(i, p.rng.choice([w for w in known if w != p.word(i).lower()]))


def swapped_word(p: Passage) -> str | None:
    i = p.inner(lambda word: (len(word) > 3 or not p.space) and word.isalpha())
    new = p.rng.choice(p.vocabulary)
    return None if i is None or new == p.word(i).lower() else p.replaced(i, new)


_SMALL = ("the a", "in on", "and or", "of for", "to from", "with by", "all some", "many most", "may must", "will would", "can may", "his her", "their its", "more less", "before after", "always often", "this that")  # fmt: skip


def small_word(p: Passage) -> str | None:
    swaps = {a: b for pair in _SMALL for a, b in (pair.split(), pair.split()[::-1])}
    i = p.inner(lambda word: word in swaps)
    return None if i is None or p.language != "en" else p.replaced(i, swaps[p.word(i)])


def inflected(p: Passage) -> str | None:
    i = p.inner(lambda word: len(word) > 4 and word.islower() and word.isalpha())
    if i is None or p.language not in ("en", "de", "es", "fr"):
        return None
    word = p.word(i)
    for ending in ("ing", "ed", "s"):
        if word.endswith(ending) and not word.endswith("ss"):
            return p.replaced(i, word.removesuffix(ending))
    return p.replaced(i, word + ("d" if word.endswith("e") else p.rng.choice(["s", "ed"])))


def other_name(p: Passage) -> str | None:
    i = p.inner(lambda word: len(word) > 3 and word[:1].isupper() and word[1:].islower())
    if i is None or not p.names or p.language == "de":
        return None
    new = p.rng.choice(p.names)
    return None if new == p.word(i) else p.replaced(i, new)


def one_letter(p: Passage) -> str | None:
    """A word of the text replaced by another word of the text one letter away."""
    alphabet = sorted(set("".join(p.vocabulary[:400])))
    for i in p.rng.sample(range(2, len(p.words) - 2), min(8, len(p.words) - 4)):
        word = p.word(i)
        if not (3 <= len(word) <= 9 and word.isalpha() and word.islower()):
            continue
        near = {word[:k] + c + word[k + 1 :] for k in range(len(word)) for c in alphabet}
        near |= {word[:k] + word[k + 1 :] for k in range(len(word))}
        found = sorted(near & p.frequent - {word})
        if found:
            return p.replaced(i, p.rng.choice(found))
    return None


def moved_word(p: Passage) -> str | None:
    i = p.rng.randrange(1, len(p.words) - 2)
    a, b = p.word(i), p.word(i + 1)
    if a.lower() == b.lower() or not p.is_cut(i + 1):
        return None
    return p.text[: p.low(i)] + b + p.text[p.high(i) : p.low(i + 1)] + a + p.text[p.high(i + 1) :]


def dropped_word(p: Passage) -> str | None:
    i = p.rng.randrange(2, len(p.words) - 2)
    return p.without(i, i + 1) if p.is_cut(i) and p.is_cut(i + 1) else None


def added_word(p: Passage) -> str | None:
    i = p.rng.randrange(2, len(p.words) - 2)
    return p.inserted(i, p.rng.choice(p.vocabulary)) if p.is_cut(i) else None


def spliced(p: Passage) -> str | None:
    """Words left out without a mark, or the second half taken from elsewhere in the text."""
    if len(p.words) < 14:
        return None
    i = p.rng.randrange(5, len(p.words) - 7)
    if p.rng.random() < 0.5:
        return p.without(i, i + p.rng.randint(2, 6))
    start = p.rng.randrange(max(1, len(p.whole) - 1500))
    other = [m.span() for m in WORD.finditer(p.whole, start, start + 1200)][1 : len(p.words) - i]
    if len(other) < 4:
        return None
    return f"{p.text[: p.high(i)]}{p.space or ' '}{' '.join(p.whole[other[0][0] : other[-1][1]].split())}"


def reordered(p: Passage) -> str | None:
    if len(p.words) < 12:
        return None
    middle = len(p.words) // 2
    return p.text[p.low(middle) :].rstrip(".,;:!? ") + p.rng.choice(ELLIPSES) + p.text[: p.high(middle - 1)]


def several_words(p: Passage) -> str | None:
    """Every tenth word replaced."""
    if len(p.words) < 15:
        return None
    text = p.text
    for i in sorted(p.rng.sample(range(1, len(p.words) - 1), max(2, len(p.words) // 10)), reverse=True):
        text = text[: p.low(i)] + p.rng.choice(p.vocabulary) + text[p.high(i) :]
    return text


# --- remade and foreign --------------------------------------------------------------------------------------------


def paraphrase(p: Passage) -> str | None:
    if len(p.words) < 10:
        return None
    words = [p.word(i) for i in range(len(p.words))]
    half = len(words) // 2
    out = [p.rng.choice(p.vocabulary) if p.rng.random() < 0.45 else word for word in words[half:] + words[:half]]
    return p.space.join(word for word in out if p.rng.random() > 0.12)


def foreign(p: Passage) -> str | None:
    start = p.rng.randrange(max(1, len(p.foreign) - 6000))
    words = [m.span() for m in WORD.finditer(p.foreign, start, start + 6000)][1 : len(p.words) + 1]
    return " ".join(p.foreign[words[0][0] : words[-1][1]].split()) if len(words) == len(p.words) else None


def invented(p: Passage) -> str | None:
    """Words of the text in an order that it never has, from word to word as it goes."""
    words = [word.lower() for word in WORD.findall(p.whole[:30_000])]
    follows: dict[str, list[str]] = {}
    for a, b in pairwise(words):
        follows.setdefault(a, []).append(b)
    out = [p.rng.choice(words)]
    while len(out) < max(8, len(p.words)):
        known = follows.get(out[-1])
        out.append(p.rng.choice(known) if known and len(out) % 3 else p.rng.choice(words))
    return p.space.join(out)


KINDS: dict[str, tuple[str, Callable[[Passage], str | None], int]] = {
    "verbatim": ("faithful", verbatim, 10),
    "typography": ("faithful", typography, 9),
    "line-end hyphen": ("faithful", line_end_hyphen, 3),
    "ellipsis": ("faithful", ellipsis, 10),
    "bracketed word": ("faithful", bracketed_word, 4),
    "bracketed case": ("faithful", bracketed_case, 3),
    "bracketed ending": ("faithful", bracketed_ending, 3),
    "remark": ("faithful", remark, 2),
    "first letter": ("faithful", first_letter, 3),
    "end comma": ("faithful", end_comma, 2),
    "several marks": ("faithful", several, 3),
    "bracket for words": ("noted", bracket_for_words, 4),
    "end mark": ("noted", end_mark, 3),
    "hidden negation": ("hides", hidden_negation, 5),
    "dropped negation": ("changed", dropped_negation, 7),
    "added negation": ("changed", added_negation, 4),
    "number": ("changed", number, 6),
    "number word": ("changed", number_word, 3),
    "swapped word": ("changed", swapped_word, 6),
    "small word": ("changed", small_word, 4),
    "inflected": ("changed", inflected, 4),
    "name": ("changed", other_name, 3),
    "one letter": ("changed", one_letter, 6),
    "moved word": ("changed", moved_word, 3),
    "dropped word": ("changed", dropped_word, 4),
    "added word": ("changed", added_word, 4),
    "splice": ("changed", spliced, 4),
    "reordered": ("changed", reordered, 3),
    "several words": ("changed", several_words, 3),
    "paraphrase": ("remade", paraphrase, 4),
    "foreign": ("foreign", foreign, 7),
    "invented": ("foreign", invented, 4),
}
CRITICAL = frozenset({"dropped negation", "added negation", "number", "number word"})
