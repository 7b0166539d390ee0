"""Django's own storage, django-vite and django-webpack-loader find our files by the manifests that they read."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

import pytest

from ..sites import Run, Site

MANIFEST, PLAIN = "ManifestStaticFilesStorage", "StaticFilesStorage"
FILES = {
    "app.css": "body { background: url(img/b%20g.png) }",
    "app.js": "window.app = 1;",
    "img/b g.png": "(a picture)",
    "js/main.mjs": 'import "./part.mjs"; import("./later.mjs");',
    "js/later.mjs": "export const later = 1;",
    "js/part.mjs": "export const part = 1;",
}
CASES = {
    "static": (MANIFEST, "{% load static %}{% static 'app.css' %} {% static 'img/b g.png' %}"),
    "vite style": (PLAIN, "{% load django_vite %}{% vite_asset_url 'app.css' %}"),
    "vite script": (PLAIN, "{% load django_vite %}{% vite_asset 'js/main.mjs' %}"),
    "vite preload": (PLAIN, "{% load django_vite %}{% vite_preload_asset 'js/main.mjs' %}"),
    "bundle": (PLAIN, "{% load webpack_loader %}{% render_bundle 'app' %}"),
    "bundle of one kind": (PLAIN, "{% load webpack_loader %}{% render_bundle 'app' 'css' %}"),
    "group": (PLAIN, "{% load webpack_loader %}{% render_bundle 'main' %}"),
    "webpack asset": (PLAIN, "{% load webpack_loader %}{% webpack_asset 'img/b g.png' %}"),
}
PRELOAD = '<link href="/static/{}" type="text/javascript" crossorigin="anonymous" rel="modulepreload" as="script" />'


@pytest.fixture(scope="module")
def run() -> Run:
    config = """\
        also = ["django", "vite", "webpack-stats"]
        url = "https://cdn.example.com/s/"
        groups.main.assets = ["app.js", "app.css"]
        """
    return Site(FILES, config=config).compile().succeeds()


@pytest.fixture(scope="module")
def rendered(run: Run) -> dict[str, Any]:
    """What the templates of `CASES` become, by their names, and the hashes."""
    command = [sys.executable, "-m", "tests.other_manifests.django_reader", str(run.site.output)]
    process = subprocess.run([*command, json.dumps([*CASES.values()])], capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
    document = json.loads(process.stdout)
    return {**dict(zip(CASES, document["found"], strict=True)), "hashes": document["hashes"]}


@pytest.mark.parametrize(
    ("case", "html"),
    [
        pytest.param("static", "/static/{app.css} /static/{img/b g.png}", id="static"),
        pytest.param("vite style", "/static/{app.css}", id="vite_asset_url"),
        pytest.param(
            "vite script",
            '<script type="module" crossorigin="" src="/static/{js/main.mjs}"></script>\n'
            + PRELOAD.format("{js/part.mjs}"),
            id="vite_asset",
        ),
        pytest.param(
            "vite preload",
            PRELOAD.format("{js/main.mjs}") + "\n" + PRELOAD.format("{js/part.mjs}"),
            id="vite_preload_asset",
        ),
        pytest.param(
            "bundle",
            '<link href="https://cdn.example.com/s/{app.css}" rel="stylesheet"/>\n'
            '<script src="https://cdn.example.com/s/{app.js}"></script>',
            id="render_bundle",
        ),
        pytest.param(
            "bundle of one kind",
            '<link href="https://cdn.example.com/s/{app.css}" rel="stylesheet"/>',
            id="render_bundle of a kind",
        ),
        pytest.param(
            "group",
            '<script src="https://cdn.example.com/s/{app.js}"></script>\n'
            '<link href="https://cdn.example.com/s/{app.css}" rel="stylesheet"/>',
            id="render_bundle of a group",
        ),
        pytest.param("webpack asset", "https://cdn.example.com/s/{img/b g.png}", id="webpack_asset"),
    ],
)
def test_reader_finds_the_files(case: str, html: str, run: Run, rendered: dict[str, Any]) -> None:
    expected = re.sub(r"\{(.+?)\}", lambda found: run.entry(found[1]).path, html)
    assert rendered[case] == expected


def test_hash_is_that_which_django_would_write(rendered: dict[str, Any]) -> None:
    said, made = rendered["hashes"]
    assert said == made
