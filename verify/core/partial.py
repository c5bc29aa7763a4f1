"""What shows that an answer is one part of the page: further parts have addresses of their own, or the markup breaks off.

Words that a part lacks may stand in another. A pager is told by where its links lead and not by what they say.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urlsplit

from verify.core.page_signs import Line, Signs, phrases, stems
from verify.core.patterns import regex
from verify.model import Capture, Document, RegionKind

# What a pager's link says is a number, "Next page" or "»"; the heading of another story is longer.
_LINK_WORDS = 4
_LINK_LENGTH = 30
_LABEL_WORDS = 6
_MOST_PARTS = 60
_PAGE_KEYS = frozenset(
    {"page", "p", "pg", "pagina", "page_num", "pagenumber", "pageno", "seite", "strona", "sida", "currentpage"}
)
_PART = regex(
    r"[/_,;.-]?(?:page|seite|pagina|pag|p|s|strona|sida|side|sivu|part|parte|teil)?[/_=,;-]?(\d{1,2})(?:\.\w{2,5})?/?",
    re.ASCII,
)
_ENDING = regex(r"\.(?:html?|php|aspx?|jsp|shtml)$", re.IGNORECASE)
_NEXT = regex(r"""<link\b(?=[^>]{0,400}\brel\s*=\s*["']?next\b)[^>]{0,400}?\bhref\s*=\s*["']?([^"'\s>]+)""")
_OPENED = regex(rb"<(?:html|body)\b", re.IGNORECASE)
_CLOSED = regex(rb"</(?:html|body)\s*>", re.IGNORECASE)
_HEAD = 4096


def further_part(capture: Capture, document: Document, page: Signs) -> str | None:
    """The address of another part of the same page, in words."""
    here = _split(capture.uri_r)
    if here is None or not page.markup or here.path.strip("/") == "":
        return None
    declared = _NEXT.search(page.markup)
    if declared and (number := _part(declared[1].replace("&amp;", "&"), here, bare=True)):
        return f"one part of the page: part {number} is at {declared[1]}"
    comments = next((line.start for line in page.lines if _is_about_comments(line)), len(document.text))
    for link in document.links:
        text = document.text[link.start : link.end]
        if len(text) > _LINK_LENGTH or len(text.split()) > _LINK_WORDS or link.start > comments:
            continue
        number = _part(link.href, here, bare=text.strip().isdecimal())
        if number and document.region(link.start) is not RegionKind.COMMENT:
            return f"one part of the page: part {number} is at {link.href}"
    more = phrases("partial", "more").whole(page.short_lines())
    return f"one part of the page: it offers to “{more}”" if more else None


def _is_about_comments(line: Line) -> bool:
    """A heading or label above comments: what pages on below it are they."""
    return line.words <= _LABEL_WORDS and stems("partial", "comments").search(line.text.casefold()) is not None


def _part(address: str, here: SplitResult, *, bare: bool) -> int | None:
    """The number of the part of the page `here` that an address leads to, from two on.

    `bare`: it may follow the address without a word, as in `/story-2`, which is as often another story.
    """
    there = _split(address)
    if there is None or "comment" in address or (there.netloc and there.netloc.casefold() != here.netloc.casefold()):
        return None
    path, base = there.path.casefold().rstrip("/"), _ENDING.sub("", here.path.casefold().rstrip("/"))
    if _ENDING.sub("", path) == base or (not path and there.query):
        ours, theirs = dict(parse_qsl(here.query)), dict(parse_qsl(there.query))
        added = {key.casefold(): value for key, value in theirs.items() if ours.get(key) != value}
        if len(added) != 1 or not set(ours) <= set(theirs):
            return None
        ((key, value),) = added.items()
        return _counted(value) if key in _PAGE_KEYS else None
    found = _PART.fullmatch(path, len(base)) if path.startswith(base) else None
    told = found and (bare or _ENDING.sub("", found[0]).strip("_,;.-") != found[1])
    return _counted(found[1]) if found and told else None


def _counted(number: str) -> int | None:
    return int(number) if number.isdecimal() and 1 < int(number) <= _MOST_PARTS else None


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def broken_off(capture: Capture, page: Signs) -> str | None:
    """Markup that opens a page, never closes it and ends within a text or a tag: the server sent its beginning."""
    if not page.markup or not _OPENED.search(capture.body, 0, _HEAD) or _CLOSED.search(capture.body):
        return None
    tail = capture.body.rstrip(b" \t\r\n\0")
    if tail.endswith(b">"):
        return None
    end = " ".join(tail[-60:].decode("utf-8", "replace").split())
    return f"the page breaks off in the middle of its markup (“…{end}”)"
