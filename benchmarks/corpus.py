"""A real site, put together from pinned packages: `python benchmarks/corpus.py [--into DIR]`.

The vendors' files go to `DIR/assets/vendor/NAME/`, an `assetbuild.toml` that compiles them beside `assets`. Archives
are fetched with npm and pip into `DIR/archives`, checked against their pins and kept, so that a second run, or one
after an interruption, fetches only what is not there and writes only what differs.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

_PINS = Path(__file__).with_suffix(".toml")

# What a static site serves; the rest of a package is for build tools.
_SERVED = frozenset(
    ".js .mjs .cjs .css .map .json .svg .png .jpg .jpeg .gif .webp .avif .ico .cur .woff .woff2 .ttf .eot .otf .wasm"
    " .html .txt .vtt .bcmap .pfb .icc".split()
)
_BUILD_TOOLS = frozenset(("package.json", "bower.json", "tsconfig.json", "composer.json", "component.json"))
_LEAST = {"js": 5_000, "css": 500}

_CONFIGURATION = """\
# Written by benchmarks/corpus.py.
sources = ["assets"]
output = "dist"
"""


@dataclass(frozen=True, slots=True)
class Package:
    """A release on npm; `integrity` is its archive's digest as npm writes it, `folders` what a site would serve."""

    name: str
    version: str
    integrity: str
    folders: Sequence[str] = ("",)

    @property
    def archive(self) -> str:
        """The file name that `npm pack` gives."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


def main() -> None:
    parser = argparse.ArgumentParser(description="Put the corpus together.")
    parser.add_argument("--into", type=Path, default=Path(".corpus"), metavar="DIR", help="default: .corpus")
    into: Path = parser.parse_args().into
    archives = into / "archives"
    archives.mkdir(parents=True, exist_ok=True)
    pins = tomllib.loads(_PINS.read_text(encoding="utf-8"))
    for package in (Package(**release) for release in pins["npm"]):
        _lay_out(package.name, _members(package, fetch(package, archives)), into)
    _lay_out("django-admin", _django_members(pins["django"], archives), into)
    (into / "assetbuild.toml").write_text(_CONFIGURATION, encoding="utf-8")
    _summarise(into)


def fetch(package: Package, archives: Path) -> Path:
    """The package's archive in that folder. Exits where its digest is not the pinned one."""
    archive = archives / package.archive
    if not archive.exists():
        print(f"fetching {package.name}@{package.version}", flush=True)
        command = ["npm", "pack", f"{package.name}@{package.version}", "--pack-destination", str(archives)]
        subprocess.run([*command, "--loglevel=error"], check=True, stdout=subprocess.DEVNULL)
    found = "sha512-" + b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != package.integrity:
        archive.unlink()
        sys.exit(f"{archive.name}: its digest is {found}, not the pinned {package.integrity}; it was removed")
    return archive


def unpack(package: Package, archive: Path, into: Path) -> Path:
    """The folder in `into` with the whole of the package, unpacked unless it is there."""
    folder = into / f"{package.name}-{package.version}"
    if not folder.exists():
        with tarfile.open(archive) as files:
            files.extractall(folder, filter="data")
    return folder / "package"


def _fetch_django(pin: Mapping[str, str], archives: Path) -> Path:
    requirements = archives / "requirements.txt"
    requirements.write_text(f"django=={pin['version']} --hash=sha256:{pin['sha256']}\n", encoding="utf-8")
    print(f"checking django=={pin['version']}", flush=True)
    # pip takes the file that is there when its hash is the pinned one.
    options = ["--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes"]
    command = [sys.executable, "-m", "pip", "download", *options, "--dest", str(archives), "-r", str(requirements)]
    subprocess.run(command, check=True)
    return archives / pin["archive"]


def _members(package: Package, archive: Path) -> Iterator[tuple[str, bytes]]:
    """The files that are served: their path in the package and their bytes."""
    with tarfile.open(archive) as files:
        for member in files:
            path = member.name.partition("/")[2]
            chosen = any(path.startswith(f"{folder}/" if folder else "") for folder in package.folders)
            if member.isfile() and chosen and _is_served(path):
                content = files.extractfile(member)
                assert content is not None
                yield path, content.read()


def _django_members(pin: Mapping[str, str], archives: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(_fetch_django(pin, archives)) as files:
        for name in files.namelist():
            if name.startswith(pin["folder"]) and _is_served(name):
                yield name.removeprefix(pin["folder"]), files.read(name)


def _is_served(path: str) -> bool:
    name = PurePosixPath(path)
    return name.suffix.lower() in _SERVED and name.name not in _BUILD_TOOLS and ".." not in name.parts


def _lay_out(name: str, members: Iterator[tuple[str, bytes]], into: Path) -> None:
    """Makes the package's folder hold exactly those files."""
    folder = into / "assets" / "vendor" / name
    wanted = set()
    written = 0
    for path, data in members:
        file = folder / path
        wanted.add(file)
        if not file.is_file() or file.read_bytes() != data:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            written += 1
    extra = {file for file in folder.rglob("*") if file.is_file()} - wanted
    for file in sorted(extra):
        file.unlink()
    print(f"{name}: {len(wanted)} files, {written} written, {len(extra)} removed", flush=True)


def _summarise(into: Path) -> None:
    files = [file for file in (into / "assets").rglob("*") if file.is_file()]
    kinds = Counter(file.suffix.lower().lstrip(".") for file in files)
    kinds["js"] += kinds["mjs"] + kinds["cjs"]
    size = sum(file.stat().st_size for file in files)
    print(f"{into}: {len(files)} files, {size:,} bytes, {kinds['js']} of JavaScript, {kinds['css']} of CSS")
    for kind, least in _LEAST.items():
        if kinds[kind] < least:
            sys.exit(f"{kinds[kind]} files of {kind} are fewer than {least}")


if __name__ == "__main__":
    main()
