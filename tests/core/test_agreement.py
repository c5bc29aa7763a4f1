"""Which candidate a reference means: near misses are refused, the same work in other dress is taken, doubles are ambiguous."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verify.core.agreement import agreement, choose
from verify.core.names import csl_name
from verify.core.search_words import editions, phrase, rare_words
from verify.model import Candidate, Item, Reference, ReferenceKind

HEADLINE = "Envoys urge U.N. probe of massacre at Iranian exile camp in Iraq"


def item(title: str, author: str = "", publisher: str = "", issued: str = "", **more: Any) -> Item:
    names = tuple(csl_name(name) for name in author.split("; ") if name)
    more = {"type": "article-newspaper", **more}
    return Item(title=title, author=names, container_title=publisher or None, issued=issued or None, **more)


def reference(cited: Item, archived: str | None = None) -> Reference:
    return Reference(id="r1", kind=ReferenceKind.NUMBERED, raw="", start=0, end=0, item=cited, archived=archived)


def candidate(found: Item, url: str = "https://example.org/story", **more: Any) -> Candidate:
    return Candidate(item=replace(found, URL=url), origin="mediawiki rev 7", **more)


# Cited, found: everything but one thing agrees, and it must not be proposed.
NEAR_MISSES = {
    "only a prefix is shared": (
        item("Camp Ashraf attack kills 52", "Ann Smith", "The Guardian", "2013-09-01"),
        item("Camp Ashraf attack kills 52, says opposition group in Paris", "Ann Smith", "The Guardian", "2013-09-01"),
    ),
    "the found title is a prefix": (
        item("Camp Ashraf attack kills 52 as Iraq denies role", "", "Reuters", "2013-09-01"),
        item("Camp Ashraf attack kills 52", "", "Reuters", "2013-09-01"),
    ),
    "another number": (
        item("52 Iranian exiles killed at camp", "", "The Washington Times", "2013-09-01"),
        item("50 Iranian exiles killed at camp", "", "The Washington Times", "2013-09-01"),
    ),
    "a number in words of another amount": (
        item("Five held after camp raid in Iraq", "", "Reuters", "2013-09-01"),
        item("Four held after camp raid in Iraq", "", "Reuters", "2013-09-01"),
    ),
    "a year in the title": (
        item("Country Reports on Human Rights Practices for 2012", "", "U.S. Department of State"),
        item("Country Reports on Human Rights Practices for 2013", "", "U.S. Department of State"),
    ),
    "a negation": (
        item("Iraq did not attack the camp, minister says", "", "BBC News", "2013-09-01"),
        item("Iraq did attack the camp, minister says", "", "BBC News", "2013-09-01"),
    ),
    "an added negation": (
        item("Minister to resign over camp", "", "BBC News", "2013-09-01"),
        item("Minister not to resign over camp", "", "BBC News", "2013-09-01"),
    ),
    "one word of many": (
        item(HEADLINE, "Carol J. Williams", "Los Angeles Times", "2013-09-19"),
        item(HEADLINE.replace("massacre", "corruption"), "Carol J. Williams", "Los Angeles Times", "2013-09-19"),
    ),
    "Iraq and Iran": (
        item("Dozens killed in Iraq camp", "", "Reuters", "2013-09-01"),
        item("Dozens killed in Iran camp", "", "Reuters", "2013-09-01"),
    ),
    "U.N. and U.S.": (
        item(HEADLINE, "Carol J. Williams", "Los Angeles Times", "2013-09-19"),
        item(HEADLINE.replace("U.N.", "U.S."), "Carol J. Williams", "Los Angeles Times", "2013-09-19"),
    ),
    "to and from": (
        item("Letter to the camp's residents", "Ann Smith", "The Guardian", "2013-09-01"),
        item("Letter from the camp's residents", "Ann Smith", "The Guardian", "2013-09-01"),
    ),
    "words in another order": (
        item("Police attack protesters in Baghdad", "", "Reuters", "2013-09-01"),
        item("Protesters attack police in Baghdad", "", "Reuters", "2013-09-01"),
    ),
    "part one and two": (
        item("Inside the camp: Part I", "Ann Smith", "The Guardian", "2013-09-01"),
        item("Inside the camp: Part II", "Ann Smith", "The Guardian", "2013-09-01"),
    ),
    "a part, and the whole": (
        item("Inside the camp: Part II", "Ann Smith", "The Guardian", "2013-09-01"),
        item("Inside the camp", "Ann Smith", "The Guardian", "2013-09-01"),
    ),
    "another subtitle": (
        item("Self-Sacrifice: Life with the Iranian Mojahedin", "Struan Stevenson", type="book"),
        item("Self-Sacrifice: A Novel", "Struan Stevenson", type="book"),
    ),
    "the same subtitle below another title": (
        item("Rome: A History of the City", "Ann Smith", type="book"),
        item("Paris: A History of the City", "Ann Smith", type="book"),
    ),
    "a heading of one word for the whole": (
        item("Iraq: Impartial investigation crucial", "", "Amnesty International", "2013-09-02"),
        item("Iraq", "", "Amnesty International", "2013-09-02"),
    ),
    "another year": (
        item(HEADLINE, "Carol J. Williams", "Los Angeles Times", "2013-09-19"),
        item(HEADLINE, "Carol J. Williams", "Los Angeles Times", "2012-09-19"),
    ),
    "the year before of a book": (
        item("The Lost City of Ashraf", "Ann Smith", issued="2013", type="book"),
        item("The Lost City of Ashraf", "Ann Smith", issued="2012", type="book"),
    ),
    "another month": (
        item(HEADLINE, "Carol J. Williams", "Los Angeles Times", "2013-09-19"),
        item(HEADLINE, "Carol J. Williams", "Los Angeles Times", "2013-10-19"),
    ),
    "another week": (
        item("Situation at Camp Ashraf in Iraq", "", "U.S. Department of State", "2013-09-06"),
        item("Situation at Camp Ashraf in Iraq", "", "U.S. Department of State", "2013-09-13"),
    ),
    "another author": (
        item(HEADLINE, "Carol J. Williams", "Los Angeles Times", "2013-09-19"),
        item(HEADLINE, "Ashish Kumar Sen", "Los Angeles Times", "2013-09-19"),
    ),
    "another author of that family name": (
        item("The Lost City of Ashraf", "John Smith", issued="2013", type="book"),
        item("The Lost City of Ashraf", "Jane Smith", issued="2013", type="book"),
    ),
    "a family name one letter apart": (
        item("The Lost City of Ashraf", "Hans Andersen", issued="2013", type="book"),
        item("The Lost City of Ashraf", "Hans Anderson", issued="2013", type="book"),
    ),
    "another co-author": (
        item("The Lost City of Ashraf", "John Smith; Ann Jones", issued="2013", type="book"),
        item("The Lost City of Ashraf", "John Smith; Bob Brown", issued="2013", type="book"),
    ),
    "another publisher that is known": (
        item("Dozens killed in camp raid", "", "The Guardian", "2013-09-01"),
        item("Dozens killed in camp raid", "", "Reuters", "2013-09-01"),
    ),
    "another publisher that is known, though date and author agree": (
        item("Dozens killed in camp raid", "Ann Smith", "The Guardian", "2013-09-01"),
        item("Dozens killed in camp raid", "Ann Smith", "Reuters", "2013-09-01"),
    ),
    "The Times, and that of Israel": (
        item("Dozens killed in camp raid", "", "The Times", "2013-09-01"),
        item("Dozens killed in camp raid", "", "The Times of Israel", "2013-09-01"),
    ),
    "another paper that no table knows": (
        item("Dozens killed in camp raid", "", "Springfield Gazette", "2013-09-01"),
        item("Dozens killed in camp raid", "", "Shelbyville Argosy", "2013-09-01"),
    ),
    "two kickers": (
        item("Opinion: Iraq after the raid", "", "Reuters", "2013-09-01"),
        item("Analysis: Iraq after the raid", "", "Reuters", "2013-09-01"),
    ),
    "two sites": (
        item("Minister resigns over camp raid | CNN", issued="2013-09-01"),
        item("Minister resigns over camp raid | BBC News", issued="2013-09-01"),
    ),
    "not able and notable": (
        item("Not able ministers resign over raid", "", "Reuters", "2013-09-01"),
        item("Notable ministers resign over raid", "", "Reuters", "2013-09-01"),
    ),
    "re-sign and resign": (
        item("Ministers re-sign over raid", "", "Reuters", "2013-09-01"),
        item("Ministers resign over raid", "", "Reuters", "2013-09-01"),
    ),
    "Jan and Jane": (
        item("The Lost City of Ashraf", "Jan Smith", issued="2013", type="book"),
        item("The Lost City of Ashraf", "Jane Smith", issued="2013", type="book"),
    ),
    "nothing but the title": (item(HEADLINE, "", "", "2013-09-19"), item(HEADLINE, "Carol J. Williams")),
    "the title and a year": (
        item("Dozens killed in camp raid", issued="2013-09-01"),
        item("Dozens killed in camp raid", issued="2013"),
    ),
    "a title of many works with a publisher": (
        item("Annual Report", "", "Amnesty International", "2013"),
        item("Annual Report", "", "Amnesty International"),
    ),
    "a title of every year with a publisher and no date": (
        item("World Economic Outlook", "", "International Monetary Fund", "2012-04"),
        item("World Economic Outlook", "", "International Monetary Fund"),
    ),
    "one word, one day": (item("Editorial", issued="2013-09-01"), item("Editorial", issued="2013-09-01")),
    "a book without its subtitle, by its year": (
        item("Lost City: Life in Ashraf", issued="2013", type="book"),
        item("Lost City", issued="2013", type="book"),
    ),
    "a second part for the same journal": (
        item("Loss of words in lists", "Ann Smith", "Journal of Words", type="article-journal"),
        item("Loss of words in lists: second try", "Ann Smith", "Journal of Words", "1966", type="article-journal"),
    ),
    "another book of that name from the same publisher in that year": (
        item("Human memory", "", "Erlbaum", "1992", type="book"),
        item("Human memory: paradigms and paradoxes", "", "Erlbaum", "1992", type="book"),
    ),
    "a book by its title and year": (
        item("Mind and motion in the camp", issued="2009", type="book"),
        item("Mind and motion in the camp", issued="2009", type="book"),
    ),
    "another edition's ISBN and no author": (
        item("The Lost City of Ashraf", issued="2013", type="book", ISBN="9781780273150"),
        item("The Lost City of Ashraf", issued="2013", type="book", ISBN="9780306406157"),
    ),
    "Cyrillic, one word": (
        item("Удар по лагерю в Ираке", "", "Коммерсантъ", "2013-09-01"),
        item("Удар по городу в Ираке", "", "Коммерсантъ", "2013-09-01"),
    ),
    "Chinese, one character": (
        item("伊拉克难民营遭袭击", "", "人民日报", "2013-09-01"),
        item("伊朗克难民营遭袭击", "", "人民日报", "2013-09-01"),
    ),
    "Arabic, a word more": (
        item("هجوم على مخيم أشرف", "", "", "2013-09-01"),
        item("هجوم جديد على مخيم أشرف", "", "", "2013-09-01"),
    ),
    "German, a negation": (
        item("Bundestag beschließt keine Hilfe für das Lager", "", "Die Zeit", "2013-09-01"),
        item("Bundestag beschließt Hilfe für das Lager", "", "Die Zeit", "2013-09-01"),
    ),
}


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_a_near_miss_is_refused(name: str) -> None:
    cited, found = NEAR_MISSES[name]
    for one, other in ((cited, found), (found, cited)):
        compared = agreement(reference(one), candidate(other))
        assert not compared.enough, compared
        assert choose(reference(one), [candidate(other)]).proposed is None


# The same work: cited, found, what agrees besides the title.
SAME: dict[str, tuple[Item, Item, tuple[str, ...]]] = {
    "word for word": (
        item(HEADLINE, "Williams, Carol J.", "Los Angeles Times", "2013-09-19"),
        item(HEADLINE, "Carol J. Williams", "Los Angeles Times", "2013-09-19"),
        ("date", "author", "publisher"),
    ),
    "quotes and apostrophes": (
        item("“We won’t go”: Iraq's ‘lost’ camp", issued="2013-09-01"),
        item("\"We won't go\": Iraq’s 'lost' camp", issued="2013-09-01"),
        ("date",),
    ),
    "a kicker": (
        item("Exclusive: U.S. Fingers Iranian Commandos", "Dreazen, Yochi", issued="2013-12-17"),
        item("US fingers Iranian commandos", "Yochi Dreazen", issued="2013-12-17"),
        ("date", "author"),
    ),
    "the site's name": (
        item("Dozens killed in camp raid", "", "The Guardian", "2013-09-01"),
        item("Dozens killed in camp raid | The Guardian", issued="2013-09-01"),
        ("date",),
    ),
    "initials": (
        item("U.N. condemns raid", "C. J. Williams", "Reuters"),
        item("UN condemns raid", "Carol J. Williams", "Reuters"),
        ("author", "publisher"),
    ),
    "diacritics": (
        item("Irak: Achraf, le camp oublié", "Bérénice Lévêque", issued="2013-09"),
        item("Irak : Achraf, le camp oublie", "Berenice Leveque", issued="2013-09-01"),
        ("date", "author"),
    ),
    "British spelling": (
        item("Labour defence committee honours camp", issued="2013-09-01"),
        item("Labor defense committee honors camp", issued="2013-09-01"),
        ("date",),
    ),
    "a day apart": (
        item(HEADLINE, "", "", "2013-09-19"),
        item(HEADLINE, "", "", "2013-09-20"),
        ("date",),
    ),
    "an ampersand": (
        item("War & peace in the camp", issued="2013-09-01"),
        item("War and peace in the camp", issued="2013-09-01"),
        ("date",),
    ),
    "a hyphen": (
        item("Cease-fire at the camp", issued="2013-09-01"),
        item("Ceasefire at the camp", issued="2013-09-01"),
        ("date",),
    ),
    "a book without its subtitle, with its author": (
        item("Self-Sacrifice: Life with the Iranian Mojahedin", "Stevenson, Struan", issued="2015", type="book"),
        item("Self-sacrifice", "Struan Stevenson", issued="2015", type="book"),
        ("date", "author"),
    ),
    "an ISBN in ten figures": (
        item("The Lost City of Ashraf", type="book", ISBN="0306406152"),
        item("The Lost City of Ashraf", type="book", ISBN="9780306406157 9781780273150"),
        ("ISBN",),
    ),
    "a publisher by its host": (
        item("Envoys urge probe of massacre at camp", "", "Los Angeles Times"),
        item("Envoys urge probe of massacre at camp"),
        ("publisher",),
    ),
    "a name in one piece": (
        item("52 Iranian exiles killed at camp", "Sen, Ashish Kumar"),
        item("52 Iranian exiles killed at camp", "Ashish Kumar Sen"),
        ("author",),
    ),
    "an institution as author": (
        item("Iraq: Impartial investigation crucial", "Amnesty International", issued="2013-09-02"),
        item("Iraq: impartial investigation crucial", "", "Amnesty International", "2013-09-02"),
        ("date", "publisher"),
    ),
    "et al.": (
        item("Graph kernels for words", "Ann Smith; Bob Brown; Cy Dee", issued="2013", type="article-journal"),
        item("Graph kernels for words", "Ann Smith", issued="2013-05-01", type="article-journal"),
        ("date", "author"),
    ),
    "Cyrillic": (
        item("Удар по лагерю в Ираке", "", "Коммерсантъ"),
        item("Удар по лагерю в Ираке", "", "Kommersant"),
        ("publisher",),
    ),
    "Chinese": (
        item("伊拉克难民营遭袭击", issued="2013-09-01"),
        item("伊拉克难民营遭袭击", issued="2013-09-01"),
        ("date",),
    ),
    "Persian letters": (
        item("حمله به کمپ اشرف", issued="2013-09-01"),
        item("حمله به كمپ اشرف", issued="2013-09-01"),
        ("date",),
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_work_is_proposed_with_what_agrees(name: str) -> None:
    cited, found, agrees = SAME[name]
    url = "https://www.latimes.com/a" if name == "a publisher by its host" else "https://example.org/story"
    chosen = choose(reference(cited), [candidate(found, url)]).proposed
    assert chosen is not None, agreement(reference(cited), candidate(found, url))
    assert chosen.agrees[0].startswith("title ")
    assert chosen.agrees[1:] == agrees


CITED = item("Situation at Camp Ashraf in Iraq", "", "U.S. Department of State", "2013-09-06")


@pytest.mark.parametrize(
    ("addresses", "outcome"),
    [
        (["https://a.example/x"], "https://a.example/x"),
        (["http://www.a.example/x/", "https://a.example/x"], "http://www.a.example/x/"),
        (["https://a.example/x", "https://b.example/y"], None),
    ],
)
def test_two_addresses_settle_nothing_and_two_spellings_are_one(addresses: list[str], outcome: str | None) -> None:
    choice = choose(reference(CITED), [candidate(CITED, url) for url in addresses])
    assert (choice.proposed.url if choice.proposed else None) == outcome
    assert len(choice.ambiguous) == (0 if outcome else len(addresses))


def test_the_candidate_that_agrees_in_more_is_taken() -> None:
    lesser = candidate(replace(CITED, container_title=None), "https://b.example/y")
    better = candidate(CITED, "https://a.example/x")
    for order in ([lesser, better], [better, lesser]):
        proposed = choose(reference(CITED), order).proposed
        assert proposed is not None
        assert proposed.url == "https://a.example/x"


def test_fields_that_do_not_contain_one_another_are_ambiguous() -> None:
    cited = replace(CITED, author=(csl_name("Ann Smith"),))
    dated = candidate(replace(CITED, container_title=None), "https://b.example/y")
    signed = candidate(replace(cited, issued=None, container_title=None), "https://a.example/x")
    choice = choose(reference(cited), [dated, signed])
    assert choice.proposed is None
    assert {proposal.agrees[1] for proposal in choice.ambiguous} == {"date", "author"}


def test_the_date_of_the_capture_decides_between_two_addresses() -> None:
    theirs = candidate(CITED, "https://a.example/x", archived="2022-07-01", archive_url="https://web.archive.org/web/20220701000000/https://a.example/x")  # fmt: skip
    other = candidate(CITED, "https://b.example/y", archived="2013-10-01")
    proposed = choose(reference(CITED, "2022-07-01"), [other, theirs]).proposed
    assert proposed is not None
    assert (proposed.url, proposed.agrees[-1]) == ("https://a.example/x", "archive date")


def test_a_capture_that_is_no_evidence_is_not_proposed() -> None:
    proposed = choose(reference(CITED), [candidate(CITED, archive_url="https://archive.today/2013/x")]).proposed
    assert proposed is not None
    assert proposed.candidate.archive_url is None
    assert choose(reference(CITED), [candidate(CITED, "https://archive.ph/abcde")]).proposed is None


def test_what_was_refused_is_told() -> None:
    cited, found = NEAR_MISSES["another year"]
    assert choose(reference(cited), [candidate(found)]).nearest == "mediawiki rev 7: another date, 2012-09-19"
    assert choose(reference(cited), [candidate(item("Ferry times", issued="2013"))]).nearest == ""


WORDS = st.sampled_from("camp raid exiles killed minister denies iraq report probe two 52 not u.n. the".split())
TITLES = st.lists(WORDS, min_size=1, max_size=7).map(" ".join)
DATES = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2020, 12, 31)).map(str), st.integers(1990, 2020).map(str))
NAMES = st.lists(st.sampled_from(["Ann Smith", "A. Smith", "Jane Smith", "Reuters", "Bo Li"]), max_size=2)
ITEMS = st.builds(
    lambda title, issued, names, publisher, kind: item(title, "; ".join(names), publisher, issued or "", type=kind),
    TITLES,
    DATES,
    NAMES,
    st.sampled_from(["", "Reuters", "The Guardian", "Some Gazette"]),
    st.sampled_from(["article-newspaper", "book", "report"]),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ITEMS, ITEMS)
def test_no_proposal_rests_on_a_title_alone_or_on_another_year(cited: Item, found: Item) -> None:
    for one in (found, replace(found, title=cited.title), replace(found, title=cited.title, issued=cited.issued)):
        proposed = choose(reference(cited), [candidate(one)]).proposed
        if proposed is None:
            continue
        assert len(proposed.agrees) > 1
        assert proposed.agrees[1:] != ("year",)
        if cited.issued and one.issued:
            apart = abs(int(cited.issued[:4]) - int(one.issued[:4]))
            assert apart == 0 or (apart == 1 and {cited.issued[5:], one.issued[5:]} == {"12-31", "01-01"})


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ITEMS, max_size=5), ITEMS, st.randoms())
def test_the_choice_does_not_depend_on_the_order(found: list[Item], cited: Item, chance: Any) -> None:
    candidates = [candidate(replace(one, title=cited.title), f"https://x.example/{n}") for n, one in enumerate(found)]
    first = choose(reference(cited), candidates)
    chance.shuffle(candidates)
    second = choose(reference(cited), candidates)
    assert first.proposed == second.proposed
    assert set(first.ambiguous) == set(second.ambiguous)


@pytest.mark.parametrize(
    ("title", "run", "rare", "wikis"),
    [
        (HEADLINE, "probe of massacre at Iranian exile camp in Iraq", ("massacre", "iranian"), ("en",)),
        ("52 Iranian exiles killed at Iraq's Camp", "52 Iranian exiles killed at Iraq", ("iranian", "exiles"), ("en",)),
        ("1984", "1984", ("1984",), ("en",)),
        ("“Wir” – das Lager und die Stadt", "das Lager und die Stadt", ("lager", "stadt"), ("de", "en")),
        ("Удар по лагерю в Ираке", "Удар по лагерю в Ираке", (), ("ru", "en")),
        ("伊拉克难民营：遭袭击", "伊拉克难民营", (), ("zh", "en")),
        ("…", "", (), ("en",)),
    ],
)
def test_what_services_are_asked_with(title: str, run: str, rare: tuple[str, ...], wikis: tuple[str, ...]) -> None:
    assert (phrase(title), rare_words(title), editions(title, None)) == (run, rare, wikis)
