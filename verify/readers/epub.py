"""E-books (EPUB 2 and 3): the chapters in the order of the spine, each read as a page.

All chapters are one walk, so that a mark in one leads to its note in another. Anchors name the chapter's file, with the line and
column in it. Nothing outside the book is asked for, and scripts and fonts are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from posixpath import dirname, join, normpath
from types import MappingProxyType
from urllib.parse import unquote, urldefrag
from xml.etree.ElementTree import Element

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from verify.core.patterns import regex
from verify.errors import UnreadableError
from verify.model import Anchor, Document
from verify.readers.container import Container, attribute, child, local
from verify.readers.encoding import decode
from verify.readers.html import assembled
from verify.readers.html_anchors import positions
from verify.readers.html_limits import as_html, bounded
from verify.readers.html_walk import Walk
from verify.readers.source_lines import SourceLines, in_order

_PAGES = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml"})
# Fonts are scrambled under these names also in books that anybody may read.
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_ADDRESS = regex(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def read(
    data: bytes, *, name: str, media_type: str, charset: str | None = None, base_url: str | None = None
) -> Document:
    """A book. Raises `UnreadableError` in one line when it is damaged, locked or beyond the bounds."""
    del charset, base_url
    container = Container(data, name=name, what="e-book")
    package, folder = _package(container)
    chapters = _chapters(container, package, folder)
    _require_open(container, chapters)
    walk = Walk(traced=[])
    anchors: list[Anchor] = []
    kept: list[LexborHTMLParser] = []  # the walk comes back to what it put off
    bounds: list[tuple[str, str, int]] = []
    for chapter in chapters:
        source = decode(container.read(chapter), markup=True).text
        tree = LexborHTMLParser(bounded(as_html(source)), options=LexborDocumentOptions.WO_EVENTS)
        kept.append(tree)
        _name_places(tree, chapter)
        if tree.body is not None:
            walk.visit_apart(tree.body)
        bounds.append((chapter, source, len(walk.traced or ())))
    walk.finish()
    begin = 0
    for chapter, source, end in bounds:
        lines = SourceLines(source)
        traced = (walk.traced or [])[begin:end]
        anchors += (replace(lines.anchor(start, at), part=chapter) for start, at in positions(source, traced))
        begin = end
    facts = _facts(package)
    return assembled(
        walk,
        name=name,
        media_type=media_type,
        digest=sha256(data).hexdigest(),
        title=facts.get("title"),
        language=facts.pop("language", None),
        anchors=in_order(anchors),
        metadata=MappingProxyType(facts),
    )


def _package(container: Container) -> tuple[Element, str]:
    """The package document and the folder that its paths count from."""
    index = "META-INF/container.xml"
    path = None
    if index in container:
        files = (one for one in container.xml(index).iter() if local(one.tag) == "rootfile")
        path = next((attribute(one, "full-path") for one in files), None)
    if path is None or path not in container:
        path = next((part for part in container.parts if part.lower().endswith(".opf")), None)
    if path is None:
        raise container.damaged("it has no package document")
    return container.xml(path), dirname(path)


def _chapters(container: Container, package: Element, folder: str) -> list[str]:
    manifest: dict[str, tuple[str, str]] = {}
    for item in child(package, "manifest") or ():
        href = unquote(urldefrag(attribute(item, "href") or "")[0])
        kind = (attribute(item, "media-type") or "").lower()
        manifest[attribute(item, "id") or ""] = normpath(join(folder, href)), kind
    chapters: list[str] = []
    for item in child(package, "spine") or ():
        path, kind = manifest.get(attribute(item, "idref") or "", ("", ""))
        if kind in _PAGES and path not in chapters:
            if path not in container:
                raise container.damaged(f"its chapter {path[:100]} is missing")
            chapters.append(path)
    if not chapters:
        raise container.damaged("it lists no chapters")
    return chapters


def _require_open(container: Container, chapters: list[str]) -> None:
    """Raises `UnreadableError` when chapters are encrypted, as shops do."""
    index = "META-INF/encryption.xml"
    if index not in container:
        return
    locked: set[str] = set()
    for element in container.xml(index).iter():
        if local(element.tag) == "EncryptedData":
            method = next(
                (attribute(one, "Algorithm") for one in element.iter() if local(one.tag) == "EncryptionMethod"), ""
            )
            if method not in _FONTS:
                uris = (attribute(one, "URI") for one in element.iter() if local(one.tag) == "CipherReference")
                locked.update(normpath(unquote(uri)) for uri in uris if uri)
    if locked.intersection(chapters):
        raise UnreadableError(
            f"{container.name}: the e-book is protected against copying (DRM). Give an edition without protection.",
            reason="not-text",
        )


def _name_places(tree: LexborHTMLParser, chapter: str) -> None:
    """Ids and the links to them with the path of their chapter, so that they are one of a kind in the book."""
    for node in tree.css("[id]"):
        node.attrs["id"] = f"{chapter}#{node.attributes.get('id') or ''}"  # pyright: ignore[reportIndexIssue]
    for node in tree.css("a[href]"):
        href = node.attributes.get("href") or ""
        if not _ADDRESS.match(href) and "#" in href:
            path, _, place = href.partition("#")
            whole = normpath(join(dirname(chapter), unquote(path))) if path else chapter
            node.attrs["href"] = f"#{whole}#{place}"  # pyright: ignore[reportIndexIssue]


def _facts(package: Element) -> dict[str, str]:
    names = {"title": "title", "creator": "author", "publisher": "publisher", "language": "language"}
    names |= {"date": "published", "identifier": "identifier"}
    found: dict[str, list[str]] = {}
    for key, text in _told(package):
        if key in names:
            found.setdefault(names[key], []).append(text)
    return {key: "; ".join(texts) if key == "author" else texts[0] for key, texts in found.items()}


def _told(package: Element) -> Iterator[tuple[str, str]]:
    for element in (child(package, "metadata") or Element("none")).iter():
        text = " ".join((element.text or "").split())
        if text:
            yield local(element.tag), text
