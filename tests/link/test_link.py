"""Linking: final names in place of what people wrote, changes that travel, circles, what is missing."""

from __future__ import annotations

import re

import pytest

from assetbuild.fingerprint import circle_digest

from ..sites import Site

PIXEL = b"\x89PNG\r\n"


def named(text: str) -> str:
    """`text` with `#` for each fingerprint."""
    return re.sub(r"\.[0-9a-f]{12}(?=\.|$)", ".#", text)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("../img/a.png", "../img/a.#.png", id="relative"),
        pytest.param("../img/a.png?v=1", "../img/a.#.png?v=1", id="query stays"),
        pytest.param("../img/a.png#x", "../img/a.#.png#x", id="fragment stays"),
        pytest.param("../img/a.png?#iefix", "../img/a.#.png?#iefix", id="empty query stays"),
        pytest.param("/static/img/a.png", "../img/a.#.png", id="below the public prefix"),
        pytest.param("/other/a.png", "/other/a.png", id="elsewhere on the server"),
        pytest.param("//cdn.example/a.png", "//cdn.example/a.png", id="another host"),
        pytest.param("https://x.example/a.png", "https://x.example/a.png", id="absolute"),
        pytest.param("data:image/png;base64,AA==", "data:image/png;base64,AA==", id="data"),
        pytest.param("#id", "#id", id="fragment alone"),
        pytest.param("../img/b%20c.png", "../img/b%20c.#.png", id="percent-encoded"),
        pytest.param("../css/../img/./a.png", "../img/a.#.png", id="dots"),
        pytest.param("../img/ü.png", "../img/%C3%BC.#.png", id="beyond ASCII"),
    ],
)
def test_url_in_css(written: str, expected: str) -> None:
    site = Site(
        {
            "css/a.css": f'a{{b:url("{written}")}}',
            "img/a.png": PIXEL,
            "img/b c.png": PIXEL,
            "img/ü.png": PIXEL,
        }
    )
    assert named(site.compile().succeeds().text("css/a.css")) == f'a{{b:url("{expected}")}}'


def test_change_of_a_font_renames_what_leads_to_it_and_nothing_else() -> None:
    files: dict[str, str | bytes] = {
        "css/a.css": '@import "b.css";',
        "css/b.css": "@font-face{src:url(../f.woff2)}",
        "css/c.css": "i{j:k}",
        "f.woff2": b"one",
    }
    first = Site(files).compile().succeeds()
    second = Site(files | {"f.woff2": b"two"}).compile().succeeds()
    changed = {name for name in first.names() if first.entry(name).path != second.entry(name).path}
    assert changed == {"css/a.css", "css/b.css", "f.woff2"}


def test_references_stand_in_the_manifest() -> None:
    run = Site({"a.css": "@import 'b.css';a{b:url(c.png) url(c.png)}", "b.css": "", "c.png": PIXEL}).compile()
    assert run.succeeds().entry("a.css").references == ("b.css", "c.png")


def test_circle_has_one_digest_from_bytes_with_logical_paths() -> None:
    run = Site({"css/a.css": "@import 'b.css';", "css/b.css": "@import 'a.css';c{d:url(e.png)}", "css/e.png": PIXEL})
    done = run.compile().succeeds()
    picture = done.entry("css/e.png").path.removeprefix("css/")
    fingerprint = circle_digest(
        {
            "css/a.css": b"@import 'css/b.css'",
            "css/b.css": f"@import 'css/a.css';c{{d:url({picture})}}".encode(),
        }.items()
    )[:12]
    assert done.text("css/a.css") == f"@import 'b.{fingerprint}.css'"
    assert done.text("css/b.css") == f"@import 'a.{fingerprint}.css';c{{d:url({picture})}}"
    run.run("verify").succeeds()


def test_change_in_a_circle_renames_all_of_it() -> None:
    files = {"a.css": "@import 'b.css';", "b.css": "@import 'c.css';", "c.css": "@import 'a.css';d{e:f}"}
    first = Site(files).compile().succeeds()
    second = Site(files | {"c.css": "@import 'a.css';d{e:g}"}).compile().succeeds()
    assert all(first.entry(name).path != second.entry(name).path for name in files)


def test_asset_that_names_itself() -> None:
    site = Site({"s.svg": '<svg xmlns="http://www.w3.org/2000/svg"><use href="s.svg#i"/></svg>'})
    run = site.compile().succeeds()
    assert run.text("s.svg").count(run.entry("s.svg").path + "#i") == 1
    site.run("verify").succeeds()


def test_missing_reference_names_its_place_and_the_nearest() -> None:
    Site({"css/a.css": "b {\n  c: url(../img/logo.pgn);\n}\n", "img/logo.png": PIXEL}).compile().fails(
        stderr="""\
        assets/css/a.css:2:10: error: 'css/a.css' refers to '../img/logo.pgn': there is no asset 'img/logo.pgn'
          2 |   c: url(../img/logo.pgn);
            |          ^
          hint: did you mean 'img/logo.png'?
        """
    )


def test_all_missing_references_are_told_at_once() -> None:
    run = Site({"a.css": "a{b:url(x.png)}\nc{d:url(y.png)}", "b.svg": '<svg><image href="z.png"/></svg>'}).compile()
    assert [line.split(" error")[0] for line in run.stderr.splitlines() if "error" in line] == [
        "assets/a.css:1:9:",
        "assets/a.css:2:9:",
        "assets/b.svg:1:19:",
    ]


def test_missing_reference_in_a_bundle_is_told_at_its_member() -> None:
    config = '[bundles."all.css"]\ncontents = ["css/a.css", "css/deep/b.css"]\n'
    run = Site({"css/a.css": "a{b:c}", "css/deep/b.css": "\n\nd{e:url(f.png)}"}, config=config).compile()
    assert "assets/css/deep/b.css:3:9: error: 'all.css' refers to 'css/deep/f.png'" in run.stderr


def test_reference_out_of_the_root_is_refused() -> None:
    Site({"a.css": "a{b:url(../../etc/passwd)}"}).compile().fails(
        stderr="""\
        assets/a.css:1:9: error: 'a.css' refers to '../../etc/passwd': it leads out of the root
          1 | a{b:url(../../etc/passwd)}
            |         ^
          hint: name a file below a source root, or allow it to be missing: allow-missing = ['a.css']
        """
    )


def test_missing_reference_may_be_allowed() -> None:
    site = Site({"vendor/a.css": "a{b:url(x.png)}"}, config='allow-missing = ["vendor/**"]')
    run = site.compile("-v").succeeds(
        stderr="assets/vendor/a.css: info: 'x.png' is missing, as `allow-missing` allows\n"
    )
    assert run.text("vendor/a.css") == "a{b:url(x.png)}"


@pytest.mark.parametrize(
    ("path", "text", "left"),
    [
        pytest.param("a.js", "b();\n//# sourceMappingURL=a.js.map\n", "b();", id="js"),
        pytest.param("a.min.js", "b();\n//# sourceMappingURL=a.js.map\n", "b();\n\n", id="js that is not minified"),
        pytest.param("a.min.css", "b{}\n/*# sourceMappingURL=a.css.map */\n", "b{}\n\n", id="css"),
    ],
)
def test_comment_of_a_map_that_was_never_shipped_is_dropped(path: str, text: str, left: str) -> None:
    run = Site({path: text}).compile("-v").succeeds()
    assert run.text(path) == left


def test_comment_of_a_map_that_is_there_is_rewritten() -> None:
    run = Site({"a.min.js": "b()\n//# sourceMappingURL=a.min.js.map", "a.min.js.map": "{}"}).compile().succeeds()
    assert run.text("a.min.js") == f"b()\n//# sourceMappingURL={run.entry('a.min.js.map').path}"


def test_public_prefix_at_the_root_takes_only_what_is_there() -> None:
    site = Site({"a.css": "a{b:url(/x.png);c:url(/page)}", "x.png": PIXEL}, config='url = "/"')
    assert named(site.compile().succeeds().text("a.css")) == "a{b:url(x.#.png);c:url(/page)}"
