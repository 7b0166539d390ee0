"""Run as a program: a Django project that has an output folder as its STATIC_ROOT renders templates, as JSON.

Its arguments are the folder, and a list (JSON) of pairs: a storage's class and a template.
"""

from __future__ import annotations

import json
import sys


def main(folder: str, cases: str) -> None:
    import django
    from django.conf import settings
    from django.core.files.base import ContentFile
    from django.template import engines
    from django.test.utils import override_settings

    settings.configure(
        INSTALLED_APPS=["django.contrib.staticfiles", "django_vite", "webpack_loader"],
        STATIC_ROOT=folder,
        STATIC_URL="/static/",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        DJANGO_VITE={"default": {"manifest_path": f"{folder}/.vite/manifest.json"}},
        WEBPACK_LOADER={"DEFAULT": {"STATS_FILE": f"{folder}/webpack-stats.json", "BUNDLE_DIR_NAME": ""}},
    )
    django.setup()
    from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

    found = []
    for storage, template in json.loads(cases):
        backend = {"BACKEND": f"django.contrib.staticfiles.storage.{storage}"}
        with override_settings(STORAGES={"staticfiles": backend}):
            found.append(engines["django"].from_string(template).render())
    storage = ManifestStaticFilesStorage()
    again = json.dumps(sorted(storage.hashed_files.items())).encode()
    hashes = [storage.manifest_hash, storage.file_hash(None, ContentFile(again))]
    print(json.dumps({"found": found, "hashes": hashes}))


if __name__ == "__main__":
    main(*sys.argv[1:])
