"""How well quotations, speakers and references are extracted, and how fast.

    python benchmarks/extraction.py                         # the labelled documents beside this file
    python benchmarks/extraction.py --references FILE.jsonl  # rows {"gold": {…}, "text": {style: reference}}
    python benchmarks/extraction.py --speed SECONDS_OF_TEXT

A quotation to verify that overlaps a labelled one counts as found, one with its very words as exact, one that overlaps none
as false; F1 and precision are of spans that overlap. *speakers*: of those found, with the speaker labelled; *joins*: with the
references labelled, all of them and no other (where a document labels any); *reasons*: words in marks that are no quotation to
verify, listed with the reason labelled; *references*: with all fields labelled; *places*: of those found, with the line, page,
paragraph, cell, part or time labelled. `--show` lists what went wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from labelled import Label, Labelled, labelled_documents

from verify.core.citations import extract
from verify.core.reference_styles import Parsed, parse_reference
from verify.model import Check, Document, Extraction, Reference, ReferenceKind

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"


def _same_speaker(found: str | None, label: Label) -> bool:
    def fold(name: str) -> str:
        return re.sub(r"^(?:the|a|an|die|der|das|la|le|el|il|η|ο) ", "", name.casefold()).strip(" .")

    if not label.speakers:
        return found is None
    return found is not None and fold(found) in {fold(one) for one in label.speakers}


def count_all() -> tuple[dict[str, Counter[str]], dict[str, Counter[str]], list[tuple[str, str, str]]]:
    """Counts by format and by language, and what is wrong: kind, document, detail."""
    by_format: dict[str, Counter[str]] = defaultdict(Counter)
    by_language: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: list[tuple[str, str, str]] = []
    for document in labelled_documents():
        counts = Counter(files=1)
        name = f"{document.name}.{document.language}.{document.format}"
        wrong += [(kind, name, detail) for kind, detail in _count(document, extract(document.document), counts)]
        by_format[document.format].update(counts)
        by_language[document.language].update(counts)
    return by_format, by_language, wrong


def measure_quotations(*, show: bool) -> None:
    by_format, by_language, wrong = count_all()
    if show:
        for kind, name, detail in wrong:
            print(f"  {kind:10}{name}: {detail}")
    whole: Counter[str] = Counter()
    for counts in by_format.values():
        whole.update(counts)
    head = ("files", "labelled", "found", "exact", "false", "F1", "precision", "speakers", "joins", "reasons", "references", "places")  # fmt: skip
    print("| | " + " | ".join(head) + " |\n|---|" + "---:|" * len(head))
    for table in (by_format, by_language, {"all": whole}):
        for name, counts in sorted(table.items()):
            print(_row(name, counts))


def _row(name: str, counts: Counter[str]) -> str:
    precision = 1 - counts["false"] / max(1, counts["found"] + counts["false"])
    recall = counts["found"] / max(1, counts["labelled"])
    cells = [str(counts[key]) for key in ("files", "labelled", "found", "exact", "false")]
    cells += [f"{2 * precision * recall / max(1e-9, precision + recall):.3f}", f"{precision:.3f}"]
    for right, all_ in (
        ("speaker", "found"),
        ("joined", "joins"),
        ("reason", "reasons"),
        ("reference", "references"),
        ("place", "places"),
    ):
        cells.append(f"{counts[right]} of {counts[all_]}" if counts[all_] else "")
    return f"| {name} | " + " | ".join(cells) + " |"


def _count(document: Labelled, extraction: Extraction, counts: Counter[str]) -> Iterator[tuple[str, str]]:
    """Adds to the counts what one document shows, and yields what is wrong."""
    required = [one for one in extraction.quotations if one.check is Check.REQUIRED and one.nested_in is None]
    by_id = {reference.id: reference for reference in extraction.references}
    matched: set[str] = set()
    for label, span, place in zip(document.labels, document.spans, document.places, strict=True):
        if label.reason is not None:
            counts["reasons"] += 1
            hits = [one for one in extraction.quotations if span and one.start < span[1] and span[0] < one.end]
            hit = min(hits, key=lambda one: one.end - one.start, default=None)
            found = hit.reason if hit else None
            right = found in label.reason.split(", ")
            if label.reason == "nested":  # one that is introduced inside the outer one is verified by itself as well
                right = hit is not None and hit.nested_in is not None
            counts["reason"] += right
            if not right:
                yield "reason", f"{label.plain!r}: {found}, labelled {label.reason}"
            continue
        counts["labelled"] += 1
        hit = next(
            (one for one in required if span and one.id not in matched and one.start < span[1] and span[0] < one.end),
            None,
        )
        if hit is None:
            yield "missed", repr(label.plain)
            continue
        matched.add(hit.id)
        counts["found"] += 1
        exact = " ".join(re.sub(r"-\n", "", hit.exact).split()) == label.plain  # a word that a line end of a PDF breaks
        counts["exact"] += exact
        if not exact:
            yield "span", f"{hit.exact!r}, labelled {label.plain!r}"
        right = _same_speaker(hit.speaker, label)
        counts["speaker"] += right
        if not right:
            yield "speaker", f"{label.plain!r}: {hit.speaker!r}, labelled {' or '.join(label.speakers)!r}"
        at = document.document.place(hit.start)
        counts["places"] += 1
        placed = all(_agrees(getattr(at, name), value) for name, value in place.items())
        counts["place"] += placed
        if not placed:
            yield "place", f"{label.plain!r}: {at}, labelled {place}"
        if document.joins:
            counts["joins"] += 1
            # A quotation in pieces is joined as one.
            joined = {one.reference for one in extraction.joins if one.quotation in (hit.id, hit.continues or hit.id)}
            keys = [_keys(by_id[one], document) for one in sorted(joined)]
            right = all(any(key in names for names in keys) for key in label.sources) and all(
                any(key in names for key in label.sources) for names in keys
            )
            counts["joined"] += right
            if not right:
                yield (
                    "join",
                    f"{label.plain!r}: {[by_id[one].raw[:60] for one in sorted(joined)]}, labelled {label.sources}",
                )
    for one in required:
        if one.id not in matched:
            counts["false"] += 1
            yield "false", repr(one.exact)
    for key, fields in document.references:
        counts["references"] += 1
        named = [
            one for one in extraction.references if key in _keys(one, document) or fields.get("title") == one.item.title
        ]
        wrong = min((_wrong(one, fields) for one in named), key=len, default=["not found"])
        counts["reference"] += not wrong
        if wrong:
            yield "reference", f"{key}: {'; '.join(wrong)}"


def _agrees(found: object, expected: object) -> bool:
    return str(found).endswith(str(expected)) if isinstance(expected, str) else found == expected


def _keys(reference: Reference, document: Labelled) -> set[str]:
    """What a label may call the reference."""
    item = reference.item
    names = {reference.marker, item.title, item.URL, item.container_title, item.publisher}
    titled = {key for key, fields in document.references if fields.get("title") and fields.get("title") == item.title}
    if reference.kind is ReferenceKind.PROSE:
        names |= {name for name in document.named if re.search(rf"\b{re.escape(name)}\b", reference.raw)}
    return {one for one in names | titled if one}


def _wrong(reference: Reference, fields: dict[str, str]) -> list[str]:
    """The labelled fields that were read otherwise, with what was read."""
    item = reference.item
    found = {
        "title": item.title,
        "author": ", ".join(name.family or name.literal or "" for name in item.author),
        "issued": item.issued,
        "accessed": item.accessed,
        "container": item.container_title,
        "publisher": item.publisher,
        "URL": item.URL,
        "DOI": item.DOI,
    }
    return [f"{name} {found[name]!r}, labelled {value!r}" for name, value in fields.items() if found[name] != value]


# --- references ----------------------------------------------------------------------------------------------------


def _fold(text: str | None) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[“”\"'‘’]", "", text or "")).strip(" .,").casefold()


def _wrong_fields(parsed: Parsed, gold: dict[str, object], style: str, text: str) -> list[str]:
    """The fields a style shows that were read wrongly."""
    item = parsed.item
    wrong: list[str] = []
    if _fold(item.title) != _fold(str(gold["title"])):
        wrong.append("title")
    authors = [name for name in gold["authors"] or [] if isinstance(name, dict)]  # type: ignore[union-attr]
    if style == "mla9" and len(authors) > 2:
        authors = authors[:1]
    names = sorted(_fold(name.get("family") or name.get("literal")).split()[-1] for name in authors)
    found = sorted(_fold(name.family or name.literal).split()[-1] for name in item.author)
    if style != "markdown" and names != found:
        wrong.append("author")
    container = gold.get("container") or (gold.get("agency") if style == "cs1" else None)
    if _fold(item.container_title) != _fold(container if isinstance(container, str) else None):
        wrong.append("container")
    if item.issued != gold["date"]:
        wrong.append("issued")
    if style not in ("prose", "cs1"):
        urls = [re.sub(r"^https?://", "", url or "").rstrip("/") for url in (item.URL, parsed.archive_url)]
        if re.sub(r"^https?://", "", str(gold["url"])).rstrip("/") not in urls:
            wrong.append("URL")
    if re.search("Accessed|Retrieved", text) and item.accessed != gold["access_date"]:
        wrong.append("accessed")
    if "from the original on" in text and parsed.archived != gold["archive_date"]:
        wrong.append("archived")
    return wrong


def measure_references(path: Path, *, show: bool) -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        for style, text in row["text"].items():
            wrong = _wrong_fields(parse_reference(text), row["gold"], style, text)
            total[style] += 1
            right[style] += not wrong
            if wrong and show:
                print(f"  {style}: {', '.join(wrong)}: {text[:200]}")
    for style, count in sorted(total.items()):
        print(f"{style:15}{right[style]:>5} of {count:>5}  {right[style] / count:.3f}")


def measure_speed(characters: int) -> None:
    text = "\n\n".join(path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt")))
    text = ((text + "\n\n") * (characters // len(text) + 1))[:characters]
    document = Document(name="speed", media_type="text/plain", text=text, sha256="")
    extract(Document(name="warm", media_type="text/plain", text=text[:20000], sha256=""))
    start = time.perf_counter()
    extraction = extract(document)
    seconds = time.perf_counter() - start
    print(f"{characters} characters, {len(extraction.quotations)} quotations: {seconds:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--references", type=Path, help="rows with a `gold` record and its `text` in several styles")
    parser.add_argument("--speed", type=int, metavar="CHARACTERS", help="time the extraction of that much article text")
    parser.add_argument("--show", action="store_true", help="list what went wrong")
    arguments = parser.parse_args()
    if arguments.references:
        measure_references(arguments.references, show=arguments.show)
    elif arguments.speed:
        measure_speed(arguments.speed)
    else:
        measure_quotations(show=arguments.show)


if __name__ == "__main__":
    main()
