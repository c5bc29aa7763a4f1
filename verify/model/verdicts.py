"""The words in which a judgement is given: severities, verdicts, reasons, availabilities."""

from __future__ import annotations

from enum import StrEnum


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
