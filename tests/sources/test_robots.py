"""robots.txt, for those who want it kept."""

from __future__ import annotations

import pytest
from servers.site import ARTICLE, Site

from verify import check
from verify.config import Config
from verify.model import Capture, Miss, MissReason, Request, Verdict
from verify.sources.live import Fetcher, Live
from verify.sources.robots import Robots, allowed, parsed


@pytest.mark.parametrize(
    ("text", "path", "may"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /private/", "/private/x", False),
        ("User-agent: *\nDisallow: /private/", "/privateer", True),
        ("User-agent: *\nDisallow: /\nAllow: /open", "/open/x", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/report.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/report.pdf?page=2", True),
        ("User-agent: *\nDisallow: /a*b$", "/abxb", False),
        ("User-agent: *\nDisallow: /a*b*c", "/a-b-c-d", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /x?q=", "/x?q=1", False),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: Verify\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/b", True),
        ("User-agent: other\nUser-agent: verify\nDisallow: /a", "/a", False),
        ("# comment\nuser-agent : * # all\n disallow : /a # no", "/a", False),
        ("Disallow: /a", "/a", True),
        ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("User-agent: *\nDisallow: /" + "*a" * 200 + "$", "/" + "a" * 5000 + "b", True),
    ],
)
def test_what_a_file_allows(text: str, path: str, may: bool) -> None:
    assert allowed(parsed(text), path) is may


def _live(site: Site) -> tuple[Fetcher, Live]:
    fetcher = Fetcher(allow_private_addresses=True, resolve=site.resolve, retries=0)
    return fetcher, Live(fetcher, permit=Robots(fetcher).permit)


def test_a_site_is_asked_once_and_its_wish_kept(site: Site) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /closed", media_type="text/plain")
    site.page("/open")
    site.page("/closed")
    fetcher, live = _live(site)
    found = live.get(Request(uri_r=site.url("/open")))
    closed = live.get(Request(uri_r=site.url("/closed")))
    fetcher.close()
    assert isinstance(found, Capture)
    assert isinstance(closed, Miss)
    assert closed.reason is MissReason.REFUSED
    assert "asks to leave this page alone" in closed.detail
    assert [path for _, path, _ in site.log] == ["/robots.txt", "/open"]


def test_a_redirect_is_asked_about_at_its_own_site(site: Site) -> None:
    def rules(handler: object) -> None:
        host = handler.headers["Host"]  # type: ignore[attr-defined]
        body = b"User-agent: *\nDisallow: /" if host == "shy.example" else b""
        handler.answer(200, body)  # type: ignore[attr-defined]

    site.does("/robots.txt", rules)
    site.redirect("/from", "http://shy.example/page")
    site.page("/page")
    fetcher, live = _live(site)
    answer = live.get(Request(uri_r="http://open.example/from"))
    fetcher.close()
    assert isinstance(answer, Miss)
    assert "shy.example" in answer.detail
    assert site.asked("/page") == 0


@pytest.mark.parametrize(("status", "may"), [(404, True), (403, True), (500, False), (503, False)])
def test_a_site_without_a_file_allows_and_one_that_cannot_say_does_not(site: Site, status: int, may: bool) -> None:
    site.page("/robots.txt", "", status=status)
    site.page("/story")
    fetcher, live = _live(site)
    assert isinstance(live.get(Request(uri_r=site.url("/story"))), Capture) is may
    fetcher.close()


@pytest.mark.parametrize("kept", [True, False])
def test_a_page_that_is_left_alone_is_unchecked_never_absent(site: Site, tmp_path, kept: bool) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /", media_type="text/plain")
    url = site.page("/story", ARTICLE)
    draft = tmp_path / "draft.md"
    draft.write_text(f"He said “The committee found 12 violations, and it said so” ([story]({url})).\n")
    settings = Config(cache=tmp_path / "c", allow_private_addresses=True, archive=(), robots=kept, jobs=1)
    (finding,) = check([draft], config=settings).findings
    assert finding.verdict is (Verdict.UNCHECKED if kept else Verdict.VERBATIM)
    assert site.asked("/story") == (0 if kept else 1)
    if kept:
        assert "robots.txt" in finding.evidence[0].detail
