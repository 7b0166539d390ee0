"""What a call of esbuild depends on, beyond what it says that it read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assetbuild.entries.looked_at import LookedAt, look
from assetbuild.entries.metafile import Input, Metafile
from tests.sites import Site

FILES = {
    "assets/js/app.ts": "app",
    "assets/tsconfig.json": '{"extends": ["./base", "@my/config/web.json", "preset"], // why\n}',
    "assets/base.json": "{}",
    "node_modules/@my/config/web.json": '{"extends": "../../preset/tsconfig.json"}',
    "node_modules/preset/tsconfig.json": "{}",
    "node_modules/@scope/lib/deep/index.js": "lib",
    "node_modules/@scope/lib/package.json": "{}",
    "broken/tsconfig.json": "{ no",
}
INPUTS = (
    Input("assets/js/app.ts", ("./x", "@scope/lib/deep", "react")),
    Input("node_modules/@scope/lib/deep/index.js", ()),
    Input("broken/c.js", ()),
)


def _look(folder: Path, tsconfig: str = "") -> LookedAt:
    site = Site(project=FILES, folder=folder)
    return look(Metafile(INPUTS, ()), os.path.realpath(site.folder), tsconfig)


@pytest.mark.parametrize(
    "file",
    [
        "assets/js/app.ts",
        "assets/tsconfig.json",
        "assets/base.json",
        "node_modules/@my/config/web.json",
        "node_modules/preset/tsconfig.json",
        "node_modules/@scope/lib/package.json",
    ],
)
def test_file_that_counts_is_seen_to_change(file: str, tmp_path: Path) -> None:
    looked_at = _look(tmp_path)
    assert looked_at.is_same(str(tmp_path))
    (tmp_path / file).write_text("something else")
    assert not looked_at.is_same(str(tmp_path))


@pytest.mark.parametrize(
    "file",
    [
        "assets/js/package.json",
        "tsconfig.json",
        "assets/js/node_modules/@scope/lib",
        "assets/node_modules/react",
        "node_modules/react",
        "assets/base",
        "assets/node_modules/preset",
        "node_modules/@scope/lib/deep.js",
        "node_modules/@scope/lib/deep/index.ts",
    ],
)
def test_file_that_would_have_been_taken_is_seen_to_come(file: str, tmp_path: Path) -> None:
    looked_at = _look(tmp_path)
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text("{}")
    assert not looked_at.is_same(str(tmp_path))


@pytest.mark.parametrize("file", ["README.md", "dist/a.js", "node_modules/other/a.js", "assets/css/a.css"])
def test_what_has_no_part_in_it_may_change(file: str, tmp_path: Path) -> None:
    looked_at = _look(tmp_path)
    Site(project={file: "new"}, folder=tmp_path)
    assert looked_at.is_same(str(tmp_path))


def test_folder_that_goes_is_seen(tmp_path: Path) -> None:
    looked_at = _look(tmp_path)
    (tmp_path / "node_modules/@scope/lib").rename(tmp_path / "gone")
    assert not looked_at.is_same(str(tmp_path))
    assert not LookedAt({}, {"node_modules/@scope/lib": "names"}).is_same(str(tmp_path))


def test_configured_tsconfig_counts(tmp_path: Path) -> None:
    looked_at = _look(tmp_path, "configs/web.json")
    assert looked_at.files["configs/web.json"] is None
