"""Speakers by a parse: parses are written out by hand, as the model is no package of the index."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
import spacy
from spacy.tokens import Doc

from verify import extract, parsed_speakers, read_document
from verify.model import Check, Extraction
from verify.parsed_speakers import with_parsed_speakers

WORDS = "“the levee will not hold another winter like this one”"

# Of each token: the word, its dependency, the index of its head; then the persons as (first, last) tokens.
CASES = [
    (
        f"Not for the first time did we hear Anna Lund insist that {WORDS} at all.",
        (
            "Not/neg/7 for/prep/7 the/det/4 first/amod/4 time/pobj/1 did/aux/7 we/nsubj/7 hear/ROOT/7 Anna/compound/9 "
            "Lund/nsubj/10 insist/ccomp/7 that/mark/10 “/punct/10 It/dobj/10 ”/punct/10 at/prep/10 all/pobj/15 ./punct/7"
        ),
        [(8, 9)],
        "Anna Lund",
    ),
    (
        f"Of Anna Lund it is known how often people have heard her insist that {WORDS} at all.",
        (
            "Of/prep/5 Anna/compound/2 Lund/pobj/0 it/nsubjpass/5 is/auxpass/5 known/ROOT/5 how/advmod/7 often/advmod/10 people/nsubj/10 "
            "have/aux/10 heard/ccomp/5 her/nsubj/12 insist/ccomp/10 that/mark/12 “/punct/12 It/dobj/12 ”/punct/12 at/prep/12 "
            "all/pobj/17 ./punct/5"
        ),
        [(1, 2)],
        "Anna Lund",
    ),
    (
        f"Not once did we hear the mayor, a careful man, insist that {WORDS} at all.",
        (
            "Not/neg/1 once/advmod/4 did/aux/4 we/nsubj/4 hear/ROOT/4 the/det/6 mayor/nsubj/12 ,/punct/6 a/det/10 careful/amod/10 "
            "man/appos/6 ,/punct/6 insist/ccomp/4 that/mark/12 “/punct/12 It/dobj/12 ”/punct/12 at/prep/12 all/pobj/17 ./punct/4"
        ),
        [],
        "mayor",
    ),
]


def by_hand(tokens: str, people: list[tuple[int, int]]):
    """A parse of one passage, which must be the very text that the tokens spell."""
    rows = [token.rsplit("/", 2) for token in tokens.split()]

    def parse(text: str) -> Doc:
        words, spaces, at = [row[0] for row in rows], [], 0
        for word in words:
            assert text.startswith(word, at), (text, at, word)
            at += len(word)
            spaces.append(text[at : at + 1] == " ")
            at += spaces[-1]
        assert at == len(text)
        ents = ["O"] * len(rows)
        for first, last in people:
            ents[first : last + 1] = ["B-PERSON", *["I-PERSON"] * (last - first)]
        return Doc(
            spacy.blank("en").vocab,
            words=words,
            spaces=spaces,
            deps=[row[1] for row in rows],
            heads=[int(row[2]) for row in rows],
            pos=["VERB" if row[1] in ("ROOT", "ccomp", "xcomp", "conj") else "NOUN" for row in rows],
            ents=ents,
        )

    return parse


def unattributed(text: str) -> Extraction:
    """The extraction as it is where the rules find no speaker, whatever they learn to find."""
    extraction = extract(read_document(text.encode(), media_type="text/plain"))
    (quotation,) = extraction.quotations
    without = replace(quotation, speaker=None, check=Check.UNSOURCED, reason="unattributed")
    citations = tuple(replace(citation, quotation=without) for citation in extraction.citations)
    return replace(extraction, quotations=(without,), citations=citations)


@pytest.mark.parametrize(("text", "tokens", "people", "speaker"), CASES, ids=[case[3] for case in CASES])
def test_the_subject_of_the_verb_over_the_quotation_speaks(text, tokens, people, speaker):
    extraction = unattributed(text)
    parsed = with_parsed_speakers(extraction, by_hand(tokens, people))
    (quotation,) = parsed.quotations
    assert (quotation.speaker, quotation.check, quotation.reason) == (speaker, Check.REQUIRED, None)
    assert [citation.quotation for citation in parsed.citations] == [quotation]


def test_what_the_rules_found_is_not_parsed():
    extraction = extract(read_document(f"Anna Lund said: {WORDS}.".encode(), media_type="text/plain"))
    assert with_parsed_speakers(extraction, pytest.fail) is extraction


def test_other_languages_are_not_parsed():
    text = "Nach langem Streit stand am Ende des Tages fest: „Der Deich wird keinen weiteren Winter dieser Art halten“."
    extraction = unattributed(text)
    assert with_parsed_speakers(extraction, pytest.fail) is extraction


def test_without_spacy_nothing_changes(monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy", None)
    parsed_speakers._installed.cache_clear()
    extraction = unattributed(CASES[0][0])
    assert with_parsed_speakers(extraction) is extraction
    parsed_speakers._installed.cache_clear()
