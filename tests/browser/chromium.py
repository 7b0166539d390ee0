"""The Chromium that the machine has, driven headless."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# It runs as root in containers, and speaks to nobody but the server of the test.
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoChromium(AssertionError):
    """A test that needs a browser fails without one: what it checks would go unchecked."""


def find_chromium(downloaded: str, environment: Mapping[str, str] = os.environ) -> str:
    """The program: what CHROMIUM names, else the first in PATH of its usual names, else the one `downloaded`."""
    names = (environment["CHROMIUM"],) if environment.get("CHROMIUM") else (*_NAMES, downloaded)
    for name in names:
        if found := shutil.which(name, path=environment.get("PATH", "")):
            return found
    raise NoChromium(
        f"there is no {names[0]}; install it (on Debian: apt-get install chromium; elsewhere: "
        "playwright install --no-shell chromium), or name it: CHROMIUM=/path/to/chromium"
    )


@contextmanager
def headless_chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        program = find_chromium(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield browser
        browser.close()
