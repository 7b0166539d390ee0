"""Finding the esbuild program, and asking it for its version."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec

from ..errors import Location, UsageError
from .settings import EsbuildSettings

VARIABLE = "ASSETBUILD_ESBUILD"
START = "cannot be started"
_WHEEL = "assetbuild_esbuild"
_NAME = "esbuild.exe" if sys.platform == "win32" else "esbuild"
_INSTALL = 'pip install "assetbuild[esbuild]", or npm install esbuild, or name it: [esbuild] binary = "…"'
# What npm puts in `.bin` on some systems is a script for Node that starts the program.
_LARGEST_SCRIPT = 1_000_000
_ASK_LIMIT = 20


def find_binary(settings: EsbuildSettings, folder: str, where: Location) -> str:
    """The program: what the configuration names, else ASSETBUILD_ESBUILD, the wheel assetbuild-esbuild,
    `node_modules` in the configuration's `folder`, PATH. Raises UsageError where there is none."""
    given = settings.binary and os.path.join(folder, settings.binary), os.environ.get(VARIABLE, "")
    for program, named in zip(given, (f"binary = {settings.binary!r}", VARIABLE), strict=True):
        if program:
            if not os.access(program, os.X_OK) or os.path.isdir(program):
                raise UsageError(f"{named} names {program}, which is no program", where, _INSTALL)
            return os.path.abspath(program)
    found = _in_wheel() or _in_node_modules(os.path.join(folder, "node_modules")) or shutil.which("esbuild")
    if not found:
        message = "there is no esbuild: not in a wheel, node_modules or PATH"
        raise UsageError(message, where, _INSTALL)
    return os.path.abspath(found)


def version_of(program: str, where: Location) -> str:
    """What the program says is its version. Raises UsageError where it says nothing."""
    try:
        said = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=_ASK_LIMIT, stdin=subprocess.DEVNULL
        )
    except OSError as error:
        raise UsageError(f"{program} {START}: {error.strerror}", where) from error
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"{program} does not say its version within {_ASK_LIMIT} s: is it esbuild?", where) from error
    version = said.stdout.strip()
    if said.returncode or not version or len(version.split()) > 1:
        raise UsageError(f"{program} --version says {(said.stdout or said.stderr)[:80]!r}: is it esbuild?", where)
    return version


def refuse_other_version(program: str, pinned: str, where: Location) -> None:
    """Raises UsageError unless the program is of the pinned version."""
    found = version_of(program, where)
    if found != pinned:
        message = f"{program} is esbuild {found}, and {pinned} is pinned: the output must not depend on the machine"
        raise UsageError(message, where, f"install esbuild {pinned}, or pin {found} here")


def _in_wheel() -> str | None:
    found = find_spec(_WHEEL)
    for folder in (found.submodule_search_locations or ()) if found else ():
        program = os.path.join(folder, "bin", _NAME)
        if os.path.isfile(program):
            return program
    return None


def _in_node_modules(folder: str) -> str | None:
    """The program itself where it can be found, else what npm made to start it."""
    native = os.path.join(folder, "@esbuild")
    if os.path.isdir(native):
        for package in sorted(os.listdir(native)):
            for program in (os.path.join(native, package, "bin", _NAME), os.path.join(native, package, _NAME)):
                if package.startswith(_platform()) and os.access(program, os.X_OK):
                    return program
    for program in (os.path.join(folder, "esbuild", "bin", "esbuild"), os.path.join(folder, ".bin", "esbuild")):
        if os.access(program, os.X_OK) and os.path.getsize(program) > _LARGEST_SCRIPT:
            return program
    return shutil.which("esbuild", path=os.path.join(folder, ".bin"))


def _platform() -> str:
    """As npm's packages name this system and its processor."""
    import platform

    machine = platform.machine().lower()
    processor = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "i686": "ia32", "i386": "ia32"}
    return f"{sys.platform}-{processor.get(machine, machine)}"
