"""The documents of a saved run read back: what each claims, and where every offset that is named stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from verify.model import (
    Anchor,
    Check,
    Document,
    Extraction,
    Item,
    Join,
    Name,
    Quotation,
    QuotationKind,
    Reference,
    ReferenceKind,
)
from verify.reports.fields import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A document of a saved run, its quotations and references by their ids."""

    extraction: Extraction
    quotations: Mapping[str, Quotation]
    references: Mapping[str, Reference]


def document(entry: Fields, places: Mapping[str, Sequence[tuple[int, Fields]]]) -> Read:
    """One document; `places` are further offsets of documents with their places."""
    name = entry.text("path")
    quotations = {item.text("id"): _quotation(item) for item in entry.parts("quotations")}
    references = {item.text("id"): _reference(item) for item in entry.parts("references")}
    known = [(item.number("start"), item) for key in ("quotations", "references") for item in entry.parts(key)]
    source = Document(
        name=name,
        media_type=entry.text("media_type"),
        text="",
        sha256=entry.text("sha256"),
        title=entry.text_or_none("title"),
        language=entry.text_or_none("language"),
        anchors=anchored([*places.get(name, ()), *known]),
        size=entry.number("characters"),
    )
    joins = tuple(
        Join(quotation=item.text("quotation"), reference=item.text("reference"), rule=item.text("rule"))
        for item in entry.parts("joins")
    )
    extraction = Extraction(
        document=source,
        quotations=tuple(quotations.values()),
        references=tuple(references.values()),
        joins=joins,
        citations=(),
        notices=entry.texts("notices"),
    )
    return Read(extraction=extraction, quotations=quotations, references=references)


def anchored(places: Iterable[tuple[int, Fields]]) -> tuple[Anchor, ...]:
    """Anchors at these offsets; an offset without a line is told by what else is known of it."""
    anchors = {
        start: Anchor(
            start=start,
            line=entry.number_or_none("line") or 1,
            column=entry.number_or_none("column") or 1,
            page=entry.number_or_none("page"),
            paragraph=entry.number_or_none("paragraph"),
            part=entry.text_or_none("part"),
            cell=entry.text_or_none("cell"),
            time=entry.text_or_none("time"),
        )
        for start, entry in places
    }
    return tuple(anchors[start] for start in sorted(anchors))


def _quotation(entry: Fields) -> Quotation:
    return Quotation(
        id=entry.text("id"),
        exact=entry.text("exact"),
        prefix=entry.text_or_none("prefix") or "",
        suffix=entry.text_or_none("suffix") or "",
        start=entry.number("start"),
        end=entry.number("end"),
        kind=entry.word("kind", QuotationKind),
        check=entry.word("check", Check),
        reason=entry.text_or_none("reason"),
        continues=entry.text_or_none("continues"),
        nested_in=entry.text_or_none("nested_in"),
        speaker=entry.text_or_none("speaker"),
        cue=entry.text_or_none("cue"),
        date=entry.text_or_none("date"),
    )


def _reference(entry: Fields) -> Reference:
    return Reference(
        id=entry.text("id"),
        kind=entry.word("kind", ReferenceKind),
        raw=entry.text("raw"),
        start=entry.number("start"),
        end=entry.number("end"),
        marker=entry.text_or_none("marker"),
        item=_work(entry.part("item")),
        archived=entry.text_or_none("archived"),
        archive_url=entry.text_or_none("archive_url"),
    )


def _work(entry: Fields) -> Item:
    return Item(
        type=entry.text("type"),
        title=entry.text_or_none("title"),
        author=tuple(
            Name(
                family=name.text_or_none("family"),
                given=name.text_or_none("given"),
                literal=name.text_or_none("literal"),
            )
            for name in entry.parts("author")
        ),
        container_title=entry.text_or_none("container-title"),
        publisher=entry.text_or_none("publisher"),
        issued=entry.text_or_none("issued"),
        accessed=entry.text_or_none("accessed"),
        URL=entry.text_or_none("URL"),
        DOI=entry.text_or_none("DOI"),
        ISBN=entry.text_or_none("ISBN"),
        language=entry.text_or_none("language"),
        format=entry.text_or_none("format"),
    )
