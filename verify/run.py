"""The composition root: settings become nested sources, documents become flows, flows become a report.

Data goes one way. The only call back out of the core is `source.get`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from traceback import format_exception
from typing import TYPE_CHECKING

from verify import baselines, inputs, memory, readers
from verify.config import Config, split_source
from verify.core.citations import extract, reference_citations
from verify.core.consistency import consistency
from verify.core.flow import interrupted
from verify.core.resolve import Decision, Target, ambiguous, means, targets
from verify.core.siblings import settle
from verify.deciding import Job, planned
from verify.decisions import files_named_in, read_decisions
from verify.driving import Driver, OnWaiting
from verify.errors import InputError, VerifyError
from verify.legal import with_legal_citations
from verify.messages import StepError
from verify.model import (
    Answer,
    Check,
    Citation,
    Document,
    Extraction,
    Finding,
    Miss,
    MissReason,
    Quotation,
    Report,
    Request,
)
from verify.parsed_speakers import with_parsed_speakers
from verify.ports import Source
from verify.processes import Processes, Spares, processes_for
from verify.reading import Reading, read_capture
from verify.sources.files import file_path
from verify.stepping import Outcome, Steps, Threads

if TYPE_CHECKING:
    from verify.sources.live import Fetcher

# Called with (done, total, the finding just made or None); from the calling thread only.
OnProgress = Callable[[int, int, Finding | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """The extractions of all inputs, with what could not be read and what was left out."""

    extractions: tuple[Extraction, ...]
    problems: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def check(
    paths: Sequence[str | Path],
    *,
    config: Config | None = None,
    on_progress: OnProgress | None = None,
    on_waiting: OnWaiting | None = None,
    stdin_name: str = inputs.STDIN_NAME,
) -> Report:
    """Check every citation of the documents; findings in document order.

    An input that cannot be read is a line in `Report.problems`, and the others are still checked. Ctrl-C gives the
    report of what was found so far, with `interrupted` set. `on_waiting` is told twice a second what the run waits for,
    or "". Raises `VerifyError` when the settings cannot be used.
    """
    settings = config or Config()
    started = datetime.now(UTC)
    known = baselines.read(settings)
    decisions = _decisions(settings)
    with ExitStack() as stack:
        spares = stack.enter_context(Spares())
        extracted = extract_all(paths, config=settings, stdin_name=stdin_name, on_bytes=spares.expect)
        decisions += _files_of_tables(extracted.extractions)
        asked = stack.enter_context(_sources(settings, _files(decision.uri for decision in decisions)))
        citations = [
            citation for extraction in extracted.extractions for citation in _wanted(extraction, settings.links_only)
        ]
        clear, unclear = _clear(decisions, citations)
        jobs = [
            (citation, targets(citation, clear), settings.at or _document_date(citation.document))
            for citation in citations
        ]
        decided = _decide_all(
            jobs,
            asked.source,
            settings.jobs,
            on_progress,
            on_waiting=on_waiting,
            drift=settings.drift,
            spares=spares,
        )
    notices = (*extracted.notices, *asked.problems, *_unused(decisions, decided.findings))
    problems = (*extracted.problems, *unclear)
    report = _report(settings, started, replace(extracted, notices=notices, problems=problems), decided)
    return baselines.applied(report, known, settings)


def quote(words: str, places: Sequence[str], *, config: Config | None = None) -> Report:
    """One quotation against the given files and addresses: a report with one finding and no document."""
    settings = config or Config()
    started = datetime.now(UTC)
    if not words.strip():
        raise InputError('the quotation is empty. Give the words in marks: verify quote "the words" --in FILE_OR_URL')
    document = readers.read(words.encode(), name="<quotation>", media_type="text/plain")
    citation = Citation(
        document=document,
        quotation=Quotation(id="q1", exact=document.text, start=0, end=len(document.text), check=Check.REQUIRED),
        reference=None,
        fingerprint=document.sha256[:16],
    )
    found = [Target(uri_r=_uri(place), decided_by="--in") for place in places]
    with _sources(settings, _files(target.uri_r for target in found)) as asked:
        decided = _decide_all(
            [(citation, tuple(found), settings.at)], asked.source, 1, None, direct=True, drift=settings.drift
        )
    return _report(settings, started, Extracted(extractions=(), notices=tuple(asked.problems)), decided)


def extract_all(
    paths: Sequence[str | Path],
    *,
    config: Config | None = None,
    stdin_name: str = inputs.STDIN_NAME,
    source: Source | None = None,
    on_bytes: Callable[[bytes], None] | None = None,
) -> Extracted:
    """What would be checked in the documents. Asks the network only for documents that are addresses.

    `on_bytes` is given the bytes of each file before it is read.
    """
    settings = config or Config()
    found = inputs.collect(paths, include=settings.include, exclude=settings.exclude, stdin_name=stdin_name)
    extractions: list[Extraction] = []
    problems = list(found.problems)
    for item in found.documents:
        try:
            if item.url and source:
                document = _fetched(item.url, source)
            elif item.url:
                with _sources(settings) as asked:
                    document = _fetched(item.url, asked.source)
            else:
                data = inputs.load(item)
                if on_bytes:
                    on_bytes(data)
                document = readers.read(data, name=item.name)
        except InputError as error:
            problems.append(str(error))
            continue
        extractions.append(with_parsed_speakers(extract(with_legal_citations(document))))
    return Extracted(extractions=tuple(extractions), problems=tuple(problems), notices=found.notices)


def open_fetcher(settings: Config) -> Fetcher:
    """What sends the requests of a run, as the settings say. The caller closes it."""
    from verify.sources.connections import allow_many_connections
    from verify.sources.live import Fetcher
    from verify.sources.polite import Polite
    from verify.sources.sites import Sites, SiteSettings

    allow_many_connections()
    memory.give_back()
    sites = Sites({name: SiteSettings(**one.model_dump()) for name, one in settings.host.items()})
    return Fetcher(
        timeout=settings.timeout,
        max_bytes=settings.max_bytes,
        contact=settings.contact,
        allow_private_addresses=settings.allow_private_addresses,
        polite=Polite(),
        sites=sites,
    )


@dataclass(slots=True)
class _Asked:
    """The nested sources of a run, and what went wrong with keeping their answers."""

    source: Source
    problems: list[str]


@contextmanager
def _sources(settings: Config, files: Sequence[Path] = ()) -> Generator[_Asked]:
    """What a run asks. `files` are the only local files that it may read: those the user named."""
    from platformdirs import user_cache_path

    from verify.sources.assembly import assemble
    from verify.sources.cache import Cache

    fetcher = open_fetcher(settings)
    try:
        with Cache(settings.cache or user_cache_path("verify"), read_only=settings.offline) as cache:
            yield _Asked(
                source=assemble(
                    fetcher,
                    cache,
                    archives=settings.archive,
                    offline=settings.offline,
                    refresh=settings.refresh,
                    max_age=settings.max_age,
                    files=files,
                    robots=settings.robots,
                    tell=cache.problems.append,
                ),
                problems=cache.problems,
            )
    finally:
        fetcher.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decided:
    """Findings in the order of the jobs; whether Ctrl-C cut the run short; tracebacks of bugs of ours."""

    findings: tuple[Finding, ...]
    stopped: bool
    bugs: tuple[str, ...]
    problems: tuple[str, ...]  # what the user can mend: a cache that became unusable


def _decide_all(
    jobs: Sequence[Job],
    source: Source,
    workers: int,
    on_progress: OnProgress | None,
    *,
    on_waiting: OnWaiting | None = None,
    direct: bool = False,
    drift: bool = False,
    spares: Spares | None = None,
) -> _Decided:
    plan = planned(jobs, direct=direct, drift=drift)
    count = processes_for([place.uri_r for _, places, _ in jobs for place in places[:1]])
    steps: Steps
    if count:
        steps = Processes(plan, count, spares=spares)
    else:
        reading = Reading()
        steps = Threads([plan.flow(number, reading) for number in plan.jobs])
    if on_progress:
        on_progress(0, len(jobs), None)
    outcomes: dict[int, Outcome] = {}
    stopped = False
    driver = Driver(source, workers=workers, on_waiting=on_waiting)
    try:
        for number, outcome in driver.run(steps):
            outcomes[number] = outcome
            if on_progress:
                on_progress(len(outcomes), len(jobs), outcome if isinstance(outcome, Finding) else None)
    except KeyboardInterrupt:
        stopped = True
        with suppress(KeyboardInterrupt):  # twice: at once
            outcomes.update(driver.fetched_already())
    finally:  # also when `on_progress` raises
        steps.end()
    findings: list[Finding] = []
    bugs: list[str] = []
    problems: list[str] = []
    for number, (citation, _, _) in enumerate(jobs):
        ended = outcomes.get(number)
        if ended is None:
            findings.append(interrupted(citation))
        elif isinstance(ended, Finding):
            findings.append(ended)
        elif isinstance(ended, VerifyError):
            findings.append(interrupted(citation, by=str(ended)))
            problems.append(str(ended))
        elif isinstance(ended, StepError) and not ended.bug:
            findings.append(interrupted(citation, by=ended.told))
        else:
            findings.append(interrupted(citation, by="a bug of ours; please report it"))
            bugs.append(ended.told if isinstance(ended, StepError) else "".join(format_exception(ended)))
    return _Decided(
        findings=settle(findings), stopped=stopped, bugs=tuple(bugs), problems=tuple(dict.fromkeys(problems))
    )


def _wanted(extraction: Extraction, links_only: bool) -> Iterator[Citation]:
    if not links_only:
        yield from extraction.citations
    else:
        yield from reference_citations(extraction)


def _report(
    settings: Config,
    started: datetime,
    extracted: Extracted,
    decided: _Decided,
) -> Report:
    notices = (*extracted.notices, *_network_notice(decided.findings))
    return Report(
        version=version("verify"),
        started=started,
        finished=datetime.now(UTC),
        extractions=extracted.extractions,
        findings=decided.findings,
        cross_document=consistency(extracted.extractions),
        problems=(*extracted.problems, *decided.problems),
        notices=notices,
        interrupted=decided.stopped,
        bugs=decided.bugs,
        config_digest=settings.digest(),
    )


def _clear(decisions: Sequence[Decision], citations: Sequence[Citation]) -> tuple[list[Decision], list[str]]:
    """The decisions that mean one work, and a line for each that means several and so settles none."""
    clear: list[Decision] = []
    unclear: list[str] = []
    for decision in decisions:
        several = ambiguous(decision, citations)
        if several:
            names = ", ".join(
                f"{item.document.name}#{(ref := item.reference) and (ref.marker or ref.id)}" for item in several[:4]
            )
            unclear.append(
                f"{decision.decided_by} {decision.name!r} means {len(several)} different sources and was not used. "
                f"Name one by its title, or as {names}"
            )
        else:
            clear.append(decision)
    return clear, unclear


def _unused(decisions: Sequence[Decision], findings: Sequence[Finding]) -> Iterator[str]:
    for decision in decisions:
        if not any(means(decision.name, finding.citation) for finding in findings):
            yield f"{decision.decided_by} {decision.name!r} means no reference of these documents"


def _network_notice(findings: Sequence[Finding]) -> Iterator[str]:
    """One line when not a single page could be fetched, so that nobody reads it out of a hundred findings."""
    live = [
        item.answer
        for finding in findings
        for item in finding.evidence
        if item.answer.request.live and item.answer.request.uri_r.startswith("http")
    ]
    failed = [answer for answer in live if isinstance(answer, Miss) and answer.reason is MissReason.UNREACHABLE]
    if live and len(failed) == len(live):
        details = sorted({answer.detail for answer in failed if answer.detail})
        why = f" ({details[0]})" if details else ""
        count = len({answer.request.uri_r for answer in live})
        tried = "the one address was" if count == 1 else f"all {count} addresses were"
        yield f"nothing could be fetched{why}: {tried} tried in vain. Is there a network?"


def _decisions(settings: Config) -> list[Decision]:
    decisions: list[Decision] = []
    for pair in settings.source:
        name, place = split_source(pair)
        decisions.append(Decision(name=name, uri=_uri(place)))
    if settings.sources:
        decisions += read_decisions(settings.sources)
    return decisions


def _files_of_tables(extractions: Iterable[Extraction]) -> list[Decision]:
    local = (one.document for one in extractions if not one.document.name.startswith(("http://", "https://")))
    return [decision for document in local for decision in files_named_in(document)]


def _uri(place: str) -> str:
    """A URL as it is, a local file as a `file:` URI. Raises `InputError` for a file that is not there."""
    if place.startswith(("http://", "https://", "file:")):
        return place
    path = Path(place)
    if not path.is_file():
        kind = "a folder, not a file" if path.is_dir() else "no such file"
        raise InputError(f"{kind}: {place}. Give a file, or a URL with http:// or https://")
    return path.resolve().as_uri()


def _files(uris: Iterable[str | None]) -> list[Path]:
    return [path for uri in uris if uri and (path := file_path(uri))]


def _fetched(url: str, source: Source) -> Document:
    answer: Answer = source.get(Request(uri_r=url))
    if isinstance(answer, Miss):
        raise InputError(f"{url}: {answer.reason}{f' ({answer.detail})' if answer.detail else ''}")
    if not 200 <= answer.status < 300:
        raise InputError(f"{url}: the site answers with status {answer.status}")
    return read_capture(answer)


def _document_date(document: Document) -> date | None:
    for key in ("published", "date", "modified"):
        with suppress(ValueError):
            return date.fromisoformat(document.metadata.get(key, "")[:10])
    return None
