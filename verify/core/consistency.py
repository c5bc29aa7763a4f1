"""Where documents contradict each other: the same words quoted differently, with other numbers, or from other mouths;
the same work with other dates. No source is needed for this, so it works without a network.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.core.patterns import regex
from verify.core.summaries import worst_difference
from verify.model import (
    Check,
    CrossFinding,
    CrossPlace,
    Document,
    Extraction,
    Quotation,
    Reference,
    Severity,
    Verdict,
)

# Two quotations are held together when the shorter one shares this part of its words with the longer: below it they
# are two passages on one subject. The seeds' pair with the most differences (an ellipsis, a bracket) shares 0.93.
SHARED_WORDS = 0.75
# Shorter quotations are phrases that different people use.
WORD_FLOOR = 6
# A pair is looked for among quotations that share one of their rarest words; this many of them are tried.
RARE_WORDS = 6
# A word that stands in more quotations than this tells nothing about a pair, and would make the search quadratic.
COMMON = 50
_NUMBER_RULES = frozenset({"F7", "F6"})
_DATE = regex(r"\d{4}(?:-\d\d){0,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quoted:
    document: Document
    quotation: Quotation
    words: frozenset[str]


def consistency(extractions: Sequence[Extraction]) -> tuple[CrossFinding, ...]:
    """All contradictions between different documents, in the order of their first places."""
    return (*_between_quotations(extractions), *_between_references(extractions))


def _between_quotations(extractions: Sequence[Extraction]) -> Iterator[CrossFinding]:
    for first, second in _pairs(list(_quoted(extractions))):
        shorter, longer = sorted((first, second), key=lambda item: len(item.quotation.exact))
        found = judge(shorter.quotation.exact, SourceText(_as_document(longer)))
        if found.verdict in (Verdict.ABSENT, Verdict.UNCHECKED):
            continue
        places = (_place(first.document, first.quotation), _place(second.document, second.quotation))
        worst = worst_difference(found.differences)
        if worst and worst.severity in (Severity.NOTE, Severity.ALTERED):
            kind = "number" if worst.rule in _NUMBER_RULES else "wording"
            yield CrossFinding(
                kind=kind, message=f"The same words are quoted differently: {worst.message}", places=places
            )
        if _other_person(first.quotation.speaker, second.quotation.speaker):
            message = f"The same words are credited to {first.quotation.speaker} and to {second.quotation.speaker}."
            yield CrossFinding(kind="attribution", message=message, places=places)


def _quoted(extractions: Sequence[Extraction]) -> Iterator[_Quoted]:
    for extraction in extractions:
        for quotation in extraction.quotations:
            if quotation.check is Check.OPTIONAL:
                continue
            words = frozenset(re.findall(r"\w+", quotation.exact.casefold()))
            if len(words) >= WORD_FLOOR:
                yield _Quoted(document=extraction.document, quotation=quotation, words=words)


def _pairs(quoted: Sequence[_Quoted]) -> Iterator[tuple[_Quoted, _Quoted]]:
    """Quotations of different documents that share most words of the shorter one, each pair once."""
    names = [item.document.name for item in quoted]
    if len(set(names)) < 2:
        return
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(quoted):
        for word in item.words:
            holders[word].append(index)
    rare: set[str] = set()
    for item in quoted:
        shared = sorted(
            (word for word in item.words if 1 < len(holders[word]) <= COMMON),
            key=lambda word: (len(holders[word]), word),
        )
        rare.update(shared[:RARE_WORDS])
    pairs = (pair for word in rare for pair in combinations(holders[word], 2))
    for first, second in sorted({(first, second) for first, second in pairs if names[first] != names[second]}):
        one, other = quoted[first], quoted[second]
        smaller = min(len(one.words), len(other.words))
        if len(one.words & other.words) >= SHARED_WORDS * smaller:
            yield one, other


def _as_document(item: _Quoted) -> Document:
    return Document(
        name=item.document.name, media_type="text/plain", text=item.quotation.exact, sha256=item.document.sha256
    )


def _place(document: Document, span: Quotation | Reference) -> CrossPlace:
    text = document.text[span.start : span.end]
    return CrossPlace(document=document.name, start=span.start, end=span.end, text=text)


def _other_person(one: str | None, other: str | None) -> bool:
    """Whether two names cannot be the same person: neither holds the other's last word."""
    if not one or not other:
        return False
    first, second = _name_words(one), _name_words(other)
    return bool(first and second) and first[-1] not in second and second[-1] not in first


def _name_words(name: str) -> list[str]:
    return re.findall(r"\w+", name.casefold())


def _between_references(extractions: Sequence[Extraction]) -> Iterator[CrossFinding]:
    dated: defaultdict[str, list[tuple[Document, Reference]]] = defaultdict(list)
    for extraction in extractions:
        for reference in extraction.references:
            title = " ".join(_name_words(reference.item.title or ""))
            if len(title.split()) > 2 and reference.item.issued:
                dated[title].append((extraction.document, reference))
    for cited in dated.values():
        for (document, one), (other_document, other) in combinations(cited, 2):
            if document.name != other_document.name and _contradict(one.item.issued, other.item.issued):
                yield CrossFinding(
                    kind="date",
                    message=f"The same work is dated {one.item.issued} and {other.item.issued}.",
                    places=(_place(document, one), _place(other_document, other)),
                )


def _contradict(one: str | None, other: str | None) -> bool:
    """Whether two ISO dates cannot both be right; `2013` and `2013-09` can."""
    dates: Iterable[str | None] = (one, other)
    if not all(date and _DATE.fullmatch(date) for date in dates) or one is None or other is None:
        return False
    return not (one.startswith(other) or other.startswith(one))
