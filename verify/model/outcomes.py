"""What became of a cited address in `verify archive`, and of a reference without one in `verify resolve`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from verify.model.citations import Citation
from verify.model.claims import Item


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
