"""Whether two titles name the same work: the same words, but for typography, kickers, the site's name and a subtitle.

A title that shares a beginning, or most of its words, is another title: headlines of one day differ by a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from verify.core.characters import is_unspaced
from verify.core.patterns import regex
from verify.core.publishers import known_publisher
from verify.core.spelling import british, misprint, umlauts
from verify.core.words import words_of

Words = tuple[str, ...]

# "Annual Report", "Editorial": shorter titles are those of many works. Of a script without spaces characters are counted.
FEW_WORDS = 3
FEW_CHARACTERS = 6
# A subtitle's main title, or a series' title, that is long enough to stand for the whole one.
_PART_WORDS = 2
# A single slip of the pen is passed over in a title of this many words or more.
_SLIP_WORDS = 4
_INITIALS = regex(r"(?<!\w)(?:[^\W\d_]\.){2,}|(?<!\w)[^\W\d_](?:\.[^\W\d_])+(?!\w)")
_SEPARATOR = regex(r"\s*(?:[:：|•·]\s|：|\s[-–—|/]\s|—)\s*")
_KICKER = regex(
    r"\s*(?:exclusive|breaking(?: news)?|opinion|op-?ed|analysis|comment(?:ary)?|editorial|update(?:d)?|watch|video|live|"
    r"live updates?|special report|feature|interview|news analysis|factbox|review|letter|letters|explainer|fact check|"
    r"exklusiv|kommentar|analyse|meinung|exclusif|éditorial|tribune|opinión|análisis|editorial|opinione|мнение|эксклюзив)"
    r"\s*(?:[:：|]|\s[-–—])\s*",
    re.IGNORECASE,
)
_HYPHEN = regex(r"(?<=[^\W\d_])(?<!\b[Rr]e)[-‐‑](?=[^\W\d_])")  # to re-sign is not to resign
_FORM = regex(
    r"\s*[(\[](?:pdf|video|audio|html|doc|press release|in [A-Z][a-z]+|paywall|subscription required)[)\]]\s*$",
    re.IGNORECASE,
)
_PARTS = frozenset(
    "part volume vol book band teil tome tomo parte episode season issue number no ii iii iv vi vii viii ix".split()
)
_AND = frozenset("and und et y".split())
_ARTICLES = frozenset("the a an der die das le la les el los il lo de het een ein eine un une una".split())


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """How alike two titles are that agree. `part` says which part of one the other leaves out; "" when none."""

    similarity: float
    part: str = ""
    short: bool = False

    def __str__(self) -> str:
        return f"title {self.similarity:.2f}{f' without {self.part}' if self.part else ''}"


def same_title(cited: str, found: str, sites: tuple[str, ...] = ()) -> TitleMatch | None:
    """How two titles agree; None when they do not. `sites` are names that a page may add to its title."""
    ours, theirs = tuple(_forms(cited, sites)), tuple(_forms(found, sites))
    for one in ours:
        for other in theirs:
            # Two kickers, or two names of sites, that differ tell two works apart.
            if not one.without & other.without and _same_words(one.words, other.words):
                return TitleMatch(_likeness(one.words, other.words), short=_short(one.words))
    return _partly(cited, found, sites, [form.words for form in ours], [form.words for form in theirs])


def likeness(cited: str, found: str) -> float:
    """How alike two titles look, 0 to 1: to be shown, never to decide."""
    return _likeness(_words(cited), _words(found))


def title_words(title: str) -> Words:
    """Folded words; initials with points are one word, a character of a script without spaces is one."""
    return _words(title)


@lru_cache(maxsize=4096)
def _words(text: str) -> Words:
    return tuple(words_of(_INITIALS.sub(lambda found: found[0].replace(".", ""), text)))


@dataclass(frozen=True, slots=True)
class _Form:
    """A title's words, and what was left out of it: "site", "kicker"."""

    words: Words
    without: frozenset[str]


def _forms(title: str, sites: tuple[str, ...]) -> Iterator[_Form]:
    """The title as it stands, and without what a page or a style adds to it; hyphens join or part words (cease-fire)."""
    bare = _FORM.sub("", title)
    site, kicker = _without_site(bare, sites), _KICKER.match(bare)
    kept: list[tuple[str, frozenset[str]]] = [(bare, frozenset())]
    if site != bare:
        kept.append((site, frozenset({"site"})))
    if kicker:
        kept += [(text[kicker.end() :], without | {"kicker"}) for text, without in tuple(kept)]
    for text, without in kept:
        for written in dict.fromkeys((text, _HYPHEN.sub("", text))):
            words = _words(written)
            if words:
                yield _Form(words, without)


def _without_site(title: str, sites: tuple[str, ...]) -> str:
    *_, last = [None, *_SEPARATOR.finditer(title)]
    if last is None or not last.start():
        return title
    name = title[last.end() :].strip()
    folded = _words(name)
    if any(folded == _words(site) for site in sites) or (":" not in last[0] and known_publisher(name)):
        return title[: last.start()]
    return title


def _same_words(one: Words, other: Words) -> bool:
    for change in (_as_is, _without_article, _without_and):
        first, second = change(one), change(other)
        if first == second or _same_but_for_spelling(first, second):
            return bool(first)
    return False


def _as_is(words: Words) -> Words:
    return words


def _without_article(words: Words) -> Words:
    return words[1:] if len(words) > 2 and words[0] in _ARTICLES else words


def _without_and(words: Words) -> Words:
    """`&` is no word, so that “and” in its place is none either."""
    return tuple(word for word in _without_article(words) if word not in _AND)


def _same_but_for_spelling(one: Words, other: Words) -> bool:
    if len(one) != len(other):
        return False
    slips = 0
    for a, b in zip(one, other, strict=True):
        if a == b or british(a, b) or umlauts(a, b):
            continue
        slips += 1
        # As in names: Andersen is not Anderson.
        if slips > 1 or len(one) < _SLIP_WORDS or not misprint(a, b, name=True):
            return False
    return True


def _partly(
    cited: str, found: str, sites: tuple[str, ...], ours: Sequence[Words], theirs: Sequence[Words]
) -> TitleMatch | None:
    """A title against the same one without its subtitle, or without the series it stands in. Two subtitles must agree."""
    one, other = (_without_site(_FORM.sub("", title), sites) for title in (cited, found))
    first, second = _SEPARATOR.search(one), _SEPARATOR.search(other)
    if bool(first) == bool(second):
        return None
    full, separator, whole = (one, first, theirs) if first else (other, second, ours)
    if separator is None:
        return None
    head, tail = full[: separator.start()], full[separator.end() :]
    for part, rest, name in ((head, tail, "the subtitle"), (tail, head, "the series")):
        words, left_out = _words(part), _words(rest)
        if len(words) < _PART_WORDS or not left_out or any(_tells_apart(word) for word in left_out):
            continue
        if any(_same_words(words, each) for each in whole):
            return TitleMatch(1.0, part=name, short=_short(words))
    return None


def _tells_apart(word: str) -> bool:
    """Whether a word of a subtitle numbers the parts of a work."""
    return word in _PARTS or any(character.isdigit() for character in word)


def _short(words: Words) -> bool:
    if words and all(len(word) == 1 and is_unspaced(ord(word)) for word in words):
        return len(words) < FEW_CHARACTERS
    return len(words) < FEW_WORDS


def _likeness(one: Words, other: Words) -> float:
    return round(fuzz.ratio(" ".join(one), " ".join(other)) / 100, 2)
