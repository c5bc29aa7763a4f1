"""Speakers in languages without capitals: Japanese, Chinese, Korean, Arabic, Persian, Hebrew, Hindi.

No names can be told by their letters there, so the verb of report at its fixed place by the quotation marks decides,
and the words between it and the nearest punctuation are the speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from verify.core.cues import cues

# Code points looked at on each side of a quotation.
REACH = 80
_SCRIPT = re.compile(r"[\u0590-\u06ff\u0900-\u097f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TOPIC_JA = re.compile(
    r"(?P<name>[^\s。、，,「」『』！？!?()（）]{1,24}?)(?:は|が|も|さんは|氏は)、?[^。「」『』]{0,40}$"
)
_OFFICE_ZH = re.compile(
    r"^[\u3400-\u9fff]{0,10}(?:市长|市長|总统|總統|主席|总理|總理|部长|部長|发言人|發言人|教授|记者|記者|先生|女士|书记|局长|院长|经理|主任)(?=[\u3400-\u9fff]{2,4}$)"
)
_TOPIC_KO = re.compile(
    r"(?P<name>[가-힣A-Za-z]{1,12}(?: [가-힣A-Za-z]{1,10}){0,3}?)(?:은|는|이|가|께서)\s[^.“”\"]{0,40}$"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A speaker, as offsets from the start of the text before or after the quotation, and the verb's span there."""

    name: str
    before: bool
    start: int
    end: int


def is_uncapitalised(text: str) -> bool:
    """Whether words stand in a script without capitals."""
    return _SCRIPT.search(text) is not None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    verbs = cues().scripts
    name = r"(?P<name>[^\s،,.؛:«»\"“”]{2,20}(?: [^\s،,.؛:«»\"“”]{2,20}){0,3}?)"
    return {
        "japanese": re.compile(rf"^\s?と(?:も)?(?:[^。]{{0,12}}?)(?:{verbs['japanese_after']})"),
        "chinese": re.compile(
            rf"(?P<name>[\u3400-\u9fff·]{{2,16}}?)(?:(?:在|于|對|对|向|也|还|則|则|日前|今天|昨天)[^。！？，,“”]{{0,16}}?)?(?:{verbs['chinese_before']})[着了过]?[：:，,]?\s?$"
        ),
        "korean": re.compile(rf"^\s?(?:이?라고|고|며|라며)\s[^.]{{0,20}}?(?:{verbs['korean_after']})"),
        "arabic_before": re.compile(rf"(?:^|\s)(?:{verbs['arabic']})\s{name}\s?(?:إن|أن)?\s?[:،]?\s?$"),
        "arabic_after": re.compile(
            rf"^[،,.]?\s?(?:كما )?(?:{verbs['arabic']})\s{name}(?=[،,.]|\s(?:في|من|على|خلال|عن)|$)"
        ),
        "persian": re.compile(rf"{name}\s(?:{verbs['persian_before']})(?:\sکه)?\s?[:،]?\s?$"),
        "hebrew_before": re.compile(rf"{name}\s(?:{verbs['hebrew']})\s?(?:כי)?[:,]?\s?$"),
        "hindi_before": re.compile(
            rf"{name}\sने\s(?:[^\s,।]+\s){{0,3}}?(?:{verbs['hindi']})(?:\sहै)?(?:\sकि)?\s?[:,]?\s?$"
        ),
        "hindi_after": re.compile(rf"^[,।]?\s?(?:यह\s)?{name}\sने\s(?:{verbs['hindi']})"),
        "hebrew_after": re.compile(rf"^[,.]?\s?(?:{verbs['hebrew']})\s{name}(?=[,.]|$)"),
    }


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
    chinese = patterns["chinese"].search(before)
    if chinese:
        name = _OFFICE_ZH.sub("", chinese["name"]) or chinese["name"]
        return Said(name, before=True, start=chinese.start(), end=chinese.end())
    for key in ("arabic_before", "persian", "hebrew_before", "hindi_before"):
        found = patterns[key].search(before)
        if found:
            return _said(found, before=True)
    for key in ("arabic_after", "hebrew_after", "hindi_after"):
        found = patterns[key].match(after)
        if found:
            return _said(found, before=False)
    return None


def _said(found: re.Match[str] | None, *, before: bool) -> Said | None:
    if found is None:
        return None
    return Said(found["name"].strip(), before, found.start(), found.end())
