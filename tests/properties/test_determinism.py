"""One output, bit for bit, whatever the machine: its paths, hash seed, umask, locale, zone, directory order."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ..sites import Site

# Directory order comes from the file system; here it is drawn by lot.
COMPILE = """\
import os, random, sys
seed, workers = sys.argv[1:]
scandir = os.scandir

class Shuffled:
    def __init__(self, path):
        with scandir(path) as entries:
            self.entries = list(entries)
        random.Random(seed).shuffle(self.entries)
    def __enter__(self): return self
    def __exit__(self, *error): pass
    def __iter__(self): return self
    def __next__(self):
        if not self.entries:
            raise StopIteration
        return self.entries.pop()

os.scandir = Shuffled
os.umask(int(os.environ["UMASK"], 8))
from assetbuild.cli import main
main(["compile", "--jobs", workers])
"""

CONFIG = """\
sources = ["assets", "more"]
encodings = ["gzip", "br"]

[bundles."all.css"]
contents = ["css/**/*.css", "!css/part3.css"]

[bundles."all.js"]
contents = ["js/*.js"]
"""


def site(folder: Path) -> Site:
    numbers = range(12)
    assets: dict[str, str | bytes] = {"img/ü.png": b"\x89PNG", "img/i.svg": '<svg><image href="ü.png"/></svg>'}
    assets |= {f"css/part{number}.css": f"a{{b:url(../img/i.svg#{number})}}\n" * 40 for number in numbers}
    assets |= {f"css/{letter}/x.css": f"{letter}{{}}" for letter in "äzaBÅ"}
    assets |= {f"js/{number}.js": f"'use strict'; f({number}) // text\n" * 40 for number in numbers}
    assets |= {"circle/a.css": "@import 'b.css';", "circle/b.css": "@import 'a.css';"}
    return Site(assets, config=CONFIG, project={"more/js/10.js": "g()", "more/only.txt": "here\n" * 99}, folder=folder)


def snapshot(folder: Path) -> dict[str, tuple[int, bytes | None]]:
    """Each path below the folder with its mode, and its bytes where it is a file."""
    return {
        path.relative_to(folder).as_posix(): (
            stat.S_IMODE(path.lstat().st_mode),
            path.read_bytes() if path.is_file() else None,
        )
        for path in folder.rglob("*")
    }


def compiled(
    folder: Path, *, seed: str = "0", umask: str = "022", locale: str = "C", zone: str = "UTC", workers: int = 1
) -> dict[str, tuple[int, bytes | None]]:
    environment = os.environ | {"PYTHONHASHSEED": seed, "UMASK": umask, "LC_ALL": locale, "TZ": zone}
    made = site(folder)
    command = [sys.executable, "-c", COMPILE, seed, str(workers)]
    subprocess.run(command, cwd=made.folder, env=environment, check=True, capture_output=True)
    return snapshot(made.output)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, bytes | None]]:
    return compiled(tmp_path_factory.mktemp("reference"))


@pytest.mark.parametrize(
    "machine",
    [
        pytest.param({"seed": "1"}, id="hash seed and directory order"),
        pytest.param({"seed": "4242", "workers": 7}, id="workers"),
        pytest.param({"umask": "077"}, id="umask that closes"),
        pytest.param({"umask": "000"}, id="umask that opens"),
        pytest.param({"locale": "tr_TR.UTF-8", "zone": "Asia/Kathmandu"}, id="locale and zone"),
        pytest.param({"locale": "POSIX", "seed": "99", "zone": "America/St_Johns", "workers": 3}, id="all at once"),
    ],
)
def test_output_is_the_same_on_another_machine(
    reference: dict[str, tuple[int, bytes | None]], machine: dict[str, str], tmp_path: Path
) -> None:
    assert compiled(tmp_path / "elsewhere" / "deep ünder", **machine) == reference  # type: ignore[arg-type]


def test_times_and_modes_of_sources_change_nothing(
    reference: dict[str, tuple[int, bytes | None]], tmp_path: Path
) -> None:
    made = site(tmp_path)
    for file in made.folder.rglob("*"):
        if file.is_file():
            os.utime(file, (1, 1))
            file.chmod(0o600)
    made.compile().succeeds()
    assert snapshot(made.output) == reference


def test_copy_of_the_sources_without_the_first_output_is_the_same(
    reference: dict[str, tuple[int, bytes | None]], tmp_path: Path
) -> None:
    made = site(tmp_path / "one")
    shutil.copytree(made.folder, tmp_path / "two", ignore=shutil.ignore_patterns("dist"))
    copy = Site(folder=tmp_path / "two")
    copy.compile().succeeds()
    assert snapshot(copy.output) == reference


def test_output_in_place_gives_the_same_as_a_clean_one(tmp_path: Path) -> None:
    made = site(tmp_path)
    made.compile().succeeds()
    made.write({"assets/css/part1.css": "changed{}"}).compile().succeeds()
    manifest = (made.output / "manifest.json").read_bytes()
    shutil.rmtree(made.output)
    made.compile().succeeds()
    assert (made.output / "manifest.json").read_bytes() == manifest
