"""The services that know where references are, on loopback, in their own dialects: MediaWiki, Crossref, Open Library.

/{language}/w/api.php   action=query with list=search (insource:"…") and prop=revisions (ids|content, slots main)
/works                  Crossref: query.bibliographic, rows, mailto
/search.json            Open Library: title, author, limit, fields

services.pages["September 2013 Camp Ashraf attack"] = "{{cite news|…}}"      what a wiki has
services.works.append({...}); services.books.append({...})
services.faults.append(Fault("/api.php", status=429))     the next matching requests are answered with it
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from servers.wayback import Fault

FIRST_REVISION = 1_000_001


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: Server

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        services = self.server.services
        with services.lock:
            services.log.append(self.path)
            services.agents.add(self.headers.get("User-Agent", ""))
            fault = next((each for each in services.faults if each.match in self.path and each.times > 0), None)
            if fault:
                fault.times -= 1
        if fault:
            self.server.stopping.wait(fault.delay)
            self.answer(fault.status, fault.body.encode(), fault.media_type, fault.headers)
            return
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        if found := re.fullmatch(r"/(\w+)/w/api\.php", parts.path):
            self.told(self.wiki(found[1], query))
        elif parts.path == "/works":
            self.told(self.crossref(query))
        elif parts.path == "/search.json":
            self.told(self.open_library(query))
        else:
            self.answer(404, b"<html>nothing here</html>", "text/html", {})

    def wiki(self, language: str, query: dict[str, str]) -> Any:
        if query.get("format") != "json":
            return None  # the real one answers with an HTML page that explains the API
        pages = [page for page in self.server.services.all_pages() if page["language"] == language]
        if query.get("action") != "query":
            return {"error": {"code": "badvalue", "info": "Unrecognized value for parameter “action”."}}
        if query.get("list") == "search":
            asked = re.fullmatch(r'(insource:)?"(.+)"', query["srsearch"])
            assert asked, query["srsearch"]
            if asked[1] and not self.server.services.cirrus:
                return {"batchcomplete": True, "query": {"search": []}}
            wanted = _words(asked[2])
            hits = [page for page in pages if f" {wanted} " in f" {_words(page['text'])} "]
            found = [{"ns": 0, "title": page["title"], "pageid": page["pageid"]} for page in hits]
            return {"batchcomplete": True, "query": {"search": found[: int(query["srlimit"])]}}
        assert (query["prop"], query["rvprop"], query["rvslots"]) == ("revisions", "ids|content", "main")
        wanted_ids = [int(number) for number in query["pageids"].split("|")]
        chosen = [
            {
                "pageid": page["pageid"],
                "ns": 0,
                "title": page["title"],
                "revisions": [
                    {
                        "revid": page["revid"],
                        "parentid": 0,
                        "slots": {
                            "main": {
                                "contentmodel": "wikitext",
                                "contentformat": "text/x-wiki",
                                "content": page["text"],
                            }
                        },
                    }
                ],
            }
            for page in pages
            if page["pageid"] in wanted_ids
        ]
        return {"batchcomplete": True, "query": {"pages": chosen}}

    def crossref(self, query: dict[str, str]) -> Any:
        """Like the real one it answers with whatever shares a word, best first."""
        wanted = set(_words(query["query.bibliographic"]).split())

        def shared(work: dict[str, Any]) -> int:
            return len(wanted & set(_words(" ".join(work.get("title", []))).split()))

        works = sorted((work for work in self.server.services.works if shared(work)), key=shared, reverse=True)
        return {
            "status": "ok",
            "message-type": "work-list",
            "message-version": "1.0.0",
            "message": {"total-results": len(works), "items": works[: int(query["rows"])]},
        }

    def open_library(self, query: dict[str, str]) -> Any:
        wanted = set(_words(query["title"]).split())
        docs = [
            book
            for book in self.server.services.books
            if wanted <= set(_words(book["title"]).split())
            and _words(query.get("author", "")) in _words(" ".join(book.get("author_name", [])))
        ]
        return {"numFound": len(docs), "start": 0, "numFoundExact": True, "docs": docs[: int(query["limit"])]}

    def told(self, value: Any) -> None:
        if value is None:
            self.answer(200, b"<!DOCTYPE html><html><title>MediaWiki API result</title></html>", "text/html", {})
        else:
            self.answer(200, json.dumps(value).encode(), "application/json; charset=utf-8", {})

    def answer(self, status: int, data: bytes, media_type: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


@lru_cache(maxsize=1000)
def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


class Server(ThreadingHTTPServer):
    daemon_threads = True
    services: ReferenceServices
    stopping: threading.Event


@dataclass
class ReferenceServices:
    """Running from `with` to its end; one port serves all three."""

    pages: dict[str, str] = field(default_factory=dict)  # title, or "de:Titel", to wikitext
    works: list[dict[str, Any]] = field(default_factory=list)
    books: list[dict[str, Any]] = field(default_factory=list)
    cirrus: bool = True  # the search of Wikipedia; without it nothing knows insource:
    faults: list[Fault] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def all_pages(self) -> list[dict[str, Any]]:
        found = []
        for number, (name, text) in enumerate(self.pages.items()):
            language, _, title = name.rpartition(":") if re.match(r"[a-z]{2}:", name) else ("en", "", name)
            page = {"language": language, "title": title, "text": text}
            found.append({**page, "pageid": 501 + number, "revid": FIRST_REVISION + number})
        return found

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def resolvers(self) -> list[str]:
        """The flags that lead `verify resolve` to this server alone."""
        wiki = f"mediawiki+{self.base}/{{language}}/w/api.php"
        named = [wiki, f"crossref+{self.base}", f"openlibrary+{self.base}"]
        return [part for one in named for part in ("--resolver", one)]

    def __enter__(self) -> Self:
        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.services = self
        self._server.stopping = threading.Event()
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
