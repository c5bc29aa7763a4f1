"""WARC records and WACZ files as other tools write them."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from pathlib import Path

from verify.sources.warc_reading import entries, whole


def warc_record(
    uri: str = "http://example.org/a",
    body: bytes = b"<p>Twelve violations.</p>",
    *,
    kind: str = "response",
    head: str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n",
    fields: str = "",
    date: str = "2013-12-20T10:11:12Z",
    version: str = "1.0",
    block: bytes | None = None,
) -> bytes:
    content = block if block is not None else (head.encode() + b"\r\n" if kind != "resource" else b"") + body
    media = "text/plain" if kind == "resource" else "application/http; msgtype=response"
    lines = (
        f"WARC/{version}\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: {date}\r\n"
        f"WARC-Record-ID: <urn:uuid:{hashlib.md5(content + uri.encode()).hexdigest()}>\r\nContent-Type: {media}\r\n{fields}"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return lines.encode() + content + b"\r\n\r\n"


def write_wacz(
    path: Path, warc: Path, *, rows: list[str] | None = None, packed: bool = False, index: str = "cdx"
) -> None:
    """A WACZ of one WARC file; with `rows` those of its index, else without one."""
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", kind) as package:
        package.write(warc, f"archive/{warc.name}")
        if rows is not None:
            text = "".join(f"{row}\n" for row in rows).encode()
            package.writestr(f"indexes/index.{index}", gzip.compress(text) if index.endswith("gz") else text)
        package.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n')
        package.writestr("datapackage.json", json.dumps({"profile": "data-package"}))


def cdxj(warc: Path) -> list[str]:
    with warc.open("rb") as file:
        return [
            f"org,example)/ {entry.moment:%Y%m%d%H%M%S} "
            + json.dumps({
                "url": entry.uri,
                "mime": "warc/revisit" if entry.type == "revisit" else entry.media_type,
                "status": str(entry.status),
                "digest": entry.digest,
                "offset": str(entry.spot.offset),
                "filename": warc.name,
            })
            for entry in whole(entries(file))
        ]  # fmt: skip
