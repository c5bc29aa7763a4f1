"""From the tree of a wikitext page to what a reader of the page sees: lines, lists, tables, links and tags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape

from verify.core.patterns import regex
from verify.model import BlockQuote, Link, Notice, RegionKind
from verify.readers.html_tags import BREAKS
from verify.readers.raised import height, written
from verify.readers.regions import Span
from verify.readers.source_lines import SourceLines
from verify.readers.wikitext_notes import Mark, Note, Notes, blank, definitions, normal, short_references
from verify.readers.wikitext_page import Page
from verify.readers.wikitext_parse import Comment, External, Node, Tag, Template, Text, parse
from verify.readers.wikitext_parse import Link as WikiLink
from verify.readers.wikitext_tables import tables

_INLINE = regex(
    r"'{2,}|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});|__[A-Z]{3,30}__|~{3,5}"
    r"|\b(?:https?|ftp)://[^\s<>\[\]\"{}|]+|\|\||!!|\n"
)
_HEADING = regex(r"(={1,6})[^=\n]")
_HEADING_END = regex(r"=+[ \t]*(?:<!--[^\n]*-->[ \t]*)?$")
_LIST = regex(r"[*#:;]+")
_CELL = regex(r"[^|\[\]{}\n]*=[^|\[\]{}\n]*\|(?!\|)|[ \t]*\|(?!\|)")
_TABLE = regex(r"[ \t:]*\{\|")
_DASH = regex(r"\s*[—–-]{1,2}\s*")
_RULE = regex(r"-{4,}")
_OPTION = regex(
    r"(?:thumb(?:nail)?|frame(?:d|less)?|border|left|right|center|centre|none|mini|miniatur|rechts|links|zentriert|vignette|gauche|droite|centré|derecha|izquierda|"
    r"miniatura|miniaturadeimagen|destra|sinistra|upright|hochkant|baseline|middle|sub|super|top|text-top|bottom|text-bottom"
    r"|\d*x?\d+ ?px|(?:alt|link|upright|hochkant|page|class|lang|thumbtime|start|end|redresse|verweis|lien)\s*=.*)",
    re.IGNORECASE | re.DOTALL,
)
_LANGUAGE_LINK = regex(r"[a-z]{2,3}(?:-[a-z]{2,10})?|simple")
_MOST_NAMES = 8  # unknown templates of one page that are named, the rest is counted


@dataclass(slots=True)
class _LineState:
    """Where the walk is on the page's lines."""

    fresh: bool = True  # at the beginning of a line
    blank: bool = True  # nothing on the line so far
    listed: bool = False
    header: bool = False  # a line of a table's header cells
    tables: int = 0  # how many are open


class Walk:
    """Writes a page. `run` once, then read `page`, `notes` and `notices`.

    `show` writes what a template shows, `short` a note that is a short reference.
    """

    def __init__(
        self, source: str, show: Callable[[Walk, Template], None], short: Callable[[Walk, Template], None]
    ) -> None:
        parsed = parse(source)
        self._show = show
        self._short = short
        self.source = source
        self.page = Page(SourceLines(source))
        self.notes = Notes(definitions(source, parsed.nodes))
        self.unread: Counter[str] = Counter()
        self._nodes = parsed.nodes
        self._unclosed = parsed.unclosed
        self._told: dict[str, tuple[int, int]] = {}  # text position and source offset of the first of a kind
        self._heading: Span | None = None
        self._line_at = _LineState()
        self._raised: str | None = None
        self._poem = False
        self._looking = False

    def run(self) -> None:
        self.nodes(self._nodes)
        self._end_heading()
        for group in list(self.notes.groups):
            self.write_notes(group)

    def notices(self) -> tuple[tuple[int, int, str], ...]:
        """Position in the text, offset in the source, and what was left out there."""
        found: list[tuple[int, int, str]] = []
        names = list(self._told)
        for name in names[:_MOST_NAMES]:
            times = self.unread[name]
            often = f" ({times} times)" if times > 1 else ""
            found.append((*self._told[name], f"template {{{{{name}}}}} is not read{often}"))
        if len(names) > _MOST_NAMES:
            rest = sum(self.unread[name] for name in names[_MOST_NAMES:])
            place = self._told[names[_MOST_NAMES]]
            found.append((*place, f"{len(names) - _MOST_NAMES} more kinds of templates are not read ({rest} uses)"))
        for offset in self._unclosed[:1]:
            often = f" ({len(self._unclosed)} such)" if len(self._unclosed) > 1 else ""
            found.append((min(self.page.position, offset), offset, f"“{{{{” is never closed{often}: shown as it is"))
        return tuple(found)

    def tell(self, name: str, offset: int) -> None:
        """Count a template that is not read."""
        self.unread[name] += 1
        self._told.setdefault(name, (self.page.position, offset))

    # --- nodes

    def nodes(self, nodes: Sequence[Node]) -> None:
        for node in nodes:
            if isinstance(node, Text):
                self._text(node.start, node.end)
            elif isinstance(node, Comment):
                continue
            else:
                if isinstance(node, Template):
                    self._show(self, node)
                elif isinstance(node, WikiLink):
                    self._link(node)
                elif isinstance(node, External):
                    self._external(node)
                else:
                    self._tag(node)
                self._line_at.fresh = False
                self._line_at.blank = False

    def plain(self, nodes: Sequence[Node]) -> str:
        """What nodes show, as words alone; notes in them are left out.

        Within another such look only the plain text is taken, or templates in templates would be read again and again.
        """
        if self._looking:
            return "".join(self.source[node.start : node.end] for node in nodes if isinstance(node, Text)).strip()
        page, line, heading = self.page, self._line_at, self._heading
        marks, cited = len(self.notes.marks), len(self.notes.cited)
        self.page, self._line_at, self._heading = Page(page.lines), _LineState(fresh=False, blank=False), None
        self._looking = True
        self.nodes(nodes)
        shown = "".join(self.page.out).strip()
        self._looking = False
        self.page, self._line_at, self._heading = page, line, heading
        del self.notes.marks[marks:], self.notes.cited[cited:]
        return shown

    # --- lines

    def _text(self, start: int, end: int) -> None:
        position = start
        while position < end:
            newline = self.source.find("\n", position, end)
            stop = newline if newline >= 0 else end
            self._line(position, stop)
            if newline < 0:
                return
            self._newline()
            position = newline + 1

    def _newline(self) -> None:
        self._end_heading()
        if self._line_at.blank:
            self.page.separate(2)
        elif self._line_at.listed or self._line_at.tables or self._poem:
            self.page.separate(1)
        else:
            self.page.space()
        self._line_at.fresh = self._line_at.blank = True
        self._line_at.header = False

    def _line(self, position: int, stop: int) -> None:
        if position >= stop:
            return
        if self._line_at.fresh:
            position = self._line_start(position, stop)
        if self._heading is not None:
            line_end = self.source.find("\n", stop)
            if not self.source[stop : line_end if line_end >= 0 else len(self.source)].strip() or stop == line_end:
                closing = _HEADING_END.search(self.source, position, stop)
                stop = closing.start() if closing else stop
        if self.source[position:stop].strip():
            self._line_at.fresh = self._line_at.blank = False
        self._inline(position, stop)

    def _line_start(self, position: int, stop: int) -> int:
        """Take what means something only at the start of a line; returns where the words begin."""
        source, page = self.source, self.page
        was_listed, self._line_at.listed = self._line_at.listed, False
        table = _TABLE.match(source, position, stop)
        if table:
            self._line_at.tables += 1
            page.row(opens=True)
            page.separate(2)
            self._line_at.blank = False
            return stop
        if self._line_at.tables:
            position = self._table_line(position, stop)
            if position >= stop or not self._line_at.fresh:
                return position
        heading = _HEADING.match(source, position, stop)
        line_end = source.find("\n", position)
        line = source[position : line_end if line_end >= 0 else len(source)] if heading else ""
        if heading and _HEADING_END.search(line) and len(line.strip(" =\t")) > 0:
            page.separate(2)
            self._heading = page.begin(RegionKind.HEADING)
            return heading.end(1)
        marker = _LIST.match(source, position, stop)
        if marker:
            page.separate(1 if was_listed else 2)
            self._line_at.listed = True
            return marker.end()
        if was_listed:
            page.separate(2)
        rule = _RULE.match(source, position, stop)
        if rule:
            page.separate(2)
            return rule.end()
        return position

    def _table_line(self, position: int, stop: int) -> int:
        source, page = self.source, self.page
        while position < stop and source[position] in " \t":
            position += 1
        mark = source[position : position + 2]
        if mark == "|}":
            self._line_at.tables -= 1
            page.row(opens=False)
            page.separate(2)
            self._line_at.blank = False
            return position + 2
        if mark == "|-":
            page.row(opens=True)
            page.separate(1)
            self._line_at.blank = False
            return stop
        if mark[:1] in ("|", "!"):
            page.separate(1)
            self._line_at.fresh = self._line_at.blank = False
            self._line_at.header = mark[0] == "!"
            return self._cell(position + (2 if mark == "|+" else 1), stop)
        return position

    def _cell(self, position: int, stop: int) -> int:
        attributes = _CELL.match(self.source, position, stop)
        return attributes.end() if attributes else position

    def _end_heading(self) -> None:
        if self._heading is not None:
            self.page.end(self._heading)
            self._heading = None
            self.page.separate(2)

    # --- words

    def _inline(self, position: int, stop: int) -> None:
        source, page = self.source, self.page
        while position < stop:
            match = _INLINE.search(source, position, stop)
            end = match.start() if match else stop
            self.words(source[position:end], position)
            if match is None:
                return
            found = match[0]
            position = match.end()
            if found[0] == "'":
                shown = {2: "", 3: "", 4: "'", 5: ""}.get(len(found), "'" * (len(found) - 5))
                self.words(shown, match.start())
            elif found[0] == "&":
                self.words(unescape(found), match.start())
            elif found in ("||", "!!"):
                if self._line_at.tables and (found == "||" or self._line_at.header):
                    page.separate(1)
                    position = self._cell(position, stop)
                else:
                    self.words(found, match.start())
            elif "://" in found:
                address = found.rstrip(",.;:!?'")
                address = address.rstrip(")") if "(" not in address else address
                self._linked(address, address, match.start())
                position = match.start() + len(address)
            # Behaviour switches and signatures show nothing.

    def words(self, raw: str, offset: int) -> None:
        """Characters of the source, raised or lowered where a tag says so."""
        if raw and self._raised:
            raw = written(raw, height(self._raised, self.page.last, ""))
        self.page.write(raw, offset)

    def _linked(self, address: str, words: str, offset: int) -> None:
        start = self.page.next_word()
        self.page.write(words, offset)
        self.page.links.append(Link(start=start, end=self.page.position, href=address))

    def linked(self, address: str, nodes: Sequence[Node], offset: int) -> None:
        """A link with words of its own, or else with its address as words."""
        start = self.page.next_word()
        self.nodes(nodes)
        if self.page.position == start:
            self.page.write(address, offset)
        self.page.links.append(Link(start=start, end=self.page.position, href=address))

    # --- links and tags

    def _external(self, node: External) -> None:
        self.linked(node.url, node.nodes, node.start + 1)

    def _link(self, node: WikiLink) -> None:
        first = node.parts[0]
        target = self.source[first.start : first.end].strip()
        prefix = target.split(":", 1)[0].strip().lower() if ":" in target else ""
        if prefix in tables().files:
            self._picture(node)
        elif prefix in tables().categories or (_LANGUAGE_LINK.fullmatch(prefix) and len(node.parts) == 1):
            return
        elif len(node.parts) > 1:
            last = node.parts[-1]
            if self.source[last.start : last.end].strip():
                self.nodes(last.nodes)
            else:  # the pipe trick: [[Foo (bar)|]]
                self.page.write(re.sub(r"^[^:]{0,40}:|\s*\([^()]*\)$|,.*$", "", target), first.start)
        else:
            self.page.write(target.lstrip(":"), first.start + target.find(target.lstrip(":")))

    def _picture(self, node: WikiLink) -> None:
        """A picture shows its caption, the last part that is no option."""
        captions = [
            part for part in node.parts[1:] if not _OPTION.fullmatch(self.source[part.start : part.end].strip())
        ]
        if not captions:
            return
        self.page.separate(2)
        span = self.page.begin(RegionKind.CAPTION)
        self.nodes(captions[-1].nodes)
        self.page.end(span)
        self.page.separate(2)

    def _tag(self, node: Tag) -> None:
        page = self.page
        if node.raw:
            self._raw(node)
        elif node.name == "ref":
            self.ref(node.attributes.get("group", ""), normal(node.attributes.get("name", "")), node.nodes, node.start)
        elif node.name == "references":
            self.write_notes(node.attributes.get("group", ""))
        elif node.name == "blockquote" and node.holds:
            self.quotation([node.nodes], node.attributes.get("cite"))
        elif node.name == "poem" and node.holds:
            page.separate(2)
            outer, self._poem = self._poem, True
            self._line_at.fresh = self._line_at.blank = True
            self.nodes(node.nodes)
            self._poem = outer
            page.separate(2)
        elif node.name in ("sup", "sub") and node.holds:
            outer_raised, self._raised = self._raised, node.name
            self.nodes(node.nodes)
            self._raised = outer_raised
        elif node.name == "q" and node.holds:
            page.next_word()
            page.fixed("“", node.start)
            self.nodes(node.nodes)
            page.fixed("”", node.end - 1)
        elif node.name == "includeonly":
            return
        elif node.holds:
            self.nodes(node.nodes)
        elif BREAKS.get(node.name):
            page.separate(BREAKS[node.name])

    def _raw(self, node: Tag) -> None:
        text = node.nodes[0]
        raw = self.source[text.start : text.end]
        if node.name == "nowiki":
            self.page.write(raw, text.start)
        elif node.name in ("pre", "syntaxhighlight", "source"):
            self.page.separate(2)
            span = self.page.begin(RegionKind.ASIDE)
            for line in re.finditer(r"[^\n]+", raw):
                self.page.write(line[0], text.start + line.start())
                self.page.separate(1)
            self.page.end(span)
            self.page.separate(2)
        else:
            self.tell(f"<{node.name}>", node.start)

    # --- quotations and notes

    def quotation(
        self, blocks: Sequence[Sequence[Node]], cite: str | None, credit: Sequence[Sequence[Node]] = ()
    ) -> None:
        """A block quotation, and a last line with a dash for whom it names."""
        page = self.page
        page.separate(2)
        start = page.next_word()
        for nodes in blocks:
            page.separate(2)
            self._line_at.fresh = self._line_at.blank = True
            self.nodes(nodes)
        named = [nodes for nodes in credit if not blank(self.source, nodes)]
        if named:
            page.separate(1)
            page.fixed("— ", named[0][0].start)
            for number, nodes in enumerate(named):
                if number:
                    page.fixed(", ", nodes[0].start)
                self._line_at.fresh = self._line_at.blank = False
                self.nodes(_without_dash(self.source, nodes))
        page.separate(1)
        if page.position > start:
            page.quotes.append(BlockQuote(start=start, end=page.position, cite=cite))
        page.separate(2)
        self._line_at.listed = False

    def ref(self, group: str, name: str, nodes: Sequence[Node], offset: int) -> None:
        """A note mark; words between the tags define the note."""
        content = nodes if not blank(self.source, nodes) else self.notes.defined.get((group, name), ())
        short = short_references(self.source, content)
        if short:
            for template in short:
                self._short(self, template)
            return
        self.mark(self.notes.note(group, name, content or None), offset)

    def mark(self, note: Note, offset: int) -> None:
        page = self.page
        span = Span(RegionKind.NOTE_MARK, page.position, page.position, soft=False)
        page.fixed(f"[{note.label}]", offset)
        span.start, span.end = page.position - len(note.label) - 2, page.position
        page.spans.append(span)
        self.notes.marks.append(Mark(span.start, span.end, note.label, note))

    def write_notes(self, group: str) -> None:
        """The notes of a group that have not been shown, each a line; a note may use further ones."""
        self.notes.unused(group)
        notes = self.notes.groups.get(group, [])
        self.page.separate(2)
        for note in notes:  # grows while notes use notes
            if note.start >= 0 or note.nodes is None:
                continue
            self.page.separate(1)
            note.start = note.end = self.page.next_word()
            self._line_at.fresh = self._line_at.blank = False
            self.nodes(note.nodes)
            note.end = self.page.position
        self.page.separate(2)
        self._line_at.listed = False


def _without_dash(source: str, nodes: Sequence[Node]) -> Sequence[Node]:
    """A credit that brings its own dash."""
    head = nodes[0]
    dash = _DASH.match(source, head.start, head.end) if isinstance(head, Text) else None
    return [Text(dash.end(), head.end), *nodes[1:]] if dash else nodes


def notices_in(walk: Walk) -> tuple[Notice, ...]:
    """What was left out, for the document; the anchors that lead there are added to the page's."""
    found: list[Notice] = []
    for position, offset, message in walk.notices():
        walk.page.anchors.append(walk.page.lines.anchor(position, offset))
        found.append(Notice(start=position, message=message))
    return tuple(found)
