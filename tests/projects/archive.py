"""Other people's projects, pinned: releases, fetched with the clients of their registries, checked and unpacked; and
commits, fetched with git."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

UNPACKED = Path(__file__).parents[2] / ".projects"
ARCHIVES = UNPACKED / "archives"


class Unreachable(Exception):
    """The host of a repository does not answer."""


class Archive(NamedTuple):
    """A file of a registry, `pypi`, `npm` or `debian`, by its name there. `sha256` is its digest in hex.

    Or, with `git`, a commit: `file` is the repository's address, `version` the whole id, which is its own digest.
    Of what is in it only `folder` is unpacked, if it has a name, and that name is left away.
    """

    registry: str
    name: str
    version: str
    file: str
    sha256: str
    folder: str = ""

    @property
    def path(self) -> Path:
        """The folder that it is unpacked to. The digest in its name: another pin is another folder."""
        return UNPACKED / f"{self.name.replace('/', '-')}-{self.version}-{self._key}"

    @property
    def _key(self) -> str:
        return hashlib.sha256(f"{self.sha256} {self.folder}".encode()).hexdigest()[:8]


def ready(archive: Archive) -> Path:
    """The folder with what is in it, fetched where it is not there. Exits where the digest is not the pinned one.
    Raises Unreachable for a commit whose host does not answer."""
    if not archive.path.exists():
        partly = archive.path.with_suffix(".partly")
        shutil.rmtree(partly, ignore_errors=True)
        if archive.registry == "git":
            _check_out(archive, partly)
        else:
            _unpack(_fetched(archive), partly)
        (partly / archive.folder).rename(archive.path)
        shutil.rmtree(partly, ignore_errors=True)
    return archive.path


def _check_out(archive: Archive, into: Path) -> None:
    print(f"fetching {archive.name} at {archive.version}", flush=True)
    into.mkdir(parents=True)

    def git(*arguments: str) -> bool:
        quiet = os.environ | {"GIT_TERMINAL_PROMPT": "0"}
        return (
            subprocess.run(["git", *arguments], cwd=into, env=quiet, capture_output=True, check=False).returncode == 0
        )

    git("init", "--quiet")
    if git("fetch", "--quiet", "--depth", "1", archive.file, archive.version):
        git("-c", "advice.detachedHead=false", "checkout", "--quiet", "FETCH_HEAD")
    else:
        answers = git("ls-remote", archive.file, "HEAD")
        shutil.rmtree(into)
        if not answers:
            raise Unreachable(f"{archive.file} does not answer")
        sys.exit(f"{archive.file}: it has no commit {archive.version}")
    shutil.rmtree(into / ".git")


def _fetched(archive: Archive) -> Path:
    file = ARCHIVES / archive.file
    if not file.exists():
        print(f"fetching {archive.name} {archive.version}", flush=True)
        ARCHIVES.mkdir(parents=True, exist_ok=True)
        subprocess.run(list(_command(archive)), cwd=ARCHIVES, check=True, stdout=subprocess.DEVNULL)
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != archive.sha256:
        file.unlink()
        sys.exit(f"{archive.file}: its digest is {found}, not the pinned {archive.sha256}; it was removed")
    return file


def _command(archive: Archive) -> Iterator[str]:
    if archive.registry == "npm":
        yield from ("npm", "pack", f"{archive.name}@{archive.version}", "--loglevel=error")
    elif archive.registry == "debian":
        yield from ("apt-get", "-qq", "download", f"{archive.name}={archive.version}")
    else:
        kind = "--only-binary" if archive.file.endswith(".whl") else "--no-binary"
        yield from (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", kind, ":all:")
        yield f"{archive.name}=={archive.version}"


def _unpack(file: Path, into: Path) -> None:
    if file.suffix == ".deb":
        subprocess.run(["dpkg-deb", "-x", file, into], check=True)
    elif file.suffix in (".whl", ".zip"):
        with zipfile.ZipFile(file) as members:
            members.extractall(into)
    else:
        with tarfile.open(file) as files:
            files.extractall(into, filter="data")
