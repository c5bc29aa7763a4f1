"""The live web, by requests: the only module that sends anything.

Each fetch has one clock for all of it (redirects, retries and reading included), limits on what is read, and a
record of every hop. A response of any status is a `Capture`; whatever kept us from one is a `Miss` with its reason.
"""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookiejar import CookieJar

import requests
import urllib3
from requests.cookies import RequestsCookieJar

from verify.model import Answer, Capture, Exchange, Miss, MissReason, Request
from verify.sources import addresses
from verify.sources.adapter import Adapter
from verify.sources.bodies import TooLargeError, read_limited
from verify.sources.connections import AddressCheck, pool_classes, within
from verify.sources.exchanges import REDIRECTS, captured, host_of, public, target
from verify.sources.failures import EXPECTED, FetchError, explained
from verify.sources.headers import first, unfolded, user_agent
from verify.sources.names import Names, Resolve, system_resolve
from verify.sources.polite import Holds, Polite, pause, retry_after
from verify.sources.sites import Site, Sites
from verify.sources.waiting import Later, current

CONNECT_SECONDS = 10.0
SILENCE_SECONDS = 20.0  # without a byte; the total time ends a fetch earlier
MAX_REDIRECTS = 10  # browsers allow 20, search engines 5 to 10
REDIRECT_BODY = 1 << 16  # bytes kept of the page that says "moved"
REDIRECT_SECONDS = 1.0  # and how long it is waited for
# What a browser would be shown, so that servers with several forms of a page send the one people read.
ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8"
RETRIES = 2
RETRIED = frozenset({429, 500, 502, 503, 504})
LONGEST_HOLD = 3600.0  # seconds a host can make us leave it alone


# Whether a URL may be asked: raises `FetchError` when not, and `Later`.
Permit = Callable[[str], None]


@dataclass(eq=False, slots=True)
class _Fetch:
    """One fetch under way. Waiting for a host's turn moves `until`, since it is no fault of the source."""

    request: Request
    url: str
    headers: Mapping[str, str]
    follow: bool
    limit: int
    seconds: float
    retries: int
    before: Callable[[], None] | None
    permit: Permit | None
    data: bytes | None = None  # a form to be sent
    # Kept for one page alone: sites count visits in them, and too many of one page would spoil every other of its host.
    cookies: CookieJar = field(default_factory=RequestsCookieJar)
    at: str = ""
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    attempt: int = 0
    paid: bool = False  # `before` was called for the request that comes next
    until: float = field(init=False)
    aside: float | None = None  # when it was put aside
    pause: float = 0.0  # seconds that it was put aside for because the host was at fault
    took: float = 0.0
    answer: Answer | None = None

    def __post_init__(self) -> None:
        self.until = time.monotonic() + self.seconds
        self.begin()

    def begin(self) -> None:
        """Go back to the address that was asked for."""
        self.at = self.url.partition("#")[0]
        self.exchanges = []

    def left(self) -> float:
        return self.until - time.monotonic()

    def put_aside(self) -> None:
        self.aside = time.monotonic()

    def take_up(self) -> None:
        if self.aside is not None:
            self.until += max(0.0, time.monotonic() - self.aside - self.pause)
            self.aside, self.pause = None, 0.0


class Fetcher:
    """GETs URLs for all threads of a run over one pool of connections and one TLS context.

    `timeout` is the total per source in seconds, `max_bytes` bounds the body both packed and unpacked. `resolve` maps
    (host, port) to socket addresses, so that a test can put invented hosts on the loopback interface; `check_address`
    tells why an address is refused and by default refuses all that are not public. `sites` are settings for single
    hosts. Inside `waiting.asking` a fetch raises `Later` where it would sleep. `now` must return aware UTC times;
    `sleep` is used for pauses between attempts only.
    """

    def __init__(
        self,
        *,
        timeout: float = 20.0,
        connect_timeout: float = CONNECT_SECONDS,
        silence: float = SILENCE_SECONDS,
        max_bytes: int = 20_000_000,
        contact: str | None = None,
        allow_private_addresses: bool = False,
        retries: int = RETRIES,
        polite: Polite | None = None,
        resolve: Resolve = system_resolve,
        check_address: AddressCheck = addresses.refusal,
        tls: ssl.SSLContext | None = None,
        sites: Sites | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self.timeout = timeout
        self.max_bytes = max_bytes
        self.now = now
        self._connect_timeout = connect_timeout
        self._silence = silence
        self._retries = retries
        self._polite = polite
        self._stopping = threading.Event()
        self._sleep = sleep or self.wait
        self._sites = sites or Sites()
        check = _allow_all if allow_private_addresses else check_address
        self._open = allow_private_addresses
        names = Names(resolve)
        self._adapter = Adapter(pool_classes(names, check), pool_classes(names, _allow_all), tls)
        self._session = requests.Session()
        self._session.trust_env = False  # no .netrc passwords to strangers
        self._session.headers.clear()
        self._session.headers.update(
            {"User-Agent": user_agent(contact), "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate, br"}
        )

    def close(self) -> None:
        """Close the idle connections, and let no thread wait for an answer any more."""
        self._stopping.set()
        if self._polite:
            self._polite.stop()
        self._adapter.close()

    def share(self, holds: Holds) -> None:
        """Keep the pauses that hosts ask for together with other processes."""
        if self._polite:
            self._polite.share(holds)

    @property
    def closed(self) -> bool:
        """Whether the run has ended."""
        return self._stopping.is_set()

    def wait(self, seconds: float) -> None:
        """Sleep, but no longer than until `close`."""
        self._stopping.wait(seconds)

    def fetch(
        self,
        request: Request,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        follow: bool = True,
        retries: int | None = None,
        timeout: float | None = None,
        before: Callable[[], None] | None = None,
        permit: Permit | None = None,
        data: bytes | None = None,
    ) -> Answer:
        """The response of `url` as the answer to `request`; with `follow` False a redirect is itself the answer.

        `before` is called before each request that is sent, `permit` with each address; the time they take is not
        counted. `data` is a form: it is sent by POST, once.
        """
        ask = current()
        key = "fetch", url, tuple((headers or {}).items()), follow, data
        fetch: _Fetch | None = ask.steps.get(key) if ask else None
        if fetch is None:
            most = 0 if data is not None else self._retries if retries is None else retries
            fetch = _Fetch(
                request, url, headers or {}, follow, self.max_bytes, timeout or self.timeout, most, before, permit, data
            )
            if ask:
                ask.steps[key] = fetch
        elif fetch.answer is not None and ask:
            ask.spent += fetch.took
            return fetch.answer
        fetch.before = before
        fetch.take_up()
        try:
            fetch.answer = self._fetched(fetch)
        except Later:
            fetch.put_aside()
            raise
        fetch.took = fetch.seconds - fetch.left()
        return fetch.answer

    def _fetched(self, fetch: _Fetch) -> Answer:
        while True:
            answer, again, asked = self._attempt(fetch)
            wait = pause(fetch.attempt, asked=asked)
            if not again or fetch.attempt >= fetch.retries or wait > fetch.left() / 2:
                return answer
            fetch.attempt += 1
            fetch.begin()
            if current():
                fetch.pause = wait
                raise Later(wait)
            self._sleep(wait)

    def _attempt(self, fetch: _Fetch) -> tuple[Answer, bool, float | None]:
        """The answer, whether another attempt is worth it, and how many seconds the host asks to wait before it."""
        try:
            capture = self._followed(fetch)
        except FetchError as error:
            miss = Miss(request=fetch.request, reason=error.reason, detail=error.detail, retry_after=error.seconds)
            return miss, error.again, None
        return capture, capture.status in RETRIED, retry_after(first(capture.headers, "Retry-After"), self.now())

    def _followed(self, fetch: _Fetch) -> Capture:
        while len(fetch.exchanges) <= MAX_REDIRECTS:
            exchange = self._exchanged(fetch, fetch.at)
            fetch.exchanges.append(exchange)
            further = target(exchange) if fetch.follow else None
            if further is None:
                try:
                    return captured(fetch.request, fetch.exchanges, fetch.limit)
                except EXPECTED as error:
                    raise explained(error) from error
            fetch.at = further
        raise FetchError(MissReason.UNREACHABLE, f"more than {MAX_REDIRECTS} redirects, the last to {fetch.at[:200]}")

    def _exchanged(self, fetch: _Fetch, url: str) -> Exchange:
        host = host_of(url)
        site = self._site(url)
        ask = current()
        if ask:
            ask.host = host
        try:
            with (
                self._turn(host, fetch),
                within(fetch.until, connect=self._connect_timeout, silence=self._silence, stopping=self._stopping),
            ):
                headers = {**fetch.headers, **site.secrets}
                if fetch.data is not None:
                    headers["Content-Type"] = "application/x-www-form-urlencoded"
                method = "GET" if fetch.data is None else "POST"
                prepared = self._session.prepare_request(
                    requests.Request(method, url, headers=headers, data=fetch.data, cookies=fetch.cookies)
                )
                # Not Session.send: it reads the body of a redirect without any limit.
                response = self._adapter.send(prepared, stream=True, timeout=fetch.seconds, proxies=site.proxies)
                with contextlib.closing(response):
                    for cookie in response.cookies:
                        fetch.cookies.set_cookie(cookie)
                    exchange = self._read(fetch, prepared, response, site.private)
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema) as error:
            raise FetchError(MissReason.REFUSED, f"not a web address ({error})") from error
        except EXPECTED as error:
            failure = explained(error)
            if failure.reason is MissReason.TIMEOUT and fetch.left() <= 0:
                raise FetchError(MissReason.TIMEOUT, f"no full answer in {fetch.seconds:g} s") from error
            raise failure from error
        asked = retry_after(first(exchange.headers, "Retry-After"), self.now())
        if self._polite and asked is not None and exchange.status in RETRIED:
            self._polite.hold(host, min(asked, LONGEST_HOLD))
        return exchange

    def _site(self, url: str) -> Site:
        """What the settings say of the host of a URL. Raises `FetchError`."""
        site = self._sites.of(url)
        if site.proxies and not self._open and not addresses.public_name(url):
            # The proxy looks the name up, so that only what is written can be checked here.
            raise FetchError(MissReason.REFUSED, "not a public address, and a proxy is not asked for others")
        return site

    @contextlib.contextmanager
    def _turn(self, host: str, fetch: _Fetch) -> Generator[None]:
        """Hold the host's turn; whatever is waited for before sending moves the end of the fetch."""
        asked = time.monotonic()
        try:
            if fetch.permit:
                fetch.permit(fetch.at)
            if fetch.before and not fetch.paid:
                fetch.before()
            fetch.paid = True
            with self._polite.turn(host) if self._polite else contextlib.nullcontext():
                fetch.until += time.monotonic() - asked
                fetch.paid = False
                yield
        except Later:
            fetch.until += time.monotonic() - asked
            raise

    def _read(
        self, fetch: _Fetch, prepared: requests.PreparedRequest, response: requests.Response, private: frozenset[str]
    ) -> Exchange:
        raw: urllib3.BaseHTTPResponse = response.raw
        headers = tuple((name, unfolded(value)) for name, value in raw.headers.items())
        address = _address(raw)
        truncated = None
        if fetch.follow and response.status_code in REDIRECTS and "Location" in response.headers:
            body, truncated = self._redirect_body(fetch, raw)
        else:
            length = response.headers.get("Content-Length", "")
            if length.isdigit() and int(length) > fetch.limit:
                raise TooLargeError(f"{length} bytes, and {fetch.limit} are read at most")
            body = read_limited(lambda size: raw.read(size, decode_content=False), fetch.limit)
        return Exchange(
            uri=public(str(prepared.url)),
            retrieved=self.now().replace(microsecond=0),
            request_headers=tuple(
                (name, _text(value)) for name, value in prepared.headers.items() if name.lower() not in private
            ),
            version="HTTP/1.0" if raw.version == 10 else "HTTP/1.1",
            status=response.status_code,
            phrase=unfolded(response.reason or ""),
            headers=headers,
            body=body,
            address=address,
            truncated=truncated,
        )

    def _redirect_body(self, fetch: _Fetch, raw: urllib3.BaseHTTPResponse) -> tuple[bytes, str | None]:
        """As much of a page that says "moved" as comes soon; where it leads is known already."""
        until = min(fetch.until, time.monotonic() + REDIRECT_SECONDS)
        try:
            with within(until, connect=0, silence=REDIRECT_SECONDS, stopping=self._stopping):
                body = raw.read(REDIRECT_BODY + 1, decode_content=False)
        except (OSError, urllib3.exceptions.HTTPError):
            return b"", "time"
        return body[:REDIRECT_BODY], "length" if len(body) > REDIRECT_BODY else None


class Live:
    """The live copy of each request's `uri_r`. `permit` says which addresses may be asked."""

    def __init__(self, fetcher: Fetcher, *, permit: Permit | None = None) -> None:
        self._fetcher = fetcher
        self._permit = permit

    def get(self, request: Request) -> Answer:
        return self._fetcher.fetch(request, request.uri_r, permit=self._permit)

    def revalidate(self, request: Request, known: Capture) -> Answer:
        """The page as it is now, or a capture of status 304 when the site says that `known` still is the page."""
        etag, modified = first(known.headers, "ETag"), first(known.headers, "Last-Modified")
        headers: dict[str, str] = {}
        if etag and not known.redirects:
            headers["If-None-Match"] = etag
        elif modified and not known.redirects:
            headers["If-Modified-Since"] = modified
        return self._fetcher.fetch(request, request.uri_r, headers=headers, permit=self._permit)


def _allow_all(_: str) -> None:
    return None


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _address(raw: urllib3.BaseHTTPResponse) -> str | None:
    """The IP address that answers; None when the connection is already over."""
    socket = getattr(raw.connection, "sock", None)
    try:
        return str(socket.getpeername()[0]) if socket is not None else None
    except OSError:
        return None
