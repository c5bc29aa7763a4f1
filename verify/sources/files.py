"""Sources that a person has as a file: `file:` URIs and local paths."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from verify.model import Answer, Capture, Miss, MissReason, Request

MAX_BYTES = 200_000_000  # a scanned book; the limit of the web is for what strangers send
# What the system's table calls otherwise or not at all.
_KNOWN = {".md": "text/markdown", ".markdown": "text/markdown", ".htm": "text/html", ".txt": "text/plain"}


class Files:
    """Reads the files that requests name, as captures taken now.

    `allowed` are the only files that are read (None: any), so that a `file:` address inside a document opens nothing
    that the user did not name.
    """

    def __init__(
        self,
        *,
        allowed: Iterable[Path] | None = None,
        max_bytes: int = MAX_BYTES,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._allowed = None if allowed is None else frozenset(path.resolve() for path in allowed)
        self._max_bytes = max_bytes
        self._now = now

    def get(self, request: Request) -> Answer:
        try:
            path = file_path(request.uri_r)
            if path is None:
                return _miss(request, MissReason.REFUSED, f"not a file: {request.uri_r[:200]}")
            if self._allowed is not None and path.resolve() not in self._allowed:
                return _miss(request, MissReason.REFUSED, f"{path} was not named as a source by the user")
            if not path.is_file():
                return _miss(request, MissReason.NO_FILE, f"no such file: {path}")
            with path.open("rb") as file:
                body = file.read(self._max_bytes + 1)
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            return _miss(request, MissReason.NO_FILE, f"{request.uri_r[:200]} cannot be read ({why})")
        if len(body) > self._max_bytes:
            return _miss(request, MissReason.TOO_LARGE, f"{path} has more than {self._max_bytes} bytes")
        return Capture(
            request=request,
            uri_r=request.uri_r,
            retrieved=self._now().replace(microsecond=0),
            media_type=_media_type(path),
            sha256=sha256(body).hexdigest(),
            body=body,
        )


def file_path(uri: str) -> Path | None:
    """The path that a `file:` URI or a plain path names; None for other schemes."""
    parts = urlsplit(uri)
    if parts.scheme == "file":
        return Path(url2pathname(parts.path)) if parts.netloc in ("", "localhost") else None
    if len(parts.scheme) > 1:  # one letter is a drive
        return None
    return Path(uri)


def _media_type(path: Path) -> str:
    return _KNOWN.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0] or ""


def _miss(request: Request, reason: MissReason, detail: str) -> Miss:
    return Miss(request=request, reason=reason, detail=detail)
