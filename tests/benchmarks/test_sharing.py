"""Eight processes with one cache: nothing lost, doubled or corrupt, and never more than the archive allows."""

import importlib.util
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def test_eight_processes_share_a_cache_and_the_limits_of_an_archive(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("sharing", BENCHMARKS / "sharing.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["sharing"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    done = module.share(tmp_path, seconds=2.5)
    assert done.faults == []
    assert done.answers > 100
    assert done.archived >= 8  # enough to have met the limit
    assert done.files == 8
