"""The members of bundles and what they link, beside those that the real Sprockets 3 gives for the same trees."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from assetbuild.definitions.reader import Reader
from assetbuild.definitions.sprockets import define
from assetbuild.errors import AssetbuildError
from assetbuild.filters.directives import has_hashes, without_directives
from assetbuild.globs import compile_globs

from .sprockets_trees import TREES, Tree

SCRIPT = Path(__file__).with_name("sprockets_members.rb")


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The trees on disk, by name."""
    top = tmp_path_factory.mktemp("trees")
    folders = {name: top / str(number) for number, name in enumerate(TREES)}
    for name, folder in folders.items():
        for path, text in TREES[name].files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        flags = [*(f"-I {each}" for each in TREES[name].paths), TREES[name].target]
        (folder / ".sprocketsrc").write_text("\n".join(flags))
    return folders


@pytest.fixture(scope="module")
def sprockets(trees: dict[str, Path]) -> dict[str, Any]:
    """What Sprockets says of each tree; it runs once for all."""
    asked = [
        {"root": str(folder.resolve()), "paths": TREES[name].paths, "target": TREES[name].target}
        for name, folder in trees.items()
    ]
    done = subprocess.run(
        ["ruby", SCRIPT], input=json.dumps(asked), capture_output=True, text=True, check=True, timeout=100
    )
    return dict(zip(trees, json.loads(done.stdout), strict=True))


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
def test_members_are_those_of_sprockets(name: str, trees: dict[str, Path], sprockets: dict[str, Any]) -> None:
    expected = sprockets[name]
    found = ours(trees[name], TREES[name])
    if "error" in expected:
        assert "error" in found, expected
    else:
        assert found["members"] == expected["members"]
        texts = [path for path in expected["linked"] if path.endswith((".js", ".css"))]
        assert [path for path in found["bundles"] if not is_alias(path, found["bundles"])] == texts
        assert set(expected["linked"]) - {*texts} <= {*found["plain"]}
        assert not [path for path in found["plain"] if path.endswith((".js", ".css", ".erb"))]


def test_what_is_left_without_directives_is_what_sprockets_leaves(sprockets: dict[str, Any]) -> None:
    made = {name: said for name, said in sprockets.items() if "error" not in said}
    assert len(made) > 90
    # There Sprockets leaves a comment open, which swallows the code behind it.
    assert [name for name, said in made.items() if _left(TREES[name], said["members"]) != _bare(said["source"])] == [
        "end of the comment in the line"
    ]


def _left(tree: Tree, members: list[str]) -> str:
    texts = [tree.files[path].removeprefix("\ufeff").replace("\r\n", "\n") for path in members]
    return _bare("".join(without_directives(text, has_hashes(tree.target)) for text in texts))


def _bare(text: str) -> str:
    """The text without what Sprockets and we put between members."""
    return "".join(text.split()).replace(";", "")


def is_alias(path: str, bundles: list[str]) -> bool:
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}/index{dot}{suffix}" in bundles
