"""Where the commands put what they have to say: formats and their places, reports, notes on stderr, the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

import typer

from verify.errors import ConfigError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from verify.config import Config
    from verify.model import Report, ReportOptions
    from verify.reports.progress import Bar
    from verify.run import Extracted

FOUND, CANNOT_RUN, BUG, INTERRUPTED = 1, 2, 3, 130
REPORT_IT = "verify: this is a bug of ours; please report it with the lines above"


def destinations(settings: Config, file: Path | None, paths: list[str]) -> list[tuple[str, str]]:
    """Format and place of each report; with a config and no format named, files in `reports` beside the table."""
    from verify import reports

    pairs = paired(settings.format or ("terminal",), settings.output, reports.formats())
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


def paired(formats: tuple[str, ...], outputs: tuple[str, ...], known: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each format with its place (`-` is stdout). Raises `ConfigError` for formats not `known` and places that clash."""
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


def deliver(report: Report, settings: Config, outputs: list[tuple[str, str]]) -> None:
    """Write the reports, say on stderr what else there is to say, and leave with the exit code."""
    problems = list(report.problems)
    write_reports(report, settings, outputs, problems)
    if not (("terminal", "-") in outputs and sys.stdout.isatty()):  # the table has said it on the same screen
        tell(report.problems, report.notices, quiet=settings.quiet)
    if report.interrupted:
        typer.echo("verify: interrupted; what was found so far is in the report", err=True)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(INTERRUPTED)  # threads may still wait for slow hosts; every record of theirs is already whole
    if report.bugs:
        typer.echo("".join(dict.fromkeys(report.bugs)), err=True, nl=False)
        typer.echo(REPORT_IT, err=True)
        raise typer.Exit(BUG)
    if problems:
        raise typer.Exit(CANNOT_RUN)
    if not settings.exit_zero and _failed(report, settings.fail_on):
        raise typer.Exit(FOUND)


def write_reports(report: Report, settings: Config, outputs: list[tuple[str, str]], problems: list[str]) -> None:
    """Write each report and say where; one place that cannot be written costs no other report."""
    from verify.reports import BINARY

    written: list[str] = []
    for name, place in outputs:
        try:
            write_to(place, partial(_put_report, name, report, settings), binary=name in BINARY)
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
    if not path.is_absolute():
        return place
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else place


def _failed(report: Report, fail_on: tuple[str, ...]) -> bool:
    from verify.core.baseline import fails

    return any(fails(finding, fail_on) for finding in report.findings)


def tell(problems: tuple[str, ...], notices: tuple[str, ...], *, quiet: bool) -> None:
    """Say on stderr what could not be done, and what else there is to know."""
    for problem in problems:
        typer.echo(f"verify: {problem}", err=True)
    if not quiet:
        for notice in notices:
            typer.echo(f"verify: note: {notice}", err=True)


def _options(settings: Config) -> ReportOptions:
    from verify.model import ReportOptions

    return ReportOptions(verbose=settings.verbose, quiet=settings.quiet, fail_on=settings.fail_on)


def progress_line(settings: Config) -> AbstractContextManager[Bar | None]:
    """A progress line on stderr while it is a terminal; otherwise nothing."""
    from contextlib import nullcontext

    if settings.no_progress or settings.quiet or not sys.stderr.isatty():
        return nullcontext()
    from verify.reports.progress import progress

    return progress(sys.stderr)


def _put_report(name: str, report: Report, settings: Config, stream: TextIO | BinaryIO) -> None:
    from verify import reports

    reports.write(name, report, stream, _options(settings))


def put_extractions(name: str, extracted: Extracted, settings: Config, stream: TextIO) -> None:
    from importlib.metadata import version

    from verify import reports

    reports.write_extractions(name, extracted.extractions, version("verify"), stream, _options(settings))


def put_text(text: str, stream: TextIO) -> None:
    stream.write(text)


def write_to(place: str, write: Callable[[Any], None], *, binary: bool = False) -> None:
    """Open a place and let `write` fill it. Raises `ConfigError` when it cannot be written."""
    if place == "-":
        stream = sys.stdout
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:  # a console that cannot show a character must not lose the report
            reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            write(stream)
            stream.flush()
        except (BrokenPipeError, SystemExit):  # `verify check … | head` is no error; rich makes an exit of it
            _hush(stream)
        except OSError as error:
            _hush(stream)
            raise ConfigError(f"cannot write to standard output: {error.strerror}. Name a file with -o") from error
        return
    path = Path(place)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") if binary else path.open("w", encoding="utf-8", newline="\n") as file:
            write(file)
    except OSError as error:
        raise ConfigError(f"cannot write {place}: {error.strerror}. Give another place with -o or --reports") from error


def _hush(stream: TextIO) -> None:
    """Let what is still to be written go nowhere, so that the interpreter does not stumble over it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def open_what_is_closed() -> None:
    """Let standard streams that were closed lead nowhere; no file of the cache may take their numbers."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    sys.stdin = sys.stdin or open(0, closefd=False)  # noqa: SIM115
    sys.stdout = sys.stdout or open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115
