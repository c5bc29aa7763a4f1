"""Subtitles (SubRip, WebVTT) as running prose with time codes, so that words are found which several cues share.

Cues follow each other with a space; another speaker, a dash, or a silence begins a paragraph. Anchors lead to the line of the
file and the time at which the cue begins. Styles, positions and comments are not text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from html import unescape

from verify.core.patterns import regex
from verify.errors import UnreadableError
from verify.model import Anchor, Document, Reason, Region, RegionKind
from verify.readers.encoding import decode
from verify.readers.source_lines import SourceLines, in_order
from verify.readers.text import require_text

# Seconds without words after which a new paragraph begins.
SILENCE = 5.0
_TIMES = regex(
    r"[ \t]*(?P<start>(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3})[ \t]*-->[ \t]*(?P<end>(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3})[^\n]*"
)
_VOICE = regex(r"<v(?:\.[^\s>]*)?[ \t]+(?P<name>[^>]{1,200})>", re.IGNORECASE)
_READING = regex(r"<rt>.*?</rt>", re.IGNORECASE)
_TAG = regex(
    r"</?(?:v|c|i|b|u|s|font|lang|ruby|rt|em|strong|span|br)\b[^<>]*>|</?[vciblu]\.[^<>]*>|<\d[\d:.,]*>|\{\\[^{}]*\}",
    re.IGNORECASE,
)
# Inside captions that scroll, each line is shown twice: as the new one, and above the next.
_SCROLLING = regex(r"<\d{1,4}:\d{2}(?::\d{2})?[.,]\d{1,3}>")
_SPEECH = regex(r"(?:[-–—]|>>)\s*(?=\S)")
# [APPLAUSE], [laughs]: told, but not spoken.
_SOUND = regex(
    r"\[(?:[\w’',-]{1,20} ){0,4}(?:applause|applauding|laughter|laughs|laughing|music|cheers|cheering|inaudible|indistinct|crosstalk|sighs|silence|"
    r"beifall|applaus|gelächter|musik|lachen|applaudissements|rires|musique|aplausos|risas|música|applausi|risate|musica)\b[^\[\]]{0,30}\]|[♪♫]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: seconds, its time code, and its lines with their offsets in the file."""

    start: float
    end: float
    code: str
    lines: tuple[tuple[int, str], ...]


def read(
    data: bytes, *, name: str, media_type: str, charset: str | None = None, base_url: str | None = None
) -> Document:
    """Subtitles as a document. Raises `UnreadableError` for binary bytes, and for a file with text but without any cue."""
    del base_url
    source = decode(data, charset=charset).text
    require_text(source, name)
    cues = list(_cues(source))
    if not cues and source.removeprefix("WEBVTT").strip():
        raise UnreadableError(
            f"{name}: the subtitles are damaged: no line with times (00:01:02.500 --> 00:01:04.000). "
            "Give the words as plain text.",
            reason=Reason.NOT_TEXT,
        )
    writer = _Writer(SourceLines(source), scrolling=_SCROLLING.search(source) is not None)
    for cue in cues:
        writer.cue(cue)
    return Document(
        name=name,
        media_type=media_type,
        text="".join(writer.out),
        sha256=sha256(data).hexdigest(),
        regions=tuple(writer.regions),
        anchors=in_order(writer.anchors),
    )


def _cues(source: str) -> Iterator[Cue]:
    """The cues in the order of the file."""
    times: re.Match[str] | None = None
    lines: list[tuple[int, str]] = []
    for match in re.finditer(r"([^\r\n]*)(?:\r\n?|\n|\Z)", source):
        line = match[1]
        found = _TIMES.match(line)
        if found or not line.strip():
            if times:
                if found and lines and lines[-1][1].strip().isdecimal():
                    lines.pop()  # the number of the next cue, without the blank line before it
                yield _cue(times, lines)
            times, lines = found, []
        elif times:
            lines.append((match.start(), line))
    if times:
        yield _cue(times, lines)


def _cue(times: re.Match[str], lines: list[tuple[int, str]]) -> Cue:
    start, end = _seconds(times["start"]), _seconds(times["end"])
    hours, rest = divmod(round(start * 1000), 3_600_000)
    code = f"{hours:02}:{rest // 60_000:02}:{rest // 1000 % 60:02}.{rest % 1000:03}"
    return Cue(start, end, code, tuple(lines))


def _seconds(code: str) -> float:
    whole, _, fraction = code.replace(",", ".").partition(".")
    seconds = 0
    for part in whole.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds + float(f"0.{fraction}")


class _Writer:
    def __init__(self, lines: SourceLines, *, scrolling: bool) -> None:
        self.out: list[str] = []
        self.anchors: list[Anchor] = []
        self.regions: list[Region] = []
        self._lines = lines
        self._scrolling = scrolling
        self._position = 0
        self._speaker: str | None = None
        self._last_end: float | None = None
        self._shown: list[str] = []

    def cue(self, cue: Cue) -> None:
        """One cue, without the lines that it only shows again."""
        shown: list[str] = []
        before, self._shown = self._shown, shown
        silence = self._last_end is not None and cue.start - self._last_end >= SILENCE
        for order, (offset, line) in enumerate(cue.lines):
            voice = _VOICE.search(line)
            name = " ".join(unescape(voice["name"]).split()) if voice else None
            words = " ".join(unescape(_TAG.sub("", _READING.sub("", line))).split())
            if not words:
                continue
            shown.append(words)
            if self._scrolling and order < len(before) and words in before:
                continue
            speech = _SPEECH.match(words)
            lead = ""
            if name and name != self._speaker:
                lead = f"{name}: "
            elif speech:
                words = words[speech.end() :]
            apart = silence or bool(lead) or speech is not None
            self._write(lead + words, apart=apart, place=(offset + _first(line), cue.code))
            self._speaker = name or (None if speech else self._speaker)
            silence = False
        if shown:
            self._last_end = cue.end

    def _write(self, text: str, *, apart: bool, place: tuple[int, str]) -> None:
        if self._position:
            separator = "\n\n" if apart else " "
            self.out.append(separator)
            self._position += len(separator)
        anchor = self._lines.anchor(self._position, place[0])
        self.anchors.append(replace(anchor, time=place[1]))
        for sound in _SOUND.finditer(text):
            start, end = self._position + sound.start(), self._position + sound.end()
            self.regions.append(Region(kind=RegionKind.NOTE_MARK, start=start, end=end))
        self.out.append(text)
        self._position += len(text)


def _first(line: str) -> int:
    """Where the words of a line begin, behind its tags."""
    position = 0
    while True:
        tag = _TAG.match(line, position) or re.compile(r"\s+").match(line, position)
        if not tag:
            return position
        position = tag.end()
