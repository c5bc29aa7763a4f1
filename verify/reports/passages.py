"""The quotation and the source's own words, cut into stretches that agree and stretches that differ.

The stretches of a side always join to that side's text. A difference whose span does not hold the words it names is
not drawn, rather than drawn over other words; it still stands in the list of differences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from verify.model import Difference, Finding, Judged, Match, Severity
from verify.reports.arrangement import words

_SEVERITIES = (Severity.SILENT, Severity.MARKED, Severity.NOTE, Severity.ALTERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Words of one side; `difference` is None where both sides agree. Empty `text`: the other side has words here."""

    text: str
    difference: Difference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """Both sides of a finding; `source` is empty when no passage of a source is shown."""

    quoted: tuple[Stretch, ...]
    source: tuple[Stretch, ...]
    before: str = ""
    after: str = ""
    match: Match | None = None


def passages(finding: Finding) -> Passages:
    """The two sides of a finding on a quotation, silent differences not set off."""
    exact = words(finding.citation)
    judged = shown(finding)
    if judged is None or judged.match is None:
        return Passages(quoted=(Stretch(text=exact),), source=())
    match = judged.match
    loud = [item for item in finding.differences if item.severity is not Severity.SILENT and not _of_all(item, exact)]
    return Passages(
        quoted=tuple(_cut(exact, _quoted_spans(exact, loud))),
        source=tuple(_cut(match.exact, _source_spans(match, loud))),
        before=match.before,
        after=match.after,
        match=match,
    )


def shown(finding: Finding) -> Judged | None:
    """The judgement that decided: that of the first evidence which has one."""
    return next((item.judged for item in finding.evidence if item.judged), None)


def _of_all(item: Difference, exact: str) -> bool:
    """Whether a remark is about the passage as a whole (where it stands, who says it) and sets off no words of it."""
    return item.severity is Severity.NOTE and item.end - item.start >= len(exact.strip())


_Span = tuple[int, int, Difference]


def _quoted_spans(exact: str, differences: Iterable[Difference]) -> Iterator[_Span]:
    for item in differences:
        if _holds(exact, item.start, item.end, item.quoted):
            yield item.start, item.end, item


def _source_spans(match: Match, differences: Iterable[Difference]) -> Iterator[_Span]:
    for item in differences:
        start, end = item.source_start - match.start, item.source_end - match.start
        if _holds(match.exact, start, end, item.source):
            yield start, end, item


def _holds(text: str, start: int, end: int, named: str) -> bool:
    return 0 <= start <= end <= len(text) and text[start:end].split() == named.split()


def _cut(text: str, spans: Iterable[_Span]) -> Iterator[Stretch]:
    """Cut at every edge; where spans overlap the worst difference has the words."""
    placed = sorted(spans, key=lambda span: (span[0], span[1]))
    points = [span for span in placed if span[0] == span[1]]
    wide = [span for span in placed if span[0] < span[1]]
    edges = sorted({0, len(text), *(edge for start, end, _ in placed for edge in (start, end))})
    pending: list[Stretch] = []
    for start, end in zip(edges, [*edges[1:], edges[-1]], strict=True):
        pending.extend(Stretch(text="", difference=item) for at, _, item in points if at == start)
        if start < end:
            covering = [item for low, high, item in wide if low <= start and end <= high]
            pending.append(Stretch(text=text[start:end], difference=_worst(covering)))
    yield from _joined(pending)


def _worst(differences: Sequence[Difference]) -> Difference | None:
    return max(differences, key=lambda item: _SEVERITIES.index(item.severity), default=None)


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    last: Stretch | None = None
    for item in stretches:
        if last and last.text and item.text and last.difference is item.difference:
            last = Stretch(text=last.text + item.text, difference=item.difference)
            continue
        if last:
            yield last
        last = item
    if last:
        yield last
