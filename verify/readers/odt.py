"""OpenDocument texts (.odt, .ott): what a person reads who accepts all changes and shows no comments.

Text is that of the body in its order, with tables and frames, then the notes, then headers and footers. Deleted text, comments,
macros and what is embedded or linked are not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from xml.etree.ElementTree import Element

from verify.core.patterns import regex
from verify.model import Document, RegionKind
from verify.readers.container import Container, attribute, child, local
from verify.readers.odt_styles import Styles, whole
from verify.readers.paragraphs import Paragraph, Piece, Target, compose

_MOST_SPACES = 200
_UNREAD = frozenset(
    "tracked-changes annotation annotation-end sequence-decls variable-decls user-field-decls forms script "
    "table-of-content-source illustration-index-source alphabetical-index-source bibliography-source note object".split()
)
_INDEXES = frozenset({"table-of-content", "illustration-index", "table-index", "object-index", "alphabetical-index"})
_SPACE = regex(r"[ \t\r\n]+")


def read(
    data: bytes, *, name: str, media_type: str, charset: str | None = None, base_url: str | None = None
) -> Document:
    """An OpenDocument text. Raises `UnreadableError` in one line when it is damaged, locked or beyond the bounds."""
    del charset, base_url
    container = Container(data, name=name, what="OpenDocument text")
    manifest = "META-INF/manifest.xml"
    if manifest in container and any(local(one.tag) == "encryption-data" for one in container.xml(manifest).iter()):
        raise container.locked()
    content = container.xml("content.xml")
    common = container.xml("styles.xml") if "styles.xml" in container else None
    text = child(content, "body", "text")
    if text is None:
        raise container.damaged("it has no text")
    reader = _Reader(Styles(content, common))
    paragraphs = [*reader.all_of(text), *reader.framing(common)]
    facts = _facts(container)
    titled = next((one.words for one in paragraphs if one.titled and one.words), None)
    return compose(
        paragraphs,
        name=name,
        media_type=media_type,
        digest=sha256(data).hexdigest(),
        title=titled or facts.get("title"),
        language=facts.pop("language", None) or reader.styles.language,
        metadata=facts,
        notices=_left_out(text),
    )


def _left_out(text: Element) -> Iterator[str]:
    """What a reader of the file may miss in the text."""
    found = Counter(local(element.tag) for element in text.iter())
    if found["changed-region"]:
        yield "read as if all tracked changes were accepted"
    if found["annotation"]:
        yield f"comments were left alone: {found['annotation']}"


def _facts(container: Container) -> dict[str, str]:
    if "meta.xml" not in container:
        return {}
    names = {"title": "title", "description": "description", "date": "saved", "language": "language"}
    names |= {"creator": "author", "initial-creator": "author"}
    facts: dict[str, str] = {}
    for element in container.xml("meta.xml").iter():
        key, text = names.get(local(element.tag)), (element.text or "").strip()
        if key and text:
            facts.setdefault(key, text)
    return facts


class _Reader:
    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self._notes: list[tuple[str, str, Element]] = []  # part, key, body
        self._boxes: list[Element] = []
        self._counts: dict[str, dict[int, int]] = {}  # of lists by style, to be continued
        self._story: str | None = None

    def all_of(self, text: Element) -> Iterator[Paragraph]:
        """The paragraphs of the body, then those of the footnotes and of the endnotes."""
        yield from self._blocks(text)
        for part in ("footnotes", "endnotes"):
            self._story = part
            for kind, key, body in list(self._notes):
                if kind == part:
                    for paragraph in self._blocks(body):
                        paragraph.note = key
                        yield paragraph

    def framing(self, styles: Element | None) -> Iterator[Paragraph]:
        """The headers and footers of the pages."""
        for page in styles.iter() if styles is not None else ():
            if local(page.tag) != "master-page":
                continue
            for element in page:
                if local(element.tag).startswith(("header", "footer")) and attribute(element, "display") != "false":
                    self._story = local(element.tag).split("-")[0]
                    for paragraph in self._blocks(element):
                        paragraph.kind = RegionKind.FOOTER
                        yield paragraph

    # --- blocks

    def _blocks(self, parent: Element, *, cell: bool = False, index: bool = False) -> Iterator[Paragraph]:
        for element in parent:
            kind = local(element.tag)
            if kind in {"p", "h"}:
                yield from self._paragraph(element, cell=cell, index=index)
            elif kind == "list":
                yield from self._list(element, attribute(element, "style-name"), [])
            elif kind == "table-cell":
                yield from self._blocks(element, cell=True, index=index)
            elif kind in _INDEXES:
                yield from self._blocks(element, index=True)
            elif kind not in _UNREAD:
                yield from self._blocks(element, cell=cell, index=index)

    def _paragraph(self, element: Element, *, cell: bool, index: bool = False, label: str = "") -> Iterator[Paragraph]:
        style = attribute(element, "style-name")
        hidden = self.styles.hides("paragraph", style)
        made = Paragraph(
            pieces=list(self._pieces(element, None, "", hidden=hidden)),
            kind=self.styles.region(style),
            quoted=self.styles.quoted(style),
            indented=not label and not cell and self.styles.indented(style),
            label=label,
            cell=cell,
            titled=any(name.casefold() == "title" for name in self.styles.names(style)),
            part=self._story,
        )
        if local(element.tag) == "h":
            made.kind = RegionKind.HEADING
        if index:
            made.kind = RegionKind.NAVIGATION
        boxes, self._boxes = self._boxes, []
        yield made
        for box in boxes:
            yield from self._blocks(box)

    def _list(self, element: Element, style: str | None, above: list[int]) -> Iterator[Paragraph]:
        depth = len(above) + 1
        level = self.styles.level(style, depth)
        kept = self._counts.setdefault(style or "", {})
        continued = attribute(element, "continue-numbering") == "true" or attribute(element, "continue-list")
        count = kept.get(depth, 0) if continued and depth in kept else (level.start if level else 1) - 1
        for item in element:
            if local(item.tag) == "list-item":
                count = whole(attribute(item, "start-value"), count + 1)
                kept[depth] = count
            label = self.styles.label(style, [*above, count]) if local(item.tag) == "list-item" else ""
            for inner in item:
                if local(inner.tag) == "list":
                    yield from self._list(inner, attribute(inner, "style-name") or style, [*above, count])
                elif local(inner.tag) in {"p", "h"}:
                    yield from self._paragraph(inner, cell=False, label=label)
                    label = ""
                else:
                    yield from self._blocks(inner)

    # --- the pieces of a paragraph

    def _pieces(self, parent: Element, link: Target | None, raised: str, *, hidden: bool) -> Iterator[Piece]:
        yield from _characters(parent.text, link, raised, hidden=hidden)
        for element in parent:
            yield from self._piece(element, link, raised, hidden=hidden)
            yield from _characters(element.tail, link, raised, hidden=hidden)

    def _piece(self, element: Element, link: Target | None, raised: str, *, hidden: bool) -> Iterator[Piece]:
        kind = local(element.tag)
        if kind == "s":
            yield Piece(" " * min(whole(attribute(element, "c"), 1), _MOST_SPACES), link=link, hidden=hidden)
        elif kind in {"tab", "line-break"}:
            yield Piece("\t" if kind == "tab" else "\n", link=link, hidden=hidden)
        elif kind == "span":
            style = attribute(element, "style-name")
            unseen = hidden or self.styles.hides("text", style)
            yield from self._pieces(element, link, self.styles.raised(style) or raised, hidden=unseen)
        elif kind == "a":
            href = attribute(element, "href")
            yield from self._pieces(element, Target(href) if href else link, raised, hidden=hidden)
        elif kind == "note":
            yield from self._note(element, link, hidden=hidden)
        elif kind == "ruby-text":
            yield Piece("".join(element.itertext()), mark=True, hidden=hidden)
        elif kind == "hidden-text":
            yield Piece(attribute(element, "string-value") or "".join(element.itertext()), hidden=True)
        elif kind == "frame":
            self._boxes.extend(box for box in element if local(box.tag) == "text-box")
            for said in element:
                if local(said.tag) in {"desc", "title"} and said.text:
                    yield Piece(f" {said.text} ", hidden=True)
        elif kind not in _UNREAD:
            yield from self._pieces(element, link, raised, hidden=hidden)

    def _note(self, element: Element, link: Target | None, *, hidden: bool) -> Iterator[Piece]:
        body = child(element, "note-body")
        citation = child(element, "note-citation")
        label = "".join(citation.itertext()).strip() if citation is not None else ""
        part = "endnotes" if attribute(element, "note-class") == "endnote" else "footnotes"
        key = f"{part} {len(self._notes) + 1}"
        if body is not None:
            self._notes.append((part, key, body))
        yield Piece(label or "*", link=link, note=key, hidden=hidden)


def _characters(text: str | None, link: Target | None, raised: str, *, hidden: bool) -> Iterator[Piece]:
    """White space of the file is one space, as in HTML; more are elements."""
    if text:
        yield Piece(_SPACE.sub(" ", text), raised=raised, link=link, hidden=hidden)
