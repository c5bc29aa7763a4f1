"""The text of a parsed page as a person sees it, in reading order, with what the markup says of each stretch.

One pass over the tree with a stack of its own (pages nest a hundred thousand elements deep), a few hundred nanoseconds a
node. Positions are noted before the white space that may follow, and trimmed to the words by `html.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from verify.core.patterns import regex
from verify.model import Item, RegionKind
from verify.readers.coins import CLASS, item_of
from verify.readers.html_notes import (
    MARK_LENGTH,
    is_raised_mark,
    leads_back,
    lists_notes,
    note_label,
    unlinked_labels,
)
from verify.readers.html_tags import (
    BOXED,
    BREAKS,
    COMMENT,
    FALLBACKS,
    KINDS,
    LINE,
    LINK,
    NO_TEXT,
    PARAGRAPH,
    PICTURES,
    PLAIN,
    PRESERVED,
    SPECIAL,
    TELLING,
    TEXT,
    kind_of,
    remember_plain,
)
from verify.readers.page_metadata import PageFacts
from verify.readers.raised import Height, height, raised_style, written
from verify.readers.regions import NEVER_SOFT, Span, classified, hidden_style

_SPACES = " \t\n\r\f"  # what HTML collapses; a no-break space stays
_RUN = regex(r"[ \t\n\r\f]+")
_NEWLINES = ("", "\n", "\n\n")
_NO_SPACE_BEFORE = frozenset(",.;:!?)]}’”»…،؛؟。、，")
_TAGS = regex(r"<[^>]*>?")
# A footer within one of these is the end of a quotation, an article or a card, not of the page.
_HOLDERS: frozenset[str | None] = frozenset({"article", "blockquote", "figure", "main", "section"})
# Hidden words that outnumber the seen ones so much are a page that a script reveals.
_REVEALED = 5
_FEW = 200
_COMMENT_LENGTH = 20_000
_LONGEST_HEADING = 80


@dataclass(slots=True)
class Mark:
    """A note mark: its span, its label, and the id of the element that holds the note."""

    start: int
    end: int
    label: str
    target: str


@dataclass(slots=True)
class Unlinked:
    """A raised mark that leads nowhere by itself: numbers of the notes in a list further on."""

    start: int
    end: int
    labels: tuple[str, ...]


@dataclass(slots=True)
class Quoted:
    start: int
    end: int
    cite: str | None


@dataclass(slots=True)
class Anchored:
    """A link before its address is made absolute."""

    start: int
    end: int
    href: str


@dataclass(slots=True)
class _Frame:
    """What closing an element does."""

    breaks: int = 0
    span: Span | None = None
    link: Anchored | None = None
    quoted: Quoted | None = None
    mark: Mark | Unlinked | None = None
    target: str | None = None
    preserved: bool = False
    suffix: str = ""
    outer: Height | None = None  # where figures were set before this element


# Newlines to set, a link to end, or all that an element may need.
_Closing = int | Anchored | _Frame


@dataclass(slots=True)
class Walk:
    """Collects a page: call `visit` with the children of its body, then `finish`."""

    facts: PageFacts
    traced: list[tuple[int, str]] | None = None  # position and raw characters of each text node, for anchors
    out: list[str] = field(default_factory=list[str])
    position: int = 0
    visible: int = 0
    spans: list[Span] = field(default_factory=list[Span])
    links: list[Anchored] = field(default_factory=list[Anchored])
    quotes: list[Quoted] = field(default_factory=list[Quoted])
    marks: list[Mark] = field(default_factory=list[Mark])
    rows: list[Quoted] = field(default_factory=list[Quoted])
    coins: list[tuple[int, int, Item]] = field(default_factory=list[tuple[int, int, Item]])  # start -1: its line
    unlinked: list[Unlinked] = field(default_factory=list[Unlinked])
    note_lists: list[tuple[int, dict[str, tuple[int, int]]]] = field(
        default_factory=list[tuple[int, dict[str, tuple[int, int]]]]
    )
    notes: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    _wanted: set[str] = field(default_factory=set[str])
    _breaks: int = 0
    _space: int = 0  # 1 for white space, 2 for a box in the line
    _preserved: int = 0
    _height: Height | None = None  # None: in the line
    _quote_depth: int = 0
    _hidden: bool = False
    _heading: str = ""  # the last one
    _in_notes: bool = False
    _cite: Quoted | None = None  # the last <cite>
    _unseen: list[LexborNode] = field(default_factory=list[LexborNode])
    _fallbacks: list[LexborNode] = field(default_factory=list[LexborNode])
    _said: list[str] = field(default_factory=list[str])  # alt texts and comments

    def visit(self, first: LexborNode | None) -> None:
        """All siblings from `first` on, with what is in them."""
        node = first
        stack: list[tuple[LexborNode, _Closing]] = []
        push, pop, kinds = stack.append, stack.pop, KINDS
        while node is not None:
            tag_id = node.tag_id
            if tag_id == TEXT:
                raw = node.text_content
                if raw:
                    text = raw.strip(_SPACES)
                    if text or self._preserved:
                        self._text(raw, text)
                    else:
                        self._space = 1
            elif tag_id == COMMENT:
                self._comment(node)
            else:
                kind = kinds.get(tag_id)
                if kind is None:
                    kind = kind_of(tag_id, node.tag or "")
                attributes = node.attributes
                # Most elements carry nothing, or a class that says nothing: decided without a further call.
                closing: _Closing | None
                if attributes and (attributes.get("class") not in PLAIN or not TELLING.isdisjoint(attributes)):
                    closing = self._open(node, kind, attributes)
                elif kind < SPECIAL:
                    closing = kind
                    if kind > self._breaks:  # noqa: PLR1730  a call costs more, a hundred thousand times
                        self._breaks = kind
                elif kind == LINK:
                    closing = self._link(node, attributes)
                else:
                    closing = self._open(node, kind, attributes)
                if closing is not None:
                    child = node.child
                    if child is not None:
                        push((node, closing))
                        node = child
                        continue
                    if closing:
                        self._close(closing)
            following = node.next
            while following is None and stack:
                node, closing = pop()
                if closing:
                    self._close(closing)
                following = node.next
            node = following

    def finish(self) -> None:
        """Append what no reader sees, once the visible text is complete, as a `HIDDEN` region."""
        self.visible = self.position
        fallbacks, self._fallbacks = self._fallbacks, []
        if not self.visible:
            for node in fallbacks:
                self._apart(node)
            fallbacks = []
        unseen, self._unseen = self._unseen, []
        seen = self.position
        if seen < _FEW and sum(len(node.text()) for node in unseen) > max(seen, _FEW) * _REVEALED:
            for node in unseen:
                self._apart(node)
            unseen = []
        self.visible = self.position
        self._hidden = True
        span = Span(RegionKind.HIDDEN, self.position, self.position, soft=False)
        for node in (*unseen, *fallbacks):
            self._apart(node)
        for text in dict.fromkeys((*self.facts.hidden_texts(), *self._said)):
            self._break(2)
            self._text(text, text.strip(_SPACES) or text)
        span.end = self.position
        self.spans.append(span)

    def visit_apart(self, node: LexborNode) -> None:
        """What is in an element, as a block of its own."""
        self._apart(node)

    def _apart(self, node: LexborNode) -> None:
        self._break(2)
        self.visit(node.child)
        self._break(2)

    # --- characters

    def _break(self, newlines: int) -> None:
        self._breaks = max(self._breaks, newlines)

    def _text(self, raw: str, text: str) -> None:
        """Characters of a text node; `text` is `raw` without the white space around it, and not empty."""
        if self._preserved:
            self._preserved_text(raw)
            return
        out, position = self.out, self.position
        if self._breaks:
            if position:
                out.append(_NEWLINES[self._breaks])
                position += self._breaks
            self._breaks = 0
        elif (self._space or raw[0] != text[0]) and position and (self._space != 2 or text[0] not in _NO_SPACE_BEFORE):
            out.append(" ")
            position += 1
        if "\n" in text or "  " in text or "\t" in text:
            text = _RUN.sub(" ", text)
        if self.traced is not None:
            self.traced.append((position, raw))
        out.append(text if self._height is None else written(text, self._height))
        self.position = position + len(text)
        self._space = 1 if raw[-1] in _SPACES else 0

    def _preserved_text(self, raw: str) -> None:
        text = raw.rstrip("\n")
        if text:
            if self._breaks or (self._space and self.position):
                separator = _NEWLINES[self._breaks] if self._breaks else " "
                if self.position:
                    self.out.append(separator)
                    self.position += len(separator)
                self._breaks = 0
            if self.traced is not None:
                self.traced.append((self.position, raw))
            self.out.append(text if self._height is None else written(text, self._height))
            self.position += len(text)
            self._space = 0
        self._breaks = max(self._breaks, min(len(raw) - len(text), PARAGRAPH))

    def _comment(self, node: LexborNode) -> None:
        if not self._hidden:
            self._say(_TAGS.sub(" ", (node.comment_content or "")[:_COMMENT_LENGTH]))

    def _say(self, text: str) -> None:
        if text and not text.isspace():
            self._said.append(text)

    # --- elements

    def _open(self, node: LexborNode, kind: int, attributes: dict[str, str | None]) -> _Closing | None:
        """What closing this element will do; None when its content is no text, or not here."""
        tag = node.tag or ""
        if kind >= NO_TEXT:
            return self._without_text(node, tag, kind, attributes)
        if attributes:
            style = attributes.get("style")
            if "hidden" in attributes or (style and hidden_style(style)):
                return self._hide(node, kind)
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        region, soft = classified(tag, names, attributes.get("role"))
        if region is RegionKind.HIDDEN:
            return self._hide(node, kind)
        if CLASS in names:
            self._coins(node, attributes)
        elif region is None and tag not in NEVER_SOFT:
            remember_plain(attributes)
        if tag == "ol" and not self._in_notes and not self._hidden and lists_notes(names, self._heading):
            self._note_list(node, attributes)
            return None
        frame = _Frame(breaks=BREAKS.get(tag, 0))
        identifier = attributes.get("id") or (attributes.get("name") if tag == "a" else None)
        if identifier:
            self._identified(identifier, frame)
        if kind == BOXED or "-" in tag:
            self._space = self._space or 2
        elif tag == "a":
            opened = self._link(node, attributes)
            if isinstance(opened, Anchored):
                frame.link = opened
            elif isinstance(opened, _Frame):
                opened.target = frame.target
                return opened
        elif tag in {"sup", "sub"} or raised_style(attributes.get("style") or ""):
            if tag != "sub" and not self._hidden:
                region = self._raised(node, attributes, frame) or region
            if region is not RegionKind.NOTE_MARK:
                frame.outer = self._height or Height.LINE
                self._height = height(tag, self._before(), _following(node))
        elif tag == "q":
            self._text_as_is("“‘"[self._quote_depth % 2])
            self._quote_depth += 1
            frame.suffix = "”’"[(self._quote_depth - 1) % 2]
        elif tag in PRESERVED:
            self._preserved += 1
            frame.preserved = True
        if frame.breaks:
            self._break(frame.breaks)
        if tag in {"footer", "cite"} and self._credits(node):
            self._text_as_is("—")
            self._space = 1
        if tag in {"tr", "cite"}:
            frame.quoted = Quoted(self.position, self.position, None)
            if tag == "tr":
                self.rows.append(frame.quoted)
            else:
                self._cite = frame.quoted
        if tag == "blockquote" or (tag == "q" and attributes.get("cite")):
            frame.quoted = Quoted(self.position, self.position, attributes.get("cite"))
            self.quotes.append(frame.quoted)
        framed = region is RegionKind.FOOTER and not _within(node, _HOLDERS)
        if region is RegionKind.FOOTER and tag == "footer" and not framed:
            region = None
        if region and not self._hidden:
            frame.span = Span(region, self.position, self.position, soft, framed)
            self.spans.append(frame.span)
        if tag == "time":
            self.facts.time(attributes)
        elif region is RegionKind.HEADING:
            self._heading = node.text()[:_LONGEST_HEADING]
            if tag == "h1":
                self.facts.heading(node)
        return frame

    def _without_text(
        self, node: LexborNode, tag: str, kind: int, attributes: dict[str, str | None]
    ) -> _Frame | int | None:
        if kind == LINE:
            self._break(2 if tag == "hr" else 1)
            return None
        if tag in PICTURES:
            if not self._hidden:
                self._space = self._space or 2
                self._say(attributes.get("alt") or "")
            return None
        if tag in FALLBACKS:
            if tag != "rp":
                self._space = self._space or 2
            if self._hidden:
                return 0
            self._fallbacks.append(node)
            return None
        if tag == "template" and "shadowrootmode" in attributes:
            for fragment in node.template_fragments():
                self.visit(fragment)
            return None
        if tag == "title" and self._hidden:
            return 0  # of a drawing
        self.facts.element(node, tag, attributes)
        return None

    def _hide(self, node: LexborNode, kind: int) -> int | None:
        """Keep an unseen element for the end; in what is appended there, it is text like any other."""
        if self._hidden or node.tag in {"html", "body"}:
            return kind if kind < SPECIAL else 0
        self._unseen.append(node)
        return None

    def _close(self, frame: _Closing) -> None:
        if isinstance(frame, int):
            if frame > self._breaks:  # noqa: PLR1730
                self._breaks = frame
            return
        if isinstance(frame, Anchored):
            frame.end = self.position
            return
        if frame.quoted is not None:
            frame.quoted.end = self.position
        if frame.suffix:
            self._quote_depth -= 1
            self._text_as_is(frame.suffix, closing=True)
        for opened in (frame.span, frame.link, frame.mark):
            if opened is not None:
                opened.end = self.position
        if frame.target is not None:
            self.notes[frame.target] = (self.notes[frame.target][0], self.position)
        if frame.outer is not None:
            self._height = None if frame.outer is Height.LINE else frame.outer
        if frame.preserved:
            self._preserved -= 1
        if frame.breaks:
            self._break(frame.breaks)

    def _text_as_is(self, mark: str, *, closing: bool = False) -> None:
        space = self._space
        if closing:
            self._space = self._breaks = 0
        traced, self.traced = self.traced, None  # the source does not hold it
        self._text(mark, mark)
        self.traced = traced
        self._space = space if closing else 0

    def _identified(self, identifier: str, frame: _Frame) -> None:
        """Remember where an element that a note mark leads to stands; without a block of its own, the line it begins."""
        if identifier not in self.notes:
            self.notes[identifier] = (self.position, -1)
            if frame.breaks and identifier in self._wanted:
                frame.target = identifier

    def _link(self, node: LexborNode, attributes: dict[str, str | None]) -> _Closing:
        href = (attributes.get("href") or "").strip(_SPACES)
        if not href:
            return 0
        if href[0] == "#" and not self._hidden:
            mark = self._note_mark(node, href[1:])
            if mark:
                return mark
        link = Anchored(self.position, self.position, href)
        self.links.append(link)
        return link

    def _note_mark(self, node: LexborNode, target: str) -> _Frame | None:
        """The number that leads to a note, or the arrow that leads back."""
        label = node.text().strip() if node.child is not None else ""
        if not label or len(label) > MARK_LENGTH:
            return None
        frame = _Frame(outer=self._height)
        if not leads_back(label):
            number = note_label(label, target)
            if number is None:
                return None
            frame.mark = Mark(self.position, self.position, number, target)
            self.marks.append(frame.mark)
            self._wanted.add(target)
        frame.span = Span(RegionKind.NOTE_MARK, self.position, self.position, soft=False)
        self.spans.append(frame.span)
        self._height = None  # its region tells that it is no digit of the number before it
        return frame

    def _before(self) -> str:
        """The character before the next word: empty at the start of a line."""
        if self._breaks or not self.out:
            return ""
        return " " if self._space else self.out[-1][-1:]

    def _raised(self, node: LexborNode, attributes: dict[str, str | None], frame: _Frame) -> RegionKind | None:
        after = self.out[-1][-1:] if self.out and not self._breaks else ""
        label = node.text().strip()
        if not is_raised_mark(label, attributes.get("class") or "", after):
            return None
        labels = unlinked_labels(label, after) if len(label) <= MARK_LENGTH else ()
        if labels and node.css_first("a[href]") is None:
            frame.mark = Unlinked(self.position, self.position, labels)
            self.unlinked.append(frame.mark)
        return RegionKind.NOTE_MARK

    # --- references

    def _note_list(self, node: LexborNode, attributes: dict[str, str | None]) -> None:
        """An ordered list of notes, each with its number, for marks that are no links."""
        start = (attributes.get("start") or "1").strip()
        number = int(start) if start.isdecimal() and len(start) < MARK_LENGTH else 1
        notes: dict[str, tuple[int, int]] = {}
        self._break(PARAGRAPH)
        begin = self.position
        self._in_notes = True
        child = node.child
        while child is not None:
            if child.tag == "li":
                closing = self._open(child, 1, child.attributes)
                if closing is not None:
                    first = self.position
                    self.visit(child.child)
                    notes[str(number)] = first, self.position
                    self._close(closing)
                number += 1
            child = child.next
        self._in_notes = False
        self.note_lists.append((begin, notes))
        self._break(PARAGRAPH)

    def _coins(self, node: LexborNode, attributes: dict[str, str | None]) -> None:
        """Fields of the citation right before, or else of the line they stand in."""
        before = node.prev
        if before is not None and before.tag_id == TEXT and not (before.text_content or "").strip():
            before = before.prev
        cited = before is not None and before.tag == "cite"
        classes = (before.attributes.get("class") or "") if before is not None and cited else ""
        item = item_of(attributes.get("title") or "", classes)
        if item is not None and not self._hidden:
            start = self._cite.start if cited and self._cite is not None else -1
            self.coins.append((start, self.position, item))

    def _credits(self, node: LexborNode) -> bool:
        """Whether an element names whom a block quotation is from, at its end and on a line of its own, without a dash."""
        parent = node.parent
        if self._hidden or not self._breaks or parent is None or parent.tag != "blockquote":
            return False
        following = node.next
        while following is not None and following.tag_id == TEXT and not (following.text_content or "").strip():
            following = following.next
        return following is None and _first_character(node) not in {"", "—", "–", "-", "―"}


def _first_character(node: LexborNode) -> str:
    """The first character that an element shows, as far as its first children tell."""
    child = node.child
    for _ in range(_FEW):
        if child is None:
            return ""
        text = (child.text_content or "").strip() if child.tag_id == TEXT else ""
        if text:
            return text[0]
        child = child.next if child.tag_id == TEXT else child.child
    return ""


def _following(node: LexborNode) -> str:
    """The text right after an element, as far as it is plain."""
    following = node.next
    return following.text_content or "" if following is not None and following.tag_id == TEXT else ""


def _within(node: LexborNode, tags: frozenset[str | None]) -> bool:
    outer = node.parent
    while outer is not None:
        if outer.tag in tags:
            return True
        outer = outer.parent
    return False
