"""CSV, a row for each finding and for whatever else the run has to say; UTF-8, commas, one heading line.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, which spreadsheets do not show.
"""

from __future__ import annotations

import csv
from typing import TextIO

from verify.model import Report, ReportOptions
from verify.reports import rows
from verify.reports.plain import plain

# https://owasp.org/www-community/attacks/CSV_Injection; full-width signs are folded to these by some spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write(report: Report, stream: TextIO, options: ReportOptions) -> None:
    """Write the table; `options` do not concern it."""
    del options
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(rows.COLUMNS)
    for row in (*rows.findings(report), *rows.others(report)):
        table.writerow([cell(row.get(column, "")) for column in rows.COLUMNS])


def cell(text: str) -> str:
    """Text that is no formula and moves no cursor; its line ends stay."""
    clean = "\n".join(plain(line) for line in text.split("\n"))
    return f"'{clean}" if clean.lstrip().startswith(_FORMULA) else clean
