"""What an ellipsis leaves out and what a bracket stands for (VERDICTS.md, "What decides", 4 and 5).

Omitted words limit the kept ones when they share their sentence and no clause of their own shuts them in. A word shut
in on both sides, by points or by words that open a clause, denies only what was left out with it.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from verify.core import brackets, limits_omitted, omissions
from verify.core.brackets import shown_words
from verify.core.characters import fold
from verify.core.comparison import Comparison
from verify.core.damage import is_impossible
from verify.core.limits_omitted import LOOKED_AT
from verify.core.normalize import View
from verify.core.patterns import regex
from verify.core.punctuation import points
from verify.core.quotation_syntax import Joint, is_sic, is_sound
from verify.core.sentences import sentence_ends
from verify.core.spelling import british, misprint
from verify.core.words import clause_words, common_words, slips, wrong_turns
from verify.model import Severity

_SIC_SEARCHED: Final = 400_000  # characters in which the word is looked for that [sic] says was meant
_TURN: Final = 3  # words around [sic] in which a turn of phrase may be wrong
_WORD: Final = regex(r"[^\W\d_]{4,}")
_LONG_SENTENCES: Final = 2
_NOTE_MARKS: Final = 12  # note marks in a row
_CLOSING: Final = regex(r"([\d\s,–-]{0,8})")  # what is left of a note mark that a line end cuts
_FIGURES: Final = regex(r"\d+")
_THREE: Final = 3  # dots of an ellipsis; a fourth one ends a sentence


def joint(c: Comparison, mark: Joint, s_end: int, s_next: int) -> None:
    """Inspect a joint; the piece before it ends at the source's word `s_end`, the next begins at `s_next`."""
    spot = (mark.start, mark.end)
    gap = s_next - s_end
    if gap < 0:
        c.add(
            "D11" if mark.ellipsis else "G5",
            "The pieces stand in another order in the source.",
            spot,
            c.view.span(s_next, s_next),
        )
        return
    if mark.bracket is not None and (not mark.ellipsis or gap == 0):
        brackets.bracket(c, mark.bracket, s_end, s_next)
    elif mark.ellipsis:
        _ellipsis(c, mark, s_end, s_next)
        if mark.bracket is not None:
            brackets.after_omission(c, mark.bracket, s_end, s_next)
    else:
        _seam(c, mark, s_end, s_next)


def _ellipsis(c: Comparison, mark: Joint, s_end: int, s_next: int) -> None:
    spot = (mark.start, mark.end)
    where = c.view.span(s_end, s_next)
    count = s_next - s_end
    if count == 0:
        between = c.view.gap(s_end - 1, s_end)
        if "…" in points(between)[0] or c.quoted.text[mark.start : mark.end].strip() in between:
            c.add("D13", "The ellipsis is in the source.", spot, where)
        else:
            c.add("D12", "There is an ellipsis, and the source has nothing here that is left out.", spot, where)
        return
    ends = _ends_of_gap(c.view, s_end, s_next)
    passage = c.view.gap(s_end - 1, s_next)
    shown = shown_words(c.view, s_end, s_next)
    limit = limits_omitted.limit(c, s_end, s_next, ends)
    words = "one word" if count == 1 else f"{count} words"
    if limit:
        c.add("D9", f"The ellipsis leaves out “{limit}”, which limits the words kept: “{shown}”.", spot, where)
        return
    paragraph = c.view.paragraph_ends(passage)
    if count == 1 and ends == [s_end - 1] and fold(shown) in clause_words("openers") | clause_words("connectives"):
        c.add("D5", f"The ellipsis leaves out only the “{shown}” that opens the sentence.", spot, where)
    elif paragraph or len(ends) > _LONG_SENTENCES:
        c.flags.add("long-elision")
        rule = "D3" if paragraph and len(ends) <= _LONG_SENTENCES else "D10"
        c.add(rule, f"The ellipsis leaves out {words} over {len(ends) or 1} sentence ends: “{shown}”.", spot, where)
    elif ends:
        c.add("D2", f"The ellipsis leaves out {words} over a sentence end: “{shown}”.", spot, where)
    else:
        c.add("D1", f"The ellipsis leaves out {words}: “{shown}”.", spot, where)
    if ends and ends[0] != s_end - 1 and ends[-1] != s_next - 1 and not _ends_there(c, mark):
        c.flags.add("joined-sentences")
    if count > 1 and ends and c.lexicon.negates(c.view.words(s_end, min(s_next, s_end + LOOKED_AT))):
        c.flags.add("omits-negation")


def _ends_there(c: Comparison, mark: Joint) -> bool:
    """Whether the quotation itself shows a sentence end at its ellipsis: a point before it, four dots, a capital after."""
    text = c.quoted.text
    before, after = text[: mark.start].rstrip()[-1:], text[mark.end :].lstrip()[:1]
    four = (
        sum(character == "." for character in text[mark.start : mark.end]) > _THREE
        or "…." in text[mark.start : mark.end]
    )
    return before in (".", "!", "?") or four or after.isupper()


def _ends_of_gap(view: View, s_end: int, s_next: int) -> list[int]:
    if s_next - s_end <= 2 * LOOKED_AT:
        return sentence_ends(view, s_end - 1, s_next)
    return sentence_ends(view, s_end - 1, s_end + LOOKED_AT) + sentence_ends(view, s_next - LOOKED_AT, s_next)


def _seam(c: Comparison, mark: Joint, s_end: int, s_next: int) -> None:
    spot = (mark.start, mark.end)
    where = c.view.span(s_end, s_next)
    if s_next == s_end:
        c.add("E15", "The document interrupts the quotation; the source goes on without a break.", spot, where)
        return
    excused = omissions.excuse(c.view, s_end, s_next, c.lexicon)
    if excused is not None:
        c.add(*excused, spot, where)
        return
    shown = shown_words(c.view, s_end, s_next)
    ends = _ends_of_gap(c.view, s_end, s_next)
    finished = bool(set(points(c.quoted.text[: mark.start].rstrip()[-3:])[0]) & set(".!?…"))
    if not ends:
        c.add("D4", f"words left out between the two parts without a mark: “{shown}”.", spot, where)
    elif finished:
        c.add("D10", f"Between the two parts the source has “{shown}”.", spot, where)
        if len(ends) > _LONG_SENTENCES or c.view.paragraph_ends(c.view.gap(s_end - 1, s_next)):
            c.flags.add("long-elision")
    else:
        c.add("G6", f"Two passages are joined as one; between them the source has “{shown}”.", spot, where)


# --- marks outside the pieces, and remarks -------------------------------------------------------------------------


def outer(c: Comparison, lead: Joint | None, trail: Joint | None, s_first: int, s_last: int) -> None:
    """Inspect marks before the first and after the last piece; the match is the source's words [s_first, s_last)."""
    for mark, at in ((lead, s_first), (trail, s_last)):
        if mark is None:
            continue
        spot, where = (mark.start, mark.end), c.view.span(at, at)
        bracket = mark.bracket
        if bracket is None:
            if mark.ellipsis:
                place = "opens" if mark is lead else "closes"
                c.add("D8", f"An ellipsis {place} the quotation.", spot, where)
            continue
        rule, message = brackets.at_edge(c, bracket, s_first, s_last, leads=mark is lead)
        c.add(rule, message, spot, where)


def remarks(c: Comparison) -> None:
    """Inspect [sic] and other remarks: what they say of the words before them."""
    for note in c.quoted.notes:
        spot = (note.start, note.end)
        at = c.view.span(0, 0)
        if is_sic(note):
            wrong = next((d for d in c.differences if 0 <= note.start - d.end <= 2 and d.end > d.start), None)
            if (
                wrong is not None
                and wrong.severity in (Severity.NOTE, Severity.ALTERED)
                and wrong.rule not in ("B6", "C7", "D7")
            ):
                c.add(
                    "E7",
                    f"[sic] follows “{wrong.quoted}”, the source has “{wrong.source}”.",
                    spot,
                    (wrong.source_start, wrong.source_end),
                )
            else:
                c.add("E6", "[sic] follows words that are in the source.", spot, at)
                if not _shows_a_slip(c, note.start):
                    c.flags.add("sic-unexplained")
        elif is_sound(note):
            c.add("E9", f"A remark on sound: “{note.inner}”.", spot, at)
        elif note.inner[:1].isdigit() or note.inner.lower().startswith("note"):
            own, other = _FIGURES.findall(note.inner), _note_mark_there(c, note.start)
            if own and other and not _is_part(own, _FIGURES.findall(other)):
                c.add("F7", f"The number of a note differs: “{note.inner}”, the source has “{other}”.", spot, at)
            else:
                c.add("D14", "Note marks of the quotation are passed over.", spot, at)
        else:
            c.add("E8", f"A remark of the quoter: “{note.inner}”.", spot, at)


def _is_part(own: list[str], other: list[str]) -> bool:
    return any(other[k : k + len(own)] == own for k in range(len(other)))


def _note_mark_there(c: Comparison, at: int) -> str:
    """The note mark of the source beside the word that stands before offset `at` of the quotation, or after it; "" for none."""
    i = bisect_left(c.quoted.start, at)
    for run in c.runs:
        if run.q0 <= i - 1 < run.q1:
            low = high = run.s0 + i - run.q0
        elif i == 0 == run.q0:
            low = high = run.s0
            while low > 0 and high - low < _NOTE_MARKS and omissions.is_note_mark(c.view, low - 1):
                low -= 1
        else:
            continue
        while high < c.view.size and high - low < _NOTE_MARKS and omissions.is_note_mark(c.view, high):
            high += 1
        closing = _CLOSING.match(c.view.text, int(c.view.end[high - 1])) if high > low else None
        return c.view.passage(low, high) + closing.group(1) if closing is not None else ""
    return ""


def _shows_a_slip(c: Comparison, at: int) -> bool:
    """Whether the word before [sic] looks like a misprint of another word of the source, or cannot be a word."""
    i = bisect_left(c.quoted.start, at) - 1
    if i < 0:
        return False
    word = fold(c.quoted.word(i))
    if is_impossible(word) or (i and word == fold(c.quoted.word(i - 1))) or word in slips():
        return True
    low = max(0, i - _TURN)
    around = [fold(c.quoted.word(k)) for k in range(low, min(c.quoted.size, i + _TURN + 1))]
    if any(a + low <= i < b + low for a, b in wrong_turns().find(around)):
        return True
    if word in common_words() or c.lexicon.negates([c.quoted.word(i)]):
        return False
    own = int(c.view.frequencies(c.quoted.hash[i : i + 1])[1][0])
    if own > 1:
        return False
    others = {fold(other) for other in _WORD.findall(c.view.text[:_SIC_SEARCHED])}
    return any(misprint(word, other) or british(word, other) for other in others if other != word)
