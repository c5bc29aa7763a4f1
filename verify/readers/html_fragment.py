"""A piece of HTML inside another format, read as a page would be."""

from __future__ import annotations

from dataclasses import dataclass

from verify.model import BlockQuote, Link, Region, RegionKind
from verify.readers.html import page


@dataclass(frozen=True, slots=True)
class Fragment:
    """What the piece shows, what it holds unseen, and (position, offset in the source) of its words."""

    text: str
    unseen: tuple[str, ...]
    regions: tuple[Region, ...]
    links: tuple[Link, ...]
    block_quotes: tuple[BlockQuote, ...]
    places: tuple[tuple[int, int], ...]


def fragment(source: str) -> Fragment:
    """Read a piece of HTML that may open or close elements it does not hold whole."""
    document, places = page(source, name="", media_type="text/html", digest="", base_url=None)
    end = next((region.start for region in document.regions if region.kind is RegionKind.HIDDEN), len(document.text))
    return Fragment(
        text=document.text[:end].rstrip("\n"),
        unseen=tuple(document.text[end:].split("\n\n")) if document.text[end:].strip() else (),
        regions=tuple(region for region in document.regions if region.end <= end),
        links=tuple(link for link in document.links if link.end <= end),
        block_quotes=tuple(quote for quote in document.block_quotes if quote.end <= end),
        places=places,
    )
