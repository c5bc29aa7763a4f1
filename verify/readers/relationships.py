"""The parts of an Office Open XML file and how they lead to each other (ECMA-376 part 2).

External targets are addresses that links show. Nothing here follows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import basename, dirname, join

from verify.readers.container import Container, attribute, local


@dataclass(frozen=True, slots=True)
class Relationship:
    """`target` is a path within the container, or an address when `external`; `kind` the last word of its type."""

    kind: str
    target: str
    external: bool


def relationships(container: Container, part: str = "") -> dict[str, Relationship]:
    """The relationships of a part, or of the whole file, by id."""
    path = join(dirname(part), "_rels", f"{basename(part)}.rels") if part else "_rels/.rels"
    if path not in container:
        return {}
    found: dict[str, Relationship] = {}
    for element in container.xml(path):
        identifier, kind, target = (attribute(element, name) for name in ("Id", "Type", "Target"))
        if local(element.tag) != "Relationship" or not identifier or not target:
            continue
        external = attribute(element, "TargetMode") == "External"
        if not external:
            target = target.lstrip("/") if target.startswith("/") else join(dirname(part), target)
        found[identifier] = Relationship((kind or "").rpartition("/")[2], target, external)
    return found


def main_part(container: Container, usual: str) -> str:
    """The part that holds the document itself, which some programs call otherwise than usual."""
    for one in relationships(container).values():
        if one.kind == "officeDocument" and not one.external and one.target in container:
            return one.target
    return usual
