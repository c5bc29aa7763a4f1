"""Teasers, parts of pages, notices and error pages as sites word them, in words that no list had when they were written.

`UNLISTED_WALLS` must never be used against a quotation; `UNLISTED_PAGES` are whole.
"""

from __future__ import annotations

from core.web_pages import (
    ARTICLE_JSON,
    CARDS,
    CHINESE,
    DUTCH,
    FOOT,
    FRENCH,
    GERMAN,
    ITALIAN,
    JAPANESE,
    KOREAN,
    LEAD,
    MORE,
    NAV,
    NORWEGIAN,
    POLISH,
    PORTUGUESE,
    RUSSIAN,
    SCRIPTS,
    SPANISH,
    SWEDISH,
    WebPage,
    doc,
    story,
)

# fmt: off
P, B, S, J, PART = "paywalled", "blocked", "soft-404", "script-only", "unreachable"
EN3 = LEAD + "<p>“Nobody has told us when the ferries start,” said Ines Carvalho, who runs a bakery on the eastern quay and drives across the bridge before dawn six days a week. Her takings, she says, have fallen by a third since the barriers went up.</p><p>The inspectors’ letter, which this newspaper has seen, lists nine cables and gives each a number. Four of the numbers are printed in red.</p>"
EN4 = EN3 + "<p>It was not the first warning. A consultant hired in 2011 had asked for sensors on every anchorage, and a second one, three years later, wanted the old paint scraped off so that the steel beneath could be seen at all. Both reports were filed, and neither was answered. The port authority says that it acted on the advice it had at the time, that the budget for the following year had already been voted, and that the traffic of those days was lighter than today’s.</p>"


def w(name: str, html: str, reason: str | None = None, lang: str = "en") -> WebPage:
    return WebPage(name, html, reason, lang=lang)


def st(after: str, text: str, lang: str = "en", head: str = "") -> str:
    return story(after, text, lang=lang, head=head)


HU="<p>A kikötői híd az év végéig zárva marad, közölte pénteken a kikötői hatóság, miután az ellenőrök kilenc kábelben találtak korróziót. A döntés negyvenezer ingázót foszt meg a városba vezető legrövidebb úttól.</p><p>A megígért kompokat még nem bérelték ki, a polgármester pedig a megyéhez fordult segítségért.</p>"
CS="<p>Přístavní most zůstane zavřený až do konce roku, oznámila v pátek správa přístavu poté, co inspektoři našli v devíti lanech korozi. Čtyřicet tisíc lidí tak přijde o nejkratší cestu do města.</p><p>Slibované trajekty zatím nikdo neobjednal a primátor se obrátil na kraj.</p>"
TR="<p>Liman köprüsü yıl sonuna kadar kapalı kalacak. Liman idaresi cuma günü yaptığı açıklamada denetçilerin dokuz kabloda paslanma saptadığını bildirdi. Kırk bin kişi kente giden en kısa yolu yitirmiş oldu.</p>"
EL="<p>Η γέφυρα του λιμανιού θα μείνει κλειστή ως το τέλος του χρόνου, ανακοίνωσε την Παρασκευή η λιμενική αρχή, αφού οι επιθεωρητές βρήκαν σκουριά σε εννέα καλώδια. Σαράντα χιλιάδες άνθρωποι χάνουν τον συντομότερο δρόμο προς την πόλη.</p>"
DA="<p>Havnebroen forbliver lukket året ud, oplyste havnemyndigheden fredag, efter at inspektører fandt rust i ni af kablerne. Fyrre tusind pendlere mister dermed den korteste vej ind til byen, og de lovede færger er endnu ikke lejet.</p>"
FI="<p>Satamasilta pysyy suljettuna vuoden loppuun, satamaviranomainen ilmoitti perjantaina, kun tarkastajat löysivät ruostetta yhdeksästä vaijerista. Neljäkymmentätuhatta työmatkalaista menettää lyhimmän reittinsä kaupunkiin, eikä luvattuja lauttoja ole vielä vuokrattu mistään.</p>"
RO="<p>Podul portului va rămâne închis până la sfârșitul anului, a anunțat vineri autoritatea portuară, după ce inspectorii au găsit rugină în nouă dintre cabluri. Patruzeci de mii de navetiști rămân fără cel mai scurt drum spre oraș.</p>"
HE="<p>גשר הנמל יישאר סגור עד סוף השנה, הודיעה ביום שישי רשות הנמל, לאחר שפקחים מצאו חלודה בתשעה מכבליו. ארבעים אלף נוסעים מאבדים את דרכם הקצרה ביותר אל העיר.</p>"
UK="<p>Портовий міст залишиться зачиненим до кінця року, повідомило в п’ятницю управління порту, після того як інспектори знайшли іржу в дев’яти тросах. Сорок тисяч пасажирів втратили найкоротший шлях до міста.</p>"
AR="<p>سيظل جسر الميناء مغلقا حتى نهاية العام، حسبما أعلنت سلطة الميناء يوم الجمعة، بعد أن عثر المفتشون على صدأ في تسعة من كابلاته. ويفقد أربعون ألف راكب بذلك أقصر طريق لهم إلى المدينة.</p>"
GE2=GERMAN+"<p>„Uns hat niemand gesagt, wann die Fähren kommen“, sagt Ines Carvalho, die am Ostkai eine Bäckerei betreibt und sechs Tage in der Woche vor Sonnenaufgang über die Brücke fährt. Ihr Umsatz sei seit der Sperrung um ein Drittel gesunken, und zwei ihrer Nachbarn hätten ganz aufgegeben.</p><p>Der Brief der Prüfer, der dieser Zeitung vorliegt, zählt neun Seile auf und gibt jedem eine Zahl. Vier der Zahlen sind rot gedruckt, und unter der letzten steht handschriftlich ein Datum, das niemand in der Behörde erklären will.</p><p>Es war nicht die erste Warnung. Schon 2011 hatte ein Gutachter Sensoren an jeder Verankerung verlangt, ein zweiter wollte drei Jahre später die alte Farbe abkratzen lassen, damit man den Stahl darunter überhaupt sehe. Beide Berichte wurden abgelegt, keiner wurde beantwortet.</p>"
FR2=FRENCH+"<p>« Personne ne nous a dit quand les bacs arriveraient », soupire Ines Carvalho, qui tient une boulangerie sur le quai est et passe le pont avant l’aube six jours par semaine. Son chiffre d’affaires a fondu d’un tiers depuis la pose des barrières, et deux de ses voisins ont baissé le rideau pour de bon.</p><p>La lettre des inspecteurs, que nous avons pu consulter, énumère neuf câbles et donne à chacun un numéro. Quatre de ces numéros sont imprimés en rouge.</p><p>Ce n’était pas la première alerte. En 2011 déjà, un consultant avait réclamé des capteurs sur chaque ancrage ; un second, trois ans plus tard, voulait faire gratter la vieille peinture pour voir enfin l’acier.</p>"
ES2=SPANISH+"<p>«Nadie nos ha dicho cuándo llegarán los transbordadores», dice Ines Carvalho, que lleva una panadería en el muelle este y cruza el puente antes del alba seis días por semana. Su recaudación ha bajado un tercio desde que pusieron las vallas, y dos de sus vecinos han cerrado para siempre.</p><p>La carta de los inspectores, a la que ha tenido acceso este diario, enumera nueve cables y da a cada uno un número. Cuatro de los números están impresos en rojo.</p><p>No era el primer aviso. Ya en 2011 un consultor había pedido sensores en cada anclaje, y otro, tres años después, quería rascar la pintura vieja para poder ver el acero.</p>"
UNLISTED_WALLS = (
    # --- paywalls, 1 paragraph, new wordings
    w("pw-en-1 there is more", st('<div class="x7f"><h3>There’s more to this story.</h3><p>Back independent reporting from 25p a day.</p><a>See your options</a></div>',LEAD),P),
    w("pw-en-2 you've hit", st('<section class="css-1a2b"><p>You’ve come to the end of your complimentary stories this month.</p><button>Carry on for £1</button><a>I have an account</a></section>',LEAD),P),
    w("pw-en-3 long teaser, join", st('<div class="jk2"><h2>The rest of this report is for our supporters</h2><p>Join 40,000 readers who fund our journalism.</p><button>Join us</button><span>Already one of us?</span></div>',EN3),P),
    w("pw-en-4 long teaser 200w, this article continues", st('<aside class="gate9"><p>This article continues for members of The Harbour News.</p><button>Get access</button><button>Log in</button></aside>',EN4),P),
    w("pw-en-5 login to view more, 200w", st('<div class="c-wall"><h4>Your preview ends here</h4><p>Digital pass: $2 for the first month, then $12.</p><a>Start now</a></div>',EN4),P),
    w("pw-en-6 crowd", st("<div><p>Want the whole picture?</p><p>Our investigations are paid for by people who read them. Choose a monthly amount and go on.</p><a>Choose</a></div>",EN3),P),
    w("pw-en-7 nothing but fade", st('<div class="article__fade-out"></div><div class="offer-container"></div>',EN3, head='<meta name="article:content_tier" content="metered">'),P),
    w("pw-en-8 content tier locked", st('<div class="gradient-mask"></div>',EN4, head='<meta property="article:content_tier" content="locked">'),P),
    w("pw-en-9 print edition preview", st('<p class="tz">You are reading the opening of a piece from issue 34.</p><p>Order the issue (€9.80) or the PDF (€4.50)</p>',EN3),P),
    w("pw-de-1 Abo light", st('<div class="b1"><p>Neugierig geworden?</p><p>Mit dem Digitalzugang geht es sofort weiter – die ersten vier Wochen kosten nichts.</p><button>Zugang sichern</button></div>',GERMAN,"de"),P,lang="de"),
    w("pw-de-2 long", st('<div class="zz"><h2>Sie haben kein Zugriffsrecht auf den gesamten Beitrag</h2><p>Monatszugang 7,90 €, jederzeit kündbar</p></div>',GE2,"de"),P,lang="de"),
    w("pw-de-3 long plus", st('<div class="q3"><p>Dieser Inhalt ist Teil von HafenPlus.</p><button>Jetzt freischalten</button><a>Ich bin schon dabei</a></div>',GE2,"de"),P,lang="de"),
    w("pw-de-4 taz-like genossenschaft", st('<div class="q4"><p>Dieser Text ist unseren Unterstützerinnen und Unterstützern vorbehalten</p><a>Mitmachen ab 5 Euro</a></div>',GE2,"de"),P,lang="de"),
    w("pw-fr-1", st('<div class="k1"><p>Vous êtes pressé de connaître la fin ?</p><p>Poursuivez votre lecture dès 1 € le premier mois</p><a>Je découvre les offres</a></div>',FRENCH,"fr"),P,lang="fr"),
    w("pw-fr-2 long", st('<div class="k2"><p>Envie d’en savoir plus ? Vous avez lu 20 % de cet article.</p><p>Sans engagement, résiliable en ligne</p><a>J’en profite</a></div>',FR2,"fr"),P,lang="fr"),
    w("pw-fr-3 long, credits", st('<div class="k3"><p>Pour accéder à l’intégralité de cet article, utilisez un crédit ou devenez soutien.</p></div>',FR2,"fr"),P,lang="fr"),
    w("pw-es-1 long", st('<div class="m1"><p>Te quedan 0 artículos gratis este mes</p><button>Hazte socio</button><p>Desde 3 euros al mes</p></div>',ES2,"es"),P,lang="es"),
    w("pw-es-2 eldiario", st('<div class="m2"><p>Esta noticia se abrirá para todos el lunes. Los socios ya pueden verla.</p><a>Quiero ser socio</a></div>',ES2,"es"),P,lang="es"),
    w("pw-it-1", st('<div class="n1"><p>Ti interessa il resto?</p><p>Il primo mese è gratis, poi 6,99 euro</p><a>Vai alle offerte</a></div>',ITALIAN,"it"),P,lang="it"),
    w("pw-nl-1", st('<div class="n2"><h3>Nieuwsgierig naar de rest?</h3><p>Probeer een maand voor € 1</p></div>',DUTCH,"nl"),P,lang="nl"),
    w("pw-sv-1", st('<div class="n3"><p>Du har läst klart dina fria artiklar för den här veckan.</p><a>Välj erbjudande</a></div>',SWEDISH,"sv"),P,lang="sv"),
    w("pw-da-1", st('<div class="n4"><p>Resten af historien er for medlemmer af Havneposten.</p><a>Bliv medlem – 1 kr. den første måned</a></div>',DA,"da"),P,lang="da"),
    w("pw-fi-1", st('<div class="n5"><p>Juttu jatkuu tilaajille.</p><a>Aloita tästä</a></div>',FI,"fi"),P,lang="fi"),
    w("pw-no-1", st('<div class="n6"><p>Du må være pluss-kunde for å få tilgang</p><a>Kjøp tilgang</a></div>',NORWEGIAN,"no"),P,lang="no"),
    w("pw-pl-1", st('<div class="n7"><p>To tylko fragment. Pełną wersję przeczytasz po wykupieniu dostępu.</p><a>Wybierz pakiet od 4,90 zł</a></div>',POLISH,"pl"),P,lang="pl"),
    w("pw-cs-1", st('<div class="n8"><p>Tento text si mohou dočíst jen naši podporovatelé.</p><a>Stát se podporovatelem</a></div>',CS,"cs"),P,lang="cs"),
    w("pw-hu-1", st('<div class="n9"><p>A cikk folytatása csak a tagjainknak érhető el.</p><a>Csatlakozom</a></div>',HU,"hu"),P,lang="hu"),
    w("pw-tr-1", st('<div class="n10"><p>Bu haberin devamı üyelerimize özeldir.</p><a>Üye ol</a></div>',TR,"tr"),P,lang="tr"),
    w("pw-el-1", st('<div class="n11"><p>Η συνέχεια διαθέσιμη μόνο σε συνδρομητές.</p><a>Γίνετε μέλος</a></div>',EL,"el"),P,lang="el"),
    w("pw-ro-1", st('<div class="n12"><p>Restul materialului este destinat cititorilor care ne susțin.</p><a>Susține-ne</a></div>',RO,"ro"),P,lang="ro"),
    w("pw-he-1", st('<div class="n13"><p>המשך הכתבה זמין למנויים.</p><a>לרכישת מנוי</a></div>',HE,"he"),P,lang="he"),
    w("pw-uk-1", st('<div class="n14"><p>Продовження доступне учасникам нашої спільноти.</p><a>Долучитися</a></div>',UK,"uk"),P,lang="uk"),
    w("pw-ru-1", st('<div class="n15"><p>Это начало материала. Продолжение — для участников клуба.</p><a>Вступить</a></div>',RUSSIAN,"ru"),P,lang="ru"),
    w("pw-ar-1", st('<div class="n16"><p>بقية هذا التقرير متاحة لأعضاء النادي.</p><a>انضم الآن</a></div>',AR,"ar"),P,lang="ar"),
    w("pw-ja-1", st('<div class="n17"><p>ここから先は会員の方のみご覧になれます。</p><a>プランを選ぶ</a></div>',JAPANESE,"ja"),P,lang="ja"),
    w("pw-ja-2", st('<div class="n18"><p>この続きは、月額980円の定期購読で。</p></div>',JAPANESE*2,"ja"),P,lang="ja"),
    w("pw-zh-1", st('<div class="n19"><p>剩余内容需解锁后查看（6元）</p><a>立即解锁</a></div>',CHINESE,"zh"),P,lang="zh"),
    w("pw-ko-1", st('<div class="n20"><p>이 뒤의 내용은 멤버십 가입 후 볼 수 있습니다.</p><a>멤버십 시작하기</a></div>',KOREAN,"ko"),P,lang="ko"),
    w("pw-pt-1", st('<div class="n21"><p>Você já leu as três matérias gratuitas do mês.</p><a>Ver planos a partir de R$ 4,90</a></div>',PORTUGUESE,"pt"),P,lang="pt"),
    # --- parts of a page
    w("part-en-1 next page", st('<ul class=pager><li>1<li><a href="?page=2">2</a><li><a href="?page=3">3</a><li><a href="?page=2">Next page</a></ul>',EN4),PART),
    w("part-en-2 continued on page 2", st('<p><a rel=next href="/2019/05/03/harbour-bridge-report/2">Continued on page 2 »</a></p>',EN4+MORE, head='<link rel=next href="/2019/05/03/harbour-bridge-report/2">'),PART),
    w("part-de Seite 1 von 4", st('<div>Seite 1 von 4</div><a href="/2019/05/03/harbour-bridge-report/seite-2">Auf einer Seite lesen</a><a href="/2019/05/03/harbour-bridge-report/seite-2">Nächste Seite</a>',GE2,"de"),PART,lang="de"),
    w("part live blog, load earlier", st("<button>Load older updates</button><p>Showing 10 of 142 posts</p>","".join(f"<article><time>1{i}:05</time><p>Update {i}: The port authority says that the barriers at the eastern ramp are to stay in place until further notice tonight.</p></article>" for i in range(9))),PART),
    w("part read more button cuts", st('<button class="js-expand" aria-expanded=false data-url="/ajax/article/81/rest">Show full article</button>',LEAD),P),
    # --- soft 404 unseen
    w("s404-en-1 vanished", doc(NAV+"<main><h1>Hmm, that story seems to have sailed.</h1><p>It may have been taken down, or the address may have a typo in it. Try the front page, or write to us and we will look for it in our stacks.</p></main>"+FOOT,"The Harbour News"),S),
    w("s404-en-2 lost", doc(NAV+"<main><h1>You’ve drifted off the chart</h1><p>There is nothing moored at this address. Head back to <a href=/>port</a>.</p><h2>Most read</h2>"+CARDS+"</main>"+FOOT,"Off the chart – The Harbour News"),S),
    w("s404-de", doc(NAV+"<main><h1>Huch, hier ist ja gar nichts!</h1><p>Der Link, dem Sie gefolgt sind, führt ins Leere. Vielleicht hilft Ihnen unsere Suche weiter, oder Sie fangen auf der Startseite noch einmal von vorn an.</p></main>"+FOOT,"Huch! | Hafenzeitung",lang="de"),S,lang="de"),
    w("s404-fr", doc(NAV+"<main><h1>Perdu ?</h1><p>Cette adresse ne mène nulle part, ou bien l’article que vous vouliez consulter a été retiré par la rédaction.</p></main>"+FOOT,"Le Journal du port",lang="fr"),S,lang="fr"),
    w("s404-es", doc(NAV+"<main><h1>Vaya, te has perdido</h1><p>El enlace que has seguido está roto o la noticia ha sido retirada de nuestro archivo digital hace tiempo.</p></main>"+FOOT,"Diario del puerto",lang="es"),S,lang="es"),
    w("s404-pl", doc(NAV+"<main><h1>Ups! Coś poszło nie tak</h1><p>Tego adresu nie ma w naszym serwisie. Sprawdź, czy nie ma w nim literówki, albo wróć na stronę główną i poszukaj jeszcze raz.</p></main>"+FOOT,"Kurier Portowy",lang="pl"),S,lang="pl"),
    w("s404-archive moved", doc(NAV+"<main><h1>Our archive has moved</h1><p>Stories published before 2020 can now be found at archive.harbournews.example. Please search for the headline there.</p></main>"+FOOT,"The Harbour News"),S),
    w("s404-license expired", doc(NAV+"<main><h1>Harbour bridge to stay closed</h1><p>This story has been withdrawn because our licence to publish it has ended.</p></main>"+FOOT,"Harbour bridge to stay closed"),S),
    w("s404-legal removed", doc(NAV+"<main><article><h1>Harbour bridge to stay closed</h1><p>Editor’s note: This article was removed on legal advice on 4 June 2020.</p></article></main>"+FOOT,"Harbour bridge to stay closed"),S),
    w("s404-AP expired", story("", "<p>This article is no longer hosted on our site because the agreement with the agency that wrote it does not allow us to keep it for longer than thirty days.</p>"),S),
    # --- maintenance, traffic, age, region
    w("maint-1", doc("<h1>Our presses are being oiled</h1><p>The site is being updated tonight and returns at 6 am. Thank you for your patience while our engineers finish.</p>","The Harbour News"),"unreachable|"+S),
    w("maint-fr", doc("<h1>Nous revenons très vite</h1><p>Notre site fait peau neuve. Merci de repasser dans quelques minutes, le temps pour nos équipes de terminer leur travail.</p>","Le Journal du port",lang="fr"),"unreachable|"+S,lang="fr"),
    w("traffic queue-it", doc("<h1>You are now in line</h1><p>Because so many people want to visit us right now, we have placed you in a queue. When it is your turn, you will have ten minutes to enter the website.</p><p>Number of users ahead of you: 1204</p>","Queue-it"),B+"|"+S),
    w("traffic-de", doc("<h1>Sind Sie noch da?</h1><p>Wir haben auffällig viele Aufrufe von Ihrem Anschluss bemerkt. Bitte lösen Sie die Aufgabe, damit wir sehen, dass Sie kein Programm sind.</p>","Kurz innehalten",lang="de"),B+"|"+S,lang="de"),
    w("region-200 new words", doc(NAV+"<main><h1>Harbour bridge to stay closed</h1><p>Sorry, readers from where you are cannot open this one. Our rights to it end at the border, and European data rules give us no other choice for now.</p></main>"+FOOT,"Harbour bridge to stay closed"),B),
    w("age-it", doc("<h1>Contenuti per adulti</h1><p>Per proseguire devi dichiarare di avere compiuto diciotto anni e di accettare le condizioni del servizio.</p><button>Dichiaro</button><button>Torna indietro</button>","Benvenuto",lang="it"),B+"|"+S,lang="it"),
    w("sso okta", doc('<div id=okta-sign-in><h2>Connecting to</h2><p>Sign in with your account to access Harbour Newsroom</p></div><script src="https://ok1static.oktacdn.com/x.js"></script>',"Harbour - Sign In"),B+"|"+J),
    w("sso shibboleth wayf", doc("<h1>Find your institution</h1><p>Select your university or organisation from the list to reach this resource through your home organisation.</p><form><input name=q><button>Continue</button></form>","Institutional login"),B+"|"+S),
    w("ezproxy", doc("<h1>Library access</h1><p>You have followed a link to a resource that our library licenses for its own members. Please enter your library card number and PIN.</p><form action=/ezlogin method=post><input name=user><input name=pass><button>Go</button></form>","Off-campus access"),B+"|"+S),
    w("consent new words", doc("<div><h1>Ein Wort in eigener Sache</h1><p>Lesen Sie uns kostenlos mit Reklame und Nachverfolgung, oder entscheiden Sie sich für das werbefreie Angebot für 3,99 Euro im Monat.</p><p>Mit Ihrem Einverständnis speichern 212 Drittanbieter Kennungen auf Ihrem Gerät.</p><button>Weiter mit Reklame</button><button>Werbefrei lesen</button></div>","Hafenzeitung",lang="de"),B+"|"+P+"|"+S,lang="de"),
    # --- archives' own pages with Memento-Datetime
    w("wayback Hrm", doc("<h1>Hrm.</h1><p>The Wayback Machine has not archived that URL.</p><p>This page is available on the web! Help make the Wayback Machine more complete!</p><a>Save this url in the Wayback Machine</a>","Wayback Machine"),S),
    w("wayback excluded 200", doc("<div id=error><h1>Sorry.</h1><p>This URL has been excluded from the Wayback Machine.</p></div>","Internet Archive Wayback Machine"),B+"|"+S),
    w("wayback robots", doc("<h1>Sorry.</h1><p>Page cannot be displayed due to robots.txt.</p>","Wayback Machine"),B+"|"+S),
    w("wayback redirect shim", doc('<p class="code shift red">Got an HTTP 302 response at crawl time</p><p class=code>Redirecting to...</p><p class=code><a href="/web/2019/https://x.example/">https://x.example/</a></p><p class=impatient><a>Impatient?</a></p>',"Internet Archive Wayback Machine"),S+"|"+J),
    w("archive.today captcha", doc("<h1>One more step</h1><p>Please complete the security check to access archive.ph</p><div class=g-recaptcha></div>","archive.ph"),B),
    w("perma capture unavailable", doc("<h1>Harbour bridge to stay closed</h1><p>This Perma Link is private and can only be viewed by members of its organization.</p><p>You can view the live site.</p>","Perma | Harbour bridge to stay closed"),B+"|"+S),
    w("arquivo not found", doc("<h1>Não encontrámos esta página preservada no Arquivo.pt</h1><p>Sugira que a página seja guardada ou procure por outra versão.</p>","Arquivo.pt",lang="pt"),S,lang="pt"),
    # --- content
    w("next data only", doc(NAV+'<main id=content><h1>Harbour bridge to stay closed</h1></main><script id="__NEXT_DATA__" type="application/json">'+ARTICLE_JSON+"</script>"+FOOT),J),
    w("template only", doc(NAV+"<main><h1>Harbour bridge to stay closed</h1><harbour-article><template shadowrootmode=open><slot></slot></template></harbour-article><template id=rest>"+LEAD+MORE+"</template></main>"+FOOT),J+"|"+S),
    w("body empty, summary shown", doc(NAV+"<main><h1>Harbour bridge to stay closed</h1><p>The harbour bridge will stay closed for the rest of the year after inspectors found corrosion.</p><div id=article-body data-src=/api/article/9 class=lazy></div></main>"+SCRIPTS+FOOT),J+"|unreachable|"+S),
    w("noscript text only", doc(NAV+"<main><noscript>"+LEAD+MORE+"</noscript></main>"+SCRIPTS+FOOT),J),
)
UNLISTED_PAGES = (
    w("full with offer below", st("<div class=b><h3>Support our journalism from £1 a month</h3><button>Subscribe</button></div>",EN4+MORE)),
    w("full 250 words with box", st("<div class=b><p>Enjoyed this? Subscribe from $2 a month.</p><a>Log in</a></div>",EN4+MORE[:len(MORE)//2].rsplit("<p>",1)[0])),
    w("full next article links", st("<nav><a rel=next href=/next-story>Next article: The last lamplighter</a></nav>",EN4+MORE)),
    w("full fr", st("<p>Abonnez-vous à notre lettre</p>",FR2+FR2.replace("neuf","dix"),"fr"),lang="fr"),
    w("full with a date line and a link", st("<p>The Harbour News (Port Ellis) First published February 1, 2016: 1:28 AM ET</p><p><a href=/t>What is trending</a></p>",EN4)),
    w("full ru with other pages", st("<p>Вам также может быть интересно</p><p><a href=/i>Интересное 0</a></p>",RUSSIAN*4,"ru"),lang="ru"),
    w("full with a list of goods and their addresses", st("<p>1) Walking boots for the pier 75188 in brown leather</p><p><a href=http://goods.example/2iJF>http://goods.example/2iJF</a></p>",EN4)),
    w("short with a line about millions", st("<p>It has freed the £38million that the bridge had taken</p><p>It is spent.</p>",LEAD)),
    w("full fr with what subscribers like", st("<aside class=x></aside><h3>Le choix des abonnés</h3><a href=/a>Les bacs</a>",FRENCH*3,"fr"),lang="fr"),
    w("full with a consent dialogue for each size of screen", st("<button>Accept</button>"+"<div><p>This website uses cookies to improve your experience while you navigate. Of these cookies those that are necessary are stored in your browser, since they are essential for the working of the website. We also use cookies of others that help us understand how you use this website, and these cookies will be stored with your consent.</p></div>"*4,LEAD+EN3)),
    w("full with comments pager", st("<section class=comments><h2>Comments</h2><a href=?cp=2>Next page</a><a>Load more comments</a></section>",EN4+MORE)),
)

# --- written after the above was mended: half of these walls were not known at first

ANY = "paywalled|blocked|soft-404|script-only|unreachable|language"
IT2 = ITALIAN+"<p>«Nessuno ci ha detto quando arriveranno i traghetti», racconta Ines Carvalho, che ha un forno sul molo est e passa il ponte prima dell’alba sei giorni la settimana. L’incasso è sceso di un terzo da quando ci sono le transenne.</p><p>La lettera degli ispettori, che questo giornale ha potuto leggere, elenca nove cavi e dà a ciascuno un numero. Quattro dei numeri sono stampati in rosso, e sotto l’ultimo qualcuno ha scritto a mano una data che in ufficio nessuno vuole spiegare.</p><p>Non era il primo avviso. Già nel 2011 un consulente aveva chiesto dei sensori su ogni ancoraggio, e un altro, tre anni dopo, voleva grattare via la vernice vecchia per vedere l’acciaio.</p>"
BG = "<p>Пристанищният мост остава затворен до края на годината, съобщи в петък пристанищната администрация, след като инспектори откриха ръжда в девет от въжетата му. Четиридесет хиляди души губят най-краткия си път към града.</p>"
SL = "<p>Pristaniški most bo zaprt do konca leta, je v petek sporočila pristaniška uprava, potem ko so inšpektorji v devetih vrveh našli rjo. Štirideset tisoč ljudi je tako ostalo brez najkrajše poti v mesto.</p>"
HI = "<p>बंदरगाह का पुल साल के अंत तक बंद रहेगा, बंदरगाह प्राधिकरण ने शुक्रवार को बताया, क्योंकि निरीक्षकों को उसके नौ तारों में जंग मिली है। करीब चालीस हज़ार लोग शहर जाने का सबसे छोटा रास्ता खो देंगे।</p>"

LATER_WALLS = (
    w("en substack-like", st('<div class="z1"><p>This post is for the people who chip in.</p><button>Chip in</button><p>or wait until Sunday, when it opens to everybody</p></div>',EN4), ANY),
    w("en local paper", st('<div class="z2"><h3>Hello, neighbour</h3><p>You’ve looked at three of our pieces since Monday, which is as many as we can give away.</p><a>Stay with us for $5</a></div>',EN3), ANY),
    w("en magazine, newsstand", st('<div class="z3"><p>Printed in full in our June number, on sale at all good newsagents.</p></div>',EN4), ANY),
    w("en gift", st('<div class="z4"><p>Ask a friend who takes the Herald to share a gift link with you, or take it yourself.</p><button>Take the Herald</button></div>',EN3), ANY),
    w("de Schwäbische", st('<div class="z5"><p>Sie möchten wissen, was der Bürgermeister dazu sagt?</p><button>Weiter zum Angebot</button><p>Schon Kunde? Hier entlang</p></div>',GERMAN,"de"), ANY,lang="de"),
    w("de Blendle-artig, lang", st('<div class="z6"><p>Einzeln kaufen: 0,79 €</p><p>Flatrate: 9,99 € im Monat</p><button>In den Warenkorb</button></div>',GE2,"de"), ANY,lang="de"),
    w("fr regional long", st('<div class="z7"><p>Vous lisez un article premium. Il vous reste à découvrir l’essentiel.</p><a>M’identifier</a><a>Voir les formules</a></div>',FR2,"fr"), ANY,lang="fr"),
    w("es argentina long", st('<div class="z8"><p>Alcanzaste el tope de notas del mes</p><a>Sumate por $ 390</a></div>',ES2,"es"), ANY,lang="es"),
    w("it long", st('<div class="z9"><p>Per arrivare all’ultima riga serve un pass</p><button>Prendi il pass</button></div>',IT2,"it"), ANY,lang="it"),
    w("bg", st('<div class="z10"><p>Този материал е достъпен само за нашите дарители.</p><a>Стани дарител</a></div>',BG,"bg"), ANY,lang="ru"),
    w("sl", st('<div class="z11"><p>Nadaljevanje preberite v tiskani izdaji ali z digitalno naročnino.</p></div>',SL,"sl"), ANY,lang="cs"),
    w("hi", st('<div class="z12"><p>यह कहानी सिर्फ़ हमारे मेंबर्स के लिए है।</p><a>मेंबर बनें</a></div>',HI,"hi"), ANY,lang="hi"),
    w("tr gazete", st('<div class="z13"><p>Yazının kalanı dijital aboneler için.</p><a>Abonelik seçenekleri</a></div>',TR,"tr"), ANY,lang="tr"),
    w("ja chiho", st('<div class="z14"><p>残り：865文字</p><p>プレミアムコースにご加入の方は最後までお読みになれます。</p></div>',JAPANESE*3,"ja"), ANY,lang="ja"),
    w("s404 en", doc(NAV+"<main><h1>We looked everywhere</h1><p>Under the desk, behind the press, even in the canteen. Whatever used to live at this address has gone, and it left no note for us to pass on to you.</p></main>"+FOOT,"We looked everywhere – The Harbour News"), ANY),
    w("s404 nl", doc(NAV+"<main><h1>Mis poes</h1><p>De link die je volgde is oud, of er zit een foutje in. Ga terug naar de voorpagina en zoek daar verder.</p></main>"+FOOT,"Havenkrant",lang="nl"), ANY,lang="nl"),
    w("s404 withdrawn", story("","<p>We have unpublished what stood here at the request of a person named in it, and after talking to our readers’ editor.</p>"), ANY),
    w("s404 correction only", story("","<p>Following new information, the newspaper no longer stands by its report of 3 May and has taken it off the site.</p>"), ANY),
    w("maint pt", doc("<h1>Estamos a mudar de casa</h1><p>O nosso site volta dentro de algumas horas. Obrigado pela paciência enquanto a equipa arruma as últimas caixas.</p>","Jornal do Porto",lang="pt"), ANY,lang="pt"),
    w("bot ru", doc("<h1>Секундочку</h1><p>Мы проверяем, что к нам пришёл живой читатель. Обычно это занимает не больше пяти секунд, обновлять страницу не нужно.</p>","Проверка",lang="ru"), ANY,lang="ru"),
    w("geo en", story("","<p>This video clip can only be watched inside Norway because of the agreements we have with those who made it.</p>"), ANY),
    w("sso univ", doc("<h1>Choose how to come in</h1><p>Staff and students use the campus account, visitors use the card number on the back of their reader’s ticket.</p><button>Campus account</button><button>Reader’s ticket</button>","Reading room"), ANY),
    w("consent es", doc("<h1>Tú decides</h1><p>Para leernos gratis necesitamos que nos dejes guardar identificadores en tu dispositivo y mostrarte anuncios a tu medida, junto con 300 socios.</p><button>Vale</button><button>Prefiero pagar</button>","Diario del puerto",lang="es"), ANY,lang="es"),
    w("part sv", st('<div class="p"><a href="/2019/05/03/harbour-bridge-report?sida=2">Till nästa sida</a></div>',SWEDISH*4,"sv"), ANY,lang="sv"),
)
# Offers of which no list has a word, told by standing right below a short text with a button.
UNEXPLAINED_WALLS = (
    w("fr hebdo", st('<div class="y6"><p>La partie gratuite s’arrête ici.</p><a>Continuer pour 2 €</a></div>',FR2,"fr"), ANY,lang="fr"),
    w("es regional", st('<div class="y7"><p>Lo que sigue es cosa de quienes nos sostienen.</p><a>Quiero sostener</a></div>',ES2,"es"), ANY,lang="es"),
    w("it", st('<div class="y8"><p>Questa è solo la prima parte. La seconda la trovi nell’edizione digitale.</p><a>Sfoglia il giornale</a></div>',IT2,"it"), ANY,lang="it"),
    w("fi", st('<div class="y10"><p>Tästä eteenpäin vain digitilaajille</p><a>Katso vaihtoehdot</a></div>',FI*5,"fi"), ANY,lang="fi"),
    w("el", st('<div class="y11"><p>Για να διαβάσετε τη συνέχεια, επιλέξτε πακέτο.</p><a>Πακέτα</a></div>',EL*4,"el"), ANY,lang="el"),
    w("uk", st('<div class="y12"><p>Далі — лише для тих, хто з нами.</p><a>Бути з нами</a></div>',UK,"uk"), ANY,lang="uk"),
    w("ko", st('<div class="y13"><p>여기부터는 정기 독자에게만 보입니다.</p><a>정기 독자 되기</a></div>',KOREAN*3,"ko"), ANY,lang="ko"),
)
LATER_PAGES = (
    w("short news with promo links", st("<h3>Mer om ämnet</h3><ul><li><a href=/a>Färjorna dröjer till hösten</a><li><a href=/b>Bron i bilder</a></ul><p>Prenumerera på vårt nyhetsbrev</p>",SWEDISH,"sv"),lang="sv"),
    w("short with author box", st("<div><p>Anna Berg</p><p>Anna Berg covers the port and the people who work there. Write to her at anna@harbour.example</p><a>Follow</a></div>",EN3)),
    w("support box under 230 words", st("<div><h3>Before you go</h3><p>We are a small newsroom and depend on you. Give what you can, from £2.</p><button>Give</button></div>",EN4)),
    w("share and tags", st("<p>Share</p><p>Copy link</p><p>Topics: harbour, bridges, corrosion</p><p>Report an error</p>",EN3)),
    w("app promo", st("<div><p>Get our app</p><p>Read the news before anyone else</p><a>Download</a></div>",EN4)),
    w("membership long", st("<div><p>Join us</p><p>Members keep this site going. Become one from €5 a month.</p><p>Already a member? Log in</p></div>",EN4+MORE)),
    w("german with shop", st("<div><p>Zum Thema im Shop: Das Brückenbuch</p><p>24,90 Euro</p></div>",GE2,"de"),lang="de"),
    w("fr avec dons", st("<div><p>Nous avons besoin de vous</p><a>Faire un don</a></div>",FR2,"fr"),lang="fr"),
    w("en related cards", st(CARDS,EN4)),
    w("numbered slug related", st('<p><a href="/2019/05/03/harbour-bridge-report-2">More on the bridge</a></p>',EN4+MORE)),
)
