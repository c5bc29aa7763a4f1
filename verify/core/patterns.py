"""Regular expressions that are compiled when they are first used.

The package has some four hundred; a run meets the text for a fourth of them, and compiling the others was half of the
time it took to start.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import AnyStr, cast


def regex(pattern: AnyStr, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[AnyStr]:
    """`re.compile` put off until a method is called. Not for the functions of `re`, which take compiled ones only, and
    not the `re` of its matches: what tells patterns apart is their `pattern`.

    A pattern that does not compile raises when it is used; the tests use them all.
    """
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))


class _Lazy:
    """What `re.Pattern` offers; each method is looked up once and then an attribute, as quick as that of a pattern."""

    def __init__(self, pattern: str | bytes, flags: re.RegexFlag) -> None:
        self.pattern = pattern
        self.flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str] | re.Pattern[bytes]:
        return re.compile(self.pattern, self.flags)

    @cached_property
    def search(self) -> object:
        return self._compiled.search

    @cached_property
    def match(self) -> object:
        return self._compiled.match

    @cached_property
    def fullmatch(self) -> object:
        return self._compiled.fullmatch

    @cached_property
    def finditer(self) -> object:
        return self._compiled.finditer

    @cached_property
    def findall(self) -> object:
        return self._compiled.findall

    @cached_property
    def sub(self) -> object:
        return self._compiled.sub

    @cached_property
    def split(self) -> object:
        return self._compiled.split
