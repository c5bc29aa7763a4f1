"""Office Open XML packages: parts in a ZIP file that is the same bytes each time it is made from the same parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from verify.reports.xml import DECLARATION, Xml, el

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"


class Links:
    """The relationships of one part: targets, each with its id."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str, bool], str] = {}

    def to(self, kind: str, target: str, *, outside: bool = False) -> str:
        """The id of a relationship; asked again it is the same."""
        return self._entries.setdefault((kind, target, outside), f"rId{len(self._entries) + 1}")

    def xml(self) -> Xml:
        """The part that lists them."""
        return el(
            "Relationships",
            *(
                el("Relationship", Id=id, Type=kind, Target=target, TargetMode="External" if outside else None)
                for (kind, target, outside), id in self._entries.items()
            ),
            xmlns=_RELATIONSHIPS,
        )


def properties(title: str, created: str) -> Xml:
    """The core properties; `created` is ISO 8601 in UTC."""
    return el(
        "cp:coreProperties",
        el("dc:title", title),
        el("dc:creator", "verify"),
        el("dcterms:created", created, xsi__type="dcterms:W3CDTF"),
        el("dcterms:modified", created, xsi__type="dcterms:W3CDTF"),
        xmlns__cp=_CORE,
        xmlns__dc="http://purl.org/dc/elements/1.1/",
        xmlns__dcterms="http://purl.org/dc/terms/",
        xmlns__xsi="http://www.w3.org/2001/XMLSchema-instance",
    )


def write(stream: BinaryIO, main: str, parts: Mapping[str, tuple[str, Xml]], core: Xml) -> None:
    """Write the package. `parts` are content types (empty for relationships) and XML by name; `main` is the one that opens."""
    root = Links()
    root.to(f"{OFFICE}/officeDocument", main)
    root.to(
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"
    )
    typed = {**parts, "docProps/core.xml": ("application/vnd.openxmlformats-package.core-properties+xml", core)}
    kinds = el(
        "Types",
        el("Default", Extension="rels", ContentType="application/vnd.openxmlformats-package.relationships+xml"),
        el("Default", Extension="xml", ContentType="application/xml"),
        *(el("Override", PartName=f"/{part}", ContentType=kind) for part, (kind, _) in typed.items() if kind),
        xmlns=_TYPES,
    )
    with ZipFile(stream, "w", ZIP_DEFLATED) as file:
        for part, xml in (
            ("[Content_Types].xml", kinds),
            ("_rels/.rels", root.xml()),
            *((part, xml) for part, (_, xml) in typed.items()),
        ):
            info = ZipInfo(part)  # its date is 1980: the same report gives the same bytes
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            file.writestr(info, f"{DECLARATION}{xml}".encode())
