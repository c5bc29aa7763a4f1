"""The table of rules as text, for `verify rules`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from verify.core.rules import AVAILABILITIES, FLAGS, REASONS, RULES, VERDICTS, Rule

_WIDTH = 100
_ONE = {
    "Verdicts": "verdict",
    "Availabilities": "availability",
    "Reasons of unchecked": "reason of unchecked",
    "Flags": "flag",
}
_INDENT = 18


def explain(id: str | None = None) -> str:
    """Every verdict, availability, reason, flag and rule with its sentence, or the one named.

    A word that means several things (`blocked`) gives them all. Raises `KeyError` for one that means nothing.
    """
    if id is None:
        return "\n".join(_everything())
    lines = list(_named(id))
    if not lines:
        raise KeyError(id)
    return "\n".join(lines) + "\n"


def _everything() -> Iterator[str]:
    tables: tuple[tuple[str, Mapping[str, str]], ...] = _tables()
    for heading, table in tables:
        yield f"{heading}:"
        for name, sentence in table.items():
            yield _entry(name, sentence)
        yield ""
    yield "Rules (docs/rules.md has an example of each):"
    for rule in RULES.values():
        yield _entry(f"{rule.id:<4}{_severity(rule)}", rule.sentence)
    yield ""


def _named(id: str) -> Iterator[str]:
    wanted = id.strip().casefold()
    for heading, table in _tables():
        for name, sentence in table.items():
            if name.casefold() == wanted:
                yield f"{name} ({_ONE[heading]}): {sentence}"
    for rule in RULES.values():
        if rule.id.casefold() == wanted:
            yield f"{rule.id} ({_severity(rule)}): {rule.name}. {rule.sentence} See docs/{rule.anchor}"


def _tables() -> tuple[tuple[str, Mapping[str, str]], ...]:
    return (
        ("Verdicts", {str(key): text for key, text in VERDICTS.items()}),
        ("Availabilities", {str(key): text for key, text in AVAILABILITIES.items()}),
        ("Reasons of unchecked", {str(key): text for key, text in REASONS.items()}),
        ("Flags", FLAGS),
    )


def _severity(rule: Rule) -> str:
    return str(rule.severity) if rule.severity else "not checked"


def _entry(name: str, sentence: str) -> str:
    return textwrap.fill(
        sentence,
        _WIDTH,
        initial_indent=f"  {name:<{_INDENT - 3}} ",
        subsequent_indent=" " * _INDENT,
    )
