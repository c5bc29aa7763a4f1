"""The loop every peer's runner shares: a case per line in, an answer per line out, and no network.

In: `{"quote": …, "text": …, "html": …}`, where `html` is null for a case that is plain text. Out: `{"verdict": …,
"said": …}` with one of the four verdicts below and the peer's own word for it, or `{"error": …}`. The first line out
is `{"ready": true}`, so that the time to import a peer is not charged to its first case.

Runs inside a peer's own environment: standard library only.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

FAITHFUL: Final = "faithful"
ALTERED: Final = "altered"
NOT_FOUND: Final = "not found"
UNCHECKED: Final = "unchecked"

_NETWORK: Final = frozenset({"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"})


@dataclass(frozen=True)
class Case:
    quote: str
    text: str  # what a reader sees of the source
    html: str | None  # the page, when the case has one


@dataclass(frozen=True)
class Answer:
    verdict: str
    said: str


def _refuse_network(event: str, _: tuple[object, ...]) -> None:
    if event in _NETWORK:
        raise ConnectionRefusedError(f"{event}: peers get their source directly, not from the network")


def serve(judge: Callable[[Case], Answer]) -> None:
    """Answers until standard input ends. What a peer prints goes to standard error, never between the answers."""
    sys.addaudithook(_refuse_network)
    lines = sys.stdin.buffer
    out, sys.stdout = sys.stdout, sys.stderr
    print(json.dumps({"ready": True}), file=out, flush=True)
    for line in lines:
        print(json.dumps(_answer(judge, line)), file=out, flush=True)


def _answer(judge: Callable[[Case], Answer], line: bytes) -> dict[str, str]:
    try:
        answer = judge(Case(**json.loads(line)))
    except Exception as error:  # noqa: BLE001  what a peer raises is part of the result
        return {"error": f"{type(error).__name__}: {error}"}
    return {"verdict": answer.verdict, "said": answer.said}
