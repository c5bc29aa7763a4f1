"""buddie: the matching part of its `verbatim` engine, `Page.locate`, on the bytes of the source.

Its command adds a gate that calls every source under 200 characters unavailable; most labelled sources are one
sentence, so that gate is left out.
"""

from __future__ import annotations

from answering import FAITHFUL, NOT_FOUND, Answer, Case, serve
from buddie.verbatim.check import OK, Page


def judge(case: Case) -> Answer:
    """Its own list OK (`FOUND`, `FOUND_NORMALIZED`) is faithful; `HIDDEN_ONLY` and `NOT_FOUND` are not found. It has
    no verdict for altered words: `NOT_FOUND` comes with the closest passage and a ratio, and no threshold on it.
    """
    data, media_type = (case.text, "text/plain") if case.html is None else (case.html, "text/html")
    result = Page(data.encode("utf-8"), f"{media_type}; charset=utf-8").locate(case.quote)
    said = result["verdict"]
    return Answer(FAITHFUL if said in OK else NOT_FOUND, said)


if __name__ == "__main__":
    serve(judge)
