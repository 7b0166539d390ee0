from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import headless_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with headless_chromium() as found:
        yield found


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that other users can reach, as `tmp_path` is not: nginx's workers are another user."""
    with tempfile.TemporaryDirectory(prefix="example-") as name:
        Path(name).chmod(0o755)
        yield Path(name)
