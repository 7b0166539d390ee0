"""`Link` headers that preload what a page will ask for, and the prefix that an application gives."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from assetbuild.errors import UsageError
from assetbuild.runtime import LazyManifest, Manifest, UnknownAsset

from .samples import entry, load, write_manifest

NAMES = ("css/a.css", "a.js", "a.mjs", "a.woff2", "a.png", "a.json", "ü >.css")


@pytest.fixture
def assets(tmp_path: Path) -> Manifest:
    return load(tmp_path, *NAMES)


def path(name: str) -> str:
    return f"/static/{entry(name, name.encode()).path}"


def check(name: str) -> str:
    return f'integrity="{entry(name, name.encode()).integrity}"; crossorigin="anonymous"'


@pytest.mark.parametrize(
    ("name", "options", "parameters"),
    [
        pytest.param("css/a.css", {}, f'rel="preload"; as="style"; type="text/css"; {check("css/a.css")}', id="style"),
        pytest.param("a.js", {}, f'rel="preload"; as="script"; type="text/javascript"; {check("a.js")}', id="script"),
        pytest.param("a.mjs", {}, f'rel="modulepreload"; {check("a.mjs")}', id="module by its ending"),
        pytest.param("a.js", {"module": True}, f'rel="modulepreload"; {check("a.js")}', id="module as said"),
        pytest.param("a.woff2", {}, 'rel="preload"; as="font"; type="font/woff2"; crossorigin="anonymous"', id="font"),
        pytest.param("a.png", {}, 'rel="preload"; as="image"; type="image/png"', id="image"),
        pytest.param(
            "a.json", {}, 'rel="preload"; as="fetch"; type="application/json"; crossorigin="anonymous"', id="other"
        ),
    ],
)
def test_early_hint_says_what_the_later_request_needs(
    name: str, options: dict[str, Any], parameters: str, assets: Manifest
) -> None:
    assert assets.early_hints(name, **options) == [f"<{path(name)}>; {parameters}"]


def test_early_hints_are_one_value_a_name_in_order(assets: Manifest) -> None:
    assert assets.early_hints("a.js", "a.png") == [*assets.early_hints("a.js"), *assets.early_hints("a.png")]
    assert assets.early_hints() == []


def test_url_in_an_early_hint_is_ascii_without_brackets(assets: Manifest) -> None:
    (hint,) = assets.early_hints("ü >.css")
    assert hint.isascii()
    assert hint.startswith("</static/%C3%BC%20%3E.")
    assert hint.count(">") == 1


def test_early_hint_for_an_unknown_name_is_an_error(assets: Manifest) -> None:
    with pytest.raises(UnknownAsset):
        assets.early_hints("a.css")
    with pytest.raises(UnknownAsset):
        LazyManifest(assets.file).early_hints("a.css")
    assert LazyManifest(assets.file).early_hints("a.js") == assets.early_hints("a.js")


@pytest.mark.parametrize(
    ("environment", "given", "prefix"),
    [
        pytest.param("", None, "/static/", id="of the manifest"),
        pytest.param("", "", "/static/", id="an empty one is none"),
        pytest.param("", "/other", "/other/", id="of the application"),
        pytest.param("https://cdn.example/x", "/other", "https://cdn.example/x/", id="environment wins"),
    ],
)
def test_prefix_comes_from_the_environment_then_the_application_then_the_manifest(
    environment: str, given: str | None, prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSETBUILD_URL", environment)
    file = write_manifest(tmp_path, {"a.css": b""})
    assert Manifest.load(file, given).prefix == prefix
    lazy = LazyManifest(file, given)
    assert pickle.loads(pickle.dumps(lazy)).prefix == lazy.prefix == prefix


def test_prefix_of_the_application_with_a_query_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ASSETBUILD_URL is '/a\\?b': a prefix has neither"):
        Manifest.load(write_manifest(tmp_path, {}), "/a?b")
