"""Which reference a quotation belongs to, and by which rule.

The rules, surest first; docs/extraction.md explains each with an example:

note-mark        a footnote mark at the quotation leads to a note
marker-scope     a marker [n] closes over the quotations before it, back to the marker before it or the paragraph's start
marker-sentence  no marker closes over the quotation, but one stands earlier in its sentence
entry-quote      the words are quoted in the entry of the reference itself
author-date      (Smith 2020) beside the quotation names an entry
ibid             (ibid., p. 5) or (Smith, op. cit.) beside it stands for the entry cited before
short-title      (Smith, Baths, p. 5) beside it names an entry by author and the beginning of its title
link             the quotation stands in a link, or its sentence has one
credit           a block quotation's last line, or the line with a dash after it, has the link or the marker
case             a court decision or statute is cited right behind the quotation's sentence, or before it there
row              the row of a table has exactly one link
cite             a block quotation names its source in its markup
url              a bare URL stands in the sentence, or right after it
introduced       the sentence that introduces the quotation is a reference in prose
publisher-date   that sentence names the publisher and the date of a listed entry
author           the speaker wrote the one work the document names by its title, and the words are not said but written
paragraph-link   the paragraph has exactly one link, on words of a source
enclosing        a quotation within a quotation stands where the outer one does

A rule that finds something keeps the less sure ones from being asked, but for `enclosing`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from verify.core.author_dates import Mention, find_author_dates
from verify.core.cues import cues
from verify.core.host import Host
from verify.core.link_texts import reads_as_name, reads_as_source
from verify.core.markers import Listed, Marker, find_markers
from verify.core.names import family_key
from verify.core.placed_joins import Links, by_case, by_credit, by_row
from verify.core.publishers import known_publisher
from verify.core.quotations import Found
from verify.core.references import Cited
from verify.model import Check, Join, Quotation, ReferenceKind

# "[3]" may follow the closing mark and a full stop of its sentence.
_BESIDE = 4
# A bare URL in brackets after the sentence still belongs to it.
_URL_REACH = 60


@dataclass(frozen=True, slots=True)
class Joined:
    joins: tuple[Join, ...]
    notices: tuple[tuple[int, str], ...]  # markers that lead nowhere, or cannot be told, by their place


def join(host: Host, found: list[Found], cited: list[Cited]) -> Joined:
    """Join the quotations to the references; each pair once, by the surest rule."""
    return _Joining(host, found, cited).run()


class _Joining:
    def __init__(self, host: Host, found: list[Found], cited: list[Cited]) -> None:
        self.host = host
        self.found = found
        self.cited = cited
        self.joins: dict[tuple[str, str], str] = {}
        self.joined: set[str] = set()
        self.notices: tuple[tuple[int, str], ...] = ()
        self.marked: list[tuple[int, str]] = []  # references by the places of their markers
        self.dangling: set[str] = set()  # quotations whose own marker leads nowhere
        self.entries = [source for source in cited if source.entry is not None]
        self.listed = Listed([source.reference for source in self.entries], host.text)

        self.entries_of: dict[tuple[str, str], list[Cited]] = defaultdict(list)
        for source in self.entries:
            item = source.reference.item
            for name in {_publisher_key(one) for one in (item.container_title, item.publisher) if one}:
                if item.issued:
                    self.entries_of[name, item.issued[:4]].append(source)

    def run(self) -> Joined:
        self._by_entry()
        self._by_markers()
        self._by_author_date()
        links = Links(self.cited)
        for one, reference in by_credit(self.host, self._wanting(), links, self.marked):
            self._add(one.quotation, reference, "credit")
        for one, reference in by_case(self.host, self._wanting(), self.cited):
            self._add(one.quotation, reference, "case")
        self._by_links()
        for one, reference in by_row(self.host, self._wanting(), links):
            self._add(one.quotation, reference, "row")
        self._by_prose()
        self._by_author()
        self._by_paragraph_link()
        self._pass_on()
        order = {one.quotation.id: number for number, one in enumerate(self.found)}
        pairs = sorted(self.joins.items(), key=lambda pair: (order[pair[0][0]], int(pair[0][1][1:])))
        return Joined(tuple(Join(quotation=q, reference=r, rule=rule) for (q, r), rule in pairs), self.notices)

    def _add(self, quotation: Quotation, reference: str, rule: str) -> None:
        self.joins.setdefault((quotation.id, reference), rule)
        self.joined.add(quotation.id)

    def _wanting(self) -> list[Found]:
        """Quotations that are to be verified and have no reference yet, nested ones left to the outer."""
        return [
            one
            for one in self.found
            if one.quotation.id not in self.joined
            and one.span.parent is None
            and one.quotation.check is not Check.OPTIONAL
        ]

    # --- listed entries ----------------------------------------------------------------------------------------

    def _by_entry(self) -> None:
        for one in self.found:
            reference = self.listed.at(one.span.opens)
            if reference is not None and one.quotation.check is not Check.OPTIONAL:
                self._add(one.quotation, reference.id, "entry-quote")

    def _by_markers(self) -> None:
        markers, self.notices = find_markers(self.host, self.listed)
        self.marked = sorted((marker.start, reference) for marker in markers for reference in marker.references)
        self.mentions = find_author_dates(self.host, self.listed, markers)
        own = self._mentions_of()
        opens = [one.span.opens for one in self.found]
        scope_paragraph, scope_start = -1, 0
        used_in_sentence: list[Marker] = []
        for marker in markers:
            index = self.host.layout.paragraph_index(marker.start)
            if index != scope_paragraph:
                scope_paragraph, scope_start = index, self.host.layout.paragraphs[index][0] if index >= 0 else 0
            rule = "note-mark" if marker.note_mark else "marker-scope"
            scope_end = bisect_left(opens, marker.start)
            for one in self.found[min(bisect_left(opens, scope_start), self._ending_at(marker, scope_end)) : scope_end]:
                if one.span.parent is not None or (
                    one.quotation.id in self.joined and one.quotation.check is Check.OPTIONAL
                ):
                    continue
                beside = 0 <= marker.start - one.span.closes <= _BESIDE and one.quotation.reason in ("term", "scare")
                if one.quotation.id in own and own[one.quotation.id].start < marker.start:
                    continue  # it is cited as (Smith 2020), which stands nearer
                if one.quotation.check is not Check.OPTIONAL or beside:
                    if not marker.references:
                        self.dangling.add(one.quotation.id)
                    for reference in marker.references:
                        self._add(one.quotation, reference, rule)
            scope_start = marker.end
            used_in_sentence.append(marker)
        starts = [marker.start for marker in used_in_sentence]
        for one in self._wanting():
            if one.quotation.id in self.dangling or one.quotation.id in own:
                continue
            start = (
                one.attribution.cue_start
                if one.attribution and one.attribution.how == "before"
                else self.host.sentence_at(one.span.opens)[0]
            )
            first, last = bisect_left(starts, start), bisect_left(starts, one.span.opens)
            if first == last and last and self._introduced_by(used_in_sentence[last - 1], one):
                first -= 1
            if first < last:
                for reference in used_in_sentence[last - 1].references:
                    self._add(one.quotation, reference, "marker-sentence")

    def _ending_at(self, marker: Marker, before: int) -> int:
        """The index of the quotation that `marker` closes, though it may have begun paragraphs earlier; else `before`."""
        for index in range(before - 1, -1, -1):
            span = self.found[index].span
            if span.parent is None:
                return index if 0 <= marker.start - span.closes <= _BESIDE else before
        return before

    def _introduced_by(self, marker: Marker, one: Found) -> bool:
        """Whether `marker` closes the paragraph that leads up to a quotation with a colon: `He wrote:[5]`."""
        index = self.host.layout.paragraph_index(one.span.opens)
        if index < 1 or one.span.opens > self.host.layout.paragraphs[index][0] + 1:
            return False
        start, end = self.host.layout.paragraphs[index - 1]
        lead = self.host.masked[max(start, marker.start - 3) : marker.start].rstrip()
        return start <= marker.start and end - marker.end <= 1 and lead.endswith((":", ","))

    def _mentions_of(self) -> dict[str, Mention]:
        """For each quotation the mention of an author that closes over it: after it in its sentence, before any further quotation."""
        starts = [mention.start for mention in self.mentions]
        outer = [one for one in self.found if one.span.parent is None]
        own: dict[str, Mention] = {}
        for number, one in enumerate(outer):
            index = bisect_left(starts, one.span.closes - 1)
            if index == len(starts):
                break
            following = outer[number + 1].span.opens if number + 1 < len(outer) else len(self.host.text)
            end = max(self.host.sentence_at(max(one.span.closes - 1, one.span.opens))[1], one.span.closes + _BESIDE)
            if starts[index] < min(following, end):
                own[one.quotation.id] = self.mentions[index]
        return own

    def _by_author_date(self) -> None:
        starts = [mention.start for mention in self.mentions]
        told: set[int] = set()
        for one in self.found:
            if one.span.parent is not None or one.quotation.id in self.joined:
                continue
            beside = one.quotation.check is not Check.OPTIONAL or one.quotation.reason in ("term", "scare")
            near = self._near(one, starts) if beside else None
            if near is None:
                continue
            directly = 0 <= near.start - one.span.closes <= _BESIDE
            if not near.references:
                told.add(near.start)
            elif one.quotation.check is not Check.OPTIONAL or directly:
                for reference in near.references:
                    self._add(one.quotation, reference, near.rule)
        authored = any(source.reference.item.author and source.reference.item.issued for source in self.entries)
        self.notices += tuple(
            (mention.start, mention.notice)
            for mention in self.mentions
            if mention.notice and (authored or mention.start in told or mention.rule != "author-date")
        )

    def _near(self, one: Found, starts: list[int]) -> Mention | None:
        """The mention in the quotation's sentence, or in the words that introduce it, that is nearest."""
        sentence = self.host.sentence_at(max(one.span.closes - 1, one.span.opens))
        begin = min(
            self.host.sentence_at(one.span.opens)[0],
            one.attribution.cue_start if one.attribution and one.attribution.cue_start else sentence[0],
        )
        first = bisect_left(starts, begin)
        last = bisect_left(starts, max(sentence[1], one.span.closes + _BESIDE) + 1)
        return min(
            self.mentions[first:last],
            key=lambda mention: min(abs(mention.start - one.span.closes), abs(one.span.opens - mention.end)),
            default=None,
        )

    # --- links -------------------------------------------------------------------------------------------------

    def _by_links(self) -> None:
        links = [source for source in self.cited if source.reference.kind in (ReferenceKind.LINK, ReferenceKind.URL)]
        if not links:
            return
        starts = [source.reference.start for source in links]
        for one in self._wanting():
            sentence = self.host.sentence_at(max(one.span.closes - 1, one.span.opens))
            begin = self.host.sentence_at(one.span.opens)[0]
            if one.attribution is not None and one.attribution.how == "before":
                begin = min(begin, one.attribution.cue_start)
            end = max(sentence[1], one.attribution.cue_end if one.attribution else 0, one.span.closes)
            first, last = bisect_left(starts, begin), bisect_left(starts, end + _URL_REACH)
            near = [link for link in links[first:last] if link.reference.start < end or self._follows(end, link)]
            ranked = [(distance, link) for link in near if (distance := self._distance(one, link)) is not None]
            if ranked:
                best = min(ranked, key=lambda pair: pair[0])[1]
                zero = best.reference.start == best.reference.end
                rule = "cite" if zero else "url" if best.reference.kind is ReferenceKind.URL else "link"
                self._add(one.quotation, best.reference.id, rule)

    def _follows(self, end: int, link: Cited) -> bool:
        between = self.host.text[end : link.reference.start]
        return (
            link.reference.kind is ReferenceKind.URL
            and "\n" not in between.strip(" ")
            and not between.strip(" (<[:.-–—")
        )

    def _distance(self, one: Found, link: Cited) -> tuple[int, int] | None:
        """A link around the quotation first, then one on its verb of report, one on words of a source, any other; the nearest
        of these. None for a link on a mere name, which leads to what it names.
        """
        start, end = link.reference.start, link.reference.end
        if start <= one.span.start and end >= one.span.end:
            return 0, 0
        words = self.host.text[start:end]
        gap = min(abs(start - one.span.closes), abs(one.span.opens - end))
        if (
            one.attribution is not None
            and one.attribution.verb
            and re.search(rf"\b{re.escape(one.attribution.verb)}\b", words.lower())
        ):
            return 1, gap
        if start == end or reads_as_source(words) or self._in_parentheses(one, start, end):
            return 2, gap
        return None if reads_as_name(words) else (3, gap)

    def _in_parentheses(self, one: Found, start: int, end: int) -> bool:
        """`“…” (Herald)`: a link alone in parentheses right behind the words is their source, be it a name."""
        text = self.host.text
        return text[end : end + 1] in (")", "]") and text[one.span.closes : start].strip(" .,\xa0") in ("(", "[")

    def _by_paragraph_link(self) -> None:
        by_paragraph: dict[int, list[Cited]] = defaultdict(list)
        for source in self.cited:
            if (
                source.reference.kind in (ReferenceKind.LINK, ReferenceKind.URL)
                and source.reference.start < source.reference.end
            ):
                by_paragraph[self.host.layout.paragraph_index(source.reference.start)].append(source)
        if not by_paragraph:
            return
        for one in self._wanting():
            links = by_paragraph.get(self.host.layout.paragraph_index(one.span.opens), [])
            if len(links) == 1 and reads_as_source(links[0].reference.raw):
                self._add(one.quotation, links[0].reference.id, "paragraph-link")

    # --- prose -------------------------------------------------------------------------------------------------

    def _by_prose(self) -> None:
        prose = [source for source in self.cited if source.prose is not None]
        if not prose:
            return
        by_sentence: dict[int, list[Cited]] = defaultdict(list)
        for source in prose:
            if source.prose is not None:
                by_sentence[source.prose.sentence[0]].append(source)
        for one in self._wanting():
            if one.attribution is None or one.attribution.how == "context":
                continue
            at = one.attribution.cue_start
            sentence = self.host.sentence_at(at)
            near = by_sentence.get(sentence[0], [])
            if not near and re.match(r"\s*(?:It|This|The \w+)\b", self.host.masked[at : at + 20]):
                before = next(self.host.sentences_back(sentence[0], 1), None)
                near = by_sentence.get(before[0], []) if before else []
            near = [
                other for other in near if other.reference.kind is ReferenceKind.WORK or self._same_voice(one, other)
            ]
            if near:
                best = min(near, key=lambda other: abs(other.reference.start - one.span.opens))
                listed = self._listed_twin(best)
                if listed is not None:
                    self._add(one.quotation, listed.reference.id, "publisher-date")
                else:
                    self._add(one.quotation, best.reference.id, "introduced")

    def _same_voice(self, one: Found, other: Cited) -> bool:
        """Whether the quotation's speaker speaks in that publication; a wire that was told something carries any speaker."""
        owner = other.prose.owner if other.prose else None
        speaker = one.quotation.speaker
        if owner is None or speaker is None or other.reference.item.container_title:
            return True
        return family_key(owner) == family_key(speaker) or _publisher_key(owner) == _publisher_key(speaker)

    def _listed_twin(self, prose: Cited) -> Cited | None:
        """The listed entry that prose names by publisher and date."""
        item = prose.reference.item
        name = item.container_title or item.publisher
        if name is None or item.issued is None:
            return None
        for entry in self.entries_of[_publisher_key(name), item.issued[:4]]:
            issued = entry.reference.item.issued
            if issued and (item.issued.startswith(issued) or issued.startswith(item.issued)):
                return entry
        return None

    def _by_author(self) -> None:
        works = [
            source for source in self.cited if source.reference.kind is ReferenceKind.WORK and source.prose is not None
        ]
        by_author: dict[str, list[Cited]] = defaultdict(list)
        for source in works:
            if source.prose is not None and source.prose.owner:
                by_author[source.prose.owner.casefold()].append(source)
        for one in self._wanting():
            mine = by_author.get((one.quotation.speaker or "").casefold(), [])
            written = one.attribution is not None and one.attribution.verb not in cues().spoken | {""}
            if len(mine) == 1 and written:
                self._add(one.quotation, mine[0].reference.id, "author")

    # --- pieces and nested quotations --------------------------------------------------------------------------

    def _pass_on(self) -> None:
        """Pieces share the references of what they continue; a nested quotation stands where the outer one does."""
        of: dict[str, list[str]] = defaultdict(list)
        for quotation_id, reference in self.joins:
            of[quotation_id].append(reference)
        by_id = {one.quotation.id: one.quotation for one in self.found}
        for one in self.found:
            quotation = one.quotation
            if quotation.continues and quotation.continues in by_id:
                for reference in of[quotation.continues]:
                    if (quotation.id, reference) not in self.joins:
                        self._add(quotation, reference, self.joins[quotation.continues, reference])
                        of[quotation.id].append(reference)
                for reference in of[quotation.id]:
                    if (quotation.continues, reference) not in self.joins:
                        self._add(by_id[quotation.continues], reference, self.joins[quotation.id, reference])
            elif quotation.nested_in and quotation.check is Check.REQUIRED:
                for reference in of[quotation.nested_in]:
                    self._add(quotation, reference, "enclosing")


def _publisher_key(name: str) -> str:
    known = known_publisher(name)
    return known.name if known else re.sub(r"^the\s", "", name.casefold())
