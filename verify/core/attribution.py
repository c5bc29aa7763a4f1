"""Who says the quoted words, by the words that introduce or follow them.

No model: a verb of report ("said", "wrote", "announced"), `according to`, or a noun ("message", "account") is looked
for in the sentence of the quotation, and its subject is read off the word order. A quotation without any of these
takes the speaker of the sentence before, when it opens its own sentence. Surnames and pronouns are resolved to the
fullest mention in the document.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from verify.core.cues import NOUN_LIKE, cues
from verify.core.host import FILLER, Host, Token, cue_words, tokenize
from verify.core.marks import BLOCK, Marked
from verify.core.names import People, Person, as_person, find_people, nearest_before
from verify.core.publishers import PUBLISHER_NOUN, known_publisher
from verify.core.uncapitalised import REACH, is_uncapitalised, who_said

# How far a cue may stand from its quotation, in code points: sentences of news run to 300.
REACH_BEFORE, REACH_AFTER = 600, 240
# How many sentences back the person a pronoun means may have been named.
PRONOUN_REACH = 8
# A quotation that opens its sentence takes the subject of one that is not itself all quotation, this far back.
SENTENCES_BACK = 4
# Verbs of report in one sentence that are asked for their subject, the nearest first.
CUES_TRIED = 6
_CUE_SHOWN = 240  # longer introductions are cut from the left

_PRONOUNS = {"he": "m", "she": "f", "they": None, "it": None, "i": None, "we": None}
_POSSESSIVES = {"his": "m", "her": "f", "their": None, "its": None, "my": None}
_ENDS = frozenset(".!?;:…。！？")
_COMMAS = frozenset(",–—-(")
_SPEECH_NOUNS = frozenset(
    "account report statement book article letter words testimony message tweet post memoir remarks comments".split()
)
_BE = frozenset("is was were are be been being".split())
_LEADS = frozenset("and but or so yet nor then however meanwhile still although while because that".split())
_TIME = re.compile(
    r"(?:last|later|earlier|yesterday|today|tomorrow|meanwhile|however|afterwards|recently|once|now|then|still|instead|"
    r"moreover|furthermore|additionally|indeed|finally|eventually|the (?:following|next|same|previous) (?:day|week|month|year|morning|evening)|"
    r"(?:a|one|two|three|\w+) (?:days?|weeks?|months?|years?) (?:later|earlier|ago|after|before))\b",
    re.IGNORECASE,
)
_MAIN_VERB = re.compile(
    r"(?:\w{2,}ed|is|was|were|are|has|have|had|will|would|can|could|may|might|must|should|did|does|do)"
)
_NOUNS_IN_LY = frozenset("family assembly ally supply reply bully monopoly italy fly anomaly rally".split())
_CONDITIONS = frozenset("if unless whether suppose imagine".split())
_LOWER_WORD = re.compile(r"(?<![\w’'-])[a-z]{3,}(?![\w’'-])")
_REFLEXIVES = frozenset("himself herself itself themselves".split())
_REVIEWS = frozenset(
    "review article editorial column essay op-ed piece report interview leader profile obituary".split()
)
_NAME_PARTS = frozenset("al de del der di da la el van von bin ibn".split())
_HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Mx)\b")
# "the Frenchman added", "the 34-year-old said": the person named before
_EPITHET = re.compile(
    r"(?:[A-Z][a-z]+(?:man|woman)$|(?:[\w-]+-)?\d{1,3}-year-old|former (?:\w+ )?champion$|duo$|pair$)"
)
_COMMON_ED = frozenset("united armed retired so-called need seed breed indeed hundred sacred".split())


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker in the document's own words, resolved, with the words that introduce the quotation.

    `how`: "before", "after" (the verb stands beside the quotation), "noun", "context" (taken over from the sentence or the
    quotation before).
    """

    speaker: str | None
    cue: str | None
    how: str
    cue_start: int
    cue_end: int
    verb: str = ""
    denied: bool = False
    hypothetical: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A noun phrase that speaks: a name, a role, or a pronoun still to be resolved."""

    text: str
    start: int
    pronoun: str | None = None
    issued: bool = False  # "it", "the statement": whoever issued what the sentence before tells of


class Attributor:
    """Finds the speakers of one document's quotations; keeps the document's persons and sentence subjects."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.people: People = find_people(host.masked)
        self.speakers: list[Person] = []  # resolved so far, in document order

    # --- the three places where a cue can stand --------------------------------------------------------------------

    def attribute(self, span: Marked, previous: tuple[Marked, Attribution | None] | None) -> Attribution | None:
        """Who says the words of `span`; `previous` is the quotation before it with what was found for it."""
        if is_uncapitalised(self.host.text[span.start : span.start + 40]):
            return self._uncapitalised(span)
        before = self._before(span)
        after = self._after(span)
        found = self._from_before(before, span) if before else None
        if found is None or not found.direct:
            following = self._from_after(after, span, opens_sentence=not before)
            found = following or found
        if found is None and before:
            found = self._from_noun(before) or self._from_colon(before)
        if found is None and not before:
            return self._from_context(span, previous)
        if found is None:
            return None
        return self._resolved(found, span)

    def _uncapitalised(self, span: Marked) -> Attribution | None:
        host = self.host
        paragraph = host.layout.paragraph_at(span.opens)
        first = max(paragraph[0], span.opens - REACH)
        last = min(max(paragraph[1], span.closes), span.closes + REACH)
        said = who_said(host.masked[first : span.opens], host.masked[span.closes : last])
        if said is None:
            return None
        start = first + said.start if said.before else span.closes + said.start
        end = span.opens if said.before else span.closes + said.end
        how = "before" if said.before else "after"
        return Attribution(said.name, _shown(host.text, start, end), how, start, end)

    def _before(self, span: Marked) -> list[Token]:
        """Tokens of the sentence up to the opening mark.

        When the quotation opens its paragraph and the one before ends in a colon or a comma, that one's last sentence.
        """
        host = self.host
        if span.parent is not None:
            return self._before_nested(span)
        index = host.layout.paragraph_index(span.opens)
        if index < 0:
            return []
        start = max(host.sentence_at(span.opens)[0], span.opens - REACH_BEFORE)
        tokens = host.tokens(start, span.opens)
        if tokens or index == 0:
            return tokens
        if (
            span.opens > host.layout.paragraphs[index][0]
            and host.masked[host.layout.paragraphs[index][0] : span.opens].strip()
        ):
            return []  # opens a later sentence of its paragraph
        last_start, last_end = host.sentences_of(index - 1)[-1]
        introduction = host.tokens(max(last_start, last_end - REACH_BEFORE), last_end)
        if introduction and introduction[-1].text in ":,—–":
            return introduction
        return []

    def _before_nested(self, span: Marked) -> list[Token]:
        parent = self.host.marks.spans[span.parent or 0]
        start = max(parent.start, span.opens - REACH_BEFORE)
        text = self.host.text[start : span.opens]
        cut = max((match.end() for match in re.finditer(r"[.!?…]\s+(?=[A-Z])", text)), default=0)
        return tokenize(self.host.text, start + cut, span.opens)  # outer quotations are blanked in `masked`

    def _after(self, span: Marked) -> list[Token]:
        host = self.host
        if span.parent is not None:
            return []
        index = host.layout.paragraph_index(span.closes)
        end = min(host.layout.paragraphs[index][1], span.closes + REACH_AFTER)
        tokens = host.tokens(span.closes, end)
        for number, token in enumerate(tokens):
            if token.kind == "filler" or (token.kind == "mark" and token.text in _ENDS):
                return tokens[: number + 1]
        return tokens

    def _from_after(self, tokens: list[Token], span: Marked, *, opens_sentence: bool) -> _Found | None:
        """`…,” said X`, `…,” X, the Y, said`, `…,” according to X`."""
        last = self.host.text[span.end - 1]
        first = 0
        while first < len(tokens) and tokens[first].text in ",–—-)":
            first += 1
        if first + 1 < len(tokens) and tokens[first].lower == "as":
            first += 1
        if first == len(tokens) or tokens[first].kind != "word":
            return None
        comma = (first > 0 and tokens[0].text in ",–—-") or last in ",–—-"
        lowers = [token.lower for token in tokens]
        according = self._according(lowers, first)
        if according:
            phrase = self._phrase_right(tokens, first + according, strict=according == 1)
            return _found(phrase, tokens, first, "according", direct=True, how="after") if phrase else None
        clause_end = next(
            (i for i in range(first, len(tokens)) if tokens[i].kind == "filler" or tokens[i].text in _ENDS), len(tokens)
        )
        verb = self._verb_after(tokens, first, clause_end)
        if verb is None:
            return None
        closes = comma or last in "?!…" or (opens_sentence and last != ".")
        if not closes and clause_end - verb > 2 and not (verb == first and opens_sentence):
            return None
        if not closes and not opens_sentence:
            return None
        foreign = lowers[verb] in cues().foreign and lowers[verb] not in cues().verbs
        phrase = self._phrase_right(tokens, verb + 1, strict=True) if foreign else None
        if phrase is None:
            first_words = range(first, verb)
            if verb == first or all(lowers[i] in cues().adverbs for i in first_words):
                phrase = self._phrase_right(tokens, verb + 1)
            else:
                phrase = self._subject_left(tokens, verb, first, passive=lowers[verb] == "quoted")
        if phrase is None:
            return None
        return _found(phrase, tokens[:clause_end], first, lowers[verb], direct=True, how="after")

    def _according(self, lowers: list[str], index: int) -> int:
        """How many words of "according to" stand at `index`, in any of its languages."""
        if lowers[index] == "according" and lowers[index + 1 : index + 2] == ["to"]:
            return 2
        return 1 if lowers[index] in cues().foreign_according else 0

    def _verb_after(self, tokens: list[Token], first: int, end: int) -> int | None:
        """Index of the verb of report of the clause that follows a quotation."""
        depth = 0
        for index in range(first, min(end, first + 40)):
            token = tokens[index]
            if token.text in ",(–—":
                depth += 1
            if cue_words(token) and not self._is_noun(tokens, index, at_start=index == first):
                return index
            if depth == 0 and index - first > 9:
                return None
            if depth == 0 and token.lower in cues().subordinators - cues().adverbs - {"and", "who"}:
                return None
            quoted = index + 1 < end and tokens[index + 1].lower == "quoted"
            if depth == 0 and index > first and token.kind == "word" and token.lower in _BE and not quoted:
                return None
        return None

    def _from_before(self, tokens: list[Token], span: Marked) -> _Found | None:
        """`X said: “`, `X, the Y, wrote, “`, `According to X, “`, `described by X as “`."""
        lowers = [token.lower for token in tokens]
        tried = 0
        for index in range(len(tokens) - 1, -1, -1):
            token = tokens[index]
            if token.text == ";" or tried == CUES_TRIED:
                return None
            according = self._according(lowers, index)
            if according:
                phrase = self._phrase_right(tokens, index + according, strict=according == 1)
                if phrase:
                    return _found(phrase, tokens, 0, "according", direct=True)
                continue
            if not cue_words(token) or self._is_noun(tokens, index):
                continue
            gap = [other for other in tokens[index + 1 :] if other.kind == "word"]
            if token.lower in cues().adjacent and token.lower not in ("wrote", "read", "reads"):
                within = "that" in lowers[:index] and any(cue_words(other) for other in tokens[:index])
                if len(gap) > 2 or within:  # said that the rules offered “…”
                    continue
            tried += 1
            phrase = self._subject_of(tokens, index, span)
            if phrase is None:
                continue
            direct = len(gap) <= 4 or tokens[-1].text in ":," or lowers[-1] in ("that", "as")
            return _found(phrase, tokens, 0, token.lower, direct=direct, verb_index=index)
        return None

    def _from_noun(self, tokens: list[Token]) -> _Found | None:
        """`X’s account: “`, `X sent a message to the young to “`, `in a statement, X: “`."""
        table = cues()
        for index in range(len(tokens) - 1, -1, -1):
            token = tokens[index]
            if token.lower not in table.nouns or (token.capital and index):
                continue
            if index and re.search(r"[’']s?$", tokens[index - 1].text) and tokens[index - 1].capital:
                phrase = self._phrase(tokens[self._chunk_start(tokens, index - 1) : index + 1])
            elif len(tokens) - index <= 12:
                phrase = self._first_nominal(tokens, index)
            else:
                phrase = None
            if phrase is not None:
                return _found(phrase, tokens, 0, token.lower, direct=False)
        return None

    def _from_colon(self, tokens: list[Token]) -> _Found | None:
        """`The union’s secretary, Pat Doyle, hit back: “`: a colon right before the quotation reports by itself."""
        if tokens[-1].text != ":":
            return None
        phrase = self._first_nominal(tokens, len(tokens) - 1)
        return _found(phrase, tokens, 0, "", direct=False) if phrase is not None else None

    def _from_context(self, span: Marked, previous: tuple[Marked, Attribution | None] | None) -> Attribution | None:
        """The speaker of the quotation before, or the subject of the sentence before, in the same or the last paragraph."""
        host = self.host
        index = host.layout.paragraph_index(span.opens)
        if index < 0 or span.parent is not None or span.mark == BLOCK:
            return None
        if previous is not None and previous[1] is not None and previous[1].speaker is not None:
            one = host.layout.paragraph_index(previous[0].opens)
            between = host.masked[previous[0].closes : span.opens]
            if index - one <= 1 and between.count(".") <= 2 and len(between) < REACH_AFTER:
                other = self._subject_before(span, floor=previous[0].closes)
                if other is None or other == previous[1].speaker:
                    return Attribution(previous[1].speaker, None, "context", span.opens, span.opens)
        subject = self._subject_before(span, floor=0)
        if subject is None:
            return None
        start, end = self._sentence_before(span)
        return Attribution(subject, _shown(host.text, start, end), "context", start, end)

    # --- for references in prose -----------------------------------------------------------------------------------

    def subject(self, start: int, end: int, after: int) -> str | None:
        """Who does something in the sentence that begins at `start`, said at [end, after): the subject, resolved."""
        tokens = self.host.tokens(max(start, end - REACH_BEFORE), end)
        phrase = self._first_nominal(tokens, len(tokens))
        if phrase is None:  # "In an article about …, X wrote"
            sentence_end = self.host.sentence_at(start)[1]
            following = self.host.tokens(after, min(sentence_end, after + REACH_BEFORE))
            while following and following[0].text != ",":
                following.pop(0)
            phrase = self._first_nominal(following[1:], len(following) - 1) if following else None
        return self._resolve(phrase, start) if phrase is not None else None

    def owner(self, start: int, end: int) -> str | None:
        """Whose publication "his report" or "Stevenson’s account" at [start, end) is."""
        phrase = self._phrase(self.host.tokens(start, end))
        return self._resolve(phrase, start) if phrase is not None else None

    # --- subjects --------------------------------------------------------------------------------------------------

    def _sentence_before(self, span: Marked) -> tuple[int, int]:
        """The last sentence with words of its own before the quotation, in its paragraph or at the end of the one before."""
        host = self.host
        index = host.layout.paragraph_index(span.opens)
        first = host.layout.paragraphs[index][0]
        for start, end in host.sentences_back(span.opens, SENTENCES_BACK):
            if host.masked[start : min(end, span.opens)].strip(FILLER + " .,\n"):
                if start >= first or first >= span.opens - 3:
                    return start, end
                break
        return span.opens, span.opens

    def _subject_before(self, span: Marked, floor: int) -> str | None:
        start, end = self._sentence_before(span)
        if end <= floor or start == end:
            return None
        tokens = self.host.tokens(start, min(end, start + REACH_BEFORE, span.opens))
        while tokens and tokens[0].kind != "word":
            tokens.pop(0)
        phrase = self._first_nominal(tokens, len(tokens))
        if phrase is None or phrase.issued:
            return None
        speaker = self._resolve(phrase, start)
        return speaker if speaker and (phrase.pronoun or speaker[0].isupper()) else None

    def _subject_of(self, tokens: list[Token], verb: int, span: Marked) -> _Phrase | None:
        """The one who does what the verb of report at index `verb` says, or suffers it with "by"."""
        lowers = [token.lower for token in tokens]
        following = lowers[verb + 1] if verb + 1 < len(tokens) else ""
        if following == "by":
            return self._phrase_right(tokens, verb + 2)
        left = verb - 1
        while left >= 0 and _is_adverb(tokens[left]):
            left -= 1
        if left >= 0 and lowers[left] in _BE and not lowers[verb].endswith("ing"):
            return self._agent_after(span) or (
                self._phrase_right(tokens, lowers.index("by", verb) + 1) if "by" in lowers[verb:] else None
            )
        if left >= 1 and lowers[left] == "as" and lowers[left - 1] == "quoted":
            return self._subject_left(tokens, left - 1, 0, passive=True)
        return self._subject_left(tokens, verb, 0)

    def _agent_after(self, span: Marked) -> _Phrase | None:
        """`was denounced as a “massacre” by X`."""
        tokens = self._after(span)
        for index, token in enumerate(tokens[:4]):
            if token.lower == "by":
                return self._phrase_right(tokens, index + 1)
        return None

    def _subject_left(self, tokens: list[Token], verb: int, first: int, *, passive: bool = False) -> _Phrase | None:
        """The subject of a verb, read leftwards from it."""
        table = cues()
        lowers = [token.lower for token in tokens]
        abroad = lowers[verb] in table.foreign and lowers[verb] not in table.verbs
        index = verb - 1
        while index >= first and (
            lowers[index] in table.adverbs
            or (abroad and lowers[index] in table.foreign_auxiliaries)
            or (
                lowers[index] in table.auxiliaries
                and (passive or lowers[index] not in _BE or lowers[verb].endswith("ing"))
            )
            or _is_adverb(tokens[index])
            or lowers[index].endswith(("n’t", "n't"))
        ):
            index -= 1
        if index < first:
            return None
        token = tokens[index]
        if token.lower in ("who", "which", "that") and index > first:
            return self._antecedent(tokens, first, index)
        if token.text == "," or token.lower in ("and", "or", "but", "then") or token.kind != "word":
            return self._first_nominal(tokens[first:], index - first)
        progressive = any(lower in _BE for lower in lowers[index + 1 : verb])  # what campaigners are calling “…”
        if lowers[verb].endswith("ing") and token.lower not in _PRONOUNS and not progressive:
            return self._first_nominal(tokens[first:], index - first + 1)
        start = self._chunk_start(tokens, index, first)
        chunk = tokens[start : index + 1]
        phrase = self._phrase(chunk)
        if phrase is None:
            return self._first_nominal(tokens[first:], max(start - first, 0))
        described = chunk[0].lower in ("a", "an", "the", "former", "then") and len(chunk) > 1 and not chunk[1].capital
        if start > first and tokens[start - 1].text == "," and described:
            person = self._person_ending(tokens[first : start - 1])
            if person is not None:
                return person
        return phrase

    def _chunk_start(self, tokens: list[Token], end: int, first: int = 0) -> int:
        """Where the noun phrase that ends at index `end` begins."""
        table = cues()
        index = end
        while index > first:
            token = tokens[index - 1]
            stop = token.kind != "word" and token.text not in "&-"
            stop = stop or (
                token.lower in table.subordinators
                and not (token.lower == "and" and index >= 2 and tokens[index].capital and tokens[index - 2].capital)
            )
            stop = stop or token.lower in table.auxiliaries - {"to"} or (cue_words(token) and not token.capital)
            if stop:
                break
            index -= 1
        return index

    def _first_nominal(self, tokens: list[Token], end: int) -> _Phrase | None:
        """The first noun phrase of the clause that can be its subject: no time, place or subordinate clause."""
        table = cues()
        start = 0
        while start < end:
            stop = next(
                (i for i in range(start, end) if tokens[i].text in ",;:()—–" or tokens[i].kind == "filler"), end
            )
            segment = tokens[start:stop]
            if segment and start and cue_words(segment[0]) and not segment[0].lower.endswith("ing"):
                inverted = self._phrase_right(tokens[:end], start + 1)  # “…,” said Tom Okafor, a coach.
                if inverted is not None:
                    return inverted
            while segment and segment[0].lower in _LEADS:
                segment = segment[1:]
            if segment:
                first = segment[0]
                text = self.host.text[first.start : segment[-1].end]
                if _TIME.match(text):
                    segment = []
                elif first.lower in table.prepositions or first.lower == "according":
                    segment = self._past_preposition(segment)
                elif first.lower in table.subordinators or (
                    first.lower.endswith(("ing", "ed"))
                    and len(segment) > 1
                    and first.lower not in _COMMON_ED
                    and not segment[1].capital
                ):
                    segment = []
            if segment and (
                segment[0].capital
                or segment[0].lower in table.determiners
                or segment[0].lower in _PRONOUNS
                or segment[0].lower in ("former", "retired", "senior", "veteran")
            ):
                leading = self._leading(segment)
                phrase = self._phrase(leading)
                if phrase is not None:
                    last = leading[-1]
                    role = leading[0].lower in table.determiners and (not last.capital or last.text.isupper())
                    return (self._named_next(tokens, stop, end) if role else None) or phrase
            start = stop + 1
        return None

    def _named_next(self, tokens: list[Token], comma: int, end: int) -> _Phrase | None:
        """`Her husband, Tom, said`: the name between the commas after a role."""
        if comma >= len(tokens) or tokens[comma].text != ",":
            return None
        stop = next((i for i in range(comma + 1, min(len(tokens), comma + 7)) if tokens[i].text == ","), None)
        if (
            stop is None
            or stop > end
            or not all(token.capital or token.lower in _NAME_PARTS for token in tokens[comma + 1 : stop])
        ):
            return None
        return self._person_ending(tokens[comma + 1 : stop])

    def _past_preposition(self, segment: list[Token]) -> list[Token]:
        """`In August 2012 UN investigators released …`: what follows the date; nothing when no date is there."""
        dates = self.host.dates_in(segment[0].start, segment[-1].end)
        if not dates or dates[0].start > segment[min(2, len(segment) - 1)].start:
            return []
        return [token for token in segment if token.start >= dates[0].end]

    def _leading(self, segment: list[Token]) -> list[Token]:
        """The subject at the head of a segment, up to its verb or the preposition after a name."""
        table = cues()
        taken: list[Token] = []
        for index, token in enumerate(segment):
            lower = token.lower
            if index and token.kind == "word" and not token.capital:
                if (
                    lower in table.auxiliaries
                    or cue_words(token)
                    or (_MAIN_VERB.fullmatch(lower) and lower not in _COMMON_ED)
                    or lower in table.past
                ):
                    break
                if lower in table.prepositions and (lower not in {"of", "for"}):
                    break
                if lower == "for" and not (
                    index + 1 < len(segment) and (segment[index + 1].capital or segment[index + 1].lower == "the")
                ):
                    break
                if (
                    index + 1 < len(segment)
                    and lower.endswith("s")
                    and taken
                    and taken[-1].capital
                    and lower not in table.organisation
                    and not lower.endswith(("officials", "ors", "ers", "ists", "ians", "sources"))
                ):
                    break
                if lower in table.subordinators - {"and"} or (
                    lower == "and" and not (index + 1 < len(segment) and segment[index + 1].capital)
                ):
                    break
            elif (index and token.kind != "word" and token.text not in "&-.") or (
                index and token.capital and self._date_begins(token)
            ):
                break
            taken.append(token)
        while (
            taken
            and not taken[-1].capital
            and taken[-1].lower in (table.determiners | table.adverbs | table.prepositions | {"and"})
        ):
            taken.pop()
        return taken

    def _date_begins(self, token: Token) -> bool:
        return bool(self.host.dates_in(token.start, token.end))

    def _antecedent(self, tokens: list[Token], first: int, index: int) -> _Phrase | None:
        """`Massoud Rajavi, the Resistance’s Leader, who said`: the last name before, past what stands in apposition."""
        segments: list[list[Token]] = [[]]
        for token in tokens[first:index]:
            if token.text in ",—–":
                segments.append([])
            else:
                segments[-1].append(token)
        filled = [segment for segment in segments if segment]
        for segment in reversed(filled):
            person = self._person_ending(segment)
            if person is not None:
                return person
            if segment[0].lower not in cues().determiners:
                break
        if not filled:
            return None
        last = filled[-1]
        start = self._chunk_start(last, len(last) - 1)
        of = max((i for i in range(start, len(last)) if last[i].lower in ("of", "by", "to")), default=start - 1)
        return self._phrase(last[start:]) or self._phrase(last[of + 1 :])

    def _person_ending(self, tokens: list[Token]) -> _Phrase | None:
        """The name of a person at the end of `tokens`."""
        index = len(tokens)
        while index and (
            tokens[index - 1].capital
            or (tokens[index - 1].lower in ("al", "de", "van", "von", "bin", "der", "la", "el") and index < len(tokens))
        ):
            index -= 1
        run = tokens[index:]
        if not run:
            return None
        person = as_person(self.host.text[run[0].start : run[-1].end], run[0].start)
        return _Phrase(person.name, person.start) if person is not None else None

    # --- phrases ---------------------------------------------------------------------------------------------------

    def _phrase_right(self, tokens: list[Token], first: int, *, strict: bool = False) -> _Phrase | None:
        """The noun phrase that begins at index `first`: `said X`, `said a spokesman for Y`, `said the mayor, X`."""
        table = cues()
        index = first
        if index >= len(tokens) or tokens[index].kind != "word":
            return None
        if tokens[index].lower in table.prepositions | table.subordinators | {"to"}:
            return None
        role = not tokens[index].capital
        while index < len(tokens):
            token = tokens[index]
            if token.kind != "word" and token.text != "&":
                break
            small = index > first and not token.capital
            if (
                small
                and strict
                and any(other.capital for other in tokens[first:index])
                and not (token.lower in _NAME_PARTS and index + 1 < len(tokens) and tokens[index + 1].capital)
            ):
                break  # other languages: a name ends at the first word without a capital
            if small:
                connects = index + 1 < len(tokens) and (
                    tokens[index + 1].capital or tokens[index + 1].lower in table.determiners
                )
                joining = (
                    token.lower
                    in ("of", "and", "&", "for", "de", "al", "van", "von", "bin", "el", "der", "la", "del", "the")
                    and connects
                )
                roles = token.lower in ("of", "for", "at", "from", "with", "in") and role
                if (
                    token.lower in table.prepositions | table.subordinators | table.auxiliaries
                    and not joining
                    and not roles
                ):
                    break
                if (
                    (token.lower == "and" and not joining)
                    or token.lower in table.adverbs
                    or _is_adverb(token)
                    or (cue_words(token) and not self._is_noun(tokens, index))
                ):
                    break
                if (
                    not role
                    and not joining
                    and token.lower != "of"
                    and tokens[index - 1].capital
                    and token.lower in table.determiners
                ):
                    break
            elif index > first and self._date_begins(token):
                break
            index += 1
        chunk = tokens[first:index]
        if role and index + 1 < len(tokens) and tokens[index].text == "," and tokens[index + 1].capital:
            name_end = index + 1
            while name_end < len(tokens) and (
                tokens[name_end].capital or tokens[name_end].lower in ("al", "de", "van", "von", "bin")
            ):
                name_end += 1
            if name_end == len(tokens) or tokens[name_end].text in ",.;:" or tokens[name_end].kind == "filler":
                person = self._person_ending(tokens[index + 1 : name_end])
                if person is not None:
                    return person
        of = (
            chunk
            and chunk[-1].lower in _SPEECH_NOUNS
            and index + 1 < len(tokens)
            and tokens[index].lower in ("by", "from")
        )
        if of:
            return self._phrase_right(tokens, index + 1)
        while chunk and chunk[-1].lower in ("on", "in", "last", "this", "the", "a") and len(chunk) > 1:
            chunk = chunk[:-1]
        return self._phrase(chunk)

    def _phrase(self, chunk: list[Token]) -> _Phrase | None:
        """A noun phrase as a speaker; None when it can be none."""
        table = cues()
        while chunk and (chunk[0].lower in _LEADS or chunk[0].lower in table.adverbs):
            chunk = chunk[1:]
        while chunk and (chunk[-1].kind != "word" or chunk[-1].lower in _REFLEXIVES):
            chunk = chunk[:-1]
        if chunk and chunk[0].lower in table.prepositions:
            chunk = self._past_preposition(chunk)
        if not chunk:
            return None
        first = chunk[0]
        if len(chunk) == 1 and first.lower in _PRONOUNS:
            return _Phrase(first.text, first.start, first.lower, issued=first.lower == "it")
        last = chunk[-1]
        if first.lower == "the" and len(chunk) > 1 and _EPITHET.match(chunk[1].text):
            return _Phrase(self._text(chunk[1:]), first.start, "he")
        if first.lower in _POSSESSIVES and last.lower in table.nouns:
            return _Phrase(first.text, first.start, {"m": "he", "f": "she", None: "they"}[_POSSESSIVES[first.lower]])
        if first.lower in ("the", "this", "that", "a", "an") and len(chunk) <= 3 and last.text in _SPEECH_NOUNS:
            return _Phrase(last.text, first.start, "it", issued=True)
        if first.lower in table.determiners and len(chunk) == 1:
            return None
        chunk = self._without_possessed(chunk)
        run = len(chunk)
        while run and (
            chunk[run - 1].capital
            or chunk[run - 1].text in "&."
            or (
                chunk[run - 1].lower
                in ("of", "for", "the", "and", "al", "de", "van", "von", "bin", "der", "del", "la", "el", "di", "da")
                and run - 1 > 0
                and run < len(chunk)
                and self._joins(chunk, run - 1)
            )
        ):
            run -= 1
        if run == len(chunk):
            return self._role(chunk)
        while run < len(chunk) and not chunk[run].capital:
            run += 1
        if run == len(chunk):
            return self._role(chunk)
        head = chunk[:run]
        if (
            head
            and head[-1].lower in table.prepositions | {"the"}
            and any(token.lower not in table.prepositions | table.determiners for token in head)
        ):
            name = self._text(chunk[run:])
            reviewed = any(token.lower in _REVIEWS for token in head) and known_publisher(name) is not None
            return _Phrase(name, chunk[run].start) if reviewed else self._role(chunk)
        if chunk[run].lower in table.determiners and len(chunk) > run + 1:
            publisher = known_publisher(self._text(chunk[run:]))
            if publisher is None or not publisher.name.startswith("The "):
                run += 1
        return _Phrase(self._text(chunk[run:]), chunk[run].start)

    def _joins(self, chunk: list[Token], index: int) -> bool:
        """Whether the small word at `index` belongs to a name: University of Tehran, Nouri al Maliki."""
        word = chunk[index].lower
        before = chunk[index - 1]
        if word == "the":
            return before.lower in ("of", "for", "and") and index >= 2 and chunk[index - 2].capital
        if word in ("of", "for", "and"):
            return before.capital
        return before.capital or before.lower in ("de", "van", "von")

    def _without_possessed(self, chunk: list[Token]) -> list[Token]:
        """`Stevenson’s account` speaks with Stevenson’s voice."""
        if len(chunk) > 1 and chunk[-1].lower in _SPEECH_NOUNS | {"voice", "view", "office", "opinion"} - {"office"}:
            for index in range(len(chunk) - 2, -1, -1):
                if re.search(r"[’']s?$", chunk[index].text) and chunk[index].capital:
                    return chunk[: index + 1]
        return chunk

    def _role(self, chunk: list[Token]) -> _Phrase | None:
        """`the deputy commander of the forces`, `U.S. officials`: without its article."""
        table = cues()
        while (
            chunk
            and chunk[0].lower in table.determiners | {"that"}
            and chunk[0].lower not in ("two", "three", "four", "several", "many", "one", "some")
        ):
            chunk = chunk[1:]
        if not chunk or not any(token.kind == "word" and len(token.text) > 1 for token in chunk):
            return None
        while len(chunk) > 1 and chunk[0].text.isdigit():
            chunk = chunk[1:]
        if chunk[0].text.isdigit() or chunk[-1].text.isdigit():
            return None
        if chunk[0].lower in table.prepositions or all(
            token.lower in table.auxiliaries | table.adverbs | table.prepositions for token in chunk
        ):
            return None
        publisher = len(chunk) > 1 and chunk[-2].capital and PUBLISHER_NOUN.match(" " + chunk[-1].text)
        if publisher:
            chunk = chunk[:-1]
        return _Phrase(self._text(chunk), chunk[0].start)

    def _text(self, chunk: list[Token]) -> str:
        text = " ".join(self.host.text[chunk[0].start : chunk[-1].end].split())
        return re.sub(r"(?:[’']s|(?<=s)[’'])$", "", text)

    # --- resolving -------------------------------------------------------------------------------------------------

    def _resolved(self, found: _Found, span: Marked) -> Attribution:
        phrase = found.phrase
        speaker = self._resolve(phrase, min(phrase.start, span.opens))
        if speaker is not None and phrase.pronoun != "it":
            person = as_person(speaker, phrase.start)
            if person is not None:
                at = bisect_left(self.speakers, phrase.start, key=lambda one: one.start)
                self.speakers.insert(at, Person(speaker, phrase.start, phrase.start, self.people.gender(speaker)))
        return Attribution(
            speaker,
            _shown(self.host.text, found.start, found.end),
            found.how,
            found.start,
            found.end,
            found.verb,
            denied=found.denied,
            hypothetical=found.hypothetical,
        )

    def _resolve(self, phrase: _Phrase, offset: int) -> str | None:
        if phrase.pronoun is None:
            person = as_person(phrase.text, phrase.start)
            if person is None:
                return phrase.text
            full = self.people.fullest(person.name, phrase.start, person.gender)
            if " " in full or _HONORIFIC.match(phrase.text):
                return full
            return phrase.text  # Ayatollah Khomeini
        if phrase.issued:
            return self._issuer(offset) or (None if phrase.text.lower() == "it" else phrase.text)
        gender = _PRONOUNS.get(phrase.pronoun)
        if phrase.pronoun == "they":
            start = self.host.sentence_at(phrase.start)[0]
            tokens = self.host.tokens(max(start, phrase.start - REACH_BEFORE), phrase.start)
            subject = self._first_nominal(tokens, len(tokens))
            if subject is not None and subject.pronoun is None:
                return self._resolve(subject, start)
        if phrase.pronoun in ("i", "we"):
            return phrase.text
        meant = self._person_meant(offset, gender)
        return meant or (self._issuer(offset) if phrase.pronoun == "they" else None) or _as_named(phrase)

    def _issuer(self, offset: int) -> str | None:
        """The subject of the sentence before: `UNAMI released a statement. It read: “…”`."""
        start, _ = self.host.sentence_at(offset)
        for before, end in self.host.sentences_back(start, 1):
            tokens = self.host.tokens(before, min(end, before + REACH_BEFORE))
            phrase = self._first_nominal(tokens, len(tokens))
            if phrase is not None and not (phrase.pronoun is not None and phrase.issued):
                return self._resolve(phrase, before)
        return None

    def _person_meant(self, offset: int, gender: str | None) -> str | None:
        """The person a pronoun at `offset` means: the last subject or speaker before it whom the gender fits."""
        host = self.host
        speaker = nearest_before(self.speakers, offset - 1)
        role: str | None = None
        for start, end in host.sentences_back(offset, PRONOUN_REACH):
            said = speaker is not None and start <= speaker.start < min(end, offset)
            if said and speaker is not None and self._fits(speaker.name, gender):
                return speaker.name
            tokens = host.tokens(start, min(end, start + REACH_BEFORE, offset))
            phrase = self._first_nominal(tokens, len(tokens))
            person = as_person(phrase.text, phrase.start) if phrase is not None and phrase.pronoun is None else None
            if person is None:
                mentioned = self._mentioned(tokens, gender)
                if mentioned is not None:
                    return mentioned
            if phrase is None or phrase.pronoun is not None:
                continue
            if person is None:
                role = role or (phrase.text if phrase.text[0].islower() else None)  # "The minister … He"
                if role is not None and end >= offset - 2:
                    return role
                continue
            full = self.people.fullest(person.name, start, person.gender)
            if (" " in full or person.gender or self._is_given_name(full)) and self._fits(full, gender):
                return full
        return role or (speaker.name if speaker is not None and self._fits(speaker.name, gender) else None)

    def _mentioned(self, tokens: list[Token], gender: str | None) -> str | None:
        """The first person named in a sentence that is about something else: "For Rahman, that is cold comfort."."""
        for token in tokens:
            if token.capital and token.kind == "word" and len(token.text) > 2:
                name = re.sub(r"[’']s?$", "", token.text)
                full = self.people.fullest(name, token.start)
                if full != name and self._fits(full, gender):
                    return full
        return None

    def _is_given_name(self, word: str) -> bool:
        """Whether a capitalised word that opens a sentence is a person's name and no common noun, place or plural."""
        lower = word.lower()
        if lower.endswith("s") or lower in cues().places or not word.isalpha():
            return False
        return lower not in self.lower_words

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """The words the document writes without a capital."""
        return frozenset(_LOWER_WORD.findall(self.host.masked))

    def _fits(self, name: str, gender: str | None) -> bool:
        known = self.people.gender(name)
        return gender is None or known is None or known == gender

    def _is_noun(self, tokens: list[Token], index: int, *, at_start: bool = False) -> bool:
        """Whether a word with the form of a verb of report is a noun or an adjective here."""
        table = cues()
        lower = tokens[index].lower
        before = tokens[index - 1] if index else None
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if tokens[index].capital and index:
            return True
        if lower in table.foreign and lower not in table.verbs:
            return False
        if before is not None and (
            before.lower in table.determiners or before.lower == "of" or before.lower.endswith(("’s", "'s"))
        ):
            return before.lower not in ("that", "this", "one", "some", "many", "both", "each", "her", "another", "any")
        if lower in table.bare and not lower.endswith("ed") and lower not in table.adjacent:
            plural = before is not None and (
                before.lower in ("they", "we", "i", "you", "who", "officials", "to", "also", "people", "police")
                or before.lower.endswith("s")
                or before.lower in table.auxiliaries
                or before.lower.endswith(("n’t", "n't"))
            )
            return not plural or (
                before is not None
                and before.lower == "to"
                and lower not in ("say", "quote", "add", "warn", "declare", "announce")
            )
        if lower in NOUN_LIKE:
            if at_start or before is None:
                return following is None or not following.capital
            return not (
                before.capital
                or before.lower in _PRONOUNS
                or before.lower in ("who", "which", "also", "that", ",")
                or before.text == ","
            )
        return False


def _as_named(phrase: _Phrase) -> str:
    lower = phrase.text.lower()
    return lower if lower in _PRONOUNS else phrase.text


def _is_adverb(token: Token) -> bool:
    lower = token.lower
    return token.kind == "word" and (
        lower in cues().adverbs or (lower.endswith("ly") and not token.capital and lower not in _NOUNS_IN_LY)
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A phrase that speaks, with the span of the words that say so; `direct` when they stand right at the quotation."""

    phrase: _Phrase
    start: int
    end: int
    how: str
    verb: str
    direct: bool
    denied: bool = False
    hypothetical: bool = False


def _found(
    phrase: _Phrase,
    tokens: list[Token],
    first: int,
    verb: str,
    *,
    direct: bool,
    verb_index: int | None = None,
    how: str = "before",
) -> _Found:
    words = tokens[first:]
    while words and words[-1].text in ".,;" and len(words) > 1:
        words = words[:-1]
    denied, hypothetical = (False, False) if verb_index is None else _polarity(tokens, verb_index, phrase)
    return _Found(phrase, words[0].start, words[-1].end, how, verb, direct, denied, hypothetical)


def _polarity(tokens: list[Token], verb: int, phrase: _Phrase) -> tuple[bool, bool]:
    """Whether a report is denied ("never said", "denied that") or a mere possibility ("if he said", "would say")."""
    table = cues()
    lowers = [token.lower for token in tokens]
    following = lowers[verb + 1] if verb + 1 < len(lowers) else ""
    denied = lowers[verb] in table.denials and following in (
        "that",
        "saying",
        "having",
        "ever",
        "calling",
        "claiming",
        "he",
        "she",
    )
    hypothetical = False
    index = verb - 1
    while index >= 0 and tokens[index].kind == "word":
        lower = lowers[index]
        if lower in table.denials or lower.endswith(("n’t", "n't")):
            denied = True
        elif lower in table.hypotheses:
            hypothetical = True
        elif lower not in table.auxiliaries and not _is_adverb(tokens[index]):
            break
        index -= 1
    before = [token.lower for token in tokens if token.end <= phrase.start][-2:]
    return denied, hypothetical or any(word in _CONDITIONS for word in before)


def _shown(text: str, start: int, end: int) -> str | None:
    shown = " ".join(text[max(start, end - _CUE_SHOWN) : end].split())
    return shown or None
