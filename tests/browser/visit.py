"""A page that was opened, and all that the browser had to say of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from playwright.sync_api import Browser, Page

# A Tuesday, in the middle of a falling tide.
NOON = datetime(2026, 3, 17, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Visit:
    page: Page
    statuses: dict[str, int] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def ask(self, expression: str) -> object:
        """What that JavaScript says in the page."""
        return self.page.evaluate(expression)


@contextmanager
def visit(browser: Browser, url: str, until: Literal["networkidle", "load"] = "networkidle") -> Iterator[Visit]:
    """Opens the page at a fixed time, without motion, and waits until nothing is loading any more.

    Chromium does not tell when what a shared worker asks for has come: then wait `until` it is loaded.
    """
    context = browser.new_context(color_scheme="light", reduced_motion="reduce", timezone_id="UTC")
    page = context.new_page()
    found = Visit(page)
    page.on("response", lambda response: found.statuses.update({response.url: response.status}))
    page.on("requestfailed", lambda request: found.complaints.append(f"failed: {request.url} {request.failure}"))
    page.on("pageerror", lambda error: found.complaints.append(f"uncaught: {error}"))
    page.on("console", lambda message: found.complaints.append(f"{message.type}: {message.text}"))
    page.clock.set_fixed_time(NOON)
    page.goto(url, wait_until=until)
    yield found
    context.close()
