"""What a service's JSON says, whatever its shape: a wrong type counts as nothing said."""

from __future__ import annotations

import json
from typing import cast

from verify.model import Capture
from verify.sources.headers import printable

_LONGEST = 2000  # characters of one value; titles and names are shorter


def content(capture: Capture) -> object:
    """The JSON of a body; None when it is none."""
    try:
        return cast("object", json.loads(capture.body))
    except (ValueError, RecursionError):
        return None


def field(value: object, *names: str) -> object:
    """The value below an object's names, one inside the other."""
    for name in names:
        if not isinstance(value, dict):
            return None
        value = cast("dict[str, object]", value).get(name)
    return value


def items(value: object) -> list[object]:
    """The members of a list."""
    return cast("list[object]", value) if isinstance(value, list) else []


def text(value: object) -> str | None:
    """A text on one line that a terminal may show, or the first of a list; a number as its figures."""
    if isinstance(value, list):
        members = cast("list[object]", value)
        return next((one for each in members if not isinstance(each, list) and (one := text(each))), None)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return None
    return printable(" ".join(value.split()))[:_LONGEST] or None


def texts(value: object) -> list[str]:
    """All texts of a list."""
    return [one for each in items(value) if (one := text(each))]


def web_address(value: object) -> str | None:
    """An http(s) address; None for anything else."""
    address = text(value)
    return address if address and address.startswith(("http://", "https://")) and " " not in address else None
