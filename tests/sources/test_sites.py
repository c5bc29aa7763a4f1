"""Headers, passwords and proxies of single hosts: sent where they belong, and nowhere else."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers.site import ARTICLE, Site, authority

from verify.config import Config
from verify.errors import ConfigError, VerifyError
from verify.model import Answer, Capture, Miss, MissReason, Request
from verify.run import _sources
from verify.sources.cache import Cache
from verify.sources.connections import tls_context
from verify.sources.live import Fetcher
from verify.sources.sites import Sites, SiteSettings

SECRET = "s3cret-word"


def fetch(site: Site, url: str, settings: dict[str, SiteSettings], **options: object) -> Answer:
    sites = Sites(settings, environment={"WORD": SECRET})
    fetcher = Fetcher(allow_private_addresses=True, resolve=site.resolve, sites=sites, **options)  # type: ignore[arg-type]
    try:
        return fetcher.fetch(Request(uri_r=url), url)
    finally:
        fetcher.close()


@pytest.mark.parametrize(
    ("settings", "name", "value"),
    [
        (SiteSettings(headers={"X-Key": "key $WORD"}), "X-Key", f"key {SECRET}"),
        (SiteSettings(headers={"X-Key": "a${WORD}b"}), "X-Key", f"a{SECRET}b"),
        (SiteSettings(token="$WORD"), "Authorization", f"Bearer {SECRET}"),
        (SiteSettings(user="desk", password="$WORD"), "Authorization", "Basic ZGVzazpzM2NyZXQtd29yZA=="),
    ],
)
def test_what_belongs_to_a_host_is_sent_to_it_and_not_kept(
    site: Site, tmp_path: Path, settings: SiteSettings, name: str, value: str
) -> None:
    answer = fetch(site, "http://news.example/b/ok", {"http://news.example": settings})
    assert isinstance(answer, Capture)
    assert site.log[0][2][name] == value
    assert name.lower() not in {key.lower() for key, _ in answer.exchanges[0].request_headers}
    assert SECRET not in repr(answer)
    with Cache(tmp_path) as cache:
        cache.keep("live", answer.request, answer)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    import gzip

    warc = next(tmp_path.rglob("*.warc.gz")).read_bytes()
    for word in (value.encode(), SECRET.encode()):
        assert word not in kept
        assert word not in gzip.decompress(warc)


def test_a_redirect_to_another_host_takes_nothing_along(site: Site) -> None:
    site.redirect("/away", "http://other.example/b/ok")
    settings = {"http://news.example": SiteSettings(headers={"X-Key": "$WORD"}, token="$WORD")}
    answer = fetch(site, "http://news.example/away", settings)
    assert isinstance(answer, Capture)
    assert answer.uri_r == "http://other.example/b/ok"
    (_, _, first), (_, _, second) = site.log
    assert (first["X-Key"], first["Authorization"]) == (SECRET, f"Bearer {SECRET}")
    assert {"X-Key", "Authorization"} & set(second) == set()


def test_a_redirect_from_tls_to_plain_takes_nothing_along(site: Site, secure_site: Site) -> None:
    context = tls_context()
    authority().configure_trust(context)
    secure_site.redirect("/down", f"http://secure.example:{site.port}/b/ok")
    sites = Sites({"secure.example": SiteSettings(token="$WORD")}, environment={"WORD": SECRET})
    ports = {secure_site.port: secure_site.port, site.port: site.port}
    fetcher = Fetcher(
        allow_private_addresses=True, resolve=lambda _, port: [("127.0.0.1", ports[port])], sites=sites, tls=context
    )
    url = f"https://secure.example:{secure_site.port}/down"
    answer = fetcher.fetch(Request(uri_r=url), url)
    fetcher.close()
    assert isinstance(answer, Capture), answer
    assert secure_site.log[0][2]["Authorization"] == f"Bearer {SECRET}"
    assert "Authorization" not in site.log[0][2]


@pytest.mark.parametrize(
    ("entry", "url", "meant"),
    [
        ("news.example", "https://news.example/", True),
        ("news.example", "https://NEWS.example./x", True),
        ("news.example", "http://news.example/", False),
        ("http://news.example", "http://news.example/", True),
        ("news.example", "https://www.news.example/", False),
        ("*.news.example", "https://www.news.example/", True),
        ("*.news.example", "https://news.example/", True),
        ("*.news.example", "https://badnews.example/", False),
        ("news.example", "https://news.example.evil.example/", False),
        ("news.example:8443", "https://news.example/", False),
        ("news.example:8443", "https://news.example:8443/", True),
    ],
)
def test_which_hosts_an_entry_means(entry: str, url: str, meant: bool) -> None:
    sites = Sites({entry: SiteSettings(token="$WORD")}, environment={"WORD": SECRET})
    assert bool(sites.of(url).secrets) is meant


@pytest.mark.parametrize(
    ("name", "settings", "told"),
    [
        ("*", SiteSettings(token="$WORD"), "strangers"),
        ("news.example", SiteSettings(token="$NOT_SET"), "NOT_SET is not set"),
        ("news.example", SiteSettings(proxy="socks5://x"), "http://host:port"),
        ("news.example/path", SiteSettings(token="$WORD"), "name a host"),
        ("news.example", SiteSettings(headers={"X": "$LINES"}), "no header"),
    ],
)
def test_what_cannot_be_used_is_told_without_the_secret(name: str, settings: SiteSettings, told: str) -> None:
    with pytest.raises(ConfigError, match=told) as error:
        Sites({name: settings}, environment={"WORD": SECRET, "LINES": f"{SECRET}\nHost: x"})
    assert SECRET not in str(error.value)


def test_a_password_in_the_settings_file_is_refused() -> None:
    with pytest.raises(ValueError, match="environment variable"):
        Config(host={"news.example": {"user": "desk", "password": "in the open"}})  # type: ignore[dict-item]


def test_the_settings_reach_the_requests(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWS_WORD", SECRET)
    entry = {f"http://127.0.0.1:{site.port}": {"token": "$NEWS_WORD"}}
    settings = Config(cache=tmp_path, allow_private_addresses=True, archive=(), host=entry)  # type: ignore[arg-type]
    with _sources(settings) as asked:
        asked.source.get(Request(uri_r=site.url("/b/ok")))
    assert site.log[0][2]["Authorization"] == f"Bearer {SECRET}"
    monkeypatch.delenv("NEWS_WORD")
    with pytest.raises(VerifyError, match="NEWS_WORD is not set"), _sources(settings):
        pass


class _Proxy(socketserver.ThreadingTCPServer):
    """An HTTP proxy that answers plain requests itself and tunnels CONNECT to one port."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, to: int) -> None:
        super().__init__(("127.0.0.1", 0), _ProxyHandler)
        self.to = to
        self.heads: list[str] = []


class _ProxyHandler(socketserver.StreamRequestHandler):
    server: _Proxy

    def handle(self) -> None:
        head = ""
        while (line := self.rfile.readline().decode("latin-1")).strip():
            head += line
        self.server.heads.append(head)
        if not head.startswith("CONNECT "):
            body = ARTICLE.encode()
            self.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            return
        with socket.create_connection(("127.0.0.1", self.server.to)) as there:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            threading.Thread(target=_pump, args=(there, self.connection), daemon=True).start()
            _pump(self.connection, there)


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass


@pytest.fixture
def proxy(secure_site: Site) -> Iterator[_Proxy]:
    with _Proxy(secure_site.port) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


def _proxied(proxy: _Proxy, url: str, **options: object) -> Answer:
    address = f"http://desk:${{WORD}}@127.0.0.1:{proxy.server_address[1]}"
    sites = Sites({"*": SiteSettings(proxy=address)}, environment={"WORD": SECRET})
    context = tls_context()
    authority().configure_trust(context)
    fetcher = Fetcher(sites=sites, tls=context, **options)  # type: ignore[arg-type]
    try:
        return fetcher.fetch(Request(uri_r=url), url)
    finally:
        fetcher.close()


def test_a_proxy_is_asked_for_plain_pages(proxy: _Proxy) -> None:
    answer = _proxied(proxy, "http://news.example/story")
    assert isinstance(answer, Capture), answer
    assert answer.body == ARTICLE.encode()
    assert proxy.heads[0].startswith("GET http://news.example/story HTTP/1.1")
    assert "Proxy-Authorization: Basic" in proxy.heads[0]
    assert SECRET not in repr(answer)


def test_a_proxy_is_asked_for_a_tunnel_and_hears_nothing_of_what_goes_through(proxy: _Proxy, secure_site: Site) -> None:
    answer = _proxied(proxy, "https://secure.example/b/ok")
    assert isinstance(answer, Capture), answer
    assert proxy.heads[0].startswith("CONNECT secure.example:443")
    assert "/b/ok" not in proxy.heads[0]
    assert secure_site.asked("/b/ok") == 1


def test_a_proxy_is_not_asked_for_addresses_inside_the_network(proxy: _Proxy) -> None:
    for url in ("http://10.0.0.7/", "http://localhost/", "http://wiki.corp/", "http://169.254.169.254/"):
        answer = _proxied(proxy, url)
        assert isinstance(answer, Miss)
        assert answer.reason is MissReason.REFUSED
    assert proxy.heads == []
