"""The nouns: immutable values that every other module passes along.

    Document -> Extraction(Quotation, Reference) -> Citation -> Request -> Capture | Miss
             -> Evidence(Match) -> Finding -> Report

Nothing here opens a file, reads a clock or touches the network, and nothing here imports another module of
this package. Offsets count code points of the text they belong to and are half open. Datetimes are aware, in UTC.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

# Characters in which line ends are counted one by one; in more, they are looked up: places of a long text would
# otherwise take time by its length each.
_COUNTED = 20_000

# --- documents -----------------------------------------------------------------------------------------------------


class RegionKind(StrEnum):
    """Where on a page a stretch of text stands. Text that no region covers is `MAIN`."""

    MAIN = "main"
    HEADING = "heading"
    CAPTION = "caption"
    ASIDE = "aside"  # pull quotes, advertisements, related links, sidebars
    COMMENT = "comment"  # what readers wrote under the article
    NAVIGATION = "navigation"
    FOOTER = "footer"
    NOTE_MARK = "note-mark"  # [1], superscript note numbers: seen, but no words of the text
    HIDDEN = "hidden"  # display:none, hidden, aria-hidden copies, alt texts, meta descriptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A stretch of a document's text with its kind. Regions are sorted and do not overlap."""

    kind: RegionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Text that leads somewhere: [start, end) is the link's own text, `href` absolute where the base is known."""

    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMark:
    """A footnote marker in the running text, and the span of the note it leads to (None: not in the document)."""

    start: int
    end: int
    label: str
    note_start: int | None = None
    note_end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockQuote:
    """A block quotation (`>`, `<blockquote>`), its words without the marks; `cite` as the markup gives it."""

    start: int
    end: int
    cite: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where the text at `start` stands in the original file; `place` says what the fields mean."""

    start: int
    line: int
    column: int
    page: int | None = None
    paragraph: int | None = None
    part: str | None = None
    cell: str | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A position a person can look up. `line` and `column` are 1-based, in code points.

    `page` and `paragraph` are 1-based. `part` is the sheet, the chapter's file or the kind of notes inside a compound
    file, `cell` a cell's name (`B7`), `time` a time code (`00:01:02.500`). None where the format has no such thing.
    """

    line: int
    column: int
    page: int | None = None
    paragraph: int | None = None
    part: str | None = None
    cell: str | None = None
    time: str | None = None

    def __str__(self) -> str:
        """`p. 2 ¶ 3`, `Sheet1 B7`, `00:01:02.500` where the original has such things, else `line 20`, `one.xhtml line 20`."""
        page = f"p. {self.page}" if self.page is not None else None
        paragraph = f"¶ {self.paragraph}" if self.paragraph is not None else None
        within = [one for one in (page, paragraph, self.cell, self.time) if one] or [f"line {self.line}"]
        return " ".join([self.part, *within] if self.part else within)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a reader left out or could not read, and where in the text: no silence."""

    start: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A part of the original whose words we could not read: scanned pages, fonts without letters, pages beyond a limit.

    Words that are not found may stand there, so they are not absent. `detail` says in words which part and why.
    """

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One input or one captured page, as the text a person reads, in reading order.

    Blocks (paragraphs, headings, cells) are separated by newlines; inline markup leaves no trace in `text`.
    `anchors` say where pieces of the text stand in the original; empty when the text is the original.
    """

    name: str
    media_type: str
    text: str = field(repr=False)
    sha256: str  # of the original bytes, lower-case hex
    title: str | None = None
    language: str | None = None
    regions: tuple[Region, ...] = field(default=(), repr=False)
    links: tuple[Link, ...] = field(default=(), repr=False)
    note_marks: tuple[NoteMark, ...] = field(default=(), repr=False)
    block_quotes: tuple[BlockQuote, ...] = field(default=(), repr=False)
    anchors: tuple[Anchor, ...] = field(default=(), repr=False)
    claims: tuple[Claim, ...] = field(default=(), repr=False)  # not empty: the format says what is quoted, from where
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    reference_data: tuple[ReferenceData, ...] = field(default=(), repr=False)
    notices: tuple[Notice, ...] = field(default=(), repr=False)
    unread: Unread | None = None
    rows: tuple[tuple[int, int], ...] = field(default=(), repr=False)  # of tables, in order
    size: int | None = None  # how long the text is where it is not at hand: sources of a finding, all of a saved run

    @property
    def characters(self) -> int:
        """Code points of the text."""
        return len(self.text) if self.size is None else self.size

    def place(self, offset: int) -> Place:
        """Where the character at `offset` stands in the original."""
        anchor = _last_anchor(self.anchors, offset)
        between = _line_ends_between(self.text, anchor.start, offset)
        column = offset - self.text.rfind("\n", 0, offset) if between else anchor.column + offset - anchor.start
        return Place(
            line=anchor.line + between,
            column=column,
            page=anchor.page,
            paragraph=anchor.paragraph,
            part=anchor.part,
            cell=anchor.cell,
            time=anchor.time,
        )

    def _region_after(self, offset: int) -> int:
        """The index of the first region that ends after `offset`."""
        low, high = 0, len(self.regions)
        while low < high:
            middle = (low + high) // 2
            if self.regions[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return low

    def words(self, quotation: Quotation) -> str:
        """A quotation of this document with the note marks inside it as spaces: they are no words, and offsets stay."""
        text = quotation.exact
        for region in self.regions[self._region_after(quotation.start) :]:
            if region.start >= quotation.end:
                break
            if region.kind is RegionKind.NOTE_MARK:
                first = max(region.start - quotation.start, 0)
                last = min(region.end - quotation.start, len(text))
                text = text[:first] + " " * (last - first) + text[last:]
        return text

    def region(self, offset: int) -> RegionKind:
        """The kind of region the character at `offset` stands in."""
        low = self._region_after(offset)
        if low < len(self.regions) and self.regions[low].start <= offset:
            return self.regions[low].kind
        return RegionKind.MAIN


def _line_ends_between(text: str, start: int, end: int) -> int:
    if end - start < _COUNTED:
        return text.count("\n", start, end)
    ends = _line_ends(text)
    return bisect_left(ends, end) - bisect_left(ends, start)


@lru_cache(maxsize=2)  # the document whose places are told, and the source it is held against
def _line_ends(text: str) -> list[int]:
    return [match.start() for match in re.finditer("\n", text)]


def _last_anchor(anchors: tuple[Anchor, ...], offset: int) -> Anchor:
    low, high = 0, len(anchors)
    while low < high:
        middle = (low + high) // 2
        if anchors[middle].start <= offset:
            low = middle + 1
        else:
            high = middle
    return anchors[low - 1] if low else Anchor(start=0, line=1, column=1)


# --- what a document claims ----------------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A quotation and a reference that belong together, by which rule of `core/citations.py`."""

    quotation: str
    reference: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The unit of work and of report: a quotation with its reference, or either alone. Never neither.

    `pieces` are the further quotations that continue this one ("…," he said, "…"): one quotation in several spans.
    """

    document: Document
    quotation: Quotation | None
    reference: Reference | None
    pieces: tuple[Quotation, ...] = ()
    fingerprint: str  # stable while document, words and reference stay, wherever in the document they move


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that one document claims. Iterates over its citations, in document order."""

    document: Document
    quotations: tuple[Quotation, ...]
    references: tuple[Reference, ...]
    joins: tuple[Join, ...]
    citations: tuple[Citation, ...]
    notices: tuple[str, ...] = ()  # recoveries a person should know of: "line 76: opening mark never closed"
    _joined: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        joined: dict[str, tuple[str, ...]] = {}
        for join in self.joins:
            joined[join.quotation] = (*joined.get(join.quotation, ()), join.reference)
        object.__setattr__(self, "_joined", joined)

    def __iter__(self) -> Iterator[Citation]:
        return iter(self.citations)

    def references_of(self, quotation: Quotation) -> tuple[str, ...]:
        """Ids of the references joined to a quotation."""
        return self._joined.get(quotation.id, ())


# --- fetching ------------------------------------------------------------------------------------------------------


class Prefer(StrEnum):
    """Which capture of a window is wanted, seen from `Request.accept_datetime`."""

    CLOSEST = "closest"
    BEFORE = "before"  # the last at or before it
    AFTER = "after"  # the first after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One copy of a source, in the words of RFC 7089.

    `accept_datetime` None and `uri_m` None asks for the live copy; `uri_m` for that very memento; otherwise for the
    memento that `prefer` picks in `window` (both ends inclusive, None = open). `listing` asks for what captures there
    are instead: `core/listings.py`.
    """

    uri_r: str
    accept_datetime: datetime | None = None
    prefer: Prefer = Prefer.CLOSEST
    window: tuple[datetime | None, datetime | None] = (None, None)
    uri_m: str | None = None
    listing: bool = False

    @property
    def live(self) -> bool:
        return self.accept_datetime is None and self.uri_m is None and not self.listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Where a capture is kept: a WARC file (name within the cache, or the path of an archive on disk) and the byte offset
    of its record.
    """

    file: str
    offset: int
    record_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirect that was followed: its status and the URL it came from."""

    status: int
    uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its response as they went over the wire, for the evidence cache.

    `body` is without chunking but still content-encoded; `headers` are those received, in their order.
    """

    uri: str
    retrieved: datetime
    request_headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    version: str = "HTTP/1.1"
    status: int
    phrase: str = ""
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)
    address: str | None = None  # the IP address that answered
    truncated: str | None = None  # "length" or "time" when the body is not whole, which only happens to redirects


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """An HTTP response that was obtained, whatever its status, or a file. A memento when `uri_m` is not None."""

    request: Request
    uri_r: str  # the URL that answered, after redirects
    uri_m: str | None = None
    memento_datetime: datetime | None = None
    retrieved: datetime
    status: int = 200
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    media_type: str = ""
    charset: str | None = None  # as the headers give it
    sha256: str
    body: bytes = field(repr=False)
    redirects: tuple[Hop, ...] = ()
    record: Record | None = None
    exchanges: tuple[Exchange, ...] = field(default=(), repr=False, compare=False)  # not yet in the cache, last decides


class MissReason(StrEnum):
    """Why there is no response to look at. Expected, so a value and not an exception."""

    UNREACHABLE = "unreachable"  # no network, name not resolved, connection refused or reset, TLS fault
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    REFUSED = "refused"  # we will not ask: scheme, private address, robots.txt
    OFFLINE = "offline"  # not in the cache, and the network is not to be used
    NOT_ARCHIVED = "not-archived"  # the archive says positively that it has none
    EXCLUDED = "excluded"  # the archive may not show it
    THROTTLED = "throttled"  # 429
    BLOCKED = "blocked"  # the archive refuses our address
    UNAVAILABLE = "unavailable"  # the archive's own trouble: 5xx, nonsense, no answer
    NO_FILE = "no-file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """No response, and why. `retry_after` in seconds."""

    request: Request
    reason: MissReason
    detail: str = ""
    retry_after: float | None = None


Answer = Capture | Miss

# --- judging -------------------------------------------------------------------------------------------------------


class Severity(StrEnum):
    """How far a difference carries, least first: VERDICTS.md."""

    SILENT = "silent"
    MARKED = "marked"
    NOTE = "note"
    ALTERED = "altered"


class Verdict(StrEnum):
    VERBATIM = "verbatim"
    EDITED = "edited"
    VARIANT = "variant"
    ALTERED = "altered"
    ABSENT = "absent"
    UNCHECKED = "unchecked"


class Reason(StrEnum):
    """Why a finding is `unchecked`."""

    UNRESOLVED = "unresolved"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    PAYWALLED = "paywalled"
    SCRIPT_ONLY = "script-only"
    NOT_TEXT = "not-text"
    SOFT_404 = "soft-404"
    LANGUAGE = "language"
    TOO_LARGE = "too-large"
    OFFLINE = "offline"
    NOT_VERBATIM = "not-verbatim"
    INTERRUPTED = "interrupted"  # the run was stopped before its turn came, or stumbled over a bug of ours
    NO_QUOTATION = "no-quotation"  # a reference without a quotation: only its availability is judged


class Availability(StrEnum):
    LIVE = "live"
    MOVED = "moved"
    ARCHIVED = "archived"
    DRIFTED = "drifted"
    FAILING = "failing"
    DEAD = "dead"
    SOFT_404 = "soft-404"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    UNRESOLVED = "unresolved"
    NOT_REQUESTED = "not-requested"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a baseline says of a finding that fails no run: why it is left, and the last day on which that holds."""

    reason: str = ""
    until: str | None = None  # ISO 8601


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The decision on one citation, with everything needed to contest it."""

    citation: Citation
    verdict: Verdict
    availability: Availability
    reason: Reason | None = None
    summary: str
    differences: tuple[Difference, ...] = ()
    flags: frozenset[str] = frozenset()
    evidence: tuple[Evidence, ...] = ()  # the one that decided comes first
    metadata: tuple[MetadataCheck, ...] = ()
    drift: Drift | None = None
    known: Known | None = None  # named by a baseline, and no worse than there


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossPlace:
    """A place in one of the documents that disagree."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossFinding:
    """Documents that contradict each other: kind is wording, date, number or attribution."""

    kind: str
    message: str
    places: tuple[CrossPlace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much could be checked: quotations to check and decided; references and those that led to a copy."""

    quotations: int
    checked: int
    references: int
    resolved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of a cited address in `verify archive`: `captured`, `already` captured, `refused`, `pending`, `unknown`
    (no archive could say whether it has one), `missing` (a dry run would ask for it).
    """

    url: str
    outcome: str
    detail: str = ""
    captured: datetime | None = None
    uri_m: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A work that a service knows, as it describes it: it may be the one that a reference means.

    `origin` is the service and its record ("mediawiki rev 123456"), `where` a place a person can look up. `dates` are further
    dates of the same work (editions, print and online). `record`: the address leads to a catalogue entry or a landing page, not to the words.
    """

    item: Item
    origin: str
    where: str = ""
    archived: str | None = None
    archive_url: str | None = None
    dates: tuple[str, ...] = ()
    record: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A candidate with the fields in which it agrees with the reference: "title 0.97", "date", "author"."""

    candidate: Candidate
    agrees: tuple[str, ...]

    @property
    def url(self) -> str | None:
        return self.candidate.item.URL

    @property
    def decided_by(self) -> str:
        """`mediawiki rev 123456 (title 0.97, date, author)`."""
        return f"{self.candidate.origin} ({', '.join(self.agrees)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What became of a reference without an address in `verify resolve`.

    `outcome` is `proposed`, `ambiguous`, `record` (known, but where its words are is not), `none`, `unanswered`, `untitled` or `decided`.
    `name` is what `sources.toml` calls it.
    """

    citation: Citation
    outcome: str
    name: str = ""
    proposals: tuple[Proposal, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All findings of a run, in document order. `problems` are inputs that could not be read, a line each."""

    version: str
    started: datetime
    finished: datetime
    extractions: tuple[Extraction, ...]
    findings: tuple[Finding, ...]
    cross_document: tuple[CrossFinding, ...] = ()
    problems: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()  # about the run as a whole: "nothing could be fetched (…)"
    interrupted: bool = False
    bugs: tuple[str, ...] = ()  # tracebacks of citations that we stumbled over; the others are decided
    config_digest: str = ""

    def counts(self) -> Counter[Verdict]:
        """Findings by verdict; every verdict has an entry."""
        counts = Counter(dict.fromkeys(Verdict, 0))
        counts.update(finding.verdict for finding in self.findings)
        return counts

    def coverage(self) -> Coverage:
        """Quotations and references of all documents, and how many of each led to a decision."""
        quotations = {
            (finding.citation.document.name, finding.citation.quotation.id): False
            for finding in self.findings
            if finding.citation.quotation
        }
        resolved: set[tuple[str, str]] = set()
        for finding in self.findings:
            citation = finding.citation
            if citation.quotation and finding.verdict is not Verdict.UNCHECKED:
                quotations[citation.document.name, citation.quotation.id] = True
            if citation.reference and any(isinstance(evidence.answer, Capture) for evidence in finding.evidence):
                resolved.add((citation.document.name, citation.reference.id))
        return Coverage(
            quotations=len(quotations),
            checked=sum(quotations.values()),
            references=sum(len(extraction.references) for extraction in self.extractions),
            resolved=len(resolved),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """How a report is shown; every writer ignores what does not concern it."""

    verbose: int = 0
    quiet: bool = False
    fail_on: tuple[str, ...] = ("altered", "absent", "dead")  # what fails a run, for formats that say so
    color: bool | None = None  # None: as the stream and NO_COLOR / FORCE_COLOR say
    width: int | None = None
