"""Wheels of what is installed here, so that `pip install` in an example needs no network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.docs import ROOT

_RECORDS = {"RECORD", "direct_url.json", "INSTALLER", "REQUESTED"}


def make_wheels(names: Iterable[str], folder: Path) -> None:
    """One wheel for each distribution and for all that it requires."""
    for found in _closure(names):
        _make_wheel(found, folder)


def _closure(names: Iterable[str]) -> Iterator[Distribution]:
    waiting, seen = [Requirement(name) for name in names], set()
    while waiting:
        wanted = waiting.pop()
        key = (canonicalize_name(wanted.name), frozenset(wanted.extras))
        if key in seen:
            continue
        seen.add(key)
        found = distribution(wanted.name)
        yield found
        waiting += [each for each in map(Requirement, found.requires or ()) if _applies(each, wanted)]


def _applies(requirement: Requirement, wanted: Requirement) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *wanted.extras))


def _make_wheel(found: Distribution, folder: Path) -> None:
    tag = next(line for line in (found.read_text("WHEEL") or "").splitlines() if line.startswith("Tag: "))[5:]
    stem = f"{canonicalize_name(found.metadata['Name']).replace('-', '_')}-{found.version}"
    info = f"{stem}.dist-info"
    with ZipFile(folder / f"{stem}-{tag}.whl", "w") as wheel:
        for name, data in _files(found, info):
            wheel.writestr(name, data)
        wheel.writestr(f"{info}/RECORD", "")


def _files(found: Distribution, info: str) -> Iterator[tuple[str, bytes]]:
    """What the wheel has, without what an installer makes of it."""
    if canonicalize_name(found.metadata["Name"]) == "assetbuild":
        # It is installed in editable mode, so that its files are not in its record.
        for file in sorted((ROOT / "src").rglob("*.py")):
            yield str(file.relative_to(ROOT / "src")), file.read_bytes()
    for path in found.files or ():
        inside = path.parts[0] != ".." and "__pycache__" not in path.parts and path.suffix != ".pth"
        in_info = path.parts[0].endswith(".dist-info")
        if inside and not (in_info and path.name in _RECORDS):
            name = "/".join((info, *path.parts[1:])) if in_info else str(path)
            yield name, path.read_binary()
