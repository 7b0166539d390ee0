"""The asset trees of Sprockets' own tests: every script and style sheet in them, by the real Sprockets and by us."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser

from assetbuild.definitions.reader import Reader
from assetbuild.definitions.sprockets import define
from assetbuild.errors import AssetbuildError
from tests.browser.static_server import static_server
from tests.browser.visit import visit

from ..definitions.output_folder import compiled_both_ways
from ..definitions.real_sprockets import run_beside
from ..npm import PACKAGES
from ..sites import Run, Site
from .fixture_trees import LOAD_PATHS, SPROCKETS, need

_SCRIPT = Path(__file__).with_name("sprockets_entries.rb")
_KINDS = re.compile(r"^[^.].*?\.(?P<kind>js|css|coffee|scss|sass|eco|ejs)(?:\.erb)?$")
_ENGINES = {"coffee": "js", "eco": "js", "ejs": "js", "scss": "css", "sass": "css"}
# There the real one goes on without an end, and ours ends.
_ENDLESS = re.compile(r"circle_(?:link|depend_on)")
_ERROR = re.compile(r"^(\S.*?)(?::\d+)*: error: (.*)$", re.MULTILINE)
# It links two files that come to one asset, of which Sprockets 3 makes whichever is the last.
_TWICE = "link_directory_manifest.js"


class Tree(NamedTuple):
    site: Site
    paths: tuple[str, ...]
    names: list[str]


@pytest.fixture(params=LOAD_PATHS)
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> Tree:
    need(SPROCKETS)
    site = Site(folder=Path(shutil.copytree(SPROCKETS.path, tmp_path / "fixtures")))
    paths = LOAD_PATHS[request.param]
    (site.folder / "node_modules").symlink_to(PACKAGES)
    return Tree(site, paths, sorted({*_names(site.folder, paths)}))


def _names(folder: Path, paths: tuple[str, ...]) -> Iterator[str]:
    """The logical paths of the assets that come of the scripts and style sheets in load paths."""
    for root in (folder / path for path in paths):
        for file in root.rglob("*"):
            path = file.relative_to(root).as_posix()
            kind = _KINDS.match(path)
            if kind and file.is_file() and file.stat().st_size < 50_000:
                stem = re.sub(r"(?:\.(?:js|css|jst|coffee|scss|sass|eco|ejs|erb))+$", "", path)
                yield f"{stem}.{_ENGINES.get(kind['kind'], kind['kind'])}"


def _by_sprockets(tree: Tree) -> dict[str, dict[str, Any]]:
    asked = {"root": str(tree.site.folder.resolve()), "paths": tree.paths, "names": tree.names}
    return run_beside(3, _SCRIPT, asked)


def _name(tree: Tree, names: list[str]) -> None:
    flags = [*(f"-I '{path}'" for path in tree.paths), *(f"'{name}'" for name in names)]
    tree.site.write({".sprocketsrc": "\n".join(flags)})


def _by_us(tree: Tree, name: str) -> dict[str, Any]:
    """Members and what is linked, or the error of the definition."""
    _name(tree, [name])
    try:
        document = define(".sprocketsrc", Reader(str(tree.site.folder))).document
    except AssetbuildError as error:
        return {"error": error.message}
    bundles = document.get("bundles", {})
    contents = bundles[name]["contents"] if name in bundles else []
    return {"members": [_file_of(tree.site.folder, path, document) for path in contents], "linked": {*bundles}}


def _file_of(folder: Path, path: str, document: dict[str, Any]) -> str:
    roots: list[str] = document["sources"]
    for root in roots:
        prefix: str = document.get("prefixes", {}).get(root, "")
        file = folder / root / (path.removeprefix(f"{prefix}/") if prefix else path)
        if path.startswith(prefix) and file.is_file():
            return file.relative_to(folder).as_posix()
    raise AssertionError(f"{path} is nowhere")


def test_tree_is_made_as_sprockets_makes_it(tree: Tree, browser: Browser) -> None:
    theirs = _by_sprockets(tree)
    ours = {name: _by_us(tree, name) for name in tree.names}
    made = [name for name in tree.names if "members" in ours[name]]
    _name(tree, made)
    needs_ruby = _refused(tree.site.compile("--fast", "--quiet", "--from", "sprockets"))
    for name in tree.names:
        if "error" in theirs[name]:
            refused = "error" in ours[name] or needs_ruby & {*ours[name]["members"]}
            assert refused or _ENDLESS.match(name), (name, theirs[name])
        else:
            _agree(name, ours[name], theirs[name], needs_ruby)
    whole = [name for name in made if not needs_ruby & {*ours[name]["members"]} and name != _TWICE]
    _name(tree, whole)
    compiled_both_ways(tree.site, "sprockets")
    run = tree.site.compile("--fast", "--quiet", "--from", "sprockets").succeeds()
    for name in whole:
        if "source" in theirs[name] and all(re.search(r"^[^.]*\.(?:js|css)$", path) for path in ours[name]["members"]):
            assert _bare(run.text(name)) == _bare(theirs[name]["source"]), name
    _style_sheets_open(run, [name for name in whole if name.endswith(".css")], browser)


def _refused(run: Run) -> set[str]:
    """The files that the build refuses: their Ruby, or what Sass says of them."""
    return {Path(file).as_posix() for file, _ in _ERROR.findall(run.stderr)}


def _agree(name: str, ours: dict[str, Any], theirs: dict[str, Any], needs_ruby: set[str]) -> None:
    assert ours.get("members") == theirs["members"], name
    linked = {path for path in theirs["linked"] if path.endswith((".js", ".css"))}
    if not needs_ruby & {*theirs["members"]}:
        assert linked <= ours["linked"], name


def _bare(text: str) -> str:
    """Without white space, semicolons between members, `@charset`, and the names of copies."""
    text = re.sub(r'@charset "[^"]*";|[\s;]', "", text)
    return re.sub(r"\.[0-9a-f]{12}\.", ".", text)


def _style_sheets_open(run: Run, names: list[str], browser: Browser) -> None:
    """A page with all style sheets: the scripts of those trees name functions that are nowhere."""
    links = "".join(f'<link rel="stylesheet" href="{run.entry(name).path}">' for name in names)
    page = f'<!doctype html><title>Sprockets</title><link rel="icon" href="data:,">{links}'
    (run.site.output / "index.html").write_text(page)
    with static_server(run.site.output) as url, visit(browser, f"{url}/index.html") as found:
        assert found.complaints == []
        assert {*found.statuses.values()} == {200}
