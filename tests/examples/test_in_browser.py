"""Each example, built in a fresh copy and served by its own server, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from assetbuild.manifest import ManifestFile
from tests.browser.visit import visit

from .servers import NAMES, environment, fresh_copy, nginx_before, procfile, run_here, serving

FRONTS = [
    pytest.param("flask", False, id="flask, gunicorn with WhiteNoise"),
    pytest.param("flask", True, id="flask behind nginx"),
    pytest.param("fastapi", False, id="fastapi, uvicorn with ServeStatic"),
    pytest.param("fastapi", True, id="fastapi behind nginx"),
    pytest.param("django", True, id="django behind nginx"),
]
IMMUTABLE = "public, max-age=31536000, immutable"


def _build(name: str, place: Path) -> Path:
    folder = fresh_copy(name, place)
    done = run_here("assetbuild compile && assetbuild verify", folder)
    assert done.returncode == 0, done.stderr
    if "release" in procfile(folder):
        assert run_here(procfile(folder)["release"], folder).returncode == 0
    return folder


@contextmanager
def _served(folder: Path, behind_nginx: bool) -> Iterator[str]:
    with serving(["/bin/sh", "-c", "exec " + procfile(folder)["web"]], folder, environment()) as app:
        if not behind_nginx:
            yield f"http://127.0.0.1:{app}"
            return
        snippet = run_here("assetbuild server-config nginx", folder).stdout
        with nginx_before(app, folder, snippet) as port:
            yield f"http://127.0.0.1:{port}"


def _manifest(folder: Path) -> ManifestFile:
    return ManifestFile.load(folder / "dist/assets/manifest.json")


def _check(response: Response, manifest: ManifestFile) -> None:
    """What each asset is to be served with."""
    path = urlsplit(response.url).path.removeprefix(manifest.url)
    (entry,) = (entry for entry in manifest.entries() if entry.path == path)
    headers = response.all_headers()
    assert response.status == 200
    assert headers["cache-control"] == IMMUTABLE, path
    assert headers["content-type"].startswith(entry.type), path
    assert headers.get("content-encoding") == ("br" if "br" in entry.encodings else None), path


def _assets_of(page: Page, url: str, manifest: ManifestFile) -> dict[str, Response]:
    """The responses for assets while the page is loaded, by URL."""
    found: dict[str, Response] = {}

    def note(response: Response) -> None:
        if urlsplit(response.url).path.startswith(manifest.url):
            found[response.url] = response

    page.on("response", note)
    page.goto(url, wait_until="networkidle")
    return found


@pytest.mark.parametrize(("name", "behind_nginx"), FRONTS)
def test_every_asset_of_the_page_comes_as_it_should(
    name: str, behind_nginx: bool, browser: Browser, place: Path
) -> None:
    folder = _build(name, place)
    manifest = _manifest(folder)
    with _served(folder, behind_nginx) as url, visit(browser, "about:blank") as home:
        found = _assets_of(home.page, url + "/", manifest)
        expect(home.page.locator("main [data-level], [data-shown]").first).to_be_visible()
        for response in found.values():
            _check(response, manifest)
        names = {urlsplit(path).path.split(".")[0].removeprefix(manifest.url) for path in found}
        assert names >= {"css/app", "img/sprite", "img/favicon"} | SHOWN[name]
        assert home.ask("[...document.fonts].map((face) => face.status)") == ["loaded"]
        assert set(home.statuses.values()) == {200}
        assert home.complaints == []
        _policies(home.page, url, manifest)


SHOWN = {
    "flask": {"js/levels", "img/hills", "fonts/fraunces"},
    "fastapi": {"js/chart", "img/hive", "fonts/inter"},
    "django": {"js/search", "img/field", "fonts/fraunces"},
}


def _policies(page: Page, url: str, manifest: ManifestFile) -> None:
    """The headers of the page, and that all that can be checked by the browser is."""
    response = page.request.get(url + "/")
    nonces: Any = page.evaluate("[...document.scripts].map((script) => script.nonce)")
    assert nonces != []
    assert all(nonces)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert nonces[0] not in policy, "a nonce is of one response only"
    links = [header["value"] for header in response.headers_array if header["name"].lower() == "link"]
    assert f"<{manifest.url}{manifest.entry('css/app.css').path}>" in ", ".join(links)
    elements: Any = page.evaluate(
        "[...document.querySelectorAll('link[rel=stylesheet], script[src]')].map((element) => element.integrity)"
    )
    assert [integrity[:7] for integrity in elements] == ["sha384-"] * len(elements)


@pytest.mark.parametrize("name", NAMES)
def test_browser_refuses_a_style_sheet_that_was_tampered_with(name: str, browser: Browser, place: Path) -> None:
    folder = _build(name, place)
    artifact = folder / "dist/assets" / _manifest(folder).entry("css/app.css").path
    for twin in artifact.parent.glob(f"{artifact.name}.*"):
        twin.unlink()
    artifact.chmod(0o644)
    artifact.write_bytes(artifact.read_bytes() + b" ")
    with _served(folder, name == "django") as url, visit(browser, url + "/") as home:
        assert any("integrity" in complaint and artifact.name in complaint for complaint in home.complaints)
        assert home.ask("getComputedStyle(document.body).margin") == "8px"


def test_levels_of_the_flask_example_can_be_chosen(browser: Browser, place: Path) -> None:
    with _served(_build("flask", place), False) as url, visit(browser, url + "/") as home:
        home.page.get_by_role("button", name="Easy").click()
        expect(home.page.locator(".walk:visible")).to_have_count(2)


def test_admin_of_the_django_example_gets_all_its_assets_from_the_manifest(browser: Browser, place: Path) -> None:
    folder = _build("django", place)
    user = (
        "DJANGO_SUPERUSER_PASSWORD=secret python manage.py createsuperuser --noinput --username ada --email a@b.example"
    )
    assert run_here(user, folder).returncode == 0
    manifest = _manifest(folder)
    with _served(folder, True) as url, visit(browser, "about:blank") as home:
        page = home.page
        found = _assets_of(page, f"{url}/admin/auth/user/add/", manifest)
        page.get_by_label("Username").fill("ada")
        page.get_by_label("Password").fill("secret")
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", name="Add user")).to_be_visible()
        page.wait_for_load_state("networkidle")
        for response in found.values():
            _check(response, manifest)
        assert any("/admin/css/" in path for path in found)
        assert any("/admin/js/" in path for path in found)
        assert set(home.statuses.values()) <= {200, 302}
        # Django's script and its `autofocus` both want to be first to focus a field.
        assert [complaint for complaint in home.complaints if "Autofocus processing was blocked" not in complaint] == []
