"""The library's verbs that need no network: read a document, extract its citations, judge one quotation."""

from __future__ import annotations

from pathlib import Path

from verify import inputs, readers
from verify.core import citations
from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.legal import with_legal_citations
from verify.model import Document, Extraction, Judged
from verify.parsed_speakers import with_parsed_speakers

__all__ = ["extract", "match_quotation", "read_document"]


def read_document(source: str | Path | bytes, *, media_type: str | None = None, name: str | None = None) -> Document:
    """A file, or bytes with their media type, as the text a person reads. Raises `InputError`."""
    if isinstance(source, bytes):
        return readers.read(source, name=name or "<bytes>", media_type=media_type)
    data = inputs.load(inputs.Input(name=str(source), path=Path(source)))
    return readers.read(data, name=name or str(source), media_type=media_type)


def extract(document: Document) -> Extraction:
    """All quotations, references and citations of a document; legal citations and parsed speakers where the
    extras are installed.
    """
    return with_parsed_speakers(citations.extract(with_legal_citations(document)))


def match_quotation(
    words: str,
    source: str | bytes | Document | SourceText,
    *,
    media_type: str = "text/plain",
    speaker: str | None = None,
) -> Judged:
    """Whether `words` stand in a source: text, the bytes of a page with their media type, or a document.

    Give a `SourceText` to ask one source many times. Offsets of the answer count code points in `judged.source.text`.
    Raises `InputError` for bytes that hold no text.
    """
    if isinstance(source, SourceText):
        return judge(words, source, speaker=speaker)
    if isinstance(source, str):
        source = readers.read(
            source.encode("utf-8", "replace"), name="<source>", media_type=media_type, charset="utf-8"
        )
    elif isinstance(source, bytes):
        source = readers.read(source, name="<source>", media_type=media_type)
    return judge(words, SourceText(source), speaker=speaker)
