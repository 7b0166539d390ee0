"""Errors of an app of Preact and TypeScript in a browser, led through the maps that its scripts name to the lines that
people wrote. The browser's own protocol says the places, and trace-mapping what the maps say of them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, expect

from assetbuild.runtime import Manifest
from tests.browser.static_server import static_server
from tests.browser.visit import Visit, visit
from tests.esbuild.preact import install
from tests.sites import Run, Site
from tests.sourcemaps.consumer import scripts

CONFIG = """\
url = "/assets/"
encodings = []
sourcemaps = true
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
APP = {
    "app/main.tsx": """\
        import {render} from "preact";
        import {useState} from "preact/hooks";
        import type {FunctionComponent} from "preact";
        import "./main.css";
        import {unitOf, type Reading} from "./reading";

        const é: Reading = {label: "é"};

        function App() {
            const [Details, setDetails] = useState<FunctionComponent | null>(null);
            const show = async () => { const {Details} = await import("./details"); setDetails(() => Details) };
            return <main>
                <button id="own" onClick={() => { throw Error(é.label as string) /* in the entry */ }}>é</button>
                <button id="show" onClick={show}>show</button>
                {Details && <Details/>}
            </main>;
        }

        render(<App/>, document.body);
        """,
    "app/admin.tsx": 'import {unitOf} from "./reading"; console.log(unitOf)',
    "app/reading.ts": """\
        export interface Reading {
            label: string;
            value?: {unit: string};
        }

        export function unitOf(reading: Reading): string {
            return reading.value!.unit; // in a chunk that entries share
        }
        """,
    "app/details.tsx": """\
        import {useId} from "preact/hooks";
        import {unitOf} from "./reading";
        import "./details.css";

        export const Details = () => {
            const id = useId();
            const fail = (): void => {
                document.title = unitOf({label: id}); // in a chunk that is loaded late
            };
            return <p><button id="late" onClick={fail}>fail</button></p>;
        };
        """,
    "app/main.css": "main { display: grid }",
    "app/details.css": "p { color: red }",
}
SOURCES = {path: dedent(text) for path, text in APP.items()}
_TRACE = """
([text, url, line, column]) =>
    traceMapping.originalPositionFor(new traceMapping.TraceMap(text, url), { line: line + 1, column })
"""
_CONTENT = """
([text, url, source]) => traceMapping.sourceContentFor(new traceMapping.TraceMap(text, url), source)
"""


class Frame(NamedTuple):
    """What a map says of a frame: the asset, the source's path, the number and the text of the line, as the map has it,
    and what stands in that at the column."""

    asset: str
    source: str
    line: int
    text: str
    at: str


def _of(asset: str, path: str, words: str, at: str) -> Frame:
    """The place in a source as it was written: the line with those words, and where `at` begins in it."""
    number, text = next((n, text) for n, text in enumerate(SOURCES[path].split("\n"), 1) if words in text)
    return Frame(asset, f"/assets/sources/{path}", number, text, text[text.index(at) :])


OWN = [_of("app/main.js", "app/main.tsx", "in the entry", "Error(")]
LATE = [
    _of("app/chunks/reading.js", "app/reading.ts", "in a chunk that entries share", "unit;"),
    _of("app/chunks/details.js", "app/details.tsx", "in a chunk that is loaded late", "unitOf("),
]
_MODES = ["", 'minify = "off"', 'minify = "small"', 'modules = "importmap"']


@pytest.mark.parametrize("mode", _MODES)
def test_stack_traces_lead_to_the_lines_of_typescript(browser: Browser, tmp_path: Path, mode: str) -> None:
    run = _compiled(tmp_path, mode)
    with static_server(run.site.output.parent) as url, visit(browser, f"{url}/") as found:
        protocol = found.page.context.new_cdp_session(found.page)
        maps, traces = _listen(protocol)
        found.page.locator("#own").click()
        found.page.locator("#show").click()
        expect(found.page.locator("#late")).to_be_visible()
        found.page.locator("#late").click()
        for script in scripts():
            found.page.evaluate(script)
        own, late = ([_frame(found, run, maps, call) for call in trace] for trace in traces)
    assert own[:-1] == OWN
    assert late[:-1] == LATE
    # Preact calls the handlers; the map of the package leads to what its authors wrote.
    assert own[-1].source == late[-1].source == "/assets/sources/node_modules/preact/src/diff/props.js"


def _compiled(folder: Path, mode: str) -> Run:
    site = Site(SOURCES, config=CONFIG.format(mode), folder=folder)
    install(site.folder / "node_modules")
    run = site.compile().succeeds(stderr="")
    assets = Manifest.load(run.site.output / "manifest.json")
    tags = [str(assets.importmap()), str(assets.tags("app/main.css")), str(assets.tags("app/main.js", module=True))]
    page = f'<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">{"".join(tags)}<body></body>'
    (run.site.output.parent / "index.html").write_text(page, encoding="utf-8")
    return run


def _listen(protocol: CDPSession) -> tuple[dict[str, str], list[list[dict[str, Any]]]]:
    """The URLs of the maps that scripts name, by script; and the frames of each error that nobody catches."""
    maps: dict[str, str] = {}
    traces: list[list[dict[str, Any]]] = []

    def parsed(script: dict[str, Any]) -> None:
        if script["sourceMapURL"]:
            maps[script["url"]] = urljoin(script["url"], script["sourceMapURL"])

    def thrown(event: dict[str, Any]) -> None:
        traces.append(event["exceptionDetails"]["stackTrace"]["callFrames"])

    protocol.on("Debugger.scriptParsed", parsed)
    protocol.on("Runtime.exceptionThrown", thrown)
    protocol.send("Debugger.enable")
    protocol.send("Runtime.enable")
    return maps, traces


def _frame(found: Visit, run: Run, maps: dict[str, str], call: dict[str, Any]) -> Frame:
    names = {f"/assets/{run.entry(name).path}": name for name in run.names()}
    url = maps[call["url"]]
    served = found.page.request.get(url)
    assert served.status == 200
    place: Any = found.page.evaluate(_TRACE, [served.text(), url, call["lineNumber"], call["columnNumber"]])
    content: Any = found.page.evaluate(_CONTENT, [served.text(), url, place["source"]])
    text = content.split("\n")[place["line"] - 1]
    asset, source = names[urlsplit(call["url"]).path], urlsplit(place["source"]).path
    return Frame(asset, source, place["line"], text, text[place["column"] :])
