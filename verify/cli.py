"""The command line: arguments in, exit code out, nothing else.

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 cannot run, 3 a bug of ours, 130 interrupted.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from verify import cli_archive, cli_cache, cli_resolve
from verify.cli_options import (
    Archives,
    At,
    Baseline,
    Cache,
    ConfigFile,
    Contact,
    Drift,
    Exclude,
    ExitZero,
    FailOn,
    Formats,
    Include,
    Jobs,
    LinksOnly,
    MaxAge,
    MaxBytes,
    NoProgress,
    Offline,
    Outputs,
    Paths,
    Private,
    Quiet,
    Refresh,
    Reports,
    Robots,
    Source,
    Sources,
    StdinName,
    Timeout,
    Verbose,
    WriteBaseline,
    flags,
)
from verify.cli_output import (
    BUG,
    CANNOT_RUN,
    INTERRUPTED,
    REPORT_IT,
    deliver,
    destinations,
    open_what_is_closed,
    paired,
    progress_line,
    put_extractions,
    put_text,
    tell,
    write_reports,
    write_to,
)
from verify.errors import ConfigError, VerifyError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: a third of the start-up time
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(given: bool) -> None:
    if given:
        from importlib.metadata import version

        typer.echo(f"verify {version('verify')}")
        raise typer.Exit


@app.callback()
def root(
    _: Annotated[
        bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Check that quotations stand in the sources they are credited to, live or archived."""


@app.command()
def check(
    paths: Paths,
    format: Formats = None,
    output: Outputs = None,
    source: Source = None,
    sources: Sources = None,
    offline: Offline = None,
    refresh: Refresh = None,
    max_age: MaxAge = None,
    cache: Cache = None,
    reports: Reports = None,
    at: At = None,
    fail_on: FailOn = None,
    exit_zero: ExitZero = None,
    baseline: Baseline = None,
    write_baseline: WriteBaseline = None,
    include: Include = None,
    exclude: Exclude = None,
    links_only: LinksOnly = None,
    jobs: Jobs = None,
    timeout: Timeout = None,
    max_bytes: MaxBytes = None,
    archive: Archives = None,
    drift: Drift = None,
    allow_private_addresses: Private = None,
    robots: Robots = None,
    contact: Contact = None,
    quiet: Quiet = None,
    verbose: Verbose = None,
    no_progress: NoProgress = None,
    stdin_name: StdinName = "<stdin>",
    config: ConfigFile = None,
) -> None:
    """Check every quotation and every reference of the documents.

    Exit code 0: nothing at or above --fail-on; 1: findings; 2: something could not be read or understood;
    3: a bug of ours; 130: interrupted.
    """
    given = flags(locals())
    from verify import run
    from verify.config import load

    settings, file = load(given, file=config)
    outputs = destinations(settings, file, paths)
    with progress_line(settings) as bar:
        report = run.check(
            paths,
            config=settings,
            on_progress=bar.show if bar else None,
            on_waiting=bar.waiting if bar else None,
            stdin_name=stdin_name,
        )
    deliver(report, settings, outputs)


@app.command()
def extract(
    paths: Paths,
    format: Formats = None,
    output: Outputs = None,
    include: Include = None,
    exclude: Exclude = None,
    allow_private_addresses: Private = None,
    quiet: Quiet = None,
    verbose: Verbose = None,
    stdin_name: StdinName = "<stdin>",
    config: ConfigFile = None,
) -> None:
    """Show what would be checked: quotations, references and links. Asks no network for files."""
    given = flags(locals())
    from verify import reports, run
    from verify.config import load

    settings, _ = load(given, file=config)
    extracted = run.extract_all(paths, config=settings, stdin_name=stdin_name)
    for name, place in paired(settings.format or ("terminal",), settings.output, tuple(reports.EXTRACT_WRITERS)):
        write_to(
            place,
            partial(put_extractions, name, extracted, settings),
        )
    tell(extracted.problems, extracted.notices, quiet=settings.quiet)
    if extracted.problems:
        raise typer.Exit(CANNOT_RUN)


@app.command()
def quote(
    words: Annotated[str, typer.Argument(metavar="WORDS", help="The quotation, without its outer marks.")],
    places: Annotated[list[str], typer.Option("--in", metavar="SRC", help="A file or URL; repeat for several.")],
    format: Formats = None,
    output: Outputs = None,
    offline: Offline = None,
    refresh: Refresh = None,
    max_age: MaxAge = None,
    cache: Cache = None,
    at: At = None,
    fail_on: FailOn = None,
    exit_zero: ExitZero = None,
    timeout: Timeout = None,
    max_bytes: MaxBytes = None,
    archive: Archives = None,
    drift: Drift = None,
    allow_private_addresses: Private = None,
    robots: Robots = None,
    contact: Contact = None,
    quiet: Quiet = None,
    verbose: Verbose = None,
    config: ConfigFile = None,
) -> None:
    """One quotation against one or more sources, without a document."""
    given = flags(locals())
    from verify import run
    from verify.config import load

    settings, _ = load(given, file=config)
    from verify import reports

    outputs = paired(settings.format or ("terminal",), settings.output, reports.formats())
    report = run.quote(words, places, config=settings)
    shown = settings if settings.quiet else settings.model_copy(update={"verbose": max(settings.verbose, 1)})
    deliver(report, shown, outputs)  # who asks about one quotation wants to see the passage


@app.command("report")
def render(
    run: Annotated[str, typer.Argument(metavar="RUN.json", help="What `check -f json` or jsonl wrote; - is stdin.")],
    format: Formats = None,
    output: Outputs = None,
    fail_on: FailOn = None,
    quiet: Quiet = None,
    verbose: Verbose = None,
    config: ConfigFile = None,
) -> None:
    """Show a saved run again, in other formats. Checks nothing, so the exit code tells no findings."""
    given = flags(locals())
    from verify import inputs, reports
    from verify.config import load
    from verify.reports.saved import load as load_run

    settings, _ = load(given, file=config)
    outputs = paired(settings.format or ("terminal",), settings.output, reports.formats())
    report = load_run(inputs.saved_run(run), run)
    problems: list[str] = []
    write_reports(report, settings, outputs, problems)
    if problems:
        raise typer.Exit(CANNOT_RUN)


app.command("archive")(cli_archive.archive)


@app.command()
def rules(
    id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A rule, verdict, availability, reason or flag: F7, drifted.")
    ] = None,
) -> None:
    """Explain every verdict, availability and rule, or the one named."""
    from verify.reports.rulebook import explain

    try:
        text = explain(id)
    except KeyError:
        raise VerifyError(f"no rule {id!r}. `verify rules` lists them all") from None
    write_to("-", partial(put_text, text))


@app.command()
def init(
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.", show_default=False)] = False,
) -> None:
    """Write a commented verify.toml into this folder."""
    from verify.config import FILE_NAME, template

    path = Path(FILE_NAME)
    if path.exists() and not force:
        raise ConfigError(f"{path} is there already. Remove it, or use --force")
    try:
        path.write_text(template(), "utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    typer.echo(f"wrote {path}", err=True)


app.command("resolve")(cli_resolve.resolve)
app.add_typer(cli_cache.app, name="cache")


def main() -> int:
    """Run the command line; the entry point of the `verify` script. Returns the exit code."""
    open_what_is_closed()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a cancelled job keeps what was found, as Ctrl-C does
    try:
        code: object = app(standalone_mode=False)
    except VerifyError as error:
        typer.echo(f"verify: {error}", err=True)
        return CANNOT_RUN
    except (KeyboardInterrupt, typer.Abort):
        typer.echo("verify: interrupted", err=True)
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  the last line of defence turns a bug into exit code 3
        show: Callable[[], None] | None = getattr(error, "show", None)
        if show and hasattr(error, "exit_code"):  # the usage errors of the click inside typer
            show()
            return CANNOT_RUN
        import traceback

        traceback.print_exc()
        typer.echo(REPORT_IT, err=True)
        return BUG
    return code if isinstance(code, int) else 0
