"""proof-citations: its `verify_citation` with the source as a snapshot and every fetch switched off."""

from __future__ import annotations

from answering import ALTERED, FAITHFUL, NOT_FOUND, UNCHECKED, Answer, Case, serve
from proof_citations import verify_citation

_STATUSES = {"verified": FAITHFUL, "partial": ALTERED, "not_found": NOT_FOUND, "fetch_failed": UNCHECKED}


def judge(case: Case) -> Answer:
    """The documented statuses: `verified` is faithful (its own threshold: 80 % of the words in one run will do),
    `partial` ("verify manually") altered, `not_found` not found, `fetch_failed` unchecked.
    """
    result = verify_citation(
        "https://source.invalid/",
        case.quote,
        "case",
        snapshot=case.text if case.html is None else case.html,
        prefer_snapshot=True,
        skip_live_fetch=True,
        wayback_fallback=False,
        oa_lookup=False,
    )
    status = result["status"]
    return Answer(_STATUSES[status], f"{status} ({result['method']}, {result['coverage_pct']})")


if __name__ == "__main__":
    serve(judge)
