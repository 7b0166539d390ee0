"""The sample projects of Django's own tests for static files, from its source distribution at a pinned version."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

_VERSION = "5.2.19"
_DIGEST = "ad03d8abc51dbff95ebf34b27123cf0c26a3b62db7ba0cd520783686362533d1"
_FOLDER = Path(__file__).parents[2] / ".corpus" / f"django-{_VERSION}-tests"
_WANTED = f"django-{_VERSION}/tests/staticfiles_tests/"


def sample_projects() -> Path:
    """The folder that holds the package `staticfiles_tests`; fetched by pip, which checks the digest, when it is not
    there yet."""
    if not _FOLDER.exists():
        _FOLDER.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_FOLDER.parent) as temporary:
            _fetch(Path(temporary))
            try:
                os.replace(Path(temporary, "tests"), _FOLDER)
            except OSError:  # another worker was first
                assert _FOLDER.exists()
    return _FOLDER


def _fetch(folder: Path) -> None:
    pin = folder / "pin.txt"
    pin.write_text(f"django=={_VERSION} --hash=sha256:{_DIGEST}\n")
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", "django", "--require-hashes"]
    run = subprocess.run([*command, "-r", pin, "-d", folder], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, [member for member in tar if member.name.startswith(_WANTED)], filter="data")
    shutil.move(folder / f"django-{_VERSION}" / "tests", folder / "tests")
