"""Bundles that esbuild makes of entry points: what they become, and what makes them be made again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from assetbuild.esbuild.tool import Esbuild
from tests.sites import Files, Run, Site

CONFIG = """\
encodings = []
[bundles."js/app.js"]
entry = "js/app.tsx"
[esbuild]
version = "0.28.2"
"""
APP: Files = {
    "js/app.tsx": """\
        import "./app.css";
        import logo from "../img/logo.png";
        import font from "lib/sans.woff2";
        import {greet} from "./greet";
        /*! the licence */
        console.log(logo, font, greet("é" as string));
        import("./lazy").then((lazy) => lazy.go());
        """,
    "js/greet.ts": "export const greet = (name: string) => 'Hello ' + name;\nexport const unused = 'shaken off';\n",
    "js/lazy.ts": "import {greet} from './greet'; export function go() { document.title = greet('lazy') }\n",
    "js/app.css": '@import "./base.css"; .a { background: url(../img/logo.png) }\n',
    "js/base.css": ".base { color: red; background: url(/static/img/logo.png) }\n",
    "img/logo.png": b"\x89PNG logo",
}
_EXTERNAL = (
    'You can mark the path "no-lib" as external to exclude it from the bundle, which will remove this error and leave '
    "the unresolved path in the bundle."
)
LIB: Files = {"node_modules/lib/package.json": "{}", "node_modules/lib/sans.woff2": b"wOF2 font"}


def app(assets: Files | None = None, project: Files | None = None, config: str = CONFIG) -> Site:
    return Site({**APP, **(assets or {})}, config=config, project={**LIB, **(project or {})})


def named(run: Run, path: str) -> str:
    """The name that an artifact has among its neighbours."""
    return run.entry(path).path.rsplit("/", 1)[-1]


def test_entry_point_becomes_script_style_sheet_chunks_and_files() -> None:
    run = app().compile().succeeds(stderr="")
    assert [name for name in run.names() if name.startswith("js/")] == [
        "js/app.css",
        "js/app.js",
        "js/base.css",
        "js/chunks/greet.js",
        "js/chunks/lazy.js",
        "js/files/sans.woff2",
    ]
    assert run.data("js/files/sans.woff2") == b"wOF2 font"
    logo = named(run, "img/logo.png")
    assert run.text("js/app.css") == (
        f'.base{{color:red;background:url(../img/{logo})}}.a{{background:url("../img/{logo}")}}\n'
    )
    assert run.site.run("verify", "--sources").succeeds()


def test_script_names_what_it_imports_and_loads_by_final_names() -> None:
    run = app().compile().succeeds()
    chunk, lazy = named(run, "js/chunks/greet.js"), named(run, "js/chunks/lazy.js")
    logo, font = named(run, "img/logo.png"), named(run, "js/files/sans.woff2")
    assert re.sub(r"\b[a-z]\b", "_", run.text("js/app.js")) == (
        f'import{{_ as _}}from"./chunks/{chunk}";'
        f'var _=new URL("../img/{logo}",import.meta.url).href;var _=new URL("files/{font}",import.meta.url).href;'
        f'console.log(_,_,_("é"));import("./chunks/{lazy}").then(_=>_.go());\n/*! the licence */\n'
    )
    entry = run.entry("js/app.js")
    assert entry.references == (
        "img/logo.png",
        "js/chunks/greet.js",
        "js/chunks/lazy.js",
        "js/files/sans.woff2",
    )
    everything = "".join(run.text(name) for name in run.names() if name.endswith(".js"))
    assert "shaken off" not in everything


def test_query_and_fragment_stay_behind_the_final_name() -> None:
    assets = {
        "js/app.tsx": 'import "./app.css"; import icon from "../img/logo.svg#icon"; console.log(icon)',
        "js/app.css": "a { src: url(../img/logo.png?#iefix) url('lib/sans.woff2?a=1#b') }",
        "img/logo.svg": "<svg/>",
    }
    run = app(assets).compile().succeeds(stderr="")
    icon, logo, font = (named(run, path) for path in ("img/logo.svg", "img/logo.png", "js/files/sans.woff2"))
    assert run.text("js/app.css") == f'a{{src:url("../img/{logo}?#iefix") url("files/{font}?a=1#b")}}\n'
    assert f'new URL("../img/{icon}#icon",import.meta.url)' in run.text("js/app.js")
    (run.site.folder / "node_modules/lib/sans.woff2").write_bytes(b"another font")
    again = run.site.compile().succeeds(stderr="")
    assert again.data("js/files/sans.woff2") == b"another font"


def test_entry_point_may_be_a_link_to_another_source() -> None:
    site = app()
    (site.folder / "assets/js/app.tsx").unlink()
    site.write({"assets/real/main.tsx": "console.log(1 as number)"})
    (site.folder / "assets/js/app.tsx").symlink_to("../real/main.tsx")
    assert site.compile().succeeds(stderr="").text("js/app.js") == "console.log(1);\n"


def test_file_may_have_a_name_with_signs_of_queries() -> None:
    assets = {"js/app.tsx": "import icon from '../img/c#.svg'; console.log(icon)", "img/c#.svg": "<svg/>"}
    run = app(assets).compile().succeeds(stderr="")
    assert f'new URL("../img/{quote(named(run, "img/c#.svg"))}",import.meta.url)' in run.text("js/app.js")
    (run.site.folder / "assets/img/c#.svg").write_text("<svg id='i'/>")
    assert run.site.compile().succeeds(stderr="").text("img/c#.svg") == "<svg id='i'/>"


def test_manifest_says_that_it_is_a_module_and_what_it_imports() -> None:
    run = app().compile().succeeds()
    entry = json.loads((run.site.output / "manifest.json").read_text())["assets"]["js/app.js"]
    assert (entry["module"], entry["imports"], entry["dynamic"]) == (
        True,
        ["js/chunks/greet.js"],
        ["js/chunks/lazy.js"],
    )


def test_sources_in_typescript_are_not_emitted_where_there_are_entry_points() -> None:
    assert not [name for name in app().compile().names() if name.endswith((".ts", ".tsx"))]
    assert Site({"a.ts": "let a"}).compile().names() == ["a.ts"]


def test_minify_off_keeps_names_and_lines() -> None:
    run = app(config='minify = "off"\n' + CONFIG).compile().succeeds()
    assert "// assets/js/app.tsx\n" in run.text("js/app.js")


def test_entry_points_share_chunks() -> None:
    config = CONFIG + '[bundles."js/admin.js"]\nentry = "js/admin.ts"\n'
    assets = {"js/admin.ts": "import {greet} from './greet'; console.log(greet('admin'))"}
    run = app(assets, config=config).compile().succeeds()
    shared = named(run, "js/chunks/greet.js")
    assert shared in run.text("js/admin.js")
    assert shared in run.text("js/app.js")


def test_entry_point_may_be_a_style_sheet_or_have_the_name_of_its_source() -> None:
    config = """\
        encodings = []
        [bundles."css/all.css"]
        entry = "css/main.css"
        [bundles."js/page.js"]
        entry = "js/page.js"
        [esbuild]
        version = "0.28.2"
        """
    assets = {
        "css/main.css": "@import './b.css';",
        "css/b.css": "b { c: d }",
        "js/page.js": "import './p.js'",
        "js/p.js": "p()",
    }
    run = Site(assets, config=config).compile().succeeds()
    assert run.text("css/all.css") == "b{c:d}\n"
    assert run.text("js/page.js") == "p();\n"


def test_roots_may_import_from_each_other_and_from_packages_of_the_project() -> None:
    config = 'sources = ["assets", "more"]\n' + CONFIG
    project = {
        "more/shared/x.ts": "import y from 'lib/y'; export default y",
        "node_modules/lib/y.js": "export default 'from lib'",
    }
    run = app({"js/app.tsx": "import x from 'shared/x'; console.log(x)"}, project, config).compile().succeeds()
    assert run.text("js/app.js") == 'var o="from lib";var r=o;console.log(r);\n'


def test_settings_reach_esbuild() -> None:
    config = (
        CONFIG
        + """\
        target = ["es2019"]
        define = { DEBUG = "false" }
        external = ["https://*"]
        loaders = { ".txt" = "text" }
        jsx = "automatic"
        jsx-import-source = "lib"
        tsconfig = "configs/web.json"
        """
    )
    assets = {
        "js/app.tsx": """\
            import t from "./a.txt";
            import x from "@/there";
            import "https://example.com/x.js";
            console.log(DEBUG, t, x?.y, <p/>);
            """,
        "js/a.txt": "some text",
        "js/there.ts": "export default window.x;",
    }
    project = {
        "configs/web.json": '{"compilerOptions": {"paths": {"@/*": ["../assets/js/*"]}}}',
        "node_modules/lib/jsx-runtime.js": "export const jsx = (name) => 'jsx of ' + name",
    }
    text = app(assets, project, config).compile().succeeds().text("js/app.js")
    assert 'import"https://example.com/x.js";' in text
    assert '"some text"' in text
    assert '"jsx of "+' in text
    assert "console.log(!1," in text
    assert "?." not in text


Change = Callable[[Site], object]


def _write(path: str, text: str) -> Change:
    return lambda site: site.write({path: text})


def _remove(path: str) -> Change:
    return lambda site: (site.folder / path).unlink()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_write("assets/js/greet.ts", "export const greet = (n: string) => n"), id="source"),
        pytest.param(_write("node_modules/lib/sans.woff2", "another"), id="file of a package"),
        pytest.param(
            _write("node_modules/lib/package.json", '{"exports": {"./sans.woff2": "./other.woff2"}}'), id="package"
        ),
        pytest.param(_write("assets/js/greet.tsx", "export const greet = () => 1"), id="source that comes before"),
        pytest.param(_write("assets/js/node_modules/lib/sans.woff2", "nearer"), id="package that comes before"),
        pytest.param(
            _write("assets/tsconfig.json", '{"compilerOptions": {"jsx": "preserve", "target": "es5"}}'), id="tsconfig"
        ),
        pytest.param(
            _write("node_modules/lib/inner/index.tsx", "export default 3"), id="file that comes before in a package"
        ),
        pytest.param(_remove("assets/js/tsconfig.json"), id="tsconfig that is gone"),
        pytest.param(_write("configs/base.json", '{"compilerOptions": {"jsxFactory": "two"}}'), id="extended tsconfig"),
    ],
)
@pytest.mark.parametrize("cached", [True, False], ids=["cached", "no index"])
def test_change_of_what_esbuild_looked_at_is_seen(change: Change, cached: bool) -> None:
    """The next build says what one without a cache says; and it does have something else to say."""
    assets = {
        "js/app.tsx": """\
            import font from "lib/sans.woff2"; import inner from "lib/inner/index"; import {greet} from "./greet";
            console.log(font, inner, greet("x"), <p/>);
            """
    }
    project = {
        "node_modules/lib/inner/index.js": "export default 1",
        "node_modules/lib/other.woff2": "other",
        "assets/js/tsconfig.json": '{"extends": "../../configs/base", /* why */ "compilerOptions": {},}',
        "configs/base.json": '{"compilerOptions": {"jsxFactory": "one"}}',
    }
    site = app(assets, project)
    before = site.compile().succeeds()
    site.compile().succeeds()
    change(site)
    after = site.compile(*(() if cached else ("--force",)))
    output = {name: after.data(name) for name in after.names()} if after.status == 0 else after.stderr
    clean = site.compile("--no-cache", "--force")
    assert output == ({name: clean.data(name) for name in clean.names()} if clean.status == 0 else clean.stderr)
    assert before.manifest is not None


def test_nothing_is_done_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    site = app()
    first = site.compile().succeeds().manifest.digest
    # Without esbuild nothing but what was kept can give the same.
    monkeypatch.setattr("assetbuild.esbuild.service.find_binary", _no_esbuild)
    assert site.compile("--force").succeeds().manifest.digest == first
    site.write({"assets/css/other.css": "a{}"})
    assert site.compile().stderr.startswith("error: esbuild was called") is True


def _no_esbuild(*arguments: object) -> str:
    from assetbuild.errors import UsageError

    raise UsageError("esbuild was called")


def test_output_is_the_same_in_any_folder(tmp_path: Path) -> None:
    digests = set()
    for name in ("one", "another/deeper"):
        site = Site(APP, config=CONFIG, project=LIB, folder=tmp_path / name)
        digests.add((site.output.parent, site.compile().succeeds().manifest.digest)[1])
    assert len(digests) == 1


def test_package_that_is_a_link_is_followed_and_never_taken_for_unchanged() -> None:
    site = Site(APP, config=CONFIG, project={"packages/lib/sans.woff2": b"linked", "packages/lib/package.json": "{}"})
    (site.folder / "node_modules").mkdir()
    os.symlink("../packages/lib", site.folder / "node_modules/lib")
    assert site.compile().succeeds().data("js/files/sans.woff2") == b"linked"
    site.write({"packages/new/sans.woff2": b"new link", "packages/new/package.json": "{}"})
    (site.folder / "node_modules/lib").unlink()
    os.symlink("../packages/new", site.folder / "node_modules/lib")
    assert site.compile().succeeds().data("js/files/sans.woff2") == b"new link"


def test_faults_are_told_all_at_once_with_their_places() -> None:
    assets = {
        "js/app.tsx": "import './bad';\nimport nothing from './greets';\nconsole.log('é', nothing); import 'no-lib'\n",
        "js/bad.ts": "let x: number = ;\n",
    }
    app(assets).compile().fails(
        stderr=f"""\
        assets/js/app.tsx:2:21: error: Could not resolve "./greets"
          2 | import nothing from './greets';
            |                     ^
        assets/js/app.tsx:3:35: error: Could not resolve "no-lib"
          3 | console.log('é', nothing); import 'no-lib'
            |                                   ^
          hint: {_EXTERNAL}
        assets/js/bad.ts:1:17: error: Unexpected ";"
          1 | let x: number = ;
            |                 ^
        """
    )


def test_warning_of_a_source_is_shown_and_that_of_a_package_is_a_detail() -> None:
    odd = "export default (x) => x === -0"
    assets = {"js/app.tsx": "import f from './odd'; import g from 'lib/odd'; f(g)", "js/odd.ts": odd}
    said = app(assets, {"node_modules/lib/odd.js": odd}).compile().succeeds().stderr
    message = 'Comparison with -0 using the "===" operator will also match 0'
    assert said.startswith(f"assets/js/odd.ts:1:29: warning: {message}\n")
    assert "node_modules" not in said


@pytest.mark.parametrize(
    ("config", "status", "message"),
    [
        pytest.param(
            'entry = "js/ap.tsx"',
            1,
            "the entry point of 'js/app.js' is 'js/ap.tsx', which is in no source root",
            id="missing",
        ),
        pytest.param(
            'entry = "js/app.tsx"\ncontents = ["a.js"]',
            2,
            "a bundle with `entry` is made by esbuild, and has no other keys",
            id="contents",
        ),
        pytest.param("entry = 3", 2, "`entry` must be a string, not a number", id="type"),
        pytest.param(
            'entry = "js/app.tsx"\n[bundles."js/app.css"]\ncontents = ["js/base.css"]',
            2,
            "the bundle 'js/app.js' makes 'js/app.css', which is another asset",
            id="other bundle",
        ),
        pytest.param(
            'entry = "js/app.tsx"\n[bundles."js/app.css"]\nentry = "js/base.css"',
            2,
            "two entry points make 'js/app.css'",
            id="other entry",
        ),
        pytest.param(
            'entry = "js/app.tsx"\n[bundles."a.png"]\nentry = "js/a.ts"', 2, "esbuild cannot make 'a.png'", id="name"
        ),
        pytest.param(
            'entry = "js/app.tsx"\n[esbuild]\ndefine = { "a b" = "1" }',
            1,
            'assetbuild.toml:3:2: error: Expected "." but found "b"',
            id="define",
        ),
        pytest.param(
            'entry = "js/app.tsx"\n[esbuild]\ntarget = ["es1"]',
            2,
            "esbuild refuses the call for all entry points: Invalid target",
            id="target",
        ),
    ],
)
def test_mistake_with_an_entry_point_is_told(config: str, status: int, message: str) -> None:
    run = Site(APP, config=f'[bundles."js/app.js"]\n{config}\n', project=LIB).compile()
    assert run.status == status, run.stderr
    assert message in run.stderr
    assert run.stderr.count("error:") == 1


def test_source_that_an_entry_point_does_not_import_keeps_its_path() -> None:
    assets = {"js/app.tsx": "import './base.css'"}
    run = app(assets).compile()
    assert run.status == 2
    assert "the bundle 'js/app.js' makes 'js/app.css', which is another asset" in run.stderr


@pytest.mark.parametrize("times", [1, 9])
def test_source_that_changes_while_esbuild_works_is_read_again(times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    site = app()
    texts = iter([f"export const greet = (name: string) => '{number}'" for number in range(times)])
    begin = Esbuild.begin

    def change_after(tool: Esbuild, value: dict[str, Any], what: str) -> Callable[[], dict[str, Any]]:
        response = begin(tool, value, what)()
        if text := next(texts, None):
            site.write({"assets/js/greet.ts": text})
        return lambda: response

    monkeypatch.setattr(Esbuild, "begin", change_after)
    run = site.compile()
    if times == 1:
        assert "'0'" in run.succeeds().text("js/chunks/greet.js").replace('"', "'")
    else:
        run.fails(
            stderr="""\
            assetbuild.toml:2:10: error: what esbuild reads changed while it worked
              2 | [bundles."js/app.js"]
                |          ^
              hint: compile again when nothing writes to it
            """
        )
