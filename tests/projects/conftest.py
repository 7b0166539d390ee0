from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import headless_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # One a module and not one a session: while it is open, asyncio in this process belongs to it.
    with headless_chromium() as found:
        yield found
