"""`verify resolve`: arguments in, exit code out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TextIO

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
)

CANNOT_RUN, INTERRUPTED = 2, 130
Flags = Callable[[dict[str, Any]], dict[str, Any]]
Pairs = Callable[[tuple[str, ...], tuple[str, ...], tuple[str, ...]], list[tuple[str, str]]]
Write = Callable[[str, Callable[[Any], None]], None]


def command(flags: Flags, pairs: Pairs, write_to: Write, tell: Callable[..., None]) -> Callable[..., None]:
    """The command; what it is given is what all commands do with flags, formats, places and notes."""

    def resolve(
        paths: Paths,
        write: Annotated[
            Path | None,
            typer.Option(
                "--write", "-w", metavar="FILE", help="Add what is proposed to this sources.toml, for review."
            ),
        ] = None,
        format: Annotated[
            list[str] | None, typer.Option("--format", "-f", metavar="FORMAT", help="terminal or json.")
        ] = None,
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
        given = {key: value for key, value in locals().items() if key in _SETTINGS}
        from importlib.metadata import version

        from verify import resolving
        from verify.config import load
        from verify.reports import proposals

        settings, _ = load(flags(given), file=config)
        ((name, place),) = pairs((settings.format or ("terminal",))[:1], settings.output, proposals.FORMATS)
        live = name == "terminal" and place == "-"

        def show(item: Any) -> None:  # noqa: ANN401  the model is imported late
            if live:
                write_to("-", partial(_put, text=f"{proposals.lines(item)}\n"))

        done = resolving.resolve(paths, config=settings, write=write, stdin_name=stdin_name, on_outcome=show)
        if name == "json":
            write_to(place, partial(proposals.write_json, done.items, done.notices, version("verify")))
        elif not live:
            write_to(place, partial(_put, text="".join(f"{proposals.lines(item)}\n" for item in done.items)))
        tell(done.problems, (*done.notices, proposals.counted(done.items)), quiet=settings.quiet)
        if done.interrupted:
            raise typer.Exit(INTERRUPTED)
        if done.problems:
            raise typer.Exit(CANNOT_RUN)

    return resolve


_SETTINGS = frozenset(
    "format output sources resolver offline refresh max_age include exclude cache timeout allow_private_addresses contact quiet".split()
)


def _put(stream: TextIO, text: str) -> None:
    stream.write(text)
