"""The nouns: immutable values that every other module passes along.

    Document -> Extraction(Quotation, Reference) -> Citation -> Request -> Capture | Miss
             -> Evidence(Match) -> Finding -> Report

Nothing here opens a file, reads a clock or touches the network, and nothing here imports another part of
this package. Offsets count code points of the text they belong to and are half open. Datetimes are aware, in UTC.

The modules divide them by subject; all others import them from here.
"""

from verify.model.citations import Citation, Extraction, Join
from verify.model.claims import (
    Check,
    Claim,
    Item,
    Name,
    Quotation,
    QuotationKind,
    Reference,
    ReferenceData,
    ReferenceKind,
)
from verify.model.documents import (
    Anchor,
    BlockQuote,
    Document,
    Link,
    NoteMark,
    Notice,
    Place,
    Region,
    RegionKind,
    Unread,
)
from verify.model.fetching import Answer, Capture, Exchange, Hop, Miss, MissReason, Prefer, Record, Request
from verify.model.findings import CrossFinding, CrossPlace, Finding, Known
from verify.model.judging import Difference, Drift, Evidence, Judged, Match, MetadataCheck, Piece
from verify.model.outcomes import Candidate, Kept, Proposal, Resolved
from verify.model.report import Coverage, Report, ReportOptions
from verify.model.verdicts import Availability, Reason, Severity, Verdict

__all__ = [
    "Anchor",
    "Answer",
    "Availability",
    "BlockQuote",
    "Candidate",
    "Capture",
    "Check",
    "Citation",
    "Claim",
    "Coverage",
    "CrossFinding",
    "CrossPlace",
    "Difference",
    "Document",
    "Drift",
    "Evidence",
    "Exchange",
    "Extraction",
    "Finding",
    "Hop",
    "Item",
    "Join",
    "Judged",
    "Kept",
    "Known",
    "Link",
    "Match",
    "MetadataCheck",
    "Miss",
    "MissReason",
    "Name",
    "NoteMark",
    "Notice",
    "Piece",
    "Place",
    "Prefer",
    "Proposal",
    "Quotation",
    "QuotationKind",
    "Reason",
    "Record",
    "Reference",
    "ReferenceData",
    "ReferenceKind",
    "Region",
    "RegionKind",
    "Report",
    "ReportOptions",
    "Request",
    "Resolved",
    "Severity",
    "Unread",
    "Verdict",
]
