"""Two admins, Wagtail and a form in a real browser, with DEBUG off: all that they load is in the manifest."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assetbuild.manifest import ManifestFile

from ..browser.chromium import headless_chromium
from ..sites import Site
from .server import Project, built_project, served

_LINKS = """
[...document.querySelectorAll("link[href], script[src], img[src], source[src], use")].map(
    (element) => element.getAttribute("href") ?? element.getAttribute("src"))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return built_project(tmp_path_factory.mktemp("django") / "project")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with headless_chromium() as found:
        yield found


@pytest.fixture(scope="module", params=["unfold", "plain"])
def visitor(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Visitor]:
    """A browser in which the user is logged in, by the admin's own form, on a server with that admin."""
    with served(site, ADMIN=request.param) as project:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        page = context.new_page()
        page.goto(project.url + "/admin/")
        page.fill("#id_username", "ann")
        page.fill("#id_password", "ann")
        page.click("[type=submit]")
        expect(page.locator("[type=password]")).to_have_count(0)
        page.close()
        yield Visitor(project, context, request.param)
        context.close()


@dataclass(frozen=True)
class Visitor:
    project: Project
    context: BrowserContext
    admin: str


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


@contextmanager
def walk(context: BrowserContext, url: str) -> Iterator[Walk]:
    page = context.new_page()
    found = Walk(page)
    page.on("response", lambda response: found.statuses.update({response.url: response.status}))
    page.on("requestfailed", lambda request: found.complaints.append(f"failed: {request.url} {request.failure}"))
    page.on("pageerror", lambda error: found.complaints.append(f"uncaught: {error}"))
    page.on("console", lambda said: found.complaints.append(said.text) if said.type == "error" else None)
    page.goto(url, wait_until="networkidle")
    yield found
    page.close()


def check(found: Walk, site: Site, name: str) -> None:
    """Nothing failed, and all static files came by their names in the manifest."""
    if "SCREENSHOTS" in os.environ:
        found.page.screenshot(path=Path(os.environ["SCREENSHOTS"]) / f"{name.strip('/').replace('/', ' ')}.png")
    assert found.complaints == []
    assert {url: status for url, status in found.statuses.items() if status >= 400} == {}
    known = {entry.path for entry in ManifestFile.load(site.output / "manifest.json").entries()}
    static = found.static()
    assert static
    assert static - known == set()


PAGES = [
    ("/admin/", "text=Products"),
    ("/admin/shop/product/", "#result_list"),
    ("/admin/shop/product/1/change/", "#id_added_0"),
    ("/admin/shop/product/import/", "#id_import_file, #id_format"),
    ("/admin/shop/product/export/", "#id_format"),
    ("/admin/auth/user/1/change/", "#id_username"),
    ("/cms/", "text=A shop"),
    ("/cms/pages/", "table"),
    ("/cms/images/add/", "main"),
    ("/cms/documents/add/", "main"),
    ("/cms/users/", "table"),
    ("/cms/styleguide/", "text=Typography"),
    ("/cms/reports/site-history/", "main"),
    ("/product/", ".datetimeshortcuts"),
]


@pytest.mark.parametrize(("path", "sign"), PAGES)
def test_page_loads_without_complaint(path: str, sign: str, visitor: Visitor) -> None:
    with walk(visitor.context, visitor.project.url + path) as found:
        check(found, visitor.project.site, visitor.admin + path)
        expect(found.page.locator(sign).first).to_be_visible()


@pytest.mark.parametrize("path", ["/admin/login/", "/cms/login/"])
def test_stranger_sees_the_login_page(path: str, browser: Browser, visitor: Visitor) -> None:
    context = browser.new_context()
    with walk(context, visitor.project.url + path) as found:
        expect(found.page.locator("[type=password]")).to_be_visible()
        check(found, visitor.project.site, visitor.admin + path)
    context.close()


def test_toolbar_counts_static_files_that_the_manifest_has(visitor: Visitor) -> None:
    with walk(visitor.context, visitor.project.url + "/product/") as found:
        panel = found.page.locator("#djdt-StaticFilesPanel")
        expect(panel).to_contain_text(re.compile(r"[1-9]\d* files? used"))
