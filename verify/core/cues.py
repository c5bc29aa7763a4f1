"""The words that tell who speaks: `data/cues.toml` as sets, with the forms of its regular verbs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from verify.data import table

# Verbs whose last consonant is doubled before -ed and -ing though more than one syllable long.
_DOUBLED = frozenset("admit refer dub quip chat nod confer infer transmit submit".split())
# Forms in -s that are nouns at least as often as verbs ("claims that …").
NOUN_LIKE = frozenset(
    "claims reports demands calls charges posts states notes comments remarks requests questions answers offers orders "
    "attacks fears hopes warnings complaints terms points details remains cites tests accounts replies protests "
    "promises challenges praises blames labels brands jokes worries wonders hints reads finds holds means shouts".split()
)


@dataclass(frozen=True, slots=True)
class Cues:
    """Lower-case words by what they tell."""

    verbs: frozenset[str]  # every form that reports words
    bare: frozenset[str]  # uninflected forms among them: verbs only after "they" and plurals
    participles: frozenset[str]
    adjacent: frozenset[str]  # report words only right beside a quotation
    past: frozenset[str]  # irregular, of verbs that report nothing
    spoken: frozenset[str]  # no words out of a book
    nouns: frozenset[str]
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    subordinators: frozenset[str]
    prepositions: frozenset[str]
    determiners: frozenset[str]
    denials: frozenset[str]
    hypotheses: frozenset[str]
    title_words: frozenset[str]
    naming_words: frozenset[str]
    titles: frozenset[str]  # of persons
    male: frozenset[str]
    female: frozenset[str]
    organisation: frozenset[str]
    places: frozenset[str]
    foreign: frozenset[str]  # verbs of report of other languages
    foreign_according: frozenset[str]
    foreign_auxiliaries: frozenset[str]
    foreign_according_phrases: dict[str, list[tuple[str, ...]]]  # of several words by the first, the longest first
    foreign_for: frozenset[str]
    foreign_between: frozenset[str]
    foreign_openings: frozenset[str]
    foreign_articles: frozenset[str]
    foreign_of: frozenset[str]
    foreign_particles: frozenset[str]
    foreign_he: frozenset[str]
    foreign_she: frozenset[str]
    foreign_roles: str  # a pattern of whole words
    foreign_titles: frozenset[str]
    foreign_titles_after: frozenset[str]
    foreign_denials: frozenset[str]
    foreign_conditions: frozenset[str]
    scripts: dict[str, str]  # patterns of verbs of languages without capitals


@cache
def cues() -> Cues:
    """The table, read once."""
    data = table("cues")
    english: dict[str, str] = {key: value for key, value in data["english"].items() if isinstance(value, str)}
    words = {key: frozenset(value.split()) for key, value in english.items()}
    others = {key: frozenset(value.split()) for key, value in data["others"].items()}
    verbs: set[str] = set(words["irregular"])
    for stem in words["verbs"]:
        verbs.update(_forms(stem))
    return Cues(
        verbs=frozenset(verbs | words["adjacent_only"]),
        bare=frozenset(words["verbs"])
        | {"write", "tell", "say", "think", "believe", "argue", "hold", "find", "know", "feel"},
        participles=frozenset(verb for verb in verbs if verb.endswith("ing")),
        adjacent=words["adjacent_only"],
        past=words["past"],
        spoken=words["spoken"],
        nouns=words["nouns"],
        auxiliaries=words["auxiliaries"],
        adverbs=words["adverbs"],
        subordinators=words["subordinators"],
        prepositions=words["prepositions"],
        determiners=words["determiners"],
        denials=frozenset(data["english"]["denials"]),
        hypotheses=frozenset(data["english"]["hypotheses"]),
        title_words=words["title_words"],
        naming_words=words["naming_words"],
        titles=words["person_titles"],
        male=words["male_titles"],
        female=words["female_titles"],
        organisation=words["organisation_words"],
        places=words["places"],
        foreign=others["verbs"],
        foreign_according=others["according"],
        foreign_auxiliaries=others["auxiliaries"],
        foreign_according_phrases=_by_first(data["others"]["according_phrases"]),
        foreign_for=others["for"],
        foreign_between=others["between"],
        foreign_openings=others["openings"],
        foreign_articles=others["articles"],
        foreign_of=others["of"],
        foreign_particles=others["particles"],
        foreign_he=others["he"],
        foreign_she=others["she"],
        foreign_roles=data["others"]["roles"].strip(),
        foreign_titles=others["title_words"],
        foreign_titles_after=others["title_words_after"],
        foreign_denials=others["denials"],
        foreign_conditions=others["conditions"],
        scripts=dict(data["scripts"]),
    )


def _by_first(phrases: str) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in sorted((tuple(one.split()) for one in phrases.split("|")), key=len, reverse=True):
        found.setdefault(words[0], []).append(words)
    return found


def _forms(stem: str) -> tuple[str, ...]:
    if stem.endswith("e"):
        return stem, f"{stem}s", f"{stem}d", f"{stem[:-1]}ing"
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return stem, f"{stem[:-1]}ies", f"{stem[:-1]}ied", f"{stem}ing"
    if stem in _DOUBLED:
        return stem, f"{stem}s", f"{stem}{stem[-1]}ed", f"{stem}{stem[-1]}ing"
    if stem.endswith(("s", "x", "ch", "sh")):
        return stem, f"{stem}es", f"{stem}ed", f"{stem}ing"
    return stem, f"{stem}s", f"{stem}ed", f"{stem}ing"
