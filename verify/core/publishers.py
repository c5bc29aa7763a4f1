"""Who publishes: names and aliases to one publisher, from `data/publishers.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from verify.core.patterns import regex
from verify.data import table

# Names that are also common words, or first words of other names: a publisher only where the text calls it one.
COMMON_WORDS = frozenset(
    "time people focus nature science fortune wired variety billboard dawn guardian observer who ap pa sun age nation "
    "herald national amnesty gallup pew fars times vox slate salon effe efe ips rand tass abc cbc cbs nbc".split()
)
_TYPES = {"magazine": "article-magazine", "journal": "article-journal", "institution": "webpage"}
# Words after a name that make it a publisher's ("Foreign Policy magazine").
PUBLISHER_NOUN = regex(
    r"\s+(?:magazine|newspaper|daily|weekly|monthly|journal|tabloid|website|news agency|newswire|news site|broadcaster)\b"
)
_PERIODICAL = regex(
    r"\b(?:Times|Post|Journal|News|Herald|Tribune|Gazette|Guardian|Telegraph|Chronicle|Observer|Mail|Mirror|Star|Globe|"
    r"Press|Express|Standard|Independent|Examiner|Inquirer|Courier|Mercury|Bulletin|Review|Magazine|Daily|Weekly|"
    r"Monthly|Quarterly|Dispatch|Record|Sentinel|Argus|Echo|Argosy|Register|Reporter|Republic|Monitor|Zeitung|Tageblatt|"
    r"Tagblatt|Rundschau|Blatt|Sun|Union|Beacon|Ledger|Citizen|Advertiser|Digest|Wire|Radio|Television|TV)\b"
)
_INSTITUTION = regex(
    r"\b(?:Ministry|Department|Office|Government|Council|Commission|University|Institute|Agency|Union|Nations|Organi[sz]ation|"
    r"Association|Society|Bureau|Committee|Court|Parliament|Foundation|Bank|Board|Authority|Center|Centre|Police|"
    r"Cabinet|Service|College|School|Library|Museum|Federation|Party|Corporation|Company|Group|International|Watch|F\.C\.)"
)


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher by its usual name; `kind` is the heading it stands under in the table."""

    name: str
    kind: str

    @property
    def item_type(self) -> str:
        """The CSL type of what it publishes."""
        return _TYPES.get(self.kind, "article-newspaper")

    @property
    def institution(self) -> bool:
        return self.kind == "institution"


@cache
def _index() -> dict[str, Publisher]:
    index: dict[str, Publisher] = {}
    for kind, names in table("publishers").items():
        for name, aliases in names.items():
            publisher = Publisher(name, kind)
            for alias in (name, *aliases):
                index.setdefault(_key(alias), publisher)
    return index


_DROPPED = regex(r"^the\s|[.’']")
_HOST = regex(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_DEPARTMENT = regex(r"\bdept\b")


def _key(name: str) -> str:
    return _DEPARTMENT.sub("department", _DROPPED.sub("", name.casefold())).strip()


@lru_cache(maxsize=8192)
def known_publisher(name: str) -> Publisher | None:
    """The publisher that goes by `name`, with or without an article."""
    return _index().get(_key(name))


def hosts_of(publisher: Publisher) -> tuple[str, ...]:
    """The hosts that the table gives for a publisher: `latimes.com`."""
    return _hosts().get(publisher, ())


@cache
def _hosts() -> dict[Publisher, tuple[str, ...]]:
    found: dict[Publisher, tuple[str, ...]] = {}
    for kind, names in table("publishers").items():
        for name, aliases in names.items():
            hosts = tuple(alias for alias in aliases if _HOST.fullmatch(alias))
            if hosts:
                found[Publisher(name, kind)] = hosts
    return found


def publisher_of(name: str) -> Publisher:
    """The publisher that goes by `name`; one that the table lacks is told by the words of its name."""
    known = known_publisher(name)
    if known is not None:
        return known
    kind = "institution"
    if _PERIODICAL.search(name) and not re.search(r"\b(?:University|Ministry|Department|Office|Government)\b", name):
        kind = "magazine" if re.search(r"\b(?:Magazine|Weekly|Monthly|Quarterly|Review)\b", name) else "newspaper"
    elif not _INSTITUTION.search(name):
        kind = "site"
    return Publisher(name, kind)
