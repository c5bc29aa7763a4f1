"""How this project's matcher and five published tools judge the project's own labelled quotations.

    python benchmarks/peers.py                  # installs what is missing, asks everybody, prints the tables
    python benchmarks/peers.py --show           # and every case that this project or a peer gets wrong
    python benchmarks/peers.py --only gtrex     # one peer, and this project's matcher
    python benchmarks/peers.py --pairs FOLDER   # other labelled cases, in files of the same form

Measured: for each labelled case (tests/core/pairs/*.toml) whether a tool accepts or refuses the quotation as its label
says, with the two ways to be dangerously wrong counted apart. A peer comes from the package index at the version
pinned below, into an environment of its own under .venv-peers/; it gets the quotation and the source itself, cannot
open a connection, and has CASE_SECONDS for a case. How a peer's answers become verdicts is in the docstring of the
function `judge` in benchmarks/peer_runners/. A peer that cannot be installed or run is a row that says why.

What a label asks for, and what else counts:

    verbatim, edited    faithful
    variant             faithful, or altered (the difference is shown); only "not found" is wrong
    altered, absent     altered or not found; "in kind" counts the answers that also tell the two apart
    unchecked           unchecked

A quotation that its document interrupts is asked piece by piece of a peer, since peers know single quotations only,
and the worst answer counts. Tools that read pages get the page of a case with markup, others the text a reader sees.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import IO, Final

from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.model import Document, RegionKind
from verify.model import Verdict as Label
from verify.readers import read

HERE: Final = Path(__file__).parent
PAIRS: Final = HERE.parent / "tests" / "core" / "pairs"
RUNNERS: Final = HERE / "peer_runners"
ENVIRONMENTS: Final = HERE.parent / ".venv-peers"
PEERS: Final = {
    "proof-citations": "1.45.0",
    "krokai": "0.15.0",
    "quotecheck": "0.1.0",
    "gtrex": "1.1.0",
    "buddie": "2.0.1",
}
OURS: Final = "verify (this project)"

INSTALL_SECONDS: Final = 240
START_SECONDS: Final = 60  # imports only; the slowest peer needs about a second
CASE_SECONDS: Final = 10  # a thousand times what the slowest peer needs for a sentence
GIVE_UP_AFTER: Final = 3  # hung cases in all, so that a peer that always hangs costs half a minute


class Verdict(StrEnum):
    """What a tool can say of a quotation, worst last."""

    UNCHECKED = "unchecked"
    FAITHFUL = "faithful"
    ALTERED = "altered"
    NOT_FOUND = "not found"


_WORST_LAST: Final = tuple(Verdict)
_OUR_VERDICTS: Final = {
    Label.VERBATIM: Verdict.FAITHFUL,
    Label.EDITED: Verdict.FAITHFUL,
    Label.VARIANT: Verdict.FAITHFUL,
    Label.ALTERED: Verdict.ALTERED,
    Label.ABSENT: Verdict.NOT_FOUND,
    Label.UNCHECKED: Verdict.UNCHECKED,
}


class Outcome(StrEnum):
    RIGHT = "right"
    FALSE_GREEN = "false green"
    FALSE_ACCUSATION = "false accusation"
    DOUBTED = "doubted"  # verbatim or edited, called altered
    UNDECIDED = "undecided"
    NO_ANSWER = "no answer"


@dataclass(frozen=True)
class Case:
    id: str
    group: str  # the file it stands in, or "pages" for a case with markup of its own
    rule: str
    label: Label
    quote: str
    continued: tuple[str, ...]
    speaker: str | None
    document: Document
    html: str | None
    why: str

    @property
    def drops_negation(self) -> bool:
        """Labelled as a changed word of negation, modality or degree."""
        return self.label is Label.ALTERED and (self.rule == "F17" or "negation dropped" in self.why)

    @property
    def hides_negation(self) -> bool:
        """Labelled as an ellipsis that hides a negation or a limiting word."""
        return self.label is Label.ALTERED and self.rule == "D9"


@dataclass(frozen=True)
class Answer:
    verdict: Verdict | None  # None when there was no answer
    said: str  # in the tool's own words, or why there is none


@dataclass(frozen=True)
class Row:
    """A tool's answers, one for each case; `note` says why they are missing or incomplete."""

    name: str
    version: str
    answers: tuple[Answer, ...]
    note: str = ""

    @property
    def ran(self) -> bool:
        return not self.note.startswith("not run")


class NotRunnableError(Exception):
    """A peer cannot be installed or started; the message says why in a line."""


def read_cases(folder: Path = PAIRS) -> tuple[Case, ...]:
    return tuple(
        _case(pair, f"{path.stem}-{number}", path.stem)
        for path in sorted(folder.glob("*.toml"))
        for number, pair in enumerate(tomllib.loads(path.read_text("utf-8"))["pair"], 1)
    )


def _case(pair: Mapping[str, str], id: str, group: str) -> Case:
    html = pair.get("html")
    if html is not None and "<html" not in html:
        html = f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{html}</body></html>"
    return Case(
        id=f"{id}-{pair['rule']}",
        group=group if html is None else "pages",
        rule=pair["rule"],
        label=Label(pair["verdict"]),
        quote=pair["quote"],
        continued=tuple(pair.get("continued", ())),
        speaker=pair.get("speaker"),
        document=_plain(pair["source"]) if html is None else read(html.encode(), name="page", media_type="text/html"),
        html=html,
        why=pair["why"],
    )


def _plain(text: str) -> Document:
    return Document(name="source", media_type="text/plain", text=text, sha256=sha256(text.encode()).hexdigest())


def seen_text(document: Document) -> str:
    """The document's text without what no reader of the page sees."""
    text, end = "", 0
    for region in document.regions:
        if region.kind is RegionKind.HIDDEN:
            text, end = text + document.text[end : region.start], region.end
    return text + document.text[end:]


def outcome(label: Label, verdict: Verdict | None) -> Outcome:
    """What an answer is worth, by the table in this module's docstring."""
    if verdict is None:
        return Outcome.NO_ANSWER
    if label is Label.UNCHECKED:
        wrong = Outcome.FALSE_GREEN if verdict is Verdict.FAITHFUL else Outcome.FALSE_ACCUSATION
        return Outcome.RIGHT if verdict is Verdict.UNCHECKED else wrong
    if verdict is Verdict.UNCHECKED:
        return Outcome.UNDECIDED
    if label in (Label.ALTERED, Label.ABSENT):
        return Outcome.FALSE_GREEN if verdict is Verdict.FAITHFUL else Outcome.RIGHT
    if verdict is Verdict.NOT_FOUND:
        return Outcome.FALSE_ACCUSATION
    if verdict is Verdict.ALTERED and label is not Label.VARIANT:
        return Outcome.DOUBTED
    return Outcome.RIGHT


def is_right_in_kind(label: Label, verdict: Verdict | None) -> bool:
    """Right, and altered words told from absent ones."""
    if label in (Label.ALTERED, Label.ABSENT):
        return verdict is _OUR_VERDICTS[label]
    return outcome(label, verdict) is Outcome.RIGHT


def ours(cases: Iterable[Case]) -> tuple[Row, tuple[Label, ...]]:
    """This project's row, and its verdicts before they are folded into the four that all tools share."""
    judged = tuple(
        judge(case.quote, SourceText(case.document), continued=case.continued, speaker=case.speaker) for case in cases
    )
    answers = tuple(Answer(_OUR_VERDICTS[one.verdict], one.verdict.value) for one in judged)
    return Row(OURS, version("verify"), answers), tuple(one.verdict for one in judged)


def python_of(name: str, wanted: str) -> Path:
    """The interpreter of a peer's environment, made and filled from the package index when it is not there yet."""
    folder = ENVIRONMENTS / name
    python, done = folder / "bin" / "python", folder / ".installed"
    if done.is_file() and done.read_text("utf-8") == wanted:
        return python
    _run([sys.executable, "-m", "venv", "--clear", str(folder)], "no environment")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]
    _run([*pip, f"{name}=={wanted}"], "not installed")
    done.write_text(wanted, "utf-8")
    return python


def _run(command: Sequence[str], failure: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=INSTALL_SECONDS)
    except subprocess.CalledProcessError as error:
        raise NotRunnableError(f"{failure}: {_last_line(error.stderr)}") from error
    except (subprocess.TimeoutExpired, OSError) as error:
        raise NotRunnableError(f"{failure}: {error}") from error


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no message")


class Runner:
    """A peer's process, started when it is first asked and again after it hung or died."""

    def __init__(self, command: Sequence[str], errors: IO[bytes], case_seconds: float = CASE_SECONDS) -> None:
        self._command = command
        self._errors = errors
        self._case_seconds = case_seconds
        self._process: asyncio.subprocess.Process | None = None
        self.hung = 0

    async def ask(self, quote: str, text: str, html: str | None) -> Answer:
        """One answer. Raises NotRunnableError if the process does not start."""
        process = self._process or await self._start()
        line = json.dumps({"quote": quote, "text": text, "html": html}) + "\n"
        reply = await self._exchange(process, line, self._case_seconds)
        if isinstance(reply, str):
            return Answer(None, reply)
        if "error" in reply:
            return Answer(None, reply["error"])
        return Answer(Verdict(reply["verdict"]), reply["said"])

    async def stop(self) -> None:
        if self._process is not None:
            if self._process.returncode is None:
                self._process.kill()
            await self._process.wait()
            self._process = None

    async def _start(self) -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            process = self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=pipe, stdout=pipe, stderr=self._errors, env=environment
            )
        except OSError as error:
            raise NotRunnableError(f"not started: {error}") from error
        reply = await self._exchange(process, "", START_SECONDS)
        if isinstance(reply, str):
            raise NotRunnableError(f"not started: {reply}")
        return process

    async def _exchange(self, process: asyncio.subprocess.Process, line: str, seconds: float) -> dict[str, str] | str:
        """The reply to a line, or why there is none; a process that gives none is ended."""
        if process.stdin is None or process.stdout is None:
            raise AssertionError("both ends are pipes")
        try:
            process.stdin.write(line.encode())
            await process.stdin.drain()
            reply = await asyncio.wait_for(process.stdout.readline(), seconds)
            return json.loads(reply) if reply else await self._give_up("ended: " + self._last_error())
        except TimeoutError:
            self.hung += 1
            return await self._give_up(f"hung: no answer in {seconds:g} s")
        except (OSError, ValueError) as error:
            return await self._give_up(f"ended: {error}")

    async def _give_up(self, reason: str) -> str:
        await self.stop()
        return reason

    def _last_error(self) -> str:
        self._errors.seek(0)
        return _last_line(self._errors.read().decode("utf-8", "replace"))


async def peer(name: str, wanted: str, cases: Sequence[Case]) -> Row:
    """A peer's row; whatever goes wrong becomes its note."""
    try:
        python = await asyncio.to_thread(python_of, name, wanted)
    except NotRunnableError as error:
        return Row(name, wanted, _unanswered(cases, str(error)), f"not run: {error}")
    script = RUNNERS / f"ask_{name.replace('-', '_')}.py"
    with tempfile.TemporaryFile() as errors:
        runner = Runner([str(python), "-X", "utf8", str(script)], errors)
        try:
            return Row(name, wanted, *await _answers(runner, cases))
        except NotRunnableError as error:
            return Row(name, wanted, _unanswered(cases, str(error)), f"not run: {error}")
        finally:
            await runner.stop()


async def _answers(runner: Runner, cases: Sequence[Case]) -> tuple[tuple[Answer, ...], str]:
    answers: list[Answer] = []
    for case in cases:
        if runner.hung >= GIVE_UP_AFTER:
            answers += _unanswered(cases[len(answers) :], "not asked")
            return tuple(answers), f"given up after {GIVE_UP_AFTER} hung cases"
        text = seen_text(case.document)
        pieces = [await runner.ask(piece, text, case.html) for piece in (case.quote, *case.continued)]
        answers.append(_worst(pieces))
    return tuple(answers), ""


def _unanswered(cases: Sequence[Case], why: str) -> tuple[Answer, ...]:
    return (Answer(None, why),) * len(cases)


def _worst(pieces: Sequence[Answer]) -> Answer:
    return max(pieces, key=lambda answer: len(_WORST_LAST) if answer.verdict is None else _rank(answer.verdict))


def _rank(verdict: Verdict) -> int:
    return _WORST_LAST.index(verdict)


def outcomes(row: Row, cases: Sequence[Case]) -> tuple[Outcome, ...]:
    return tuple(outcome(case.label, answer.verdict) for case, answer in zip(cases, row.answers, strict=True))


def score_line(row: Row, cases: Sequence[Case]) -> tuple[str, ...]:
    if not row.ran:
        return (row.name, row.version, row.note, *[""] * (len(SCORE_HEAD) - 3))
    found = outcomes(row, cases)
    counts = Counter(found)
    greens = [case for case, one in zip(cases, found, strict=True) if one is Outcome.FALSE_GREEN]
    kind = sum(is_right_in_kind(case.label, answer.verdict) for case, answer in zip(cases, row.answers, strict=True))
    return (
        row.name,
        row.version,
        _share(counts[Outcome.RIGHT], len(cases)),
        _share(kind, len(cases)),
        str(counts[Outcome.FALSE_GREEN]),
        str(sum(case.drops_negation for case in greens)),
        str(sum(case.hides_negation for case in greens)),
        str(counts[Outcome.FALSE_ACCUSATION]),
        str(counts[Outcome.DOUBTED]),
        str(counts[Outcome.UNDECIDED]),
        str(counts[Outcome.NO_ANSWER]) + (f" ({row.note})" if row.note else ""),
    )


SCORE_HEAD: Final = (
    *("tool", "version", "right", "right in kind", "false greens", "negation changed", "negation hidden"),
    *("false accusations", "doubted", "undecided", "no answer"),
)


def _share(count: int, total: int) -> str:
    return f"{count} ({100 * count / total:.1f} %)"


def group_line(row: Row, cases: Sequence[Case], groups: Sequence[str]) -> tuple[str, ...]:
    if not row.ran:
        return (row.name, *["not run"] * len(groups))
    right = Counter(case.group for case, one in zip(cases, outcomes(row, cases), strict=True) if one is Outcome.RIGHT)
    return (row.name, *(str(right[group]) for group in groups))


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    rule = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *lines))


def shown(row: Row, mine: Row, cases: Sequence[Case]) -> Iterable[str]:
    """A row's wrong answers, with this project's beside them."""
    for case, answer, one, own in zip(cases, row.answers, outcomes(row, cases), mine.answers, strict=True):
        if one is not Outcome.RIGHT:
            also = "" if row is mine else f"; this project: {own.said}"
            quote = " ".join(case.quote.split())
            yield f"  {one}: {case.id}: deserves {case.label}, got {answer.said}{also}. {case.why}: “{quote}”"


async def ask_all(names: Iterable[str], cases: Sequence[Case]) -> list[Row]:
    """One peer after the other: they share two cores, and a hung case must not be a neighbour's fault."""
    rows: list[Row] = []
    for name in names:
        print(f"asking {name} …", file=sys.stderr)
        rows.append(await peer(name, PEERS[name], cases))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description="This project and five published tools on the labelled quotations.")
    parser.add_argument("--only", action="append", choices=PEERS, help="ask this peer only; may be repeated")
    parser.add_argument("--show", action="store_true", help="list what each tool gets wrong")
    parser.add_argument("--pairs", type=Path, default=PAIRS, help="folder of labelled cases (*.toml)")
    options = parser.parse_args()
    cases = read_cases(options.pairs)
    if not cases:
        parser.error(f"{options.pairs}: no labelled cases (*.toml) there")
    mine, labels = ours(cases)
    rows = [mine, *asyncio.run(ask_all(options.only or PEERS, cases))]
    counted = Counter(case.label.value for case in cases)
    print(f"{len(cases)} labelled quotations: " + ", ".join(f"{count} {label}" for label, count in counted.items()))
    print(
        f"{sum(c.drops_negation for c in cases)} of them change a negation or a word of degree, "
        f"{sum(c.hides_negation for c in cases)} hide one behind an ellipsis\n"
    )
    print(table(SCORE_HEAD, [score_line(row, cases) for row in rows]))
    exact = sum(label is case.label for label, case in zip(labels, cases, strict=True))
    print(f"\n{OURS}, all six verdicts told apart: {_share(exact, len(cases))}\n")
    groups = list(dict.fromkeys(case.group for case in cases))
    sizes = Counter(case.group for case in cases)
    print(
        table(
            ("right, of", *(f"{group} {sizes[group]}" for group in groups)),
            [group_line(row, cases, groups) for row in rows],
        )
    )
    if options.show:
        for row in rows:
            print(f"\n{row.name} {row.version}", *shown(row, mine, cases), sep="\n")


if __name__ == "__main__":
    main()
