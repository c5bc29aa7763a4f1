"""Captured bytes as indexed text, each page once, however many quotations ask for it."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import replace
from threading import Lock

from verify import readers
from verify.core.flow import Unreadable
from verify.core.normalize import SourceText
from verify.errors import InputError, UnreadableError
from verify.model import Anchor, Capture, Document, Evidence, Finding, Judged, Reason
from verify.reports import context

# Characters of indexed text kept for further quotations; with its index a text takes up to 12 bytes a character.
KEPT_CHARACTERS = 2_000_000

_Key = tuple[str, str, str | None]


class Reading:
    """Reads each distinct body once; safe to call from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._texts: OrderedDict[_Key, Future[SourceText | Unreadable]] = OrderedDict()
        self._characters = 0

    def __call__(self, capture: Capture) -> SourceText | Unreadable:
        """The text of a capture, or why it has none."""
        key = (capture.sha256, capture.media_type, capture.charset)
        with self._lock:
            future = self._texts.get(key)
            mine = future is None
            if future is None:
                future = self._texts[key] = Future()
            else:
                self._texts.move_to_end(key)
        if mine:
            try:
                text = _read(capture)
            except BaseException as error:
                future.set_exception(error)
                raise
            future.set_result(text)
            self._make_room(text)
        return future.result()

    def _make_room(self, text: SourceText | Unreadable) -> None:
        with self._lock:
            self._characters += _size(text)
            for key, future in list(self._texts.items()):
                if self._characters <= KEPT_CHARACTERS or len(self._texts) == 1:
                    return
                if future.done() and not future.exception():
                    self._characters -= _size(future.result())
                    del self._texts[key]


def lightened(finding: Finding) -> Finding:
    """The finding without what no report shows and the evidence cache keeps: thousands of them stay in memory.

    Of the text of a source the passages stay, with their places and the words around the one that is shown.
    """
    return replace(finding, evidence=tuple(_light(item) for item in finding.evidence))


def _light(item: Evidence) -> Evidence:
    answer, judged = item.answer, item.judged
    if isinstance(answer, Capture) and answer.record is not None:
        answer = replace(answer, body=b"", headers=(), exchanges=())
    if judged and judged.source.size is None:
        match = judged.match and context.with_its_context(judged.match, judged.source.text)
        judged = replace(judged, source=_passages_of(judged), match=match)
    return replace(item, answer=answer, judged=judged)


def _passages_of(judged: Judged) -> Document:
    """The source with nothing but what is asked of it once it is judged: its name, its length, and where its passages stand."""
    source = judged.source
    passages = [passage for passage in (judged.match, *judged.others) if passage]
    offsets = {at for passage in passages for at in (passage.start, max(passage.end - 1, passage.start))}
    return Document(
        name=source.name,
        media_type=source.media_type,
        text="",
        sha256=source.sha256,
        title=source.title,
        language=source.language,
        anchors=tuple(_anchor(source, offset) for offset in sorted(offsets)),
        size=source.characters,
    )


def _anchor(source: Document, offset: int) -> Anchor:
    place = source.place(offset)
    return Anchor(
        start=offset,
        line=place.line,
        column=place.column,
        page=place.page,
        paragraph=place.paragraph,
        part=place.part,
        cell=place.cell,
        time=place.time,
    )


def _size(text: SourceText | Unreadable) -> int:
    return 0 if isinstance(text, Unreadable) else len(text.document.text)


def _read(capture: Capture) -> SourceText | Unreadable:
    try:
        return SourceText(read_capture(capture))
    except UnreadableError as error:
        return Unreadable(reason=Reason(error.reason), detail=str(error))
    except InputError as error:
        return Unreadable(reason=Reason.NOT_TEXT, detail=str(error))


def read_capture(capture: Capture) -> Document:
    """A captured page as a document, by the same readers that read the input. Raises `InputError`."""
    return readers.read(
        capture.body,
        name=capture.uri_m or capture.uri_r,
        media_type=capture.media_type or None,
        charset=capture.charset,
        base_url=capture.uri_r,
    )
