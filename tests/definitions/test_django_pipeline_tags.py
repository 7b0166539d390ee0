"""`{% stylesheet %}` and `{% javascript %}`: templates for django-pipeline give its HTML, from the manifest."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ..sites import Site
from .django_projects import pipeline, run_peer

SETTINGS: dict[str, Any] = {
    "STYLESHEETS": {
        "main": {"source_filenames": ["a.css"], "output_filename": "css/main.css"},
        "print": {
            "source_filenames": ["a.css"],
            "output_filename": "css/print.css",
            "extra_context": {"media": "print", "title": "a & b", "charset": "utf-8"},
        },
        "own": {"source_filenames": ["a.css"], "output_filename": "css/own.css", "template_name": "own.html"},
    },
    "JAVASCRIPT": {
        "main": {"source_filenames": ["a.js"], "output_filename": "js/main.js", "extra_context": {"defer": True}},
        "plain": {"source_filenames": ["a.js"], "output_filename": "js/plain.js", "extra_context": {"async": True}},
    },
}
PAGE = """\
{% load pipeline %}
{% stylesheet "main" %}
{% stylesheet "print" %}
{% stylesheet "own" %}
{% javascript name %}
{% javascript "plain" %}
[{% javascript "none" %}]
"""
OURS = """\
INSTALLED_APPS = ["django.contrib.staticfiles", "assetbuild.runtime.django", "assetbuild.runtime.django.pipeline"]
STATICFILES_FINDERS = []
"""
JINJA = """\
TEMPLATES = [{
    "BACKEND": "django.template.backends.jinja2.Jinja2",
    "DIRS": ["templates"],
    "APP_DIRS": True,
    "OPTIONS": {"extensions": ["assetbuild.runtime.django.pipeline.jinja.PipelineExtension"]},
}]
"""


@pytest.fixture(scope="module")
def site() -> Site:
    files: dict[str, str | bytes] = {
        "static/a.css": "a { b: c }",
        "static/a.js": "var a;",
        "templates/page.html": PAGE,
        "templates/jinja.html": PAGE.replace("{% load pipeline %}\n", ""),
        "templates/own.html": "<own {{ url }} {{ type }}>",
    }
    site = pipeline(files, SETTINGS)
    site.compile("--from", "django-pipeline:settings", "--quiet").succeeds(stderr="")
    return site


def rendered(site: Site, name: str, *settings: str, engine: str = "django") -> str:
    text = (site.folder / "settings.py").read_text()
    try:
        site.write({"settings.py": "\n".join([text, *settings])})
        html: str = run_peer(site, "render_templates.py", engine, name)[name]
    finally:
        site.write({"settings.py": text})
    return html


EXPECTED = """\
<link href="/static/css/main.css" rel="stylesheet" type="text/css" media="all">
<link href="/static/css/print.css" rel="stylesheet" type="text/css" media="print" title="a &amp; b" charset="utf-8">
<own /static/css/own.css text/css>
<script type="text/javascript" src="/static/js/main.js" defer></script>
<script type="text/javascript" src="/static/js/plain.js" async></script>
[]
"""


def without_names(html: str) -> str:
    """The HTML without fingerprints and integrity, one element a line."""
    text = re.sub(r"\.[0-9a-f]{12}(?=\.)", "", html)
    text = re.sub(r' integrity="sha384-[^"]{64}" crossorigin="anonymous"', "", text)
    return "\n".join(line for line in text.split("\n") if line) + "\n"


@pytest.mark.parametrize(
    ("page", "settings", "engine"),
    [
        pytest.param("page.html", OURS, "django", id="Django's"),
        pytest.param("jinja.html", OURS + JINJA, "jinja2", id="Jinja's"),
    ],
)
def test_tags_give_the_artifacts_of_packages(site: Site, page: str, settings: str, engine: str) -> None:
    html = rendered(site, page, settings, engine=engine)
    assert without_names(html) == EXPECTED
    assert len(re.findall(r"\.[0-9a-f]{12}\.(?:css|js)", html)) == 5
    assert html.count("integrity=") == 4


def test_django_pipeline_itself_gives_the_same_but_for_names(site: Site) -> None:
    theirs = rendered(site, "page.html", "PIPELINE['PIPELINE_ENABLED'] = True")
    lines = [line for line in theirs.split("\n") if line]
    # It puts `async` and `defer` first, and a charset that scripts no longer have.
    for line, expected in zip(lines, EXPECTED.splitlines(), strict=True):
        parts = set(line.replace(" />", ">").replace(' charset="utf-8"></', "></").replace("></script>", "").split(" "))
        assert parts == set(expected.replace("></script>", "").split(" "))


def test_tags_of_django_pipeline_itself_work_with_our_storage(site: Site) -> None:
    storage = "STORAGES = {'staticfiles': {'BACKEND': 'assetbuild.runtime.django.storage.ManifestStorage'}}"
    apps = "INSTALLED_APPS += ['assetbuild.runtime.django']\nPIPELINE['PIPELINE_ENABLED'] = True"
    html = rendered(site, "page.html", storage, apps)
    assert len(re.findall(r'"/static/(?:css|js)/\w+\.[0-9a-f]{12}\.(?:css|js)"', html)) == 4


def test_library_without_the_app_that_holds_the_manifest(site: Site) -> None:
    apps = "INSTALLED_APPS = ['django.contrib.staticfiles', 'assetbuild.runtime.django.pipeline']"
    assert rendered(site, "page.html", apps, "STATICFILES_FINDERS = []") == (
        "ImproperlyConfigured: add 'assetbuild.runtime.django' to INSTALLED_APPS: the tag library `pipeline` needs it"
    )
