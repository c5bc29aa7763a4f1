"""No input makes extraction grow faster than its length: four times the text costs about four times the work."""

from __future__ import annotations

import time

import pytest

from verify.core.citations import extract
from verify.model import Document

# Characters of the smaller text; the larger has four times as many.
SMALL = 5_000
# Quadratic growth multiplies the time by 16, linear by 4; what lies between is allowed for the noise of a busy machine.
MOST = 10.0
# Below this many seconds of the processor for the larger text nothing is proved, and nobody waits.
UNNOTICED = 0.4

UNITS = {
    "opening marks": "“",
    "closing marks": "”",
    "straight marks": '"',
    "straight marks and words": ' "a b" c',
    "single marks": " ‘a",
    "apostrophes": "a’s ",
    "low and high marks": "„a“ ‚b‘ ",
    "reversed guillemets": "»a« ›b‹ ",
    "corner brackets": "「『",
    "nested marks": "“a ‘b “c ",
    "marks never closed": "“we went home\n\n",
    "guillemets with dashes": "« a — b — c » ",
    "brackets": "[",
    "numbers in brackets": "[1]",
    "ranges in brackets": "[1-9]",
    "opening parentheses": "(",
    "authors and years": "(Smith 2020) ",
    "digits": "1",
    "years": "2013 ",
    "dates": "3 May 2013, ",
    "months": "May ",
    "numbered lines": "1. A\n",
    "dots": ".",
    "ellipses": "… ",
    "initials": "A. ",
    "spaces": " ",
    "lines": "\n",
    "empty paragraphs": " \n\n",
    "reference tags": "<ref>",
    "tags": "<a b=",
    "angle brackets": "<",
    "addresses": "http://a.b/c ",
    "one long address": "a.b/",
    "capitals": "Ann ",
    "one name": "Ann Bee said. ",
    "names and marks": "“we will go,” said Ann Bee. ",
    "pronouns": "He said “we will all go home”. ",
    "verbs of report": "said ",
    "commas": "Ann, ",
    "reports without a subject": "“we are all here” – dodała. ",
    "foreign reports": "« nous partirons demain », a déclaré mardi la maire, Anne Roux. ",
    "foreign verbs": "sagte ",
    "roles": "Vorstandschefin ",
    "according to": "nach ansicht von ",
    "titles": "the book “A B”, ",
    "headings": "References\n",
    "references": "Smith, J. (2020). A Title. Journal.\n\n",
    "ibid": "(ibid., p. 5) ",
    "credits": "> a\n> — B\n",
    "indented": "A:\n\n    b c d.\n\n",
    "dialogue": "— Go home, he said.\n\n",
    "uncapitalised": "قال كريم «نعم ذهبنا كلنا» ",
    "unspaced": "他说：“我们都去了那里。”",
    "korean": "그는 “우리는 모두 갔다”고 말했다. ",
    "reference styles": "A B: C. In: D, ",
}


def _seconds(text: str) -> float:
    document = Document(name="x", media_type="text/plain", text=text, sha256="")
    start = time.process_time()
    extract(document)
    return time.process_time() - start


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_growth(unit: str) -> None:
    small, large = (unit * (size // len(unit)) for size in (SMALL, 4 * SMALL))
    _seconds(small[:1000])  # tables are read and patterns compiled
    long = _seconds(large)
    if long < UNNOTICED:
        return
    ratio = long / _seconds(small)
    if ratio > MOST:
        ratio = min(_seconds(large) for _ in range(2)) / max(_seconds(small) for _ in range(2))
    assert ratio < MOST
