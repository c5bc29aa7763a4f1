from __future__ import annotations

import pytest

from verify.core.dates import find_dates, iso_date

WHOLE = [
    ("3 September 2013", "2013-09-03"),
    ("Sept. 3, 2013", "2013-09-03"),
    ("1st September 2013", "2013-09-01"),
    ("2013, April 14", "2013-04-14"),
    ("14 Apr. 2001", "2001-04-14"),
    ("April 2001", "2001-04"),
    ("2004, July", "2004-07"),
    ("2004", "2004"),
    ("2014-01-20", "2014-01-20"),
    ("Winter 2004", "2004-24"),
    ("May–June 2004", "2004-05/2004-06"),
    ("5 août 2004", "2004-08-05"),
    ("1 de mayo de 2010", "2010-05-01"),
    ("3. Oktober 1990", "1990-10-03"),
    ("4 июля 2019", "2019-07-04"),
    ("2004年5月3日", "2004-05-03"),
    ("13/12/2004", "2004-12-13"),
    ("12/13/2004", "2004-12-13"),
    ("03/04/2004", "2004"),  # American or British: only the year is sure
    ("31.12.2004", "2004-12-31"),
    ("September", None),
    ("Foreign Policy", None),
    ("32 May 2004", None),
    ("2013-13-01", None),
]


@pytest.mark.parametrize(("text", "iso"), WHOLE)
def test_iso_date(text: str, iso: str | None) -> None:
    assert iso_date(text) == iso


FOUND = [
    ("On September 2, 2013, he came. The following day, he left.", ["2013-09-02", "2013-09-03"]),
    ("On September 19, 2013 one, on November 19 another.", ["2013-09-19", "2013-11-19"]),
    ("On Saturday 31 August 2013 it rained.", ["2013-08-31"]),
    ("On December 31, 2013, and the next day.", ["2013-12-31", "2014-01-01"]),
    ("In July 2009, and again the previous month.", ["2009-07", "2009-06"]),
    ("It may rain in March.", []),
    ("Version 2.2013.1 of 2013", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_find_dates(text: str, expected: list[str]) -> None:
    found = find_dates(text)
    assert [mention.iso for mention in found] == expected
    for mention in found:
        assert iso_date(text[mention.start : mention.end]) in (mention.iso, None)


def test_last_year_counts_from_publication() -> None:
    text = "The attack of 1 May 2013. Last year, a report appeared."
    assert [mention.iso for mention in find_dates(text, published="2020-08-31")] == ["2013-05-01", "2019"]
    assert [mention.iso for mention in find_dates(text)] == ["2013-05-01"]
