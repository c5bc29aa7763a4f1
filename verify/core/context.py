"""What stands at the edges of a match and just outside it: closing points, marks around it, denials, limits, speakers.

Edges may change the verdict (VERDICTS.md B, C7, D7, G10; a number cut from its sign or unit). What stands outside is a
flag only ("What decides", 6 and 8).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from verify.core import punctuation
from verify.core.characters import HYPHENS, fold
from verify.core.comparison import Comparison
from verify.core.limits_before import REACH, begins_after_limit
from verify.core.normalize import View
from verify.core.numbers import has_digit
from verify.core.omissions import is_power
from verify.core.patterns import regex
from verify.core.punctuation import ends_sentence, points
from verify.core.quotation_syntax import QUOTES
from verify.core.sentences import Opening, opening, sentence_ends
from verify.core.words import clause_words, common_words, phrases, word_set, words_of

_BEFORE: Final = 12  # words before the match in which a denial is looked for
_NEGATION_REACH: Final = 7
_AFTER: Final = 8
_LIMIT_REACH: Final = 2
_TRAILING_NEGATION: Final = 2
_FEW: Final = frozenset({"few", "little", "wenige", "kaum", "peu", "pocos", "pocas", "pochi", "poche", "poucos", "poucas", "weinigen", "немногие", "мало"})  # fmt: skip
_NEARBY: Final = 600  # characters around a match in which its speaker is named
_NEGATING_PREFIXES: Final = frozenset(
    {"non", "anti", "un", "ex", "pseudo", "quasi", "semi", "counter", "nicht", "post", "pre", "pro", "half"}
)
_EMPTYING_SUFFIXES: Final = frozenset({"free", "less", "proof", "like", "style", "frei", "los"})
_UNITS: Final = frozenset({"%", "percent", "percentage", "‰", "°", "prozent", "pct"})
_STOPS: Final = frozenset(",;:")
_DASH_BEFORE: Final = regex(r"(?:^|\n)[ \t]*[-–—―][ \t\u00a0]*$")
_CLOSING: Final = frozenset("”\"’'»」』")
_LONGEST_NAME: Final = 4
_BESIDE_VERB: Final = 6  # words behind a closing mark that say who spoke
_TOLD_ABOUT: Final = 200_000  # characters of a source in which a person is looked for
_LABEL: Final = regex(r"[ \t]*([^\n:?!\"“”«»]{2,60}):\s")
_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "lord", "lady", "president", "minister", "prime", "foreign", "secretary", "chancellor", "senator", "governor", "mayor", "general", "colonel", "captain", "judge", "justice", "king", "queen", "prince", "princess", "pope", "bishop", "father", "sister", "brother", "chief", "director", "frau", "herr", "monsieur", "madame", "mme", "señor", "señora", "don", "signor", "signora", "the", "spokesman", "spokeswoman", "representative", "congressman", "congresswoman", "officer", "inspector", "sergeant", "lieutenant", "major", "admiral", "ambassador", "deputy", "vice", "former"})  # fmt: skip
_NAME: Final = regex(r"[^\W\d_]{3,}")
_CLOSED_BY: Final = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "「": "」", "『": "』"}


def edges(c: Comparison, s_first: int, s_last: int, speaker: str | None) -> None:
    """Inspect both ends of the match, the source's words [s_first, s_last)."""
    _closing(c, s_first, s_last)
    _cut_number(c, s_first, s_last)
    _cut_compound(c, s_first, s_last)
    _cut_comparison(c, s_first)
    _false_start(c, s_first)
    before = opening(c.view, s_first, REACH)
    denied = before is not None and _denied_before(c, s_first, before)
    if denied:
        c.flags.add("context-negated")
    begins = _before_bracket(c, s_first)
    if begins_after_limit(c, begins, before if begins == s_first else opening(c.view, begins, REACH), speaker):
        c.flags.add("starts-after-limiter")
    if _limited_after(c, s_last):
        c.flags.add("stops-before-limiter")
    _quoted_speech(c, s_first, s_last, speaker, denied=denied)


def _before_bracket(c: Comparison, s_first: int) -> int:
    """The word where the quotation begins when a leading bracket repeats the source's words before the match."""
    mark = c.quoted.lead.bracket if c.quoted.lead is not None else None
    inner = words_of(mark.inner) if mark is not None else []
    repeated = bool(inner) and [fold(word) for word in c.view.words(s_first - len(inner), s_first)] == inner
    return s_first - len(inner) if repeated else s_first


def opens_sentence(view: View, first: int) -> bool:
    """Whether a sentence or a speech begins at word `first`."""
    if first == 0:
        return True
    between = view.gap(first - 1, first)
    if view.paragraph_ends(between) or ends_sentence(view.word(first - 1), between, view.word(first)):
        return True
    return between.strip()[-1:] in QUOTES and view.word(first)[:1].isupper()


def closes_sentence(view: View, last: int) -> bool:
    """Whether a sentence ends before word `last`."""
    if last >= view.size:
        return True
    between = view.gap(last - 1, last)
    return view.paragraph_ends(between) or ends_sentence(view.word(last - 1), between, view.word(last))


def _closing(c: Comparison, s_first: int, s_last: int) -> None:
    """The last point of the quotation against the source's."""
    if c.quoted.trail is not None:
        return
    end_of_words = c.quoted.end[-1]
    tail = c.quoted.text[end_of_words:]
    for note in c.quoted.notes:
        if note.start >= end_of_words:
            tail = tail.replace(c.quoted.text[note.start : note.end], "")
    following = c.view.gap(s_last - 1, s_last)
    q = points(tail)[0].lstrip(")]}")[:1]
    attached = re.split(r"\s", following.lstrip("".join(QUOTES) + ")]*_"), maxsplit=1)[0]
    s = points(attached)[0].lstrip(")]")[:1]
    spot = (end_of_words, len(c.quoted.text.rstrip()))
    where = (int(c.view.end[s_last - 1]), int(c.view.end[s_last - 1]) + len(following.rstrip()))
    where = (where[0], min(where[1], where[0] + 12))
    if q == s or (q in _STOPS | {"-"} and s == ""):
        if q != s:
            c.add("B1", "A point of the host sentence stands inside the closing mark.", spot, where)
        return
    whole = c.quoted.word(0)[:1].isupper() and c.quoted.lead is None and opens_sentence(c.view, s_first)
    if q in ("?", "!"):
        if s in ("?", "!", ".") or closes_sentence(c.view, s_last):
            c.add("B4", f"The quotation ends with “{q}”, the source with {f'“{s}”' if s else 'nothing'}.", spot, where)
        else:
            c.add("B5", f"The source has no “{q}” here.", spot, where)
    elif s in ("?", "!"):
        if q or whole:
            c.add(
                "B4",
                f"The source ends with “{s}”, the quotation {f'with “{q}”' if q else 'without a point'}.",
                spot,
                where,
            )
    elif q == "." and whole and not closes_sentence(c.view, s_last) and not _speech_ends(following):
        rest = _rest_of_sentence(c.view, s_last)
        c.add("D7", f"The source's sentence goes on: “{rest}”.", spot, where)
    elif not q:
        if s:
            c.add("B3", "The final point is left out.", spot, where)
    elif s:
        c.add("B2", "The final point is replaced by another.", spot, where)
    else:
        c.add("B1", "A point of the host sentence stands inside the closing mark.", spot, where)


def _speech_ends(following: str) -> bool:
    """A comma before a closing mark ends a speech, not a clause: "…," he said."""
    return re.match(r"\s*,?[”’\"'»」』]", following) is not None


def _rest_of_sentence(view: View, last: int) -> str:
    ends = sentence_ends(view, last, min(view.size, last + 40))
    high = ends[0] + 1 if ends else min(view.size, last + 40)
    return " ".join(view.passage(last, high).split())


def _cut_number(c: Comparison, s_first: int, s_last: int) -> None:
    """A number that loses its sign, unit or magnitude at an edge of the quotation."""
    view, quoted = c.view, c.quoted
    first, last = fold(view.word(s_first)), fold(view.word(s_last - 1))
    if s_first and has_digit(first) and not view.gap(s_first - 1, s_first) and view.word(s_first - 1) in HYPHENS:
        c.add("F7", "The number has lost its minus sign.", quoted.span(0, 1), view.span(s_first - 1, s_first + 1))
    sign = punctuation.sign(view.gap(s_first - 1, s_first)) if has_digit(first) else ""
    if has_digit(first) and sign != punctuation.sign(quoted.text[: quoted.start[0]]):
        c.add("F7", f"The sign before “{first}” differs.", quoted.span(0, 1), view.span(s_first, s_first + 1))
    if (
        s_last < view.size
        and quoted.trail is None
        and (c.numbers.is_number(last) or is_power(view, s_last))
        and not view.gap(s_last - 1, s_last).strip(" \u00a0\u202f\u2009⁻")
    ):
        following = fold(view.word(s_last))
        if (
            following in _UNITS
            or is_power(view, s_last)
            or (c.numbers.is_magnitude(following) and c.numbers.value([last]) is not None)
        ):
            c.add(
                "F7",
                f"The number has lost “{view.word(s_last)}”, which follows it in the source.",
                quoted.span(quoted.size - 1, quoted.size),
                view.span(s_last - 1, s_last + 1),
            )


def _false_start(c: Comparison, s_first: int) -> None:
    """A false start before the match: "I, uh, | I think"."""
    raw = list(map(fold, c.view.words(s_first - 6, s_first)))
    fillers = phrases("speech", "fillers").find(raw)
    if not fillers or fillers[-1][1] != len(raw):
        return
    low = fillers[-1][0]
    if low and raw[low - 1] == fold(c.view.word(s_first)):
        where = c.view.span(s_first - len(raw) + low - 1, s_first)
        c.add("D18", "A false start before the quotation is left out.", c.quoted.span(0, 0), where)


def _cut_comparison(c: Comparison, s_first: int) -> None:
    """A quantity that begins behind the article that turns it: a | few."""
    view, quoted = c.view, c.quoted
    if not s_first or quoted.lead is not None or view.gap(s_first - 1, s_first).strip():
        return
    before, first = fold(view.word(s_first - 1)), fold(view.word(s_first))
    if fold(quoted.word(0)) != first:
        return
    if before == "a" and first in ("few", "little"):
        c.add(
            "F17",
            f"“{view.passage(s_first - 1, s_first + 1)}” has lost “{view.word(s_first - 1)}”.",
            quoted.span(0, 1),
            view.span(s_first - 1, s_first + 1),
        )


def _cut_compound(c: Comparison, s_first: int, s_last: int) -> None:
    """A hyphenated word cut in two so that its sense turns: non-|nuclear, sugar|-free."""
    view, quoted = c.view, c.quoted
    if s_first and quoted.lead is None:
        between = view.gap(s_first - 1, s_first)
        prefix = fold(view.word(s_first - 1))
        if len(between) == 1 and between in HYPHENS and between not in "–—" and prefix in _NEGATING_PREFIXES:
            c.add(
                "F17",
                f"“{view.passage(s_first - 1, s_first + 1)}” has lost “{view.word(s_first - 1)}-”.",
                quoted.span(0, 1),
                view.span(s_first - 1, s_first + 1),
            )
    if s_last < view.size and quoted.trail is None:
        between = view.gap(s_last - 1, s_last)
        if (
            len(between) == 1
            and between in HYPHENS
            and between not in "–—"
            and fold(view.word(s_last)) in _EMPTYING_SUFFIXES
            and fold(view.word(s_last - 1)) not in _NEGATING_PREFIXES
        ):
            c.add(
                "F17",
                f"“{view.passage(s_last - 1, s_last + 1)}” has lost “-{view.word(s_last)}”.",
                quoted.span(quoted.size - 1, quoted.size),
                view.span(s_last - 1, s_last + 1),
            )


def _denied_before(c: Comparison, s_first: int, before: Opening) -> bool:
    """Whether words of the same sentence just before the match negate or deny it."""
    raw, folded = before.raw[-_BEFORE:], before.folded[-_BEFORE:]
    low = s_first - len(raw)

    def open_from(b: int, stops: frozenset[str]) -> bool:
        found = ((k, stops & set(points(c.view.gap(low + k, low + k + 1))[0])) for k in range(b - 1, len(raw)))
        return not any(here != frozenset(",") or not _brings_in(c, low + k + 1) for k, here in found if here)

    joined = clause_words("joining")
    for _, b in c.lexicon.negations(raw):
        near = len(raw) - b < _NEGATION_REACH and not joined & set(folded[b:])
        if near and open_from(b, frozenset(",;:.()")):
            return True
    first = before.whole and len(before.raw) <= _NEGATION_REACH
    if first and folded[0] in _FEW and open_from(1, frozenset(",;:.()")):
        return True  # few of those who believe a thing: "Few residents believe | the repairs were necessary"
    for _, b in c.lexicon.denials.find(folded):
        if len(raw) - b < _NEGATION_REACH and open_from(b, frozenset(";.")):
            return True
    return False


def _brings_in(c: Comparison, at: int) -> bool:
    """Whether the word behind a comma only brings in the clause that is denied: "kein Beweis dafür, dass"."""
    return at < c.view.size and fold(c.view.word(at)) in clause_words("after_comma")


def _limited_after(c: Comparison, s_last: int) -> bool:
    """Whether the source goes on at once with words that limit or negate the match."""
    view = c.view
    if s_last >= view.size:
        return False
    raw = view.words(s_last, s_last + _AFTER)
    folded = list(map(fold, raw))
    conditions = c.lexicon.conditions.find(folded)
    if closes_sentence(view, s_last):
        return any(a == 0 for a, _ in conditions)
    limits = c.lexicon.tail_limits.find(folded)
    bare = not points(view.gap(s_last - 1, s_last))[0]
    negations = c.lexicon.negations(raw) if bare else []
    if not (conditions or limits or negations):
        return False
    ends = sentence_ends(view, s_last, s_last + len(raw))
    stop = ends[0] + 1 - s_last if ends else len(raw)
    return (
        any(a < min(stop, _LIMIT_REACH) for a, _ in limits)
        or any(a < stop for a, _ in conditions)
        or any(a < min(stop, _TRAILING_NEGATION) for a, _ in negations)
    )


def _quoted_speech(c: Comparison, s_first: int, s_last: int, speaker: str | None, *, denied: bool) -> None:
    """Marks of the source around the whole match (C7, C8, G10), and who it says is speaking (I1)."""
    view, quoted = c.view, c.quoted
    before, after = view.gap(s_first - 1, s_first), view.gap(s_last - 1, s_last)
    inside = _in_marks(before, after)
    where = view.span(s_first, s_last)
    spot = quoted.span(0, quoted.size)
    if speaker is not None:
        credited = _turn(view, s_first) or (_credited(view, s_last, after) if inside or _closes(after) else None)
        if credited is not None and _is_another(view, credited, speaker):
            c.flags.add("speaker-differs")
            return
        named = _names_speaker(view, s_first, s_last, speaker)
        if inside and named is False:
            c.flags.add("speaker-differs")
        if named:
            return
    line_start = s_first == 0 or "\n" in before
    if line_start and _DASH_BEFORE.search(before) and not inside:
        c.add("C8", "The source opens this speech with a dash.", spot, where)
    if not inside or quoted.own_marks or any(d.rule == "D17" for d in c.differences):
        return
    if set(view.text[slice(*where)]) & set(_CLOSED_BY.get(_opening_mark(before), "")):
        return  # several speeches, or speech and narration
    if denied:
        c.add("G10", "The source has these words inside marks, within a frame that denies them.", spot, where)
    else:
        c.add("C7", "The source itself prints these words inside marks: check who says them.", spot, where)


def _opening_mark(before: str) -> str:
    """The last character of the text before a match, brackets and emphasis aside."""
    return before.rstrip("[(*_ ")[-1:]


def _in_marks(before: str, after: str) -> bool:
    """Whether marks of the source embrace the match and nothing more."""
    opening = before.rstrip("[(*_ ")
    if not opening or opening[-1] not in QUOTES - {"”", "´"} or (len(opening) > 1 and opening[-2].isalnum()):
        return False
    closing = after.lstrip(".,;:!?…。、，！？ )]*_-–—\u00a0")
    return closing[:1] in QUOTES and closing[:1] not in "“„‘‚"


def _closes(after: str) -> bool:
    """Whether a mark of the source closes right behind the match."""
    return after.lstrip(".,;:!?…。、，！？ )]*_-–—\u00a0")[:1] in _CLOSING


def _turn(view: View, s_first: int) -> list[str] | None:
    """The name that the source's line opens with before a colon, as in a transcript: "Ms Novak: I wrote it"."""
    at = int(view.start[s_first])
    found = _LABEL.match(view.text, view.text.rfind("\n", 0, at) + 1, at)
    names = [] if found is None else found[1].split()
    return names if names and len(names) <= _LONGEST_NAME and all(name[:1].isupper() for name in names) else None


def _credited(view: View, s_last: int, after: str) -> list[str] | None:
    """The name beside the verb of speech right behind the mark that closes the match: “…,” said Tomas Reyes."""
    if any(mark in after for mark in "\n“«„") or s_last + 1 >= view.size:
        return None
    verbs = word_set("speech", "verbs")
    raw = view.words(s_last, s_last + _BESIDE_VERB)
    stops = (k for k in range(len(raw) - 1) if view.gap(s_last + k, s_last + k + 1).strip(" \u00a0-'’."))
    raw = raw[: next(stops, len(raw) - 1) + 1]
    said = next((k for k, word in enumerate(raw) if fold(word) in verbs), None)
    if said not in (0, 1, 2, 3):
        return None
    names = raw[1:] if said == 0 else raw[:said]
    cut = next((k for k, word in enumerate(names) if not word[:1].isupper()), len(names))
    return names[:cut] or None


def _is_another(view: View, credited: list[str], speaker: str) -> bool:
    """Whether the source credits another person than the speaker, who is one the source knows, or has the same surname.

    A person may be called by a title or a first name: nothing is said of a name that shares a word with the speaker's,
    unless both have a first name of their own, as brother and sister do.
    """
    theirs = [fold(name) for name in credited if len(name) > 1 and fold(name) not in _TITLES]
    ours = [fold(part) for part in _NAME.findall(speaker) if fold(part) not in _TITLES]
    if not theirs or not ours:
        return False
    if not set(theirs) & set(ours):
        return fold(ours[-1]) in words_of(view.text[:_TOLD_ABOUT]) and len(credited) > 0 and not _is_office(credited)
    if theirs[-1] != ours[-1] or min(len(theirs), len(ours)) < 2 or set(theirs[:-1]) & set(ours[:-1]):
        return False
    folded = words_of(view.text[:_TOLD_ABOUT])
    return any((a, b) == (ours[-2], ours[-1]) for a, b in pairwise(folded))


def _is_office(credited: list[str]) -> bool:
    """Whether a credit names an office and no person: Foreign Secretary."""
    return all(fold(name) in _TITLES or fold(name) in common_words() for name in credited)


def _names_speaker(view: View, s_first: int, s_last: int, speaker: str) -> bool | None:
    """True when the source names the speaker near the match, False when it names another one, None when nobody."""
    low, high = view.span(s_first, s_last)
    around = f"{view.text[max(0, low - _NEARBY) : low]} {view.text[high : high + _NEARBY // 2]}"
    parts = {fold(part) for part in _NAME.findall(speaker)}
    if parts & set(words_of(around)):
        return True
    said = _attributed(view, s_first, s_last)
    return False if said and not parts & said else None


def _attributed(view: View, s_first: int, s_last: int) -> set[str]:
    """Names beside a verb of speech right after or right before the match."""
    verbs = word_set("speech", "verbs")
    for low, high in ((s_last, min(view.size, s_last + 6)), (max(0, s_first - 6), s_first)):
        raw = view.words(low, high)
        if any(fold(word) in verbs for word in raw):
            names = {fold(word) for word in raw if word[:1].isupper() and fold(word) not in verbs}
            if names:
                return names
    return set()
