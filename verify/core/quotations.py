"""Quotations of a document: their spans, who says them, and whether they are to be verified.

Between quotation marks stand not only people's words but titles, terms, names and words held at arm's length. Those
are listed with their reason and not verified (VERDICTS.md I7, I8, H1); see docs/extraction.md for the reasons.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from verify.core.attribution import Attribution, Attributor
from verify.core.blocks import DIALOGUE, find_blocks
from verify.core.cues import cues
from verify.core.host import Host
from verify.core.marks import Marked
from verify.core.patterns import regex
from verify.model import Check, Quotation, QuotationKind, RegionKind

# Words of context kept on each side, as W3C selectors have it.
CONTEXT = 32
# From five words on, a phrase is told from a term by its length alone (of 26 quotations and 20 terms in five pages,
# every term had fewer and all but two quotations had at least as many).
PHRASE_WORDS = 5
# Nobody is named: from four words on it is listed as a quotation without a source rather than as a scare quote.
LOOSE_PHRASE_WORDS = 4
# A single or a pair of words is a term unless it stands as an utterance of its own ("Never," he said).
TERM_WORDS = 2
TITLE_WORDS = 16
_MAY_CONTINUE = frozenset({None, "unattributed", "term", "scare"})  # few words are a term only by themselves
_BETWEEN_PIECES = 200  # longest host clause between two pieces of one quotation

_WORD = regex(r"[^\W_]+(?:[’'\-‐‑.][^\W_]+)*")
_ADDRESS = regex(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+", re.IGNORECASE)
_CJK = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SMALL = frozenset(
    "a an the of in on at to for and or but nor as by with from into over de la le du des et der die das und y el".split()
)
_DETERMINER_BEFORE = regex(
    r"\b(?:a|an|the|this|that|these|those|his|her|its|their|our|so-called|any|no|of|called|named|dubbed|labell?ed|termed|"
    r"known as|the word|the words|the term|the phrase|[A-Z]\w+['’]s)\s*$"
)
_LAST_WORD = regex(r"(\w+) $")
_NEXT_WORD = regex(r" (\S+)")
_NOUN_AFTER = regex(r"\s{1,2}([a-z]{3,})")
_ENTITLED = regex(r"\b(?:entitled|titled|headlined|subtitled)\s*[,:]?\s*$", re.IGNORECASE)
_TRANSLATED = regex(
    r"\b(?:translat(?:ed|ion)|(?:said|says|wrote|writes|spoke|speaking|told \w+) in (?:Arabic|Chinese|Dutch|Farsi|Finnish|"
    r"French|German|Greek|Hebrew|Hindi|Hungarian|Italian|Japanese|Korean|Kurdish|Latin|Mandarin|Persian|Polish|Portuguese|"
    r"Russian|Spanish|Swedish|Turkish|Ukrainian|Urdu))\b"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A quotation with what was learnt on the way: its marks and its attribution."""

    quotation: Quotation
    span: Marked
    attribution: Attribution | None
    credit: str | None = None  # the line under a block quotation: "Name, Work"


def find_quotations(host: Host, attributor: Attributor, entries: list[tuple[int, int]]) -> list[Found]:
    """All quotations in document order, an outer one before those nested in it.

    `entries` are the sorted spans of the reference list: what stands in marks there is a title.
    """
    found: list[Found] = []
    previous: tuple[Marked, Attribution | None] | None = None
    ids: dict[int, str] = {}
    singles = _single_marks_are_terms(host.marks.spans)
    spans: list[tuple[int, Marked, str | None]] = [(index, span, None) for index, span in enumerate(host.marks.spans)]
    spans += [(-1, block.span, block.credit) for block in find_blocks(host)]
    spans.sort(key=lambda one: (one[1].start, -one[1].end))
    position = 0
    for index, span, credit in spans:
        if host.is_unread(span.start):
            continue
        number = f"q{len(found) + 1}"
        while position < len(entries) and entries[position][1] <= span.opens:
            position += 1
        listed = position < len(entries) and entries[position][0] <= span.opens
        attribution = None if listed or span.mark == DIALOGUE else attributor.attribute(span, previous)
        if credit:
            attribution = _credited(credit, span, attribution)
        quotation = _quotation(host, span, attribution, number, listed=listed, single_terms=singles)
        if index >= 0:
            ids[index] = number
            quotation = _nested(quotation, span, ids)
        elif span.mark == DIALOGUE:
            quotation = replace(quotation, check=Check.OPTIONAL, reason="dialogue", speaker=None, cue=None)
        else:
            quotation = replace(quotation, kind=QuotationKind.BLOCK)
        one = Found(quotation, span, attribution, credit)
        if span.parent is None and not listed and span.mark != DIALOGUE:
            one = _continued(host, one, found)
            previous = span, one.attribution
        found.append(one)
    return found


def _quotation(
    host: Host, span: Marked, attribution: Attribution | None, number: str, *, listed: bool, single_terms: bool
) -> Quotation:
    text = host.text
    check, reason = (Check.OPTIONAL, "reference-title") if listed else _check(host, span, attribution, single_terms)
    speaker = attribution.speaker if attribution and check is not Check.OPTIONAL else None
    if attribution and check is Check.OPTIONAL and reason in ("term", "scare", "denied", "hypothetical", "translated"):
        speaker = attribution.speaker
    return Quotation(
        id=number,
        exact=text[span.start : span.end],
        prefix=text[max(0, span.start - CONTEXT) : span.start],
        suffix=text[span.end : span.end + CONTEXT],
        start=span.start,
        end=span.end,
        check=check,
        reason=reason,
        speaker=speaker,
        cue=attribution.cue if attribution else None,
        date=_date(host, attribution),
    )


def _date(host: Host, attribution: Attribution | None) -> str | None:
    if attribution is None or attribution.cue_start == attribution.cue_end or attribution.how == "context":
        return None
    dates = host.dates_in(attribution.cue_start, attribution.cue_end)
    return dates[0].iso if dates else None


def _check(host: Host, span: Marked, attribution: Attribution | None, single_terms: bool) -> tuple[Check, str | None]:
    text = host.text
    exact = text[span.start : span.end]
    before = text[max(0, span.opens - 80) : span.opens].rsplit("\n", 1)[-1]
    words = _WORD.findall(exact)
    count = max(len(words), len(_CJK.findall(exact)) // 2)
    if not count or _ADDRESS.fullmatch(exact.strip()):
        return Check.OPTIONAL, "term"
    if host.document.region(span.start) is RegionKind.COMMENT:
        return Check.OPTIONAL, "comment"
    if exact[-1] not in ",;" and _is_title(before, text[span.closes : span.closes + 24], words):
        return Check.OPTIONAL, "title"
    if attribution is not None and attribution.hypothetical and not attribution.speaker:
        return Check.OPTIONAL, "hypothetical"
    if span.parent is not None and (attribution is None or count < PHRASE_WORDS):
        return Check.OPTIONAL, "nested"
    if span.mark in "'‘" and single_terms and count < PHRASE_WORDS and span.parent is None:
        return Check.OPTIONAL, "term"
    if _is_name(exact, words):
        return Check.OPTIONAL, "name"
    if attribution is not None and attribution.denied and attribution.how != "context":
        return Check.OPTIONAL, "denied"
    if attribution is not None and attribution.hypothetical and attribution.how != "context":
        return Check.OPTIONAL, "hypothetical"
    speaker = attribution is not None and (attribution.speaker is not None or attribution.how != "context")
    utterance = speaker and _is_utterance(host, span, attribution, exact)
    if count <= TERM_WORDS and not utterance:
        return Check.OPTIONAL, "term" if speaker else "scare"
    if count < PHRASE_WORDS and not utterance:
        as_term = _DETERMINER_BEFORE.search(before) is not None or _noun_follows(text, span.closes)
        if as_term or (not speaker and count < LOOSE_PHRASE_WORDS):
            return Check.OPTIONAL, "term" if speaker or as_term else "scare"
    if attribution is not None and _TRANSLATED.search(_surroundings(host, span, attribution)):
        return Check.OPTIONAL, "translated"
    return (Check.REQUIRED, None) if speaker else (Check.UNSOURCED, "unattributed")


def _noun_follows(text: str, at: int) -> bool:
    """Whether the marks qualify a noun: the “kill or capture” strategy."""
    match = _NOUN_AFTER.match(text, at)
    table = cues()
    no_noun = (
        table.prepositions | table.subordinators | table.auxiliaries | table.adverbs | table.verbs | {"and", "they"}
    )
    return match is not None and match[1] not in no_noun


def _surroundings(host: Host, span: Marked, attribution: Attribution) -> str:
    after = host.masked[span.closes : span.closes + 40]
    aside = re.match(r"\s?[(\[][^)\]]{0,38}[)\]]", after)
    return host.masked[attribution.cue_start : attribution.cue_end] + (aside[0] if aside else "")


def _is_title(before: str, after: str, words: list[str]) -> bool:
    if _ENTITLED.search(before) and len(words) <= TITLE_WORDS * 2:
        return True
    if len(words) <= TITLE_WORDS and _foreign_title(before, after):
        return True
    if len(words) > TITLE_WORDS or not is_title_case(words):
        return False
    last = re.findall(r"[\w-]+|,|:", before)[-3:]
    return any(word.lower() in cues().title_words for word in last) and (
        not last or last[-1].lower() not in ("said", "wrote")
    )


def _foreign_title(before: str, after: str) -> bool:
    """Whether a work of another language stands right before the marks, or a word for "named" behind them."""
    table = cues()
    last = _LAST_WORD.search(before)
    following = _NEXT_WORD.match(after)
    return (last is not None and last[1].lower() in table.foreign_titles) or (
        following is not None and following[1] in table.foreign_titles_after
    )


def is_title_case(words: list[str]) -> bool:
    """Whether most words but the small ones begin with a capital, as in a title."""
    long = [word for word in words if word.lower() not in _SMALL]
    return (
        bool(long)
        and sum(word[0].isupper() or word[0].isdigit() for word in long) >= 0.75 * len(long)
        and words[0][0].isupper() | words[0][0].isdigit()
    )


def _is_name(exact: str, words: list[str]) -> bool:
    big = [word for word in words if word.lower() not in _SMALL]
    return (
        1 < len(words) <= 8
        and len(big) > 1
        and all(word[0].isupper() or (word.isdigit() and number) for number, word in enumerate(big))
        and exact[-1] not in ".!?,…"
        and not any(word in ("I", "I’m", "I'm", "We", "You") for word in words)
    )


def _is_utterance(host: Host, span: Marked, attribution: Attribution | None, exact: str) -> bool:
    """Whether few words stand as a sentence of their own beside their verb: `“Never,” he said`."""
    if attribution is None:
        return False
    if attribution.how == "context":  # “Was it worth it?” asked Lee. “Probably not.”
        return exact[:1].isupper() and exact[-1:] in ".!?…"
    before = host.masked[max(0, span.opens - 3) : span.opens].rstrip()
    if attribution.how == "before":
        return before.endswith((":", ",")) and exact[:1].isupper()
    return attribution.how == "after" and exact[-1:] in ",!?…" and exact[:1].isupper()


def _single_marks_are_terms(spans: tuple[Marked, ...]) -> bool:
    """True where double marks quote and single ones hold words at arm's length."""
    counts = Counter(span.mark in "'‘" for span in spans if span.parent is None)
    return counts[False] >= counts[True]


def _nested(quotation: Quotation, span: Marked, ids: dict[int, str]) -> Quotation:
    if span.parent is None or span.parent not in ids:
        return quotation
    return replace(quotation, kind=QuotationKind.NESTED, nested_in=ids[span.parent])


def _continued(host: Host, one: Found, found: list[Found]) -> Found:
    """Join a piece to the quotation it continues: `“…,” wrote X. “…”`."""
    before = next((other for other in reversed(found) if other.span.parent is None), None)
    if before is None or before.quotation.check is Check.OPTIONAL or one.quotation.reason not in _MAY_CONTINUE:
        return one
    if before.attribution is None or before.attribution.how != "after" or before.attribution.cue_end > one.span.opens:
        return one
    start, end = before.span.closes, one.span.opens
    between = host.masked[start:end]
    if (
        end - start > _BETWEEN_PIECES
        or "\n" in between.strip(" ")
        or not (
            before.quotation.exact[-1] in ",–—-?!"
            or (between.lstrip()[:1] in (",", "–", "—") and between.rstrip()[-1:] in (",", "–", "—"))
        )
    ):
        return one  # the comma stands inside the marks in English, outside elsewhere
    rest = host.masked[before.attribution.cue_end : end].strip()
    if rest not in (".", ",", ";", ":", "") or (before.quotation.exact[-1] in "?!" and rest == "."):
        return one
    introduced = one.attribution is not None and one.attribution.how == "before"
    if introduced and one.attribution is not None and one.attribution.verb != before.attribution.verb:
        return one  # “…,” said X, while Y called it “…”
    followed = one.attribution is not None and one.attribution.how == "after"
    if followed and not (rest == "," and one.quotation.exact[0].islower()):
        return one
    attribution = one.attribution if followed else replace(before.attribution, cue_start=end, cue_end=end)
    speaker = before.quotation.speaker
    return replace(
        one,
        quotation=replace(
            one.quotation,
            continues=before.quotation.id,
            speaker=speaker,
            cue=before.quotation.cue,
            check=before.quotation.check,
            reason=before.quotation.reason,
        ),
        attribution=attribution,
    )


def _credited(credit: str, span: Marked, attribution: Attribution | None) -> Attribution:
    """The speaker by the line under a block quotation, which names him outright; the cue stays that of the lead-in."""
    name = re.split(r"[,(]", credit, maxsplit=1)[0].strip() or None
    if attribution is not None and attribution.how != "context":
        return replace(attribution, speaker=name)
    return Attribution(name, credit, "after", span.end, span.end)
