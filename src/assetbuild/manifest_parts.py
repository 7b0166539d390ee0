"""The parts of a manifest: what they say, how they are written as JSON, and what is accepted when they are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .errors import AssetbuildError, Location

_LEFT_OUT_IF_EMPTY = frozenset(("dynamic", "imports", "module"))
_COMPILE = "compile again; if it was copied, copy it whole"


class Entry(NamedTuple):
    """An asset: `path` is relative to the manifest, `size` (bytes) and `integrity` are of the identity bytes.

    `encodings` maps the name of an encoding to the size of the twin. `references` are the logical paths of what it
    names by final names. `imports` are those that it imports by declarations, `dynamic` those that it imports by calls,
    by whichever names. `module` says that it is a module although its ending does not.
    """

    path: str
    size: int
    type: str
    integrity: str
    encodings: Mapping[str, int]
    references: tuple[str, ...]
    module: bool = False
    imports: tuple[str, ...] = ()
    dynamic: tuple[str, ...] = ()

    def is_module(self) -> bool:
        """Whether it is a module of JavaScript."""
        return self.module or self.path.endswith(".mjs")


class ModuleMap(NamedTuple):
    """How modules find each other.

    `mode`: by final names ("rewrite", or "auto", which leaves what it does not find as it was), or by logical paths,
    which the page's import map leads to final names ("importmap"). `names` maps the bare specifiers of the
    configuration to logical paths or URLs.
    """

    mode: str
    names: Mapping[str, str]


class AssetGroup(NamedTuple):
    """A name for several assets, in order, and data of the project's own (JSON)."""

    assets: tuple[str, ...]
    extra: Mapping[str, Any]


class OtherManifest(NamedTuple):
    """A manifest for another reader, beside ours: its format, and its size (bytes) and `integrity` as of an entry."""

    format: str
    size: int
    integrity: str


def entry_json(entry: Entry) -> dict[str, object]:
    """The entry as it stands in the manifest."""
    return {key: value for key, value in entry._asdict().items() if value or key not in _LEFT_OUT_IF_EMPTY}


def read_entry(name: str, value: Any, file: str) -> Entry:
    """The entry of that name. Raises AssetbuildError where it is not whole; `file` is the manifest's."""
    try:
        entry = Entry(
            value["path"],
            value["size"],
            value.get("type", "application/octet-stream"),
            value.get("integrity", ""),
            value.get("encodings", {}),
            tuple(value.get("references", ())),
            value.get("module", False),
            tuple(value.get("imports", ())),
            tuple(value.get("dynamic", ())),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise damaged(file, f"the entry of {name!r} is not whole") from error
    if not _is_whole(entry):
        raise damaged(file, f"the entry of {name!r} is not whole, or its path leads out of the folder")
    return entry


def read_module_map(document: Mapping[str, Any], file: str) -> ModuleMap | None:
    """How modules find each other; None where there are none. Raises AssetbuildError."""
    mode, names = document.get("modules"), document.get("importmap", {})
    if mode is None:
        return None
    is_whole = isinstance(names, dict) and all(isinstance(target, str) for target in names.values())
    if mode not in ("auto", "rewrite", "importmap") or not is_whole:
        raise damaged(file, "`modules` or `importmap` is of a wrong type")
    return ModuleMap(mode, names)


def read_groups(document: Mapping[str, Any], file: str) -> dict[str, AssetGroup]:
    """The groups by name. Raises AssetbuildError."""
    groups = document.get("groups", {})
    try:
        return {name: AssetGroup(tuple(group["assets"]), group["extra"]) for name, group in groups.items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise damaged(file, "`groups` is not whole") from error


def read_others(document: Mapping[str, Any], file: str) -> dict[str, OtherManifest]:
    """The manifests for other readers, by their paths below the folder of this one. Raises AssetbuildError."""
    others = document.get("manifests", {})
    try:
        found = {path: OtherManifest(each["format"], each["size"], each["integrity"]) for path, each in others.items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise damaged(file, "`manifests` is not whole") from error
    if not all(_is_inside(path) and type(each.size) is int for path, each in found.items()):
        raise damaged(file, "`manifests` is not whole, or leads out of the folder")
    return found


def damaged(file: str, reason: str) -> AssetbuildError:
    """The error of a manifest that cannot be trusted."""
    return AssetbuildError(f"the manifest is damaged: {reason}", Location(file), _COMPILE)


def _is_whole(entry: Entry) -> bool:
    return (
        isinstance(entry.path, str)
        and _is_inside(entry.path)
        and type(entry.size) is int
        and isinstance(entry.type, str)
        and isinstance(entry.integrity, str)
        and isinstance(entry.encodings, dict)
        and all(type(size) is int for size in entry.encodings.values())
        and isinstance(entry.module, bool)
        and all(isinstance(name, str) for name in (*entry.references, *entry.imports, *entry.dynamic))
    )


def _is_inside(path: str) -> bool:
    if not path or "\\" in path or "\0" in path or ":" in path.split("/", 1)[0]:
        return False
    return all(segment not in ("", ".", "..") for segment in path.split("/"))
