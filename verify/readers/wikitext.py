"""Wikitext (MediaWiki): what a reader of the page sees, its notes and cite templates as structured references.

Templates that show words are written out; what is not known is left out and told. Notes stand where the page lists
them, each with the fields of its cite template. The tree is our own: the parsers at hand keep no offsets, and take time
quadratic in markup that is never closed (12 s for 24 KB of `{{a|b=`).
"""

from __future__ import annotations

from hashlib import sha256

from verify.core.patterns import regex
from verify.model import Document
from verify.readers.encoding import decode
from verify.readers.regions import flatten
from verify.readers.source_lines import first_word, in_order
from verify.readers.text import require_text
from verify.readers.wikitext_templates import show, show_short_note
from verify.readers.wikitext_walk import Walk, notices_in

_TITLE = regex(r"\{\{\s*DISPLAYTITLE:\s*([^{}|]{1,300})")


def read(
    data: bytes, *, name: str, media_type: str, charset: str | None = None, base_url: str | None = None
) -> Document:
    """A page of wikitext as a document; links to its own wiki are no links. Raises `UnreadableError` for binary bytes."""
    del base_url
    source = decode(data, charset=charset).text
    require_text(source, name)
    walk = Walk(source, show, show_short_note)
    walk.run()
    page = walk.page
    text = "".join(page.out)
    notices = notices_in(walk)
    title = _TITLE.search(source)
    return Document(
        name=name,
        media_type=media_type,
        text=text,
        sha256=sha256(data).hexdigest(),
        title=title[1].strip().strip("'") if title else None,
        regions=flatten(sorted(page.spans, key=lambda span: (span.start, -span.end)), text, len(text)),
        links=tuple(sorted(page.links, key=lambda link: link.start)),
        note_marks=walk.notes.note_marks(text),
        block_quotes=tuple(sorted(page.quotes, key=lambda quote: quote.start)),
        anchors=in_order(page.anchors),
        reference_data=walk.notes.reference_data(),
        notices=notices,
        rows=tuple((first_word(text, start, end), end) for start, end in page.rows),
    )
