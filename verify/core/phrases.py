"""Noun phrases that speak, read off tokens: a name, a role, or a pronoun still to be resolved."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verify.core.cues import NOUN_LIKE, cues
from verify.core.host import Host, Token, cue_words
from verify.core.names import as_person
from verify.core.patterns import regex
from verify.core.publishers import PUBLISHER_NOUN, known_publisher

PRONOUNS = {"he": "m", "she": "f", "they": None, "it": None, "i": None, "we": None}
BE = frozenset("is was were are be been being".split())
LEADS = frozenset("and but or so yet nor then however meanwhile still although while because that".split())
NAME_PARTS = frozenset("al de del der di da la el van von bin ibn".split())
COMMON_ED = frozenset("united armed retired so-called need seed breed indeed hundred sacred".split())
_POSSESSIVES = {"his": "m", "her": "f", "their": None, "its": None, "my": None}
_SPEECH_NOUNS = frozenset(
    "account report statement book article letter words testimony message tweet post memoir remarks comments".split()
)
_MAIN_VERB = regex(r"(?:\w{2,}ed|is|was|were|are|has|have|had|will|would|can|could|may|might|must|should|did|does|do)")
_NOUNS_IN_LY = frozenset("family assembly ally supply reply bully monopoly italy fly anomaly rally".split())
_LATER = regex(r"(?:day|week|month|year|hour|minute|moment)s?")
_REFLEXIVES = frozenset("himself herself itself themselves".split())
_CONTRACTED = regex(r"(he|she|they|it|i|we)[’'](?:d|ll|s|ve|re|m)")
# What is counted or passes, and says nothing.
_MEASURES = frozenset(
    "percent percentage cent months weeks days hours minutes seconds years decades century time times".split()
)
_REVIEWS = frozenset(
    "review article editorial column essay op-ed piece report interview leader profile obituary".split()
)
# "the Frenchman added", "the 34-year-old said": the person named before
_EPITHET = regex(r"(?:[A-Z][a-z]+(?:man|woman)$|(?:[\w-]+-)?\d{1,3}-year-old|former (?:\w+ )?champion$|duo$|pair$)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that speaks, as the document has it; `pronoun` when it must be resolved."""

    text: str
    start: int
    pronoun: str | None = None
    issued: bool = False  # "it", "the statement": whoever issued what the sentence before tells of


def is_adverb(token: Token) -> bool:
    """Whether a token may stand between a subject and its verb as an adverb."""
    lower = token.lower
    return token.kind == "word" and (
        lower in cues().adverbs or (lower.endswith("ly") and not token.capital and lower not in _NOUNS_IN_LY)
    )


def is_noun(tokens: list[Token], index: int, *, at_start: bool = False) -> bool:
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
            or before.lower in PRONOUNS
            or before.lower in ("who", "which", "also", "that", ",")
            or before.text == ","
        )
    return False


def _holds_name(chunk: list[Token]) -> bool:
    """Whether a role is followed by two capitalised words with nothing between: "43-year-old Martin Taylor of Fife"."""
    return any(
        not before.capital
        and before.lower not in cues().prepositions | cues().determiners | {"and", "of"}
        and first.capital
        and second.capital
        for before, first, second in zip(chunk, chunk[1:], chunk[2:], strict=False)
    )


def _past_place(chunk: list[Token]) -> list[Token]:
    """`In 2018 the mayor`, `On his website the mayor`: what follows the year or the place; nothing when that is unclear."""
    table = cues()
    if len(chunk) > 2 and chunk[1].text.isdigit():
        return chunk[2:]
    for index in range(len(chunk) - 2, 1, -1):
        before = chunk[index - 1].lower
        if chunk[index].lower in ("the", "a", "an") and before not in table.prepositions | table.determiners | {"and"}:
            return chunk[index:]
    return []


class Phrases:
    """Reads the noun phrases of one document."""

    def __init__(self, host: Host) -> None:
        self.host = host

    def chunk_start(self, tokens: list[Token], end: int, first: int = 0) -> int:
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

    def past_preposition(self, segment: list[Token]) -> list[Token]:
        """`In August 2012 UN investigators released …`: what follows the date; nothing when no date is there."""
        dates = self.host.dates_in(segment[0].start, segment[-1].end)
        if not dates or dates[0].start > segment[min(2, len(segment) - 1)].start:
            return []
        return [token for token in segment if token.start >= dates[0].end]

    def leading(self, segment: list[Token]) -> list[Token]:
        """The subject at the head of a segment, up to its verb or the preposition after a name."""
        table = cues()
        taken: list[Token] = []
        for index, token in enumerate(segment):
            lower = token.lower
            if index and token.kind == "word" and not token.capital:
                if (
                    lower in table.auxiliaries
                    or lower.endswith(("n’t", "n't"))
                    or cue_words(token)
                    or (_MAIN_VERB.fullmatch(lower) and lower not in COMMON_ED)
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

    def person_ending(self, tokens: list[Token]) -> Phrase | None:
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
        return Phrase(person.name, person.start) if person is not None else None

    def right(self, tokens: list[Token], first: int, *, strict: bool = False) -> Phrase | None:
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
                and not (token.lower in NAME_PARTS and index + 1 < len(tokens) and tokens[index + 1].capital)
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
                    or is_adverb(token)
                    or (cue_words(token) and not is_noun(tokens, index))
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
        if (
            role
            and not _holds_name(chunk)
            and index + 1 < len(tokens)
            and tokens[index].text == ","
            and tokens[index + 1].capital
        ):
            name_end = index + 1
            while name_end < len(tokens) and (
                tokens[name_end].capital or tokens[name_end].lower in ("al", "de", "van", "von", "bin")
            ):
                name_end += 1
            if name_end == len(tokens) or tokens[name_end].text in ",.;:" or tokens[name_end].kind == "filler":
                person = self.person_ending(tokens[index + 1 : name_end])
                if person is not None:
                    return person
        of = (
            chunk
            and chunk[-1].lower in _SPEECH_NOUNS
            and index + 1 < len(tokens)
            and tokens[index].lower in ("by", "from")
        )
        if of:
            return self.right(tokens, index + 1)
        while chunk and chunk[-1].lower in ("on", "in", "last", "this", "the", "a") and len(chunk) > 1:
            chunk = chunk[:-1]
        return self.read(chunk)

    def read(self, chunk: list[Token]) -> Phrase | None:
        """A noun phrase as a speaker; None when it can be none."""
        table = cues()
        while chunk and (chunk[0].lower in LEADS or chunk[0].lower in table.adverbs):
            chunk = chunk[1:]
        while chunk and (chunk[-1].kind != "word" or chunk[-1].lower in _REFLEXIVES):
            chunk = chunk[:-1]
        if chunk and chunk[0].lower in table.prepositions:
            chunk = self.past_preposition(chunk) or _past_place(chunk)
        elif (
            len(chunk) > 3
            and _LATER.fullmatch(chunk[1].lower)
            and chunk[2].lower in ("later", "earlier", "before", "after")
        ):
            chunk = chunk[3:]  # a day later the families
        if not chunk:
            return None
        first = chunk[0]
        contracted = _CONTRACTED.fullmatch(first.lower)
        if contracted and len(chunk) == 1:
            return Phrase(first.text[: contracted.end(1)], first.start, contracted[1], issued=contracted[1] == "it")
        if len(chunk) == 1 and first.lower in PRONOUNS:
            return Phrase(first.text, first.start, first.lower, issued=first.lower == "it")
        last = chunk[-1]
        if first.lower == "the" and len(chunk) > 1 and _EPITHET.match(chunk[1].text):
            return Phrase(self.text(chunk[1:]), first.start, "he")
        if first.lower in _POSSESSIVES and last.lower in table.nouns:
            return Phrase(first.text, first.start, {"m": "he", "f": "she", None: "they"}[_POSSESSIVES[first.lower]])
        if first.lower in ("the", "this", "that", "a", "an") and len(chunk) <= 3 and last.text in _SPEECH_NOUNS:
            return Phrase(last.text, first.start, "it", issued=True)
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
            name = self.text(chunk[run:])
            reviewed = any(token.lower in _REVIEWS for token in head) and known_publisher(name) is not None
            return Phrase(name, chunk[run].start) if reviewed else self._role(chunk)
        if chunk[run].lower in table.determiners and len(chunk) > run + 1:
            publisher = known_publisher(self.text(chunk[run:]))
            if publisher is None or not publisher.name.startswith("The "):
                run += 1
        return Phrase(self.text(chunk[run:]), chunk[run].start)

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

    def _role(self, chunk: list[Token]) -> Phrase | None:
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
        of = next((i for i, token in enumerate(chunk) if token.lower == "of"), len(chunk))
        if any(token.lower in _MEASURES for token in chunk[:of]):
            return None
        publisher = len(chunk) > 1 and chunk[-2].capital and PUBLISHER_NOUN.match(" " + chunk[-1].text)
        if publisher:
            chunk = chunk[:-1]
        return Phrase(self.text(chunk), chunk[0].start)

    def text(self, chunk: list[Token]) -> str:
        text = " ".join(self.host.text[chunk[0].start : chunk[-1].end].split())
        return re.sub(r"(?:[’']s|(?<=s)[’'])$", "", text)
