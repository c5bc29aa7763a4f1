"""The zip containers that office documents and e-books are: their parts, read within bounds, and their XML without entities.

A container is made by strangers. What its directory says of sizes is not believed: parts are unpacked by the piece, and stop at
a limit. Nothing is written to disk, no path of the container is opened, and no address in it is followed.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from posixpath import normpath
from xml.etree.ElementTree import Element, TreeBuilder
from zipfile import BadZipFile, ZipFile

from verify.errors import UnreadableError
from verify.model import Reason

# A book of a thousand chapters with its pictures has some thousands of parts.
MOST_PARTS = 20_000
# Unpacked bytes of all parts that are read; pictures are not. A novel has 1 MB, the largest spreadsheets some tens.
MOST_BYTES = 150_000_000
# XML of documents packs to a tenth, of repetitive sheets to a hundredth; a bomb to less than a thousandth.
MOST_RATIO = 400
_RATIO_MATTERS = 4_000_000
_PIECE = 1 << 20
# Elements within elements: documents have some tens. Readers descend into them.
DEEPEST = 150
_ENCRYPTED = 0x1


class Container:
    """The parts of a zip file in memory. `what` names the format in messages: "Word document"."""

    def __init__(self, data: bytes, *, name: str, what: str) -> None:
        self.name = name
        self.what = what
        self._left = MOST_BYTES
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
            raise self.damaged("its directory of parts cannot be read") from error
        if len(self._zip.infolist()) > MOST_PARTS:
            raise self.refused(f"it has more than {MOST_PARTS} parts")
        self._parts = {_path(info.filename): info for info in self._zip.infolist() if not info.is_dir()}

    def __contains__(self, part: str) -> bool:
        return _path(part) in self._parts

    @property
    def parts(self) -> tuple[str, ...]:
        """The paths of all parts, in the order of the directory."""
        return tuple(self._parts)

    def read(self, part: str) -> bytes:
        """A part's bytes. Raises `UnreadableError` when it is missing, damaged, locked or too large."""
        info = self._parts.get(_path(part))
        if info is None:
            raise self.damaged(f"it has no part {part[:100]}")
        if info.flag_bits & _ENCRYPTED:
            raise self.locked()
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as file:
                while piece := file.read(_PIECE):
                    size += len(piece)
                    if size > self._left:
                        raise self.refused(f"its text unpacks to more than {MOST_BYTES // 1_000_000} MB")
                    if size > _RATIO_MATTERS and size > MOST_RATIO * max(info.compress_size, 1):
                        raise self.refused(
                            "it unpacks to many hundred times its size, as files do that are made to harm"
                        )
                    pieces.append(piece)
        except (BadZipFile, OSError, EOFError, zlib.error, NotImplementedError, RuntimeError, ValueError) as error:
            raise self.damaged(f"its part {part[:100]} cannot be unpacked") from error
        self._left -= size
        return b"".join(pieces)

    def xml(self, part: str) -> Element:
        """A part as a tree of elements whose tags and attributes are `namespace}name`. Raises `UnreadableError`."""
        return self.tree(self.read(part), part)

    def tree(self, data: bytes, part: str) -> Element:
        """XML as a tree; entities of its own, which may grow without end, are refused, and external ones never asked for."""
        from xml.parsers.expat import ExpatError, ParserCreate

        builder = TreeBuilder()
        depth = 0

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > DEEPEST:
                raise self.refused(f"its part {part[:100]} nests deeper than {DEEPEST} elements")
            builder.start(tag, attributes)

        def end(tag: str) -> None:
            nonlocal depth
            depth -= 1
            builder.end(tag)

        def entity(*_: object) -> None:
            raise self.refused(f"its part {part[:100]} declares entities of its own")

        parser = ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = builder.data
        parser.EntityDeclHandler = entity
        try:
            parser.Parse(data, True)
            return builder.close()
        except ExpatError as error:
            raise self.damaged(f"its part {part[:100]} is no well-formed XML (line {error.lineno})") from error
        except (LookupError, ValueError, AssertionError) as error:
            raise self.damaged(f"its part {part[:100]} is no XML") from error

    def damaged(self, why: str) -> UnreadableError:
        """The error of a file that is not whole."""
        return self._error(f"the {self.what} is damaged: {why}. Open it in its program and save it again")

    def refused(self, why: str) -> UnreadableError:
        """The error of a file that is beyond the bounds."""
        return self._error(f"the {self.what} was not read: {why}. Give its text as plain text")

    def locked(self) -> UnreadableError:
        """The error of a file that needs a password."""
        return self._error(f"the {self.what} is protected by a password. Save it without one")

    def _error(self, message: str) -> UnreadableError:
        return UnreadableError(f"{self.name}: {message}.", reason=Reason.NOT_TEXT)


def local(tag: str) -> str:
    """The name of an element or attribute without its namespace: formats come in several."""
    return tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its local name."""
    for key, value in element.items():
        if local(key) == name:
            return value
    return None


def child(element: Element | None, *names: str) -> Element | None:
    """The first child by local name, and the first of its children by the next, and so on."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if local(one.tag) == name), None)
    return element


def value(element: Element | None, *names: str) -> str | None:
    """The `val` attribute of a child, as WordprocessingML and SpreadsheetML write their settings."""
    found = child(element, *names)
    return attribute(found, "val") if found is not None else None


def switched_on(element: Element | None, *names: str) -> bool:
    """Whether a setting that is on by being there is not switched off."""
    found = child(element, *names)
    return found is not None and (attribute(found, "val") or "true").lower() not in {"0", "false", "off", "none"}


def _path(part: str) -> str:
    return normpath("/" + part.replace("\\", "/")).lstrip("/")
