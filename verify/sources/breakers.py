"""Leaving an archive alone that has had enough: what the processes of one user tell one another of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from verify.model import MissReason

# How long an archive is left alone by runs that begin later, in seconds. The Internet Archive shuts an address out for
# an hour, and longer if it keeps asking.
HOLD_SECONDS = {MissReason.BLOCKED: 3600.0, MissReason.THROTTLED: 60.0}
HOLD_TROUBLE = 120.0
LONGEST_HOLD = 3600.0
LOOK_SECONDS = 1.0  # how often what others tell is looked up


@dataclass(frozen=True, slots=True)
class Held:
    """Why an archive is left alone, and until when (seconds since the epoch)."""

    reason: str
    detail: str
    until: float


class Breaker(Protocol):
    """Where it is told; `name` is the archive's host."""

    def held(self, name: str) -> Held | None:
        """Why the archive is to be left alone now; None when it is not."""
        ...

    def hold(self, name: str, reason: str, detail: str, seconds: float) -> None:
        """Tell that it should be left alone for so long."""
        ...


def seconds(reason: MissReason, asked: float | None) -> float:
    """How long an archive that answered so, and asked for that pause, is left alone."""
    return min(LONGEST_HOLD, max(asked or 0.0, HOLD_SECONDS.get(reason, HOLD_TROUBLE)))
