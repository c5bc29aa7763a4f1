"""What stands around an element in the tree of a page."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from verify.readers.html_tags import TEXT

_FEW = 200  # children looked into for a first character


def within(node: LexborNode, tags: frozenset[str | None]) -> bool:
    """Whether an element stands in one of these."""
    outer = node.parent
    while outer is not None:
        if outer.tag in tags:
            return True
        outer = outer.parent
    return False


def following_text(node: LexborNode) -> str:
    """The text right after an element, as far as it is plain."""
    following = node.next
    return following.text_content or "" if following is not None and following.tag_id == TEXT else ""


def cite_before(node: LexborNode) -> LexborNode | None:
    """The `<cite>` right before an element."""
    before = node.prev
    if before is not None and before.tag_id == TEXT and not (before.text_content or "").strip():
        before = before.prev
    return before if before is not None and before.tag == "cite" else None


def names_quoted_source(node: LexborNode) -> bool:
    """Whether an element names whom a block quotation is from, at its end, without a dash."""
    parent = node.parent
    if parent is None or parent.tag != "blockquote":
        return False
    following = node.next
    while following is not None and following.tag_id == TEXT and not (following.text_content or "").strip():
        following = following.next
    return following is None and _first_character(node) not in {"", "—", "–", "-", "―"}


def _first_character(node: LexborNode) -> str:
    """The first character that an element shows, as far as its first children tell."""
    child = node.child
    for _ in range(_FEW):
        if child is None:
            return ""
        text = (child.text_content or "").strip() if child.tag_id == TEXT else ""
        if text:
            return text[0]
        child = child.next if child.tag_id == TEXT else child.child
    return ""
