"""Markers of the running text that lead to listed references: [3], note marks, ³."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from verify.core.host import Host
from verify.core.patterns import regex
from verify.model import Reference

_MARKER = regex(r"\[(?P<labels>\^?[\w*]{1,6}(?:\s?[,–-]\s?\d{1,3}){0,8})\](?!\(|:\s)|(?P<superscript>[⁰¹²³⁴-⁹]{1,3})")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# A line of running text that cites, however short.
_CITING = regex(r"\S\s?\[\^?\d{1,3}[\],–-]|[”»][^\n]{0,40}[⁰¹²³⁴-⁹]")
_LABELLED = regex(r"[\[\d]")
# A longer line between two lists is no heading.
LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class Marker:
    """One group of neighbouring markers: [1] [2]. Without references it leads nowhere, and still closes its scope."""

    start: int
    end: int
    references: tuple[str, ...]
    note_mark: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """One run of entries: ids by label, several where one note holds several references.

    Lists with no running text between them close the same part.
    """

    start: int
    part: int
    entries: dict[str, tuple[str, ...]]


class Listed:
    """The listed references of a document, sorted by their place, and the lists they form.

    Numbering that starts again begins another list: `text` between two entries tells whether one part ended there.
    """

    def __init__(self, references: list[Reference], text: str) -> None:
        self.references = references
        self._spans = [(reference.start, reference.end) for reference in references]
        self._lists = _lists(references, text)
        self._starts = [one.start for one in self._lists]
        self._having: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(self._lists):
            for label in one.entries:
                self._having[label].append(number)

    @property
    def is_numbered(self) -> bool:
        """Whether any entry bears a label."""
        return bool(self._lists)

    def labelled(self, label: str, offset: int) -> tuple[tuple[str, ...], ...]:
        """The notes that a marker with `label` at `offset` may mean, as ids of their entries: two when it cannot tell.

        The first list after the marker closes its part. A label it lacks is looked for in another list only when the
        two number on, not when both start anew.
        """
        having = self._having.get(label, [])
        closing = bisect_left(self._starts, offset)
        if not having or len(self._lists) == 1 or closing == len(self._lists):
            return self._ids(label, having[:2])
        position = bisect_left(having, closing)
        nearest = having[max(position - 1, 0) : position + 2]
        if closing in nearest:
            part = self._lists[closing].part
            return self._ids(
                label, [number for number in nearest if number >= closing and self._lists[number].part == part]
            )
        taken = self._lists[closing].entries.keys()
        return self._ids(
            label, [number for number in nearest if self._lists[number].entries.keys().isdisjoint(taken)][:2]
        )

    def _ids(self, label: str, lists: list[int]) -> tuple[tuple[str, ...], ...]:
        return tuple(self._lists[number].entries[label] for number in lists)

    def within(self, start: int, end: int) -> tuple[str, ...]:
        """Ids of the entries that begin in [start, end)."""
        first, last = bisect_left(self._spans, (start, -1)), bisect_left(self._spans, (end, -1))
        return tuple(reference.id for reference in self.references[first:last])

    def at(self, offset: int) -> Reference | None:
        """The entry `offset` stands in."""
        index = bisect_left(self._spans, (offset + 1, -1)) - 1
        return self.references[index] if index >= 0 and self._spans[index][1] > offset else None


def _lists(references: list[Reference], text: str) -> list[_List]:
    lists: list[_List] = []
    position, last, part, text_between = 0, 0, 0, False
    last_label: str | None = None
    for reference in references:
        label = reference.marker
        between = text[position : reference.start]
        if (
            label is not None
            and lists
            and label == last_label
            and "\n" not in between
            and not _LABELLED.search(between)
        ):
            lists[-1].entries[label] += (reference.id,)
            position = max(position, reference.end)
            continue
        parted = bool(lists) and _has_text(between)
        position = max(position, reference.end)
        text_between = text_between or parted
        if label is None:
            continue
        number = int(label) if label.isdecimal() else None
        anew = not lists or label in lists[-1].entries or (parted and number is not None and number <= last)
        if anew:
            part += text_between
            text_between = False
            lists.append(_List(reference.start, part, {}))
        lists[-1].entries[label] = (reference.id,)
        last_label = label
        last = number if number is not None else 0 if anew else last
    return lists


def _has_text(between: str) -> bool:
    """Whether more than headings and labels stand between two entries."""
    return any(len(line.strip()) > LONGEST_HEADING or _CITING.search(line) for line in between.splitlines())


def find_markers(host: Host, listed: Listed) -> tuple[list[Marker], tuple[tuple[int, str], ...]]:
    """The markers of the running text that lead to an entry, neighbours grouped, and a notice for each that
    leads nowhere or may lead to several.
    """
    singles: list[Marker] = []
    notices: list[tuple[int, str]] = []
    seen: set[int] = set()
    for mark in host.document.note_marks:
        seen.update(range(mark.start, min(mark.end, mark.start + 12)))
        noted = listed.within(mark.note_start, mark.note_end) if mark.note_start is not None and mark.note_end else ()
        targets = (noted,) if noted else listed.labelled(mark.label, mark.start)
        if listed.at(mark.start) is not None:
            continue
        shown = host.text[mark.start : mark.end]
        if len(targets) > 1:
            notices.append((mark.start, _ambiguous(shown)))
        elif not targets:
            notices.append((mark.start, _nowhere(shown)))
        singles.append(Marker(mark.start, mark.end, targets[0] if len(targets) == 1 else (), note_mark=True))
    texts, untold = _text_markers(host, listed, seen)
    singles += texts
    notices += untold
    singles.sort(key=lambda marker: marker.start)
    grouped: list[Marker] = []
    for marker in singles:
        if grouped and not host.text[grouped[-1].end : marker.start].strip(" ,;\xa0"):
            last = grouped[-1]
            grouped[-1] = Marker(last.start, marker.end, (*last.references, *marker.references), last.note_mark)
        else:
            grouped.append(marker)
    return grouped, tuple(notices)


def _ambiguous(marker: str) -> str:
    return f"marker {marker} may mean more than one entry that bears its number, so it is joined to none"


def _nowhere(marker: str) -> str:
    return f"marker {marker} leads to no reference"


def _cites(host: Host, match: re.Match[str], listed: Listed) -> bool:
    """Whether something in brackets that no entry is called by is a marker all the same, and no year, letter or power.

    `[^9]` is one always; numbers are where the document has a numbered list, or right behind a closing mark or a full stop.
    """
    labels = match["labels"]
    if labels is None:
        return False
    if labels.startswith("^"):
        return True
    if not re.fullmatch(r"\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,8}", labels):
        return False
    before = host.text[max(0, match.start() - 2) : match.start()].rstrip()
    return listed.is_numbered or before.endswith(("”", '"', "»", "’", ".", ",", "“", "]"))


def _text_markers(host: Host, listed: Listed, seen: set[int]) -> tuple[list[Marker], list[tuple[int, str]]]:
    found: list[Marker] = []
    notices: list[tuple[int, str]] = []
    for match in _MARKER.finditer(host.text):
        if match.start() in seen or listed.at(match.start()) is not None:
            continue
        line_start = host.text.rfind("\n", max(0, match.start() - 4), match.start()) + 1
        if not host.text[max(line_start, match.start() - 4) : match.start()].strip() and (
            match.start() == line_start or line_start > 0
        ):
            continue  # the label of a list item
        labels = _labels(match["labels"]) if match["labels"] else [match["superscript"].translate(_SUPERSCRIPTS)]
        meant = [listed.labelled(label, match.start()) for label in labels]
        if not any(meant) and not _cites(host, match, listed):
            continue
        notices += [(match.start(), _ambiguous(match[0])) for notes in meant if len(notes) > 1]
        missing = [label for label, notes in zip(labels, meant, strict=True) if not notes]
        if missing:
            what = match[0] if len(labels) == 1 else f"{', '.join(missing)} of {match[0]}"
            notices.append((match.start(), _nowhere(what)))
        targets = tuple(target for notes in meant if len(notes) == 1 for target in notes[0])
        found.append(Marker(match.start(), match.end(), targets))
    return found, notices


def _labels(text: str) -> list[str]:
    """`3`, `1, 2`, `4–6` as single labels."""
    labels: list[str] = []
    for part in re.split(r"\s?,\s?", text.lstrip("^")):
        ends = re.split(r"\s?[–-]\s?", part)
        if len(ends) == 2 and all(end.isdigit() for end in ends) and 0 < int(ends[1]) - int(ends[0]) < 30:
            labels += [str(number) for number in range(int(ends[0]), int(ends[1]) + 1)]
        else:
            labels.append(part)
    return labels
