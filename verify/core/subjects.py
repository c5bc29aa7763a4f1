"""The subject of a verb of report, by the word order of its clause."""

from __future__ import annotations

import re
from functools import cached_property

from verify.core.cues import cues
from verify.core.host import Host, Token, cue_words
from verify.core.names import ARTICLES
from verify.core.patterns import regex
from verify.core.phrases import BE, COMMON_ED, LEADS, NAME_PARTS, PRONOUNS, Phrase, Phrases, is_adverb, is_noun
from verify.core.words import languages

_UNDECIDED = 4  # as many likely languages mean that it is one without a word list
_ACCENTED = 0.01  # of the letters; English has hardly any
_CLAUSE = 3  # words from which a subject without an article may be a clause
_SAMPLE = 4000  # code points by which the language is told
_TIME = regex(
    r"(?:last|later|earlier|yesterday|today|tomorrow|meanwhile|however|afterwards|recently|once|now|then|still|instead|"
    r"moreover|furthermore|additionally|indeed|finally|eventually|the (?:following|next|last|first|past|same|previous) (?:\w+ )?(?:days?|weeks?|months?|years?|morning|evening|night)|"
    r"(?:a|one|two|three|\w+) (?:days?|weeks?|months?|years?) (?:later|earlier|ago|after|before))\b",
    re.IGNORECASE,
)
_OBJECTS = {"him": "he", "her": "she", "them": "they"}


_INTENDS = regex(r"(?:lik|us|want|tri|lov|prefer|need|hop|tend|refus|declin|happen|went|beg)(?:r?ed|d|s|es|an)?")


class Subjects:
    """Finds subjects in the sentences of one document."""

    def __init__(self, host: Host, phrases: Phrases) -> None:
        self.host = host
        self.phrases = phrases

    def left_of(self, tokens: list[Token], verb: int, first: int, *, passive: bool = False) -> Phrase | None:
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
                and (passive or lowers[index] not in BE or lowers[verb].endswith("ing"))
            )
            or is_adverb(tokens[index])
            or lowers[index].endswith(("n’t", "n't"))
        ):
            index -= 1
        if index < first:
            return None
        while lowers[index + 1] == "to" and index > first and _INTENDS.fullmatch(lowers[index]):
            index -= 1  # Vane liked to quote her aunt
        token = tokens[index]
        if token.lower in PRONOUNS:
            return Phrase(token.text, token.start, token.lower, issued=token.lower == "it")
        if token.lower in ("who", "which", "that") and index > first:
            return self._antecedent(tokens, first, index)
        if token.text == "," or token.lower in ("and", "or", "but", "then") or token.kind != "word":
            return self.first(tokens[first:], index - first)
        progressive = any(lower in BE for lower in lowers[index + 1 : verb])  # what campaigners are calling “…”
        if lowers[verb].endswith("ing") and token.lower not in PRONOUNS and not progressive:
            return self.first(tokens[first:], index - first + 1)
        if token.lower in _OBJECTS and lowers[verb] in table.bare:  # we heard her insist
            return Phrase(token.text, token.start, _OBJECTS[token.lower])
        start = self.phrases.chunk_start(tokens, index, first)
        chunk = tokens[start : index + 1]
        phrase = self.phrases.read(chunk)
        if phrase is None:
            return self.first(tokens[first:], max(start - first, 0))
        if start > first + 1 and tokens[start - 1].lower == "and" and chunk[0].lower in ("his", "her", "their"):
            leader = self.phrases.person_ending(tokens[first : start - 1])
            if leader is not None:  # Smith and her team
                return leader
        described = chunk[0].lower in ("a", "an", "the", "former", "then") and len(chunk) > 1 and not chunk[1].capital
        if start > first and tokens[start - 1].text == "," and described:
            person = self.phrases.person_ending(tokens[first : start - 1])
            if person is not None:
                return person
        return phrase

    def reporting(self, tokens: list[Token]) -> Phrase | None:
        """`…, the US military said in a statement.`: the subject of a verb of report after the sentence's last comma."""
        comma = max((i for i, token in enumerate(tokens) if token.text == ","), default=-1)
        if comma < 0:
            return None
        for index in range(comma + 1, min(len(tokens), comma + 8)):
            if cue_words(tokens[index]) and not is_noun(tokens, index):
                if index == comma + 1:
                    return self.phrases.right(tokens, index + 1)
                return self.left_of(tokens, index, comma + 1)
        return None

    def named_first(self, tokens: list[Token], first: int, verb: int) -> Phrase | None:
        """`study author X, a scientist at Y, in Z, said`: the name before the first comma of the clause."""
        comma = next((i for i in range(first, verb) if tokens[i].text == ","), None)
        if comma is None or comma + 1 >= verb or tokens[first].lower in cues().prepositions | cues().subordinators:
            return None
        if any(token.kind != "word" and token.text not in ".-&" for token in tokens[first:comma]):
            return None
        person = self.phrases.person_ending(tokens[first:comma])
        return person if person is not None and " " in person.text else None

    def first(self, tokens: list[Token], end: int) -> Phrase | None:
        """The first noun phrase of the clause that can be its subject: no time, place or subordinate clause."""
        table = cues()
        start = 0
        while start < end:
            stop = next(
                (i for i in range(start, end) if tokens[i].text in ",;:()—–" or tokens[i].kind == "filler"), end
            )
            segment = tokens[start:stop]
            if segment and start and cue_words(segment[0]) and not segment[0].lower.endswith("ing"):
                inverted = self.phrases.right(tokens[:end], start + 1)  # “…,” said Tom Okafor, a coach.
                if inverted is not None:
                    return inverted
            while segment and segment[0].lower in LEADS:
                segment = segment[1:]
            if segment:
                first = segment[0]
                text = self.host.text[first.start : segment[-1].end]
                if _TIME.match(text):
                    segment = []
                elif first.lower in table.prepositions or first.lower == "according":
                    segment = self.phrases.past_preposition(segment)
                elif first.lower in table.subordinators or (
                    first.lower.endswith(("ing", "ed"))
                    and len(segment) > 1
                    and first.lower not in COMMON_ED
                    and not segment[1].capital
                ):
                    segment = []
            if segment and (
                segment[0].capital
                or segment[0].lower in table.determiners
                or segment[0].lower in PRONOUNS
                or segment[0].lower in ("former", "retired", "senior", "veteran")
            ):
                leading = self.phrases.leading(segment)
                if not self._english:
                    leading = self._names_only(leading)
                phrase = self.phrases.read(leading)
                if phrase is not None:
                    last = leading[-1]
                    owned = not last.capital and leading[0].text.endswith(("’s", "'s"))  # Vane’s editor, Ruth Calloway
                    described = leading[0].lower in table.determiners and (not last.capital or last.text.isupper())
                    role = owned or described
                    return (self._named_next(tokens, stop, end) if role else None) or phrase
            start = stop + 1
        return None

    @cached_property
    def _english(self) -> bool:
        sample = self.host.text[:_SAMPLE]
        likely = languages(sample)
        accented = sum(letter.isalpha() and letter > "\x7f" for letter in sample)
        return "en" in likely and (len(likely) < _UNDECIDED or accented < _ACCENTED * len(sample))

    def _names_only(self, leading: list[Token]) -> list[Token]:
        """The name that a clause begins with, in a language whose verbs end no subject here; all of a role."""
        if len(leading) < _CLAUSE or not leading[0].capital or leading[0].lower in ARTICLES:
            return leading
        if all(token.capital for token in leading):
            return leading
        end = next(i for i, token in enumerate(leading) if not token.capital)
        while end < len(leading) - 1 and leading[end].lower in NAME_PARTS and leading[end + 1].capital:
            end = next((i for i in range(end + 1, len(leading)) if not leading[i].capital), len(leading))
        return leading[:end] if end > 1 else []

    def _named_next(self, tokens: list[Token], comma: int, end: int) -> Phrase | None:
        """`Her husband, Tom, said`: the name between the commas after a role."""
        if comma >= len(tokens) or tokens[comma].text != ",":
            return None
        stop = next((i for i in range(comma + 1, min(len(tokens), comma + 7)) if tokens[i].text == ","), None)
        if (
            stop is None
            or stop > end
            or not all(token.capital or token.lower in NAME_PARTS for token in tokens[comma + 1 : stop])
        ):
            return None
        return self.phrases.person_ending(tokens[comma + 1 : stop])

    def _antecedent(self, tokens: list[Token], first: int, index: int) -> Phrase | None:
        """`Massoud Rajavi, the Resistance’s Leader, who said`: the last name before, past what stands in apposition."""
        segments: list[list[Token]] = [[]]
        for token in tokens[first:index]:
            if token.text in ",—–":
                segments.append([])
            else:
                segments[-1].append(token)
        filled = [segment for segment in segments if segment]
        for segment in reversed(filled):
            person = self.phrases.person_ending(segment)
            if person is not None:
                return person
            if segment[0].lower not in cues().determiners:
                break
        if not filled:
            return None
        last = filled[-1]
        start = self.phrases.chunk_start(last, len(last) - 1)
        of = max((i for i in range(start, len(last)) if last[i].lower in ("of", "by", "to")), default=start - 1)
        return self.phrases.read(last[start:]) or self.phrases.read(last[of + 1 :])
