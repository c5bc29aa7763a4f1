"""Untrusted text made fit for Markdown as forges render it: no markup, no link, no mention, no reference to an issue."""

from __future__ import annotations

import re

from verify.reports.markup import web_address
from verify.reports.plain import plain

_SPECIAL = re.compile(r"([\\`*_\[\]|~$])")
# What makes a list, a heading or a rule at the beginning of a line.
_START = re.compile(r"^([-+=#])|^(\d{1,9})(?=[.)])")
# Bare addresses would become links, and the escapes in them be shown.
_ADDRESS = re.compile(r"://|(?<![\w/.])www\.", re.IGNORECASE)
# A name that would be called, or an issue that would be told of this comment.
_CALL = re.compile(r"(?<![\w&])(@(?=\w)|#(?=\d))|\b(GH)-(?=\d)")


def escaped(text: str) -> str:
    """The words as Markdown that shows them, within a line. An `@name` gets a zero-width space: nobody is called."""
    text = _SPECIAL.sub(r"\\\1", _uncalled(html_text(text)))
    return _ADDRESS.sub(lambda found: ":\\//" if found[0] == "://" else f"{found[0][:3]}\\.", text)


def html(text: str) -> str:
    """The words as HTML in a line that forges do not read as Markdown."""
    return _uncalled(html_text(text))


def html_text(text: str) -> str:
    """The words without markup."""
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def block(markdown: str) -> str:
    """Escaped words fit to begin a line."""
    return _START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\", markdown.strip())


def _uncalled(text: str) -> str:
    return _CALL.sub(lambda found: f"{found[1]}\u200b" if found[1] else f"{found[2]}\u200b-", text)


def cell(markdown: str) -> str:
    """Markdown fit for a cell: on one line."""
    return " ".join(markdown.split())


def quoted(markdown: str) -> str:
    """Markdown as a block quotation."""
    return "\n".join(f"> {block(line)}" for line in markdown.split("\n"))


def link(words: str, address: str) -> str:
    """A link where the address leads to a web page, else the words alone."""
    if web_address(address) is None:
        return escaped(words)
    safe = re.sub(r"[<>\\\s|]", lambda found: f"%{ord(found[0]):02X}", address)
    return f"[{escaped(words)}](<{safe}>)"
