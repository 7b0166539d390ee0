"""The members of bundles and what they link, beside those that the real Sprockets 3 and 4 give for the same trees."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from assetbuild.definitions.reader import Reader
from assetbuild.definitions.sprockets import define
from assetbuild.errors import AssetbuildError
from assetbuild.filters.directives import comments_of, without_directives
from assetbuild.globs import compile_globs

from .real_sprockets import RELEASES, ask
from .sprockets_trees import TREES, Tree

SOURCES = re.compile(r"\.(?:js|css|coffee|scss|sass|erb)$")


Answers = dict[str, Any]
# Where the real one makes nothing, and we something: why.
MADE_ALL_THE_SAME = {
    (3, "link of itself"): "there it goes on without an end",
    (3, "links in a circle"): "there it goes on without an end",
    (4, "folder of the file"): "there an index at the top of a load path has no name",
    (4, "picture with Ruby in it"): "there an application may say that such pictures are made",
    (4, "link of the source map of a script"): "there maps are assets",
}
# What an asset of another name stands for.
CALLED_OTHERWISE = {
    (3, "pictures with two extensions"): {
        "t/b.jpg": "t/b.jpeg",
        "t/c.tiff": "t/c.tif",
        "t/d.html": "t/d.htm",
        "t/e.yml": "t/e.yaml",
    },
}


# Where something else is left of the comments: Sprockets may leave one open, which swallows the code behind it; Ruby's
# are the filter `erb`'s to take out; and we take out what either version takes for a directive.
LEFT = {
    3: {
        "Sass",
        "depend_on_directory",
        "depend_on_directory with a type",
        "directive in a template of CoffeeScript",
        "end of the comment in the line",
        "template with a comment of Ruby first",
    },
    4: {
        "CoffeeScript with a block of stars",
        "CoffeeScript with slashes",
        "Sass",
        "directive in a template of CoffeeScript",
        "directive in a template of JavaScript",
        "directive with a hash in ES6",
        "end of the comment in the line",
        "hash in a script",
        "template with a comment of Ruby first",
    },
}


@pytest.fixture(scope="module", params=RELEASES)
def version(request: pytest.FixtureRequest) -> int:
    """The major version of Sprockets."""
    return int(request.param)


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory, version: int) -> dict[str, Path]:
    """The trees on disk, by name, each an application that has this version of Sprockets."""
    top = tmp_path_factory.mktemp("trees")
    folders = {name: top / str(number) for number, name in enumerate(TREES)}
    for name, folder in folders.items():
        for path, text in TREES[name].files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        flags = [*(f"-I {each}" for each in TREES[name].paths), TREES[name].target]
        (folder / ".sprocketsrc").write_text("\n".join(flags))
        (folder / "Gemfile.lock").write_text(f"GEM\n  specs:\n    sprockets ({RELEASES[version].version})\n")
    return folders


@pytest.fixture(scope="module")
def sprockets(trees: dict[str, Path], version: int) -> dict[str, Answers]:
    """What Sprockets says of each tree."""
    asked = [
        {"root": str(folder.resolve()), "paths": TREES[name].paths, "target": TREES[name].target}
        for name, folder in trees.items()
    ]
    return dict(zip(trees, ask(version, asked), strict=True))


def ours(folder: Path, tree: Tree) -> dict[str, Any]:
    """The same of us, as the files that the paths of the definition stand for."""
    try:
        document = define(".sprocketsrc", Reader(str(folder))).document
    except AssetbuildError as error:
        return {"error": error.message}
    contents = document["bundles"][tree.target]["contents"] if tree.target in document["bundles"] else []
    excluded = compile_globs(document.get("exclude", []))
    plain = [path for path in sources(folder, document) if not (excluded and excluded.fullmatch(path))]
    made = {"bundles": sorted(document["bundles"]), "plain": plain}
    return {"members": [file_of(folder, path, document) for path in contents], **made}


def sources(folder: Path, document: dict[str, Any]) -> set[str]:
    """The logical paths of all sources without a prefix."""
    roots = [folder / root for root in document["sources"] if root not in document.get("prefixes", {})]
    return {file.relative_to(root).as_posix() for root in roots for file in root.rglob("[!.]*") if file.is_file()}


def file_of(folder: Path, path: str, document: dict[str, Any]) -> str:
    for root in document["sources"]:
        prefix = document.get("prefixes", {}).get(root, "")
        below = path.removeprefix(f"{prefix}/") if prefix else path
        if path.startswith(prefix) and (folder / root / below).is_file():
            return str((folder / root / below).relative_to(folder))
    raise AssertionError(f"{path} is nowhere")


@pytest.mark.parametrize("name", TREES)
def test_members_are_those_of_sprockets(
    name: str, version: int, trees: dict[str, Path], sprockets: dict[str, Answers]
) -> None:
    expected = sprockets[name]
    found = ours(trees[name], TREES[name])
    if (version, name) in MADE_ALL_THE_SAME:
        assert "error" not in found
        return
    if "error" in expected:
        assert "error" in found, expected
        return
    names = CALLED_OTHERWISE.get((version, name), {})
    linked = {names.get(path, path) for path in expected["linked"]}
    made = {*found["bundles"], *found["plain"]}
    assert found["members"] == expected["members"]
    assert {path for path in linked if not path.endswith(".scss")} <= made
    compiled = {*found["bundles"], *(path for path in found["plain"] if SOURCES.search(path))}
    assert {path for path in compiled if not is_alias(path, compiled)} <= linked


def test_what_is_left_without_directives_is_what_sprockets_leaves(sprockets: dict[str, Answers], version: int) -> None:
    made = {name: said for name, said in sprockets.items() if "error" not in said}
    assert len(made) > 130
    assert {
        name for name, said in made.items() if _left(TREES[name], said["members"]) != _bare(said["source"])
    } == LEFT[version]


def _left(tree: Tree, members: list[str]) -> str:
    texts = [tree.files[path].removeprefix("\ufeff").replace("\r\n", "\n") for path in members]
    return _bare("".join(without_directives(text, comments_of(tree.target)) for text in texts))


def _bare(text: str) -> str:
    """The text without what Sprockets and we put between members."""
    return "".join(text.split()).replace(";", "")


def is_alias(path: str, made: set[str]) -> bool:
    """Whether it is one of the two names of an index."""
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}/index{dot}{suffix}" in made or (
        path.endswith(f"/index.{suffix}") and f"{stem[:-6]}.{suffix}" in made
    )
