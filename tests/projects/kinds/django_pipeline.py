"""Applications that use django-pipeline."""

from __future__ import annotations

from ..django_libraries import KARAAGE, KARAAGE_LIBRARIES, pypi
from ..project import Page, Project

# A program of Django's, with our apps in the place of django-pipeline.
_PAGE = """\
from django.conf import settings
import django

settings.configure(
    INSTALLED_APPS=["django.contrib.staticfiles", "assetbuild.runtime.django", "assetbuild.runtime.django.pipeline"],
    STATIC_URL="/static/",
    TEMPLATES=[{{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}}],
)
django.setup()
from django.template import engines

print(engines["django"].from_string('''{}''').render())
"""
_HEAD = '<!doctype html><html lang="en"><title>page</title><link rel="icon" href="data:,">{% load pipeline %}'
_SHEETS = "".join(f'{{% stylesheet "screen{each}" %}}' for each in ("", "_media", "_title"))
_SCRIPTS = "".join(f'{{% javascript "scripts{each}" %}}' for each in ("", "_async", "_defer", "_async_defer"))

PROJECTS = (
    Project(
        "django-pipeline's test project",
        pypi(
            "django-pipeline",
            "4.1.0",
            "django_pipeline-4.1.0.tar.gz",
            "aa1d79df6f215b78396cdd50ed162f8741dc4993e9fba2c78483d9b6f1e722b4",
            "django_pipeline-4.1.0",
        ),
        "django-pipeline:tests.settings",
        "all: three packages of style sheets and four of scripts, with `extra_context`, templates and the wrapper",
        pages=(
            Page(
                "all packages by its own tags",
                program="page.py",
                holds={
                    "Object.keys(JST).sort().join()": "photo_detail,photo_list,video_detail",
                    "document.querySelectorAll('link[rel=stylesheet][media=all]').length": 2,
                    "[...document.scripts].map((script) => +script.async + 2 * script.defer).join()": "0,1,2,3",
                },
            ),
        ),
        files={
            # Its settings look for it wherever there is Java.
            "node_modules/yuicompressor/build/yuicompressor.jar": "",
            "page.py": _PAGE.format(_HEAD + _SHEETS + _SCRIPTS),
        },
    ),
    Project(
        "Karaage",
        KARAAGE,
        "django-pipeline:site_settings",
        "all: a package of style sheets with images embedded, and one of jQuery, jQuery UI and its own scripts",
        pages=(
            Page(
                "its packages by its own tags",
                program="page.py",
                holds={
                    "typeof jQuery + typeof jQuery.ui + typeof jQuery.fn.autocompleteselect": "functionobjectfunction",
                    "getComputedStyle(document.querySelector('#header')).overflow": "hidden",
                },
            ),
        ),
        files={
            "site_settings.py": """\
from karaage.conf.defaults import *

INSTALLED_APPS = KARAAGE_APPS + INSTALLED_APPS
""",
            "page.py": _PAGE.format(
                _HEAD + '{% stylesheet "karaage" %}{% javascript "karaage" %}<div id="header">Karaage</div>'
            ),
        },
        libraries=KARAAGE_LIBRARIES,
        told=(
            "'pipeline.compressors.slimit.SlimItCompressor' does not run; 'rjsmin' does, "
            "and in `filters` of a bundle you may name another",
        ),
    ),
)
