"""Maps of what Sass compiled, as a consumer that is not ours reads them: they lead to the partials."""

from __future__ import annotations

import json

import pytest

from assetbuild.filters.sass.source_map import relative_map
from tests.sites import Files, Run, Site
from tests.sourcemaps.consumer import Read

ON = "sourcemaps = true\nencodings = []\n"
APP = """\
@use "parts/card";
@use "theme" as *;

// Never written.
body {
  color: $ink;
  main { margin: 0 }
}
"""
CARD = """\
@mixin raised($by) {
  // Not written either.
  box-shadow: 0 0 $by black;
}

.card {
  background: url("back.png") no-repeat; outline: none;
  @include raised(4px);
}
"""
FILES: Files = {
    "css/app.scss": APP,
    "css/parts/_card.scss": CARD,
    "css/parts/back.png": b"\x89PNG",
    "theme/_index.sass": "$ink: #333\n",
    "css/print.css": "/* for paper */\n@media print {\n  nav { display: none }\n}\n",
}
BUNDLE = '[bundles."all.css"]\ncontents = ["css/print.css", "css/app.scss"]\n'


def read(config: str = "", asset: str = "css/app.css", files: Files = FILES) -> Read:
    return Read.of(Site(files, config=ON + config).compile().succeeds(stderr=""), asset)


def traced(found: Read, word: str) -> tuple[str, str]:
    """The source of a word of the asset, and the line of it that the map leads to."""
    at = found.text.index(word)
    line = found.text.count("\n", 0, at)
    place = found.trace(line + 1, at - found.text.rfind("\n", 0, at) - 1)
    return place["source"], found.sources[place["source"]].split("\n")[place["line"] - 1].strip()


@pytest.mark.parametrize(
    ("config", "asset", "folder"),
    [
        pytest.param("", "css/app.css", "../sources", id="alone"),
        pytest.param('minify = "off"\n', "css/app.css", "../sources", id="not minified"),
        pytest.param(BUNDLE, "all.css", "sources", id="in a bundle"),
        pytest.param(f'minify = "off"\n{BUNDLE}', "all.css", "sources", id="in a bundle that is not minified"),
    ],
)
def test_declarations_lead_to_the_lines_of_their_partials(config: str, asset: str, folder: str) -> None:
    found = read(config, asset)
    card = f"{folder}/css/parts/_card.scss"
    app = f"{folder}/css/app.scss"
    assert traced(found, ".card") == (card, ".card {")
    assert traced(found, "background") == (card, 'background: url("back.png") no-repeat; outline: none;')
    assert traced(found, "box-shadow") == (card, "box-shadow: 0 0 $by black;")
    assert traced(found, "body") == (app, "body {")
    assert traced(found, "color") == (app, "color: $ink;")
    assert traced(found, "margin") == (app, "main { margin: 0 }")
    assert traced(found, "#333") == (f"{folder}/theme/_index.sass", "$ink: #333")
    assert found.sources[card] == CARD
    assert found.sources[app] == APP


def test_members_that_are_plain_css_lead_to_themselves() -> None:
    found = read(f'{BUNDLE}filters = ["sass", "rcssmin"]\n', "all.css")
    assert traced(found, "display") == ("sources/css/print.css", "nav { display: none }")
    assert traced(found, ".card")[0] == "sources/css/parts/_card.scss"


@pytest.mark.parametrize(
    ("text", "mappings", "new", "expected"),
    [
        pytest.param("a{b:url(x);c:d}", "AAAA,EACE,QAAS", "../ü", "AAAA,EACE,WAAS", id="in its line"),
        pytest.param("e{}\na{b:url(x);c:d}", "AAAA;AAAA,EACE,QAAS", "y/z", "AAAA;AAAA,EACE,UAAS", id="second line"),
        pytest.param("e{}\na{b:url(x);c:d}", "AAAA;", "y/z", "AAAA;", id="line without segments"),
        pytest.param("e{}\na{b:url(x);c:d}", "AAAA", "y/z", "AAAA", id="line behind the map"),
        pytest.param("a{b:url(x)}", "AAAA,EAAE", "y/z", "AAAA,EAAE", id="nothing behind it"),
    ],
)
def test_what_stands_behind_a_rebased_address_moves_with_it(text: str, mappings: str, new: str, expected: str) -> None:
    document = json.dumps({"sources": ["assetbuild:/p/a.scss"], "names": [], "mappings": mappings})
    at = text.index("x")
    found = json.loads(relative_map(document, text, [(at, at + 1, new)], "css/b.scss", lambda url: None))
    assert found == {
        "version": 3,
        "sources": ["../p/a.scss"],
        "sourcesContent": [None],
        "names": [],
        "mappings": expected,
    }


def test_map_names_files_by_relative_paths_only() -> None:
    files: Files = {"a b/app.scss": '@use "../my lib/ü"; .a { b: ü.$c }', "my lib/_ü.scss": ".x { y: z }\n$c: d;"}
    run = Site(files, config=ON).compile().succeeds(stderr="")
    found = Read.of(run, "a b/app.css")
    assert found.document["sources"] == ["../sources/my%20lib/_%C3%BC.scss", "../sources/a%20b/app.scss"]
    assert str(run.site.folder) not in run.text("a b/app.css.map")


def test_charset_that_sass_adds_is_of_no_source() -> None:
    found = read("", "app.css", {"app.scss": "// note\n.a { content: 'ü' }"})
    assert traced(found, ".a") == ("sources/app.scss", ".a { content: 'ü' }")


def test_compressed_style_is_its_own_source() -> None:
    files: Files = {"app.scss": '@use "x"; a { b: c }', "_x.scss": "d { e: f }"}
    found = read('[filters.sass]\nstyle = "compressed"\n', "app.css", files)
    assert list(found.sources) == ["sources/app.scss.sass"]


def test_map_from_the_cache_is_the_same() -> None:
    def maps(run: Run) -> str:
        return run.succeeds(stderr="").text("css/app.css.map")

    site = Site(FILES, config=ON)
    first = maps(site.compile("--no-cache"))
    assert maps(site.compile()) == first
    site.write({"assets/other.txt": "x"})
    assert maps(site.compile()) == first
    site.write({"assets/css/parts/_card.scss": "\n" + CARD})
    assert json.loads(maps(site.compile()))["mappings"] != json.loads(first)["mappings"]
