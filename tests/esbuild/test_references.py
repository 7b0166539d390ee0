"""The references in what esbuild made, as a scanner would find them, without reading large scripts to their end."""

from __future__ import annotations

import pytest

from assetbuild.entries.references import without_marks
from assetbuild.references.scanners import scanner_of

NAMES = {"chunks/b-1.js": "js/chunks/b.js", "files/logo-2.png": "img/logo.png"}
FILE = 'var l="assetbuild:/files/logo-2.png";'
CHUNK = 'import{a}from"assetbuild:/chunks/b-1.js";'
LATER = 'import("assetbuild:/chunks/b-1.js").then(a);'


@pytest.mark.parametrize(
    ("path", "text", "count"),
    [
        pytest.param("js/a.js", CHUNK + "a();" * 20, 1, id="chunk"),
        pytest.param("js/a.js", FILE, 1, id="file"),
        pytest.param("js/a.js", LATER + "b=1", 1, id="chunk that is loaded later"),
        pytest.param("js/a.js", f"{CHUNK}{FILE}{LATER}", 3, id="all of them, one at the end"),
        pytest.param("js/a.js", f"{CHUNK}a='import(\"./x.js\")';/<!--/.test(a)", 1, id="what only looks like one"),
        pytest.param("js/a.js", "var a=1", 0, id="none"),
        pytest.param("js/a.js", f"{FILE}c=new URL('./d.png',import.meta.url)", 2, id="one of the source's own"),
        pytest.param("js/a.js", f"{CHUNK}a`unfinished", 0, id="no script"),
        pytest.param("js/a.css", 'a{background:url("assetbuild:/files/logo-2.png")}', 1, id="style sheet"),
        pytest.param("js/a.txt", "assetbuild", 0, id="what has none"),
    ],
)
def test_closed_output_has_the_references_that_a_scanner_finds(path: str, text: str, count: int) -> None:
    unmarked = without_marks(path, text, NAMES)
    scan = scanner_of(path)
    whole = scan(unmarked.text) if scan else ()
    assert unmarked.references(path, is_closed=True) == whole
    assert unmarked.references(path, is_closed=False) == whole
    assert len(whole) == count


def test_import_that_esbuild_left_is_found_where_the_output_is_not_closed() -> None:
    unmarked = without_marks("js/a.js", f'{CHUNK}import"lit";', NAMES)
    assert [each.target for each in unmarked.references("js/a.js", is_closed=False)] == ["./chunks/b.js", "lit"]
