"""Modules in a real browser, without a bundler: from fingerprinted files, in both modes, with integrity checked."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from assetbuild.runtime import Manifest

from ..sites import Files, Site
from .static_server import static_server
from .visit import Visit, visit

ROOT = Path(__file__).parents[2]
PACKAGES = ROOT / ".packages" / "node_modules"
MODES = ["rewrite", "importmap"]

GRAPH: Files = {
    "js/app.js": """
        import { even } from "./circle/even.js";
        import data from "./data.json" with { type: "json" };
        import sheet from "../css/a.css" with { type: "css" };
        import { name } from "greeting";
        import { folder } from "lib/inner.js";
        import { own } from "vendored";
        import * as again from "./circle/odd.js";
        export { even, again };
        const log = (key, value) => { document.documentElement.dataset[key] = value; };
        document.adoptedStyleSheets = [sheet];
        log("even", even(10));
        log("data", data.answer);
        log("bare", `${name} ${folder} ${own}`);
        import("./lazy.js").then((lazy) => log("lazy", lazy.default));
        import("../lib/caf\\u00e9.js").then((module) => log("cafe", module.default));
        const picture = new Image();
        picture.onload = () => log("picture", picture.naturalWidth);
        picture.src = new URL("../img/a.svg", import.meta.url);
        log("resolved", import.meta.resolve("./lazy.js").endsWith(".js"));
        const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
        worker.onmessage = ({ data }) => log("worker", data);
        const shared = new SharedWorker(new URL("./shared.js", import.meta.url), { type: "module" });
        shared.port.onmessage = ({ data }) => log("shared", data);
    """,
    "js/circle/even.js": "import { odd } from './odd.js'; export const even = (n) => n === 0 || odd(n - 1);",
    "js/circle/odd.js": "import { even } from './even.js'; export const odd = (n) => n !== 0 && even(n - 1);",
    "js/data.json": '{"answer": 42}',
    "css/a.css": "body { color: rgb(1, 2, 3) }",
    "js/lazy.js": "import { deep } from './deep.js'; export default `lazy ${deep}`;",
    "js/deep.js": "export const deep = 'deep';",
    "js/worker.js": """
        import { answer } from "./part.js";
        import("./lazy.js").then((lazy) => postMessage(answer + lazy.default));
    """,
    "js/shared.js": "import { answer } from './part.js'; onconnect = ({ ports }) => ports[0].postMessage(answer);",
    "js/part.js": "import { deep } from './deep.js'; export const answer = `${deep} in a worker, `;",
    "lib/greeting.js": "export const name = 'hello';",
    "lib/inner.js": "export const folder = 'folder';",
    "lib/café.js": "export default 'coffee';",
    "img/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"/>',
    "js/classic.js": """
        import("./lazy.js").then((lazy) => { document.documentElement.dataset.classic = lazy.default; });
    """,
}
VENDORED: Files = {
    "packages/vendored/package.json": '{"exports": {".": {"node": "./no.js", "import": "./es/main.js"}}, "imports": '
    '{"#part": "./es/part.js"}}',
    "packages/vendored/es/main.js": "export { part as own } from '#part';",
    "packages/vendored/es/part.js": "import inner from 'nested/inner'; export const part = `own ${inner}`;",
    "packages/vendored/node_modules/nested/package.json": '{"exports": {"./*": "./lib/*.js"}}',
    "packages/vendored/node_modules/nested/lib/inner.js": "export default 'nested';",
}
SAID = {
    "even": "true",
    "data": "42",
    "bare": "hello folder own nested",
    "lazy": "lazy deep",
    "cafe": "coffee",
    "picture": "7",
    "resolved": "true",
    "worker": "deep in a worker, lazy deep",
    "shared": "deep in a worker, ",
    "classic": "lazy deep",
}


def compiled(folder: Path, mode: str, assets: Files, packages: str, importmap: str = "", project: Files = {}) -> Site:  # noqa: B006
    config = f'modules = "{mode}"\npackages = ["{packages}"]\nencodings = []\n[importmap]\n{importmap}'
    site = Site(assets, config=config, project=project, folder=folder)
    site.compile().succeeds(stderr="")
    site.run("verify").succeeds()
    return site


@contextmanager
def opened(browser: Browser, site: Site, *names: str, prefix: str = "/assets/", inline: str = "") -> Iterator[Visit]:
    """A page that loads these assets, with a policy that allows only scripts with the nonce and what they import.

    `unsafe-eval` is for WebAssembly and for the tests' own questions.
    """
    assets = Manifest.load(site.output / "manifest.json", prefix)
    head = f"{assets.importmap(nonce='n')}\n{assets.tags(*names, nonce='n')}"
    policy = (
        "<meta http-equiv='Content-Security-Policy' content=\"script-src 'nonce-n' 'strict-dynamic' 'unsafe-eval'\">"
    )
    page = f"<!doctype html><link rel=icon href=data:,>{policy if not inline else ''}{head}{inline}<body>"
    (site.output.parent / "page.html").write_text(page)
    with static_server(site.output.parent) as url, visit(browser, f"{url}/page.html", "load") as found:
        yield found


def asked(found: Visit, site: Site) -> set[str]:
    """The paths below the output folder that were requested; all requests were answered, and none went elsewhere."""
    assert set(found.statuses.values()) == {200}
    paths = {urlsplit(url).path for url in found.statuses if not url.startswith("data:")} - {"/page.html"}
    assert {path.split("/")[1] for path in paths} == {"assets"}
    known = {f"/assets/{Manifest.load(site.output / 'manifest.json').path(name)}": name for name in site_names(site)}
    return {known[unquote(path)] for path in paths}


def site_names(site: Site) -> list[str]:
    return Manifest.load(site.output / "manifest.json").names()


@pytest.mark.parametrize("mode", MODES)
def test_graph_with_circles_workers_and_bare_specifiers_runs(browser: Browser, tmp_path: Path, mode: str) -> None:
    importmap = 'greeting = "lib/greeting.js"\n"lib/" = "lib/"'
    site = compiled(tmp_path, mode, GRAPH, "packages", importmap, VENDORED)
    with opened(browser, site, "js/app.js", "js/classic.js") as found:
        found.page.wait_for_function(f"Object.keys(document.documentElement.dataset).length === {len(SAID)}")
        assert found.ask("({...document.documentElement.dataset})") == SAID
        assert found.ask("getComputedStyle(document.body).color") == "rgb(1, 2, 3)"
        assert found.complaints == []
        # What a shared worker starts with is asked for by nobody's page.
        assert asked(found, site) == {*site_names(site)} - {"js/shared.js"}


@pytest.mark.parametrize("mode", MODES)
def test_inline_module_imports_by_name(browser: Browser, tmp_path: Path, mode: str) -> None:
    importmap = 'greeting = "lib/greeting.js"\n"lib/" = "lib/"'
    site = compiled(tmp_path, mode, GRAPH, "packages", importmap, VENDORED)
    inline = (
        "<script type=module>import {name} from 'greeting'; import {folder} from 'lib/inner.js';"
        "document.title = name + folder</script>"
    )
    with opened(browser, site, inline=inline) as found:
        found.page.wait_for_function("document.title")
        assert found.ask("document.title") == "hellofolder"
        assert found.complaints == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("prefix", ["./assets/", "assets/", "HOST/assets/"])
def test_modules_are_found_below_any_prefix(browser: Browser, tmp_path: Path, mode: str, prefix: str) -> None:
    site = compiled(tmp_path, mode, GRAPH, "packages", 'greeting = "lib/greeting.js"\n"lib/" = "lib/"', VENDORED)
    with (
        static_server(site.output.parent, cors=True) as other,
        opened(browser, site, "js/lazy.js", prefix=prefix.replace("HOST", other)) as found,
    ):
        found.page.wait_for_load_state("networkidle")
        assert found.complaints == []
        assert asked(found, site) == {"js/lazy.js", "js/deep.js"}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["js/deep.js", "js/circle/odd.js", "js/lazy.js"])
def test_browser_refuses_a_module_that_was_tampered_with(
    browser: Browser, tmp_path: Path, mode: str, name: str
) -> None:
    site = compiled(tmp_path, mode, GRAPH, "packages", 'greeting = "lib/greeting.js"\n"lib/" = "lib/"', VENDORED)
    artifact = site.output / Manifest.load(site.output / "manifest.json").path(name)
    artifact.chmod(0o644)
    artifact.write_bytes(artifact.read_bytes() + b" ")
    with opened(browser, site, "js/app.js") as found:
        found.page.wait_for_timeout(500)
        refused = [complaint for complaint in found.complaints if "integrity" in complaint]
        assert any(artifact.name in complaint for complaint in refused), found.complaints


PROGRAMS = {
    "three": "",
    "lit": """
        import { LitElement, html, css } from "lit";
        import { customElement, property } from "lit/decorators.js";
        import { repeat } from "lit/directives/repeat.js";
        class Greeting extends LitElement {
            static styles = css`b { color: red }`;
            render() { return html`<p>${repeat([1, 2], (n) => html`<b>${n}</b>`)}</p>`; }
        }
        customElement("x-greeting")(Greeting);
        document.body.append(document.createElement("x-greeting"));
        requestAnimationFrame(() => {
            document.documentElement.dataset.done = document.querySelector("x-greeting").shadowRoot.textContent.trim();
        });
    """,
    "d3": """
        import * as d3 from "d3";
        import { bisect } from "d3-array";
        const points = [[0, 0], [bisect([1, 2], 1), 1]];
        const path = d3.select("body").append("svg").append("path").attr("d", d3.line()(points));
        document.documentElement.dataset.done = path.attr("d") + " " + (Object.keys(d3).length > 500);
    """,
    "shoelace": """
        import "@shoelace-style/shoelace";
        import { SlButton } from "@shoelace-style/shoelace";
        document.body.insertAdjacentHTML("beforeend", "<sl-button>x</sl-button><sl-rating></sl-rating>");
        customElements.whenDefined("sl-rating").then(() => {
            document.documentElement.dataset.done = document.querySelector("sl-button") instanceof SlButton;
        });
    """,
}
DONE = {"lit": "12", "d3": "M0,0L1,1 true", "shoelace": "true"}


@pytest.mark.parametrize("mode", MODES)
def test_unbundled_packages_run(browser: Browser, tmp_path: Path, mode: str) -> None:
    assert PACKAGES.is_dir(), "there are no packages in .packages: scripts/test fetches them with npm"
    addons = three_addons()
    imports = "".join(f"import * as m{n} from 'three/addons/{addon}';" for n, addon in enumerate(addons))
    used = " + ".join(f"Object.keys(m{n}).length" for n in range(len(addons)))
    three = (
        f"import {{ Scene, Mesh, BoxGeometry }} from 'three';{imports}"
        f"const scene = new Scene().add(new Mesh(new BoxGeometry()));"
        f"document.documentElement.dataset.done = scene.children.length + ' ' + ({used} > {len(addons)});"
    )
    sources = {f"{name}.js": text for name, text in {**PROGRAMS, "three": three}.items()}
    site = compiled(tmp_path, mode, sources, os.fspath(PACKAGES))
    assert len(addons) > 300
    assert len({name.split("/")[1] for name in site_names(site) if name.startswith("packages/d3-")}) == 30
    for name, done in {**DONE, "three": "1 true"}.items():
        with opened(browser, site, f"{name}.js") as found:
            found.page.wait_for_function("document.documentElement.dataset.done")
            assert (name, found.ask("document.documentElement.dataset.done")) == (name, done)
            # One addon of three asks for a GPU as soon as it is loaded.
            assert [each for each in found.complaints if "No available adapters" not in each] == []
            assert len(asked(found, site)) > 20


def three_addons() -> list[str]:
    """The addons of three, but for the two that import from another host, and what imports these."""
    base = PACKAGES / "three" / "examples" / "jsm"
    texts = {file.relative_to(base).as_posix(): file.read_text() for file in sorted(base.rglob("*.js"))}
    left_out = {path for path, text in texts.items() if re.search("^import .* from 'https://", text, re.M)}
    assert len(left_out) == 2
    names = {path.rsplit("/", 1)[-1] for path in left_out}
    importers = {path for path, text in texts.items() if any(f"/{name}'" in text for name in names)}
    return sorted(texts.keys() - left_out - importers)
