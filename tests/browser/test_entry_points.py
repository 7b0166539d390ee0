"""An app of Preact and TypeScript, with code splitting, style sheets and files that scripts import, in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.static_server import static_server
from tests.browser.visit import visit
from tests.esbuild.preact import install
from tests.sites import Files, Run, Site

CONFIG = """\
url = "/assets/"
encodings = []
{}
[bundles."app/main.js"]
entry = "app/main.tsx"
[bundles."app/admin.js"]
entry = "app/admin.tsx"
[esbuild]
version = "0.28.2"
jsx = "automatic"
jsx-import-source = "preact"
"""
APP: Files = {
    "app/main.tsx": """\
        import {render} from "preact";
        import {Counter} from "./counter";
        import "./main.css";
        import dot from "../img/dot.svg";

        render(<main><img src={dot}/><Counter start={2 as number}/></main>, document.body);
        """,
    "app/counter.tsx": """\
        import {useState} from "preact/hooks";
        import type {ComponentChildren} from "preact";

        type Details = () => ComponentChildren;

        export function Counter({start}: {start: number}) {
            const [count, setCount] = useState(start);
            const [Details, setDetails] = useState<Details | null>(null);
            const more = async () => { const {Details} = await import("./details"); setDetails(() => Details) };
            return <>
                <button id="count" onClick={() => setCount(count + 1)}>{count} × é</button>
                <button id="more" onClick={more}>more</button>
                {Details && <Details/>}
            </>;
        }
        """,
    "app/details.tsx": """\
        import {useId} from "preact/hooks";
        export const Details = () => <p id="details" data-id={useId()}>loaded when it was wanted</p>;
        """,
    "app/admin.tsx": """\
        import {Counter} from "./counter";
        export {Counter};
        """,
    "app/main.css": '@import "./parts/button.css"; main { display: grid; gap: 7px }',
    "app/parts/button.css": "button { background: url(../../img/dot.svg); color: rgb(1, 2, 3) }",
    "img/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="4" cy="4" r="4"/></svg>',
}


@pytest.fixture(params=["", 'minify = "off"', 'minify = "small"', 'modules = "importmap"'])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Run:
    site = Site(APP, config=CONFIG.format(request.param), folder=tmp_path)
    install(site.folder / "node_modules")
    return site.compile().succeeds(stderr="")


def _page(run: Run) -> str:
    """A page with what templates would write: an import map, the style sheet and the script with integrity."""
    from assetbuild.runtime import Manifest

    assets = Manifest.load(run.site.output / "manifest.json")
    tags = [str(assets.importmap()), str(assets.tags("app/main.css")), str(assets.tags("app/main.js", module=True))]
    return f'<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">{"".join(tags)}<body></body>'


def test_app_runs_and_loads_its_parts_by_their_final_names(app: Run, browser: Browser) -> None:
    (app.site.output.parent / "index.html").write_text(_page(app), encoding="utf-8")
    with static_server(app.site.output.parent) as url, visit(browser, url + "/") as found:
        page = found.page
        page.locator("#count").click()
        expect(page.locator("#count")).to_have_text("3 × é")
        page.locator("#more").click()
        expect(page.locator("#details")).to_have_text("loaded when it was wanted")
        assert found.ask("document.querySelector('img').naturalWidth") == 9
        assert found.ask("getComputedStyle(document.querySelector('main')).gap") == "7px"
        assert found.ask("getComputedStyle(document.querySelector('button')).color") == "rgb(1, 2, 3)"
        assert found.complaints == []
        assert set(found.statuses.values()) == {200}
        artifacts = {f"{url}/assets/{app.entry(name).path}" for name in app.names()}
        assert set(found.statuses) - {f"{url}/"} <= artifacts
        assert len(set(found.statuses) & artifacts) >= 5
    app.site.run("verify").succeeds()
