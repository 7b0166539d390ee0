"""The project in a folder of its own: compiled by the command line, then served by uvicorn in a process of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from ..sites import Site

PROJECT = Path(__file__).parent / "project"


@dataclass(frozen=True)
class Project:
    url: str
    site: Site


def copy_of_project(folder: Path) -> Site:
    """The project's files, not compiled."""
    shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns("__pycache__", "dist", ".assetbuild"))
    return Site(folder=folder)


def run_python(site: Site, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Python in the project's folder, with its settings and a secret key."""
    known = {key: value for key, value in os.environ.items() if not key.startswith(("ASSETBUILD_", "DJANGO_"))}
    environment = known | {"DJANGO_SETTINGS_MODULE": "settings", "SECRET_KEY": "x"} | variables
    command = [sys.executable, "-Wignore", *arguments]
    return subprocess.run(command, cwd=site.folder, env=environment, capture_output=True, text=True, check=False)


def built_project(folder: Path) -> Site:
    """The project compiled, without a secret key, and with a database."""
    site = copy_of_project(folder)
    site.compile("--fast").succeeds(stderr="")
    prepared = run_python(site, "prepare.py")
    assert prepared.returncode == 0, prepared.stderr
    return site


@contextmanager
def served(site: Site, **variables: str) -> Iterator[Project]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "settings", "SECRET_KEY": "x", **variables}
    with socket.create_server(("127.0.0.1", 0)) as listening, open(site.folder / "server.log", "w+") as log:
        number = listening.fileno()
        command = [sys.executable, "-m", "uvicorn", "--fd", str(number), "--no-access-log", "asgi:application"]
        server = subprocess.Popen(command, cwd=site.folder, env=environment, pass_fds=[number], stdout=log, stderr=log)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        # It is the server's alone now, so that a request to one that ended is refused.
        listening.close()
        try:
            _wait_for(url + "/product/", log.name)
            yield Project(url, site)
        finally:
            server.terminate()
            server.wait()


def _wait_for(url: str, log: str) -> None:
    """Until the page is there. The socket listens already, so that the request waits until the server is up."""
    try:
        with urlopen(url, timeout=60):
            return
    except OSError as error:
        raise AssertionError(Path(log).read_text()) from error
