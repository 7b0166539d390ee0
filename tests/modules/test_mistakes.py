"""What is said of imports that lead nowhere, and of a configuration of modules that is not right."""

from __future__ import annotations

import pytest

from ..sites import Files, Site

REWRITE = 'modules = "rewrite"'


@pytest.mark.parametrize(
    ("written", "files", "message", "hint"),
    [
        pytest.param(
            "./b",
            {"js/b.js": ""},
            "refers to './b': there is no asset 'js/b'",
            "write './b.js': browsers need the whole name of a file",
            id="ending left out",
        ),
        pytest.param(
            "../lib/",
            {"lib/index.mjs": ""},
            "refers to '../lib/': it names a folder",
            "write '../lib/index.mjs': browsers need the whole name of a file",
            id="folder",
        ),
        pytest.param(
            "./bee.js",
            {"js/been.js": "", "img/bee.png": ""},
            "refers to './bee.js': there is no asset 'js/bee.js'",
            "did you mean 'js/been.js'?",
            id="near",
        ),
        pytest.param(
            "./deep/name.js",
            {"lib/name.js": ""},
            "refers to './deep/name.js': there is no asset 'js/deep/name.js'",
            "did you mean 'lib/name.js'?",
            id="elsewhere",
        ),
        pytest.param(
            "./zzz.js",
            {},
            "refers to './zzz.js': there is no asset 'js/zzz.js'",
            "add the file, or allow it to be missing: allow-missing = ['js/a.js']",
            id="nothing near",
        ),
        pytest.param(
            "../../a.js",
            {},
            "refers to '../../a.js': it leads out of the root",
            "name a file below a source root, or allow it to be missing: allow-missing = ['js/a.js']",
            id="out of the root",
        ),
        pytest.param(
            "lit",
            {},
            "imports 'lit': no import map and no package gives that name a meaning",
            'name the folder of its package: packages = ["node_modules"], '
            'or map it: importmap = {"lit" = "vendor/lit.js"}',
            id="bare",
        ),
    ],
)
def test_import_that_leads_nowhere(written: str, files: Files, message: str, hint: str) -> None:
    site = Site({"js/a.js": f"\nexport * from '{written}'", **files}, config=REWRITE)
    caret = " " * 15 + "^"
    site.compile().fails(
        stderr=f"assets/js/a.js:2:16: error: 'js/a.js' {message}\n"
        f"  2 | export * from '{written}'\n    | {caret}\n  hint: {hint}\n"
    )


@pytest.mark.parametrize("mode", ["rewrite", "importmap"])
def test_allow_missing_leaves_imports_as_they_are(mode: str) -> None:
    site = Site({"v/a.js": 'import"lit";import"./b.js"'}, config=f'modules = "{mode}"\nallow-missing = ["v/**"]')
    run = site.compile().succeeds(stderr="")
    assert run.text("v/a.js") == 'import"lit";import"./b.js"'
    assert run.site.run("verify").status == 0


def test_module_for_bundlers_is_left_with_one_warning_where_nothing_is_configured() -> None:
    files = {"a.js": 'import "./b.js"; import "./c"; import "lit"; import("fs")', "b.js": "", "c.js": ""}
    site = Site(files, config='minify = "off"')
    message = (
        "assets/a.js:1:26: warning: 'a.js' imports './c', which browsers do not find: such imports are left as they "
        'are; modules = "rewrite" makes them errors, and says what to do, "off" keeps silent'
    )
    run = site.compile().succeeds(stderr=f"{message}\n  1 | {files['a.js']}\n    | {' ' * 25}^\n")
    assert run.text("a.js").replace(run.entry("b.js").path, "b.js") == files["a.js"]
    assert site.run("verify").succeeds().status == 0


@pytest.mark.parametrize("specifier", ["./b.js", "../b.json", "./b/", "/static/b.js"])
def test_missing_file_is_a_warning_where_nothing_is_configured(specifier: str) -> None:
    text = f'import "{specifier}"'
    run = Site({"v/a.js": text}, config='minify = "off"').compile()
    run.succeeds(
        stderr=f"assets/v/a.js:1:9: warning: 'v/a.js' imports '{specifier}', which browsers do not find: such imports "
        'are left as they are; modules = "rewrite" makes them errors, and says what to do, "off" keeps silent\n'
        f"  1 | {text}\n    |         ^\n"
    )
    assert run.text("v/a.js") == text
    assert run.site.run("verify").succeeds().status == 0


def test_missing_file_of_a_url_is_an_error_where_nothing_is_configured() -> None:
    Site({"a.js": 'new URL("b.png", import.meta.url)'}).compile().fails(
        stderr="""\
            assets/a.js:1:10: error: 'a.js' refers to 'b.png': there is no asset 'b.png'
              1 | new URL("b.png", import.meta.url)
                |          ^
              hint: add the file, or allow it to be missing: allow-missing = ['a.js']
            """
    )


@pytest.mark.parametrize(
    ("config", "stderr"),
    [
        pytest.param(
            'modules = "bundle"',
            """\
            assetbuild.toml:1:11: error: `modules` may be 'auto', 'rewrite', 'importmap' or 'off', not 'bundle'
              1 | modules = "bundle"
                |           ^
              hint: for example modules = "importmap"
            """,
            id="no mode",
        ),
        pytest.param(
            '[importmap]\n"./a" = "b.js"',
            """\
            assetbuild.toml:2:1: error: './a' is not a bare specifier
              2 | "./a" = "b.js"
                | ^
              hint: map what has no `./` before it: the name of a package, or its beginning with a slash at the end
            """,
            id="not bare",
        ),
        pytest.param(
            '[importmap]\n"a/" = "b"',
            """\
            assetbuild.toml:2:8: error: 'a/' stands for a folder, and 'b' does not end in a slash
              2 | "a/" = "b"
                |        ^
              hint: write 'b/'
            """,
            id="folder to a file",
        ),
        pytest.param(
            '[importmap]\na = "../b.js"',
            """\
            assetbuild.toml:2:5: error: '../b.js' cannot be a logical path: it has an empty, `.` or `..` segment
              2 | a = "../b.js"
                |     ^
              hint: name a logical path, as in vendor/lit.js, or a URL
            """,
            id="no logical path",
        ),
        pytest.param(
            '[importmap]\nlit = "vendor/lit.js"',
            """\
            assetbuild.toml:2:7: error: the import map leads from 'lit' to 'vendor/lit.js', and there is no such asset
              2 | lit = "vendor/lit.js"
                |       ^
              hint: name a logical path, as in vendor/lit.js, or a URL
            """,
            id="no asset",
        ),
        pytest.param(
            'importmap = "a"',
            """\
            assetbuild.toml:1:13: error: `importmap` must be a table, not a string
              1 | importmap = "a"
                |             ^
              hint: for example importmap = {lit = "vendor/lit.js", "three/addons/" = "vendor/three/examples/jsm/"}
            """,
            id="no table",
        ),
    ],
)
def test_mistake_in_the_configuration(config: str, stderr: str) -> None:
    Site({}, config=config).compile().fails(status=2, stderr=stderr)


def test_verify_finds_a_module_that_imports_what_the_manifest_does_not_say() -> None:
    site = Site({"a.js": 'import "./b.js"', "b.js": "", "c.js": ""}, config='modules = "importmap"\nencodings = []')
    run = site.compile().succeeds(stderr="")
    file = site.output / "manifest.json"
    text = file.read_text().replace('"imports":["b.js"]', '"imports":["c.js"]')
    file.chmod(0o644)
    file.write_text(redigested(text))
    found = site.run("verify")
    assert found.status == 1
    message = "its references are not what the manifest says: it names b.js and it does not name c.js"
    assert f"dist/assets/{run.entry('a.js').path}: error: {message}\n" in found.stderr


def redigested(text: str) -> str:
    import json
    from base64 import b64encode
    from hashlib import sha256

    document = json.loads(text)
    before = document.pop("digest")
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return text.replace(before, "sha256-" + b64encode(sha256(canonical).digest()).decode())
