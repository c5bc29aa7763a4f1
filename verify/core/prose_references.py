"""References that stand in the sentences themselves: `The New York Times on September 3, 2013, wrote:`.

Three things make a sentence a reference: a publisher that reports ("Reuters reported", "told the BBC", "according to Le
Monde"), a publication somebody issued or speaks in ("UNAMI released a statement", "in his testimony"), and a work named
with its title (the book “…”, a report entitled …). A publication nobody dates, titles or quotes from is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from verify.core.attribution import Attributor
from verify.core.dates import DATE, DateMention
from verify.core.host import Host
from verify.core.names import UPPER, as_person, csl_name
from verify.core.patterns import regex
from verify.core.publishers import COMMON_WORDS, PUBLISHER_NOUN, Publisher, known_publisher, publisher_of
from verify.core.quotations import Found
from verify.core.reference_styles import parse_reference
from verify.model import Check, Item, Name, ReferenceKind

_NOUNS = {
    "statement": "document", "urgent action": "document", "press release": "document", "communiqué": "document",
    "communique": "document", "declaration": "document", "resolution": "document", "memo": "document",
    "memorandum": "document", "letter": "personal_communication", "email": "personal_communication",
    "report": "report", "study": "report", "survey": "report", "white paper": "report", "briefing": "report",
    "paper": "article", "essay": "article", "article": "article", "column": "article-newspaper",
    "op-ed": "article-newspaper", "editorial": "article-newspaper", "commentary": "article", "blog post": "post-weblog",
    "book": "book", "memoir": "book", "memoirs": "book", "autobiography": "book", "novel": "book", "biography": "book",
    "testimony": "hearing", "interview": "interview", "speech": "speech", "address": "speech", "tweet": "post",
    "thesis": "thesis", "pamphlet": "pamphlet", "chapter": "chapter",
}  # fmt: skip
_NOUN = "|".join(sorted((re.escape(noun) for noun in _NOUNS), key=len, reverse=True))
_ADJECTIVES = r"(?:(?!of\b)[\w’'-]+\s){0,4}?"
_ISSUED = regex(
    rf"\b(?P<verb>released|issued|published|authored|submitted|prepared|filed|posted|delivered|put out|produced|wrote|circulated)"
    rf"\s(?:an?|the|its|his|her|their|another)\s{_ADJECTIVES}(?P<noun>{_NOUN})\b",
    re.IGNORECASE,
)
_WITHIN = regex(
    rf"(?<!involved )(?<!part )(?<!described )(?<!included )(?<!used )\bin\s(?P<whose>an?|the|its|his|her|their|this)\s{_ADJECTIVES}(?P<noun>{_NOUN})\b(?!\s(?:of|that|to)\b)",
    re.IGNORECASE,
)
_POSSESSED = regex(
    rf"\b(?P<whose>his|her|its|their|[{UPPER}][\w-]+[’']s?)\s{_ADJECTIVES}(?P<noun>{_NOUN})\s(?:read|reads|said|says|stated|states|concluded|noted)\b"
)
_ENTITLED = regex(
    rf"\b(?:en)?titled:?\s+(?P<title>(?:[{UPPER}\d][\w’'-]*|of|the|and|in|on|for|to|with|a|an|by|from|at|&|:)(?:[ ]+(?:[{UPPER}\d][\w’':-]*|of|the|and|in|on|for|to|with|a|an|by|from|at|&)){{1,24}})"
)
_WORK = regex(
    r"\b(?P<noun>book|memoirs?|novel|autobiography|biography|article|report|study|essay|paper|column|op-ed|editorial|chapter|pamphlet|thesis|dissertation|blog post)(?:\s(?:called|titled|entitled|headlined))?[,:]?\s*$"
)
_NAMED = regex(
    rf"(?:The |the )?[{UPPER}][\w’'.&/-]*(?:[ ](?:(?:of|and|the|for|de|della|del|in)[ ]){{0,2}}[{UPPER}][\w’'.&/-]*){{0,7}}"
)
_REPORTS = regex(
    r"(?:,?\s(?:[\w,]+\s){0,8}?)(?:reported|reports|wrote|writes|said|says|stated|states|quoted|published|revealed|claimed|noted|described|added|carried|ran|broadcast|cited)\b"
)
_TOLD = regex(
    r"\b(?:told|tells|telling|interview with|interview to|according to|quoted by|reported by|reported in|published (?:in|by)|writing (?:in|for)|article in|op-ed in|editorial in|column in|as per|appeared in|cited by|statement to)\s(?:the\s)?$"
)
_DATELINE = regex(rf"(?P<publisher>[{UPPER}][^\n,–—]{{1,60}}), (?P<date>{DATE})\s*(?:[-–—:]|\n|$)")
_TITLED_IN_MARKS = regex(r"\b(?:en)?titled:?\s?(?=\ue000)")
_PUBLISHER_FOLLOWS = regex(
    r"(?:\b(?:reported by|reported in|published by|published in|according to|cited by|quoted by|told|from|via|see|says|said)|[,;:(])\s(?=\S)",
    re.IGNORECASE,
)
_CLAUSE_END = regex(r"[,;:.\ue000]\s|\ue000")
_IN_OR_WITH = regex(r"\b(?:in|at|to|with|for|of|on|before|by|from)\s(?:the\s)?$")
_BY_AUTHOR = regex(
    rf"\s*(?:\(\d{{4}}\)\s*)?,?\s*by\s(?P<name>[{UPPER}][\w’'.-]*(?:\s(?:de|van|von|al|bin)?\s?[{UPPER}][\w’'.-]*){{1,4}})"
)
_LONGEST_SPAN = 320


@dataclass(frozen=True, slots=True)
class ProseReference:
    """A reference in prose: its span, what it says, and the sentence it stands in."""

    start: int
    end: int
    kind: ReferenceKind
    item: Item
    owner: str | None  # who speaks there: the author, the issuing body, the paper
    sentence: tuple[int, int]


def find_prose_references(
    host: Host, attributor: Attributor, found: list[Found], entries: list[tuple[int, int]]
) -> list[ProseReference]:
    """References in the document's own sentences, in order; none inside the listed `entries`."""
    references = _works(host, found)
    introducing = _Introducing(found)
    position = 0
    for index, (start, end) in enumerate(host.layout.paragraphs):
        while position < len(entries) and entries[position][1] <= start:
            position += 1
        if (position < len(entries) and entries[position][0] < end) or host.is_unread(start):
            continue
        dateline = _dateline(host, start, end)
        if dateline:
            references.append(dateline)
        if not _worth_reading(host.masked, start, end):
            continue
        for sentence in host.sentences_of(index):
            references += _in_sentence(host, attributor, sentence, introducing)
    return sorted(_without_doubles(references), key=lambda reference: (reference.start, reference.end))


_TRIGGER = regex(
    rf"\b(?:{_NOUN}|reported|reports|wrote|writes|stated|told|according|quoted|titled|entitled|published|said|says|magazine|newspaper)\b",
    re.IGNORECASE,
)


def _worth_reading(masked: str, start: int, end: int) -> bool:
    return _TRIGGER.search(masked, start, end) is not None


class _Introducing:
    """The words that introduce quotations to verify, for asking whether a sentence has some."""

    def __init__(self, found: list[Found]) -> None:
        spans = sorted(
            (one.attribution.cue_start, max(one.span.opens, one.attribution.cue_end))
            for one in found
            if one.attribution is not None
            and one.quotation.check is not Check.OPTIONAL
            and one.attribution.how != "context"
        )
        self.starts = [start for start, _ in spans]
        self.furthest: list[int] = []  # the largest end of this span and all before it
        for _, end in spans:
            self.furthest.append(max(end, self.furthest[-1] if self.furthest else 0))

    def meets(self, start: int, end: int) -> bool:
        """Whether some introduction overlaps [start, end)."""
        index = bisect_left(self.starts, end) - 1
        return index >= 0 and self.furthest[index] > start

    def begins(self, start: int, end: int) -> bool:
        """Whether some introduction begins in [start, end)."""
        index = bisect_left(self.starts, start)
        return index < len(self.starts) and self.starts[index] < end


def _works(host: Host, found: list[Found]) -> list[ProseReference]:
    """Works named by their titles in marks: in his book, “…”."""
    references: list[ProseReference] = []
    seen: set[str] = set()
    for one in found:
        if one.quotation.reason != "title":
            continue
        lead = host.text[max(0, one.span.opens - 60) : one.span.opens].rsplit("\n", 1)[-1]
        noun = _WORK.search(lead)
        title = one.quotation.exact.strip(" .,;")
        if noun is None or title.casefold() in seen:
            continue
        seen.add(title.casefold())
        start = one.span.opens - (len(lead) - noun.start())
        author = _author_after(host, one.span.closes) or (one.attribution.speaker if one.attribution else None)
        sentence = host.sentence_at(one.span.opens)
        dates = _dates(host, one.span.closes, sentence[1])
        key = noun["noun"].lower()
        item = Item(
            type=_NOUNS.get(key, "article"),
            title=title,
            author=_names(author),
            issued=dates[0].iso if dates and dates[0].start - one.span.closes < 40 else None,
        )
        references.append(ProseReference(start, one.span.closes, ReferenceKind.WORK, item, author, sentence))
    return references


def _author_after(host: Host, offset: int) -> str | None:
    match = _BY_AUTHOR.match(host.masked[offset : offset + 80])
    return match["name"].rstrip(".") if match else None


def _names(owner: str | None) -> tuple[Name, ...]:
    if not owner:
        return ()
    person = as_person(owner)
    return (csl_name(person.name if person else owner, organisation=person is None),)


def _dateline(host: Host, start: int, end: int) -> ProseReference | None:
    """`The Daily Beast, 9 Dec 2011 - …` at the head of a paragraph."""
    last = min(end, start + 140)
    match = _DATELINE.match(host.masked, start, last) if host.masked.find(", ", start, last) > start else None
    if not match:
        return None
    publisher = known_publisher(match["publisher"].strip())
    if publisher is None or publisher.institution:
        return None
    dates = host.dates_in(match.start("date"), match.end("date"))
    if not dates:
        return None
    item = _published(publisher, match["publisher"].strip(), dates[0].iso)
    return ProseReference(start, match.end("date"), ReferenceKind.PROSE, item, publisher.name, (start, match.end()))


def _published(
    publisher: Publisher, name: str, issued: str | None, title: str | None = None, author: tuple[Name, ...] = ()
) -> Item:
    institution = publisher.institution
    return Item(
        type=publisher.item_type,
        title=title,
        author=author,
        container_title=None if institution else name,
        publisher=name if institution or publisher.kind == "wire" else None,
        issued=issued,
    )


def _in_sentence(
    host: Host, attributor: Attributor, sentence: tuple[int, int], introducing: _Introducing
) -> list[ProseReference]:
    found: list[ProseReference] = []
    start, end = sentence
    window_end = min(end, start + 1500)
    titled = _titled_article(host, sentence, window_end)
    if titled is not None:
        return [titled]
    for pattern in (_ISSUED, _WITHIN, _POSSESSED):
        for match in pattern.finditer(host.masked, start, window_end):
            if any(one.start <= match.start() < one.end for one in found):
                continue
            reference = _publication(host, attributor, match, sentence, introducing)
            if reference is not None:
                found.append(reference)
    if not found:
        reference = _reporting(host, sentence, window_end, introducing)
        if reference is not None:
            found.append(reference)
    return found


def _publication(
    host: Host,
    attributor: Attributor,
    match: re.Match[str],
    sentence: tuple[int, int],
    introducing: _Introducing,
) -> ProseReference | None:
    """`UNAMI released a statement`, `in his testimony … on September 13, 2013`, `his report read`."""
    start, end = sentence
    noun = match["noun"].lower()
    after = match.end("noun")
    dates = _dates(host, after, end)
    before = [mention for mention in _dates(host, start, match.start()) if mention.end <= match.start()]
    date: DateMention | None = dates[0] if dates else before[-1] if before else None
    titled = _ENTITLED.search(host.masked, after, min(end, after + 300))
    introduces = introducing.meets(start, end) or _introduces_next(host, introducing, end, noun)
    title = _clean_title(titled["title"]) if titled and titled.start() - after < 12 else None
    if host.masked[after : after + 40].lstrip(" ,:").startswith("\ue000"):
        return None  # named by its title in marks: a work
    if date is None and title is None and not introduces:
        return None
    if (
        match.re.pattern == _WITHIN.pattern
        and match["whose"].lower() in ("the", "this")
        and not introduces
        and title is None
    ):
        return None
    owner = (
        attributor.subject(start, match.start(), match.end())
        if match.re.pattern != _POSSESSED.pattern
        else attributor.owner(match.start("whose"), match.end("noun"))
    )
    if owner is None:
        return None
    span_end = max(
        match.end(),
        dates[0].end if dates else 0,
        titled.end("title") if title and titled else 0,
    )
    span_end = min(span_end, match.start() + _LONGEST_SPAN)
    span_start = match.start()
    text_owner = host.masked.rfind(owner.split()[-1], start, match.start())
    if text_owner >= 0:
        first = host.masked.rfind(owner, start, match.start())
        span_start = first if first >= 0 else text_owner
    if span_end - span_start > _LONGEST_SPAN:
        span_start = match.start()
    issuer = known_publisher(owner)
    venue = _venue(host, after, end)
    person = as_person(owner) if issuer is None else None
    item = Item(
        type=_NOUNS.get(noun, "document"),
        title=title,
        author=_names(owner),
        container_title=venue.name if venue and not venue.institution else None,
        publisher=(issuer.name if issuer and not issuer.institution else owner)
        if person is None
        else venue.name
        if venue and venue.institution
        else None,
        issued=date.iso if date else None,
    )
    return ProseReference(span_start, max(span_end, match.end()), ReferenceKind.PROSE, item, owner, sentence)


def _introduces_next(host: Host, introducing: _Introducing, end: int, noun: str) -> bool:
    """`UNAMI released a statement. It read: “…”`."""
    following = host.masked[end : end + 60]
    return re.match(
        rf"\s*(?:It|The (?:{re.escape(noun)}|document)|This)\b", following
    ) is not None and introducing.begins(end, end + 80)


def _clean_title(title: str) -> str:
    return re.sub(r"(?:\s(?:and|of|the|in|on|for|to|with|a|an|by|from|at|&))+$", "", title).strip(" :,")


def _venue(host: Host, start: int, end: int) -> Publisher | None:
    clause_end = min(end, start + 160)
    stop = _CLAUSE_END.search(host.masked, start, clause_end)
    for match in _NAMED.finditer(host.masked, start, stop.start() if stop else clause_end):
        known = _known_within(match[0])
        if known is not None and _IN_OR_WITH.search(host.masked, max(start, match.start() - 12), match.start()):
            return known[0]
    return None


def _known_within(run: str) -> tuple[Publisher, int, int] | None:
    """The longest known publisher inside a run of capitalised words, with its span in the run."""
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", run)]
    for length in range(len(words), 0, -1):
        for first in range(len(words) - length + 1):
            start, end = words[first][0], words[first + length - 1][1]
            name = re.sub(r"(?:[’']s|[’'.])$", "", run[start:end])
            publisher = known_publisher(name)
            if publisher is not None:
                return publisher, start, start + len(name)
    return None


def _reporting(host: Host, sentence: tuple[int, int], end: int, introducing: _Introducing) -> ProseReference | None:
    """`Reuters on September 1, 2013, reported`, `told the BBC on Monday`, `according to Le Monde`."""
    start = sentence[0]
    masked = host.masked
    for run in _NAMED.finditer(masked, start, end):
        known = _known_within(run[0])
        called = PUBLISHER_NOUN.match(masked, run.end(), end)
        if known is not None:
            publisher, first, last = known
            at, name_end = run.start() + first, run.start() + last
        elif called:
            publisher, at, name_end = publisher_of(run[0] + called[0].title()), run.start(), run.end()
            publisher = Publisher(
                re.sub(r"^the\s", "", run[0], flags=re.IGNORECASE),
                "magazine" if "magazine" in called[0] else "newspaper",
            )
        else:
            continue
        if publisher.institution:
            continue
        name = masked[at:name_end]
        if (
            name.lower().removeprefix("the ") in COMMON_WORDS
            and not called
            and name.lower() == name.lower().removeprefix("the ")
            and publisher.kind not in ("wire", "broadcaster")
        ):
            continue
        tail = called.end() if called else name_end
        told = _TOLD.search(masked, max(start, at - 40), at)
        reports = _REPORTS.match(masked, tail, min(end, tail + 90))
        if not told and not reports:
            continue
        dates = _dates(host, start, end)
        near = [mention for mention in dates if abs(mention.start - at) < 120]
        titled = re.search(r"(?:en)?titled:?\s*(?=\ue000)", masked[tail : tail + 160])
        if not near and not titled and not introducing.meets(start, end):
            continue
        title, span_end = None, tail
        if titled:
            opens = tail + titled.end()
            closing = host.span_opening_at(opens)
            if closing is not None:
                title, span_end = host.text[closing.start : closing.end].strip(" .,"), closing.closes
        date = near[0] if near else None
        span_start = min(at, date.start) if date else at
        span_end = max(span_end, date.end) if date and date.start > at else span_end
        return ProseReference(
            span_start,
            span_end,
            ReferenceKind.PROSE,
            _published(publisher, publisher.name, date.iso if date else None, title),
            publisher.name,
            sentence,
        )
    return None


def _titled_article(host: Host, sentence: tuple[int, int], end: int) -> ProseReference | None:
    """`X on April 14, 2001 entitled “Title”` of publishers the table does not know."""
    titled = _TITLED_IN_MARKS.search(host.masked, sentence[0], end)
    span = host.span_opening_at(titled.end()) if titled else None
    if titled is None or span is None:
        return None
    starts = [
        sentence[0],
        *(match.end() for match in _PUBLISHER_FOLLOWS.finditer(host.masked, sentence[0], titled.start())),
    ]
    for start in reversed(starts[-8:]):
        parsed = parse_reference(host.text[start : span.closes])
        if parsed.style == "prose":
            return ProseReference(
                start, span.closes, ReferenceKind.PROSE, parsed.item, parsed.item.container_title, sentence
            )
    return None


def _dates(host: Host, start: int, end: int) -> list[DateMention]:
    return host.dates_in(start, end)


def _without_doubles(references: list[ProseReference]) -> list[ProseReference]:
    """One reference a stretch of text: works named by title win over the sentence that names them."""
    kept: list[ProseReference] = sorted(
        (one for one in references if one.kind is ReferenceKind.WORK), key=lambda one: one.start
    )
    starts = [one.start for one in kept]
    others: list[ProseReference] = []
    for reference in sorted(references, key=lambda one: one.start):
        if reference.kind is ReferenceKind.WORK or (others and others[-1].end > reference.start):
            continue
        index = bisect_right(starts, reference.start) - 1
        before = kept[index].end > reference.start if index >= 0 else False
        after = index + 1 < len(kept) and kept[index + 1].start < reference.end
        if not before and not after:
            others.append(reference)
    return kept + others
