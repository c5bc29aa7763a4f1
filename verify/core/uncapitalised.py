"""Speakers in languages without capitals: Japanese, Chinese, Korean, Arabic, Persian, Hebrew, Hindi.

No names can be told by their letters there, so the verb of report at its fixed place by the quotation marks decides,
and the words between it and the nearest punctuation are the speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from verify.core.cues import cues
from verify.core.patterns import regex

# Code points looked at on each side of a quotation.
REACH = 80
_SCRIPT = regex(r"[\u0590-\u06ff\u0900-\u097f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TOPIC_JA = regex(
    r"(?P<name>[^\s。、，,「」『』！？!?()（）]{1,24}?)(?:（[^（）]{1,8}）)?(?:は|が|も)"
    r"(?:、|[^。、「」『』]{1,12}に、?)?[^。「」『』は]{0,40}$"
)
_TOPIC_KO = regex(r"(?P<name>[가-힣A-Za-z]{1,12}(?: [가-힣A-Za-z]{1,10}){0,3}?)(?:은|는|이|가|께서)\s[^.“”\"]{0,40}$")


@dataclass(frozen=True, slots=True)
class Said:
    """A speaker, as offsets from the start of the text before or after the quotation, and the verb's span there.

    An empty name, or one of the pronouns, means who spoke before.
    """

    name: str
    before: bool
    start: int
    end: int


def is_uncapitalised(text: str) -> bool:
    """Whether words stand in a script without capitals."""
    return _SCRIPT.search(text) is not None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = cues().scripts
    word = r"[^\s،,.؛:«»\"“”।\ue000]{1,20}"
    name = rf"(?P<name>{word}(?: {word}){{0,6}}?)"
    # A conjunction may be written with the verb: وقالت.
    arabic = rf"[وف]?(?:{table['arabic']})"
    return {
        "japanese": re.compile(rf"^\s?と(?:も)?(?:[^。]{{0,12}}?)(?:{table['japanese_after']})"),
        "chinese": re.compile(
            rf"(?P<name>[\u3400-\u9fff·]{{1,16}}?)(?:(?:在|于|對|对|向|也|还|則|则|日前|今天|昨天)[^。！？，,“”]{{0,16}}?)?(?:{table['chinese_before']})[着了过]?[：:，,]?\s?$"
        ),
        "chinese_according": re.compile(
            r"(?:根据|根據|据|據|按照)(?P<name>[\u3400-\u9fff·]{2,12}?)的?(?:说法|說法|话|話|介绍|介紹|消息|报道|報道)，\s?$"
        ),
        "chinese_after": re.compile(
            rf"^(?P<name>[\u3400-\u9fff·]{{1,12}}?)(?:{table['chinese_before']})(?=[。，,：:]|$)"
        ),
        "korean": re.compile(rf"^\s?(?:이?라고|다고|고|며|라며)\s[^.]{{0,20}}?(?:{table['korean_after']})"),
        "arabic_before": re.compile(
            rf"(?:^|[\s.،؛»\"])(?:{arabic})(?:\s{name})?(?:\s(?:إن|أن)(?:\s[^\s.؛:«»\"“”]+){{0,6}})?\s?[:،]?\s?$"
        ),
        "arabic_according": re.compile(rf"(?:^|\s)(?:{table['arabic_according']})\s{name}\s?[:،]?\s?$"),
        "arabic_after": re.compile(
            rf"^[،,.]?\s?(?:كما )?(?:{arabic})\s{name}(?=[،,.]|\s(?:في|من|على|خلال|عن|يوم|أمس|إن)|$)"
        ),
        "persian_apposed": re.compile(
            rf"(?:^|[.!؟»\n]\s?){name}،[^،.«»]{{1,40}}،[^،.«»:]{{0,24}}(?:{table['persian_before']})(?:\sکه)?\s?[:،]?\s?$"
        ),
        "persian": re.compile(rf"{name}\s(?:{table['persian_before']})(?:\sکه)?\s?[:،]?\s?$"),
        "persian_according": re.compile(rf"(?:{table['persian_according']})\s{name}(?:،[^،.«»]{{1,30}})?،\s?$"),
        "hebrew_before": re.compile(rf"{name}\s(?:{table['hebrew']})\s?(?:כי)?[:,]?\s?$"),
        "hebrew_according": re.compile(rf"(?:לדברי|לפי|על פי)\s{name},\s?$"),
        "hindi_before": re.compile(
            rf"{name}(?:\sने|(?<=हों)ने)\s(?:[^\s,।]+\s){{0,3}}?(?:{table['hindi']})(?:\sहै)?(?:\sकि)?\s?[:,]?\s?$"
        ),
        "hindi_according": re.compile(rf"{name}\sके\s(?:अनुसार|मुताबिक|मुताबिक़),?\s?$"),
        "hindi_after": re.compile(rf"^[,।]?\s?(?:यह\s)?{name}\sने\s(?:{table['hindi']})"),
        "hebrew_after": re.compile(rf"^[,.]?\s?(?:{table['hebrew']})(?:\s{name})?(?=[,.]|$)"),
    }


_BEFORE = (
    "arabic_before", "arabic_according", "persian_according", "persian_apposed", "persian", "hebrew_according",
    "hebrew_before", "hindi_before", "hindi_according",
)  # fmt: skip


def who_said(before: str, after: str) -> Said | None:
    """The speaker by the words right before and right after a quotation; both end at its marks."""
    before, after = before[-REACH:], after[:REACH]
    patterns = _patterns()
    verb = patterns["japanese"].match(after)
    if verb:
        return _said(_TOPIC_JA.search(before), before=True)
    verb = patterns["korean"].match(after)
    if verb:
        return _said(_TOPIC_KO.search(before), before=True)
    for key in ("chinese_according", "chinese"):
        found = patterns[key].search(before)
        if found:
            return _said(found, before=True)
    for key in _BEFORE:
        found = patterns[key].search(before)
        if found:
            return _said(found, before=True)
    for key in ("chinese_after", "arabic_after", "hebrew_after", "hindi_after"):
        found = patterns[key].match(after)
        if found:
            return _said(found, before=False)
    return None


def _said(found: re.Match[str] | None, *, before: bool) -> Said | None:
    if found is None:
        return None
    return Said(_name_in((found["name"] or "").strip()), before, found.start(), found.end())


def _name_in(words: str) -> str:
    """The name without the office before or after it and without the day; empty for a pronoun."""
    table = cues().scripts
    words = re.sub(rf"^(?:{table['times']})\s\S+\s", "", words)
    words = re.sub(rf"(?:\s|^)(?:{table['times']}).*$", "", words).strip()
    if re.fullmatch(table["pronouns"], words):
        return ""
    unspaced = re.sub(rf"(?:{table['offices_after']})$", "", re.sub(rf"^(?:{table['offices_before']})", "", words))
    if len(unspaced) > 1:
        words = unspaced
    parts = words.split(" ")
    for index, part in enumerate(parts):
        office = re.fullmatch(table["offices"], part)
        if office and len(parts) - index == 1 and index > 0:  # 김서연 환경부 장관
            return parts[0]
        # The office goes before the name and may take a word or two: وزيرة المياه سلمى حداد, जल मंत्री सुनीता वर्मा
        if office and len(parts) > 2:
            return " ".join(parts[-2:])
    return words
