"""Judging: where a quotation stands in a source, in what it differs, and the evidence that makes.

Offsets count code points of the text they belong to and are half open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from verify.model.documents import Document, RegionKind
from verify.model.fetching import Answer
from verify.model.verdicts import Availability, Reason, Severity, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One way in which the quotation departs from the source.

    [start, end) counts in the quotation's `exact`; [source_start, source_end) in the source's text.
    """

    rule: str  # a row of VERDICTS.md: "F7"
    severity: Severity
    quoted: str
    source: str
    start: int
    end: int
    source_start: int
    source_end: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the quotation and the stretch of the source it stands at."""

    start: int
    end: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The passage of the source that explains the quotation best."""

    start: int
    end: int
    exact: str
    before: str = ""
    after: str = ""
    pieces: tuple[Piece, ...] = ()
    region: RegionKind = RegionKind.MAIN
    around: tuple[str, str] | None = (
        None  # of a source whose text is not kept: as much as a report shows on either side
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The verdict on one quotation against one readable text; `match` is None when the text has no such passage."""

    verdict: Verdict
    source: Document = field(repr=False)
    match: Match | None = None
    differences: tuple[Difference, ...] = ()
    flags: frozenset[str] = frozenset()
    others: tuple[Match, ...] = ()  # passages that explain the quotation equally well

    @property
    def start(self) -> int | None:
        return self.match.start if self.match else None

    @property
    def end(self) -> int | None:
        return self.match.end if self.match else None

    @property
    def exact(self) -> str | None:
        return self.match.exact if self.match else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One answer and what it showed: the state of the page, and the judgement where the page could be read."""

    answer: Answer
    availability: Availability | None = None
    unreadable: Reason | None = None  # why the page could not be used, when it could not
    detail: str = ""  # what decided `unreadable` or `availability`, in words
    judged: Judged | None = None
    link: str | None = None  # leads to the passage: a text fragment, or the URL itself


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataCheck:
    """A field of the reference against what the source says of itself."""

    field: str
    cited: str
    found: str
    agrees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """When the words left a page, as far as its captures tell: the last with them, and the first without (None: no
    later capture lacks them).

    `read` of `captures` were looked at, `unread` could not be; `between` states of the page lie between the two, unasked.
    """

    last_with: datetime
    first_without: datetime | None
    read: int
    unread: int
    captures: int
    between: int = 0
