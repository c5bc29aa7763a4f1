"""Dates as people write them, to ISO 8601 as precise as they are: `2013-09-01`, `2013-09`, `2013`.

Seasons follow the Extended Date/Time Format (`2013-21` is spring 2013) and ranges of months its slash form.
A date without a year, or one relative to another ("the following day"), takes what is missing from the date that the
text named last; "last year" and "this month" count from the day the document was published, when that is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from verify.core.patterns import regex

_MONTHS_EN = (
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
).split()
_MONTH_NUMBERS = {name.lower(): number % 12 + 1 for number, name in enumerate(_MONTHS_EN)} | {"sept": 9}
for _language in (
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
):
    for _number, _name in enumerate(_language.split(), 1):
        _MONTH_NUMBERS.setdefault(_name, _number)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "tenth": 10}
_WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"

_MONTH = (
    "(?:" + "|".join(sorted({re.escape(m) for m in _MONTH_NUMBERS}, key=len, reverse=True)) + r")\b(?:\.(?=,?\s?\d|-))?"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"

# Sources of patterns, for the modules that look for a date at a fixed place.
DATE = (
    rf"(?i:{_YEAR}-\d\d-\d\d"
    rf"|{_DAY}(?:st|nd|rd|th|er|\.|º)? (?:of |de )?{_MONTH},? (?:of |de )?{_YEAR}"
    rf"|{_MONTH} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}"
    rf"|{_MONTH}\s?[-–/]\s?{_MONTH} {_YEAR}"
    rf"|{_MONTH},? (?:de )?{_YEAR}"
    rf"|(?:Spring|Summer|Autumn|Fall|Winter),? {_YEAR}"
    rf"|{_YEAR}年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?"
    rf"|\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}"
    rf"|{_YEAR}(?:-\d\d(?!\d|-))?)(?!\d|\.\d)"
)
_FIND = regex(
    rf"(?<![\w.-])(?:(?P<full>{DATE})"
    rf"|(?:{_WEEKDAYS}),? (?P<weekday>{_MONTH} {_DAY}|{_DAY} {_MONTH})(?!\w|,? {_YEAR})"
    rf"|(?P<short>{_MONTH} (?:{_DAY}(?:st|nd|rd|th)?|first|second|third|fourth|fifth|tenth)|{_DAY}(?:st|nd|rd|th)? (?:of )?{_MONTH})(?![\w:])"
    r"|(?P<relative>(?:[Tt]he )?(?:(?:following|next|previous|same) (?:day|month|year)|day (?:after|before))"
    r"|(?:[Ll]ast|[Tt]his) year|(?:[Ee]arlier|[Ll]ater) (?:that|this) (?:day|month|year)))",
    re.IGNORECASE,
)
_YEAR_ALONE = regex(_YEAR)
# The full pattern is slow; every date has a word of a calendar or a year with its separator, which are quick to find.
_HINT = regex(r"(?P<word>[^\W\d_]{3,11})|(?P<year>\d{4}[-年]\d|[./]\d{4})")
_HINT_WORDS = frozenset(_MONTH_NUMBERS) | frozenset(_SEASONS) | {"day", "month", "year"}
_BEFORE_HINT, _AFTER_HINT = 28, 40  # "the 23rd of September" and "September/October 2013"
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (regex(pattern, re.IGNORECASE), order)
    for pattern, order in (
        (rf"({_YEAR})-(\d\d)-(\d\d)", "ymd"),
        (rf"({_DAY})(?:st|nd|rd|th|er|\.|º)? (?:of |de )?({_MONTH}),? (?:of |de )?({_YEAR})", "dmy"),
        (rf"({_MONTH}) ({_DAY})(?:st|nd|rd|th)?,? ({_YEAR})", "mdy"),
        (rf"({_YEAR}),? ({_MONTH}) ({_DAY})", "ymd"),
        (rf"({_YEAR})年(\d{{1,2}})月(\d{{1,2}})日", "ymd"),
        (rf"({_YEAR})年(\d{{1,2}})月", "ym"),
        (rf"({_YEAR})年", "y"),
        (rf"(\d{{1,2}})\.(\d{{1,2}})\.({_YEAR})", "dmy"),
        (rf"(\d{{1,2}})/(\d{{1,2}})/({_YEAR})", "?"),
        (rf"({_MONTH})\s?[-–/]\s?({_MONTH}) ({_YEAR})", "mmy"),
        (rf"({_YEAR}),? ({_MONTH})\s?[-–/]\s?({_MONTH})", "ymm"),
        (rf"({_MONTH}),? (?:de )?({_YEAR})", "my"),
        (rf"({_YEAR}),? ({_MONTH})", "ym"),
        (rf"(Spring|Summer|Autumn|Fall|Winter),? ({_YEAR})", "sy"),
        (rf"({_YEAR}),? (Spring|Summer|Autumn|Fall|Winter)", "ys"),
        (rf"({_YEAR})-(\d\d)", "ym"),
        (rf"(?:c\.|ca\.|circa)? ?({_YEAR})", "y"),
    )
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: its span, and its ISO form. `complete` when the text itself gives the year."""

    start: int
    end: int
    iso: str
    complete: bool


def iso_date(text: str) -> str | None:
    """The ISO form of a string that is nothing but a date; None when it is none."""
    text = " ".join(text.replace("\xa0", " ").split()).strip(" .,")
    if _YEAR_ALONE.search(text) is None:
        return None  # every form has one
    for pattern, order in _FORMS:
        match = pattern.fullmatch(text)
        if match:
            return _iso(match.groups(), order)
    return None


def _iso(parts: tuple[str, ...], order: str) -> str | None:
    if order == "?":  # 9/3/2013: only sure when one of the two is no month
        first, second = int(parts[0]), int(parts[1])
        order = "dmy" if first > 12 else "mdy" if second > 12 or first == second else "--y"
    year, day = "", 0
    months: list[int] = []
    for part, letter in zip(parts, order, strict=True):
        if letter == "y":
            year = part
        elif letter == "m":
            months.append(int(part) if part.isdigit() else _MONTH_NUMBERS[part.lower().rstrip(".")])
        elif letter == "s":
            return f"{next(p for p, o in zip(parts, order, strict=True) if o == 'y')}-{_SEASONS[part.lower()]}"
        elif letter == "d":
            day = int(part)
    if any(not 1 <= month <= 12 for month in months) or day > 31:
        return None
    if len(months) == 2:
        return f"{year}-{months[0]:02d}/{year}-{months[1]:02d}"
    if not months:
        return year
    return f"{year}-{months[0]:02d}-{day:02d}" if day else f"{year}-{months[0]:02d}"


def find_dates(text: str, published: str | None = None) -> list[DateMention]:
    """Dates of `text` in their order; years alone are not dates here, since most are part of other numbers."""
    found: list[DateMention] = []
    done = 0
    for hint in _HINT.finditer(text):
        if hint.start() < done or (hint.lastgroup == "word" and hint[0].lower() not in _HINT_WORDS):
            continue
        match = _FIND.search(text, max(done, hint.start() - _BEFORE_HINT), hint.end() + _AFTER_HINT)
        if match is None or match.start() > hint.start():
            continue
        done = match.end()
        iso, complete = _resolve(match, found[-1].iso if found else published, published)
        if iso is not None and not _YEAR_ALONE.fullmatch(match[0]):
            found.append(DateMention(match.start(), match.end(), iso, complete))
    return found


def _resolve(match: re.Match[str], before: str | None, published: str | None) -> tuple[str | None, bool]:
    if match["full"]:
        return iso_date(match["full"]), True
    if match["relative"] and re.search(r"\b(?:last|this)\b", match["relative"], re.IGNORECASE):
        before = published
    if before is None:
        return None, False
    short = match["weekday"] or match["short"]
    if short:
        words = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b| of\b", "", short).split()
        words = [str(_ORDINALS.get(word.lower(), word)) for word in words]
        return iso_date(
            f"{' '.join(words)} {before[:4]}" if words[0].isdigit() else f"{words[0]} {words[1]}, {before[:4]}"
        ), False
    return _relative(match["relative"].lower(), before), False


def _relative(words: str, before: str) -> str | None:
    year, month, day = [*before[:10].split("-"), "", ""][:3]
    if "/" in before or (month and int(month) > 12):
        return None
    if words.endswith("year"):
        step = {"following": 1, "next": 1, "previous": -1, "last": -1}.get(words.removeprefix("the ").split()[0], 0)
        return str(int(year) + step)
    if words.endswith("month") and month:
        step = {"following": 1, "next": 1, "previous": -1}.get(words.removeprefix("the ").split()[0], 0)
        count = int(year) * 12 + int(month) - 1 + step
        return f"{count // 12}-{count % 12 + 1:02d}"
    if "day" in words and day:
        step = 1 if re.search(r"following|next|after", words) else -1 if re.search(r"previous|before", words) else 0
        try:
            return (date(int(year), int(month), int(day)) + timedelta(days=step)).isoformat()
        except (ValueError, OverflowError):
            return None
    return None
