"""JSON for programs: one object, `schema_version` "1". What it holds is in `mapping`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TextIO

from verify.model import Extraction, Report, ReportOptions
from verify.reports import mapping

# JSON allows these bare, but a terminal obeys the first, some readers end a line at the second, and UTF-8 has no place
# for the third, which a file name that is not UTF-8 brings along.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def write(report: Report, stream: TextIO, options: ReportOptions) -> None:
    """Write a report, kind `check`; `options` do not concern it."""
    del options
    _dump(mapping.check(report), stream)


def write_extractions(extractions: Sequence[Extraction], version: str, stream: TextIO, options: ReportOptions) -> None:
    """Write what would be checked, kind `extract`."""
    del options
    _dump(mapping.extract(extractions, version), stream)


def encoded(value: object, *, indent: int | None = None) -> str:
    """JSON text that any UTF-8 stream can carry and no terminal obeys."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _dump(value: mapping.Json, stream: TextIO) -> None:
    stream.write(encoded(value, indent=1))
    stream.write("\n")
