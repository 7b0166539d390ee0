"""The real Sprockets, of two major versions: `python -m tests.definitions.real_sprockets` fetches them, once, as the
packages of Debian that have them. What they need besides, Debian's ruby-sprockets of any version brings with it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import urllib.request
from pathlib import Path
from typing import Any, NamedTuple

_FOLDER = Path(__file__).parents[2] / ".sprockets"
_POOL = "pool/main/r/ruby-sprockets"
_SCRIPT = Path(__file__).with_name("sprockets_members.rb")


class Release(NamedTuple):
    """The version of the program, the package that has it, and that file's SHA-256."""

    version: str
    file: str
    sha256: str


RELEASES = {
    3: Release(
        "3.7.2",
        "ruby-sprockets_3.7.2-4_all.deb",
        "1d989d04c208524585c49589446654730b33236c2537b08fbecb71668c0bedae",
    ),
    4: Release(
        "4.2.1",
        "ruby-sprockets_4.2.1-3_all.deb",
        "5fdac2e55c896a66136b20b0e8fad0f2a4bba2d9df502773e1a39c1d45248b03",
    ),
}


def fetch() -> None:
    """Unpack what is not there yet. Raises OSError where it cannot be had, ValueError where it is another."""
    for release in RELEASES.values():
        folder = _FOLDER / release.version
        if folder.exists():
            continue
        data = _download(release.file)
        if hashlib.sha256(data).hexdigest() != release.sha256:
            raise ValueError(f"{release.file} is not the file that was pinned")
        _FOLDER.mkdir(exist_ok=True)
        (archive := _FOLDER / release.file).write_bytes(data)
        subprocess.run(["dpkg-deb", "-x", archive, folder], check=True)
        archive.unlink()


def _download(file: str) -> bytes:
    """From the archive that apt is configured for, which has all suites in one pool."""
    ask = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Origin: Debian"]
    archives = subprocess.run(ask, check=True, text=True, capture_output=True).stdout.split()
    failure: OSError = FileNotFoundError("apt has no archive of Debian")
    for archive in dict.fromkeys(archives):
        try:
            with urllib.request.urlopen(f"{archive.rstrip('/')}/{_POOL}/{file}", timeout=60) as response:
                data: bytes = response.read()
                return data
        except OSError as error:
            failure = error
    raise failure


def ask(version: int, trees: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What Sprockets of that major version makes of each tree; it runs once for all."""
    answered = run_beside(version, _SCRIPT, trees)
    assert answered["version"] == RELEASES[version].version
    return list(answered["trees"])


def run_beside(version: int, script: Path, asked: object) -> dict[str, Any]:
    """What a script of Ruby answers that finds Sprockets of that major version. Both are JSON."""
    library = _FOLDER / RELEASES[version].version / "usr/lib/ruby/vendor_ruby"
    assert library.is_dir(), "no Sprockets to compare with: scripts/test fetches it"
    done = subprocess.run(
        ["ruby", f"-I{library}", script],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    answered: dict[str, Any] = json.loads(done.stdout)
    return answered


if __name__ == "__main__":
    fetch()
