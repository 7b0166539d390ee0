"""`minify = "small"`: esbuild for scripts, lightningcss for style sheets, and the safe level where these refuse."""

from __future__ import annotations

import builtins
from typing import Any

import pytest

from tests.sites import Site

CONFIG = 'minify = "small"\nencodings = []\n[esbuild]\nversion = "0.28.2"\n'


@pytest.mark.parametrize(
    ("path", "text", "small"),
    [
        pytest.param("a.js", "let a = b ? 1 : 2", "let a=b?1:2;", id="js"),
        pytest.param("a.js", "/*! licence */ let a = 'é'", '/*! licence */let a="é";', id="licence and UTF-8"),
        pytest.param("a.mjs", "let x = 1; export default x + 1", "let e=1;export default e+1;", id="module"),
        pytest.param("a.js", "with (a) { b }", "with(a)b;", id="sloppy"),
        pytest.param("a.min.js", "let  a  =  1", "let  a  =  1", id="minified by its vendor"),
        pytest.param(
            "a.css", "a { color: #ff0000; height: 100vh; height: 100dvh }", "a{color:red;height:100dvh}", id="css"
        ),
        pytest.param("a.css", "/*! licence */ a { b: c }", "/*! licence */\na{b:c}", id="css with a licence"),
        pytest.param("a.css", "\ufeffa { b: 'é' }", 'a{b:"é"}', id="css with a mark"),
        pytest.param("a.min.css", "a  { b: c }", "a  { b: c }", id="css minified by its vendor"),
    ],
)
def test_small_is_what_its_tool_makes(path: str, text: str, small: str) -> None:
    run = Site({path: text}, config=CONFIG).compile().succeeds(stderr="")
    assert run.text(path) == small


@pytest.mark.parametrize(
    ("define", "small"),
    [
        pytest.param("", "a(!0);", id="production"),
        pytest.param("define = { 'process.env.NODE_ENV' = '\"test\"' }\n", "a(!1);", id="configured"),
        pytest.param("define = { process = 'P' }\n", 'a(P.env.NODE_ENV==="production");', id="a process of its own"),
    ],
)
def test_environment_is_production_as_in_entry_points(define: str, small: str) -> None:
    text = 'a(process.env.NODE_ENV === "production")'
    config = CONFIG + define + '[bundles."page.js"]\nentry = "page.ts"\n'
    run = Site({"a.js": text, "page.ts": text}, config=config).compile().succeeds(stderr="")
    assert run.text("a.js") == small
    assert run.text("page.js") == small + "\n"


def test_fallback_stays_where_a_target_needs_it() -> None:
    text = "a { height: 100vh; height: 100dvh }"
    old = Site({"a.css": text}, config='targets = "chrome 90"\n' + CONFIG).compile().succeeds()
    assert old.text("a.css") == "a{height:100vh;height:100dvh}"


def test_scripts_are_made_for_the_targets() -> None:
    text = "a = b ?? c"
    new = Site({"a.js": text}, config=CONFIG).compile().succeeds()
    old = Site({"a.js": text}, config='targets = "chrome >= 70, ios 12"\n' + CONFIG).compile().succeeds()
    assert new.text("a.js") == "a=b??c;"
    assert "??" not in old.text("a.js")


@pytest.mark.parametrize(
    ("path", "text", "safe", "note"),
    [
        pytest.param(
            "a.css",
            "a { b: c }\n .x { *zoom: 1; d: e }",
            "a{b:c}.x{*zoom:1;d:e}",
            "assets/a.css:2:15: info: lightningcss refuses it, so it is minified by `safe`: Unexpected token Semicolon",
            id="css",
        ),
        pytest.param(
            "a.js",
            "let a;\nlet a = 1",
            "let a;let a=1",
            'assets/a.js:2:5: info: esbuild refuses it, so it is minified by `safe`: The symbol "a" has already been '
            "declared",
            id="js",
        ),
    ],
)
def test_what_a_tool_refuses_is_minified_safely(path: str, text: str, safe: str, note: str) -> None:
    run = Site({path: text}, config=CONFIG).compile("-v").succeeds()
    assert run.text(path) == safe
    assert run.stderr.splitlines()[0] == note


def test_bundle_is_joined_of_small_members() -> None:
    config = (
        CONFIG + '[bundles."all.js"]\ncontents = ["a.js", "b.js"]\n[bundles."all.css"]\ncontents = ["a.css", "b.css"]\n'
    )
    assets = {
        "a.js": "var aLongName = 1",
        "b.js": "(function () { b(aLongName) })()",
        "a.css": "a { b: c }",
        "b.css": "d { e: f }",
    }
    run = Site(assets, config=config).compile().succeeds(stderr="")
    assert run.text("all.js") == "var aLongName=1;\n(function(){b(aLongName)})();"
    assert run.text("all.css") == "a{b:c}\nd{e:f}"


def test_typescript_and_jsx_become_scripts() -> None:
    config = """\
        encodings = []
        [bundles."ui.js"]
        contents = ["a.ts", "b.tsx", "c.jsx"]
        filters = ["esbuild"]
        [esbuild]
        version = "0.28.2"
        """
    assets = {"a.ts": "let a: number = 1", "b.tsx": "let b = <b>{a!}</b>", "c.jsx": "let c = <i/>"}
    run = Site(assets, config=config).compile().succeeds(stderr="")
    assert run.text("ui.js") == (
        'let a=1;\nlet b=React.createElement("b",null,a);\nlet c=React.createElement("i",null);'
    )


def test_fault_in_typescript_is_an_error_with_its_place() -> None:
    config = '[bundles."ui.js"]\ncontents = ["a.ts"]\nfilters = ["esbuild"]\n[esbuild]\nversion = "0.28.2"\n'
    Site({"a.ts": "let ok;\nlet é: = 1"}, config=config).compile().fails(
        stderr="""\
        assets/a.ts:2:8: error: Unexpected "="
          2 | let é: = 1
            |        ^
        """
    )


def test_warning_about_a_script_is_a_detail_and_about_typescript_is_shown() -> None:
    config = CONFIG + '[bundles."ui.js"]\ncontents = ["b.ts"]\nfilters = ["esbuild"]\n'
    run = Site({"a.js": "a === -0", "b.ts": "b === -0"}, config=config).compile().succeeds()
    assert [line for line in run.stderr.splitlines() if "warning" in line] == [
        'assets/b.ts:1:7: warning: Comparison with -0 using the "===" operator will also match 0'
    ]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        pytest.param(
            'targets = "chrme 111"\n',
            "assetbuild.toml:1:11: error: esbuild cannot tell which browsers 'chrme 111' are",
            id="unknown to esbuild",
        ),
        pytest.param(
            'targets = "defaults"\n', "error: esbuild cannot tell which browsers 'defaults' are", id="a query"
        ),
    ],
)
def test_targets_that_cannot_be_understood_are_told(config: str, message: str) -> None:
    run = Site({"a.js": "a()"}, config=config + CONFIG).compile()
    assert message in run.stderr
    assert run.status == 2


def test_query_needs_a_target_of_esbuild_only() -> None:
    config = 'targets = "defaults"\n' + CONFIG + 'target = ["es2020"]\n'
    run = Site({"a.css": "a { b: c }", "a.js": "a ?? b"}, config=config).compile().succeeds(stderr="")
    assert run.text("a.js") == "a??b;"
    bad = Site({"a.css": "a { b: c }"}, config='targets = "nothing at all"\n' + CONFIG + 'target = ["es2020"]\n')
    assert "error: `targets` is no list of browsers: " in bad.compile().stderr


def test_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def without(name: str, *arguments: Any, **options: Any) -> Any:
        if name == "lightningcss":
            raise ImportError(name)
        return found(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    Site({"a.css": "a{}"}, config=CONFIG).compile().fails(
        status=2,
        stderr="""\
        assetbuild.toml: error: the filter "lightningcss" needs the library lightningcss
          hint: install the extra: pip install "assetbuild[small]"
        """,
    )
