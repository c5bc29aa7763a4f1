"""Which stretches of a page hold running text: asked for one after another, they must answer as the whole page would."""

from __future__ import annotations

import random

import pytest

from verify.readers.prose import Prose

SENTENCE = "The committee found that the bridge had been closed in June for want of repair."
SHARING = "Share this on Facebook Twitter WhatsApp Telegram Reddit Email Print Copy link"
RIGHTS = "Copyright of this and of every other page of ours is held by the publisher of the page."


@pytest.mark.parametrize(
    ("line", "links", "expected"),
    [
        (SENTENCE, [], True),
        (SHARING, [], False),
        (RIGHTS, [], False),
        (SENTENCE, [(0, len(SENTENCE))], False),
        (SENTENCE, [(0, len(SENTENCE) // 2 - 4)], True),
        ("Closed in June.", [], False),
    ],
)
def test_a_line_of_running_text(line: str, links: list[tuple[int, int]], expected: bool) -> None:
    assert Prose(line, links).within(0, len(line)) is expected


def test_a_line_counts_only_where_it_stands_whole() -> None:
    text = f"{SENTENCE}\n{SENTENCE}\n"
    second = len(SENTENCE) + 1
    assert Prose(text, []).within(3, len(text))
    assert not Prose(text, []).within(3, len(text) - 5)
    assert not Prose(text, []).within(second + 1, len(text))


def test_a_link_that_begins_before_the_stretch_still_counts() -> None:
    text = f"{SENTENCE}\n{SENTENCE}\n{SENTENCE}"
    links = [(0, len(text)), (4, 13)]  # the first holds the second
    begin = len(SENTENCE) + 1
    assert not Prose(text, links).within(begin, len(text))
    assert Prose(text, links[1:]).within(begin, len(text))


def test_stretches_in_any_order_answer_as_each_alone() -> None:
    chance = random.Random(3)
    text = "\n".join(chance.choice([SENTENCE, SHARING, RIGHTS, "Menu", ""]) for _ in range(60))
    starts = sorted(chance.sample(range(len(text)), 25))
    links = [(start, start + chance.randint(1, 120)) for start in starts]
    prose = Prose(text, links)
    for _ in range(300):
        start, end = sorted(chance.sample(range(len(text) + 1), 2))
        assert prose.within(start, end) is Prose(text, links).within(start, end)
