"""robots.txt (RFC 9309), for those who want it kept: which pages of a site a robot is asked to leave alone.

It is off by default. A person who follows one citation does not read it either, and this is what a run does: single
pages, each named by a document, never the links on them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlsplit

from verify.model import Answer, Capture, MissReason, Request
from verify.sources.failures import FetchError
from verify.sources.live import Fetcher
from verify.sources.once import Once

NAME = "verify"
MOST_BYTES = 500 << 10  # RFC 9309, 2.5
_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*)")


@dataclass(frozen=True, slots=True)
class Rule:
    """An `Allow` or `Disallow` line: what a path begins with, and what comes in it after that, in this order.

    `weight` is the length of the pattern as it is written: the longest match counts.
    """

    allowed: bool
    begins: str
    then: tuple[str, ...]
    ends: bool  # the path ends with the last part
    weight: int

    def matches(self, path: str) -> bool:
        """Whether a path has the parts. In steps, since a search with several `*` can be made to take for ever."""
        if not path.startswith(self.begins):
            return False
        at, then = len(self.begins), self.then
        if self.ends and not then:
            return len(path) == at
        for part in then[:-1] if self.ends else then:
            at = path.find(part, at)
            if at < 0:
                return False
            at += len(part)
        return not self.ends or (path.endswith(then[-1]) and len(path) - len(then[-1]) >= at)


Rules = tuple[Rule, ...]


class Robots:
    """Asks each site for its robots.txt once per run."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._known: Once[str, Rules | str] = Once()

    def permit(self, url: str) -> None:
        """Raises `FetchError` when the site asks robots to leave this page alone, or cannot say."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        rules = self._known.get(site, lambda: self._asked(f"{site}/robots.txt"))
        if isinstance(rules, str):
            raise FetchError(MissReason.REFUSED, f"the robots.txt of {parts.netloc} cannot be had: {rules}")
        path = parts.path or "/"
        if not allowed(rules, f"{path}?{parts.query}" if parts.query else path):
            raise FetchError(MissReason.REFUSED, f"the robots.txt of {parts.netloc} asks to leave this page alone")

    def _asked(self, url: str) -> Rules | str:
        """The rules of a site, or why there are none: a site that cannot be asked forbids all (RFC 9309, 2.3.1.4)."""
        answer: Answer = self._fetcher.fetch(Request(uri_r=url), url)
        if not isinstance(answer, Capture):
            return answer.detail or answer.reason.value
        if 400 <= answer.status < 500 and answer.status != 429:
            return ()
        if answer.status >= 300:
            return f"status {answer.status}"
        return parsed(answer.body[:MOST_BYTES].decode("utf-8", "replace"))


def parsed(text: str) -> Rules:
    """The rules of the groups for us, or of those for everybody when none is."""
    groups: dict[str, list[Rule]] = {}
    names: list[str] = []
    in_rules = False
    for line in text.removeprefix("\ufeff").splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        key, value = found[1].lower(), found[2].strip()
        if key == "user-agent":
            names = [*([] if in_rules else names), value.lower()]
            in_rules = False
            groups.setdefault(names[-1], [])
        elif key in ("allow", "disallow"):
            in_rules = True
            if value:
                for name in names:
                    groups[name].append(_rule(value, permits=key == "allow"))
    return tuple(groups.get(NAME, groups.get("*", [])))


def allowed(rules: Sequence[Rule], path: str) -> bool:
    """Whether the rules let a path (with its query) be asked for; of rules of one length the friendlier counts."""
    path = _normal(path)
    matching = [rule for rule in rules if rule.matches(path)]
    return path == "/robots.txt" or max(((rule.weight, rule.allowed) for rule in matching), default=(0, True))[1]


def _rule(value: str, *, permits: bool) -> Rule:
    begins, *then = (_normal(part) for part in value.removesuffix("$").split("*"))
    return Rule(permits, begins, tuple(then), value.endswith("$"), len(value))


def _normal(path: str) -> str:
    """Every character in its one percent-encoded form (RFC 9309, 2.2.2)."""
    return quote(unquote_to_bytes(path), safe="/?&=;:@!$'()*+,~-._")
