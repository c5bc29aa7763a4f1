"""BibTeX: each entry is a reference with its fields as data, and its place in the file."""

from __future__ import annotations

import pytest

from verify.core.citations import extract
from verify.model import Item, Name
from verify.readers import read
from verify.readers.tex import plain


def _items(source: str) -> list[Item]:
    return [one.item for one in extract(read(source.encode(), name="x.bib")).references]


def test_entries_are_references() -> None:
    source = r"""
@string{gu = "The Guardian"}
@comment{@book{no, title={No}}}
@article{smith2015,
  author = {Smith, John and M{\"u}ller, J{\'e}r{\^o}me and {World Health Organization}},
  title = {The {Minister} Speaks --- at last},
  journal = gu # " Weekly", year = 2015, month = may, day = 4,
  url = {https://example.org/minister\_x}, doi = "https://doi.org/10.1000/xyz123", urldate = {2016-01-02},
  quote = {We will \emph{not} leave the treaty.}
}
@book(brown, title="River Days", subtitle={A Life}, author="Mary van der Brown", publisher={Penguin}, date={2001-03}, isbn={978-3-16-148410-0})
"""
    document = read(source.encode(), name="x.bib")
    extraction = extract(document)
    first, second = extraction.references
    assert first.item == Item(
        type="article-journal",
        title="The Minister Speaks — at last",
        author=(Name(family="Smith", given="John"), Name(family="Müller", given="Jérôme"), Name(literal="World Health Organization")),
        container_title="The Guardian Weekly",
        issued="2015-05-04",
        accessed="2016-01-02",
        URL="https://example.org/minister_x",
        DOI="10.1000/xyz123",
    )  # fmt: skip
    assert second.item == Item(
        type="book", title="River Days: A Life", author=(Name(family="van der Brown", given="Mary"),), publisher="Penguin",
        issued="2001-03", ISBN="978-3-16-148410-0",
    )  # fmt: skip
    assert [one.marker for one in extraction.references] == ["smith2015", "brown"]
    assert [document.place(one.start).line for one in extraction.references] == [4, 11]
    assert [(one.exact, document.place(one.start).line) for one in extraction.quotations] == [
        ("We will not leave the treaty.", 9)
    ]
    assert [(one.quotation, one.reference, one.rule) for one in extraction.joins] == [("q1", "r1", "row")]
    for reference in extraction.references:
        assert document.text[reference.start : reference.end] == reference.raw
    assert len(extraction.citations) == 2


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("howpublished = {\\url{https://e.org/a_b}}", ("https://e.org/a_b", None)),
        ("note = {Available at https://e.org/n.}", ("https://e.org/n", None)),
        ("eprint = {2101.00001}, archiveprefix = {arXiv}", ("https://arxiv.org/abs/2101.00001", None)),
        ("url = {https://web.archive.org/web/20140102030405/http://e.org/x}", ("http://e.org/x", "2014-01-02")),
        ("url = {http://e.org/x}, archiveurl = {https://web.archive.org/web/20140102030405/http://e.org/x}", ("http://e.org/x", "2014-01-02")),
        ("title = {no address}", (None, None)),
    ],
)  # fmt: skip
def test_addresses(fields: str, expected: tuple[str | None, str | None]) -> None:
    reference = extract(read(f"@misc{{k, {fields}}}".encode(), name="x.bib")).references[0]
    assert (reference.item.URL, reference.archived) == expected


def test_a_chapter_takes_the_fields_of_its_book() -> None:
    chapter, book = _items(
        "@incollection{c, title={Part}, crossref={b}}\n@book{b, title={Whole}, year={1999}, publisher={P}}"
    )
    assert (chapter.title, chapter.container_title, chapter.issued, chapter.publisher) == ("Part", "Whole", "1999", "P")
    assert book.title == "Whole"


@pytest.mark.parametrize(
    ("source", "titles"),
    [
        ("@book{a, title = {never closed\n\n@book{b, title = {Next}}", ["never closed", "Next"]),
        ("@book{a, title = }\n@book{b, title={B}}", [None, "B"]),
        ("@book{a}\n@book{b, title={B},,}", ["B"]),
        ("no entry at all", []),
        ("@", []),
        ("@book{{{{", []),
        ("", []),
    ],
)
def test_damaged_files(source: str, titles: list[str | None]) -> None:
    assert [item.title for item in _items(source)] == titles


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"{\"O}sterreich \& Gr{\"u}{\ss}e", "Österreich & Grüße"),
        (r"\v{S}koda, Ko{\c c}, \'{\i}", "Škoda, Koç, í"),
        (r"\L{}\'od\'z", "Łódź"),
        (r"100\% of \$5--10", "100% of $5–10"),
        (r"``So'' he~said \textit{it}", "“So” he said it"),
        (r"$x^2$ \LaTeX{} a\_b", "x^2 LaTeX a_b"),
        ("two\n   lines", "two lines"),
    ],
)
def test_tex(tex: str, shown: str) -> None:
    assert plain(tex) == shown
