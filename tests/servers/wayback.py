"""A small archive that speaks the Wayback Machine's dialect, with faults that a real archive cannot be made to have.

/cdx/search/cdx          the index: url, from, to, filter, collapse, limit, showResumeKey
/web/{ts}{id_}/{url}     replay: the capture, a redirect to the nearest one, or 404 without Memento-Datetime
/web/timemap/link/{url}  the TimeMap

archive.faults.append(Fault("/cdx", status=429))     the next matching request is answered with it
archive.excluded.add(url)                            as a site that asked to be left out
"""

from __future__ import annotations

import json
import re
import socket
import struct
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from servers.captures import CAPTURES, Kept

PUBLIC = "https://web.archive.org"  # what a mirror says in its own addresses
_REPLAY = re.compile(r"^/web/(\d{1,14})([a-z]{2}_)?/(.+)$", re.DOTALL)


@dataclass
class Fault:
    """What the next `times` requests whose path contains `match` are answered."""

    match: str = ""
    status: int = 503
    body: str = "<html><body>fault</body></html>"
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = "text/html"
    times: int = 1
    delay: float = 0.0
    drop: bool = False


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: FakeArchiveServer

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        archive = self.server.archive
        with archive.lock:
            archive.log.append(self.path)
            archive.moments.append(time.monotonic())
            archive.agents.add(self.headers.get("User-Agent", ""))
            fault = next((each for each in archive.faults if each.match in self.path and each.times > 0), None)
            if fault:
                fault.times -= 1
        if fault:
            self.fail(fault)
            return
        parts = urlsplit(self.path)
        if parts.path == "/cdx/search/cdx" and archive.has_index:
            self.index(parse_qs(parts.query, keep_blank_values=True))
        elif self.path.startswith("/web/timemap/link/"):
            self.timemap(self.path.removeprefix("/web/timemap/link/"))
        elif found := _REPLAY.match(self.path):
            self.replay(found[1], found[2] or "", found[3])
        elif self.path == "/web/":
            self.answer(200, "<html><title>Wayback Machine</title>An archive of the web</html>")
        else:
            self.answer(404, "<html>no such endpoint</html>")

    def fail(self, fault: Fault) -> None:
        if fault.delay:
            self.server.stopping.wait(fault.delay)
        if fault.drop:
            self.close_connection = True
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        else:
            self.answer(fault.status, fault.body, fault.media_type, tuple(fault.headers.items()))

    def answer(
        self,
        status: int,
        body: str | bytes = b"",
        media_type: str = "text/html; charset=utf-8",
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def index(self, query: dict[str, list[str]]) -> None:
        url = query["url"][-1]
        if query.get("matchType", ["exact"])[-1] in ("prefix", "domain"):
            self.search(url, query)
            return
        if url in self.server.archive.excluded:
            error = "org.archive.util.io.RuntimeIOException: org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error"
            self.answer(403, error, "text/plain", (("X-Archive-Wayback-Runtime-Error", error),))
            return
        rows = [
            (kept, "-", "warc/revisit") if kept.revisit else (kept, str(kept.status), kept.media_type)
            for kept in self.server.archive.of(url)
        ]
        start, end = query.get("from", [""])[-1], query.get("to", ["9"])[-1]
        rows = [row for row in rows if row[0].timestamp >= start and row[0].timestamp <= end.ljust(14, "9")]
        for condition in query.get("filter", []):
            negated, name, pattern = re.fullmatch(r"(!?)(\w+):(.*)", condition).groups()  # type: ignore[union-attr]
            assert name == "statuscode"
            rows = [row for row in rows if bool(re.fullmatch(pattern, row[1])) != bool(negated)]
        limit = int(query.get("limit", ["150000"])[-1])
        told = [
            f"{key(kept.uri)} {kept.timestamp} {kept.uri} {media} {status} {kept.digest} {len(kept.body) + 400}"
            for kept, status, media in rows[:limit]
        ]
        if "showResumeKey" in query and len(rows) > limit:
            told += ["", f"{key(url).replace(')', '%29').replace(',', '%2C')}+{rows[limit - 1][0].timestamp}%21"]
        self.answer(200, "".join(f"{line}\n" for line in told), "text/plain")

    def search(self, url: str, query: dict[str, list[str]]) -> None:
        """Whatever stands below an address or a domain, as JSON: a row of names, then a row a capture; [] when there is none."""
        (kind,), (fields,) = query["matchType"], query["fl"]
        assert query["output"] == ["json"]
        wanted = key(f"http://{url}")
        start, end = query["from"][-1], query["to"][-1]
        rows: dict[str, dict[str, str]] = {}
        for kept in sorted(self.server.archive.captures, key=lambda each: (key(each.uri), each.timestamp)):
            row = {"urlkey": key(kept.uri), "timestamp": kept.timestamp, "original": kept.uri}
            row |= {"mimetype": kept.media_type, "statuscode": str(kept.status)}
            below = row["urlkey"].startswith(wanted if kind == "prefix" else wanted.removesuffix(")/"))
            conditions = [each.partition(":") for each in query["filter"]]
            fits = all(re.fullmatch(pattern, row[name]) for name, _, pattern in conditions)
            if below and fits and start <= kept.timestamp <= end.ljust(14, "9"):
                rows.setdefault(row["urlkey"], row)  # collapse=urlkey keeps the first
        names = fields.split(",")
        told = [[row[name] for name in names] for row in rows.values()][: int(query["limit"][-1])]
        self.answer(200, json.dumps([names, *told] if told else []), "application/json")

    def replay(self, stamp: str, modifier: str, url: str) -> None:
        archive = self.server.archive
        if re.match(r"https?%3a", url, re.IGNORECASE):
            url = unquote(url)
        if url in archive.excluded:
            self.answer(403, "<html><p>This URL has been excluded from the Wayback Machine.</p></html>")
            return
        captures = archive.of(url)
        if not captures:
            self.answer(404, "<html><p>The Wayback Machine has not archived that URL.</p></html>")
            return
        at = _moment(stamp)
        kept = min(captures, key=lambda each: abs(_moment(each.timestamp) - at))
        if kept.timestamp != stamp:
            headers = (
                ("Location", f"{PUBLIC}/web/{kept.timestamp}{modifier}/{kept.uri}"),
                ("X-Archive-Redirect-Reason", f"found capture at {kept.timestamp}"),
            )
            self.answer(302, "", "text/plain", headers)
            return
        headers = [
            ("Memento-Datetime", format_datetime(_moment(kept.timestamp), usegmt=True)),
            ("Link", f'<{kept.uri}>; rel="original", <{PUBLIC}/web/timemap/link/{kept.uri}>; rel="timemap"'),
            ("X-Archive-Src", "fixture.warc.gz"),
        ]
        media_type = "application/octet-stream"
        for name, value in kept.headers:
            if name.lower() == "content-type":
                media_type = value
            elif name.lower() in ("location", "content-encoding"):
                headers.append((name, value))  # under id_ both are the captured page's own
            headers.append((f"X-Archive-Orig-{name}", value))
        self.answer(kept.status, kept.body, media_type, tuple(headers))

    def timemap(self, url: str) -> None:
        captures = self.server.archive.of(url)
        if not captures:
            self.answer(404, "", "application/link-format")
            return
        links = [f'<{url}>; rel="original"', f'<{PUBLIC}/web/{url}>; rel="timegate"']
        links += [
            f'<{PUBLIC}/web/{kept.timestamp}/{kept.uri}>; rel="memento";'
            f' datetime="{format_datetime(_moment(kept.timestamp), usegmt=True)}"'
            for kept in captures
        ]
        self.answer(200, ",\n".join(links), "application/link-format")


class FakeArchiveServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, archive: FakeArchive) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.archive = archive
        self.stopping = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no news."""


@dataclass
class FakeArchive:
    captures: list[Kept] = field(default_factory=lambda: list(CAPTURES))
    faults: list[Fault] = field(default_factory=list)
    excluded: set[str] = field(default_factory=set)
    has_index: bool = True
    log: list[str] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)  # when each of the log arrived
    agents: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        self.server = FakeArchiveServer(self)
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
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def add(self, uri: str, timestamp: str, body: str | bytes, **more: object) -> None:
        """Put a capture into the archive."""
        data = body.encode() if isinstance(body, str) else body
        self.captures.append(Kept(uri, timestamp, data, **more))  # type: ignore[arg-type]

    def of(self, url: str) -> list[Kept]:
        """The captures of a URL in the order of time; scheme and www do not count, as in the real index."""
        return sorted((kept for kept in self.captures if key(kept.uri) == key(url)), key=lambda each: each.timestamp)

    def counts(self) -> Counter[str]:
        """How often index, replay and TimeMaps were asked."""
        with self.lock:
            return Counter(
                "index" if path.startswith("/cdx") else "timemap" if "/timemap/" in path else "replay"
                for path in self.log
            )


def key(url: str) -> str:
    """The SURT key of a URL, as indexes sort by it."""
    from surt import surt

    return surt(url)


def _moment(stamp: str) -> datetime:
    padded = stamp + "00000101000000"[len(stamp) :]
    return datetime.strptime(padded, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
