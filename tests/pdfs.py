"""Real PDFs for the tests, set line by line with reportlab, or written by hand where they are to be broken."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
FONT = "Times-Roman"


class Sheet:
    """A PDF as it is set. Positions in points from the lower left corner."""

    def __init__(self, **options: Any) -> None:
        self._bytes = BytesIO()
        self.canvas = Canvas(self._bytes, pagesize=A4, invariant=1, **options)

    def line(self, x: float, y: float, text: str, *, size: float = 11, font: str = FONT, wide: float = 0) -> None:
        """One line; `wide` stretches the spaces to that width. `^1` is a raised 1, `_2` a lowered 2."""
        words = self.canvas.beginText(x, y)
        natural = stringWidth(text.replace("^", ""), font, size)
        if wide and " " in text:
            words.setWordSpace((wide - natural) / text.count(" "))
        words.setFont(font, size)
        at = 0
        while at < len(text):
            if text[at] in "^_" and text[at + 1 : at + 2].isalnum():
                end = at + 1
                while end < len(text) and text[end].isdigit():
                    end += 1
                end = max(end, at + 2)
                words.setFont(font, size * 0.62)
                words.setRise(size * (0.36 if text[at] == "^" else -0.14))
                words.textOut(text[at + 1 : end])
                words.setRise(0)
                words.setFont(font, size)
                at = end
                continue
            end = min((found for mark in "^_" if (found := text.find(mark, at + 1)) > 0), default=len(text))
            words.textOut(text[at:end])
            at = end
        self.canvas.drawText(words)

    def column(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        *,
        size: float = 11,
        leading: float = 0,
        indent: float = 0,
        hyphens: bool = False,
    ) -> float:
        """A justified paragraph from `y` downwards; gives the place of the line after it. `hyphens` breaks long words."""
        leading = leading or 1.2 * size
        first = indent
        for line, last in wrapped(text, width, size, indent, hyphens=hyphens):
            self.line(x + first, y, line, size=size, wide=0 if last else width - first)
            y -= leading
            first = 0.0
        return y

    def page(self) -> None:
        self.canvas.showPage()

    def data(self) -> bytes:
        self.canvas.save()
        return self._bytes.getvalue()


def wrapped(
    text: str, width: float, size: float, indent: float = 0, *, hyphens: bool = False
) -> Iterable[tuple[str, bool]]:
    """The lines of a paragraph, each with whether it is the last."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        room = width - (indent if not lines else 0)
        if stringWidth(f"{line} {word}".strip().replace("^", ""), FONT, size) <= room:
            line = f"{line} {word}".strip()
            continue
        if hyphens and len(word) > 7 and word.isalpha():
            for cut in range(len(word) - 3, 3, -1):
                if stringWidth(f"{line} {word[:cut]}-", FONT, size) <= room:
                    line, word = f"{line} {word[:cut]}-", word[cut:]
                    break
        lines.append(line)
        line = word
    lines.append(line)
    return [(words, number == len(lines) - 1) for number, words in enumerate(lines)]


def pages(count: int, draw: Callable[[Sheet, int], None], **options: Any) -> bytes:
    """A file of `count` pages, each drawn with its number."""
    sheet = Sheet(**options)
    for number in range(1, count + 1):
        draw(sheet, number)
        sheet.page()
    return sheet.data()


def prose(*paragraphs: str, **options: Any) -> bytes:
    """One column of running text on as many pages as it takes."""
    sheet = Sheet(**options)
    y = HEIGHT - 90
    for text in paragraphs:
        for line, last in wrapped(text, 440, 11):
            if y < 80:
                sheet.page()
                y = HEIGHT - 90
            sheet.line(72, y, line, wide=0 if last else 440)
            y -= 13.2
        y -= 10
    return sheet.data()


def scanned(*, stamp: str = "", count: int = 1, layer: str = "") -> bytes:
    """Pages that are pictures of text; `stamp` is printed on them, `layer` lies unseen under them."""
    from PIL import Image, ImageDraw
    from reportlab.lib.utils import ImageReader

    picture = Image.new("L", (850, 1200), 245)
    pen = ImageDraw.Draw(picture)
    for row in range(100, 1100, 24):
        for left in range(90, 740, 60):
            pen.rectangle((left, row, left + 48, row + 9), fill=40)

    def draw(sheet: Sheet, number: int) -> None:
        del number
        sheet.canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)
        if stamp:
            sheet.line(72, 20, stamp, size=9)
        if layer:
            words = sheet.canvas.beginText(72, 700)
            words.setFont(FONT, 11)
            words.setTextRenderMode(3)
            for line, _ in wrapped(layer, 440, 11):
                words.textLine(line)
            sheet.canvas.drawText(words)

    return pages(count, draw)


def protected(*, user: str = "", owner: str = "secret") -> bytes:
    """A file that asks for a password, or with an owner's password alone, which everybody may read."""
    return prose(
        "The minister said that the bridge would be closed.", encrypt=StandardEncryption(user, owner, canPrint=0)
    )


def by_hand(*objects: bytes, root: int = 1) -> bytes:
    """A PDF of numbered objects, the first is the catalogue, with a correct cross-reference table."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets: list[int] = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)
    return bytes(out)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)
