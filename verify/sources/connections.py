"""Connections that go only to allowed addresses and never outlive their time.

Two things the layers above cannot do: connect to the very address that was checked (a second look-up could answer
differently), and end a response whose headers or TLS handshake drip in byte by byte (a timeout per read never fires).
So the name is resolved here, and every read asks how much of the request's time is left.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from http.client import HTTPResponse, parse_headers
from typing import cast

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from verify.sources.names import Names

# address -> why it is refused, or None
AddressCheck = Callable[[str], str | None]


class RefusedAddressError(Exception):
    """The address is one that is not talked to."""


class ConnectError(Exception):
    """No address of the host took the connection. `refused` tells an active refusal from silence."""

    def __init__(self, message: str, *, refused: bool) -> None:
        super().__init__(message)
        self.refused = refused


_SWITCHING, _FINAL = 101, 200
# How soon a waiting thread notices that the run is over.
NOTICE_SECONDS = 0.25


class StoppedError(Exception):
    """The run ends; nobody waits for this answer any more."""


class _Budget(threading.local):
    """What the request that this thread is making may still cost."""

    until: float = float("inf")  # on the monotonic clock
    silence: float = 60.0  # seconds without a byte
    connect: float = 60.0  # seconds for a connection, and again for the TLS handshake
    stopping: threading.Event | None = None

    def left(self, most: float) -> float:
        """Seconds for the next step. Raises `TimeoutError` when none are left, `StoppedError`."""
        if self.stopping is not None and self.stopping.is_set():
            raise StoppedError("the run was ended")
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError("out of time")
        return min(left, most)

    def waiting(self, connection: socket.socket, read: Callable[[], int]) -> int:
        """What `read` gives, waited for in slices."""
        silent_until = time.monotonic() + self.silence
        while True:
            slice_ = min(self.left(silent_until - time.monotonic()), NOTICE_SECONDS)
            if slice_ <= 0:
                raise TimeoutError("silence")
            connection.settimeout(slice_)
            try:
                return read()
            except TimeoutError:
                continue


_budget = _Budget()


@contextmanager
def within(until: float, *, connect: float, silence: float, stopping: threading.Event | None = None) -> Generator[None]:
    """All connecting and reading of this thread inside the block ends at `until` (monotonic seconds), or when
    `stopping` is set.
    """
    before = _budget.until, _budget.connect, _budget.silence, _budget.stopping
    _budget.until, _budget.connect, _budget.silence, _budget.stopping = until, connect, silence, stopping
    try:
        yield
    finally:
        _budget.until, _budget.connect, _budget.silence, _budget.stopping = before


class _Socket(socket.socket):
    """A TCP socket whose every read and write is bounded by the thread's budget."""

    def recv_into(self, buffer: bytearray | memoryview, nbytes: int = 0, flags: int = 0) -> int:  # type: ignore[override]
        return _budget.waiting(self, lambda: super(_Socket, self).recv_into(buffer, nbytes, flags))

    def sendall(self, data: bytes, flags: int = 0) -> None:  # type: ignore[override]
        self.settimeout(_budget.left(_budget.silence))
        super().sendall(data, flags)


class _TLSSocket(ssl.SSLSocket):
    """The same over TLS; `SSLContext.wrap_socket` moves the connection into one of these."""

    def do_handshake(self, block: bool = False) -> None:
        self.settimeout(_budget.left(_budget.connect))
        super().do_handshake(block)

    def recv_into(self, buffer: bytearray | memoryview, nbytes: int | None = None, flags: int = 0) -> int:  # type: ignore[override]
        return _budget.waiting(self, lambda: super(_TLSSocket, self).recv_into(buffer, nbytes, flags))

    def sendall(self, data: bytes, flags: int = 0) -> None:  # type: ignore[override]
        self.settimeout(_budget.left(_budget.silence))
        super().sendall(data, flags)


MOST_FILES = 4096  # four connections to each of 256 hosts are 1,024, which is where many systems stop a process


def allow_many_connections() -> None:
    """Let this process have as many open connections as a large run needs, where the system lets it."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def tls_context(authorities: str | None = None) -> ssl.SSLContext:
    """The one context of a run: building one per connection costs 20 ms of processor time and 1 MB each.

    Trusts the system's authorities and those of the file `authorities`.
    """
    context = ssl.create_default_context()
    if authorities:
        context.load_verify_locations(authorities)
    context.sslsocket_class = _TLSSocket
    return context


def connect(host: str, port: int, names: Names, check: AddressCheck) -> socket.socket:
    """A connection to the first address of the host that is allowed and answers.

    Raises `RefusedAddressError` when none is allowed, `ResolutionError`, `TimeoutError` or `ConnectError`.
    """
    addresses = names.addresses(host, port, _budget.left(_budget.connect))
    refused = [(address, check(address)) for address, _ in addresses]
    if all(why for _, why in refused):
        address, why = refused[0]
        raise RefusedAddressError(f"{host} is at {address}, a {why} address")
    failure: OSError | None = None
    allowed = [where for where, (_, why) in zip(addresses, refused, strict=True) if not why]
    for tried, (address, at) in enumerate(allowed):
        connection = _Socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # A silent address (often IPv6 without a route) leaves time for the ones after it.
            connection.settimeout(_budget.left(_budget.connect) / (len(allowed) - tried))
            connection.connect((address, at))
        except OSError as error:
            connection.close()
            failure = error
        except BaseException:
            connection.close()
            raise
        else:
            return connection
    if isinstance(failure, TimeoutError):
        raise failure
    message = (failure.strerror if failure else None) or "no connection"
    raise ConnectError(message.lower(), refused=isinstance(failure, ConnectionRefusedError))


class _Response(HTTPResponse):
    """An answer, past what a server says in advance of it (RFC 9110, 15.2); `http.client` passes over 100 alone."""

    def _read_status(self) -> tuple[str, int, str]:
        while True:
            line = cast("tuple[str, int, str]", super()._read_status())  # type: ignore[misc]
            if not _SWITCHING < line[1] < _FINAL:
                return line
            parse_headers(self.fp)


def pool_classes(names: Names, check: AddressCheck) -> dict[str, type[HTTPConnectionPool]]:
    """Connection pools for urllib3's PoolManager whose connections are opened by `connect`."""

    class Plain(HTTPConnection):
        response_class = _Response

        def _new_conn(self) -> socket.socket:
            return connect(self._dns_host.strip("[]"), self.port or self.default_port, names, check)

    class Secure(HTTPSConnection):
        response_class = _Response

        def _new_conn(self) -> socket.socket:
            return connect(self._dns_host.strip("[]"), self.port or self.default_port, names, check)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain  # pyright: ignore[reportAssignmentType]  urllib3's protocol is narrower than its classes

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure  # pyright: ignore[reportAssignmentType]

    return {"http": PlainPool, "https": SecurePool}
