"""Each request once per run, whatever the number of threads that want it."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Lock

from verify.model import Answer, Request
from verify.ports import Source


class Memo:
    """Remembers the answer to every request; a second thread waits for the first one's answer."""

    def __init__(self, inner: Source) -> None:
        self._inner = inner
        self._lock = Lock()
        self._answers: dict[Request, Future[Answer]] = {}

    def get(self, request: Request) -> Answer:
        with self._lock:
            answer = self._answers.get(request)
            mine = answer is None
            if answer is None:
                answer = self._answers[request] = Future()
        if mine:
            try:
                answer.set_result(self._inner.get(request))
            except BaseException as error:
                with self._lock:
                    del self._answers[request]  # an interrupted question is no answer
                answer.set_exception(error)
                raise
        return answer.result()
