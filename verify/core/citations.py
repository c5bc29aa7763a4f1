"""What a document claims: its quotations, its references, and which belongs to which.

Pure and total: any text gives an extraction, in time linear in its length.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from verify.core.attribution import Attributor
from verify.core.host import Host, read_host
from verify.core.joins import Joined, join
from verify.core.prose_references import find_prose_references
from verify.core.quotations import Found, find_quotations
from verify.core.reference_list import find_entries
from verify.core.references import Cited, find_references
from verify.core.unread import unread_notices
from verify.model import Check, Citation, Document, Extraction, Join, Quotation, Reference, ReferenceKind

FINGERPRINT_DIGITS = 16  # hexadecimal: 64 bits, so that a folder of documents has no collisions
_NOTICES_OF_A_KIND = 20  # the rest is counted


def extract(document: Document) -> Extraction:
    """All quotations, references and citations of `document`: those its format tells apart, or else those its text shows."""
    if document.claims:
        return _stated(document)
    host = read_host(document)
    attributor = Attributor(host)
    entries = find_entries(host)
    spans = [(entry.start, entry.title_end) for entry in entries]
    found = find_quotations(host, attributor, spans)
    prose = find_prose_references(host, attributor, found, [(entry.start, entry.end) for entry in entries])
    cited = find_references(host, entries, prose)
    joined = join(host, found, cited)
    found = _with_sources(found, joined)
    cited, joins = _without_twins(cited, joined)
    quotations = tuple(one.quotation for one in found)
    references = tuple(one.reference for one in cited)
    return Extraction(
        document=document,
        quotations=quotations,
        references=references,
        joins=joins,
        citations=_citations(document, quotations, references, joins),
        notices=_notices(host, joined),
    )


def _stated(document: Document) -> Extraction:
    """A table or a bibliography: nothing is to be looked for in it, and each row is its own join."""
    quotations = tuple(claim.quotation for claim in document.claims if claim.quotation)
    references = tuple({claim.reference.id: claim.reference for claim in document.claims if claim.reference}.values())
    joins = tuple(
        Join(quotation=claim.quotation.id, reference=claim.reference.id, rule="row")
        for claim in document.claims
        if claim.quotation and claim.reference
    )
    return Extraction(
        document=document,
        quotations=quotations,
        references=references,
        joins=joins,
        citations=_citations(document, quotations, references, joins),
        notices=_told(document, []),
    )


def _without_twins(cited: list[Cited], joined: Joined) -> tuple[list[Cited], tuple[Join, ...]]:
    """References without the prose that merely names a listed entry, numbered anew, and the joins with the new ids."""
    used = {one.reference for one in joined.joins}
    listed = {_identity(one.reference) for one in cited if one.entry is not None}
    listed |= {(name, None) for name, _ in listed if name}
    kept = [
        one
        for one in cited
        if one.prose is None or one.reference.id in used or not _names_one_of(one.reference, listed)
    ]
    ids = {one.reference.id: f"r{number}" for number, one in enumerate(kept, 1)}
    kept = [replace(one, reference=replace(one.reference, id=ids[one.reference.id])) for one in kept]
    return kept, tuple(replace(one, reference=ids[one.reference]) for one in joined.joins)


def _names_one_of(reference: Reference, listed: set[tuple[str, str | None]]) -> bool:
    name, issued = _identity(reference)
    return (name, issued) in listed or (issued is None and (name, None) in listed)


def _identity(reference: Reference) -> tuple[str, str | None]:
    return reference.item.container_title or reference.item.publisher or "", reference.item.issued


def _with_sources(found: list[Found], joined: Joined) -> list[Found]:
    """Words of nobody named are to be verified all the same when a reference stands with them."""
    sourced = {one.quotation for one in joined.joins}
    return [
        replace(one, quotation=replace(one.quotation, check=Check.REQUIRED, reason=None))
        if one.quotation.check is Check.UNSOURCED and one.quotation.id in sourced
        else one
        for one in found
    ]


def _citations(
    document: Document, quotations: tuple[Quotation, ...], references: tuple[Reference, ...], joins: tuple[Join, ...]
) -> tuple[Citation, ...]:
    by_id = {reference.id: reference for reference in references}
    of: dict[str, list[Reference]] = defaultdict(list)
    for one in joins:
        of[one.quotation].append(by_id[one.reference])
    pieces: dict[str, list[Quotation]] = defaultdict(list)
    first: dict[str, str] = {}
    for piece in quotations:
        if piece.continues:
            first[piece.id] = first.get(piece.continues, piece.continues)
            pieces[first[piece.id]].append(piece)
    pairs: list[tuple[int, Quotation | None, Reference | None]] = []
    used: set[str] = set()
    for whole in quotations:
        if whole.continues:
            continue
        mine = of[whole.id]
        used.update(reference.id for reference in mine)
        pairs += [(whole.start, whole, reference) for reference in mine]
        if not mine and whole.check is not Check.OPTIONAL:
            pairs.append((whole.start, whole, None))
    pairs += [(reference.start, None, reference) for reference in references if reference.id not in used]
    pairs.sort(key=lambda pair: pair[0])
    return _fingerprinted(document, [(quotation, reference) for _, quotation, reference in pairs], pieces)


def reference_citations(extraction: Extraction) -> tuple[Citation, ...]:
    """Each reference of a document by itself."""
    return _fingerprinted(extraction.document, [(None, reference) for reference in extraction.references], {})


def _fingerprinted(
    document: Document,
    pairs: Sequence[tuple[Quotation | None, Reference | None]],
    pieces: Mapping[str, Sequence[Quotation]],
) -> tuple[Citation, ...]:
    """The pairs as citations; one that stands in the document several times has a fingerprint for each time."""
    seen: Counter[str] = Counter()
    citations: list[Citation] = []
    for quotation, reference in pairs:
        parts = () if quotation is None else tuple(pieces.get(quotation.id, ()))
        print_ = _fingerprint(document.name, quotation, parts, reference)
        seen[print_] += 1
        if seen[print_] > 1:
            print_ = sha256(f"{print_}\0{seen[print_]}".encode()).hexdigest()[:FINGERPRINT_DIGITS]
        citations.append(
            Citation(document=document, quotation=quotation, reference=reference, pieces=parts, fingerprint=print_)
        )
    return tuple(citations)


def _fingerprint(
    document: str, quotation: Quotation | None, pieces: tuple[Quotation, ...], reference: Reference | None
) -> str:
    words = " ".join(part.exact for part in (quotation, *pieces) if part) if quotation else ""
    source = ""
    if reference is not None:
        source = reference.item.URL or reference.archive_url or reference.raw
        if reference.kind is ReferenceKind.NUMBERED and not reference.item.URL:
            source = reference.raw
    key = f"{document}\0{_folded(words)}\0{_folded(source)}"
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:FINGERPRINT_DIGITS]


def _folded(text: str) -> str:
    """Words only: typography, white space and case may change without the citation becoming another."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", folded))


def _notices(host: Host, joined: Joined) -> tuple[str, ...]:
    places = [(offset, text) for offset, text in host.marks.notices if not host.is_unread(offset)]
    return _told(host.document, [*places, *joined.notices, *unread_notices(host.document, host.unread)])


def _told(document: Document, places: list[tuple[int, str]]) -> tuple[str, ...]:
    """Recoveries and losses as lines, by their place, with those of the reader."""
    places = sorted([*places, *((notice.start, notice.message) for notice in document.notices)])
    shown = [f"{document.place(offset)}: {text}" for offset, text in places[:_NOTICES_OF_A_KIND]]
    if len(places) > _NOTICES_OF_A_KIND:
        shown.append(f"{len(places) - _NOTICES_OF_A_KIND} more such notices")
    return tuple(shown)
