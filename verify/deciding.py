"""What a run decides: its citations with the places to look in, and the flow that decides each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from verify.core import identity
from verify.core.flow import Flow, Read, decide
from verify.core.resolve import Target
from verify.model import Citation
from verify.reading import lightened

# A citation, where to look for its source, and the date of the document for a reference that gives none.
Job = tuple[Citation, tuple[Target, ...], date | None]


@dataclass(frozen=True, slots=True)
class Plan:
    """The jobs of a run by their numbers. `direct` and `drift` are as in `core.flow.decide`.

    `siblings` are the random addresses of the hosts, the same for all parts of a run, so that each host is asked once.
    """

    jobs: Mapping[int, Job]
    direct: bool
    drift: bool
    siblings: dict[str, str]

    def part(self, numbers: Iterable[int]) -> Plan:
        """The plan with some of its jobs."""
        return Plan({number: self.jobs[number] for number in numbers}, self.direct, self.drift, self.siblings)

    def flow(self, number: int, read: Read) -> Flow:
        """The flow that decides a job. Its finding is lightened."""
        citation, places, day = self.jobs[number]
        found = yield from decide(
            citation,
            places,
            read=read,
            document_date=day,
            direct=self.direct,
            drift=self.drift,
            sibling=lambda uri: identity.beside(self.siblings, uri),
        )
        return lightened(found)


def planned(jobs: Iterable[Job], *, direct: bool = False, drift: bool = False) -> Plan:
    """The plan of a run, its jobs numbered in their order."""
    numbered = dict(enumerate(jobs))
    siblings = identity.siblings(place.uri_r for _, places, _ in numbered.values() for place in places)
    return Plan(numbered, direct, drift, siblings)
