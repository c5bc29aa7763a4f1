"""A quotation as words: as `tokens.tokenise` gives them, many times faster for a sentence or two.

What stands between two spaces is tokenised once and remembered: most of a quotation's words were in others before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final, cast

from verify.core import markup
from verify.core.characters import HYPHENS, SOFT_HYPHEN
from verify.core.patterns import regex
from verify.core.tokens import LONGEST_ALONE, hash_of, tokenise

_MOST_KEPT: Final = 200_000
_LONGEST_KEPT: Final = 40  # characters; a whole sentence of a script without spaces does not come again
# White space before which a hyphen may be a minus; other kinds stay inside a run and are read by `tokenise`.
_BLANK: Final = regex(r"[ \n\t\u00a0\u202f\u2009]")
_PLAIN: Final = regex(rf"([A-Za-z0-9]{{1,{LONGEST_ALONE}}})[,.;:!?]?")  # one word, whatever stands beside the run
_LINE_END: Final = regex(rf"[{re.escape(''.join(sorted(HYPHENS)))}](?:\W|\u0640)*?[\n\u2028]")

_Words = tuple[tuple[int, int, int], ...]
_runs: dict[str, _Words] = {"": ()}  # hash, start and end of a run's words; two threads may fill in the same values


def tokenise_quotation(text: str) -> tuple[list[int], list[int], list[int]]:
    """Hashes, starts and ends of the words of a text, as `tokens.tokenise` has them."""
    if _is_joined(text):
        tokens = tokenise(text)
        return tokens.hash.tolist(), tokens.start.tolist(), tokens.end.tolist()
    hashes: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    runs = _BLANK.split(text)
    for run, words in zip(runs, _known(runs), strict=True):
        for value, low, high in words:
            hashes.append(value)
            starts.append(at + low)
            ends.append(at + high)
        at += len(run) + 1
    return hashes, starts, ends


def _is_joined(text: str) -> bool:
    """Whether markup or a hyphen at a line end reaches over white space, so that the whole must be read at once."""
    return (
        SOFT_HYPHEN in text
        or (("\n" in text or "\u2028" in text) and _LINE_END.search(text) is not None)
        or next(markup.marks(text, 0, len(text)), None) is not None
    )


def _known(runs: list[str]) -> list[_Words]:
    known = list(map(_runs.get, runs))
    if None not in known:
        return cast("list[_Words]", known)
    new: dict[str, _Words] = {}
    missing: list[str] = []
    for run in sorted({run for run in runs if run not in _runs}):
        plain = _PLAIN.fullmatch(run)
        if plain is None:
            missing.append(run)
        else:
            word = plain[1]
            new[run] = ((hash_of(word), 0, len(word)),)
    if missing:
        joined = " ".join(missing)
        read = _split(joined, missing) if not _is_joined(joined) else map(_read, missing)
        new.update(zip(missing, read, strict=True))
    if len(_runs) < _MOST_KEPT:
        _runs.update((run, words) for run, words in new.items() if len(run) <= _LONGEST_KEPT)
    return [new[run] if words is None else words for run, words in zip(runs, known, strict=True)]


def _read(text: str) -> _Words:
    tokens = tokenise(text)
    return tuple(zip(tokens.hash.tolist(), tokens.start.tolist(), tokens.end.tolist(), strict=True))


def _split(joined: str, runs: list[str]) -> list[_Words]:
    """The words of each of the runs that are joined by spaces."""
    words = _read(joined)
    starts = [start for _, start, _ in words]
    out: list[_Words] = []
    at = first = 0
    for run in runs:
        last = bisect_left(starts, at + len(run), first)
        out.append(tuple((value, start - at, end - at) for value, start, end in words[first:last]))
        at, first = at + len(run) + 1, last
    return out
