"""COinS (ContextObjects in Spans): the fields of a reference in the `title` of `<span class="Z3988">`, as Wikipedia and catalogues give them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs

from verify.core.dates import iso_date
from verify.core.names import csl_name
from verify.model import Item, Name

CLASS = "Z3988"
_MOST_FIELDS = 200
_LONGEST = 20_000
_TYPES = {
    "article": "article-journal", "book": "book", "bookitem": "chapter", "proceeding": "paper-conference",
    "conference": "paper-conference", "report": "report", "preprint": "article", "dissertation": "thesis", "document": "document",
}  # fmt: skip
# The class of the <cite> beside it, in Wikipedia's pages.
_CLASSES = {
    "news": "article-newspaper", "journal": "article-journal", "magazine": "article-magazine", "book": "book", "web": "webpage",
    "pressrelease": "document", "report": "report", "thesis": "thesis", "encyclopaedia": "entry-encyclopedia", "conference": "paper-conference",
    "av-media-notes": "motion_picture", "audio-visual": "motion_picture", "episode": "broadcast", "podcast": "broadcast", "interview": "interview",
}  # fmt: skip


def item_of(title: str, classes: str = "") -> Item | None:
    """The fields of a context object; `classes` are those of the citation it stands beside. None when it names no work."""
    try:
        values = parse_qs(title[:_LONGEST], max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    if "ctx_ver" not in values and "rft_val_fmt" not in values:
        return None

    def first(*names: str) -> str | None:
        return next((value for name in names if (value := " ".join(values.get(name, [""])[0].split()))), None)

    article, journal, book = first("rft.atitle"), first("rft.jtitle", "rft.stitle"), first("rft.btitle")
    whole = first("rft.title")
    work = article or book or whole
    container = (journal or book or whole) if article else None
    if work is None:
        return None
    identifiers = values.get("rft_id", [])
    doi = next((one.split("/", 1)[1] for one in identifiers if one.startswith("info:doi/")), first("rft.doi"))
    isbn = first("rft.isbn")
    date = first("rft.date")
    kind = next((_CLASSES[name] for name in classes.lower().split() if name in _CLASSES), None)
    if kind == "book" and article:
        kind = "chapter"
    return Item(
        type=kind or _TYPES.get(first("rft.genre") or "", "webpage"),
        title=work,
        author=_authors(values),
        container_title=container,
        publisher=first("rft.pub", "rft.inst"),
        issued=iso_date(date) if date else None,
        URL=next((one for one in identifiers if re.match(r"https?://", one)), None),
        DOI=doi,
        ISBN=re.sub(r"[ -]", "", isbn) if isbn else None,
        language=first("rft.language"),
    )


def _authors(values: Mapping[str, list[str]]) -> tuple[Name, ...]:
    names: list[Name] = []
    if "rft.aulast" in values:
        given = values.get("rft.aufirst") or values.get("rft.auinit") or values.get("rft.auinit1")
        family = values["rft.aulast"][0].strip()
        names.append(Name(family=family, given=given[0].strip()) if given else Name(literal=family))
    names += [csl_name(one.strip()) for one in values.get("rft.au", []) if one.strip()]
    names += [Name(literal=one.strip()) for one in values.get("rft.aucorp", []) if one.strip()]
    return tuple(dict.fromkeys(names))
