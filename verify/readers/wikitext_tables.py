"""Which template of Wikipedia shows what: `data/wikitext.toml`, looked up by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from verify.core.patterns import regex
from verify.data import table

_DIGITS = regex(r"\s?\d+")
_PREFIX = regex(
    r"^(?:subst:|safesubst:)?(?:template:|vorlage:|modèle:|plantilla:|predefinição:|sjabloon:|mall:|шаблон:)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tables:
    """Names in lower case; `kinds` may hold several of one template."""

    kinds: Mapping[str, frozenset[str]]
    written: Mapping[str, str]
    before: Mapping[str, str]
    citations: Mapping[str, str]  # CSL type by template
    parameters: Mapping[str, tuple[str, ...]]
    quotation: Mapping[str, tuple[str, ...]]
    files: frozenset[str]
    categories: frozenset[str]


@cache
def tables() -> Tables:
    """The tables of the package."""
    data = cast("dict[str, dict[str, list[str]]]", table("wikitext"))
    citations = {name: kind for kind, names in data["citations"].items() for name in names}
    return Tables(
        kinds={kind: frozenset(names) for kind, names in data["templates"].items()},
        written=cast("dict[str, str]", data["written"]),
        before=cast("dict[str, str]", data["before"]),
        citations=citations,
        parameters={name: tuple(aliases) for name, aliases in data["parameters"].items()},
        quotation={name: tuple(aliases) for name, aliases in data["quotation_parameters"].items()},
        files=frozenset(data["files"]["prefixes"]),
        categories=frozenset(data["files"]["categories"]),
    )


def template_name(name: str) -> str:
    """A template's name as the tables have it."""
    return _PREFIX.sub("", name.replace("_", " ").strip(), count=1).strip().lower()


def numbered(parameter: str) -> tuple[str, int]:
    """`author2-last` as (`author-last`, 2); without a number it is the first."""
    digits = re.search(r"\d+", parameter)
    return _DIGITS.sub("", parameter).strip(), int(digits[0][:4]) if digits else 1
