"""The hand-built reports of factory.py, as fixtures."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("report_factory", Path(__file__).with_name("factory.py"))
_FACTORY = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_FACTORY)


@pytest.fixture(scope="session")
def factory():
    """The module factory.py."""
    return _FACTORY


@pytest.fixture(scope="session")
def full_report():
    """Every verdict, availability and reason in one report."""
    return _FACTORY.full()


@pytest.fixture(scope="session")
def altered_report():
    """One altered quotation in one document."""
    return _FACTORY.report(_FACTORY.altered())
