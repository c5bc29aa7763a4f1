"""The live web at its worst, on loopback."""

from __future__ import annotations

import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from servers.site import ARTICLE, BEHAVIOURS, SENTENCE, Handler, Site

from verify.model import Answer, Capture, Hop, Miss, MissReason, Request
from verify.sources import addresses
from verify.sources.live import Fetcher, Live
from verify.sources.polite import Polite

TIMEOUT = 1.0


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    running = Fetcher(allow_private_addresses=True, timeout=20, max_bytes=3_000_000, sleep=lambda _: None)
    yield running
    running.close()


@pytest.fixture
def hasty() -> Iterator[Fetcher]:
    running = Fetcher(allow_private_addresses=True, timeout=TIMEOUT)
    yield running
    running.close()


def get(fetcher: Fetcher, url: str) -> Answer:
    return Live(fetcher).get(Request(uri_r=url))


SAME = ("ok", "gzip", "x-gzip", "gzip-two-members", "gzip-twice", "gzip-announced-only", "gzip-trailing-garbage")
SAME += (
    "deflate",
    "deflate-bare",
    "brotli",
    "chunked",
    "http-1.0",
    "no-phrase",
    "folded-header",
    "sets-cookie",
    "slow-then-ok",
)
SAME += ("throttled-once", "unavailable-once", "redirect-301", "redirect-303", "redirect-307", "redirect-308")
SAME += ("redirect-chain", "redirect-not-ascii", "redirect-with-fragment", "big-redirect", "no-media-type")
SAME += ("odd-media-type", "etag", "last-modified", "redirect-hanging-body", "early-hints", "chunked-trailers")
SAME += ("deflate-announced-only", "brotli-announced-only", "coding-unheard-of", "redirect-backslash")
SAME += ("cookie-flood", "equal-lengths", "chunk-extensions", "no-colon")
SAME += ("attachment", "redirect-relative", "redirect-spaces", "redirect-protocol-relative")

STATUS = {
    "empty": 200, "no-content": 204, "not-found": 404, "gone": 410, "unauthorized": 401, "payment-required": 402,
    "forbidden": 403, "method-not-allowed": 405, "not-acceptable": 406, "unavailable-for-legal-reasons": 451,
    "teapot": 418, "linkedin-999": 999, "server-error": 500, "not-implemented": 501, "bad-gateway": 502,
    "unavailable": 503, "gateway-timeout": 504, "throttled": 429, "throttled-short": 429, "throttled-long": 429,
    "unavailable-long": 503, "throttled-until": 429, "plain-text": 200, "windows-1252": 200, "shift-jis": 200,
    "gb18030": 200, "koi8-r": 200, "utf-8-bom": 200, "utf-16-bom": 200, "redirect-to-root": 404,
    "redirect-without-location": 302, "choices-300": 300, "not-modified": 304, "login": 200, "cookie-wall": 200,
    "soft-404": 200, "parked": 200, "bot-check": 200, "script-shell": 200, "pdf": 200, "long-body": 200,
    "huge-page": 200, "bad-length": 200, "partial-content": 206, "accepted-challenge": 202, "throttled-nonsense": 429,
    "cloudflare": 503, "datadome": 403, "kasada": 429, "redirect-to-missing": 404, "redirect-to-home": 404,
    "redirect-to-login": 404, "redirect-to-consent": 404, "redirect-to-lost": 404, "redirect-to-search": 404,
    "redirect-to-section": 404,
}  # fmt: skip
# Pages that answer 200: what they mean is judged in tests/test_faults.py.
STATUS |= dict.fromkeys((
    "meta-charset", "false-charset", "mojibake", "utf-16-no-bom", "null-bytes", "deep-nesting", "one-long-line",
    "json-body", "image", "octet-stream", "zip", "long-article", "cookie-banner", "paywall-teaser", "paywall-declared",
    "paywall-silent", "paywall-by-style", "login-by-others", "age-gate", "region-block", "ad-blocker-wall", "maintenance",
    "no-database", "soft-404-german", "soft-404-persian", "soft-404-unlisted", "soft-404-long", "search-instead",
    "another-document", "another-language", "nginx-default", "domain-for-sale", "frameset", "meta-refresh",
    "plain-text-markup", "utf-16-in-name-only", "two-charsets", "refresh-header", "broken-off", "one-of-three", "withdrawn",
    "title-alone", "teaser-unlisted",
    "article-in-data", "loading", "cloudflare-200", "datadome-200", "human", "akamai", "imperva", "aws-waf", "sucuri",
    "recaptcha", "hcaptcha", "turnstile", "pdf-text", "pdf-called-html", "pdf-scan",
), 200)  # fmt: skip

MISSES = {
    "brotli-broken": (MissReason.UNREACHABLE, "compression is broken"),
    "brotli-cut": (MissReason.UNREACHABLE, "in the middle of its compressed data"),
    "brotli-bomb": (MissReason.TOO_LARGE, ""),
    "zstd": (MissReason.UNREACHABLE, "coded as zstd"),
    "gzip-cut": (MissReason.UNREACHABLE, "in the middle of its compressed data"),
    "gzip-broken": (MissReason.UNREACHABLE, "compression is broken"),
    "gzip-bomb": (MissReason.TOO_LARGE, ""),
    "declared-huge": (MissReason.TOO_LARGE, "99999999999 bytes"),
    "endless-body": (MissReason.TOO_LARGE, "3000000"),
    "endless-chunked": (MissReason.TOO_LARGE, "3000000"),
    "endless-header": (MissReason.UNREACHABLE, "no valid HTTP answer"),
    "endless-headers": (MissReason.UNREACHABLE, "no valid HTTP answer"),
    "endless-continue": (MissReason.TIMEOUT, "no full answer in 1 s"),
    "endless-hints": (MissReason.TIMEOUT, "no full answer in 1 s"),
    "slow-status": (MissReason.TIMEOUT, "no full answer in 1 s"),
    "slow-headers": (MissReason.TIMEOUT, "no full answer in 1 s"),
    "slow-body": (MissReason.TIMEOUT, "no full answer in 1 s"),
    "slow-chunks": (MissReason.TIMEOUT, "no full answer in 1 s"),
    "hangs": (MissReason.TIMEOUT, "no full answer in 1 s"),
    "hangs-in-body": (MissReason.TIMEOUT, "no full answer in 1 s"),
    "cut-body": (MissReason.UNREACHABLE, "broke off"),
    "cut-chunked": (MissReason.UNREACHABLE, "broke off"),
    "bad-chunks": (MissReason.UNREACHABLE, ""),
    "closes": (MissReason.UNREACHABLE, "closed without an answer"),
    "resets": (MissReason.UNREACHABLE, "connection reset"),
    "resets-in-body": (MissReason.UNREACHABLE, "connection reset"),
    "not-http": (MissReason.UNREACHABLE, "no valid HTTP answer"),
    "http-0.9": (MissReason.UNREACHABLE, "no valid HTTP answer"),
    "two-lengths": (MissReason.UNREACHABLE, ""),
    "redirect-ever-on": (MissReason.UNREACHABLE, "more than 10 redirects"),
    "redirect-to-tls": (MissReason.UNREACHABLE, "TLS"),
    "redirect-loop": (MissReason.UNREACHABLE, "more than 10 redirects"),
    "redirect-to-file": (MissReason.REFUSED, "only http and https"),
    "redirect-to-ftp": (MissReason.REFUSED, "only http and https"),
    "redirect-with-escapes": (MissReason.REFUSED, "gopher://�[31mred"),
    "redirect-to-nonsense": (MissReason.REFUSED, "no address"),
}

# Where they lead is refused, so they are tried with a fetcher that refuses.
GUARDED = ("redirect-to-private", "redirect-to-metadata")


def test_every_behaviour_is_expected() -> None:
    assert {*SAME, *STATUS, *MISSES, *GUARDED} == set(BEHAVIOURS)
    assert len(BEHAVIOURS) >= 60


@pytest.mark.parametrize("name", SAME)
def test_the_article_comes_whole(fetcher: Fetcher, site: Site, name: str) -> None:
    answer = get(fetcher, site.url(f"/b/{name}"))
    assert isinstance(answer, Capture), answer
    assert answer.status == 200
    assert answer.body == ARTICLE.encode()
    assert answer.sha256 == sha256(ARTICLE.encode()).hexdigest()
    assert answer.uri_m is None


@pytest.mark.parametrize("name", STATUS)
def test_every_status_is_an_answer(fetcher: Fetcher, site: Site, name: str) -> None:
    answer = get(fetcher, site.url(f"/b/{name}"))
    assert isinstance(answer, Capture), answer
    assert answer.status == STATUS[name]


@pytest.mark.parametrize("name", MISSES)
def test_what_keeps_us_from_an_answer_is_told(fetcher: Fetcher, hasty: Fetcher, site: Site, name: str) -> None:
    reason, words = MISSES[name]
    answer = get(hasty if reason is MissReason.TIMEOUT else fetcher, site.url(f"/b/{name}"))
    assert isinstance(answer, Miss), answer
    assert (answer.reason, words in answer.detail) == (reason, True), answer


@pytest.mark.parametrize("name", GUARDED)
def test_a_redirect_to_a_private_address_is_refused(site: Site, name: str) -> None:
    def check(address: str) -> str | None:
        return None if address == "127.0.0.1" else addresses.refusal(address)

    fetcher = Fetcher(check_address=check, timeout=TIMEOUT)
    answer = get(fetcher, site.url(f"/b/{name}"))
    assert isinstance(answer, Miss)
    assert answer.reason is MissReason.REFUSED
    assert "address" in answer.detail
    fetcher.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1", "0.0.0.0"])
def test_loopback_is_refused_however_it_is_written(site: Site, host: str) -> None:
    fetcher = Fetcher(timeout=TIMEOUT)
    answer = get(fetcher, f"http://{host}:{site.port}/b/ok")
    assert isinstance(answer, Miss)
    assert answer.reason is MissReason.REFUSED
    assert not site.log
    fetcher.close()


def test_the_address_that_was_checked_is_the_one_connected_to(site: Site) -> None:
    """A name whose second look-up leads into the intranet (DNS rebinding)."""
    answers = [[("127.0.0.1", site.port)], [("10.1.1.1", 80)]]
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[tuple[str, int]]:
        asked.append(host)
        return answers[len(asked) - 1]

    checked: list[str] = []

    def check(address: str) -> str | None:
        checked.append(address)
        return None

    fetcher = Fetcher(resolve=resolve, check_address=check, timeout=TIMEOUT)
    answer = get(fetcher, "http://rebind.example/b/ok")
    assert isinstance(answer, Capture)
    assert answer.exchanges[0].address == "127.0.0.1"
    assert (asked, checked) == (["rebind.example"], ["127.0.0.1"])
    fetcher.close()


def test_of_several_addresses_the_allowed_one_that_answers(site: Site) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = free.getsockname()[1]
    found = [("10.0.0.1", 80), ("127.0.0.1", closed), ("127.0.0.1", site.port)]
    fetcher = Fetcher(
        resolve=lambda _host, _port: found,
        check_address=lambda address: "private" if address.startswith("10.") else None,
        timeout=TIMEOUT,
    )
    assert isinstance(get(fetcher, "http://many.example/b/ok"), Capture)
    fetcher.close()


@pytest.mark.parametrize(
    ("url", "reason", "words"),
    [
        ("http://nowhere.invalid/", MissReason.UNREACHABLE, "name resolution failed (Name or service not known)"),
        ("ftp://example.org/x", MissReason.REFUSED, "only http and https"),
        ("file:///etc/passwd", MissReason.REFUSED, "only http and https"),
        ("javascript:alert(1)", MissReason.REFUSED, "only http and https"),
        ("http://", MissReason.REFUSED, "no host"),
        ("http://[nonsense/", MissReason.REFUSED, "not a web address"),
        ("http://example.org:99999/", MissReason.REFUSED, "not a web address"),
        ("http://exa mple.org/", MissReason.REFUSED, "not a web address"),
        ("", MissReason.REFUSED, "only http and https"),
    ],
)
def test_what_is_no_web_address(site: Site, url: str, reason: MissReason, words: str) -> None:
    fetcher = Fetcher(allow_private_addresses=True, resolve=site.resolve, timeout=TIMEOUT)
    answer = get(fetcher, url)
    assert isinstance(answer, Miss), answer
    assert (answer.reason, words in answer.detail) == (reason, True), answer
    fetcher.close()


def test_nothing_listens(fetcher: Fetcher) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    answer = get(fetcher, f"http://127.0.0.1:{port}/")
    assert isinstance(answer, Miss)
    assert (answer.reason, answer.detail) == (MissReason.UNREACHABLE, "connection refused")


def test_name_resolution_that_hangs_is_a_timeout() -> None:
    release = threading.Event()

    def resolve(_host: str, _port: int) -> list[tuple[str, int]]:
        release.wait(30)
        return []

    fetcher = Fetcher(resolve=resolve, timeout=0.3)
    answer = get(fetcher, "http://slow-dns.example/")
    release.set()
    assert isinstance(answer, Miss)
    assert answer.reason is MissReason.TIMEOUT
    fetcher.close()


def test_plain_http_where_tls_is_expected_and_back(fetcher: Fetcher, site: Site) -> None:
    answer = get(fetcher, f"https://127.0.0.1:{site.port}/")
    assert isinstance(answer, Miss)
    assert answer.reason is MissReason.UNREACHABLE
    assert answer.detail.startswith("TLS: ")


def test_hops_are_recorded_one_by_one(fetcher: Fetcher, site: Site) -> None:
    answer = get(fetcher, site.url("/b/redirect-chain"))
    assert isinstance(answer, Capture)
    assert answer.redirects == (
        Hop(status=302, uri=site.url("/b/redirect-chain")),
        Hop(status=301, uri=site.url("/b/redirect-301")),
    )
    assert answer.uri_r == site.url("/b/ok")
    assert [exchange.status for exchange in answer.exchanges] == [302, 301, 200]


def test_headers_come_in_order_and_unfolded(fetcher: Fetcher, site: Site) -> None:
    answer = get(fetcher, site.url("/b/folded-header"))
    assert isinstance(answer, Capture)
    assert [pair for pair in answer.headers if pair[0] == "X-One"] == [("X-One", "a"), ("X-One", "b")]
    assert (answer.media_type, answer.charset) == ("text/html", "utf-8")


@pytest.mark.parametrize(
    ("name", "media_type", "charset"),
    [
        ("odd-media-type", "text/html", "utf-8"),
        ("no-media-type", "", None),
        ("windows-1252", "text/html", "windows-1252"),
        ("shift-jis", "text/html", "shift_jis"),
        ("utf-8-bom", "text/html", None),
        ("pdf", "application/pdf", None),
    ],
)
def test_media_type_and_charset_are_the_headers(
    fetcher: Fetcher, site: Site, name: str, media_type: str, charset: str | None
) -> None:
    answer = get(fetcher, site.url(f"/b/{name}"))
    assert isinstance(answer, Capture)
    assert (answer.media_type, answer.charset) == (media_type, charset)


def test_we_say_who_we_are(site: Site) -> None:
    fetcher = Fetcher(allow_private_addresses=True, contact="desk@linkpost.example")
    get(fetcher, site.url("/b/ok"))
    sent = site.log[0][2]
    assert sent["User-Agent"] == "verify/0.1 (+mailto:desk@%6Cinkpost.example)"
    assert sent["Accept-Encoding"] == "gzip, deflate, br"
    fetcher.close()


def test_retries_are_bounded_and_only_for_what_may_pass(site: Site) -> None:
    fetcher = Fetcher(allow_private_addresses=True, sleep=lambda _: None)
    for name, times in (("server-error", 3), ("unavailable", 3), ("resets", 3), ("not-found", 1), ("forbidden", 1)):
        get(fetcher, site.url(f"/b/{name}"))
        assert site.asked(f"/b/{name}") == times, name
    get(fetcher, site.url("/b/throttled-long"))
    assert site.asked("/b/throttled-long") == 1
    fetcher.close()


def test_a_host_that_asks_for_silence_gets_it(site: Site) -> None:
    fetcher = Fetcher(allow_private_addresses=True, polite=Polite(delay=0), timeout=TIMEOUT)
    first = get(fetcher, site.url("/b/throttled-long"))
    assert isinstance(first, Capture)
    assert first.status == 429
    second = get(fetcher, site.url("/b/ok"))
    assert isinstance(second, Miss)
    assert second.reason is MissReason.THROTTLED
    assert second.retry_after is not None
    assert 3500 < second.retry_after <= 3600
    assert site.asked("/b/ok") == 0
    fetcher.close()


def test_a_password_in_an_address_is_sent_but_not_kept(fetcher: Fetcher, site: Site) -> None:
    answer = get(fetcher, f"http://user:word@127.0.0.1:{site.port}/b/ok")
    assert isinstance(answer, Capture)
    assert site.log[0][2]["Authorization"].startswith("Basic ")
    assert answer.uri_r == site.url("/b/ok")
    assert "Authorization" not in dict(answer.exchanges[0].request_headers)
    assert "word" not in repr(answer.exchanges[0].uri)


def test_cookies_of_one_page_are_not_sent_with_another(fetcher: Fetcher, site: Site) -> None:
    get(fetcher, site.url("/b/cookie-flood"))
    get(fetcher, site.url("/b/sets-cookie"))
    get(fetcher, site.url("/b/sets-cookie"))
    sent = [headers.get("Cookie") for _, path, headers in site.log if path == "/b/sets-cookie"]
    assert sent == [None, "seen=1", None, "seen=1"]


def test_a_fragment_is_not_sent(fetcher: Fetcher, site: Site) -> None:
    answer = get(fetcher, site.url("/b/ok#:~:text=twelve"))
    assert isinstance(answer, Capture)
    assert site.log[0][1] == "/b/ok"
    assert answer.uri_r == site.url("/b/ok")


def test_many_threads_share_one_fetcher(fetcher: Fetcher, site: Site) -> None:
    found: list[Answer] = []
    threads = [
        threading.Thread(target=lambda number=number: found.append(get(fetcher, site.url(f"/b/ok?{number}"))))
        for number in range(40)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 40
    assert all(isinstance(answer, Capture) and SENTENCE.encode() in answer.body for answer in found)


def test_times_are_those_of_the_given_clock(site: Site) -> None:
    moment = datetime(2026, 11, 21, 6, 30, 15, 999_999, tzinfo=UTC)
    fetcher = Fetcher(allow_private_addresses=True, now=lambda: moment)
    answer = get(fetcher, site.url("/b/ok"))
    assert isinstance(answer, Capture)
    assert answer.retrieved == datetime(2026, 11, 21, 6, 30, 15, tzinfo=UTC)
    fetcher.close()


def test_a_slow_page_does_not_hold_others(fetcher: Fetcher, site: Site) -> None:
    started = threading.Event()

    def hang(handler: Handler) -> None:
        started.set()
        handler.wait(20)

    site.does("/hang", hang)
    thread = threading.Thread(target=get, args=(fetcher, site.url("/hang")), daemon=True)
    thread.start()
    assert started.wait(5)
    assert isinstance(get(fetcher, site.url("/b/ok")), Capture)
    assert thread.is_alive()
    fetcher.close()
    thread.join(5)


def test_closing_ends_all_waiting(site: Site) -> None:
    """After Ctrl-C nobody waits for pages that hang, hosts that are busy or pauses between attempts."""
    fetcher = Fetcher(allow_private_addresses=True, timeout=60, polite=Polite(concurrency=2, delay=0))
    names = ("hangs?1", "hangs?2", "hangs?3", "hangs-in-body?4", "throttled-short?5")
    threads = [threading.Thread(target=get, args=(fetcher, site.url(f"/b/{name}"))) for name in names]
    for thread in threads:
        thread.start()
    while site.active < 2:
        time.sleep(0.01)
    fetcher.close()
    for thread in threads:
        thread.join(10)
    assert not any(thread.is_alive() for thread in threads)
    answer = get(fetcher, site.url("/b/ok"))
    assert isinstance(answer, Miss)
    assert answer.detail == "the run was ended"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("http://bücher.example/straße?ö=1", "/stra%C3%9Fe?%C3%B6=1"),
        ("http://a.example/a b", "/a%20b"),
        ("http://a.example/a%20b%2Fc", "/a%20b%2Fc"),
        ("http://a.example", "/"),
        ("http://under_score.example/x", "/x"),
        ("HTTP://A.example:80/x", "/x"),
        ("http://user:word@a.example/x", "/x"),
    ],
)
def test_addresses_as_people_write_them(site: Site, typed: str, asked: str) -> None:
    fetcher = Fetcher(allow_private_addresses=True, resolve=site.resolve)
    answer = get(fetcher, typed)
    assert isinstance(answer, Capture), answer
    assert site.log[0][1] == asked
    fetcher.close()


def test_a_given_tls_context_is_used(site: Site) -> None:
    context = ssl.create_default_context()
    fetcher = Fetcher(allow_private_addresses=True, tls=context)
    assert isinstance(get(fetcher, site.url("/b/ok")), Capture)
    fetcher.close()


def test_a_large_run_may_have_more_open_connections_than_a_shell_gives() -> None:
    code = (
        "import resource; soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE);"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard));"
        "from verify.sources.connections import MOST_FILES, allow_many_connections; allow_many_connections();"
        "most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES);"
        "assert resource.getrlimit(resource.RLIMIT_NOFILE) == (most, hard)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
