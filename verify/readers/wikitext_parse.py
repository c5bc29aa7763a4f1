"""Wikitext as a tree: templates, links, tags and the text between them, each with its span in the source.

Linear in the source: openings and closings are paired in one pass over a stack before any tree is built, so that markup
that is never closed costs nothing and stays text. Pairs nest `DEEPEST` levels (MediaWiki allows templates 40).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from verify.core.patterns import regex

DEEPEST = 60

_TOKEN = regex(
    r"<!--|<(?P<closing>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]{0,30})(?P<attributes>(?:\s[^<>]{0,1000}?)?)(?P<alone>/?)>"
    r"|\{\{|\}\}|\[\[|\]\]|\[(?=(?:(?:https?|ftp):)?//)|\]|\||\n"
)
_ATTRIBUTE = regex(r"([\w:-]{1,60})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>/]+))")
# Elements that hold what is between their tags; of all others only the tag itself counts.
_HOLDING = frozenset("ref references blockquote poem includeonly sup sub q".split())
# Elements whose content is no wikitext.
_RAW = frozenset(
    "nowiki pre math chem ce syntaxhighlight source score timeline graph templatedata imagemap hiero mapframe".split()
)
_URL = regex(r"[^\s<>\[\]\"{}|]+")
_CLOSES = {"}}": "{{", "]]": "[[", "]": "["}


@dataclass(slots=True)
class Text:
    start: int
    end: int


@dataclass(slots=True)
class Comment:
    start: int
    end: int


@dataclass(slots=True)
class Part:
    """What stands between two `|`: of a template, `name` when it reads `name=…`, and then without it."""

    nodes: list[Node]
    start: int
    end: int
    name: str | None = None


@dataclass(slots=True)
class Template:
    """`{{name|…}}`; the parameters in order, and by name (the unnamed as "1", "2", …), the last of a name standing."""

    start: int
    end: int
    name: str
    params: list[Part]
    by_name: dict[str, Part] = field(default_factory=dict[str, Part])


@dataclass(slots=True)
class Link:
    """`[[page|…|text]]`."""

    start: int
    end: int
    parts: list[Part]


@dataclass(slots=True)
class External:
    """`[https://… text]`."""

    start: int
    end: int
    url: str
    nodes: list[Node]


@dataclass(slots=True)
class Tag:
    """An element with what it holds (`raw`: its content is no wikitext), or a single tag."""

    start: int
    end: int
    name: str
    attributes: dict[str, str]
    nodes: list[Node] = field(default_factory=list["Node"])
    holds: bool = False
    closing: bool = False
    raw: bool = False


Node = Text | Comment | Template | Link | External | Tag


@dataclass(slots=True)
class _Token:
    kind: str
    start: int
    end: int
    tag: Tag | None = None
    mate: int = -1  # index of the token that closes it


@dataclass(slots=True)
class Parsed:
    nodes: list[Node]
    unclosed: list[int]  # offsets of `{{` that nothing closes


def parse(source: str) -> Parsed:
    """The tree of a whole page, or of any text."""
    pairing = _Pairing(source)
    pairing.run()
    parts = _Builder(source, pairing.tokens).parts(0, len(pairing.tokens), 0, len(source), split=False)
    return Parsed(parts[0].nodes, sorted(pairing.unclosed))


class _Pairing:
    """Finds the tokens that mean something, and for each opening what closes it."""

    def __init__(self, source: str) -> None:
        self.tokens: list[_Token] = []
        self.unclosed: list[int] = []
        self._source = source
        self._stack: list[int] = []
        self._open: Counter[str] = Counter()
        self._gone: set[str] = set()  # closings that do not come any more: looked for once

    def run(self) -> None:
        position = 0
        while (match := _TOKEN.search(self._source, position)) is not None:
            position = self._token(match)
        while self._stack:
            self._drop()

    def _token(self, match: re.Match[str]) -> int:
        """Take one token; returns where to look on."""
        start, end = match.span()
        kind = match[0]
        top = self.tokens[self._stack[-1]].kind if self._stack else ""
        if match["tag"]:
            return self._tag(match)
        if kind == "<!--":
            found = self._find("-->", end)
            end = found + 3 if found >= 0 else len(self._source)  # as MediaWiki does
            self.tokens.append(_Token(kind, start, end))
        elif kind == "\n":
            if top == "[":
                self._drop()
        elif kind == "|":
            self.tokens.append(_Token(kind, start, end))
        elif kind in ("{{", "[[", "["):
            self._push(_Token(kind, start, end))
        elif kind == "]]" and top == "[":
            self._close("[", start, start + 1)
            return start + 1
        else:
            self._close(_CLOSES[kind], start, end)
        return end

    def _tag(self, match: re.Match[str]) -> int:
        start, end = match.span()
        name = match["tag"].lower()
        if match["closing"]:
            if name in _HOLDING:
                self._close("<" + name, start, end)
            elif name not in _RAW:
                self.tokens.append(_Token("<", start, end, Tag(start, end, name, {}, closing=True)))
            return end
        tag = Tag(start, end, name, _attributes(match["attributes"]))
        if name in _RAW and not match["alone"]:
            found = self._find(f"</{name}", end)
            if found < 0:
                return end
            tag.nodes, tag.raw, tag.holds = [Text(end, found)], True, True
            shut = self._source.find(">", found)
            tag.end = shut + 1 if shut >= 0 else len(self._source)
            self.tokens.append(_Token("<", start, tag.end, tag))
            return tag.end
        if name in _HOLDING and not match["alone"]:
            self._push(_Token("<" + name, start, end, tag))
        else:
            self.tokens.append(_Token("<", start, end, tag))
        return end

    def _find(self, closing: str, start: int) -> int:
        if closing in self._gone:
            return -1
        found = self._source.find(closing, start)
        if found < 0:
            self._gone.add(closing)
        return found

    def _push(self, token: _Token) -> None:
        if len(self._stack) < DEEPEST:
            self._stack.append(len(self.tokens))
            self._open[token.kind] += 1
            self.tokens.append(token)

    def _close(self, kind: str, start: int, end: int) -> None:
        """Close the innermost opening of a kind; what was opened within it and not closed is text."""
        if not self._open[kind]:
            return
        while self.tokens[self._stack[-1]].kind != kind:
            self._drop()
        self.tokens[self._stack.pop()].mate = len(self.tokens)
        self._open[kind] -= 1
        self.tokens.append(_Token("/" + kind, start, end))

    def _drop(self) -> None:
        token = self.tokens[self._stack.pop()]
        self._open[token.kind] -= 1
        if token.kind == "{{":
            self.unclosed.append(token.start)


def _attributes(source: str) -> dict[str, str]:
    return {name.lower(): (a or b or c).strip() for name, a, b, c in _ATTRIBUTE.findall(source)}


class _Builder:
    def __init__(self, source: str, tokens: list[_Token]) -> None:
        self._source = source
        self._tokens = tokens

    def parts(self, first: int, last: int, start: int, end: int, *, split: bool) -> list[Part]:
        """The nodes of source[start:end], whose tokens are [first, last), in parts at each `|` when `split`."""
        found = [Part([], start, end)]
        position = start
        index = first
        while index < last:
            token = self._tokens[index]
            node: Node | None = None
            following = index + 1
            if token.mate >= 0:
                node = self._pair(index, token)
                following = token.mate + 1
            elif token.kind == "<!--":
                node = Comment(token.start, token.end)
            elif token.kind == "<":
                node = token.tag
            elif not (token.kind == "|" and split):
                index = following
                continue
            if position < token.start:
                found[-1].nodes.append(Text(position, token.start))
            if node is None:
                found[-1].end = token.start
                found.append(Part([], token.end, end))
                position = token.end
            else:
                found[-1].nodes.append(node)
                position = node.end
            index = following
        if position < end:
            found[-1].nodes.append(Text(position, end))
        return found

    def _pair(self, index: int, token: _Token) -> Node:
        closing = self._tokens[token.mate]
        split = token.kind in ("{{", "[[")
        parts = self.parts(index + 1, token.mate, token.end, closing.start, split=split)
        if token.kind == "{{":
            return self._template(token.start, closing.end, parts)
        if token.kind == "[[":
            return Link(token.start, closing.end, parts)
        if token.kind == "[":
            return self._external(token, closing, parts[0])
        tag = token.tag or Tag(token.start, closing.end, "", {})
        return Tag(token.start, closing.end, tag.name, tag.attributes, parts[0].nodes, holds=True)

    def _template(self, start: int, end: int, parts: list[Part]) -> Template:
        name = "".join(self._source[node.start : node.end] for node in parts[0].nodes if not isinstance(node, Comment))
        template = Template(start, end, " ".join(name.split()), parts[1:])
        unnamed = 0
        for part in template.params:
            at = next((number for number, node in enumerate(part.nodes) if not isinstance(node, Comment)), 0)
            head = part.nodes[at] if part.nodes else None
            equals = self._source.find("=", head.start, head.end) if isinstance(head, Text) else -1
            if isinstance(head, Text) and equals >= 0:
                part.name = " ".join(self._source[head.start : equals].split())
                rest: list[Node] = [Text(equals + 1, head.end)] if equals + 1 < head.end else []
                part.nodes = rest + part.nodes[at + 1 :]
                part.start = equals + 1
                key = part.name.lower()
            else:
                unnamed += 1
                key = str(unnamed)
            if key not in template.by_name or self._source[part.start : part.end].strip():
                template.by_name[key] = part
        return template

    def _external(self, token: _Token, closing: _Token, part: Part) -> Node:
        match = _URL.match(self._source, token.end, closing.start)
        end = match.end() if match else token.end
        url = self._source[token.end : end]
        nodes = [
            Text(end, node.end) if isinstance(node, Text) and node.start < end else node
            for node in part.nodes
            if node.end > end
        ]
        return External(token.start, closing.end, "https:" + url if url.startswith("//") else url, nodes)
