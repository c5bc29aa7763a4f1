"""A headless Chromium from the system's packages, and pages made by the HTML writer, opened from disk.

Without Chromium the tests are skipped; with VERIFY_REQUIRE_BROWSER=1 they fail instead, so that CI cannot lose them.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
from pathlib import Path

import pytest

from verify import reports

_FACTORY = Path(__file__).parents[1] / "reports" / "factory.py"
_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --window-size=1200,900 "
    "--force-prefers-reduced-motion"
).split()


@pytest.fixture(scope="session")
def factory():
    """The hand-built reports of tests/reports/factory.py."""
    spec = importlib.util.spec_from_file_location("browser_report_factory", _FACTORY)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """The driver of one browser with a profile of its own."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    driver = shutil.which("chromedriver")
    if not (chromium and driver):
        missing = "chromium and chromedriver are not installed (Debian: apt-get install chromium chromium-driver)"
        if os.environ.get("VERIFY_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*_FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    running = webdriver.Chrome(options=options, service=Service(driver))
    running.get("about:blank")  # leaves the start page, which loads parts of the browser itself
    yield running
    running.quit()


class Opened:
    """A report in the browser, and what the browser has to say about it."""

    def __init__(self, driver, path: Path) -> None:
        self.driver = driver
        self.path = path

    def js(self, script: str, *arguments):
        return self.driver.execute_script(script, *arguments)

    def all(self, selector: str):
        return self.driver.find_elements("css selector", selector)

    def one(self, selector: str):
        return self.driver.find_element("css selector", selector)

    def shown(self) -> list[str]:
        """The status of each finding that is not hidden."""
        return self.js(
            "return Array.from(document.querySelectorAll('.finding'))"
            ".filter(f => f.checkVisibility()).map(f => f.dataset.status)"
        )

    def complaints(self) -> list[str]:
        """Console messages, among them every breach of the Content-Security-Policy."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requested(self) -> set[str]:
        """Addresses that were asked for since the page was opened, the page itself left out."""
        urls = set()
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                urls.add(message["params"]["request"]["url"])
        return {url for url in urls if not url.startswith((self.path.as_uri(), "data:"))}

    def emulate(self, **features: str) -> None:
        """Media features such as prefers-color-scheme; `media="print"` for paper."""
        media = features.pop("media", "")
        named = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": named})


@pytest.fixture
def opened(browser, tmp_path):
    """A function that writes a report, opens it from disk, and gives it as `Opened`."""

    def open_report(report, *, script: bool = True, width: int = 1200) -> Opened:
        path = tmp_path / "report.html"
        with path.open("w", encoding="utf-8") as stream:
            reports.write("html", report, stream)
        browser.get_log("browser")
        browser.get_log("performance")
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.get(path.as_uri())
        return Opened(browser, path)

    yield open_report
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    browser.get("about:blank")
