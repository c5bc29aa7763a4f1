"""Adding to a `sources.toml` what resolvers propose: by appending, so that comments, order and people's decisions stay.

What is written is read back before the file is touched, and must be what was there with the new entries behind it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from verify.core.resolve import Decision
from verify.decisions import read_decisions
from verify.errors import ConfigError, VerifyError
from verify.model import Proposal, Resolved

_HEAD = """\
# What people and resolvers decided about references: review, correct, commit. `verify check --sources FILE` uses it.
# An entry of yours is never changed. Say who decided: decided_by = "editor".
"""
_LONGEST_COMMENT = 200


@dataclass(frozen=True, slots=True)
class Written:
    """How many entries were added, and how many were added as comments for a person to choose from."""

    added: int
    commented: int


def known_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions of a file that may not be there yet. Raises `ConfigError`."""
    return read_decisions(path) if path.exists() else ()


def append(path: Path, found: Sequence[Resolved]) -> Written:
    """Add an entry for each proposal, and comments for what a person must choose. Raises `ConfigError`, `VerifyError`."""
    before = known_decisions(path)
    try:
        raw = path.read_bytes().decode("utf-8") if path.exists() else ""
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    newline = "\r\n" if "\r\n" in raw else "\n"
    names = {decision.name for decision in before}
    entries: list[str] = []
    expected: list[Decision] = []
    added = commented = 0
    for item in found:
        if item.name in names or not item.proposals:
            continue
        names.add(item.name)
        about = f"# {_comment(_about(item))}"
        if item.outcome == "proposed":
            entries += ["", about, *_entry(item.name, item.proposals[0])]
            expected.append(_decision(item.name, item.proposals[0]))
            added += 1
        elif item.outcome in ("ambiguous", "record") and f"# {_pair('reference', item.name)}" not in raw.splitlines():
            entries += ["", about, f"# {_comment(_why(item))}"]
            for proposal in item.proposals:
                entries += [f"# {line}" for line in _entry(item.name, proposal)]
            commented += 1
    if not entries:
        return Written(0, 0)
    gap = "" if not raw or raw.endswith("\n") else newline
    addition = gap + newline.join([*(_HEAD.splitlines() if not raw else []), *entries, ""])
    _proved(path, raw + addition, (*before, *expected))
    try:
        with path.open("ab") as file:
            file.write(addition.encode())
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror}. Give another file with --write") from error
    return Written(added, commented)


def _proved(path: Path, text: str, expected: tuple[Decision, ...]) -> None:
    """Read the text as the file it will be: a file beside it, since the files that it names are relative to it."""
    try:
        with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", suffix=".toml", delete=False) as trial:
            trial.write(text.encode())
    except OSError as error:
        raise ConfigError(f"cannot write beside {path}: {error.strerror}. Give another file with --write") from error
    try:
        read = [(each.name, each.uri, each.archive_url) for each in read_decisions(Path(trial.name))]
    finally:
        with suppress(OSError):
            os.unlink(trial.name)  # noqa: PTH108  what NamedTemporaryFile names
    if read != [(each.name, each.uri, each.archive_url) for each in expected]:
        raise VerifyError(f"{path}: the new entries would not read back as they are meant; nothing was written")


def _decision(name: str, proposal: Proposal) -> Decision:
    return Decision(
        name=name, uri=proposal.url, archive_url=proposal.candidate.archive_url, decided_by=proposal.decided_by
    )


def _entry(name: str, proposal: Proposal) -> list[str]:
    lines = ["[[source]]", _pair("reference", name)]
    lines += [_pair("url", proposal.url)] if proposal.url else []
    lines += [_pair("archive_url", proposal.candidate.archive_url)] if proposal.candidate.archive_url else []
    return [*lines, _pair("decided_by", proposal.decided_by)]


def _pair(key: str, value: str) -> str:
    """A key with a basic string; JSON escapes what TOML does, but for the delete character."""
    return f"{key} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")


def _about(item: Resolved) -> str:
    reference = item.citation.reference
    where = f"{item.citation.document.name} {reference.marker or reference.id}" if reference else ""
    first = item.proposals[0]
    seen = "" if first.candidate.where in (first.url, first.candidate.archive_url) else first.candidate.where
    return f"{where}: {reference.raw if reference else ''}{f'; seen in {seen}' if seen else ''}"


def _why(item: Resolved) -> str:
    if item.outcome == "record":
        return "no copy of the words, but a catalogue's entry or a landing page: name one with file = … or url = …"
    return "ambiguous: choose one, and remove the “# ” before its lines"


def _comment(text: str) -> str:
    """On one line, without control characters, which a comment of TOML may not hold."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= _LONGEST_COMMENT else line[: _LONGEST_COMMENT - 1] + "…"
