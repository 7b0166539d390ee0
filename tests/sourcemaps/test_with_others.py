"""Source maps together with modules, files that are put into style sheets, several processes and `watch`."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from assetbuild import processes, sharing
from assetbuild.manifest import ManifestFile
from assetbuild.manifest_entries import collect, entries_of
from assetbuild.model import Artifact, Asset, Gap, SourceMap
from tests.cli.watches import running
from tests.sites import Files, Site
from tests.sourcemaps.consumer import Read

ON = "sourcemaps = true\n"


def place(source: str, line: int, column: int, name: str | None = None) -> dict[str, Any]:
    return {"source": source, "line": line, "column": column, "name": name}


@pytest.mark.parametrize("url", ["url(i.svg)", "url( 'i.svg' )", 'url("i.svg")', "url(i.svg#part)"])
def test_columns_behind_an_inlined_file_are_right(url: str) -> None:
    sheet = f"a {{ background: {url} 1px }} .b {{ color: red }}"
    site = Site({"a.css": sheet, "i.svg": "<svg>ü</svg>"}, config=ON + 'inline = { "*.svg" = 100 }')
    read = Read.of(site.compile().succeeds(stderr=""), "a.css")
    assert ("data:image/svg+xml," in read.text) is ("#" not in url)
    column = read.text.index(".b")
    assert read.trace(1, column) == {"source": "sources/a.css", "line": 1, "column": sheet.index(".b"), "name": None}
    assert read.wrong() == []


MODULES = {
    "js/app.js": "import { b } from './lib/b.js'; import { c } from 'cdn'; import { d } from 'near';\n"
    "export const a = b( c, d );\n",
    "js/lib/b.js": "import { a } from '../app.js'; export function b( ünï ) { return a /* later */ }\n",
    "js/d.js": "export const d = import.meta.resolve( './e.js' ), f = import( './e.js' ); g( d )\n",
    "js/e.js": "export default 5 // five\n",
}


@pytest.mark.parametrize("mode", ["rewrite", "importmap", "off"])
def test_words_behind_specifiers_are_right(mode: str) -> None:
    importmap = 'importmap = { cdn = "https://cdn.example.com/a-long-name-to-grow.js", near = "js/d.js" }\n'
    run = Site(MODULES, config=f'{ON}{importmap}modules = "{mode}"').compile().succeeds(stderr="")
    for path, text in MODULES.items():
        read = Read.of(run, path)
        assert read.wrong() == [], path
        source = f"{'../' * path.count('/')}sources/{path}"
        assert {each[2] for each in read.words()} == {source}
        assert read.sources == {source: text}
        assert f"{path}.map" in run.entry(path).references
    run.site.run("verify", "--sources").succeeds(stderr="")


def test_maps_are_not_modules() -> None:
    run = Site(MODULES, config=f'{ON}modules = "off"').compile().succeeds(stderr="")
    assert not any(run.entry(name).is_module() for name in run.names() if name.endswith(".map"))


def test_processes_that_compile_together_make_the_same_maps(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "function first( second ) { return second + 1 } // third\n"
    files = {f"{at}.js": script * (at + 1) for at in range(8)}
    alone = Site(files, config=ON).compile("--no-cache", "--jobs", "1").succeeds(stderr="")
    counts = []

    def copies(count: int, say: Any) -> Any:
        counts.append(count)
        return processes.copies(count, say)

    monkeypatch.setattr(sharing, "_SHARE", 100)
    monkeypatch.setattr(sharing, "can_fork", lambda: True)
    monkeypatch.setattr(sharing, "copies", copies)
    together = Site(files, config=ON).compile("--no-cache", "--jobs", "4").succeeds(stderr="")
    assert counts == [3]
    assert together.manifest.digest == alone.manifest.digest


def test_asset_with_a_map_survives_pickling() -> None:
    asset = Asset("a.js", b"a", map=SourceMap(("a.js",), b'["a"]', (), ("AAA", "A"), (Gap(1, 0, 1),)))
    assert pickle.loads(pickle.dumps(asset)) == asset


def test_maps_are_not_counted_as_progress() -> None:
    artifacts = [
        Artifact(name, name, b"", "", map_of=name.removesuffix(".map") if name.endswith(".map") else "")
        for name in ("a.js.map", "a.js", "b.js.map", "b.js")
    ]
    told: list[tuple[int, int]] = []
    made = collect(iter(artifacts), {}, 2, lambda *counts: told.append(counts))
    assert told == [(1, 2), (2, 2)]
    assert list(entries_of(made)) == ["a.js", "a.js.map", "b.js", "b.js.map"]


def test_watch_follows_maps() -> None:
    site = Site({"a.js": "first( 1 )"}, config=ON + "encodings = []\n")
    with running(site.folder, "watch", "--json") as watching:
        watching.event()
        site.write({"assets/a.js": "first( 1 ) // only the map changes\n"})
        event = watching.until("assets/a.js")
        assert event["ok"]
        manifest = ManifestFile.load(site.output / "manifest.json")
        assert manifest.names() == ["a.js", "a.js.map"]
        document = json.loads((site.output / manifest.entry("a.js.map").path).read_text())
        assert document["sourcesContent"] == ["first( 1 ) // only the map changes\n"]
        script = (site.output / manifest.entry("a.js").path).read_text()
        assert script.endswith(f"//# sourceMappingURL={manifest.entry('a.js.map').path}\n")


ESBUILD = '[esbuild]\nversion = "0.28.2"\n'


def test_map_of_the_small_level_leads_through_that_of_esbuild() -> None:
    script = "// first\nfunction outer( longName ) {\n  return inner( longName ) + 1\n}\nwindow.outer = outer\n"
    config = f'{ON}minify = "small"\n[bundles."all.js"]\ncontents = ["js/a.js", "js/b.js"]\n{ESBUILD}'
    site = Site({"js/a.js": script, "js/b.js": "two( 2 )"}, config=config)
    read = Read.of(site.compile().succeeds(stderr=""), "all.js")
    assert read.sources == {"sources/js/a.js": script, "sources/js/b.js": "two( 2 )"}
    assert read.document["names"] == ["longName"]
    lines = read.text.split("\n")
    assert read.trace(1, lines[0].index("inner")) == place("sources/js/a.js", 3, 9)
    assert read.trace(2, lines[1].index("two")) == place("sources/js/b.js", 1, 0)


def test_entry_point_has_the_map_that_esbuild_made() -> None:
    files: Files = {
        "js/app.ts": "import { greet } from './lib/greet';\nimport logo from '../logo.png';\n"
        "const name: string = 'x';\nwindow.shown = greet( name, logo );\nimport( './lazy' )\n",
        "js/lib/greet.ts": "// Says it.\nexport const greet = ( who: string, at: string ) => {\n"
        "  return missing( who, at );\n}\n",
        "js/lazy.ts": "import './a.css'; late( 1 )",
        "js/a.css": "/* one */ .a { color: red; background: url(../logo.png) } .b { top: 1px }",
        "logo.png": b"PNG",
    }
    site = Site(files, config=f'{ON}[bundles."js/app.js"]\nentry = "js/app.ts"\n{ESBUILD}')
    run = site.compile().succeeds(stderr="")
    read = Read.of(run, "js/app.js")
    assert read.document["sources"] == ["../sources/js/lib/greet.ts", "../sources/js/app.ts"]
    assert read.sources["../sources/js/app.ts"] == files["js/app.ts"]
    assert read.trace(1, read.text.index("missing")) == place("../sources/js/lib/greet.ts", 3, 9)
    assert read.trace(1, read.text.index("shown")) == place("../sources/js/app.ts", 4, 7)
    assert read.trace(1, read.text.index("import("))["source"] == "../sources/js/app.ts"
    style = Read.of(run, "js/chunks/lazy.css")
    assert style.trace(1, style.text.index(".b")) == place("../../sources/js/a.css", 1, 58)
    first = {name: run.data(name) for name in run.names()}
    again = site.compile("--no-cache")
    assert {name: again.data(name) for name in again.names()} == first
    site.run("verify", "--sources").succeeds(stderr="")
