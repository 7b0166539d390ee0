"""Two admins, Wagtail and a page with a form, with DEBUG off, in a real browser: all that they load is in the manifest."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assetbuild.manifest import ManifestFile

from ..browser.chromium import headless_chromium
from .server import Project, served_project

_LINKS = """
[...document.querySelectorAll("link[href], script[src], img[src], source[src], use")].map(
    (element) => element.getAttribute("href") ?? element.getAttribute("src"))
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with served_project(tmp_path_factory.mktemp("django") / "project") as found:
        yield found


@pytest.fixture(scope="module")
def browser(project: Project) -> Iterator[BrowserContext]:
    """A browser in which the user is logged in, by Django's own form."""
    with headless_chromium() as chromium:
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        page = context.new_page()
        page.goto(project.url + "/plain/")
        page.fill("#id_username", "ann")
        page.fill("#id_password", "ann")
        page.click("[type=submit]")
        expect(page.locator("#user-tools")).to_be_visible()
        yield context


@dataclass
class Walk:
    """A page, what was answered to its requests, and what the browser complained of."""

    page: Page
    statuses: dict[str, int] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def static(self) -> set[str]:
        """The paths of assets that the page asked for or names, below the prefix."""
        named: Any = self.page.evaluate(_LINKS)
        paths = {unquote(urlsplit(url).path) for url in [*self.statuses, *filter(None, named)]}
        return {path.removeprefix("/static/") for path in paths if path.startswith("/static/")}


@pytest.fixture
def walk(browser: BrowserContext) -> Iterator[Walk]:
    page = browser.new_page()
    found = Walk(page)
    page.on("response", lambda response: found.statuses.update({response.url: response.status}))
    page.on("requestfailed", lambda request: found.complaints.append(f"failed: {request.url} {request.failure}"))
    page.on("pageerror", lambda error: found.complaints.append(f"uncaught: {error}"))
    page.on(
        "console",
        lambda message: found.complaints.append(f"{message.type}: {message.text}") if message.type == "error" else None,
    )
    yield found
    page.close()


def check(walk: Walk, project: Project, name: str = "") -> None:
    """Nothing failed, and all static files came by their names in the manifest."""
    if "SCREENSHOTS" in os.environ:
        walk.page.screenshot(path=Path(os.environ["SCREENSHOTS"]) / f"{name}.png")
    assert walk.complaints == []
    assert {url: status for url, status in walk.statuses.items() if status >= 400} == {}
    manifest = ManifestFile.load(project.site.output / "manifest.json")
    known = {entry.path for entry in manifest.entries()}
    static = walk.static()
    assert static
    assert static - known == set()


PAGES = [
    ("plain admin", "/plain/", "#content-main"),
    ("plain list", "/plain/shop/product/", "#result_list"),
    ("plain change", "/plain/shop/product/1/change/", ".datetimeshortcuts"),
    ("plain import", "/plain/shop/product/import/", "form"),
    ("plain export", "/plain/shop/product/export/", "form"),
    ("unfold", "/modern/", "#nav-sidebar"),
    ("unfold list", "/modern/shop/product/", "#result_list"),
    ("unfold change", "/modern/shop/product/1/change/", "form"),
    ("unfold import", "/modern/shop/product/import/", "form"),
    ("unfold export", "/modern/shop/product/export/", "form"),
    ("wagtail", "/cms/", "#wagtail-sidebar"),
    ("wagtail pages", "/cms/pages/", "table"),
    ("wagtail image", "/cms/images/add/", "form"),
    ("wagtail document", "/cms/documents/add/", "form"),
    ("wagtail users", "/cms/users/", "table"),
    ("wagtail styleguide", "/cms/styleguide/", "#icons"),
    ("wagtail reports", "/cms/reports/site-history/", "main"),
    ("crispy form", "/product/", ".datetimeshortcuts"),
]


@pytest.mark.parametrize(("name", "path", "sign"), [pytest.param(*page, id=page[0]) for page in PAGES])
def test_page_loads_without_complaint(name: str, path: str, sign: str, walk: Walk, project: Project) -> None:
    walk.page.goto(project.url + path, wait_until="networkidle")
    expect(walk.page.locator(sign).first).to_be_visible()
    check(walk, project, name)


@pytest.mark.parametrize("path", ["/plain/login/", "/modern/login/", "/cms/login/"])
def test_login_page_of_a_stranger(path: str, browser: BrowserContext, project: Project, walk: Walk) -> None:
    assert browser.browser
    stranger = browser.browser.new_context()
    page = stranger.new_page()
    for event, handler in (("response", walk.statuses), ("console", walk.complaints)):
        del event, handler
    page.on("response", lambda response: walk.statuses.update({response.url: response.status}))
    page.goto(project.url + path, wait_until="networkidle")
    expect(page.locator("[type=password]")).to_be_visible()
    walk.page = page
    check(walk, project, path.strip("/").replace("/", " "))
    stranger.close()
