"""Source roots: the folder that a root of the configuration names, in the project or in an installed package."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from typing import NamedTuple

from .errors import Location, UsageError, did_you_mean

_PACKAGE = "package:"
_DJANGO = "django:"
_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


class Root(NamedTuple):
    """A folder with sources: the prefix of their logical paths (`vendor/`, or nothing), patterns of names that are
    passed over, and the paths in it that are sources, None where all are."""

    folder: str
    prefix: str = ""
    ignored: tuple[str, ...] = ()
    paths: tuple[str, ...] | None = None


class Roots(NamedTuple):
    """All roots in the order in which they are searched.

    Not `is_pure` are those that a Django project was asked for: what its answer depends on, no index can tell. `inputs`
    are the files that it surely depends on: modules of the project, and folders of apps that are not there.
    """

    roots: tuple[Root, ...]
    inputs: tuple[str, ...] = ()
    is_pure: bool = True


NO_ROOTS = Roots(())


def find_roots(roots: Sequence[str], folder: str, where: Callable[[int], Location]) -> Roots:
    """What the configured roots stand for; `where` says where each is written. Raises UsageError if there is none."""
    found: list[Root] = []
    inputs: set[str] = set()
    for index, root in enumerate(roots):
        if is_django(root):
            from .django_root.listing import static_files

            files = static_files(root, folder, where(index))
            found += [Root(each.folder, each.prefix, files.ignored, each.paths) for each in files.folders]
            inputs.update(files.inputs)
        else:
            found.append(Root(root_folder(root, folder, where(index))))
    return Roots(tuple(found), tuple(sorted(inputs)), not any(map(is_django, roots)))


def is_django(root: str) -> bool:
    """Whether the root is what a Django project's finders find."""
    return root.startswith(_DJANGO)


def is_folder(root: str) -> bool:
    """Whether the root is a folder as written, and not one that is found by the name of a package or project."""
    return not root.startswith((_PACKAGE, _DJANGO))


def root_folder(root: str, folder: str, where: Location) -> str:
    """The folder of `root`, which is relative to `folder`. Raises UsageError, at `where`, if there is none."""
    if root.startswith(_PACKAGE):
        return _package_folder(root, where)
    path = os.path.normpath(os.path.join(folder, root))
    if os.path.isdir(path):
        return path
    if os.path.lexists(path):
        raise UsageError(f"the source root {root!r} is not a folder", where, "name the folder that the file is in")
    hint = _near(path) or f'make the folder {path}, or name another: sources = ["static"]'
    raise UsageError(f"there is no source root {root!r}", where, hint)


def _near(path: str) -> str | None:
    parent, name = os.path.split(path)
    try:
        with os.scandir(parent or ".") as entries:
            return did_you_mean(name, [entry.name for entry in entries if entry.is_dir()])
    except OSError:
        return None


def _package_folder(root: str, where: Location) -> str:
    """The folder in an installed package, which is found without importing it."""
    name, _, inner = root.removeprefix(_PACKAGE).partition("/")
    inner = inner.rstrip("/")
    if not _NAME.fullmatch(name) or not inner or not {".", "..", ""}.isdisjoint(inner.split("/")):
        raise UsageError(f"{root!r} is not of the form package:NAME/folder", where, _EXAMPLE)
    top, *parents = name.split(".")
    spec = _find(top)
    if spec is None:
        hint = (
            f"install it where assetbuild runs (pip install …); a folder of the project is named without {_PACKAGE!r}"
        )
        raise UsageError(f"{root!r} names a package that is not installed", where, hint)
    bases = list(spec.submodule_search_locations or ())
    for base in bases:
        path = os.path.join(base, *parents, *inner.split("/"))
        if os.path.isdir(path):
            return path
    raise _no_folder(root, "/".join([*parents, inner]), bases, spec, where)


_EXAMPLE = 'for example "package:django.contrib.admin/static"'


def _find(top: str) -> ModuleSpec | None:
    """Finding a top-level package imports nothing; finding a dotted name would import its parents."""
    try:
        return find_spec(top)
    except (ImportError, ValueError):
        return None


def _no_folder(root: str, inner: str, bases: list[str], spec: ModuleSpec, where: Location) -> UsageError:
    if not bases:
        message = f"{root!r}: {spec.name} is a module of one file, so it has no folders"
        return UsageError(message, where, f"name a package; {_EXAMPLE}")
    if not any(map(os.path.isdir, bases)):
        hint = "install it as files: pip install does"
        return UsageError(f"{root!r}: the package {spec.name!r} is in an archive, {bases[0]}", where, hint)
    return UsageError(
        f"{root!r}: there is no folder {inner!r} in the package {spec.name!r}", where, f"it is {bases[0]}"
    )
