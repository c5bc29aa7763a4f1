"""Which addresses are one page to an archive: http and https, with and without www, a final slash, the order of a query.

Archives sort their captures by such a key (SURT). Theirs also ignores capitals of the path, which can tell two pages apart.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes, urlsplit

from verify.core.patterns import regex

_WWW = regex(r"www\d*\.")
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Percent-encoded or not, these are the same (RFC 3986, 6.2.2.2).
_ESCAPE = regex(r"%([0-9a-fA-F]{2})")
_UNRESERVED = regex(rb"[A-Za-z0-9._~-]")


def url_key(url: str) -> str:
    """The key of an address; that of what is no address is the text itself."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url
    if not host:
        return url
    host = _WWW.sub("", host, count=1) if _WWW.match(host) and host.count(".") > 1 else host
    with_port = f":{port}" if port and port != _DEFAULT_PORTS.get(parts.scheme.lower()) else ""
    path = _ESCAPE.sub(_plain, _encoded(parts.path)).rstrip("/")
    query = "&".join(sorted(_ESCAPE.sub(_plain, _encoded(parts.query)).split("&"))) if parts.query else ""
    return f"{host}{with_port}{path}{'?' if query else ''}{query}"


def _encoded(text: str) -> str:
    """Letters beyond ASCII percent-encoded, as they go over the wire."""
    if text.isascii():
        return text
    return "".join(
        letter if letter.isascii() else "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace"))
        for letter in text
    )


def _plain(found: re.Match[str]) -> str:
    byte = unquote_to_bytes(found[0])
    return byte.decode() if _UNRESERVED.fullmatch(byte) else found[0].upper()
