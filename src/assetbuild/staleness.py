"""How a manifest differs from what the sources give now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .errors import AssetbuildError, Location
from .manifest import Entry, ManifestFile

_HINT = "run `assetbuild compile`, and commit or deploy what it writes"


def differences(manifest: ManifestFile, now: ManifestFile, entries: Mapping[str, Entry]) -> Iterator[AssetbuildError]:
    """One error for each asset, then each group and each manifest for another reader that differs, by name, after one
    for the URL. `entries` are those of `now`."""
    if manifest.url != now.url:
        yield _stale(manifest, f"its URL is {manifest.url!r}, and the configuration says {now.url!r}")
    for name in sorted(entries.keys() | manifest.names()):
        if name not in entries:
            yield _stale(manifest, f"it has {name!r}, which the sources do not give")
        elif name not in manifest:
            yield _stale(manifest, f"it lacks {name!r}, which the sources give")
        elif (said := manifest.entry(name)) != entries[name]:
            yield _stale(manifest, f"{name!r} differs: {_difference(said, entries[name])}")
    for name in sorted(now.groups.keys() | manifest.groups.keys()):
        if now.groups.get(name) != manifest.groups.get(name):
            yield _stale(manifest, f"the group {name!r} differs")
    for path in sorted(now.others.keys() | manifest.others.keys()):
        if now.others.get(path) != manifest.others.get(path):
            yield _stale(manifest, f"the manifest {path!r} for another reader differs")


def _difference(said: Entry, now: Entry) -> str:
    if said.path != now.path:
        return f"it says {said.path}, and the sources give {now.path}"
    if said.encodings != now.encodings:
        return f"its twins are {_twins(said)}, and would be {_twins(now)}"
    return "its content is the same, and what the manifest says of it is not"


def _twins(entry: Entry) -> str:
    return ", ".join(f"{name} of {size} bytes" for name, size in sorted(entry.encodings.items())) or "none"


def _stale(manifest: ManifestFile, what: str) -> AssetbuildError:
    return AssetbuildError(f"the manifest is stale: {what}", Location(manifest.file), _HINT)
