"""Installing what is measured: assetbuild from this checkout, the peers at their pins, each set in its own folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent
_PINS = _HERE / "peers.toml"
# What puts a peer's program in the place of a script that starts it through Node; npm does not always run these.
_AFTER_INSTALL = {
    "esbuild": "esbuild/install.js",
    "lightningcss": "lightningcss-cli/postinstall.js",
    "bun": "bun/install.js",
}
_LARGEST_SCRIPT = 1_000_000


@dataclass(frozen=True, slots=True)
class Tools:
    """Where the programs are; `missing` says why a set could not be installed."""

    folder: Path
    missing: Mapping[str, str]

    def npm(self, name: str) -> str:
        """A program of an npm package."""
        return str(self.folder / "npm" / "node_modules" / ".bin" / name)

    def python(self, name: str, program: str = "python") -> str:
        """A program in the virtual environment of that name: `assetbuild`, `webassets` or `django`."""
        return str(self.folder / name / "bin" / program)

    def versions(self) -> dict[str, str]:
        """What was pinned, by peer."""
        pins = _pins()
        found = {name: version for table in ("npm", "webassets", "django") for name, version in pins[table].items()}
        ask = ["dpkg-query", "-W", "-f", "${Version}", "ruby-sprockets"]
        if shutil.which(ask[0]):
            found["ruby-sprockets"] = subprocess.run(ask, capture_output=True, text=True).stdout
        return found


def install(folder: Path) -> Tools:
    """Install everything that is not there yet; assetbuild always, as it may have changed."""
    folder.mkdir(parents=True, exist_ok=True)
    pins = _pins()
    _install_assetbuild(folder / "assetbuild")
    steps: dict[str, Callable[[], None]] = {
        "npm": lambda: _install_npm(folder / "npm", pins["npm"]),
        "webassets": lambda: _install_python(folder / "webassets", _requirements(pins["webassets"])),
        "django": lambda: _install_python(folder / "django", _requirements(pins["django"])),
        "debian": lambda: _install_debian(folder / "debian", pins["debian"]["packages"]),
    }
    missing = {}
    for name, step in steps.items():
        try:
            step()
        except (OSError, subprocess.CalledProcessError) as error:
            missing[name] = f"could not be installed: {_reason(error)}"
            print(f"{name}: {missing[name]}", flush=True)
    return Tools(folder, missing)


def _pins() -> dict[str, dict[str, str]]:
    with _PINS.open("rb") as file:
        return tomllib.load(file)


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        return f"{' '.join(map(str, error.cmd[:2]))} left with {error.returncode}"
    return str(error)


def _requirements(pins: Mapping[str, str]) -> list[str]:
    return [f"{name}=={version}" for name, version in pins.items()]


def _run(*command: str, cwd: Path | None = None) -> None:
    print(f"$ {' '.join(command)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    subprocess.run(command, check=True, cwd=cwd, env=environment, stdout=subprocess.DEVNULL)


def _done(folder: Path, wanted: str) -> bool:
    """Whether that folder was installed for exactly this."""
    stamp = folder / "stamp"
    return stamp.exists() and stamp.read_text(encoding="utf-8") == wanted


def _install_assetbuild(folder: Path) -> None:
    # A wheel, as users have it: an editable install starts slower.
    project = str(_HERE.parent)
    if not (folder / "bin" / "python").exists():
        _run(sys.executable, "-m", "venv", str(folder))
        _run(str(folder / "bin" / "pip"), "install", "--quiet", project)
    else:
        _run(str(folder / "bin" / "pip"), "install", "--quiet", "--force-reinstall", "--no-deps", project)


def _install_python(folder: Path, requirements: list[str]) -> None:
    wanted = "\n".join([sys.version, *requirements])
    if _done(folder, wanted):
        return
    _run(sys.executable, "-m", "venv", "--clear", str(folder))
    _run(str(folder / "bin" / "pip"), "install", "--quiet", *requirements)
    (folder / "stamp").write_text(wanted, encoding="utf-8")


def _install_npm(folder: Path, pins: Mapping[str, str]) -> None:
    document = json.dumps({"private": True, "dependencies": pins}, indent=1)
    if _done(folder, document):
        return
    folder.mkdir(exist_ok=True)
    (folder / "package.json").write_text(document, encoding="utf-8")
    _run("npm", "install", "--no-audit", "--no-fund", "--loglevel=error", cwd=folder)
    for program, script in _AFTER_INSTALL.items():
        file = folder / "node_modules" / script
        if (folder / "node_modules" / ".bin" / program).stat().st_size < _LARGEST_SCRIPT:
            _run("node", file.name, cwd=file.parent)
    (folder / "stamp").write_text(document, encoding="utf-8")


def _install_debian(folder: Path, packages: list[str] | str) -> None:
    if (
        shutil.which("ruby")
        and subprocess.run(["ruby", "-e", "require 'sprockets'; require 'sassc'; require 'terser'"]).returncode == 0
    ):
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise FileNotFoundError("it is a Debian package, and this is not root on Debian")
    _run("apt-get", "-qq", "update")
    _run("apt-get", "-qq", "-y", "--no-install-recommends", "install", *packages)
