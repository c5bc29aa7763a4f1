"""krokai: its `check` against a corpus of one file, as the command `krokai quote` calls it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from answering import ALTERED, FAITHFUL, NOT_FOUND, UNCHECKED, Answer, Case, serve
from krokai.corpus import Corpus
from krokai.verdicts import CLEAN, UNCHECKABLE
from krokai.verify import check


def judge(case: Case) -> Answer:
    """Its own three lists: CLEAN is faithful, UNCHECKABLE unchecked, NOT_FOUND not found, and every other verdict
    that "must be read by a human" altered (also TRUNCATED_CONDITION, where the words are exact and the source
    goes on with a limit).
    """
    with tempfile.TemporaryDirectory() as folder:
        if case.html is None:
            Path(folder, "source.txt").write_text(case.text, "utf-8")
        else:
            Path(folder, "source.html").write_text(case.html, "utf-8")
        said, _, _ = check(case.quote, Corpus([folder], quiet=True))
    return Answer(_verdict(said), said)


def _verdict(said: str) -> str:
    if said in CLEAN:
        return FAITHFUL
    if said in UNCHECKABLE:
        return UNCHECKED
    return NOT_FOUND if said == "NOT_FOUND" else ALTERED


if __name__ == "__main__":
    serve(judge)
