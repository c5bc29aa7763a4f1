"""What the outside world supplies: plug-in points of one method each.

A module that defines the function is as good as a class that defines the method, so a plug-in is usually a
module named in a dict (see `readers`, `reports`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, TextIO

from verify.model import Answer, Candidate, Document, Miss, Reference, Report, ReportOptions, Request


class Reader(Protocol):
    """Bytes to a document. Raises `InputError` when the bytes are not what the media type says.

    `base_url` is the address the bytes came from, None for a file: links are resolved against it.
    """

    def read(
        self, data: bytes, *, name: str, media_type: str, charset: str | None, base_url: str | None
    ) -> Document: ...


class Resolver(Protocol):
    """The works of one service that a reference may mean, best first.

    It asks `source` for the addresses of its service, which answers with a capture or a miss; where a miss kept it from an
    answer it yields that miss. Whether a candidate is the work that is meant is not its to say: `core/agreement.py` compares.
    """

    def resolve(self, reference: Reference, source: Source) -> Iterator[Candidate | Miss]: ...


class Source(Protocol):
    """The live web, an archive, the cache, files, or a dict in a test: all answer requests.

    Never raises for a source that cannot be had: that is a `Miss`. Safe to call from several threads.
    """

    def get(self, request: Request) -> Answer: ...


class Writer(Protocol):
    """A report as text on a stream. Sees findings only: asks no network, no files.

    The writers of the formats in `reports.BINARY` take a stream of bytes instead.
    """

    def write(self, report: Report, stream: TextIO, options: ReportOptions) -> None: ...
