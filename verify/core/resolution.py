"""Who a phrase means: the fullest name of a person, the antecedent of a pronoun, the issuer of a statement."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

from verify.core.cues import cues
from verify.core.host import Host, Token
from verify.core.names import People, Person, as_person, find_people, nearest_before
from verify.core.patterns import regex
from verify.core.phrases import PRONOUNS, Phrase
from verify.core.subjects import Subjects

# How far a sentence is read for its subject, in code points: sentences of news run to 300.
SENTENCE_READ = 600
# How many sentences back the person a pronoun means may have been named.
PRONOUN_REACH = 8

_HONORIFIC = regex(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Mx)\b")
_LOWER_WORD = regex(r"(?<![\w’'-])[a-z]{3,}(?![\w’'-])")


class Resolver:
    """Resolves phrases of one document; remembers who has spoken."""

    def __init__(self, host: Host, subjects: Subjects) -> None:
        self.host = host
        self.subjects = subjects
        self.people: People = find_people(host.masked)
        self._taken_for: dict[str, str] = {}  # whom a pronoun meant, by the gender it has
        self.speakers: list[Person] = []  # resolved so far, by their place

    def remember(self, speaker: str, phrase: Phrase) -> None:
        """Note that a person has spoken where `phrase` stands."""
        if phrase.pronoun != "it" and as_person(speaker, phrase.start) is not None:
            at = bisect_left(self.speakers, phrase.start, key=lambda one: one.start)
            self.speakers.insert(at, Person(speaker, phrase.start, phrase.start, self.people.gender(speaker)))
            gender = PRONOUNS.get(phrase.pronoun or "")
            if gender is not None and phrase.text.lower() in cues().foreign_he | cues().foreign_she | PRONOUNS.keys():
                self._taken_for.setdefault(speaker, gender)

    def resolve(self, phrase: Phrase, offset: int) -> str | None:
        if phrase.pronoun is None:
            person = as_person(phrase.text, phrase.start)
            if person is None and " of " in phrase.text:  # Dr Lena Ortiz of the Coastal Survey
                person = as_person(phrase.text.split(" of ")[0], phrase.start)
                person = person if person is not None and " " in person.name else None
            if person is None:
                full = self.people.fullest(phrase.text, phrase.start) if phrase.text.isalpha() else phrase.text
                return (
                    full if full.count(" ") == 1 else phrase.text
                )  # "Hill" is Fiona Hill, though a paper is called so
            full = self.people.fullest(person.name, phrase.start, person.gender)
            if " " in full or _HONORIFIC.match(phrase.text):
                return full
            return phrase.text  # Ayatollah Khomeini
        if phrase.issued:
            return self.issuer(offset) or (None if phrase.text.lower() == "it" else phrase.text)
        gender = PRONOUNS.get(phrase.pronoun)
        if phrase.pronoun == "they":
            start = self.host.sentence_at(phrase.start)[0]
            tokens = self.host.tokens(max(start, phrase.start - SENTENCE_READ), phrase.start)
            subject = self.subjects.first(tokens, len(tokens))
            if subject is not None and subject.pronoun is None:
                return self.resolve(subject, start)
        if phrase.pronoun in ("i", "we"):
            return phrase.text
        meant = self._person_meant(offset, gender)
        return meant or (self.issuer(offset) if phrase.pronoun == "they" else None) or _as_named(phrase)

    def issuer(self, offset: int) -> str | None:
        """The subject of the sentence before: `UNAMI released a statement. It read: “…”`."""
        start, _ = self.host.sentence_at(offset)
        for before, end in self.host.sentences_back(start, 1):
            tokens = self.host.tokens(before, min(end, before + SENTENCE_READ))
            phrase = self.subjects.reporting(tokens) or self.subjects.first(tokens, len(tokens))
            if phrase is not None and not (phrase.pronoun is not None and phrase.issued):
                return self.resolve(phrase, before)
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
            tokens = host.tokens(start, min(end, start + SENTENCE_READ, offset))
            phrase = self.subjects.first(tokens, len(tokens))
            person = as_person(phrase.text, phrase.start) if phrase is not None and phrase.pronoun is None else None
            if person is None:
                mentioned = self._mentioned(tokens, gender)
                if mentioned is not None:
                    return mentioned
            if phrase is None or phrase.pronoun is not None:
                continue
            if person is None:
                named = phrase.text.split()[-1].lower() in cues().title_words  # the film
                role = role or (phrase.text if phrase.text[0].islower() and not named else None)  # "The minister … He"
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
        known = self.people.gender(name) or self._taken_for.get(name)
        return gender is None or known is None or known == gender


def _as_named(phrase: Phrase) -> str:
    lower = phrase.text.lower()
    return lower if lower in PRONOUNS else phrase.text
