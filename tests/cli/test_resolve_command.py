"""`verify resolve`: what loopback services know is compared, told, written for review, and used by `verify check`."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from servers.reference_services import FIRST_REVISION, ReferenceServices
from servers.site import Site
from servers.wayback import FakeArchive, Fault

from verify import resolvers
from verify.cli import main
from verify.cli_output import CANNOT_RUN
from verify.decisions import read_decisions
from verify.model import Candidate, Item, Miss, Reference
from verify.ports import Source

Run = Callable[..., tuple[int, str, str]]
ENVOYS = "Envoys urge U.N. probe of massacre at Iranian exile camp in Iraq"
WORDS = "The committee found that the camp had been attacked without warning at dawn"
CITE = (
    "Some words.<ref>{{cite news|last=Williams|first=Carol J.|title=%s|url=%s|newspaper=Los Angeles Times"
    "|date=19 September 2013|archive-url=https://web.archive.org/web/20131105101112/http://la.example/x"
    "|archive-date=5 November 2013}}</ref>"
)
ENTRY = f'Williams, Carol J. (19 September 2013). "{ENVOYS}". Los Angeles Times.'


@pytest.fixture
def services() -> Iterator[ReferenceServices]:
    with ReferenceServices() as running:
        yield running


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: str, command: str = "resolve") -> tuple[int, str, str]:
        given = ["verify", command, *arguments, "--cache", str(tmp_path / "cache"), "--allow-private-addresses"]
        monkeypatch.setattr("sys.argv", given)
        try:
            code = main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        told = capsys.readouterr()
        return code, told.out, told.err

    return ran


def draft(folder: Path, *entries: str, name: str = "draft.txt") -> str:
    body = " ".join(f"“{WORDS}.” [{number}]" for number in range(1, len(entries) + 1))
    listed = "".join(f"{number}. {entry}\n" for number, entry in enumerate(entries, 1))
    (folder / name).write_text(f"{body}\n\nReferences\n\n{listed}", "utf-8")
    return str(folder / name)


def test_a_proposal_says_by_whom_and_what_agrees(run: Run, services: ReferenceServices, tmp_path: Path) -> None:
    services.pages["Camp attack"] = CITE % (ENVOYS, "https://la.example/story")
    path = draft(tmp_path, ENTRY, '"Ferry times of the lake". The Herald. 3 May 2013.')
    code, out, err = run(path, *services.resolvers)
    assert code == 0, err
    lines = out.splitlines()
    assert lines[:4] == [
        f"{path} line 5 [1]  {ENVOYS} (Los Angeles Times, 2013-09-19)",
        "    https://la.example/story",
        f"        mediawiki rev {FIRST_REVISION} (title 1.00, date, author, publisher); in Camp attack (127.0.0.1)",
        "        archived: https://web.archive.org/web/20131105101112/http://la.example/x",
    ]
    assert "    nothing found (mediawiki asked)" in lines
    assert "1 proposed" in err
    assert "1 not found" in err


def test_json_holds_all_outcomes(run: Run, services: ReferenceServices, tmp_path: Path) -> None:
    services.pages["Camp attack"] = CITE % (ENVOYS, "https://la.example/story")
    path = draft(tmp_path, ENTRY, '"Ferry times of the lake". The Herald. 3 May 2013.')
    code, _, _ = run(path, *services.resolvers, "-f", "json", "-o", "out.json")
    told = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert (code, told["kind"], told["schema_version"]) == (0, "resolve", "1")
    first, second = told["references"]
    assert (first["outcome"], first["line"], first["marker"], first["item"]["title"]) == ("proposed", 5, "1", ENVOYS)
    assert first["proposals"][0]["url"] == "https://la.example/story"
    assert first["proposals"][0]["agrees"] == ["title 1.00", "date", "author", "publisher"]
    assert (second["outcome"], second["proposals"]) == ("none", [])
    assert told["counts"] == {**dict.fromkeys(told["counts"], 0), "proposed": 1, "none": 1}


def test_what_is_written_is_used_by_check(run: Run, services: ReferenceServices, site: Site, tmp_path: Path) -> None:
    site.page("/story", f"<title>{ENVOYS}</title><h1>{ENVOYS}</h1><p>{WORDS}.</p>" + "<p>More words of it.</p>" * 60)
    services.pages["Camp attack"] = CITE.replace("|archive-url=https://web.archive.org/web/20131105101112/http://la.example/x", "") % (ENVOYS, site.url("/story"))  # fmt: skip
    path = draft(tmp_path, ENTRY)
    before = run(path, "--archive", "none", "-f", "json", command="check")
    assert json.loads(before[1])["findings"][0]["reason"] == "unresolved"
    assert run(path, *services.resolvers, "--write", "sources.toml")[0] == 0
    code, out, err = run(path, "--sources", "sources.toml", "--archive", "none", "-f", "json", command="check")
    finding = json.loads(out)["findings"][0]
    assert (code, finding["verdict"], finding["availability"]) == (0, "verbatim", "live"), err
    assert finding["evidence"][0]["uri_r"] == site.url("/story")


def test_a_second_run_asks_nothing_and_refresh_asks_anew(run: Run, services: ReferenceServices, tmp_path: Path) -> None:
    services.pages["Camp attack"] = CITE % (ENVOYS, "https://la.example/story")
    path = draft(tmp_path, ENTRY)
    _, first, _ = run(path, *services.resolvers)
    asked = len(services.log)
    assert asked == 2
    assert run(path, *services.resolvers)[1] == first
    assert run(path, *services.resolvers, "--offline")[1] == first
    assert len(services.log) == asked
    run(path, *services.resolvers, "--refresh")
    assert len(services.log) == 2 * asked


def test_offline_asks_nothing_and_says_so(run: Run, services: ReferenceServices, tmp_path: Path) -> None:
    code, out, err = run(draft(tmp_path, ENTRY), *services.resolvers, "--offline")
    assert (code, services.log) == (0, [])
    assert "not asked (--offline), and the cache has no answer" in out
    assert "no service was asked (--offline)" in err


def test_who_asks_is_said(run: Run, services: ReferenceServices, tmp_path: Path) -> None:
    entry = 'Smith, Ann (2013). "Graph kernels for words". Journal of Words 4 (2): 1–9.'
    run(draft(tmp_path, entry), *services.resolvers, "--contact", "desk@newsroom.example")
    assert services.agents == {"verify/0.1 (+mailto:desk@newsroom.example)"}
    (asked,) = [path for path in services.log if path.startswith("/works")]
    query = parse_qs(urlsplit(asked).query)
    assert query["mailto"] == ["desk@newsroom.example"]
    assert "Graph kernels for words" in query["query.bibliographic"][0]


GARBAGE: dict[str, Fault] = {
    "429": Fault("/api.php", 429, headers={"Retry-After": "120"}, times=99),
    "503": Fault("/api.php", 503, headers={"Retry-After": "120"}, times=99),
    "403": Fault("/api.php", 403, times=99),
    "404": Fault("/api.php", 404, times=99),
    "HTML": Fault("/api.php", 200, "<html>Our wiki is being moved</html>", times=99),
    "half a JSON": Fault("/api.php", 200, '{"query": {"sea', media_type="application/json", times=99),
    "an error in JSON": Fault("/api.php", 200, '{"error": {"code": "ratelimited", "info": "Too fast"}}', times=99),
    "silence": Fault("/api.php", 200, "{}", delay=2.0, times=99),
}


@pytest.mark.parametrize("name", GARBAGE)
def test_one_service_that_fails_is_left_alone_and_the_others_go_on(
    run: Run, services: ReferenceServices, tmp_path: Path, name: str
) -> None:
    services.faults.append(GARBAGE[name])
    others = ReferenceServices()
    others.works.append({
        "DOI": "10.5555/kernels", "type": "journal-article", "title": ["Graph kernels for <i>words</i>"],
        "author": [{"family": "Smith", "given": "Ann"}], "issued": {"date-parts": [[2013, 5]]},
        "container-title": ["Journal of Words"], "URL": "https://doi.org/10.5555/kernels",
    })  # fmt: skip
    kernels = 'Smith, Ann (2013). "Graph kernels for words". Journal of Words 4 (2): 1–9.'
    more = [f'"Ferry times of lake number {number}". The Herald. 3 May 2013.' for number in range(6)]
    path = draft(tmp_path, *more, kernels)
    wiki = services.resolvers[:2]
    with others:
        code, out, err = run(path, *wiki, *others.resolvers[2:], "--timeout", "0.5", "--write", "sources.toml")
    assert code == 0
    assert out.count("a service did not answer: 127.0.0.1") == len(more)
    assert "https://doi.org/10.5555/kernels" in out
    assert "crossref 10.5555/kernels (title 1.00, date, author, publisher)" in out
    assert sum(line.endswith("not asked again in this run") for line in err.splitlines()) == 1
    assert sum("/api.php" in path for path in services.log) <= 4
    assert '# url = "https://doi.org/10.5555/kernels"' in (tmp_path / "sources.toml").read_text("utf-8")
    # Nothing of it is kept as an answer.
    services.faults.clear()
    services.pages["Ferries"] = "<ref>{{cite news|title=Ferry times of lake number 3|url=https://h.example/f|work=The Herald|date=2013-05-03}}</ref>"  # fmt: skip
    assert "https://h.example/f" in run(path, *wiki, "--refresh")[1]


MINE = """\
# Ours, please keep.
[[source]]
decided_by = "editor"   # Ann, 3 May
reference = "Ferry times of the lake"
url = "https://herald.example/ferries"

# a book follows
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_writing_keeps_what_is_there_and_adds_each_once(
    run: Run, services: ReferenceServices, tmp_path: Path, newline: str
) -> None:
    services.pages["Camp attack"] = CITE % (ENVOYS, "https://la.example/story")
    services.pages["Ferries"] = "<ref>{{cite news|title=Ferry times of the lake|url=https://other.example/|work=The Herald|date=2013-05-03}}</ref>"  # fmt: skip
    mine = MINE.rstrip("\n").replace("\n", newline).encode()
    (tmp_path / "sources.toml").write_bytes(mine)
    path = draft(tmp_path, ENTRY, '"Ferry times of the lake". The Herald. 3 May 2013.')
    code, out, err = run(path, *services.resolvers, "--write", "sources.toml")
    written = (tmp_path / "sources.toml").read_bytes()
    assert code == 0, err
    assert written.startswith(mine)
    assert written.count(b"\r\n") == (written.count(b"\n") if newline == "\r\n" else 0)
    assert "decided already: editor: https://herald.example/ferries" in out
    assert [(each.name, each.uri) for each in read_decisions(tmp_path / "sources.toml")] == [
        ("Ferry times of the lake", "https://herald.example/ferries"),
        (ENVOYS, "https://la.example/story"),
    ]
    assert "1 entry added" in err
    assert "1 decided already" in err
    run(path, *services.resolvers, "--write", "sources.toml")
    assert (tmp_path / "sources.toml").read_bytes() == written
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".toml"] == ["sources.toml"]


def test_one_work_cited_in_two_documents_is_one_entry(run: Run, services: ReferenceServices, tmp_path: Path) -> None:
    services.pages["Camp attack"] = CITE % (ENVOYS, "https://la.example/story")
    paths = [draft(tmp_path, ENTRY), draft(tmp_path, ENTRY, name="other.txt")]
    code, out, _ = run(*paths, *services.resolvers, "--write", "new/sources.toml")
    assert code == CANNOT_RUN  # no such folder: nothing is made that nobody asked for
    code, out, _ = run(*paths, *services.resolvers, "--write", "sources.toml")
    assert (code, out.count("    https://la.example/story")) == (0, 2)
    (entry,) = tomllib.loads((tmp_path / "sources.toml").read_text("utf-8"))["source"]
    assert entry == {
        "reference": ENVOYS,
        "url": "https://la.example/story",
        "archive_url": "https://web.archive.org/web/20131105101112/http://la.example/x",
        "decided_by": f"mediawiki rev {FIRST_REVISION} (title 1.00, date, author, publisher)",
    }
    assert len(services.log) == 2


def test_ambiguous_ones_are_written_as_comments_to_choose_from(
    run: Run, services: ReferenceServices, tmp_path: Path
) -> None:
    services.pages["One"] = CITE % (ENVOYS, "https://la.example/one")
    services.pages["Two"] = CITE % (ENVOYS, "https://la.example/two")
    path = draft(tmp_path, ENTRY)
    _, out, err = run(path, *services.resolvers, "--write", "sources.toml")
    assert "    ambiguous: 2 close candidates" in out
    assert "0 entries added, 1 as comments to choose from" in err
    file = tmp_path / "sources.toml"
    text = file.read_text("utf-8")
    assert read_decisions(file) == ()
    run(path, *services.resolvers, "--write", "sources.toml")
    assert file.read_text("utf-8") == text
    head, _, tail = text.partition("# [[source]]\n")
    chosen = "".join(line.removeprefix("# ") + "\n" for line in tail.partition("# [[source]]")[0].splitlines())
    file.write_text(f"{head}[[source]]\n{chosen}", "utf-8")
    assert [each.uri for each in read_decisions(file)] == ["https://la.example/one"]
    assert "decided already" in run(path, *services.resolvers, "--write", "sources.toml")[1]


def test_a_book_in_a_catalogue_is_no_copy_of_its_words(run: Run, services: ReferenceServices, tmp_path: Path) -> None:
    services.books.append({
        "key": "/works/OL1W", "title": "Self-Sacrifice", "subtitle": "Life with the Iranian Mojahedin",
        "author_name": ["Struan Stevenson"], "first_publish_year": 2015, "ia": ["selfsacrifice0000stev"],
    })  # fmt: skip
    (tmp_path / "draft.txt").write_text(
        "In his book, “Self-Sacrifice: Life with the Iranian Mojahedin”, Struan Stevenson wrote: “They came at dawn.”"
    )
    code, out, _ = run("draft.txt", *services.resolvers, "--write", "sources.toml")
    assert code == 0
    assert "record: the entry of a catalogue or a landing page, not the words" in out
    assert "https://archive.org/details/selfsacrifice0000stev" in out
    assert read_decisions(tmp_path / "sources.toml") == ()
    assert "# reference = " in (tmp_path / "sources.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("address", "outcome"),
    [
        ("url=https://books.google.de/books?id=x", "record"),
        ("url=https://archive.org/details/x", "record"),
        ("url=https://www.jstor.org/stable/1", "record"),
        ("doi=10.5555/x", "record"),
        ("url=https://web.archive.org/web/20130503000000/https://h.example/lost-city", "proposed"),
        ("url=https://h.example/lost-city.pdf", "proposed"),
    ],
)
def test_an_address_without_the_words_is_not_taken_from_a_wiki(
    run: Run, services: ReferenceServices, tmp_path: Path, address: str, outcome: str
) -> None:
    cite = "<ref>{{cite journal|last=Smith|first=Ann|title=The lost city of words|journal=Journal of Words|year=2013|%s}}</ref>"
    services.pages["Lost city"] = cite % address
    path = draft(tmp_path, 'Smith, Ann (2013). "The lost city of words". Journal of Words 4 (2): 1–9.')
    run(path, *services.resolvers, "-f", "json", "-o", "out.json")
    (told,) = json.loads((tmp_path / "out.json").read_text("utf-8"))["references"]
    assert told["outcome"] == outcome


@pytest.mark.parametrize(
    ("content", "told"),
    [("[[source]]\nreference = ", "not valid TOML"), ('[[source]]\nreference = "x"\nURL = "y"', "unknown key URL")],
)
def test_a_file_that_cannot_be_read_is_left_as_it_is(
    run: Run, services: ReferenceServices, tmp_path: Path, content: str, told: str
) -> None:
    (tmp_path / "sources.toml").write_text(content)
    code, _, err = run(draft(tmp_path, ENTRY), *services.resolvers, "--write", "sources.toml")
    assert code == CANNOT_RUN
    assert told in err
    assert (tmp_path / "sources.toml").read_text() == content
    assert services.log == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["none.txt"], "no such file"),
        (["draft.txt", "--resolver", "bing"], "no resolver 'bing'. Choose from mediawiki, wayback"),
        (["draft.txt", "--resolver", "mediawiki+ftp://x"], "no resolver"),
        (["draft.txt", "-f", "html"], "no format 'html' here"),
    ],
)
def test_bad_input_is_exit_2(run: Run, tmp_path: Path, arguments: list[str], told: str) -> None:
    draft(tmp_path, '"Ferry times of the lake". The Herald. 3 May 2013. https://h.example/f')
    code, _, err = run(*arguments)
    assert code == CANNOT_RUN
    assert told in err


def test_hostile_titles_and_addresses_stay_texts(run: Run, services: ReferenceServices, tmp_path: Path) -> None:
    title = 'Ferry "times" of the \\lake'
    services.pages['Page\x1b[31m\n[[source]]\nreference = "x"'] = (
        '<ref>{{cite news|title=Ferry &quot;times&quot; of the \\lake|url=https://h.example/f?a="b"|work=The Herald|date=2013-05-03}}</ref>'
        "<ref>{{cite news|title=Ferry &quot;times&quot; of the \\lake|url=javascript:alert(1)|work=The Herald|date=2013-05-03}}</ref>"
    )
    path = draft(tmp_path, f"“{title.replace(chr(34), chr(39))}”. The Herald. 3 May 2013.")
    code, out, err = run(path, *services.resolvers, "--write", "sources.toml")
    assert code == 0, err
    assert "\x1b" not in out
    assert "javascript" not in out
    assert len(read_decisions(tmp_path / "sources.toml")) == 1


def test_the_wiki_of_the_title_s_language_is_asked_first(run: Run, services: ReferenceServices, tmp_path: Path) -> None:
    title = "Bundestag beschließt Hilfe für das Lager in der Wüste"
    services.pages["de:Lager"] = f"<ref>{{{{Internetquelle|titel={title}|url=https://zeit.example/a|werk=Die Zeit|datum=2013-05-03}}}}</ref>"  # fmt: skip
    path = draft(tmp_path, f"„{title}“. Die Zeit. 3. Mai 2013.")
    _, out, _ = run(path, *services.resolvers)
    assert "https://zeit.example/a" in out
    assert services.log[0].startswith("/de/w/api.php?")


@pytest.mark.parametrize("cirrus", [True, False])
def test_a_newsroom_s_own_wiki_and_settings_file(
    run: Run, services: ReferenceServices, tmp_path: Path, cirrus: bool
) -> None:
    services.cirrus = cirrus
    services.pages["Camp attack"] = CITE % (ENVOYS, "https://la.example/story")
    (tmp_path / "verify.toml").write_text(f'resolver = ["mediawiki+{services.base}/en/w/api.php"]\n')
    code, out, _ = run(draft(tmp_path, ENTRY))
    assert (code, "https://la.example/story" in out) == (0, True)


PAGE = (
    "<html><head><title>{title} | Foreign Policy</title><meta property=og:site_name content='Foreign Policy'>"
    "<meta property=article:published_time content='{date}T10:00:00Z'><meta name=author content='Yochi Dreazen'></head>"
    "<body><article><h1>{title}</h1><p>" + WORDS + ".</p></article></body></html>"
)
FINGERS = "Exclusive: U.S. Fingers Iranian Commandos for Kidnapping Raid Inside Iraq"
SLUG = "exclusive-u-s-fingers-iranian-commandos-for-kidnapping-raid-inside-iraq"


@pytest.mark.parametrize(
    ("address", "title", "date", "proposed"),
    [
        (f"http://foreignpolicy.com/2013/12/17/{SLUG}/", FINGERS, "2013-12-17", True),
        (f"http://blog.foreignpolicy.com/posts/{SLUG}", FINGERS, "2013-12-17", True),
        (f"http://foreignpolicy.com/2013/12/17/{SLUG}/", FINGERS, "2012-12-17", False),
        (f"http://foreignpolicy.com/2013/12/17/{SLUG}-2/", f"{FINGERS} Again", "2013-12-17", False),
        ("http://foreignpolicy.com/2013/12/17/exclusive-kidnapping/", FINGERS, "2013-12-17", False),
    ],
)
def test_below_a_publisher_s_domain_the_captured_page_is_compared(
    run: Run, fake_archive: FakeArchive, tmp_path: Path, address: str, title: str, date: str, proposed: bool
) -> None:
    fake_archive.add(address, "20131218120000", PAGE.format(title=title, date=date))
    fake_archive.add("http://foreignpolicy.com/2013/12/17/another/", "20131218120000", PAGE)
    path = draft(tmp_path, f'Dreazen, Yochi (17 December 2013). "{FINGERS}". Foreign Policy.')
    resolver = ["--resolver", f"wayback+{fake_archive.base}"]
    code, out, err = run(path, *resolver, "--write", "sources.toml")
    assert code == 0, err
    if not proposed:
        assert "nothing found (wayback asked)" in out
        assert not (tmp_path / "sources.toml").exists()
        return
    assert f"    {address}\n        wayback 20131218120000 (title 1.00, date, author, publisher)" in out
    asked = len(fake_archive.log)
    assert run(path, *resolver)[1] == out
    assert len(fake_archive.log) == asked
    code, told, _ = run(path, "--sources", "sources.toml", "--archive", fake_archive.base, "-f", "json", "--offline", command="check")  # fmt: skip
    finding = json.loads(told)["findings"][0]
    assert finding["verdict"] == "verbatim"


def test_an_archive_s_trouble_is_told(run: Run, fake_archive: FakeArchive, tmp_path: Path) -> None:
    fake_archive.faults.append(Fault("/cdx", 429, times=99, headers={"Retry-After": "120"}))
    path = draft(tmp_path, f'Dreazen, Yochi (17 December 2013). "{FINGERS}". Foreign Policy.')
    code, out, err = run(path, "--resolver", f"wayback+{fake_archive.base}")
    assert code == 0
    assert "a service did not answer: 127.0.0.1" in out
    assert "not asked again" in err


class Desk:
    """A newsroom's own resolver, as an entry point leads to it."""

    def resolve(self, reference: Reference, source: Source) -> Iterator[Candidate | Miss]:
        yield Candidate(
            item=Item(title=reference.item.title, issued=reference.item.issued, URL="https://desk.example/1"),
            origin="desk 1",
        )


def plugged(monkeypatch: pytest.MonkeyPatch, resolver: Any) -> None:
    class Point:
        name = "desk"

        def load(self) -> Any:
            return resolver

    def points(*, group: str, name: str | None = None) -> list[Point]:
        assert group == "verify.resolvers"
        return [Point()] if name in (None, "desk") else []

    monkeypatch.setattr(resolvers, "entry_points", points)


def test_ctrl_c_keeps_what_was_found(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Stopped(Desk):
        def resolve(self, reference: Reference, source: Source) -> Iterator[Candidate | Miss]:
            if reference.marker != "[1]" and reference.marker != "1":
                raise KeyboardInterrupt
            yield from super().resolve(reference, source)

    plugged(monkeypatch, Stopped())
    path = draft(tmp_path, ENTRY, '"Ferry times of the lake". The Herald. 3 May 2013.')
    code, out, err = run(path, "--resolver", "desk", "--write", "sources.toml")
    assert (code, "desk 1 (title 1.00, date)" in out) == (130, True)
    assert "interrupted: 1 of 2 references were not looked for" in err
    assert len(read_decisions(tmp_path / "sources.toml")) == 1


def test_a_plug_in_proposes_and_is_compared_like_the_others(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plugged(monkeypatch, Desk())
    code, out, _ = run(draft(tmp_path, ENTRY), "--resolver", "desk")
    assert (code, "desk 1 (title 1.00, date)" in out) == (0, True)
