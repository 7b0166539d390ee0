"""The logical paths of what esbuild made."""

from __future__ import annotations

import pytest

from assetbuild.entries.metafile import Metafile, Output
from assetbuild.entries.names import name_outputs


def _named(outputs: list[Output], entries: list[str], *taken: str) -> dict[str, str]:
    names = name_outputs(Metafile((), tuple(outputs)), entries, {"assets/a.png": "a.png"}, taken)
    return {output.path: names[output.path] for output in outputs}


@pytest.mark.parametrize(
    ("output", "name"),
    [
        pytest.param(Output("entries/0.js", "assets/js/app.ts", ("assets/js/app.ts",), ""), "js/app.js", id="entry"),
        pytest.param(Output("chunks/X.js", "assets/js/lazy.ts", (), ""), "js/chunks/lazy.js", id="entry of import()"),
        pytest.param(Output("chunks/X.js", "", ("a", "b"), ""), "js/chunks/shared.js", id="of several"),
        pytest.param(Output("chunks/X.js", "a/con.js", (), ""), "js/chunks/file.js", id="name of a device"),
        pytest.param(Output("chunks/X.js", "a/taken.js", (), ""), "js/chunks/taken-2.js", id="name of another"),
        pytest.param(Output("files/X.png", "assets/a.png", (), ""), "a.png", id="file of a source"),
        pytest.param(Output("files/X.png", "node_modules/b/b.png", (), ""), "js/files/b.png", id="file of a package"),
    ],
)
def test_output_has_a_name_without_a_hash(output: Output, name: str) -> None:
    assert _named([output], ["js/app.js"], "js/chunks/taken.js") == {output.path: name}


def test_chunks_of_one_name_are_numbered_by_what_is_in_them() -> None:
    outputs = [Output("chunks/B.js", "", ("a", "x"), ""), Output("chunks/A.js", "", ("a", "y"), "")]
    found = _named(outputs, ["app.js"])
    assert found == {"chunks/B.js": "chunks/shared.js", "chunks/A.js": "chunks/shared-2.js"}
    assert _named(outputs[::-1], ["app.js"]) == found


@pytest.mark.parametrize(
    ("entries", "folder"),
    [
        pytest.param(["js/app.js", "js/admin.js"], "js/chunks/", id="one folder"),
        pytest.param(["js/a/app.js", "js/b/admin.js"], "js/chunks/", id="a folder of both"),
        pytest.param(["a/app.js", "b/admin.js"], "chunks/", id="none"),
    ],
)
def test_chunks_stand_in_the_folder_of_all_entry_points(entries: list[str], folder: str) -> None:
    assert _named([Output("chunks/X.js", "lazy.ts", (), "")], entries) == {"chunks/X.js": f"{folder}lazy.js"}


def test_style_sheet_goes_by_the_name_of_its_script() -> None:
    outputs = [
        Output("entries/0.js", "app.ts", (), "entries/0.css"),
        Output("entries/0.css", "", ("a.css",), ""),
        Output("chunks/X.js", "lazy.ts", (), "chunks/Y.css"),
        Output("chunks/Y.css", "", ("b.css", "c.css"), ""),
    ]
    assert list(_named(outputs, ["app.mjs"]).values()) == ["app.mjs", "app.css", "chunks/lazy.js", "chunks/lazy.css"]
