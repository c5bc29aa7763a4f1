"""`verify resolve`: an address for each reference that has none, proposed by services and compared field by field."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from verify import decision_writing, inputs, resolvers, run
from verify.config import WAYBACK, Config, split_source
from verify.core.agreement import choose
from verify.core.citations import reference_citations
from verify.core.resolve import Decision, ambiguous, means, targets
from verify.decisions import read_decisions
from verify.model import Answer, Candidate, Citation, Miss, MissReason, Proposal, Reference, Request, Resolved
from verify.ports import Source
from verify.resolvers import Named

# Called with each outcome as it is known.
OnOutcome = Callable[[Resolved], None]
SCOPE = "resolve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolving:
    """All outcomes in document order; `problems` are inputs that could not be read, `notices` what else to tell."""

    items: tuple[Resolved, ...]
    problems: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    interrupted: bool = False


def resolve(
    paths: Sequence[str | Path],
    *,
    config: Config | None = None,
    write: Path | None = None,
    stdin_name: str = inputs.STDIN_NAME,
    on_outcome: OnOutcome = lambda _: None,
) -> Resolving:
    """Propose addresses for the references without one, and add them to the file `write`.

    Ctrl-C keeps what was found so far. What `write`, `sources` or `source` of the settings decide already is not asked for. Raises `VerifyError`.
    """
    settings = config or Config()
    named = [resolvers.opened(entry, settings.contact) for entry in settings.resolver]
    decisions = _decisions(settings, write)
    extracted = run.extract_all(paths, config=settings, stdin_name=stdin_name)
    citations = [citation for extraction in extracted.extractions for citation in reference_citations(extraction)]
    decisions = [decision for decision in decisions if not ambiguous(decision, citations)]  # these settle none
    wanted = [citation for citation in citations if citation.reference and not targets(citation)]
    items: list[Resolved] = []
    interrupted = False
    with _opened(settings, named) as asked:
        try:
            for citation in wanted:
                item = _decided(citation, decisions) or _resolved(citation, citations, named, asked.source)
                items.append(item)
                on_outcome(item)
        except KeyboardInterrupt:
            interrupted = True
        notices = [*extracted.notices, *asked.problems()]
    if not settings.contact and any("(403)" in told for told in notices):
        notices.append("no --contact is set: Wikimedia refuses who cannot be written to")
    if interrupted:
        notices.append(f"interrupted: {len(wanted) - len(items)} of {len(wanted)} references were not looked for")
    if settings.offline:
        notices.append("no service was asked (--offline): answers of earlier runs only")
    if write:
        written = decision_writing.append(write, items)
        notices.append(_told(write, written))
    return Resolving(items=tuple(items), problems=extracted.problems, notices=tuple(notices), interrupted=interrupted)


def _told(path: Path, written: decision_writing.Written) -> str:
    choose_from = f", {written.commented} as comments to choose from" if written.commented else ""
    return f"{path}: {written.added} {'entry' if written.added == 1 else 'entries'} added{choose_from}"


def _decisions(settings: Config, write: Path | None) -> list[Decision]:
    found = [Decision(name=split_source(pair)[0], uri=split_source(pair)[1]) for pair in settings.source]
    if settings.sources:
        found += read_decisions(settings.sources)
    if write and not (settings.sources and write.absolute() == settings.sources.absolute()):
        found += decision_writing.known_decisions(write)
    return found


@dataclass(slots=True)
class _Asked:
    """What the resolvers ask, and a line for each service that failed."""

    source: Source
    problems: Callable[[], tuple[str, ...]]


@contextmanager
def _opened(settings: Config, named: Sequence[Named]) -> Generator[_Asked]:
    from platformdirs import user_cache_path

    from verify.resolvers.services import Services
    from verify.sources.assembly import assemble
    from verify.sources.cache import Cache
    from verify.sources.cached import Cached
    from verify.sources.memo import Memo

    fetcher = run.open_fetcher(settings)
    try:
        with Cache(settings.cache or user_cache_path("verify"), read_only=settings.offline) as cache:
            services = Services(
                fetcher,
                breaker=None if settings.offline or settings.refresh else cache,
                turns=cache.turn,
                landed=cache.landed,
            )
            kept = Cached(
                services,
                cache,
                scope=SCOPE,
                offline=settings.offline,
                refresh=settings.refresh,
                max_age=settings.max_age,
            )
            archives = [each.base for each in named if each.name == "wayback" and each.base] or [WAYBACK]
            captures = assemble(
                fetcher,
                cache,
                archives=archives,
                offline=settings.offline,
                refresh=settings.refresh,
                max_age=settings.max_age,
                files=(),
            )
            yield _Asked(_ByKind(Memo(kept), captures), lambda: (*services.problems, *cache.problems))
    finally:
        fetcher.close()


class _ByKind:
    """Live requests go to the services, those for captures to the archives."""

    def __init__(self, services: Source, captures: Source) -> None:
        self._services = services
        self._captures = captures

    def get(self, request: Request) -> Answer:
        return self._services.get(request) if request.live else self._captures.get(request)


class _Noting:
    """Notes whether anything was asked at all."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.asked = False

    def get(self, request: Request) -> Answer:
        self.asked = True
        return self._source.get(request)


def _decided(citation: Citation, decisions: Iterable[Decision]) -> Resolved | None:
    for decision in decisions:
        if means(decision.name, citation):
            place = decision.uri or decision.archive_url or ""
            return Resolved(citation=citation, outcome="decided", detail=f"{decision.decided_by}: {place}")
    return None


def _resolved(citation: Citation, citations: Sequence[Citation], named: Sequence[Named], source: Source) -> Resolved:
    reference = citation.reference
    if reference is None or not reference.item.title:
        return Resolved(citation=citation, outcome="untitled", detail="it has no title to search for")
    asked: list[str] = []
    misses: list[Miss] = []
    records: list[Proposal] = []
    nearest: list[str] = []
    for each in named:
        noting = _Noting(source)
        candidates = _candidates(each, reference, noting, misses)
        asked += [each.name] if noting.asked else []
        choice = choose(reference, [one for one in candidates if not one.record])
        if choice.proposed:
            return Resolved(
                citation=citation, outcome="proposed", name=_name(citation, citations), proposals=(choice.proposed,)
            )
        if choice.ambiguous:
            detail = f"{len(choice.ambiguous)} close candidates"
            return Resolved(
                citation=citation,
                outcome="ambiguous",
                name=_name(citation, citations),
                proposals=choice.ambiguous,
                detail=detail,
            )
        listed = choose(reference, [one for one in candidates if one.record])
        records += [listed.proposed] if listed.proposed else listed.ambiguous
        nearest += [told for told in (choice.nearest, listed.nearest) if told]
    if records:
        detail = "the entry of a catalogue or a landing page, not the words"
        return Resolved(
            citation=citation,
            outcome="record",
            name=_name(citation, citations),
            proposals=tuple(records),
            detail=detail,
        )
    if misses:
        return Resolved(citation=citation, outcome="unanswered", detail=_unanswered(misses))
    told = f"nothing found ({', '.join(dict.fromkeys(asked))} asked)" if asked else "no service to ask for such a work"
    return Resolved(citation=citation, outcome="none", detail="; nearest ".join([told, *nearest[:1]]))


def _candidates(named: Named, reference: Reference, source: Source, misses: list[Miss]) -> list[Candidate]:
    found: list[Candidate] = []
    for one in named.resolver.resolve(reference, source):
        if isinstance(one, Miss):
            misses.append(one)
        else:
            found.append(one)
    return found


def _unanswered(misses: Sequence[Miss]) -> str:
    if all(miss.reason is MissReason.OFFLINE for miss in misses):
        return "not asked (--offline), and the cache has no answer"
    details = dict.fromkeys(
        miss.detail or miss.reason.value for miss in misses if miss.reason is not MissReason.OFFLINE
    )
    return f"a service did not answer: {'; '.join(details)}"


def _name(citation: Citation, citations: Sequence[Citation]) -> str:
    """What `sources.toml` can call the reference by without meaning another one: its title, or where it stands."""
    reference = citation.reference
    title = reference.item.title if reference else None
    if title and means(title, citation) and not ambiguous(Decision(name=title), citations):
        return title
    return f"{citation.document.name}#{reference.id}" if reference else citation.fingerprint
