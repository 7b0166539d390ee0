"""The sample site in a real browser, from a plain static server."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Browser, expect

from assetbuild.manifest import ManifestFile
from tests.browser.chromium import NoChromium, find_chromium
from tests.browser.static_server import static_server
from tests.browser.visit import Visit, visit

_LINKS = """
[...document.querySelectorAll("[href], [src]")].map(
    (element) => new URL(element.getAttribute("href") ?? element.getAttribute("src"), document.baseURI).href)
"""


def test_page_loads_without_complaint(home: Visit) -> None:
    assert home.complaints == []
    assert set(home.statuses.values()) == {200}


def test_every_url_on_the_page_is_found(home: Visit) -> None:
    links: Any = home.ask(_LINKS)
    followed = {urldefrag(link).url for link in links}
    assert len(followed) >= 8
    assert {url: home.page.request.get(url).status for url in followed} == dict.fromkeys(followed, 200)
    fragments = {urldefrag(link).fragment for link in links if urldefrag(link).url == home.page.url}
    assert [name for name in fragments if home.page.locator(f"#{name}").count() != 1] == []


def test_page_asks_for_all_that_its_style_sheet_and_html_name(home: Visit) -> None:
    asked = {re.sub(r"\.[0-9a-f]{12}", "", url.split("/", 3)[3]) for url in home.statuses}
    assert asked >= {
        "assets/css/site.css",
        "assets/js/site.js",
        "assets/js/shortcuts.mjs",
        "assets/fonts/fraunces.woff2",
        "assets/fonts/inter.woff2",
        "assets/img/contours.svg",
        "assets/img/harbour.webp",
        "assets/img/sprite.svg",
    }


def test_everything_that_can_have_integrity_has_it(home: Visit) -> None:
    elements: Any = home.ask(
        """[...document.querySelectorAll("link[rel=stylesheet], script[src]")].map(
            (element) => [element.href ?? element.src, element.integrity.split("-")[0], element.crossOrigin])"""
    )
    assert [rest for _, *rest in elements] == [["sha384", "anonymous"]] * 3


def test_fonts_are_loaded(home: Visit) -> None:
    faces = home.ask("[...document.fonts].map((face) => [face.family.replaceAll('\"', ''), face.status])")
    assert faces == [["Fraunces", "loaded"], ["Inter", "loaded"]]


def test_pictures_are_painted(home: Visit) -> None:
    assert home.ask("[...document.images].map((image) => image.naturalWidth)") == [1200]
    icons: Any = home.ask(
        """[...document.querySelectorAll("use")].filter((use) => use.checkVisibility())
            .map((use) => use.getBBox().width > 0)"""
    )
    assert icons == [True] * 7
    icon = home.page.locator(".brand .icon")
    painted = icon.screenshot()
    home.ask("document.querySelector('.brand use').remove()")
    assert painted != icon.screenshot()


def test_compiled_style_sheet_styles_every_element_as_its_sources_do(home: Visit) -> None:
    members = [
        *(f"css/{name}.css" for name in ("tokens", "fonts", "base", "layout")),
        *(f"css/components/{name}.css" for name in ("button", "cards", "chart", "now")),
        "css/print.css",
    ]
    compiled = _styles(home)
    home.ask("document.querySelector('link[rel=stylesheet]').remove()")
    assert _differences(_styles(home), compiled) != []
    for member in members:
        home.page.add_style_tag(url=f"/source/{member}")
    home.page.wait_for_load_state("networkidle")
    assert _differences(_styles(home), compiled) == []


def test_scripts_run(home: Visit) -> None:
    page = home.page
    expect(page.locator("html")).to_have_attribute("data-ready", "true")
    expect(page.locator("html")).to_have_attribute("data-shortcuts", "ready")
    expect(page.locator("#reading")).to_have_text(re.compile(r"12:00 · \d\.\d m, (rising|falling)"))
    page.keyboard.press("ArrowRight")
    expect(page.locator("#reading")).to_have_text(re.compile(r"12:30 · "))
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()


def test_chosen_theme_is_there_before_the_next_page_is_painted(home: Visit) -> None:
    page = home.page
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.locator("#theme").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert home.complaints == []


@pytest.mark.parametrize(
    ("name", "sign_of_life"),
    [
        pytest.param("js/site.js", "document.documentElement.dataset.ready", id="classic script"),
        pytest.param("js/shortcuts.mjs", "document.documentElement.dataset.shortcuts", id="module"),
        pytest.param("css/site.css", "getComputedStyle(document.querySelector('.cards')).gap", id="style sheet"),
    ],
)
def test_browser_refuses_an_asset_that_was_tampered_with(
    browser: Browser, sample: Path, tmp_path: Path, name: str, sign_of_life: str
) -> None:
    folder = tmp_path / "dist"
    shutil.copytree(sample, folder)
    artifact = folder / "assets" / ManifestFile.load(folder / "assets" / "manifest.json").entry(name).path
    artifact.chmod(0o644)
    with static_server(folder) as url, visit(browser, url + "/") as whole:
        alive = whole.ask(sign_of_life)
    # One space more is the same program to all but the integrity check.
    artifact.write_bytes(artifact.read_bytes() + b" ")
    with static_server(folder) as url, visit(browser, url + "/") as tampered:
        refused = [
            complaint for complaint in tampered.complaints if "integrity" in complaint and artifact.name in complaint
        ]
        assert len(refused) == 1, tampered.complaints
        assert tampered.ask(sign_of_life) != alive


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        pytest.param({"PATH": "bin", "CHROMIUM": "mine"}, "bin/mine", id="named"),
        pytest.param({"PATH": "empty:bin"}, "bin/chromium", id="in PATH"),
        pytest.param({"PATH": "empty"}, "./downloaded", id="downloaded"),
    ],
)
def test_chromium_is_the_named_one_or_that_in_path_or_the_downloaded(
    environment: dict[str, str], found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bin").mkdir()
    for name in ("bin/mine", "bin/chromium", "downloaded"):
        Path(name).touch(0o755)
    assert find_chromium("./downloaded", environment) == found


def test_missing_chromium_says_how_to_get_one() -> None:
    with pytest.raises(NoChromium) as error:
        find_chromium("./no-download", {"PATH": ""})
    assert str(error.value) == (
        "there is no chromium; install it (on Debian: apt-get install chromium; elsewhere: "
        "playwright install --no-shell chromium), or name it: CHROMIUM=/path/to/chromium"
    )


Styles = list[tuple[str, dict[str, str]]]


def _styles(visit: Visit) -> Styles:
    """The computed style of every element and its pseudo-elements, with URLs as the sources have them."""
    visit.ask("document.fonts.ready.then(() => null)")
    styles: Any = visit.ask(
        r"""[...document.querySelectorAll("body, body *")].flatMap((element) =>
            ["", "::before", "::after"].map((pseudo) => {
                const style = getComputedStyle(element, pseudo);
                const plain = (value) => value.replace(/\.[0-9a-f]{12}\./g, ".").replaceAll("/source/", "/assets/");
                const values = [...style].map((name) => [name, plain(style.getPropertyValue(name))]);
                return [element.outerHTML.slice(0, 60) + pseudo, Object.fromEntries(values)];
            }))"""
    )
    return [(element, values) for element, values in styles]


def _differences(first: Styles, second: Styles) -> list[tuple[str, str, str, str]]:
    return [
        (element, name, values[name], others[name])
        for (element, values), (_, others) in zip(first, second, strict=True)
        for name in values
        if values[name] != others[name]
    ]
