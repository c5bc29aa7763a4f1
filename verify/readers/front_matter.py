"""Front matter: the facts between `---` (YAML) or `+++` (TOML) lines at the head of a Markdown file.

Only plain `key: value` lines of YAML are read; nested values are left out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import cast

from verify.core.patterns import regex

# Keys of front matter and of `Document.metadata`.
_KEYS = {
    "title": "title",
    "date": "published",
    "published": "published",
    "pubdate": "published",
    "publishdate": "published",
    "updated": "modified",
    "modified": "modified",
    "lastmod": "modified",
    "author": "author",
    "authors": "author",
    "by": "author",
    "lang": "language",
    "language": "language",
    "description": "description",
    "summary": "description",
    "publisher": "site_name",
    "site": "site_name",
    "canonical": "canonical",
    "canonical_url": "canonical",
}
_YAML = regex(r"\ufeff?---[ \t]*\r?\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TOML = regex(r"\ufeff?\+\+\+[ \t]*\r?\n(.*?)(?:^|\n)\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LINE = regex(r"^([A-Za-z][\w -]*?)[ \t]*:[ \t]+(.*?)[ \t]*\r?$", re.MULTILINE)


def split(source: str) -> tuple[Mapping[str, str], str]:
    """The facts, and `source` with the front matter blanked, so that lines keep their numbers."""
    match = _YAML.match(source)
    facts: dict[str, str] = {}
    if match and (_LINE.search(match[1]) or not match[1].strip()):
        for key, value in _LINE.findall(match[1]):
            _note(facts, key, value.strip().strip("\"'[]"))
    else:
        match = _TOML.match(source)
        if match is None:
            return {}, source
        try:
            table = tomllib.loads(match[1].replace("\r\n", "\n"))
        except tomllib.TOMLDecodeError:
            return {}, source
        for key, value in table.items():
            values = cast("list[object]", value) if isinstance(value, list) else [value]
            _note(facts, key, "; ".join(map(str, values)))
    head = match[0]
    return facts, "\n" * (head.count("\n") + head.count("\r") - head.count("\r\n")) + source[match.end() :]


def _note(facts: dict[str, str], key: str, value: str) -> None:
    known = _KEYS.get(key.lower().replace(" ", "_").replace("-", "_"))
    if known and value and not value.startswith(("{", "|", ">")):
        facts.setdefault(known, value)
