"""Which groups of records are meant by a choice of captures: those chosen and all that they rest on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from verify.sources.groups import Group
from verify.sources.warc import PREFIX, SUFFIX


def files(folder: Path) -> list[Path]:
    """The WARC files of a cache that are ours, the oldest first."""
    return sorted(folder.glob(f"{PREFIX}*{SUFFIX}"))


class Rests:
    """What groups rest on among all of them."""

    def __init__(self, every: Sequence[Group]) -> None:
        self._holder = {name: group for group in every for name in group.ids}

    def needed(self, kept: Iterable[Group], already: Collection[int] = ()) -> dict[int, Group]:
        """The groups that are kept and those that they rest on, by their `id`, without those that are there already."""
        found: dict[int, Group] = {}
        waiting = list(kept)
        while waiting:
            group = waiting.pop()
            if id(group) not in found and id(group) not in already:
                found[id(group)] = group
                waiting += [self._holder[name] for name in group.needs if name in self._holder]
        return found


def closure(every: Sequence[Group], is_chosen: Callable[[Group], bool]) -> list[Group]:
    """The chosen groups with what they rest on and what tells of them, in their order."""
    rests = Rests(every)
    tellers: dict[str, list[Group]] = {}
    for group in every:
        if group.is_telling:
            for name in group.needs:
                tellers.setdefault(name, []).append(group)
    chosen = rests.needed(group for group in every if is_chosen(group))
    told = [teller for group in chosen.values() for name in group.ids for teller in tellers.get(name, ())]
    chosen |= rests.needed(told, chosen)
    return [group for group in every if id(group) in chosen]
