"""Asks a Django project, in a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import Any

from ..errors import Location, UsageError

_FORM = re.compile(r"(?:(?P<folder>.+)/)?(?P<settings>[^\W\d]\w*(?:\.[^\W\d]\w*)*)")


def ask(question: str, project: str, name: str, folder: str, where: Location | None) -> dict[str, Any]:
    """What a module of ours, `question`, prints of the project: `mysite.settings`, or `backend/mysite.settings` below a
    folder, which is relative to `folder`. `name` is how the project is named in errors.

    Raises UsageError, at `where`, with what was in the way.
    """
    base, settings = _project(project, name, folder, where)
    command = [sys.executable, "-B", "-m", question, settings]
    try:
        run = subprocess.run(command, cwd=base, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError as error:
        hint = "make the folder that manage.py is in the part before the last slash"
        raise UsageError(f"{name!r}: {base} cannot be entered: {error.strerror}", where, hint) from error
    if run.returncode:
        said = run.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise UsageError(f"{name!r}: the settings ended the process (status {run.returncode}): {said}", where)
    answered: dict[str, Any] = json.loads(run.stdout)
    if "type" in answered:
        raise _in_the_way(name, settings, base, answered, where)
    return answered


def settings_files(project: str, folder: str) -> tuple[str, ...]:
    """Where the settings may stand: what to look at until they can be read."""
    found = _FORM.fullmatch(project)
    if found is None:
        return ()
    path = os.path.join(folder, found["folder"] or "", *found["settings"].split("."))
    return f"{path}.py", os.path.join(path, "__init__.py")


def _example(name: str) -> str:
    kind = name.partition(":")[0]
    return (
        f'name the module of its settings: "{kind}:mysite.settings", or "{kind}:backend/mysite.settings" below a folder'
    )


def _project(project: str, name: str, folder: str, where: Location | None) -> tuple[str, str]:
    found = _FORM.fullmatch(project)
    if found is None:
        raise UsageError(f"{name!r} names no settings", where, _example(name))
    return os.path.abspath(os.path.join(folder, found["folder"] or "")), found["settings"]


def _in_the_way(name: str, settings: str, base: str, said: dict[str, Any], where: Location | None) -> UsageError:
    module, variable = said["module"], said["variable"]
    if module == "django":
        hint = "install assetbuild where the project runs, beside Django: pip install django"
        return UsageError(f"{name!r}: Django is not installed", where, hint)
    if module and f"{settings}.".startswith(f"{module}."):
        hint = f"it is looked for in {base}; {_example(name)}"
        return UsageError(f"{name!r}: there is no module {module!r}", where, hint)
    place = f" ({said['file']}:{said['line']})" if said["file"] else ""
    message = f"{name!r}: the settings or an app cannot be loaded: {said['type']}: {said['text']}{place}"
    return UsageError(message, where, _way_out(module, variable))


def _way_out(module: str | None, variable: str | None) -> str | None:
    if variable:
        return (
            f"the build needs the variable too, with any value that the settings take: {variable}=x assetbuild compile"
        )
    return f"install what the project needs where assetbuild runs; {module!r} is not there" if module else None
