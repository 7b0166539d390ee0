"""Packs by django-pipeline itself, and prints the text of each package. Run in the folder of a project.

What it minifies with are programs of Node that are not there, so that it is told to minify nothing.
"""

from __future__ import annotations

import json
import sys

import django
from django.conf import settings
from django.core.management import call_command


def main() -> None:
    settings.PIPELINE |= {"CSS_COMPRESSOR": None, "JS_COMPRESSOR": None, "PIPELINE_ENABLED": True}
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "pipeline.storage.PipelineStorage"},
    }
    settings.STATIC_ROOT = "collected"
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    from pipeline.packager import Packager

    packages = [package for kind in Packager().packages.values() for package in kind.values()]
    found = {}
    for package in packages:
        with open(f"collected/{package.output_filename}", encoding="utf-8") as stream:
            found[package.output_filename] = stream.read()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
