"""RSS and Atom: the titles and texts of a feed's entries, read as HTML.

A feed holds its latest entries, and of most of them the beginning. So words that stand in it are found, and words that it lacks are
not absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from html import escape

from verify.errors import UnreadableError
from verify.model import Document, Reason, Unread
from verify.readers import html

# Elements within elements: feeds have some tens.
DEEPEST = 150
_TEXTS = frozenset({"title", "subtitle", "description", "summary", "content", "encoded"})
_ENTRIES = frozenset({"item", "entry"})
_BLOCKS = frozenset("p div br li ul ol blockquote h1 h2 h3 h4 h5 h6 table tr td".split())
_UNREAD = Unread(reason=Reason.NOT_TEXT, detail="a feed holds its latest entries, often in part")


def read(
    data: bytes, *, name: str, media_type: str, charset: str | None = None, base_url: str | None = None
) -> Document:
    """A feed as a document. Raises `UnreadableError` for XML that is damaged or declares entities of its own."""
    from xml.parsers.expat import ExpatError, ParserCreate

    walk = _Walk(name)
    parser = ParserCreate(charset, namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.data
    parser.EntityDeclHandler = walk.entity
    try:
        parser.Parse(data, True)
    except ExpatError as error:
        raise _refused(name, f"it is no well-formed XML (line {error.lineno})") from error
    except (LookupError, ValueError) as error:
        raise _refused(name, "it is no XML") from error
    page = "".join(["<!doctype html><body>", *walk.out]).encode()
    document = html.read(page, name=name, media_type=media_type, charset="utf-8", base_url=base_url)
    return replace(document, sha256=sha256(data).hexdigest(), anchors=(), unread=_UNREAD)


class _Walk:
    """Collects the texts of a feed as HTML in `out`."""

    def __init__(self, name: str) -> None:
        self.out: list[str] = []
        self._name = name
        self._depth = 0
        self._inside = 0  # the depth of the text that is open
        self._markup = False  # it is HTML, written as characters

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise _refused(self._name, f"it nests deeper than {DEEPEST} elements")
        local = tag.rpartition("}")[2]
        if self._inside:
            if local in _BLOCKS:
                self.out.append(f"<{local}>")
        elif local in _ENTRIES:
            self.out.append("<hr>")
        elif local in _TEXTS:
            self._inside = self._depth
            atom = "Atom" in tag
            self._markup = attributes.get("type") == "html" if atom else local not in ("title", "subtitle")
            self.out.append("<h2>" if local == "title" else "<div>")

    def end(self, tag: str) -> None:
        """An element ends."""
        local = tag.rpartition("}")[2]
        if self._inside == self._depth:
            self._inside = 0
            self.out.append("</h2>" if local == "title" else "</div>")
        elif self._inside and local in _BLOCKS and local != "br":
            self.out.append(f"</{local}>")
        self._depth -= 1

    def data(self, text: str) -> None:
        """Characters."""
        if self._inside:
            self.out.append(text if self._markup else escape(text))

    def entity(self, *_: object) -> None:
        """An entity of the document's own, which may grow without end."""
        raise _refused(self._name, "it declares entities of its own")


def _refused(name: str, why: str) -> UnreadableError:
    return UnreadableError(f"{name}: the feed was not read: {why}. Give the entry's own page.", reason=Reason.NOT_TEXT)
