"""A project of a size at which a build takes a while, in several versions that share few files."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from ..sites import Site


def quick_folder(otherwise: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder in memory where the system has such: a killed process loses nothing that it wrote, so the disk, which
    the flushes of other programs keep busy, would show no more."""
    memory = "/dev/shm"
    return tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else otherwise)


def make_project(folder: Path, versions: int) -> Site:
    """Versions of about 200 assets in one project; the configuration `v3.toml` is of the fourth."""
    site = Site(folder=folder)
    for version in range(versions):
        site.write({f"v{version}.toml": f'sources = ["v{version}"]\n'})
        site.write({f"v{version}/{path}": text for path, text in _assets(version).items()})
    return site


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A command of assetbuild in a process of its own."""
    command = [sys.executable, "-m", "assetbuild", *arguments]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def files_of(site: Site) -> tuple[set[str], set[str]]:
    """The files in the output folder under their names, and the temporary ones."""
    files = {os.path.join(folder, name) for folder, _, names in os.walk(site.output) for name in names}
    temporary = {file for file in files if file.endswith(".tmp")}
    return files - temporary, temporary


def _assets(version: int) -> dict[str, str]:
    assets = {"css/reset.css": "* { margin: 0 }\n", "LICENSE": "Anyone may do anything with this.\n" * 9}
    for number in range(50):
        folder = f"part{number % 5}"
        square = f'<path d="M{version} {number}h10v10H0z"/>'
        assets |= {
            f"{folder}/icon{number}.svg": f'<svg xmlns="http://www.w3.org/2000/svg">{square * 9}</svg>\n',
            f"{folder}/photo{number}.png": f"\x89PNG of {number} in {version}",
            f"{folder}/page{number}.js": f"function page{number}() {{ return {version} }}\n" * 9,
            f"{folder}/page{number}.css": f"""@import "../css/reset.css";
.page{number} {{ background: url("icon{number}.svg#x"), url(photo{number}.png) }}
.version{version} {{ color: red }}
""",
        }
    return assets
