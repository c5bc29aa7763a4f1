"""The comparison with published tools: what an answer is worth, and that no peer can stop or fool the script.

The peers here are small scripts of the test's own; none is installed and nothing is fetched.
"""

import asyncio
import importlib.util
import sys
import tempfile
from pathlib import Path

import pytest

from verify.model import Verdict as Label

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def load(name: str):
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


peers = load("peers")
F, A, N, U = peers.Verdict.FAITHFUL, peers.Verdict.ALTERED, peers.Verdict.NOT_FOUND, peers.Verdict.UNCHECKED
Worth = peers.Outcome

FAKE = f"""
import socket, sys, time
sys.path.insert(0, {str(BENCHMARKS / "peer_runners")!r})
from answering import ALTERED, FAITHFUL, NOT_FOUND, Answer, serve

def judge(case):
    print("noise on standard output")
    if case.quote == "hang":
        time.sleep(60)
    if case.quote == "die":
        sys.exit("no more memory")
    if case.quote == "raise":
        raise ValueError("empty phrase")
    if case.quote == "call home":
        socket.create_connection(("127.0.0.1", 9))
    if case.html:
        return Answer(ALTERED, "page")
    return Answer(FAITHFUL if case.quote in case.text else NOT_FOUND, "said")

serve(judge)
"""


@pytest.mark.parametrize(
    ("label", "faithful", "altered", "not_found", "unchecked"),
    [
        (Label.VERBATIM, Worth.RIGHT, Worth.DOUBTED, Worth.FALSE_ACCUSATION, Worth.UNDECIDED),
        (Label.EDITED, Worth.RIGHT, Worth.DOUBTED, Worth.FALSE_ACCUSATION, Worth.UNDECIDED),
        (Label.VARIANT, Worth.RIGHT, Worth.RIGHT, Worth.FALSE_ACCUSATION, Worth.UNDECIDED),
        (Label.ALTERED, Worth.FALSE_GREEN, Worth.RIGHT, Worth.RIGHT, Worth.UNDECIDED),
        (Label.ABSENT, Worth.FALSE_GREEN, Worth.RIGHT, Worth.RIGHT, Worth.UNDECIDED),
        (Label.UNCHECKED, Worth.FALSE_GREEN, Worth.FALSE_ACCUSATION, Worth.FALSE_ACCUSATION, Worth.RIGHT),
    ],
)
def test_what_an_answer_is_worth(label, faithful, altered, not_found, unchecked):
    assert [peers.outcome(label, verdict) for verdict in (F, A, N, U)] == [faithful, altered, not_found, unchecked]
    assert peers.outcome(label, None) is Worth.NO_ANSWER


def test_kind_tells_altered_from_absent():
    assert peers.is_right_in_kind(Label.ALTERED, A)
    assert not peers.is_right_in_kind(Label.ALTERED, N)
    assert peers.is_right_in_kind(Label.ABSENT, N)
    assert not peers.is_right_in_kind(Label.ABSENT, A)


def ask(*quotes, seconds=20.0, script=FAKE, html=None):
    async def answers():
        with tempfile.TemporaryFile() as errors:
            runner = peers.Runner([sys.executable, "-c", script], errors, case_seconds=seconds)
            try:
                return [await runner.ask(quote, "the text of the source", html) for quote in quotes]
            finally:
                await runner.stop()

    return [(answer.verdict, answer.said) for answer in asyncio.run(answers())]


def test_answers_come_one_by_one_and_noise_is_kept_out():
    assert ask("the text", "other words") == [(F, "said"), (N, "said")]
    assert ask("anything", html="<p>x</p>") == [(A, "page")]


def test_a_peer_that_raises_is_no_answer_and_goes_on():
    assert ask("raise", "the text") == [(None, "ValueError: empty phrase"), (F, "said")]


def test_a_peer_that_dies_is_no_answer_and_starts_again():
    assert ask("die", "the text") == [(None, "ended: no more memory"), (F, "said")]


def test_a_peer_that_hangs_is_no_answer_and_starts_again():
    (hung, why), after = ask("hang", "the text", seconds=2.0)
    assert hung is None
    assert why == "hung: no answer in 2 s"
    assert after == (F, "said")


def test_a_peer_cannot_reach_the_network():
    ((verdict, said),) = ask("call home")
    assert verdict is None
    assert "not from the network" in said


def test_a_peer_that_cannot_start_is_a_row_that_says_why(monkeypatch):
    monkeypatch.setattr(peers, "python_of", lambda name, wanted: Path(sys.executable))
    monkeypatch.setattr(peers, "RUNNERS", BENCHMARKS / "peer_runners")
    cases = peers.read_cases()[:2]
    row = asyncio.run(peers.peer("krokai", "0.15.0", cases))  # not installed beside the tests
    assert row.note.startswith("not run: not started: ended: ModuleNotFoundError")
    line = peers.score_line(row, cases)
    assert line[:3] == ("krokai", "0.15.0", row.note)
    assert len(line) == len(peers.SCORE_HEAD)
    assert peers.group_line(row, cases, ["words"]) == ("krokai", "not run")


def test_a_peer_that_cannot_be_installed_is_a_row_that_says_why(monkeypatch):
    def refuse(name, wanted):
        raise peers.NotRunnableError("not installed: ERROR: No matching distribution found")

    monkeypatch.setattr(peers, "python_of", refuse)
    cases = peers.read_cases()[:2]
    row = asyncio.run(peers.peer("gtrex", "1.1.0", cases))
    assert row.note == "not run: not installed: ERROR: No matching distribution found"
    assert [answer.verdict for answer in row.answers] == [None, None]


def test_a_peer_that_keeps_hanging_is_given_up():
    class Hanging:
        hung = 0

        async def ask(self, quote, text, html):
            self.hung += 1
            return peers.Answer(None, "hung")

    cases = peers.read_cases()[:10]
    answers, note = asyncio.run(peers._answers(Hanging(), cases))
    assert note == "given up after 3 hung cases"
    assert [answer.said for answer in answers] == ["hung"] * 3 + ["not asked"] * 7


def test_every_peer_has_a_runner():
    assert {f"ask_{name.replace('-', '_')}" for name in peers.PEERS} == {
        path.stem for path in (BENCHMARKS / "peer_runners").glob("ask_*.py")
    }


def test_cases_are_those_of_the_labelled_set():
    cases = peers.read_cases()
    assert len({case.id for case in cases}) == len(cases) > 150
    assert any(case.drops_negation for case in cases)
    assert any(case.hides_negation for case in cases)
    hidden = next(case for case in cases if case.html and "display:none" in case.html)
    assert hidden.quote in hidden.document.text
    assert hidden.quote not in peers.seen_text(hidden.document)
