"""A page with an `Integrity-Policy`, in a real browser, as the development server passes it on."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from assetbuild.runtime import Manifest
from assetbuild.runtime.policy import integrity_policy

from ..browser.chromium import headless_chromium
from ..browser.visit import visit
from ..sites import Site
from .servers import an_app, serving

RAN = "document.documentElement.dataset.ran"
# What was about to be loaded early, and again when it was due, is told twice.
REPORTS = """new Promise((resolve) => new ReportingObserver(
    (reports) => resolve([...new Set(reports.map(({type, body}) =>
        [type, new URL(body.blockedURL).pathname.split(".")[0], body.reportOnly].join(" ")))].sort()),
    {buffered: true}).observe())"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with headless_chromium() as found:
        yield found


@pytest.fixture(scope="module")
def site() -> Site:
    script = "document.documentElement.dataset.ran = (document.documentElement.dataset.ran ?? '') + '{}';"
    files = {f"js/{name}": script.format(name[0]) for name in ("app.js", "module.mjs", "imported.mjs")}
    site = Site({**files, "css/app.css": "a { color: red }"}, config="encodings = []\n")
    site.compile().succeeds()
    return site


def page(site: Site, *, checked: bool = True) -> bytes:
    assets = Manifest.load(site.output / "manifest.json")
    imported = assets.url("js/imported.mjs")
    integrity = json.dumps({"integrity": {imported: assets.integrity("js/imported.mjs")} if checked else {}})
    given = {} if checked else {"integrity": False}
    return f"""<!doctype html><title>x</title><link rel="icon" href="data:,">
        <script type="importmap">{integrity}</script>
        {assets.preload("js/app.js", "css/app.css") if checked else ""}
        {assets.tags("css/app.css", "js/app.js", "js/module.mjs", **given)}
        <script type="module">import "{imported}";</script>""".encode()


@pytest.mark.parametrize(
    ("header", "checked", "ran", "reports"),
    [
        pytest.param("Integrity-Policy", True, "ami", [], id="all have integrity"),
        pytest.param(
            "Integrity-Policy",
            False,
            None,
            [f"integrity-violation /static/js/{name} false" for name in ("app", "imported", "module")],
            id="none has",
        ),
        pytest.param(
            "Integrity-Policy-Report-Only",
            False,
            "ami",
            [f"integrity-violation /static/js/{name} true" for name in ("app", "imported", "module")],
            id="none has, told only",
        ),
    ],
)
def test_browser_refuses_scripts_without_integrity_and_runs_those_of_our_tags(
    header: str, checked: bool, ran: str | None, reports: list[str], site: Site, browser: Browser
) -> None:
    headers = [("Content-Type", "text/html"), (header, integrity_policy())]
    with (
        an_app(lambda path: (200, headers, page(site, checked=checked))) as app,
        serving(site, "--proxy", app.url) as server,
        visit(browser, server.url + "/") as found,
    ):
        assert found.ask(RAN) == ran
        # The script that the development server adds has integrity too.
        assert found.ask("window.__assetbuild") is True
        if reports:
            assert found.ask(REPORTS) == reports
        else:
            assert found.complaints == []
