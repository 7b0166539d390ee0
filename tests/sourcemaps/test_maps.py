"""The maps of compiled assets, as a consumer that is not ours reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetbuild.sourcemaps.document import document
from assetbuild.sourcemaps.mapper import Mapper
from assetbuild.sourcemaps.trace import Origin
from tests.sites import Run, Site
from tests.sourcemaps.consumer import Read

ON = "sourcemaps = true\n"


def bundle(path: str, *contents: str, more: str = "") -> str:
    return f'{ON}[bundles."{path}"]\ncontents = {json.dumps(contents)}\n{more}'


def test_script_is_mapped_word_by_word() -> None:
    run = Site({"js/a.js": "var alpha = 1; // one\nfunction beta(gamma) {\n  return gamma;\n}\n"}, config=ON).compile()
    read = Read.of(run.succeeds(stderr=""), "js/a.js")
    assert read.text.startswith("var alpha=1;function beta(gamma){return gamma;}\n//# debugId=")
    assert read.document == {
        "version": 3,
        "debugId": read.document["debugId"],
        "sources": ["../sources/js/a.js"],
        "sourcesContent": ["var alpha = 1; // one\nfunction beta(gamma) {\n  return gamma;\n}\n"],
        "names": [],
        "mappings": "AAAA,IAAI,MAAQ,EACZ,SAAS,KAAK,OACZ,OAAO",
    }
    assert read.trace(1, 40) == {"source": "../sources/js/a.js", "line": 3, "column": 9, "name": None}


def test_asset_names_its_map_and_the_manifest_has_it() -> None:
    run = Site({"css/a.css": "a { color: red }", "js/a.js": "f( 1 )"}, config=ON).compile().succeeds(stderr="")
    assert run.names() == ["css/a.css", "css/a.css.map", "js/a.js", "js/a.js.map"]
    css, script = run.entry("css/a.css.map").path, run.entry("js/a.js.map").path
    assert run.text("css/a.css") == f"a{{color:red}}\n/*# sourceMappingURL={css.removeprefix('css/')} */\n"
    identity = Read.of(run, "js/a.js").document["debugId"]
    assert run.text("js/a.js") == f"f(1)\n//# debugId={identity}\n//# sourceMappingURL={script.removeprefix('js/')}\n"
    assert run.entry("css/a.css").references == ("css/a.css.map",)
    assert run.entry("css/a.css.map").type == "application/json"
    run.site.run("verify").succeeds(stderr="")
    run.site.run("verify", "--sources").succeeds(stderr="")


def test_hidden_map_is_written_and_not_named() -> None:
    site = Site({"css/a.css": "a { color: red }", "js/a.js": "f( 1 )"}, config='sourcemaps = "hidden"')
    run = site.compile().succeeds(stderr="")
    assert run.names() == ["css/a.css", "css/a.css.map", "js/a.js", "js/a.js.map"]
    assert run.text("css/a.css") == "a{color:red}"
    identity = Read.of(run, "js/a.js").document["debugId"]
    assert run.text("js/a.js") == f"f(1)\n//# debugId={identity}\n"
    assert run.entry("js/a.js").references == ()
    site.run("verify").succeeds(stderr="")


def test_only_maps_that_browsers_load_have_twins() -> None:
    files = {"js/a.js": "f( 1 );" * 99}
    linked, hidden = (Site(files, config=f"sourcemaps = {mode}").compile() for mode in ("true", '"hidden"'))
    assert linked.entry("js/a.js.map").encodings.keys() == {"br", "gzip"}
    assert hidden.entry("js/a.js.map").encodings == {}
    assert hidden.entry("js/a.js").encodings.keys() == {"br", "gzip"}
    hidden.site.run("verify", "--sources").succeeds(stderr="")


def test_sources_may_be_left_out() -> None:
    run = Site({"a.js": "f( 1 )"}, config=ON + "sources-content = false").compile()
    assert Read.of(run, "a.js").document.keys() == {"version", "debugId", "sources", "names", "mappings"}


def test_without_the_key_there_is_no_map() -> None:
    run = Site({"a.js": "f( 1 )"}).compile().succeeds(stderr="")
    assert run.names() == ["a.js"]
    assert run.text("a.js") == "f(1)"


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"a.min.js": "f( 1 )"}, id="minified by its vendor"),
        pytest.param({"a.svg": "<svg/>"}, id="no script or style sheet"),
    ],
)
def test_what_is_not_changed_has_no_map(files: dict[str, str]) -> None:
    assert Site(files, config=ON).compile().succeeds(stderr="").names() == list(files)


def test_map_that_a_minified_file_came_with_is_kept() -> None:
    files = {"a.min.js": "f(1)\n//# sourceMappingURL=a.min.js.map\n", "a.min.js.map": "{}"}
    run = Site(files, config=ON).compile().succeeds(stderr="")
    assert run.names() == ["a.min.js", "a.min.js.map"]
    assert run.text("a.min.js") == f"f(1)\n//# sourceMappingURL={run.entry('a.min.js.map').path}\n"


SCRIPTS: dict[str, str | bytes] = {
    "a.js": "'use strict';\n(function () {\n  one( 'two' /* three */ );\n})();\n",
    "b.js": "#!/usr/bin/env node\nvar four = `five ${ six } seven` / 8 // nine\n\nten = /[/'\"]/.test( eleven )",
    "c.js": "/*! twelve */\nvar größe = '𝒳𝒴', thirteen = '\u2028 14';\r\nfifteen( größe )\r\n",
    "d.js": 'icon( "M1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31", x )',
}
SHEETS: dict[str, str | bytes] = {
    "css/a.css": '@charset "utf-8";\n@import "more/b.css" screen;\n.a { background: url(i.png); color: red }\n',
    "css/more/b.css": "@layer one;\n.b:hover > a { background: url('../i.png') 0 -1px, url(i.png) }\n.c { top: 1px }",
    "css/d.css": "/* note */ .ü::after { content: '𝒳' }\n@media (min-width: 10px) { .e { inset: 0 } }",
    "css/i.png": b"1",
    "css/more/i.png": b"2",
}


def runs() -> Iterator[tuple[str, Run]]:
    for minify in ("", 'minify = "off"\n'):
        for path in SCRIPTS:
            yield path, Site({path: SCRIPTS[path]}, config=minify + ON).compile()
        yield "all.js", Site(SCRIPTS, config=minify + bundle("all.js", *SCRIPTS)).compile()
        yield "out/all.css", Site(SHEETS, config=minify + bundle("out/all.css", "css/a.css", "css/d.css")).compile()


def test_every_mapped_word_is_the_same_in_its_source() -> None:
    for path, run in runs():
        if f"{path}.map" in run.names():
            assert Read.of(run, path).wrong() == [], path


@pytest.mark.parametrize(
    ("files", "path", "words"),
    [
        pytest.param(
            SCRIPTS, "all.js", {"one", "four", "six", "ten", "test", "eleven", "größe", "fifteen", "x"}, id="js"
        ),
        pytest.param(SHEETS, "out/all.css", {".a", ".b", "hover", ".c", ".ü", ".e", "inset"}, id="css"),
    ],
)
def test_words_of_all_members_are_mapped(files: dict[str, str | bytes], path: str, words: set[str]) -> None:
    members = [name for name in files if name.endswith((".js", ".css"))]
    run = Site(files, config=bundle(path, *members)).compile()
    assert words <= {word for word, _, _ in Read.of(run, path).words()}


def test_what_joining_adds_is_of_no_source() -> None:
    files = {"a.js": "'use strict';\nvoid one;", "b.js": "two = 2"}
    read = Read.of(Site(files, config=bundle("all.js", "a.js", "b.js")).compile(), "all.js")
    assert read.text.startswith("(function(){\n'use strict';void one;\n}).call(this);\ntwo=2")
    assert [(each.line, each.column) for each in read.mappings() if each.source is None] == [(1, 1), (3, 3)]


def test_columns_behind_a_reference_are_those_of_what_was_filled_in() -> None:
    files: dict[str, str | bytes] = {"i.png": b"1", "a.css": ".a { background: url(i.png) 1px } .b { color: red }"}
    read = Read.of(Site(files, config=ON).compile(), "a.css")
    column = read.text.index(".b")
    assert read.trace(1, column) == {"source": "sources/a.css", "line": 1, "column": 34, "name": None}
    assert read.wrong() == []


def test_style_sheets_that_import_each_other_have_maps_that_hold() -> None:
    files = {
        "a.css": "@import 'b.css'; .a { color: red }",
        "b.css": "@import 'a.css'; .b { background: url(a.css) 2px }",
        "c.css": "@import 'a.css'; .c { color: red }",
    }
    run = Site(files, config=ON).compile().succeeds(stderr="")
    for path in files:
        assert Read.of(run, path).wrong() == []
    run.site.run("verify").succeeds(stderr="")


def test_change_that_minifying_takes_away_changes_map_and_names() -> None:
    before = Site({"a.js": "f( 1 )"}, config=ON).compile()
    after = Site({"a.js": "f( 1 ) // changed"}, config=ON).compile()
    assert before.entry("a.js.map").path != after.entry("a.js.map").path
    assert before.entry("a.js").path != after.entry("a.js").path


def test_maps_name_nothing_of_the_machine() -> None:
    run = Site(SCRIPTS, config=bundle("all.js", *SCRIPTS)).compile()
    document = Read.of(run, "all.js").document
    assert document["sources"] == [f"sources/{path}" for path in SCRIPTS]
    assert str(run.site.folder) not in run.text("all.js.map")


def test_maps_from_the_cache_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(SHEETS, config=bundle("out/all.css", "css/a.css", "css/d.css"))
    first = site.compile("--no-cache").entry("out/all.css.map")
    site.compile()
    site.write({"assets/new.txt": "x"})
    assert site.compile().entry("out/all.css.map") == first
    site.compile().succeeds(stderr="")
    site.write({"assetbuild.toml": bundle("out/all.css", "css/a.css", "css/d.css").replace(ON, "")})
    assert "out/all.css.map" not in site.compile().names()


def test_another_file_with_the_name_of_a_map_keeps_it() -> None:
    run = Site({"a.js": "f( 1 )", "a.js.map": "{}"}, config=ON).compile().succeeds(stderr="")
    assert run.text("a.js.map") == "{}"
    assert Read.of(run, "a.js", "a.js.built.map").wrong() == []


def test_text_that_goes_through_unchanged_keeps_the_map_that_it_names() -> None:
    files = {"a.js": "'broken\n//# sourceMappingURL=a.js.map\n", "a.js.map": "{}"}
    run = Site(files, config=ON).compile()
    assert run.names() == ["a.js", "a.js.map"]


def test_empty_script_has_an_empty_map() -> None:
    read = Read.of(Site({"a.js": "// nothing\n"}, config=ON).compile(), "a.js")
    assert read.mappings() == []


TOKENS = st.lists(
    st.tuples(
        st.sampled_from(["alpha", "beta", "g", "ünï", "𝒳", "if", "return", "0", "12", '"text it"', "`a b`"]),
        st.sampled_from([" ", "  ", "\n", "\n\n  ", "\r\n", " /* a b\n c */ ", " // alpha beta\n", "; ", " + ", ","]),
        st.sampled_from([" ", "\n", ";", ","]),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=40)
@given(st.lists(TOKENS, min_size=1, max_size=3))
def test_every_mapping_of_a_random_stream_of_tokens_is_right(streams: list[list[tuple[str, str, str]]]) -> None:
    written = ["".join(word + gap for word, gap, _ in stream) for stream in streams]
    made = "\n".join("".join(word + gap for word, _, gap in stream) for stream in streams)
    origins = [Origin(f"{at}.js", text, is_bare=True) for at, text in enumerate(written)]
    data = document(Mapper().map("a.js", made, (), origins), "a.js.map", (), with_contents=True)
    read = Read("a.js", made, json.loads(data))
    assert [each for each in read.words() if each[0] != each[1]] == []
