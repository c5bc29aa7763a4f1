"""The documents say what is true: every word of a report is explained, every link leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from verify.core.rules import AVAILABILITIES, FLAGS, REASONS, VERDICTS
from verify.model import Availability, Reason, Verdict

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("seeds/*.md")])


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_every_word_of_a_finding_has_a_sentence() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert set(AVAILABILITIES) == set(Availability)
    assert set(REASONS) == set(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_documented(reason: Reason) -> None:
    assert f"| `{reason}` |" in page("docs/verdicts.md")


@pytest.mark.parametrize("flag", sorted(FLAGS))
def test_every_flag_is_documented(flag: str) -> None:
    assert f"| `{flag}` |" in page("docs/verdicts.md")


def test_every_flag_that_the_code_sets_is_known() -> None:
    set_somewhere = set()
    for module in (ROOT / "verify/core").glob("*.py"):
        code = module.read_text("utf-8")
        set_somewhere |= set(re.findall(r"flags\.add\(\"([a-z-]+)\"\)", code))
        set_somewhere |= {
            name
            for group in re.findall(r"flags\s*\|=?\s*\(?\{([^}]*)\}", code)
            for name in re.findall(r'"([a-z-]+)"', group)
        }
    assert set_somewhere
    assert set_somewhere <= set(FLAGS)


@pytest.mark.parametrize("verdict", Verdict)
def test_the_readme_explains_every_verdict(verdict: Verdict) -> None:
    assert f"| `{verdict}` |" in page("README.md")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s…]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_architecture_names_every_core_module_or_its_family() -> None:
    told = page("ARCHITECTURE.md")
    for layer in (
        "cli.py",
        "run.py",
        "api.py",
        "inputs.py",
        "decisions.py",
        "reading.py",
        "config.py",
        "ports.py",
        "model/",
        "errors.py",
    ):
        assert f"`{layer}`" in told
        assert (ROOT / "verify" / layer).exists()
    for module in re.findall(r"`(?:core/)?([a-z_]+)`", told.partition("## The core")[2].partition("## The sources")[0]):
        assert (ROOT / "verify/core" / f"{module}.py").exists(), module
