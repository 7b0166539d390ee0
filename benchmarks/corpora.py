"""The corpora: source roots, put together from what `benchmarks/corpus.py` lays out; three of growing sizes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path, PurePosixPath

_HERE = Path(__file__).parent
_PINS = _HERE / "corpus.toml"
_CHOICE = _HERE / "corpora.toml"
LARGE = "large"
NAMES = ("small", "medium", LARGE)
# Not for the comparison of times: scripts and style sheets alone.
LIBRARIES = "libraries"


@dataclass(frozen=True)
class Corpus:
    """A source root that nobody writes to: `root` is its folder, `files` are sorted paths below it."""

    name: str
    root: Path
    files: tuple[str, ...]

    def of(self, *suffixes: str) -> list[str]:
        """The files whose names end so."""
        return [file for file in self.files if file.endswith(suffixes)]

    @cached_property
    def size(self) -> int:
        """Bytes of all files."""
        return sum((self.root / file).stat().st_size for file in self.files)

    def bundles(self) -> dict[str, list[str]]:
        """The CSS and the JavaScript of each package: `bundles/NAME.css` and its members."""
        groups: dict[str, list[str]] = defaultdict(list)
        for file in self.of(".css", ".js"):
            path = PurePosixPath(file)
            package = next(part for part in path.parts[1:] if not part.startswith("@"))
            groups[f"bundles/{package.removesuffix('.js')}{path.suffix}"].append(file)
        return dict(groups)


def lay_out(name: str, into: Path) -> Corpus:
    """The corpus below that folder, made where it is not there."""
    everything = _lay_out_packages(into)
    if name == LARGE:
        root = everything
        _make_repository(root.parent)
    else:
        root = into / "sites" / name / "assets"
        _copy_choice(name, everything, root)
    return Corpus(name, root, list_files(root))


def list_files(root: Path) -> tuple[str, ...]:
    """All files below a folder, as sorted POSIX paths."""
    found = []
    for folder, _, names in os.walk(root):
        relative = Path(folder).relative_to(root)
        found += [(relative / name).as_posix() for name in names]
    return tuple(sorted(found))


def _lay_out_packages(into: Path) -> Path:
    site = into / "sites" / LARGE
    stamp = site / "stamp"
    pins = sha256(_PINS.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != pins:
        (site / "archives").parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "benchmarks.corpus", "--into", str(site)], check=True, cwd=_HERE.parent)
        stamp.write_text(pins, encoding="utf-8")
    return site / "assets"


def _copy_choice(name: str, everything: Path, root: Path) -> None:
    with _CHOICE.open("rb") as file:
        choice = tomllib.load(file)[name]
    vendor = everything / "vendor"
    chosen = {file for pattern in choice["include"] for file in _matches(vendor, pattern)}
    for pattern in choice.get("exclude", []):
        chosen -= set(vendor.glob(pattern))
    wanted = {root / file.relative_to(everything): file for file in chosen}
    for target, source in wanted.items():
        if not target.exists() or target.stat().st_size != source.stat().st_size:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    for extra in {file for file in root.rglob("*") if file.is_file()} - wanted.keys():
        extra.unlink()


def _matches(vendor: Path, pattern: str) -> list[Path]:
    found = [file for file in vendor.glob(pattern) if file.is_file()]
    if not found:
        sys.exit(f"{_CHOICE.name}: {pattern} matches nothing")
    return found


def _make_repository(site: Path) -> None:
    """A repository of git's around the assets: `git status` on it is one of the floors."""
    if (site / ".git").exists():
        return
    git = ["git", "-C", str(site), "-c", "user.name=benchmark", "-c", "user.email=benchmark@localhost"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    (site / ".git" / "info").mkdir(exist_ok=True)
    (site / ".git" / "info" / "exclude").write_text("/*\n!/assets/\n", encoding="utf-8")
    subprocess.run([*git, "add", "assets"], check=True)
    subprocess.run([*git, "commit", "--quiet", "-m", "corpus"], check=True)
