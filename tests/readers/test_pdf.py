"""PDFs as text: reading order, what stands beside the text, notes and marks, and where everything stands."""

from __future__ import annotations

import pytest
from pdfs import HEIGHT, Sheet, pages, prose, scanned

from verify import extract, readers
from verify.model import Document, RegionKind

BRIDGE = (
    "The committee heard on Monday that the government had known about the failing bridge for more than eleven years "
    "and had done nothing about it. Engineers from three universities had written to the ministry, which replied that the "
    "responsibility lay elsewhere."
)
TOWN = (
    "Residents described the morning of the collapse in considerable detail. Several of them had warned the municipality "
    "repeatedly during the preceding summer, but the correspondence was apparently never forwarded."
)


def read(data: bytes, name: str = "x.pdf") -> Document:
    document = readers.read(data, name=name)
    starts = [region.start for region in document.regions]
    assert starts == sorted(starts)
    spans = [*document.regions, *document.links, *document.block_quotes, *document.note_marks]
    assert all(0 <= span.start < span.end <= len(document.text) for span in spans)
    return document


def main(document: Document) -> str:
    """What the article says."""
    kept = [c for at, c in enumerate(document.text) if document.region(at) in (RegionKind.MAIN, RegionKind.HEADING)]
    return "".join(kept).strip()


def told(document: Document, kind: RegionKind) -> list[str]:
    return [document.text[region.start : region.end] for region in document.regions if region.kind is kind]


def test_lines_are_joined_and_paragraphs_parted() -> None:
    assert read(prose(BRIDGE, TOWN)).text == f"{BRIDGE}\n\n{TOWN}"


def test_a_hyphen_at_a_line_end_keeps_its_line_end_and_ends_no_paragraph() -> None:
    sheet = Sheet()
    sheet.line(72, 700, "He told the committee that “the govern-")
    sheet.line(72, 687, "ment knew of it” and of the Franco-")
    sheet.line(72, 674, "German talks in 2013-")
    sheet.line(72, 661, "14 as well.")
    document = read(sheet.data())
    assert document.text == (
        "He told the committee that “the govern-\nment knew of it” and of the Franco-German talks in 2013-14 as well."
    )
    assert [quotation.exact for quotation in extract(document).quotations] == ["the govern-\nment knew of it"]


def test_columns_are_read_one_after_the_other_and_a_headline_before_them() -> None:
    sheet = Sheet()
    sheet.line(72, 780, "Bridge inquiry hears of eleven lost years", size=22)
    # The lines of the two columns do not stand level.
    sheet.column(72, 740, 215, BRIDGE)
    sheet.column(309, 735, 215, TOWN)
    sheet.line(
        72, 600, "Figure 1. The bridge before the collapse, seen from the north bank of the river in May", size=9
    )
    sheet.column(72, 570, 215, f"Below. {TOWN}")
    sheet.column(309, 570, 215, f"Last. {BRIDGE}")
    document = read(sheet.data())
    assert document.text.split("\n\n") == [
        "Bridge inquiry hears of eleven lost years",
        BRIDGE,
        TOWN,
        "Figure 1. The bridge before the collapse, seen from the north bank of the river in May",
        f"Below. {TOWN}",
        f"Last. {BRIDGE}",
    ]
    assert told(document, RegionKind.HEADING) == ["Bridge inquiry hears of eleven lost years"]
    assert told(document, RegionKind.CAPTION)[0].startswith("Figure 1.")
    assert document.title == "Bridge inquiry hears of eleven lost years"


def test_three_columns() -> None:
    sheet = Sheet()
    for number in range(3):
        sheet.column(50 + 170 * number, 740, 150, f"Column {number}. {(BRIDGE, TOWN, BRIDGE)[number]}", size=9)
    parts = [f"Column 0. {BRIDGE}", f"Column 1. {TOWN}", f"Column 2. {BRIDGE}"]
    assert read(sheet.data()).text.split("\n\n") == parts


def test_lines_of_one_column_set_alternately_with_those_of_another() -> None:
    """Some programs write line by line across the columns."""
    sheet = Sheet()
    left = [f"The left column says {word} words here" for word in ("one", "two", "three", "four", "five")]
    right = [f"the right side counts {word} stones" for word in ("ten", "twenty", "thirty", "forty", "fifty")]
    for number in range(5):
        sheet.line(72, 700 - 13 * number, left[number], wide=200)
        sheet.line(300, 700 - 13 * number, right[number], wide=200)
    assert " ".join(read(sheet.data()).text.split()) == " ".join([*left, *right])


def test_a_paragraph_runs_on_over_columns_and_pages() -> None:
    def draw(sheet: Sheet, number: int) -> None:
        sheet.line(72, 800, "THE NORTHERN REVIEW", size=9)
        sheet.line(500, 800, str(40 + number), size=9)
        start, end = ("", "and it never ended on that page of the book but") if number == 1 else ("ran over. ", "")
        y = sheet.column(72, 760, 440, start + BRIDGE)
        if end:
            sheet.line(72, y, end, wide=440)
        sheet.line(280, 30, f"Page {number} of 2", size=8)

    document = read(pages(2, draw))
    assert "on that page of the book but ran over. The committee" in document.text
    assert told(document, RegionKind.FOOTER) == ["THE NORTHERN REVIEW 41"]
    assert "NORTHERN" not in main(document)
    assert "Page 1" not in document.text


def test_lines_that_repeat_within_the_text_stay() -> None:
    def draw(sheet: Sheet, number: int) -> None:
        sheet.column(72, 780, 440, f"{BRIDGE} This is page {number}.")

    assert read(pages(4, draw)).text.count("The committee heard on Monday") == 4


def test_numbers_of_lines_in_the_margin_are_no_words() -> None:
    sheet = Sheet()
    lines = ["Q. Where were you", "on that morning?", "A. On the bridge,", "as always."] * 4
    for number, line in enumerate(lines, 1):
        sheet.line(60, 760 - 20 * number, str(number))
        sheet.line(100, 760 - 20 * number, line)
    text = read(sheet.data()).text
    assert not any(character.isdigit() for character in text)
    assert "On the bridge, as always." in " ".join(text.split())


def with_notes(sheet: Sheet, number: int) -> None:
    one, two = 2 * number - 1, 2 * number
    sheet.column(
        72,
        760,
        440,
        f"Anna Berg wrote in 2013: “The bridge was never inspected by anyone.”^{one} The minister replied that “every bridge in the "
        f"province has been inspected since 2009.”^{two} The area is 10 km^2 and the force 10^6 newton, of CO_2 and so on.",
    )
    sheet.line(
        72,
        90,
        f"^{one} Berg, Anna (3 May 2013). “Bridges of the North”. The Morning Herald. http://www.example.org/2013/05/",
        size=8,
    )
    sheet.line(72, 80, f"bridges-of-the-north-{number}.html", size=8)
    sheet.line(
        72, 70, f"^{two} Ministry of Transport, “Inspections”, 2 April 2013, https://example.org/{number}.pdf", size=8
    )


def test_footnotes_stand_behind_the_text_and_marks_lead_to_them() -> None:
    document = read(pages(2, with_notes))
    marks = [(mark.label, document.text[mark.start - 1 : mark.end]) for mark in document.note_marks]
    assert marks == [("1", "”¹"), ("2", "”²"), ("3", "”³"), ("4", "”⁴")]
    assert all(document.region(mark.start) is RegionKind.NOTE_MARK for mark in document.note_marks)
    first = document.note_marks[0]
    assert document.text[first.note_start : first.note_end] == (
        "Berg, Anna (3 May 2013). “Bridges of the North”. The Morning Herald. "
        "http://www.example.org/2013/05/bridges-of-the-north-1.html"
    )
    assert document.text.index("[1] Berg") > document.text.rindex("so on.")
    assert "10 km² and the force 10⁶ newton, of CO2" in document.text


def test_quotations_join_the_footnotes_of_their_page() -> None:
    extraction = extract(read(pages(2, with_notes)))
    by_id = {reference.id: reference.item.URL for reference in extraction.references}
    joined = [
        [by_id[reference] for reference in extraction.references_of(quotation)]
        for quotation in extraction.quotations
        if quotation.exact.startswith(("The bridge", "every bridge"))
    ]
    assert joined == [
        ["http://www.example.org/2013/05/bridges-of-the-north-1.html"],
        ["https://example.org/1.pdf"],
        ["http://www.example.org/2013/05/bridges-of-the-north-2.html"],
        ["https://example.org/2.pdf"],
    ]


def test_a_footnote_runs_on_at_the_foot_of_the_next_page() -> None:
    def draw(sheet: Sheet, number: int) -> None:
        sheet.column(72, 760, 440, f"{BRIDGE}{'^1' if number == 1 else ''} {TOWN}")
        note = (
            "^1 This note is long and goes on to say that the" if number == 1 else "engineers had been right all along."
        )
        sheet.line(72, 70, note, size=8)

    document = read(pages(2, draw))
    (mark,) = document.note_marks
    assert document.text[mark.note_start : mark.note_end] == (
        "This note is long and goes on to say that the engineers had been right all along."
    )


def test_links_lead_from_their_words() -> None:
    sheet = Sheet()
    sheet.line(72, 700, "See the report of the ministry for details.")
    sheet.canvas.linkURL("https://example.org/report", (90, 698, 138, 710))
    document = read(sheet.data())
    assert [(document.text[link.start : link.end], link.href) for link in document.links] == [
        ("the report", "https://example.org/report")
    ]


def test_an_indented_paragraph_is_a_block_quotation() -> None:
    sheet = Sheet()
    y = sheet.column(72, 760, 440, BRIDGE)
    y = sheet.column(108, y - 6, 368, TOWN, size=10)
    sheet.column(72, y - 6, 440, BRIDGE)
    document = read(sheet.data())
    assert [document.text[quote.start : quote.end] for quote in document.block_quotes] == [TOWN]


def test_what_nobody_sees_is_hidden_and_what_lies_on_a_colour_is_not() -> None:
    sheet = Sheet()
    sheet.line(72, 700, "Plain words.")
    sheet.canvas.setFillColorRGB(0, 0, 0.5)
    sheet.canvas.rect(60, 590, 300, 30, fill=1, stroke=0)
    sheet.canvas.setFillColorRGB(1, 1, 1)
    sheet.line(72, 600, "White on blue.")
    sheet.canvas.beginForm("band")
    sheet.canvas.setFillColorRGB(0.2, 0, 0)
    sheet.canvas.rect(60, 540, 300, 30, fill=1, stroke=0)
    sheet.canvas.endForm()
    sheet.canvas.doForm("band")
    sheet.canvas.setFillColorRGB(1, 1, 1)
    sheet.line(72, 550, "White on a form.")
    sheet.line(72, 500, "White on white.")
    sheet.canvas.setFillColorRGB(0, 0, 0)
    sheet.line(72, 400, "Tiny.", size=0.5)
    sheet.line(900, 300, "Beside the paper.")
    document = read(sheet.data())
    assert main(document).split("\n\n") == ["Plain words.", "White on blue.", "White on a form."]
    assert " ".join(told(document, RegionKind.HIDDEN)) == "White on white. Tiny. Beside the paper."


def test_words_at_another_angle_stand_aside_and_a_turned_page_does_not() -> None:
    sheet = Sheet()
    sheet.column(72, 700, 440, BRIDGE)
    sheet.canvas.saveState()
    sheet.canvas.rotate(45)
    sheet.line(300, 0, "DRAFT", size=60)
    sheet.canvas.restoreState()
    sheet.page()
    sheet.canvas.setPageRotation(90)
    sheet.canvas.rotate(90)
    sheet.column(72, -100, 440, TOWN)
    document = read(sheet.data())
    assert told(document, RegionKind.ASIDE) == ["DRAFT"]
    assert main(document) == f"{BRIDGE}\n\n{TOWN}"


def test_text_layer_of_a_scan_is_text() -> None:
    document = read(scanned(layer=BRIDGE))
    assert (document.text, document.unread) == (BRIDGE, None)


def test_chinese_and_japanese_lines_join_without_a_space() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    sheet = Sheet()
    sheet.canvas.setFont("HeiseiMin-W3", 11)
    sheet.canvas.drawString(72, 700, "委員会は月曜日に、政府が十一年以上前から橋の")
    sheet.canvas.drawString(72, 686, "欠陥を知っていたと聞いた。")
    assert read(sheet.data()).text == "委員会は月曜日に、政府が十一年以上前から橋の欠陥を知っていたと聞いた。"


def test_an_ornamental_initial_belongs_to_its_word() -> None:
    sheet = Sheet()
    sheet.line(72, 684, "T", size=38)
    sheet.line(98, 700, "he committee heard on Monday that the government")
    sheet.line(98, 686, "had known about the failing bridge for more than")
    sheet.column(72, 672, 300, "eleven years and had done nothing about it whatever, as engineers had said.")
    assert read(sheet.data()).text.startswith(
        "The committee heard on Monday that the government had known about the failing bridge for more than eleven years"
    )


def test_rows_of_a_table_are_read_as_rows() -> None:
    sheet = Sheet()
    for row in range(6):
        for column, value in enumerate((f"Province {row}", str(1000 * row + 17), f"12.{row} %")):
            sheet.line(72 + column * 110, 680 - 14 * row, value)
    assert "Province 3 3017 12.3 % Province 4 4017 12.4 %" in " ".join(read(sheet.data()).text.split())


def test_entries_that_hang_out_are_paragraphs_with_whole_addresses() -> None:
    sheet = Sheet()
    y = 735
    for author in ("Berg", "Carl", "Dorn"):
        sheet.line(72, y, f"{author}, Anna (2013). The failing bridge and the government of the northern", wide=440)
        sheet.line(
            96, y - 13, "province. Oxford: University Press. https://example.org/books/2013/the-failing-", wide=416
        )
        sheet.line(96, y - 26, f"bridge-of-{author.lower()}.html")
        y -= 39
    paragraphs = read(sheet.data()).text.split("\n\n")
    assert [paragraph.split()[-1] for paragraph in paragraphs] == [
        f"https://example.org/books/2013/the-failing-bridge-of-{author}.html" for author in ("berg", "carl", "dorn")
    ]


def letters_apart(sheet: Sheet, x: float, y: float, shown: str) -> None:
    """Each letter as an object of its own, from the left, as browsers print."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    sheet.canvas.setFont("DejaVu", 11)
    for letter in shown:
        if letter != " ":
            sheet.canvas.drawString(x, y, letter)
        x += stringWidth(letter, "DejaVu", 11)


def needs_arabic_letters() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    try:
        pdfmetrics.registerFont(TTFont("DejaVu", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"))
    except TTFError:
        pytest.skip("no font with Arabic letters here")


def test_persian_is_read_from_the_right() -> None:
    needs_arabic_letters()
    lines = ["وزیر گفت که پل هرگز بازرسی نشده است", "و هیچکس به نامه‌ها پاسخ نداد", "پایان گزارش"]
    sheet = Sheet()
    for number, line in enumerate(lines):
        sheet.canvas.setFont("DejaVu", 11)
        # The file holds the letters as they stand on the paper, from the left.
        sheet.canvas.drawRightString(500, 700 - 14 * number, line[::-1])
    assert read(sheet.data()).text == " ".join(lines)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("تسا هدشن یسرزاب لپ", "پل بازرسی نشده است"),
        ("شرازگ 1392 لاس رد ریزو", "وزیر در سال 1392 گزارش"),
        ("دش هتشون ناریا رد شرازگ (UN Report) ریزو", "وزیر (UN Report) گزارش در ایران نوشته شد"),
        ("دش هتشون لاس رد (UN Report) ۱۳۹۲ شرازگ", "گزارش ۱۳۹۲ (UN Report) در سال نوشته شد"),
        ("the minister said ماوقا and left it at that", "the minister said اقوام and left it at that"),
    ],
)
def test_both_directions_on_one_line(shown: str, expected: str) -> None:
    needs_arabic_letters()
    sheet = Sheet()
    letters_apart(sheet, 100, 700, shown)
    assert read(sheet.data()).text == expected


def test_places_are_pages_and_lines() -> None:
    def draw(sheet: Sheet, number: int) -> None:
        sheet.column(72, HEIGHT - 90, 440, f"Beginning of page {number}. {BRIDGE}")
        sheet.column(72, HEIGHT - 200, 440, f"Second {TOWN}")

    document = read(pages(3, draw))
    places = [document.place(document.text.index(f"Beginning of page {number}")) for number in (1, 2, 3)]
    assert [(place.page, place.line, place.column) for place in places] == [(1, 1, 1), (2, 1, 1), (3, 1, 1)]
    second = document.place(document.text.rindex("Second"))
    assert second.page == 3
    assert second.line > 3


@pytest.mark.parametrize(
    ("title", "expected"),
    [("The failing bridge", "The failing bridge"), ("Microsoft Word - draft3.doc", None), ("Quarterly numbers", None)],
)
def test_the_title_of_the_file_counts_only_when_the_page_prints_it(title: str, expected: str | None) -> None:
    sheet = Sheet()
    sheet.canvas.setTitle(title)
    sheet.canvas.setAuthor("scanner 4")
    sheet.column(72, 700, 440, BRIDGE.replace("failing", "failing bridge, the failing"))
    document = read(sheet.data())
    assert document.title == expected
    assert "author" not in document.metadata
    assert document.metadata["pages"] == "1"
