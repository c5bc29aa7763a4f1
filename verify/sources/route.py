"""Which box answers which request: files, the live web, or the archives in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from urllib.parse import urldefrag

from verify.model import Answer, Capture, Miss, MissReason, Request
from verify.ports import Source
from verify.sources.files import file_path

# When no archive has a capture, the answer that says most: trouble that hides what an archive has outranks its "none".
_TELLING = (
    MissReason.BLOCKED,
    MissReason.THROTTLED,
    MissReason.UNAVAILABLE,
    MissReason.TIMEOUT,
    MissReason.UNREACHABLE,
    MissReason.TOO_LARGE,
    MissReason.EXCLUDED,
    MissReason.OFFLINE,
    MissReason.REFUSED,
    MissReason.NO_FILE,
    MissReason.NOT_ARCHIVED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """An archive in the order of asking. `owns` tells whether a capture's address is one of its own."""

    source: Source
    owns: Callable[[str], bool]


class Route:
    """Sends file requests to `files`, live ones to `live`, dated ones to the archives in their order, and a memento
    to the archive that owns its address, or to `elsewhere` when none does.

    Of the archives the first that has a capture answers; a listing is that of all. Without one, "not archived" needs all of them to say so.
    What none of them has may be among the `copies`, which never say that there is none.
    """

    def __init__(
        self,
        *,
        files: Source,
        live: Source,
        archives: Sequence[Archive] = (),
        elsewhere: Source,
        copies: Source | None = None,
    ) -> None:
        self._files = files
        self._live = live
        self._archives = tuple(archives)
        self._elsewhere = elsewhere
        self._copies = copies

    def get(self, request: Request) -> Answer:
        plain = _plain(request.uri_r)
        if plain != request.uri_r:  # a fragment names a place on the page: the page is the same
            return replace(self.get(replace(request, uri_r=plain)), request=request)
        if request.uri_m is None and _is_file(request.uri_r):
            return self._files.get(request)
        if request.live:
            return self._live.get(request)
        if request.listing:
            return self._listing(request)
        misses: list[Miss] = []
        for source in self._asked(request):
            answer = source.get(request)
            if isinstance(answer, Capture):
                return answer
            misses.append(answer)
        copy = self._copies.get(request) if self._copies and request.uri_m is None else None
        return copy if isinstance(copy, Capture) else _most_telling(request, misses)

    def _listing(self, request: Request) -> Answer:
        """What all archives have of a page together. Of one that cannot say, the others' captures are no less there."""
        answers = [archive.source.get(request) for archive in self._archives]
        if self._copies:
            answers += [copy for copy in [self._copies.get(request)] if isinstance(copy, Capture)]
        found = [answer for answer in answers if isinstance(answer, Capture)]
        if not found:
            return _most_telling(request, [answer for answer in answers if isinstance(answer, Miss)])
        body = b"".join(answer.body for answer in found)
        return replace(found[0], request=request, body=body, sha256=sha256(body).hexdigest())

    def _asked(self, request: Request) -> list[Source]:
        uri_m = request.uri_m
        if uri_m is None:
            return [archive.source for archive in self._archives]
        return [archive.source for archive in self._archives if archive.owns(uri_m)] or [self._elsewhere]


def _most_telling(request: Request, misses: Sequence[Miss]) -> Miss:
    if not misses:
        return Miss(request=request, reason=MissReason.REFUSED, detail="no archive is configured")
    told = min(misses, key=lambda miss: _TELLING.index(miss.reason))
    details = dict.fromkeys(miss.detail for miss in misses if miss.detail)
    return replace(told, request=request, detail="; ".join(details))


def _plain(uri: str) -> str:
    try:
        return urldefrag(uri).url if uri.startswith(("http:", "https:")) else uri
    except ValueError:
        return uri


def _is_file(uri: str) -> bool:
    try:
        return file_path(uri) is not None
    except ValueError:
        return False
