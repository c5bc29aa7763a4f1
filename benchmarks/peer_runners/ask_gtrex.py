"""gtrex: its default policy to verify, and its `Repairer` to tell a near miss from an absent passage."""

from __future__ import annotations

import warnings

from answering import ALTERED, FAITHFUL, NOT_FOUND, UNCHECKED, Answer, Case, serve
from gtrex import DefaultThresholdWarning, Policy, Repair, Repairer

_LOCATED = frozenset({"grounded_loose", "stitched"})
warnings.simplefilter("ignore", DefaultThresholdWarning)


def judge(case: Case) -> Answer:
    """Under the default policy, in `annotate` mode: `grounded` is faithful; `degenerate` (no letter or digit)
    unchecked; what it locates and does not accept is altered: `grounded_loose` (without its punctuation),
    `stitched` (every fragment of an ellipsis), and a claim whose best aligned passage reaches the default repair
    threshold of 0.65, whether or not a guard then vetoes the repair. All else is not found.
    """
    repair = Repairer(case.text, Policy(repair_mode="annotate")).repair(case.quote)
    return Answer(_verdict(repair), f"{repair.before.verdict} ({repair.action}, {repair.stage})")


def _verdict(repair: Repair) -> str:
    if repair.before.grounded:
        return FAITHFUL
    if repair.before.verdict == "degenerate":
        return UNCHECKED
    near = repair.alignment is not None and repair.alignment.score >= (repair.threshold or 1.0)
    return ALTERED if near or repair.before.verdict in _LOCATED else NOT_FOUND


if __name__ == "__main__":
    serve(judge)
