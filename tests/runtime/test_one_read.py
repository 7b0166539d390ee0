"""A rendered page: the manifest is opened once, for reading, and nothing is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from ..sites import Site

RENDER = """
import json, os, sys

events = []
WRITES = ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate", "os.link", "os.symlink", "os.chmod",
          "os.chown", "os.utime", "os.setxattr", "socket.__new__", "subprocess.Popen", "os.exec", "os.posix_spawn")
sys.addaudithook(lambda event, args: events.append([event, *map(str, args)]) if event in ("open", *WRITES) else None)

from jinja2 import Environment, FileSystemLoader
from assetbuild.runtime.jinja import add_assets

environment = Environment(loader=FileSystemLoader("templates"), autoescape=True)
add_assets(environment, "dist/assets/manifest.json")
pages = [environment.get_template("page.html").render(nonce="n") for _ in range(3)]
assert len(set(pages)) == 1
print(json.dumps([events, pages[0]]))
"""
PAGE = """
{{ asset_preload("css/app.css", nonce=nonce) }}
{{ asset_tags("css/app.css", "js/app.js", nonce=nonce) }}
<img src="{{ 'img/a.svg' | asset_url }}">
"""


@pytest.fixture
def site() -> Site:
    site = Site(
        {"css/app.css": "a { b: url(../img/a.svg) }", "js/app.js": "alert(1);", "img/a.svg": "<svg/>"},
        project={"templates/page.html": PAGE, "render.py": RENDER},
    )
    site.compile().succeeds()
    return site


def test_manifest_is_opened_once_for_reading_and_nothing_is_written(site: Site) -> None:
    command = [sys.executable, "-B", "render.py"]
    run = subprocess.run(command, cwd=site.folder, capture_output=True, text=True, check=True, timeout=60)
    events, page = json.loads(run.stdout)
    assert page.count("/static/") == 4
    manifest = os.path.realpath(site.output / "manifest.json")
    opens = [event[1:] for event in events if event[0] == "open"]
    assert [file for file, *_ in opens if "dist/assets" in file] == [manifest]
    assert [mode for file, mode, _ in opens if file == manifest] == ["r"]
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    assert [file for file, _, flags in opens if int(flags) & writing] == []
    assert [event for event in events if event[0] != "open"] == []
