"""HTML built from elements, so that text is escaped by construction and only this module writes a `<`."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote, urlsplit

VOID = frozenset({"br", "hr", "input", "link", "meta"})
_SURROGATE_OR_C1 = re.compile("[\ud800-\udfff\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_C0 = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_OVERRIDE = re.compile("[\u202d\u202e]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


class Markup(str):
    """Text that is HTML already. Whatever is no `Markup` is escaped before it goes into one."""

    __slots__ = ()


Child = str | None
Attribute = str | int | bool | None


def el(tag: str, *children: Child, **attributes: Attribute) -> Markup:
    """An element. `class_` and `data_x` name the attributes `class` and `data-x`; None and False leave one out."""
    written = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in VOID:
        return Markup(f"<{tag}{written}>")
    return Markup(f"<{tag}{written}>{join(*children)}</{tag}>")


def join(*children: Child) -> Markup:
    """Children one after the other, escaped where they are text."""
    return Markup("".join(child if isinstance(child, Markup) else text(child) for child in children if child))


def text(words: str) -> Markup:
    """Text, escaped. Control characters become visible pictures, and a direction override shows its number."""
    return Markup(escape(visible(words), quote=True))


def visible(words: str) -> str:
    """Text without characters that HTML does not allow or that would show the words in another order."""
    if words.isprintable():  # most text: nothing to replace
        return words
    words = _SURROGATE_OR_C1.sub("\ufffd", words)
    words = _C0.sub(lambda found: chr(0x2400 + ord(found[0])), words)
    return _OVERRIDE.sub(lambda found: f"[U+{ord(found[0]):04X}]", words)


def web_address(url: str | None) -> str | None:
    """The URL if a click on it can only open a web page: http or https, with a host, without controls or blanks."""
    if not url or re.search(r"[\x00-\x20\x7f-\x9f\ud800-\udfff]", url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and host else None


def uri(address: str) -> str:
    """The address with everything escaped that a URI cannot hold (RFC 3986); what is escaped already stays."""
    return quote(address, safe="!#$%&'()*+,/:;=?@[]~", errors="replace")


def anchor(url: str | None, *children: Child, class_: str | None = None) -> Markup:
    """A link out of the report, or its text alone when the address is no web address."""
    href = web_address(url)
    if href is None:
        return el("span", *children, class_=class_)
    return el("a", *children, href=href, rel="noopener noreferrer", target="_blank", class_=class_)


def language(tag: str | None) -> str:
    """A language tag fit for `lang`; empty, which means unknown, for anything else."""
    return tag if tag and _LANGUAGE.fullmatch(tag) else ""


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{text(str(value))}"'
