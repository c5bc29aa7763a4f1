"""WACZ 1.1.1: WARC files with their index and the pages in them, in a zip that ReplayWeb.page and pywb open.

https://specs.webrecorder.net/wacz/1.1.1/: what is read by byte range is stored and not packed again; every file but the
two about the package is named with its size and SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from surt import surt  # type: ignore[import-untyped]

VERSION = "1.1.1"
PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One capture in the index. `digest` as WARC has it ("sha1:…")."""

    url: str
    moment: datetime
    mime: str
    status: int
    digest: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that a person may open."""

    id: str
    url: str
    moment: datetime
    title: str


def write(out: Path, warc: Path, rows: Iterable[Row], pages: Sequence[Page], *, title: str, now: datetime) -> None:
    """Write the package. Raises `OSError`."""
    stamp = now.astimezone(UTC).timetuple()[:6]
    resources: list[dict[str, object]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:

        def add(name: str, data: bytes, method: int = zipfile.ZIP_STORED) -> None:
            package.writestr(_info(name, stamp, method), data)
            resources.append(_resource(name, hashlib.sha256(data).hexdigest(), len(data)))

        name = f"archive/{warc.name}"
        info = _info(name, stamp, zipfile.ZIP_STORED)
        info.file_size = warc.stat().st_size  # tells the zip in time whether it needs the form for large files
        digest = hashlib.sha256()
        with warc.open("rb") as file, package.open(info, "w") as copy:
            while piece := file.read(PIECE):
                digest.update(piece)
                copy.write(piece)
        resources.append(_resource(name, digest.hexdigest(), info.file_size))
        lines = sorted(_line(row, warc.name) for row in rows)
        add("indexes/index.cdx", "".join(f"{line}\n" for line in lines).encode())
        add("pages/pages.jsonl", _pages(pages), zipfile.ZIP_DEFLATED)
        told = json.dumps(
            {
                "profile": "data-package",
                "wacz_version": VERSION,
                "title": title,
                "created": _iso(now),
                "software": "verify",
                "resources": resources,
            },
            ensure_ascii=False,
            indent=2,
        ).encode()
        proof = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(told).hexdigest()}"}
        add("datapackage.json", told, zipfile.ZIP_DEFLATED)
        add("datapackage-digest.json", json.dumps(proof, indent=2).encode(), zipfile.ZIP_DEFLATED)


def _info(name: str, stamp: tuple[int, ...], method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (stamp[0], stamp[1], stamp[2], stamp[3], stamp[4], stamp[5]))
    info.compress_type = method
    info.external_attr = 0o644 << 16
    return info


def _resource(name: str, digest: str, size: int) -> dict[str, object]:
    return {"name": name.rpartition("/")[2], "path": name, "hash": f"sha256:{digest}", "bytes": size}


def _line(row: Row, name: str) -> str:
    fields = {
        "url": row.url,
        "mime": row.mime,
        "status": str(row.status),
        "digest": row.digest,
        "length": str(row.length),
        "offset": str(row.offset),
        "filename": name,
    }
    stamp = row.moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    return f"{_key(row.url)} {stamp} {json.dumps(fields)}"


def _key(url: str) -> str:
    """The address as indexes sort it; as it is when it cannot be turned round."""
    found: object = url
    with suppress(ValueError, AttributeError):
        found = cast("object", surt(url))
    return str(found).replace(" ", "%20")


def _pages(pages: Sequence[Page]) -> bytes:
    lines: list[dict[str, str]] = [{"format": "json-pages-1.0", "id": "pages", "title": "All pages"}]
    lines += [{"id": page.id, "url": page.url, "ts": _iso(page.moment), "title": page.title} for page in pages]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
