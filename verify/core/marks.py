"""Quotation marks to spans: which mark opens, which closes, and what to do when they do not pair.

The marks of some twenty languages fall into three families that pair only within themselves: double marks
(“ ” „ ‟ « » " ＂ ``…''), single marks (‘ ’ ‚ ‹ › '), and corner brackets. Whether “ or » opens depends on the
language (“…”, „…“, «…», »…«, ”…”), so the neighbours of a mark and the marks already open decide, not the
character alone. Single marks are tentative, since most of them are apostrophes: one that finds no partner in its
paragraph is none.

Quotations do not outlive their paragraph, with three exceptions: the next paragraph repeats the opening mark
(VERDICTS.md C5), nothing but white space follows a stranded opening mark, or the first mark of the next paragraph
is a closing one at its very end. Every other unclosed mark ends with its paragraph and is reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from verify.core.layout import Layout, opens_item
from verify.core.patterns import regex

# Quotations in quotations in quotations: deeper nesting is a fault of the marks, and the bound keeps closing O(1).
DEEPEST = 6
# Lines that a quotation may run over, as verse and addresses do; a mark that nobody closes should not reach further.
LINES_RUN_OVER = 4

_MARK = regex(
    r"[“”„‟\"＂«»「」『』〝〞〟]|``|''"
    r"|(?<![\w’'])['‘‚‛‹›](?=[\w“\"«„(\[…$£€¿¡])"
    r"|(?<=\S)['’‘›‹](?![^\W\uac00-\ud7a3])"
)
_ELISION = regex(r"(?:em|tis|twas|til|till|cause|cos|n|round|bout|nuff|\d\ds?)\b", re.IGNORECASE)
_CLOSES_SOFTLY = frozenset('.,;:!?…)]}»”"—–-*_')  # what stands before or after a closing mark, never in "dogs’ owners"
_OPENS_AFTER = frozenset("([{<—–-/“‘«„‚'\"¿¡>*_=|")
_CLOSES_BEFORE = frozenset(".,;:!?…)]}>—–-/”’»'\"*_|[。、，！？؟،؛⁰¹²³⁴⁵⁶⁷⁸⁹")
_DOUBLE_OPEN, _DOUBLE_CLOSE = "“„‟«〝", "”»〞〟"
_ACCEPTS = {
    "“": '”“"″',
    "„": '“”"„',
    "‟": "”",
    "”": "”",
    '"': '"',
    "＂": "＂",
    "«": "»",
    "»": "«»",
    "``": "''",
    "〝": "〞〟",
    "「": "」",
    "『": "』",
    "‘": "’'",
    "‚": "‘’'",
    "‛": "’'",
    "'": "'",
    "‹": "›",
    "›": "‹›",
}
# The "mark" of block quotations, which the layout marks.
BLOCK = ">"
_FEET = regex(r"\d['’′]\s?\d{1,2}$")
_SINGLES = frozenset("'‘’‚‛‹›")
_CORNERS = frozenset("「」『』")


class Role(Enum):
    OPEN = "open"
    CLOSE = "close"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Marked:
    """Words between marks: [start, end) without the marks and the white space inside them.

    `opens` is the offset of the opening mark, `closes` the offset just after the closing one. `parent` is the
    index of the span this one is nested in.
    """

    start: int
    end: int
    opens: int
    closes: int
    mark: str
    parent: int | None = None
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Marks:
    """The spans of a text sorted by their start, and the recoveries as (offset, sentence).

    `run_over` are the ends of the lines that a quotation runs over into the next: no paragraph ends there.
    """

    spans: tuple[Marked, ...]
    notices: tuple[tuple[int, str], ...]
    run_over: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Open:
    mark: str
    at: int
    start: int
    tentative: bool
    stranded: bool = False
    weak_close: int | None = None  # where "dogs’" may have closed it
    last_inner: tuple[int, int] | None = None  # end and closing mark of the last quotation nested in it
    index: int = -1


_Event = tuple[int, str, Role]


def pair_marks(
    text: str, layout: Layout, masked: list[tuple[int, int]] | None = None, notes: frozenset[int] = frozenset()
) -> Marks:
    """Pair the marks of `text`. Marks inside the sorted spans `masked` (tags, URLs) are not seen.

    Behind a closing mark there may be a note mark, which is no word that the mark opens: those begin at `notes`.
    """
    return _Pairing(text, layout, masked or [], notes).run()


class _Pairing:
    def __init__(self, text: str, layout: Layout, masked: list[tuple[int, int]], notes: frozenset[int]) -> None:
        self.text = text
        self.notes = notes
        self.layout = layout
        self.masked = masked
        self.stack: list[_Open] = []
        self.found: list[Marked | None] = []
        self.notices: list[tuple[int, str]] = []
        self.run_over: set[int] = set()
        self.inverted = _guillemets_point_inwards(text)

    def run(self) -> Marks:
        paragraphs = self._events_by_paragraph()
        for number, ((start, end), events) in enumerate(paragraphs):
            self._paragraph(start, end, events, paragraphs[number + 1 : number + 1 + LINES_RUN_OVER])
        kept = [span for span in self.found if span is not None]
        kept.sort(key=lambda span: (span.start, -span.end))
        return Marks(_with_parents(kept), tuple(sorted(self.notices)), frozenset(self.run_over))

    def _events_by_paragraph(self) -> list[tuple[tuple[int, int], list[_Event]]]:
        text = self.text
        paragraphs: list[tuple[tuple[int, int], list[_Event]]] = [(span, []) for span in self.layout.paragraphs]
        index, mask_index = 0, 0
        for match in _MARK.finditer(text):
            at = match.start()
            while mask_index < len(self.masked) and self.masked[mask_index][1] <= at:
                mask_index += 1
            if mask_index < len(self.masked) and self.masked[mask_index][0] <= at:
                continue
            while index < len(paragraphs) and paragraphs[index][0][1] <= at:
                index += 1
            if index == len(paragraphs):
                break
            start, end = paragraphs[index][0]
            role = self._role(match[0], at, start, match.end() if match.end() in self.notes else end)
            if role is not None:
                paragraphs[index][1].append((at, match[0], role))
        return paragraphs

    def _role(self, mark: str, at: int, start: int, end: int) -> Role | None:
        """What the neighbours say. None: no quotation mark at all."""
        text = self.text
        left = text[at - 1] if at > start else " "
        after = at + len(mark)
        right = text[after] if after < end else " "
        may_open = (left.isspace() or left in _OPENS_AFTER) and not right.isspace()
        particle = "\uac00" <= right <= "\ud7a3"  # of Korean, written on to the closing mark
        may_close = not left.isspace() and (right.isspace() or right in _CLOSES_BEFORE or particle)
        if mark in _CORNERS:
            return Role.OPEN if mark in "「『" else Role.CLOSE
        if mark == "``":
            return Role.OPEN
        if mark == "''":
            return Role.CLOSE
        if mark in "«»":
            opens = (mark == "»") if self.inverted else (mark == "«")
            if may_open != may_close and left.isspace() != right.isspace():  # »ett ord» of Finnish and Swedish
                return Role.EITHER if opens != may_open else (Role.OPEN if opens else Role.CLOSE)
            return Role.OPEN if opens else Role.CLOSE
        if mark in "“„‟〝":
            return Role.EITHER if mark == "“" and may_close and not may_open else Role.OPEN
        if mark in "”〞〟":
            return Role.EITHER if may_open and not may_close else Role.CLOSE
        if mark in _SINGLES:
            return self._role_of_single(mark, after, may_open, may_close)
        if left == "=" and not right.isspace():
            return None  # attribute values of stray markup
        if left.isdigit() and _FEET.search(text, max(start, at - 6), at):
            return None  # 5'11"
        if may_open == may_close:
            return Role.EITHER
        return Role.OPEN if may_open else Role.CLOSE

    def _role_of_single(self, mark: str, after: int, may_open: bool, may_close: bool) -> Role | None:
        if mark in "‘‚‛‹›'" and may_open and not may_close:
            return None if _ELISION.match(self.text, after) else Role.OPEN
        return Role.CLOSE if mark in "'’‘›‹" and may_close else None

    def _paragraph(
        self, start: int, end: int, events: list[_Event], following: list[tuple[tuple[int, int], list[_Event]]]
    ) -> None:
        events = self._resume(start, events)
        for at, mark, role in events:
            if mark in _SINGLES:
                self._single(at, mark, role)
            elif role is Role.OPEN:
                self._open(at, mark)
            elif role is Role.CLOSE or self._accepting(mark) is not None:
                self._close(at, mark)
            elif mark in '"＂' and at > start and self.text[at - 1].isdigit():
                continue  # 12" is a measure
            elif mark not in "“»" or self.text[at + 1 : at + 2].strip():
                self._open(at, mark)
        self._end_paragraph(end, following)

    def _resume(self, start: int, events: list[_Event]) -> list[_Event]:
        """Take the repeated opening marks of a continued quotation off the paragraph's events."""
        if not self.stack:
            return events
        taken, position = 0, start
        for item in self.stack:
            if item.stranded:
                item.start, item.stranded = position, False
            if taken < len(events) and events[taken][0] == position and _same_kind(item.mark, events[taken][1]):
                position += len(events[taken][1])
                taken += 1
        return events[taken:]

    def _open(self, at: int, mark: str, *, tentative: bool = False) -> None:
        if len(self.stack) >= DEEPEST:
            if not tentative:
                self.notices.append((at, "opening mark inside too many open quotations, passed over"))
            return
        self.stack.append(_Open(mark, at, at + len(mark), tentative))

    def _single(self, at: int, mark: str, role: Role) -> None:
        if role is Role.OPEN:
            if self.stack and self.stack[-1].tentative and not _CORNERS & {mark}:
                self._settle_single(self.stack.pop())
            self._open(at, mark, tentative=True)
            return
        if not self.stack or not self.stack[-1].tentative or mark not in _ACCEPTS[self.stack[-1].mark]:
            return
        text = self.text
        before, after = text[at - 1], text[at + 1 : at + 2]
        possessive = before == "s" and after.isspace() and text[at + 2 : at + 3].islower()
        if possessive and before not in _CLOSES_SOFTLY:
            self.stack[-1].weak_close = at
            return
        self._finish(self.stack.pop(), at, at + 1)

    def _settle_single(self, item: _Open) -> None:
        if item.weak_close is not None:
            self._finish(item, item.weak_close, item.weak_close + 1)

    def _accepting(self, mark: str) -> int | None:
        for index in range(len(self.stack) - 1, -1, -1):
            if mark in _ACCEPTS[self.stack[index].mark]:
                return index
        return None

    def _close(self, at: int, mark: str) -> None:
        index = self._accepting(mark)
        if index is None and mark in '"＂' and self.text[at - 1].isdigit() and not self.stack:
            return  # 12" is a measure
        if index is None:
            index = next((i for i, item in enumerate(self.stack) if not item.tentative and mark not in _CORNERS), None)
            if index is None or self.stack[index].mark in _CORNERS:
                self.notices.append((at, f"closing mark {mark} without an opening one"))
                return
            self.notices.append((at, f"closing mark {mark} does not match the opening {self.stack[index].mark}"))
        for item in self.stack[index + 1 :]:
            if item.tentative:
                self._settle_single(item)
            else:
                self.notices.append((item.at, f"opening mark {item.mark} never closed, passed over"))
        item = self.stack[index]
        del self.stack[index:]
        self._finish(item, at, at + len(mark))

    def _finish(self, item: _Open, end: int, closes: int, *, closed: bool = True) -> None:
        start = item.start
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            for outer in self.stack:
                outer.last_inner = end, closes
            self.found.append(Marked(start, end, item.at, closes, item.mark, closed=closed))

    def _end_paragraph(self, end: int, lines: list[tuple[tuple[int, int], list[_Event]]]) -> None:
        if not self.stack:
            return
        following = lines[0] if lines else None
        self._drop_tentative(following)
        if not self.stack:
            return
        outer = self.stack[0]
        if following is not None:
            (next_start, next_end), events = following
            stranded = not self.text[outer.start : end].strip()
            repeats = bool(events) and events[0][0] == next_start and _same_kind(outer.mark, events[0][1])
            if stranded:
                self.stack = [outer]
                if repeats:
                    self.notices.append(
                        (outer.at, f"stranded opening mark {outer.mark}, repeated by the next paragraph")
                    )
                    self.stack = []
                else:
                    outer.stranded = True
                    self.notices.append(
                        (outer.at, f"stranded opening mark {outer.mark}: the quotation starts with the next paragraph")
                    )
                return
            if repeats and events[0][2] is not Role.CLOSE:
                return
            if not stranded and self._runs_over(end, lines):
                self.run_over.add(end)
                return
            if self._closed_at_end_of(next_end, events, outer):
                self.notices.append(
                    (outer.at, "quotation runs on over a paragraph that does not repeat its opening mark")
                )
                return
        for item in reversed(self.stack):
            shared = item.last_inner
            self.stack = self.stack[: self.stack.index(item)]
            if shared is not None and not self.text[shared[1] : end].strip(" .,;:!?"):
                self.notices.append((item.at, f"one closing mark for two opening marks {item.mark}"))
                self._finish(item, *shared)
            else:
                self.notices.append(
                    (item.at, f"opening mark {item.mark} never closed: taken to the end of its paragraph")
                )
                self._finish(item, end, end, closed=False)
        self.stack = []

    def _drop_tentative(self, following: tuple[tuple[int, int], list[_Event]] | None) -> None:
        """Single marks end with the paragraph, unless the next one repeats a curly opening mark."""
        kept: list[_Open] = []
        for item in self.stack:
            if not item.tentative:
                kept.append(item)
            elif item.weak_close is not None:
                self._settle_single(item)
            elif (
                item.mark == "‘"
                and item is self.stack[0]
                and following is not None
                and following[1]
                and following[1][0][:2] == (following[0][0], item.mark)
            ):
                kept.append(item)
        self.stack = kept

    def _runs_over(self, end: int, lines: list[tuple[tuple[int, int], list[_Event]]]) -> bool:
        """Whether the one open quotation is broken by mere newlines: a next line closes it before any other opens."""
        if len(self.stack) != 1:
            return False
        outer = self.stack[0]
        for (start, line_end), events in lines:
            if self.text[end:start].replace("\r\n", "\n").count("\n") != 1 or opens_item(self.text, start, line_end):
                return False
            first = next((event for event in events if event[1] not in _SINGLES), None)
            if first is not None:
                return first[2] is Role.CLOSE and first[1] in _ACCEPTS[outer.mark]
            end = line_end
        return False

    def _closed_at_end_of(self, next_end: int, events: list[_Event], outer: _Open) -> bool:
        first = next((event for event in events if event[1] not in _SINGLES), None)
        if first is None or first[2] is Role.OPEN or first[1] not in _ACCEPTS[outer.mark]:
            return False
        return not self.text[first[0] + len(first[1]) : next_end].strip(" .,;")


def _same_kind(one: str, other: str) -> bool:
    return one == other or {one, other} <= {"“", "”", '"', "„", "‟"} or {one, other} <= {"«", "»"}


def _guillemets_point_inwards(text: str) -> bool:
    """True for »…« (German, Danish): more » stand before a word than after one."""
    if "»" not in text:
        return False
    inwards = len(re.findall(r"(?<![^\s(\[—–-])»(?=\w)", text)) + len(re.findall(r"(?<=[\w.,!?…])«(?!\w)", text))
    outwards = len(re.findall(r"(?<![^\s(\[—–-])«(?=\w)", text)) + len(re.findall(r"(?<=[\w.,!?…])»(?!\w)", text))
    return inwards > outwards


def _with_parents(spans: list[Marked]) -> tuple[Marked, ...]:
    result: list[Marked] = []
    enclosing: list[int] = []
    for index, span in enumerate(spans):
        while enclosing and result[enclosing[-1]].closes < span.closes:
            enclosing.pop()
        parent = enclosing[-1] if enclosing else None
        result.append(
            Marked(span.start, span.end, span.opens, span.closes, span.mark, parent=parent, closed=span.closed)
        )
        enclosing.append(index)
    return tuple(result)
