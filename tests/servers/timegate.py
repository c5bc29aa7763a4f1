"""A Memento archive (RFC 7089) on a site of the tests: TimeGate at /gate/, TimeMap at /map/, captures at /at/{timestamp}/."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from servers.captures import Kept
from servers.site import Handler, Site


def moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def http_date(stamp: str) -> str:
    return format_datetime(moment(stamp), usegmt=True)


class Gate:
    """Puts the captures of one URL on the site.

    `raw`: `/at/{timestamp}id_/` gives the bytes; without it only `/at/{timestamp}/`, with a banner. `negotiates`: how the
    TimeGate answers: "redirect" (302), "direct" (200 with Content-Location) or "opaque" (302 to an address without a time).
    `pages`: in how many parts the TimeMap comes. `neighbours`: whether `Link` names the captures before and after.
    """

    def __init__(
        self,
        site: Site,
        uri: str,
        captures: list[Kept],
        *,
        raw: bool = True,
        negotiates: str = "redirect",
        pages: int = 1,
        neighbours: bool = True,
        timemap: bool = True,
        dated: bool = True,
    ) -> None:
        self.site = site
        self.uri = uri
        self.captures = sorted(captures, key=lambda kept: kept.timestamp)
        self.raw, self.negotiates, self.pages = raw, negotiates, pages
        self.neighbours, self.timemap, self.dated = neighbours, timemap, dated
        self.asked: list[str] = []
        site.does(f"/gate/{uri}", self.negotiate)
        for part in range(pages):
            site.does(f"/map/{part}/{uri}", self.list)
        for index, kept in enumerate(self.captures):
            site.does(f"/at/{kept.timestamp}id_/{kept.uri}", self.show)
            site.does(f"/at/{kept.timestamp}/{kept.uri}", self.show)
            site.does(f"/opaque/{index}", self.show)

    @property
    def base(self) -> str:
        return self.site.url("/gate")

    def address(self, kept: Kept) -> str:
        if self.negotiates == "opaque":
            return self.site.url(f"/opaque/{self.captures.index(kept)}")
        return self.site.url(f"/at/{kept.timestamp}/{kept.uri}")

    def negotiate(self, handler: Handler) -> None:
        self.asked.append(handler.headers["Accept-Datetime"] or "")
        at = parsedate_to_datetime(handler.headers["Accept-Datetime"])
        kept = min(self.captures, key=lambda each: abs(moment(each.timestamp) - at))
        headers = [("Vary", "accept-datetime"), ("Link", self.links(kept))]
        if self.negotiates == "direct":
            headers += [("Content-Location", self.address(kept)), ("Memento-Datetime", http_date(kept.timestamp))]
            handler.answer(200, b"banner" + kept.body, tuple(headers))
        else:
            handler.answer(302, b"", (*headers, ("Location", self.address(kept))))

    def links(self, kept: Kept) -> str:
        links = [f'<{self.uri}>; rel="original"']
        if self.timemap:
            links.append(f'</map/0/{self.uri}>; rel="timemap"; type="application/link-format"')
        if self.neighbours:
            index = self.captures.index(kept)
            for step, name in ((-1, "prev"), (0, ""), (1, "next")):
                if 0 <= index + step < len(self.captures):
                    links.append(self.link(self.captures[index + step], name))
        return ", ".join(links)

    def link(self, kept: Kept, relation: str = "") -> str:
        return f'<{self.address(kept)}>; rel="{relation} memento"; datetime="{http_date(kept.timestamp)}"'

    def list(self, handler: Handler) -> None:
        part = int(handler.path.split("/")[2])
        mine = [kept for index, kept in enumerate(self.captures) if index % self.pages == part]
        links = [f'<{self.uri}>; rel="original"', *(self.link(kept) for kept in mine)]
        links += [f'</map/{other}/{self.uri}>; rel="timemap"' for other in range(self.pages)]
        handler.answer(200, ",\n".join(links).encode(), (("Content-Type", "application/link-format"),))

    def show(self, handler: Handler) -> None:
        if handler.path.startswith("/opaque/"):
            kept = self.captures[int(handler.path.split("/")[2])]
        else:
            kept = next(each for each in self.captures if each.timestamp == handler.path.split("/")[2][:14])
        raw = "id_/" in handler.path
        if raw and not self.raw:
            handler.answer(404, b"no such form")
            return
        headers = [("Link", f'<{kept.uri}>; rel="original"')]
        if self.dated:
            headers.append(("Memento-Datetime", http_date(kept.timestamp)))
        headers += [
            (name, self.site.url(f"/at/{kept.timestamp}/{value}") if name == "Location" and not raw else value)
            for name, value in kept.headers
        ]
        handler.answer(kept.status, (b"" if raw else b"<!-- banner -->") + kept.body, tuple(headers))
