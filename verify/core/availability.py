"""Whether a fetched page may be used to call a quotation absent, told from the answer and the page alone.

Called when the words were not found: a quotation that is found is stronger than any sign here. The states are those of
VERDICTS.md; when a link is dead or softly so is ARCHIVES.md, "When is a link dead?". Every answer carries the
evidence that decided.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from verify.core import identity, landing_pages, notices, partial, walls
from verify.core.page_signs import SHORT_LINE, Signs, phrases, pieces, signs, unlinked_prose, untitled
from verify.core.patterns import regex
from verify.data import table
from verify.model import Availability, Capture, Document, Reason, Reference, RegionKind

# Statuses with which a site says that it will not show the page to us, whoever else may see it.
_REFUSALS = {
    401: "it asks for a login",
    402: "it asks for payment",
    403: "it refuses access",
    405: "it refuses the request",
    406: "it refuses the request",
    407: "a proxy asks for a login",
    418: "it refuses the request",
    423: "the page is locked",
    429: "it asks us to slow down",
    451: "it is withheld for legal reasons",
    999: "it refuses programs",
}
_GONE = (404, 410)

_ROOT_FILE = regex(r"(?:index|default|home|start|main|welcome)(?:\.\w{2,5})?", re.IGNORECASE)
_LANGUAGE = regex(r"[a-z]{2}(?:[-_][a-z]{2})?", re.IGNORECASE)
_ERROR_PATH = regex(
    r"(?:[\w-]*[-_])?(?:404|410|error|errors|error-?page|notfound|not[-_]found|page[-_]?not[-_]?found|missing|gone|oops|unavailable|"
    r"nicht-gefunden|introuvable|no-encontrad[ao]|non-trovata|nao-encontrad[ao]|niet-gevonden|invalid)(?:[-_]?\d{3})?(?:\.\w{2,5})?",
    re.IGNORECASE,
)
# Words of a title that tell it from others.
_WORD = regex(r"\w{4,}")
_TITLE_WORDS = 3
# An error page says so in its title and little more; without the title, in a line that is nearly all there is.
_ERROR_PROSE = 200
_ERROR_LINE_WORDS = 80
# A title that begins with an error and names the page asked for heads an article only where one follows.
_NOTHING_PROSE = 20
# A page whose title and heading are nothing but an error is one, also under summaries of other stories; in an article of
# that name as many words would be running text of its own.
_NAMED_ERROR_PROSE = 600
_FOR_SALE = regex(r"^(?:the domain )?[\w-]+(?:\.[\w-]{2,}){1,3} (?:is|may be) (?:for sale|available)")
# What a title may name beside the error: a site and its section.
_OTHER_PIECES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why a page must not be used against a quotation; `detail` is the evidence that decided, in words."""

    reason: Reason
    availability: Availability
    detail: str


def obstacle(
    capture: Capture, document: Document | None, reference: Reference | None, page: Signs | None = None
) -> Obstacle | None:
    """What keeps this answer from being the cited page, None when it is a readable page.

    `document` is None when the body could not be read at all. `reference` is what was cited. `page` is what was counted of
    it already.
    """
    if page is None and document is not None:
        page = signs(capture, document)
    if not 200 <= capture.status < 300:
        return _by_status(capture, page)
    if document is None or page is None:
        return None
    if capture.request.uri_r.startswith("file:"):
        # A file was chosen by a person: only one without words cannot be the source.
        if page.visible:
            return None
        detail = "the file has no text"
        return Obstacle(reason=Reason.NOT_TEXT, availability=Availability.NOT_REQUESTED, detail=detail)
    return (
        _by_address(capture)
        or _by_content(capture, document, page, reference, named=identity.named(capture, document, page, reference))
        or _by_title(capture, document, reference)
    )


def _by_status(capture: Capture, page: Signs | None) -> Obstacle:
    status = capture.status
    challenge = None if status in _GONE else walls.refused(capture, page)
    if challenge:
        return _blocked(f"status {status}, {challenge}")
    if status in _REFUSALS:
        reason = Reason.PAYWALLED if status == 402 else Reason.BLOCKED
        detail = f"status {status}: {_REFUSALS[status]}"
        return Obstacle(reason=reason, availability=Availability.BLOCKED, detail=detail)
    if status in _GONE:
        return Obstacle(
            reason=Reason.UNREACHABLE, availability=Availability.DEAD, detail=f"status {status}: the page is not there"
        )
    if 300 <= status < 400:
        detail = f"status {status}: a redirect that leads nowhere"
    elif status >= 500:
        detail = f"status {status}: the site fails"
    else:
        detail = f"status {status}"
    return Obstacle(reason=Reason.UNREACHABLE, availability=Availability.FAILING, detail=detail)


def _blocked(detail: str) -> Obstacle:
    return Obstacle(reason=Reason.BLOCKED, availability=Availability.BLOCKED, detail=detail)


def _soft(detail: str) -> Obstacle:
    return Obstacle(reason=Reason.SOFT_404, availability=Availability.SOFT_404, detail=detail)


def _answering(capture: Capture) -> Availability:
    return Availability.MOVED if capture.redirects else Availability.LIVE


# --- where the answer came from


def _by_address(capture: Capture) -> Obstacle | None:
    """A redirect to a login, a consent dialogue, an error page or the home page."""
    asked, answered = _split(capture.request.uri_r), _split(capture.uri_r)
    if asked is None or answered is None or _same(asked, answered):
        return None
    lists = table("availability")
    segments = _segments(answered)
    host = (answered.hostname or "").lower()
    if host.startswith(tuple(lists["consent"]["host"])) or _enters(lists["consent"]["path"], asked, answered):
        return _blocked(f"redirected to a consent dialogue: {capture.uri_r}")
    if _enters(lists["login"]["path"], asked, answered) or host.startswith(
        ("login.", "signin.", "auth.", "sso.", "accounts.")
    ):
        return _blocked(f"redirected to a login: {capture.uri_r}")
    if any(_ERROR_PATH.fullmatch(segment) for segment in segments[-2:]) and not any(
        _ERROR_PATH.fullmatch(segment) for segment in _segments(asked)
    ):
        return _soft(f"redirected to an error page: {capture.uri_r}")
    if _is_root(answered) and not _is_root(asked):
        return _soft(f"redirected to the home page: {capture.uri_r}")
    return None


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _segments(address: SplitResult) -> list[str]:
    return [segment.lower() for segment in address.path.split("/") if segment]


def _same(asked: SplitResult, answered: SplitResult) -> bool:
    """Whether only the scheme, a `www.` or a final slash differ."""

    def key(address: SplitResult) -> tuple[str, str, str]:
        host = (address.hostname or "").lower().removeprefix("www.")
        return host, address.path.rstrip("/"), address.query

    return key(asked) == key(answered)


def _enters(names: list[str], asked: SplitResult, answered: SplitResult) -> bool:
    """Whether the answer's path has one of `names`, and the path that was asked for has none."""
    listed = set(names)
    return bool(listed.intersection(_segments(answered)[-3:])) and not listed.intersection(_segments(asked))


def _is_root(address: SplitResult) -> bool:
    """The home page, also by the name of a file, or that of a language."""
    segments = _segments(address)
    if segments and _ROOT_FILE.fullmatch(segments[-1]):
        segments.pop()
    if len(segments) == 1 and _LANGUAGE.fullmatch(segments[0]):
        segments.pop()
    return not segments and not re.search(
        r"(?:^|&)(?:p|id|page_id|article|story|q|v|doc|n|nid|pid|aid)=", address.query
    )


# --- what the page shows


def _by_content(
    capture: Capture, document: Document, page: Signs, reference: Reference | None, *, named: bool
) -> Obstacle | None:
    """`named`: the titles name the cited page, so that what else they say is its subject."""
    if named and page.prose < _NOTHING_PROSE:
        echo = phrases("not_found").opening(page.titles)  # "Nothing found for harbour bridge report"
        if echo:
            return _soft(f"an error page: “{echo} …” over {page.prose} words of running text")
    titled, page = page, untitled(page) if named else page
    challenge = walls.bot_check(capture, page)
    if challenge:
        return _blocked(challenge)
    if not page.visible:
        parked = _parked(page)
        if parked:
            return parked
        shell = walls.script_shell(capture, page, document)
        if shell:
            return Obstacle(reason=Reason.SCRIPT_ONLY, availability=_answering(capture), detail=shell)
        return _soft("the answer has no text")
    error = _error_page(page) or _named_error(titled, document)
    if error:
        return error
    page = titled
    for detail in (
        walls.login(page, document),
        walls.consent(page),
        walls.region(page),
        walls.age(page, document),
        walls.refusal(page),
    ):
        if detail:
            return _blocked(detail)
    detail = walls.paywall(page, document)
    if detail:
        return Obstacle(reason=Reason.PAYWALLED, availability=Availability.BLOCKED, detail=detail)
    told = notices.notice(page)
    if told:
        kind, words = told
        return _soft(f"a notice: “{words}”") if kind == "withdrawn" else _blocked(f"a notice: “{words}”")
    detail = walls.script_shell(capture, page, document)
    if detail:
        return Obstacle(reason=Reason.SCRIPT_ONLY, availability=_answering(capture), detail=detail)
    detail = walls.pictured(page)
    if detail:
        return Obstacle(reason=Reason.NOT_TEXT, availability=_answering(capture), detail=detail)
    detail = walls.titles_only(page)
    if detail:
        return Obstacle(reason=Reason.SCRIPT_ONLY, availability=_answering(capture), detail=detail)
    detail = (
        partial.broken_off(capture, page)
        or landing_pages.record(capture, document, page, reference)
        or partial.further_part(capture, document, page)
    )
    return Obstacle(reason=Reason.UNREACHABLE, availability=_answering(capture), detail=detail) if detail else None


def _short(page: Signs) -> list[str]:
    return [line.text.casefold() for line in page.lines if line.words <= SHORT_LINE]


def _parked(page: Signs) -> Obstacle | None:
    """A domain without a site, held by somebody who sells it."""
    mark = next((mark for mark in table("availability")["parked"]["markup"] if mark in page.markup), None)
    texts = (*page.titles, *_short(page))
    offer = phrases("parked", "words").first(texts) or next(filter(_FOR_SALE.search, texts), None)
    return _soft(f"a parked domain (“{offer or mark}”)") if mark or offer else None


def _error_page(page: Signs) -> Obstacle | None:
    """An error page, a server without a site, or a parked domain, all with status 200."""
    if page.prose >= _ERROR_PROSE:
        return None
    lines = _short(page)
    parked = _parked(page)
    if parked:
        return parked
    few = page.main < _ERROR_LINE_WORDS
    openings = (*page.titles, *(lines[:3] if few else ()))
    failing = phrases("failing").opening(openings)
    if failing:
        detail = f"the site says “{failing}”"
        return Obstacle(reason=Reason.UNREACHABLE, availability=Availability.FAILING, detail=detail)
    empty = phrases("nobody_home").opening(openings)
    if empty:
        return _soft(f"the server has no such site (“{empty}”)")
    missing = phrases("not_found")
    title = next((title for title in page.titles if len(title.split()) <= SHORT_LINE and missing.first([title])), None)
    if title:
        return _soft(f"an error page: “{title}” over {page.prose} words of running text")
    said = missing.first(lines) if few else None
    return _soft(f"an error page: it says “{said}” and shows {page.main} words") if said else None


def _named_error(page: Signs, document: Document) -> Obstacle | None:
    """A page whose title and main heading are nothing but an error, whatever lists of other pages it shows."""
    missing = phrases("not_found")
    heading = next((line.text for line in page.lines if line.region is RegionKind.HEADING), "")
    heading = document.metadata.get("h1") or heading
    named = pieces(heading)
    if not named or any(missing.whole([piece]) is None for piece in named):
        return None
    title = document.metadata.get("title") or ""
    errors = [piece for piece in pieces(title) if missing.whole([piece])]
    if not errors or len(pieces(title)) - len(errors) > _OTHER_PIECES:
        return None
    prose = unlinked_prose(page, document)
    if prose >= _NAMED_ERROR_PROSE:
        return None
    return _soft(f"an error page: its title says “{errors[0]}”, its heading “{heading}”")


def _by_title(capture: Capture, document: Document, reference: Reference | None) -> Obstacle | None:
    """Redirected to a page in which not one word of the cited title stands."""
    title = reference.item.title if reference else None
    if not title or not capture.redirects:
        return None
    asked, answered = _split(capture.request.uri_r), _split(capture.uri_r)
    if (
        asked is None
        or answered is None
        or _same(asked, answered)
        or asked.path.rstrip("/") == answered.path.rstrip("/")
    ):
        return None
    words = set(_WORD.findall(title.casefold()))
    text = f"{document.title or ''}\n{document.text}".casefold()
    if len(words) >= _TITLE_WORDS and not any(word in text for word in words):
        return _soft(f"redirected to {capture.uri_r}, a page without one word of the cited title “{title}”")
    return None
