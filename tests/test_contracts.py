"""The layers hold, and each outside library has one door."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_imports_point_down() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-3000:]


@pytest.mark.parametrize(
    ("library", "door"),
    [
        ("waybackpy", {"sources/wayback_index.py"}),
        ("warcio", {"sources/warc.py"}),
        ("requests", {"sources/live.py", "sources/adapter.py"}),
        ("bs4", {"readers/encoding.py"}),
        ("selectolax", None),
        ("typer", {"cli.py", "cli_archive.py", "cli_cache.py", "cli_options.py", "cli_output.py", "cli_resolve.py"}),
    ],
)
def test_one_door_to_each_library(library: str, door: set[str] | None) -> None:
    package = ROOT / "verify"
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(rf"^\s*(?:import|from) {library}\b", path.read_text("utf-8"), re.MULTILINE)
    }
    assert found, f"{library} is a dependency that nothing uses"
    if door is not None:
        assert found <= door
    else:
        assert all(path.startswith("readers/") for path in found)


def test_every_module_says_what_it_is_about() -> None:
    for path in (ROOT / "verify").rglob("*.py"):
        assert path.read_text("utf-8").startswith('"""'), path
        assert path.stem not in {"utils", "helpers", "base", "common", "manager"}, path


def test_the_wheel_ships_the_package_alone() -> None:
    settings = (ROOT / "pyproject.toml").read_text("utf-8")
    assert 'packages = ["verify"]' in settings
    assert 'only-include = ["verify",' in settings
