"""`verify resolve`: arguments in, exit code out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from verify.cli_options import (
    Cache,
    ConfigFile,
    Contact,
    Exclude,
    Include,
    MaxAge,
    Offline,
    Outputs,
    Paths,
    Private,
    Quiet,
    Refresh,
    Sources,
    StdinName,
    Timeout,
    TwoFormats,
    flags,
)
from verify.cli_output import CANNOT_RUN, INTERRUPTED, paired, put_text, tell, write_to


def resolve(
    paths: Paths,
    write: Annotated[
        Path | None,
        typer.Option("--write", "-w", metavar="FILE", help="Add what is proposed to this sources.toml, for review."),
    ] = None,
    format: TwoFormats = None,
    output: Outputs = None,
    sources: Sources = None,
    resolver: Annotated[
        list[str] | None,
        typer.Option(
            "--resolver",
            metavar="NAME[+URL]",
            help="mediawiki, wayback, crossref, openlibrary, or one of these at your own address; repeat in order.",
        ),
    ] = None,
    offline: Offline = None,
    refresh: Refresh = None,
    max_age: MaxAge = None,
    include: Include = None,
    exclude: Exclude = None,
    cache: Cache = None,
    timeout: Timeout = None,
    allow_private_addresses: Private = None,
    contact: Contact = None,
    quiet: Quiet = None,
    stdin_name: StdinName = "<stdin>",
    config: ConfigFile = None,
) -> None:
    """Propose addresses for the references that have none: whose title and another field agree.

    Exit code 0: asked, whatever was found; 2: something could not be read, understood or written; 130: interrupted.
    """
    given = flags(locals())
    from importlib.metadata import version

    from verify import resolving
    from verify.config import load
    from verify.reports import proposals

    settings, _ = load(given, file=config)
    ((name, place),) = paired((settings.format or ("terminal",))[:1], settings.output, proposals.FORMATS)
    live = name == "terminal" and place == "-"

    def show(item: Any) -> None:  # noqa: ANN401  the model is imported late
        if live:
            write_to("-", partial(put_text, f"{proposals.lines(item)}\n"))

    done = resolving.resolve(paths, config=settings, write=write, stdin_name=stdin_name, on_outcome=show)
    if name == "json":
        write_to(place, partial(proposals.write_json, done.items, done.notices, version("verify")))
    elif not live:
        write_to(place, partial(put_text, "".join(f"{proposals.lines(item)}\n" for item in done.items)))
    tell(done.problems, (*done.notices, proposals.counted(done.items)), quiet=settings.quiet)
    if done.interrupted:
        raise typer.Exit(INTERRUPTED)
    if done.problems:
        raise typer.Exit(CANNOT_RUN)
