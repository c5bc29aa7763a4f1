"""What a killed process left behind: records that are written but not entered in the index, or only half written.

The same makes a lost index again.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Generator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from verify.sources import warc
from verify.sources.facts import absence_of
from verify.sources.warc import Place, Read
from verify.sources.warc_index import AnswerRow, Index, RecordRow

LOCK = "prune.lock"


def mend(folder: Path, index: Index) -> None:
    """Enter what is not entered, and cut off what is half written. A file whose writer lives is left alone."""
    ends = index.ends()
    for path in sorted(folder.glob(f"{warc.PREFIX}*{warc.SUFFIX}")):
        with contextlib.suppress(FileNotFoundError):  # pruned meanwhile
            if path.stat().st_size <= ends.get(path.name, 0):
                continue
            with warc.unowned(path) as file:
                if file is not None:
                    torn = _entered(index, warc.members(file, path.name, index.ends().get(path.name, 0)))
                    if torn is not None:
                        file.truncate(torn)
    clear(folder, index)


def clear(folder: Path, index: Index) -> None:
    """Delete the files that pruning has replaced, or that it was writing when it was killed, unless it is at work."""
    doomed = index.doomed()
    if not doomed:
        return
    with lock(folder) as mine:
        if mine:
            doomed = index.doomed()
            for name in doomed:
                (folder / name).unlink(missing_ok=True)
            index.forget(doomed)


@contextlib.contextmanager
def lock(folder: Path) -> Generator[bool]:
    """Whether this process alone may replace the files of a cache, for as long as the block lasts."""
    path = folder / LOCK
    path.touch()
    with warc.unowned(path) as file:
        yield file is not None


def _entered(index: Index, members: Generator[tuple[Place, Read], None, int | None]) -> int | None:
    """Enter records into the index; returns where a torn one begins."""
    told: dict[str, Any] = {}  # by a metadata record, of the response that comes after it
    while True:
        try:
            place, record = next(members)
        except StopIteration as end:
            torn: int | None = end.value
            return torn
        row = _row(index, place, record)
        if record.type == "metadata" and record.payload.startswith(warc.FIELD):
            with contextlib.suppress(ValueError):
                facts = json.loads(record.payload[len(warc.FIELD) :])
                told = {**facts, "record_id": record.headers.get("warc-concurrent-to", "")}
        answer = None
        about = row.record_id if row else ""
        if told and (told["record_id"] == about or index.record(told["record_id"])):
            answer = _answer(index, told)
            told = {}
        if record.payload.startswith(warc.ABSENCE):
            answer = _absence(index, record)
        index.add([row] if row else [], answer, last=place)


def _row(index: Index, place: Place, record: Read) -> RecordRow | None:
    if record.type not in ("response", "revisit"):
        return None
    refers_to = record.headers.get("warc-refers-to") if record.type == "revisit" else None
    original = index.record(refers_to) if refers_to else None
    if record.type == "revisit" and original is None:
        return None
    return RecordRow(
        record_id=record.record_id,
        type=record.type,
        target=record.target,
        date=datetime.fromisoformat(record.headers["warc-date"]),
        status=record.status,
        payload=original.payload if original else sha256(record.payload).hexdigest(),
        size=original.size if original else len(record.payload),
        coding=record.coding,
        refers_to=refers_to,
        place=place,
    )


def _answer(index: Index, told: dict[str, Any]) -> AnswerRow | None:
    """The answer that a metadata record tells of, unless a later one is known."""
    with contextlib.suppress(KeyError, ValueError, TypeError):
        row = AnswerRow(
            key=told.pop("key"),
            uri_r=told.pop("for"),
            asked=datetime.fromisoformat(told.pop("asked")),
            record_id=told.pop("record_id"),
            facts=json.dumps(told, ensure_ascii=False),
        )
        return row if _is_latest(index, row) else None
    return None


def _absence(index: Index, record: Read) -> AnswerRow | None:
    with contextlib.suppress(KeyError, ValueError, TypeError):
        row = absence_of(json.loads(record.payload[len(warc.ABSENCE) :]))
        return row if _is_latest(index, row) else None
    return None


def _is_latest(index: Index, row: AnswerRow) -> bool:
    known = index.answer(row.key)
    return known is None or known.asked <= row.asked
