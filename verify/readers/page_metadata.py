"""What a page says of itself: title, dates, authors, site, language, and whether it is free to read.

Collected from `<title>`, `<meta>` (Open Graph, Dublin Core, Highwire), `<link>`, `<time>` and JSON-LD (schema.org).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, cast

from selectolax.lexbor import LexborNode

from verify.core.patterns import regex

# For each key of `Document.metadata` the names of `<meta name|property|itemprop>`, best first. JSON-LD comes before them.
_NAMES: dict[str, tuple[str, ...]] = {
    "published": (
        "article:published_time", "og:article:published_time", "datepublished", "citation_publication_date", "citation_date",
        "citation_online_date", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date",
        "dcterms.date", "dcterms.created", "dc.date.created", "pubdate", "publishdate", "publish-date", "publish_date", "date",
        "article_date_original", "cxenseparse:recs:publishtime",
    ),
    "modified": ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified", "lastmod"),
    "author": ("author", "article:author", "citation_author", "dc.creator", "dcterms.creator", "parsely-author", "byl", "sailthru.author"),
    "site_name": ("og:site_name", "application-name", "citation_journal_title", "dc.publisher", "dcterms.publisher", "publisher", "citation_publisher"),
    "headline": ("og:title", "twitter:title", "citation_title", "dc.title", "dcterms.title", "parsely-title", "headline", "title"),
    "description": ("description", "og:description", "twitter:description", "dc.description"),
    "type": ("og:type",),
    "robots": ("robots",),
    "doi": ("citation_doi", "dc.identifier.doi", "prism.doi"),
    "generator": ("generator",),
    "locale": ("og:locale", "content-language", "dc.language", "language"),
    "refresh": ("refresh",),
}  # fmt: skip
_KEY_OF = {name: (key, rank) for key, names in _NAMES.items() for rank, name in enumerate(names)}
_SEVERAL = frozenset({"author"})
_JSON_LD = 1_000_000
_WORKS = regex(r"Article|Posting|Report|WebPage|CreativeWork|Book|Report|Review|Chapter|Thesis|Blog", re.IGNORECASE)
_KINDS, _KIND = 20, 60  # types of a page's nodes that are kept, and letters of one
_NODES = 500  # of one page's JSON-LD; the article is among the first


@dataclass(slots=True)
class PageFacts:
    """Filled by the walk over the page; what comes first in the page wins among equals."""

    title: str | None = None
    canonical: str | None = None
    base: str | None = None
    _found: dict[str, tuple[int, str]] = field(default_factory=dict[str, tuple[int, str]])
    _schema: dict[str, str] = field(default_factory=dict[str, str])
    _headings: list[str] = field(default_factory=list[str])
    _time: str | None = None
    _body: str | None = None
    _descriptions: list[str] = field(default_factory=list[str])
    _kinds: dict[str, None] = field(default_factory=dict[str, None])

    def element(self, node: LexborNode, tag: str) -> None:
        """An element that shows nothing: `<title>`, `<meta>`, `<link>`, `<base>` or a script."""
        if tag == "meta":
            self._meta(node.attributes)
        elif tag == "title":
            self.title = self.title or " ".join(node.text().split()) or None
        elif tag == "script":
            if "ld+json" in (node.attributes.get("type") or ""):
                self._json_ld(node.text())
        elif tag == "link":
            attributes = node.attributes
            if (attributes.get("rel") or "").lower() == "canonical":
                self.canonical = self.canonical or attributes.get("href")
        elif tag == "base":
            self.base = self.base or node.attributes.get("href")

    def time(self, attributes: Mapping[str, str | None]) -> None:
        """A `<time>`; the one marked as the publication's, or the first of the page."""
        moment = attributes.get("datetime")
        if moment and ("pubdate" in attributes or attributes.get("itemprop") == "datePublished" or self._time is None):
            self._time = moment

    def heading(self, node: LexborNode) -> None:
        """An `<h1>`."""
        if len(self._headings) < 3:
            text = " ".join(node.text(separator="").split())
            if text:
                self._headings.append(text)

    def headline(self) -> str | None:
        """What the page is called: Open Graph or JSON-LD, its only `<h1>`, its `<title>`."""
        declared = self._found.get("headline")
        return (
            self._schema.get("headline") or (declared and declared[1]) or next(iter(self._headings), None) or self.title
        )

    def hidden_texts(self) -> Iterator[str]:
        """Words of the page that no reader sees on it."""
        for text in (self.title, *(value for _, value in (self._found.get("headline", (0, "")),)), *self._descriptions):
            if text:
                yield text
        if self._body:
            yield self._body

    def metadata(self) -> Mapping[str, str]:
        """`Document.metadata`: the keys of docs/formats.md."""
        found = {key: value for key, (_, value) in self._found.items()}
        if self._time:
            found.setdefault("published", self._time)
        found.update(self._schema)
        if self._kinds:
            found["schema_type"] = "; ".join(self._kinds)
        if self.title:
            found["title"] = self.title
        if self._headings:
            found["h1"] = self._headings[0]
        if self.canonical:
            found["canonical"] = self.canonical
        return MappingProxyType(found)

    def language(self) -> str | None:
        """What the metadata says of the language, when `<html lang>` says nothing."""
        locale = self._found.get("locale")
        return self._schema.get("language") or (locale and locale[1].replace("_", "-")) or None

    def _meta(self, attributes: Mapping[str, str | None]) -> None:
        content = attributes.get("content")
        name = (
            attributes.get("name")
            or attributes.get("property")
            or attributes.get("itemprop")
            or attributes.get("http-equiv")
        )
        if not content or not name:
            return
        known = _KEY_OF.get(name.lower())
        if known is None:
            return
        key, rank = known
        content = " ".join(content.split())
        if not content:
            return
        if key == "description" and content not in self._descriptions:
            self._descriptions.append(content)
        if key == "author" and content.startswith(("http://", "https://")):
            return
        before = self._found.get(key)
        if before is None or rank < before[0]:
            self._found[key] = (rank, content)
        elif before[0] == rank and key in _SEVERAL and content not in before[1].split("; "):
            self._found[key] = (rank, f"{before[1]}; {content}")

    def _json_ld(self, text: str) -> None:
        if len(text) > _JSON_LD:
            return
        try:
            parsed: object = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            return
        for node in _things(parsed):
            if node.get("isAccessibleForFree") is not None:
                free = str(_plain(node["isAccessibleForFree"])).strip().lower()
                if free.rsplit("/", 1)[-1] in {"false", "no", "0"}:
                    self._schema["accessible_for_free"] = "false"
                else:
                    self._schema.setdefault("accessible_for_free", "true")
            kinds = _types(node.get("@type"))
            self._kinds.update(dict.fromkeys(kinds[: _KINDS - len(self._kinds)]))
            if not _WORKS.search(str(node.get("@type", ""))):
                continue
            self._work(node)

    def _work(self, node: Mapping[str, Any]) -> None:
        for key, name in (("published", "datePublished"), ("modified", "dateModified"), ("language", "inLanguage")):
            value = _plain(node.get(name))
            if isinstance(value, str) and value.strip():
                self._schema.setdefault(key, value.strip())
        kind = str(_plain(node.get("@type")) or "")
        if "WebPage" not in kind:
            headline = _plain(node.get("headline")) or _plain(node.get("name"))
            if isinstance(headline, str) and headline.strip():
                self._schema.setdefault("headline", " ".join(headline.split()))
        for key, name in (("author", "author"), ("site_name", "publisher")):
            names = "; ".join(dict.fromkeys(_names_of(node.get(name))))
            if names:
                self._schema.setdefault(key, names)
        count = _plain(node.get("wordCount"))
        if count is not None and str(count).isdecimal():
            self._schema.setdefault("word_count", str(count))
        body = node.get("articleBody")
        if isinstance(body, str) and self._body is None:
            self._body = body


def _things(parsed: object) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON-LD document, outer ones first, without recursion."""
    waiting: list[object] = [parsed]
    seen = 0
    while waiting and seen < _NODES:
        thing = waiting.pop(0)
        seen += 1
        if isinstance(thing, list):
            waiting.extend(cast("list[object]", thing))
        elif isinstance(thing, dict):
            node = cast("dict[str, Any]", thing)
            yield node
            waiting.extend(node[key] for key in ("@graph", "mainEntity", "hasPart", "mainEntityOfPage") if key in node)


def _types(value: object) -> list[str]:
    """The names of a node's types."""
    several = cast("list[object]", value) if isinstance(value, list) else [value]
    return [name.rsplit("/", 1)[-1][:_KIND] for name in several if isinstance(name, str) and name]


def _plain(value: object) -> object:
    """The first of several, and what `{"@value": …}` wraps."""
    if isinstance(value, list):
        several = cast("list[object]", value)
        value = several[0] if several else None
    if isinstance(value, dict):
        wrapped = cast("dict[str, object]", value)
        value = wrapped.get("@value", wrapped.get("name"))
    return value


def _names_of(value: object) -> Iterator[str]:
    for item in cast("list[object]", value) if isinstance(value, list) else [value]:
        name = _plain(item)
        if isinstance(name, str) and name.strip() and not name.startswith(("http://", "https://")):
            yield " ".join(name.split())
