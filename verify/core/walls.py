"""What stands between a reader and a page that answers: bot checks, logins, consent, paywalls, scripts.

Each function looks at one kind of wall and returns the evidence in words, or None. A word on a page is never enough: an article
about captchas, a page with a login box in its footer or a banner about cookies are pages. What decides is the wall's
sign together with how little else the page shows; in doubt there is a wall, because the other error accuses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from verify.core import offers
from verify.core.page_signs import PROSE_LINE, SHORT_LINE, Line, Signs, phrases, stems
from verify.core.patterns import regex
from verify.data import table
from verify.model import Capture, Document, RegionKind

# Words of running text up to which a page that carries the sign of a wall is the wall. Challenges, error pages and shells
# say what they are in a paragraph or two; logins and consent dialogues print their terms; a teaser is a few paragraphs.
CHALLENGE_PROSE = 150
VENDOR_PROSE = 250
LOGIN_PROSE = 600
LOGIN_BOX_PROSE = 100
CONSENT_PROSE = 800
TEASER_PROSE = 400
SHELL_WORDS = 40
# Share of a consent dialogue's running text that talks of cookies and data.
CONSENT_SHARE = 0.5
# Buttons side by side, as one line.
LABEL_WORDS = 8
# What stands beside a title on a page without a text: a date, a button.
DATE_WORDS = 3
# What offers the rest of a text says it in a line.
OFFER_WORDS = 16
# A page that declares its number of words and shows this share of them is shown whole.
WHOLE_SHARE = 0.8
# Under this share it is cut. Languages without spaces declare characters, which count two to a word here.
CUT_SHARE = 0.34

_PASSWORD = regex(r"""<input\b[^>]{0,400}\btype\s*=\s*["']?password""")
_SIGN_IN_FORM = regex(
    r"""<form\b[^>]{0,400}(?:login|log-in|signin|sign-in|logon|auth|session)|<input\b[^>]{0,400}(?:type\s*=\s*["']?email|name\s*=\s*["']?(?:user|email|login|identifier))"""
)
_APP_ROOT = regex(
    r"""<(?:div|main|section)\b[^>]{0,200}\bid\s*=\s*["']?(?:root|app|__next|__nuxt|react-root|app-root|main-app|svelte|___gatsby|ember|application|spa-root|mount)\b|<app-root\b|ng-app="""
)
# What the element of an article's text is called; where it is empty, its text is elsewhere.
_EMPTY_BODY = regex(
    r"""<(div|section|article)\b[^>]{0,300}\b(?:id|class)\s*=\s*["']?[^"'>]{0,80}?\b((?:article|story|post|entry|news|page)[-_]{0,2}(?:body|content|text))\b[^>]{0,300}>\s*</\1>"""
)
_TIER = regex(r"""<meta\b(?=[^>]{0,300}article:content_tier)[^>]{0,300}\bcontent\s*=\s*["']?(locked|metered)""")
_FIELD = regex(r"<(?:input|select|button)\b")
_FRAME = regex(r"<i?frame\b[^>]{0,600}\bsrc\s*=")
_MEDIA = regex(r"<(audio|video|embed|object|canvas|img|picture|amp-img)\b")
_SCRIPT = regex(r"<script\b")
_SENDS_ON = regex(r"\s*\d+(?:\.\d+)?\s*[;,]\s*\S")
# What the rest costs, or how much of it there is: "1 € a month", "from $1", "残り800文字".
_PRICE = regex(rf"[€£$¥₽₹]\s?\d{offers.NO_MILLIONS}|\d\s?(?:[€£$¥円₽₹%]|euros?\b|kr\b|zł\b|eur\b|usd\b|元|文字|字)")
_CUT = regex(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\W{0,3}$")


def bot_check(capture: Capture, page: Signs) -> str | None:
    """A challenge for machines: a header or markup of the vendors that sell them, or their words and little else."""
    headers = {name.lower(): value.lower() for name, value in capture.headers}
    listed = table("availability")["bot_check"]
    for name, prefix in listed["headers"].items():
        if name in headers and headers[name].startswith(prefix):
            return f"a bot check: header {name}: {headers[name]}"
    if page.main < VENDOR_PROSE:
        found = _listed(page.markup, listed["markup"])
        if found:
            return f"a bot check of {found[0]} (“{found[1]}” in the page’s source)"
    if page.prose < CHALLENGE_PROSE:
        words = phrases("bot_check", "words").first((*page.titles, *page.short_lines()))
        if words:
            return f"a bot check: the page says “{words}” and shows {page.prose} words of running text"
        found = _listed(page.markup, listed["widgets"])
        if found and page.main < SHELL_WORDS:
            return f"a captcha ({found[0]}) on a page of {page.main} words"
    return None


def refused(capture: Capture, page: Signs | None) -> str | None:
    """A bot check behind a status that is no success."""
    return bot_check(capture, page) if page else None


def login(page: Signs, document: Document) -> str | None:
    """A login form instead of the page."""
    if not page.markup:
        return None
    password = _PASSWORD.search(page.markup) is not None
    titled = phrases("login", "title").whole(page.titles)
    if titled and (password or _SIGN_IN_FORM.search(page.markup)) and page.prose < LOGIN_PROSE:
        return f"a login form: the page calls itself “{titled}”"
    if titled and page.prose < LOGIN_BOX_PROSE:
        offer = phrases("login", "provider").first([*_labels(page), *_links(page, document)])
        if offer:
            return f"a login: the page calls itself “{titled}” and offers “{offer}”"
    if password and page.prose < LOGIN_BOX_PROSE:
        return f"a login form and {page.prose} words of running text"
    return None


def consent(page: Signs) -> str | None:
    """A dialogue about cookies and data instead of the page."""
    if page.prose >= CONSENT_PROSE:
        return None
    about = stems("consent", "words")
    # Buttons have a line of their own, or stand at the end of the paragraph that they agree to.
    labels = _labels(page)
    labels += [
        _end(line.text) for line in page.lines if line.words > LABEL_WORDS and about.search(line.text.casefold())
    ]
    button = phrases("consent", "accept").first(labels)
    if button is None:
        return None
    # Once each: dialogues for small and for large screens say the same.
    said = {line.text: line for line in page.lines if line.region is not RegionKind.HEADING}
    prose = [line for line in said.values() if line.words >= PROSE_LINE]
    total = sum(line.words for line in prose)
    dialogue = sum(line.words for line in prose if about.search(line.text.casefold()))
    if total and dialogue > CONSENT_SHARE * total:
        return f"a consent dialogue: {dialogue} of {total} words are about cookies and data, with a button “{button}”"
    if not total and any(about.search(line.text.casefold()) for line in page.lines):
        return f"a consent dialogue with a button “{button}” and no running text"
    return None


def _labels(page: Signs) -> list[str]:
    return [line.text.casefold() for line in page.lines if line.words <= LABEL_WORDS]


def _links(page: Signs, document: Document) -> list[str]:
    """What links say, also those that stand side by side in a line without a space; of short pages only."""
    if page.visible >= LOGIN_PROSE:
        return []
    return [document.text[link.start : link.end].casefold() for link in document.links]


def _end(text: str) -> str:
    return " ".join(text.casefold().split()[-LABEL_WORDS:])


def region(page: Signs) -> str | None:
    """A page that is shown in other countries only."""
    if page.prose >= CHALLENGE_PROSE:
        return None
    words = phrases("region").first((*page.titles, *(line.text.casefold() for line in page.lines)))
    return (
        f"a block by country: the page says “{words}” and shows {page.prose} words of running text" if words else None
    )


def refusal(page: Signs) -> str | None:
    """A condition that no program fulfils: an advertisement blocker to be switched off, another browser, a permission."""
    if page.prose >= CHALLENGE_PROSE:
        return None
    words = phrases("refusal", "words").first((*page.titles, *(line.text.casefold() for line in page.lines)))
    return f"a refusal: the page says “{words}” and shows {page.prose} words of running text" if words else None


def age(page: Signs, document: Document) -> str | None:
    """A question for the reader's age instead of the page."""
    if page.prose >= CHALLENGE_PROSE:
        return None
    asks = phrases("age", "words").first((*page.titles, *page.short_lines()))
    if asks is None:
        return None
    answers = phrases("age", "answer")
    labels = [*_labels(page), *_links(page, document)]
    answer = answers.whole(labels)
    # "Yes" and "No" side by side are one line.
    answer = answer or next((label for label in labels if all(answers.whole([word]) for word in label.split())), None)
    if answer:
        return f"an age gate: the page says “{asks}”, to be answered with “{answer}”"
    if page.main < SHELL_WORDS and _FIELD.search(page.markup):
        return f"an age gate: the page says “{asks}” and shows {page.main} words and a form"
    return None


def paywall(page: Signs, document: Document) -> str | None:
    """The beginning of the page, and the rest for subscribers."""
    facts = document.metadata
    if facts.get("accessible_for_free") == "false":
        declared = int(facts.get("word_count", "0")) if facts.get("word_count", "").isdecimal() else 0
        if not (declared >= PROSE_LINE and page.main >= WHOLE_SHARE * declared):
            return f"the page declares that it is not free to read (isAccessibleForFree: false) and shows {page.prose} words"
    elif facts.get("accessible_for_free") == "true" and page.prose >= CHALLENGE_PROSE:
        return None
    cut = _cut_short(page, facts)
    if cut:
        return cut
    tier = _TIER.search(page.markup) if page.prose < TEASER_PROSE else None
    if tier:
        return f"the page declares itself {tier[1]} (article:content_tier) and shows {page.prose} words"
    says = phrases("paywall", "words")
    shown = [
        line for line in page.lines if line.region not in {RegionKind.NAVIGATION, RegionKind.FOOTER, RegionKind.COMMENT}
    ]
    boxes = {index: line.text.casefold() for index, line in enumerate(shown) if line.words <= SHORT_LINE}
    words = says.first(boxes.values())
    if words:
        if page.prose < TEASER_PROSE:
            return f"a paywall: the page shows {page.prose} words and says “{words}”"
        at = next(index for index, text in boxes.items() if says.first([text]))
        before = [line.text for line in shown[:at] if line.words >= PROSE_LINE and line.region is RegionKind.MAIN]
        if before and _CUT.search(before[-1]):
            return f"a paywall: the text breaks off (“{before[-1][-40:]}”) and the page says “{words}”"
    if page.prose < CHALLENGE_PROSE:
        mark = next((word for word in table("availability")["paywall"]["markup"] if word in page.markup), None)
        if mark:
            return f"a paywall: the page shows {page.prose} words, and its source marks it as “{mark}”"
        last = next((line.text for line in reversed(shown) if line.words >= PROSE_LINE), "")
        if _CUT.search(last):
            return f"a paywall: the page shows {page.prose} words, and the last of them break off (“{last[-40:]}”)"
        offer = _offer(shown)
        if offer:
            return f"a paywall: the page shows {page.prose} words and offers “{offer}”"
    offer = offers.offered(page)
    if offer:
        return f"a paywall: the page shows {page.prose} words and offers “{offer}”"
    box = offers.unexplained(page, document)
    return f"perhaps a paywall: the page shows {page.prose} words, and below them “{box}”" if box else None


def _cut_short(page: Signs, facts: Mapping[str, str]) -> str | None:
    """A text that declares how long it is and of which little is shown."""
    count = facts.get("word_count", "")
    declared = int(count) if count.isdecimal() else 0
    if declared >= CHALLENGE_PROSE and page.main < CUT_SHARE * declared:
        return f"the page declares {declared} words and shows {page.main}"
    return None


def _offer(shown: Sequence[Line]) -> str | None:
    """What a box below the beginning of a text offers: the rest, for a subscription. Offers of letters are none."""
    first = next((index for index, line in enumerate(shown) if line.words >= PROSE_LINE), len(shown))
    stem, other = stems("paywall", "stems"), stems("paywall", "not_stems")
    below = [line for line in shown[first + 1 :] if line.words <= OFFER_WORDS and line.region is not RegionKind.ASIDE]
    texts = (line.text.casefold() for line in below)
    enter, see = stems("paywall", "enter"), stems("paywall", "see")
    found = (
        text
        for text in texts
        if (stem.search(text) or _PRICE.search(text) or (enter.search(text) and see.search(text)))
        and not other.search(text)
    )
    return next(found, None)


def pictured(page: Signs) -> str | None:
    """A page of pictures, sound or film under a heading: whatever is said in them cannot be read."""
    if page.prose >= PROSE_LINE or page.main >= SHELL_WORDS:
        return None
    shown = _MEDIA.search(page.markup)
    return f"the page shows {page.main} words and no running text beside <{shown[1]}>" if shown else None


def script_shell(capture: Capture, page: Signs, document: Document) -> str | None:
    """A page that is empty until a script, a frame or a refresh fills it."""
    if not page.markup:
        return None
    scripts = len(_SCRIPT.findall(page.markup))
    empty = _EMPTY_BODY.search(page.markup) if page.prose < CHALLENGE_PROSE else None
    if empty:
        return f"the page shows {page.main} words and an empty element “{empty[2]}” for a script to fill"
    if page.main < SHELL_WORDS or page.prose < PROSE_LINE:
        says = phrases("script", "words")
        seen = says.first(line.text.casefold() for line in page.lines)
        told = seen or says.first([page.hidden])
        sent = next((value for name, value in capture.headers if name.lower() == "refresh"), "")
        refresh = document.metadata.get("refresh") or sent
        if _SENDS_ON.match(refresh) and page.main < SHELL_WORDS:
            return f"the page only sends its reader on ({refresh})"
        if told and (page.main < VENDOR_PROSE or seen):
            return f"the page shows {page.main} words and asks for scripts (“{told}”)"
        if page.main < SHELL_WORDS and _FRAME.search(page.markup):
            return f"the page shows {page.main} words; the rest is in a frame"
        if scripts and page.main < SHELL_WORDS:
            if _APP_ROOT.search(page.markup):
                return f"the page shows {page.main} words and an empty element for a script to fill"
            if page.prose < PROSE_LINE:
                loading = phrases("script", "loading").whole(line.text.casefold() for line in page.lines)
                what = f" (“{loading}”)" if loading else ""
                return f"the page shows {page.main} words{what} beside {scripts} scripts"
    return None


def titles_only(page: Signs) -> str | None:
    """A page that shows its title and no line of a text, whatever keeps that away."""
    if not page.markup or not page.titles or page.prose or page.main >= SHELL_WORDS:
        return None
    beside = sum(line.words for line in page.lines if line.region in {RegionKind.MAIN, RegionKind.CAPTION})
    return f"the page shows nothing but {page.main} words of titles and labels" if beside <= DATE_WORDS else None


def _listed(markup: str, vendors: Mapping[str, list[str]]) -> tuple[str, str] | None:
    for vendor, marks in vendors.items():
        for mark in marks:
            if mark in markup:
                return vendor, mark
    return None
