"""In development the manifest is read again when a build replaces it; otherwise it never is."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment

from assetbuild.errors import UsageError
from assetbuild.runtime import LazyManifest, Manifest
from assetbuild.runtime.jinja import add_assets

from ..sites import Site

PAGE = "{{ asset_url('a.css') }} {{ 'a.css' | asset_url }}"


def rebuilt(site: Site, text: str) -> str:
    site.write({"assets/a.css": text}).compile().succeeds()
    return Manifest.load(site.output / "manifest.json").url("a.css")


@pytest.mark.parametrize(("value", "follows"), [("1", True), ("", False), ("0", False)])
def test_new_build_is_seen_where_the_environment_says_so(
    monkeypatch: pytest.MonkeyPatch, value: str, follows: bool
) -> None:
    monkeypatch.setenv("ASSETBUILD_RELOAD", value)
    site = Site({"a.css": "a { color: red }"})
    first = rebuilt(site, "a { color: red }")
    assets = LazyManifest(site.output / "manifest.json")
    environment = Environment(loader=DictLoader({"page": PAGE}))
    add_assets(environment, assets)
    assert environment.get_template("page").render() == f"{first} {first}"
    second = rebuilt(site, "a { color: blue }")
    seen = second if follows else first
    assert environment.get_template("page").render() == f"{seen} {seen}"
    assert (assets.url("a.css"), assets.load() is assets.load()) == (seen, True)


def test_manifest_that_went_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSETBUILD_RELOAD", "1")
    site = Site({"a.css": "a { color: red }"})
    assets = LazyManifest(site.output / "manifest.json")
    with pytest.raises(UsageError, match="the manifest cannot be read"):
        assets.url("a.css")
    url = rebuilt(site, "a { color: teal }")
    assert assets.url("a.css") == url
    (site.output / "manifest.json").unlink()
    with pytest.raises(UsageError, match="the manifest cannot be read"):
        assets.url("a.css")
