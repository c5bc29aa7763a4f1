"""Word lists by language, and which language a text is in.

The lists are tables in verify/data (limits.toml, clauses.toml, slips.toml, words.toml). Words are compared folded: without case, accents and
apostrophes. A phrase is a run of words; in scripts without spaces every character is a word, so that the same search
serves all languages.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Final

from verify.core.characters import fold, is_unspaced
from verify.core.patterns import regex
from verify.data import table

_LATIN: Final = ("en", "de", "fr", "es", "it", "pt", "nl", "tr", "pl", "sv")
_SCRIPTS: Final[Mapping[str, tuple[str, ...]]] = {
    "LATIN": _LATIN,
    "CYRILLIC": ("ru", "uk"),
    "ARABIC": ("ar", "fa"),
    "HEBREW": ("he",),
    "GREEK": ("el",),
    "DEVANAGARI": ("hi",),
    "HANGUL": ("ko",),
    "CJK": ("zh",),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "THAI": ("th",),
}
_SAMPLE: Final = 800  # characters of each of three places of a text that tell its language
_ENOUGH_COMMON_WORDS: Final = 4  # fewer tell nothing: then every language of the script is possible
_SHARE_OF_FIRST: Final = 0.45  # a language with this share of the first one's words is possible too
# Accents and vowel signs, which are no word characters to the regular expression: without them नहीं is two words.
_SIGNS: Final = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    r"\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
_WORD: Final = regex(rf"[^\W_](?:[^\W_]|[{_SIGNS}])*(?:['’ʼ\u200c][^\W_](?:[^\W_]|[{_SIGNS}])*)*")
_ASCII_BLANKS: Final = {code: " " for code in range(0x80) if not chr(code).isalnum() and chr(code) != "'"}
_BEYOND_ASCII: Final = regex(r"[^\x00-\x7f]")
_NO_LETTERS: Final = bytes(code for code in range(0x80) if not chr(code).isalpha())

Phrase = tuple[str, ...]


def words_of(text: str) -> list[str]:
    """Folded words; a character of a script without spaces is a word."""
    out: list[str] = []
    for word in _WORD.findall(text):
        if word.isascii():
            out.append(word.lower() if word.isalnum() else fold(word))
            continue
        run: list[str] = []
        for character in word:
            if is_unspaced(ord(character)):
                if run:
                    out.append(fold("".join(run)))
                    run = []
                out.append(fold(character))
            else:
                run.append(character)
        if run:
            out.append(fold("".join(run)))
    return [word for word in out if word]


@cache
def script_of(character: str) -> str:
    """The script a letter belongs to, as Unicode names it: LATIN, ARABIC, CJK …; "" for what is no letter."""
    if not character.isalpha():
        return ""
    name = unicodedata.name(character, "").split(" ")[0].split("-")[0]
    return "LATIN" if name == "FULLWIDTH" else "KATAKANA" if name == "HALFWIDTH" else name


def scripts(text: str) -> Counter[str]:
    """How many letters of each script a sample of the text has; of equal numbers the script that comes first in it."""
    sample = _sample(text)
    found = Counter({"LATIN": len(sample.encode("ascii", "ignore").translate(None, _NO_LETTERS))})
    if not sample.isascii():
        _count_scripts(found, _BEYOND_ASCII.findall(sample))
        first, second = (*found.most_common(2), ("", 0))[:2]
        if first[1] == second[1]:
            found = Counter[str]()
            _count_scripts(found, sample)
    return +found


def _count_scripts(found: Counter[str], characters: Iterable[str]) -> None:
    for character, count in Counter(characters).items():
        script = script_of(character)
        if script:
            found[script] += count


def _sample(text: str) -> str:
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return " ".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]))


def _words_of_sample(sample: str) -> Iterable[str]:
    """What `words_of` gives, several times faster: every page comes by here, and pages share most of their words."""
    if not sample.isascii():
        return chain.from_iterable(map(_words_of_run, sample.split()))
    words = sample.lower().translate(_ASCII_BLANKS).split()
    return chain.from_iterable(map(_words_of_run, words)) if "'" in sample else words


@lru_cache(maxsize=1 << 16)
def _words_of_run(run: str) -> tuple[str, ...]:
    return tuple(words_of(run))


def languages(text: str) -> tuple[str, ...]:
    """Languages the text may be in, likeliest first: one where its commonest words tell, else all of its script."""
    found = scripts(text)
    if not found:
        return _LATIN
    script = found.most_common(1)[0][0]
    if found["HIRAGANA"] + found["KATAKANA"] > 0.1 * (found["CJK"] + found["HIRAGANA"] + found["KATAKANA"]) > 0:
        return ("ja",)
    possible = _SCRIPTS.get(script, ())
    if len(possible) < 2:
        return possible
    counts: Counter[str] = Counter(dict.fromkeys(possible, 0))
    spoken = _languages_by_word()
    for word, count in Counter(filter(spoken.__contains__, _words_of_sample(_sample(text)))).items():
        for language in spoken[word]:
            if language in counts:
                counts[language] += count
    best = counts.most_common(1)[0][1]
    if best < _ENOUGH_COMMON_WORDS:
        return tuple(language for language, _ in counts.most_common())
    return tuple(language for language, count in counts.most_common() if count >= _SHARE_OF_FIRST * best)


@cache
def common_of(language: str) -> frozenset[str]:
    """The commonest words of a language, folded."""
    entries: Mapping[str, Sequence[str]] = table("words")["common"]
    return frozenset(fold(word) for word in entries.get(language, ()))


@cache
def _languages_by_word() -> Mapping[str, tuple[str, ...]]:
    """Each of the commonest words with the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for language in table("words")["common"]:
        for word in common_of(language):
            found[word] = (*found.get(word, ()), language)
    return found


@cache
def common_words() -> frozenset[str]:
    """The commonest words of all languages: they carry little of what a sentence says."""
    entries: Mapping[str, Sequence[str]] = table("words")["common"]
    return frozenset(fold(word) for language in entries for word in entries[language])


@cache
def word_set(section: str, name: str) -> frozenset[str]:
    """One list of single words of words.toml."""
    return frozenset(fold(word) for word in table("words")[section][name])


@cache
def phrases(section: str, name: str) -> Phrases:
    """One list of words or phrases of words.toml."""
    return Phrases(table("words")[section][name])


@cache
def clause_words(name: str) -> frozenset[str]:
    """One list of single words of clauses.toml."""
    return frozenset(word for entry in table("clauses")[name] for word in words_of(entry))


@cache
def clause_phrases(name: str) -> Phrases:
    """One list of words or phrases of clauses.toml."""
    return Phrases(table("clauses")[name])


@cache
def slips() -> frozenset[str]:
    """Words of slips.toml that are misspelt in themselves, folded."""
    entries: Mapping[str, Sequence[str]] = table("slips")["words"]
    return frozenset(fold(word) for language in entries for word in entries[language])


@cache
def wrong_turns() -> Phrases:
    """Turns of phrase of slips.toml that no grammar allows."""
    entries: Mapping[str, Sequence[str]] = table("slips")["phrases"]
    return Phrases([entry for language in entries for entry in entries[language]])


@cache
def _phrase(entry: str) -> Phrase:
    """An entry of a list as folded words: the same lists serve many combinations of languages."""
    return tuple(words_of(entry))


class Phrases:
    """Words and phrases that can be found in a run of folded words."""

    def __init__(self, entries: Sequence[str]) -> None:
        self._by_first: dict[str, list[Phrase]] = {}
        for entry in entries:
            phrase = _phrase(entry)
            if phrase:
                self._by_first.setdefault(phrase[0], []).append(phrase)
        for known in self._by_first.values():
            known.sort(key=len, reverse=True)

    def at(self, words: Sequence[str], i: int) -> int:
        """The length of the longest phrase that begins at word `i`; 0 when none does."""
        for phrase in self._by_first.get(words[i], ()):
            if tuple(words[i : i + len(phrase)]) == phrase:
                return len(phrase)
        return 0

    def find(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Ranges of words that are phrases, without overlaps."""
        firsts = self._by_first
        found: list[tuple[int, int]] = []
        if firsts.keys().isdisjoint(words):
            return found
        free = 0
        for i, word in enumerate(words):
            if word in firsts and i >= free:
                length = self.at(words, i)
                if length:
                    free = i + length
                    found.append((i, free))
        return found


_CONTRACTED_NOT: Final = regex(r"[nN]['’ʼ][tT]")  # anywhere: a damaged scan glues words
_APOSTROPHE: Final = regex(r"['’ʼ]")
_FRENCH_N: Final = regex(r"[nN]['’ʼ]")


# Words that are written as one with the word behind them: "and", "so", "that".
_PREFIXES: Final[Mapping[str, tuple[str, ...]]] = {"ar": ("و", "ف"), "he": ("ו", "ש")}


class Lexicon:
    """What negates, limits or hedges in some languages."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        limits = table("limits")
        self.languages = languages

        def entries(name: str) -> list[str]:
            found: list[str] = []
            for language in languages:
                listed = limits.get(language, {}).get(name, ())
                prefixes = _PREFIXES.get(language, ())
                found += [*listed, *(prefix + entry for prefix in prefixes for entry in listed if entry[0] != prefix)]
            return found

        self.negators = Phrases(entries("negators"))
        self.not_negation = Phrases(entries("not_negation"))
        self.hedges = Phrases(entries("hedges"))
        self.modals = Phrases(entries("modals"))
        self.weak_modals = Phrases(entries("weak_modals"))
        self.governors = Phrases(entries("governors"))
        self.conditions = Phrases(entries("conditions"))
        self.narrowers = Phrases(entries("narrowers"))
        self.denials = Phrases(entries("denials"))
        self.tail_limits = Phrases(entries("tail_limits"))
        self.quantities = Phrases(entries("quantities"))
        self.portions = Phrases(entries("portions"))
        self.restrictors = Phrases(entries("restrictors"))
        self.attributions = Phrases(entries("attributions"))
        self.not_limiting = Phrases(entries("not_limiting"))
        self.before = Phrases(entries("before"))
        self._stems = tuple(fold(stem) for stem in entries("negator_stems"))
        self._parts = tuple(entries("negator_parts"))
        self._any_form = bool(self._stems or self._parts)  # else only words with an apostrophe negate by their form
        self._is_negation = lru_cache(maxsize=16384)(self._negates_by_its_form)

    def negations(self, raw: Sequence[str], *, literally: bool = False) -> list[tuple[int, int]]:
        """Ranges of words that negate; "not only", "no doubt" and their like are none.

        `literally` counts those too, save where a character that negates is part of another word (非常, very); 不 in
        front keeps its sense (不仅, not only).
        """
        words = list(map(fold, raw))
        excused: set[int] = set()
        for low, high in self.not_negation.find(words):
            if not literally or (len(words[low]) == 1 and words[low] != "不"):
                excused.update(range(low, high))
        found = [span for span in self.negators.find(words) if span[0] not in excused]
        if not self._any_form and _APOSTROPHE.search(" ".join(raw)) is None:
            return found
        taken = {i for low, high in found for i in range(low, high)} | excused
        found += [(i, i + 1) for i, negates in enumerate(map(self._is_negation, raw)) if negates and i not in taken]
        found.sort()
        return found

    def _negates_by_its_form(self, raw: str) -> bool:
        if _CONTRACTED_NOT.search(raw) is not None:
            return True
        if "fr" in self.languages and _FRENCH_N.match(raw) is not None:
            return True
        if self._stems and fold(raw).startswith(self._stems):
            return True
        return any(part in raw for part in self._parts)

    def negates(self, raw: Sequence[str]) -> bool:
        """Whether one of the words negates."""
        return bool(self.negations(raw))


def lexicon(languages: tuple[str, ...]) -> Lexicon:
    """The lists of some languages together, in whatever order; none means all."""
    return _lexicon(frozenset(languages))


@cache
def _lexicon(languages: frozenset[str]) -> Lexicon:
    return Lexicon(tuple(sorted(languages or table("limits"))))
