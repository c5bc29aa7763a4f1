"""What archives on disk answered, copied into the evidence cache, so that a finding is shown again without them.

A run always looks into the archive: a file that has changed answers anew, and the new answer is kept. The copy is written
as what was captured, at its own time, under its own record id; `uri_m` tells which file it is from. An offline run takes
the copies for an archive that is not there.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from verify.model import Answer, Capture, Miss, MissReason, Request
from verify.ports import Source
from verify.sources.cache import Cache
from verify.sources.cached import DEFINITIVE

SCOPE = "file:"  # how the scopes of archives on disk begin


class DiskCopies:
    """Answers what the archive at `path` answers, each capture naming its record in the cache."""

    def __init__(self, inner: Source, path: Path, cache: Cache, *, offline: bool = False) -> None:
        self._inner = inner
        self._path = path
        self._scope = path.as_uri()
        self._cache = cache
        self._offline = offline
        self._others = OtherCopies(cache)

    def get(self, request: Request) -> Answer:
        if self._offline and not self._path.exists():
            known = self._cache.get(self._scope, request)
            other = known[0] if known else self._others.get(request)
            return other if known or isinstance(other, Capture) else self._inner.get(request)
        answer = self._inner.get(request)
        if isinstance(answer, Miss) and answer.reason not in DEFINITIVE:
            return answer
        known = self._cache.get(self._scope, request)
        if known and _bare(known[0], answer) == _bare(answer, answer):
            return known[0]
        kept = self._cache.keep(self._scope, request, answer)
        return replace(kept, exchanges=()) if isinstance(kept, Capture) else kept


class OtherCopies:
    """Answers with the last copy out of any archive on disk."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def get(self, request: Request) -> Answer:
        found = self._cache.get_from(SCOPE, request)
        return found or Miss(request=request, reason=MissReason.OFFLINE, detail="not in the cache")


def _bare(answer: Answer, like: Answer) -> Answer:
    """An answer without where its record is and when it was read from there."""
    if isinstance(answer, Capture) and isinstance(like, Capture):
        return replace(answer, record=None, retrieved=like.retrieved)
    return answer
