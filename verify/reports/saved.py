"""A saved run read back: the JSON or JSON Lines of `check` to a `Report`, the inverse of `mapping`.

The texts of documents and sources are not in the JSON. Their places are, so every writer finds what it shows; a passage
stands between the words that the JSON keeps around it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from verify.errors import InputError
from verify.model import (
    Availability,
    Citation,
    CrossFinding,
    CrossPlace,
    Document,
    Extraction,
    Finding,
    Known,
    Quotation,
    Reason,
    Reference,
    Report,
    Verdict,
)
from verify.reports.fields import DamagedError, Fields
from verify.reports.mapping import SCHEMA_VERSION
from verify.reports.saved_documents import Read, anchored, document
from verify.reports.saved_evidence import difference, drift, evidence, metadata

_LONGEST_LINE_SHOWN = 60


def load(data: bytes, name: str) -> Report:
    """The report that `data` holds. Raises `InputError`, one line that names the file and the place of the damage."""
    try:
        return _report(Fields.of(_whole(data.decode("utf-8-sig")), ""))
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not a saved run: no UTF-8 text at byte {error.start}. {_REMEDY}") from None
    except json.JSONDecodeError as error:
        raise InputError(
            f"{name}: damaged: {error.msg} at line {error.lineno}, column {error.colno}. {_REMEDY}"
        ) from None
    except RecursionError:
        raise InputError(f"{name}: damaged: nested too deeply. {_REMEDY}") from None
    except DamagedError as error:
        raise InputError(f"{name}: damaged: {error}. {_REMEDY}") from None
    except _OtherKindError as error:
        raise InputError(f"{name}: {error}") from None
    except ValueError as error:  # a number of thousands of digits
        raise InputError(f"{name}: damaged: {error}. {_REMEDY}") from None


_REMEDY = "Make it anew with `verify check … -f json -o RUN.json`"


class _OtherKindError(Exception):
    """Sound JSON that is no run this version can show."""


def _whole(text: str) -> object:
    """The one object of the JSON, or the lines of JSON Lines put together into it."""
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as whole:
        first = text.partition("\n")[0]
        try:
            header = json.loads(first)
        except json.JSONDecodeError:
            raise whole from None
        if not isinstance(header, dict) or "kind" not in header:
            raise
        return _of_lines(text.split("\n"))
    return value


def _of_lines(lines: Iterable[str]) -> dict[str, Any]:
    out: dict[str, Any] = {"documents": [], "findings": [], "cross_document": []}
    ended = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = Fields.of(json.loads(line), f"line {number}")
        except json.JSONDecodeError as error:
            raise DamagedError(f"line {number}: {error.msg} at column {error.colno}") from None
        match entry.text("kind"):
            case "header":
                out |= {**entry.value, "kind": entry.text_or_none("report") or "extract"}
            case "document" | "finding" as kind:
                out[f"{kind}s"].append(entry.value)
            case "cross_document":
                out["cross_document"].append({**entry.value, "kind": entry.text("about")})
            case "summary":
                out |= {**entry.value, "kind": out.get("kind")}
                ended = True
            case _:
                pass  # a kind that a later version adds
    if not ended:
        raise DamagedError("the summary line at the end is missing")
    return out


def _report(root: Fields) -> Report:
    version, kind = root.value.get("schema_version"), root.value.get("kind")
    if version is None or kind is None:
        raise _OtherKindError(f"not a saved run. {_REMEDY}")
    if version != SCHEMA_VERSION:
        raise _OtherKindError(
            f"schema_version is {str(version)[:_LONGEST_LINE_SHOWN]!r}, and this version reads {SCHEMA_VERSION!r}. "
            "Use the version of verify that wrote it, or check again"
        )
    if kind != "check":
        raise _OtherKindError(f"of kind {str(kind)[:_LONGEST_LINE_SHOWN]!r}, not a run of `check`. {_REMEDY}")
    places = _places(root)
    documents: dict[str, Read] = {}
    extractions: list[Extraction] = []
    for entry in root.parts("documents"):
        read = document(entry, places)
        documents.setdefault(read.extraction.document.name, read)
        extractions.append(read.extraction)
    return Report(
        version=root.part("tool").text("version"),
        started=root.moment("started"),
        finished=root.moment("finished"),
        extractions=tuple(extractions),
        findings=tuple(_finding(entry, documents) for entry in root.parts("findings")),
        cross_document=tuple(_conflict(entry) for entry in root.parts("cross_document")),
        problems=root.texts("problems"),
        notices=root.texts("notices"),
        interrupted=root.truth("interrupted"),
        config_digest=root.text_or_none("config_digest") or "",
    )


def _places(root: Fields) -> dict[str, list[tuple[int, Fields]]]:
    """Offsets with their places, by document, beside those of its own quotations and references."""
    places: dict[str, list[tuple[int, Fields]]] = {}
    for conflict in root.parts("cross_document"):
        for place in conflict.parts("places"):
            places.setdefault(place.text("document"), []).append((place.number("start"), place))
    return places


def _finding(entry: Fields, documents: dict[str, Read]) -> Finding:
    name = entry.text("document")
    read = documents.get(name)
    citation = _cited(entry, read) if read else _alone(entry, name)
    differences = tuple(difference(item) for item in entry.parts("differences"))
    left, history = entry.part_or_none("known"), entry.part_or_none("drift")
    return Finding(
        citation=citation,
        verdict=entry.word("verdict", Verdict),
        availability=entry.word("availability", Availability),
        reason=entry.word_or_none("reason", Reason),
        summary=entry.text("summary"),
        differences=differences,
        flags=frozenset(entry.texts("flags")),
        evidence=tuple(evidence(item) for item in entry.parts("evidence")),
        metadata=tuple(metadata(item) for item in entry.parts("metadata")),
        drift=drift(history) if history else None,
        known=Known(reason=left.text_or_none("reason") or "", until=left.text_or_none("until")) if left else None,
    )


def _cited(entry: Fields, read: Read) -> Citation:
    def quotation(key: str, id: str) -> Quotation:
        if id not in read.quotations:
            raise entry.damaged(key, f"no quotation {id[:40]!r} in its document")
        return read.quotations[id]

    quoted, cited = entry.text_or_none("quotation"), entry.text_or_none("reference")
    if cited is not None and cited not in read.references:
        raise entry.damaged("reference", f"no reference {cited[:40]!r} in its document")
    return Citation(
        document=read.extraction.document,
        quotation=None if quoted is None else quotation("quotation", quoted),
        reference=None if cited is None else read.references[cited],
        pieces=tuple(quotation("pieces", id) for id in entry.texts("pieces")),
        fingerprint=entry.text("id"),
    )


def _alone(entry: Fields, name: str) -> Citation:
    """A quotation that came without a document, as `verify quote` makes them."""
    exact = entry.text("exact")
    source = Document(
        name=name, media_type="text/plain", text=exact, sha256="", anchors=anchored([(0, entry)]), size=len(exact)
    )
    quotation = Quotation(id=entry.text("quotation"), exact=exact, start=0, end=len(exact))
    cited: Reference | None = None
    return Citation(document=source, quotation=quotation, reference=cited, fingerprint=entry.text("id"))


def _conflict(entry: Fields) -> CrossFinding:
    return CrossFinding(
        kind=entry.text("kind"),
        message=entry.text("message"),
        places=tuple(
            CrossPlace(
                document=place.text("document"),
                start=place.number("start"),
                end=place.number("end"),
                text=place.text("text"),
            )
            for place in entry.parts("places")
        ),
    )
