"""Assets within the page: whole, with references that hold there, and never out of their element."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assetbuild.errors import AssetbuildError, UsageError, render
from assetbuild.manifest import Entry, manifest_bytes
from assetbuild.runtime import Manifest

from ..sites import Site
from .samples import entry, write_manifest

ICON = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'


def inline(folder: Path, name: str, data: bytes, nonce: str | None = None) -> str:
    return Manifest.load(write_manifest(folder, {name: data})).inline(name, nonce)


@pytest.mark.parametrize(
    ("name", "data", "nonce", "html"),
    [
        pytest.param("a.css", b"a{b:c}", None, "<style>a{b:c}</style>", id="style"),
        pytest.param("a.css", b"a{b:c}", 'n"', '<style nonce="n&quot;">a{b:c}</style>', id="style with nonce"),
        pytest.param("a.css", b"\xef\xbb\xbfa{b:'\xc3\xa9&<'}", None, "<style>a{b:'é&<'}</style>", id="as it is"),
        pytest.param("a.css", b"a{b:'</script>'}", None, "<style>a{b:'</script>'}</style>", id="script's end in CSS"),
        pytest.param("a.js", b"a<b&&c", None, "<script>a<b&&c</script>", id="script"),
        pytest.param("a.js", b"a", "n", '<script nonce="n">a</script>', id="script with nonce"),
        pytest.param("a.mjs", b"a", "n", '<script type="module" nonce="n">a</script>', id="module"),
        pytest.param("a.js", b"'</style>'", None, "<script>'</style>'</script>", id="style's end in JS"),
        pytest.param("a.js", b"'<!--'", None, "<script>'<!--'</script>", id="comment that hides no end tag"),
        pytest.param("a.js", b"'<script>'", None, "<script>'<script>'</script>", id="start tag outside of a comment"),
        pytest.param("a.js", b"'<\\/script>'", None, "<script>'<\\/script>'</script>", id="escaped end tag"),
        pytest.param("a.svg", ICON, "n", ICON.decode(), id="SVG"),
        pytest.param(
            "a.svg",
            b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- (c) me -->\n<!DOCTYPE svg PUBLIC "a" "b" [<!ENTITY c "d">]>\n'
            + ICON + b"\n",
            None, "<!-- (c) me -->" + ICON.decode(), id="SVG's prolog",
        ),
    ],
)  # fmt: skip
def test_asset_stands_in_its_element(name: str, data: bytes, nonce: str | None, html: str, tmp_path: Path) -> None:
    assert inline(tmp_path, name, data, nonce) == html


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        pytest.param("a.css", b'a{}\nb{c:"</STYLE>"}', """
            {file}:2:6: error: 'a.css' cannot be inlined: '</STYLE' in it would end its element early
              2 | b{c:"</STYLE>"}
                |      ^
              hint: write `<\\/STYLE` in the string that has it, or load the asset with tags()
            """, id="style's end"),
        pytest.param("a.js", b'a="</script>"', """
            {file}:1:4: error: 'a.js' cannot be inlined: '</script' in it would end its element early
              1 | a="</script>"
                |    ^
              hint: write `<\\/script` in the string that has it, or load the asset with tags()
            """, id="script's end"),
        pytest.param("a.js", b'a="<!--"\nb="<SCRIPT "', """
            {file}:1:4: error: 'a.js' cannot be inlined: '<!--' in it would end its element early
              1 | a="<!--"
                |    ^
              hint: write `\\x3c!--` in the string that has it, or load the asset with tags()
            """, id="comment that hides the end tag"),
        pytest.param("a.svg", b"<html></html>", """
            {file}: error: 'a.svg' cannot be inlined: it does not start with `<svg`
            """, id="no SVG"),
        pytest.param("a.css", b"a{b:\xe9}", """
            {file}: error: the artifact is not UTF-8, and cannot be inlined
            """, id="not UTF-8"),
    ],
)  # fmt: skip
def test_asset_that_cannot_stand_there_is_refused(name: str, data: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(AssetbuildError) as caught:
        inline(tmp_path, name, data)
    expected = "\n".join(line.removeprefix(" " * 12) for line in message.strip("\n ").splitlines())
    assert render(caught.value) == expected.strip().replace("{file}", str(tmp_path / entry(name, data).path))


def test_other_types_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        inline(tmp_path, "a.png", b"")
    assert str(caught.value) == (
        "'a.png' is of type image/png; inline() is for style sheets, scripts and SVG: use url()"
    )


HINT = "  hint: deploy the output folder whole, beside its manifest; `assetbuild verify` lists what is not"


def test_artifact_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    assets = Manifest.load(write_manifest(tmp_path, {"a.css": b"a{}"}))
    file = tmp_path / entry("a.css", b"a{}").path
    file.write_bytes(b"b{}")
    with pytest.raises(AssetbuildError) as caught:
        assets.inline("a.css")
    message = "the artifact is not what the manifest says: the integrity differs"
    assert render(caught.value) == f"{file}: error: {message}\n{HINT}"
    file.unlink()
    with pytest.raises(AssetbuildError) as caught:
        assets.inline("a.css")
    assert render(caught.value) == f"{file}: error: the artifact cannot be read: No such file or directory\n{HINT}"


def test_artifact_is_read_once(tmp_path: Path) -> None:
    assets = Manifest.load(write_manifest(tmp_path, {"a.css": b"a{}"}))
    assert assets.inline("a.css") == "<style>a{}</style>"
    (tmp_path / entry("a.css", b"a{}").path).unlink()
    assert assets.inline("a.css", "n") == '<style nonce="n">a{}</style>'


def test_references_of_a_style_sheet_hold_in_any_page(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(
        {
            "css/app.css": """
            @import "sub/b.css";
            a { background: url(../img/a.png) }
            b { background: url( "a.png" ); src: url('../img/a.png?x#y') format("x"), url(a.png#z) }
            c { background: image-set("a.png" 1x, "../img/a.png" 2x); content: "a.png" url(https://x.example/a.png) }
            """,
            "css/sub/b.css": "",
            "css/a.png": b"1",
            "img/a.png": b"2",
        },
        config='minify = "off"\n',
    )
    site.compile().succeeds()
    monkeypatch.setenv("ASSETBUILD_URL", "https://cdn.example.com/(x)")
    html = Manifest.load(site.output / "manifest.json").inline("css/app.css")
    assert re.sub(r"\.[0-9a-f]{12}\.", ".", html) == (
        "<style>\n"
        '@import "https://cdn.example.com/%28x%29/css/sub/b.css";\n'
        "a { background: url(https://cdn.example.com/%28x%29/img/a.png) }\n"
        'b { background: url( "https://cdn.example.com/%28x%29/css/a.png" ); '
        "src: url('https://cdn.example.com/%28x%29/img/a.png?x#y') format(\"x\"), "
        "url(https://cdn.example.com/%28x%29/css/a.png#z) }\n"
        'c { background: image-set("https://cdn.example.com/%28x%29/css/a.png" 1x, '
        '"https://cdn.example.com/%28x%29/img/a.png" 2x); content: "a.png" url(https://x.example/a.png) }\n'
        "</style>"
    )


def with_references(folder: Path, name: str, text: str, *references: str, url: str = "/s/") -> str:
    """`text` inlined, in which `{0}` is the path of the first of `references`. The references are their own paths."""
    entries = {each: Entry(each, 0, "", "", {}, ()) for each in references}
    data = text.encode()
    entries[name] = Entry(name, len(data), entry(name).type, entry(name, data).integrity, {}, (*references, "gone.png"))
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    (folder / "manifest.json").write_bytes(manifest_bytes(url, entries))
    return Manifest.load(folder / "manifest.json").inline(name)


@pytest.mark.parametrize(
    ("name", "text", "references", "html"),
    [
        pytest.param("c/a.css", "url(b.png)url(xb.png)url(b.pngx)url(d/b.png)", ["c/b.png"],
            "<style>url(/s/c/b.png)url(xb.png)url(b.pngx)url(d/b.png)</style>", id="part of another URL"),
        pytest.param("c/a.css", "url(b.png)url(../c/b.png)url(../b.png)", ["b.png", "c/b.png"],
            "<style>url(/s/c/b.png)url(../c/b.png)url(/s/b.png)</style>", id="end of another reference"),
        pytest.param("c/a.css", "url(b.png) url(b.png.map)", ["c/b.png", "c/b.png.map"],
            "<style>url(/s/c/b.png) url(/s/c/b.png.map)</style>", id="start of another reference"),
        pytest.param("c/a.css", "url(bxpng)", ["c/b.png"], "<style>url(bxpng)</style>", id="no pattern"),
        pytest.param("c/a.css", "url(x%20y.png)url(x y.png)", ["c/x y.png"],
            "<style>url(/s/c/x%20y.png)url(x y.png)</style>", id="quoted"),
        pytest.param("c/a.css", "/*# sourceMappingURL=a.css.map */", ["c/a.css.map"],
            "<style>/*# sourceMappingURL=/s/c/a.css.map */</style>", id="map of CSS"),
        pytest.param("c/a.css", "/*# sourceMappingURL=a.css.map*/", ["c/a.css.map"],
            "<style>/*# sourceMappingURL=/s/c/a.css.map*/</style>", id="map of minified CSS"),
        pytest.param("c/a.js", "a;//# sourceMappingURL=a.js.map", ["c/a.js.map"],
            "<script>a;//# sourceMappingURL=/s/c/a.js.map</script>", id="map of JS"),
        pytest.param("c/a.mjs", 'import"./b.mjs";import "../b.mjs";', ["c/b.mjs", "b.mjs"],
            '<script type="module">import"/s/c/b.mjs";import "/s/b.mjs";</script>', id="imports"),
        pytest.param("c/a.svg", '<svg><image href="b.png"/></svg>', ["c/b.png"],
            '<svg><image href="/s/c/b.png"/></svg>', id="SVG"),
    ],
)  # fmt: skip
def test_reference_is_replaced_where_it_stands_whole(
    name: str, text: str, references: list[str], html: str, tmp_path: Path
) -> None:
    assert with_references(tmp_path, name, text, *references) == html


def test_url_in_an_svg_is_escaped(tmp_path: Path) -> None:
    html = with_references(tmp_path, "a.svg", '<svg><image href="b.png"/></svg>', "b.png", url="/s&amp/")
    assert html == '<svg><image href="/s&amp;amp/b.png"/></svg>'
