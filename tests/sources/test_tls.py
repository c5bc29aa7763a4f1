"""TLS: one context for all, faults named, and no handshake that outlives its time."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from servers.site import ARTICLE, Site, authority

from verify.model import Answer, Capture, Miss, MissReason, Request
from verify.sources.connections import tls_context
from verify.sources.live import Fetcher, Live


@pytest.fixture(scope="module")
def trusting(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Fetcher]:
    known = tmp_path_factory.mktemp("tls") / "authority.pem"
    authority().cert_pem.write_to_path(known)
    context = tls_context(str(known))
    return lambda **options: Fetcher(allow_private_addresses=True, tls=context, **options)


def get(fetcher: Fetcher, url: str) -> Answer:
    answer = Live(fetcher).get(Request(uri_r=url))
    fetcher.close()
    return answer


@pytest.mark.parametrize("name", ["ok", "gzip", "chunked", "redirect-chain", "http-1.0", "huge-page"])
def test_pages_over_tls(secure_site: Site, trusting: Callable[..., Fetcher], name: str) -> None:
    answer = get(trusting(), secure_site.url(f"/b/{name}"))
    assert isinstance(answer, Capture), answer
    assert answer.body.startswith(ARTICLE.encode())


@pytest.mark.parametrize("name", ["slow-headers", "slow-body", "hangs", "hangs-in-body"])
def test_slow_pages_over_tls(secure_site: Site, trusting: Callable[..., Fetcher], name: str) -> None:
    answer = get(trusting(timeout=1.0), secure_site.url(f"/b/{name}"))
    assert isinstance(answer, Miss)
    assert (answer.reason, answer.detail) == (MissReason.TIMEOUT, "no full answer in 1 s")


def test_many_threads_and_hosts_share_one_context(secure_site: Site, trusting: Callable[..., Fetcher]) -> None:
    fetcher = trusting(resolve=secure_site.resolve)
    found: list[Answer] = []

    def ask(number: int) -> None:
        found.append(Live(fetcher).get(Request(uri_r=f"https://host{number}.secure.example/b/ok")))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    fetcher.close()
    assert [type(answer) for answer in found] == [Capture] * 20


def test_an_authority_nobody_knows_is_named(secure_site: Site) -> None:
    answer = get(Fetcher(allow_private_addresses=True), secure_site.url("/b/ok"))
    assert isinstance(answer, Miss)
    assert answer.reason is MissReason.UNREACHABLE
    assert answer.detail.startswith("TLS: ")
    assert "certificate" in answer.detail
    assert not secure_site.log


def test_a_certificate_for_another_host_is_named(secure_site: Site, trusting: Callable[..., Fetcher]) -> None:
    answer = get(trusting(resolve=secure_site.resolve), "https://other.example/b/ok")
    assert isinstance(answer, Miss)
    assert answer.detail.startswith("TLS: ")
    assert "other.example" in answer.detail


def test_plain_http_on_a_tls_port(secure_site: Site, trusting: Callable[..., Fetcher]) -> None:
    answer = get(trusting(retries=0), f"http://127.0.0.1:{secure_site.port}/b/ok")
    assert isinstance(answer, Miss)
    assert answer.reason is MissReason.UNREACHABLE


@contextmanager
def silent_server(talk: Callable[[socket.socket, threading.Event], None]) -> Iterator[int]:
    """A port that accepts and does what `talk` does."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)

        def serve() -> None:
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    talk(connection, stop)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            stop.set()
            thread.join(5)


def hang(_: socket.socket, stop: threading.Event) -> None:
    stop.wait(20)


def drip(connection: socket.socket, stop: threading.Event) -> None:
    """The beginning of a handshake record of 16 KB, one byte at a time."""
    for byte in b"\x16\x03\x03\x40\x00\x02" + b"\0" * 1000:
        if stop.wait(0.1):
            return
        try:
            connection.sendall(bytes((byte,)))
        except OSError:
            return


@pytest.mark.parametrize("talk", [hang, drip])
def test_a_handshake_that_never_ends(
    trusting: Callable[..., Fetcher], talk: Callable[[socket.socket, threading.Event], None]
) -> None:
    with silent_server(talk) as port:
        answer = get(trusting(timeout=1.0), f"https://127.0.0.1:{port}/")
    assert isinstance(answer, Miss)
    assert answer.reason is MissReason.TIMEOUT


def test_a_handshake_that_breaks_off(trusting: Callable[..., Fetcher]) -> None:
    with silent_server(lambda connection, _: connection.sendall(b"\x15\x03\x03\x00\x02\x02\x28")) as port:
        answer = get(trusting(retries=0), f"https://127.0.0.1:{port}/")
    assert isinstance(answer, Miss)
    assert answer.reason is MissReason.UNREACHABLE
