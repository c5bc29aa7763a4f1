"""What stands between two words, in the quotation and in the source: which rule the change falls under, if any.

Both texts are reduced to the points that matter; white space, the shapes of marks and dashes, and traces of markup
are typography. Rules are those of VERDICTS.md B, C, F1, G.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from verify.core.characters import HYPHENS, fold
from verify.core.markup import readable
from verify.core.patterns import regex
from verify.core.quotation_syntax import QUOTES
from verify.core.spelling import pointed

SENTENCE_ENDS: Final = frozenset(".!?")
_POINTS: Final = str.maketrans(
    {
        "，": ",", "、": ",", "،": ",", "。": ".", "．": ".", "｡": ".", "۔": ".", "।": ".", "؟": "?", "？": "?", "！": "!",
        "；": ";", "؛": ";", "：": ":", "（": "(", "）": ")", "［": "[", "］": "]", "…": "…", "⋯": "…", "·": "·", "／": "/",
        "ʿ": "'", "ʾ": "'", "ʻ": "'", "ʼ": "'",
    }
    | dict.fromkeys(HYPHENS, "-")
)  # fmt: skip
_NOTHING: Final = regex(
    r"[\s\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f\u0300-\u036f\u064b-\u065f\u0670*_†‡§¶#>|~^\\]+"
)
_SHORT: Final = 12  # characters; what stands between most words comes again and again
_SIGNS: Final = frozenset("<>≤≥≠±≪≫⁻")
_TAG: Final = regex(r"</?[A-Za-z!][^<>]*>")
_DOTS: Final = regex(r"\.(?:\s?\.){2,}|…+")
_NOTE_MARK: Final = regex(
    r"\[(?:\d{1,3}(?:[,–-] ?\d{1,3})*|[a-z]|note \d+|citation needed|clarification needed|edit)\]|[⁰¹²³⁴-⁹]+"
)
_BULLET: Final = regex(r"\n\s*(?:[-–—*•·◦▪►]|\(?\d{1,2}[.)])(?=\s|$)")
_SPEECH_DASH: Final = regex(r"\n\s*[-–—―]\s*$")


def points(text: str) -> tuple[str, int]:
    """The points between two words, in order and in one shape, and how many quotation marks stand among them."""
    return _known_points(text) if len(text) <= _SHORT else _points(text)


def _points(text: str) -> tuple[str, int]:
    if "<" in text or "&" in text or "â" in text:
        text = readable(text)
    if "[" in text or not text.isascii():
        text = _NOTE_MARK.sub("", text)
    text = _DOTS.sub("…", text.translate(_POINTS))
    text = _NOTHING.sub("", text)
    if "''" in text or "``" in text:
        text = text.replace("''", '"').replace("``", '"')
    marks = sum(character in QUOTES for character in text)
    if marks:
        text = "".join(character for character in text if character not in QUOTES)
    return re.sub("-+", "-", text), marks


_known_points: Final = lru_cache(maxsize=8192)(_points)


def sign(between: str) -> str:
    """The sign of comparison that stands before a number at the end of the text between two words; "" for none."""
    bare = _TAG.sub("", readable(between) if "&" in between else between).rstrip()
    if bare[-1:] not in _SIGNS or (bare[-1:] == ">" and not bare[:-1].strip() and "\n" in between):
        return ""
    return bare[-2:] if bare[-2:] in ("<=", ">=") else bare[-1:]


def same_sign(quoted: str, source: str) -> bool:
    """Whether the same sign of comparison stands before a number. A “>” that opens a line may mark quoted lines."""
    a, b = sign(quoted), sign(source)
    return a == b or (
        {a, b} == {"", ">"}
        and any("\n" in text and ">" in text for text in (quoted, source))
        and ">" in quoted
        and ">" in source
    )


def typography(quoted: str, source: str) -> tuple[str, str]:
    """The silent rule and sentence for two texts between words that differ in shape only."""
    if ("<" in source or "&" in source or "â" in source) and points(readable(source)) == points(quoted):
        return "F19", "Markup of the source is read as what it stands for."
    if any(c in QUOTES for c in quoted + source) and _shapes(quoted, QUOTES) != _shapes(source, QUOTES):
        foreign = any(c in "«»„‟‹›「」『』" for c in quoted + source)
        nested = bool(set(source) & set('"“”')) and bool(set(quoted) & set("'‘’"))
        if foreign:
            return "C3", "The quotation marks are those of another house."
        return (
            ("C1", "Inner quotation marks have changed between double and single.")
            if nested
            else (
                "C2",
                "Quotation marks have another shape.",
            )
        )
    if _shapes(quoted, HYPHENS) != _shapes(source, HYPHENS):
        return "F1", "A hyphen or dash has another shape."
    if any(c in "،؛؟۔" for c in quoted + source):
        return "H3", "Points have their Arabic or their Latin shape."
    if any(0x3000 <= ord(c) <= 0x303F or 0xFF00 <= ord(c) <= 0xFFEF for c in quoted + source):
        return "H4", "Points or spaces have another width."
    if "\n" in source and "\n" not in quoted and source.count("\n") > 1:
        return "G1", "Paragraphs of the source are run together."
    if "<" in source or "&" in source or "â" in source or "*" in source or "_" in source:
        return "F19", "Markup of the source is read as what it stands for."
    if "[" in source:
        return "D14", "A note mark of the source is left out."
    return "F2", "Spaces or invisible characters differ."


def _shapes(text: str, kind: frozenset[str]) -> str:
    return "".join(character for character in text if character in kind)


def may_end_sentence(between: str) -> bool:
    """Whether a sentence or a paragraph may end at the text between two words, whatever words those are."""
    return _known_ends(between) if len(between) <= _SHORT else _may_end(between)


def _may_end(between: str) -> bool:
    marks, _ = points(between)
    return "\n" in between or marks[-1:] == "…" or any(mark in SENTENCE_ENDS for mark in marks)


_known_ends: Final = lru_cache(maxsize=8192)(_may_end)


def ends_sentence(before: str, between: str, after: str) -> bool:
    """Whether a sentence ends between two words: a full stop that is not an abbreviation's, ? or !, or a blank line."""
    if "\n\n" in between or "\n \n" in between:
        return True
    marks, _ = points(between)
    if not marks:
        return False
    if "?" in marks or "!" in marks:
        return not after[:1].islower()
    if "." not in marks and marks[-1:] != "…":
        return False
    if "。" in between or "۔" in between or "।" in between:
        return True
    if after[:1].islower():
        return False
    if "…" in marks and "." not in marks:
        return after[:1].isupper()
    word = fold(before)
    if marks[0] == "." and (word in pointed() or (len(word) == 1 and word.isalpha() and before.isupper())):
        return False
    return any(character.isspace() for character in between) or between.strip() != between or not between.isascii()


def compare(
    quoted: str, source: str, before: str, after: str, quoted_before: str, quoted_after: str
) -> tuple[str, str] | None:
    """The rule and the sentence for the texts between two words; None when nothing but white space differs.

    `before` and `after` are the source's words on both sides, `quoted_before` and `quoted_after` the
    quotation's.
    """
    if quoted == source:
        return None
    q, q_marks = points(quoted)
    s, s_marks = points(source)
    if q == s and q_marks == s_marks:
        if " ".join(quoted.split()) == " ".join(source.split()):
            return ("G1", "Paragraphs of the source are run together.") if source.count("\n") > 1 else None
        return typography(quoted, source)
    if q == s:
        return _marks_only(quoted, source, q_marks, s_marks)
    if "/" in q and "\n" in source and q.replace("/", "") == s:
        return "G2", "Verse lines are joined with a slash."
    if "\n" in source and (_BULLET.search(source) or not s) and set(q) <= set(",;.:-"):
        bullet = _BULLET.search(source) is not None
        if bullet or q:
            return (
                "G3",
                f"The source has separate lines here{' of a list' if bullet else ''}, run together as a sentence.",
            )
    return _points_differ(q, s, before, after, quoted_before, quoted_after, source)


def _marks_only(quoted: str, source: str, q_marks: int, s_marks: int) -> tuple[str, str]:
    if ("\n" in quoted or "\n" in source) and abs(q_marks - s_marks) == 1:
        return "C5", "An opening mark is repeated at the head of a paragraph."
    verb = "added" if q_marks > s_marks else "left out"
    return "C4", f"Quotation marks inside the passage are {verb}."


def _show(marks: str) -> str:
    return f"“{marks}”" if marks else "nothing"


def _points_differ(
    q: str, s: str, before: str, after: str, quoted_before: str, quoted_after: str, source: str
) -> tuple[str, str]:
    message = f"Between “{before}” and “{after}” the quotation has {_show(q)}, the source {_show(s)}."
    if s.strip("-") == q.strip("-") and _SPEECH_DASH.search(source):
        return "C8", "The source opens speech with a dash."
    q_end, s_end = bool(SENTENCE_ENDS & set(q)), bool(SENTENCE_ENDS & set(s))
    if q_end and s_end:
        return ("B4" if {"?", "!"} & (set(q) ^ set(s)) else "B6"), message
    abbreviated = any(_is_abbreviated(word) for word in (before, quoted_before))
    if q_end != s_end:
        marks = q if q_end else s
        other = s if q_end else q
        if set(marks) & {"?", "!"} and after[:1].islower():
            return "B4", message
        if marks.replace(".", "", 1) == other and _is_pointed(before, quoted_before):
            return "F2", f"Only the full stop after “{before}” is {'added' if q_end else 'left out'}."
        if abbreviated and marks.replace(".", "") == other:
            return "F8", f"The full stop after “{before}” is {'added' if q_end else 'left out'}."
        if other.strip("-") == "" or set(other) <= {","}:
            if s_end and marks == "." and fold(before) in pointed():
                return "B6", message
            if after[:1].islower() and quoted_after[:1].islower():
                return "B6", message
            return (
                "B8",
                f"The source {'has one sentence' if q_end else 'ends a sentence'} after “{before}”; the quotation does not.",
            )
        return "B6", message
    if q.replace(",", "") == s.replace(",", "") and fold(after) in _LAST_ITEM:
        return "B7", f"The comma before “{after}” is {'added' if ',' in q else 'left out'}."
    if {q, s} <= {"-", "/", ".", ":", ""} and before[-1:].isdigit() and after[:1].isdigit():
        return "F18", message
    return "B6", message


def _is_pointed(before: str, quoted_before: str) -> bool:
    """Whether the word before a full stop is an abbreviation that only has its points or has lost them: Dr, U.S."""
    short, long = sorted((before, quoted_before), key=len)
    letters = len(short) == 1 and short.isupper() and len(long) > 1 and long.isupper()
    return letters or (fold(before) == fold(quoted_before) and fold(before) in pointed())


def _is_abbreviated(word: str) -> bool:
    folded = fold(word)
    return folded in pointed() or (len(folded) == 1 and folded.isalpha())


_LAST_ITEM: Final = frozenset({"and", "or", "und", "oder", "et", "ou", "y", "e", "o", "en", "of", "и", "или"})
