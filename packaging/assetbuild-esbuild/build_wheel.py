"""Builds the wheel assetbuild-esbuild around the program that npm has: `python build_wheel.py --into dist`."""

from __future__ import annotations

import argparse
import hashlib
import platform
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_PINS = _HERE / "pins.toml"
_MODULE = "assetbuild_esbuild"
_DOCSTRING = '"""The esbuild program, in `bin/` beside this file: assetbuild finds it there."""\n'
_PROCESSORS = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}
# The earliest time that a ZIP archive can say: the wheel depends on nothing but its files.
_TIME = (1980, 1, 1, 0, 0, 0)
_FILE, _PROGRAM = 0o100644 << 16, 0o100755 << 16


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Build wheels that carry esbuild.")
    parser.add_argument("--into", type=Path, default=Path("dist"), metavar="DIR", help="default: dist")
    parser.add_argument("--archives", type=Path, default=Path(".esbuild"), metavar="DIR", help="default: .esbuild")
    parser.add_argument("--all", action="store_true", help="for every platform, not for this one alone")
    given = parser.parse_args(arguments)
    pins = tomllib.loads(_PINS.read_text(encoding="utf-8"))
    for name in pins["platforms"] if given.all else [this_platform()]:
        if name not in pins["platforms"]:
            sys.exit(f"{name} is none of the platforms in {_PINS.name}")
        print(build(pins, name, given.archives, given.into), flush=True)


def this_platform() -> str:
    """This machine, as npm's packages name it."""
    machine = platform.machine().lower()
    return f"{sys.platform}-{_PROCESSORS.get(machine, machine)}"


def build(pins: Mapping[str, Any], name: str, archives: Path, into: Path) -> Path:
    """The wheel for the platform of that name, written below `into`."""
    version, pin = pins["version"], pins["platforms"][name]
    program = "esbuild.exe" if name.startswith("win32") else "bin/esbuild"
    binary = _member(_fetch(f"@esbuild/{name}", version, pin["integrity"], archives), program)
    licence = _member(_fetch(pins["licence"]["package"], version, pins["licence"]["integrity"], archives), "LICENSE.md")
    info = f"{_MODULE}-{version}.dist-info"
    files = {
        f"{_MODULE}/__init__.py": _DOCSTRING.encode(),
        f"{_MODULE}/bin/{program.rpartition('/')[2]}": binary,
        f"{info}/METADATA": _metadata(version),
        f"{info}/WHEEL": _wheel(pin["tags"]),
        f"{info}/licenses/LICENSE.md": licence,
    }
    into.mkdir(parents=True, exist_ok=True)
    wheel = into / f"{_MODULE}-{version}-py3-none-{'.'.join(pin['tags'])}.whl"
    _write(wheel, files, f"{info}/RECORD")
    return wheel


def _fetch(package: str, version: str, integrity: str, archives: Path) -> Path:
    """The archive in that folder, fetched where it is not there. Exits where its digest is not the pinned one."""
    archives.mkdir(parents=True, exist_ok=True)
    archive = archives / f"{package.removeprefix('@').replace('/', '-')}-{version}.tgz"
    if not archive.exists():
        command = ["npm", "pack", f"{package}@{version}", "--pack-destination", str(archives), "--loglevel=error"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    found = "sha512-" + b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != integrity:
        archive.unlink()
        sys.exit(f"{archive.name}: its digest is {found}, not the pinned {integrity}; it was removed")
    return archive


def _member(archive: Path, path: str) -> bytes:
    with tarfile.open(archive) as files:
        content = files.extractfile(f"package/{path}")
        assert content is not None
        return content.read()


def _metadata(version: str) -> bytes:
    lines = [
        "Metadata-Version: 2.4",
        "Name: assetbuild-esbuild",
        f"Version: {version}",
        "Summary: The esbuild program, for assetbuild.",
        "License-Expression: MIT",
        "License-File: LICENSE.md",
        "Requires-Python: >=3.11",
        "Description-Content-Type: text/markdown",
    ]
    text = "\n".join(lines) + "\n\n" + (_HERE / "README.md").read_text(encoding="utf-8")
    return text.encode()


def _wheel(tags: Sequence[str]) -> bytes:
    lines = ["Wheel-Version: 1.0", "Generator: assetbuild-esbuild", "Root-Is-Purelib: false"]
    return "\n".join([*lines, *(f"Tag: py3-none-{tag}" for tag in tags), ""]).encode()


def _write(wheel: Path, files: Mapping[str, bytes], record: str) -> None:
    rows = [f"{path},sha256={_digest(data)},{len(data)}" for path, data in files.items()]
    everything = {**files, record: "\n".join([*rows, f"{record},,", ""]).encode()}
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in everything.items():
            entry = zipfile.ZipInfo(path, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _PROGRAM if "/bin/" in path else _FILE
            archive.writestr(entry, data)


def _digest(data: bytes) -> str:
    return urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


if __name__ == "__main__":
    main()
