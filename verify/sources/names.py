"""Host names to addresses, within a time limit and once for many threads.

The system's look-up cannot be interrupted, so each runs in a thread of its own that nobody has to wait for.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from ipaddress import ip_address
from threading import Lock, Thread

# (host, port) -> the (address, port) pairs to try in turn. Raises OSError when the name has none.
Resolve = Callable[[str, int], Sequence[tuple[str, int]]]

FRESH_SECONDS = 60.0  # a run asks the same host many times in a row; longer would hide a change of address


class ResolutionError(Exception):
    """The host name has no address; the message says why."""


def system_resolve(host: str, port: int) -> list[tuple[str, int]]:
    """Ask the system: hosts file, then DNS."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys((str(address[0]), int(address[1])) for *_, address in found))


class Names:
    """A resolver whose answers are shared by all threads for a minute, and whose failures are not kept."""

    def __init__(self, resolve: Resolve = system_resolve, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._resolve = resolve
        self._clock = clock
        self._lock = Lock()
        self._asked: dict[tuple[str, int], tuple[float, Future[Sequence[tuple[str, int]]]]] = {}

    def addresses(self, host: str, port: int, timeout: float) -> Sequence[tuple[str, int]]:
        """The addresses of a host. Raises `ResolutionError`, or `TimeoutError` after `timeout` seconds."""
        if _is_address(host):
            return ((host, port),)
        key = host, port
        with self._lock:
            asked, answer = self._asked.get(key, (0.0, None))
            if answer is None or (answer.done() and (answer.exception() or self._clock() - asked > FRESH_SECONDS)):
                answer = Future[Sequence[tuple[str, int]]]()
                self._asked[key] = self._clock(), answer
                Thread(target=self._look_up, args=(host, port, answer), daemon=True).start()
        try:
            found = answer.result(timeout)
        except TimeoutError:
            raise TimeoutError("name resolution took too long") from None
        except (OSError, UnicodeError) as error:
            raise ResolutionError(_told(error)) from error
        if not found:
            raise ResolutionError("no address")
        return found

    def _look_up(self, host: str, port: int, answer: Future[Sequence[tuple[str, int]]]) -> None:
        try:
            answer.set_result(self._resolve(host, port))
        except Exception as error:  # noqa: BLE001  handed to whoever waits
            answer.set_exception(error)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _told(error: OSError | UnicodeError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
