"""Wikitext: what is shown, where it stands, and what cite templates say in fields."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from verify.core.citations import extract
from verify.model import Document, Item, Name, Notice, RegionKind
from verify.readers import read
from verify.readers.wikitext_parse import parse

POOL = Path(__file__).parent / "wikitext" / "pool.wiki"


def wiki(source: str) -> Document:
    return read(source.encode(), name="x.wiki")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("'''Bold''' and ''italic'' and '''''both'''''", "Bold and italic and both"),
        ("L''''amour'' it is", "L'amour it is"),
        ("a [[link]], a [[page|shown]], [[Foo (bar)|]], [[:Category:X]]", "a link, a shown, Foo, Category:X"),
        ("[[Category:Pools]][[de:Bad]]word", "word"),
        ("an [https://a.example report of it] and [https://b.example]", "an report of it and https://b.example"),
        ("one\ntwo\n\nthree", "one two\n\nthree"),
        ("== Head ==\nText", "Head\n\nText"),
        ("=== Head {{nowrap|x}} ===\nText", "Head x\n\nText"),
        ("* a\n* b\n\nc", "a\nb\n\nc"),
        ('{|\n! A !! B\n|-\n| style="x" | 1 || 2\n|}\nafter', "A\nB\n1\n2\n\nafter"),
        ("x{{nbsp}}y {{'\"}} {{snd}} {{circa|1850}}", "x\xa0y '\" – c. 1850"),
        ("{{lang|fr|bonjour}} {{convert|5|mi|km}} {{convert|5|to|6|km}} {{sic}} {{sic|teh|hide=y}}", "bonjour 5 mi 5 to 6 km [sic] teh"),
        ("{{frac|1|2}} {{frac|3|1|2}} {{Start date|2019|5|3|df=y}}", "1⁄2 3 1⁄2 3 May 2019"),
        ("&ldquo;a&rdquo; &#8212; <nowiki>'''[[x]]'''</nowiki>", "“a” — '''[[x]]'''"),
        ("10<sup>2</sup> and <!-- no -->yes<br />line", "10² and yes\nline"),
        ('<q>well</q> {{"|said}}', "“well” “said”"),
        ("{{quote|We went.|Ann Lee|The Book}}", "We went.\n— Ann Lee, The Book"),
        ("<blockquote>\nWe went.\n\nThey stayed.\n</blockquote>", "We went.\n\nThey stayed."),
        ("{{quote box|quote=We went.|source=— Ann Lee}}", "We went.\n— Ann Lee"),
        ("{{hlist|a|b}}", "a\nb"),
        ("__NOTOC__text ~~~~", "text"),
        ("open {{never [[and <ref>so", "open {{never [[and <ref>so"),
    ],
)  # fmt: skip
def test_what_is_shown(source: str, shown: str) -> None:
    assert wiki(source).text.strip() == shown


def test_every_word_has_its_place() -> None:
    source = POOL.read_text("utf-8")
    document = read(source.encode(), name="pool.wiki")
    lines = source.split("\n")
    for quotation in extract(document).quotations:
        if quotation.nested_in or "’" in quotation.exact or "'" in quotation.exact:
            continue
        place = document.place(quotation.start)
        assert lines[place.line - 1][place.column - 1 :].startswith(quotation.exact[:12])


def test_fields_of_a_cite_template() -> None:
    [data] = wiki(
        '<ref>{{cite news |last=Ito |first=Ken |author2=Ann Lee |date=3 May 2019 |title=The "Bath" closes |language=German'
        " |url=https://g.example/b?a=c |newspaper=The Gazette |publisher=Aire Press |access-date=4 June 2019 |format=PDF"
        " |archive-url=https://web.archive.org/web/20190701000000/https://g.example/b?a=c |archive-date=1 July 2019"
        ' |doi=10.1234/x|isbn=978-0-306-40615-7 |quote="Every winter."}}</ref>'
    ).reference_data
    assert data.item == Item(
        type="article-newspaper",
        title="The ‘Bath’ closes",
        author=(Name(family="Ito", given="Ken"), Name(family="Lee", given="Ann")),
        container_title="The Gazette",
        publisher="Aire Press",
        issued="2019-05-03",
        accessed="2019-06-04",
        URL="https://g.example/b?a=c",
        DOI="10.1234/x",
        ISBN="9780306406157",
        language="de",
        format="PDF",
    )  # fmt: skip
    assert (data.archived, data.archive_url) == (
        "2019-07-01",
        "https://web.archive.org/web/20190701000000/https://g.example/b?a=c",
    )


HALE = (Name(family="Hale", given="Mary"),)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{Internetquelle |autor=Mary Hale |titel=Bad |werk=Zeitung |hrsg=Stadt |datum=2019-05-03 |abruf=2019-06-04 |url=http://a.example}}",
         Item(type="webpage", title="Bad", author=HALE, container_title="Zeitung", publisher="Stadt", issued="2019-05-03", accessed="2019-06-04", URL="http://a.example")),
        ("{{Literatur |Autor=Mary Hale |Titel=Bad |Verlag=Aire |Ort=Leeds |Datum=2012 |ISBN=3-16-148410-0}}",
         Item(type="book", title="Bad", author=HALE, publisher="Aire", issued="2012", ISBN="3161484100")),
        ("{{Lien web |prénom=Mary |nom=Hale |titre=Bain |site=Gazette |date=3 mai 2019 |consulté le=4 juin 2019 |url=http://a.example}}",
         Item(type="webpage", title="Bain", author=HALE, container_title="Gazette", issued="2019-05-03", accessed="2019-06-04", URL="http://a.example")),
        ("{{Cita web |apellido=Hale |nombre=Mary |título=Baño |obra=Gaceta |fecha=3 de mayo de 2019 |fechaacceso=4 de junio de 2019 |url=http://a.example}}",
         Item(type="webpage", title="Baño", author=HALE, container_title="Gaceta", issued="2019-05-03", accessed="2019-06-04", URL="http://a.example")),
        ("{{Citar web |último=Hale |primeiro=Mary |título=Banho |publicado=Aire |data=3 de maio de 2019 |acessodata=4 de junho de 2019 |url=http://a.example}}",
         Item(type="webpage", title="Banho", author=HALE, publisher="Aire", issued="2019-05-03", accessed="2019-06-04", URL="http://a.example")),
        ("{{citation |author=Hale, Mary |title=Bath |journal=Water |year=2003 |doi=10.1/x}}",
         Item(type="article-journal", title="Bath", author=HALE, container_title="Water", issued="2003", DOI="10.1/x")),
        ("{{cite book |last=Hale |first=Mary |chapter=The Fire |title=Pools |year=2003}}",
         Item(type="chapter", title="The Fire", author=HALE, container_title="Pools", issued="2003")),
        ("{{cite AV media |people=Hale, Mary |title=Pools |date=2003 |url=https://web.archive.org/web/2004/http://a.example/v}}",
         Item(type="motion_picture", title="Pools", author=HALE, issued="2003", URL="http://a.example/v")),
        ("{{cite press release |title=Closed |publisher=Leeds |date=May 2019}}",
         Item(type="document", title="Closed", publisher="Leeds", issued="2019-05")),
    ],
)  # fmt: skip
def test_language_editions(source: str, expected: Item) -> None:
    [data] = wiki(source).reference_data
    assert data.item == expected
    [reference] = extract(wiki(source)).references
    assert reference.item == expected


def test_the_words_of_quote_are_verified_in_that_reference() -> None:
    extraction = extract(
        wiki(
            "Text.<ref>{{cite web|title=On “Pools”|url=http://a.example|quote=\"They ''never'' asked us about it.\"}}</ref>"
        )
    )
    [(citation, quotation)] = [(one, one.quotation) for one in extraction if one.quotation]
    assert quotation.exact == "They never asked us about it."
    assert citation.reference
    assert citation.reference.item.URL == "http://a.example"
    assert [(join.rule) for join in extraction.joins] == ["entry-quote"]


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        ("<ref name=a>{{cite web|title=A|url=http://a.example}}</ref>", ["A"]),
        ('<ref name="b" /> {{reflist|refs=<ref name=b>{{cite web|title=B|url=http://b.example}}</ref>}}', ["B"]),
        (
            '<ref name=b/>\n<references><ref name="b">{{cite web|title=B|url=http://b.example}}</ref></references>',
            ["B"],
        ),
        ("{{r|b}} <ref name=b>{{cite web|title=B|url=http://b.example}}</ref>", ["B"]),
        ("{{sfn|Hale|2012|p=5}}\n\n* {{cite book|last=Hale|first=M.|year=2012|title=H}}", ["H"]),
        ("<ref>{{harvnb|Hale|Ito|2012a}}.</ref>\n\n* {{cite book|last=Hale|last2=Ito|date=2012a|title=H}}", ["H"]),
        ("{{harv|Report|2012}}\n\n* {{cite book|title=H|ref={{sfnref|Report|2012}}}}", ["H"]),
        ("{{efn|{{cite book|last=Hale|year=2012|title=H}}}}\n{{notelist}}", ["H"]),
        ("<ref>{{cite web|title=A|url=http://a.example}}; {{cite web|title=B|url=http://b.example}}</ref>", ["A", "B"]),
    ],
)
def test_marks_lead_to_their_notes(body: str, titles: list[str]) -> None:
    extraction = extract(wiki(f"Hale said: “We will close it in the spring.”{body}"))
    by_id = {reference.id: reference for reference in extraction.references}
    assert [by_id[join.reference].item.title for join in extraction.joins] == titles
    assert extraction.notices == ()


def test_an_author_named_in_the_line_stays_in_it() -> None:
    document = wiki(
        "As {{harvtxt|Hale|2012}} wrote, “it was never clean enough”.\n\n* {{cite book|last=Hale|year=2012|title=H}}"
    )
    assert document.text.startswith("As Hale (2012) wrote,")
    assert document.region(document.text.index("Hale")) is RegionKind.MAIN
    assert [join.rule for join in extract(document).joins] == ["marker-sentence"]


def test_a_quotation_and_the_link_of_its_row_are_joined() -> None:
    rows = "".join(
        f"|-\n| “It was number {n} of them all,” said Low. || [https://{n}.example Low {n}]\n" for n in (1, 2)
    )
    extraction = extract(wiki(f"{{|\n! Words !! From\n{rows}|}}\n\nEnd."))
    urls = {reference.id: reference.item.URL for reference in extraction.references}
    assert [(urls[join.reference], join.rule) for join in extraction.joins] == [
        ("https://1.example", "row"),
        ("https://2.example", "row"),
    ]


def test_what_is_left_out_is_told() -> None:
    document = wiki("A {{strange|x}} b\n\nc {{strange}} {{Infobox pool|a=b}} <math>x</math> {{open")
    messages = [(document.place(notice.start).line, notice.message) for notice in document.notices]
    assert messages == [
        (1, "template {{strange}} is not read (2 times)"),
        (3, "template {{Infobox pool}} is not read"),
        (3, "template {{<math>}} is not read"),
        (3, "“{{” is never closed: shown as it is"),
    ]
    assert all(isinstance(notice, Notice) for notice in document.notices)


UNITS = (
    "[", "{{", "<ref>", "7", "{{a|", "[[", "{|\n", "'''", "[http://a ", "<ref name=a>x", "{{a|b=", "==", "\n* ", "<!--", "<nowiki>", "}}]]",
    "{{sfn|A|2001}}", "<ref name=a/>", "{{cite book|last=A|year=2001}} ", "{{reflist}}<ref>x</ref>", "| a || b\n",
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_length_alone(unit: str) -> None:
    def seconds(count: int) -> float:
        data = (unit * count).encode()
        best = 9e9
        for _ in range(3):
            start = process_time()
            read(data, name="x.wiki")
            best = min(best, process_time() - start)
        return best

    seconds(50)
    assert seconds(6000) < 8 * (seconds(1500) + 0.02)  # quadratic would be 16


@pytest.mark.parametrize("opening", ["{{cite web|quote=", "{{sic|", "{{lang|fr|", "{{efn|"])
def test_templates_within_templates_are_read_once(opening: str) -> None:
    def seconds(depth: int) -> float:
        data = (opening * depth + "x" + "}}" * depth).encode()
        start = process_time()
        for _ in range(3):
            read(data, name="x.wiki")
        return process_time() - start

    seconds(2)
    assert seconds(50) < 20 * (seconds(12) + 0.02)


def test_pairs_are_found_whatever_stands_within() -> None:
    parsed = parse("{{a|[[b|{{c}}]]|d=[http://e f]}} {{g")
    assert [type(node).__name__ for node in parsed.nodes] == ["Template", "Text"]
    assert parsed.unclosed == [33]
