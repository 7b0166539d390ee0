"""Bare specifiers: what of a package's files they name, and what is said where they name none."""

from __future__ import annotations

import json

import pytest

from ..sites import Files, Site


def site_of(specifier: str, project: Files, config: str = "") -> Site:
    files = {f"node_modules/{path}": data for path, data in project.items()}
    config = f'modules = "rewrite"\npackages = ["node_modules"]\nencodings = []\n{config}'
    return Site({"a.js": f'import "{specifier}"'}, config=config, project={"node_modules/.keep": "", **files})


def meta(**keys: object) -> str:
    return json.dumps(keys)


RESOLVED = [
    pytest.param("p", {"p/index.js": ""}, "p/index.js", id="no package.json"),
    pytest.param(
        "p", {"p/package.json": meta(main="lib/m"), "p/lib/m.js": ""}, "p/lib/m.js", id="main, ending left out"
    ),
    pytest.param(
        "p", {"p/package.json": meta(main="./lib/"), "p/lib/index.js": ""}, "p/lib/index.js", id="main, a folder"
    ),
    pytest.param(
        "p", {"p/package.json": meta(main="a.js", module="b.js"), "p/a.js": "", "p/b.js": ""}, "p/b.js", id="module"
    ),
    pytest.param("p", {"p/package.json": meta(module="b.js", browser="c.js"), "p/c.js": ""}, "p/c.js", id="browser"),
    pytest.param(
        "p", {"p/package.json": meta(browser={"x": False}, main="c.js"), "p/c.js": ""}, "p/c.js", id="browser map"
    ),
    pytest.param("p/x.js", {"p/x.js": ""}, "p/x.js", id="file"),
    pytest.param("@s/p", {"@s/p/package.json": meta(main="m.js"), "@s/p/m.js": ""}, "@s/p/m.js", id="scope"),
    pytest.param(
        "p", {"p/package.json": meta(exports="./e.js", main="m.js"), "p/e.js": ""}, "p/e.js", id="exports, a string"
    ),
    pytest.param(
        "p",
        {
            "p/package.json": meta(exports={"node": "./n.js", "import": {"types": "./t.ts", "default": "./i.js"}}),
            "p/i.js": "",
        },
        "p/i.js",
        id="conditions within conditions",
    ),
    pytest.param(
        "p", {"p/package.json": meta(exports={".": [{"node": "./n.js"}, "./i.js"]}), "p/i.js": ""}, "p/i.js", id="array"
    ),
    pytest.param(
        "p/b",
        {"p/package.json": meta(exports={"./*": "./x/*.js", "./b": "./b.js"}), "p/b.js": ""},
        "p/b.js",
        id="exact first",
    ),
    pytest.param(
        "p/f/g/h.js",
        {"p/package.json": meta(exports={"./*": "./no/*", "./f/*.js": "./src/*.js"}), "p/src/g/h.js": ""},
        "p/src/g/h.js",
        id="most specific pattern",
    ),
]


@pytest.mark.parametrize(("specifier", "project", "path"), RESOLVED)
def test_specifier_of_a_package(specifier: str, project: Files, path: str) -> None:
    run = site_of(specifier, project).compile().succeeds(stderr="")
    assert run.names() == ["a.js", f"packages/{path}"]
    assert run.entry("a.js").imports == (f"packages/{path}",)


def test_only_what_modules_reach_is_emitted_and_may_be_of_any_type() -> None:
    project = {
        "p/package.json": meta(exports="./p.js"),
        "p/p.js": 'import "./q.js"; new URL("i.svg", import.meta.url); import s from "./s.css" with {type: "css"}',
        "p/q.js": 'import "r"',
        "p/i.svg": "<svg/>",
        "p/s.css": "a { b: url(f.woff2) }",
        "p/f.woff2": "font",
        "p/other.js": "never",
        "r/index.js": "r()",
    }
    run = site_of("p", project).compile().succeeds(stderr="")
    reached = ("p/f.woff2", "p/i.svg", "p/p.js", "p/q.js", "p/s.css", "r/index.js")
    assert run.names() == ["a.js", *(f"packages/{path}" for path in reached)]
    assert run.site.run("verify", "--sources").succeeds().status == 0


def test_package_sees_its_own_packages_before_those_beside_it() -> None:
    project = {
        "p/index.js": 'import "q"',
        "p/node_modules/q/index.js": 'import "r"',
        "p/node_modules/r/index.js": 'import "q"',
        "q/index.js": "other",
        "r/index.js": "other",
    }
    run = site_of("p", project).compile().succeeds(stderr="")
    assert run.names()[1:] == [
        f"packages/p/{path}" for path in ("index.js", "node_modules/q/index.js", "node_modules/r/index.js")
    ]


def test_first_folder_of_packages_that_has_the_package_wins_whole() -> None:
    site = Site(
        {"a.js": 'import "p"; import "q"'},
        config='modules = "rewrite"\npackages = ["vendor", "node_modules"]',
        project={"vendor/p/index.js": "first", "node_modules/p/index.js": "second", "node_modules/q/index.js": "q"},
    )
    assert site.compile().succeeds(stderr="").text("packages/p/index.js") == "first"


def test_own_names_of_a_package() -> None:
    project = {
        "p/package.json": meta(
            imports={"#own": "./own.js", "#dep": {"node": "fs", "default": "q"}, "#d/*": "./d/*.js"}
        ),
        "p/index.js": 'import "#own"; import "#dep"; import "#d/x"',
        "p/own.js": "",
        "p/d/x.js": "",
        "q/index.js": "",
    }
    run = site_of("p", project).compile().succeeds(stderr="")
    assert run.entry("packages/p/index.js").imports == ("packages/p/d/x.js", "packages/p/own.js", "packages/q/index.js")


def test_import_map_comes_before_packages_and_its_longest_folder_wins() -> None:
    site = Site(
        {
            "a.js": 'import "p"; import "f/x.js"; import "f/g/y.js"; import "cdn"; import "cdn/z.js"; import "below"',
            "v/p.js": "1",
            "v/f/x.js": "2",
            "v/g/y.js": "3",
        },
        config="""\
            modules = "importmap"
            packages = ["node_modules"]
            [importmap]
            p = "v/p.js"
            "f/" = "v/f/"
            "f/g/" = "v/g/"
            cdn = "https://x.example/cdn.js?a=1"
            "cdn/" = "https://x.example/cdn/"
            below = "/static/v/p.js"
            """,
        project={"node_modules/p/index.js": "no"},
    )
    run = site.compile().succeeds(stderr="")
    assert run.text("a.js") == (
        'import"./v/p.js";import"./v/f/x.js";import"./v/g/y.js";import"https://x.example/cdn.js?a=1";'
        'import"https://x.example/cdn/z.js";import"./v/p.js"'
    )


@pytest.mark.parametrize(
    ("specifier", "project", "reason", "hint"),
    [
        pytest.param(
            "lit",
            {"other/index.js": ""},
            "no import map and no package gives that name a meaning",
            'install the package, or map it: importmap = {"lit" = "vendor/lit.js"}',
            id="no package",
        ),
        pytest.param(
            "lti",
            {"lit/index.js": ""},
            "no import map and no package gives that name a meaning",
            "did you mean 'lit'?",
            id="near",
        ),
        pytest.param(
            "@s/opther",
            {"@s/other/index.js": ""},
            "no import map and no package gives that name a meaning",
            "did you mean '@s/other'?",
            id="near in a scope",
        ),
        pytest.param(
            "p/b.js",
            {"p/package.json": meta(exports={"./a.js": "./a.js"})},
            "its package exports no 'p/b.js' to browsers",
            "did you mean 'p/a.js'?",
            id="not exported",
        ),
        pytest.param(
            "p/b",
            {"p/package.json": meta(exports={"./b": None, "./something/else": "./x.js"})},
            "its package exports no 'p/b' to browsers",
            'see `exports` in packages/p/package.json, or map the name: importmap = {"p/b" = "vendor/b.js"}',
            id="hidden",
        ),
        pytest.param(
            "p",
            {"p/package.json": meta(exports={"node": "./n.js"})},
            "its package has no entry for browsers",
            'see `exports` in packages/p/package.json, or map the name: importmap = {"p" = "vendor/p.js"}',
            id="none for browsers",
        ),
        pytest.param(
            "p",
            {"p/package.json": meta(exports="./../q.js")},
            "its package has no entry for browsers",
            'see `exports` in packages/p/package.json, or map the name: importmap = {"p" = "vendor/p.js"}',
            id="leads out of the package",
        ),
        pytest.param(
            "#x",
            {},
            "only a package may have such names",
            'map it: importmap = {"#x" = "vendor/x.js"}',
            id="own name of none",
        ),
    ],
)
def test_bare_specifier_that_names_nothing(specifier: str, project: Files, reason: str, hint: str) -> None:
    caret = " " * 8 + "^"
    site_of(specifier, project).compile().fails(
        stderr=f"assets/a.js:1:9: error: 'a.js' imports '{specifier}': {reason}\n"
        f'  1 | import "{specifier}"\n    | {caret}\n  hint: {hint}\n'
    )


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        pytest.param("#none", "'p' has no such name in its `imports`", id="not there"),
        pytest.param("#loop", "its package maps it to '#loop', which is such a name again", id="a loop"),
    ],
)
def test_own_name_that_names_nothing(inner: str, reason: str) -> None:
    project = {"p/package.json": meta(imports={"#loop": "#loop"}), "p/index.js": f'import "{inner}"'}
    run = site_of("p", project).compile()
    assert run.status == 1
    assert f"error: 'packages/p/index.js' imports '{inner}': {reason}\n" in run.stderr


def test_exported_file_that_is_not_there() -> None:
    site_of("p", {"p/package.json": meta(exports="./bee.js"), "p/be.js": ""}).compile().fails(
        stderr="""\
            assets/a.js:1:9: error: 'a.js' refers to 'p': there is no asset 'packages/p/bee.js'
              1 | import "p"
                |         ^
              hint: did you mean 'packages/p/be.js' or 'packages/p/package.json'?
            """
    )


def test_package_json_that_is_not_json() -> None:
    site_of("p", {"p/package.json": '{"main": }'}).compile().fails(
        stderr="""\
            node_modules/p/package.json:1:10: error: not JSON: Expecting value: line 1 column 10 (char 9)
              1 | {"main": }
                |          ^
              hint: install the package again
            """
    )


def test_folder_of_packages_that_is_not_there() -> None:
    Site({}, config='packages = ["node_modules"]').compile().fails(
        status=2,
        stderr="""\
            assetbuild.toml:1:13: error: there is no folder of packages 'node_modules'
              1 | packages = ["node_modules"]
                |             ^
              hint: install the packages first (npm ci), or name the folder that holds them
            """,
    )


def test_links_within_the_folder_of_packages_are_followed_and_others_not() -> None:
    site = site_of("p", {".store/p/index.js": "1", "q/index.js": ""})
    (site.folder / "node_modules/p").symlink_to(".store/p")
    assert site.compile().succeeds(stderr="").text("packages/p/index.js") == "1"
    (site.folder / "node_modules/p").unlink()
    (site.folder / "node_modules/p").symlink_to(site.folder / "assets")
    assert "'a.js' imports 'p': no import map" in site.compile("--force").stderr


def test_files_that_differ_only_in_case_are_refused() -> None:
    run = site_of("p", {"p/index.js": 'import "./A.js"; import "./a.js"', "p/A.js": "1", "p/a.js": "2"}).compile()
    assert run.status == 1
    assert "differ only in case: some file systems take them for one file" in run.stderr


def test_changed_package_is_noticed_by_a_build_that_would_be_unchanged() -> None:
    site = site_of("p", {"p/package.json": meta(main="a.js"), "p/a.js": "1", "p/b.js": "2"})
    site.compile().succeeds(stderr="")
    assert site.compile().succeeds(stderr="").names() == ["a.js", "packages/p/a.js"]
    site.write({"node_modules/p/a.js": "11"})
    assert site.compile().succeeds(stderr="").text("packages/p/a.js") == "11"
    site.write({"node_modules/p/package.json": meta(main="b.js")})
    assert site.compile().succeeds(stderr="").names() == ["a.js", "packages/p/b.js"]
    site.write({"node_modules/p/package.json": meta(main="c.js"), "node_modules/p/c.js": "3"})
    assert site.compile().succeeds(stderr="").names() == ["a.js", "packages/p/c.js"]
