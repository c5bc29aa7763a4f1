"""Markdown (CommonMark with tables, strikethrough and footnotes): the text that a person reads.

Markup leaves no trace; blocks are separated by blank lines; HTML inside is read as HTML. Code blocks stay as text, marked as
asides, since they are no prose. Front matter is metadata, not text. Anchors lead from every piece of the text to its line and column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from types import MappingProxyType
from urllib.parse import urljoin

from markdown_it import MarkdownIt
from markdown_it.token import Token

from verify.core.patterns import regex
from verify.model import Anchor, BlockQuote, Document, Link, NoteMark, Region, RegionKind
from verify.readers import front_matter
from verify.readers.encoding import decode
from verify.readers.html_fragment import Fragment, fragment
from verify.readers.markdown_source import BlockSource, child_offsets, to_source
from verify.readers.raised import Height, height, plain, written
from verify.readers.regions import Span, flatten
from verify.readers.source_lines import SourceLines, first_word, in_order
from verify.readers.text import require_text

_PARAGRAPH, _LINE = 2, 1
_CREDIT = regex(r"\s*(?:[—–―]|--)\s?\S")
_CODE_INDENT = 200  # characters before a line of code in which it is looked for: quotation marks and white space
_LINE_TOKENS = frozenset("list_item_open list_item_close tr_open tr_close th_open td_open".split())
_BLOCK_TAGS = regex(
    r"</?(?:address|article|aside|blockquote|center|details|div|dl|figure|footer|form|h[1-6]|header|hr|main|nav|ol|p|pre|"
    r"section|summary|table|ul|figcaption)\b",
    re.IGNORECASE,
)
_LINE_TAGS = regex(r"</?(?:br|li|tr|td|th|dt|dd|option)\b", re.IGNORECASE)
_HREF = regex(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_CITE = regex(r"""\bcite\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_COMMENT = regex(r"<!--(.*?)-->", re.DOTALL)
_NUMBER = regex(r"\[?\d{1,3}\]?")
_RAISED = regex(r"<(/?)(sup|sub)\b", re.IGNORECASE)
_QUOTED = regex(r"<(/?)q\b", re.IGNORECASE)
# An address in which nothing is to be escaped; with a host as long as any that is one.
_PLAIN_ADDRESS = regex(
    r"https?://[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,3}(?::[0-9]{1,5})?(?:/[A-Za-z0-9_/.~=&+,;:-]*(?:\?[A-Za-z0-9_/.~=&+,;:-]+)?)?"
)


def read(
    data: bytes, *, name: str, media_type: str, charset: str | None = None, base_url: str | None = None
) -> Document:
    """A Markdown file as a document. Raises `UnreadableError` for binary bytes."""
    source = decode(data, charset=charset).text
    require_text(source, name)
    facts, body = front_matter.split(source)
    writer = _Writer(body, base_url)
    writer.blocks(_parser().parse(body))
    writer.unseen()
    text = "".join(writer.out)
    metadata = dict(facts)
    if writer.title:
        metadata.setdefault("h1", writer.title)
    return Document(
        name=name,
        media_type=media_type,
        text=text,
        sha256=sha256(data).hexdigest(),
        title=metadata.get("title") or writer.title,
        language=metadata.get("language"),
        regions=writer.regions(text),
        links=writer.links(text),
        note_marks=writer.note_marks(text),
        block_quotes=writer.block_quotes(text),
        anchors=in_order(writer.anchors),
        metadata=MappingProxyType(metadata),
    )


class _Parser(MarkdownIt):
    def normalizeLink(self, url: str) -> str:  # noqa: N802  # the library's name
        """As the library does it, without taking apart what it would put together again as it was."""
        return url if _PLAIN_ADDRESS.fullmatch(url) else super().normalizeLink(url)


@cache
def _parser() -> MarkdownIt:
    from mdit_py_plugins.footnote import footnote_plugin

    md = _Parser("commonmark").enable(["table", "strikethrough"])
    # Notes stay where they are written, also those that nothing refers to.
    md.use(footnote_plugin, inline=False, move_to_end=False)
    # Escapes and entities stay apart from the text around them, with the characters they were written in.
    return md.disable("text_join")


class _Writer:
    """Turns tokens into text and spans. A span begins where the next words do, so white space never belongs to one."""

    def __init__(self, source: str, base_url: str | None) -> None:
        self.out: list[str] = []
        self.anchors: list[Anchor] = []
        self.title: str | None = None
        self._source = source
        self._base_url = base_url
        self._lines = SourceLines(source)
        self._blocks = BlockSource(source, self._lines.starts)
        self._position = 0
        self._breaks = 0
        self._space = False
        self._spans: list[Span] = []
        self._open_spans: list[Span] = []
        self._open_quotes: list[tuple[int, str | None]] = []
        self._open_links: list[tuple[int, int, str | None]] = []
        self._links: list[tuple[int, int, str]] = []
        self._quotes: list[tuple[int, int, str | None]] = []
        self._marks: list[tuple[int, int, str, str | None]] = []  # start, end, label, note
        self._notes: dict[str, tuple[int, int]] = {}
        self._open_notes: list[tuple[str, int]] = []
        self._said: list[str] = []
        self._height = Height.LINE
        self._quoted: list[str | None] = []  # the `cite` of each open <q>
        self._numbered = False  # the words that follow stand on the line of their number

    # --- blocks

    def blocks(self, tokens: Sequence[Token]) -> None:
        """All block tokens, in order. Each list keeps count, each quotation its start, on a stack."""
        for token in tokens:
            kind = token.type
            if kind == "inline":
                self._inline(token)
            elif kind in {"fence", "code_block"}:
                self._code(token)
            elif kind == "html_block":
                self._html(token)
            elif kind in _LINE_TOKENS:
                self._break(_LINE)
                if kind == "list_item_open" and token.info:
                    self._number(token)
            elif kind in {"td_close", "th_close"}:
                continue
            else:
                self._break(_LINE if token.hidden else _PARAGRAPH)
                self._around(token)

    def _around(self, token: Token) -> None:
        kind = token.type
        if kind == "heading_open":
            self._begin(RegionKind.HEADING)
        elif kind == "heading_close":
            span = self._end()
            if token.tag == "h1" and self.title is None:
                self.title = "".join(self.out)[span.start : span.end].strip() or None
        elif kind == "blockquote_open":
            self._open_quotes.append((self._position, None))
        elif kind == "blockquote_close":
            self._close_quote()
        elif kind == "footnote_reference_open":
            self._open_notes.append((token.meta["label"], self._position))
        elif kind == "footnote_reference_close":
            label, start = self._open_notes.pop()
            self._notes[label] = start, self._position

    def _number(self, token: Token) -> None:
        """The number of an ordered item is read like any other word: reference lists are found by it."""
        line = token.map[0] if token.map else 0
        start = self._lines.starts[line]
        found = re.compile(rf"(?<!\d){re.escape(token.info)}{re.escape(token.markup)}").search(self._source, start)
        self._write(f"{token.info}{token.markup}", found.start() if found else None)
        self._numbered = True

    def _code(self, token: Token) -> None:
        self._break(_PARAGRAPH)
        self._begin(RegionKind.ASIDE)
        first = (token.map[0] if token.map else 0) + (1 if token.type == "fence" else 0)
        for number, line in enumerate(token.content.rstrip("\n").split("\n"), first):
            if line.strip():
                start = self._lines.starts[number]
                # Not a copy of all that follows, for each line of the code.
                found = self._source.find(line, start, start + len(line) + _CODE_INDENT)
                self._write(line, max(found, start))
            self._breaks += 1
        self._end()
        self._break(_PARAGRAPH)

    def _html(self, token: Token) -> None:
        """A block of HTML, perhaps only the opening or the closing half of an element around Markdown."""
        self._break(_PARAGRAPH)
        loose = _loose_quotes(token.content)
        opening = [cite for closing, cite in loose if not closing]
        for _ in range(len(loose) - len(opening) if opening else 0):
            self._close_quote()
        self._open_quotes.extend((self._position, cite) for cite in opening)
        read = fragment(token.content)
        line = token.map[0] if token.map else 0
        self._paste(read, self._blocks.line_map(token.content, line), halves=bool(opening))
        for _ in range(0 if opening else len(loose)):
            self._close_quote()
        self._break(_PARAGRAPH)

    def _paste(self, read: Fragment, stretches: Sequence[tuple[int, int, int]], *, halves: bool) -> None:
        self._said.extend(read.unseen)
        if not read.text:
            return
        self._separate()
        begin = self._position
        self.out.append(read.text)
        self._position += len(read.text)
        for start, offset in read.places:
            place = to_source(stretches, offset)
            if place is not None and start < len(read.text):
                self.anchors.append(self._lines.anchor(begin + start, place))
        self._links.extend((begin + link.start, begin + link.end, self._absolute(link.href)) for link in read.links)
        # An element that this block only opens ends where a later block closes it.
        self._quotes.extend(
            (begin + quote.start, begin + quote.end, quote.cite)
            for quote in read.block_quotes
            if not (halves and quote.end == len(read.text))
        )
        self._spans.extend(Span(r.kind, begin + r.start, begin + r.end, soft=False) for r in read.regions)

    # --- words

    def _inline(self, token: Token) -> None:
        children = token.children or []
        stretches = self._blocks.line_map(token.content, token.map[0] if token.map else 0)
        offsets = child_offsets(token.content, children, _parser())
        for index, (child, offset) in enumerate(zip(children, offsets, strict=True)):
            raised = _RAISED.match(child.content) if child.type == "html_inline" else None
            if raised:
                following = "" if raised[1] else _after_element(children, index)
                self._height = Height.LINE if raised[1] else height(raised[2].lower(), self._before(), following)
            elif child.type == "softbreak" and self._open_quotes and _credits(children, index + 1):
                self._break(_LINE)
            else:
                self._child(child, to_source(stretches, offset))
        # An element of the line ends with its paragraph.
        self._height = Height.LINE
        while self._quoted:
            self._end_q()

    def _child(self, child: Token, place: int | None) -> None:
        kind = child.type
        if kind in {"text", "text_special", "code_inline"}:
            lead = len(child.content) - len(child.content.lstrip(" "))
            self._write(child.content, None if place is None else place + lead)
        elif kind == "softbreak":
            self._space = True
        elif kind == "hardbreak":
            self._break(_LINE)
        elif kind == "link_open":
            self._open_links.append((self._position, len(self.out), str(child.attrs.get("href", ""))))
        elif kind == "link_close":
            self._close_link()
        elif kind == "image":
            if child.content.strip():
                self._said.append(_plain(child))
        elif kind == "footnote_ref":
            label = str(child.meta["label"])
            self._begin(RegionKind.NOTE_MARK)
            before = self._position
            self._write(f"[{label}]", place)
            self._end()
            self._marks.append((before, self._position, label, label))
        elif kind == "html_inline":
            self._tag(child.content)

    def _tag(self, tag: str) -> None:
        comment = _COMMENT.match(tag)
        if comment:
            self._said.append(comment[1].strip())
        elif _LINE_TAGS.match(tag):
            self._break(_LINE)
        elif _BLOCK_TAGS.match(tag):
            self._break(_PARAGRAPH)
        elif quoted := _QUOTED.match(tag):
            if not quoted[1]:
                self._begin_q(_attribute(_CITE, tag))
            elif self._quoted:
                self._end_q()
        elif re.match(r"<a\b", tag, re.IGNORECASE):
            self._open_links.append((self._position, len(self.out), _attribute(_HREF, tag)))
        elif re.match(r"</a\b", tag, re.IGNORECASE) and self._open_links:
            self._close_link()

    def _begin_q(self, cite: str | None) -> None:
        """The mark that a browser shows; a `<q>` with a `cite` is a quotation with its source."""
        self._write("“‘"[len(self._quoted) % 2], None)
        self._quoted.append(cite)
        if cite:
            self._open_quotes.append((self._position, cite))

    def _end_q(self) -> None:
        if self._quoted.pop():
            self._close_quote()
        space, self._space, self._breaks = self._space, False, 0
        self._write("”’"[len(self._quoted) % 2], None)
        self._space = space

    def _before(self) -> str:
        """The character before the next word: empty at the start of a line."""
        if self._breaks or not self.out:
            return ""
        return " " if self._space else self.out[-1][-1:]

    def _write(self, text: str, place: int | None) -> None:
        words = written(text.strip(" "), self._height)
        if not words:
            self._space = self._space or bool(text)
            return
        if self._numbered:
            self._breaks, self._space, self._numbered = 0, True, False
        if self._breaks:
            self._separate()
        elif (self._space or text[0] == " ") and self._position:
            self.out.append(" ")
            self._position += 1
        if place is not None:
            self.anchors.append(self._lines.anchor(self._position, place))
        self.out.append(words)
        self._position += len(words)
        self._space = text[-1] == " "

    def _separate(self) -> None:
        if self._position:
            self.out.append("\n" * self._breaks)
            self._position += self._breaks
        self._breaks = 0
        self._space = False

    def _break(self, newlines: int) -> None:
        self._breaks = max(self._breaks, newlines)

    # --- spans

    def _begin(self, kind: RegionKind) -> None:
        span = Span(kind, self._position, self._position, soft=False)
        self._spans.append(span)
        self._open_spans.append(span)

    def _end(self) -> Span:
        span = self._open_spans.pop()
        span.end = self._position
        return span

    def _close_quote(self) -> None:
        if not self._open_quotes:
            return
        start, cite = self._open_quotes.pop()
        self._quotes.append((start, self._position, cite))

    def _close_link(self) -> None:
        start, first, href = self._open_links.pop()
        if href is None:
            return
        self._links.append((start, self._position, self._absolute(href)))
        words = plain("".join(self.out[first:]).strip())
        if _NUMBER.fullmatch(words):
            # Its region tells that it is no digit of the number before it.
            self.out[first:] = [plain(piece) for piece in self.out[first:]]
            # "as reported [1]" with "[1]: https://…" below, and [[1]](https://…): the number is no word of the sentence.
            self._spans.append(Span(RegionKind.NOTE_MARK, start, self._position, soft=False))
            self._marks.append((start, self._position, words.strip("[]"), None))

    def _absolute(self, href: str) -> str:
        if not self._base_url:
            return href
        try:
            return urljoin(self._base_url, href)
        except ValueError:
            return href

    # --- the end: spans begin at the first of their words

    def unseen(self) -> None:
        """What is written for others than readers, as a `HIDDEN` region after the text."""
        self._breaks = _PARAGRAPH
        start = self._position
        for text in dict.fromkeys(" ".join(said.split()) for said in self._said):
            if text:
                self._write(text, None)
                self._breaks = _PARAGRAPH
        self._spans.append(Span(RegionKind.HIDDEN, start, self._position, soft=False))

    def regions(self, text: str) -> tuple[Region, ...]:
        """The regions, sorted."""
        return flatten(sorted(self._spans, key=lambda span: (span.start, -span.end)), text, len(text))

    def links(self, text: str) -> tuple[Link, ...]:
        """The links, sorted."""
        found = (
            Link(start=first_word(text, start, end), end=end, href=href) for start, end, href in sorted(self._links)
        )
        return tuple(link for link in found if link.start < link.end)

    def block_quotes(self, text: str) -> tuple[BlockQuote, ...]:
        """The block quotations, outer ones first."""
        found = [
            BlockQuote(start=first_word(text, start, end), end=end, cite=cite) for start, end, cite in self._quotes
        ]
        return tuple(sorted((q for q in found if q.start < q.end), key=lambda quote: (quote.start, -quote.end)))

    def note_marks(self, text: str) -> tuple[NoteMark, ...]:
        """The marks with the spans of their notes, wherever those stand."""
        marks: list[NoteMark] = []
        for start, end, label, note in self._marks:
            note_start, note_end = self._notes.get(note or "", (0, 0))
            note_start = first_word(text, note_start, note_end)
            known = note_start < note_end
            marks.append(
                NoteMark(
                    start=first_word(text, start, end),
                    end=end,
                    label=label,
                    note_start=note_start if known else None,
                    note_end=note_end if known else None,
                )
            )
        return tuple(marks)


def _credits(children: list[Token], index: int) -> bool:
    """Whether the line that begins at `index` names who is quoted above it."""
    return index < len(children) and _CREDIT.match(children[index].content) is not None


def _after_element(children: Sequence[Token], opening: int) -> str:
    """The text right after the element that `children[opening]` opens."""
    for index in range(opening + 1, len(children) - 1):
        if children[index].type == "html_inline" and _RAISED.match(children[index].content):
            return children[index + 1].content if children[index + 1].type == "text" else ""
    return ""


def _plain(token: Token) -> str:
    """The words of an image's description."""
    return "".join(child.content or (" " if "break" in child.type else "") for child in token.children or [])


def _attribute(pattern: re.Pattern[str], tag: str) -> str | None:
    found = pattern.search(tag)
    return next((group for group in found.groups() if group is not None), None) if found else None


def _loose_quotes(raw: str) -> list[tuple[bool, str | None]]:
    """The `<blockquote>` tags of a block of HTML that have no partner in it: (closing, cite)."""
    loose: list[tuple[bool, str | None]] = []
    for tag in re.finditer(r"<(/?)blockquote\b[^>]*>", raw, re.IGNORECASE):
        if tag[1] and loose and not loose[-1][0]:
            loose.pop()
        else:
            loose.append((bool(tag[1]), _attribute(_CITE, tag[0])))
    return loose
