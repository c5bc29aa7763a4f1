"""What the words of a link tell of where it leads: to a source, or to what they name.

A link on a name ("Acme", "Mary Hale") explains the name and is not where the words come from; to compare a quotation
with such a page would accuse it falsely.
"""

from __future__ import annotations

import re

from verify.core.cues import cues
from verify.core.patterns import regex
from verify.core.publishers import known_publisher, publisher_of

_SOURCE = regex(
    r"\b(?:here|source|link|via|interview|video|audio|transcript|recording|tweet|post|thread|article|report|study|"
    r"statement|press release|speech|testimony|letter|memo|email|op-ed|column|editorial|blog|paper|book|podcast|episode|"
    r"story|document|filing|ruling|hearing|quelle|fuente|fonte|bron|lien|hier|ici|aquí|qui)\b",
    re.IGNORECASE,
)
_WORD = regex(r"[^\W\d_][\w’'.-]*")
_SMALL = frozenset("of and the for in on at to de la le du des del van von der den di da al el y e a an".split())


def reads_as_source(words: str) -> bool:
    """Whether a link says that it leads to where something was said: a verb of report, a publication, a paper."""
    if words.startswith(("http://", "https://", "www.")) or _SOURCE.search(words):
        return True
    table = cues()
    if any(word.lower() in table.verbs or word.lower() in table.foreign for word in _WORD.findall(words)):
        return True
    name = words.strip(" .,;:’'\"“”")
    return known_publisher(name) is not None or publisher_of(name).kind in ("newspaper", "magazine")


def reads_as_name(words: str) -> bool:
    """Whether a link stands on a mere name: a person, a company, a place."""
    found = _WORD.findall(words)
    return bool(found) and all(word[0].isupper() or word.lower() in _SMALL for word in found) and found[0][0].isupper()
