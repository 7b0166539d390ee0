"""The wheel that carries esbuild: built from the archives that are there, and installed."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.esbuild.preact import ARCHIVES

SCRIPT = Path(__file__).parents[2] / "packaging" / "assetbuild-esbuild" / "build_wheel.py"


@pytest.fixture
def script() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPT))


def _build(script: dict[str, Any], into: Path) -> Path:
    script["main"](["--into", str(into), "--archives", str(ARCHIVES)])
    (wheel,) = into.iterdir()
    return wheel


def test_wheel_is_installed_and_found(script: dict[str, Any], tmp_path: Path) -> None:
    wheel = _build(script, tmp_path / "wheels")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", "site", str(wheel)]
    subprocess.run(pip, cwd=tmp_path, check=True, capture_output=True)
    find = "import sys; sys.path.insert(0, 'site')\n"
    find += "from assetbuild.esbuild.binary import find_binary, version_of\n"
    find += "from assetbuild.esbuild.settings import EsbuildSettings\nfrom assetbuild.errors import Location\n"
    find += "program = find_binary(EsbuildSettings(), '.', Location('x')); print(program, version_of(program, None))"
    environment = {name: value for name, value in os.environ.items() if name != "ASSETBUILD_ESBUILD"}
    done = subprocess.run([sys.executable, "-c", find], cwd=tmp_path, env=environment, capture_output=True, text=True)
    program, version = done.stdout.split()
    assert Path(program).parent == tmp_path / "site" / "assetbuild_esbuild" / "bin", done.stderr
    assert wheel.name.startswith(f"assetbuild_esbuild-{version}-py3-none-")
    assert (tmp_path / "site" / f"assetbuild_esbuild-{version}.dist-info" / "licenses" / "LICENSE.md").exists()


def test_two_builds_make_the_same_bytes(script: dict[str, Any], tmp_path: Path) -> None:
    assert _build(script, tmp_path / "a").read_bytes() == _build(script, tmp_path / "b").read_bytes()


def test_archive_with_another_digest_is_refused_and_removed(script: dict[str, Any], tmp_path: Path) -> None:
    platform = script["this_platform"]()
    for archive in ARCHIVES.glob("esbuild-*.tgz"):
        (tmp_path / archive.name).write_bytes(b"something else")
    with pytest.raises(SystemExit) as leave:
        script["main"](["--into", str(tmp_path / "wheels"), "--archives", str(tmp_path)])
    assert str(leave.value).startswith(f"esbuild-{platform}-")
    assert "not the pinned sha512-" in str(leave.value)
    assert not (tmp_path / "wheels").exists()
