"""The captures that the archives of the tests hold: the same for the fake one and for pywb."""

from __future__ import annotations

import base64
import gzip
import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Kept:
    """One capture. `headers` are the page's own."""

    uri: str
    timestamp: str
    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"), ("Server", "example"))
    revisit: bool = False

    @property
    def digest(self) -> str:
        return base64.b32encode(hashlib.sha1(self.body).digest()).decode()

    @property
    def media_type(self) -> str:
        found = {name.lower(): value for name, value in self.headers}
        return found.get("content-type", "unk").partition(";")[0]


def html(title: str, words: str) -> bytes:
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f'<p>{words}</p><a href="/about">About</a></body></html>'
    ).encode()


PAGE = "http://example.org/page"
ALWAYS_GONE = "http://example.org/always-gone"
MOVED = "http://example.org/moved"
NEW = "http://example.org/new"
PACKED = "http://example.org/packed"
QUERY = "http://example.org/find?b=2&a=1"
NEVER = "http://example.org/never-captured"

FIRST = html("Report", "The committee found 12 violations.")
SECOND = html("Report", "The committee found 14 violations.")
THIRD = html("Report", "The committee found no violations.")

CAPTURES: tuple[Kept, ...] = (
    Kept(PAGE, "20131030120000", FIRST),
    Kept(PAGE, "20131220101112", SECOND),
    Kept(PAGE, "20140301000000", SECOND, revisit=True),
    Kept(PAGE, "20150601000000", b"", 301, (("Location", "http://example.org/new"), ("Content-Type", "text/html"))),
    Kept(NEW, "20150601000005", THIRD),
    Kept(PAGE, "20160101000000", html("Not found", "There is no such page."), 404),
    Kept(ALWAYS_GONE, "20130101000000", html("Not found", "There is no such page."), 404),
    Kept(MOVED, "20150601000000", b"", 302, (("Location", "/new"), ("Content-Type", "text/html"))),
    Kept(
        PACKED,
        "20131220000000",
        gzip.compress(SECOND, mtime=0),
        200,
        (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")),
    ),
    Kept(QUERY, "20131220000000", FIRST),
)


def write_warc(path: Path, captures: tuple[Kept, ...] = CAPTURES) -> None:
    """The captures as a WARC file, a gzip member each."""
    path.write_bytes(b"".join(gzip.compress(_record(kept, captures)) for kept in captures))


def _record(kept: Kept, captures: tuple[Kept, ...]) -> bytes:
    http = [f"HTTP/1.1 {kept.status} Status", *(f"{name}: {value}" for name, value in kept.headers)]
    block = "\r\n".join(http).encode() + b"\r\n\r\n" + (b"" if kept.revisit else kept.body)
    fields = {
        "WARC-Type": "revisit" if kept.revisit else "response",
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>",
        "WARC-Target-URI": kept.uri,
        "WARC-Date": _iso(kept.timestamp),
        "WARC-Payload-Digest": f"sha1:{kept.digest}",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    if kept.revisit:
        twin = next(each for each in captures if each.uri == kept.uri and each.digest == kept.digest)
        fields["WARC-Profile"] = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
        fields["WARC-Refers-To-Target-URI"] = twin.uri
        fields["WARC-Refers-To-Date"] = _iso(twin.timestamp)
    head = ["WARC/1.0", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def _iso(stamp: str) -> str:
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}T{stamp[8:10]}:{stamp[10:12]}:{stamp[12:14]}Z"
