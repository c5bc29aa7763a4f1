"""What a service is asked with: the run of a title to look for, its rare words, the language whose wiki may cite it."""

from __future__ import annotations

from verify.core.patterns import regex
from verify.core.titles import title_words
from verify.core.words import common_of, languages

_RUN = regex(r"[^\W_]+(?:[ \t\u00a0]+[^\W_]+)*")
# Two words or more, so that a phrase is looked for and not a word.
_RUN_WORDS = 2
_LONGEST = 120  # characters; a search takes 300
_RARE = 4  # letters of a word that tells something
_CODE = regex(r"[a-z]{2,3}")
# Languages whose edition goes by another code.
_EDITIONS = {"nb": "no", "nn": "nn", "iw": "he", "in": "id", "fil": "tl"}


def phrase(title: str) -> str:
    """The longest run of the title without punctuation, which searches read in their own ways; else all its words."""
    runs = [found[0] for found in _RUN.finditer(title)]
    longest = max(runs, key=len, default="")
    if len(longest.split()) < _RUN_WORDS and not _unspaced(longest):
        longest = " ".join(" ".join(runs).split())
    if len(longest) > _LONGEST:
        longest = longest[:_LONGEST].rpartition(" ")[0] or longest[:_LONGEST]
    return longest


def _unspaced(text: str) -> bool:
    return len(title_words(text)) >= _RUN_WORDS


def rare_words(title: str, count: int = 2) -> tuple[str, ...]:
    """The longest words of the title that an address would spell, in their order, none of the commonest."""
    spoken = languages(title)[:1]
    common = common_of(spoken[0]) if spoken else frozenset[str]()
    apart = title.replace("'", " ").replace("’", " ")
    words = [word for word in title_words(apart) if len(word) >= _RARE and word.isascii() and word not in common]
    chosen = sorted(range(len(words)), key=lambda index: (-len(words[index]), index))[:count]
    return tuple(words[index] for index in sorted(chosen))


def editions(title: str, stated: str | None) -> tuple[str, ...]:
    """The language editions that may cite it: that of its own language, then the English one, which cites most."""
    return tuple(dict.fromkeys((_code(stated) or _guess(title), "en")))


def _guess(title: str) -> str:
    """The language with the most of its commonest words in the title; English where none has more."""
    spoken = title_words(title)
    likely = languages(title)
    counts = {code: sum(word in common_of(code) for word in spoken) for code in likely}
    best = max(counts.values(), default=0)
    first = [code for code, count in counts.items() if count == best]
    return "en" if "en" in first or not first else first[0]


def _code(language: str | None) -> str | None:
    code = (language or "").lower().partition("-")[0]
    if not _CODE.fullmatch(code):
        return None
    return _EDITIONS.get(code, code)
