"""What Jammit's configurations mean to Ruby, and to us."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from assetbuild.bundles import expand_bundles
from assetbuild.config_file import load_config
from assetbuild.sources import find_sources

from ..sites import Site

_RULES = Path(__file__).with_name("jammit_rules.rb")


def by_ruby(site: Site, environment: str, file: str = "config/assets.yml") -> dict[str, Any]:
    """The packages by the names of their files, as jammit_rules.rb gives them."""
    assert shutil.which("ruby"), "there is no ruby: scripts/test installs it"
    command = ["ruby", str(_RULES), file, environment]
    utf8 = os.environ | {"LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, cwd=site.folder, capture_output=True, text=True, env=utf8, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def our_members(site: Site, definition: str) -> dict[str, list[str]]:
    """The members of our bundles by the names of theirs."""
    config, folder = load_config(None, str(site.folder), definition)
    bundles = expand_bundles(config, find_sources(config, folder).listing)
    return {bundle.path.removeprefix("assets/"): list(bundle.members) for bundle in bundles}


def templates_last(members: list[str]) -> list[str]:
    """The members as they come in the output: the filter that makes a script of templates sorts them by their names."""
    scripts = [path for path in members if not path.endswith((".jst", ".mustache"))]
    return scripts + sorted(set(members) - set(scripts))
