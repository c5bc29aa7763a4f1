"""PDFs that hold no text, or are broken, protected or made to harm: one clear line, and the next file is read."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pytest
from pdfs import Sheet, by_hand, pages, prose, protected, scanned, stream

from verify import readers
from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.errors import UnreadableError
from verify.readers.pdf import assembly, process

SENTENCE = "The minister said that the bridge would be closed."
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


@pytest.fixture(scope="module", autouse=True)
def _no_children() -> Iterator[None]:
    yield
    process.end_all()


def page(resources: bytes = b"") -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << %s >> >>" % resources


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (scanned(), "a PDF without text: its one page is a picture (a scan?) or empty"),
        (scanned(count=3), "a PDF without text: its 3 pages are pictures (a scan?) or empty"),
        (protected(user="secret"), "protected with a password"),
        (prose(*[SENTENCE * 20] * 40)[:4000], "damaged"),
        (b"%PDF-1.7\n" + b"garbage " * 500, "damaged"),
        (b"%PDF-1.7\n", "damaged"),
        (by_hand(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"), "damaged"),
        (by_hand(CATALOGUE, b"<< /Type /Pages /Kids [] /Count 1000000000 >>"), "damaged"),
        (by_hand(CATALOGUE, ONE_PAGE, page(), stream(b"BT /F1 (no end")), "without text"),
    ],
)
def test_one_clear_line(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        readers.read(data, name="x.pdf")
    message = str(caught.value)
    assert message.startswith("x.pdf: ")
    assert says in message
    assert message.count("\n") == 0
    assert message.endswith(".")
    assert caught.value.reason == "not-text"


@pytest.mark.parametrize("declared", ["text/html", "text/plain", "application/octet-stream", "image/png", None])
def test_a_pdf_is_one_whatever_is_declared(declared: str | None) -> None:
    document = readers.read(prose(SENTENCE), name="x.html", media_type=declared)
    assert (document.text, document.media_type) == (SENTENCE, "application/pdf")


def test_an_owners_password_keeps_nobody_from_reading() -> None:
    assert readers.read(protected(), name="x.pdf").text == SENTENCE


def test_a_bomb_costs_its_own_process_only(monkeypatch: pytest.MonkeyPatch) -> None:
    process.end_all()
    monkeypatch.setattr(process, "MEMORY", 600 << 20)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0" * (1 << 20)) for _ in range(600)) + packer.flush()
    bomb = by_hand(CATALOGUE, ONE_PAGE, page(), stream(packed, b"/Filter /FlateDecode"))
    with pytest.raises(UnreadableError, match="too much memory or is damaged"):
        readers.read(bomb, name="bomb.pdf")
    assert readers.read(prose(SENTENCE), name="x.pdf").text == SENTENCE
    process.end_all()


def test_a_file_that_takes_too_long_is_given_up() -> None:
    text = b"BT /F1 1 Tf " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 400_000 + b" ET"
    fonts = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> >>"
    slow = by_hand(CATALOGUE, ONE_PAGE, page(fonts), stream(zlib.compress(text, 9), b"/Filter /FlateDecode"))
    with pytest.raises(process.ReaderLostError) as caught:
        process.parse(slow, seconds=0.5)
    assert caught.value.late
    assert process.parse(prose(SENTENCE))["text"] == SENTENCE


def test_processes_are_used_again() -> None:
    process.end_all()
    process.parse(prose(SENTENCE))
    (first,) = process._idle
    process.parse(prose(SENTENCE))
    assert process._idle == [first]


def test_a_process_that_was_ended_is_replaced() -> None:
    process.parse(prose(SENTENCE))
    process._idle[-1]._process.kill()
    process._idle[-1]._process.wait()
    with pytest.raises(process.ReaderLostError):
        process.parse(prose(SENTENCE))
    assert process.parse(prose(SENTENCE))["text"] == SENTENCE


def mixed(*, stamp: str = "") -> bytes:
    """Three pages; the second is a picture of text."""
    from PIL import Image, ImageDraw
    from reportlab.lib.utils import ImageReader

    picture = Image.new("L", (425, 600), 245)
    pen = ImageDraw.Draw(picture)
    for row in range(50, 550, 12):
        pen.rectangle((45, row, 370, row + 4), fill=40)

    def draw(sheet: Sheet, number: int) -> None:
        if number == 2:
            sheet.canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
            sheet.line(72, 20, stamp)
        else:
            sheet.column(72, 700, 440, f"On page {number}: {SENTENCE} " * 8)

    return pages(3, draw)


@pytest.mark.parametrize("stamp", ["", "Scanned by the archive"])
def test_scanned_pages_among_others_are_told(stamp: str) -> None:
    document = readers.read(mixed(stamp=stamp), name="x.pdf")
    assert document.unread is not None
    assert document.unread.detail == "page 2 of 3: without a text layer (scanned or drawn)"
    assert [notice.message for notice in document.notices] == [f"not read of this file: {document.unread.detail}"]
    assert judge("On page 3: The minister said", SourceText(document)).verdict == "verbatim"


def test_a_photograph_that_fills_a_page_is_no_scan() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    photograph = Image.linear_gradient("L").resize((300, 400))

    def draw(sheet: Sheet, number: int) -> None:
        if number == 1:
            sheet.canvas.drawImage(ImageReader(photograph), 0, 0, 595, 842)
            sheet.line(72, 400, "Annual report")
        else:
            sheet.column(72, 700, 440, f"{SENTENCE} " * 8)

    assert readers.read(pages(2, draw), name="x.pdf").unread is None


def test_more_pages_than_are_read_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembly, "MOST_PAGES", 2)
    found = assembly.assemble(pages(3, lambda sheet, number: sheet.line(72, 700, f"This is page {number}.")))
    assert found["unread"] == ["too-large", "only the first 2 of 3 pages were read"]
    assert "page 2" in found["text"]
    assert "page 3" not in found["text"]


def test_letters_that_the_font_does_not_name_are_no_text() -> None:
    """A font whose characters lead to no letters: what it shows cannot be known."""
    fonts = (
        b"/Font << /F1 << /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font "
        b"/Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        b"/FontDescriptor << /Type /FontDescriptor /FontName /X /Flags 4 >> >>] >> >>"
    )
    words = b"BT /F1 12 Tf 72 700 Td " + b"<0003000400050006000700080009000A> Tj " * 20 + b"ET"
    with pytest.raises(UnreadableError, match="do not say which letters"):
        readers.read(by_hand(CATALOGUE, ONE_PAGE, page(fonts), stream(words)), name="x.pdf")


def test_a_few_letters_without_names_make_a_page_partly_unread() -> None:
    """Ligatures of old fonts: `�nancial` is not what the page shows, so what is missing is not called absent."""
    fonts = (
        b"/Font << /F0 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> /F1 << /Type /Font /Subtype /Type0 /BaseFont /X "
        b"/Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << "
        b"/Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /X /Flags 4 >> >>] >> >>"
    )
    line = b"/F1 12 Tf <0027> Tj /F0 12 Tf (nancial matters and other things of the town) Tj 0 -14 Td "
    words = b"BT 72 700 Td " + line * 8 + b"ET"
    document = readers.read(by_hand(CATALOGUE, ONE_PAGE, page(fonts), stream(words)), name="x.pdf")
    assert document.unread is not None
    assert "some letters in fonts that do not say which they show" in document.unread.detail
    assert document.text.count("�nancial matters") == 8
