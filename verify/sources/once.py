"""What many threads want and one of them makes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any, Generic, TypeVar

from verify.sources.waiting import Ask, Later, current

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Once(Generic[Key, Value]):
    """Values by key, each made by the first who asks, while the others wait. What fails is made again by the next."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: dict[Key, Future[Value]] = {}

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value; raises what `make` raises, also to those who wait for it. Raises `Later`."""
        while True:
            with self._lock:
                future = self._made.get(key)
                mine = future is None
                if future is None:
                    future = self._made[key] = Future()
            if mine:
                try:
                    value = make()
                except BaseException as error:
                    self.forget(key)  # an interrupted question is no answer
                    future.set_exception(error)
                    raise
                future.set_result(value)
                return value
            ask = current()
            if ask and not future.done():
                future.add_done_callback(_waking(ask))
                raise Later(None)
            try:
                return future.result()
            except Later:
                continue  # who makes it was put aside: it is made by whoever comes first now

    def forget(self, key: Key) -> None:
        """Have the value made again when it is asked for."""
        with self._lock:
            self._made.pop(key, None)


def _waking(ask: Ask) -> Callable[[Future[Any]], None]:
    return lambda _: ask.wake()
