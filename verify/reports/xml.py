"""XML built from elements, so that text is escaped by construction and holds no character that XML 1.0 forbids."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from verify.reports.markup import visible

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Xml(str):
    """Text that is XML already. Whatever is no `Xml` is escaped before it goes into one."""

    __slots__ = ()


def el(tag: str, *children: str | None, **attributes: str | int | None) -> Xml:
    """An element. `w__val` names the attribute `w:val`, `class_` the attribute `class`; None leaves one out."""
    written = "".join(
        f' {name.rstrip("_").replace("__", ":")}="{text(str(value), quote=True)}"'
        for name, value in attributes.items()
        if value is not None
    )
    inside = join(*children)
    return Xml(f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>")


def join(*children: str | None) -> Xml:
    """Children one after the other, escaped where they are text."""
    return Xml("".join(child if isinstance(child, Xml) else text(child) for child in children if child))


def text(words: str, *, quote: bool = False) -> Xml:
    """Text, escaped; in an attribute line ends and tabs are escaped too, which a parser would turn into spaces."""
    clean = _FORBIDDEN.sub("\ufffd", visible(words))
    if not quote:
        return Xml(escape(clean).replace("\r", "&#13;"))
    return Xml(escape(clean, {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}))
