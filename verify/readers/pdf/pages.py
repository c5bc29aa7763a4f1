"""Pages of a PDF as runs of glyphs with their places: the one module that knows pdfium.

pdfium crashes rather than raises on some files, so this is imported in the child process only (`child`). Coordinates
are points, in a frame in which the page's text runs to the right and y grows upwards.
"""

from __future__ import annotations

import ctypes
import math
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final

pdfium: Any = import_module("pypdfium2.raw")

MOST_GLYPHS: Final = 8_000_000  # of one file: some five thousand full pages
_MOST_OBJECTS: Final = 20_000  # of one page that are looked at as pictures or backgrounds
_DEEPEST: Final = 3  # forms within forms
_BREAK: Final = 0.6  # of the size: a wider gap ends a run
_SMALLEST: Final = 1.0  # points: what is set smaller is not meant to be seen
_WHITE: Final = 250
_UNSEEN_MODES: Final = (3, 7)  # text render modes that paint nothing
_SCAN: Final = 0.5  # share of the page under a picture that makes invisible text its text layer
_PATH, _IMAGE, _SHADING, _FORM = 2, 3, 4, 5
_TEXT_ERRORS: Final = {4: "password", 5: "password"}
Box = tuple[float, float, float, float]


class PdfError(Exception):
    """The file cannot be opened; `kind` is "password" or "damaged"."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def _floats() -> array[float]:
    return array("f")


@dataclass(slots=True)
class Run:
    """Glyphs of one size on one line without a wide gap; `lefts` and `rights` are the edges of each character."""

    y: float
    size: float
    order: int
    hidden: bool = False
    artifact: bool = False
    text: str = ""
    lefts: array[float] = field(default_factory=_floats)
    rights: array[float] = field(default_factory=_floats)

    def add(self, text: str, left: float, right: float) -> None:
        """The next glyph, which may stand for several characters."""
        self.text += text
        for _ in text:
            self.lefts.append(left)
            self.rights.append(right)

    @property
    def x0(self) -> float:
        return min(self.lefts)

    @property
    def x1(self) -> float:
        return max(self.rights)


@dataclass(slots=True)
class Page:
    """One page. `aslant` holds the runs that stand in another direction than most."""

    number: int
    box: Box = (0, 0, 0, 0)
    runs: list[Run] = field(default_factory=list[Run])
    aslant: list[Run] = field(default_factory=list[Run])
    links: list[tuple[Box, str]] = field(default_factory=list[tuple[Box, str]])
    pictures: float = 0.0  # share of the page that pictures cover
    drawn: int = 0  # paths, which may be letters
    glyphs: int = 0
    nameless: int = 0  # glyphs of which the font does not say what letters they are
    broken: bool = False
    turn: int = 0  # quarter turns by which the page's text is turned


class Pdf:
    """An open file. Raises `PdfError` when it cannot be opened; `close` gives its memory back."""

    def __init__(self, data: bytes) -> None:
        pdfium.FPDF_InitLibrary()
        self._data = data  # pdfium reads from it as long as the file is open
        self._document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not self._document:
            raise PdfError(_TEXT_ERRORS.get(pdfium.FPDF_GetLastError(), "damaged"))
        self.pages = int(pdfium.FPDF_GetPageCount(self._document))
        self.is_form_shell = pdfium.FPDF_GetFormType(self._document) == 2

    def close(self) -> None:
        pdfium.FPDF_CloseDocument(self._document)

    def fact(self, key: str) -> str:
        """An entry of the document's information, white space collapsed; empty when it has none."""
        size = pdfium.FPDF_GetMetaText(self._document, key.encode(), None, 0)
        buffer = ctypes.create_string_buffer(size or 2)
        pdfium.FPDF_GetMetaText(self._document, key.encode(), buffer, size)
        return _collapsed(buffer.raw[: max(size - 2, 0)])

    def language(self) -> str:
        """What the catalogue says, such as `en-GB`."""
        size = pdfium.FPDFCatalog_GetLanguage(self._document, None, 0)
        if not size:
            return ""
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
        pdfium.FPDFCatalog_GetLanguage(self._document, buffer, size)
        return _collapsed(bytes(buffer)[: max(size - 2, 0)])

    def page(self, index: int) -> Page:
        """The page with that index, from 0."""
        handle = pdfium.FPDF_LoadPage(self._document, index)
        page = Page(number=index + 1)
        if not handle:
            page.broken = True
            return page
        text = pdfium.FPDFText_LoadPage(handle)
        try:
            page.box = _page_box(handle)
            dark = _look_at_objects(handle, page)
            if text:
                _Glyphs(text, page, dark).read()
                page.links = [(_turned_box(page.turn, box), uri) for box, uri in _links(self._document, handle)]
        finally:
            if text:
                pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(handle)
        return page

    def looks_like_text(self, index: int) -> bool:
        """Whether a page, seen from afar, is dark marks on light paper, and no photograph."""
        handle = pdfium.FPDF_LoadPage(self._document, index)
        if not handle:
            return True
        width, height = 200, 260
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, 1, None, 0)  # 1: grey
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            pdfium.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, width, height, 0, 0x08)
            stride = pdfium.FPDFBitmap_GetStride(bitmap)
            raw: bytes = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
            pdfium.FPDF_ClosePage(handle)
        shades = Counter(b"".join(raw[row * stride : row * stride + width] for row in range(height)))
        paper = shades.most_common(1)[0][0]
        near = sum(count for shade, count in shades.items() if abs(shade - paper) <= 32)
        return paper >= 150 and 0.4 * width * height <= near < 0.998 * width * height


def _collapsed(raw: bytes) -> str:
    return " ".join(raw.decode("utf-16-le", "replace").replace("\0", "").split())


def _page_box(handle: Any) -> Box:  # noqa: ANN401
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(handle, box):
        return 0.0, 0.0, 612.0, 792.0
    return box.left, box.bottom, box.right, box.top


# --- pictures and backgrounds


def _look_at_objects(handle: Any, page: Page) -> list[Box]:  # noqa: ANN401
    """Count pictures and paths; give the boxes of what is not white, on which white text can be seen."""
    backgrounds: list[Box] = []
    left, bottom, right, top = page.box
    area = max((right - left) * (top - bottom), 1.0)
    bounds = [ctypes.c_float() for _ in range(4)]
    colour = [ctypes.c_uint() for _ in range(4)]
    todo: list[tuple[Any, int, Box | None]] = [
        (pdfium.FPDFPage_GetObject(handle, i), 0, None)
        for i in range(min(pdfium.FPDFPage_CountObjects(handle), _MOST_OBJECTS))
    ]
    seen = 0
    while todo and seen < _MOST_OBJECTS:
        item, depth, around = todo.pop()
        seen += 1
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind not in (_PATH, _IMAGE, _SHADING, _FORM) or not pdfium.FPDFPageObj_GetBounds(item, *bounds):
            continue
        # What is inside a form has the form's coordinates: it counts as if it filled the form.
        box = around or _ordered(*(value.value for value in bounds))
        x0, y0, x1, y1 = box
        if kind == _FORM:
            inside = min(pdfium.FPDFFormObj_CountObjects(item), _MOST_OBJECTS - seen) if depth < _DEEPEST else 0
            todo += [(pdfium.FPDFFormObj_GetObject(item, i), depth + 1, box) for i in range(max(inside, 0))]
        elif kind == _PATH:
            page.drawn += 1
            # A fill whose colour cannot be told is a pattern, on which white text may be seen.
            known = pdfium.FPDFPageObj_GetFillColor(item, *colour)
            if not known or min(value.value for value in colour[:3]) < _WHITE:
                backgrounds.append(box)
        else:
            if kind == _IMAGE:
                page.pictures += max(min(x1, right) - max(x0, left), 0) * max(min(y1, top) - max(y0, bottom), 0) / area
            backgrounds.append(box)
    return backgrounds


def _links(document: Any, handle: Any) -> Iterator[tuple[Box, str]]:  # noqa: ANN401
    position = ctypes.c_int(0)
    link = pdfium.FPDF_LINK()
    box = pdfium.FS_RECTF()
    for _ in range(_MOST_OBJECTS):
        if not pdfium.FPDFLink_Enumerate(handle, position, link):
            return
        action = pdfium.FPDFLink_GetAction(link)
        if not action:
            continue
        size = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
        if size < 2 or not pdfium.FPDFLink_GetAnnotRect(link, box):
            continue
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
        address = buffer.value.decode("utf-8", "replace").strip()
        quads = pdfium.FS_QUADPOINTSF()
        parts = pdfium.FPDFLink_CountQuadPoints(link)
        if parts < 2:
            yield _ordered(box.left, box.bottom, box.right, box.top), address
            continue
        for part in range(min(parts, _MOST_OBJECTS)):
            if pdfium.FPDFLink_GetQuadPoints(link, part, quads):
                xs, ys = (quads.x1, quads.x2, quads.x3, quads.x4), (quads.y1, quads.y2, quads.y3, quads.y4)
                yield (min(xs), min(ys), max(xs), max(ys)), address


def _ordered(x0: float, y0: float, x1: float, y1: float) -> Box:
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


# --- glyphs


@dataclass(slots=True)
class _Style:
    """What glyphs of one text object share."""

    size: float
    angle: int | None  # quarter turns; None for any other slant
    slant: float  # degrees
    unseen: bool
    white: bool
    artifact: bool


class _Glyphs:
    """Reads the glyphs of one page into runs, in the frame of the direction that most of them have."""

    def __init__(self, text: Any, page: Page, backgrounds: list[Box]) -> None:  # noqa: ANN401
        self._text = text
        self._page = page
        self._backgrounds = backgrounds
        self._runs: dict[int | None, list[Run]] = {}
        self._letters: Counter[int | None] = Counter()

    def read(self) -> None:
        page, text = self._page, self._text
        count = max(pdfium.FPDFText_CountChars(text), 0)
        page.glyphs = count
        if count > MOST_GLYPHS:
            return
        unicode_of, object_of, origin_of = (
            pdfium.FPDFText_GetUnicode,
            pdfium.FPDFText_GetTextObject,
            pdfium.FPDFText_GetCharOrigin,
        )
        box_of, fails_at, address_of = (
            pdfium.FPDFText_GetLooseCharBox,
            pdfium.FPDFText_HasUnicodeMapError,
            ctypes.addressof,
        )
        x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
        last, style = 0, _Style(0, 0, 0, unseen=False, white=False, artifact=False)
        run: Run | None = None
        for index in range(count):
            code = unicode_of(text, index)
            item = object_of(text, index)
            if not item:  # pdfium's own: a space between words, the end of a line
                if code == 32 and run is not None and run.text[-1] != " ":
                    run.add(" ", run.rights[-1], run.rights[-1])
                elif code in (10, 13):
                    run = None
                continue
            address = address_of(item.contents)
            if address != last:
                last, before = address, style
                style = self._style(item, index)
                if style != before:
                    run = None
            character = _CHARACTERS.get(code) or (chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "")
            if code == 0 or fails_at(text, index) == 1:
                page.nameless += 1
                character = "\ufffd"
            if not character or not (origin_of(text, index, x, y) and box_of(text, index, box)):
                continue
            left, base, right = _turned(style, x.value, y.value, box)
            if character.isspace():
                if run is not None and run.text[-1] != " ":
                    run.add(" ", left, right)
                continue
            if run is not None:
                gap = _gap(run, left, right)
                if (
                    gap > (_BREAK + 0.3 * (run.text[-1] == " ")) * style.size
                    or gap < -4 * style.size
                    or abs(run.y - base) > 0.05 * style.size
                ):
                    run = None
            if run is None:
                unseen = style.unseen or not self._on_page(box) or (style.white and not self._on_colour(box))
                run = Run(base, style.size, index, unseen, style.artifact)
                self._runs.setdefault(style.angle, []).append(run)
            run.add(character, left, right)
            self._letters[style.angle] += 1
        self._choose()

    def _style(self, item: Any, index: int) -> _Style:  # noqa: ANN401
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._text, index, matrix)
        size = pdfium.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
        degrees = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
        quarter = round(degrees / 90)
        angle = quarter % 4 if abs(degrees - 90 * quarter) < 4 else None
        mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
        colour = [ctypes.c_uint() for _ in range(4)]
        white = clear = False
        if mode in (0, 4) and pdfium.FPDFText_GetFillColor(self._text, index, *colour):
            clear = colour[3].value == 0
            white = min(value.value for value in colour[:3]) >= _WHITE
        unseen = clear or size < _SMALLEST or (mode in _UNSEEN_MODES and self._page.pictures < _SCAN)
        return _Style(round(size, 2), angle, round(degrees, 1), unseen, white, _is_artifact(item))

    def _on_page(self, box: Any) -> bool:  # noqa: ANN401
        left, bottom, right, top = self._page.box
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        return bool(left - 2 <= x <= right + 2 and bottom - 2 <= y <= top + 2)

    def _on_colour(self, box: Any) -> bool:  # noqa: ANN401
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in self._backgrounds)

    def _choose(self) -> None:
        """Turn the page so that most of its text runs to the right."""
        straight = [(count, -(angle or 0)) for angle, count in self._letters.items() if angle is not None]
        most = -max(straight)[1] if straight else 0
        page = self._page
        page.runs = self._runs.pop(most, [])
        page.aslant = [run for runs in self._runs.values() for run in runs]
        page.box = _turned_box(most, page.box)
        page.turn = most


def _is_artifact(item: Any) -> bool:  # noqa: ANN401
    for number in range(max(pdfium.FPDFPageObj_CountMarks(item), 0)):
        buffer = (ctypes.c_ushort * 16)()
        size = ctypes.c_ulong()
        mark = pdfium.FPDFPageObj_GetMark(item, number)
        if pdfium.FPDFPageObjMark_GetName(mark, buffer, 32, size) and bytes(buffer).startswith(
            "Artifact\0".encode("utf-16-le")
        ):
            return True
    return False


def _gap(run: Run, left: float, right: float) -> float:
    """How far a glyph stands from the one before, whichever way the script runs."""
    return max(left - run.rights[-1], run.lefts[-1] - right) if left < run.lefts[-1] else left - run.rights[-1]


def _turned(style: _Style, x: float, y: float, box: Any) -> tuple[float, float, float]:  # noqa: ANN401
    """Left, base line and right of a glyph in the frame of its own direction; aslant, the right is a guess."""
    angle = style.angle
    if angle is None:
        cosine, sine = math.cos(math.radians(style.slant)), math.sin(math.radians(style.slant))
        left = x * cosine + y * sine
        return left, y * cosine - x * sine, left + 0.5 * style.size
    if angle == 1:
        return box.bottom, -x, box.top
    if angle == 2:
        return -box.right, -y, -box.left
    if angle == 3:
        return -box.top, x, -box.bottom
    return box.left, y, box.right


def _turned_box(angle: int, box: Box) -> Box:
    left, bottom, right, top = box
    return (
        (left, bottom, right, top),
        (bottom, -right, top, -left),
        (-right, -top, -left, -bottom),
        (-top, left, -bottom, right),
    )[angle]


# Hyphens at line ends come as U+0002, and a soft hyphen that is printed is a hyphen; bullets of Symbol and Wingdings.
_CHARACTERS: Final = {
    0: "", 2: "-", 0xAD: "-", 0xFFFE: "-", 0xA0: " ", 0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "▸", 0xFB00: "ff", 0xFB01: "fi",
    0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
}  # fmt: skip
