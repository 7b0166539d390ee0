"""Readers that cannot be installed here, written down by their documentation: each finds every file of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from assetbuild.manifest import ManifestFile

from ..sites import Run, Site

FILES = {
    "css/app.css": "body { background: url(../img/b%20g.png) }",
    "img/b g.png": "(a picture)",
    "img/é.png": "(another)",
    "js/app.js": "window.app = 1;",
}


def read(file: Path) -> Any:
    return json.loads(file.read_text("ascii"))


def mix(public: Path, path: str, folder: str) -> str:
    """Laravel's `mix($path, $manifestDirectory)` (laravel.com/docs/9.x/mix, "Versioning & Cache Busting")."""
    found: dict[str, str] = read(public / folder / "mix-manifest.json")
    return f"/{folder}{found['/' + path.removeprefix('/')]}"


def propshaft(public: Path, path: str, folder: str) -> str:
    """Propshaft's static resolver: the path, or a table with `digested_path`, of a logical path. The real one of 1.3.2
    reads what we write too: see `propshaft_resolver`."""
    value = read(public / folder / ".manifest.json")[path]
    return f"/{folder}/{value if isinstance(value, str) else value['digested_path']}"


def propshaft_of_rails_7(public: Path, path: str, folder: str) -> str:
    """Propshaft 0.9's static resolver joins the prefix and the value, which has to be a text."""
    value = read(public / folder / "flat.json")[path]
    assert isinstance(value, str)
    return f"/{folder}/{value}"


def phoenix(public: Path, path: str, folder: str) -> str:
    """Phoenix's endpoint (`warmup_static`) requires both keys, and looks up `sha512` in what may not be there."""
    match read(public / folder / "cache_manifest.json"):
        case {"latest": dict(latest), "digests": dict(digests)}:
            assert (digests.get(latest[path]) or {}).get("sha512") is None
            return f"/{folder}/{latest[path]}"
    raise ValueError("expected cache manifest to include 'latest' and 'digests' keys")


def webpack(public: Path, path: str, folder: str) -> str:
    """The value is the URL (webpack.js.org/guides/output-management, "The Manifest")."""
    url: str = read(public / folder / "webpack-manifest.json")[path]
    return url


@pytest.fixture(scope="module")
def run() -> Run:
    config = """\
        output = "public/build"
        url = "/build/"
        also = ["mix", "propshaft", "propshaft-flat:flat.json", "phoenix", "webpack"]
        """
    return Site(FILES, config=config).compile().succeeds(stderr="")


@pytest.mark.parametrize("reader", [mix, propshaft, propshaft_of_rails_7, phoenix, webpack])
def test_reader_finds_every_file(reader: Callable[[Path, str, str], str], run: Run) -> None:
    public = run.site.folder / "public"
    manifest = ManifestFile.load(public / "build/manifest.json")
    for name in FILES:
        path = unquote(reader(public, name, "build"))
        assert path == f"/build/{manifest.entry(name).path}"
        assert (public / path.removeprefix("/")).is_file()
