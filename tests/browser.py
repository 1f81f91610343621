"""The browser that tests look at pages with."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--window-size=1400,900",
)


def open_chromium(profile: Path) -> Iterator[Chrome]:
    """Open a headless Chromium that reaches this machine alone, or skip where there is none.

    Args:
        profile: An empty folder for what the browser keeps.
    """
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    service = pytest.importorskip("selenium.webdriver.chrome.service")
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not binary or not driver:
        assert "PAPERMESH_REQUIRE_BROWSER" not in os.environ
        pytest.skip("chromium or chromedriver is not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in (*_FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=service.Service(driver))
    yield browser
    browser.quit()


def prepare(browser: Chrome, width: int, height: int = 900, theme: str = "light") -> None:
    """Make a browser's window and wishes those of a test, whatever the test before it chose.

    Args:
        browser: It.
        width: CSS pixels; below 700 the browser is a phone's.
        height: CSS pixels.
        theme: The colours that the system asks for: ``light`` or ``dark``.
    """
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [
        {"name": "prefers-reduced-motion", "value": "reduce"},
        {"name": "prefers-color-scheme", "value": theme},
    ]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
