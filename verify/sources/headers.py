"""HTTP headers: what ours say and what those of others mean."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

VERSION = "0.1"

Headers = tuple[tuple[str, str], ...]

_MEDIA_TYPE = re.compile(r"\s*([\w!#$&^.+-]+/[\w!#$&^.+-]+)\s*(?:[;,]|$)", re.ASCII)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:+-]+)""", re.IGNORECASE | re.ASCII)
_FOLD = re.compile(r"[\r\n]+[ \t]*")  # RFC 9112, 5.2: a folded header line reads as one
_FIRST_YEAR = 1990  # there was no web before


def user_agent(contact: str | None) -> str:
    """What we say we are. The letters "link" do not occur in it: a common server rule answers them with 403."""
    if not contact:
        return f"verify/{VERSION}"
    uri = f"mailto:{contact}" if "@" in contact and ":" not in contact else contact
    printable = "".join(letter for letter in uri if "!" <= letter <= "~")
    disguised = re.sub("(?i)link", lambda found: f"%{ord(found[0][0]):X}{found[0][1:]}", printable)
    return f"verify/{VERSION} (+{disguised})"


def first(headers: Headers, name: str) -> str | None:
    """The first header of that name, in any case."""
    return next((value for key, value in headers if key.lower() == name.lower()), None)


def joined(headers: Headers, name: str) -> str:
    """All headers of that name as one list."""
    return ",".join(value for key, value in headers if key.lower() == name.lower())


def unfolded(value: str) -> str:
    """A header value on one line."""
    return _FOLD.sub(" ", value).strip()


def media_type(headers: Headers) -> tuple[str, str | None]:
    """The media type in lower case ("" when there is none) and the charset, as `Content-Type` gives them."""
    value = first(headers, "Content-Type") or ""
    kind, charset = _MEDIA_TYPE.match(value), _CHARSET.search(value)
    return kind[1].lower() if kind else "", charset[1].lower() if charset else None


def printable(text: str) -> str:
    """Text from a server that a terminal may show: control characters could move its cursor or change its colours."""
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def moment_of(value: str | None) -> datetime | None:
    """The time that a `Memento-Datetime` or a list of mementos gives, in UTC; None for none, and for a year without a web.

    The standard library reads the years 0 to 99 as 1969 to 2068.
    """
    try:
        found = parsedate_to_datetime(value or "")
        if found.year < _FIRST_YEAR or str(found.year) not in (value or ""):
            return None
        return found.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
