"""The verdict on one quotation against one readable text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from verify.core import damage
from verify.core.normalize import SourceText, View
from verify.core.placing import Outcome, Reading, place
from verify.core.punctuation import points
from verify.core.quotation_syntax import MarkKind, Quoted, parse
from verify.core.words import languages, scripts
from verify.model import Difference, Judged, Match, Piece, RegionKind, Severity, Verdict

_CONTEXT: Final = 160  # characters shown before and after a match
_MOST_OTHERS: Final = 5
_VERDICTS: Final = {
    Severity.SILENT: Verdict.VERBATIM,
    Severity.MARKED: Verdict.EDITED,
    Severity.NOTE: Verdict.VARIANT,
    Severity.ALTERED: Verdict.ALTERED,
}
_GREEN: Final = frozenset({Verdict.VERBATIM, Verdict.EDITED})
_BOILERPLATE: Final = frozenset({RegionKind.NAVIGATION, RegionKind.FOOTER})
_NO_WORDS: Final = frozenset({"B4", "B5", "C7", "D7", "D12", "E3"})  # notes that no damage brings about
_BESIDE_THE_TEXT: Final = {
    RegionKind.HEADING: "a heading",
    RegionKind.CAPTION: "a caption",
    RegionKind.ASIDE: "a box beside the text",
    RegionKind.COMMENT: "a reader's comment",
}


def judge(exact: str, source: SourceText, *, continued: Sequence[str] = (), speaker: str | None = None) -> Judged:
    """Whether the words of a quotation stand in a source, and what differs.

    `exact` are the quotation's words as the document has them, stray outer marks allowed; `continued` the further
    pieces of a quotation that the document interrupts. Offsets of differences and pieces count in `exact` followed by
    each continued piece after a newline; `source_start` and `source_end` count in the source document's text.
    Never raises. The verdict is `unchecked` for a quotation without words, for a source without words, and
    (flag "language") when both are in different languages or scripts.
    """
    source.asked += 1
    quoted = parse(exact, continued)
    document = source.document
    if not quoted.size:
        return Judged(verdict=Verdict.UNCHECKED, source=document)
    view = source.running()
    outcomes = _read_both(view, exact, continued, source, speaker)
    best = _judged(outcomes, source)
    if best is not None and best.verdict in _GREEN | {Verdict.VARIANT}:
        return best
    if source.has_regions:
        wider = _elsewhere(exact, continued, source, speaker)
        if wider is not None and (best is None or (wider.verdict in _GREEN | {Verdict.VARIANT})):
            return wider
    if best is not None:
        return best
    if not source.everything().size:
        return Judged(verdict=Verdict.UNCHECKED, source=document)
    if _other_language(quoted, source):
        return Judged(verdict=Verdict.UNCHECKED, source=document, flags=frozenset({"language"}))
    return _absent(outcomes, source)


def _read(view: View, quoted: Quoted, source: SourceText, speaker: str | None) -> list[Outcome]:
    return place(view, Reading(quoted, source.languages(), speaker))


def _read_both(
    view: View, exact: str, continued: Sequence[str], source: SourceText, speaker: str | None
) -> list[Outcome]:
    """The better of two readings: brackets and ellipses as the source's own, and as the quoter's."""
    quoted = parse(exact, continued)
    marked = bool(quoted.joints or quoted.patterns or quoted.lead or quoted.trail)
    if not marked or continued:
        return _read(view, quoted, source, speaker)
    literal = _read(view, parse(exact, continued, literally=True), source, speaker)
    if literal and literal[0].found and not _has_outer_marks(literal[0], quoted):
        literal = []
    if literal and literal[0].found and literal[0].severity is Severity.SILENT:
        return literal
    outcomes = _read(view, quoted, source, speaker)
    if not outcomes or not outcomes[0].found:
        return literal if literal and literal[0].found else outcomes
    if literal and literal[0].found and literal[0].rank() < outcomes[0].rank() and _has_inner_marks(literal[0], quoted):
        return literal
    return outcomes


def _has_inner_marks(literal: Outcome, quoted: Quoted) -> bool:
    """Whether what stands in the quotation's brackets was found in the source, read literally."""
    brackets = [mark for joint in quoted.joints for mark in joint.marks if mark.kind is MarkKind.BRACKET]
    added = [d for d in literal.comparison.differences if d.severity is Severity.ALTERED]
    return bool(brackets) and not any(d.start < mark.end and d.end > mark.start for d in added for mark in brackets)


def _has_outer_marks(literal: Outcome, quoted: Quoted) -> bool:
    """Whether marks before the first and after the last word of a quotation stand in the source too."""
    view = literal.comparison.view
    before, after = view.gap(literal.first - 1, literal.first), view.gap(literal.last - 1, literal.last)
    for joint, text in ((quoted.lead, before), (quoted.trail, after)):
        if joint is None:
            continue
        if joint.ellipsis and "…" not in points(text)[0]:
            return False
        if joint.bracket is not None and not any(character in "[]［］" for character in text):
            return False
    return True


def _judged(outcomes: Sequence[Outcome], source: SourceText) -> Judged | None:
    """The verdict on the best outcome; None when no passage is meant."""
    if not outcomes or not outcomes[0].found:
        return None
    best = outcomes[0]
    match = _match(best, source)
    others = tuple(_match(outcome, source) for outcome in outcomes[1 : _MOST_OTHERS + 1])
    flags = set(best.comparison.flags)
    if not best.sure:
        flags.add("weak-match")
    differences = list(best.comparison.differences)
    severity = best.severity
    if severity in (Severity.NOTE, Severity.ALTERED) and damage_only(best):
        flags.add("damaged-source" if damage.is_damaged(best.comparison.view) else "source-slip")
    elif best.comparison.forgiven > max(2, best.comparison.quoted.size // 5):
        flags.add("damaged-source")
    kind = match.region
    if kind in _BESIDE_THE_TEXT:
        differences.append(_beside(match, best, _BESIDE_THE_TEXT[kind]))
        severity = max((severity, Severity.NOTE), key=list(Severity).index)
    return Judged(
        verdict=_VERDICTS[severity],
        source=source.document,
        match=match,
        differences=tuple(differences),
        flags=frozenset(flags),
        others=others,
    )


def _beside(match: Match, outcome: Outcome, where: str) -> Difference:
    quoted = outcome.comparison.quoted
    return Difference(
        rule="I3",
        severity=Severity.NOTE,
        quoted=quoted.phrase(0, quoted.size),
        source=match.exact,
        start=quoted.start[0],
        end=quoted.end[-1],
        source_start=match.start,
        source_end=match.end,
        message=f"The words stand in {where}, not in the running text.",
    )


def damage_only(outcome: Outcome) -> bool:
    """Whether every difference left may be a slip of the source: it measures as damaged, or has each such word only
    there while it uses the quotation's word elsewhere.
    """
    c = outcome.comparison
    grave = [d for d in c.differences if d.severity in (Severity.NOTE, Severity.ALTERED) and d.rule not in _NO_WORDS]
    if not grave or len(grave) > max(2, c.quoted.size // 4):
        return False
    if not all(damage.may_be(d.quoted, d.source, d.rule) for d in grave):
        return False
    return damage.is_damaged(c.view) or all(damage.is_only_here(c.view, d.quoted, d.source) for d in grave)


def _match(outcome: Outcome, source: SourceText) -> Match:
    view, quoted = outcome.comparison.view, outcome.comparison.quoted
    start, end = view.span(outcome.first, outcome.last)
    text = source.text
    pieces = tuple(
        Piece(
            start=quoted.start[q0],
            end=quoted.end[q1 - 1],
            source_start=view.span(s0, s1)[0],
            source_end=view.span(s0, s1)[1],
        )
        for q0, q1, s0, s1 in outcome.placed
    )
    return Match(
        start=start,
        end=end,
        exact=text[start:end],
        before=text[max(0, start - _CONTEXT) : start],
        after=text[end : end + _CONTEXT],
        pieces=pieces,
        region=source.document.region(start),
    )


def _elsewhere(exact: str, continued: Sequence[str], source: SourceText, speaker: str | None) -> Judged | None:
    """The quotation outside the running text: in a caption, a comment, the page's furniture, or hidden."""
    visible = _judged(_read_both(source.visible(), exact, continued, source, speaker), source)
    if visible is not None and visible.match is not None and visible.verdict in _GREEN | {Verdict.VARIANT}:
        if visible.match.region in _BOILERPLATE or _is_related_link(visible.match, source):
            return _nowhere(visible, source, "boilerplate-only")
        return visible
    hidden = _judged(_read_both(source.everything(), exact, continued, source, speaker), source)
    if hidden is not None and hidden.match is not None and hidden.verdict in _GREEN | {Verdict.VARIANT}:
        return _nowhere(hidden, source, "hidden-only")
    if visible is not None and visible.match is not None and visible.match.region not in _BOILERPLATE:
        return visible
    return None


def _is_related_link(match: Match, source: SourceText) -> bool:
    """Whether the words are the text of a link in a box beside the article: a headline of another page."""
    if match.region is not RegionKind.ASIDE:
        return False
    return any(link.start <= match.start and match.end <= link.end for link in source.document.links)


def _nowhere(judged: Judged, source: SourceText, flag: str) -> Judged:
    return Judged(verdict=Verdict.ABSENT, source=source.document, match=judged.match, flags=frozenset({flag}))


def _other_language(quoted: Quoted, source: SourceText) -> bool:
    """Whether the quotation is clearly in another script or another language than the source."""
    own, other = scripts(quoted.text), scripts(source.text)
    if not own or not other:
        return False
    script, count = own.most_common(1)[0]
    if count >= 3 and other[script] < 0.02 * sum(other.values()):
        return True
    spoken = languages(quoted.text)
    return len(spoken) == 1 and len(source.languages()) == 1 and spoken != source.languages()


def _absent(outcomes: Sequence[Outcome], source: SourceText) -> Judged:
    near = outcomes and outcomes[0].coverage > 0.3
    flags: frozenset[str] = frozenset({"near-miss"} if near else ())
    return Judged(verdict=Verdict.ABSENT, source=source.document, flags=flags)
