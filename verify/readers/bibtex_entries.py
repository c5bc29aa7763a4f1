"""The entries of a BibTeX file: type, key, and fields with their abbreviations and concatenations resolved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from verify.core.patterns import regex

_ENTRY = regex(r"@\s*(?P<kind>[A-Za-z]+)\s*(?P<open>[{(])")
_KEY = regex(r"\s*(?P<key>[^\s,{}\"#=%]*)\s*,")
_FIELD = regex(r"\s*,?\s*(?P<name>[A-Za-z][\w:+.-]*)\s*=\s*")
_WORD = regex(r"[^\s,{}\"#=()]+")
_JOIN = regex(r"\s*#\s*")
_MONTHS = {
    name: str(number) for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
# Abbreviations made of abbreviations double with each line: a page of them would fill the memory.
LONGEST_FIELD = 200_000
_NOT_ENTRIES = frozenset({"comment", "preamble"})


@dataclass(slots=True)
class Entry:
    """One entry; `fields` by lower-case name, in TeX; `start` and `places` are offsets in the file."""

    kind: str
    key: str
    start: int
    fields: dict[str, str] = field(default_factory=dict[str, str])
    places: dict[str, int] = field(default_factory=dict[str, int])


def entries(source: str) -> Iterator[Entry]:
    """All entries in their order, with the fields of a `crossref` where an entry lacks them."""
    strings = dict(_MONTHS)
    found: list[Entry] = []
    position = 0
    while match := _ENTRY.search(source, position):
        kind = match["kind"].lower()
        position = match.end()
        if kind in _NOT_ENTRIES:
            position = _closing(source, position, "}" if match["open"] == "{" else ")")
            continue
        entry = Entry(kind, "", match.start())
        if kind != "string":
            key = _KEY.match(source, position)
            if key is None:
                continue
            entry.key, position = key["key"], key.end()
        position = _fields(source, position, entry, strings)
        if kind == "string":
            strings |= entry.fields
        else:
            found.append(entry)
    by_key = {entry.key.lower(): entry for entry in reversed(found)}
    for entry in found:
        parent = by_key.get(entry.fields.get("crossref", entry.fields.get("xdata", "")).strip().lower())
        if parent is not None and parent is not entry:
            for name, text in parent.fields.items():
                inherited = "booktitle" if name == "title" else name
                entry.fields.setdefault(inherited, text)
                entry.places.setdefault(inherited, entry.start)
        yield entry


def _fields(source: str, position: int, entry: Entry, strings: dict[str, str]) -> int:
    """Reads fields until the entry ends or makes no sense; returns where."""
    while match := _FIELD.match(source, position):
        name = match["name"].lower()
        position = begin = match.end()
        text = ""
        while True:
            part, end = _value(source, position, strings)
            if end == position:
                break
            text, position = (text + part)[:LONGEST_FIELD], end
            joined = _JOIN.match(source, position)
            if not joined:
                break
            position = joined.end()
        if name not in entry.fields and position > begin:
            entry.fields[name] = text
            entry.places[name] = begin + (source[begin] in '{"')
        if position == begin:
            break
    return position


def _value(source: str, position: int, strings: dict[str, str]) -> tuple[str, int]:
    opening = source[position : position + 1]
    if opening in ("{", '"') and opening:
        end = _closing(source, position + 1, "}" if opening == "{" else '"')
        return source[position + 1 : end], min(end + 1, len(source))
    word = _WORD.match(source, position)
    return (strings.get(word[0].lower(), word[0]), word.end()) if word else ("", position)


_DELIMITER = regex(r"[{}()\"\\]")
# A value that is never closed would take in the rest of the file: the next entry at the start of a line ends it.
_NEXT = regex(r"\n[ \t]*@[A-Za-z]+[ \t]*[{(][^\s,{}]{1,200},")


def _closing(source: str, position: int, closing: str) -> int:
    """Where the value that began before `position` ends: braces inside come in pairs."""
    start, depth = position, 0
    while match := _DELIMITER.search(source, position):
        position = match.end()
        character = match[0]
        if character == "\\":
            position += 1
        elif depth == 0 and character == closing:
            return match.start()
        elif character == "{":
            depth += 1
        elif character == "}":
            if depth == 0:
                return match.start()
            depth -= 1
    following = _NEXT.search(source, start)
    return following.start() if following else len(source)
