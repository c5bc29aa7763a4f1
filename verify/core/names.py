"""Names of persons in a document, and the fullest form each of them has there.

A person is named in full once and by the family name, a title or a pronoun afterwards. The family name is the last
word of the name; of several persons who share it, a title that tells he from she decides, then the nearest one before.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

from verify.core.cues import cues
from verify.core.patterns import regex
from verify.core.publishers import known_publisher
from verify.model import Name

UPPER = "".join(chr(code) for code in range(0x41, 0x590) if chr(code).isupper())
_TITLE = r"(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sen|Rep|Gov|Sgt|Capt|Maj|Rev|Hon|Adm|Brig)\.?"
_WORD = rf"(?:(?:[{UPPER}]\.){{1,3}}|[{UPPER}][\w]*(?:[’'‐‑-][\w]+){{0,4}})"
_PARTICLES = frozenset("al el de del della der den di da dos du la le van von bin ibn ben zu y ter ten af av".split())
_PARTICLE = rf"(?:{'|'.join(sorted(_PARTICLES))})"
_RUN = regex(
    rf"(?<![\w.])(?:{_TITLE}[ \xa0]?)?{_WORD}(?:[ \xa0](?:{_PARTICLE}[ \xa0-]){{0,2}}(?:{_WORD}|al-{_WORD}|el-{_WORD})){{0,7}}"
)
_POSSESSIVE = regex(r"[’']s?$")
_FUSED_TITLE = regex(r"(?<=[a-z])\.(?=[A-Z])")
_NAME_AFTER_OFFICE = regex(r"\s(?:of|for|to)\s(?:the\s)?(?=\S+\s\S+\s\S+$|\S+\s\S+\s\S+\s\S+$)")
_WORDS = regex(r"\S+")
# Forms of one family name that are told apart; a text with more is a list of names, not a report.
FORMS_KEPT = 40
_OFFICE = regex(r"\b(?:of|for|to)[ \xa0](?:the[ \xa0])?$")
_INITIAL = regex(r"[^\W\d_]\.?")
_NO_NAME = frozenset(
    "the a an in on at by for from of to as and or but if when while after before since during this that these those "
    "there here he she it they we you i his her its their our my who what which why how where not no yes so then now "
    "also however meanwhile although though because until under over with without about according another last next "
    "first second third new old more most many some all both each every one two three four five six seven eight nine ten "
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec north south east west northern "
    "southern eastern western yesterday today tomorrow earlier later despite among between like such only even still "
    "just once speaking asked photo image read share follow continue related categories published updated "
    "fun yeah yep nope oh well hey hi hello ok okay please thanks thank sure maybe perhaps wow sorry good great right let".split()
)
ARTICLES = frozenset(
    "die der das ein eine le les un une lo gli los las uno una os het een den det nach mit für".split()
)
# "Nach Ansicht von Brandt" names Brandt.
_OPINIONS = frozenset("ansicht meinung angaben aussage aussagen worten einschätzung auffassung".split())
_ADJECTIVE = regex(
    r".{2,}(?:ian|ish|ese|can|ean|aeli|aqi|emeni|uwaiti|stani|audi|french|dutch|greek|german|swiss|welsh|thai)$"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person as named at one place. `name` without titles; `gender` "m", "f" or None as a title there tells."""

    name: str
    start: int
    end: int
    gender: str | None


@dataclass(slots=True)
class _Mentions:
    """One form of a name: its words, where it stands (sorted), and the titles it is given."""

    words: tuple[str, ...]
    starts: list[int] = field(default_factory=list[int])
    genders: set[str] = field(default_factory=set[str])


@dataclass
class People:
    """The persons of a document by their family names."""

    by_family: dict[str, dict[str, _Mentions]] = field(default_factory=dict[str, dict[str, _Mentions]])
    by_given: dict[str, set[str]] = field(default_factory=dict[str, set[str]])  # first word to full names

    def add(self, person: Person) -> None:
        forms = self.by_family.setdefault(family_key(person.name), {})
        if person.name not in forms:
            if len(forms) >= FORMS_KEPT:
                return
            given = person.name.split()[0].casefold()
            if " " in person.name:
                self.by_given.setdefault(given, set()).add(person.name)
            forms[person.name] = _Mentions(tuple(person.name.casefold().replace(".", "").split()))
        mentions = forms[person.name]
        mentions.starts.append(person.start)
        if person.gender:
            mentions.genders.add(person.gender)

    def fullest(self, name: str, offset: int, gender: str | None = None) -> str:
        """The fullest form of `name` in the document; `name` itself when it is nowhere fuller."""
        words = name.casefold().replace(".", "").split()
        forms = self.by_family.get(family_key(name), {})
        known = {
            form: mentions
            for form, mentions in forms.items()
            if len(mentions.words) > len(words) and _extends(words, mentions.words)
        }
        if gender is not None:
            known = {form: one for form, one in known.items() if not one.genders or gender in one.genders} or known
            known = {form: one for form, one in known.items() if gender in one.genders} or known
        if not known:
            full = self.by_given.get(words[0], set()) if len(words) == 1 and not forms.keys() - {name} else set[str]()
            return next(iter(full)) if len(full) == 1 else name
        longest = max(len(mentions.words) for mentions in known.values())
        best, best_place = name, (-1, 0)
        for form, mentions in known.items():
            if len(mentions.words) == longest:
                index = bisect_right(mentions.starts, offset) - 1
                place = (1, mentions.starts[index]) if index >= 0 else (0, -mentions.starts[0])
                if place > best_place:
                    best, best_place = form, place
        return best

    def gender(self, name: str) -> str | None:
        """The gender, "m" or "f", when a title somewhere in the document tells."""
        genders: set[str] = set()
        for mentions in self.by_family.get(family_key(name), {}).values():
            genders |= mentions.genders
        return genders.pop() if len(genders) == 1 else None


def family_key(name: str) -> str:
    """The key under which a name is known: its last word, folded."""
    last = name.rsplit(maxsplit=1)[-1] if name.split() else name
    return _POSSESSIVE.sub("", last).casefold()


def _extends(short: list[str], full: tuple[str, ...]) -> bool:
    """Whether `full` names the person that `short` does: each of its words stands there too, or its initial."""
    return all(word in full or (len(word) == 1 and any(other.startswith(word) for other in full)) for word in short)


def find_people(masked: str) -> People:
    """The persons named in a document's own words."""
    people = People()
    for match in _RUN.finditer(masked):
        run, start = match[0], match.start()
        if run.count(" ") > 1 and _OFFICE.search(masked, max(0, start - 9), start):
            start, run = _last_two(start, run)  # Representative for Iraq György Busztin
        person = as_person(run, start)
        if person is not None and (" " in person.name or person.gender):
            people.add(person)
    return people


def _last_two(start: int, run: str) -> tuple[int, str]:
    name = run.rsplit(" ", 2)
    return start + len(name[0]) + 1, run[len(name[0]) + 1 :]


def as_person(run: str, start: int = 0) -> Person | None:
    """The person a run of capitalised words names, without titles and adjectives of nationality before the name.

    None when its words are those of an organisation, a place with such a word, or no name at all.
    """
    read = _read_name(run)
    if read is None:
        return None
    name, offset, gender = read
    return Person(name, start + offset, start + offset + len(name), gender)


@lru_cache(maxsize=16384)
def _read_name(run: str) -> tuple[str, int, str | None] | None:
    """The name in `run`, its offset there and the gender its titles tell."""
    table = cues()
    office = _NAME_AFTER_OFFICE.search(run)
    if office:
        offset, run = _last_two(0, run)
        read = _read_name(run)
        return (read[0], offset + read[1], read[2]) if read is not None else None
    spaced = _FUSED_TITLE.sub(". ", run, count=1)  # Mr.Smith
    words = [(match.start(), match[0]) for match in _WORDS.finditer(spaced)]
    first, gender = 0, None
    for index, (_, word) in enumerate(words):
        key = word.lower().strip(".,")
        if key in table.titles:
            first = index + 1
            gender = "m" if key in table.male else "f" if key in table.female else gender
        elif index > first and _INITIAL.fullmatch(word) and word.endswith("."):
            continue  # Sonya A. Zoghlin
        elif key in _NO_NAME or (index == first and (key in table.foreign_according or key in ARTICLES)):
            if index == first:
                first = index + 1
            else:
                words = words[:index]
                break
    if first < len(words) and words[first][1].lower() in _OPINIONS:
        first += 1
        while first < len(words) - 1 and words[first][1] in _PARTICLES:
            first += 1
    for place in range(len(words) - 2, first, -1):
        if re.fullmatch(table.foreign_roles, words[place - 1][1].lower()):  # Belediye Başkanı Ali Yıldız
            first = place
            break
    for index in range(first, len(words) - 2):
        if words[index][1].endswith(("’s", "'s")):  # Greenpeace's Mel Evans
            first = index + 1
    while first < len(words) - 2 and _ADJECTIVE.match(words[first][1].lower()):
        first += 1
    words = words[first:]
    if not 1 <= len(words) <= 5 or (not words[0][1][0].isupper() and words[0][1] not in _PARTICLES):
        return None
    if any(word[0].islower() and word not in _PARTICLES and "-" not in word for _, word in words):
        return None
    if all(_INITIAL.fullmatch(word) for _, word in words):
        return None
    plain = [_POSSESSIVE.sub("", word).strip(".") for _, word in words]
    if any(word.lower() in table.organisation for word in plain) or not plain[-1]:
        return None
    if sum(word.isupper() and len(word) > 1 for word in plain) > (len(plain) > 2 or gender is not None):
        return None
    name = _POSSESSIVE.sub("", " ".join(sys.intern(word) for _, word in words))
    if known_publisher(name) is not None:
        return None
    return name, max(0, words[0][0] - (len(spaced) - len(run))), gender


def csl_name(text: str, *, organisation: bool = False) -> Name:
    """A name as CSL wants it: family and given name, or as it stands for organisations and single names."""
    text = " ".join(text.split())
    if "," in text and not organisation:
        family, given = (part.strip() for part in text.split(",", 1))
        return Name(family=family, given=given) if given else Name(literal=family)
    words = text.split()
    if organisation or len(words) < 2 or any(word.lower() in cues().organisation for word in words):
        return Name(literal=text)
    split = len(words) - 1
    while split > 1 and re.fullmatch(_PARTICLE, words[split - 1].lower()) and words[split - 1].islower():
        split -= 1
    return Name(family=" ".join(words[split:]), given=" ".join(words[:split]))


def nearest_before(mentions: list[Person], offset: int) -> Person | None:
    """The last of the sorted mentions that starts before `offset`."""
    index = bisect_right(mentions, offset, key=lambda person: person.start) - 1
    return mentions[index] if index >= 0 else None
