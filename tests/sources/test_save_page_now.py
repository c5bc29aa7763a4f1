"""Asking an archive for a capture: what it may answer, one outcome each, and the keys nowhere but in their header."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from servers.save_page_now import KEYS, STAMP, FakeSavePageNow

from verify.sources.live import Fetcher
from verify.sources.rates import Limit
from verify.sources.save_page_now import SavePageNow

URL = "http://example.org/page"
FAST = Limit(100, 1.0, burst=90)


@pytest.fixture
def spn() -> Iterator[FakeSavePageNow]:
    with FakeSavePageNow() as running:
        yield running


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    running = Fetcher(allow_private_addresses=True, timeout=5, sleep=lambda _: None)
    yield running
    running.close()


def saver(spn: FakeSavePageNow, fetcher: Fetcher, keys: tuple[str, str] = KEYS, **more: Any) -> SavePageNow:
    return SavePageNow(spn.base, keys, fetcher, **{"poll": 0.001, "patience": 0.02, "limit": FAST, **more})


def test_a_capture(spn: FakeSavePageNow, fetcher: Fetcher) -> None:
    saved = saver(spn, fetcher).save(URL)
    assert saved.outcome == "captured"
    assert saved.captured
    assert f"{saved.captured:%Y%m%d%H%M%S}" == STAMP
    assert saved.uri_m == f"{spn.base}/web/{STAMP}/{URL}"
    assert spn.forms == [{"url": URL, "if_not_archived_within": "30d", "skip_first_archive": "1"}]
    assert spn.polls == {URL: 3}


@pytest.mark.parametrize(
    ("begins", "ends", "outcome", "words"),
    [
        ((200, {"message": "The same snapshot had been made 2 days ago."}), None, "already", "2 days ago"),
        (
            (200, {"status": "error", "status_ext": "error:blocked-url", "message": "This URL is in our block list."}),
            None,
            "refused",
            "block list. (error:blocked-url)",
        ),
        ((429, {"message": "You have already reached the limit"}), None, "refused", "too many requests"),
        ((401, {"message": "no"}), None, "refused", "does not accept the keys"),
        ((503, {}), None, "refused", "trouble of its own"),
        ((200, b"<html>"), None, "refused", "without saying"),
        ((200, {}), None, "refused", "names no job"),
        (
            None,
            {"status": "error", "status_ext": "error:invalid-host-resolution", "message": "Couldn't resolve host"},
            "refused",
            "Couldn't resolve host (error:invalid-host-resolution)",
        ),
        (None, {"status": "success", "timestamp": "soon"}, "refused", "does not say why"),
        (None, {"status": "pending"}, "pending", "not over yet"),
        (None, b"no JSON", "pending", "its end is not known"),
        (
            None,
            {"status": "success", "timestamp": STAMP, "original_url": "http://example.org/moved"},
            "captured",
            "it leads to http://example.org/moved",
        ),
    ],
)
def test_what_an_archive_answers(
    spn: FakeSavePageNow,
    fetcher: Fetcher,
    begins: tuple[int, Any] | None,
    ends: Any,
    outcome: str,
    words: str,
) -> None:
    if begins:
        spn.begins[URL] = begins
    if ends:
        spn.ends[URL] = ends
    saved = saver(spn, fetcher).save(URL)
    assert saved.outcome == outcome
    assert words in saved.detail
    assert len(spn.asked) == 1  # a form is never sent twice
    assert not any(key in repr(saved) for key in KEYS)


def test_wrong_keys_end_all_asking(spn: FakeSavePageNow, fetcher: Fetcher) -> None:
    box = saver(spn, fetcher, ("wrong", "keys"))
    assert {box.save(f"{URL}{n}").outcome for n in range(5)} == {"refused"}
    assert spn.asked == []


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/", "http://user:pass@example.org/", "http://10.0.0.7/x", "http://wiki.corp/x", "http://["],
)
def test_a_public_archive_is_not_told_of_everything(url: str) -> None:
    def nobody(*_: object) -> list[tuple[str, int]]:
        raise AssertionError("asked the network")

    public = SavePageNow("https://web.archive.org", KEYS, Fetcher(resolve=nobody), limit=FAST)
    assert public.save(url).outcome == "refused"


def test_the_pace_is_shared(spn: FakeSavePageNow, fetcher: Fetcher) -> None:
    taken: list[tuple[str, Limit]] = []

    def turns(name: str, limit: Limit) -> float:
        taken.append((name, limit))
        return 0.0

    box = saver(spn, fetcher, turns=turns)
    box.save(URL)
    box.save(f"{URL}/2")
    assert taken == [(f"{spn.base.removeprefix('http://')} save", FAST)] * 2
