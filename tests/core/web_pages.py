"""Pages as sites of today send them, cut to their skeletons: walls, errors and shells, and ordinary pages that resemble them.

`WALLS` must never be used against a quotation; `PAGES` are the cited page. `said` are words that stand on the page.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

URL = "https://news.example/2019/05/03/harbour-bridge-report"
ABSENT = {
    "en": "The treasurer conceded that four invoices had never been sent to the auditors",
    "de": "Der Schatzmeister räumte ein, dass vier Rechnungen nie an die Prüfer geschickt worden seien",
    "fr": "Le trésorier a reconnu que quatre factures n’avaient jamais été envoyées aux commissaires",
    "es": "El tesorero admitió que cuatro facturas nunca se habían enviado a los auditores",
    "it": "Il tesoriere ha ammesso che quattro fatture non erano mai state inviate ai revisori",
    "pt": "O tesoureiro admitiu que quatro faturas nunca tinham sido enviadas aos auditores",
    "nl": "De penningmeester gaf toe dat vier facturen nooit naar de accountants waren gestuurd",
    "sv": "Kassören medgav att fyra fakturor aldrig hade skickats till revisorerna",
    "da": "Kassereren indrømmede, at fire fakturaer aldrig var blevet sendt til revisorerne",
    "no": "Kassereren innrømmet at fire fakturaer aldri var blitt sendt til revisorene",
    "fi": "Rahastonhoitaja myönsi, ettei neljää laskua ollut koskaan lähetetty tarkastajille",
    "pl": "Skarbnik przyznał, że czterech faktur nigdy nie wysłano do biegłych rewidentów",
    "cs": "Pokladník připustil, že čtyři faktury nebyly nikdy odeslány auditorům",
    "hu": "A pénztáros elismerte, hogy négy számlát soha nem küldtek el a könyvvizsgálóknak",
    "ro": "Trezorierul a recunoscut că patru facturi nu au fost trimise niciodată auditorilor",
    "el": "Ο ταμίας παραδέχθηκε ότι τέσσερα τιμολόγια δεν είχαν σταλεί ποτέ στους ελεγκτές",
    "tr": "Sayman dört faturanın denetçilere hiç gönderilmediğini kabul etti",
    "ru": "Казначей признал, что четыре счёта так и не были отправлены аудиторам",
    "uk": "Скарбник визнав, що чотири рахунки так і не були надіслані аудиторам",
    "ar": "اعترف أمين الصندوق بأن أربع فواتير لم ترسل قط إلى مدققي الحسابات",
    "fa": "خزانه‌دار پذیرفت که چهار صورت‌حساب هرگز برای حسابرسان فرستاده نشده است",
    "he": "הגזבר הודה שארבע חשבוניות מעולם לא נשלחו למבקרים",
    "ja": "会計係は四通の請求書が監査人に送られたことは一度もないと認めた",
    "zh": "司库承认有四张发票从未送交审计人员",
    "ko": "회계 담당자는 네 장의 청구서가 감사관에게 한 번도 보내지지 않았다고 인정했다",
    "hi": "कोषाध्यक्ष ने माना कि चार चालान लेखा परीक्षकों को कभी नहीं भेजे गए",
    "id": "Bendahara mengakui bahwa empat faktur tidak pernah dikirim kepada auditor",
    "vi": "Thủ quỹ thừa nhận rằng bốn hóa đơn chưa bao giờ được gửi cho kiểm toán viên",
}


@dataclass(frozen=True)
class WebPage:
    name: str
    html: str
    reason: str | None = None
    said: str | None = None
    lang: str = "en"
    final: str | None = None
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    title: str | None = None
    """What the reference calls the page."""
    url: str = URL


# fmt: off
SCRIPTS = "<script src=/_static/runtime.4be1.js></script><script src=/_static/main.77a0.js></script>"
NAV = "<header><a href=/>The Harbour News</a><nav><ul><li><a href=/world>World</a><li><a href=/politics>Politics</a><li><a href=/business>Business</a><li><a href=/sport>Sport</a><li><a href=/subscribe>Subscribe</a><li><a href=/login>Sign in</a></ul></nav></header>"
FOOT = "<footer><ul><li><a href=/about>About us</a><li><a href=/terms>Terms</a><li><a href=/privacy>Privacy</a><li><a href=/cookies>Cookies</a></ul><p>© 2024 The Harbour News. All rights reserved.</p></footer>"
LEAD = (
    "<p>The harbour bridge will stay closed for the rest of the year, the port authority said on Friday, after inspectors found corrosion in nine of its cables.</p>"
    "<p>The decision leaves some forty thousand commuters without their shortest way into the city, and the ferries that were to carry them have yet to be chartered.</p>"
)
MORE = "".join(
    f"<p>{text}</p>"
    for text in (
        "“We knew for eleven years that the anchorages were wet,” said Maria Olsen, who led the first survey and has since left the authority.",
        "The authority’s own minutes, seen by this newspaper, show that a repair was put off three times, in 2011, 2014 and 2017, because no budget line could be found for it.",
        "In the eastern quarter shopkeepers count their losses. Takings are down by a third since March, the chamber of commerce says, and two bakeries have closed for good.",
        "The mayor, who is to stand again in the spring, has asked the region for help. The region answered that the bridge belongs to the port and the port to the state.",
        "Engineers from the technical university offered to fit sensors to every cable within six weeks. Their letter of 9 April was acknowledged and has not been answered.",
        "A hearing is set for the second of June. Until then the bridge is lit at night, as it always was, and nobody walks on it but the inspectors and the gulls.",
    )
)
SHOWN = "inspectors found corrosion in nine of its cables"
DEEP = "Their letter of 9 April was acknowledged and has not been answered"
CARDS = "".join(
    f"<article class=card><h3><a href=/s/{n}>{head}</a></h3><p>{text}</p></article>"
    for n, (head, text) in enumerate(
        (
            ("Ferry strike enters its third week", "Crews of the two northern lines rejected an offer of four per cent and will vote again on Monday, the union said."),
            ("Why the old town floods", "Culverts built for a village now drain a city of half a million people, and the maps of them burned in 1943."),
            ("A market that never closes", "Before dawn the fish hall belongs to cooks, after dusk to the young, and in between to nobody in particular."),
            ("Council backs tram to the airport", "Nineteen of thirty members voted for the line after a debate that lasted until two in the morning on Thursday."),
            ("The last lamplighter", "For forty-one years he walked the same nine streets every evening, and on Sunday he hung up his ladder for good."),
        )
    )
)


def doc(body: str, title: str = "Harbour bridge to stay closed", head: str = "", lang: str = "en") -> str:
    return f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>{head}</head><body>{body}</body></html>'


def story(after: str = "", text: str = LEAD, title: str = "Harbour bridge to stay closed", head: str = "", lang: str = "en", before: str = "") -> str:
    return doc(f"{NAV}<main>{before}<article><h1>{title}</h1><time datetime=2019-05-03>3 May 2019</time>{text}{after}</article></main>{FOOT}", f"{title} | The Harbour News", head, lang)


def ld(**more: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Harbour bridge to stay closed", **more})}</script>'


GERMAN = "<p>Die Hafenbrücke bleibt bis zum Ende des Jahres gesperrt, teilte die Hafenbehörde am Freitag mit, nachdem Prüfer in neun Tragseilen Rost gefunden hatten.</p><p>Rund vierzigtausend Pendler verlieren damit ihren kürzesten Weg in die Stadt; die versprochenen Fähren sind noch nicht gechartert.</p>"
FRENCH = "<p>Le pont du port restera fermé jusqu’à la fin de l’année, a annoncé vendredi l’autorité portuaire, après la découverte de corrosion dans neuf de ses câbles.</p><p>Quelque quarante mille usagers perdent ainsi leur chemin le plus court vers la ville, et les bacs promis ne sont toujours pas affrétés.</p>"
SPANISH = "<p>El puente del puerto seguirá cerrado hasta final de año, anunció el viernes la autoridad portuaria, después de que los inspectores hallaran corrosión en nueve de sus cables.</p><p>Unos cuarenta mil viajeros se quedan sin su camino más corto a la ciudad y los transbordadores prometidos siguen sin contratarse.</p>"
ITALIAN = "<p>Il ponte del porto resterà chiuso fino alla fine dell’anno, ha annunciato venerdì l’autorità portuale, dopo che gli ispettori hanno trovato corrosione in nove dei suoi cavi.</p>"
DUTCH = "<p>De havenbrug blijft tot het einde van het jaar dicht, meldde het havenbedrijf vrijdag, nadat inspecteurs in negen van de kabels roest hadden gevonden.</p>"
POLISH = "<p>Most portowy pozostanie zamknięty do końca roku, poinformował w piątek zarząd portu, po tym jak inspektorzy znaleźli korozję w dziewięciu linach.</p>"
SWEDISH = "<p>Hamnbron förblir stängd året ut, meddelade hamnmyndigheten i fredags, sedan inspektörer hittat rost i nio av brons kablar och stoppat all trafik.</p>"
NORWEGIAN = "<p>Havnebroen holdes stengt ut året, opplyste havnemyndigheten fredag, etter at inspektører fant rust i ni av kablene og stanset all trafikk.</p>"
PORTUGUESE = "<p>A ponte do porto ficará fechada até o fim do ano, informou na sexta-feira a autoridade portuária, depois que inspetores acharam corrosão em nove cabos.</p>"
JAPANESE = "<p>港湾局は金曜日、検査官が九本のケーブルに腐食を見つけたため、港の橋を年末まで閉鎖すると発表した。約四万人の通勤者が都心への最短の道を失うことになる。</p>"
CHINESE = "<p>港务局星期五宣布，由于检查人员在九根缆索上发现锈蚀，海港大桥将关闭至年底。约四万名通勤者将失去进城的最短路线。</p>"
KOREAN = "<p>항만청은 금요일 검사관들이 아홉 개의 케이블에서 부식을 발견함에 따라 항구 다리를 연말까지 폐쇄한다고 밝혔다. 약 사만 명의 통근자가 시내로 가는 가장 짧은 길을 잃게 된다.</p>"
RUSSIAN = "<p>Портовый мост останется закрытым до конца года, сообщило в пятницу управление порта, после того как инспекторы нашли ржавчину в девяти тросах.</p>"

# --- paywalls

PAYWALLS = (
    WebPage(
        "NYT, truncator",
        story(
            '<div id=optimistic-truncator-a11y></div><div data-testid="optimistic-truncator-message"><p>We are having trouble retrieving the article content.</p><p>Please enable JavaScript in your browser settings.</p><hr><p>Thank you for your patience while we verify access. If you are in Reader mode please exit and log into your Times account, or subscribe for all of The Times.</p><hr><p>Thank you for your patience while we verify access.</p><p>Already a subscriber? <a href=/login>Log in</a>.</p><p>Want all of The Times? <a href=/subscribe>Subscribe</a>.</p></div>'
        ),
        "paywalled",
        SHOWN,
    ),
    WebPage(
        "FT, barrier instead of the article",
        doc(
            f'{NAV}<div class="o-barrier"><h1>Subscribe to unlock this article</h1><div><h2>Limited time offer</h2><p>Save 40% on Standard Digital</p><p>now $29 per month</p></div><div><h2>Explore more offers.</h2><h3>Trial</h3><p>$1 for 4 weeks</p><p>Then $75 per month. Complete digital access to quality journalism on any device. Cancel or change your plan anytime during your trial.</p></div><p>Why the FT?</p><p>See why over a million readers pay to read the Financial Times.</p></div>{FOOT}',
            "Subscribe to read",
        ),
        "paywalled",
        "See why over a million readers pay to read",
    ),
    WebPage("WSJ, snippet", story('<div class="snippet-promotion"><h4>Continue reading your article with<br>a WSJ subscription</h4><a href=/subscribe>Subscribe Now</a><p>Already a subscriber? <a href=/login>Sign In</a></p></div>', LEAD), "paywalled", SHOWN),
    WebPage("Washington Post, regwall", story('<div data-qa="paywall"><h2>Get this article free</h2><p>Create a free account or sign in to keep reading.</p><button>Continue with email</button></div>'), "paywalled", SHOWN),
    WebPage(
        "Le Monde",
        story('<section class="paywall"><h3>Il vous reste 78.45% de cet article à lire. La suite est réservée aux abonnés.</h3><p>Pour soutenir le travail de toute une rédaction, nous vous proposons de vous abonner.</p></section>', FRENCH, lang="fr", before='<p class="article__status">Article réservé aux abonnés</p>'),
        "paywalled",
        "après la découverte de corrosion dans neuf de ses câbles",
        "fr",
    ),
    WebPage("Ouest-France", story('<div class="paywall-inline"><p>Cet article est réservé aux abonnés</p><a>Je m’abonne pour 1 €</a></div>', FRENCH, lang="fr"), "paywalled", "les bacs promis ne sont toujours pas affrétés", "fr"),
    WebPage(
        "Poool, nothing said",
        doc(f'{NAV}<article class="article-body" data-poool="40">{FRENCH}</article><div id="poool-widget"></div><script>(function(w,d,s){{w._poool="x";}})(window,document);</script><script src="https://assets.poool.fr/access.min.js"></script>{FOOT}', "Le pont du port reste fermé", lang="fr"),
        "paywalled",
        "après la découverte de corrosion dans neuf de ses câbles",
        "fr",
    ),
    WebPage("FAZ", story('<div class="paywall"><h2>Jetzt weiterlesen. Testen Sie unser Angebot.</h2><p>Zugang zu allen F+-Artikeln</p><button>F+ 4 Wochen testen</button><p>Login für Abonnenten</p></div>', GERMAN, lang="de"), "paywalled", "nachdem Prüfer in neun Tragseilen Rost gefunden hatten", "de"),
    WebPage(
        "Spiegel+",
        story('<div data-area="paywall"><h2>Diesen Artikel weiterlesen mit SPIEGEL+</h2><p>Freier Zugang zu allen Artikeln, Videos, Audioinhalten und Podcasts</p><button>SPIEGEL+ abonnieren</button><p>Sie haben bereits ein Digital-Abonnement? <a>Hier anmelden</a></p></div>', GERMAN, lang="de"),
        "paywalled",
        "nachdem Prüfer in neun Tragseilen Rost gefunden hatten",
        "de",
    ),
    WebPage("Zeit, Z+", story('<div id="paywall" class="gate"><h3>Jetzt mit Probeabo weiterlesen.</h3><p>4 Wochen für 1 €</p><p>Bereits registriert? <a>Hier anmelden</a></p></div>', GERMAN, lang="de"), "paywalled", "nachdem Prüfer in neun Tragseilen Rost gefunden hatten", "de"),
    WebPage("SZ Plus", story('<div class="offer-page"><p>SZ Plus Artikel lesen Sie mit einem Abo</p><p>Lesen Sie mehr zum Thema</p><button>Jetzt Angebot sichern</button></div>', GERMAN, lang="de"), "paywalled", "nachdem Prüfer in neun Tragseilen Rost gefunden hatten", "de"),
    WebPage("El País", story('<div id="ctn_freemium_article"><h3>Suscríbete para seguir leyendo</h3><p>Lee sin límites</p><a>Seguir leyendo</a><p>Ya tengo una suscripción</p></div>', SPANISH, lang="es"), "paywalled", "los inspectores hallaran corrosión en nueve de sus cables", "es"),
    WebPage("El Mundo, premium", story('<div class="ue-c-article__premium"><p>Para seguir leyendo, hazte Premium</p><p>¿Ya eres Premium? <a>Inicia sesión</a></p></div>', SPANISH, lang="es"), "paywalled", "los inspectores hallaran corrosión en nueve de sus cables", "es"),
    WebPage("Corriere", story('<div class="paywall-box"><p>Questo contenuto è riservato agli abbonati</p><p>Accedi a tutti i contenuti del sito</p><button>Abbonati</button></div>', ITALIAN, lang="it"), "paywalled", "gli ispettori hanno trovato corrosione in nove dei suoi cavi", "it"),
    WebPage("Volkskrant", story('<div data-test-id="paywall"><h2>Verder lezen?</h2><p>Neem een abonnement en lees dit artikel direct</p></div>', DUTCH, lang="nl"), "paywalled", "nadat inspecteurs in negen van de kabels roest hadden gevonden", "nl"),
    WebPage("Wyborcza", story('<div class="paywall-teaser"><h3>Artykuł dostępny tylko w prenumeracie cyfrowej</h3><p>Pozostało 87% tekstu</p><a>Kup prenumeratę</a></div>', POLISH, lang="pl"), "paywalled", "inspektorzy znaleźli korozję w dziewięciu linach", "pl"),
    WebPage("Dagens Nyheter", story('<div class="paywall"><h2>Det här är en låst artikel</h2><p>Logga in eller bli prenumerant för att läsa vidare</p></div>', SWEDISH, lang="sv"), "paywalled", "sedan inspektörer hittat rost i nio av brons kablar", "sv"),
    WebPage("Aftenposten", story('<div class="subscription-gate"><h2>Denne saken er for abonnenter</h2><p>Les hele saken fra 1 kr</p></div>', NORWEGIAN, lang="no"), "paywalled", "etter at inspektører fant rust i ni av kablene", "no"),
    WebPage("Folha", story('<div class="c-paywall"><h2>Conteúdo exclusivo para assinantes</h2><p>Assine por R$ 1,90 no primeiro mês</p></div>', PORTUGUESE, lang="pt"), "paywalled", "inspetores acharam corrosão em nove cabos", "pt"),
    WebPage("Asahi", story('<div id="Login_Box"><p>この記事は有料記事です。残り1234文字</p><p>有料会員になると続きをお読みいただけます。</p></div>', JAPANESE, lang="ja"), "paywalled", "港の橋を年末まで閉鎖すると発表した", "ja"),
    WebPage("Nikkei", story('<div class="container_paywall"><p>この記事は会員限定です。登録すると続きをお読みいただけます。</p></div>', JAPANESE, lang="ja"), "paywalled", "港の橋を年末まで閉鎖すると発表した", "ja"),
    WebPage("Caixin", story('<div class="pay-tips"><p>本文为会员专享内容，订阅后可阅读全文</p></div>', CHINESE, lang="zh"), "paywalled", "海港大桥将关闭至年底", "zh"),
    WebPage("Korean members", story('<div class="lock"><p>이 기사는 회원 전용입니다. 로그인하면 전체 기사를 읽을 수 있습니다.</p></div>', KOREAN, lang="ko"), "paywalled", "검사관들이 아홉 개의 케이블에서 부식을 발견함에 따라", "ko"),
    WebPage("Republic", story('<div class="paywall"><p>Чтобы прочитать целиком, купите подписку.</p></div>', RUSSIAN, lang="ru"), "paywalled", "инспекторы нашли ржавчину в девяти тросах", "ru"),
    WebPage("Medium", story("<div><h2>The author made this story available to Medium members only.</h2><p>If you’re new to Medium, create a new account to read this story on us.</p><button>Continue in app</button><p>Already have an account? <a>Sign in</a></p></div>"), "paywalled", SHOWN),
    WebPage("Substack, trial", story("<div class=paywall><h2>Keep reading with a 7-day free trial</h2><p>Subscribe to <em>Harbour Letters</em> to keep reading this post and get 7 days of free access to the full post archives.</p></div>"), "paywalled", SHOWN),
    WebPage("Patreon", story("<div><p>Unlock this post by becoming a member</p><button>Join to unlock</button></div>"), "paywalled", SHOWN),
    WebPage("The Economist", story("<section><h3>Explore more</h3><p>This article appeared in the Europe section of the print edition</p><div><h2>Subscribers to The Economist can sign in to their account.</h2><p>Get full access with a free trial</p></div></section>"), "paywalled", SHOWN),
    WebPage("New Yorker", story("<div class=PaywallBar><p>You’ve read your last free article.</p><p>Subscribe for $2.50 $1 a week for 1 year. Cancel anytime.</p></div>"), "paywalled", SHOWN),
    WebPage(
        "Piano, template in a frame",
        story(
            '<div class="tp-modal"><div class="tp-iframe-wrapper"><iframe src="https://buy.tinypass.com/checkout/template/show?aid=x"></iframe></div></div><div class="tp-container-inner"></div>',
            "<p>The harbour bridge will stay closed for the rest of the year, the port authority said on Friday, after inspectors found corrosion in nine of its cables …</p>",
        ),
        "paywalled",
        SHOWN,
    ),
    WebPage("WordPress membership", story('<div class="pmpro_content_message"><p>You must be a member to access this content.</p><a>View Membership Levels</a></div>'), "paywalled", SHOWN),
    WebPage("Leaky Paywall", story('<div class="leaky_paywall_message_wrap"><div id="leaky_paywall_message"><p>You must <a>log in</a> or <a>subscribe</a> to view this content.</p></div></div>'), "paywalled", SHOWN),
    WebPage(
        "hidden by style", story("<div class=wall><h2>To read on, subscribe for one euro a week</h2></div>", LEAD + f'<div class="paid" style="display:none">{MORE}</div>', head=ld(isAccessibleForFree=False, hasPart={"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paid"})), "paywalled", SHOWN
    ),
    WebPage("SpringerLink preview", story("<div class=c-notes><p>This is a preview of subscription content, <a>log in via an institution</a> to check access.</p><h2>Access this article</h2><a>Buy article PDF 39,95 €</a><p>Price includes VAT. Instant access to the full article PDF.</p></div>"), "paywalled", SHOWN),
    WebPage("ScienceDirect", story("<div><h2>Access through your organization</h2><p>Check access to the full text by signing in through your organization.</p><h2>Purchase PDF</h2></div>"), "paywalled", SHOWN),
)

# --- consent

CONSENT_TEXT = "<p>We and our 843 partners store and/or access information on a device, such as unique IDs in cookies to process personal data. You may accept or manage your choices by clicking below, including your right to object where legitimate interest is used.</p>"
CONSENTS = (
    WebPage(
        "Google, before you continue",
        doc(
            '<div><h1>Before you continue to Google Search</h1><div>We use <a>cookies</a> and data to<ul><li>Deliver and maintain Google services</li><li>Track outages and protect against spam, fraud, and abuse</li><li>Measure audience engagement and site statistics to understand how our services are used and enhance the quality of those services</li></ul>If you choose to “Accept all,” we will also use cookies and data to<ul><li>Develop and improve new services</li><li>Deliver and measure the effectiveness of ads</li></ul></div><form action="https://consent.google.com/save"><button>Reject all</button><button>Accept all</button></form></div>',
            "Before you continue to Google Search",
        ),
        "blocked",
        "understand how our services are used and enhance the quality of those services",
        final="https://consent.google.com/ml?continue=x",
    ),
    WebPage(
        "Yahoo guce, German",
        doc(
            '<div class="consent-overlay"><h2>yahoo</h2><h1>Yahoo ist Teil der Yahoo-Markenfamilie</h1><p>Wenn Sie unsere Websites und Apps nutzen, verwenden wir Cookies, um Ihnen unsere Websites und Apps bereitzustellen und Sicherheitsmaßnahmen anzuwenden.</p><p>Wenn Sie auf „Alle akzeptieren“ klicken, verarbeiten wir und unsere Partner Ihre Daten auch für personalisierte Werbung.</p><form><button name="agree">Alle akzeptieren</button><button>Alle ablehnen</button><a>Datenschutzeinstellungen verwalten</a></form></div>',
            "Yahoo ist Teil der Yahoo-Markenfamilie",
            lang="de",
        ),
        "blocked",
        "verwenden wir Cookies, um Ihnen unsere Websites und Apps bereitzustellen",
        "de",
        "https://consent.yahoo.com/v2/collectConsent?sessionId=3",
    ),
    WebPage(
        "Sourcepoint, pay or consent",
        doc(
            '<div class="option"><h1>Willkommen bei der Hafenzeitung</h1><h2>Mit Werbung weiterlesen</h2><p>Besuchen Sie die Hafenzeitung wie gewohnt mit Werbung und Tracking. Ihre Zustimmung können Sie jederzeit widerrufen.</p><button>Zustimmen und weiter</button><h2>… oder Pur-Abo abschließen</h2><p>Nutzen Sie die Hafenzeitung ganz ohne Werbetracking und praktisch werbefrei für 5,20 € im Monat.</p><button>Jetzt abonnieren</button></div><script>window._sp_ = {config:{}}</script>',
            "Die Hafenzeitung",
            lang="de",
        ),
        "blocked",
        "Besuchen Sie die Hafenzeitung wie gewohnt mit Werbung und Tracking",
        "de",
    ),
    WebPage(
        "Sourcepoint, frame only", doc('<div id="sp_message_container_1"><iframe src="https://cmp.news.example/index.html?message_id=1" title="SP Consent Message"></iframe></div><script src="https://cdn.privacy-mgmt.com/unified/wrapperMessagingWithoutDetection.js"></script>', "The Harbour News"), "script-only|blocked"
    ),
    WebPage(
        "OneTrust wall",
        doc(
            f'<div id="onetrust-consent-sdk"><div id="onetrust-banner-sdk" role=dialog><h2 id="onetrust-policy-title">We Care About Your Privacy</h2>{CONSENT_TEXT}<button id="onetrust-pc-btn-handler">Manage Preferences</button><button id="onetrust-reject-all-handler">Reject All</button><button id="onetrust-accept-btn-handler">Accept All</button></div></div>',
            "The Harbour News",
        ),
        "blocked",
        "such as unique IDs in cookies to process personal data",
    ),
    WebPage("Usercentrics, shadow root", doc('<div id="usercentrics-root"></div><script id="usercentrics-cmp" src="https://app.usercentrics.eu/browser-ui/latest/loader.js" data-settings-id="x"></script>', "Die Hafenzeitung", lang="de"), "script-only", lang="de"),
    WebPage(
        "Didomi, cookie wall in French",
        doc(
            '<div id="didomi-popup"><h1>Bienvenue</h1><p>Avec votre accord, nos partenaires et nous utilisons des cookies ou technologies similaires pour stocker et accéder à des informations personnelles comme votre visite sur ce site.</p><button>Accepter et continuer</button><button>S’abonner</button></div>',
            "Le Port",
            lang="fr",
        ),
        "blocked",
        "utilisons des cookies ou technologies similaires",
        "fr",
    ),
    WebPage(
        "DPG privacy gate",
        doc("<h1>Je privacy-instellingen</h1><p>Wij en onze partners gebruiken cookies en vergelijkbare technieken om deze website te laten werken en je advertenties te tonen die bij je passen.</p><button>Akkoord</button><button>Instellen</button>", "DPG Media Privacy Gate", lang="nl"),
        "blocked",
        "om deze website te laten werken",
        "nl",
        "https://myprivacy.dpgmedia.nl/consent?siteKey=x",
    ),
    WebPage(
        "Iubenda, Italian",
        doc("<h1>Informativa</h1><p>Noi e terze parti selezionate utilizziamo cookie o tecnologie simili per finalità tecniche e, con il tuo consenso, anche per le finalità di misurazione e pubblicità.</p><button>Rifiuta e abbonati</button><button>Accetta e continua</button>", "Il Porto", lang="it"),
        "blocked",
        "utilizziamo cookie o tecnologie simili per finalità tecniche",
        "it",
    ),
)

# --- bot checks

BOTS = (
    WebPage(
        "Cloudflare, today's",
        doc(
            '<div class="main-wrapper" role="main"><div class="main-content"><noscript><div class="h2"><span id="challenge-error-text">Enable JavaScript and cookies to continue</span></div></noscript></div></div><script>(function(){window._cf_chl_opt = {cvId: "3",cZone: "news.example",cType: "managed"};})();</script>',
            "Just a moment...",
            '<meta http-equiv="refresh" content="390">',
        ),
        "blocked",
    ),
    WebPage(
        "Cloudflare 1020 with 200",
        doc(
            '<div id="cf-wrapper"><div id="cf-error-details"><h1><span>Error</span><span>1020</span></h1><h2>Access denied</h2><h2>What happened?</h2><p>This website is using a security service to protect itself from online attacks.</p><span>Cloudflare Ray ID: <strong>8a1</strong></span></div></div>',
            "Access denied | news.example used Cloudflare to restrict access",
        ),
        "blocked",
        "is using a security service to protect itself from online attacks",
    ),
    WebPage(
        "Turnstile of the site's own",
        doc('<h1>One quick check</h1><p>Please tick the box so that we know there is a person reading.</p><form method=post><div class="cf-turnstile" data-sitekey="0x4"></div></form><script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>', "The Harbour News"),
        "blocked",
        "so that we know there is a person reading",
    ),
    WebPage("DataDome", doc('<p id="cmsg">Please enable JS and disable any ad blocker</p><script data-cfasync="false">var dd={"rt":"c","cid":"AHrl","hsh":"2","t":"bv","host":"geo.captcha-delivery.com"}</script><script src="https://ct.captcha-delivery.com/c.js"></script>', "news.example"), "blocked"),
    WebPage(
        "HUMAN press and hold",
        doc('<div class="px-captcha-container"><div class="px-captcha-header">Before we continue...</div><div class="px-captcha-message">Press &amp; Hold to confirm you are<br>a human (and not a bot).</div><div id="px-captcha"></div><div>Reference ID 5d2b</div></div>', "Access to this page has been denied"),
        "blocked",
    ),
    WebPage("Akamai access denied", doc('<h1>Access Denied</h1>You don\'t have permission to access "http://news.example/2019" on this server.<p>Reference #18.5c1d2117.1717.2a<p>https://errors.edgesuite.net/18.5c1d2117.1717.2a', "Access Denied"), "blocked"),
    WebPage("Akamai behavioural check", doc('<div id="sec-if-cpt-container" style="display:none"></div><script src="/_sec/cp_challenge/sec-cpt-4-4.js" async defer></script>', ""), "blocked"),
    WebPage(
        "Imperva",
        '<html style="height:100%"><head><META NAME="ROBOTS" CONTENT="NOINDEX, NOFOLLOW"><script src="/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e6fffd425f7e032f3"></script></head><body style="margin:0px;height:100%"><iframe id="main-iframe" src="/_Incapsula_Resource?SWUDNSAI=31&xinfo=8-1-0" frameborder=0>Request unsuccessful. Incapsula incident ID: 8770-1</iframe></body></html>',
        "blocked",
    ),
    WebPage(
        "Imperva, pardon our interruption",
        doc(
            "<h1>Pardon Our Interruption</h1><p>As you were browsing something about your browser made us think you were a bot. There are a few reasons this might happen:</p><ul><li>You're a power user moving through this website with super-human speed.</li><li>You've disabled cookies in your web browser.</li><li>A third-party browser plugin, such as Ghostery or NoScript, is preventing JavaScript from running.</li></ul><p>To regain access, please make sure that cookies and JavaScript are enabled before reloading the page.</p>",
            "Pardon Our Interruption",
        ),
        "blocked",
        "something about your browser made us think you were a bot",
    ),
    WebPage(
        "AWS WAF challenge",
        doc(
            '<div id="challenge-container"></div><script>window.awsWafCookieDomainList = [];window.gokuProps = {"key":"AQID"};</script><script src="https://3f.eu-west-1.token.awswaf.com/3f/challenge.js"></script><noscript><h1>JavaScript is disabled</h1>In order to continue, we need to verify that you\'re not a robot. This requires JavaScript. Enable JavaScript and then reload the page.</noscript>',
            "",
        ),
        "blocked",
    ),
    WebPage("Kasada", "<!DOCTYPE html><html><head></head><body><script>window.KPSDK={};KPSDK.now=typeof performance!=='undefined'&&performance.now;KPSDK.start=KPSDK.now();</script><script src=\"/149e9513-01fa-4fb0-aad4-566afd725d1b/2d206a39/ips.js?KP_UIDz=x\"></script></body></html>", "blocked"),
    WebPage("Sucuri", "<html><title>You are being redirected...</title><noscript>Javascript is required. Please enable javascript before you are allowed to see this page.</noscript><script>var s={},u,c,U,r,i,l=0,a,e=eval,w=String.fromCharCode,sucuri_cloudproxy_js='',S='cz0';</script></html>", "blocked"),
    WebPage(
        "Amazon",
        doc(
            '<h4>Enter the characters you see below</h4><p>Sorry, we just need to make sure you\'re not a robot. For best results, please make sure your browser is accepting cookies.</p><form action="/errors/validateCaptcha"><h4>Type the characters you see in this image:</h4><img src=/captcha/x.jpg><input id=captchacharacters><button>Continue shopping</button></form>',
            "Amazon.com",
        ),
        "blocked",
        "we just need to make sure you're not a robot",
    ),
    WebPage(
        "Bloomberg",
        doc(
            "<h2>We've detected unusual activity from your computer network</h2><p>To continue, please click the box below to let us know you're not a robot.</p><div id=px-captcha></div><h3>Why did this happen?</h3><p>Please make sure your browser supports JavaScript and cookies and that you are not blocking them from loading.</p>",
            "Bloomberg - Are you a robot?",
        ),
        "blocked",
        "please make sure your browser supports JavaScript and cookies",
    ),
    WebPage(
        "Reddit network security",
        doc("<h1>You've been blocked by network security.</h1><p>To continue, log in to your Reddit account or use your developer token</p><p>If you think you've been blocked by mistake, file a ticket below and we'll look into it.</p><a>Log in</a><a>File a ticket</a>", "Blocked"),
        "blocked",
        "file a ticket below and we'll look into it",
    ),
    WebPage(
        "Yandex SmartCaptcha",
        doc('<form action="/checkcaptcha"><h1>Подтвердите, что запросы отправляли вы, а не робот</h1><p>Нам очень жаль, но запросы с вашего устройства похожи на автоматические.</p><button>Нажмите, чтобы продолжить</button></form>', "Вы не робот?", lang="ru"),
        "blocked",
        "запросы с вашего устройства похожи на автоматические",
        "ru",
    ),
    WebPage("Baidu", doc("<div class=timeout><p>网络不给力，请稍后重试</p><button>返回首页</button></div><script src=https://seclogin.bdstatic.com/x.js></script>", "百度安全验证", lang="zh"), "blocked", lang="zh"),
    WebPage("LiteSpeed, one moment", doc("<h1>One moment, please...</h1><p>Please wait while your request is being verified...</p><script>setTimeout(function(){location.reload()},500)</script>", "One moment, please..."), "blocked"),
    WebPage("SiteGround captcha refresh", '<html><head><link rel="icon" href="data:;"><meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F&y=ipc:1"></meta></head></html>', "blocked|script-only"),
    WebPage(
        "Radware",
        doc(
            "<h2>We apologize for the inconvenience...</h2><p>...but your activity and behavior on this site made us think that you are a bot.</p><p>Note: A number of things could be going on here.</p><form><div class=h-captcha></div><p>Please solve this CAPTCHA to request unblock to the website</p></form>",
            "Radware Bot Manager Captcha",
        ),
        "blocked",
        "made us think that you are a bot",
    ),
    WebPage("Azure Front Door", doc("<h2>The request is blocked.</h2><p>20240607T101010Z-r1</p>", "Service"), "blocked"),
    WebPage(
        "Wordfence",
        doc("<h1>Your access to this site has been limited by the site owner</h1><p>Your access to this service has been limited. (HTTP response code 503)</p><p>If you think you have been blocked in error, contact the owner of this site for assistance.</p>", "Your access to this site has been limited"),
        "blocked",
        "contact the owner of this site for assistance",
    ),
    WebPage(
        "Anubis",
        doc(
            "<h1>Making sure you're not a bot!</h1><img src=/.within.website/x/cmd/anubis/static/img/pensive.webp><p id=status>Loading...</p><details><summary>Why am I seeing this?</summary><p>You are seeing this because the administrator of this website has set up Anubis to protect the server against the scourge of AI companies aggressively scraping websites.</p></details>",
            "Making sure you're not a bot!",
        ),
        "blocked",
        "to protect the server against the scourge of AI companies",
    ),
    WebPage("F5", doc("The requested URL was rejected. Please consult with your administrator.<br><br>Your support ID is: 1234567890<br><br><a href='javascript:history.back();'>[Go Back]</a>", "Request Rejected"), "blocked"),
    WebPage("ModSecurity", doc("<h1>Not Acceptable!</h1><p>An appropriate representation of the requested resource could not be found on this server. This error was generated by Mod_Security.</p>", "Not Acceptable!"), "blocked|soft-404"),
    WebPage("rate limit with 200", doc("<h1>Too many requests</h1><p>You have sent too many requests in a given amount of time. Please slow down and try again in a few minutes.</p>", "Too many requests"), "blocked", "Please slow down and try again in a few minutes"),
)

# --- nobody home

PARKED = (
    WebPage(
        "Sedo",
        doc('<div id="container"><h1>harbour-news.example</h1><p>This webpage was generated by the domain owner using Sedo Domain Parking. Disclaimer: Sedo maintains no relationship with third party advertisers.</p><ul><li>Cruises<li>Insurance</ul></div>', "harbour-news.example - Diese Website steht zum Verkauf!"),
        "soft-404",
        "Sedo maintains no relationship with third party advertisers",
    ),
    WebPage("GoDaddy, lander script", '<!DOCTYPE html><html><head><script>window.onload=function(){window.location.href="/lander"}</script></head></html>', "soft-404|script-only"),
    WebPage("GoDaddy, free page", doc("<h1>harbour-news.example is parked free, courtesy of GoDaddy.com.</h1><a>Get This Domain</a>", "harbour-news.example"), "soft-404"),
    WebPage("Bodis", '<!doctype html><html data-adblockkey="MFww" lang="en"><head><title>harbour-news.example</title></head><body><div id="target" style="opacity: 0"></div><script>window.park = "eyJ1dWlkIjoi";</script><script src="/bkxTDVXIH.js"></script></body></html>', "soft-404"),
    WebPage(
        "Dan.com",
        doc(
            "<h1>The domain name harbour-news.example is for sale!</h1><p>Listed for</p><p>$2,988</p><button>Buy now</button><p>Free Ownership transfer</p><p>Buyer Protection program</p><p>Our Domain Ownership Transfer Team has handled over two hundred thousand transfers and will be happy to help you with yours.</p>",
            "harbour-news.example domain name is for sale. Inquire now.",
        ),
        "soft-404",
    ),
    WebPage("HugeDomains", doc("<h1>HarbourNews.example is for sale</h1><p>Start using this domain right away</p><a>Buy now for: $3,595</a><p>Since 2005, we've helped thousands of people get the perfect domain name.</p>", "HarbourNews.example is for sale | HugeDomains"), "soft-404"),
    WebPage("Namecheap", doc("<p>harbour-news.example</p><h2>Registered at Namecheap</h2><p>This domain was recently registered at Namecheap.com. Please check back later!</p>", "Registrant WHOIS contact information verification | Namecheap.com"), "soft-404", "This domain was recently registered at Namecheap.com"),
    WebPage("Hostinger", doc("<h1>Parked Domain name on Hostinger DNS system</h1><p>You Are Almost There, Connect Your Domain.</p>", "Parked Domain name on Hostinger DNS system"), "soft-404"),
    WebPage(
        "related searches",
        doc(
            "<h1>harbour-news.example</h1><h2>Related Searches</h2><ul><li><a>Cruise Deals</a><li><a>Car Insurance</a><li><a>Harbour Hotels</a></ul><p>The Sponsored Listings displayed above are served automatically by a third party. Neither the service provider nor the domain owner maintain any relationship with the advertisers.</p>",
            "harbour-news.example",
        ),
        "soft-404",
        "served automatically by a third party",
    ),
    WebPage("expired at the registrar", doc("<h1>harbour-news.example</h1><p>This domain name expired on 2023-04-01 and is pending renewal or deletion.</p>", "Domain expired"), "soft-404"),
    WebPage("Wix, not connected", doc("<h1>Looks Like This Domain Isn't Connected To A Website Yet</h1><p>Is this your domain? Connect it to your Wix website in just a few easy steps.</p>", "Error ConnectYourDomain"), "soft-404"),
    WebPage("Squarespace, expired", doc("<h1>Website Expired</h1><p>This account has expired. If you are the site owner, click below to login.</p><a>Login</a>", "Website Expired"), "soft-404"),
    WebPage("Shopify", doc("<h1>Sorry, this shop is currently unavailable.</h1><p>Are you the store owner? Log in here</p>", "Ecommerce Software by Shopify"), "soft-404|unreachable"),
    WebPage("Blogger", doc("<h1>Blog not found</h1><p>Sorry, the blog you were looking for does not exist. However, the name harbour is available to register!</p>", "Blog not found"), "soft-404"),
    WebPage("WordPress.com, deleted", doc("<h1>harbour.wordpress.com is no longer available.</h1><p>The authors have deleted this site.</p>", "harbour.wordpress.com"), "soft-404"),
    WebPage("Tumblr", doc("<h1>There's nothing here.</h1><p>Whatever you were looking for doesn't currently exist at this address.</p>", "Not found."), "soft-404"),
    WebPage("seized", doc("<img src=/banner.jpg alt='THIS WEBSITE HAS BEEN SEIZED'><h1>This domain has been seized</h1><p>This domain has been seized by the Federal Bureau of Investigation in accordance with a seizure warrant.</p>", "Seized"), "soft-404"),
    WebPage(
        "casino on the old name",
        doc("<main><h1>Slot Gacor Hari Ini</h1><p>Situs slot online terpercaya dengan bonus new member seratus persen dan deposit pulsa tanpa potongan untuk semua pemain di Indonesia.</p></main>", "Slot Gacor 2024 | Link Alternatif", lang="id"),
        "soft-404|language",
        title="Minister admits talks with rebels",
        final="https://slot.example/x",
    ),
)


def missing(name: str, lang: str, title: str, text: str, body: str = "", final: str | None = None) -> WebPage:
    return WebPage(f"not found, {name}", doc(f"{NAV}<main><h1>{title}</h1><p>{text}</p>{body}</main>{FOOT}", f"{title} - The Harbour News", lang=lang), "soft-404", lang=lang, final=final)


NOT_FOUND = (
    missing("WordPress", "en", "Oops! That page can’t be found.", "It looks like nothing was found at this location. Maybe try a search?"),
    missing("Next", "en", "404", "This page could not be found."),
    missing("wandered off", "en", "Sorry, we couldn’t find what you were looking for", "The page may have moved, or the link you followed may be out of date."),
    missing("with cards", "en", "Sorry, that page isn’t here", "You may have followed an old link. Here are some of our latest stories instead.", CARDS),
    missing("with cards, named 404", "en", "404 - File or directory not found.", "The resource you are looking for might have been removed, had its name changed, or is temporarily unavailable.", CARDS),
    missing("unpublished", "en", "This article is no longer available", "It was removed because of rights restrictions or at the request of our readers' editor."),
    missing("retired", "en", "This page has been retired", "The content that you requested has been retired and is not available any more on this site."),
    missing("BBC", "en", "Page cannot be found", "Sorry, we're unable to bring you the page you're looking for. Please try: Double checking the url; Hitting the refresh button in your browser."),
    missing("Guardian", "en", "Sorry – we haven’t been able to serve the page you asked for", "You may have followed an outdated link, or have mistyped a URL. If you believe this to be an error, please report it."),
    missing("Hoppla", "de", "Hoppla! Diese Seite gibt es nicht (mehr)", "Vielleicht haben Sie sich vertippt oder die Seite ist umgezogen."),
    missing("leider", "de", "Leider ist der Artikel nicht mehr abrufbar", "Aus rechtlichen Gründen dürfen wir ihn nicht länger anbieten."),
    missing("Oups", "fr", "Oups ! Cette page n’est plus disponible", "Le lien que vous avez suivi est peut-être rompu."),
    missing("vaya", "es", "¡Vaya! Esta página ya no está disponible", "Es posible que el enlace esté roto o que se haya eliminado la noticia."),
    missing("ops", "it", "Ops! La pagina cercata non c’è più", "Il contenuto potrebbe essere stato spostato o rimosso."),
    missing("ops", "pt", "Ops! A página não foi encontrada", "O conteúdo pode ter sido removido ou o endereço mudou."),
    missing("oeps", "nl", "Oeps, deze pagina is niet meer beschikbaar", "Misschien is de link verouderd of is er een tikfout gemaakt."),
    missing("oj", "sv", "Oj! Sidan du letar efter finns inte", "Den kan ha tagits bort eller bytt adress."),
    missing("ups", "da", "Ups! Siden kan ikke findes", "Den kan være flyttet eller slettet."),
    missing("oi", "no", "Oi! Denne siden finnes ikke lenger", "Den kan være flyttet eller slettet."),
    missing("hups", "fi", "Hups! Etsimääsi sivua ei ole enää", "Se on ehkä poistettu tai siirretty."),
    missing("ups", "pl", "Ups! Strona, której szukasz, nie istnieje", "Być może została usunięta albo adres jest błędny."),
    missing("jejda", "cs", "Jejda, tuto stránku se nepodařilo najít", "Možná byla smazána nebo přesunuta."),
    missing("hoppá", "hu", "Hoppá! Ez az oldal nem létezik", "Lehet, hogy törölték vagy áthelyezték."),
    missing("pare rău", "ro", "Ne pare rău, pagina căutată nu mai există", "Este posibil să fi fost ștearsă sau mutată."),
    missing("Greek", "el", "Η σελίδα που ζητήσατε δεν υπάρχει", "Ίσως διαγράφηκε ή μετακινήθηκε."),
    missing("Turkish", "tr", "Üzgünüz, aradığınız içeriğe ulaşılamıyor", "Sayfa kaldırılmış veya taşınmış olabilir."),
    missing("Russian", "ru", "К сожалению, такой страницы не существует", "Возможно, она была удалена или перемещена."),
    missing("Ukrainian", "uk", "На жаль, такої сторінки не існує", "Можливо, її видалили або перемістили."),
    missing("Arabic", "ar", "عذراً، الصفحة التي تبحث عنها لم تعد متاحة", "ربما تم حذفها أو نقلها."),
    missing("Persian", "fa", "متأسفانه صفحه‌ای که به دنبال آن هستید وجود ندارد", "شاید حذف شده یا نشانی آن تغییر کرده باشد."),
    missing("Hebrew", "he", "אופס, העמוד שחיפשת לא קיים", "ייתכן שהוא נמחק או הועבר."),
    missing("Japanese", "ja", "申し訳ございません。お探しの記事は公開が終了しました", "掲載期間が終了したか、移動した可能性があります。"),
    missing("Chinese", "zh", "抱歉，您查看的文章已被删除", "该内容可能已被作者删除或移走。"),
    missing("Korean", "ko", "죄송합니다. 삭제되었거나 존재하지 않는 기사입니다", "주소를 다시 확인해 주세요."),
    missing("Hindi", "hi", "क्षमा करें, यह पेज उपलब्ध नहीं है", "हो सकता है कि इसे हटा दिया गया हो।"),
    missing("Indonesian", "id", "Maaf, halaman yang Anda cari tidak ada", "Mungkin sudah dihapus atau dipindahkan."),
    missing("Vietnamese", "vi", "Rất tiếc, trang bạn tìm không tồn tại", "Có thể trang đã bị xóa hoặc chuyển đi."),
)

# --- logins, maintenance, countries, ages, shells, fallbacks

ARTICLE_JSON = json.dumps({"props": {"pageProps": {"article": {"title": "Harbour bridge to stay closed", "body": LEAD + MORE}}}, "page": "/[slug]"})
OTHERS = (
    WebPage(
        "Facebook login",
        doc('<div><h2>Facebook</h2><div>You must log in to continue.</div><form action="/login/device-based/regular/login/"><input name=email placeholder="Email or phone number"><input type=password name=pass><button>Log in</button></form><a>Forgotten account?</a></div>', "Log in to Facebook"),
        "blocked",
        final="https://www.facebook.com/login/?next=x",
    ),
    WebPage(
        "LinkedIn authwall",
        doc(
            '<main><h1>Join LinkedIn</h1><p>Make the most of your professional life</p><form action="/signup/api"><input name=email-address><input type=password name=password><p>By clicking Agree &amp; Join or Continue, you agree to the LinkedIn User Agreement, Privacy Policy, and Cookie Policy.</p><button>Agree &amp; Join</button></form><p>Already on LinkedIn? Sign in</p></main>',
            "Sign Up | LinkedIn",
        ),
        "blocked",
        "you agree to the LinkedIn User Agreement, Privacy Policy, and Cookie Policy",
    ),
    WebPage(
        "X without scripts",
        doc(
            '<div id="react-root"></div><noscript><div class="errorContainer"><h1>JavaScript is not available.</h1><p>We’ve detected that JavaScript is disabled in this browser. Please enable JavaScript or switch to a supported browser to continue using x.com. You can see a list of supported browsers in our Help Center.</p></div></noscript><script src=https://abs.twimg.com/responsive-web/main.js></script>',
            "X",
        ),
        "script-only",
    ),
    WebPage(
        "Shibboleth", doc('<h1>Log in to Harbour University Library</h1><form action="/idp/profile/SAML2/Redirect/SSO?execution=e1s1"><label>Username</label><input name=j_username><label>Password</label><input type=password name=j_password><button>Login</button></form><a>Need help?</a>', "Web Login Service"), "blocked"
    ),
    WebPage("forum for members", doc(f"{NAV}<div class=panel><h2>The Harbour Boards</h2><p>The board requires you to be registered and logged in to view this forum.</p></div>{FOOT}", "The Harbour Boards - Information"), "blocked"),
    WebPage(
        "maintenance page",
        doc("<h1>We&rsquo;ll be back soon!</h1><p>Sorry for the inconvenience but we&rsquo;re performing some maintenance at the moment. If you need to you can always contact us, otherwise we&rsquo;ll be back online shortly!</p>", "Site Maintenance"),
        "unreachable",
        "we’re performing some maintenance at the moment",
    ),
    WebPage("upgrading, German", doc("<h1>Wir bauen für Sie um</h1><p>Unsere Website wird gerade gewartet und ist in Kürze wieder erreichbar.</p>", "Wartung", lang="de"), "unreachable", lang="de"),
    WebPage("WordPress maintenance", doc("Briefly unavailable for scheduled maintenance. Check back in a minute.", "Maintenance"), "unreachable"),
    WebPage("CDN error with 200", doc("<h1>504 Gateway Time-out</h1><hr><center>nginx</center>", "504 Gateway Time-out"), "unreachable"),
    WebPage(
        "Cloudflare 522 with 200",
        doc('<div id="cf-error-details"><h1><span>Connection timed out</span><span>Error code 522</span></h1><p>The initial connection between Cloudflare\'s network and the origin web server timed out. As a result, the web page can not be displayed.</p></div>', "news.example | 522: Connection timed out"),
        "unreachable|blocked",
    ),
    WebPage("Varnish guru", doc("<h1>Error 503 Backend fetch failed</h1><p>Backend fetch failed</p><h3>Guru Meditation:</h3><p>XID: 98765</p><hr><p>Varnish cache server</p>", "503 Backend fetch failed"), "unreachable"),
    WebPage(
        "CloudFront with 200",
        doc("<h1>403 ERROR</h1><h2>The request could not be satisfied.</h2><hr>The Amazon CloudFront distribution is configured to block access from your country. We can't connect to the server for this app or website at this time.", "ERROR: The request could not be satisfied"),
        "blocked|unreachable",
    ),
    WebPage("S3 access denied", '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>1</RequestId></Error>', "blocked"),
    WebPage("PHP fatal error", doc("<b>Fatal error</b>: Uncaught mysqli_sql_exception: Connection refused in /var/www/html/db.php:12 Stack trace: #0 {main} thrown in <b>/var/www/html/db.php</b> on line <b>12</b>", ""), "unreachable"),
    WebPage("Application error, Next", doc('<div id="__next"><h2>Application error: a client-side exception has occurred (see the browser console for more information).</h2></div>' + SCRIPTS, "Harbour News"), "unreachable|script-only"),
    WebPage("something went wrong", doc("<h1>Something went wrong</h1><p>Please try again later.</p><button>Try again</button>", "The Harbour News"), "unreachable"),
    WebPage("React shell", doc('<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div>' + SCRIPTS, "The Harbour News"), "script-only"),
    WebPage("Vue shell", doc("<noscript><strong>We're sorry but harbour doesn't work properly without JavaScript enabled. Please enable it to continue.</strong></noscript><div id=app></div>" + SCRIPTS, "harbour"), "script-only"),
    WebPage("Angular shell", doc("<app-root></app-root>" + SCRIPTS, "The Harbour News"), "script-only"),
    WebPage("Next shell with the article in its data", doc(f'<div id="__next"><div class="spinner"></div></div><script id="__NEXT_DATA__" type="application/json">{ARTICLE_JSON}</script>{SCRIPTS}', "Harbour bridge to stay closed"), "script-only"),
    WebPage("skeleton with menus", doc(f"{NAV}<div id=main-content><div class=skeleton></div><div class=skeleton></div></div>{SCRIPTS}{FOOT}", "Harbour bridge to stay closed | The Harbour News"), "script-only"),
    WebPage("skeleton under a headline and a lead-in", doc(f"{NAV}<div id=app><h1>Harbour bridge to stay closed</h1><p>By Anna Berg</p><div class=loader>Loading article…</div></div>{SCRIPTS}{FOOT}", "Harbour bridge to stay closed | The Harbour News"), "script-only"),
    WebPage("old browser", doc("<h1>Your browser is not supported</h1><p>Please upgrade to a modern browser such as Chrome, Firefox, Safari or Edge to view this site.</p>", "Unsupported browser"), "blocked|script-only"),
    WebPage("adblock wall", doc(f"{NAV}<div class=modal><h2>Ad blocker detected</h2><p>Please disable your ad blocker to continue to the article. Advertising pays for our journalism.</p><button>I have disabled it</button></div>{FOOT}", "The Harbour News"), "blocked"),
    WebPage("geo block of a broadcaster", doc(f"{NAV}<main><h1>Sorry</h1><p>Unfortunately, this content is not available in your current location due to rights restrictions.</p></main>{FOOT}", "The Harbour News"), "blocked"),
    WebPage(
        "Lee Enterprises, 451 in words",
        doc(
            "<h1>451: Unavailable due to legal reasons</h1><p>We recognize you are attempting to access this website from a country belonging to the European Economic Area (EEA) including the EU which enforces the General Data Protection Regulation (GDPR) and therefore access cannot be granted at this time. For any issues, contact webmaster@harbour.example or call 555-0100.</p>",
            "451: Unavailable due to legal reasons",
        ),
        "blocked",
    ),
    WebPage("Tribune, European visitors", doc("<p>Unfortunately, our website is currently unavailable in most European countries. We are engaged on the issue and committed to looking at options that support our full range of digital offerings to the EU market.</p>", "The Harbour News"), "blocked"),
    WebPage("age gate, birth date", doc("<h1>Welcome</h1><p>You must be of legal drinking age to enter this site.</p><form><input name=day placeholder=DD><input name=month placeholder=MM><input name=year placeholder=YYYY><button>Enter</button></form>", "Harbour Brewery"), "blocked"),
    WebPage("Steam age check", doc("<h2>This content may not be appropriate for all ages</h2><p>Please enter your birth date to continue:</p><select></select><button>View Page</button>", "Site Error"), "blocked"),
    WebPage("Tor, German sensitive", doc("<h1>Altersverifikation</h1><p>Dieser Inhalt ist erst ab 18 Jahren freigegeben.</p><button>Ja</button><button>Nein</button>", "Die Hafenzeitung", lang="de"), "blocked", lang="de"),
    WebPage("moved, click here", doc("<h1>This page has moved</h1><p>The article you requested has moved to a new address. Please update your bookmarks.</p><a href=/new>Continue to the new page</a>", "Moved"), "soft-404|script-only"),
    WebPage("moved, 301 in words", doc("<h1>Moved Permanently</h1>The document has moved <a href=/new>here</a>.", "301 Moved Permanently"), "soft-404|script-only"),
    WebPage("site closed", doc("<h1>The Harbour News has closed</h1><p>After eighteen years this website is no longer being updated and its archive has been taken offline. Thank you to all our readers.</p>", "The Harbour News"), "soft-404"),
    WebPage("search instead of the page", doc(f"{NAV}<main><h1>Search results</h1><p>0 results found for “harbour-bridge-report”</p><form><input type=search><button>Search</button></form></main>{FOOT}", "Search results | The Harbour News"), "soft-404"),
    WebPage("search with other hits", doc(f"{NAV}<main><h1>Search results for: harbour bridge report</h1>{CARDS}</main>{FOOT}", "Search results for harbour bridge report | The Harbour News"), "soft-404", final="https://news.example/search?q=harbour+bridge+report"),
    WebPage("redirect to the section front", doc(f"{NAV}<main><h1>Politics</h1>{CARDS}</main>{FOOT}", "Politics | The Harbour News"), "soft-404", final="https://news.example/politics/"),
    WebPage("redirect to the year's archive", doc(f"{NAV}<main><h1>2019</h1>{CARDS}</main>{FOOT}", "2019 | The Harbour News"), "soft-404", final="https://news.example/2019/"),
    WebPage("redirect to the home page", doc(f"{NAV}<main><h1>Latest news</h1>{CARDS}</main>{FOOT}", "The Harbour News"), "soft-404", final="https://news.example/"),
    WebPage("home page under the cited address", doc(f"{NAV}<main><h2>Top stories</h2>{CARDS}{CARDS}</main>{FOOT}", "The Harbour News | News from the harbour and the city"), "soft-404", title="Harbour bridge to stay closed"),
    WebPage("frameset", "<html><head><title>Harbour</title></head><frameset cols='20%,80%'><frame src=menu.html><frame src=story.html><noframes>Your browser does not show frames.</noframes></frameset></html>", "script-only"),
    WebPage("Flash", doc("<object data=story.swf></object><p>You need the Flash Player to see this story.</p>", "The Harbour News"), "script-only"),
)
WALLS = (*PAYWALLS, *CONSENTS, *BOTS, *PARKED, *NOT_FOUND, *OTHERS)

# --- ordinary pages that resemble one of them

BANNER = f'<div id="onetrust-banner-sdk" role=dialog><h2>We value your privacy</h2>{CONSENT_TEXT}<button>Accept All</button><button>Reject All</button></div>'
SHORT = "<p>One person was hurt when a delivery van left Quay Street on Tuesday night and struck a lamp post outside the fish hall, police said. The driver, a man of 44, was taken to the general hospital. The street was reopened before midnight.</p>"
PAGES = (
    WebPage("whole article", story("", LEAD + MORE), None, DEEP),
    WebPage("about paywalls", story("", LEAD + "<p>Readers who meet the words “subscribe to continue reading” leave, the study says, and the newspapers that put up a wall in 2016 have since taken down every second one.</p>" + MORE, "Why newspapers put up paywalls"), None, DEEP),
    WebPage("titled page not found", story("", LEAD + MORE, "Page not found: how a council lost its website"), None, DEEP),
    WebPage("short news item", doc(f"{NAV}<main><h1>Van hits lamp post in Quay Street</h1>{SHORT}</main>{FOOT}", "Van hits lamp post in Quay Street | The Harbour News"), None, "struck a lamp post outside the fish hall"),
    WebPage("short news item with scripts", doc(f'<div id="root">{NAV}<main><h1>Van hits lamp post in Quay Street</h1>{SHORT}</main>{FOOT}</div>{SCRIPTS}', "Van hits lamp post in Quay Street | The Harbour News"), None, "struck a lamp post outside the fish hall"),
    WebPage("quotes please enable JavaScript", story("", LEAD + "<p>Visitors without scripts saw only the sentence “please enable JavaScript to continue”, which the council’s own accessibility officer called a locked door.</p>" + MORE, "Council site shuts out the blind"), None, "which the council’s own accessibility officer called a locked door"),
    WebPage("noscript and comments", story("<noscript>Please enable JavaScript to view the comments powered by Disqus.</noscript>", LEAD + MORE), None, DEEP),
    WebPage("cookie banner", story(BANNER, LEAD + MORE), None, DEEP),
    WebPage("cookie banner first, short article", doc(f"{BANNER}{NAV}<main><h1>Bridge to stay closed</h1>{LEAD}{MORE[:700]}</p></main>{FOOT}", "Bridge to stay closed | The Harbour News"), None, SHOWN),
    WebPage("about domain parking", story("", LEAD + "<p>A page that says “this domain is for sale” is worth more than the village it was named after, says a broker who has sold eleven thousand of them.</p>" + MORE, "This domain is for sale: a trade in names"), None, DEEP),
    WebPage("newsletter pop-up", story("<div role=dialog class=modal><h2>Get the Harbour Letter</h2><p>One story a day, free in your inbox. You can unsubscribe at any time, and we will never share your address.</p><form><input type=email name=email><button>Sign up</button></form><button>No thanks</button></div>", LEAD + MORE), None, DEEP),
    WebPage("live blog", doc(f"{NAV}<main><h1>Harbour bridge closure – live</h1><p>This live blog is closed. Here is what we know:</p><ul><li>The bridge stays closed until the end of the year</ul>" + "".join(f"<article class=block><time>1{n}:05</time><h2>Update {n}</h2><p>{text}</p></article>" for n, text in enumerate(("The port authority has confirmed that no vehicle of any kind will be let on to the bridge before the second of June.", "Ferry crews say that they have not been asked, and that the two boats named by the mayor are in dry dock.", "The minister is due to speak in parliament within the hour, our political correspondent reports from the gallery."))) + f"</main>{FOOT}", "Harbour bridge closure – live | The Harbour News"), None, "the two boats named by the mayor are in dry dock"),
    WebPage("AMP", f'<!doctype html><html amp lang="en"><head><meta charset="utf-8"><title>Harbour bridge to stay closed</title><link rel=canonical href="{URL}"><style amp-boilerplate>body{{visibility:hidden}}</style><noscript><style amp-boilerplate>body{{visibility:visible}}</style></noscript><script async src="https://cdn.ampproject.org/v0.js"></script></head><body><h1>Harbour bridge to stay closed</h1><amp-img src=a.jpg></amp-img>{LEAD}{MORE}</body></html>', None, DEEP),
    WebPage("print view", doc(f"<h1>Harbour bridge to stay closed</h1><p>From The Harbour News, 3 May 2019. Printed from https://news.example/2019</p>{LEAD}{MORE}<script>window.print()</script>"), None, DEEP),
    WebPage("free article, declared, with a subscription box", story("<aside><h3>Support us</h3><p>Already a subscriber? <a>Sign in</a></p></aside>", LEAD + MORE, head=ld(isAccessibleForFree=True)), None, DEEP),
    WebPage("metered, shown whole", story('<div class="meter"><p>You have 2 free articles left this month.</p><a>Subscribe</a></div>', LEAD + MORE), None, DEEP),
    WebPage("archived page that is whole", story("", LEAD + MORE, before="<p class=notice>This page has been archived and is no longer updated.</p>"), None, DEEP),
    WebPage("old article, age notice", story("", LEAD + MORE, before="<p>This article is more than 5 years old</p>"), None, DEEP),
    WebPage("about captchas", story("", LEAD + "<p>“Verify you are human”, says the box, and one visitor in nine gives up, according to a count by the university.</p>" + MORE, "Are you a robot? The box that asks everyone"), None, DEEP),
    WebPage("about cookies", story("", "<p>The court ruled on Thursday that a button marked “accept all” is no consent when the other one is hidden on the third page of a dialogue.</p><p>Cookies that follow readers from site to site need a clear yes, the judges wrote, and partners who are not named cannot rely on one.</p>" + MORE, "Court: “accept all” is not consent"), None, DEEP),
    WebPage("about cookies, short, with a banner", doc(f"{NAV}<main><h1>Court: “accept all” is not consent</h1><p>The court ruled on Thursday that a button marked “accept all” is no consent when the other one is hidden on the third page of a dialogue.</p><p>Judges asked who reads such pages. Nobody, said the lawyer for the plaintiffs, and nobody in the room of some sixty people disagreed with her.</p></main><div class=cookie-banner><p>We use cookies.</p><button>OK</button></div>{FOOT}", "Court: “accept all” is not consent | The Harbour News"), None, "nobody in the room of some sixty people disagreed with her"),
    WebPage("witness not found", story("", LEAD + MORE, "Second witness not found, court told"), None, DEEP),
    WebPage("maintenance in the title", story("", LEAD + MORE, "Maintenance of the bridge to take a year"), None, DEEP),
    WebPage("coming soon in the title", story("", LEAD + MORE, "Coming soon: a ferry for the eastern quarter"), None, DEEP),
    WebPage("access denied in the title", story("", LEAD + MORE, "Access denied: reporters kept off the bridge"), None, DEEP),
    WebPage("short, access denied in the title", doc(f"{NAV}<main><h1>Access denied: reporters kept off bridge</h1><p>Reporters who had come to see the cables on Monday were turned back at the gate by two guards, who said that they had been told of no such visit.</p><p>A spokeswoman for the port said later that it had been a misunderstanding, and named Thursday as the new date.</p></main>{FOOT}", "Access denied: reporters kept off bridge | The Harbour News"), None, "were turned back at the gate by two guards"),
    WebPage("short, gone missing", doc(f"{NAV}<main><h1>Painting no longer available to the public</h1><p>The museum’s most visited painting has been taken down for a year of repairs, the director said on Monday, and a copy hangs in its place.</p><p>The original was damaged in March when a skylight leaked. Visitors who had bought tickets for it can have their money back.</p></main>{FOOT}", "Painting no longer available to the public | The Harbour News"), None, "and a copy hangs in its place"),
    WebPage("video page with a transcript", doc(f"{NAV}<main><h1>The bridge at night</h1><video src=v.mp4></video><p>Your browser does not support the video element.</p><p>Our camera spent a night under the harbour bridge with the two inspectors who look after its nine hundred bolts.</p></main>{FOOT}", "The bridge at night | Video | The Harbour News"), None, "with the two inspectors who look after its nine hundred bolts"),
    WebPage("gallery", doc(f"{NAV}<main><h1>The bridge in pictures</h1>" + "".join(f"<figure><img src={n}.jpg><figcaption>{text}</figcaption></figure>" for n, text in enumerate(("Workers hang the first of the new cables, 1931", "The opening day, with the king in the third car", "The flood of 1953 reached the lamps on the eastern pier"))) + f"</main>{FOOT}", "The bridge in pictures | The Harbour News"), None),
    WebPage("press release, three sentences", doc("<h1>Statement on the harbour bridge</h1><p>The port authority regrets the closure of the harbour bridge and the delays that it causes. Ferries will run from Monday. Tickets for the tram are valid on board.</p>", "Statement"), None, "Tickets for the tram are valid on board"),
    WebPage("post of a micro blog", doc("<main><article><h2>Anna Berg</h2><p>I walked over the bridge every day for nine years and never once looked at the cables. Sorry, bridge.</p><a>3 May 2019</a></article></main>", "Anna Berg: “I walked over the bridge every day”"), None, "never once looked at the cables"),
    WebPage("product page with logins", doc(f"{NAV}<main><h1>Cable sensor CS-9</h1><p>Measures tension in stay cables to within half a per cent, in frost, salt and sun, for ten years on one battery.</p><p>Order by phone or with your dealer. Prices are shown once you have signed in.</p><form action=/login><input name=user><input type=password name=pw><button>Sign in</button></form><ul><li>Weight 210 g<li>Range 400 m<li>IP 68</ul></main>{FOOT}", "Cable sensor CS-9"), None, "for ten years on one battery"),
    WebPage("moved to its new address", story("", LEAD + MORE), None, DEEP, final="https://news.example/archive/harbour-bridge-report.html"),
    WebPage("moved under a section, title unknown to the reference", story("", LEAD + MORE), None, DEEP, final="https://news.example/city/2019/harbour-bridge-report"),
    WebPage("German, with a login hint", story("<p>Bereits registriert? <a>Anmelden</a></p>", GERMAN + GERMAN.replace("Hafenbrücke", "alte Brücke") * 3, "Hafenbrücke bleibt gesperrt", lang="de"), None, "nachdem Prüfer in neun Tragseilen Rost gefunden hatten", "de"),
    WebPage("article behind a vendor that let us in", story('<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script><script>window._pxAppId="PX1"</script><script src="https://js.datadome.co/tags.js"></script>', LEAD + MORE), None, DEEP),
    WebPage("Piano on a free article", story('<script src="https://experience.tinypass.com/xbuilder/experience/load?aid=x"></script><div class="tp-container-inner"></div>', LEAD + MORE), None, DEEP),
    WebPage("Poool on a free article", story('<div id="poool-widget"></div><script src="https://assets.poool.fr/access.min.js"></script>', LEAD + MORE + MORE), None, DEEP),
)


# --- written after the above was mended, to see what was learnt: half of these walls were not known at first

ANY = "paywalled|blocked|soft-404|script-only|not-text|unreachable|language"


def further(name: str, html: str, lang: str = "en") -> WebPage:
    return WebPage(name, html, ANY, lang=lang)


def brief(name: str, html: str, lang: str = "en") -> WebPage:
    return WebPage(name, html, lang=lang)


FURTHER_WALLS = (
    further("Telegraph",story("<div><p>Register for free to keep going</p><p>Or choose a plan that suits you</p></div>")),
    further("Times",story("<div class=x><h3>Want to carry on?</h3><p>Choose your plan from £1</p></div>")),
    further("Irish Times",story("<div><p>This is a subscriber-only article</p><p>Get unlimited digital access</p></div>")),
    further("Handelsblatt",story("<div><p>Lesen Sie diesen Artikel in voller Länge mit Handelsblatt Plus</p><button>Jetzt 4 Wochen testen</button></div>",GERMAN,lang="de"),"de"),
    further("Mediapart",story("<div><p>La lecture des articles est réservée aux abonné·es</p><p>Se connecter</p></div>",FRENCH,lang="fr"),"fr"),
    further("Libération",story("<div><p>Il vous reste 82% de l’article</p><button>Débloquer</button></div>",FRENCH,lang="fr"),"fr"),
    further("La Vanguardia",story("<div><h3>Lee este artículo completo</h3><p>Desde 1 € al mes</p></div>",SPANISH,lang="es"),"es"),
    further("Repubblica",story("<div><p>Continua a leggere l’articolo a 1 euro</p></div>",ITALIAN,lang="it"),"it"),
    further("NRC",story("<div><h2>Lees dit artikel gratis</h2><p>Maak een account aan</p></div>",DUTCH,lang="nl"),"nl"),
    further("Politiken",story("<div><p>Få adgang til hele artiklen</p><p>Allerede medlem? Log ind</p></div>",SWEDISH,lang="sv"),"sv"),
    further("Rzeczpospolita",story("<div><p>Dalszy ciąg artykułu po zalogowaniu</p></div>",POLISH,lang="pl"),"pl"),
    further("Vedomosti",story("<div><p>Полный текст доступен только зарегистрированным читателям</p></div>",RUSSIAN,lang="ru"),"ru"),
    further("Mainichi",story("<div><p>この記事は有料です。残り800文字（全文1200文字）</p></div>",JAPANESE,lang="ja"),"ja"),
    further("JSTOR",story("<div><p>Read online (free) relies on page scans</p><p>Register to read up to 100 articles</p></div>")),
    further("fade only",story('<div class="fade-out-overlay"></div>',"<p>The harbour bridge will stay closed for the rest of the year, the port authority said on Friday, after inspectors found corrosion in nine of its cables…</p>")),
    further("metered gift",story("<div><p>You’ve hit your monthly limit</p><p>Unlimited reading from $1</p></div>")),
    further("locked icon",story("<div><p>🔒 The rest of this story is locked</p></div>")),
    further("verify box",doc("<h1>Hold tight</h1><p>We are checking that the connection is safe before showing the page to you.</p>","news.example")),
    further("queue",doc("<h1>You are in line</h1><p>Lots of people want to read right now. You will be let in automatically in a few minutes.</p>","Queue-it")),
    further("hotlink",doc("<p>Direct linking is not permitted. Please go through the front page of the portal.</p>","Portal")),
    further("cert",doc("<h1>Invalid request</h1><p>Your session has timed out. Please start again from the home page.</p>","Session")),
    further("es challenge",doc("<h1>Comprobando su navegador</h1><p>Este proceso es automático. Será redirigido en breve a la página solicitada.</p>","Un segundo",lang="es"),"es"),
    further("it cookie",doc("<h1>Prima di proseguire</h1><p>Usiamo i cookie insieme ai nostri partner per offrirti annunci e contenuti su misura e per misurarne le prestazioni.</p><button>Va bene</button>","Il Porto",lang="it"),"it"),
    further("fi cookie",doc("<h1>Ennen kuin jatkat</h1><p>Me ja kumppanimme käytämme evästeitä laitteellasi tietojen tallentamiseen ja sivuston kehittämiseen kanssasi.</p><button>Selvä</button>","Satama",lang="fi"),"fi"),
    further("old CMS",doc("<h2>Objekt nicht vorhanden</h2><p>Zu Ihrer Anfrage liegt kein Datensatz vor.</p>","CMS",lang="de"),"de"),
    further("asp",doc("<h2>Record could not be loaded</h2><p>Object reference not set to an instance of an object.</p>","Error")),
    further("expired story",doc(f"{NAV}<main><h1>Out of date</h1><p>AP stories are taken down after thirty days under the terms of our licence.</p>{CARDS}</main>{FOOT}","The Harbour News")),
    further("ghost town cards",doc(f"{NAV}<main>{CARDS}{CARDS}{CARDS}</main>{FOOT}","The Harbour News")),
    further("bg 404",doc("<h1>Страницата не е намерена</h1><p>Върнете се към началото.</p>","Пристанище",lang="bg"),"ru"),
    further("hr 404",doc("<h1>Stranica nije pronađena</h1><p>Vratite se na naslovnicu.</p>","Luka",lang="hr"),"cs"),
    further("th 404",doc("<h1>ไม่พบหน้าที่คุณต้องการ</h1><p>กลับไปหน้าแรก</p>","ท่าเรือ",lang="th")),
    further("ca 404",doc("<h1>No s'ha trobat la pàgina</h1><p>Torna a la portada.</p>","El Port",lang="ca"),"es"),
    further("sk 404",doc("<h1>Stránku sme nenašli</h1><p>Skúste vyhľadávanie.</p>","Prístav",lang="sk"),"cs"),
    further("ur 404",doc("<h1>صفحہ نہیں ملا</h1><p>مرکزی صفحہ پر جائیں</p>","بندرگاہ",lang="ur"),"ar"),
    further("svelte shell",doc('<div style="display: contents"><div class="skeleton"></div></div><script type="module">import("/_app/start.js")</script>',"Harbour bridge to stay closed")),
    further("image article",doc(f"{NAV}<main><h1>Harbour bridge to stay closed</h1><img src=scan.jpg></main>{FOOT}","Harbour bridge to stay closed")),
    further("title echo",doc(f"{NAV}<main><h1>Nothing found for 2019 05 03 harbour bridge report</h1><p>Try again with other words.</p></main>{FOOT}","Nothing found for 2019 05 03 harbour bridge report")),
    further("audio only",doc(f"{NAV}<main><h1>Harbour bridge to stay closed</h1><audio src=a.mp3></audio><p>Listen to the story</p></main>{FOOT}","Harbour bridge to stay closed")),
    further("legal removal",doc(f"{NAV}<main><h1>Harbour bridge to stay closed</h1><p>This article has been removed following a legal complaint.</p></main>{FOOT}","Harbour bridge to stay closed | The Harbour News")),
    further("summary only",doc(f"{NAV}<main><h1>Harbour bridge to stay closed</h1>{LEAD[:160]}</p><a>Read more at the source</a></main>{FOOT}","Harbour bridge to stay closed")),
)
FURTHER_PAGES = (
    brief("brief",doc(f"{NAV}<main><h1>Two fined for feeding gulls</h1><p>Two visitors were fined forty euros each on Sunday for feeding gulls on the quay, the port police said.</p></main>{FOOT}","Two fined for feeding gulls | The Harbour News")),
    brief("obituary",story("<p>Subscribe to our newsletter for more stories like this.</p>",LEAD,"Inge Berg, keeper of the lights, dies at 91")),
    brief("letter",doc(f"{NAV}<main><h1>Letter: the ferries are late again</h1><p>Sir, the ferries were late on eleven of the past twenty mornings. I have kept a list, and would gladly show it to the mayor.</p><p>P. Lund, Eastern Quay</p></main>{FOOT}","Letter: the ferries are late again")),
    brief("poem",doc("<h1>The lamps</h1>"+"".join(f"<p>{line}</p>" for line in ("The lamps come on, the gulls go home","The water keeps its own account","Nobody counts the bolts at night","And nobody the rust")),"The lamps")),
    brief("scores",doc(f"{NAV}<main><h1>Results of the harbour regatta</h1><table>"+"".join(f"<tr><td>{n}</td><td>Boat {n}</td><td>{n*7} min</td></tr>" for n in range(20))+f"</table></main>{FOOT}","Results of the harbour regatta")),
    brief("membership news",story("<p>Become a member of the friends of the bridge</p>",LEAD+MORE[:900]+"</p>","Friends of the bridge gain members")),
    brief("recipe",doc(f"{NAV}<main><h1>Fish soup of the quay</h1><ul><li>2 onions<li>1 cod<li>salt</ul><p>Cut the onions, cook them slowly in butter for a quarter of an hour, add the fish and a litre of water.</p></main>{FOOT}","Fish soup of the quay")),
    brief("German brief",doc(f"{NAV}<main><h1>Zwei Boote im Hafen gesunken</h1><p>Zwei Ruderboote sind in der Nacht zum Sonntag im alten Hafen gesunken, verletzt wurde nach Angaben der Polizei niemand.</p></main>{FOOT}","Zwei Boote im Hafen gesunken",lang="de"),"de"),
    brief("Japanese",doc(f"<h1>港の橋を閉鎖へ</h1>{JAPANESE}","港の橋を閉鎖へ",lang="ja"),"ja"),
    brief("Persian",doc("<h1>پل بندر بسته می‌ماند</h1><p>سازمان بندر روز جمعه اعلام کرد که پل بندر تا پایان سال بسته می‌ماند زیرا بازرسان در نه کابل آن زنگ‌زدگی یافته‌اند و رفت و آمد خطرناک است.</p>","پل بندر بسته می‌ماند",lang="fa"),"fa"),
    brief("about subscriptions",story("",LEAD+"<p>The company said that it had gained nine thousand subscribers in the spring, most of them with a free trial that ends in June.</p>","Herald gains subscribers")),
    brief("error in title",doc(f"{NAV}<main><h1>Error in ballot papers delays harbour vote</h1><p>A printer’s error on four hundred ballot papers has delayed the vote on the harbour levy by a week, the returning officer said on Monday evening.</p></main>{FOOT}","Error in ballot papers delays harbour vote | The Harbour News")),
    brief("forum post",doc(f"{NAV}<main><h1>Rust on stay cables - how bad?</h1><div><p>Hi all, we found surface rust on three cables of a footbridge. Is that a reason to close it, or can it wait until the spring survey?</p><p>Log in to reply</p></div></main>{FOOT}","Rust on stay cables - how bad? - Bridge forum")),
    brief("company page",doc(f"{NAV}<main><h1>About Berg Cables</h1><p>Berg Cables has made ropes, stays and cables on the eastern quay since 1884 and employs ninety people.</p></main>{FOOT}","About Berg Cables")),
    brief("og article, numbers",doc("<h1>Kurz notiert</h1><p>Die Fähre fährt am Montag nicht, am Dienstag nur bis Mittag und von Mittwoch an wieder nach dem Plan.</p>","Kurz notiert","<meta property=og:type content=article>","de"),"de"),
)
