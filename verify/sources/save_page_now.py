"""Asking an archive to capture a page: Save Page Now, version 2, of the Wayback Machine (or what speaks like it).

A capture is a job: it is begun, and asked after until it is over. One page at a time, and slowly: nobody waits for it.
The keys go into one header and nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import cast
from urllib.parse import quote, urlencode, urlsplit

from verify.core import archive_urls
from verify.core.url_keys import url_key
from verify.model import Capture, Miss, MissReason, Request
from verify.sources import addresses
from verify.sources.archive_host import ArchiveHost
from verify.sources.headers import printable
from verify.sources.live import Fetcher
from verify.sources.rates import Limit, Rate

# Accounts may begin some ten captures a minute; one each quarter of a minute is far from it.
SAVE_LIMIT = Limit(6, 60.0, burst=1)
POLL_SECONDS = 6.0
PATIENCE = 180.0  # seconds until a job is left to itself
# The archive does not capture again what it captured within this time, whoever asked.
NOT_WITHIN = "30d"


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of asking for a page. `captured` and `uri_m` where there is a capture."""

    outcome: str  # captured, already, refused, pending
    detail: str = ""
    captured: datetime | None = None
    uri_m: str | None = None


class SavePageNow:
    """Asks `base` for captures with a pair of keys. `turns` shares the pace with other processes (`Cache.turn`)."""

    def __init__(
        self,
        base: str,
        keys: tuple[str, str],
        fetcher: Fetcher,
        *,
        turns: Callable[[str, Limit], float] | None = None,
        poll: float = POLL_SECONDS,
        patience: float = PATIENCE,
        limit: Limit = SAVE_LIMIT,
    ) -> None:
        self._base = base.rstrip("/").removesuffix("/web").removesuffix("/save")
        self._host = ArchiveHost(fetcher, self._base)
        self._fetcher = fetcher
        self._poll = poll
        self._polls = max(1, round(patience / poll)) if poll else 30
        self._headers = {"Accept": "application/json", "Authorization": f"LOW {keys[0]}:{keys[1]}"}
        turn = partial(turns, f"{self._host.name} save") if turns else None
        self._rate = Rate(limit, turn=turn, sleep=fetcher.wait, stopped=lambda: fetcher.closed)

    def save(self, url: str) -> Saved:
        """Ask for a capture of a page and wait for what becomes of it."""
        obstacle = self._obstacle(url)
        if obstacle:
            return Saved("refused", obstacle)
        request = Request(uri_r=url)
        form = urlencode({"url": url, "if_not_archived_within": NOT_WITHIN, "skip_first_archive": "1"})
        answer = self._host.ask(
            request, f"{self._base}/save", rate=self._rate, headers=self._headers, data=form.encode()
        )
        told = _told(answer)
        if isinstance(told, Saved):
            return told
        if told.get("status") == "error":
            return Saved("refused", _message(told) or "the archive does not say why")
        job = told.get("job_id")
        if not isinstance(job, str) or not job:
            message = _message(told)
            # "The same snapshot had been made 2 days ago. You can make new capture of this URL after 30 days."
            same = "same snapshot" in message.lower() or "already" in message.lower()
            return Saved("already" if same else "refused", message or "the archive names no job")
        return self._awaited(request, job)

    def _awaited(self, request: Request, job: str) -> Saved:
        for _ in range(self._polls):
            self._fetcher.wait(self._poll)
            if self._fetcher.closed:
                break
            url = f"{self._base}/save/status/{quote(job, safe='')}"
            told = _told(self._host.ask(request, url, headers=self._headers))
            if isinstance(told, Saved):
                return Saved("pending", f"begun, but its end is not known: {told.detail}")
            if told.get("status") == "pending":
                continue
            return self._ended(request.uri_r, told)
        return Saved("pending", "begun, and not over yet; the archive goes on by itself")

    def _ended(self, url: str, told: dict[str, object]) -> Saved:
        stamp, original = str(told.get("timestamp") or ""), str(told.get("original_url") or url)
        moment = archive_urls.moment(stamp)
        if told.get("status") != "success" or moment is None or len(stamp) != 14:
            return Saved("refused", _message(told) or "the archive does not say why")
        elsewhere = "" if url_key(original) == url_key(url) else f"it leads to {printable(original)[:200]}"
        return Saved("captured", elsewhere, moment, f"{self._base}/web/{stamp}/{original}")

    def _obstacle(self, url: str) -> str | None:
        """Why a public archive must not be told of this address, or cannot capture it."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return "not an address"
        if parts.scheme.lower() not in ("http", "https"):
            return "not a web address"
        if "@" in parts.netloc:
            return "the address holds a name or password"
        if addresses.public_name(self._base) and not addresses.public_name(url):
            return "an address inside a network, which no public archive is told of"
        return None


def _told(answer: Capture | Miss) -> dict[str, object] | Saved:
    """The JSON of an answer, or what became of the question without it."""
    if isinstance(answer, Miss):
        if answer.reason is MissReason.BLOCKED:
            return Saved("refused", f"the archive does not accept the keys, or refuses us ({answer.detail})")
        return Saved("refused", answer.detail or answer.reason.value)
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        return Saved("refused", f"the archive answers {answer.status} without saying what it does")
    return cast("dict[str, object]", told)


def _message(told: dict[str, object]) -> str:
    parts = [str(told.get(key) or "") for key in ("message", "status_ext")]
    return printable(" ".join(f"({part})" if index else part for index, part in enumerate(parts) if part))[:300]
