"""Compresses by django-compressor itself, offline, and prints what it makes of each block, by the block's key.

That is the HTML, and the texts of the files that it names. Run in the folder of a project.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command


def main() -> None:
    settings.COMPRESS_ENABLED = settings.COMPRESS_OFFLINE = True
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("compress", verbosity=0)
    manifest = json.loads(Path("collected/CACHE/manifest.json").read_text())
    found = {}
    for key, html in manifest.items():
        html = html.replace(settings.COMPRESS_URL_PLACEHOLDER, settings.COMPRESS_URL)
        paths = re.findall(r'"/static/([^"]*)"', html)
        found[key] = {"html": html, "texts": [Path("collected", path).read_text() for path in paths]}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
