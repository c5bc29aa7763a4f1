"""Notes of a wikitext page: who is called what, which number it gets, and where its words stand in the end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from verify.model import Item, NoteMark, ReferenceData
from verify.readers.source_lines import first_word
from verify.readers.wikitext_parse import Comment, External, Link, Node, Tag, Template, Text
from verify.readers.wikitext_tables import tables, template_name

LETTERED = "lower-alpha"
_BETWEEN_SHORT = " \t\n.,;&"


@dataclass(slots=True)
class Note:
    """One note. `nodes` None: used, and nowhere defined."""

    label: str
    nodes: Sequence[Node] | None
    start: int = -1
    end: int = -1


@dataclass(slots=True)
class Mark:
    """A mark in the text and the note, or the key of the entry, that it leads to."""

    start: int
    end: int
    label: str
    note: Note | None = None
    key: tuple[str, ...] = ()


@dataclass(slots=True)
class Cited:
    """A cite template that was shown, and what short references call it."""

    data: ReferenceData
    keys: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Notes:
    """Numbers in the order of first use, group by group."""

    defined: dict[tuple[str, str], Sequence[Node]]
    marks: list[Mark] = field(default_factory=list[Mark])
    cited: list[Cited] = field(default_factory=list[Cited])
    groups: dict[str, list[Note]] = field(default_factory=dict[str, list[Note]])
    _named: dict[tuple[str, str], Note] = field(default_factory=dict[tuple[str, str], Note])

    def note(self, group: str, name: str, nodes: Sequence[Node] | None) -> Note:
        """The note that a mark leads to: an earlier one of that name, or the next of its group."""
        key = (group, name)
        if name and key in self._named:
            return self._named[key]
        if not nodes:
            nodes = self.defined.get(key) if name else None
        if name and nodes is None:
            return Note(name, None)
        notes = self.groups.setdefault(group, [])
        number = len(notes) + 1
        label = _letters(number) if group == LETTERED else f"{group} {number}".strip()
        made = Note(label, nodes)
        notes.append(made)
        if name:
            self._named[key] = made
        return made

    def unused(self, group: str) -> list[Note]:
        """Notes of a list that nothing leads to: they are shown all the same."""
        return [
            self.note(group, name, nodes)
            for (of, name), nodes in self.defined.items()
            if of == group and (of, name) not in self._named
        ]

    def note_marks(self, text: str) -> tuple[NoteMark, ...]:
        entries: dict[tuple[str, ...], ReferenceData] = {}
        for one in self.cited:
            for key in one.keys:
                entries.setdefault(key, one.data)
        marks: list[NoteMark] = []
        for mark in self.marks:
            start, end = (mark.note.start, mark.note.end) if mark.note else (-1, -1)
            entry = entries.get(mark.key) if mark.key else None
            if entry is not None:
                start, end = entry.start, entry.end
            start = first_word(text, start, end) if start >= 0 else start
            found = 0 <= start < end
            marks.append(
                NoteMark(
                    start=mark.start,
                    end=mark.end,
                    label=mark.label,
                    note_start=start if found else None,
                    note_end=end if found else None,
                )
            )
        return tuple(sorted(marks, key=lambda mark: mark.start))

    def reference_data(self) -> tuple[ReferenceData, ...]:
        """What cite templates say, and within notes the entries that short references stand for."""
        entries: dict[tuple[str, ...], Item] = {}
        for one in self.cited:
            for key in one.keys:
                entries.setdefault(key, one.data.item)
        spans = sorted((note.start, note.end) for notes in self.groups.values() for note in notes if note.start >= 0)
        found = {one.data.start: one.data for one in self.cited}
        for mark in self.marks:
            around = bisect_right(spans, (mark.start, len(spans) and spans[-1][1])) - 1
            if mark.key in entries and around >= 0 and mark.start < spans[around][1]:
                found.setdefault(mark.start, ReferenceData(start=mark.start, end=mark.end, item=entries[mark.key]))
        return tuple(found[start] for start in sorted(found))


def definitions(source: str, nodes: Iterable[Node]) -> dict[tuple[str, str], Sequence[Node]]:
    """All notes with a name and words, by group and name, wherever they are defined."""
    found: dict[tuple[str, str], Sequence[Node]] = {}
    _collect(source, nodes, "", found)
    return found


def _collect(source: str, nodes: Iterable[Node], group: str, found: dict[tuple[str, str], Sequence[Node]]) -> None:
    kinds = tables().kinds
    for node in nodes:
        if isinstance(node, Tag):
            inner = node.attributes.get("group", group)
            if node.name == "ref" and node.holds and node.attributes.get("name") and not blank(source, node.nodes):
                found.setdefault((inner, normal(node.attributes["name"])), node.nodes)
            _collect(source, node.nodes, inner if node.name == "references" else "", found)
        elif isinstance(node, Template):
            name = template_name(node.name)
            of = ""
            if name in kinds["notes"]:
                of = list_group(source, node)
            elif name in kinds["note"] and "name" in node.by_name and "1" in node.by_name:
                label = value(source, node, "name")
                found.setdefault((note_group(source, node), normal(label)), node.by_name["1"].nodes)
            for part in node.params:
                _collect(source, part.nodes, of, found)
        elif isinstance(node, Link):
            for part in node.parts:
                _collect(source, part.nodes, "", found)
        elif isinstance(node, External):
            _collect(source, node.nodes, "", found)


def short_references(source: str, nodes: Sequence[Node]) -> list[Template]:
    """The templates of a note that holds nothing but short references to entries; empty for any other note."""
    found: list[Template] = []
    for node in nodes:
        if isinstance(node, Template) and template_name(node.name) in tables().kinds["short_plain"]:
            found.append(node)
        elif not isinstance(node, Text | Comment) or (
            isinstance(node, Text) and source[node.start : node.end].strip(_BETWEEN_SHORT)
        ):
            return []
    return found


def list_group(source: str, template: Template) -> str:
    """The group whose notes `{{reflist}}` or `{{notelist}}` shows."""
    group = value(source, template, "group")
    return group or (LETTERED if template_name(template.name).startswith(("notelist", "efn")) else "")


def note_group(source: str, template: Template) -> str:
    group = value(source, template, "group")
    return group or (LETTERED if template_name(template.name).startswith("efn") else "")


def value(source: str, template: Template, name: str) -> str:
    """The characters of a parameter, as they stand in the source."""
    part = template.by_name.get(name)
    return source[part.start : part.end].strip().strip("\"'") if part else ""


def normal(name: str) -> str:
    return " ".join(name.replace("_", " ").split())


def blank(source: str, nodes: Sequence[Node]) -> bool:
    return all(
        isinstance(node, Comment) or (isinstance(node, Text) and not source[node.start : node.end].strip())
        for node in nodes
    )


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
