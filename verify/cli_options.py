"""Arguments and options of the commands, and which of them were typed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="A file, a folder, a glob, a URL or - (standard input).")
]
Formats = Annotated[
    list[str] | None,
    typer.Option("--format", "-f", metavar="FORMAT", help="terminal, html, json, markdown …; repeat for several."),
]
TwoFormats = Annotated[list[str] | None, typer.Option("--format", "-f", metavar="FORMAT", help="terminal or json.")]
Outputs = Annotated[
    list[str] | None,
    typer.Option("--output", "-o", metavar="FILE", help="Where the formats go, in their order; - is stdout."),
]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Settings; default: the nearest verify.toml.")
]
StdinName = Annotated[
    str, typer.Option("--stdin-name", metavar="NAME", help="What to call standard input; its ending says the format.")
]
Include = Annotated[
    list[str] | None, typer.Option("--include", metavar="GLOB", help="Of folders, only files like this.")
]
Exclude = Annotated[
    list[str] | None, typer.Option("--exclude", metavar="GLOB", help="Of folders, leave out files like this.")
]
Source = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="REF=FILE_OR_URL",
        help="Where the source of a reference is: its marker, title or publisher.",
    ),
]
Sources = Annotated[
    Path | None, typer.Option("--sources", metavar="FILE", help="A sources.toml with decisions about references.")
]
Offline = Annotated[bool | None, typer.Option("--offline", help="Answer from the cache only.", show_default=False)]
Refresh = Annotated[
    bool | None, typer.Option("--refresh", help="Ask again, however fresh the cache.", show_default=False)
]
MaxAge = Annotated[
    str | None, typer.Option("--max-age", metavar="AGE", help="How long a live page stays fresh: 90s, 12h, 7d.")
]
Cache = Annotated[Path | None, typer.Option("--cache", metavar="DIR", help="Folder of the evidence cache.")]
Reports = Annotated[Path | None, typer.Option("--reports", metavar="DIR", help="Folder for the HTML and JSON reports.")]
At = Annotated[
    str | None, typer.Option("--at", metavar="DATE", help="Day (2013-12-20) whose captures undated references mean.")
]
FailOn = Annotated[
    str | None, typer.Option("--fail-on", metavar="LIST", help="What makes exit code 1; default altered,absent,dead.")
]
ExitZero = Annotated[bool | None, typer.Option("--exit-zero", help="Exit 0 even with findings.", show_default=False)]
Baseline = Annotated[
    Path | None, typer.Option("--baseline", metavar="FILE", help="Findings that are known and fail no run.")
]
WriteBaseline = Annotated[
    bool | None,
    typer.Option("--write-baseline", help="Write what fails the run into the baseline.", show_default=False),
]
LinksOnly = Annotated[bool | None, typer.Option("--links-only", help="Check the references only.", show_default=False)]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", metavar="N", help="Requests at once.")]
Timeout = Annotated[float | None, typer.Option("--timeout", metavar="SECONDS", help="What a source may take.")]
MaxBytes = Annotated[int | None, typer.Option("--max-bytes", metavar="N", help="Bytes of a source read at most.")]
Archives = Annotated[
    list[str] | None,
    typer.Option(
        "--archive",
        metavar="ARCHIVE",
        help="Wayback-compatible base, timegate+URL, WARC/WACZ file or folder; repeat in order; none: no archive.",
    ),
]
Drift = Annotated[
    bool | None,
    typer.Option("--drift", help="Search the captures for when words left their page.", show_default=False),
]
Private = Annotated[
    bool | None,
    typer.Option(
        "--allow-private-addresses", help="Fetch from loopback and private addresses too.", show_default=False
    ),
]
Robots = Annotated[
    bool | None, typer.Option("--robots", help="Leave alone what a site's robots.txt says.", show_default=False)
]
Contact = Annotated[
    str | None, typer.Option("--contact", metavar="ADDRESS", help="Sent to the sites, so that they can complain.")
]
Quiet = Annotated[
    bool | None, typer.Option("--quiet", "-q", help="Only what is wrong, and the summary line.", show_default=False)
]
Verbose = Annotated[
    int | None, typer.Option("--verbose", "-v", count=True, help="Show the passages too.", show_default=False)
]
NoProgress = Annotated[bool | None, typer.Option("--no-progress", help="No progress on stderr.", show_default=False)]

# The options that are settings, by their names in `Config`.
SETTINGS = frozenset(
    "format output source sources offline refresh max_age cache reports at fail_on exit_zero baseline write_baseline include exclude links_only jobs "
    "timeout max_bytes archive save_to save_keys resolver drift allow_private_addresses robots contact quiet verbose no_progress".split()
)


def flags(given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that were typed, of a command's arguments: typer gives None, an empty list or 0 for one that was not."""
    out: dict[str, Any] = {}
    for key, value in given.items():
        if key not in SETTINGS or value is None or value == [] or (key == "verbose" and not value):
            continue
        out[key] = tuple(value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType]
    return out
