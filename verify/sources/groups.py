"""The WARC files of the cache, read as groups: the records that were written together for one answer.

A group is what may be copied or let go as one: a chain of redirects with the response at its end and what we know of
it; what we learnt later of a response that was kept before; a site's "not modified"; an archive's "no".
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from verify.sources import warc
from verify.sources.warc import Place, Read


@dataclass(frozen=True, slots=True)
class Member:
    """A record without its bytes. `facts`: what it tells when it is metadata of ours."""

    place: Place
    record: Read
    facts: dict[str, Any]

    @property
    def record_id(self) -> str:
        return self.record.record_id

    @property
    def is_response(self) -> bool:
        return self.record.type in ("response", "revisit")

    @property
    def is_confirmation(self) -> bool:
        """Whether it is a site's "not modified"."""
        return self.record.type == "revisit" and self.record.status == 304

    @property
    def about(self) -> str:
        """The record that it is concurrent to, or refers to."""
        return self.record.headers.get("warc-refers-to" if self.is_response else "warc-concurrent-to", "")

    @property
    def names(self) -> frozenset[str]:
        """Every record that it rests on."""
        return frozenset(name for name in (self.about, *self.facts.get("through", ())) if name)

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses that it is of."""
        return tuple(str(url) for url in (self.record.target, self.facts.get("for"), self.facts.get("uri_r")) if url)


@dataclass(frozen=True, slots=True)
class Group:
    """Records that stand side by side in one file."""

    members: tuple[Member, ...]

    @property
    def file(self) -> str:
        return self.members[0].place.file

    @property
    def size(self) -> int:
        return sum(member.place.length for member in self.members)

    @property
    def ids(self) -> frozenset[str]:
        """The responses and revisits that it holds."""
        return frozenset(member.record_id for member in self.members if member.is_response)

    @property
    def needs(self) -> frozenset[str]:
        """The records of other groups without which it means nothing."""
        return frozenset[str]().union(*(member.names for member in self.members)) - self.ids

    @property
    def is_confirmation(self) -> bool:
        """Whether it only says that a page was not modified."""
        return bool(self.ids) and all(member.is_confirmation for member in self.members if member.is_response)

    @property
    def is_telling(self) -> bool:
        """Whether it only tells of responses in other groups."""
        return self.is_confirmation or (bool(self.needs) and not self.ids)

    @property
    def is_absence(self) -> bool:
        return not self.ids and not self.needs

    @property
    def keys(self) -> frozenset[str]:
        """The requests that it answers."""
        return frozenset(str(member.facts["key"]) for member in self.members if "key" in member.facts)


def read(path: Path) -> Generator[Group, None, int]:
    """The groups of a file, without its first record; returns up to where the file could be read."""
    gathered: list[Member] = []
    end = 0
    with path.open("rb") as file:
        for place, record in warc.members(file, path.name, 0, parsed=warc.headed):
            if gathered and not _continues(gathered, record):
                yield Group(tuple(gathered))
                gathered = []
            end = place.offset + place.length
            if record.type != "warcinfo":
                gathered.append(_member(place, record))
    if gathered:
        yield Group(tuple(gathered))
    return end


def _continues(gathered: list[Member], record: Read) -> bool:
    """Whether a record belongs to those before it: a response to its request and metadata, a request to a redirect."""
    last = gathered[-1]
    if last.record.type == "request":
        return True
    if last.record.type == "metadata":
        return record.record_id == last.about
    told = any(member.facts for member in gathered)
    return record.type == "request" and gathered[0].record.type == "request" and not (told or last.is_confirmation)


def _member(place: Place, record: Read) -> Member:
    facts: object = None
    for field in (warc.FIELD, warc.ABSENCE):
        if record.type == "metadata" and record.payload.startswith(field):
            with contextlib.suppress(ValueError):
                facts = json.loads(record.payload[len(field) :])
    return Member(place, record, cast("dict[str, Any]", facts) if isinstance(facts, dict) else {})
