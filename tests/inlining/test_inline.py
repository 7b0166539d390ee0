"""`inline`: small files as `data:` URIs in the style sheets that name them."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.inlining.data_uri import data_uri
from assetbuild.references import css

from ..sites import Files, Run, Site

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h8v8z" fill="#f00"/></svg>'
URI = (
    """'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg"%3E"""
    """%3Cpath d="M0 0h8v8z" fill="%23f00"/%3E%3C/svg%3E'"""
)
BASE = 'encodings = []\nminify = "off"\ninline = { "big/**" = 0, "**/*.svg" = 200, "f.woff2" = 9 }\n'


def compiled(text: str, files: Files | None = None) -> Run:
    given_files = {"a.svg": SVG, "p/i.png": b"\x89PNG", "f.woff2": b"wOF2", **(files or {}), "css/a.css": text}
    return Site(given_files, config=BASE).compile().succeeds(stderr="")


def named(text: str) -> str:
    return re.sub(r"\.[0-9a-f]{12}\.", ".#.", text)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("a{b:url(../a.svg)}", f"a{{b:url({URI})}}", id="unquoted"),
        pytest.param("a{b:url( ../a.svg )}", f"a{{b:url( {URI} )}}", id="unquoted with spaces"),
        pytest.param("a{b:url('../a.svg')}", f"a{{b:url({URI})}}", id="quoted"),
        pytest.param('a{b:url(" ../a.svg ")}', f"a{{b:url({URI})}}", id="spaces in the quotes"),
        pytest.param('a{b:image-set("../a.svg" 1x)}', f"a{{b:image-set({URI} 1x)}}", id="string of image-set"),
        pytest.param("a{b:url('../a.svg", f"a{{b:url({URI}", id="string that does not end"),
        pytest.param("a{b:url(/static/a.svg)}", f"a{{b:url({URI})}}", id="from the site's root"),
        pytest.param("a{src:url(../f.woff2)}", 'a{src:url("data:font/woff2;base64,d09GMg==")}', id="a font"),
        pytest.param("a{b:url(../a.svg#x)}", "a{b:url(../a.#.svg#x)}", id="part of it"),
        pytest.param("a{b:url(../a.svg?x=1)}", "a{b:url(../a.#.svg?x=1)}", id="with a query"),
        pytest.param("a{b:url(../a.svg?1#x)}", "a{b:url(../a.#.svg?1#x)}", id="part of it, with a number"),
        pytest.param('a{b:url("../a.svg?1234")}', f"a{{b:url({URI})}}", id="with a number"),
        pytest.param(
            "a{b:url(../a.svg?1)}c{d:url(../a.svg)}",
            "a{b:url(../a.#.svg?1)}c{d:url(../a.#.svg)}",
            id="twice, with a number",
        ),
        pytest.param("a{b:url(../p/i.png)}", "a{b:url(../p/i.#.png)}", id="no pattern"),
        pytest.param("a{b:url(../a.svg)}c{d:url(../a.svg)}", "a{b:url(../a.#.svg)}c{d:url(../a.#.svg)}", id="twice"),
    ],
)
def test_reference(written: str, expected: str) -> None:
    assert named(compiled(written).text("css/a.css")) == expected


def test_file_that_is_named_twice_is_inlined_each_time_where_that_is_asked_for() -> None:
    config = 'encodings = []\ninline = { "**" = 4096 }\ninline-repeated = true\n'
    run = Site({"a.css": "a{b:url(a.svg)}c{d:url(a.svg)}", "a.svg": SVG}, config=config).compile().succeeds()
    assert (
        run.text("a.css").count("url('data:image/svg+xml,") + run.text("a.css").count('url("data:image/svg+xml,') == 2
    )


def test_first_pattern_that_matches_decides() -> None:
    run = compiled("a{b:url(../big/a.svg)}", {"big/a.svg": SVG})
    assert named(run.text("css/a.css")) == "a{b:url(../big/a.#.svg)}"


def test_larger_file_stays() -> None:
    run = compiled("a{b:url(../l.svg)}", {"l.svg": SVG + " " * 200})
    assert named(run.text("css/a.css")) == "a{b:url(../l.#.svg)}"


def test_svg_that_names_others_stays() -> None:
    with_image = '<svg xmlns="http://www.w3.org/2000/svg"><image href="p/i.png"/></svg>'
    run = compiled("a{b:url(../w.svg)}", {"w.svg": with_image})
    assert named(run.text("css/a.css")) == "a{b:url(../w.#.svg)}"


def test_only_style_sheets_take_files_in() -> None:
    other = '<svg xmlns="http://www.w3.org/2000/svg"><image href="a.svg"/></svg>'
    assert 'href="a.' in compiled("", {"o.svg": other}).text("o.svg")


def test_import_stays_an_import() -> None:
    config = 'encodings = []\ninline = { "**" = 4096 }\n'
    run = Site({"a.css": "@import 'b.css';", "b.css": "c{d:e}"}, config=config).compile().succeeds()
    assert named(run.text("a.css")) == "@import 'b.#.css'"


def test_circle_with_a_style_sheet_stays() -> None:
    svg = '<?xml-stylesheet href="a.css"?><svg xmlns="http://www.w3.org/2000/svg"/>'
    run = Site(
        {"a.css": "a{b:url(c.svg)}", "c.svg": svg}, config='encodings = []\ninline = { "**" = 4096 }\n'
    ).compile()
    assert named(run.succeeds().text("a.css")) == "a{b:url(c.#.svg)}"


def test_manifest_names_what_is_still_asked_for_and_the_name_follows_the_content() -> None:
    text = "a{b:url(../a.svg)}c{d:url(../p/i.png)}"
    first = compiled(text)
    assert first.entry("css/a.css").references == ("p/i.png",)
    assert first.entry("a.svg").path.startswith("a.")
    second = compiled(text, {"a.svg": SVG.replace("f00", "0f0")})
    assert first.entry("css/a.css").path != second.entry("css/a.css").path
    second.site.run("verify", "--sources").succeeds()


@given(st.binary(max_size=60))
def test_svg_comes_out_as_it_went_in(data: bytes) -> None:
    quoted = data_uri("a.svg", data).quoted
    url = quoted[1:-1]
    assert quoted[0] == quoted[-1]
    assert quoted[0] in "'\""
    assert quoted[0] not in url
    assert not set(url) & set("\n\r\t\\<>#")
    assert url.isascii()
    assert url == url.strip()
    assert unquote_to_bytes(url.removeprefix("data:image/svg+xml,")) == data
    assert css.scan(f"a{{b:url({quoted})}}") == ()
    (string,) = tinycss2.parse_one_component_value(f"url({quoted})").arguments
    assert string.value == url


@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param('{ "*.svg" = "4kB" }', "the size up to which files are inlined is a number of bytes", id="text"),
        pytest.param('{ "*.svg" = true }', "the size up to which files are inlined is a number of bytes", id="boolean"),
        pytest.param('{ "*.svg" = -1 }', "the size up to which files are inlined is a number of bytes", id="negative"),
        pytest.param("4096", "`inline` must be a table, not a number", id="no table"),
    ],
)
def test_mistake(value: str, message: str) -> None:
    run = Site(config=f"inline = {value}\n").compile()
    assert run.status == 2
    assert f": error: {message}\n" in run.stderr
    assert run.stderr.endswith('  hint: for example inline = { "**/*.svg" = 4096 }\n')
