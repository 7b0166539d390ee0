"""Small Django projects with the settings of a packager, and the packager itself beside them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from pprint import pformat
from typing import Any

from ..sites import Site

_SETTINGS = """\
SECRET_KEY = "x"
INSTALLED_APPS = {apps}
STATIC_URL = "/static/"
STATIC_ROOT = "collected"
STATICFILES_DIRS = ["static"]
STATICFILES_FINDERS = {finders}
TEMPLATES = [
    {{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": ["templates"], "APP_DIRS": True}}
]
"""
FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]


def project(
    files: dict[str, str | bytes], *settings: str, apps: tuple[str, ...] = (), finders: tuple[str, ...] = ()
) -> Site:
    """A project with staticfiles, more apps and finders, and more lines of settings. `files` are below its folder."""
    text = _SETTINGS.format(apps=["django.contrib.staticfiles", *apps], finders=[*FINDERS, *finders])
    return Site(project={"static/.keep": "", "settings.py": text + "\n".join(settings) + "\n", **files})


def pipeline(files: dict[str, str | bytes], settings: dict[str, Any], installed: bool = True) -> Site:
    """A project with these settings of django-pipeline."""
    apps = ("pipeline",) if installed else ()
    finders = ("pipeline.finders.PipelineFinder",) if installed else ()
    return project(files, f"PIPELINE = {pformat(settings, width=100)}", apps=apps, finders=finders)


def run_peer(site: Site, peer: str, *arguments: str, settings: str = "settings") -> Any:
    """What a program beside this one prints, run in the project's folder."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": "."}
    program = Path(__file__).with_name(peer)
    run = subprocess.run(
        [sys.executable, "-Wignore", program, *arguments],
        cwd=site.folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def compressor(files: dict[str, str | bytes], *settings: str, installed: bool = True) -> Site:
    """A project with templates that have blocks for django-compressor, and its settings."""
    apps = ("compressor",) if installed else ()
    finders = ("compressor.finders.CompressorFinder",) if installed else ()
    return project(files, *settings, apps=apps, finders=finders)
