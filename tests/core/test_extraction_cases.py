"""Golden cases: a text, and what is extracted from it, side by side in tests/golden/extract/*.case.

A case reads `=== name`, then the text (or `file: PATH`), a line `---`, and the extraction as `shown` renders it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from verify.core.citations import extract
from verify.model import Document, Extraction

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "golden" / "extract"


def shown(extraction: Extraction) -> str:
    lines: list[str] = []
    for quotation in extraction.quotations:
        kind = "" if quotation.kind == "inline" else f" {quotation.kind}"
        reason = f"/{quotation.reason}" if quotation.reason else ""
        place = extraction.document.place(quotation.start)
        exact = quotation.exact if len(quotation.exact) <= 70 else f"{quotation.exact[:35]}…{quotation.exact[-30:]}"
        exact = exact.replace("\n", "⏎")
        lines.append(f"{quotation.id} {quotation.check}{reason}{kind} {place.line}:{place.column} |{exact}|")
        for name in ("continues", "nested_in", "speaker", "cue", "date"):
            value = getattr(quotation, name)
            if value and not (name == "cue" and quotation.check == "optional"):
                lines.append(f"   {name}: {value if len(value) <= 90 else '…' + value[-89:]}")
        lines += [f"   {join.rule} -> {join.reference}" for join in extraction.joins if join.quotation == quotation.id]
    for reference in extraction.references:
        marker = f" [{reference.marker}]" if reference.marker else ""
        raw = reference.raw if len(reference.raw) <= 70 else f"{reference.raw[:35]}…{reference.raw[-30:]}"
        lines.append(f"{reference.id} {reference.kind}{marker} |{raw}|".replace("\n", "⏎"))
        item = reference.item
        authors = "; ".join(name.literal or f"{name.family}, {name.given}" for name in item.author)
        fields = {
            "type": item.type,
            "title": item.title,
            "author": authors,
            "container": item.container_title,
            "publisher": item.publisher,
            "issued": item.issued,
            "accessed": item.accessed,
            "archived": reference.archived,
            "URL": item.URL,
            "archive": reference.archive_url,
            "DOI": item.DOI,
            "ISBN": item.ISBN,
            "language": item.language,
            "format": item.format,
        }
        lines += [f"   {name}: {value}" for name, value in fields.items() if value]
    lines += [f"! {notice}" for notice in extraction.notices]
    return "\n".join(lines)


def read_cases() -> list[tuple[str, str, str]]:
    cases: list[tuple[str, str, str]] = []
    for path in sorted(CASES.glob("*.case")):
        for part in path.read_text("utf-8").split("=== ")[1:]:
            head, _, expected = part.partition("\n---\n")
            name, _, text = head.partition("\n")
            if text.startswith("file: "):
                text = (ROOT / text.removeprefix("file: ").strip()).read_text("utf-8")
            cases.append((f"{path.stem}: {name}", text, expected.strip("\n")))
    return cases


@pytest.mark.parametrize(("name", "text", "expected"), read_cases(), ids=[case[0] for case in read_cases()])
def test_case(name: str, text: str, expected: str) -> None:
    document = Document(name=name, media_type="text/plain", text=text, sha256="")
    extraction = extract(document)
    assert shown(extraction) == expected
    for quotation in extraction.quotations:
        assert text[quotation.start : quotation.end] == quotation.exact
    for reference in extraction.references:
        assert text[reference.start : reference.end] == reference.raw
