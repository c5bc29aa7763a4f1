"""A citation and reference verifier: do the quoted words really stand in the source they are credited to?

    from verify import Config, check, extract, match_quotation, read_document

    document = read_document("article.html")  # or bytes with media_type=…
    for citation in extract(document):  # each quotation joined to its reference
        print(citation.quotation, citation.reference)

    judged = match_quotation("the words", source=b"<p>The words.</p>", media_type="text/html")
    judged.verdict, judged.start, judged.end, judged.exact  # offsets in judged.source.text

    report = check(["seeds/"], config=Config(offline=True))  # the whole job

Importing this module loads nothing heavy: what a name needs is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verify.api import extract, match_quotation, read_document
    from verify.config import Config
    from verify.errors import ConfigError, InputError, VerifyError
    from verify.model import (
        Availability,
        Citation,
        Difference,
        Document,
        Finding,
        Judged,
        Quotation,
        Reference,
        Report,
        Verdict,
    )
    from verify.run import check

_HOMES = {
    "verify.run": ("check",),
    "verify.api": ("extract", "match_quotation", "read_document"),
    "verify.config": ("Config",),
    "verify.errors": ("ConfigError", "InputError", "VerifyError"),
    "verify.model": (
        *("Availability", "Citation", "Difference", "Document", "Finding"),
        *("Judged", "Quotation", "Reference", "Report", "Verdict"),
    ),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Availability",
    "Citation",
    "Config",
    "ConfigError",
    "Difference",
    "Document",
    "Finding",
    "InputError",
    "Judged",
    "Quotation",
    "Reference",
    "Report",
    "Verdict",
    "VerifyError",
    "check",
    "extract",
    "match_quotation",
    "read_document",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever the public name is
    if name not in _HOME:
        raise AttributeError(f"module 'verify' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
