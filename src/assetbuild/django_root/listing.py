"""Asks a Django project, in a process of its own, where its static files are."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from ..errors import Location, UsageError

_PREFIX = "django:"
_FORM = re.compile(r"(?:(?P<folder>.+)/)?(?P<settings>[^\W\d]\w*(?:\.[^\W\d]\w*)*)")
_EXAMPLE = (
    'name the module of its settings: "django:mysite.settings", or "django:backend/mysite.settings" below a folder'
)


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
    base, settings = _project(root, folder, where)
    command = [sys.executable, "-B", "-m", "assetbuild.django_root.finders", settings]
    try:
        run = subprocess.run(command, cwd=base, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError as error:
        hint = "make the folder that manage.py is in the part before the last slash"
        raise UsageError(f"{root!r}: {base} cannot be entered: {error.strerror}", where, hint) from error
    if run.returncode:
        said = run.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise UsageError(f"{root!r}: the settings ended the process (status {run.returncode}): {said}", where)
    said = json.loads(run.stdout)
    if "type" in said:
        raise _in_the_way(root, settings, base, said, where)
    folders = tuple(_static_folder(each) for each in said["roots"])
    for each in folders:
        if not os.path.isdir(each.folder):
            hint = "make it, or take it out of STATICFILES_DIRS"
            raise UsageError(f"{root!r}: STATICFILES_DIRS names a folder that is not there: {each.folder}", where, hint)
    return StaticFiles(folders, tuple(said["ignored"]), tuple(said["inputs"]))


def settings_files(root: str, folder: str) -> tuple[str, ...]:
    """Where the settings may stand: what to look at until they can be read."""
    found = _FORM.fullmatch(root.removeprefix(_PREFIX))
    if found is None:
        return ()
    path = os.path.join(folder, found["folder"] or "", *found["settings"].split("."))
    return f"{path}.py", os.path.join(path, "__init__.py")


def _project(root: str, folder: str, where: Location) -> tuple[str, str]:
    found = _FORM.fullmatch(root.removeprefix(_PREFIX))
    if found is None:
        raise UsageError(f"{root!r} names no settings", where, _EXAMPLE)
    return os.path.abspath(os.path.join(folder, found["folder"] or "")), found["settings"]


def _static_folder(said: list[Any]) -> StaticFolder:
    prefix, folder, *paths = said
    return StaticFolder(f"{prefix}/" if prefix else "", _shown(folder), tuple(paths[0]) if paths else None)


def _shown(folder: str) -> str:
    """As errors name it: relative where it is below the current folder."""
    relative = os.path.relpath(folder)
    return folder if relative.startswith(os.pardir) else relative


def _in_the_way(root: str, settings: str, base: str, said: dict[str, Any], where: Location) -> UsageError:
    module, variable = said["module"], said["variable"]
    if module == "django":
        hint = "install assetbuild where the project runs, beside Django: pip install django"
        return UsageError(f"{root!r}: Django is not installed", where, hint)
    if module and f"{settings}.".startswith(f"{module}."):
        return UsageError(f"{root!r}: there is no module {module!r}", where, f"it is looked for in {base}; {_EXAMPLE}")
    place = f" ({said['file']}:{said['line']})" if said["file"] else ""
    message = f"{root!r}: the settings or an app cannot be loaded: {said['type']}: {said['text']}{place}"
    return UsageError(message, where, _way_out(module, variable))


def _way_out(module: str | None, variable: str | None) -> str | None:
    if variable:
        return (
            f"the build needs the variable too, with any value that the settings take: {variable}=x assetbuild compile"
        )
    return f"install what the project needs where assetbuild runs; {module!r} is not there" if module else None
