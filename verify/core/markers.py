"""Markers of the running text that lead to listed references: [3], note marks, ³, (Smith 2020)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from verify.core.host import Host
from verify.core.names import family_key
from verify.model import Reference

_MARKER = re.compile(
    r"\[(?P<labels>\^?[\w*]{1,6}(?:\s?[,–-]\s?\d{1,3}){0,8})\](?!\(|:\s)|(?P<superscript>[⁰¹²³⁴-⁹]{1,3})"
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_AUTHOR_DATE = re.compile(r"\((?:see |cf\. )?(?P<body>[^()\n]{3,200}?\b(?:1[5-9]|20)\d\d[a-z]?(?:[^()\n]{0,60})?)\)")
_ONE_AUTHOR_DATE = re.compile(
    r"(?P<names>[^\W\d_][\w’'.-]*(?:(?:,| &| and| et al\.?,?|,? [^\W\d_][\w’'.-]*)){0,8}?),? \(?(?P<year>(?:1[5-9]|20)\d\d)(?P<suffix>[a-z])?(?![\d-])"
)
_NARRATIVE = re.compile(
    r"(?P<names>[^\W\d_a-z][\w’'-]+(?: (?:&|and) [^\W\d_a-z][\w’'-]+| et al\.)?) \((?P<year>(?:1[5-9]|20)\d\d)(?P<suffix>[a-z])?(?:, pp?\. ?[\d–-]+)?\)"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """One group of neighbouring markers: [1] [2]."""

    start: int
    end: int
    references: tuple[str, ...]
    note_mark: bool = False


class Listed:
    """The listed references of a document, sorted by their place."""

    def __init__(self, references: list[Reference]) -> None:
        self.references = references
        self._spans = [(reference.start, reference.end) for reference in references]

    def at(self, offset: int) -> Reference | None:
        """The entry `offset` stands in."""
        index = bisect_left(self._spans, (offset + 1, -1)) - 1
        return self.references[index] if index >= 0 and self._spans[index][1] > offset else None


def find_markers(host: Host, listed: Listed) -> tuple[list[Marker], tuple[tuple[int, str], ...]]:
    """The markers of the running text that lead to an entry, neighbours grouped, and those that lead nowhere."""
    by_label: dict[str, list[str]] = defaultdict(list)
    by_start: dict[int, str] = {}
    for reference in listed.references:
        by_start[reference.start] = reference.id
        if reference.marker is not None:
            by_label[reference.marker].append(reference.id)
    singles: list[Marker] = []
    seen: set[int] = set()
    for mark in host.document.note_marks:
        seen.update(range(mark.start, min(mark.end, mark.start + 12)))
        target = by_start.get(mark.note_start) if mark.note_start is not None else None
        targets = (target,) if target else tuple(by_label.get(mark.label, ())[:1])
        if targets and listed.at(mark.start) is None:
            singles.append(Marker(mark.start, mark.end, targets, note_mark=True))
    dangling: list[tuple[int, str]] = []
    if by_label:
        texts, dangling = _text_markers(host, listed, by_label, seen)
        singles += texts
    singles.sort(key=lambda marker: marker.start)
    grouped: list[Marker] = []
    for marker in singles:
        if grouped and not host.text[grouped[-1].end : marker.start].strip(" ,;\xa0"):
            last = grouped[-1]
            grouped[-1] = Marker(last.start, marker.end, (*last.references, *marker.references), last.note_mark)
        else:
            grouped.append(marker)
    return grouped, tuple(dangling)


def _text_markers(
    host: Host, listed: Listed, by_label: dict[str, list[str]], seen: set[int]
) -> tuple[list[Marker], list[tuple[int, str]]]:
    found: list[Marker] = []
    dangling: list[tuple[int, str]] = []
    for match in _MARKER.finditer(host.text):
        if match.start() in seen or listed.at(match.start()) is not None:
            continue
        line_start = host.text.rfind("\n", max(0, match.start() - 4), match.start()) + 1
        if not host.text[max(line_start, match.start() - 4) : match.start()].strip() and (
            match.start() == line_start or line_start > 0
        ):
            continue  # the label of a list item
        labels = _labels(match["labels"]) if match["labels"] else [match["superscript"].translate(_SUPERSCRIPTS)]
        targets = tuple(by_label[label][0] for label in labels if label in by_label)
        if targets:
            found.append(Marker(match.start(), match.end(), targets))
        elif match["labels"] and match["labels"].isdigit() and len(match["labels"]) < 4:
            dangling.append((match.start(), match[0]))
    return found, dangling


def find_author_dates(host: Host, listed: Listed) -> list[tuple[int, int, tuple[str, ...]]]:
    """Where the text names an entry by author and year: (start, end, reference ids), sorted."""
    by_key: dict[tuple[str, str], list[str]] = defaultdict(list)
    for reference in listed.references:
        item = reference.item
        if item.issued:
            for name in item.author[:3]:
                by_key[family_key(name.family or name.literal or ""), item.issued[:4]].append(reference.id)
    if not by_key:
        return []
    mentions: list[tuple[int, int, tuple[str, ...]]] = []
    for match in _AUTHOR_DATE.finditer(host.text):
        references: list[str] = []
        for inner in _ONE_AUTHOR_DATE.finditer(match["body"]):
            references += _entries_named(inner, by_key)
        if references:
            mentions.append((match.start(), match.end(), tuple(dict.fromkeys(references))))
    for match in _NARRATIVE.finditer(host.text):
        references = _entries_named(match, by_key)
        if references:
            mentions.append((match.start(), match.end(), tuple(references)))
    return sorted(mention for mention in mentions if listed.at(mention[0]) is None)


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


def _entries_named(match: re.Match[str], by_key: dict[tuple[str, str], list[str]]) -> list[str]:
    names = [family_key(word) for word in re.split(r",| & | and | et al\.?", match["names"]) if word.strip()]
    for name in names:
        found = by_key.get((name, match["year"]), [])
        if found:
            suffix = match["suffix"]
            number = ord(suffix) - ord("a") if suffix else 0
            return [found[number]] if number < len(found) else found[:1]
    return []
