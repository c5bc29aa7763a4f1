"""Report formats, one module each, found by name and imported only when asked for.

To add one: write a module with `write(report, stream, options)` (and `write_extractions` for `verify extract`), name it
in `WRITERS`, and in `BINARY` if it writes bytes, or in a package of your own under the entry point group `verify.writers`. Writers see findings only: they open
no file, ask no network and read no clock, so the same report always gives the same text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Any, BinaryIO, TextIO

from verify.errors import ConfigError
from verify.model import Extraction, Report, ReportOptions

ENTRY_POINTS = "verify.writers"
_DEFAULTS = ReportOptions()

WRITERS: Mapping[str, str] = MappingProxyType(
    {
        "terminal": "verify.reports.terminal",
        "json": "verify.reports.json",
        "jsonl": "verify.reports.jsonl",
        "html": "verify.reports.html",
        "markdown": "verify.reports.markdown",
        "junit": "verify.reports.junit",
        "sarif": "verify.reports.sarif",
        "github": "verify.reports.github",
        "csv": "verify.reports.csv",
        "xlsx": "verify.reports.xlsx",
        "docx": "verify.reports.docx",
    }
)
# Formats that are no text: their writers get a stream of bytes.
BINARY = frozenset({"xlsx", "docx"})

EXTRACT_WRITERS: Mapping[str, str] = MappingProxyType(
    {
        "terminal": "verify.reports.terminal_extract",
        "json": "verify.reports.json",
        "jsonl": "verify.reports.jsonl",
    }
)


def formats() -> tuple[str, ...]:
    """Names of all formats: ours, then those of installed packages."""
    from importlib.metadata import entry_points

    return tuple(dict.fromkeys((*WRITERS, *sorted(point.name for point in entry_points(group=ENTRY_POINTS)))))


def write(format: str, report: Report, stream: TextIO | BinaryIO, options: ReportOptions = _DEFAULTS) -> None:
    """Write a report; the stream takes bytes for formats in `BINARY`, else text.

    Raises `ConfigError` for a format that neither we nor an installed package know.
    """
    module = import_module(WRITERS[format]) if format in WRITERS else _plugin(format)
    module.write(report, stream, options)


def write_extractions(
    format: str,
    extractions: Sequence[Extraction],
    version: str,
    stream: TextIO,
    options: ReportOptions = _DEFAULTS,
) -> None:
    """Write what would be checked, for `verify extract`. Raises `ConfigError` for an unknown format."""
    if format not in EXTRACT_WRITERS:
        raise ConfigError(f"no format {format!r} for extract. Choose from {', '.join(EXTRACT_WRITERS)}")
    import_module(EXTRACT_WRITERS[format]).write_extractions(extractions, version, stream, options)


def _plugin(format: str) -> Any:  # noqa: ANN401  whatever the entry point names: a module or an object with `write`
    from importlib.metadata import entry_points

    for point in entry_points(group=ENTRY_POINTS, name=format):
        return point.load()
    raise ConfigError(f"no format {format!r} here. Choose from {', '.join(WRITERS)}")
