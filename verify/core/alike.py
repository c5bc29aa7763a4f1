"""What a few words say, in a form that two runs of words can be compared by: 25 and vingt-cinq, % and per cent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from verify.core import name_spellings, spelling
from verify.core.numbers import Numbers, clock, figures_date, full_date, has_digit, money, ratio

_Words = tuple[str, ...]


class Run:
    """A few folded words, of which `written` gives the text. What they say is found out when it is first asked for."""

    def __init__(self, words: Sequence[str], written: Callable[[], str], known: Numbers, *, money: bool = True) -> None:
        self.words: _Words = tuple(words)
        self.joined = "".join(words)
        self._written = written
        self._known = known
        self._money = money
        self._sense: frozenset[object] | None = None
        self._others: frozenset[_Words] | None = None

    @property
    def sense(self) -> frozenset[object]:
        """What two runs that say the same have in common: letters, a name, a time, a date, a value, or a rank."""
        if self._sense is None:
            self._sense = self._find_sense()
        return self._sense

    @property
    def others(self) -> frozenset[_Words]:
        """Runs of other words that say the same: what an abbreviation or a contraction stands for, and the reverse."""
        if self._others is None:
            self._others = spelling.abbreviated(self.words, self.joined) | spelling.contracted(self.words)
        return self._others

    def _find_sense(self) -> frozenset[object]:
        found: set[object] = {self.joined}
        name = name_spellings.name_group(self.joined)
        if name is not None:
            found.add(("name", name))
        known = self._known
        if known.opens_amount(self.words):
            text = self._written()
            found.add(("clock", clock(text)))
            found.add(("date", figures_date(text)))
            found.add(("value", known.value(self.words, text, money=self._money)))
            found.add(("rank", known.ordinal(self.words)))
        if any(map(has_digit, self.words)):
            text = self._written()
            found.add(("day", full_date(known, self.words, text)))
            found.add(("ratio", ratio(text)))
            found.add(("raised", spelling.raised(text)))
            found.add(("money", money(known, self.words)))
        found.difference_update(_NOTHING)
        return frozenset(found)

    def says(self, other: Run) -> bool:
        """Whether both are the same word, name, number, abbreviation or contraction."""
        return (
            self.joined == other.joined
            or other.words in self.others
            or self.words in other.others
            or not self.sense.isdisjoint(other.sense)
        )


_COMPOSITES = frozenset({"clock", "day", "ratio", "money"})
_NOTHING = {(kind, None) for kind in ("clock", "date", "value", "rank", "day", "ratio", "raised", "money")}


def same_composite(one: Run, other: Run) -> bool:
    """Whether both are the same time, date, ratio or sum of money."""
    common = one.sense & other.sense
    return any(isinstance(sense, tuple) and sense[0] in _COMPOSITES for sense in common)


class Runs:
    """Some runs, to find those that say the same as one run."""

    def __init__(self, runs: Sequence[tuple[tuple[int, int], Run]]) -> None:
        self._by_sense: dict[object, list[tuple[int, int]]] = {}
        self._by_words: dict[_Words, list[tuple[int, int]]] = {}
        self._by_others: dict[_Words, list[tuple[int, int]]] = {}
        for place, run in runs:
            for sense in run.sense:
                self._by_sense.setdefault(sense, []).append(place)
            self._by_words.setdefault(run.words, []).append(place)
            for other in run.others:
                self._by_others.setdefault(other, []).append(place)

    def saying(self, run: Run) -> Iterator[tuple[int, int]]:
        """The places of the runs that say the same; one may come twice."""
        for sense in run.sense:
            yield from self._by_sense.get(sense, ())
        for other in run.others:
            yield from self._by_words.get(other, ())
        yield from self._by_others.get(run.words, ())
