"""Save Page Now (version 2) on loopback: jobs that are begun, asked after, and end as a test wants.

spn.ends["http://…"] = {"status": "error", …}      how the job of an address ends; without it, with a capture
spn.begins["http://…"] = (status, {…})             what beginning it is answered instead of a job
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs

KEYS = ("access-key-of-a-test", "secret-key-of-a-test")
STAMP = "20261121101112"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: Server

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        spn = self.server.spn
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.path != "/save" or self.headers["Content-Type"] != "application/x-www-form-urlencoded":
            self.answer(404, {})
        elif self.headers["Authorization"] != f"LOW {KEYS[0]}:{KEYS[1]}":
            self.answer(401, {"message": "You need to be logged in to use Save Page Now."})
        else:
            (url,) = form["url"]
            spn.asked.append(url)
            spn.forms.append({name: values[0] for name, values in form.items()})
            status, told = spn.begins.get(url, (200, {"url": url, "job_id": f"spn2-{len(spn.asked)}"}))
            self.answer(status, told)

    def do_GET(self) -> None:
        spn = self.server.spn
        if not self.path.startswith("/save/status/spn2-"):
            self.answer(404, {})
            return
        job = int(self.path.rpartition("-")[2])
        url = spn.asked[job - 1]
        spn.polls[url] = spn.polls.get(url, 0) + 1
        if spn.polls[url] <= spn.pending:
            self.answer(200, {"status": "pending", "job_id": f"spn2-{job}", "resources": []})
        else:
            done = {"status": "success", "timestamp": STAMP, "original_url": url, "job_id": f"spn2-{job}"}
            self.answer(200, spn.ends.get(url, done))

    def answer(self, status: int, told: object) -> None:
        data = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, spn: FakeSavePageNow) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.spn = spn


@dataclass
class FakeSavePageNow:
    pending: int = 2  # polls until a job is over
    begins: dict[str, tuple[int, Any]] = field(default_factory=dict)
    ends: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    polls: dict[str, int] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self.server = Server(self)
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join(5)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"
