"""Notices in place of a text: this article was withdrawn, this link is private, this page is not for your country.

Their wordings are endless, but each names the thing and says what became of it, in one line, on a page of a few lines.
"""

from __future__ import annotations

import re
from functools import cache

from verify.core.page_signs import Signs, stems
from verify.data import table

# Words of running text up to which a page is its notice.
NOTICE_PROSE = 60
KINDS = ("withdrawn", "private", "country")


def notice(page: Signs) -> tuple[str, str] | None:
    """The kind of notice that a page is, and its words."""
    if page.prose >= NOTICE_PROSE:
        return None
    for line in page.lines:
        text = line.text.casefold().replace("’", "'")
        if stems("notice", "withdrawn", "alone").search(text):
            return "withdrawn", line.text
        for kind in KINDS:
            if _named(kind).search(text) and stems("notice", kind, "state").search(text):
                return kind, line.text
    return None


@cache
def _named(kind: str) -> re.Pattern[str]:
    """The thing that a notice speaks of, as whole beginnings of words."""
    words = table("availability")["notice"][kind]["thing"]
    return re.compile("|".join(rf"(?<!\w){re.escape(word.casefold())}" for word in words))
