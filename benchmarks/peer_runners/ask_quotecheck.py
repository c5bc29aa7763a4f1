"""quotecheck: its `check`, with its own reader for pages."""

from __future__ import annotations

import tempfile
from pathlib import Path

from answering import ALTERED, FAITHFUL, NOT_FOUND, UNCHECKED, Answer, Case, serve
from quotecheck import check, fold, load_text

_STATUSES = {"found": FAITHFUL, "interleaved": FAITHFUL, "drift": ALTERED, "absent": NOT_FOUND}


def judge(case: Case) -> Answer:
    """Its four statuses: `found` and `interleaved` are faithful, `drift` (its own floor: 0.80 similar) altered,
    `absent` not found. A phrase that folds to nothing, which it refuses with a ValueError, is unchecked.
    """
    if not fold(case.quote)[0]:
        return Answer(UNCHECKED, "empty phrase")
    match = check(case.quote, _text(case))
    return Answer(_STATUSES[match.status], f"{match.status} ({match.similarity:.2f})")


def _text(case: Case) -> str:
    if case.html is None:
        return case.text
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "source.html")
        page.write_text(case.html, "utf-8")
        return load_text(page)


if __name__ == "__main__":
    serve(judge)
