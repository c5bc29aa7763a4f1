"""Typed access to parsed JSON that names the place of a mistake: `findings[3].verdict: 'faithful' is no verdict`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar, cast

Word = TypeVar("Word", bound=StrEnum)


class DamagedError(ValueError):
    """The JSON does not hold what it should; the message says where."""


@dataclass(frozen=True, slots=True)
class Fields:
    """An object of the JSON and the way to it. A key that is not there counts as null."""

    value: dict[str, Any]
    way: str = ""

    @classmethod
    def of(cls, value: object, way: str) -> Fields:
        """The object at `way`. Raises `DamagedError` for anything else."""
        if not isinstance(value, dict):
            raise DamagedError(f"{way or 'the whole'}: not an object")
        return cls(cast("dict[str, Any]", value), way)

    def text(self, key: str) -> str:
        """A text that has to be there."""
        found = self._get(key, str, "a text")
        return cast("str", self._needed(key, found, "a text"))

    def text_or_none(self, key: str) -> str | None:
        """A text, or None."""
        return cast("str | None", self._get(key, str, "a text"))

    def number(self, key: str) -> int:
        """A whole number of zero or more that has to be there."""
        return cast("int", self._needed(key, self.number_or_none(key), "a number"))

    def number_or_none(self, key: str) -> int | None:
        """A whole number of zero or more, or None."""
        found = self._get(key, int, "a whole number")
        if isinstance(found, bool) or (found is not None and cast("int", found) < 0):
            raise self.damaged(key, "not a whole number of zero or more")
        return cast("int | None", found)

    def seconds_or_none(self, key: str) -> float | None:
        """A number, or None."""
        found = cast("float | None", self._get(key, (int, float), "a number"))
        if found is not None and not math.isfinite(found):
            raise self.damaged(key, "not a number")
        return found

    def truth(self, key: str) -> bool:
        """True or false; false where nothing is said."""
        return bool(self._get(key, bool, "true or false"))

    def moment(self, key: str) -> datetime:
        """A moment that has to be there."""
        return cast("datetime", self._needed(key, self.moment_or_none(key), "a moment"))

    def moment_or_none(self, key: str) -> datetime | None:
        """A moment in UTC, or None."""
        told = self.text_or_none(key)
        if told is None:
            return None
        try:
            found = datetime.fromisoformat(told)
            return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        except (ValueError, OverflowError):  # no moment, or one before the year 1
            raise self.damaged(key, f"{told[:40]!r} is no moment") from None

    def word(self, key: str, words: type[Word]) -> Word:
        """One of the words of an enumeration, which has to be there."""
        return cast("Word", self._needed(key, self.word_or_none(key, words), "a word"))

    def word_or_none(self, key: str, words: type[Word]) -> Word | None:
        """One of the words of an enumeration, or None."""
        told = self.text_or_none(key)
        if told is None:
            return None
        try:
            return words(told)
        except ValueError:
            raise self.damaged(key, f"{told[:40]!r} is none of {', '.join(words)}") from None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where there is none."""
        found = self._list(key)
        if not all(isinstance(item, str) for item in found):
            raise self.damaged(key, "not a list of texts")
        return tuple(cast("list[str]", found))

    def part(self, key: str) -> Fields:
        """The object under a key, which has to be there."""
        return Fields.of(self.value.get(key), self._way(key))

    def part_or_none(self, key: str) -> Fields | None:
        """The object under a key, or None."""
        return None if self.value.get(key) is None else self.part(key)

    def parts(self, key: str) -> Iterator[Fields]:
        """The objects of a list; none where there is no list."""
        for index, item in enumerate(self._list(key)):
            yield Fields.of(item, f"{self._way(key)}[{index}]")

    def damaged(self, key: str, what: str) -> DamagedError:
        """An error that names the place."""
        return DamagedError(f"{self._way(key)}: {what}")

    def _list(self, key: str) -> list[object]:
        return cast("list[object]", self._get(key, list, "a list") or [])

    def _get(self, key: str, kind: type | tuple[type, ...], name: str) -> object:
        found = self.value.get(key)
        if found is not None and not isinstance(found, kind):
            raise self.damaged(key, f"not {name}")
        return found

    def _needed(self, key: str, found: object, name: str) -> object:
        if found is None:
            raise self.damaged(key, f"missing; {name} is needed")
        return found

    def _way(self, key: str) -> str:
        return f"{self.way}.{key}" if self.way else key
