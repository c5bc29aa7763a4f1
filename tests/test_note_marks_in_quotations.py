"""A note mark inside a quotation is none of its words, in whatever format the note is."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_files import docx, odt, para

from verify import Config, check

_NOTE = "“Towns”, The Gazette, 5 May 2012, https://gazette.example/towns"
_ODT_NOTE = f"<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>{_NOTE}</text:p></text:note-body></text:note>"


def _made(kind: str, verb: str) -> bytes:
    if kind == "html":
        mark = '<sup><a href="#n1">1</a></sup>'
        return f"<p>He said: “We went there.{mark} And {verb} back to the town.”</p><p id='n1'>{_NOTE}</p>".encode()
    if kind == "md":
        return f"He said: “We went there.[^1] And {verb} back to the town.”\n\n[^1]: {_NOTE}\n".encode()
    if kind == "odt":
        return odt(f"<text:p>He said: “We went there.{_ODT_NOTE} And {verb} back to the town.”</text:p>")
    return docx(
        para(
            "He said: “We went there.", '<w:r><w:footnoteReference w:id="1"/></w:r>', f" And {verb} back to the town.”"
        ),
        footnotes='<w:footnote w:id="1">' + para(_NOTE) + "</w:footnote>",
    )


@pytest.mark.parametrize("kind", ["html", "md", "docx", "odt"])
@pytest.mark.parametrize(("verb", "verdict"), [("came", "verbatim"), ("never came", "altered")])
def test_a_note_inside_a_quotation(kind: str, verb: str, verdict: str, tmp_path: Path) -> None:
    draft, source = tmp_path / f"draft.{kind}", tmp_path / "source.txt"
    draft.write_bytes(_made(kind, verb))
    source.write_text("This is what they tell. We went there. And came back to the town. It was late.", "utf-8")
    report = check(
        [draft],
        config=Config(offline=True, cache=tmp_path / "cache", source=(f"https://gazette.example/towns={source}",)),
    )
    assert [str(one.verdict) for one in report.findings if one.citation.quotation] == [verdict]
