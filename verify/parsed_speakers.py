"""Speakers by a grammatical parse, where spaCy and its small English model are installed (`verify[nlp]`).

The rules of `core/attribution.py` come first; a parse is asked only for English quotations that they credit to nobody.
It reads the paragraph with each quotation blanked to one pronoun, so that "…," said X has the shape of "It," said X.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from verify.core.cues import cues
from verify.core.words import languages
from verify.model import Check, Citation, Document, Extraction, Quotation, QuotationKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MODEL: Final = "en_core_web_sm"
Parse = Callable[[str], "Doc"]

# Code points around a quotation that are parsed: its paragraph, but no more.
_REACH: Final = 1200
_STAND_IN: Final = "It"
_PRONOUNS: Final = frozenset("he she they him her them".split())
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass"})
# Of a subject only the name or role is kept: no apposition, relative clause, or what a comma opens.
_LEFT_OUT: Final = frozenset({"appos", "relcl", "acl", "punct", "cc", "advcl", "parataxis"})


def with_parsed_speakers(extraction: Extraction, parse: Parse | None = None) -> Extraction:
    """The extraction with speakers for quotations that had none; as it is without a parse.

    A quotation that gets a speaker becomes one to verify. `parse` defaults to the installed model.
    """
    wanting = [one for one in extraction.quotations if _is_wanting(one)]
    if not wanting or "en" not in languages(extraction.document.text[:4000]):
        return extraction
    parse = parse or _installed()
    if parse is None:
        return extraction
    blanks = [(one.start, one.end) for one in extraction.quotations if one.nested_in is None]
    named: dict[str, Quotation] = {}
    for quotation in wanting:
        speaker = _speaker(extraction.document, quotation, blanks, parse)
        if speaker is not None:
            named[quotation.id] = replace(quotation, speaker=speaker, check=Check.REQUIRED, reason=None)
    return _with(extraction, named) if named else extraction


def _is_wanting(quotation: Quotation) -> bool:
    return (
        quotation.speaker is None
        and quotation.check is Check.UNSOURCED
        and quotation.kind is QuotationKind.INLINE
        and quotation.nested_in is None
    )


@cache
def _installed() -> Parse | None:
    try:
        import spacy

        return spacy.load(MODEL)
    except (ImportError, OSError):  # no spaCy, or no model
        return None


def _speaker(document: Document, quotation: Quotation, blanks: Iterable[tuple[int, int]], parse: Parse) -> str | None:
    text = document.text
    low = max(text.rfind("\n", 0, quotation.start) + 1, quotation.start - _REACH)
    line_end = text.find("\n", quotation.end)
    high = min(line_end if line_end >= 0 else len(text), quotation.end + _REACH)
    passage, place = _blanked(text, low, high, blanks, quotation)
    doc = parse(passage)
    stand_in = next((token for token in doc if token.idx >= place), None)
    verb = None if stand_in is None else _verb_over(stand_in)
    subject = None if verb is None else next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
    if subject is None or subject.idx == place:
        return None
    if subject.lower_ in _PRONOUNS:
        people = [entity.text for entity in doc.ents if entity.label_ == "PERSON" and entity.end <= subject.i]
        return people[-1] if people else subject.text
    return _named(subject)


def _blanked(text: str, low: int, high: int, blanks: Iterable[tuple[int, int]], wanted: Quotation) -> tuple[str, int]:
    """The passage with every quotation as one pronoun, and where that of the wanted one begins."""
    out: list[str] = []
    length, position, place = 0, low, 0
    for start, end in blanks:
        if end <= low or start >= high or start < position:
            continue
        if start == wanted.start:
            place = length + start - position
        closing = text[end - 1] if text[end - 1] in ",?!." else ""
        piece = text[position:start] + _STAND_IN + closing
        out.append(piece)
        length += len(piece)
        position = end
    out.append(text[position:high])
    return "".join(out), place


def _verb_over(token: Token) -> Token | None:
    """The verb of report that governs the stand-in, or else the one nearest to it in its sentence."""
    verbs = cues().verbs
    for governor in token.ancestors:
        if governor.lower_ in verbs:
            return governor
    near = [other for other in token.sent if other.lower_ in verbs and other.pos_ in ("VERB", "AUX")]
    return min(near, key=lambda other: abs(other.i - token.i), default=None)


def _named(subject: Token) -> str | None:
    left_out = {inner.i for child in subject.children if child.dep_ in _LEFT_OUT for inner in (child, *child.subtree)}
    kept = [token for token in subject.subtree if token.i not in left_out and token.i <= subject.i + 8]
    if not kept:
        return None
    words = subject.doc.text[kept[0].idx : kept[-1].idx + len(kept[-1].text)]
    article = next(
        (words.removeprefix(one) for one in ("the ", "The ", "a ", "A ", "an ", "An ") if words.startswith(one)), words
    )
    return article.strip() or None


def _with(extraction: Extraction, named: dict[str, Quotation]) -> Extraction:
    def citation(one: Citation) -> Citation:
        quotation = named.get(one.quotation.id, one.quotation) if one.quotation else None
        return replace(one, quotation=quotation, pieces=tuple(named.get(piece.id, piece) for piece in one.pieces))

    return replace(
        extraction,
        quotations=tuple(named.get(one.id, one) for one in extraction.quotations),
        citations=tuple(citation(one) for one in extraction.citations),
    )
