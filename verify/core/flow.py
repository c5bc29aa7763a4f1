"""The order of attempts, as one pure generator: it yields the requests it needs, is sent the answers, returns a finding.

It can be driven by threads, by a cache, or by a dict in a test, and is the only place that knows what is tried when:
the live copy, then the captures that belong to the citation's dates, until the words are found or nothing is left.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from urllib.parse import urlsplit

from verify.core import availability as pages
from verify.core import drift as drifting
from verify.core import fragments, identity, metadata, snapshots, summaries
from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.core.page_signs import signs
from verify.core.resolve import Target
from verify.model import (
    Answer,
    Availability,
    Capture,
    Citation,
    Difference,
    Drift,
    Evidence,
    Finding,
    Judged,
    MetadataCheck,
    Miss,
    MissReason,
    Reason,
    Request,
    Verdict,
)

Flow = Generator[Request, Answer, Finding]

# Captures that are looked into for one citation: enough for the cited day, its neighbours and one nearby change.
MAX_CAPTURES = 4
_RANK = (Verdict.VERBATIM, Verdict.EDITED, Verdict.VARIANT, Verdict.ALTERED, Verdict.ABSENT, Verdict.UNCHECKED)
_ALTERED = _RANK.index(Verdict.ALTERED)
_FOUND = (Verdict.VERBATIM, Verdict.EDITED)
# What leaves open whether the archive has a capture.
_CANNOT_SAY = (
    *(MissReason.THROTTLED, MissReason.BLOCKED, MissReason.UNAVAILABLE, MissReason.EXCLUDED),
    *(MissReason.UNREACHABLE, MissReason.TIMEOUT, MissReason.OFFLINE),
)
# Only these promise the whole page; 206 is a part of it.
_WHOLE = (200, 203)
_NOT_VERBATIM = ("denied", "hypothetical", "translated")
_MISS_STATES = {
    MissReason.UNREACHABLE: (Availability.UNREACHABLE, Reason.UNREACHABLE),
    MissReason.TIMEOUT: (Availability.UNREACHABLE, Reason.UNREACHABLE),
    MissReason.TOO_LARGE: (Availability.LIVE, Reason.TOO_LARGE),
    MissReason.REFUSED: (Availability.NOT_REQUESTED, Reason.UNREACHABLE),
    MissReason.OFFLINE: (Availability.NOT_REQUESTED, Reason.OFFLINE),
    MissReason.NO_FILE: (Availability.NOT_REQUESTED, Reason.UNREACHABLE),
    MissReason.NOT_ARCHIVED: (Availability.UNREACHABLE, Reason.UNREACHABLE),
    MissReason.EXCLUDED: (Availability.BLOCKED, Reason.BLOCKED),
    MissReason.THROTTLED: (Availability.BLOCKED, Reason.BLOCKED),
    MissReason.BLOCKED: (Availability.BLOCKED, Reason.BLOCKED),
    MissReason.UNAVAILABLE: (Availability.UNREACHABLE, Reason.UNREACHABLE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A capture that holds no text we can read, and why."""

    reason: Reason
    detail: str


Read = Callable[[Capture], SourceText | Unreadable]


@dataclass(slots=True, kw_only=True)
class _Trail:
    """What one flow has seen so far."""

    citation: Citation
    read: Read
    direct: bool = False
    evidence: list[Evidence] = field(default_factory=list[Evidence])
    doubt: identity.Doubt | None = None  # about the page just examined
    metadata: tuple[MetadataCheck, ...] = ()

    def examine(self, answer: Answer) -> Evidence:
        found = self._miss(answer) if isinstance(answer, Miss) else self._capture(answer)
        self.evidence.append(found)
        return found

    def _miss(self, miss: Miss) -> Evidence:
        state, reason = _MISS_STATES[miss.reason]
        return Evidence(answer=miss, availability=state, unreadable=reason, detail=summaries.miss_detail(miss))

    def _capture(self, capture: Capture) -> Evidence:
        text = self.read(capture)
        document = None if isinstance(text, Unreadable) else text.document
        judged: Judged | None = None
        quotation = self.citation.quotation
        if quotation and not isinstance(text, Unreadable) and 200 <= capture.status < 300:
            judged = judge(
                self.citation.document.words(quotation),
                text,
                continued=[self.citation.document.words(piece) for piece in self.citation.pieces],
                speaker=quotation.speaker,
            )
        # The words that were found are stronger than any sign that the page is not what was cited.
        if judged is None or judged.verdict not in (*_FOUND, Verdict.VARIANT):
            if isinstance(text, Unreadable) and 200 <= capture.status < 300:
                state = _moved_or_live(capture)
                return Evidence(answer=capture, availability=state, unreadable=text.reason, detail=text.detail)
            page = signs(capture, document) if document else None
            obstacle = pages.obstacle(capture, document, self.citation.reference, page)
            if obstacle:
                return Evidence(
                    answer=capture,
                    availability=obstacle.availability,
                    unreadable=obstacle.reason,
                    detail=obstacle.detail,
                )
            if capture.status not in _WHOLE:
                detail = f"status {capture.status}, not the whole page"
                return Evidence(
                    answer=capture, availability=Availability.FAILING, unreadable=Reason.UNREACHABLE, detail=detail
                )
            if judged and document and document.unread:
                # The words may stand in the part that could not be read.
                if judged.verdict is Verdict.ABSENT:
                    state, unread = _moved_or_live(capture), document.unread
                    return Evidence(answer=capture, availability=state, unreadable=unread.reason, detail=unread.detail)
                judged = replace(judged, flags=judged.flags | {"partly-read"})
            if judged and judged.verdict is Verdict.ABSENT and document and not self.direct:
                doubt = identity.doubt(capture, document, self.citation.reference, page)
                if doubt and doubt.certain:
                    state = Availability.SOFT_404 if doubt.missing else _moved_or_live(capture)
                    return Evidence(answer=capture, availability=state, unreadable=Reason.SOFT_404, detail=doubt.detail)
                self.doubt = doubt
        if document and self.citation.reference and not self.metadata:
            self.metadata = metadata.checks(self.citation.reference, document)
        return Evidence(
            answer=capture, availability=_moved_or_live(capture), judged=judged, link=_link(capture, judged)
        )

    def compare(self, answer: Answer | None) -> None:
        """Settle the doubt about the page just examined by what a random address of its host answers, if that was asked."""
        page, doubt = self.evidence[-1], self.doubt
        self.doubt = None
        if doubt is None or page.judged is None or not isinstance(page.answer, Capture):
            return
        same: bool | None = None
        if answer is not None:
            text = self.read(answer) if isinstance(answer, Capture) else None
            theirs = text.document if isinstance(text, SourceText) else None
            told, same = identity.compared(page.answer, page.judged.source, answer, theirs)
            self.evidence.append(Evidence(answer=answer, unreadable=Reason.SOFT_404, detail=told))
        if same or doubt.stays or (same is None and doubt.grave):
            state = Availability.SOFT_404 if same else page.availability
            at = self.evidence.index(page)
            self.evidence[at] = replace(
                page, availability=state, unreadable=Reason.SOFT_404, detail=doubt.detail, judged=None
            )

    @property
    def settled(self) -> bool:
        """Whether nothing better can come: faithful words, or a reference's page that answers."""
        if self.citation.quotation is None:
            return any(isinstance(item.answer, Capture) and item.unreadable is None for item in self.evidence)
        return any(item.judged and item.judged.verdict in _FOUND for item in self.evidence)

    @property
    def archives_failed(self) -> bool:
        """Whether an archive could not say what it has."""
        return any(
            isinstance(item.answer, Miss) and not item.answer.request.live and item.answer.reason in _CANNOT_SAY
            for item in self.evidence
        )


def decide(
    citation: Citation,
    targets: Sequence[Target],
    *,
    read: Read,
    document_date: date | None = None,
    direct: bool = False,
    sibling: Callable[[str], str | None] = lambda _: None,
    drift: bool = False,
) -> Flow:
    """Decide one citation. `direct`: the person named the very pages, so that what they show now is the answer. `drift`:
    of words that only captures have, the history is searched for when they left the page.

    `sibling` names a random address of the host of an address, to be asked when a page may not be the cited one.
    `document_date` dates a reference that gives no date of its own.
    """
    quotation = citation.quotation
    if quotation and quotation.reason in _NOT_VERBATIM:
        return _unchecked(citation, Reason.NOT_VERBATIM, Availability.NOT_REQUESTED, ())
    if not targets:
        return _unchecked(citation, Reason.UNRESOLVED, Availability.UNRESOLVED, ())
    trail = _Trail(citation=citation, read=read, direct=direct)
    for target in targets:
        yield from _look(trail, target, document_date, sibling)
        if trail.settled:
            break
    left = (yield from _drift(trail)) if drift and quotation else None
    finding = _conclude(trail, direct=direct)
    if left is None:
        return finding
    return replace(finding, drift=left, summary=f"{finding.summary} {drifting.sentence(left)}")


def _look(
    trail: _Trail, target: Target, document_date: date | None, sibling: Callable[[str], str | None]
) -> Generator[Request, Answer, None]:
    answer = yield Request(uri_r=target.uri_r)
    trail.examine(answer)
    if trail.doubt:
        beside = sibling(target.uri_r)
        trail.compare((yield Request(uri_r=beside)) if beside else None)
    if trail.settled or not target.archives or target.uri_r.startswith("file:"):
        return
    reference = trail.citation.reference
    seen: set[str | None] = set()
    failed: set[tuple[MissReason, str]] = set()
    for request in snapshots.wanted(reference, target.uri_r, document_date, archive_url=target.archive_url):
        answer = yield request
        if isinstance(answer, Capture):
            if answer.uri_m in seen:
                continue
            seen.add(answer.uri_m)
        elif (answer.reason, answer.detail) in failed:
            continue
        else:
            failed.add((answer.reason, answer.detail))
        trail.examine(answer)
        trail.compare(None)
        if trail.settled or len(seen) >= MAX_CAPTURES:
            break
    yield from _nearby(trail, target)


def _nearby(trail: _Trail, target: Target) -> Generator[Request, Answer, None]:
    """Ask for the page's other states close to the captures that lack the words."""
    moments = [moment for item in trail.evidence if (moment := _moment(item))]
    judged = [item.judged.verdict for item in trail.evidence if item.judged]
    stands = judged and min(map(_RANK.index, judged)) < _ALTERED
    if trail.settled or stands or trail.archives_failed or not moments:
        return
    listing = yield drifting.listed(target.uri_r, moments[0])
    for request in drifting.nearby(listing, target.uri_r, moments):
        answer = yield request
        if isinstance(answer, Capture):
            trail.examine(answer)
            trail.compare(None)
        if trail.settled:
            return


def _drift(trail: _Trail) -> Generator[Request, Answer, Drift | None]:
    """When words that a capture has, and the live page has not, left the page."""
    readable = [item for item in trail.evidence if item.judged]
    best = min(readable, key=_rank, default=None)
    if best is None or _moment(best) is None or _rank(best)[0] >= _ALTERED:
        return None
    floor = _rank(best)[0]

    def there(item: Evidence) -> bool | None:
        if item.judged is None or item.judged.verdict is Verdict.UNCHECKED:
            return None
        return _rank(item)[0] <= floor

    known = {moment: there(item) for item in trail.evidence if (moment := _moment(item))}
    uri_r = best.answer.request.uri_r
    listing = yield drifting.listed(uri_r, max(known))

    def stands(given: Answer) -> bool | None:
        trail.examine(given)
        trail.compare(None)
        return there(trail.evidence[-1])

    return (yield from drifting.bisected(listing, uri_r, known, stands))


def _moment(item: Evidence) -> datetime | None:
    """When a copy was captured; None for the live one and for none."""
    return item.answer.memento_datetime if isinstance(item.answer, Capture) else None


def _conclude(trail: _Trail, *, direct: bool) -> Finding:
    if trail.citation.quotation is None:
        return _reference_finding(trail)
    readable = [item for item in trail.evidence if item.judged]
    if not readable:
        reason, state = _worst_obstacle(trail)
        return _unchecked(trail.citation, reason, state, tuple(trail.evidence), trail.metadata)
    # Stable: of equal verdicts the first that was asked, which is the live copy, decides.
    best = min(readable, key=_rank)
    judged = best.judged
    assert judged is not None  # noqa: S101  `readable` holds nothing else
    live = next((item for item in trail.evidence if item.answer.request.live), None)
    state = _availability(best, live)
    if judged.verdict is Verdict.UNCHECKED:
        reason = Reason.LANGUAGE if "language" in judged.flags else Reason.NOT_VERBATIM
        finding = _unchecked(trail.citation, reason, state, tuple(trail.evidence), trail.metadata)
        wordless = reason is Reason.NOT_VERBATIM
        return replace(finding, summary="The quotation has no words to compare.") if wordless else finding
    if judged.verdict is Verdict.ABSENT and trail.archives_failed and not direct:
        # The page may have changed since it was cited: without the archive nobody can say that the words never stood there.
        reason = _archive_reason(trail)
        return _unchecked(trail.citation, reason, state, tuple(trail.evidence), trail.metadata, absent_live=True)
    ordered = (best, *(item for item in trail.evidence if item is not best))
    return Finding(
        citation=trail.citation,
        verdict=judged.verdict,
        availability=state,
        summary=summaries.judged_summary(judged, best, state, live),
        differences=judged.differences,
        flags=judged.flags | {"archive-unasked"} if trail.archives_failed else judged.flags,
        evidence=ordered,
        metadata=trail.metadata,
    )


def _rank(item: Evidence) -> tuple[int, int]:
    judged = item.judged
    return (_RANK.index(judged.verdict), len(judged.flags)) if judged else (len(_RANK), 0)


def _availability(best: Evidence, live: Evidence | None) -> Availability:
    answer = best.answer
    if answer.request.uri_r.startswith("file:"):
        return Availability.NOT_REQUESTED
    if answer.request.live:
        return best.availability or Availability.LIVE
    return Availability.DRIFTED if live is not None and live.judged else Availability.ARCHIVED


def _worst_obstacle(trail: _Trail) -> tuple[Reason, Availability]:
    """The live copy's obstacle says why, unless an archive has the page and it is that copy which cannot be used.

    A page that is gone is dead only if the archives could answer; their captures of error pages and walls are no copies.
    """
    first = trail.evidence[0]
    state = first.availability or Availability.UNREACHABLE
    reason = first.unreadable or Reason.UNREACHABLE
    lost = (Availability.DEAD, Availability.FAILING, Availability.UNREACHABLE)
    copies = [item for item in trail.evidence if isinstance(item.answer, Capture) and item.answer.uri_m]
    usable = [item for item in copies if item.availability in (Availability.LIVE, Availability.MOVED)]
    if usable and state in lost:
        return usable[0].unreadable or reason, Availability.ARCHIVED
    if state is Availability.DEAD and trail.archives_failed:
        return reason, Availability.FAILING
    return reason, state


def _archive_reason(trail: _Trail) -> Reason:
    for item in trail.evidence:
        if isinstance(item.answer, Miss) and not item.answer.request.live and item.unreadable:
            return item.unreadable
    return Reason.UNREACHABLE


def _reference_finding(trail: _Trail) -> Finding:
    first = trail.evidence[0]
    state = first.availability or Availability.UNREACHABLE
    if first.answer.request.uri_r.startswith("file:") and isinstance(first.answer, Capture):
        state = Availability.NOT_REQUESTED
    elif first.unreadable and any(item.answer.request.live is False and not item.unreadable for item in trail.evidence):
        state = Availability.ARCHIVED
    elif state is Availability.DEAD and trail.archives_failed:
        state = Availability.FAILING
    reason = first.unreadable if state not in _ANSWERED and first.unreadable else Reason.NO_QUOTATION
    return Finding(
        citation=trail.citation,
        verdict=Verdict.UNCHECKED,
        availability=state,
        reason=reason,
        summary=summaries.reference_summary(state, trail.evidence),
        evidence=tuple(trail.evidence),
        metadata=trail.metadata,
    )


_ANSWERED = (Availability.LIVE, Availability.MOVED, Availability.ARCHIVED, Availability.NOT_REQUESTED)


def _unchecked(
    citation: Citation,
    reason: Reason,
    state: Availability,
    evidence: tuple[Evidence, ...],
    checks: tuple[MetadataCheck, ...] = (),
    *,
    absent_live: bool = False,
) -> Finding:
    summary = summaries.unchecked_summary(citation, reason, evidence)
    if absent_live:
        summary = f"The live page does not have the words; whether it had them when cited could not be asked. {summary}"
    no_differences: tuple[Difference, ...] = ()
    return Finding(
        citation=citation,
        verdict=Verdict.UNCHECKED,
        availability=state,
        reason=reason,
        summary=summary,
        differences=no_differences,
        evidence=evidence,
        metadata=checks,
    )


def interrupted(citation: Citation, *, by: str = "the run was stopped") -> Finding:
    """The finding of a citation that was not decided because something else came between."""
    finding = _unchecked(citation, Reason.INTERRUPTED, Availability.NOT_REQUESTED, ())
    return replace(finding, summary=f"Not checked: {by}.")


def _moved_or_live(capture: Capture) -> Availability:
    """Moved, when another page answered; http/https, www and a final slash are the same page."""
    same = capture.uri_r == capture.request.uri_r or _page(capture.uri_r) == _page(capture.request.uri_r)
    return Availability.LIVE if same or not capture.redirects else Availability.MOVED


def _page(uri: str) -> tuple[str, str, str]:
    parts = urlsplit(uri)
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query


def _link(capture: Capture, judged: Judged | None) -> str | None:
    """Where a person sees the passage: the page for readers, scrolled to the words where they were found."""
    url = capture.uri_m.replace("id_/", "/", 1) if capture.uri_m else capture.uri_r
    if not url.startswith(("http://", "https://")):
        return None
    if judged and judged.match and "html" in judged.source.media_type:
        return fragments.link(url, judged.source, judged.match.start, judged.match.end)
    if judged and judged.match and judged.source.media_type == "application/pdf":
        page = judged.source.place(judged.match.start).page
        return f"{url.partition('#')[0]}#page={page}" if page else url  # RFC 8118, section 3
    return url
