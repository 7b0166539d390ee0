"""Live reload in a real browser, in front of an app that looks its assets up while it runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from assetbuild.runtime import LazyManifest

from ..browser.chromium import headless_chromium
from ..sites import Site
from .servers import Server, an_app, serving

POLICY = "default-src 'none'; script-src 'nonce-r4nd0m'; style-src 'self'; connect-src 'self'"
COLOUR = "getComputedStyle(document.body).color"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with headless_chromium() as found:
        yield found


@pytest.fixture
def site() -> Site:
    files = {"css/app.css": "body { color: rgb(1, 1, 1) }", "js/app.js": "document.title = 1;"}
    return Site(files, config="encodings = []\n")


@pytest.fixture
def page(site: Site, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setenv("ASSETBUILD_RELOAD", "1")
    assets = LazyManifest(site.output / "manifest.json")

    def answer(path: str) -> tuple[int, list[tuple[str, str]], bytes]:
        tags = assets.tags("css/app.css", "js/app.js", nonce="r4nd0m")
        html = f"<!doctype html><title>x</title>{tags}<body>hello</body>"
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", POLICY)]
        return 200, headers, html.encode()

    with an_app(answer) as app, serving(site, "--proxy", app.url) as server:
        yield from _opened(browser, server)


def _opened(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    with page.expect_response("**/__assetbuild__/events"):
        page.goto(server.url + "/")
    page.evaluate("window.marked = true")
    yield page
    context.close()


def test_style_sheet_is_swapped_and_what_is_broken_is_shown_without_navigation(site: Site, page: Page) -> None:
    overlay = page.locator("assetbuild-error")
    assert page.evaluate(COLOUR) == "rgb(1, 1, 1)"
    site.write({"assets/css/app.css": "body { color: rgb(2, 2, 2) }"})
    expect(page.locator("body")).to_have_css("color", "rgb(2, 2, 2)")
    expect(page.locator("link[rel=stylesheet]")).to_have_count(1)
    site.write({"assets/css/app.css": "body { background: url(nowhere.png) }"})
    expect(overlay).to_contain_text("there is no asset 'css/nowhere.png'")
    assert page.evaluate(COLOUR) == "rgb(2, 2, 2)"
    site.write({"assets/css/app.css": "body { color: rgb(3, 3, 3) }"})
    expect(overlay).to_have_count(0)
    expect(page.locator("body")).to_have_css("color", "rgb(3, 3, 3)")
    site.write({"assets/css/app.css": "@import 'nowhere.css';"})
    expect(overlay).to_have_count(1)
    overlay.click()
    expect(overlay).to_have_count(0)
    assert page.evaluate("window.marked")


def test_script_reloads_the_page_and_the_app_names_the_new_one(site: Site, page: Page) -> None:
    expect(page).to_have_title("1")
    site.write({"assets/js/app.js": "document.title = 2;"})
    expect(page).to_have_title("2")
    assert not page.evaluate("window.marked")
