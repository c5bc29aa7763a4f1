"""Servers that all tests share: a web site, a fake archive with faults, and pywb as a real one. All on loopback."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from servers.pywb import BIN, Pywb
from servers.site import Site
from servers.wayback import FakeArchive

settings.register_profile("whatever else the machine does", deadline=None)
settings.load_profile("whatever else the machine does")


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site with nothing but its behaviours; put pages on it."""
    with Site() as running:
        yield running


@pytest.fixture
def secure_site() -> Iterator[Site]:
    """The same over TLS, as `secure.example`; signed by `servers.site.authority()`."""
    with Site(tls=True) as running:
        yield running


@pytest.fixture
def fake_archive() -> Iterator[FakeArchive]:
    """An archive of our own with the captures of `servers.captures`; give it faults and further captures."""
    with FakeArchive() as running:
        yield running


@pytest.fixture(scope="session")
def pywb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pywb]:
    """The real archive with the captures of `servers.captures`."""
    if not (BIN / "wayback").exists():
        missing = "pywb is not installed: run `make .venv-pywb/.ready`"
        if os.environ.get("VERIFY_REQUIRE_PYWB") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    running = Pywb(tmp_path_factory.mktemp("pywb"))
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture(params=["fake", pytest.param("pywb", marks=pytest.mark.pywb)])
def archive(request: pytest.FixtureRequest) -> str:
    """The base address of an archive: each test runs against the fake one and against pywb."""
    fixture = "fake_archive" if request.param == "fake" else "pywb"
    return request.getfixturevalue(fixture).base


@pytest.fixture(autouse=True)
def _no_user_folders(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing of the person who runs the tests is read or written."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "user-cache"))
