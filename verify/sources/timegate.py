"""Any archive that speaks Memento (RFC 7089): its TimeGate is asked for the capture nearest to a date, its TimeMap for the others.

The bytes are taken raw where the archive gives them so (`…id_/…`, as the Wayback Machine, pywb and their kin do), else as
the archive shows the page. Either way they count only with `Memento-Datetime`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from threading import Lock
from urllib.parse import urljoin, urlsplit

from verify.core import archive_urls, listings, snapshots
from verify.core.snapshots import Snapshot
from verify.model import Answer, Capture, Exchange, Hop, Miss, MissReason, Request
from verify.ports import Source
from verify.sources import addresses, timemap
from verify.sources.archive_host import MEMENTO_DATETIME, ArchiveHost
from verify.sources.breakers import Breaker
from verify.sources.exchanges import REDIRECTS
from verify.sources.headers import first, joined, moment_of
from verify.sources.live import Fetcher
from verify.sources.mementos import Mementos
from verify.sources.memo import Memo
from verify.sources.timemap import Memento

MOST_TRIED = 3
MOST_PAGES = 4  # of a TimeMap in parts
MAX_STEPS = 8
_ABSENCES = (MissReason.NOT_ARCHIVED, MissReason.UNAVAILABLE)


class TimeGate:
    """Answers dated requests and requests for mementos through the TimeGate `gate`: `GET {gate}/{url}`.

    `wrap` may put a cache before its questions (what captures there are, which one, and the bytes of one).
    """

    def __init__(
        self,
        gate: str,
        fetcher: Fetcher,
        *,
        timeout: float | None = None,
        wrap: Callable[[Source], Source] = Memo,
        breaker: Breaker | None = None,
    ) -> None:
        self._gate = gate.rstrip("/") + "/"
        self._host = ArchiveHost(fetcher, gate, timeout=timeout, breaker=breaker)
        self._mementos = wrap(_ByAddress(self._host, fetcher, self._gate))
        negotiated = _Negotiated(self._host, fetcher, self._gate, self._mementos, wrap)
        self._dated = wrap(negotiated)
        self._listings = Memo(_Listings(negotiated))

    def owns(self, uri_m: str) -> bool:
        """Whether a capture's address is below the TimeGate."""
        return uri_m.partition("://")[2].startswith(self._gate.partition("://")[2])

    def get(self, request: Request) -> Answer:
        if not addresses.public_name(request.uri_r) and addresses.public_name(self._gate):
            # No public archive saw it, and none must learn of it from us.
            return self._host.miss(request, MissReason.NOT_ARCHIVED, "is not asked for an address inside a network")
        if request.listing:
            return replace(self._listings.get(Request(uri_r=request.uri_r, listing=True)), request=request)
        if request.uri_m is None:
            return self._dated.get(request)
        return replace(self._mementos.get(Request(uri_r=request.uri_r, uri_m=request.uri_m)), request=request)


@dataclass(frozen=True, slots=True)
class _Offer:
    """What a TimeGate says: the mementos it names, the one it leads to first, and where its TimeMap is."""

    mementos: tuple[Memento, ...]
    timemap: str | None


class _Negotiated:
    """Answers dated requests: negotiates, and asks the TimeMap when what the TimeGate offers is not what was meant."""

    def __init__(
        self, host: ArchiveHost, fetcher: Fetcher, gate: str, mementos: Source, wrap: Callable[[Source], Source]
    ) -> None:
        self._offers = wrap(_Offers(self))
        self._pages = wrap(_TimeMapPages(host))
        self._host = host
        self._now = fetcher.now
        self._gate = gate
        self._mementos = mementos
        self._lock = Lock()
        self._timemaps: dict[str, tuple[Memento, ...] | Miss] = {}

    def get(self, request: Request) -> Answer:
        offer = self._offer(request)
        if isinstance(offer, Miss):
            return offer
        tried: set[str] = set()
        answer: Answer = self._host.miss(request, MissReason.NOT_ARCHIVED, "has no capture of this page in that time")
        trouble: Miss | None = None
        for known in (offer.mementos, None):
            if known is None:
                told = self._timemap(request, offer.timemap)
                if isinstance(told, Miss):
                    trouble = told
                    break
                known = told
            for memento in _ranked(known, request):
                if memento.uri_m in tried or len(tried) >= MOST_TRIED:
                    continue
                tried.add(memento.uri_m)
                answer = self._mementos.get(Request(uri_r=request.uri_r, uri_m=memento.uri_m))
                if isinstance(answer, Capture) and answer.status < 300 and _in_window(answer, request):
                    return replace(answer, request=request)
                if isinstance(answer, Miss) and answer.reason not in _ABSENCES:
                    return replace(answer, request=request)
        if isinstance(answer, Capture) and not _in_window(answer, request):
            answer = self._host.miss(request, MissReason.NOT_ARCHIVED, "has no capture of this page in that time")
        if isinstance(answer, Miss) and answer.reason is MissReason.NOT_ARCHIVED:
            if trouble:  # without the list nobody can say that there is none
                return replace(trouble, request=request)
            if tried:
                answer = self._host.miss(request, MissReason.UNAVAILABLE, "names a capture that it does not give out")
        return replace(answer, request=request)

    def listing(self, request: Request) -> Answer:
        """All captures that the TimeMap names."""
        told = self._known_timemap(request)
        if isinstance(told, Miss):
            return replace(told, request=request)
        rows = [Snapshot(moment=each.moment, uri_r=request.uri_r) for each in told]
        return listings.capture(request, rows, self._gate, self._now())

    def _known_timemap(self, request: Request) -> tuple[Memento, ...] | Miss:
        """The mementos of a page, from where the TimeGate says that they are listed."""
        at = Request(uri_r=request.uri_r, uri_m=f"{self._gate}{request.uri_r}", listing=True)
        answer = self._offers.get(at)
        offer = answer if isinstance(answer, Miss) else self._read(request, answer)
        return offer if isinstance(offer, Miss) else self._timemap(request, offer.timemap)

    def _offer(self, request: Request) -> _Offer | Miss:
        """What the TimeGate offers."""
        answer = self.negotiated(request)
        return answer if isinstance(answer, Miss) else self._read(request, answer)

    def negotiated(self, request: Request) -> Answer:
        """What the TimeGate answers; a miss when that is no offer."""
        headers = {"Accept-Datetime": format_datetime(self._moment(request), usegmt=True)}
        answer = self._host.ask(request, f"{self._gate}{request.uri_r}", headers=headers)
        if isinstance(answer, Miss):
            return answer
        if answer.status == 404:
            self._vouch(answer)
            return self._host.nothing(request, self._gate, None)
        offer = self._read(request, answer)
        return offer if isinstance(offer, Miss) else answer

    def _moment(self, request: Request) -> datetime:
        """What is negotiated for. To the hour: a question that is put aside and taken up again must be the same question."""
        latest = self._now().replace(minute=0, second=0, microsecond=0)
        return min(request.accept_datetime or snapshots.LATEST, latest)

    def _vouch(self, answer: Capture) -> None:
        """Believe what has negotiated."""
        named = timemap.mementos(joined(answer.headers, "Link"), "")
        if named or "accept-datetime" in joined(answer.headers, "Vary").lower():
            self._host.vouch()

    def _read(self, request: Request, answer: Capture) -> _Offer | Miss:
        """What an answer of the TimeGate offers."""
        url = f"{self._gate}{request.uri_r}"
        self._vouch(answer)
        links = joined(answer.headers, "Link")
        named = timemap.mementos(links, url) or ()
        where = timemap.target(links, "timemap", url)
        location = first(answer.headers, "Location") if answer.status in REDIRECTS else None
        vouched = moment_of(first(answer.headers, MEMENTO_DATETIME))
        if vouched and location is None:
            at = urljoin(url, first(answer.headers, "Content-Location") or url)
            chosen = Memento(vouched, at)
        elif location:
            at = urljoin(url, location)
            parsed = archive_urls.parse(at)
            known = next((each.moment for each in named if each.uri_m == at), None)
            exact = parsed.moment if parsed and parsed.exact else None
            # An address that does not tell its time is tried as what was asked for.
            chosen = Memento(known or exact or vouched or self._moment(request), at)
        else:
            detail = f"does not answer like a TimeGate ({answer.status})"
            return self._host.miss(request, MissReason.UNAVAILABLE, detail)
        return _Offer((chosen, *(each for each in named if each.uri_m != chosen.uri_m)), where)

    def _timemap(self, request: Request, where: str | None) -> tuple[Memento, ...] | Miss:
        """All mementos of a page, asked once per run."""
        with self._lock:
            known = self._timemaps.get(request.uri_r)
        if known is None:
            known = self._asked(request, where)
            with self._lock:
                self._timemaps[request.uri_r] = known
        return known

    def _asked(self, request: Request, where: str | None) -> tuple[Memento, ...] | Miss:
        found: dict[str, Memento] = {}
        asked: set[str] = set()
        pages = [where] if where else []
        while pages and len(asked) < MOST_PAGES:
            url = pages.pop(0)
            asked.add(url)
            answer = self._pages.get(Request(uri_r=request.uri_r, uri_m=url, listing=True))
            if isinstance(answer, Miss):
                return answer
            text = answer.body.decode("utf-8", "replace")
            found |= {each.uri_m: each for each in timemap.mementos(text, url) or ()}
            pages += [page for page in timemap.targets(text, "timemap", url) if page not in asked and page not in pages]
        if not where:
            return self._host.miss(request, MissReason.UNAVAILABLE, "names no list of its captures (TimeMap)")
        if pages:
            return self._host.miss(request, MissReason.UNAVAILABLE, "lists too many captures to be sure of them all")
        return tuple(sorted(found.values(), key=lambda each: each.moment))


class _Offers:
    """Answers what the TimeGate says of a page as it was last."""

    def __init__(self, negotiated: _Negotiated) -> None:
        self._negotiated = negotiated

    def get(self, request: Request) -> Answer:
        return self._negotiated.negotiated(request)


class _TimeMapPages:
    """Answers what a part of a TimeMap says, or why that is none."""

    def __init__(self, host: ArchiveHost) -> None:
        self._host = host

    def get(self, request: Request) -> Answer:
        answer = self._host.ask(request, request.uri_m or "")
        if isinstance(answer, Miss):
            return answer
        named = timemap.mementos(answer.body.decode("utf-8", "replace"), "")
        if answer.status != 200 or named is None:
            detail = f"its TimeMap answers {answer.status} {answer.media_type}"
            return self._host.miss(request, MissReason.UNAVAILABLE, detail)
        return answer


class _Listings:
    """Answers requests for listings."""

    def __init__(self, negotiated: _Negotiated) -> None:
        self._negotiated = negotiated

    def get(self, request: Request) -> Answer:
        return self._negotiated.listing(request)


class _ByAddress:
    """Answers requests for one memento: raw where that can be had, else as the archive shows it."""

    def __init__(self, host: ArchiveHost, fetcher: Fetcher, gate: str) -> None:
        self._own = host
        self._fetcher = fetcher
        self._gate = gate
        self._lock = Lock()
        self._hosts: dict[str, ArchiveHost] = {urlsplit(gate).netloc: host}
        self._raw: dict[str, Mementos] = {}

    def get(self, request: Request) -> Answer:
        uri_m = request.uri_m or ""
        refusal = archive_urls.refusal(uri_m)
        if refusal:
            return self._own.miss(request, MissReason.REFUSED, refusal)
        host = self._host(uri_m)
        parsed = archive_urls.parse(uri_m)
        if parsed and parsed.exact:
            raw = self._mementos(host, parsed.prefix).get(request)
            if isinstance(raw, Capture) or raw.reason not in _ABSENCES:
                return raw
        return self._shown(host, request, uri_m)

    def _shown(self, host: ArchiveHost, request: Request, uri_m: str) -> Answer:
        """The page as the archive shows it; its redirects are followed only within the archive."""
        hops: list[Hop] = []
        exchanges: list[Exchange] = []
        at, netloc = uri_m, urlsplit(uri_m).netloc
        budget = host.budget()
        for _ in range(MAX_STEPS):
            answer = host.ask(request, at, budget=budget)
            if isinstance(answer, Miss):
                return answer
            exchanges.extend(answer.exchanges)
            moment = moment_of(first(answer.headers, MEMENTO_DATETIME))
            location = first(answer.headers, "Location") if answer.status in REDIRECTS else None
            if location:
                if moment:
                    hops.append(Hop(status=answer.status, uri=at))
                at = urljoin(at, location)
                if urlsplit(at).netloc != netloc:
                    return host.miss(request, MissReason.UNAVAILABLE, f"leads out of the archive, to {at[:100]}")
                continue
            if moment is None:
                reason = MissReason.NOT_ARCHIVED if answer.status == 404 else MissReason.UNAVAILABLE
                return host.miss(request, reason, f"answers {answer.status} without saying when the page was captured")
            original = timemap.target(joined(answer.headers, "Link"), "original", at)
            return replace(
                answer,
                uri_r=original or request.uri_r,
                uri_m=at,
                memento_datetime=moment,
                redirects=tuple(hops),
                exchanges=tuple(exchanges),
            )
        return host.miss(request, MissReason.UNAVAILABLE, "redirects without end")

    def _host(self, uri_m: str) -> ArchiveHost:
        netloc = urlsplit(uri_m).netloc
        with self._lock:
            if netloc not in self._hosts:  # a TimeGate may know of captures at other archives
                self._hosts[netloc] = ArchiveHost(self._fetcher, uri_m)
            return self._hosts[netloc]

    def _mementos(self, host: ArchiveHost, prefix: str) -> Mementos:
        with self._lock:
            return self._raw.setdefault(prefix, Mementos(host, prefix))


def _ranked(mementos: tuple[Memento, ...], request: Request) -> list[Memento]:
    """Those that would do, best first."""
    rows = {Snapshot(moment=each.moment, uri_r=each.uri_m): each for each in mementos}
    return [rows[row] for row in snapshots.ranking(rows, request)]


def _in_window(capture: Capture, request: Request) -> bool:
    """Whether a capture is of the time that was asked for, whatever the TimeGate promised."""
    moment: datetime | None = capture.memento_datetime
    return moment is not None and bool(snapshots.ranking([Snapshot(moment=moment, uri_r="")], request))
