"""The running text around a place, by its length: boxes and hidden text in between do not count."""

from __future__ import annotations

from bisect import bisect_right

from verify.core.normalize import SourceText, Spans


def around(source: SourceText, low: int, high: int, length: int) -> tuple[int, int]:
    """Offsets between which `length` characters of running text lie on either side of text[low:high]; no word is cut."""
    text, skipped = source.text, source.left_out
    return _word_end(text, _back(skipped, low, length)), _word_end(text, _onward(skipped, high, length, len(text)))


def _back(skipped: Spans, at: int, length: int) -> int:
    """The offset before which `length` characters of running text lie up to `at`."""
    for start, end in reversed(skipped[: bisect_right(skipped, (at, at))]):
        end = min(end, at)
        if at - end >= length:
            break
        length -= at - end
        at = start
    return max(0, at - length)


def _onward(skipped: Spans, at: int, length: int, size: int) -> int:
    """The offset after which `length` characters of running text lie from `at`."""
    for start, end in skipped[max(0, bisect_right(skipped, (at, at)) - 1) :]:
        if end <= at:
            continue
        start = max(start, at)
        if start - at >= length:
            break
        length -= start - at
        at = end
    return min(size, at + length)


def _word_end(text: str, at: int) -> int:
    """The nearest place at or after `at` where no word is cut."""
    if at <= 0:
        return 0
    space = text.find(" ", at, at + 200)
    return space if space >= 0 else min(at, len(text))
