"""The verdict on one quotation against one readable text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from verify.core import damage, glance
from verify.core.normalize import SourceText, Spans
from verify.core.one_place import only_place
from verify.core.patterns import regex
from verify.core.placing import Outcome
from verify.core.quotation_syntax import Quoted
from verify.core.readings import Asked, ask, outcomes
from verify.core.words import languages, scripts
from verify.model import Difference, Judged, Match, Piece, RegionKind, Severity, Verdict

_CONTEXT: Final = 160  # characters shown before and after a match
_BESIDE: Final = 300  # characters beside a passage that a page head may have cut off from it
_MOST_OTHERS: Final = 5
_VERDICTS: Final = {
    Severity.SILENT: Verdict.VERBATIM,
    Severity.MARKED: Verdict.EDITED,
    Severity.NOTE: Verdict.VARIANT,
    Severity.ALTERED: Verdict.ALTERED,
}
_STANDS: Final = frozenset({Verdict.VERBATIM, Verdict.EDITED, Verdict.VARIANT})
_BOILERPLATE: Final = frozenset({RegionKind.NAVIGATION, RegionKind.FOOTER})
_NO_FLAGS: Final[frozenset[str]] = frozenset()  # one for all: an empty set takes 200 bytes, and most findings have none
_WORDS: Final = regex(r"\w")
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
    document = source.document
    asked = ask(exact, continued, speaker)
    if not asked.marked.size:
        return Judged(verdict=Verdict.UNCHECKED, source=document)
    source.asked += 1
    if not source.prepared and source.asked <= glance.PATIENCE:
        seen = _at_first_sight(asked, source)
        if seen is not None:
            return seen
    found = outcomes(source.running(), asked, source.languages())
    best = _judged(found, source)
    if best is not None and best.verdict in _STANDS:
        return best
    near = bool(source.furniture) and (best is None or _near_furniture(best, source.passed_over))
    bare = source.without_furniture() if near else None
    if bare is not None:
        seen = _judged(outcomes(bare, asked, source.languages()), source)
        if seen is not None and (best is None or seen.verdict in _STANDS):
            best = _over_furniture(seen, source)
            if best.verdict in _STANDS:
                return best
    if source.has_regions:
        close = best is None and bool(found) and found[0].coverage >= glance.POSSIBLE
        wider = _elsewhere(asked, source, anywhere=close)
        if wider is not None and (best is None or wider.verdict in _STANDS):
            return wider
    if best is not None:
        return best
    if not source.everything().size:
        return Judged(verdict=Verdict.UNCHECKED, source=document)
    if _other_language(asked.marked, source):
        return Judged(verdict=Verdict.UNCHECKED, source=document, flags=frozenset({"language"}))
    return _absent(found, source)


def _at_first_sight(asked: Asked, source: SourceText) -> Judged | None:
    """The verdict as far as the text tells it without an index; None when it does not."""
    if len(source.text) <= glance.SMALL:
        seen = _judged(only_place(asked, source), source)
        return seen if seen is not None and seen.verdict in _STANDS else None
    first = glance.look(asked, source)
    seen = _judged(first.found, source)
    if seen is None:
        return _nowhere_at_all(asked, source) if first.absent else None
    return seen if _is_the_best(seen) else None


def _is_the_best(seen: Judged) -> bool:
    """Whether no other place can be better, where the words may stand in other letters: no heading, and in no doubtful context."""
    match = seen.match
    return seen.verdict in _STANDS and not seen.flags and match is not None and match.region not in _BESIDE_THE_TEXT


def _nowhere_at_all(asked: Asked, source: SourceText) -> Judged:
    """The verdict when the text surely has no such passage: another language, no words at all, or absent."""
    everyday = asked.everyday
    if not everyday or not all(f" {word} " in source.text for word in everyday):
        if _WORDS.search(source.text) is None:
            return Judged(verdict=Verdict.UNCHECKED, source=source.document)
        if _other_language(asked.marked, source):
            return Judged(verdict=Verdict.UNCHECKED, source=source.document, flags=frozenset({"language"}))
    return Judged(verdict=Verdict.ABSENT, source=source.document)


def _near_furniture(judged: Judged, spans: Spans) -> bool:
    """Whether a page head stands in or beside the passage, so that passing over it may mend the match."""
    if judged.match is None:
        return False
    low, high = judged.match.start - _BESIDE, judged.match.end + _BESIDE
    at = bisect_left(spans, (low, low))
    return at < len(spans) and spans[at][0] < high


def _over_furniture(judged: Judged, source: SourceText) -> Judged:
    """The judgement with a word on the page heads that the passage runs over."""
    match = judged.match
    spans = [] if match is None else [s for s in source.furniture if s[0] >= match.start and s[1] <= match.end]
    if not spans or match is None:
        return judged
    start, end = spans[0]
    passed = Difference(
        rule="D16",
        severity=Severity.SILENT,
        quoted="",
        source=source.text[start:end],
        start=match.pieces[0].start,
        end=match.pieces[0].start,
        source_start=start,
        source_end=end,
        message=f"Page furniture is passed over: “{source.text[start:end].strip()}”.",
    )
    return replace(judged, differences=(*judged.differences, passed))


def _judged(found: Sequence[Outcome], source: SourceText) -> Judged | None:
    """The verdict on the best outcome; None when no passage is meant."""
    if not found or not found[0].found:
        return None
    best = min(found, key=lambda outcome: _beside_the_text(outcome, source))
    match = _match(best, source)
    others = tuple(_match(outcome, source) for outcome in found if outcome is not best)[:_MOST_OTHERS]
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
        flags=frozenset(flags) if flags else _NO_FLAGS,
        others=others,
    )


def _beside_the_text(outcome: Outcome, source: SourceText) -> bool:
    start, _ = outcome.comparison.view.span(outcome.first, outcome.last)
    return source.document.region(start) is not RegionKind.MAIN


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
        before=text[_beside_hidden(source.hidden, start)[0] : start],
        after=text[end : _beside_hidden(source.hidden, end)[1]],
        pieces=pieces,
        region=source.document.region(start),
    )


def _beside_hidden(hidden: Spans, at: int) -> tuple[int, int]:
    """How far the text around an offset is shown: text that no reader of the page sees ends it."""
    following = bisect_left(hidden, (at, at))
    low = hidden[following - 1][1] if following else 0
    high = hidden[following][0] if following < len(hidden) else at + _CONTEXT
    return max(0, at - _CONTEXT, low if low <= at else 0), min(at + _CONTEXT, high)


def _elsewhere(asked: Asked, source: SourceText, *, anywhere: bool) -> Judged | None:
    """The quotation outside the running text: in a caption, a comment, the page's furniture, or hidden.

    Unless it may be `anywhere`, it is not looked for where too few of its words stand near such a part of the page.
    """
    visible = None
    if anywhere or glance.may_touch(asked, source, source.beside, source.hidden):
        visible = _judged(outcomes(source.visible(), asked, source.languages()), source)
    if visible is not None and visible.match is not None and visible.verdict in _STANDS:
        if visible.match.region in _BOILERPLATE or _is_related_link(visible.match, source):
            return _nowhere(visible, source, "boilerplate-only")
        return visible
    hidden = None
    if source.hidden and (anywhere or glance.may_touch(asked, source, source.hidden, ())):
        hidden = _judged(outcomes(source.everything(), asked, source.languages()), source)
    if hidden is not None and hidden.match is not None and hidden.verdict in _STANDS:
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
    if len(spoken) != 1:
        return False
    known = source.languages()
    declared = source.declared_language
    if declared is not None and declared != spoken[0] and known[0] not in (spoken[0], declared):
        return True
    return (len(known) == 1 and spoken != known) or (declared is not None and spoken[0] != declared and len(known) > 1)


def _absent(found: Sequence[Outcome], source: SourceText) -> Judged:
    near = found and found[0].coverage > 0.3
    flags: frozenset[str] = frozenset({"near-miss"} if near else ())
    return Judged(verdict=Verdict.ABSENT, source=source.document, flags=flags)
