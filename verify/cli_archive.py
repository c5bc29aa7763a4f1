"""`verify archive`: arguments in, exit code out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from verify.cli_options import (
    Archives,
    Cache,
    ConfigFile,
    Contact,
    Exclude,
    Include,
    Outputs,
    Paths,
    Private,
    Quiet,
    StdinName,
    Timeout,
    TwoFormats,
    flags,
)
from verify.cli_output import CANNOT_RUN, FOUND, paired, put_text, tell, write_to
from verify.errors import ConfigError

if TYPE_CHECKING:
    from verify.model import Kept


def archive(
    paths: Paths,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what has no capture.", show_default=False)
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask without asking you first.", show_default=False)] = False,
    format: TwoFormats = None,
    output: Outputs = None,
    include: Include = None,
    exclude: Exclude = None,
    cache: Cache = None,
    timeout: Timeout = None,
    archive: Archives = None,
    save_to: Annotated[
        str | None, typer.Option("--save-to", metavar="URL", help="The archive that is asked for captures.")
    ] = None,
    save_keys: Annotated[
        str | None, typer.Option("--save-keys", metavar="NAMES", help="Variables with its access and secret key.")
    ] = None,
    allow_private_addresses: Private = None,
    contact: Contact = None,
    quiet: Quiet = None,
    stdin_name: StdinName = "<stdin>",
    config: ConfigFile = None,
) -> None:
    """Ask an archive to capture the cited addresses that have no capture yet.

    Exit code 0: every address has a capture, or --dry-run; 1: some have none; 2: cannot run, as without keys.
    """
    given = flags(locals())
    from verify import archiving
    from verify.config import load
    from verify.reports import kept

    settings, _ = load(given, file=config)
    ((name, place),) = paired((settings.format or ("terminal",))[:1], settings.output, kept.FORMATS)
    found = archiving.extracted(paths, settings, stdin_name)
    live = name == "terminal" and place == "-"
    with archiving.opened(settings) as asked:
        items = archiving.plan(found, asked.source)
        missing = sum(item.outcome == "missing" for item in items)
        if missing and not dry_run:
            saver = asked.saver()
            if not yes and not _agreed(missing, settings.save_to):
                raise ConfigError(
                    f"nothing was asked for: {missing} without a capture. Use --yes, or --dry-run to list them"
                )
            show: Callable[[Kept], None] = (lambda item: typer.echo(kept.line(item))) if live else (lambda _: None)
            items = archiving.ask(items, saver, show)
        elif live:
            for item in items:
                typer.echo(kept.line(item))
    if name == "json":
        from importlib.metadata import version

        write_to(place, partial(kept.write_json, items, version("verify"), settings.save_to))
    elif not live:
        write_to(place, partial(put_text, "".join(f"{kept.line(item)}\n" for item in items)))
    tell(found.problems, (*found.notices, kept.counted(items)), quiet=settings.quiet)
    if found.problems:
        raise typer.Exit(CANNOT_RUN)
    if not dry_run and any(item.outcome not in ("captured", "already") for item in items):
        raise typer.Exit(FOUND)


def _agreed(count: int, where: str) -> bool:
    """Whether the person at the terminal says yes; nobody else can."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return typer.confirm(f"Ask {where} to capture {count} {'address' if count == 1 else 'addresses'}?", err=True)
