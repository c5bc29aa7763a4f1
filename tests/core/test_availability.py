"""Pages that answer and are not the page, and pages that only look like one: both sides, as small pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from verify.core.availability import Obstacle, obstacle
from verify.data import table
from verify.model import Availability, Capture, Document, Hop, Item, Reason, Reference, ReferenceKind, Request
from verify.readers import read

URL = "https://news.example/2019/05/03/harbour-bridge-report"
TOPICS = (
    "The harbour authority said on Friday that the bridge would stay closed until the inspectors had looked at every cable",
    "Residents of the eastern quarter have taken the ferry since March, and the mayor promised them a discount for the season",
    "An engineer who worked on the first survey told this newspaper that the damage had been known for eleven years",
    "The council voted by nine to four for a new survey, which is to be paid for by the region and finished before winter",
    "Fishermen on the quay were less patient and asked why nobody had listened to them when the first cracks were seen",
)


def prose(sentences: int) -> str:
    """Running text of about twenty words a sentence, in paragraphs of three."""
    written = [f"{TOPICS[number % 5]} in report number {number}." for number in range(sentences)]
    return "".join(f"<p>{' '.join(written[start : start + 3])}</p>" for start in range(0, sentences, 3))


def html(body: str, title: str = "Harbour bridge stays closed, report says", head: str = "") -> str:
    return f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>"


def article(
    body: str = "", sentences: int = 30, head: str = "", title: str = "Harbour bridge stays closed, report says"
) -> str:
    nav = "<header><nav><ul><li><a href=/>Home</a><li><a href=/news>News</a><li><a href=/login>Sign in</a></ul></nav></header>"
    footer = "<footer><p>© 2019 The Harbour News. All rights reserved.</p></footer>"
    return html(
        f"{nav}<article><h1>{title}</h1>{prose(sentences)}</article>{body}{footer}",
        title=f"{title} | The Harbour News",
        head=head,
    )


@dataclass(frozen=True)
class Case:
    name: str
    page: str | bytes
    reason: Reason | None
    availability: Availability | None = None
    evidence: str = ""
    status: int = 200
    final: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    asked: str = URL
    media_type: str = "text/html"
    cited_title: str | None = None


LOGIN_FORM = "<form action=/session method=post><label>Email <input type=email name=email></label><label>Password <input type=password name=password></label><button>Log in</button></form>"
SCRIPTS = "<script src=/static/js/runtime.1f3a.js></script><script src=/static/js/main.9b2c.js></script>"
COOKIE_TEXT = (
    "<p>We and our 842 partners store and access information on your device, such as cookies, to show you personalised advertising and content, and to measure both.</p>"
    "<p>With your consent we and our partners may use precise location data and identification through scanning of your device for the purposes described below.</p>"
    "<p>You can change your privacy settings at any time by following the link at the foot of each page; some partners rely on legitimate interest.</p>"
)
HEADLINES = "".join(
    f"<li><a href=/s{n}>Harbour council votes on bridge survey number {n} after a long night of talks in the town hall</a>"
    for n in range(30)
)
GDPR = "<p>We recognize you are attempting to access this website from a country belonging to the European Economic Area (EEA) including the EU which enforces the General Data Protection Regulation (GDPR) and therefore access cannot be granted at this time. For any issues, contact news@herald.example.</p>"
SOCIAL_LOGIN = "<a href=/auth/google>Continue with Google</a><a href=/auth/apple>Continue with Apple</a>"
NOT_FOUND_TITLES = {
    "en": "Page not found",
    "de": "Seite nicht gefunden",
    "fr": "Page introuvable",
    "es": "Página no encontrada",
    "it": "Pagina non trovata",
    "pt": "Página não encontrada",
    "nl": "Pagina niet gevonden",
    "sv": "Sidan hittades inte",
    "da": "Siden blev ikke fundet",
    "no": "Siden finnes ikke",
    "fi": "Sivua ei löytynyt",
    "pl": "Strona nie została znaleziona",
    "cs": "Stránka nenalezena",
    "hu": "A keresett oldal nem található",
    "ru": "Страница не найдена",
    "uk": "Сторінку не знайдено",
    "tr": "Aradığınız sayfa bulunamadı",
    "ar": "الصفحة غير موجودة",
    "fa": "صفحه مورد نظر یافت نشد",
    "he": "הדף לא נמצא",
    "ja": "お探しのページは見つかりませんでした",
    "zh": "您访问的页面不存在",
    "ko": "페이지를 찾을 수 없습니다",
}

OBSTACLES = [
    # statuses
    Case("gone", html("<h1>Not Found</h1>"), Reason.UNREACHABLE, Availability.DEAD, "404", status=404),
    Case("gone for good", html("<h1>Gone</h1>"), Reason.UNREACHABLE, Availability.DEAD, "410", status=410),
    Case("forbidden", html("<h1>Forbidden</h1>"), Reason.BLOCKED, Availability.BLOCKED, "403", status=403),
    Case("login wanted", html("<h1>Unauthorized</h1>"), Reason.BLOCKED, Availability.BLOCKED, "login", status=401),
    Case("payment wanted", html("<h1>Pay</h1>"), Reason.PAYWALLED, Availability.BLOCKED, "payment", status=402),
    Case("too many requests", html("<h1>Slow down</h1>"), Reason.BLOCKED, Availability.BLOCKED, "slow down", status=429),
    Case("legal reasons", html("<h1>Unavailable For Legal Reasons</h1>"), Reason.BLOCKED, Availability.BLOCKED, "legal", status=451),
    Case("not for programs", html(""), Reason.BLOCKED, Availability.BLOCKED, "999", status=999),
    Case("server error", html("<h1>Internal error</h1>"), Reason.UNREACHABLE, Availability.FAILING, "500", status=500),
    Case("maintenance", html("<h1>Back soon</h1>"), Reason.UNREACHABLE, Availability.FAILING, "503", status=503),
    Case("dead-end redirect", html(""), Reason.UNREACHABLE, Availability.FAILING, "redirect", status=302),
    Case(
        "a challenge with a server error",
        html("<div class=main-wrapper></div><script>window._cf_chl_opt={cvId:'3'};</script><noscript>Enable JavaScript and cookies to continue</noscript>", title="Just a moment..."),
        Reason.BLOCKED, Availability.BLOCKED, "Cloudflare", status=503,
    ),
    # bot checks
    Case("cloudflare, 200", html("<h1>news.example</h1><p>Verifying you are human. This may take a few seconds.</p><script>window._cf_chl_opt={cRay:'8'};</script>", title="Just a moment..."), Reason.BLOCKED, Availability.BLOCKED, "Cloudflare"),
    Case("cloudflare header", html("<p>Hold on</p>", title="news.example"), Reason.BLOCKED, Availability.BLOCKED, "cf-mitigated", headers=(("CF-Mitigated", "challenge"),)),
    Case("datadome", html("<p id=cmsg>Please enable JS and disable any ad blocker</p><script>var dd={'rt':'c','host':'geo.captcha-delivery.com'}</script>", title="news.example"), Reason.BLOCKED, Availability.BLOCKED, "DataDome"),
    Case("perimeterx", html("<div id=px-captcha></div><h1>Press &amp; Hold to confirm you are a human (and not a bot).</h1>", title="Access to this page has been denied"), Reason.BLOCKED, Availability.BLOCKED, "HUMAN"),
    Case("akamai", html("<h1>Access Denied</h1>You don't have permission to access this page on this server.<p>Reference #18.2f0d1c17.1600000000.1a2b3c<p>https://errors.edgesuite.net/18.2f0d1c17", title="Access Denied"), Reason.BLOCKED, Availability.BLOCKED, "Akamai"),
    Case("imperva", html("<iframe src='/_Incapsula_Resource?SWUDNSAI=31&xinfo=1'>Request unsuccessful. Incapsula incident ID: 877000</iframe>", title=""), Reason.BLOCKED, Availability.BLOCKED, "Imperva"),
    Case("aws waf", html("<div id=captcha-container></div><script>window.gokuProps={key:'AQ'};</script><script src=https://a1.token.awswaf.com/a1/challenge.js></script>", title="Human Verification"), Reason.BLOCKED, Availability.BLOCKED, "AWS WAF"),
    Case("kasada", html("<script>window.KPSDK={};KPSDK.now=1</script><script src=/149e9513/ips.js?KP_UIDz=a></script>", title=""), Reason.BLOCKED, Availability.BLOCKED, "Kasada"),
    Case("recaptcha alone", html("<form><div class=g-recaptcha data-sitekey=x></div><button>Continue</button></form><script src=https://www.google.com/recaptcha/api.js></script>", title="news.example"), Reason.BLOCKED, Availability.BLOCKED, "reCAPTCHA"),
    Case("hcaptcha alone", html("<p>One more thing before you go on.</p><div class=h-captcha></div>", title="news.example"), Reason.BLOCKED, Availability.BLOCKED, "hCaptcha"),
    Case("a bot check in words, German", html("<h1>Bestätigen Sie, dass Sie ein Mensch sind</h1><p>Dies dauert nur einen Augenblick.</p>", title="Sicherheitsüberprüfung"), Reason.BLOCKED, Availability.BLOCKED, "bot check"),
    Case("unusual traffic", html("<p>Our systems have detected unusual traffic from your computer network.</p><p>This page checks to see if it's really you sending the requests, and not a robot.</p>", title="Sorry..."), Reason.BLOCKED, Availability.BLOCKED, "unusual traffic"),
    # logins
    Case("login form", html(f"<h1>Log in</h1>{LOGIN_FORM}", title="Log in | The Harbour News"), Reason.BLOCKED, Availability.BLOCKED, "login"),
    Case("login with 300 words of terms", html(f"<h1>Sign in to continue</h1>{LOGIN_FORM}<section>{prose(15)}</section>", title="Sign in"), Reason.BLOCKED, Availability.BLOCKED, "login"),
    Case("login by a link in a mail", html("<h1>Welcome back</h1><p>We send you a link.</p><form action=/auth/email><input type=email name=email></form>", title="Sign in - The Harbour News"), Reason.BLOCKED, Availability.BLOCKED, "login"),
    Case("login in Persian", html(f"<h1>ورود به حساب کاربری</h1>{LOGIN_FORM}", title="ورود"), Reason.BLOCKED, Availability.BLOCKED, "login"),
    Case("unnamed login", html(f"<h1>The Harbour News</h1>{LOGIN_FORM}", title="The Harbour News"), Reason.BLOCKED, Availability.BLOCKED, "login"),
    Case("redirected to a login", article(), Reason.BLOCKED, Availability.BLOCKED, "redirected to a login", final="https://news.example/account/login?next=%2F2019"),
    Case("redirected to a login host", article(), Reason.BLOCKED, Availability.BLOCKED, "redirected to a login", final="https://login.news.example/start?x=1"),
    Case("login by others only", html(f"<h1>Sign in to your account</h1>{SOCIAL_LOGIN}", title="The Harbour News"), Reason.BLOCKED, Availability.BLOCKED, "continue with google"),
    Case("login by others only, buttons", html("<h1>Anmelden</h1><button>Mit Google anmelden</button><button>Mit Apple anmelden</button>", title="Anmelden | Die Hafenzeitung"), Reason.BLOCKED, Availability.BLOCKED, "mit google anmelden"),
    # ages
    Case("age gate", html("<h1>Are you over 18?</h1><button>Yes</button><button>No</button>", title="The Harbour News"), Reason.BLOCKED, Availability.BLOCKED, "are you over 18"),
    Case("age gate, links", html("<h1>Age verification</h1><p>You must be 18 years or older to view this content. Please confirm your age.</p><a href=/y>Yes</a><a href=/n>No</a>", title="The Harbour News"), Reason.BLOCKED, Availability.BLOCKED, "age gate"),
    Case("age gate, form", html("<h2>Please confirm your age</h2><form><select name=year><option>1990<option>1991</select><input type=submit value=Go></form>", title="The Harbour News"), Reason.BLOCKED, Availability.BLOCKED, "a form"),
    Case("age gate, French", html("<h1>Êtes-vous majeur ?</h1><p><a href=/o>Oui</a> <a href=/n>Non</a></p>", title="Cave du port"), Reason.BLOCKED, Availability.BLOCKED, "êtes-vous majeur"),
    # consent
    Case("consent wall", html(f"<div class=modal><h2>Before you continue</h2>{COOKIE_TEXT}<button>Accept all</button><button>Reject all</button></div>", title="The Harbour News"), Reason.BLOCKED, Availability.BLOCKED, "consent"),
    Case("consent wall, buttons in the paragraph", html("<div>We value your privacy. We and our partners store and/or access information on a device. <button>Accept all</button><button>Reject all</button></div>", title="News"), Reason.BLOCKED, Availability.BLOCKED, "consent"),
    Case("block by country", html("<p>This content is not available in your region.</p>", title="Unavailable"), Reason.BLOCKED, Availability.BLOCKED, "by country"),
    Case("block by country, German", html("<p>Dieses Video ist in Ihrem Land nicht verfügbar.</p>", title="Die Hafenzeitung"), Reason.BLOCKED, Availability.BLOCKED, "by country"),
    Case("451 in words", html("<h1>451: Unavailable due to legal reasons</h1><p>We recognize you are attempting to access this website from a country belonging to the European Economic Area (EEA).</p>", title="The Harbour News"), Reason.BLOCKED, Availability.BLOCKED, "by country"),
    Case("refusal of European readers", html(f"<h1>Access</h1>{GDPR}", title="The Harbour News"), Reason.BLOCKED, Availability.BLOCKED, "by country"),
    Case("refusal of European readers, in short", html("<p>Sorry, access cannot be granted at this time.</p>", title="The Harbour News"), Reason.BLOCKED, Availability.BLOCKED, "by country"),
    Case("maintenance in a paragraph", html("<p>We are currently undergoing scheduled maintenance. Please check back soon.</p>", title="Maintenance"), Reason.UNREACHABLE, Availability.FAILING, "maintenance"),
    Case("consent wall, German", html("<h1>Willkommen</h1><p>Mit Ihrer Einwilligung speichern wir und unsere Partner Cookies auf Ihrem Gerät, um Ihnen Werbung zu zeigen und den Datenschutz zu verwalten.</p><button>Akzeptieren und weiter</button>", title="Die Hafenzeitung"), Reason.BLOCKED, Availability.BLOCKED, "consent"),
    Case("redirected to consent", article(), Reason.BLOCKED, Availability.BLOCKED, "consent", final="https://consent.news.example/v2/collectConsent?sessionId=1"),
    # paywalls
    Case("paywall declared", article(sentences=6, head='<script type="application/ld+json">{"@type":"NewsArticle","headline":"Harbour bridge","isAccessibleForFree":false}</script>'), Reason.PAYWALLED, Availability.BLOCKED, "isAccessibleForFree"),
    Case("paywall declared in words, in a part", article(sentences=6, head='<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","hasPart":{"@type":"WebPageElement","isAccessibleForFree":"False"}}]}</script>'), Reason.PAYWALLED, Availability.BLOCKED, "isAccessibleForFree"),
    Case("teaser", article("<div class=wall><h2>Subscribe to continue reading</h2><p>Already a subscriber? Sign in</p></div>", sentences=4), Reason.PAYWALLED, Availability.BLOCKED, "continue reading"),
    Case("metered, text breaks off", html(f"<article><h1>Harbour bridge</h1>{prose(27)}<p>The inspector who had signed the last of the papers said that he would not …</p><p>You have reached your limit of free articles.</p></article>"), Reason.PAYWALLED, Availability.BLOCKED, "breaks off"),
    Case("teaser, German", article("<p>Dieser Artikel ist nur für Abonnenten</p>", sentences=3), Reason.PAYWALLED, Availability.BLOCKED, "abonnenten"),
    Case("teaser, French", article("<p>Article réservé aux abonnés</p>", sentences=3), Reason.PAYWALLED, Availability.BLOCKED, "abonnés"),
    Case("teaser, Japanese", article("<p>この記事は有料会員限定です。残り1,024文字</p>", sentences=3), Reason.PAYWALLED, Availability.BLOCKED, "paywall"),
    # scripts
    Case("page with a player and a sentence", html("<h1>The bridge at night</h1><video src=/v.mp4 controls></video><p>Our camera spent a night under the harbour bridge.</p>"), Reason.NOT_TEXT, Availability.LIVE, "<video>"),
    Case("app shell", html(f"<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>{SCRIPTS}", title="The Harbour News"), Reason.SCRIPT_ONLY, Availability.LIVE, "scripts"),
    Case("app shell without a word", html(f"<div id=__next></div>{SCRIPTS}", title="The Harbour News"), Reason.SCRIPT_ONLY, Availability.LIVE, "script"),
    Case("loading", html(f"<div class=spinner>Loading…</div>{SCRIPTS}", title="The Harbour News"), Reason.SCRIPT_ONLY, Availability.LIVE, "loading"),
    Case("menus and no text", html(f"<nav><a href=/a>Home</a> <a href=/b>World</a></nav><div id=app></div>{SCRIPTS}<footer>© The Harbour News</footer>"), Reason.SCRIPT_ONLY, Availability.LIVE, "empty element"),
    Case("frameset", "<html><head><title>Harbour</title></head><frameset cols='20%,80%'><frame src=menu.html><frame src=story.html></frameset></html>", Reason.SCRIPT_ONLY, Availability.LIVE, "frame"),
    Case("refresh", html("<p>You are being sent on.</p>", head='<meta http-equiv=refresh content="0; url=/new-place">'), Reason.SCRIPT_ONLY, Availability.LIVE, "sends its reader on"),
    # soft 404
    Case("redirected to the root", article(), Reason.SOFT_404, Availability.SOFT_404, "home page", final="https://news.example/"),
    Case("redirected to a language's root", article(), Reason.SOFT_404, Availability.SOFT_404, "home page", final="https://www.news.example/en/index.html"),
    Case("redirected to another site's root", article(), Reason.SOFT_404, Availability.SOFT_404, "home page", final="https://casino.example"),
    Case("redirected to an error page", article(), Reason.SOFT_404, Availability.SOFT_404, "error page", final="https://news.example/errors/404.html"),
    Case("redirected elsewhere", article(), Reason.SOFT_404, Availability.SOFT_404, "cited title", final="https://news.example/sport/", cited_title="Minister admits talks with rebels"),
    Case("error words in a heading only", html("<h1>The Harbour News</h1><p>Oops! We can't find that page.</p>", title="The Harbour News"), Reason.SOFT_404, Availability.SOFT_404, "error page"),
    Case("named error over a list of headlines", html(f"<h1>404</h1><p>We couldn't find that page.</p><h2>Most read</h2><ul>{HEADLINES}</ul>", title="Herald - 404"), Reason.SOFT_404, Availability.SOFT_404, "error page"),
    Case("named error over summaries", html(f"<h1>404 - Page not found</h1>{prose(15)}<ul>{HEADLINES}</ul>", title="Page not found | News | Herald"), Reason.SOFT_404, Availability.SOFT_404, "error page"),
    Case("parked, by its seller", html("<div id=target></div><p>harbour-news.example</p><script>var park='x'</script><script src=https://sedoparking.com/frmpark/x.js></script>", title="harbour-news.example"), Reason.SOFT_404, Availability.SOFT_404, "parked"),
    Case("parked, in words", html("<h1>harbour-news.example</h1><p>This domain is for sale! Make an offer.</p><ul><li>Cruises<li>Insurance</ul>", title="harbour-news.example"), Reason.SOFT_404, Availability.SOFT_404, "parked"),
    Case("empty server", html("<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed and working. Further configuration is required.</p>", title="Welcome to nginx!"), Reason.SOFT_404, Availability.SOFT_404, "nginx"),
    Case("database down", html("<h1>Error establishing a database connection</h1>", title="Database Error"), Reason.UNREACHABLE, Availability.FAILING, "database"),
    Case("empty answer", b"", Reason.SOFT_404, Availability.SOFT_404, "no text"),
    Case("no text in plain text", b"  \n\n", Reason.SOFT_404, Availability.SOFT_404, "no text", media_type="text/plain"),
    Case("no text in a file", b" ", Reason.NOT_TEXT, Availability.NOT_REQUESTED, "file", asked="file:///tmp/x.txt", media_type="text/plain"),
    *(
        Case(f"not found, {language}", html(f"<h1>{title}</h1><p><a href=/>The Harbour News</a></p>", title=f"{title} | The Harbour News"), Reason.SOFT_404, Availability.SOFT_404, "error page")
        for language, title in NOT_FOUND_TITLES.items()
    ),
]  # fmt: skip

READABLE = [
    Case("article", article(), None),
    Case("short statement without scripts", html("<h1>Statement</h1><p>The bridge is closed. We regret the delay.</p>"), None),
    Case("article with a login box in its footer", article(f"<footer><h3>Members</h3>{LOGIN_FORM}</footer>"), None),
    Case("article with a newsletter form", article("<aside class=newsletter><p>Get our newsletter</p><form action=/subscribe><input type=email name=email><button>Sign up</button></form></aside>"), None),
    Case("article about captchas", article("<p>The page says “verify you are human”, and many give up.</p>", title="Why websites ask: are you a robot?"), None),
    Case("article that explains a challenge's code", article("<pre>window._cf_chl_opt = {}</pre>", title="How bot checks work"), None),
    Case("article about paywalls", article("<p>Readers who meet the words “subscribe to continue reading” on a news site turn away, the study of nine hundred households in four countries found, and do not come back.</p>", title="Paywalls cost readers"), None),
    Case("whole article under a subscription offer", article("<aside><p>Already a subscriber? Sign in</p></aside>", sentences=40), None),
    Case("free article, declared", article(head='<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":true}</script>'), None),
    Case("paid article shown whole", article(head='<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false,"wordCount":640}</script>'), None),
    Case("article with a cookie banner", article(f"<div id=cookie-banner>{COOKIE_TEXT}<button>Accept all</button></div>"), None),
    Case("article about blocks by country", article(title="Why this video is not available in your country"), None),
    Case("article about maintenance", article(title="Maintenance of the bridge takes a year"), None),
    Case("article about cookies, with a banner", article("<p>We use cookies.</p><button>Accept all</button>", title="New law on cookies and consent"), None),
    Case("article with a comment captcha", article("<form action=/comment><textarea></textarea><div class=g-recaptcha></div></form><script src=https://www.google.com/recaptcha/api.js></script>"), None),
    Case("article behind a bot vendor that let us in", article("<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script><script>window._pxAppId='PX1'</script>"), None),
    Case("article with a noscript note", article("<noscript>Please enable JavaScript for comments.</noscript><div id=root></div>" + SCRIPTS), None),
    Case("article called Page not found", article(title="Page not found: how the web forgets"), None),
    Case("article about error 404", article(title="404: the story of a number"), None),
    Case("article about error 404, among headlines", article(f"<ul>{HEADLINES}</ul>", title="404: the story of a number"), None),
    Case("short article whose title says not found, among headlines", html(f"<h1>Second witness not found</h1>{prose(12)}<ul>{HEADLINES}</ul>", title="Second witness not found - Herald"), None),
    Case("headline list of a section", html(f"<h1>Most read</h1><ul>{HEADLINES}</ul>", title="Herald - Most read"), None),
    Case("long article called Not found", article(title="Not found", sentences=36), None),
    Case("error in the title only, over an article", html(f"<h1>The harbour bridge</h1>{prose(12)}", title="404"), None),
    Case("article about the European Economic Area", article(GDPR, title="Why European readers are turned away"), None),
    Case("article about age gates", article("<p>Are you over 18?</p><button>Yes</button><button>No</button>", title="Are you over 18? Nobody checks"), None),
    Case("short notice about ages", html("<h1>Harbour cinema</h1><p>You must be 18 to see the late show, says the new manager.</p><p>There is no show on Monday.</p>"), None),
    Case("article with a login by others", article(f"<div><h3>Sign in</h3>{SOCIAL_LOGIN}</div>"), None),
    Case("short statement with a link to a login", html("<h1>Statement</h1><p>The bridge is closed. We regret the delay.</p><a href=/login>Continue with Google</a>"), None),
    Case("article with a missing witness", article(title="Second witness not found, police say", sentences=15), None),
    Case("article about signing in", article(title="How to sign in to your bank without a password"), None),
    Case("article on a domain for sale", article(title="This domain is for sale: the trade in names"), None),
    Case("moved to a longer address", article(), None, final="https://www.news.example/politics/2019/harbour-bridge-report.html"),
    Case("moved to https", article(), None, final=URL.replace("https", "http") + "/"),
    Case("the home page itself", article(), None, asked="http://news.example/", final="https://www.news.example/en/"),
    Case("a page by its number, at the root", article(), None, final="https://news.example/?p=4711"),
    Case("moved, title found", article(), None, final="https://news.example/archive/1", cited_title="Harbour bridge stays closed"),
    Case("a login page that was cited", article(sentences=12), None, asked="https://news.example/login/help", final="https://news.example/en/login/help"),
    Case("plain text", "\n\n".join(TOPICS), None, media_type="text/plain"),
    Case("Japanese article", html("<article><h1>港の橋</h1><p>" + "港湾局は金曜日、検査官がすべてのケーブルを調べるまで橋を閉鎖すると発表した。" * 20 + "</p></article>" + SCRIPTS), None),
    Case("page a person saved", html(f"<h1>Log in</h1>{LOGIN_FORM}", title="Log in"), None, asked="file:///tmp/page.html"),
    Case("list of short lines", html("<h1>Members of the council</h1><ul>" + "".join(f"<li>Councillor number {n}, elected {1990 + n}" for n in range(30)) + "</ul>" + SCRIPTS), None),
]  # fmt: skip


def capture_of(case: Case) -> tuple[Capture, Document]:
    body = case.page if isinstance(case.page, bytes) else case.page.encode()
    final = case.final or case.asked
    capture = Capture(
        request=Request(uri_r=case.asked),
        uri_r=final,
        retrieved=datetime(2026, 1, 1, tzinfo=UTC),
        status=case.status,
        headers=case.headers,
        media_type=case.media_type,
        sha256=sha256(body).hexdigest(),
        body=body,
        redirects=(Hop(status=301, uri=case.asked),) if final != case.asked else (),
    )
    return capture, read(body, name=final, media_type=case.media_type, base_url=final)


def judge(case: Case) -> Obstacle | None:
    reference = None
    if case.cited_title:
        reference = Reference(
            id="r1", kind=ReferenceKind.LINK, raw="", start=0, end=0, item=Item(title=case.cited_title)
        )
    capture, document = capture_of(case)
    return obstacle(capture, document, reference)


@pytest.mark.parametrize("case", OBSTACLES, ids=lambda case: case.name)
def test_obstacle_with_its_evidence(case: Case) -> None:
    found = judge(case)
    assert found is not None
    assert (found.reason, found.availability) == (case.reason, case.availability)
    assert case.evidence.casefold() in found.detail.casefold()


@pytest.mark.parametrize("case", READABLE, ids=lambda case: case.name)
def test_page_is_readable(case: Case) -> None:
    assert judge(case) is None


def test_body_that_no_reader_reads_is_no_obstacle_of_the_page() -> None:
    capture, _ = capture_of(Case("words", "words", None, media_type="text/plain"))
    assert obstacle(capture, None, None) is None


def test_status_decides_where_no_reader_reads() -> None:
    capture, _ = capture_of(Case("words", "words", None, media_type="text/plain", status=403))
    found = obstacle(capture, None, None)
    assert found is not None
    assert found.reason is Reason.BLOCKED


@pytest.mark.parametrize("status", range(100, 600))
def test_every_status_that_is_no_success_is_an_obstacle(status: int) -> None:
    capture, document = capture_of(Case("article", article(), None, status=status))
    assert (obstacle(capture, document, None) is None) == (200 <= status < 300)


def test_error_words_in_at_least_twelve_languages() -> None:
    assert len(table("availability")["not_found"]) >= 12
    assert set(NOT_FOUND_TITLES) <= set(table("availability")["not_found"])
