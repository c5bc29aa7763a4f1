"""A web site on the loopback interface, with pages a test puts there and named behaviours of difficult sites.

site.page("/story", "<p>Twelve violations.</p>")     a page; site.url("/story") is its address
site.url("/b/slow-body")                             a behaviour, see BEHAVIOURS
site.log                                             what was asked: (method, path, headers)
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import urlsplit

import brotli
import trustme

ARTICLE = (
    "<!doctype html><html lang=en><head><title>Committee report</title></head><body><main><h1>Committee report</h1>"
    "<p>The committee found 12 violations, and it said so in its report of 3 May.</p></main></body></html>"
)


@cache
def authority() -> trustme.CA:
    """The authority that signs the certificates of this test run; nothing of it is kept."""
    return trustme.CA()


SENTENCE = "The committee found 12 violations"


@dataclass
class Page:
    """What a path answers."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # with an unbuffered writer every keep-alive answer waits 44 ms for Nagle
    disable_nagle_algorithm = True
    server: SiteServer

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        site = self.server.site
        with site.lock:
            site.log.append((self.command, self.path, dict(self.headers)))
            site.active += 1
            site.most_active = max(site.most_active, site.active)
        try:
            path = urlsplit(self.path).path
            if path.startswith("/b/") and path[3:] in BEHAVIOURS:
                BEHAVIOURS[path[3:]](self)
            else:
                page = site.pages.get(self.path) or site.pages.get(path)
                if callable(page):
                    page(self)
                elif page:
                    self.answer(page.status, page.body, page.headers)
                elif site.everywhere:
                    BEHAVIOURS[site.everywhere](self)
                else:
                    self.answer(404, b"<h1>Not found</h1><p>There is no such page here.</p>")
        finally:
            with site.lock:
                site.active -= 1

    do_HEAD = do_GET

    def answer(
        self, status: int, body: bytes, headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),)
    ) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if not any(name.lower() in ("content-length", "transfer-encoding") for name, _ in headers):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def raw(self, data: bytes) -> None:
        """Bytes as they are; the connection is closed afterwards."""
        self.close_connection = True
        self.wfile.write(data)
        self.wfile.flush()

    def wait(self, seconds: float) -> bool:
        """False when the server is stopping."""
        return not self.server.stopping.wait(seconds)

    @property
    def base(self) -> str:
        return f"http://{self.headers.get('Host')}"


class SiteServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def __init__(self, site: Site) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        if site.tls:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            authority().issue_cert("secure.example", "*.secure.example", "127.0.0.1").configure_cert(context)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.site = site
        self.stopping = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no news."""


@dataclass
class Site:
    pages: dict[str, Page | Callable[[Handler], None]] = field(default_factory=dict)
    log: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    active: int = 0
    most_active: int = 0
    tls: bool = False
    everywhere: str | None = None  # the behaviour of every path that has no page

    def __enter__(self) -> Self:
        self.server = SiteServer(self)
        self.port: int = self.server.server_address[1]
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stopping.set()
        self.server.shutdown()
        self.server.server_close()
        self._thread.join(5)

    @property
    def base(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return self.base + path

    def page(
        self,
        path: str,
        body: str | bytes = ARTICLE,
        *,
        status: int = 200,
        media_type: str = "text/html; charset=utf-8",
        headers: tuple[tuple[str, str], ...] = (),
    ) -> str:
        """Put a page at a path and return its address."""
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = Page(data, status, (("Content-Type", media_type), *headers))
        return self.url(path)

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        self.pages[path] = Page(b"moved", status, (("Location", to),))
        return self.url(path)

    def does(self, path: str, behaviour: Callable[[Handler], None]) -> str:
        """Let a function answer a path."""
        self.pages[path] = behaviour
        return self.url(path)

    def asked(self, path: str) -> int:
        """How often a path (with its query) was asked for."""
        with self.lock:
            return sum(each == path for _, each, _ in self.log)

    def resolve(self, host: str, port: int) -> list[tuple[str, int]]:
        """A resolver that puts every host name on this server; `*.invalid` has no address (RFC 2606)."""
        if host.endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [("127.0.0.1", self.port)]


# --- behaviours ----------------------------------------------------------------------------------------------------

BEHAVIOURS: dict[str, Callable[[Handler], None]] = {}


def behaviour(name: str) -> Callable[[Callable[[Handler], None]], Callable[[Handler], None]]:
    def enter(function: Callable[[Handler], None]) -> Callable[[Handler], None]:
        BEHAVIOURS[name] = function
        return function

    return enter


def _page(name: str, status: int, body: str | bytes = "", **headers: str) -> None:
    """A behaviour that is one plain answer."""
    data = body.encode() if isinstance(body, str) else body
    fields = {"Content-Type": "text/html; charset=utf-8", **{key.replace("_", "-"): v for key, v in headers.items()}}
    BEHAVIOURS[name] = lambda handler: handler.answer(status, data, tuple(fields.items()))


_page("ok", 200, ARTICLE)
_page("empty", 200, "")
_page("no-content", 204, "", Content_Length="0")
_page("not-found", 404, "<h1>404</h1>")
_page("gone", 410, "<h1>Gone</h1>")
_page("unauthorized", 401, "<h1>Sign in</h1>", WWW_Authenticate='Basic realm="members"')
_page("payment-required", 402, "<h1>Subscribe</h1>")
_page("forbidden", 403, "<h1>Forbidden</h1>")
_page("method-not-allowed", 405, "<h1>No</h1>")
_page("not-acceptable", 406, "<h1>No</h1>")
_page("unavailable-for-legal-reasons", 451, "<h1>Not in your country</h1>")
_page("teapot", 418, "<h1>I am a teapot</h1>")
_page("linkedin-999", 999, "<h1>Request denied</h1>")
_page("server-error", 500, "<h1>Error</h1>")
_page("not-implemented", 501, "<h1>Error</h1>")
_page("bad-gateway", 502, "<h1>Error</h1>")
_page("unavailable", 503, "<h1>Back soon</h1>")
_page("gateway-timeout", 504, "<h1>Error</h1>")
_page("throttled", 429, "<h1>Slow down</h1>")
_page("throttled-short", 429, "<h1>Slow down</h1>", Retry_After="1")
_page("throttled-long", 429, "<h1>Slow down</h1>", Retry_After="3600")
_page("unavailable-long", 503, "<h1>Back soon</h1>", Retry_After="3600")
_page("plain-text", 200, "The committee found 12 violations.", Content_Type="text/plain")
_page("no-media-type", 200, ARTICLE, Content_Type="")
_page("odd-media-type", 200, ARTICLE, Content_Type='TEXT/HTML;charset="UTF-8"; boundary=x')
_page(
    "windows-1252",
    200,
    "<p>caf\xe9 \x93quoted\x94</p>".encode("latin-1"),
    Content_Type="text/html; charset=windows-1252",
)
_page(
    "shift-jis",
    200,
    "<p>委員会は十二件の違反を認めた。</p>".encode("shift_jis"),
    Content_Type="text/html; charset=Shift_JIS",
)
_page("gb18030", 200, "<p>委员会发现十二项违规。</p>".encode("gb18030"), Content_Type="text/html; charset=GB18030")
_page(
    "koi8-r",
    200,
    "<p>Комиссия нашла двенадцать нарушений.</p>".encode("koi8-r"),
    Content_Type="text/html; charset=koi8-r",
)
_page("utf-8-bom", 200, b"\xef\xbb\xbf" + ARTICLE.encode(), Content_Type="text/html")
_page("utf-16-bom", 200, ARTICLE.encode("utf-16"), Content_Type="text/html")
_page("gzip", 200, gzip.compress(ARTICLE.encode(), mtime=0), Content_Encoding="gzip")
_page("x-gzip", 200, gzip.compress(ARTICLE.encode(), mtime=0), Content_Encoding="x-gzip")
_page(
    "gzip-two-members",
    200,
    gzip.compress(ARTICLE[:50].encode()) + gzip.compress(ARTICLE[50:].encode()),
    Content_Encoding="gzip",
)
_page("gzip-twice", 200, gzip.compress(gzip.compress(ARTICLE.encode())), Content_Encoding="gzip, gzip")
_page("gzip-announced-only", 200, ARTICLE, Content_Encoding="gzip")
_page("gzip-cut", 200, gzip.compress(ARTICLE.encode() * 20)[:-30], Content_Encoding="gzip")
_page("gzip-broken", 200, gzip.compress(ARTICLE.encode())[:12] + b"\xff" * 200, Content_Encoding="gzip")
_page("gzip-trailing-garbage", 200, gzip.compress(ARTICLE.encode()) + b"\0" * 100, Content_Encoding="gzip")
_page("deflate", 200, zlib.compress(ARTICLE.encode()), Content_Encoding="deflate")
_page("deflate-bare", 200, zlib.compress(ARTICLE.encode())[2:-4], Content_Encoding="deflate")
_page("brotli", 200, brotli.compress(ARTICLE.encode()), Content_Encoding="br")
_page("brotli-cut", 200, brotli.compress(ARTICLE.encode() * 20)[:-10], Content_Encoding="br")
_page("brotli-broken", 200, b"\xff" * 60, Content_Encoding="br")
_page("zstd", 200, b"\x28\xb5\x2f\xfd nothing that we asked for", Content_Encoding="zstd")
_page("redirect-301", 301, "moved", Location="/b/ok")
_page("redirect-303", 303, "moved", Location="/b/ok")
_page("redirect-307", 307, "moved", Location="/b/ok")
_page("redirect-308", 308, "moved", Location="/b/ok")
_page("redirect-loop", 302, "moved", Location="/b/redirect-loop")
_page("redirect-chain", 302, "moved", Location="/b/redirect-301")
_page("redirect-to-root", 302, "moved", Location="/")
_page("redirect-without-location", 302, "moved")
_page("redirect-to-private", 302, "moved", Location="http://10.0.0.1/")
_page("redirect-to-metadata", 302, "moved", Location="http://169.254.169.254/latest/meta-data/")
_page("redirect-to-file", 302, "moved", Location="file:///etc/passwd")
_page("redirect-to-ftp", 302, "moved", Location="ftp://example.org/x")
_page("redirect-to-nonsense", 302, "moved", Location="http://[nonsense/")
_page("redirect-with-escapes", 302, "moved", Location="gopher://\x1b[31mred")
_page("redirect-not-ascii", 302, "moved", Location="/b/ok?q=é".encode().decode("latin-1"))
_page("redirect-with-fragment", 302, "moved", Location="/b/ok#part")
_page("choices-300", 300, "<a href=/b/ok>one</a>", Location="/b/ok")
_page("not-modified", 304, "", Content_Length="0")
_page(
    "login",
    200,
    "<title>Sign in</title><form action=/login><input name=user><input type=password name=pw><button>Sign in</button></form>",
)
_page(
    "cookie-wall",
    200,
    "<title>Before you continue</title><h1>We value your privacy</h1><p>We and our 900 partners store cookies.</p><button>Accept all</button>",
)
_page("soft-404", 200, "<title>Page not found</title><h1>Sorry, the page you are looking for cannot be found.</h1>")
_page("parked", 200, "<title>example.org</title><p>This domain may be for sale. Buy this domain.</p>")
_page(
    "bot-check",
    200,
    "<title>Just a moment...</title><p>Checking your browser before accessing the site.</p><div id=cf-challenge></div>",
)
_page(
    "script-shell",
    200,
    '<!doctype html><title>App</title><div id="root"></div><script src="/app.js"></script><noscript>You need to enable JavaScript to run this app.</noscript>',
)
_page("pdf", 200, b"%PDF-1.4\n%not really\n", Content_Type="application/pdf")


_page(
    "meta-charset",
    200,
    "<meta charset=windows-1251><title>Доклад</title><p>Комиссия нашла двенадцать нарушений.</p>".encode("cp1251"),
    Content_Type="text/html",
)
_page("false-charset", 200, ARTICLE.replace("3 May", "3\xa0May—“so”"), Content_Type="text/html; charset=iso-8859-1")
_page(
    "mojibake",
    200,
    ARTICLE.replace("The committee", "“The committee’s chair said: the committee").encode().decode("cp1252", "replace"),
)
_page("utf-16-no-bom", 200, ARTICLE.encode("utf-16-le"), Content_Type="text/html; charset=utf-16le")
_page("null-bytes", 200, ARTICLE.replace("</h1>", "</h1>\0<p>\0\0</p>"))
_page("deep-nesting", 200, ARTICLE.replace("<main>", "<main>" + "<div>" * 5000))
_page("one-long-line", 200, ARTICLE.replace("</main>", "<p>" + "word " * 200_000 + "</p></main>"))
_page("partial-content", 206, ARTICLE, Content_Range="bytes 0-199/90000")
_page("accepted-challenge", 202, "<script>window.gokuProps={}</script>", x_amzn_waf_action="challenge")
_page("attachment", 200, ARTICLE, Content_Disposition='attachment; filename="report.html"')
_page("json-body", 200, '{"report": "' + SENTENCE + ' in May."}', Content_Type="application/json")
_page("image", 200, b"\x89PNG\r\n\x1a\n" + bytes(200), Content_Type="image/png")
_page("octet-stream", 200, bytes(range(256)) * 8, Content_Type="application/octet-stream")
_page("zip", 200, b"PK\x03\x04" + bytes(200), Content_Type="application/zip")
_page("deflate-announced-only", 200, ARTICLE, Content_Encoding="deflate")
_page("brotli-announced-only", 200, ARTICLE, Content_Encoding="br")
_page("coding-unheard-of", 200, ARTICLE, Content_Encoding="aws-chunked")
_page("redirect-backslash", 302, "moved", Location="\\b\\ok")
_page("plain-text-markup", 200, ARTICLE.replace("12 viol", "12 <em>viol</em>"), Content_Type="text/plain")
_page("utf-16-in-name-only", 200, ARTICLE.replace("3 May", "3 May—“so”"), Content_Type="text/html; charset=utf-16")
_page(
    "two-charsets",
    200,
    ARTICLE.replace("</h1>", "</h1><p>" + "é à ç “—” " * 9 + "</p>").encode()
    + "<p>The mayor’s café is closed—for good.</p>".encode("cp1252"),
)
_page("refresh-header", 200, "<title>Committee report</title><p>moved</p>", Refresh="0; url=/b/ok")
_page(
    "broken-off",
    200,
    "<html><body><h1>Committee report</h1><p>" + "It sat all night in the town hall. " * 30 + "</p><p>In the mor",
)
_page(
    "one-of-three",
    200,
    ARTICLE.replace("</main>", "<a href='/b/one-of-three?page=2'>2</a> <a href='?page=3'>3</a></main>"),
)
_page(
    "withdrawn",
    200,
    "<title>Committee report</title><h1>Committee report</h1><p>The editors took this report offline, which our licence no longer covers.</p>",
)
_page("title-alone", 200, "<title>Committee report</title><h1>Committee report</h1><time>3 May 2013</time>")
_page(
    "teaser-unlisted",
    200,
    ARTICLE.replace("</main>", "<p>There’s more to this story.</p><p>Back us from 25p a day</p></main>"),
)
_page("throttled-nonsense", 429, "<h1>Slow down</h1>", Retry_After="soon")
_page("redirect-relative", 302, "moved", Location="../b/./ok")
_page("redirect-spaces", 302, "moved", Location=" /b/ok ")
_page("redirect-to-missing", 302, "moved", Location="/b/not-found")
_page("redirect-to-home", 302, "moved", Location="/index.html")
_page("redirect-to-login", 302, "moved", Location="/account/login?next=x")
_page("redirect-to-consent", 302, "moved", Location="/cookie-wall?next=x")
_page("redirect-to-lost", 302, "moved", Location="/errors/404.html")
_page("redirect-to-search", 302, "moved", Location="/search?q=report")
_page("redirect-to-section", 302, "moved", Location="/b/")
LONG = "".join(
    f"<p>In the matter of item {n} the members heard the clerk, thanked him for his patience and moved on.</p>"
    for n in range(24)
)
_page("long-article", 200, ARTICLE.replace("</main>", LONG + "</main>"))
_page(
    "cookie-banner",
    200,
    ARTICLE.replace("</main>", LONG + "</main><div id=banner><p>We use cookies.</p><button>Accept all</button></div>"),
)
_page(
    "paywall-teaser",
    200,
    ARTICLE.replace(
        "</main>",
        "<div class=wall><h2>Subscribe to continue reading</h2><p>Already a subscriber? Sign in</p></div></main>",
    ),
)
_page(
    "paywall-declared",
    200,
    ARTICLE.replace(
        "</head>",
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Committee report","isAccessibleForFree":false}</script></head>',
    ),
)
_page(
    "paywall-silent",
    200,
    ARTICLE.replace(
        "</head>",
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Committee report","wordCount":900}</script></head>',
    ),
)
_page(
    "paywall-by-style",
    200,
    "<title>Committee report</title><h1>Committee report</h1><p>The members met in May and heard four witnesses on the state of the bridge.</p><h2>Subscribe to read the rest</h2><div style=display:none><p>"
    + SENTENCE
    + ".</p></div>",
)
_page("login-by-others", 200, "<title>Sign in</title><h1>Sign in</h1><a href=/g>Continue with Google</a>")
_page("age-gate", 200, "<title>The Herald</title><h1>Are you over 18?</h1><button>Yes</button><button>No</button>")
_page("region-block", 200, "<title>The Herald</title><p>This content is not available in your region.</p>")
_page(
    "ad-blocker-wall",
    200,
    "<title>The Herald</title><h2>Please disable your ad blocker</h2><p>Advertising pays for our journalism.</p>",
)
_page("maintenance", 200, "<title>Maintenance</title><h1>We'll be back soon</h1>")
_page("no-database", 200, "<title>Database Error</title><h1>Error establishing a database connection</h1>")
_page(
    "soft-404-german",
    200,
    "<title>Seite nicht gefunden</title><h1>Seite nicht gefunden</h1><p>Zur Startseite</p>",
    Content_Language="de",
)
_page("soft-404-persian", 200, "<html lang=fa><title>صفحه یافت نشد</title><h1>صفحه مورد نظر یافت نشد</h1></html>")
_page(
    "soft-404-unlisted",
    200,
    "<title>The Herald</title><h1>Well, that is awkward</h1><p>Our pigeons came back without a letter, and so we have none to show to you. Have a look at the front page instead, where there is plenty to read and something new every hour of the day.</p>",
)
_page("soft-404-long", 200, "<title>The Herald</title><h1>Stories of the day</h1>" + LONG)
_page("search-instead", 200, "<title>Search results | The Herald</title><h1>Search results</h1>" + LONG)
_page("another-document", 200, "<title>Ferry times</title><h1>Ferry times</h1>" + LONG.replace("members", "crews") * 2)
_page(
    "another-language",
    200,
    "<html lang=de><title>Committee report</title><h1>Committee report</h1>"
    + "<p>Der Ausschuss hat die Vertreter der Stadt gehört und ihnen für ihre Geduld gedankt, bevor er zum nächsten Punkt kam.</p>"
    * 24,
)
_page(
    "nginx-default",
    200,
    "<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1><p>Further configuration is required.</p>",
)
_page(
    "domain-for-sale",
    200,
    "<title>herald.example is for sale</title><h1>herald.example is for sale</h1><a href=/buy>Buy now</a>",
)
_page("frameset", 200, "<title>Report</title><frameset cols=*><frame src=/story.html></frameset>")
_page(
    "meta-refresh", 200, "<title>Report</title><meta http-equiv=refresh content='0; url=/elsewhere'><p>One moment</p>"
)
_page(
    "article-in-data",
    200,
    '<title>Committee report</title><div id=__next></div><script id=__NEXT_DATA__ type="application/json">{"body":"'
    + SENTENCE
    + '"}</script><script src=/x.js></script>',
)
_page("loading", 200, "<title>Committee report</title><div id=app>Loading…</div><script src=/x.js></script>")
_page(
    "cloudflare", 503, "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>", cf_mitigated="challenge"
)
_page("cloudflare-200", 200, "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>")
_page(
    "datadome",
    403,
    "<p id=cmsg>Please enable JS and disable any ad blocker</p><script>var dd={'host':'geo.captcha-delivery.com'}</script>",
)
_page(
    "datadome-200",
    200,
    "<p id=cmsg>Please enable JS and disable any ad blocker</p><script>var dd={'host':'geo.captcha-delivery.com'}</script>",
)
_page(
    "human", 200, "<title>Access to this page has been denied</title><div id=px-captcha></div><p>Press &amp; Hold</p>"
)
_page(
    "akamai",
    200,
    "<title>Access Denied</title><h1>Access Denied</h1><p>Reference #18.2f0d https://errors.edgesuite.net/18.2f0d</p>",
)
_page(
    "imperva",
    200,
    "<iframe src='/_Incapsula_Resource?SWUDNSAI=31'>Request unsuccessful. Incapsula incident ID: 877</iframe>",
)
_page(
    "aws-waf", 200, "<div id=challenge-container></div><script src=https://x.token.awswaf.com/x/challenge.js></script>"
)
_page("kasada", 429, "<script>window.KPSDK={}</script><script src=/x/ips.js?KP_UIDz=a></script>")
_page("sucuri", 200, "<title>You are being redirected...</title><script>sucuri_cloudproxy_js=''</script>")
_page("recaptcha", 200, "<title>The Herald</title><form><div class=g-recaptcha></div></form>")
_page("hcaptcha", 200, "<title>The Herald</title><form><div class=h-captcha></div></form>")
_page("turnstile", 200, "<title>The Herald</title><form><div class=cf-turnstile></div></form>")


@behaviour("pdf-text")
def _(handler: Handler) -> None:
    handler.answer(
        200, _pdf(f"{SENTENCE}, and it said so in its report of 3 May."), (("Content-Type", "application/pdf"),)
    )


@behaviour("pdf-called-html")
def _(handler: Handler) -> None:
    handler.answer(200, _pdf(f"{SENTENCE}, and it said so in its report of 3 May."))


@behaviour("pdf-scan")
def _(handler: Handler) -> None:
    handler.answer(200, _pdf(""), (("Content-Type", "application/pdf"),))


@cache
def _pdf(text: str) -> bytes:
    """One page with a line of text, or with a grey box as scans have them."""
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made, invariant=1)
    if text:
        canvas.drawString(72, 700, text)
    else:
        canvas.rect(72, 72, 400, 600, fill=1)
    canvas.save()
    return made.getvalue()


@behaviour("early-hints")
def _(handler: Handler) -> None:
    body = ARTICLE.encode()
    head = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
    handler.raw(head % len(body) + body)


@behaviour("chunked-trailers")
def _(handler: Handler) -> None:
    body = ARTICLE.encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n"
    handler.raw(head % len(body) + body + b"\r\n0\r\nX-Sum: 1\r\n\r\n")


@behaviour("redirect-protocol-relative")
def _(handler: Handler) -> None:
    handler.answer(302, b"moved", (("Location", f"//{handler.headers.get('Host')}/b/ok"),))


@behaviour("redirect-to-tls")
def _(handler: Handler) -> None:
    """To https at a port that speaks none."""
    handler.answer(302, b"moved", (("Location", f"https://{handler.headers.get('Host')}/b/ok"),))


@behaviour("redirect-ever-on")
def _(handler: Handler) -> None:
    """A new address every time: no loop that a set of addresses would notice."""
    handler.answer(302, b"moved", (("Location", f"/b/redirect-ever-on?{time.monotonic_ns()}"),))


@behaviour("throttled-once")
def _(handler: Handler) -> None:
    if handler.server.site.asked(handler.path) <= 1:
        handler.answer(429, b"slow down", (("Retry-After", "0"),))
    else:
        handler.answer(200, ARTICLE.encode())


@behaviour("etag")
def _(handler: Handler) -> None:
    if handler.headers.get("If-None-Match") == '"one"':
        handler.answer(304, b"", (("ETag", '"one"'), ("Content-Length", "0")))
    else:
        handler.answer(200, ARTICLE.encode(), (("Content-Type", "text/html"), ("ETag", '"one"')))


@behaviour("last-modified")
def _(handler: Handler) -> None:
    when = "Fri, 20 Dec 2013 10:11:12 GMT"
    if handler.headers.get("If-Modified-Since") == when:
        handler.answer(304, b"", (("Content-Length", "0"),))
    else:
        handler.answer(200, ARTICLE.encode(), (("Content-Type", "text/html"), ("Last-Modified", when)))


@behaviour("throttled-until")
def _(handler: Handler) -> None:
    handler.answer(429, b"slow down", (("Retry-After", formatdate(time.time() + 3600, usegmt=True)),))


@behaviour("unavailable-once")
def _(handler: Handler) -> None:
    if handler.server.site.asked(handler.path) <= 1:
        handler.answer(503, b"back soon", (("Retry-After", "0"),))
    else:
        handler.answer(200, ARTICLE.encode())


@behaviour("sets-cookie")
def _(handler: Handler) -> None:
    if "seen=1" in handler.headers.get("Cookie", ""):
        handler.answer(200, ARTICLE.encode())
    else:
        handler.answer(302, b"", (("Location", handler.path), ("Set-Cookie", "seen=1; Path=/")))


@behaviour("big-redirect")
def _(handler: Handler) -> None:
    """A redirect with an endless page."""
    handler.close_connection = True
    handler.raw(b"HTTP/1.1 302 Found\r\nLocation: /b/ok\r\nConnection: close\r\n\r\n")
    with contextlib.suppress(OSError):
        while handler.wait(0):
            handler.raw(b"x" * 65536)


@behaviour("redirect-hanging-body")
def _(handler: Handler) -> None:
    """It says where to, and then nothing more: where to is enough."""
    handler.raw(b"HTTP/1.1 302 Found\r\nLocation: /b/ok\r\nContent-Length: 5000\r\n\r\nmoved")
    handler.wait(60)


@behaviour("gzip-bomb")
def _(handler: Handler) -> None:
    """300 KB that unpack to 300 MB."""
    handler.answer(200, _bomb(), (("Content-Type", "text/html"), ("Content-Encoding", "gzip")))


@behaviour("brotli-bomb")
def _(handler: Handler) -> None:
    """A few bytes that unpack to 100 MB."""
    body = brotli.compress(b"\0" * (100 << 20), quality=5)
    handler.answer(200, body, (("Content-Type", "text/html"), ("Content-Encoding", "br")))


def _bomb() -> bytes:
    return gzip.compress(b"\0" * (10 << 20), 9) * 30


@behaviour("declared-huge")
def _(handler: Handler) -> None:
    handler.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nstart")
    handler.wait(30)


@behaviour("endless-body")
def _(handler: Handler) -> None:
    with contextlib.suppress(OSError):
        handler.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
        while handler.wait(0):
            handler.raw(b"<p>and more</p>" * 4096)


@behaviour("endless-chunked")
def _(handler: Handler) -> None:
    with contextlib.suppress(OSError):
        handler.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while handler.wait(0):
            handler.raw(b"8000\r\n" + b"x" * 0x8000 + b"\r\n")


@behaviour("endless-header")
def _(handler: Handler) -> None:
    with contextlib.suppress(OSError):
        handler.raw(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while handler.wait(0):
            handler.raw(b"x" * 65536)


@behaviour("endless-headers")
def _(handler: Handler) -> None:
    with contextlib.suppress(OSError):
        handler.raw(b"HTTP/1.1 200 OK\r\n")
        number = 0
        while handler.wait(0):
            number += 1
            handler.raw(b"X-%d: y\r\n" % number)


@behaviour("endless-continue")
def _(handler: Handler) -> None:
    with contextlib.suppress(OSError):
        while handler.wait(0.001):
            handler.raw(b"HTTP/1.1 100 Continue\r\n\r\n")


@behaviour("endless-hints")
def _(handler: Handler) -> None:
    with contextlib.suppress(OSError):
        while handler.wait(0.001):
            handler.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n")


def _drip(handler: Handler, data: bytes, pause: float) -> None:
    handler.close_connection = True
    with contextlib.suppress(OSError):
        for byte in data:
            if not handler.wait(pause):
                return
            handler.raw(bytes((byte,)))


@behaviour("slow-status")
def _(handler: Handler) -> None:
    _drip(handler, b"HTTP/1.1 200 OK" + b" " * 10_000, 0.1)


@behaviour("slow-headers")
def _(handler: Handler) -> None:
    handler.raw(b"HTTP/1.1 200 OK\r\n")
    _drip(handler, b"X-Slow: " + b"y" * 10_000, 0.1)


@behaviour("slow-body")
def _(handler: Handler) -> None:
    handler.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n")
    _drip(handler, b"x" * 10_000, 0.1)


@behaviour("slow-chunks")
def _(handler: Handler) -> None:
    handler.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    _drip(handler, b"1\r\nx\r\n" * 10_000, 0.05)


@behaviour("slow-then-ok")
def _(handler: Handler) -> None:
    handler.wait(0.3)
    handler.answer(200, ARTICLE.encode())


@behaviour("hangs")
def _(handler: Handler) -> None:
    handler.close_connection = True
    handler.wait(60)


@behaviour("hangs-in-body")
def _(handler: Handler) -> None:
    handler.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n<p>half")
    handler.wait(60)


@behaviour("cut-body")
def _(handler: Handler) -> None:
    """Less than was announced."""
    handler.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n<p>half")


@behaviour("cut-chunked")
def _(handler: Handler) -> None:
    handler.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100\r\n<p>half")


@behaviour("long-body")
def _(handler: Handler) -> None:
    """More than was announced: the rest is no part of the answer."""
    handler.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 7\r\n\r\n<p>half</p> and more")


@behaviour("chunked")
def _(handler: Handler) -> None:
    handler.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for start in range(0, len(ARTICLE), 50):
        piece = ARTICLE[start : start + 50].encode()
        handler.raw(b"%x\r\n%s\r\n" % (len(piece), piece))
    handler.raw(b"0\r\n\r\n")


@behaviour("bad-chunks")
def _(handler: Handler) -> None:
    handler.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnonsense\r\n0\r\n\r\n")


@behaviour("cookie-flood")
def _(handler: Handler) -> None:
    """More cookies than any server takes back: those of one page must not be sent with another's."""
    flood = tuple(("Set-Cookie", f"c{number}={'z' * 4000}; Path=/") for number in range(40))
    handler.answer(200, ARTICLE.encode(), (("Content-Type", "text/html"), *flood))


@behaviour("equal-lengths")
def _(handler: Handler) -> None:
    body = ARTICLE.encode()
    handler.raw(b"HTTP/1.1 200 OK\r\nContent-Length: %d, %d\r\n\r\n" % (len(body), len(body)) + body)


@behaviour("chunk-extensions")
def _(handler: Handler) -> None:
    body = ARTICLE.encode()
    handler.raw(
        b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n000%x ;a="x;y";b\r\n%s\r\n0;last\r\n\r\n'
        % (len(body), body)
    )


@behaviour("no-colon")
def _(handler: Handler) -> None:
    body = ARTICLE.encode()
    handler.raw(b"HTTP/1.1 200 OK\r\nThis is no header\r\nX-Nul: a\0b\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


@behaviour("closes")
def _(handler: Handler) -> None:
    handler.close_connection = True


@behaviour("resets")
def _(handler: Handler) -> None:
    handler.close_connection = True
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


@behaviour("resets-in-body")
def _(handler: Handler) -> None:
    handler.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n<p>half")
    handler.wait(0.05)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


@behaviour("not-http")
def _(handler: Handler) -> None:
    handler.raw(b"220 smtp.example.org ready\r\n")


@behaviour("http-0.9")
def _(handler: Handler) -> None:
    handler.raw(ARTICLE.encode())


@behaviour("http-1.0")
def _(handler: Handler) -> None:
    handler.raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + ARTICLE.encode())


@behaviour("bad-length")
def _(handler: Handler) -> None:
    handler.raw(b"HTTP/1.1 200 OK\r\nContent-Length: twelve\r\nConnection: close\r\n\r\n" + ARTICLE.encode())


@behaviour("two-lengths")
def _(handler: Handler) -> None:
    handler.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n" + ARTICLE.encode())


@behaviour("folded-header")
def _(handler: Handler) -> None:
    body = ARTICLE.encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n charset=utf-8\r\nX-One: a\r\nX-One: b\r\nContent-Length: %d\r\n\r\n"
    handler.raw(head % len(body) + body)


@behaviour("no-phrase")
def _(handler: Handler) -> None:
    body = ARTICLE.encode()
    handler.raw(b"HTTP/1.1 200\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


@behaviour("huge-page")
def _(handler: Handler) -> None:
    body = ARTICLE.encode() + b"<p>filler words</p>" * 100_000
    handler.answer(200, body)
