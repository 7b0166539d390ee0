"""Where Django itself serves static files, and test runs without a manifest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.contrib.staticfiles.testing import StaticLiveServerTestCase
from django.template import Context, Template
from django.templatetags.static import static
from django.test.utils import override_settings

from assetbuild.runtime import Manifest, UnknownAsset

FINDER = "assetbuild.runtime.django.finders.ManifestFinder"


@pytest.fixture
def finder() -> Iterator[None]:
    with override_settings(STATIC_URL="/static/", STATICFILES_FINDERS=[FINDER]):
        yield


@pytest.fixture
def live_server() -> Iterator[str]:
    """What `runserver` and test cases with a browser have before the project."""

    class Case(StaticLiveServerTestCase):
        def runTest(self) -> None:  # noqa: N802 (the name is the library's)
            """There is nothing to run but the server."""

    Case.databases = set()
    Case._validate_databases()
    Case.setUpClass()
    try:
        yield Case.live_server_url
    finally:
        Case.tearDownClass()


@pytest.mark.usefixtures("finder")
def test_finder_finds_artifacts_and_nothing_else(folder: Path, assets: Manifest) -> None:
    path = assets.path("css/app.css")
    assert finders.find(path) == str(folder / path)
    assert finders.find(path, find_all=True) == [str(folder / path)]
    for name in (
        "css/app.css",
        "manifest.json",
        path.replace("app", "other"),
        f"../{folder.name}/{path}",
        f"{path}.br",
    ):
        assert finders.find(name) is None
        assert finders.find(name, find_all=True) == []
    assert finders.searched_locations == [str(folder)]
    assert list(finders.get_finder(FINDER).list([])) == []


@pytest.mark.usefixtures("finder")
def test_live_server_serves_artifacts(live_server: str, assets: Manifest) -> None:
    with urlopen(live_server + static("css/app.css")) as answer:
        assert answer.read() == b"a{}"
        assert answer.headers["Content-Type"] == "text/css"
    with pytest.raises(HTTPError, match="404"):
        urlopen(live_server + "/static/css/app.css")


@pytest.fixture
def no_manifest() -> Iterator[None]:
    with override_settings(ASSETBUILD_MANIFEST=None, STATIC_URL="/static/"):
        yield


@pytest.mark.usefixtures("no_manifest")
def test_without_a_manifest_each_name_is_its_own_url() -> None:
    template = """{% load static assetbuild %}{% static "x y.css" %}
{% asset_tags "a.css" "b.js" "c.mjs" nonce="n" %}
{% asset_preload "d.woff2" "e.bin" %}
{% asset_inline "a.css" %}{% asset_inline "b.js" nonce="n" %}{% asset_inline "f.svg" %}"""
    assert (
        Template(template).render(Context())
        == """/static/x%20y.css
<link rel="stylesheet" href="/static/a.css" crossorigin="anonymous" nonce="n">
<script src="/static/b.js" defer crossorigin="anonymous" nonce="n"></script>
<script type="module" src="/static/c.mjs" crossorigin="anonymous" nonce="n"></script>
<link rel="preload" href="/static/d.woff2" as="font" type="font/woff2" crossorigin="anonymous">
<link rel="preload" href="/static/e.bin" as="fetch" type="application/octet-stream" crossorigin="anonymous">
<style></style><script nonce="n"></script><svg></svg>"""
    )
    assert static("admin/") == "/static/admin/"
    assert apps.get_app_config("assetbuild").assets.names() == []


@pytest.mark.usefixtures("no_manifest")
def test_without_a_manifest_the_live_server_finds_sources(live_server: str) -> None:
    with urlopen(live_server + static("admin/css/base.css")) as answer:
        assert answer.status == 200


@pytest.mark.usefixtures("no_manifest")
def test_without_a_manifest_the_finder_finds_nothing() -> None:
    with override_settings(STATICFILES_FINDERS=[FINDER]):
        assert finders.find("css/app.css") is None


@pytest.mark.usefixtures("no_manifest")
def test_without_a_manifest_the_prefix_is_that_of_the_settings() -> None:
    with override_settings(ASSETBUILD_URL="https://cdn.example/"):
        assert static("a.css") == "https://cdn.example/a.css"
    with override_settings(STATIC_URL="/other/"):
        assert staticfiles_storage.url("a.css") == "/other/a.css"


def test_with_a_manifest_again_names_are_looked_up() -> None:
    with pytest.raises(UnknownAsset):
        static("a.css")
