"""Links that lead to a passage: text fragments (`#:~:text=`) that select it and nothing else on the page.

After the WICG draft "URL Fragment Text Directives": a term lies within one block and is bounded by words; prefix and
suffix are separated from it by white space, which may hold a block boundary; matching ignores case and accents.
A document's blocks are its lines; what nobody sees is not on the page for the browser either.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from urllib.parse import quote, urldefrag

from verify.core.patterns import regex
from verify.core.scan import find
from verify.model import Document, RegionKind

EXACT_LIMIT = 300  # characters; the draft advises a start and an end for longer passages
PLAIN_FLOOR = 20  # a shorter term gets context even when it is unique today: pages change
TERM_WORDS = 4  # words of a start or end term to begin with
TRIES = 24
# White space that is folded away; no other is left when compatibility forms are gone.
_BLANKS = tuple(blank.encode() for blank in ("  ", " \n", "\n ", *"\t\r\f\v\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029"))
_BEYOND_ASCII = regex(r"[^\x00-\x7f]")
_MOST_REPLACED = 40  # kinds of characters beyond ASCII that are replaced one by one
_SAFE = "!$'()*+./:;=?@_~"  # TextDirectiveExplicitChar without letters and digits; '&', ',' and '-' must be encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class _Directive:
    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def encoded(self) -> str:
        parts = [f"{_encoded(self.prefix)}-"] if self.prefix else []
        parts.append(_encoded(self.start))
        parts += [_encoded(self.end)] if self.end else []
        parts += [f"-{_encoded(self.suffix)}"] if self.suffix else []
        return f":~:text={','.join(parts)}"


def link(url: str, document: Document, start: int, end: int) -> str:
    """`url` with a fragment that marks [start, end) of its text; without one when no unique fragment is found."""
    base = urldefrag(url).url
    found = directive(document, start, end)
    return f"{base}#{found}" if found else url


def directive(document: Document, start: int, end: int) -> str | None:
    """The text directive that selects exactly [start, end) of a page's text, or None."""
    if start >= end or document.region(start) is RegionKind.HIDDEN:
        return None
    visible = _visible(document)
    start, end = _trimmed(document.text, start, end)
    if start >= end or end > len(visible):
        return None
    place = _place(visible, start, end)
    found = _exact(place) if place.one_block and place.last - place.first <= EXACT_LIMIT else _ranged(place)
    return found.encoded() if found else None


@dataclass(frozen=True, kw_only=True)
class _Place:
    """A passage [start, end) of a text, and its span [first, last) in the normalised page."""

    visible: str
    start: int
    end: int
    page: str
    first: int
    last: int

    @cached_property
    def words(self) -> str:
        return self.visible[self.start : self.end]

    @cached_property
    def before(self) -> list[str]:
        """Words of the block up to the passage; of the block before when it opens its own."""
        return self.visible[max(0, self.start - 2000) : self.start].rstrip().rsplit("\n", 1)[-1].split()

    @cached_property
    def after(self) -> list[str]:
        return self.visible[self.end : self.end + 2000].lstrip().split("\n", 1)[0].split()

    @property
    def one_block(self) -> bool:
        return "\n" not in self.words


def _exact(place: _Place) -> _Directive | None:
    words = " ".join(place.words.split())
    sizes = ([0] if len(words) >= PLAIN_FLOOR else []) + list(range(3, 3 + TRIES))
    for size in sizes:
        tried = _Directive(
            start=words,
            prefix=" ".join(place.before[-size:]) if size else "",
            suffix=" ".join(place.after[:size]) if size else "",
        )
        if _starts(place.page, tried) == [place.first]:
            return tried
        if size > max(len(place.before), len(place.after)):
            return None
    return None


def _ranged(place: _Place) -> _Directive | None:
    head = place.words.split("\n", 1)[0].split()
    tail = place.words.rsplit("\n", 1)[-1].split()
    for step in range(TRIES):
        size = TERM_WORDS + step // 2
        if place.one_block and 2 * size > len(head):
            return None
        context = " ".join(place.before[-3 - step :]) if step % 2 else ""
        tried = _Directive(start=" ".join(head[:size]), end=" ".join(tail[-size:]), prefix=context)
        if _starts(place.page, tried) != [place.first]:
            continue
        term = _folded(tried.end)
        at = _find(place.page, term, place.first + len(_folded(tried.start)))
        if at >= 0 and at + len(term) == place.last:
            return tried
    return None


def _starts(page: str, tried: _Directive) -> list[int]:
    """Where the directive's start term stands with its context; at most two places."""
    term, prefix, suffix = _folded(tried.start), _folded(tried.prefix), _folded(tried.suffix)
    found: list[int] = []
    at = _find(page, term, 0)
    while at >= 0 and len(found) < 2:
        if _preceded(page, at, prefix) and _followed(page, at + len(term), suffix):
            found.append(at)
        at = _find(page, term, at + 1)
    return found


def _preceded(page: str, at: int, prefix: str) -> bool:
    if not prefix:
        return True
    stop = at
    while stop and page[stop - 1] in " \n":
        stop -= 1
    begin = stop - len(prefix)
    return begin >= 0 and page.startswith(prefix, begin) and _bounded(page, begin, stop)


def _followed(page: str, at: int, suffix: str) -> bool:
    if not suffix:
        return True
    while at < len(page) and page[at] in " \n":
        at += 1
    return page.startswith(suffix, at) and _bounded(page, at, at + len(suffix))


def _find(page: str, term: str, at: int) -> int:
    """The next whole-word place of a term, or -1."""
    found = page.find(term, at) if term else -1
    while found >= 0 and not _bounded(page, found, found + len(term)):
        found = page.find(term, found + 1)
    return found


def _bounded(page: str, start: int, end: int) -> bool:
    opens = start == 0 or not (_letter(page[start - 1]) and _letter(page[start]))
    closes = end >= len(page) or not (_letter(page[end - 1]) and _letter(page[end]))
    return opens and closes


def _letter(char: str) -> bool:
    return char.isalnum() and not "\u3040" <= char <= "\u9fff"


def _visible(document: Document) -> str:
    """The text without the hidden regions at its end. Offsets before them stay."""
    end = len(document.text)
    for region in reversed(document.regions):
        if region.kind is not RegionKind.HIDDEN or region.end < len(document.text[:end].rstrip()):
            break
        end = region.start
    return document.text[:end]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


# --- the page as a browser compares it -----------------------------------------------------------------------------


def _place(visible: str, start: int, end: int) -> _Place:
    page, lines = _folded_page(visible)
    if lines:
        first, last = (_position(visible, lines, at) for at in (start, end))
    elif len(page) == len(visible):
        first, last = start, end
    else:
        first, last = (len(_bare(visible[:at])) for at in (start, end))
    return _Place(visible=visible, start=start, end=end, page=page, first=first, last=last)


@lru_cache(maxsize=8)
def _folded_page(visible: str) -> tuple[str, tuple[int, ...]]:
    """The folded page, and where each of its lines begins; no lines where it has no white space to fold away."""
    bare = _bare(visible)
    data = bare.encode("utf-8", "surrogatepass")
    if data[:1] != b" " and data[-1:] != b" " and all(find(data, blank) < 0 for blank in _BLANKS):
        return bare.lower(), ()  # as most pages are: no line needs a look of its own
    # Words joined again: several times faster than replacing the spaces between them.
    folded = [" ".join(line.split()).lower() for line in bare.split("\n")]
    starts = tuple(accumulate((len(line) + 1 for line in folded), initial=0))
    return "\n".join(folded), starts


def _position(visible: str, lines: tuple[int, ...], offset: int) -> int:
    """An offset of the text as an offset of its normalised form."""
    line = visible.rfind("\n", 0, offset) + 1
    return lines[visible.count("\n", 0, line)] + len(_folded_line(visible[line:offset]).lstrip())


def _folded_line(text: str) -> str:
    return re.sub(r"\s+", " ", _bare(text)).lower()


def _bare(text: str) -> str:
    """Without accents and compatibility forms."""
    if text.isascii():
        return text
    found = set(_BEYOND_ASCII.findall(text))
    if len(found) > _MOST_REPLACED:
        decomposed = unicodedata.normalize("NFKD", text)
        return "".join([char for char in decomposed if char < "\u0300" or not unicodedata.combining(char)])
    for character in found:
        bare = _bare_character(character)
        if bare != character:
            text = text.replace(character, bare)
    return text


@lru_cache(maxsize=4096)
def _bare_character(character: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", character) if not unicodedata.combining(char))


def _folded(term: str) -> str:
    return _folded_line(term).strip()


def _encoded(term: str) -> str:
    return quote(term, safe=_SAFE).replace("-", "%2D")
