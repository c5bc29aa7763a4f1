"""HTML and XHTML: what a person sees, in reading order, with the regions of the page.

Inline elements leave no trace; paragraphs and other blocks are separated by blank lines; lines, list items and cells by
newlines. What the page holds unseen (display:none, alternative texts, descriptions, comments) follows at the end as
a `HIDDEN` region, so that words that stand only there can be told from words that are missing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from verify.core.patterns import regex
from verify.model import Anchor, BlockQuote, Document, Link, NoteMark, Reason, ReferenceData, Unread
from verify.readers.encoding import decode
from verify.readers.false_charsets import garbled
from verify.readers.html_anchors import positions
from verify.readers.html_limits import as_html, bounded
from verify.readers.html_spans import Quoted
from verify.readers.html_walk import Walk
from verify.readers.page_metadata import PageFacts
from verify.readers.regions import flatten
from verify.readers.source_lines import SourceLines, first_word, in_order
from verify.readers.text import require_text

_ADDRESS = regex(r"https?://", re.IGNORECASE)
_LONGEST_CITATION = 1200
_NO_PAGE = regex(r"(?:javascript|data|about|blob|vbscript):", re.IGNORECASE)


def read(
    data: bytes, *, name: str, media_type: str, charset: str | None = None, base_url: str | None = None
) -> Document:
    """A page as a document, whatever its markup is like. Without `base_url`, anchors lead to the file's lines.

    Raises `UnreadableError` for binary bytes only: a page without words is a document without words.
    """
    decoded = decode(data, charset=charset, markup=True)
    require_text(decoded.text, name, nul=False)
    document, _ = page(
        decoded.text, name=name, media_type=media_type, digest=sha256(data).hexdigest(), base_url=base_url
    )
    why = garbled(document.text)
    return replace(document, unread=Unread(reason=Reason.NOT_TEXT, detail=why)) if why else document


def page(
    source: str, *, name: str, media_type: str, digest: str, base_url: str | None
) -> tuple[Document, tuple[tuple[int, int], ...]]:
    """The document of decoded HTML, and without `base_url` the pairs of text position and source offset behind its anchors."""
    # Without mutation events: they serve pages that change, and make a long <select> quadratic.
    markup = as_html(source) if media_type == "application/xhtml+xml" else source
    tree = LexborHTMLParser(bounded(markup), options=LexborDocumentOptions.WO_EVENTS)
    facts = PageFacts()
    walk = Walk(facts=facts, traced=None if base_url is not None else [])
    root, head, body = tree.root, tree.head, tree.body
    if head is not None:
        walk.visit(head.child)
    if body is not None:
        walk.visit(body.child)
    elif root is not None:
        walk.visit(root.child)
    walk.finish()
    places: tuple[tuple[int, int], ...] = ()
    anchors: tuple[Anchor, ...] = ()
    if walk.traced is not None:
        lines = SourceLines(source)
        places = tuple(positions(source, walk.traced))
        anchors = in_order(lines.anchor(start, offset) for start, offset in places)
    document = assembled(
        walk,
        name=name,
        media_type=media_type,
        digest=digest,
        title=facts.headline(),
        language=(root.attributes.get("lang") or root.attributes.get("xml:lang") if root is not None else None)
        or facts.language(),
        anchors=anchors,
        base_url=base_url,
        base=facts.base,
        metadata=facts.metadata(),
    )
    return document, places


def assembled(
    walk: Walk,
    *,
    name: str,
    media_type: str,
    digest: str,
    title: str | None,
    language: str | None,
    anchors: tuple[Anchor, ...],
    metadata: Mapping[str, str],
    base_url: str | None = None,
    base: str | None = None,
) -> Document:
    """The document of all that a finished walk has collected."""
    text = "".join(walk.out)
    return Document(
        name=name,
        media_type=media_type,
        text=text,
        sha256=digest,
        title=title,
        language=language,
        regions=flatten(walk.spans, text, walk.visible, ((link.start, link.end) for link in walk.links)),
        links=_links(walk, text, base_url, base),
        note_marks=_note_marks(walk, text),
        block_quotes=_block_quotes(walk, text),
        anchors=anchors,
        metadata=metadata,
        reference_data=_reference_data(walk, text),
        rows=tuple((row.start, row.end) for row in _by_words(walk.rows, text)),
    )


def _links(walk: Walk, text: str, base_url: str | None, base: str | None) -> tuple[Link, ...]:
    address = urljoin(base_url or "", base) if base else base_url
    site, scheme = "", ""
    if address:
        parts = urlsplit(address)
        site, scheme = f"{parts.scheme}://{parts.netloc}", parts.scheme
    links: list[Link] = []
    for link in walk.links:
        start, end, href = link.start, link.end, link.href
        if start < end and text[start] in " \n":
            start = first_word(text, start, end)
        if start >= end:
            continue
        # Most addresses are whole, or need no more than a prefix: expressions and urljoin take microseconds.
        if not href.startswith(("https://", "http://")):
            rooted = href[0] == "/"
            if not rooted and _NO_PAGE.match(href):
                continue
            if address and (rooted or not _ADDRESS.match(href)):
                if href.startswith("//"):
                    href = f"{scheme}:{href}"
                elif rooted and "/." not in href:
                    href = site + href
                else:
                    try:
                        href = urljoin(address, href)
                    except ValueError:
                        continue
        links.append(Link(start=start, end=end, href=href))
    return tuple(links)


def _note_marks(walk: Walk, text: str) -> tuple[NoteMark, ...]:
    marks: list[NoteMark] = []
    for mark in walk.marks:
        start = first_word(text, mark.start, mark.end)
        if start >= mark.end:
            continue
        note_start, note_end = walk.notes.get(mark.target, (None, None))
        if note_start is not None and note_end is not None:
            if note_end < 0:
                note_start = first_word(text, note_start, len(text))
                line_end = text.find("\n", note_start)
                note_end = line_end if line_end >= 0 else len(text)
            else:
                note_start = first_word(text, note_start, note_end)
            if note_start >= note_end:
                note_start = note_end = None
        marks.append(NoteMark(start=start, end=mark.end, label=mark.label, note_start=note_start, note_end=note_end))
    starts = [start for start, _ in walk.note_lists]
    for unlinked in walk.unlinked:
        # The first list after the mark closes its part.
        index = bisect_left(starts, unlinked.start)
        notes = walk.note_lists[index][1] if index < len(starts) else {}
        start = first_word(text, unlinked.start, unlinked.end)
        for label in unlinked.labels:
            first, end = notes.get(label, (0, 0))
            first = first_word(text, first, end)
            found = first < end
            marks.append(
                NoteMark(
                    start=start,
                    end=unlinked.end,
                    label=label,
                    note_start=first if found else None,
                    note_end=end if found else None,
                )
            )
    return tuple(sorted(marks, key=lambda mark: mark.start)) if walk.unlinked else tuple(marks)


def _by_words(spans: list[Quoted], text: str) -> list[Quoted]:
    """Spans that hold words, from the first of them, in order and one within another left out."""
    found: list[Quoted] = []
    for span in spans:
        start = first_word(text, span.start, span.end)
        if start < span.end and (not found or start >= found[-1].end):
            found.append(Quoted(start, span.end, span.cite))
    return found


def _reference_data(walk: Walk, text: str) -> tuple[ReferenceData, ...]:
    """COinS over the citation they belong to; alone on a line they describe the page itself."""
    found: list[ReferenceData] = []
    for start, end, item in walk.coins:
        begin = first_word(text, start, end) if start >= 0 else text.rfind("\n", 0, end) + 1
        if 0 < end - begin <= _LONGEST_CITATION and text[begin:end].strip() and (not found or begin >= found[-1].end):
            found.append(ReferenceData(start=begin, end=end, item=item))
    return tuple(found)


def _block_quotes(walk: Walk, text: str) -> tuple[BlockQuote, ...]:
    quotes: list[BlockQuote] = []
    for quoted in walk.quotes:
        start = first_word(text, quoted.start, quoted.end)
        if start < quoted.end:
            quotes.append(BlockQuote(start=start, end=quoted.end, cite=quoted.cite))
    return tuple(quotes)
