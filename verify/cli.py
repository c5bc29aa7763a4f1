"""The command line: arguments in, exit code out, nothing else.

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 cannot run, 3 a bug of ours, 130 interrupted.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, TextIO

import typer

from verify import cli_cache, cli_resolve
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
    MaxAge,
    MaxBytes,
    NoProgress,
    Offline,
    Outputs,
    Paths,
    Private,
    Quiet,
    Refresh,
    Robots,
    Sources,
    StdinName,
    Timeout,
    Verbose,
    WriteBaseline,
)
from verify.errors import ConfigError, VerifyError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from verify.config import Config
    from verify.model import Kept, Report, ReportOptions
    from verify.reports.progress import Bar
    from verify.run import Extracted

FOUND, CANNOT_RUN, BUG, INTERRUPTED = 1, 2, 3, 130
_REPORT_IT = "verify: this is a bug of ours; please report it with the lines above"

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
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            metavar="REF=FILE_OR_URL",
            help="Where the source of a reference is: its marker, title or publisher.",
        ),
    ] = None,
    sources: Sources = None,
    offline: Offline = None,
    refresh: Refresh = None,
    max_age: MaxAge = None,
    cache: Cache = None,
    reports: Annotated[
        Path | None, typer.Option("--reports", metavar="DIR", help="Folder for the HTML and JSON reports.")
    ] = None,
    at: At = None,
    fail_on: FailOn = None,
    exit_zero: ExitZero = None,
    baseline: Baseline = None,
    write_baseline: WriteBaseline = None,
    include: Include = None,
    exclude: Exclude = None,
    links_only: Annotated[
        bool | None, typer.Option("--links-only", help="Check the references only.", show_default=False)
    ] = None,
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
    given = {key: value for key, value in locals().items() if key in _SETTINGS}
    from verify import run
    from verify.config import load

    settings, file = load(_flags(given), file=config)
    outputs = _outputs(settings, file, paths)
    with _progress(settings) as bar:
        report = run.check(
            paths,
            config=settings,
            on_progress=bar.show if bar else None,
            on_waiting=bar.waiting if bar else None,
            stdin_name=stdin_name,
        )
    _deliver(report, settings, outputs)


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
    given = {key: value for key, value in locals().items() if key in _SETTINGS}
    from verify import reports, run
    from verify.config import load

    settings, _ = load(_flags(given), file=config)
    extracted = run.extract_all(paths, config=settings, stdin_name=stdin_name)
    for name, place in _pairs(settings.format or ("terminal",), settings.output, tuple(reports.EXTRACT_WRITERS)):
        _write(
            place,
            partial(_show_extractions, name, extracted, settings),
        )
    _tell(extracted.problems, extracted.notices, quiet=settings.quiet)
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
    given = {key: value for key, value in locals().items() if key in _SETTINGS}
    from verify import run
    from verify.config import load

    settings, _ = load(_flags(given), file=config)
    from verify import reports

    outputs = _pairs(settings.format or ("terminal",), settings.output, reports.formats())
    report = run.quote(words, places, config=settings)
    shown = settings if settings.quiet else settings.model_copy(update={"verbose": max(settings.verbose, 1)})
    _deliver(report, shown, outputs)  # who asks about one quotation wants to see the passage


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
    given = {key: value for key, value in locals().items() if key in _SETTINGS}
    from verify import inputs, reports
    from verify.config import load
    from verify.reports.saved import load as load_run

    settings, _ = load(_flags(given), file=config)
    outputs = _pairs(settings.format or ("terminal",), settings.output, reports.formats())
    report = load_run(inputs.saved_run(run), run)
    problems: list[str] = []
    _write_reports(report, settings, outputs, problems)
    if problems:
        raise typer.Exit(CANNOT_RUN)


@app.command()
def archive(
    paths: Paths,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what has no capture.", show_default=False)
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask without asking you first.", show_default=False)] = False,
    format: Annotated[
        list[str] | None, typer.Option("--format", "-f", metavar="FORMAT", help="terminal or json.")
    ] = None,
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
    given = {key: value for key, value in locals().items() if key in _SETTINGS}
    from verify import archiving
    from verify.config import load
    from verify.reports import kept

    settings, _ = load(_flags(given), file=config)
    ((name, place),) = _pairs((settings.format or ("terminal",))[:1], settings.output, kept.FORMATS)
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

        _write(place, partial(kept.write_json, items, version("verify"), settings.save_to))
    elif not live:
        _write(place, partial(_show_text, "".join(f"{kept.line(item)}\n" for item in items)))
    _tell(found.problems, (*found.notices, kept.counted(items)), quiet=settings.quiet)
    if found.problems:
        raise typer.Exit(CANNOT_RUN)
    if not dry_run and any(item.outcome not in ("captured", "already") for item in items):
        raise typer.Exit(FOUND)


def _agreed(count: int, where: str) -> bool:
    """Whether the person at the terminal says yes; nobody else can."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return typer.confirm(f"Ask {where} to capture {count} {'address' if count == 1 else 'addresses'}?", err=True)


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
    _write("-", partial(_show_text, text))


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


_SETTINGS = frozenset(
    "format output source sources offline refresh max_age cache reports at fail_on exit_zero baseline write_baseline include exclude links_only jobs "
    "timeout max_bytes archive save_to save_keys resolver drift allow_private_addresses robots contact quiet verbose no_progress".split()
)


def _flags(given: dict[str, Any]) -> dict[str, Any]:
    """What was typed: typer gives None, an empty list or 0 for a flag that was not."""
    out: dict[str, Any] = {}
    for key, value in given.items():
        if value is None or value == [] or (key == "verbose" and not value):
            continue
        out[key] = tuple(value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType]
    return out


def _outputs(settings: Config, file: Path | None, paths: list[str]) -> list[tuple[str, str]]:
    """Format and place of each report; with a config and no format named, files in `reports` beside the table."""
    from verify import reports

    pairs = _pairs(settings.format or ("terminal",), settings.output, reports.formats())
    if not settings.format and settings.reports is not None and (file is not None or settings.reports):
        name = _name(paths)
        pairs += [(kind, str(settings.reports / f"{name}.{kind}")) for kind in ("html", "json")]
    return pairs


def _name(paths: list[str]) -> str:
    """A file name for the reports of a run: that of the one document or folder, else `report`."""
    if len(paths) != 1 or paths[0] == "-" or "://" in paths[0]:
        return "report"
    path = Path(paths[0]).absolute()
    stem = path.name if path.is_dir() else path.stem
    return "".join(char if char.isalnum() or char in "-_." else "-" for char in stem).strip("-.") or "report"


def _pairs(formats: tuple[str, ...], outputs: tuple[str, ...], known: tuple[str, ...]) -> list[tuple[str, str]]:
    from verify.reports import BINARY

    for name in formats:
        if name not in known:
            raise ConfigError(f"no format {name!r} here. Choose from {', '.join(known)}")
    if len(outputs) > len(formats):
        raise ConfigError(f"{len(outputs)} outputs for {len(formats)} formats. Give each -o its -f, in order")
    places = [*outputs, *["-"] * (len(formats) - len(outputs))]
    for name, place in zip(formats, places, strict=True):
        if name in BINARY and place == "-":
            raise ConfigError(f"the format {name} is no text for stdout. Give it a file: -f {name} -o REPORT.{name}")
    if places.count("-") > 1:
        raise ConfigError("two formats would both go to stdout. Give all but one a file with -o")
    if len(set(places)) < len(places):
        raise ConfigError("two formats would be written to the same file. Give each its own with -o")
    return list(zip(formats, places, strict=True))


def _deliver(report: Report, settings: Config, outputs: list[tuple[str, str]]) -> None:
    """Write the reports, say on stderr what else there is to say, and leave with the exit code."""
    problems = list(report.problems)
    _write_reports(report, settings, outputs, problems)
    if not (("terminal", "-") in outputs and sys.stdout.isatty()):  # the table has said it on the same screen
        _tell(report.problems, report.notices, quiet=settings.quiet)
    if report.interrupted:
        typer.echo("verify: interrupted; what was found so far is in the report", err=True)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(INTERRUPTED)  # threads may still wait for slow hosts; every record of theirs is already whole
    if report.bugs:
        typer.echo("".join(dict.fromkeys(report.bugs)), err=True, nl=False)
        typer.echo(_REPORT_IT, err=True)
        raise typer.Exit(BUG)
    if problems:
        raise typer.Exit(CANNOT_RUN)
    if not settings.exit_zero and _failed(report, settings.fail_on):
        raise typer.Exit(FOUND)


def _write_reports(report: Report, settings: Config, outputs: list[tuple[str, str]], problems: list[str]) -> None:
    """Write each report and say where; one place that cannot be written costs no other report."""
    from verify.reports import BINARY

    written: list[str] = []
    for name, place in outputs:
        try:
            _write(place, partial(_show_report, name, report, settings), binary=name in BINARY)
        except ConfigError as error:
            typer.echo(f"verify: {error}", err=True)
            problems.append(str(error))
        else:
            written += [] if place == "-" else [_shown(place)]
    if written and not settings.quiet:
        typer.echo(f"Report: {', '.join(written)}", err=True)


def _shown(place: str) -> str:
    """A path as a person would type it here."""
    path = Path(place)
    return str(path.relative_to(Path.cwd())) if path.is_absolute() and path.is_relative_to(Path.cwd()) else place


def _failed(report: Report, fail_on: tuple[str, ...]) -> bool:
    from verify.core.baseline import fails

    return any(fails(finding, fail_on) for finding in report.findings)


def _tell(problems: tuple[str, ...], notices: tuple[str, ...], *, quiet: bool) -> None:
    for problem in problems:
        typer.echo(f"verify: {problem}", err=True)
    if not quiet:
        for notice in notices:
            typer.echo(f"verify: note: {notice}", err=True)


def _options(settings: Config) -> ReportOptions:
    from verify.model import ReportOptions

    return ReportOptions(verbose=settings.verbose, quiet=settings.quiet, fail_on=settings.fail_on)


def _progress(settings: Config) -> AbstractContextManager[Bar | None]:
    """A progress line on stderr while it is a terminal; otherwise nothing."""
    from contextlib import nullcontext

    if settings.no_progress or settings.quiet or not sys.stderr.isatty():
        return nullcontext()
    from verify.reports.progress import progress

    return progress(sys.stderr)


def _show_report(name: str, report: Report, settings: Config, stream: TextIO | BinaryIO) -> None:
    from verify import reports

    reports.write(name, report, stream, _options(settings))


def _show_extractions(name: str, extracted: Extracted, settings: Config, stream: TextIO) -> None:
    from importlib.metadata import version

    from verify import reports

    reports.write_extractions(name, extracted.extractions, version("verify"), stream, _options(settings))


def _show_text(text: str, stream: TextIO) -> None:
    stream.write(text)


def _write(place: str, write: Callable[[Any], None], *, binary: bool = False) -> None:
    if place == "-":
        stream = sys.stdout
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:  # a console that cannot show a character must not lose the report
            reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            write(stream)
            stream.flush()
        except (BrokenPipeError, SystemExit):  # `verify check … | head` is no error; rich makes an exit of it
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return
    path = Path(place)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") if binary else path.open("w", encoding="utf-8", newline="\n") as file:
            write(file)
    except OSError as error:
        raise ConfigError(f"cannot write {place}: {error.strerror}. Give another place with -o or --reports") from error


app.command("resolve")(cli_resolve.command(_flags, _pairs, _write, _tell))
app.add_typer(cli_cache.commands(partial(_write, "-")), name="cache")


def main() -> int:
    """Run the command line; the entry point of the `verify` script. Returns the exit code."""
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
        typer.echo(_REPORT_IT, err=True)
        return BUG
    return code if isinstance(code, int) else 0
