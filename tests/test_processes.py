"""Reading in processes of their own gives what reading in threads gives, and a process that dies costs nobody a finding."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from pdfs import prose

from verify import processes, readers, run
from verify.core.citations import extract
from verify.core.resolve import targets
from verify.deciding import Plan, planned
from verify.driving import Driver
from verify.messages import StepError
from verify.model import Answer, Capture, Finding, Miss, MissReason, Record, Request, Verdict
from verify.processes import Processes, Spares, processes_for
from verify.readers.pdf import process as pdf
from verify.reading import Reading
from verify.stepping import Outcome, Threads

COUNT = 12
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def url(number: int) -> str:
    return f"http://site{number // 2 % 3}.example/story-{number // 2}"


def words(number: int) -> str:
    return f"the committee found {number} violations of the agreement and said so in annex {number * 7}"


def body(address: str) -> bytes:
    """A page with the words of its even number; the odd ones are not there."""
    number = int(address.rpartition("-")[2]) * 2
    filler = " ".join(f"Sentence {each} tells of the harvest and the river that year." for each in range(60))
    return f"<html lang=en><title>Story</title><p>{filler}</p><p>He wrote that {words(number)}.</p></html>".encode()


@dataclasses.dataclass(frozen=True)
class Pages:
    """Answers every live request with its page, but one address with a miss."""

    def get(self, request: Request) -> Answer:
        if not request.live:
            return Miss(request=request, reason=MissReason.NOT_ARCHIVED)
        if request.uri_r == url(4):
            return Miss(request=request, reason=MissReason.TIMEOUT, detail="no answer")
        data = body(request.uri_r) if "story" in request.uri_r else b""
        return Capture(
            request=request,
            uri_r=request.uri_r,
            retrieved=NOW,
            status=200 if data else 404,
            media_type="text/html",
            sha256=sha256(data).hexdigest(),
            body=data,
            record=Record(file="verify.warc.gz", offset=0, record_id="<urn:uuid:1>"),
        )


@pytest.fixture(scope="module")
def plan() -> Plan:
    lines = "\n\n".join(f"The minister wrote that “{words(n)}” ([story {n}]({url(n)}))." for n in range(COUNT))
    document = readers.read(f"# Draft\n\n{lines}\n".encode(), name="draft.md", media_type="text/markdown")
    citations = extract(document).citations
    assert len(citations) == COUNT
    return planned((citation, targets(citation), None) for citation in citations)


def driven(plan: Plan, count: int = 2, **options: float) -> dict[int, Outcome]:
    return dict(Driver(Pages(), workers=4).run(Processes(plan, count, **options)))


@pytest.fixture(scope="module")
def expected(plan: Plan) -> dict[int, Outcome]:
    """What threads find."""
    reading = Reading()
    return dict(Driver(Pages(), workers=4).run(Threads([plan.flow(number, reading) for number in plan.jobs])))


@pytest.fixture
def in_child(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets each process do something else, before it takes a step with `answer`."""
    head, main = processes._START.rsplit("; ", 1)

    def do(statement: str) -> None:
        program = (
            "import os, time\nfrom verify import judging\ntrue = judging.stepped\n"
            "reads = judging.Reading.__call__\n"
            f"def stepped(flow, answer):\n    {statement}\n    return true(flow, answer)\njudging.stepped = stepped"
        )
        monkeypatch.setattr(processes, "_START", f"{head}\n{program}\n{main}")

    return do


def test_processes_find_what_threads_find(plan: Plan, expected: dict[int, Outcome]) -> None:
    found = driven(plan)
    assert found == expected
    verdicts = [found[number].verdict for number in range(COUNT) if isinstance(found[number], Finding)]
    assert verdicts.count(Verdict.VERBATIM) == 5
    assert verdicts.count(Verdict.UNCHECKED) == 2  # the page that does not answer
    assert all(found[number].citation is plan.jobs[number][0] for number in range(COUNT))  # type: ignore[union-attr]


def test_large_pages_are_read_one_after_the_other(
    plan: Plan,
    expected: dict[int, Outcome],
    in_child: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    mark = str(tmp_path / "reading")
    monkeypatch.setattr(processes, "LARGE_PAGE", 1000)
    # A process that finds the mark of another one has found two at work, and dies of it.
    in_child(
        f"large = answer and len(getattr(answer, 'body', b'')) >= 1000; step = true(flow, answer) if not large else None\n"
        f"    if not large: return step\n"
        f"    os.close(os.open({mark!r}, os.O_CREAT | os.O_EXCL)); time.sleep(0.01); os.unlink({mark!r})"
    )
    assert driven(plan, 3) == expected


def test_a_process_that_dies_once_costs_nothing(
    plan: Plan, expected: dict[int, Outcome], in_child: Callable[[str], None], tmp_path: Path
) -> None:
    mark = tmp_path / "died"
    in_child(
        f"if answer and answer.request.uri_r == {url(6)!r} and not os.path.exists({str(mark)!r}): open({str(mark)!r}, 'w').close(); os._exit(9)"
    )
    assert driven(plan) == expected
    assert mark.exists()


@pytest.mark.parametrize(
    ("statement", "how"),
    [("os._exit(9)", "status 9"), ("os.kill(os.getpid(), 11)", "signal 11"), ("time.sleep(600)", "signal 9")],
)
def test_a_page_that_ends_its_process_costs_only_its_own_findings(
    plan: Plan, expected: dict[int, Outcome], in_child: Callable[[str], None], statement: str, how: str
) -> None:
    in_child(f"if answer and answer.request.uri_r == {url(6)!r}: {statement}")
    found = driven(plan, 1, step_seconds=1.0)
    lost = {number for number in range(COUNT) if url(number) == url(6)}
    assert {number: found[number] for number in found.keys() - lost} == {
        number: expected[number] for number in expected.keys() - lost
    }
    for number in lost:
        error = found[number]
        assert isinstance(error, StepError), error
        assert not error.bug
        assert how in error.told


def test_a_bug_in_a_process_is_told_with_its_place(plan: Plan, in_child: Callable[[str], None]) -> None:
    in_child(
        "judging.Reading.__call__ = lambda self, page: {}['of ours'] if 'story-3' in page.uri_r else reads(self, page)"
    )
    found = driven(plan)
    errors = [found[number] for number in (6, 7)]
    for error in errors:
        assert isinstance(error, StepError)
        assert error.bug
        assert "KeyError: 'of ours'" in error.told
    assert sum(isinstance(each, Finding) for each in found.values()) == COUNT - 2


def test_what_cannot_be_sent_holds_nobody_up(plan: Plan, expected: dict[int, Outcome]) -> None:
    class Unsendable(str):
        __slots__ = ()

        def __reduce__(self) -> str:
            raise TypeError("not for others")

    class Source:
        def get(self, request: Request) -> Answer:
            answer = Pages().get(request)
            return (
                dataclasses.replace(answer, detail=Unsendable("no"))
                if isinstance(answer, Miss) and request.live
                else answer
            )

    found = dict(Driver(Source(), workers=4).run(Processes(plan, 2)))
    failed = {number for number in range(COUNT) if url(number) == url(4)}
    assert all(isinstance(found[number], TypeError) for number in failed)
    assert {number: found[number] for number in found if number not in failed} == {
        number: expected[number] for number in expected if number not in failed
    }


def test_what_cannot_be_sent_to_a_process_that_died_meanwhile_begins_anew(
    plan: Plan, expected: dict[int, Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error comes after the death was noticed: what was on its way has been taken back by then."""
    steps = Processes(plan, 1)
    (worker,) = steps.workers
    failed: list[int] = []
    pack = processes.packed

    def packed(message: object, **more: int) -> bytes:
        if isinstance(message, tuple) and isinstance(message[1], Capture) and not failed:
            failed.append(message[0])
            dead = worker.process
            assert dead
            dead.kill()
            until = time.monotonic() + 30
            while worker.process is dead and time.monotonic() < until:
                time.sleep(0.01)
            raise MemoryError
        return pack(message, **more)

    monkeypatch.setattr(processes, "packed", packed)
    assert dict(Driver(Pages(), workers=4).run(steps)) == expected
    assert failed


def test_a_process_started_while_the_run_ends_is_ended(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = Processes(plan, 1)
    (worker,) = steps.workers
    started: list[subprocess.Popen[bytes]] = []
    ending = threading.Event()
    start = processes._started

    def slowly() -> subprocess.Popen[bytes] | None:
        if started:
            assert ending.wait(10)
            time.sleep(0.1)  # `end` has killed the first one by now
        process = start()
        assert process
        started.append(process)
        return process

    monkeypatch.setattr(processes, "_started", slowly)
    running = Driver(Pages(), workers=4).run(steps)
    next(running)
    started[0].kill()
    threading.Timer(0.3, ending.set).start()
    steps.end()
    running.close()  # type: ignore[attr-defined]
    assert worker.process is started[-1]
    assert all(process.poll() is not None for process in started)


def test_without_processes_the_steps_are_taken_here(
    plan: Plan, expected: dict[int, Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert driven(plan) == expected


def test_a_process_that_cannot_start_is_done_without(
    plan: Plan, expected: dict[int, Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_START", "raise SystemExit(1)")
    assert driven(plan) == expected


def test_processes_end_with_the_run(plan: Plan) -> None:
    steps = Processes(plan, 2)
    assert len(list(Driver(Pages(), workers=4).run(steps))) == COUNT
    left = [worker.process for worker in steps.workers if worker.process]
    assert [process.poll() is not None for process in left] == [True, True]


def test_a_run_that_is_left_keeps_what_was_read(plan: Plan) -> None:
    steps = Processes(plan, 2)
    driver = Driver(Pages(), workers=4)
    running = driver.run(steps)
    numbers = {next(running)[0]}
    running.close()  # type: ignore[attr-defined]
    numbers |= {number for number, _ in driver.fetched_already(10)}
    assert numbers <= set(range(COUNT))
    assert all(worker.process is None or worker.process.poll() is not None for worker in steps.workers)


@pytest.mark.parametrize(("pages", "most"), [(0, 0), (149, 0), (150, 1), (350, 2), (100_000, processes.MOST)])
def test_few_pages_are_worth_no_process(pages: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_processors", lambda: 64)
    assert processes_for([str(number) for number in range(pages)]) == most
    assert processes_for(["one page"] * pages) == 0


def test_processes_started_early_are_used_and_the_others_ended(
    plan: Plan, expected: dict[int, Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = processes._started

    def noted() -> subprocess.Popen[bytes] | None:
        process = start()
        assert process
        started.append(process)
        return process

    monkeypatch.setattr(processes, "_started", noted)
    monkeypatch.setattr(processes, "_processors", lambda: 3)
    monkeypatch.setattr(processes, "MOST", 3)
    with Spares() as spares:
        spares.expect(b"[1](http://a.example/1) " * 1000)
        assert not started  # one address, however often
        spares.expect(b" ".join(b"[%d](http://a.example/%d)" % (n, n) for n in range(processes.FEWEST_PAGES * 3)))
        assert len(started) == 3
        found = dict(Driver(Pages(), workers=4).run(Processes(plan, 2, spares=spares)))
        assert found == expected
        assert len(started) == 3
    assert all(process.poll() is not None for process in started)


def test_processes_end_when_the_one_who_is_told_of_progress_raises(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes] | None] = []
    monkeypatch.setattr(run, "processes_for", lambda pages: 1)
    monkeypatch.setattr(processes, "_started", lambda start=processes._started: started.append(start()) or started[-1])

    def told(done: int, total: int, finding: Finding | None) -> None:
        if done:
            raise RuntimeError("the window is closed")

    with pytest.raises(RuntimeError, match="the window is closed"):
        run._decide_all([*plan.jobs.values()], Pages(), 2, told)
    assert started
    assert all(process and process.poll() is not None for process in started)


def test_what_nobody_understands_costs_no_run(plan: Plan, in_child: Callable[[str], None]) -> None:
    """An error that cannot be put together again here ends its flow, and the others go on."""
    in_child(
        "from verify.errors import UnreadableError\n"
        f"    if answer and answer.request.uri_r == {url(1)!r}: return UnreadableError('no words', reason='not-text')"
    )
    found = driven(plan)
    assert len(found) == COUNT
    assert [number for number in range(COUNT) if isinstance(found[number], StepError)]


def test_nothing_in_the_working_directory_is_imported(
    plan: Plan, expected: dict[int, Outcome], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("json", "numpy", "verify"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'imported')!r}, 'w')\nraise ImportError\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [Path("not a string"), *sys.path])
    assert driven(plan) == expected
    pdf.end_all()
    assert pdf.parse(prose("The words."))["text"] == "The words."
    pdf.end_all()
    assert not (tmp_path / "imported").exists()
