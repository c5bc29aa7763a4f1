"""References as German, French, Spanish and Italian lists write them: `Krug, Walter: Mühlen im Harz. Goslar: Oberharz, 1999.`,
`Frauke Hansen: „Das letzte Dock“. In: Der Seebote, 3. Mai 2016.`, `Soizic Kervella, La Lumière, Rennes, Éditions du Large, 2012.`
"""

from __future__ import annotations

import re

from verify.core.dates import DATE, iso_date
from verify.core.names import UPPER, csl_name
from verify.core.patterns import regex
from verify.core.reference_parts import Fields
from verify.model import Name

_WORD = rf"[{UPPER}][\w.’'-]*"
_PARTICLE = r"(?:von|van|de|der|den|del|della|di|du|la|le|zu|da|dos) "
_NATURAL = rf"{_WORD} (?:{_PARTICLE}){{0,2}}{_WORD}(?: {_WORD})?"
_INVERTED = rf"(?:{_PARTICLE}){{0,2}}{_WORD}(?: {_WORD})?, {_WORD}(?: {_WORD})?"
_ONE = rf"(?:{_INVERTED}|{_NATURAL})"
_HEAD = regex(rf"(?P<authors>{_ONE}(?:(?:; | / |/| und | et | y | e ){_ONE}){{0,4}}) ?(?:\(Hrsg\.\))?: (?=\S)")
_IN = regex(r"[.,] In: ")
_QUOTED = regex(r"[„“»«\"]\s?(?P<title>.{1,400}?)\s?[“”«»\"][.,]?(?=\s|$)")
_DATED_END = regex(
    rf"[.,:]? ?\(?(?P<date>{DATE})\)?[.,]?(?P<rest>(?:[,;.] ?(?:S\.|p\.|pp\.|Nr\.|Heft) ?[\w–-]+)*)[.,]?$"
)
_PLACE_PUBLISHER = regex(rf"^{_WORD}[\w ’'/-]{{0,40}}: (?P<publisher>.{{2,80}})$")
_PUBLISHER_PLACE = regex(rf"^(?P<publisher>.{{2,80}}), {_WORD}[\w ’'/-]{{0,30}}$")


def read_continental(text: str, fields: Fields) -> bool:
    """Fill the fields when the text is such a reference."""
    return _titled_in(text, fields) or _with_colon(text, fields) or _with_commas(text, fields)


def _with_colon(text: str, fields: Fields) -> bool:
    head = _HEAD.match(text) if ": " in text else None
    if head is None:
        return False
    tail = text[head.end() :]
    quoted = _QUOTED.match(tail)
    within = _IN.search(tail)
    dated = _DATED_END.search(tail)
    inverted = re.match(_INVERTED, head["authors"]) is not None
    if quoted and within:
        title, after = quoted["title"], tail[within.end() :]
    elif within:
        title, after = tail[: within.start()], tail[within.end() :]
    elif dated:
        return _book(tail, dated, head["authors"], fields, sure=inverted)
    else:
        return False
    fields.author = _authors(head["authors"])
    fields.title = title.strip(" .,")
    _container(after, fields)
    fields.style = "continental"
    return True


def _book(tail: str, dated: re.Match[str], authors: str, fields: Fields, *, sure: bool) -> bool:
    """`Title. Place: Publisher, 2003`, `Title. Publisher, Place 1999`."""
    title, stop, published = tail[: dated.start()].strip().rpartition(". ")
    if not stop:
        return False
    placed = _PLACE_PUBLISHER.match(published) or (
        None if tail[dated.start()] in ".,:" else _PUBLISHER_PLACE.match(published)
    )
    if placed is None or not (sure or tail[dated.start()] not in ".,:"):
        return False
    fields.author = _authors(authors)
    fields.title = title.strip(" .,*„“»«”")
    fields.publisher = placed["publisher"].strip()
    fields.issued = iso_date(dated["date"])
    fields.book = True
    fields.style = "continental"
    return True


def _titled_in(text: str, fields: Fields) -> bool:
    """`Die Mühle steht still. In: Harzer Blatt. 7. November 2011.`, with no author."""
    within = _IN.search(text)
    if within is None or _HEAD.match(text) or re.search(r"[“„\"(]", text[: within.start()]):
        return False
    title = text[: within.start()].strip(" .,")
    if not title or ". " in title or re.fullmatch(_ONE, title):
        return False
    fields.title = title
    _container(text[within.end() :], fields)
    fields.style = "continental"
    return True


def _with_commas(text: str, fields: Fields) -> bool:
    """`Soizic Kervella, La Lumière et le Sel, Rennes, Éditions du Large, 2012.`"""
    parts = text.rstrip(" .").split(", ")
    if len(parts) != 5 or not re.fullmatch(r"(?:1[5-9]|20)\d\d", parts[-1]) or re.search(r"[“”\"«»„(]", text):
        return False
    if not re.fullmatch(_NATURAL, parts[0]) or not re.fullmatch(rf"{_WORD}[\w ’'-]{{0,40}}", parts[2]):
        return False
    fields.author = (csl_name(parts[0]),)
    fields.title, fields.publisher, fields.issued, fields.book = parts[1], parts[3], parts[4], True
    fields.style = "continental"
    return True


def _container(text: str, fields: Fields) -> None:
    dated = _DATED_END.search(text)
    if dated:
        fields.issued = fields.issued or iso_date(dated["date"])
        text = text[: dated.start()]
    name = re.split(r"[.,] ?(?:Nr\.|Heft|Jg\.|Bd\.|Band|S\.|\d)", text.strip(" .,"), maxsplit=1)[0].strip(" .,*")
    fields.container = name or fields.container


def _authors(head: str) -> tuple[Name, ...]:
    return tuple(csl_name(one.strip()) for one in re.split(r"; | / |/| und | et | y | e ", head) if one.strip())
