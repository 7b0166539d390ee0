"""Where a Django project has its static files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from ..errors import Location, UsageError
from . import asking

_PREFIX = "django:"


@dataclass(frozen=True, slots=True)
class StaticFolder:
    """A folder that a finder looks in: the prefix of its logical paths (`vendor/`, or nothing), and the paths in it
    that the finder names; None where that is all of them."""

    prefix: str
    folder: str
    paths: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """The folders in the order in which they are searched, patterns of names that are passed over, and what a
    change of changes the answer: files of the project's modules, and folders of apps that are not there."""

    folders: tuple[StaticFolder, ...]
    ignored: tuple[str, ...]
    inputs: tuple[str, ...]


def static_files(root: str, folder: str, where: Location) -> StaticFiles:
    """Where the project that `root` names has its static files. `root` is relative to `folder`.

    Raises UsageError, at `where`, with what was in the way.
    """
    said = asking.ask("assetbuild.django_root.finders", root.removeprefix(_PREFIX), root, folder, where)
    folders = tuple(_static_folder(each) for each in said["roots"])
    for each in folders:
        if not os.path.isdir(each.folder):
            hint = "make it, or take it out of STATICFILES_DIRS"
            raise UsageError(f"{root!r}: STATICFILES_DIRS names a folder that is not there: {each.folder}", where, hint)
    return StaticFiles(folders, tuple(said["ignored"]), tuple(said["inputs"]))


def settings_files(root: str, folder: str) -> tuple[str, ...]:
    """Where the settings may stand: what to look at until they can be read."""
    return asking.settings_files(root.removeprefix(_PREFIX), folder)


def _static_folder(said: list[Any]) -> StaticFolder:
    prefix, folder, *paths = said
    return StaticFolder(f"{prefix}/" if prefix else "", _shown(folder), tuple(paths[0]) if paths else None)


def _shown(folder: str) -> str:
    """As errors name it: relative where it is below the current folder."""
    relative = os.path.relpath(folder)
    return folder if relative.startswith(os.pardir) else relative
