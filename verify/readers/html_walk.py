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
from verify.readers.html_flow import SPACES
from verify.readers.html_note_marks import Noted
from verify.readers.html_notes import MARK_LENGTH, lists_notes
from verify.readers.html_spans import Anchored, Closing, Frame, Quoted
from verify.readers.html_surroundings import cite_before, following_text, names_quoted_source, within
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
    REGION,
    TELLING,
    TEXT,
    kind_of,
    remember_plain,
)
from verify.readers.page_metadata import PageFacts
from verify.readers.raised import Height, height, raised_style
from verify.readers.regions import NEVER_SOFT, Span, classified, hidden_style

_TAGS = regex(r"<[^>]*>?")
# A footer within one of these is the end of a quotation, an article or a card, not of the page.
_HOLDERS: frozenset[str | None] = frozenset({"article", "blockquote", "figure", "main", "section"})
# Hidden words that outnumber the seen ones so much are a page that a script reveals.
_REVEALED = 5
_FEW = 200
_COMMENT_LENGTH = 20_000
_LONGEST_HEADING = 80


@dataclass(slots=True)
class Walk(Noted):
    """Collects a page: call `visit` with the children of its body, then `finish`."""

    facts: PageFacts = field(default_factory=PageFacts)
    visible: int = 0
    links: list[Anchored] = field(default_factory=list[Anchored])
    quotes: list[Quoted] = field(default_factory=list[Quoted])
    rows: list[Quoted] = field(default_factory=list[Quoted])
    coins: list[tuple[int, int, Item]] = field(default_factory=list[tuple[int, int, Item]])  # start -1: its line
    _quote_depth: int = 0
    _heading: str | LexborNode = ""  # the last one
    _in_notes: bool = False
    _cite: Quoted | None = None  # the last <cite>
    _unseen: list[LexborNode] = field(default_factory=list[LexborNode])
    _fallbacks: list[LexborNode] = field(default_factory=list[LexborNode])
    _said: list[str] = field(default_factory=list[str])  # alt texts and comments

    def visit(self, first: LexborNode | None) -> None:
        """All siblings from `first` on, with what is in them."""
        node = first
        stack: list[tuple[LexborNode, Closing]] = []
        push, pop, kinds = stack.append, stack.pop, KINDS
        while node is not None:
            tag_id = node.tag_id
            if tag_id == TEXT:
                raw = node.text_content
                if raw:
                    text = raw.strip(SPACES)
                    if text or self.preserved:
                        self.add(raw, text)
                    else:
                        self.space = 1
            elif tag_id == COMMENT:
                self._comment(node)
            else:
                kind = kinds.get(tag_id)
                if kind is None:
                    kind = kind_of(tag_id, node.tag or "")
                # Most elements carry nothing, or a class that says nothing: decided without a further call.
                closing: Closing | None
                if kind >= NO_TEXT:
                    closing = self._without_text(node, kind)
                else:
                    attributes = node.attributes
                    if attributes and (attributes.get("class") not in PLAIN or not TELLING.isdisjoint(attributes)):
                        closing = self._open(node, kind, attributes)
                    elif kind < REGION:
                        closing = kind
                        if kind > self.breaks:  # noqa: PLR1730  a call costs more, a hundred thousand times
                            self.breaks = kind
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
                if type(closing) is int:
                    if closing > self.breaks:  # noqa: PLR1730
                        self.breaks = closing
                elif type(closing) is Anchored:
                    closing.end = self.position
                else:
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
            self.wants(2)
            self.add(text, text.strip(SPACES) or text)
        span.end = self.position
        self.spans.append(span)

    def visit_apart(self, node: LexborNode) -> None:
        """What is in an element, as a block of its own."""
        self._apart(node)

    def _apart(self, node: LexborNode) -> None:
        self.wants(2)
        self.visit(node.child)
        self.wants(2)

    def _comment(self, node: LexborNode) -> None:
        if not self._hidden:
            self._say(_TAGS.sub(" ", (node.comment_content or "")[:_COMMENT_LENGTH]))

    def _say(self, text: str) -> None:
        if text and not text.isspace():
            self._said.append(text)

    # --- elements

    def _open(self, node: LexborNode, kind: int, attributes: dict[str, str | None]) -> Closing | None:
        """What closing this element will do; None when it is not text of the page, or not here."""
        tag = node.tag or ""
        names, identifier, raised = "", None, tag in {"sup", "sub"}
        if attributes:
            style, identifier = attributes.get("style"), attributes.get("id")
            if "hidden" in attributes or (style and hidden_style(style)):
                return self._hide(node, kind)
            names = f"{attributes.get('class') or ''} {identifier or ''}"
            raised = raised or (style is not None and raised_style(style))
        region, soft = classified(tag, names, attributes.get("role"))
        if region is RegionKind.HIDDEN:
            return self._hide(node, kind)
        if CLASS in names:
            self._coins(node, attributes)
        elif region is None and tag not in NEVER_SOFT:
            remember_plain(attributes)
        if tag == "ol" and not self._in_notes and not self._hidden and lists_notes(names, self._heading_text()):
            self._note_list(node, attributes)
            return None
        breaks = BREAKS.get(tag, 0)
        if kind <= REGION and not raised and not identifier:
            self.wants(breaks)
            if region is None:
                return breaks
            frame = Frame(breaks=breaks)
            self._open_region(node, tag, region, frame, soft=soft)
            return frame
        if kind == LINK and region is None and not identifier and not attributes.get("name"):
            return self._link(node, attributes)
        frame = Frame(breaks=breaks)
        identifier = identifier or (attributes.get("name") if tag == "a" else None)
        if identifier:
            self._identified(identifier, frame)
        if kind == BOXED or "-" in tag:
            self.space = self.space or 2
        elif tag == "a":
            opened = self._link(node, attributes)
            if isinstance(opened, Anchored):
                frame.link = opened
            elif isinstance(opened, Frame):
                opened.target = frame.target
                return opened
        elif raised:
            if tag != "sub" and not self._hidden:
                region = self._raised(node, attributes, frame) or region
            if region is not RegionKind.NOTE_MARK:
                frame.outer = self.raised_to or Height.LINE
                self.raised_to = height(tag, self.before(), following_text(node))
        elif tag == "q":
            self.add_mark("“‘"[self._quote_depth % 2])
            self._quote_depth += 1
            frame.suffix = "”’"[(self._quote_depth - 1) % 2]
        elif tag in PRESERVED:
            self.preserved += 1
            frame.preserved = True
        if frame.breaks:
            self.wants(frame.breaks)
        if tag in {"footer", "cite"} and self.breaks and not self._hidden and names_quoted_source(node):
            self.add_mark("—")
            self.space = 1
        if tag in {"tr", "cite"}:
            frame.quoted = Quoted(self.position, self.position, None)
            if tag == "tr":
                self.rows.append(frame.quoted)
            else:
                self._cite = frame.quoted
        if tag == "blockquote" or (tag == "q" and attributes.get("cite")):
            frame.quoted = Quoted(self.position, self.position, attributes.get("cite"))
            self.quotes.append(frame.quoted)
        if tag == "time":
            self.facts.time(attributes)
        if region is not None:
            self._open_region(node, tag, region, frame, soft=soft)
        return frame

    def _open_region(self, node: LexborNode, tag: str, region: RegionKind, frame: Frame, *, soft: bool) -> None:
        framed = region is RegionKind.FOOTER and not within(node, _HOLDERS)
        if region is RegionKind.FOOTER and tag == "footer" and not framed:
            return
        if not self._hidden:
            frame.span = Span(region, self.position, self.position, soft, framed)
            self.spans.append(frame.span)
        if region is RegionKind.HEADING:
            self._heading = node
            if tag == "h1":
                self.facts.heading(node)

    def _heading_text(self) -> str:
        """How the last heading begins: read when it is asked for, since few pages hold a list of notes."""
        if not isinstance(self._heading, str):
            self._heading = self._heading.text()[:_LONGEST_HEADING]
        return self._heading

    def _without_text(self, node: LexborNode, kind: int) -> int | None:
        tag = node.tag or ""
        if kind == LINE:
            self.wants(2 if tag == "hr" else 1)
            return None
        if tag in PICTURES:
            if not self._hidden:
                self.space = self.space or 2
                self._say(node.attributes.get("alt") or "")
            return None
        if tag in FALLBACKS:
            if tag != "rp":
                self.space = self.space or 2
            if self._hidden:
                return 0
            self._fallbacks.append(node)
            return None
        if tag == "template" and "shadowrootmode" in node.attributes:
            for fragment in node.template_fragments():
                self.visit(fragment)
            return None
        if tag == "title" and self._hidden:
            return 0  # of a drawing
        self.facts.element(node, tag)
        return None

    def _hide(self, node: LexborNode, kind: int) -> int | None:
        """Keep an unseen element for the end; in what is appended there, it is text like any other."""
        if self._hidden or node.tag in {"html", "body"}:
            return kind if kind < REGION else 0
        self._unseen.append(node)
        return None

    def _close(self, frame: Closing) -> None:
        if isinstance(frame, int):
            if frame > self.breaks:  # noqa: PLR1730
                self.breaks = frame
            return
        if isinstance(frame, Anchored):
            frame.end = self.position
            return
        if frame.quoted is not None:
            frame.quoted.end = self.position
        if frame.suffix:
            self._quote_depth -= 1
            self.add_mark(frame.suffix, closing=True)
        for opened in (frame.span, frame.link, frame.mark):
            if opened is not None:
                opened.end = self.position
        if frame.target is not None:
            self.notes[frame.target] = (self.notes[frame.target][0], self.position)
        if frame.outer is not None:
            self.raised_to = None if frame.outer is Height.LINE else frame.outer
        if frame.preserved:
            self.preserved -= 1
        if frame.breaks:
            self.wants(frame.breaks)

    def _link(self, node: LexborNode, attributes: dict[str, str | None]) -> Closing:
        href = (attributes.get("href") or "").strip(SPACES)
        if not href:
            return 0
        if href[0] == "#" and not self._hidden:
            mark = self._note_mark(node, href[1:])
            if mark:
                return mark
        link = Anchored(self.position, self.position, href)
        self.links.append(link)
        return link

    # --- references

    def _note_list(self, node: LexborNode, attributes: dict[str, str | None]) -> None:
        """An ordered list of notes, each with its number, for marks that are no links."""
        start = (attributes.get("start") or "1").strip()
        number = int(start) if start.isdecimal() and len(start) < MARK_LENGTH else 1
        notes: dict[str, tuple[int, int]] = {}
        self.wants(PARAGRAPH)
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
        self.wants(PARAGRAPH)

    def _coins(self, node: LexborNode, attributes: dict[str, str | None]) -> None:
        """Fields of the citation right before, or else of the line they stand in."""
        cite = cite_before(node)
        item = item_of(attributes.get("title") or "", (cite.attributes.get("class") or "") if cite is not None else "")
        if item is not None and not self._hidden:
            start = self._cite.start if cite is not None and self._cite is not None else -1
            self.coins.append((start, self.position, item))
