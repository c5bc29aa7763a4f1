"""What a document claims: quotations and references, and what its markup says of them.

Offsets count code points of the document's text and are half open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class QuotationKind(StrEnum):
    INLINE = "inline"
    BLOCK = "block"
    NESTED = "nested"


class Check(StrEnum):
    """Whether a quotation is verified: `REQUIRED` always is; `OPTIONAL` is a term, title or scare quote listed with
    its reason and verified only when it has a reference; `UNSOURCED` names no source to verify it in.
    """

    REQUIRED = "required"
    OPTIONAL = "optional"
    UNSOURCED = "unsourced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What a document says somebody said: a W3C TextQuoteSelector with its TextPositionSelector.

    [start, end) delimits the words between the marks in the document's text; `exact` is the text at that span.
    """

    id: str
    exact: str
    prefix: str = field(default="", repr=False)
    suffix: str = field(default="", repr=False)
    start: int
    end: int
    kind: QuotationKind = QuotationKind.INLINE
    check: Check = Check.REQUIRED
    reason: str | None = None  # why `check` is not REQUIRED: "title", "term", "scare", "name", "denied", "attribute"…
    continues: str | None = None  # id of the piece before, when the reporter interrupts one quotation
    nested_in: str | None = None
    speaker: str | None = None
    cue: str | None = None  # the words of the document that introduce it
    date: str | None = None  # ISO 8601, as precise as the document is


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A CSL name."""

    family: str | None = None
    given: str | None = None
    literal: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a reference says of the cited work, in CSL-JSON's terms. Dates are ISO 8601, as precise as the document."""

    type: str = "webpage"
    title: str | None = None
    author: tuple[Name, ...] = ()
    container_title: str | None = None
    publisher: str | None = None
    issued: str | None = None
    accessed: str | None = None
    URL: str | None = None
    DOI: str | None = None
    ISBN: str | None = None
    language: str | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceData:
    """What the markup says of a reference in fields of its own: a cite template, COinS.

    [start, end) is what the text shows of it; sorted, without overlap. A stretch that holds no note and no list item makes
    an entry by itself. `quote_start` is where the words begin that the reference quotes from the work.
    """

    start: int
    end: int
    item: Item
    label: str | None = None  # what a marker of the text calls it
    archived: str | None = None
    archive_url: str | None = None
    quote_start: int | None = None


class ReferenceKind(StrEnum):
    NUMBERED = "numbered"
    FOOTNOTE = "footnote"
    LINK = "link"
    URL = "url"
    PROSE = "prose"
    WORK = "work"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Where a document says something comes from. [start, end) is the span of `raw` in the document's text."""

    id: str
    kind: ReferenceKind
    raw: str
    start: int
    end: int
    marker: str | None = None
    item: Item = Item()
    archived: str | None = None  # ISO 8601 date of "Archived … on"
    archive_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A row of a table or an entry of a bibliography: a quotation with its reference, or either alone, as the format has it."""

    quotation: Quotation | None = None
    reference: Reference | None = None
