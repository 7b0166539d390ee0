"""Modules that name each other: what stands in the artifacts, and in the manifest, in each mode."""

from __future__ import annotations

import re

import pytest

from assetbuild.manifest import ModuleMap

from ..sites import Files, Run, Site

IMPORTMAP = 'modules = "importmap"\n'


def named(text: str) -> str:
    """`text` with `#` for each fingerprint."""
    return re.sub(r"\.[0-9a-f]{12}(?=\.|$)", ".#", text)


LINKED = [
    pytest.param('import "./b.js"', 'import"./b.#.js"', 'import"./b.js"', id="beside"),
    pytest.param('import "../lib/c.mjs"', 'import"../lib/c.#.mjs"', 'import"../lib/c.mjs"', id="above"),
    pytest.param('import "/static/lib/c.mjs"', 'import"../lib/c.#.mjs"', 'import"../lib/c.mjs"', id="below the URL"),
    pytest.param('import "/other/c.mjs"', 'import"/other/c.mjs"', 'import"/other/c.mjs"', id="elsewhere"),
    pytest.param('import "./b.js?v=1"', 'import"./b.#.js?v=1"', 'import"./b.#.js?v=1"', id="a query no map has"),
    pytest.param('import "./%62.js"', 'import"./b.#.js"', 'import"./b.js"', id="one form of a name"),
    pytest.param('import d from "./d.json" with {type: "json"}', None, None, id="JSON"),
    pytest.param('import("./b.js")', 'import("./b.#.js")', 'import("./b.js")', id="call"),
    pytest.param('import.meta.resolve("./b.js")', None, None, id="resolve"),
    pytest.param(
        'new URL("b.js", import.meta.url)',
        'new URL("b.#.js",import.meta.url)',
        'new URL("b.#.js",import.meta.url)',
        id="URL, which no map leads",
    ),
    pytest.param('import("fs")', 'import("fs")', 'import("fs")', id="a module of Node.js, called"),
    pytest.param('import("https://x.example/a.js")', None, None, id="another host"),
]


@pytest.mark.parametrize(("written", "rewritten", "stable"), LINKED)
def test_specifier_in_each_mode(written: str, rewritten: str | None, stable: str | None) -> None:
    files = {"js/a.js": written, "js/b.js": "export {}", "js/d.json": "{}", "lib/c.mjs": "export {}"}
    runs = [Site(files, config=config).compile().succeeds(stderr="") for config in ('modules = "rewrite"', IMPORTMAP)]
    found = [named(run.text("js/a.js")) for run in runs]
    assert [run.site.run("verify").succeeds().status for run in runs] == [0, 0]
    if rewritten is not None:
        assert found == [rewritten, stable]
    else:
        assert "d.#.json" in found[0] or "b.#.js" in found[0] or "x.example" in found[0]


def test_modules_off_keeps_nothing_from_a_build_that_looks_for_imports() -> None:
    site = Site({"a.js": "import './b.js'; export const long_name = 1 + 1", "b.js": "export default 1"})
    outputs = []
    for mode in ("off", "rewrite", "off", "rewrite"):
        site.write({"assetbuild.toml": f'modules = "{mode}"'})
        run = site.compile().succeeds(stderr="")
        outputs.append((run.text("a.js"), run.entry("a.js").module))
    assert outputs[0] == outputs[2] != outputs[1] == outputs[3]
    assert outputs[0][0].startswith("import'./b.js'")
    assert not outputs[0][1]
    assert outputs[1] == (outputs[0][0].replace("b.js", run.entry("b.js").path), True)


def test_modules_off_leaves_specifiers_as_they_are() -> None:
    files = {"js/a.js": 'import"./b.js";import"nothing"', "js/b.js": "export{}"}
    run = Site(files, config='modules = "off"').compile().succeeds(stderr="")
    assert run.text("js/a.js") == files["js/a.js"]
    assert run.manifest.modules is None
    assert run.site.run("verify").status == 0


def test_circle_has_one_fingerprint_where_names_are_rewritten_and_none_where_they_are_stable() -> None:
    files: Files = {"a.js": 'import "./b.js"', "b.js": 'import "./a.js"'}
    rewritten = Site(files).compile().succeeds(stderr="")
    fingerprints = {rewritten.entry(name).path.split(".")[1] for name in files}
    assert len(fingerprints) == 1
    assert rewritten.site.run("verify").status == 0
    stable = Site(files, config=IMPORTMAP).compile().succeeds(stderr="")
    assert len({stable.entry(name).path.split(".")[1] for name in files}) == 2
    assert stable.site.run("verify").status == 0


def test_manifest_says_what_is_a_module_and_what_it_imports() -> None:
    site = Site(
        {
            "app.js": 'import "./a.js"; import("./lazy.js"); new URL("i.svg", import.meta.url)',
            "a.js": "export const a = 1",
            "lazy.js": "export default 1",
            "i.svg": "<svg/>",
            "script.js": "a = 1",
            "strict.js": "b = 1",
            "c.mjs": "c = 1",
        },
        config='modules = "importmap"\nmodule-files = ["str*"]\n[importmap]\nx = "a.js"\ny = "https://y.example/"',
    )
    run = site.compile().succeeds(stderr="")
    entry = run.entry("app.js")
    assert (entry.module, entry.imports, entry.dynamic, entry.references) == (True, ("a.js",), ("lazy.js",), ("i.svg",))
    assert [name for name in run.names() if run.entry(name).is_module()] == [
        "a.js",
        "app.js",
        "c.mjs",
        "lazy.js",
        "strict.js",
    ]
    assert run.manifest.modules == ModuleMap("importmap", {"x": "a.js", "y": "https://y.example/"})


def test_what_a_worker_imports_is_rewritten_in_both_modes() -> None:
    files = {
        "app.js": 'import "./main.js"; import "./shared.js"; new Worker(new URL("w.js", import.meta.url))',
        "main.js": 'import "./leaf.js"',
        "w.js": 'import "./shared.js"',
        "shared.js": 'import "./leaf.js"',
        "leaf.js": "export {}",
    }
    run = Site(files, config=IMPORTMAP).compile().succeeds(stderr="")
    texts = {name: named(run.text(name)) for name in files}
    assert texts == {
        "app.js": 'import"./main.js";import"./shared.js";new Worker(new URL("w.#.js",import.meta.url))',
        "main.js": 'import"./leaf.js"',
        "w.js": 'import"./shared.#.js"',
        "shared.js": 'import"./leaf.#.js"',
        "leaf.js": "export{}",
    }


def test_call_in_a_bundle_is_relative_to_the_bundle() -> None:
    site = Site(
        {
            "js/a/x.js": 'import("./y.mjs"); import("../z.mjs"); import("/static/js/z.mjs"); import("fs")',
            "js/a/y.mjs": "export {}",
            "js/z.mjs": "export {}",
        },
        config='[bundles."app.js"]\ncontents = ["js/a/x.js"]',
    )
    text = named(site.compile().succeeds(stderr="").text("app.js"))
    assert text == 'import("./js/a/y.#.mjs");import("./js/z.#.mjs");import("./js/z.#.mjs");import("fs");'


def chain(mode: str, count: int, leaf: str) -> Run:
    """Modules of which each fifth imports the one before it, and all import a common one that imports the leaf."""
    files: dict[str, str | bytes] = {"leaf.js": leaf, "common.js": 'import "./leaf.js"; export {}'}
    files |= {f"m/{n}.js": f'import "./{n - 1}.js"; export {{}}' for n in range(1, count) if n % 5}
    files |= {f"m/{n}.js": 'import "../common.js"; export {}' for n in range(0, count, 10)}
    files |= {f"m/{n}.js": "export {}" for n in range(5, count, 10)}
    return Site(files, config=f'modules = "{mode}"\nminify = "off"\nencodings = []').compile().succeeds(stderr="")


@pytest.mark.parametrize(("mode", "share"), [("rewrite", 500), ("importmap", 0)])
def test_change_of_a_leaf_of_1000_modules_renames_its_importers_or_itself_alone(mode: str, share: int) -> None:
    before, after = (chain(mode, 998, f"export const n = {n}") for n in (1, 2))
    names = before.names()
    assert len(names) == 1000
    changed = {name for name in names if before.entry(name).path != after.entry(name).path}
    importers = {name for name in names if reaches(before, name, "leaf.js")}
    assert changed == ({"leaf.js"} if mode == "importmap" else importers)
    assert len(importers) > share
    assert before.manifest.digest != after.manifest.digest
    files = [{path.name for path in run.site.output.rglob("*.js")} for run in (before, after)]
    assert len(files[1] - files[0]) == len(changed)


def reaches(run: Run, name: str, leaf: str) -> bool:
    pending, seen = [name], {name}
    while pending:
        new = {*run.entry(pending.pop()).imports} - seen
        seen |= new
        pending += new
    return leaf in seen
