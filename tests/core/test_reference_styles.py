"""One reference in each style, field by field. The references are invented."""

from __future__ import annotations

import pytest

from verify.core.reference_parts import archived_copy, trim_url
from verify.core.reference_styles import parse_reference

STYLES = [
    (
        "german article",
        "Frauke Hansen: „Das letzte Dock“. In: Der Seebote, 3. Mai 2016.",
        {"title": "Das letzte Dock", "container_title": "Der Seebote", "issued": "2016-05-03"},
        ["Hansen"],
        None,
    ),
    (
        "german article without an author",
        "Die Mühle steht still. In: Harzer Blatt. 7. November 2011.",
        {"title": "Die Mühle steht still", "container_title": "Harzer Blatt", "issued": "2011-11-07"},
        [],
        None,
    ),
    (
        "german book",
        "Walter Krug: Mühlen im Harz. Oberharz-Verlag, Goslar 1999.",
        {"title": "Mühlen im Harz", "publisher": "Oberharz-Verlag", "issued": "1999", "type": "book"},
        ["Krug"],
        None,
    ),
    (
        "german book with its place first",
        "Brandt, Otto: Der Schreiber von Altmünster. München: Beck, 2003.",
        {"title": "Der Schreiber von Altmünster", "publisher": "Beck", "issued": "2003", "type": "book"},
        ["Brandt"],
        None,
    ),
    (
        "french book",
        "Soizic Kervella, La Lumière et le Sel, Rennes, Éditions du Large, 2012.",
        {"title": "La Lumière et le Sel", "publisher": "Éditions du Large", "issued": "2012", "type": "book"},
        ["Kervella"],
        None,
    ),
    (
        "year with a letter, volume and pages",
        "Haddad, S. (2011b). “A List of Fields.” Journal of Diplomatic Studies, 12(2), 3–22.",
        {"title": "A List of Fields", "container_title": "Journal of Diplomatic Studies", "issued": "2011"},
        ["Haddad"],
        None,
    ),
    (
        "cs1",
        'Halloran, Mary J.; Ito, K. (5 May 2012). "The Pool: A \\"Dry\\" Story?" (PDF). The Gazette. Leeds. p. 3. Archived '
        "(PDF) from the original on 6 June 2013. Retrieved 7 July 2014.".replace('\\"', '"'),
        {
            "title": 'The Pool: A "Dry" Story?',
            "container_title": "The Gazette",
            "issued": "2012-05-05",
            "accessed": "2014-07-07",
            "format": "PDF",
            "type": "article-newspaper",
        },
        ["Halloran", "Ito"],
        "2013-06-06",
    ),
    (
        "cs1 institution",
        '"Pools of the North" (in French). Ministry of Sport. 2012-05-05. Retrieved 2014-07-07.',
        {
            "title": "Pools of the North",
            "publisher": "Ministry of Sport",
            "issued": "2012-05-05",
            "accessed": "2014-07-07",
            "language": "fr",
        },
        [],
        None,
    ),
    (
        "cs1 with a quotation",
        'Halloran, Mary (2012). "The Pool". BBC News. "It was never safe, they said."',
        {"title": "The Pool", "container_title": "BBC News", "issued": "2012"},
        ["Halloran"],
        None,
    ),
    (
        "cs1 book",
        "Halloran, Mary (2012). The Pool: A History. Leeds: Aire Press. ISBN 978-0-306-40615-7.",
        {
            "type": "book",
            "title": "The Pool: A History",
            "publisher": "Aire Press",
            "issued": "2012",
            "ISBN": "9780306406157",
        },
        ["Halloran"],
        None,
    ),
    (
        "apa",
        "Halloran, M. J., & Ito, K. (2012, May 5). The pool. The Gazette. https://gazette.example/pool",
        {
            "title": "The pool",
            "container_title": "The Gazette",
            "issued": "2012-05-05",
            "URL": "https://gazette.example/pool",
        },
        ["Halloran", "Ito"],
        None,
    ),
    (
        "apa without author",
        "The pool. (n.d.). The Gazette. https://gazette.example/pool",
        {"title": "The pool", "container_title": "The Gazette", "issued": None},
        [],
        None,
    ),
    (
        "apa journal",
        "Halloran, M. J. (2012). The pool. Nature, 12(3), 45–67. https://doi.org/10.1000/xyz123",
        {
            "title": "The pool",
            "container_title": "Nature",
            "issued": "2012",
            "DOI": "10.1000/xyz123",
            "type": "article-journal",
        },
        ["Halloran"],
        None,
    ),
    (
        "mla",
        "Halloran, Mary J., and Ken Ito. “The Pool.” The Gazette, 5 May 2012, www.gazette.example/pool. Accessed 7 July 2014.",
        {
            "title": "The Pool",
            "container_title": "The Gazette",
            "issued": "2012-05-05",
            "accessed": "2014-07-07",
            "URL": "https://www.gazette.example/pool",
        },
        ["Halloran", "Ito"],
        None,
    ),
    (
        "chicago bibliography",
        "Halloran, Mary J., Ken Ito, and Ann Lee. “The Pool.” The Gazette, May 5, 2012. https://gazette.example/pool.",
        {
            "title": "The Pool",
            "container_title": "The Gazette",
            "issued": "2012-05-05",
            "URL": "https://gazette.example/pool",
        },
        ["Halloran", "Ito", "Lee"],
        None,
    ),
    (
        "chicago note",
        "Mary J. Halloran and Ken Ito, “The Pool,” The Gazette, May 5, 2012, https://gazette.example/pool.",
        {
            "title": "The Pool",
            "container_title": "The Gazette",
            "issued": "2012-05-05",
            "URL": "https://gazette.example/pool",
        },
        ["Halloran", "Ito"],
        None,
    ),
    (
        "chicago book",
        "Halloran, Mary. The Pool: A History. Leeds: Aire Press, 2012.",
        {"type": "book", "title": "The Pool: A History", "publisher": "Aire Press", "issued": "2012"},
        ["Halloran"],
        None,
    ),
    (
        "bluebook",
        "Mary J. Halloran, The Pool, GAZETTE (May 5, 2012), https://gazette.example/pool [https://perma.cc/AB12-CD34].",
        {
            "title": "The Pool",
            "container_title": "Gazette",
            "issued": "2012-05-05",
            "URL": "https://gazette.example/pool",
        },
        ["Halloran"],
        None,
    ),
    (
        "markdown",
        "[The Pool (and more)](https://gazette.example/pool_(leeds)), The Gazette, 5 May 2012",
        {
            "title": "The Pool (and more)",
            "container_title": "The Gazette",
            "issued": "2012-05-05",
            "URL": "https://gazette.example/pool_(leeds)",
        },
        [],
        None,
    ),
    (
        "prose",
        "The Gazette on May 5, 2012, in an article by Mary Halloran entitled “The Pool”",
        {"title": "The Pool", "container_title": "The Gazette", "issued": "2012-05-05"},
        ["Halloran"],
        None,
    ),
    (
        "archived URL",
        "“The Pool.” The Gazette, 5 May 2012, https://web.archive.org/web/20130606120000/http://gazette.example/pool.",
        {"title": "The Pool", "container_title": "The Gazette", "URL": "http://gazette.example/pool"},
        [],
        "2013-06-06",
    ),
]


@pytest.mark.parametrize(("name", "raw", "fields", "families", "archived"), STYLES, ids=[row[0] for row in STYLES])
def test_style(name: str, raw: str, fields: dict[str, str | None], families: list[str], archived: str | None) -> None:
    parsed = parse_reference(raw)
    assert {key: getattr(parsed.item, key) for key in fields} == fields
    assert [one.family or one.literal for one in parsed.item.author] == families
    assert parsed.archived == archived


def test_rendered_links_give_title_and_url() -> None:
    links = (
        ("The Pool", "https://gazette.example/pool"),
        ("Archived", "https://web.archive.org/web/20130606/https://gazette.example/pool"),
    )
    parsed = parse_reference("The Pool, The Gazette, 5 May 2012. Archived from the original on 6 June 2013.", links)
    assert parsed.item.title == "The Pool"
    assert parsed.item.URL == "https://gazette.example/pool"
    assert parsed.archive_url == links[1][1]
    assert parsed.archived == "2013-06-06"


URLS = [
    ("https://a.example/x.", "https://a.example/x"),
    ("https://a.example/x_(y)", "https://a.example/x_(y)"),
    ("https://a.example/x)", "https://a.example/x"),
    ("https://a.example/x?q=1,", "https://a.example/x?q=1"),
]


@pytest.mark.parametrize(("url", "trimmed"), URLS)
def test_trim_url(url: str, trimmed: str) -> None:
    assert trim_url(url) == trimmed


ARCHIVES = [
    ("https://web.archive.org/web/20130606120000/http://a.example/x", "http://a.example/x", "2013-06-06"),
    ("https://web.archive.org/web/20130606120000id_/http://a.example/x", "http://a.example/x", "2013-06-06"),
    ("http://archive.today/20130606120000/http://a.example/x", "http://a.example/x", "2013-06-06"),
    ("https://perma.cc/AB12-CD34", "https://perma.cc/AB12-CD34", None),
]


@pytest.mark.parametrize(("url", "original", "date"), ARCHIVES)
def test_archived_copy(url: str, original: str, date: str | None) -> None:
    assert archived_copy(url) == (original, url, date)


def test_live_url_is_no_archived_copy() -> None:
    assert archived_copy("https://a.example/web/x") == ("https://a.example/web/x", None, None)
