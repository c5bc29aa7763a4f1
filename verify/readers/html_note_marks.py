"""Note marks of a page and where their notes stand: linked numbers, arrows that lead back, raised numbers without links."""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from verify.model import RegionKind
from verify.readers.html_flow import Flow
from verify.readers.html_notes import MARK_LENGTH, is_raised_mark, leads_back, note_label, unlinked_labels
from verify.readers.html_spans import Frame, Mark, Unlinked
from verify.readers.regions import Span


@dataclass(slots=True)
class Noted(Flow):
    """The text, and what in it marks a note or is one."""

    spans: list[Span] = field(default_factory=list[Span])
    marks: list[Mark] = field(default_factory=list[Mark])
    unlinked: list[Unlinked] = field(default_factory=list[Unlinked])
    note_lists: list[tuple[int, dict[str, tuple[int, int]]]] = field(
        default_factory=list[tuple[int, dict[str, tuple[int, int]]]]
    )
    notes: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    _wanted: set[str] = field(default_factory=set[str])
    _hidden: bool = False

    def _identified(self, identifier: str, frame: Frame) -> None:
        """Remember where an element that a note mark leads to stands; without a block of its own, the line it begins."""
        if identifier not in self.notes:
            self.notes[identifier] = (self.position, -1)
            if frame.breaks and identifier in self._wanted:
                frame.target = identifier

    def _note_mark(self, node: LexborNode, target: str) -> Frame | None:
        """The number that leads to a note, or the arrow that leads back."""
        label = node.text().strip() if node.child is not None else ""
        if not label or len(label) > MARK_LENGTH:
            return None
        frame = Frame(outer=self.raised_to)
        if not leads_back(label):
            number = note_label(label, target)
            if number is None:
                return None
            frame.mark = Mark(self.position, self.position, number, target)
            self.marks.append(frame.mark)
            self._wanted.add(target)
        frame.span = Span(RegionKind.NOTE_MARK, self.position, self.position, soft=False)
        self.spans.append(frame.span)
        self.raised_to = None  # its region tells that it is no digit of the number before it
        return frame

    def _raised(self, node: LexborNode, attributes: dict[str, str | None], frame: Frame) -> RegionKind | None:
        after = self.out[-1][-1:] if self.out and not self.breaks else ""
        label = node.text().strip()
        if not is_raised_mark(label, attributes.get("class") or "", after):
            return None
        labels = unlinked_labels(label, after) if len(label) <= MARK_LENGTH else ()
        if labels and node.css_first("a[href]") is None:
            frame.mark = Unlinked(self.position, self.position, labels)
            self.unlinked.append(frame.mark)
        return RegionKind.NOTE_MARK
