"""How well quotations, speakers and references are extracted, and how fast.

    python benchmarks/extraction.py                         # the labelled documents beside this file
    python benchmarks/extraction.py --references FILE.jsonl  # rows {"gold": {…}, "text": {style: reference}}
    python benchmarks/extraction.py --speed SECONDS_OF_TEXT
    python benchmarks/extraction.py --formats               # office documents, books and tables with their labels

Labelled documents: benchmarks/data/extraction/*.txt, and pages (*.wiki, *.html), where a label also names the title or
the URL of a reference that the quotation is to be joined to. A quotation that overlaps a labelled one counts as found, one that
also has its very span as exact. `--show` lists what went wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import time
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from verify import read_document
from verify.core.citations import extract
from verify.core.reference_styles import Parsed, parse_reference
from verify.model import Check, Document, Extraction
from verify.readers import read

HERE = Path(__file__).parent
LABELLED = HERE / "data" / "extraction"
SEEDS = HERE.parent / "seeds"
_LABEL = re.compile(r"⟦(?P<words>.*?)⟧\{(?P<speaker>[^}]*)\}", re.DOTALL)


@dataclass(frozen=True)
class Labelled:
    name: str
    language: str
    text: str
    quotations: tuple[tuple[int, int, str], ...]  # start, end, speaker
    document: Document
    sources: tuple[str, ...] = ()  # of each quotation, "" where none is labelled


def read_labelled(folder: Path = LABELLED) -> list[Labelled]:
    documents: list[Labelled] = []
    for path in sorted(folder.glob("*.txt")):
        for part in re.split(r"^== ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            head, _, body = part.partition("\n")
            language, _, name = head.partition(" ")
            documents.append(_labelled(name, language, body.strip("\n")))
    return documents + [_page(path) for path in sorted(folder.glob("*.*")) if path.suffix in (".wiki", ".html")]


def _page(path: Path) -> Labelled:
    """A page in its own format: the labels are taken out, and their words looked up in what the reader shows."""
    source = path.read_text("utf-8")
    document = read(_LABEL.sub(lambda match: match["words"], source).encode(), name=path.name)
    quotations: list[tuple[int, int, str]] = []
    sources: list[str] = []
    position = 0
    for match in list(_LABEL.finditer(source)):
        if match["words"] == "words":
            continue  # the head of the file
        start = document.text.index(match["words"], position)
        position = start + len(match["words"])
        speaker, _, title = match["speaker"].partition(" > ")
        quotations.append((start, position, speaker))
        sources.append(title)
    return Labelled(path.name, path.suffix[1:], document.text, tuple(quotations), document, tuple(sources))


def _labelled(name: str, language: str, body: str) -> Labelled:
    text, quotations, position = "", [], 0
    for match in _LABEL.finditer(body):
        text += body[position : match.start()]
        quotations.append((len(text), len(text) + len(match["words"]), match["speaker"]))
        text += match["words"]
        position = match.end()
    text += body[position:]
    document = Document(name=name, media_type="text/plain", text=text, sha256="")
    return Labelled(name, language, text, tuple(quotations), document)


def _same_speaker(found: str | None, expected: str) -> bool:
    def fold(name: str) -> str:
        return re.sub(r"^(?:the|a|an|die|der|das|la|le|el|il|η|ο) ", "", name.casefold()).strip(" .")

    return found is not None and fold(found) == fold(expected)


def measure_quotations(*, show: bool) -> None:
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for document in read_labelled():
        extraction = extract(document.document)
        _count_joins(document, extraction, totals[document.language], show=show)
        required = [one for one in extraction.quotations if one.check is Check.REQUIRED and one.nested_in is None]
        counts = totals[document.language]
        counts["labelled"] += len(document.quotations)
        counts["required"] += len(required)
        for start, end, speaker in document.quotations:
            hit = next((one for one in required if one.start < end and start < one.end), None)
            if hit is None:
                if show:
                    print(f"  missed   {document.language} {document.name}: {document.text[start:end]!r}")
                continue
            counts["found"] += 1
            counts["exact"] += (hit.start, hit.end) == (start, end)
            right = _same_speaker(hit.speaker, speaker)
            counts["speaker"] += right
            if show and not right:
                print(f"  speaker  {document.language} {document.name}: {hit.speaker!r}, labelled {speaker!r}")
            if show and (hit.start, hit.end) != (start, end):
                print(f"  span     {document.language} {document.name}: {hit.exact!r}")
        for one in required:
            if not any(one.start < end and start < one.end for start, end, _ in document.quotations):
                counts["false"] += 1
                if show:
                    print(f"  false    {document.language} {document.name}: {one.exact!r}")
    print(f"{'language':10}{'labelled':>9}{'found':>7}{'exact':>7}{'false':>7}{'speaker':>9}")
    whole: Counter[str] = Counter()
    for language, counts in sorted(totals.items()):
        whole.update(counts)
        print(_row(language, counts))
    print(_row("all", whole))
    precision = 1 - whole["false"] / max(1, whole["required"])
    recall = whole["found"] / whole["labelled"]
    print(f"joined to the labelled reference: {whole['joined']} of {whole['sourced']}")
    print(f"F1 {2 * precision * recall / (precision + recall):.3f}, precision {precision:.3f}, recall {recall:.3f}")


def _count_joins(document: Labelled, extraction: Extraction, counts: Counter[str], *, show: bool) -> None:
    """How many labelled sources the quotation is joined to."""
    by_id = {reference.id: reference.item for reference in extraction.references}
    for (start, end, _), source in zip(document.quotations, document.sources, strict=False):
        if not source:
            continue
        counts["sourced"] += 1
        hit = next((one for one in extraction.quotations if one.start < end and start < one.end), None)
        items = [by_id[reference] for reference in extraction.references_of(hit)] if hit else []
        joined = any(source in (item.title, item.URL) for item in items)
        counts["joined"] += joined
        if show and not joined:
            print(
                f"  source   {document.name}: {document.text[start:end]!r}: {[item.title or item.URL for item in items]}"
            )


def _row(name: str, counts: Counter[str]) -> str:
    return f"{name:10}" + "".join(
        f"{counts[key]:>{width}}"
        for key, width in (("labelled", 9), ("found", 7), ("exact", 7), ("false", 7), ("speaker", 9))
    )


# --- formats -------------------------------------------------------------------------------------------------------


def measure_formats(*, show: bool) -> None:
    """Quotations, speakers and the addresses they are joined to in files of other formats, against `labels.toml`."""
    folder = LABELLED / "formats"
    labels = tomllib.loads((folder / "labels.toml").read_text("utf-8"))
    print(f"{'file':16}{'labelled':>9}{'exact':>7}{'false':>7}{'speaker':>9}{'source':>8}")
    for name, label in labels.items():
        extraction = extract(read_document(folder / name))
        required = [one for one in extraction.quotations if one.check is Check.REQUIRED and one.nested_in is None]
        addresses = {one.id: one.item.URL for one in extraction.references}
        counts: Counter[str] = Counter()
        for words, speaker, address in label["quotations"]:
            hit = next((one for one in required if one.exact == words), None)
            counts["labelled"] += 1
            counts["exact"] += hit is not None
            if hit is None:
                if show:
                    print(f"  missed   {name}: {words!r}")
                continue
            # A quotation in pieces is joined as one.
            whole = hit.continues or hit.id
            found = {addresses[one.reference] for one in extraction.joins if one.quotation in (hit.id, whole)}
            right = (hit.speaker is None and not speaker) or _same_speaker(hit.speaker, speaker)
            counts["speaker"] += right
            counts["source"] += found == {address}
            if show and not right:
                print(f"  speaker  {name}: {hit.speaker!r}, labelled {speaker!r}")
            if show and found != {address}:
                print(f"  source   {name}: {sorted(map(str, found))}, labelled {address}")
        labelled = {words for words, _, _ in label["quotations"]}
        counts["false"] = sum(one.exact not in labelled for one in required)
        print(
            f"{name:16}{counts['labelled']:>9}{counts['exact']:>7}{counts['false']:>7}{counts['speaker']:>9}{counts['source']:>8}"
        )


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
    parser.add_argument("--formats", action="store_true", help="files of other formats with their labels")
    arguments = parser.parse_args()
    if arguments.references:
        measure_references(arguments.references, show=arguments.show)
    elif arguments.formats:
        measure_formats(show=arguments.show)
    elif arguments.speed:
        measure_speed(arguments.speed)
    else:
        measure_quotations(show=arguments.show)


if __name__ == "__main__":
    main()
