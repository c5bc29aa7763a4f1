"""`verify cache`: arguments in, exit code out."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from verify.cli_options import ConfigFile
from verify.cli_output import CANNOT_RUN, put_text, write_to
from verify.errors import ConfigError, InputError

NONE_FOUND = 1

Folder = Annotated[Path | None, typer.Option("--cache", metavar="DIR", help="Folder of the evidence cache.")]
Format = Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help="terminal or json.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would go.", show_default=False)]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Look into the evidence cache, bring captures in, take them out, let them go.",
)


@app.command()
def info(format: Format = "terminal", cache: Folder = None, config: ConfigFile = None) -> None:
    """Where the cache is, how large, and what it holds."""
    from verify import cache_text
    from verify.sources import catalogue

    shown = {"terminal": cache_text.summary, "json": cache_text.summary_json}[_known(format)]
    with catalogue.existing(_folder(cache, config), read_only=True) as opened:
        told = shown(catalogue.summary(opened))
    write_to("-", partial(put_text, told))


@app.command("list")
def list_(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[URL]",
            help="A URL (with * at its end all that begin so), a host, or a record id of a finding.",
        ),
    ] = None,
    format: Format = "terminal",
    cache: Folder = None,
    config: ConfigFile = None,
) -> None:
    """The captures, by their dates: when, status, type, size, SHA-256, address. Exit code 1: none."""
    from verify import cache_text
    from verify.sources import catalogue

    shown = {"terminal": cache_text.listing, "json": cache_text.listing_json}[_known(format)]
    wanted = catalogue.Wanted(what) if what is not None else None
    with catalogue.existing(_folder(cache, config), read_only=True) as opened:
        entries = list(catalogue.entries(opened, wanted))
    write_to("-", partial(put_text, shown(entries)))
    if not entries:
        typer.echo("verify: the cache holds no such capture", err=True)
        raise typer.Exit(NONE_FOUND)


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="WARC (.warc, .warc.gz) or WACZ files.")],
    cache: Folder = None,
    config: ConfigFile = None,
) -> None:
    """Take captures of other people and tools into the cache. Exit code 2: a file could not be read."""
    from verify import cache_text
    from verify.sources.cache import Cache
    from verify.sources.imports import import_file

    failed = False
    with Cache(_folder(cache, config)) as opened:
        for file in files:
            try:
                done = import_file(opened, file)
            except InputError as error:
                typer.echo(f"verify: {error}", err=True)
                failed = True
                continue
            write_to("-", partial(put_text, cache_text.imported(done)))
    if failed:
        raise typer.Exit(CANNOT_RUN)


@app.command()
def export(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write: OUT.wacz or OUT.warc.gz.")],
    url: Annotated[
        list[str] | None,
        typer.Option("--url", metavar="URL", help="Only captures of a URL (or URL*), host or record id; repeatable."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Only what this JSON report rests on.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.", show_default=False)] = False,
    cache: Folder = None,
    config: ConfigFile = None,
) -> None:
    """Write captures into one WACZ (for ReplayWeb.page, pywb) or WARC file, with all that they rest on."""
    from dataclasses import replace

    from verify import cache_text
    from verify.sources import catalogue
    from verify.sources.export import Choice, of_report
    from verify.sources.export import export as exported

    choice = of_report(report) if report else Choice()
    choice = replace(choice, wanted=tuple(catalogue.Wanted(each) for each in url or ()))
    with catalogue.existing(_folder(cache, config), read_only=True) as opened:
        done = exported(opened, out, choice, replace=force)
    typer.echo(f"wrote {out}: {cache_text.exported(done)}", err=True)
    for record in done.missing:
        typer.echo(f"verify: {record} of the report is not in this cache", err=True)
    if done.missing:
        raise typer.Exit(CANNOT_RUN)


@app.command()
def prune(
    older_than: Annotated[
        str | None, typer.Option("--older-than", metavar="AGE", help="Not asked for in that time: 90d, 12h.")
    ] = None,
    unused: Annotated[
        bool, typer.Option("--unused", help="What a newer capture has replaced.", show_default=False)
    ] = False,
    max_size: Annotated[
        str | None, typer.Option("--max-size", metavar="SIZE", help="The oldest beyond this size: 500MB, 2GB.")
    ] = None,
    dry_run: DryRun = False,
    cache: Folder = None,
    config: ConfigFile = None,
) -> None:
    """Let captures go. Reports that rest on them can then no longer be proved from this cache."""
    from verify import cache_text
    from verify.sources import catalogue
    from verify.sources.prune import Rule
    from verify.sources.prune import prune as pruned

    if older_than is None and max_size is None and not unused:
        raise ConfigError("say what is to go: --older-than AGE, --unused or --max-size SIZE")
    rule = Rule(
        older_than=_age(older_than) if older_than else None,
        unused=unused,
        max_size=_bytes(max_size) if max_size else None,
    )
    with catalogue.existing(_folder(cache, config), read_only=dry_run) as opened:
        done = pruned(opened, rule, dry_run=dry_run)
    for line in done.skipped:
        typer.echo(f"verify: note: {line}: left as it is", err=True)
    typer.echo(cache_text.pruned(done, dry_run=dry_run), err=True)


def _folder(cache: Path | None, config: Path | None) -> Path:
    from platformdirs import user_cache_path

    from verify.config import load

    settings, _ = load({"cache": cache}, file=config)
    return settings.cache or user_cache_path("verify")


def _known(format: str) -> str:
    if format not in ("terminal", "json"):
        raise ConfigError(f"no format {format!r} here. Choose from terminal, json")
    return format


def _age(text: str) -> timedelta:
    from pydantic import TypeAdapter, ValidationError

    from verify.config import Duration

    try:
        age: timedelta = TypeAdapter(Duration).validate_python(text)
    except ValidationError:
        raise ConfigError(f"--older-than: {text!r} is no age. Give a number with a unit: 12h, 90d, 52w") from None
    return age


def _bytes(text: str) -> int:
    found = re.fullmatch(r"(\d{1,12}(?:\.\d{1,9})?)\s*(?:([kKMGT])(i?)B?|B)?", text.strip())
    if not found:
        raise ConfigError(f"--max-size: {text!r} is no size. Give a number with a unit: 500MB, 2GB")
    power = " KMGT".index((found[2] or " ").upper())
    return int(float(found[1]) * (1024 if found[3] else 1000) ** power)
