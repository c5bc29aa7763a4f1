"""Each request once per run, whatever the number of threads that want it."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from verify.model import Answer, Capture, Request
from verify.ports import Source
from verify.sources.once import Once

# Bodies that are also in the evidence cache and so need not stay in memory: some hundred pages.
KEPT_BYTES = 16 << 20


class Memo:
    """Remembers the answer to every request; a second thread waits for the first one's answer.

    Captures that the evidence cache has are let go, longest unused first, when they are more than `kept_bytes`
    together: asked again, they come from there.
    """

    def __init__(self, inner: Source, *, kept_bytes: int = KEPT_BYTES) -> None:
        self._inner = inner
        self._kept_bytes = kept_bytes
        self._lock = Lock()
        self._answers: Once[Request, Answer] = Once()
        self._sizes: OrderedDict[Request, int] = OrderedDict()
        self._bytes = 0

    def get(self, request: Request) -> Answer:
        with self._lock:
            if request in self._sizes:
                self._sizes.move_to_end(request)
        return self._answers.get(request, lambda: self._asked(request))

    def _asked(self, request: Request) -> Answer:
        answer = self._inner.get(request)
        self._let_go(request, answer)
        return answer

    def _let_go(self, request: Request, answer: Answer) -> None:
        """Count an answer that could be had again, and drop the oldest of those when they are too many."""
        if not isinstance(answer, Capture) or answer.record is None:
            return
        with self._lock:
            self._sizes[request] = len(answer.body)
            self._bytes += len(answer.body)
            while self._bytes > self._kept_bytes:
                oldest, size = self._sizes.popitem(last=False)
                self._bytes -= size
                self._answers.forget(oldest)
