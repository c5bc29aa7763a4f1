"""`sources.toml`: what people and resolvers decided about references, kept beside the documents and reviewed like them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from verify.core.resolve import Decision
from verify.errors import ConfigError
from verify.model import Document

_KEYS = {"reference", "file", "url", "archive_url", "decided_by"}


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions of a `sources.toml`; files are relative to it. Raises `ConfigError` naming the entry at fault."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML in UTF-8: {error}") from error
    entries = content.get("source", [])
    if not isinstance(entries, list) or set(content) - {"source"}:
        raise ConfigError(f"{path}: expected [[source]] tables only")
    return tuple(_decision(path, number, entry) for number, entry in enumerate(cast("list[object]", entries), 1))


def files_named_in(document: Document) -> Iterator[Decision]:
    """The files that a table names as sources: those in its own folder or below, so that it opens nothing else."""
    for claim in document.claims:
        reference = claim.reference
        if reference is None or not reference.item.URL or "://" in reference.item.URL:
            continue
        folder = Path(document.name).resolve().parent
        file = (folder / reference.item.URL).resolve()
        if file.is_relative_to(folder) and file.is_file():
            name = f"{document.name}#{reference.id}"
            yield Decision(name=name, uri=file.as_uri(), decided_by=Path(document.name).name)


def _decision(path: Path, number: int, entry: object) -> Decision:
    where = f"{path}: [[source]] number {number}"
    if not isinstance(entry, dict):
        raise ConfigError(f"{where}: not a table")
    fields = cast("dict[str, Any]", entry)
    unknown = sorted(set(fields) - _KEYS)
    if unknown:
        raise ConfigError(f"{where}: unknown key {unknown[0]}. Known: {', '.join(sorted(_KEYS))}")
    if not all(isinstance(value, str) and value.strip() for value in fields.values()):
        raise ConfigError(f"{where}: every value is a text in quotation marks")
    if "reference" not in fields or not {"file", "url", "archive_url"} & set(fields):
        raise ConfigError(f"{where}: needs `reference` and one of `file`, `url`, `archive_url`")
    uri = fields.get("url")
    if "file" in fields:
        file = path.parent / fields["file"]
        if not file.is_file():
            raise ConfigError(f"{where}: no such file: {file}")
        uri = file.resolve().as_uri()
    return Decision(
        name=fields["reference"],
        uri=uri,
        archive_url=fields.get("archive_url"),
        decided_by=fields.get("decided_by") or path.name,
    )
