"""Where the running text names an entry by its author: (Smith 2020), Smith (2020), (ibid., p. 5), (Smith, op. cit.), (Smith, Baths, p. 5)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from verify.core.host import Host
from verify.core.markers import Listed, Marker
from verify.core.names import family_key
from verify.core.patterns import regex
from verify.model import Reference

_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?P<suffix>[a-z])?(?![\d-])"
_PARENTHESIS = regex(r"[(\[](?P<body>[^()\[\]\n]{3,260})[)\]]")
_DATED = regex(rf"(?:^|[\s,;(]){_YEAR}")
_NARRATIVE = regex(
    r"(?<!\w)(?P<names>[^\W\d_a-z][\w’'-]{1,40}(?:,? (?:&|and|und|et|y) [^\W\d_a-z][\w’'-]{1,40}| et al\.?)?)(?:’s|'s)? "
    rf"\({_YEAR}(?:(?:, | ?: ?)[^()\n]{{1,40}})?\)"
)
_LEAD = regex(
    r"^(?:(?:see|also|cf\.|e\.g\.,?|i\.e\.,?|in|as|quoted|cited|qtd\.|from|by|after|vgl\.|siehe|zit\. n\.|voir|véase|cfr\.|compare|but|and)\s+)+",
    re.IGNORECASE,
)
_IBID = regex(r"^(?:see )?(?:ibid(?:em)?|id|ebd|ebenda|там же|idem)\b", re.IGNORECASE)
_OP_CIT = regex(r"^(?P<family>[^\W\d_a-z][\w’'-]{1,40}),? (?i:op\. ?cit|loc\. ?cit|a\. ?a\. ?O)\b")
_SHORT = regex(
    r"^(?P<family>[^\W\d_a-z][\w’'-]{1,40}), [“\"‘*_]?(?P<title>[^\W\d_][^,;”\"’]{2,60})[”\"’*_]?,? (?:pp?\. ?|S\. ?)?\d[\d–-]*$"
)
_NAME = regex(r"[^\W\d_]")
_BETWEEN_NAMES = regex(r",? (?:&|and|und|et|y|e) |, ")
_ET_AL = regex(r",?\s+et al\.?,?$|\s+u\. ?a\.$")
# "(March 2020)", "(c. 1850)", "(since 2010)", "(Reuters, 5 May 2010)" date something else.
_NO_NAME = regex(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|august|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|spring|summer|autumn|fall|winter|"
    r"born|died|since|until|circa|founded|aged?|published|updated|retrieved|accessed|archived|copyright|season|series|film|album|version|winner)\b",
    re.IGNORECASE,
)
_LONGEST_NAMES = 6  # words before the year of a mention that is told when no entry is meant


@dataclass(frozen=True, slots=True)
class Mention:
    """[start, end) names the entries `references` by `rule`; without any, `notice` says what is missing."""

    start: int
    end: int
    references: tuple[str, ...]
    rule: str
    notice: str | None = None


def find_author_dates(host: Host, listed: Listed, markers: list[Marker]) -> list[Mention]:
    """The mentions of a text by their place; `markers` are its other ones, which `ibid.` may follow too."""
    text = host.text
    entries = _Entries(listed.references)
    found: list[Mention] = []
    numbered = iter(markers)
    marker = next(numbered, None)
    last: tuple[str, ...] = ()
    for start, end, body in _places(text):
        if listed.at(start) is not None or host.is_unread(start):
            continue
        while marker is not None and marker.start < start:
            last = marker.references or last
            marker = next(numbered, None)
        mention = _mention(start, end, body, entries, last)
        if mention is not None:
            last = mention.references or last
            found.append(mention)
    return found


def _places(text: str) -> Iterator[tuple[int, int, str | re.Match[str]]]:
    """Parentheses, and names with a year in parentheses after them, in order and without overlap."""
    if "(" not in text and "[" not in text:
        return
    narrative = _NARRATIVE.finditer(text)
    following = next(narrative, None)
    for match in _PARENTHESIS.finditer(text):
        while following is not None and following.end() < match.end():
            following = next(narrative, None)
        if following is not None and following.start() < match.start() < following.end():
            yield following.start(), following.end(), following
        else:
            yield match.start(), match.end(), match["body"]


def _mention(
    start: int, end: int, body: str | re.Match[str], entries: _Entries, last: tuple[str, ...]
) -> Mention | None:
    if not isinstance(body, str):
        meant = entries.dated(body["names"], body["year"], body["suffix"])
        told = _missing(f"{body['names']} ({body['year']}{body['suffix'] or ''})", meant) if entries.authored else None
        return _made(start, end, [meant], "author-date", told)
    body = body.strip()
    if _IBID.match(body):
        return Mention(start, end, last, "ibid", None if last else f"({body[:60]}) has no reference before it")
    cited = _OP_CIT.match(body)
    if cited:
        return _made(
            start, end, [entries.of(cited["family"])], "ibid", _missing(f"({body[:60]})", entries.of(cited["family"]))
        )
    short = _SHORT.match(body)
    if short and not _DATED.search(body):
        meant = entries.titled(short["family"], short["title"])
        return (
            _made(start, end, [meant], "short-title", _missing(f"({body[:60]})", meant))
            if entries.of(short["family"])
            else None
        )
    groups: list[tuple[str, ...]] = []
    notice: str | None = None
    names = ""
    for part in body.split(";"):
        dated = _DATED.search(part)
        if dated is None:
            continue
        named = _LEAD.sub("", part[: dated.start()].strip(" ,")).strip(" ,")
        names = named or names
        meant = entries.dated(names, dated["year"], dated["suffix"])
        if len(meant) == 1:
            groups.append(meant)
        elif meant or (_looks_cited(named, part[dated.end() :]) and (entries.authored or not notice)):
            notice = notice or _missing(f"({part.strip()[:60]})", meant)
    return _made(start, end, groups, "author-date", notice)


def _made(start: int, end: int, groups: list[tuple[str, ...]], rule: str, notice: str | None) -> Mention | None:
    references = tuple(dict.fromkeys(one for group in groups if len(group) == 1 for one in group))
    if not references and notice is None:
        return None
    return Mention(start, end, references, rule, notice)


def _missing(mention: str, meant: tuple[str, ...]) -> str | None:
    if len(meant) == 1:
        return None
    if meant:
        return f"{mention} may mean more than one entry, so it is joined to none"
    return f"{mention} leads to no reference"


def _looks_cited(names: str, after: str) -> bool:
    """Whether (names year …) is how one cites: a few capitalised words, then the year, then at most a page."""
    words = _ET_AL.sub("", names).split()
    if not words or len(words) > _LONGEST_NAMES or _NO_NAME.search(names):
        return False
    if not all(word[0].isupper() or word in _SMALL for word in words) or not words[-1][0].isupper():
        return False
    return (
        re.fullmatch(r"(?:\s*(?:[,:]|pp?\.|S\.|ch\.|para\.|§|fn\.|n\.|f{1,2}\.?|[\d–-]+)\s*){0,8}", after) is not None
    )


_SMALL = frozenset("and & und et y e of the for de la le du des del van von der den di da al".split())


class _Entries:
    """The listed works by what the text may call them."""

    def __init__(self, references: list[Reference]) -> None:
        self.authored = False
        self._dated: dict[tuple[str, str], list[Reference]] = defaultdict(list)
        self._by_family: dict[str, list[Reference]] = defaultdict(list)
        for reference in references:
            item = reference.item
            keys = [_key(name.family or name.literal or "") for name in item.author[:3]]
            self.authored = self.authored or bool(keys and item.issued)
            for key in dict.fromkeys(keys):
                self._by_family[key].append(reference)
                if item.issued:
                    self._dated[key, item.issued[:4]].append(reference)

    def of(self, family: str) -> tuple[str, ...]:
        """The works of one author."""
        return tuple(dict.fromkeys(_work_ids(self._by_family.get(_key(family), []))))

    def titled(self, family: str, title: str) -> tuple[str, ...]:
        """The works of one author whose title begins as the short title does, or holds it."""
        wanted = _folded(title)
        works = self._by_family.get(_key(family), [])
        begun = [work for work in works if _folded(work.item.title or "").startswith(wanted)]
        return _work_ids(begun or [work for work in works if wanted in _folded(work.item.title or "")])

    def dated(self, names: str, year: str, suffix: str | None) -> tuple[str, ...]:
        """The works of these authors and that year: the first of whom is decisive, the others choose among several."""
        people = [
            part.strip() for part in _BETWEEN_NAMES.split(_ET_AL.sub("", names.strip(" ,"))) if _NAME.search(part)
        ]
        if not people:
            return ()
        keys = [_key(person) for person in people]
        works = self._dated.get((keys[0], year), [])
        if len(works) > 1:
            led = [work for work in works if _families(work)[:1] == keys[:1]]
            exact = [work for work in led if _families(work) == keys]
            whole = [work for work in led if set(keys) <= set(_families(work))]
            several = _ET_AL.search(names) is not None
            works = ([work for work in led if len(work.item.author) > 1] if several else exact) or whole or led or works
        if len(works) > 1 and suffix:
            marked = [work for work in works if re.search(rf"\b{year}{suffix}\b", work.raw)]
            number = ord(suffix) - ord("a")
            works = marked or works[number : number + 1] or works
        return _work_ids(works)


def _work_ids(works: list[Reference]) -> tuple[str, ...]:
    """Ids of different works: what is listed twice (a note and its bibliography, ibid.) counts once."""
    by_work: dict[tuple[str | None, ...], str] = {}
    for work in works:
        item = work.item
        by_work.setdefault((item.title, item.issued, item.URL, item.DOI), work.id)
    return tuple(by_work.values())


def _families(work: Reference) -> list[str]:
    return [_key(name.family or name.literal or "") for name in work.item.author]


def _key(name: str) -> str:
    return family_key(name.strip(' .,“”"')) if name.strip() else ""


def _folded(title: str) -> str:
    return re.sub(
        r"^(?:the|a|an|der|die|das|le|la|les|el|los|las)\s", "", " ".join(title.casefold().split()).strip(' .,*_“”"')
    )
