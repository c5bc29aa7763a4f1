"""`verify archive`: a capture for each cited address that has none, asked for once, with the outcome of each."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from verify import inputs, run
from verify.config import Config
from verify.core import archive_urls, listings
from verify.core.resolve import targets
from verify.core.url_keys import url_key
from verify.errors import ConfigError
from verify.model import Capture, Kept, MissReason, Request
from verify.ports import Source
from verify.sources import addresses
from verify.sources.save_page_now import SavePageNow

# Called with each outcome as it is known.
OnOutcome = Callable[[Kept], None]


def cited(extracted: run.Extracted) -> dict[str, Kept]:
    """The addresses that the documents cite, each once, in their order: what was cited, not yet what becomes of it."""
    found: dict[str, Kept] = {}
    for extraction in extracted.extractions:
        for citation in extraction.citations:
            for target in targets(citation):
                if not target.uri_r.startswith(("http://", "https://")):
                    continue
                uri = target.uri_r.partition("#")[0]
                own = target.archive_url or (uri if archive_urls.parse(uri) else None)
                key = url_key(uri)
                known = found.get(key)
                if known is None or (own and not known.uri_m):
                    found[key] = Kept(url=uri, outcome="already" if own else "", uri_m=own, detail=_OWN if own else "")
    return found


_OWN = "the citation names its capture"


def keys(settings: Config, environment: Mapping[str, str]) -> tuple[str, str]:
    """The access key and the secret key. Raises `ConfigError` that names the variables, never what they hold."""
    access, secret = settings.save_keys
    if settings.save_to.startswith("http://") and addresses.public_name(settings.save_to):
        raise ConfigError(f"keys are sent over TLS only: use https, not {settings.save_to}")
    missing = [name for name in (access, secret) if not environment.get(name)]
    if missing:
        raise ConfigError(
            f"no keys for {settings.save_to}: set {' and '.join(missing)} in the environment "
            "(https://archive.org/account/s3.php gives them to any account), or use --dry-run"
        )
    return environment[access], environment[secret]


def plan(extracted: run.Extracted, source: Source) -> list[Kept]:
    """Every cited address with what is known of it: `already` captured, `unknown`, or `missing`."""
    return [each if each.outcome else _looked_up(each, source) for each in cited(extracted).values()]


def _looked_up(each: Kept, source: Source) -> Kept:
    answer = source.get(Request(uri_r=each.url, listing=True))
    if isinstance(answer, Capture):
        rows = listings.rows(answer)
        if rows:
            return Kept(url=each.url, outcome="already", captured=rows[-1].moment)
        return Kept(url=each.url, outcome="missing")
    if answer.reason is MissReason.NOT_ARCHIVED:
        return Kept(url=each.url, outcome="missing")
    # Without an answer it may be archived already, and nothing is archived twice.
    return Kept(url=each.url, outcome="unknown", detail=answer.detail or answer.reason.value)


def ask(planned: Sequence[Kept], saver: SavePageNow, on_outcome: OnOutcome = lambda _: None) -> list[Kept]:
    """Ask for a capture of each address that is `missing`, one after another; every outcome in the same order."""
    done: list[Kept] = []
    for each in planned:
        outcome = each
        if each.outcome == "missing":
            saved = saver.save(each.url)
            outcome = Kept(
                url=each.url,
                outcome=saved.outcome,
                detail=saved.detail,
                captured=saved.captured,
                uri_m=saved.uri_m,
            )
        on_outcome(outcome)
        done.append(outcome)
    return done


class Archiving:
    """An open network and cache for one run of `verify archive`."""

    def __init__(self, settings: Config, source: Source, make: Callable[[tuple[str, str]], SavePageNow]) -> None:
        self.source = source
        self._settings = settings
        self._make = make

    def saver(self) -> SavePageNow:
        """What asks for captures. Raises `ConfigError` without keys."""
        return self._make(keys(self._settings, os.environ))


@contextmanager
def opened(settings: Config) -> Generator[Archiving]:
    """The archives of the settings, to be asked what they have and to be asked for more."""
    from platformdirs import user_cache_path

    from verify.sources.assembly import assemble
    from verify.sources.cache import Cache

    fetcher = run.open_fetcher(settings)
    try:
        with Cache(settings.cache or user_cache_path("verify")) as cache:
            source = assemble(fetcher, cache, archives=settings.archive)
            yield Archiving(
                settings, source, lambda pair: SavePageNow(settings.save_to, pair, fetcher, turns=cache.turn)
            )
    finally:
        fetcher.close()


def extracted(paths: Sequence[str | Path], settings: Config, stdin_name: str = inputs.STDIN_NAME) -> run.Extracted:
    """What the documents cite."""
    return run.extract_all(paths, config=settings, stdin_name=stdin_name)
