"""JSON for programs: one object, `schema_version` "1". What it holds is in `mapping`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TextIO

from verify.model import Extraction, Report, ReportOptions
from verify.reports import mapping

TOGETHER = 100  # findings that are text at a time

# JSON allows these bare, but a terminal obeys the first, some readers end a line at the second, and UTF-8 has no place
# for the third, which a file name that is not UTF-8 brings along.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# The same in UTF-8; one by one, because a pattern that begins with one byte is searched eight times as fast.
_ESCAPED_BYTES = (re.compile(rb"\x7f"), re.compile(rb"\xc2[\x80-\x9f]"), re.compile(rb"\xe2\x80[\xa8\xa9]"))


def write(report: Report, stream: TextIO, options: ReportOptions) -> None:
    """Write a report, kind `check`; `options` do not concern it."""
    del options
    stream.writelines(_in_parts(mapping.check_in_parts(report)))


def write_extractions(extractions: Sequence[Extraction], version: str, stream: TextIO, options: ReportOptions) -> None:
    """Write what would be checked, kind `extract`."""
    del options
    _dump(mapping.extract(extractions, version), stream)


def encoded(value: object, *, indent: int | None = None) -> str:
    """JSON text that any UTF-8 stream can carry and no terminal obeys."""
    if indent == 1:
        try:
            return _indented(value)
        except TypeError:
            pass  # a lone surrogate or a number beyond 64 bits, both of which JSON can say
    return _escaped(json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False))


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _indented(value: object) -> str:
    """What `json.dumps(…, indent=1)` writes, in a tenth of its time: with an indent it runs in Python.

    Raises `TypeError` for what orjson does not write.
    """
    import orjson

    data = orjson.dumps(
        value, option=orjson.OPT_INDENT_2 | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
    )
    text = _half_as_deep(data).decode()
    return _escaped(text) if any(pattern.search(data) for pattern in _ESCAPED_BYTES) else text


def _half_as_deep(data: bytes) -> bytes:
    """The lines with half the spaces before them: orjson knows an indent of two only. No string holds a line break."""
    import numpy as np

    characters = np.frombuffer(data + b"\n", np.uint8)
    kept = np.ones(len(characters), np.bool_)
    kept[-1] = False
    space = np.flatnonzero(characters[:-1] == ord("\n")) + 1
    while space.size:  # each round takes the second space of a pair from every line that has one more pair
        space = space[characters[space] == ord(" ")]
        kept[space + 1] = False
        space = space + 2
    return characters[kept].tobytes()


def _in_parts(parts: Iterable[tuple[str, object]]) -> Iterator[str]:
    """What `encoded` gives for an object, piece by piece: the text of a large report is several times its findings."""
    yield "{"
    comma = ""
    for key, value in parts:
        yield f"{comma}\n {encoded(key)}: "
        comma = ","
        if isinstance(value, mapping.Items):
            yield from _list(value)
        else:
            yield _deeper(encoded(value, indent=1))
    yield "\n}\n"


def _list(items: mapping.Items) -> Iterator[str]:
    comma = "["
    while some := list(islice(items, TOGETHER)):
        yield f"{comma}\n{_deeper(encoded(some, indent=1)[1:-2])[1:]}"
        comma = ","
    yield "[]" if comma == "[" else "\n ]"


def _deeper(text: str) -> str:
    return text.replace("\n", "\n ")  # no string holds a line break


def _dump(value: mapping.Json, stream: TextIO) -> None:
    stream.write(encoded(value, indent=1))
    stream.write("\n")
