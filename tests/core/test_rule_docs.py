"""The documentation of the rules is complete, says what the table says, and its examples are true."""

import re
from pathlib import Path

import pytest

from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.core.rules import AVAILABILITIES, FLAGS, REASONS, RULES, VERDICTS
from verify.model import Availability, Document, Reason, Severity, Verdict

DOCS = Path(__file__).parents[2] / "docs"
RULES_PAGE = (DOCS / "rules.md").read_text("utf-8")
VERDICTS_PAGE = (DOCS / "verdicts.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^### (\w\d+)\n(.*?)(?=^##|\Z)", RULES_PAGE, re.MULTILINE | re.DOTALL))
OUTCOME = {
    Severity.SILENT: Verdict.VERBATIM,
    Severity.MARKED: Verdict.EDITED,
    Severity.NOTE: Verdict.VARIANT,
    Severity.ALTERED: Verdict.ALTERED,
}
# What extraction, availability or markup decides has no example that words alone could judge.
NOT_BY_WORDS = {"C6", "F11", "H2", "I1", "I2", "I3", "I4", "I9", "E15", "C5", "A4"}
JUDGED = [id for id, rule in RULES.items() if rule.severity is not None and id not in NOT_BY_WORDS]


def test_every_rule_has_its_paragraph():
    assert list(SECTIONS) == list(RULES)
    for id, rule in RULES.items():
        assert rule.sentence in SECTIONS[id]
        assert rule.name in SECTIONS[id]
        assert rule.anchor == f"rules.md#{id.lower()}"


def test_every_word_of_the_reports_has_its_sentence():
    assert VERDICTS.keys() == set(Verdict)
    assert AVAILABILITIES.keys() == set(Availability)
    assert REASONS.keys() == set(Reason)
    for verdict in Verdict:
        assert f"## {verdict.value}\n" in VERDICTS_PAGE
    for flag, sentence in FLAGS.items():
        assert f"| `{flag}` | {sentence} |" in VERDICTS_PAGE


@pytest.mark.parametrize("id", JUDGED)
def test_the_example_is_judged_as_the_rule_says(id):
    found = re.search(r"^- source: (.*)\n- quotation: (.*)$", SECTIONS[id], re.MULTILINE)
    assert found is not None
    source, quotation = (part.replace("\\n", "\n").replace("\\u200f", "\u200f") for part in found.groups())
    document = Document(name="source", media_type="text/plain", text=source, sha256="0" * 64)
    judged = judge(quotation, SourceText(document))
    shown = [(d.rule, d.message) for d in judged.differences]
    assert judged.verdict is OUTCOME[RULES[id].severity], shown
